"""What is timed without any process between: the rules, the whole answer, the sweep for reminders."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any, Final

from bench.persons import told_facts
from bench.stores import DUE_EVERY, FIRST_DUE, Stored
from bot.clock import Clock
from bot.delivery import Delivery
from bot.metrics import Metrics
from bot.pacing import Pace
from bot.sending import Sender
from bot.talk import companions_talk
from conversations.score import board
from locales import use
from rules import crs, deadlines, federal_skilled_worker, what_if
from rules.facts import Facts
from storage import notifications
from storage.database import open_database
from storage.encryption import KeyRing

_BATCHES: Final = 7
DUE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Timed:
    """Microseconds a call takes: CPU time for the rules (median of batches), wall time for the store (of calls)."""

    crs: float
    computed: float  # CRS, FSW grid, nearest cliff and deadlines
    worded: float  # the messages a person gets for them
    idle_sweep: float
    claim: float


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


async def time_sweep(stored: Stored, keys: KeyRing, due: int = DUE) -> tuple[float, float]:
    """A sweep with nothing due, and claiming `due` reminders that are due, over all those stored; microseconds."""
    if stored.chats < due * _BATCHES:
        raise ValueError(f"claiming {due} reminders {_BATCHES} times takes more than {stored.chats}")

    async def nobody(method: str, parameters: dict[str, Any]) -> Any:
        raise AssertionError("nothing is due, so nothing is sent")

    async with open_database(f"sqlite:///{stored.path}", keys) as database:
        metrics, clock = Metrics(), Clock()
        sender = Sender(nobody, Pace(30, 1), metrics)
        delivery = Delivery(database, sender, clock, metrics, companions_talk())
        idle = await _calls(delivery.sweep, 300)
        number = 0

        async def claim() -> None:
            nonlocal number
            number += due
            now = stored.made + FIRST_DUE + (number - 1) * DUE_EVERY
            async with database.unit() as unit:
                claimed = await notifications.due(unit, now, due, now + timedelta(days=3650))
            if len(claimed) != due:
                raise AssertionError(f"{len(claimed)} claimed, not {due}")

        return idle, await _calls(claim, _BATCHES)


def _batches(call: Callable[[], object], count: int) -> float:
    took = []
    for _ in range(_BATCHES):
        began = time.process_time()
        for _ in range(count):
            call()
        took.append((time.process_time() - began) / count)
    return median(took) * 1e6


async def _calls(call: Callable[[], Awaitable[None]], count: int) -> float:
    took = []
    for _ in range(count):
        began = time.perf_counter()
        await call()
        took.append(time.perf_counter() - began)
    return median(took) * 1e6
