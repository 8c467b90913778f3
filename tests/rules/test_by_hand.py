"""Cases worked out by hand from the law and the published rounds: verdicts, improvements, dangers and clocks.

Each number here was computed on paper from the tables and readings it names, never by the program.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from rules import crs
from rules.clocks import Deadline, Kind, Missed
from rules.dangers import Prevention, dangers
from rules.deadlines import deadlines
from rules.facts import (
    Child,
    Credential,
    CredentialLevel,
    Facts,
    Invitation,
    InvitedProgram,
    Job,
    Language,
    LanguageTest,
    LanguageTestKind,
    Nomination,
    Partner,
    PartnerStatus,
    PoliceCertificate,
    Profile,
    TefScale,
)
from rules.improvement_plans import outlook
from rules.improvements import improvements, non_accompanying
from rules.paths import french_path, nomination_path
from rules.round_verdicts import Rank, WhyKey, verdict
from rules.rounds import Round, round_of
from rules.watched import EFFECTIVE, watched
from tests.rules.situations import candidate, result

TODAY = date(2026, 11, 23)
CEC_ALONE = (InvitedProgram.canadian_experience,)


def held(number: str, **more: Any) -> Round:
    found = round_of(number)
    assert found is not None
    return found._replace(**more)


def in_the_pool(facts: Facts, **told: Any) -> Facts:
    return facts.model_copy(update={"profile": Profile.model_validate(told)})


# --- verdicts ---


def s34(on: date, **more: Any) -> Facts:
    """S34: 29, a master's degree, three years of study in Canada, CLB 9, one year in Canada and one abroad.

    110 + 135 + 4 x 31 + 40 = 409; 50 (education) + 25 + 13 (work abroad) = 88; 30 for the study: 527.
    """
    told = {
        "education": "master_or_professional",
        "english": 9,
        "canadian": 1,
        "foreign": 1,
        "study": "three_years_or_more",
    }
    return candidate(on, **{**told, **more})


def test_527_in_the_cec_round_of_18_august_2026_is_four_above() -> None:
    facts = in_the_pool(s34(date(2026, 8, 18)), submitted_at="2026-06-01T12:00:00Z")
    found = verdict(facts, held("436"))
    assert (found.score, found.points, found.rank, found.invited) == (527, 4, Rank.above, True)


def test_522_in_the_same_round_is_one_below() -> None:
    """At 30 age gives 105 instead of 110."""
    facts = in_the_pool(s34(date(2026, 8, 18), age=30), submitted_at="2026-06-01T12:00:00Z")
    found = verdict(facts, held("436"))
    assert (found.score, found.points, found.rank, found.invited) == (522, -1, Rank.below, False)


@pytest.mark.parametrize(
    ("submitted", "invited", "before"),
    [
        ("2025-03-21T04:30:00Z", False, -timedelta(minutes=13, seconds=33)),
        ("2025-03-21T04:16:26Z", True, timedelta(seconds=1)),
        ("2025-03-21T00:16:26-04:00", True, timedelta(seconds=1)),  # the same second by the clock of Toronto
    ],
)
def test_533_in_the_round_of_28_october_2025_is_a_matter_of_the_tie_break(
    submitted: str, invited: bool, before: timedelta
) -> None:
    """Its tie-break is 04:16:27, and 04:30:00 is 13 min 33 s later; the cut-off is set to the score of S34."""
    on = held("375").issued
    facts = in_the_pool(s34(on), submitted_at=submitted)
    found = verdict(facts, held("375", cut_off=527))
    assert found.round.tie_break == datetime(2025, 3, 21, 4, 16, 27, tzinfo=UTC)
    assert (found.rank, found.invited, found.before) == (
        Rank.before_tie_break if invited else Rank.after_tie_break,
        invited,
        before,
    )


def s50(on: date, **more: Any) -> Facts:
    """S50: 33, a bachelor's degree, NCLC 8, three years abroad.

    With CLB 6: 88 + 120 + 4 x 23 + 4 x 1 = 304; 13 + 25 = 38; 50 for French: 392. FSW 12 + 21 + 20 + 4 + 11 = 68.
    """
    return candidate(on, **{"age": 33, "french": 8, "foreign": 3, "settlement_funds": 100_000, **more})


def test_392_in_the_french_round_of_19_august_2026_is_ten_above() -> None:
    facts = in_the_pool(s50(date(2026, 8, 19), english=6), submitted_at="2026-06-01T12:00:00Z")
    found = verdict(facts, held("437"))
    assert (found.score, found.points, found.invited) == (392, 10, True)


def test_without_english_the_same_person_meets_the_category_and_no_program() -> None:
    """FSW 12 + 21 + 20 + 11 = 64 of 67: no score in the pool, whatever 363 would be."""
    facts = in_the_pool(s50(date(2026, 8, 19)), submitted_at="2026-06-01T12:00:00Z")
    found = verdict(facts, held("437"))
    assert found.category is not None
    assert found.category.met is True
    assert (found.program.met, found.score, found.rank, found.invited) == (False, None, None, False)


def test_nclc_7_7_6_7_is_in_no_french_round() -> None:
    facts = in_the_pool(s50(date(2026, 8, 19), english=9, french=(7, 7, 6, 7)), submitted_at="2026-06-01T12:00:00Z")
    found = verdict(facts, held("437"))
    assert found.category is not None
    assert (found.category.met, found.program.met, found.entered) == (False, True, False)


def working(noc: str, start: date, end: date | None, country: str = "CA", **more: Any) -> Facts:
    """CLB 9, a bachelor's degree, in the pool since the start of the work's second year; one job."""
    job = Job.model_validate(
        {
            "country": country,
            "noc": noc,
            "start": start,
            "end": end,
            "hours_per_week": 40,
            "paid": True,
            "self_employed": False,
            "authorised": True,
            "studying": (),
            **more,
        }
    )
    return candidate(TODAY, english=9, children=()).model_copy(update={"jobs": (job,)})


@pytest.mark.parametrize(
    ("noc", "number", "met"),
    [
        ("63200", "368", True),  # cooks: on the list of trades of 2025 …
        ("63200", "408", False),  # … and not on that of 18 February 2026
        ("63201", "368", False),  # butchers: the other way round
        ("63201", "408", True),
        ("72010", "408", False),
        ("72014", "321", True),  # contractors and supervisors, other construction trades: 2023 and 2024 only
        ("72014", "368", False),
        ("73300", "289", True),  # truck drivers: transport of 2023 and 2024, not of 2026
        ("73300", "434", False),
        ("72404", "434", True),
        ("31204", "327", True),  # left health care in 2025
        ("31204", "345", False),
        ("42201", "327", False),  # social service workers came in 2025
        ("42201", "345", True),
    ],
)
def test_the_list_of_the_day_of_the_round_decides(noc: str, number: str, met: bool) -> None:
    one = held(number)
    facts = in_the_pool(
        working(noc, one.issued - timedelta(days=800), None), submitted=one.issued - timedelta(days=200)
    )
    found = verdict(facts, one)
    assert found.category is not None
    assert found.category.met is met


@pytest.mark.parametrize(
    ("months_of", "number", "met"),
    [
        ((date(2025, 8, 12), date(2026, 2, 11)), "385", False),  # four months by 11 December 2025
        ((date(2025, 6, 11), date(2025, 12, 10)), "385", True),  # six months to the day before the round
        ((date(2025, 6, 20), date(2025, 12, 10)), "385", False),  # five months and three weeks
        ((date(2025, 5, 1), date(2026, 1, 31)), "398", False),  # nine months under the list of two days before: twelve
        ((date(2025, 2, 1), date(2026, 1, 31)), "398", True),
        ((date(2022, 1, 1), date(2022, 12, 31)), "398", False),  # out of the three years
    ],
)
def test_six_months_until_17_february_2026_and_twelve_from_the_18th(
    months_of: tuple[date, date], number: str, met: bool
) -> None:
    one = held(number)
    facts = in_the_pool(working("31301", *months_of, country="IN"), submitted=one.issued - timedelta(days=30))
    found = verdict(facts, one)
    assert found.category is not None
    assert found.category.met is met


@pytest.mark.parametrize(
    ("number", "offer", "score"),
    [
        ("331", "other_skilled", 577),
        ("331", "senior_manager", 727),
        ("375", "other_skilled", 527),
        ("375", "senior_manager", 527),
    ],
)
def test_an_offer_gave_50_or_200_points_until_24_march_2025_and_none_since(number: str, offer: str, score: int) -> None:
    one = held(number)
    assert (one.day < date(2025, 3, 25)) is (score > 527)
    facts = s34(one.issued, job_offer=offer, job_offer_assessed=True)
    found = verdict(in_the_pool(facts, submitted=one.issued - timedelta(days=20)), one._replace(programs=CEC_ALONE))
    assert found.score == score


def test_a_round_of_the_evening_of_ottawa_is_of_the_next_day_in_utc() -> None:
    """Round 7 is of 10 April 2015; its invitations are of 2015-04-11T00:00:01Z."""
    one = held("7")
    for submitted, why in (
        ("2015-04-11T00:00:00Z", WhyKey.in_pool),
        ("2015-04-11T00:00:02Z", WhyKey.submitted_later),
    ):
        found = verdict(in_the_pool(s34(one.issued), submitted_at=submitted), one)
        assert (found.on, found.pool.why) == (date(2015, 4, 11), why)


@pytest.mark.parametrize(
    ("submitted_at", "met"),
    [
        ("2025-08-18T10:13:43Z", False),  # its twelve months ended a second before the round
        ("2025-08-18T10:13:45Z", True),  # and here a second after it
        ("2025-08-18T15:00:00Z", True),
        ("2025-08-17T23:59:59Z", False),
        ("2025-08-19T00:00:00Z", True),
    ],
)
def test_a_profile_is_in_the_pool_for_twelve_months_to_the_same_time_of_day(submitted_at: str, met: bool) -> None:
    """MI 4(1)(b); round 436 was held on 2026-08-18 at 10:13:44 UTC."""
    found = verdict(in_the_pool(s34(date(2026, 8, 18)), submitted_at=submitted_at), held("436"))
    assert found.pool.met is met


@pytest.mark.parametrize(
    "told",
    [
        {"submitted": "2025-08-18"},  # ends in the course of that day
        {"submitted": "2025-09-01", "valid_until": "2026-08-18"},
        {"submitted": "2026-01-05", "ended": "2026-08-18", "ended_by": "withdrawn"},
    ],
)
def test_a_profile_that_ended_on_the_day_of_a_round_may_have_been_in_it(told: dict[str, Any]) -> None:
    found = verdict(in_the_pool(s34(date(2026, 8, 18)), **told), held("436"))
    assert (found.pool.met, found.pool.why, found.invited) == (None, WhyKey.moved_same_day, None)


def invited(facts: Facts, **told: Any) -> Facts:
    return facts.model_copy(update={"invitation": Invitation.model_validate(told)})


@pytest.mark.parametrize(
    ("told", "met"),
    [
        ({"declined": "2026-07-01"}, True),  # declined: back in the pool (IRPA 10.1(7))
        ({}, False),  # day 60 was 9 August: it ran out, and cannot be invited on that profile (10.1(6))
        ({"applied": "2026-07-01"}, False),
        ({"cancelled": "2026-07-01"}, True),
    ],
)
def test_what_became_of_an_invitation_of_10_june_decides_about_18_august(told: dict[str, Any], met: bool) -> None:
    facts = in_the_pool(s34(date(2026, 8, 18)), submitted_at="2026-06-01T12:00:00Z")
    found = verdict(invited(facts, issued="2026-06-10", **told), held("436"))
    assert found.pool.met is met


def test_of_french_which_has_no_list_no_list_is_to_be_checked() -> None:
    french = verdict(in_the_pool(s50(date(2026, 8, 19), english=6), submitted_at="2026-06-01T12:00:00Z"), held("437"))
    assert french.to_check == ()
    trades = verdict(in_the_pool(working("63200", date(2024, 1, 1), None), submitted="2026-06-01"), held("447"))
    assert trades.to_check == ("lists_may_change_within_the_year", "cooks_or_butchers")


def test_a_new_profile_after_one_that_expired_begins_anew() -> None:
    """Its year ended on 1 August; the new one of 20 August was not in the round of the 18th."""
    facts = in_the_pool(s34(date(2026, 8, 18)), submitted_at="2026-08-20T12:00:00Z", follows="2026-08-01")
    assert verdict(facts, held("436")).pool.why is WhyKey.submitted_later


def test_a_nomination_accepted_on_a_day_nobody_told_is_named_as_taken_for_the_day() -> None:
    """Without the day it came, it is taken as there in every round, which has to be said.

    The 600 points and the 30 for study are cut to 600: 527 - 30 + 600.
    """
    facts = in_the_pool(s34(date(2026, 8, 18)), submitted_at="2026-06-01T12:00:00Z")
    facts = facts.model_copy(update={"nomination": Nomination(province="ON", accepted=True)})
    found = verdict(facts, held("436"))
    assert found.score == 1097
    assert "nomination.notified" in found.as_told


def test_the_tie_break_of_a_round_after_6_june_2017_that_published_none_is_not_known() -> None:
    """The instructions of 2017 brought the tie-break on 6 June; the feed is silent until round 77."""
    for number, rank in (("62", Rank.before_tie_break), ("66", Rank.tie_break_open), ("74", Rank.tie_break_open)):
        one = held(number)
        assert one.tie_break is None
        facts = in_the_pool(s34(one.issued), submitted=one.issued - timedelta(days=20))
        score = crs.score(facts, one.issued).total
        assert verdict(facts, one._replace(cut_off=score)).rank is rank, number


# --- improvements ---


def test_the_way_of_s01_from_384_to_429() -> None:
    """110 + 120 + 3 x 31 + 23 = 346; 13 + 25 = 38: 384. Writing at CLB 9: +8, 25 instead of 13, 50 instead of 25."""
    facts = candidate(TODAY, english=(9, 9, 8, 9), foreign=3, settlement_funds=100_000)
    found = outlook(facts, TODAY)
    assert found.standing.crs.total == 384
    assert found.cliff is not None
    assert (found.cliff.improvement.gain, found.cliff.improvement.total) == (45, 429)
    assert sorted(one.after - one.before for one in found.cliff.improvement.moved if one.after > one.before)[-1] >= 25


def test_the_way_of_s02_from_434_to_486() -> None:
    """105 + 120 + 4 x 31 + 3 x 3 + 1 = 359; 25 + 50 = 75: 434. Writing at NCLC 7: +2 and the bonus of 50."""
    facts = candidate(TODAY, age=30, english=9, french=(7, 7, 6, 7), foreign=3)
    step = next(one for one in french_path(facts, TODAY).steps if one.level == 7)
    assert (french_path(facts, TODAY).standing.crs.total, step.improvement.gain, step.improvement.total) == (
        434,
        52,
        486,
    )
    assert step.improvement.categories == ("french",)
    assert (french_path(facts, TODAY).with_english, french_path(facts, TODAY).otherwise) == (50, 25)


def test_tests_are_begun_five_and_eight_weeks_before_the_birthday_of_s35() -> None:
    """30 on 10 September 2026: by the 9th; 5 weeks before is 5 August, 8 weeks before 15 July."""
    on = date(2026, 6, 18)
    facts = s34(on, french=5).model_copy(update={"birth_date": date(1996, 9, 10)})
    found = outlook(facts, on)
    assert found.drop is not None
    assert (found.drop.day, found.drop.points_lost) == (date(2026, 9, 10), 5)
    by = {one.group: one.begin_by for one in found.weighed if one.improvement.key == "language_level"}
    assert by == {"english": date(2026, 8, 5), "french": date(2026, 7, 15)}
    ready = {one.group: one.improvement.ready_on for one in found.weighed if one.improvement.key == "language_level"}
    assert ready == {"english": date(2026, 7, 23), "french": date(2026, 8, 13)}


def test_a_birthday_that_is_forgiven_is_not_the_next_loss() -> None:
    """Invited on 18 July 2026, to 16 September; 30 on 10 September (IRPA 11.2(2)(a))."""
    on = date(2026, 7, 20)
    facts = s34(on).model_copy(update={"birth_date": date(1996, 9, 10)})
    before = outlook(facts, on).drop
    assert before is not None
    assert before.day == date(2026, 9, 10)
    after = outlook(facts.model_copy(update={"invitation": Invitation(issued=date(2026, 7, 18))}), on).drop
    assert after is not None
    assert after.day > date(2026, 9, 16)


def test_an_assessment_is_ordered_ten_weeks_before() -> None:
    on = date(2026, 6, 1)
    master = Credential(level=CredentialLevel.masters_or_entry_to_practice_professional, country="IN", completed=on)
    facts = candidate(on, english=9, foreign=3).model_copy(
        update={"education": None, "credentials": (master,), "birth_date": date(1996, 9, 10)}
    )
    one = next(one for one in outlook(facts, on).weighed if one.improvement.key == "assessment")
    # 10 September less a day is the 9th; seventy days before it, 1 July
    assert (one.improvement.weeks, one.improvement.ready_on, one.begin_by) == (
        10,
        date(2026, 8, 10),
        date(2026, 7, 1),
    )
    # 135 for a master's, and 50 with CLB 9
    assert one.improvement.gain == 185


def test_the_lowest_results_for_nclc_7_by_the_charts() -> None:
    """In the order listening, reading, writing, speaking."""
    older = french_path(candidate(TODAY, english=9), TODAY)
    assert [(one.kind, one.scale, one.scores) for one in older.aims] == [
        (LanguageTestKind.tef_canada, TefScale.older, (249, 207, 310, 310)),
        (LanguageTestKind.tcf_canada, None, (458, 453, 10, 10)),
    ]
    test = LanguageTest.model_validate(
        {
            "kind": "tef_canada",
            "scale": "out_of_699",
            "result_date": "2026-03-01",
            "scores": {"listening": 400, "reading": 400, "writing": 400, "speaking": 430},
        }
    )
    newer = french_path(candidate(TODAY, english=9).model_copy(update={"tests": (test,)}), TODAY)
    assert newer.aims[0].scores == (434, 434, 428, 456)
    assert newer.reached is not None
    assert [*newer.reached] == [6, 6, 6, 6]


def test_a_nomination_brings_600_points_and_no_more_than_600_with_the_others() -> None:
    bare = nomination_path(candidate(TODAY, english=9, foreign=3), TODAY)
    studied = nomination_path(s34(TODAY), TODAY)
    assert bare.improvement is not None
    assert studied.improvement is not None
    assert (bare.improvement.gain, studied.improvement.gain) == (600, 570)
    assert bare.answer_within == 30


def s40() -> Facts:
    """S40: 32, a master's degree, CLB 9, one year in Canada and one abroad; the partner went to secondary school.

    85 + 126 + 4 x 29 + 35 = 362; 2 for the partner's school; 50 + 38: 452. Alone 94 + 135 + 124 + 40 + 88 = 481.
    """
    return candidate(
        TODAY,
        age=32,
        education="master_or_professional",
        english=9,
        canadian=1,
        foreign=1,
        partner={"education": "secondary"},
    )


def test_the_partner_of_s40_coming_or_not_and_with_a_test() -> None:
    both = non_accompanying(s40(), TODAY)
    assert both == (452, 481)
    gains = {
        dict(one.detail)["level"]: one.total
        for one in improvements(s40(), TODAY)
        if (one.key, one.whose) == ("language_level", "partner") and dict(one.detail)["language"] is Language.english
    }
    assert gains == {5: 456, 7: 464, 9: 472}


@pytest.mark.parametrize(("english", "gain"), [(4, 0), (5, 25), (6, 25), (7, 50), (9, 50)])
def test_a_certificate_of_qualification_gives_25_from_clb_5_and_50_from_clb_7(english: int, gain: int) -> None:
    facts = candidate(TODAY, english=english, primary_occupation="72310")
    found = [one.gain for one in improvements(facts, TODAY) if one.key == "certificate_of_qualification"]
    assert found == ([gain] if gain else [])


# --- what could hurt ---


def test_the_tef_of_s18_is_replaced_by_a_test_booked_by_6_october() -> None:
    """Of 2 December 2024: usable through 1 December 2026; eight weeks before that is 6 October."""
    on = date(2026, 9, 1)
    facts = candidate(on, age=25, french=8, english=6, foreign=3, settlement_funds=100_000)
    tests = tuple(
        result(one.kind.language, 8 if one.kind.language is Language.french else 6, on, result_date=day)
        for one, day in zip(facts.tests, (date(2026, 8, 1), date(2024, 12, 2)), strict=True)
    )
    found = dangers(facts.model_copy(update={"tests": tests}), on)
    one = next(one for one in found if one.day == date(2026, 12, 2))
    assert one.prevented_by == (Prevention("new_test", "own", date(2026, 10, 6), "french"),)
    assert (one.ends_profile, one.categories_lost) == (True, ("french",))


def test_the_birthday_of_29_february_is_the_28th_in_2027() -> None:
    """S27: at 34 83 points and at 35 77, so 470 and 464, from 28 February on."""
    facts = candidate(TODAY, education="master_or_professional", english=9, canadian=1, foreign=1).model_copy(
        update={"birth_date": date(1992, 2, 29)}
    )
    one = dangers(facts, TODAY)[0]
    assert (one.day, one.crs_before, one.crs_after, one.points_lost) == (date(2027, 2, 28), 470, 464, 6)
    assert one.prevented_by == (Prevention("birthday", "own", None),)


def test_the_grid_of_67_falls_to_66_on_the_36th_birthday() -> None:
    """12 + 21 + 24 + 9 = 66 with one year abroad; with two years 11: 68, then 67 at 36 and 66 at 37."""
    facts = candidate(TODAY, age=35, english=9, foreign=2, settlement_funds=100_000).model_copy(
        update={"birth_date": date(1991, 3, 1)}
    )
    tests = (result(Language.english, 9, TODAY, result_date=date(2026, 11, 1)),)
    found = dangers(facts.model_copy(update={"tests": tests}), TODAY)
    turns = [(one.day, one.grid_before, one.grid_after, one.pass_mark_lost, one.ends_profile) for one in found]
    assert turns == [
        (date(2027, 3, 1), 68, 67, False, False),
        (date(2028, 3, 1), 67, 66, True, True),
        (date(2028, 11, 1), 66, 42, False, False),
    ]


def test_the_partners_result_is_lost_for_the_partners_points_alone() -> None:
    """CLB 9 four times 5 points: 20, from 1 June 2027 on; booked by 26 April (31 May less five weeks)."""
    facts = candidate(TODAY, age=22, education="master_or_professional", english=9, foreign=3, partner={"english": 9})
    assert facts.partner is not None
    tests = (result(Language.english, 9, TODAY, result_date=date(2025, 6, 1)),)
    partner = facts.partner.model_copy(update={"tests": tests})
    one = dangers(facts.model_copy(update={"partner": partner}), TODAY)[0]
    assert (one.day, one.points_lost, one.ends_profile) == (date(2027, 6, 1), 20, False)
    assert one.prevented_by == (Prevention("new_test", "partner", date(2027, 4, 26), "english"),)


# --- clocks ---


def clock_of(facts: Facts, kind: Kind, on: date = TODAY) -> Deadline:
    (found,) = [one for one in deadlines(facts, on) if one.kind is kind]
    return found


def days_of(one: Deadline) -> tuple[date, date | None, Missed]:
    return one.last_safe_day, one.act_by, one.missed


@pytest.mark.parametrize(
    ("of", "last", "book"),
    [
        (date(2025, 1, 10), date(2027, 1, 9), date(2026, 12, 5)),
        (date(2024, 12, 31), date(2026, 12, 30), date(2026, 11, 25)),
        (date(2025, 3, 1), date(2027, 2, 28), date(2027, 1, 24)),
    ],
)
def test_an_english_result_is_usable_for_less_than_two_years(of: date, last: date, book: date) -> None:
    tests = (result(Language.english, 9, TODAY, result_date=of),)
    facts = candidate(TODAY, foreign=3, age=25).model_copy(update={"tests": tests})
    assert days_of(clock_of(facts, Kind.language_test)) == (last, book, Missed.profile_removed)


def test_a_result_of_29_february_is_two_years_old_on_28_february() -> None:
    """Interpretation Act, s. 28: the last day of a month without that number; two years exactly is too old."""
    on = date(2026, 1, 5)
    tests = (result(Language.english, 9, on, result_date=date(2024, 2, 29)),)
    facts = candidate(on, foreign=3).model_copy(update={"tests": tests})
    assert clock_of(facts, Kind.language_test, on).last_safe_day == date(2026, 2, 27)


def test_the_invitation_of_s17_ends_on_day_60_and_its_test_on_day_52() -> None:
    tests = (result(Language.english, 9, TODAY, result_date=date(2025, 1, 10)),)
    facts = s34(TODAY).model_copy(
        update={"tests": tests, "invitation": Invitation(issued=date(2026, 11, 18)), "birth_date": date(2001, 6, 1)}
    )
    assert days_of(clock_of(facts, Kind.invitation)) == (
        date(2027, 1, 17),
        date(2027, 1, 16),
        Missed.invitation_expires,
    )
    one = next(one for one in watched(facts, TODAY) if one.kind == EFFECTIVE)
    assert (one.day, dict(one.facts)["number"]) == (date(2027, 1, 9), 52)


@pytest.mark.parametrize(
    ("issued", "last"),
    [
        (date(2016, 11, 18), date(2017, 1, 17)),  # 60 days
        (date(2016, 11, 19), date(2017, 2, 17)),  # 90
        (date(2018, 6, 25), date(2018, 9, 23)),  # 90
        (date(2018, 6, 26), date(2018, 8, 25)),  # 60
        (date(2021, 6, 28), date(2021, 9, 26)),  # 90
        (date(2021, 6, 29), date(2021, 8, 28)),  # 60
    ],
)
def test_an_invitation_has_the_days_of_its_time(issued: date, last: date) -> None:
    facts = candidate(issued, english=9).model_copy(update={"invitation": Invitation(issued=issued)})
    assert clock_of(facts, Kind.invitation, issued).last_safe_day == last


@pytest.mark.parametrize(
    ("told", "kind", "last", "missed"),
    [
        ({"submitted": "2025-11-30"}, Kind.profile, date(2026, 11, 29), Missed.profile_expires),
        ({"submitted": "2025-11-30", "valid_until": "2026-12-02"}, Kind.profile, date(2026, 12, 1), None),
        ({"draft_opened": "2026-10-01"}, Kind.profile_draft, date(2026, 11, 30), Missed.draft_erased),
    ],
)
def test_a_profile_and_a_form_end_on_their_days(
    told: dict[str, str], kind: Kind, last: date, missed: Missed | None
) -> None:
    found = clock_of(in_the_pool(candidate(TODAY, english=9), **told), kind)
    assert found.last_safe_day == last
    assert missed in (None, found.missed)


def test_a_nomination_is_answered_within_thirty_days_and_ends_with_its_certificate() -> None:
    nomination = Nomination(province="ON", notified=date(2026, 11, 1), expires=date(2027, 4, 30))
    facts = in_the_pool(candidate(TODAY, english=9), submitted="2026-06-01").model_copy(
        update={"nomination": nomination}
    )
    assert clock_of(facts, Kind.nomination_answer).last_safe_day == date(2026, 12, 1)
    assert clock_of(facts, Kind.nomination).last_safe_day == date(2027, 4, 30)


def test_an_assessment_of_15_march_2022_is_ordered_again_by_3_january_2027() -> None:
    """Less than five years old through 14 March 2027; seventy days before it, 3 January."""
    master = Credential(
        level=CredentialLevel.masters_or_entry_to_practice_professional,
        country="IN",
        completed=date(2015, 6, 1),
        assessed=date(2022, 3, 15),
    )
    facts = candidate(TODAY, english=9).model_copy(update={"education": None, "credentials": (master,)})
    assert days_of(clock_of(facts, Kind.education_assessment)) == (
        date(2027, 3, 14),
        date(2027, 1, 3),
        Missed.education_not_counted,
    )


def test_the_exam_and_the_certificate_of_the_country_lived_in() -> None:
    """An exam of 10 March 2026 through 9 March 2027, begun again three weeks before; a certificate of 10 July 2026
    through 9 January 2027, asked for again eight weeks before.
    """
    certificate = PoliceCertificate(country="IN", issued=date(2026, 7, 10))
    facts = candidate(TODAY, english=9, medical_exam=date(2026, 3, 10), police_certificates=(certificate,))
    assert days_of(clock_of(facts, Kind.medical_exam)) == (date(2027, 3, 9), date(2027, 2, 16), Missed.new_exam_needed)
    assert days_of(clock_of(facts, Kind.police_certificate)) == (
        date(2027, 1, 9),
        date(2026, 11, 14),
        Missed.new_certificate_needed,
    )


def test_once_invited_the_exam_and_the_certificates_are_begun_before_day_60() -> None:
    """Day 60 of 18 November 2026 is 17 January 2027: three weeks before it 27 December, eight weeks 22 November."""
    facts = candidate(TODAY, english=9, children=()).model_copy(
        update={"invitation": Invitation(issued=date(2026, 11, 18))}
    )
    assert days_of(clock_of(facts, Kind.medical_exam))[:2] == (date(2027, 1, 17), date(2026, 12, 27))
    assert days_of(clock_of(facts, Kind.police_certificate))[:2] == (date(2027, 1, 17), date(2026, 11, 22))


def test_a_child_is_included_until_the_day_before_its_22nd_birthday() -> None:
    facts = candidate(TODAY, english=9, children=(Child(birth_date=date(2005, 6, 5)),))
    assert days_of(clock_of(facts, Kind.child_ages_out))[::2] == (date(2027, 6, 4), Missed.child_not_included)


def test_two_who_live_together_since_3_may_2026_are_partners_from_3_may_2027() -> None:
    partner = Partner(status=PartnerStatus.accompanying, living_together_since=date(2026, 5, 3))
    facts = candidate(TODAY, english=9).model_copy(update={"partner": partner})
    found = clock_of(facts, Kind.common_law_day)
    assert (found.last_safe_day, found.first_unusable_day) == (date(2027, 5, 2), date(2027, 5, 3))


def test_the_funds_table_of_7_july_2025_is_prepared_two_weeks_before() -> None:
    """One person: 15,263 instead of 14,690."""
    on = date(2025, 6, 1)
    found = clock_of(candidate(on, english=9, foreign=3, settlement_funds=15_000), Kind.funds_table, on)
    assert days_of(found) == (date(2025, 7, 6), date(2025, 6, 22), Missed.funds_short)
    assert dict(found.facts)["needed"] == 15_263
