"""The fixed jobs that work in small transactions: until nothing is left, at the start, and when the clock jumps."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, cast

import pytest

from bot import schedule as schedule_module
from bot.clock import Clock
from bot.schedule import PLANNED_EVERY, Schedule
from bot.talk import Talk
from bot.watching import ClockWatch
from storage.database import open_database
from storage.encryption import KeyRing
from storage.unit import Unit
from tests.bot.simple_talk import SIMPLE
from tests.waiting import PATIENCE, until


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

    def sweep_soon(self) -> None:
        self.sweeps += 1


@asynccontextmanager
async def running(tmp_path: Path, jobs: Jobs, clock: Clock, talk: Talk | None = None) -> AsyncIterator[Schedule]:
    async with open_database(f"sqlite:///{tmp_path}/companion.db", KeyRing([bytes(32)])) as database:
        schedule = Schedule(database, cast("Any", jobs), clock, talk or jobs.talk)
        clock.on_move(schedule.clock_jumped)
        schedule.start()
        try:
            yield schedule
        finally:
            await schedule.stop()


async def asked(jobs: Jobs, times: int) -> None:
    async with asyncio.timeout(PATIENCE), jobs.asked:
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


async def test_a_job_that_still_runs_when_the_clock_jumps_runs_again_after_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule_module, "AGAIN", timedelta(seconds=0.05))
    jobs, clock, free = Jobs(left=1), Clock(), asyncio.Event()

    async def slow(unit: Unit, now: datetime) -> bool:
        found = await jobs.talk.apply_planned(unit, now)
        await free.wait()
        return found

    async with running(tmp_path, jobs, clock, replace(SIMPLE, apply_planned=slow)):
        await asked(jobs, 1)
        clock.move(timedelta(days=70))
        await asyncio.sleep(0.2)
        assert len(jobs.units) == 1, "it still runs"
        free.set()
        await asked(jobs, 2)


@pytest.mark.parametrize("hours", [-50, -2, 8, 300_000])
async def test_the_jobs_go_on_when_the_machines_clock_jumps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    jump = timedelta()

    class Jumping(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + jump

    monkeypatch.setattr("apscheduler.schedulers.base.datetime", Jumping)
    monkeypatch.setattr("bot.schedule.datetime", Jumping)
    monkeypatch.setattr("bot.schedule.SWEEP_EVERY", timedelta(seconds=0.2))
    jobs, clock = Jobs(left=1), Clock(machine=lambda: Jumping.now(UTC))
    watch = ClockWatch(clock)
    async with running(tmp_path, jobs, clock):
        await asked(jobs, 1)
        jump = timedelta(hours=hours)
        watch.look()
        await asked(jobs, 2)
        jobs.sweeps, began = 0, time.monotonic()
        await until(lambda: jobs.sweeps >= 3)
        assert jobs.sweeps <= (time.monotonic() - began) / 0.2 + 2, "one when it jumps, and then as before"


@pytest.mark.parametrize("minutes", [15, 30, 45])
def test_no_midnight_falls_between_two_quarters_of_an_hour(minutes: int) -> None:
    assert timedelta(minutes=minutes) % PLANNED_EVERY == timedelta()
