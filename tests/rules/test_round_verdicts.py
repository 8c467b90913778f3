"""A round held against a candidate: each condition by hand, the tie-break to the second, and what is not known."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

import pytest

from bench.rules import candidates
from rules import crs
from rules.facts import Facts, Invitation, Job, Nomination, Profile
from rules.round_verdicts import Rank, RoundVerdict, Short, WhyKey, corrected, short, verdict
from rules.rounds import Round, RoundKind, round_of, rounds
from tests.rules.situations import candidate

CEC = "446"  # 2026-09-29, 518, tie-break 2026-02-13T20:48:08Z
FRENCH = "437"  # 2026-08-19 at 12:35:37 UTC, 382
NOMINEES = "445"  # 2026-09-28, 725
TRADES = "447"  # 2026-10-01, 476


def held(number: str, **more: Any) -> Round:
    found = round_of(number)
    assert found is not None
    return found._replace(**more)


def for_all(number: str) -> Round:
    """A round as if it had been a general one."""
    return held(number, kind=RoundKind.general, category=None, programs=held("294").programs)


def on(number: str) -> date:
    return held(number).day


def strong(number: str = CEC, submitted: str | None = "2026-01-05T14:30:00Z", **more: Any) -> Facts:
    """29, a master's degree, CLB 10, two years in Canada and three abroad: 536, eligible for CEC and FSW."""
    profile = None if submitted is None else Profile.model_validate({"submitted_at": submitted})
    told = {"education": "master_or_professional", "english": 10, "canadian": 2, "foreign": 3, "profile": profile}
    return candidate(on(number), **{**told, **more})


def at_the_cut_off(submitted: str | None, tie_break: str | None = "2026-02-13T20:48:08Z") -> RoundVerdict:
    facts = strong(CEC, submitted)
    score = crs.score(facts, on(CEC)).total
    instant = None if tie_break is None else datetime.fromisoformat(tie_break)
    return verdict(facts, held(CEC, cut_off=score, tie_break=instant))


# --- the rank ---


def test_above_the_cut_off_is_invited_with_the_points_between() -> None:
    found = verdict(strong(), held(CEC))
    assert (found.pool.why, found.program.why, found.category) == (WhyKey.in_pool, WhyKey.program_met, None)
    assert found.score == crs.score(strong(), on(CEC)).total
    assert found.points == (found.score or 0) - 518 > 0
    assert (found.rank, found.entered, found.invited) == (Rank.above, True, True)


def test_below_the_cut_off_is_not_invited_although_the_round_could_be_entered() -> None:
    found = verdict(strong(education="secondary"), held(CEC))
    assert (found.rank, found.entered, found.invited) == (Rank.below, True, False)
    assert found.points is not None
    assert found.points < 0


@pytest.mark.parametrize(
    ("submitted", "invited", "before"),
    [
        ("2026-02-13T20:48:07Z", True, timedelta(seconds=1)),
        ("2026-02-13T20:48:08Z", False, timedelta()),  # the same instant is not before
        ("2026-02-13T20:48:09Z", False, timedelta(seconds=-1)),
        ("2026-02-13T15:48:07-05:00", True, timedelta(seconds=1)),
    ],
)
def test_at_the_cut_off_the_tie_break_counts_to_the_second(submitted: str, invited: bool, before: timedelta) -> None:
    found = at_the_cut_off(submitted)
    assert found.rank is (Rank.before_tie_break if invited else Rank.after_tie_break)
    assert (found.invited, found.before, found.points) == (invited, before, 0)


def test_where_only_the_day_of_submission_is_known_the_day_of_the_tie_break_says_nothing() -> None:
    facts = strong(submitted=None)
    score = crs.score(facts, on(CEC)).total
    tied = held(CEC, cut_off=score)
    for day, rank in (
        ("2026-02-10", Rank.before_tie_break),
        ("2026-02-13", Rank.tie_break_open),
        ("2026-02-16", Rank.after_tie_break),
    ):
        found = verdict(facts.model_copy(update={"profile": Profile.model_validate({"submitted": day})}), tied)
        assert found.rank is rank
        assert found.before is None
        assert found.invited is rank.enough


def test_the_first_rounds_asked_for_no_tie_break_and_a_later_one_without_is_not_guessed() -> None:
    early = held("20")
    facts = strong("20", "2015-08-01T12:00:00Z")
    assert early.tie_break is None
    assert verdict(facts, early._replace(cut_off=crs.score(facts, early.issued).total)).rank is Rank.before_tie_break
    assert at_the_cut_off("2026-01-05T14:30:00Z", tie_break=None).rank is Rank.tie_break_open


def test_facts_not_known_leave_the_rank_open_and_are_named() -> None:
    found = verdict(strong(education="secondary", sibling=None), held(CEC, cut_off=470))
    assert found.score is not None
    facts = strong(education="secondary", sibling=None)
    close = held(CEC, cut_off=found.score + 10)
    found = verdict(facts, close)
    assert (found.rank, found.invited, found.entered) == (Rank.score_open, None, True)
    assert found.open == ("sibling_in_canada",)
    assert found.points is None
    assert verdict(facts, close._replace(cut_off=found.score + 16)).rank is Rank.below
    assert verdict(facts, close._replace(cut_off=found.score - 1)).rank is Rank.above


def test_the_score_is_that_of_the_day_under_the_rules_of_the_day() -> None:
    """A job offer gave 50 points until 2025-03-24, and a result of later is not there yet."""
    offered = {"job_offer": "other_skilled", "job_offer_assessed": True}
    before, after = for_all("340"), for_all("344")
    assert before.day < date(2025, 3, 25) <= after.day
    facts = strong("344", "2025-01-05T14:30:00Z", **offered)
    plain = facts.model_copy(update={"job_offer": None, "job_offer_assessed": None})
    with_offer, without = (verdict(some, before) for some in (facts, plain))
    assert with_offer.score is not None
    assert without.score is not None
    assert with_offer.score - without.score == 50
    assert without.highest == without.score + 200, "an offer of a senior manager nobody asked about"
    assert verdict(facts, after).score == crs.score(plain, after.day).total
    newer = facts.tests[0].model_copy(update={"result_date": after.day + timedelta(1)})
    later = verdict(facts.model_copy(update={"tests": (newer,)}), after)
    assert later.program.met is not True, "without a result of before there is no program"


# --- the pool ---


def test_a_profile_submitted_after_the_round_was_not_in_it_and_the_same_day_needs_the_hour() -> None:
    instant = held(FRENCH).instant
    assert instant is not None
    for submitted, met, why in (
        (instant - timedelta(seconds=1), True, WhyKey.in_pool),
        (instant + timedelta(seconds=1), False, WhyKey.submitted_later),
    ):
        found = verdict(strong(FRENCH, submitted.isoformat()), held(FRENCH))
        assert (found.pool.met, found.pool.why) == (met, why)
    of_the_day = strong(FRENCH).model_copy(update={"profile": Profile(submitted=instant.date())})
    found = verdict(of_the_day, held(FRENCH))
    assert (found.pool.met, found.pool.why, found.pool.open) == (None, WhyKey.same_day, ("profile.submitted_at",))


def test_where_the_hour_of_a_round_is_not_known_its_whole_day_of_ottawa_is_open() -> None:
    assert held(CEC).instant is None
    for submitted, met in (
        ("2026-09-28T23:59:59Z", True),
        ("2026-09-29T14:00:00Z", None),
        ("2026-09-30T04:59:00Z", None),
        ("2026-09-30T05:00:01Z", False),
    ):
        assert verdict(strong(submitted=submitted), held(CEC)).pool.met is met


@pytest.mark.parametrize(
    ("profile", "met", "why"),
    [
        (None, None, WhyKey.profile_not_told),
        ({}, False, WhyKey.not_submitted),
        ({"draft_opened": "2026-09-01"}, False, WhyKey.not_submitted),
        ({"valid_until": "2027-01-05"}, None, WhyKey.submission_not_told),
        ({"submitted": "2025-09-01"}, False, WhyKey.out_of_pool),  # its year was over
        ({"submitted": "2026-01-05", "ended": "2026-09-01", "ended_by": "withdrawn"}, False, WhyKey.out_of_pool),
        ({"submitted": "2026-01-05", "ended": "2026-10-01", "ended_by": "withdrawn"}, True, WhyKey.in_pool),
        ({"submitted": "2026-10-05", "follows": "2026-10-01"}, None, WhyKey.earlier_profile),
        ({"submitted": "2026-10-05", "follows": "2026-09-01"}, False, WhyKey.submitted_later),
    ],
)
def test_whether_the_profile_was_in_the_pool(profile: dict[str, Any] | None, met: bool | None, why: WhyKey) -> None:
    told = None if profile is None else Profile.model_validate(profile)
    found = verdict(strong().model_copy(update={"profile": told}), held(CEC))
    assert (found.pool.met, found.pool.why) == (met, why)
    assert found.entered is met, "program and category do not matter here"
    assert found.rank is Rank.above, "the rank is told all the same, as if the profile had been there"


def test_somebody_who_said_there_is_no_profile_was_in_no_round() -> None:
    found = verdict(strong(submitted=None, none_of=("profile",)), held(CEC))
    assert (found.pool.why, found.entered, found.invited) == (WhyKey.no_profile, False, False)


def test_the_round_that_the_invitation_came_of_invited_them_and_took_them_out_of_the_next() -> None:
    invitation = Invitation.model_validate({"issued": on(CEC), "round": CEC, "program": "canadian_experience"})
    facts = strong(education="secondary").model_copy(update={"invitation": invitation})
    found = verdict(facts, held(CEC))
    assert (found.pool.why, found.invited) == (WhyKey.invited_in_it, True)
    assert found.rank is Rank.below, "the facts give less than the letter rested on"
    assert verdict(facts, held(TRADES)).pool.why is WhyKey.out_of_pool
    assert verdict(facts, held(NOMINEES)).pool.why is WhyKey.in_pool, "the day before"
    declined = invitation.model_copy(update={"declined": date(2026, 9, 30)})
    assert verdict(facts.model_copy(update={"invitation": declined}), held(TRADES)).pool.met is True


# --- program and category ---


def test_without_a_program_there_is_no_score_in_the_pool() -> None:
    """S03: 66 points of 67, no work in Canada, a trade never named."""
    facts = strong(
        age=35, education="bachelor", english=9, canadian=0, foreign=1, primary_occupation="21231", study="none"
    )
    found = verdict(facts, for_all(CEC))
    assert (found.program.met, found.program.why) == (False, WhyKey.program_not_met)
    assert (found.rank, found.score, found.invited) == (None, None, False)


def test_a_round_for_one_program_looks_at_that_one_alone() -> None:
    abroad = strong(canadian=0)
    found = verdict(abroad, held(CEC))
    assert found.program.met is False
    assert found.program.facts == (("program", "canadian_experience"), ("requirement", "minimum_experience"))
    assert verdict(abroad, held(FRENCH)).program.met is True


def test_what_shuts_a_person_out_keeps_them_out_of_every_round() -> None:
    found = verdict(strong(intends_to_live_in_quebec=True), held(CEC))
    assert (found.program.why, found.invited) == (WhyKey.knock_out, False)
    assert ("knock_out", "quebec") in found.program.facts


@pytest.mark.parametrize(
    ("nomination", "why", "met"),
    [
        ({"provincial_nomination": False}, WhyKey.not_nominated, False),
        ({"provincial_nomination": None}, WhyKey.nomination_open, None),
        ({"provincial_nomination": True}, WhyKey.nominated, True),
        ({"nomination": {"province": "ON", "notified": "2026-09-29", "accepted": True}}, WhyKey.not_nominated, False),
        ({"nomination": {"province": "ON", "notified": "2026-09-20", "accepted": True}}, WhyKey.nominated, True),
        ({"nomination": {"province": "ON", "notified": "2026-09-20"}}, WhyKey.nomination_open, None),
    ],
)
def test_a_round_for_nominees_asks_for_a_nomination_of_the_day(
    nomination: dict[str, Any], why: WhyKey, met: bool | None
) -> None:
    if "nomination" in nomination:
        nomination = {"nomination": Nomination.model_validate(nomination["nomination"])}
    found = verdict(strong(NOMINEES).model_copy(update=nomination), held(NOMINEES))
    assert (found.program.why, found.program.met) == (why, met)
    assert (found.rank is None) == (not met)


def nurse(months: int, until: date) -> Facts:
    """In one listed occupation abroad for so many months up to a day, and with years before in another."""
    job: dict[str, Any] = {"country": "IN", "hours_per_week": 40, "paid": True, "self_employed": False, "studying": ()}
    start = until - timedelta(days=months * 31)
    jobs = (
        Job.model_validate({**job, "noc": "31301", "start": start, "end": until}),
        Job.model_validate({**job, "noc": "21231", "start": start - timedelta(1200), "end": start - timedelta(1)}),
    )
    return strong("441", "2025-12-01T12:00:00Z").model_copy(update={"jobs": jobs, "children": ()})


def test_the_category_goes_by_the_list_of_its_day() -> None:
    """S52: nine months were enough under the list of 2025, not under that of 2026-02-18, which asks for twelve."""
    after = held("441")
    before = after._replace(day=date(2026, 2, 17), instant=None)
    facts = nurse(9, date(2026, 2, 10))
    then = verdict(facts, before)
    assert then.category is not None
    assert (then.category.why, then.category.since) == (WhyKey.category_met, date(2025, 2, 27))
    now = verdict(facts, after)
    assert now.category is not None
    assert (now.category.why, now.category.since) == (WhyKey.category_not_met, date(2026, 2, 18))
    assert ("requirement", "experience") in now.category.facts
    assert (now.entered, now.rank) == (False, None)
    assert "lists_may_change_within_the_year" in now.to_check


def test_a_category_nobody_knows_and_a_round_without_a_program_are_not_guessed() -> None:
    unknown = held(TRADES, category=None, name_en="High-wage occupations, 2026-Version 1")
    found = verdict(strong(TRADES), unknown)
    assert found.category is not None
    assert (found.category.why, found.entered, found.invited) == (WhyKey.category_unknown, None, None)
    nameless = verdict(strong(), held(CEC, programs=()))
    assert (nameless.program.why, nameless.program.met, nameless.rank) == (WhyKey.programs_unknown, None, None)
    before_there_were_any = held("200", kind=RoundKind.category, category="french")
    of_2021 = verdict(strong("200"), before_there_were_any).category
    assert of_2021 is not None
    assert of_2021.why is WhyKey.category_unknown


def test_what_was_told_in_sum_or_only_presumed_is_named() -> None:
    found = verdict(strong(FRENCH, french=8), held(FRENCH))
    assert found.as_told == ("canadian_work_years", "foreign_work_years", "education")
    assert "settlement_funds" in found.presumed
    assert found.complete
    later = held(TRADES, day=date(2026, 11, 4))
    assert not verdict(strong(TRADES, "2026-01-05T12:00:00Z"), later._replace(kind=RoundKind.general)).complete


# --- for everybody at once ---


def test_the_short_form_says_the_same_of_everybody() -> None:
    chance = random.Random(7)
    seen: set[Short] = set()
    for facts in islice(candidates(date(2026, 10, 2), seed=7), 250):
        if chance.random() < 0.6:
            submitted = date(2026, 10, 1) - timedelta(chance.randrange(400))
            facts = facts.model_copy(update={"profile": Profile(submitted=submitted)})
        some = [*chance.sample(rounds()[-60:], 3), *chance.sample(rounds(), 1)]
        for one in (*some, some[0]._replace(cut_off=crs.score(facts, some[0].issued).total)):
            whole = verdict(facts, one)
            assert short(facts, one) == Short(whole.entered, whole.invited), (one.number, whole)
            seen.add(short(facts, one))
    assert seen >= {Short(True, True), Short(True, False), Short(False, False), Short(None, None)}


def test_a_correction_concerns_those_alone_whose_verdict_is_another() -> None:
    """S54: a cut-off of 518 that becomes 530 takes the invitation from 523, and nothing from anybody else."""
    facts = strong()
    score = crs.score(facts, on(CEC)).total
    was, now = held(CEC, cut_off=score - 5), held(CEC, cut_off=score + 7)
    assert corrected(facts, was, now)
    assert not corrected(facts, was, was._replace(cut_off=score - 6))
    assert not corrected(strong(education="secondary"), was, now), "below before and after"
    assert not corrected(strong(canadian=0), was, now), "not in that round at all"
    tied = was._replace(cut_off=score)
    later = datetime(2026, 1, 5, 14, 30, tzinfo=UTC)
    assert corrected(facts, tied, tied._replace(tie_break=later)), "now too late, by the tie-break"


def test_two_instants_in_different_zones_are_one() -> None:
    there = datetime(2026, 2, 14, 2, 18, 7, tzinfo=UTC)
    assert at_the_cut_off(there.isoformat(), tie_break="2026-02-14T02:18:08Z").invited is True
