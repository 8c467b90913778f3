"""The whole way: a person writes to the bot, gets a score that is right, and the reminder when its day comes."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from tests.end_to_end.running import FAST, TOKEN, Companion, companion
from tests.end_to_end.story import moves_the_clock
from tests.postgresql import PostgresqlServer, postgresql_server
from tests.telegram_person import Person

__all__ = ["postgresql_server"]

MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
async def bot(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Companion]:
    """The bot on Monday 23 November 2026, on either database."""
    settings = dict(FAST)
    if request.param == "postgresql":
        server: PostgresqlServer = request.getfixturevalue("postgresql_server")
        settings["DATABASE_URL"] = server.new_database()
    async with companion(tmp_path, MONDAY, **settings) as running:
        yield running


async def answers(person: Person, *said: tuple[str, str]) -> None:
    """Types each answer and waits for the words that follow it; [words] presses a button."""
    for text, then in said:
        if text.startswith("["):
            await person.press(text[1:-1])
        else:
            await person.say(text)
        await person.wait_for(then)


STORY = (
    ("/start", "No name, passport"),
    ("[Start]", "date of birth"),
    ("31 3 1997", "spouse"),
    ("[No partner]", "highest completed"),
    ("[Bachelor's degree]", "Which language test"),
    ("[IELTS General]", "four scores"),
    ("L8 R7 W6.5 S7", "date of the result"),
    ("2024-12-10", "other official language"),
    ("no", "in Canada"),
    ("0", "outside Canada"),
    ("3", "certificate of qualification"),
    ("no", "nomination"),
    ("no", "brother or sister"),
    ("no", "post-secondary program in Canada"),
    ("no", "Your answers"),
)


async def test_from_start_to_the_score_and_the_first_reminder(bot: Companion) -> None:
    ana = Person(bot.telegram.url, 1001)
    await answers(ana, *STORY)
    await ana.press("Compute my score")
    score = await ana.wait_for("CRS score, estimated: 384 out of 1,200")
    assert "writing 7.0 instead of 6.5" in score.text
    await ana.wait_for("Federal Skilled Worker points: 67 out of 100")
    await ana.wait_for("Which city's clock do you live by?")
    await ana.say("Lagos")
    await ana.wait_for("Lagos time")

    await moves_the_clock(bot, to="next_reminder")
    reminder = await ana.wait_for("Your English test result: 14 days left")
    assert "Wednesday 9 December 2026" in reminder.text
    assert "book the earliest test you can get" in reminder.text

    await ana.press("Remind me in 3 days")
    await ana.wait_for("I remind you again at 9:00\N{NARROW NO-BREAK SPACE}a.m. on Saturday 28 November 2026")
    await moves_the_clock(bot, by_seconds=3 * 86_400)
    await ana.wait_for("Your English test result: 11 days left")

    await ana.press("I have a new result")
    await answers(
        ana,
        ("celpip", "four scores"),
        ("CELPIP 9 all", "date of the result"),
        ("20 November 2026", "The new result"),
        ("[Save the new result]", "Your English test result: Sunday 19 November 2028"),
    )


async def test_the_reminder_comes_in_the_language_chosen_by_then(bot: Companion) -> None:
    ana = Person(bot.telegram.url, 1001)
    await answers(ana, *STORY, ("[Compute my score]", "Which city's clock"), ("Toronto", "Toronto time"))
    await ana.say("/fr")
    await ana.wait_for("français")
    await moves_the_clock(bot, to="next_reminder")
    reminder = await ana.wait_for("14\N{NO-BREAK SPACE}jours")
    assert "9 décembre 2026" in reminder.text


async def test_a_kill_between_two_answers_loses_nothing(bot: Companion) -> None:
    ana = Person(bot.telegram.url, 1001)
    await answers(ana, *STORY[:7])
    await bot.kill()
    await ana.say("2026-10-01")
    await bot.start()
    await ana.wait_for("other official language")
    await answers(ana, *STORY[8:])
    summary = await ana.wait_for("Your answers")
    assert "listening 8.0, reading 7.0, writing 6.5, speaking 7.0" in summary.text
    assert "Thursday 1 October 2026" in summary.text


async def test_it_stops_in_good_order_and_soon(bot: Companion) -> None:
    ana = Person(bot.telegram.url, 1001)
    await answers(ana, *STORY[:2])
    began = time.monotonic()
    assert await bot.stop() == 0
    assert time.monotonic() - began < 25, "its poll is open for half a minute"


async def test_the_log_holds_neither_the_token_nor_any_answer(bot: Companion) -> None:
    ana = Person(bot.telegram.url, 1001)
    await answers(ana, *STORY[:7])
    await ana.say("my secret is Zanzibar-7731")
    await ana.wait_for("I could not read that date")
    await bot.stop()
    for private in (TOKEN, TOKEN.split(":")[1], "Zanzibar", "31 3 1997", "1997-03-31", "L8 R7", "bachelor", "W6.5"):
        assert private not in bot.log


async def test_health_and_metrics_are_served(bot: Companion) -> None:
    ana = Person(bot.telegram.url, 1001)
    await answers(ana, *STORY[:3])
    await bot.is_healthy()
    assert "companion_" in await bot.metrics()


async def test_the_commands_are_set_in_both_languages(bot: Companion) -> None:
    await bot.called("setMyCommands", 2)
    async with aiohttp.ClientSession() as session:
        for language, words in (("", "Your dates and reminders"), ("fr", "rappels")):
            address = f"{bot.telegram.url}/bot{TOKEN}/getMyCommands"
            async with session.post(address, json={"language_code": language}) as response:
                commands = (await response.json())["result"]
            assert [each["command"] for each in commands][:3] == ["start", "score", "dates"]
            assert any(words in each["description"] for each in commands)
