"""One bot for a whole file of tests, each with a person of its own: most of such a test is the bot's start."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from itertools import count

import pytest
import pytest_asyncio

from tests.end_to_end.running import FAST, Companion, companion_to_be
from tests.telegram_person import Person

MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)
_ids = count(5001)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_bot(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Companion]:
    async with companion_to_be(tmp_path_factory.mktemp("companion"), MONDAY, **FAST) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def standing_bot(shared_bot: Companion) -> AsyncIterator[Companion]:
    """The file's bot, running and in fair weather, whatever the test before did to it."""
    if shared_bot.process is None or shared_bot.process.returncode is not None:
        await shared_bot.start()
    yield shared_bot
    shared_bot.mends()


@pytest.fixture
def ana(standing_bot: Companion) -> Person:
    """Somebody whom the bot does not know yet."""
    return Person(standing_bot.telegram.url, next(_ids))


@pytest.fixture
def anne(standing_bot: Companion) -> Person:
    """The same in French."""
    return Person(standing_bot.telegram.url, next(_ids), language="fr")
