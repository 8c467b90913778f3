"""The people the companion knows: settings and facts, one row a chat."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage import links, planned, what_ifs
from storage.instants import from_micros, from_micros_or_none, to_micros, to_micros_or_none
from storage.interviews import STATE
from storage.journal import ENTRY
from storage.notifications import ARGUMENTS
from storage.settings import DEFAULTS, Settings
from storage.unit import Unit

PROFILE = "candidate.profile"

TABLES = (
    "candidates",
    "interviews",
    "journal",
    "notifications",
    "groups",
    "planned",
    "what_ifs",
)
"""The query files of the tables that hold something of a person: `delete` empties each by its `delete(chat_id)`.

A new table of the kind gets its line here. The link with a partner, which stands in two people's rows, is ended first.
"""

TOLD = ("interviews", "journal", "planned", "what_ifs")
"""Of these, what goes whole when a person starts over: everything told; settings stay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One person. Language, time zone, facts (a JSON object), settings and goal are sealed in the row.

    `goal` is a number of points they want to reach by a day (a JSON object).

    `planned_at` is when the first of their planned changes takes effect, if there are any; it is read with the row, and
    not written with it (see `storage.planned`).
    """

    chat_id: int
    created_at: datetime
    seen_at: datetime
    language: str | None = None
    time_zone: str | None = None
    blocked_at: datetime | None = None
    notice_version: int | None = None
    facts: dict[str, Any] | None = None
    settings: Settings = DEFAULTS
    planned_at: datetime | None = None
    goal: dict[str, Any] | None = None

    def __hash__(self) -> int:
        """Of the chat alone, as JSON has none; two are equal only in all."""
        return hash(self.chat_id)


async def load(unit: Unit, chat_id: int) -> Candidate | None:
    """The candidate of this chat, if there is one."""
    row = await unit.queries.candidates.load(unit.connection, chat_id=chat_id)
    return None if row is None else _candidate(unit, chat_id, *row)


async def load_with_interview(unit: Unit, chat_id: int) -> tuple[Candidate | None, dict[str, Any] | None]:
    """The candidate and the state of the open interview, in one query; each may be missing."""
    found = unit.ahead.pop(chat_id, None)
    if found is None:
        found = await unit.queries.candidates.load_with_interview(unit.connection, chat_id=chat_id)
    *row, state = found
    candidate = None if row[0] is None else _candidate(unit, chat_id, *row)
    return candidate, None if state is None else unit.keys.unseal(STATE, chat_id, state)


async def read_ahead(unit: Unit, chat_ids: Iterable[int]) -> None:
    """Reads in one query what `load_with_interview` will be asked for in this unit, once for each of these chats."""
    asked = json.dumps(dict.fromkeys(chat_ids))
    async for chat_id, *found in unit.queries.candidates.read_ahead(unit.connection, chat_ids=asked):
        unit.ahead[chat_id] = found


async def save(unit: Unit, candidate: Candidate) -> None:
    """Writes the candidate; in a row that exists, all but created_at and blocked_at (see `set_blocked`)."""
    unit.ahead.pop(candidate.chat_id, None)
    await unit.queries.candidates.save(
        unit.connection,
        chat_id=candidate.chat_id,
        created_at=to_micros(candidate.created_at),
        seen_at=to_micros(candidate.seen_at),
        blocked_at=to_micros_or_none(candidate.blocked_at),
        notice_version=candidate.notice_version,
        profile=unit.keys.seal(
            PROFILE,
            candidate.chat_id,
            [
                candidate.language,
                candidate.time_zone,
                candidate.facts,
                candidate.settings.to_json(),
                *([candidate.goal] if candidate.goal is not None else []),
            ],
        ),
    )


async def set_blocked(unit: Unit, chat_id: int, at: datetime | None) -> None:
    """Notes that the chat blocked the bot, and holds its notifications; with None, lets them go again."""
    unit.ahead.pop(chat_id, None)
    await unit.queries.candidates.set_blocked(unit.connection, chat_id=chat_id, blocked_at=to_micros_or_none(at))
    if at is None:
        await unit.queries.notifications.let_go(unit.connection, chat_id=chat_id)
    else:
        await unit.queries.notifications.hold(unit.connection, chat_id=chat_id)


async def delete(unit: Unit, chat_id: int, *, handling: int | None = None) -> int | None:
    """Removes everything of this chat, from every table; the chat it was linked with, if any, which is to be told.

    Of updates in the inbox the bare id and time stay, so that a repeat is still recognised. `handling` is the
    update that asks for it: that one, and those the person sent after it, stay until they are answered.
    """
    queries, connection = unit.queries, unit.connection
    unit.ahead.pop(chat_id, None)
    linked = await links.forget(unit, chat_id)
    for table in TABLES:
        await getattr(queries, table).delete(connection, chat_id=chat_id)
    if handling is None:
        await queries.inbox.forget(connection, chat_id=chat_id)
    else:
        await queries.inbox.forget_before(connection, chat_id=chat_id, update_id=handling)
    return linked


async def start_over(unit: Unit, chat_id: int, *, keep: str) -> None:
    """Removes everything the person told and the reminders that follow from it, but for notices of the kind `keep`.

    The facts in their row are the caller's to save as none.
    """
    unit.ahead.pop(chat_id, None)
    for table in TOLD:
        await getattr(unit.queries, table).delete(unit.connection, chat_id=chat_id)
    await unit.queries.notifications.delete_but(unit.connection, chat_id=chat_id, keep=keep)


_BEFORE_ALL = -(2**63)


async def page(unit: Unit, after: int | None, most: int) -> list[Candidate]:
    """The first `most` candidates behind a chat, by chat; from the first one with None."""
    rows = unit.queries.candidates.page(unit.connection, after=_BEFORE_ALL if after is None else after, most=most)
    return [_candidate(unit, *row) async for row in rows]


async def silent(unit: Unit, before: datetime, most: int) -> list[int]:
    """Chats last seen before then that are not to be forgotten yet, the longest silent first."""
    rows = unit.queries.candidates.silent(unit.connection, before=to_micros(before), most=most)
    return [chat_id async for (chat_id,) in rows]


async def to_forget(unit: Unit, until: datetime, most: int) -> list[int]:
    """Chats whose hour to be forgotten has come, the first first."""
    rows = unit.queries.candidates.to_forget(unit.connection, until=to_micros(until), most=most)
    return [chat_id async for (chat_id,) in rows]


async def forget_at(unit: Unit, chat_id: int, at: datetime) -> None:
    """Sets the hour from which the person may be forgotten; their next visit (`save`) empties it."""
    unit.ahead.pop(chat_id, None)
    await unit.queries.candidates.forget_at(unit.connection, chat_id=chat_id, at=to_micros(at))


async def move(unit: Unit, old: int, new: int) -> None:
    """Telegram gave the chat another id: everything of the old one becomes the new one's.

    A sealed value knows whose it is, so each is opened and sealed anew. If the new chat is known already, it
    keeps what it has, and what the old one had is gone.
    """
    queries, connection = unit.queries, unit.connection
    unit.ahead.pop(new, None)

    def resealed(place: str, sealed: bytes) -> bytes:
        return unit.keys.encrypt(place, new, unit.keys.decrypt(place, old, sealed))

    if await load(unit, new) is None:
        candidate = await queries.candidates.load(connection, chat_id=old)
        if candidate is not None:
            await queries.candidates.move(
                connection, chat_id=new, old_chat_id=old, profile=resealed(PROFILE, candidate[-1])
            )
        state = await queries.interviews.load(connection, chat_id=old)
        if state is not None:
            await queries.interviews.save(connection, chat_id=new, state=resealed(STATE, state))
        entries = [row async for row in queries.journal.entries(connection, chat_id=old)]
        await queries.journal.insert(
            connection,
            [
                {"chat_id": new, "number": number, "at": at, "kind": kind, "entry": resealed(ENTRY, entry)}
                for number, at, kind, entry in entries
            ],
        )
        rows = [row async for row in queries.notifications.arguments_of(connection, chat_id=old)]
        await queries.notifications.move(
            connection,
            [{"id": id_, "chat_id": new, "arguments": resealed(ARGUMENTS, sealed)} for id_, sealed in rows],
        )
        await planned.move(unit, old, new)
        await what_ifs.move(unit, old, new)
        await links.move(unit, old, new)
    await queries.groups.move(connection, chat_id=new, old_chat_id=old)
    await queries.inbox.move(connection, chat_id=new, old_chat_id=old)
    await delete(unit, old)


def _candidate(
    unit: Unit,
    chat_id: int,
    created_at: int,
    seen_at: int,
    blocked_at: int | None,
    notice_version: int | None,
    planned_at: int | None,
    profile: bytes,
) -> Candidate:
    # A row that was last written before there were settings has no fourth value; one without a goal has no fifth.
    language, time_zone, facts, *more = unit.keys.unseal(PROFILE, chat_id, profile)
    return Candidate(
        chat_id=chat_id,
        created_at=from_micros(created_at),
        seen_at=from_micros(seen_at),
        language=language,
        time_zone=time_zone,
        blocked_at=from_micros_or_none(blocked_at),
        notice_version=notice_version,
        facts=facts,
        settings=Settings.from_json(more[0] if more else {}),
        planned_at=from_micros_or_none(planned_at),
        goal=more[1] if len(more) > 1 else None,
    )
