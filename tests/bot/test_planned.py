"""A planned change through the whole companion: its day comes without a word of the person, and it is told once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.local.server import LocalTelegram
from bot.talk import companions_talk
from conversations import privacy
from conversations.events import plans
from storage import candidates, inbox, journal, planned
from storage.candidates import Candidate
from storage.planned import Planned
from tests.bot.harness import companion, database_of, heard
from tests.bot.test_delivery import START, move_to
from tests.conversations.events.made_up import FACTS, made_up_events
from tests.waiting import PATIENCE, until

__all__ = ["made_up_events"]

ANA = 1001
DAY = date(2027, 2, 1)
NOTICE = "the day has come"


def told(local: LocalTelegram) -> int:
    return sum(NOTICE in text for text in heard(local, ANA))


async def somebody_with_a_plan(data: Path, local: LocalTelegram) -> None:
    local.state.put_person(ANA, "Ana", "en")
    local.state.say(ANA, "/dates")  # a bot may write only to who wrote first
    async with database_of(data) as database, database.unit() as unit:
        person = Candidate(
            chat_id=ANA,
            created_at=START,
            seen_at=START,
            language="en",
            time_zone="America/Toronto",
            notice_version=privacy.VERSION,
            facts=FACTS,
        )
        await candidates.save(unit, person)
        change = Planned(
            chat_id=ANA,
            event="savings",
            day=DAY,
            answers={"means": "15000"},
            due_at=plans.begins(DAY, person.time_zone),
        )
        await planned.add(unit, change)


async def kept(data: Path) -> tuple[object, list[str]]:
    async with database_of(data) as database, database.reader() as unit:
        candidate = await candidates.load(unit, ANA)
        kinds = [entry.kind for entry in await journal.entries(unit, ANA)]
    assert candidate is not None
    return (candidate.facts or {}).get("settlement_funds"), kinds


async def becomes(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await true():  # noqa: ASYNC110 - a look into the database
            await asyncio.sleep(0.02)


async def test_on_its_day_a_change_takes_effect_and_is_told_once_at_nine(local: LocalTelegram, tmp_path: Path) -> None:
    await somebody_with_a_plan(tmp_path, local)
    move_to(local, START)

    async def answered() -> bool:
        async with database_of(tmp_path) as database, database.reader() as unit:
            return not await inbox.is_open(unit, ANA)

    async def applied() -> bool:
        return (await kept(tmp_path))[0] == 15000

    midnight = datetime(2027, 2, 1, 5, tzinfo=UTC)
    async with companion(local, tmp_path, companions_talk()):
        await until(lambda: heard(local, ANA))
        await becomes(answered)
        move_to(local, midnight + timedelta(minutes=1))
        await becomes(applied)
        assert told(local) == 0
    assert await kept(tmp_path) == (15000, ["event:savings"])
    async with companion(local, tmp_path, companions_talk()):  # started anew in between
        move_to(local, midnight + timedelta(hours=9, seconds=5))
        await until(lambda: told(local) == 1)
        said = len(heard(local, ANA))
        move_to(local, midnight + timedelta(days=2))
        local.state.say(ANA, "/about")
        await until(lambda: len(heard(local, ANA)) > said)
    assert told(local) == 1
    assert await kept(tmp_path) == (15000, ["event:savings"])


async def test_after_a_long_outage_it_takes_effect_and_is_told_at_once(local: LocalTelegram, tmp_path: Path) -> None:
    await somebody_with_a_plan(tmp_path, local)
    move_to(local, datetime(2027, 3, 9, 16, tzinfo=UTC))
    async with companion(local, tmp_path, companions_talk()):
        await until(lambda: told(local) == 1)
    assert await kept(tmp_path) == (15000, ["event:savings"])
