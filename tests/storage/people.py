"""Rows to test with."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from storage.candidates import Candidate
from storage.notifications import Notification
from storage.planned import Planned

NOW = datetime(2026, 11, 23, 20, 8, tzinfo=UTC)
ITEM = "language_test:own:english"
SAFE_DAY = "2027-01-09"


def candidate(chat_id: int = 7, **changes: Any) -> Candidate:
    return Candidate(**{"chat_id": chat_id, "created_at": NOW, "seen_at": NOW, **changes})


def notification(
    rung: str = "180",
    *,
    chat_id: int = 7,
    item: str = ITEM,
    days: float = 0,
    last_safe_day: str = SAFE_DAY,
    **arguments: Any,
) -> Notification:
    return Notification(
        chat_id=chat_id,
        item=item,
        rung=rung,
        due_at=NOW + timedelta(days=days),
        kind="language_test",
        arguments={"last_safe_day": last_safe_day, **arguments},
    )


def planned_change(chat_id: int = 7, days: int = 70, **answers: Any) -> Planned:
    return Planned(
        chat_id=chat_id,
        event="separation",
        day=date(2026, 11, 23) + timedelta(days),
        answers={"since": "2027-02-01", **answers},
        due_at=NOW + timedelta(days),
    )
