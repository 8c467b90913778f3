"""The day that counts for an invitation: its days are those of UTC, whatever the person's clock says."""

from __future__ import annotations

from datetime import UTC, date, datetime

from rules.facts import Facts
from rules.invitation_window import window_of
from rules.parameters import book


def day_of(facts: Facts, now: datetime, today: date) -> date:
    """The later of the day in UTC and the person's, as papers end by the earlier midnight; but an invitation that is
    open in UTC is not over because it is tomorrow already where the person lives.
    """
    in_utc = now.astimezone(UTC).date()
    later = max(in_utc, today)
    if facts.invitation is not None and in_utc <= window_of(facts.invitation, book()).last < later:
        return in_utc
    return later
