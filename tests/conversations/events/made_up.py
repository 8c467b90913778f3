"""Events of a life that the rules do not date: for tests of what becomes of them until their day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, cast

import pytest

from conversations.events import scripts
from conversations.events.catalogue import EVENTS
from conversations.events.event import Event, since
from conversations.kinds import Choice, Option
from conversations.profile.parts import with_changes
from conversations.questions import Answers, Question, Script, known
from rules.facts import Facts

MEANS = Question(
    "means",
    "day",
    "Funds",
    "How much?",
    Choice((Option("15000", "fifteen thousand"), Option("30000", "thirty thousand"))),
    "It is asked.",
)


def _part(facts: Facts, given: Answers, today: date) -> Facts:
    return with_changes(facts, "own", {"partner": None})


def _save_up(facts: Facts, given: Answers, today: date) -> Facts:
    return with_changes(facts, "own", {"settlement_funds": int(known(given, "means") or 0)})


def _fail(facts: Facts, given: Answers, today: date) -> Facts:
    return with_changes(facts, "own", {"birth_date": "no day"} if today >= date(2027, 1, 1) else {"education": "none"})


PARTING = Event(
    key="parting",
    report="separation",
    group="couple",
    title="We part",
    questions=(since("When?", "It is asked.", name="Parting"),),
    change=_part,
    applies=lambda facts, _on: facts.partner is not None,
    gentle=True,
)
SAVINGS = Event(
    key="savings",
    report="funds",
    group="couple",
    title="I have saved up",
    questions=(since("When?", "It is asked.", name="Saved"), MEANS),
    change=_save_up,
)
MISFIT = Event(
    key="misfit",
    report="move",
    group="couple",
    title="Something that will not fit",
    questions=(since("When?", "It is asked.", name="Misfit"),),
    change=_fail,
)
MADE_UP = (PARTING, SAVINGS, MISFIT)


@pytest.fixture(autouse=True)
def made_up_events() -> Iterator[None]:
    """The events of these tests stand in the catalogue while a test runs."""
    events, of_them = cast("dict[str, Event]", EVENTS), cast("dict[str, Script]", scripts.SCRIPTS)
    for event in MADE_UP:
        events[event.key] = event
        of_them[event.key] = Script(event.script_key, 1, event.title, "Save this change", event.questions)
    yield
    for event in MADE_UP:
        del events[event.key], of_them[event.key]


FACTS: dict[str, Any] = {
    "birth_date": "1991-03-31",
    "education": "secondary",
    "settlement_funds": 1000,
    "partner": {"status": "accompanying", "education": "doctoral"},
    "tests": [
        {
            "kind": "ielts_general",
            "scores": {"listening": 8, "reading": 7, "writing": 7, "speaking": 7},
            "test_date": "2026-09-01",
            "result_date": "2026-09-10",
        }
    ],
}
"""A couple; one test, whose two years bring reminders."""
