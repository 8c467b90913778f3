"""Everything in one file, copied while the companion runs, and the way back.

The file is a SQLite database with the tables of `migrations/`, packed by gzip, whose checksum shows that it is whole.
From whichever database it was taken, it can be restored into either. What is sealed is copied sealed: no key is needed,
and none is inside. Both functions block: they are for a process of their own.
"""

from __future__ import annotations

import asyncio
import gzip
import os
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

from storage.database import sqlite_file
from storage.postgresql import LEAD_LOCK, migrate
from storage.scripts import MIGRATIONS, Migration, load_migrations, load_queries, still_to_apply
from storage.sqlite import BUSY_SECONDS, make_file, take_lead
from storage.unit import AnotherProcess, DatabaseTooNew, MigrationChanged

_APPLICATION = 0x45454342  # "EECB", by which SQLite and `file` know a backup from any other database
_GZIP = b"\x1f\x8b"
_FOREIGN = "is not a backup made by this program"
_UNUSED = "DATABASE_URL: no companion has worked on this database yet"
_ROWS = 1_000  # read at once
_QUICK = 1  # gzip's level: most of what is inside is sealed, and cannot be made smaller


class NoBackup(Exception):  # noqa: N818 - the name says it
    """The file cannot be restored from; `str()` says why."""


class NoDatabase(Exception):  # noqa: N818
    """The database cannot be reached, or no companion has worked on it; `str()` begins with DATABASE_URL."""


class HoldsPeople(Exception):  # noqa: N818
    """The database to restore into is in use already; `people` says by how many."""

    def __init__(self, people: int) -> None:
        super().__init__(f"DATABASE_URL: this database holds people already ({people})")
        self.people = people


@dataclass(frozen=True, slots=True)
class Held:
    """What a backup holds: people, and reminders that are to come."""

    people: int
    reminders: int


def back_up(url: str, file: Path) -> Held:
    """Copies the database, as it is at one moment, into a new file that its owner alone can read.

    The file appears whole or not at all. Raises FileExistsError if there is one; NoDatabase, DatabaseTooNew or
    MigrationChanged for what is not a database of this program; and what the file system or the driver says.
    """
    _must_be_new(file)
    with tempfile.TemporaryDirectory(prefix=f".{file.name}.", dir=file.parent) as folder:
        copy, packed = Path(folder) / "copy", Path(folder) / "packed"
        path = sqlite_file(url)
        if path is None:
            asyncio.run(_copy_postgresql(url, copy))
        else:
            _copy_sqlite(path, copy)
        with _opened(copy) as connection:
            held = _held(connection)
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        _pack(copy, packed)
        _must_be_new(file)
        packed.rename(file)
    _flush_folder(file.parent)
    return held


def restore(url: str, file: Path) -> Held:
    """Puts what a backup holds into a database that holds nobody; whatever else stood there goes.

    All of it is kept or, on any error, nothing. Raises NoBackup, AnotherProcess (a companion runs on the database),
    HoldsPeople, DatabaseTooNew or MigrationChanged, and what the file system or the driver says.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        _unpack(file, copy)
        held = _checked(copy)
        path = sqlite_file(url)
        if path is None:
            asyncio.run(_into_postgresql(url, copy))
        else:
            _into_sqlite(path, copy)
    return held


# Out of a database


def _copy_sqlite(path: Path, copy: Path) -> None:
    """One read transaction beside whoever writes, and without what was deleted before."""
    if not path.is_file():
        raise NoDatabase(f"DATABASE_URL: there is no database at {path}")
    source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY_SECONDS)
    with closing(source):
        try:
            source.execute("VACUUM INTO ?", (str(copy),))
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_NOTADB:
                raise
            raise NoDatabase(f"DATABASE_URL: {path} is not a database") from None


async def _copy_postgresql(url: str, copy: Path) -> None:
    """Every table by one snapshot of the server, into SQLite at the migration that the server is at."""
    async with _connected(url) as source, source.transaction(isolation="repeatable_read", readonly=True):
        applied = await _migrations_of(source)
        still_to_apply(load_migrations(MIGRATIONS, twins=True), applied)
        with _opened(copy) as target:
            target.execute("PRAGMA synchronous = OFF")  # it is flushed once packed
            target.execute("BEGIN")
            _migrate(target, load_migrations(MIGRATIONS, twins=False)[: len(applied)])
            for table, columns in _tables(target):
                await _copy_table(source, target, table, columns)
            target.execute("COMMIT")


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[Any]:
    try:
        connection = await asyncpg.connect(url)
    except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        # Whatever the driver says may quote the address, and with it a password.
        raise NoDatabase(f"DATABASE_URL: the database cannot be opened ({type(error).__name__})") from None
    try:
        yield connection
    finally:
        await connection.close()


async def _migrations_of(source: Any) -> dict[int, str]:
    try:
        return {
            number: checksum
            async for number, checksum in load_queries("asyncpg", twins=True).migrations.applied(source)
        }
    except asyncpg.UndefinedTableError:
        raise NoDatabase(_UNUSED) from None


async def _copy_table(source: Any, target: sqlite3.Connection, table: str, columns: Sequence[str]) -> None:
    names = ", ".join(columns)
    insert = f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - names of our own
    rows = await source.cursor(f"SELECT {names} FROM {table}")  # noqa: S608
    while some := await rows.fetch(_ROWS):
        target.executemany(insert, map(tuple, some))


# Into a database


def _into_sqlite(path: Path, copy: Path) -> None:
    try:
        make_file(path)
        lead = take_lead(path)
    except OSError as error:
        raise NoDatabase(f"DATABASE_URL: {path} cannot be used ({error.strerror or type(error).__name__})") from None
    try:
        with _opened(path) as target:
            target.execute("PRAGMA secure_delete = ON")
            target.execute("ATTACH ? AS backup", (str(copy),))
            target.execute("BEGIN IMMEDIATE")
            _migrate(target, load_migrations(MIGRATIONS, twins=False))
            _must_hold_nobody(_held(target).people)
            for table, columns in _tables(target):
                names = ", ".join(columns)
                target.execute(f"DELETE FROM main.{table}")  # noqa: S608
                target.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM backup.{table}")  # noqa: S608
            target.execute("COMMIT")
    finally:
        os.close(lead)


async def _into_postgresql(url: str, copy: Path) -> None:
    async with _connected(url) as target:
        if not await target.fetchval("SELECT pg_try_advisory_lock($1)", LEAD_LOCK):
            raise AnotherProcess("DATABASE_URL: another process is already running on this database")
        async with target.transaction():
            await migrate(target, load_migrations(MIGRATIONS, twins=True))
            _must_hold_nobody(await target.fetchval("SELECT COUNT(*) FROM candidate"))
            with _opened(copy) as source:
                for table, columns in _tables(source):
                    await target.execute(f"DELETE FROM {table}")  # noqa: S608
                    rows = source.execute(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608
                    await target.copy_records_to_table(table, records=rows, columns=columns)


def _must_hold_nobody(people: int) -> None:
    if people:
        raise HoldsPeople(people)


# The copy


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Transactions are begun by hand; one that is open at the end is rolled back."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=BUSY_SECONDS)) as connection:
        yield connection


def _migrate(connection: sqlite3.Connection, migrations: Sequence[Migration]) -> None:
    """Applies what is missing within the open transaction."""
    queries = load_queries("sqlite3", twins=False).migrations
    queries.start(connection)
    for migration in still_to_apply(migrations, dict(queries.applied(connection))):
        for statement in migration.statements:
            connection.execute(statement)
        queries.record(connection, number=migration.number, name=migration.name, checksum=migration.checksum)


def _tables(connection: sqlite3.Connection) -> list[tuple[str, list[str]]]:
    """The tables that hold something of a companion, with their columns."""
    query = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'migration'"
    return [
        (name, [column for (column,) in connection.execute("SELECT name FROM pragma_table_info(?)", (name,))])
        for (name,) in connection.execute(query).fetchall()
    ]


def _held(connection: sqlite3.Connection) -> Held:
    try:
        migrated = connection.execute("SELECT number FROM main.migration").fetchone()
        [people] = connection.execute("SELECT COUNT(*) FROM main.candidate").fetchone()
        [reminders] = connection.execute(
            "SELECT COUNT(*) FROM main.notification WHERE state IN ('pending', 'held')"
        ).fetchone()
    except sqlite3.OperationalError:
        migrated = None
    if migrated is None:
        raise NoDatabase(_UNUSED)
    return Held(people, reminders)


def _checked(copy: Path) -> Held:
    """What the unpacked file holds, once it is known to be a whole backup that this program can read, and migrated."""
    try:
        with _opened(copy) as connection:
            if connection.execute("PRAGMA application_id").fetchone() != (_APPLICATION,):
                raise NoBackup(_FOREIGN)
            if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise NoBackup("is damaged")
            connection.execute("BEGIN")
            _migrate(connection, load_migrations(MIGRATIONS, twins=False))
            held = _held(connection)
            connection.execute("COMMIT")
            return held
    except DatabaseTooNew:
        raise NoBackup("was made by a newer program; run that one") from None
    except MigrationChanged as error:
        raise NoBackup(f"does not fit this program ({error})") from None
    except NoDatabase:
        raise NoBackup(_FOREIGN) from None
    except sqlite3.DatabaseError as error:
        raise NoBackup("is damaged" if error.sqlite_errorcode == sqlite3.SQLITE_CORRUPT else _FOREIGN) from None


# The file


def _must_be_new(file: Path) -> None:
    if os.path.lexists(file):
        raise FileExistsError(f"{file} is there already")


def _pack(copy: Path, packed: Path) -> None:
    handle = os.open(packed, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as out:
        with copy.open("rb") as source, gzip.GzipFile("", "wb", _QUICK, out) as into:
            shutil.copyfileobj(source, into)
        out.flush()
        os.fsync(out.fileno())


def _unpack(file: Path, copy: Path) -> None:
    with file.open("rb") as opened, copy.open("xb") as into:
        if opened.read(len(_GZIP)) != _GZIP:
            raise NoBackup(_FOREIGN)
        opened.seek(0)
        try:
            with gzip.GzipFile(fileobj=opened) as source:
                shutil.copyfileobj(source, into)
        except EOFError:
            raise NoBackup("is not whole: its end is missing") from None
        except (gzip.BadGzipFile, zlib.error):
            raise NoBackup("is damaged") from None


def _flush_folder(folder: Path) -> None:
    """Has the new name of a file outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
