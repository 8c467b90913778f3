"""The language tests of Express Entry, by themselves: which there are, which scores and scales each can print on which
day, and the charts that turn a score into a level. What a person's result is worth is `rules.language`.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from rules.parameters import RuleBook, book
from rules.shapes.dated import ABILITIES

if TYPE_CHECKING:
    from collections.abc import Mapping

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


class Limits(NamedTuple):
    """What a test can print for one ability."""

    lowest: float
    highest: float
    step: float


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


class Chart(NamedTuple):
    """The conversion of one ability: the first score of each level, rising, and the level it opens."""

    starts: tuple[float, ...]
    levels: tuple[int, ...]


class Charts(NamedTuple):
    """The charts of the four abilities in tests from a day on."""

    start: date
    charts: tuple[Chart, Chart, Chart, Chart]


@cache
def charts(rules: RuleBook, kind: LanguageTestKind, scale: TefScale | None) -> tuple[Charts, ...]:
    """The conversion tables of a test on a scale, the newest first."""
    return tuple(
        Charts(
            table.start,
            tuple(  # type: ignore[arg-type]  # four abilities, four charts
                Chart(
                    starts=tuple(row.of(ability)[0] for row in reversed(table.rows)),
                    levels=(0, *(row.level for row in reversed(table.rows))),
                )
                for ability in ABILITIES
            ),
        )
        for table in reversed(rules.language_tests.tests.of(kind).scales[scale or "only"].values)
    )


def check_scale(kind: LanguageTestKind, scale: TefScale | None) -> None:
    """Refuse, with `ScaleError`, a missing scale of TEF Canada or a scale on any other test."""
    if kind.scales and scale is None:
        raise ScaleError(f"the scale of {kind} has to be said: {' or '.join(kind.scales)}")
    if scale is not None and scale not in kind.scales:
        raise ScaleError(f"{kind} has no scale {scale}")


def check_day(kind: LanguageTestKind, scale: TefScale | None, day: date, rules: RuleBook | None = None) -> None:
    """Refuse, with `ScaleError`, a day on which the test was not printed on that scale."""
    first = charts(rules or book(), kind, scale)[-1].start
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


def unusable_tests(rules: RuleBook | None = None) -> Mapping[str, UnusableTest]:
    """Tests people name that Express Entry does not take, by key: what each is, its language, and why not."""
    return (rules or book()).language_tests.not_usable
