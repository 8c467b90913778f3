"""The shape of `parameters/work.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from rules.occupations import check_code
from rules.shapes.dated import Dated, File, Parameter, Shape, Value, Whole, YesNo

Positive = Annotated[int, Field(strict=True, gt=0)]
TeerNumber = Annotated[int, Field(strict=True, ge=0, le=5)]
Code = Annotated[str, AfterValidator(check_code)]


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
    self_employed: YesNo
    student: YesNo
    unauthorised: YesNo
    qualified: YesNo = False
    physicians: Annotated[frozenset[Code], BeforeValidator(frozenset)] = frozenset()
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
    canadian_experience_class: Parameter[Purpose]
    skilled_trades: Parameter[Purpose]
    category: Parameter[Purpose]
    category_in_canada: Parameter[Purpose]
    high_wage: Parameter[Purpose]


class Counting(Shape):
    week: Parameter[Value[Positive]]
    year: Parameter[Value[Positive]]
    gap: Parameter[Value[Whole]]


class WorkFile(File):
    counting: Counting
    purposes: Purposes

    def faults(self) -> Iterator[tuple[str, str]]:
        """How work is counted only changes on a day on which every purpose of then has a rule beginning."""
        for name in Counting.model_fields:
            counted: Parameter[Value[int]] = getattr(self.counting, name)
            for purpose in Purposes.model_fields:
                of_purpose: Parameter[Purpose] = getattr(self.purposes, purpose)
                starts = [era.start for era in of_purpose.values]
                if starts[0] < counted.values[0].start:
                    yield f"purposes.{purpose}.values.0.from", f"begins before counting.{name}"
                for place, value in enumerate(counted.values):
                    if starts[0] < value.start and value.start not in starts:
                        yield f"counting.{name}.values.{place}.from", f"no rule of {purpose} begins on {value.start}"
