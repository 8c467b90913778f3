"""Every worked example beside the project, factor by factor, from raw scores up."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from rules import crs, federal_skilled_worker
from rules.facts import Facts, Language
from tests.rules.situations import SHARED, candidate

LANGUAGES = {"en": Language.english, "fr": Language.french}
OTHER = {Language.english: Language.french, Language.french: Language.english}
STUDY = {"none": "none", "one_or_two": "two_year", "three_plus": "three_years_or_more"}
OFFERS = {"none": "none", "50": "other_skilled", "200": "senior_manager"}
# The examples' names of factors, and ours.
CRS_FACTORS = {
    "age": "age",
    "education": "education",
    "first_language": "first_language",
    "second_language": "second_language",
    "canadian_work": "canadian_work",
    "spouse_education": "partner_education",
    "spouse_language": "partner_language",
    "spouse_canadian_work": "partner_canadian_work",
    "transfer_education_language": "transfer_education_language",
    "transfer_education_canadian_work": "transfer_education_canadian_work",
    "transfer_education": "transfer_education",
    "transfer_foreign_language": "transfer_foreign_language",
    "transfer_foreign_canadian_work": "transfer_foreign_canadian_work",
    "transfer_foreign": "transfer_foreign",
    "transfer_certificate": "transfer_certificate",
    "add_french": "french",
    "add_study": "canadian_study",
    "add_job_offer": "job_offer",
    "add_nomination": "nomination",
    "add_sibling": "sibling",
}
CRS_SECTIONS = {
    "core": "core",
    "spouse": "partner",
    "transfer": "transferability",
    "additional": "additional",
}
FSW_FACTORS = (
    "first_language",
    "second_language",
    "education",
    "experience",
    "age",
    "arranged_employment",
    "adaptability",
)
FSW_DAY = date(2026, 11, 2)


def examples(*names: str) -> list[Any]:
    """The lines of the example files, or one visible skip where they are not there."""
    folder = SHARED / "vectors"
    if not folder.is_dir():
        return [pytest.param(None, marks=pytest.mark.skip(reason=f"no worked examples in {folder}"))]
    lines = [line for name in names for line in (folder / name).read_text("utf-8").splitlines()]
    return [pytest.param(example, id=example["id"]) for example in map(json.loads, lines)]


def spoken(levels: dict[str, int] | None) -> list[int] | None:
    return None if levels is None else [levels[ability] for ability in "lrws"]


def partner(given: dict[str, Any]) -> dict[str, Any] | None:
    if given["spouse"] == "none":
        return None
    return {
        "status": given["spouse"],
        "education": given.get("spouse_education", "none"),
        "english": spoken(given["spouse_clb"]),
        "canadian": given.get("spouse_canadian_work_years", 0),
    }


def crs_facts(given: dict[str, Any], on: date, chart: int) -> Facts:
    first = LANGUAGES[given["first_lang"]]
    return candidate(
        on,
        age=given["age"],
        education=given["education"],
        canadian=given["canadian_work_years"],
        foreign=given["foreign_work_years"],
        partner=partner(given),
        study=STUDY[given["canadian_study"]],
        certificate=given["certificate"],
        nomination=given["nomination"],
        sibling=given["sibling"],
        job_offer=OFFERS[given["job_offer"]],
        chart=chart,
        best=chart == 1,
        **{first.value: spoken(given["first"]), OTHER[first].value: spoken(given["second"])},
    )


@pytest.mark.parametrize("chart", [0, 1, 2])
@pytest.mark.parametrize("example", examples("crs_examples.jsonl", "crs_2017_2020_examples.jsonl"))
def test_a_crs_example_is_reproduced_factor_by_factor(example: dict[str, Any], chart: int) -> None:
    given, expected = example["input"], example["expected"]
    on = date.fromisoformat(given["as_of"])

    found = crs.score(crs_facts(given, on, chart), on, first_language=LANGUAGES[given["first_lang"]])

    factors = found.factors
    assert {name: factors.get(ours, 0) for name, ours in CRS_FACTORS.items()} == expected["factors"]
    assert {name: found.section(ours).points for name, ours in CRS_SECTIONS.items()} == {
        name: expected[name] for name in CRS_SECTIONS
    }
    assert found.total == expected["total"]
    assert found.complete


@pytest.mark.parametrize("example", examples("crs_examples.jsonl", "crs_2017_2020_examples.jsonl"))
def test_the_choice_of_first_language_never_scores_less_than_the_one_of_an_example(
    example: dict[str, Any],
) -> None:
    on = date.fromisoformat(example["input"]["as_of"])
    assert crs.score(crs_facts(example["input"], on, 0), on).total >= example["expected"]["total"]


@pytest.mark.parametrize("example", examples("fsw_examples.jsonl"))
def test_an_example_of_the_selection_grid_is_reproduced_factor_by_factor(example: dict[str, Any]) -> None:
    given, expected = example["input"], example["expected"]
    of_partner = partner(given)
    if of_partner is not None:
        of_partner["two_years_of_study_in_canada"] = given["spouse_studied_in_canada"]
        of_partner["full_time_year_in_canada"] = given["spouse_worked_in_canada"]
    facts = candidate(
        FSW_DAY,
        age=given["age"],
        education=given["education"],
        english=spoken(given["first"]),
        french=spoken(given["second"]),
        foreign=given["work_years"],
        partner=of_partner,
        arranged_employment=given["arranged_employment"],
        two_years_of_study_in_canada=given["studied_in_canada"],
        full_time_year_in_canada=given["worked_in_canada"],
        relative_in_canada=given["relative_in_canada"],
    )

    found = federal_skilled_worker.grid(facts, FSW_DAY, first_language=Language.english)

    assert {name: found.factors[name] for name in FSW_FACTORS} == expected["factors"]
    assert found.total == expected["total"]
    assert found.reached == expected["points_67"]
    assert {minimum.key: minimum.met for minimum in found.minimums} == {
        "minimum_language": expected["meets_language_minimum"],
        "minimum_experience": expected["meets_work_minimum"],
        "minimum_education": expected["meets_education_minimum"],
    }
    assert found.eligible == expected["eligible"]
