"""PostgreSQL through a pool of asyncpg: units run side by side, one process leads by an advisory lock."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from storage.encryption import KeyRing
from storage.scripts import Migration, load_queries, still_to_apply
from storage.unit import Database, LeadLost, Unit

MOST_CONNECTIONS = 10
# Advisory locks are known by number, within one database.
LEAD_LOCK = 0x45455F4C454144  # "EE_LEAD"
_MIGRATION_LOCK = 0x45455F4D4947  # "EE_MIG"


class PostgresDatabase(Database):
    """See `Database`. Made by `open_postgresql`."""

    def __init__(self, url: str, keys: KeyRing, pool: Any) -> None:
        self._url = url
        self._keys = keys
        self._pool = pool
        self._queries = load_queries("asyncpg", twins=True)
        self._lead: Any = None
        self._lead_lost = False

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Unit]:
        if self._lead_lost:
            raise LeadLost("the connection that held the lead on this database is gone")
        async with self._pool.acquire() as connection, connection.transaction():
            yield Unit(connection, self._keys, self._queries)

    @asynccontextmanager
    async def reader(self) -> AsyncIterator[Unit]:
        async with (
            self._pool.acquire() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            yield Unit(connection, self._keys, self._queries)

    async def lead(self) -> None:
        if self._lead is not None:
            return
        connection = await asyncpg.connect(self._url)
        try:
            await connection.execute("SELECT pg_advisory_lock($1)", LEAD_LOCK)
        except BaseException:
            connection.terminate()
            raise
        connection.add_termination_listener(self._lose_lead)
        self._lead = connection

    def _lose_lead(self, _connection: Any) -> None:
        self._lead_lost = True

    async def checkpoint(self) -> None:
        """Nothing to do: see `Database.checkpoint`."""

    async def migrate(self, migrations: Sequence[Migration]) -> None:
        """Applies what is missing, in one transaction."""
        async with self.unit() as unit:
            await migrate(unit.connection, migrations)

    async def let_go(self) -> None:
        """Gives up the lead, if taken."""
        if self._lead is not None:
            self._lead.remove_termination_listener(self._lose_lead)
            await self._lead.close()
            self._lead = None


async def migrate(connection: Any, migrations: Sequence[Migration]) -> None:
    """Applies what is missing within the open transaction, to whose end a second process has to wait."""
    queries = load_queries("asyncpg", twins=True).migrations
    await connection.execute("SELECT pg_advisory_xact_lock($1)", _MIGRATION_LOCK)
    await queries.start(connection)
    applied = {number: checksum async for number, checksum in queries.applied(connection)}
    for migration in still_to_apply(migrations, applied):
        await connection.execute(migration.script)
        await queries.record(connection, number=migration.number, name=migration.name, checksum=migration.checksum)


async def _nothing_to_reset(_connection: Any) -> None:
    """A unit changes no setting of its connection, so asyncpg's round trip that resets them all is saved."""


@asynccontextmanager
async def open_postgresql(url: str, keys: KeyRing, migrations: Sequence[Migration]) -> AsyncIterator[Database]:
    async with asyncpg.create_pool(url, min_size=1, max_size=MOST_CONNECTIONS, reset=_nothing_to_reset) as pool:
        database = PostgresDatabase(url, keys, pool)
        try:
            await database.migrate(migrations)
            yield database
        finally:
            await database.let_go()
