"""SIGKILL at any moment: no answer is lost, none is applied twice, and the person sees where they are.

A crowd, killed at random; test_kill_moments.py has the moments one by one.
`KILL_SEED` sets the seed of the random kills, which is printed.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from storage import candidates, inbox, journal
from tests.end_to_end.crowd import Repeats, Tally, Walker, answers_of
from tests.end_to_end.running import FAST, Companion, companion_to_be
from tests.postgresql import PostgresqlServer, postgresql_server
from tests.waiting import until

__all__ = ["postgresql_server"]

MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)
SEED = int(os.environ.get("KILL_SEED", "20261123"))

# What the weather may bring in a round; at most one lost connection at once.
WEATHER = (
    {"method": "sendMessage", "drop": True, "after": True},
    {"method": "sendMessage", "drop": True},
    {"method": "editMessageText", "drop": True, "after": True},
    {"method": "editMessageText", "drop": True},
    {"method": "sendMessage", "status": 500, "times": 5},
    {"method": "sendMessage", "status": 429, "retry_after": 1},
    {"method": "sendMessage", "delay": 0.2, "times": 20},
    {"method": "editMessageText", "status": 502, "times": 2},
    {"method": "answerCallbackQuery", "drop": True, "times": 3},
    {"method": "answerCallbackQuery", "delay": 0.2, "times": 10},
    {"method": "getUpdates", "drop": True, "times": 2},
    {"method": "getUpdates", "drop": True, "after": True, "times": 2},
    {"method": "getUpdates", "status": 502, "times": 2},
    {"method": "getUpdates", "delay": 0.2, "times": 3},
    {"method": "getMe", "status": 500},
)


@dataclass
class Storm:
    """A bot killed again and again while people talk to it."""

    bot: Companion
    chance: random.Random
    at_once: int
    tally: Tally = field(default_factory=Tally)
    walkers: list[Walker] = field(default_factory=list)
    kills: int = 0
    killed_starting: int = 0
    answers_to_lose: int = 0  # messages that arrive without the bot being told
    over: bool = False

    async def run(self, kills: int, within: float) -> None:
        """So many kills, half as many when the time (seconds) is over, and then everybody reaches the end."""
        began = time.monotonic()
        async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
            for _ in range(self.at_once):
                group.create_task(self._people(session))
            while self.kills < kills and (self.kills < kills // 2 or time.monotonic() - began < within):
                await self._round()
            self.over = True
            self.bot.mends()
            await self.bot.start()
        await until(self._all_confirmed)
        assert await self.bot.stop() == 0

    def _all_confirmed(self) -> bool:
        return not self.bot.telegram.state.queue

    async def _people(self, session: aiohttp.ClientSession) -> None:
        while not self.over:
            chat_id = 1001 + len(self.walkers)
            chance = random.Random(f"{SEED}/{chat_id}")
            walker = Walker(
                session,
                self.bot.telegram.url,
                chat_id,
                answers_of(chance, MONDAY.date()),
                self.tally,
                chance=chance,
                hasty=chat_id % 2 == 0,
            )
            self.walkers.append(walker)
            await walker.walk()

    async def _round(self) -> None:
        self._brew()
        await self.bot.launch()
        if self.kills and self.chance.random() < 0.25:
            await asyncio.sleep(self.chance.uniform(0.0, 2.0))
            self.killed_starting += 1
        else:
            counts = self.bot.telegram.call_counts
            wanted = counts["sendMessage"] + counts["editMessageText"] + self.chance.randrange(1, 90)
            with contextlib.suppress(TimeoutError):
                await until(lambda: counts["sendMessage"] + counts["editMessageText"] >= wanted)
            await asyncio.sleep(self.chance.uniform(0.0, 0.05))
        assert self.bot.process is not None
        assert self.bot.process.returncode is None, f"the bot ended by itself:\n{self.bot.log[-3000:]}"
        await self.bot.kill()
        self.kills += 1

    def _brew(self) -> None:
        self.bot.mends()
        for fault in self.chance.sample(WEATHER, self.chance.randrange(1, 4)):
            self.bot.telegram.faults.add(fault)
            self.answers_to_lose += fault is WEATHER[0]
        self.bot.telegram.state.duplicate_next += self.chance.randrange(4)

    async def check_what_is_kept(self) -> None:
        """Looks at the database of the stopped bot, person by person."""
        async with self.bot.store() as database, database.reader() as unit:
            assert await inbox.open_rows(unit) == []
            for walker in self.walkers:
                entries = await journal.entries(unit, walker.chat_id)
                if len(entries) > 1:
                    self.tally.twice.append(f"person {walker.chat_id}: {len(entries)} entries in the journal")
                candidate = await candidates.load(unit, walker.chat_id)
                facts = (candidate.facts if candidate else None) or {}
                for step in walker.steps:
                    name, value = step.fact
                    if name and facts.get(name) != value:
                        self.tally.lost.append(f"person {walker.chat_id}: {name} is {facts.get(name)}, said {value}")


async def _storm(bot: Companion, kills: int, *, at_once: int, within: float) -> Storm:
    print(f"\nseed {SEED}", flush=True)  # noqa: T201 - what a person who runs it needs to run it again
    storm = Storm(bot, random.Random(SEED), at_once)
    telegram = bot.telegram
    before = telegram.state.last_update_id
    repeats = Repeats(telegram.call_counts, telegram.state)
    began = time.monotonic()
    await storm.run(kills, within)
    await storm.check_what_is_kept()
    tally = storm.tally
    rows = {
        "kills (of them while starting)": f"{storm.kills} ({storm.killed_starting})",
        "people": tally.people,
        "answers": tally.answers,
        "updates": telegram.state.last_update_id - before,
        "answers lost": len(tally.lost),
        "answers applied twice": len(tally.twice),
        "people who heard nothing for long": len(tally.silences),
        "people who got stuck": len(tally.stuck),
        "messages repeated": repeats.total,
        "  the most in a chat after a kill": repeats.most_in_one_chat,
        "  without a kill, by lost answers": repeats.within_a_life,
        "seconds": round(time.monotonic() - began),
    }
    for name, value in rows.items():
        print(f"{name:36}{value}", flush=True)  # noqa: T201
    found = [*tally.silences, *tally.stuck, *tally.twice, *tally.lost]
    assert not found, "\n".join([*found, bot.log[-2000:]])
    # A kill repeats a message once at most; twice in one life it comes only if Telegram's answer to it was lost.
    assert repeats.within_a_life <= storm.answers_to_lose
    return storm


async def test_killed_ten_times_in_the_middle_of_twenty_interviews_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    async with companion_to_be(tmp_path, MONDAY, **FAST) as bot:
        storm = await _storm(bot, 10, at_once=20, within=30)
    assert storm.kills >= 5


@pytest.mark.soak
async def test_killed_sixty_times_in_the_middle_of_forty_interviews(tmp_path: Path) -> None:
    async with companion_to_be(tmp_path, MONDAY, **FAST) as bot:
        storm = await _storm(bot, 60, at_once=40, within=600)
    assert storm.kills >= 50


@pytest.mark.soak
async def test_killed_twenty_times_on_postgresql(tmp_path: Path, postgresql_server: PostgresqlServer) -> None:
    where = {"DATABASE_URL": postgresql_server.new_database()}
    async with companion_to_be(tmp_path, MONDAY, **FAST, **where) as bot:
        storm = await _storm(bot, 20, at_once=30, within=300)
    assert storm.kills >= 15


@pytest.mark.soak
async def test_killed_twenty_times_at_the_pace_of_everyday(tmp_path: Path) -> None:
    async with companion_to_be(tmp_path, MONDAY) as bot:
        storm = await _storm(bot, 20, at_once=20, within=300)
    assert storm.kills >= 15
