"""The journal of a chat: what changed, when; entries are only ever added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.instants import from_micros, to_micros
from storage.unit import Unit

ENTRY = "journal.entry"


@dataclass(frozen=True, slots=True)
class Entry:
    """One change; `kind` stands in clear, `entry` (a JSON object) is sealed."""

    at: datetime
    kind: str
    entry: dict[str, Any]


async def append(unit: Unit, chat_id: int, at: datetime, kind: str, entry: dict[str, Any]) -> None:
    """Adds an entry after the last one."""
    await unit.queries.journal.append(
        unit.connection,
        chat_id=chat_id,
        at=to_micros(at),
        kind=kind,
        entry=unit.keys.seal(ENTRY, chat_id, entry),
    )


async def entries(unit: Unit, chat_id: int) -> list[Entry]:
    """All entries of the chat in the order they were added."""
    return [
        Entry(from_micros(at), kind, unit.keys.unseal(ENTRY, chat_id, sealed))
        async for _, at, kind, sealed in unit.queries.journal.entries(unit.connection, chat_id=chat_id)
    ]
