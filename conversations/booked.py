"""A test that is booked or an assessment that is ordered: told on one day, so that nobody is reminded to do it again.

On the day after a test a word asks for its result (`rules.watched`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from itertools import product
from typing import Final

from conversations import changes, expiries, history
from conversations.engine import Interview
from conversations.home import again, untold
from conversations.improve.screens import over
from conversations.messages import Button, Keyboard, Outgoing, Reply, enumerated, in_rows
from conversations.profile.parts import with_changes
from conversations.questions import known
from conversations.score.board import NEXT
from conversations.scripts import BOOKED_ON, FAMILY_OF_BOOKED, FARTHEST_BOOKED
from conversations.typed_words import fold, word_set, words_of
from conversations.visits import Room, Visit, open_script
from conversations.where_to import DATES, GO_ON
from locales import N_, NOTHING, Html, day, plain, say
from rules.bookings import booked, open_bookings
from rules.facts import BookedThing, Booking, Facts, Language
from rules.watched import BOOKED_THINGS, watched

FAMILY: Final = FAMILY_OF_BOOKED
"""The family of the scripts that ask the day, and what the data of the buttons begin with: `booked:own:french_test`.

A day behind that is kept at once, `off` takes the booking back.
"""

OFF: Final = "off"

NAMES: Final = {
    "own:english_test": N_("Your English test"),
    "own:french_test": N_("Your French test"),
    "own:assessment": N_("Your assessment (ECA)"),
    "partner:english_test": N_("Your partner's English test"),
    "partner:french_test": N_("Your partner's French test"),
    "partner:assessment": N_("Your partner's ECA"),
}
"""What there is to book or to order, by whose and what."""

_ORDERED: Final = word_set("ordered eca wes ede assessment evaluation credential commande commandee")
_OWN: Final = word_set("my mon ma mes")
_LANGUAGES: Final = {
    Language.english: word_set("english anglais"),
    Language.french: word_set("french francais"),
}
"""Words that say which is meant, folded."""


def button(whose: str, what: BookedThing) -> Button:
    """What a person presses who has done it."""
    ordered = what is BookedThing.assessment
    return Button(plain("I have ordered it") if ordered else plain("I have booked it"), f"{FAMILY}:{whose}:{what}")


def is_booked(booking: Booking) -> Html:
    """That it is booked or ordered: nobody is told to do it once more."""
    if booking.what is BookedThing.assessment:
        return say("It is ordered, by what you told me.")
    if booking.on is None:
        return say("A test is booked, by what you told me.")
    return say("A test is booked for {day}, by what you told me.", day=day(booking.on, weekday=True))


def anew(whose: str, booking: Booking) -> Keyboard:
    """The button that tells another day of a booked test; none for an assessment, which has no day."""
    if booking.what is BookedThing.assessment:
        return ()
    label = plain("Tell the day of the test") if booking.on is None else plain("It is another day")
    return ((Button(label, f"{FAMILY}:{whose}:{booking.what}"),),)


def thing(item: str) -> tuple[str, BookedThing] | None:
    """Whose and what is to be booked anew where a clock runs out, by its key; None for other clocks."""
    kind, whose, *parts = item.split(":")
    what = BOOKED_THINGS.get(f"{kind}:{parts[0]}" if kind == "language_test" else kind)
    return None if what is None else (whose, what)


# --- pressed, and answered ---


async def _press(visit: Visit, rest: str) -> Reply:
    if visit.candidate.notice_version is None:
        return again(visit, NOTHING)
    whose, what, *more = rest.split(":") if ":" in rest else ("", "")
    facts = visit.facts
    if facts is None or f"{whose}:{what}" not in NAMES or (whose == "partner" and facts.partner is None):
        return _old(visit)
    if more == [OFF]:
        return await _take_back(visit, facts, whose, BookedThing(what))
    if what == BookedThing.assessment:
        return await _keep(visit, whose, BookedThing(what), None)
    on: date | None = None
    with suppress(ValueError):
        on = date.fromisoformat(more[0]) if more else None
    if on is not None and visit.today <= on <= visit.today + FARTHEST_BOOKED:
        return await _keep(visit, whose, BookedThing(what), on)
    return _ask(visit, whose, BookedThing(what))


def _old(visit: Visit) -> Reply:
    return again(visit, say("This menu is old. Here is the current one."))


def _ask(visit: Visit, whose: str, what: BookedThing) -> Reply:
    """On which day the test is; which one, stands above."""
    return open_script(visit, f"{FAMILY}:{whose}:{what}", {}, Html(f"<b>{_named(whose, what)}</b>"))


async def _finished(visit: Visit, state: Interview) -> Reply:
    _family, whose, what = state.script.split(":")
    told = known(state.answers, BOOKED_ON)
    return await _keep(visit, whose, BookedThing(what), None if told is None else date.fromisoformat(told))


# --- kept ---


async def _keep(visit: Visit, whose: str, what: BookedThing, on: date | None) -> Reply:
    facts = visit.facts
    if facts is None or (whose == "partner" and facts.partner is None):
        return again(visit, say("I need your answers first."))
    visit.open = tuple(each for each in visit.open if each.script != f"{FAMILY}:{whose}:{what}")
    booking = Booking(what=what, on=on, noted=visit.today)
    if (there := booked(facts, whose, what, visit.day)) is not None and there.on == on:
        return _receipt(visit, say("That is noted already."), whose, there)
    await _replace(visit, facts, whose, what, booking)
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
    return _receipt(visit, told, whose, booking, await history.undo_button(visit))


async def _take_back(visit: Visit, facts: Facts, whose: str, what: BookedThing) -> Reply:
    """A booking that came to nothing: what was to be booked is to be booked again."""
    if booked(facts, whose, what, visit.day) is None:
        return _old(visit)
    await _replace(visit, facts, whose, what)
    told = say("Taken out. What has to be done by a day stands in your dates again.")
    text = Html(f"<b>{_named(whose, what)}</b>\n{told}")
    return Reply((Outgoing(text, (*await history.undo_button(visit), *_onward()), edit=visit.pressed),))


async def _replace(visit: Visit, facts: Facts, whose: str, what: BookedThing, *instead: Booking) -> None:
    """Keeps a booking in place of the one there was, or none."""
    person = facts.partner if whose == "partner" and facts.partner is not None else facts
    kept = tuple(each for each in person.booked if each.what is not what)
    after = with_changes(facts, "partner" if whose == "partner" else "own", {"booked": (*kept, *instead)})
    visit.candidate = await changes.keep(visit.unit, visit.candidate, after, visit.now, visit.today, FAMILY)


def _receipt(visit: Visit, told: Html, whose: str, booking: Booking, undo: Keyboard = ()) -> Reply:
    """What was noted, and where to go on from it."""
    text = Html(f"<b>{_named(whose, booking.what)}</b>\n{told}")
    waits = (Button(plain("Go on with the questions"), GO_ON, style="primary"),) if visit.open else ()
    return Reply((Outgoing(text, (*undo, *anew(whose, booking), *_onward(*waits)), edit=visit.pressed),))


def _named(whose: str, what: BookedThing) -> Html:
    return say(NAMES[f"{whose}:{what}"])


# --- typed ---


async def heard(visit: Visit, text: str) -> Reply:
    """ "I have booked my IELTS for 12 May": the day has to be confirmed; which one is asked where that is open."""
    facts = visit.facts
    if facts is None or visit.candidate.notice_version is None:
        return untold(visit)
    if ended := over(facts, visit.day):
        return Reply((ended,))
    about = expiries.said(text, visit.today)
    if about.partner and facts.partner is None:
        return again(visit, say("You told me of no partner, so nothing of a partner can be booked."))
    found = [*_meant(facts, about, text)]
    asked = [each.script.removeprefix(f"{FAMILY}:") for each in visit.open[-1:] if not each.paused]
    found = [key for key in found if key in asked] or found  # the question that is open, where no other test is named
    due = [key for key in _due(facts, visit.day) if key in found]
    on = expiries.day_ahead(text, visit.today, visit.today + FARTHEST_BOOKED)
    if len(found) == 1 or len(due) == 1:
        return _certain(visit, (due or found)[0], on)
    return Reply((_which(found, due, on),))


def _meant(facts: Facts, about: expiries.Said, text: str) -> Iterator[str]:
    """What the words can be about, the own before the partner's."""
    words = frozenset(words_of(fold(text)))
    languages = [one for one, named in _LANGUAGES.items() if named & words] or [*Language]
    if about.kind is not None:
        languages = [about.kind.language]
    things = [BookedThing(f"{language}_test") for language in languages]
    if not words.isdisjoint(_ORDERED):
        things = [BookedThing.assessment]
    whose = ["own", "partner"]
    if about.partner:
        whose = ["partner"]
    elif facts.partner is None or about.kind is not None or not words.isdisjoint(_OWN):
        whose = ["own"]
    for one, what in product(whose, things):
        yield f"{one}:{what}"


def _due(facts: Facts, on: date) -> list[str]:
    """What has to be booked or ordered by a day, and is not yet."""
    things = [thing(clock.key) for clock in watched(facts, on) if clock.act_by is not None]
    return list(dict.fromkeys(f"{whose}:{what}" for whose, what in filter(None, things)))


def _certain(visit: Visit, key: str, on: date | None) -> Reply:
    whose, _, what = key.partition(":")
    if what == BookedThing.assessment:
        shown = say("<b>{what}</b>\nPress the button, and I note that it is ordered.", what=say(NAMES[key]))
        return Reply((Outgoing(shown, ((button(whose, BookedThing(what)),),)),))
    if on is None:
        return _ask(visit, whose, BookedThing(what))
    visit.open = tuple(each for each in visit.open if not each.script.startswith(f"{FAMILY}:"))  # asked here instead
    shown = say(
        "<b>{what}</b>\nIs it on {day}? Nothing is noted until you press.",
        what=say(NAMES[key]),
        day=day(on, weekday=True),
    )
    keep = Button(plain("Keep {day}", day=day(on)), f"{FAMILY}:{key}:{on.isoformat()}", style="primary")
    return Reply((Outgoing(shown, ((keep,), (Button(plain("It is another day"), f"{FAMILY}:{key}"),))),))


def _which(found: Sequence[str], due: Sequence[str], on: date | None) -> Outgoing:
    """Which one it was; that none has to be booked by a day, where that is so."""
    none = NOTHING if due else say("By what you told me, nothing of this has to be done by a day.")
    ask = say("<b>Which one is it?</b>")
    said = NOTHING if on is None else say("For {day}. Nothing is noted until you press.", day=day(on, weekday=True))
    lines = [line for line in (none, ask, said, *enumerated(say(NAMES[key]) for key in found)) if line]
    behind = "" if on is None else f":{on.isoformat()}"
    buttons = in_rows(Button(plain(NAMES[key]), f"{FAMILY}:{key}{behind}") for key in found)
    return Outgoing(Html("\n".join(lines)), buttons, numbered=len(found))


async def heard_off(visit: Visit, _text: str) -> Reply:
    """ "My IELTS was cancelled", or is on another day: what is booked or ordered, each to be moved or taken out."""
    facts = visit.facts
    if facts is None or visit.candidate.notice_version is None:
        return untold(visit)
    there = [(whose, each) for whose in ("own", "partner") for each in open_bookings(facts, whose, visit.day)]
    if not there:
        return Reply((Outgoing(say("You told me of no booked test and of no ordered assessment."), _onward()),))
    rows: list[tuple[Button, ...]] = []
    for n, (whose, each) in enumerate(there, 1):
        key = f"{FAMILY}:{whose}:{each.what}"
        off = Button(plain("{n}. Not any more", n=n), f"{key}:{OFF}")
        is_test = each.what is not BookedThing.assessment
        rows.append((Button(plain("{n}. Another day", n=n), key), off) if is_test else (off,))
    lines = enumerated(_told(whose, each) for whose, each in there)
    text = Html("\n".join([say("<b>What is booked or ordered, by what you told me</b>"), *lines]))
    return Reply((Outgoing(text, (*rows, *_onward())),))


def _told(whose: str, booking: Booking) -> Html:
    named = _named(whose, booking.what)
    return named if booking.on is None else say("{name}: {value}", name=named, value=day(booking.on, weekday=True))


def _onward(*first: Button) -> Keyboard:
    return in_rows((*first, Button(plain("What to do next"), NEXT), Button(plain("My dates"), DATES)))


ROOM: Final = Room(presses={FAMILY: _press}, finishes={FAMILY: _finished})
