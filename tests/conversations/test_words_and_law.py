"""What reminders and the ways to more points say, held against what the sources say: no more, and not something else."""

from __future__ import annotations

from datetime import date, timedelta

from conversations import clock_words
from conversations.improve import paths
from locales import use
from rules.facts import LanguageTest
from rules.paths import french_path
from tests.rules.situations import candidate

TODAY = date(2026, 11, 23)


def test_the_day_to_act_by_for_an_exam_is_that_of_the_appointment_on_every_day() -> None:
    """The margin is for an appointment and the exam: it begins with the appointment, not with the exam."""
    for act_by in (TODAY + timedelta(days=5), TODAY, TODAY - timedelta(days=1)):
        assert "appointment" in clock_words.to_do("medical_exam", act_by, TODAY)


def test_a_certificate_of_nomination_that_ends_is_said_to_be_the_reading_of_this_program() -> None:
    """The sources say that the application is made while it is valid; of the points afterwards they say nothing."""
    told = clock_words.consequence("nomination", "nomination_points_lost", {})
    assert "no application can be made with it" in told
    assert "I no longer count its points" in told
    assert "As far as I know" in clock_words.words_of("nomination").why


def test_the_age_of_a_nominees_child_is_fixed_by_another_day() -> None:
    """IRPR 25.1(1) and (4)."""
    told = clock_words.consequence("child_ages_out", "child_not_included", {})
    assert "the day the application is received" in told
    assert "provincial nominee" in told


def test_what_is_only_reported_is_not_said_as_law() -> None:
    for kind in ("profile_draft", "nomination_answer", "police_certificate"):
        assert "reported" in clock_words.words_of(kind).why, kind


def french_of(scale: str) -> str:
    scores = {"older": (240, 200, 300, 300), "out_of_699": (400, 400, 400, 430)}[scale]
    test = LanguageTest.model_validate(
        {
            "kind": "tef_canada",
            "scale": scale,
            "result_date": "2026-03-01",
            "scores": dict(zip(("listening", "reading", "writing", "speaking"), scores, strict=True)),
        }
    )
    facts = candidate(TODAY, english=9).model_copy(update={"tests": (test,)})
    return "\n".join(each.text for each in paths.french(facts, french_path(facts, TODAY)))


def test_results_out_of_699_are_never_called_those_of_the_older_scale() -> None:
    """Express Entry takes the older-scale score whatever the day of the test."""
    with use("en"):
        older, newer = french_of("older"), french_of("out_of_699")
    assert "this is the older-scale one" in older
    assert "this is the older-scale one" not in newer
    assert "listening 434" in newer
    assert "check the older-scale score" in newer


def test_a_result_counts_while_it_is_less_than_two_years_old() -> None:
    with use("en"):
        assert "less than two years old" in french_of("older")
