"""Reminders to come and reminders sent: rows with a due time, never text.

A row belongs to an item (one clock of a candidate, such as "language_test:own:english") and is one rung of
that item's ladder ("180", "book_by" …). `arguments["last_safe_day"]` is the date the rung warns of: a rung
already sent, or an item already finished, is settled for that date only, and begins anew when the date moves.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from storage.instants import from_micros, to_micros
from storage.unit import Unit

ARGUMENTS = "notification.arguments"


class State(StrEnum):
    """`held` is what `pending` becomes while the chat has blocked the bot; `failed`: Telegram took no message of it."""

    PENDING = "pending"
    HELD = "held"
    SENT = "sent"
    FINISHED = "finished"
    FAILED = "failed"


_WAITING = (State.PENDING, State.HELD)


def new_id() -> int:
    """A random positive 63-bit number: ids stand in buttons, and say nothing about how many there are."""
    return secrets.randbits(63) or 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """One reminder; `arguments` (a JSON object) is sealed, the rest stands in clear."""

    chat_id: int
    item: str
    rung: str
    due_at: datetime
    kind: str
    arguments: dict[str, Any]
    id: int = field(default_factory=new_id)
    state: State = State.PENDING

    @property
    def last_safe_day(self) -> date:
        """The date it warns of; KeyError for a notice that warns of none."""
        return date.fromisoformat(self.arguments["last_safe_day"])


@dataclass(frozen=True, slots=True)
class PutOff:
    """A reminder that the person had put off, and until when."""

    id: int
    due_at: datetime


async def replace(
    unit: Unit,
    chat_id: int,
    item: str,
    rows: Iterable[Notification],
    *,
    standing: Mapping[str, Any] | None = None,
) -> list[PutOff]:
    """Makes what is pending of this item exactly `rows` (one a rung and date), less what is settled for its date.

    Settled is a rung that was sent or failed, and any rung of an item that was finished, for the same last safe day. A
    row that stays keeps its id; one that was snoozed, or whose message is on its way, also keeps its hour. What
    was snoozed and comes no more is told: `snooze` brings it back.

    `standing` is what is true of the item now, also where no rung of it is to come: what was snoozed stays while its
    last safe day is that one, and tells the rest as it is now. Without it the item is gone.
    Raises ValueError for a row of another chat or item, and for a rung that comes twice for one date.
    """
    wanted: dict[tuple[str, Any], Notification] = {}
    for row in rows:
        rung_of_date = row.rung, _date(row.arguments)
        if (row.chat_id, row.item) != (chat_id, item) or rung_of_date in wanted:
            raise ValueError(f"rows of {item}: one of another chat or item, or rung {row.rung} twice")
        wanted[rung_of_date] = row
    stored = await _stored(unit, chat_id, item)
    finished = {old.date for old in stored if old.state == State.FINISHED}
    delivered = {(old.rung, old.date) for old in stored if old.state in (State.SENT, State.FAILED)}
    for rung_of_date in list(wanted):
        if rung_of_date[1] in finished or rung_of_date in delivered:
            del wanted[rung_of_date]

    gone: list[dict[str, Any]] = []
    no_longer_snoozed: list[dict[str, Any]] = []
    put_off: list[PutOff] = []
    changed: list[dict[str, Any]] = []
    for old in stored:
        if old.state not in _WAITING:
            continue
        kept = wanted.get((old.rung, old.date))
        if old.snoozed and standing is not None and _date(standing) == old.date:
            wanted.pop((old.rung, old.date), None)
            told = {**old.arguments, **standing}
            if told != old.arguments and not old.on_its_way:
                changed.append({"id": old.id, **_columns(unit, old.telling(chat_id, item, told))})
            continue
        if kept is None:
            # A snoozed row has been sent once, and that stays true of its date.
            (no_longer_snoozed if old.snoozed else gone).append({"id": old.id})
            if old.snoozed:
                put_off.append(PutOff(old.id, from_micros(old.due_at)))
            continue
        del wanted[old.rung, old.date]
        if not (old.snoozed or old.on_its_way or old.says_the_same_as(kept)):
            changed.append({"id": old.id, **_columns(unit, kept)})
    added = [
        {"id": row.id, "chat_id": chat_id, "item": item, "rung": row.rung, **_columns(unit, row)}
        for row in wanted.values()
    ]

    queries = unit.queries.notifications
    for change, values in (
        (queries.remove, gone),
        (queries.back_to_sent, no_longer_snoozed),
        (queries.change, changed),
        (queries.insert, added),
    ):
        if values:
            await change(unit.connection, values)
    return put_off


async def add(unit: Unit, rows: Iterable[Notification]) -> None:
    """Adds rows of any chats, each once: what a chat has been told already is left as it is.

    So is an item that it is still to hear of, as that is worded by what holds when it leaves.
    """
    values = [
        {"id": row.id, "chat_id": row.chat_id, "item": row.item, "rung": row.rung, **_columns(unit, row)}
        for row in rows
    ]
    if values:
        await unit.queries.notifications.add(unit.connection, values)


async def due(unit: Unit, now: datetime, limit: int, lease_until: datetime) -> list[Notification]:
    """Claims what is due of the chats of the first `limit` reminders; none of a chat that blocked the bot.

    All that is due in a chat is claimed together. The earliest come first. What is neither sent nor given back when
    the lease runs out can be claimed again.
    """
    rows = [
        _notification(unit, *row)
        async for row in unit.queries.notifications.claim(
            unit.connection, now=to_micros(now), most=limit, lease_until=to_micros(lease_until)
        )
    ]
    return sorted(rows, key=lambda row: (row.due_at, row.id))


async def sent(unit: Unit, id: int, at: datetime) -> None:  # noqa: A002
    """The message is out. A reminder finished or snoozed in the meantime stays as it is."""
    await unit.queries.notifications.sent(unit.connection, id=id, at=to_micros(at))


async def failed(unit: Unit, id: int, at: datetime) -> None:  # noqa: A002
    """Telegram does not take it, in whatever words: it is not tried again."""
    await unit.queries.notifications.failed(unit.connection, id=id, at=to_micros(at))


async def release(unit: Unit, id: int, at: datetime) -> None:  # noqa: A002
    """Gives a claimed reminder back unsent, to be claimed again from `at` on; it stays due since its own hour."""
    await unit.queries.notifications.release(unit.connection, id=id, claim_at=to_micros(at))


async def snooze(unit: Unit, id: int, due_at: datetime) -> None:  # noqa: A002
    """Has a reminder come again at `due_at`; nothing else of it changes. One that is finished stays so."""
    await unit.queries.notifications.snooze(unit.connection, id=id, due_at=to_micros(due_at))


async def finish(unit: Unit, chat_id: int, item: str) -> None:
    """The person has dealt with it: nothing more of this item comes for its present date."""
    await unit.queries.notifications.finish(unit.connection, chat_id=chat_id, item=item)


async def finish_sent(unit: Unit, chat_id: int, kind: str) -> None:
    """The person has dealt with every item of a kind that they have been told of."""
    await unit.queries.notifications.finish_sent(unit.connection, chat_id=chat_id, kind=kind)


async def resume(unit: Unit, chat_id: int, item: str) -> None:
    """Forgets that the item was dealt with: what is planned for it after this comes again."""
    await unit.queries.notifications.resume(unit.connection, chat_id=chat_id, item=item)


async def is_finished(unit: Unit, chat_id: int, item: str) -> bool:
    """Whether the person has dealt with the item, for some date of it."""
    return bool(await unit.queries.notifications.finished(unit.connection, chat_id=chat_id, item=item))


async def load(unit: Unit, id: int) -> Notification | None:  # noqa: A002
    """The reminder of this id, in whatever state, if there is one."""
    row = await unit.queries.notifications.load(unit.connection, id=id)
    return None if row is None else _notification(unit, *row)


@dataclass(frozen=True, slots=True)
class Delivered:
    """The notices that went out together, and when."""

    notifications: tuple[Notification, ...]
    sent_at: datetime


async def last_sent(unit: Unit, chat_id: int, *, but: Iterable[str]) -> Delivered | None:
    """What came last in this chat, less what was finished or put off since; `but` are kinds that are no messages."""
    asked = unit.queries.notifications.last_sent(unit.connection, chat_id=chat_id, but=_keys(but))
    rows = [row async for row in asked]
    if not rows:
        return None
    return Delivered(tuple(_notification(unit, *columns) for *columns, _ in rows), from_micros(rows[0][-1]))


async def next_due(unit: Unit, *, but: Iterable[str] = ()) -> datetime | None:
    """When `due` will next have something to claim, not counting some kinds; in the past if it has now."""
    queries = unit.queries.notifications
    micros = await (queries.next_due_but(unit.connection, but=_keys(but)) if but else queries.next_due(unit.connection))
    return None if micros is None else from_micros(micros)


def _keys(kinds: Iterable[str]) -> str:
    """Kinds as the keys of a JSON object, which both databases take apart with a function of one name."""
    return json.dumps(dict.fromkeys(kinds))


_PUT_OFF = timedelta(minutes=61)  # longer than one is claimed, or put off for anything but quiet hours


async def count_due(unit: Unit, now: datetime) -> dict[str, int]:
    """How many reminders should be out by now, by kind."""
    until = to_micros(now + _PUT_OFF)
    rows = unit.queries.notifications.count_due(unit.connection, now=to_micros(now), until=until)
    return {kind: count async for kind, count in rows}


async def pending(unit: Unit, chat_id: int) -> list[Notification]:
    """What is still to come in this chat, by due time; also what is held while it blocks the bot."""
    return [
        _notification(unit, *row) async for row in unit.queries.notifications.pending(unit.connection, chat_id=chat_id)
    ]


async def last_sent_of(unit: Unit, chat_id: int, item: str) -> datetime | None:
    """When a reminder of this item last went out; one that was snoozed since, or finished, does not count."""
    micros = await unit.queries.notifications.last_sent_of(unit.connection, chat_id=chat_id, item=item)
    return None if micros is None else from_micros(micros)


async def last_said(unit: Unit, chat_id: int, item: str, since: datetime) -> dict[str, Any] | None:
    """The arguments of what was sent last about this item since then; None where nothing was."""
    said = [
        (row.sent_at, row.arguments)
        for row in await _stored(unit, chat_id, item)
        if row.sent_at is not None and row.sent_at >= to_micros(since)
    ]
    return max(said, key=lambda each: each[0])[1] if said else None


@dataclass(frozen=True, slots=True)
class _Stored:
    """A row of an item as `replace` looks at it; times in microseconds."""

    id: int
    rung: str
    kind: str
    due_at: int
    claim_at: int
    sent_at: int | None
    state: str
    arguments: dict[str, Any]

    @property
    def date(self) -> Any:
        return _date(self.arguments)

    @property
    def snoozed(self) -> bool:
        return self.state in _WAITING and self.sent_at is not None

    @property
    def on_its_way(self) -> bool:
        """Claimed: the row waits for the end of a lease, not for its hour."""
        return self.claim_at != self.due_at

    def telling(self, chat_id: int, item: str, arguments: dict[str, Any]) -> Notification:
        """The row with other arguments, at its hour."""
        return Notification(
            id=self.id,
            chat_id=chat_id,
            item=item,
            rung=self.rung,
            kind=self.kind,
            due_at=from_micros(self.due_at),
            arguments=arguments,
        )

    def says_the_same_as(self, row: Notification) -> bool:
        return (self.kind, self.due_at, self.arguments) == (row.kind, to_micros(row.due_at), row.arguments)


async def _stored(unit: Unit, chat_id: int, item: str) -> list[_Stored]:
    return [
        _Stored(id_, rung, kind, due_at, claim_at, sent_at, state, unit.keys.unseal(ARGUMENTS, chat_id, arguments))
        async for id_, rung, kind, due_at, claim_at, sent_at, state, arguments in unit.queries.notifications.of_item(
            unit.connection, chat_id=chat_id, item=item
        )
    ]


def _date(arguments: Mapping[str, Any]) -> Any:
    return arguments.get("last_safe_day")


def _columns(unit: Unit, row: Notification) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "due_at": to_micros(row.due_at),
        "arguments": unit.keys.seal(ARGUMENTS, row.chat_id, row.arguments),
    }


def _notification(
    unit: Unit,
    id_: int,
    chat_id: int,
    item: str,
    rung: str,
    kind: str,
    due_at: int,
    state: str,
    arguments: bytes,
) -> Notification:
    return Notification(
        id=id_,
        chat_id=chat_id,
        item=item,
        rung=rung,
        kind=kind,
        due_at=from_micros(due_at),
        state=State(state),
        arguments=unit.keys.unseal(ARGUMENTS, chat_id, arguments),
    )
