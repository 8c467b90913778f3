"""Dates as a calendar file: instants in UTC, alarms of the phone's own, discreet titles if chosen."""

from __future__ import annotations

from datetime import UTC, datetime

from icalendar import Calendar, Component

from tests.conversations.chat import Chat
from tests.conversations.test_desk import SAVED

INVITED = {
    "birth_date": "1991-03-31",
    "education": "secondary",
    "tests": [],
    "invitation": {"issued": "2026-11-18"},
    "passport_expires": "2027-06-30",
}


def events(chat: Chat) -> dict[str, Component]:
    """The events of the file by their titles."""
    calendar = Calendar.from_ical(chat.files["ics"].decode())
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


async def test_all_dates_come_in_one_file_with_alarms(chat: Chat) -> None:
    await chat.knows(INVITED, "America/Vancouver")
    await chat.says("/dates")
    assert "For your calendar" in await chat.presses("Calendar file")
    found = events(chat)
    invitation = found["Your invitation to apply"]
    # Day 60 is 17 January 2027: from the reminder's hour in Vancouver to the end of the day in UTC.
    assert invitation["dtstart"].dt == datetime(2027, 1, 17, 17, tzinfo=UTC)
    assert invitation["dtend"].dt == datetime(2027, 1, 18, tzinfo=UTC)
    alarms = [alarm["trigger"].dt.days for alarm in invitation.walk("VALARM")]
    assert alarms == [-30, -7, -1, 0]
    # A passport of 30 June ends at the earlier of the two midnights, that of UTC.
    assert found["Your passport"]["dtend"].dt == datetime(2027, 7, 1, tzinfo=UTC)


async def test_a_day_to_act_by_has_an_event_of_its_own(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Toronto", "/dates")
    await chat.presses("Calendar file")
    book = events(chat)["Act by today: Your English test result"]
    assert book["dtstart"].dt == datetime(2028, 8, 26, 13, tzinfo=UTC)
    assert "book a new test" in str(book["description"])


async def test_one_date_alone_keeps_its_identity_in_the_calendar(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Toronto", "/dates")
    await chat.presses("Calendar file")
    all_of_them = {str(event["uid"]) for event in events(chat).values()}
    await chat.says("/dates")
    await chat.presses("Open 2")
    await chat.presses("Calendar file")
    assert {str(event["uid"]) for event in events(chat).values()} < all_of_them


async def test_discreet_titles_say_nothing(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Toronto", "Turn on discreet reminders", "/dates")
    await chat.presses("Calendar file")
    text = chat.files["ics"].decode()
    assert set(events(chat)) == {"A reminder"}
    assert "English" not in text
    assert "test" not in text.lower()


async def test_in_french_the_file_is_french(conversation: Chat) -> None:
    await conversation.knows(INVITED, "Europe/Paris")
    await conversation.says("/dates")
    await conversation.presses("Fichier d")
    assert any("invitation à présenter" in title for title in events(conversation))
