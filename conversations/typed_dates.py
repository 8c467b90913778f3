"""Dates as people write them, in English and in French at once.

A date whose day and month could be swapped is never guessed: both readings come back.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from rapidfuzz.distance import OSA

from conversations.typed_calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    PART_ORDER,
    AmbiguousDate,
    DateRead,
    ImpossibleDate,
    Item,
    MonthOnly,
    NotADate,
    ReadDate,
    Sort,
    months_later,
    vocabulary,
)
from conversations.typed_relative import read_relative
from conversations.typed_words import LONGEST_TYPED, compounds_in_figures, fold, word_set, words_of

LONGEST_DATE = 300
_MOST_CANDIDATES = 4


def read_date(text: str, today: date) -> ReadDate:
    """The date in a message, among other words or not; `today` anchors "yesterday" and two-digit years.

    Two-digit years up to five years ahead of today are of this century, the others of the last one.
    A lone year, a phone number, a score or a text of more than 300 characters is NotADate.
    """
    folded = fold(text) if len(text) <= LONGEST_TYPED else ""
    if not folded or len(folded) > LONGEST_DATE:
        return NotADate()
    written = read_written(folded, today)
    if written is not None:
        return written
    return read_relative(words_of(folded), today) or NotADate()


_ITEM = re.compile(r"(\d+)|([^\W\d_]+)|(\S)")
_CLOCK = re.compile(r"(?<!\d)\d{1,2} ?[:h] ?\d{2}(?!\d)(?::\d{2}(?:\.\d{1,6})?)?(?: ?[ap]\.?m\b\.?)?")
_TRANSPARENT_SIGNS = frozenset("/.-,'\"()[]*|\\")
_TRANSPARENT_WORDS = word_set(
    "st nd rd th er re e eme ieme o of the de du le la les d l day jour month mois year annee an en in"
)
# Ordinary words a letter away from a month.
_NEVER_MONTHS = word_set("about mais mart mary mark marry jane moth scout")


def _items(folded: str) -> list[Item]:
    known = vocabulary().known
    items: list[Item] = []
    apostrophe = False
    for digits, word, sign in _ITEM.findall(folded):
        if digits:
            items.append(Item(Sort.NUMBER, digits, 1 if apostrophe else 0))
        elif word:
            item = known.get(word)
            if item is not None:
                items.append(item)
            elif word not in _TRANSPARENT_WORDS:
                items.append(Item(Sort.WORD, word))
        elif sign not in _TRANSPARENT_SIGNS:
            items.append(Item(Sort.STOP, sign))
        apostrophe = sign == "'"
    return items


def _settle(items: list[Item]) -> None:
    """Decide the words of two meanings, and read mistyped months, in place."""
    months = [place for place, item in enumerate(items) if item.sort is Sort.MONTH]
    for place in months:
        following = items[place + 1].sort if place + 1 < len(items) else None
        if items[place].text == "sept" and following is Sort.MONTH:
            items[place] = Item(Sort.NUMBER, "7")
        elif items[place].text == "mar" and (len(months) > 1 or _run(items, place + 1) == 3):
            items[place] = Item(Sort.WEEKDAY, "mar", 1)
    if months:
        return
    for place, item in enumerate(items):
        if item.sort is not Sort.WORD or not 4 <= len(item.text) <= 12 or item.text in _NEVER_MONTHS:
            continue
        before = place > 0 and items[place - 1].sort is Sort.NUMBER
        after = place + 1 < len(items) and items[place + 1].sort is Sort.NUMBER
        month = _mistyped_month(item.text) if before or after else None
        if month is not None:
            items[place] = Item(Sort.MONTH, item.text, month)


def _mistyped_month(word: str) -> int | None:
    limit = 1 if len(word) < 6 else 2
    best, found = limit + 1, set[int]()
    for name, number in vocabulary().month_names.items():
        if len(name) < 4:
            continue
        distance = OSA.distance(word, name, score_cutoff=limit)
        if distance < best:
            best, found = distance, {number}
        elif distance == best <= limit:
            found.add(number)
    return found.pop() if len(found) == 1 else None


def _run(items: list[Item], start: int) -> int:
    """How many numbers stand one after another from `start`."""
    end = start
    while end < len(items) and items[end].sort is Sort.NUMBER:
        end += 1
    return end - start


def read_written(folded: str, today: date) -> ReadDate | None:
    if ":" in folded or "h" in folded:
        folded = _CLOCK.sub(" ; ", folded)
    items = _items(compounds_in_figures(folded))
    _settle(items)
    found: list[ReadDate] = []
    place = 0
    while place < len(items):
        item = items[place]
        if item.sort is Sort.NUMBER:
            start, end = place, place + _run(items, place)
            if end < len(items) and items[end].sort is Sort.MONTH:
                following = _run(items, end + 1)
                read = _with_month(items[start:end], items[end].value, items[end + 1 : end + 1 + following], today)
                end += 1 + following
            else:
                read = _in_figures(items[start:end], today)
            place = end
        elif item.sort is Sort.MONTH:
            start, end = place, place + 1 + _run(items, place + 1)
            read = _with_month([], item.value, items[place + 1 : end], today)
            if read is None and end == place + 1:
                read = _near_month(items, place, today)
            place = end
        else:
            place += 1
            continue
        if read is not None:
            read = _neighbours(read, items[start - 1] if start else None, items[end] if end < len(items) else None)
            if read not in found:
                found.append(read)
    return _together(found)


def _together(found: list[ReadDate]) -> ReadDate | None:
    if len(found) < 2:
        return found[0] if found else None
    days: list[date] = []
    for read in found:
        if isinstance(read, DateRead):
            days.append(read.day)
        elif isinstance(read, AmbiguousDate):
            days.extend(read.candidates)
        else:
            return NotADate()
    days = list(dict.fromkeys(days))
    return AmbiguousDate(tuple(days)) if len(days) <= _MOST_CANDIDATES else NotADate()


def _neighbours(read: ReadDate, before: Item | None, after: Item | None) -> ReadDate:
    """What the words right before and after a date add to it: a weekday, or the part of the month."""
    for item in (before, after):
        if item is None:
            continue
        if item.sort is Sort.PART and isinstance(read, MonthOnly):
            return MonthOnly(read.year, read.month, PART_ORDER[item.value])
        if item.sort is Sort.WEEKDAY:
            if isinstance(read, DateRead):
                return DateRead(read.day, read.exact, read.day.weekday() != item.value)
            if isinstance(read, AmbiguousDate):
                fitting = [day for day in read.candidates if day.weekday() == item.value]
                if len(fitting) == 1:
                    return DateRead(fitting[0])
    return read


def _with_month(before: list[Item], month: int, after: list[Item], today: date) -> ReadDate | None:
    """A month in letters with the numbers on both sides of it."""
    match before, after:
        case [day], [year] if len(day.text) <= 2:
            return _day_of(_year(year, today), month, day.text)
        case [year], [day] if len(year.text) == 4:
            return _day_of(_year(year, today), month, day.text)
        case [], [day, year] if len(day.text) <= 2 and not day.value:
            return _day_of(_year(year, today), month, day.text)
        case ([year], []) | ([], [year]) if len(year.text) == 4 or year.value or int(year.text[:3]) > 31:
            number = _year(year, today)
            return None if number is None else MonthOnly(number, month)
        case ([day], []) | ([], [day]) if len(day.text) <= 2:
            return _without_year(month, int(day.text), today)
    return None


def _in_figures(run: list[Item], today: date) -> ReadDate | None:
    """A date of figures only: three numbers, a month and a year, or eight digits in one."""
    match [item.text for item in run]:
        case [one] if len(one) == 8:
            return _compact(one)
        case [first, second] if len(first) <= 2 and len(second) == 4:
            return _month_of(_year(run[1], today), int(first))
        case [first, second] if len(first) == 4 and len(second) <= 2:
            return _month_of(_year(run[0], today), int(second))
        case [first, second, third] if len(first) == 4 and len(second) <= 2 and len(third) <= 2:
            return _year_first(_year(run[0], today), int(second), int(third))
        case [first, second, third] if len(first) <= 2 and len(second) <= 2 and len(third) in (2, 4):
            if len(third) == 2 and int(first) > 31:
                return _year_first(_year(run[0], today), int(second), int(third))
            return _either_order(_year(run[2], today), int(first), int(second))
    return None


def _compact(digits: str) -> ReadDate | None:
    """Eight digits, taken for a date only where they make one: year first, or else year last."""
    if 1900 <= int(digits[:4]) <= 2100 and 1 <= int(digits[4:6]) <= 12 and 1 <= int(digits[6:]) <= 31:
        return _exactly(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if 1900 <= int(digits[4:]) <= 2100:
        read = _either_order(int(digits[4:]), int(digits[:2]), int(digits[2:4]))
        return None if isinstance(read, ImpossibleDate) else read
    return None


def _year(item: Item, today: date) -> int | None:
    if len(item.text) == 4:
        year = int(item.text)
        return year if FIRST_YEAR <= year <= LAST_YEAR else None
    if len(item.text) != 2:
        return None
    year = today.year // 100 * 100 + int(item.text)
    return year if year <= today.year + 5 else year - 100


def _month_of(year: int | None, month: int) -> ReadDate | None:
    return MonthOnly(year, month) if year is not None and 1 <= month <= 12 else None


def _year_first(year: int | None, month: int, day: int) -> ReadDate | None:
    if year is None:
        return None
    if month > 12 and 1 <= day <= 12:
        month, day = day, month
    return _exactly(year, month, day)


def _either_order(year: int | None, first: int, second: int) -> ReadDate | None:
    if year is None:
        return None
    if 1 <= first <= 12 and 1 <= second <= 12 and first != second:
        return AmbiguousDate((date(year, second, first), date(year, first, second)))
    if second > 12 and 1 <= first <= 12:
        return _exactly(year, first, second)
    return _exactly(year, second, first)


def _day_of(year: int | None, month: int, day: str) -> ReadDate | None:
    return None if year is None or len(day) > 2 else _exactly(year, month, int(day))


def _exactly(year: int, month: int, day: int) -> DateRead | ImpossibleDate:
    if not 1 <= month <= 12:
        return ImpossibleDate(year, month, day)
    first, following = date(year, month, 1), months_later(date(year, month, 1), 1)
    if day < 1:
        return ImpossibleDate(year, month, day, (first - timedelta(days=1), first))
    if day > (following - first).days:
        return ImpossibleDate(year, month, day, (following - timedelta(days=1), following))
    return DateRead(date(year, month, day))


def _without_year(month: int, day: int, today: date) -> ReadDate | None:
    """The last such day up to today and the next one after it."""
    if not 1 <= day <= 31:
        return None
    days = []
    for year in range(today.year - 8, today.year + 9):  # 29 February may be eight years away (around 2100)
        read = _exactly(year, month, day)
        if isinstance(read, DateRead):
            days.append(read.day)
    past, ahead = [d for d in days if d <= today], [d for d in days if d > today]
    return AmbiguousDate((past[-1], ahead[0])) if past and ahead else ImpossibleDate(None, month, day)


def _near_month(items: list[Item], place: int, today: date) -> ReadDate | None:
    """ "last March", « mars prochain »."""
    for side in (place - 1, place + 1):
        if 0 <= side < len(items) and items[side].sort is Sort.NEAR:
            month, direction = items[place].value, items[side].value
            year = today.year
            if direction < 0 and month >= today.month:
                year -= 1
            elif direction > 0 and month <= today.month:
                year += 1
            return MonthOnly(year, month)
    return None
