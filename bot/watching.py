"""Looks after what nobody would notice: reminders that stopped leaving, and a clock that jumped."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.clock import Clock

_log = structlog.get_logger(__name__)

SILENCE: Final = 120.0
"""Seconds without a sweep after which it is said."""

_EVERY: Final = 10.0  # seconds between looks at the sweep
_SAID_AGAIN: Final = 600.0  # seconds after which it is said once more
_LOOKS: Final = 5.0  # seconds between looks at the clock
_JUMP: Final = timedelta(seconds=5)  # what the machine's clock may drift from its even course before that is a jump


class Watchdog:
    """Says in the log when no sweep has run for two minutes, and when one runs again.

    A thread of its own: neither a sweep that hangs nor a loop that is blocked can keep it from that. Its time is that
    of the machine's even course, which no change of the clock moves and which stands still while the machine sleeps.
    """

    def __init__(self, age: Callable[[], float], silence: float = SILENCE, every: float = _EVERY) -> None:
        """`age`: seconds since the last sweep."""
        self._age = age
        self._silence = silence
        self._every = every
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self._longest = 0.0
        self._said_at: float | None = None

    def start(self) -> None:
        """Begins to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Ends; safe to call twice."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(self._every):
            self.look()

    def look(self) -> None:
        """One look at the sweep."""
        age = self._age()
        if age > self._silence:
            self._longest = max(age, self._longest)
            if self._said_at is None or age - self._said_at >= _SAID_AGAIN:
                self._said_at = age
                _log.error("no sweep for reminders has run", seconds=round(age))
        elif self._said_at is not None:
            _log.warning("the sweep for reminders runs again", after_seconds=round(self._longest))
            self._longest, self._said_at = 0.0, None


class ClockWatch:
    """Tells the clock's listeners when the machine's clock jumped: it was set, or the machine slept."""

    def __init__(self, clock: Clock, even: Callable[[], float] = time.monotonic, *, looks: float = _LOOKS) -> None:
        """`even`: seconds of a clock that nobody sets."""
        self._clock = clock
        self._even = even
        self._looks = looks
        self._course = self._apart()

    def _apart(self) -> datetime:
        """Where the clock stood when the even one began: always the same, while it is not set."""
        return self._clock.machine() - timedelta(seconds=self._even())

    async def run(self) -> None:
        """Looks until cancelled."""
        while True:
            await asyncio.sleep(self._looks)
            self.look()

    def look(self) -> None:
        """One look at the clock."""
        jump = self._apart() - self._course
        if abs(jump) > _JUMP:
            self._course += jump
            _log.warning("the machine's clock jumped", seconds=round(jump.total_seconds()))
            self._clock.jumped()
