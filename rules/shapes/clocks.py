"""The shapes of `parameters/validity.yaml` and `parameters/planning_margins.yaml`."""

from __future__ import annotations

from rules.shapes.dated import File, Parameter, Shape, Value, Whole


class Validity(Shape):
    language_result: Parameter[Value[Whole]]
    partner_language_result: Parameter[Value[Whole | None]]


class ValidityFile(File):
    validity: Validity


class Margins(Shape):
    english_test: Parameter[Value[Whole]]
    french_test: Parameter[Value[Whole]]


class MarginsFile(File):
    margins: Margins
