"""SQLite: one writer, readers of their own, and as few hops to their threads as a transaction can do with.

aiosqlite runs every call on the connection's thread, and each of those hops costs 20 to 30 µs: more than
SQLite needs for the statement. Two things keep them down. A unit's writes wait until its next read or its end
and travel together; and BEGIN and COMMIT travel with the first and the last of them. So a message's unit (one
read, some writes) is two hops instead of six. Both rest on public ground: sqlite3's `factory` gives the
connection a class of ours, whose `execute` takes a whole run of statements.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Iterable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiosql
import aiosqlite

from storage.encryption import KeyRing
from storage.scripts import Migration, load_queries, still_to_apply
from storage.unit import AnotherProcess, Database, Unit

READERS = 2
# What is committed is on the disk, whatever becomes of the machine.
SAFE = "PRAGMA synchronous = FULL"
# Pages of the log, eight megabytes, after which it is written into the file. By the usual thousand every claim of many
# reminders would pay for that; with many more an answer that comes just then would wait for long.
LOG = "PRAGMA wal_autocheckpoint = 2000"
BUSY_SECONDS = 10

Statement = tuple[str, Any, bool]  # the SQL, its values, and whether they are many rows of values


class Run:
    """Statements to execute together on the connection's thread; passed as the values of the last one."""

    __slots__ = ("before", "begin", "values")

    def __init__(self, begin: str, before: Sequence[Statement], values: Any) -> None:
        self.begin = begin
        self.before = before
        self.values = values

    def __iter__(self) -> Iterator[Any]:
        raise TypeError("a run of statements is executed by the connection that knows it")


class RunConnection(sqlite3.Connection):
    """A connection whose `execute` also takes a Run, and opens its transaction if none is open."""

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        if not isinstance(parameters, Run):
            return super().execute(sql, parameters)
        if not self.in_transaction:
            super().execute(parameters.begin)
        for statement, values, many in parameters.before:
            if many:
                super().executemany(statement, values)
            else:
                super().execute(statement, values)
        return super().execute(sql, parameters.values)


class Session:
    """One transaction on one connection: reads go now, writes wait for the next read or the end."""

    __slots__ = ("_begin", "_begun", "_connection", "_failed", "_waiting")

    def __init__(self, connection: aiosqlite.Connection, begin: str) -> None:
        self._connection = connection
        self._begin = begin
        self._waiting: list[Statement] = []
        self._begun = False
        self._failed = False

    async def fetch(self, sql: str, values: Any) -> list[Any]:
        if self._failed:
            raise RuntimeError("this unit has failed before; it cannot go on")
        run, self._waiting, self._begun = Run(self._begin, self._waiting, values), [], True
        try:
            return await self._connection.execute_fetchall(sql, run)  # type: ignore[return-value]
        except BaseException:
            # The writes behind the one that failed were not run: whoever catches this must not commit the rest.
            self._failed = True
            raise

    def write(self, sql: str, values: Any, *, many: bool = False) -> None:
        self._waiting.append((sql, values, many))

    async def commit(self) -> None:
        if self._begun or self._waiting:
            await self.fetch("COMMIT", ())

    async def roll_back(self) -> None:
        if self._begun:
            await self._connection.rollback()


class SqliteAdapter:
    """How aiosql speaks to a Session; the parts of its driver protocol that this package's queries use."""

    is_aio_driver = True

    def process_sql(self, query_name: str, op_type: Any, sql: str) -> str:
        return sql

    async def select(
        self, connection: Session, query_name: str, sql: str, parameters: Any, record_class: Any = None
    ) -> AsyncIterator[Any]:
        for row in await connection.fetch(sql, parameters):
            yield row

    async def select_one(
        self, connection: Session, query_name: str, sql: str, parameters: Any, record_class: Any = None
    ) -> Any:
        rows = await connection.fetch(sql, parameters)
        return rows[0] if rows else None

    async def select_value(self, connection: Session, query_name: str, sql: str, parameters: Any) -> Any:
        rows = await connection.fetch(sql, parameters)
        return rows[0][0] if rows else None

    async def insert_update_delete(self, connection: Session, query_name: str, sql: str, parameters: Any) -> None:
        connection.write(sql, parameters)

    async def insert_update_delete_many(
        self, connection: Session, query_name: str, sql: str, parameters: Iterable[Mapping[str, Any]]
    ) -> None:
        connection.write(sql, parameters, many=True)


aiosql.register_adapter("companion-sqlite", SqliteAdapter)  # type: ignore[arg-type]


class SqliteDatabase(Database):
    """See `Database`. Made by `open_sqlite`."""

    def __init__(
        self, path: Path, keys: KeyRing, writer: aiosqlite.Connection, readers: Iterable[aiosqlite.Connection]
    ) -> None:
        self._path = path
        self._keys = keys
        self._queries = load_queries("companion-sqlite", twins=False)
        self._writer = writer
        self._turn = asyncio.Lock()
        self._in_turn: asyncio.Task[Any] | None = None
        self._readers: asyncio.LifoQueue[aiosqlite.Connection] = asyncio.LifoQueue()
        for reader in readers:
            self._readers.put_nowait(reader)
        self._lead: int | None = None

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Unit]:
        task = asyncio.current_task()
        if task is not None and task is self._in_turn:
            raise RuntimeError("a unit inside a unit would wait for itself for ever")
        async with self._turn:
            self._in_turn = task
            try:
                async with _transaction(self._writer, "BEGIN IMMEDIATE") as session:
                    yield Unit(session, self._keys, self._queries)
            finally:
                self._in_turn = None

    @asynccontextmanager
    async def reader(self) -> AsyncIterator[Unit]:
        connection = await self._readers.get()
        try:
            async with _transaction(connection, "BEGIN") as session:
                yield Unit(session, self._keys, self._queries)
        finally:
            self._readers.put_nowait(connection)

    async def lead(self) -> None:
        if self._lead is not None:
            return
        self._lead = take_lead(self._path)

    async def checkpoint(self) -> None:
        async with self._turn:
            await self._writer.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")

    async def migrate(self, migrations: Sequence[Migration]) -> None:
        """Applies what is missing, in one write transaction that a second process has to wait for."""
        async with self.unit() as unit:
            await self._queries.migrations.start(unit.connection)
            applied = {number: checksum async for number, checksum in self._queries.migrations.applied(unit.connection)}
            for migration in still_to_apply(migrations, applied):
                for statement in migration.statements:
                    unit.connection.write(statement, ())
                await self._queries.migrations.record(
                    unit.connection,
                    number=migration.number,
                    name=migration.name,
                    checksum=migration.checksum,
                )

    def let_go(self) -> None:
        """Gives up the lead, if taken."""
        if self._lead is not None:
            os.close(self._lead)
            self._lead = None


@asynccontextmanager
async def _transaction(connection: aiosqlite.Connection, begin: str) -> AsyncIterator[Session]:
    session = Session(connection, begin)
    try:
        yield session
        await session.commit()
    except BaseException:
        # A commit that was cancelled is finished by its thread first; then there is nothing to roll back.
        await _to_its_end(session.roll_back())
        raise


async def _to_its_end(work: Awaitable[Any]) -> None:
    """Awaits `work` whole, and only then lets a cancellation of the caller through."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


def take_lead(path: Path) -> int:
    """Locks the database file for one active process; the lock goes when the returned handle is closed.

    Raises AnotherProcess if there is one.
    """
    handle = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise AnotherProcess(f"DATABASE_URL: another process is already running on {path}") from None
    return handle


@asynccontextmanager
async def open_sqlite(path: Path, keys: KeyRing, migrations: Sequence[Migration]) -> AsyncIterator[Database]:
    """Opens the database file, or makes it (readable by its owner alone); ends every thread it started."""
    make_file(path)
    async with AsyncExitStack() as stack:
        writer = await _connect(stack, path, SAFE, "PRAGMA secure_delete = ON", LOG)
        readers = [await _connect(stack, path, "PRAGMA query_only = ON") for _ in range(READERS)]
        database = SqliteDatabase(path, keys, writer, readers)
        stack.callback(database.let_go)
        await database.migrate(migrations)
        yield database


def make_file(path: Path) -> None:
    """Makes the file, its owner's alone, before SQLite would; raises OSError for a path that cannot be one.

    A file that is there is not opened: closing it would end the locks that another connection of this process
    holds on it (https://www.sqlite.org/howtocorrupt.html, 2.2).
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except FileExistsError:
        if not path.is_file():
            raise IsADirectoryError(f"DATABASE_URL: {path} is not a file") from None
        if not os.access(path, os.R_OK | os.W_OK):
            raise PermissionError(f"DATABASE_URL: {path} cannot be read and written") from None


async def _connect(stack: AsyncExitStack, path: Path, *pragmas: str) -> aiosqlite.Connection:
    connection = aiosqlite.connect(path, factory=RunConnection, isolation_level=None, timeout=BUSY_SECONDS)
    stack.push_async_callback(connection.close)
    # Cancelled half-way, aiosqlite would leave a thread and an open file to themselves.
    await _to_its_end(connection)
    await _use_write_ahead_log(connection)
    await connection.executescript("; ".join(("PRAGMA foreign_keys = ON", *pragmas)))
    return connection


async def _use_write_ahead_log(connection: aiosqlite.Connection) -> None:
    """Two processes that open a new file at once both set this, and SQLite does not make the second one wait."""
    patience = 100 * BUSY_SECONDS
    while True:
        try:
            await connection.execute_fetchall("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            patience -= 1
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or not patience:
                raise
            await asyncio.sleep(0.01)
        else:
            return
