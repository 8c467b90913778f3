"""A list of which a screen shows some at a time: the page, its number in words, and the buttons to those beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from conversations.messages import Button, Keyboard
from locales import NOTHING, Html, plain, say

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page: what stands on it, its number from 0 on, and how many pages there are, at least one."""

    shown: Sequence[Item]
    number: int
    pages: int

    def in_words(self) -> Html:
        """Which page of how many; empty where there is one."""
        return say("Page {n} of {all}.", n=self.number + 1, all=self.pages) if self.pages > 1 else NOTHING

    def turning(self, before: str, after: str, data: Callable[[int], str]) -> tuple[Button, ...]:
        """The buttons to the pages beside it, where there are any; `before` and `after` are their labels."""
        back = (Button(plain(before), data(self.number - 1)),) if self.number else ()
        on = (Button(plain(after), data(self.number + 1)),) if self.number + 1 < self.pages else ()
        return (*back, *on)


def page_of(found: Sequence[Item], number: int, a_page: int) -> Page[Item]:
    """The page of a number; of one that is not there any more, the last."""
    pages = max(1, -(-len(found) // a_page))
    number = max(0, min(number, pages - 1))
    return Page(found[number * a_page : (number + 1) * a_page], number, pages)


def row_of(*buttons: Button) -> Keyboard:
    """One row, or none where there is no button."""
    return (buttons,) if buttons else ()
