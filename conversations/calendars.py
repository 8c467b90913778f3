"""Dates as a calendar file: one event a date, with alarms on the phone itself, because phones drop pushes.

Every time is an instant in UTC, so that no calendar has to know a zone. An event begins when the reminder of its day
would come and ends with the last moment that counts; where nothing ends, it takes half an hour. The day to act by has
an event of its own. The same date always has the same UID, so that a newer file replaces it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from conversations import clock_words, dates, reminders
from conversations.messages import Attachment
from conversations.zones import USUAL
from locales import LOCALES, current, plain, say
from rules.watched import Watched
from storage.candidates import Candidate

ALARMS: Final = (30, 7, 1, 0)
"""Days before an event on which the phone itself rings."""

SHORT: Final = timedelta(minutes=30)
DAY: Final = timedelta(days=1)


def file_of(found: Iterable[Watched], candidate: Candidate, today: date, now: datetime) -> Attachment:
    """The calendar file of some dates, in the language of the moment; its titles say nothing if the person chose so."""
    calendar = Calendar()
    calendar.add("prodid", "-//Express Entry Companion//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", plain("Express Entry dates"))
    for one in found:
        calendar.add_component(_event(one, dates.the_day(one), "", candidate, today, now))
        if one.act_by is not None and one.act_by >= today:
            calendar.add_component(_event(one, one.act_by, "act-by", candidate, today, now))
    return Attachment(f"{plain('express-entry-dates')}-{today}.ics", calendar.to_ical())


def _event(one: Watched, on: date, part: str, candidate: Candidate, today: date, now: datetime) -> Event:
    zone = candidate.time_zone or USUAL
    starts = reminders.morning(on, zone, candidate.settings)
    event = Event()
    event.add("uid", f"{dates.mark(one)}{part and '-' + part}@express-entry-companion")
    event.add("dtstamp", now)
    event.add("dtstart", starts)
    event.add("dtend", starts + SHORT if part or _happens(one) else max(_last_moment(one, zone), starts + SHORT))
    event.add("summary", _title(one, part, candidate), parameters={"language": _language()})
    if not candidate.settings.discreet:
        event.add("description", _description(one, on, today))
    event.add("transp", "TRANSPARENT")
    for days in ALARMS:
        if on - days * DAY >= today:
            event.add_component(_alarm(days, _title(one, part, candidate)))
    return event


def _happens(one: Watched) -> bool:
    return clock_words.WORDS[one.kind].event


def _last_moment(one: Watched, zone: str) -> datetime:
    """The instant at which its last day is over: that of an invitation is one of UTC, whatever the zone."""
    in_utc = datetime.combine(one.day + DAY, time(), UTC)
    if one.kind == "invitation":
        return in_utc
    return min(in_utc, datetime.combine(one.day + DAY, time(), ZoneInfo(zone)).astimezone(UTC))


def _title(one: Watched, part: str, candidate: Candidate) -> str:
    if candidate.settings.discreet:
        return plain("A reminder")
    name = clock_words.plain_of(clock_words.named(one.key))
    return plain("Act by today: {what}", what=name) if part else name


def _description(one: Watched, on: date, today: date) -> str:
    told = {name: value.isoformat() if isinstance(value, date) else value for name, value in one.facts}
    lines = [
        clock_words.the_day_in_words(one.kind, dates.the_day(one), one.missed),
        clock_words.consequence(one.kind, one.missed, told),
        clock_words.to_do(one.kind, one.act_by, min(on, one.act_by or on)),
        say("Made by Express Entry Companion. Information only: your account and your letters always win."),
    ]
    return "\n".join(clock_words.plain_of(line) for line in lines if line)


def _alarm(days: int, title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -days * DAY)
    return alarm


def _language() -> str:
    return str(LOCALES[current()]).replace("_", "-")
