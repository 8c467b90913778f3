"""The ledger against an account kept day by day, and what holds for all jobs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rules import work
from rules.facts import Job, Period
from rules.parameters import book
from rules.work import PurposeKey

# The processor is shared: how long one example takes says nothing here.
unhurried = settings(deadline=None, max_examples=25, database=None)

A_DAY = timedelta(days=1)
PURPOSES: tuple[PurposeKey, ...] = (
    "crs_canadian",
    "crs_foreign",
    "federal_skilled_worker",
    "canadian_experience_class",
    "skilled_trades",
    "category",
    "category_in_canada",
)
purposes = st.sampled_from(PURPOSES)
# Software engineers, registered nurses, family physicians, cooks, cashiers
codes = st.sampled_from(["21231", "31301", "31102", "63200", "65100"])
hours = st.one_of(st.none(), st.sampled_from([12, 15, 20, 22.5, 29.9, 29.95, 30, 37.5, 40, 45]))
mostly = st.sampled_from([True, True, True, True, True, False, None])
mostly_not = st.sampled_from([False, False, False, False, False, True, None])
# Around 29 February and the ends of months, where years and months are counted in several ways
starts = st.one_of(
    st.dates(date(2016, 1, 1), date(2028, 6, 1)),
    st.sampled_from([date(2020, 2, 28), date(2020, 2, 29), date(2023, 3, 1), date(2024, 2, 29), date(2026, 1, 31)]),
)
lengths = st.one_of(st.none(), st.integers(0, 900), st.sampled_from([363, 364, 365, 366, 728, 730, 1095, 2000, 3652]))
days = st.dates(date(2023, 7, 1), date(2029, 12, 31))


@st.composite
def periods(draw: st.DrawFn, start: date, end: date | None) -> Period:
    last = end or start + timedelta(days=1500)
    first = draw(st.dates(start, last))
    return Period(start=first, end=draw(st.dates(first, last)))


@st.composite
def some_jobs(draw: st.DrawFn) -> Job:
    start = draw(starts)
    length = draw(lengths)
    end = None if length is None else start + timedelta(days=length)
    return Job(
        start=start,
        end=end,
        noc=draw(st.one_of(codes, codes, codes, st.none())),
        country=draw(st.sampled_from(["CA", "CA", "NG", "IN"])),
        hours_per_week=draw(hours),
        paid=draw(mostly),
        self_employed=draw(mostly_not),
        authorised=draw(mostly),
        studying=draw(st.one_of(st.none(), st.just(()), st.just(()), st.tuples(periods(start, end)))),
        unpaid_leave=draw(st.one_of(st.just(()), st.just(()), st.tuples(periods(start, end)))),
        publicly_funded_physician=draw(st.booleans()),
        qualified_from=draw(st.one_of(st.none(), st.dates(start - timedelta(days=200), start + timedelta(days=300)))),
    )


@st.composite
def plain_jobs(draw: st.DrawFn) -> Job:
    """Jobs that count, so that the years are many and the windows full."""
    start = draw(starts)
    length = draw(lengths)
    return Job(
        start=start,
        end=None if length is None else start + timedelta(days=length),
        noc="21231",
        country=draw(st.sampled_from(["CA", "CA", "CA", "NG"])),
        hours_per_week=draw(st.sampled_from([10, 15, 20, 25, 29.9, 29.95, 30, 40])),
        paid=True,
        self_employed=False,
        authorised=True,
        studying=(),
        qualified_from=start,
    )


histories = st.one_of(
    st.lists(some_jobs(), max_size=5).map(tuple),
    st.lists(plain_jobs(), min_size=1, max_size=4).map(tuple),
)


# An account kept day by day, in the words of the rules and without any of the ledger's code


def within(period: Period, day: date) -> bool:
    return period.start <= day and (period.end is None or day <= period.end)


def at_work(job: Job, day: date) -> bool:
    return within(job, day) and not any(within(leave, day) for leave in job.unpaid_leave)


def counts(job: Job, day: date, on: date, rule: Any, jobs: tuple[Job, ...]) -> bool:
    in_canada = job.country == "CA"
    if not at_work(job, day) or job.noc is None or not job.hours_per_week or job.paid is not True:
        return False
    if int(job.noc[1]) not in rule.teers:
        return False
    if (rule.where == "canada" and not in_canada) or (rule.where == "abroad" and in_canada):
        return False
    if rule.where == "abroad" and any(other.country == "CA" and at_work(other, day) for other in jobs):
        return False
    exempt = job.publicly_funded_physician and in_canada and job.noc == "31102" and on >= date(2023, 4, 25)
    # Where a rule says "abroad", self-employed work and work while a student count outside Canada only.
    self_employed = rule.self_employed is True or (rule.self_employed == "abroad" and not in_canada)
    student = rule.student is True or (rule.student == "abroad" and not in_canada)
    if not self_employed and job.self_employed is not False and not exempt:
        return False
    if in_canada and job.authorised is not True:
        return False
    if not student and (job.studying is None or any(within(study, day) for study in job.studying)):
        return False
    return not rule.qualified or (job.qualified_from is not None and job.qualified_from <= day)


def rule_of(purpose: PurposeKey, on: date) -> Any:
    return getattr(book().work.purposes, purpose).on(on)


def hours_of_day(jobs: tuple[Job, ...], purpose: PurposeKey, day: date, on: date) -> int:
    """Thousandths of an hour a week, at the pace of the day."""
    rule = rule_of(purpose, on)
    return min(sum(round((job.hours_per_week or 0) * 1000) for job in jobs if counts(job, day, on, rule, jobs)), 30000)


# In sevenths of thousandths of an hour, which is what a day gives
MONTH = 130 * 7000


class DayByDay:
    """The hours of every day of the window of a day."""

    def __init__(self, jobs: tuple[Job, ...], purpose: PurposeKey, on: date) -> None:
        self.rule = rule_of(purpose, on)
        start = years_before(on, self.rule.window)
        every = [start + timedelta(days=n) for n in range((on - start).days)]
        self.window = [(day, hours_of_day(jobs, purpose, day, on)) for day in every]

    def years(self) -> int:
        complete, counted, over = 0, 0, None
        for day, worked in self.window:
            if worked and over is None:
                over = year_after(day)
            counted += worked
            if over is not None and counted >= 12 * MONTH * (complete + 1) and day + A_DAY >= over:
                complete, over = complete + 1, None
        return complete

    def enough(self) -> bool:
        rule = self.rule
        if not rule.continuous:
            return self.years() >= rule.months // 12
        counted, over = 0, None
        for day, worked in self.window:
            if not worked:
                counted, over = 0, None
                continue
            over = over or (year_after(day) if rule.months == 12 else half_a_year_after(day))
            counted += worked
            if counted >= MONTH * rule.months and day + A_DAY >= over:
                return True
        return False


def years_before(day: date, number: int) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - number, 2, 28)
    return day.replace(year=day.year - number)


def year_after(day: date) -> date:
    """The first day on which a year begun on a day is over."""
    if (day.month, day.day) == (2, 29):
        return date(day.year + 1, 3, 1)
    return day.replace(year=day.year + 1)


def half_a_year_after(day: date) -> date:
    """The same for six months: a month that is too short for the day is waited for to its end."""
    month = day.month + 6
    year, month = (day.year, month) if month <= 12 else (day.year + 1, month - 12)
    try:
        return date(year, month, day.day)
    except ValueError:
        return date(year, month + 1, 1)


def first_rule(purpose: PurposeKey) -> date:
    return getattr(book().work.purposes, purpose).values[0].start


@st.composite
def accounts(draw: st.DrawFn) -> tuple[tuple[Job, ...], PurposeKey, date]:
    """Jobs, a purpose and a day, half of the time within days of one on which something changes."""
    jobs, purpose, on = draw(histories), draw(purposes), draw(days)
    turns = [
        *work.changes(jobs, purpose, first_rule(purpose), date(2031, 1, 1)),
        *work.minimum_changes(jobs, purpose, first_rule(purpose), date(2031, 1, 1)),
    ]
    if turns and draw(st.booleans()):
        on = draw(st.sampled_from(turns))[0] + timedelta(days=draw(st.integers(-4, 3)))
    return jobs, purpose, max(on, first_rule(purpose))


@settings(unhurried, max_examples=60)
@given(accounts())
def test_years_and_hours_are_those_of_an_account_kept_day_by_day(
    case: tuple[tuple[Job, ...], PurposeKey, date],
) -> None:
    jobs, purpose, on = case
    kept = DayByDay(jobs, purpose, on)
    account = work.ledger(jobs, purpose, on)
    assert work.years(jobs, purpose, on) == account.years == kept.years() == len(account.completions)
    assert work.minimum(jobs, purpose, on).met == kept.enough()
    assert account.hours == round(sum(worked for _, worked in kept.window) / 7000, 3)


@unhurried
@given(accounts(), st.integers(1, 1500))
def test_every_change_is_foretold_to_the_day(case: tuple[tuple[Job, ...], PurposeKey, date], length: int) -> None:
    jobs, purpose, after = case
    every = [after + timedelta(days=n) for n in range(length + 1)]
    numbers = [work.years(jobs, purpose, day) for day in every]
    turns = tuple((day, new) for day, new, old in zip(every[1:], numbers[1:], numbers, strict=False) if new != old)
    assert work.changes(jobs, purpose, after, every[-1]) == turns
    met = [work.minimum(jobs, purpose, day).met for day in every[: length // 10 + 1]]
    met_turns = tuple((day, new) for day, new, old in zip(every[1:], met[1:], met, strict=False) if new != old)
    assert work.minimum_changes(jobs, purpose, after, every[length // 10]) == met_turns


@unhurried
@given(histories, purposes, days, st.integers(0, 4), st.sampled_from([0.5, 5, 20]))
def test_more_hours_never_lower_the_years(
    jobs: tuple[Job, ...], purpose: PurposeKey, on: date, place: int, more: float
) -> None:
    assume(on >= first_rule(purpose) and place < len(jobs))
    longer = jobs[place].model_copy(update={"hours_per_week": (jobs[place].hours_per_week or 0) + more})
    changed = (*jobs[:place], longer, *jobs[place + 1 :])
    assert work.years(changed, purpose, on) >= work.years(jobs, purpose, on)
    assert work.ledger(changed, purpose, on).hours >= work.ledger(jobs, purpose, on).hours
    assert work.minimum(changed, purpose, on).met >= work.minimum(jobs, purpose, on).met


@unhurried
@given(histories, purposes, days)
def test_no_seven_days_count_more_than_thirty_hours(jobs: tuple[Job, ...], purpose: PurposeKey, on: date) -> None:
    assume(on >= first_rule(purpose))
    account = work.ledger(jobs, purpose, on)
    assert all(0 <= span.counted <= min(30, span.worked) for span in account.spans)
    for one, following in zip(account.spans, account.spans[1:], strict=False):
        assert one.end < following.start
    found = work.weeks(account)
    assert all(week.counted <= 30 for week in found)
    assert all(week.monday.weekday() == 0 for week in found)
    assert abs(sum(week.counted for week in found) - account.hours) <= 0.001 * (len(found) + 1)


@unhurried
@given(histories, purposes, days)
def test_what_is_worked_and_not_counted_has_its_reason(jobs: tuple[Job, ...], purpose: PurposeKey, on: date) -> None:
    assume(on >= first_rule(purpose))
    account = work.ledger(jobs, purpose, on)
    for span in account.spans:
        assert (span.counted < span.worked) <= bool(span.why_not)
        assert set(span.counting) <= set(span.jobs)
        of_jobs = {reason.job for reason in span.why_not}
        if not any(reason.why == "out_of_window" for reason in span.why_not):
            assert of_jobs - {None} == set(span.jobs) - set(span.counting)
    unknown = {reason.fact for span in account.spans for reason in span.why_not if reason.why == "not_known"}
    assert set(account.open) <= unknown
    for path in account.open:
        _, place, name = path.split(".")
        assert getattr(jobs[int(place)], name) is None


@unhurried
@given(plain_jobs(), purposes, days)
def test_two_full_time_jobs_of_the_same_days_count_as_one(job: Job, purpose: PurposeKey, on: date) -> None:
    assume(on >= first_rule(purpose))
    full_time = job.model_copy(update={"hours_per_week": 30.0})
    one, two = work.ledger((full_time,), purpose, on), work.ledger((full_time, full_time), purpose, on)
    assert (one.hours, one.years, one.next_completion) == (two.hours, two.years, two.next_completion)


@unhurried
@given(histories, purposes, days, st.integers(0, 4), st.integers(1, 2000))
def test_a_job_split_in_two_that_adjoin_changes_nothing(
    jobs: tuple[Job, ...], purpose: PurposeKey, on: date, place: int, length: int
) -> None:
    assume(on >= first_rule(purpose) and place < len(jobs))
    job = jobs[place]
    cut = job.start + timedelta(days=length)
    assume(not job.unpaid_leave and (job.end is None or cut <= job.end))
    parts = (job.model_copy(update={"end": cut - A_DAY}), job.model_copy(update={"start": cut}))
    split = (*jobs[:place], *parts, *jobs[place + 1 :])
    horizon = on + timedelta(days=1500)
    assert work.years(split, purpose, on) == work.years(jobs, purpose, on)
    assert work.changes(split, purpose, on, horizon) == work.changes(jobs, purpose, on, horizon)
    assert work.minimum(split, purpose, on).met_from == work.minimum(jobs, purpose, on).met_from


@unhurried
@given(histories, days)
def test_no_day_is_both_canadian_and_foreign(jobs: tuple[Job, ...], on: date) -> None:
    counted = [
        {
            day
            for span in work.ledger(jobs, key, on).spans
            if span.counted
            for day in range(span.start.toordinal(), span.start.toordinal() + span.days)
        }
        for key in ("crs_canadian", "crs_foreign")
    ]
    assert not counted[0] & counted[1]


@unhurried
@given(histories.flatmap(lambda jobs: st.tuples(st.just(jobs), st.permutations(range(len(jobs))))), purposes, days)
def test_the_order_of_jobs_changes_nothing_but_their_places(
    mixed: tuple[tuple[Job, ...], list[int]], purpose: PurposeKey, on: date
) -> None:
    jobs, order = mixed
    assume(on >= first_rule(purpose))
    other = tuple(jobs[place] for place in order)
    one, two = work.ledger(jobs, purpose, on), work.ledger(other, purpose, on)
    for name in ("hours", "worked_hours", "completions", "next_completion", "leaves_from", "falls_on", "portal_days"):
        assert getattr(one, name) == getattr(two, name)
    assert [(span.start, span.end, span.worked, span.counted) for span in one.spans] == [
        (span.start, span.end, span.worked, span.counted) for span in two.spans
    ]


@unhurried
@given(histories, purposes, days)
def test_the_hours_of_all_teers_are_the_counted_hours(jobs: tuple[Job, ...], purpose: PurposeKey, on: date) -> None:
    assume(on >= first_rule(purpose))
    found = work.summed_by_teer(work.hours_by_occupation(jobs, purpose, on))
    assert abs(sum(found.values()) - work.ledger(jobs, purpose, on).hours) <= 0.01
    assert set(found) <= {int(job.noc[1]) for job in jobs if job.noc}


@unhurried
@given(histories, purposes, days)
def test_the_next_completion_and_the_next_fall_come_about(jobs: tuple[Job, ...], purpose: PurposeKey, on: date) -> None:
    assume(on >= first_rule(purpose))
    account = work.ledger(jobs, purpose, on)
    if account.next_completion is not None:
        there = account.next_completion.day
        assert work.years(jobs, purpose, there) == account.next_completion.years
        assert work.years(jobs, purpose, account.next_completion.last_day) < account.next_completion.years
    if account.falls_on is not None:
        before = work.years(jobs, purpose, account.falls_on - A_DAY)
        assert work.years(jobs, purpose, account.falls_on) < before
    if account.leaves_from is not None:
        assert work.ledger(jobs, purpose, account.leaves_from - A_DAY).window_start <= account.leaves_from
    found = work.minimum(jobs, purpose, on)
    if found.met_from is not None:
        assert work.minimum(jobs, purpose, max(found.met_from, on)).met
    if found.lost_on is not None:
        assert work.minimum(jobs, purpose, found.lost_on - A_DAY).met
        assert not work.minimum(jobs, purpose, found.lost_on).met
