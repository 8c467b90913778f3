"""Fees: who pays what for an application received on a day, and how sure each amount is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.facts import Child, Facts, Partner, PartnerStatus
from rules.fees import Fees, fees
from rules.parameters import book
from rules.shapes.dated import NoRuleError, Status
from tests.rules.situations import SHARED

unhurried = settings(deadline=None, max_examples=100, database=None)

BORN = date(1992, 5, 1)
SMALL = Child(birth_date=date(2018, 1, 1))  # gives no biometrics until 2032


def single(**more: Any) -> Facts:
    return Facts(birth_date=BORN, children=(), **more)


def couple(*children: Child, status: str = "accompanying") -> Facts:
    return Facts(birth_date=BORN, partner=Partner(status=PartnerStatus(status), birth_date=BORN), children=children)


def amounts(found: Fees) -> dict[str, int | None]:
    return {part.key: part.amount for part in found.parts}


@pytest.mark.parametrize(
    ("on", "processing", "right", "status"),
    [
        (date(2020, 4, 30), 825, 500, Status.REPORTED),
        (date(2022, 4, 29), 825, 500, Status.REPORTED),
        (date(2022, 4, 30), 850, 515, Status.REPORTED),
        (date(2024, 4, 29), 850, 515, Status.REPORTED),
        (date(2024, 4, 30), 950, 575, Status.REPORTED),
        (date(2026, 4, 29), 950, 575, Status.REPORTED),
        (date(2026, 4, 30), 990, 600, Status.REPORTED),
        (date(2026, 11, 2), 990, 600, Status.REPORTED),
    ],
)
def test_someone_alone_pays_the_fees_of_the_day(on: date, processing: int, right: int, status: Status) -> None:
    found = fees(single(), on)
    assert amounts(found) == {
        "processing_principal": processing,
        "right_of_permanent_residence": right,
        "biometrics_person": 85,
    }
    assert (found.total, found.status) == (processing + right + 85, status)


@pytest.mark.parametrize(
    ("on", "total", "status"),
    [
        (date(2020, 4, 30), 2 * 825 + 2 * 225 + 2 * 500 + 170, Status.REPORTED),
        (date(2022, 4, 30), 2 * 850 + 2 * 230 + 2 * 515 + 170, Status.REPORTED),
        (date(2024, 4, 30), 2 * 950 + 2 * 260 + 2 * 575 + 170, Status.REPORTED),
        # The fees of a partner and of a child in 2026 were not found: as sure as the least sure part.
        (date(2026, 11, 2), 2 * 990 + 2 * 270 + 2 * 600 + 170, Status.EXPECTED),
    ],
)
def test_a_couple_with_two_small_children_pays_each_part(on: date, total: int, status: Status) -> None:
    found = fees(couple(SMALL, SMALL), on)
    assert (found.total, found.status) == (total, status)
    assert {part.key: part.people for part in found.parts} == {
        "processing_principal": 1,
        "processing_partner": 1,
        "processing_child": 2,
        "right_of_permanent_residence": 2,
        "biometrics_family": 2,
    }


def test_each_amount_of_2026_says_how_sure_it_is() -> None:
    found = fees(couple(SMALL), date(2026, 11, 2))
    assert {part.key: part.status for part in found.parts} == {
        "processing_principal": Status.CONFIRMED,
        "processing_partner": Status.EXPECTED,
        "processing_child": Status.EXPECTED,
        "right_of_permanent_residence": Status.CONFIRMED,
        "biometrics_family": Status.REPORTED,
    }
    principal = found.parts[0]
    assert (principal.each, principal.reason.rule) == (990, "fees.processing_principal")
    assert principal.reason.since == date(2026, 4, 30)


@pytest.mark.parametrize("status", ["not_accompanying", "canadian"])
def test_who_is_not_coming_and_who_is_canadian_pays_nothing(status: str) -> None:
    on = date(2026, 11, 2)
    stays = SMALL.model_copy(update={"accompanying": False})
    canadian = SMALL.model_copy(update={"canadian": True})
    grown = Child(birth_date=date(2000, 1, 1))
    assert fees(couple(stays, canadian, grown, status=status), on) == fees(single(), on)


def test_a_partner_of_later_pays_nothing_yet() -> None:
    partner = Partner(status=PartnerStatus.accompanying, birth_date=BORN, living_together_since=date(2026, 5, 3))
    facts = Facts(birth_date=BORN, partner=partner, children=())
    assert fees(facts, date(2027, 5, 2)).total == 990 + 600 + 85
    assert fees(facts, date(2027, 5, 3)).total == 2 * 990 + 2 * 600 + 170


@pytest.mark.parametrize(
    ("on", "kind"),
    [(date(2031, 12, 31), "biometrics_person"), (date(2032, 1, 1), "biometrics_family")],
)
def test_a_child_gives_biometrics_from_its_14th_birthday(on: date, kind: str) -> None:
    facts = Facts(birth_date=BORN, children=(SMALL,))
    assert fees(facts, on).parts[-1].key == kind


@pytest.mark.parametrize(("on", "exempt"), [(date(2027, 2, 28), False), (date(2027, 3, 1), True)])
def test_someone_of_80_gives_no_biometrics(on: date, exempt: bool) -> None:
    found = fees(Facts(birth_date=date(1947, 3, 1), children=()), on)
    assert ("biometrics_person" not in amounts(found)) is exempt


def test_a_family_pays_biometrics_of_no_more_than_two() -> None:
    teens = [Child(birth_date=date(2008, 1, day)) for day in range(1, 5)]
    [biometrics] = [part for part in fees(couple(*teens), date(2026, 11, 2)).parts if part.key == "biometrics_family"]
    assert (biometrics.people, biometrics.each, biometrics.amount) == (6, 170, 170)


def test_on_the_day_of_a_change_the_higher_total_is_named_and_the_one_until_nine_o_clock_beside_it() -> None:
    found = fees(single(), date(2026, 4, 30))
    assert (found.before_change, found.total) == (950 + 575 + 85, 990 + 600 + 85)
    assert fees(single(), date(2026, 4, 29)).before_change is None
    assert fees(single(), date(2026, 5, 1)).before_change is None


def test_before_2020_the_fees_are_not_known_and_none_is_guessed() -> None:
    found = fees(couple(SMALL), date(2020, 4, 29))
    assert (found.total, found.status) == (None, Status.UNKNOWN)
    assert set(amounts(found).values()) == {None}
    assert fees(single(), date(2020, 4, 30)).before_change is None
    assert fees(single(), date(2015, 1, 1)).total is None
    with pytest.raises(NoRuleError):
        fees(single(), date(2014, 12, 31))


def test_what_is_not_known_is_open_and_an_unknown_age_gives_biometrics() -> None:
    found = fees(Facts(partner_unknown=True), date(2026, 11, 2))
    assert found.open == ("birth_date", "partner", "children")
    assert found.total == 990 + 600 + 85
    unknown = Facts(birth_date=BORN, partner=Partner(status=PartnerStatus.accompanying), children=())
    assert fees(unknown, date(2026, 11, 2)).open == ("partner.birth_date",)
    assert fees(unknown, date(2026, 11, 2)).parts[-1].key == "biometrics_family"


@unhurried
@given(st.dates(date(2020, 4, 30), date(2028, 12, 31)), st.integers(0, 5), st.booleans())
def test_the_parts_make_the_total_and_another_child_costs_more(on: date, children: int, partner: bool) -> None:
    told = (SMALL,) * children
    alone = Facts(birth_date=BORN, children=told)
    found = fees(couple(*told) if partner else alone, on)
    assert found.total == sum(part.amount or 0 for part in found.parts)
    larger = fees(couple(*told, SMALL) if partner else alone.model_copy(update={"children": (*told, SMALL)}), on)
    assert larger.total is not None
    assert found.total is not None
    assert larger.total > found.total


@unhurried
@given(st.dates(date(2020, 4, 30), date(2028, 12, 31)), st.dates(date(2020, 4, 30), date(2028, 12, 31)))
def test_fees_never_go_down(one: date, two: date) -> None:
    """The ground for naming, on the day of a change, the fee that starts on it."""
    earlier, later = (fees(couple(SMALL), day).total for day in sorted((one, two)))
    assert earlier is not None
    assert later is not None
    assert earlier <= later


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no collected facts in {SHARED}")
def test_the_fees_agree_with_the_collected_facts() -> None:
    collected = yaml.safe_load((SHARED / "rulebook" / "journey.yaml").read_text("utf-8"))["fees_cad"]
    parameters = book().fees.parameters
    for row in collected:
        day = date.fromisoformat(str(row["from"])[:10])
        ours = [getattr(parameters, f"processing_{who}").on(day).value for who in ("principal", "partner", "child")]
        assert [str(amount) in str(told) for amount, told in zip(ours, row["processing"], strict=True)] == [True] * 3
        assert parameters.right_of_permanent_residence.on(day).value == row["rprf"]
