"""The work ledger: which days of which jobs count for a purpose, how much, why not, and when years are complete.

A purpose is an entry of `parameters/work.yaml`: the CRS in Canada and abroad, each program, the categories. On a day D
its window is the last years before D, and work on D itself is not done yet: a job of 30 hours begun on 31 January 2026
completes its year at the end of 30 January 2027, so `years` is 1 from 31 January 2027 on. A running job counts up to
D; what is predicted takes it to go on unchanged.

Hours are a rate: a job of 21 hours a week counts 3 a day, whichever days are worked. The rates of all jobs that count
on a day are added and cut at 30 a week, so no seven days count more than 30 hours. One year is 1,560 counted hours,
and never before twelve calendar months from its first counted day; the next year begins with the next counted day,
and surplus hours are carried over. A day in Canada is never foreign, even if nothing of it counts in Canada.

What is not known counts nothing and is listed in `open`. Occupations are told in NOC 2021 throughout: TEER 0 to 3 is
what NOC 2016 called skill type 0 and levels A and B, which the rules named before 2022-11-16.

Rates are kept in thousandths of an hour a week and days as ordinals, so that all sums are exact whole numbers.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice, pairwise, takewhile
from types import MappingProxyType
from typing import Literal, NamedTuple

from rules.age import birthday
from rules.facts import Job, Period
from rules.language import add_months
from rules.occupations import unit_groups
from rules.parameters import RuleBook, book
from rules.shapes.dated import Status
from rules.shapes.work import Purpose, Where

PurposeKey = Literal[
    "crs_canadian",
    "crs_foreign",
    "federal_skilled_worker",
    "canadian_experience_class",
    "skilled_trades",
    "category",
    "category_in_canada",
    "high_wage",
]
WhyNot = Literal[
    "out_of_window",
    "abroad",
    "in_canada",
    "same_day_in_canada",
    "not_skilled",
    "other_occupation",
    "unpaid",
    "unpaid_leave",
    "self_employed",
    "unauthorised",
    "student",
    "not_qualified",
    "over_thirty_hours",
    "not_known",
]
Jobs = tuple[Job, ...]
Occupations = frozenset[str] | None

CANADA = "CA"
WHOLE = 1000  # parts of an hour that rates are kept in
WEEK = 7
YEAR_MONTHS = 12
PORTAL_MONTHS = (12, 24, 36)
# Later than any prediction: a job without an end runs up to here.
FAR = date(9000, 1, 1).toordinal()


class NotCounted(NamedTuple):
    """Why a job (by its place in `jobs`), or with None all of them, counts less than was worked.

    `fact` is the path of the answer it comes from; with `not_known` the answer that is still open.
    """

    job: int | None
    why: WhyNot
    fact: str | None = None


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


class _Asked(NamedTuple):
    """What was asked of the ledger."""

    jobs: Jobs
    purpose: PurposeKey
    on: date
    occupations: Occupations
    rules: RuleBook


@dataclass(frozen=True, slots=True)
class Minimum:
    """Whether the experience of a day is enough for its purpose: `needed_months` of it, and where asked continuous.

    `completed` is the last day of the earliest stretch in the window that was enough. `hours` are counted hours in the
    window, with continuous experience those of the unbroken stretch that goes on; where none goes on, all is missing.
    What lies ahead is looked for only when it is asked for.
    """

    purpose: PurposeKey
    on: date
    rule: str
    since: date
    status: Status
    needed_months: int
    continuous: bool
    met: bool
    completed: date | None
    hours: float
    hours_missing: float
    weeks_missing: int
    asked: _Asked = field(repr=False)

    @property
    def met_from(self) -> date | None:
        """The first day on which it is met: `completed` and a day, or the day predicted; None when it never is."""
        if self.completed is not None:
            return self.completed + timedelta(days=1)
        return next((day for day, met in _minimum_ahead(self.asked) if met), None)

    @property
    def lost_on(self) -> date | None:
        """The first day after it is met on which it no longer is: the work has left the window, or the rule changed."""
        return next((day for day, met in _minimum_ahead(self.asked) if not met), None)

    @property
    def open(self) -> tuple[str, ...]:
        """The paths of facts that are not known, as `open_facts` gives them."""
        return _open(*self.asked)


ContinuousYear = Minimum


def years(
    jobs: Jobs, purpose: PurposeKey, on: date, *, occupations: Occupations = None, rules: RuleBook | None = None
) -> int:
    """Complete years that count on a day; only work in `occupations` where they are given.

    `NoRuleError` before the purpose has a rule.
    """
    return _years(jobs, purpose, on, occupations, rules or book())


def ledger(
    jobs: Jobs, purpose: PurposeKey, on: date, *, occupations: Occupations = None, rules: RuleBook | None = None
) -> Ledger:
    """The whole account on a day; see `Ledger`."""
    return _ledger(jobs, purpose, on, occupations, rules or book())


def minimum(
    jobs: Jobs, purpose: PurposeKey, on: date, *, occupations: Occupations = None, rules: RuleBook | None = None
) -> Minimum:
    """Whether there is enough experience on a day, or from which day; see `Minimum`."""
    return _minimum(jobs, purpose, on, occupations, rules or book())


def continuous_year(jobs: Jobs, occupation: str, on: date, *, rules: RuleBook | None = None) -> ContinuousYear:
    """The one continuous year in the primary occupation of the Federal Skilled Worker class (IRPR 75(2)(a)).

    A day on which nothing counts breaks it, a week-end between two jobs and unpaid leave included: the cautious
    reading, a parameter. Part-time work is continuous too and takes as long as its 1,560 hours take.
    """
    return minimum(jobs, "federal_skilled_worker", on, occupations=frozenset({occupation}), rules=rules)


def open_facts(
    jobs: Jobs, purpose: PurposeKey, on: date, *, occupations: Occupations = None, rules: RuleBook | None = None
) -> tuple[str, ...]:
    """The paths of facts that are not known and keep work of the window from counting, as `jobs.0.authorised`."""
    return _open(jobs, purpose, on, occupations, rules or book())


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
    return _changes(jobs, purpose, after, until, occupations, rules or book(), of_minimum=False)


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
    found = _changes(jobs, purpose, after, until, occupations, rules or book(), of_minimum=True)
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


def hours_by_teer(
    jobs: Jobs, purpose: PurposeKey, on: date, *, occupations: Occupations = None, rules: RuleBook | None = None
) -> Mapping[int, float]:
    """Counted hours of the window by TEER; where the cap cuts several jobs it cuts each in proportion."""
    found: dict[int, float] = {}
    for span in ledger(jobs, purpose, on, occupations=occupations, rules=rules).spans:
        rates = [_rate(jobs[place]) for place in span.counting]
        for place, rate in zip(span.counting, rates, strict=True):
            teer = unit_groups()[jobs[place].noc or ""].teer
            found[teer] = found.get(teer, 0.0) + span.counted * span.days / WEEK * rate / sum(rates)
    return MappingProxyType({teer: round(found[teer], 3) for teer in sorted(found)})


# Days and months


@lru_cache(maxsize=16384)
def _window_start(on: int, window: int) -> int:
    """The first day of the window of a day."""
    return add_months(date.fromordinal(on), -YEAR_MONTHS * window).toordinal()


def _first_with_window_from(start: int, window: int) -> int:
    """The first day whose window begins on a day or later."""
    day = date.fromordinal(start)
    return birthday(day, day.year + window).gaining.toordinal()


@lru_cache(maxsize=16384)
def _months_after(first: int, months: int) -> int:
    """The first day on which calendar months begun on a first day are over.

    The later of the two ways to count where months have no such day: begun on 29 February they end with 28 February,
    begun on 1 March with the last day of February.
    """
    day = date.fromordinal(first)
    return max(add_months(day - timedelta(days=1), months).toordinal() + 1, add_months(day, months).toordinal())


# Which days count


class _Stretch(NamedTuple):
    """Days from `start` up to but not including `end`, with the reason why a job does not count on them."""

    start: int
    end: int
    why_not: NotCounted


def _stretches(periods: Iterable[Period], why_not: NotCounted) -> list[_Stretch]:
    return [_Stretch(period.start.toordinal(), _end(period), why_not) for period in periods]


def _end(period: Period) -> int:
    """The day after the last; a running job or leave has no last day in sight."""
    return FAR if period.end is None else period.end.toordinal() + 1


def _rate(job: Job) -> int:
    return round((job.hours_per_week or 0) * WHOLE)


def _never(job: Job, place: int, era: Purpose, occupations: Occupations) -> tuple[NotCounted, ...]:
    """Why a job does not count at all: for certain, or else because something is not known."""
    at = f"jobs.{place}"
    in_canada = job.country == CANADA
    physician = era.physicians and job.publicly_funded_physician and in_canada and job.noc in era.physicians
    asks_self_employed = not era.self_employed and not physician
    asks_authorised = not era.unauthorised and in_canada
    certain: tuple[tuple[bool, WhyNot, str], ...] = (
        (era.where is Where.canada and not in_canada, "abroad", "country"),
        (era.where is Where.abroad and in_canada, "in_canada", "country"),
        (job.noc is not None and unit_groups()[job.noc].teer not in era.teers, "not_skilled", "noc"),
        (occupations is not None and job.noc is not None and job.noc not in occupations, "other_occupation", "noc"),
        (job.paid is False, "unpaid", "paid"),
        (asks_self_employed and job.self_employed is True, "self_employed", "self_employed"),
        (asks_authorised and job.authorised is False, "unauthorised", "authorised"),
    )
    found = tuple(NotCounted(place, why, f"{at}.{fact}") for holds, why, fact in certain if holds)
    if found:
        return found
    unknown = (
        (job.noc is None, "noc"),
        (job.hours_per_week is None, "hours_per_week"),
        (job.paid is None, "paid"),
        (asks_self_employed and job.self_employed is None, "self_employed"),
        (asks_authorised and job.authorised is None, "authorised"),
        (not era.student and job.studying is None, "studying"),
        (era.qualified and job.qualified_from is None, "qualified_from"),
    )
    return tuple(NotCounted(place, "not_known", f"{at}.{fact}") for holds, fact in unknown if holds)


def _at_times(jobs: Jobs, place: int, era: Purpose) -> list[_Stretch]:
    """When a job that can count does not."""
    job, at = jobs[place], f"jobs.{place}"
    found = _stretches(job.unpaid_leave, NotCounted(place, "unpaid_leave", f"{at}.unpaid_leave"))
    if not era.student and job.studying:
        found += _stretches(job.studying, NotCounted(place, "student", f"{at}.studying"))
    if era.qualified and job.qualified_from is not None:
        not_qualified = NotCounted(place, "not_qualified", f"{at}.qualified_from")
        found.append(_Stretch(job.start.toordinal(), job.qualified_from.toordinal(), not_qualified))
    if era.where is Where.abroad and job.country != CANADA:
        for other, beside in enumerate(jobs):
            if beside.country == CANADA:
                in_canada = NotCounted(place, "same_day_in_canada", f"jobs.{other}.country")
                worked = _without(beside.start.toordinal(), _end(beside), _stretches(beside.unpaid_leave, in_canada))
                found += [_Stretch(start, end, in_canada) for start, end in worked]
    return found


def _without(start: int, end: int, stretches: list[_Stretch]) -> list[tuple[int, int]]:
    """What is left of the days from `start` up to but not including `end`."""
    left = []
    for stretch in sorted(stretches):
        if stretch.start >= end:
            break
        if stretch.end > stretch.start and stretch.end > start:
            if stretch.start > start:
                left.append((start, stretch.start))
            start = stretch.end
    if start < end:
        left.append((start, end))
    return left


class _Course:
    """Counted rates through time: `rates[i]` from `at[i]` on, with `before[i]` counted before.

    Sums are in thousandths of an hour times days a week: 30 hours a week for a week are 30 * 1000 * 7.
    """

    __slots__ = ("at", "before", "gap", "rates", "year")

    def __init__(self, steps: Iterable[tuple[int, int]], cap: int, year: int, gap: int) -> None:
        """`steps` are (day, change of the rate from that day on); `gap` is days that leave work continuous."""
        self.at, self.rates, self.before = [0], [0], [0]
        self.year, self.gap = year * WHOLE * WEEK, gap
        total = 0
        by_day: dict[int, int] = {}
        for day, change in steps:
            by_day[day] = by_day.get(day, 0) + change
        for day in sorted(by_day):
            total += by_day[day]
            rate = min(total, cap * WHOLE)
            if rate != self.rates[-1]:
                self.before.append(self.before[-1] + self.rates[-1] * (day - self.at[-1]))
                self.at.append(day)
                self.rates.append(rate)

    def place(self, day: int) -> int:
        return bisect_right(self.at, day) - 1

    def next_step(self, day: int) -> int:
        """The next day on which the rate changes; FAR when none."""
        place = bisect_right(self.at, day)
        return self.at[place] if place < len(self.at) else FAR

    def counted(self, day: int) -> int:
        """All that is counted before a day."""
        place = bisect_right(self.at, day) - 1
        return self.before[place] + self.rates[place] * (day - self.at[place])

    def reaches(self, sum_: int) -> int:
        """The first day before which a sum above 0 is counted; FAR when never."""
        place = bisect_left(self.before, sum_) - 1
        rate = self.rates[place]
        return min(self.at[place] - (self.before[place] - sum_) // rate, FAR) if rate else FAR

    def latest(self, sum_: int) -> int:
        """The last day before which no more than a sum, at least 0, is counted; FAR when there is always less."""
        place = bisect_right(self.before, sum_) - 1
        rate = self.rates[place]
        return min(self.at[place] + (sum_ - self.before[place]) // rate, FAR) if rate else FAR

    def works_from(self, day: int) -> int:
        """The first day from a day on that counts; FAR when none."""
        place = self.place(day)
        while not self.rates[place]:
            place += 1
            if place == len(self.at):
                return FAR
        return max(day, self.at[place])

    def breaks_from(self, day: int) -> int:
        """The first day from a counted day on that breaks continuous work; FAR when none."""
        for place in range(self.place(day) + 1, len(self.at)):
            if not self.rates[place]:
                following = self.at[place + 1] if place + 1 < len(self.at) else FAR
                if following - self.at[place] > self.gap:
                    return self.at[place]
        return FAR

    def years_from(self, start: int) -> Iterator[int]:
        """The first day on which one, two, three… years counted from a day on are complete."""
        needed, day = self.counted(start), start
        while (first := self.works_from(day)) < FAR:
            needed += self.year
            day = max(self.reaches(needed), _months_after(first, YEAR_MONTHS))
            if day >= FAR:
                return
            yield day

    def enough_from(self, start: int, era: Purpose) -> Iterator[int]:
        """The first day on which the work from a day on is enough for a purpose, if there is one."""
        part = min(era.months, YEAR_MONTHS)
        if not era.continuous and part == YEAR_MONTHS:
            yield from islice(self.years_from(start), era.months // part - 1, era.months // part)
            return
        sum_ = self.year * era.months // YEAR_MONTHS
        while (first := self.works_from(start)) < FAR:
            day = max(self.reaches(self.counted(first) + sum_), _months_after(first, era.months))
            start = self.breaks_from(first) if era.continuous else FAR
            if day <= start and day < FAR:
                yield day
                return


def _era(purpose: PurposeKey, on: date, rules: RuleBook) -> Purpose:
    found: Purpose = getattr(rules.work.purposes, purpose).on(on)
    return found


@lru_cache(maxsize=4096)
def _course(jobs: Jobs, purpose: PurposeKey, era_start: date, occupations: Occupations, rules: RuleBook) -> _Course:
    """The counted rates of all jobs under the rule that is in force from a day on."""
    era, counting = _era(purpose, era_start, rules), rules.work.counting
    steps = []
    for place, job in enumerate(jobs):
        if _never(job, place, era, occupations):
            continue
        rate = _rate(job)
        for start, end in _without(job.start.toordinal(), _end(job), _at_times(jobs, place, era)):
            steps += [(start, rate), (end, -rate)] if end < FAR else [(start, rate)]
    week, year, gap = (one.on(era_start).value for one in (counting.week, counting.year, counting.gap))
    return _Course(steps, week, year, gap)


# How many years on a day, and when that changes


@lru_cache(maxsize=32768)
def _years(jobs: Jobs, purpose: PurposeKey, on: date, occupations: Occupations, rules: RuleBook) -> int:
    era = _era(purpose, on, rules)
    return _count(_course(jobs, purpose, era.start, occupations, rules).years_from, era.window, on.toordinal())


# From a first day on: the days on which one, two, three… of what is asked for are reached. A later first day never
# reaches anything earlier, which is what makes `_turns` exact.
_Reached = Callable[[int], Iterator[int]]


def _count(reached: _Reached, window: int, on: int) -> int:
    return sum(1 for _ in takewhile(lambda day: day <= on, reached(_window_start(on, window))))


def _reach(reached: _Reached, start: int, number: int) -> int:
    return next(islice(reached(start), number - 1, None), FAR)


def _turns(
    reached: _Reached, course: _Course, sum_: int, window: int, after: int, until: int
) -> Iterator[tuple[int, int]]:
    """Each day in (after, until] on which the count changes, with the new count; `sum_` is what each one needs.

    From one day on which the count is known we go to the first on which it can rise or fall. It cannot rise before
    the day on which one more is reached with the window as it is, since the window only gets later. It cannot fall
    before the window begins later than the latest first day that still reaches the count by now. Where the window only
    slides along, neither is waited for day by day.
    """
    day, count = after, _count(reached, window, after)
    while day < until:
        start = _window_start(day, window)
        steady = _steady_until(course, start, day, window)
        if steady > day and _full(course, start, day):
            day = min(steady, until)
            continue
        rises = _reach(reached, start, count + 1)
        if _loses(course, start, day) and course.counted(day) - course.counted(start) < (count + 1) * sum_:
            rises = max(rises, steady)
        following = min(rises, until + 1)
        end = _window_start(following, window)
        if count and _reach(reached, end, count) > day:
            enough = course.latest(course.counted(day) - count * sum_)
            latest = _latest_start(reached, count, start, min(end - 1, enough), day)
            following = min(following, _first_with_window_from(latest + 1, window))
        day = following
        if day > until:
            return
        now = _count(reached, window, day)
        if now != count:
            count = now
            yield day, count


def _latest_start(reached: _Reached, count: int, start: int, end: int, by: int) -> int:
    """The latest first day, up to `end`, that reaches a count by a day; `start` is one that does.

    Looked for from the end, which has enough hours: what the months ask for is nearly always a few days before it.
    """
    back, fails = 1, end + 1
    while end > start and _reach(reached, end, count) > by:
        end, fails, back = max(start, end - back), end, 2 * back
    while fails - end > 1:
        middle = (end + fails) // 2
        if _reach(reached, middle, count) <= by:
            end = middle
        else:
            fails = middle
    return end


def _steady_until(course: _Course, start: int, day: int, window: int) -> int:
    """The day up to which a window moves a day with each day, and the rate stays the same at both its ends."""
    given = date.fromordinal(day)
    if given.month == 2 and given.day >= 28:
        return day
    february = date(given.year + (given.month > 2), 2, 28).toordinal()
    old = course.next_step(start)
    leaves = _first_with_window_from(old, window) if old < FAR else FAR
    return min(february, course.next_step(day), leaves)


def _full(course: _Course, start: int, day: int) -> bool:
    """Whether one rate fills the window, so that the count stays: years end by their months, or all by their hours."""
    rate = course.rates[course.place(start)]
    return course.place(start) == course.place(day) and not rate * 365 < course.year < rate * 366


def _loses(course: _Course, start: int, day: int) -> bool:
    """Whether a window that moves on loses no fewer hours than it gains."""
    return course.rates[course.place(day)] <= course.rates[course.place(start)]


@lru_cache(maxsize=4096)
def _changes(
    jobs: Jobs,
    purpose: PurposeKey,
    after: date,
    until: date,
    occupations: Occupations,
    rules: RuleBook,
    *,
    of_minimum: bool,
) -> tuple[tuple[date, int], ...]:
    return tuple(_ahead(jobs, purpose, after, until, occupations, rules, of_minimum))


def _ahead(
    jobs: Jobs,
    purpose: PurposeKey,
    after: date,
    until: date,
    occupations: Occupations,
    rules: RuleBook,
    of_minimum: bool,
) -> Iterator[tuple[date, int]]:
    """What `changes` gives, a change at a time, through every rule that is in force in between."""
    first = _era(purpose, after, rules)
    eras: Sequence[Purpose] = getattr(rules.work.purposes, purpose).values
    count = None
    for era in eras[eras.index(first) :]:
        following = next((other.start for other in eras if other.start > era.start), date.max)
        start, end = max(after, era.start), min(until, following - timedelta(days=1))
        if start > end:
            continue
        course = _course(jobs, purpose, era.start, occupations, rules)
        reached = _wanted(course, era, of_minimum)
        sum_ = course.year * era.months // YEAR_MONTHS if of_minimum else course.year
        at_first = _count(reached, era.window, start.toordinal())
        if count is not None and at_first != count:
            yield start, at_first
        count = at_first
        for day, count in _turns(reached, course, sum_, era.window, start.toordinal(), end.toordinal()):
            yield date.fromordinal(day), count


def _wanted(course: _Course, era: Purpose, of_minimum: bool) -> _Reached:
    if of_minimum:
        return lambda start: course.enough_from(start, era)
    return course.years_from


# The account of a day


def _hours(sum_: int) -> float:
    return round(sum_ / (WHOLE * WEEK), 3)


def _missing(sum_: int, week: int) -> tuple[float, int]:
    """Hours, and full-time weeks begun, from a sum that is missing."""
    sum_ = max(sum_, 0)
    return _hours(sum_), -(-sum_ // (week * WHOLE * WEEK))


@lru_cache(maxsize=2048)
def _open(jobs: Jobs, purpose: PurposeKey, on: date, occupations: Occupations, rules: RuleBook) -> tuple[str, ...]:
    era = _era(purpose, on, rules)
    day = on.toordinal()
    start = _window_start(day, era.window)
    return tuple(
        reason.fact
        for place, job in enumerate(jobs)
        if job.start.toordinal() < day and _end(job) > start
        for reason in _never(job, place, era, occupations)
        if reason.why == "not_known" and reason.fact is not None
    )


def _spans(
    jobs: Jobs, era: Purpose, course: _Course, occupations: Occupations, window_start: int, on: int, cap: int
) -> Iterator[Span]:
    never = [_never(job, place, era, occupations) for place, job in enumerate(jobs)]
    at_times = [_at_times(jobs, place, era) for place in range(len(jobs))]
    edges = {window_start, on}
    for job, stretches in zip(jobs, at_times, strict=True):
        edges |= {job.start.toordinal(), _end(job)}
        edges |= {edge for stretch in stretches for edge in stretch[:2]}
    days = sorted(edge for edge in edges if edge <= on)
    last: Span | None = None
    for start, end in pairwise(days):
        span = _span(jobs, never, at_times, start, end, course, start < window_start, cap)
        if last is not None and span is not None and last[2:] == span[2:] and last.end.toordinal() + 1 == start:
            span = span._replace(start=last.start)
        elif last is not None:
            yield last
        last = span
    if last is not None:
        yield last


def _span(
    jobs: Jobs,
    never: Sequence[tuple[NotCounted, ...]],
    at_times: Sequence[list[_Stretch]],
    start: int,
    end: int,
    course: _Course,
    too_old: bool,
    cap: int,
) -> Span | None:
    """The days from `start` up to but not including `end`, on which nothing begins or ends; None without a job."""
    running = tuple(place for place, job in enumerate(jobs) if job.start.toordinal() <= start < _end(job))
    if not running:
        return None
    why_not = [NotCounted(None, "out_of_window")] if too_old else []
    counting, worked = [], 0
    for place in running:
        now = [one.why_not for one in at_times[place] if one.start <= start < one.end]
        reasons = [*dict.fromkeys([*never[place], *now])]
        if not any(reason.why == "unpaid_leave" for reason in reasons):
            worked += _rate(jobs[place])
        if not reasons and not too_old:
            counting.append(place)
        why_not += reasons
    if sum(_rate(jobs[place]) for place in counting) > cap * WHOLE:
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


def _touched_months(course: _Course, start: int) -> Iterator[int]:
    """The first counted day, from a day on, of each calendar month that counted work touches."""
    day = start
    while (day := course.works_from(day)) < FAR:
        yield day
        day = add_months(date.fromordinal(day).replace(day=1), 1).toordinal()


@lru_cache(maxsize=1024)
def _ledger(jobs: Jobs, purpose: PurposeKey, on: date, occupations: Occupations, rules: RuleBook) -> Ledger:
    era, today = _era(purpose, on, rules), on.toordinal()
    course = _course(jobs, purpose, era.start, occupations, rules)
    start = _window_start(today, era.window)
    cap = rules.work.counting.week.on(era.start).value
    completions = tuple(takewhile(lambda day: day <= today, course.years_from(start)))
    counted = course.counted(today) - course.counted(start)
    hours_missing, weeks_missing = _missing((len(completions) + 1) * course.year - counted, cap)
    asked = _Asked(jobs, purpose, on, occupations, rules)
    rises, falls, before = None, None, len(completions)
    for day, number in _ahead(jobs, purpose, on, _horizon(asked), occupations, rules, False):
        if number > before and rises is None:
            rises = NextCompletion(number, day)
        if number < before and falls is None:
            falls = day
        if rises and falls:
            break
        before = number
    earliest = course.works_from(start)
    touched = list(islice(_touched_months(course, start), max(PORTAL_MONTHS[-1], YEAR_MONTHS * era.window + 1)))
    spans = tuple(_spans(jobs, era, course, occupations, start, today, cap))
    worked = sum(span.worked * span.days for span in spans if span.start.toordinal() >= start) / WEEK
    return Ledger(
        purpose=purpose,
        on=on,
        rule=f"work.purposes.{purpose}",
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
        leaves_from=(date.fromordinal(_first_with_window_from(earliest + 1, era.window)) if earliest < today else None),
        falls_on=falls,
        portal_months=sum(day <= today for day in touched),
        portal_days=tuple(
            PortalDay(months, date.fromordinal(touched[months - 1]))
            for months in PORTAL_MONTHS
            if len(touched) >= months
        ),
        open=_open(jobs, purpose, on, occupations, rules),
    )


@lru_cache(maxsize=4096)
def _minimum(jobs: Jobs, purpose: PurposeKey, on: date, occupations: Occupations, rules: RuleBook) -> Minimum:
    era, today = _era(purpose, on, rules), on.toordinal()
    course = _course(jobs, purpose, era.start, occupations, rules)
    start = _window_start(today, era.window)
    reached = _reach(_wanted(course, era, True), start, 1)
    met = reached <= today
    counted = course.counted(today) - course.counted(start)
    if era.continuous:
        counted = course.counted(today) - course.counted(_unbroken_from(course, start, today))
    needed = course.year * era.months // YEAR_MONTHS
    cap = rules.work.counting.week.on(era.start).value
    hours_missing, weeks_missing = _missing(0 if met else needed - counted, cap)
    return Minimum(
        purpose=purpose,
        on=on,
        rule=f"work.purposes.{purpose}",
        since=era.start,
        status=era.status,
        needed_months=era.months,
        continuous=era.continuous,
        met=met,
        completed=date.fromordinal(reached - 1) if met else None,
        hours=_hours(counted),
        hours_missing=hours_missing,
        weeks_missing=weeks_missing,
        asked=_Asked(jobs, purpose, on, occupations, rules),
    )


@lru_cache(maxsize=1024)
def _minimum_ahead(asked: _Asked) -> tuple[tuple[date, int], ...]:
    """When the minimum is met or lost next, up to two of these."""
    return tuple(islice(_ahead(*asked[:3], _horizon(asked), *asked[3:], True), 2))


def _horizon(asked: _Asked) -> date:
    """A day by which no step of today or later is left in the window: from then on all goes on as it then is."""
    jobs, purpose, on, occupations, rules = asked
    eras: Sequence[Purpose] = getattr(rules.work.purposes, purpose).values
    era = _era(purpose, on, rules)
    last = max(on, eras[-1].start).toordinal()
    steps = _course(jobs, purpose, era.start, occupations, rules).at
    return date.fromordinal(_first_with_window_from(max(last, steps[-1]) + 1, max(era.window, eras[-1].window)))


def _unbroken_from(course: _Course, start: int, today: int) -> int:
    """The first day of the unbroken stretch of counted work that goes on today; today where there is none."""
    first = course.works_from(start)
    while first < today:
        broken = course.breaks_from(first)
        if broken > today:
            return first
        first = course.works_from(broken)
    return today
