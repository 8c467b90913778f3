"""docs/rounds-en.png and docs/rounds-fr.png: `python -m tests.conversations.rounds.pictures` draws them anew.

A made-up nurse with French on 23 November 2026, and the rounds that are shipped to that day.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from conversations.charts.canvas import LIGHT
from conversations.rounds.curves import picture
from locales import LANGUAGES, Language, use
from rules.facts import Facts
from rules.round_history import held_by

NOW: Final = datetime(2026, 11, 23, 15, tzinfo=UTC)
DOCS: Final = Path(__file__).parents[3] / "docs"

NURSE: Final[dict[str, Any]] = {
    "birth_date": "1995-03-31",
    "education": "bachelors_or_three_plus_year_program",
    "tests": [
        {
            "kind": "ielts_general",
            "scores": {"listening": 8, "reading": 7.5, "writing": 7, "speaking": 7},
            "result_date": "2026-01-10",
        },
        {
            "kind": "tcf_canada",
            "scores": {"listening": 460, "reading": 460, "writing": 10, "speaking": 10},
            "result_date": "2026-02-10",
        },
    ],
    "jobs": [
        {
            "noc": "31301",
            "country": "CA",
            "start": "2024-05-01",
            "hours_per_week": 37.5,
            "paid": True,
            "self_employed": False,
            "authorised": True,
            "studying": [],
        }
    ],
    "canadian_study": "none",
    "provincial_nomination": False,
    "sibling_in_canada": False,
    "certificate_of_qualification": False,
    "children": [],
}


def path(language: Language) -> Path:
    """Where the picture of a language stands."""
    return DOCS / f"rounds-{language}.png"


def drawn(language: Language) -> bytes:
    """The picture as the program draws it."""
    with use(language):
        png, _ = picture(Facts.model_validate(NURSE), held_by(NOW), NOW, NOW.date(), LIGHT)
    return png


if __name__ == "__main__":
    for each in LANGUAGES:
        path(each).write_bytes(drawn(each))
