"""The Federal Skilled Trades class: two years in a skilled trade within five years, language by ability, and either a
certificate of qualification (way a) or a job offer in the trade (way b) (IRPR 87.2).

The trade is one occupation, which the candidate names: where `primary_occupation` is a skilled trade it is that one,
otherwise the trade of the jobs with most years, then hours. Work counts from the day the trade could be practised
independently. That what the National Occupational Classification asks of the trade is met is presumed. The facts hold
one offer; the regulations also take one shared by two employers.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Final, NamedTuple

from rules import work
from rules.arranged_employment import ArrangedEmployment, arranged_employment
from rules.facts import Facts, InvitedProgram
from rules.language import Levels
from rules.occupations import unit_groups
from rules.parameters import RuleBook, book
from rules.reasons import Named, ProgramResult, Reason, Requirement
from rules.requirements import missing_levels, nearest_sitting, program_result, settlement_funds_of
from rules.shapes.programs import Groups
from rules.summary import summed_up

PURPOSE: Final = "skilled_trades"
YEAR_MONTHS = 12


class _Trade(NamedTuple):
    """The trade looked at, whether its experience is enough, the years, the facts they come from, and what is open."""

    code: str | None
    enough: bool
    years: int
    facts: Named
    open: tuple[str, ...]


@cache
def _within(rules: RuleBook, start: date) -> frozenset[str]:
    groups: Groups = rules.skilled_trades.parameters.occupations.on(start).value
    return frozenset(
        code for code in unit_groups() if code.startswith(groups.within) and not code.startswith(groups.outside)
    )


def occupations(on: date, *, rules: RuleBook | None = None) -> frozenset[str]:
    """The unit groups of NOC 2021 that are skilled trades on a day; `NoRuleError` before 2015-01-01."""
    rules = rules or book()
    return _within(rules, rules.skilled_trades.parameters.occupations.on(on).start)


def is_trade(code: str, on: date, *, rules: RuleBook | None = None) -> bool:
    """Whether an occupation is a skilled trade on a day."""
    return code in occupations(on, rules=rules)


def program(facts: Facts, on: date, *, rules: RuleBook | None = None) -> ProgramResult:
    """The class on a day: experience, language, the certificate or offer, and settlement funds.

    An offer exempts from settlement funds where the candidate may work in Canada (IRPR 87.2(5)). `NoRuleError` for a
    day before 2015-01-01.
    """
    rules = rules or book()
    return program_of_known(summed_up(facts, on, rules=rules), on, rules=rules)


def program_of_known(facts: Facts, on: date, *, rules: RuleBook) -> ProgramResult:
    """The same of facts that are summed up for the day already."""
    parameters = rules.skilled_trades.parameters
    experience, language = rules.work.purposes.skilled_trades.on(on), parameters.minimum_language.on(on)
    trade = _trade(facts, on, rules)
    offer = arranged_employment(
        facts, on, occupations=frozenset([trade.code]) if trade.code else occupations(on, rules=rules), rules=rules
    )
    funds = settlement_funds_of(facts, on, InvitedProgram.skilled_trades, rules, offer=offer)
    requirements = (
        Requirement(
            "minimum_experience",
            trade.enough,
            trade.years,
            experience.months // YEAR_MONTHS,
            Reason(f"work.purposes.{PURPOSE}", experience.start, trade.facts),
            () if trade.enough else trade.open,
        ),
        _language(facts, on, needed_levels(on, rules=rules), language.start, rules),
        _certificate_or_offer(facts, offer, on, rules),
        funds.requirement,
    )
    presumed = (*(("occupation_requirements",) if trade.years else ()), *funds.presumed)
    return program_result(
        InvitedProgram.skilled_trades, facts, on, max(experience.start, language.start), requirements, presumed, rules
    )


def occupation_shuts(facts: Facts, on: date, *, rules: RuleBook) -> bool:
    """Whether every job told of is in an occupation that is no trade, which no other fact mends."""
    trades = occupations(on, rules=rules)
    return facts.jobs is not None and all(
        job.occupation is not None and job.occupation not in trades for job in facts.jobs
    )


def needed_levels(on: date, *, rules: RuleBook | None = None) -> Levels:
    """The CLB or NCLC asked for in each ability."""
    return Levels(**(rules or book()).skilled_trades.parameters.minimum_language.on(on).value)


def _trade(facts: Facts, on: date, rules: RuleBook) -> _Trade:
    trades = occupations(on, rules=rules)
    told = facts.primary_occupation
    if facts.jobs is None:
        return _told_in_sum(facts, told, trades)
    jobs = facts.jobs
    tried = {told} & trades or {job.occupation for job in jobs if job.occupation in trades}
    accounts = {
        code: work.minimum(jobs, PURPOSE, on, occupations=frozenset([code]), rules=rules)
        for code in sorted(filter(None, tried))
    }
    unnamed = tuple(f"jobs.{place}.noc" for place, job in enumerate(jobs) if job.occupation is None)
    code = max(accounts, key=lambda one: (accounts[one].met, accounts[one].hours), default=None)
    if code is None:
        return _Trade(None, False, 0, (("jobs", len(jobs)), ("occupation", None)), unnamed)
    account = accounts[code]
    years = work.years(jobs, PURPOSE, on, occupations=frozenset([code]), rules=rules)
    named: Named = (("jobs", len(jobs)), ("occupation", code), ("years", years), ("hours", round(account.hours)))
    return _Trade(code, account.met, years, named, tuple(dict.fromkeys((*unnamed, *account.open))))


def _told_in_sum(facts: Facts, told: str | None, trades: frozenset[str]) -> _Trade:
    """Years without their jobs say neither the occupation nor the dates: they count nothing here, and are open."""
    years = (facts.canadian_work_years, facts.foreign_work_years)
    named: Named = (
        ("primary_occupation", told),
        ("canadian_work_years", facts.canadian_work_years),
        ("foreign_work_years", facts.foreign_work_years),
    )
    none = years == (0, 0) or (told is not None and told not in trades)
    return _Trade(told if told in trades else None, False, 0, named, () if none else ("jobs",))


def _language(facts: Facts, on: date, needed: Levels, since: date, rules: RuleBook) -> Requirement:
    sitting = nearest_sitting(facts, on, needed, rules)
    return Requirement(
        "minimum_language",
        sitting.test is not None and missing_levels(sitting.levels, needed) == 0,
        tuple(sitting.levels) if sitting.test is not None else None,
        tuple(needed),
        Reason("skilled_trades.minimum_language", since, sitting.facts),
        () if facts.tests else ("tests",),
    )


def _certificate_or_offer(facts: Facts, offer: ArrangedEmployment, on: date, rules: RuleBook) -> Requirement:
    """Way a or way b; `found` is the way, and the reason names the case of the offer."""
    ways = rules.skilled_trades.parameters.certificate_or_offer.on(on)
    certificate = facts.certificate_of_qualification
    held = {"certificate_of_qualification": certificate, "offer": offer.met}
    way = next((one for one in ways.value if held[one]), None)
    open_ = (*(("certificate_of_qualification",) if certificate is None else ()), *offer.open)
    reason = Reason("skilled_trades.certificate_or_offer", ways.start, (*held.items(), ("offer_case", offer.case)))
    return Requirement("certificate_or_offer", way is not None, way, ways.value, reason, () if way else open_)
