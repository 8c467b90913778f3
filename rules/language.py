"""What a result of a language test is worth: the level of each ability, and until when it counts.

Levels are CLB for English and NCLC for French; both use the same numbers. 0 means below the lowest level of
the test's chart (below 4, except that PTE Core also names 3); 10 means 10 or more. Each ability is converted
on its own (IRPR 79).
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from rules.facts import LanguageTest
from rules.language_tests import Ability, Chart, Language, LanguageTestKind, ScaleError, TefScale, charts
from rules.months import last_day
from rules.parameters import RuleBook, book
from rules.shapes.dated import ABILITIES

if TYPE_CHECKING:
    from collections.abc import Iterable


class Levels(NamedTuple):
    """The CLB or NCLC level of each ability."""

    listening: int
    reading: int
    writing: int
    speaking: int

    @property
    def lowest(self) -> int:
        """The level that all four abilities reach."""
        return min(self)


NO_LEVELS = Levels(0, 0, 0, 0)  # no usable test


class NextBand(NamedTuple):
    """The smallest score that reaches the next level of an ability."""

    score: float
    level: int


class Band(NamedTuple):
    """Where one ability stands on its chart: what is there, what comes next, and the first score of every level."""

    ability: Ability
    score: float
    level: int
    following: NextBand | None  # None at the top
    thresholds: tuple[NextBand, ...]  # from the lowest level of the chart up


class WhyNotUsable(StrEnum):
    """Why a set of scores does not count on a day."""

    not_out_yet = "not_out_yet"  # the result is of a later day
    expired = "expired"
    not_accepted = "not_accepted"  # Express Entry did not take the test on that day


class Sitting(NamedTuple):
    """One whole set of four scores on a day: its levels, whether it counts, and until when.

    `place` is that among the tests of the facts ("tests.0"). `until` is the last day on which it counts; None while
    the date of the result is not known, and for a partner's result without a limit of age.
    """

    place: int
    test: LanguageTest
    levels: Levels
    usable: bool
    why_not: WhyNotUsable | None
    until: date | None


def _charts(test: LanguageTest, rules: RuleBook) -> tuple[Chart, Chart, Chart, Chart]:
    day = test.test_date or test.result_date or date.max  # a test of an unknown day is taken for a recent one
    for table in charts(rules, test.kind, test.scale):
        if table.start <= day:
            return table.charts
    raise ScaleError(f"no chart of {test.kind} is known for a test of {day}")


def levels(test: LanguageTest, rules: RuleBook | None = None) -> Levels:
    """The level of each ability, each converted on its own; a score between two bands has the lower level."""
    listening, reading, writing, speaking = _charts(test, rules or book())
    scores = test.scores
    return Levels(
        listening.levels[bisect_right(listening.starts, scores.listening)],
        reading.levels[bisect_right(reading.starts, scores.reading)],
        writing.levels[bisect_right(writing.starts, scores.writing)],
        speaking.levels[bisect_right(speaking.starts, scores.speaking)],
    )


def next_band(test: LanguageTest, ability: Ability, rules: RuleBook | None = None) -> NextBand | None:
    """The smallest score of an ability that reaches its next level; None at the top."""
    chart = _charts(test, rules or book())[ABILITIES.index(ability)]
    place = bisect_right(chart.starts, test.scores.of(ability))
    if place == len(chart.starts):
        return None
    return NextBand(chart.starts[place], chart.levels[place + 1])


def next_bands(test: LanguageTest, rules: RuleBook | None = None) -> tuple[tuple[Ability, NextBand], ...]:
    """The abilities that are not at the top, each with its next band: listening, reading, writing, speaking."""
    found = ((ability, next_band(test, ability, rules)) for ability in Ability)
    return tuple((ability, band) for ability, band in found if band is not None)


def sitting_weeks(language: str, on: date, rules: RuleBook) -> int:
    """The planning margin of a day from booking a test of a language to its result, in weeks."""
    margins = rules.planning_margins.margins
    return (margins.french_test if language == Language.french else margins.english_test).on(on).value


def bands(test: LanguageTest, rules: RuleBook | None = None) -> tuple[Band, ...]:
    """The chart of each ability with the place of the score on it: listening, reading, writing, speaking."""
    rules = rules or book()
    return tuple(
        Band(
            ability=ability,
            score=test.scores.of(ability),
            level=level,
            following=next_band(test, ability, rules),
            thresholds=tuple(NextBand(*pair) for pair in zip(chart.starts, chart.levels[1:], strict=True)),
        )
        for ability, level, chart in zip(Ability, levels(test, rules), _charts(test, rules), strict=True)
    )


def first_scores(
    kind: LanguageTestKind, scale: TefScale | None, needed: Levels, day: date, rules: RuleBook | None = None
) -> tuple[float | None, ...]:
    """The lowest score of each ability that reaches a level in a test of a day; None where any score does (level 0)."""
    tables = charts(rules or book(), kind, scale)
    table = next((table for table in tables if table.start <= day), tables[-1])
    found: list[float | None] = []
    for chart, level in zip(table.charts, needed, strict=True):
        place = next(place for place, each in enumerate(chart.levels) if each >= level)
        found.append(chart.starts[place - 1] if place else None)
    return tuple(found)


def last_usable_day(test: LanguageTest, rules: RuleBook | None = None) -> date | None:
    """The last day on which a result is less than two years old, from the date of the result; None without a date."""
    if test.result_date is None:
        return None
    months = (rules or book()).validity.validity.language_result.values[-1].value
    return last_day(test.result_date, months)


def partners_last_usable_day(test: LanguageTest, on: date, rules: RuleBook | None = None) -> date | None:
    """The same for an accompanying partner by the rule of a day: no limit of age before 2016-11-19, which is None."""
    months = (rules or book()).validity.validity.partner_language_result.on(on).value
    return None if test.result_date is None or months is None else last_day(test.result_date, months)


def usable(test: LanguageTest, on: date, rules: RuleBook | None = None) -> bool:
    """Whether a result counts on a day: already out, not yet too old, and of a test accepted by then."""
    rules = rules or book()
    return _why_not(test, on, last_usable_day(test, rules), rules) is None


def usable_by_partner(test: LanguageTest, on: date, rules: RuleBook | None = None) -> bool:
    """The same for an accompanying partner."""
    rules = rules or book()
    return _why_not(test, on, partners_last_usable_day(test, on, rules), rules) is None


def sets(
    tests: Iterable[LanguageTest], on: date, *, partner: bool = False, rules: RuleBook | None = None
) -> tuple[Sitting, ...]:
    """Every sitting as it stands on a day, in the order told; with `partner`, by the rule of an accompanying partner.

    Which of the usable ones is the better is a matter of score: `rules.sittings` compares them.
    """
    rules = rules or book()
    found = []
    for place, test in enumerate(tests):
        until = partners_last_usable_day(test, on, rules) if partner else last_usable_day(test, rules)
        why_not = _why_not(test, on, until, rules)
        found.append(Sitting(place, test, levels(test, rules), why_not is None, why_not, until))
    return tuple(found)


def usable_sets(
    tests: Iterable[LanguageTest], language: Language, on: date, rules: RuleBook | None = None
) -> tuple[LanguageTest, ...]:
    """The whole sets of four scores of a language that count on a day; sittings are never mixed."""
    return tuple(test for test in tests if test.kind.language is language and usable(test, on, rules))


def freshness(test: LanguageTest | None) -> int:
    """Larger for a result that stays usable longer; for choosing between sets that give the same."""
    return test.result_date.toordinal() if test is not None and test.result_date is not None else 0


def scale_to_check(test: LanguageTest) -> bool:
    """Whether the level may differ in the profile, which asks for the older-scale TEF score."""
    return test.scale is TefScale.out_of_699


def _why_not(test: LanguageTest, on: date, last: date | None, rules: RuleBook) -> WhyNotUsable | None:
    if test.result_date is not None and on < test.result_date:
        return WhyNotUsable.not_out_yet
    if last is not None and last < on:
        return WhyNotUsable.expired
    if on < rules.language_tests.tests.of(test.kind).accepted.start:
        return WhyNotUsable.not_accepted
    return None
