"""The whole answer is what its parts say one by one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import islice

import pytest

from bench.rules import candidates
from rules.answer import answer
from rules.deadlines import deadlines
from rules.effective_deadline import effective_deadline
from rules.facts import Facts
from rules.ranges import crs_range
from rules.standing import in_pool, standing
from rules.timeline import timeline
from rules.watched import watched
from tests.conversations.full_facts import FULL

DAY = date(2026, 11, 24)
INVITED = {**FULL, "invitation": {"issued": "2026-11-18"}, "application": None}


def test_the_whole_answer_is_the_standing_the_deadlines_and_the_timeline() -> None:
    for facts in islice(candidates(DAY), 20):
        now = standing(facts, DAY)
        assert answer(facts, DAY) == (now, in_pool(facts, now), deadlines(facts, DAY), timeline(facts, DAY))


@pytest.mark.parametrize("asked", [standing, crs_range, deadlines, timeline, effective_deadline, watched])
def test_what_is_asked_again_of_the_same_facts_and_day_is_not_worked_out_again(asked: Callable[..., object]) -> None:
    facts, read_again = Facts.model_validate(INVITED), Facts.model_validate(INVITED)
    found = asked(facts, DAY)
    assert asked(read_again, DAY) is found
    assert asked(facts, DAY + timedelta(1)) is not found
    assert asked(facts.model_copy(update={"birth_date": date(1980, 1, 1)}), DAY) is not found


def test_a_shorter_answer_has_the_first_steps() -> None:
    for facts in islice(candidates(DAY, in_full=True), 5):
        assert answer(facts, DAY, months=6).timeline == timeline(facts, DAY, months=6)
