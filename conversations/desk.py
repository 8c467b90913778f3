"""The desk: one message in, and which conversation answers it.

`answer` runs inside the caller's transaction: it loads the person, lets exactly one conversation answer, and saves what
changed. It reads no clock and sends nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from html import escape
from typing import Any, Final

from conversations import (
    after_interviews,
    booked,
    dates_room,
    deleting,
    eligibility,
    engine,
    free_words,
    guards,
    history,
    notices,
    numbering,
    occupations_room,
    pasted,
    privacy,
    pushes,
    scripts,
    settings,
    silence,
    speaking,
    tasks,
    your_data,
)
from conversations import answers as typed
from conversations.documents import room as documents
from conversations.engine import Interview, Outcome, Pressed, Typed
from conversations.events import plans
from conversations.events import room as events
from conversations.home import again, home, stopped
from conversations.improve import room as improve
from conversations.invitation import recording
from conversations.invitation import room as invitation
from conversations.journey import room as journey
from conversations.menu import IN_FRENCH
from conversations.messages import Incoming, Kind, Outgoing, Reply
from conversations.numbering import Numbers
from conversations.partners import room as partners
from conversations.profile import room as profile
from conversations.profile import work_room
from conversations.re_entry import room as re_entry
from conversations.rounds import room as rounds
from conversations.score import room as score_room
from conversations.visits import Handler, Room, Visit, open_script, screen_of
from conversations.what_if import account
from conversations.what_if import room as what_if
from conversations.where_to import CHANGE, DATES, EXACT, GO_ON, HELP, SCORE, WHY
from locales import LANGUAGES, N_, NOTHING, Html, Language, everywhere, negotiate, plain, say, use
from storage import candidates, groups, interviews
from storage.candidates import Candidate
from storage.unit import Unit

DONE: Final = frozenset({"done", "it is done", "it's done", "all done", "fait", "c'est fait", "voila c'est fait"})
"""What people write under a reminder, whatever its button is called; folded, in both languages."""

SEEN_AGAIN: Final = timedelta(days=1)
"""How often a visit is noted; finer than a day would write a row for every message and serve nothing."""

MOST_BUTTONS: Final = 100
"""Telegram takes no more under one message."""

NOT_READ: Final[Mapping[Kind, str]] = {
    Kind.PHOTO: N_(
        "I do not read photos, and I kept nothing of it. I never need a picture of a passport or of another document: "
        "if it shows one, please delete it from this chat."
    ),
    Kind.DOCUMENT: N_(
        "I do not read files, and I kept nothing of it. I never need a document of yours: if it is one, please delete "
        "it from this chat."
    ),
    Kind.VOICE: N_("I cannot listen to voice messages. Please type, or press a button."),
    Kind.OTHER: N_("I can only read typed messages and buttons."),
    Kind.EDITED: N_(
        "I keep what I read first; a message changed afterwards does not change an answer. Press Back to answer that "
        "question again."
    ),
}
"""What is said to a message that carries no answer; the open question follows."""


async def answer(unit: Unit, incoming: Incoming, now: datetime) -> Reply:
    """Answers one message, in the person's language, and saves what it changed."""
    if incoming.kind is Kind.GROUP:
        return await _group(unit, incoming, now)
    found, row = await candidates.load_with_interview(unit, incoming.chat_id)
    if incoming.kind in (Kind.BLOCKED, Kind.UNBLOCKED):
        if found:
            await candidates.set_blocked(unit, incoming.chat_id, now if incoming.kind is Kind.BLOCKED else None)
        return Reply()
    before = found or Candidate(
        chat_id=incoming.chat_id, language=negotiate(incoming.language_code), created_at=now, seen_at=now
    )
    talk = row or {}
    if incoming.kind is Kind.PRESS and talk.get("confirmed") == incoming.text:
        with use(_language(before)):
            return Reply(toast=plain("Already done"))
    await silence.ended(unit, before, now)
    if plans.is_due(before, now):
        before = await plans.ripen(unit, before, now)
    asked_anew = privacy.asked_anew(before)
    visit = Visit(unit, incoming, now, asked_anew, _taken_up(talk.get("open", ())), bool(talk.get("deleting")))
    visit.asked = talk.get("asked", {})
    if "numbers" in talk:
        visit.numbers = Numbers.from_json(talk["numbers"])
    with use(_language(before)):
        reply = await _route(visit)
    if visit.gone:
        return reply
    if reply.messages:
        reply = _with_numbers(visit, reply)
    if before.blocked_at:
        await candidates.set_blocked(unit, incoming.chat_id, None)
    seen = visit.candidate
    if abs(now - seen.seen_at) >= SEEN_AGAIN:
        seen = replace(seen, seen_at=now)
    if seen != found:
        await candidates.save(unit, seen)
    await _keep_place(visit, row)
    return reply


async def wants_file(unit: Unit, incoming: Incoming) -> bool:
    """Whether the person was asked for the file they send; no other file is even fetched."""
    return your_data.waits_for_file((await interviews.load(unit, incoming.chat_id) or {}).get("asked", {}))


def apology(language: Language) -> Outgoing:
    """What is said when the program failed on a message; the person's place is kept."""
    with use(language):
        return Outgoing(
            say(
                "Something went wrong on my side, and I could not use your last message. Nothing you told me is lost. "
                "Please send it again, or press /start."
            )
        )


# --- one message ---


async def _route(visit: Visit) -> Reply:
    incoming = visit.incoming
    if incoming.kind is Kind.PRESS:
        return await _press(visit)
    if incoming.kind is Kind.DOCUMENT and your_data.waits_for_file(visit.asked):
        return await your_data.read_file(visit)
    if incoming.kind is Kind.LOCATION:
        return await settings.located(visit)
    if incoming.kind is not Kind.TEXT:
        return again(visit, _not_read(incoming))
    text = incoming.text.strip()
    if reply := await pasted.read(visit, text):
        return reply
    if number := _secret(text):
        visit.deleting = False
        return again(visit, guards.secret(number))
    if visit.deleting and (reply := await deleting.hear(visit, text)):
        return reply
    if text.startswith("/"):
        visit.asked = {}
        return await _command(visit, text)
    if data := await _typed_button(visit, text):
        return await _press_by_number(visit, data)
    wish = typed.read_language_wish(text)
    if wish and not (_asks_which_test(visit) and " " not in text):
        return speaking.speak(visit, wish)
    if deleting.is_asked(text):
        return await deleting.ask(visit)
    if your_data.asks_to_start_over(text):
        return await your_data.ask_to_start_over(visit)
    if visit.asked and (reply := await recording.hear(visit, text)):
        return reply
    if visit.asked and (reply := await history.hear(visit, text) or await your_data.hear(visit, text)):
        return reply
    if about := free_words.guarded(text):
        return await free_words.answer(visit, about, COMMANDS, _press_by_number)
    if visit.candidate.notice_version is None:
        if typed.read_choice(text, [[*everywhere("Start"), "ok"]]) == 0:
            return await _accept(visit)
        return Reply((privacy.notice(say("Before the first question, please read this and press Start.")),))
    if visit.open and not visit.open[-1].paused:
        return await _answered(visit, text)
    return await _said(visit, text)


def _not_read(incoming: Incoming) -> Html:
    """What is said to a message that carries no answer; an edited one is not read, but for what must not be sent."""
    number = typed.looks_secret(incoming.text)
    return guards.secret(number) if number else say(NOT_READ[incoming.kind])


def _secret(text: str) -> typed.Secret | None:
    """A personal number or a password in a message; a command that is known may carry a code of its own."""
    if text.startswith("/") and _name(text) in COMMANDS:
        return None
    return typed.looks_secret(text)


async def _answered(visit: Visit, text: str) -> Reply:
    """Words typed while a question is open: a control, an answer, or else the screen they ask for and the question."""
    if typed.read_control(text):
        return await _interview(visit, Typed(text))
    about = free_words.heard(text, COMMANDS)
    if about and about.sure:
        return await _of_a_push(visit, text) or await free_words.answer(visit, about, COMMANDS, _press_by_number)
    before = visit.open
    reply = await _interview(visit, Typed(text))
    if visit.open != before:
        return reply
    if pushed := await _of_a_push(visit, text):  # the question could not read it
        return pushed
    return await free_words.answer(visit, about, COMMANDS, _press_by_number) if about else reply


async def _of_a_push(visit: Visit, text: str) -> Reply | None:
    """What a button does that stands under the message that came last by itself, when its label is typed."""
    newer = await pushes.newer_buttons(visit.unit, visit.candidate, visit.numbers.since)
    data = numbering.labelled(newer).get(numbering.label(text))
    return await _press_by_number(visit, data) if data else None


async def _press(visit: Visit) -> Reply:
    data = visit.incoming.text
    visit.deleting = visit.deleting and data.startswith(privacy.ASK_DELETE)
    if not data.startswith(your_data.PREFIX):
        visit.asked = {}
    if pressed := Pressed.of(data):
        if visit.candidate.notice_version is None:  # asked again, because the purpose has changed
            return again(visit, NOTHING)
        return await _interview(visit, pressed)
    if reply := await notices.press(visit, data):
        return reply
    if data.startswith(privacy.ASK_DELETE):
        return await deleting.ask_word(visit)
    if handler := PRESSES.get(data):
        return await handler(visit)
    prefix, _, rest = data.partition(":")
    if room := next((room for room in ROOMS if prefix in room.presses), None):
        return await room.presses[prefix](visit, rest)
    return again(visit, say("This menu is old. Here is the current one."))


async def _typed_button(visit: Visit, text: str) -> str:
    """What the button of that number or label does; empty where none has it, or the open question reads it itself."""
    data, labels = visit.numbers.data, visit.numbers.labels
    is_number = numbering.read(text, MOST_BUTTONS) is not None
    asked = bool(visit.open) and not visit.open[-1].paused
    if (is_number and visit.candidate.settings.simple) or not (is_number or asked):
        newer = await pushes.newer_buttons(visit.unit, visit.candidate, visit.numbers.since)
        data = tuple(button.data for button in newer) or data
        labels = {**labels, **numbering.labelled(newer)}
    place = numbering.read(text, len(data)) if data else None
    return labels.get(numbering.label(text), "") if place is None else data[place]


async def _press_by_number(visit: Visit, data: str) -> Reply:
    visit.incoming = replace(visit.incoming, kind=Kind.PRESS, text=data)
    reply = await _press(visit)
    if reply.messages or not reply.toast:
        return reply
    return Reply((Outgoing(escape(reply.toast)),))  # no button is there to show a word over


def _with_numbers(visit: Visit, reply: Reply) -> Reply:
    """The reply as the person wants it, with what its numbers and labels press noted."""
    labels = {} if visit.candidate.notice_version is None else numbering.labels(reply)
    if visit.candidate.settings.simple:
        with use(_language(visit.candidate)):
            reply, data = numbering.simple(reply)
        visit.numbers = Numbers(data, labels, visit.now)
    else:
        data = numbering.numbered(reply)
        visit.numbers = Numbers(data, labels, visit.now if data or labels else None)
    return reply


async def _command(visit: Visit, text: str) -> Reply:
    name, rest = _name(text), text.partition(" ")[2]
    if name == "start" and rest[:2] in LANGUAGES and rest[2:3] in ("", "_"):
        # A deep link may choose the language and the flow to begin, nothing else.
        visit.candidate = replace(visit.candidate, language=rest[:2])
        with use(_language(visit.candidate)):
            return await _start_at(visit, rest[3:])
    if handler := COMMANDS.get(name):
        return await handler(visit)
    return again(visit, say("I do not know that command. /help shows what I can do."))


def _name(text: str) -> str:
    """The name of a command, which may carry the bot's own name."""
    name = text[1:].partition(" ")[0].partition("@")[0].casefold()
    return IN_FRENCH.get(typed.fold(name), name)


async def _interview(visit: Visit, event: Typed | Pressed) -> Reply:
    if not visit.open:
        return again(visit, say("This menu is old. Here is the current one."))
    state = visit.open[-1]
    script = scripts.find(state.script)
    if state.version != script.version:
        turn = engine.resume(script, state)
    else:
        turn = engine.step(script, state, event, visit.today_of(script))
    visit.open = (*visit.open[:-1], turn.state)
    match turn.outcome:
        case Outcome.REPEATED:
            return Reply(toast=plain("Already answered"))
        case Outcome.OLD:
            return Reply((screen_of(visit, turn.state, say("This menu is old. Here is the current one.")),))
        case Outcome.STOPPED:
            if not script.review:
                # A single question leaves nothing to go on with, and what lies under it was stopped with it.
                visit.open = tuple(replace(each, paused=True) for each in visit.open[:-1])
            return Reply((stopped(visit),))
        case Outcome.DONE:
            visit.open = visit.open[:-1]
            visit.confirmed = visit.incoming.text if visit.incoming.kind is Kind.PRESS else ""
            return await FINISHES[scripts.family(script.key)](visit, turn.state)
        case Outcome.ASK:
            return Reply((replace(screen_of(visit, turn.state, turn.note, turn.below), edit=visit.pressed),))


async def _keep_place(visit: Visit, before: dict[str, Any] | None) -> None:
    """Saves what is open, if it changed."""
    after: dict[str, Any] = {}
    if visit.open:
        after["open"] = [state.to_json() for state in visit.open]
    if visit.deleting:
        after["deleting"] = True
    if visit.asked:
        after["asked"] = visit.asked
    if visit.confirmed:
        after["confirmed"] = visit.confirmed
    if visit.numbers != Numbers():
        after["numbers"] = visit.numbers.to_json()
    if after and after != before:
        await interviews.save(visit.unit, visit.incoming.chat_id, after)
    elif before and not after:
        await interviews.close(visit.unit, visit.incoming.chat_id)


def _taken_up(rows: Iterable[Mapping[str, Any]]) -> tuple[Interview, ...]:
    """The interviews of a row, but for what this program no longer asks: an old row must not stop a person."""
    states = []
    for row in rows:
        with suppress(KeyError, TypeError):
            state = Interview.from_json(row)
            scripts.find(state.script)
            states.append(state)
    return tuple(states)


def _asks_which_test(visit: Visit) -> bool:
    """Whether « anglais » alone may be an answer: the open question asks for a language test."""
    return bool(visit.open) and not visit.open[-1].paused and visit.open[-1].at.endswith("kind")


def _language(candidate: Candidate) -> Language:
    return "fr" if candidate.language == "fr" else "en"


# --- where a person is ---


async def _said(visit: Visit, text: str) -> Reply:
    """Words outside a question: those of a button of the home screen, or what they are about."""
    if typed.fold(text).strip(" .") in DONE:
        return await _done_with_it(visit)
    spoken, exactly = _spoken()
    if typed.fold(text) not in exactly and (about := free_words.heard(text, COMMANDS)):
        return await free_words.answer(visit, about, COMMANDS, _press_by_number)
    match typed.read_choice(text, spoken):
        case int(index) if not text.strip("#(). ").isdecimal():
            return await SPOKEN[index][1](visit)
    return Reply((home(visit, say("I am not sure what you mean. Please choose:")),))


async def _done_with_it(visit: Visit) -> Reply:
    """A bare "done" is about the reminder that came last, or else about nothing that can be known."""
    newer = await pushes.newer_buttons(visit.unit, visit.candidate, visit.numbers.since)
    found = [button.data for button in newer if notices.is_done(button.data)]
    if len(found) == 1:
        return await _press_by_number(visit, found[0])
    return Reply((home(visit, say("I am not sure what you mean. Please choose:")),))


@cache
def _spoken() -> tuple[tuple[tuple[str, ...], ...], frozenset[str]]:
    """The phrases of `SPOKEN` in every language, each with its others; and all of them, folded."""
    spoken = tuple(tuple(word for message in words for word in everywhere(message)) for words, _ in SPOKEN)
    return spoken, frozenset(typed.fold(word) for words in spoken for word in words)


# --- commands and buttons ---


async def _start(visit: Visit) -> Reply:
    if visit.candidate.notice_version is None:
        return Reply((privacy.notice(),))
    if visit.open:
        return await _go_on(visit)
    if visit.facts is None:
        return await _begin(visit)
    return Reply((home(visit, say("Welcome back.")),))


async def _start_at(visit: Visit, flow: str) -> Reply:
    """A deep link's flow, for who has told something and is in the middle of nothing; otherwise the usual start."""
    handler = FLOWS.get(flow)
    if handler is None or visit.candidate.notice_version is None or visit.facts is None or visit.open:
        return await _start(visit)
    return await handler(visit)


async def _accept(visit: Visit) -> Reply:
    visit.candidate = replace(visit.candidate, notice_version=privacy.VERSION)
    if visit.facts is not None and not visit.open:  # asked again, because the purpose had changed
        return Reply((home(visit, say("Welcome back.")),))
    return await _go_on(visit)


async def _go_on(visit: Visit) -> Reply:
    """The open question again, or the first one."""
    if visit.candidate.notice_version is None:
        return Reply((privacy.notice(),))
    if not visit.open:
        return await _begin(visit)
    state = visit.open[-1]
    turn = engine.resume(scripts.find(state.script), state)
    visit.open = (*visit.open[:-1], turn.state)
    return Reply((screen_of(visit, turn.state, turn.note),))


async def _begin(visit: Visit) -> Reply:
    return open_script(visit, "short", {})


async def _privacy(visit: Visit) -> Reply:
    shown = privacy.more()
    if visit.candidate.notice_version is not None:
        shown = replace(shown, keyboard=your_data.doors())
    return Reply((replace(shown, edit=visit.pressed),))


async def _stop(visit: Visit) -> Reply:
    visit.open = tuple(replace(each, paused=True) for each in visit.open)
    if visit.candidate.notice_version is None:
        return Reply((privacy.notice(),))
    return Reply((stopped(visit),))


async def _group(unit: Unit, incoming: Incoming, now: datetime) -> Reply:
    """A group is told once that the bot works in private chats only; nothing of it is kept but that."""
    if not await groups.first_time(unit, incoming.chat_id, now):
        return Reply()
    with use(negotiate(incoming.language_code)):
        return Reply(
            (
                Outgoing(
                    say(
                        "I work in private chats only: answers about your life are nobody else's business. Open a chat "
                        "with me and press Start."
                    )
                ),
            )
        )


WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    GO_ON: (N_("Go on with the questions"), N_("Begin"), N_("continue")),
    SCORE: (N_("My score"), N_("score"), N_("points")),
    WHY: (N_("Why these points?"), N_("why")),
    DATES: (N_("My dates"), N_("dates"), N_("reminders")),
    HELP: (N_("Help"), N_("what can you do?")),
    EXACT: (N_("Make it exact"),),
}
"""What can be typed instead of pressing a button of the home screen; the first of each is the button's own label."""

GREETINGS: Final = (N_("hello"), N_("hi"), N_("good morning"), N_("good evening"), N_("home screen"))
"""What people say when they come; it leads where /start leads."""

ROOMS: Final[tuple[Room, ...]] = (
    eligibility.ROOM,
    speaking.ROOM,
    after_interviews.ROOM,
    your_data.ROOM,
    profile.ROOM,
    documents.ROOM,
    occupations_room.ROOM,
    settings.ROOM,
    tasks.ROOM,
    partners.ROOM,
    work_room.ROOM,
    pasted.ROOM,
    events.ROOM,
    invitation.ROOM,
    journey.ROOM,
    history.ROOM,
    re_entry.ROOM,
    dates_room.ROOM,
    what_if.ROOM,
    booked.ROOM,
    account.ROOM,
    improve.ROOM,
    score_room.ROOM,
    rounds.ROOM,
)
"""The conversations that answer beside the desk's own few words; each brings its commands, buttons and words."""

COMMANDS: Final[Mapping[str, Handler]] = {
    "start": _start,
    "privacy": _privacy,
    "delete": deleting.ask,
    # understood when typed, not in the menu
    "about": guards.show_about,
    "stop": _stop,
    **{name: handler for room in ROOMS for name, handler in room.commands.items()},
}

FLOWS: Final[Mapping[str, Handler]] = {
    "ita": invitation.tell,
}
"""The flows that a deep link can begin ("fr_ita"), by its second part."""

PRESSES: Final[Mapping[str, Handler]] = {
    GO_ON: _go_on,
    SCORE: score_room.show,
    WHY: score_room.show_why,
    DATES: dates_room.show,
    CHANGE: events.show,
    HELP: tasks.show,
    EXACT: profile.onwards,
    privacy.START: _accept,
    privacy.MORE: _privacy,
    privacy.KEEP: deleting.keep,
}

SPOKEN: Final[tuple[tuple[tuple[str, ...], Handler], ...]] = (
    *((words, PRESSES[data]) for data, words in WORDS.items()),
    (GREETINGS, _start),
    *(spoken for room in ROOMS for spoken in room.words),
)
"""Phrases (texts of the catalogue) and what they lead to."""

FINISHES: Final[Mapping[str, Callable[[Visit, Interview], Awaitable[Reply]]]] = {
    **{family: finish for room in ROOMS for family, finish in room.finishes.items()},
}
