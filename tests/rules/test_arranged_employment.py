"""A job offer is arranged employment by one of four cases, or the result says what the nearest case lacks."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest

from rules import crs, federal_skilled_worker
from rules.arranged_employment import ArrangedEmployment, arranged_employment
from rules.facts import Facts, Offer, Permit, PermitKind
from rules.parameters import book
from rules.shapes.dated import NoRuleError
from tests.rules.situations import candidate

DAY = date(2026, 11, 24)
ENGINEER, COOK, LABOURER = "21231", "63200", "75110"  # TEER 1, 3 and 5


def offer(**more: Any) -> Offer:
    """An offer of every offer's conditions, with nothing more behind it."""
    told = {"assessed": False, "from_permit_employer": False, "year_with_employer": False}
    return Offer(**{"noc": ENGINEER, "full_time": True, "year_after_visa": True, **told, **more})


def found(permit: str | None = None, until: date = date(2027, 6, 30), **more: Any) -> ArrangedEmployment:
    permits = () if permit is None else (Permit(kind=PermitKind(permit), until=until),)
    return arranged_employment(Facts(offer=offer(**more), permits=permits), DAY)


# What is held, what stands behind the offer, the case, and whether settlement funds are then not asked for.
CASES = [
    ("employer_assessed", {"from_permit_employer": True}, "a", True),
    ("employer_agreement", {"from_permit_employer": True, "year_with_employer": True}, "b", True),
    ("employer_interest", {"from_permit_employer": True, "year_with_employer": True}, "b", True),
    ("employer_interest", {"from_permit_employer": True}, None, False),
    ("employer_agreement", {"year_with_employer": True}, None, False),
    ("employer_assessed", {"year_with_employer": True}, None, False),
    (None, {"assessed": True}, "c", False),
    (None, {"from_permit_employer": True, "year_with_employer": True}, None, False),
    ("open_work", {"assessed": True}, "d", True),
    ("open_work", {"from_permit_employer": True, "year_with_employer": True}, None, False),
    ("employer_assessed", {"assessed": True}, "d", True),
    ("employer_interest", {"from_permit_employer": True, "assessed": True}, "d", True),
    ("study", {"assessed": True}, "c", False),
    ("visitor", {"assessed": True}, "c", False),
]


@pytest.mark.parametrize(("permit", "behind", "case", "exempt"), CASES)
def test_permit_and_offer_make_the_case(
    permit: str | None, behind: dict[str, bool], case: str | None, exempt: bool
) -> None:
    for on in (DAY, date(2022, 11, 15), date(2016, 11, 18)):
        permits = () if permit is None else (Permit(kind=PermitKind(permit), until=date(2027, 6, 30)),)
        result = arranged_employment(Facts(offer=offer(**behind), permits=permits), on)
        assert (result.case, result.met, result.exempt_from_funds) == (case, case is not None, exempt)
        assert all(one.met for one in result.requirements) == (case is not None)


@pytest.mark.parametrize(
    ("key", "lacking"),
    [
        ("offer_full_time", {"full_time": False}),
        ("offer_year_after_visa", {"year_after_visa": False}),
        ("offer_employer", {"excluded_employer": True}),
        ("offer_occupation", {"noc": LABOURER}),
    ],
)
def test_whatever_the_case_every_offer_needs_its_conditions(key: str, lacking: dict[str, Any]) -> None:
    result = found("open_work", assessed=True, **lacking)
    assert (result.met, result.nearest) == (False, "d")
    assert [one.key for one in result.requirements if not one.met] == [key]


def test_the_occupation_offered_is_of_teer_0_to_3() -> None:
    by_teer = {0: "20012", 1: ENGINEER, 2: "72200", 3: COOK, 4: "74102", 5: LABOURER}
    for on in (DAY, date(2020, 1, 1)):
        met = {
            teer: arranged_employment(Facts(offer=offer(noc=noc, assessed=True)), on).met
            for teer, noc in by_teer.items()
        }
        assert met == {0: True, 1: True, 2: True, 3: True, 4: False, 5: False}


def test_a_permit_counts_through_its_last_day() -> None:
    assert found("employer_assessed", DAY, from_permit_employer=True).case == "a"
    ended = found("employer_assessed", date(2026, 11, 23), from_permit_employer=True)
    # What is nearest then is the case of someone without a permit.
    assert (ended.case, ended.nearest) == (None, "c")
    assert [one.key for one in ended.requirements if not one.met] == ["offer_assessed"]
    of_a = next(one for one in ended.cases if one.case == "a")
    assert [one.key for one in of_a.requirements if not one.met] == ["offer_permit"]
    # Without a permit that counts, an assessed offer is case c.
    assert found("open_work", date(2026, 11, 23), assessed=True).case == "c"


def test_what_is_not_known_leaves_the_offer_open_and_is_named() -> None:
    result = found("employer_interest", from_permit_employer=True, year_with_employer=None)
    assert (result.met, result.case, result.nearest, result.open) == (None, None, "b", ("offer.year_with_employer",))
    assert not result.exempt_from_funds
    nothing = arranged_employment(Facts(offer=Offer()), DAY)
    assert nothing.met is None
    assert nothing.open == ("offer.noc", "offer.full_time", "offer.year_after_visa", "offer.assessed")


@pytest.mark.parametrize(
    ("permit", "told", "assessed"),
    [
        ("employer_assessed", {"assessed": None, "from_permit_employer": True}, True),
        ("employer_assessed", {"assessed": None, "from_permit_employer": None}, None),
        ("employer_assessed", {"assessed": False, "from_permit_employer": True}, False),
        ("employer_interest", {"assessed": None, "from_permit_employer": True, "year_with_employer": True}, None),
        ("open_work", {"assessed": True}, True),
        ("open_work", {"assessed": None}, None),
    ],
)
def test_a_permit_on_an_assessment_stands_behind_an_offer_of_its_employer(
    permit: str, told: dict[str, Any], assessed: bool | None
) -> None:
    assert found(permit, **told).assessed is assessed


@pytest.mark.parametrize(
    ("permit", "told", "before", "after"),
    [
        ("employer_assessed", {"assessed": None, "from_permit_employer": True}, (600, False), (50, False)),
        (
            "employer_interest",
            {"assessed": None, "from_permit_employer": True, "year_with_employer": True},
            (0, True),
            (50, False),
        ),
        ("open_work", {"assessed": None}, (0, True), (0, True)),
        ("open_work", {"assessed": True}, (600, False), (50, False)),
        (
            "employer_interest",
            {"assessed": False, "from_permit_employer": True, "year_with_employer": True},
            (0, False),
            (50, False),
        ),
    ],
)
def test_until_2016_11_18_an_offer_needs_an_assessment_that_is_there_not_there_or_open(
    permit: str, told: dict[str, Any], before: tuple[int, bool], after: tuple[int, bool]
) -> None:
    facts = Facts(offer=offer(**told), permits=(Permit(kind=PermitKind(permit), until=date(2027, 6, 30)),))

    def on(day: date) -> tuple[int, bool]:
        result = crs.score(facts, day)
        assert result.assumed.count("offer.assessed") <= 1
        return result.factors["job_offer"], "offer.assessed" in result.assumed

    assert (on(date(2016, 11, 18)), on(date(2016, 11, 19))) == (before, after)
    assert on(date(2025, 3, 25)) == (0, False)


def test_an_open_fact_that_no_case_could_use_is_not_asked_for() -> None:
    result = found("open_work", full_time=False, assessed=None)
    assert (result.met, result.open) == (False, ())


def test_an_offer_told_in_sum_is_taken_as_told_and_exempts_nobody() -> None:
    for told in (True, False):
        result = arranged_employment(Facts(arranged_employment=told), DAY)
        assert (result.met, result.case, result.exempt_from_funds, result.open) == (told, None, False, ())
    assert arranged_employment(Facts(), DAY).open == ("arranged_employment",)


def test_in_a_trade_the_offer_has_to_be_in_the_trade() -> None:
    facts = Facts(offer=offer(noc=COOK, assessed=True))
    assert arranged_employment(facts, DAY, occupations=frozenset([COOK])).case == "c"
    other = arranged_employment(facts, DAY, occupations=frozenset(["72200"]))
    assert [one.key for one in other.requirements if not one.met] == ["offer_occupation"]
    in_sum = arranged_employment(Facts(arranged_employment=True), DAY, occupations=frozenset([COOK]))
    assert (in_sum.met, in_sum.open) == (None, ("offer",))


def test_a_case_is_met_exactly_when_all_it_names_is_so() -> None:
    """Every mixture of answers against the regulations written out."""
    for permit, assessed, employer, year in product([None, *PermitKind], *[[True, False]] * 3):
        result = found(permit, assessed=assessed, from_permit_employer=employer, year_with_employer=year)
        work_permit = permit not in (None, PermitKind.study, PermitKind.visitor)
        wanted = {
            "a": permit == PermitKind.employer_assessed and employer,
            "b": permit in (PermitKind.employer_agreement, PermitKind.employer_interest) and employer and year,
            "c": not work_permit and assessed,
            "d": work_permit and assessed,
        }
        assert {one.case: one.met for one in result.cases} == wanted
        assert result.case == next((case for case, met in wanted.items() if met), None)


def test_the_reasons_name_the_rule_and_the_fact() -> None:
    result = found("employer_interest", from_permit_employer=True)
    year = next(one for one in result.requirements if one.key == "offer_year_with_employer")
    assert year.reason.rule == "programs.offer_cases"
    assert year.reason.facts == (("case", "b"), ("offer.year_with_employer", False))
    assert (year.found, year.needed, year.fails) == (False, True, True)


def test_an_offer_in_full_gives_the_points_of_the_grid_that_one_in_sum_gives() -> None:
    in_sum = federal_skilled_worker.grid(candidate(DAY, arranged_employment=True), DAY)
    in_full = federal_skilled_worker.grid(candidate(DAY, arranged_employment=None, offer=offer(assessed=True)), DAY)
    assert in_full.factors == in_sum.factors
    assert in_full.factors["arranged_employment"] == 10
    assert in_full.factors["adaptability_arranged_employment"] == 5
    none = federal_skilled_worker.grid(candidate(DAY, arranged_employment=True, offer=offer()), DAY)
    assert none.factors["arranged_employment"] == none.factors["adaptability"] == 0
    open_ = federal_skilled_worker.grid(candidate(DAY, english=9, offer=offer(assessed=None)), DAY)
    assert open_.assumed == ("offer.assessed",)


def test_a_day_before_express_entry_has_no_rule() -> None:
    with pytest.raises(NoRuleError):
        arranged_employment(Facts(offer=offer()), date(2014, 12, 31), rules=book())
