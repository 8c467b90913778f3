"""Dates as a calendar file: one event a date, with alarms on the phone itself, because phones drop pushes.

Every time is an instant in UTC, so that no calendar has to know a zone. An event begins when the reminder of its day
would come and ends with the last moment that counts; where nothing ends, it takes half an hour. The day to act by has
an event of its own. The same date always has the same UID, so that a newer file replaces it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from conversations import clock_words, dates, reminders
from conversations.messages import Attachment
from conversations.zones import USUAL
from locales import LOCALES, Html, current, plain, say
from rules.watched import Watched
from storage.candidates import Candidate

ALARMS: Final = (30, 7, 1, 0)
"""Days before an event on which the phone itself rings."""

SHORT: Final = timedelta(minutes=30)
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One event: what it is told by, when it begins and ends, and what it says.

    `mark` is the same for the same thing in every file; the `summary` says nothing if the person chose so.
    """

    mark: str
    on: date
    starts: datetime
    ends: datetime
    summary: str
    description: str


def file_of(found: Iterable[Watched], candidate: Candidate, today: date, now: datetime) -> Attachment:
    """The calendar file of some dates, in the language of the moment; its titles say nothing if the person chose so."""
    entries = []
    for one in found:
        entries.append(_entry(one, dates.the_day(one), "", candidate, today))
        if one.act_by is not None and one.act_by >= today:
            entries.append(_entry(one, one.act_by, "act-by", candidate, today))
    return written(entries, plain("Express Entry dates"), f"{plain('express-entry-dates')}-{today}", today, now)


def written(entries: Iterable[Entry], name: str, file: str, today: date, now: datetime) -> Attachment:
    """A calendar of that name as a file, each event with its alarms."""
    calendar = Calendar()
    calendar.add("prodid", "-//Express Entry Companion//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry, today, now))
    return Attachment(f"{file}.ics", calendar.to_ical())


def on_a_day(mark: str, on: date, summary: str, lines: Iterable[Html], candidate: Candidate) -> Entry:
    """An event of half an hour on the morning of a day; discreet ones say nothing of what it is."""
    starts = reminders.morning(on, candidate.time_zone or USUAL, candidate.settings)
    if candidate.settings.discreet:
        return Entry(mark, on, starts, starts + SHORT, plain("A reminder"), "")
    told = "\n".join(clock_words.plain_of(line) for line in (*lines, _made_by()) if line)
    return Entry(mark, on, starts, starts + SHORT, summary, told)


def _entry(one: Watched, on: date, part: str, candidate: Candidate, today: date) -> Entry:
    zone = candidate.time_zone or USUAL
    starts = reminders.morning(on, zone, candidate.settings)
    return Entry(
        f"{dates.mark(one)}{part and '-' + part}",
        on,
        starts,
        starts + SHORT if part or _happens(one) else max(_last_moment(one, zone), starts + SHORT),
        _title(one, part, candidate),
        "" if candidate.settings.discreet else _description(one, on, today),
    )


def _event(entry: Entry, today: date, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.mark}@express-entry-companion")
    event.add("dtstamp", now)
    event.add("dtstart", entry.starts)
    event.add("dtend", entry.ends)
    event.add("summary", entry.summary, parameters={"language": _language()})
    if entry.description:
        event.add("description", entry.description)
    event.add("transp", "TRANSPARENT")
    for days in ALARMS:
        if entry.on - days * DAY >= today:
            event.add_component(_alarm(days, entry.summary))
    return event


def _happens(one: Watched) -> bool:
    return clock_words.words_of(one.kind).event


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
        _made_by(),
    ]
    return "\n".join(clock_words.plain_of(line) for line in lines if line)


def _made_by() -> Html:
    return say("Made by Express Entry Companion. Information only: your account and your letters always win.")


def _alarm(days: int, title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -days * DAY)
    return alarm


def _language() -> str:
    return str(LOCALES[current()]).replace("_", "-")
