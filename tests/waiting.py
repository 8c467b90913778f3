"""Waiting for what other tasks and processes do, however fast or busy the machine is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.local.faults import Fault, Faults

PATIENCE = 60.0
"""Seconds after which what was waited for will not come; far more than a busy machine needs."""


async def until(true: Callable[[], Any], within: float = PATIENCE) -> None:
    """Returns when it has become true."""
    async with asyncio.timeout(within):
        while not true():  # noqa: ASYNC110 - a look at another process
            await asyncio.sleep(0.005)


@dataclass(slots=True)
class Held(Fault):
    """Calls of the Bot API that go on when the test lets them, and not after so many seconds."""

    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait(self) -> None:
        self.begun.set()
        await self.go_on.wait()


@asynccontextmanager
async def held(faults: Faults, method: str, **how: Any) -> AsyncIterator[Held]:
    """The next call of a method (`how`: as for a Fault) waits; at the end of the block at the latest it goes on."""
    fault = Held(method=method.lower(), **how)
    faults.waiting.append(fault)
    try:
        yield fault
    finally:
        fault.go_on.set()
