"""The journal of a chat: what changed, when. No entry is ever altered, and one goes only where its person asks for it.

Of a kind such as "event:separation" only "event" stands in clear: the rest says something about a life.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from storage.instants import from_micros, to_micros
from storage.unit import Unit

ENTRY = "journal.entry"

_KIND: Final = "kind"
"""Where the whole kind stands within the sealed entry, if the kind in clear is but its beginning."""

_LAST: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One change; `entry` (a JSON object) is sealed."""

    at: datetime
    kind: str
    entry: dict[str, Any]
    number: int = 0

    @property
    def key(self) -> str:
        """What tells it from all others of its chat, deleted ones too; short and plain, for a button."""
        return f"{self.number:x}-{to_micros(self.at):x}"


async def append(unit: Unit, chat_id: int, at: datetime, kind: str, entry: dict[str, Any]) -> None:
    """Adds an entry after the last one."""
    clear, _, more = kind.partition(":")
    await unit.queries.journal.append(
        unit.connection,
        chat_id=chat_id,
        at=to_micros(at),
        kind=clear,
        entry=unit.keys.seal(ENTRY, chat_id, {_KIND: kind, **entry} if more else entry),
    )


async def entries(unit: Unit, chat_id: int) -> list[Entry]:
    """All entries of the chat in the order they were added."""
    rows = unit.queries.journal.entries(unit.connection, chat_id=chat_id)
    return [_entry(unit, chat_id, *row) async for row in rows]


async def count(unit: Unit, chat_id: int) -> int:
    """How many entries the chat has."""
    number: int = await unit.queries.journal.count(unit.connection, chat_id=chat_id)
    return number


async def newest(unit: Unit, chat_id: int, most: int, *, skip: int = 0, before: int = _LAST) -> list[Entry]:
    """Some of the entries, the newest first; `skip` leaves out so many of them, `before` those from that number on."""
    rows = unit.queries.journal.newest(unit.connection, chat_id=chat_id, most=most, skip=skip, before=before)
    return [_entry(unit, chat_id, *row) async for row in rows]


async def find(unit: Unit, chat_id: int, key: str) -> Entry | None:
    """The entry of that key, if the chat has it."""
    if (place := _place(key)) is None:
        return None
    number, at = place
    row = await unit.queries.journal.find(unit.connection, chat_id=chat_id, number=number, at=at)
    return None if row is None else _entry(unit, chat_id, *row)


async def delete(unit: Unit, chat_id: int, key: str) -> bool:
    """Takes out the entry of that key; False when the chat does not have it (any more)."""
    if (place := _place(key)) is None:
        return False
    number, at = place
    found = await unit.queries.journal.delete_one(unit.connection, chat_id=chat_id, number=number, at=at)
    return found is not None


def _place(key: str) -> tuple[int, int] | None:
    """The number and the instant that a key is made of."""
    number, _, at = key.partition("-")
    try:
        place = int(number, 16), int(at, 16)
    except ValueError:
        return None
    return place if max(place) < 2**63 else None


def _entry(unit: Unit, chat_id: int, number: int, at: int, clear: str, sealed: bytes) -> Entry:
    told = unit.keys.unseal(ENTRY, chat_id, sealed)
    return Entry(from_micros(at), told.pop(_KIND, clear), told, number)
