"""The same two people with each as principal applicant."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import crs
from rules.couples import both_ways, swapped
from rules.facts import (
    Child,
    Facts,
    Invitation,
    Nomination,
    Offer,
    Partner,
    PartnerStatus,
    Person,
    Profile,
)
from rules.family import funds_members
from rules.knock_outs import knock_outs
from tests.rules.situations import born, candidate
from tests.rules.test_properties import situations

DAY = date(2026, 11, 2)
unhurried = settings(deadline=None, max_examples=50, database=None)


def couple(**more: Any) -> Facts:
    """S40: 32, a master's, CLB 9, a year here and a year abroad; the partner finished secondary school."""
    facts = candidate(
        DAY,
        age=32,
        education="master_or_professional",
        english=9,
        canadian=1,
        foreign=1,
        partner={"education": "secondary"},
    )
    partner = facts.partner
    assert partner is not None
    return facts.model_copy(update={"partner": partner.model_copy(update={"birth_date": born(29, DAY)}), **more})


def test_the_partner_becomes_the_principal_applicant_and_the_candidate_the_partner_who_is_coming() -> None:
    facts = couple()
    other = swapped(facts)
    assert facts.partner is not None
    assert other.partner is not None
    assert (other.birth_date, other.education) == (facts.partner.birth_date, facts.partner.education)
    assert (other.partner.birth_date, other.partner.tests) == (facts.birth_date, facts.tests)
    assert other.partner.status is PartnerStatus.accompanying


def test_a_bar_goes_with_the_person_and_shuts_both_ways() -> None:
    bar = date(2028, 1, 1)
    facts = couple(misrepresentation_bar_until=bar)
    assert [(one.key, one.until) for one in knock_outs(facts, DAY)] == [("misrepresentation", bar)]
    assert [(one.key, one.until) for one in knock_outs(swapped(facts), DAY)] == [("partner.misrepresentation", bar)]
    found = both_ways(facts, DAY)
    assert found.partner is not None
    assert not found.candidate.in_pool
    assert not found.partner.in_pool
    assert all(program.estimate for program in found.partner.programs)


def test_what_belongs_to_the_application_stays() -> None:
    children = (Child(birth_date=date(2019, 5, 1)),)
    facts = couple(children=children, settlement_funds=30000, intends_to_live_in_quebec=False)
    other = swapped(facts)
    assert (other.children, other.settlement_funds, other.intends_to_live_in_quebec) == (children, 30000, False)
    assert len(funds_members(other, DAY)) == len(funds_members(facts, DAY)) == 3


def test_a_nomination_and_an_offer_go_with_the_person() -> None:
    nomination, offer = Nomination(province="ON", accepted=True), Offer(noc="21231")
    other = swapped(couple(nomination=nomination, offer=offer))
    assert (other.nomination, other.offer) == (None, None)
    assert other.partner is not None
    assert (other.partner.nomination, other.partner.offer) == (nomination, offer)
    assert crs.score(other, DAY).factors["nomination"] == 0


def test_a_profile_and_an_invitation_are_the_candidates_own() -> None:
    facts = couple(profile=Profile(submitted=date(2026, 8, 1)), invitation=Invitation(issued=date(2026, 10, 1)))
    other = swapped(facts)
    assert (other.profile, other.invitation) == (None, None)


def test_the_dates_of_the_couple_are_the_same_from_either_side() -> None:
    partner = Partner(
        status=PartnerStatus.accompanying, living_together_since=date(2024, 5, 3), married=date(2026, 5, 3)
    )
    other = swapped(Facts(partner=partner)).partner
    assert other is not None
    assert (other.living_together_since, other.married) == (date(2024, 5, 3), date(2026, 5, 3))


def test_without_a_partner_and_with_a_canadian_one_there_is_nothing_to_swap() -> None:
    with pytest.raises(ValueError, match="no partner"):
        swapped(Facts())
    with pytest.raises(ValueError, match="permanent resident of Canada"):
        swapped(Facts(partner=Partner(status=PartnerStatus.canadian)))


@unhurried
@given(situations())
def test_swapping_twice_gives_the_same_facts(situation: tuple[Facts, date]) -> None:
    facts, _ = situation
    if facts.partner is None or facts.partner.status is not PartnerStatus.accompanying:
        return
    assert swapped(swapped(facts)) == facts


@unhurried
@given(situations())
def test_swapped_facts_are_facts_that_can_be(situation: tuple[Facts, date]) -> None:
    facts, _ = situation
    if facts.partner is None or facts.partner.status is PartnerStatus.canadian:
        return
    other = swapped(facts)
    assert Facts.model_validate(other.model_dump(mode="json")) == other


def test_everything_told_of_a_person_goes_along() -> None:
    """A field of `Person` that stayed behind would be lost without a word."""
    facts, other = couple(), swapped(couple())
    assert facts.partner is not None
    assert other.partner is not None
    for name in Person.model_fields:
        assert getattr(other, name) == getattr(facts.partner, name)
        assert getattr(other.partner, name) == getattr(facts, name)


def test_both_ways_are_scored_and_the_better_is_named() -> None:
    found = both_ways(couple(), DAY)
    assert (found.candidate.principal, found.candidate.crs.total) == ("candidate", 452)
    assert found.partner is not None
    assert found.partner.principal == "partner"
    assert found.partner.crs == crs.score(swapped(couple()), DAY)
    assert found.partner.crs.factors["partner_education"] == 10
    assert (found.scores_more, found.why_not) == ("candidate", None)
    assert both_ways(swapped(couple()), DAY).scores_more == "partner"


def test_two_alike_score_the_same_and_neither_is_named() -> None:
    one = couple()
    alike = Partner(**{name: getattr(one, name) for name in Person.model_fields}, status=PartnerStatus.accompanying)
    assert both_ways(one.model_copy(update={"partner": alike}), DAY).scores_more is None


def test_each_way_has_its_programs_and_categories() -> None:
    found = both_ways(couple(children=()), DAY)
    assert found.partner is not None
    assert found.candidate.in_pool
    assert not found.partner.in_pool
    assert {one.program for one in found.candidate.programs} == {one.program for one in found.partner.programs}
    assert {one.category for one in found.candidate.categories} == {one.category for one in found.partner.categories}


@pytest.mark.parametrize(
    ("facts", "why_not"),
    [
        (candidate(DAY), "no_partner"),
        (candidate(DAY, partner={"status": "canadian"}), "partner_is_canadian"),
        (candidate(DAY, partner={"living_together_since": date(2026, 5, 3)}), "no_couple_yet"),
    ],
)
def test_where_the_partner_cannot_be_the_principal_applicant_the_reason_is_told(facts: Facts, why_not: str) -> None:
    found = both_ways(facts, DAY)
    assert (found.partner, found.why_not, found.scores_more) == (None, why_not, None)
    assert found.candidate.crs == crs.score(facts, DAY)


@unhurried
@given(situations(), st.booleans())
def test_the_two_ways_of_a_couple_are_those_of_the_swapped_couple_turned_round(
    situation: tuple[Facts, date], has_children: bool
) -> None:
    facts, on = situation
    if facts.partner is None or facts.partner.status is not PartnerStatus.accompanying:
        return
    facts = facts.model_copy(update={"children": (Child(birth_date=date(2014, 1, 1)),) if has_children else ()})
    one, two = both_ways(facts, on), both_ways(swapped(facts), on)
    assert one.partner is not None
    assert two.partner is not None
    assert (one.candidate.crs, one.partner.crs) == (two.partner.crs, two.candidate.crs)
    assert one.candidate.programs == two.partner.programs
