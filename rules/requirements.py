"""What the three programs share: the settlement funds, one official language, and how a result is put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from rules.arranged_employment import ArrangedEmployment
from rules.facts import Facts, InvitedProgram, LanguageTest
from rules.family import settlement_funds
from rules.knock_outs import knock_outs, presumed_of
from rules.language import NO_LEVELS, Levels, freshness, levels, usable
from rules.parameters import RuleBook
from rules.reasons import FederalSkilledWorkerResult, Named, ProgramResult, Requirement, all_met
from rules.shapes.dated import Status


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
    """The requirement of settlement funds, and what is presumed because something about it is not known.

    `settlement_funds`: that they are enough. `settlement_funds_table`: that the last table known still holds.
    """

    requirement: Requirement
    presumed: tuple[str, ...]


def settlement_funds_of(
    facts: Facts, on: date, program: InvitedProgram, rules: RuleBook, *, offer: ArrangedEmployment | None = None
) -> FundsRequirement:
    """Settlement funds as a program asks for them: enough, or exempt; presumed where it cannot be said.

    `offer` is the job offer as the program asks for it, where it has a rule of its own. Too little is no failure while
    open facts of the offer could exempt.
    """
    funds = settlement_funds(facts, on, rules=rules)
    exempt, open_ = not funds.asked_by(program), funds.exemption_open
    if offer is not None:
        exempt, open_ = offer.exempt_from_funds, offer.exemption_open
    reason = funds.reason._replace(facts=(*funds.reason.facts, ("exempt", exempt)))
    met = exempt or funds.enough is not False
    family_known = not {"partner", "children"} & {*funds.open}
    presumed = []
    if not exempt and (funds.enough is None or (funds.enough and not family_known)):
        presumed.append("settlement_funds")
    if not exempt and funds.status is Status.UNKNOWN and funds.needed is not None:
        presumed.append("settlement_funds_table")
    return FundsRequirement(
        Requirement("settlement_funds", met, funds.told, funds.needed, reason, () if met else open_), tuple(presumed)
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
