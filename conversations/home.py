"""The screen people come back to, and the place they are at: what is said when nothing else fits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from conversations import dates, privacy, score, stages
from conversations.beside import at_hand, beside
from conversations.messages import Button, Outgoing, Reply, in_rows
from conversations.profile import screens
from conversations.visits import Handler, Visit, screen_of
from conversations.what_if import goals
from conversations.where_to import CHANGE, DATES, EXACT, GO_ON, HELP, INVITATION, JOURNEY, PROGRAMS, SCORE, SETTINGS
from locales import N_, NOTHING, Html, count, plain, say
from rules.facts import Facts
from rules.journey import Phase, State, stage_on


def _interrupted(visit: Visit) -> bool:
    return bool(visit.open)


def _new(visit: Visit) -> bool:
    return visit.facts is None and not visit.open


def _told(visit: Visit) -> bool:
    return visit.facts is not None


def _inexact(visit: Visit) -> bool:
    """Whether parts of the profile wait that nobody told anything of yet."""
    facts = visit.facts
    return facts is not None and not visit.open and screens.waiting(facts) > 0 and not _applied(visit, facts)


def _applied(visit: Visit, facts: Facts) -> bool:
    """Whether an application is made: no score is worked towards any more."""
    phase = stage_on(facts, visit.day).phase
    return phase.has_applied


def _invited(visit: Visit) -> bool:
    """Whether an invitation waits for an application."""
    facts = visit.facts
    return facts is not None and stage_on(facts, visit.day).phase is Phase.invited


def _on_the_way(visit: Visit) -> bool:
    """Whether a step of the journey was told; with an open invitation, that is what stands first."""
    facts = visit.facts
    if facts is None:
        return False
    stage = stage_on(facts, visit.day)
    return stage.state is not State.not_started and stage.phase is not Phase.invited


def _always(_visit: Visit) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Door:
    """A button of the home screen: its label, what it does, and when it is there."""

    label: str
    data: str
    applies: Callable[[Visit], bool]
    style: str = ""


DOORS: Final = (
    Door(N_("Go on with the questions"), GO_ON, _interrupted, "primary"),
    Door(N_("Begin"), GO_ON, _new, "primary"),
    Door(N_("My invitation"), INVITATION, _invited, "primary"),
    Door(N_("Make it exact"), EXACT, _inexact, "primary"),
    Door(N_("My score"), SCORE, _told),
    Door(N_("My dates"), DATES, _told),
    Door(N_("My programs"), PROGRAMS, _told),
    Door(N_("Something changed"), CHANGE, _told),
    Door(N_("My journey"), JOURNEY, _on_the_way),
    Door(N_("Settings"), SETTINGS, _always),
    Door(N_("Help"), HELP, _always),
)
"""The buttons of the home screen in their order; at most eight are there at a time."""


def again(visit: Visit, note: Html) -> Reply:
    """What is to be said, and then the place the person is at: nothing a person sends ends a flow."""
    if visit.candidate.notice_version is None:
        return Reply((privacy.notice(note),))
    if visit.open and not visit.open[-1].paused:
        state = visit.open[-1]
        return Reply((screen_of(visit, state, note),))
    return Reply((home(visit, note),))


def old(visit: Visit) -> Reply:
    """What a button of a message of before is answered with, where it means nothing any more."""
    return again(visit, say("This menu is old. Here is the current one."))


def untold(visit: Visit) -> Reply:
    """What is said where facts are needed and none are told."""
    return again(visit, say("I need your answers first."))


def of_facts(answer: Callable[[Visit, Facts], Awaitable[Reply]]) -> Handler:
    """What needs facts; without them it says so."""

    async def handler(visit: Visit) -> Reply:
        facts = visit.facts
        return untold(visit) if facts is None else await answer(visit, facts)

    return handler


def shows(told: Callable[[Facts, date], Outgoing | tuple[Outgoing, ...]]) -> Handler:
    """What leads to screens that follow from the facts and the day alone; without facts it says what is needed.

    Many jobs take long: they are worked out beside the event loop.
    """

    async def answer(visit: Visit, facts: Facts) -> Reply:
        found = await beside(told, facts, visit.day)
        return Reply((found,) if isinstance(found, Outgoing) else found)

    return of_facts(answer)


def after_the_notice(handler: Handler) -> Handler:
    """What is for those alone who have read what is kept; others are shown the notice."""

    async def guarded(visit: Visit) -> Reply:
        return again(visit, NOTHING) if visit.candidate.notice_version is None else await handler(visit)

    return guarded


def _of_stage(facts: Facts, on: date) -> tuple[Html, ...]:
    """Where somebody stands who has applied, and what comes next."""
    return stages.line(facts, on), dates.next_line(facts, on)


def _of_score(facts: Facts, on: date) -> tuple[Html, ...]:
    """The points first, then where somebody stands, what comes next and what is missing."""
    return (
        score.line(facts, on),
        stages.line(facts, on),
        score.not_yet(facts, on),
        dates.next_line(facts, on),
        score.missing(facts, on),
    )


def home(visit: Visit, note: Html = NOTHING) -> Outgoing:
    """The screen people come back to: where they stand, what comes next, what waits or is missing."""
    lines = [note] if note else []
    if visit.open:
        lines.append(say("Your interview waits where you stopped."))
    if facts := visit.facts:
        # Many jobs take long: not on the event loop.
        if _applied(visit, facts):
            following = at_hand(_of_stage, facts, visit.day)
        else:
            points, *others = at_hand(_of_score, facts, visit.day)
            following = (points, goals.line(visit.candidate, facts, visit.day), *others)
        lines += [line for line in following if line]
        if _inexact(visit):
            lines.append(
                count(
                    "To make it exact, {n} short part of your profile is left: two minutes now, the rest whenever you "
                    "like.",
                    "To make it exact, {n} short parts of your profile are left: two minutes now, the rest whenever "
                    "you like.",
                    screens.waiting(facts),
                )
            )
    elif not visit.open:
        lines.append(say("About ten questions lead to your score."))
    doors = [Button(plain(door.label), door.data, style=door.style) for door in DOORS if door.applies(visit)]
    first = tuple((door,) for door in doors if door.style)  # what comes next has a row of its own
    return Outgoing("\n\n".join(lines), (*first, *in_rows(door for door in doors if not door.style)))


def stopped(visit: Visit) -> Outgoing:
    return replace(home(visit, say("Stopped. Your answers are kept as they are.")), edit=visit.pressed)
