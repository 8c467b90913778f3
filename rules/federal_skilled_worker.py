"""The Federal Skilled Worker class: the 67-point grid (IRPR 78 to 83) and the minimum requirements that decide
whether it counts (IRPR 75(2) and 76(1)(b)).

First official language. It is the candidate's to choose. Among the choices that reach the language minimum in
all four abilities, the one with most points is taken; only when none reaches it, the one with most points of
all, so that the result shows how near it is. Of several usable sets of one language, whole sets are tried in
the same way.

Experience. Jobs told in full are counted by the work ledger, and the minimum asks for a continuous year in the primary
occupation; that one is the candidate's to name, so where it is not named any occupation of the jobs may be it. Of years
told in sum the continuous one is presumed.

What the facts settle by themselves: a year of Canadian work told in sum counts as the full-time year of adaptability,
one of jobs told in full where its weeks were full-time; a sibling is a relative in Canada. Canadian study is not read
as two years of study: a master's of one year is "three years or more" in the CRS.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, Final, NamedTuple

from rules import education, work
from rules.age import points_for_age
from rules.arranged_employment import arranged_employment
from rules.facts import CanadianStudy, Facts, InvitedProgram, Language, LanguageTest, Partner, PartnerStatus, Person
from rules.language import NO_LEVELS, Levels, freshness, levels, usable, usable_by_partner, usable_sets
from rules.parameters import RuleBook, book
from rules.reasons import (
    FactValue,
    FederalSkilledWorkerResult,
    Line,
    Named,
    ProgramResult,
    Reason,
    Requirement,
    Section,
)
from rules.requirements import program_result, settlement_funds_of
from rules.shapes.dated import EDUCATION_LEVELS, NoRuleError, Rows, by_number
from rules.shapes.federal_skilled_worker import FederalSkilledWorkerParameters
from rules.summary import summed_up

MOST = 100
PURPOSE: Final = "federal_skilled_worker"


class _Grid(NamedTuple):
    """The parameters of a day: values by name, tables as points by whole number, and the day each is from.

    `most` is the most that each table gives.
    """

    start: date
    values: Mapping[str, Any]
    since: Mapping[str, date]
    most: Mapping[str, int]


class _Choice(NamedTuple):
    """A first official language with the sets of scores used, and the points of both languages."""

    first_language: Language | None
    english: LanguageTest | None
    french: LanguageTest | None
    first: Levels
    second: Levels
    first_points: int
    second_points: int
    minimum_met: bool


@cache
def _grids(rules: RuleBook) -> tuple[_Grid, ...]:
    """A grid for every day on which some parameter changed, the newest first."""
    parameters = rules.federal_skilled_worker.parameters
    named = {name: getattr(parameters, name) for name in FederalSkilledWorkerParameters.model_fields}
    # Before the last of the first days something would be missing.
    first = max(parameter.values[0].start for parameter in named.values())
    days = {value.start for parameter in named.values() for value in parameter.values if value.start >= first}
    return tuple(_grid_of(named, day) for day in sorted(days, reverse=True))


def _grid_of(named: Mapping[str, Any], day: date) -> _Grid:
    on = {name: parameter.on(day) for name, parameter in named.items()}
    tables = {
        name: by_number(dated.rows, lambda row: row.points) for name, dated in on.items() if isinstance(dated, Rows)
    }
    others = {name: dated.value for name, dated in on.items() if name not in tables}
    most = {name: max(table) for name, table in tables.items()}
    return _Grid(
        start=day,
        values=tables | others,
        since={name: dated.start for name, dated in on.items()},
        most=most
        | {
            "first_language": 4 * most["first_language"],
            "education": max(others["education"].values()),
        },
    )


def _grid_on(rules: RuleBook, day: date) -> _Grid:
    grids = _grids(rules)
    for found in grids:
        if found.start <= day:
            return found
    raise NoRuleError(day, grids[-1].start)


def grid(
    facts: Facts, on: date, *, first_language: Language | None = None, rules: RuleBook | None = None
) -> FederalSkilledWorkerResult:
    """The grid of a candidate on a day, points and minimums.

    `first_language` fixes the first official language; otherwise it is chosen as the module says.
    `NoRuleError` for a day before 2015-01-01.
    """
    rules = rules or book()
    return _grid_of_known(summed_up(facts, on, rules=rules), on, first_language, rules)


def _grid_of_known(
    facts: Facts, on: date, first_language: Language | None, rules: RuleBook
) -> FederalSkilledWorkerResult:
    g = _grid_on(rules, on)
    told = _told(facts, on, rules)
    choice = _choose(g, facts, on, first_language, rules)
    lines = _lines(g, facts, told, choice, on, rules)
    minimums = _minimums(g, facts, told, choice)
    total = sum([line.points for line in lines])
    pass_mark = g.values["pass_mark"]
    reached = total >= pass_mark
    return FederalSkilledWorkerResult(
        total=total,
        most=MOST,
        pass_mark=pass_mark,
        reached=reached,
        eligible=reached and all(minimum.met for minimum in minimums),
        sections=(Section("selection_factors", total, MOST, lines, total),),
        minimums=minimums,
        rule_from=g.start,
        on=on,
        first_official_language=choice.first_language,
        english_test=choice.english,
        french_test=choice.french,
        assumed=_assumed(facts, told),
        presumed=_presumed(facts),
    )


def program(facts: Facts, on: date, *, rules: RuleBook | None = None) -> ProgramResult:
    """The whole class on a day: the minimum requirements, settlement funds included, and the pass mark of the grid.

    `NoRuleError` for a day before 2015-01-01.
    """
    rules = rules or book()
    return program_of_known(summed_up(facts, on, rules=rules), on, rules=rules)


def program_of_known(
    facts: Facts, on: date, *, first_language: Language | None = None, rules: RuleBook
) -> ProgramResult:
    """The same of facts that are summed up for the day already; `first_language` as in `grid`."""
    found = _grid_of_known(facts, on, first_language, rules)
    funds = settlement_funds_of(facts, on, InvitedProgram.federal_skilled_worker, rules)
    reason = Reason(
        "federal_skilled_worker.pass_mark", _grid_on(rules, on).since["pass_mark"], (("total", found.total),)
    )
    pass_mark = Requirement(
        "pass_mark",
        found.reached,
        found.total,
        found.pass_mark,
        reason,
        found.assumed if not found.reached and _could_be(found) >= found.pass_mark else (),
    )
    presumed = [one for one in found.presumed if one != "settlement_funds"]
    return program_result(
        InvitedProgram.federal_skilled_worker,
        facts,
        on,
        found.rule_from,
        (*found.minimums, funds.requirement, pass_mark),
        [*presumed, *funds.presumed],
        rules,
        found,
    )


def language_shuts(facts: Facts, on: date, *, rules: RuleBook) -> bool:
    """Whether the results told reach the level asked for in neither language, which no other fact mends."""
    needed = _grid_on(rules, on).values["minimum_language"]
    return bool(facts.tests) and not any(
        levels(test, rules).lowest >= needed for test in facts.tests if usable(test, on, rules)
    )


# The lines that a fact which is not known could raise, by the first step of its name; adaptability for any other.
_RAISED_BY = {
    "birth_date": ("age",),
    "education": ("education",),
    "credentials": ("education", "adaptability"),
    "tests": ("first_language", "second_language"),
    "canadian_work_years": ("experience", "adaptability"),
    "foreign_work_years": ("experience",),
    "jobs": ("experience", "adaptability"),
    "arranged_employment": ("arranged_employment", "adaptability"),
    "offer": ("arranged_employment", "adaptability"),
}


def _could_be(found: FederalSkilledWorkerResult) -> int:
    """The most points the grid could have once the facts not known are told."""
    return found.total + sum(line.most - line.points for line in found.lines if _may_rise(line.key, found.assumed))


def _may_rise(line: str, assumed: tuple[str, ...]) -> bool:
    return any(line in _RAISED_BY.get(name.partition(".")[0], ("adaptability",)) for name in assumed)


class _Told(NamedTuple):
    """What the facts say of a day, whether told in full or in sum.

    The partner only who is coming and not Canadian. `years` of skilled work and the facts they come from; whether one
    of them is continuous in the primary occupation, and whether that is skilled, as one not named is taken to be; the
    offer; and what is open of each. `open_ties` are those of either's work and study in Canada told in full.
    """

    partner: Partner | None
    years: int
    of_years: Named
    continuous: bool
    open_work: tuple[str, ...]
    open_education: tuple[str, ...]
    skilled: bool
    arranged: bool | None
    of_arranged: Named
    open_offer: tuple[str, ...]
    open_ties: tuple[str, ...]


def _open_education(facts: Facts, on: date, rules: RuleBook) -> tuple[str, ...]:
    """What could raise the level of education and is not known: the level itself, or an assessment nobody spoke of."""
    if facts.education is None:
        return ("education",)
    if facts.credentials is None:
        return ()
    found = education.counted(facts.credentials, on, rules=rules).open
    return tuple([path for path in found if path.endswith(".assessed")])


def _told(facts: Facts, on: date, rules: RuleBook) -> _Told:
    partner = facts.partner
    if partner is not None and partner.status is not PartnerStatus.accompanying:
        partner = None
    offer = arranged_employment(facts, on, rules=rules)
    of_arranged: Named = (("arranged_employment", offer.met),)
    if facts.offer is not None:
        of_arranged = (*of_arranged, ("arranged_employment_case", offer.case))
    if facts.jobs is None:
        # Canadian and foreign years count together (IRPR 80).
        years = (facts.canadian_work_years or 0) + (facts.foreign_work_years or 0)
        of_years: Named = (
            ("canadian_work_years", facts.canadian_work_years),
            ("foreign_work_years", facts.foreign_work_years),
            ("years", years),
        )
        unknown = [name for name, value in of_years if value is None]
        counted = (years, of_years, True, tuple(unknown))
    else:
        counted = _worked_in_full(facts, on, rules)
    of_partner = _open_ties(partner, "adaptability_partner", on, rules)
    ties = (*_open_ties(facts, "adaptability_own", on, rules), *(f"partner.{path}" for path in of_partner))
    skilled = _is_skilled(facts.primary_occupation, on, rules)
    return _Told(
        partner, *counted, _open_education(facts, on, rules), skilled, offer.met, of_arranged, offer.open, ties
    )


def _is_skilled(occupation: str | None, on: date, rules: RuleBook) -> bool:
    """Whether an occupation may be the primary one, which is of a skilled TEER (IRPR 75(2)(a))."""
    return occupation is None or work.may_count(occupation, PURPOSE, on, rules=rules)


def _open_ties(person: Person | None, purpose: work.PurposeKey, on: date, rules: RuleBook) -> Iterator[str]:
    """Facts not known of jobs and credentials told in full that could make a tie to Canada."""
    if person is not None and person.jobs:
        yield from work.open_facts(person.jobs, purpose, on, rules=rules)
    if person is not None and person.credentials:
        yield from education.counted(person.credentials, on, rules=rules).open


def _worked_in_full(facts: Facts, on: date, rules: RuleBook) -> tuple[int, Named, bool, tuple[str, ...]]:
    """The years of all jobs, the facts they come from, whether one is continuous as asked, and what is open."""
    jobs = facts.jobs or ()
    years = work.years(jobs, PURPOSE, on, rules=rules)
    named = facts.primary_occupation
    newest = sorted(jobs, key=lambda job: job.start, reverse=True)
    worked_in = dict.fromkeys(job.occupation for job in newest if job.occupation is not None)
    occupations = worked_in if named is None else (named,)
    tried = [work.continuous_year(jobs, code, on, rules=rules) for code in occupations]
    continuous = next((one.completed for one in tried if one.met), None)
    of_years: Named = (
        ("jobs", len(jobs)),
        ("years", years),
        ("primary_occupation", named),
        ("continuous_year", continuous),
    )
    open_ = work.open_facts(jobs, PURPOSE, on, rules=rules)
    if continuous is None and any(one.to_check for one in tried):
        open_ = (*open_, "work_is_continuous")
    return years, of_years, continuous is not None, open_


def _choose(g: _Grid, facts: Facts, on: date, first_language: Language | None, rules: RuleBook) -> _Choice:
    english = _sets(facts, Language.english, on, rules)
    french = _sets(facts, Language.french, on, rules)
    firsts: list[Language | None] = [first_language]
    if first_language is None:
        tested = [sets[0][0].kind.language for sets in (english, french) if sets[0][0] is not None]
        firsts = [*tested] or [None]
    return max(
        (
            _choice(g, first, english_test, french_test, e, f)
            for english_test, e in english
            for french_test, f in french
            for first in firsts
        ),
        key=_preference,
    )


def _sets(facts: Facts, language: Language, on: date, rules: RuleBook) -> list[tuple[LanguageTest | None, Levels]]:
    """The usable whole sets of a language with their levels, or one without a test."""
    found = usable_sets(facts.tests, language, on, rules)
    return [(test, levels(test, rules)) for test in found] or [(None, NO_LEVELS)]


def _choice(
    g: _Grid,
    first_language: Language | None,
    english: LanguageTest | None,
    french: LanguageTest | None,
    e: Levels,
    f: Levels,
) -> _Choice:
    first, second = (f, e) if first_language is Language.french else (e, f)
    table = g.values["first_language"]
    second_table = g.values["second_language"]
    return _Choice(
        first_language,
        english,
        french,
        first,
        second,
        sum([table[min(level, len(table) - 1)] for level in first]),
        second_table[min(second.lowest, len(second_table) - 1)],
        first.lowest >= g.values["minimum_language"],
    )


def _preference(choice: _Choice) -> tuple[bool, int, int, int, int]:
    """The minimum met; then the points; then the better levels; then the results that stay usable longer."""
    return (
        choice.minimum_met,
        choice.first_points + choice.second_points,
        sum(choice.first),
        freshness(choice.english),
        freshness(choice.french),
    )


def _tested(name: str, test: LanguageTest | None, four: Levels) -> Named:
    if test is None:
        return ((name, None),)
    return ((name, test.kind), *zip(four._fields, four, strict=True))


def _line(g: _Grid, key: str, points: int, most: int, facts: Named, rule: str = "") -> Line:
    name = rule.partition(".")[0] or key
    return Line(key, points, most, Reason(f"federal_skilled_worker.{rule or key}", g.since[name], facts), points)


def _lines(g: _Grid, facts: Facts, told: _Told, choice: _Choice, on: date, rules: RuleBook) -> tuple[Line, ...]:
    first = _tested("tests", choice.english, choice.first)
    second = _tested("tests", choice.french, choice.second)
    if choice.first_language is Language.french:
        first = _tested("tests", choice.french, choice.first)
        second = _tested("tests", choice.english, choice.second)
    table = g.values["experience"]
    age, age_points = None, 0
    if facts.birth_date is not None:
        age, age_points = points_for_age(facts.birth_date, on, g.values["age"])
    arranged = g.values["arranged_employment"]
    return (
        _line(g, "first_language", choice.first_points, g.most["first_language"], first),
        _line(g, "second_language", choice.second_points, g.most["second_language"], second),
        _line(
            g,
            "education",
            g.values["education"][facts.education or "less_than_secondary"],
            g.most["education"],
            (("education", facts.education),),
        ),
        _line(g, "experience", table[min(told.years, len(table) - 1)], g.most["experience"], told.of_years),
        _line(g, "age", age_points, g.most["age"], (("birth_date", facts.birth_date), ("age", age))),
        _line(g, "arranged_employment", arranged if told.arranged else 0, arranged, told.of_arranged),
        _adaptability(g, facts, told, on, rules),
    )


def _worked(said: bool | None, years: int | None) -> bool:
    """A full-time year in Canada: as said, otherwise as the years of skilled work show."""
    return said if said is not None else (years or 0) >= 1


def _adaptability(g: _Grid, facts: Facts, told: _Told, on: date, rules: RuleBook) -> Line:
    partner = told.partner
    points = g.values["adaptability"]

    def part(name: str, holds: bool, named: Named) -> Line:
        most = getattr(points, name)
        return _line(g, f"adaptability_{name}", most if holds else 0, most, named, f"adaptability.{name}")

    relatives = _relatives(facts, partner)
    parts = [
        part(
            "own_study",
            bool(facts.two_years_of_study_in_canada),
            (("two_years_of_study_in_canada", facts.two_years_of_study_in_canada),),
        ),
        part(
            "own_work",
            _worked(facts.full_time_year_in_canada, facts.canadian_work_years),
            (
                ("full_time_year_in_canada", facts.full_time_year_in_canada),
                ("canadian_work_years", facts.canadian_work_years),
            ),
        ),
        part(
            "relative",
            any(value for _, value in relatives),
            relatives,
        ),
        part("arranged_employment", bool(told.arranged), told.of_arranged),
    ]
    if partner is not None:
        parts += _partner_parts(part, g, partner, on, rules)
    before_cap = sum([one.points for one in parts])
    reason = Reason(
        "federal_skilled_worker.adaptability.cap",
        g.since["adaptability"],
        tuple(dict(named for one in parts for named in one.reason.facts).items()),
    )
    return Line("adaptability", min(before_cap, points.cap), points.cap, reason, before_cap, tuple(parts))


def _relatives(facts: Facts, partner: Partner | None) -> tuple[tuple[str, bool | None], ...]:
    """A relative of the candidate's own, or of the partner who is coming (IRPR 83(5))."""
    own = (("relative_in_canada", facts.relative_in_canada), ("sibling_in_canada", facts.sibling_in_canada))
    if partner is None:
        return own
    return (
        *own,
        ("partner.relative_in_canada", partner.relative_in_canada),
        ("partner.sibling_in_canada", partner.sibling_in_canada),
    )


def _partner_parts(part: Any, g: _Grid, partner: Partner, on: date, rules: RuleBook) -> list[Line]:
    """An accompanying partner's own ties; one who is Canadian or stays behind gives none (IRPR 83(1))."""
    best: LanguageTest | None = None
    four = NO_LEVELS
    for test in partner.tests:
        if usable_by_partner(test, on, rules) and levels(test, rules).lowest >= four.lowest:
            best, four = test, levels(test, rules)
    return [
        part(
            "partner_language",
            best is not None and four.lowest >= g.values["partner_minimum_language"],
            _tested("partner.tests", best, four),
        ),
        part(
            "partner_study",
            bool(partner.two_years_of_study_in_canada),
            (("partner.two_years_of_study_in_canada", partner.two_years_of_study_in_canada),),
        ),
        part(
            "partner_work",
            _worked(partner.full_time_year_in_canada, partner.canadian_work_years),
            (
                ("partner.full_time_year_in_canada", partner.full_time_year_in_canada),
                ("partner.canadian_work_years", partner.canadian_work_years),
            ),
        ),
    ]


def _with_occupation(of_years: Named, facts: Facts) -> Named:
    """The facts of the years with the primary occupation, which years told in sum do not name."""
    return of_years if facts.jobs is not None else (*of_years, ("primary_occupation", facts.primary_occupation))


def _minimums(g: _Grid, facts: Facts, told: _Told, choice: _Choice) -> tuple[Requirement, ...]:
    """What IRPR 75(2) asks before any point is counted."""
    test = choice.french if choice.first_language is Language.french else choice.english
    level = facts.education
    needed = g.values["minimum_education"]

    def requirement(key: str, met: bool, found: FactValue, named: Named, open_: tuple[str, ...]) -> Requirement:
        reason = Reason(f"federal_skilled_worker.{key}", g.since[key], named)
        return Requirement(key, met, found, g.values[key], reason, () if met else open_)

    return (
        requirement(
            "minimum_language",
            choice.minimum_met,
            choice.first.lowest if test else None,
            _tested("tests", test, choice.first),
            () if facts.tests else ("tests",),
        ),
        requirement(
            "minimum_experience",
            told.skilled and told.continuous and told.years >= g.values["minimum_experience"],
            told.years,
            told.of_years if told.skilled else _with_occupation(told.of_years, facts),
            told.open_work if told.skilled else (),
        ),
        requirement(
            "minimum_education",
            level is not None and EDUCATION_LEVELS.index(level) >= EDUCATION_LEVELS.index(needed),
            level,
            (("education", level),),
            told.open_education,
        ),
    )


def _assumed(facts: Facts, told: _Told) -> tuple[str, ...]:
    """Facts not known that could have given points."""
    study_open = facts.canadian_study not in (CanadianStudy.none, CanadianStudy.one_year)
    partner = told.partner
    relatives = dict(_relatives(facts, partner))
    related = any(relatives.values())
    asked = (
        ("birth_date", facts.birth_date is None),
        ("education", facts.education is None),
        ("tests", not facts.tests),
        *((name, True) for name in told.open_work),
        *((name, True) for name in told.open_offer),
        *((name, True) for name in told.open_ties if name not in told.open_work),
        ("two_years_of_study_in_canada", facts.two_years_of_study_in_canada is None and study_open),
        ("relative_in_canada", facts.relative_in_canada is None and not related),
        (
            # The partner's own relatives are a question of their own only where the candidate's are known.
            "partner.relative_in_canada",
            facts.relative_in_canada is False and relatives.get("partner.relative_in_canada", False) is None,
        ),
        (
            "partner.two_years_of_study_in_canada",
            partner is not None and partner.two_years_of_study_in_canada is None,
        ),
        (
            "partner.canadian_work_years",
            partner is not None and partner.canadian_work_years is None and partner.full_time_year_in_canada is None,
        ),
    )
    return tuple([name for name, missing in asked if missing])


def _presumed(facts: Facts) -> tuple[str, ...]:
    """Conditions the facts do not speak of, taken as met (IRPR 75(2)(a), (e) and 76(1)(b))."""
    found = []
    if facts.credentials is None and facts.education not in (None, "less_than_secondary"):
        found.append("education_assessed")
    if facts.jobs is None and (facts.canadian_work_years or facts.foreign_work_years):
        found.append("work_is_skilled")
        found.append("work_is_continuous")
    if facts.settlement_funds is None:
        found.append("settlement_funds")
    return tuple(found)
