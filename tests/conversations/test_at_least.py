"""A sum that can only be higher is "at least" so much on every screen that shows it; no other sum is called so."""

from __future__ import annotations

from typing import Any

import pytest

from conversations import eligibility
from conversations.events import before_after
from conversations.partners import seen
from conversations.what_if import words
from conversations.what_if.steps import NOTHING_SUPPOSED
from locales import use
from rules import crs
from rules.couples import both_ways
from rules.facts import Facts
from rules.ranges import is_least
from tests.conversations.chat import MONDAY, Chat
from tests.rules.situations import candidate

ON = MONDAY.date()

COMPLETE = candidate(ON, age=29, english=9)
CASES: dict[str, tuple[dict[str, Any], bool]] = {
    "everything is told": ({}, False),
    "an answer is missing": ({"education": None}, True),
    "whether there is a partner is not known": ({"partner_unknown": True}, False),
}


@pytest.fixture(params=CASES.values(), ids=CASES)
def told(request: pytest.FixtureRequest) -> tuple[Facts, bool]:
    more, least = request.param
    facts = COMPLETE.model_copy(update=more)
    assert is_least(facts, crs.score(facts, ON)) == least
    return facts, least


@pytest.mark.parametrize("screen", ["/start", "/score", "/improve", "/history", "/calendar"])
async def test_every_screen_with_the_sum_calls_it_the_least_or_not(
    chat: Chat, told: tuple[Facts, bool], screen: str
) -> None:
    facts, least = told
    await chat.knows(facts.model_dump(mode="json"))
    await chat.says(screen)
    assert ("at least" in chat.text) == least


def test_a_change_calls_the_sum_the_least_or_not(told: tuple[Facts, bool]) -> None:
    facts, least = told
    with use("en"):
        text = before_after.words(facts, facts.model_copy(update={"sibling_in_canada": True}), ON, short=True)
    assert ("at least" in text.partition("Federal Skilled Worker")[0]) == least


def test_a_linked_partner_reads_the_same_words(told: tuple[Facts, bool]) -> None:
    facts, least = told
    with use("en"):
        assert ("at least" in seen._score(facts, ON)) == least


def test_a_plan_and_the_way_of_a_couple_say_the_same(told: tuple[Facts, bool]) -> None:
    facts, least = told
    with use("en"):
        [so] = words.columns(facts, NOTHING_SUPPOSED, ON, ON)
        assert ("at least" in words._as_it_is(so)) == least
        way = both_ways(facts, ON).candidate
        assert ("CRS score: at least" in eligibility._way(way)) == least
