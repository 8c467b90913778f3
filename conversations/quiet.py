"""Quiet hours: when a notice has to wait, and until when."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from conversations.zones import USUAL
from rules.clocks import Kind
from storage.candidates import Candidate
from storage.notifications import Notification
from storage.settings import DEFAULTS, Settings

URGENT: Final = timedelta(hours=48)
"""What has less left than this may come in quiet hours, if the person chose so."""

SILENT: Final = "calendar"
"""The kind of a notice that nobody hears: quiet hours do not hold it."""


def held_until(notification: Notification, candidate: Candidate, now: datetime) -> datetime | None:
    """When a notice that is due may be sent; None when it may be sent now."""
    if notification.kind == SILENT:
        return None
    if candidate.settings.urgent_any_hour and is_urgent(notification, candidate, now):
        return None
    return end_of_quiet(now, candidate.time_zone, candidate.settings)


def end_of_quiet(now: datetime, zone: str | None, settings: Settings = DEFAULTS) -> datetime | None:
    """When the quiet hours on the person's clock end, if `now` lies in them."""
    local = now.astimezone(ZoneInfo(zone or USUAL))
    if not settings.is_quiet(local.hour):
        return None
    day = local.date() + timedelta(days=local.hour >= settings.quiet_until)
    return datetime.combine(day, time(settings.quiet_until), local.tzinfo).astimezone(now.tzinfo)


def is_urgent(notification: Notification, candidate: Candidate, now: datetime) -> bool:
    """Whether less than 48 hours are left until the last safe day is over; not for what is over, or has no such day."""
    if "last_safe_day" not in notification.arguments:
        return False
    return leaves_little_time(notification.kind, notification.last_safe_day, candidate.time_zone, now)


def leaves_little_time(kind: str, last: date, zone: str | None, now: datetime) -> bool:
    """Whether less than 48 hours of the last safe day are left: it ends at the earlier of midnight UTC and midnight on
    the person's clock, that of an invitation at midnight UTC.
    """
    after = datetime.combine(last + timedelta(days=1), time())
    ends = [after.replace(tzinfo=UTC)]
    if kind != Kind.invitation:
        ends.append(after.replace(tzinfo=ZoneInfo(zone or USUAL)).astimezone(UTC))
    return timedelta(0) < min(ends) - now < URGENT


def has_waited(notification: Notification, candidate: Candidate, wished: time, now: datetime) -> bool:
    """Whether quiet hours kept a notice back: planned for their end and not for the hour wished for, or held until now
    when they have just ended.
    """
    zone, settings = ZoneInfo(candidate.time_zone or USUAL), candidate.settings
    due, end = notification.due_at.astimezone(zone), time(settings.quiet_until)
    if due.time() == end and settings.is_quiet(wished.hour):
        return True
    there = now.astimezone(zone)
    return (
        now - notification.due_at > timedelta(hours=1)
        and there.hour == end.hour
        and settings.is_quiet((end.hour - 1) % 24)
    )
