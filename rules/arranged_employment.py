"""Arranged employment: whether a job offer is one, and by which of the four cases (IRPR 82(2)).

The cases differ in the permit held and in what stands behind the offer:

a. a work permit on a labour market assessment, and the offer comes from the employer it names;
b. a work permit under an agreement or for Canadian interests, and the offer comes from the employer it names, for whom
   the person has already worked a full-time year;
c. no work permit, and an assessment of the offer itself;
d. any work permit, and an assessment of the offer itself.

Skilled trades ask the same of an offer in the trade, which may also be shared by two employers (IRPR 87.2(3)(d)); the
facts hold one offer, so a shared one is told as one. A study permit is read as no work permit although some students
may work (IRPR 186): the cautious reading, as case c leaves settlement funds to be shown. That the person is able and
likely to take the job is presumed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from rules.facts import Facts, Offer, Permit, PermitKind
from rules.occupations import unit_groups
from rules.parameters import RuleBook, book
from rules.reasons import Named, Reason, Requirement, all_met
from rules.remembered import remembered

PERMIT = ("offer_permit", "offer_no_work_permit")


class CaseResult(NamedTuple):
    """One case; `met` is None while it depends on open facts."""

    case: str
    met: bool | None
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class ArrangedEmployment:
    """Whether an offer is arranged employment on a day; `met` is None where that is not known.

    `case` is the first one met. Without one, `nearest` is the case of the permit held that lacks least.
    `exempt_from_funds` takes a case that exempts; where none is met, `exemption_open` are the facts that could make one
    so. `assessed` says whether a labour market assessment stands behind the offer: its own, or that of the work permit
    in the case met. Where no offer is told in full there are no `cases`, and `met` is what the facts say in sum.
    """

    on: date
    met: bool | None
    case: str | None
    nearest: str | None
    exempt_from_funds: bool
    exemption_open: tuple[str, ...]
    assessed: bool | None
    open: tuple[str, ...]
    cases: tuple[CaseResult, ...]

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """Those of the case met, or of the nearest."""
        shown = self.case or self.nearest
        return next((one.requirements for one in self.cases if one.case == shown), ())


def arranged_employment(
    facts: Facts, on: date, *, occupations: frozenset[str] | None = None, rules: RuleBook | None = None
) -> ArrangedEmployment:
    """The job offer of a candidate on a day, case by case.

    `occupations` are those the offer has to be in; without them, all of the TEERs of IRPR 82(1). `NoRuleError` for a
    day before 2015-01-01.
    """
    rules = rules or book()
    if facts.offer is None:
        told = facts.arranged_employment
        if told and occupations is not None:
            told = None  # told in sum, it does not say in which occupation
        open_ = "arranged_employment" if occupations is None else "offer"
        exemption = () if facts.arranged_employment is False else ("offer",)
        open_facts = () if told is not None else (open_,)
        return ArrangedEmployment(on, told, None, None, False, exemption, None, open_facts, ())
    return _of_offer(facts.offer, facts.permits, on, occupations, rules)


@remembered(2048)
def _of_offer(
    offer: Offer, permits: tuple[Permit, ...], on: date, occupations: frozenset[str] | None, rules: RuleBook
) -> ArrangedEmployment:
    cases = _cases(offer, permits, on, occupations, rules)
    case = next((one.case for one in cases if one.met), None)
    possible = [one for one in cases if one.met is None]
    exempting = rules.programs.parameters.exempt_from_funds.on(on).value
    exempt = any(one.met for one in cases if one.case in exempting)
    return ArrangedEmployment(
        on=on,
        met=True if case else None if possible else False,
        case=case,
        nearest=None if case else min(cases, key=_lacking).case,
        exempt_from_funds=exempt,
        exemption_open=() if exempt else _open(one for one in possible if one.case in exempting),
        assessed=_assessed(offer, case, on, rules),
        open=() if case else _open(possible),
        cases=cases,
    )


def _open(cases: Iterable[CaseResult]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in cases for need in one.requirements for name in need.open))


def _assessed(offer: Offer, case: str | None, on: date, rules: RuleBook) -> bool | None:
    """As told, otherwise by the permit of the case met, where only a permit on an assessment will do."""
    if offer.assessed is not None or case is None:
        return offer.assessed
    for key, one in rules.programs.parameters.offer_cases.on(on).value.items():
        if key == case and one.permits == (PermitKind.employer_assessed,):
            return True
    return None


def _lacking(case: CaseResult) -> tuple[bool, int, int]:
    """Whether it is a case of another permit; how many requirements fail, then how many are not met."""
    other_permit = any(one.key in PERMIT and not one.met for one in case.requirements)
    return other_permit, sum(one.fails for one in case.requirements), sum(not one.met for one in case.requirements)


def _cases(
    offer: Offer, permits: tuple[Permit, ...], on: date, occupations: frozenset[str] | None, rules: RuleBook
) -> tuple[CaseResult, ...]:
    parameters = rules.programs.parameters
    always, offer_cases = parameters.offer.on(on), parameters.offer_cases.on(on)
    work_permits = frozenset(parameters.work_permits.on(on).value)
    of_every_case = (
        _occupation(offer, on, occupations, rules),
        _employer(offer, always.start),
        *_told(offer, always.value, Reason("programs.offer", always.start, ())),
    )
    found = []
    for key, case in offer_cases.value.items():
        reason = Reason("programs.offer_cases", offer_cases.start, (("case", key),))
        requirements = (
            *of_every_case,
            _permit(_held(permits, on), case.permits, work_permits, reason),
            *_told(offer, case.needs, reason),
        )
        found.append(CaseResult(key, all_met(requirements), requirements))
    return tuple(found)


def _held(permits: Iterable[Permit], on: date) -> tuple[str, ...]:
    return tuple(permit.kind.value for permit in permits if on <= permit.until)


def _occupation(offer: Offer, on: date, occupations: frozenset[str] | None, rules: RuleBook) -> Requirement:
    """The offer is in an occupation that counts."""
    code = offer.occupation
    teer = None if code is None else unit_groups()[code].teer
    named: Named = (("offer.noc", code), ("teer", teer))
    if occupations is None:
        teers = rules.programs.parameters.offer_teers.on(on)
        met = teer in teers.value
        needed: tuple[str | int, ...] = teers.value
        reason = Reason("programs.offer_teers", teers.start, named)
    else:
        met, needed = code in occupations, tuple(sorted(occupations))
        reason = Reason("skilled_trades.occupations", rules.skilled_trades.parameters.occupations.on(on).start, named)
    return Requirement("offer_occupation", met, code, needed, reason, ("offer.noc",) if code is None else ())


def _employer(offer: Offer, since: date) -> Requirement:
    excluded = offer.excluded_employer
    named = (("offer.excluded_employer", excluded),)
    return Requirement("offer_employer", not excluded, not excluded, True, Reason("programs.offer", since, named))


def _told(offer: Offer, names: Iterable[str], reason: Reason) -> Iterable[Requirement]:
    """Requirements that are a yes or no of the offer."""
    for name in names:
        path, value = f"offer.{name}", getattr(offer, name)
        yield Requirement(
            f"offer_{name}",
            value is True,
            value,
            True,
            reason._replace(facts=(*reason.facts, (path, value))),
            (path,) if value is None else (),
        )


def _permit(held: tuple[str, ...], kinds: tuple[str, ...], work_permits: frozenset[str], reason: Reason) -> Requirement:
    """A permit of one of the kinds is held; where none is named, no work permit is."""
    wanted = next((kind for kind in held if kind in (kinds or work_permits)), None)
    return Requirement(
        PERMIT[0] if kinds else PERMIT[1],
        (wanted is not None) == bool(kinds),
        wanted,
        kinds,
        reason._replace(facts=(*reason.facts, ("permits", wanted or (held[0] if held else None)))),
    )
