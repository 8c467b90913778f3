"""Where a candidate stands on a day: the score, the programs and the categories together, and what moved between two.

Everything is worked out once from the facts summed up for the day.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Literal, NamedTuple, get_args

from rules import crs
from rules.categories import CategoryResult, categories
from rules.facts import Facts
from rules.parameters import RuleBook, book
from rules.programs import program, programs
from rules.reasons import CrsResult, FederalSkilledWorkerResult, ProgramResult
from rules.summary import summed_up


class Moved(NamedTuple):
    """A factor (or a section, where its cap hides what its factors did) with its points before and after."""

    key: str
    before: int
    after: int


class Standing(NamedTuple):
    """One candidate on one day."""

    on: date
    crs: CrsResult
    programs: tuple[ProgramResult, ...]
    categories: tuple[CategoryResult, ...]

    @property
    def grid(self) -> FederalSkilledWorkerResult:
        """The Federal Skilled Worker grid."""
        return next(one.grid for one in self.programs if one.grid is not None)

    @property
    def eligible_programs(self) -> tuple[str, ...]:
        """The keys of the programs whose requirements are met, without a knock-out."""
        return tuple(one.program.value for one in self.programs if one.eligible)

    @property
    def eligible_categories(self) -> tuple[str, ...]:
        """The keys of the categories of rounds that the candidate is eligible for."""
        return tuple(one.category for one in self.categories if one.eligible)


Room = Literal["crs", "federal_skilled_worker", "canadian_experience", "skilled_trades", "categories"]
ALL_ROOMS: frozenset[Room] = frozenset(get_args(Room))


def standing(facts: Facts, on: date, *, rules: RuleBook | None = None) -> Standing:
    """The score, programs and categories of a day; `NoRuleError` for a day before the first rules."""
    rules = rules or book()
    known = summed_up(facts, on, rules=rules)
    return Standing(
        on,
        crs.score(known, on, rules=rules),
        programs(known, on, rules=rules),
        categories(known, on, rules=rules),
    )


def standing_after(
    before: Standing, facts: Facts, on: date, rooms: Collection[Room], *, rules: RuleBook | None = None
) -> Standing:
    """The standing of a day where only some rooms may differ from a standing before; the others are carried over."""
    rules = rules or book()
    if ALL_ROOMS.issubset(rooms):
        return standing(facts, on, rules=rules)
    known = summed_up(facts, on, rules=rules)
    return Standing(
        on,
        crs.score(known, on, rules=rules) if "crs" in rooms else before.crs,
        tuple(
            program(known, on, one.program, rules=rules) if one.program.value in rooms else one
            for one in before.programs
        ),
        categories(known, on, rules=rules) if "categories" in rooms else before.categories,
    )


def moves(before: CrsResult, after: CrsResult) -> tuple[Moved, ...]:
    """The factors that differ between two scores; together they make the whole difference.

    Where the cap of a section cuts its factors in either score, the section stands for them.
    """
    found: list[Moved] = []
    for old, new in zip(before.sections, after.sections, strict=True):
        if old.points != old.before_cap or new.points != new.before_cap:
            found.append(Moved(new.key, old.points, new.points))
            continue
        was = {line.key: line.points for line in old.lines}
        will = {line.key: line.points for line in new.lines}
        found += [Moved(key, was.get(key, 0), will.get(key, 0)) for key in {**was, **will}]
    return tuple(move for move in found if move.before != move.after)


def gained(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, ...]:
    """The keys that are there after and were not before."""
    return tuple(key for key in after if key not in before)
