"""Groups that were told that the companion works in private chats only."""

from __future__ import annotations

from datetime import datetime

from storage.instants import to_micros
from storage.unit import Unit


async def first_time(unit: Unit, chat_id: int, at: datetime) -> bool:
    """True once for each group, whoever asks first; False ever after."""
    told = await unit.queries.groups.tell(unit.connection, chat_id=chat_id, told_at=to_micros(at))
    return told is not None
