"""The rounds of invitations as they were published, what is still to be told of them, and how the feed stands.

Nothing here is of a person: rows are JSON in clear (`rules.rounds.as_plain`). Only rounds that differ from the shipped
ones are kept; a published round stays when a later file does not have it.

News is the durable mark of a round that is new or says something else. `keep` writes it in the transaction that keeps
the round. People are told chat by chat: `told_through` belongs in the transaction that queues what some of them are
told, and `told` ends it. So each is told exactly once, whatever happens in between. A round that changes again before
the telling has begun stays one piece of news, from what people knew to what holds by then; while it is going on,
nothing that is news is kept (`StillTelling`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from rules.rounds import Round, as_plain, of_plain, order_of
from storage.instants import from_micros, from_micros_or_none, to_micros, to_micros_or_none
from storage.unit import Unit


class Published(NamedTuple):
    """A round with when it was first seen and when what is known of it last changed."""

    round: Round
    first_seen: datetime
    changed: datetime


class News(NamedTuple):
    """A round that is new (`before` is None) or was corrected, when that was first seen, and through which chat people
    were told of it; None before the first.
    """

    before: Round | None
    after: Round
    seen: datetime
    told_through: int | None = None


class StillTelling(Exception):  # noqa: N818 - it is no error, and over in a moment
    """People are just being told of the last news: what is news itself has to wait until they all have been."""


class HeldRow(NamedTuple):
    """What of a source was not taken: the row (`taken` is False), or a part of one that was. `name` is the round's
    number, or the place of the row in the file.
    """

    source: str
    name: str
    why: str
    content: str
    taken: bool
    first_seen: datetime


class FeedState(NamedTuple):
    """How a source stands: its validators for a conditional request, when it was last asked, last answered and last
    read whole, and how often it failed since.
    """

    etag: str | None
    last_modified: str | None
    tried: datetime
    read: datetime | None
    whole: datetime | None
    failures: int


async def published(unit: Unit) -> list[Published]:
    """Every round kept, in the order they were held."""
    rows = unit.queries.rounds.published(unit.connection)
    found = [
        Published(of_plain(json.loads(text)), from_micros(first), from_micros(changed))
        async for _, text, first, changed in rows
    ]
    return sorted(found, key=lambda one: order_of(one.round.number))


async def stamp(unit: Unit) -> int:
    """A number that changes with every change of the published rounds, whichever process made it."""
    return await unit.queries.rounds.stamp(unit.connection) or 0


async def keep(unit: Unit, changes: Iterable[tuple[Round | None, Round]], now: datetime) -> None:
    """Keeps rounds, each with what was known of it before (None for a new one).

    Where people have to be told (`is_news`), the mark for that is written too. Raises StillTelling.
    """
    changes = [*changes]
    if any(is_news(*change) for change in changes) and await unit.queries.rounds.telling(unit.connection):
        raise StillTelling
    at = max(to_micros(now), await stamp(unit) + 1)
    for before, after in changes:
        await unit.queries.rounds.save(unit.connection, number=after.number, round=_json(after), at=at)
        if is_news(before, after):
            text = None if before is None else _json(before)
            await unit.queries.rounds.announce(unit.connection, number=after.number, before=text, at=to_micros(now))


def is_news(before: Round | None, after: Round) -> bool:
    """Whether the difference could decide on anybody's invitation. A name, a pool, or an instant that was not known yet
    does not.
    """
    if before is None:
        return True
    instants = before.instant != after.instant and before.instant is not None
    return instants or _decisive(before) != _decisive(after)


def _decisive(one: Round) -> tuple[object, ...]:
    return (one.day, one.kind, one.programs, one.category, one.invitations, one.cut_off, one.tie_break)


async def news(unit: Unit) -> list[News]:
    """What is still to be told, in the order the rounds were held."""
    rows = unit.queries.rounds.news(unit.connection)
    found = [
        News(None if before is None else _round(before), _round(after), from_micros(seen), through)
        async for _, before, after, seen, through in rows
    ]
    # What was corrected and corrected back is none; its mark stays, and still says what people know.
    found = [one for one in found if is_news(one.before, one.after)]
    return sorted(found, key=lambda one: order_of(one.after.number))


async def told_through(unit: Unit, numbers: Iterable[str], chat_id: int) -> None:
    """Everybody up to this chat has been told of these rounds what concerns them."""
    rows = [{"number": number, "chat_id": chat_id} for number in numbers]
    await unit.queries.rounds.told_through(unit.connection, rows)


async def told(unit: Unit, numbers: Iterable[str]) -> None:
    """Everybody has: these rounds are no news any more."""
    await unit.queries.rounds.told(unit.connection, [{"number": number} for number in numbers])


async def held(unit: Unit) -> list[HeldRow]:
    """What was not taken when each source was last read, in the order of its file."""
    rows = unit.queries.rounds.held(unit.connection)
    return [
        HeldRow(source, name, why, content, bool(taken), from_micros(first))
        async for source, _, name, why, content, taken, first in rows
    ]


async def hold(unit: Unit, source: str, rows: Iterable[tuple[str, str, str, bool]], now: datetime) -> bool:
    """Keeps what of a source was not taken (name, why, content, taken) instead of what was kept before.

    What was there already keeps the time it was first seen. True when anything is different now.
    """
    before = {(one.name, one.why): one.first_seen for one in await held(unit) if one.source == source}
    rows = [*rows]
    await unit.queries.rounds.forget_held(unit.connection, source=source)
    values = [
        {
            "source": source,
            "place": place,
            "name": name,
            "why": why,
            "content": content,
            "taken": int(taken),
            "first_seen_at": to_micros(before.get((name, why), now)),
        }
        for place, (name, why, content, taken) in enumerate(rows)
    ]
    if values:
        await unit.queries.rounds.hold(unit.connection, values)
    return {(name, why) for name, why, _, _ in rows} != {*before}


async def feed(unit: Unit, source: str) -> FeedState | None:
    """How a source stands; None before it was first asked."""
    row = await unit.queries.rounds.feed(unit.connection, source=source)
    if row is None:
        return None
    etag, last_modified, tried, read, whole, failures = row
    return FeedState(
        etag, last_modified, from_micros(tried), from_micros_or_none(read), from_micros_or_none(whole), failures
    )


async def save_feed(unit: Unit, source: str, state: FeedState) -> None:
    """Keeps how a source stands."""
    await unit.queries.rounds.save_feed(
        unit.connection,
        source=source,
        etag=state.etag,
        last_modified=state.last_modified,
        tried_at=to_micros(state.tried),
        read_at=to_micros_or_none(state.read),
        whole_at=to_micros_or_none(state.whole),
        failures=state.failures,
    )


def _round(text: str) -> Round:
    return of_plain(json.loads(text))


def _json(one: Round) -> str:
    plain: Mapping[str, Any] = as_plain(one)
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
