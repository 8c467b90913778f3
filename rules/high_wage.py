"""Points for high-wage occupations, from the day on which the rule book knows them.

A tier is earned by Canadian work in its occupations, or by a job offer in one of them; an occupation that is not listed
earns nothing. Which occupations, how much work, what an offer has to be, and what both together give is all in
`crs.high_wage`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from rules import work
from rules.facts import Facts, Job, JobOffer
from rules.parameters import RuleBook
from rules.shapes.crs import HighWage


class HighWagePoints(NamedTuple):
    """Points for Canadian work and for an offer, each with the tier it reached, and what both give.

    `before_cap` is what both give together, summed or the higher as the rule says. `open` are the paths of facts that
    are not known and could give more.
    """

    canadian_work: int
    job_offer: int
    before_cap: int
    points: int
    work_tier: str | None
    offer_tier: str | None
    open: tuple[str, ...]


def high_wage(rule: HighWage, facts: Facts, on: date, rules: RuleBook) -> HighWagePoints:
    """The points of a day."""
    work_tier = _work_tier(rule, facts.jobs or (), on, rules)
    offer_tier = _offered_tier(rule, facts)
    worked = rule.tiers[work_tier].canadian_work if work_tier else 0
    offered = rule.tiers[offer_tier].job_offer if offer_tier else 0
    both = worked + offered if rule.work_and_offer == "sum" else max(worked, offered)
    missing = (*_missing_of_work(rule, facts, on, rules), *_missing_of_offer(rule, facts))
    return HighWagePoints(worked, offered, both, min(both, rule.cap), work_tier, offer_tier, missing)


def _work_tier(rule: HighWage, jobs: tuple[Job, ...], on: date, rules: RuleBook) -> str | None:
    """The best tier with enough work in Canada; work in a better tier counts for those below it too."""
    worked_in = {job.occupation for job in jobs if job.occupation is not None}
    so_far: set[str] = set()
    for name, tier in rule.tiers.items():
        so_far |= worked_in.intersection(tier.occupations)
        pools = [{code} for code in so_far] if rule.in_one_occupation else [so_far]
        if any(
            pool and work.minimum(jobs, "high_wage", on, occupations=frozenset(pool), rules=rules).met for pool in pools
        ):
            return name
    return None


def _missing_of_work(rule: HighWage, facts: Facts, on: date, rules: RuleBook) -> tuple[str, ...]:
    """What is not known of work that could give points; years told in sum do not say in which occupation."""
    if facts.jobs is None:
        return () if facts.canadian_work_years == 0 else ("jobs",)
    listed = frozenset(code for tier in rule.tiers.values() for code in tier.occupations)
    return work.open_facts(facts.jobs, "high_wage", on, occupations=listed, rules=rules)


def _missing_of_offer(rule: HighWage, facts: Facts) -> Iterator[str]:
    """What is not known of an offer that could give points."""
    offer = facts.offer
    if offer is None:
        if facts.job_offer is not JobOffer.none:
            yield "offer"
    elif not offer.excluded_employer and False not in [getattr(offer, need) for need in rule.offer_needs]:
        if offer.occupation is None:
            yield "offer.noc"
        elif _tier_of(rule, offer.occupation) is None:
            return
        yield from (f"offer.{need}" for need in rule.offer_needs if getattr(offer, need) is None)


def _offered_tier(rule: HighWage, facts: Facts) -> str | None:
    """The tier of an offer that counts; embassies and barred employers make no offer that does (IRPR 82, 200(3))."""
    offer = facts.offer
    if offer is None or offer.occupation is None or offer.excluded_employer:
        return None
    return _tier_of(rule, offer.occupation) if all(getattr(offer, need) for need in rule.offer_needs) else None


def _tier_of(rule: HighWage, code: str) -> str | None:
    return next((name for name, tier in rule.tiers.items() if code in tier.occupations), None)
