"""Months counted as the Interpretation Act does (section 28)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache


def add_months(day: date, months: int) -> date:
    """Months counted as in the Interpretation Act, s. 28: the same day number, or the month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@lru_cache(maxsize=4096)
def last_day(start: date, months: int) -> date:
    """The last day on which something from `start` is less than so many months old (Interpretation Act, s. 28)."""
    return add_months(start, months) - timedelta(days=1)
