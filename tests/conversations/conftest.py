"""A real database and a chat for every test."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import open_database
from storage.encryption import KeyRing
from tests.conversations.chat import Chat

KEYS = KeyRing.from_text(base64.b64encode(bytes(range(32))).decode())


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    """An English-speaking newcomer on Monday 23 November 2026."""
    async with open_database(f"sqlite:///{tmp_path}/companion.db", KEYS) as database:
        yield Chat(database)


@pytest.fixture
async def conversation(tmp_path: Path) -> AsyncIterator[Chat]:
    """A French-speaking newcomer on the same day."""
    async with open_database(f"sqlite:///{tmp_path}/companion.db", KEYS) as database:
        yield Chat(database, language="fr-CA")
