"""The gaps of a personal history: days of the last ten years, and since 18, of which nothing was told.

Jobs everywhere and told activities fill a history. Studies that led to a credential have no first day, so that the time
before one is completed is a gap too: it is asked for, never guessed. Of a day of which only the month is known, the
whole month is taken as told.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from rules.age import birthday
from rules.facts import Period, Person
from rules.invitation_window import DAY
from rules.months import add_months
from rules.parameters import RuleBook, book

__all__ = ["Gap", "Radar", "gaps"]


class Gap(NamedTuple):
    """Days in a row of which nothing was told, first and last included: so many whole months and days besides.

    `open_ended` says that it reaches the day before the one asked about.
    """

    first: date
    last: date
    months: int
    days: int
    open_ended: bool


class Radar(NamedTuple):
    """What is not told of the days from `first` through `last`.

    `gaps` last a month or longer, `short` are the others; both in order. `jobs_told` is whether jobs were told one by
    one, or that there were none: otherwise everything is a gap but the activities.
    """

    first: date
    last: date
    gaps: tuple[Gap, ...]
    short: tuple[Gap, ...]
    jobs_told: bool

    @property
    def months(self) -> int:
        """The whole months of all gaps."""
        return sum(gap.months for gap in self.gaps)


def gaps(person: Person, on: date, *, rules: RuleBook | None = None) -> Radar | None:
    """The gaps in the history of one person on a day; None of somebody who is not 18 yet.

    `NoRuleError` for a day before 2015-01-01.
    """
    history = (rules or book()).documents.history
    first, last = add_months(on, -12 * history.look_back.on(on).value), on - DAY
    if person.birth_date is not None:
        first = max(first, birthday(person.birth_date, person.birth_date.year + history.from_age.on(on).value).losing)
    if last < first:
        return None
    found = list(_between(_told(person), first, last))
    return Radar(
        first,
        last,
        tuple(gap for gap in found if gap.months),
        tuple(gap for gap in found if not gap.months),
        person.jobs is not None,
    )


def _told(person: Person) -> list[tuple[date, date]]:
    """First and last days of everything told, the earliest first."""
    periods: list[Period] = [*(person.jobs or ()), *(person.activities or ())]
    return sorted(_days(period) for period in periods)


def _days(period: Period) -> tuple[date, date]:
    """The days of a period, a month of which no day is known taken as a whole; without an end it goes on."""
    start, end = period.start, period.end or date.max
    if "start" in period.approximate:
        start = start.replace(day=1)
    if "end" in period.approximate and period.end is not None:
        end = end.replace(day=calendar.monthrange(end.year, end.month)[1])
    return start, end


def _between(told: list[tuple[date, date]], first: date, last: date) -> Iterator[Gap]:
    """The days from first through last that none of the periods has."""
    free = first  # the first day that nothing told so far reaches
    for start, end in told:
        if start > last:
            break
        if free < start:
            yield _gap(free, start - DAY, last)
        free = max(free, min(end, last) + DAY)
    if free <= last:
        yield _gap(free, last, last)


def _gap(first: date, last: date, until: date) -> Gap:
    months = 0
    after = last + DAY
    while add_months(first, months + 1) <= after:
        months += 1
    return Gap(first, last, months, (after - add_months(first, months)).days, last == until)
