"""Category-based selection: the categories held on a day, and whether a candidate is eligible for each (Immigration and
Refugee Protection Act, s. 10.3(1)(h.1)).

Experience is counted in one listed occupation at a time, by the purposes `category` and `category_in_canada` of the
work ledger: six months without a break until 2026-02-17, from 2026-02-18 twelve months in all, each within three
years. French asks for a level in all four abilities of one usable set of scores. A round asks for a program besides,
which is not looked at here. Work told only as a number of years says nothing about occupations: it is open then.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

from rules import work
from rules.facts import Facts, Job, Language
from rules.language import NO_LEVELS, Levels, freshness, last_usable_day, levels, usable_sets
from rules.months import add_months
from rules.parameters import RuleBook, book
from rules.reasons import FactValue, Reason, Requirement, all_met
from rules.remembered import remembered
from rules.shapes.categories import Categories, Opening
from rules.shapes.dated import Parameter, Status
from rules.shapes.work import Where

DAY = timedelta(days=1)
LISTS_MAY_CHANGE = "lists_may_change_within_the_year"
PURPOSES: tuple[work.PurposeKey, ...] = ("category", "category_in_canada")

Named = tuple[tuple[str, FactValue], ...]


@dataclass(frozen=True, slots=True)
class CategoryResult:
    """One category on a day.

    `eligible` is None while open facts decide it. `occupation` is the one occupation that counts most. `eligible_from`
    is the first day on which the candidate will be eligible if the running jobs go on unchanged; None for who is
    eligible already or does not come to it. `eligible_until` is the last day of that, or of being eligible now; None
    with no end in sight. `since` is the day of the list, `status` how sure it is, and `to_check` names what the sources
    leave open about the lists of the day.
    """

    category: str
    on: date
    eligible: bool | None
    requirements: tuple[Requirement, ...]
    occupation: str | None
    eligible_from: date | None
    eligible_until: date | None
    since: date
    status: Status
    to_check: tuple[str, ...]

    @property
    def open(self) -> tuple[str, ...]:
        """The facts not known that decide it."""
        return tuple(dict.fromkeys(fact for requirement in self.requirements for fact in requirement.open))


class CategoryChange(NamedTuple):
    """A category whose answer differs between two days; None on a day on which it is not held."""

    category: str
    before: CategoryResult | None
    after: CategoryResult | None


class _Outlook(NamedTuple):
    """What a category asks for and finds, and when that begins and ends."""

    requirements: tuple[Requirement, ...]
    occupation: str | None = None
    starts: date | None = None
    ends: date | None = None


class _Asked(NamedTuple):
    """The work a category asks for: by which purpose, under its rule of which day, and how much."""

    purpose: work.PurposeKey
    occupations: frozenset[str]
    since: date
    months: int
    continuous: bool
    hours: int


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """A category as it is held between two days on which some rule of it starts; told apart by identity."""

    category: str
    opening: Opening
    following: Opening | None
    asked: _Asked | None
    besides: tuple[Requirement, ...]
    to_check: tuple[str, ...]

    @property
    def rule(self) -> str:
        return f"categories.{self.category}"


class Listing(NamedTuple):
    """A list of a category that names an occupation, and the experience it asks for on a day.

    `until` is its last day, None while no later list is known; `months` of experience, without a break if `continuous`,
    count within `window` years before the day. Where the day is out of the life of the list, its nearest day is taken.
    """

    category: str
    since: date
    until: date | None
    status: Status
    months: int
    window: int
    continuous: bool
    in_canada: bool
    armed_forces_offer: bool


def listings(code: str, on: date, *, rules: RuleBook | None = None) -> tuple[Listing, ...]:
    """The lists that have ever named an occupation, by category and then from the earliest."""
    rules = rules or book()
    found = []
    for name, parameter in _parameters(rules):
        for opening, following in zip_longest(parameter.values, parameter.values[1:]):
            if opening.experience is None or code not in opening.occupations:
                continue
            until = following.start - DAY if following is not None else None
            era = getattr(rules.work.purposes, opening.experience).on(max(opening.start, min(on, until or on)))
            found.append(
                Listing(
                    name,
                    opening.start,
                    until,
                    opening.status,
                    era.months,
                    era.window,
                    era.continuous,
                    era.where is Where.canada,
                    opening.armed_forces_offer,
                )
            )
    return tuple(found)


def categories(facts: Facts, on: date, *, rules: RuleBook | None = None) -> tuple[CategoryResult, ...]:
    """Every category that is held on a day; none before 2023-05-31."""
    rules = rules or book()
    starts = _starts(rules)
    place = bisect_right(starts, on)
    return tuple(_category(held, facts, on, rules) for held in (_held(rules, starts[place - 1]) if place else ()))


def category(facts: Facts, on: date, key: str, *, rules: RuleBook | None = None) -> CategoryResult | None:
    """One category on a day; None where it is not held on it."""
    rules = rules or book()
    starts = _starts(rules)
    place = bisect_right(starts, on)
    held = next((one for one in _held(rules, starts[place - 1]) if one.category == key), None) if place else None
    return None if held is None else _category(held, facts, on, rules)


def changes(facts: Facts, before: date, after: date, *, rules: RuleBook | None = None) -> tuple[CategoryChange, ...]:
    """The categories a candidate is eligible for on one of two days and not, or not for certain, on the other.

    With the day of new instructions and the day before: what they change for this candidate.
    """
    was = {one.category: one for one in categories(facts, before, rules=rules)}
    will = {one.category: one for one in categories(facts, after, rules=rules)}
    found = [CategoryChange(name, was.get(name), will.get(name)) for name in {**was, **will}]
    return tuple(one for one in found if _answer(one.before) is not _answer(one.after))


def change_days(facts: Facts, after: date, until: date, *, rules: RuleBook | None = None) -> tuple[date, ...]:
    """The days in (after, until] on which the answer of a category may change; on any other day none does."""
    rules = rules or book()
    return tuple(sorted({day for day in _change_days(facts, after, until, rules) if after < day <= until}))


def _answer(result: CategoryResult | None) -> bool | None:
    return False if result is None else result.eligible


def _parameters(rules: RuleBook) -> Iterator[tuple[str, Parameter[Opening]]]:
    for name in Categories.model_fields:
        yield name, getattr(rules.categories.categories, name)


@cache
def _starts(rules: RuleBook) -> tuple[date, ...]:
    """Every day on which a rule of some category starts, from the first category on."""
    opened = {opening.start for _, parameter in _parameters(rules) for opening in parameter.values}
    counting = [rules.work.counting.year, *(getattr(rules.work.purposes, purpose) for purpose in PURPOSES)]
    others = {value.start for parameter in (rules.categories.to_check, *counting) for value in parameter.values}
    return tuple(sorted(opened | {start for start in others if start > min(opened)}))


@cache
def _held(rules: RuleBook, start: date) -> tuple[_Held, ...]:
    """The categories held from one of `_starts` to the next."""
    found = []
    for name, parameter in _parameters(rules):
        if parameter.values[0].start <= start and (opening := parameter.on(start)).held:
            following = next((later for later in parameter.values if later.start > opening.start), None)
            besides = tuple(_besides(f"categories.{name}", opening))
            of_the_day = rules.categories.to_check.on(start).value
            # French has no list of occupations that could change.
            of_lists = (key for key in of_the_day if opening.experience is not None or key != LISTS_MAY_CHANGE)
            to_check = (*of_lists, *opening.to_check)
            found.append(_Held(name, opening, following, _asked(opening, start, rules), besides, to_check))
    return tuple(found)


def _asked(opening: Opening, start: date, rules: RuleBook) -> _Asked | None:
    if opening.experience is None:
        return None
    era = getattr(rules.work.purposes, opening.experience).on(start)
    hours = rules.work.counting.year.on(start).value * era.months // 12
    return _Asked(opening.experience, frozenset(opening.occupations), era.start, era.months, era.continuous, hours)


def _besides(rule: str, opening: Opening) -> Iterator[Requirement]:
    """What a category asks for that no fact is kept about."""
    reason = Reason(rule, opening.start, ())
    if opening.armed_forces_offer:
        yield Requirement("armed_forces_offer", False, None, True, reason, ("armed_forces_offer",))
    if opening.foreign_service_years is not None:
        key = "foreign_service_years"
        yield Requirement(key, False, None, opening.foreign_service_years, reason, (key,))


def _category(held: _Held, facts: Facts, on: date, rules: RuleBook) -> CategoryResult:
    if held.asked is not None:
        outlook = _by_experience(held, held.asked, facts.jobs, on, rules)
    else:
        outlook = _by_french(held, facts, on, rules)
    requirements = outlook.requirements + held.besides
    eligible = all_met(requirements)
    foreseen = not held.besides
    return CategoryResult(
        category=held.category,
        on=on,
        eligible=eligible,
        requirements=requirements,
        occupation=outlook.occupation,
        eligible_from=outlook.starts if foreseen and eligible is not True else None,
        eligible_until=outlook.ends if foreseen else None,
        since=held.opening.start,
        status=held.opening.status,
        to_check=held.to_check,
    )


def _by_french(held: _Held, facts: Facts, on: date, rules: RuleBook) -> _Outlook:
    """The best usable set in French by its lowest ability; of equal ones the one that stays usable longer."""
    needed = held.opening.french or 0
    sets = usable_sets(facts.tests, Language.french, on, rules)
    best = max(sets, key=lambda test: (min(levels(test, rules).lowest, needed), freshness(test)), default=None)
    reached: Levels = levels(best, rules) if best is not None else NO_LEVELS
    met = reached.lowest >= needed
    named: Named = (("tests", best.kind if best else None), *zip(reached._fields, reached, strict=True))
    requirement = Requirement(
        "french",
        met,
        reached.lowest if best is not None else None,
        needed,
        Reason(held.rule, held.opening.start, named),
        () if facts.tests else ("tests",),
    )
    return _Outlook((requirement,), ends=last_usable_day(best, rules) if met and best is not None else None)


def _by_experience(held: _Held, asked: _Asked, jobs: tuple[Job, ...] | None, on: date, rules: RuleBook) -> _Outlook:
    """Work in the one listed occupation that counts most."""
    if jobs is None:
        return _unlisted(held, asked, None, ("jobs",))
    codes = {job.occupation for job in jobs}
    open_: tuple[str, ...] = ()
    if None in codes or not asked.occupations.isdisjoint(codes):
        open_ = work.open_facts(jobs, asked.purpose, on, occupations=asked.occupations, rules=rules)
    minima = [
        (code, work.minimum(jobs, asked.purpose, on, occupations=frozenset({code}), rules=rules))
        for code in dict.fromkeys(job.occupation for job in jobs)
        if code is not None and code in asked.occupations
    ]
    if not minima:
        return _unlisted(held, asked, len(jobs), open_)
    code, minimum = max(minima, key=lambda one: _weight(one[1]))
    hours = int(minimum.hours)
    if minimum.met:
        # The unbroken stretch that met it may not be the one that goes on, whose hours the ledger gives.
        hours = max(hours, asked.hours)
    requirements = _work_requirements(
        held, asked, len(jobs), code, minimum.met, hours, minimum.weeks_missing, () if minimum.met else open_
    )
    starts, ends = minimum.met_from, minimum.lost_on - DAY if minimum.lost_on is not None else None
    following = held.following
    if starts is not None and following is not None and code not in following.occupations:
        if starts >= following.start:
            starts, ends = None, None
        else:
            ends = min(ends or date.max, following.start - DAY)
    return _Outlook(requirements, code, None if minimum.met else starts, ends)


def _weight(minimum: work.Minimum) -> tuple[bool, int, float]:
    """More for what is enough for longer, then for what will be enough sooner, then for more hours."""
    if minimum.met:
        return True, (minimum.lost_on or date.max).toordinal(), minimum.hours
    return False, -(minimum.met_from or date.max).toordinal(), minimum.hours


@remembered(1024)
def _unlisted(held: _Held, asked: _Asked, jobs: int | None, open_: tuple[str, ...]) -> _Outlook:
    """Nothing told in a listed occupation."""
    return _Outlook(_work_requirements(held, asked, jobs, None, False, 0, None, open_))


def _work_requirements(
    held: _Held,
    asked: _Asked,
    jobs: int | None,
    code: str | None,
    met: bool,
    hours: int,
    weeks_missing: int | None,
    open_: tuple[str, ...],
) -> tuple[Requirement, Requirement]:
    """A listed occupation, and enough work in it."""
    told: Named = (("jobs", jobs), ("occupation", code))
    terms: Named = (("months", asked.months), ("continuous", asked.continuous), ("weeks_missing", weeks_missing))
    return (
        Requirement(
            "listed_occupation",
            code is not None,
            code,
            held.opening.occupations,
            Reason(held.rule, held.opening.start, told),
            () if code is not None else tuple(fact for fact in open_ if fact == "jobs" or fact.endswith(".noc")),
        ),
        Requirement(
            "experience",
            met,
            hours,
            asked.hours,
            Reason(f"work.purposes.{asked.purpose}", asked.since, told + terms),
            open_,
        ),
    )


def _change_days(facts: Facts, after: date, until: date, rules: RuleBook) -> Iterator[date]:
    for purpose in PURPOSES:
        yield from (era.start for era in getattr(rules.work.purposes, purpose).values)
    codes = {job.occupation for job in facts.jobs or () if job.occupation is not None}
    asked: dict[tuple[work.PurposeKey, str], None] = {}
    for _, parameter in _parameters(rules):
        for opening in parameter.values:
            yield opening.start
            if opening.experience is not None:
                asked |= dict.fromkeys((opening.experience, code) for code in codes.intersection(opening.occupations))
    for purpose, code in asked:
        first: date = getattr(rules.work.purposes, purpose).values[0].start
        if first <= until:
            turns = work.minimum_changes(
                facts.jobs or (), purpose, max(after, first), until, occupations=frozenset({code}), rules=rules
            )
            yield from (day for day, _ in turns)
    for job in facts.jobs or ():
        yield from _opens_and_closes(job, rules)
    for test in facts.tests:
        last = last_usable_day(test, rules)
        if test.kind.language is Language.french and test.result_date is not None and last is not None:
            yield from (test.result_date, last + DAY)


def _opens_and_closes(job: Job, rules: RuleBook) -> Iterator[date]:
    """The days on which the open answers of a job begin and cease to matter: it has begun, it has left a window."""
    if None not in (job.occupation, job.hours_per_week, job.paid, job.self_employed, job.authorised, job.studying):
        return
    yield job.start + DAY
    if job.end is not None:
        for window in {era.window for purpose in PURPOSES for era in getattr(rules.work.purposes, purpose).values}:
            out = add_months(job.end + DAY, 12 * window)
            # The end of a shorter month is looked at on both sides.
            yield from (out, out + DAY)
