"""An event loop whose clock jumps to the next timer, so that hours of waiting take no time."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Selector(selectors.DefaultSelector):
    loop: VirtualLoop

    def select(self, timeout: float | None = None) -> Any:
        if timeout:
            self.loop.seconds += timeout
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """Its time is `seconds`, which passes only while nothing else is to do."""

    def __init__(self) -> None:
        selector = _Selector()
        selector.loop = self
        self.seconds = 1_000.0
        super().__init__(selector)

    def time(self) -> float:
        return self.seconds


def run(work: Coroutine[Any, Any, T]) -> T:
    """Runs `work` in virtual time; only for work that waits for nothing but timers."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(work)
