"""What if: a change of facts before and after, and the nearest cliff.

The ranked list of what a candidate can do, and the way to a number of points, stand in `rules.improvements`; what the
next two years take if nothing is done, in `rules.dangers`.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rules.crs import score
from rules.deadlines import deadlines
from rules.effective_deadline import effective_deadline
from rules.facts import Ability, Facts, InvitedProgram, Language, LanguageTest, LanguageTestKind
from rules.family import settlement_funds
from rules.language import NextBand, next_bands, usable
from rules.parameters import RuleBook, book
from rules.reasons import CrsResult, ProgramResult
from rules.standing import Moved, Standing, gained, moves, standing
from rules.suppose import raised


class Cliff(NamedTuple):
    """One ability raised by one band, and what the whole score makes of it; the moves add up to the gain."""

    language: Language
    kind: LanguageTestKind
    ability: Ability
    score_now: float
    score_needed: float
    level_needed: int
    total_now: int
    total_after: int
    gain: int
    moved: tuple[Moved, ...]


def nearest_cliff(
    facts: Facts, on: date, *, now: CrsResult | None = None, rules: RuleBook | None = None
) -> Cliff | None:
    """The raise of one ability by one band that gains most, over the candidate's own usable tests.

    `now` is the score of the day, where it is computed already.

    The raised set is a new result of the day, beside the others: it has the same four scores but one, as sittings are
    never mixed, and is read by the chart of its own day. Of equal gains the first in the order of the tests and of
    listening, reading, writing, speaking. None when no such raise gains a point.
    """
    rules = rules or book()
    now = now or score(facts, on, rules=rules)
    best: tuple[CrsResult, LanguageTest, Ability, NextBand] | None = None
    for test in facts.tests:
        if not usable(test, on, rules):
            continue
        for ability, band in next_bands(test, rules):
            sitting = raised(test, ability, band.score, on)
            after = score(facts.model_copy(update={"tests": (*facts.tests, sitting)}), on, rules=rules)
            if after.total > (best[0].total if best else now.total):
                best = after, test, ability, band
    if best is None:
        return None
    after, test, ability, band = best
    return Cliff(
        language=test.kind.language,
        kind=test.kind,
        ability=ability,
        score_now=test.scores.of(ability),
        score_needed=band.score,
        level_needed=band.level,
        total_now=now.total,
        total_after=after.total,
        gain=after.total - now.total,
        moved=moves(now, after),
    )


def renewed(facts: Facts, on: date, *, rules: RuleBook | None = None) -> Facts | None:
    """The facts as if every test that does not count on a day had a new result of that day with the same scores.

    None when all of them count.
    """
    rules = rules or book()

    def fresh(tests: tuple[LanguageTest, ...]) -> tuple[LanguageTest, ...]:
        return tuple(
            test if usable(test, on, rules) else test.model_copy(update={"test_date": None, "result_date": on})
            for test in tests
        )

    after = facts.model_copy(update={"tests": fresh(facts.tests)})
    if facts.partner is not None:
        after = after.model_copy(
            update={"partner": facts.partner.model_copy(update={"tests": fresh(facts.partner.tests)})}
        )
    return after if after != facts else None


class MovedDeadline(NamedTuple):
    """A clock that two sets of facts do not share: its last safe day in each, None where it does not run."""

    key: str
    before: date | None
    after: date | None


class FundsAsked(NamedTuple):
    """The settlement funds of one set of facts: the family, the amount for it, what was told, and who asks for them.

    `needed` and `short_by` are None where they are not known. `programs` are those that ask this candidate and that can
    still be met, or the one invited for; without any nobody asks.
    """

    size: int
    needed: int | None
    told: int | None
    short_by: int | None
    table_from: date | None
    programs: tuple[str, ...]


class MovedFunds(NamedTuple):
    """The settlement funds before and after a change, where some program asks for them on either side."""

    before: FundsAsked
    after: FundsAsked

    @property
    def moved(self) -> bool:
        """Whether the change makes a difference to them."""
        return self.before != self.after


class Comparison(NamedTuple):
    """Two sets of facts on one day: what the change between them does.

    `moved` are the factors of the CRS, together the whole difference; `grid_moved` those of the Federal Skilled Worker
    grid. `funds` is None where no program asks for any. `apply_by` is the effective deadline of an open invitation,
    None where there is none on either side; it is told whether or not it moved. `deadlines_kept` are the keys of the
    clocks that are the same on both sides.
    """

    on: date
    before: Standing
    after: Standing
    difference: int
    moved: tuple[Moved, ...]
    programs_gained: tuple[str, ...]
    programs_lost: tuple[str, ...]
    categories_gained: tuple[str, ...]
    categories_lost: tuple[str, ...]
    deadlines: tuple[MovedDeadline, ...]
    grid_moved: tuple[Moved, ...]
    funds: MovedFunds | None
    apply_by: MovedDeadline | None
    deadlines_kept: tuple[str, ...]


def compare(before: Facts, after: Facts, on: date, *, rules: RuleBook | None = None) -> Comparison:
    """What changes on a day from one set of facts to another; `NoRuleError` for a day before the first rules."""
    rules = rules or book()
    one, two = standing(before, on, rules=rules), standing(after, on, rules=rules)
    was, will = _last_safe_days(before, one, rules), _last_safe_days(after, two, rules)
    return Comparison(
        on=on,
        before=one,
        after=two,
        difference=two.crs.total - one.crs.total,
        moved=moves(one.crs, two.crs),
        programs_gained=gained(one.eligible_programs, two.eligible_programs),
        programs_lost=gained(two.eligible_programs, one.eligible_programs),
        categories_gained=gained(one.eligible_categories, two.eligible_categories),
        categories_lost=gained(two.eligible_categories, one.eligible_categories),
        deadlines=tuple(
            MovedDeadline(key, was.get(key), will.get(key)) for key in {**was, **will} if was.get(key) != will.get(key)
        ),
        grid_moved=moves(one.grid, two.grid),
        funds=_funds(before, one, after, two, rules),
        apply_by=_apply_by(before, after, on, rules),
        deadlines_kept=tuple(key for key in was if was[key] == will.get(key)),
    )


def _funds(before: Facts, one: Standing, after: Facts, two: Standing, rules: RuleBook) -> MovedFunds | None:
    found = MovedFunds(_asked(before, one, rules), _asked(after, two, rules))
    return found if found.before.programs or found.after.programs else None


def _asked(facts: Facts, now: Standing, rules: RuleBook) -> FundsAsked:
    funds = settlement_funds(facts, now.on, rules=rules)
    invited = None if facts.invitation is None else facts.invitation.program
    programs = tuple(
        one.program.value
        for one in now.programs
        if _asks_for_funds(one) and invited in (None, InvitedProgram.provincial_nominee, one.program)
    )
    return FundsAsked(funds.size, funds.needed, funds.told, funds.short_by, funds.table_from, programs)


def _asks_for_funds(one: ProgramResult) -> bool:
    """Whether a program asks for funds without an exemption, and fails by nothing else."""
    asked = [each for each in one.requirements if each.key == "settlement_funds"]
    if not asked or dict(asked[0].reason.facts).get("exempt"):
        return False
    return not {*one.failed} - {"settlement_funds"}


def _apply_by(before: Facts, after: Facts, on: date, rules: RuleBook) -> MovedDeadline | None:
    was, will = (effective_deadline(facts, on, rules=rules) for facts in (before, after))
    if was is None and will is None:
        return None
    return MovedDeadline(
        "apply_by", None if was is None else was.last_safe_day, None if will is None else will.last_safe_day
    )


def _last_safe_days(facts: Facts, now: Standing, rules: RuleBook) -> dict[str, date]:
    clocks = deadlines(facts, now.on, rules=rules)
    return {clock.key: clock.last_safe_day for clock in clocks}
