"""The pictures of the README, taken anew: python -m tests.local.pictures [folder [name ...]]

The real bot talks in the real chat page, in a headless Chromium of a phone's width. Run by hand when a screen has
changed; the folder is `docs` unless another is named.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from tests.end_to_end.running import FAST, ROOT, companion
from tests.local.test_page import ARGUMENTS, CHROMIUM

NOON: Final = datetime(2026, 11, 23, 17, tzinfo=UTC)
WIDTH: Final = 390
SHORTEST, TALLEST = 844, 1800  # a phone's screen, and what stays readable beside another picture


@dataclass(frozen=True, slots=True)
class Picture:
    """What is said, the last of it opening the screen that is shown, and the words that the picture begins with.

    `behind` are the messages of the answer that stand below the picture; then the clock moves to so many
    `reminders`, one after the other.
    """

    name: str
    language: str
    says: tuple[str, ...]
    shows: str
    behind: int = 0
    reminders: int = 0


COUPLE_EN: Final = (
    *("31 3 1991", "yes, coming with me", "bachelor", "CELPIP", "L8 R8 W7 S7", "1 October 2026", "no", "1", "3"),
    *("no", "no", "no", "no", "master", "IELTS", "L8 R7.5 W7 S7.5", "15 May 2026", "1", "compute my score", "Toronto"),
)
COUPLE_FR: Final = (
    *("31 mars 1991", "oui, m’accompagne", "licence", "TEF", "ancien score", "CO 280 CE 240 EE 310 EO 320"),
    *("1 octobre 2026", "non", "1", "3", "non", "non", "non", "non", "master", "TCF", "CO 540 CE 520 EE 14 EO 14"),
    *("15 mai 2026", "1", "calculer ma note", "Montréal"),
)
ALONE_EN: Final = (
    *("12 March 1993", "no partner", "bachelor", "IELTS", "L8 R7 W7 S7", "1 October 2026", "no", "0", "I don't know"),
    *("no", "no", "I don't know", "no", "compute my score", "Lagos"),
)
ALONE_FR: Final = (
    *("12 mars 1993", "sans conjoint", "doctorat", "TEF", "ancien score", "CO 300 CE 250 EE 350 EO 350"),
    *(
        "1 octobre 2026",
        "non",
        "0",
        "je ne sais pas",
        "non",
        "non",
        "je ne sais pas",
        "non",
        "calculer ma note",
        "Paris",
    ),
)


SHORT_TEST_EN: Final = tuple("12 January 2025" if said == "1 October 2026" else said for said in ALONE_EN)
SHORT_TEST_FR: Final = tuple("12 janvier 2025" if said == "1 octobre 2026" else said for said in ALONE_FR)
INVITED_EN: Final = (
    *(
        "I got an invitation",
        "18 November 2026",
        "skip",
        "Federal Skilled Worker Program",
        "no category",
        "skip",
        "skip",
    ),
    "save the invitation",
)
INVITED_FR: Final = (
    *("J’ai reçu une invitation", "18 novembre 2026", "passer", "Programme des travailleurs qualifiés (fédéral)"),
    *("aucune catégorie", "passer", "passer", "enregistrer l’invitation"),
)
POOL_EN: Final = (*ALONE_EN, "I submitted my profile", "3 November 2026", "save this change")
WEDDING_EN: Final = (*POOL_EN, "I am getting married on 14 November 2026", "yes, coming with me")
POOL_FR: Final = (*ALONE_FR, "J’ai soumis mon profil", "3 novembre 2026", "enregistrer ce changement")
WEDDING_FR: Final = (*POOL_FR, "Nous nous sommes mariés le 14 novembre 2026", "oui, m’accompagne")

STORY_EN: Final = (
    *("31 March 1997", "no partner", "bachelor", "IELTS", "L8 R7 W6.5 S7", "1 October 2026", "no", "0", "3"),
    *("no", "no", "no", "no", "compute my score", "Lagos"),
)
STORY_FR: Final = (
    *("31 mars 1997", "sans conjoint", "licence", "IELTS", "CO 8 CE 7 EE 6,5 EO 7", "20 février 2025", "non", "0"),
    *("3", "non", "non", "non", "non", "calculer ma note", "Montréal"),
)

PICTURES: Final = (
    Picture("chat-score-en", "en", (*STORY_EN, "/score"), "CRS score, estimated", behind=1),
    Picture("chat-reminder-fr", "fr", STORY_FR, "Vos résultats du test d’anglais", reminders=2),
    Picture("chat-couple-en", "en", (*COUPLE_EN, "/couple"), "Who should be principal applicant?"),
    Picture("chat-couple-fr", "fr", (*COUPLE_FR, "/couple"), "Qui serait demandeur principal?"),
    Picture("chat-profile-en", "en", (*ALONE_EN, "/profile"), "Your profile on"),
    Picture("chat-profile-fr", "fr", (*ALONE_FR, "/profile"), "Votre profil en date du"),
    Picture("chat-wedding-en", "en", WEDDING_EN, "before:"),
    Picture("chat-wedding-fr", "fr", WEDDING_FR, "avant"),
    Picture("chat-invitation-en", "en", (*SHORT_TEST_EN, *INVITED_EN), "You have 54 days, not 60."),
    Picture("chat-invitation-fr", "fr", (*SHORT_TEST_FR, *INVITED_FR), "Demande à présenter"),
)


async def take(browser: Browser, folder: Path, picture: Picture) -> None:
    """Has a person of their own say it all, and saves the last screen."""
    with TemporaryDirectory() as data:
        async with companion(Path(data), NOON, COMPANION_NOW=NOON.isoformat(), **FAST) as running:
            context = await browser.new_context(
                viewport={"width": WIDTH, "height": SHORTEST},
                reduced_motion="reduce",
                has_touch=True,
                locale=f"{picture.language}-CA",
            )
            page = await context.new_page()
            await page.goto(running.telegram.url)
            await _talk(page, picture)
            await _save(page, picture, folder)
            await context.close()


async def _talk(page: Page, picture: Picture) -> None:
    chat = page.get_by_role("log")
    await page.get_by_role("button", name="START").click()
    await expect(chat.get_by_role("button", name="Français")).to_be_visible()
    if picture.language == "fr":
        await chat.get_by_role("button", name="Français").click()
        await chat.get_by_role("button", name="Commencer").click()
    else:
        await chat.get_by_role("button", name="Start", exact=True).click()
    first = "date de naissance" if picture.language == "fr" else "date of birth"
    await expect(chat.get_by_role("article").last).to_contain_text(first)
    for words in picture.says:
        before = await chat.get_by_role("article").count()
        await page.get_by_label("Message", exact=True).fill(words)
        await page.keyboard.press("Enter")
        await expect(chat.get_by_role("article").nth(before + 1)).to_be_visible()
        await page.wait_for_timeout(300)  # an answer can be several messages
    for _ in range(picture.reminders):
        await page.wait_for_timeout(1500)  # until the page knows of the next one
        before = await chat.get_by_role("article").count()
        for press in ("#panel-open", "#clock-reminder", "#panel-close"):
            await page.click(press)
        await expect(chat.get_by_role("article").nth(before)).to_be_visible()
    await expect(_shown(page, picture)).to_contain_text(picture.shows)


def _shown(page: Page, picture: Picture) -> Locator:
    return page.get_by_role("log").get_by_role("article").nth(-1 - picture.behind)


async def _save(page: Page, picture: Picture, folder: Path) -> None:
    """As high as the message with its buttons is."""
    message = await _shown(page, picture).bounding_box()
    assert message is not None
    height = min(max(SHORTEST, int(message["height"]) + 150), TALLEST)
    await page.set_viewport_size({"width": WIDTH, "height": height})
    await _shown(page, picture).scroll_into_view_if_needed()
    await page.wait_for_timeout(300)
    file = folder / f"{picture.name}.png"
    await page.screenshot(path=file)
    sys.stdout.write(f"{file}: {WIDTH} x {height}, {file.stat().st_size // 1024} kB\n")


async def main(folder: Path, names: frozenset[str]) -> None:
    """Takes them all, or those that are named."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for picture in PICTURES:
            if not names or picture.name in names:
                await take(browser, folder, picture)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if sys.argv[1:] else ROOT / "docs", frozenset(sys.argv[2:])))
