"""The government fees of an application, by the day it is received, for a family.

Only those who are coming and are not Canadian pay. A fee of a day is one of the book, or is not known: a total with an
unknown part is none.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rules.age import ages
from rules.facts import Facts, PartnerStatus
from rules.family import dependent_children, partner_on
from rules.parameters import RuleBook, book
from rules.reasons import Reason
from rules.shapes.dated import Status
from rules.shapes.fees import Fee

# The surest first: a total is as sure as its least sure part.
_BY_SURENESS = (Status.CONFIRMED, Status.REPORTED, Status.EXPECTED, Status.UNKNOWN)


class Part(NamedTuple):
    """One kind of fee: how many pay it, the amount of each and of all, None where it is not known."""

    key: str
    people: int
    each: int | None
    amount: int | None
    status: Status
    reason: Reason


class Fees(NamedTuple):
    """All fees of a family on a day, in Canadian dollars.

    `total` is None where a part is not known; `status` is that of the least sure part. `before_change` is the total in
    force until 09:00 Eastern on a day on which fees change: `total` is then the later, higher one. `open` are the paths
    of facts that could change the total.
    """

    on: date
    total: int | None
    before_change: int | None
    status: Status
    parts: tuple[Part, ...]
    open: tuple[str, ...]


class _Payers(NamedTuple):
    """Who pays what: how many partners and children, how many give biometrics."""

    partners: int
    children: int
    biometrics: int
    open: tuple[str, ...]


def fees(facts: Facts, on: date, *, rules: RuleBook | None = None) -> Fees:
    """What a family pays for an application received on a day.

    `NoRuleError` for a day before 2015-01-01.
    """
    rules = rules or book()
    payers = _payers(facts, on, rules)
    parts = _parts(payers, on, rules)
    first = rules.fees.parameters.processing_principal.values[0].start
    changed = on > first and any(part.reason.since == on for part in parts)
    return Fees(
        on=on,
        total=_total(parts),
        before_change=_total(_parts(payers, date.fromordinal(on.toordinal() - 1), rules)) if changed else None,
        status=max((part.status for part in parts), key=_BY_SURENESS.index),
        parts=parts,
        open=payers.open,
    )


def _total(parts: tuple[Part, ...]) -> int | None:
    amounts = [part.amount for part in parts]
    return None if None in amounts else sum(amount for amount in amounts if amount is not None)


def _payers(facts: Facts, on: date, rules: RuleBook) -> _Payers:
    """Those who are coming; someone whose age is not known is taken to give biometrics."""
    between = rules.fees.parameters.biometrics_ages.on(on).value
    unknown = []
    births: list[date | None] = [facts.birth_date]
    if facts.birth_date is None:
        unknown.append("birth_date")
    partner = partner_on(facts, on, rules=rules)
    if facts.partner is None and facts.partner_unknown:
        unknown.append("partner")
    coming = partner is not None and partner.status is PartnerStatus.accompanying
    if partner is not None and coming:
        births.append(partner.birth_date)
        if partner.birth_date is None:
            unknown.append("partner.birth_date")
    if facts.children is None:
        unknown.append("children")
    children = [
        child for _, child in dependent_children(facts, on, rules=rules) if child.accompanying and not child.canadian
    ]
    births += [child.birth_date for child in children]
    giving = [
        born for born in births if born is None or any(between.first <= age <= between.last for age in ages(born, on))
    ]
    return _Payers(int(coming), len(children), len(giving), tuple(unknown))


def _parts(payers: _Payers, on: date, rules: RuleBook) -> tuple[Part, ...]:
    parameters = rules.fees.parameters
    found = [_part("processing_principal", 1, parameters.processing_principal, on)]
    if payers.partners:
        found.append(_part("processing_partner", payers.partners, parameters.processing_partner, on))
    if payers.children:
        found.append(_part("processing_child", payers.children, parameters.processing_child, on))
    adults = 1 + payers.partners
    found.append(_part("right_of_permanent_residence", adults, parameters.right_of_permanent_residence, on))
    if payers.biometrics == 1:
        found.append(_part("biometrics_person", 1, parameters.biometrics_person, on))
    elif payers.biometrics:
        family = _part("biometrics_family", 1, parameters.biometrics_family, on)
        found.append(family._replace(people=payers.biometrics))
    return tuple(found)


def _part(key: str, people: int, fee: Fee, on: date) -> Part:
    in_force = fee.on(on)
    each = in_force.value
    return Part(
        key,
        people,
        each,
        None if each is None else people * each,
        in_force.status,
        Reason(f"fees.{key}", in_force.start, (("people", people),)),
    )
