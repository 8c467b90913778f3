"""The shape of `parameters/work.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from rules.occupations import check_code
from rules.shapes.dated import Dated, File, Parameter, Shape, Value, Whole, YesNo

Positive = Annotated[int, Field(strict=True, gt=0)]
TeerNumber = Annotated[int, Field(strict=True, ge=0, le=5)]
Code = Annotated[str, AfterValidator(check_code)]
Codes = Annotated[frozenset[Code], BeforeValidator(frozenset)]
# Everywhere, nowhere, or outside Canada only
Counts = YesNo | Literal["abroad"]


class Where(StrEnum):
    """Where a person has to be while working."""

    canada = "canada"
    abroad = "abroad"
    anywhere = "anywhere"


class Purpose(Dated):
    """What work counts for one purpose from a day on.

    `window` is in years back from the day asked about, `months` the shortest experience that is enough, in full-time
    months. `qualified` asks for work after the trade could be practised independently. `physicians` are the occupations
    whose self-employed work in Canada counts when a public health system pays for it.
    """

    window: Positive
    where: Where
    teers: Annotated[frozenset[TeerNumber], BeforeValidator(frozenset)] = Field(min_length=1)
    self_employed: Counts
    student: Counts
    unauthorised: YesNo
    qualified: YesNo = False
    physicians: Codes = frozenset()
    months: Positive
    continuous: YesNo = False

    @model_validator(mode="after")
    def _whole_years(self) -> Purpose:
        if self.months > 12 and self.months % 12:
            raise ValueError("months: above a year only whole years are known, as in 24")
        return self


class Purposes(Shape):
    crs_canadian: Parameter[Purpose]
    crs_foreign: Parameter[Purpose]
    federal_skilled_worker: Parameter[Purpose]
    adaptability_own: Parameter[Purpose]
    adaptability_partner: Parameter[Purpose]
    canadian_experience_class: Parameter[Purpose]
    skilled_trades: Parameter[Purpose]
    category: Parameter[Purpose]
    category_in_canada: Parameter[Purpose]
    high_wage: Parameter[Purpose]


class Counting(Shape):
    week: Parameter[Value[Positive]]
    year: Parameter[Value[Positive]]
    gap: Parameter[Value[Whole]]
    gap_to_check: Parameter[Value[Whole]]
    level_c_or_d: Parameter[Value[Codes]]
    partly_level_c_or_d: Parameter[Value[Codes]]


class WorkFile(File):
    counting: Counting
    purposes: Purposes

    def faults(self) -> Iterator[tuple[str, str]]:
        """How work is counted is known from the first day of every purpose."""
        for name in Counting.model_fields:
            counted: Parameter[Value[object]] = getattr(self.counting, name)
            for purpose in Purposes.model_fields:
                of_purpose: Parameter[Purpose] = getattr(self.purposes, purpose)
                if of_purpose.values[0].start < counted.values[0].start:
                    yield f"purposes.{purpose}.values.0.from", f"begins before counting.{name}"
