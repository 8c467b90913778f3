"""What time it is for the bot: the machine's clock, moved by COMPANION_NOW and by the local Telegram's page.

The clock keeps running from wherever it was moved to. Only a Bot API server on loopback can move it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import aiohttp
import structlog

from bot.logs import name_of

_log = structlog.get_logger(__name__)

_HELD: Final = 25.0  # seconds the local server may hold the question back
_AGAIN: Final = 1.0  # seconds before asking again after a failure, and between looks at the next reminder
# What a server without this clock, or one that is just going away, can lead to.
_UNUSABLE: Final = (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError)

NextDue = Callable[[], Awaitable[datetime | None]]
"""When the next notification is due."""


def _machine() -> datetime:
    return datetime.now(UTC)


class Clock:
    """The one clock of the process."""

    def __init__(self, start: datetime | None = None, machine: Callable[[], datetime] = _machine) -> None:
        """With `start` (aware), the clock begins there now, and runs; `machine` is the machine's own, aware, UTC."""
        self.machine = machine
        self._start = timedelta() if start is None else start - machine()
        self._moved = timedelta()
        self._listeners: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        return self.machine() + self._start + self._moved

    @property
    def moved(self) -> timedelta:
        """How far the local page has moved the clock, on top of where it started."""
        return self._moved

    @property
    def apart(self) -> timedelta:
        """How far from the machine's clock it started."""
        return self._start

    def on_move(self, listener: Callable[[], None]) -> None:
        """`listener` is called each time the clock jumps."""
        self._listeners.append(listener)

    def move(self, offset: timedelta) -> None:
        """Sets the local page's offset; a change wakes the listeners."""
        if offset != self._moved:
            self._moved = offset
            self.jumped()

    def jumped(self) -> None:
        """Wakes the listeners: what waited for an hour has to look again."""
        for listener in self._listeners:
            listener()


class LocalClock:
    """Follows the clock of a local Telegram, whose page moves time and shows the next reminder."""

    def __init__(self, api_url: str, clock: Clock, next_due: NextDue, *, starts_at_its_own: bool) -> None:
        """With `starts_at_its_own` the clock was set by COMPANION_NOW; only later moves of the page count."""
        self._url = f"{api_url}/local/clock"
        self._next_reminder_url = f"{api_url}/local/next_reminder"
        self._clock = clock
        self._next_due = next_due
        self._own_start = starts_at_its_own
        self._base: float | None = None
        self._version: int | None = None
        self._told: datetime | None = None
        self._session: aiohttp.ClientSession | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> bool:
        """Reads the offset once and begins to follow it; False where the server has no such clock."""
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_HELD + 10))
        try:
            await self._read(self._session)
        except _UNUSABLE:
            await self.stop()
            return False
        self._tasks = [
            asyncio.create_task(self._follow(self._session)),
            asyncio.create_task(self._tell(self._session)),
        ]
        return True

    async def stop(self) -> None:
        """Stops following; safe to call twice."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _follow(self, session: aiohttp.ClientSession) -> None:
        while True:
            try:
                await self._read(session)
            except _UNUSABLE:
                await asyncio.sleep(_AGAIN)

    async def _read(self, session: aiohttp.ClientSession) -> None:
        """Answers at once the first time, later as soon as the clock has moved."""
        asked = {} if self._version is None else {"version": str(self._version), "timeout": str(int(_HELD))}
        async with session.get(self._url, params=asked) as answer:
            answer.raise_for_status()
            state: dict[str, Any] = await answer.json()
        version, offset = int(state["version"]), float(state["offset_seconds"])
        if self._base is None:
            self._base = offset if self._own_start else 0.0
        self._version = version
        moved = timedelta(seconds=offset - self._base)
        if moved != self._clock.moved:
            _log.info("clock moved", seconds=moved.total_seconds())
            self._clock.move(moved)

    def _ahead(self) -> timedelta:
        """How far the bot's clock is ahead of the page's: not at all, unless COMPANION_NOW set it apart."""
        return self._clock.apart - timedelta(seconds=self._base or 0.0)

    async def _tell(self, session: aiohttp.ClientSession) -> None:
        """Tells the page when the next reminder is due, for its button "to the next reminder"."""
        while True:
            try:
                due_at = await self._next_due()
                if due_at != self._told:
                    at = None if due_at is None else due_at - self._ahead()
                    body = {"at": None if at is None else at.isoformat()}
                    async with session.post(self._next_reminder_url, json=body) as answer:
                        answer.raise_for_status()
                    self._told = due_at
            except Exception as error:  # the page's button is a convenience; nothing may depend on it
                _log.debug("next reminder not told", error=name_of(error))
            await asyncio.sleep(_AGAIN)
