"""The ways to a number of points by a day: the smallest combinations of levers that reach it.

Each lever is there only after its planning margin, and what the calendar brings on the way counts: a birthday, the
year a running job completes. What no source gives a time for (a degree, a nomination) no way counts on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations, product
from typing import Final, NamedTuple

from rules import crs
from rules.facts import Facts
from rules.improvements import KINDS, Detail, Lever, levers
from rules.parameters import RuleBook, book
from rules.timeline import score_turns

DAY: Final = timedelta(days=1)

MOST_STEPS: Final = 3
"""As many things as somebody can do at a time."""

MOST_WAYS: Final = 3
"""As many as are looked at together."""


class Step(NamedTuple):
    """One lever of a way, and the day it is there when it is begun today.

    `begin_by` is the last day to begin it, all else in time, so that the number is still reached; None for what is not
    begun on a day one chooses, and where the number is not reached.
    """

    key: str
    whose: str
    detail: Detail
    weeks: int
    ready_on: date
    begin_by: date | None


class Way(NamedTuple):
    """A few levers together. `reached_on` is the first day on which the total is the number asked for, at `total`.

    `by_total` is the total of the last day: less, where something costs points on the way. Where the number is not
    reached, `reached_on` is the day of the highest total.
    """

    steps: tuple[Step, ...]
    reached_on: date
    total: int
    by_total: int


class Ways(NamedTuple):
    """The ways to a number of points by a day, from the `now` of today.

    `found` are the smallest combinations that reach it, the quickest first; none where three levers of known time do
    not, and `nearest` then has the highest total.
    """

    points: int
    by: date
    now: int
    found: tuple[Way, ...]
    nearest: Way

    @property
    def reachable(self) -> bool:
        """Whether some combination reaches the number by the day."""
        return bool(self.found)


def ways(facts: Facts, on: date, points: int, by: date, *, rules: RuleBook | None = None) -> Ways:
    """The smallest combinations of levers that reach a number of points by a day, both days included.

    `ValueError` for a day in the past, `NoRuleError` for a day before the first rules.
    """
    if by < on:
        raise ValueError(f"a goal lies ahead: {by} is before {on}")
    rules = rules or book()
    now = crs.points(facts, on, rules=rules)
    course = _Course(facts, on, points, by, score_turns(facts, on, by, rules=rules), rules)
    slots = _slots(course)
    nearest = _way(course, ())
    for size in range(MOST_STEPS + 1):
        found: list[Way] = []
        for chosen in combinations(slots, size):
            # No combination of these slots gives more than the most of each.
            most = _way(course, tuple(slot[-1] for slot in chosen))
            if most.total > nearest.total:
                nearest = most
            if most.total >= points:
                found += _of_slots(course, chosen)
        if found:
            # The quickest first; of equally quick ones the one that asks no more than needed.
            found.sort(key=lambda way: (way.reached_on, sum(step.weeks for step in way.steps), way.total))
            return Ways(points, by, now, tuple(found[:MOST_WAYS]), found[0])
    return Ways(points, by, now, (), nearest)


class _Course(NamedTuple):
    """What every way shares; `turns` are the days on which the score may change by itself."""

    facts: Facts
    on: date
    points: int
    by: date
    turns: tuple[date, ...]
    rules: RuleBook

    def points_of(self, facts: Facts, on: date) -> int:
        """The score of facts on a day."""
        return crs.points(facts, on, rules=self.rules)


_Ready = tuple[Lever, date]


def _slots(course: _Course) -> list[list[_Ready]]:
    """The levers a way can count on by the last day, by slot, from the one that gains least on its day to the most.

    Of a slot's levers that gain the same the quickest stands for all.
    """
    on, by = course.on, course.by
    in_time = [
        (lever, ready)
        for lever in levers(course.facts, on, rules=course.rules)
        if lever.plannable and (ready := lever.ready(on)) is not None and ready <= by
    ]
    found: dict[str, dict[int, _Ready]] = {}
    for lever, ready in sorted(in_time, key=lambda one: one[1]):
        gain = course.points_of(lever.apply(course.facts, ready), ready) - course.points_of(course.facts, ready)
        found.setdefault(lever.slot, {}).setdefault(gain, (lever, ready))
    return [[of_slot[gain] for gain in sorted(of_slot)] for of_slot in found.values()]


def _of_slots(course: _Course, chosen: Sequence[Sequence[_Ready]]) -> list[Way]:
    """One lever of each slot, in every way that reaches the number and asks no more than another one does.

    A way that asks more is kept where it alone still has the number on the last day.
    """
    found: dict[tuple[int, ...], Way] = {}
    for places in product(*(range(len(slot)) for slot in chosen)):  # those that ask less come first
        smaller = [way for other, way in found.items() if all(a <= b for a, b in zip(other, places, strict=True))]
        if any(way.by_total >= course.points for way in smaller):
            continue
        way = _way(course, tuple(slot[place] for slot, place in zip(chosen, places, strict=True)))
        if way.total >= course.points and (not smaller or way.by_total >= course.points):
            found[places] = way
    return list(found.values())


def _way(course: _Course, chosen: tuple[_Ready, ...]) -> Way:
    facts, ready = course.facts, course.on
    for lever, day in chosen:
        facts = lever.apply(facts, day)
        ready = max(ready, day)
    days = sorted({ready, course.by, *(day for day in course.turns if ready < day < course.by)})
    totals = [(day, course.points_of(facts, day)) for day in days]
    reached = next((one for one in totals if one[1] >= course.points), None) or max(totals, key=lambda one: one[1])
    last = _last_day(totals, course)
    return Way(
        tuple(_step(lever, day, last) for lever, day in chosen),
        reached[0],
        reached[1],
        totals[-1][1],
    )


def _step(lever: Lever, ready: date, last: date | None) -> Step:
    weeks = lever.weeks or 0
    begin_by = last - timedelta(weeks=weeks) if last is not None and KINDS[lever.key].booked else None
    return Step(lever.key, lever.whose, lever.detail, weeks, ready, begin_by)


def _last_day(totals: Sequence[tuple[date, int]], course: _Course) -> date | None:
    """The last day on which the number is reached; None where it never is."""
    last = course.by
    for day, total in reversed(totals):
        if total >= course.points:
            return last
        last = day - DAY
    return None
