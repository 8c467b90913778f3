"""A test that is booked or an assessment that is ordered: told on one day, so that nobody is reminded to do it again.

On the day after a test a word asks for its result (`rules.watched`).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from conversations import changes
from conversations.engine import Interview
from conversations.home import again
from conversations.messages import Button, Outgoing, Reply
from conversations.profile.parts import with_changes
from conversations.questions import known
from conversations.scripts import BOOKED_ON, FAMILY_OF_BOOKED
from conversations.visits import Room, Visit, open_script
from locales import NOTHING, day, plain, say
from rules.facts import BookedThing, Booking
from rules.watched import BOOKED_THINGS

FAMILY: Final = FAMILY_OF_BOOKED
"""The family of the scripts that ask the day, and what the data of the buttons begin with: `booked:own:french_test`."""


def button(whose: str, what: BookedThing) -> Button:
    """What a person presses who has done it."""
    ordered = what is BookedThing.assessment
    return Button(plain("I have ordered it") if ordered else plain("I have booked it"), f"{FAMILY}:{whose}:{what}")


async def _press(visit: Visit, rest: str) -> Reply:
    whose, _, what = rest.partition(":")
    facts = visit.facts
    if facts is None or what not in set(BookedThing) or (whose == "partner" and facts.partner is None):
        return again(visit, say("This menu is old. Here is the current one."))
    if what == BookedThing.assessment:
        return await _keep(visit, whose, BookedThing(what), None)
    return open_script(visit, f"{FAMILY}:{rest}", {}, NOTHING)


async def _finished(visit: Visit, state: Interview) -> Reply:
    _family, whose, what = state.script.split(":")
    told = known(state.answers, BOOKED_ON)
    return await _keep(visit, whose, BookedThing(what), None if told is None else date.fromisoformat(told))


async def _keep(visit: Visit, whose: str, what: BookedThing, on: date | None) -> Reply:
    facts = visit.facts
    person = None if facts is None else facts if whose == "own" else facts.partner
    if facts is None or person is None:
        return again(visit, say("I need your answers first."))
    booking = Booking(what=what, on=on, noted=visit.today)
    others = tuple(each for each in person.booked if each.what is not what)
    after = with_changes(facts, "own" if whose == "own" else "partner", {"booked": (*others, booking)})
    visit.candidate = await changes.keep(visit.unit, visit.candidate, after, visit.now, visit.today, FAMILY)
    if what is BookedThing.assessment:
        told = say(
            "Good. I no longer say that it is to be ordered. When the report is there, enter it in your profile."
        )
    elif on is None:
        told = say("Good. I no longer say that it is to be booked. When the result is there, enter it.")
    else:
        told = say(
            "Good. I no longer say that it is to be booked. On {day}, the day after it, I ask you for the result.",
            day=day(on + timedelta(days=1), weekday=True),
        )
    return Reply((Outgoing(told, edit=visit.pressed),))


def thing(item: str) -> tuple[str, BookedThing] | None:
    """Whose and what is to be booked anew where a clock runs out, by its key; None for other clocks."""
    kind, whose, *parts = item.split(":")
    what = BOOKED_THINGS.get(f"{kind}:{parts[0]}" if kind == "language_test" else kind)
    return None if what is None else (whose, what)


ROOM: Final = Room(presses={FAMILY: _press}, finishes={FAMILY: _finished})
