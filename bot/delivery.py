"""The only one who writes to people unasked: claims what is due, words it, sends it, marks it sent.

A message that is out and cannot be marked is remembered, so that it does not come again. One that cannot be worded, or
that Telegram refuses, is never sent again as it was: its notices come one by one, and as a bare word if that fails too.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.clock import Clock
from bot.logs import name_of, places
from bot.metrics import Metrics
from bot.sending import Outcome, Sender, Sent
from bot.talk import Push, Talk
from conversations.messages import Outgoing
from conversations.quiet import end_of_quiet, held_until
from locales import negotiate, use
from storage import candidates, notifications
from storage.candidates import Candidate
from storage.notifications import Notification
from storage.unit import Database

_log = structlog.get_logger(__name__)

_CLAIM: Final = 100
# There is one active process with one sweep at a time, so a lease only says how soon after a kill
# what was claimed is taken up again.
_LEASE: Final = timedelta(seconds=30)
# Chats at once. Most of them wait, for the pace or for a network that failed: they must not hold up the others.
_IN_HAND: Final = 64
_LATE: Final = timedelta(minutes=10)
_AFTER_WEATHER: Final = timedelta(minutes=1)
_AFTER_FAULT: Final = timedelta(hours=1)
_LONGEST_SLEEP: Final = 30.0  # seconds until the next look at what is due, whatever the clock said
_MARKS: Final = 2  # tries at marking a message together with what follows from it


@dataclass(frozen=True, slots=True)
class _Bare:
    """What stands in for a message that could not be worded or was refused."""

    message: Outgoing
    covers: tuple[Notification, ...]


@dataclass(frozen=True, slots=True)
class _Chat:
    """A chat as it was when its notices were taken up."""

    id: int
    candidate: Candidate
    waiting: Sequence[Notification]
    now: datetime


class Delivery:
    """Delivers notifications; at most one sweep at a time, and one task a chat."""

    def __init__(self, database: Database, sender: Sender, clock: Clock, metrics: Metrics, talk: Talk) -> None:
        self._database = database
        self._sender = sender
        self._clock = clock
        self._metrics = metrics
        self._talk = talk
        self._asked = asyncio.Event()
        self._sweeping: asyncio.Task[None] | None = None
        self._in_hand: dict[int, asyncio.Task[None]] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._unspoken = asyncio.Lock()
        self._said: dict[int, datetime] = {}  # out and not to be marked at the time, by when it was due
        self._doubtful: set[int] = set()  # may have arrived: Telegram's answer was lost
        self._late: set[int] = set()
        self._stopping = False
        self._alive_at = time.monotonic()

    @property
    def age(self) -> float:
        """Seconds since a sweep last looked for what is due, or got something done. Safe to ask from another thread."""
        return time.monotonic() - self._alive_at

    async def sweep(self) -> None:
        """Delivers everything that is due now; returns when nothing is. A sweep under way is joined."""
        self.sweep_soon()
        if self._sweeping is not None:
            await asyncio.shield(self._sweeping)

    def sweep_soon(self) -> None:
        """Has a sweep run at once, for instance because the clock jumped."""
        self._asked.set()
        if self._sweeping is None and not self._stopping:
            self._sweeping = asyncio.create_task(self._sweep())

    async def stop(self, patience: float) -> None:
        """Lets the messages on their way arrive, within `patience` seconds; the rest stays due."""
        self._stopping = True
        self._asked.set()
        if self._timer is not None:
            self._timer.cancel()
        if self._sweeping is not None:
            await asyncio.wait([self._sweeping], timeout=patience)
        left = [task for task in (self._sweeping, *self._in_hand.values()) if task is not None]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    # The sweep

    async def _sweep(self) -> None:
        try:
            while self._in_hand or (self._asked.is_set() and not self._stopping):
                if self._asked.is_set() and not self._stopping:
                    self._asked.clear()
                    self._metrics.sweeps.inc()
                    self._alive()
                    while not self._stopping and await self._take_up():
                        pass
                else:
                    await self._something_happens()
        except asyncio.CancelledError:
            raise
        except Exception as error:
            # The rows stay due or come back when their lease ends; the next sweep tries again.
            _log.error("sweep failed", error=name_of(error), places=places(error.__traceback__))
        finally:
            self._sweeping = None

    async def _something_happens(self) -> None:
        """Returns when a chat is done with, or another sweep is wanted."""
        asked = asyncio.create_task(self._asked.wait())
        try:
            tasks = set(self._in_hand.values())
            await asyncio.wait(tasks if self._stopping else {asked, *tasks}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            asked.cancel()

    async def _take_up(self) -> bool:
        """Claims some of what is due and begins to deliver it, as soon as there is room; whether there was any."""
        if pause := self._sender.pause:
            self._wake_in(pause)
            return False
        now = self._clock.now()
        async with self._database.reader() as unit:
            next_due = await notifications.next_due(unit)
        if next_due is None or next_due > now:  # the usual case takes no write transaction
            self._wake_in(_LONGEST_SLEEP if next_due is None else (next_due - now).total_seconds())
            return False
        async with self._database.unit() as unit:
            claimed = await notifications.due(unit, now, _CLAIM, now + _LEASE)
        by_chat: dict[int, list[Notification]] = {}
        for notification in claimed:
            by_chat.setdefault(notification.chat_id, []).append(notification)
        for chat_id, due in by_chat.items():
            while len(self._in_hand) >= _IN_HAND:
                await asyncio.wait(self._in_hand.values(), return_when=asyncio.FIRST_COMPLETED)
            # What falls due of a chat that is in hand is its next turn; so is what outlived its lease there.
            before = self._in_hand.get(chat_id)
            self._in_hand[chat_id] = asyncio.create_task(self._deliver_safely(chat_id, due, before))
        return bool(claimed)

    def _wake_in(self, seconds: float) -> None:
        """What falls due soon leaves on time, not with the next regular sweep."""
        if self._timer is not None:
            self._timer.cancel()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(min(max(seconds, 0.0), _LONGEST_SLEEP), self.sweep_soon)

    def _alive(self) -> None:
        self._alive_at = time.monotonic()

    # One chat

    async def _deliver_safely(
        self, chat_id: int, due: list[Notification], before: asyncio.Task[None] | None = None
    ) -> None:
        """A chat that fails must not hold up the others; what is still claimed of it is tried again later.

        `before` is what is on its way to the chat, which comes first.
        """
        try:
            if before is not None:
                await asyncio.wait([before])
            if self._stopping:
                await self._postpone(due, self._clock.now())
            else:
                await self._deliver(chat_id, {one.id for one in due})
        except Exception as error:
            self._failed("notification failed", due, error)
            try:
                await self._postpone(due, self._clock.now() + _AFTER_FAULT)
            except Exception as again:  # then they come when their lease is over
                _log.error("notifications not put off", error=name_of(again))
        finally:
            if self._in_hand.get(chat_id) is asyncio.current_task():
                del self._in_hand[chat_id]
            self._alive()

    async def _deliver(self, chat_id: int, claimed: set[int]) -> None:
        """Sends what is still due of what was claimed for a chat, as few messages as it needs."""
        async with self._database.reader() as unit:
            candidate = await candidates.load(unit, chat_id)
            waiting = await notifications.pending(unit, chat_id)
        now = self._clock.now()
        due = [
            each
            for each in waiting
            if each.id in claimed and each.state is notifications.State.PENDING and each.due_at <= now
        ]
        if candidate is None or not due:
            return  # deleted, finished, blocked or put off since it was claimed
        if said := tuple(each for each in due if self._said.get(each.id) == each.due_at):
            await self._mark(chat_id, said, now)
            due = [each for each in due if each not in said]
        held = {each.id: until for each in due if (until := held_until(each, candidate, now)) is not None}
        if held:
            async with self._database.unit() as unit:
                for each in due:
                    if each.id in held:
                        await notifications.release(unit, each.id, held[each.id])
        due = [each for each in due if each.id not in held]
        self._late.update(each.id for each in due if now - _since(each, candidate) > _LATE)
        if not due:
            return
        chat = _Chat(chat_id, candidate, waiting, now)
        for push in self._worded(chat, due):
            if push.message is None:
                await self._follow(chat_id, push.covers, now)
            elif not await self._send(chat, push, push.message):
                return

    def _worded(self, chat: _Chat, due: Sequence[Notification]) -> list[Push]:
        try:
            with use(negotiate(chat.candidate.language)):
                return list(self._talk.push(due, chat.waiting, chat.candidate, chat.now))
        except Exception as error:
            if len(due) > 1:
                return [push for each in due for push in self._worded(chat, [each])]
            self._failed("notification not worded", due, error)
            return [self._bare(chat, due)]

    def _bare(self, chat: _Chat, due: Sequence[Notification]) -> _Bare:
        with use(negotiate(chat.candidate.language)):
            return _Bare(self._talk.bare(), tuple(due))

    async def _follow(self, chat_id: int, covers: tuple[Notification, ...], now: datetime) -> None:
        """What needs no words has only consequences, which take a while: one chat at a time, with room for answers."""
        async with self._unspoken:
            began = time.monotonic()
            await self._mark(chat_id, covers, now, spoken=False)
            await asyncio.sleep(min(time.monotonic() - began, 1.0))

    async def _send(self, chat: _Chat, push: Push, message: Outgoing) -> bool:
        """Whether the message is out, so that the next one may follow."""

        async def settle(sent: Sent) -> None:
            await self._settle(chat.id, push.covers, sent)

        doubtful = not self._doubtful.isdisjoint(each.id for each in push.covers)
        sent = await self._sender.push(chat.id, message, settle, doubtful=doubtful)
        if sent.outcome is Outcome.REFUSED:
            return await self._send_otherwise(chat, push)
        return sent.outcome in (Outcome.SENT, Outcome.PERHAPS) and sent.chat_id == chat.id

    async def _send_otherwise(self, chat: _Chat, push: Push) -> bool:
        """Telegram refused a message, which therefore never is sent again: its notices one by one, or in bare words."""
        _log.error("notification refused", ids=_ids(push.covers), kinds=_kinds(push.covers))
        for each in push.covers:
            self._metrics.notifications_failed.labels(each.kind).inc()
        if isinstance(push, _Bare):
            _log.error("notification given up", ids=_ids(push.covers), kinds=_kinds(push.covers))
            async with self._database.unit() as unit:
                for each in push.covers:
                    await notifications.failed(unit, each.id, chat.now)
            return True
        if len(push.covers) == 1:
            bare = self._bare(chat, push.covers)
            return await self._send(chat, bare, bare.message)
        for each in push.covers:
            for alone in self._worded(chat, [each]):
                if alone.message is not None and not await self._send(chat, alone, alone.message):
                    return False
        return True

    # How it ended

    async def _settle(self, chat_id: int, covers: tuple[Notification, ...], sent: Sent) -> None:
        now = self._clock.now()
        if sent.chat_id != chat_id:
            async with self._database.unit() as unit:
                await candidates.move(unit, chat_id, sent.chat_id)
        self._doubtful.difference_update(each.id for each in covers)
        match sent.outcome:
            case Outcome.SENT | Outcome.PERHAPS:
                await self._mark(sent.chat_id, covers, now)
            case Outcome.BLOCKED:
                async with self._database.unit() as unit:
                    for each in covers:
                        await notifications.release(unit, each.id, each.due_at)
                    await candidates.set_blocked(unit, sent.chat_id, now)
            case Outcome.UNREACHABLE:
                if sent.doubtful:
                    self._doubtful.update(each.id for each in covers)
                await self._postpone(covers, now + _AFTER_WEATHER * random.uniform(0.75, 1.25))  # noqa: S311
            case Outcome.PAUSED:
                if sent.doubtful:
                    self._doubtful.update(each.id for each in covers)
                await self._postpone(covers, now + timedelta(seconds=sent.wait))
                self._wake_in(sent.wait)

    async def _mark(
        self, chat_id: int, covers: tuple[Notification, ...], now: datetime, *, spoken: bool = True
    ) -> None:
        """Marks what was said, and has what follows from its being said planned, in one transaction.

        Never raises: whatever goes wrong here, a message that is out must not come again.
        """
        if not await self._marked(chat_id, covers, now, spoken=spoken):
            return
        for each in covers:
            self._said.pop(each.id, None)
            if spoken:
                self._metrics.notifications_sent.labels(each.kind).inc()
                if each.id in self._late:
                    self._metrics.notifications_late.labels(each.kind).inc()
            self._late.discard(each.id)

    async def _marked(self, chat_id: int, covers: tuple[Notification, ...], now: datetime, *, spoken: bool) -> bool:
        for last in (n + 1 == _MARKS for n in range(_MARKS)):
            try:
                async with self._database.unit() as unit:
                    for each in covers:
                        await notifications.sent(unit, each.id, now)
                    await self._talk.after(unit, chat_id, covers, now)
            except Exception as error:
                if last:
                    self._failed("what follows from a notification failed", covers, error)
            else:
                return True
        try:
            if not spoken:
                await self._postpone(covers, now + _AFTER_FAULT)
                return False
            async with self._database.unit() as unit:
                for each in covers:
                    await notifications.sent(unit, each.id, now)
        except Exception as error:
            self._failed("notification not marked", covers, error)
            if spoken:
                self._said.update((each.id, each.due_at) for each in covers)
            return False
        return True

    async def _postpone(self, due: Iterable[Notification], until: datetime) -> None:
        async with self._database.unit() as unit:
            for one in due:
                await notifications.release(unit, one.id, until)

    def _failed(self, what: str, due: Sequence[Notification], error: Exception) -> None:
        _log.error(what, ids=_ids(due), kinds=_kinds(due), error=name_of(error), places=places(error.__traceback__))
        for kind in _kinds(due):
            self._metrics.notifications_failed.labels(kind).inc()


def _since(notification: Notification, candidate: Candidate) -> datetime:
    """Since when it could be out: quiet hours that it fell due in are no delay."""
    due_at = notification.due_at
    return end_of_quiet(due_at, candidate.time_zone, candidate.settings) or due_at


def _ids(due: Sequence[Notification]) -> list[int]:
    return [one.id for one in due]


def _kinds(due: Sequence[Notification]) -> list[str]:
    return sorted({one.kind for one in due})
