"""Points for high-wage occupations: unknown in the book, and computed once an operator writes them down.

Tiers, points and conditions are made up here; so is how much work is needed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from rules import crs
from rules.facts import Facts, Job, JobOffer, Offer
from rules.parameters import FOLDER, ParameterError, RuleBook, book, load
from rules.reasons import Line
from tests.rules.situations import candidate

FIRST_DAY = date(2026, 11, 3)
DAY = date(2027, 6, 1)
TOP, UPPER, LOWER = "20010", "21231", "72310"  # engineering managers, software engineers, carpenters
UNLISTED = "13100"
TIERS = {
    "top": {"canadian_work": 90, "job_offer": 50, "occupations": ["00010", TOP]},
    "upper": {"canadian_work": 70, "job_offer": 30, "occupations": [UPPER]},
    "lower": {"canadian_work": 40, "job_offer": 20, "occupations": [LOWER]},
}
RULE: dict[str, Any] = {
    "tiers": TIERS,
    "in_one_occupation": False,
    "offer_needs": ["full_time", "assessed"],
    "work_and_offer": "sum",
    "cap": 100,
}
WORK = {"window": 4, "where": "canada", "teers": [0, 1, 2, 3], "self_employed": False, "student": False}
Complete = Callable[..., RuleBook]


@pytest.fixture
def completed(tmp_path: Path) -> Complete:
    """The rule book with a folder over it that completes the reported rule set: YAML alone."""

    def complete(months: int = 12, **changes: Any) -> RuleBook:
        known = {"from": FIRST_DAY.isoformat(), "status": "reported", "source": "made_up"}
        sources = {"made_up": {"title": "A made-up announcement", "seen": "2026-12-01"}}
        purpose = known | WORK | {"unauthorised": False, "months": months}
        files = {
            "crs.yaml": {
                "sources": sources,
                "rule_sets": [known | {"id": f"CRS-{FIRST_DAY}", "complete": True, "about": "High-wage occupations."}],
                "parameters": {"high_wage": {"values": [known | {"value": RULE | changes}]}},
            },
            "work.yaml": {"sources": sources, "purposes": {"high_wage": {"values": [purpose]}}},
        }
        for name, content in files.items():
            (tmp_path / name).write_text(yaml.safe_dump(content, sort_keys=False), "utf-8")
        return load(FOLDER, tmp_path)

    return complete


def job(noc: str, start: date, end: date | None = None, **more: Any) -> Job:
    known = {"country": "CA", "hours_per_week": 40, "paid": True, "self_employed": False, "authorised": True}
    return Job(noc=noc, start=start, end=end, **{**known, "studying": (), **more})


def offer(noc: str | None, **more: Any) -> Offer:
    return Offer(noc=noc, **{"full_time": True, "year_after_visa": True, "assessed": True, **more})


def worked(noc: str) -> Facts:
    """A candidate with two years of work in Canada in an occupation, and no offer."""
    return candidate(DAY, english=9, canadian=None).model_copy(update={"jobs": (job(noc, date(2025, 6, 1)),)})


def offered(noc: str | None, **more: Any) -> Facts:
    """A candidate with an offer and no work in Canada."""
    return candidate(DAY, english=9).model_copy(update={"offer": offer(noc, **more)})


def line(facts: Facts, rules: RuleBook, on: date = DAY) -> Line:
    return next(one for one in crs.score(facts, on, rules=rules).lines if one.key == "high_wage")


def test_before_the_points_are_known_there_is_no_line_and_no_day_changes() -> None:
    facts = worked(TOP)
    for on in (date(2026, 11, 2), FIRST_DAY, DAY):
        found = crs.score(facts, on)
        assert "high_wage" not in found.factors
        assert found.rule_set == "CRS-2025-03-25"
        assert found.complete == (on < FIRST_DAY)


def test_a_completed_book_is_complete_from_its_day_on_and_leaves_the_days_before_as_they_were(
    completed: Complete,
) -> None:
    rules, facts = completed(), worked(TOP)

    last = crs.score(facts, FIRST_DAY - timedelta(days=1), rules=rules)
    first = crs.score(facts, FIRST_DAY, rules=rules)

    assert last == crs.score(facts, FIRST_DAY - timedelta(days=1), rules=book())
    assert (first.complete, first.incomplete, first.rule_set) == (True, None, "CRS-2026-11-03")
    assert (first.rule_from, first.rule_until) == (FIRST_DAY, None)
    assert first.total == crs.score(facts, FIRST_DAY).total + 90
    assert crs.score(facts, FIRST_DAY).complete is False
    assert first.section("additional").lines[-1].key == "high_wage"


@pytest.mark.parametrize(("noc", "points"), [(TOP, 90), (UPPER, 70), (LOWER, 40), (UNLISTED, 0)])
def test_work_in_canada_earns_the_points_of_its_tier(noc: str, points: int, completed: Complete) -> None:
    rules = completed()
    found = crs.score(worked(noc), DAY, rules=rules)
    assert (found.factors["high_wage"], found.factors["high_wage_canadian_work"]) == (points, points)
    assert found.total == crs.score(worked(noc), DAY).total + points


def test_each_part_names_the_tier_it_comes_from(completed: Complete) -> None:
    rules = completed()
    both = worked(TOP).model_copy(update={"offer": offer(UPPER)})
    found = line(both, rules)
    work, offers = (("work_tier", "top"),), (("offer.noc", UPPER), ("offer_tier", "upper"))
    assert found.reason == ("crs.high_wage", FIRST_DAY, (*work, *offers))
    assert [(part.key, part.points, part.reason) for part in found.parts] == [
        ("high_wage_canadian_work", 90, ("crs.high_wage.tiers", FIRST_DAY, work)),
        ("high_wage_job_offer", 30, ("crs.high_wage.tiers", FIRST_DAY, offers)),
    ]
    assert line(worked(TOP), rules).reason.facts == (*work, ("offer.noc", None), ("offer_tier", None))


@pytest.mark.parametrize(("noc", "points"), [(TOP, 50), (UPPER, 30), (LOWER, 20), (UNLISTED, 0), (None, 0)])
def test_an_offer_earns_the_points_of_its_tier(noc: str | None, points: int, completed: Complete) -> None:
    found = crs.score(offered(noc), DAY, rules=completed())
    assert (found.factors["high_wage"], found.factors["high_wage_job_offer"]) == (points, points)


@pytest.mark.parametrize(
    ("how", "cap", "before_cap", "points"), [("sum", 100, 90, 90), ("sum", 80, 90, 80), ("higher", 100, 70, 70)]
)
def test_work_and_an_offer_are_summed_or_the_higher_is_taken_up_to_the_cap(
    how: str, cap: int, before_cap: int, points: int, completed: Complete
) -> None:
    facts = worked(UPPER).model_copy(update={"offer": offer(LOWER)})
    rules = completed(work_and_offer=how, cap=cap)
    found = line(facts, rules)
    assert (found.before_cap, found.points) == (before_cap, points)
    assert found.most == (90 if how == "higher" else min(cap, 140))
    assert [part.points for part in found.parts] == [70, 20]
    assert crs.score(facts, DAY, rules=rules).total == crs.score(facts, DAY).total + points


def test_the_example_of_the_readme_completes_the_rule_set(tmp_path: Path) -> None:
    readme = (FOLDER.parents[1] / "README.md").read_text("utf-8")
    example = readme.partition("`my-rules/crs.yaml`")[2].partition("\n\n")[2].partition("\n\nHow much work")[0]
    (tmp_path / "crs.yaml").write_text(example, "utf-8")
    rules = load(FOLDER, tmp_path)
    found = crs.score(offered("21231"), DAY, rules=rules)
    assert (found.complete, found.factors["high_wage"]) == (True, 1)


def test_the_line_says_which_rule_which_tier_and_which_offer(completed: Complete) -> None:
    found = line(worked(UPPER).model_copy(update={"offer": offer(LOWER)}), completed())
    assert (found.reason.rule, found.reason.since) == ("crs.high_wage", FIRST_DAY)
    assert found.reason.facts == (("work_tier", "upper"), ("offer.noc", LOWER), ("offer_tier", "lower"))
    assert [part.most for part in found.parts] == [90, 50]


def test_the_points_stay_within_the_cap_of_the_additional_points(completed: Complete) -> None:
    nominated = worked(TOP).model_copy(update={"provincial_nomination": True})
    found = crs.score(nominated, DAY, rules=completed()).section("additional")
    assert (found.points, found.before_cap) == (600, 690)


@pytest.mark.parametrize(("months", "enough"), [(6, date(2027, 1, 1)), (12, date(2027, 7, 1)), (24, date(2028, 7, 1))])
def test_as_much_work_is_needed_as_the_book_says(months: int, enough: date, completed: Complete) -> None:
    rules = completed(months=months)
    facts = candidate(DAY, canadian=None).model_copy(update={"jobs": (job(UPPER, date(2026, 7, 1)),)})
    assert line(facts, rules, enough - timedelta(days=1)).points == 0
    assert line(facts, rules, enough).points == 70


def test_work_leaves_the_window_of_the_book(completed: Complete) -> None:
    rules = completed()
    facts = candidate(DAY, canadian=None).model_copy(
        update={"jobs": (job(UPPER, date(2023, 1, 1), date(2023, 12, 31)),)}
    )
    assert line(facts, rules, date(2027, 1, 1)).points == 70
    assert line(facts, rules, date(2027, 1, 10)).points == 0


def test_work_in_a_better_tier_counts_for_those_below_it_unless_one_occupation_is_asked_for(
    completed: Complete,
) -> None:
    jobs = (job(TOP, date(2026, 1, 1), date(2026, 6, 30)), job(LOWER, date(2026, 7, 1)))
    facts = candidate(DAY, canadian=None).model_copy(update={"jobs": jobs})
    on = date(2027, 3, 1)
    assert line(facts, completed(), on).points == 40
    assert line(facts, completed(in_one_occupation=True), on).points == 0
    assert line(facts, completed(in_one_occupation=True), date(2027, 7, 1)).points == 40


def test_work_abroad_earns_nothing(completed: Complete) -> None:
    facts = worked(TOP).model_copy(update={"jobs": (job(TOP, date(2025, 6, 1), country="IN"),)})
    assert line(facts, completed()).points == 0


@pytest.mark.parametrize("needed", ["full_time", "year_after_visa", "assessed"])
def test_an_offer_has_to_be_what_the_book_asks_for(needed: str, completed: Complete) -> None:
    asked, free = completed(offer_needs=[needed]), completed(offer_needs=[])
    for answer in (False, None):
        facts = offered(TOP, **{needed: answer})
        assert line(facts, asked).points == 0
        assert line(facts, free).points == 50
        assert (f"offer.{needed}" in crs.score(facts, DAY, rules=asked).assumed) == (answer is None)
        assert f"offer.{needed}" not in crs.score(facts, DAY, rules=free).assumed


def test_an_offer_of_an_excluded_employer_earns_nothing(completed: Complete) -> None:
    assert line(offered(TOP, excluded_employer=True), completed()).points == 0


@pytest.mark.parametrize(
    ("changes", "open_facts"),
    [
        ({"jobs": None, "canadian_work_years": 3, "job_offer": JobOffer.none}, {"jobs"}),
        ({"jobs": None, "canadian_work_years": 0, "job_offer": None}, {"offer"}),
        ({"jobs": None, "canadian_work_years": 0, "job_offer": JobOffer.none}, set()),
        ({"jobs": (job(TOP, date(2025, 6, 1), authorised=None),)}, {"jobs.0.authorised"}),
        ({"offer": offer(None, assessed=None)}, {"offer.noc", "offer.assessed"}),
        ({"offer": offer(TOP, assessed=None, duties="does_not_fit")}, {"offer.noc", "offer.assessed"}),
        ({"offer": offer(TOP, duties="does_not_fit")}, {"offer.noc"}),
        ({"jobs": (job(TOP, date(2025, 6, 1), duties="does_not_fit"),)}, {"jobs.0.noc"}),
        ({"offer": offer(UNLISTED, assessed=None)}, set()),
        ({"offer": offer(TOP, assessed=None, full_time=False)}, set()),
        ({"offer": offer(TOP, assessed=None, excluded_employer=True)}, set()),
    ],
)
def test_what_is_not_known_and_could_give_points_is_named(
    changes: dict[str, Any], open_facts: set[str], completed: Complete
) -> None:
    rules, facts = completed(), candidate(DAY, english=9).model_copy(update=changes)
    found = crs.score(facts, DAY, rules=rules)
    assert {path for path in found.assumed if path.startswith(("jobs", "offer"))} == open_facts
    unsure = facts.model_copy(update={"education": None})
    assert {"education", *open_facts} <= {*crs.score(unsure, DAY, rules=rules).assumed}
    assert found.factors["high_wage"] == 0


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"tiers": TIERS | {"lower": TIERS["lower"] | {"occupations": ["99999"]}}}, "'99999' is not a unit group"),
        ({"tiers": TIERS | {"lower": TIERS["lower"] | {"occupations": [TOP]}}}, f"{TOP} is listed twice"),
        ({"tiers": TIERS | {"lower": TIERS["lower"] | {"job_offer": 31}}}, "lower must not give more than upper"),
        ({"tiers": {}}, "at least 1 item"),
        ({"work_and_offer": "product"}, "'sum' or 'higher'"),
        ({"offer_needs": ["luck"]}, "offer_needs.0"),
        ({"cap": -1}, "greater than or equal to 0"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(changes: dict[str, Any], words: str, completed: Complete) -> None:
    with pytest.raises(
        ParameterError, match=r"^crs\.yaml: parameters\.high_wage\.values\.2026-11-03\.value"
    ) as refused:
        completed(**changes)
    assert words in str(refused.value)
