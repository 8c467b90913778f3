"""Reads the days and instants of the feed of rounds, which people type by hand: thirty ways so far.

Days: `2026-08-19`, `19-08-2026`, `August 19, 2026`. Instants: `August 18, 2026 at 10:13:44 UTC`, with or without "at",
the commas, the year, the UTC; `March 02. 2024`, `August 19th 2026`, `at12:48:30`, a day said twice, AM or PM behind a
time of 24 hours; and the same in French (`1er mars 2026 à 18 h 34 min 5 s`). What could mean two things is read as
neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Final

from rules.feed_text import folded

_MONTHS: Final = (
    ("january", "janvier", "jan", "janv"),
    ("february", "fevrier", "feb", "fevr"),
    ("march", "mars", "mar"),
    ("april", "avril", "apr", "avr"),
    ("may", "mai"),
    ("june", "juin", "jun"),
    ("july", "juillet", "jul", "juil"),
    ("august", "aout", "aug"),
    ("september", "septembre", "sep", "sept"),
    ("october", "octobre", "oct"),
    ("november", "novembre", "nov"),
    ("december", "decembre", "dec"),
)
_MONTH: Final = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_WEEKDAY: Final = (
    "(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)?[ ,]*(?:le )?"
)

# Every piece is bounded and none can begin where the one before it could go on, so that no text takes long.
_WORDED: Final = re.compile(
    rf"{_WEEKDAY}(?:(?P<month>[a-z]{{3,9}})[. ]{{0,2}}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?"
    r"|(?P<day_first>[0-9]{1,2})(?:st|nd|rd|th|er)? (?P<month_second>[a-z]{3,9}))"
    r"(?:[.,; ]{1,3}(?P<year>[0-9]{4})(?![0-9]))?"
)
_ISO: Final = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_TURNED: Final = re.compile(r"([0-9]{2})-([0-9]{2})-([0-9]{4})")
_TIME: Final = re.compile(
    r"[,; ]{0,3}(?:at|a|t)?[,; ]{0,3}(?:(?P<again>[0-9]{4}-[0-9]{2}-[0-9]{2})[ t]{1,2})?"
    r"(?P<hour>[0-9]{1,2}) ?[:h] ?(?P<minute>[0-9]{2}) ?(?::|min) ?(?P<second>[0-9]{2}) ?s?\.?"
    r" ?(?P<half>am|pm)?\.? ?(?:utc|gmt|z|tuc)?\.?"
)
LONGEST: Final = 80  # characters
_YEARS: Final = range(2014, 2100)


def days(text: str) -> frozenset[date]:
    """The days a text can mean: none, one, or two where the month and the day could be either way round."""
    plain = folded(text)
    if len(plain) > LONGEST:
        return frozenset()
    if turned := _TURNED.fullmatch(plain):
        first, second, year = map(int, turned.groups())
        return frozenset(_valid((year, second, first), (year, first, second)))
    match = _ISO.fullmatch(plain) or _WORDED.fullmatch(plain)
    found = None if match is None else _day(match, None)
    return frozenset() if found is None else frozenset({found})


def instant(text: str, *, around: date | None = None, before: datetime | None = None) -> datetime | None:
    """The instant of a text, in UTC; None for what is no instant, or could be two.

    A year that is not written is that of `around`, or the newest that leads to an instant not after `before`.
    """
    plain = folded(text)
    if len(plain) > LONGEST:
        return None
    match = _ISO.match(plain) or _WORDED.match(plain)
    time = None if match is None else _TIME.fullmatch(plain, match.end())
    if match is None or time is None:
        return None
    hour, minute, second = int(time["hour"]), int(time["minute"]), int(time["second"])
    # "15:48:39 AM" and "20:19:59 PM" are of 24 hours; "03:00:00 PM" could be of 12 as well.
    if (time["half"] == "pm" and 1 <= hour < 12) or (time["half"] == "am" and hour == 12):
        return None
    for year in _years(match, around, before):
        day = _day(match, year)
        if day is None or (time["again"] and time["again"] != day.isoformat()):
            continue
        try:
            found = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=UTC)
        except ValueError:
            return None
        if before is None or around is not None or match["year"] or found <= before:
            return found
    return None


def _years(match: re.Match[str], around: date | None, before: datetime | None) -> tuple[int | None, ...]:
    if match["year"]:
        return (int(match["year"]),)
    if around is not None:
        return (around.year,)
    return () if before is None else (before.year, before.year - 1)


def _day(match: re.Match[str], year: int | None) -> date | None:
    parts = match.groupdict()
    year = int(parts["year"]) if parts["year"] else year
    name = parts["month"] or parts["month_second"]
    month = int(name) if name.isdecimal() else _MONTH.get(name)
    if year is None or month is None:
        return None
    return next(_valid((year, month, int(parts["day"] or parts["day_first"]))), None)


def _valid(*days: tuple[int, int, int]) -> Iterator[date]:
    for year, month, day in days:
        with suppress(ValueError):
            found = date(year, month, day)
            if found.year in _YEARS:
                yield found
