"""The few fixed jobs: due notifications, planned changes whose day has come, the feed of rounds, the inbox's purge, the
people long silent.

Never a job per reminder.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import structlog
from apscheduler.events import (
    EVENT_JOB_ERROR,
    EVENT_JOB_MAX_INSTANCES,
    EVENT_JOB_SUBMITTED,
    JobExecutionEvent,
    JobSubmissionEvent,
)
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.clock import Clock
from bot.delivery import Delivery
from bot.logs import name_of, places
from bot.rounds_feed import LOOK_EVERY, RoundsFeed
from bot.talk import Talk
from storage import inbox
from storage.unit import Database

_log = structlog.get_logger(__name__)

SWEEP_EVERY: Final = timedelta(seconds=30)
PLANNED_EVERY: Final = timedelta(minutes=15)
"""How soon after midnight a planned change takes effect for who does not write: zones begin on quarters of an hour."""

DAY: Final = timedelta(days=1)
AGAIN: Final = timedelta(seconds=1)
REVIEW_EVERY: Final = timedelta(minutes=15)
"""How soon a review under new rules that was broken off by a fault goes on."""

BREATH: Final = 0.05
"""Seconds between two batches of a review, in which answers go first."""

REMEMBERED: Final = timedelta(days=7)
"""How long the id of an update that is done is kept; Telegram repeats nothing older than a day."""


class _Every(BaseTrigger):  # type: ignore[misc]
    """So long after the last time. What was missed is not counted up: after a jump of years that would never end."""

    def __init__(self, interval: timedelta) -> None:
        self._interval = interval

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        return now + self._interval


class Schedule:
    """Starts and stops the fixed jobs."""

    def __init__(
        self, database: Database, delivery: Delivery, clock: Clock, talk: Talk, feed: RoundsFeed | None = None
    ) -> None:
        self._database = database
        self._delivery = delivery
        self._clock = clock
        self._talk = talk
        self._feed = feed
        self._scheduler: Any = AsyncIOScheduler(
            timezone=UTC,
            # A job that comes late runs all the same, once: by default it would be dropped after a second.
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._wanted: set[str] = set()  # jobs that are to run although the clock jumped while they were running

    def start(self) -> None:
        """Begins with a sweep at once."""
        now = datetime.now(UTC)
        self._scheduler.add_listener(_report, EVENT_JOB_ERROR)
        self._scheduler.add_listener(self._begun, EVENT_JOB_SUBMITTED)
        self._scheduler.add_listener(self._put_off, EVENT_JOB_MAX_INSTANCES)
        logging.getLogger("apscheduler.executors").setLevel(logging.CRITICAL)  # it would report twice
        logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)  # that a job still runs is no fault
        for name, work, every in (
            ("sweep", self._sweep, SWEEP_EVERY),
            ("purge", self._purge, DAY),
            ("forget", self._forget, DAY),
            ("planned", self._apply_planned, PLANNED_EVERY),
            ("review", self._review, REVIEW_EVERY),
        ):
            self._scheduler.add_job(work, _Every(every), id=name, next_run_time=now)
        if self._feed is not None:
            self._scheduler.add_job(self._look_for_rounds, _Every(LOOK_EVERY), id="rounds", next_run_time=now)
        self._scheduler.start()

    def clock_jumped(self) -> None:
        """Has every job run at once: it waited for an hour of the clock as it was."""
        if self._scheduler.running:
            for job in self._scheduler.get_jobs():
                self._wanted.add(job.id)
                job.modify(next_run_time=datetime.now(UTC))

    def _begun(self, event: JobSubmissionEvent) -> None:
        self._wanted.discard(event.job_id)

    def _put_off(self, event: JobSubmissionEvent) -> None:
        """One that was still running when it was wanted runs again soon, and not only at its usual time."""
        job = self._scheduler.get_job(event.job_id) if event.job_id in self._wanted else None
        if job is not None:
            job.modify(next_run_time=datetime.now(UTC) + AGAIN)

    async def stop(self) -> None:
        """No job begins after this; one under way is left to whoever owns it."""
        self._scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # the scheduler shuts down in the next round of the loop

    async def _sweep(self) -> None:
        """Only asks for it: a sweep may take longer than the time to the next one."""
        self._delivery.sweep_soon()

    async def _purge(self) -> None:
        async with self._database.unit() as unit:
            # By the machine's clock, as the ids were received: a moved clock must not forget them early.
            await inbox.purge(unit, datetime.now(UTC) - REMEMBERED)
        await self._database.checkpoint()  # what people had deleted leaves the disk

    async def _forget(self) -> None:
        """A small transaction after the other, so that answers to people go in between."""
        more = True
        while more:
            async with self._database.unit() as unit:
                more = await self._talk.forget_silent(unit, self._clock.now())
        self._delivery.sweep_soon()

    async def _look_for_rounds(self) -> None:
        """Asks for what is published, and tells whom it concerns; also of what an operator took in by hand."""
        if self._feed is not None:
            await self._feed.look()
        told = False
        while await self._talk.tell_rounds(self._database, self._clock.now()):
            told = True
        if told:
            self._delivery.sweep_soon()

    async def _apply_planned(self) -> None:
        """In small transactions as well. With nothing due it is one look into an index that is empty for most."""
        more = True
        while more:
            async with self._database.unit() as unit:
                more = await self._talk.apply_planned(unit, self._clock.now())
        self._delivery.sweep_soon()

    async def _review(self) -> None:
        """Everybody's reminders under rules that are new since the last start; one look once that is done."""
        more, any_ = True, False
        while more:
            async with self._database.unit() as unit:
                more = await self._talk.review(unit, self._clock.now())
            any_ = any_ or more
            await asyncio.sleep(BREATH)
        if any_:
            self._delivery.sweep_soon()


def _report(event: JobExecutionEvent) -> None:
    error = event.exception
    if isinstance(error, asyncio.CancelledError):
        return  # the scheduler was stopped while the job ran
    _log.error("job failed", job=event.job_id, error=name_of(error), places=places(error.__traceback__))
