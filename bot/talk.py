"""What the wiring needs from the conversations, in one place; tests put simpler talk here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from conversations.messages import Incoming, Outgoing, Reply
from locales import Language
from storage.candidates import Candidate
from storage.notifications import Notification
from storage.unit import Database, Unit


async def _wants_no_file(unit: Unit, incoming: Incoming) -> bool:
    return False


async def _forgets_nobody(unit: Unit, now: datetime) -> bool:
    return False


async def _nothing_follows(unit: Unit, chat_id: int, said: Sequence[Notification], now: datetime) -> None:
    return None


class Push(Protocol):
    """A message, and the notices that it delivers; None where they need no words any more."""

    @property
    def message(self) -> Outgoing | None: ...

    @property
    def covers(self) -> tuple[Notification, ...]: ...


async def _nothing_is_planned(unit: Unit, now: datetime) -> bool:
    return False


async def _nothing_is_new(database: Database, now: datetime) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Talk:
    """`answer` works within a transaction; `apology` stands in when it failed; `push` makes the
    messages of the notices that are due of a chat, and `after` plans what follows from their being said. `bare` is
    the word that something is due, for when it cannot be said what: it fits every notice and depends on none.

    `wants_file` says whether the conversation waits for the file that a message brings: no other is fetched.
    `forget_silent` does a transaction's worth of the daily work on people long silent; True while some is left.
    `apply_planned` does a transaction's worth of the changes whose day has come; True while some are left.
    `review` does a transaction's worth of what follows from rules that are others than before; True while some is left.
    `tell_rounds` does a step of telling of new and corrected rounds; True while some are left.
    `commands` (name, description), `description` and `short_description` are what Telegram shows of the bot.
    """

    answer: Callable[[Unit, Incoming, datetime], Awaitable[Reply]]
    apology: Callable[[Language], Outgoing]
    push: Callable[[Sequence[Notification], Sequence[Notification], Candidate, datetime], Sequence[Push]]
    bare: Callable[[], Outgoing]
    commands: Callable[[Language], list[tuple[str, str]]]
    description: Callable[[Language], str]
    short_description: Callable[[Language], str]
    wants_file: Callable[[Unit, Incoming], Awaitable[bool]] = _wants_no_file
    forget_silent: Callable[[Unit, datetime], Awaitable[bool]] = _forgets_nobody
    after: Callable[[Unit, int, Sequence[Notification], datetime], Awaitable[None]] = _nothing_follows
    apply_planned: Callable[[Unit, datetime], Awaitable[bool]] = _nothing_is_planned
    review: Callable[[Unit, datetime], Awaitable[bool]] = _nothing_is_planned
    tell_rounds: Callable[[Database, datetime], Awaitable[bool]] = _nothing_is_new


def companions_talk() -> Talk:
    """The companion's own conversations."""
    from conversations import (
        desk,
        menu,
        pushes,
        reviews,
        silence,
    )  # the rule book comes with them, which takes a while to read
    from conversations.events import plans
    from conversations.rounds import news

    return Talk(
        answer=desk.answer,
        apology=desk.apology,
        push=pushes.pushes,
        bare=pushes.bare,
        commands=menu.commands,
        description=menu.description,
        short_description=menu.short_description,
        wants_file=desk.wants_file,
        forget_silent=silence.forget,
        after=pushes.after,
        apply_planned=plans.apply_due,
        review=reviews.some,
        tell_rounds=news.tell,
    )
