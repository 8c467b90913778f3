"""A pause of the reminders: what is kept back, what is said all the same, and what comes back by itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from storage import notifications
from tests.conversations.chat import Chat

RESULT = {
    "kind": "ielts_general",
    "scores": {"listening": 8, "reading": 7, "writing": 7, "speaking": 7},
    "result_date": "2025-01-10",
}
"""Usable through Saturday 9 January 2027: on 23 November 2026 the reminders of 30, 14, 7, 1 and 0 days are to come."""

PERSON: dict[str, Any] = {"birth_date": "1991-03-31", "education": "secondary", "tests": [RESULT]}


async def days(chat: Chat) -> list[str]:
    """The days of the reminders to come about the test."""
    return sorted(f"{each.due_at:%Y-%m-%d}" for each in await chat.reminders() if each.kind == "language_test")


async def paused(chat: Chat, facts: dict[str, Any]) -> str:
    await chat.knows(facts)
    await chat.says("/settings")
    await chat.presses("Choose the reminders")
    return await chat.presses("Pause the reminders for 30 days")


async def test_a_pause_keeps_back_the_reminders_of_thirty_days(chat: Chat) -> None:
    text = await paused(chat, PERSON)
    assert "Pause the reminders through Wednesday 23 December 2026?" in text
    assert "No date of yours ends in that time." in text
    assert await days(chat) == ["2026-12-05", "2026-12-10", "2026-12-26", "2027-01-02", "2027-01-08", "2027-01-09"]
    text = await chat.presses("Pause the reminders for 30 days")
    assert "rest through Wednesday 23 December 2026" in text
    assert await days(chat) == ["2026-12-24", "2026-12-26", "2027-01-02", "2027-01-08", "2027-01-09"]
    assert "Reminders are paused through Wednesday 23 December 2026." in await chat.says("/dates")
    assert "Reminders are paused through Wednesday 23 December 2026." in await chat.says("/settings")


async def test_a_date_that_ends_in_the_pause_is_named_before(chat: Chat) -> None:
    chat.now += timedelta(days=30)
    text = await paused(chat, PERSON)
    assert "These dates fall in that time:\n• Your English test result: Saturday 9 January 2027" in text
    await chat.presses("Keep the reminders")
    assert await days(chat) == ["2026-12-26", "2027-01-02", "2027-01-08", "2027-01-09"]


async def test_in_an_open_invitation_its_dates_are_said_in_a_pause_too(chat: Chat) -> None:
    invited = {**PERSON, "invitation": {"issued": "2026-11-18"}}
    text = await paused(chat, invited)
    assert "what ends before its deadline I still tell you" in text
    before = await days(chat)
    await chat.presses("Pause the reminders for 30 days")
    assert await days(chat) == before
    await chat.says("/settings")
    await chat.presses("Choose the reminders")
    await chat.presses("End the pause")
    await chat.says("pause the reminders")
    await chat.presses("Pause all of them")
    assert await days(chat) == ["2026-12-24", "2026-12-26", "2027-01-02", "2027-01-08", "2027-01-09"]


async def test_a_pause_ends_when_the_person_says_so(chat: Chat) -> None:
    await paused(chat, PERSON)
    before = await days(chat)
    await chat.presses("Pause the reminders for 30 days")
    assert "The reminders come again." in await chat.says("End the pause")
    assert await days(chat) == before


async def test_a_pause_that_is_over_says_nothing_more(chat: Chat) -> None:
    await paused(chat, PERSON)
    await chat.presses("Pause the reminders for 30 days")
    chat.now += timedelta(days=31)
    assert "paused" not in await chat.says("/settings")
    kept = await chat.candidate()
    assert kept is not None
    assert not kept.settings.is_paused(date(2026, 12, 24))


async def test_what_was_put_off_into_a_pause_comes_after_it(chat: Chat) -> None:
    await chat.knows(PERSON)
    first = next(each for each in await chat.reminders() if each.kind == "language_test")
    chat.now = first.due_at
    async with chat.database.unit() as unit:
        await notifications.sent(unit, first.id, chat.now)
        await notifications.snooze(unit, first.id, chat.now + timedelta(days=2))
    await chat.goes_through("/settings", "[Choose the reminders]", "[Pause the reminders for 30 days]")
    await chat.presses("Pause the reminders for 30 days")
    through = (await chat.candidate()).settings.paused_through  # type: ignore[union-attr]
    assert through is not None
    again = next(each for each in await chat.reminders() if each.id == first.id)
    assert again.due_at.date() == through + timedelta(days=1)
