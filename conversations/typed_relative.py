"""Dates told from today: "yesterday", « il y a 2 mois », "in 3 weeks", « vendredi dernier »."""

from __future__ import annotations

import re
from datetime import date, timedelta

from rapidfuzz.distance import OSA

from conversations.typed_calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    NEAR,
    PARTS,
    AmbiguousDate,
    DateRead,
    MonthOnly,
    MonthPart,
    ReadDate,
    Sort,
    months_later,
    vocabulary,
)
from conversations.typed_words import NUMBER_WORDS, word_set

_COUNT = r"(\d{1,4}|an?|a couple of|couple of|" + "|".join(sorted(NUMBER_WORDS, key=len, reverse=True)) + ")"
_UNIT = r"(days?|jours?|weeks?|semaines?|months?|mois|years?|ans?|annees?)"
_ABOUT = r"(?:about |around |environ |a peu pres |some )?"
_SPAN = re.compile(
    rf"\b(?:{_COUNT} {_UNIT} (?:ago|back)|y ?a {_ABOUT}{_COUNT} {_UNIT}"
    rf"|(?:in|dans|d ici) {_ABOUT}{_COUNT} {_UNIT}|{_COUNT} {_UNIT} from (?:now|today))\b"
)
_SIMPLE = re.compile(
    r"\b(?:(day before yesterday|avant ?hier)|(day after tomorrow|apres ?demain)|(yesterday|hier)"
    r"|(today|aujourd ?hui)|(tomorrow|demain))\b"
)
_SIMPLE_DAYS = (-2, 2, -1, 0, 1)
_SINGLE_WORDS = {"yesterday": -1, "today": 0, "tomorrow": 1, "aujourdhui": 0, "demain": 1}
_MONTH_FROM_HERE = re.compile(
    r"\b(?:(last|past|next|this) month|(?:le|du|au) mois (dernier|passe|prochain)|(ce) mois(?: ci)?)\b"
)
_UNIT_MONTHS = {"m": 1, "y": 12, "a": 12}
_BARE_WEEKDAY_FILLERS = word_set("on le this ce the coming")


def read_relative(said: tuple[str, ...], today: date) -> ReadDate | None:
    joined = " ".join(said)
    simple = _SIMPLE.search(joined)
    if simple:
        return _days_from(today, _SIMPLE_DAYS[(simple.lastindex or 1) - 1])
    span = _SPAN.search(joined)
    if span:
        return _span(span, today)
    month = _MONTH_FROM_HERE.search(joined)
    if month:
        word = month[1] or month[2] or month[3]
        first = months_later(today.replace(day=1), NEAR.get(word, 0))
        parts = [PARTS[w] for w in said if w in PARTS]
        return MonthOnly(first.year, first.month, parts[0] if len(parts) == 1 else MonthPart.WHOLE)
    weekday = _weekday(said, today)
    if weekday is not None:
        return weekday
    together = "".join(said)
    if len(said) <= 2 and 5 <= len(together) <= 12:
        for word, days in _SINGLE_WORDS.items():
            if OSA.distance(together, word, score_cutoff=2) <= (1 if len(word) < 7 else 2):
                return _days_from(today, days)
    return None


def _span(span: re.Match[str], today: date) -> ReadDate | None:
    groups = span.groups()
    ahead = groups[4] is not None or groups[6] is not None
    count_word, unit = next((groups[i], groups[i + 1]) for i in (0, 2, 4, 6) if groups[i] is not None)
    if count_word.isdigit():
        count = int(count_word)
    elif "couple" in count_word:
        count = 2
    else:
        count = NUMBER_WORDS.get(count_word, 1)  # "a", "an"
    if not ahead:
        count = -count
    if unit.startswith(("day", "jour")):
        return _days_from(today, count)
    if unit.startswith(("week", "semaine")):
        return _days_from(today, 7 * count, exact=False)
    months = count * _UNIT_MONTHS[unit[0]]
    if not FIRST_YEAR <= today.year + months // 12 <= LAST_YEAR:
        return None
    return DateRead(months_later(today, months), exact=False)


def _weekday(said: tuple[str, ...], today: date) -> ReadDate | None:
    words = vocabulary()
    for place, word in enumerate(said):
        number = words.weekday_names.get(word)
        before = said[place - 1] if place else ""
        after = said[place + 1] if place + 1 < len(said) else ""
        if number is None:
            # Short names only where they cannot be a French word ("mon dernier résultat").
            item = words.known.get(word)
            if item is None or item.sort is not Sort.WEEKDAY or before not in ("last", "next"):
                continue
            number = item.value
        since = (today.weekday() - number) % 7 or 7
        until = (number - today.weekday()) % 7 or 7
        direction = NEAR.get(after) or NEAR.get(before)
        if direction:
            return _days_from(today, -since if direction < 0 else until)
        if all(other in _BARE_WEEKDAY_FILLERS for other in said if other != word):
            days = [today + timedelta(days=-since), today + timedelta(days=until)]
            if until == 7:
                days.insert(1, today)
            return AmbiguousDate(tuple(days))
    return None


def _days_from(today: date, days: int, *, exact: bool = True) -> ReadDate | None:
    day = today + timedelta(days=days)
    return DateRead(day, exact) if FIRST_YEAR <= day.year <= LAST_YEAR else None
