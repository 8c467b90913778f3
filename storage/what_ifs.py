"""What a person supposes of their facts: a sandbox of plans, one sealed value a chat, whole.

It stands beside the facts, and nothing reads it but the conversation it belongs to.
"""

from __future__ import annotations

from typing import Any

from storage.unit import Unit

PLANS = "what_if.plans"


async def load(unit: Unit, chat_id: int) -> dict[str, Any] | None:
    """The plans (a JSON object), if there are any."""
    plans = await unit.queries.what_ifs.load(unit.connection, chat_id=chat_id)
    return None if plans is None else unit.keys.unseal(PLANS, chat_id, plans)


async def save(unit: Unit, chat_id: int, plans: dict[str, Any]) -> None:
    """Keeps the plans in place of those before."""
    await unit.queries.what_ifs.save(unit.connection, chat_id=chat_id, plans=unit.keys.seal(PLANS, chat_id, plans))


async def empty(unit: Unit, chat_id: int) -> None:
    """Ends it; nothing of it is left."""
    await unit.queries.what_ifs.delete(unit.connection, chat_id=chat_id)


async def move(unit: Unit, old: int, new: int) -> None:
    """The plans of the old chat become the new one's."""
    plans = await load(unit, old)
    if plans is not None:
        await save(unit, new, plans)
