"""/change: what happened, since when, before and after, kept on confirmation, undone as long as it is the last."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from pydantic import ValidationError

from conversations import changes, dates, engine, history, scripts
from conversations.engine import Interview
from conversations.events import asking, before_after, by_itself, gentle, meanwhile, planned, report_words
from conversations.events.catalogue import EVENTS, GROUPS
from conversations.events.event import FAMILY, Event, RefusedError
from conversations.events.plans import about
from conversations.home import again, home, untold
from conversations.improve import entry
from conversations.messages import Button, Outgoing, Reply, enumerated, in_rows, paragraphs
from conversations.profile import room as profile
from conversations.profile import screens
from conversations.profile import scripts as profile_scripts
from conversations.questions import SEEN
from conversations.visits import Handler, Room, Visit, open_script, screen_of
from conversations.where_to import JOURNEY
from locales import N_, NOTHING, Html, day, listed, plain, say
from rules.facts import Facts

PREFIX: Final = "c"
"""What the data of the buttons here begin with: `c:menu`, `c:g:group`, `c:e:event`."""

MENU: Final = f"{PREFIX}:menu"
SHOWN: Final = f"{PREFIX}:shown"
LEFT: Final = f"{PREFIX}:left"
BY_ITSELF: Final = f"{PREFIX}:self"

BESIDE: Final = {"express_entry": ((N_("Where am I?"), JOURNEY),)}
"""Screens that belong to a group and are no events, by its key."""


def offered(facts: Facts, on: date, group: str) -> list[Event]:
    """The events of a group that can happen to a person of these facts."""
    return [event for event in EVENTS.values() if event.group == group and event.applies(facts, on)]


def menu(facts: Facts, on: date, note: Html = NOTHING) -> Outgoing:
    """What can have changed, by group; and where a slip of the pen is corrected."""
    groups = [(key, title) for key, title in GROUPS.items() if offered(facts, on, key)]
    lines = enumerated(say(title) for (_, title) in groups)
    text = Html("\n".join([say("<b>What has changed, or will change?</b>"), *lines]))
    closing = say("If an answer of yours was wrong from the start, correct it in your profile instead.")
    buttons = [Button(plain(title), f"{PREFIX}:g:{key}") for key, title in groups]
    correct = (Button(plain("Change an answer"), screens.OVERVIEW),)
    alone = (Button(plain("What changes by itself"), BY_ITSELF), Button(plain("What if"), "wi:show"))
    said = paragraphs((note, text, closing))
    return Outgoing(Html(said), (*in_rows(buttons), alone, correct), numbered=len(buttons))


def _group(facts: Facts, on: date, group: str) -> Outgoing:
    events = offered(facts, on, group)
    lines = enumerated(say(event.title) for event in events)
    text = Html("\n".join([Html(f"<b>{say(GROUPS[group])}</b>"), *lines]))
    buttons = tuple((Button(plain(event.title), f"{PREFIX}:e:{event.key}"),) for event in events)
    aside = [Button(plain(label), data) for label, data in BESIDE.get(group, ())]
    return Outgoing(text, (*buttons, (*aside, Button(plain("Back"), MENU))), numbered=len(events))


async def show(visit: Visit) -> Reply:
    """The first screen."""
    facts = visit.facts
    if facts is None:
        return untold(visit)
    return Reply((await planned.above(visit, menu(facts, visit.day)),))


async def _press(visit: Visit, rest: str) -> Reply:
    facts = visit.facts
    if facts is None:
        return untold(visit)
    match rest.split(":"):
        case ["menu"]:
            shown = await planned.above(visit, menu(facts, visit.day))
            return Reply((replace(shown, edit=visit.pressed),))
        case ["g", group] if group in GROUPS:
            return Reply((replace(_group(facts, visit.day, group), edit=visit.pressed),))
        case ["shown"]:
            return await gentle.show(visit, EVENTS, LEFT)
        case ["left"]:
            return await gentle.left(visit)
        case ["n", key, read] if key in EVENTS:  # its opening was said
            event = replace(EVENTS[key], opening="")
            return await begin(visit, facts, event, asking.filled_in(event, read, facts, visit.today))
        case ["e", key] if key in EVENTS:
            return await begin(visit, facts, EVENTS[key])
        case ["e", key, read] if key in EVENTS:  # a day read in free words, filled in to be confirmed
            return await begin(visit, facts, EVENTS[key], asking.filled_in(EVENTS[key], read, facts, visit.today))
        case ["self"]:
            return Reply((replace(by_itself.screen(facts, visit.day), edit=visit.pressed),))
        case ["undo", entry]:
            return await history.undo(visit, entry)
        case ["plans" | "plan" | "unplan", *_]:
            return await planned.press(visit, rest)
    return again(visit, say("This menu is old. Here is the current one."))


async def told(visit: Visit, facts: Facts, event: Event, read: date | None = None) -> Reply:
    """What was told in words: its questions, with the day that was read; of a loss, first what can be done."""
    filled = "" if read is None else read.isoformat()
    if event.gentle and event.applies(facts, visit.day):
        return Reply((gentle.offered(say(event.opening), f"{PREFIX}:n:{event.key}:{filled}", LEFT),))
    return await begin(visit, facts, event, asking.filled_in(event, filled, facts, visit.today))


async def begin(visit: Visit, facts: Facts, event: Event, known: dict[str, Any] | None = None) -> Reply:
    """The questions of an event, wherever they stand; of one that cannot happen to this person, why not."""
    if lacking := event.lacking(facts, visit.today):
        rows = ((Button(plain(lacking.label), lacking.data, style="primary"),), (Button(plain("Back"), MENU),))
        return Reply((Outgoing(say(lacking.why), rows),))
    if not event.applies(facts, visit.day):
        return Reply((menu(facts, visit.day, _why_not(event, facts, visit.day)),))
    opening = say(event.opening) if event.opening else NOTHING
    if event.leads_to:
        return await _through(visit, event.leads_to, known or {}, opening)
    if known and event.from_day in known:
        named = event.day(known, visit.today)
        filled = say("I filled in the day you named: {day}.", day=day(named, weekday=True))
        opening = paragraphs((opening, filled))
    offers = meanwhile.offers(event, facts, visit.today)
    return open_script(visit, event.script_key, {**event.filled(facts), **(known or {}), SEEN: offers}, opening)


def _why_not(event: Event, facts: Facts, today: date) -> Html:
    return event.why_not(facts, today) or say(
        "“{event}” does not fit with what you told me so far.", event=say(event.title)
    )


async def _through(visit: Visit, key: str, known: dict[str, Any], opening: Html) -> Reply:
    """The questions that a door leads to; a part of the profile opens as it does from there."""
    if scripts.family(key) != profile_scripts.FAMILY:
        return open_script(visit, key, known, opening)
    reply = await profile.opened(visit, key)
    if not opening or not reply.messages:
        return reply
    first, *others = reply.messages
    return Reply((replace(first, text=Html(f"{opening}\n\n{first.text}")), *others))


# --- what a confirmed event leads to ---


async def _finished(visit: Visit, state: Interview) -> Reply:
    facts = visit.facts
    event = EVENTS[state.script.partition(":")[2]]
    if facts is None:
        return untold(visit)
    if not event.applies(facts, visit.day):
        return _nothing_changed(visit, event, _why_not(event, facts, visit.today))
    if meanwhile.is_gone(event, state, facts, visit.today):
        return _nothing_changed(visit, event, say("What this is about has changed in the meantime."))
    script = scripts.find(state.script)
    given, state = engine.kept(script, state.answers), meanwhile.anew(event, script, state, facts, visit.today)
    if engine.kept(script, state.answers) != given or not engine.at_summary(script, state):
        return _back(visit, state, say("Something has changed in the meantime. Please look at this once more."))
    if missing := event.missing({**state.answers, **given}):
        names = listed([say(question.name) for question in missing])
        return _back(visit, state, say("To keep this I need: {names}. It waits here.", names=names))
    try:
        after = event.change(facts, given, visit.today)
    except ValidationError:
        return _back(visit, state, say("This does not fit with a date you told me before. Please check the dates."))
    except RefusedError:  # the reason stands below the summary
        return _back(visit, state, say("Nothing was saved. Please look at what stands below your answers."))
    on = max(visit.today, event.day(given, visit.today))
    if after == facts:
        return _nothing_changed(visit, event, event.means(facts, after, on))
    if on > visit.today and not event.dated:
        return await planned.keep(visit, event, {**given, **about(state.answers)}, after, on)
    why = f"event:{event.key}"
    visit.candidate = await changes.keep(visit.unit, visit.candidate, after, visit.now, visit.today, why)
    blocks = [
        say("Saved: {event}, {day}.", event=say(event.title), day=day(event.day(given, visit.today), weekday=True))
    ]
    if not event.gentle:
        blocks.append(before_after.words(facts, after, on, visit.today))
        blocks.append(entry.line(facts, after, on))
    means = NOTHING if event.gentle or event.meant_once else event.means(facts, after, on)
    blocks.append(means)
    if on > visit.today and not means:  # which says better what counts from when on
        blocks.append(say("It counts from that day on. Until then your score stays as it is."))
    undo = await history.undo_button(visit)
    shown = Outgoing(paragraphs(blocks), undo, edit=visit.pressed)
    shown = report_words.added(shown, event, facts, after, visit.day, on)
    if event.gentle:
        return Reply((shown, await gentle.closing(visit, facts, after, SHOWN, LEFT)))
    announced = dates.announcement(after, visit.candidate, visit.today, facts)
    return Reply((shown, *((Outgoing(announced),) if announced else ()), home(visit)))


def _nothing_changed(visit: Visit, event: Event, note: Html) -> Reply:
    said = paragraphs((say("Nothing was changed."), note))
    shown = Outgoing(said, edit=visit.pressed)
    return Reply((shown,)) if event.gentle else Reply((shown, home(visit)))


def _back(visit: Visit, state: Interview, note: Html) -> Reply:
    """The summary again: nothing is lost."""
    visit.open = (*visit.open, state)
    return Reply((replace(screen_of(visit, state, note), edit=visit.pressed),))


def _starts(event: Event) -> Handler:
    async def handler(visit: Visit) -> Reply:
        facts = visit.facts
        return untold(visit) if facts is None else await told(visit, facts, event)

    return handler


ROOM: Final = Room(
    commands={"change": show},
    presses={PREFIX: _press},
    words=(
        ((N_("Something changed"), N_("change")), show),
        ((N_("Planned changes"), N_("what is planned?")), planned.show),
        *(((event.title, *event.words), _starts(event)) for event in EVENTS.values()),
    ),
    finishes={FAMILY: _finished},
)
