"""The shape of `parameters/categories.yaml`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from rules.shapes.dated import Dated, File, Key, Level, Parameter, Shape, Value, YesNo
from rules.shapes.work import Code, Positive


def _rising(codes: tuple[str, ...]) -> tuple[str, ...]:
    if sorted(set(codes)) != [*codes]:
        raise ValueError("the codes have to rise, each once")
    return codes


class Opening(Dated):
    """Whom a category is open to from a day on; `held: false` says that no round is held for it any more.

    `experience` is the purpose of `work.yaml` by which work in one of `occupations` counts. `french` is the NCLC asked
    for in all four abilities. The last two are asked for besides, and no fact is kept about them. `to_check` names what
    the sources leave open about this list.
    """

    held: YesNo = True
    to_check: tuple[Key, ...] = ()
    occupations: Annotated[tuple[Code, ...], AfterValidator(_rising)] = ()
    experience: Literal["category", "category_in_canada"] | None = None
    french: Annotated[Level, Field(gt=0)] | None = None
    armed_forces_offer: YesNo = False
    foreign_service_years: Positive | None = None

    @model_validator(mode="after")
    def _open_to_someone(self) -> Opening:
        if (self.experience is None) != (not self.occupations):
            raise ValueError("experience: goes with occupations, and they with it")
        if self.held != bool(self.occupations or self.french):
            raise ValueError("held: goes with occupations or french, and a category that is not held has neither")
        return self


class Categories(Shape):
    """The categories, in the order in which they are shown."""

    french: Parameter[Opening]
    healthcare: Parameter[Opening]
    stem: Parameter[Opening]
    trades: Parameter[Opening]
    transport: Parameter[Opening]
    agriculture: Parameter[Opening]
    education: Parameter[Opening]
    physicians: Parameter[Opening]
    senior_managers: Parameter[Opening]
    researchers: Parameter[Opening]
    military: Parameter[Opening]


class CategoriesFile(File):
    categories: Categories
    to_check: Parameter[Value[tuple[Key, ...]]]
