"""Databases full of people: made before a run, and looked at after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from bench.persons import told_facts
from bot.local.load import FIRST_CHAT
from conversations import privacy
from storage import candidates, interviews
from storage.candidates import Candidate
from storage.database import open_database
from storage.encryption import KeyRing
from storage.instants import to_micros
from storage.notifications import ARGUMENTS, new_id
from storage.unit import Unit

_AT_ONCE: Final = 5_000  # chats a transaction
FIRST_DUE: Final = timedelta(days=1)
DUE_EVERY: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Stored:
    """A database of `chats` people; the first `busy` that are `stride` apart will be spoken to.

    Person number n has chat id FIRST_CHAT + n, and one reminder that is due FIRST_DUE + n * DUE_EVERY after `made`.
    """

    path: Path
    chats: int
    busy: int
    stride: int
    made: datetime

    def busy_chat(self, place: int) -> int:
        """The chat id of the busy person at this place."""
        return FIRST_CHAT + place * self.stride


async def make(path: Path, keys: KeyRing, chats: int, busy: int, states: Sequence[dict[str, Any]]) -> Stored:
    """Fills a new database: busy people are at the first of `states`, the others at the last."""
    if busy > chats:
        raise ValueError(f"{busy} people are to be spoken to, and only {chats} stored")
    now = datetime.now(UTC)
    facts = told_facts(now.date()).model_dump(mode="json", exclude_defaults=True)
    stored = Stored(path, chats, busy, chats // busy, now)
    async with open_database(f"sqlite:///{path}", keys) as database:
        for first in range(0, chats, _AT_ONCE):
            async with database.unit() as unit:
                for number in range(first, min(first + _AT_ONCE, chats)):
                    place, rest = divmod(number, stored.stride)
                    state = states[0] if rest == 0 and place < busy else states[-1]
                    await put(unit, FIRST_CHAT + number, now, facts, state)
                await _remind(unit, range(first, min(first + _AT_ONCE, chats)), now)
        await database.checkpoint()
    return stored


async def put(unit: Unit, chat_id: int, now: datetime, facts: dict[str, Any], state: dict[str, Any] | None) -> None:
    """Stores a person who told these facts; `state` is of the interview that is open, if one is."""
    person = Candidate(
        chat_id=chat_id,
        created_at=now,
        seen_at=now,
        language="en",
        time_zone="America/Toronto",
        notice_version=privacy.VERSION,
        facts=facts,
    )
    await candidates.save(unit, person)
    if state is not None:
        await interviews.save(unit, chat_id, state)


async def _remind(unit: Unit, numbers: range, now: datetime) -> None:
    """One pending reminder a person. `notifications.replace` would read before each; here nothing is there yet."""
    arguments = {"whose": "own", "last_safe_day": "2027-01-09", "act_by": "2026-11-14"}
    await unit.queries.notifications.insert(
        unit.connection,
        [
            {
                "id": new_id(),
                "chat_id": FIRST_CHAT + number,
                "item": "language_test:own:english",
                "rung": "30",
                "kind": "language_test",
                "due_at": to_micros(now + FIRST_DUE + number * DUE_EVERY),
                "arguments": unit.keys.seal(ARGUMENTS, FIRST_CHAT + number, arguments),
            }
            for number in numbers
        ],
    )


async def wrong_places(path: Path, keys: KeyRing, expected: dict[int, dict[str, Any]]) -> list[int]:
    """The chats whose stored interview is not what their messages in their order lead to."""
    async with open_database(f"sqlite:///{path}", keys) as database, database.reader() as unit:
        return [chat for chat, state in expected.items() if await interviews.load(unit, chat) != state]
