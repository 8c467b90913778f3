"""A person who has told everything: each fact of each model once at least."""

from __future__ import annotations

from typing import Any, Final

from rules.facts import Facts

PARTNER: Final[dict[str, Any]] = {
    "status": "accompanying",
    "living_together_since": "2019-05-01",
    "married": "2021-06-12",
    "birth_date": "1992-02-29",
    "education": "secondary",
    "tests": [
        {
            "kind": "tef_canada",
            "scale": "older",
            "scores": {"listening": 316, "reading": 248, "writing": 393, "speaking": 393},
            "test_date": "2026-02-01",
            "result_date": "2026-02-20",
        }
    ],
    "canadian_work_years": 1,
}

FULL: Final[dict[str, Any]] = {
    "birth_date": "1990-03-31",
    "education": "masters_or_entry_to_practice_professional",
    "credentials": [
        {
            "level": "masters_or_entry_to_practice_professional",
            "country": "IN",
            "completed": "2014-06-30",
            "approximate": ["completed"],
            "assessed": "2025-01-10",
            "assessed_as": "bachelors_or_three_plus_year_program",
        },
        {
            "level": "two_year_post_secondary",
            "country": "CA",
            "completed": "2020-04-30",
            "eight_months_in_person": True,
            "mostly_language_study": False,
            "two_academic_years": True,
        },
    ],
    "tests": [
        {
            "kind": "ielts_general",
            "scores": {"listening": 8, "reading": 7, "writing": 6.5, "speaking": 7},
            "test_date": "2026-09-20",
            "result_date": "2026-10-01",
        }
    ],
    "tests_not_usable": ["ielts_academic"],
    "booked": [{"what": "french_test", "on": "2026-12-15", "noted": "2026-11-20"}],
    "canadian_work_years": 2,
    "foreign_work_years": 3,
    "jobs": [
        {
            "start": "2021-03-01",
            "end": "2023-03-01",
            "noc": "21231",
            "duties": "fits",
            "country": "CA",
            "hours_per_week": 37.5,
            "paid": True,
            "self_employed": False,
            "authorised": True,
            "studying": [{"start": "2021-03-01", "end": "2021-06-30"}],
            "unpaid_leave": [{"start": "2022-01-01", "end": "2022-01-31"}],
            "publicly_funded_physician": True,
            "qualified_from": "2021-01-01",
        },
        {"start": "2023-04-01", "country": "NG", "studying": [], "none_of": ["qualified_from"]},
    ],
    "primary_occupation": "21231",
    "certificate_of_qualification": False,
    "provincial_nomination": True,
    "nomination": {
        "province": "ON",
        "notified": "2026-10-02",
        "accepted": True,
        "applied_to_province": "2026-06-01",
        "expires": "2027-04-01",
        "withdrawn": "2026-11-28",
    },
    "sibling_in_canada": False,
    "canadian_study": "two_year",
    "job_offer": "other_skilled",
    "job_offer_assessed": False,
    "offer": {
        "noc": "21231",
        "duties": "not_sure",
        "full_time": True,
        "year_after_visa": True,
        "assessed": False,
        "excluded_employer": True,
        "from_permit_employer": True,
        "year_with_employer": True,
    },
    "arranged_employment": False,
    "relative_in_canada": True,
    "two_years_of_study_in_canada": True,
    "full_time_year_in_canada": True,
    "permits": [{"kind": "open_work", "until": "2027-08-31"}],
    "passport_expires": "2030-01-01",
    "medical_exam": "2026-10-15",
    "police_certificates": [{"country": "IN", "issued": "2026-09-01"}],
    "stays": [{"country": "FR", "start": "2016-01-01", "end": "2016-08-01"}],
    "activities": [{"start": "2016-09-01", "end": "2016-12-31", "what": "study"}],
    "misrepresentation_bar_until": "2020-01-01",
    "without_status_in_canada": False,
    "partner": PARTNER,
    "former_partner": {"how": "divorced", "since": "2018-03-01"},
    "child_expected": "2027-02-01",
    "children": [
        {
            "birth_date": "2022-07-07",
            "accompanying": False,
            "canadian": True,
            "in_couple": True,
            "dependent_by_condition": True,
        }
    ],
    "settlement_funds": 25000,
    "intends_to_live_in_quebec": False,
    "profile": {
        "eligibility_answered": "2026-01-01",
        "draft_opened": "2026-01-02",
        "submitted": "2026-01-05",
        "submitted_at": "2026-01-05T14:30:00Z",
        "valid_until": "2027-01-05",
        "ended": "2026-11-27",
        "ended_by": "withdrawn",
        "follows": "2025-12-01",
    },
    "official_score": 470,
    "official_score_on": "2026-11-01",
    "invitation": {
        "issued": "2026-11-18",
        "program": "canadian_experience",
        "category": "french",
        "round": "420",
        "cut_off": 512,
        "tie_break": "2026-10-30T04:16:27Z",
        "score": 520,
        "deadline": "2027-01-17",
        "applied": "2026-11-20",
    },
    "application": {
        "returned": "2026-11-21",
        "biometrics_asked": "2026-11-21",
        "biometrics_given": "2026-11-22",
        "medical_asked": "2026-11-22",
        "documents_asked": "2026-11-22",
        "passport_asked": "2026-11-23",
        "approved": "2026-11-24",
        "refused": "2026-11-24",
        "withdrawn": "2026-11-24",
        "landed": "2026-11-25",
    },
    "papers": [{"key": "reference_letter:own:1", "state": "asked_for", "on": "2026-11-19"}],
}


def full() -> Facts:
    """The facts of that person."""
    return Facts.model_validate(FULL)
