"""The shapes of `parameters/programs.yaml`, `canadian_experience_class.yaml` and `skilled_trades.yaml`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from rules.shapes.dated import ABILITIES, File, Level, Parameter, Shape, Value

ProgramName = Literal["federal_skilled_worker", "canadian_experience", "skilled_trades", "provincial_nominee"]
PermitName = Literal["employer_assessed", "employer_agreement", "employer_interest", "open_work", "study", "visitor"]
OfferFact = Literal["full_time", "year_after_visa", "assessed", "from_permit_employer", "year_with_employer"]
Case = Literal["a", "b", "c", "d"]
Teer = Annotated[int, Field(strict=True, ge=0, le=5)]
SKILLED_TEERS = (0, 1, 2, 3)
Province = Annotated[str, Field(pattern="^[A-Z]{2}$")]
Prefix = Annotated[str, Field(pattern="^[0-9]{1,5}$")]


def _every_ability(by_ability: dict[str, int]) -> dict[str, int]:
    if set(by_ability) != set(ABILITIES):
        raise ValueError(f"has to hold {', '.join(ABILITIES)}")
    return by_ability


def _every_skilled_teer(by_teer: dict[int, int]) -> dict[int, int]:
    if set(by_teer) != set(SKILLED_TEERS):
        raise ValueError(f"has to hold TEER {', '.join(map(str, SKILLED_TEERS))}")
    return by_teer


class OfferCase(Shape):
    """One way in which an offer is arranged employment: a permit of these kinds is held, or no work permit at all."""

    permits: tuple[PermitName, ...]
    needs: tuple[OfferFact, ...]


class ProgramsParameters(Shape):
    invitation_order: Parameter[Value[tuple[ProgramName, ...]]]
    quebec: Parameter[Value[tuple[ProgramName, ...]]]
    without_status: Parameter[Value[tuple[ProgramName, ...]]]
    misrepresentation: Parameter[Value[tuple[ProgramName, ...]]]
    inadmissible_partner: Parameter[Value[tuple[ProgramName, ...]]]
    nominating_provinces: Parameter[Value[tuple[Province, ...]]]
    offer_teers: Parameter[Value[tuple[Teer, ...]]]
    offer: Parameter[Value[tuple[OfferFact, ...]]]
    work_permits: Parameter[Value[tuple[PermitName, ...]]]
    offer_cases: Parameter[Value[dict[Case, OfferCase]]]
    exempt_from_funds: Parameter[Value[tuple[Case, ...]]]


class ProgramsFile(File):
    parameters: ProgramsParameters


class CanadianExperienceClassParameters(Shape):
    minimum_language: Parameter[Value[Annotated[dict[Teer, Level], AfterValidator(_every_skilled_teer)]]]


class CanadianExperienceClassFile(File):
    parameters: CanadianExperienceClassParameters


class Groups(Shape):
    """Occupations by the first digits of their code."""

    within: tuple[Prefix, ...]
    outside: tuple[Prefix, ...]


class SkilledTradesParameters(Shape):
    occupations: Parameter[Value[Groups]]
    minimum_language: Parameter[Value[Annotated[dict[str, Level], AfterValidator(_every_ability)]]]
    certificate_or_offer: Parameter[Value[tuple[Literal["certificate_of_qualification", "offer"], ...]]]


class SkilledTradesFile(File):
    parameters: SkilledTradesParameters
