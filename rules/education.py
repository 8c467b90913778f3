"""Credentials on a day: which of them count, and the education they make together.

A Canadian credential counts from its completion, a foreign one while the report of its assessment is less than five
years old (IRPR 75(2)(e)), at the level the report names. What counts changes on a few days only: completion,
assessment, and the day on which an assessment becomes too old.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from rules.facts import CanadianStudy, Credential, CredentialLevel, EducationLevel
from rules.months import last_day
from rules.parameters import RuleBook, book
from rules.reasons import FactValue, Reason
from rules.remembered import remembered
from rules.shapes.dated import EDUCATION_LEVELS

HOME = "CA"
_STUDIES = tuple(CanadianStudy)  # the least first


class Why(StrEnum):
    """Why a credential counts, or why it does not."""

    canadian = "canadian"
    assessed = "assessed"
    not_completed = "not_completed"
    not_assessed = "not_assessed"  # or nobody has said when
    not_assessed_yet = "not_assessed_yet"  # the report is of a later day
    assessment_too_old = "assessment_too_old"


class CountedCredential(NamedTuple):
    """One credential on a day.

    `level` is the one it counts at: that of the report where it names another. `counts_from` is the first day on
    which it counts and `usable_until` the last one, None where there is none (known).
    """

    place: int
    level: CredentialLevel
    counts: bool
    why: Why
    counts_from: date | None
    usable_until: date | None
    reason: Reason


class CountedEducation(NamedTuple):
    """What all credentials make together on a day.

    `level` is the row of the CRS and of the selection grid. `canadian_study` is the highest credential earned in Canada
    that fulfils the conditions (in person and full-time for eight months, not mostly a language). `two_academic_years`
    is the study of IRPR 83(3): True once a completed Canadian credential has it, None while that is not known.
    `open` are the paths of facts that could give more and are not known.
    """

    level: EducationLevel
    canadian_study: CanadianStudy
    two_academic_years: bool | None
    credentials: tuple[CountedCredential, ...]
    open: tuple[str, ...]


def last_usable_day(credential: Credential, *, rules: RuleBook | None = None) -> date | None:
    """The last day on which a foreign credential's assessment is less than five years old; None without an assessment.

    None for a Canadian credential too, which needs none.
    """
    if credential.country == HOME or credential.assessed is None:
        return None
    months = (rules or book()).education.parameters.assessment_validity.values[-1].value
    return last_day(credential.assessed, months)


def counted(credentials: tuple[Credential, ...], on: date, *, rules: RuleBook | None = None) -> CountedEducation:
    """The education of a day. Without a credential it is less than secondary."""
    days, made = _spans(credentials, rules or book())
    return made[bisect_right(days, on) - 1]


def changes(
    credentials: tuple[Credential, ...], after: date, until: date, *, rules: RuleBook | None = None
) -> tuple[tuple[date, CountedEducation], ...]:
    """Each day in (after, until] whose education differs from the day before, with the new one.

    A day on which only the reasons differ is none.
    """
    days, made = _spans(credentials, rules or book())
    return tuple(
        (day, new)
        for day, old, new in zip(days[1:], made, made[1:], strict=False)
        if after < day <= until and new[:3] != old[:3]
    )


@remembered(4096)
def _spans(
    credentials: tuple[Credential, ...], rules: RuleBook
) -> tuple[tuple[date, ...], tuple[CountedEducation, ...]]:
    """The days from which the education is another, and what it is from each."""
    days = {date.min}
    for credential in credentials:
        days.add(credential.completed)
        if credential.country != HOME and credential.assessed is not None:
            days.add(credential.assessed)
            last = last_usable_day(credential, rules=rules)
            if last is not None:
                days.add(last + timedelta(days=1))
    parameters = rules.education.parameters
    first = max(parameters.levels.values[0].start, parameters.two_or_more.values[0].start)
    days |= {value.start for value in parameters.levels.values}
    days |= {value.start for value in parameters.two_or_more.values}
    ordered = tuple(sorted(days))
    return ordered, tuple(_counted(credentials, day, max(day, first), rules) for day in ordered)


def _counted(credentials: tuple[Credential, ...], on: date, rule_day: date, rules: RuleBook) -> CountedEducation:
    parameters = rules.education.parameters
    table = parameters.levels.on(rule_day).value
    each = tuple(_credential(place, credential, on, rules) for place, credential in enumerate(credentials))
    levels = [one.level for one in each if one.counts]
    names: list[str] = [EducationLevel.less_than_secondary, *levels]
    beyond_school = [level for level in levels if table[level].post_secondary]
    if len(beyond_school) >= parameters.two_or_more.on(rule_day).value and any(
        table[level].three_years for level in beyond_school
    ):
        names.append(EducationLevel.two_or_more_credentials_one_three_plus_years)
    study = CanadianStudy.none
    two_years: bool | None = False
    unknown = [
        f"credentials.{one.place}.assessed"
        for one in each
        if one.why is Why.not_assessed and not credentials[one.place].has_none("assessed")
    ]
    canadian = [(place, credentials[place]) for place, one in enumerate(each) if one.why is Why.canadian]
    for _, credential in canadian:
        if credential.eight_months_in_person and credential.mostly_language_study is False:
            study = max(study, CanadianStudy(table[credential.level].canadian_study), key=_STUDIES.index)
        if credential.two_academic_years:
            two_years = True
    for place, credential in canadian:
        if _STUDIES.index(CanadianStudy(table[credential.level].canadian_study)) > _STUDIES.index(study):
            unknown += _study_open(place, credential)
        if credential.two_academic_years is None and not two_years:
            two_years = None
            unknown.append(f"credentials.{place}.two_academic_years")
    return CountedEducation(
        EducationLevel(max(names, key=EDUCATION_LEVELS.index)), study, two_years, each, tuple(unknown)
    )


def _study_open(place: int, credential: Credential) -> list[str]:
    """The conditions of points for study in Canada that are not known, where none that is known fails."""
    if credential.eight_months_in_person is False or credential.mostly_language_study:
        return []
    return [
        f"credentials.{place}.{name}"
        for name in ("eight_months_in_person", "mostly_language_study")
        if getattr(credential, name) is None
    ]


def _credential(place: int, credential: Credential, on: date, rules: RuleBook) -> CountedCredential:
    level = credential.level
    at = f"credentials.{place}"
    facts: tuple[tuple[str, FactValue], ...] = (
        (f"{at}.level", level),
        (f"{at}.country", credential.country),
        (f"{at}.completed", credential.completed),
    )
    if credential.country == HOME:
        why = Why.not_completed if on < credential.completed else Why.canadian
        since = rules.education.parameters.levels.values[-1].start
        reason = Reason("education.levels", since, facts)
        return CountedCredential(place, level, why is Why.canadian, why, credential.completed, None, reason)
    last = last_usable_day(credential, rules=rules)
    if on < credential.completed:
        why = Why.not_completed
    elif credential.assessed is None or last is None:
        why = Why.not_assessed
    elif on < credential.assessed:
        why = Why.not_assessed_yet
    else:
        why = Why.assessed if on <= last else Why.assessment_too_old
    facts = (*facts, (f"{at}.assessed", credential.assessed), (f"{at}.assessed_as", credential.assessed_as))
    since = rules.education.parameters.assessment_validity.values[-1].start
    reason = Reason("education.assessment_validity", since, facts)
    # `assessed_as` belongs to a report: without one, the level is the one of the diploma.
    named = credential.assessed_as if credential.assessed is not None else None
    return CountedCredential(place, named or level, why is Why.assessed, why, credential.assessed, last, reason)
