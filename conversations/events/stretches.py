"""A job that changes on a day: two stretches, the day before and from the day on, so that the count stays exact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from conversations.profile.parts import Row
from rules.facts import Job, Period

DAY: Final = timedelta(days=1)


def split(job: Job, on: date, told: Mapping[str, Any]) -> list[Row]:
    """The job as it was until the day, and as it is `told` from that day on; one row where it began on that day."""
    row = job.model_dump()
    if on <= job.start:
        return [{**row, **told}]
    before = _within(row, job, job.start, on - DAY)
    after = _within(row, job, on, job.end)
    return [
        {**before, "approximate": [name for name in job.approximate if name != "end"]},
        {**after, "approximate": [name for name in job.approximate if name != "start"], **told},
    ]


def ended(job: Job, last: date) -> Row:
    """The job with its last paid day; leave that was to come is cut. A first day told as a month is not after it."""
    row = _within(job.model_dump(), job, min(job.start, last), last)
    return {**row, "approximate": [name for name in job.approximate if name != "end"]}


def _within(row: Row, job: Job, first: date, last: date | None) -> Row:
    """The row of a job that lasts from one day to another, with what lies within them of its leave and studies."""
    return {
        **row,
        "start": first,
        "end": last,
        "unpaid_leave": _cut(job.unpaid_leave, first, last),
        "studying": None if job.studying is None else _cut(job.studying, first, last),
    }


def _cut(periods: Iterable[Period], first: date, last: date | None) -> list[Row]:
    found = []
    for period in periods:
        start = max(period.start, first)
        ends = [day for day in (period.end, last) if day is not None]
        end = min(ends, default=None)
        if end is None or start <= end:
            found.append({**period.model_dump(), "start": start, "end": end})
    return found


def with_leave(job: Job, first: date, last: date | None) -> Row:
    """The job with one more stretch of unpaid leave; what it overlaps becomes one stretch with it."""
    end = job.end if last is None else last
    spans = sorted([(period.start, period.end) for period in job.unpaid_leave] + [(first, end)], key=lambda one: one[0])
    return {**job.model_dump(), "unpaid_leave": [{"start": start, "end": last} for start, last in _joined(spans)]}


def _joined(spans: Sequence[tuple[date, date | None]]) -> list[tuple[date, date | None]]:
    found: list[tuple[date, date | None]] = []
    for start, end in spans:
        if found and ((reached := found[-1][1]) is None or start <= reached + DAY):
            later = None if reached is None or end is None else max(reached, end)
            found[-1] = (found[-1][0], later)
        else:
            found.append((start, end))
    return found
