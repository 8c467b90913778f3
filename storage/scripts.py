"""The .sql files: queries for aiosql, numbered migrations, and the twins where PostgreSQL must differ."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiosql

from storage.unit import DatabaseTooNew, MigrationChanged

QUERIES = Path(__file__).with_name("queries")
MIGRATIONS = Path(__file__).with_name("migrations")
TWIN = ".postgresql.sql"

_NUMBERED = re.compile(r"(\d{4})_\w+")


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered script; a twin of it has another checksum."""

    number: int
    name: str
    script: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.script.encode()).hexdigest()

    @property
    def statements(self) -> list[str]:
        """The script cut at its statements' ends."""
        statements, text = [], ""
        for piece in self.script.split(";")[:-1]:
            text += piece + ";"
            if sqlite3.complete_statement(text):
                statements.append(text)
                text = ""
        return statements


@cache
def load_queries(adapter: str, *, twins: bool) -> Any:
    """Every file of queries/ under its own name; with `twins`, those that a twin has as well are its.

    Read once in a process: they keep nothing of a database, and reading them takes longer than opening one.
    """
    loaded = SimpleNamespace()
    for path in sorted(QUERIES.glob("*.sql")):
        if path.name.endswith(TWIN):
            continue
        queries = aiosql.from_path(path, adapter)
        twin = path.with_name(path.stem + TWIN)
        if twins and twin.exists():
            differing = aiosql.from_path(twin, adapter)
            for name in differing.available_queries:
                if name not in queries.available_queries:
                    raise ValueError(f"{twin.name}: there is no query {name} in {path.name} to take the place of")
                setattr(queries, name, getattr(differing, name))
        setattr(loaded, path.stem, queries)
    return loaded


def load_migrations(folder: Path, *, twins: bool) -> list[Migration]:
    """The migrations in their order, numbered from 1 without a gap."""
    migrations: list[Migration] = []
    for path in sorted(folder.glob("*.sql")):
        if path.name.endswith(TWIN):
            continue
        named = _NUMBERED.fullmatch(path.stem)
        if named is None or int(named[1]) != len(migrations) + 1:
            raise ValueError(f"{path.name}: expected a migration named {len(migrations) + 1:04}_something.sql")
        twin = path.with_name(path.stem + TWIN)
        source = twin if twins and twin.exists() else path
        migrations.append(Migration(int(named[1]), path.stem, source.read_text(encoding="utf-8")))
    return migrations


def still_to_apply(migrations: Sequence[Migration], applied: Mapping[int, str]) -> list[Migration]:
    """What a database that records `applied` (number -> checksum) has not been through yet."""
    newest = max(applied, default=0)
    if newest > len(migrations):
        raise DatabaseTooNew(
            f"DATABASE_URL: this database is at migration {newest}, this program knows {len(migrations)};"
            " run the newer program"
        )
    for migration in migrations[:newest]:
        if applied.get(migration.number) != migration.checksum:
            raise MigrationChanged(f"migration {migration.name} is not the one this database has been through")
    return list(migrations[newest:])
