"""What a candidate can do for more points."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import crs, work
from rules.facts import Credential, CredentialLevel, Job
from rules.improvements import Improvement, improvements, levers, non_accompanying
from rules.standing import Moved, standing
from rules.ways import ways
from tests.rules.situations import candidate
from tests.rules.test_properties import candidates
from tests.rules.test_timeline_properties import lives

DAY = date(2026, 11, 23)


def job(start: date, end: date | None = None, **more: Any) -> Job:
    told = {
        "noc": "21231",
        "country": "CA",
        "hours_per_week": 40,
        "paid": True,
        "self_employed": False,
        "authorised": True,
        "studying": (),
    }
    return Job.model_validate({"start": start, "end": end, **told, **more})


def find(found: tuple[Improvement, ...], key: str, **detail: object) -> Improvement:
    return next(one for one in found if one.key == key and detail.items() <= dict(one.detail).items())


def keys(found: tuple[Improvement, ...]) -> set[tuple[str, str]]:
    return {(one.key, one.whose) for one in found}


def test_s01_one_band_in_writing_is_found_with_the_three_things_that_move() -> None:
    found = find(improvements(candidate(DAY, english=[9, 9, 8, 9], foreign=3), DAY), "band_up")
    assert dict(found.detail) == {
        "language": "english",
        "kind": "ielts_general",
        "ability": "writing",
        "level": 9,
        "score_now": 6.5,
        "score": 7.0,
    }
    assert (found.gain, found.total) == (45, 429)
    assert found.moved == (
        Moved("first_language", 116, 124),
        Moved("transfer_education", 13, 25),
        Moved("transfer_foreign", 25, 50),
    )
    assert (found.weeks, found.ready_on, found.takes) == (5, date(2026, 12, 28), ("english_test",))


def test_s02_one_band_in_french_writing_gives_52_and_opens_the_category() -> None:
    found = improvements(candidate(DAY, age=30, english=9, french=[7, 7, 6, 7], foreign=3), DAY)
    writing = find(found, "band_up", language="french", ability="writing")
    assert (writing.gain, writing.total, writing.weeks) == (52, 486, 8)
    assert writing.categories == ("french",)
    assert writing.programs == ()


def test_s40_a_partners_test_at_clb_9_gives_20_and_staying_behind_is_no_improvement() -> None:
    facts = candidate(
        DAY,
        age=32,
        education="master_or_professional",
        english=9,
        canadian=1,
        foreign=1,
        partner={"education": "secondary"},
    )
    found = improvements(facts, DAY)
    test = find(found, "language_level", language="english", level=9)
    assert test.whose == "partner"
    assert (test.gain, test.total, test.weeks) == (20, 472, 5)
    both = non_accompanying(facts, DAY)
    assert both is not None
    assert both == (452, 481)
    assert not any("accompany" in one.key for one in found)


def test_without_a_partner_who_could_come_there_is_nothing_to_show_beside() -> None:
    assert non_accompanying(candidate(DAY), DAY) is None
    assert non_accompanying(candidate(DAY, partner={"status": "canadian"}), DAY) is None
    engaged = candidate(DAY, partner={"married": DAY + timedelta(days=1)})
    assert non_accompanying(engaged, DAY) is None
    assert non_accompanying(engaged, DAY + timedelta(days=1)) is not None


def test_s50_english_in_all_four_beside_french_makes_the_program_and_29_points() -> None:
    day = date(2026, 8, 19)
    facts = candidate(day, age=33, french=8, foreign=3, settlement_funds=100_000)
    found = find(improvements(facts, day), "language_level", language="english", level=5)
    assert (found.gain, found.total) == (29, 392)
    assert found.moved == (Moved("second_language", 0, 4), Moved("french", 25, 50))
    assert found.programs == ("federal_skilled_worker",)


def test_all_four_abilities_at_9_and_at_10_are_levers_and_a_target_that_adds_nothing_is_not() -> None:
    found = improvements(candidate(DAY, english=[9, 9, 8, 9], foreign=3), DAY)
    ten = find(found, "language_level", language="english", level=10)
    assert ten.gain > 45
    english = [dict(one.detail)["level"] for one in found if one.key == "language_level" and one.whose == "own"]
    assert english.count(9) == 2  # English at 9, and French at 9
    # From 9 in all four only 10 is left.
    nine = improvements(candidate(DAY, english=9, foreign=3), DAY)
    assert [
        dict(one.detail)["level"]
        for one in nine
        if one.key == "language_level" and dict(one.detail)["language"] == "english"
    ] == [10]


def test_the_french_bonus_is_in_the_second_language_at_7() -> None:
    facts = candidate(DAY, english=9, foreign=3)
    found = improvements(facts, DAY)
    five, seven, nine = (find(found, "language_level", language="french", level=level) for level in (5, 7, 9))
    assert (five.gain, seven.gain, nine.gain) == (4, 62, 74)
    assert seven.categories == ("french",)
    assert (five.weeks, seven.takes) == (8, ("french_test",))


def test_the_next_year_of_work_counts_where_it_moves_a_tier() -> None:
    found = improvements(candidate(DAY, english=9, canadian=1, foreign=1), DAY)
    canadian = find(found, "canadian_work_year")
    assert dict(canadian.detail)["years"] == 2
    assert canadian.weeks == 52
    assert canadian.gain == 13 + 12 + 12
    # The second year abroad stays in the tier of the first: it gains nothing, and is not proposed.
    assert ("foreign_work_year", "own") not in keys(found)
    two = improvements(candidate(DAY, english=9, canadian=1, foreign=2), DAY)
    assert find(two, "foreign_work_year").gain == 12  # 38 to the cap of 50


@pytest.mark.parametrize(
    ("on", "ready"),
    [(date(2026, 6, 1), date(2027, 6, 1)), (date(2027, 6, 1), date(2028, 6, 1)), (date(2028, 2, 29), date(2029, 3, 1))],
)
def test_a_year_of_work_begun_today_is_there_after_twelve_months(on: date, ready: date) -> None:
    facts = candidate(on, age=None, english=9, canadian=1, foreign=1)
    found = find(improvements(facts, on), "canadian_work_year")
    assert (found.weeks, found.ready_on) == (52, ready)
    too_early = ways(facts, on, 1200, ready - timedelta(days=1)).nearest
    assert "canadian_work_year" not in {step.key for step in too_early.steps}
    # As a job that begins on the day shows it.
    assert work.ledger((job(on, hours_per_week=30),), "crs_canadian", on + timedelta(days=1)).next_completion == (
        1,
        ready,
    )


def test_a_year_abroad_takes_the_end_of_the_work_in_canada() -> None:
    def takes(*jobs: Job) -> tuple[str, ...]:
        facts = candidate(DAY, english=9).model_copy(update={"jobs": jobs})
        return next(lever.takes for lever in levers(facts, DAY) if lever.key == "foreign_work_year")

    away = job(date(2020, 1, 1), date(2022, 2, 1), country="IN")
    running, over = job(date(2026, 1, 31)), job(date(2026, 1, 31), date(2026, 3, 1))
    assert takes(away, running) == ("work_abroad", "end_of_work_in_canada")
    assert takes(away, over) == ("work_abroad",)


def test_a_running_job_completes_its_year_on_its_own_day() -> None:
    facts = candidate(DAY, english=9, foreign=1).model_copy(update={"jobs": (job(date(2026, 1, 31)),)})
    found = find(improvements(facts, DAY), "canadian_work_year")
    assert dict(found.detail) == {"years": 1, "day": date(2027, 1, 31)}
    assert (found.weeks, found.ready_on) == (10, date(2027, 1, 31))  # 69 days
    assert "canadian_experience" in found.programs
    assert found.gain == crs.score(candidate(DAY, english=9, canadian=1), DAY).total - crs.score(facts, DAY).total


def test_a_credential_that_was_not_assessed_gains_by_its_assessment() -> None:
    bachelor = Credential(
        level=CredentialLevel.bachelors_or_three_plus_year_program, country="IN", completed=date(2019, 6, 1)
    )
    facts = candidate(DAY, english=9, foreign=3).model_copy(update={"credentials": (bachelor,)})
    found = find(improvements(facts, DAY), "assessment")
    assert (found.gain, found.total) == (145, 429)
    assert (found.weeks, found.takes) == (10, ("education_assessment",))
    assert dict(found.detail) == {"credential": 0, "diploma": bachelor.level}
    assessed = facts.model_copy(update={"credentials": (bachelor.model_copy(update={"assessed": DAY}),)})
    assert ("assessment", "own") not in keys(improvements(assessed, DAY))


def test_further_study_is_shown_by_what_it_makes_and_has_no_known_time() -> None:
    found = improvements(candidate(DAY, english=9, canadian=1), DAY)
    two = find(found, "credential", education="two_or_more_credentials_one_three_plus_years")
    master = find(found, "credential", education="masters_or_entry_to_practice_professional")
    assert (two.gain, master.gain) == (8 + 12, 15 + 12)  # 38 to the cap of 50
    assert (two.weeks, two.ready_on) == (None, None)
    canadian = find(found, "canadian_credential", education="masters_or_entry_to_practice_professional")
    assert canadian.gain == master.gain + 30
    assert canadian.takes == ("study_in_canada",)


def test_told_in_full_a_second_credential_makes_two_or_more() -> None:
    bachelor = Credential(
        level=CredentialLevel.bachelors_or_three_plus_year_program,
        country="IN",
        completed=date(2019, 6, 1),
        assessed=DAY - timedelta(days=90),
    )
    facts = candidate(DAY, english=9, canadian=1).model_copy(update={"credentials": (bachelor,)})
    found = find(improvements(facts, DAY), "credential", education="two_or_more_credentials_one_three_plus_years")
    assert (found.gain, dict(found.detail)["credential"]) == (20, "one_year_post_secondary")


def test_a_certificate_of_qualification_is_proposed_in_a_trade_only() -> None:
    facts = candidate(DAY, english=5)
    assert ("certificate_of_qualification", "own") not in keys(improvements(facts, DAY))
    welder = facts.model_copy(update={"primary_occupation": "72106"})
    assert find(improvements(welder, DAY), "certificate_of_qualification").gain == 25


def test_a_nomination_is_worth_600_and_stands_first() -> None:
    found = improvements(candidate(DAY, english=9), DAY)
    assert (found[0].key, found[0].gain, found[0].weeks) == ("provincial_nomination", 600, None)
    assert ("provincial_nomination", "own") not in keys(improvements(candidate(DAY, english=9, nomination=True), DAY))


def test_the_partner_as_principal_applicant_is_a_lever_where_it_gains() -> None:
    strong = {
        "education": "doctoral",
        "english": 10,
        "canadian": 3,
        "birth_date": date(1997, 1, 1),
        "foreign_work_years": 3,
    }
    facts = candidate(DAY, age=44, education="secondary", english=5, partner=strong)
    found = find(improvements(facts, DAY), "partner_as_principal")
    assert found.weeks == 0
    assert found.gain > 100
    weak = candidate(DAY, english=9, partner={"birth_date": date(1980, 1, 1)})
    assert ("partner_as_principal", "partner") not in keys(improvements(weak, DAY))


def test_they_are_ranked_by_points_and_then_by_time() -> None:
    found = improvements(candidate(DAY, english=[7, 7, 7, 7], foreign=3, canadian=1), DAY)
    assert len(found) > 10
    order = [(-one.gain, one.weeks is None, one.weeks or 0) for one in found]
    assert order == sorted(order)


unhurried = settings(deadline=None, max_examples=15, database=None)


@unhurried
@given(st.data())
def test_every_improvement_gains_and_its_moves_make_the_gain(data: st.DataObject) -> None:
    on = data.draw(st.dates(date(2024, 2, 1), date(2028, 12, 31)))
    facts = data.draw(candidates(on))
    now = standing(facts, on)
    for one in improvements(facts, on, now=now):
        assert one.gain == one.total - now.crs.total > 0
        assert sum(move.after - move.before for move in one.moved) == one.gain
        assert not set(one.programs) & set(now.eligible_programs)
        assert not set(one.categories) & set(now.eligible_categories)
        assert (one.weeks is None) == (one.ready_on is None)


@unhurried
@given(st.data())
def test_told_in_full_every_improvement_gains_too(data: st.DataObject) -> None:
    on = data.draw(st.dates(date(2024, 7, 1), date(2026, 12, 31)))
    facts = data.draw(lives(on))
    now = standing(facts, on)
    found = improvements(facts, on)
    for one in found:
        assert one.gain == one.total - now.crs.total == sum(move.after - move.before for move in one.moved) > 0
        assert not set(one.programs) & set(now.eligible_programs)
    both = non_accompanying(facts, on)
    if both is not None and facts.partner is not None:
        assert now.crs.total == getattr(both, facts.partner.status.value)
        single = crs.score(facts.model_copy(update={"partner": None}), on).total
        if facts.partner is None or not facts.partner.sibling_in_canada:
            assert both.not_accompanying == single
