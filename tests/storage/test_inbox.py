from __future__ import annotations

from datetime import timedelta

import pytest

from storage import inbox
from storage.database import Database
from storage.inbox import Row, State
from tests.storage.looking import tables_of
from tests.storage.people import NOW


async def test_updates_are_kept_in_their_order_until_they_are_done(database: Database) -> None:
    async with database.unit() as unit:
        assert await inbox.receive(unit, [(12, 7, b"c"), (10, 7, b"a"), (11, 8, b"b")], NOW) == [10, 11, 12]
    async with database.reader() as unit:
        assert await inbox.open_rows(unit) == [
            Row(10, 7, State.RECEIVED, b"a"),
            Row(11, 8, State.RECEIVED, b"b"),
            Row(12, 7, State.RECEIVED, b"c"),
        ]


async def test_an_update_that_comes_again_is_taken_only_once(database: Database) -> None:
    async with database.unit() as unit:
        assert await inbox.receive(unit, [(10, 7, b"a"), (10, 7, b"again")], NOW) == [10]
        assert await inbox.receive(unit, [(10, 7, b"again"), (11, 7, b"b")], NOW) == [11]
    async with database.unit() as unit:
        assert await inbox.receive(unit, [(10, 7, b"again"), (11, 7, b"again")], NOW) == []
        assert [row.body for row in await inbox.open_rows(unit)] == [b"a", b"b"]


async def test_nothing_received_is_nothing_new(database: Database) -> None:
    async with database.unit() as unit:
        assert await inbox.receive(unit, [], NOW) == []
        assert await inbox.open_rows(unit) == []


async def test_an_update_that_took_effect_carries_its_replies_until_they_are_out(database: Database) -> None:
    async with database.unit() as unit:
        await inbox.receive(unit, [(10, 7, b"a"), (11, 7, b"b")], NOW)
        await inbox.applied(unit, 10, b"replies")
    async with database.unit() as unit:
        assert await inbox.open_rows(unit) == [
            Row(10, 7, State.APPLIED, b"replies"),
            Row(11, 7, State.RECEIVED, b"b"),
        ]
        await inbox.done(unit, [10])
    async with database.reader() as unit:
        assert await inbox.open_rows(unit) == [Row(11, 7, State.RECEIVED, b"b")]


async def test_a_done_update_leaves_only_its_id_and_time(database: Database, database_url: str) -> None:
    async with database.unit() as unit:
        await inbox.receive(unit, [(10, 7, b"a"), (11, 7, b"b")], NOW)
        await inbox.applied(unit, 10, b"replies")
        await inbox.done(unit, [10, 11])
    table = (await tables_of(database_url))["inbox"]
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    assert [(row["update_id"], row["state"], row["chat_id"], row["body"]) for row in rows] == [
        (10, "done", None, None),
        (11, "done", None, None),
    ]


@pytest.mark.parametrize("before", ["applied", "done"])
async def test_an_update_cannot_take_effect_twice(database: Database, before: str) -> None:
    async with database.unit() as unit:
        await inbox.receive(unit, [(10, 7, b"a")], NOW)
        await inbox.applied(unit, 10, b"replies")
        if before == "done":
            await inbox.done(unit, [10])
    with pytest.raises(inbox.AlreadyApplied):
        async with database.unit() as unit:
            await inbox.applied(unit, 10, b"once more")
    async with database.reader() as unit:
        row = await inbox.load(unit, 10)
    assert (row.body if row else None) == (b"replies" if before == "applied" else None)


async def test_of_a_long_reply_what_is_still_owed_can_be_noted(database: Database) -> None:
    async with database.unit() as unit:
        await inbox.receive(unit, [(10, 7, b"a")], NOW)
        await inbox.applied(unit, 10, b"three messages")
        await inbox.still_owed(unit, 10, b"two messages")
    async with database.reader() as unit:
        assert await inbox.open_rows(unit) == [Row(10, 7, State.APPLIED, b"two messages")]


async def test_done_ids_are_known_until_they_are_purged(database: Database) -> None:
    async with database.unit() as unit:
        await inbox.receive(unit, [(10, 7, b"a"), (11, 7, b"still open")], NOW)
        await inbox.receive(unit, [(12, 7, b"younger")], NOW + timedelta(days=2))
        await inbox.done(unit, [10, 12])
    async with database.unit() as unit:
        assert await inbox.receive(unit, [(10, 7, b"again")], NOW) == []
        await inbox.purge(unit, NOW + timedelta(days=1))
        again = [(10, 7, b"again"), (11, 7, b"again"), (12, 7, b"again")]
        assert await inbox.receive(unit, again, NOW) == [10]


async def test_ids_far_apart_are_taken_in_one_go(database: Database) -> None:
    async with database.unit() as unit:
        assert await inbox.receive(unit, [(2**40, 7, b"far"), (1, 7, b"near")], NOW) == [1, 2**40]


async def test_any_bytes_are_a_body(database: Database) -> None:
    body = bytes(range(256)) * 40
    async with database.unit() as unit:
        await inbox.receive(unit, [(1, 7, body), (2, 7, b"")], NOW)
    async with database.reader() as unit:
        assert [row.body for row in await inbox.open_rows(unit)] == [body, b""]
