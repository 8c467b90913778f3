"""A goal: a number of points to reach by a day, with what its plan supposes; how far it is stands on the home screen.

It is kept with the person, sealed, and is no fact: nothing is computed from it. It is reached on the day the score of
the facts is the number or more, whichever way that came about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from locales import NOTHING, Html, count, day, number, say
from rules import crs
from rules.facts import MOST_CRS, Facts
from rules.journey import Phase, stage_on
from rules.watched import Watched
from storage.candidates import Candidate

KIND: Final = "goal"
"""The kind of its reminders; what stands in clear of them tells neither the points nor the day."""

ITEM: Final = f"{KIND}:own"
"""What they are about, by the key of an item."""

EARLIEST: Final = 2015
LATEST: Final = 2100
"""The years a goal can be set in or for: reminders are counted from its days, and there are no rules before."""

MOST_STEPS: Final = 12
"""So many things one plan supposes: a bound against slips, and one screen."""


@dataclass(frozen=True, slots=True)
class Goal:
    """The points, the last day, the day it was set, and what its plan supposes, as a row keeps it (`steps.Step`)."""

    points: int
    by: date
    since: date
    steps: tuple[Mapping[str, Any], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The goal as a row keeps it."""
        return {
            "points": self.points,
            "by": self.by.isoformat(),
            "since": self.since.isoformat(),
            "steps": [dict(step) for step in self.steps],
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Goal:
        """The goal of a row, or of a file that may hold anything; ValueError for what none is."""
        if {*row} != {"points", "by", "since", "steps"} or type(row["points"]) is not int:
            raise ValueError("no goal")
        if not 0 < row["points"] <= MOST_CRS or not isinstance(row["steps"], list) or len(row["steps"]) > MOST_STEPS:
            raise ValueError("no goal")
        if not all(isinstance(step, dict) for step in row["steps"]):
            raise ValueError("no goal")
        try:
            days = date.fromisoformat(row["by"]), date.fromisoformat(row["since"])
        except TypeError as error:
            raise ValueError("no goal") from error
        if not all(EARLIEST <= each.year <= LATEST for each in days):
            raise ValueError("no goal")
        return cls(row["points"], *days, tuple(row["steps"]))


def of(candidate: Candidate) -> Goal | None:
    """The person's goal; None without one, and for one that only another version of this program can read."""
    if candidate.goal is None:
        return None
    try:
        return Goal.from_json(candidate.goal)
    except ValueError:
        return None


def no_longer(facts: Facts, on: date) -> bool:
    """Whether no points are worked towards any more: the application is sent."""
    return stage_on(facts, on).phase in (Phase.applied, Phase.approved, Phase.landed)


def watched(candidate: Candidate, facts: Facts, on: date) -> tuple[Watched, ...]:
    """The day of a goal that is not reached yet, or not for good, as one more thing to be reminded of."""
    goal = of(candidate)
    if goal is None or goal.by < on or no_longer(facts, on):
        return ()
    # Points that a birthday or an old test takes before its day are missing on it.
    if all(crs.score(facts, each).total >= goal.points for each in {on, goal.by}):
        return ()
    return (Watched(KIND, "own", ITEM, None, goal.by, None, None),)


# --- how far it is ---


def line(candidate: Candidate, facts: Facts, on: date) -> Html:
    """The goal in one line, for the home screen and the score; empty without one, and once an application is sent."""
    goal = of(candidate)
    return NOTHING if goal is None or no_longer(facts, on) else far(goal, crs.score(facts, on).total, on)


def far(goal: Goal, total: int, on: date) -> Html:
    """How far a goal is with a score of a day."""
    told = {"points": number(goal.points), "day": day(goal.by, weekday=True), "total": number(total)}
    if total >= goal.points:
        return say("Your goal of {points} CRS points by {day}: reached, with {total} today.", **told)
    short = count("{n} point is missing", "{n} points are missing", goal.points - total)
    left = (goal.by - on).days
    if left < 0:
        return say("Your goal of {points} CRS points: its day, {day}, has passed; {short}.", short=short, **told)
    if left == 0:
        return say("Your goal of {points} CRS points is for today, {day}; {short}.", short=short, **told)
    days = count("{n} day left", "{n} days left", left)
    return say("Your goal of {points} CRS points by {day}: {short}, {days}.", short=short, days=days, **told)
