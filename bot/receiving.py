"""Updates as they come from Telegram, asked for or brought: committed to the inbox, and handed on to be answered."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import structlog

from bot.logs import name_of
from bot.metrics import Metrics
from bot.updates import ALLOWED, chat_of
from storage import inbox
from storage.unit import Database

_log = structlog.get_logger(__name__)

Take = Callable[[list[tuple[int, dict[str, Any]]]], None]
"""Takes over updates, each with its chat, that are in the inbox from now on."""


class Receiver:
    """The one way into the inbox."""

    def __init__(self, database: Database, metrics: Metrics, take: Take) -> None:
        self._database = database
        self._metrics = metrics
        self._take = take

    async def keep(self, updates: list[dict[str, Any]]) -> None:
        """Returns when the updates are committed: from then on Telegram may be told that they arrived.

        One that was kept before changes nothing. Calls do not overlap, lest two take the same one for new.
        """
        known = [(chat, update) for update in updates if (chat := _chat_of(update)) is not None]
        rows = [
            (update["update_id"], chat, json.dumps(update, separators=(",", ":")).encode()) for chat, update in known
        ]
        async with self._database.unit() as unit:
            # By the machine's clock, which no page moves: it decides when an id may be forgotten.
            new = set(await inbox.receive(unit, rows, datetime.now(UTC)))
        # One may come twice at once: asked for again while the first answer was still on its way.
        fresh = {update["update_id"]: (chat, update) for chat, update in known if update["update_id"] in new}
        for _, update in fresh.values():
            kind = next((kind for kind in ALLOWED if kind in update), "other")
            self._metrics.received.labels(kind).inc()
        self._take(list(fresh.values()))


def _chat_of(update: dict[str, Any]) -> int | None:
    """An update of a shape nobody knows is confirmed and left: it would come back for ever."""
    try:
        return chat_of(update)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        _log.error("update of an unknown shape", update_id=update.get("update_id"), error=name_of(error))
        return None
