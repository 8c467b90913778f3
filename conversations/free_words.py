"""Free words: what a message is about by its patterns, and the screen or the sentences that answer it.

Rules and templates only. A pattern leads to a command of the desk, to an answer worded in the catalogues, or to the
official page; what fits none is not guessed at. Facts are never changed here: a date that was read is filled in and has
to be confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from conversations import booked, claims, expiries, french_points, guards
from conversations.answers import fold
from conversations.events import room as events
from conversations.events.catalogue import EVENTS
from conversations.home import again
from conversations.invitation import asked, standing
from conversations.invitation import room as invitation
from conversations.invitation.screen import CHECK
from conversations.messages import Button, Keyboard, Outgoing, Reply, paragraphs
from conversations.phrases import Reader, compiled
from conversations.profile import sittings
from conversations.re_entry import room as re_entry
from conversations.rounds import asked as rounds_asked
from conversations.score import link
from conversations.visits import Handler, Visit, screen_of
from conversations.what_if import account, goal_room
from locales import NOTHING, Html, day, plain, say
from rules.parameters import read_yaml

WEB_FORM: Final = "ircc_contact_webform"
"""Where IRCC answers what has no page among the addresses that may be shown."""


NUMBER: Final = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,]\d)?(?![\w.,]*\d)")
"""A level or the score of a test in a sentence."""

Press = Callable[[Visit, str], Awaitable[Reply]]

FILE: Final = Path(__file__).parent / "data" / "free_words.yaml"


SECTIONS: Final = ("guards", "claims", "supposed", "answers", "pages", "outside", "screens")
"""The sections of the file, in the order they are tried."""


class Entry(BaseModel):
    """A subject: the patterns that lead to it, and what answers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    patterns: tuple[str, ...] = Field(min_length=1)
    sure: bool = False  # never an answer to a question
    exact: bool = False  # words as they are written only, no slips
    alone: bool = False  # the open question does not come again below
    link: str = ""  # a key of links.yaml
    verdict: str = ""
    until: date | None = None
    command: str = ""
    events: tuple[str, ...] = ()  # what may have happened (`conversations.events.catalogue`), as buttons
    begin: bool = False  # the first of them is begun at once where it was told and not asked
    first: str = ""  # the key of the subject whose words are said before it
    press: str = ""  # the data of the button it leads to; {n} is the one number of the message


class Subjects(BaseModel):
    """The file of patterns, section by section."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    seen: date  # the day the answers were held against the rule book
    groups: dict[str, str]
    guards: tuple[Entry, ...]
    claims: tuple[Entry, ...]
    supposed: tuple[Entry, ...]
    answers: tuple[Entry, ...]
    pages: tuple[Entry, ...]
    outside: tuple[Entry, ...]
    screens: tuple[Entry, ...]

    def all(self) -> tuple[Entry, ...]:
        """Every entry, in the order they are tried."""
        return tuple(entry for section in SECTIONS for entry in getattr(self, section))


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message is about. `sure`: it asks, or says what is no answer, so the open question need not read it."""

    section: str
    entry: Entry
    text: str
    sure: bool
    asks: bool = False


@cache
def subjects() -> Subjects:
    """The file, checked; pydantic's ValidationError names what is wrong in it."""
    return Subjects.model_validate(read_yaml(FILE.read_text("utf-8")))


@cache
def _reader() -> Reader:
    known = subjects()
    return Reader(
        {entry.key: [compiled(line, known.groups) for line in entry.patterns] for entry in known.all()},
        [entry.key for entry in known.all() if entry.exact],
    )


@cache
def _sections() -> Mapping[str, tuple[str, Entry]]:
    known = subjects()
    return {entry.key: (section, entry) for section in SECTIONS for entry in getattr(known, section)}


def targets() -> frozenset[str]:
    """The commands that patterns lead to."""
    return frozenset(entry.command for entry in subjects().screens)


def guarded(text: str) -> Heard | None:
    """What must be answered before anything else reads the message: coaching, fraud, "are you IRCC?"."""
    return _heard(text, [entry.key for entry in subjects().guards])


def heard(text: str, commands: Iterable[str]) -> Heard | None:
    """What a message is about, if that is certain; of screens only those whose command is there, or a page for them."""
    known = subjects()
    there = frozenset(commands)
    screens = [entry for entry in known.screens if entry.command in there or entry.link]
    return _heard(text, [entry.key for entry in (*known.all()[len(known.guards) : -len(known.screens)], *screens)])


def _heard(text: str, keys: Iterable[str]) -> Heard | None:
    reader = _reader()
    found = reader.first(reader.sentences(text), keys)
    if found is None:
        return None
    key, sentence = found
    section, entry = _sections()[key]
    return Heard(section, entry, text, entry.sure or sentence.asks, sentence.asks)


async def answer(visit: Visit, about: Heard, commands: Mapping[str, Handler], press: Press) -> Reply:
    """What answers, and then the place the person is at; `press` does what a button does."""
    entry = about.entry
    if entry.press:
        data = entry.press.format(n=_number(about.text)).rstrip(":")
        reply = await _screen(visit, lambda visit: press(visit, data), alone=False)
        if entry.first:
            reply = Reply((Outgoing(_words_of(visit, *_sections()[entry.first])), *reply.messages), reply.toast)
        return reply
    if about.section == "screens" and entry.key not in COMPUTED and (handler := commands.get(entry.command)):
        # What stands behind a command would be its argument, which these words are not.
        visit.incoming = replace(visit.incoming, text=f"/{entry.command}")
        return await _screen(visit, handler, alone=entry.alone)
    if begun := await _lived(visit, about):
        return begun
    if computed := COMPUTED.get(entry.key):
        return await computed(visit, about)
    if entry.events and (doors := _doors(visit, about)):
        shown = Outgoing(_worded(visit, about), doors)
        return Reply((shown, *again(visit, NOTHING).messages)) if visit.open else Reply((shown,))
    return again(visit, _worded(visit, about))


def _number(text: str) -> str:
    """The number in a message; empty where there is none, or more than one."""
    found = NUMBER.findall(text)
    return found[0].replace(",", ".") if len(found) == 1 else ""


def _doors(visit: Visit, about: Heard) -> Keyboard:
    """The events a message may tell of, each a button that begins its questions; a day that was read goes with it."""
    facts = visit.facts
    if facts is None or visit.candidate.notice_version is None:
        return ()
    read = expiries.day_said(about.text, visit.today)
    day_read = "" if read is None else f":{read.isoformat()}"
    found = [EVENTS[key] for key in about.entry.events if EVENTS[key].applies(facts, visit.day)]
    doors = [Button(plain(event.title), f"c:e:{event.key}{day_read}") for event in found]
    if doors and standing.has_open(visit):
        doors.append(Button(plain("Check my invitation"), CHECK))
    return tuple((door,) for door in doors)


async def _lived(visit: Visit, about: Heard) -> Reply | None:
    """What happened in a life: its questions, with the day that was said; of a loss, first what is said to it.

    None where it is asked about and not told or not certain, where a question is open, and where it cannot happen to
    this person.
    """
    facts, entry = visit.facts, about.entry
    if facts is None or about.asks or not entry.begin or (visit.open and not visit.open[-1].paused):
        return None
    event = EVENTS[entry.events[0]]
    if not event.applies(facts, visit.day):
        return None
    reply = await events.told(visit, facts, event, expiries.day_said(about.text, visit.today))
    if about.entry.key != "common_law" or not reply.messages:
        return reply
    first, *others = reply.messages
    told = expiries.common_law(about.text, visit.today, tell=False)
    return Reply((replace(first, text=Html(f"{told}\n\n{first.text}")), *others))


async def _screen(visit: Visit, handler: Handler, *, alone: bool) -> Reply:
    """The screen, and under it the open question again, if the screen did not show or replace it."""
    before = visit.open
    reply = await handler(visit)
    if alone or not before or before[-1].paused or visit.open != before or visit.candidate.notice_version is None:
        return reply
    question = screen_of(visit, before[-1])
    if any(message.keyboard == question.keyboard for message in reply.messages):
        return reply
    return Reply((*reply.messages, question), reply.toast)


def _worded(visit: Visit, about: Heard) -> Html:
    return _words_of(visit, about.section, about.entry)


def _words_of(visit: Visit, section: str, entry: Entry) -> Html:
    if entry.key == "official":
        return guards.official(visit.today)
    if entry.key == "fraud":
        return guards.fraud(entry.link)
    if section == "guards":
        return guards.coaching(visit, entry.key, entry.link)
    if section == "claims":
        return _claim(entry)
    if section == "screens":
        return Html(f"{say('I have no screen for that; the official page has it.')} {_page(entry)}")
    words = {"answers": claims.ANSWERS, "pages": claims.PAGES, "outside": claims.OUTSIDE}[section][entry.key]
    return Html(f"{say(words)} {_page(entry)}".strip())


def _claim(entry: Entry) -> Html:
    words = claims.CLAIMS[entry.key]
    verdict = say(claims.VERDICTS[entry.verdict], day=day(entry.until) if entry.until else "")
    looked_up = say("Held against the rule book on {day}.", day=day(subjects().seen))
    return Html(f"<b>{say(words.claim)}</b>\n{verdict} {say(words.answer)}\n<i>{looked_up}</i> {_page(entry)}")


def _page(entry: Entry) -> Html:
    if not entry.link:
        return NOTHING
    words = say("The web form of IRCC for questions") if entry.link == WEB_FORM else say("The official page")
    return link(entry.link, words)


async def _of_invitation(visit: Visit, about: Heard) -> Reply:
    """The person's own invitation; without one the usual words, and what the screen is for."""

    async def shown(visit: Visit) -> Reply:
        reply = await asked.ANSWERS[about.entry.key](visit)
        if reply is not None and about.entry.key in asked.WORDS_FIRST:
            return Reply((Outgoing(_worded(visit, about)), *reply.messages))
        if reply is not None:
            return reply
        words = (_worded(visit, about), asked.hint(visit, about.entry.key))
        return again(visit, paragraphs(words))

    return await _screen(visit, shown, alone=False)


async def _expires(visit: Visit, about: Heard) -> Reply:
    if ABOUT_APPLYING.search(fold(about.text)) and standing.has_open(visit):
        return await _screen(visit, invitation.show, alone=False)
    return await expiries.answer(visit, about.text)


async def _common_law(visit: Visit, about: Heard) -> Reply:
    note = expiries.common_law(about.text, visit.today)
    return again(visit, Html(f"{note} {_page(about.entry)}"))


async def _no_mixing(visit: Visit, about: Heard) -> Reply:
    refused = _worded(visit, about)
    both = sittings.mixed(visit.facts, visit.day) if visit.facts is not None else NOTHING
    return again(visit, Html(f"{refused}\n\n{both}") if both else refused)


async def _french_bonus(visit: Visit, about: Heard) -> Reply:
    own = french_points.told(visit.facts, visit.day) if visit.facts is not None else NOTHING
    return again(visit, paragraphs((_worded(visit, about), own)))


async def _profile_expires(visit: Visit, about: Heard) -> Reply:
    """The rule, and for somebody with a profile their own dates, both ways and the sheet."""
    told = visit.facts is not None and visit.facts.profile is not None
    if not told or visit.candidate.notice_version is None:
        return again(visit, _worded(visit, about))
    reply = await _screen(visit, re_entry.show, alone=False)
    return Reply((Outgoing(_worded(visit, about)), *reply.messages))


async def _forecast(visit: Visit, about: Heard) -> Reply:
    """No forecast; the last rounds of the kind that was named, counted."""
    counted = await rounds_asked.counts(visit) if visit.candidate.notice_version is not None else NOTHING
    return again(visit, paragraphs((_worded(visit, about), counted)))


ABOUT_APPLYING: Final = re.compile(r"\b(?:ita|ipd|invit\w+|submit|apply|deposer|postuler)\b")
"""A test that runs out, asked about with an invitation: the day to apply by is what is asked for."""


async def _account_score(visit: Visit, about: Heard) -> Reply:
    if visit.facts is None or visit.candidate.notice_version is None:
        return again(visit, _worded(visit, about))
    return await _screen(visit, lambda visit: account.heard(visit, about.text), alone=False)


async def _goal(visit: Visit, about: Heard) -> Reply:
    """The goal, or its questions with what was said filled in: nothing is kept until it is confirmed."""
    return await _screen(visit, lambda visit: goal_room.heard(visit, about.text), alone=False)


async def _booked(visit: Visit, about: Heard) -> Reply:
    heard = booked.heard_off if about.entry.key == "booked_no_more" else booked.heard
    return await _screen(visit, lambda visit: heard(visit, about.text), alone=False)


COMPUTED: Final[Mapping[str, Callable[[Visit, Heard], Awaitable[Reply]]]] = {
    "account_score": _account_score,
    "goal": _goal,
    "booked": _booked,
    "booked_for": _booked,
    "booked_no_more": _booked,
    "expires": _expires,
    "common_law": _common_law,
    "no_mixing": _no_mixing,
    "french_bonus": _french_bonus,
    "profile_expires": _profile_expires,
    "forecast": _forecast,
    **dict.fromkeys(asked.ANSWERS, _of_invitation),
}
"""Answers that look at a date or a number in the message."""

_reader()  # read when the program starts: a fault in the file stops it there, and no person waits for it
