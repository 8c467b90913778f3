"""The chat page in a real headless Chromium, against a small scripted bot."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
import telegram
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from bot.local import LocalTelegram
from bot.local.samples import SAMPLES
from tests.local.scripted_bot import scripted_bot
from tests.telegram_person import Person
from tests.waiting import PATIENCE, until

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
REQUIRED = os.environ.get("COMPANION_REQUIRE_BROWSER") == "1"
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run"),
]

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None and not REQUIRED, reason="no Chromium on this computer"),
    pytest.mark.asyncio(loop_scope="module"),  # so that one browser serves all tests
]

Open = Callable[..., Awaitable[Page]]
expect.set_options(timeout=PATIENCE * 1000)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    assert CHROMIUM is not None, "COMPANION_REQUIRE_BROWSER=1, and there is no Chromium"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def server() -> AsyncIterator[LocalTelegram]:
    async with LocalTelegram() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def open_page(server: LocalTelegram, browser: Browser) -> AsyncIterator[Open]:
    """Opens the page; a script error or a refused resource fails the test."""
    troubles: list[str] = []
    async with scripted_bot(server):

        async def open_page(width: int = 1100, height: int = 800, *, dark: bool = False, still: bool = True) -> Page:
            context = await browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if dark else "light",
                reduced_motion="reduce" if still else "no-preference",
                locale="en-CA",
                timezone_id="America/Toronto",
                has_touch=width < 760,
            )
            page = await context.new_page()
            page.set_default_timeout(PATIENCE * 1000)
            page.on("pageerror", lambda error: troubles.append(str(error)))
            page.on(
                "console",
                lambda line: (
                    troubles.append(line.text)
                    if line.type == "error" and "net::ERR" not in line.text and "status of 409" not in line.text
                    else None
                ),
            )
            await page.goto(f"{server.url}/")
            await expect(page.locator("#bot-status")).to_have_text("bot")
            return page

        yield open_page
        for context in browser.contexts:
            await context.close()
    assert troubles == []


def chat(page: Page) -> Locator:
    return page.get_by_role("log")


async def say(page: Page, words: str) -> None:
    await page.get_by_label("Message", exact=True).fill(words)
    await page.keyboard.press("Enter")


async def start(page: Page) -> None:
    await page.get_by_role("button", name="START").click()
    await expect(page.get_by_role("button", name="Keep English")).to_be_visible()


async def test_a_first_visit_offers_start_and_says_what_the_bot_does(open_page: Open) -> None:
    page = await open_page()
    await expect(page.get_by_role("log")).to_contain_text("I keep your answers to work out a score")
    await expect(page.get_by_label("Message", exact=True)).to_be_hidden()
    await start(page)
    await expect(page.get_by_label("Message", exact=True)).to_be_visible()
    await expect(page.get_by_role("log").get_by_role("article")).to_have_count(2)


async def test_a_message_goes_and_its_answer_comes(open_page: Open) -> None:
    page = await open_page()
    await start(page)
    await say(page, "IELTS 8/7/6.5/7")
    await expect(chat(page).get_by_text("You said: IELTS 8/7/6.5/7")).to_be_visible()
    box = page.get_by_label("Message", exact=True)
    await expect(box).to_have_value("")
    await box.fill("one")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("two")
    await page.get_by_role("button", name="Send").click()
    await expect(chat(page).get_by_text("You said: one\ntwo")).to_be_visible()


async def test_a_press_shows_a_toast_and_edits_in_place(open_page: Open) -> None:
    page = await open_page()
    await start(page)
    article = page.get_by_role("article").nth(1)
    await page.get_by_role("button", name="Keep English").click()
    await expect(page.locator("#toast.shown")).to_have_text("English it is")
    await expect(article).to_contain_text("You chose English.")
    await expect(article).to_contain_text("edited")
    await expect(article.get_by_role("button")).to_have_count(0)
    await expect(page.get_by_role("button", name="Yes")).to_be_visible()


async def test_an_alert_waits_for_ok(open_page: Open) -> None:
    page = await open_page()
    await start(page)
    await page.get_by_role("button", name="Delete my data").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Nothing was deleted.")
    await dialog.get_by_role("button", name="OK").click()
    await expect(dialog).to_be_hidden()


async def test_markup_is_shown_and_never_run(open_page: Open) -> None:
    page = await open_page()
    await start(page)
    await say(page, "/format")
    words = page.locator(".message:not(.out) .words").last
    await expect(words.locator("strong").first).to_have_text("bold")
    await expect(words.locator("strong em")).to_have_text("and italic")
    for tag, text in (("u", "underlined"), ("s", "struck"), ("code", "code"), ("pre", 'print("pre")')):
        await expect(words.locator(tag).first).to_have_text(text)
    link = words.get_by_role("link", name="a link")
    await expect(link).to_have_attribute("href", "https://www.canada.ca/")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")
    await expect(words).to_contain_text("<img src=x onerror=")
    assert await words.locator("img").count() == 0
    assert "broken" not in await page.title()
    toggle = words.get_by_role("button", name="Show all")
    await toggle.click()
    await expect(words.get_by_role("button", name="Show less")).to_have_attribute("aria-expanded", "true")
    spoiler = words.get_by_role("button", name="Hidden text")
    await spoiler.click()
    await expect(words.locator(".spoiler.shown")).to_have_text("hidden words")
    await words.get_by_role("button", name="/help").click()
    await expect(chat(page).get_by_text("You said: /help")).to_be_visible()


async def test_the_menu_lists_the_commands_in_the_language_of_the_person(open_page: Open) -> None:
    page = await open_page()
    await start(page)
    menu = page.get_by_role("button", name="Menu")
    await menu.click()
    commands = page.get_by_role("group", name="Commands")
    await expect(commands.get_by_role("button")).to_have_count(4)
    await expect(commands).to_contain_text("Show my score")
    await page.keyboard.press("Escape")
    await expect(commands).to_be_hidden()
    await page.get_by_label("Language of their Telegram").select_option("fr")
    await menu.click()
    await expect(commands).to_contain_text("Afficher ma note")
    await expect(commands.locator("[lang=fr]").first).to_be_visible()
    await commands.get_by_role("button", name="/help").click()
    await expect(chat(page).get_by_text("You said: /help")).to_be_visible()
    await page.get_by_label("Message", exact=True).fill("/sc")
    await expect(commands.get_by_role("button")).to_have_count(1)


async def test_people_are_switched_added_and_keep_their_own_chats(open_page: Open, server: LocalTelegram) -> None:
    page = await open_page()
    await start(page)
    await say(page, "This is Ana")
    await expect(chat(page).get_by_text("You said: This is Ana")).to_be_visible()
    await page.get_by_role("button", name="Luc").click()
    await expect(page.get_by_text("This is Ana")).to_have_count(1)  # only as the snippet beside Ana's name
    await expect(page.get_by_role("button", name="START")).to_be_visible()
    await expect(page.get_by_label("Language of their Telegram")).to_have_value("fr")
    await page.get_by_label("Name of a new person").fill("Mei")
    await page.get_by_role("button", name="Add").click()
    await expect(page.locator("#person-heading")).to_have_text("Mei")
    await start(page)
    mei = next(one for one in server.state.people.values() if one.first_name == "Mei")
    assert len(server.state.chats[mei.id].messages) == 2
    await page.reload()
    await expect(page.locator("#person-heading")).to_have_text("Mei")


async def test_messages_carry_the_language_they_are_in(open_page: Open) -> None:
    page = await open_page()
    await start(page)
    await expect(page.get_by_role("article").nth(1).locator(".words")).to_have_attribute("lang", "en")
    await page.get_by_role("button", name="Passer au français").click()
    await expect(page.get_by_role("article").nth(1).locator(".words")).to_have_attribute("lang", "fr")
    assert await page.locator("html").get_attribute("lang") == "en"


async def test_the_clock_is_moved_from_the_page(open_page: Open, server: LocalTelegram) -> None:
    page = await open_page()
    await start(page)
    clock = page.locator("#clock-long")
    before = await clock.get_attribute("datetime")
    await page.get_by_role("button", name="+1 week").click()
    await expect(page.locator("#clock-note")).to_contain_text("Moved by 7 days.")
    assert await clock.get_attribute("datetime") != before
    await page.get_by_role("button", name="+1 day").click()
    await expect(page.locator("#clock-note")).to_contain_text("Moved by 8 days.")
    await page.get_by_role("button", name="To the next reminder").click()
    await expect(page.locator("#toast.shown")).to_have_text("No reminder is planned.")
    await expect(page.locator("#clock-note")).to_contain_text("Moved by 8 days.")
    await say(page, "/dates")
    await expect(page.locator("#clock-note")).to_contain_text("Next reminder:")
    due = server.state.clock.next_reminder
    await page.get_by_role("button", name="To the next reminder").click()
    await expect(page.locator("#clock-note")).to_contain_text("Moved by 38 days.")
    assert due is not None
    assert 0 < (server.state.clock.now() - due).total_seconds() < 300
    await page.get_by_role("button", name="+1 month").click()
    await page.get_by_role("button", name="Back to today").click()
    await expect(page.locator("#clock-note")).not_to_contain_text("Moved")
    assert server.state.clock.offset == 0


async def test_everything_can_be_attached(open_page: Open, tmp_path: Path, server: LocalTelegram) -> None:
    page = await open_page()
    await start(page)
    attach = page.get_by_role("button", name="Attach")
    for label, seen in (("Voice message", "voice"), ("Sticker", "sticker"), ("Location: Vancouver", "location")):
        await attach.click()
        await page.get_by_role("group", name="Attach").get_by_role("button", name=label).click()
        await expect(page.get_by_text("Thank you, I do not need that.").last).to_be_visible()
        assert any(seen in one.wire for one in await Person(server.url, 1001).messages())
    letter = tmp_path / "lettre é.txt"
    letter.write_text("Bonjour")
    await page.locator("#pick-document").set_input_files(letter)
    link = page.get_by_role("link", name=re.compile("lettre"))
    await expect(link).to_be_visible()
    async with page.expect_download() as download:
        await link.click()
    assert (await download.value).suggested_filename.startswith("lettre")
    await attach.click()
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="Photo…").click()
    picture = tmp_path / "photo.png"
    picture.write_bytes(SAMPLES["photo"].data)
    await (await chooser.value).set_files(picture)
    answer = page.get_by_role("img", name="Picture: I saw this picture.")
    await expect(answer).to_be_visible()
    assert await answer.evaluate("image => image.decode().then(() => image.naturalWidth)") == 320
    await say(page, "/file")
    await expect(page.get_by_role("link", name="dates.ics")).to_be_visible()


async def test_the_last_message_can_be_edited(open_page: Open) -> None:
    page = await open_page()
    await start(page)
    await say(page, "IELTS 8")
    await expect(chat(page).get_by_text("You said: IELTS 8")).to_be_visible()
    await page.get_by_role("button", name="Edit last message").click()
    box = page.get_by_label("Message", exact=True)
    await expect(box).to_have_value("IELTS 8")
    await say(page, "IELTS 7")
    await expect(chat(page).get_by_text("You changed it to: IELTS 7")).to_be_visible()
    await expect(page.locator(".message.out").last).to_contain_text("edited")
    await box.press("ArrowUp")
    await expect(box).to_have_value("IELTS 7")
    await page.keyboard.press("Escape")
    await expect(box).to_have_value("")


async def test_a_person_blocks_and_comes_back(open_page: Open, server: LocalTelegram) -> None:
    page = await open_page()
    await start(page)
    await page.get_by_role("button", name="Block the bot", exact=True).click()
    await expect(page.get_by_role("button", name="UNBLOCK", exact=True)).to_be_visible()
    assert server.state.people[1001].blocked
    await page.get_by_role("button", name="UNBLOCK", exact=True).click()
    await say(page, "Back again")
    await expect(chat(page).get_by_text("You said: Back again")).to_be_visible()


@asynccontextmanager
async def at_the_same_port(before: LocalTelegram, store: Path) -> AsyncIterator[LocalTelegram]:
    """The server once more; a connection of another program may have the port for a moment."""
    again = LocalTelegram(store=store, port=before.port)
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                await again.start()
                break
            except OSError:
                await asyncio.sleep(0.1)
    try:
        yield again
    finally:
        await again.stop()


async def test_the_page_comes_back_by_itself_when_the_server_restarts(browser: Browser, tmp_path: Path) -> None:
    store = tmp_path / "telegram.jsonl"
    async with LocalTelegram(store=store) as server:
        page = await (await browser.new_context()).new_page()
        await page.goto(server.url)
        await page.get_by_role("button", name="START").click()
        await expect(page.get_by_role("article")).to_have_count(1)
    await expect(page.locator("#bot-status")).to_have_text("connecting…")
    async with at_the_same_port(server, store) as again:
        await expect(page.locator("#bot-status")).to_have_text("bot")
        await expect(page.get_by_role("article")).to_have_count(1)
        async with scripted_bot(again):
            await expect(page.get_by_role("button", name="Keep English")).to_be_visible()
    await page.context.close()


async def test_the_whole_page_works_from_the_keyboard(open_page: Open) -> None:
    page = await open_page()
    start_button = page.get_by_role("button", name="START")
    for _ in range(40):
        if await start_button.evaluate("node => node === document.activeElement"):
            break
        await page.keyboard.press("Tab")
    outline = await start_button.evaluate("node => getComputedStyle(node).outlineStyle")
    assert outline == "solid", "focus is visible"
    await page.keyboard.press("Enter")
    keep = page.get_by_role("button", name="Keep English")
    await expect(keep).to_be_visible()
    await expect(page.get_by_label("Message", exact=True)).to_be_focused()
    order = []
    for _ in range(6):
        await page.keyboard.press("Shift+Tab")
        order.append(await page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id"))
    assert order[:5] == ["Menu", "Read more", "Delete my data", "Passer au français", "Keep English"]
    await keep.focus()
    await page.keyboard.press("Enter")
    yes = page.get_by_role("button", name="Yes")
    await expect(yes).to_be_visible()
    await expect(
        page.get_by_role("article").nth(1)
    ).to_be_focused()  # the changed message: nothing to press by accident
    await page.keyboard.press("Tab")
    await expect(yes).to_be_focused()  # where the conversation goes on
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await expect(page.get_by_role("button", name="No", exact=True)).not_to_have_attribute("aria-busy", "true")
    await page.get_by_role("button", name="Menu").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="/start Begin")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("button", name="/dates")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Menu")).to_be_focused()


async def test_a_second_enter_does_not_answer_the_question_that_took_the_place_of_the_first(open_page: Open) -> None:
    page = await open_page(390, 780)
    await start(page)
    presses: list[str] = []
    page.on("request", lambda request: presses.append(request.url) if request.url.endswith("/press") else None)
    await page.keyboard.press("Tab")
    await page.get_by_role("button", name="Passer au français").focus()
    await page.keyboard.press("Enter")
    first = page.get_by_role("button", name="Continuer avec la première question")
    await expect(first).to_be_visible()
    changed = page.get_by_role("article", name="Bot: Bienvenue. Vous avez choisi le français")  # read out by its name
    await expect(changed).to_be_focused()
    assert await changed.evaluate("node => getComputedStyle(node).outlineStyle") == "solid", "focus is visible"
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(first).to_be_focused()
    assert len(presses) == 1
    await page.keyboard.press("Enter")
    await until(lambda: len(presses) == 2)
    await expect(first).not_to_have_attribute("aria-busy", "true")
    await expect(first).to_be_focused()  # an answer that changes nothing leaves the focus alone


async def test_a_change_elsewhere_leaves_the_focus_where_it_is(open_page: Open) -> None:
    page, other = await open_page(), await open_page()
    await start(page)
    await say(page, "/start")
    await expect(page.get_by_role("button", name="Keep English")).to_have_count(2)
    newest = page.get_by_role("button", name="Read more").last
    await newest.focus()
    await other.get_by_role("button", name="Passer au français").first.click()
    await expect(page.get_by_role("button", name="Continuer avec")).to_be_visible()
    await expect(newest).to_be_focused()
    box = page.get_by_label("Message", exact=True)
    await box.focus()
    await other.get_by_role("button", name="Keep English").last.click()
    await expect(page.get_by_role("button", name="Yes")).to_be_visible()
    await expect(box).to_be_focused()


async def test_focus_in_a_message_that_goes_away_returns_to_the_chat(open_page: Open, server: LocalTelegram) -> None:
    page = await open_page()
    await start(page)
    await say(page, "/start")
    await expect(page.get_by_role("button", name="Keep English")).to_have_count(2)
    last = page.get_by_role("article").last
    await last.get_by_role("button", name="Keep English").focus()
    async with telegram.Bot(server.token, base_url=f"{server.url}/bot") as bot:
        await bot.delete_message(1001, int(await last.get_attribute("data-id") or 0))
    await expect(page.get_by_role("button", name="Keep English")).to_have_count(1)
    await expect(chat(page)).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Keep English")).to_be_focused()  # now the newest keyboard


async def tab_order(page: Page) -> list[str]:
    """Names of what Tab reaches from the chat to the box, both left out."""
    await chat(page).focus()
    order: list[str] = []
    while True:
        await page.keyboard.press("Tab")
        here = await page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id")
        if here == "text" or len(order) > 40:
            return order
        order.append(here)


async def test_only_the_newest_keyboard_is_in_the_way_of_tab_and_the_arrows_reach_the_others(open_page: Open) -> None:
    page = await open_page()
    await start(page)
    for count in (2, 3):
        await say(page, "/start")
        await expect(page.get_by_role("button", name="Keep English")).to_have_count(count)
    await say(page, "words without buttons")
    await expect(chat(page).get_by_text("You said: words without buttons")).to_be_visible()
    labels = ["Keep English", "Passer au français", "Delete my data", "Read more"]
    assert await tab_order(page) == [*labels, "Menu"]

    newest = page.get_by_role("article").nth(5).get_by_role("button")
    await newest.nth(2).focus()
    await page.keyboard.press("ArrowUp")
    await expect(page.get_by_role("article").nth(4)).to_be_focused()
    await page.keyboard.press("ArrowUp")
    older = page.get_by_role("article").nth(3)
    await expect(older).to_be_focused()
    await expect(older).to_be_in_viewport()
    for index in range(4):
        await page.keyboard.press("Tab")
        await expect(older.get_by_role("button").nth(index)).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(newest.first).to_be_focused()  # the first keyboard of all was not in the way
    await page.keyboard.press("Shift+Tab")
    assert await older.evaluate("node => !node.contains(document.activeElement)"), "left, and out of the way again"
    for index in (6, 7):
        await page.get_by_role("article").nth(index - 1).focus()
        await page.keyboard.press("ArrowDown")
        await expect(page.get_by_role("article").nth(index)).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("article").nth(7)).to_be_focused()  # there is nothing below

    await page.get_by_role("button", name="Passer au français").first.click()  # the oldest one still answers
    await expect(page.get_by_role("button", name="Continuer avec")).to_be_visible()
    await page.get_by_label("Message", exact=True).focus()
    assert await tab_order(page) == [*labels, "Menu"]


@pytest.mark.parametrize("width", [360, 390, 430])
async def test_a_phone_shows_everything_without_sideways_scrolling(open_page: Open, width: int) -> None:
    page = await open_page(width, 780)
    await start(page)
    await say(page, "/format")
    await expect(page.locator("pre")).to_be_visible()
    await say(page, "Donaudampfschifffahrtsgesellschaftskapitänsmütze" * 4)
    await expect(chat(page).get_by_text("You said: Donau")).to_be_visible()
    for name in ("log", "app"):
        wider = await page.locator(f"#{name}").evaluate("node => node.scrollWidth - node.clientWidth")
        assert wider == 0, name
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    panel = page.locator("#panel")
    await expect(panel).to_be_hidden()
    await page.get_by_role("button", name="People, settings and clock", exact=True).click()
    await expect(panel).to_be_visible()
    await page.get_by_role("button", name="+1 day").click()
    await expect(page.locator("#clock-note")).to_contain_text("Moved by 1 day.")
    await page.keyboard.press("Escape")
    await expect(panel).to_be_hidden()


@pytest.mark.parametrize("width", [390, 1100])
async def test_every_button_is_large_enough_for_a_finger(open_page: Open, width: int) -> None:
    page = await open_page(width, 780)
    await start(page)
    await page.get_by_role("button", name="Attach").click()
    if width < 760:
        await page.locator("#panel").evaluate("node => node.classList.add('open')")
    small = await page.evaluate(
        """() => [...document.querySelectorAll('button, select, input:not([type=file]), .buttons a, textarea')]
            .filter(node => node.checkVisibility() && !node.classList.contains('command'))
            .map(node => [node.textContent.trim().slice(0, 20) || node.id, node.getBoundingClientRect()])
            .filter(([, box]) => box.height < 40 || box.width < 40)
            .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""
    )
    assert small == []


CONTRAST = """
() => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  const over = (layers) => {
    pen.clearRect(0, 0, 1, 1);
    for (const colour of layers) { pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); }
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const bad = [];
  let seen = 0;
  for (const node of document.querySelectorAll('body *')) {
    const own = [...node.childNodes].some(one => one.nodeType === 3 && one.textContent.trim());
    if (!own && !node.placeholder) continue;
    if (!node.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (node.closest('.hidden, .spoiler, [disabled], script, svg, option') || node.matches('.hidden')) continue;
    const backs = [];
    for (let at = node; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      backs.unshift(style.backgroundColor);
      const stops = style.backgroundImage.match(/rgba?\\([^)]*\\)/g);
      if (stops && at.id === 'log') { backs.unshift(stops[0]); break; }
    }
    const back = over(['white', ...backs]);
    const style = getComputedStyle(node, node.placeholder && !node.value ? '::placeholder' : null);
    const ink = over([`rgb(${back})`, style.color]);
    const [low, high] = [light(back), light(ink)].sort((a, b) => a - b);
    const ratio = (high + 0.05) / (low + 0.05);
    seen += 1;
    const words = (node.textContent || node.placeholder).trim().slice(0, 30);
    if (ratio < 4.5) bad.push(`${ratio.toFixed(2)} ${node.className || node.id || node.tagName}: ${words}`);
  }
  return { bad, seen };
}
"""


@pytest.mark.parametrize("dark", [False, True])
async def test_every_text_has_enough_contrast_in_both_themes(open_page: Open, dark: bool) -> None:
    page = await open_page(dark=dark)
    await start(page)
    await say(page, "/format")
    await expect(page.locator("pre")).to_be_visible()
    await say(page, "/file")
    await expect(page.get_by_role("link", name="dates.ics")).to_be_visible()
    await say(page, "/start")
    await expect(page.get_by_role("button", name="Keep English")).to_have_count(2)
    ground = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == ("rgb(23, 33, 43)" if dark else "rgb(255, 255, 255)")
    found = await page.evaluate(CONTRAST)
    assert found["seen"] > 40
    assert found["bad"] == []
    await page.get_by_role("button", name="Menu").click()
    await page.get_by_role("button", name="Keep English").last.evaluate("node => node.click()")
    await expect(page.locator("#toast")).to_be_visible()
    assert (await page.evaluate(CONTRAST))["bad"] == []


async def test_nothing_moves_for_people_who_ask_for_stillness(open_page: Open) -> None:
    page = await open_page(still=True)
    await start(page)
    assert await page.get_by_role("article").last.evaluate("node => getComputedStyle(node).animationName") == "none"
    moving = await open_page(still=False)
    await say(moving, "x")
    last = moving.get_by_role("article").last
    await expect(last).to_contain_text("You said: x")
    assert await last.evaluate("node => getComputedStyle(node).animationName") == "arrive"


async def test_the_log_is_announced_and_every_control_has_a_name(open_page: Open) -> None:
    page = await open_page()
    await start(page)
    log = page.get_by_role("log", name="Chat")
    await expect(log).to_have_attribute("aria-live", "polite")
    await expect(log.get_by_role("article").first).to_contain_text("You: ")
    await expect(log.get_by_role("article").last).to_contain_text("Bot: ")
    nameless = await page.evaluate(
        """() => [...document.querySelectorAll('button, input, select, textarea, a')]
            .filter(node => node.checkVisibility())
            .filter(node => !node.getAttribute('aria-label') && !node.textContent.trim())
            .filter(node => !node.closest('label')?.textContent.trim())
            .map(node => node.outerHTML)"""
    )
    assert nameless == []


async def test_two_windows_see_the_same_chat(open_page: Open) -> None:
    one, other = await open_page(), await open_page(390, 780)
    await start(one)
    await expect(other.get_by_role("button", name="Keep English")).to_be_visible()
    await say(other, "from my phone")
    await expect(chat(one).get_by_text("You said: from my phone")).to_be_visible()
