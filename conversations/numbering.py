"""Buttons that are typed: what a number or a label presses, and messages as a screen reader reads them best.

Every button of the last answer can be typed in its own words, but below a question, which reads them itself. Some
screens number their buttons in the text. For a person who asked for simple messages every button of every message is
numbered, nothing is changed in place, and signs that are read aloud badly are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from conversations import answers as typed
from conversations import engine
from conversations.messages import Button, Outgoing, Reply
from locales import NOTHING, Html, listed, say

QUESTION: Final = f"{engine.PREFIX}:"
"""What the data of a question's buttons begin with: numbers typed there are answers, and the question's own affair."""

LONGEST: Final = 4096
"""UTF-16 units in one message."""

_EMOJI: Final = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u20e3\ufe0f\u200d]+ ?")


@dataclass(frozen=True, slots=True)
class Numbers:
    """What can be typed under the last answer, and since when: its numbers, from 1 on, and the labels of its buttons.

    An empty place among the numbers is the open question's.
    """

    data: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    since: datetime | None = None

    def to_json(self) -> dict[str, Any]:
        """The numbers and labels as a row keeps them."""
        return {
            "data": list(self.data),
            "labels": dict(self.labels),
            "since": self.since.isoformat() if self.since else None,
        }

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Numbers:
        """The numbers and labels of a row."""
        since = datetime.fromisoformat(row["since"]) if row["since"] else None
        return cls(tuple(row["data"]), row.get("labels", {}), since)


def read(text: str, buttons: int) -> int | None:
    """The place, from 0, that a message names if it is a number and nothing else: "2", "two", « deux »."""
    match typed.read_choice(text, [()] * buttons):
        case int(place):
            return place
    return None


def buttons_of(message: Outgoing) -> list[Button]:
    """The buttons that do something here, in reading order; one that opens a page has no number."""
    return [button for row in message.keyboard for button in row if button.data]


def numbered(reply: Reply) -> tuple[str, ...]:
    """What the numbers press that a reply's screens themselves give to their buttons; the last such screen counts.

    Above an open question they press nothing: a number typed there is an answer.
    """
    if any(map(_asks, reply.messages)):
        return ()
    for message in reversed(reply.messages):
        if message.numbered:
            return tuple(button.data for button in buttons_of(message)[: message.numbered])
    return ()


def label(text: str) -> str:
    """A label, or what is typed for it, without what people vary."""
    return typed.fold(_spoken(text)).rstrip(" .?…")


def labelled(buttons: Iterable[Button]) -> dict[str, str]:
    """What the labels of buttons press when they are typed; not a label that two buttons share."""
    found: dict[str, set[str]] = {}
    for button in buttons:
        if button.data:
            found.setdefault(label(button.label), set()).add(button.data)
    return {words: next(iter(data)) for words, data in found.items() if len(data) == 1}


def labels(reply: Reply) -> dict[str, str]:
    """The labels of an answer and what they press; none above an open question."""
    if any(map(_asks, reply.messages)):
        return {}
    return labelled(button for message in reply.messages for button in buttons_of(message))


def simple(reply: Reply) -> tuple[Reply, tuple[str, ...]]:
    """A reply for a screen reader, and what its numbers press."""
    question = next((message for message in reply.messages if _asks(message)), None)
    data = [""] * question.numbered if question else list(numbered(reply))
    free = question is None or question.numbered > 0  # else any number is an answer to the question
    messages: list[Outgoing] = []
    for message in reply.messages:
        if message is question:
            below = _also(buttons_of(message)[message.numbered :])
        elif not free:
            below = NOTHING
        else:
            own = 0 if question else message.numbered
            more = buttons_of(message)[own:]
            below = _choices(more, len(data) + 1)
            data += [button.data for button in more]
        messages += _readable(message, below)
    return replace(reply, messages=tuple(messages)), tuple(data)


def _asks(message: Outgoing) -> bool:
    return any(button.data.startswith(QUESTION) for row in message.keyboard for button in row)


def _choices(buttons: list[Button], first: int) -> Html:
    if not buttons:
        return NOTHING
    lines = [say("{n}. {choice}", n=n, choice=_spoken(button.label)) for n, button in enumerate(buttons, first)]
    return Html("\n".join([say("To choose, type a number:"), *lines]))


def _also(buttons: list[Button]) -> Html:
    """The ways on from a question that have no number: each is typed in its own words."""
    if not buttons:
        return NOTHING
    words = listed([say("“{choice}”", choice=_spoken(button.label)) for button in buttons])
    return say("You can also type: {words}.", words=words)


def _readable(message: Outgoing, below: Html) -> list[Outgoing]:
    keyboard = tuple(tuple(replace(button, label=_spoken(button.label)) for button in row) for row in message.keyboard)
    text = _spoken(message.text)
    whole = f"{text}\n\n{below}" if below else text
    if len(whole.encode("utf-16-le")) // 2 <= LONGEST:
        return [replace(message, text=whole, keyboard=keyboard, edit=None)]
    return [replace(message, text=text, keyboard=(), edit=None), Outgoing(below, keyboard)]


def _spoken(text: str) -> str:
    return _EMOJI.sub("", text).replace(" · ", ". ")
