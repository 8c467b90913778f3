"""The work ledger: which days of which jobs count for a purpose, how much, why not, and when years are complete.

A purpose is an entry of `parameters/work.yaml`: the CRS in Canada and abroad, each program, the categories. On a day D
its window is the last years before D, and work on D itself is not done yet: a job of 30 hours begun on 31 January 2026
completes its year at the end of 30 January 2027, so `years` is 1 from 31 January 2027 on. A running job counts up to
D; what is predicted takes it to go on unchanged.

Hours are a rate: a job of 21 hours a week counts 3 a day, whichever days are worked. The rates of all jobs that count
on a day are added and cut at 30 a week, so no seven days count more than 30 hours. One year is 1,560 counted hours,
and never before twelve calendar months from its first counted day; the next year begins with the next counted day,
and surplus hours are carried over. A day in Canada is never foreign, even if nothing of it counts in Canada.

What is not known counts nothing and is listed in `open`. Occupations are told in NOC 2021 throughout. Before
2022-11-16 the rules named skill type 0 and levels A and B of NOC 2016, which is nearly TEER 0 to 3: until then a unit
group made of groups of level C or D alone does not count, and one made of both is open, because it is not known which
of them the work was in. What TEER 4 and 5 took over of levels A and B does not count either.

How counts change through time is told by `rules.work_course`; here is the account of a day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice, pairwise, takewhile
from types import MappingProxyType
from typing import NamedTuple

from rules.months import add_months
from rules.occupations import unit_groups
from rules.parameters import RuleBook, book
from rules.remembered import remembered
from rules.shapes.dated import Status
from rules.work_course import (
    CANADA,
    DAY,
    FAR,
    WEEK,
    WHOLE,
    YEAR_MONTHS,
    Course,
    History,
    Jobs,
    NotCounted,
    Occupations,
    PurposeKey,
    WhyNot,
    at_times,
    end_of,
    first_with_window_from,
    history,
    rate_of,
    teer_on,
    window_start,
)

__all__ = [
    "CANADA",
    "ContinuousYear",
    "History",
    "Jobs",
    "Ledger",
    "Minimum",
    "NextCompletion",
    "NotCounted",
    "PortalDay",
    "PurposeKey",
    "Span",
    "Week",
    "WhyNot",
    "changes",
    "continuous_year",
    "history",
    "hours_by_occupation",
    "ledger",
    "may_count",
    "minimum",
    "minimum_changes",
    "open_facts",
    "summed_by_teer",
    "weeks",
    "years",
]

PORTAL_MONTHS = (12, 24, 36)


class Span(NamedTuple):
    """Days from `start` through `end`, both included, on which the same jobs count in the same way.

    `jobs` are those running, by their places, `counting` those of them that count. `worked` is hours a week of all
    that run, time of unpaid leave apart; `counted` is hours a week after the cap.
    """

    start: date
    end: date
    jobs: tuple[int, ...]
    counting: tuple[int, ...]
    worked: float
    counted: float
    why_not: tuple[NotCounted, ...]

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.end - self.start).days + 1


class Week(NamedTuple):
    """A week from its Monday: hours worked and counted in it, and every reason why some did not count."""

    monday: date
    worked: float
    counted: float
    why_not: tuple[NotCounted, ...]


class NextCompletion(NamedTuple):
    """When the years rise next if the running jobs go on unchanged: to how many, and the first day that shows it."""

    years: int
    day: date

    @property
    def last_day(self) -> date:
        """The last day it takes."""
        return self.day - timedelta(days=1)


class PortalDay(NamedTuple):
    """The day on which the portal would show a number of months, if the running jobs go on unchanged."""

    months: int
    day: date


@dataclass(frozen=True, slots=True)
class Ledger:
    """The account of all work for one purpose on one day.

    `spans` begin with the first job; those out of the window are among them. `worked_hours` and `hours` are worked
    and counted hours within the window. `completions` are the last days of the complete years. `hours_missing` leads
    to one year more, `weeks_missing` at 30 hours a week; both can be 0 while the twelve months are not over.
    `leaves_from` is the first day on which the earliest counted day is out of the window, `falls_on` the first day on
    which the years are fewer than the day before. `portal_months` counts calendar months touched by counted work, the
    month of the day itself included. `open` are the facts that are not known.
    """

    purpose: PurposeKey
    on: date
    rule: str
    since: date
    status: Status
    window_start: date
    spans: tuple[Span, ...]
    worked_hours: float
    hours: float
    years: int
    completions: tuple[date, ...]
    hours_missing: float
    weeks_missing: int
    next_completion: NextCompletion | None
    leaves_from: date | None
    falls_on: date | None
    portal_months: int
    portal_days: tuple[PortalDay, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Minimum:
    """Whether the experience of a day is enough for its purpose: `needed_months` of it, and where asked continuous.

    `completed` is the last day of the earliest stretch in the window that was enough. `hours` are counted hours in the
    window, with continuous experience those of the unbroken stretch that goes on; where none goes on, all is missing.
    `to_check` says that it is not met, and would be if gaps of a few days (a week-end between two jobs) broke nothing,
    which no source decides. What lies ahead is looked for only when it is asked for.
    """

    purpose: PurposeKey
    on: date
    rule: str
    since: date
    status: Status
    needed_months: int
    continuous: bool
    met: bool
    to_check: bool
    completed: date | None
    hours: float
    hours_missing: float
    weeks_missing: int
    history: History = field(repr=False, compare=False)

    @property
    def met_from(self) -> date | None:
        """The first day on which it is met: `completed` and a day, or the day predicted; None when it never is."""
        if self.completed is not None:
            return self.completed + DAY
        return next((day for day, number in self.history.minimum_ahead(self.on) if number), None)

    @property
    def lost_on(self) -> date | None:
        """The first day after it is met on which it no longer is: the work has left the window, or the rule changed."""
        return next((day for day, number in self.history.minimum_ahead(self.on) if not number), None)

    @property
    def open(self) -> tuple[str, ...]:
        """The paths of facts that are not known, as `open_facts` gives them."""
        return self.history.open_facts(self.on)


ContinuousYear = Minimum


def years(
    jobs: Jobs, purpose: PurposeKey, on: date, *, occupations: Occupations = None, rules: RuleBook | None = None
) -> int:
    """Complete years that count on a day; only work in `occupations` where they are given.

    `NoRuleError` before the purpose has a rule.
    """
    return history(jobs, purpose, occupations, rules or book()).count(on, of_minimum=False)


def ledger(
    jobs: Jobs, purpose: PurposeKey, on: date, *, occupations: Occupations = None, rules: RuleBook | None = None
) -> Ledger:
    """The whole account on a day; see `Ledger`."""
    return _ledger(history(jobs, purpose, occupations, rules or book()), on)


def minimum(
    jobs: Jobs, purpose: PurposeKey, on: date, *, occupations: Occupations = None, rules: RuleBook | None = None
) -> Minimum:
    """Whether there is enough experience on a day, or from which day; see `Minimum`."""
    return _minimum(history(jobs, purpose, occupations, rules or book()), on)


def continuous_year(jobs: Jobs, occupation: str, on: date, *, rules: RuleBook | None = None) -> ContinuousYear:
    """The one continuous year in the primary occupation of the Federal Skilled Worker class (IRPR 75(2)(a)).

    A day on which nothing counts breaks it, a week-end between two jobs and unpaid leave included: the cautious
    reading, a parameter; where it is broken by a few days only, `to_check` says so. Part-time work is continuous too
    and takes as long as its 1,560 hours take.
    """
    return minimum(jobs, "federal_skilled_worker", on, occupations=frozenset({occupation}), rules=rules)


def open_facts(
    jobs: Jobs, purpose: PurposeKey, on: date, *, occupations: Occupations = None, rules: RuleBook | None = None
) -> tuple[str, ...]:
    """The paths of facts that are not known and keep work of the window from counting, as `jobs.0.authorised`."""
    return history(jobs, purpose, occupations, rules or book()).open_facts(on)


def changes(
    jobs: Jobs,
    purpose: PurposeKey,
    after: date,
    until: date,
    *,
    occupations: Occupations = None,
    rules: RuleBook | None = None,
) -> tuple[tuple[date, int], ...]:
    """Each day in (after, until] on which `years` is not what it was the day before, with the new number."""
    return history(jobs, purpose, occupations, rules or book()).changes(after, until, of_minimum=False)


def minimum_changes(
    jobs: Jobs,
    purpose: PurposeKey,
    after: date,
    until: date,
    *,
    occupations: Occupations = None,
    rules: RuleBook | None = None,
) -> tuple[tuple[date, bool], ...]:
    """Each day in (after, until] on which `minimum(...).met` is not what it was the day before, with the new answer."""
    found = history(jobs, purpose, occupations, rules or book()).changes(after, until, of_minimum=True)
    return tuple((day, bool(number)) for day, number in found)


def weeks(account: Ledger) -> tuple[Week, ...]:
    """The weeks of a ledger from Monday to Sunday, those without any job left out; the last may be cut short."""
    found: dict[int, tuple[float, float, dict[NotCounted, None]]] = {}
    for span in account.spans:
        first, last = span.start.toordinal(), span.end.toordinal()
        monday = first - span.start.weekday()
        while monday <= last:
            days = min(last, monday + WEEK - 1) - max(first, monday) + 1
            worked, counted, why_not = found.get(monday, (0.0, 0.0, {}))
            found[monday] = (
                worked + span.worked * days / WEEK,
                counted + span.counted * days / WEEK,
                why_not | dict.fromkeys(span.why_not),
            )
            monday += WEEK
    return tuple(
        Week(date.fromordinal(monday), round(worked, 3), round(counted, 3), tuple(why_not))
        for monday, (worked, counted, why_not) in sorted(found.items())
    )


def may_count(code: str, purpose: PurposeKey, on: date, *, rules: RuleBook | None = None) -> bool:
    """Whether work in a unit group may count for a purpose on a day, as far as its skill goes."""
    rules = rules or book()
    teers: frozenset[int] = getattr(rules.work.purposes, purpose).on(on).teers
    return teer_on(code, on, rules) in teers


def summed_by_teer(hours_by_code: Mapping[str, float]) -> Mapping[int, float]:
    """Hours by TEER from those by unit group."""
    found: dict[int, float] = {}
    for code, hours in hours_by_code.items():
        teer = unit_groups()[code].teer
        found[teer] = round(found.get(teer, 0.0) + hours, 3)
    return MappingProxyType({teer: found[teer] for teer in sorted(found)})


def hours_by_occupation(
    jobs: Jobs, purpose: PurposeKey, on: date, *, occupations: Occupations = None, rules: RuleBook | None = None
) -> Mapping[str, float]:
    """Counted hours of the window by unit group; where the cap cuts several jobs it cuts each in proportion."""
    found: dict[str, float] = {}
    for span in _spans(history(jobs, purpose, occupations, rules or book()), on):
        rates = sum(rate_of(jobs[place]) for place in span.counting)
        for place in span.counting:
            code = jobs[place].occupation or ""
            found[code] = found.get(code, 0.0) + span.counted * span.days / WEEK * rate_of(jobs[place]) / rates
    return MappingProxyType({code: round(found[code], 3) for code in sorted(found)})


# The account of a day


def _hours(sum_: int) -> float:
    return round(sum_ / (WHOLE * WEEK), 3)


def _missing(sum_: int, week: int) -> tuple[float, int]:
    """Hours, and full-time weeks begun, from a sum that is missing."""
    sum_ = max(sum_, 0)
    return _hours(sum_), -(-sum_ // (week * WHOLE * WEEK))


def _spans(known: History, on: date) -> Iterator[Span]:
    """The days before a day on which there is a job, those of the same jobs that count in the same way together."""
    jobs, course, today = known.jobs, known.course(on), on.toordinal()
    start_of_window = window_start(today, course.era.window)
    off = [at_times(jobs, place, course.era) for place in range(len(jobs))]
    edges = {start_of_window, today}
    for job in jobs:
        edges |= {job.start.toordinal(), end_of(job)}
    for stretches in off:
        edges |= {edge for stretch in stretches for edge in stretch[:2]}
    last: Span | None = None
    for start, end in pairwise(sorted(edge for edge in edges if edge <= today)):
        why_not = {
            place: [one.why_not for one in stretches if one.start <= start < one.end]
            for place, stretches in enumerate(off)
        }
        span = _span(jobs, course, why_not, start, end, start < start_of_window)
        if last is not None and span is not None and last[2:] == span[2:]:
            span = span._replace(start=last.start)
        elif last is not None:
            yield last
        last = span
    if last is not None:
        yield last


def _span(
    jobs: Jobs, course: Course, off: Mapping[int, list[NotCounted]], start: int, end: int, too_old: bool
) -> Span | None:
    """The days from `start` up to but not including `end`, on which nothing begins or ends; None without a job.

    `off` is why each job does not count on these days, besides why it never does.
    """
    running = tuple(place for place, job in enumerate(jobs) if job.start.toordinal() <= start < end_of(job))
    if not running:
        return None
    why_not = [NotCounted(None, "out_of_window")] if too_old else []
    counting, worked = [], 0
    for place in running:
        reasons = [*dict.fromkeys([*course.never[place], *off[place]])]
        if not any(reason.why == "unpaid_leave" for reason in reasons):
            worked += rate_of(jobs[place])
        if not reasons and not too_old:
            counting.append(place)
        why_not += reasons
    if sum(rate_of(jobs[place]) for place in counting) > course.week * WHOLE:
        why_not.append(NotCounted(None, "over_thirty_hours"))
    return Span(
        start=date.fromordinal(start),
        end=date.fromordinal(end - 1),
        jobs=running,
        counting=tuple(counting),
        worked=worked / WHOLE,
        counted=0.0 if too_old else course.rates[course.place(start)] / WHOLE,
        why_not=tuple(why_not),
    )


def _touched_months(course: Course, start: int) -> Iterator[int]:
    """The first counted day, from a day on, of each calendar month that counted work touches."""
    day = start
    while (day := course.works_from(day)) < FAR:
        yield day
        day = add_months(date.fromordinal(day).replace(day=1), 1).toordinal()


@remembered(1024)
def _ledger(known: History, on: date) -> Ledger:
    course, today = known.course(on), on.toordinal()
    era = course.era
    start = window_start(today, era.window)
    completions = tuple(takewhile(lambda day: day <= today, course.years_from(start)))
    counted = course.counted(today) - course.counted(start)
    hours_missing, weeks_missing = _missing((len(completions) + 1) * course.year - counted, course.week)
    rises, falls = None, None
    for (_, before), (day, number) in pairwise(known.counts(on, known.horizon(on), of_minimum=False)):
        if number > before and rises is None:
            rises = NextCompletion(number, day)
        if number < before and falls is None:
            falls = day
        if rises and falls:
            break
    earliest = course.works_from(start)
    touched = list(islice(_touched_months(course, start), max(PORTAL_MONTHS[-1], YEAR_MONTHS * era.window + 1)))
    spans = tuple(_spans(known, on))
    worked = sum(span.worked * span.days for span in spans if span.start.toordinal() >= start) / WEEK
    return Ledger(
        purpose=known.purpose,
        on=on,
        rule=f"work.purposes.{known.purpose}",
        since=era.start,
        status=era.status,
        window_start=date.fromordinal(start),
        spans=spans,
        worked_hours=round(worked, 3),
        hours=_hours(counted),
        years=len(completions),
        completions=tuple(date.fromordinal(day - 1) for day in completions),
        hours_missing=hours_missing,
        weeks_missing=weeks_missing,
        next_completion=rises,
        leaves_from=(date.fromordinal(first_with_window_from(earliest + 1, era.window)) if earliest < today else None),
        falls_on=falls,
        portal_months=sum(day <= today for day in touched),
        portal_days=tuple(
            PortalDay(months, date.fromordinal(touched[months - 1]))
            for months in PORTAL_MONTHS
            if len(touched) >= months
        ),
        open=known.open_facts(on),
    )


@remembered(4096)
def _minimum(known: History, on: date) -> Minimum:
    course, today = known.course(on), on.toordinal()
    era = course.era
    start = window_start(today, era.window)
    reached = course.enough_from(start)
    met = reached <= today
    counted_from = course.unbroken_from(start, today) if era.continuous else start
    counted = course.counted(today) - course.counted(counted_from)
    needed = course.year * era.months // YEAR_MONTHS
    hours_missing, weeks_missing = _missing(0 if met else needed - counted, course.week)
    return Minimum(
        purpose=known.purpose,
        on=on,
        rule=f"work.purposes.{known.purpose}",
        since=era.start,
        status=era.status,
        needed_months=era.months,
        continuous=era.continuous,
        met=met,
        to_check=era.continuous and not met and course.enough_from(start, course.gap_to_check) <= today,
        completed=date.fromordinal(reached - 1) if met else None,
        hours=_hours(counted),
        hours_missing=hours_missing,
        weeks_missing=weeks_missing,
        history=known,
    )
