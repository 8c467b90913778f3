"""Every test of the store runs on both databases: SQLite in a file, and a real PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database, open_database
from storage.encryption import KeyRing
from tests.postgresql import PostgresqlServer, postgresql_server

__all__ = ["postgresql_server"]


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/companion.db"
    server: PostgresqlServer = request.getfixturevalue("postgresql_server")
    return server.new_schema()


@pytest.fixture
def keys() -> KeyRing:
    return KeyRing([bytes(32)])


@pytest.fixture
async def database(database_url: str, keys: KeyRing) -> AsyncIterator[Database]:
    async with open_database(database_url, keys) as database:
        yield database
