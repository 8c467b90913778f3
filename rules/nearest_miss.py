"""The nearest miss of a program: the smallest changes of a candidate's facts that would meet it.

Every way that is named has been tried: its changes were made to the facts, the program was worked out again on the day
they are done, and it was met. First each single change that is enough alone; only where there is none, the smallest
combinations. What nobody can change (a younger age, a relative in Canada) and what is merely not known yet is never
proposed; open facts are listed instead. A change that takes work is done on the day the work ledger gives, where jobs
are told with their dates, and all else is then looked at on that day too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product
from typing import NamedTuple

from rules import canadian_experience_class, federal_skilled_worker, skilled_trades, work
from rules.arranged_employment import arranged_employment
from rules.facts import Ability, EducationLevel, Facts, InvitedProgram, Job, Language, Offer
from rules.family import settlement_funds
from rules.language import bands, last_usable_day, levels, usable
from rules.months import add_months
from rules.occupations import unit_groups
from rules.parameters import RuleBook, book
from rules.programs import program
from rules.reasons import Asked, FederalSkilledWorkerResult, ProgramResult
from rules.requirements import nearest_sitting
from rules.shapes.dated import EDUCATION_LEVELS, by_number
from rules.summary import summed_up
from rules.suppose import best_of, raised, sitting_at

MOST_CHANGES = 4  # a longer way is no near miss
MOST_WAYS = 8  # of combinations; single changes are all named
MONTHS = 12


class Change(NamedTuple):
    """One fact changed, in the terms of the rules: levels, complete years, a yes.

    `fact` is the path of what changes and `abilities` those that have to rise. `day` is the first day on which work
    that is dated would be enough, with the `hours` still missing today. `occupation` is that of a new job or offer,
    where the facts tell one; None for work that goes on as it is, or that could be any. `points` is what the change
    alone adds to the Federal Skilled Worker grid, and `meets` are the requirements it alone meets. A `new_result` has
    the same scores; its `before` is the last day on which the first result to end counts.
    """

    kind: str
    fact: str
    before: Asked
    after: Asked
    language: Language | None = None
    abilities: tuple[Ability, ...] = ()
    day: date | None = None
    occupation: str | None = None
    hours: float | None = None
    points: int | None = None
    meets: tuple[str, ...] = ()


class Way(NamedTuple):
    """Changes that meet the program together, on `day`; `total` is the grid total then, for Federal Skilled Worker."""

    changes: tuple[Change, ...]
    day: date
    total: int | None


@dataclass(frozen=True, slots=True)
class NearestMiss:
    """How far a program is from being met.

    `missing` is the number of points below the pass mark. `failed` are the requirements that are not met for certain,
    `open` the facts not known that decide others. `ways` are all of one size, the smallest; none where nothing that can
    be changed is enough while facts are open, or within four changes.
    """

    program: InvitedProgram
    on: date
    missing: int | None
    failed: tuple[str, ...]
    open: tuple[str, ...]
    ways: tuple[Way, ...]


class _Rung(NamedTuple):
    """A change with the day it is done, and how it is made to the facts of that day."""

    change: Change
    day: date
    apply: Callable[[Facts, date], Facts]


# A lever is one thing that can be changed, with its rungs from the smallest change up.
_Lever = tuple[_Rung, ...]


def nearest_miss(facts: Facts, on: date, which: InvitedProgram, *, rules: RuleBook | None = None) -> NearestMiss | None:
    """The smallest changes that would meet a program; None where it is met already.

    Knock-outs are left aside, as they shut every program alike. `NoRuleError` for a day before 2015-01-01.
    """
    rules = rules or book()
    now = program(facts, on, which, rules=rules)
    if now.met:
        return None
    levers = [lever for lever in _LEVERS[which](facts, now, rules) if lever and lever[0].change.fact not in now.open]
    if renewal := _renewal(facts, max([on, *(lever[-1].day for lever in levers)]), on, rules):
        levers.append(renewal)
    return NearestMiss(
        program=which,
        on=on,
        missing=max(now.grid.pass_mark - now.grid.total, 0) if now.grid is not None else None,
        failed=now.failed,
        open=now.open,
        ways=_ways(facts, now, levers, rules),
    )


def _tried(facts: Facts, now: ProgramResult, rungs: Sequence[_Rung], rules: RuleBook) -> ProgramResult:
    """The program with changes made, on the day on which the last of them is done."""
    day = max([now.on, *(rung.day for rung in rungs)])
    for rung in rungs:
        facts = rung.apply(facts, day)
    return program(facts, day, now.program, rules=rules)


def _ways(facts: Facts, now: ProgramResult, levers: Sequence[_Lever], rules: RuleBook) -> tuple[Way, ...]:
    if not _within_reach(
        facts, now, [[*_tops(lever), None] if lever[0].change.day else _tops(lever) for lever in levers], rules
    ):
        return ()
    for size in range(1, min(MOST_CHANGES, len(levers)) + 1):
        found: list[tuple[tuple[_Rung, ...], ProgramResult]] = []
        for chosen in combinations(levers, size):
            if _go_together(chosen) and _within_reach(facts, now, [_tops(lever) for lever in chosen], rules):
                found += _smallest(facts, now, chosen, rules)
            if size > 1 and len(found) >= MOST_WAYS:
                break
        if found:
            ways = _without_needless([rungs for rungs, _ in found])
            if size > 1:
                ways = ways[:MOST_WAYS]
            return tuple(
                Way(
                    tuple(_effect(facts, now, rung, rules) for rung in rungs),
                    result.on,
                    result.grid.total if result.grid is not None else None,
                )
                for rungs, result in found
                if rungs in ways
            )
    return ()


def _tops(lever: _Lever) -> Sequence[_Rung]:
    """The highest rung; of work that is dated each, as what is later may be worth less by then."""
    return lever if lever[0].change.day is not None else lever[-1:]


def _within_reach(facts: Facts, now: ProgramResult, tops: Sequence[Sequence[_Rung | None]], rules: RuleBook) -> bool:
    """Whether the program is met by one rung of each lever; None leaves a lever alone."""
    return any(_tried(facts, now, [rung for rung in rungs if rung is not None], rules).met for rungs in product(*tops))


def _smallest(
    facts: Facts, now: ProgramResult, chosen: Sequence[_Lever], rules: RuleBook
) -> Iterator[tuple[tuple[_Rung, ...], ProgramResult]]:
    """The rungs of some levers that are enough and of which none can be lower."""
    enough: list[tuple[int, ...]] = []
    for places in sorted(product(*(range(len(lever)) for lever in chosen)), key=lambda one: (sum(one), one)):
        if any(all(low <= place for low, place in zip(lower, places, strict=True)) for lower in enough):
            continue
        rungs = tuple(lever[place] for lever, place in zip(chosen, places, strict=True))
        result = _tried(facts, now, rungs, rules)
        if result.met:
            enough.append(places)
            yield rungs, result


def _go_together(chosen: Sequence[_Lever]) -> bool:
    """Not two changes that are parts of one another."""
    kinds = [lever[0].change.kind for lever in chosen]
    apart = ({"first_language", "ability"}, {"experience", "canadian_experience"})
    return not any(pair <= {*kinds} for pair in apart)


def _without_needless(ways: Sequence[tuple[_Rung, ...]]) -> list[tuple[_Rung, ...]]:
    """Without raising all abilities to a level where one of them at that level is enough beside the same changes."""
    enough = [(_without(way, one), one.change.after) for way in ways for one in way if one.change.kind == "ability"]

    def needless(way: tuple[_Rung, ...]) -> bool:
        whole = next((one for one in way if one.change.kind == "first_language"), None)
        return whole is not None and (_without(way, whole), whole.change.after) in enough

    return [way for way in ways if not needless(way)]


def _without(way: tuple[_Rung, ...], left_out: _Rung) -> tuple[_Rung, ...]:
    return tuple(one for one in way if one is not left_out)


def _effect(facts: Facts, now: ProgramResult, rung: _Rung, rules: RuleBook) -> Change:
    """The change with what it does alone."""
    alone = _tried(facts, now, [rung], rules)
    was = {one.key for one in now.requirements if one.met}
    points = alone.grid.total - now.grid.total if alone.grid is not None and now.grid is not None else None
    return rung.change._replace(
        points=points, meets=tuple(one.key for one in alone.requirements if one.met and one.key not in was)
    )


def _renewal(facts: Facts, last: date, on: date, rules: RuleBook) -> _Lever:
    """The same scores in new results, where one is too old by the day the work is done."""
    ends = [last_usable_day(test, rules) for test in facts.tests]
    first = min([end for end in ends if end is not None and end < last], default=None)
    if first is None:
        return ()

    def apply(changed: Facts, day: date) -> Facts:
        tests = tuple(
            test if usable(test, day, rules) else test.model_copy(update={"test_date": None, "result_date": day})
            for test in changed.tests
        )
        return changed.model_copy(update={"tests": tests})

    return (_Rung(Change("new_result", "tests", first, None), on, apply),)


def _put(**values: object) -> Callable[[Facts, date], Facts]:
    return lambda facts, _: facts.model_copy(update=values)


# Federal Skilled Worker


def _of_skilled_worker(facts: Facts, now: ProgramResult, rules: RuleBook) -> Iterator[_Lever]:
    known = summed_up(facts, now.on, rules=rules)
    grid = now.grid
    if grid is None:
        return
    yield from _first_language(facts, grid, rules)
    yield _second_language(facts, grid, rules)
    yield from _experience(facts, known, now, rules)
    yield _education(known, now.on, rules)
    yield _partners_language(known, grid, rules)
    yield _arranged(known, now.on, rules)
    yield _funds(facts, now, rules)


def _first_language(facts: Facts, grid: FederalSkilledWorkerResult, rules: RuleBook) -> Iterator[_Lever]:
    """All abilities to a level that gives more, then each ability alone."""
    table = by_number(rules.federal_skilled_worker.parameters.first_language.on(grid.on).rows, lambda row: row.points)
    worth = [level for level in range(1, len(table)) if table[level] > table[level - 1]]
    language = grid.first_official_language
    test = grid.french_test if language is Language.french else grid.english_test
    four = levels(test, rules) if test is not None else None
    lowest = four.lowest if four is not None else None
    yield tuple(
        _language_rung("first_language", facts, language, level, lowest, grid.on, rules)
        for level in worth
        if lowest is None or level > lowest
    )
    if test is None or four is None:
        return
    place = facts.tests.index(test)
    for band in bands(test, rules):
        yield tuple(
            _Rung(
                Change("ability", f"tests.{place}", band.level, level, language, (band.ability,)),
                grid.on,
                _raise(place, {band.ability: first.score}),
            )
            for level in worth
            if level > band.level
            for first in band.thresholds
            if first.level == level
        )


def _raise(place: int, scores: dict[Ability, float]) -> Callable[[Facts, date], Facts]:
    """The sitting at a place again, as a new result of the day with other scores."""

    def apply(facts: Facts, day: date) -> Facts:
        test = facts.tests[place]
        for ability, score in scores.items():
            test = raised(test, ability, max(score, test.scores.of(ability)), day)
        return facts.model_copy(update={"tests": (*facts.tests[:place], test, *facts.tests[place + 1 :])})

    return apply


def _language_rung(
    kind: str, facts: Facts, language: Language | None, level: int, lowest: int | None, on: date, rules: RuleBook
) -> _Rung:
    """A new result with every ability at a level or above; in English for the trial where either language will do."""
    tested = language or Language.english
    like = best_of([test for test in facts.tests if test.kind.language is tested and usable(test, on, rules)], rules)
    below: tuple[Ability, ...] = tuple(Ability)
    if like is not None:
        below = tuple(ability for ability, has in zip(Ability, levels(like, rules), strict=True) if has < level)

    def apply(changed: Facts, day: date) -> Facts:
        # The abilities that need not rise are as good again, and so is what other changes made of the same test.
        of_language = [
            test
            for test in changed.tests
            if test.kind.language is tested and (usable(test, on, rules) or usable(test, day, rules))
        ]
        sitting = sitting_at(tested, level, day, rules, best_of(of_language, rules))
        return changed.model_copy(update={"tests": (*changed.tests, sitting)})

    return _Rung(Change(kind, "tests", lowest, level, language, below), on, apply)


def _second_language(facts: Facts, grid: FederalSkilledWorkerResult, rules: RuleBook) -> _Lever:
    first = grid.first_official_language
    if first is None or grid.factors["second_language"]:
        return ()
    rows = rules.federal_skilled_worker.parameters.second_language.on(grid.on).rows
    table = by_number(rows, lambda row: row.points)
    level = next(level for level, points in enumerate(table) if points)
    second = Language.english if first is Language.french else Language.french
    test = grid.english_test if second is Language.english else grid.french_test
    lowest = levels(test, rules).lowest if test is not None else None
    return (_language_rung("second_language", facts, second, level, lowest, grid.on, rules),)


def _experience(facts: Facts, known: Facts, now: ProgramResult, rules: RuleBook) -> Iterator[_Lever]:
    """Years up to each number that gives more points; and, told in sum, a year in Canada, which is a tie as well."""
    table = by_number(rules.federal_skilled_worker.parameters.experience.on(now.on).rows, lambda row: row.points)
    has = now.requirement("minimum_experience").found
    if not isinstance(has, int):
        return
    worth = [years for years in range(1, len(table)) if table[years] > table[years - 1]]
    if facts.jobs is not None:
        if now.requirement("minimum_experience").met:
            yield tuple(_more_years(facts, now, has, [years for years in worth if years > has], rules))
        else:
            occupation = _occupation(facts, rules.work.purposes.federal_skilled_worker.on(now.on).teers)
            only = frozenset([occupation.code])
            yield (
                *_to_the_minimum(facts, now, federal_skilled_worker.PURPOSE, occupation, only, rules),
                *_more_years(facts, now, has, [years for years in worth if years > max(has, worth[0])], rules),
            )
        return
    years_of = "foreign_work_years" if known.foreign_work_years is not None else "canadian_work_years"
    told = getattr(known, years_of)
    if told is None:
        return
    yield tuple(
        _Rung(Change("experience", years_of, has, years), now.on, _put(**{years_of: told + years - has}))
        for years in worth
        if years > has
    )
    if known.canadian_work_years == 0:
        apply = _put(canadian_work_years=1, full_time_year_in_canada=True)
        yield (_Rung(Change("canadian_experience", "canadian_work_years", 0, 1), now.on, apply),)


def _education(known: Facts, on: date, rules: RuleBook) -> _Lever:
    """Each higher level that gives more points."""
    if known.education is None:
        return ()
    points = rules.federal_skilled_worker.parameters.education.on(on).value
    now = known.education.value
    # The sums of the credentials stay; only the level is another.
    kept = {
        "credentials": None,
        "canadian_study": known.canadian_study,
        "two_years_of_study_in_canada": known.two_years_of_study_in_canada,
    }
    return tuple(
        _Rung(Change("education", "education", now, level), on, _put(education=EducationLevel(level), **kept))
        for level in EDUCATION_LEVELS[EDUCATION_LEVELS.index(now) + 1 :]
        if points[level] > points[now]  # type: ignore[index]  # the levels of the table are those of the facts
    )


def _partners_language(known: Facts, grid: FederalSkilledWorkerResult, rules: RuleBook) -> _Lever:
    partner = known.partner
    if partner is None or grid.factors.get("adaptability_partner_language") != 0:
        return ()
    level = rules.federal_skilled_worker.parameters.partner_minimum_language.on(grid.on).value
    like = best_of(partner.tests, rules)
    language = like.kind.language if like is not None else None
    lowest = levels(like, rules).lowest if like is not None else None

    def apply(facts: Facts, day: date) -> Facts:
        if facts.partner is None:
            return facts
        sitting = sitting_at(language or Language.english, level, day, rules, like)
        tests = (*facts.partner.tests, sitting)
        return facts.model_copy(update={"partner": facts.partner.model_copy(update={"tests": tests})})

    return (_Rung(Change("partner_language", "partner.tests", lowest, level, language), grid.on, apply),)


def _arranged(known: Facts, on: date, rules: RuleBook) -> _Lever:
    """A job offer that counts, for someone who has none for certain."""
    if arranged_employment(known, on, rules=rules).met is not False:
        return ()
    change = Change("arranged_employment", "arranged_employment", False, True)
    return (_Rung(change, on, _put(offer=None, arranged_employment=True)),)


def _funds(facts: Facts, now: ProgramResult, rules: RuleBook) -> _Lever:
    """Funds that are enough, where those told are not."""
    if now.requirement("settlement_funds").met:
        return ()
    funds = settlement_funds(facts, now.on, rules=rules)
    change = Change("settlement_funds", "settlement_funds", funds.told, funds.needed)
    return (_Rung(change, now.on, _put(settlement_funds=funds.needed)),)


# Canadian Experience Class


def _of_canadian_experience(facts: Facts, now: ProgramResult, rules: RuleBook) -> Iterator[_Lever]:
    level = canadian_experience_class.needed_level(summed_up(facts, now.on, rules=rules), now.on, rules=rules)
    yield _language_of_both(facts, now, (level,) * len(Ability), rules)
    experience = now.requirement("minimum_experience")
    if experience.met:
        return
    if facts.jobs is None:
        change = Change("canadian_experience", "canadian_work_years", experience.found, experience.needed)
        yield (_Rung(change, now.on, _put(canadian_work_years=experience.needed)),)
        return
    occupation = _occupation(facts, rules.work.purposes.canadian_experience_class.on(now.on).teers)
    yield _to_the_minimum(facts, now, canadian_experience_class.PURPOSE, occupation, None, rules)


# Skilled trades


def _of_skilled_trades(facts: Facts, now: ProgramResult, rules: RuleBook) -> Iterator[_Lever]:
    yield _language_of_both(facts, now, skilled_trades.needed_levels(now.on, rules=rules), rules)
    looked_at = dict(now.requirement("minimum_experience").reason.facts)
    told = looked_at.get("occupation") or looked_at.get("primary_occupation")
    trades = skilled_trades.occupations(now.on, rules=rules)
    named = isinstance(told, str) and told in trades
    trade = _Occupation(str(told) if named else min(trades), named)
    if not now.requirement("minimum_experience").met:
        yield _to_the_minimum(facts, now, skilled_trades.PURPOSE, trade, frozenset([trade.code]), rules)
    either = now.requirement("certificate_or_offer")
    if not either.met:
        certificate = Change(
            "certificate_of_qualification", "certificate_of_qualification", facts.certificate_of_qualification, True
        )
        yield (_Rung(certificate, now.on, _put(certificate_of_qualification=True)),)
        if dict(either.reason.facts)["offer"] is False:
            offer = Offer(noc=trade.code, full_time=True, year_after_visa=True, assessed=True)
            arranged = Change("arranged_employment", "offer", False, True, occupation=trade.to_name)
            yield (_Rung(arranged, now.on, _put(offer=offer)),)
    yield _funds(facts, now, rules)


def _language_of_both(facts: Facts, now: ProgramResult, needed: Sequence[int], rules: RuleBook) -> _Lever:
    """The set that is nearest to the levels needed, raised to them in the abilities that are below."""
    if now.requirement("minimum_language").met:
        return ()
    test, four = nearest_sitting(facts, now.on, needed, rules)
    if test is None:
        return (_language_rung("first_language", facts, None, max(needed), None, now.on, rules),)
    place = facts.tests.index(test)
    below = tuple(ability for ability, has, level in zip(Ability, four, needed, strict=True) if has < level)
    scores = {
        band.ability: next(one.score for one in band.thresholds if one.level >= level)
        for band, level in zip(bands(test, rules), needed, strict=True)
        if band.ability in below
    }
    change = Change("first_language", f"tests.{place}", tuple(four), tuple(needed), test.kind.language, below)
    return (_Rung(change, now.on, _raise(place, scores)),)


# Work that is dated


class _Occupation(NamedTuple):
    """An occupation to work in; where it is not `told` it stands for any that would do."""

    code: str
    told: bool

    @property
    def to_name(self) -> str | None:
        return self.code if self.told else None


def _occupation(facts: Facts, teers: frozenset[int]) -> _Occupation:
    """The primary occupation, or that of the newest job, where it is skilled; otherwise one that asks for most."""
    newest = sorted(facts.jobs or (), key=lambda job: job.start, reverse=True)
    for code in (facts.primary_occupation, *(job.occupation for job in newest)):
        if code is not None and unit_groups()[code].teer in teers:
            return _Occupation(code, True)
    return _Occupation(min(code for code, group in unit_groups().items() if group.teer == min(teers)), False)


def _full_time(code: str, on: date, rules: RuleBook) -> Job:
    """Full-time work from a day on, in Canada, that every program counts."""
    return Job(
        start=on,
        noc=code,
        country=work.CANADA,
        hours_per_week=rules.work.counting.week.on(on).value,
        paid=True,
        self_employed=False,
        authorised=True,
        studying=(),
        qualified_from=on,
    )


def _to_the_minimum(
    facts: Facts,
    now: ProgramResult,
    purpose: work.PurposeKey,
    occupation: _Occupation,
    only: frozenset[str] | None,
    rules: RuleBook,
) -> _Lever:
    """The experience a program asks for: by the jobs that run, as they are, otherwise by a full-time job from today."""
    running = facts.jobs or ()
    experience = now.requirement("minimum_experience")
    missing = work.minimum(running, purpose, now.on, occupations=only, rules=rules).hours_missing
    new = _full_time(occupation.code, now.on, rules)
    for jobs, named in ((running, None), ((*running, new), occupation.to_name)):
        day = work.minimum(jobs, purpose, now.on, occupations=only, rules=rules).met_from
        if day is not None:
            change = Change(
                "experience", "jobs", experience.found, experience.needed, day=day, hours=missing, occupation=named
            )
            return (_Rung(change, day, _put(jobs=jobs)),)
    return ()


def _more_years(facts: Facts, now: ProgramResult, has: int, wanted: Sequence[int], rules: RuleBook) -> Iterator[_Rung]:
    """Complete years for the grid, by the jobs that run, otherwise by a full-time job from today."""
    running = facts.jobs or ()
    teers = rules.work.purposes.federal_skilled_worker.on(now.on).teers
    occupation = _occupation(facts, teers)
    new = _full_time(occupation.code, now.on, rules)
    missing = work.ledger(running, federal_skilled_worker.PURPOSE, now.on, rules=rules).hours_missing
    for years in wanted:
        until = add_months(now.on, MONTHS * (years - has + 1))
        for jobs, named in ((running, None), ((*running, new), occupation.to_name)):
            changes = work.changes(jobs, federal_skilled_worker.PURPOSE, now.on, until, rules=rules)
            days = [day for day, reached in changes if reached >= years]
            if days:
                change = Change("experience", "jobs", has, years, day=days[0], hours=missing, occupation=named)
                yield _Rung(change, days[0], _put(jobs=jobs))
                break


_LEVERS: dict[InvitedProgram, Callable[[Facts, ProgramResult, RuleBook], Iterator[_Lever]]] = {
    InvitedProgram.federal_skilled_worker: _of_skilled_worker,
    InvitedProgram.canadian_experience: _of_canadian_experience,
    InvitedProgram.skilled_trades: _of_skilled_trades,
}
