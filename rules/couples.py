"""The same two people with each of them as principal applicant.

Either of a couple may be the principal applicant; both may have a profile of their own, but an application has one of
them. Neither the presentation of a family nor who is coming is chosen here for points: it is told.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, NamedTuple

from rules import crs
from rules.categories import CategoryResult, categories
from rules.facts import Facts, Partner, PartnerStatus, Person
from rules.family import partner_on
from rules.parameters import RuleBook, book
from rules.programs import programs
from rules.reasons import CrsResult, ProgramResult

Who = Literal["candidate", "partner"]
WhyNot = Literal["no_partner", "no_couple_yet", "partner_is_canadian"]


class Way(NamedTuple):
    """One of the two as the principal applicant: score, programs, and the categories of rounds.

    `facts` are those of that way. A score without a program is no place in the pool: `in_pool` says which it is.
    """

    principal: Who
    facts: Facts
    crs: CrsResult
    programs: tuple[ProgramResult, ...]
    categories: tuple[CategoryResult, ...]

    @property
    def in_pool(self) -> bool:
        """Whether the principal applicant is eligible for a federal program."""
        return any(program.eligible for program in self.programs)


class BothWays(NamedTuple):
    """Both ways on a day; `partner` is None, for the reason in `why_not`, where the partner cannot be the principal
    applicant.

    `scores_more` looks at the scores alone and is None when they are equal or there is one way only; whether the other
    way is in the pool at all is for `in_pool` of each.
    """

    candidate: Way
    partner: Way | None
    why_not: WhyNot | None
    scores_more: Who | None


def swapped(facts: Facts) -> Facts:
    """The partner as principal applicant, and the candidate as the partner who is coming.

    Children, funds and the intended province belong to the application and stay; all that is told of a person goes with
    the person. A profile and an invitation are the candidate's own: the partner has neither. `ValueError` without a
    partner, and for one who is a citizen or permanent resident of Canada.
    """
    partner = facts.partner
    if partner is None:
        raise ValueError("there is no partner who could be the principal applicant")
    if partner.status is PartnerStatus.canadian:
        raise ValueError("a citizen or permanent resident of Canada cannot be the principal applicant")
    other = Partner.model_construct(
        **_of_person(facts),
        status=PartnerStatus.accompanying,
        living_together_since=partner.living_together_since,
        married=partner.married,
    )
    return Facts.model_construct(
        **_of_person(partner),
        partner=other,
        children=facts.children,
        settlement_funds=facts.settlement_funds,
        intends_to_live_in_quebec=facts.intends_to_live_in_quebec,
    )


def _of_person(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in Person.model_fields}


def both_ways(facts: Facts, on: date, *, rules: RuleBook | None = None) -> BothWays:
    """Each of the two as principal applicant on a day, and which scores more."""
    rules = rules or book()
    own = _way("candidate", facts, on, rules)
    if facts.partner is None:
        return BothWays(own, None, "no_partner", None)
    if facts.partner.status is PartnerStatus.canadian:
        return BothWays(own, None, "partner_is_canadian", None)
    if partner_on(facts, on, rules=rules) is None:
        return BothWays(own, None, "no_couple_yet", None)
    other = _way("partner", swapped(facts), on, rules)
    more: Who | None = None
    if own.crs.total != other.crs.total:
        more = "candidate" if own.crs.total > other.crs.total else "partner"
    return BothWays(own, other, None, more)


def _way(principal: Who, facts: Facts, on: date, rules: RuleBook) -> Way:
    return Way(
        principal,
        facts,
        crs.score(facts, on, rules=rules),
        programs(facts, on, rules=rules),
        categories(facts, on, rules=rules),
    )
