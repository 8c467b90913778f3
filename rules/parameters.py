"""The dated numbers of Express Entry: read from `parameters/*.yaml`, checked, and found by day.

Every number stands beside the day it starts on (`from`), its status and its source. A file that does not hold
together is refused with `ParameterError`, whose words name the file and the key. `book()` is what the
formulas work from; a folder of other files can be read with `load`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, TypeVar

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

FOLDER = Path(__file__).resolve().parent / "parameters"

EDUCATION_LEVELS = (
    "less_than_secondary",
    "secondary",
    "one_year_post_secondary",
    "two_year_post_secondary",
    "bachelors_or_three_plus_year_program",
    "two_or_more_credentials_one_three_plus_years",
    "masters_or_entry_to_practice_professional",
    "doctoral",
)
ABILITIES = ("listening", "reading", "writing", "speaking")
TOP_LEVEL = 10  # "10" is 10 and above: neither CLB nor NCLC is told apart there


class ParameterError(ValueError):
    """A parameter file that cannot be used; says which file, which key and why."""

    def __init__(self, file: str, faults: list[tuple[str, str]]) -> None:
        self.file = file
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{file}: {key}: {why}" if key else f"{file}: {why}" for key, why in faults))


class NoRuleError(ValueError):
    """A day before the first rule of the book."""

    def __init__(self, day: date, first: date) -> None:
        self.day = day
        self.first = first
        super().__init__(f"no rule is known for {day}; the first is of {first}")


class Status(StrEnum):
    """How sure a number is."""

    CONFIRMED = "confirmed"  # two independent sources, or the text of the law
    REPORTED = "reported"  # one source
    EXPECTED = "expected"  # announced, or our own expectation


Range = tuple[float, float | None]


def _range(written: object) -> Range:
    """`18`, `"20-29"` or `"45+"` as (first, last), both included; the last of an open range is None."""
    if isinstance(written, (int, float)) and not isinstance(written, bool):
        return (written, written)
    if isinstance(written, str):
        first, dash, last = written.partition("-")
        try:
            if written.endswith("+"):
                return (float(written[:-1]), None)
            if dash and float(first) < float(last):
                return (float(first), float(last))
        except ValueError:
            pass
    raise ValueError(f"a range is written 18, 20-29 or 45+, not {written!r}")


def _listed(written: object) -> object:
    return (written,) if isinstance(written, str) else written


def _every_education_level(table: dict[str, Any]) -> dict[str, Any]:
    if wrong := set(table) ^ set(EDUCATION_LEVELS):
        raise ValueError(f"has to hold each education level once; look at {', '.join(sorted(wrong))}")
    return table


def _needs_source(sources: tuple[str, ...]) -> tuple[str, ...]:
    if not sources:
        raise ValueError("a source is needed")
    return sources


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Model):
    """Where a number was read: title, and the day of the copy that was read."""

    title: str = Field(min_length=1)
    seen: date


class Dated(_Model):
    """What holds from a day on, with its status and the keys of its sources."""

    start: date = Field(alias="from")
    status: Status
    source: Annotated[tuple[str, ...], BeforeValidator(_listed), AfterValidator(_needs_source)]


V = TypeVar("V")
T = TypeVar("T")
D = TypeVar("D", bound=Dated)


class Value(Dated, Generic[V]):
    """A single dated value."""

    value: V


class Row(_Model):
    """A line of a table, for the whole numbers of `at`."""

    at: Annotated[Range, BeforeValidator(_range)]


R = TypeVar("R", bound=Row)


class Rows(Dated, Generic[R]):
    """A dated table over whole numbers from 0 up, without gap or overlap."""

    rows: tuple[R, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _closed(self) -> Rows[R]:
        wanted: float | None = 0
        for row in self.rows:
            if wanted is None:
                raise ValueError("rows: nothing may follow an open range")
            if row.at[0] != wanted:
                word = "gap" if row.at[0] > wanted else "overlap"
                raise ValueError(f"rows: {word} at {row.at[0]:g}, {wanted:g} was to come")
            wanted = None if row.at[1] is None else row.at[1] + 1
        if wanted is not None:
            raise ValueError(f"rows: the last range has to be open, as in {wanted - 1:g}+")
        return self


def by_number(rows: Iterable[R], take: Callable[[R], T]) -> tuple[T, ...]:
    """A table of closed ranges as one entry per whole number; the last entry stands for all above."""
    dense: list[T] = []
    for row in rows:
        first, last = row.at
        dense += [take(row)] * (1 if last is None else int(last - first) + 1)
    return tuple(dense)


Points = Annotated[int, Field(strict=True, ge=0)]
Whole = Annotated[int, Field(strict=True, ge=0)]
Tier = Literal["low", "middle", "high"]
Level = Annotated[int, Field(strict=True, ge=0, le=TOP_LEVEL)]
EducationName = Literal[
    "less_than_secondary",
    "secondary",
    "one_year_post_secondary",
    "two_year_post_secondary",
    "bachelors_or_three_plus_year_program",
    "two_or_more_credentials_one_three_plus_years",
    "masters_or_entry_to_practice_professional",
    "doctoral",
]


class Columns(_Model):
    """The two official columns of the CRS."""

    without_partner: Points
    with_partner: Points


class ColumnsRow(Row):
    without_partner: Points
    with_partner: Points


class PointsRow(Row):
    points: Points


class TierRow(Row):
    tier: Tier


class TieredRow(Row):
    low: Points
    middle: Points
    high: Points


class Parameter(_Model, Generic[D]):
    """One number or table through time."""

    about: str = Field(min_length=1)
    unit: str = Field(min_length=1)
    values: tuple[D, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Parameter[D]:
        days = [value.start for value in self.values]
        if sorted(set(days)) != days:
            raise ValueError(f"values: the days have to rise, not {', '.join(map(str, days))}")
        return self

    def on(self, day: date) -> D:
        """What is in force on a day; `NoRuleError` before the first."""
        for value in reversed(self.values):
            if value.start <= day:
                return value
        raise NoRuleError(day, self.values[0].start)


ColumnsByEducation = Annotated[dict[EducationName, Columns], AfterValidator(_every_education_level)]
PointsByEducation = Annotated[dict[EducationName, Points], AfterValidator(_every_education_level)]
TierByEducation = Annotated[dict[EducationName, Tier], AfterValidator(_every_education_level)]


class _File(_Model):
    about: str = Field(min_length=1)
    sources: dict[str, Source] = Field(min_length=1)


# --- crs.yaml


class RuleSet(Dated):
    """An era of the CRS. An incomplete one is known to exist but not to its last number."""

    id: str
    complete: bool
    about: str = Field(min_length=1)
    incomplete_because: str | None = None
    known: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _says_why(self) -> RuleSet:
        if self.id != f"CRS-{self.start}":
            raise ValueError(f"id: a rule set is named after its first day, CRS-{self.start}, not {self.id}")
        if self.complete == (self.incomplete_because is not None):
            raise ValueError("incomplete_because: belongs to a rule set that is not complete, and only there")
        return self


class TransferabilityCaps(_Model):
    education: Points
    foreign_work: Points
    certificate: Points
    all: Points


class JobOfferPoints(_Model):
    senior_manager: Points
    other_skilled: Points
    assessment_needed: bool


class FrenchPoints(_Model):
    french_level: Level
    english_level: Level
    with_english: Points
    otherwise: Points


class CanadianStudyPoints(_Model):
    none: Points
    one_year: Points
    two_year: Points
    three_years_or_more: Points


class CrsParameters(_Model):
    age: Parameter[Rows[ColumnsRow]]
    education: Parameter[Value[ColumnsByEducation]]
    first_language: Parameter[Rows[ColumnsRow]]
    second_language: Parameter[Rows[ColumnsRow]]
    second_language_cap: Parameter[Value[Columns]]
    canadian_work: Parameter[Rows[ColumnsRow]]
    core_cap: Parameter[Value[Columns]]
    partner_education: Parameter[Value[PointsByEducation]]
    partner_language: Parameter[Rows[PointsRow]]
    partner_canadian_work: Parameter[Rows[PointsRow]]
    partner_cap: Parameter[Value[Points]]
    education_tiers: Parameter[Value[TierByEducation]]
    transfer_education_language: Parameter[Rows[TieredRow]]
    transfer_education_canadian_work: Parameter[Rows[TieredRow]]
    foreign_work_tiers: Parameter[Rows[TierRow]]
    transfer_foreign_language: Parameter[Rows[TieredRow]]
    transfer_foreign_canadian_work: Parameter[Rows[TieredRow]]
    transfer_certificate: Parameter[Rows[PointsRow]]
    transferability_caps: Parameter[Value[TransferabilityCaps]]
    nomination: Parameter[Value[Points]]
    job_offer: Parameter[Value[JobOfferPoints]]
    sibling: Parameter[Value[Points]]
    french: Parameter[Value[FrenchPoints]]
    canadian_study: Parameter[Value[CanadianStudyPoints]]
    additional_cap: Parameter[Value[Points]]


class CrsFile(_File):
    rule_sets: tuple[RuleSet, ...] = Field(min_length=1)
    parameters: CrsParameters


# --- federal_skilled_worker.yaml


class AdaptabilityPoints(_Model):
    partner_language: Points
    own_study: Points
    partner_study: Points
    own_work: Points
    partner_work: Points
    relative: Points
    arranged_employment: Points
    cap: Points


class FederalSkilledWorkerParameters(_Model):
    pass_mark: Parameter[Value[Points]]
    minimum_language: Parameter[Value[Level]]
    minimum_experience: Parameter[Value[Whole]]
    minimum_education: Parameter[Value[EducationName]]
    first_language: Parameter[Rows[PointsRow]]
    second_language: Parameter[Rows[PointsRow]]
    education: Parameter[Value[PointsByEducation]]
    experience: Parameter[Rows[PointsRow]]
    age: Parameter[Rows[PointsRow]]
    arranged_employment: Parameter[Value[Points]]
    adaptability: Parameter[Value[AdaptabilityPoints]]
    partner_minimum_language: Parameter[Value[Level]]


class FederalSkilledWorkerFile(_File):
    parameters: FederalSkilledWorkerParameters


# --- validity.yaml, planning_margins.yaml


class Validity(_Model):
    language_result: Parameter[Value[Whole]]
    partner_language_result: Parameter[Value[Whole | None]]


class ValidityFile(_File):
    validity: Validity


class Margins(_Model):
    english_test: Parameter[Value[Whole]]
    french_test: Parameter[Value[Whole]]


class MarginsFile(_File):
    margins: Margins


# --- language_tests.yaml


class ScoreRow(_Model):
    level: Level
    listening: Annotated[Range, BeforeValidator(_range)]
    reading: Annotated[Range, BeforeValidator(_range)]
    writing: Annotated[Range, BeforeValidator(_range)]
    speaking: Annotated[Range, BeforeValidator(_range)]

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


class AbilityScores(_Model):
    listening: Annotated[Range, BeforeValidator(_range)]
    reading: Annotated[Range, BeforeValidator(_range)]
    writing: Annotated[Range, BeforeValidator(_range)]
    speaking: Annotated[Range, BeforeValidator(_range)]

    def of(self, ability: str) -> tuple[float, float]:
        """The lowest and highest score a test prints for an ability."""
        lowest, highest = getattr(self, ability)
        return lowest, highest


class Scale(_Model):
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


class DesignatedTest(_Model):
    """A test that Express Entry takes."""

    about: str = Field(min_length=1)
    language: Literal["english", "french"]
    accepted: Dated
    scales: dict[str, Scale] = Field(min_length=1)


class LanguageTests(_Model):
    ielts_general: DesignatedTest
    celpip_general: DesignatedTest
    pte_core: DesignatedTest
    tef_canada: DesignatedTest
    tcf_canada: DesignatedTest

    def of(self, kind: str) -> DesignatedTest:
        """The test of a kind, by its key."""
        found: DesignatedTest = getattr(self, kind)
        return found


class LanguageTestsFile(_File):
    tests: LanguageTests


# --- links.yaml


class Link(_Model):
    """An official address in both languages; `exact_fr` is False where the French one is the page above."""

    en: str = Field(pattern=r"^https://[a-z0-9.-]+/")
    fr: str = Field(pattern=r"^https://[a-z0-9.-]+/")
    exact_fr: bool
    status: Status
    source: Annotated[tuple[str, ...], BeforeValidator(_listed), AfterValidator(_needs_source)]


class LinksFile(_File):
    links: dict[str, Link] = Field(min_length=1)


# --- the whole book


@dataclass(frozen=True, eq=False)
class RuleBook:
    """All parameter files of one folder, checked.

    Two books are never equal: what is compiled from one is cached by its identity.
    """

    crs: CrsFile
    federal_skilled_worker: FederalSkilledWorkerFile
    language_tests: LanguageTestsFile
    validity: ValidityFile
    planning_margins: MarginsFile
    links: LinksFile


# The reader written in C is some five times faster, and not in every build of PyYAML.
_Fastest: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Reader(_Fastest):  # type: ignore[misc]  # either is a SafeLoader
    """YAML in which a key written twice is an error instead of a silent choice of the last, and a day stays text.

    A day is then read by the model, which names the key when there is no such day.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} is written twice", key_node.start_mark
                )
            seen.add(key)
        found: dict[Any, Any] = super().construct_mapping(node, deep)
        return found


_Reader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_yaml(text: str) -> Any:
    """Plain values from YAML, days as text; `ValueError` with the place when it cannot be read."""
    try:
        # _Reader is a SafeLoader: no tag of a file can make anything but plain values.
        return yaml.load(text, Loader=_Reader)  # noqa: S506
    except (yaml.YAMLError, RecursionError, TypeError) as error:
        raise ValueError(" ".join(str(error).split())) from error


F = TypeVar("F", bound=_File)


def _read(folder: Path, name: str, shape: type[F]) -> F:
    file = f"{name}.yaml"
    try:
        content = read_yaml((folder / file).read_text("utf-8"))
    except FileNotFoundError:
        raise ParameterError(file, [("", f"is not in {folder}")]) from None
    except ValueError as error:
        raise ParameterError(file, [("", str(error))]) from error
    try:
        read = shape.model_validate(content)
    except ValidationError as error:
        raise ParameterError(file, _faults(error)) from error
    faults = [
        (key, f"source {source!r} is not listed under sources")
        for key, cited in _citations(read)
        for source in cited
        if source not in read.sources
    ]
    if faults:
        raise ParameterError(file, faults)
    return read


def _faults(error: ValidationError) -> list[tuple[str, str]]:
    found = error.errors(include_url=False)
    # A list whose only item is refused is reported as empty too, which nobody wrote.
    places = [one["loc"] for one in found if one["type"] != "too_short"]
    return [
        (".".join(map(str, one["loc"])), one["msg"].removeprefix("Value error, "))
        for one in found
        if one["type"] != "too_short" or not any(place[: len(one["loc"])] == one["loc"] for place in places)
    ]


def _citations(model: BaseModel, at: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every `source` in a file, with the key it stands under."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        key = f"{at}.{name}" if at else name
        if name == "source":
            yield key, value
        elif isinstance(value, BaseModel):
            yield from _citations(value, key)
        elif isinstance(value, (tuple, dict)):
            items = value.items() if isinstance(value, dict) else enumerate(value)
            for place, item in items:
                if isinstance(item, BaseModel):
                    yield from _citations(item, f"{key}.{place}")


def _check_eras(crs: CrsFile) -> None:
    """Rule sets and values have to tell the same story about when something changed."""
    starts = [rule_set.start for rule_set in crs.rule_sets]
    faults = []
    if sorted(set(starts)) != starts:
        faults.append(("rule_sets", "the days have to rise"))
    if not crs.rule_sets[0].complete:
        faults.append(("rule_sets.0.complete", "the first rule set has to be complete"))
    for name in CrsParameters.model_fields:
        parameter: Parameter[Dated] = getattr(crs.parameters, name)
        if parameter.values[0].start != starts[0]:
            faults.append((f"parameters.{name}.values.0.from", f"has to be {starts[0]}, the first rule set's day"))
        for place, value in enumerate(parameter.values):
            if value.start not in starts:
                faults.append((f"parameters.{name}.values.{place}.from", f"no rule set starts on {value.start}"))
    if faults:
        raise ParameterError("crs.yaml", faults)


def _check_scales(tests: LanguageTestsFile) -> None:
    """TEF Canada has its two scales, every other test one."""
    for kind in LanguageTests.model_fields:
        wanted = {"older", "out_of_699"} if kind == "tef_canada" else {"only"}
        if set(tests.tests.of(kind).scales) != wanted:
            raise ParameterError(
                "language_tests.yaml", [(f"tests.{kind}.scales", f"has to hold {', '.join(sorted(wanted))}")]
            )


def load(folder: Path) -> RuleBook:
    """Read and check all parameter files of a folder.

    `ParameterError` names the first file that is wrong, with every fault found in it.
    """
    read = RuleBook(
        crs=_read(folder, "crs", CrsFile),
        federal_skilled_worker=_read(folder, "federal_skilled_worker", FederalSkilledWorkerFile),
        language_tests=_read(folder, "language_tests", LanguageTestsFile),
        validity=_read(folder, "validity", ValidityFile),
        planning_margins=_read(folder, "planning_margins", MarginsFile),
        links=_read(folder, "links", LinksFile),
    )
    _check_eras(read.crs)
    _check_scales(read.language_tests)
    return read


@cache
def book() -> RuleBook:
    """The rule book of this program, read once."""
    return load(FOLDER)


def links() -> Mapping[str, Link]:
    """The only addresses that may be shown, by key."""
    return book().links.links
