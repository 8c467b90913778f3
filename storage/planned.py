"""Changes that are known beforehand: what will have happened, on which day, and the answers about it.

The row says in clear only whose it is and when its day begins where the person is (`due_at`), which is what is searched
for; the change itself is sealed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from storage.instants import from_micros, to_micros
from storage.notifications import new_id
from storage.unit import Unit

CHANGE = "planned_change.change"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One change to come: the key of its event, its day, and its answers (a JSON object)."""

    chat_id: int
    event: str
    day: date
    answers: Mapping[str, Any]
    due_at: datetime
    id: int = field(default_factory=new_id)


async def add(unit: Unit, change: Planned) -> None:
    """Keeps a change for its day."""
    unit.ahead.pop(change.chat_id, None)
    await unit.queries.planned.add(
        unit.connection,
        id=change.id,
        chat_id=change.chat_id,
        due_at=to_micros(change.due_at),
        change=unit.keys.seal(
            CHANGE,
            change.chat_id,
            {"event": change.event, "day": change.day.isoformat(), "answers": dict(change.answers)},
        ),
    )


async def of(unit: Unit, chat_id: int) -> list[Planned]:
    """The changes of this chat that are still to come, the first first."""
    rows = unit.queries.planned.of(unit.connection, chat_id=chat_id)
    return [_planned(unit, chat_id, *row) async for row in rows]


async def due(unit: Unit, until: datetime, most: int) -> list[int]:
    """Whose are the first `most` changes whose day has begun; each chat once, the longest due first."""
    rows = unit.queries.planned.due(unit.connection, until=to_micros(until), most=most)
    return [*dict.fromkeys([chat_id async for (chat_id,) in rows])]


async def take_due(unit: Unit, chat_id: int, until: datetime) -> list[Planned]:
    """Takes out the changes of this chat whose day has begun, in their order; each is handed out once only."""
    unit.ahead.pop(chat_id, None)
    rows = unit.queries.planned.take_due(unit.connection, chat_id=chat_id, until=to_micros(until))
    taken = [_planned(unit, chat_id, *row) async for row in rows]
    return sorted(taken, key=lambda change: (change.day, change.id))


async def move_day(unit: Unit, change: Planned, due_at: datetime) -> None:
    """The day of a change begins at another instant, because the person is elsewhere."""
    unit.ahead.pop(change.chat_id, None)
    await unit.queries.planned.move_day(unit.connection, id=change.id, due_at=to_micros(due_at))


async def remove(unit: Unit, chat_id: int, id: int) -> bool:  # noqa: A002
    """Takes a change out; False when this chat has none of that id (any more)."""
    unit.ahead.pop(chat_id, None)
    return await unit.queries.planned.remove(unit.connection, id=id, chat_id=chat_id) is not None


async def move(unit: Unit, old: int, new: int) -> None:
    """The changes of the old chat become the new one's."""
    rows = [
        {
            "id": id_,
            "chat_id": new,
            "change": unit.keys.encrypt(CHANGE, new, unit.keys.decrypt(CHANGE, old, sealed)),
        }
        async for id_, _, sealed in unit.queries.planned.of(unit.connection, chat_id=old)
    ]
    unit.ahead.pop(old, None)
    unit.ahead.pop(new, None)
    await unit.queries.planned.move(unit.connection, rows)


def _planned(unit: Unit, chat_id: int, id_: int, due_at: int, sealed: bytes) -> Planned:
    told = unit.keys.unseal(CHANGE, chat_id, sealed)
    return Planned(
        id=id_,
        chat_id=chat_id,
        event=told["event"],
        day=date.fromisoformat(told["day"]),
        answers=told["answers"],
        due_at=from_micros(due_at),
    )
