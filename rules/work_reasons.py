"""The work ledger read job by job: what each comes to, and on which days it counts less than was worked, and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from rules.work import Jobs, Ledger, NotCounted, Span
from rules.work_course import DAY, WEEK, WHOLE, rate_of


class LessCounted(NamedTuple):
    """Days from `start` through `end`, both included, on which a job counts less than was worked, and every reason."""

    start: date
    end: date
    why_not: tuple[NotCounted, ...]


class JobAccount(NamedTuple):
    """One job, by its place, within the window: hours worked, unpaid leave apart, and counted.

    Where the cap cuts several jobs, each is cut in proportion to its hours. `less` begin with the first day, those
    before the window among them.
    """

    place: int
    worked: float
    counted: float
    less: tuple[LessCounted, ...]


def by_job(account: Ledger, jobs: Jobs) -> tuple[JobAccount, ...]:
    """The account of each job begun before the day of a ledger made of the same jobs, in their order."""
    places = sorted({place for span in account.spans for place in span.jobs})
    return tuple(_of_job(account, jobs, place) for place in places)


def _of_job(account: Ledger, jobs: Jobs, place: int) -> JobAccount:
    rate = rate_of(jobs[place])
    worked = counted = 0.0
    for span in account.spans:
        if place not in span.jobs:
            continue
        reasons = {reason.why for reason in _reasons(span, place)}
        if not reasons & {"out_of_window", "unpaid_leave"}:
            worked += rate * span.days / WEEK / WHOLE
        if place in span.counting:
            together = sum(rate_of(jobs[other]) for other in span.counting)
            counted += span.counted * span.days / WEEK * rate / together
    return JobAccount(place, round(worked, 3), round(counted, 3), tuple(_less(account, place)))


def _less(account: Ledger, place: int) -> Iterator[LessCounted]:
    """The days that do not count in full, those of the same reasons that adjoin together."""
    last: LessCounted | None = None
    for span in account.spans:
        reasons = _reasons(span, place) if place in span.jobs else ()
        if last is not None and reasons == last.why_not and span.start == last.end + DAY:
            last = last._replace(end=span.end)
            continue
        if last is not None:
            yield last
        last = LessCounted(span.start, span.end, reasons) if reasons else None
    if last is not None:
        yield last


def _reasons(span: Span, place: int) -> tuple[NotCounted, ...]:
    """Why a job counts less on the days of a span: what concerns it alone, and all jobs together."""
    cut = [reason for reason in span.why_not if reason.job is None and (place in span.counting or _too_old(reason))]
    return (*(reason for reason in span.why_not if reason.job == place), *cut)


def _too_old(reason: NotCounted) -> bool:
    return reason.why == "out_of_window"
