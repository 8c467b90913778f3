"""The days of an invitation: day 0 is the day of issue in UTC, the last day is by the rule or the person's letter."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from rules.facts import Invitation, Profile
from rules.parameters import RuleBook
from rules.shapes.clocks import Reading

DAY = timedelta(days=1)


class Window(NamedTuple):
    """The days of an invitation: its first (day 0), its last, the last by the rule alone, and the day planned for."""

    issued: date
    last: date
    computed: date
    plan: date

    @property
    def days(self) -> int:
        """The number of the last day."""
        return (self.last - self.issued).days

    def number(self, day: date) -> int:
        """Which day of the invitation a day is."""
        return (day - self.issued).days


def read(day: date, reading: Reading) -> date:
    """The last safe day of a document that names a day."""
    return day if reading == "last_day" else day - DAY


def window_of(invitation: Invitation, rules: RuleBook) -> Window:
    """The days of an invitation; the last day that the person's own letter names wins over the computed one."""
    issued = invitation.issued
    computed = last = issued + timedelta(days=rules.clocks.clocks.invitation.on(issued).value)
    if invitation.deadline is not None:
        last = read(invitation.deadline, rules.clocks.clocks.invitation_told.on(issued).value)
    margin = rules.planning_margins.margins.invitation.on(issued).value
    return Window(issued, last, computed, last - timedelta(days=margin))


def submitted(profile: Profile) -> date | None:
    """The day a profile was received, in UTC where the instant is known."""
    return profile.submitted_at.astimezone(UTC).date() if profile.submitted_at is not None else profile.submitted


def came_before(profile: Profile | None, tie_break: datetime) -> bool | None:
    """Whether a profile was submitted before a tie-break; at the same instant it was not. None where not known."""
    if profile is None:
        return None
    if profile.submitted_at is not None:
        return profile.submitted_at < tie_break
    if profile.submitted is None:
        return None
    # The day is one of the person's calendar, which begins up to fourteen hours before that of UTC and ends twelve
    # after it.
    midnight = datetime.combine(profile.submitted, time(), UTC)
    if midnight + timedelta(days=1, hours=12) <= tie_break:
        return True
    return False if midnight - timedelta(hours=14) >= tie_break else None
