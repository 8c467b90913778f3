from __future__ import annotations

from datetime import timedelta
from typing import Any

from storage import candidates, inbox, interviews, journal, links, notifications, planned
from storage.database import Database
from tests.storage.looking import bytes_on_disk, tables_of
from tests.storage.people import ITEM, NOW, candidate, notification, planned_change

DAY = timedelta(days=1)

MARKERS = [f"MARKER-{number}-of-a-person" for number in range(16)]


async def write_a_marker_through_every_function(database: Database) -> None:
    """Everything a person says or is, once short and once long enough to be compressed."""
    m = iter(MARKERS)
    async with database.unit() as unit:
        facts = {"short": next(m), "long": next(m) * 400}
        await candidates.save(unit, candidate(language=next(m), time_zone=next(m), facts=facts))
        await interviews.save(unit, 7, {"draft": next(m), "long": next(m) * 400})
        await journal.append(unit, 7, NOW, f"fact_changed:{MARKERS[14]}", {"old": next(m), "new": next(m)})
        await notifications.replace(unit, 7, ITEM, [notification("180", note=next(m)), notification("90", days=1)])
        await inbox.receive(unit, [(1, 7, next(m).encode()), (2, 7, next(m).encode())], NOW)
        await inbox.applied(unit, 2, next(m).encode())
        alias = MARKERS[13]
        await links.use_code(unit, 7, await links.make_code(unit, 8, NOW), NOW)
        link = await links.find(unit, 7, NOW)
        assert link is not None
        await links.agree(unit, 7, link.id, NOW, alias=alias)
        await planned.add(unit, planned_change(note=MARKERS[15], long=MARKERS[15] * 400))
    async with database.unit() as unit:
        row = notification("90", days=2, note=next(m))
        await notifications.replace(unit, 7, ITEM, [notification("180", note=MARKERS[8]), row])
        await candidates.move(unit, 7, 9)
        await candidates.save(unit, candidate(7, facts=facts))
        (claimed,) = await notifications.due(unit, NOW, 10, NOW + DAY)
        await notifications.snooze(unit, claimed.id, NOW + DAY)
    assert [*m] == [alias, *MARKERS[14:]]


async def test_nothing_personal_stands_in_clear(database: Database, database_url: str) -> None:
    await write_a_marker_through_every_function(database)
    async with database.reader() as unit:  # the markers did go in
        kept = (
            await candidates.load_with_interview(unit, 9),
            await journal.entries(unit, 9),
            await notifications.pending(unit, 9),
            await inbox.open_rows(unit),
            await links.find(unit, 8, NOW),
            await planned.of(unit, 9),
        )
    assert all(marker in str(kept) for marker in MARKERS if marker != MARKERS[10])
    found = str(await tables_of(database_url)).encode()
    if database_url.startswith("sqlite"):
        found += bytes_on_disk(database_url)
        assert ITEM.encode() in found  # what may stand in clear is seen: the search does look at the data
    assert b"MARKER" not in found
    assert b"of-a-person" not in found


async def test_what_was_deleted_is_gone_from_the_disk(database: Database, database_url: str) -> None:
    await write_a_marker_through_every_function(database)
    sealed = _sealed(await tables_of(database_url))
    assert len(sealed) >= 8

    async with database.unit() as unit:
        await candidates.delete(unit, 7)
        await candidates.delete(unit, 9)
    assert _sealed(await tables_of(database_url)) == []

    if database_url.startswith("sqlite"):
        before = bytes_on_disk(database_url)
        assert any(blob in before for blob in sealed)  # the log still has them
        await database.checkpoint()
        after = bytes_on_disk(database_url)
        for blob in sealed:
            pieces = [blob[start : start + 16] for start in range(0, len(blob) - 16, 16)]
            assert not any(piece in after for piece in pieces)


async def test_the_replies_of_a_done_update_are_gone_from_the_disk(database: Database, database_url: str) -> None:
    async with database.unit() as unit:
        await inbox.receive(unit, [(1, 7, b"What I said"), (2, 8, b"What another said")], NOW)
    sealed = _sealed(await tables_of(database_url))
    async with database.unit() as unit:
        await inbox.done(unit, [1, 2])
    assert _sealed(await tables_of(database_url)) == []
    if database_url.startswith("sqlite"):
        await database.checkpoint()
        assert not any(blob in bytes_on_disk(database_url) for blob in sealed)


async def test_every_column_of_bytes_is_sealed_by_the_ring(database: Database, database_url: str) -> None:
    await write_a_marker_through_every_function(database)
    for name, table in (await tables_of(database_url)).items():
        for row in table.rows:
            for column, value in zip(table.columns, row, strict=True):
                if isinstance(value, bytes):
                    owner = row[table.columns.index("update_id" if name == "inbox" else "chat_id")]
                    async with database.reader() as unit:
                        assert unit.keys.decrypt(f"{name}.{column}", owner, value)


def _sealed(tables: dict[str, Any]) -> list[bytes]:
    return [value for table in tables.values() for row in table.rows for value in row if isinstance(value, bytes)]
