"""What every parameter file is made of: dated values with a status and a source, tables, and their checks.

What is not known from a day on is declared, never left out: `{from: 2026-07-01, status: unknown,
unknown_because: table_not_published, source: ircc}` without a value. Only a parameter whose shape says so can be
unknown: `Parameter[ValueOrUnknown[Whole]]` instead of `Parameter[Value[Whole]]`. `on(day)` then gives a dated value
whose `value` is None, and whose `unknown_because` says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import StrEnum
from itertools import pairwise
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
TIERS = ("low", "middle", "high")
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
    UNKNOWN = "unknown"  # declared: from this day on there is no number, see ValueOrUnknown


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
    for level, higher in pairwise(EDUCATION_LEVELS):
        for less, more in zip(_numbers(table[level]), _numbers(table[higher]), strict=True):
            if more < less:
                raise ValueError(f"{higher}: must not give less than {level}")
    return table


def _numbers(entry: object) -> tuple[int, ...]:
    if isinstance(entry, Columns):
        return entry.without_partner, entry.with_partner
    return (_rank(entry),)


def needs_source(sources: tuple[str, ...]) -> tuple[str, ...]:
    if not sources:
        raise ValueError("a source is needed")
    if len(set(sources)) < len(sources):
        raise ValueError("a source is named twice")
    return sources


def written_day(written: object) -> object:
    # A bare number would be read as seconds since 1970, and an instant as its day.
    if not isinstance(written, date) and not (isinstance(written, str) and len(written) == len("2015-01-01")):
        raise ValueError(f"a day is written 2015-01-01, not {written!r}")
    return written


Day = Annotated[date, BeforeValidator(written_day)]
Text = Annotated[str, Field(pattern=r"\S")]
Key = Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$")]
YesNo = Annotated[bool, Field(strict=True)]


class Shape(BaseModel):
    """Frozen, and refuses a key it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Shape):
    """Where a number was read: title, and the day of the copy that was read."""

    title: Text
    seen: Day


def _known(status: Status) -> Status:
    if status is Status.UNKNOWN:
        raise ValueError("has to be confirmed, reported or expected: the rules cannot do without this")
    return status


KnownStatus = Annotated[Status, AfterValidator(_known)]


class Dated(Shape):
    """What holds from a day on, with its status and the keys of its sources."""

    start: Day = Field(alias="from")
    status: KnownStatus
    source: Annotated[tuple[str, ...], BeforeValidator(listed), AfterValidator(needs_source)]


V = TypeVar("V")
T = TypeVar("T")
D = TypeVar("D", bound=Dated)


class Value(Dated, Generic[V]):
    """A single dated value."""

    value: V


class ValueOrUnknown(Dated, Generic[V]):
    """A single dated value that may be declared unknown; `value` is None then, and only then.

    `unknown_because` is a key, for the floors above to word.
    """

    status: Status
    value: V | None = None
    unknown_because: Key | None = None

    @model_validator(mode="after")
    def _a_value_or_a_reason(self) -> ValueOrUnknown[V]:
        unknown = self.status is Status.UNKNOWN
        if unknown == (self.value is not None):
            raise ValueError(f"value: a value whose status is {self.status} has {'none' if unknown else 'to be there'}")
        if unknown == (self.unknown_because is None):
            raise ValueError("unknown_because: belongs to a value whose status is unknown, and only there")
        return self


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


class RisingRows(Rows[R], Generic[R]):
    """A table that never gives less for a higher number: for levels, for years of work."""

    @model_validator(mode="after")
    def _rising(self) -> RisingRows[R]:
        for column, before, after, at in _steps(self.rows):
            if after < before:
                raise ValueError(f"rows: {column} must not fall at {at:g}")
        return self


class PeakedRows(Rows[R], Generic[R]):
    """A table that rises to its most and then falls, and never rises again: for ages."""

    @model_validator(mode="after")
    def _peaked(self) -> PeakedRows[R]:
        falling = set()
        for column, before, after, at in _steps(self.rows):
            if after < before:
                falling.add(column)
            elif after > before and column in falling:
                raise ValueError(f"rows: {column} must not rise again at {at:g}")
        return self


def _steps(rows: tuple[R, ...]) -> Iterator[tuple[str, int, int, float]]:
    """(column, entry, entry of the next row, where the next row begins) for each column of points or tiers."""
    for row, following in pairwise(rows):
        for column in type(row).model_fields:
            if column != "at":
                yield column, _rank(getattr(row, column)), _rank(getattr(following, column)), following.at[0]


def _rank(entry: object) -> int:
    return TIERS.index(entry) if isinstance(entry, str) else int(str(entry))


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
    """The two official columns of the CRS; a partner who comes never makes the candidate's own part worth more."""

    without_partner: Points
    with_partner: Points

    @model_validator(mode="after")
    def _not_swapped(self) -> Columns:
        return _unswapped(self)


class ColumnsRow(Row):
    without_partner: Points
    with_partner: Points

    @model_validator(mode="after")
    def _not_swapped(self) -> ColumnsRow:
        return _unswapped(self)


C = TypeVar("C", Columns, ColumnsRow)


def _unswapped(both: C) -> C:
    if both.with_partner > both.without_partner:
        raise ValueError(f"with_partner: {both.with_partner} is more than without_partner, {both.without_partner}")
    return both


class PointsRow(Row):
    points: Points


class TierRow(Row):
    tier: Tier


class TieredRow(Row):
    low: Points
    middle: Points
    high: Points

    @model_validator(mode="after")
    def _a_higher_tier_gives_no_less(self) -> TieredRow:
        if not self.low <= self.middle <= self.high:
            raise ValueError(f"low, middle, high: must not fall, as {self.low}, {self.middle}, {self.high} do")
        return self


class Parameter(Shape, Generic[D]):
    """One number or table through time."""

    about: Text
    unit: Text
    values: tuple[D, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _in_order(self) -> Parameter[D]:
        days = [value.start for value in self.values]
        if sorted(set(days)) != days:
            raise ValueError(f"values: the days have to rise, not {', '.join(map(str, days))}")
        return self

    def on(self, day: date) -> D:
        """What is in force on a day; `NoRuleError` before the first."""
        found = self.found_on(day)
        if found is None:
            raise NoRuleError(day, self.values[0].start)
        return found

    def found_on(self, day: date) -> D | None:
        """What is in force on a day; None before the first."""
        for value in reversed(self.values):
            if value.start <= day:
                return value
        return None


ColumnsByEducation = Annotated[dict[EducationName, Columns], AfterValidator(_every_education_level)]
PointsByEducation = Annotated[dict[EducationName, Points], AfterValidator(_every_education_level)]
TierByEducation = Annotated[dict[EducationName, Tier], AfterValidator(_every_education_level)]


class File(Shape):
    """A parameter file: what it is about and where its numbers were read."""

    about: Text
    sources: dict[Key, Source] = Field(min_length=1)

    def faults(self) -> Iterator[tuple[str, str]]:
        """(key, why) for each part that does not go with another part; for a shape with such parts to say."""
        return iter(())


Sources = Annotated[tuple[str, ...], BeforeValidator(listed), AfterValidator(needs_source)]
Scored = Annotated[Range, BeforeValidator(read_range)]
