"""The course of work through time: which days of which jobs count for a purpose, and when the count of years changes.

`history` is what a person's jobs come to for one purpose under each of its rules. It is made once and asked for many
days; `rules.work` makes the account of a day of it.

Rates are kept in thousandths of an hour a week and days as ordinals, so that all sums are exact whole numbers.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from typing import Literal, NamedTuple

from rules.age import birthday
from rules.facts import Job, Period
from rules.months import add_months
from rules.occupations import unit_groups
from rules.parameters import RuleBook
from rules.remembered import remembered
from rules.shapes.dated import NoRuleError
from rules.shapes.work import Purpose, Where

PurposeKey = Literal[
    "crs_canadian",
    "crs_foreign",
    "federal_skilled_worker",
    "adaptability_own",
    "adaptability_partner",
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
DAY = timedelta(days=1)
# Later than any prediction: a job without an end runs up to here.
FAR = date(9000, 1, 1).toordinal()


class NotCounted(NamedTuple):
    """Why a job (by its place in `jobs`), or with None all of them, counts less than was worked.

    `fact` is the path of the answer it comes from; with `not_known` the answer that is still open.
    """

    job: int | None
    why: WhyNot
    fact: str | None = None


# Days and months


@lru_cache(maxsize=16384)
def window_start(on: int, window: int) -> int:
    """The first day of the window of a day; the window is in years."""
    return add_months(date.fromordinal(on), -YEAR_MONTHS * window).toordinal()


def first_with_window_from(start: int, window: int) -> int:
    """The first day whose window begins on a day or later."""
    day = date.fromordinal(start)
    return birthday(day, day.year + window).gaining.toordinal()


@lru_cache(maxsize=16384)
def months_after(first: int, months: int) -> int:
    """The first day on which calendar months begun on a first day are over.

    The later of the two ways to count where months have no such day: begun on 29 February they end with 28 February,
    begun on 1 March with the last day of February.
    """
    day = date.fromordinal(first)
    return max(add_months(day - timedelta(days=1), months).toordinal() + 1, add_months(day, months).toordinal())


# Which days count


class Stretch(NamedTuple):
    """Days from `start` up to but not including `end`, with the reason why a job does not count on them."""

    start: int
    end: int
    why_not: NotCounted


def _stretches(periods: Iterable[Period], why_not: NotCounted) -> list[Stretch]:
    return [Stretch(period.start.toordinal(), end_of(period), why_not) for period in periods]


def end_of(period: Period) -> int:
    """The day after the last; a running job or leave has no last day in sight."""
    return FAR if period.end is None else period.end.toordinal() + 1


def rate_of(job: Job) -> int:
    """Thousandths of an hour a week; 0 while the hours are not known."""
    return round((job.hours_per_week or 0) * WHOLE)


NOT_SKILLED = 4  # the TEER that stands for the skill levels C and D


def teer_on(code: str, on: date, rules: RuleBook) -> int:
    """The TEER that the work in a unit group counts as on a day."""
    return NOT_SKILLED if code in rules.work.counting.level_c_or_d.on(on).value else unit_groups()[code].teer


def _level_open(code: str, era: Purpose, on: date, rules: RuleBook) -> bool:
    """Whether it takes the old group, which is not known, to say that the work is skilled as the purpose asks."""
    return NOT_SKILLED not in era.teers and code in rules.work.counting.partly_level_c_or_d.on(on).value


def _counts(where: bool | Literal["abroad"], in_canada: bool) -> bool:
    return not in_canada if where == "abroad" else where


def _never(
    job: Job, place: int, era: Purpose, on: date, occupations: Occupations, rules: RuleBook
) -> tuple[NotCounted, ...]:
    """Why a job does not count at all: for certain, or else because something is not known."""
    at = f"jobs.{place}"
    code, in_canada = job.occupation, job.country == CANADA
    physician = era.physicians and job.publicly_funded_physician and in_canada and code in era.physicians
    asks_self_employed = not _counts(era.self_employed, in_canada) and not physician
    asks_authorised = not era.unauthorised and in_canada
    certain: tuple[tuple[bool, WhyNot, str], ...] = (
        (era.where is Where.canada and not in_canada, "abroad", "country"),
        (era.where is Where.abroad and in_canada, "in_canada", "country"),
        (code is not None and teer_on(code, on, rules) not in era.teers, "not_skilled", "noc"),
        (occupations is not None and code is not None and code not in occupations, "other_occupation", "noc"),
        (job.paid is False, "unpaid", "paid"),
        (asks_self_employed and job.self_employed is True, "self_employed", "self_employed"),
        (asks_authorised and job.authorised is False, "unauthorised", "authorised"),
    )
    found = tuple(NotCounted(place, why, f"{at}.{fact}") for holds, why, fact in certain if holds)
    if found:
        return found
    unknown = (
        (code is None or _level_open(code, era, on, rules), "noc"),
        (job.hours_per_week is None, "hours_per_week"),
        (job.paid is None, "paid"),
        (asks_self_employed and job.self_employed is None, "self_employed"),
        (asks_authorised and job.authorised is None, "authorised"),
        (not _counts(era.student, in_canada) and job.studying is None, "studying"),
        (era.qualified and job.qualified_from is None, "qualified_from"),
    )
    return tuple(NotCounted(place, "not_known", f"{at}.{fact}") for holds, fact in unknown if holds)


def at_times(jobs: Jobs, place: int, era: Purpose) -> list[Stretch]:
    """When a job that can count does not."""
    job, at = jobs[place], f"jobs.{place}"
    found = _stretches(job.unpaid_leave, NotCounted(place, "unpaid_leave", f"{at}.unpaid_leave"))
    if not _counts(era.student, job.country == CANADA) and job.studying:
        found += _stretches(job.studying, NotCounted(place, "student", f"{at}.studying"))
    if era.qualified and job.qualified_from is not None:
        not_qualified = NotCounted(place, "not_qualified", f"{at}.qualified_from")
        found.append(Stretch(job.start.toordinal(), job.qualified_from.toordinal(), not_qualified))
    if era.where is Where.abroad and job.country != CANADA:
        for other, beside in enumerate(jobs):
            if beside.country == CANADA:
                in_canada = NotCounted(place, "same_day_in_canada", f"jobs.{other}.country")
                worked = _without(beside.start.toordinal(), end_of(beside), _stretches(beside.unpaid_leave, in_canada))
                found += [Stretch(start, end, in_canada) for start, end in worked]
    return found


def _without(start: int, end: int, stretches: list[Stretch]) -> list[tuple[int, int]]:
    """What is left of the days from `start` up to but not including `end`."""
    left = []
    for stretch in sorted(stretches):
        left.append((start, min(stretch.start, end)))
        start = max(start, stretch.end)
    left.append((start, end))
    return [(first, following) for first, following in left if first < following]


class Course:
    """The work that counts under one rule: `rates[i]` from `at[i]` on, with `before[i]` counted before.

    `start` is the first day of the rule: of the purpose, or of how work is counted.

    Sums are in thousandths of an hour times days a week: 30 hours a week for a week are 30 * 1000 * 7. `never` is, job
    by job, why it does not count at all, and `open` the reasons among them that something is not known. `week` is the
    hours of a week and `year` the sum of a year under the rule.
    """

    __slots__ = ("at", "before", "era", "gap", "gap_to_check", "never", "open", "rates", "week", "year")

    def __init__(self, jobs: Jobs, era: Purpose, start: date, occupations: Occupations, rules: RuleBook) -> None:
        counting = rules.work.counting
        self.era = era
        self.week = counting.week.on(start).value
        self.year = counting.year.on(start).value * WHOLE * WEEK
        self.gap = counting.gap.on(start).value  # days that leave work continuous
        self.gap_to_check = max(counting.gap_to_check.on(start).value, self.gap)  # days that may leave it continuous
        self.never = tuple([_never(job, place, era, start, occupations, rules) for place, job in enumerate(jobs)])
        self.open = tuple([one for reasons in self.never for one in reasons if one.why == "not_known"])
        changes: dict[int, int] = {}  # of the rate, from a day on
        for place, job in enumerate(jobs):
            if not self.never[place]:
                rate = rate_of(job)
                for first, end in _without(job.start.toordinal(), end_of(job), at_times(jobs, place, era)):
                    changes[first] = changes.get(first, 0) + rate
                    if end < FAR:
                        changes[end] = changes.get(end, 0) - rate
        self.at, self.rates, self.before = [0], [0], [0]
        total, cap = 0, self.week * WHOLE
        for day in sorted(changes):
            total += changes[day]
            rate = min(total, cap)
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
        place = bisect_right(self.at, day) - 1
        if self.rates[place]:
            return day
        # No two steps in a row have the same rate.
        return self.at[place + 1] if place + 1 < len(self.at) else FAR

    def breaks_from(self, day: int, gap: int) -> int:
        """The first day from a counted day on that breaks continuous work; FAR when none. `gap` days break nothing."""
        for place in range(self.place(day) + 1, len(self.at)):
            if not self.rates[place]:
                following = self.at[place + 1] if place + 1 < len(self.at) else FAR
                if following - self.at[place] > gap:
                    return self.at[place]
        return FAR

    def unbroken_from(self, start: int, today: int) -> int:
        """The first day of the unbroken stretch of counted work that goes on today; today where there is none."""
        first = self.works_from(start)
        while (broken := self.breaks_from(first, self.gap)) <= today:
            first = self.works_from(broken)
        return min(first, today)

    def years_from(self, start: int) -> Iterator[int]:
        """The first day on which one, two, three… years counted from a day on are complete."""
        needed, day = self.counted(start), start
        while True:
            needed += self.year
            day = max(self.reaches(needed), months_after(self.works_from(day), YEAR_MONTHS))
            if day >= FAR:
                return
            yield day

    def enough_from(self, start: int, gap: int | None = None) -> int:
        """The first day on which the work from a day on is enough for the purpose; FAR when never.

        `gap` is how many days leave it continuous, where it is not as the rule says.
        """
        months, continuous = self.era.months, self.era.continuous
        if not continuous and months % YEAR_MONTHS == 0:
            return next(islice(self.years_from(start), months // YEAR_MONTHS - 1, None), FAR)
        sum_ = self.year * months // YEAR_MONTHS
        while (first := self.works_from(start)) < FAR:
            day = max(self.reaches(self.counted(first) + sum_), months_after(first, months))
            start = self.breaks_from(first, self.gap if gap is None else gap) if continuous else FAR
            if day <= start:
                return day
        return FAR

    def progress(self, start: int, on: int, of_minimum: bool) -> tuple[int, int]:
        """How many years counted from a first day are complete by a day, and the day on which the next is, or FAR.

        Of the minimum: 1 once there is enough for the purpose, and the day on which there is.
        """
        if of_minimum:
            enough = self.enough_from(start)
            return (1, FAR) if enough <= on else (0, enough)
        number = 0
        for day in self.years_from(start):
            if day > on:
                return number, day
            number += 1
        return number, FAR

    def reached(self, start: int, number: int, of_minimum: bool) -> int:
        """The day on which so many years counted from a first day are complete, or there is enough; FAR when never."""
        if of_minimum:
            return self.enough_from(start)
        return next(islice(self.years_from(start), number - 1, None), FAR)

    # When the count changes. A later first day never reaches anything earlier, which is what makes `turns` exact.

    def turns(self, after: int, until: int, of_minimum: bool) -> Iterator[tuple[int, int]]:
        """The count of the first day, then each day in (after, until] on which it changes, with the new count.

        From one day on which the count is known we go to the first on which it can rise or fall. It cannot rise before
        the day on which one more is reached with the window as it is, since the window only gets later. It cannot fall
        before the window begins later than the latest first day that still reaches the count by now. Where the window
        only slides along, neither is waited for day by day.
        """
        window, day, count = self.era.window, after, -1
        sum_ = self.year * self.era.months // YEAR_MONTHS if of_minimum else self.year  # what each one needs
        while True:
            start = window_start(day, window)
            now, rises = self.progress(start, day, of_minimum)
            if now != count:
                count = now
                yield day, count
            if day >= until or self.works_from(start) >= FAR:
                return
            steady = self._steady_until(start, day)
            # One rate that fills the window keeps the count, but where a leap year comes or goes.
            if steady > day and self.place(start) == self.place(day):
                day = min(steady, until)
                continue
            if self._loses(start, day) and self.counted(day) - self.counted(start) < (count + 1) * sum_:
                rises = max(rises, steady)
            following = min(rises, until + 1)
            end = window_start(following, window)
            if count and self.reached(end, count, of_minimum) > day:
                enough = self.latest(self.counted(day) - count * sum_)
                latest = self._latest_start(count, start, min(end - 1, enough), day, of_minimum)
                following = min(following, first_with_window_from(latest + 1, window))
            day = following
            if day > until:
                return

    def _latest_start(self, count: int, start: int, end: int, by: int, of_minimum: bool) -> int:
        """The latest first day, up to `end`, that reaches a count by a day; `start` is one that does.

        Looked for from the end, which has enough hours: what the months ask for is nearly always a few days before it.
        """
        back, fails = 1, end
        while end > start and self.reached(end, count, of_minimum) > by:
            end, fails, back = max(start, end - back), end, 2 * back
        while fails - end > 1:
            middle = (end + fails) // 2
            if self.reached(middle, count, of_minimum) <= by:
                end = middle
            else:
                fails = middle
        return end

    def _steady_until(self, start: int, day: int) -> int:
        """The day up to which a window moves a day with each day, and the rate stays the same at both its ends.

        No later than the day itself where the window does not move so, at the end of February.
        """
        given = date.fromordinal(day)
        february = date(given.year + (given.month > 2), 2, 28).toordinal()
        leaves = first_with_window_from(self.next_step(start), self.era.window)
        return min(february, self.next_step(day), leaves)

    def _loses(self, start: int, day: int) -> bool:
        """Whether a window that moves on loses no fewer hours than it gains."""
        return self.rates[self.place(day)] <= self.rates[self.place(start)]


class _Known(NamedTuple):
    """The counts of the days from `after` through `until`: `numbers[i]` from `days[i]` on."""

    after: date
    until: date
    days: list[date]
    numbers: list[int]


@lru_cache(maxsize=64)
def _starts(purpose: PurposeKey, rules: RuleBook) -> tuple[date, ...]:
    """The days on which a rule of a purpose, or of how its work is counted, begins."""
    starts = {era.start for era in getattr(rules.work.purposes, purpose).values}
    counting = (getattr(rules.work.counting, name).values for name in type(rules.work.counting).model_fields)
    starts |= {value.start for values in counting for value in values if value.start > min(starts)}
    return tuple(sorted(starts))


class History:
    """What some jobs come to for one purpose, on any day and under each of its rules.

    With `of_minimum` counts are of the experience the purpose asks for, 1 once there is enough; otherwise of years.
    """

    __slots__ = ("_ahead", "_courses", "_known", "_starts", "eras", "jobs", "occupations", "purpose", "rules")

    def __init__(self, jobs: Jobs, purpose: PurposeKey, occupations: Occupations, rules: RuleBook) -> None:
        self.jobs, self.purpose, self.occupations, self.rules = jobs, purpose, occupations, rules
        self.eras: tuple[Purpose, ...] = getattr(rules.work.purposes, purpose).values
        self._starts = _starts(purpose, rules)
        self._courses: list[Course | None] = [None] * len(self._starts)
        # The counts asked for last, of years and of the minimum: most days asked about are among them.
        self._known: list[_Known | None] = [None, None]
        self._ahead: tuple[date, tuple[tuple[date, int], ...]] | None = None

    def course(self, on: date) -> Course:
        """The work that counts under the rule of a day; `NoRuleError` before the first."""
        return self._of(self._place(on))

    def _place(self, on: date) -> int:
        """Which of the courses a day is in."""
        place = bisect_right(self._starts, on) - 1
        if place < 0:
            raise NoRuleError(on, self._starts[0])
        return place

    def _of(self, place: int) -> Course:
        found = self._courses[place]
        if found is None:
            start = self._starts[place]
            era: Purpose = getattr(self.rules.work.purposes, self.purpose).on(start)
            found = self._courses[place] = Course(self.jobs, era, start, self.occupations, self.rules)
        return found

    def count(self, on: date, *, of_minimum: bool) -> int:
        """The count of a day."""
        known = self._known[of_minimum]
        if known is not None and known.after <= on <= known.until:
            return known.numbers[bisect_right(known.days, on) - 1]
        course, day = self.course(on), on.toordinal()
        return course.progress(window_start(day, course.era.window), day, of_minimum)[0]

    def changes(self, after: date, until: date, *, of_minimum: bool) -> tuple[tuple[date, int], ...]:
        """Each day in (after, until] whose count is not that of the day before, with the new one."""
        known = self._known[of_minimum]
        if known is None or not known.after <= after <= until <= known.until:
            counts = tuple(self.counts(after, until, of_minimum=of_minimum))
            days, numbers = [day for day, _ in counts], [number for _, number in counts]
            known = self._known[of_minimum] = _Known(after, until, days, numbers)
        found = zip(known.days, known.numbers, strict=True)
        return tuple((day, number) for day, number in found if after < day <= until)

    def counts(self, after: date, until: date, *, of_minimum: bool) -> Iterator[tuple[date, int]]:
        """The count of a day, then each change through another day, one at a time, under every rule in between."""
        count = -1
        for place in range(self._place(after), bisect_right(self._starts, until)):
            start = max(after, self._starts[place])
            end = min([until, *(following - DAY for following in self._starts[place + 1 : place + 2])])
            for day, number in self._of(place).turns(start.toordinal(), end.toordinal(), of_minimum):
                if number != count:
                    count = number
                    yield date.fromordinal(day), count

    def minimum_ahead(self, on: date) -> tuple[tuple[date, int], ...]:
        """When the minimum is met or lost after a day, up to two of these, if the running jobs go on unchanged."""
        if self._ahead is None or self._ahead[0] != on:
            self._ahead = on, tuple(islice(self.counts(on, self.horizon(on), of_minimum=True), 1, 3))
        return self._ahead[1]

    def horizon(self, on: date) -> date:
        """A day by which no step of today or later is left in the window: from then on all goes on as it then is."""
        course, newest = self.course(on), self.eras[-1]
        last = max(max(on, self._starts[-1]).toordinal(), course.at[-1])
        return date.fromordinal(first_with_window_from(last, max(course.era.window, newest.window)))

    def open_facts(self, on: date) -> tuple[str, ...]:
        """The paths of facts that are not known and keep work of the window of a day from counting."""
        course = self.course(on)
        if not course.open:
            return ()
        start = window_start(on.toordinal(), course.era.window)
        within = {place for place, job in enumerate(self.jobs) if job.start < on and end_of(job) > start}
        return tuple(one.fact for one in course.open if one.job in within and one.fact is not None)


@remembered(4096)
def history(jobs: Jobs, purpose: PurposeKey, occupations: Occupations, rules: RuleBook) -> History:
    """The history of some jobs, made once."""
    return History(jobs, purpose, occupations, rules)
