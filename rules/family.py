"""The family of an application: partner, dependent children, and the settlement funds for them all.

Who is not coming, and who is Canadian already, still belongs to the family that funds are counted for; only a partner
who is coming and is not Canadian puts the candidate in the partner column of the CRS.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from functools import cache
from typing import NamedTuple

from rules.age import birthday
from rules.arranged_employment import arranged_employment
from rules.facts import Child, Facts, InvitedProgram, Offer, Partner, PartnerStatus, Permit
from rules.journey import course_of
from rules.months import add_months
from rules.parameters import RuleBook, book
from rules.reasons import FactValue, Reason
from rules.remembered import remembered
from rules.shapes.dated import Status
from rules.shapes.family import FundsTable


def couple_from(partner: Partner, *, rules: RuleBook | None = None) -> date | None:
    """The day from which two people are spouses or common-law partners; None when they already are, since an unknown
    day.

    Two who live together are common-law partners from the same date a year later, or from their wedding, whichever is
    first.
    """
    days = []
    if partner.married is not None:
        days.append(partner.married)
    if partner.living_together_since is not None:
        months = (rules or book()).family.parameters.common_law.values[-1].value
        days.append(add_months(partner.living_together_since, months))
    return min(days, default=None)


def partner_on(facts: Facts, on: date, *, rules: RuleBook | None = None) -> Partner | None:
    """The spouse or common-law partner of a day; None before the wedding or the common-law day."""
    partner = facts.partner
    if partner is None:
        return None
    start = couple_from(partner, rules=rules)
    return partner if start is None or start <= on else None


def in_partner_column(facts: Facts, on: date, *, rules: RuleBook | None = None) -> bool:
    """Whether the CRS uses its partner column: a partner who is coming, neither a citizen nor a permanent resident."""
    partner = partner_on(facts, on, rules=rules)
    return partner is not None and partner.status is PartnerStatus.accompanying


class AgeLock(NamedTuple):
    """The day that fixes the age of children, and why that day; None while it has not come or is not known.

    `basis` is `application` (the day it is received, IRPR 25.1(1)) or `nomination_application` (the day a nominee
    applied to the province, IRPR 25.1(4)).
    """

    day: date | None
    basis: str


def age_lock(facts: Facts, on: date | None = None, *, rules: RuleBook | None = None) -> AgeLock:
    """What fixes the age of children: for a nominee the application for nomination, otherwise the application itself.

    The program an invitation names decides; without one, a nomination that was accepted. An application that was
    returned, withdrawn or refused by a day, or came too late, fixes nothing any more; nor does a nomination withdrawn.
    """
    invitation, nomination = facts.invitation, facts.nomination
    if invitation is not None and invitation.program is not None:
        nominee = invitation.program is InvitedProgram.provincial_nominee
    else:
        nominee = nomination is not None and bool(nomination.accepted)
    if nominee:
        withdrawn = None if nomination is None else nomination.withdrawn
        given_up = on is not None and withdrawn is not None and withdrawn <= on
        fixed = None if nomination is None or given_up else nomination.applied_to_province
        return AgeLock(fixed, "nomination_application")
    applied = None if invitation is None else invitation.applied
    if applied is not None and on is not None and applied <= on:
        course = course_of(facts, on, rules=rules)
        if course is None or not course.stands:
            applied = None
    return AgeLock(applied, "application")


def ages_out(child: Child, *, rules: RuleBook | None = None) -> date | None:
    """The first day on which a child is too old to be dependent, under the rule now in force.

    A child born on 29 February is too old from 28 February. None for one that depends by a condition, or that is in a
    couple and is not dependent anyway.
    """
    if child.dependent_by_condition or child.in_couple:
        return None
    limit = (rules or book()).family.parameters.dependent_child_age.values[-1].value
    return birthday(child.birth_date, child.birth_date.year + limit).losing


def is_dependent(child: Child, on: date, *, locked: date | None = None, rules: RuleBook | None = None) -> bool:
    """Whether a child is a dependent child on a day (IRPR 2): under 22 (19 before 2017-10-24) and not in a couple, or
    dependent by a condition.

    `locked` is the day that fixed its age, which then counts instead of any later one. A child not born yet is none.
    """
    if on < child.birth_date:
        return False
    if child.dependent_by_condition:
        return True
    if child.in_couple:
        return False
    tested = on if locked is None else min(on, locked)
    limit = (rules or book()).family.parameters.dependent_child_age.on(tested).value
    return tested < birthday(child.birth_date, child.birth_date.year + limit).losing


def dependent_children(facts: Facts, on: date, *, rules: RuleBook | None = None) -> tuple[tuple[int, Child], ...]:
    """The dependent children of a day with their places, their age fixed by `age_lock` once that day has come."""
    locked = age_lock(facts, on, rules=rules).day
    return tuple(
        (place, child)
        for place, child in enumerate(facts.children or ())
        if is_dependent(child, on, locked=locked, rules=rules)
    )


def funds_members(facts: Facts, on: date, *, rules: RuleBook | None = None) -> tuple[str, ...]:
    """Who counts for settlement funds, by name: the principal applicant, the partner and each dependent child, coming
    or not, Canadian or not; people not known yet are not among them (see `Funds.open`).
    """
    partner = ("partner",) if partner_on(facts, on, rules=rules) is not None else ()
    children = [f"children.{place}" for place, _ in dependent_children(facts, on, rules=rules)]
    return ("principal_applicant", *partner, *children)


class Offered(NamedTuple):
    """Whether a job offer is arranged employment on a day, and whether it does away with settlement funds.

    `met` is None where that is not known; `open` are the facts it then depends on. The rest is as in
    `rules.arranged_employment`.
    """

    met: bool | None
    exempt_from_funds: bool
    exemption_open: tuple[str, ...]
    assessed: bool | None
    open: tuple[str, ...]


def offered(facts: Facts, on: date, *, rules: RuleBook | None = None) -> Offered:
    """What `rules.arranged_employment` makes of the offer, remembered: it depends on the permits still held and on the
    rules of the day only.
    """
    rules = rules or book()
    held = tuple(permit for permit in facts.permits if on <= permit.until)
    days = _offer_days(rules)
    day = days[max(bisect_right(days, on) - 1, 0)]
    return _offered(facts.offer, held, facts.arranged_employment, day, rules)


@remembered(4096)
def _offered(offer: Offer | None, held: tuple[Permit, ...], told: bool | None, on: date, rules: RuleBook) -> Offered:
    found = arranged_employment(Facts(offer=offer, permits=held, arranged_employment=told), on, rules=rules)
    return Offered(found.met, found.exempt_from_funds, found.exemption_open, found.assessed, found.open)


@cache
def _offer_days(rules: RuleBook) -> tuple[date, ...]:
    """The days on which a rule about job offers changed."""
    parameters = rules.programs.parameters
    days = {value.start for value in parameters.offer_teers.values}
    days |= {value.start for value in parameters.offer.values}
    days |= {value.start for value in parameters.work_permits.values}
    days |= {value.start for value in parameters.offer_cases.values}
    days |= {value.start for value in parameters.exempt_from_funds.values}
    return tuple(sorted(days))


class Exemption(NamedTuple):
    """A program that asks for no funds, and why: `program` (it asks nobody) or `arranged_employment`."""

    program: InvitedProgram
    because: str


class NextTable(NamedTuple):
    """The next table the book knows of: its first day, the amount for the family, the day to update the profile by."""

    start: date
    needed: int
    update_by: date | None


class Funds(NamedTuple):
    """Settlement funds of a family on a day, in Canadian dollars.

    `needed` is the amount of the table in force, or of the last one known when the one in force is not: `status` is
    then `unknown` and `unknown_because` says why. It is None before the first table of the book. `enough` and
    `short_by` are None while the amount told or needed is not known. `table_from` is the first day of the table used,
    `update_by` the day by which profiles in the pool were to follow it. `exempt` are the programs that ask this
    candidate for no funds; skilled trades are not among them, as their offer has to be in the trade, which
    `rules.skilled_trades` tells. `exemption_open` are the facts that could exempt a skilled worker besides, `open` all
    paths of facts not known that could change the answer.
    """

    size: int
    members: tuple[str, ...]
    needed: int | None
    told: int | None
    enough: bool | None
    short_by: int | None
    status: Status
    unknown_because: str | None
    table_from: date | None
    update_by: date | None
    next: NextTable | None
    exempt: tuple[Exemption, ...]
    exemption_open: tuple[str, ...]
    open: tuple[str, ...]
    reason: Reason

    def asked_by(self, program: InvitedProgram) -> bool:
        """Whether a program asks this candidate for funds."""
        return all(exemption.program is not program for exemption in self.exempt)


def settlement_funds(facts: Facts, on: date, *, rules: RuleBook | None = None) -> Funds:
    """The funds a family needs on a day, and whether what was told is enough.

    `NoRuleError` for a day before 2015-01-01.
    """
    rules = rules or book()
    in_force = rules.settlement_funds.parameters.needed.on(on)
    members = funds_members(facts, on, rules=rules)
    size = len(members)
    days, tables = _known_tables(rules)
    place = bisect_right(days, on)
    start, table = (days[place - 1], tables[place - 1]) if place else (None, None)
    later = (days[place], tables[place]) if place < len(days) else None
    needed = table.needed(size) if table is not None else None
    told = facts.settlement_funds
    short_by = max(needed - told, 0) if needed is not None and told is not None else None
    looked_at: tuple[tuple[str, FactValue], ...] = (
        ("settlement_funds", told),
        *((member, True) for member in members[1:]),
        ("size", size),
    )
    exempt, undecided = _exempt(facts, on, rules)
    return Funds(
        size=size,
        members=members,
        needed=needed,
        told=told,
        enough=None if short_by is None else short_by == 0,
        short_by=short_by,
        status=in_force.status,
        unknown_because=in_force.unknown_because,
        table_from=start,
        update_by=table.update_by if table is not None else None,
        next=NextTable(later[0], later[1].needed(size), later[1].update_by) if later is not None else None,
        exempt=exempt,
        exemption_open=undecided,
        open=(*_open(facts), *undecided),
        reason=Reason("settlement_funds.needed", start or in_force.start, looked_at),
    )


@cache
def _known_tables(rules: RuleBook) -> tuple[tuple[date, ...], tuple[FundsTable, ...]]:
    """The tables of the book and their first days, without those that are declared unknown."""
    known = [(one.start, one.value) for one in rules.settlement_funds.parameters.needed.values if one.value is not None]
    return tuple(day for day, _ in known), tuple(table for _, table in known)


def _open(facts: Facts) -> list[str]:
    asked = (
        ("partner", facts.partner is None and facts.partner_unknown),
        ("children", facts.children is None),
        ("settlement_funds", facts.settlement_funds is None),
    )
    return [name for name, missing in asked if missing]


def _exempt(facts: Facts, on: date, rules: RuleBook) -> tuple[tuple[Exemption, ...], tuple[str, ...]]:
    """The programs that ask for no funds, and the facts that could add one.

    Arranged employment exempts only someone who may work in Canada: an offer of which no more is known does not.
    """
    free = [InvitedProgram(name) for name in rules.settlement_funds.parameters.programs_without_funds.on(on).value]
    found = [Exemption(program, "program") for program in free]
    arranged = offered(facts, on, rules=rules)
    if arranged.exempt_from_funds:
        found.append(Exemption(InvitedProgram.federal_skilled_worker, "arranged_employment"))
    return tuple(found), arranged.exemption_open
