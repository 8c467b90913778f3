"""Language tests: which scores can be printed, what level each is worth, and until when a result counts.

Levels are CLB for English and NCLC for French; both use the same numbers. 0 means below the lowest level of
the test's chart (below 4, except that PTE Core also names 3); 10 means 10 or more. Each ability is converted
on its own (IRPR 79).
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rules.parameters import RuleBook, book
from rules.shapes.dated import ABILITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rules.facts import LanguageTest, Scores
    from rules.shapes.language_tests import UnusableTest


class Language(StrEnum):
    """Canada's official languages."""

    english = "english"
    french = "french"


class Ability(StrEnum):
    """The four abilities, in the order in which results are usually written."""

    listening = "listening"
    reading = "reading"
    writing = "writing"
    speaking = "speaking"


class LanguageTestKind(StrEnum):
    """The tests that Express Entry takes."""

    ielts_general = "ielts_general"
    celpip_general = "celpip_general"
    pte_core = "pte_core"
    tef_canada = "tef_canada"
    tcf_canada = "tcf_canada"

    @property
    def language(self) -> Language:
        """The official language the test is of."""
        return _LANGUAGE_OF[self]

    @property
    def scales(self) -> tuple[TefScale, ...]:
        """The scales to choose from; empty for a test that prints its scores in one way only."""
        return tuple(TefScale) if self is LanguageTestKind.tef_canada else ()


class TefScale(StrEnum):
    """The scale of TEF Canada scores, asked and never guessed: the same number means different levels."""

    older = "older"  # "Équivalence ancien score", the one that Express Entry asks for
    out_of_699 = "out_of_699"


_LANGUAGE_OF = {
    LanguageTestKind.ielts_general: Language.english,
    LanguageTestKind.celpip_general: Language.english,
    LanguageTestKind.pte_core: Language.english,
    LanguageTestKind.tef_canada: Language.french,
    LanguageTestKind.tcf_canada: Language.french,
}


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


class Limits(NamedTuple):
    """What a test can print for one ability."""

    lowest: float
    highest: float
    step: float


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


class ScoreError(ValueError):
    """A score that the test cannot print."""

    def __init__(self, ability: Ability, given: float, limits: Limits) -> None:
        self.ability = ability
        self.given = given
        self.lowest, self.highest, self.step = limits
        super().__init__(
            f"{ability}: {given:g} is not a score of this test, which goes from {self.lowest:g} "
            f"to {self.highest:g} by {self.step:g}"
        )


class ScaleError(ValueError):
    """A scale that does not go with the test or with its day, or one that is missing."""


class _Chart(NamedTuple):
    """The conversion of one ability: the first score of each level, rising, and the level it opens."""

    starts: tuple[float, ...]
    levels: tuple[int, ...]


class _Table(NamedTuple):
    start: date
    charts: tuple[_Chart, _Chart, _Chart, _Chart]


@cache
def _tables(rules: RuleBook, kind: LanguageTestKind, scale: TefScale | None) -> tuple[_Table, ...]:
    """The conversion tables of a test on a scale, the newest first."""
    return tuple(
        _Table(
            table.start,
            tuple(  # type: ignore[arg-type]  # four abilities, four charts
                _Chart(
                    starts=tuple(row.of(ability)[0] for row in reversed(table.rows)),
                    levels=(0, *(row.level for row in reversed(table.rows))),
                )
                for ability in ABILITIES
            ),
        )
        for table in reversed(rules.language_tests.tests.of(kind).scales[scale or "only"].values)
    )


def _charts(test: LanguageTest, rules: RuleBook) -> tuple[_Chart, _Chart, _Chart, _Chart]:
    day = test.test_date or test.result_date or date.max  # a test of an unknown day is taken for a recent one
    for table in _tables(rules, test.kind, test.scale):
        if table.start <= day:
            return table.charts
    raise ScaleError(f"no chart of {test.kind} is known for a test of {day}")


def check_scale(kind: LanguageTestKind, scale: TefScale | None) -> None:
    """Refuse, with `ScaleError`, a missing scale of TEF Canada or a scale on any other test."""
    if kind.scales and scale is None:
        raise ScaleError(f"the scale of {kind} has to be said: {' or '.join(kind.scales)}")
    if scale is not None and scale not in kind.scales:
        raise ScaleError(f"{kind} has no scale {scale}")


def check_day(kind: LanguageTestKind, scale: TefScale | None, day: date, rules: RuleBook | None = None) -> None:
    """Refuse, with `ScaleError`, a day on which the test was not printed on that scale."""
    first = _tables(rules or book(), kind, scale)[-1].start
    if day < first:
        on_scale = f" on the scale {scale}" if scale else ""
        raise ScaleError(f"{kind} was not printed{on_scale} before {first}")


def limits(kind: LanguageTestKind, scale: TefScale | None, ability: Ability, rules: RuleBook | None = None) -> Limits:
    """The lowest and highest score of an ability and the step between scores."""
    table = (rules or book()).language_tests.tests.of(kind).scales[scale or "only"]
    return Limits(*table.scores.of(ability), table.step)


def check_score(kind: LanguageTestKind, scale: TefScale | None, ability: Ability, given: float) -> None:
    """Refuse, with `ScoreError`, a score that the test cannot print for that ability."""
    found = limits(kind, scale, ability)
    if not found.lowest <= given <= found.highest or (given - found.lowest) % found.step:
        raise ScoreError(ability, given, found)


def check_scores(kind: LanguageTestKind, scale: TefScale | None, scores: Scores) -> None:
    """Refuse, with `ScoreError`, the first of the four scores that the test cannot print."""
    for ability in Ability:
        check_score(kind, scale, ability, scores.of(ability))


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
    tables = _tables(rules or book(), kind, scale)
    table = next((table for table in tables if table.start <= day), tables[-1])
    found: list[float | None] = []
    for chart, level in zip(table.charts, needed, strict=True):
        place = next(place for place, each in enumerate(chart.levels) if each >= level)
        found.append(chart.starts[place - 1] if place else None)
    return tuple(found)


def add_months(day: date, months: int) -> date:
    """Months counted as in the Interpretation Act, s. 28: the same day number, or the month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@lru_cache(maxsize=4096)
def last_day(start: date, months: int) -> date:
    """The last day on which something from `start` is less than so many months old (Interpretation Act, s. 28)."""
    return add_months(start, months) - timedelta(days=1)


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


def unusable_tests(rules: RuleBook | None = None) -> Mapping[str, UnusableTest]:
    """Tests people name that Express Entry does not take, by key: what each is, its language, and why not."""
    return (rules or book()).language_tests.not_usable


def _why_not(test: LanguageTest, on: date, last: date | None, rules: RuleBook) -> WhyNotUsable | None:
    if test.result_date is not None and on < test.result_date:
        return WhyNotUsable.not_out_yet
    if last is not None and last < on:
        return WhyNotUsable.expired
    if on < rules.language_tests.tests.of(test.kind).accepted.start:
        return WhyNotUsable.not_accepted
    return None
