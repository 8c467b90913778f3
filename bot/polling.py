"""Fetches updates: committed to the inbox first, and only then confirmed to Telegram by the next offset."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.logs import WEBHOOK_ACTIVE, name_of, reason_of
from bot.metrics import Metrics
from bot.sending import backoff
from bot.updates import ALLOWED

_log = structlog.get_logger(__name__)

_BATCH: Final = 100  # the most that Telegram hands out at once
_CONFLICTS: Final = 5  # tries before another poller is believed to be there to stay
_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 10.0

Poll = Callable[[dict[str, Any], float], Awaitable[Any]]
"""Calls getUpdates with its parameters and a read timeout in seconds."""

Keep = Callable[[list[dict[str, Any]]], Awaitable[None]]
"""Commits updates to the inbox."""


class PollingFailed(Exception):  # noqa: N818 - named for what happened
    """Polling cannot go on; `str()` says why, for the operator."""


class Poller:
    """The loop of long polls. One at a time, so that no update is asked for twice."""

    def __init__(
        self,
        poll: Poll,
        keep: Keep,
        metrics: Metrics,
        room: Callable[[], Awaitable[None]],
        drop_webhook: Callable[[], Awaitable[object]],
        *,
        hold: float = 30.0,
    ) -> None:
        """`room` returns when there is room for more updates; `drop_webhook` ends webhook mode.

        `hold`: seconds for which Telegram may keep the question while there is no news.
        """
        self._poll = poll
        self._keep = keep
        self._metrics = metrics
        self._room = room
        self._drop_webhook = drop_webhook
        self._hold = hold
        self._offset: int | None = None
        self._good = time.monotonic()

    @property
    def age(self) -> float:
        """Seconds since Telegram last answered."""
        return time.monotonic() - self._good

    @property
    def longest_silence(self) -> float:
        """Seconds without an answer after which polling counts as broken."""
        return 3 * self._hold

    async def run(self) -> None:
        """Polls until cancelled; raises PollingFailed, or InvalidToken where the token is refused."""
        failures = conflicts = 0
        self._good = time.monotonic()
        while True:
            await self._make_room()
            try:
                updates = await self._ask()
            except (Conflict, InvalidToken) as error:
                self._metrics.polls.labels(type(error).__name__).inc()
                if isinstance(error, InvalidToken):
                    raise
                conflicts += 1
                if reason_of(error) == WEBHOOK_ACTIVE:
                    await self._end_webhook_mode()
                    continue
                _log.error("another poller asks for the same bot", reason=reason_of(error), tries=conflicts)
                if conflicts >= _CONFLICTS:
                    raise PollingFailed("another process polls for the same bot (409 Conflict)") from None
                await asyncio.sleep(backoff(conflicts, 1.0, 5.0))
            except RetryAfter as error:
                self._metrics.polls.labels("RetryAfter").inc()
                given = error.retry_after
                await asyncio.sleep(float(given) if isinstance(given, int) else given.total_seconds())
            except (TelegramError, TimeoutError) as error:
                self._metrics.polls.labels(type(error).__name__).inc()
                failures += 1
                _log.warning("no updates", error=name_of(error), failures=failures)
                if self.age > self.longest_silence:
                    raise PollingFailed(f"no answer to getUpdates for {self.age:.0f} seconds") from None
                await asyncio.sleep(backoff(failures, _FIRST_PAUSE, _LONGEST_PAUSE))
            else:
                failures = conflicts = 0
                self._good = time.monotonic()
                self._metrics.polls.labels("ok").inc()
                if updates:
                    await self._keep(updates)
                    self._offset = int(updates[-1]["update_id"]) + 1

    async def _end_webhook_mode(self) -> None:
        """The bot ran with a webhook before; whoever starts it with polling means to change that."""
        _log.warning("a webhook is set: removed")
        try:
            await self._drop_webhook()
        except TelegramError as error:
            _log.error("webhook not removed", error=name_of(error))
            await asyncio.sleep(_FIRST_PAUSE)

    async def _make_room(self) -> None:
        before = time.monotonic()
        await self._room()
        # Not asking for a while is no silence of Telegram's.
        self._good += time.monotonic() - before

    async def _ask(self) -> list[dict[str, Any]]:
        parameters: dict[str, Any] = {
            "timeout": int(self._hold),
            "limit": _BATCH,
            "allowed_updates": ALLOWED,
        }
        if self._offset is not None:
            parameters["offset"] = self._offset
        # The transport has its own limits; this one also covers whatever they do not.
        async with asyncio.timeout(self._hold + 30):
            updates: list[dict[str, Any]] = await self._poll(parameters, self._hold + 10)
        return updates
