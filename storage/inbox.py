"""Updates that were taken from Telegram and are not answered yet.

An update is committed here before Telegram is told that it arrived. Its body is replaced by the replies in
the transaction that applies it, and dropped once they are out: a restart finds what is left to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.instants import to_micros
from storage.unit import Unit

# Sealed to the update, not to the chat: the update is what a row of this table is known by.
_BODY = "inbox.body"


class AlreadyApplied(Exception):  # noqa: N818 - the name says it
    """The update took effect in an earlier unit."""


class State(StrEnum):
    """How far an update has come; one that is done is no longer listed."""

    RECEIVED = "received"
    APPLIED = "applied"


@dataclass(frozen=True, slots=True)
class Row:
    """An update that is not done: `body` is the update itself, or, once applied, the replies to it."""

    update_id: int
    chat_id: int
    state: State
    body: bytes


async def receive(unit: Unit, updates: Iterable[tuple[int, int, bytes]], at: datetime) -> list[int]:
    """Takes in (update id, chat id, body); returns the ids not seen before, in their order."""
    fresh = {update_id: (chat_id, body) for update_id, chat_id, body in reversed(list(updates))}
    if not fresh:
        return []
    async for (known,) in unit.queries.inbox.known(unit.connection, first=min(fresh), last=max(fresh)):
        fresh.pop(known, None)
    received_at = to_micros(at)
    ids = sorted(fresh)
    await unit.queries.inbox.receive(
        unit.connection,
        [
            {
                "update_id": update_id,
                "chat_id": fresh[update_id][0],
                "received_at": received_at,
                "body": unit.keys.encrypt(_BODY, update_id, fresh[update_id][1]),
            }
            for update_id in ids
        ],
    )
    return ids


async def applied(unit: Unit, update_id: int, replies: bytes) -> None:
    """The update took effect in this unit; what is left is to send `replies`.

    Raises AlreadyApplied when it had taken effect before: the unit must not be kept.
    """
    body = unit.keys.encrypt(_BODY, update_id, replies)
    if await unit.queries.inbox.applied(unit.connection, update_id=update_id, body=body) is None:
        raise AlreadyApplied(update_id)


async def still_owed(unit: Unit, update_id: int, replies: bytes) -> None:
    """Of the replies to an applied update only these are left to send."""
    body = unit.keys.encrypt(_BODY, update_id, replies)
    await unit.queries.inbox.still_owed(unit.connection, update_id=update_id, body=body)


async def load(unit: Unit, update_id: int) -> Row | None:
    """The row of an update that is not done."""
    row = await unit.queries.inbox.load(unit.connection, update_id=update_id)
    if row is None:
        return None
    _, chat_id, state, body = row
    return Row(update_id, chat_id, State(state), unit.keys.decrypt(_BODY, update_id, body))


async def done(unit: Unit, ids: Iterable[int]) -> None:
    """The replies are out: only the ids are kept, and the time for `purge`."""
    await unit.queries.inbox.done(unit.connection, [{"update_id": update_id} for update_id in ids])


async def is_open(unit: Unit, chat_id: int) -> bool:
    """Whether an update of this chat is not done."""
    return bool(await unit.queries.inbox.open_in(unit.connection, chat_id=chat_id))


async def open_rows(unit: Unit) -> list[Row]:
    """What is not done, in the order of the updates."""
    return [
        Row(update_id, chat_id, State(state), unit.keys.decrypt(_BODY, update_id, body))
        async for update_id, chat_id, state, body in unit.queries.inbox.open_rows(unit.connection)
    ]


async def purge(unit: Unit, before: datetime) -> None:
    """Forgets the ids of done updates received before then; Telegram repeats none older than a day."""
    await unit.queries.inbox.purge(unit.connection, before=to_micros(before))
