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
from conversations.messages import Outgoing
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

        async def one_chat(chat_id: int, due: list[Notification]) -> None:
            async with places_free:
                await self._deliver_safely(chat_id, due)

        await asyncio.gather(*(one_chat(chat_id, due) for chat_id, due in by_chat.items()))
        return bool(claimed)

    async def _deliver_safely(self, chat_id: int, due: list[Notification]) -> None:
        """A chat that fails must not hold up the others; what is still claimed of it is tried again later."""
        try:
            if self._stopping:
                await self._release(due)
            else:
                await self._deliver(chat_id, {one.id for one in due})
        except Exception as error:
            _log.error(
                "notification failed",
                ids=[one.id for one in due],
                kinds=sorted({one.kind for one in due}),
                error=name_of(error),
                places=places(error.__traceback__),
            )
            self._metrics.notifications_failed.labels(due[0].kind).inc()
            await self._release(due, self._clock.now() + _AFTER_FAULT)

    async def _deliver(self, chat_id: int, claimed: set[int]) -> None:
        """Sends what is due for a chat: what was claimed, and what waits beside it, so that it comes as one message."""
        async with self._database.reader() as unit:
            candidate = await candidates.load(unit, chat_id)
            waiting = await notifications.pending(unit, chat_id)
        now = self._clock.now()
        due = [each for each in waiting if each.state is notifications.State.PENDING and each.due_at <= now]
        if candidate is None or not claimed & {each.id for each in due}:
            return  # deleted, finished, blocked or sent with others since it was claimed
        held = {each.id: until for each in due if (until := held_until(each, candidate, now)) is not None}
        if held:
            async with self._database.unit() as unit:
                for each in due:
                    if each.id in held:
                        await notifications.release(unit, each.id, held[each.id])
        with use(negotiate(candidate.language)):
            found = self._talk.push([each for each in due if each.id not in held], waiting, candidate, now)
        for push in found:
            if push.message is None:
                await self._sent(chat_id, push.covers, now, count=False)
            elif not await self._send(chat_id, push.message, push.covers, now):
                return

    async def _send(self, chat_id: int, message: Outgoing, covers: tuple[Notification, ...], now: datetime) -> bool:
        """Whether the message is out, so that the next one may follow."""
        sent = await self._sender.message(chat_id, message, answer=False)
        if sent.chat_id != chat_id:
            async with self._database.unit() as unit:
                await candidates.move(unit, chat_id, sent.chat_id)
        match sent.outcome:
            case Outcome.SENT | Outcome.PERHAPS:
                await self._sent(sent.chat_id, covers, now)
                return sent.chat_id == chat_id
            case Outcome.BLOCKED:
                await self._release(list(covers))
                async with self._database.unit() as unit:
                    await candidates.set_blocked(unit, sent.chat_id, now)
            case Outcome.UNREACHABLE:
                await self._release(list(covers), now + _AFTER_WEATHER)
            case Outcome.REFUSED:
                _log.error("notification refused", ids=[one.id for one in covers], kind=covers[0].kind)
                self._metrics.notifications_failed.labels(covers[0].kind).inc()
                await self._release(list(covers), now + _AFTER_FAULT)
        return False

    async def _sent(self, chat_id: int, covers: tuple[Notification, ...], now: datetime, *, count: bool = True) -> None:
        """Marks what a message said, and has what follows from its being said planned, in one transaction."""
        async with self._database.unit() as unit:
            for each in covers:
                await notifications.sent(unit, each.id, now)
            await self._talk.after(unit, chat_id, covers, now)
        for each in covers if count else ():
            self._metrics.notifications_sent.labels(each.kind).inc()
            if now - each.due_at > _LATE:
                self._metrics.notifications_late.labels(each.kind).inc()

    async def _release(self, due: list[Notification], at: datetime | None = None) -> None:
        """Gives back what was not sent, to be tried again at once or from an instant on: it stays due since it was."""
        async with self._database.unit() as unit:
            for one in due:
                await notifications.release(unit, one.id, at or one.due_at)
