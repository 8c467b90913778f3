"""From the inbox to the answer: in order within a chat, chats side by side, each update exactly once.

A chat that has updates waiting stands in line once. A worker takes one update of each of the first chats and
puts the chats back at the end, so a busy chat holds one place at most. The effect of an update and the replies
it leads to are committed together, with those of the other chats taken along: a transaction of its own costs an
update more than its answer does. If one of them fails, each is taken by itself. If the answer to one needs work
that takes long (`conversations.beside`), it is taken back until that is done, and nobody else waits for it.
Replies leave in the chat's own order while the workers go on, because a chat that must wait for its pace should
hold nobody's place. An update is done when its replies are out; until then a restart finds it in the inbox, as
received (nothing happened yet) or as applied (only its replies are owed).
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final

import structlog

from bot.clock import Clock
from bot.fetching import Fetcher
from bot.logs import name_of, places
from bot.metrics import Metrics
from bot.sending import Outcome, Sender, backoff
from bot.talk import Talk
from bot.updates import incoming_of, pack_reply, unpack_reply
from conversations.beside import Answering, UnfinishedError
from conversations.messages import FileSent, Incoming, Kind, Reply
from locales import negotiate
from storage import candidates, inbox
from storage.unit import Database, LeadLost

_log = structlog.get_logger(__name__)

_WORKERS: Final = 8
_TOGETHER: Final = 8  # chats a worker takes at once, if so many stand in line
_FULL: Final = 4_000  # open updates above which no more are asked for ...
_ROOM: Final = 3_000  # ... until there are fewer than this
_NOT_ASKED: Final = (Kind.GROUP, Kind.BLOCKED, Kind.UNBLOCKED)  # nobody waits for an answer to these
_DONE_EVERY: Final = 0.04  # seconds for which answered ids gather, to be marked done in one transaction


@dataclass(slots=True)
class _Owed:
    """Replies that are committed and not out yet."""

    update_id: int
    reply: Reply
    callback_id: str | None


@dataclass(slots=True)
class _Lane:
    """A chat with something open."""

    chat_id: int
    waiting: deque[dict[str, Any]] = field(default_factory=deque)
    owed: deque[_Owed] = field(default_factory=deque)
    in_line: bool = False  # stands in line or is being worked on
    answering: Answering | None = None  # the update that is being answered, with the work it needs
    sending: asyncio.Task[None] | None = None


_Head = tuple[_Lane, dict[str, Any]]  # a chat, and the update that was its first in waiting


class Intake:
    """Everything between the inbox and the person."""

    def __init__(
        self,
        database: Database,
        sender: Sender,
        fetcher: Fetcher,
        clock: Clock,
        metrics: Metrics,
        talk: Talk,
        failed: Callable[[BaseException], None],
    ) -> None:
        """`failed` is told what the intake cannot go on with."""
        self._talk = talk
        self._database = database
        self._sender = sender
        self._fetcher = fetcher
        self._clock = clock
        self._metrics = metrics
        self._failed = failed
        self._lanes: dict[int, _Lane] = {}
        self._line: deque[_Lane] = deque()
        self._work = asyncio.Semaphore(0)  # released for every chat that gets in line
        self._workers: list[asyncio.Task[None]] = []
        self._open = 0
        self._room = asyncio.Event()
        self._room.set()
        self._done: list[int] = []
        self._marking: asyncio.Task[None] | None = None
        self._unmarked: set[int] = set()  # chats with a reply that is out and not marked done
        self._marked: asyncio.Future[None] = asyncio.get_running_loop().create_future()  # at the next mark
        self._stopping = False

    async def start(self) -> None:
        """Takes up what an earlier process left open, in order, and begins to work."""
        async with self._database.reader() as unit:
            rows = await inbox.open_rows(unit)
        for row in rows:
            if row.state == "applied":
                reply, callback_id = unpack_reply(row.body)
                self._opened(1)
                lane = self._lane(row.chat_id)
                lane.owed.append(_Owed(row.update_id, reply, callback_id))
                self._send(lane)
            else:
                self.take([(row.chat_id, json.loads(row.body))])
        if rows:
            _log.info("taken up from the inbox", updates=len(rows))
        self._workers = [asyncio.create_task(self._run()) for _ in range(_WORKERS)]

    async def stop(self, patience: float) -> None:
        """Finishes what is in hand within `patience` seconds and leaves the rest in the inbox."""
        self._stopping = True
        until = time.monotonic() + patience
        for _ in self._workers:
            self._work.release()
        self._marked.set_result(None)
        self._marked = asyncio.get_running_loop().create_future()
        await _finish(self._workers, until)
        await _finish([lane.sending for lane in self._lanes.values() if lane.sending], until)
        if self._marking is not None:
            await asyncio.gather(self._marking, return_exceptions=True)
        await self._mark_done()

    def take(self, updates: list[tuple[int, dict[str, Any]]]) -> None:
        """Takes over updates that are in the inbox, each with its chat, in the order they came."""
        for chat_id, update in updates:
            lane = self._lane(chat_id)
            lane.waiting.append(update)
            self._queue(lane)
        self._opened(len(updates))

    async def room(self) -> None:
        """Returns when there is room for more updates."""
        await self._room.wait()

    @property
    def has_room(self) -> bool:
        """Whether there is room for more updates."""
        return self._room.is_set()

    # The line

    def _lane(self, chat_id: int) -> _Lane:
        lane = self._lanes.get(chat_id)
        if lane is None:
            lane = self._lanes[chat_id] = _Lane(chat_id)
        return lane

    def _queue(self, lane: _Lane) -> None:
        if not lane.in_line:
            lane.in_line = True
            self._line.append(lane)
            self._work.release()

    def _leave(self, lane: _Lane) -> None:
        """Forgets a chat with nothing left: of a million chats only the open ones are held."""
        if not lane.in_line and not lane.waiting and not lane.owed and lane.sending is None:
            self._lanes.pop(lane.chat_id, None)

    def _opened(self, more: int) -> None:
        self._open += more
        self._metrics.backlog.set(self._open)
        if self._open >= _FULL:
            self._room.clear()
        elif self._open < _ROOM:
            self._room.set()

    async def _run(self) -> None:
        while True:
            await self._work.acquire()
            if self._stopping:
                return
            lanes = [self._line.popleft() for _ in range(min(_TOGETHER, len(self._line)))]
            heads = [(lane, lane.waiting.popleft()) for lane in lanes]
            # A message with a file may have to wait for it, outside any transaction and holding up nobody else.
            slow = [head for head in heads if "document" in head[1].get("message", ())]
            heads = [head for head in heads if head not in slow]
            try:
                if len(heads) == 1:
                    await self._step(*heads[0])
                elif heads:  # or another worker took that chat together with others
                    await self._steps(heads)
                for lane, update in slow:
                    await self._step(lane, update)
            except asyncio.CancelledError:
                raise
            except BaseException as error:
                self._failed(error)
                return

    # Updates

    async def _steps(self, heads: list[_Head]) -> None:
        """Gives updates of different chats their effects at once, or, if that fails, each its own."""
        try:
            effects = await self._apply(heads)
        except LeadLost:
            raise
        except UnfinishedError as unfinished:
            others = []
            for lane, update in heads:
                if lane.answering is unfinished.of:
                    self._set_aside(lane, update, unfinished.work)
                else:
                    others.append((lane, update))
            if others:
                await self._steps(others)
        except Exception as error:
            _log.warning(
                "updates failed together",
                updates=len(heads),
                error=name_of(error),
                places=places(error.__traceback__),
            )
            await asyncio.gather(*(self._step(lane, update) for lane, update in heads))
        else:
            for (lane, _), owed in zip(heads, effects, strict=True):
                self._owe(lane, owed)

    async def _step(self, lane: _Lane, update: dict[str, Any]) -> None:
        """Gives one update its effect, whatever it takes; raises only what no update may outlive."""
        update_id: int = update["update_id"]
        failures = 0
        file: FileSent | None = None
        while not self._stopping:
            try:
                if file is None:
                    file = await self._fetched(update)
                [owed] = await self._apply([(lane, update)], file)
            except LeadLost:
                raise
            except UnfinishedError as unfinished:
                self._set_aside(lane, update, unfinished.work)
                return
            except inbox.AlreadyApplied:
                # The database kept an earlier try although it could not say so: only its replies are owed.
                async with self._database.reader() as unit:
                    row = await inbox.load(unit, update_id)
                owed = _Owed(update_id, *(unpack_reply(row.body) if row is not None else (Reply(), None)))
            except Exception as error:
                lane.answering = None  # the next try is at its own instant
                failures += 1
                _log.error(
                    "an update failed",
                    update_id=update_id,
                    chat_id=lane.chat_id,
                    error=name_of(error),
                    places=places(error.__traceback__),
                    failures=failures,
                )
                if failures == 1:
                    continue
                closed = await self._apologise(lane.chat_id, update)
                if closed is None:  # not even that could be stored: the database is in trouble, not the update
                    await asyncio.sleep(backoff(failures, 0.5, 10.0))
                    continue
                owed = closed
            self._owe(lane, owed)
            return

    def _set_aside(self, lane: _Lane, update: dict[str, Any], work: asyncio.Future[Any]) -> None:
        """Has the chat stand in line again, with this update first, once the work that its answer needs is done."""
        lane.waiting.appendleft(update)

        def done(_work: asyncio.Future[Any]) -> None:
            lane.in_line = False
            self._queue(lane)

        work.add_done_callback(done)

    async def _fetched(self, update: dict[str, Any]) -> FileSent | None:
        """The file of an update with its content, if the conversation waits for one. It goes into no table."""
        if "document" not in update.get("message", ()):
            return None
        incoming = incoming_of(update)
        if incoming is None or incoming.file is None:
            return None
        async with self._database.reader() as unit:
            if not await self._talk.wants_file(unit, incoming):
                return None
        return replace(incoming.file, content=await self._fetcher.content(incoming.file))

    async def _apply(self, heads: list[_Head], file: FileSent | None = None) -> list[_Owed]:
        """Commits the effects of updates, each of another chat, and what is owed for them.

        `file` is what was fetched for an update taken by itself.
        """
        started = time.perf_counter()
        effects: list[_Owed] = []
        kinds: list[str] = []
        async with self._database.unit() as unit:
            if len(heads) > 1:
                await candidates.read_ahead(unit, (lane.chat_id for lane, _ in heads))
            for lane, update in heads:
                update_id: int = update["update_id"]
                incoming = incoming_of(update)
                if incoming is None:
                    owed = _Owed(update_id, Reply(), None)
                else:
                    if file is not None:
                        incoming = replace(incoming, file=file)
                    if lane.answering is None:
                        lane.answering = Answering(self._clock.now())
                    with lane.answering.here():
                        reply = await self._talk.answer(unit, incoming, lane.answering.now)
                    owed = _Owed(update_id, reply, incoming.callback_id)
                await inbox.applied(unit, update_id, pack_reply(owed.reply, owed.callback_id))
                effects.append(owed)
                kinds.append(incoming.kind.value if incoming is not None else "none")
        took = time.perf_counter() - started
        for owed, kind in zip(effects, kinds, strict=True):
            self._metrics.step.observe(took)
            self._metrics.applied.labels(kind).inc()
            _log.debug("applied", update_id=owed.update_id, kind=kind, milliseconds=round(took * 1000, 2))
        return effects

    async def _apologise(self, chat_id: int, update: dict[str, Any]) -> _Owed | None:
        """Closes an update that cannot be answered, lest it block its chat; None if that fails too."""
        try:
            incoming: Incoming | None = incoming_of(update)
        except (KeyError, TypeError, ValueError):
            incoming = None
        language = incoming.language_code if incoming is not None else None
        try:
            async with self._database.reader() as unit:
                candidate = await candidates.load(unit, chat_id)
        except Exception as error:
            # What is stored may itself be the trouble; Telegram's word for the language will do.
            _log.error("candidate not readable", chat_id=chat_id, error=name_of(error))
        else:
            if candidate is not None and candidate.language is not None:
                language = candidate.language
        callback_id = incoming.callback_id if incoming is not None else None
        try:
            asked = incoming is not None and incoming.kind not in _NOT_ASKED
            reply = Reply((self._talk.apology(negotiate(language)),)) if asked else Reply()
            async with self._database.unit() as unit:
                await inbox.applied(unit, update["update_id"], pack_reply(reply, callback_id))
        except LeadLost:
            raise
        except Exception as error:
            _log.error("an update could not be closed", update_id=update["update_id"], error=name_of(error))
            return None
        self._metrics.failed.inc()
        return _Owed(update["update_id"], reply, callback_id)

    # Their replies

    def _owe(self, lane: _Lane, owed: _Owed) -> None:
        """Sends what is committed, and lets the chat stand in line again."""
        lane.answering = None
        lane.owed.append(owed)
        self._send(lane)
        lane.in_line = False
        if lane.waiting:
            self._queue(lane)

    def _send(self, lane: _Lane) -> None:
        if lane.sending is None:
            lane.sending = asyncio.create_task(self._pay(lane))

    async def _pay(self, lane: _Lane) -> None:
        """Sends what a chat is owed, in order. Once nothing is owed the lane has no task."""
        try:
            while lane.owed:
                # A reply leaves only when the one before it is marked: a kill repeats one of a chat at most.
                while lane.chat_id in self._unmarked and not self._stopping:
                    await asyncio.shield(self._marked)
                await self._deliver(lane.chat_id, lane.owed[0])
                self._unmarked.add(lane.chat_id)
                self._is_done(lane.owed.popleft().update_id)
        except asyncio.CancelledError:
            raise
        except BaseException as error:
            self._failed(error)
        finally:
            lane.sending = None
            self._leave(lane)

    async def _deliver(self, chat_id: int, owed: _Owed) -> None:
        if owed.callback_id is None:
            await self._messages(chat_id, owed.update_id, owed.reply)
        else:
            await asyncio.gather(
                self._sender.toast(owed.callback_id, owed.reply.toast),
                self._messages(chat_id, owed.update_id, owed.reply),
            )

    async def _messages(self, chat_id: int, update_id: int, reply: Reply) -> None:
        for place, message in enumerate(reply.messages):
            if place:
                async with self._database.unit() as unit:
                    left = Reply(reply.messages[place:])
                    await inbox.still_owed(unit, update_id, pack_reply(left, None))
            sent = await self._sender.message(chat_id, message)
            if sent.chat_id != chat_id:
                async with self._database.unit() as unit:
                    await candidates.move(unit, chat_id, sent.chat_id)
                chat_id = sent.chat_id
            if sent.outcome is Outcome.BLOCKED:
                async with self._database.unit() as unit:
                    await candidates.set_blocked(unit, chat_id, self._clock.now())
                return  # the rest would only be refused too

    # Done

    def _is_done(self, update_id: int) -> None:
        self._opened(-1)
        self._done.append(update_id)
        if self._marking is None and not self._stopping:
            self._marking = asyncio.create_task(self._mark_soon())

    async def _mark_soon(self) -> None:
        try:
            while self._done and not self._stopping:
                await asyncio.sleep(_DONE_EVERY)
                await self._mark_done()
        except asyncio.CancelledError:
            raise
        except BaseException as error:
            self._failed(error)
        finally:
            self._marking = None

    async def _mark_done(self) -> None:
        ids, self._done = self._done, []
        chats = tuple(self._unmarked)
        if not ids:
            return
        try:
            async with self._database.unit() as unit:
                await inbox.done(unit, ids)
        except BaseException:
            self._done = ids + self._done
            raise
        self._unmarked.difference_update(chats)
        self._marked.set_result(None)
        self._marked = asyncio.get_running_loop().create_future()


async def _finish(tasks: list[asyncio.Task[None]], until: float) -> None:
    """Waits for the tasks until an instant of the monotonic clock, then cancels those still at work."""
    if tasks:
        _, late = await asyncio.wait(tasks, timeout=max(0.0, until - time.monotonic()))
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
