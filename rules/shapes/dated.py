"""What every parameter file is made of: dated values with a status and a source, tables, and their checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

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


def read_range(written: object) -> Range:
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


def listed(written: object) -> object:
    return (written,) if isinstance(written, str) else written


def _every_education_level(table: dict[str, Any]) -> dict[str, Any]:
    if wrong := set(table) ^ set(EDUCATION_LEVELS):
        raise ValueError(f"has to hold each education level once; look at {', '.join(sorted(wrong))}")
    return table


def needs_source(sources: tuple[str, ...]) -> tuple[str, ...]:
    if not sources:
        raise ValueError("a source is needed")
    return sources


class Shape(BaseModel):
    """Frozen, and refuses a key it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Shape):
    """Where a number was read: title, and the day of the copy that was read."""

    title: str = Field(min_length=1)
    seen: date


class Dated(Shape):
    """What holds from a day on, with its status and the keys of its sources."""

    start: date = Field(alias="from")
    status: Status
    source: Annotated[tuple[str, ...], BeforeValidator(listed), AfterValidator(needs_source)]


V = TypeVar("V")
T = TypeVar("T")
D = TypeVar("D", bound=Dated)


class Value(Dated, Generic[V]):
    """A single dated value."""

    value: V


class Row(Shape):
    """A line of a table, for the whole numbers of `at`."""

    at: Annotated[Range, BeforeValidator(read_range)]


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


class Columns(Shape):
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


class Parameter(Shape, Generic[D]):
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


class File(Shape):
    """A parameter file: what it is about and where its numbers were read."""

    about: str = Field(min_length=1)
    sources: dict[str, Source] = Field(min_length=1)


Sources = Annotated[tuple[str, ...], BeforeValidator(listed), AfterValidator(needs_source)]
Scored = Annotated[Range, BeforeValidator(read_range)]
