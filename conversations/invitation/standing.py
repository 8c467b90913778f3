"""How an invitation stands: what became of it, the day that counts, and the screen that says so."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

from conversations.beside import at_hand
from conversations.home import again
from conversations.invitation import afterwards, screen
from conversations.messages import Outgoing, Reply
from conversations.visits import Visit
from conversations.zones import place
from locales import N_, NOTHING, Html, day, say
from rules.effective_deadline import EffectiveDeadline, effective_deadline
from rules.facts import Facts
from rules.journey import Course, begun_anew, course_of

Show = Callable[[Visit, Facts], Awaitable[Reply]]
"""What a button leads to, for somebody of these facts."""


def course(facts: Facts, today: date) -> Course | None:
    """What became of the invitation; None without one, or with one that an older profile led to."""
    if begun_anew(facts.profile, facts.invitation, today):
        return None
    return course_of(facts, today)


def is_open(facts: Facts, today: date) -> bool:
    """Whether an invitation waits for an application."""
    found = course(facts, today)
    return found is not None and found.open


def deadline(facts: Facts, today: date) -> EffectiveDeadline | None:
    """By when to apply, of an invitation that is open."""
    return at_hand(effective_deadline, facts, today) if is_open(facts, today) else None  # many jobs take long


def has_open(visit: Visit) -> bool:
    """Whether the person has an invitation that waits for an application."""
    facts = visit.facts
    return facts is not None and is_open(facts, visit.day)


def needs_answers(visit: Visit) -> Reply:
    note = say(
        "With an invitation to apply I show the day to apply by, the plan and a check. I need your answers first."
    )
    return again(visit, note)


def shown(visit: Visit, facts: Facts, note: Html = NOTHING) -> tuple[Outgoing, ...]:
    found = course(facts, visit.day)
    if found is None and facts.invitation is not None:
        return (afterwards.of_another_profile(facts.invitation),)
    if found is None:
        return (introduction(note),)
    if not found.open:
        shown = afterwards.screen(facts, found, visit.day, visit.zone)
        return (replace(shown, text=f"{note}\n\n{shown.text}") if note else shown,)
    applying = deadline(facts, visit.day)
    if applying is None:
        return (introduction(note),)
    if facts.invitation is not None and facts.invitation.applied is not None:
        returned = say(
            "Your application came back as incomplete and counts as not made: as I read it, the time runs on."
        )
        note = Html(f"{note}\n\n{returned}") if note else returned
    (shown,) = screen.screens(facts, applying, visit.now, visit.day, visit.zone, note)
    if visit.candidate.time_zone is None:
        zone = say("I go by {place} time until you tell me your city: /timezone", place=place(visit.zone))
        shown = replace(shown, text=f"{shown.text}\n\n{zone}")
    return (shown,)


def introduction(note: Html = NOTHING) -> Outgoing:
    """What this screen is for, said to somebody without an invitation."""
    text = say(
        "<b>An invitation to apply (ITA)</b>\nWhen one has come, tell me its date: I show by when you really have to "
        "apply, which may be before the 60 days are over, what to begin when, and whether the invitation still "
        "holds.\n\nNone has come? A practice invitation shows which paper would be late if one came today."
    )
    return Outgoing(
        Html(f"{note}\n\n{text}") if note else text,
        screen.buttons((N_("I got an invitation"), screen.GOT), afterwards.REHEARSE),
    )


def none_open(visit: Visit, facts: Facts) -> Reply:
    """What an old button led to is over: how it stands now."""
    return Reply(shown(visit, facts))


def before_deleting(visit: Visit) -> Html:
    """Said once to somebody with an open invitation who asks to delete everything; empty for anybody else."""
    facts = visit.facts
    found = None if facts is None else deadline(facts, visit.day)
    if found is None:
        return NOTHING
    return say(
        "<b>Your invitation is open:</b> apply by {day}, or decline by {last}, 23:59 UTC. Its reminders stop with "
        "everything else, and the time runs on at IRCC. Please write down both days first.",
        day=day(found.last_safe_day, weekday=True),
        last=day(found.invitation.last_safe_day, weekday=True),
    )
