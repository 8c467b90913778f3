"""One person's way through the short interview, for tests that break something along it."""

from __future__ import annotations

from typing import Any

import aiohttp

from tests.end_to_end.running import Companion
from tests.telegram_person import Person, Seen

LONG = 90.0  # seconds that a person waits when the bot has to be started, or the network to come back

TALK = (
    ("/start", "No name, passport"),
    ("[Start]", "date of birth"),
    ("31 March 1997", "spouse"),
    ("[No partner]", "highest completed"),
    ("[Bachelor's degree]", "Which language test"),
    ("[IELTS General]", "four scores"),
    ("L8 R7 W6.5 S7", "date of the result"),
    ("2026-10-01", "other official language"),
    ("[No]", "skilled work do you have in Canada"),
    ("0", "outside Canada"),
    ("3", "certificate of qualification"),
    ("no", "nomination"),
    ("no", "brother or sister"),
    ("no", "post-secondary program in Canada"),
    ("no", "Your answers"),
)
"""What is said ([words]: a button), and words of what is then seen."""

SOON = tuple(("2024-12-10", then) if said == "2026-10-01" else (said, then) for said, then in TALK)
"""The same with a result that is usable through 9 December 2026: on MONDAY its reminder of 14 days is the next one."""

KEPT = {
    "birth_date": "1997-03-31",
    "education": "bachelors_or_three_plus_year_program",
    "canadian_work_years": 0,
    "foreign_work_years": 3,
}
"""Some of the facts that this leads to, as they are stored."""


async def talks(person: Person, *lines: tuple[str, str], within: float = LONG) -> Seen:
    """Says each line when the one before it was answered; the last answer."""
    assert lines
    for said, then in lines:
        if said.startswith("["):
            await person.press(said[1:-1], within)
        else:
            await person.say(said)
        seen = await person.wait_for(then, within)
    return seen


def spaced(text: str) -> str:
    """The text with plain spaces, as a test can write it: times and French marks have some that do not break."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


async def hears(person: Person, *lines: tuple[str, str], within: float = LONG) -> Seen:
    """`talks` in a language with spaces that do not break; the last answer."""
    assert lines
    for said, then in lines:
        if said.startswith("["):
            await person.press(said[1:-1], within)
        else:
            await person.say(said)
        seen = await person.wait_for(lambda message, then=then: then in spaced(message.text), within)  # type: ignore[misc]
    return seen


async def goes_through(person: Person, *said: str, within: float = LONG) -> Seen:
    """Says each line ([words] is a button) when something came back to the one before; what came back last."""
    assert said
    for line in said:
        if line.startswith("["):
            await person.press(line[1:-1], within)
        else:
            await person.say(line)
        seen = await person.wait_for(lambda message: True, within)
    return seen


async def arrives_at(person: Person, question: str) -> Seen:
    """Answers all questions up to the one with these words."""
    last = next(place for place, (_, then) in enumerate(TALK) if question in then)
    return await talks(person, *TALK[: last + 1])


async def goes_on_from(person: Person, question: str) -> Seen:
    """Answers the question with these words and all that follow, up to the summary."""
    last = next(place for place, (_, then) in enumerate(TALK) if question in then)
    return await talks(person, *TALK[last + 1 :])


async def finishes(person: Person, city: str = "Toronto") -> None:
    """From the summary to the end: the score, and the city whose clock the person lives by."""
    await talks(person, ("[Compute my score]", "Which city's clock"), (city, f"{city} time"))


async def moves_the_clock(bot: Companion, **to: Any) -> None:
    """As the buttons of the local page do; the one to the next reminder when the page has heard of it."""
    if to.get("to") == "next_reminder":
        await bot.page_knows()
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{bot.telegram.url}/local/clock", json=to) as response,
    ):
        assert response.status == 200, await response.text()


async def times_shown(person: Person, words: str) -> int:
    """How many messages of the bot in the chat have these words."""
    return sum(message.from_bot and words in message.text for message in await person.messages())
