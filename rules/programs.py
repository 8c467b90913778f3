"""The three federal programs of Express Entry together, and which of them an invitation names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from rules import canadian_experience_class, federal_skilled_worker, skilled_trades
from rules.facts import Facts, InvitedProgram
from rules.parameters import RuleBook, book
from rules.reasons import ProgramResult
from rules.summary import summed_up


class _Program(Protocol):
    def __call__(self, facts: Facts, on: date, *, rules: RuleBook) -> ProgramResult: ...


# Each of facts that are summed up for the day
PROGRAMS: Mapping[InvitedProgram, _Program] = {
    InvitedProgram.federal_skilled_worker: federal_skilled_worker.program_of_known,
    InvitedProgram.canadian_experience: canadian_experience_class.program_of_known,
    InvitedProgram.skilled_trades: skilled_trades.program_of_known,
}


def program(facts: Facts, on: date, which: InvitedProgram, *, rules: RuleBook | None = None) -> ProgramResult:
    """One program on a day; the provincial nominee class has no rules of its own here, which is a `KeyError`."""
    rules = rules or book()
    return PROGRAMS[which](summed_up(facts, on, rules=rules), on, rules=rules)


def programs(facts: Facts, on: date, *, rules: RuleBook | None = None) -> tuple[ProgramResult, ...]:
    """Every program on a day, in the order in which an invitation would name one.

    `NoRuleError` for a day before 2015-01-01.
    """
    rules = rules or book()
    return programs_of_known(summed_up(facts, on, rules=rules), on, rules=rules)


def programs_of_known(facts: Facts, on: date, *, rules: RuleBook) -> tuple[ProgramResult, ...]:
    """The same of facts that are summed up for the day already."""
    return tuple(PROGRAMS[which](facts, on, rules=rules) for which in _order(on, rules) if which in PROGRAMS)


def named_by_invitation(facts: Facts, on: date, *, rules: RuleBook | None = None) -> InvitedProgram | None:
    """The program an invitation of that day would name; None for someone who is eligible for none.

    A nominee has to be eligible for one of the three besides.
    """
    rules = rules or book()
    facts = summed_up(facts, on, rules=rules)
    eligible = {one.program for one in programs_of_known(facts, on, rules=rules) if one.eligible}
    if eligible and facts.provincial_nomination:
        eligible.add(InvitedProgram.provincial_nominee)
    return next((which for which in _order(on, rules) if which in eligible), None)


def _order(on: date, rules: RuleBook) -> tuple[InvitedProgram, ...]:
    return tuple(map(InvitedProgram, rules.programs.parameters.invitation_order.on(on).value))
