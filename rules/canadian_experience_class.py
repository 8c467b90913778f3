"""The Canadian Experience Class: a year of skilled work in Canada within three years, and the language its occupation
asks for (IRPR 87.1).

Jobs told in full are counted by the work ledger: not while a full-time student, not self-employed (but for physicians
under the public policy), and authorised. The language asked for is that of the occupation with more of the experience
(IRPR 87.1(2)(d) and (e)). "Occupation" may be read as the TEER or as the unit group, so that the stricter is taken of
what the TEER with most counted hours asks for and what the unit group with most asks for, and of several with equally
many. Where only years are told, neither their TEER nor how recent they are is known: that they are within three years
is presumed, and language is judged at every level that may be asked for, and open in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from rules import work
from rules.facts import Facts, InvitedProgram
from rules.occupations import unit_groups
from rules.parameters import RuleBook, book
from rules.reasons import Named, ProgramResult, Reason, Requirement
from rules.requirements import nearest_sitting, program_result
from rules.shapes.dated import ABILITIES
from rules.summary import summed_up

PURPOSE: Final = "canadian_experience_class"
YEAR_MONTHS = 12


class _Worked(NamedTuple):
    """Whether the experience is enough, its years, the facts they come from, and what is open.

    `level` is what is asked for in all abilities, the stricter of several that are possible, and `lowest` what could be
    enough once the open facts are known.
    """

    enough: bool
    years: int | None
    facts: Named
    level: int
    lowest: int
    open: tuple[str, ...]


def program(facts: Facts, on: date, *, rules: RuleBook | None = None) -> ProgramResult:
    """The class on a day: experience and language. It asks for no education and no settlement funds.

    `NoRuleError` for a day before 2015-01-01.
    """
    rules = rules or book()
    return program_of_known(summed_up(facts, on, rules=rules), on, rules=rules)


def program_of_known(facts: Facts, on: date, *, rules: RuleBook) -> ProgramResult:
    """The same of facts that are summed up for the day already."""
    experience = rules.work.purposes.canadian_experience_class.on(on)
    language = rules.canadian_experience_class.parameters.minimum_language.on(on)
    worked = _worked(facts, on, rules)
    requirements = (
        Requirement(
            "minimum_experience",
            worked.enough,
            worked.years,
            experience.months // YEAR_MONTHS,
            Reason(f"work.purposes.{PURPOSE}", experience.start, worked.facts),
            () if worked.enough else worked.open,
        ),
        _language(facts, on, worked, language.start, rules),
    )
    return program_result(
        InvitedProgram.canadian_experience,
        facts,
        on,
        max(experience.start, language.start),
        requirements,
        ("work_is_skilled", "work_is_recent") if facts.jobs is None and worked.years else (),
        rules,
    )


def work_shuts(facts: Facts) -> bool:
    """Whether no work in Canada was told of, which no other fact mends."""
    if facts.jobs is None:
        return facts.canadian_work_years == 0
    return all(job.country != work.CANADA for job in facts.jobs)


def needed_level(facts: Facts, on: date, *, rules: RuleBook | None = None) -> int:
    """The CLB or NCLC asked for in all four abilities; the stricter while the TEER of the work is not known."""
    rules = rules or book()
    levels = rules.canadian_experience_class.parameters.minimum_language.on(on).value
    return max(levels.values()) if facts.jobs is None else _level(facts.jobs, levels, on, rules)[0]


def _worked(facts: Facts, on: date, rules: RuleBook) -> _Worked:
    levels: Mapping[int, int] = rules.canadian_experience_class.parameters.minimum_language.on(on).value
    asked = tuple(sorted({*levels.values()}))
    needed = rules.work.purposes.canadian_experience_class.on(on).months // YEAR_MONTHS
    if facts.jobs is None:
        told = facts.canadian_work_years
        return _Worked(
            told is not None and told >= needed,
            told,
            (("canadian_work_years", told),),
            asked[-1],
            asked[0],
            ("canadian_work_years",) if told is None else (),
        )
    level, of_level = _level(facts.jobs, levels, on, rules)
    years = work.years(facts.jobs, PURPOSE, on, rules=rules)
    named: Named = (("jobs", len(facts.jobs)), ("years", years), *of_level)
    open_ = work.open_facts(facts.jobs, PURPOSE, on, rules=rules)
    return _Worked(years >= needed, years, named, level, asked[0] if open_ else level, open_)


class Leading(NamedTuple):
    """The TEERs and the unit groups with most counted hours, several with equally many; the hours by TEER."""

    teers: frozenset[int]
    occupations: frozenset[str]
    hours: tuple[tuple[int, float], ...]


def leading(jobs: work.Jobs, on: date, *, rules: RuleBook | None = None) -> Leading:
    """Where most of the experience of a day was made; nothing leads without any."""
    by_occupation = work.hours_by_occupation(jobs, PURPOSE, on, rules=rules)
    by_teer = work.summed_by_teer(by_occupation)
    most, most_in_one = max(by_teer.values(), default=0.0), max(by_occupation.values(), default=0.0)
    return Leading(
        frozenset(teer for teer, hours in by_teer.items() if hours == most),
        frozenset(code for code, hours in by_occupation.items() if hours == most_in_one),
        tuple(by_teer.items()),
    )


def _level(jobs: work.Jobs, levels: Mapping[int, int], on: date, rules: RuleBook) -> tuple[int, Named]:
    """The level asked for, and the hours by TEER it comes from; where all work in Canada agrees, no hours."""
    teers = {
        unit_groups()[job.occupation].teer for job in jobs if job.occupation is not None and job.country == work.CANADA
    }
    possible = {levels[teer] for teer in teers if teer in levels}
    if len(possible) <= 1:
        return max(possible or levels.values()), ()
    found = leading(jobs, on, rules=rules)
    asked = {levels[teer] for teer in found.teers} | {levels[unit_groups()[code].teer] for code in found.occupations}
    # Without any work, the stricter.
    return max(asked or possible), tuple((f"hours_in_teer_{teer}", round(hours)) for teer, hours in found.hours)


def _language(facts: Facts, on: date, worked: _Worked, since: date, rules: RuleBook) -> Requirement:
    needed = (worked.level,) * len(ABILITIES)
    sitting = nearest_sitting(facts, on, needed, rules)
    reached = sitting.levels.lowest if sitting.test is not None else None
    met = reached is not None and reached >= worked.level
    open_: tuple[str, ...] = ()
    if not facts.tests:
        open_ = ("tests",)
    elif not met and worked.lowest < worked.level:
        # Enough for the TEER the work may turn out to have.
        enough = nearest_sitting(facts, on, (worked.lowest,) * len(ABILITIES), rules).levels.lowest >= worked.lowest
        open_ = (worked.open or ("jobs",)) if enough else ()
    reason = Reason(
        "canadian_experience_class.minimum_language",
        since,
        (*sitting.facts, ("level", worked.level), ("lowest_level", worked.lowest)),
    )
    return Requirement("minimum_language", met, reached, worked.level, reason, open_)
