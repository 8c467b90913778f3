"""Interviews that are under way: one state a chat, whole."""

from __future__ import annotations

from typing import Any

from storage.unit import Unit

STATE = "interview.state"


async def load(unit: Unit, chat_id: int) -> dict[str, Any] | None:
    """The state of the open interview, if one is open."""
    state = await unit.queries.interviews.load(unit.connection, chat_id=chat_id)
    return None if state is None else unit.keys.unseal(STATE, chat_id, state)


async def save(unit: Unit, chat_id: int, state: dict[str, Any]) -> None:
    """Keeps the state (a JSON object) in place of the one before."""
    unit.ahead.pop(chat_id, None)
    await unit.queries.interviews.save(unit.connection, chat_id=chat_id, state=unit.keys.seal(STATE, chat_id, state))


async def close(unit: Unit, chat_id: int) -> None:
    """Ends the interview; its state is gone."""
    unit.ahead.pop(chat_id, None)
    await unit.queries.interviews.delete(unit.connection, chat_id=chat_id)
