"""Partners and children: from when until when they belong to the family of an application."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from rules import family
from rules.facts import Child, Facts, Invitation, InvitedProgram, Nomination, Partner, PartnerStatus, refusals

DAY = date(2026, 11, 2)
unhurried = settings(deadline=None, max_examples=100, database=None)


def together(status: str = "accompanying", **more: Any) -> Partner:
    return Partner(status=PartnerStatus(status), **more)


@pytest.mark.parametrize(
    ("since", "first"),
    [
        (date(2026, 5, 3), date(2027, 5, 3)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2023, 2, 28), date(2024, 2, 28)),
    ],
)
def test_two_who_live_together_are_common_law_partners_from_the_same_date_a_year_later(
    since: date, first: date
) -> None:
    partner = together(living_together_since=since)
    assert family.couple_from(partner) == first
    facts = Facts(partner=partner)
    assert family.partner_on(facts, first - timedelta(days=1)) is None
    assert family.partner_on(facts, first) is partner


def test_a_wedding_before_the_common_law_day_comes_first_and_one_after_it_second() -> None:
    since = date(2026, 5, 3)
    assert family.couple_from(together(living_together_since=since, married=date(2026, 9, 12))) == date(2026, 9, 12)
    assert family.couple_from(together(living_together_since=since, married=date(2027, 9, 12))) == date(2027, 5, 3)
    assert family.couple_from(together(married=date(2027, 9, 12))) == date(2027, 9, 12)


def test_a_couple_of_which_no_date_is_known_is_one_already() -> None:
    facts = Facts(partner=together())
    assert family.couple_from(facts.partner or together()) is None
    assert family.partner_on(facts, date(2015, 1, 1)) is facts.partner


@pytest.mark.parametrize(
    ("status", "column"), [("accompanying", True), ("not_accompanying", False), ("canadian", False)]
)
def test_only_a_partner_who_is_coming_and_is_not_canadian_opens_the_partner_column(status: str, column: bool) -> None:
    assert family.in_partner_column(Facts(partner=together(status)), DAY) is column


def test_the_partner_column_opens_on_the_common_law_day() -> None:
    facts = Facts(partner=together(living_together_since=date(2026, 5, 3)))
    assert not family.in_partner_column(facts, date(2027, 5, 2))
    assert family.in_partner_column(facts, date(2027, 5, 3))
    assert not family.in_partner_column(Facts(), DAY)


def test_a_child_is_dependent_until_the_day_before_its_22nd_birthday() -> None:
    child = Child(birth_date=date(2005, 3, 14))
    assert family.ages_out(child) == date(2027, 3, 14)
    assert family.is_dependent(child, date(2027, 3, 13))
    assert not family.is_dependent(child, date(2027, 3, 14))


def test_a_child_of_29_february_is_too_old_from_28_february() -> None:
    child = Child(birth_date=date(2004, 2, 29))
    assert family.ages_out(child) == date(2026, 2, 28)
    assert family.is_dependent(child, date(2026, 2, 27))
    assert not family.is_dependent(child, date(2026, 2, 28))


def test_until_24_october_2017_a_child_was_dependent_until_19() -> None:
    child = Child(birth_date=date(1998, 6, 1))
    assert family.is_dependent(child, date(2017, 5, 31))
    assert not family.is_dependent(child, date(2017, 6, 1))
    assert not family.is_dependent(child, date(2017, 10, 23))
    assert family.is_dependent(child, date(2017, 10, 24))


def test_a_married_child_is_not_dependent_unless_by_a_condition() -> None:
    young = date(2015, 3, 14)
    assert not family.is_dependent(Child(birth_date=young, in_couple=True), DAY)
    assert family.ages_out(Child(birth_date=young, in_couple=True)) is None
    grown = Child(birth_date=date(1990, 3, 14), dependent_by_condition=True)
    assert family.is_dependent(grown, DAY)
    assert family.ages_out(grown) is None


def test_a_child_not_born_yet_is_not_in_the_family() -> None:
    child = Child(birth_date=date(2027, 1, 5))
    assert not family.is_dependent(child, date(2027, 1, 4))
    assert family.is_dependent(child, date(2027, 1, 5))


def test_the_age_of_a_child_is_fixed_on_the_day_the_application_is_received_not_at_the_invitation() -> None:
    child = Child(birth_date=date(2005, 3, 14))
    invited = Invitation(issued=date(2027, 2, 10), program=InvitedProgram.canadian_experience)
    facts = Facts(children=(child,), invitation=invited)
    assert family.age_lock(facts) == (None, "application")
    assert len(family.funds_members(facts, date(2027, 3, 14))) == 1
    applied = facts.model_copy(update={"invitation": invited.model_copy(update={"applied": date(2027, 3, 13)})})
    assert family.age_lock(applied) == (date(2027, 3, 13), "application")
    assert len(family.funds_members(applied, date(2028, 1, 1))) == 2
    too_late = facts.model_copy(update={"invitation": invited.model_copy(update={"applied": date(2027, 3, 14)})})
    assert len(family.funds_members(too_late, date(2027, 3, 13))) == 2
    assert len(family.funds_members(too_late, date(2027, 3, 14))) == 1


def test_the_age_of_a_nominees_child_is_fixed_on_the_day_of_the_application_to_the_province() -> None:
    child = Child(birth_date=date(2005, 3, 14))
    nomination = Nomination(province="ON", accepted=True, applied_to_province=date(2026, 12, 1))
    facts = Facts(children=(child,), nomination=nomination)
    assert family.age_lock(facts) == (date(2026, 12, 1), "nomination_application")
    assert family.dependent_children(facts, date(2028, 1, 1)) == ((0, child),)
    for program, basis in (("provincial_nominee", "nomination_application"), ("canadian_experience", "application")):
        invited = Invitation(issued=date(2027, 2, 10), program=InvitedProgram(program), applied=date(2027, 4, 1))
        assert family.age_lock(facts.model_copy(update={"invitation": invited})).basis == basis
    refused = nomination.model_copy(update={"accepted": False})
    assert family.age_lock(facts.model_copy(update={"nomination": refused})) == (None, "application")


def test_an_invitation_as_a_nominee_without_the_nomination_leaves_the_day_unknown() -> None:
    invited = Invitation(issued=DAY, program=InvitedProgram.provincial_nominee, applied=DAY)
    assert family.age_lock(Facts(invitation=invited)) == (None, "nomination_application")


def test_a_child_born_after_the_age_was_fixed_belongs_to_the_family() -> None:
    invited = Invitation(issued=date(2026, 9, 1), applied=date(2026, 10, 1))
    facts = Facts(children=(Child(birth_date=date(2026, 12, 24)),), invitation=invited)
    assert len(family.funds_members(facts, date(2026, 12, 23))) == 1
    assert len(family.funds_members(facts, date(2026, 12, 24))) == 2


@unhurried
@given(st.dates(date(1996, 1, 1), date(2020, 12, 31)), st.dates(date(2018, 1, 1), date(2045, 12, 31)))
def test_a_child_ages_out_on_the_first_day_it_is_not_dependent(born: date, on: date) -> None:
    child = Child(birth_date=born)
    last = family.ages_out(child)
    assert last is not None
    assert family.is_dependent(child, on) == (born <= on < last)


@unhurried
@given(
    st.dates(date(1998, 1, 1), date(2020, 12, 31)),
    st.dates(date(2018, 1, 1), date(2045, 12, 31)),
    st.dates(date(2018, 1, 1), date(2045, 12, 31)),
)
def test_a_locked_age_answers_every_later_day_as_it_answered_its_own(born: date, locked: date, on: date) -> None:
    child = Child(birth_date=born)
    found = family.is_dependent(child, on, locked=locked)
    if on <= locked:
        assert found == family.is_dependent(child, on)
    elif born <= locked:
        assert found == family.is_dependent(child, locked)
    else:
        assert found == (born <= on)


@pytest.mark.parametrize(
    ("told", "field", "why"),
    [
        ({"children": [{"birth_date": "1899-12-31"}]}, "children.0.birth_date", "1899-12-31 is before 1900-01-01"),
        (
            {"partner": {"status": "accompanying", "birth_date": "1995-04-01", "married": "1995-04-01"}},
            "partner.married",
            "married 1995-04-01 is not after birth_date 1995-04-01",
        ),
        (
            {"partner": {"status": "canadian", "birth_date": "1995-04-01", "living_together_since": "1994-01-01"}},
            "partner.living_together_since",
            "living_together_since 1994-01-01 is not after birth_date 1995-04-01",
        ),
    ],
)
def test_a_family_that_cannot_be_is_refused_with_the_field_and_why(told: dict[str, Any], field: str, why: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Facts.model_validate(told)
    assert refusals(refused.value) == ((field, why),)
