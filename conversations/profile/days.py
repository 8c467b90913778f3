"""What chapters share: days as people tell them (bounds against typing mistakes, not rules), and a condition."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from conversations.kinds import Cautious, Day
from conversations.questions import Answers, Question, known
from conversations.short_interview import SCRIPT
from locales import N_

CANADA: Final = "CA"
"""As in ISO 3166-1."""

TOO_EARLY: Final = N_("{day} is too long ago. Please check the year. Example: {example}.")
IN_FUTURE: Final = N_("{day} is in the future. Please give a day that has passed. Example: {example}.")
TOO_LATE: Final = N_("{day} is too far ahead. Please check the year. Example: {example}.")
ENDS_BEFORE: Final = N_("{day} is before the start, {other}. Please check both. Example: {example}.")
ASSESSED_BEFORE: Final = N_("{day} is before the studies were completed, {other}. Please check both.")
BEFORE_SUBMITTED: Final = N_("{day} is before the profile was submitted, {other}. Please check both.")
BEFORE_TEST: Final = N_("{day} is before the day of the test, {other}. Please check both.")
BEFORE_NOTIFIED: Final = N_("{day} is before the nomination appeared in the account, {other}. Please check both.")


def _years(back: int = 0, ahead: int = 0) -> Callable[[date], date]:
    """The first day of the year so many years back, or the last of the year so many ahead."""
    return lambda today: date(today.year + ahead, 12, 31) if ahead else date(today.year - back, 1, 1)


def _today(today: date) -> date:
    return today


def _example(years: int, month: int, of_month: int) -> Callable[[date], date]:
    return lambda today: date(today.year + years, month, of_month)


def past(
    *,
    years: int = 60,
    cautious: Cautious | None = None,
    none: str = "",
    near: bool = False,
    follows: tuple[tuple[str, str], ...] = (),
) -> Day:
    """A day that has passed."""
    return Day(_years(back=years), _today, TOO_EARLY, IN_FUTURE, _example(-2, 5, 3), cautious, none, near, follows)


def any_day(
    *,
    back: int = 60,
    ahead: int = 30,
    cautious: Cautious | None = None,
    none: str = "",
    follows: tuple[tuple[str, str], ...] = (),
) -> Day:
    """A day that has passed or is to come."""
    return Day(
        _years(back=back), _years(ahead=ahead), TOO_EARLY, TOO_LATE, _example(1, 5, 3), cautious, none, False, follows
    )


def of_short(key: str) -> Question:
    """A question of the short interview, asked in the profile too; KeyError for one it does not have."""
    question = SCRIPT.question(key)
    if question is None:
        raise KeyError(key)
    return question


def in_canada(answers: Answers) -> bool:
    """Asked only of what was in Canada."""
    return bool(known(answers, "country") == CANADA)
