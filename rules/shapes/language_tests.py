"""The shape of `parameters/language_tests.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, model_validator

from rules.shapes.dated import ABILITIES, TOP_LEVEL, Dated, File, KnownStatus, Level, Range, Scored, Shape, Sources


class ScoreRow(Shape):
    level: Level
    listening: Scored
    reading: Scored
    writing: Scored
    speaking: Scored

    def of(self, ability: str) -> Range:
        """The scores of an ability, from-to."""
        found: Range = getattr(self, ability)
        return found


class ConversionTable(Dated):
    """Scores to levels for tests sat from `start` on; the best level first."""

    rows: tuple[ScoreRow, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _downwards(self) -> ConversionTable:
        levels = [row.level for row in self.rows]
        if levels != list(range(TOP_LEVEL, TOP_LEVEL - len(levels), -1)):
            raise ValueError(f"rows: the levels have to fall one by one from {TOP_LEVEL}, not {levels}")
        return self


class AbilityScores(Shape):
    listening: Scored
    reading: Scored
    writing: Scored
    speaking: Scored

    def of(self, ability: str) -> tuple[float, float]:
        """The lowest and highest score a test prints for an ability."""
        lowest, highest = getattr(self, ability)
        return lowest, highest


class Scale(Shape):
    """One way of printing the scores of a test: what can be printed, and the tables by day of sitting."""

    about: str = Field(min_length=1)
    step: float = Field(gt=0)
    scores: AbilityScores
    values: tuple[ConversionTable, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _closed(self) -> Scale:
        days = [table.start for table in self.values]
        if sorted(set(days)) != days:
            raise ValueError(f"values: the days have to rise, not {', '.join(map(str, days))}")
        for ability in ABILITIES:
            lowest, highest = self.scores.of(ability)
            for table in self.values:
                wanted = highest
                for row in table.rows:
                    first, last = row.of(ability)
                    if last != wanted:
                        raise ValueError(
                            f"values from {table.start}, level {row.level}, {ability}: "
                            f"the range has to end at {wanted:g}, not {'+' if last is None else f'{last:g}'}"
                        )
                    wanted = first - self.step
                if wanted + self.step < lowest:
                    raise ValueError(f"values from {table.start}, {ability}: goes below the lowest score {lowest:g}")
        return self


class DesignatedTest(Shape):
    """A test that Express Entry takes."""

    about: str = Field(min_length=1)
    language: Literal["english", "french"]
    accepted: Dated
    scales: dict[str, Scale] = Field(min_length=1)


class UnusableTest(Shape):
    """A test that Express Entry does not take, as far as known; kept so that it can be named."""

    about: str = Field(min_length=1)
    language: Literal["english", "french"]
    because: Literal["not_designated", "two_abilities_only", "no_chart_known"]
    status: KnownStatus
    source: Sources


class LanguageTests(Shape):
    ielts_general: DesignatedTest
    celpip_general: DesignatedTest
    pte_core: DesignatedTest
    tef_canada: DesignatedTest
    tcf_canada: DesignatedTest

    def of(self, kind: str) -> DesignatedTest:
        """The test of a kind, by its key."""
        found: DesignatedTest = getattr(self, kind)
        return found


class LanguageTestsFile(File):
    tests: LanguageTests
    not_usable: dict[str, UnusableTest] = Field(min_length=1)

    def faults(self) -> Iterator[tuple[str, str]]:
        """TEF Canada has its two scales, every other test one."""
        for kind in LanguageTests.model_fields:
            wanted = {"older", "out_of_699"} if kind == "tef_canada" else {"only"}
            if set(self.tests.of(kind).scales) != wanted:
                yield f"tests.{kind}.scales", f"has to hold {', '.join(sorted(wanted))}"

    @model_validator(mode="after")
    def _either_usable_or_not(self) -> LanguageTestsFile:
        if both := sorted(set(LanguageTests.model_fields) & set(self.not_usable)):
            raise ValueError(f"not_usable: {', '.join(both)} stands under tests too")
        return self
