"""One message being answered: who writes, when, and what is open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from conversations import engine, privacy, scripts
from conversations.engine import Interview
from conversations.messages import Incoming, Kind, Outgoing, Reply, paragraphs
from conversations.numbering import Numbers
from conversations.questions import Script
from conversations.zones import USUAL
from locales import NOTHING, Html
from rules.facts import Facts
from rules.journey import day_of
from storage.candidates import Candidate
from storage.unit import Unit


@dataclass(slots=True)
class Visit:
    """One message being answered: who, when, and what is open.

    Conversations change `candidate` and `open`; the desk saves them.
    """

    unit: Unit
    incoming: Incoming
    now: datetime
    candidate: Candidate
    open: tuple[Interview, ...]  # the interviews under way, the innermost last
    deleting: bool = False  # asked to type the word
    asked: dict[str, Any] = field(default_factory=dict)  # what the last message asked for, by the room that asked
    gone: bool = False  # everything was deleted
    numbers: Numbers = field(default_factory=Numbers)  # what a typed number or label presses
    confirmed: str = ""  # what this message confirmed, so that a second tap on it is known as one
    _read: tuple[dict[str, Any], Facts] | None = field(
        default=None, init=False, repr=False
    )  # what `facts` was read from

    @property
    def zone(self) -> str:
        """The person's time zone, or the usual one until they name theirs."""
        return self.candidate.time_zone or USUAL

    @property
    def today(self) -> date:
        """The person's day: what they type is read by it, and what they plan begins on it."""
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    def today_of(self, script: Script) -> date:
        """The day that “today” means as an answer of a script."""
        return self.now.astimezone(UTC).date() if script.in_utc else self.today

    @property
    def day(self) -> date:
        """The day that everything is shown for: the person's, but for an open invitation, whose days are of UTC."""
        facts = self.facts
        return self.today if facts is None else day_of(facts, self.now, self.today)

    @property
    def facts(self) -> Facts | None:
        """What the person told, once an interview was confirmed."""
        told = self.candidate.facts
        if told is None:
            return None
        if self._read is None or self._read[0] is not told:
            self._read = (told, Facts.model_validate(told))
        return self._read[1]

    @property
    def pressed(self) -> int | None:
        """The message whose button was pressed, to be changed in place."""
        return self.incoming.message_id if self.incoming.kind is Kind.PRESS else None


Handler = Callable[[Visit], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Room:
    """One conversation, as the desk knows it: what a person can send that leads into it.

    A button's data is `prefix:rest`; `presses` is by prefix and is handed the rest. `words` are texts of the catalogue
    that can be typed outside a question. `finishes` is by family of script: what its confirmed answers lead to.
    """

    commands: Mapping[str, Handler] = field(default_factory=dict)
    presses: Mapping[str, Callable[[Visit, str], Awaitable[Reply]]] = field(default_factory=dict)
    words: tuple[tuple[tuple[str, ...], Handler], ...] = ()
    finishes: Mapping[str, Callable[[Visit, Interview], Awaitable[Reply]]] = field(default_factory=dict)


def open_script(
    visit: Visit, key: str, answers: Mapping[str, Any], note: Html = NOTHING, *, straight: bool = False
) -> Reply:
    """Begins a script on top of whatever is open; one of the same key is replaced.

    `straight` ends it with its last answer, without the summary: for a single question that is missing. Nothing is
    asked of somebody who has not agreed to the privacy notice: a button can be older than what is kept.
    """
    if visit.candidate.notice_version is None:
        return Reply((privacy.notice(),))
    script = scripts.find(key)
    run = f"{visit.incoming.update_id:x}"  # tells the interview begun by this message from any other of the chat
    state = replace(engine.begin(script, run, answers), straight=straight)
    visit.open = (*(each for each in visit.open if each.script != key), state)
    return Reply((screen_of(visit, state, note),))


def screen_of(visit: Visit, state: Interview, note: Html = NOTHING, below: Html = NOTHING) -> Outgoing:
    """The screen of an open interview; below a summary, what its answers would change, where the script says so."""
    script = scripts.find(state.script)
    facts = visit.facts
    if script.preview is not None and facts is not None and engine.at_summary(script, state):
        told = script.preview(facts, engine.kept(script, state.answers), visit.today)
        below = paragraphs((below, told))
    return engine.show(script, state, note, below)
