"""The shapes of `parameters/validity.yaml`, `parameters/clocks.yaml` and `parameters/planning_margins.yaml`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rules.shapes.dated import File, Parameter, Shape, Value, Whole

# How a day that stands on a document is read: it still counts, or it is the first that no longer does.
Reading = Literal["last_day", "first_day_without"]
Flag = Annotated[bool, Field(strict=True)]


class Validity(Shape):
    language_result: Parameter[Value[Whole]]
    partner_language_result: Parameter[Value[Whole | None]]
    medical_exam: Parameter[Value[Whole]]
    medical_exam_used_again: Parameter[Value[Whole]]
    police_certificate: Parameter[Value[Whole]]
    passport: Parameter[Value[Reading]]
    permit: Parameter[Value[Reading]]
    nomination: Parameter[Value[Reading]]


class ValidityFile(File):
    validity: Validity


class Clocks(Shape):
    profile: Parameter[Value[Whole]]
    profile_told: Parameter[Value[Reading]]
    draft: Parameter[Value[Whole]]
    invitation: Parameter[Value[Whole]]
    invitation_told: Parameter[Value[Reading]]
    told_differs: Parameter[Value[Whole]]
    nomination_answer: Parameter[Value[Whole]]
    medical_upfront: Parameter[Value[Flag]]
    police_stay_in_a_row: Parameter[Value[Whole]]
    police_stay_in_total: Parameter[Value[Whole]]
    police_look_back: Parameter[Value[Whole]]
    police_from_age: Parameter[Value[Whole]]
    ahead: Parameter[Value[Whole]]
    birthday_forgiven: Parameter[Value[Flag]]
    held_at_application: Parameter[Value[Flag]]


class ClocksFile(File):
    clocks: Clocks


Country = Annotated[str, Field(pattern="^[A-Z]{2}$")]


class ByCountry(Shape):
    """Weeks for any country, and for those that are known to take longer."""

    usual: Whole
    countries: dict[Country, Whole]

    def of(self, country: str) -> int:
        """The weeks of one country."""
        return self.countries.get(country, self.usual)


class Margins(Shape):
    english_test: Parameter[Value[Whole]]
    french_test: Parameter[Value[Whole]]
    education_assessment: Parameter[Value[Whole]]
    police_certificate: Parameter[Value[ByCountry]]
    medical_exam: Parameter[Value[Whole]]
    reference_letter: Parameter[Value[Whole]]
    bank_letter: Parameter[Value[Whole]]
    invitation: Parameter[Value[Whole]]


class MarginsFile(File):
    margins: Margins
