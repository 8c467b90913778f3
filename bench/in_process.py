"""What is timed without any process between: the rules and the whole answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Final

from bench.persons import told_facts
from conversations.score import board
from locales import use
from rules import crs, deadlines, federal_skilled_worker, what_if
from rules.facts import Facts

_BATCHES: Final = 7


@dataclass(frozen=True, slots=True)
class Timed:
    """Microseconds of CPU time a call takes, the median of batches."""

    crs: float
    computed: float  # CRS, FSW grid, nearest cliff and deadlines
    worded: float  # the messages a person gets for them


def couple(today: date) -> Facts:
    """A candidate for whom everything has to be looked at: two languages, and a partner with a test."""
    alone = told_facts(today).model_dump(mode="json", exclude_defaults=True)
    english = alone["tests"][0]
    french = {
        "kind": "tcf_canada",
        "scores": {"listening": 503, "reading": 499, "writing": 12, "speaking": 12},
        "result_date": english["result_date"],
    }
    partner = {
        "status": "accompanying",
        "education": "masters_or_entry_to_practice_professional",
        "tests": [english],
        "canadian_work_years": 1,
    }
    more = {"tests": [english, french], "partner": partner, "canadian_work_years": 2, "sibling_in_canada": True}
    return Facts.model_validate(alone | more)


def time_rules(today: date, calls: int = 100) -> tuple[float, float, float]:
    """The CRS alone, everything computed, everything in words; of a couple with two languages, microseconds.

    Each batch is of so many calls, ten times as many of the CRS.
    """
    facts = couple(today)

    def computed() -> None:
        crs.score(facts, today)
        federal_skilled_worker.grid(facts, today)
        what_if.nearest_cliff(facts, today)
        deadlines.deadlines(facts, today)

    def worded() -> None:
        with use("en"):
            board.screens(facts, today)
        deadlines.deadlines(facts, today)

    return (
        _batches(lambda: crs.score(facts, today), calls * 10),
        _batches(computed, calls),
        _batches(worded, calls),
    )


def _batches(call: Callable[[], object], count: int) -> float:
    took = []
    for _ in range(_BATCHES):
        began = time.process_time()
        for _ in range(count):
            call()
        took.append((time.process_time() - began) / count)
    return median(took) * 1e6
