"""The shape of `parameters/crs.yaml`."""

from __future__ import annotations

from pydantic import Field, model_validator

from rules.shapes.dated import (
    Columns,
    ColumnsByEducation,
    ColumnsRow,
    Dated,
    File,
    Level,
    Parameter,
    Points,
    PointsByEducation,
    PointsRow,
    Rows,
    Shape,
    TierByEducation,
    TieredRow,
    TierRow,
    Value,
)


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


class TransferabilityCaps(Shape):
    education: Points
    foreign_work: Points
    certificate: Points
    all: Points


class JobOfferPoints(Shape):
    senior_manager: Points
    other_skilled: Points
    assessment_needed: bool


class FrenchPoints(Shape):
    french_level: Level
    english_level: Level
    with_english: Points
    otherwise: Points


class CanadianStudyPoints(Shape):
    none: Points
    one_year: Points
    two_year: Points
    three_years_or_more: Points


class CrsParameters(Shape):
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


class CrsFile(File):
    rule_sets: tuple[RuleSet, ...] = Field(min_length=1)
    parameters: CrsParameters
