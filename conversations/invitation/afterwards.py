"""After an invitation: applied, declined, cancelled, or run out; what that means and what is next, with dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from conversations import where_to
from conversations.clock_words import named
from conversations.invitation.screen import (
    APPLIED,
    DECLINED,
    GOT,
    PRACTICE,
    TELL,
    TELL_NEW,
    UNDO,
    buttons,
    end_of,
    title,
    two_clocks,
)
from conversations.messages import Outgoing, paragraphs
from conversations.profile.screens import OVERVIEW
from conversations.score import licensed
from locales import N_, NOTHING, Html, day, say
from rules.deadlines import Deadline, Kind, deadlines
from rules.facts import Facts, Invitation
from rules.invitation_window import window_of
from rules.journey import Course, State
from rules.parameters import book

OTHER: Final = (N_("I got another invitation"), TELL_NEW)
MISTAKE: Final = (N_("That was a mistake"), UNDO)
IN_TIME: Final = ((N_("I applied in time"), APPLIED), (N_("I declined in time"), DECLINED))
REHEARSE: Final = (N_("Practice invitation"), PRACTICE)
SCORE: Final = (N_("My score"), where_to.SCORE)

MADE: Final = (State.applied, State.approved, State.landed, State.refused, State.application_withdrawn)


def screen(facts: Facts, course: Course, today: date, zone: str) -> Outgoing:
    """What became of the invitation, and what is next."""
    invitation = facts.invitation
    if invitation is None:
        raise ValueError("there is no invitation")
    if course.state is State.invitation_expired:
        return expired(facts, invitation, today, zone)
    if course.state in MADE:
        return _applied(invitation)
    if course.state is State.declined:
        return _declined(facts, invitation, today)
    return _cancelled(invitation)


def _applied(invitation: Invitation) -> Outgoing:
    blocks = [
        title(invitation),
        say("You applied on {day}.", day=day(invitation.applied or invitation.issued, weekday=True)),
        say(
            "From that day on the dates of the invitation are over. Changes in your life are told to IRCC, and "
            "“Something changed” says how."
        ),
        say("Look into your account every few days: messages about it can land in the spam folder."),
    ]
    doors = ((N_("My journey"), where_to.JOURNEY), (N_("Something changed"), where_to.CHANGE), MISTAKE)
    return Outgoing(Html("\n\n".join(blocks)), buttons(*doors))


def _declined(facts: Facts, invitation: Invitation, today: date) -> Outgoing:
    until = profile_until(facts, today)
    blocks = [
        title(invitation),
        say("You declined on {day}.", day=day(invitation.declined or invitation.issued, weekday=True)),
        _back_until(until, today),
        say("Please look in your account whether it shows the same."),
    ]
    return Outgoing(Html("\n\n".join(blocks)), buttons(SCORE, REHEARSE, OTHER, MISTAKE))


def _back_until(until: date | None, today: date) -> Html:
    """Until when the profile is back in the pool; nothing is once its year is over."""
    if until is None:
        return say(
            "The profile is back in the pool, if it is still eligible, until its own expiry date. There is no penalty."
        )
    if until < today:
        return say(
            "There is no penalty, but nothing of it is in the pool: the last day of the profile was {day}. To be "
            "invited again you need a new profile, with a new tie-break time.",
            day=day(until, weekday=True),
        )
    return say(
        "The profile is back in the pool through {day}, if it is still eligible, with its own tie-break time. There is "
        "no penalty.",
        day=day(until, weekday=True),
    )


def _cancelled(invitation: Invitation) -> Outgoing:
    blocks = [
        title(invitation),
        say("IRCC cancelled it on {day}.", day=day(invitation.cancelled or invitation.issued, weekday=True)),
        say("Your account says what became of the profile: whether it is back in the pool, or a new one is needed."),
    ]
    return Outgoing(Html("\n\n".join(blocks)), buttons(SCORE, REHEARSE, OTHER, MISTAKE))


def of_another_profile(invitation: Invitation) -> Outgoing:
    """Said where the profile was begun after the invitation, which then belongs to an earlier one."""
    text = say(
        "You told me of a profile begun after this invitation, so I take the invitation for one of an earlier profile. "
        "If one of the two days is wrong, please correct it."
    )
    doors = ((N_("Change these answers"), TELL), (N_("Change an answer"), OVERVIEW), OTHER, REHEARSE)
    return Outgoing(Html(f"{title(invitation)}\n\n{text}"), buttons(*doors))


def missed(facts: Facts, today: date, zone: str) -> Outgoing:
    """What is said to somebody who missed it, with or without an invitation that was told here."""
    return expired(facts, facts.invitation, today, zone, anxious=True)


def expired(facts: Facts, invitation: Invitation | None, today: date, zone: str, *, anxious: bool = False) -> Outgoing:
    """The invitation ran out: the fact, what is still valid, the step of today, and who can look at the case."""
    if invitation is not None and not _ran_out(invitation, today):
        invitation = None
    late = invitation is not None and invitation.applied is not None
    blocks = [
        say("I understand that this weighs on you. Much of what you did still counts.") if anxious else NOTHING,
        *_ended(invitation, zone),
        say(
            "By the letter, the days of an invitation are not extended: when they are over, so is the invitation, and "
            "the profile has left the pool with it (section 10.1(6) of the Act)."
        ),
        say("An application sent after that moment is none.") if late else NOTHING,
        _still_valid(facts, today),
        say(
            "<b>What can still be done today</b>\n1. Look in your account what it shows: it decides.\n2. Make a new "
            "profile: it gives you twelve new months and a new tie-break time. Your answers stay here.\n3. Before you "
            "send it, look at your score and programs of today."
        ),
        licensed() if anxious or late else NOTHING,
    ]
    doors = (SCORE, (N_("My programs"), where_to.PROGRAMS), OTHER if invitation else (N_("I got an invitation"), GOT))
    text = paragraphs(blocks)
    told = (MISTAKE,) if late else IN_TIME if invitation else ()
    return Outgoing(text, buttons(*doors, *told))


def _ran_out(invitation: Invitation, today: date) -> bool:
    return window_of(invitation, book()).last < today


def _ended(invitation: Invitation | None, zone: str) -> tuple[Html, ...]:
    if invitation is None:
        return ()
    last = window_of(invitation, book()).last
    return title(invitation), say("It ended on {clocks}", clocks=two_clocks(end_of(last), zone))


VALID: Final = (Kind.language_test, Kind.education_assessment)


def _still_valid(facts: Facts, today: date) -> Html:
    """The results and assessments that still count, each with its last day."""
    clocks = [clock for clock in deadlines(facts, today) if clock.kind in VALID and clock.whose == "own"]
    if not clocks:
        return say("No language result that you told me of counts any more: a new profile needs a new one first.")
    return Html("\n".join([say("<b>What still counts for a new profile</b>"), *_lines(clocks)]))


def _lines(clocks: Iterable[Deadline]) -> list[Html]:
    return [
        say("{n}. {what}: through {day}.", n=n, what=_name(clock), day=day(clock.last_safe_day, weekday=True))
        for n, clock in enumerate(clocks, 1)
    ]


def _name(clock: Deadline) -> Html:
    return named(clock.key) if clock.kind is Kind.language_test else say("The assessment of your education")


def profile_until(facts: Facts, today: date) -> date | None:
    """The last safe day of the profile, where it is known."""
    return next((clock.last_safe_day for clock in deadlines(facts, today) if clock.kind is Kind.profile), None)
