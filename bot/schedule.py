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
from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler

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

REVIEW_EVERY: Final = timedelta(minutes=15)
"""How soon a review under new rules that was broken off by a fault goes on."""

BREATH: Final = 0.05
"""Seconds between two batches of a review, in which answers go first."""

REMEMBERED: Final = timedelta(days=7)
"""How long the id of an update that is done is kept; Telegram repeats nothing older than a day."""


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

    def start(self) -> None:
        """Begins with a sweep at once."""
        now = datetime.now(UTC)
        self._scheduler.add_listener(_report, EVENT_JOB_ERROR)
        logging.getLogger("apscheduler.executors").setLevel(logging.CRITICAL)  # it would report twice
        self._scheduler.add_job(
            self._delivery.sweep,
            "interval",
            seconds=SWEEP_EVERY.total_seconds(),
            id="sweep",
            next_run_time=now,
        )
        self._scheduler.add_job(self._purge, "interval", days=1, id="purge", next_run_time=now)
        self._scheduler.add_job(self._forget, "interval", days=1, id="forget", next_run_time=now)
        self._scheduler.add_job(
            self._apply_planned,
            "interval",
            seconds=PLANNED_EVERY.total_seconds(),
            id="planned",
            next_run_time=now,
        )
        self._scheduler.add_job(
            self._review,
            "interval",
            seconds=REVIEW_EVERY.total_seconds(),
            id="review",
            next_run_time=now,
        )
        if self._feed is not None:
            self._scheduler.add_job(
                self._look_for_rounds,
                "interval",
                seconds=LOOK_EVERY.total_seconds(),
                id="rounds",
                next_run_time=now,
            )
        self._scheduler.start()

    def forget_soon(self) -> None:
        """Has the people long silent, and the changes that are due, looked for at once, because the clock jumped."""
        if self._scheduler.running:
            for job in ("forget", "planned"):
                self._scheduler.modify_job(job, next_run_time=datetime.now(UTC))

    async def stop(self) -> None:
        """No job begins after this; one under way is left to whoever owns it."""
        self._scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # the scheduler shuts down in the next round of the loop

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
