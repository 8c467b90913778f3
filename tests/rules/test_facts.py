"""Facts that cannot be are refused with the field and the reason; the others survive a trip through JSON."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from rules.facts import Facts, Refusal, refusals
from tests.rules.situations import candidate

IELTS = {"listening": 8, "reading": 7, "writing": 6.5, "speaking": 7}


def of_test(**changed: Any) -> dict[str, Any]:
    return {"tests": [{"kind": "ielts_general", "scores": IELTS, "result_date": "2025-01-10", **changed}]}


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"birth_date": "1991-02-29"}, "birth_date", "day"),
        ({"birth_date": "1899-12-31"}, "birth_date", "1900-01-01"),
        ({"birth_date": 19900101}, "birth_date", "a day is written like"),
        ({"birthdate": "1990-01-01"}, "birthdate", "not permitted"),
        ({"education": "phd"}, "education", "doctoral"),
        ({"canadian_work_years": -1}, "canadian_work_years", "greater than or equal to 0"),
        ({"canadian_work_years": True}, "canadian_work_years", "integer"),
        ({"foreign_work_years": 61}, "foreign_work_years", "less than or equal to 60"),
        ({"foreign_work_years": 1.5}, "foreign_work_years", "integer"),
        ({"provincial_nomination": "yes"}, "provincial_nomination", "boolean"),
        ({"partner": {"status": "married"}}, "partner.status", "accompanying"),
        ({"partner": {}}, "partner.status", "required"),
        (
            of_test(kind="tef_canada"),
            "tests.0.scale",
            "the scale of tef_canada has to be said: older or out_of_699",
        ),
        (of_test(scale="older"), "tests.0.scale", "ielts_general has no scale older"),
        (of_test(kind="ielts_academic"), "tests.0.kind", "ielts_general"),
        (of_test(scores={**IELTS, "writing": 9.5}), "tests.0.scores", "writing: 9.5"),
        (of_test(scores={**IELTS, "writing": 6.3}), "tests.0.scores", "from 0 to 9 by 0.5"),
        (of_test(scores={**IELTS, "writing": -1}), "tests.0.scores.writing", "greater than or equal to 0"),
        (of_test(scores={**IELTS, "writing": "NaN"}), "tests.0.scores.writing", "number"),
        (of_test(scores={"listening": 8}), "tests.0.scores.reading", "required"),
        (
            of_test(test_date="2025-02-01"),
            "tests.0.result_date",
            "the result of 2025-01-10 is older than the test of 2025-02-01",
        ),
        (
            {
                "tests": [
                    {
                        "kind": "tef_canada",
                        "scale": "out_of_699",
                        "scores": dict.fromkeys(IELTS, 500),
                        "result_date": "2019-09-30",
                    }
                ]
            },
            "tests.0.result_date",
            "tef_canada was not printed on the scale out_of_699 before 2019-10-01",
        ),
        (
            {"birth_date": "2025-01-10", **of_test()},
            "tests",
            "result_date 2025-01-10 of test 1 is not after birth_date 2025-01-10",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_the_field_and_why(given: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Facts.model_validate(given)
    found = refusals(refused.value)
    assert found[0].field == field
    assert words in found[0].why


def test_something_that_is_no_set_of_facts_is_refused_as_such() -> None:
    with pytest.raises(ValidationError) as refused:
        Facts.model_validate(["1990-01-01"])
    assert refusals(refused.value)[0].field == "facts"


def test_every_fault_is_reported() -> None:
    with pytest.raises(ValidationError) as refused:
        Facts.model_validate({"education": "phd", "canadian_work_years": -1})
    assert [refusal.field for refusal in refusals(refused.value)] == ["education", "canadian_work_years"]
    assert isinstance(refusals(refused.value)[0], Refusal)


def test_a_birth_on_29_february_of_a_leap_year_is_accepted() -> None:
    assert Facts.model_validate({"birth_date": "1992-02-29"}).birth_date == date(1992, 2, 29)


def test_facts_come_back_from_json_as_they_were() -> None:
    facts = candidate(
        date(2026, 11, 2),
        english=[9, 9, 8, 9],
        french=7,
        chart=2,
        partner={"education": "bachelor", "english": 6, "canadian": None},
        certificate=True,
    )
    written = json.dumps(facts.model_dump(mode="json", exclude_defaults=True))
    assert Facts.model_validate(json.loads(written)) == facts
    assert Facts.model_validate_json(facts.model_dump_json()) == facts


def test_facts_cannot_be_changed_and_nothing_is_known_at_first() -> None:
    facts = Facts()
    assert facts.model_dump(exclude_defaults=True) == {}
    with pytest.raises(ValidationError):
        facts.birth_date = date(1990, 1, 1)  # type: ignore[misc]
