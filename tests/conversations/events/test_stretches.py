"""A job in two stretches counts like one: to the hour, for every purpose."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.events.stretches import ended, split, with_leave
from rules import work
from rules.facts import Job
from tests.conversations.events.people import job

START = date(2023, 1, 2)
ON = date(2026, 11, 23)
DAYS = st.dates(START, ON)


@st.composite
def jobs(draw: st.DrawFn) -> Job:
    end = draw(st.none() | st.dates(START + timedelta(60), ON))
    last = end or ON
    spans = draw(st.lists(st.tuples(st.dates(START, last), st.dates(START, last)), max_size=2))
    leave = [{"start": min(span), "end": max(span)} for span in spans]
    studies = draw(st.sampled_from([None, [], [{"start": date(2024, 1, 8), "end": date(2024, 4, 28)}]]))
    hours = draw(st.sampled_from([15, 30, 40]))
    return Job.model_validate(
        job(start=START, end=end, unpaid_leave=leave, studying=studies, hours_per_week=hours, country="CA")
    )


@settings(deadline=None, max_examples=60)  # the first of them reads the rule book
@given(jobs(), DAYS)
def test_a_job_split_on_any_day_counts_as_before(whole: Job, day: date) -> None:
    if whole.end is not None and day > whole.end:
        return
    parts = tuple(Job.model_validate(row) for row in split(whole, day, {}))
    for purpose in get_args(work.PurposeKey):
        if purpose == "high_wage":  # no rule yet on that day
            continue
        then, now = work.ledger((whole,), purpose, ON), work.ledger(parts, purpose, ON)
        assert (now.hours, now.worked_hours, now.years) == (then.hours, then.worked_hours, then.years), purpose
        assert now.completions == then.completions, purpose
    assert work.continuous_year(parts, "21232", ON).met == work.continuous_year((whole,), "21232", ON).met


@given(jobs(), DAYS)
def test_an_end_on_any_day_can_be_kept_and_takes_away_only_what_comes_after(whole: Job, day: date) -> None:
    shorter = Job.model_validate(ended(whole, day))
    assert shorter.end == day
    after = day + timedelta(1)
    then, now = (work.ledger((one,), "crs_canadian", after) for one in (whole, shorter))
    if whole.end is None or whole.end >= day:
        assert now.hours == then.hours


@given(jobs(), DAYS, DAYS)
def test_leaves_that_overlap_become_one(whole: Job, one: date, other: date) -> None:
    first, last = min(one, other), max(one, other)
    if whole.end is not None and last > whole.end:
        return
    found = Job.model_validate(with_leave(whole, first, last)).unpaid_leave
    assert any(period.start <= first and (period.end or ON) >= last for period in found)
    assert all(left.end is not None and left.end < right.start for left, right in pairwise(found))


def test_a_job_that_changes_on_its_first_day_stays_one() -> None:
    whole = Job.model_validate(job())
    assert [row["hours_per_week"] for row in split(whole, whole.start, {"hours_per_week": 15})] == [15]
