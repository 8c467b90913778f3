"""The people of the stories, with their scores worked out by hand.

On 23 November 2026, at 35 and without a partner: age 77, master's 135, IELTS 8/7/7/7 is CLB 9 in all four 4 × 31 = 124,
education with CLB 9 50: 386.
"""

from __future__ import annotations

from typing import Any, Final

IELTS: Final[dict[str, Any]] = {
    "kind": "ielts_general",
    "scores": {"listening": 8, "reading": 7, "writing": 7, "speaking": 7},
    "result_date": "2026-01-10",
}

JOB: Final[dict[str, Any]] = {
    "noc": "21232",
    "duties": "fits",
    "country": "CA",
    "start": "2025-12-29",  # a Monday
    "hours_per_week": 40,
    "paid": True,
    "self_employed": False,
    "authorised": True,
    "studying": [],
}

PERSON: Final[dict[str, Any]] = {
    "birth_date": "1991-03-31",
    "education": "masters_or_entry_to_practice_professional",
    "tests": [IELTS],
    "jobs": [JOB],
    "settlement_funds": 20_000,
    "profile": {"submitted": "2026-05-04"},
}


def person(**told: Any) -> dict[str, Any]:
    """The person, with what is told besides or instead."""
    return {**PERSON, **told}


def job(**told: Any) -> dict[str, Any]:
    """The job, with what is told besides or instead."""
    return {**JOB, **told}
