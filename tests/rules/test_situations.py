"""Our own situations: every score of situations.yaml, without anything beside the project."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from rules import crs, federal_skilled_worker
from rules.facts import Ability, Facts, LanguageTest
from tests.rules.situations import candidate

DAY = date(2026, 11, 2)
SITUATIONS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "situations.yaml").read_text("utf-8"))


def facts_of(situation: dict[str, Any], on: date) -> Facts:
    described = dict(situation["facts"])
    tests = described.pop("tests", None)
    found = candidate(on, **described)
    if tests is None:
        return found
    read = [
        LanguageTest.model_validate({**test, "scores": dict(zip(Ability, test["scores"], strict=True))})
        for test in tests
    ]
    return found.model_copy(update={"tests": tuple(read)})


def named(key: str) -> list[Any]:
    return [pytest.param(situation, id=situation["name"]) for situation in SITUATIONS if key in situation]


@pytest.mark.parametrize("chart", [0, 1, 2])
@pytest.mark.parametrize("situation", named("crs"))
def test_the_crs_of(situation: dict[str, Any], chart: int) -> None:
    on = situation.get("day", DAY)
    facts = {"chart": chart, **situation["facts"]}

    result = crs.score(facts_of({"facts": facts}, on), on)

    found: dict[str, Any] = {
        **result.factors,
        **{section.key: section.points for section in result.sections},
        "total": result.total,
        "rule_set": result.rule_set,
        "complete": result.complete,
    }
    assert {key: found[key] for key in situation["crs"]} == situation["crs"]
    assert result.total == sum(section.points for section in result.sections)


@pytest.mark.parametrize("situation", named("grid"))
def test_the_selection_grid_of(situation: dict[str, Any]) -> None:
    on = situation.get("day", DAY)

    result = federal_skilled_worker.grid(facts_of(situation, on), on)

    found: dict[str, Any] = {
        **result.factors,
        "total": result.total,
        "reached": result.reached,
        "eligible": result.eligible,
        "failed": list(result.failed),
        "first_official_language": result.first_official_language,
    }
    assert {key: found[key] for key in situation["grid"]} == situation["grid"]
    assert result.total == sum(line.points for line in result.lines)


@pytest.mark.parametrize("situation", [s for s in SITUATIONS if "published" in s], ids=lambda s: s["name"])
def test_a_published_figure_agrees_or_its_mistake_is_named(situation: dict[str, Any]) -> None:
    ours = {**situation.get("crs", {}), **situation.get("grid", {})}[situation.get("published_of", "total")]
    assert (situation["published"] == ours) == ("mistake" not in situation)


# geniebo.online: 30, a Canadian degree, two Canadian years, "bilingual" and a job offer score 500; no level is stated.
UNDERSPECIFIED = {24}


def test_every_collected_example_is_worked() -> None:
    worked = [number for situation in SITUATIONS for number in situation.get("worked_example", ())]
    assert sorted([*worked, *UNDERSPECIFIED]) == list(range(1, 25))
    assert {number for situation in SITUATIONS if "mistake" in situation for number in situation["worked_example"]} == {
        8,
        9,
        10,
        11,
        15,
    }, "the five whose published totals are wrong"
