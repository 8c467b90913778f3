"""SIGKILL at any moment while reminders fall due, in foul weather: none is lost, a kill repeats one message at most.

Each person has several reminders a day, so that they are merged; what a message covers is read off its buttons, which
name the reminders. `KILL_SEED` sets the seed, which is printed.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import re
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from conversations import notices, reminders
from conversations.ladders import ladders
from rules.facts import Facts
from storage import candidates, inbox, notifications
from storage.candidates import Candidate
from storage.instants import to_micros
from storage.notifications import ARGUMENTS, Notification, State, new_id
from storage.unit import Database
from tests.conversations.full_facts import FULL
from tests.end_to_end.nursery import quick_companion_to_be
from tests.end_to_end.running import Companion
from tests.postgresql import PostgresqlServer, postgresql_server
from tests.waiting import until

__all__ = ["postgresql_server"]

MONDAY: Final = datetime(2026, 11, 23, 15, tzinfo=UTC)
SEED: Final = int(os.environ.get("KILL_SEED", "20261123"))
FIRST: Final = 20_001
TALKER: Final = 19_001
LEASE: Final = timedelta(seconds=31)
EACH: Final = 4  # reminders a person
_NAMED: Final = re.compile(rf"^{notices.PREFIX}([0-9a-f]+):")

LOST: Final = {"method": "sendMessage", "drop": True, "after": True}
"""The message arrives and the bot is not told."""
WEATHER: Final = (
    LOST,
    {"method": "sendMessage", "drop": True},
    {"method": "sendMessage", "status": 500, "times": 3},
    {"method": "sendMessage", "status": 502, "times": 1},
    {"method": "sendMessage", "status": 429, "retry_after": 1},
    {"method": "sendMessage", "status": 429, "retry_after": 3},
    {"method": "getUpdates", "drop": True, "after": True},
    {"method": "getUpdates", "status": 502},
    {"method": "getMe", "status": 500},
)


@dataclass
class Reminded:
    """Who has been shown which reminders, in which life of the bot; read off its messages as they arrive."""

    bot: Companion
    lives: int = 0
    messages: int = 0
    merged: int = 0
    shown: Counter[int] = field(default_factory=Counter)
    last: dict[int, int] = field(default_factory=dict)  # the life in which each reminder was shown last
    after_kills: Counter[int] = field(default_factory=Counter)  # messages that came again, by the life before
    within_lives: Counter[int] = field(default_factory=Counter)  # and those that came again in the same life

    def __post_init__(self) -> None:
        self.bot.telegram.state.watchers.add(self._watch)

    def _watch(self, event: str, chat_id: int, message: Any) -> None:
        if event != "message" or not message["from"]["is_bot"] or chat_id < FIRST:
            return
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        found = (_NAMED.match(button.get("callback_data", "")) for row in rows for button in row)
        ids = {int(match[1], 16) for match in found if match}
        assert ids, f"a push that names no reminder: {message['text'][:200]}"
        self.messages += 1
        self.merged += len(ids) > 1
        if shown := [self.last[id_] for id_ in ids if id_ in self.last]:
            before = max(shown)
            (self.within_lives if before == self.lives else self.after_kills)[before] += 1
        self.shown.update(ids)
        self.last |= dict.fromkeys(ids, self.lives)

    @property
    def repeats(self) -> int:
        return self.after_kills.total() + self.within_lives.total()


@dataclass
class Days:
    """Reminders that fall due minute by minute, in a database that a bot is started on."""

    bot: Companion
    count: int
    minutes: int
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    rows: list[Notification] = field(default_factory=list)

    async def fill(self) -> None:
        someone = Candidate(
            chat_id=FIRST, created_at=MONDAY, seen_at=MONDAY, language="en", time_zone="America/Toronto"
        )
        plan = reminders.planned(someone, Facts.model_validate(FULL), MONDAY)
        kinds = [rows for rows in plan.values() if len(rows) > 1 and rows[0].kind in ladders()]
        async with self.bot.store() as database, database.unit() as unit:
            for chat_id in range(FIRST, FIRST + self.count // EACH):
                self.bot.telegram.state.put_person(chat_id, "P", "en")
                self.bot.telegram.state.say(chat_id, "hello")
                language = "fr" if chat_id % 3 == 0 else "en"
                await candidates.save(unit, replace(someone, chat_id=chat_id, language=language))
                self.rows += self._of(chat_id, kinds)
            await unit.queries.notifications.insert(
                unit.connection,
                [
                    {
                        "id": row.id,
                        "chat_id": row.chat_id,
                        "item": row.item,
                        "rung": row.rung,
                        "kind": row.kind,
                        "due_at": to_micros(row.due_at),
                        "arguments": unit.keys.seal(ARGUMENTS, row.chat_id, row.arguments),
                    }
                    for row in self.rows
                ],
            )
        # They wrote once, so that the bot may write to them; there is nothing to answer.
        self.bot.telegram.state.confirm(self.bot.telegram.state.last_update_id + 1)

    def _of(self, chat_id: int, kinds: list[list[Notification]]) -> list[Notification]:
        """Two or three together and the rest later; of every tenth person two rungs of one thing at once."""
        first, second = sorted(self.chance.sample(range(self.minutes), 2))
        together = self.chance.choice((2, 3))
        found = [self.chance.choice(rows) for rows in self.chance.sample(kinds, EACH)]
        if chat_id % 10 == 0:
            rows = next(rows for rows in kinds if rows[0].item == found[0].item)
            found[1] = next(row for row in rows if row.rung != found[0].rung)
        minutes = [first] * together + [second] * (EACH - together)
        return [
            replace(row, id=new_id(), chat_id=chat_id, due_at=MONDAY + timedelta(minutes=minute))
            for row, minute in zip(found, minutes, strict=True)
        ]


@dataclass
class Storm:
    """A bot killed again and again while they fall due."""

    days: Days
    reminded: Reminded
    kills: int = 0
    lost_answers: int = 0
    lost_in: Counter[int] = field(default_factory=Counter)  # the same, by the life of the bot
    said: int = 0
    at: timedelta = timedelta()

    @property
    def bot(self) -> Companion:
        return self.days.bot

    async def run(self, kills: int, within: float) -> None:
        began = time.monotonic()
        step = timedelta(minutes=self.days.minutes) / kills
        while self.kills < kills and (self.kills < kills // 2 or time.monotonic() - began < within):
            self._moves_on(max(step, LEASE))
            await self._round(len(self.days.rows) // kills)
        self.bot.mends()
        self._moves_on(timedelta(minutes=self.days.minutes) + LEASE)
        await self.bot.start()
        async with self.bot.store() as database:
            await _all_out(database)
            await until(lambda: not self.bot.telegram.state.queue)
            await _all_answered(database)
        assert await self.bot.stop() == 0

    def _moves_on(self, by: timedelta) -> None:
        self.at += by
        here = MONDAY + self.at - datetime.now(UTC)
        self.bot.telegram.state.move_clock(round(here.total_seconds()))

    async def _round(self, due: int) -> None:
        state, chance, reminded = self.bot.telegram.state, self.days.chance, self.reminded
        self.bot.mends()
        for fault in chance.sample(WEATHER, chance.randrange(3)):
            self.bot.telegram.faults.add(fault)
            self.lost_answers += fault is LOST
            self.lost_in[self.kills] += fault is LOST
        state.duplicate_next += chance.randrange(3)
        state.say(TALKER, "/help")
        self.said += 1
        await self.bot.launch()
        if chance.random() < 0.1:
            await asyncio.sleep(chance.uniform(0.0, 0.5))
        else:
            wanted = reminded.messages + chance.randrange(1, max(2, due // 2))
            with contextlib.suppress(TimeoutError):
                await until(lambda: reminded.messages >= wanted, 20.0)
            await asyncio.sleep(chance.uniform(0.0, 0.05))
        assert self.bot.process is not None
        assert self.bot.process.returncode is None, f"the bot ended by itself:\n{self.bot.log[-3000:]}"
        await self.bot.kill()
        self.kills += 1
        reminded.lives += 1


async def _all_out(database: Database) -> None:
    async with asyncio.timeout(600):
        while True:
            async with database.reader() as unit:
                if await notifications.next_due(unit) is None:
                    return
            await asyncio.sleep(0.2)


async def _all_answered(database: Database) -> None:
    async with asyncio.timeout(600):
        while True:
            async with database.reader() as unit:
                if not await inbox.open_rows(unit):
                    return
            await asyncio.sleep(0.1)


async def _lost(days: Days, reminded: Reminded) -> list[str]:
    """The reminders that were neither shown nor said by a later rung of the same thing, or are not marked as sent."""
    said: dict[tuple[int, str], datetime] = defaultdict(lambda: datetime.min.replace(tzinfo=UTC))
    for row in days.rows:
        if reminded.shown[row.id]:
            said[row.chat_id, row.item] = max(said[row.chat_id, row.item], row.due_at)
    found = [
        f"never shown: {row.chat_id} {row.item} {row.rung}"
        for row in days.rows
        if not reminded.shown[row.id] and said[row.chat_id, row.item] < row.due_at
    ]
    async with days.bot.store() as database, database.reader() as unit:
        for row in days.rows:
            kept = await notifications.load(unit, row.id)
            if kept is None or kept.state is not State.SENT:
                found.append(f"not sent: {row.chat_id} {row.item} {row.rung}: {kept and kept.state}")
    return found


async def _storm(bot: Companion, count: int, kills: int, within: float) -> Storm:
    print(f"\nseed {SEED}", flush=True)  # noqa: T201 - what a person who runs it needs to run it again
    began = time.monotonic()
    days = Days(bot, count, minutes=300)
    bot.telegram.state.put_person(TALKER, "T", "en")
    await days.fill()
    storm = Storm(days, Reminded(bot))
    await storm.run(kills, within)
    lost, reminded = await _lost(days, storm.reminded), storm.reminded
    rows = {
        "kills": storm.kills,
        "reminders": len(days.rows),
        "messages (of them merged)": f"{reminded.messages} ({reminded.merged})",
        "reminders lost": len(lost),
        "messages repeated": reminded.repeats,
        "  the most because of one kill": max(reminded.after_kills.values(), default=0),
        "  without a kill, because of a lost answer": reminded.within_lives.total(),
        "answers of Telegram lost": storm.lost_answers,
        "updates delivered twice, and other faults": "yes",
        "seconds": round(time.monotonic() - began),
    }
    for name, value in rows.items():
        print(f"{name:46}{value}", flush=True)  # noqa: T201
    assert not lost, "\n".join(lost[:20])
    assert reminded.merged > reminded.messages / 4
    assert reminded.repeats <= storm.kills + storm.lost_answers
    too_often = {life: n for life, n in reminded.after_kills.items() if n > 1 + storm.lost_in[life]}
    assert not too_often, f"one kill repeated several messages: {too_often}"
    assert reminded.within_lives.total() <= storm.lost_answers
    heard = bot.telegram.state.chats[TALKER].messages.values()
    assert sum(message["from"]["is_bot"] for message in heard) >= storm.said
    return storm


async def test_killed_ten_times_while_reminders_fall_due_none_is_lost_and_a_kill_repeats_one_at_most(
    tmp_path: Path,
) -> None:
    async with quick_companion_to_be(tmp_path, MONDAY) as bot:
        storm = await _storm(bot, 240, 10, within=45)
    assert storm.kills >= 5


@pytest.mark.soak
async def test_killed_two_hundred_times_while_five_thousand_reminders_fall_due(tmp_path: Path) -> None:
    async with quick_companion_to_be(tmp_path, MONDAY) as bot:
        storm = await _storm(bot, 5_000, 200, within=1_500)
    assert storm.kills == 200


@pytest.mark.soak
async def test_killed_twenty_times_while_reminders_fall_due_on_postgresql(
    tmp_path: Path, postgresql_server: PostgresqlServer
) -> None:
    async with quick_companion_to_be(tmp_path, MONDAY, DATABASE_URL=postgresql_server.new_database()) as bot:
        storm = await _storm(bot, 500, 20, within=300)
    assert storm.kills == 20
