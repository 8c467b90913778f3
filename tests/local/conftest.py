"""A local Telegram, and a plain HTTP client that speaks to it as any bot would."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest

from bot.local import LocalTelegram
from tests.telegram_person import Person


class Api:
    """Calls of the Bot API with JSON, without any library in between."""

    def __init__(self, server: LocalTelegram, session: aiohttp.ClientSession) -> None:
        self.server = server
        self.session = session

    async def raw(self, method: str, **params: Any) -> tuple[int, dict[str, Any]]:
        """The HTTP status and the whole answer."""
        address = f"{self.server.url}/bot{self.server.token}/{method}"
        async with self.session.post(address, json=params) as answer:
            return answer.status, await answer.json()

    async def ok(self, method: str, **params: Any) -> Any:
        """The result of a call that must succeed."""
        status, body = await self.raw(method, **params)
        assert status == 200, body
        assert body["ok"] is True
        return body["result"]

    async def refused(self, method: str, **params: Any) -> str:
        """The words of a refusal, after checking that code and status agree."""
        status, body = await self.raw(method, **params)
        assert body["ok"] is False
        assert body["error_code"] == status
        return f"{status} {body['description']}"

    async def local(self, path: str, body: dict[str, Any] | None = None, method: str = "") -> tuple[int, Any]:
        """The status and answer of the driver under /local/."""
        verb = method or ("GET" if body is None else "POST")
        async with self.session.request(verb, f"{self.server.url}/local/{path}", json=body) as answer:
            return answer.status, await answer.json()


@pytest.fixture
async def server() -> AsyncIterator[LocalTelegram]:
    async with LocalTelegram() as running:
        yield running


@pytest.fixture
async def api(server: LocalTelegram) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as session:
        yield Api(server, session)


@pytest.fixture
def person(server: LocalTelegram) -> Callable[..., Person]:
    """Makes people: person(1001, language="fr")."""

    def make(number: int = 1001, language: str | None = "en", name: str | None = None) -> Person:
        return Person(server.url, number, language, name)

    return make


@pytest.fixture
async def ana(server: LocalTelegram) -> Person:
    """A person who has already written to the bot; the update of it is confirmed and gone."""
    ana = Person(server.url, 1001, name="Ana")
    await ana.say("hello")
    server.state.confirm(server.state.last_update_id + 1)
    return ana
