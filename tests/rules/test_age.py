"""Completed years, and the birthday that a common year does not have."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rules.age import Birthday, ages, birthday, points_for_age

LEAP = date(1992, 2, 29)


@pytest.mark.parametrize(
    ("born", "on", "expected"),
    [
        (date(1990, 5, 17), date(2026, 5, 16), (35,)),
        (date(1990, 5, 17), date(2026, 5, 17), (36,)),
        (date(1990, 12, 31), date(2027, 1, 1), (36,)),
        (LEAP, date(2027, 2, 27), (34,)),
        (LEAP, date(2027, 2, 28), (34, 35)),
        (LEAP, date(2027, 3, 1), (35,)),
        (LEAP, date(2028, 2, 28), (35,)),
        (LEAP, date(2028, 2, 29), (36,)),
        (date(1992, 2, 28), date(2027, 2, 28), (35,)),
        (date(2026, 6, 1), date(2026, 5, 1), (0,)),
        (date(2027, 6, 1), date(2026, 7, 1), (0,)),
    ],
)
def test_an_age_is_reached_at_the_start_of_the_birthday(born: date, on: date, expected: tuple[int, ...]) -> None:
    assert ages(born, on) == expected


def test_a_birthday_on_29_february_has_two_days_in_a_common_year() -> None:
    assert birthday(LEAP, 2027) == Birthday(losing=date(2027, 2, 28), gaining=date(2027, 3, 1))
    assert birthday(LEAP, 2028) == Birthday(date(2028, 2, 29), date(2028, 2, 29))
    assert birthday(date(1990, 5, 17), 2027) == Birthday(date(2027, 5, 17), date(2027, 5, 17))


def test_on_28_february_a_loss_already_counts_and_a_gain_not_yet() -> None:
    falling = [50] * 35 + [40]
    rising = [0] * 35 + [40]
    assert points_for_age(LEAP, date(2027, 2, 28), falling) == (35, 40)
    assert points_for_age(LEAP, date(2027, 2, 28), rising) == (34, 0)
    assert points_for_age(LEAP, date(2027, 3, 1), rising) == (35, 40)


@pytest.mark.parametrize("month", [1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
def test_only_a_birth_in_february_has_two_days_in_a_common_year(month: int) -> None:
    born = date(1996, month, 29)
    day = date(2026, 2, 27)
    while day <= date(2026, 3, 2):
        had_birthday = (day.month, day.day) >= (month, 29)
        assert ages(born, day) == ((30,) if had_birthday else (29,))
        day += timedelta(days=1)
