"""The score of somebody who told everything in full, or all but one part of it, can always be said."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from conversations.score import board, why
from locales import LANGUAGES, Language, use
from rules.facts import Facts
from tests.conversations.full_facts import FULL, full

DAY = date(2026, 11, 23)


def without_one_part(told: Any) -> Iterator[dict[str, Any]]:
    """The full facts, each time without one detail."""
    for path in _paths(told):
        copy = deepcopy(told)
        inner = copy
        for key in path[:-1]:
            inner = inner[key]
        del inner[path[-1]]
        yield copy


def _paths(told: Any) -> Iterator[tuple[Any, ...]]:
    for key, value in told.items() if isinstance(told, dict) else enumerate(told):
        yield (key,)
        if isinstance(value, dict | list):
            yield from ((key, *rest) for rest in _paths(value))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_score_of_full_facts_is_said_whatever_is_missing(language: Language) -> None:
    said = 0
    with use(language):
        for told in without_one_part(FULL):
            try:
                facts = Facts.model_validate(told)
            except ValidationError:
                continue  # a part that the rest cannot do without
            assert all(screen.text for screen in (*board.screens(facts, DAY), *why.reasons(facts, DAY)))
            said += 1
    assert said > 60


def test_a_detail_that_is_missing_is_named_once_in_words() -> None:
    told = deepcopy(FULL)
    del told["jobs"][0]["paid"]
    text = "".join(screen.text for screen in board.screens(Facts.model_validate(told), DAY))
    assert "the details of your jobs" in text
    assert "jobs.0" not in text


def test_all_facts_of_the_example_are_valid() -> None:
    assert full().jobs
