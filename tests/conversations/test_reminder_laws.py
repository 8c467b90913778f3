"""What holds of reminders whoever the person is: once each, one a day for each thing, outside quiet hours, in order.

And what a change, the turn of a day or a wait may not take away.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations import notices, pushes, reminders
from conversations.quiet import leaves_little_time
from rules.facts import Facts
from storage import notifications
from storage.candidates import Candidate
from storage.notifications import Notification
from storage.settings import DEFAULTS, Settings
from tests.conversations.chat import MONDAY, Chat

ZONES = (
    *("America/Toronto", "America/St_Johns", "Europe/Paris", "Asia/Kolkata", "Australia/Sydney", "Pacific/Honolulu"),
    *("Africa/Casablanca", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Kiritimati", "Asia/Kathmandu"),
)
"""Half hours, both halves of the world, zones that change their clocks and zones that do not, the first of all days."""

SCORES = {"listening": 8, "reading": 7, "writing": 6.5, "speaking": 7}
DAYS = st.dates(date(2026, 11, 24), date(2028, 11, 22))
HOURS = st.integers(0, 23)
SETTINGS = st.builds(Settings, quiet_from=HOURS, quiet_until=HOURS, weekly=st.booleans(), urgent_any_hour=st.booleans())


def told(result: date, passport: date, issued: date, born: date) -> dict[str, Any]:
    return {
        "birth_date": born.isoformat(),
        "passport_expires": passport.isoformat(),
        "tests": [{"kind": "ielts_general", "scores": SCORES, "result_date": result.isoformat()}],
        "invitation": {"issued": issued.isoformat()},
        "profile": {"submitted": (issued - timedelta(30)).isoformat()},
    }


def person(zone: str, settings: Settings = DEFAULTS, facts: dict[str, Any] | None = None) -> Candidate:
    return Candidate(
        chat_id=7,
        created_at=MONDAY,
        seen_at=MONDAY,
        language="en",
        time_zone=zone,
        settings=settings,
        facts=facts,
    )


@settings(max_examples=60, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    chosen=SETTINGS,
    result=st.dates(date(2025, 1, 1), date(2026, 11, 1)),
    passport=DAYS,
    issued=st.dates(date(2026, 11, 1), date(2026, 11, 23)),
    born=st.dates(date(1980, 1, 1), date(2000, 12, 31)),
)
def test_whatever_is_planned_comes_once_a_day_in_order_and_in_no_quiet_hour(
    zone: str, chosen: Settings, result: date, passport: date, issued: date, born: date
) -> None:
    facts = Facts.model_validate(told(result, passport, issued, born))
    plan = reminders.planned(person(zone, chosen), facts, MONDAY)
    clock = ZoneInfo(zone)
    hours: dict[date, set[datetime]] = {}
    for item, rows in plan.items():
        if item == reminders.CALENDAR:
            continue
        assert len({(each.rung, each.arguments["last_safe_day"]) for each in rows}) == len(rows), item
        days = [each.due_at.astimezone(clock).date() for each in rows]
        assert len({*days}) == len(days), f"{item} twice on a day"
        assert all(each.due_at > MONDAY for each in rows)
        for each in rows:
            there = each.due_at.astimezone(clock)
            exists = datetime.combine(there.date(), there.time(), clock).astimezone(UTC) == each.due_at
            urgent = chosen.urgent_any_hour and leaves_little_time(
                each.kind, date.fromisoformat(each.arguments["last_safe_day"]), zone, each.due_at
            )
            assert not chosen.is_quiet(there.hour) or urgent or not exists, each
            assert (there.minute, there.second) == (0, 0), each
            if each.kind not in (reminders.HEARTBEAT, reminders.SELF_CHECK) and not urgent:
                hours.setdefault(there.date(), set()).add(each.due_at)
        ladder = [
            int(each.rung) for each in sorted(rows, key=lambda one: one.due_at) if each.rung.lstrip("-").isdecimal()
        ]
        assert ladder == sorted(ladder, reverse=True), item
    for day, instants in hours.items():
        evening = reminders.morning(day, zone, chosen, reminders.EVENING)
        assert len(instants - {evening}) <= 1, f"more than one message in the morning of {day}"
        assert evening not in instants or day.weekday() == 6 or not chosen.weekly or len(instants) == 1


@pytest.mark.parametrize("zone", ZONES)
def test_on_every_day_of_two_years_nine_is_nine_and_comes_once(zone: str) -> None:
    days = [date(2027, 1, 1) + timedelta(n) for n in range(731)]
    instants = [reminders.morning(day, zone) for day in days]
    assert [each.astimezone(ZoneInfo(zone)).time() for each in instants] == [time(9)] * len(days)
    gaps = {after - before for before, after in pairwise(instants)}
    assert gaps <= {timedelta(hours=hours) for hours in (23, 23.5, 24, 24.5, 25)}


# --- what may not get lost ---

BIRTHDAY = {"birth_date": "1997-03-31"}
ON_THE_DAY = datetime(2027, 3, 31, 4, 5, tzinfo=UTC)  # five past midnight in Toronto


def rows_of(facts: dict[str, Any], item: str, now: datetime, settings: Settings = DEFAULTS) -> list[Notification]:
    plan = reminders.planned(person("America/Toronto", settings), Facts.model_validate(facts), now)
    return plan.get(item, [])


def test_the_turn_of_the_day_leaves_the_reminder_of_a_birthday_to_its_morning() -> None:
    [row] = rows_of(BIRTHDAY, "birthday:own", ON_THE_DAY)
    assert (row.rung, row.arguments["last_safe_day"]) == ("0", "2027-03-30")
    later = rows_of(BIRTHDAY, "birthday:own", ON_THE_DAY + timedelta(hours=12))
    assert {each.arguments["last_safe_day"] for each in later} == {"2028-03-30"}
    [turn] = rows_of(BIRTHDAY, reminders.CALENDAR, ON_THE_DAY)
    assert turn.due_at == datetime(2027, 4, 1, 4, tzinfo=UTC), "the next one is planned the day after"


def test_a_year_of_work_is_still_said_on_the_day_it_is_complete() -> None:
    job = {
        "start": "2026-03-31",
        "noc": "21232",
        "duties": "fits",
        "country": "CA",
        "hours_per_week": 40,
        "paid": True,
        "self_employed": False,
        "authorised": True,
        "studying": [],
    }
    rows = rows_of({**BIRTHDAY, "jobs": [job]}, "work_gain:own:crs_canadian:1", ON_THE_DAY)
    assert [each.rung for each in rows] == ["0"]


def test_what_is_planned_early_in_a_month_keeps_the_word_of_that_month() -> None:
    for day, due in ((1, datetime(2027, 5, 2, 22, tzinfo=UTC)), (3, datetime(2027, 6, 6, 22, tzinfo=UTC))):
        [check] = rows_of(BIRTHDAY, reminders.SELF_CHECK, datetime(2027, 5, day, 12, tzinfo=UTC))
        assert check.due_at == due


def test_the_day_to_act_by_on_a_sunday_takes_the_place_of_the_weekly_reminder_about_the_same() -> None:
    invited = {**BIRTHDAY, "invitation": {"issued": "2027-01-20"}}
    rows = rows_of(invited, "police_certificate:own", datetime(2027, 1, 20, 17, tzinfo=UTC))
    assert [each.rung for each in rows] == ["act_by", "30", "14", "7", "0"]
    assert rows[0].due_at == datetime(2027, 1, 24, 14, tzinfo=UTC)  # 60 days before is that week, too


async def test_a_look_that_was_taken_does_not_end_the_looks(chat: Chat) -> None:
    await chat.knows({**BIRTHDAY, "invitation": {"issued": "2026-11-23"}})
    looks = [each for each in await chat.reminders() if each.kind == "account_look"]
    async with chat.database.unit() as unit:
        await notifications.sent(unit, looks[0].id, looks[0].due_at)
    assert await chat.presses_data(f"n:{looks[0].id:x}:done") == "The reminders go on."
    assert [each.id for each in await chat.reminders() if each.kind == "account_look"] == [
        each.id for each in looks[1:]
    ]


PASSPORT = {"passport_expires": "2027-06-30"}


async def test_what_is_due_and_waits_is_kept_when_something_else_is_told(chat: Chat) -> None:
    await chat.knows(PASSPORT)
    chat.now = datetime(2027, 6, 17, 1, tzinfo=UTC)  # nine in the evening; 14 days before was that morning
    await chat.knows({**PASSPORT, **BIRTHDAY})
    assert "14" in [each.rung for each in await chat.reminders() if each.item == "passport:own"]
    await chat.knows({**BIRTHDAY, "passport_expires": "2037-06-30"})
    rows = [each for each in await chat.reminders() if each.item == "passport:own"]
    assert {each.arguments["last_safe_day"] for each in rows} == {"2037-06-30"}


async def test_a_reminder_that_waits_is_due_since_its_own_hour(chat: Chat) -> None:
    await chat.knows(PASSPORT)
    first = (await chat.reminders())[0]
    tomorrow = first.due_at + timedelta(days=1)
    async with chat.database.unit() as unit:
        await notifications.due(unit, first.due_at, 10, tomorrow)
        await notifications.release(unit, first.id, tomorrow)
        assert await notifications.due(unit, tomorrow - timedelta(seconds=1), 1, tomorrow) == []
        [again] = await notifications.due(unit, tomorrow, 1, tomorrow + timedelta(minutes=1))
    assert (again.id, again.due_at) == (first.id, first.due_at)


async def test_in_a_list_a_date_that_has_moved_says_so_too(chat: Chat) -> None:
    await chat.knows({**PASSPORT, "permits": [{"kind": "study", "until": "2027-07-05"}]})
    await chat.knows({**PASSPORT, "permits": [{"kind": "study", "until": "2027-06-30"}]})
    rows = [each for each in await chat.reminders() if each.rung == "180"]
    candidate = await chat.candidate()
    assert candidate is not None
    [push] = pushes.pushes(rows, rows, candidate, rows[0].due_at)
    assert push.message is not None
    assert push.message.text.count("This day has moved: it was Monday 5 July 2027 before.") == 1


def test_the_next_birthday_is_no_birthday_that_has_moved() -> None:
    rows = rows_of(BIRTHDAY, "birthday:own", ON_THE_DAY + timedelta(hours=30))
    reminders._say_moved(rows, {"last_safe_day": "2027-03-30"}, date(2027, 4, 1))
    assert "moved_from" not in rows[0].arguments


@pytest.mark.parametrize(("chosen", "hour"), [(True, "09:00"), (False, "11:00")])
def test_with_less_than_48_hours_left_a_planned_reminder_passes_quiet_hours_if_chosen(chosen: bool, hour: str) -> None:
    settings = Settings(quiet_until=11, urgent_any_hour=chosen)
    rows = {each.rung: each for each in rows_of(PASSPORT, "passport:own", MONDAY, settings)}
    local = {rung: f"{each.due_at.astimezone(ZoneInfo('America/Toronto')):%H:%M}" for rung, each in rows.items()}
    assert (local["14"], local["0"]) == ("11:00", hour)
    text = notices.word(rows["0"], person("America/Toronto", settings), rows["0"].due_at).text
    assert ("waited for the end of your quiet hours" in text) is not chosen


def test_a_last_day_ends_at_the_earlier_midnight() -> None:
    now = datetime(2027, 1, 13, 14, 30, tzinfo=UTC)  # half past four in the night in Honolulu
    assert leaves_little_time("passport", date(2027, 1, 14), "Pacific/Honolulu", now)
    assert not leaves_little_time("passport", date(2027, 1, 15), "Pacific/Honolulu", now)
    kiritimati = datetime(2027, 1, 13, 11, tzinfo=UTC)  # 47 hours to its midnight, 61 to that of UTC
    assert leaves_little_time("passport", date(2027, 1, 15), "Pacific/Kiritimati", kiritimati - timedelta(hours=0))
    assert not leaves_little_time("invitation", date(2027, 1, 15), "Pacific/Kiritimati", kiritimati)


def test_what_a_pause_kept_back_is_said_after_it_whenever_it_is_planned_anew() -> None:
    settings = Settings(paused_through=date(2027, 6, 20), weekly=False)
    for day in (date(2027, 5, 21), date(2027, 6, 1), date(2027, 6, 19)):
        now = datetime.combine(day, time(16), UTC)
        rows = rows_of(PASSPORT, "passport:own", now, settings)
        assert {each.rung for each in rows} == {"after_pause", "0"}, day


def test_the_questions_before_an_invitation_ends_stay_in_a_pause_with_it() -> None:
    invited = {**BIRTHDAY, "invitation": {"issued": "2027-05-01"}}
    now = datetime(2027, 6, 1, 16, tzinfo=UTC)
    for wholly, left in ((False, ["21", "18"]), (True, [])):
        settings = replace(DEFAULTS, paused_through=date(2027, 7, 1), paused_wholly=wholly)
        assert [each.rung for each in rows_of(invited, "heartbeat:invitation:own", now, settings)] == left


async def test_a_move_of_clocks_or_of_hours_does_not_lose_the_reminder_of_the_day(chat: Chat) -> None:
    await chat.knows(PASSPORT)
    chat.now = datetime(2027, 6, 30, 12, 30, tzinfo=UTC)  # half past eight in Toronto, half past nine in Halifax
    await chat.goes_through("/timezone", "Halifax")
    [row] = [each for each in await chat.reminders() if each.item == "passport:own" and each.due_at > chat.now]
    assert (row.rung, row.due_at) == ("0", datetime(2027, 6, 30, 13, tzinfo=UTC))


async def test_turning_off_the_weekly_summary_leaves_what_was_to_come_with_it_to_its_sunday(chat: Chat) -> None:
    await chat.knows(PASSPORT)
    chat.now = datetime(2027, 4, 2, 16, tzinfo=UTC)  # 90 days before was the day before; its Sunday is the 4th
    await chat.goes_through("/settings", "[Turn off the weekly summary]")
    rows = {each.rung: each.due_at for each in await chat.reminders() if each.item == "passport:own"}
    assert rows["90"] == datetime(2027, 4, 4, 22, tzinfo=UTC)
    assert rows["60"] == datetime(2027, 5, 1, 13, tzinfo=UTC)
