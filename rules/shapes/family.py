"""The shapes of `parameters/family.yaml` and `parameters/settlement_funds.yaml`."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from rules.shapes.dated import File, Parameter, Shape, Value, ValueOrUnknown, Whole
from rules.shapes.programs import ProgramName

Dollars = Annotated[int, Field(strict=True, gt=0)]


class FamilyParameters(Shape):
    common_law: Parameter[Value[Whole]]
    dependent_child_age: Parameter[Value[Whole]]


class FamilyFile(File):
    parameters: FamilyParameters


class FundsTable(Shape):
    """Canadian dollars by family size from one person up, and for each person beyond the last.

    `update_by` is the day by which people in the pool were told to bring their profile up to the table.
    """

    by_size: tuple[Dollars, ...] = Field(min_length=1)
    each_more: Dollars
    update_by: date | None = None

    @model_validator(mode="after")
    def _more_people_need_more(self) -> FundsTable:
        if any(one >= two for one, two in zip(self.by_size, self.by_size[1:], strict=False)):
            raise ValueError("by_size: a larger family needs more")
        return self

    def needed(self, size: int) -> int:
        """The amount for a family of that many people, one or more."""
        beyond = max(size - len(self.by_size), 0)
        return self.by_size[min(size, len(self.by_size)) - 1] + beyond * self.each_more


class SettlementFundsParameters(Shape):
    needed: Parameter[ValueOrUnknown[FundsTable]]
    programs_without_funds: Parameter[Value[tuple[ProgramName, ...]]]


class SettlementFundsFile(File):
    parameters: SettlementFundsParameters
