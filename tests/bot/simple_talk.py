"""A companion with the simplest talk, so that the wiring is tested without the conversations.

It answers "n of chat: text" with n counted in the candidate's row, so that an update applied twice or
out of order shows; it can be told to fail. Run as a program it is a whole companion with this talk.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.talk import Talk
from conversations.messages import Attachment, Button, Incoming, Kind, Outgoing, Reply
from locales import Language
from storage import candidates
from storage.candidates import Candidate
from storage.notifications import Notification
from storage.unit import Unit

MARKER = "zanzibar"
"""A word that people type in these tests and that no log may hold."""

PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x02\x00\x00\x00\x03"
"""As much of a picture of two points by three as says its size."""

MAY_DIE = "SIMPLE_TALK_MAY_DIE"
"""The variable of a process that is to kill itself in the middle of an answer to "die"."""

DIES_WHEN_KEPT = "SIMPLE_TALK_DIES_WHEN_KEPT"
"""The variable of a process that is to kill itself as soon as updates are committed, before anybody hears of it."""


class TalkError(Exception):
    """Raised by the talk on demand, with the person's words in its message."""


async def answer(unit: Unit, incoming: Incoming, now: datetime) -> Reply:
    found, _ = await candidates.load_with_interview(unit, incoming.chat_id)
    if incoming.kind in (Kind.BLOCKED, Kind.UNBLOCKED):
        if found is not None:
            await candidates.set_blocked(unit, incoming.chat_id, now if incoming.kind is Kind.BLOCKED else None)
        return Reply()
    one = found or Candidate(chat_id=incoming.chat_id, created_at=now, seen_at=now, facts={"said": 0})
    said = (one.facts or {})["said"] + 1
    await candidates.save(unit, replace(one, facts={"said": said}, language=incoming.language_code))
    if "die" in incoming.text and MAY_DIE in os.environ:
        os.kill(os.getpid(), signal.SIGKILL)
    if "fail" in incoming.text:
        raise TalkError(f"cannot answer {incoming.text} {MARKER}")
    if incoming.kind is Kind.PRESS:
        return Reply((Outgoing(f"pressed {incoming.text}", edit=incoming.message_id),), toast="noted")
    if incoming.kind is Kind.DOCUMENT:
        content = None if incoming.file is None else incoming.file.content
        return Reply((Outgoing(f"{said}: {'no file' if content is None else content.decode()}"),))
    if "a picture" in incoming.text:
        return Reply((Outgoing(f"{said}: a picture", file=Attachment("dates.png", PICTURE)),))
    if "a file" in incoming.text:
        files = (Attachment(f"{n}.json", f"{MARKER} {n} of {said}".encode()) for n in (1, 2))
        return Reply(tuple(Outgoing(f"{said}: <b>{file.name}</b>", file=file) for file in files))
    keyboard = ((Button("Press", data=f"data {said}"),),)
    return Reply((Outgoing(f"{said}: {incoming.text}", keyboard),))


def apology(language: Language) -> Outgoing:
    return Outgoing("Désolé." if language == "fr" else "Sorry.")


@dataclass(frozen=True)
class SimplePush:
    """One notice of an item, the last due, in a message of its own."""

    message: Outgoing | None
    covers: tuple[Notification, ...]


def push(
    due: Sequence[Notification], waiting: Sequence[Notification], candidate: Candidate, now: datetime
) -> list[SimplePush]:
    if any("fail" in notification.rung for notification in due):
        raise TalkError(f"cannot word {MARKER}")
    items: dict[str, list[Notification]] = {}
    for each in sorted(due, key=lambda one: one.due_at):
        items.setdefault(each.item, []).append(each)
    return [
        SimplePush(Outgoing(f"{item} {rows[-1].rung} {candidate.language} {now:%Y-%m-%d %H:%M}"), tuple(rows))
        for item, rows in items.items()
    ]


def bare() -> Outgoing:
    return Outgoing("bare: something waits")


async def wants_file(unit: Unit, incoming: Incoming) -> bool:
    """Files of the people with odd numbers only."""
    return incoming.chat_id % 2 == 1


SIMPLE = Talk(
    answer=answer,
    apology=apology,
    push=push,
    bare=bare,
    commands=lambda language: [("start", "Commencer" if language == "fr" else "Start")],
    description=lambda language: "Une description" if language == "fr" else "A description",
    short_description=lambda language: "Brève" if language == "fr" else "Short",
    wants_file=wants_file,
)


if __name__ == "__main__":
    from bot.application import run
    from bot.receiving import Receiver
    from bot.settings import SettingError, read_settings

    if DIES_WHEN_KEPT in os.environ:
        keep = Receiver.keep

        async def keep_and_die(self: Receiver, updates: list[dict[str, Any]]) -> None:
            await keep(self, updates)
            os.kill(os.getpid(), signal.SIGKILL)

        Receiver.keep = keep_and_die  # type: ignore[method-assign]
    try:
        sys.exit(run(read_settings(), SIMPLE))
    except SettingError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
