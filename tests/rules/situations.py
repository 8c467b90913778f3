"""Candidates in a few words: levels and an age in, `Facts` with raw scores and a birth date out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from rules.facts import (
    Ability,
    CanadianStudy,
    EducationLevel,
    Facts,
    JobOffer,
    Language,
    LanguageTest,
    LanguageTestKind,
    Partner,
    PartnerStatus,
    Scores,
    TefScale,
)
from rules.parameters import book

SHARED = Path(__file__).resolve().parents[3] / "shared"

EDUCATION = {
    "none": EducationLevel.less_than_secondary,
    "secondary": EducationLevel.secondary,
    "one_year": EducationLevel.one_year_post_secondary,
    "two_year": EducationLevel.two_year_post_secondary,
    "bachelor": EducationLevel.bachelors_or_three_plus_year_program,
    "two_or_more": EducationLevel.two_or_more_credentials_one_three_plus_years,
    "master_or_professional": EducationLevel.masters_or_entry_to_practice_professional,
    "doctoral": EducationLevel.doctoral,
}

Chart = tuple[LanguageTestKind, TefScale | None]
CHARTS: dict[Language, tuple[Chart, ...]] = {
    Language.english: (
        (LanguageTestKind.ielts_general, None),
        (LanguageTestKind.celpip_general, None),
        (LanguageTestKind.pte_core, None),
    ),
    Language.french: (
        (LanguageTestKind.tcf_canada, None),
        (LanguageTestKind.tef_canada, TefScale.older),
        (LanguageTestKind.tef_canada, TefScale.out_of_699),
    ),
}


def four(levels: int | Sequence[int]) -> tuple[int, ...]:
    """The same level in all four abilities, or the four as given."""
    return (levels,) * 4 if isinstance(levels, int) else tuple(levels)


def raw_score(chart: Chart, ability: Ability, level: int, day: date, best: bool = False) -> float:
    """The lowest (or best) score of a band; a level below the chart is the lowest score the test prints."""
    scale = book().language_tests.tests.of(chart[0]).scales[chart[1] or "only"]
    table = [table for table in scale.values if table.start <= day][-1]
    for row in table.rows:
        if row.level == min(level, 10):
            first, last = row.of(ability)
            return float(last if best and last is not None else first)
    return scale.scores.of(ability)[0]


def result(
    language: Language,
    levels: int | Sequence[int],
    on: date,
    *,
    chart: int = 0,
    best: bool = False,
    result_date: date | None = None,
) -> LanguageTest:
    """A test result with the given levels, a hundred days old on the day asked about."""
    day = result_date or on - timedelta(days=100)
    kind, scale = CHARTS[language][chart]
    if (kind is LanguageTestKind.pte_core and on < date(2024, 1, 30)) or (
        scale is TefScale.out_of_699 and day < date(2019, 10, 1)
    ):
        kind, scale = CHARTS[language][0]
    scores = {
        ability.value: raw_score((kind, scale), ability, level, day, best)
        for ability, level in zip(Ability, four(levels), strict=True)
    }
    return LanguageTest(kind=kind, scale=scale, scores=Scores(**scores), result_date=day)


def born(age: int, on: date) -> date:
    """The birth date of someone who reaches an age on a day."""
    return on.replace(year=on.year - age)


def candidate(
    on: date,
    *,
    age: int | None = 29,
    education: str | None = "bachelor",
    english: int | Sequence[int] | None = None,
    french: int | Sequence[int] | None = None,
    canadian: int | None = 0,
    foreign: int | None = 0,
    partner: Mapping[str, Any] | None = None,
    study: str = "none",
    certificate: bool = False,
    nomination: bool = False,
    sibling: bool = False,
    job_offer: str = "none",
    chart: int = 0,
    best: bool = False,
    **more: Any,
) -> Facts:
    """The facts of a candidate described in a few words; what is not said is known to be nothing."""
    spoken = ((Language.english, english), (Language.french, french))
    return Facts(
        birth_date=None if age is None else born(age, on),
        partner=None if partner is None else companion(on, chart=chart, best=best, **partner),
        education=None if education is None else EDUCATION[education],
        tests=tuple(
            result(language, levels, on, chart=chart, best=best) for language, levels in spoken if levels is not None
        ),
        canadian_work_years=canadian,
        foreign_work_years=foreign,
        certificate_of_qualification=certificate,
        provincial_nomination=nomination,
        sibling_in_canada=sibling,
        canadian_study=CanadianStudy(study),
        job_offer=JobOffer(job_offer),
        **{
            "arranged_employment": False,
            "relative_in_canada": False,
            "two_years_of_study_in_canada": False,
            **more,
        },
    )


def companion(
    on: date,
    *,
    status: str = "accompanying",
    education: str | None = "none",
    english: int | Sequence[int] | None = None,
    french: int | Sequence[int] | None = None,
    canadian: int | None = 0,
    chart: int = 0,
    best: bool = False,
    **more: Any,
) -> Partner:
    """A partner described in a few words."""
    spoken = ((Language.english, english), (Language.french, french))
    return Partner(
        status=PartnerStatus(status),
        education=None if education is None else EDUCATION[education],
        tests=tuple(
            result(language, levels, on, chart=chart, best=best) for language, levels in spoken if levels is not None
        ),
        canadian_work_years=canadian,
        **{"two_years_of_study_in_canada": False, **more},
    )
