"""Dates as people write them, in both languages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from babel import Locale
from babel.dates import format_date
from hypothesis import example, given
from hypothesis import strategies as st

from conversations.answers import (
    AmbiguousDate,
    DateRead,
    ImpossibleDate,
    MonthOnly,
    MonthPart,
    NotADate,
    read_date,
)
from tests.yardstick import lengths

TODAY = date(2026, 11, 23)  # a Monday
JAN_10 = date(2025, 1, 10)  # a Friday
MARCH_31 = date(1990, 3, 31)

ONE_DAY = {
    "31 3 1990": MARCH_31,
    "31/3/1990": MARCH_31,
    "31-03-1990": MARCH_31,
    "31.3.1990": MARCH_31,
    "31. 3. 1990": MARCH_31,
    "31 / 3 / 1990": MARCH_31,
    "31/3/90": MARCH_31,
    "90-03-31": MARCH_31,
    "1990 3 31": MARCH_31,
    "31031990": MARCH_31,
    "19900331": MARCH_31,
    "31 March 1990": MARCH_31,
    "le trente et un mars 1990": MARCH_31,
    "the thirty-first of March 1990": MARCH_31,
    "2025-01-10": JAN_10,
    "2025/1/10": JAN_10,
    "2025.01.10": JAN_10,
    "20250110": JAN_10,
    "10 Jan 2025": JAN_10,
    "10jan2025": JAN_10,
    "10-Jan-25": JAN_10,
    "Jan 10, 2025": JAN_10,
    "JANUARY 10 2025": JAN_10,
    "January 10th 2025": JAN_10,
    "10th of January, 2025": JAN_10,
    "10th january, '25": JAN_10,
    "2025 Jan 10": JAN_10,
    "Friday, January 10, 2025.": JAN_10,
    "Vendredi 10 janvier 2025": JAN_10,
    "dix janvier 2025": JAN_10,
    "10 janury 2025": JAN_10,
    "10 Januray 2025": JAN_10,
    "10 jnavier 2025": JAN_10,
    "it was on 10 Jan 2025": JAN_10,
    "le résultat est du 10 janvier 2025": JAN_10,
    "mon résultat est du 10 janvier 2025 !": JAN_10,
    "2025-01-10T14:30:00Z": JAN_10,
    "le 10 janvier 2025 à 14 h 30": JAN_10,
    "Jan 10, 2025 at 2:30 p.m.": JAN_10,
    "10/Jan/2025": JAN_10,
    "\u00a010\u202fjanvier\u00a02025\u00a0": JAN_10,
    "１０ Jan ２０２５": JAN_10,
    "١٠ Jan ٢٠٢٥": JAN_10,
    "📅 10 Jan 2025": JAN_10,
    "1er mars 2027": date(2027, 3, 1),
    "1 er mars 2027": date(2027, 3, 1),
    "premier mars 2027": date(2027, 3, 1),
    "le 3 janv. 2025": date(2025, 1, 3),
    "12 août 25": date(2025, 8, 12),
    "12 aout 25": date(2025, 8, 12),
    "12 AOÛT 2025": date(2025, 8, 12),
    "3 fevrier 2025": date(2025, 2, 3),
    "3 févr. 2025": date(2025, 2, 3),
    "3 Febuary 2025": date(2025, 2, 3),
    "5 may 2025": date(2025, 5, 5),
    "5 mai 2025": date(2025, 5, 5),
    "5 mar 2025": date(2025, 3, 5),
    "mar. 4 mars 2025": date(2025, 3, 4),
    "mar. 25/03/2025": date(2025, 3, 25),
    "5 juin 2025": date(2025, 6, 5),
    "5 juil. 2025": date(2025, 7, 5),
    "5 juill. 2025": date(2025, 7, 5),
    "5 jun 2025": date(2025, 6, 5),
    "5 jul 2025": date(2025, 7, 5),
    "5 sept 2025": date(2025, 9, 5),
    "7 Septembre 2025": date(2025, 9, 7),
    "sept septembre 2025": date(2025, 9, 7),
    "5 déc. 2025": date(2025, 12, 5),
    "5 dec. 2025": date(2025, 12, 5),
    "5 avirl 2025": date(2025, 4, 5),
    "12/25/2025": date(2025, 12, 25),
    "25/12/2025": date(2025, 12, 25),
    "3/3/2025": date(2025, 3, 3),
    "29 2 2024": date(2024, 2, 29),
    "yesterday": date(2026, 11, 22),
    "yesteday": date(2026, 11, 22),
    "Hier.": date(2026, 11, 22),
    "avant-hier": date(2026, 11, 21),
    "the day before yesterday": date(2026, 11, 21),
    "today": TODAY,
    "aujourd'hui": TODAY,
    "Aujourd’hui": TODAY,
    "aujourdhui": TODAY,
    "tomorrow": date(2026, 11, 24),
    "demain": date(2026, 11, 24),
    "après-demain": date(2026, 11, 25),
    "3 days ago": date(2026, 11, 20),
    "il y a 3 jours": date(2026, 11, 20),
    "last Friday": date(2026, 11, 20),
    "vendredi dernier": date(2026, 11, 20),
    "last fri": date(2026, 11, 20),
    "next Friday": date(2026, 11, 27),
    "vendredi prochain": date(2026, 11, 27),
    "last Monday": date(2026, 11, 16),
}


@pytest.mark.parametrize(("text", "day"), ONE_DAY.items())
def test_a_written_day_is_read(text: str, day: date) -> None:
    assert read_date(text, TODAY) == DateRead(day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2 months ago", date(2026, 9, 23)),
        ("il y a 2 mois", date(2026, 9, 23)),
        ("il y a environ deux mois", date(2026, 9, 23)),
        ("a year ago", date(2025, 11, 23)),
        ("il y a un an", date(2025, 11, 23)),
        ("in 3 weeks", date(2026, 12, 14)),
        ("dans 3 semaines", date(2026, 12, 14)),
        ("dans trois mois", date(2027, 2, 23)),
    ],
)
def test_a_round_distance_is_read_as_not_exact(text: str, day: date) -> None:
    assert read_date(text, TODAY) == DateRead(day, exact=False)


def test_months_ago_from_the_31st_end_on_the_last_day_of_a_shorter_month() -> None:
    assert read_date("1 month ago", date(2025, 3, 31)) == DateRead(date(2025, 2, 28), exact=False)


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("10.01.2025", (date(2025, 1, 10), date(2025, 10, 1))),
        ("10/01/2025", (date(2025, 1, 10), date(2025, 10, 1))),
        ("01/02/2025", (date(2025, 2, 1), date(2025, 1, 2))),
        ("le 10 01 2025", (date(2025, 1, 10), date(2025, 10, 1))),
        ("10-1-25", (date(2025, 1, 10), date(2025, 10, 1))),
        ("10012025", (date(2025, 1, 10), date(2025, 10, 1))),
        ("10 January", (date(2026, 1, 10), date(2027, 1, 10))),
        ("29 février", (date(2024, 2, 29), date(2028, 2, 29))),
        ("Friday", (date(2026, 11, 20), date(2026, 11, 27))),
        ("lundi", (date(2026, 11, 16), TODAY, date(2026, 11, 30))),
        ("from 10 Jan 2020 to 11 Feb 2021", (date(2020, 1, 10), date(2021, 2, 11))),
    ],
)
def test_a_date_with_several_readings_is_never_guessed(text: str, candidates: tuple[date, ...]) -> None:
    assert read_date(text, TODAY) == AmbiguousDate(candidates)


def test_a_weekday_settles_which_of_two_readings_is_meant() -> None:
    assert read_date("Wednesday 10/01/2025", TODAY) == DateRead(date(2025, 10, 1))
    assert read_date("vendredi 10/01/2025", TODAY) == DateRead(JAN_10)


def test_a_weekday_that_the_day_does_not_have_is_told() -> None:
    assert read_date("mercredi 10 janvier 2025", TODAY) == DateRead(JAN_10, weekday_differs=True)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("fin décembre 2024", MonthOnly(2024, 12, MonthPart.END)),
        ("FIN DECEMBRE 2024", MonthOnly(2024, 12, MonthPart.END)),
        ("the end of December 2024", MonthOnly(2024, 12, MonthPart.END)),
        ("début mars 2027", MonthOnly(2027, 3, MonthPart.START)),
        ("early March 2027", MonthOnly(2027, 3, MonthPart.START)),
        ("mi-mars 2027", MonthOnly(2027, 3, MonthPart.MIDDLE)),
        ("mid-March 2027", MonthOnly(2027, 3, MonthPart.MIDDLE)),
        ("mars 2027", MonthOnly(2027, 3)),
        ("03/2027", MonthOnly(2027, 3)),
        ("2027-03", MonthOnly(2027, 3)),
        ("Dec '24", MonthOnly(2024, 12)),
        ("déc. 98", MonthOnly(1998, 12)),
        ("last March", MonthOnly(2026, 3)),
        ("mars prochain", MonthOnly(2027, 3)),
        ("end of last month", MonthOnly(2026, 10, MonthPart.END)),
        ("le mois dernier", MonthOnly(2026, 10)),
    ],
)
def test_a_month_without_a_day_keeps_its_precision(text: str, month: MonthOnly) -> None:
    assert read_date(text, TODAY) == month


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("29 février 2023", ImpossibleDate(2023, 2, 29, (date(2023, 2, 28), date(2023, 3, 1)))),
        ("29 February 1991", ImpossibleDate(1991, 2, 29, (date(1991, 2, 28), date(1991, 3, 1)))),
        ("1991-02-29", ImpossibleDate(1991, 2, 29, (date(1991, 2, 28), date(1991, 3, 1)))),
        ("29 2 91", ImpossibleDate(1991, 2, 29, (date(1991, 2, 28), date(1991, 3, 1)))),
        ("2/30/2025", ImpossibleDate(2025, 2, 30, (date(2025, 2, 28), date(2025, 3, 1)))),
        ("31 April 2025", ImpossibleDate(2025, 4, 31, (date(2025, 4, 30), date(2025, 5, 1)))),
        ("32 décembre 2025", ImpossibleDate(2025, 12, 32, (date(2025, 12, 31), date(2026, 1, 1)))),
        ("31 avril", ImpossibleDate(None, 4, 31)),
        ("13/13/2025", ImpossibleDate(2025, 13, 13)),
    ],
)
def test_a_day_that_no_calendar_has_comes_with_its_neighbours(text: str, expected: ImpossibleDate) -> None:
    assert read_date(text, TODAY) == expected


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "1990", "in 2025", "10", "hello", "I may come", "mars", "mon dernier résultat", "416 555 1234",
        "+1 (416) 555-1234", "06 12 34 56 78", "12345678", "1234567890", "99999999999999999999", "8/7/6.5/7",
        "8 7 6.5 7", "7.5", "2019-2023", "10.0.0.1", "😀", "5" * 5000, "10 Jan 20255", "10 Jan 0025", "in 9999 years",
        "1 jui 2025", "10 mais 2025",
    ],
)  # fmt: skip
def test_what_is_not_a_date_is_not_taken_for_one(text: str) -> None:
    assert read_date(text, TODAY) == NotADate()


@pytest.mark.parametrize(("text", "year"), [("1 2 31", 2031), ("1 2 32", 1932), ("1 2 00", 2000), ("1 2 99", 1999)])
def test_two_digit_years_reach_five_years_ahead_of_today(text: str, year: int) -> None:
    assert read_date(text, TODAY) == AmbiguousDate((date(year, 2, 1), date(year, 1, 2)))


HOSTILE = {
    "digits": "5" * 5000,
    "numbers": "1 " * 2500,
    "slashes": "1/2/" * 1250,
    "months": "10 jan " * 714,
    "words": "il y a " * 714,
    "emoji": "😀" * 5000,
    "marks": "e" + "\u0323\u0301" * 2500,
    "short enough to be read": "1 mars " * 42,
    "commas short enough to be read": "8," * 149,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_takes_long_to_refuse(name: str) -> None:
    read_date("warm up 1 mars 2025", TODAY)
    assert lengths(lambda: read_date(HOSTILE[name], TODAY)) < 200


LOCALES = [Locale.parse("en_CA"), Locale.parse("fr_CA")]
DAYS = st.dates(date(1932, 1, 1), date(2031, 12, 31))
CLEAR = [
    "short", "medium", "long", "full", "d MMM y", "dd MMMM y", "MMM d y", "y MMM d", "EEE d MMM y", "EEEE, MMMM d, y",
    "yyyyMMdd", "y/M/d", "y.MM.dd", "d MMMM yy", "d-MMM-y", "dMMMy", "MMMM d, yy", "'le' d MMMM y",
]  # fmt: skip


@given(day=DAYS, locale=st.sampled_from(LOCALES), pattern=st.sampled_from(CLEAR))
@example(day=date(2025, 3, 4), locale=LOCALES[1], pattern="EEE d MMM y")  # mar. 4 mars 2025
@example(day=date(2025, 9, 7), locale=LOCALES[1], pattern="d MMMM y")
def test_every_date_written_in_either_locale_reads_back_as_itself(day: date, locale: Locale, pattern: str) -> None:
    assert read_date(format_date(day, pattern, locale=locale), TODAY) == DateRead(day)


@given(day=DAYS, pattern=st.sampled_from(["d/M/y", "dd.MM.y", "d M y", "dd-MM-yy", "M/d/y", "MM.dd.y", "ddMMyyyy"]))
def test_a_date_in_figures_is_among_its_readings_and_only_alone_when_it_is_clear(day: date, pattern: str) -> None:
    read = read_date(format_date(day, pattern, locale=LOCALES[0]), TODAY)
    if day.day <= 12 and day.day != day.month:
        assert isinstance(read, AmbiguousDate)
        assert day in read.candidates
    else:
        assert read == DateRead(day)


@given(
    day=DAYS, locale=st.sampled_from(LOCALES), space=st.sampled_from([" ", "\u00a0", "\u202f", "  ", "\t", "\u2003"])
)
def test_case_accents_and_kinds_of_space_change_nothing(day: date, locale: Locale, space: str) -> None:
    written = format_date(day, "long", locale=locale)
    plain = written.replace("é", "e").replace("û", "u")
    for variant in (written.upper(), plain, plain.title(), f" {written} !", written.replace(" ", space)):
        assert read_date(variant, TODAY) == DateRead(day)


@given(st.integers(0, 400))
def test_days_ago_and_days_ahead_are_counted_from_today(days: int) -> None:
    assert read_date(f"{days} days ago", TODAY) == DateRead(TODAY - timedelta(days=days))
    assert read_date(f"dans {days} jours", TODAY) == DateRead(TODAY + timedelta(days=days))


PIECES = st.lists(
    st.one_of(
        st.text(max_size=6),
        st.integers(0, 99999).map(str),
        st.sampled_from(
            ["jan", "mars", "sept", "mar", "mai", "fin", "last", "vendredi", "il y a", "'", "/", ".", "hier", "²", "½"]
        ),
    ),
    max_size=9,
)


@given(PIECES.map(" ".join), st.dates(date(1900, 1, 1), date(2150, 12, 31)))
@example("le 31 mars", date(2150, 12, 31))
def test_no_text_makes_the_date_reader_fail(text: str, today: date) -> None:
    assert isinstance(read_date(text, today), DateRead | AmbiguousDate | MonthOnly | ImpossibleDate | NotADate)
