"""A goal: kept, shown, reminded of two weeks before and on the day, silent once it is reached, gone with the person."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from conversations import notices
from conversations.what_if import goals
from conversations.what_if.goals import Goal
from locales import use
from rules.facts import Facts
from storage.candidates import Candidate
from tests.conversations.chat import Chat
from tests.conversations.what_if.people import FACTS

TODAY = date(2026, 11, 23)

SETS = ("/goal", "[Set a goal]", "505", "1 May 2027", "[Keep this goal]")


async def goal_of(chat: Chat) -> dict[str, Any] | None:
    candidate = await chat.candidate()
    return None if candidate is None else candidate.goal


async def days_of(chat: Chat) -> list[str]:
    return [each.due_at.date().isoformat() for each in await chat.reminders() if each.kind == goals.KIND]


async def test_a_goal_says_how_far_it_is(chat: Chat) -> None:
    await chat.knows(FACTS)
    text = await chat.goes_through(*SETS)
    assert "Your goal of 505 CRS points by Saturday 1 May 2027: 44 points are missing, 159 days left." in text
    assert await goal_of(chat) == {"points": 505, "by": "2027-05-01", "since": "2026-11-23", "steps": []}


async def test_a_goal_names_the_ways_to_it_and_until_when_each_step_is_begun(chat: Chat) -> None:
    await chat.knows(FACTS)
    text = await chat.goes_through(*SETS)
    assert "To reach 505 by Saturday 1 May 2027\nThis way reaches it." in text
    assert "Way 1: 523 on 18 January 2027\n• NCLC 7 in French, in all four abilities\n8 weeks from booking" in text
    assert "begin by 6 March 2027" in text
    assert "More points" in chat.labels
    low = ("/goal", "[Change the goal]", "[1. Points to reach]", "470", "[Keep this goal]")
    text = await chat.goes_through(*low)
    assert "To reach 470 by Saturday 1 May 2027\nEach of these ways is enough by itself." in text
    assert text.count("\nWay ") == 2
    high = ("/goal", "[Change the goal]", "[1. Points to reach]", "1100", "[Keep this goal]")
    text = await chat.goes_through(*high)
    assert "I find no way: the most I find is" in text
    assert "begin by" not in text, "by no day the number is reached"


async def test_nobody_is_told_to_book_for_a_goal_what_is_booked(chat: Chat) -> None:
    await chat.knows({**FACTS, "booked": [{"what": "french_test", "on": "2027-01-12", "noted": "2026-11-20"}]})
    text = await chat.goes_through(*SETS)
    assert "• NCLC 7 in French, in all four abilities\nA test is booked for Tuesday 12 January 2027" in text
    assert "begin by" not in text


async def test_a_year_of_a_running_job_reaches_a_goal_by_itself(chat: Chat) -> None:
    job = {"start": "2026-02-01", "noc": "21231", "country": "CA", "hours_per_week": 40, "paid": True}
    told = {**FACTS, "jobs": [{**job, "self_employed": False, "authorised": True, "studying": []}]}
    await chat.knows({key: value for key, value in told.items() if not key.endswith("work_years")})
    text = await chat.goes_through("/goal", "[Set a goal]", "429", "1 April 2027", "[Keep this goal]")
    assert "It comes by itself, if nothing else changes: 435 on Monday 1 February 2027." in text
    assert "Way 1" not in text
    # One point more is there too, and gone with a birthday: then the ways are named that still have it on the day.
    text = await chat.goes_through("/goal", "[Change the goal]", "[1. Points to reach]", "430", "[Keep this goal]")
    assert "Way 1" in text
    assert "again" not in text


async def test_who_told_hardly_anything_is_asked_before_a_way_is_named(chat: Chat) -> None:
    await chat.knows({"birth_date": "1995-01-02"})
    text = await chat.goes_through(*SETS)
    assert "First: your answers." in text
    assert "Way 1" not in text


async def test_it_says_when_its_reminders_come(chat: Chat) -> None:
    await chat.knows(FACTS)
    assert "Kept. I remind you of it on 17 April 2027 and 1 May 2027." in await chat.goes_through(*SETS)
    near = ("/goal", "[Change the goal]", "[2. By which day]", "30 Nov 2026", "[Keep this goal]")
    assert "Kept. I remind you of it on 30 November 2026." in await chat.goes_through(*near)
    low = ("/goal", "[Change the goal]", "[1. Points to reach]", "400", "[Keep this goal]")
    assert "Kept. No reminder of it is to come." in await chat.goes_through(*low)


async def test_a_goal_stands_on_the_home_screen(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through(*SETS)
    assert "Your goal of 505 CRS points by Saturday 1 May 2027" in await chat.says("/start")


async def test_a_goal_stands_below_the_points_of_the_score(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through(*SETS)
    await chat.says("/score")
    with_goal = [message.text for message in chat.reply.messages if "Your goal of 505 CRS points" in message.text]
    assert len(with_goal) == 1
    assert "CRS score, estimated" in with_goal[0]
    assert {"What if", "My account shows another score"} <= {*chat.labels}


async def test_a_plan_becomes_a_goal_with_its_steps(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through("/whatif", "[My English]", "[Writing]", "[Suppose more]", "[My French]", "[NCLC 7]")
    text = await chat.presses("Make plan A my goal")
    assert "The plan comes to 543 points." in text
    text = await chat.goes_through("1 May 2027", "[Keep this goal]")
    assert "Your goal of 543 CRS points" in text
    assert "NCLC 7 in French, in all four abilities" in text
    assert "With all of it the score would be 543 today." in text
    await chat.goes_through("/whatif", "[Empty plan A]")
    assert "NCLC 7 in French, in all four abilities" in await chat.says("/goal"), "the goal keeps its plan"


async def test_it_is_reminded_of_two_weeks_before_and_on_the_day(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through(*SETS)
    assert await days_of(chat) == ["2027-04-17", "2027-05-01"]


async def test_once_it_is_reached_no_reminder_comes_and_with_an_undo_they_come_again(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through(*SETS)
    reached = {**FACTS, "provincial_nomination": True}
    await keeps(chat, reached)
    assert await days_of(chat) == []
    assert "reached, with 1,061 today" in await chat.says("/goal")
    await keeps(chat, FACTS)
    assert await days_of(chat) == ["2027-04-17", "2027-05-01"]


async def keeps(chat: Chat, facts: dict[str, Any]) -> None:
    """The facts are kept as any change keeps them."""
    from conversations import changes
    from storage import candidates

    async with chat.database.unit() as unit:
        person = await candidates.load(unit, chat.chat_id)
        assert person is not None
        told = Facts.model_validate(facts)
        await candidates.save(unit, await changes.keep(unit, person, told, chat.now, date(2026, 11, 23), "profile:x"))


async def test_the_reminder_says_what_is_still_missing(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through(*SETS)
    candidate = await chat.candidate()
    assert candidate is not None
    first = next(each for each in await chat.reminders() if each.kind == goals.KIND)
    text = notices.word(first, candidate, datetime(2027, 4, 17, 13, 0, tzinfo=UTC)).text
    assert "Your goal: 14 days left" in text
    assert "Your goal of 505 CRS points by Saturday 1 May 2027: 50 points are missing, 14 days left." in text


async def test_the_day_of_a_goal_stands_among_the_dates(chat: Chat) -> None:
    await chat.knows(FACTS)
    assert "Your goal" not in await chat.says("/dates")
    await chat.goes_through(*SETS)
    assert "Your goal: Saturday 1 May 2027." in await chat.says("/dates")
    calendar = (await chat.goes_through("[Calendar file]"), chat.files["ics"].decode())[1]
    assert "SUMMARY;LANGUAGE=en-CA:Your goal" in calendar


async def test_the_highest_score_can_be_a_goal(chat: Chat) -> None:
    await chat.knows(FACTS)
    assert "By which day do you want to reach it?" in await chat.says("/goal 1200")
    await chat.says("/stop")
    assert "You have no goal" in await chat.says("/goal 1201")
    assert "By which day do you want to reach it?" in await chat.says("my goal is 1200")
    await chat.says("/stop")
    farthest = await chat.says("my goal is 505 by 31 December 2029")
    assert "By which day: Monday 31 December 2029" in farthest, "the last day that can be typed is filled in"


async def test_on_the_day_of_a_goal_no_way_is_left_and_its_points_can_still_be_changed(chat: Chat) -> None:
    await chat.knows(FACTS)
    text = await chat.goes_through("/goal", "[Set a goal]", "505", "23 November 2026", "[Keep this goal]")
    assert "is for today, Monday 23 November 2026; 44 points are missing" in text
    assert "I find no way: nothing that can be there by then brings more points." in text
    assert "By which day: Monday 23 November 2026" in await chat.says("/goal 490"), "the day is not asked again"


async def test_a_new_goal_takes_the_place_of_the_one_before(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through(*SETS)
    await chat.goes_through("/goal", "[Change the goal]", "[2. By which day]", "1 June 2027", "[Keep this goal]")
    assert await days_of(chat) == ["2027-05-18", "2027-06-01"]
    assert (await goal_of(chat) or {})["by"] == "2027-06-01"


async def test_a_goal_given_up_is_gone_with_its_reminders(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through(*SETS)
    text = await chat.presses("Give up the goal")
    assert "The goal is given up." in text
    assert await goal_of(chat) is None
    assert await days_of(chat) == []
    assert "Your goal" not in await chat.says("/start")


async def test_a_day_that_has_passed_is_no_day_for_a_goal(chat: Chat) -> None:
    await chat.knows(FACTS)
    text = await chat.goes_through("/goal", "[Set a goal]", "505", "1 May 2020")
    assert "A goal lies ahead." in text
    assert await goal_of(chat) is None


async def test_a_goal_keeps_the_plan_that_was_looked_at_when_it_was_asked_for(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through("/whatif", "[My English]", "[Writing]")
    empty = chat.button("Empty plan A").data
    await chat.presses("Make plan A my goal")
    await chat.presses_data(empty)
    text = await chat.goes_through("1 May 2027", "[Keep this goal]")
    assert "writing 7.0 instead of 6.5 (IELTS General)" in text
    assert (await goal_of(chat) or {})["steps"] == [{"tap": "band_up:own:english:writing:9"}]


async def test_a_goal_whose_day_has_passed_is_asked_for_a_new_one(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through(*SETS)
    chat.now = datetime(2027, 5, 2, 15, 0, tzinfo=UTC)
    assert "has passed; 50 points are missing" in await chat.says("/goal")
    assert "By which day do you want to reach it?" in await chat.presses("Change the goal")
    text = await chat.goes_through("1 June 2027", "[Keep this goal]")
    assert "Your goal of 505 CRS points by Tuesday 1 June 2027" in text


async def test_a_goal_that_waited_until_its_day_had_passed_is_not_kept(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through(*SETS[:-1])
    keep = chat.button("Keep this goal").data
    chat.now = datetime(2027, 5, 2, 15, 0, tzinfo=UTC)
    text = await chat.presses_data(keep)
    assert "Saturday 1 May 2027 has passed. A goal lies ahead." in text
    assert "By which day do you want to reach it?" in text
    assert await goal_of(chat) is None
    assert "505 CRS points by Tuesday 1 June 2027" in await chat.goes_through("1 June 2027", "[Keep this goal]")


async def test_a_goal_is_set_in_one_line_and_a_day(chat: Chat) -> None:
    await chat.knows(FACTS)
    assert "By which day do you want to reach it?" in await chat.says("/goal 505 points")
    text = await chat.goes_through("in 6 months", "[Keep", "[Keep this goal]")
    assert "Your goal of 505 CRS points" in text


@pytest.mark.parametrize(
    "typed",
    [
        "My goal is 505 by 1 May 2027",
        "reach 505 by 1 May",
        "mon objectif est de 505 points pour le 1er mai 2027",
        "atteindre 505 d’ici le 1er mai",
    ],
)
async def test_a_goal_said_in_a_sentence_is_filled_in_and_confirmed(chat: Chat, typed: str) -> None:
    await chat.knows(FACTS)
    text = await chat.says(typed)
    assert "1. Points to reach: 505 points" in text
    assert "2. By which day: Saturday 1 May 2027" in text
    assert await goal_of(chat) is None
    await chat.presses("Keep this goal")
    assert (await goal_of(chat) or {})["points"] == 505


async def test_a_sentence_without_a_day_or_with_one_that_has_passed_asks_for_it(chat: Chat) -> None:
    await chat.knows(FACTS)
    for typed in ("my goal is 505", "my goal is 505 points by 1 May 2020", "my goal is 505 by 1 May 2099"):
        assert "By which day do you want to reach it?" in await chat.says(typed), typed
        await chat.says("/stop")
    assert "You have no goal" in await chat.says("what is my goal?")
    assert "You have no goal" in await chat.says("my goal is 480 or 505")


async def test_a_goal_above_what_can_be_reached_is_no_goal(chat: Chat) -> None:
    await chat.knows(FACTS)
    for typed in ("/goal 1201", "/goal -5", "/goal 0", "/goal four hundred"):
        assert "You have no goal" in await chat.says(typed), typed


async def test_a_plan_is_held_against_the_day_of_its_goal(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through("/whatif", "[My English]", "[Writing]", "[Make plan A my goal]")
    text = await chat.goes_through("1 May 2027", "[Keep this goal]")
    assert "With all of it the score would be 481 today." in text
    assert "If nothing else changes, the score is 475 on 1 May 2027: 6 points are missing." in text
    assert "14 March 2027" in await chat.presses("Score calendar"), "the birthday that takes them"
    assert "To reach 481 by Saturday 1 May 2027" in text, "its own plan is none"
    near = ("/goal", "[Change the goal]", "[2. By which day]", "1 March 2027", "[Keep this goal]")
    text = await chat.goes_through(*near)
    assert "the score is 481 on 1 March 2027: the goal is reached." in text
    assert "To reach 481" not in text, "its own plan is one"
    at_once = ("/goal", "[Change the goal]", "[2. By which day]", "23 November 2026", "[Keep this goal]")
    text = await chat.goes_through(*at_once)
    assert "is for today, Monday 23 November 2026; 20 points are missing" in text
    assert "With all of it the score would be 481 today." in text
    assert "If nothing else changes" not in text, "it is said of today already"


async def test_a_goal_that_is_reached_today_and_lost_by_its_day_is_said_and_reminded_of(chat: Chat) -> None:
    await chat.knows(FACTS)
    text = await chat.goes_through("/goal", "[Set a goal]", "461", "1 May 2027", "[Keep this goal]")
    assert "reached, with 461 today" in text
    assert "If nothing else changes, the score is 455 on 1 May 2027: 6 points are missing." in text
    assert "To still have 461 on Saturday 1 May 2027\nEach of these ways is enough by itself." in text
    assert await days_of(chat) == ["2027-04-17", "2027-05-01"]
    near = ("/goal", "[Change the goal]", "[2. By which day]", "1 March 2027", "[Keep this goal]")
    assert "If nothing else changes" not in await chat.goes_through(*near)
    assert await days_of(chat) == []


async def test_reminders_of_a_goal_can_be_turned_off(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through(*SETS)
    await chat.goes_through("/settings")
    await chat.presses_data("set:stopped:goal")
    assert await days_of(chat) == []


async def test_the_goal_and_the_plans_stand_in_both_copies(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through("/whatif", "[My English]", "[Writing]", "[Make plan A my goal]", "1 May 2027")
    await chat.goes_through("[Keep this goal]", "/export")
    told = json.loads(chat.files["json"])
    assert told["settings"]["goal"]["points"] == 481
    assert told["what_if"]["plans"] == {"a": [{"tap": "band_up:own:english:writing:9"}]}
    page = chat.files["html"].decode()
    assert "481 CRS points by Saturday 1 May 2027" in page
    assert "writing 7.0 instead of 6.5 (IELTS General)" in page


async def test_a_goal_comes_back_with_a_copy_in_another_account(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through("/whatif", "[My English]", "[Writing]", "[Make plan A my goal]", "1 May 2027")
    await chat.goes_through("[Keep this goal]", "/export")
    other = Chat(chat.database, chat_id=8, language="en")
    await other.goes_through("/start", "[Start]", "/import")
    assert "Your goal: 481 CRS points by Saturday 1 May 2027" in await other.sends_file(chat.files["json"])
    await other.presses("Take over this copy")
    assert await goal_of(other) == await goal_of(chat)
    assert await days_of(other) == ["2027-04-17", "2027-05-01"]


async def test_a_copy_with_a_goal_that_is_none_is_not_taken_over(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through(*SETS, "/export")
    told = json.loads(chat.files["json"])
    told["settings"]["goal"]["steps"] = [{"script": "change:nothing", "answers": {}}]
    await chat.says("/import")
    text = await chat.sends_file(json.dumps(told).encode())
    assert "settings.goal" in text
    assert "Nothing was changed." in text


async def test_starting_over_ends_the_goal(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through(*SETS, "/restart", "[Start over now]")
    assert await goal_of(chat) is None


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"points": "505", "by": "2027-05-01", "since": "2026-11-23", "steps": []},
        {"points": 0, "by": "2027-05-01", "since": "2026-11-23", "steps": []},
        {"points": 1201, "by": "2027-05-01", "since": "2026-11-23", "steps": []},
        {"points": 505, "by": "2101-01-01", "since": "2026-11-23", "steps": []},
        {"points": 505, "by": "2027-05-01", "since": "2014-12-31", "steps": []},
        {"points": 505, "by": "tomorrow", "since": "2026-11-23", "steps": []},
        {"points": 505, "by": None, "since": "2026-11-23", "steps": []},
        {"points": 505, "by": "2027-05-01", "since": "2026-11-23", "steps": ["x"]},
        {"points": 505, "by": "2027-05-01", "since": "2026-11-23", "steps": [{}] * 13},
        {"points": 505, "by": "2027-05-01", "since": "2026-11-23", "steps": [], "more": 1},
    ],
)
def test_what_is_no_goal_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"goal|isoformat"):
        Goal.from_json(row)


@pytest.mark.parametrize(("points", "since", "by", "many"), [(1, 2015, 2015, 0), (1200, 2026, 2100, 12)])
def test_the_farthest_of_each_is_a_goal_still(points: int, since: int, by: int, many: int) -> None:
    row = {"points": points, "by": f"{by}-12-31", "since": f"{since}-01-01", "steps": [{}] * many}
    assert Goal.from_json(row).to_json() == row


@pytest.mark.parametrize(
    ("points", "by", "watched"),
    [
        (462, TODAY, True),  # on the day itself
        (462, TODAY - timedelta(days=1), False),
        (461, TODAY, False),
        (461, date(2027, 3, 13), False),
        (461, date(2027, 3, 14), True),  # a birthday takes points on that day
    ],
)
def test_a_goal_is_watched_through_its_day_until_it_is_reached_for_good(points: int, by: date, watched: bool) -> None:
    goal = Goal(points, by, date(2026, 11, 1)).to_json()
    then = datetime(2026, 11, 1, tzinfo=UTC)
    candidate = Candidate(chat_id=1, created_at=then, seen_at=then, goal=goal)
    assert bool(goals.watched(candidate, Facts.model_validate(FACTS), TODAY)) is watched


@pytest.mark.parametrize(
    ("total", "on", "said"),
    [
        (505, date(2027, 4, 1), "reached, with 505 today"),
        (504, date(2027, 5, 1), "is for today, Saturday 1 May 2027; 1 point is missing"),
        (500, date(2027, 5, 2), "has passed; 5 points are missing"),
        (500, date(2027, 4, 30), "5 points are missing, 1 day left"),
    ],
)
def test_a_goal_in_one_line(total: int, on: date, said: str) -> None:
    with use("en"):
        assert said in goals.far(Goal(505, date(2027, 5, 1), date(2026, 11, 23)), total, on)


INVITED: dict[str, Any] = {
    **FACTS,
    "profile": {"submitted": "2026-02-01"},
    "invitation": {"issued": "2026-11-10", "program": "canadian_experience"},
}
LANDED: dict[str, Any] = {
    **INVITED,
    "invitation": {"issued": "2026-03-10", "program": "canadian_experience", "applied": "2026-04-01"},
    "application": {"approved": "2026-10-20", "landed": "2026-11-01"},
}


async def test_once_an_application_is_sent_no_points_are_worked_towards(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through(*SETS)
    await keeps(chat, LANDED)
    assert await days_of(chat) == []
    assert "Your goal" not in await chat.says("/start")
    for typed in ("/goal", "/goal 600", "/whatif"):
        assert "You are a permanent resident: no score moves any more." in await chat.says(typed), typed
    for data in ("wi:show", "wi:A:menu", "wi:A:goal:keep", "wi:goal:set"):
        assert "no score moves any more" in await chat.presses_data(data), data
    assert "Your goal is kept, and no reminder of it comes any more." in await chat.says("/goal")
    assert "The goal is given up." in await chat.presses("Give up the goal")
    assert await goal_of(chat) is None


async def test_somebody_invited_is_told_that_points_add_nothing_to_it(chat: Chat) -> None:
    await chat.knows(INVITED)
    added = "You have an invitation: more points add nothing to it."
    assert added in await chat.goes_through(*SETS)
    assert added in await chat.goes_through("/whatif", "[My English]", "[Writing]")


async def test_a_score_that_is_a_floor_is_called_one_with_the_plan_too(chat: Chat) -> None:
    await chat.knows({name: value for name, value in FACTS.items() if name != "sibling_in_canada"})
    await chat.goes_through("/whatif", "[My English]", "[Writing]", "[Make plan A my goal]", "1 May 2027")
    assert "With all of it the score would be at least 481 today." in await chat.presses("Keep this goal")
