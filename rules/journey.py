"""Where a candidate is between no profile and permanent residence, on a day, as the facts tell it.

The states and what can follow each stand in `parameters/journey.yaml`. A state is never kept: it follows from the days
that were told (a profile submitted, an invitation issued, an application made) and from the calendar, so that facts and
stage cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from rules.facts import Facts, Invitation, Profile, ProfileEnd
from rules.invitation_window import DAY, read, submitted, window_of
from rules.language import add_months
from rules.parameters import RuleBook, book
from rules.shapes.journey import Phase, State

__all__ = ["Phase", "Stage", "State", "stage_on"]

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


class Stage(NamedTuple):
    """A state, and the day it began; None where that was not told."""

    state: State
    since: date | None
    phase: Phase


def stage_on(facts: Facts, on: date, *, rules: RuleBook | None = None) -> Stage:
    """Where the candidate is on a day; what was told of later days has not happened yet."""
    rules = rules or book()
    state, since = _state(facts, on, rules)
    return Stage(state, since, rules.journey.states[state].phase)


def _state(facts: Facts, on: date, rules: RuleBook) -> tuple[State, date | None]:
    invitation, profile = facts.invitation, facts.profile
    if invitation is not None and invitation.issued <= on and not _begun_anew(profile, invitation):
        found = _of_invitation(facts, invitation, on, rules)
        if found is not None:
            return found
    return _of_profile(facts, on, rules)


def _begun_anew(profile: Profile | None, invitation: Invitation) -> bool:
    """Whether the profile was begun after the invitation, which is then not the one it led to."""
    if profile is None:
        return False
    return any(
        day is not None and day > invitation.issued
        for day in (profile.eligibility_answered, profile.draft_opened, submitted(profile))
    )


def _of_invitation(facts: Facts, invitation: Invitation, on: date, rules: RuleBook) -> tuple[State, date | None] | None:
    """The state that an invitation leads to; None where the profile, back in the pool, has ended since."""
    window = window_of(invitation, rules)
    expired = (State.invitation_expired, window.last + DAY)
    applied = invitation.applied
    if applied is not None and applied <= min(on, window.last):
        application = facts.application
        for name, state in _DECIDED:
            day = getattr(application, name, None)
            if day is not None and day <= on:
                return state, day
        returned = None if application is None else application.returned
        if returned is None or returned > on or returned < applied:
            return State.applied, applied
        return (State.returned_incomplete, returned) if on <= window.last else expired
    for name, state in (("cancelled", State.cancelled_by_minister), ("declined", State.declined)):
        day = getattr(invitation, name)
        if day is not None and day <= min(on, window.last):
            return next(_ends(facts.profile, on, rules), None) or (
                None if _nomination_waits(facts, on) else (state, day)
            )
    return (State.invited, invitation.issued) if on <= window.last else expired


def _of_profile(facts: Facts, on: date, rules: RuleBook) -> tuple[State, date | None]:
    profile = facts.profile
    if profile is None:
        return State.not_started, None
    if ended := next(_ends(profile, on, rules), None):
        return ended
    received = submitted(profile)
    if profile.valid_until is not None if received is None else received <= on:
        if _nomination_waits(facts, on) and facts.nomination is not None:
            return State.nomination_pending, facts.nomination.notified
        return (State.in_pool if profile.follows is None else State.re_entered), received
    opened = profile.draft_opened
    if opened is not None and opened <= on:
        last = opened + timedelta(days=rules.clocks.clocks.draft.on(opened).value)
        return (State.profile_draft, opened) if on <= last else (State.draft_expired, last + DAY)
    answered = profile.eligibility_answered
    if answered is not None and answered <= on:
        return State.eligibility_answered, answered
    return State.not_started, None


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


def _nomination_waits(facts: Facts, on: date) -> bool:
    """Whether a nomination stands in the account and was not answered."""
    nomination = facts.nomination
    return (
        nomination is not None
        and nomination.notified is not None
        and nomination.notified <= on
        and nomination.accepted is None
        and (nomination.withdrawn is None or nomination.withdrawn > on)
    )
