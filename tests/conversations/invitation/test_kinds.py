"""What a letter prints, as people type it: the last day with its time, the tie-break, the round, the category."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.invitation.kinds import Category, Clock, KnownRound, Moment, near, read_clock, whom
from conversations.invitation.questions import QUESTIONS
from conversations.questions import NONE, Accepted, AnswerKind, Unclear
from locales import use
from rules import rounds as table
from rules.feed_names import FEDERAL
from rules.rounds import RoundKind
from tests.feed_files import a_round, only_shipped_rounds

__all__ = ["only_shipped_rounds"]

TODAY = date(2026, 11, 23)
LETTER = {"issued": "2026-11-18"}


def kind(key: str) -> AnswerKind:
    return next(question.kind for question in QUESTIONS if question.key == key)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("12:00 AM UTC", Clock(time(0), "UTC", "")),
        ("17 January 2027, 11:59 PM UTC", Clock(time(23, 59), "UTC", "17 january 2027")),
        ("January 17, 2027 at 11:59:59 p.m. EST", Clock(time(23, 59, 59), "Etc/GMT+5", "january 17, 2027")),
        ("2026-08-02T03:11:45Z", Clock(time(3, 11, 45), "UTC", "2026-08-02")),
        ("2 août 2026 à 3 h 11", Clock(time(3, 11), "UTC", "2 aout 2026")),
        ("17 janvier 2027, 23 h 59 HNE", Clock(time(23, 59), "Etc/GMT+5", "17 janvier 2027")),
        ("midnight", Clock(time(0), "UTC", "")),
        ("12 PM", Clock(time(12), "UTC", "")),
    ],
)
def test_a_time_of_day_is_read_beside_a_date(text: str, clock: Clock) -> None:
    assert read_clock(text) == clock


@pytest.mark.parametrize("text", ["17 January 2027", "2027-01-17", "17/01/2027", "25:00", "13:00 pm", "", "soon"])
def test_a_date_alone_or_no_time_is_none(text: str) -> None:
    assert read_clock(text) is None


@given(st.text(max_size=60))
def test_no_text_makes_the_reading_of_a_letter_fail(text: str) -> None:
    read_clock(text)
    for key in ("deadline", "tie_break", "round", "category"):
        kind(key).read(text, LETTER, None, TODAY)


def test_midnight_at_the_start_of_a_day_leaves_the_day_before() -> None:
    read = kind("deadline").read("17 January 2027, 12:00 AM UTC", LETTER, None, TODAY)
    assert isinstance(read, Accepted)
    assert read.value == "2027-01-16"
    assert "the last day is Saturday 16 January 2027" in read.note


def test_an_hour_of_ottawa_is_taken_as_utc() -> None:
    # 7 in the evening in Ottawa in winter is midnight UTC: the first instant of the 18th, so the 17th is the last day.
    read = kind("deadline").read("17 January 2027 7 pm EST", LETTER, None, TODAY)
    assert isinstance(read, Accepted)
    assert read.value == "2027-01-17"


def test_an_hour_within_the_day_is_said() -> None:
    read = kind("deadline").read("17 January 2027 4:17 PM UTC", LETTER, None, TODAY)
    assert isinstance(read, Accepted)
    assert read.value == "2027-01-17"
    assert "only before 16:17 UTC" in read.note


@pytest.mark.parametrize(
    ("answer", "last"),
    [("12:00 AM", "2027-01-16"), ("2", "2027-01-16"), ("11:59 PM", "2027-01-17"), ("no time is printed", "2027-01-17")],
)
def test_a_date_without_its_time_is_asked_for_the_time(answer: str, last: str) -> None:
    first = kind("deadline").read("17 January 2027", LETTER, None, TODAY)
    assert isinstance(first, Unclear)
    read = kind("deadline").read(answer, LETTER, first.pending, TODAY)
    assert isinstance(read, Accepted)
    assert read.value == last


def test_another_date_typed_instead_of_the_time_is_taken_up() -> None:
    first = kind("deadline").read("17 January 2027", LETTER, None, TODAY)
    assert isinstance(first, Unclear)
    read = kind("deadline").read("16 January 2027 11:59 PM", LETTER, first.pending, TODAY)
    assert isinstance(read, Accepted)
    assert read.value == "2027-01-16"


@pytest.mark.parametrize(
    ("text", "why"),
    [("17 November 2026 11:59 PM", "before the letter"), ("17 June 2027 11:59 PM", "more than 120 days")],
)
def test_a_last_day_that_cannot_be_is_asked_again(text: str, why: str) -> None:
    read = kind("deadline").read(text, LETTER, None, TODAY)
    assert isinstance(read, Unclear)
    assert why in read.note


def test_a_tie_break_is_kept_in_utc() -> None:
    assert Moment().read("2 August 2026 03:11:45", {}, None, TODAY) == Accepted("2026-08-02T03:11:45Z")
    assert Moment().read("1 August 2026 11:11 pm EDT", {}, None, TODAY) == Accepted("2026-08-02T03:11:00Z")
    assert isinstance(Moment().read("2 August 2026", {}, None, TODAY), Unclear)
    assert isinstance(Moment().read("2 August 2027 03:11", {}, None, TODAY), Unclear)


AUGUST: dict[str, Any] = {"issued": "2026-08-18"}


def test_the_rounds_offered_are_those_around_the_letter_for_its_program() -> None:
    assert [one.number for one in near(AUGUST)] == ["435", "436", "437"]
    assert [one.number for one in near({**AUGUST, "program": "canadian_experience"})] == ["436", "437"]
    assert near(LETTER) == ()


@pytest.mark.usefixtures("only_shipped_rounds")
def test_a_round_of_the_feed_is_offered_like_any_other_and_an_unknown_category_as_it_was_published() -> None:
    one = a_round(
        kind=RoundKind.category, programs=FEDERAL, name_en="Trade & <wages>", name_fr="Métiers & salaires", version=1
    )
    table.know([one])
    letter = {"issued": "2026-10-05"}
    assert near(letter) == (one,)
    assert whom(one) == "Trade &amp; &lt;wages&gt;"
    assert "Trade & <wages>" in KnownRound().offers(letter, None)[0].detail
    with use("fr"):
        assert whom(one) == "Métiers &amp; salaires"
        assert whom(one._replace(name_fr=None)) == "Trade &amp; &lt;wages&gt;"
    assert KnownRound().read("448", letter, None, TODAY) == Accepted("448")


@pytest.mark.parametrize("text", ["436", "round 436", "2", "Round 436, 523", "#436"])
def test_a_round_is_named_by_its_number_or_its_place(text: str) -> None:
    assert KnownRound().read(text, AUGUST, None, TODAY) == Accepted("436")


def test_a_round_of_another_day_is_asked_about() -> None:
    read = KnownRound().read("300", AUGUST, None, TODAY)
    assert isinstance(read, Unclear)
    assert "Round 300 was on" in read.note
    assert isinstance(KnownRound().read("9999", AUGUST, None, TODAY), Unclear)


def test_the_less_usual_categories_stand_behind_a_button_and_can_be_typed() -> None:
    first = Category().offers({}, None)
    assert len(first) <= 8
    more = Category().press("more", {}, None, TODAY)
    assert isinstance(more, Unclear)
    assert len(Category().offers({}, more.pending)) <= 8
    assert Category().read("physicians", {}, None, TODAY) == Accepted("physicians")
    assert Category().read("no category", {}, None, TODAY) == Accepted(NONE)
