"""The journey: the stage follows from facts and calendar, and `enter` is the way back."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from rules.deadlines import Deadline, Kind, deadlines
from rules.effective_deadline import effective_deadline
from rules.facts import Application, Child, Facts, Invitation, Nomination, Profile, ProfileEnd
from rules.family import age_lock, dependent_children
from rules.journey import (
    DayError,
    Phase,
    ProvinceError,
    Stage,
    State,
    StepError,
    can_follow,
    enter,
    enterable,
    stage_on,
)
from rules.parameters import book
from rules.shapes.journey import JourneyFile
from rules.timeline import timeline
from tests.rules.journey_picture import PICTURE, drawn

TABLE = book().journey.states
DAY = timedelta(days=1)
BEGAN = date(2024, 1, 1)

unhurried = settings(deadline=None, max_examples=60, database=None)
pauses = st.sampled_from([0, 0, 1, 3, 20, 40, 61, 100, 200, 370])


def walked(data: st.DataObject, steps: int = 14) -> list[tuple[Facts, date]]:
    """A walk at random through the table: the facts after each step that somebody told, and its day."""
    facts, today, found = Facts(birth_date=date(1990, 5, 1)), BEGAN, [(Facts(birth_date=date(1990, 5, 1)), BEGAN)]
    for _ in range(steps):
        today += timedelta(days=data.draw(pauses))
        told = [state for state in can_follow(facts, today) if not by_itself(facts, today, state)]
        if not told:
            break
        facts = step(facts, data.draw(st.sampled_from(told)), today, accepted=data.draw(st.booleans()))
        found.append((facts, today))
    return found


def step(facts: Facts, state: State, day: date, *, accepted: bool = False, today: date | None = None) -> Facts:
    return enter(facts, state, day, today or day, province="ON", accepted=accepted)


def by_itself(facts: Facts, on: date, state: State) -> bool:
    return state in TABLE[stage_on(facts, on).state].by_itself


@unhurried
@given(st.data())
def test_entering_what_can_follow_gives_exactly_that_state_from_that_day_on(data: st.DataObject) -> None:
    facts, today = data.draw(st.sampled_from(walked(data)))
    today += timedelta(days=data.draw(pauses))
    for state in can_follow(facts, today):
        if by_itself(facts, today, state):
            with pytest.raises(DayError) as caught:
                enter(facts, state, today, today)
            earliest = caught.value.earliest
            assert earliest is not None
            assert earliest > today
            assert stage_on(facts, earliest - DAY).state is not state
            assert stage_on(facts, earliest) == Stage(state, earliest, TABLE[state].phase)
            assert enter(facts, state, earliest, earliest) == facts
            continue
        entered = step(facts, state, today)
        assert Facts.model_validate(entered.model_dump(mode="json")) == entered
        assert entered.birth_date == facts.birth_date
        assert stage_on(entered, today).state is state


@unhurried
@given(st.data(), st.sampled_from(State))
def test_what_cannot_follow_is_refused_with_what_can(data: st.DataObject, state: State) -> None:
    facts, today = data.draw(st.sampled_from(walked(data)))
    today += timedelta(days=data.draw(pauses))
    stage = stage_on(facts, today)
    following = can_follow(facts, today)
    if state in following or state is stage.state:
        return
    with pytest.raises(StepError) as caught:
        step(facts, state, today)
    assert (caught.value.at, caught.value.to, caught.value.next) == (stage.state, state, following)
    assert set(following) <= {*TABLE[stage.state].next}


@unhurried
@given(st.data())
def test_no_step_is_told_for_a_day_to_come_or_before_the_one_told_last(data: st.DataObject) -> None:
    walk = walked(data)
    facts, today = data.draw(st.sampled_from(walk[1:] or walk))
    dated = stage_on(facts, today).since == today  # the answer to a nomination keeps no day
    for state in State:
        with pytest.raises(DayError) as caught:
            enter(facts, state, today + DAY, today)
        assert caught.value.latest == today
        if dated:
            with pytest.raises(DayError) as caught:
                enter(facts, state, today - DAY, today)
            assert caught.value.earliest == today


@unhurried
@given(st.data())
def test_a_walk_at_random_ends_nowhere_but_in_canada(data: st.DataObject) -> None:
    facts, today = walked(data, 30)[-1]
    for years in (0, 1, 5):
        on = today + timedelta(days=365 * years)
        stage = stage_on(facts, on)
        assert bool(can_follow(facts, on)) is (stage.state is not State.landed)


@unhurried
@given(st.data())
def test_the_stage_never_disagrees_with_the_clocks(data: st.DataObject) -> None:
    facts, today = data.draw(st.sampled_from(walked(data)))
    on = today + timedelta(days=data.draw(pauses))
    stage, clocks = stage_on(facts, on), {clock.kind: clock for clock in deadlines(facts, on)}
    of_the_journey = {Kind.profile, Kind.profile_draft, Kind.invitation, Kind.nomination_answer}
    running = {kind for kind in of_the_journey & {*clocks} if not clocks[kind].over(on)}
    assert (Kind.profile_draft in running) is (stage.state is State.profile_draft)
    assert (Kind.invitation in running) is (stage.phase is Phase.invited)
    if stage.phase is Phase.in_pool:
        assert Kind.profile in running
    if stage.phase in (Phase.applied, Phase.approved, Phase.landed):
        assert not of_the_journey & {*clocks}
    if stage.state is State.profile_expired and stage.since is not None:
        assert clocks[Kind.profile].first_unusable_day <= stage.since
    if stage.state in (State.withdrawn, State.no_longer_eligible, State.refused, State.application_withdrawn):
        assert not of_the_journey & {*clocks}


OFTEN = 4


def test_every_state_and_every_arrow_of_the_table_is_walked_by_some_facts() -> None:
    """From each state found on, by a few pauses, each arrow several times: nothing of the table is only on paper."""
    seen: Counter[tuple[State, State]] = Counter()
    waiting = [(Facts(), BEGAN)]
    while waiting:
        facts, today = waiting.pop(0)
        for pause in (0, 30, 61, 340, 366):
            on = today + timedelta(days=pause)
            at = stage_on(facts, on).state
            for state in can_follow(facts, on):
                seen[(at, state)] += 1
                if seen[(at, state)] > OFTEN:
                    continue
                if not by_itself(facts, on, state):
                    waiting.append((step(facts, state, on), on))
    back_too_late = Facts(
        profile=Profile(submitted=date(2025, 11, 20)),
        invitation=Invitation(issued=date(2026, 11, 1), applied=date(2026, 11, 10)),
        application=Application(returned=date(2026, 11, 25)),
    )
    answered = Profile(follows=date(2026, 1, 1), ended=date(2026, 2, 1), ended_by=ProfileEnd.not_eligible)
    submitted_again = answered.model_copy(update={"draft_opened": date(2026, 1, 10)})
    for facts in (back_too_late, Facts(profile=answered), Facts(profile=submitted_again)):
        at = stage_on(facts, date(2026, 11, 26)).state
        seen.update((at, state) for state in can_follow(facts, date(2026, 11, 26)))
    assert {*seen} == {(at, state) for at, row in TABLE.items() for state in row.next}


def broken(**rows: Any) -> dict[str, Any]:
    """The table of the book with some rows otherwise."""
    told = book().journey.model_dump(mode="json")
    for name, changes in rows.items():
        told["states"][name] = {**told["states"][name], **changes}
    return told


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (broken(landed={"next": ["in_pool"]}), "next: a state either can be left or is final"),
        (broken(invited={"next": []}), "next: a state either can be left or is final"),
        (broken(invited={"next": ["gone"]}), "Input should be 'not_started'"),
        (broken(in_pool={"by_itself": ["landed"]}), "by_itself: names a state that is not in next"),
        (broken(approved={"next": ["approved"]}), "states: landed cannot be reached"),
    ],
)
def test_a_table_that_is_not_closed_is_refused_with_the_reason(told: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(words)):
        JourneyFile.model_validate(told)
    del told["states"]["withdrawn"]
    with pytest.raises(ValidationError):
        JourneyFile.model_validate(told)


def test_the_picture_in_the_docs_is_drawn_from_the_table_state_by_state_and_arrow_by_arrow() -> None:
    text = PICTURE.read_text(encoding="utf-8")
    assert text == drawn(TABLE), "draw it anew: python -m tests.rules.journey_picture"
    assert set(re.findall(r'data-state="(\w+)"', text)) == {state.value for state in State}
    arrows = re.findall(r'data-from="([\w ]+)" data-to="(\w+)"', text)
    told = [(at, to) for names, to in arrows for at in names.split()]
    table = [(at.value, to.value) for at, row in TABLE.items() for to in row.next]
    assert sorted(told) == sorted(table)


POOL = Profile(submitted=date(2026, 3, 1))
INVITED = Invitation(issued=date(2026, 9, 1))  # the last day is 31 October
ON = date(2026, 10, 15)


def declined(day: date = date(2026, 9, 20), **more: Any) -> Facts:
    return Facts(profile=POOL, invitation=INVITED.model_copy(update={"declined": day}), **more)


def applied(day: date = date(2026, 9, 20), **what: date) -> Facts:
    invitation = INVITED.model_copy(update={"applied": day})
    return Facts(profile=POOL, invitation=invitation, application=Application(**what) if what else None)


@pytest.mark.parametrize(
    ("facts", "on", "state", "since"),
    [
        (Facts(), ON, State.not_started, None),
        (Facts(profile=Profile()), ON, State.profile_draft, None),
        (Facts(profile=Profile(draft_opened=date(2026, 8, 15))), date(2026, 10, 14), State.profile_draft, None),
        (Facts(profile=Profile(draft_opened=date(2026, 8, 15))), ON, State.draft_expired, ON),
        (Facts(profile=POOL), date(2027, 2, 28), State.in_pool, date(2026, 3, 1)),
        (Facts(profile=POOL), date(2027, 3, 1), State.profile_expired, date(2027, 3, 1)),
        (Facts(profile=Profile(valid_until=date(2026, 10, 16))), ON, State.in_pool, None),
        (Facts(profile=Profile(valid_until=ON)), ON, State.profile_expired, ON),  # a date that was told wins
        (Facts(profile=POOL, invitation=INVITED), date(2026, 10, 31), State.invited, INVITED.issued),
        (Facts(profile=POOL, invitation=INVITED), date(2026, 11, 1), State.invitation_expired, date(2026, 11, 1)),
        (declined(), ON, State.declined, date(2026, 9, 20)),
        (declined(date(2026, 11, 1)), date(2026, 11, 2), State.invitation_expired, date(2026, 11, 1)),  # too late
        (declined(), date(2027, 3, 1), State.profile_expired, date(2027, 3, 1)),
        (applied(), ON, State.applied, date(2026, 9, 20)),
        (applied(date(2026, 11, 1)), date(2026, 11, 2), State.invitation_expired, date(2026, 11, 1)),  # too late
        (applied(returned=date(2026, 10, 5)), ON, State.returned_incomplete, date(2026, 10, 5)),
        (applied(returned=date(2026, 10, 5)), date(2026, 11, 1), State.invitation_expired, date(2026, 11, 1)),
        (applied(returned=date(2026, 12, 5)), date(2026, 12, 6), State.invitation_expired, date(2026, 12, 5)),
        (applied(returned=date(2026, 12, 5)), date(2026, 12, 4), State.applied, date(2026, 9, 20)),
        (applied(refused=date(2026, 12, 5)), date(2026, 12, 5), State.refused, date(2026, 12, 5)),
    ],
)
def test_the_stage_of_these_facts_is_told_by_their_days(
    facts: Facts, on: date, state: State, since: date | None
) -> None:
    stage = stage_on(facts, on)
    assert stage.state is state
    assert since is None or stage.since == since


def test_a_nomination_waits_in_the_pool_until_it_is_answered_and_again_after_declining() -> None:
    waiting = Nomination(province="ON", notified=date(2026, 10, 1))
    assert stage_on(Facts(profile=POOL, nomination=waiting), ON).state is State.nomination_pending
    assert stage_on(Facts(nomination=waiting), ON).state is State.nomination_pending  # there has to be a profile
    for answer in ({"accepted": True}, {"accepted": False}, {"withdrawn": date(2026, 10, 2)}):
        answered = waiting.model_copy(update=answer)
        assert stage_on(Facts(profile=POOL, nomination=answered), ON).state is State.in_pool
        assert stage_on(declined(nomination=answered), ON).state is State.in_pool
    assert stage_on(declined(nomination=waiting), ON).state is State.nomination_pending
    assert stage_on(declined(date(2026, 10, 2), nomination=waiting), ON).state is State.declined


def test_declining_after_the_year_of_the_profile_leads_out_of_the_pool() -> None:
    facts = Facts(profile=Profile(submitted=date(2025, 10, 1)), invitation=INVITED)
    assert stage_on(facts, ON).state is State.invited
    assert State.declined not in can_follow(facts, ON)
    left = enter(facts, State.profile_expired, ON, ON)
    assert left.invitation is not None
    assert left.invitation.declined == ON
    assert stage_on(left, ON) == Stage(State.profile_expired, ON, Phase.before_pool)


def test_a_profile_begun_after_the_invitation_leaves_it_behind_only_from_its_own_day() -> None:
    facts = Facts(profile=Profile(submitted=date(2026, 12, 1)), invitation=INVITED)
    assert stage_on(facts, date(2026, 12, 1)).state is State.in_pool
    assert stage_on(facts, ON).state is State.invited


def test_an_application_in_time_that_was_not_told_is_told_after_the_last_day() -> None:
    facts, today = Facts(profile=POOL, invitation=INVITED), date(2026, 11, 5)
    assert stage_on(facts, today).state is State.invitation_expired
    assert {State.applied, State.declined, State.profile_draft} <= {*enterable(facts, today)}
    assert stage_on(enter(facts, State.applied, date(2026, 10, 31), today), today).state is State.applied
    with pytest.raises(StepError) as caught:
        enter(facts, State.applied, date(2026, 11, 1), today)
    assert caught.value.at is State.invitation_expired


def test_a_new_profile_keeps_the_person_and_leaves_the_old_one_behind() -> None:
    child = Child(birth_date=date(2015, 1, 1))
    refused = applied(refused=date(2026, 11, 10)).model_copy(
        update={
            "children": (child,),
            "official_score": 500,
            "official_score_on": date(2026, 8, 1),
            "nomination": Nomination(province="ON", notified=date(2026, 8, 1), accepted=True, expires=date(2027, 5, 1)),
        }
    )
    again = enter(refused, State.re_entered, date(2026, 12, 1), date(2026, 12, 1))
    assert again.profile == Profile(submitted=date(2026, 12, 1), follows=date(2026, 11, 10))
    assert (again.invitation, again.application, again.official_score) == (None, None, None)
    assert again.nomination == Nomination(province="ON", expires=date(2027, 5, 1))  # nothing answered there yet
    assert again.children == (child,)


def test_a_nomination_asks_for_its_province() -> None:
    facts = Facts(profile=POOL)
    with pytest.raises(ProvinceError):
        enter(facts, State.nomination_pending, ON, ON)
    told = enter(facts, State.nomination_pending, ON, ON, province="BC")
    assert told.nomination == Nomination(province="BC", notified=ON)
    for accepted in (True, False):
        answered = enter(told, State.in_pool, ON, ON, accepted=accepted)
        assert answered.nomination is not None
        assert answered.nomination.accepted is accepted


# --- the clocks ---


def of(kind: Kind, facts: Facts, on: date) -> list[Deadline]:
    return [clock for clock in deadlines(facts, on) if clock.kind is kind]


@pytest.mark.parametrize("name", ["declined", "cancelled"])
def test_an_invitation_that_was_turned_down_has_no_clock_and_the_profile_runs_on(name: str) -> None:
    facts = Facts(profile=POOL, invitation=INVITED.model_copy(update={name: date(2026, 9, 20)}))
    assert len(of(Kind.invitation, facts, date(2026, 9, 19))) == 1
    assert effective_deadline(facts, date(2026, 9, 19)) is not None
    for on in (date(2026, 9, 20), date(2026, 12, 1)):  # also when the sixty days would be over
        assert of(Kind.invitation, facts, on) == []
        assert of(Kind.medical_exam, facts, on) == []
        assert effective_deadline(facts, on) is None
        (profile,) = of(Kind.profile, facts, on)
        assert profile.last_safe_day == date(2027, 2, 28)


@pytest.mark.parametrize("how", ProfileEnd)
def test_a_profile_that_has_ended_has_no_clock(how: ProfileEnd) -> None:
    profile = Profile(draft_opened=date(2026, 9, 1), submitted=date(2026, 9, 2), ended=ON, ended_by=how)
    waiting = Nomination(province="ON", notified=date(2026, 10, 1), expires=date(2027, 3, 1))
    facts = Facts(profile=profile, nomination=waiting)
    assert len(of(Kind.profile, facts, ON - DAY)) == len(of(Kind.nomination_answer, facts, ON - DAY)) == 1
    assert of(Kind.profile, facts, ON) == of(Kind.nomination_answer, facts, ON) == []
    assert len(of(Kind.nomination, facts, ON)) == 1  # the certificate runs on
    form = Facts(profile=profile.model_copy(update={"submitted": None}))
    assert len(of(Kind.profile_draft, form, ON - DAY)) == 1
    assert of(Kind.profile_draft, form, ON) == []


@pytest.mark.parametrize("name", ["refused", "withdrawn"])
def test_after_a_refusal_nothing_of_the_old_profile_runs_and_tests_count_again(name: str) -> None:
    decided = date(2026, 12, 5)
    test = {
        "kind": "ielts_general",
        "scores": {"listening": 8, "reading": 7, "writing": 7, "speaking": 7},
        "result_date": "2026-01-10",
    }
    told = applied(**{name: decided}).model_dump(mode="json") | {"tests": [test]}
    told["nomination"] = {"province": "ON", "notified": "2026-08-01", "accepted": True, "expires": "2027-05-01"}
    facts = Facts.model_validate(told)
    before, after = ({clock.kind for clock in deadlines(facts, on)} for on in (decided - DAY, decided))
    assert Kind.language_test not in before
    assert Kind.language_test in after
    assert not {Kind.invitation, Kind.profile, Kind.nomination, Kind.medical_exam} & (before | after)


def test_the_time_of_an_invitation_runs_on_when_the_application_came_back() -> None:
    facts = applied(returned=date(2026, 10, 5))
    assert of(Kind.invitation, facts, date(2026, 10, 4)) == []
    (clock,) = of(Kind.invitation, facts, date(2026, 10, 5))
    assert clock.last_safe_day == date(2026, 10, 31)
    found = effective_deadline(facts, date(2026, 10, 5))
    assert found is not None
    assert found.invitation == clock


def test_a_nomination_withdrawn_has_no_clock_and_takes_its_points_from_its_day() -> None:
    nomination = Nomination(
        province="ON",
        notified=date(2026, 8, 1),
        accepted=True,
        expires=date(2027, 2, 1),
        withdrawn=date(2026, 11, 20),
    )
    facts = Facts(profile=POOL, nomination=nomination)
    assert len(of(Kind.nomination, facts, date(2026, 11, 19))) == 1
    assert of(Kind.nomination, facts, date(2026, 11, 20)) == []
    (fall,) = [one for one in timeline(facts, ON) if any(cause.fact.startswith("nomination") for cause in one.causes)]
    assert (fall.day, fall.change) == (date(2026, 11, 20), -600)
    assert [cause.kind for cause in fall.causes] == ["nomination_withdrawn"]
    unanswered = Facts(profile=POOL, nomination=nomination.model_copy(update={"accepted": None}))
    assert of(Kind.nomination_answer, unanswered, date(2026, 11, 20)) == []


@pytest.mark.parametrize("how", ["refused", "withdrawn", "returned"])
def test_an_application_that_does_not_stand_fixes_the_age_of_no_child(how: str) -> None:
    child = Child(birth_date=date(2004, 10, 10))  # 22 on 10 October 2026
    stands = applied().model_copy(update={"children": (child,)})
    assert dependent_children(stands, ON) == ((0, child),)
    gone = applied(**{how: date(2026, 10, 12)}).model_copy(update={"children": (child,)})
    assert dependent_children(gone, date(2026, 10, 11)) == ((0, child),)
    assert dependent_children(gone, date(2026, 10, 12)) == ()
    assert age_lock(gone, date(2026, 10, 12)).day is None


def test_after_landing_no_exam_and_no_step_is_left() -> None:
    facts = applied(approved=date(2027, 3, 1), landed=date(2027, 4, 1)).model_copy(
        update={"medical_exam": date(2026, 9, 1)}
    )
    assert len(of(Kind.medical_exam, facts, date(2027, 3, 31))) == 1
    assert of(Kind.medical_exam, facts, date(2027, 4, 1)) == []
    assert can_follow(facts, date(2027, 4, 1)) == ()
    for state, accepted in product(State, (True, False)):
        with pytest.raises((StepError, DayError)):
            step(facts, state, date(2027, 4, 1), accepted=accepted)
