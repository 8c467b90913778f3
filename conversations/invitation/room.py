"""/invitation and /practice: telling of an invitation, its days and plan, the check, and the buttons of all of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from pydantic import ValidationError

from conversations import dates, engine, scripts
from conversations.beside import beside
from conversations.engine import Interview
from conversations.home import again, untold
from conversations.invitation import afterwards, checking, practising, screen, telling, ways
from conversations.invitation.questions import KEY
from conversations.invitation.recording import asks_day, choose_lapse, decline, keep, outcome_told, undo
from conversations.invitation.scripts import OUTCOME
from conversations.invitation.standing import (
    Show,
    course,
    deadline,
    has_open,
    is_open,
    needs_answers,
    none_open,
    shown,
)
from conversations.messages import Outgoing, Reply
from conversations.partners import room as partners
from conversations.questions import ITEM
from conversations.visits import Room, Visit, open_script, screen_of
from locales import N_, NOTHING, say
from rules.facts import Facts
from rules.invitation_check import check
from rules.invitation_ways import outcomes, practice


async def show(visit: Visit) -> Reply:
    """The invitation as it stands, or what this is for."""
    facts = visit.facts
    return needs_answers(visit) if facts is None else Reply(shown(visit, facts))


async def tell(visit: Visit) -> Reply:
    """ "I got an invitation": the questions, or the one that is open already."""
    facts = visit.facts
    if facts is None:
        return needs_answers(visit)
    return Reply(shown(visit, facts)) if is_open(facts, visit.day) else _ask(visit, facts, anew=True)


def _ask(visit: Visit, facts: Facts, *, anew: bool) -> Reply:
    invitation = facts.invitation
    if anew or invitation is None:
        return open_script(visit, KEY, {})
    return open_script(visit, KEY, {ITEM: invitation.issued.isoformat(), **telling.filled(invitation)})


async def _tell_or_change(visit: Visit, facts: Facts) -> Reply:
    return _ask(visit, facts, anew=facts.invitation is None)


async def _tell_new(visit: Visit, facts: Facts) -> Reply:
    return _ask(visit, facts, anew=True)


async def plan(visit: Visit, facts: Facts) -> Reply:
    on = visit.day
    applying = deadline(facts, on)
    return none_open(visit, facts) if applying is None else Reply((screen.plan(facts, applying, on),))


async def check_shown(visit: Visit, facts: Facts) -> Reply:
    found = await beside(check, facts, visit.day)  # many jobs take long: not on the event loop
    return none_open(visit, facts) if found is None else Reply((checking.screen(found),))


async def _lines(visit: Visit, facts: Facts) -> Reply:
    found = await beside(check, facts, visit.day)  # many jobs take long: not on the event loop
    return none_open(visit, facts) if found is None else Reply((checking.lines(found),))


def _of_ways(worded: Callable[..., Outgoing]) -> Show:
    async def shown(visit: Visit, facts: Facts) -> Reply:
        on = visit.day
        found = await beside(outcomes, facts, on) if is_open(facts, on) else None
        return none_open(visit, facts) if found is None else Reply((worded(found, visit.zone),))

    return shown


async def rehearse(visit: Visit) -> Reply:
    """A practice invitation."""
    facts = visit.facts
    return needs_answers(visit) if facts is None else await _practice(visit, facts)


async def _practice(visit: Visit, facts: Facts) -> Reply:
    stands = course(facts, visit.day)
    if stands is not None and (stands.open or stands.stands):
        note = say("This is for the time before an invitation. Yours has come:")
        return Reply(shown(visit, facts, note))
    return Reply((practising.shown(practice(facts, visit.day)),))


async def _apply(visit: Visit, facts: Facts) -> Reply:
    """What is missing by the facts, before the day of an application is asked for."""
    applying = deadline(facts, visit.day)
    if applying is None:
        return none_open(visit, facts)
    return Reply((screen.before_applying(facts, applying, visit.day),))


async def _told(visit: Visit, state: Interview) -> Reply:
    """The letter, as told: kept, and its days shown."""
    before = visit.facts
    if before is None:
        return untold(visit)
    given = engine.kept(scripts.find(state.script), state.answers)
    if "issued" not in given:
        visit.open = (*visit.open, replace(state, at="issued"))
        note = say("I need the date of the invitation: everything is counted from it.")
        return Reply((replace(screen_of(visit, visit.open[-1], note), edit=visit.pressed),))
    corrects = state.answers.get(ITEM)
    try:
        after = telling.told(before, given, None if corrects is None else date.fromisoformat(corrects))
    except ValidationError:
        visit.open = (*visit.open, state)
        note = say("This does not fit with a date you told me before. Please check the dates.")
        return Reply((replace(screen_of(visit, state, note), edit=visit.pressed),))
    if after == before:
        return Reply((Outgoing(say("Nothing was changed."), edit=visit.pressed), *shown(visit, after)))
    await keep(visit, after, KEY)
    saved = Outgoing(say("Saved."), edit=visit.pressed)
    announced = dates.announcement(after, visit.candidate, visit.today, before)
    return Reply((saved, *((Outgoing(announced),) if announced else ()), *shown(visit, after)))


async def missed(visit: Visit, facts: Facts) -> Reply:
    """What can be done when the last day has passed; where it has not, how long there still is."""
    if is_open(facts, visit.day):
        note = say("By what you told me, your invitation is still open. Your account decides; please look there first.")
        return Reply(shown(visit, facts, note))
    return Reply((afterwards.missed(facts, visit.day, visit.zone),))


async def _got(visit: Visit, _facts: Facts) -> Reply:
    return await tell(visit)


async def _show(visit: Visit, facts: Facts) -> Reply:
    return Reply(shown(visit, facts))


SHOWS: Final[Mapping[str, Show]] = {
    screen.SHOW: _show,
    screen.GOT: _got,
    screen.TELL: _tell_or_change,
    screen.TELL_NEW: _tell_new,
    screen.CHECK: check_shown,
    screen.CHECK_LINES: _lines,
    screen.PLAN: plan,
    screen.WAYS: _of_ways(ways.screen),
    screen.LEAVE: _of_ways(ways.leaving),
    screen.LAPSE: _of_ways(ways.nothing_done),
    screen.LAPSED: choose_lapse,
    screen.APPLY: _apply,
    screen.APPLIED: asks_day("applied"),
    screen.DECLINE: decline,
    screen.DECLINED: asks_day("declined"),
    screen.CANCELLED: asks_day("cancelled"),
    screen.UNDO: undo,
    screen.MISSED: missed,
    screen.PRACTICE: _practice,
}
"""What each button leads to."""


async def _press(visit: Visit, rest: str) -> Reply:
    if visit.candidate.notice_version is None:
        return again(visit, NOTHING)
    facts, shown = visit.facts, SHOWS.get(f"{screen.PREFIX}:{rest}")
    if shown is None:
        return again(visit, say("This menu is old. Here is the current one."))
    return needs_answers(visit) if facts is None else await shown(visit, facts)


def _leads(data: str) -> Callable[[Visit], Awaitable[Reply]]:
    """What is typed leads where the button does."""

    async def handler(visit: Visit) -> Reply:
        return await _press(visit, data.partition(":")[2])

    return handler


async def _declines(visit: Visit) -> Reply:
    """ "Decline" and no more: the invitation where one is open, otherwise what the link with a partner asks."""
    if has_open(visit):
        return await _press(visit, screen.DECLINE.partition(":")[2])
    return await partners.ROOM.commands["partner"](visit)


ROOM: Final = Room(
    commands={"invitation": show, "practice": rehearse},
    presses={screen.PREFIX: _press},
    words=(
        ((N_("I got an invitation"), N_("I received an invitation"), N_("I got an ITA")), tell),
        ((N_("My invitation"), N_("the invitation")), show),
        ((N_("Check my invitation"),), _leads(screen.CHECK)),
        ((N_("Practice invitation"), N_("rehearsal")), rehearse),
        ((N_("I have applied"), N_("I applied")), _leads(screen.APPLY)),
        ((N_("I want to decline"),), _leads(screen.DECLINE)),
        ((N_("decline"),), _declines),
        ((N_("IRCC cancelled my invitation"),), _leads(screen.CANCELLED)),
    ),
    finishes={KEY: _told, OUTCOME: outcome_told},
)
"""The commands /invitation and /practice, what is typed instead, and the buttons of an invitation."""
