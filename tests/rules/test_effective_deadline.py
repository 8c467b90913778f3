"""The day by which an invitation really has to be answered."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import crs
from rules.deadlines import Kind, deadlines
from rules.effective_deadline import EffectiveDeadline, Route, ToGet, Way, effective_deadline
from rules.facts import (
    Child,
    Facts,
    Invitation,
    InvitedProgram,
    Job,
    Language,
    LanguageTest,
    Nomination,
    Offer,
    Permit,
    PoliceCertificate,
    Profile,
    Stay,
)
from rules.police_certificates import Asking
from tests.rules.situations import candidate, companion, result

ISSUED = date(2026, 11, 18)
LAST = date(2027, 1, 17)
DAY = date(2026, 11, 23)


def invited(program: InvitedProgram | None = None, **more: object) -> Invitation:
    return Invitation.model_validate({"issued": ISSUED, "program": program, **more})


def english(day: date) -> LanguageTest:
    return result(Language.english, 9, DAY, result_date=day)


def effective(facts: Facts, on: date = DAY) -> EffectiveDeadline:
    found = effective_deadline(facts, on)
    assert found is not None
    return found


def test_a_result_of_10_january_2025_ends_an_invitation_of_18_november_2026_on_day_52() -> None:
    facts = Facts(
        tests=(english(date(2025, 1, 10)),),
        profile=Profile(submitted=date(2026, 3, 1)),
        invitation=invited(cut_off=518),
        medical_exam=date(2026, 11, 20),
        children=(),
    )
    found = effective(facts)
    assert (found.invitation.last_safe_day, found.days) == (LAST, 60)
    assert (found.last_safe_day, found.day) == (date(2027, 1, 9), 52)
    assert found.cause.key == "language_test:own:english"
    assert found.cause.first_unusable_day == ISSUED + timedelta(days=53)
    assert found.plan_by == date(2027, 1, 9)
    assert [(one.deadline.key, one.day) for one in found.dies] == [("language_test:own:english", 52)]
    # A new result five weeks before day 59, or back to the pool while the profile lasts.
    assert found.routes == (
        Route(Way.submit_before, date(2027, 1, 9)),
        Route(Way.new_result_in_time, date(2026, 12, 12)),
        Route(Way.decline, LAST, date(2027, 2, 28)),
    )
    assert found.cut_off == 518


def test_a_result_that_lives_through_day_sixty_leaves_the_invitation_its_own_last_day() -> None:
    # Usable through 17 January, the last day itself.
    found = effective(Facts(tests=(english(date(2025, 1, 18)),), invitation=invited()))
    assert (found.last_safe_day, found.day, found.dies) == (LAST, 60, ())
    assert found.cause.kind is Kind.invitation
    assert found.plan_by == date(2027, 1, 16)
    assert [route.way for route in found.routes] == [Way.submit_before, Way.decline]
    assert found.routes[1] == Route(Way.decline, LAST, None)
    assert effective(Facts(tests=(english(date(2025, 1, 17)),), invitation=invited())).day == 59


def test_the_day_of_the_letter_moves_the_last_day_and_which_day_it_is() -> None:
    found = effective(Facts(invitation=invited(deadline=date(2027, 1, 15))))
    assert (found.last_safe_day, found.day, found.days, found.plan_by) == (
        date(2027, 1, 15),
        58,
        58,
        date(2027, 1, 14),
    )


def test_ways_close_one_after_the_other() -> None:
    facts = Facts(tests=(english(date(2025, 1, 10)),), invitation=invited())

    def ways(on: date) -> list[Way]:
        return [route.way for route in effective(facts, on).routes]

    assert ways(date(2026, 12, 12)) == [Way.submit_before, Way.new_result_in_time, Way.decline]
    assert ways(date(2026, 12, 13)) == [Way.submit_before, Way.decline]
    assert ways(date(2027, 1, 9)) == [Way.submit_before, Way.decline]
    assert ways(date(2027, 1, 10)) == [Way.decline]
    assert ways(LAST) == [Way.decline]
    assert ways(LAST + timedelta(days=1)) == [Way.new_profile]


def test_declining_keeps_nothing_once_the_year_of_the_profile_is_over() -> None:
    facts = Facts(profile=Profile(submitted=date(2025, 12, 11)), invitation=invited())

    def declining(on: date) -> Route:
        return effective(facts, on).routes[-1]

    ends = date(2026, 12, 10)
    assert declining(ends) == Route(Way.decline, ends, ends)  # after that day nothing goes back, so not by day 60
    assert declining(ends + timedelta(days=1)) == Route(Way.decline_in_vain, LAST, ends)


def test_day_58_shows_what_declining_keeps_and_what_letting_it_run_out_loses() -> None:
    facts = Facts(profile=Profile(submitted=date(2026, 3, 1)), invitation=invited())
    found = effective(facts, ISSUED + timedelta(days=58))
    assert found.routes[-1] == Route(Way.decline, LAST, date(2027, 2, 28))
    assert found.invitation.missed == "invitation_expires"
    over = [one.kind for one in deadlines(facts, LAST + timedelta(days=1))]
    assert over == [Kind.invitation]  # the profile has left the pool with it


def test_a_result_that_died_since_the_invitation_is_still_named_until_a_new_one_is_there() -> None:
    old = english(date(2025, 1, 10))
    on = date(2027, 1, 12)
    dead = effective(Facts(tests=(old,), invitation=invited()), on)
    assert (dead.last_safe_day, dead.cause.key) == (date(2027, 1, 9), "language_test:own:english")
    renewed = effective(Facts(tests=(old, english(date(2027, 1, 11))), invitation=invited()), on)
    assert (renewed.last_safe_day, renewed.dies) == (LAST, ())


def test_everything_that_dies_before_is_named_in_order() -> None:
    facts = Facts(
        birth_date=date(1990, 5, 1),
        tests=(english(date(2025, 1, 10)),),
        medical_exam=date(2026, 1, 5),
        passport_expires=date(2027, 1, 7),
        stays=(Stay(country="IN", start=date(1990, 5, 1)),),
        police_certificates=(PoliceCertificate(country="IN", issued=date(2026, 7, 3)),),
        children=(Child(birth_date=date(2005, 1, 6)),),
        nomination=Nomination(province="ON", accepted=True, expires=date(2027, 1, 8)),
        invitation=invited(InvitedProgram.canadian_experience),
    )
    found = effective(facts)
    assert [(one.deadline.kind, one.deadline.last_safe_day) for one in found.dies] == [
        (Kind.police_certificate, date(2027, 1, 2)),
        (Kind.medical_exam, date(2027, 1, 4)),
        (Kind.child_ages_out, date(2027, 1, 5)),
        (Kind.passport, date(2027, 1, 7)),
        (Kind.nomination, date(2027, 1, 8)),
        (Kind.language_test, date(2027, 1, 9)),
    ]
    assert (found.last_safe_day, found.day) == (date(2027, 1, 2), 45)
    # A child cannot be made younger: replacing documents is no way out.
    assert Way.new_result_in_time not in [route.way for route in found.routes]


def test_the_longest_margin_decides_when_replacing_has_to_begin() -> None:
    facts = Facts(
        tests=(english(date(2025, 1, 10)),),
        stays=(Stay(country="IN", start=date(1990, 5, 1)),),
        police_certificates=(PoliceCertificate(country="IN", issued=date(2026, 7, 3)),),
        invitation=invited(),
    )
    on = date(2026, 11, 20)
    assert Route(Way.new_result_in_time, date(2026, 11, 21)) in effective(facts, on).routes


def test_a_birthday_within_the_sixty_days_is_no_reason_to_decline() -> None:
    day = date(2026, 8, 18)
    facts = candidate(
        day, age=29, education="master_or_professional", english=9, canadian=1, foreign=1, study="three_years_or_more"
    ).model_copy(
        update={
            "birth_date": date(1996, 9, 10),
            "invitation": Invitation(issued=day, program=InvitedProgram.canadian_experience, cut_off=523),
        }
    )
    assert (crs.score(facts, day).total, crs.score(facts, date(2026, 9, 10)).total) == (527, 522)
    for on in (day, date(2026, 9, 9), date(2026, 9, 10), date(2026, 10, 17)):
        found = effective(facts, on)
        assert (found.last_safe_day, found.day, found.dies) == (date(2026, 10, 17), 60, ())
        assert found.routes[0] == Route(Way.submit_before, date(2026, 10, 17))


def couple(cut_off: int | None, program: InvitedProgram | None = None, *, partners: int = 9) -> Facts:
    tests = (result(Language.english, partners, DAY, result_date=date(2025, 1, 10)),)
    partner = companion(DAY).model_copy(update={"tests": tests})
    return candidate(DAY, english=9, canadian=2, foreign=2).model_copy(
        update={"partner": partner, "invitation": invited(program, cut_off=cut_off)}
    )


def test_a_partners_result_counts_where_its_loss_leaves_less_than_the_cut_off() -> None:
    facts = couple(None)
    before = crs.score(facts, DAY).total
    assert facts.partner is not None
    without = crs.score(facts.model_copy(update={"partner": facts.partner.model_copy(update={"tests": ()})}), DAY).total
    assert before - without == 20

    for cut_off in (None, without + 1, before):
        found = effective(couple(cut_off))
        assert (found.last_safe_day, found.harmless) == (date(2027, 1, 9), ())
        assert [one.deadline.key for one in found.partners] == ["language_test:partner:english"]
    assert effective(couple(without)).last_safe_day == date(2027, 1, 9)  # whether before the tie-break is not known
    forgiven = effective(couple(without - 1))
    assert (forgiven.last_safe_day, forgiven.dies, forgiven.partners) == (LAST, (), ())
    assert [one.deadline.key for one in forgiven.harmless] == ["language_test:partner:english"]


def test_a_partners_result_that_gives_no_point_shortens_nothing() -> None:
    found = effective(couple(None, InvitedProgram.canadian_experience, partners=3))
    assert (found.last_safe_day, found.partners) == (LAST, ())


def test_a_partners_result_on_which_the_67_points_rest_counts_whatever_the_cut_off() -> None:
    # 12 for age, 21, 24 and 9 make 66; the partner's language adds 5 for adaptability.
    facts = couple(0, InvitedProgram.federal_skilled_worker).model_copy(
        update={"canadian_work_years": 0, "foreign_work_years": 1}
    )
    assert effective(facts).last_safe_day == date(2027, 1, 9)
    in_canada = facts.model_copy(update={"invitation": invited(InvitedProgram.canadian_experience, cut_off=0)})
    assert effective(in_canada).last_safe_day == LAST


def job(start: date, end: date, noc: str = "21231", country: str = "CA") -> Job:
    return Job.model_validate(
        {
            "start": start,
            "end": end,
            "noc": noc,
            "country": country,
            "hours_per_week": 40,
            "paid": True,
            "self_employed": False,
            "authorised": True,
            "studying": (),
        }
    )


def test_experience_that_leaves_the_window_of_the_program_invited_for_ends_it() -> None:
    # A whole leap year: its 364th day from the end is 3 January 2024.
    facts = Facts(jobs=(job(date(2024, 1, 1), date(2024, 12, 31)),))

    def last(program: InvitedProgram | None, **more: object) -> date:
        return effective(facts.model_copy(update={"invitation": invited(program, **more)})).last_safe_day

    assert last(InvitedProgram.canadian_experience) == date(2027, 1, 3)
    assert last(None) == date(2027, 1, 3)
    assert last(InvitedProgram.federal_skilled_worker) == LAST


def test_experience_lost_within_the_sixty_days_stays_lost() -> None:
    facts = Facts(
        jobs=(job(date(2024, 1, 1), date(2024, 12, 31)),), invitation=invited(InvitedProgram.canadian_experience)
    )
    found = effective(facts, date(2027, 1, 10))
    assert (found.last_safe_day, found.cause.kind) == (date(2027, 1, 3), Kind.work_window)


def test_the_window_of_a_category_counts_for_who_was_invited_by_it() -> None:
    nurse = job(date(2024, 1, 1), date(2024, 12, 31), "31301", "IN")

    def found(category: str | None) -> EffectiveDeadline:
        invitation = invited(InvitedProgram.federal_skilled_worker, category=category)
        return effective(Facts(jobs=(nurse,), invitation=invitation))

    assert found("healthcare").cause.key == "work_window:own:category:healthcare"
    assert found("healthcare").last_safe_day == date(2027, 1, 3)
    assert found("trades").last_safe_day == found(None).last_safe_day == LAST


def test_a_permit_counts_only_where_a_job_offer_rests_on_it() -> None:
    permits = (Permit.model_validate({"kind": "employer_assessed", "until": date(2027, 1, 3)}),)
    offered = Facts(permits=permits, offer=Offer(), invitation=invited())
    assert effective(offered).last_safe_day == date(2027, 1, 3)
    assert effective(offered.model_copy(update={"offer": None})).last_safe_day == LAST

    def last(kind: str) -> date:
        permit = Permit.model_validate({"kind": kind, "until": date(2027, 1, 3)})
        return effective(offered.model_copy(update={"permits": (permit,)})).last_safe_day

    # Case d of an offer may rest on an open work permit; none rests on a study permit.
    assert last("open_work") == date(2027, 1, 3)
    assert last("study") == last("visitor") == LAST


def test_new_funds_count_for_a_program_that_asks_for_them() -> None:
    facts = Facts(settlement_funds=15_000, children=())

    def last(program: InvitedProgram) -> date:
        invitation = Invitation(issued=date(2025, 6, 1), program=program)
        found = effective(facts.model_copy(update={"invitation": invitation}), date(2025, 6, 2))
        return found.last_safe_day

    assert last(InvitedProgram.federal_skilled_worker) == date(2025, 7, 6)
    assert last(InvitedProgram.canadian_experience) == date(2025, 7, 31)


def test_what_is_still_to_get_has_a_day_to_start_by() -> None:
    facts = Facts(
        stays=(Stay(country="FR", start=date(2020, 1, 1), end=date(2020, 12, 31)),),
        jobs=(job(date(2025, 1, 1), date(2026, 6, 30)),),
        invitation=invited(InvitedProgram.federal_skilled_worker),
    )
    assert effective(facts).to_get == (
        ToGet("police_certificate", "own", "FR", date(2026, 11, 21)),
        ToGet("medical_exam", "own", None, date(2026, 12, 26)),
        ToGet("reference_letter", "own", None, date(2026, 12, 26)),
        ToGet("bank_letter", "own", None, date(2027, 1, 2)),
    )
    without_funds = facts.model_copy(update={"invitation": invited(InvitedProgram.canadian_experience)})
    assert "bank_letter" not in [one.what for one in effective(without_funds).to_get]
    # Where a document dies before, everything is to be there by then.
    dying = facts.model_copy(update={"tests": (english(date(2025, 1, 10)),)})
    assert effective(dying).to_get[0].start_by == date(2026, 11, 14)


def test_a_partner_and_children_are_examined_coming_or_not_and_asked_for_certificates_from_18_on() -> None:
    children = (
        Child(birth_date=date(2015, 6, 1), accompanying=False),
        Child(birth_date=date(2009, 1, 17)),  # 18 on the last day itself
        Child(birth_date=date(2009, 1, 18)),
        Child(birth_date=date(2003, 6, 1)),
        Child(birth_date=date(2016, 6, 1), canadian=True),
        Child(birth_date=date(2015, 6, 1)),
    )
    facts = Facts(
        children=children,
        partner=companion(DAY, status="not_accompanying", stays=()),
        stays=(),
        invitation=invited(InvitedProgram.canadian_experience),
    )
    examined = date(2026, 12, 26)
    assert effective(facts).to_get == (
        ToGet("police_certificate", "children.1", None, date(2026, 11, 21), Asking.check),
        *(ToGet("medical_exam", f"children.{place}", None, examined) for place in (0, 1, 2, 5)),
        ToGet("medical_exam", "own", None, examined),
        ToGet("medical_exam", "partner", None, examined),
    )


def test_certificates_of_someone_whose_stays_are_not_known_are_a_task_to_check() -> None:
    facts = Facts(
        partner=companion(DAY),
        police_certificates=(PoliceCertificate(country="IN", issued=date(2026, 11, 1)),),
        invitation=invited(InvitedProgram.canadian_experience),
    )
    checked = [one for one in effective(facts).to_get if one.what == "police_certificate"]
    assert checked == [
        ToGet("police_certificate", whose, None, date(2026, 11, 21), Asking.check) for whose in ("own", "partner")
    ]
    told = facts.model_copy(update={"stays": (), "partner": None})
    assert "police_certificate" not in [one.what for one in effective(told).to_get]


def test_late_on_day_41_a_certificate_that_is_not_there_is_still_a_task_and_nothing_is_promised() -> None:
    facts = Facts(stays=(Stay(country="FR", start=date(2020, 1, 1), end=date(2020, 12, 31)),), invitation=invited())
    on = ISSUED + timedelta(days=41)
    found = effective(facts, on)
    assert found.to_get[0].start_by < on
    assert [route.way for route in found.routes] == [Way.submit_before, Way.decline]


@pytest.mark.parametrize(
    "facts",
    [
        Facts(),
        Facts(invitation=Invitation(issued=ISSUED, applied=date(2026, 11, 22))),
        Facts(invitation=Invitation(issued=date(2026, 9, 1), applied=date(2026, 10, 31))),
        Facts(invitation=Invitation(issued=date(2026, 1, 5)), profile=Profile(submitted=date(2026, 6, 1))),
    ],
    ids=["never invited", "applied", "applied on the last day", "a newer profile"],
)
def test_without_an_invitation_that_waits_there_is_no_effective_deadline(facts: Facts) -> None:
    assert effective_deadline(facts, DAY) is None


def test_an_application_after_the_last_day_is_none() -> None:
    # Day 60 of 1 September is 31 October.
    facts = Facts(invitation=Invitation(issued=date(2026, 9, 1), applied=date(2026, 11, 1)))
    found = effective(facts)
    assert found.invitation.missed == "invitation_expires"
    assert ("invitation.applied", date(2026, 11, 1)) in found.invitation.facts
    assert ("too_late", True) in found.invitation.facts
    assert found.routes == (Route(Way.new_profile, None),)
    before = effective(facts, date(2026, 10, 31))
    assert ("too_late", True) not in before.invitation.facts


DAYS = st.integers(min_value=0, max_value=90).map(lambda days: ISSUED + timedelta(days=days))


@given(DAYS, DAYS, DAYS, st.integers(min_value=0, max_value=60))
def test_it_is_the_earliest_of_the_invitation_and_every_document(
    tested: date, passport: date, exam: date, passed: int
) -> None:
    own = english(tested.replace(year=tested.year - 2) + timedelta(days=1))
    facts = Facts(
        tests=(own,),
        passport_expires=passport,
        medical_exam=exam.replace(year=exam.year - 1) + timedelta(days=1),
        invitation=invited(),
    )
    found = effective(facts, ISSUED + timedelta(days=passed))
    on = ISSUED + timedelta(days=passed)
    # An exam that is too old and not replaced is a task: to be made again, not a day that has passed.
    documents = [tested, passport] + ([exam] if on <= exam else [])
    assert found.last_safe_day == min(LAST, *documents)
    assert found.day == (found.last_safe_day - ISSUED).days
    assert found.plan_by <= found.last_safe_day
