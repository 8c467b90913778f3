"""Two ways that open more than points: French, and a nomination by a province.

What French brings is tried by scoring again; what a nomination brings too, but that it comes is for a province to say.
The enhanced streams are information with its day (`data/enhanced_streams.csv`), never a promise that one is open.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rules import crs
from rules.facts import Facts, InvitedProgram, Language, LanguageTestKind, TefScale
from rules.improvement_plans import Aim, aims_at, told_once
from rules.improvements import Group, Improvement, group_of, improvements
from rules.language import Levels, levels
from rules.parameters import RuleBook, book
from rules.rounds import Round, RoundKind
from rules.rounds_met import last_year
from rules.standing import Standing, standing
from rules.suppose import best_of

DATA = Path(__file__).resolve().parent / "data" / "enhanced_streams.csv"
FRENCH = "french"  # the category of rounds


class FrenchStep(NamedTuple):
    """French at a level in all four abilities: what it gains, and as which official language it is then declared."""

    improvement: Improvement
    level: int
    first_language: bool


class FrenchPath(NamedTuple):
    """What French brings and could bring on a day.

    `reached` are the levels of the best result that counts, None without one; `brings` the points that the score of
    today owes to French. `needed` is the level in all four abilities that the points for French ask for, `category`
    that of the category of rounds, None where it is not held. `with_english` and `otherwise` are the points for French
    with `english` in all four English abilities and without it; `has_english` says whether that is there. `aims` is
    what each test has to show for the level needed. `rounds` are those of the category in the last twelve months.
    `listed` is how many improvements of French there are, single bands among them.
    """

    on: date
    standing: Standing
    reached: Levels | None
    brings: int
    needed: int
    category: int | None
    eligible: bool
    english: int
    has_english: bool
    with_english: int
    otherwise: int
    steps: tuple[FrenchStep, ...]
    aims: tuple[Aim, ...]
    rounds: tuple[Round, ...]
    listed: int


class Stream(NamedTuple):
    """A stream of a province that was linked to Express Entry when it was `seen`, by its English name.

    `sure` is False where the source itself is old, and the stream may have become another.
    """

    province: str
    name: str
    seen: date
    sure: bool


class NominationPath(NamedTuple):
    """What a nomination would bring on a day: the improvement, None for who has one or whom it would bring nothing.

    `rounds` are those for nominees in the last twelve months.
    """

    on: date
    standing: Standing
    nominated: bool
    improvement: Improvement | None
    points: int
    answer_within: int
    provinces: tuple[str, ...]
    streams: tuple[Stream, ...]
    rounds: tuple[Round, ...]


def french_path(facts: Facts, on: date, *, rules: RuleBook | None = None) -> FrenchPath:
    """What French would bring; `NoRuleError` for a day before the first rules."""
    rules = rules or book()
    now = standing(facts, on, rules=rules)
    asked = rules.crs.parameters.french.on(on).value
    opening = rules.categories.categories.french
    category = opening.on(on).french if opening.values[0].start <= on and opening.on(on).held else None
    test, english = now.crs.french_test, now.crs.english_test
    without = tuple(one for one in facts.tests if one.kind.language is not Language.french)
    own = [one for one in facts.tests if one.kind.language is Language.french]
    like = best_of(own, rules)
    kind, scale = (like.kind, like.scale) if like is not None else (LanguageTestKind.tef_canada, TefScale.older)
    has = levels(test, rules) if test is not None else None
    level = max(asked.french_level, category or 0)
    better = improvements(facts, on, now=now, rules=rules)
    return FrenchPath(
        on=on,
        standing=now,
        reached=has,
        brings=now.crs.total - crs.points(facts.model_copy(update={"tests": without}), on, rules=rules),
        needed=asked.french_level,
        category=category,
        eligible=FRENCH in now.eligible_categories,
        english=asked.english_level,
        has_english=english is not None and levels(english, rules).lowest >= asked.english_level,
        with_english=asked.with_english,
        otherwise=asked.otherwise,
        steps=tuple(_french_steps(facts, on, better, rules)),
        aims=aims_at(Levels(level, level, level, level), kind, scale, own, on, rules=rules),
        rounds=tuple(one for one in last_year(on) if one.kind is RoundKind.category and one.category == FRENCH),
        listed=sum(group_of(one.key, one.whose, one.detail) is Group.french for one in told_once(better)),
    )


def _french_steps(facts: Facts, on: date, better: Sequence[Improvement], rules: RuleBook) -> list[FrenchStep]:
    found = []
    for one in better:
        told = dict(one.detail)
        if one.key == "language_level" and one.whose == "own" and told["language"] is Language.french:
            supposed = one.sitting
            if supposed is not None:
                after = facts.model_copy(update={"tests": (*facts.tests, supposed)})
                first = crs.score(after, on, rules=rules).first_official_language is Language.french
                found.append(FrenchStep(one, levels(supposed, rules).lowest, first))
    return sorted(found, key=lambda step: step.level)


def nomination_path(facts: Facts, on: date, *, rules: RuleBook | None = None) -> NominationPath:
    """What a nomination would bring; `NoRuleError` for a day before the first rules."""
    rules = rules or book()
    now = standing(facts, on, rules=rules)
    better = improvements(facts, on, now=now, rules=rules)
    return NominationPath(
        on=on,
        standing=now,
        nominated=now.crs.factors["nomination"] > 0,
        improvement=next((one for one in better if one.key == "provincial_nomination"), None),
        points=rules.crs.parameters.nomination.on(on).value,
        answer_within=rules.clocks.clocks.nomination_answer.on(on).value,
        provinces=rules.programs.parameters.nominating_provinces.on(on).value,
        streams=streams(),
        rounds=tuple(
            one
            for one in last_year(on)
            if one.kind is RoundKind.program and one.programs == (InvitedProgram.provincial_nominee,)
        ),
    )


@cache
def streams() -> tuple[Stream, ...]:
    """The streams that are known to have been linked to Express Entry, by province; incomplete, and dated."""
    with DATA.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Stream(row["province"], row["name"], date.fromisoformat(row["seen"]), row["confidence"] == "reported")
            for row in csv.DictReader(lines)
        )
