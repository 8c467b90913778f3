"""What a typed date can turn out to be, what words mean inside one, and the calendar's arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from babel import Locale

from conversations.typed_words import NUMBER_WORDS, ORDINAL_WORDS, fold, word_set

FIRST_YEAR, LAST_YEAR = 1800, 2199


class MonthPart(StrEnum):
    """The part of a month that was named."""

    START = "start"
    MIDDLE = "middle"
    END = "end"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class DateRead:
    """One day.

    `exact` is false when the words were round ("2 months ago"); `weekday_differs` when a weekday was written
    that this day does not have.
    """

    day: date
    exact: bool = True
    weekday_differs: bool = False


@dataclass(frozen=True, slots=True)
class AmbiguousDate:
    """Several days fit: "10.01.2025" (day first, then month first), "10 January" (last, then next)."""

    candidates: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class MonthOnly:
    """A month without a day, and the part of it that was named."""

    year: int
    month: int
    part: MonthPart = MonthPart.WHOLE


@dataclass(frozen=True, slots=True)
class ImpossibleDate:
    """A day that no calendar has, and the real days on both sides; `year` is None when none was written."""

    year: int | None
    month: int
    day: int
    nearest: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class NotADate:
    """No date was found, or more than could be asked about."""


ReadDate = DateRead | AmbiguousDate | MonthOnly | ImpossibleDate | NotADate


class Sort(StrEnum):
    """What a piece of a date can be."""

    NUMBER = "number"
    MONTH = "month"
    WEEKDAY = "weekday"
    PART = "part"
    NEAR = "near"  # "last" and "next", -1 and 1
    WORD = "word"  # any other word
    STOP = "stop"  # a sign that no date contains


class Item(NamedTuple):
    """One piece of a date: its text, and what it stands for (month 1-12, weekday 0-6 …)."""

    sort: Sort
    text: str
    value: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """What words mean inside a date, from the calendar names of both locales."""

    known: dict[str, Item]
    month_names: dict[str, int]
    weekday_names: dict[str, int]


PARTS = {
    **dict.fromkeys(word_set("start beginning begin early debut"), MonthPart.START),
    **dict.fromkeys(word_set("mid middle mi milieu"), MonthPart.MIDDLE),
    **dict.fromkeys(word_set("end ending late fin"), MonthPart.END),
}
PART_ORDER = (MonthPart.START, MonthPart.MIDDLE, MonthPart.END)
NEAR = {
    **dict.fromkeys(word_set("last past dernier derniere passe"), -1),
    **dict.fromkeys(word_set("next prochain prochaine"), 1),
}


@cache
def vocabulary() -> Words:
    """The words of both languages, made at the first date read."""
    months: dict[str, int] = {}
    weekdays: dict[str, int] = {}
    short_weekdays: dict[str, int] = {}
    for tag in ("en_CA", "fr_CA"):
        locale = Locale.parse(tag)
        months |= {fold(name): number for number, name in locale.months["format"]["wide"].items()}
        weekdays |= {fold(name): number for number, name in locale.days["format"]["wide"].items()}
        short_weekdays |= {
            fold(name).rstrip("."): number for number, name in locale.days["format"]["abbreviated"].items()
        }
    prefixes: dict[str, set[int]] = {}
    for name, number in months.items():
        for length in range(3, len(name) + 1):
            prefixes.setdefault(name[:length], set()).add(number)
    known: dict[str, Item] = {}
    for word, number in (NUMBER_WORDS | ORDINAL_WORDS).items():
        known[word] = Item(Sort.NUMBER, str(number))
    for word, number in {**short_weekdays, "tues": 1, "weds": 2, "thur": 3, "thurs": 3, **weekdays}.items():
        known[word] = Item(Sort.WEEKDAY, word, number)
    for word, part in PARTS.items():
        known[word] = Item(Sort.PART, word, PART_ORDER.index(part))
    for word, direction in NEAR.items():
        known[word] = Item(Sort.NEAR, word, direction)
    # Last: "mar" and "sept" are months far more often than a Tuesday or a seven; `_settle` knows when not.
    for prefix, numbers in prefixes.items():
        if len(numbers) == 1:
            known[prefix] = Item(Sort.MONTH, prefix, min(numbers))
    return Words(known, months, weekdays)


def months_later(day: date, months: int) -> date:
    """The same day of another month, or its last day where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    for shorter in range(4):
        try:
            return date(year, month + 1, day.day - shorter)
        except ValueError:
            continue
    raise ValueError(day, months)
