"""The shape of `parameters/fees.yaml`."""

from __future__ import annotations

from rules.shapes.dated import File, Parameter, Shape, Value, ValueOrUnknown, Whole, YesNo

Fee = Parameter[ValueOrUnknown[Whole]]


class Ages(Shape):
    """Ages in completed years, both included."""

    first: Whole
    last: Whole


class FeesParameters(Shape):
    processing_principal: Fee
    processing_partner: Fee
    processing_child: Fee
    right_of_permanent_residence: Fee
    biometrics_person: Fee
    biometrics_family: Fee
    biometrics_ages: Parameter[Value[Ages]]
    processing_returned: Parameter[Value[YesNo]]


class FeesFile(File):
    parameters: FeesParameters
