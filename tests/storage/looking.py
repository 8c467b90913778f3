"""Looks into a database past the code under test: every table, every column, every byte."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg


@dataclass(frozen=True)
class Table:
    columns: list[str]
    rows: list[tuple[Any, ...]]


async def tables_of(url: str) -> dict[str, Table]:
    """All tables with what stands in them."""
    return _sqlite_tables(file_of(url)) if url.startswith("sqlite") else await _postgresql_tables(url)


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def bytes_on_disk(url: str) -> bytes:
    """The SQLite file with its log and everything else beside it."""
    path = file_of(url)
    return b"".join(beside.read_bytes() for beside in sorted(path.parent.glob(path.name + "*")))


async def execute(url: str, statement: str) -> None:
    """Runs a statement on a connection of its own."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(file_of(url))) as connection, connection:
            connection.execute(statement)
    else:
        other = await asyncpg.connect(url)
        try:
            await other.execute(statement)
        finally:
            await other.close()


def _sqlite_tables(path: Path) -> dict[str, Table]:
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {
            name: Table(
                [column[1] for column in connection.execute(f"PRAGMA table_info({name})")],
                connection.execute(f"SELECT * FROM {name}").fetchall(),
            )
            for name in names
        }


async def _postgresql_tables(url: str) -> dict[str, Table]:
    connection = await asyncpg.connect(url)
    try:
        columns = await connection.fetch(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position"
        )
        tables: dict[str, list[str]] = {}
        for name, column in columns:
            tables.setdefault(name, []).append(column)
        return {
            name: Table(there, [tuple(row) for row in await connection.fetch(f"SELECT * FROM {name}")])
            for name, there in tables.items()
        }
    finally:
        await connection.close()
