"""The clocks of Express Entry itself: draft, profile, invitation, nomination.

A date that the person copied from the account or a letter wins over the computed one, and a clock says when the two are
further apart than the hour of the day explains.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from rules.clocks import Asked, Deadline, Kind, Missed, Named, clock
from rules.facts import Profile
from rules.invitation_window import DAY, read, submitted
from rules.journey import State
from rules.months import add_months


def invitations(asked: Asked) -> Iterator[Deadline]:
    """The invitation until it is answered; also when its time has run out, until there is a newer profile.

    An application made after the last day is none, which the facts of the clock say; one that came back as incomplete
    leaves the time that is left.
    """
    invitation, window, rules = asked.facts.invitation, asked.window, asked.rules
    if invitation is None or window is None:
        return
    course = asked.course
    if course is not None and not course.open and (course.state is not State.invitation_expired):
        return
    if window.last < asked.on and _newer_profile(asked):
        return
    in_force = rules.clocks.clocks.invitation.on(invitation.issued)
    facts: Named = (("invitation.issued", invitation.issued), ("days", window.days))
    if asked.applied_late is not None:
        facts = (*facts, ("invitation.applied", asked.applied_late), ("too_late", True))
    computed = window.computed if invitation.deadline is not None else None
    yield clock(
        Kind.invitation,
        "own",
        "",
        window.last,
        "clocks.invitation",
        in_force,
        Missed.invitation_expires,
        started=invitation.issued,
        margin=window.last - window.plan,
        facts=facts,
        told=invitation.deadline,
        computed=computed,
        differs=_differ(invitation.deadline, computed, asked),
    )


def profiles(asked: Asked) -> Iterator[Deadline]:
    """The twelve months of a profile, also when they are over; the sixty days of a form that is not submitted yet.

    None for a profile that has ended, and for one whose invitation ran out, because it cannot be invited again (IRPA
    10.1(6)), or led to an application. After declining in time it runs on.
    """
    profile = asked.facts.profile
    if profile is None or asked.applied or _ended(profile, asked.on):
        return
    received = submitted(profile)
    if asked.out_of_the_pool and (received is not None or profile.draft_opened is None):
        return
    if received is not None or profile.valid_until is not None:
        yield _profile(profile, received, asked)
    elif profile.draft_opened is not None:
        in_force = asked.rules.clocks.clocks.draft.on(profile.draft_opened)
        yield clock(
            Kind.profile_draft,
            "own",
            "",
            profile.draft_opened + timedelta(days=in_force.value),
            "clocks.draft",
            in_force,
            Missed.draft_erased,
            started=profile.draft_opened,
            facts=(("profile.draft_opened", profile.draft_opened),),
        )


def _profile(profile: Profile, received: date | None, asked: Asked) -> Deadline:
    """It ends twelve months later at the same time of day: the day before is the last that is safe to its end."""
    clocks = asked.rules.clocks.clocks
    in_force = clocks.profile.on(received or asked.on)
    computed = None if received is None else add_months(received, in_force.value)
    told = profile.valid_until
    last = (computed or asked.on) - DAY if told is None else read(told, clocks.profile_told.on(asked.on).value)
    return clock(
        Kind.profile,
        "own",
        "",
        last,
        "clocks.profile",
        in_force,
        Missed.profile_expires,
        started=received,
        facts=(("profile.submitted", received),),
        told=told,
        computed=None if told is None else computed,
        differs=_differ(told, computed, asked),
    )


def nominations(asked: Asked) -> Iterator[Deadline]:
    """The days to answer a nomination, also when they are over, and the end of its certificate.

    None for one that was rejected or withdrawn, or that went with a refused or withdrawn application; nothing is to be
    answered in the account once the profile has ended.
    """
    nomination, rules, course = asked.facts.nomination, asked.rules, asked.course
    if nomination is None or nomination.accepted is False or asked.applied:
        return
    if nomination.withdrawn is not None and nomination.withdrawn <= asked.on:
        return
    if asked.out_of_the_pool and course is not None and course.state is not State.invitation_expired:
        return
    profile = asked.facts.profile
    answerable = profile is None or not _ended(profile, asked.on)
    if answerable and nomination.notified is not None and nomination.accepted is None:
        answer = rules.clocks.clocks.nomination_answer.on(nomination.notified)
        yield clock(
            Kind.nomination_answer,
            "own",
            nomination.province,
            nomination.notified + timedelta(days=answer.value),
            "clocks.nomination_answer",
            answer,
            Missed.nomination_not_attached,
            started=nomination.notified,
            facts=(("nomination.notified", nomination.notified), ("nomination.accepted", None)),
        )
    if nomination.expires is not None:
        in_force = rules.validity.validity.nomination.on(asked.on)
        yield clock(
            Kind.nomination,
            "own",
            nomination.province,
            read(nomination.expires, in_force.value),
            "validity.nomination",
            in_force,
            Missed.nomination_points_lost,
            started=nomination.notified,
            facts=(("nomination.expires", nomination.expires),),
        )


def _ended(profile: Profile, on: date) -> bool:
    """Whether it was told that the profile ended by a day."""
    return profile.ended is not None and profile.ended <= on


def _newer_profile(asked: Asked) -> bool:
    """Whether the profile was submitted after the invitation, which is then not the one it led to."""
    profile, invitation = asked.facts.profile, asked.facts.invitation
    received = None if profile is None else submitted(profile)
    return received is not None and invitation is not None and received > invitation.issued


def _differ(told: date | None, computed: date | None, asked: Asked) -> bool:
    """Whether a copied day is further from the computed one than the hour of the day explains."""
    if told is None or computed is None:
        return False
    return abs((told - computed).days) > asked.rules.clocks.clocks.told_differs.on(asked.on).value
