"""The clocks of a candidate on a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from rules import crs, federal_skilled_worker
from rules.categories import categories
from rules.clocks import Missed
from rules.deadlines import Deadline, Kind, deadlines, last_day_before, last_moment
from rules.facts import (
    Child,
    Credential,
    Facts,
    Invitation,
    Job,
    Language,
    Nomination,
    Offer,
    Partner,
    PartnerStatus,
    Permit,
    Profile,
    refusals,
)
from rules.shapes.dated import Status
from tests.rules.situations import candidate, companion, result

DAY = date(2026, 11, 23)
DAY_ONE = timedelta(days=1)


def of(kind: Kind, facts: Facts, on: date = DAY) -> list[Deadline]:
    return [one for one in deadlines(facts, on) if one.kind is kind]


def only(kind: Kind, facts: Facts, on: date = DAY) -> Deadline:
    (found,) = of(kind, facts, on)
    return found


# Language results


def test_an_english_result_is_to_be_replaced_five_weeks_before_its_last_day() -> None:
    test = result(Language.english, 9, DAY, result_date=date(2025, 1, 10))
    assert deadlines(Facts(tests=(test,)), DAY) == (
        Deadline(
            kind=Kind.language_test,
            whose="own",
            key="language_test:own:english",
            started=date(2025, 1, 10),
            last_safe_day=date(2027, 1, 9),
            first_unusable_day=date(2027, 1, 10),
            act_by=date(2026, 12, 5),
            missed=Missed.profile_removed,
            rule="validity.language_result",
            since=date(2015, 1, 1),
            confidence=Status.CONFIRMED,
            sources=("validity.irpr", "validity.ministerial_instructions"),
            facts=(("tests", test.kind), ("result_date", date(2025, 1, 10))),
        ),
    )


def test_a_french_result_of_2_december_2024_was_to_be_replaced_by_6_october() -> None:
    test = result(Language.french, 7, DAY, result_date=date(2024, 12, 2))
    found = only(Kind.language_test, Facts(tests=(test,)))
    assert (found.key, found.last_safe_day, found.act_by, found.missed) == (
        "language_test:own:french",
        date(2026, 12, 1),
        date(2026, 10, 6),
        Missed.profile_removed,
    )


def test_own_and_partners_clocks_are_listed_the_earliest_first() -> None:
    partner = companion(DAY).model_copy(
        update={"tests": (result(Language.french, 7, DAY, result_date=date(2026, 1, 5)),)}
    )
    own = (
        result(Language.english, 9, DAY, result_date=date(2026, 3, 1)),
        result(Language.french, 9, DAY, result_date=date(2025, 2, 1)),
    )
    found = deadlines(Facts(tests=own, partner=partner), DAY)
    assert [(one.key, one.whose, one.last_safe_day) for one in found] == [
        ("language_test:own:french", "own", date(2027, 1, 31)),
        ("language_test:partner:french", "partner", date(2028, 1, 4)),
        ("language_test:own:english", "own", date(2028, 2, 29)),
    ]
    assert (found[1].rule, found[1].since) == ("validity.partner_language_result", date(2016, 11, 19))
    assert found[1].facts[0][0] == "partner.tests"


def test_the_profile_rests_on_the_first_language_and_the_others_give_points() -> None:
    facts = candidate(DAY, english=9, french=7, partner={"english": 5})
    assert {one.key: one.missed for one in of(Kind.language_test, facts)} == {
        "language_test:own:english": Missed.profile_removed,
        "language_test:own:french": Missed.points_lost,
        "language_test:partner:english": Missed.points_lost,
    }


def test_the_clock_is_that_of_the_set_the_score_uses() -> None:
    best = result(Language.english, 9, DAY, result_date=date(2025, 1, 10))
    other = result(Language.english, 7, DAY, result_date=date(2026, 6, 1))
    facts = Facts(tests=(other, best))
    assert only(Kind.language_test, facts).started == date(2025, 1, 10)
    assert only(Kind.language_test, facts, date(2027, 1, 10)).started == date(2026, 6, 1)


def two_sets() -> Facts:
    """The better set of the score has a 6 in one ability; the Federal Skilled Worker class rests on the other."""
    return candidate(date(2027, 1, 5), age=30, education="doctoral", foreign=1, sibling=True).model_copy(
        update={
            "tests": (
                result(Language.english, (10, 10, 10, 6), DAY, result_date=date(2026, 1, 10)),
                result(Language.english, 7, DAY, result_date=date(2025, 2, 10)),
            )
        }
    )


def test_a_set_on_which_only_a_program_rests_has_a_clock_beside_that_of_the_score() -> None:
    found = of(Kind.language_test, two_sets(), date(2027, 1, 5))
    assert [(one.key, one.last_safe_day, one.missed) for one in found] == [
        ("language_test:own:english:federal_skilled_worker", date(2027, 2, 9), Missed.eligibility_lost),
        ("language_test:own:english", date(2028, 1, 9), Missed.profile_removed),
    ]
    assert found[0].facts[2] == ("program", "federal_skilled_worker")
    (left,) = of(Kind.language_test, two_sets(), date(2027, 2, 10))
    assert left.key == "language_test:own:english"


def test_a_set_without_which_every_program_stays_met_has_no_clock_of_its_own() -> None:
    facts = two_sets()
    both = (facts.tests[0].model_copy(update={"scores": facts.tests[1].scores}), facts.tests[1])
    found = of(Kind.language_test, facts.model_copy(update={"tests": both}), date(2027, 1, 5))
    assert [one.key for one in found] == ["language_test:own:english"]


@pytest.mark.parametrize(
    ("noc", "country", "program"), [("21231", "CA", "canadian_experience"), ("72106", "IN", "skilled_trades")]
)
def test_so_has_a_set_that_carries_another_program(noc: str, country: str, program: str) -> None:
    # The set of the score is too low in one ability for each of the two programs.
    low = (9, 9, 9, 6) if program == "canadian_experience" else (9, 9, 9, 4)
    facts = two_sets().model_copy(
        update={
            "tests": (
                result(Language.english, low, DAY, result_date=date(2026, 1, 10)),
                result(Language.english, 7 if low[3] == 6 else 5, DAY, result_date=date(2025, 2, 10)),
            ),
            "education": "secondary",
            "certificate_of_qualification": True,
            "jobs": (
                job(date(2024, 1, 1), date(2026, 12, 31), country, noc).model_copy(
                    update={"qualified_from": date(2024, 1, 1)}
                ),
            ),
        }
    )
    found = of(Kind.language_test, facts, date(2027, 1, 5))
    assert [one.key for one in found] == [f"language_test:own:english:{program}", "language_test:own:english"]


def test_a_dead_result_and_a_partner_who_stays_have_no_clock() -> None:
    dead = result(Language.english, 9, DAY, result_date=date(2024, 11, 23))
    staying = companion(DAY, status="not_accompanying", english=9)
    assert deadlines(Facts(tests=(dead,), partner=staying), DAY) == ()
    assert len(of(Kind.language_test, candidate(DAY, partner={"english": 9}))) == 1


def test_on_its_last_day_a_result_still_has_its_clock() -> None:
    test = result(Language.english, 9, DAY, result_date=date(2025, 1, 10))
    assert len(deadlines(Facts(tests=(test,)), date(2027, 1, 9))) == 1
    assert deadlines(Facts(tests=(test,)), date(2027, 1, 10)) == ()


def test_a_partners_result_had_no_end_before_19_november_2016() -> None:
    partner = companion(DAY).model_copy(
        update={"tests": (result(Language.english, 7, DAY, result_date=date(2015, 6, 1)),)}
    )
    facts = Facts(partner=partner)
    assert of(Kind.language_test, facts, date(2016, 11, 18)) == []
    assert only(Kind.language_test, facts, date(2016, 11, 19)).last_safe_day == date(2017, 5, 31)


# Education


def degree(country: str, completed: date, assessed: date | None, level: str = "masters") -> Credential:
    levels = {
        "masters": "masters_or_entry_to_practice_professional",
        "bachelors": "bachelors_or_three_plus_year_program",
    }
    return Credential.model_validate(
        {"level": levels[level], "country": country, "completed": completed, "assessed": assessed}
    )


def test_an_assessment_of_foreign_study_has_five_years_and_ten_weeks_to_renew() -> None:
    facts = Facts(credentials=(degree("IN", date(2015, 5, 1), date(2023, 3, 1)),))
    found = only(Kind.education_assessment, facts)
    assert found.key == "education_assessment:own:IN:2015-05-01"
    assert (found.started, found.last_safe_day) == (date(2023, 3, 1), date(2028, 2, 29))
    assert found.act_by == date(2027, 12, 21)
    assert (found.rule, found.missed) == ("education.assessment_validity", Missed.education_not_counted)
    assert ("credentials.0.assessed", date(2023, 3, 1)) in found.facts


def test_two_credentials_of_one_country_and_day_have_a_clock_each() -> None:
    same = date(2014, 5, 1)
    facts = Facts(
        credentials=(
            degree("IN", same, date(2021, 6, 20)).model_copy(update={"level": "doctoral"}),
            degree("IN", same, date(2021, 7, 10)),
        )
    )
    found = of(Kind.education_assessment, facts, date(2026, 6, 1))
    assert [(one.key, one.last_safe_day) for one in found] == [
        ("education_assessment:own:IN:2014-05-01", date(2026, 6, 19)),
        ("education_assessment:own:IN:2014-05-01:2", date(2026, 7, 9)),
    ]


def test_only_an_assessment_without_which_less_education_counts_has_a_clock() -> None:
    first_to_die = degree("IN", date(2012, 5, 1), date(2023, 1, 1))
    second = degree("GB", date(2016, 5, 1), date(2024, 1, 1))
    assert [one.key for one in of(Kind.education_assessment, Facts(credentials=(first_to_die, second)))] == [
        "education_assessment:own:GB:2016-05-01"
    ]
    canadian = degree("CA", date(2020, 5, 1), None)
    assert of(Kind.education_assessment, Facts(credentials=(second, canadian))) == []


def test_an_assessment_that_is_too_old_or_still_to_come_has_no_clock() -> None:
    old = Facts(credentials=(degree("IN", date(2015, 5, 1), date(2021, 11, 23)),))
    assert of(Kind.education_assessment, old) == []
    assert len(of(Kind.education_assessment, old, date(2026, 11, 22))) == 1
    coming = Facts(credentials=(degree("IN", date(2015, 5, 1), DAY + DAY_ONE),))
    assert of(Kind.education_assessment, coming) == []


def test_the_accompanying_partners_assessment_gives_points() -> None:
    credentials = (degree("IN", date(2015, 5, 1), date(2023, 3, 1), "bachelors"),)
    coming = companion(DAY, credentials=credentials)
    found = only(Kind.education_assessment, Facts(partner=coming))
    assert (found.key, found.missed) == ("education_assessment:partner:IN:2015-05-01", Missed.points_lost)
    assert found.facts[0][0] == "partner.credentials.0.assessed"
    staying = companion(DAY, status="not_accompanying", credentials=credentials)
    assert of(Kind.education_assessment, Facts(partner=staying)) == []


# Profile and draft


def test_a_profile_of_30_november_2025_expires_on_30_november_2026() -> None:
    facts = Facts(profile=Profile(submitted=date(2025, 11, 30)))
    found = only(Kind.profile, facts)
    # It ends at its hour of that day: the last day that is safe to its end is the one before.
    assert (found.last_safe_day, found.first_unusable_day) == (date(2026, 11, 29), date(2026, 11, 30))
    assert (found.key, found.missed, found.act_by) == ("profile:own", Missed.profile_expires, None)
    assert (found.told, found.computed, found.differs) == (None, None, False)


def test_a_profile_submitted_on_29_february_ends_with_february() -> None:
    facts = Facts(profile=Profile(submitted=date(2024, 2, 29)))
    assert only(Kind.profile, facts, date(2024, 3, 1)).first_unusable_day == date(2025, 2, 28)


def test_the_day_of_a_profile_is_that_of_its_instant_in_utc() -> None:
    instant = datetime(2026, 3, 1, 22, 0, tzinfo=ZoneInfo("America/Vancouver"))
    facts = Facts(profile=Profile(submitted=date(2026, 3, 1), submitted_at=instant))
    assert only(Kind.profile, facts).started == date(2026, 3, 2)


def test_the_date_in_the_account_wins_and_a_difference_of_more_than_a_day_is_said() -> None:
    def told(day: date) -> Deadline:
        return only(Kind.profile, Facts(profile=Profile(submitted=date(2026, 3, 1), valid_until=day)))

    same = told(date(2027, 3, 1))
    assert (same.last_safe_day, same.told, same.computed) == (date(2027, 2, 28), date(2027, 3, 1), date(2027, 3, 1))
    assert not same.differs
    assert not told(date(2027, 3, 2)).differs
    assert not told(date(2027, 2, 28)).differs
    assert told(date(2027, 3, 3)).differs
    earlier = told(date(2027, 2, 27))
    assert (earlier.last_safe_day, earlier.differs) == (date(2027, 2, 26), True)
    alone = only(Kind.profile, Facts(profile=Profile(valid_until=date(2027, 3, 1))))
    assert (alone.last_safe_day, alone.computed, alone.started) == (date(2027, 2, 28), None, None)


def test_an_expired_profile_stays_listed_because_a_new_one_has_to_be_made() -> None:
    found = only(Kind.profile, Facts(profile=Profile(submitted=date(2025, 1, 15))))
    assert found.last_safe_day == date(2026, 1, 14)
    assert found.over(DAY)
    assert not found.over(date(2026, 1, 14))


def test_a_form_has_sixty_days_until_it_is_submitted() -> None:
    found = only(Kind.profile_draft, Facts(profile=Profile(draft_opened=date(2026, 11, 1))))
    assert (found.key, found.last_safe_day) == ("profile_draft:own", date(2026, 12, 31))
    assert (found.confidence, found.missed) == (Status.REPORTED, Missed.draft_erased)
    submitted = Profile(draft_opened=date(2026, 11, 1), submitted=date(2026, 11, 20))
    assert of(Kind.profile_draft, Facts(profile=submitted)) == []
    erased = Facts(profile=Profile(draft_opened=date(2026, 9, 1)))
    assert of(Kind.profile_draft, erased) == []


# Invitation


@pytest.mark.parametrize(
    ("issued", "days"),
    [
        (date(2016, 11, 18), 60),
        (date(2016, 11, 19), 90),
        (date(2018, 6, 25), 90),
        (date(2018, 6, 26), 60),
        (date(2020, 3, 31), 60),
        (date(2020, 4, 1), 90),
        (date(2021, 6, 28), 90),
        (date(2021, 6, 29), 60),
        (date(2026, 11, 18), 60),
    ],
)
def test_an_invitation_is_as_long_as_the_rule_of_its_own_day(issued: date, days: int) -> None:
    found = only(Kind.invitation, Facts(invitation=Invitation(issued=issued)), issued)
    assert found.last_safe_day == issued + timedelta(days=days)


def test_day_sixty_of_18_november_is_sunday_17_january_and_day_59_is_planned_for() -> None:
    found = only(Kind.invitation, Facts(invitation=Invitation(issued=date(2026, 11, 18))))
    assert found.last_safe_day == date(2027, 1, 17)
    assert found.last_safe_day.strftime("%A") == "Sunday"
    assert found.act_by == date(2027, 1, 16)
    assert (found.key, found.missed) == ("invitation:own", Missed.invitation_expires)


def test_the_day_of_the_letter_wins_and_a_difference_of_more_than_a_day_is_said() -> None:
    def told(day: date) -> Deadline:
        return only(Kind.invitation, Facts(invitation=Invitation(issued=date(2026, 11, 18), deadline=day)))

    assert [told(date(2027, 1, day)).differs for day in (15, 16, 17, 18, 19)] == [True, False, False, False, True]
    earlier = told(date(2027, 1, 15))
    assert (earlier.last_safe_day, earlier.act_by) == (date(2027, 1, 15), date(2027, 1, 14))
    assert (earlier.told, earlier.computed) == (date(2027, 1, 15), date(2027, 1, 17))


def test_an_invitation_that_ran_out_stays_and_its_profile_goes_until_there_is_a_newer_one() -> None:
    invitation = Invitation(issued=date(2026, 8, 1))
    old = Facts(profile=Profile(submitted=date(2026, 3, 1)), invitation=invitation)
    assert len(of(Kind.invitation, old, date(2026, 9, 30))) == len(of(Kind.profile, old, date(2026, 9, 30))) == 1
    found, rules_start = deadlines(old, date(2026, 10, 1))
    assert (found.kind, rules_start.kind) == (Kind.invitation, Kind.rule_change)
    assert found.over(date(2026, 10, 1))
    newer = Facts(profile=Profile(submitted=date(2026, 10, 5)), invitation=invitation)
    assert [one.kind for one in deadlines(newer, DAY)] == [Kind.profile]
    draft = Facts(profile=Profile(draft_opened=date(2026, 11, 5)), invitation=invitation)
    assert [one.kind for one in deadlines(draft, DAY)] == [Kind.invitation, Kind.profile_draft]


def test_once_the_application_is_made_only_what_is_asked_until_landing_has_clocks() -> None:
    facts = candidate(DAY, english=9).model_copy(
        update={
            "profile": Profile(submitted=date(2026, 3, 1)),
            "invitation": Invitation(issued=date(2026, 10, 1), applied=date(2026, 11, 20)),
            "medical_exam": date(2026, 11, 1),
            "passport_expires": date(2029, 1, 1),
        }
    )
    assert [one.kind for one in deadlines(facts, DAY)] == [Kind.medical_exam, Kind.passport]
    assert Kind.language_test in [one.kind for one in deadlines(facts, date(2026, 11, 19))]


# Nomination


def test_a_nomination_is_to_be_answered_within_thirty_days_the_first_not_counted() -> None:
    facts = Facts(nomination=Nomination(province="ON", notified=date(2026, 11, 1), expires=date(2027, 5, 1)))
    answer, end = deadlines(facts, DAY)
    assert (answer.key, answer.last_safe_day) == ("nomination_answer:own:ON", date(2026, 12, 1))
    assert (answer.missed, answer.confidence) == (Missed.nomination_not_attached, Status.REPORTED)
    assert (end.key, end.last_safe_day, end.missed) == (
        "nomination:own:ON",
        date(2027, 5, 1),
        Missed.nomination_points_lost,
    )
    # Nobody answered: something has to be done about it.
    assert only(Kind.nomination_answer, facts, date(2026, 12, 2)).over(date(2026, 12, 2))
    assert of(Kind.nomination, facts, date(2027, 5, 2)) == []


@pytest.mark.parametrize(("accepted", "kinds"), [(True, [Kind.nomination]), (False, [])])
def test_an_answered_nomination_has_only_its_end_and_a_rejected_one_nothing(accepted: bool, kinds: list[Kind]) -> None:
    nomination = Nomination(province="ON", notified=date(2026, 11, 1), accepted=accepted, expires=date(2027, 5, 1))
    assert [one.kind for one in deadlines(Facts(nomination=nomination), DAY)] == kinds


@pytest.mark.parametrize("accepted", [None, True])
def test_of_a_nomination_withdrawn_nothing_is_watched_any_more(accepted: bool | None) -> None:
    nomination = Nomination(
        province="ON", notified=date(2026, 11, 1), accepted=accepted, expires=date(2027, 5, 1), withdrawn=DAY
    )
    assert deadlines(Facts(nomination=nomination), DAY) == ()


# Medical exam, passport, permits


def test_an_exam_is_less_than_twelve_months_old_and_takes_three_weeks_to_renew() -> None:
    found = only(Kind.medical_exam, Facts(medical_exam=date(2026, 2, 1)))
    assert (found.key, found.last_safe_day, found.act_by) == (
        "medical_exam:own",
        date(2027, 1, 31),
        date(2027, 1, 10),
    )
    assert found.missed is Missed.new_exam_needed


def test_who_is_invited_and_waits_for_a_letter_has_the_exam_as_a_task_from_day_one() -> None:
    invitation = Invitation(issued=date(2026, 11, 18))
    staying = companion(DAY, status="not_accompanying")
    found = {one.key: one for one in of(Kind.medical_exam, Facts(invitation=invitation, partner=staying))}
    assert set(found) == {"medical_exam:own", "medical_exam:partner"}
    own = found["medical_exam:own"]
    assert (own.started, own.last_safe_day, own.act_by) == (
        date(2026, 11, 18),
        date(2027, 1, 17),
        date(2026, 12, 27),
    )
    assert (own.rule, own.since, own.missed) == (
        "clocks.medical_upfront",
        date(2025, 8, 21),
        Missed.application_incomplete,
    )
    canadian = companion(DAY, status="canadian")
    assert len(of(Kind.medical_exam, Facts(invitation=invitation, partner=canadian))) == 1
    assert of(Kind.medical_exam, Facts(partner=staying)) == []


@pytest.mark.parametrize(
    ("issued", "asked"),
    [
        (date(2023, 7, 1), True),
        (date(2023, 9, 1), False),  # the application may be made in October
        (date(2025, 6, 21), False),
        (date(2025, 6, 22), True),  # the last day of the invitation is 21 August
    ],
)
def test_the_exam_comes_first_by_the_rule_of_the_last_day_to_apply(issued: date, asked: bool) -> None:
    assert bool(of(Kind.medical_exam, Facts(invitation=Invitation(issued=issued)), issued)) is asked


def test_an_exam_that_is_too_old_becomes_a_task_and_an_earlier_one_may_serve() -> None:
    def task(exam: date) -> Deadline:
        return only(Kind.medical_exam, Facts(invitation=Invitation(issued=date(2026, 11, 18)), medical_exam=exam))

    assert ("to_get", True) in task(date(2025, 11, 23)).facts
    assert ("to_get", True) not in task(date(2025, 11, 24)).facts
    assert ("earlier_exam_may_serve", True) in task(date(2022, 1, 18)).facts
    assert ("earlier_exam_may_serve", False) in task(date(2022, 1, 17)).facts
    # Before exams came first again nothing was known of that; 22 June 2025 and sixty days are 21 August.
    in_time = Facts(invitation=Invitation(issued=date(2025, 6, 22)), medical_exam=date(2023, 6, 1))
    assert ("earlier_exam_may_serve", True) in only(Kind.medical_exam, in_time, date(2025, 6, 23)).facts
    in_2023 = Facts(invitation=Invitation(issued=date(2023, 6, 22)), medical_exam=date(2021, 6, 1))
    assert ("earlier_exam_may_serve", False) in only(Kind.medical_exam, in_2023, date(2023, 6, 23)).facts


def test_passports_and_permits_end_on_the_day_they_name() -> None:
    facts = Facts(
        passport_expires=date(2027, 1, 5),
        permits=(
            Permit.model_validate({"kind": "study", "until": date(2026, 12, 1)}),
            Permit.model_validate({"kind": "open_work", "until": date(2026, 12, 31)}),
            Permit.model_validate({"kind": "open_work", "until": date(2028, 6, 1)}),
        ),
        partner=companion(DAY, status="not_accompanying", passport_expires=date(2026, 12, 24)),
    )
    assert [(one.key, one.last_safe_day, one.missed, one.act_by) for one in deadlines(facts, DAY)] == [
        ("permit:own:study", date(2026, 12, 1), Missed.permission_ends, None),
        ("passport:partner", date(2026, 12, 24), Missed.new_passport_needed, None),
        ("passport:own", date(2027, 1, 5), Missed.new_passport_needed, None),
        ("permit:own:open_work", date(2028, 6, 1), Missed.permission_ends, None),
    ]
    assert deadlines(facts, date(2026, 12, 2))[0].key == "passport:partner"


# Work


def job(start: date, end: date | None, country: str = "CA", noc: str = "21231") -> Job:
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


def test_a_canadian_year_that_ended_leaves_the_three_years_of_the_canadian_experience_class() -> None:
    facts = Facts(jobs=(job(date(2024, 1, 1), date(2024, 12, 31)),))
    cec = only(Kind.work_window, facts)  # the ten years of the others are not over for long
    # 1,560 hours at 30 a week take 364 days: from 3 January through 31 December 2024, a leap year.
    assert (cec.key, cec.last_safe_day) == ("work_window:own:canadian_experience_class", date(2027, 1, 3))
    assert (cec.rule, cec.missed) == ("work.canadian_experience_class", Missed.eligibility_lost)


def test_old_years_leave_the_ten_years_of_the_score_and_of_the_skilled_worker_class() -> None:
    facts = Facts(jobs=(job(date(2017, 1, 1), date(2017, 12, 31)), job(date(2018, 3, 1), date(2018, 5, 31))))
    found = {one.key: one for one in of(Kind.work_window, facts)}
    skilled_worker = found["work_window:own:federal_skilled_worker"]
    # Twelve months without a break: from 1 January 2017 on, not a day later.
    assert (skilled_worker.last_safe_day, skilled_worker.rule) == (date(2027, 1, 1), "work.federal_skilled_worker")
    in_crs = found["work_window:own:crs_canadian"]
    # 364 days make 1,560 hours: of the 457 worked, 93 may leave.
    assert in_crs.last_safe_day == date(2027, 4, 4)
    assert (in_crs.missed, dict(in_crs.facts)["years_before"]) == (Missed.points_lost, 1)
    assert (in_crs.rule, dict(in_crs.facts)["window_in_years"]) == ("work.crs_canadian", 10)


def test_two_years_are_looked_ahead_to_the_day() -> None:
    facts = Facts(jobs=(job(date(2024, 1, 1), date(2024, 12, 31), noc="11100"),))
    # Lost on 4 January 2027.
    assert of(Kind.work_window, facts, date(2025, 1, 3)) == []
    assert len(of(Kind.work_window, facts, date(2025, 1, 4))) == 1


def test_a_fall_of_years_that_costs_no_point_is_passed_over() -> None:
    # Five years abroad: points are for three and more, so the fall that counts is that below three.
    facts = Facts(jobs=(job(date(2013, 1, 1), date(2018, 12, 31), "IN"),))
    found = next(one for one in of(Kind.work_window, facts, date(2025, 6, 1)) if "crs_foreign" in one.key)
    assert (dict(found.facts)["years_before"], dict(found.facts)["years_after"]) == (3, 2)


def test_a_job_that_goes_on_loses_nothing_and_work_told_in_sum_has_no_window() -> None:
    assert of(Kind.work_window, Facts(jobs=(job(date(2024, 1, 1), None),))) == []
    assert of(Kind.work_window, Facts(canadian_work_years=3)) == []


def test_a_partners_work_loses_points_only_while_the_partner_accompanies() -> None:
    jobs = (job(date(2017, 1, 1), date(2018, 12, 31)),)
    found = only(Kind.work_window, Facts(partner=companion(DAY, jobs=jobs)))
    assert (found.key, found.last_safe_day.year) == ("work_window:partner:crs_canadian", 2027)
    assert of(Kind.work_window, Facts(partner=companion(DAY, status="not_accompanying", jobs=jobs))) == []


def test_a_trade_has_five_years_and_a_category_three() -> None:
    electrician = job(date(2024, 1, 1), date(2026, 1, 31), "IN", "72200").model_copy(
        update={"qualified_from": date(2020, 1, 1)}
    )
    facts = Facts(jobs=(electrician,))
    found = {one.key: one for one in of(Kind.work_window, facts, date(2028, 1, 15))}
    assert found["work_window:own:skilled_trades"].rule == "work.skilled_trades"
    assert found["work_window:own:skilled_trades"].last_safe_day.year == 2029
    trades = found["work_window:own:category:trades"]
    listed = next(one for one in categories(facts, date(2028, 1, 15)) if one.category == "trades")
    assert (trades.last_safe_day, trades.rule) == (listed.eligible_until, "categories.trades")
    assert trades.missed is Missed.eligibility_lost


def test_of_several_occupations_the_one_that_lasts_longest_keeps_a_program() -> None:
    older = job(date(2017, 1, 1), date(2018, 6, 30), "IN")
    newer = job(date(2017, 1, 1), date(2018, 12, 31), "IN", "11100")
    both = Facts(jobs=(older, newer))

    def last(facts: Facts) -> date:
        key = "work_window:own:federal_skilled_worker"
        return next(one for one in of(Kind.work_window, facts) if one.key == key).last_safe_day

    assert last(both) == date(2028, 1, 1)
    assert last(both.model_copy(update={"primary_occupation": "21231"})) == date(2027, 7, 1)
    going_on = both.model_copy(update={"jobs": (older, job(date(2020, 1, 1), None, "IN", "11100"))})
    assert "work_window:own:federal_skilled_worker" not in [one.key for one in of(Kind.work_window, going_on)]


# Birthdays


def test_someone_born_on_29_february_loses_points_from_28_february_and_the_other_day_is_named() -> None:
    on = date(2026, 11, 23)
    facts = candidate(on, education="master_or_professional", english=9, canadian=1, foreign=1).model_copy(
        update={"birth_date": date(1992, 2, 29)}
    )
    found = only(Kind.birthday, facts)
    assert found.key == "birthday:own"
    assert (found.last_safe_day, found.first_unusable_day) == (date(2027, 2, 27), date(2027, 2, 28))
    assert dict(found.facts)["or_from"] == date(2027, 3, 1)
    assert dict(found.facts)["age"] == 35
    assert found.missed is Missed.points_lost
    before = crs.score(facts, date(2027, 2, 27)).total
    assert (before, crs.score(facts, date(2027, 2, 28)).total) == (470, 464)
    assert only(Kind.birthday, facts, date(2027, 2, 28)).first_unusable_day == date(2028, 2, 29)


def test_a_birthday_that_costs_nothing_is_passed_over_and_after_45_none_is_left() -> None:
    young = only(Kind.birthday, Facts(birth_date=date(2003, 6, 1)))
    assert young.first_unusable_day == date(2033, 6, 1)
    assert dict(young.facts)["points_before"] == 110
    assert of(Kind.birthday, Facts(birth_date=date(1981, 6, 1))) == []
    with_partner = only(Kind.birthday, Facts(birth_date=date(2003, 6, 1), partner=companion(DAY)))
    assert dict(with_partner.facts)["points_before"] == 100


def test_a_birthday_after_a_wedding_to_come_takes_what_it_takes_of_a_couple() -> None:
    partner = {"status": "accompanying", "married": "2027-01-10"}
    facts = Facts.model_validate({"birth_date": "1988-06-01", "partner": partner})
    of_couple = dict(only(Kind.birthday, facts, date(2026, 11, 23)).facts)
    alone = dict(only(Kind.birthday, facts.model_copy(update={"partner": None}), date(2026, 11, 23)).facts)
    assert (of_couple["points_before"], of_couple["points_after"]) == (55, 50)
    assert (alone["points_before"], alone["points_after"]) == (61, 55)


def test_a_birthday_after_the_invitation_is_forgiven_to_who_applies_in_time() -> None:
    facts = Facts(birth_date=date(1996, 9, 10))
    invited = facts.model_copy(update={"invitation": Invitation(issued=date(2026, 8, 18))})
    found = only(Kind.birthday, invited, date(2026, 8, 20))
    assert (found.first_unusable_day, found.missed) == (date(2026, 9, 10), Missed.forgiven_after_invitation)
    assert (found.rule, found.confidence) == ("clocks.birthday_forgiven", Status.CONFIRMED)
    assert only(Kind.birthday, facts, date(2026, 6, 20)).missed is Missed.points_lost
    on_the_day = facts.model_copy(update={"invitation": Invitation(issued=date(2026, 9, 10))})
    assert only(Kind.birthday, on_the_day, date(2026, 9, 9)).missed is Missed.points_lost
    too_late = facts.model_copy(update={"invitation": Invitation(issued=date(2026, 7, 11))})
    assert only(Kind.birthday, too_late, date(2026, 8, 20)).missed is Missed.points_lost
    last_day = facts.model_copy(update={"invitation": Invitation(issued=date(2026, 7, 12))})
    assert only(Kind.birthday, last_day, date(2026, 8, 20)).missed is Missed.forgiven_after_invitation


def test_the_selection_grid_falls_below_its_pass_mark_on_a_birthday() -> None:
    facts = candidate(DAY, age=35, english=9, foreign=2)  # 12 + 21 + 24 + 11 = 68
    found = only(Kind.selection_grid_birthday, facts)
    birth = facts.birth_date
    assert birth is not None
    assert found.first_unusable_day == birth.replace(year=birth.year + 37)
    assert dict(found.facts)["total_after"] == 66
    assert dict(found.facts)["total_before"] == 67
    assert found.missed is Missed.eligibility_lost
    for day, total in ((found.last_safe_day, 67), (found.first_unusable_day, 66)):
        fresh = facts.model_copy(update={"tests": (result(Language.english, 9, day),)})
        assert federal_skilled_worker.grid(fresh, day).total == total


def test_who_is_below_the_pass_mark_or_far_above_it_has_no_such_birthday() -> None:
    assert of(Kind.selection_grid_birthday, candidate(DAY, age=35, english=9, foreign=1)) == []
    strong = candidate(
        DAY, age=30, education="doctoral", english=9, french=7, foreign=6, relative_in_canada=True, canadian=1
    )
    assert federal_skilled_worker.grid(strong, DAY).total - 12 >= 67
    assert of(Kind.selection_grid_birthday, strong) == []


# Children, funds, bar


def test_a_child_is_dependent_through_the_day_before_it_turns_22() -> None:
    facts = Facts(
        children=(
            Child(birth_date=date(2005, 3, 1)),
            Child(birth_date=date(2005, 3, 1)),
            Child(birth_date=date(2005, 4, 1), in_couple=True),
            Child(birth_date=date(2005, 5, 1), canadian=True),
            Child(birth_date=date(2005, 6, 1), dependent_by_condition=True),
            Child(birth_date=date(2004, 11, 23)),
        )
    )
    found = of(Kind.child_ages_out, facts)
    assert [(one.key, one.last_safe_day) for one in found] == [
        ("child_ages_out:child:2005-03-01", date(2027, 2, 28)),
        ("child_ages_out:child:2005-03-01:2", date(2027, 2, 28)),
    ]
    assert {one.missed for one in found} == {Missed.child_not_included}
    assert len(of(Kind.child_ages_out, facts, date(2026, 11, 22))) == 3


def test_the_age_of_a_child_is_fixed_by_the_application_or_by_that_for_a_nomination() -> None:
    children = (Child(birth_date=date(2005, 3, 1)),)
    invited = Facts(children=children, invitation=Invitation(issued=date(2026, 11, 1)))
    assert len(of(Kind.child_ages_out, invited)) == 1
    applied = Invitation(issued=date(2026, 11, 1), applied=date(2026, 11, 22))
    assert of(Kind.child_ages_out, invited.model_copy(update={"invitation": applied})) == []
    nominee = Nomination(province="ON", accepted=True, applied_to_province=date(2026, 6, 1))
    assert of(Kind.child_ages_out, Facts(children=children, nomination=nominee)) == []


def test_a_new_funds_table_is_a_clock_when_the_funds_fall_short_of_it() -> None:
    def told(funds: int, on: date = date(2025, 6, 1), **more: object) -> list[Deadline]:
        facts = Facts.model_validate({"settlement_funds": funds, "children": (), **more})
        return of(Kind.funds_table, facts, on)

    (found,) = told(15_262)  # 15,263 from 7 July 2025 for one person
    assert (found.key, found.last_safe_day) == ("funds_table:own:2025-07-07", date(2025, 7, 6))
    assert found.act_by == date(2025, 6, 22)
    assert dict(found.facts)["needed"] == 15_263
    assert found.missed is Missed.funds_short
    assert told(15_263) == []
    # The table is in force, profiles follow it by 28 July.
    facts = Facts.model_validate({"settlement_funds": 15_262, "children": ()})
    (update,) = of(Kind.funds_update, facts, date(2025, 7, 10))
    assert (update.key, update.last_safe_day) == ("funds_update:own:2025-07-07", date(2025, 7, 28))
    assert of(Kind.funds_update, facts, date(2025, 7, 29)) == told(15_262, date(2025, 7, 10)) == []
    assert told(15_262, date(2025, 7, 29)) == []
    assert told(15_263, date(2025, 7, 10)) == []


def test_a_bar_of_the_partner_has_its_end_too_unless_the_partner_is_canadian() -> None:
    def told(status: str) -> Facts:
        return Facts(partner=Partner(status=PartnerStatus(status), misrepresentation_bar_until=date(2027, 1, 1)))

    for status in ("accompanying", "not_accompanying"):
        found = only(Kind.misrepresentation_bar, told(status))
        assert (found.whose, found.last_safe_day, found.rule) == (
            "partner",
            date(2027, 1, 1),
            "programs.inadmissible_partner",
        )
    assert deadlines(told("canadian"), DAY) == ()


def test_a_bar_ends_after_its_last_day() -> None:
    found = only(Kind.misrepresentation_bar, Facts(misrepresentation_bar_until=date(2027, 1, 1)))
    assert (found.last_safe_day, found.missed) == (date(2027, 1, 1), Missed.bar_over)
    assert deadlines(Facts(misrepresentation_bar_until=date(2026, 11, 22)), DAY) == ()


# Two people, and rules that start


def test_two_who_live_together_have_the_common_law_day_as_a_clock() -> None:
    partner = companion(DAY, status="not_accompanying", living_together_since=date(2026, 2, 28))
    facts = Facts(partner=partner)
    found = only(Kind.common_law_day, facts)
    assert (found.key, found.whose, found.started) == ("common_law_day:partner", "partner", date(2026, 2, 28))
    assert (found.last_safe_day, found.first_unusable_day) == (date(2027, 2, 27), date(2027, 2, 28))
    assert (found.missed, found.rule, found.act_by) == (Missed.status_changes, "family.common_law", None)
    assert found.facts[0] == ("partner.living_together_since", date(2026, 2, 28))
    assert found == only(Kind.common_law_day, facts, date(2027, 2, 27))
    # It has to be declared after the application as well.
    applied = Invitation(issued=date(2026, 11, 18), applied=date(2026, 11, 20))
    assert of(Kind.common_law_day, facts.model_copy(update={"invitation": applied})) == [found]
    assert of(Kind.common_law_day, facts, date(2027, 2, 28)) == []


@pytest.mark.parametrize("married", [date(2026, 12, 24), date(2020, 5, 1)])
def test_a_wedding_leaves_no_common_law_day(married: date) -> None:
    partner = companion(DAY, living_together_since=date(2026, 2, 28), married=married)
    assert of(Kind.common_law_day, Facts(partner=partner)) == []
    assert of(Kind.common_law_day, Facts(partner=companion(DAY))) == []


def test_a_rule_set_that_is_not_complete_is_a_clock_two_years_before_it_starts() -> None:
    first = date(2024, 11, 3)
    found = only(Kind.rule_change, Facts(), first)
    assert (found.key, found.whose) == ("rule_change:rules:CRS-2026-11-03", "rules")
    assert (found.last_safe_day, found.first_unusable_day) == (date(2026, 11, 2), date(2026, 11, 3))
    assert (found.missed, found.since, found.confidence) == (
        Missed.rules_change,
        date(2026, 11, 3),
        Status.REPORTED,
    )
    assert only(Kind.rule_change, Facts(), date(2026, 11, 2)) == found
    assert deadlines(Facts(), first - DAY_ONE) == deadlines(Facts(), date(2026, 11, 3)) == ()


def test_a_child_goes_by_the_age_of_the_day_asked_about() -> None:
    # Under 19 before 24 October 2017, under 22 from then on
    facts = Facts(children=(Child(birth_date=date(1998, 1, 1)),))
    before = only(Kind.child_ages_out, facts, date(2016, 6, 1))
    assert (before.last_safe_day, before.facts[1]) == (date(2016, 12, 31), ("age", 19))
    assert of(Kind.child_ages_out, facts, date(2017, 10, 23)) == []
    assert only(Kind.child_ages_out, facts, date(2017, 10, 24)).last_safe_day == date(2019, 12, 31)


def test_an_application_that_came_too_late_fixes_no_age() -> None:
    # Day 60 of 1 September is 31 October.
    def found(applied: date) -> list[Deadline]:
        invitation = Invitation(issued=date(2026, 9, 1), applied=applied)
        children = (Child(birth_date=date(2005, 1, 6)),)
        return of(Kind.child_ages_out, Facts(children=children, invitation=invitation))

    assert found(date(2026, 10, 31)) == []
    assert [one.last_safe_day for one in found(date(2026, 11, 1))] == [date(2027, 1, 5)]


# All together


def full() -> Facts:
    return Facts(
        birth_date=date(1992, 2, 29),
        tests=(
            result(Language.english, 9, DAY, result_date=date(2025, 1, 10)),
            result(Language.french, 7, DAY, result_date=date(2025, 6, 1)),
        ),
        credentials=(degree("IN", date(2015, 5, 1), date(2023, 3, 1)),),
        jobs=(job(date(2024, 1, 1), date(2025, 6, 30)), job(date(2017, 1, 1), date(2020, 6, 30), "IN")),
        profile=Profile(submitted=date(2026, 3, 1)),
        invitation=Invitation(issued=date(2026, 11, 18)),
        nomination=Nomination(province="ON", notified=date(2026, 11, 1), expires=date(2027, 5, 1)),
        partner=companion(DAY, english=6, passport_expires=date(2030, 1, 1)),
        children=(Child(birth_date=date(2006, 5, 5)),),
        passport_expires=date(2030, 1, 1),
        medical_exam=date(2026, 6, 1),
        permits=(Permit.model_validate({"kind": "open_work", "until": date(2028, 6, 1)}),),
        settlement_funds=30_000,
        offer=Offer(),
    )


@given(st.integers(min_value=-900, max_value=1500))
def test_on_every_day_keys_are_unique_days_in_order_and_each_clock_has_its_source(days: int) -> None:
    on = DAY + timedelta(days=days)
    found = deadlines(full(), on)
    keys = [one.key for one in found]
    assert len(set(keys)) == len(keys)
    assert [one.last_safe_day for one in found] == sorted(one.last_safe_day for one in found)
    for one in found:
        assert one.key.startswith(f"{one.kind}:{one.whose}")
        assert one.first_unusable_day == one.last_safe_day + DAY_ONE
        assert one.act_by is None or one.act_by < one.last_safe_day
        assert one.sources
        assert {source.partition(".")[0] for source in one.sources} == {one.rule.partition(".")[0]}
        assert one.since <= max(on, one.first_unusable_day)
        assert one.facts
        stays = one.kind in (Kind.invitation, Kind.profile, Kind.nomination_answer)
        assert stays or not one.over(on)


def test_without_facts_there_is_no_clock() -> None:
    assert deadlines(Facts(), DAY) == ()


# Instants


def test_a_day_ends_at_the_earlier_of_midnight_utc_and_midnight_of_the_person() -> None:
    clock = only(Kind.language_test, Facts(tests=(result(Language.english, 9, DAY, result_date=date(2025, 1, 10)),)))
    assert last_moment(clock, ZoneInfo("America/Vancouver")) == datetime(2027, 1, 10, 0, 0, tzinfo=UTC)
    assert last_moment(clock, ZoneInfo("Asia/Kolkata")) == datetime(2027, 1, 9, 18, 30, tzinfo=UTC)


def test_an_invitation_ends_with_its_day_in_utc_wherever_the_person_is() -> None:
    clock = only(Kind.invitation, Facts(invitation=Invitation(issued=date(2026, 11, 18))))
    for zone in ("America/Vancouver", "Asia/Kolkata"):
        assert last_moment(clock, ZoneInfo(zone)) == datetime(2027, 1, 18, 0, 0, tzinfo=UTC)


def test_a_letter_that_says_midnight_of_a_date_leaves_the_day_before() -> None:
    assert last_day_before(datetime(2027, 1, 17, 0, 0, tzinfo=UTC)) == date(2027, 1, 16)
    assert last_day_before(datetime(2027, 1, 17, 23, 59, 59, tzinfo=UTC)) == date(2027, 1, 17)
    assert last_day_before(datetime(2027, 1, 16, 18, 0, tzinfo=ZoneInfo("America/Vancouver"))) == date(2027, 1, 17)


# Facts that cannot be


@pytest.mark.parametrize(
    ("told", "field", "why"),
    [
        ({"profile": {"submitted": "2014-12-31"}}, "profile.submitted", "before Express Entry began on 2015-01-01"),
        (
            {"profile": {"draft_opened": "2026-03-01", "submitted": "2026-02-01"}},
            "profile.submitted",
            "2026-02-01 is before draft_opened 2026-03-01",
        ),
        (
            {"profile": {"submitted": "2026-03-01", "valid_until": "2026-02-01"}},
            "profile.valid_until",
            "2026-02-01 is before submitted 2026-03-01",
        ),
        (
            {"profile": {"submitted": "2026-03-01", "submitted_at": "2026-03-03T00:00:00Z"}},
            "profile.submitted_at",
            "is not the day submitted, 2026-03-01",
        ),
        ({"invitation": {"issued": "2014-12-31"}}, "invitation.issued", "before Express Entry began"),
        (
            {"invitation": {"issued": "2026-11-18", "deadline": "2026-11-17"}},
            "invitation.deadline",
            "2026-11-17 is before issued 2026-11-18",
        ),
        (
            {"invitation": {"issued": "2026-11-18", "applied": "2026-11-17"}},
            "invitation.applied",
            "2026-11-17 is before issued 2026-11-18",
        ),
        (
            {"nomination": {"province": "ON", "notified": "2026-11-18", "expires": "2026-11-17"}},
            "nomination.expires",
            "2026-11-17 is before notified 2026-11-18",
        ),
        ({"nomination": {"province": "ON", "notified": "2014-01-01"}}, "nomination.notified", "Express Entry began"),
        ({"birth_date": "1990-05-01", "medical_exam": "1990-05-01"}, "medical_exam", "not after birth_date"),
    ],
)
def test_days_that_cannot_be_are_refused_with_the_field_and_why(told: dict[str, object], field: str, why: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Facts.model_validate(told)
    (found,) = refusals(refused.value)
    assert found.field == field
    assert why in found.why
