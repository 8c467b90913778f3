"""The shape of `parameters/journey.yaml`: a closed table of states."""

from __future__ import annotations

from enum import StrEnum

from pydantic import model_validator

from rules.shapes.dated import File, KnownStatus, Shape, Sources, YesNo


class Phase(StrEnum):
    """What the same change of life means at a time: it is told to another place, and costs something else."""

    before_pool = "before_pool"  # no profile in the pool, or none any more
    in_pool = "in_pool"
    invited = "invited"
    applied = "applied"
    approved = "approved"
    landed = "landed"  # a permanent resident: the journey is over

    @property
    def waits(self) -> bool:
        """Whether an application was sent, and its end is waited for."""
        return self in (Phase.applied, Phase.approved)

    @property
    def has_applied(self) -> bool:
        """Whether an application was sent, and with that no score decides any more."""
        return self.waits or self is Phase.landed


class State(StrEnum):
    """Where a candidate can be."""

    not_started = "not_started"
    not_eligible_now = "not_eligible_now"
    eligibility_answered = "eligibility_answered"
    profile_draft = "profile_draft"
    draft_expired = "draft_expired"
    submitted_not_eligible = "submitted_not_eligible"
    in_pool = "in_pool"
    re_entered = "re_entered"
    nomination_pending = "nomination_pending"
    no_longer_eligible = "no_longer_eligible"
    profile_expired = "profile_expired"
    withdrawn = "withdrawn"
    invited = "invited"
    declined = "declined"
    invitation_expired = "invitation_expired"
    cancelled_by_minister = "cancelled_by_minister"
    applied = "applied"
    returned_incomplete = "returned_incomplete"
    refused = "refused"
    application_withdrawn = "application_withdrawn"
    approved = "approved"
    landed = "landed"


class JourneyState(Shape):
    """One state: what it is, its phase, and the states that can follow it; only a final one has none."""

    about: str
    phase: Phase
    next: tuple[State, ...]
    final: YesNo = False
    by_itself: tuple[State, ...] = ()  # those of `next` that the calendar brings without a word of anybody
    status: KnownStatus
    source: Sources

    @model_validator(mode="after")
    def _has_an_end_only_if_final(self) -> JourneyState:
        if self.final == bool(self.next):
            raise ValueError("next: a state either can be left or is final")
        if not {*self.by_itself} <= {*self.next}:
            raise ValueError("by_itself: names a state that is not in next")
        return self


class JourneyFile(File):
    states: dict[State, JourneyState]

    @model_validator(mode="after")
    def _is_closed(self) -> JourneyFile:
        missing = [state.value for state in State if state not in self.states]
        if missing:
            raise ValueError(f"states: {', '.join(missing)} is missing")
        reached, found = {State.not_started}, [State.not_started]
        while found:
            for state in self.states[found.pop()].next:
                if state not in reached:
                    reached.add(state)
                    found.append(state)
        lost = [state.value for state in State if state not in reached]
        if lost:
            raise ValueError(f"states: {', '.join(lost)} cannot be reached")
        return self
