"""What takes an invitation away before its last day though no document dies, held against a walk over every day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rules import crs
from rules.age import ages
from rules.effective_deadline import EffectiveDeadline, Way, effective_deadline
from rules.facts import (
    Child,
    Credential,
    Facts,
    Invitation,
    InvitedProgram,
    Job,
    Language,
    Nomination,
    Offer,
    Partner,
    Permit,
    Profile,
)
from rules.invitation_basis import basis_of
from rules.parameters import book
from rules.programs import program, programs
from tests.rules.situations import candidate, companion, result

ONE = timedelta(days=1)
FSW = InvitedProgram.federal_skilled_worker
CEC = InvitedProgram.canadian_experience


def job(start: str, end: str | None, country: str = "IN", noc: str = "21231", **more: Any) -> Job:
    told = {"hours_per_week": 40, "paid": True, "self_employed": False, "authorised": True, "studying": ()}
    return Job.model_validate({"start": start, "end": end, "noc": noc, "country": country, **told, **more})


def invited(facts: Facts, issued: str, program: InvitedProgram | None = None, **more: Any) -> Facts:
    invitation = Invitation.model_validate({"issued": issued, "program": program, **more})
    return facts.model_copy(update={"invitation": invitation})


def effective(facts: Facts, on: str | date) -> EffectiveDeadline:
    found = effective_deadline(facts, on if isinstance(on, date) else date.fromisoformat(on))
    assert found is not None
    return found


def told(day: str, **more: Any) -> Facts:
    """A candidate with CLB 9, a bachelor's degree and enough money, and what is told besides."""
    facts = candidate(date.fromisoformat(day), english=9, canadian=None, foreign=None, settlement_funds=100_000)
    return facts.model_copy(update={"children": (), **more})


# What the reader of a letter would not see


def test_points_of_the_selection_grid_lost_with_old_experience_end_the_invitation() -> None:
    jobs = (job("2016-08-01", "2018-08-15"), job("2022-01-01", "2023-12-31"))
    facts = invited(told("2026-07-10", birth_date=date(1988, 10, 1), jobs=jobs), "2026-07-10", FSW, cut_off=300)
    found = effective(facts, "2026-07-11")
    assert (found.last_safe_day, found.cause.key) == (
        date(2026, 8, 20),
        "invited_program:own:federal_skilled_worker",
    )
    assert ("jobs", "work_years") in found.cause.facts
    assert ("lost", "federal_skilled_worker") in found.cause.facts
    assert (found.cause.rule, found.cause.missed) == ("clocks.held_at_application", "eligibility_lost")
    assert found.cause.sources == ("clocks.irpa",)
    # Nothing that is lost so can be replaced in time.
    assert [route.way for route in found.routes] == [Way.submit_before, Way.decline]


def test_a_language_level_that_rises_as_the_window_slides_ends_the_invitation() -> None:
    jobs = (job("2023-06-01", "2024-06-30", "CA", "22221"), job("2024-07-01", "2025-07-10", "CA", "21231"))
    tests = (result(Language.english, 6, date(2026, 6, 5), result_date=date(2026, 1, 10)),)
    facts = invited(told("2026-06-05", jobs=jobs, tests=tests), "2026-06-05", CEC, cut_off=300)
    for on in ("2026-06-05", "2026-06-21", "2026-06-22", "2026-08-04"):
        found = effective(facts, on)
        assert (found.last_safe_day, found.day) == (date(2026, 6, 21), 16)
        assert found.cause.key == "invited_program:own:canadian_experience"
        assert ("jobs", "language_level_of_the_work") in found.cause.facts


def test_an_open_work_permit_ends_the_exemption_from_funds_with_it() -> None:
    offer = Offer(noc="21231", full_time=True, year_after_visa=True, assessed=True)
    permits = (Permit.model_validate({"kind": "open_work", "until": "2026-07-01"}),)
    facts = told("2026-06-01", offer=offer, permits=permits, settlement_funds=0, foreign_work_years=3)
    facts = invited(facts.model_copy(update={"arranged_employment": None}), "2026-06-01", FSW, cut_off=0)
    found = effective(facts, "2026-06-02")
    assert (found.last_safe_day, found.cause.key) == (date(2026, 7, 1), "permit:own:open_work")
    rich = facts.model_copy(update={"settlement_funds": 100_000})
    assert effective(rich, "2026-06-02").day == 60
    assert [one.deadline.key for one in effective(rich, "2026-06-02").harmless] == ["permit:own:open_work"]


def test_the_set_on_which_only_the_program_rests_ends_the_invitation() -> None:
    day = date(2027, 1, 5)
    tests = (
        result(Language.english, (10, 10, 10, 6), day, result_date=date(2026, 1, 10)),
        result(Language.english, 7, day, result_date=date(2025, 2, 10)),
    )
    facts = candidate(day, age=30, education="doctoral", foreign=1, sibling=True).model_copy(update={"tests": tests})
    found = effective(invited(facts, "2027-01-05", FSW, cut_off=300), "2027-01-06")
    assert (found.last_safe_day, found.cause.key) == (
        date(2027, 2, 9),
        "language_test:own:english:federal_skilled_worker",
    )


def test_of_two_credentials_of_one_country_and_day_the_first_to_die_ends_the_invitation() -> None:
    def degree(level: str, assessed: str) -> Credential:
        return Credential.model_validate(
            {"level": level, "country": "IN", "completed": "2014-05-01", "assessed": assessed}
        )

    credentials = (
        degree("masters_or_entry_to_practice_professional", "2021-06-20"),
        degree("two_year_post_secondary", "2021-07-10"),
    )
    facts = told("2026-06-01", birth_date=date(1990, 1, 1), credentials=credentials, foreign_work_years=3)
    found = effective(invited(facts, "2026-06-01", FSW, cut_off=450), "2026-06-01")
    assert found.last_safe_day == date(2026, 6, 19)


# What is forgiven, of the candidate's own as of a partner's


def with_french(
    cut_off: int | None, program: InvitedProgram | None, submitted_at: str | None = None, **more: Any
) -> Facts:
    day = date(2026, 5, 20)
    tests = (
        result(Language.english, 9, day),
        result(Language.french, 7, day, result_date=date(2024, 6, 10)),
    )
    facts = told("2026-05-20", tests=tests, foreign_work_years=3, canadian_work_years=2)
    if submitted_at is not None:
        facts = facts.model_copy(update={"profile": Profile.model_validate({"submitted_at": submitted_at})})
    return invited(facts, "2026-05-20", program, cut_off=cut_off, **more)


def test_the_second_language_may_die_where_the_score_stays_at_the_cut_off() -> None:
    facts = with_french(None, CEC)
    without = crs.score(facts, date(2026, 6, 10)).total
    before = crs.score(facts, date(2026, 6, 9)).total
    assert before > without
    for cut_off in (None, before, without + 1):
        found = effective(with_french(cut_off, CEC), "2026-05-21")
        assert (found.last_safe_day, found.cause.key) == (date(2026, 6, 9), "language_test:own:french")
        assert found.harmless == ()
    for cut_off, tie in ((without - 1, {}), (without, BEFORE_TIE)):
        found = effective(with_french(cut_off, CEC, **tie), "2026-05-21")
        assert (found.day, found.dies) == (60, ())
        assert [one.deadline.key for one in found.harmless] == ["language_test:own:french"]


TIE = "2026-05-10T12:00:00Z"
BEFORE_TIE = {"tie_break": TIE, "submitted_at": "2026-05-10T11:59:59Z"}


@pytest.mark.parametrize(
    ("told_of_it", "kept"),
    [
        (BEFORE_TIE, True),
        ({"tie_break": TIE, "submitted_at": TIE}, False),
        ({"tie_break": TIE, "submitted_at": "2026-05-10T12:00:01Z"}, False),
        ({"tie_break": TIE}, False),
        ({}, False),
    ],
)
def test_a_fall_to_exactly_the_cut_off_is_forgiven_only_to_a_profile_known_to_come_before_the_tie_break(
    told_of_it: dict[str, str], kept: bool
) -> None:
    without = crs.score(with_french(None, CEC), date(2026, 6, 10)).total
    found = effective(with_french(without, CEC, **told_of_it), "2026-05-21")
    assert found.last_safe_day == (date(2026, 7, 19) if kept else date(2026, 6, 9))


def test_who_was_invited_with_exactly_the_cut_off_need_not_tell_of_the_tie_break() -> None:
    facts = told("2026-05-20", foreign_work_years=3, canadian_work_years=2)
    exactly = crs.score(facts, date(2026, 5, 20)).total
    assert effective(invited(facts, "2026-05-20", CEC, cut_off=exactly), "2026-05-21").day == 60
    # The letter names it, whatever the answers here come to.
    without = crs.score(with_french(None, CEC), date(2026, 6, 10)).total
    assert effective(with_french(without, CEC, score=without), "2026-05-21").day == 60


def test_the_category_invited_for_is_kept_as_well() -> None:
    found = effective(with_french(0, CEC, category="french"), "2026-05-21")
    assert (found.last_safe_day, found.cause.key) == (date(2026, 6, 9), "language_test:own:french")
    # A category the facts do not show to be met forgives nothing.
    assert effective(with_french(0, CEC, category="healthcare"), "2026-05-21").last_safe_day == date(2026, 6, 9)
    # A second result in French that is usable longer keeps it.
    facts = with_french(0, CEC, category="french")
    later = result(Language.french, 7, date(2026, 5, 20))
    assert effective(facts.model_copy(update={"tests": (*facts.tests, later)}), "2026-05-21").day == 60


def test_where_the_facts_do_not_show_the_program_met_no_own_loss_is_told_to_be_harmless() -> None:
    facts = with_french(0, InvitedProgram.skilled_trades)
    found = effective(facts, "2026-05-21")
    assert (found.last_safe_day, found.harmless) == (date(2026, 6, 9), ())


def test_two_losses_that_are_each_forgiven_may_not_be_together() -> None:
    day = date(2026, 5, 20)
    partners = (result(Language.english, 9, day, result_date=date(2024, 6, 20)),)
    partner = companion(day).model_copy(update={"tests": partners})
    facts = with_french(0, CEC).model_copy(update={"partner": partner})
    at = [crs.score(facts, date(2026, 6, number)).total for number in (9, 10, 20)]
    assert at[0] > at[1] > at[2]
    found = effective(invited(facts, "2026-05-20", CEC, cut_off=at[1] - 1), "2026-05-21")
    assert [one.deadline.key for one in found.harmless] == ["language_test:own:french"]
    assert [one.deadline.key for one in found.dies] == ["language_test:partner:english"]
    assert found.last_safe_day == date(2026, 6, 19)


def test_with_no_program_named_each_that_was_met_has_to_stay_and_a_nominee_keeps_any() -> None:
    # The experience of a year in Canada leaves the three years of one class; the other looks at ten.
    facts = told("2026-05-20", jobs=(job("2023-06-01", "2024-05-31", "CA"),))
    assert [one.program for one in programs(facts, date(2026, 5, 20)) if one.eligible] == [CEC, FSW]

    def last(program: InvitedProgram | None) -> date:
        nomination = Nomination(province="ON", accepted=True, expires=date(2027, 5, 1))
        given = facts.model_copy(update={"nomination": nomination})
        return effective(invited(given, "2026-05-20", program, cut_off=0), "2026-05-21").last_safe_day

    assert last(None) == last(CEC) < date(2026, 6, 5)
    assert last(FSW) == last(InvitedProgram.provincial_nominee) == date(2026, 7, 19)


def test_rules_that_start_after_the_invitation_take_no_qualification_away() -> None:
    # Job offers gave points until 2025-03-24; six months of experience sufficed for a category until 2026-02-17.
    offered = candidate(date(2025, 3, 1), english=9, foreign=3, job_offer="senior_manager")
    assert crs.score(offered, date(2025, 3, 24)).total - crs.score(offered, date(2025, 3, 25)).total == 200
    assert effective(invited(offered, "2025-03-01", FSW), "2025-03-02").day == 60

    nurse = told("2026-02-01", jobs=(job("2025-05-01", "2025-12-31", noc="31301"), job("2020-01-01", "2022-12-31")))
    facts = invited(nurse, "2026-02-01", FSW, category="healthcare", cut_off=0)
    assert effective(facts, "2026-02-02").day == 60


def test_the_age_is_that_of_the_invitation_through_its_last_day() -> None:
    # 30 on 1 July: a birthday that takes points and one year of the grid.
    facts = told("2026-06-01", birth_date=date(1996, 7, 1), foreign_work_years=3)
    facts = invited(facts, "2026-06-01", FSW)
    assert [turn.lost for turn in basis_of(facts, _of(facts), book()).turns if turn.lost] == []
    assert effective(facts, "2026-06-02").day == 60


def _of(facts: Facts) -> Invitation:
    assert facts.invitation is not None
    return facts.invitation


@pytest.mark.parametrize("born", [date(1996, 2, 29), date(1996, 2, 28), date(1996, 3, 1), date(1995, 12, 31)])
@pytest.mark.parametrize("issued", ["2026-01-05", "2027-12-31", "2027-02-28", "2028-01-01"])
def test_a_birthday_on_any_day_of_the_window_is_forgiven(born: date, issued: str) -> None:
    facts = told(issued, birth_date=born, foreign_work_years=3)
    facts = facts.model_copy(update={"tests": (result(Language.english, 9, date.fromisoformat(issued)),)})
    assert effective(invited(facts, issued, FSW), issued).day == 60


# Against a walk over every day

CODES = ("21231", "22221", "31301", "72106", "63200", "65100")
START = date(2026, 6, 1)


def days(first: str, last: str) -> st.SearchStrategy[date]:
    return st.dates(date.fromisoformat(first), date.fromisoformat(last))


@st.composite
def jobs(draw: st.DrawFn) -> Job:
    # Half of them begin where a window of three, five or ten years ends within the sixty days.
    start = draw(days("2015-01-01", "2026-05-01") | st.sampled_from((2016, 2021, 2023)).flatmap(_in_june))
    length = draw(st.none() | st.integers(20, 1200) | st.integers(360, 400))
    return job(
        start.isoformat(),
        None if length is None else (start + timedelta(days=length)).isoformat(),
        draw(st.sampled_from(("CA", "CA", "IN"))),
        draw(st.sampled_from(CODES)),
        hours_per_week=draw(st.sampled_from((15, 30, 40))),
        qualified_from="2015-01-01",
    )


@st.composite
def long_jobs(draw: st.DrawFn) -> Job:
    """A year and more of work that leaves a window within the sixty days, or goes on."""
    start = draw(st.sampled_from((2016, 2021, 2023)).flatmap(_in_june))
    end = draw(st.none() | st.integers(365, 800).map(lambda days: (start + timedelta(days=days)).isoformat()))
    country, code = draw(st.sampled_from((("CA", "21231"), ("IN", "21231"), ("CA", "72106"))))
    return job(start.isoformat(), end, country, code, qualified_from="2015-01-01")


def _in_june(year: int) -> st.SearchStrategy[date]:
    return st.dates(date(year, 5, 1), date(year, 7, 31))


LEVELS = st.sampled_from((4, 5, 6, 7, 8, 9, 10))
SITTINGS = st.builds(
    lambda language, levels, day: result(language, levels, START, result_date=day),
    st.sampled_from((Language.english, Language.english, Language.french)),
    st.tuples(LEVELS, LEVELS, LEVELS, LEVELS) | st.sampled_from(((7,) * 4, (9,) * 4)),
    days("2024-06-05", "2024-08-05") | days("2024-08-05", "2026-05-20"),
)
CREDENTIALS = st.builds(
    lambda level, country, assessed: Credential.model_validate(
        {"level": level, "country": country, "completed": "2015-05-01", "assessed": assessed}
    ),
    st.sampled_from(
        ("two_year_post_secondary", "bachelors_or_three_plus_year_program", "masters_or_entry_to_practice_professional")
    ),
    st.sampled_from(("CA", "IN", "IN")),
    days("2021-06-05", "2021-08-05") | days("2021-08-05", "2026-05-01"),
)
PARTNERS = st.builds(
    lambda tests, credentials, since: Partner.model_validate(
        {"status": "accompanying", "tests": tests, "credentials": credentials, "living_together_since": since}
    ),
    st.lists(SITTINGS, max_size=2).map(tuple),
    st.lists(CREDENTIALS, max_size=1).map(tuple),
    st.none() | days("2025-06-01", "2025-08-15"),
)


@st.composite
def invitations(draw: st.DrawFn) -> Facts:
    """Somebody invited on 1 June 2026 for a program that is met, with a cut-off that was reached."""
    facts = told(
        START.isoformat(),
        birth_date=draw(days("1980-01-01", "1998-01-01") | st.sampled_from((1986, 1991)).flatmap(_in_june)),
        tests=tuple(draw(st.lists(SITTINGS, min_size=1, max_size=3))),
        jobs=(draw(long_jobs()), *draw(st.lists(jobs(), max_size=3))),
        credentials=tuple(draw(st.lists(CREDENTIALS, min_size=1, max_size=2))),
        certificate_of_qualification=draw(st.booleans()),
        settlement_funds=draw(st.sampled_from((0, 16_000, 100_000))),
        children=draw(st.sampled_from(((), (Child(birth_date=date(2020, 1, 1)),)))),
    )
    if draw(st.booleans()):
        facts = facts.model_copy(update={"partner": draw(PARTNERS)})
    if draw(st.booleans()):
        offer = Offer(noc="21231", full_time=True, year_after_visa=True, assessed=True)
        kind, until = draw(st.sampled_from(("open_work", "employer_assessed"))), draw(days("2026-06-05", "2026-12-31"))
        permits = (Permit.model_validate({"kind": kind, "until": until}),)
        facts = facts.model_copy(update={"offer": offer, "permits": permits, "arranged_employment": None})
    met = [one.program for one in programs(facts, START) if one.eligible]
    spare = draw(st.sampled_from((0, 5, 30, 600)))
    cut_off = draw(st.none() | st.just(max(0, crs.score(facts, START).total - spare)))
    named = draw(st.sampled_from(met)) if met else draw(st.sampled_from((FSW, CEC)))
    return invited(facts, START.isoformat(), named, cut_off=cut_off)


def kept_until(facts: Facts) -> date:
    """The last day through which program and score hold, day by day; the birthday put off behind the last day."""
    invitation = _of(facts)
    assert invitation.program is not None
    assert facts.birth_date is not None
    (age,) = ages(facts.birth_date, START)
    frozen = facts
    if ages(facts.birth_date, START + 60 * ONE) != (age,):
        frozen = facts.model_copy(update={"birth_date": date(START.year - age - 1, 10, 1)})
    above = crs.score(facts, START).total
    for number in range(1, 61):
        day = START + number * ONE
        if not program(frozen, day, invitation.program).eligible:
            return day - ONE
        total = crs.score(frozen, day).total
        if invitation.cut_off is not None and total < invitation.cut_off:
            return day - ONE
        if total == invitation.cut_off and total < above:  # of the tie-break nothing is known
            return day - ONE
    return START + 60 * ONE


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None)
@given(invitations(), st.integers(0, 60))
def test_the_effective_deadline_is_never_later_than_the_last_day_on_which_program_and_score_hold(
    facts: Facts, passed: int
) -> None:
    invitation = _of(facts)
    assert invitation.program is not None
    assume(program(facts, START, invitation.program).eligible)
    last, found = kept_until(facts), effective(facts, START + passed * ONE)
    assert found.last_safe_day <= last
    # Where the cut-off is known it is not earlier than it has to be either.
    assert invitation.cut_off is None or found.last_safe_day == last
