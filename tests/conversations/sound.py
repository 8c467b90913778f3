"""What every answer has to be, whatever was sent: what Telegram takes, and what can be read back."""

from __future__ import annotations

import json
import re
from html import unescape
from html.parser import HTMLParser
from typing import Final

from conversations import scripts
from conversations.messages import Outgoing, Reply
from rules.facts import Facts
from storage import candidates, interviews, journal, notifications
from storage.unit import Database

TAGS: Final = frozenset({"a", "b", "i", "u", "s", "code", "pre", "blockquote"})
"""The tags of Telegram's HTML that texts may have."""

MOST_CHARACTERS: Final = 4096
MOST_UNDER_A_FILE: Final = 1024
MOST_BYTES_OF_DATA: Final = 64
MOST_BUTTONS: Final = 100
MOST_IN_A_ROW: Final = 8
MOST_MESSAGES: Final = 10
"""More at once is no answer any more, whatever Telegram takes."""

_AMPERSAND: Final = re.compile(r"&(?!(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);)")


class _Markup(HTMLParser):
    """Tags that are not Telegram's, or not closed in the order they were opened."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        if tag not in TAGS:
            self.wrong.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")


def faults_of(message: Outgoing) -> list[str]:
    """What Telegram would refuse in a message."""
    markup = _Markup()
    markup.feed(message.text)
    markup.close()
    bare = re.sub(r"</?[a-z]+(?: href=\"[^\"<>]*\")?>", "", message.text)
    read = unescape(bare)
    found = [f"markup {markup.wrong}"] if markup.wrong else []
    found += [f"not closed: {markup.open}"] if markup.open else []
    found += ["a bare < or >"] if "<" in bare or ">" in bare else []
    found += ["a bare &"] if _AMPERSAND.search(bare) else []
    found += ["nothing to read"] if not read.strip() else []
    longest = MOST_UNDER_A_FILE if message.file else MOST_CHARACTERS
    found += [f"{_units(read)} characters"] if _units(read) > longest else []
    buttons = [button for row in message.keyboard for button in row]
    found += [f"{len(buttons)} buttons"] if len(buttons) > MOST_BUTTONS else []
    found += ["a row too long or empty"] if any(not 0 < len(row) <= MOST_IN_A_ROW for row in message.keyboard) else []
    for button in buttons:
        if not button.label.strip() or (bool(button.data) == bool(button.url)):
            found.append(f"button {button}")
        if len(button.data.encode()) > MOST_BYTES_OF_DATA:
            found.append(f"data of {len(button.data.encode())} bytes: {button.data}")
        if "<b>" in button.label or "&lt;" in button.label or "&amp;" in button.label:
            found.append(f"markup on a button: {button.label}")
    return found


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def assert_sound(reply: Reply) -> None:
    """Something is answered, and all of it can be sent."""
    assert reply.messages or reply.toast, "nothing was answered"
    assert len(reply.messages) <= MOST_MESSAGES, [message.text[:60] for message in reply.messages]
    assert len(reply.toast) <= 200
    for message in reply.messages:
        assert faults_of(message) == [], message.text


async def all_rows(database: Database, chat_id: int) -> str:
    """Everything that is kept of a person, as text; facts and open questions must be readable."""
    async with database.reader() as unit:
        candidate = await candidates.load(unit, chat_id)
        place = await interviews.load(unit, chat_id)
        entries = await journal.entries(unit, chat_id)
        reminders = await notifications.pending(unit, chat_id)
    if candidate is not None and candidate.facts is not None:
        Facts.model_validate(candidate.facts)
    for row in (place or {}).get("open", ()):
        assert scripts.find(row["script"])
    return json.dumps([place, str(candidate), [str(each) for each in entries], [str(each) for each in reminders]])
