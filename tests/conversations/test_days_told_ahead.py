"""What was told of a day to come and counts by itself: asked about that morning, with the ways it may have gone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from conversations import notices
from storage.notifications import Notification
from tests.conversations.chat import Chat

JOB = {"start": "2024-01-08", "country": "CA", "noc": "21231", "hours_per_week": 40, "paid": True, "authorised": True}
PERSON: dict[str, Any] = {"birth_date": "1991-03-31", "education": "secondary", "tests": []}
AHEAD: dict[str, dict[str, Any]] = {
    "wedding_day:partner": {"partner": {"status": "accompanying", "married": "2027-02-06"}},
    "birth_expected:child": {"child_expected": "2027-02-06"},
    "job_start:own:CA": {"jobs": [{**JOB, "start": "2027-02-06"}]},
    "job_end:own:CA": {"jobs": [{**JOB, "end": "2027-02-06"}]},
}
MORNING = datetime(2027, 2, 6, 9, tzinfo=ZoneInfo("America/Toronto"))


async def asked(chat: Chat, item: str) -> str:
    """The message of that morning."""
    await chat.knows({**PERSON, **AHEAD[item]})
    [row] = await rows(chat, item)
    assert row.due_at == MORNING
    candidate = await chat.candidate()
    assert candidate is not None
    chat.now = row.due_at
    shown = notices.word(row, candidate, chat.now)
    chat.seen.append(shown)
    return shown.text


async def rows(chat: Chat, item: str) -> list[Notification]:
    return [each for each in await chat.reminders() if each.item == item]


@pytest.mark.parametrize(
    ("item", "said", "answers"),
    [
        (
            "wedding_day:partner",
            "<b>Your wedding: today</b>",
            ["It takes place", "It is on another day", "It does not take place", "Why"],
        ),
        (
            "birth_expected:child",
            "<b>A birth you told me of: today</b>",
            ["The child is born", "It is expected later", "No child is expected", "Why"],
        ),
        (
            "job_start:own:CA",
            "<b>The first day of your job (Canada): today</b>",
            ["It begins", "It is otherwise", "Why"],
        ),
        (
            "job_end:own:CA",
            "<b>The last paid day of your job (Canada): today</b>",
            ["It ends", "It is otherwise", "Why"],
        ),
    ],
)
async def test_on_its_morning_it_is_asked_whether_it_happened(
    chat: Chat, item: str, said: str, answers: list[str]
) -> None:
    text = await asked(chat, item)
    assert said in text
    assert "Today is the day you told me." in text
    assert [button.label for row in chat.seen[-1].keyboard for button in row] == answers


@pytest.mark.parametrize("item", AHEAD)
async def test_it_stands_among_the_dates(chat: Chat, item: str) -> None:
    await chat.knows({**PERSON, **AHEAD[item]})
    text = await chat.says("/dates")
    assert "Saturday 6 February 2027" in text
    assert "Next reminder: at 9:00" in text
    await chat.presses("Open 1")
    assert "75 days" in chat.text


async def test_that_it_happened_ends_it(chat: Chat) -> None:
    await asked(chat, "wedding_day:partner")
    assert "It counts as you told me" in await chat.presses("It takes place")
    assert await rows(chat, "wedding_day:partner") == []


@pytest.mark.parametrize("later", [timedelta(), timedelta(days=10)])
async def test_a_wedding_that_is_put_off_gets_its_new_day_and_is_asked_about_then(chat: Chat, later: timedelta) -> None:
    await asked(chat, "wedding_day:partner")
    chat.now += later
    await chat.presses("It is on another day")
    await chat.goes_through("5 June 2027", "[Save this change]")
    [row] = await rows(chat, "wedding_day:partner")
    assert row.due_at.date().isoformat() == "2027-06-05"


async def test_a_wedding_that_does_not_take_place_leads_to_where_the_couple_is_told(chat: Chat) -> None:
    await asked(chat, "wedding_day:partner")
    assert "Married since" in await chat.presses("It does not take place")


async def test_a_birth_is_told_on_its_day(chat: Chat) -> None:
    await asked(chat, "birth_expected:child")
    await chat.presses("The child is born")
    assert "born" in chat.text


async def test_a_birth_that_is_expected_later_is_asked_about_then(chat: Chat) -> None:
    await asked(chat, "birth_expected:child")
    await chat.presses("It is expected later")
    await chat.goes_through("20 February 2027", "[Save this change]")
    [row] = await rows(chat, "birth_expected:child")
    assert row.due_at.date().isoformat() == "2027-02-20"


async def test_a_child_that_is_not_expected_any_more_is_not_spoken_of_again(chat: Chat) -> None:
    await asked(chat, "birth_expected:child")
    assert "I am sorry" in await chat.presses("No child is expected")
    await chat.goes_through("[Yes, take it out]", "[Save this change]")
    assert await rows(chat, "birth_expected:child") == []


async def test_two_who_live_together_are_asked_on_the_day_that_makes_them_a_couple(chat: Chat) -> None:
    await chat.knows({**PERSON, "partner": {"status": "accompanying", "living_together_since": "2026-02-06"}})
    row = next(each for each in await rows(chat, "common_law_day:partner") if each.rung == "0")
    candidate = await chat.candidate()
    assert candidate is not None
    shown = notices.word(row, candidate, MORNING)
    assert "Do you still live together, without a break since then?" in shown.text
    labels = [button.label for line in shown.keyboard for button in line]
    assert labels == ["We still live together", "We moved in on another day", "We no longer live together", "Why"]
    before = notices.word(row, candidate, MORNING - timedelta(days=30))
    assert "Do you still live together" not in before.text
