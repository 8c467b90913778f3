"""The fixed jobs that work in small transactions: until nothing is left, at the start, and when the clock jumps."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from bot.clock import Clock
from bot.schedule import PLANNED_EVERY, Schedule
from bot.talk import Talk
from storage.database import open_database
from storage.encryption import KeyRing
from storage.unit import Unit
from tests.bot.simple_talk import SIMPLE


class Jobs:
    """A talk that has so many transactions' worth of each work to do, and how often it was asked."""

    def __init__(self, left: int) -> None:
        self.left = left
        self.units: list[Unit] = []
        self.times: list[datetime] = []
        self.sweeps = 0
        self.asked = asyncio.Condition()

    @property
    def talk(self) -> Talk:
        return replace(SIMPLE, apply_planned=self._apply)

    @property
    def reviewing(self) -> Talk:
        return replace(SIMPLE, review=self._apply)

    async def _apply(self, unit: Unit, now: datetime) -> bool:
        self.units.append(unit)
        self.times.append(now)
        self.left -= 1
        async with self.asked:
            self.asked.notify_all()
        return self.left > 0

    async def sweep(self) -> None:
        """Nothing is due here."""

    def sweep_soon(self) -> None:
        self.sweeps += 1


@asynccontextmanager
async def running(tmp_path: Path, jobs: Jobs, clock: Clock, talk: Talk | None = None) -> AsyncIterator[Schedule]:
    async with open_database(f"sqlite:///{tmp_path}/companion.db", KeyRing([bytes(32)])) as database:
        schedule = Schedule(database, cast("Any", jobs), clock, talk or jobs.talk)
        clock.on_move(schedule.forget_soon)
        schedule.start()
        try:
            yield schedule
        finally:
            await schedule.stop()


async def asked(jobs: Jobs, times: int) -> None:
    async with asyncio.timeout(10), jobs.asked:
        await jobs.asked.wait_for(lambda: len(jobs.units) >= times)


async def test_planned_changes_are_applied_in_a_transaction_each_until_none_is_left(tmp_path: Path) -> None:
    jobs = Jobs(left=3)
    async with running(tmp_path, jobs, Clock()):
        await asked(jobs, 3)
        await asyncio.sleep(0.05)
    assert len({id(unit) for unit in jobs.units}) == len(jobs.units) == 3
    assert jobs.sweeps >= 1  # what came of it may be due at once


async def test_a_review_under_new_rules_goes_on_in_a_transaction_each_until_none_is_left(tmp_path: Path) -> None:
    jobs = Jobs(left=3)
    async with running(tmp_path, jobs, Clock(), jobs.reviewing):
        await asked(jobs, 3)
        await asyncio.sleep(0.15)
    assert len({id(unit) for unit in jobs.units}) == len(jobs.units) == 3


async def test_a_clock_that_jumps_has_them_looked_for_at_once(tmp_path: Path) -> None:
    jobs, clock = Jobs(left=1), Clock()
    async with running(tmp_path, jobs, clock):
        await asked(jobs, 1)
        clock.move(timedelta(days=70))
        await asked(jobs, 2)
    assert jobs.times[1] - datetime.now(UTC) > timedelta(days=69)


@pytest.mark.parametrize("minutes", [15, 30, 45])
def test_no_midnight_falls_between_two_quarters_of_an_hour(minutes: int) -> None:
    assert timedelta(minutes=minutes) % PLANNED_EVERY == timedelta()
