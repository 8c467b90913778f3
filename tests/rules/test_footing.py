"""The day a profile in the pool loses its last program, because a result or an assessment has become too old."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rules.facts import Facts
from rules.footing import fallen_since, footing

ON = date(2026, 11, 23)
TEF: dict[str, Any] = {
    "kind": "tef_canada",
    "scale": "older",
    "scores": {"listening": 316, "reading": 248, "writing": 393, "speaking": 393},  # NCLC 9, 9, 10, 10
    "result_date": "2024-12-02",
}
IELTS: dict[str, Any] = {
    "kind": "ielts_general",
    "scores": {"listening": 8, "reading": 7, "writing": 7, "speaking": 7},  # CLB 9 in each
    "result_date": "2026-10-01",
}
TOLD: dict[str, Any] = {
    "birth_date": "1993-03-31",
    "education": "bachelors_or_three_plus_year_program",
    "tests": [TEF],
    "canadian_work_years": 0,
    "foreign_work_years": 3,
    "canadian_study": "none",
    "provincial_nomination": False,
    "sibling_in_canada": False,
    "certificate_of_qualification": False,
    "partner_unknown": False,
    "profile": {"submitted": "2026-03-01"},
}


def told(**other: Any) -> Facts:
    return Facts.model_validate({**TOLD, **other})


def test_the_only_result_of_a_profile_takes_it_along_on_the_day_it_is_two_years_old() -> None:
    found = footing(told(), ON)
    assert found is not None
    assert found.lost == date(2026, 12, 2)
    assert found.clock is not None
    assert found.clock.key == "language_test:own:french"
    assert footing(told(), date(2026, 12, 1)) == found, "on the last usable day nothing has ended yet"


@pytest.mark.parametrize("day", [date(2026, 12, 2), date(2027, 2, 28)])
def test_from_that_day_on_it_has_fallen(day: date) -> None:
    assert fallen_since(told(), day) == date(2026, 12, 2)
    found = footing(told(), day)
    assert found is not None
    assert (found.lost, found.clock) == (date(2026, 12, 2), None)


def test_another_result_that_meets_the_program_holds_it() -> None:
    # CLB 9 gives the grid the same 24 points: 12 + 21 + 24 + 11 = 68.
    both = told(tests=[TEF, IELTS])
    assert footing(both, ON) is None
    assert fallen_since(both, date(2026, 12, 5)) is None


def test_a_result_too_weak_for_the_program_does_not_hold_it() -> None:
    weak = {**IELTS, "scores": {"listening": 5, "reading": 4, "writing": 5, "speaking": 5}}  # CLB 5, 5, 5, 5
    found = footing(told(tests=[TEF, weak]), ON)
    assert found is not None
    assert found.lost == date(2026, 12, 2)


def test_twelve_months_that_end_first_are_what_ends_the_profile() -> None:
    assert footing(told(profile={"submitted": "2025-11-30"}), ON) is None


@pytest.mark.parametrize(
    "other",
    [
        {"profile": None},
        {"profile": {"draft_opened": "2026-11-01"}},
        {"profile": {"submitted": "2026-03-01", "ended": "2026-10-01", "ended_by": "withdrawn"}},
        {"invitation": {"issued": "2026-11-18"}},
        {"tests": []},
    ],
)
def test_who_is_not_in_the_pool_or_has_no_result_has_nothing_to_lose(other: dict[str, Any]) -> None:
    assert footing(told(**other), ON) is None
    assert fallen_since(told(**other), date(2026, 12, 5)) is None


def test_an_assessment_five_years_old_takes_a_profile_along_that_needs_it() -> None:
    # Without the degree the grid is 12 + 0 + 24 + 11 = 47, and no secondary diploma is shown.
    degree = {
        "level": "bachelors_or_three_plus_year_program",
        "country": "IN",
        "completed": "2014-05-31",
        "assessed": "2022-01-10",
    }
    found = footing(told(education=None, credentials=[degree], tests=[IELTS]), ON)
    assert found is not None
    assert found.lost == date(2027, 1, 10)
    assert found.clock is not None
    assert found.clock.kind == "education_assessment"
    assert fallen_since(told(education=None, credentials=[degree], tests=[IELTS]), date(2027, 1, 12)) == found.lost
