"""The only one who writes to people unasked: claims what is due, words it, sends it, marks it sent."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.clock import Clock
from bot.logs import name_of, places
from bot.metrics import Metrics
from bot.sending import Outcome, Sender
from bot.talk import Talk
from conversations.quiet import held_until
from locales import negotiate, use
from storage import candidates, notifications
from storage.notifications import Notification
from storage.unit import Database

_log = structlog.get_logger(__name__)

_CLAIM: Final = 100
# There is one active process with one sweep at a time, so a lease only says how soon after a kill
# what was claimed is taken up again.
_LEASE: Final = timedelta(seconds=30)
# Few at once: a kill repeats at most what was sent and not yet marked, and pushes leave evenly anyway.
_AT_ONCE: Final = 8
_LATE: Final = timedelta(minutes=10)
_AFTER_WEATHER: Final = timedelta(minutes=1)
_AFTER_FAULT: Final = timedelta(hours=1)


class Delivery:
    """Delivers notifications; at most one sweep at a time."""

    def __init__(self, database: Database, sender: Sender, clock: Clock, metrics: Metrics, talk: Talk) -> None:
        self._database = database
        self._sender = sender
        self._clock = clock
        self._metrics = metrics
        self._talk = talk
        self._asked = asyncio.Event()
        self._sweeping: asyncio.Task[None] | None = None
        self._stopping = False

    async def sweep(self) -> None:
        """Delivers everything that is due now; returns when nothing is. A sweep under way is joined."""
        self._asked.set()
        if self._stopping:
            return
        if self._sweeping is None:
            self._sweeping = asyncio.create_task(self._sweep())
        await asyncio.shield(self._sweeping)

    def sweep_soon(self) -> None:
        """Has a sweep run at once, for instance because the clock jumped."""
        self._asked.set()
        if self._sweeping is None and not self._stopping:
            self._sweeping = asyncio.create_task(self._sweep())

    async def stop(self, patience: float) -> None:
        """Lets the messages on their way arrive, within `patience` seconds; the rest stays due."""
        self._stopping = True
        if self._sweeping is not None:
            await asyncio.wait([self._sweeping], timeout=patience)
        if self._sweeping is not None:
            self._sweeping.cancel()
            await asyncio.gather(self._sweeping, return_exceptions=True)

    async def _sweep(self) -> None:
        try:
            while self._asked.is_set() and not self._stopping:
                self._asked.clear()
                self._metrics.sweeps.inc()
                while not self._stopping and await self._claim_and_deliver():
                    pass
        except asyncio.CancelledError:
            raise
        except Exception as error:
            # The rows stay due or come back when their lease ends; the next sweep tries again.
            _log.error("sweep failed", error=name_of(error), places=places(error.__traceback__))
        finally:
            self._sweeping = None

    async def _claim_and_deliver(self) -> bool:
        now = self._clock.now()
        async with self._database.reader() as unit:
            next_due = await notifications.next_due(unit)
        if next_due is None or next_due > now:
            return False  # the usual case takes no write transaction
        async with self._database.unit() as unit:
            claimed = await notifications.due(unit, now, _CLAIM, now + _LEASE)
        by_chat: dict[int, list[Notification]] = {}
        for notification in claimed:
            by_chat.setdefault(notification.chat_id, []).append(notification)
        places_free = asyncio.Semaphore(_AT_ONCE)

        async def one_chat(due: list[Notification]) -> None:
            async with places_free:
                for notification in due:
                    await self._deliver_safely(notification)

        await asyncio.gather(*(one_chat(due) for due in by_chat.values()))
        return bool(claimed)

    async def _deliver_safely(self, notification: Notification) -> None:
        """One that fails must not hold up the others; it is tried again later."""
        try:
            if self._stopping:
                await self._release(notification, notification.due_at)
            else:
                await self._deliver(notification)
        except Exception as error:
            _log.error(
                "notification failed",
                id=notification.id,
                kind=notification.kind,
                error=name_of(error),
                places=places(error.__traceback__),
            )
            await self._release(notification, self._clock.now() + _AFTER_FAULT)

    async def _deliver(self, notification: Notification) -> None:
        async with self._database.reader() as unit:
            candidate = await candidates.load(unit, notification.chat_id)
            fresh = await notifications.load(unit, notification.id)
            waiting = await notifications.pending(unit, notification.chat_id)
        if candidate is None or fresh is None or fresh.state is not notifications.State.PENDING:
            return  # deleted, finished or blocked since it was claimed
        now = self._clock.now()
        if any(
            other.item == fresh.item and (fresh.due_at, fresh.id) < (other.due_at, other.id) and other.due_at <= now
            for other in waiting
        ):
            # After an outage, or a clock that was moved, several rungs of one ladder are due: the last one says it all.
            async with self._database.unit() as unit:
                await notifications.sent(unit, notification.id, now)
            return
        until = held_until(fresh, candidate, now)
        if until is not None:
            await self._release(notification, until)
            return
        with use(negotiate(candidate.language)):
            message = self._talk.word(fresh, candidate, now)
        sent = await self._sender.message(notification.chat_id, message, answer=False)
        if sent.chat_id != notification.chat_id:
            async with self._database.unit() as unit:
                await candidates.move(unit, notification.chat_id, sent.chat_id)
        match sent.outcome:
            case Outcome.SENT | Outcome.PERHAPS:
                async with self._database.unit() as unit:
                    await notifications.sent(unit, notification.id, now)
                self._metrics.notifications_sent.labels(notification.kind).inc()
                if now - notification.due_at > _LATE:
                    self._metrics.notifications_late.labels(notification.kind).inc()
            case Outcome.BLOCKED:
                async with self._database.unit() as unit:
                    await notifications.release(unit, notification.id, notification.due_at)
                    await candidates.set_blocked(unit, sent.chat_id, now)
            case Outcome.UNREACHABLE:
                await self._release(notification, now + _AFTER_WEATHER)
            case Outcome.REFUSED:
                _log.error("notification refused", id=notification.id, kind=notification.kind)
                await self._release(notification, now + _AFTER_FAULT)

    async def _release(self, notification: Notification, due_at: datetime) -> None:
        async with self._database.unit() as unit:
            await notifications.release(unit, notification.id, due_at)
