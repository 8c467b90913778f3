from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest

from storage import candidates, interviews, journal
from storage.database import (
    AnotherProcess,
    Database,
    DatabaseTooNew,
    LeadLost,
    MigrationChanged,
    Unit,
    open_database,
)
from storage.encryption import KeyRing
from storage.scripts import MIGRATIONS, QUERIES, TWIN, load_migrations
from tests.postgresql import PostgresqlServer
from tests.storage.looking import execute, tables_of
from tests.storage.people import NOW, candidate
from tests.waiting import PATIENCE


@pytest.fixture(autouse=True)
def no_thread_is_left_behind() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        thread.join(5)  # it has been told to end; give it the moment to do so
        assert not thread.is_alive()


# Units and readers


async def test_a_unit_is_kept_whole_or_not_at_all(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 - the unit is what raises
        async with database.unit() as unit:
            await candidates.save(unit, candidate())
            await interviews.save(unit, 7, {"step": "partner"})
            assert await interviews.load(unit, 7) == {"step": "partner"}
            raise ZeroDivisionError
    async with database.unit() as unit:
        assert await candidates.load_with_interview(unit, 7) == (None, None)
        await interviews.save(unit, 7, {"step": "birth_date"})
    async with database.reader() as unit:
        assert await interviews.load(unit, 7) == {"step": "birth_date"}


async def test_a_unit_sees_its_own_writes_and_a_reader_only_committed_ones(database: Database) -> None:
    async with database.unit() as unit:
        await interviews.save(unit, 7, {"step": "one"})
        assert await interviews.load(unit, 7) == {"step": "one"}
        async with database.reader() as reader:
            assert await interviews.load(reader, 7) is None
    async with database.reader() as reader:
        assert await interviews.load(reader, 7) == {"step": "one"}


async def test_a_reader_sees_one_state_from_its_first_look_to_its_last(database: Database) -> None:
    async with database.unit() as unit:
        await interviews.save(unit, 7, {"step": "one"})
    async with database.reader() as reader:
        assert await interviews.load(reader, 7) == {"step": "one"}
        async with database.unit() as unit:
            await interviews.save(unit, 7, {"step": "two"})
        assert await interviews.load(reader, 7) == {"step": "one"}
    async with database.reader() as reader:
        assert await interviews.load(reader, 7) == {"step": "two"}


async def test_a_reader_cannot_write(database: Database) -> None:
    refused = (sqlite3.OperationalError, asyncpg.ReadOnlySQLTransactionError)
    with pytest.raises(refused, match=r"read-?only"):
        async with database.reader() as reader:
            await interviews.save(reader, 7, {"step": "one"})
    async with database.reader() as reader:
        assert await interviews.load(reader, 7) is None


async def test_more_readers_than_connections_wait_for_their_turn(database: Database) -> None:
    async with database.unit() as unit:
        await interviews.save(unit, 7, {"step": "one"})

    async def read() -> object:
        async with database.reader() as reader:
            await asyncio.sleep(0.001)
            return await interviews.load(reader, 7)

    assert await asyncio.gather(*(read() for _ in range(40))) == [{"step": "one"}] * 40


async def test_an_error_of_the_database_rolls_the_unit_back_and_harms_no_later_one(database: Database) -> None:
    with pytest.raises((sqlite3.Error, asyncpg.PostgresError)):  # noqa: PT012 - it may be the exit that raises
        async with database.unit() as unit:
            await interviews.save(unit, 7, {"step": "one"})
            await unit.queries.journal.append(unit.connection, chat_id=7, at=1, kind=None, entry=b"")
    async with database.unit() as unit:
        assert await interviews.load(unit, 7) is None
        await interviews.save(unit, 7, {"step": "two"})
    async with database.reader() as reader:
        assert await interviews.load(reader, 7) == {"step": "two"}


async def test_an_error_of_the_database_that_is_caught_inside_the_unit_ends_it_all_the_same(database: Database) -> None:
    async def write_and_look_away(unit: Unit) -> None:
        await interviews.save(unit, 7, {"step": "one"})
        with suppress(sqlite3.Error, asyncpg.PostgresError):
            await unit.queries.journal.append(unit.connection, chat_id=7, at=1, kind=None, entry=b"")
            await interviews.save(unit, 8, {"step": "one"})
            await interviews.load(unit, 8)

    with suppress(RuntimeError):  # PostgreSQL rolls back without a word
        async with database.unit() as unit:
            await write_and_look_away(unit)
    async with database.reader() as reader:
        assert [await interviews.load(reader, chat_id) for chat_id in (7, 8)] == [None, None]


async def test_units_run_one_by_one_on_sqlite_and_side_by_side_on_postgresql(
    database: Database, database_url: str
) -> None:
    side_by_side = 1 if database_url.startswith("sqlite") else 4
    all_inside = asyncio.Barrier(side_by_side)
    inside = most = 0

    async def work(chat_id: int) -> None:
        nonlocal inside, most
        async with database.unit() as unit:
            await interviews.save(unit, chat_id, {"step": "one"})
            inside += 1
            most = max(most, inside)
            await asyncio.wait_for(all_inside.wait(), PATIENCE)
            await asyncio.sleep(0.001)
            inside -= 1

    await asyncio.gather(*(work(chat_id) for chat_id in range(4)))
    assert most == side_by_side
    async with database.reader() as reader:
        assert [await interviews.load(reader, chat_id) for chat_id in range(4)] == [{"step": "one"}] * 4


async def test_nothing_is_lost_among_many_units_at_once(database: Database) -> None:
    async def work(chat_id: int) -> None:
        for number in range(5):
            async with database.unit() as unit:
                await candidates.save(unit, candidate(chat_id, facts={"number": number}))
                await journal.append(unit, chat_id, NOW, "step", {"number": number})

    await asyncio.gather(*(work(chat_id) for chat_id in range(20)))
    async with database.reader() as reader:
        for chat_id in range(20):
            assert await candidates.load(reader, chat_id) == candidate(chat_id, facts={"number": 4})
            assert [entry.entry["number"] for entry in await journal.entries(reader, chat_id)] == [0, 1, 2, 3, 4]


async def test_a_unit_inside_a_unit_is_refused_where_it_would_hang(database: Database, database_url: str) -> None:
    if not database_url.startswith("sqlite"):
        async with database.unit(), database.unit() as inner:
            await interviews.save(inner, 7, {"step": "one"})
        return
    with pytest.raises(RuntimeError, match="unit inside a unit"):
        async with database.unit(), database.unit():
            pass
    async with database.unit() as unit:
        await interviews.save(unit, 7, {"step": "one"})


# Cancellation


async def test_a_cancelled_unit_is_rolled_back(database: Database) -> None:
    there = asyncio.Event()

    async def work() -> None:
        async with database.unit() as unit:
            await candidates.save(unit, candidate())
            assert await candidates.load(unit, 7) == candidate()
            there.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(work())
    await there.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.unit() as unit:
        assert await candidates.load(unit, 7) is None
        await candidates.save(unit, candidate(8))
    async with database.reader() as reader:
        assert await candidates.load(reader, 8) == candidate(8)


async def test_a_unit_cancelled_at_any_moment_is_kept_whole_or_not_at_all(database: Database) -> None:
    async def work(number: int) -> None:
        async with database.unit() as unit:
            await interviews.load(unit, 7)
            await interviews.save(unit, 7, {"number": number})
            await interviews.load(unit, 7)
            await candidates.save(unit, candidate(facts={"number": number}))
            await interviews.load(unit, 7)

    outcomes: set[bool] = set()
    for number in range(60):
        tasks = [asyncio.create_task(work(number)), asyncio.create_task(work(number + 1000))]
        await asyncio.sleep(0.0001 * (number % 30))
        for task in tasks:
            task.cancel()
            if number % 3:
                await asyncio.sleep(0)
                task.cancel()
        await asyncio.wait(tasks)
        outcomes.update(task.cancelled() for task in tasks)
        async with database.reader() as reader:
            kept, interview = await candidates.load_with_interview(reader, 7)
            assert (kept.facts if kept else None) == interview
    assert any(outcomes), "none was cancelled in the middle, so nothing was tried"
    async with database.unit() as unit:
        await interviews.save(unit, 7, {"number": -1})
    async with database.reader() as reader:
        assert await interviews.load(reader, 7) == {"number": -1}


async def test_a_unit_cancelled_while_it_waits_for_its_turn_lets_the_others_go_on(database: Database) -> None:
    async def work(chat_id: int) -> None:
        async with database.unit() as unit:
            await interviews.save(unit, chat_id, {"step": "one"})
            await asyncio.sleep(0.005)

    tasks = [asyncio.create_task(work(chat_id)) for chat_id in range(6)]
    await asyncio.sleep(0.001)
    for task in tasks[1::2]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    async with database.reader() as reader:
        assert [await interviews.load(reader, chat_id) for chat_id in (0, 2, 4)] == [{"step": "one"}] * 3


# Opening and closing


async def test_what_was_kept_is_there_after_opening_again(database_url: str, keys: KeyRing) -> None:
    async with open_database(database_url, keys) as database, database.unit() as unit:
        await candidates.save(unit, candidate(facts={"canadian_work_years": 1}))
    async with open_database(database_url, keys) as database, database.reader() as reader:
        assert await candidates.load(reader, 7) == candidate(facts={"canadian_work_years": 1})


async def test_many_can_open_the_same_new_database_at_once(database_url: str, keys: KeyRing) -> None:
    async def open_and_keep(chat_id: int) -> None:
        async with open_database(database_url, keys) as database, database.unit() as unit:
            await interviews.save(unit, chat_id, {"step": "one"})

    await asyncio.gather(*(open_and_keep(chat_id) for chat_id in range(6)))
    tables = await tables_of(database_url)
    assert len(tables["interview"].rows) == 6
    assert len(tables["migration"].rows) == len(load_migrations(MIGRATIONS, twins=False))


async def test_a_sqlite_file_is_its_owner_s_alone_and_its_folder_is_made(tmp_path: Path, keys: KeyRing) -> None:
    path = tmp_path / "made" / "for it" / "companion.db"
    async with open_database(f"sqlite:///{path}", keys) as database, database.unit() as unit:
        await interviews.save(unit, 7, {"step": "one"})
        modes = {beside.name: beside.stat().st_mode & 0o777 for beside in path.parent.iterdir()}
    assert modes["companion.db"] == 0o600
    assert set(modes.values()) == {0o600}


async def test_a_sqlite_address_without_a_leading_slash_is_relative(
    tmp_path: Path, keys: KeyRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with open_database("sqlite:///data/companion.db", keys):
        assert (tmp_path / "data" / "companion.db").exists()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "companion.db",
        "sqlite://companion.db",
        "sqlite:///",
        "sqlite:///folder/",
        "sqlite:///:memory:",
        "mysql://me:hush-hush@host/name",
        "postgresql:me:hush-hush@host",
    ],
)
async def test_an_address_of_no_database_names_the_setting_and_no_password(url: str, keys: KeyRing) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL") as caught:
        async with open_database(url, keys):
            pass
    assert "hush" not in str(caught.value)


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path, keys: KeyRing) -> None:
    (tmp_path / "letter.txt").write_text("Dear candidate, " * 1_000)
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        async with open_database(f"sqlite:///{tmp_path}/letter.txt", keys):
            pass
    assert (tmp_path / "letter.txt").read_text() == "Dear candidate, " * 1_000


async def test_a_folder_is_no_database(tmp_path: Path, keys: KeyRing) -> None:
    with pytest.raises(IsADirectoryError):
        async with open_database(f"sqlite:///{tmp_path}", keys):
            pass


async def test_a_server_that_is_not_there_is_refused(tmp_path: Path, keys: KeyRing) -> None:
    with pytest.raises(OSError, match="No such file"):
        async with open_database(f"postgresql://me@/name?host={tmp_path}", keys):
            pass


async def test_an_opening_that_is_cancelled_leaves_nothing_behind(database_url: str, keys: KeyRing) -> None:
    async def open_and_wait() -> None:
        async with open_database(database_url, keys):
            await asyncio.sleep(60)

    for step in range(12):
        task = asyncio.create_task(open_and_wait())
        await asyncio.sleep(0.0007 * step)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    async with open_database(database_url, keys) as database, database.unit() as unit:
        await interviews.save(unit, 7, {"step": "one"})


async def test_sqlite_runs_with_the_settings_that_its_promises_rest_on(tmp_path: Path, keys: KeyRing) -> None:
    async with open_database(f"sqlite:///{tmp_path}/companion.db", keys) as database, database.unit() as unit:
        settings = {
            name: (await unit.connection.fetch(f"PRAGMA {name}", ()))[0][0]
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "busy_timeout")
        }
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "secure_delete": 1,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }


# Migrations


def migrations_in(folder: Path, **scripts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, script in scripts.items():
        (folder / f"{name.removeprefix('m')}.sql").write_text(script)
    return folder


ONE = "CREATE TABLE one (number BIGINT);\nINSERT INTO one VALUES (1); -- a remark; with a semicolon\n"
TWO = "CREATE TABLE two (word TEXT);\nINSERT INTO two VALUES ('semi;colon');\n"


async def test_only_what_is_missing_is_applied(database_url: str, keys: KeyRing, tmp_path: Path) -> None:
    folder = migrations_in(tmp_path / "migrations", m0001_one=ONE)
    async with open_database(database_url, keys, migrations=folder):
        pass
    migrations_in(folder, m0002_two=TWO)
    for _ in range(2):
        async with open_database(database_url, keys, migrations=folder):
            tables = await tables_of(database_url)
            assert tables["one"].rows == [(1,)]
            assert tables["two"].rows == [("semi;colon",)]
            assert [row[:2] for row in tables["migration"].rows] == [(1, "0001_one"), (2, "0002_two")]


async def test_a_migration_that_fails_changes_nothing(database_url: str, keys: KeyRing, tmp_path: Path) -> None:
    folder = migrations_in(tmp_path / "migrations", m0001_one=ONE)
    async with open_database(database_url, keys, migrations=folder):
        pass
    before = await tables_of(database_url)
    migrations_in(folder, m0002_two=TWO, m0003_three="INSERT INTO nowhere VALUES (1);\n")
    with pytest.raises((sqlite3.OperationalError, asyncpg.UndefinedTableError), match="nowhere"):
        async with open_database(database_url, keys, migrations=folder):
            pass
    assert await tables_of(database_url) == before


async def test_a_database_newer_than_the_program_is_refused(database_url: str, keys: KeyRing) -> None:
    async with open_database(database_url, keys):
        pass
    await execute(database_url, "INSERT INTO migration VALUES (9000, '9000_future', 'x')")
    with pytest.raises(DatabaseTooNew, match=r"DATABASE_URL.*9000.*newer"):
        async with open_database(database_url, keys):
            pass


async def test_a_migration_that_reads_differently_now_is_refused(
    database_url: str, keys: KeyRing, tmp_path: Path
) -> None:
    folder = migrations_in(tmp_path / "migrations", m0001_one=ONE)
    async with open_database(database_url, keys, migrations=folder):
        pass
    migrations_in(folder, m0001_one=TWO)
    with pytest.raises(MigrationChanged, match="0001_one"):
        async with open_database(database_url, keys, migrations=folder):
            pass


async def test_a_twin_is_applied_where_it_belongs(database_url: str, keys: KeyRing, tmp_path: Path) -> None:
    folder = migrations_in(tmp_path / "migrations", m0001_one=ONE)
    (folder / "0001_one.postgresql.sql").write_text("CREATE TABLE twin (number BIGINT);")
    async with open_database(database_url, keys, migrations=folder):
        there = set(await tables_of(database_url))
    assert there == {"migration", "one" if database_url.startswith("sqlite") else "twin"}


@pytest.mark.parametrize("name", ["m0002_gap", "m1_short", "m0001", "mfirst"])
def test_migrations_are_numbered_without_a_gap(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=r"0001_something\.sql"):
        load_migrations(migrations_in(tmp_path / "migrations", **{name: ONE}), twins=False)


def test_these_files_and_no_others_have_a_twin_for_postgresql() -> None:
    twins = {path.name for folder in (QUERIES, MIGRATIONS) for path in folder.glob(f"*{TWIN}")}
    assert twins == {"links.postgresql.sql", "notifications.postgresql.sql"}


# The lead


async def test_one_process_leads_and_a_second_is_told_or_waits(database_url: str, keys: KeyRing) -> None:
    async with open_database(database_url, keys) as second:
        async with open_database(database_url, keys) as first:
            await first.lead()
            await first.lead()
            if database_url.startswith("sqlite"):
                with pytest.raises(AnotherProcess, match=r"DATABASE_URL.*companion\.db"):
                    await second.lead()
            else:
                with pytest.raises(TimeoutError):
                    await asyncio.wait_for(second.lead(), 0.2)
                waiting = asyncio.create_task(second.lead())
                await asyncio.sleep(0.05)
                assert not waiting.done()
        if database_url.startswith("sqlite"):
            await second.lead()
        else:
            await asyncio.wait_for(waiting, PATIENCE)


async def test_a_database_can_be_read_and_written_without_the_lead(database_url: str, keys: KeyRing) -> None:
    async with open_database(database_url, keys) as first, open_database(database_url, keys) as second:
        await first.lead()
        async with second.unit() as unit:
            await interviews.save(unit, 7, {"step": "one"})
        async with first.reader() as reader:
            assert await interviews.load(reader, 7) == {"step": "one"}


async def test_who_lost_the_lead_writes_no_more(postgresql_server: PostgresqlServer, keys: KeyRing) -> None:
    url = postgresql_server.new_database()
    async with open_database(url, keys) as database:
        await database.lead()
        await execute(
            url,
            "SELECT pg_terminate_backend(l.pid) FROM pg_locks AS l JOIN pg_database AS d ON d.oid = l.database"
            " WHERE l.locktype = 'advisory' AND d.datname = current_database()",
        )
        async with asyncio.timeout(PATIENCE):
            with pytest.raises(LeadLost):  # noqa: PT012 - it raises sooner or later
                while True:  # until the word of it has come
                    async with database.unit():
                        await asyncio.sleep(0.01)
