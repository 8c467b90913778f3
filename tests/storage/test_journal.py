"""The journal: the newest first, one entry by its key, and one taken out where its person asks for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import journal
from storage.database import Database
from tests.storage.looking import tables_of
from tests.storage.people import NOW

HOUR = timedelta(hours=1)


async def written(database: Database, entries: int = 5) -> None:
    async with database.unit() as unit:
        for n in range(1, entries + 1):
            await journal.append(unit, 7, NOW + n * HOUR, "interview", {"n": n})
        await journal.append(unit, 8, NOW, "interview", {"n": 99})


async def test_the_newest_come_first_a_page_at_a_time(database: Database) -> None:
    await written(database)
    async with database.reader() as unit:
        assert await journal.count(unit, 7) == 5
        assert [each.entry["n"] for each in await journal.newest(unit, 7, 2)] == [5, 4]
        assert [each.entry["n"] for each in await journal.newest(unit, 7, 2, skip=4)] == [1]
        assert [each.entry["n"] for each in await journal.newest(unit, 7, 2, before=3)] == [2, 1]
        assert await journal.newest(unit, 7, 2, skip=5) == []


async def test_an_entry_is_found_by_its_key_and_by_its_own_chat_only(database: Database) -> None:
    await written(database)
    async with database.reader() as unit:
        [entry] = await journal.newest(unit, 7, 1)
        assert await journal.find(unit, 7, entry.key) == entry
        assert await journal.find(unit, 8, entry.key) is None


@pytest.mark.parametrize("key", ["", "5", "x-y", "5-", "-5", "5-1", "ffffffffffffffffffff-1", "5-" + "f" * 60])
async def test_what_is_no_key_finds_nothing(database: Database, key: str) -> None:
    await written(database)
    async with database.unit() as unit:
        assert await journal.find(unit, 7, key) is None
        assert not await journal.delete(unit, 7, key)
        assert await journal.count(unit, 7) == 5


async def test_a_deleted_entry_is_gone_and_the_others_stay(database: Database) -> None:
    await written(database)
    async with database.unit() as unit:
        key = (await journal.newest(unit, 7, 1, skip=2))[0].key
        assert not await journal.delete(unit, 8, key)
        assert await journal.delete(unit, 7, key)
        assert not await journal.delete(unit, 7, key)
        assert [each.entry["n"] for each in await journal.entries(unit, 7)] == [1, 2, 4, 5]
        assert await journal.count(unit, 8) == 1


async def test_the_key_of_a_deleted_entry_is_not_given_to_another(database: Database) -> None:
    await written(database)
    async with database.unit() as unit:
        [last] = await journal.newest(unit, 7, 1)
        await journal.delete(unit, 7, last.key)
        await journal.append(unit, 7, NOW + 9 * HOUR, "interview", {"n": 6})
        [new] = await journal.newest(unit, 7, 1)
        assert new.number == last.number
        assert new.key != last.key
        assert await journal.find(unit, 7, last.key) is None


async def test_of_a_kind_only_its_beginning_stands_in_clear(database: Database, database_url: str) -> None:
    async with database.unit() as unit:
        await journal.append(unit, 7, NOW, "event:separation", {"n": 1})
    async with database.reader() as unit:
        [entry] = await journal.entries(unit, 7)
    assert (entry.kind, entry.entry) == ("event:separation", {"n": 1})
    kept = str((await tables_of(database_url))["journal"])
    assert "event" in kept
    assert "separation" not in kept
