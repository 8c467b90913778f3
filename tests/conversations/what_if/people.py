"""People to suppose things about."""

from __future__ import annotations

from typing import Any, Final

FACTS: Final[dict[str, Any]] = {
    "birth_date": "1994-03-14",
    "education": "masters_or_entry_to_practice_professional",
    "canadian_work_years": 1,
    "foreign_work_years": 2,
    "tests": [
        {
            "kind": "ielts_general",
            "scores": {"listening": 8, "reading": 7, "writing": 6.5, "speaking": 7},
            "result_date": "2026-05-02",
        }
    ],
    "certificate_of_qualification": False,
    "provincial_nomination": False,
    "sibling_in_canada": False,
    "canadian_study": "none",
}

COUPLE: Final[dict[str, Any]] = {
    **FACTS,
    "partner": {
        "status": "accompanying",
        "education": "secondary",
        "canadian_work_years": 0,
        "birth_date": "1995-01-01",
    },
}
