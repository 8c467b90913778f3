"""Which rule book everybody's reminders are planned by, and how far a review under a new one has come."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from datetime import datetime
from typing import Final

from storage.instants import from_micros_or_none, to_micros
from storage.unit import Unit

_BEFORE_ALL: Final = -(2**63)
"""Less than the id of any chat."""


async def begin(unit: Unit, digest: str, book: Callable[[], str], now: datetime) -> bool:
    """Notes the rule book the program works with; whether a review under it is to be begun or gone on with.

    `book` gives its files. A review that was interrupted goes on where it was, unless the rule book is another by now.
    """
    row = await unit.queries.rule_book.load(unit.connection)
    if row is not None and row[0] == digest:
        return row[1] is not None
    packed = zlib.compress(book().encode())
    await unit.queries.rule_book.begin(
        unit.connection, digest=digest, since=to_micros(now), first=_BEFORE_ALL, book=packed
    )
    return True


async def before(unit: Unit) -> bytes | None:
    """The files of the rule book before, packed (`unpacked`); None where none is known."""
    found: bytes | None = await unit.queries.rule_book.before(unit.connection)
    return None if found is None else bytes(found)


async def begun(unit: Unit) -> datetime | None:
    """When the comparison with the book before began, also where other books have interrupted it since."""
    return from_micros_or_none(await unit.queries.rule_book.begun(unit.connection))


def unpacked(book: bytes) -> str:
    """The files of a book, as its caller of `begin` gave them."""
    return zlib.decompress(book).decode()


async def to_review(unit: Unit, most: int) -> list[int]:
    """The next chats, at most so many; none once all were seen to."""
    row = await unit.queries.rule_book.load(unit.connection)
    if row is None or row[1] is None:
        return []
    rows = unit.queries.rule_book.following(unit.connection, after=row[1], most=most)
    return [chat_id async for (chat_id,) in rows]


async def reviewed(unit: Unit, chat_id: int | None) -> None:
    """Everybody up to this chat was seen to; None: everybody was."""
    await unit.queries.rule_book.reviewed(unit.connection, until=chat_id)
