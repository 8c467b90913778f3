"""/change: what happened, since when, before and after, kept on confirmation, undone as long as it is the last."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from pydantic import ValidationError

from conversations import changes, dates, engine, scripts
from conversations.engine import Interview
from conversations.events import before_after
from conversations.events.catalogue import EVENTS, GROUPS
from conversations.events.event import FAMILY, Event, RefusedError
from conversations.home import JOURNEY, again, home
from conversations.messages import Button, Outgoing, Reply, in_rows
from conversations.profile import screens
from conversations.questions import SEEN
from conversations.visits import Handler, Room, Visit, open_script, screen_of
from locales import N_, NOTHING, Html, day, plain, say
from rules.facts import Facts

PREFIX: Final = "c"
"""What the data of the buttons here begin with: `c:menu`, `c:g:group`, `c:e:event`."""

MENU: Final = f"{PREFIX}:menu"

BESIDE: Final = {"express_entry": ((N_("Where am I?"), JOURNEY),)}
"""Screens that belong to a group and are no events, by its key."""


def offered(facts: Facts, on: date, group: str) -> list[Event]:
    """The events of a group that can happen to a person of these facts."""
    return [event for event in EVENTS.values() if event.group == group and event.applies(facts, on)]


def menu(facts: Facts, on: date, note: Html = NOTHING) -> Outgoing:
    """What can have changed, by group; and where a slip of the pen is corrected."""
    groups = [(key, title) for key, title in GROUPS.items() if offered(facts, on, key)]
    lines = [say("{n}. {choice}", n=n, choice=say(title)) for n, (_, title) in enumerate(groups, 1)]
    text = Html("\n".join([say("<b>What has changed, or will change?</b>"), *lines]))
    closing = say("If an answer of yours was wrong from the start, correct it in your profile instead.")
    buttons = [Button(plain(title), f"{PREFIX}:g:{key}") for key, title in groups]
    correct = (Button(plain("Change an answer"), screens.OVERVIEW),)
    said = "\n\n".join(part for part in (note, text, closing) if part)
    return Outgoing(Html(said), (*in_rows(buttons), correct), numbered=len(buttons))


def _group(facts: Facts, on: date, group: str) -> Outgoing:
    events = offered(facts, on, group)
    lines = [say("{n}. {choice}", n=n, choice=say(event.title)) for n, event in enumerate(events, 1)]
    text = Html("\n".join([Html(f"<b>{say(GROUPS[group])}</b>"), *lines]))
    buttons = tuple((Button(plain(event.title), f"{PREFIX}:e:{event.key}"),) for event in events)
    aside = [Button(plain(label), data) for label, data in BESIDE.get(group, ())]
    return Outgoing(text, (*buttons, (*aside, Button(plain("Back"), MENU))), numbered=len(events))


async def show(visit: Visit) -> Reply:
    """The first screen."""
    facts = visit.facts
    if facts is None:
        return again(visit, say("I need your answers first."))
    return Reply((menu(facts, visit.today),))


async def _press(visit: Visit, rest: str) -> Reply:
    facts = visit.facts
    if facts is None:
        return again(visit, say("I need your answers first."))
    match rest.split(":"):
        case ["menu"]:
            return Reply((replace(menu(facts, visit.today), edit=visit.pressed),))
        case ["g", group] if group in GROUPS:
            return Reply((replace(_group(facts, visit.today, group), edit=visit.pressed),))
        case ["e", key] if key in EVENTS:
            return begin(visit, facts, EVENTS[key])
    return again(visit, say("This menu is old. Here is the current one."))


def begin(visit: Visit, facts: Facts, event: Event, known: dict[str, Any] | None = None) -> Reply:
    """The questions of an event; of one that cannot happen to this person, why not."""
    if not event.applies(facts, visit.today):
        note = event.why_not(facts, visit.today) or say(
            "“{event}” does not fit with what you told me so far.", event=say(event.title)
        )
        return Reply((menu(facts, visit.today, note),))
    opening = say(event.opening) if event.opening else NOTHING
    return open_script(visit, event.script_key, {**(known or {}), SEEN: event.seen(facts)}, opening)


# --- what a confirmed event leads to ---


async def _finished(visit: Visit, state: Interview) -> Reply:
    facts = visit.facts
    event = EVENTS[state.script.partition(":")[2]]
    if facts is None:
        return again(visit, say("I need your answers first."))
    given = engine.kept(scripts.find(state.script), state.answers)
    try:
        after = event.change(facts, given, visit.today)
    except ValidationError:
        visit.open = (*visit.open, state)
        note = say("This does not fit with a date you told me before. Please check the dates.")
        return Reply((replace(screen_of(visit, state, note), edit=visit.pressed),))
    except RefusedError:  # the reason stands below the summary
        visit.open = (*visit.open, state)
        note = say("Nothing was saved. Please look at what stands below your answers.")
        return Reply((replace(screen_of(visit, state, note), edit=visit.pressed),))
    if after == facts:
        return Reply((Outgoing(say("Nothing was changed."), edit=visit.pressed),))
    on = max(visit.today, event.day(given, visit.today))
    why = f"event:{event.key}"
    visit.candidate = await changes.keep(visit.unit, visit.candidate, after, visit.now, visit.today, why)
    blocks = [
        say("Saved: {event}, {day}.", event=say(event.title), day=day(event.day(given, visit.today), weekday=True))
    ]
    if not event.gentle:
        blocks.append(before_after.words(facts, after, on))
    shown = Outgoing(Html("\n\n".join(block for block in blocks if block)), edit=visit.pressed)
    announced = dates.announcement(after, visit.candidate, visit.today, facts)
    return Reply((shown, *((Outgoing(announced),) if announced else ()), home(visit)))


def _starts(event: Event) -> Handler:
    async def handler(visit: Visit) -> Reply:
        facts = visit.facts
        return again(visit, say("I need your answers first.")) if facts is None else begin(visit, facts, event)

    return handler


ROOM: Final = Room(
    commands={"change": show},
    presses={PREFIX: _press},
    words=(
        ((N_("Something changed"), N_("change")), show),
        *(((event.title, *event.words), _starts(event)) for event in EVENTS.values()),
    ),
    finishes={FAMILY: _finished},
)
