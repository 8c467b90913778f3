"""The three programs: who meets which, by what requirement, and what shuts them all."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from rules import canadian_experience_class, crs, federal_skilled_worker, skilled_trades
from rules.facts import (
    Credential,
    Facts,
    InvitedProgram,
    Job,
    Language,
    Offer,
    PartnerStatus,
    Period,
    Permit,
    PermitKind,
)
from rules.knock_outs import knock_outs
from rules.occupations import unit_groups
from rules.parameters import FOLDER, ParameterError, book, load
from rules.programs import named_by_invitation, program, programs
from rules.reasons import ProgramResult, Requirement, all_met, to_plain
from rules.shapes.dated import NoRuleError
from tests.rules.situations import candidate, companion

DAY = date(2026, 11, 24)
DEVELOPER, TECHNICIAN, COOK, CHEF, ELECTRICIAN, LABOURER = "21232", "22220", "63200", "62200", "72200", "75110"
ENGINEER, BUTCHER = "21231", "63201"
FSW, CEC, FST = (
    InvitedProgram.federal_skilled_worker,
    InvitedProgram.canadian_experience,
    InvitedProgram.skilled_trades,
)


def job(start: date, end: date | None = None, **more: Any) -> Job:
    """Paid, authorised, full-time work in Canada, by someone who is no student."""
    told = {"paid": True, "self_employed": False, "authorised": True, "studying": (), "hours_per_week": 30}
    return Job(start=start, end=end, **{"noc": DEVELOPER, "country": "CA", **told, **more})


def worker(*jobs: Job, **more: Any) -> Facts:
    return candidate(DAY, **{"english": 9, "canadian": None, "foreign": None, "jobs": jobs, **more})


def years_of(noc: str, years: float, until: date = DAY, **more: Any) -> Job:
    """A full-time job that ended the day before, after so many years and a few days."""
    return job(until - timedelta(days=round(365.25 * years) + 3), until - timedelta(days=1), noc=noc, **more)


def met(result: ProgramResult) -> dict[str, bool | None]:
    return {one.key: one.met if one.met or not one.open else None for one in result.requirements}


# Canadian Experience Class


def test_a_year_of_skilled_work_in_canada_and_the_language_are_all_that_the_class_asks_for() -> None:
    result = canadian_experience_class.program(worker(years_of(DEVELOPER, 1), education="none", english=7), DAY)
    assert met(result) == {"minimum_experience": True, "minimum_language": True}
    assert (result.program, result.met, result.eligible) == (CEC, True, True)


def test_the_year_is_complete_at_the_end_of_its_last_day() -> None:
    facts = worker(job(date(2026, 1, 31)))
    last = date(2027, 1, 30)
    assert canadian_experience_class.program(facts, last).failed == ("minimum_experience",)
    assert canadian_experience_class.program(facts, last + timedelta(days=1)).met


@pytest.mark.parametrize(
    ("noc", "level"), [("20012", 7), (DEVELOPER, 7), (TECHNICIAN, 5), (COOK, 5)], ids=["TEER 0", "1", "2", "3"]
)
@pytest.mark.parametrize("on", [DAY, date(2021, 6, 1)])
def test_the_language_asked_for_is_that_of_the_occupation(noc: str, level: int, on: date) -> None:
    for english in (level - 1, level):
        facts = candidate(on, english=english, canadian=None, foreign=None, jobs=(years_of(noc, 1, on),))
        result = canadian_experience_class.program(facts, on)
        assert result.requirement("minimum_language").needed == level
        assert result.met is (english == level)


def test_of_two_occupations_the_one_with_more_hours_decides_and_equal_hours_ask_for_the_stricter() -> None:
    def asked(days_in_teer_3: int, days_in_teer_1: int) -> Requirement:
        start = date(2025, 1, 1)
        change = start + timedelta(days=days_in_teer_3)
        end = change + timedelta(days=days_in_teer_1 - 1)
        facts = worker(job(start, change - timedelta(days=1), noc=COOK), job(change, end, noc=DEVELOPER), english=6)
        return canadian_experience_class.program(facts, DAY).requirement("minimum_language")

    assert (asked(201, 200).needed, asked(201, 200).met) == (5, True)
    assert (asked(200, 200).needed, asked(200, 200).met) == (7, False)
    assert (asked(200, 201).needed, asked(200, 201).met) == (7, False)


@pytest.mark.parametrize(
    ("days_in", "level"),
    [
        # Most hours are of TEER 1, although those of TEERs 2 and 3 together are more.
        ({DEVELOPER: 305, TECHNICIAN: 227, COOK: 230}, 7),
        # Most hours are of TEER 3, in two occupations, and those of one occupation of TEER 1.
        ({DEVELOPER: 250, COOK: 200, CHEF: 90, BUTCHER: 150}, 7),
        # Most hours are of TEER 1, in two occupations, and those of one occupation of TEER 3.
        ({DEVELOPER: 150, ENGINEER: 130, COOK: 200}, 7),
        ({DEVELOPER: 150, COOK: 200, TECHNICIAN: 160}, 5),
    ],
    ids=["sum by level", "one occupation", "one TEER", "both say the lower"],
)
def test_the_stricter_is_asked_for_of_the_teer_and_the_occupation_with_most_hours(
    days_in: dict[str, int], level: int
) -> None:
    jobs, start = [], date(2024, 1, 1)
    for code, length in days_in.items():
        jobs.append(job(start, start + timedelta(days=length - 1), noc=code))
        start += timedelta(days=length)
    assert canadian_experience_class.program(worker(*jobs), DAY).requirement("minimum_language").needed == level


def test_the_hours_that_the_language_is_asked_by_are_told_by_teer() -> None:
    start = date(2025, 1, 1)
    change = start + timedelta(weeks=30)
    facts = worker(job(start, change - timedelta(days=1), noc=COOK), job(change, change + timedelta(weeks=20)))
    named = dict(canadian_experience_class.program(facts, DAY).requirement("minimum_experience").reason.facts)
    assert (named["hours_in_teer_3"], named["hours_in_teer_1"]) == (900, 604)


@pytest.mark.parametrize(
    "not_counted",
    [
        {"studying": (Period(start=date(2020, 1, 1)),)},
        {"self_employed": True},
        {"authorised": False},
        {"country": "NG"},
        {"paid": False},
        {"noc": LABOURER},
    ],
    ids=["student", "self-employed", "unauthorised", "abroad", "unpaid", "TEER 5"],
)
def test_work_that_the_class_leaves_out_does_not_count(not_counted: dict[str, Any]) -> None:
    work = years_of(**{"noc": DEVELOPER, "years": 2.5, **not_counted})
    result = canadian_experience_class.program(worker(work), DAY)
    assert result.failed == ("minimum_experience",)
    assert result.requirement("minimum_experience").found == 0


def test_a_physician_paid_by_the_public_system_may_be_self_employed() -> None:
    work = years_of("31102", 2, self_employed=True, publicly_funded_physician=True)
    assert canadian_experience_class.program(worker(work), DAY).met


def test_eight_of_twelve_months_in_a_co_op_leave_four() -> None:
    studying = (Period(start=date(2025, 1, 1), end=date(2025, 8, 31)),)
    work = job(date(2025, 1, 1), date(2025, 12, 31), studying=studying)
    result = canadian_experience_class.program(worker(work), DAY)
    assert result.failed == ("minimum_experience",)
    longer = worker(job(date(2025, 1, 1), date(2026, 9, 1), studying=studying))
    assert canadian_experience_class.program(longer, DAY).met


def test_self_employment_is_nothing_for_one_class_and_may_count_for_another() -> None:
    freelance = (
        job(date(2024, 1, 1), date(2025, 12, 31), self_employed=True),
        job(date(2020, 1, 1), date(2022, 12, 31), self_employed=True, country="FR"),
    )
    found = {one.program: one for one in programs(worker(*freelance), DAY)}
    assert found[CEC].requirement("minimum_experience").found == 0
    assert found[FSW].requirement("minimum_experience").met


def test_years_told_in_sum_leave_the_language_open_between_the_two_levels() -> None:
    states = {
        english: met(canadian_experience_class.program(candidate(DAY, english=english, canadian=1), DAY))
        for english in (4, 5, 6, 7)
    }
    assert {english: state["minimum_language"] for english, state in states.items()} == {
        4: False,
        5: None,
        6: None,
        7: True,
    }
    between = canadian_experience_class.program(candidate(DAY, english=6, canadian=1), DAY)
    assert (between.met, between.eligible, between.open) == (None, False, ("jobs",))
    assert "work_is_recent" in between.presumed


def test_an_occupation_that_is_not_known_leaves_the_class_open() -> None:
    unknown = years_of(DEVELOPER, 2).model_copy(update={"noc": None})
    found = canadian_experience_class.program(worker(unknown, english=6), DAY)
    assert met(found) == {"minimum_experience": None, "minimum_language": None}
    assert found.open == ("jobs.0.noc",)


# Federal Skilled Worker


def test_the_class_asks_for_every_minimum_and_the_pass_mark() -> None:
    result = federal_skilled_worker.program(candidate(DAY, english=9, foreign=2), DAY)
    assert met(result) == {
        "minimum_language": True,
        "minimum_experience": True,
        "minimum_education": True,
        "settlement_funds": True,
        "pass_mark": True,
    }
    assert result.met
    assert result.grid is not None
    assert result.requirement("pass_mark")[2:4] == (result.grid.total, 67) == (68, 67)


def test_sixty_six_points_are_not_sixty_seven() -> None:
    result = federal_skilled_worker.program(candidate(DAY, age=35, english=9, foreign=1), DAY)
    assert result.grid is not None
    factors = result.grid.factors
    assert [factors[key] for key in ("age", "education", "first_language", "experience")] == [12, 21, 24, 9]
    assert (result.grid.total, result.met, result.failed) == (66, False, ("pass_mark",))


def test_a_second_language_makes_sixty_four_sixty_eight() -> None:
    on = date(2026, 8, 19)
    french = {"age": 33, "education": "bachelor", "french": 8, "foreign": 3}
    alone = federal_skilled_worker.program(candidate(on, **french), on)
    with_english = federal_skilled_worker.program(candidate(on, **french, english=6), on)
    assert alone.grid is not None
    assert with_english.grid is not None
    assert (alone.grid.total, alone.met) == (64, False)
    assert (with_english.grid.total, with_english.met) == (68, True)


def test_the_year_has_to_be_without_a_break_in_the_primary_occupation() -> None:
    two_halves = (
        job(date(2023, 1, 1), date(2023, 8, 31), country="FR"),
        job(date(2024, 1, 1), date(2024, 8, 31), country="FR"),
    )
    broken = federal_skilled_worker.program(worker(*two_halves), DAY)
    assert broken.requirement("minimum_experience").fails
    assert broken.requirement("minimum_experience").found == 1
    whole = worker(*two_halves, job(date(2025, 1, 1), date(2026, 1, 31), noc=COOK, country="FR"))
    assert federal_skilled_worker.program(whole, DAY).requirement("minimum_experience").met
    named = whole.model_copy(update={"primary_occupation": DEVELOPER})
    assert federal_skilled_worker.program(named, DAY).requirement("minimum_experience").fails


def test_years_of_jobs_make_the_points_of_the_grid() -> None:
    facts = worker(years_of(DEVELOPER, 2, date(2024, 1, 1), country="FR"), years_of(DEVELOPER, 2))
    grid = federal_skilled_worker.grid(facts, DAY)
    assert grid.factors["experience"] == 13
    assert grid.factors["adaptability_own_work"] == 10
    assert "work_is_continuous" not in grid.presumed


def test_a_year_in_canada_more_than_ten_years_ago_is_still_a_tie() -> None:
    facts = worker(job(date(2012, 1, 1), date(2014, 1, 1)), job(date(2024, 1, 1), country="IN"))
    grid = federal_skilled_worker.grid(facts, DAY)
    assert (grid.factors["adaptability_own_work"], grid.factors["experience"]) == (10, 11)
    partner = companion(DAY, canadian=None, jobs=(job(date(2012, 1, 1), date(2014, 1, 1), noc=LABOURER),))
    of_partner = federal_skilled_worker.grid(candidate(DAY).model_copy(update={"partner": partner}), DAY)
    assert of_partner.factors["adaptability_partner_work"] == 5


def test_a_week_end_between_two_jobs_leaves_the_continuous_year_open() -> None:
    def result_of(monday: date) -> ProgramResult:
        jobs = (job(date(2024, 1, 1), date(2024, 6, 28), country="IN"), job(monday, date(2025, 3, 31), country="IN"))
        facts = worker(*jobs, english=10, settlement_funds=50_000, relative_in_canada=True, children=())
        return federal_skilled_worker.program(facts, DAY)

    result = result_of(date(2024, 7, 1))
    assert (result.met, result.eligible, result.failed) == (None, False, ())
    assert result.requirement("minimum_experience").open == ("work_is_continuous",)
    later = result_of(date(2024, 7, 3))
    assert (later.met, later.failed) == (False, ("minimum_experience",))


def test_a_truck_driver_was_not_skilled_before_the_new_classification() -> None:
    on = date(2021, 1, 1)
    drives = job(date(2018, 1, 1), date(2019, 12, 31), noc="73300")
    facts = candidate(on, english=9, canadian=None, foreign=None, jobs=(drives,))
    assert canadian_experience_class.program(facts, on).failed == ("minimum_experience",)
    assert crs.score(facts, on).factors["canadian_work"] == 0
    abroad = drives.model_copy(update={"country": "IN"})
    told = candidate(on, english=9, canadian=None, foreign=None, jobs=(abroad,), primary_occupation="73300")
    assert "minimum_experience" in federal_skilled_worker.program(told, on).failed


def test_part_time_work_makes_years_but_no_full_time_year_in_canada() -> None:
    grid = federal_skilled_worker.grid(worker(years_of(DEVELOPER, 2.5, hours_per_week=20)), DAY)
    assert grid.factors["experience"] == 9
    assert grid.factors["adaptability_own_work"] == 0


def test_funds_have_to_be_enough_unless_an_offer_exempts() -> None:
    def funds(told: int | None, **more: Any) -> Requirement:
        facts = candidate(DAY, english=9, foreign=3, settlement_funds=told, children=(), **more)
        return federal_skilled_worker.program(facts, DAY).requirement("settlement_funds")

    enough = funds(None).needed
    assert isinstance(enough, int)
    assert [funds(told).met for told in (enough - 1, enough)] == [False, True]
    offer = Offer(noc=DEVELOPER, full_time=True, year_after_visa=True, assessed=True)
    permit = Permit(kind=PermitKind.open_work, until=DAY)
    assert funds(0, offer=offer, permits=(permit,)).met  # case d
    assert not funds(0, offer=offer).met  # case c


def test_funds_that_are_not_known_are_presumed_and_named() -> None:
    def presumed(**more: Any) -> bool:
        facts = candidate(DAY, english=9, foreign=3, **more)
        return "settlement_funds" in federal_skilled_worker.program(facts, DAY).presumed

    assert presumed()
    assert presumed(settlement_funds=20_000)  # as long as nobody said whether there are children
    assert not presumed(settlement_funds=20_000, children=())
    assert not presumed(settlement_funds=1, children=())
    offer = Offer(noc=DEVELOPER, full_time=True, year_after_visa=True, assessed=True)
    exempt = presumed(offer=offer, permits=(Permit(kind=PermitKind.open_work, until=DAY),))
    assert not exempt
    found = federal_skilled_worker.program(candidate(DAY, english=9, foreign=3, children=()), DAY).presumed
    assert found[:4] == ("education_assessed", "work_is_skilled", "work_is_continuous", "settlement_funds")
    assert found.count("settlement_funds") == 1


def test_a_table_of_funds_that_is_not_known_is_presumed_by_whoever_is_asked_for_funds() -> None:
    def presumed(on: date, **more: Any) -> list[bool]:
        facts = tradesperson(trade(country="CA", years=2.5), children=(), **more)
        return ["settlement_funds_table" in result.presumed for result in programs(facts, on)]

    # In the order of an invitation: Canadian experience asks nobody for funds.
    assert presumed(date(2026, 9, 30), settlement_funds=90_000) == [False, False, False]
    assert presumed(date(2026, 10, 1), settlement_funds=90_000) == [False, True, True]
    assert presumed(date(2026, 10, 1), settlement_funds=1) == [False, True, True]
    assert presumed(date(2022, 6, 1), settlement_funds=90_000) == [False, True, True]
    assert presumed(date(2017, 6, 1), settlement_funds=90_000) == [
        False,
        False,
        False,
    ]  # no table at all: the funds are
    offer = Offer(noc=DEVELOPER, full_time=True, year_after_visa=True, assessed=True)
    permit = Permit(kind=PermitKind.open_work, until=DAY)
    assert presumed(date(2026, 10, 1), offer=offer, permits=(permit,), settlement_funds=0) == [False, False, True]


@pytest.mark.parametrize(
    ("told", "open_"),
    [
        ({"arranged_employment": True}, ("offer",)),
        ({"arranged_employment": None}, ("offer",)),
        ({"arranged_employment": False}, ()),
        (
            {"offer": Offer(noc="72200"), "permits": (Permit(kind="open_work", until=DAY),)},
            ("offer.full_time", "offer.year_after_visa", "offer.assessed"),
        ),
        ({"offer": Offer(noc="72200", assessed=False), "permits": (Permit(kind="open_work", until=DAY),)}, ()),
        ({"offer": Offer(noc="72200")}, ()),  # without a work permit no case exempts
        ({"offer": Offer(noc="72200"), "permits": (Permit(kind="open_work", until=DAY - timedelta(days=1)),)}, ()),
    ],
)
def test_too_little_money_is_open_while_the_offer_could_exempt(told: dict[str, Any], open_: tuple[str, ...]) -> None:
    facts = tradesperson(trade(country="CA", years=2.5), english=9, education="master_or_professional", children=())
    facts = facts.model_copy(update={"settlement_funds": 0, "primary_occupation": "72200", **told})
    for which in (FSW, FST):
        result = program(facts, DAY, which)
        funds = result.requirement("settlement_funds")
        assert (funds.met, funds.open, funds.fails) == (False, open_, not open_)
        assert result.met is (None if open_ else False)
        assert set(open_) <= {*result.open}
        enough = facts.model_copy(update={"settlement_funds": 99_999})
        assert program(enough, DAY, which).requirement("settlement_funds").open == ()


def test_a_primary_occupation_that_is_not_skilled_is_no_skilled_work_however_the_years_are_told() -> None:
    def minimum(code: str | None, **more: Any) -> Requirement:
        facts = candidate(DAY, english=9, foreign=5, primary_occupation=code, **more)
        return federal_skilled_worker.program(facts, DAY).requirement("minimum_experience")

    assert minimum(None).met
    assert minimum("63200").met  # TEER 3
    for code in ("64100", "75110"):  # TEER 4 and 5
        assert minimum(code).fails
        assert minimum(code, canadian=None).fails  # years more would not mend it
        assert dict(minimum(code).reason.facts)["primary_occupation"] == code
        assert minimum(code, jobs=(job(date(2020, 1, 1), noc=None),)).fails
        assert not minimum(code).open
        named = [name for name, _ in minimum(code, jobs=(job(date(2020, 1, 1)),)).reason.facts]
        assert named == ["jobs", "years", "primary_occupation", "continuous_year"]


def test_a_relative_of_the_partner_counts_only_when_the_partner_is_coming() -> None:
    for status, points in (("accompanying", 5), ("not_accompanying", 0), ("canadian", 0)):
        partner = companion(DAY, status=status, relative_in_canada=True)
        grid = federal_skilled_worker.grid(candidate(DAY).model_copy(update={"partner": partner}), DAY)
        assert grid.factors["adaptability_relative"] == points
        sibling = partner.model_copy(update={"relative_in_canada": None, "sibling_in_canada": True})
        grid = federal_skilled_worker.grid(candidate(DAY).model_copy(update={"partner": sibling}), DAY)
        assert grid.factors["adaptability_relative"] == points


def test_the_pass_mark_is_open_only_while_an_open_fact_could_reach_it() -> None:
    near = candidate(DAY, age=35, english=9, foreign=1, relative_in_canada=None)
    assert federal_skilled_worker.program(near, DAY).open == ("relative_in_canada",)
    far = candidate(DAY, age=47, english=9, foreign=1, relative_in_canada=None)
    assert federal_skilled_worker.program(far, DAY).failed == ("pass_mark",)
    assert federal_skilled_worker.program(far, DAY).open == ()
    # 9 + 16 + 21 + 9, and 5 of the 10 for adaptability: a relative makes 65.
    tied: dict[str, Any] = {"english": 7, "foreign": 1, "relative_in_canada": None, "partner": {"english": 4}}
    assert federal_skilled_worker.program(candidate(DAY, age=38, **tied), DAY).failed == ("pass_mark",)
    # Two years younger, 67.
    assert federal_skilled_worker.program(candidate(DAY, age=36, **tied), DAY).open == ("relative_in_canada",)
    # 12 + 16 + 21: ties could add 10, which the work of an unpaid or a paid job makes more than enough.
    unsure = years_of(DEVELOPER, 6, country="FR", paid=None)
    facts = worker(unsure, english=7, age=35)
    assert federal_skilled_worker.program(facts, DAY).requirement("pass_mark").open == ("jobs.0.paid",)


def test_a_minimum_that_is_met_or_fails_for_certain_leaves_nothing_open() -> None:
    jobs = (years_of(DEVELOPER, 2), years_of(COOK, 1, paid=None))
    experience = federal_skilled_worker.program(worker(*jobs), DAY).requirement("minimum_experience")
    assert (experience.met, experience.open) == (True, ())
    for level, met_ in (("none", False), ("secondary", True)):
        education = federal_skilled_worker.program(candidate(DAY, education=level), DAY).requirement(
            "minimum_education"
        )
        assert (education.met, education.open) == (met_, ())


def test_a_first_language_that_is_given_is_the_one_looked_at() -> None:
    facts = candidate(DAY, english=[10, 10, 10, 6], french=7, foreign=6)
    for first, failed in ((None, ()), (Language.french, ()), (Language.english, ("minimum_language",))):
        found = federal_skilled_worker.program_of_known(facts, DAY, first_language=first, rules=book())
        assert found.failed == failed


def test_ties_to_canada_that_are_not_known_of_jobs_and_credentials_are_named() -> None:
    unsure = years_of(DEVELOPER, 2, paid=None)
    diploma = Credential(level="two_year_post_secondary", country="CA", completed=date(2020, 5, 1))
    partner = companion(DAY, canadian=None, jobs=(years_of(COOK, 2, authorised=None),), relative_in_canada=False)
    facts = worker(unsure, credentials=(diploma,)).model_copy(update={"partner": partner})
    assert {
        "jobs.0.paid",
        "credentials.0.two_academic_years",
        "partner.jobs.0.authorised",
    } <= {*federal_skilled_worker.grid(facts, DAY).assumed}
    # A partner who stays behind gives nothing, known or not.
    alone = facts.model_copy(update={"partner": partner.model_copy(update={"status": PartnerStatus.not_accompanying})})
    assert not [one for one in federal_skilled_worker.grid(alone, DAY).assumed if one.startswith("partner")]


def test_the_partners_own_relatives_are_asked_for_once_the_candidates_are_known() -> None:
    for own, asked in ((None, ["relative_in_canada"]), (False, ["partner.relative_in_canada"]), (True, [])):
        facts = candidate(DAY, relative_in_canada=own, partner={})
        assumed = federal_skilled_worker.grid(facts, DAY).assumed
        assert [one for one in assumed if one.endswith("relative_in_canada")] == asked


# Skilled trades


def tradesperson(*jobs: Job, **more: Any) -> Facts:
    told = {"english": [5, 4, 4, 5], "education": "none", "certificate": True}
    return candidate(DAY, **{"canadian": None, "foreign": None, "jobs": jobs, **told, **more})


def trade(noc: str = ELECTRICIAN, years: float = 2, **more: Any) -> Job:
    return years_of(noc, years, **{"country": "IN", "qualified_from": date(2010, 1, 1), **more})


def test_two_years_the_language_by_ability_and_a_certificate_are_enough() -> None:
    result = skilled_trades.program(tradesperson(trade()), DAY)
    assert met(result) == {
        "minimum_experience": True,
        "minimum_language": True,
        "certificate_or_offer": True,
        "settlement_funds": True,
    }
    assert result.met
    assert result.requirement("certificate_or_offer").found == "certificate_of_qualification"


def test_the_trades_are_the_groups_of_the_regulations() -> None:
    """Every unit group against the groups written out."""
    for on in (DAY, date(2019, 1, 1)):
        trades = skilled_trades.occupations(on)
        for code in unit_groups():
            major = code[:2] in ("72", "73", "82", "83", "92", "93") and code[:3] not in ("726", "932")
            assert (code in trades) == (major or code[:4] == "6320" or code == "62200"), code
            assert skilled_trades.is_trade(code, on) == (code in trades)
    assert len(trades) > 50


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("on", [DAY, date(2020, 1, 1)])
def test_each_ability_has_its_own_level(place: int, on: date) -> None:
    needed = [5, 4, 4, 5]
    assert skilled_trades.needed_levels(on) == tuple(needed)
    needed[place] -= 1
    result = skilled_trades.program(tradesperson(trade(), english=needed), DAY)
    assert result.failed == ("minimum_language",)


def test_one_official_language_is_enough_and_two_are_not_mixed() -> None:
    assert skilled_trades.program(tradesperson(trade(), english=None, french=5), DAY).met
    mixed = tradesperson(trade(), english=[5, 4, 4, 4], french=[4, 4, 4, 5])
    assert skilled_trades.program(mixed, DAY).failed == ("minimum_language",)


@pytest.mark.parametrize(
    "too_little",
    [
        (trade(years=1.9),),
        (trade(ELECTRICIAN, 1), trade(CHEF, 1, until=date(2025, 6, 1))),
        (trade(until=date(2022, 6, 1)),),
        (trade(qualified_from=DAY - timedelta(days=400)),),
        (trade(DEVELOPER, 3),),
        (trade(LABOURER, 3),),
    ],
    ids=["less than two years", "two trades", "too long ago", "not qualified", "no trade", "TEER 5"],
)
def test_two_years_in_one_trade_within_five_years_once_qualified_are_needed(too_little: tuple[Job, ...]) -> None:
    result = skilled_trades.program(tradesperson(*too_little), DAY)
    assert result.failed == ("minimum_experience",)


def test_the_primary_occupation_is_the_trade_that_is_looked_at() -> None:
    jobs = (trade(CHEF, 2.2), trade(ELECTRICIAN, 0.5, until=date(2023, 1, 1)))
    assert skilled_trades.program(tradesperson(*jobs), DAY).met
    named = tradesperson(*jobs, primary_occupation=ELECTRICIAN)
    assert skilled_trades.program(named, DAY).failed == ("minimum_experience",)


def test_without_a_certificate_an_offer_in_the_trade_is_the_other_way() -> None:
    def way(**more: Any) -> Requirement:
        facts = tradesperson(trade(), certificate=False, **more)
        return skilled_trades.program(facts, DAY).requirement("certificate_or_offer")

    offer = Offer(noc=ELECTRICIAN, full_time=True, year_after_visa=True, assessed=True)
    assert way(offer=offer)[1:3] == (True, "offer")
    assert way(offer=offer.model_copy(update={"noc": CHEF})).fails
    assert way(offer=offer.model_copy(update={"assessed": False})).fails
    assert way(offer=None, arranged_employment=False).fails
    assert way(offer=None, arranged_employment=True).open == ("offer",)


def test_a_permit_with_the_offer_spares_the_funds_of_a_trade() -> None:
    offer = Offer(noc=ELECTRICIAN, full_time=True, year_after_visa=True, assessed=True)
    permit = Permit(kind=PermitKind.open_work, until=DAY)
    poor = {"settlement_funds": 0, "children": (), "offer": offer}
    assert skilled_trades.program(tradesperson(trade(), permits=(permit,), **poor), DAY).met
    assert skilled_trades.program(tradesperson(trade(), **poor), DAY).failed == ("settlement_funds",)
    # An offer outside the trade spares nothing here, though it does for skilled workers.
    other = tradesperson(trade(), permits=(permit,), **{**poor, "offer": offer.model_copy(update={"noc": DEVELOPER})})
    assert skilled_trades.program(other, DAY).failed == ("settlement_funds",)
    assert federal_skilled_worker.program(other, DAY).requirement("settlement_funds").met


def test_years_told_in_sum_say_nothing_of_a_trade() -> None:
    open_ = skilled_trades.program(candidate(DAY, english=9, foreign=5, certificate=True), DAY)
    assert (open_.met, open_.open) == (None, ("jobs",))
    none = skilled_trades.program(candidate(DAY, english=9, certificate=True), DAY)
    assert none.failed == ("minimum_experience",)
    other = skilled_trades.program(
        candidate(DAY, english=9, foreign=5, certificate=True, primary_occupation=DEVELOPER), DAY
    )
    assert other.failed == ("minimum_experience",)


def test_open_facts_of_a_trade_are_named() -> None:
    unknown = skilled_trades.program(tradesperson(trade(qualified_from=None)), DAY)
    assert (unknown.met, unknown.open) == (None, ("jobs.0.qualified_from",))
    neither = skilled_trades.program(
        tradesperson(trade(), arranged_employment=None).model_copy(update={"certificate_of_qualification": None}), DAY
    )
    assert neither.open == ("certificate_of_qualification", "offer")


# Together


def test_an_invitation_names_the_first_program_that_is_met() -> None:
    in_canada = trade(country="CA", years=2.5)
    everything = tradesperson(in_canada, english=9, education="bachelor")
    assert [(one.program, one.eligible) for one in programs(everything, DAY)] == [(CEC, True), (FSW, True), (FST, True)]
    assert named_by_invitation(everything, DAY) is CEC
    abroad = tradesperson(trade(years=2.5), english=9, education="bachelor")
    assert named_by_invitation(abroad, DAY) is FSW
    assert named_by_invitation(tradesperson(trade()), DAY) is FST
    nominee = abroad.model_copy(update={"provincial_nomination": True})
    assert named_by_invitation(nominee, DAY) is InvitedProgram.provincial_nominee
    assert named_by_invitation(candidate(DAY, nomination=True), DAY) is None


def test_each_program_is_found_by_its_name_and_a_nominee_has_no_rules_here() -> None:
    facts = candidate(DAY, english=9, foreign=2)
    for result in programs(facts, DAY):
        assert program(facts, DAY, result.program) == result
    with pytest.raises(KeyError):
        program(facts, DAY, InvitedProgram.provincial_nominee)


@pytest.mark.parametrize(
    ("key", "fact", "until"),
    [
        ("quebec", {"intends_to_live_in_quebec": True}, None),
        ("without_status", {"without_status_in_canada": True}, None),
        ("misrepresentation", {"misrepresentation_bar_until": DAY}, DAY),
    ],
)
def test_a_knock_out_shuts_every_program_and_leaves_an_estimate(
    key: str, fact: dict[str, Any], until: date | None
) -> None:
    facts = tradesperson(trade(country="CA", years=2.5), english=9, education="bachelor", **fact)
    found = knock_outs(facts, DAY)
    assert [(one.key, one.until, set(one.programs)) for one in found] == [(key, until, {FSW, CEC, FST})]
    assert found[0].reason.rule == f"programs.{key}"
    assert found[0].reason.facts == tuple(fact.items())
    for result in programs(facts, DAY):
        assert (result.met, result.eligible, result.estimate) == (True, False, True)
        assert result.knock_outs == found
    assert named_by_invitation(facts, DAY) is None


def test_a_misrepresentation_bar_holds_through_its_last_day() -> None:
    facts = candidate(DAY, english=9, foreign=2, misrepresentation_bar_until=DAY)
    assert not federal_skilled_worker.program(facts, DAY).eligible
    assert federal_skilled_worker.program(facts, DAY + timedelta(days=1)).eligible
    assert knock_outs(facts, DAY + timedelta(days=1)) == ()


@pytest.mark.parametrize("status", ["accompanying", "not_accompanying", "canadian"])
@pytest.mark.parametrize(
    ("key", "fact", "until"),
    [
        ("partner.without_status", {"without_status_in_canada": True}, None),
        ("partner.misrepresentation", {"misrepresentation_bar_until": DAY}, DAY),
    ],
)
def test_a_partner_who_is_inadmissible_shuts_every_program_coming_or_not_unless_canadian(
    key: str, fact: dict[str, Any], until: date | None, status: str
) -> None:
    # IRPA 42(1)(a) and IRPR 23
    partner = companion(DAY, status=status).model_copy(update=fact)
    facts = tradesperson(trade(country="CA", years=2.5), english=9, education="bachelor")
    facts = facts.model_copy(update={"partner": partner, "settlement_funds": 90_000})
    found = knock_outs(facts, DAY)
    if status == "canadian":
        assert found == ()
        return
    assert [(one.key, one.until, set(one.programs)) for one in found] == [(key, until, {FSW, CEC, FST})]
    assert found[0].reason.rule == "programs.inadmissible_partner"
    name, value = next(iter(fact.items()))
    assert found[0].reason.facts == ((f"partner.{name}", value), ("partner.status", status))
    assert all((result.met, result.eligible, result.estimate) == (True, False, True) for result in programs(facts, DAY))
    assert knock_outs(facts, DAY + timedelta(days=1)) == (() if until else found)


def test_someone_who_is_no_partner_yet_shuts_nothing() -> None:
    wedding = DAY + timedelta(days=1)
    partner = companion(DAY).model_copy(update={"misrepresentation_bar_until": date(2030, 1, 1), "married": wedding})
    assert knock_outs(Facts(partner=partner), DAY) == ()
    assert [one.key for one in knock_outs(Facts(partner=partner), wedding)] == ["partner.misrepresentation"]


def test_what_nobody_asked_about_a_partner_is_presumed_unless_the_partner_is_canadian() -> None:
    keys = {"partner.status_in_canada", "partner.no_misrepresentation_bar"}
    for status in PartnerStatus:
        facts = Facts(partner=companion(DAY, status=status))
        asked = {"without_status_in_canada": False, "misrepresentation_bar_until": date(2020, 1, 1)}
        told = Facts(partner=companion(DAY, status=status).model_copy(update=asked))
        for result in programs(facts, DAY):
            assert keys & {*result.presumed} == (set() if status is PartnerStatus.canadian else keys)
        for result in programs(told, DAY):
            assert keys.isdisjoint(result.presumed)


def test_what_nobody_asked_about_knock_outs_is_presumed() -> None:
    asked = {"intends_to_live_in_quebec": False, "without_status_in_canada": False}
    keys = {"outside_quebec", "status_in_canada", "no_misrepresentation_bar"}
    for result in programs(Facts(), DAY):
        assert keys <= {*result.presumed}
    for result in programs(Facts(**asked), DAY):
        assert keys & {*result.presumed} == {"no_misrepresentation_bar"}


def test_nothing_known_fails_nothing_and_meets_nothing() -> None:
    for result in programs(Facts(), DAY):
        assert (result.met, result.eligible, result.failed) == (None, False, ())
        assert result.open


def test_requirements_together_are_met_failed_or_open() -> None:
    reason = knock_outs(Facts(intends_to_live_in_quebec=True), DAY)[0].reason
    yes = Requirement("yes", True, 1, 1, reason)
    no = Requirement("no", False, 0, 1, reason)
    open_ = Requirement("open", False, None, 1, reason, ("tests",))
    assert all_met([yes]) is True
    assert all_met([yes, open_]) is None
    assert all_met([open_, no]) is False


def test_the_days_before_express_entry_have_no_program() -> None:
    with pytest.raises(NoRuleError):
        programs(Facts(), date(2014, 12, 31))
    assert len(programs(Facts(), date(2015, 1, 1))) == 3


@pytest.mark.parametrize(
    ("file", "old", "new", "key"),
    [
        ("skilled_trades", "{listening: 5, ", "{", "parameters.minimum_language.values.0.value"),
        ("programs", "[a, b, d]", "[a, b, e]", "parameters.exempt_from_funds.values.0.value.2"),
        ("programs", "[provincial_nominee, ", "[nominee, ", "parameters.invitation_order.values.0.value.0"),
        ("canadian_experience_class", "{0: 7,", "{4: 7,", "parameters.minimum_language.values.0.value"),
    ],
    ids=["an ability is missing", "a case nobody knows", "a program nobody knows", "a TEER that is not asked for"],
)
def test_a_broken_file_is_refused_by_its_key(tmp_path: Path, file: str, old: str, new: str, key: str) -> None:
    folder = tmp_path / "parameters"
    shutil.copytree(FOLDER, folder)
    broken = folder / f"{file}.yaml"
    text = broken.read_text("utf-8")
    assert old in text
    broken.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(ParameterError) as refused:
        load(folder)
    assert f"{file}.yaml: {key}" in str(refused.value)


def test_results_become_plain_data() -> None:
    plain = to_plain(programs(candidate(DAY, english=9, foreign=1), DAY))
    assert [one["program"] for one in plain] == ["canadian_experience", "federal_skilled_worker", "skilled_trades"]
    assert plain[1]["grid"]["total"] == 66
    assert plain[2]["requirements"][1]["found"] == [9, 9, 9, 9]


def test_every_requirement_of_the_class_names_its_rule_its_day_and_the_facts_looked_at() -> None:
    earlier = job(date(2016, 1, 4), date(2018, 6, 29), country="FR", noc="21231")
    later = job(date(2020, 1, 6), date(2023, 6, 30), country="FR", noc="31301")
    facts = worker(earlier, later, english=None, french=8, settlement_funds=60_000, children=())

    result = program(facts, DAY, InvitedProgram.federal_skilled_worker)

    assert {one.key: (one.reason.rule, one.reason.since, one.reason.facts) for one in result.requirements[:3]} == {
        "minimum_language": (
            "federal_skilled_worker.minimum_language",
            date(2015, 1, 1),
            (("tests", "tcf_canada"), ("listening", 8), ("reading", 8), ("writing", 8), ("speaking", 8)),
        ),
        "minimum_experience": (
            "federal_skilled_worker.minimum_experience",
            date(2015, 1, 1),
            (
                ("jobs", 2),
                ("years", 5),
                ("primary_occupation", None),
                # The newest occupation with such a year, where none is named.
                ("continuous_year", date(2021, 1, 5)),
            ),
        ),
        "minimum_education": (
            "federal_skilled_worker.minimum_education",
            date(2015, 1, 1),
            (("education", "bachelors_or_three_plus_year_program"),),
        ),
    }
    pass_mark = result.requirements[-1]
    assert (pass_mark.key, pass_mark.needed, pass_mark.open) == ("pass_mark", 67, ())
    assert pass_mark.reason == ("federal_skilled_worker.pass_mark", date(2015, 1, 1), (("total", pass_mark.found),))
    assert result.rule_from == date(2015, 1, 1)
    assert "settlement_funds" not in result.presumed
    assert all(one.open == () for one in result.requirements)


def test_what_is_not_told_leaves_its_requirement_open_by_name() -> None:
    result = program(Facts(), DAY, InvitedProgram.federal_skilled_worker)
    open_ = {one.key: one.open for one in result.requirements}
    assert open_["minimum_language"] == ("tests",)
    assert open_["minimum_education"] == ("education",)
    known = program(worker(english=None, french=6), DAY, InvitedProgram.federal_skilled_worker)
    assert {one.key: one.open for one in known.requirements[:3]} == {
        "minimum_language": (),
        "minimum_experience": (),
        "minimum_education": (),
    }
    assert {"minimum_language", "minimum_experience"} <= set(known.failed)
