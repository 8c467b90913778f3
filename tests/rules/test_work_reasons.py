"""The work ledger read job by job, by hand and against the ledger it is read from."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import assume, given

from rules import work
from rules.facts import Job
from rules.work import NotCounted, PurposeKey
from rules.work_reasons import JobAccount, LessCounted, by_job
from tests.rules.test_work import job
from tests.rules.test_work_properties import days, first_rule, histories, purposes, unhurried

ON = date(2026, 11, 23)
IN_CANADA: PurposeKey = "crs_canadian"
ABROAD: PurposeKey = "crs_foreign"


def test_the_cap_cuts_two_part_time_jobs_in_proportion() -> None:
    start = date(2026, 2, 16)
    jobs = (job(start, hours_per_week=15), job(start, hours_per_week=20))
    first, second = by_job(work.ledger(jobs, IN_CANADA, start + timedelta(weeks=40)), jobs)
    assert (first.worked, second.worked) == (600, 800)
    assert (round(first.counted, 1), round(second.counted, 1)) == (514.3, 685.7)
    assert first.counted + second.counted == 1200
    last = start + timedelta(weeks=40, days=-1)
    assert first.less == (LessCounted(start, last, (NotCounted(None, "over_thirty_hours"),)),)


def test_a_co_op_is_left_out_with_its_days() -> None:
    studies = {"start": date(2025, 11, 1), "end": date(2026, 6, 30)}
    jobs = (job(date(2025, 11, 1), date(2026, 10, 31), hours_per_week=30, studying=[studies]),)
    (account,) = by_job(work.ledger(jobs, IN_CANADA, ON), jobs)
    assert account.counted == round(30 * 123 / 7, 3), "July to October: 123 days"
    assert account.worked == round(30 * 365 / 7, 3)
    assert account.less == (
        LessCounted(date(2025, 11, 1), date(2026, 6, 30), (NotCounted(0, "student", "jobs.0.studying"),)),
    )


def test_unpaid_leave_is_not_worked_and_two_leaves_stand_apart() -> None:
    leaves = [
        {"start": date(2026, 2, 1), "end": date(2026, 2, 28)},
        {"start": date(2026, 4, 1), "end": date(2026, 4, 30)},
    ]
    jobs = (job(date(2026, 1, 1), date(2026, 6, 30), hours_per_week=30, unpaid_leave=leaves),)
    (account,) = by_job(work.ledger(jobs, IN_CANADA, ON), jobs)
    assert account.worked == account.counted == round(30 * (181 - 28 - 30) / 7, 3)
    assert [(less.start, less.end) for less in account.less] == [
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 4, 1), date(2026, 4, 30)),
    ]


def test_days_before_the_window_are_neither_worked_nor_counted_in_it() -> None:
    jobs = (job(date(2015, 11, 23), date(2017, 11, 22), hours_per_week=30),)
    (account,) = by_job(work.ledger(jobs, IN_CANADA, ON), jobs)
    assert account.worked == account.counted == round(30 * 365 / 7, 3)
    assert account.less == (LessCounted(date(2015, 11, 23), date(2016, 11, 22), (NotCounted(None, "out_of_window"),)),)


def test_a_day_worked_in_canada_is_not_foreign_for_the_job_abroad_alone() -> None:
    jobs = (job(date(2026, 3, 1), date(2026, 3, 31)), job(date(2026, 1, 1), date(2026, 6, 30), country="NG"))
    in_canada, abroad = by_job(work.ledger(jobs, ABROAD, ON), jobs)
    assert in_canada.counted == 0
    assert [reason.why for reason in in_canada.less[0].why_not] == ["in_canada"]
    both = [less for less in abroad.less if any(reason.why == "same_day_in_canada" for reason in less.why_not)]
    assert [(less.start, less.end) for less in both] == [(date(2026, 3, 1), date(2026, 3, 31))]


def test_a_job_that_begins_later_has_no_account() -> None:
    jobs = (job(date(2027, 1, 1)), job(date(2026, 1, 1)))
    assert [account.place for account in by_job(work.ledger(jobs, IN_CANADA, ON), jobs)] == [1]


@unhurried
@given(histories, purposes, days)
def test_the_jobs_together_come_to_what_the_ledger_counts(jobs: tuple[Job, ...], purpose: PurposeKey, on: date) -> None:
    assume(on >= first_rule(purpose))
    account = work.ledger(jobs, purpose, on)
    found: tuple[JobAccount, ...] = by_job(account, jobs)
    assert abs(sum(one.counted for one in found) - account.hours) <= 0.001 * (len(jobs) + 1)
    assert abs(sum(one.worked for one in found) - account.worked_hours) <= 0.001 * (len(jobs) + 1)
    for one in found:
        assert one.counted <= one.worked + 0.002
        assert one.less or abs(one.counted - one.worked) <= 0.002, "what is missing has its reason"
        for less in one.less:
            assert jobs[one.place].start <= less.start <= less.end < on
            assert {reason.job for reason in less.why_not} <= {None, one.place}
        assert [*one.less] == sorted(one.less, key=lambda less: less.start)
