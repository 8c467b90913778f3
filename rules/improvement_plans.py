"""What a candidate can do for more points, weighed: by group, in time for the next loss, and what it opens.

Each lever is one of `rules.improvements`, with its gain as it stands there. Until when it has to be begun follows from
the planning margins of this program (`planning_margins.yaml`) and the next day that takes points or a program.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from rules.dangers import Danger, begun_by, dangers, next_loss
from rules.facts import Facts, InvitedProgram, LanguageTest, LanguageTestKind, TefScale
from rules.improvements import KINDS, Group, Improvement, group_of, improvements, levers
from rules.language import Levels, first_scores, levels
from rules.nearest_miss import NearestMiss, nearest_miss
from rules.parameters import RuleBook, book
from rules.rounds_met import programs_of, rounds_in_reach
from rules.standing import Standing, in_pool, standing
from rules.what_if import Cliff


class Weighed(NamedTuple):
    """An improvement with what decides about it.

    `begin_by` is the last day to begin it for it to be there on the day before the next drop; None without a drop or a
    known time, and for work, whose days are counted and not planned. `in_time` says whether it is there by then when it
    is begun today; None without a drop, or where no source says how long it takes. `rounds` are the rounds of the last
    twelve months whose cut-off the new score reaches and the score of today does not.
    """

    improvement: Improvement
    group: Group
    begin_by: date | None
    in_time: bool | None
    rounds: int

    @property
    def changes_points_only(self) -> bool:
        """Whether nothing but the number moves: no program, no category, no round of the last twelve months."""
        one = self.improvement
        return not (one.programs or one.categories or one.programs_lost or one.categories_lost or self.rounds)

    @property
    def loses_the_pool(self) -> bool:
        """Whether no program is met any more with it, so that its points are no place in the pool."""
        return bool(self.improvement.programs_lost) and self.improvement.in_pool is None


class Outlook(NamedTuple):
    """What can be done on a day, the most points first.

    `misses` are the programs that are not met with the smallest changes that would meet them, where none is open; `met`
    the rounds of the last twelve months whose cut-off the score of today reaches.
    """

    on: date
    standing: Standing
    drop: Danger | None
    misses: tuple[NearestMiss, ...]
    weighed: tuple[Weighed, ...]
    met: int

    @property
    def cliff(self) -> Weighed | None:
        """One ability one band up that moves more than one factor: of several the one that gains most."""
        return next((one for one in self.weighed if one.improvement.key == "band_up" and _steep(one)), None)


def _steep(one: Weighed) -> bool:
    return len(one.improvement.moved) > 1


def outlook(facts: Facts, on: date, *, rules: RuleBook | None = None) -> Outlook:
    """Everything that gains points on a day, weighed; `NoRuleError` for a day before the first rules."""
    rules = rules or book()
    now = standing(facts, on, rules=rules)
    drop = next_drop(facts, on, rules=rules)
    met = _met(facts, now, rules)
    return Outlook(
        on,
        now,
        drop,
        () if now.eligible_programs else _misses(facts, on, now, rules),
        tuple(_weigh(one, now, met, drop, on) for one in told_once(improvements(facts, on, now=now, rules=rules))),
        len(met),
    )


def weighed_step(cliff: Cliff, facts: Facts, on: date, *, now: Standing, rules: RuleBook | None = None) -> Weighed:
    """The nearest step up as it is weighed among all that gains points, but for its days; `now` is the day's standing.

    LookupError for a step that is none of these facts and that day.
    """
    rules = rules or book()
    asked = {("language", cliff.language), ("ability", cliff.ability), ("level", cliff.level_needed)}
    bands = [one for one in levers(facts, on, rules=rules) if one.key == "band_up" and asked <= {*one.detail}]
    for lever in bands:  # of two sittings each may have this band above it
        for one in improvements(facts, on, among=(lever,), now=now, rules=rules):
            if one.total == cliff.total_after:
                return _weigh(one, now, _met(facts, now, rules), None, on)
    raise LookupError(f"no step to level {cliff.level_needed} on {on}")


def _met(facts: Facts, now: Standing, rules: RuleBook) -> frozenset[str]:
    """The rounds of the last twelve months whose cut-off the score of a profile that is eligible reaches."""
    pool = in_pool(facts, now, rules=rules)
    return (
        frozenset() if pool is None else rounds_in_reach(programs_of(now), now.eligible_categories, pool.total, now.on)
    )


def told_once(found: tuple[Improvement, ...]) -> list[Improvement]:
    """Without a level in all four abilities that a single band reaches as well."""
    bands = {_does(one) for one in found if one.key == "band_up"}
    return [one for one in found if one.key != "language_level" or _does(one) not in bands]


def _does(one: Improvement) -> tuple[Group, int, tuple[str, ...], tuple[str, ...]]:
    return group_of(one.key, one.whose, one.detail), one.gain, one.programs, one.categories


def next_drop(facts: Facts, on: date, *, rules: RuleBook | None = None) -> Danger | None:
    """The first day of the next 24 months that takes points or a program; None where none does."""
    return next_loss(dangers(facts, on, rules=rules))


def _misses(facts: Facts, on: date, now: Standing, rules: RuleBook) -> tuple[NearestMiss, ...]:
    found = (nearest_miss(facts, on, one.program, rules=rules) for one in now.programs if not one.met)
    return tuple(miss for miss in found if miss is not None)


def _weigh(improvement: Improvement, now: Standing, met: frozenset[str], drop: Danger | None, on: date) -> Weighed:
    will = frozenset[str]()
    if improvement.in_pool is not None:
        nominee = {InvitedProgram.provincial_nominee} if improvement.key == "provincial_nomination" else set()
        programs = {*programs_of(now), *improvement.programs, *nominee} - {*improvement.programs_lost}
        categories = {*now.eligible_categories, *improvement.categories} - {*improvement.categories_lost}
        will = rounds_in_reach(programs, categories, improvement.in_pool, on)
    ready = improvement.ready_on
    begin_by = in_time = None
    if drop is not None and ready is not None:
        in_time = ready < drop.day
        if improvement.weeks and KINDS[improvement.key].booked:
            begin_by = begun_by(drop.day, improvement.weeks)
    group = group_of(improvement.key, improvement.whose, improvement.detail)
    return Weighed(improvement, group, begin_by, in_time, len(will - met))


# --- language ---


class Aim(NamedTuple):
    """What to reach in a test: the lowest score of each ability that is enough; None where any score is.

    The scores are of listening, reading, writing, speaking, on the `scale` of the test where it has several. `own` is
    the test the person has a result of.
    """

    kind: LanguageTestKind
    scale: TefScale | None
    own: bool
    scores: tuple[float | None, ...]


def aims(
    supposed: LanguageTest, own: Collection[LanguageTest], on: date, *, rules: RuleBook | None = None
) -> tuple[Aim, ...]:
    """What each test of the language that is accepted on a day has to show for the levels of a sitting.

    The kind of test supposed stands first; it is the person's own where `own` holds a result of it.
    """
    rules = rules or book()
    return aims_at(levels(supposed, rules), supposed.kind, supposed.scale, own, on, rules=rules)


def aims_at(
    needed: Levels,
    first: LanguageTestKind,
    scale: TefScale | None,
    own: Collection[LanguageTest],
    on: date,
    *,
    rules: RuleBook | None = None,
) -> tuple[Aim, ...]:
    """The same for four levels, with one kind of test in front."""
    rules = rules or book()
    kinds = [first, *(kind for kind in LanguageTestKind if kind.language is first.language and kind is not first)]
    found = []
    for kind in kinds:
        if on < rules.language_tests.tests.of(kind).accepted.start:
            continue
        used = scale if kind is first else (TefScale.older if kind.scales else None)
        told = any(test.kind is kind for test in own)
        found.append(Aim(kind, used, told, first_scores(kind, used, needed, on, rules)))
    return tuple(found)
