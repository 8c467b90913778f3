"""One bot under load: everything at once, and at an even pace."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from statistics import median
from typing import Any, Final

from bench.processes import NotMeasuredError, Running, Telegram, started
from bot.local.load import FIRST_CHAT

_SETTLING: Final = 0.3  # seconds in which a bot ends what follows a reply
_STARTING: Final = 0.7  # seconds after the first poll in which a bot ends its start


@dataclass(frozen=True, slots=True)
class Size:
    """How much is asked of each bot in a round: updates at once, seconds at `rate` updates a second.

    `warm_up` updates come before anything is counted; `patience` is how many seconds a load may take beyond its own.
    """

    updates: int
    seconds: float
    rate: float = 100
    warm_up: int = 300
    patience: float = 60

    @property
    def paced(self) -> int:
        """Updates at an even pace."""
        return max(1, round(self.seconds * self.rate))

    def chats(self, steps: int) -> int:
        """The chats that all loads together speak in, where each says `steps` things."""
        return sum(chats for _, chats, _ in passes(self, steps))


@dataclass(frozen=True, slots=True)
class Load:
    """What people do: words typed, or data of buttons pressed."""

    texts: Sequence[str] = ()
    presses: Sequence[str] = ()

    @property
    def steps(self) -> int:
        """Steps a person takes."""
        return len(self.presses or self.texts)


@dataclass(frozen=True, slots=True)
class Measured:
    """One bot in one round. CPU in microseconds an update, latencies in milliseconds, memory in megabytes."""

    start_seconds: float
    memory_at_start: float
    per_second: float
    cpu: float
    server_cpu: float
    p50: float
    p99: float
    paced_cpu: float
    memory_after: float


@dataclass(frozen=True, slots=True)
class Subject:
    """A bot to measure. `stride` says how far apart its chats are; `stored` how many it has, if it stores any."""

    name: str
    command: Sequence[str | Path]
    load: Load
    environment: Mapping[str, str] = field(default_factory=dict)
    stored: int | None = None
    stride: int = 1


def steps_taken(n: int, chats: int, place: int) -> int:
    """How many of `n` updates fall to the chat at this place."""
    return n // chats + (place < n % chats)


def passes(size: Size, steps: int) -> list[tuple[int, int, int]]:
    """Warm-up, saturated and paced load: (updates, chats, place of the first chat)."""
    found, place = [], 0
    for count in (size.warm_up, size.updates, size.paced):
        found.append((count, ceil(count / steps), place))
        place += ceil(count / steps)
    return found


def measure(subject: Subject, telegram: Telegram, size: Size, log: Path, core: int | None) -> Measured:
    """Starts the bot, loads it, and counts the replies: NotMeasuredError if one is missing."""
    telegram.post("reset")
    began = time.monotonic()
    with started(subject.command, log, core, subject.environment) as bot:
        telegram.wait("the start", 60, lambda stats: stats["calls"].get("getUpdates", 0) > 0, bot)
        start_seconds = time.monotonic() - began
        time.sleep(_STARTING)
        memory_at_start = bot.memory
        warm_up, saturated, paced = passes(size, subject.load.steps)
        _run(subject, telegram, bot, warm_up, 0, size.patience)
        cpu, server_cpu, load = _run(subject, telegram, bot, saturated, 0, size.patience)
        paced_cpu, _, paced_load = _run(subject, telegram, bot, paced, size.rate, size.patience)
        memory_after = bot.memory
    return Measured(
        start_seconds=start_seconds,
        memory_at_start=memory_at_start,
        per_second=load["per_second"],
        cpu=cpu * 1e6 / size.updates,
        server_cpu=server_cpu * 1e6 / size.updates,
        p50=paced_load["latency_ms"]["p50"],
        p99=paced_load["latency_ms"]["p99"],
        paced_cpu=paced_cpu * 1e6 / size.paced,
        memory_after=memory_after,
    )


def _run(
    subject: Subject, telegram: Telegram, bot: Running, one: tuple[int, int, int], rate: float, patience: float
) -> tuple[float, float, dict[str, Any]]:
    """One load from its first update to the last reply: CPU seconds of the bot and of the server, what was counted."""
    n, chats, place = one
    where = {"chats": chats, "first_chat": FIRST_CHAT + place * subject.stride, "stride": subject.stride}
    if subject.load.presses:
        # The buttons to press come with the open question.
        telegram.post("load", n=chats, texts=["/start"], anew=True, **where)
        _answered(telegram, bot, chats, patience)
    cpu, server_cpu = bot.cpu, telegram.running.cpu
    what = {"texts": list(subject.load.texts), "presses": list(subject.load.presses)}
    telegram.post("load", n=n, rate=rate, anew=True, **what, **where)
    load = _answered(telegram, bot, n, patience + (n / rate if rate else 0))
    return bot.cpu - cpu, telegram.running.cpu - server_cpu, load


def _answered(telegram: Telegram, bot: Running, n: int, seconds: float) -> dict[str, Any]:
    telegram.wait(f"answering {n} updates", seconds, lambda stats: stats["load"]["done"] >= n, bot)
    time.sleep(_SETTLING)
    stats = telegram.stats()
    if stats["load"]["done"] != n or stats["pending_updates"]:
        raise NotMeasuredError(f"{n} updates led to other than {n} replies, or were not confirmed: {stats}")
    load: dict[str, Any] = stats["load"]
    return load


def middle(rounds: Sequence[Measured]) -> Measured:
    """The median of each number over the rounds."""
    return Measured(**{name: median(getattr(each, name) for each in rounds) for name in Measured.__slots__})
