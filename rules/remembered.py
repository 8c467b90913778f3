"""What was worked out for somebody and is remembered for a while, so that it goes with them when they are deleted.

Looking a person up again asks for the same day of the same facts many times. What is remembered by facts, or by words
somebody wrote, is remembered here; what follows from the rules and the calendar alone is not a person's, and stays in
caches of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import _lru_cache_wrapper, lru_cache
from typing import Any, TypeVar
from weakref import WeakSet

Found = TypeVar("Found")

_everything: WeakSet[_lru_cache_wrapper[Any]] = WeakSet()


def remembered(most: int) -> Callable[[Callable[..., Found]], _lru_cache_wrapper[Found]]:
    """Has a pure function remember so many of its answers, until `forget`."""

    def of(function: Callable[..., Found]) -> _lru_cache_wrapper[Found]:
        found = lru_cache(maxsize=most)(function)
        _everything.add(found)
        return found

    return of


def forget() -> None:
    """Forgets it all, whoever it is about: it is worked out again when it is asked for."""
    for each in tuple(_everything):
        each.cache_clear()


def kept() -> int:
    """How many answers are remembered."""
    return sum(each.cache_info().currsize for each in tuple(_everything))
