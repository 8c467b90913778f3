"""The score as a range over what is not known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import crs
from rules.facts import (
    CanadianStudy,
    Credential,
    CredentialLevel,
    EducationLevel,
    Facts,
    Job,
    Language,
    Nomination,
    Offer,
    PartnerStatus,
)
from rules.ranges import ScoreRange, crs_range
from rules.shapes.dated import NoRuleError
from tests.rules.situations import born, candidate, companion, result
from tests.rules.test_properties import candidates

DAY = date(2026, 11, 23)


def by_fact(found: ScoreRange) -> dict[str, int]:
    return {one.fact: one.settles for one in found.unknown}


def test_s09_an_assessment_and_an_occupation_not_known_make_a_range_with_both_named() -> None:
    facts = candidate(DAY, english=9).model_copy(
        update={
            "jobs": (
                Job(
                    start=date(2021, 1, 4),
                    end=date(2025, 1, 3),
                    country="IN",
                    hours_per_week=40,
                    paid=True,
                    self_employed=False,
                    studying=(),
                ),
            ),
            "credentials": (
                Credential(
                    level=CredentialLevel.bachelors_or_three_plus_year_program,
                    country="IN",
                    completed=date(2020, 6, 1),
                ),
            ),
        }
    )
    found = crs_range(facts, DAY)
    assert (found.lowest, found.highest) == (234, 429)
    assert by_fact(found) == {"credentials.0.assessed": 145, "jobs.0.noc": 50}


def test_what_is_known_has_no_range() -> None:
    facts = candidate(DAY, english=9, foreign=3)
    found = crs_range(facts, DAY)
    assert found.settled
    assert found.lowest == found.highest == crs.score(facts, DAY).total == 429
    assert found.unknown == ()
    assert found.as_lowest == found.as_highest == facts


def test_a_birth_date_not_known_is_worth_from_nothing_to_the_best_age() -> None:
    found = crs_range(candidate(DAY, age=None, english=9), DAY)
    assert by_fact(found) == {"birth_date": 110}
    # The oldest of the ages with most points, so that as few as possible years are claimed.
    assert found.unknown[0].highest == date(1997, 11, 23)
    assert found.highest == crs.score(candidate(DAY, age=29, english=9), DAY).total


def test_tests_not_known_are_tried_at_the_top_of_both_languages() -> None:
    found = crs_range(candidate(DAY, foreign=3), DAY)
    assert [(one.fact, one.highest) for one in found.unknown] == [("tests", 10)]
    assert found.highest == crs.score(candidate(DAY, english=10, french=10, foreign=3), DAY).total


def test_a_nomination_and_an_offer_not_known_stand_apart() -> None:
    facts = candidate(DAY, english=9).model_copy(update={"provincial_nomination": None, "arranged_employment": None})
    found = crs_range(facts, DAY)
    assert found.settled
    assert [tuple(one) for one in found.would_add] == [("provincial_nomination", 600)]


def test_told_in_full_the_fact_that_is_open_stands_for_the_nomination_and_the_offer() -> None:
    facts = candidate(DAY, english=9).model_copy(
        update={
            "provincial_nomination": None,
            "arranged_employment": None,
            "nomination": Nomination(province="ON"),
            "offer": Offer(noc="21231", full_time=True, year_after_visa=True),
        }
    )
    assert [tuple(one) for one in crs_range(facts, DAY).would_add] == [("nomination.accepted", 600)]


def test_study_in_canada_told_by_its_credential_is_asked_once() -> None:
    degree = Credential(level=CredentialLevel.two_year_post_secondary, country="CA", completed=date(2020, 6, 1))
    facts = candidate(DAY, english=9).model_copy(
        update={"credentials": (degree,), "two_years_of_study_in_canada": None}
    )
    assert by_fact(crs_range(facts, DAY)) == {
        "credentials.0.eight_months_in_person": 15,
        "credentials.0.mostly_language_study": 15,
    }


def test_an_offer_not_known_would_add_points_on_the_days_it_had_any() -> None:
    day = date(2025, 3, 24)
    facts = candidate(day, english=9).model_copy(update={"job_offer": None})
    assert [tuple(one) for one in crs_range(facts, day).would_add] == [("job_offer", 200)]
    assert crs_range(facts, date(2025, 3, 25)).would_add == ()


def test_while_it_is_not_known_whether_there_is_a_partner_both_columns_are_tried() -> None:
    facts = candidate(DAY, english=9, foreign=3).model_copy(update={"partner_unknown": True})
    found = crs_range(facts, DAY)
    bare = candidate(DAY, english=9, foreign=3, partner={})
    most = {"education": "doctoral", "english": 10, "canadian": 5, "sibling_in_canada": True}
    full = candidate(DAY, english=9, foreign=3, partner=most)
    assert found.lowest == crs.score(bare, DAY).total == 403
    assert found.highest == crs.score(full, DAY).total == 458
    assert [(one.fact, one.lowest, one.highest, one.settles) for one in found.unknown] == [
        ("partner", "accompanying_without_points", "accompanying_with_most_points", 55)
    ]


def test_where_a_partner_brings_no_more_than_the_other_column_none_is_as_good() -> None:
    most = {"education": "doctoral", "english": 10, "french": 10, "canadian": 5, "foreign": 3, "sibling": True}
    best = candidate(DAY, age=29, **most)
    found = crs_range(best.model_copy(update={"partner_unknown": True}), DAY)
    assert found.highest == crs.score(best, DAY).total


def test_a_partner_can_also_be_the_better_end() -> None:
    # Nothing of one's own: there the partner's 40 points are more than the other column gives.
    facts = candidate(DAY, age=50, education="none").model_copy(
        update={"tests": (result(Language.english, 4, DAY),), "partner_unknown": True}
    )
    found = crs_range(facts, DAY)
    assert found.unknown[0][:3] == ("partner", "none", "accompanying_with_most_points")
    assert found.highest > crs.score(facts, DAY).total


def test_what_is_open_of_a_partner_who_accompanies_counts_and_of_one_who_stays_does_not() -> None:
    unknown = {"education": None, "canadian": None}
    found = crs_range(candidate(DAY, english=9, partner=unknown), DAY)
    assert by_fact(found) == {"partner.education": 10, "partner.canadian_work_years": 10}
    assert crs_range(candidate(DAY, english=9, partner={**unknown, "status": "not_accompanying"}), DAY).settled


def test_a_fact_that_settles_only_together_with_another_is_named() -> None:
    # Work abroad gives points only with a language: with nothing else it looks as if it settled nothing.
    facts = Facts.model_validate({**candidate(DAY, english=None).model_dump(), "foreign_work_years": None, "tests": ()})
    found = by_fact(crs_range(facts, DAY))
    assert found["foreign_work_years"] == 50
    assert found["tests"] > found["foreign_work_years"]


def test_an_open_fact_that_cannot_move_the_score_is_said_to_have_no_effect() -> None:
    # A certificate of qualification does nothing below the level 5 in the first language.
    facts = candidate(DAY, english=4).model_copy(update={"certificate_of_qualification": None})
    found = crs_range(facts, DAY)
    assert found.settled
    assert found.of_no_effect == ("certificate_of_qualification",)


def test_a_job_with_nothing_known_but_its_days_is_worth_up_to_its_years() -> None:
    facts = candidate(DAY, english=9).model_copy(update={"jobs": (Job(start=date(2024, 1, 1), country="CA"),)})
    found = crs_range(facts, DAY)
    assert found.lowest == 379
    assert found.highest == crs.score(candidate(DAY, english=9, canadian=2), DAY).total
    assert {one.fact for one in found.unknown} >= {
        "jobs.0.noc",
        "jobs.0.hours_per_week",
        "jobs.0.paid",
        "jobs.0.self_employed",
        "jobs.0.authorised",
        "jobs.0.studying",
    }


def test_before_the_first_rules_there_is_no_range() -> None:
    with pytest.raises(NoRuleError):
        crs_range(Facts(), date(2014, 12, 31))


unhurried = settings(deadline=None, max_examples=40, database=None)
days = st.dates(date(2015, 1, 1), date(2028, 12, 31))

ANSWERS = {
    "birth_date": st.dates(date(1950, 1, 1), date(2008, 12, 31)),
    "education": st.sampled_from(EducationLevel),
    "canadian_work_years": st.integers(0, 12),
    "foreign_work_years": st.integers(0, 12),
    "certificate_of_qualification": st.booleans(),
    "sibling_in_canada": st.booleans(),
    "canadian_study": st.sampled_from(CanadianStudy),
    "relative_in_canada": st.booleans(),
    "two_years_of_study_in_canada": st.booleans(),
}


@unhurried
@given(st.data())
def test_whatever_the_answers_are_the_score_lies_in_the_range(data: st.DataObject) -> None:
    on = data.draw(days)
    facts = data.draw(candidates(on)).model_copy(update={"provincial_nomination": False, "job_offer": "none"})
    facts = facts.model_copy(update={"arranged_employment": False})
    if facts.partner is None:
        facts = facts.model_copy(update={"partner_unknown": data.draw(st.booleans())})
    found = crs_range(facts, on)
    answered = facts.model_copy(
        update={name: data.draw(answer) for name, answer in ANSWERS.items() if getattr(facts, name) is None}
    )
    if facts.relative_in_canada is False and facts.sibling_in_canada is None:
        # A brother or sister is a relative: who has none has no brother or sister.
        answered = answered.model_copy(update={"sibling_in_canada": False})
    if facts.canadian_study in ("none", "one_year") and facts.two_years_of_study_in_canada is None:
        answered = answered.model_copy(update={"two_years_of_study_in_canada": False})
    if not facts.tests:
        levels = st.one_of(st.none(), st.integers(0, 10))
        told = [(language, data.draw(levels)) for language in Language]
        tests = tuple(result(language, level, on) for language, level in told if level is not None)
        answered = answered.model_copy(update={"tests": tests})
    if facts.partner_unknown and data.draw(st.booleans()):
        partner = companion(on, education="doctoral", english=data.draw(st.integers(0, 10)), canadian=1)
        answered = answered.model_copy(update={"partner": partner, "partner_unknown": False})
    elif facts.partner is not None and facts.partner.status is PartnerStatus.accompanying:
        update = {
            name: data.draw(ANSWERS[name])
            for name in ("education", "canadian_work_years", "two_years_of_study_in_canada")
            if getattr(facts.partner, name) is None
        }
        answered = answered.model_copy(update={"partner": facts.partner.model_copy(update=update)})
    assert found.lowest <= crs.score(answered, on).total <= found.highest
    assert found.lowest <= crs.score(facts, on).total <= found.highest


JOB = {
    "noc": st.sampled_from(["21231", "31301", "65100"]),
    "hours_per_week": st.sampled_from([12, 30, 45]),
    "paid": st.booleans(),
    "self_employed": st.booleans(),
    "authorised": st.booleans(),
    "studying": st.just(()),
}
CREDENTIAL = {
    "assessed": st.none(),
    "eight_months_in_person": st.booleans(),
    "mostly_language_study": st.booleans(),
    "two_academic_years": st.booleans(),
}


@unhurried
@given(st.data())
def test_whatever_is_open_in_jobs_and_credentials_the_score_lies_in_the_range(data: st.DataObject) -> None:
    told_jobs, answered_jobs = [], []
    for _ in range(data.draw(st.integers(1, 3))):
        start = DAY - timedelta(days=data.draw(st.integers(1, 3000)))
        end = data.draw(
            st.one_of(st.none(), st.integers(0, 1500).map(lambda days, start=start: start + timedelta(days)))
        )
        where = {"start": start, "end": end, "country": data.draw(st.sampled_from(["CA", "IN"]))}
        answer = {name: data.draw(values) for name, values in JOB.items()}
        known = data.draw(st.sets(st.sampled_from(sorted(JOB))))
        answered_jobs.append(Job.model_validate(where | answer))
        told_jobs.append(Job.model_validate(where | {name: answer[name] for name in known}))
    told_study, answered_study = [], []
    for _ in range(data.draw(st.integers(0, 2))):
        country = data.draw(st.sampled_from(["CA", "IN"]))
        what = {"level": data.draw(st.sampled_from(CredentialLevel)), "country": country, "completed": date(2022, 6, 1)}
        answer = {name: data.draw(values) for name, values in CREDENTIAL.items()}
        answer["two_academic_years"] &= what["level"] is not CredentialLevel.one_year_post_secondary
        if country == "IN" and data.draw(st.booleans()):
            answer["assessed"] = DAY - timedelta(days=data.draw(st.integers(0, 1500)))
        known = data.draw(st.sets(st.sampled_from(sorted(CREDENTIAL))))
        answered_study.append(Credential.model_validate(what | answer))
        told_study.append(Credential.model_validate(what | {name: answer[name] for name in known}))
    plain = candidate(DAY, english=data.draw(st.integers(4, 10)), education=None, canadian=None, foreign=None)
    plain = plain.model_copy(update={"canadian_study": None, "two_years_of_study_in_canada": None})
    told = plain.model_copy(update={"jobs": tuple(told_jobs), "credentials": tuple(told_study)})
    answered = plain.model_copy(update={"jobs": tuple(answered_jobs), "credentials": tuple(answered_study)})
    found = crs_range(told, DAY)
    assert found.lowest <= crs.score(answered, DAY).total <= found.highest


@unhurried
@given(st.data())
def test_the_ends_are_scores_of_facts_that_can_be_looked_at(data: st.DataObject) -> None:
    on = data.draw(days)
    facts = data.draw(candidates(on))
    found = crs_range(facts, on)
    assert found.lowest == crs.score(found.as_lowest, on).total
    assert found.highest == crs.score(found.as_highest, on).total
    assert found.settled == (not found.unknown)
    settled = [one.settles for one in found.unknown]
    assert settled == sorted(settled, reverse=True)
    assert all(0 < one <= found.highest - found.lowest for one in settled)


def test_the_youngest_candidate_is_not_younger_than_the_table_says() -> None:
    found = crs_range(candidate(DAY, age=None), DAY)
    assert found.as_highest.birth_date == born(29, DAY)


def test_a_diploma_that_is_told_to_be_without_an_assessment_leaves_nothing_open() -> None:
    diploma = Credential(
        level=CredentialLevel.masters_or_entry_to_practice_professional,
        country="IN",
        completed=date(2020, 5, 1),
        none_of=("assessed",),
    )
    facts = candidate(DAY, english=9).model_copy(update={"credentials": (diploma,)})
    assert by_fact(crs_range(facts, DAY)) == {}
    unknown = diploma.model_copy(update={"none_of": ()})
    assert "credentials.0.assessed" in by_fact(crs_range(facts.model_copy(update={"credentials": (unknown,)}), DAY))
