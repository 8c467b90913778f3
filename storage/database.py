"""The way into the store: one interface over SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from storage.encryption import KeyRing
from storage.postgresql import open_postgresql
from storage.scripts import MIGRATIONS, load_migrations
from storage.sqlite import open_sqlite
from storage.unit import AnotherProcess, Database, DatabaseTooNew, LeadLost, MigrationChanged, Unit

__all__ = [
    "AnotherProcess",
    "Database",
    "DatabaseTooNew",
    "LeadLost",
    "MigrationChanged",
    "Unit",
    "open_database",
    "sqlite_file",
]

_SQLITE = "sqlite:///"
_POSTGRESQL = ("postgresql://", "postgres://")


def sqlite_file(url: str) -> Path | None:
    """The file that an address leads to; None for PostgreSQL. Raises ValueError, naming DATABASE_URL, for others."""
    if url.startswith(_SQLITE) and _is_file(url.removeprefix(_SQLITE)):
        return Path(url.removeprefix(_SQLITE))
    if url.startswith(_POSTGRESQL):
        return None
    # The address itself may hold a password, so it is not repeated.
    raise ValueError("DATABASE_URL: expected sqlite:///path/to/file or postgresql://user@host/name")


@asynccontextmanager
async def open_database(url: str, keys: KeyRing, *, migrations: Path = MIGRATIONS) -> AsyncIterator[Database]:
    """Opens the database, migrated to what this program knows, and closes it at the end.

    `url` is `sqlite:///relative/path`, `sqlite:////absolute/path` or `postgresql://user@host/name`. Raises
    ValueError, naming DATABASE_URL, for others; DatabaseTooNew or MigrationChanged if its schema is not ours.
    """
    path = sqlite_file(url)
    if path is not None:
        async with open_sqlite(path, keys, load_migrations(migrations, twins=False)) as database:
            yield database
    else:
        async with open_postgresql(url, keys, load_migrations(migrations, twins=True)) as database:
            yield database


def _is_file(path: str) -> bool:
    """A database in memory is refused: its readers would each see an empty one of their own."""
    return bool(path) and not path.endswith("/") and ":memory:" not in path
