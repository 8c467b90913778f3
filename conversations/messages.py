"""What goes in and out of a conversation: plain values, so that no floor below the wiring knows Telegram; and the texts
of what goes out, put together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from locales import Html, say


class Kind(StrEnum):
    """The kinds of message a person can send; everything Telegram knows is sorted into one of these."""

    TEXT = "text"
    PRESS = "press"  # a button under a message
    EDITED = "edited"  # a message the person changed afterwards
    LOCATION = "location"
    PHOTO = "photo"
    VOICE = "voice"
    DOCUMENT = "document"
    OTHER = "other"  # stickers, videos, contacts, polls …
    BLOCKED = "blocked"  # the person stopped the bot
    UNBLOCKED = "unblocked"
    GROUP = "group"  # anything said in a group, where the bot does not work


LARGEST_FILE: Final = 2_500_000
"""Bytes of a file that is read: a copy of the fullest profile with hundreds of changes in its journal."""


@dataclass(frozen=True, slots=True)
class FileSent:
    """A file the person sent. Its content is there only when the conversation asked for it and it could be fetched."""

    file_id: str
    size: int  # in bytes, as Telegram tells it
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update, as a conversation sees it.

    `text` is what was typed, or the data of the button pressed; `message_id` the message that carries the button.
    """

    update_id: int
    chat_id: int
    kind: Kind
    text: str = ""
    message_id: int | None = None
    callback_id: str | None = None
    language_code: str | None = None  # Telegram's IETF tag of the person's app, if sent
    latitude: float | None = None
    longitude: float | None = None
    file: FileSent | None = None  # with a document


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: a label and at most 64 bytes of data, or an address to open."""

    label: str
    data: str = ""
    url: str = ""
    style: str = ""  # "", "primary", "success" or "danger"


Keyboard = tuple[tuple[Button, ...], ...]


def abreast(buttons: Sequence[Button], columns: int) -> Keyboard:
    """So many buttons a row, in their order."""
    return tuple(tuple(buttons[n : n + columns]) for n in range(0, len(buttons), columns))


NARROW: Final = 18
"""Labels up to this many characters stand two a row."""


def in_rows(buttons: Iterable[Button]) -> Keyboard:
    """Two short labels a row, a long one on a row of its own."""
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        if rows and len(rows[-1]) == 1 and max(len(button.label), len(rows[-1][0].label)) <= NARROW:
            rows[-1] = (*rows[-1], button)
        else:
            rows.append((button,))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes out with a message; its kind follows from the end of its name."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to the person: HTML as Telegram reads it, buttons in rows.

    With `edit` set, the message of that id is changed in place instead of a new one being sent. `numbered` says how
    many of the buttons, the first ones, stand with their numbers in the text: a typed number presses one. With a file,
    `text` is what stands below it (at most 1,024 characters), and nothing is changed in place.
    """

    text: str
    keyboard: Keyboard = ()
    edit: int | None = None
    numbered: int = 0
    file: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """All that answers one message in: messages in order, and a word shown over the pressed button, if any."""

    messages: tuple[Outgoing, ...] = ()
    toast: str = ""


# --- the texts of what goes out ---

LONGEST: Final = 3500
"""Characters of one message; Telegram takes 4,096 after the markup is read."""


def paragraphs(blocks: Iterable[str]) -> Html:
    """Blocks as one text, an empty line between them; those that say nothing are left out."""
    return Html("\n\n".join(block for block in blocks if block))


def enumerated(lines: Iterable[str]) -> list[Html]:
    """Lines with the number of each in front: what a person can type."""
    return [say("{n}. {choice}", n=n, choice=line) for n, line in enumerate(lines, 1)]


def in_messages(
    blocks: Iterable[Html], keyboard: Keyboard, *, pressed: int | None = None, numbered: int = 0
) -> tuple[Outgoing, ...]:
    """Blocks in as few messages as hold them, with the buttons under the last; empty ones are left out.

    One message alone takes the place of the one whose button was `pressed`.
    """
    *before, last = split([block for block in blocks if block])
    edit = None if before else pressed
    return (*map(Outgoing, before), Outgoing(last, keyboard, edit=edit, numbered=numbered))


def split(blocks: Sequence[Html]) -> list[Html]:
    """The blocks as few messages, none too long, no block torn unless it is too long by itself."""
    messages: list[str] = []
    for block in blocks:
        for piece in _pieces(block):
            if messages and len(messages[-1]) + len(piece) < LONGEST:
                messages[-1] += f"\n\n{piece}"
            else:
                messages.append(piece)
    return [Html(message) for message in messages]


def _pieces(block: Html) -> Iterator[str]:
    lines: list[str] = []
    for line in block.split("\n"):
        if lines and sum(map(len, lines)) + len(line) > LONGEST:
            yield "\n".join(lines)
            lines = []
        lines.append(line)
    yield "\n".join(lines)
