"""From the full account to the sums of a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import crs, education, work
from rules.facts import (
    CanadianStudy,
    Credential,
    CredentialLevel,
    EducationLevel,
    Facts,
    Job,
    JobOffer,
    Nomination,
    Offer,
    Partner,
    PartnerStatus,
    Permit,
    PermitKind,
    Person,
)
from rules.summary import nominated, open_facts, summed_up
from tests.rules.situations import candidate
from tests.rules.test_education import abroad, credentials, in_canada
from tests.rules.test_properties import situations

DAY = date(2026, 11, 2)
unhurried = settings(deadline=None, max_examples=50, database=None)


def job(country: str, start: date, end: date | None = None, **more: Any) -> Job:
    told: dict[str, Any] = {
        "noc": "21231",
        "hours_per_week": 40,
        "paid": True,
        "self_employed": False,
        "authorised": True,
        "studying": (),
        **more,
    }
    return Job(country=country, start=start, end=end, **told)


HOME = job("CA", date(2025, 3, 1))
AWAY = job("IN", date(2018, 1, 1), date(2024, 12, 31))


def test_facts_told_in_sum_come_back_as_the_same_object() -> None:
    facts = candidate(DAY, english=9, partner={"education": "bachelor"}, nomination=True)
    assert summed_up(facts, DAY) is facts
    assert open_facts(facts, DAY) == ()


def test_jobs_become_complete_years_here_and_abroad() -> None:
    found = summed_up(Facts(jobs=(HOME, AWAY)), DAY)
    assert (found.canadian_work_years, found.foreign_work_years, found.full_time_year_in_canada) == (1, 7, True)
    assert found.jobs == (HOME, AWAY)
    assert summed_up(found, DAY) is found


def test_a_year_that_is_not_complete_is_none() -> None:
    facts = Facts(jobs=(job("CA", date(2026, 1, 31)),))
    assert summed_up(facts, date(2027, 1, 30)).canadian_work_years == 0
    assert summed_up(facts, date(2027, 1, 31)).canadian_work_years == 1


def test_the_full_account_decides_over_the_sum() -> None:
    facts = Facts(
        jobs=(), canadian_work_years=3, foreign_work_years=3, credentials=(), education=EducationLevel.doctoral
    )
    found = summed_up(facts, DAY)
    assert (found.canadian_work_years, found.foreign_work_years) == (0, 0)
    assert (found.education, found.canadian_study) == (EducationLevel.less_than_secondary, CanadianStudy.none)


def test_what_is_told_only_in_sum_stays() -> None:
    facts = Facts(credentials=(abroad("master"),), canadian_work_years=3, foreign_work_years=None)
    found = summed_up(facts, DAY)
    assert (found.canadian_work_years, found.foreign_work_years) == (3, None)
    assert (found.education, found.provincial_nomination) == (
        EducationLevel.masters_or_entry_to_practice_professional,
        None,
    )


def test_half_time_work_makes_years_but_no_full_time_year() -> None:
    facts = Facts(jobs=(job("CA", date(2020, 1, 1), hours_per_week=15),))
    found = summed_up(facts, DAY)
    assert (found.canadian_work_years, found.full_time_year_in_canada) == (3, False)


def test_credentials_become_education_and_study_in_canada() -> None:
    facts = Facts(credentials=(abroad("bachelor"), in_canada("two_year", two_academic_years=True)))
    found = summed_up(facts, DAY)
    assert found.education is EducationLevel.two_or_more_credentials_one_three_plus_years
    assert (found.canadian_study, found.two_years_of_study_in_canada) == (CanadianStudy.two_year, True)


def test_study_that_ended_without_a_credential_is_only_told_in_sum() -> None:
    facts = Facts(credentials=(abroad("bachelor"),), two_years_of_study_in_canada=True)
    assert summed_up(facts, DAY).two_years_of_study_in_canada is True
    unsaid = Facts(credentials=(abroad("bachelor"),))
    assert summed_up(unsaid, DAY).two_years_of_study_in_canada is False


@pytest.mark.parametrize(
    ("told", "on", "expected"),
    [
        ({"accepted": True}, DAY, True),
        ({"accepted": False}, DAY, False),
        ({}, DAY, None),
        ({"accepted": True, "notified": date(2026, 11, 3)}, DAY, False),
        ({"accepted": True, "notified": date(2026, 11, 2)}, DAY, True),
        ({"accepted": True, "expires": date(2026, 11, 2)}, DAY, True),
        ({"accepted": True, "expires": date(2026, 11, 1)}, DAY, False),
        ({"expires": date(2026, 11, 1)}, DAY, False),
    ],
)
def test_a_nomination_counts_once_accepted_from_its_notice_to_its_last_day(
    told: dict[str, Any], on: date, expected: bool | None
) -> None:
    nomination = Nomination(province="ON", **told)
    assert nominated(nomination, on) is expected
    assert summed_up(Facts(nomination=nomination, provincial_nomination=True), on).provincial_nomination is expected
    assert ("nomination.accepted" in open_facts(Facts(nomination=nomination), on)) is (expected is None)


def test_a_nomination_told_in_full_gives_its_points_while_it_lasts() -> None:
    facts = candidate(DAY).model_copy(
        update={"nomination": Nomination(province="ON", accepted=True, expires=date(2026, 11, 2))}
    )
    assert crs.score(facts, date(2026, 11, 2)).factors["nomination"] == 600
    assert crs.score(facts, date(2026, 11, 3)).factors["nomination"] == 0


def offer(noc: str | None = "21231", **more: Any) -> Offer:
    told: dict[str, Any] = {"full_time": True, "year_after_visa": True, "assessed": True, **more}
    return Offer(noc=noc, **told)


PERMIT = Permit(kind=PermitKind.open_work, until=date(2027, 12, 31))


@pytest.mark.parametrize(
    ("told", "kind", "arranged"),
    [
        (offer("21231"), JobOffer.other_skilled, True),
        (offer("00012"), JobOffer.senior_manager, True),
        (offer("10010"), JobOffer.other_skilled, True),
        (offer("73300"), JobOffer.other_skilled, True),
        (offer("64100"), JobOffer.none, False),  # TEER 4
        (offer(full_time=False), JobOffer.none, False),
        (offer(year_after_visa=False), JobOffer.none, False),
        (offer(excluded_employer=True), JobOffer.none, False),
        (offer(assessed=False), JobOffer.none, False),
        (offer(assessed=None), None, None),
        (offer(noc=None), None, None),
    ],
)
def test_an_offer_is_of_its_kind_when_it_is_arranged_employment(
    told: Offer, kind: JobOffer | None, arranged: bool | None
) -> None:
    facts = Facts(offer=told, permits=(PERMIT,), job_offer=JobOffer.senior_manager, arranged_employment=True)
    found = summed_up(facts, DAY)
    assert (found.job_offer, found.arranged_employment) == (kind, arranged)
    assert found.job_offer_assessed is told.assessed
    assert bool(open_facts(facts, DAY)) is (arranged is None)


def test_an_offer_gave_points_until_24_march_2025() -> None:
    facts = candidate(DAY).model_copy(update={"offer": offer("00012"), "permits": (PERMIT,)})
    assert crs.score(facts, date(2025, 3, 24)).factors["job_offer"] == 200
    assert crs.score(facts, date(2025, 3, 25)).factors["job_offer"] == 0


def test_a_partner_of_later_is_left_out_until_the_common_law_day() -> None:
    # S39: living together since 3 May 2026
    partner = Partner(status=PartnerStatus.accompanying, living_together_since=date(2026, 5, 3))
    facts = candidate(DAY, education="master_or_professional", english=9).model_copy(update={"partner": partner})
    assert summed_up(facts, date(2027, 5, 2)).partner is None
    assert summed_up(facts, date(2027, 5, 3)) is facts
    assert crs.score(facts, date(2027, 5, 2)).column == "without_partner"
    assert crs.score(facts, date(2027, 5, 3)).column == "with_partner"


def test_a_partner_is_left_out_before_the_wedding() -> None:
    facts = Facts(partner=Partner(status=PartnerStatus.accompanying, married=date(2026, 12, 5)))
    assert summed_up(facts, date(2026, 12, 4)).partner is None
    assert summed_up(facts, date(2026, 12, 5)).partner == facts.partner


def test_the_partners_own_jobs_and_credentials_are_summed_up() -> None:
    partner = Partner(
        status=PartnerStatus.accompanying, jobs=(HOME, AWAY), credentials=(abroad("master"), in_canada("one_year"))
    )
    found = summed_up(Facts(partner=partner), DAY).partner
    assert found is not None
    assert (found.canadian_work_years, found.foreign_work_years) == (1, 7)
    assert found.education is EducationLevel.masters_or_entry_to_practice_professional
    assert (found.canadian_study, found.full_time_year_in_canada) == (CanadianStudy.one_year, True)


def test_a_partners_full_time_year_need_not_be_skilled() -> None:
    server = job("CA", date(2024, 1, 1), noc="65200")  # TEER 5
    assert summed_up(Facts(jobs=(server,)), DAY).full_time_year_in_canada is False
    partner = Partner(status=PartnerStatus.accompanying, jobs=(server,))
    found = summed_up(Facts(partner=partner), DAY).partner
    assert found is not None
    assert (found.canadian_work_years, found.full_time_year_in_canada) == (0, True)


@pytest.mark.parametrize("told", [None, False, True])
def test_a_full_time_year_that_the_jobs_do_not_show_may_be_told_in_sum(told: bool | None) -> None:
    partner = Partner(status=PartnerStatus.accompanying, jobs=(AWAY,), full_time_year_in_canada=told)
    found = summed_up(Facts(jobs=(AWAY,), full_time_year_in_canada=told, partner=partner), DAY)
    assert found.partner is not None
    assert (found.full_time_year_in_canada, found.partner.full_time_year_in_canada) == (bool(told), bool(told))


def test_facts_of_the_full_account_that_are_not_known_are_open_by_their_path() -> None:
    mine = job("CA", date(2025, 3, 1), authorised=None)
    theirs = job("CA", date(2025, 3, 1), paid=None)
    away = job("IN", date(2020, 3, 1), hours_per_week=None)
    degrees = (abroad("master", assessed=None), in_canada("bachelor", in_person=None))
    partner = Partner(status=PartnerStatus.accompanying, jobs=(theirs, away), credentials=degrees)
    facts = Facts(jobs=(AWAY, mine), credentials=(in_canada("bachelor", in_person=None),), partner=partner)
    assert set(open_facts(facts, DAY)) == {
        "jobs.1.authorised",
        "credentials.0.eight_months_in_person",
        "partner.jobs.0.paid",
        "partner.credentials.0.assessed",
    }
    stays = partner.model_copy(update={"status": PartnerStatus.not_accompanying})
    assert not any(path.startswith("partner.") for path in open_facts(Facts(partner=stays), DAY))
    assert "partner.jobs.0.paid" in open_facts(Facts(partner=partner), DAY)


days = st.dates(date(2016, 1, 1), date(2028, 12, 31))
knowns = st.sampled_from([None, False, True])


@st.composite
def jobs(draw: st.DrawFn) -> Job:
    start = draw(days)
    length = draw(st.one_of(st.none(), st.integers(0, 2000)))
    return job(
        draw(st.sampled_from(["CA", "IN"])),
        start,
        None if length is None else start + timedelta(days=length),
        noc=draw(st.sampled_from([None, "21231", "72310", "65200", "00012"])),
        hours_per_week=draw(st.sampled_from([None, 15, 30, 45])),
        paid=draw(knowns),
        authorised=draw(knowns),
    )


FULL = {
    "jobs": st.one_of(st.none(), st.lists(jobs(), max_size=3).map(tuple)),
    "credentials": st.one_of(st.none(), st.lists(credentials(), max_size=3).map(tuple)),
}
offers = st.builds(
    Offer,
    noc=st.sampled_from([None, "00012", "21231", "64100"]),
    full_time=knowns,
    year_after_visa=knowns,
    assessed=knowns,
    from_permit_employer=knowns,
    year_with_employer=knowns,
)
permits = st.lists(st.builds(Permit, kind=st.sampled_from(PermitKind), until=days), max_size=2).map(tuple)


@st.composite
def nominations(draw: st.DrawFn) -> Nomination:
    notified = draw(st.one_of(st.none(), days))
    lasting = draw(st.one_of(st.none(), st.integers(0, 400)))
    expires = None if lasting is None else (notified or draw(days)) + timedelta(days=lasting)
    return Nomination(province="BC", accepted=draw(knowns), notified=notified, expires=expires)


@st.composite
def told_in_full(draw: st.DrawFn) -> tuple[Facts, date]:
    facts, on = draw(situations())
    partner = facts.partner
    if partner is not None:
        partner = partner.model_copy(
            update={
                **{name: draw(strategy) for name, strategy in FULL.items()},
                "living_together_since": draw(st.one_of(st.none(), days)),
                "married": draw(st.one_of(st.none(), days)),
            }
        )
    more = {
        **{name: draw(strategy) for name, strategy in FULL.items()},
        "partner": partner,
        "offer": draw(st.one_of(st.none(), offers)),
        "permits": draw(permits),
        "nomination": draw(st.one_of(st.none(), nominations())),
    }
    return facts.model_copy(update=more), on


@unhurried
@given(told_in_full())
def test_a_sum_summed_up_again_on_its_day_is_the_same_object(situation: tuple[Facts, date]) -> None:
    facts, on = situation
    once = summed_up(facts, on)
    assert summed_up(once, on) is once


@unhurried
@given(told_in_full())
def test_a_score_is_that_of_the_sums(situation: tuple[Facts, date]) -> None:
    facts, on = situation
    bare = summed_up(facts, on)
    told = {"jobs": None, "credentials": None}
    partner = bare.partner
    if partner is not None:
        partner = partner.model_copy(update={**told, "living_together_since": None, "married": None})
    bare = bare.model_copy(update={**told, "partner": partner, "offer": None, "nomination": None})
    assert crs.score(facts, on).factors == crs.score(bare, on).factors


@unhurried
@given(situations())
def test_nothing_told_in_full_changes_nothing(situation: tuple[Facts, date]) -> None:
    facts, on = situation
    assert summed_up(facts, on) is facts
    assert open_facts(facts, on) == ()


SUMS = {
    "jobs": {"canadian_work_years", "foreign_work_years", "full_time_year_in_canada"},
    "credentials": {"education", "canadian_study", "two_years_of_study_in_canada"},
    "offer": {"job_offer", "job_offer_assessed", "arranged_employment"},
    "nomination": {"provincial_nomination"},
}


@unhurried
@given(told_in_full())
def test_each_account_changes_only_its_own_sums(situation: tuple[Facts, date]) -> None:
    facts, on = situation

    def changed(before: Person, after: Person) -> set[str]:
        return {name for name in type(before).model_fields if getattr(before, name) != getattr(after, name)}

    def allowed(person: Person) -> set[str]:
        return {name for account, names in SUMS.items() if getattr(person, account) is not None for name in names}

    after = summed_up(facts, on)
    assert changed(facts, after) <= allowed(facts) | {"partner"}
    if facts.partner is not None and after.partner is not None:
        assert changed(facts.partner, after.partner) <= allowed(facts.partner) & (SUMS["jobs"] | SUMS["credentials"])


@unhurried
@given(told_in_full())
def test_the_sums_are_those_of_the_ledger_and_of_the_credentials(situation: tuple[Facts, date]) -> None:
    facts, on = situation
    after = summed_up(facts, on)
    if facts.jobs is not None:
        assert after.canadian_work_years == work.years(facts.jobs, "crs_canadian", on)
        assert after.foreign_work_years == work.years(facts.jobs, "crs_foreign", on)
    if facts.credentials is not None:
        assert after.education == education.counted(facts.credentials, on).level
    assert after.birth_date == facts.birth_date


def test_every_level_of_credential_is_a_level_of_education() -> None:
    for level in CredentialLevel:
        facts = Facts(credentials=(Credential(level=level, country="CA", completed=date(2020, 1, 1)),))
        assert summed_up(facts, DAY).education == level.value
