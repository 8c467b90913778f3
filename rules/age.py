"""Age in completed years, and the birthdays that years without a 29 February do not have.

A birthday counts from its first moment (Interpretation Act, s. 30). Someone born on 29 February has, in a
common year, a birthday that takes points from 28 February and one that gives points from 1 March: the
cautious day of each.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple


class Birthday(NamedTuple):
    """The day from which a birthday takes points, and the day from which it gives them."""

    losing: date
    gaining: date


def birthday(birth_date: date, year: int) -> Birthday:
    """The birthday in a year; its two days differ only for a 29 February in a common year."""
    if birth_date.month == 2 and birth_date.day == 29 and not isleap(year):
        return Birthday(date(year, 2, 28), date(year, 3, 1))
    day = birth_date.replace(year=year)
    return Birthday(day, day)


def ages(birth_date: date, on: date) -> tuple[int, ...]:
    """The completed years on a day: one number, or two on the 28 February between the two days of a birthday.

    A day before the birth gives 0.
    """
    passed = on.year - birth_date.year
    if passed < 0:
        return (0,)
    if (on.month, on.day) < (birth_date.month, birth_date.day):
        if (birth_date.month, birth_date.day) == (2, 29) and (on.month, on.day) == (2, 28) and not isleap(on.year):
            return (passed - 1, passed)
        return (max(passed - 1, 0),)
    return (passed,)


def points_for_age(birth_date: date, on: date, table: Sequence[int]) -> tuple[int, int]:
    """(age, points) on a day, from points by age where the last stands for all above; the fewer when in
    doubt.
    """
    last = len(table) - 1
    best = min((table[min(age, last)], age) for age in ages(birth_date, on))
    return best[1], best[0]
