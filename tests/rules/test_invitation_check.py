"""An invitation recomputed: situations by hand, and the verdict held against the raw rules."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules import crs
from rules.age import ages
from rules.categories import categories
from rules.clocks import Kind
from rules.facts import (
    Application,
    CanadianStudy,
    Child,
    Facts,
    Invitation,
    InvitedProgram,
    Job,
    Language,
    Nomination,
    Profile,
)
from rules.family import settlement_funds
from rules.invitation_check import InvitationCheck, Verdict, Why, WhyKey, check, outcomes, practice
from rules.programs import program
from rules.rounds import round_of
from rules.shapes.dated import Status
from rules.what_if import renewed
from tests.rules.situations import candidate, companion, result
from tests.rules.test_invitation_basis import invitations

ONE = timedelta(days=1)
FSW = InvitedProgram.federal_skilled_worker
CEC = InvitedProgram.canadian_experience
PNP = InvitedProgram.provincial_nominee
# To mend something and to have something looked at come before the same decision.
HOW_BAD = {Verdict.go_ahead: 0, Verdict.mend_first: 1, Verdict.licensed_help: 1, Verdict.decline: 2}


def day(text: str) -> date:
    return date.fromisoformat(text)


def job(start: str, end: str | None = None, country: str = "CA", noc: str = "21231", **more: Any) -> Job:
    told = {"hours_per_week": 40, "paid": True, "self_employed": False, "authorised": True, "studying": ()}
    return Job.model_validate({"start": start, "end": end, "noc": noc, "country": country, **told, **more})


def told(on: str, **more: Any) -> Facts:
    """A candidate of 29 with CLB 9, a bachelor's degree, enough money and no work, and what is told besides."""
    at_hand = {"children": (), "settlement_funds": 100_000, **more}
    facts = candidate(day(on), **{"english": 9, **{name: at_hand.pop(name) for name in _SUMMED if name in at_hand}})
    return facts.model_copy(update=at_hand)


_SUMMED = ("english", "french", "canadian", "foreign", "education", "age", "partner", "study")


def invited(facts: Facts, issued: str, named: InvitedProgram | None = CEC, **more: Any) -> Facts:
    invitation = Invitation.model_validate({"issued": issued, "program": named, **more})
    return facts.model_copy(update={"invitation": invitation})


def checked(facts: Facts, on: str) -> InvitationCheck:
    found = check(facts, day(on))
    assert found is not None
    return found


def why(found: InvitationCheck, key: WhyKey) -> Why:
    return next(one for one in found.reasons if one.key is key)


def keys(found: InvitationCheck) -> set[WhyKey]:
    return {one.key for one in found.reasons}


# A birthday, and what is not one


@pytest.fixture
def graduate() -> Facts:
    """S34: 30 on 10 September 2026, a master's degree of Canada, CLB 9, a year in Canada and one abroad."""
    facts = told("2026-08-18", education="master_or_professional", canadian=1, foreign=1, study="three_years_or_more")
    return facts.model_copy(update={"birth_date": day("1996-09-10")})


def test_a_birthday_after_the_invitation_is_forgiven_below_the_cut_off(graduate: Facts) -> None:
    found = checked(invited(graduate, "2026-08-18", round="436", score=527), "2026-09-20")
    assert (found.score_then, found.score_now, found.score_counted, found.forgiven) == (527, 522, 527, 5)
    assert (found.cut_off, found.verdict, found.moved) == (523, Verdict.go_ahead, ())
    forgiven = why(found, WhyKey.birthday_forgiven)
    assert (forgiven.rule, forgiven.facts) == ("clocks.birthday_forgiven", (("points", 5),))
    assert found.window.last == day("2026-10-17")


def test_another_loss_beside_the_birthday_is_not_forgiven_with_it(graduate: Facts) -> None:
    poorer = graduate.model_copy(update={"canadian_study": CanadianStudy.none})
    found = checked(invited(poorer, "2026-08-18", round="436"), "2026-09-20")
    assert (found.score_then, found.score_counted, found.forgiven) == (497, 497, 5)
    assert found.verdict is Verdict.decline
    assert why(found, WhyKey.score_below_cut_off).facts[:2] == (("score", 497), ("cut_off", 523))


def test_a_birthday_that_gives_points_is_no_loss_and_forgiven_nothing() -> None:
    facts = told("2026-06-01", canadian=1).model_copy(update={"birth_date": day("2007-07-01")})
    found = checked(invited(facts, "2026-06-01", cut_off=300), "2026-07-02")
    assert found.score_counted == found.score_now > found.score_then
    assert (found.forgiven, found.verdict) == (0, Verdict.go_ahead)
    assert WhyKey.improved in keys(found)


def test_a_marriage_after_the_invitation_that_takes_the_score_below_the_cut_off() -> None:
    # S40: 452 with the partner who is coming, 481 without.
    facts = told(
        "2026-06-01",
        age=32,
        education="master_or_professional",
        canadian=1,
        foreign=1,
        partner={"education": "secondary", "married": day("2026-06-20")},
    )
    facts = invited(facts, "2026-06-01", cut_off=470, score=481)
    before, after = checked(facts, "2026-06-19"), checked(facts, "2026-06-20")
    assert (before.score_counted, before.verdict) == (481, Verdict.go_ahead)
    assert (after.score_then, after.score_counted, after.verdict) == (481, 452, Verdict.decline)
    assert sum(moved.after - moved.before for moved in after.moved) == -29
    assert {"age", "partner_education"} <= {moved.key for moved in after.moved}
    lost = why(checked(facts, "2026-07-01"), WhyKey.score_below_cut_off)
    assert lost.day == day("2026-06-20")
    assert after.mend == ()


def test_a_drop_that_stays_at_the_cut_off_is_forgiven_while_program_and_category_hold() -> None:
    facts = told("2026-06-01", age=32, canadian=1, partner={"education": "secondary", "married": day("2026-06-20")})
    now = crs.score(facts, day("2026-07-01")).total
    found = checked(invited(facts, "2026-06-01", cut_off=now - 1), "2026-07-01")
    assert (found.verdict, found.score_counted) == (Verdict.go_ahead, now)
    assert why(found, WhyKey.drop_forgiven).facts[0] == ("points", found.score_then - now)
    assert found.forgiven == 0


# The tie-break


@pytest.fixture
def at_the_cut_off() -> Facts:
    """Somebody who fell to exactly the cut-off since the invitation, with a tie-break of 10 May at noon in UTC."""
    facts = told("2026-06-01", age=32, canadian=1, partner={"education": "secondary", "married": day("2026-06-20")})
    now = crs.score(facts, day("2026-07-01")).total
    return invited(facts, "2026-06-01", cut_off=now, tie_break="2026-05-10T12:00:00Z")


@pytest.mark.parametrize(
    ("profile", "before", "verdict"),
    [
        ({"submitted_at": "2026-05-10T11:59:59Z"}, True, Verdict.go_ahead),
        ({"submitted_at": "2026-05-10T12:00:00Z"}, False, Verdict.decline),
        ({"submitted": "2026-05-08"}, True, Verdict.go_ahead),
        ({"submitted": "2026-05-10"}, None, Verdict.licensed_help),
        ({"submitted": "2026-05-12"}, False, Verdict.decline),
        (None, None, Verdict.licensed_help),
    ],
)
def test_exactly_at_the_cut_off_the_tie_break_decides(
    at_the_cut_off: Facts, profile: dict[str, str] | None, before: bool | None, verdict: Verdict
) -> None:
    told_profile = None if profile is None else Profile.model_validate(profile)
    found = checked(at_the_cut_off.model_copy(update={"profile": told_profile}), "2026-07-01")
    assert (found.before_tie_break, found.verdict) == (before, verdict)
    if verdict is Verdict.licensed_help:
        assert found.open == ("profile.submitted_at",)


def test_a_day_by_the_calendar_of_the_person_is_before_the_tie_break_wherever_they_live(at_the_cut_off: Facts) -> None:
    # A day ends last twelve hours after that of UTC, and begins first fourteen hours before it.
    day_before = at_the_cut_off.model_copy(update={"profile": Profile(submitted=day("2026-05-09"))})
    assert checked(day_before, "2026-07-01").before_tie_break is True
    day_after = at_the_cut_off.model_copy(update={"profile": Profile(submitted=day("2026-05-11"))})
    assert checked(day_after, "2026-07-01").before_tie_break is None


def test_who_was_invited_with_exactly_the_cut_off_came_in_before_the_tie_break(graduate: Facts) -> None:
    found = checked(invited(graduate, "2026-08-18", cut_off=527, score=527), "2026-09-01")
    assert (found.before_tie_break, found.verdict) == (True, Verdict.go_ahead)


def test_a_round_without_a_tie_break_asks_for_none() -> None:
    held = round_of("23")
    assert held is not None
    assert held.tie_break is None
    facts = told(held.issued.isoformat(), canadian=1, partner={"education": "secondary"})
    lower = crs.score(facts, held.issued).total
    facts = invited(facts, held.issued.isoformat(), None, round="23", cut_off=lower, score=lower + 10)
    assert checked(facts, (held.issued + ONE).isoformat()).before_tie_break is True


# What the invitation names


def test_a_job_that_ends_after_the_invitation_takes_nothing_of_the_experience_already_made() -> None:
    facts = told("2026-06-01", canadian=None, jobs=(job("2025-02-01", "2026-06-21"),))
    found = checked(
        invited(facts, "2026-06-01", cut_off=400, score=crs.score(facts, day("2026-06-01")).total), "2026-07-15"
    )
    assert (found.verdict, found.moved) == (Verdict.go_ahead, ())
    assert found.program_now is True


def test_invited_before_the_year_was_complete() -> None:
    # MISTAKES 16: the account counts months; a day is missing on 30 June, the year is there on 1 July.
    jobs = (job("2025-07-01"),)
    facts = invited(told("2026-06-15", canadian=None, jobs=jobs, foreign=0), "2026-06-15", CEC, cut_off=300)
    found = checked(facts, "2026-07-20")
    assert (found.program_then, found.program_now) == (False, True)
    assert found.verdict is Verdict.decline
    assert why(found, WhyKey.program_not_met_then).facts == (
        ("program", CEC),
        ("requirement", "minimum_experience"),
    )
    # Who could have been invited under another program had a right to be in the pool.
    other = (*jobs, job("2019-01-01", "2022-12-31", "IN"))
    facts = invited(told("2026-06-15", canadian=None, jobs=other), "2026-06-15", CEC, cut_off=300)
    assert checked(facts, "2026-07-20").verdict is Verdict.licensed_help


def test_a_nomination_withdrawn_after_the_invitation() -> None:
    nomination = Nomination(
        province="ON", notified=day("2026-04-01"), accepted=True, expires=day("2026-12-31"), withdrawn=day("2026-07-01")
    )
    facts = told("2026-06-01", canadian=1, provincial_nomination=None, nomination=nomination)
    facts = invited(facts, "2026-06-01", PNP, cut_off=700)
    assert checked(facts, "2026-06-30").verdict is Verdict.go_ahead
    found = checked(facts, "2026-07-15")
    assert found.score_then - found.score_counted == 600
    assert found.verdict is Verdict.decline
    assert why(found, WhyKey.nomination_gone).day == day("2026-07-01")
    assert why(found, WhyKey.score_below_cut_off).day == day("2026-07-01")
    # High enough without it, the nominee is still no nominee any more.
    assert checked(invited(facts, "2026-06-01", PNP, cut_off=100), "2026-07-15").verdict is Verdict.decline


def test_experience_of_the_category_that_leaves_its_window_ends_the_invitation() -> None:
    # A year as a nurse, of which the first days are more than three years old in July.
    jobs = (job("2023-07-01", "2024-06-30", noc="31301"), job("2024-07-01", None, noc="21231"))
    facts = invited(told("2026-06-15", canadian=None, jobs=jobs), "2026-06-15", CEC, category="healthcare", cut_off=300)
    assert checked(facts, "2026-06-30").verdict is Verdict.go_ahead
    found = checked(facts, "2026-07-10")
    assert (found.category_then, found.category_now, found.program_now) == (True, False, True)
    assert found.verdict is Verdict.decline
    lost = why(found, WhyKey.category_not_met_now)
    assert lost.day is not None
    assert day("2026-06-30") < lost.day <= day("2026-07-10")


def test_the_category_is_looked_at_under_the_list_of_the_day_of_the_invitation() -> None:
    # Six months were enough until 17 February 2026.
    jobs = (job("2025-05-01", "2025-12-31", noc="31301", country="IN"), job("2020-01-01", "2022-12-31", country="IN"))
    facts = told("2026-02-01", canadian=None, foreign=None, jobs=jobs)
    found = checked(invited(facts, "2026-02-01", FSW, category="healthcare", cut_off=300), "2026-03-10")
    assert [one.eligible for one in categories(facts, day("2026-03-10")) if one.category == "healthcare"] == [False]
    assert (found.category_then, found.category_now, found.verdict) == (True, True, Verdict.go_ahead)


def test_the_category_of_the_round_is_looked_at_where_the_letter_named_none() -> None:
    facts = invited(told("2026-08-19", foreign=3), "2026-08-19", FSW, round="437")
    found = checked(facts, "2026-08-25")
    assert (found.category, found.category_then, found.verdict) == ("french", False, Verdict.decline)


def test_the_score_is_taken_under_the_tables_of_the_round() -> None:
    # A job offer gave points until 24 March 2025.
    facts = candidate(day("2025-03-01"), english=9, foreign=3, job_offer="senior_manager", settlement_funds=100_000)
    facts = facts.model_copy(update={"children": ()})
    total = crs.score(facts, day("2025-03-01")).total
    found = checked(invited(facts, "2025-03-01", FSW, cut_off=total - 10), "2025-04-01")
    assert crs.score(facts, day("2025-04-01")).total == total - 200
    assert (found.score_counted, found.verdict) == (total, Verdict.go_ahead)


# What can be had again


def test_a_test_that_ran_out_since_can_be_taken_again_in_time() -> None:
    test = result(Language.english, 9, day("2026-06-01"), result_date=day("2024-06-15"))
    facts = invited(told("2026-06-01", canadian=1, tests=(test,)), "2026-06-01", cut_off=400)
    assert checked(facts, "2026-06-14").verdict is Verdict.go_ahead
    found = checked(facts, "2026-06-15")
    assert (found.verdict, found.mend) == (Verdict.mend_first, ("tests",))
    assert found.mend_by is not None
    assert found.mend_by < found.window.last
    assert {why(found, WhyKey.program_not_met_now).day, why(found, WhyKey.score_below_cut_off).day} == {
        day("2026-06-15")
    }
    assert ("tests.0", "language_result_too_old") in why(found, WhyKey.score_below_cut_off).facts


def test_where_what_is_mended_leaves_a_question_the_question_comes_first() -> None:
    test = result(Language.english, 9, day("2026-06-01"), result_date=day("2024-06-15"))
    partner = companion(day("2026-06-01"), education=None, married=day("2026-06-12"))
    facts = told("2026-06-01", canadian=1, tests=(test,)).model_copy(update={"partner": partner})
    with_test = checked(invited(facts, "2026-06-01", cut_off=300), "2026-06-14").score_counted
    found = checked(invited(facts, "2026-06-01", cut_off=with_test + 5), "2026-06-20")
    assert why(found, WhyKey.score_below_cut_off).says is Verdict.mend_first
    assert (found.verdict, found.open) == (Verdict.licensed_help, ("partner.education",))


def test_money_below_the_table_ends_a_skilled_worker_and_not_canadian_experience() -> None:
    facts = told("2026-06-01", canadian=1, foreign=3, settlement_funds=5_000)
    under_cec = checked(invited(facts, "2026-06-01", CEC, cut_off=400), "2026-06-10")
    assert (under_cec.program_now, under_cec.verdict) == (True, Verdict.go_ahead)
    under_fsw = checked(invited(facts, "2026-06-01", FSW, cut_off=400), "2026-06-10")
    assert under_fsw.program_now is False
    assert (under_fsw.verdict, under_fsw.mend) == (Verdict.licensed_help, ())
    assert ("requirement", "settlement_funds") in why(under_fsw, WhyKey.program_not_met_then).facts
    # A child born since asks for more: the money can still be found.
    more = told("2026-06-01", foreign=3, settlement_funds=16_000, children=(Child(birth_date=day("2026-07-01")),))
    assert settlement_funds(more, day("2026-06-01")).enough
    found = checked(invited(more, "2026-06-01", FSW, cut_off=400), "2026-07-02")
    assert (found.verdict, found.mend, found.program_then) == (Verdict.mend_first, ("settlement_funds",), True)


def test_what_came_after_the_invitation_may_have_replaced_what_it_rested_on() -> None:
    newer = result(Language.english, 9, day("2026-06-01"), result_date=day("2026-06-20"))
    facts = invited(told("2026-06-01", canadian=1, tests=(newer,)), "2026-06-01", cut_off=400)
    found = checked(facts, "2026-06-25")
    assert found.verdict is Verdict.licensed_help
    assert WhyKey.newer_than_invitation in keys(found)
    assert not {WhyKey.score_below_cut_off_then, WhyKey.program_not_met_then} & keys(found)


# What is not known, and what disagrees


def test_what_is_not_known_and_could_change_the_verdict_is_named_with_its_range() -> None:
    facts = told("2026-06-01", canadian=1, education=None)
    low = crs.score(facts, day("2026-06-10")).total
    found = checked(invited(facts, "2026-06-01", cut_off=low + 20), "2026-06-10")
    assert (found.verdict, found.open) == (Verdict.licensed_help, ("education",))
    assert found.lowest == low < found.cut_off <= found.highest  # type: ignore[operator]
    # What is not known and cannot change it is not asked about.
    sure = checked(invited(facts, "2026-06-01", cut_off=low - 20), "2026-06-10")
    assert (sure.verdict, sure.open) == (Verdict.go_ahead, ())
    hopeless = checked(invited(facts, "2026-06-01", cut_off=1100), "2026-06-10")
    assert hopeless.verdict is Verdict.decline


def test_a_partner_who_may_be_there_leaves_it_open() -> None:
    facts = told("2026-06-01", age=32, canadian=1).model_copy(update={"partner_unknown": True})
    total = crs.score(facts, day("2026-06-01")).total
    found = checked(invited(facts, "2026-06-01", cut_off=total - 5), "2026-06-10")
    assert (found.verdict, found.open) == (Verdict.licensed_help, ("partner",))


def test_money_that_was_not_told_is_open_for_a_skilled_worker() -> None:
    facts = invited(told("2026-06-01", foreign=3, settlement_funds=None), "2026-06-01", FSW, cut_off=300)
    found = checked(facts, "2026-06-10")
    assert (found.verdict, found.open) == (Verdict.licensed_help, ("settlement_funds",))


def test_without_a_cut_off_only_a_loss_leaves_it_open() -> None:
    facts = told("2026-06-01", age=32, canadian=1, partner={"education": "secondary", "married": day("2026-06-20")})
    facts = invited(facts, "2026-06-01")
    assert checked(facts, "2026-06-10").verdict is Verdict.go_ahead
    found = checked(facts, "2026-06-25")
    assert (found.verdict, found.open) == (Verdict.licensed_help, ("invitation.cut_off",))


def test_a_letter_that_names_more_than_the_facts_give_for_its_day(graduate: Facts) -> None:
    found = checked(invited(graduate, "2026-08-18", round="436", score=540), "2026-08-25")
    assert found.verdict is Verdict.licensed_help
    assert why(found, WhyKey.letter_above_then).facts == (("invitation.score", 540), ("score", 527))


def test_below_the_cut_off_by_the_facts_and_not_by_the_letter_neither_is_taken_for_right(graduate: Facts) -> None:
    poorer = graduate.model_copy(update={"canadian_study": CanadianStudy.none})
    found = checked(invited(poorer, "2026-08-18", round="436", score=527), "2026-08-25")
    assert (found.score_counted, found.cut_off, found.verdict) == (497, 523, Verdict.licensed_help)
    assert {WhyKey.score_below_cut_off, WhyKey.score_below_cut_off_then, WhyKey.letter_above_then} <= keys(found)
    # A loss since that takes the score of the letter below it too leaves no doubt.
    facts = told("2026-06-01", age=32, canadian=1, partner={"education": "secondary", "married": day("2026-06-20")})
    now = crs.score(facts, day("2026-06-25")).total
    lost = checked(invited(facts, "2026-06-01", cut_off=now + 5, score=now + 20), "2026-06-25")
    assert lost.verdict is Verdict.decline


def test_a_letter_that_names_less_matters_only_where_the_loss_since_would_pass_the_cut_off() -> None:
    facts = told("2026-06-01", age=32, canadian=1, partner={"education": "secondary", "married": day("2026-06-20")})
    then, now = (crs.score(facts, day(on)).total for on in ("2026-06-01", "2026-06-25"))
    near = checked(invited(facts, "2026-06-01", cut_off=now - 5, score=now), "2026-06-25")
    assert then > now
    assert near.verdict is Verdict.licensed_help
    assert why(near, WhyKey.letter_below_then).says is Verdict.licensed_help
    far = checked(invited(facts, "2026-06-01", cut_off=now - 100, score=now), "2026-06-25")
    assert far.verdict is Verdict.go_ahead


@pytest.mark.parametrize(
    ("more", "paths"),
    [
        ({"issued": "2026-08-25"}, ("invitation.issued",)),
        ({"cut_off": 500}, ("invitation.cut_off",)),
        ({"program": "federal_skilled_worker"}, ("invitation.program",)),
        ({"category": "trades"}, ("invitation.category",)),
    ],
)
def test_a_round_that_is_not_that_of_the_letter_is_pointed_out(
    graduate: Facts, more: dict[str, Any], paths: tuple[str, ...]
) -> None:
    invitation = Invitation.model_validate({"issued": "2026-08-18", "program": CEC, "round": "436", **more})
    found = checked(graduate.model_copy(update={"invitation": invitation}), "2026-08-30")
    assert why(found, WhyKey.round_disagrees).open == paths
    assert found.verdict in (Verdict.licensed_help, Verdict.decline)


def test_facts_that_cannot_be_so_together_are_for_somebody_to_look_at(graduate: Facts) -> None:
    facts = graduate.model_copy(update={"foreign_work_years": 25})
    found = checked(invited(facts, "2026-08-18", cut_off=400), "2026-08-25")
    assert found.verdict is Verdict.licensed_help
    assert found.contradictions[0].key == "work_years_above_age"
    assert why(found, WhyKey.contradiction).open == found.contradictions[0].facts


def test_what_shuts_somebody_out_is_no_matter_of_points(graduate: Facts) -> None:
    facts = graduate.model_copy(update={"without_status_in_canada": True})
    found = checked(invited(facts, "2026-08-18", cut_off=400), "2026-08-25")
    assert (found.program_now, found.verdict) == (True, Verdict.licensed_help)
    assert why(found, WhyKey.knock_out).facts[0] == ("knock_out", "without_status")


# Over, or none


def test_without_an_invitation_or_before_its_day_there_is_nothing_to_check(graduate: Facts) -> None:
    assert check(graduate, day("2026-08-18")) is None
    assert check(invited(graduate, "2026-08-18"), day("2026-08-17")) is None
    anew = invited(graduate, "2026-08-18").model_copy(update={"profile": Profile(submitted=day("2026-10-20"))})
    assert check(anew, day("2026-10-21")) is None


@pytest.mark.parametrize("answer", ["applied", "declined", "cancelled"])
def test_an_invitation_that_was_answered_is_not_judged(graduate: Facts, answer: str) -> None:
    facts = invited(graduate, "2026-08-18", named=CEC, cut_off=523, **{answer: "2026-09-01"})
    assert checked(facts, "2026-08-31").verdict is Verdict.go_ahead
    found = checked(facts, "2026-11-30")
    assert (found.verdict, found.reasons[0].key, found.reasons[0].day) == (Verdict.answered, answer, day("2026-09-01"))
    assert outcomes(facts, day("2026-09-02")) is None


def test_after_the_last_day_it_is_too_late(graduate: Facts) -> None:
    facts = invited(graduate, "2026-08-18", cut_off=523)
    assert checked(facts, "2026-10-17").verdict is Verdict.go_ahead
    found = checked(facts, "2026-10-18")
    assert (found.verdict, found.reasons[0].day) == (Verdict.too_late, day("2026-10-18"))
    # The letter's own day wins, and an application after it is none.
    later = invited(graduate, "2026-08-18", cut_off=523, deadline="2026-10-20", applied="2026-10-22")
    assert checked(later, "2026-10-20").verdict is Verdict.go_ahead
    assert checked(later, "2026-10-22").verdict is Verdict.too_late


def test_an_application_that_came_back_incomplete_was_not_made(graduate: Facts) -> None:
    facts = invited(graduate, "2026-08-18", cut_off=523, applied="2026-09-01")
    facts = facts.model_copy(update={"application": Application(returned=day("2026-09-20"))})
    assert checked(facts, "2026-09-19").verdict is Verdict.answered
    assert checked(facts, "2026-09-20").verdict is Verdict.go_ahead
    assert checked(facts, "2026-10-18").verdict is Verdict.too_late


# A dress rehearsal, and what follows from each way


def test_a_practice_invitation_says_what_would_be_late() -> None:
    facts = told("2026-06-01", canadian=None, jobs=(job("2024-01-01"),), foreign=0)
    found = practice(facts, day("2026-06-01"))
    assert (found.program, found.deadline.last_safe_day, found.late) == (CEC, day("2026-07-31"), ())
    assert {one.what for one in found.in_time} >= {"reference_letter", "medical_exam"}
    # With a test that dies in a week there are no weeks left for a medical exam and letters.
    dying = result(Language.english, 9, day("2026-06-01"), result_date=day("2024-06-08"))
    short = practice(facts.model_copy(update={"tests": (dying,)}), day("2026-06-01"))
    assert short.deadline.last_safe_day == day("2026-06-07")
    assert {one.what for one in short.late} >= {"reference_letter", "medical_exam"}
    assert all(one.start_by < day("2026-06-01") for one in short.late)


def test_a_practice_invitation_leaves_out_what_has_become_of_an_earlier_one(graduate: Facts) -> None:
    facts = invited(graduate, "2026-08-18", declined="2026-08-20")
    found = practice(facts, day("2026-09-01"))
    assert found.supposed.invitation == Invitation(issued=day("2026-09-01"), program=CEC)
    assert found.deadline.days == 60


def test_who_meets_no_program_can_practise_too() -> None:
    found = practice(told("2026-06-01"), day("2026-06-01"))
    assert found.program is None
    assert found.deadline.cause.kind is Kind.invitation


def test_each_way_has_its_dates(graduate: Facts) -> None:
    stamp = datetime(2026, 3, 1, 12, tzinfo=UTC)
    facts = graduate.model_copy(update={"profile": Profile(submitted=day("2026-03-01"), submitted_at=stamp)})
    found = outcomes(invited(facts, "2026-08-18", round="436"), day("2026-09-20"))
    assert found is not None
    assert found.declining.by == day("2026-10-17")
    assert found.declining.profile_until == day("2027-02-28")
    assert found.declining.pool is not None
    assert found.declining.pool.total == 522
    assert found.lapsing == (day("2026-10-18"), stamp)
    assert (found.applying.by, found.applying.verdict) == (day("2026-10-17"), Verdict.go_ahead)
    assert (found.applying.fees_returned, found.applying.status) == (False, Status.REPORTED)
    assert outcomes(invited(facts, "2026-08-18"), day("2026-10-18")) is None


def test_who_is_eligible_for_nothing_any_more_does_not_come_back_to_the_pool() -> None:
    test = result(Language.english, 9, day("2026-06-01"), result_date=day("2024-06-15"))
    found = outcomes(invited(told("2026-06-01", canadian=1, tests=(test,)), "2026-06-01"), day("2026-06-20"))
    assert found is not None
    assert found.declining.pool is None


# Against the raw rules


START = date(2026, 6, 1)


def frozen(facts: Facts) -> Facts:
    """The facts with the age of 1 June through the sixty days after it."""
    assert facts.birth_date is not None
    (age,) = ages(facts.birth_date, START)
    if ages(facts.birth_date, START + 60 * ONE) == (age,):
        return facts
    return facts.model_copy(update={"birth_date": date(START.year - age - 1, 10, 1)})


def holds(facts: Facts, on: date) -> bool:
    """Whether program, category and score are there on a day, straight from the rules."""
    invitation = facts.invitation
    assert invitation is not None
    assert invitation.program is not None
    eligible = {one.category for one in categories(facts, on) if one.eligible}
    return (
        program(facts, on, invitation.program).eligible
        and (invitation.category is None or invitation.category in eligible)
        and crs.score(facts, on).total >= (invitation.cut_off or 0)
    )


def mended(facts: Facts, on: date) -> Facts:
    """Everything had again that can be."""
    facts = renewed(facts, on) or facts
    partner = facts.partner

    def again(found: Any) -> Any:
        return None if found is None else tuple(one.model_copy(update={"assessed": on}) for one in found)

    if partner is not None:
        partner = partner.model_copy(update={"credentials": again(partner.credentials)})
    facts = facts.model_copy(update={"credentials": again(facts.credentials), "partner": partner})
    return facts.model_copy(update={"settlement_funds": 1_000_000})


unhurried = settings(suppress_health_check=[*HealthCheck], deadline=None, max_examples=60, database=None)


@unhurried
@given(invitations(), st.sampled_from([None, None, "stem", "trades", "french"]), st.integers(0, 60))
def test_the_verdict_agrees_with_the_raw_rules(facts: Facts, category: str | None, passed: int) -> None:
    invitation = facts.invitation
    assert invitation is not None
    cut_off = invitation.cut_off if invitation.cut_off is not None else 0
    # The same instant before any tie-break, so that exactly the cut-off is enough.
    update = {"category": category, "cut_off": cut_off, "tie_break": datetime(2026, 5, 1, tzinfo=UTC)}
    profile = Profile(submitted_at=datetime(2026, 4, 1, tzinfo=UTC))
    facts = facts.model_copy(update={"invitation": invitation.model_copy(update=update), "profile": profile})
    on = START + passed * ONE
    found = check(facts, on)
    assert found is not None
    now = frozen(facts)
    assert found.score_then == crs.score(facts, START).total
    assert found.score_now == crs.score(facts, on).total
    assert found.score_counted == crs.score(now, on).total
    assert sum(moved.after - moved.before for moved in found.moved) == found.score_counted - found.score_then
    if not holds(facts, START):
        assert found.verdict in (Verdict.decline, Verdict.licensed_help)
    elif holds(now, on):
        assert found.verdict is Verdict.go_ahead or found.open
    elif not found.open:
        assert found.verdict is (Verdict.mend_first if holds(mended(now, on), on) else Verdict.decline)


@unhurried
@given(invitations(), st.integers(1, 60), st.integers(1, 60))
def test_a_birthday_alone_never_says_decline(facts: Facts, birthday: int, passed: int) -> None:
    """Between two lives that differ by a birthday in the sixty days there is no difference but what is forgiven."""
    then = START + birthday * ONE
    on = START + passed * ONE
    with_one = facts.model_copy(update={"birth_date": then.replace(year=1996)})
    without = facts.model_copy(update={"birth_date": date(1996, 10, 1)})
    one, other = check(with_one, on), check(without, on)
    assert one is not None
    assert other is not None
    assert (one.verdict, one.score_counted, one.moved) == (other.verdict, other.score_counted, other.moved)
    assert one.forgiven >= 0


@unhurried
@given(invitations(), st.integers(0, 60), st.integers(0, 700), st.integers(0, 700))
def test_a_lower_cut_off_never_makes_the_verdict_worse(facts: Facts, passed: int, one: int, other: int) -> None:
    on = START + passed * ONE
    verdicts = []
    for cut_off in sorted((one, other)):
        assert facts.invitation is not None
        found = check(
            facts.model_copy(update={"invitation": facts.invitation.model_copy(update={"cut_off": cut_off})}), on
        )
        assert found is not None
        verdicts.append(HOW_BAD[found.verdict])
    low, high = verdicts
    assert low <= high


@unhurried
@given(invitations(), st.integers(0, 60), st.integers(0, 700), st.integers(-40, 40))
def test_going_ahead_and_declining_for_the_score_are_said_only_where_letter_and_facts_agree(
    facts: Facts, passed: int, cut_off: int, off: int
) -> None:
    invitation, on = facts.invitation, START + passed * ONE
    assert invitation is not None
    then, now = crs.score(facts, START).total, crs.score(frozen(facts), on).total
    named = max(0, then + off)
    update = {"cut_off": cut_off, "score": named, "tie_break": datetime(2026, 5, 1, tzinfo=UTC)}
    profile = Profile(submitted_at=datetime(2026, 4, 1, tzinfo=UTC))
    facts = facts.model_copy(update={"invitation": invitation.model_copy(update=update), "profile": profile})
    found = check(facts, on)
    assert found is not None
    if found.verdict is Verdict.go_ahead:
        assert now >= cut_off
        assert named >= cut_off
        assert found.then.highest >= named
    about_the_score = {WhyKey.score_below_cut_off, WhyKey.score_below_cut_off_then}
    if any(one.key in about_the_score and one.says is Verdict.decline for one in found.reasons):
        assert min(now, then) < cut_off
        assert not (named >= cut_off and named - then + now >= cut_off)
