"""The score of a candidate whose facts are not all known: from the lowest to the highest it can be.

The lowest end counts every unknown fact as nothing, the highest takes the best that any answer could give. The score
only rises with a better answer, so the ends are found by setting the unknown facts, never by trying all answers; only
the partner, whose column of points differs, is tried both ways. What is not a fact about the person is kept apart: a
nomination and a job offer are shown by what they would add, and are in neither end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from rules import crs
from rules.crs_tables import era_on
from rules.facts import (
    CanadianStudy,
    EducationLevel,
    Facts,
    JobOffer,
    Language,
    Partner,
    PartnerStatus,
    Person,
)
from rules.months import add_months
from rules.occupations import unit_groups
from rules.parameters import RuleBook, book
from rules.reasons import CrsResult, FactValue
from rules.remembered import remembered
from rules.shapes.dated import TOP_LEVEL
from rules.suppose import sitting_at, with_value


class Unknown(NamedTuple):
    """A fact not known: what the two ends take it for, and the most points that hang on it.

    `lowest` is None where nothing is counted. `settles` is the larger of what its best answer adds to the lowest end
    and what its worst answer takes from the highest.
    """

    fact: str
    lowest: FactValue
    highest: FactValue
    settles: int


class WouldAdd(NamedTuple):
    """Something in the hands of others, that is not known, and what it would add to the lowest end."""

    fact: str
    points: int


class ScoreRange(NamedTuple):
    """The lowest and the highest score possible on a day.

    `unknown` are the facts that make the difference, the one that would settle most first; `of_no_effect` those that
    are open and cannot move the score. `as_lowest` and `as_highest` are the facts of the two ends; `presumed` the
    conditions taken as met in both.
    """

    on: date
    lowest: int
    highest: int
    unknown: tuple[Unknown, ...]
    of_no_effect: tuple[str, ...]
    would_add: tuple[WouldAdd, ...]
    presumed: tuple[str, ...]
    as_lowest: Facts
    as_highest: Facts

    @property
    def settled(self) -> bool:
        """Whether nothing that is unknown can move the score."""
        return self.lowest == self.highest


class _Open(NamedTuple):
    """An open fact and what either end makes of it."""

    fact: str
    lowest: FactValue
    highest: FactValue
    at_lowest: Callable[[Facts], Facts]
    at_highest: Callable[[Facts], Facts]


Scorer = Callable[[Facts], int]

# In the hands of a province or an employer: by which open facts it is told, and what is supposed to show what it adds.
_OF_OTHERS: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("provincial_nomination", "nomination.", {"provincial_nomination": True, "nomination": None}),
    ("job_offer", "offer.", {"job_offer": JobOffer.senior_manager, "job_offer_assessed": True, "offer": None}),
    ("job_offer_assessed", "offer.", {"job_offer_assessed": True, "offer": None}),
)


def is_least(facts: Facts, result: CrsResult, *, rules: RuleBook | None = None) -> bool:
    """Whether a score of the facts can only be higher, because facts are not known.

    Not always where it is open whether there is a partner: the other column gives less for the same answers.
    """
    if "partner" in result.assumed:
        return crs_range(facts, result.on, rules=rules).lowest >= result.total
    return bool(result.assumed)


def crs_range(facts: Facts, on: date, *, under: date | None = None, rules: RuleBook | None = None) -> ScoreRange:
    """The CRS of a day as a range over the facts that are not known.

    `under` is the day whose tables are taken, where that is another one. `NoRuleError` for a day before 2015-01-01.
    """
    return _crs_range(facts, on, under or on, rules or book())


@remembered(128)
def _crs_range(facts: Facts, on: date, under: date, rules: RuleBook) -> ScoreRange:
    def scored(some: Facts) -> int:
        return crs.points(some, on, under=under, rules=rules)

    now = crs.score(facts, on, under=under, rules=rules)
    found = [
        *_missing(facts, now.assumed, on, _best_age(under, rules), rules),
        *_details(facts, on, rules),
    ]
    if facts.partner_unknown:
        # Comes last: which is better, none or one who accompanies, depends on all the rest.
        found.append(_partner(on, scored, rules))
    as_lowest = as_highest = facts
    for one in found:
        as_lowest, as_highest = one.at_lowest(as_lowest), one.at_highest(as_highest)
    lowest, highest = scored(as_lowest), scored(as_highest)
    unknown = [
        Unknown(
            one.fact,
            _as_taken(as_lowest) if one.fact == "partner" else one.lowest,
            _as_taken(as_highest) if one.fact == "partner" else one.highest,
            max(scored(one.at_highest(as_lowest)) - lowest, highest - scored(one.at_lowest(as_highest))),
        )
        for one in found
    ]
    return ScoreRange(
        on=on,
        lowest=lowest,
        highest=highest,
        unknown=tuple(sorted((one for one in unknown if one.settles > 0), key=lambda one: -one.settles)),
        of_no_effect=tuple(one.fact for one in unknown if one.settles <= 0),
        would_add=_would_add(as_lowest, now.assumed, lowest, scored),
        presumed=now.presumed,
        as_lowest=as_lowest,
        as_highest=as_highest,
    )


def _best_age(on: date, rules: RuleBook) -> int:
    """The highest age that gives the most points."""
    # The tables that compute the day, which on a day of an incomplete rule set are those before it.
    rows = rules.crs.parameters.age.on(era_on(rules, on).tables.start).rows
    most = max(row.without_partner for row in rows)
    return max(int(row.at[0] if row.at[1] is None else row.at[1]) for row in rows if row.without_partner == most)


def _as_taken(facts: Facts) -> str:
    """What an end takes an unknown partner for."""
    if facts.partner is None:
        return "none"
    return "accompanying_with_most_points" if facts.partner.tests else "accompanying_without_points"


def _would_add(facts: Facts, assumed: tuple[str, ...], lowest: int, scored: Scorer) -> tuple[WouldAdd, ...]:
    found: dict[str, WouldAdd] = {}
    for name, within, supposed in _OF_OTHERS:
        asked = [path for path in assumed if path == name or path.startswith(within)]
        points = scored(facts.model_copy(update=supposed)) - lowest if asked else 0
        if points > 0:
            # Told in full, the fact that is open stands for the offer or the nomination.
            found.setdefault(asked[0], WouldAdd(asked[0], points))
    return tuple(found.values())


def _answer(path: str, lowest: Any, highest: Any, shown: FactValue) -> _Open:
    """An open fact of a plain value."""
    return _Open(
        path,
        None,
        shown,
        lambda facts: with_value(facts, path, lowest),
        lambda facts: with_value(facts, path, highest),
    )


def _missing(facts: Facts, assumed: tuple[str, ...], on: date, best_age: int, rules: RuleBook) -> Iterator[_Open]:
    """What a score names as not known, with the best it could be."""
    best = _best(on, best_age, rules)
    for path in assumed:
        name = path.rpartition(".")[2]
        person = facts.partner if path == f"partner.{name}" else facts
        if person is None or name not in best or path not in (name, f"partner.{name}"):
            continue
        value, shown = best[name]
        yield _answer(path, getattr(person, name), value, shown)


def _best(on: date, best_age: int, rules: RuleBook) -> dict[str, tuple[Any, FactValue]]:
    """The best answer to what may be missing of a person, and how it is shown."""
    years = _most_years(on, rules)
    tests = tuple(sitting_at(language, TOP_LEVEL, on, rules) for language in Language)
    born = add_months(on, -12 * best_age)
    return {
        "birth_date": (born, born),
        "education": (EducationLevel.doctoral, EducationLevel.doctoral),
        "tests": (tests, TOP_LEVEL),
        "canadian_work_years": (years, years),
        "foreign_work_years": (years, years),
        "canadian_study": (CanadianStudy.three_years_or_more, CanadianStudy.three_years_or_more),
        **dict.fromkeys(_BETTER_WHEN_TRUE, (True, True)),
    }


def _most_years(on: date, rules: RuleBook) -> int:
    """The years of work after which no table of either score has more to give."""
    scored = rules.crs.parameters
    ends = (
        scored.canadian_work.on(on).rows[-1].at[0],
        scored.partner_canadian_work.on(on).rows[-1].at[0],
        scored.foreign_work_tiers.on(on).rows[-1].at[0],
        rules.federal_skilled_worker.parameters.experience.on(on).rows[-1].at[0],
    )
    return int(max(ends))


_BETTER_WHEN_TRUE = (
    "certificate_of_qualification",
    "sibling_in_canada",
    "full_time_year_in_canada",
)


def _details(facts: Facts, on: date, rules: RuleBook) -> Iterator[_Open]:
    """What is open in the jobs and credentials told in full, of the candidate and of a partner who accompanies."""
    people: list[tuple[str, Person]] = [("", facts)]
    if facts.partner is not None and facts.partner.status is PartnerStatus.accompanying:
        people.append(("partner.", facts.partner))
    # More hours a week than full time count no more.
    skilled, full_time = _skilled_occupation(), float(rules.work.counting.week.on(on).value)
    for whose, person in people:
        for place, job in enumerate(person.jobs or ()):
            best: dict[str, Any] = {
                "noc": skilled,
                "hours_per_week": full_time,
                "paid": True,
                "self_employed": False,
                "studying": (),
            }
            if job.country == CANADA:
                best["authorised"] = True
            for name, value in best.items():
                if (job.occupation if name == "noc" else getattr(job, name)) is None:
                    shown: FactValue = "none" if value == () else value
                    yield _answer(f"{whose}jobs.{place}.{name}", None, value, shown)
        for place, credential in enumerate(person.credentials or ()):
            best = {"assessed": max(on, credential.completed)}
            if credential.country == CANADA:
                best = {"eight_months_in_person": True, "mostly_language_study": False, "two_academic_years": True}
            for name, value in best.items():
                if getattr(credential, name) is None and not credential.has_none(name):
                    yield _answer(f"{whose}credentials.{place}.{name}", None, value, value)


CANADA = "CA"


def _skilled_occupation() -> str:
    """An occupation of TEER 1, which no rule of the score tells from another."""
    return next(group.code for group in unit_groups().values() if group.teer == 1)


def _partner(on: date, scored: Scorer, rules: RuleBook) -> _Open:
    """Whether there is a partner: none, or one who accompanies and brings nothing, or all that a partner can bring."""
    bare = Partner.model_construct(
        status=PartnerStatus.accompanying,
        education=EducationLevel.less_than_secondary,
        canadian_work_years=0,
        sibling_in_canada=False,
    )
    full = Partner.model_construct(
        status=PartnerStatus.accompanying,
        education=EducationLevel.doctoral,
        tests=(sitting_at(Language.english, TOP_LEVEL, on, rules),),
        canadian_work_years=_most_years(on, rules),
        sibling_in_canada=True,
    )

    def either(facts: Facts, partner: Partner) -> tuple[Facts, Facts]:
        known = {"partner_unknown": False}
        return (
            facts.model_copy(update={"partner": None, **known}),
            facts.model_copy(update={"partner": partner, **known}),
        )

    return _Open(
        "partner",
        None,
        None,
        lambda facts: min(either(facts, bare), key=scored),
        lambda facts: max(either(facts, full), key=scored),
    )
