"""A code whose main duties do not fit is no evidence of its occupation: every rule takes it as not known."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

import rules
from bench.rules import candidates
from rules.answer import answer
from rules.arranged_employment import arranged_employment
from rules.facts import DutiesCheck, Facts, InvitedProgram, Job, JobOffer, Offer, Partner
from rules.improvements import improvements
from rules.nearest_miss import nearest_miss
from rules.ranges import crs_range
from rules.summary import summed_up
from tests.rules.situations import candidate

DAY = date(2026, 11, 24)
WELDER, NURSE, PHYSICIAN, CODER, COOK = "72106", "31301", "31102", "21232", "63200"


def job(noc: str, start: date = date(2023, 1, 9), end: date | None = None, country: str = "CA", **more: Any) -> Job:
    told = {"hours_per_week": 40, "paid": True, "self_employed": False, "authorised": True, "studying": ()}
    return Job(noc=noc, start=start, end=end, country=country, **{**told, **more})


def told() -> Iterator[Facts]:
    """People whose occupation decides something: a class, a category, a level, an exemption, an offer."""
    yield from islice(candidates(DAY, in_full=True), 30)
    base = candidate(DAY, english=9, canadian=None)
    offer = Offer(noc=WELDER, full_time=True, year_after_visa=True, assessed=True)
    qualified = date(2023, 1, 9)
    jobs: tuple[tuple[Job, ...], ...] = (
        (job(NURSE),),
        (job(NURSE, date(2026, 1, 5)), job(COOK, date(2024, 1, 1), date(2025, 12, 1))),
        (job(PHYSICIAN, self_employed=True, publicly_funded_physician=True),),
        (job(WELDER, qualified_from=qualified), job(CODER, date(2019, 1, 7), date(2022, 12, 31), "FR")),
        (job(COOK, date(2024, 1, 8)), job(CODER, date(2025, 1, 6), hours_per_week=20)),
    )
    for each in jobs:
        yield base.model_copy(update={"jobs": each, "offer": offer})
        yield base.model_copy(update={"jobs": each, "primary_occupation": each[0].noc})


def changed(facts: Facts, **update: Any) -> Facts:
    """The facts with the first job, that of the partner, and the offer changed."""

    def of(person: Any) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if person.jobs:
            found["jobs"] = (person.jobs[0].model_copy(update=update), *person.jobs[1:])
        if person.offer is not None:
            found["offer"] = person.offer.model_copy(update=update)
        return found

    partner = facts.partner
    if isinstance(partner, Partner):
        partner = partner.model_copy(update=of(partner))
    return facts.model_copy(update={**of(facts), "partner": partner})


def test_every_rule_takes_a_code_whose_duties_do_not_fit_as_not_known() -> None:
    for facts in told():
        refuted = changed(facts, duties=DutiesCheck.does_not_fit)
        unknown = changed(facts, noc=None)
        assert answer(refuted, DAY) == answer(unknown, DAY)
        assert improvements(refuted, DAY) == improvements(unknown, DAY)
        found, other = crs_range(refuted, DAY), crs_range(unknown, DAY)
        assert (found.lowest, found.highest, found.unknown) == (other.lowest, other.highest, other.unknown)
        for program in (InvitedProgram.federal_skilled_worker, InvitedProgram.skilled_trades):
            assert nearest_miss(refuted, DAY, program) == nearest_miss(unknown, DAY, program)


@pytest.mark.parametrize("check", [DutiesCheck.fits, DutiesCheck.not_sure])
def test_duties_that_fit_or_may_fit_leave_the_code_as_it_was_told(check: DutiesCheck) -> None:
    for facts in told():
        assert answer(changed(facts, duties=check), DAY) == answer(facts, DAY)


def test_another_code_would_settle_it_and_the_range_says_how_much() -> None:
    facts = candidate(DAY, english=9, canadian=None).model_copy(
        update={"jobs": (job(NURSE, duties=DutiesCheck.does_not_fit),)}
    )
    found = crs_range(facts, DAY)
    (unknown,) = found.unknown
    assert (unknown.fact, unknown.settles) == ("jobs.0.noc", found.highest - found.lowest)
    assert found.lowest < found.highest == crs_range(changed(facts, duties=None), DAY).highest


def test_an_offer_whose_duties_do_not_fit_is_open_and_no_offer_of_its_level() -> None:
    offer = Offer(noc="00012", full_time=True, year_after_visa=True, assessed=True, duties=DutiesCheck.does_not_fit)
    facts = candidate(DAY, english=9).model_copy(update={"offer": offer})
    found = arranged_employment(facts, DAY)
    assert (found.met, found.open) == (None, ("offer.noc",))
    before_points_ended = date(2025, 3, 1)
    assert summed_up(facts, before_points_ended).job_offer is None
    fits = facts.model_copy(update={"offer": offer.model_copy(update={"duties": DutiesCheck.fits})})
    assert summed_up(fits, before_points_ended).job_offer is JobOffer.senior_manager


def test_no_rule_reads_the_code_of_a_job_or_an_offer_past_the_check_of_its_duties() -> None:
    found = [
        (file.name, node.lineno)
        for file in Path(rules.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "noc"
    ]
    assert {name for name, _ in found} == {"facts.py"}, "job.occupation and offer.occupation heed the check"
