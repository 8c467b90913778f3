"""Faults on demand, and Telegram's flood limits for those who want them enforced."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import ceil
from typing import Any

_DESCRIPTIONS = {
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


@dataclass(slots=True)
class Fault:
    """What goes wrong with the next `times` calls of `method` ("*": any; `chat_id`: only to this chat).

    `status` answers with that error; `drop` closes the connection without an answer; `delay` waits first
    (seconds). With `after`, status or drop come after the call took effect: the bot thinks it failed, but the
    message is there. A fault with a delay alone only makes the call slow.
    """

    method: str = "*"
    status: int = 0
    description: str = ""
    retry_after: int = 0
    migrate_to_chat_id: int = 0
    drop: bool = False
    after: bool = False
    delay: float = 0.0
    times: int = 1
    chat_id: int = 0

    async def wait(self) -> None:
        """Returns when the delay is over."""
        if self.delay:
            await asyncio.sleep(self.delay)

    def words(self) -> str:
        """The description in the answer: the one given, or Telegram's own for this status."""
        if self.description:
            return self.description
        if self.status == 429:
            return f"Too Many Requests: retry after {self.retry_after}"
        return _DESCRIPTIONS.get(self.status, "Bad Request")

    def parameters(self) -> dict[str, int]:
        """ResponseParameters of the answer."""
        given = {"retry_after": self.retry_after, "migrate_to_chat_id": self.migrate_to_chat_id}
        return {key: value for key, value in given.items() if value}


class Faults:
    """The faults still to happen, first come first served."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def add(self, wish: Mapping[str, Any]) -> Fault:
        """Add a fault; ValueError names what is wrong with the wish."""
        known = {name: wish[name] for name in Fault.__dataclass_fields__ if name in wish}
        if unknown := set(wish) - set(known):
            raise ValueError(f"a fault has no {', '.join(sorted(unknown))}")
        fault = Fault(**known)
        if not (fault.status or fault.drop or fault.delay):
            raise ValueError("a fault needs status, drop or delay")
        if fault.status == 429 and not fault.retry_after:
            fault.retry_after = 1
        fault.method = fault.method.lower()
        self.waiting.append(fault)
        return fault

    def take(self, method: str, chat_id: str) -> Fault | None:
        """The fault that hits this call, if any; it is then used up once."""
        for fault in self.waiting:
            if fault.method not in ("*", method):
                continue
            if fault.chat_id and str(fault.chat_id) != chat_id:
                continue
            fault.times -= 1
            if fault.times <= 0:
                self.waiting.remove(fault)
            return fault
        return None

    def as_json(self) -> list[dict[str, Any]]:
        """The waiting faults as plain data."""
        return [asdict(fault) for fault in self.waiting]


class FloodLimits:
    """Telegram's published limits: 30 messages a second in all, 1 a second in a chat, 20 a minute in a group.

    Telegram tolerates short bursts over the limit of a chat without saying how long; three messages here.
    """

    PER_SECOND = 30.0
    CHAT_PER_SECOND = 1.0
    CHAT_BURST = 3.0
    GROUP_PER_MINUTE = 20.0

    def __init__(self) -> None:
        self._levels: dict[int, tuple[float, float]] = {}

    def wait(self, chat_id: int, now: float) -> int:
        """Whole seconds until a message to this chat may be sent; 0 counts it as sent. `now` in seconds."""
        if chat_id < 0:
            rate, most = self.GROUP_PER_MINUTE / 60, self.GROUP_PER_MINUTE
        else:
            rate, most = self.CHAT_PER_SECOND, self.CHAT_BURST
        buckets = [(0, self.PER_SECOND, self.PER_SECOND), (chat_id, rate, most)]
        filled = []
        for key, speed, size in buckets:
            level, at = self._levels.get(key, (size, now))
            level = min(size, level + (now - at) * speed)
            if level < 1:
                return max(1, ceil((1 - level) / speed))
            filled.append((key, level - 1))
        for key, level in filled:
            self._levels[key] = (level, now)
        return 0
