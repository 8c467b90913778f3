"""Questions of an event that stood open while the facts behind them changed: another event, another phone, a plan.

What was asked rests on what was known then: which job is meant, whether there is a partner. Before anything is saved,
both are held against the facts of now.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from conversations import engine
from conversations.engine import Interview
from conversations.events import asking
from conversations.events.event import Event
from conversations.kinds import Day
from conversations.questions import NONE, SEEN, Accepted, Question, Script, known
from rules.facts import Facts


def offers(event: Event, facts: Facts, today: date) -> dict[str, Any]:
    """What the questions of an event look at of these facts."""
    return {**event.seen(facts), **asking.rows(event.existing(facts, today))}


def is_gone(event: Event, state: Interview, facts: Facts, today: date) -> bool:
    """Whether something the answers are about is there no more, or is another than it was."""
    now = asking.rows(event.existing(facts, today))
    marks = {name: {row[asking.MARK] for row in rows} for name, rows in now.items()}
    return any(mark not in marks.get(name, ()) for name, mark in _meant(event, state))


def _meant(event: Event, state: Interview) -> Iterator[tuple[str, str]]:
    """Each thing that is meant: the name it stands under, and its mark."""
    for name, key in {name: key for question in event.questions for name, key in _looks_at(question)}.items():
        rows = state.answers.get(SEEN, {}).get(name, ())
        told = known(state.answers, key)
        marks = {row[asking.MARK] for row in rows}
        if told in marks or (told is None and len(rows) == 1):
            yield name, str(told or rows[0][asking.MARK])


def _looks_at(question: Question) -> Iterator[tuple[str, str]]:
    """The name of the things a question is about, and the key of the question which of them it is."""
    if isinstance(question.kind, asking.Existing):
        yield question.kind.name, question.key
    elif isinstance(question.kind, asking.DayWithin):
        yield question.kind.name, question.kind.key


def anew(event: Event, script: Script, state: Interview, facts: Facts, today: date) -> Interview:
    """The same questions over the facts of now: what is asked more comes up, a day that cannot be is asked again."""
    now = json.loads(json.dumps(offers(event, facts, today)))
    if now == state.answers.get(SEEN, {}):
        return state
    answers = {**state.answers, SEEN: now}
    for question in script.questions:
        told = known(answers, question.key)
        if isinstance(question.kind, Day) and told not in (None, NONE) and not _can_be(question, told, answers, today):
            del answers[question.key]
    return replace(engine.begin(script, state.run, answers), serial=state.serial + 1)


def _can_be(question: Question, told: str, answers: dict[str, Any], today: date) -> bool:
    return isinstance(question.kind.read(told, answers, None, today), Accepted)
