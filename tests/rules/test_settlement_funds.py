"""Settlement funds: whom they are counted for, by which table, and who need not show them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from rules import family
from rules.facts import Child, Facts, InvitedProgram, Offer, Partner, PartnerStatus, Permit, PermitKind
from rules.parameters import book
from rules.shapes.dated import NoRuleError, Status
from rules.shapes.family import FundsTable
from tests.rules.situations import SHARED

DAY = date(2026, 9, 30)
unhurried = settings(deadline=None, max_examples=100, database=None)


def of(size: int, **more: Any) -> Facts:
    """A family of so many people, a partner the second of them."""
    partner = Partner(status=PartnerStatus.accompanying) if size > 1 else None
    children = tuple(Child(birth_date=date(2017, 1, 1)) for _ in range(size - 2))
    return Facts(partner=partner, children=children, **more)


TABLES = {
    # One to nine people.
    date(2018, 1, 1): (12474, 15530, 19092, 23181, 26291, 29652, 33013, 36374, 39735),
    date(2019, 12, 31): (12669, 15772, 19390, 23542, 26701, 30114, 33528, 36942, 40356),
    date(2020, 1, 1): (12960, 16135, 19836, 24083, 27315, 30806, 34299, 37791, 41283),
    date(2021, 7, 15): (13213, 16449, 20222, 24553, 27847, 31407, 34967, 38527, 42087),
    date(2023, 4, 25): (13757, 17127, 21055, 25564, 28994, 32700, 36407, 40113, 43819),
    date(2024, 5, 28): (14690, 18288, 22483, 27297, 30690, 34917, 38875, 42833, 46791),
    date(2025, 7, 7): (15263, 19001, 23360, 28362, 32168, 36280, 40392, 44504, 48616),
    date(2026, 9, 30): (15263, 19001, 23360, 28362, 32168, 36280, 40392, 44504, 48616),
}


@pytest.mark.parametrize("on", TABLES)
def test_a_family_of_one_to_nine_needs_the_amount_of_the_table_of_the_day(on: date) -> None:
    found = [family.settlement_funds(of(size), on) for size in range(1, 10)]
    assert [funds.size for funds in found] == list(range(1, 10))
    assert tuple(funds.needed for funds in found) == TABLES[on]
    assert all(funds.status is not Status.UNKNOWN for funds in found)


@pytest.mark.parametrize(
    ("last", "amounts"),
    [
        (date(2018, 12, 31), (12474, 12669)),
        (date(2020, 12, 31), (12960, 13213)),
        (date(2024, 5, 27), (13757, 14690)),
        (date(2025, 7, 6), (14690, 15263)),
    ],
)
def test_a_new_table_holds_from_its_first_day(last: date, amounts: tuple[int, int]) -> None:
    found = [family.settlement_funds(of(1), on).needed for on in (last, last + timedelta(days=1))]
    assert tuple(found) == amounts


@pytest.mark.parametrize(
    ("on", "table_from", "because"),
    [
        (date(2022, 6, 8), date(2021, 1, 1), "table_not_found"),
        (date(2023, 4, 24), date(2021, 1, 1), "table_not_found"),
        (date(2026, 10, 1), date(2025, 7, 7), "update_not_seen"),
        (date(2028, 1, 1), date(2025, 7, 7), "update_not_seen"),
    ],
)
def test_where_the_table_is_not_known_the_last_one_known_is_used_and_the_answer_says_so(
    on: date, table_from: date, because: str
) -> None:
    found = family.settlement_funds(of(3), on)
    assert (found.status, found.unknown_because, found.table_from) == (Status.UNKNOWN, because, table_from)
    assert found.needed == family.settlement_funds(of(3), table_from).needed


def test_before_2018_no_table_is_known_and_no_amount_is_guessed() -> None:
    found = family.settlement_funds(of(2, settlement_funds=1), date(2017, 12, 31))
    assert (found.needed, found.enough, found.short_by, found.table_from) == (None, None, None, None)
    assert (found.status, found.unknown_because) == (Status.UNKNOWN, "tables_not_found")
    with pytest.raises(NoRuleError):
        family.settlement_funds(of(2), date(2014, 12, 31))


@pytest.mark.parametrize("status", PartnerStatus)
def test_a_partner_counts_for_funds_coming_or_not_canadian_or_not(status: PartnerStatus) -> None:
    # S41: a citizen partner is not in the partner column, and still in the family.
    facts = Facts(partner=Partner(status=status), children=())
    found = family.settlement_funds(facts, DAY)
    assert (found.members, found.needed) == (("principal_applicant", "partner"), 19001)
    assert family.in_partner_column(facts, DAY) == (status is PartnerStatus.accompanying)


@pytest.mark.parametrize("accompanying", [True, False])
@pytest.mark.parametrize("canadian", [True, False])
def test_a_child_counts_for_funds_coming_or_not_canadian_or_not(accompanying: bool, canadian: bool) -> None:
    child = Child(birth_date=date(2017, 1, 1), accompanying=accompanying, canadian=canadian)
    found = family.settlement_funds(Facts(children=(child,)), DAY)
    assert (found.members, found.needed) == (("principal_applicant", "children.0"), 19001)


def test_a_child_that_is_not_dependent_and_a_couple_that_is_not_one_yet_do_not_count() -> None:
    grown, small = Child(birth_date=date(2000, 1, 1)), Child(birth_date=date(2017, 1, 1))
    partner = Partner(status=PartnerStatus.accompanying, living_together_since=date(2026, 5, 3))
    facts = Facts(partner=partner, children=(grown, small))
    assert family.funds_members(facts, date(2027, 5, 2)) == ("principal_applicant", "children.1")
    assert family.funds_members(facts, date(2027, 5, 3)) == ("principal_applicant", "partner", "children.1")


@pytest.mark.parametrize(("told", "enough", "short_by"), [(23360, True, 0), (23359, False, 1), (0, False, 23360)])
def test_what_is_told_is_enough_or_short_by_an_amount(told: int, enough: bool, short_by: int) -> None:
    found = family.settlement_funds(of(3, settlement_funds=told), DAY)
    assert (found.told, found.enough, found.short_by) == (told, enough, short_by)
    assert found.reason.rule == "settlement_funds.needed"
    assert found.reason.since == date(2025, 7, 7)
    assert dict(found.reason.facts) == {"settlement_funds": told, "partner": True, "children.0": True, "size": 3}


def test_what_is_not_known_is_open_and_no_verdict_is_given() -> None:
    found = family.settlement_funds(Facts(partner_unknown=True, arranged_employment=False), DAY)
    assert (found.enough, found.short_by, found.needed) == (None, None, 15263)
    assert found.open == ("partner", "children", "settlement_funds")


def test_the_next_table_known_is_told_with_the_day_to_update_by() -> None:
    found = family.settlement_funds(of(3), date(2025, 7, 6))
    assert found.next == (date(2025, 7, 7), 23360, date(2025, 7, 28))
    assert found.update_by == date(2024, 5, 27)
    assert family.settlement_funds(of(3), date(2025, 7, 7)).update_by == date(2025, 7, 28)
    assert family.settlement_funds(of(3), date(2025, 7, 7)).next is None


def offered(*permits: PermitKind, **offer: Any) -> Facts:
    told = {"noc": "21231", "full_time": True, "year_after_visa": True, **offer}
    return Facts(
        children=(),
        settlement_funds=0,
        offer=Offer(**told),
        permits=tuple(Permit(kind=kind, until=date(2027, 12, 31)) for kind in permits),
    )


OPEN = PermitKind.open_work
ASSESSED = PermitKind.employer_assessed
INTEREST = PermitKind.employer_interest


@pytest.mark.parametrize(
    ("facts", "exempt"),
    [
        (offered(ASSESSED, from_permit_employer=True), True),  # a
        (offered(INTEREST, from_permit_employer=True, year_with_employer=True), True),  # b
        (offered(INTEREST, from_permit_employer=True, year_with_employer=False, assessed=False), False),
        (offered(assessed=True), False),  # c: not authorised to work
        (offered(OPEN, assessed=True), True),  # d
        (offered(OPEN, assessed=False), False),
        (offered(OPEN, assessed=True, full_time=False), False),
        (Facts(arranged_employment=True), False),  # which case it is has not been told
        (Facts(), False),
    ],
)
def test_someone_who_may_work_in_canada_and_has_a_valid_offer_is_not_asked_for_funds_as_a_skilled_worker(
    facts: Facts, exempt: bool
) -> None:
    found = family.settlement_funds(facts, DAY)
    assert found.asked_by(InvitedProgram.federal_skilled_worker) is not exempt
    assert not found.asked_by(InvitedProgram.canadian_experience)


def test_an_offer_not_told_in_full_is_open_unless_there_is_none() -> None:
    assert "offer" in family.settlement_funds(Facts(), DAY).open
    assert "offer" in family.settlement_funds(Facts(arranged_employment=True), DAY).open
    assert "offer" not in family.settlement_funds(Facts(arranged_employment=False), DAY).open
    assert "offer.assessed" in family.settlement_funds(offered(OPEN), DAY).open


def test_a_permit_that_has_ended_exempts_nobody() -> None:
    facts = offered(OPEN, assessed=True)
    assert family.settlement_funds(facts, date(2027, 12, 31)).asked_by(InvitedProgram.federal_skilled_worker) is False
    assert family.settlement_funds(facts, date(2028, 1, 1)).asked_by(InvitedProgram.federal_skilled_worker) is True


@unhurried
@given(st.integers(1, 20), st.dates(date(2018, 1, 1), date(2028, 12, 31)), st.integers(0, 80000))
def test_more_people_need_more_and_what_is_short_makes_it_enough(size: int, on: date, told: int) -> None:
    found = family.settlement_funds(of(size, settlement_funds=told), on)
    larger = family.settlement_funds(of(size + 1), on)
    assert found.needed is not None
    assert larger.needed is not None
    assert found.short_by is not None
    assert found.needed < larger.needed
    assert found.enough == (found.short_by == 0) == (told >= found.needed)
    assert family.settlement_funds(of(size, settlement_funds=told + found.short_by), on).enough


def test_a_table_in_which_more_people_need_less_is_refused() -> None:
    with pytest.raises(ValidationError, match="a larger family needs more"):
        FundsTable(by_size=(15263, 15263), each_more=4112)


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no collected facts in {SHARED}")
def test_the_tables_agree_with_the_collected_facts() -> None:
    collected = yaml.safe_load((SHARED / "rulebook" / "programs.yaml").read_text("utf-8"))
    theirs = {
        str(day)[:4]: ([row[f"n{size}"] for size in range(1, 8)], row["each_extra"])
        for day, row in collected["settlement_funds"]["table_by_effective_date"].items()
        if "n1" in row
    }
    ours = {
        str(value.start.year): (list(value.value.by_size), value.value.each_more)
        for value in book().settlement_funds.parameters.needed.values
        if value.value is not None
    }
    assert ours == theirs
