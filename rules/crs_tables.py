"""The CRS parameters of every era in plain tuples, ready to be looked up fast.

A rule set that is not complete is computed with the tables of the last complete one, and says what is
missing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple, TypeVar

from rules.facts import JobOffer
from rules.parameters import RuleBook
from rules.reasons import Incomplete
from rules.shapes.crs import CrsParameters, HighWage, RuleSet
from rules.shapes.dated import TIERS, TOP_LEVEL, NoRuleError, by_number

WITHOUT_PARTNER, WITH_PARTNER = 0, 1
COLUMNS = ("without_partner", "with_partner")

Pair = tuple[int, int]
ByNumber = tuple[int, ...]  # points by whole number; the last stands for all above
ByTier = tuple[tuple[int, int, int], ...]


class Factor(NamedTuple):
    """What every line of a factor has in common; the most it gives is a pair, without and with partner."""

    key: str
    rule: str
    since: date
    most: Pair


@dataclass(frozen=True, slots=True)
class Tables:
    """The numbers of one era in plain tuples, those of two columns in pairs (without, with partner)."""

    rule_set: str
    start: date
    until: date | None
    factors: Mapping[str, Factor]
    age: tuple[ByNumber, ByNumber]
    education: tuple[Mapping[str, int], Mapping[str, int]]
    first_language: tuple[ByNumber, ByNumber]
    second_language: tuple[ByNumber, ByNumber]
    second_language_cap: Pair
    canadian_work: tuple[ByNumber, ByNumber]
    core_cap: Pair
    partner_education: Mapping[str, int]
    partner_language: ByNumber
    partner_canadian_work: ByNumber
    partner_cap: int
    education_tiers: Mapping[str, int]
    education_by_language: ByTier
    education_by_work: ByTier
    foreign_tiers: ByNumber
    foreign_by_language: ByTier
    foreign_by_work: ByTier
    certificate: ByNumber
    education_cap: int
    foreign_cap: int
    certificate_cap: int
    transferability_cap: int
    nomination: int
    job_offer: Mapping[JobOffer, int]
    assessment_needed: bool
    sibling: int
    french_level: int
    english_level: int
    french_with_english: int
    french_otherwise: int
    canadian_study: Mapping[str, int]
    high_wage: HighWage | None  # None where there is no such factor
    additional_cap: int


class Era(NamedTuple):
    """What computes the days from `start` on, and what is missing on them."""

    start: date
    tables: Tables
    incomplete: Incomplete | None


T = TypeVar("T")


def _by_level(table: tuple[T, ...]) -> tuple[T, ...]:
    """A table by number stretched to every level: a level is then looked up without a test of bounds."""
    return table + (table[-1],) * (TOP_LEVEL + 1 - len(table))


def _compile(parameters: CrsParameters, rule_set: RuleSet, until: date | None) -> Tables:
    day = rule_set.start
    found = {name: getattr(parameters, name).found_on(day) for name in CrsParameters.model_fields}
    on = {name: value for name, value in found.items() if value is not None}

    def columns(name: str) -> tuple[ByNumber, ByNumber]:
        rows = on[name].rows
        return (
            _by_level(by_number(rows, lambda row: row.without_partner)),
            _by_level(by_number(rows, lambda row: row.with_partner)),
        )

    def pair(name: str) -> Pair:
        return on[name].value.without_partner, on[name].value.with_partner

    def points(name: str) -> ByNumber:
        return _by_level(by_number(on[name].rows, lambda row: row.points))

    def tiered(name: str) -> ByTier:
        return _by_level(by_number(on[name].rows, lambda row: (row.low, row.middle, row.high)))

    education = on["education"].value
    caps = on["transferability_caps"].value
    offer, french = on["job_offer"].value, on["french"].value
    tables = Tables(
        rule_set=rule_set.id,
        start=day,
        until=until,
        factors={},
        age=columns("age"),
        education=(
            {level: both.without_partner for level, both in education.items()},
            {level: both.with_partner for level, both in education.items()},
        ),
        first_language=columns("first_language"),
        second_language=columns("second_language"),
        second_language_cap=pair("second_language_cap"),
        canadian_work=columns("canadian_work"),
        core_cap=pair("core_cap"),
        partner_education=dict(on["partner_education"].value),
        partner_language=points("partner_language"),
        partner_canadian_work=points("partner_canadian_work"),
        partner_cap=on["partner_cap"].value,
        education_tiers={level: TIERS.index(tier) for level, tier in on["education_tiers"].value.items()},
        education_by_language=tiered("transfer_education_language"),
        education_by_work=tiered("transfer_education_canadian_work"),
        foreign_tiers=by_number(on["foreign_work_tiers"].rows, lambda row: TIERS.index(row.tier)),
        foreign_by_language=tiered("transfer_foreign_language"),
        foreign_by_work=tiered("transfer_foreign_canadian_work"),
        certificate=points("transfer_certificate"),
        education_cap=caps.education,
        foreign_cap=caps.foreign_work,
        certificate_cap=caps.certificate,
        transferability_cap=caps.all,
        nomination=on["nomination"].value,
        job_offer={
            JobOffer.none: 0,
            JobOffer.senior_manager: offer.senior_manager,
            JobOffer.other_skilled: offer.other_skilled,
        },
        assessment_needed=offer.assessment_needed,
        sibling=on["sibling"].value,
        french_level=french.french_level,
        english_level=french.english_level,
        french_with_english=french.with_english,
        french_otherwise=french.otherwise,
        canadian_study=on["canadian_study"].value.model_dump(),
        high_wage=on["high_wage"].value if "high_wage" in on else None,
        additional_cap=on["additional_cap"].value,
    )
    return replace(tables, factors=_factors(tables, {name: value.start for name, value in on.items()}))


def _factors(t: Tables, since: Mapping[str, date]) -> dict[str, Factor]:
    """The factors in the order of the official page, each with the most it can give."""
    caps = "transferability_caps"
    found: list[tuple[str, str, Pair]] = [
        ("age", "age", (max(t.age[0]), max(t.age[1]))),
        ("education", "education", (max(t.education[0].values()), max(t.education[1].values()))),
        ("first_language", "first_language", (4 * max(t.first_language[0]), 4 * max(t.first_language[1]))),
        ("second_language", "second_language_cap", t.second_language_cap),
        ("canadian_work", "canadian_work", (max(t.canadian_work[0]), max(t.canadian_work[1]))),
        ("partner_education", "partner_education", _both(max(t.partner_education.values()))),
        ("partner_language", "partner_language", _both(4 * max(t.partner_language))),
        ("partner_canadian_work", "partner_canadian_work", _both(max(t.partner_canadian_work))),
        ("transfer_education", f"{caps}.education", _both(t.education_cap)),
        ("transfer_education_language", "", _both(max(map(max, t.education_by_language)))),
        ("transfer_education_canadian_work", "", _both(max(map(max, t.education_by_work)))),
        ("transfer_foreign", f"{caps}.foreign_work", _both(t.foreign_cap)),
        ("transfer_foreign_language", "", _both(max(map(max, t.foreign_by_language)))),
        ("transfer_foreign_canadian_work", "", _both(max(map(max, t.foreign_by_work)))),
        ("transfer_certificate", "", _both(min(max(t.certificate), t.certificate_cap))),
        ("nomination", "", _both(t.nomination)),
        ("job_offer", "", _both(max(t.job_offer.values()))),
        ("sibling", "", _both(t.sibling)),
        ("french", "", _both(max(t.french_with_english, t.french_otherwise))),
        ("canadian_study", "", _both(max(t.canadian_study.values()))),
    ]
    if t.high_wage is not None:
        work = max(tier.canadian_work for tier in t.high_wage.tiers.values())
        offer = max(tier.job_offer for tier in t.high_wage.tiers.values())
        most = work + offer if t.high_wage.work_and_offer == "sum" else max(work, offer)
        found += [
            ("high_wage", "", _both(min(most, t.high_wage.cap))),
            ("high_wage_canadian_work", "high_wage.tiers", _both(work)),
            ("high_wage_job_offer", "high_wage.tiers", _both(offer)),
        ]
    return {
        key: Factor(key, f"crs.{rule or key}", since[(rule or key).partition(".")[0]], most)
        for key, rule, most in found
    }


def _both(points: int) -> Pair:
    return points, points


@cache
def _eras(rules: RuleBook) -> tuple[tuple[date, ...], tuple[Era, ...]]:
    """Every era of a book with the tables that compute it: its own, or those of the last complete one."""
    rule_sets = rules.crs.rule_sets
    eras: list[Era] = []
    for place, rule_set in enumerate(rule_sets):
        following = rule_sets[place + 1].start if place + 1 < len(rule_sets) else None
        if rule_set.complete:
            until = following - timedelta(days=1) if following else None
            eras.append(Era(rule_set.start, _compile(rules.crs.parameters, rule_set, until), None))
        else:
            missing = Incomplete(rule_set.id, rule_set.start, str(rule_set.incomplete_because), rule_set.known)
            eras.append(Era(rule_set.start, eras[-1].tables, missing))
    return tuple(era.start for era in eras), tuple(eras)


def era_on(rules: RuleBook, day: date) -> Era:
    starts, eras = _eras(rules)
    place = bisect_right(starts, day)
    if place == 0:
        raise NoRuleError(day, starts[0])
    return eras[place - 1]
