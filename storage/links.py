"""Two people who see each other's dates: the codes that bring them together, and the link itself.

Each of the two has a row of their own, sealed whole, so that nothing in clear tells who belongs to whom. A link is
asked for by using a code, and stands only once both have agreed. A code is used once, ends after a day, and is kept
only as a keyed hash.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from storage.instants import from_micros, to_micros
from storage.unit import Unit

LINK = "partner_link.link"
DIGEST = "partner_code.digest"

_DAY: Final = timedelta(days=1) // timedelta(microseconds=1)

LETTERS: Final = "BCDFGHJKMNPQRSTVWXYZ"
"""What a code is made of: no vowels, so that it spells nothing, no L, and no figures that look like letters."""

LENGTH: Final = 8
"""20**8 is 26 thousand million, so a code is not guessed within its day, even by somebody who deletes everything and
begins again for five more tries; and whoever did would still have to be agreed to by its maker.
"""

CODE_LASTS: Final = timedelta(hours=24)

ASKED_LASTS: Final = timedelta(days=3)
"""How long the two have to agree once a code was used."""

MOST_TRIES: Final = 5
TRIES_LAST: Final = timedelta(hours=24)
"""So many wrong codes a chat can enter within that time, counted from the first of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one of the two has said: agreed or not, what the other may call them, which answers the other may see."""

    chat_id: int
    made_the_code: bool
    agreed: bool = False
    alias: str | None = None
    shares: frozenset[str] = frozenset()
    tells: bool = False  # the other may be told that a question whether messages arrive was not answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link as one of the two sees it; `id` tells it from any other the same person is asked for."""

    id: str
    asked_at: datetime
    mine: Side
    theirs: Side

    @property
    def stands(self) -> bool:
        """Whether both have agreed: before that nothing is shown to anybody."""
        return self.mine.agreed and self.theirs.agreed

    @property
    def ends_at(self) -> datetime:
        """When a link that does not stand by then is over."""
        return self.asked_at + ASKED_LASTS


class Used(StrEnum):
    """What came of entering a code."""

    ASKED = "asked"  # the link is asked for; both have still to agree
    WRONG = "wrong"  # no such code, or it was used already, or its day is over: nobody is told which
    OWN = "own"  # the person's own code, which stays good
    LINKED = "linked"  # the person is in a link already, asked for or standing; the code stays good
    TOO_MANY = "too_many"


# --- codes ---


def read_code(text: str) -> str | None:
    """The code that was typed, whatever its case and its spaces; None for what cannot be one."""
    letters = "".join(each for each in unicodedata.normalize("NFKC", text).upper() if each.isalnum())
    return letters if len(letters) == LENGTH and set(letters) <= set(LETTERS) else None


async def _sweep(unit: Unit, now: datetime) -> None:
    """Removes what is over by itself: codes, tries, and links that not both have agreed to."""
    queries, connection = unit.queries.links, unit.connection
    await queries.delete_ended_codes(connection, now=to_micros(now))
    await queries.delete_old_tries(connection, until=to_micros(now - TRIES_LAST))
    await queries.sweep(connection, today=_day(now))


async def make_code(unit: Unit, chat_id: int, now: datetime) -> str:
    """A new code of this chat, in place of any other; it can be used until `now + CODE_LASTS`."""
    queries, connection = unit.queries.links, unit.connection
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    await _sweep(unit, now)
    digest = unit.keys.digests(DIGEST, code)[0]
    await queries.keep_code(connection, chat_id=chat_id, digest=digest, ends_at=to_micros(now + CODE_LASTS))
    return code


async def code_until(unit: Unit, chat_id: int, now: datetime) -> datetime | None:
    """Until when a code of this chat waits to be used; None if there is none."""
    micros = await unit.queries.links.code_until(unit.connection, chat_id=chat_id, now=to_micros(now))
    return None if micros is None else from_micros(micros)


async def withdraw_code(unit: Unit, chat_id: int) -> None:
    """The code of this chat is good no more."""
    await unit.queries.links.delete_code(unit.connection, chat_id=chat_id)


async def can_try_again(unit: Unit, chat_id: int, now: datetime) -> datetime | None:
    """When a chat that entered too many wrong codes can enter another; None if it can now."""
    row = await unit.queries.links.tries(unit.connection, chat_id=chat_id, after=to_micros(now - TRIES_LAST))
    if row is None or row[0] < MOST_TRIES:
        return None
    return from_micros(row[1]) + TRIES_LAST


async def use_code(unit: Unit, chat_id: int, code: str, now: datetime) -> Used:
    """Enters a code (as `read_code` reads it): the link with whoever made it is asked for, and the code is used up."""
    queries, connection, micros = unit.queries.links, unit.connection, to_micros(now)
    if await can_try_again(unit, chat_id, now) is not None:
        return Used.TOO_MANY
    if await find(unit, chat_id, now) is not None:
        return Used.LINKED
    for digest in unit.keys.digests(DIGEST, code):
        maker = await queries.maker_of(connection, digest=digest, now=micros)
        if maker == chat_id:
            return Used.OWN
        if maker is not None:
            return await _ask(unit, maker, chat_id, digest, now)
    await _sweep(unit, now)
    await queries.tried(connection, chat_id=chat_id, now=micros)
    return Used.WRONG


async def _ask(unit: Unit, maker: int, user: int, digest: str, now: datetime) -> Used:
    """Uses up the code and writes the two rows; who is in a link has no code that waits, so none of the two is in one.

    Rows are touched in the order of the chats, so that two people who enter each other's code cannot block each other.
    """
    queries, connection = unit.queries.links, unit.connection
    for chat_id in sorted((maker, user)):
        if chat_id == user:
            await withdraw_code(unit, chat_id)
        elif await queries.use_code(connection, digest=digest, now=to_micros(now)) is None:
            return Used.WRONG
    for chat_id in (maker, user):
        if await find(unit, chat_id, now) is None:
            await _delete_pair(unit, chat_id)  # what was asked for and not agreed in time
    maker_side, user_side = Side(chat_id=maker, made_the_code=True), Side(chat_id=user, made_the_code=False)
    link = Link(id=secrets.token_hex(8), asked_at=now, mine=maker_side, theirs=user_side)
    written: list[int] = []
    for each in sorted((link, _turned(link)), key=lambda side: side.mine.chat_id):
        chat_id = each.mine.chat_id
        if await queries.insert(connection, **_row(unit, each)) is None:
            for other in written:
                await queries.delete(connection, chat_id=other)
            return Used.LINKED if chat_id == user else Used.WRONG
        written.append(chat_id)
    return Used.ASKED


# --- the link ---


async def find(unit: Unit, chat_id: int, now: datetime) -> Link | None:
    """The link this chat is in, standing or asked for; None if there is none, or both did not agree in time."""
    link = await _load(unit, chat_id)
    return None if link is None or _over(link, now) else link


async def agree(unit: Unit, chat_id: int, id_: str, now: datetime, *, alias: str | None = None) -> Link | None:
    """This person agrees to the link of that id; None when it is there no more, or is another."""
    return await _change(unit, chat_id, now, id_, agreed=True, **({} if alias is None else {"alias": alias}))


async def share(unit: Unit, chat_id: int, id_: str, parts: Iterable[str], now: datetime) -> Link | None:
    """The other sees these parts of this person's answers and no others; None unless the link of that id stands."""
    link = await find(unit, chat_id, now)
    if link is None or not link.stands:
        return None
    return await _change(unit, chat_id, now, id_, shares=frozenset(parts))


async def tell(unit: Unit, chat_id: int, id_: str, now: datetime, *, allowed: bool) -> Link | None:
    """Whether the other may be told that this person does not answer; None unless the link of that id stands."""
    link = await find(unit, chat_id, now)
    if link is None or not link.stands:
        return None
    return await _change(unit, chat_id, now, id_, tells=allowed)


async def end(unit: Unit, chat_id: int) -> int | None:
    """Ends the link this chat is in, standing or asked for. The other chat, if it stood; nothing is told to it here."""
    link = await _delete_pair(unit, chat_id)
    return link.theirs.chat_id if link is not None and link.stands else None


async def forget(unit: Unit, chat_id: int) -> int | None:
    """Removes all of this chat: its link (as `end`), its code, its tries."""
    other = await end(unit, chat_id)
    await withdraw_code(unit, chat_id)
    await unit.queries.links.delete_tries(unit.connection, chat_id=chat_id)
    return other


async def move(unit: Unit, old: int, new: int) -> None:
    """Everything of the old chat becomes the new one's, which has nothing of the kind; the other side is told of it."""
    queries, connection = unit.queries.links, unit.connection
    link = await _held(unit, old)
    if link is not None:
        moved = replace(link, mine=replace(link.mine, chat_id=new))
        await queries.move(connection, chat_id=new, old_chat_id=old, link=_sealed(unit, moved))
        await queries.save(connection, **_row(unit, _turned(moved)))
    await queries.move_code(connection, chat_id=new, old_chat_id=old)
    await queries.move_tries(connection, chat_id=new, old_chat_id=old)


async def _change(unit: Unit, chat_id: int, now: datetime, id_: str, **what: Any) -> Link | None:
    link = await _held(unit, chat_id)
    if link is None or link.id != id_ or _over(link, now):
        return None
    link = replace(link, mine=replace(link.mine, **what))
    await _save(unit, link)
    return link


async def _save(unit: Unit, link: Link) -> None:
    """Both rows say the same, each from its owner's side."""
    for each in (link, _turned(link)):
        await unit.queries.links.save(unit.connection, **_row(unit, each))


async def _delete_pair(unit: Unit, chat_id: int) -> Link | None:
    link = await _held(unit, chat_id)
    if link is not None:
        for each in (link.mine, link.theirs):
            await unit.queries.links.delete(unit.connection, chat_id=each.chat_id)
    return link


async def _load(unit: Unit, chat_id: int) -> Link | None:
    sealed = await unit.queries.links.load(unit.connection, chat_id=chat_id)
    return None if sealed is None else _opened(unit, chat_id, sealed)


async def _held(unit: Unit, chat_id: int) -> Link | None:
    """The link as it stands while nobody else can change it."""
    link = await _load(unit, chat_id)
    if link is None:
        return None
    held = unit.queries.links.held(unit.connection, first=chat_id, second=link.theirs.chat_id)
    rows = {owner: sealed async for owner, sealed in held}
    return _opened(unit, chat_id, rows[chat_id]) if chat_id in rows else None


def _over(link: Link, now: datetime) -> bool:
    return not link.stands and now >= link.ends_at


def _turned(link: Link) -> Link:
    return replace(link, mine=link.theirs, theirs=link.mine)


def _day(instant: datetime) -> int:
    """Days since 1970, UTC."""
    return to_micros(instant) // _DAY


def _row(unit: Unit, link: Link) -> dict[str, Any]:
    over_on = None if link.stands else _day(link.ends_at) + 1
    return {"chat_id": link.mine.chat_id, "link": _sealed(unit, link), "over_on": over_on}


def _sealed(unit: Unit, link: Link) -> bytes:
    value = {
        "id": link.id,
        "asked_at": to_micros(link.asked_at),
        "sides": [
            [each.chat_id, each.made_the_code, each.agreed, each.alias, sorted(each.shares), each.tells]
            for each in (link.mine, link.theirs)
        ],
    }
    return unit.keys.seal(LINK, link.mine.chat_id, value)


def _opened(unit: Unit, chat_id: int, sealed: bytes) -> Link:
    value = unit.keys.unseal(LINK, chat_id, sealed)
    mine, theirs = (
        Side(
            chat_id=owner,
            made_the_code=made,
            agreed=agreed,
            alias=alias,
            shares=frozenset(shares),
            tells=bool(more and more[0]),  # a row that was written before this could be chosen ends earlier
        )
        for owner, made, agreed, alias, shares, *more in value["sides"]
    )
    return Link(id=value["id"], asked_at=from_micros(value["asked_at"]), mine=mine, theirs=theirs)
