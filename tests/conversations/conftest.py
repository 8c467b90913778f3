"""A real database and a chat for every test."""

from __future__ import annotations

import asyncio
import base64
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage import sqlite
from storage.database import open_database
from storage.encryption import KeyRing
from tests.conversations.chat import Chat

KEYS = KeyRing.from_text(base64.b64encode(bytes(range(32))).decode())


@pytest.fixture(scope="package", autouse=True)
def light_database() -> Iterator[None]:
    """No chat here outlives its machine, or is read by two at once: nothing has to be on the disk for that."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite, "SAFE", "PRAGMA synchronous = OFF")
        patch.setattr(sqlite, "READERS", 1)
        yield


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that has been through every migration, for each test to begin with a copy of."""
    path = tmp_path_factory.mktemp("empty") / "companion.db"

    async def make() -> None:
        async with open_database(f"sqlite:///{path}", KEYS):
            pass

    asyncio.run(make())
    return path


@pytest.fixture
def database_url(empty_database: Path, tmp_path: Path) -> str:
    """A database of the test's own, empty and open to nobody yet."""
    shutil.copyfile(empty_database, tmp_path / "companion.db")
    return f"sqlite:///{tmp_path}/companion.db"


@pytest.fixture
async def chat(database_url: str) -> AsyncIterator[Chat]:
    """An English-speaking newcomer on Monday 23 November 2026."""
    async with open_database(database_url, KEYS) as database:
        yield Chat(database)


@pytest.fixture
async def conversation(database_url: str) -> AsyncIterator[Chat]:
    """A French-speaking newcomer on the same day."""
    async with open_database(database_url, KEYS) as database:
        yield Chat(database, language="fr-CA")
