"""The clocks of work: the day on which an old job has left a window so far that a complete year, or the experience a
program asks for, is lost. Jobs without an end are taken to go on unchanged. Only the next two years are looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from itertools import pairwise

from rules import skilled_trades, work
from rules.clocks import Asked, Deadline, Kind, Missed, Named, clock
from rules.crs_tables import COLUMNS, era_on
from rules.facts import Job
from rules.invitation_window import DAY
from rules.months import add_months
from rules.parameters import RuleBook
from rules.shapes.categories import Categories
from rules.work import Minimum, PurposeKey

Jobs = tuple[Job, ...]


def work_windows(asked: Asked) -> Iterator[Deadline]:
    """The next fall of complete years that costs CRS points; for each program whose experience is met, its loss."""
    if asked.applied:
        return
    jobs = asked.facts.jobs
    if jobs:
        tables = era_on(asked.rules, asked.on).tables
        column = COLUMNS.index(asked.now.crs.column)
        canadian, tiers = tables.canadian_work[column], tables.foreign_tiers
        yield from _years_lost(jobs, "crs_canadian", "own", lambda n: canadian[min(n, len(canadian) - 1)], asked)
        yield from _years_lost(jobs, "crs_foreign", "own", lambda n: tiers[min(n, len(tiers) - 1)], asked)
        yield from _minimum_lost(jobs, "canadian_experience_class", [None], asked)
        yield from _minimum_lost(jobs, "federal_skilled_worker", _occupations(asked, jobs), asked)
        trades = skilled_trades.occupations(asked.on, rules=asked.rules)
        in_trade = [only for only in _occupations(asked, jobs) if only <= trades]
        yield from _minimum_lost(jobs, "skilled_trades", in_trade, asked)
        yield from _categories_lost(jobs, asked)
    partner = asked.accompanying_partner
    if partner is not None and partner.jobs:
        points = era_on(asked.rules, asked.on).tables.partner_canadian_work
        yield from _years_lost(
            partner.jobs, "crs_canadian", "partner", lambda n: points[min(n, len(points) - 1)], asked
        )


def _until(asked: Asked) -> date:
    """The last day looked at."""
    return add_months(asked.on, asked.rules.clocks.clocks.ahead.on(asked.on).value)


def _occupations(asked: Asked, jobs: Jobs) -> list[frozenset[str]]:
    """The occupations to try one by one: the primary one, or each that was worked in while that is not known."""
    primary = asked.facts.primary_occupation
    codes = [primary] if primary is not None else list(dict.fromkeys(job.occupation for job in jobs))
    return [frozenset({code}) for code in codes if code is not None]


def _years_lost(
    jobs: Jobs, purpose: PurposeKey, whose: str, worth: Callable[[int], int], asked: Asked
) -> Iterator[Deadline]:
    """The first day whose complete years are worth less than those of the day before."""
    on, rules = asked.on, asked.rules
    changes = work.changes(jobs, purpose, on, _until(asked), rules=rules)
    if not changes:
        return
    steps = [(on, work.years(jobs, purpose, on, rules=rules)), *changes]
    for (_, before), (day, after) in pairwise(steps):
        if worth(after) < worth(before):
            facts: Named = (("years_before", before), ("years_after", after))
            yield _clock(purpose, whose, day, Missed.points_lost, facts, asked)
            return


def _minimum_lost(
    jobs: Jobs, purpose: PurposeKey, tried: Iterable[frozenset[str] | None], asked: Asked
) -> Iterator[Deadline]:
    """The last of the days on which the experience of an occupation tried ceases to be enough; none while one stays."""
    found: list[Minimum] = []
    for occupations in tried:
        minimum = work.minimum(jobs, purpose, asked.on, occupations=occupations, rules=asked.rules)
        if minimum.met:
            found.append(minimum)
    days = [minimum.lost_on for minimum in found if minimum.lost_on is not None]
    if found and len(days) == len(found) and max(days) <= _until(asked):
        facts: Named = (("months_needed", found[0].needed_months), ("completed", found[0].completed))
        yield _clock(purpose, "own", max(days), Missed.eligibility_lost, facts, asked)


@cache
def _listed(rules: RuleBook) -> frozenset[str]:
    """Every occupation of every category, whenever it was listed."""
    openings = [one for name in Categories.model_fields for one in getattr(rules.categories.categories, name).values]
    return frozenset(code for opening in openings for code in opening.occupations)


def _categories_lost(jobs: Jobs, asked: Asked) -> Iterator[Deadline]:
    """The last day of each category the candidate is eligible for by work."""
    listed = _listed(asked.rules)
    if not any(job.occupation in listed for job in jobs):
        return
    for one in asked.now.categories:
        last = one.eligible_until
        if one.eligible and one.occupation is not None and last is not None and last < _until(asked):
            yield clock(
                Kind.work_window,
                "own",
                f"category:{one.category}",
                last,
                f"categories.{one.category}",
                getattr(asked.rules.categories.categories, one.category).on(asked.on),
                Missed.eligibility_lost,
                facts=(("jobs", len(jobs)), ("purpose", "category"), ("occupation", one.occupation)),
            )


def _clock(purpose: PurposeKey, whose: str, day: date, missed: Missed, facts: Named, asked: Asked) -> Deadline:
    in_force = getattr(asked.rules.work.purposes, purpose).on(asked.on)
    path = "jobs" if whose == "own" else "partner.jobs"
    number = len(asked.facts.jobs or ()) if whose == "own" else None
    return clock(
        Kind.work_window,
        whose,
        purpose,
        day - DAY,
        f"work.{purpose}",
        in_force,
        missed,
        facts=((path, number), ("purpose", purpose), ("window_in_years", in_force.window), *facts),
    )
