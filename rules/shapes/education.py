"""The shape of `parameters/education.yaml`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator

from rules.shapes.dated import File, Parameter, Shape, Value, Whole

CREDENTIAL_LEVELS = (
    "secondary",
    "one_year_post_secondary",
    "two_year_post_secondary",
    "bachelors_or_three_plus_year_program",
    "masters_or_entry_to_practice_professional",
    "doctoral",
)


class CredentialRule(Shape):
    """What one credential is worth beside others, and what it is when it was earned in Canada."""

    post_secondary: bool
    three_years: bool  # from a program of three years or more, for "two or more credentials"
    canadian_study: Literal["none", "one_year", "two_year", "three_years_or_more"]


def _every_level(table: dict[str, Any]) -> dict[str, Any]:
    if wrong := set(table) ^ set(CREDENTIAL_LEVELS):
        raise ValueError(f"has to hold each credential level once; look at {', '.join(sorted(wrong))}")
    return table


CredentialRules = Annotated[dict[str, CredentialRule], AfterValidator(_every_level)]


class EducationParameters(Shape):
    levels: Parameter[Value[CredentialRules]]
    two_or_more: Parameter[Value[Whole]]
    assessment_validity: Parameter[Value[Whole]]


class EducationFile(File):
    parameters: EducationParameters
