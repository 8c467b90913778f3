"""What the persons of the bench do: the short interview, typed or pressed, and where it leaves them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from conversations import engine, filled, scripts
from conversations.engine import CHOSEN, PREFIX, Event, Interview, Pressed, Typed
from locales import use
from rules.facts import Facts

RUN: Final = "bench"

TYPED: Final = (
    "31 March 1990",
    "no partner",
    "Bachelor's degree",
    "IELTS General",
    "L8 R7 W6.5 S7",
    "10 January 2025",
    "no",
    "0",
    "3",
    "no",
    "no",
    "no",
    "no",
)
"""The whole interview in words; each has one message for an answer, as an echo has."""

CHOSEN_VALUES: Final = (
    "none",
    "masters_or_entry_to_practice_professional",
    "none",
    "0",
    "3",
    "no",
    "no",
    "no",
    "none",
)
PRESSED: Final = tuple(f"{PREFIX}:{RUN}.{serial}:{CHOSEN}{value}" for serial, value in enumerate(CHOSEN_VALUES))
"""The same on buttons, but for the questions that have none; each is answered with an edit and the end of the wait."""


def typed_states(today: date) -> list[dict[str, Any]]:
    """The stored state before the first word and after each, as JSON; ValueError if a word no longer fits."""
    return _states(engine.begin(scripts.find("short"), RUN), [Typed(text) for text in TYPED], today)


def pressed_states(today: date) -> list[dict[str, Any]]:
    """The stored state before the first press and after each, as JSON; ValueError if a press no longer fits."""
    answers = typed_states(today)[-1]["open"][0]["answers"]
    told = {key: answers[key] for key in answers if key == "birth_date" or key.startswith("first_test.")}
    presses = [Pressed(RUN, serial, CHOSEN + value) for serial, value in enumerate(CHOSEN_VALUES)]
    return _states(engine.begin(scripts.find("short"), RUN, told), presses, today)


def told_facts(today: date) -> Facts:
    """The facts of a person who has typed everything."""
    return filled.facts(typed_states(today)[-1]["open"][0]["answers"])


def _states(state: Interview, events: Sequence[Event], today: date) -> list[dict[str, Any]]:
    states = [state]
    script = scripts.find(state.script)
    with use("en"):
        for event in events:
            turn = engine.step(script, states[-1], event, today)
            if turn.state.serial != states[-1].serial + 1 or turn.state.pending:
                raise ValueError(f"{event} is no answer to {states[-1].at} any more")
            states.append(turn.state)
    return [json.loads(json.dumps({"open": [each.to_json()]})) for each in states]
