"""The shape of `parameters/federal_skilled_worker.yaml`."""

from __future__ import annotations

from rules.shapes.dated import (
    EducationName,
    File,
    Level,
    Parameter,
    PeakedRows,
    Points,
    PointsByEducation,
    PointsRow,
    RisingRows,
    Shape,
    Value,
    Whole,
)


class AdaptabilityPoints(Shape):
    partner_language: Points
    own_study: Points
    partner_study: Points
    own_work: Points
    partner_work: Points
    relative: Points
    arranged_employment: Points
    cap: Points


class FederalSkilledWorkerParameters(Shape):
    pass_mark: Parameter[Value[Points]]
    minimum_language: Parameter[Value[Level]]
    minimum_experience: Parameter[Value[Whole]]
    minimum_education: Parameter[Value[EducationName]]
    first_language: Parameter[RisingRows[PointsRow]]
    second_language: Parameter[RisingRows[PointsRow]]
    education: Parameter[Value[PointsByEducation]]
    experience: Parameter[RisingRows[PointsRow]]
    age: Parameter[PeakedRows[PointsRow]]
    arranged_employment: Parameter[Value[Points]]
    adaptability: Parameter[Value[AdaptabilityPoints]]
    partner_minimum_language: Parameter[Value[Level]]


class FederalSkilledWorkerFile(File):
    parameters: FederalSkilledWorkerParameters
