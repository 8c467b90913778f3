"""What would change the score. So far: the nearest cliff, one ability one band away."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rules.crs import score
from rules.facts import Ability, Facts, Language, LanguageTest, LanguageTestKind
from rules.language import NextBand, next_band, usable
from rules.parameters import RuleBook, book
from rules.reasons import CrsResult


class Moved(NamedTuple):
    """A factor (or a section, where its cap hides what its factors did) with its points before and after."""

    key: str
    before: int
    after: int


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


def nearest_cliff(facts: Facts, on: date, *, rules: RuleBook | None = None) -> Cliff | None:
    """The raise of one ability by one band that gains most, over the candidate's own usable tests.

    The raised set has to have the same four scores but one, as sittings are never mixed. Of equal gains the
    first in the order of the tests and of listening, reading, writing, speaking. None when no such raise
    gains a point.
    """
    rules = rules or book()
    now = score(facts, on, rules=rules)
    best: tuple[CrsResult, LanguageTest, Ability, NextBand] | None = None
    for place, test in enumerate(facts.tests):
        if not usable(test, on, rules):
            continue
        for ability in Ability:
            band = next_band(test, ability, rules)
            if band is None:
                continue
            after = score(_raised(facts, place, ability, band.score), on, rules=rules)
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


def _raised(facts: Facts, place: int, ability: Ability, to: float) -> Facts:
    test = facts.tests[place]
    raised = test.model_copy(update={"scores": test.scores.model_copy(update={ability: to})})
    return facts.model_copy(update={"tests": (*facts.tests[:place], raised, *facts.tests[place + 1 :])})


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
