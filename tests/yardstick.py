"""How long work takes, held against a fixed piece of work on the same machine at the same moment."""

from __future__ import annotations

import time
from collections.abc import Callable

_ROUNDS = 5_000


def _reference() -> None:
    for n in range(_ROUNDS):
        n * n


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def lengths(work: Callable[[], object], tries: int = 5) -> float:
    """How many times as long as five thousand multiplications: about a tenth of a millisecond on a machine of 2026.

    The best of several tries, by the time of the processor: neither a slow machine nor a busy one makes it more.
    """
    taken = [(_seconds(work), _seconds(_reference)) for _ in range(tries)]
    return min(each for each, _ in taken) / min(each for _, each in taken)
