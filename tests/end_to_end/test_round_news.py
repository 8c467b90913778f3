"""A round is published: over HTTP from the feed's file to the message on the phone, stories S54 and S55."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from rules.rounds import Round, shipped
from storage.settings import DEFAULTS
from tests.bot.test_rounds_feed import make_due
from tests.conversations.rounds.test_news import AT_THE_CUT_OFF, BELOW, CEC, LOWER, joins
from tests.conversations.rounds.test_room import person
from tests.end_to_end.running import FAST, Companion, companion_to_be
from tests.end_to_end.story import LONG, hears, moves_the_clock, spaced, times_shown
from tests.feed_files import file_of
from tests.telegram_person import Person
from tests.waiting import until

NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


class Page:
    """The file of the rounds as it is published at the moment."""

    def __init__(self) -> None:
        self.rounds: list[Round] = []
        self.url = ""
        self.asked = 0

    async def answer(self, _: web.Request) -> web.Response:
        self.asked += 1
        return web.Response(body=file_of([*shipped()[-20:], *self.rounds]), content_type="application/json")


@asynccontextmanager
async def page() -> AsyncIterator[Page]:
    """A server with the file."""
    one, app = Page(), web.Application()
    app.router.add_get("/{name}", one.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    one.url = f"http://127.0.0.1:{runner.addresses[0][1]}/rounds.json"
    try:
        yield one
    finally:
        await runner.cleanup()


async def starts_with(bot: Companion, *people: tuple[Person, dict[str, Any]]) -> None:
    """The program starts on a database in which these people are, who have written to it before."""
    (bot.folder / "data").mkdir(exist_ok=True)
    async with bot.store() as database:
        for person_, facts in people:
            await joins(database, person_.id, facts, replace(DEFAULTS, weekly=False))
    for person_, _ in people:
        await person_.say("/settings")
    await bot.start()


async def test_a_round_reaches_the_phones_it_concerns_once_though_the_process_is_killed(tmp_path: Path) -> None:
    async with page() as feed, companion_to_be(tmp_path, NOON, ROUNDS_FEED_URL=feed.url, **FAST) as bot:
        ana, ben, eve = (Person(bot.telegram.url, n) for n in (1001, 1002, 1003))
        feed.rounds = [CEC]
        await starts_with(bot, (ana, AT_THE_CUT_OFF), (ben, BELOW), (eve, person(canadian_work_years=0)))
        told = await ana.wait_for("A new round: Canadian Experience Class", LONG)
        assert "in time, by 13 min 33 s. You would have been invited." in spaced(told.text)
        await moves_the_clock(bot, to="2026-11-24T17:05:00Z")  # who would not have been invited is told a little later
        below = await ben.wait_for("A new round", LONG)
        assert "You would not have been invited." in spaced(below.text)
        await bot.kill()
        await bot.start()
        await hears(ana, ("[I got an invitation]", "Which date does your invitation letter carry?"))
        await hears(eve, ("/settings", "New rounds: you hear about those you could have entered."))
        assert [await times_shown(each, "A new round") for each in (ana, ben, eve)] == [1, 1, 0]


async def test_s54_a_correction_is_told_only_to_whom_it_changes_something(tmp_path: Path) -> None:
    async with page() as feed, companion_to_be(tmp_path, NOON, ROUNDS_FEED_URL=feed.url, **FAST) as bot:
        ana, ben = (Person(bot.telegram.url, n) for n in (1001, 1002))
        feed.rounds = [CEC._replace(cut_off=530)]
        await starts_with(bot, (ana, AT_THE_CUT_OFF), (ben, BELOW))
        await until(lambda: feed.asked > 0, LONG)
        await hears(ana, ("/settings", "New rounds"))
        await moves_the_clock(bot, to="2026-11-24T17:05:00Z")
        await ana.wait_for("You would not have been invited.", LONG)
        await ben.wait_for("You would not have been invited.", LONG)
        await bot.stop()
        feed.rounds, asked = [CEC], feed.asked
        async with bot.store() as database:
            await make_due(database)
        await bot.start()
        await until(lambda: feed.asked > asked, LONG)
        told = await ana.wait_for("A round was corrected", LONG)
        assert "Before, the page said: cut-off 530, invitations 1,000." in told.text
        await hears(ben, ("/settings", "New rounds"))
        assert await times_shown(ben, "was corrected") == 0


async def test_s55_two_rounds_of_a_day_are_one_message_after_the_quiet_hours(tmp_path: Path) -> None:
    night = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)  # ten in the evening in Toronto
    async with page() as feed, companion_to_be(tmp_path, night, ROUNDS_FEED_URL=feed.url, **FAST) as bot:
        ana = Person(bot.telegram.url, 1001)
        feed.rounds = [CEC, LOWER]
        await starts_with(bot, (ana, AT_THE_CUT_OFF))
        await until(lambda: feed.asked > 0, LONG)
        await hears(ana, ("/settings", "New rounds"))
        assert await times_shown(ana, "A new round") == 0, "it is ten in the evening"
        await moves_the_clock(bot, to="2026-11-25T13:00:30Z")
        told = await ana.wait_for("A new round", LONG)
        assert told.text.count("You would have been invited.") == 2
        assert await times_shown(ana, "A new round") == 1
