"""Planned changes on the screen: what is said when one is kept, the list under /change, and how one is taken out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from conversations import history
from conversations.events import before_after, plans, report_words
from conversations.events.event import Event
from conversations.home import again, home
from conversations.improve import entry
from conversations.messages import Button, Outgoing, Reply, enumerated, paragraphs
from conversations.questions import Answers
from conversations.visits import Visit
from locales import NOTHING, Html, day, plain, say
from rules.facts import Facts
from storage import planned
from storage.planned import Planned

LIST: Final = "c:plans"


async def keep(visit: Visit, event: Event, given: Answers, after: Facts, on: date) -> Reply:
    """A change for a day to come is kept; nothing of the facts changes before."""
    facts = visit.facts
    change = await plans.add(visit, event.key, given, on)
    if change is None or facts is None:
        text = say(
            "There are {n} planned changes already, and I keep no more at a time. Take one out first, or come back on "
            "the day.",
            n=plans.MOST,
        )
        return Reply((Outgoing(text, ((_list_button(),),), edit=visit.pressed),))
    blocks = [
        say("Planned: {event}, {day}.", event=say(event.title), day=day(on, weekday=True)),
        say(
            "It takes effect on that day by itself, and I tell you that morning. Until then your answers, your score "
            "and your reminders stay as they are."
        ),
    ]
    if not event.gentle:
        blocks.append(before_after.words(facts, after, on, visit.today))
        blocks.append(entry.line(facts, after, on))
    keyboard = ((Button(plain("Take this plan out"), f"c:plan:{change.id:x}"),), (_list_button(),))
    shown = Outgoing(paragraphs(blocks), keyboard, edit=visit.pressed)
    shown = report_words.added(shown, event, facts, after, visit.day, on)
    return Reply((shown,)) if event.gentle else Reply((shown, home(visit)))


async def above(visit: Visit, menu: Outgoing) -> Outgoing:
    """The first screen of /change, with the history, and what is planned, if anything is.

    Who plans nothing costs no look.
    """
    menu = replace(menu, keyboard=(*menu.keyboard, (Button(plain("Show my history"), history.FIRST),)))
    if visit.candidate.planned_at is None:
        return menu
    waiting = await planned.of(visit.unit, visit.candidate.chat_id)
    if not waiting:
        return menu
    lines = [say("<b>Planned</b>"), *(Html(f"• {plans.line(change)}") for change in waiting)]
    text = Html("\n".join(lines) + f"\n\n{menu.text}")
    return replace(menu, text=text, keyboard=(*menu.keyboard, (_list_button(),)))


async def show(visit: Visit) -> Reply:
    """What is planned."""
    if visit.candidate.notice_version is None:
        return again(visit, NOTHING)
    return Reply((_list(await planned.of(visit.unit, visit.candidate.chat_id)),))


async def press(visit: Visit, rest: str) -> Reply:
    """A button of the list, or of one plan: which are there, take one out or not."""
    what, _, number = rest.partition(":")
    waiting = await planned.of(visit.unit, visit.candidate.chat_id)
    if what == "plans":
        return Reply((replace(_list(waiting), edit=visit.pressed),))
    change = next((each for each in waiting if f"{each.id:x}" == number), None)
    if change is None:
        return again(visit, say("That plan is no longer there: it was taken out, or its day has come."))
    if what == "plan":
        return Reply((replace(_ask(change), edit=visit.pressed),))
    await plans.withdraw(visit, change)
    left = [each for each in waiting if each.id != change.id]
    note = say("Taken out: {plan}. Your answers did not change.", plan=plans.line(change))
    shown = _list(left)
    return Reply((replace(shown, text=Html(f"{note}\n\n{shown.text}"), edit=visit.pressed),))


def _list_button() -> Button:
    return Button(plain("Planned changes"), LIST)


def _list(waiting: list[Planned]) -> Outgoing:
    more = (
        (Button(plain("Something changed"), "c:menu"),),
        (Button(plain("Show my history"), history.FIRST),),
    )
    if not waiting:
        return Outgoing(say("Nothing is planned."), more)
    lines = [say("<b>Planned changes</b>")]
    lines += enumerated(plans.line(change) for change in waiting)
    closing = say(
        "Each takes effect on its day. If the day has moved, enter the change once more with the new day: it takes the "
        "place of the old one."
    )
    buttons = tuple(
        (Button(plain("Take out {n}: {event}", n=n, event=plans.label(change)), f"c:plan:{change.id:x}"),)
        for n, change in enumerate(waiting, 1)
    )
    return Outgoing(Html("\n".join(lines) + f"\n\n{closing}"), (*buttons, *more), numbered=len(buttons))


def _ask(change: Planned) -> Outgoing:
    """What the plan says, and the two ways on: the safe one first."""
    lines = [Html(f"<b>{plans.line(change)}</b>")]
    lines += [
        say("{name}: {value}", name=name, value=value)
        for name, value in plans.answers_in_words(change.event, change.answers)
    ]
    question = say("Take this planned change out?")
    keyboard = (
        (Button(plain("Keep this plan"), LIST, style="primary"),),
        (Button(plain("Take this plan out now"), f"c:unplan:{change.id:x}"),),
    )
    return Outgoing(Html("\n".join(lines) + f"\n\n{question}"), keyboard)
