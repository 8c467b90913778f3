"""What is timed without any process between: the rules and the whole answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from bench.persons import told_facts
from bench.rules import each
from conversations.score import board
from locales import use
from rules import crs, deadlines, federal_skilled_worker, what_if
from rules.facts import Facts


@dataclass(frozen=True, slots=True)
class Timed:
    """Microseconds of CPU time a call takes, the median of batches."""

    crs: float
    computed: float  # CRS, FSW grid, nearest cliff and deadlines
    worded: float  # the messages a person gets for them


def couples(today: date) -> Iterator[Facts]:
    """Candidates for whom everything has to be looked at: two languages, and a partner with a test; each another."""
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
    told = Facts.model_validate(alone | more)
    oldest = date(today.year - 38, 1, 1)
    for days in count():
        yield told.model_copy(update={"birth_date": oldest + timedelta(days % 3_000)})


def time_rules(today: date, calls: int = 100) -> tuple[float, float, float]:
    """The CRS alone, everything computed, everything in words; of a couple with two languages, microseconds.

    Each batch is of so many calls, ten times as many of the CRS.
    """
    told = couples(today)

    def computed(facts: Facts) -> None:
        crs.score(facts, today)
        federal_skilled_worker.grid(facts, today)
        what_if.nearest_cliff(facts, today)
        deadlines.deadlines(facts, today)

    def worded(facts: Facts) -> None:
        with use("en"):
            board.screens(facts, today)
        deadlines.deadlines(facts, today)

    return (
        each(lambda facts: crs.score(facts, today), told, calls * 10) * 1e6,
        each(computed, told, calls) * 1e6,
        each(worded, told, calls) * 1e6,
    )
