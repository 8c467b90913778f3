"""The documents of an application: from the facts, by person, each with its day to start by."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.documents import Begin, Document, DocumentKind, State, documents, late, route
from rules.facts import Facts, Invitation, Paper, PaperState
from rules.parameters import book, links
from rules.police_certificates import Asking
from tests.rules.test_timeline_properties import lives

ON = date(2026, 11, 29)
# S24: five months and four in the Emirates, seven in France, now in India
STAYS: list[dict[str, Any]] = [
    {"country": "AE", "start": "2018-01-10", "end": "2018-06-09"},
    {"country": "AE", "start": "2019-01-10", "end": "2019-05-09"},
    {"country": "FR", "start": "2020-02-01", "end": "2020-09-01"},
    {"country": "CA", "start": "2020-09-02", "end": "2023-01-31"},
    {"country": "IN", "start": "2023-02-01"},
]


def of(given: dict[str, Any], on: date = ON) -> dict[str, Document]:
    """The documents by key."""
    return {one.key: one for one in documents(Facts.model_validate(given), on)}


def invited(**more: Any) -> dict[str, Any]:
    return {"birth_date": "1990-03-31", "stays": STAYS, "invitation": {"issued": "2026-11-20", **more}}


# --- laws ---


@st.composite
def told(draw: st.DrawFn) -> Facts:
    """Lives, some of them with an invitation and with papers."""
    facts = draw(lives(ON))
    invitation = None
    if draw(st.booleans()):
        invitation = Invitation(issued=ON - timedelta(days=draw(st.integers(0, 70))))
    plain = facts.model_copy(update={"invitation": invitation})
    keys = [one.key for one in documents(plain, ON)]
    papers = tuple(
        Paper(key=key, state=draw(st.sampled_from(PaperState)), on=ON - timedelta(days=draw(st.integers(0, 60))))
        for key in draw(st.lists(st.sampled_from(keys or ["none"]), max_size=4, unique=True))
    )
    return plain.model_copy(update={"papers": papers})


@settings(deadline=None, max_examples=40)
@given(told())
def test_every_document_has_a_key_of_its_own_and_a_source(facts: Facts) -> None:
    found = documents(facts, ON)
    keys = [one.key for one in found]
    assert len({*keys}) == len(keys)
    for one in found:
        assert len(one.key) <= 80
        assert one.sources
        assert one.rule == f"documents.{one.kind}"
        assert one.state is not State.there or not one.late(ON)
        assert one.valid_until is None or one.state is State.there or one.kind is DocumentKind.nomination_certificate


@settings(deadline=None, max_examples=40)
@given(told())
def test_the_day_to_start_by_is_the_day_planned_less_the_margin_and_the_route_is_in_order(facts: Facts) -> None:
    found = documents(facts, ON)
    margins = book().planning_margins.margins
    for one in found:
        name = book().documents.kinds[one.kind].margin
        if name is None:
            assert one.start_by is None
        else:
            value: Any = getattr(margins, name).on(ON).value
            weeks = value if isinstance(value, int) else value.usual
            assert one.start_by == one.plan - timedelta(weeks=weeks)
    days = [one.start_by for one in route(found) if one.start_by is not None]
    assert days == sorted(days)
    assert {one.key for one in late(found, ON)} == {one.key for one in found if one.late(ON)}


@settings(deadline=None, max_examples=30)
@given(told())
def test_what_was_told_of_a_document_changes_that_document_alone(facts: Facts) -> None:
    bare = {one.key: one for one in documents(facts.model_copy(update={"papers": ()}), ON)}
    now = {one.key: one for one in documents(facts, ON)}
    assert {*bare} == {*now}
    papers = {paper.key for paper in facts.papers}
    for key, one in now.items():
        assert key in papers or one == bare[key]
        assert not bare[key].known or one.state is State.there  # what the facts show is there whatever else was told


# --- situations by hand ---


def test_two_stays_in_the_emirates_are_to_be_checked_and_france_and_india_are_needed() -> None:
    found = of({"birth_date": "1990-03-31", "stays": STAYS})
    police = {one.country: one for one in found.values() if one.kind is DocumentKind.police_certificate}
    assert {country: one.asking for country, one in police.items()} == {
        "AE": Asking.check,
        "FR": Asking.needed,
        "IN": Asking.needed,
    }
    assert dict(police["IN"].facts)["current"] is True
    assert dict(police["FR"].facts)["issued_after"] == date(2020, 9, 1)
    assert all(one.begin is Begin.now for one in police.values())
    # Sixty days from today less the one kept free, less eight weeks
    assert police["FR"].start_by == ON + timedelta(days=59) - timedelta(weeks=8)


def test_once_invited_the_days_are_counted_back_from_the_day_planned_for_the_application() -> None:
    found = of(invited())
    plan = date(2027, 1, 18)  # day 59 of an invitation of 20 November
    assert found["police_certificate:own:FR"].start_by == date(2026, 11, 23)
    assert found["police_certificate:own:FR"].plan == plan
    assert found["medical_exam:own"].start_by == date(2026, 12, 28)
    assert found["medical_exam:own"].begin is Begin.by_day
    assert [one.key for one in late(tuple(found.values()), ON)] == [
        "police_certificate:own:FR",
        "police_certificate:own:IN",
        "police_certificate:own:AE",
    ]
    first = route(tuple(found.values()))[:4]
    assert [one.key for one in first] == [*(one.key for one in late(tuple(found.values()), ON)), "medical_exam:own"]


def test_a_document_that_dies_first_brings_the_plan_forward() -> None:
    test = {
        "kind": "ielts_general",
        "scores": {"listening": 8, "reading": 7, "writing": 7, "speaking": 7},
        "result_date": "2025-01-10",
    }
    found = of({**invited(program="canadian_experience"), "tests": [test]})
    assert found["language_result:own:english"].valid_until == date(2027, 1, 9)
    assert found["medical_exam:own"].plan == date(2027, 1, 9)
    assert found["medical_exam:own"].start_by == date(2026, 12, 19)


def test_what_was_asked_for_is_expected_by_the_margin_and_still_late_after_its_day() -> None:
    papers = [{"key": "police_certificate:own:FR", "state": "asked_for", "on": "2026-11-23"}]
    one = of({**invited(), "papers": papers})["police_certificate:own:FR"]
    assert (one.state, one.asked_on, one.expected) == (State.asked_for, date(2026, 11, 23), date(2027, 1, 18))
    assert one.late(ON)
    assert not one.late(date(2026, 11, 23))


def test_a_told_certificate_exam_and_passport_are_there() -> None:
    found = of(
        {
            **invited(),
            "passport_expires": "2030-01-01",
            "medical_exam": "2026-11-25",
            "police_certificates": [
                {"country": "FR", "issued": "2026-01-01"},
                {"country": "IN", "issued": "2026-10-01"},
            ],
        }
    )
    passport, exam = found["passport:own"], found["medical_exam:own"]
    assert (passport.state, passport.known, passport.valid_until) == (State.there, True, date(2030, 1, 1))
    assert (exam.state, exam.known, exam.valid_until) == (State.there, True, date(2027, 11, 24))
    france, india = found["police_certificate:own:FR"], found["police_certificate:own:IN"]
    assert (france.state, france.valid_until) == (State.there, None)
    assert (india.state, india.valid_until) == (State.there, date(2027, 3, 31))


def test_a_certificate_of_the_country_one_lives_in_has_to_be_new_again_after_six_months() -> None:
    one = of({**invited(), "police_certificates": [{"country": "IN", "issued": "2026-05-01"}]})
    assert one["police_certificate:own:IN"].state is State.not_there


def test_a_request_is_answered_by_a_certificate_issued_since() -> None:
    told_of = {**invited(), "police_certificates": [{"country": "IN", "issued": "2026-05-01"}]}
    for asked_on, state in (("2026-04-01", State.not_there), ("2026-11-21", State.asked_for)):
        papers = [{"key": "police_certificate:own:IN", "state": "asked_for", "on": asked_on}]
        assert of({**told_of, "papers": papers})["police_certificate:own:IN"].state is state
    exam = {"medical_exam": "2025-10-01", "papers": [{"key": "medical_exam:own", "state": "asked_for"}]}
    assert of({**invited(), **exam})["medical_exam:own"].state is State.not_there


def test_everybody_is_examined_coming_or_not_but_no_canadian() -> None:
    given_facts = {
        **invited(),
        "partner": {"status": "not_accompanying", "married": "2015-05-01"},
        "children": [
            {"birth_date": "2020-01-01", "accompanying": False},
            {"birth_date": "2022-01-01", "canadian": True},
            {"birth_date": "2000-01-01"},
        ],
    }
    exams = [key for key in of(given_facts) if key.startswith("medical_exam")]
    assert exams == ["medical_exam:own", "medical_exam:partner", "medical_exam:child:2020-01-01"]
    births = [key for key in of(given_facts) if key.startswith("birth_certificate")]
    assert births == ["birth_certificate:child:2020-01-01", "birth_certificate:child:2022-01-01"]
    canadian = of({**given_facts, "partner": {"status": "canadian", "married": "2015-05-01"}})
    assert "medical_exam:partner" not in canadian
    assert "marriage_certificate:own" in canadian


def test_an_exam_made_in_canada_years_ago_may_serve() -> None:
    one = of({**invited(), "medical_exam": "2024-06-01"})["medical_exam:own"]
    assert one.state is State.not_there
    assert dict(one.facts)["earlier_exam_may_serve"] is True
    old = of({**invited(), "medical_exam": "2021-06-01"})["medical_exam:own"]
    assert dict(old.facts)["earlier_exam_may_serve"] is False


def test_before_the_twenty_first_of_august_2025_no_exam_came_first() -> None:
    found = of({"invitation": {"issued": "2025-05-01"}}, date(2025, 5, 2))
    assert "medical_exam:own" not in found


@pytest.mark.parametrize(
    ("given_facts", "asking"),
    [
        ({"invitation": {"issued": "2026-11-20", "program": "federal_skilled_worker"}}, Asking.needed),
        ({"invitation": {"issued": "2026-11-20", "program": "skilled_trades"}}, Asking.needed),
        ({"invitation": {"issued": "2026-11-20", "program": "provincial_nominee"}}, Asking.check),
        ({"invitation": {"issued": "2026-11-20", "program": "canadian_experience"}}, None),
        ({}, Asking.check),
    ],
)
def test_proof_of_funds_only_where_the_program_asks_for_it(given_facts: dict[str, Any], asking: Asking | None) -> None:
    one = of(given_facts).get("proof_of_funds:own")
    assert (one and one.asking) == asking


def test_an_offer_in_the_trade_exempts_from_funds() -> None:
    trades = {"invitation": {"issued": "2026-11-20", "program": "skilled_trades"}, "primary_occupation": "72106"}
    offer = {"noc": "72106", "full_time": True, "year_after_visa": True, "assessed": True, "from_permit_employer": True}
    permit = {"kind": "employer_assessed", "until": "2027-12-31"}
    assert "proof_of_funds:own" in of(trades)
    assert "proof_of_funds:own" not in of({**trades, "offer": offer, "permits": [permit]})


def test_the_funds_are_those_of_this_family() -> None:
    family = {
        "invitation": {"issued": "2026-09-01", "program": "federal_skilled_worker"},
        "partner": {"status": "accompanying", "married": "2015-05-01"},
        "children": [{"birth_date": "2020-01-01"}],
    }
    assert of(family, date(2026, 9, 2))["proof_of_funds:own"].amount == 23_360


def test_an_adult_child_needs_certificates_to_be_checked_even_when_not_coming() -> None:
    child = {"birth_date": "2009-01-10", "accompanying": False}  # 18 during the invitation
    found = of({**invited(), "children": [child]})
    assert found["police_certificate:child:2009-01-10"].asking is Asking.check
    younger = of({**invited(), "children": [{**child, "birth_date": "2009-02-10"}]})
    assert "police_certificate:child:2009-02-10" not in younger


def test_a_letter_for_each_job_that_counts_and_other_jobs_to_be_checked() -> None:
    job = {"country": "CA", "noc": "21231", "hours_per_week": 40, "paid": True, "self_employed": False}
    counts = {**job, "start": "2023-02-01", "authorised": True, "studying": []}
    volunteer = {**job, "country": "IN", "start": "2018-01-01", "end": "2018-12-31", "paid": False}
    own = {**job, "country": "IN", "start": "2020-01-01", "end": "2022-12-31", "self_employed": True}
    long_ago = {**job, "country": "IN", "start": "2010-01-01", "end": "2015-12-31"}
    found = of({"birth_date": "1985-01-01", "jobs": [counts, volunteer, own, long_ago]})
    letters = {key: one.asking for key, one in found.items() if "letter" in key or "self_employment" in key}
    assert letters == {
        "reference_letter:own:CA:2023-02-01": Asking.needed,
        "reference_letter:own:IN:2018-01-01": Asking.check,
        "self_employment_proof:own:IN:2020-01-01": Asking.needed,
    }


def test_a_foreign_diploma_comes_with_its_assessment() -> None:
    foreign = {"level": "doctoral", "country": "IN", "completed": "2014-06-30"}
    assessed = of({"credentials": [{**foreign, "assessed": "2025-01-10"}]})
    assert assessed["education_assessment:own:IN:2014-06-30"].valid_until == date(2030, 1, 9)
    assert assessed["diploma:own:IN:2014-06-30"].asking is Asking.needed
    not_assessed = of({"credentials": [foreign]})["education_assessment:own:IN:2014-06-30"]
    assert (not_assessed.asking, not_assessed.state) == (Asking.check, State.not_there)
    canadian = of({"credentials": [{**foreign, "country": "CA"}]})
    assert "education_assessment:own:CA:2014-06-30" not in canadian


@pytest.mark.parametrize(
    ("told_of_couple", "key"),
    [
        ({"partner": {"status": "accompanying", "married": "2020-01-01"}}, "marriage_certificate:own"),
        ({"partner": {"status": "accompanying", "living_together_since": "2020-01-01"}}, "common_law_evidence:own"),
        ({"former_partner": {"how": "divorced", "since": "2020-01-01"}}, "divorce_papers:own"),
        ({"former_partner": {"how": "separated", "since": "2020-01-01"}}, "separation_papers:own"),
        ({"former_partner": {"how": "died", "since": "2020-01-01"}}, "death_certificate:own"),
    ],
)
def test_each_couple_has_its_papers(told_of_couple: dict[str, Any], key: str) -> None:
    assert of(told_of_couple)[key].asking is Asking.needed


def test_two_who_live_together_for_less_than_a_year_are_no_couple_yet() -> None:
    found = of({"partner": {"status": "accompanying", "living_together_since": "2026-05-03"}})
    assert not [key for key in found if "partner" in key or "common_law" in key]


def test_a_sibling_a_nomination_and_a_certificate_are_proven() -> None:
    found = of(
        {
            "sibling_in_canada": True,
            "certificate_of_qualification": True,
            "nomination": {"province": "ON", "notified": "2026-10-02", "accepted": True, "expires": "2027-04-01"},
        }
    )
    assert found["relative_in_canada:own"].asking is Asking.needed
    assert found["nomination_certificate:own"].valid_until == date(2027, 4, 1)
    assert found["certificate_of_qualification:own"].kind is DocumentKind.certificate_of_qualification
    assert of({"relative_in_canada": True})["relative_in_canada:own"].asking is Asking.check


def test_once_the_application_is_made_there_is_no_list_and_a_returned_one_has_it_again() -> None:
    made = invited(applied="2026-11-28")
    assert of(made) == {}
    again = of({**made, "application": {"returned": "2026-11-29"}})
    assert again["police_certificate:own:FR"].begin is Begin.by_day
    assert again["police_certificate:own:FR"].plan == date(2027, 1, 18)


def test_every_kind_names_an_official_page_and_how_it_is_known() -> None:
    kinds = book().documents.kinds
    assert {*kinds} == {*DocumentKind}
    assert {row.link for row in kinds.values()} <= {*links()}
