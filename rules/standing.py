"""Where a candidate stands on a day: the score, the programs and the categories together, and what moved between two.

Everything is worked out once from the facts summed up for the day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from itertools import product
from typing import Literal, NamedTuple, TypeVar, get_args

from rules import crs, federal_skilled_worker
from rules.categories import CategoryResult, categories
from rules.facts import Facts, InvitedProgram, Language, LanguageTest
from rules.language import usable_sets
from rules.parameters import RuleBook, book
from rules.programs import PROGRAMS, programs_of_known
from rules.reasons import CrsResult, FederalSkilledWorkerResult, ProgramResult
from rules.remembered import remembered
from rules.summary import summed_up


class Moved(NamedTuple):
    """A factor (or a section, where its cap hides what its factors did) with its points before and after."""

    key: str
    before: int
    after: int


class InPool(NamedTuple):
    """What a profile that is eligible can score: it declares one first official language and one set of each.

    `programs` are those it is eligible for. The score for itself may rest on a declaration that is eligible for none.
    """

    total: int
    first_official_language: Language | None
    english_test: LanguageTest | None
    french_test: LanguageTest | None
    programs: tuple[str, ...]


class Standing(NamedTuple):
    """One candidate on one day.

    The score and each program are looked at with the declaration that is best for it: where these differ, `in_pool`
    gives the score of a profile that is eligible.
    """

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
    return _standing(facts, on, rules or book())


@remembered(128)
def _standing(facts: Facts, on: date, rules: RuleBook) -> Standing:
    known = summed_up(facts, on, rules=rules)
    return Standing(
        on,
        crs.score_of_known(known, on, rules=rules),
        programs_of_known(known, on, rules=rules),
        categories(known, on, rules=rules),
    )


def in_pool(facts: Facts, now: Standing, *, rules: RuleBook | None = None) -> InPool | None:
    """The best score with a declaration that is eligible for some program; None where none is.

    `now` is the standing of the facts. Nearly always the declaration of its score is eligible itself.
    """
    rules = rules or book()
    eligible = [one for one in now.programs if one.eligible]
    if not eligible:
        return None
    best = _declared(now.crs)
    one_of_each = len({test.kind.language for test in facts.tests}) == len(facts.tests)
    # Which language is the first matters to the Federal Skilled Worker class alone.
    if all(one_of_each if one.grid is None else _declared(one.grid) == best for one in eligible):
        return InPool(now.crs.total, *best, tuple(one.program.value for one in eligible))
    known = summed_up(facts, now.on, rules=rules)
    for scored, profile in sorted(_declarations(known, now.on, rules), key=lambda one: -one[0].total):
        first = scored.first_official_language
        found = (_program(one.program, profile, now.on, first, rules) for one in eligible)
        keys = tuple(one.program.value for one in found if one.eligible)
        if keys:
            return InPool(scored.total, *_declared(scored), keys)
    return None


def _declared(
    found: CrsResult | FederalSkilledWorkerResult,
) -> tuple[Language | None, LanguageTest | None, LanguageTest | None]:
    return found.first_official_language, found.english_test, found.french_test


def _program(
    which: InvitedProgram, facts: Facts, on: date, first_language: Language | None, rules: RuleBook
) -> ProgramResult:
    if which is InvitedProgram.federal_skilled_worker:
        return federal_skilled_worker.program_of_known(facts, on, first_language=first_language, rules=rules)
    return PROGRAMS[which](facts, on, rules=rules)


def _declarations(known: Facts, on: date, rules: RuleBook) -> Iterator[tuple[CrsResult, Facts]]:
    """The score with each declaration, and the facts with the sets it declares alone."""
    english = usable_sets(known.tests, Language.english, on, rules)
    french = usable_sets(known.tests, Language.french, on, rules)
    for one, other in product(english or (None,), french or (None,)):
        tests = tuple(test for test in (one, other) if test is not None)
        profile = known.model_copy(update={"tests": tests})
        firsts: tuple[Language | None, ...] = tuple(test.kind.language for test in tests) or (None,)
        for first in firsts:
            yield crs.score_of_known(profile, on, first_language=first, rules=rules), profile


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
        crs.score_of_known(known, on, rules=rules) if "crs" in rooms else before.crs,
        tuple(
            PROGRAMS[one.program](known, on, rules=rules) if one.program.value in rooms else one
            for one in before.programs
        ),
        categories(known, on, rules=rules) if "categories" in rooms else before.categories,
    )


Result = TypeVar("Result", CrsResult, FederalSkilledWorkerResult)


def moves(before: Result, after: Result) -> tuple[Moved, ...]:
    """The factors that differ between two scores of one kind; together they make the whole difference.

    Where the cap of a section cuts its factors in either score, the section stands for them.
    """
    found: list[Moved] = []
    if after is before:
        return ()
    for old, new in zip(before.sections, after.sections, strict=True):
        if old.points != old.before_cap or new.points != new.before_cap:
            if old.points != new.points:
                found.append(Moved(new.key, old.points, new.points))
            continue
        was = {line.key: line.points for line in old.lines}
        will = {line.key: line.points for line in new.lines}
        found += [
            Moved(key, was.get(key, 0), will.get(key, 0))
            for key in {**was, **will}
            if was.get(key, 0) != will.get(key, 0)
        ]
    return tuple(found)


def gained(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, ...]:
    """The keys that are there after and were not before."""
    return tuple(key for key in after if key not in before)
