"""Quiet hours: when a notice has to wait, and until when."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from conversations.zones import USUAL
from storage.candidates import Candidate
from storage.notifications import Notification
from storage.settings import DEFAULTS, Settings

URGENT: Final = timedelta(hours=48)
"""What has less left than this may come in quiet hours, if the person chose so."""


def held_until(notification: Notification, candidate: Candidate, now: datetime) -> datetime | None:
    """When a notice that is due may be sent; None when it may be sent now."""
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
    last = notification.arguments.get("last_safe_day")
    if last is None:
        return False
    midnight = datetime.combine(
        date.fromisoformat(last) + timedelta(days=1), time(0), ZoneInfo(candidate.time_zone or USUAL)
    )
    return timedelta(0) < midnight - now < URGENT


def has_waited(notification: Notification, candidate: Candidate, usual: time) -> bool:
    """Whether the notice was held until the end of quiet hours, as only then it is due at an hour that is not usual."""
    due = notification.due_at.astimezone(ZoneInfo(candidate.time_zone or USUAL)).time()
    return due != usual and due == time(candidate.settings.quiet_until)
