"""The numbers and days of a text in either language, to be held against those that the rules give.

Words are not looked at: a text may be worded anew, its numbers have to stay those of the rules.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Final

from babel.dates import get_month_names

from conversations.messages import Outgoing
from locales import LOCALES, Language

MINUS: Final = "\N{MINUS SIGN}"
SPACE: Final = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
NUMBER: Final = {
    "en": r"[+−]?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?)",
    "fr": rf"[+−]?(?:\d{{1,3}}(?:[{SPACE}]\d{{3}})+(?!\d)|\d+(?:,\d+)?)",
}

Told = date | float | str
"""A day, a number, or a number with its sign ("+45", "−5")."""


@cache
def _months(language: Language) -> dict[str, int]:
    return {name: n for n, name in get_month_names("wide", locale=LOCALES[language]).items()}


@cache
def _day(language: Language) -> re.Pattern[str]:
    return re.compile(rf"(\d{{1,2}})(?:er)?[ {SPACE}]({'|'.join(_months(language))})[ {SPACE}](\d{{4}})")


ISO: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def said(text: str, language: Language) -> Counter[Told]:
    """Everything of a text that is a number or a day, as often as it stands there."""
    bare = html.unescape(re.sub(r"<[^>]+>", "", text))
    found: Counter[Told] = Counter()

    def take_day(match: re.Match[str]) -> str:
        found[date(int(match[3]), _months(language)[match[2]], int(match[1]))] += 1
        return " · "

    def take_iso(match: re.Match[str]) -> str:
        found[date(*map(int, match.groups()))] += 1
        return " · "

    bare = ISO.sub(take_iso, _day(language).sub(take_day, bare))
    for each in re.findall(NUMBER[language], bare):
        found[_number(each, language)] += 1
    return found


def _number(text: str, language: Language) -> Told:
    sign, rest = (text[0], text[1:]) if text[0] in f"+{MINUS}" else ("", text)
    rest = rest.replace(",", "") if language == "en" else re.sub(rf"[{SPACE}]", "", rest).replace(",", ".")
    value = float(rest)
    return f"{sign}{value:g}" if sign else value


def signed(points: int) -> str:
    """A gain or a loss as it stands in a text."""
    return f"+{points:g}" if points >= 0 else f"{MINUS}{-points:g}"


class Wanted(Counter[Told]):
    """The numbers and days that the rules give for a text."""

    def add(self, *told: float | date | None) -> Wanted:
        """Plain numbers and days; None is nothing said."""
        for one in told:
            if one is not None:
                self[float(one) if not isinstance(one, date) else one] += 1
        return self

    def gains(self, *points: int) -> Wanted:
        """Numbers with their sign."""
        for one in points:
            self[signed(one)] += 1
        return self

    def text(self, words: str, language: Language) -> Wanted:
        """What a text of another screen, held elsewhere, says."""
        self.update(said(words, language))
        return self


def texts(messages: Iterable[Outgoing]) -> str:
    """All that some messages say, without their buttons."""
    return "\n\n".join(message.text for message in messages)


def labels(messages: Iterable[Outgoing]) -> str:
    """All that stands on the buttons of some messages."""
    return "\n".join(button.label for message in messages for row in message.keyboard for button in row)


def hold(text: str, language: Language, wanted: Wanted, still: Iterable[float | date] | None = ()) -> None:
    """Every number wanted stands in the text, as often; nothing else does but `still`, where None lets anything."""
    found = said(text, language)
    missing = Counter(wanted) - found
    assert not missing, f"not said: {dict(missing)}\nsaid besides: {dict(found - Counter(wanted))}\n{text}"
    if still is not None:
        besides = {*(found - Counter(wanted))} - {*Wanted().add(*still)}
        assert not besides, f"said and not of the rules: {besides}\n{text}"
