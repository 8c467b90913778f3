"""The shape of `parameters/crs.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from rules.occupations import check_code
from rules.shapes.dated import (
    Columns,
    ColumnsByEducation,
    ColumnsRow,
    Dated,
    File,
    Key,
    Level,
    Parameter,
    PeakedRows,
    Points,
    PointsByEducation,
    PointsRow,
    RisingRows,
    Shape,
    Status,
    Text,
    TierByEducation,
    TieredRow,
    TierRow,
    Value,
    ValueOrUnknown,
    YesNo,
)


class RuleSet(Dated):
    """An era of the CRS. An incomplete one is known to exist but not to its last number."""

    id: str
    complete: YesNo
    about: Text
    incomplete_because: Key | None = None
    known: tuple[Key, ...] = ()

    @model_validator(mode="after")
    def _says_why(self) -> RuleSet:
        if self.id != f"CRS-{self.start}":
            raise ValueError(f"id: a rule set is named after its first day, CRS-{self.start}, not {self.id}")
        if self.complete == (self.incomplete_because is not None):
            raise ValueError("incomplete_because: belongs to a rule set that is not complete, and only there")
        if self.complete and self.known:
            raise ValueError("known: belongs to a rule set that is not complete, and only there")
        return self


class TransferabilityCaps(Shape):
    education: Points
    foreign_work: Points
    certificate: Points
    all: Points


class JobOfferPoints(Shape):
    senior_manager: Points
    other_skilled: Points
    assessment_needed: YesNo


class FrenchPoints(Shape):
    french_level: Level
    english_level: Level
    with_english: Points
    otherwise: Points

    @model_validator(mode="after")
    def _english_takes_nothing(self) -> FrenchPoints:
        if self.with_english < self.otherwise:
            raise ValueError("with_english: must not be less than otherwise")
        return self


class CanadianStudyPoints(Shape):
    none: Points
    one_year: Points
    two_year: Points
    three_years_or_more: Points

    @model_validator(mode="after")
    def _longer_gives_no_less(self) -> CanadianStudyPoints:
        if not self.none <= self.one_year <= self.two_year <= self.three_years_or_more:
            raise ValueError("none, one_year, two_year, three_years_or_more: must not fall")
        return self


OfferCondition = Literal["full_time", "year_after_visa", "assessed"]


class HighWageTier(Shape):
    """Points of the occupations at one level of wages: for Canadian work in them, and for an offer in one of them."""

    canadian_work: Points
    job_offer: Points
    occupations: tuple[Annotated[str, AfterValidator(check_code)], ...] = Field(min_length=1)


class HighWage(Shape):
    """Points for high-wage occupations (NOC 2021 unit groups by tier, the best paid tier first).

    How much work in Canada is needed and how far back it counts is the purpose `high_wage` in work.yaml; it has to be
    in a single occupation, or in those of a tier and the better ones together. An offer counts when what is named in
    `offer_needs` is so. Where there is both, `work_and_offer` takes their sum or the higher, up to the cap.
    """

    tiers: dict[Key, HighWageTier] = Field(min_length=1)
    in_one_occupation: YesNo
    offer_needs: tuple[OfferCondition, ...]
    work_and_offer: Literal["sum", "higher"]
    cap: Points

    @model_validator(mode="after")
    def _best_paid_first(self) -> HighWage:
        for (name, tier), (lower_name, lower) in pairwise(self.tiers.items()):
            if lower.canadian_work > tier.canadian_work or lower.job_offer > tier.job_offer:
                raise ValueError(f"tiers: {lower_name} must not give more than {name}, which stands before it")
        codes = [code for tier in self.tiers.values() for code in tier.occupations]
        if twice := sorted({code for code in codes if codes.count(code) > 1}):
            raise ValueError(f"tiers: {', '.join(twice)} is listed twice")
        return self


class CrsParameters(Shape):
    age: Parameter[PeakedRows[ColumnsRow]]
    education: Parameter[Value[ColumnsByEducation]]
    first_language: Parameter[PeakedRows[ColumnsRow]]
    second_language: Parameter[PeakedRows[ColumnsRow]]
    second_language_cap: Parameter[Value[Columns]]
    canadian_work: Parameter[RisingRows[ColumnsRow]]
    core_cap: Parameter[Value[Columns]]
    partner_education: Parameter[Value[PointsByEducation]]
    partner_language: Parameter[PeakedRows[PointsRow]]
    partner_canadian_work: Parameter[RisingRows[PointsRow]]
    partner_cap: Parameter[Value[Points]]
    education_tiers: Parameter[Value[TierByEducation]]
    transfer_education_language: Parameter[PeakedRows[TieredRow]]
    transfer_education_canadian_work: Parameter[RisingRows[TieredRow]]
    foreign_work_tiers: Parameter[RisingRows[TierRow]]
    transfer_foreign_language: Parameter[PeakedRows[TieredRow]]
    transfer_foreign_canadian_work: Parameter[RisingRows[TieredRow]]
    transfer_certificate: Parameter[RisingRows[PointsRow]]
    transferability_caps: Parameter[Value[TransferabilityCaps]]
    nomination: Parameter[Value[Points]]
    job_offer: Parameter[Value[JobOfferPoints]]
    sibling: Parameter[Value[Points]]
    french: Parameter[Value[FrenchPoints]]
    canadian_study: Parameter[Value[CanadianStudyPoints]]
    high_wage: Parameter[ValueOrUnknown[HighWage]]
    additional_cap: Parameter[Value[Points]]


class CrsFile(File):
    rule_sets: tuple[RuleSet, ...] = Field(min_length=1)
    parameters: CrsParameters

    def faults(self) -> Iterator[tuple[str, str]]:
        """Rule sets and values have to tell the same story about when something changed."""
        first, starts = self.rule_sets[0], [rule_set.start for rule_set in self.rule_sets]
        if sorted(set(starts)) != starts:
            yield "rule_sets", f"the days have to rise, not {', '.join(map(str, starts))}"
        if not first.complete:
            yield "rule_sets.0.complete", "the first rule set has to be complete"
        for name in CrsParameters.model_fields:
            parameter: Parameter[Dated] = getattr(self.parameters, name)
            key = f"parameters.{name}.values"
            # What may be unknown may also begin later: before its first day there is no such factor.
            if parameter.values[0].start != first.start and not isinstance(parameter.values[0], ValueOrUnknown):
                yield f"{key}.0.from", f"has to be {first.start}, the first rule set's day"
            for place, value in enumerate(parameter.values):
                if value.start not in starts:
                    yield f"{key}.{place}.from", f"no rule set starts on {value.start}"
            for place, rule_set in enumerate(self.rule_sets):
                found = parameter.found_on(rule_set.start)
                if rule_set.complete and found is not None and found.status is Status.UNKNOWN:
                    yield f"rule_sets.{place}.complete", f"{name} is unknown on {rule_set.start}"
