from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot import application, clock, web
from bot.local.server import LocalTelegram
from tests.bot.harness import Process, environment
from tests.postgresql import postgresql_server
from tests.waiting import PATIENCE

__all__ = ["postgresql_server"]


@pytest.fixture
async def local() -> AsyncIterator[LocalTelegram]:
    async with LocalTelegram() as server:
        yield server


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A companion in the test's own process gives nothing up because the machine is busy, and waits for nothing."""
    monkeypatch.setattr(application, "_IN_HAND", PATIENCE)
    monkeypatch.setattr(application, "_ON_THE_WAY", PATIENCE)
    monkeypatch.setattr(clock, "_AGAIN", 0.05)  # the local page hears sooner of the next reminder
    monkeypatch.setattr(web, "_DATABASE_PATIENCE", PATIENCE)


@pytest.fixture
async def process(local: LocalTelegram, tmp_path: Path) -> AsyncIterator[Callable[..., Process]]:
    """Makes companions in processes of their own, which do not outlive the test."""
    made: list[Process] = []

    def make(**changes: str) -> Process:
        made.append(Process(environment(local, tmp_path, **changes)))
        return made[-1]

    yield make
    for one in made:
        await one.kill()
