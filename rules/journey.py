"""Where a candidate is between no profile and permanent residence, on a day, as the facts tell it.

The states and what can follow each stand in `parameters/journey.yaml`. A state is never kept: it follows from the days
that were told (a profile submitted, an invitation issued, an application made) and from the calendar, so that facts and
stage cannot disagree. `enter` is the way back: the facts of which a state follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from rules.facts import Application, Facts, Invitation, Nomination, Profile, ProfileEnd
from rules.invitation_window import DAY, read, submitted, window_of
from rules.months import add_months
from rules.parameters import RuleBook, book
from rules.shapes.journey import Phase, State

__all__ = [
    "DayError",
    "Phase",
    "ProvinceError",
    "Stage",
    "State",
    "StepError",
    "answered",
    "begun_anew",
    "by_calendar",
    "can_follow",
    "course_of",
    "day_of",
    "enter",
    "enterable",
    "stage_on",
]

_ENDED = {
    ProfileEnd.not_eligible: State.submitted_not_eligible,
    ProfileEnd.withdrawn: State.withdrawn,
    ProfileEnd.removed: State.no_longer_eligible,
}
# How an application ends, the last that can happen first
_DECIDED = (
    ("landed", State.landed),
    ("refused", State.refused),
    ("withdrawn", State.application_withdrawn),
    ("approved", State.approved),
)
_STANDS = (State.applied, State.approved, State.landed)
_OVER = (State.refused, State.application_withdrawn, State.invitation_expired)
# What an invitation that is not used leads to
_BACK = (State.declined, State.cancelled_by_minister, State.profile_expired)
# What can be told of an invitation, by its field
_ANSWERS = {State.applied: "applied", State.declined: "declined", State.cancelled_by_minister: "cancelled"}
# A first profile, or one after another: which of the two follows from what was told before.
_SUBMITTED = (State.in_pool, State.re_entered)
_NEW_FORM = (State.eligibility_answered, State.not_eligible_now, State.profile_draft)


class Stage(NamedTuple):
    """A state, and the day it began; None where that was not told."""

    state: State
    since: date | None
    phase: Phase


class Course(NamedTuple):
    """What became of an invitation by a day, whatever became of the profile, and since when."""

    state: State
    since: date

    @property
    def stands(self) -> bool:
        """Whether there is an application, made in time, that is neither refused, withdrawn nor returned."""
        return self.state in _STANDS

    @property
    def open(self) -> bool:
        """Whether the invitation waits for an application."""
        return self.state in (State.invited, State.returned_incomplete)

    @property
    def over(self) -> bool:
        """Whether the profile it was issued on cannot be invited any more."""
        return self.state in _OVER


class StepError(ValueError):
    """A state that cannot follow the one of the day; `next` are those that can."""

    def __init__(self, at: State, to: State, following: tuple[State, ...]) -> None:
        super().__init__(f"{to} cannot follow {at}; {', '.join(following) or 'nothing'} can")
        self.at, self.to, self.next = at, to, following


class DayError(ValueError):
    """A day on which a step cannot have been: before the step told last (`earliest`), or after `latest`."""

    def __init__(self, to: State, day: date, earliest: date | None = None, latest: date | None = None) -> None:
        bounds = f"from {earliest}" if earliest is not None else f"to {latest}"
        super().__init__(f"{to} on {day}, which is possible {bounds} only")
        self.to, self.day, self.earliest, self.latest = to, day, earliest, latest


class ProvinceError(ValueError):
    """A nomination cannot be told without the province or territory that gave it."""


def stage_on(facts: Facts, on: date, *, rules: RuleBook | None = None) -> Stage:
    """Where the candidate is on a day; what was told of later days has not happened yet."""
    rules = rules or book()
    state, since = _state(facts, on, rules)
    return Stage(state, since, rules.journey.states[state].phase)


def course_of(facts: Facts, on: date, *, rules: RuleBook | None = None) -> Course | None:
    """What became of the invitation by a day; None without one, and before its day.

    What was done after its last day was not done: the invitation had run out (IRPA 10.1(6)).
    """
    invitation = facts.invitation
    if invitation is None or invitation.issued > on:
        return None
    last = window_of(invitation, rules or book()).last
    expired = last + DAY
    applied = invitation.applied
    if applied is not None and applied <= min(on, last):
        application = facts.application
        for name, state in _DECIDED:
            day = getattr(application, name, None)
            if day is not None and day <= on:
                return Course(state, day)
        returned = None if application is None else application.returned
        # What came back before the day told for the application is an earlier one.
        if returned is None or returned > on or returned < applied:
            return Course(State.applied, applied)
        if on <= last:
            return Course(State.returned_incomplete, returned)
        return Course(State.invitation_expired, max(expired, returned))
    for name, state in (("cancelled", State.cancelled_by_minister), ("declined", State.declined)):
        day = getattr(invitation, name)
        if day is not None and day <= min(on, last):
            return Course(state, day)
    return Course(State.invited, invitation.issued) if on <= last else Course(State.invitation_expired, expired)


def day_of(facts: Facts, now: datetime, today: date, *, rules: RuleBook | None = None) -> date:
    """The day by which somebody is looked at whose own day is `today`: that one, but while an invitation waits.

    The days of an invitation are those of UTC. Its papers end by the earlier midnight, so the later of the two days
    counts; but what is open in UTC is not over because it is tomorrow already where the person lives.
    """
    in_utc = now.astimezone(UTC).date()
    there, here = (stage_on(facts, on, rules=rules) for on in (in_utc, today))
    if Phase.invited not in (there.phase, here.phase):
        return today
    runs_on = there.phase is Phase.invited and here.state is State.invitation_expired
    return in_utc if runs_on else max(in_utc, today)


def begun_anew(profile: Profile | None, invitation: Invitation | None, on: date) -> bool:
    """Whether, by a day, there is a profile begun after the invitation, which then was not issued on it."""
    if profile is None or invitation is None:
        return False
    told = (submitted(profile), profile.draft_opened, profile.eligibility_answered)
    begun = next((day for day in told if day is not None and day <= on), None)
    return begun is not None and begun > invitation.issued


def _state(facts: Facts, on: date, rules: RuleBook) -> tuple[State, date | None]:
    course = course_of(facts, on, rules=rules)
    if course is None or begun_anew(facts.profile, facts.invitation, on):
        return _of_profile(facts, on, rules)
    if course.state not in (State.declined, State.cancelled_by_minister):
        return course.state, course.since
    # The profile is back in the pool: what becomes of it, and a nomination that comes later, leave this behind.
    if ended := next(_ends(facts.profile, on, rules), None):
        return ended[0], max(ended[1], course.since)
    notified = _notified(facts, on)
    later = notified is not None and notified > course.since
    return _of_profile(facts, on, rules) if later else (course.state, course.since)


def _of_profile(facts: Facts, on: date, rules: RuleBook) -> tuple[State, date | None]:
    profile = facts.profile
    if profile is None:
        if facts.has_none("profile") or (notified := _notified(facts, on)) is None:
            return State.not_started, None
        # A nomination appears in the account of somebody who has a profile, told or not.
        return (State.nomination_pending, notified) if _nomination_waits(facts, on) else (State.in_pool, None)
    if ended := next(_ends(profile, on, rules), None):
        return ended
    received = submitted(profile)
    if profile.valid_until is not None if received is None else received <= on:
        if _nomination_waits(facts, on) and facts.nomination is not None:
            return State.nomination_pending, facts.nomination.notified
        return (State.in_pool if profile.follows is None else State.re_entered), received
    opened, answered = profile.draft_opened, profile.eligibility_answered
    if opened is not None and opened <= on:
        last = opened + timedelta(days=rules.clocks.clocks.draft.on(opened).value)
        return (State.profile_draft, opened) if on <= last else (State.draft_expired, last + DAY)
    if answered is not None and answered <= on:
        return State.eligibility_answered, answered
    nothing_dated = received is None and opened is None and answered is None and profile.ended is None
    return (State.profile_draft if nothing_dated else State.not_started), None


def _ends(profile: Profile | None, on: date, rules: RuleBook) -> Iterator[tuple[State, date]]:
    """How and when the profile ended by a day, if it did: as told, otherwise by the calendar."""
    if profile is None:
        return
    if profile.ended is not None and profile.ended_by is not None and profile.ended <= on:
        begun = profile.draft_opened is not None or submitted(profile) is not None
        state = _ENDED[profile.ended_by]
        yield (state if begun or state is not State.submitted_not_eligible else State.not_eligible_now), profile.ended
    received, clocks = submitted(profile), rules.clocks.clocks
    if profile.valid_until is not None:
        last = read(profile.valid_until, clocks.profile_told.on(on).value)
    elif received is not None:
        last = add_months(received, clocks.profile.on(received).value) - DAY
    else:
        return
    if last < on:
        yield State.profile_expired, last + DAY


def _notified(facts: Facts, on: date) -> date | None:
    """The day a nomination appeared in the account, by a day."""
    notified = None if facts.nomination is None else facts.nomination.notified
    return notified if notified is not None and notified <= on else None


def _nomination_waits(facts: Facts, on: date) -> bool:
    """Whether a nomination stands in the account and was not answered."""
    nomination = facts.nomination
    return (
        nomination is not None
        and _notified(facts, on) is not None
        and nomination.accepted is None
        and (nomination.withdrawn is None or nomination.withdrawn > on)
    )


# --- the way back: from a state to the facts ---


def can_follow(facts: Facts, on: date, *, rules: RuleBook | None = None) -> tuple[State, ...]:
    """The states that can follow the one of a day for this person, of those that the table lets follow it."""
    rules = rules or book()
    return tuple(_following(facts, stage_on(facts, on, rules=rules), on, rules))


def enterable(facts: Facts, today: date, *, rules: RuleBook | None = None) -> tuple[State, ...]:
    """The states to offer for telling: what can follow today's, but for what the calendar brings.

    Where the calendar brought today's, also what was possible on the day before, because it may not have been told.
    """
    rules = rules or book()
    stage, found = stage_on(facts, today, rules=rules), list[State]()
    days = [today]
    if stage.since is not None and stage.since > (_told_last(facts, today) or date.min):
        days.append(stage.since - DAY)
    for day in days:
        by_itself = rules.journey.states[stage_on(facts, day, rules=rules).state].by_itself
        found += [state for state in can_follow(facts, day, rules=rules) if state not in by_itself]
    return tuple(dict.fromkeys(state for state in found if state is not stage.state))


def _following(facts: Facts, stage: Stage, on: date, rules: RuleBook) -> Iterator[State]:
    follows = _follows(facts, stage, on) is not None
    invitation = facts.invitation
    for state in rules.journey.states[stage.state].next:
        if state in _SUBMITTED and (state is State.re_entered) is not follows:
            continue
        # An application comes back in the time of the invitation or after it.
        if stage.state is State.applied and invitation is not None:
            in_time = on <= window_of(invitation, rules).last
            if state is (State.invitation_expired if in_time else State.returned_incomplete):
                continue
        # Declining leads back to the pool only in the year of the profile.
        if stage.phase is Phase.invited and state in _BACK:
            ended = next(_ends(facts.profile, on, rules), None) is not None
            if ended is not (state is State.profile_expired):
                continue
        yield state


def _follows(facts: Facts, stage: Stage, on: date) -> date | None:
    """The day an earlier profile ended, as a profile submitted now would have it."""
    told = None if facts.profile is None else facts.profile.follows
    if stage.state in (State.no_longer_eligible, State.profile_expired, State.withdrawn, *_OVER):
        return stage.since or on
    return told


def enter(
    facts: Facts,
    state: State,
    day: date,
    today: date,
    *,
    province: str = "",
    accepted: bool = False,
    rules: RuleBook | None = None,
) -> Facts:
    """The facts of which the state follows from a day on; what the calendar brings leaves them as they are.

    A new form or profile keeps everything of the person, says what it follows, and leaves what belonged to the old one
    behind: its days, the invitation, the application, the answer to a nomination, the score of the account. `province`
    is that of a nomination not told yet, `accepted` how one is answered on the way back to the pool.

    `DayError` for a day to come, or before the step told last; `StepError` where the state cannot follow that
    of the day before the step; `ProvinceError`.
    """
    rules = rules or book()
    told_last = _told_last(facts, today)
    if day > today:
        raise DayError(state, day, latest=today)
    if told_last is not None and day < told_last:
        raise DayError(state, day, earliest=told_last)
    stage = stage_on(facts, day, rules=rules)
    before = stage_on(facts, day - DAY, rules=rules) if stage.since == day else stage
    if stage.state is state and state in rules.journey.states[before.state].by_itself:
        return facts
    following = tuple(_following(facts, stage, day, rules))
    if state not in following:
        raise StepError(stage.state, state, following)
    if state in rules.journey.states[stage.state].by_itself:
        raise DayError(state, day, earliest=_comes_by_itself(facts, state, day, rules))
    return facts.model_copy(update=_changes(facts, state, day, stage, province, accepted))


def answered(facts: Facts, field: str, day: date | None) -> Facts:
    """The facts with the day of one answer to the invitation (a field of it) in the place of all that followed it.

    None as the day takes back what was told. Whether the answer can have been then is not looked at.
    """
    return facts if facts.invitation is None else facts.model_copy(update=_with_answer(facts.invitation, field, day))


def by_calendar(facts: Facts, on: date, *, rules: RuleBook | None = None) -> tuple[tuple[State, date], ...]:
    """What the calendar brings after the state of a day if nothing is told, with its day, the earliest first.

    Where the day is not known, because what it is counted from was not told, it is not there.
    """
    rules = rules or book()
    state = stage_on(facts, on, rules=rules).state
    days = [(name, _comes_by_itself(facts, name, on, rules)) for name in rules.journey.states[state].by_itself]
    return tuple(sorted(((name, day) for name, day in days if day is not None), key=lambda one: one[1]))


def _comes_by_itself(facts: Facts, state: State, day: date, rules: RuleBook) -> date | None:
    """The day on which the calendar brings a state; None where no day of it is known."""
    profile, invitation = facts.profile, facts.invitation
    if state is State.invitation_expired and invitation is not None:
        return window_of(invitation, rules).last + DAY
    if profile is None:
        return None
    if state is State.draft_expired and profile.draft_opened is not None:
        return profile.draft_opened + timedelta(days=rules.clocks.clocks.draft.on(profile.draft_opened).value) + DAY
    far = add_months(day, 24)
    return next((since for found, since in _ends(profile, far, rules) if found is state), None)


def _told_last(facts: Facts, today: date) -> date | None:
    """The last day, of those that have come, on which a step was told."""
    profile, invitation, application = facts.profile, facts.invitation, facts.application
    told: list[date | None] = []
    if profile is not None:
        told += [profile.eligibility_answered, profile.draft_opened, submitted(profile), profile.ended, profile.follows]
    if facts.nomination is not None:
        told.append(facts.nomination.notified)
    if invitation is not None:
        told += [invitation.issued, invitation.applied, invitation.declined, invitation.cancelled]
        if application is not None:
            names = ("returned", *(name for name, _ in _DECIDED))
            told += [getattr(application, name) for name in names]
    return max((day for day in told if day is not None and day <= today), default=None)


def _changes(facts: Facts, state: State, day: date, stage: Stage, province: str, accepted: bool) -> dict[str, Any]:
    """What a possible step changes of the facts."""
    if state in _NEW_FORM or (state in _SUBMITTED and stage.state is not State.nomination_pending):
        return _anew(facts, state, day, stage)
    match state:
        case State.in_pool | State.re_entered if facts.nomination is not None:
            return {"nomination": facts.nomination.model_copy(update={"accepted": accepted})}
        case State.nomination_pending:
            return _nominated(facts, day, province)
        case State.invited:
            return {"invitation": Invitation(issued=day), "application": None}
        case State.withdrawn:
            return {"profile": _ended(facts.profile, day, ProfileEnd.withdrawn)}
        case State.no_longer_eligible:
            return {"profile": _ended(facts.profile, day, ProfileEnd.removed)}
        case State.submitted_not_eligible:
            return {"profile": _ended(facts.profile, day, ProfileEnd.not_eligible)}
    return _answered(facts, state, day)


def _answered(facts: Facts, state: State, day: date) -> dict[str, Any]:
    """What was done with the invitation, or became of the application."""
    invitation = facts.invitation
    if invitation is not None and state in (State.applied, *_BACK):
        return _with_answer(invitation, _ANSWERS.get(state, "declined"), day)
    names = {of: name for name, of in _DECIDED}
    # An application that comes back after the last day of the invitation leaves one that has run out.
    name = names.get(state, "returned")
    return {"application": (facts.application or Application()).model_copy(update={name: day})}


def _with_answer(invitation: Invitation, field: str, day: date | None) -> dict[str, Any]:
    told = {**dict.fromkeys(_ANSWERS.values()), field: day}
    return {"invitation": invitation.model_copy(update=told), "application": None}


def _ended(profile: Profile | None, day: date, by: ProfileEnd) -> Profile:
    return (profile or Profile()).model_copy(update={"ended": day, "ended_by": by})


def _nominated(facts: Facts, day: date, province: str) -> dict[str, Any]:
    """A nomination in the account, to be answered; one answered or taken back before is another."""
    told = facts.nomination
    if told is not None and (told.accepted is not None or told.withdrawn is not None):
        told = None
    if told is None or (province and told.province != province):
        if not province:
            raise ProvinceError("province")
        told = Nomination(province=province)
    kept = facts.invitation if _turned_down(facts) is None else None  # the profile has left that one behind
    return {
        "nomination": told.model_copy(update={"notified": day}),
        "provincial_nomination": None,
        "invitation": kept,
    }


def _turned_down(facts: Facts) -> date | None:
    """The day an invitation was declined or cancelled."""
    invitation = facts.invitation
    return None if invitation is None else invitation.declined or invitation.cancelled


def _anew(facts: Facts, state: State, day: date, stage: Stage) -> dict[str, Any]:
    """A form or a profile in the place of what there was; one that was begun goes on."""
    follows = _follows(facts, stage, day)
    goes_on = stage.state in (State.eligibility_answered, State.profile_draft)
    profile = (facts.profile if goes_on else None) or Profile(follows=follows)
    if state in _SUBMITTED:
        # The days of a submission that was only planned, or told wrong, are not those of this one.
        profile = profile.model_copy(update={"submitted": day, "submitted_at": None, "valid_until": None})
    elif state is State.profile_draft:
        profile = profile.model_copy(update={"draft_opened": day})
    elif state is State.eligibility_answered:
        profile = profile.model_copy(update={"eligibility_answered": day})
    else:
        profile = _ended(profile, day, ProfileEnd.not_eligible)
    changes: dict[str, Any] = {
        "profile": profile,
        "none_of": facts.none_but("profile"),
        "invitation": None,
        "application": None,
    }
    if follows is not None and not goes_on:
        changes |= {"official_score": None, "official_score_on": None, "nomination": _still_valid(facts.nomination)}
    return changes


def _still_valid(nomination: Nomination | None) -> Nomination | None:
    """What is left of a nomination for a new profile: the certificate, no answer in an account that is no more."""
    if nomination is None or nomination.accepted is False or nomination.withdrawn is not None:
        return None
    return nomination.model_copy(update={"notified": None, "accepted": None})
