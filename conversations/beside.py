"""What takes long is worked out beside the event loop and, in the running program, outside the message's transaction.

A message is answered in one transaction, and a database may let only one of them write: whoever writes meanwhile would
wait for a picture of somebody else. So work that is not done soon ends the transaction with `UnfinishedError`, and
nothing has happened. Once it is done, the message is answered anew, at the same instant, and finds its result.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from datetime import datetime
from functools import partial
from typing import Any, Final, TypeVar, TypeVarTuple

from locales import current

SOON: Final = 0.02
"""Seconds for which a transaction is held by work that goes on."""

AT_ONCE: Final = 0.005
"""Seconds for which one is held by a picture: it is kept from before, or takes longer than any transaction may."""

MOST: Final = 20
"""So much of one answer is worked out outside the transaction; what goes beyond, or has no name by which it is found
again, holds the transaction until it is done."""

Arguments = TypeVarTuple("Arguments")
Found = TypeVar("Found")


class UnfinishedError(Exception):
    """An answer cannot be given before `work` is done. What it changed so far has to be taken back."""

    def __init__(self, of: Answering, work: asyncio.Future[Any]) -> None:
        super().__init__("the work of an answer is not done yet")
        self.of = of
        self.work = work


class Answering:
    """One message being answered, as often as its work was not done in time; always at the instant `now`."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._works: dict[Any, asyncio.Future[Any]] = {}

    @contextmanager
    def here(self) -> Iterator[None]:
        """What is worked out inside may raise `UnfinishedError`."""
        token = _answering.set(self)
        try:
            yield
        finally:
            _answering.reset(token)

    def _work(
        self, function: Callable[..., Any], arguments: tuple[Any, ...], threads: Executor | None = None
    ) -> asyncio.Future[Any] | None:
        """The work, begun at the latest now; None where it would not be found again."""
        key = (function, arguments, current())
        try:
            work = self._works.get(key)
        except TypeError:  # what cannot be hashed
            return None
        if work is None and len(self._works) < MOST:
            work = self._works[key] = asyncio.ensure_future(_begun(threads, function, arguments))
            work.add_done_callback(_looked_at)
        return work


_answering: ContextVar[Answering | None] = ContextVar("answering", default=None)

_easel: Final = ThreadPoolExecutor(1, "pictures")


async def beside(function: Callable[[*Arguments], Found], *arguments: *Arguments) -> Found:
    """What a pure function returns, worked out in a thread; raises what it raises, or `UnfinishedError`."""
    if _answering.get() is None:
        return await asyncio.to_thread(function, *arguments)
    return await _worked_out(None, SOON, function, arguments)


async def drawn(function: Callable[[*Arguments], Found], *arguments: *Arguments) -> Found:
    """The same for a picture: one is drawn at a time, and those that wait for it take no other work its thread."""
    return await _worked_out(_easel, AT_ONCE, function, arguments)


async def _worked_out(
    threads: Executor | None, patience: float, function: Callable[..., Found], arguments: tuple[Any, ...]
) -> Found:
    answering = _answering.get()
    work = None if answering is None else answering._work(function, arguments, threads)
    if answering is None or work is None:
        return await _begun(threads, function, arguments)
    await asyncio.wait([work], timeout=patience)
    if not work.done():
        raise UnfinishedError(answering, work)
    found: Found = work.result()
    return found


def _begun(threads: Executor | None, function: Callable[..., Found], arguments: tuple[Any, ...]) -> Awaitable[Found]:
    """The function at work in a thread, in the language of whoever asks."""
    inside = partial(copy_context().run, _alone, function, arguments)
    return asyncio.get_running_loop().run_in_executor(threads, inside)


def at_hand(function: Callable[[*Arguments], Found], *arguments: *Arguments) -> Found:
    """The same where nothing can be awaited: what is not worked out yet always ends the transaction."""
    answering = _answering.get()
    work = None if answering is None else answering._work(function, arguments)
    if answering is None or work is None:
        return function(*arguments)
    if not work.done():
        raise UnfinishedError(answering, work)
    found: Found = work.result()
    return found


def _alone(function: Callable[..., Found], arguments: tuple[Any, ...]) -> Found:
    """What is worked out in a thread already has nothing beside it."""
    _answering.set(None)
    return function(*arguments)


def _looked_at(work: asyncio.Future[Any]) -> None:
    """An error of work that nobody asks for any more is nobody's."""
    if not work.cancelled():
        work.exception()
