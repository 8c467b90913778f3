"""A backup is of one moment, whole or not there, and comes back into either database."""

from __future__ import annotations

import asyncio
import gzip
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from storage import candidates, interviews, journal, notifications
from storage.backup import Held, HoldsPeople, NoBackup, NoDatabase, back_up, restore
from storage.database import AnotherProcess, DatabaseTooNew, open_database
from storage.encryption import KeyRing
from storage.scripts import MIGRATIONS
from tests.postgresql import PostgresqlServer
from tests.storage.looking import Table, execute, tables_of
from tests.storage.people import NOW, candidate, notification

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(params=["sqlite", "postgresql"])
def other_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a second empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/other/companion.db"
    server: PostgresqlServer = request.getfixturevalue("postgresql_server")
    return server.new_schema()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "companion.backup"


async def made(url: str, keys: KeyRing, people: int = 1) -> str:
    """A database with as many people, and no bot on it."""
    async with open_database(url, keys) as database, database.unit() as unit:
        for chat_id in range(7, 7 + people):
            await candidates.save(unit, candidate(chat_id, facts={"canadian_work_years": chat_id}))
    return url


async def kept(url: str) -> dict[str, Table]:
    """What stands in the tables, in an order of its own."""
    tables = await tables_of(url)
    return {name: Table(table.columns, sorted(table.rows, key=repr)) for name, table in tables.items()}


def value(url: str, kind: str, row: int) -> str:
    if kind == "BYTEA":
        return f"X'00FF0A{row:02}'" if url.startswith("sqlite") else f"'\\x00ff0a{row:02}'::bytea"
    return str(9_007_199_254_740_993 + row) if kind == "BIGINT" else f"'l''été à Montréal {row}'"


# There and back


async def test_every_table_comes_back_as_it_was_from_either_database_into_either(
    database_url: str, other_url: str, file: Path, keys: KeyRing, tmp_path: Path
) -> None:
    async with open_database(database_url, keys):
        pass
    columns = tmp_path / "columns.db"
    async with open_database(f"sqlite:///{columns}", keys):
        pass
    with closing(sqlite3.connect(columns)) as schema:
        for (table,) in schema.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'migration'"):
            shape = schema.execute('SELECT type, "notnull" FROM pragma_table_info(?)', (table,)).fetchall()
            for row in (1, 2):
                values = (value(database_url, kind, row) if row == 1 or needed else "NULL" for kind, needed in shape)
                await execute(database_url, f"INSERT INTO {table} VALUES ({', '.join(values)})")
    before = await kept(database_url)
    assert {len(table.rows) for name, table in before.items() if name != "migration"} == {2}
    await asyncio.to_thread(back_up, database_url, file)
    assert await kept(database_url) == before
    await asyncio.to_thread(restore, other_url, file)
    assert await kept(other_url) == before


async def test_what_is_restored_can_be_read_with_the_same_keys_and_goes_on(
    database_url: str, file: Path, keys: KeyRing, tmp_path: Path
) -> None:
    async with open_database(database_url, keys) as database:
        async with database.unit() as unit:
            await candidates.save(unit, candidate(facts={"canadian_work_years": 1}))
            rows = [notification(rung, days=days) for rung, days in (("180", 0), ("90", 1), ("30", 9))]
            await notifications.replace(unit, 7, rows[0].item, rows)
            await notifications.sent(unit, rows[0].id, NOW)
        async with database.unit() as unit:  # the second was on its way
            lease = NOW.replace(hour=23)
            claimed = await notifications.due(unit, NOW.replace(day=25), 10, lease)
            assert [row.id for row in claimed] == [rows[1].id]
    assert await asyncio.to_thread(back_up, database_url, file) == Held(people=1, reminders=2)
    other = f"sqlite:///{tmp_path}/other.db"
    assert await asyncio.to_thread(restore, other, file) == Held(people=1, reminders=2)
    later = NOW.replace(year=2027)
    async with open_database(other, keys) as database, database.unit() as unit:
        assert await candidates.load(unit, 7) == candidate(facts={"canadian_work_years": 1})
        due = await notifications.due(unit, later, 10, later)
        assert [row.id for row in due] == [rows[1].id, rows[2].id]


async def test_a_backup_under_writes_is_of_one_moment(database_url: str, keys: KeyRing, tmp_path: Path) -> None:
    over = asyncio.Event()
    number = 0

    async def write() -> None:
        nonlocal number
        async with open_database(database_url, keys) as database:
            await database.lead()
            while not over.is_set():
                async with database.unit() as unit:
                    await candidates.save(unit, candidate(facts={"number": number + 1}))
                    await interviews.save(unit, 7, {"number": number + 1, "draft": "x" * 5_000})
                    await journal.append(unit, 7, NOW, "number", {"number": number + 1})
                number += 1

    writing = asyncio.create_task(write())
    while number < 20:  # noqa: ASYNC110 - a look at another task
        await asyncio.sleep(0.001)
    for attempt in range(50):
        file = tmp_path / f"{attempt}.backup"
        before = number
        await asyncio.to_thread(back_up, database_url, file)
        after = number
        if after > before:
            break
    over.set()
    await writing
    assert after > before, "nothing was written meanwhile, so nothing was tried"
    other = f"sqlite:///{tmp_path}/other.db"
    await asyncio.to_thread(restore, other, file)
    async with open_database(other, keys) as database, database.reader() as unit:
        person, interview = await candidates.load_with_interview(unit, 7)
        numbers = [entry.entry["number"] for entry in await journal.entries(unit, 7)]
    assert person is not None
    assert person.facts is not None
    copied = person.facts["number"]
    assert before <= copied <= after + 1
    assert interview is not None
    assert (interview["number"], numbers) == (copied, list(range(1, copied + 1)))


async def test_an_older_backup_is_migrated(
    database_url: str, other_url: str, file: Path, keys: KeyRing, tmp_path: Path
) -> None:
    older = tmp_path / "older"
    older.mkdir()
    for script in sorted(MIGRATIONS.glob("*.sql"))[:2]:
        shutil.copy(script, older)
    async with open_database(database_url, keys, migrations=older):
        await execute(
            database_url, f"INSERT INTO candidate VALUES (7, 1, 2, NULL, NULL, {value(database_url, 'BYTEA', 1)})"
        )
    await asyncio.to_thread(back_up, database_url, file)  # a newer program backs up what an older one still works on
    assert len((await tables_of(database_url))["migration"].rows) == 2
    assert await asyncio.to_thread(restore, other_url, file) == Held(people=1, reminders=0)
    async with open_database(other_url, keys):
        tables = await tables_of(other_url)
    assert len(tables["migration"].rows) == len(list(MIGRATIONS.glob("*.sql")))
    assert [row[:3] for row in tables["candidate"].rows] == [(7, 1, 2)]


# The file


def test_the_file_is_its_owner_s_alone_and_nothing_else_is_left(
    database_url: str, file: Path, keys: KeyRing, tmp_path: Path
) -> None:
    asyncio.run(made(database_url, keys))
    before = set(tmp_path.iterdir())
    back_up(database_url, file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert set(tmp_path.iterdir()) == {*before, file}
    assert b"canadian_work_years" not in gzip.decompress(file.read_bytes())


def test_a_file_that_is_there_is_left_as_it_is(database_url: str, file: Path, keys: KeyRing) -> None:
    asyncio.run(made(database_url, keys))
    file.write_text("the only copy of last month")
    with pytest.raises(FileExistsError):
        back_up(database_url, file)
    assert file.read_text() == "the only copy of last month"


def killed(when: str, call: str, *arguments: str) -> None:
    """Runs a function of this module in a process that kills itself with SIGKILL at a place in it."""
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from storage import backup\n"
        "tables = backup._tables\n"
        "def end(*_):\n    os.kill(os.getpid(), signal.SIGKILL)\n"
        "def all_and_end(connection):\n    yield from tables(connection)\n    end()\n"
        f"{when}\n"
        f"backup.{call}(sys.argv[1], Path(sys.argv[2]))\n"
    )
    ended = subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, check=False)
    assert ended.returncode == -9


def test_a_backup_killed_in_the_middle_leaves_no_half_file(database_url: str, file: Path, keys: KeyRing) -> None:
    asyncio.run(made(database_url, keys))
    killed("os.fsync = end", "back_up", database_url, str(file))
    assert not file.exists()
    assert back_up(database_url, file) == Held(people=1, reminders=0)


async def test_a_restore_killed_in_the_middle_leaves_nothing_restored(
    database_url: str, tmp_path: Path, file: Path, keys: KeyRing
) -> None:
    await asyncio.to_thread(back_up, await made(f"sqlite:///{tmp_path}/first.db", keys), file)
    await asyncio.to_thread(killed, "backup._tables = all_and_end", "restore", database_url, str(file))
    assert not any(table.rows for table in (await tables_of(database_url)).values())
    assert await asyncio.to_thread(restore, database_url, file) == Held(people=1, reminders=0)


# What is refused


@pytest.fixture
def whole(tmp_path: Path, file: Path, keys: KeyRing) -> bytes:
    """The bytes of a good backup, long enough to be cut."""
    back_up(asyncio.run(made(f"sqlite:///{tmp_path}/companion.db", keys, 40)), file)
    return file.read_bytes()


@contextmanager
def looked_into(packed: bytes, folder: Path) -> Iterator[tuple[sqlite3.Connection, Callable[[], bytes]]]:
    """A backup opened to be changed, and what packs it again."""
    path = folder / "looked-into.db"
    path.write_bytes(gzip.decompress(packed))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection, lambda: gzip.compress(path.read_bytes())


def changed(statement: str) -> Callable[[bytes, Path], bytes]:
    def change(packed: bytes, folder: Path) -> bytes:
        with looked_into(packed, folder) as (connection, again):
            connection.execute(statement)
            return again()

    return change


def hollow(packed: bytes, _folder: Path) -> bytes:
    """A page in the middle is gone, and gzip's checksum right again."""
    content = bytearray(gzip.decompress(packed))
    content[4096 * 2 : 4096 * 3] = bytes(4096)
    return gzip.compress(bytes(content))


def flipped(packed: bytes, _folder: Path) -> bytes:
    """In the checksum: elsewhere one can be without effect, where a run of zeros is told in another way."""
    return packed[:-8] + bytes([packed[-8] ^ 1]) + packed[-7:]


WRONG: dict[str, tuple[str, Callable[[bytes, Path], bytes]]] = {
    "nothing": ("not a backup", lambda packed, _: b""),
    "a letter": ("not a backup", lambda packed, _: b"Dear candidate, " * 100),
    "a letter, packed": ("not a backup", lambda packed, _: gzip.compress(b"Dear candidate, " * 1_000)),
    "a database itself": ("not a backup", lambda packed, _: gzip.decompress(packed)),
    "another database": ("not a backup", changed("PRAGMA application_id = 0")),
    "no tables": ("not a backup", changed("DROP TABLE candidate")),
    "the first half": ("not whole", lambda packed, _: packed[: len(packed) // 2]),
    "all but the last byte": ("not whole", lambda packed, _: packed[:-1]),
    "one bit": ("damaged", flipped),
    "something behind it": ("damaged", lambda packed, _: packed + b"and more"),
    "a page of zeros": ("damaged", hollow),
    "newer": ("newer program", changed("INSERT INTO migration VALUES (9000, '9000_future', 'x')")),
    "changed": ("does not fit", changed("UPDATE migration SET checksum = 'x' WHERE number = 2")),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_file_that_is_no_whole_backup_of_this_program_changes_nothing(
    what: str, whole: bytes, file: Path, tmp_path: Path
) -> None:
    words, change = WRONG[what]
    file.write_bytes(change(whole, tmp_path))
    with pytest.raises(NoBackup, match=words):
        restore(f"sqlite:///{tmp_path}/other/companion.db", file)
    assert not (tmp_path / "other").exists()


async def test_a_database_that_a_companion_runs_on_is_not_restored_into(
    database_url: str, tmp_path: Path, file: Path, keys: KeyRing
) -> None:
    await asyncio.to_thread(back_up, await made(f"sqlite:///{tmp_path}/first.db", keys), file)
    async with open_database(database_url, keys) as database:
        await database.lead()
        before = await tables_of(database_url)
        with pytest.raises(AnotherProcess, match="DATABASE_URL"):
            await asyncio.to_thread(restore, database_url, file)
        assert await tables_of(database_url) == before
    assert await asyncio.to_thread(restore, database_url, file) == Held(people=1, reminders=0)


async def test_a_database_that_holds_people_is_not_restored_into(
    database_url: str, tmp_path: Path, file: Path, keys: KeyRing
) -> None:
    await asyncio.to_thread(back_up, await made(f"sqlite:///{tmp_path}/first.db", keys, 3), file)
    await made(database_url, keys, 2)
    before = await tables_of(database_url)
    with pytest.raises(HoldsPeople) as refused:
        await asyncio.to_thread(restore, database_url, file)
    assert refused.value.people == 2
    assert await tables_of(database_url) == before


async def test_a_database_of_a_newer_program_is_not_restored_into(
    database_url: str, tmp_path: Path, file: Path, keys: KeyRing
) -> None:
    await asyncio.to_thread(back_up, await made(f"sqlite:///{tmp_path}/first.db", keys), file)
    async with open_database(database_url, keys):
        await execute(database_url, "INSERT INTO migration VALUES (9000, '9000_future', 'x')")
    with pytest.raises(DatabaseTooNew, match="DATABASE_URL"):
        await asyncio.to_thread(restore, database_url, file)


async def test_what_a_start_without_people_left_gives_way(
    database_url: str, tmp_path: Path, file: Path, keys: KeyRing
) -> None:
    await asyncio.to_thread(back_up, await made(f"sqlite:///{tmp_path}/first.db", keys), file)
    async with open_database(database_url, keys):
        await execute(database_url, "INSERT INTO round_feed VALUES ('feed', NULL, NULL, 1, 1, 1, 0)")
    await asyncio.to_thread(restore, database_url, file)
    tables = await tables_of(database_url)
    assert (len(tables["candidate"].rows), tables["round_feed"].rows) == (1, [])


def test_where_no_companion_has_worked_there_is_nothing_to_back_up(
    tmp_path: Path, file: Path, postgresql_server: PostgresqlServer
) -> None:
    (tmp_path / "letter.txt").write_text("Dear candidate, " * 1_000)
    with closing(sqlite3.connect(tmp_path / "empty.db")) as empty:
        empty.execute("CREATE TABLE other (number BIGINT)")
    with closing(sqlite3.connect(tmp_path / "unmigrated.db")) as unmigrated:
        for table in ("candidate", "notification", "migration"):
            unmigrated.execute(f"CREATE TABLE {table} (number BIGINT, state TEXT)")
    addresses = [f"sqlite:///{tmp_path}/{name}" for name in ("none.db", "letter.txt", "empty.db", "unmigrated.db")]
    for url in (*addresses, postgresql_server.new_schema(), f"postgresql://me:hush@/name?host={tmp_path}"):
        before = set(tmp_path.iterdir())
        with pytest.raises(NoDatabase, match="DATABASE_URL") as refused:
            back_up(url, file)
        assert "hush" not in str(refused.value)
        assert set(tmp_path.iterdir()) == before
