"""What a profile in the pool stands on: the day from which no program is met any more, because a document is too old.

A profile that no longer meets a program leaves the pool (Ministerial Instructions 3(4) and 4(1)): what ends it is then
not its twelve months, but a language result two years old or an assessment five years old.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from rules.deadlines import Deadline, Kind, deadlines
from rules.education import last_usable_day as assessment_usable_until
from rules.facts import Facts
from rules.invitation_window import DAY, submitted
from rules.journey import Phase, stage_on
from rules.language import last_usable_day
from rules.parameters import RuleBook, book
from rules.programs import programs

DOCUMENTS = (Kind.language_test, Kind.education_assessment)

NONE, MAYBE, MET = range(3)


class Footing(NamedTuple):
    """`lost` is the first day without a program, `clock` that of the document that ends; None once it has ended.

    A program that may be met, by what is not known yet, does not take the place of one that was met.
    """

    lost: date
    clock: Deadline | None


def footing(facts: Facts, on: date, *, rules: RuleBook | None = None) -> Footing | None:
    """The day a profile in the pool loses its last program by a document; None where its twelve months end first.

    `NoRuleError` for a day before 2015-01-01.
    """
    rules = rules or book()
    fallen = fallen_since(facts, on, rules=rules)
    if fallen is not None:
        return Footing(fallen, None)
    if stage_on(facts, on, rules=rules).phase is not Phase.in_pool:
        return None
    now = _standing(facts, on, rules)
    clocks = deadlines(facts, on, rules=rules)
    profile = next((each.last_safe_day for each in clocks if each.kind is Kind.profile), None)
    for clock in clocks:
        if clock.whose != "own" or clock.kind not in DOCUMENTS:
            continue
        if profile is not None and clock.first_unusable_day > profile:
            return None
        if _standing(facts, clock.first_unusable_day, rules) < now:
            return Footing(clock.first_unusable_day, clock)
    return None


def fallen_since(facts: Facts, on: date, *, rules: RuleBook | None = None) -> date | None:
    """Since when a profile told to be in the pool has met no program, because a document of it has become too old."""
    rules = rules or book()
    received = None if facts.profile is None else submitted(facts.profile)
    ended = sorted((last for last in _ends(facts, rules) if (received or date.min) <= last < on), reverse=True)
    if not ended or stage_on(facts, on, rules=rules).phase is not Phase.in_pool:
        return None
    now = _standing(facts, on, rules)
    if now == MET:
        return None
    return next((last + DAY for last in ended if _standing(facts, last, rules) > now), None)


def _ends(facts: Facts, rules: RuleBook) -> Iterator[date]:
    """The last usable days of all own documents that programs rest on."""
    found = [last_usable_day(test, rules) for test in facts.tests]
    found += [assessment_usable_until(credential, rules=rules) for credential in facts.credentials or ()]
    yield from (last for last in found if last is not None)


def _standing(facts: Facts, on: date, rules: RuleBook) -> int:
    """How well a program is met on a day: surely, perhaps (by what is not known yet), or none."""
    found = [one.met for one in programs(facts, on, rules=rules)]
    return MET if True in found else MAYBE if None in found else NONE
