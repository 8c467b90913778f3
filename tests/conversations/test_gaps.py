"""Somebody who told everything but one thing: whatever that thing is, every screen can be computed and sent."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date
from itertools import cycle
from typing import Any, Final

from pydantic import ValidationError

from conversations import dates, eligibility, score
from conversations.messages import Outgoing, split
from conversations.profile import screens, work_words
from conversations.score import board, why
from locales import LANGUAGES, use
from rules.facts import Facts
from tests.conversations.full_facts import FULL
from tests.conversations.sound import faults_of

ON: Final = date(2026, 11, 23)

Path = tuple[str | int, ...]

PAIR: Final[dict[str, Any]] = {
    **FULL,
    "partner": {
        **FULL["partner"],
        **{name: FULL[name] for name in ("jobs", "credentials", "offer", "nomination", "permits", "stays")},
    },
}
"""The fullest facts, with a partner who told as much."""


def _paths(told: Any, at: Path = ()) -> Iterator[Path]:
    """The path of everything told, however deep."""
    if at:
        yield at
    inside = told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ()
    for key, value in inside:
        yield from _paths(value, (*at, key))


def _without(path: Path) -> dict[str, Any]:
    told: Any = copy.deepcopy(PAIR)
    holder = told
    for step in path[:-1]:
        holder = holder[step]
    del holder[path[-1]]
    return {**told}


def _screens(facts: Facts) -> Iterator[Outgoing]:
    yield from board.screens(facts, ON)
    yield from why.reasons(facts, ON)
    yield from eligibility.screen(facts, ON)
    yield from eligibility.board(facts, ON)
    yield from screens.overview(facts, ON)
    yield from map(Outgoing, split(work_words.account(facts, "own", ON)))
    yield Outgoing(f"{score.line(facts, ON)}\n{dates.next_line(facts, ON)}\n{score.missing(facts, ON)}")


def test_whatever_one_thing_is_not_told_every_screen_can_be_sent() -> None:
    shown, languages = 0, cycle(LANGUAGES)
    for path in _paths(PAIR):
        try:
            facts = Facts.model_validate(_without(path))
        except ValidationError:
            continue  # nothing that could be kept without it
        with use(next(languages)):
            for screen in _screens(facts):
                assert faults_of(screen) == [], (path, screen.text)
        shown += 1
    assert shown > 120
