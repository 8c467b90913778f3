"""What the calendar brings: the dated steps of the next months, up and down, if nothing is done.

A score changes on a few days only: a birthday, a result or an assessment that is out or too old, a year of work
that completes or leaves its window, a couple that becomes one, a rule that starts. `change_days` collects them from the
rooms that know them; everything is worked out on those days alone, never day by day. Jobs without an end are taken to
go on unchanged, which every step that leans on one says in `assumes`.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from pydantic import BaseModel

from rules import canadian_experience_class, categories, education, family, skilled_trades, work
from rules.age import birthday
from rules.facts import Facts, Job, Partner, PartnerStatus, Period, Person
from rules.language import last_usable_day, partners_last_usable_day
from rules.months import add_months
from rules.occupations import unit_groups
from rules.parameters import RuleBook, book
from rules.remembered import remembered
from rules.shapes.dated import Dated, by_number
from rules.standing import ALL_ROOMS, Moved, Room, Standing, gained, moves, standing, standing_after
from rules.work import PurposeKey

DAY = timedelta(days=1)


class Cause(NamedTuple):
    """Why a day is a step.

    `kind` is what happens, `whose` "own", "partner", "family" or "rules", `fact` the path of the fact behind it.
    `about` says which of several (a language, a purpose of work, an occupation, a file of rules; of a birthday that the
    year does not have its other day), `value` what it comes to (an age, a number of years).
    """

    kind: str
    whose: str
    fact: str
    about: str | None = None
    value: int | None = None


class Step(NamedTuple):
    """A day on which something changes, and what is before and after it.

    `moved` are the factors of the CRS that move. `document_only` says that a document begins or ceases to count and
    nothing moves; passports and certificates, which no score looks at, have clocks only. `assumes` are the jobs taken
    to go on unchanged ("jobs.0").
    """

    day: date
    causes: tuple[Cause, ...]
    crs_before: int
    crs_after: int
    moved: tuple[Moved, ...]
    grid_before: int
    grid_after: int
    programs_before: tuple[str, ...]
    programs_after: tuple[str, ...]
    categories_before: tuple[str, ...]
    categories_after: tuple[str, ...]
    document_only: bool
    assumes: tuple[str, ...]

    @property
    def change(self) -> int:
        """The points of the CRS gained, or lost when negative."""
        return self.crs_after - self.crs_before

    @property
    def programs_lost(self) -> tuple[str, ...]:
        """The programs whose requirements are met no longer."""
        return gained(self.programs_after, self.programs_before)

    @property
    def programs_gained(self) -> tuple[str, ...]:
        """The programs whose requirements are met from this day."""
        return gained(self.programs_before, self.programs_after)

    @property
    def categories_lost(self) -> tuple[str, ...]:
        """The categories of rounds the candidate is no longer eligible for."""
        return gained(self.categories_after, self.categories_before)

    @property
    def categories_gained(self) -> tuple[str, ...]:
        """The categories of rounds the candidate is eligible for from this day."""
        return gained(self.categories_before, self.categories_after)


DOCUMENTS = frozenset({"language_result_out", "language_result_too_old", "education", "nomination_ends", "permit_ends"})


def timeline(facts: Facts, on: date, *, months: int = 24, rules: RuleBook | None = None) -> tuple[Step, ...]:
    """The steps of the months after a day, the earliest first; the last day is the same date so many months later.

    `NoRuleError` for a day before the first rules.
    """
    return _timeline(facts, on, months, rules or book())


@remembered(128)
def _timeline(facts: Facts, on: date, months: int, rules: RuleBook) -> tuple[Step, ...]:
    before = standing(facts, on, rules=rules)
    steps = []
    for day, causes in change_days(facts, on, add_months(on, months), rules=rules).items():
        rooms = rooms_moved(causes, rules=rules)
        if not rooms and not any(cause.kind in DOCUMENTS for cause in causes):
            continue
        after = standing_after(before, facts, day, rooms, rules=rules)
        step = _step(facts, before, after, causes)
        if step is not None:
            steps.append(step)
        before = after
    return tuple(steps)


def rooms_moved(causes: Iterable[Cause], *, rules: RuleBook | None = None) -> frozenset[Room]:
    """What the causes of a day can move; all else stands as before."""
    rules = rules or book()
    return frozenset[Room]().union(*(_rooms(cause, rules) for cause in causes))


def _step(facts: Facts, before: Standing, after: Standing, causes: tuple[Cause, ...]) -> Step | None:
    """The step between two standings; None when nothing changes and no document does."""
    moved = moves(before.crs, after.crs)
    changed = bool(
        moved
        or before.grid.total != after.grid.total
        or set(before.eligible_programs) != set(after.eligible_programs)
        or set(before.eligible_categories) != set(after.eligible_categories)
    )
    document = any(cause.kind in DOCUMENTS for cause in causes)
    if not changed and not document:
        return None
    return Step(
        day=after.on,
        causes=causes,
        crs_before=before.crs.total,
        crs_after=after.crs.total,
        moved=moved,
        grid_before=before.grid.total,
        grid_after=after.grid.total,
        programs_before=before.eligible_programs,
        programs_after=after.eligible_programs,
        categories_before=before.eligible_categories,
        categories_after=after.eligible_categories,
        document_only=not changed,
        assumes=_running(facts, causes),
    )


def _running(facts: Facts, causes: tuple[Cause, ...]) -> tuple[str, ...]:
    """The jobs without an end behind the causes."""
    found = []
    for whose, person in _people(facts):
        if any(cause.fact.endswith("jobs") and cause.whose == whose for cause in causes):
            start = "" if whose == "own" else "partner."
            found += [f"{start}jobs.{place}" for place, job in enumerate(person.jobs or ()) if job.end is None]
    return tuple(found)


def _people(facts: Facts) -> Iterator[tuple[str, Person]]:
    yield "own", facts
    if facts.partner is not None and facts.partner.status is PartnerStatus.accompanying:
        yield "partner", facts.partner


def change_days(
    facts: Facts, after: date, until: date, *, rules: RuleBook | None = None
) -> Mapping[date, tuple[Cause, ...]]:
    """The days in (after, until] on which a score, a program or a category may change, in order, with why.

    A day that is not here changes nothing, if no fact changes.
    """
    rules = rules or book()
    found: dict[date, list[Cause]] = {}
    for day, cause in _changes(facts, after, until, rules):
        if after < day <= until:
            causes = found.setdefault(day, [])
            if cause not in causes:
                causes.append(cause)
    if facts.jobs is not None:
        for day in categories.change_days(facts, after, until, rules=rules):
            # Results in French and starts of rules are there already.
            if not any("categories" in _rooms(cause, rules) for cause in found.get(day, ())):
                found.setdefault(day, []).append(Cause("category_work", "own", "jobs"))
    return {day: tuple(found[day]) for day in sorted(found)}


def score_turns(facts: Facts, after: date, until: date, *, rules: RuleBook | None = None) -> tuple[date, ...]:
    """The days in (after, until] on which the CRS of unchanged facts may change, in order."""
    rules = rules or book()
    turns = change_days(facts, after, until, rules=rules)
    return tuple(day for day, causes in turns.items() if any("crs" in _rooms(cause, rules) for cause in causes))


def _changes(facts: Facts, after: date, until: date, rules: RuleBook) -> Iterator[tuple[date, Cause]]:
    yield from _birthdays(facts, after, until)
    for whose, person in _people(facts):
        start = "" if whose == "own" else "partner."
        yield from _results(person, whose, start, after, until, rules)
        if person.credentials is not None:
            for day, counted in education.changes(person.credentials, after, until, rules=rules):
                yield day, Cause("education", whose, f"{start}credentials", counted.level)
        if person.jobs is not None:
            yield from _work(person, whose, f"{start}jobs", after, until, rules)
    yield from _told(facts, rules)
    for day, names in rule_starts(rules).items():
        if after < day <= until:
            yield from ((day, Cause("rules_start", "rules", name)) for name in names)


def _birthdays(facts: Facts, after: date, until: date) -> Iterator[tuple[date, Cause]]:
    """Both days of a birthday that some years do not have: the one that takes points, and the one that gives them."""
    if facts.birth_date is None:
        return
    for year in range(max(after.year, facts.birth_date.year), until.year + 1):
        days = birthday(facts.birth_date, year)
        age = year - facts.birth_date.year
        if days.losing == days.gaining:
            yield days.losing, Cause("birthday", "own", "birth_date", value=age)
        else:
            # Each names the other day: a loss counts from the earlier, a gain from the later.
            yield days.losing, Cause("birthday_losing", "own", "birth_date", days.gaining.isoformat(), age)
            yield days.gaining, Cause("birthday_gaining", "own", "birth_date", days.losing.isoformat(), age)


def _results(
    person: Person, whose: str, start: str, after: date, until: date, rules: RuleBook
) -> Iterator[tuple[date, Cause]]:
    for place, test in enumerate(person.tests):
        if test.result_date is None:
            continue
        language, fact = test.kind.language.value, f"{start}tests.{place}"
        yield test.result_date, Cause("language_result_out", whose, fact, language)
        if whose == "own":
            lasts = {last_usable_day(test, rules)}
        else:
            # A rule that starts on the way is looked at on both ends.
            lasts = {partners_last_usable_day(test, day, rules) for day in (after, until)}
        for last in lasts:
            if last is not None:
                yield last + DAY, Cause("language_result_too_old", whose, fact, language)


# The purposes whose complete years a score or a program looks at, and the ones of a partner.
_OWN_YEARS: tuple[PurposeKey, ...] = (
    "crs_canadian",
    "crs_foreign",
    "federal_skilled_worker",
    "canadian_experience_class",
)
_PARTNER_YEARS: tuple[PurposeKey, ...] = ("crs_canadian",)


def _work(
    person: Person, whose: str, fact: str, after: date, until: date, rules: RuleBook
) -> Iterator[tuple[date, Cause]]:
    """Years that complete or leave their window, for every purpose that counts them."""
    jobs = person.jobs or ()
    for purpose in _OWN_YEARS if whose == "own" else _PARTNER_YEARS:
        for day, years in work.changes(jobs, purpose, after, until, rules=rules):
            yield day, Cause("work_years", whose, fact, purpose, years)
    full_time = tuple(job for job in jobs if (job.hours_per_week or 0) >= rules.work.counting.week.on(after).value)
    tie: PurposeKey = "adaptability_own" if whose == "own" else "adaptability_partner"
    for day, met in work.minimum_changes(full_time, tie, after, until, rules=rules):
        yield day, Cause("work_years", whose, fact, "full_time_in_canada", int(met))
    if whose != "own":
        return
    for code in dict.fromkeys(job.occupation for job in jobs if job.occupation is not None):
        alone = frozenset({code})
        for day, met in work.minimum_changes(
            jobs, "federal_skilled_worker", after, until, occupations=alone, rules=rules
        ):
            yield day, Cause("continuous_year", whose, fact, code, int(met))
        if skilled_trades.is_trade(code, until, rules=rules):
            for day, years in work.changes(jobs, "skilled_trades", after, until, occupations=alone, rules=rules):
                yield day, Cause("work_years", whose, fact, "skilled_trades", years)
    yield from _high_wage(jobs, fact, after, until, rules)
    for day in _level_turns(jobs, after, until, rules):
        yield day, Cause("language_level_of_the_work", whose, fact)


def _high_wage(
    jobs: tuple[Job, ...], fact: str, after: date, until: date, rules: RuleBook
) -> Iterator[tuple[date, Cause]]:
    """Work that begins or ceases to be enough for a tier of high-wage occupations, once the book knows the tiers."""
    first: date = rules.work.purposes.high_wage.values[0].start
    worked_in = {job.occupation for job in jobs if job.occupation is not None}
    for era in rules.crs.parameters.high_wage.values:
        if era.value is None or era.start > until:
            continue
        # A tier is earned by its own occupations and those of the better ones before it.
        so_far: frozenset[str] = frozenset()
        pools: set[frozenset[str]] = set()
        for tier in era.value.tiers.values():
            so_far |= worked_in.intersection(tier.occupations)
            pools |= {frozenset({code}) for code in so_far} if era.value.in_one_occupation else {so_far}
        for pool in pools - {frozenset()}:
            turns = work.minimum_changes(jobs, "high_wage", max(after, first), until, occupations=pool, rules=rules)
            yield from ((day, Cause("work_years", "own", fact, "high_wage", int(met))) for day, met in turns)


def _level_turns(jobs: tuple[Job, ...], after: date, until: date, rules: RuleBook) -> Iterator[date]:
    """The days on which the Canadian Experience Class begins to ask for another language level.

    It asks for that of the TEER and of the unit group with most hours. Between two days on which a job begins, stops or
    leaves the window each one's hours change by the same number a day, so that what leads at both ends leads in
    between: the days are found by halving.
    """
    teers = {unit_groups()[job.occupation].teer for job in jobs if job.occupation is not None}
    asked = rules.canadian_experience_class.parameters.minimum_language.on(until).value
    if len({asked[teer] for teer in teers if teer in asked}) < 2:
        return
    worker = Facts.model_construct(jobs=jobs)

    def level(day: date) -> int:
        return canadian_experience_class.needed_level(worker, day, rules=rules)

    @cache
    def leading(day: date) -> tuple[frozenset[int], frozenset[str]]:
        return canadian_experience_class.leading(jobs, day, rules=rules)[:2]

    def turns(first: date, last: date) -> Iterator[date]:
        """The days in (first, last] on which something else leads."""
        if leading(first) == leading(last):
            return
        if last - first == DAY:
            yield last
            return
        middle = first + (last - first) // 2
        yield from turns(first, middle)
        yield from turns(middle, last)

    periods: list[Period] = []
    for job in jobs:
        periods += [job, *job.unpaid_leave, *(job.studying or ())]
    edges = [edge for one in periods for edge in (one.start, one.end and one.end + DAY) if edge is not None]
    window = rules.work.purposes.canadian_experience_class.on(until).window
    # A day that leaves the window at the end of a shorter month is looked for on both sides.
    edges += [add_months(edge, 12 * window) + shift for edge in edges for shift in (DAY * 0, DAY)]
    # At the end of February the window moves by no day into a leap year's, by two over that of its first day.
    for year in range(after.year, until.year + 1):
        if isleap(year):
            edges += [date(year, 2, 28), date(year, 2, 29)]
        elif isleap(year - window):
            edges += [date(year, 2, 28), date(year, 3, 1)]
    days = sorted({after, until, *(edge for edge in edges if after < edge < until)})
    for first, last in pairwise(days):
        yield from (day for day in turns(first, last) if level(day) != level(day - DAY))


def _told(facts: Facts, rules: RuleBook) -> Iterator[tuple[date, Cause]]:
    """Days that a single fact names by itself."""
    partner = facts.partner
    if isinstance(partner, Partner):
        couple = family.couple_from(partner, rules=rules)
        if couple is not None:
            wedding = couple == partner.married
            fact = "partner.married" if wedding else "partner.living_together_since"
            yield couple, Cause("wedding" if wedding else "common_law", "partner", fact)
    for place, child in enumerate(facts.children or ()):
        yield child.birth_date, Cause("child_born", "family", f"children.{place}")
        day = family.ages_out(child, rules=rules)
        if day is not None:
            yield day, Cause("child_no_longer_dependent", "family", f"children.{place}")
    nomination = facts.nomination
    if nomination is not None:
        if nomination.notified is not None:
            yield nomination.notified, Cause("nomination_starts", "own", "nomination.notified")
        withdrawn = nomination.withdrawn
        if withdrawn is not None:
            yield withdrawn, Cause("nomination_withdrawn", "own", "nomination.withdrawn")
        if nomination.expires is not None and (withdrawn is None or nomination.expires < withdrawn):
            yield nomination.expires + DAY, Cause("nomination_ends", "own", "nomination.expires")
    for place, permit in enumerate(facts.permits):
        yield permit.until + DAY, Cause("permit_ends", "own", f"permits.{place}", permit.kind)
    for whose, at, person in (("own", "", facts), ("partner", "partner.", partner)):
        if person is not None and (bar := person.misrepresentation_bar_until) is not None:
            yield bar + DAY, Cause("misrepresentation_bar_ends", whose, f"{at}misrepresentation_bar_until")


# Which rooms a cause can move; a purpose of work and a file of rules have their own, below.
_PROGRAMS: frozenset[Room] = frozenset({"federal_skilled_worker", "canadian_experience", "skilled_trades"})
_SCORES: frozenset[Room] = frozenset({"crs", "federal_skilled_worker"})
_FAMILY: frozenset[Room] = frozenset({"federal_skilled_worker", "skilled_trades"})  # through settlement funds
_BY_KIND: Mapping[str, frozenset[Room]] = {
    "education": _SCORES,
    "continuous_year": frozenset({"federal_skilled_worker"}),
    "language_level_of_the_work": frozenset({"canadian_experience"}),
    "category_work": frozenset({"categories"}),
    # The family's size, and a partner who is inadmissible, matter to the programs.
    "common_law": _SCORES | _PROGRAMS,
    "wedding": _SCORES | _PROGRAMS,
    "child_born": _FAMILY,
    "child_no_longer_dependent": _FAMILY,
    "nomination_starts": frozenset({"crs"}),
    "nomination_ends": frozenset({"crs"}),
    "nomination_withdrawn": frozenset({"crs"}),
    "permit_ends": _SCORES | _FAMILY,
    "misrepresentation_bar_ends": _PROGRAMS,
}
_BY_PURPOSE: Mapping[str | None, frozenset[Room]] = {
    "crs_canadian": frozenset({"crs"}),  # the grid has its own years, and a full-time year for the tie to Canada
    "crs_foreign": frozenset({"crs"}),
    "high_wage": frozenset({"crs"}),
    "full_time_in_canada": frozenset({"federal_skilled_worker"}),
    "federal_skilled_worker": frozenset({"federal_skilled_worker"}),
    "canadian_experience_class": frozenset({"canadian_experience"}),
    "skilled_trades": frozenset({"skilled_trades"}),
}
_BY_FILE: Mapping[str, frozenset[Room]] = {
    "crs": frozenset({"crs"}),
    "federal_skilled_worker": frozenset({"federal_skilled_worker"}),
    "canadian_experience_class": frozenset({"canadian_experience"}),
    "skilled_trades": frozenset({"skilled_trades"}),
    "categories": frozenset({"categories"}),
    **dict.fromkeys(("clocks", "documents", "fees", "links", "planning_margins"), frozenset[Room]()),
}


def rooms_of_file(name: str) -> frozenset[Room]:
    """What the rules of a file of the book can move; of one that is not listed, everything."""
    return _BY_FILE.get(name, ALL_ROOMS)


def _rooms(cause: Cause, rules: RuleBook) -> frozenset[Room]:
    """What a cause can move; of one that is not listed, everything."""
    if cause.kind.startswith("birthday"):
        return _birthday_rooms(rules).get(cause.value or 0, frozenset())
    if cause.kind == "work_years":
        if cause.about == "federal_skilled_worker" and (cause.value or 0) > _most_years_of_the_grid(rules):
            return frozenset()
        return _BY_PURPOSE.get(cause.about, ALL_ROOMS)
    if cause.kind == "rules_start":
        return rooms_of_file(cause.about or "")
    if cause.kind.startswith("language_result"):
        if cause.whose == "partner":
            return _SCORES
        return ALL_ROOMS if cause.about == "french" else _SCORES | _PROGRAMS
    return _BY_KIND.get(cause.kind, ALL_ROOMS)


@cache
def _birthday_rooms(rules: RuleBook) -> Mapping[int, frozenset[Room]]:
    """What a birthday can move, by age: only what gives that age other points than the age before."""
    found: dict[int, frozenset[Room]] = {}
    for one in rules.crs.parameters.age.values:
        both = by_number(one.rows, lambda row: (row.without_partner, row.with_partner))
        found |= {age: found.get(age, frozenset()) | {"crs"} for age in _turning(both)}
    for grid in rules.federal_skilled_worker.parameters.age.values:
        points = by_number(grid.rows, lambda row: row.points)
        found |= {age: found.get(age, frozenset()) | {"federal_skilled_worker"} for age in _turning(points)}
    return found


@cache
def _most_years_of_the_grid(rules: RuleBook) -> int:
    """The years of work above which the Federal Skilled Worker grid gives the same points, in every of its tables."""
    tables = rules.federal_skilled_worker.parameters.experience.values
    return max(len(by_number(one.rows, lambda row: row.points)) - 1 for one in tables)


def _turning(table: Sequence[object]) -> Iterator[int]:
    """The numbers whose entry in a table is not that of the number before."""
    return (number for number in range(1, len(table)) if table[number] != table[number - 1])


@cache
def rule_starts(rules: RuleBook) -> Mapping[date, tuple[str, ...]]:
    """Every day on which some number of the book starts, with the names of the files that hold it."""
    found: dict[date, dict[str, None]] = {}
    for name in type(rules).__dataclass_fields__:
        for day in _starts(getattr(rules, name)):
            found.setdefault(day, {})[name] = None
    return {day: tuple(found[day]) for day in sorted(found)}


def _starts(value: Any) -> Iterator[date]:
    if isinstance(value, Dated):
        yield value.start
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _starts(getattr(value, name))
    elif isinstance(value, (tuple, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _starts(item)
