"""The whole answer about a candidate on a day: where they stand, what runs out, and what the calendar brings.

Everything is worked out once: the deadlines and the timeline take the standing of the day.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rules.clocks import Deadline
from rules.deadlines import deadlines
from rules.facts import Facts
from rules.parameters import RuleBook, book
from rules.standing import InPool, Standing, in_pool, standing
from rules.timeline import Step, timeline


class Answer(NamedTuple):
    """The standing of a day, the score of an eligible profile, all clocks from the earliest, and the steps ahead."""

    standing: Standing
    in_pool: InPool | None
    deadlines: tuple[Deadline, ...]
    timeline: tuple[Step, ...]


def answer(facts: Facts, on: date, *, months: int = 24, rules: RuleBook | None = None) -> Answer:
    """Score, programs, categories, deadlines and the timeline of the next months; `NoRuleError` before 2015-01-01."""
    rules = rules or book()
    now = standing(facts, on, rules=rules)
    clocks = deadlines(facts, on, rules=rules)
    pool = in_pool(facts, now, rules=rules)
    return Answer(now, pool, clocks, timeline(facts, on, months=months, rules=rules))
