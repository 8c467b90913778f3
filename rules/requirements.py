"""What the three programs share: the settlement funds, one official language, and how a result is put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from rules.facts import Facts, InvitedProgram, LanguageTest
from rules.family import settlement_funds
from rules.knock_outs import knock_outs, presumed_of
from rules.language import NO_LEVELS, Levels, freshness, levels, usable
from rules.parameters import RuleBook
from rules.reasons import FederalSkilledWorkerResult, Named, ProgramResult, Requirement, all_met


class Sitting(NamedTuple):
    """The set of scores a minimum is judged by, with its levels; no test is usable where it is None."""

    test: LanguageTest | None
    levels: Levels

    @property
    def facts(self) -> Named:
        """The test and its four levels, for a reason."""
        if self.test is None:
            return (("tests", None),)
        return (("tests", self.test.kind), *zip(self.levels._fields, self.levels, strict=True))


NO_SITTING = Sitting(None, NO_LEVELS)


def nearest_sitting(facts: Facts, on: date, needed: Sequence[int], rules: RuleBook) -> Sitting:
    """Of the whole sets usable on a day, in either language, the one that is nearest to four levels needed.

    The one with the fewest levels missing in all; of equal ones the one whose result stays usable longer.
    """
    sittings = [Sitting(test, levels(test, rules)) for test in facts.tests if usable(test, on, rules)]
    return min(
        sittings,
        key=lambda one: (missing_levels(one.levels, needed), -freshness(one.test)),
        default=NO_SITTING,
    )


def missing_levels(found: Sequence[int], needed: Sequence[int]) -> int:
    """How many levels are missing, over all abilities."""
    return sum([max(level - has, 0) for has, level in zip(found, needed, strict=True)])


class FundsRequirement(NamedTuple):
    """The requirement of settlement funds, and whether it is presumed because something about it is not known."""

    requirement: Requirement
    presumed: bool


def settlement_funds_of(
    facts: Facts, on: date, program: InvitedProgram, rules: RuleBook, *, exempt: bool | None = None
) -> FundsRequirement:
    """Settlement funds as a program asks for them: enough, or exempt; presumed where it cannot be said.

    `exempt` says whether the person is exempt where the program has a rule of its own.
    """
    funds = settlement_funds(facts, on, rules=rules)
    if exempt is None:
        exempt = not funds.asked_by(program)
    reason = funds.reason._replace(facts=(*funds.reason.facts, ("exempt", exempt)))
    family_known = not {"partner", "children"} & {*funds.open}
    return FundsRequirement(
        Requirement("settlement_funds", exempt or funds.enough is not False, funds.told, funds.needed, reason),
        not exempt and (funds.enough is None or (funds.enough and not family_known)),
    )


def program_result(
    program: InvitedProgram,
    facts: Facts,
    on: date,
    rule_from: date,
    requirements: Iterable[Requirement],
    presumed: Iterable[str],
    rules: RuleBook,
    grid: FederalSkilledWorkerResult | None = None,
) -> ProgramResult:
    """The result of a program from its requirements, with the knock-outs that shut it."""
    requirements = tuple(requirements)
    met = all_met(requirements)
    shut_by = tuple(one for one in knock_outs(facts, on, rules=rules) if program in one.programs)
    return ProgramResult(
        program=program,
        on=on,
        rule_from=rule_from,
        met=met,
        eligible=met is True and not shut_by,
        requirements=requirements,
        knock_outs=shut_by,
        presumed=(*presumed, *presumed_of(facts)),
        grid=grid,
    )
