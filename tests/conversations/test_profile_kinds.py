"""Countries, amounts, hours, stretches of time and months without a day, as people type them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.kinds import Cautious, Day
from conversations.profile.days import ENDS_BEFORE, IN_FUTURE, TOO_EARLY
from conversations.profile_kinds import ALL_OF_IT, Amount, Country, Hours, Stretches, Whole, country, find_countries
from conversations.questions import NONE, SEEN, Accepted, AnswerKind, Unclear
from locales import LANGUAGES, LOCALES, Language, use
from rules.countries import countries

TODAY = date(2026, 11, 23)


def told(kind: AnswerKind, text: str, **answers: Any) -> Any:
    """What is kept of what was typed; None when it is asked again."""
    match kind.read(text, answers, None, TODAY):
        case Accepted(value):
            return value
    return None


# --- countries ---


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_is_understood_by_its_name_in_either_language(language: Language) -> None:
    for code in sorted(countries()):
        name = LOCALES[language].territories.get(code)
        if name:
            assert code in find_countries(name), name


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("India", "IN"),
        ("en Inde", "IN"),
        ("l'Inde", "IN"),
        ("the netherlands", "NL"),
        ("aux Philippines", "PH"),
        ("philipines", "PH"),
        ("Camroun", "CM"),
        ("cote d'ivoire", "CI"),
        ("UK", "GB"),
        ("England", "GB"),
        ("usa", "US"),
        ("Emirats", "AE"),
        ("turquie", "TR"),
        ("Nigeria", "NG"),
        ("Niger", "NE"),
        ("IN", "IN"),
        ("québec", "CA"),
    ],
)
def test_a_country_is_understood_as_people_name_it(said: str, code: str) -> None:
    assert told(Country(), said) == code


def test_a_name_of_several_countries_is_asked_about_and_a_word_of_none_is_refused() -> None:
    match Country().read("Congo", {}, None, TODAY):
        case Unclear(_, pending):
            assert pending == {"countries": ["CD", "CG"]}
            assert [offer.value for offer in Country().offers({}, pending)] == ["CD", "CG"]
            assert Country().read("2", {}, pending, TODAY) == Accepted("CG")
        case other:
            raise AssertionError(other)
    assert told(Country(), "Atlantis xyz") is None
    assert told(Country(), "") is None


def test_countries_told_before_are_offered_beside_canada() -> None:
    offers = Country().offers({SEEN: {"countries": ["IN", "CA", "FR"]}}, None)
    assert [offer.value for offer in offers] == ["CA", "IN", "FR"]


def test_a_country_is_said_in_the_language_of_the_moment() -> None:
    with use("fr"):
        assert country("DE") == "Allemagne"
    assert country("DE") == "Germany"


@given(st.text(max_size=100))
def test_no_text_breaks_the_reading_of_a_country_an_amount_hours_or_stretches(text: str) -> None:
    for kind in (Country(), Amount(), Hours(), STUDIES, Whole(0, 1200, "{n}", "{lowest} {highest}")):
        assert isinstance(kind.read(text, {"start": "2024-01-01", "end": NONE}, None, TODAY), Accepted | Unclear)


# --- amounts and hours ---


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("25 000", 25_000),
        ("25,000 $", 25_000),
        ("25.000", 25_000),
        ("$ 15 263 CAD", 15_263),
        ("15 263,00 $", 15_263),
        ("25k", 25_000),
        ("15,5k", 15_500),
        ("0", 0),
        ("dollars 9999.99", 9_999),
        ("€5000", None),
        ("12 lakh", None),
        ("5000 usd", None),
        ("a lot", None),
        ("none", 0),
        ("aucun", 0),
        ("no", None),
        ("non", None),
        ("yes", None),
        ("-5", None),
        ("1e9", None),
        ("999999999999", None),
    ],
)
def test_an_amount_is_canadian_dollars_never_rounded_up(said: str, amount: int | None) -> None:
    assert told(Amount(), said) == amount


@pytest.mark.parametrize(
    ("said", "hours"),
    [("37,5 h", 37.5), ("40 hours a week", 40), ("35h/semaine", 35), ("thirty", 30), ("0", None), ("169", None)],
)
def test_hours_a_week_are_more_than_none_and_no_more_than_a_week_has(said: str, hours: float | None) -> None:
    assert told(Hours(), said) == hours


def test_a_whole_number_stays_between_its_bounds() -> None:
    kind = Whole(0, 1200, "{n} points", "from {lowest} to {highest}")
    assert [told(kind, each) for each in ("467", "0", "1200", "1201", "46.5", "no")] == [
        467,
        0,
        1200,
        None,
        None,
        None,
    ]


# --- stretches of time ---

STUDIES = Stretches("Never", "The whole time", "start", "end")
JOB = {"start": "2023-05-03", "end": "2025-06"}


@pytest.mark.parametrize(
    ("said", "stretches"),
    [
        ("never", NONE),
        ("the whole time", ALL_OF_IT),
        ("1 May 2024 to 31 Aug 2024", [["2024-05-01", "2024-08-31"]]),
        ("du 1er mai 2024 au 31 août 2024", [["2024-05-01", "2024-08-31"]]),
        ("2024-05-01 – 2024-08-31", [["2024-05-01", "2024-08-31"]]),
        ("Feb 2024 until April 2024", [["2024-02-01", "2024-04-30"]]),
        ("jan 2025 to april 2025; May 2024 - Aug 2024", [["2024-05-01", "2024-08-31"], ["2025-01-01", "2025-04-30"]]),
        ("December 2024 to 2 January 2025", [["2024-12-01", "2025-01-02"]]),
        ("31 Aug 2024 to 1 May 2024", None),
        ("1 April 2023 to 31 May 2023", None),
        ("1 May 2025 to 1 July 2025", None),
        ("5 months", None),
        ("May 2024", None),
    ],
)
def test_stretches_lie_within_the_job_and_a_month_stands_for_all_of_it(said: str, stretches: Any) -> None:
    assert told(STUDIES, said, **JOB) == stretches


def test_stretches_are_said_in_words() -> None:
    assert STUDIES.words([["2024-05-01", "2024-08-31"]], {}) == "1 May 2024 to 31 August 2024"
    assert (STUDIES.words(NONE, {}), STUDIES.words(ALL_OF_IT, {})) == ("Never", "The whole time")


# --- a day of which only the month is known ---


def a_day(cautious: Cautious | None, **more: Any) -> Day:
    return Day(
        lambda today: date(today.year - 20, 1, 1),
        lambda today: today,
        TOO_EARLY,
        IN_FUTURE,
        lambda _today: date(2024, 5, 3),
        cautious,
        **more,
    )


@pytest.mark.parametrize(
    ("cautious", "month", "counted"),
    [
        (Cautious.first, "2024-02", date(2024, 2, 1)),
        (Cautious.last, "2024-02", date(2024, 2, 29)),
        (Cautious.last, "2023-02", date(2023, 2, 28)),
        (Cautious.last, "2023-12", date(2023, 12, 31)),
    ],
)
def test_a_month_counts_at_its_cautious_end(cautious: Cautious, month: str, counted: date) -> None:
    kind = a_day(cautious)
    pending = {"month": month}
    assert kind.day(month) == counted
    for said in ("I know only the month", "je connais seulement le mois", f"{counted:%B %Y}"):
        match kind.read(said, {}, pending, TODAY):
            case Accepted(value):
                assert value == month, said
            case unclear:
                raise AssertionError((said, unclear))
    assert kind.press("month", {}, pending, TODAY) == kind.read("I know only the month", {}, pending, TODAY)


def test_a_day_that_is_needed_is_not_let_off_with_its_month() -> None:
    kind = a_day(None)
    assert kind.offers({}, {"month": "2024-02"}) == []
    assert isinstance(kind.read("I know only the month", {}, {"month": "2024-02"}, TODAY), Unclear)
    assert kind.read("29", {}, {"month": "2024-02"}, TODAY) == Accepted("2024-02-29")


def test_today_and_yesterday_are_one_tap_where_the_day_is_near() -> None:
    kind = a_day(None, near=True)
    assert [offer.label for offer in kind.offers({}, None)] == ["Today", "Yesterday"]
    assert kind.press("yesterday", {}, None, TODAY) == Accepted("2026-11-22")
    assert (told(kind, "2"), told(kind, "hier"), told(kind, "today")) == ("2026-11-22", "2026-11-22", "2026-11-23")


@pytest.mark.parametrize(
    ("start", "end", "fits"),
    [
        ("2024-05-03", "2024-05-03", True),
        ("2024-05-03", "2024-05-02", False),
        ("2024-05", "2024-05-01", True),
        ("2024-05-31", "2024-05", True),
        ("2024-05", "2024-04", False),
        ("?", "2020-01-01", True),
    ],
)
def test_an_end_is_not_before_its_start_as_far_as_both_are_known(start: str, end: str, fits: bool) -> None:
    kind = a_day(Cautious.first, follows=(("start", ENDS_BEFORE),))
    pending = {"month": end} if len(end) == len("2024-05") else None
    reading = (
        kind.press("month", {"start": start}, pending, TODAY)
        if pending
        else kind.read(end, {"start": start}, None, TODAY)
    )
    assert isinstance(reading, Accepted) is fits
