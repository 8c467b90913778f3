"""The days of an invitation: day 0 is the day of issue in UTC, the last day is by the rule or the person's letter."""

from __future__ import annotations

from datetime import UTC, date, timedelta
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
