"""The ways to a number of points by a day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import crs
from rules.facts import Facts, Language
from rules.improvements import Lever, levers
from rules.ways import Step, ways
from tests.rules.situations import candidate, result
from tests.rules.test_improvements import job
from tests.rules.test_properties import candidates, sittings

DAY = date(2026, 11, 23)


def test_a_plan_has_no_year_abroad_beside_the_same_year_in_canada() -> None:
    facts = candidate(DAY, english=9, canadian=0, foreign=2)
    ways_to = ways(facts, DAY, 1200, DAY + timedelta(days=500))
    for way in (*ways_to.found, ways_to.nearest):
        assert not {"canadian_work_year", "foreign_work_year"} <= {step.key for step in way.steps}
    slots = {lever.key: lever.slot for lever in levers(facts, DAY)}
    assert slots["canadian_work_year"] == slots["foreign_work_year"]


def test_a_goal_that_is_reached_already_takes_nothing() -> None:
    facts = candidate(DAY, english=9, foreign=3)
    found = ways(facts, DAY, 429, DAY + timedelta(days=100))
    assert found.reachable
    assert (found.found[0].steps, found.found[0].reached_on, found.found[0].total) == ((), DAY, 429)


def test_a_goal_one_band_away_takes_the_one_band() -> None:
    facts = candidate(DAY, english=[9, 9, 8, 9], foreign=3)
    found = ways(facts, DAY, 429, DAY + timedelta(weeks=8))
    assert (found.now, found.reachable) == (384, True)
    quickest = found.found[0]
    assert [step.key for step in quickest.steps] == ["band_up"]
    assert quickest.reached_on == quickest.steps[0].ready_on == date(2026, 12, 28)
    # With less time than the planning margin it is not there.
    assert not ways(facts, DAY, 429, DAY + timedelta(weeks=5) - timedelta(days=1)).reachable
    assert ways(facts, DAY, 429, DAY + timedelta(weeks=5)).reachable


def test_a_goal_may_take_two_levers_and_then_never_names_three() -> None:
    facts = candidate(DAY, english=[9, 9, 8, 9], foreign=3)
    # The most that one lever gives in time is French at 10; English at 10 beside it gives more.
    assert {len(way.steps) for way in ways(facts, DAY, 512, DAY + timedelta(weeks=20)).found} == {1}
    found = ways(facts, DAY, 513, DAY + timedelta(weeks=20))
    assert {len(way.steps) for way in found.found} == {2}
    for way in found.found:
        assert len({dict(step.detail)["language"] for step in way.steps}) == 2
        assert way.total >= 513
    assert found.found[0].reached_on == DAY + timedelta(weeks=8)


def test_a_birthday_on_the_way_can_put_a_goal_out_of_reach() -> None:
    facts = candidate(DAY, english=[9, 9, 8, 9], foreign=3)
    birthday = date(2026, 12, 20)
    older = facts.model_copy(update={"birth_date": birthday.replace(year=1996)})
    last = DAY + timedelta(weeks=7)
    assert ways(facts, DAY, 429, last).found[0].steps[0].key == "band_up"
    found = ways(older, DAY, 429, last)
    assert all(way.steps[0].key != "band_up" for way in found.found)
    # On the day the new result is there the birthday has taken its five points.
    less = ways(older, DAY, 424, last)
    assert [step.key for step in less.found[0].steps] == ["band_up"]
    assert less.found[0].total == 424


def test_a_running_job_can_reach_a_goal_by_itself() -> None:
    facts = candidate(DAY, english=9, foreign=1).model_copy(update={"jobs": (job(date(2026, 1, 31)),)})
    after = crs.score(facts, date(2027, 1, 31)).total
    found = ways(facts, DAY, after, date(2027, 3, 1))
    assert (found.found[0].steps, found.found[0].reached_on) == ((), date(2027, 1, 31))
    assert ways(facts, DAY, after, date(2027, 1, 30)).found == () or (
        ways(facts, DAY, after, date(2027, 1, 30)).found[0].steps != ()
    )


def test_a_goal_out_of_reach_names_the_nearest_total() -> None:
    facts = candidate(DAY, english=[9, 9, 8, 9], foreign=3)
    found = ways(facts, DAY, 1100, DAY + timedelta(weeks=60))
    assert not found.reachable
    assert 429 < found.nearest.total < 1100
    assert 1 <= len(found.nearest.steps) <= 3


def test_points_lost_before_the_last_day_are_shown() -> None:
    birthday = DAY + timedelta(weeks=7)
    facts = candidate(DAY, english=[9, 9, 8, 9], foreign=3)
    facts = facts.model_copy(update={"birth_date": birthday.replace(year=1997)})
    found = ways(facts, DAY, 429, birthday)
    assert (found.found[0].total, found.found[0].by_total) == (429, 424)


def test_each_step_says_until_when_it_can_be_begun() -> None:
    birthday = DAY + timedelta(weeks=7)
    facts = candidate(DAY, english=[9, 9, 8, 9], foreign=3)
    (step,) = ways(facts, DAY, 429, birthday + timedelta(weeks=2)).found[0].steps
    assert step.begin_by == birthday + timedelta(weeks=2) - timedelta(weeks=5)
    # With the points of a birthday gone, the result has to be there before it.
    older = facts.model_copy(update={"birth_date": birthday.replace(year=1997)})
    (step,) = ways(older, DAY, 429, birthday + timedelta(weeks=2)).found[0].steps
    assert step.begin_by == birthday - timedelta(days=1) - timedelta(weeks=5)
    # A year of work is not begun on a day one chooses.
    most = ways(facts, DAY, 1200, DAY + timedelta(weeks=60)).nearest
    assert {one.begin_by for one in most.steps} == {None}, "by no day the number is reached"
    whole = ways(facts, DAY, most.total, DAY + timedelta(weeks=60)).found[-1].steps
    assert {dict(one.detail).get("language", "work"): one.begin_by for one in whole} == {
        "english": DAY + timedelta(weeks=55),
        "french": DAY + timedelta(weeks=52),
        "work": None,
    }


def test_of_two_that_gain_the_same_the_quicker_is_named() -> None:
    birthday = DAY + timedelta(weeks=7)
    couple = candidate(DAY, english=9, foreign=1, partner={"education": "secondary"})
    facts = couple.model_copy(update={"birth_date": birthday.replace(year=1994)})
    last = DAY + timedelta(weeks=20)
    points = crs.score(facts, last).total + 20  # what the partner's level 9 gives, in English as in French
    steps = [way.steps for way in ways(facts, DAY, points, last).found]
    assert ("partner", "english") in {(one.whose, dict(one.detail)["language"]) for (one,) in steps}
    assert ("partner", "french") not in {(one.whose, dict(one.detail)["language"]) for (one,) in steps}


def test_no_way_asks_for_more_than_another_does() -> None:
    facts = candidate(DAY, english=[9, 9, 8, 9], foreign=3)
    last = DAY + timedelta(weeks=9)
    asked = [(way.steps[0].key, dict(way.steps[0].detail)["level"]) for way in ways(facts, DAY, 429, last).found]
    assert asked == [("band_up", 9), ("language_level", 7)]
    # Where a birthday takes the points again, what still has them on the last day is named beside it.
    older = facts.model_copy(update={"birth_date": (last - timedelta(weeks=1)).replace(year=1997)})
    found = ways(older, DAY, 429, last).found
    asked = [(way.steps[0].key, dict(way.steps[0].detail)["level"], way.by_total) for way in found]
    assert asked == [("band_up", 9, 424), ("language_level", 10, 436), ("language_level", 7, 441)]


def test_a_goal_lies_ahead() -> None:
    with pytest.raises(ValueError, match="a goal lies ahead"):
        ways(Facts(), DAY, 400, DAY - timedelta(days=1))


def test_a_new_result_of_a_plan_is_dated_on_the_day_it_is_there() -> None:
    # The old result dies on the way; the plan's own is of the day it comes, so it still counts at the end.
    old = result(Language.english, [9, 9, 8, 9], DAY, result_date=date(2024, 12, 1))
    facts = candidate(DAY, foreign=3).model_copy(update={"tests": (old,)})
    found = ways(facts, DAY, 429, date(2027, 6, 1))
    assert found.reachable
    assert found.found[0].by_total == 429


def slow_reference(facts: Facts, on: date, points: int, by: date) -> tuple[int | None, int]:
    """Every combination of levers on every day: how many it takes at the least, and the most that three give."""
    ready = [
        (one, on + timedelta(weeks=one.weeks))
        for one in levers(facts, on)
        if one.plannable and one.weeks is not None and on + timedelta(weeks=one.weeks) <= by
    ]
    fewest, most = None, 0
    for size in range(4):
        for chosen in combinations(ready, size):
            if len({one.slot for one, _ in chosen}) < size:
                continue
            supposed, first = facts, on
            for one, day in chosen:
                supposed, first = one.apply(supposed, day), max(first, day)
            best = max(crs.score(supposed, first + timedelta(days=n)).total for n in range((by - first).days + 1))
            most = max(most, best)
            if best >= points and fewest is None:
                fewest = size
    return fewest, most


def _is(lever: Lever, step: Step) -> bool:
    return (lever.key, lever.whose, lever.detail) == (step.key, step.whose, step.detail)


@settings(deadline=None, max_examples=6, database=None)
@given(st.data())
def test_a_goal_is_what_trying_every_combination_on_every_day_finds(data: st.DataObject) -> None:
    on = data.draw(st.dates(date(2024, 2, 1), date(2028, 6, 30)))
    facts = data.draw(candidates(on)).model_copy(update={"tests": data.draw(st.tuples(sittings(on, Language.english)))})
    by = on + timedelta(days=data.draw(st.integers(30, 70)))
    points = crs.score(facts, on).total + data.draw(st.integers(1, 120))
    found = ways(facts, on, points, by)
    fewest, most = slow_reference(facts, on, points, by)
    assert found.reachable == (fewest is not None)
    for way in found.found:
        assert len(way.steps) == fewest
        assert way.total >= points
        assert on <= way.reached_on <= by
        begun = [(one, step) for step in way.steps for one in levers(facts, on) if _is(one, step)]
        assert len(begun) == len(way.steps)
        late = facts
        for one, step in begun:
            assert step.begin_by is None or step.begin_by >= on
            late = one.apply(late, (step.begin_by or on) + timedelta(weeks=step.weeks))
        lasts = {step.begin_by + timedelta(weeks=step.weeks) for step in way.steps if step.begin_by is not None}
        assert all(crs.score(late, last).total >= points for last in lasts)
    if not found.reachable:
        assert found.nearest.total == most
