"""The language of the moment: picks the catalogue, fills in values, writes dates and numbers as people read them.

Texts are gettext messages whose ids are the English text. A text is marked where it stands as data with `N_`, and put
into words with `say` (HTML, values escaped) or `plain` (labels) as late as possible, in the language set by `use`.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from typing import Final, Literal, get_args
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal

Language = Literal["en", "fr"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

LANGUAGE_NAMES: Final[dict[str, str]] = {"en": "English", "fr": "Français"}
"""Each language in its own words."""
LOCALES: Final[dict[Language, Locale]] = {"en": Locale("en", "CA"), "fr": Locale("fr", "CA")}
DOMAIN: Final = "companion"
FOLDER: Final = Path(__file__).parent

_language: ContextVar[Language] = ContextVar("language", default="en")


class Html(str):
    """Text that is already HTML: `say` puts it in as it is instead of escaping it."""

    __slots__ = ()


NOTHING: Final = Html("")
"""No text."""


def N_(message: str) -> str:  # noqa: N802 - the name gettext tools know
    """Marks a text that stands in data, so that it is found and translated; it is worded later by `say`."""
    return message


@contextmanager
def use(language: Language) -> Iterator[None]:
    """Words everything inside the block in `language`; safe across tasks."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def current() -> Language:
    """The language texts are worded in now."""
    return _language.get()


def negotiate(code: str | None) -> Language:
    """Telegram's IETF tag ("fr", "fr-CA", "en-GB", none) to one of our two languages."""
    return "fr" if (code or "").lower().replace("_", "-").split("-")[0] == "fr" else "en"


@cache
def catalogue(language: Language) -> gettext.NullTranslations:
    """The compiled catalogue; FileNotFoundError when it was not built (`make` builds it)."""
    return gettext.translation(DOMAIN, FOLDER, [str(LOCALES[language])])


def _found(message: str) -> str:
    """The text of the language; under the empty id a catalogue keeps its own header, which is no text."""
    return catalogue(_language.get()).gettext(message) if message else ""


def plain(message: str, /, **values: object) -> str:
    """The text in the language of the moment, for a place that is not HTML (a button, a command)."""
    worded = _found(message)
    return worded.format(**values) if values else worded


def say(message: str, /, **values: object) -> Html:
    """The text in the language of the moment as HTML; values are escaped unless they are Html themselves."""
    worded = _found(message)
    return Html(worded.format(**_escaped(values)) if values else worded)


def count(singular: str, plural: str, n: int, /, **values: object) -> Html:
    """The text for `n` things, as HTML; `{n}` is filled in with the number as people write it."""
    worded = catalogue(_language.get()).ngettext(singular, plural, n)
    return Html(worded.format(n=number(n), **_escaped(values)))


def everywhere(message: str) -> list[str]:
    """The text in every language, for recognising it when somebody types it."""
    return [catalogue(language).gettext(message) for language in LANGUAGES]


def number(value: float | Decimal, *, decimals: int | None = None) -> str:
    """1234.5 as "1,234.5" or « 1 234,5 »; with a fixed number of decimals if asked for."""
    return _number(value, decimals, _language.get())


@lru_cache(maxsize=4096)  # scores and points come again and again, and writing one takes 15 µs
def _number(value: float | Decimal, decimals: int | None, language: Language) -> str:
    pattern = None if decimals is None else f"#,##0.{'0' * decimals}".rstrip(".")
    return format_decimal(value, format=pattern, locale=LOCALES[language])


def signed(points: int) -> str:
    """A gain or a loss with its sign ("+45", "−5")."""
    return f"+{number(points)}" if points >= 0 else f"\N{MINUS SIGN}{number(-points)}"


def day(value: date, *, weekday: bool = False) -> str:
    """A day in words: "10 January 2025", « 1er mars 2027 »; with its weekday if asked for."""
    words = format_date(value, "EEEE d MMMM y" if weekday else "d MMMM y", locale=LOCALES[_language.get()])
    if _language.get() == "fr" and value.day == 1:
        words = words.replace(" 1 " if weekday else "1 ", " 1er " if weekday else "1er ", 1)
    return words


def month(value: date) -> str:
    """A month in words: "December 2024", « décembre 2024 »."""
    return format_date(value, "MMMM y", locale=LOCALES[_language.get()])


def short_month(value: date) -> str:
    """A month in few letters, for a picture: "Dec 2024", « déc. 2024 »."""
    return format_date(value, "MMM y", locale=LOCALES[_language.get()])


def hour(instant: datetime, zone: str) -> str:
    """The time of day of an instant on the person's clock: "9:00 a.m.", « 9 h »."""
    if _language.get() == "en":
        return format_time(instant, "short", tzinfo=ZoneInfo(zone), locale=LOCALES["en"])
    there = instant.astimezone(ZoneInfo(zone))
    minutes = f"\N{NO-BREAK SPACE}{there.minute:02}" if there.minute else ""
    return f"{there.hour}\N{NO-BREAK SPACE}h{minutes}"  # CLDR would write « 09 h 00 », with spaces that break


PROPER: Final = frozenset({"Canada", "Canadian", "English", "French", "Quebec", "I"})
"""The words, of those that names here begin with, that have their capital wherever they stand."""


def inside(name: str) -> Html:
    """A name in the middle of a sentence: it begins small, unless its first word is one of `PROPER` or a short form."""
    first = name.partition(" ")[0]
    if first in PROPER or first[1:2].isupper():
        return Html(name)
    return Html(name[:1].lower() + name[1:])


def beginning(name: str) -> Html:
    """A name at the beginning of a line or sentence: with its capital."""
    return Html(name[:1].upper() + name[1:])


def listed(items: Sequence[str]) -> Html:
    """ "a, b and c" in the language of the moment."""
    if len(items) < 2:
        return Html("".join(items))
    return say("{items} and {last}", items=Html(", ".join(items[:-1])), last=Html(items[-1]))


def either(items: Sequence[str]) -> Html:
    """ "a, b or c" in the language of the moment."""
    if len(items) < 2:
        return Html("".join(items))
    return say("{items} or {last}", items=Html(", ".join(items[:-1])), last=Html(items[-1]))


def _escaped(values: dict[str, object]) -> dict[str, object]:
    return {
        name: value if isinstance(value, (Html, int)) else escape(str(value), quote=False)
        for name, value in values.items()
    }
