"""The whole answer is what its parts say one by one."""

from __future__ import annotations

from datetime import date
from itertools import islice

from bench.rules import candidates
from rules.answer import answer
from rules.deadlines import deadlines
from rules.standing import in_pool, standing
from rules.timeline import timeline

DAY = date(2026, 11, 24)


def test_the_whole_answer_is_the_standing_the_deadlines_and_the_timeline() -> None:
    for facts in islice(candidates(DAY), 20):
        now = standing(facts, DAY)
        assert answer(facts, DAY) == (now, in_pool(facts, now), deadlines(facts, DAY), timeline(facts, DAY))


def test_a_shorter_answer_has_the_first_steps() -> None:
    for facts in islice(candidates(DAY, in_full=True), 5):
        assert answer(facts, DAY, months=6).timeline == timeline(facts, DAY, months=6)
