"""Updates that are brought: with the secret, in order, again until they are taken, as Telegram does it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.local.state import State, WebhookWish
from tests.local.conftest import Api
from tests.telegram_person import Person
from tests.waiting import PATIENCE, until

ACTIVE = (
    "409 Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class Bot:
    """The bot's end: notes what is brought and answers what it is told to."""

    def __init__(self) -> None:
        self.url = ""
        self.requests: list[tuple[dict[str, str], dict[str, Any]]] = []
        self.answers: list[tuple[int, dict[str, str]]] = []
        self.hold = asyncio.Event()
        self.holds: str | None = None

    async def take(self, request: web.BaseRequest) -> web.StreamResponse:
        update = await request.json()
        self.requests.append((dict(request.headers), update))
        if self.holds is not None and self.holds in str(update):
            await self.hold.wait()
        status, headers = self.answers.pop(0) if self.answers else (200, {})
        return web.Response(status=status, headers=headers)

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for _, update in self.requests]

    async def brought(self, number: int) -> list[str]:
        """The texts, once so many have come."""
        await until(lambda: len(self.requests) >= number)
        return self.texts


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    one = Bot()
    runner = web.ServerRunner(web.Server(one.take), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    one.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield one
    one.hold.set()
    await runner.cleanup()


async def all_is_taken(api: Api) -> None:
    await until(lambda: not api.server.state.queue)


async def test_updates_are_brought_with_the_secret_in_the_order_of_the_chat(api: Api, ana: Person, bot: Bot) -> None:
    await ana.say("before")
    assert await api.ok("setWebhook", url=bot.url, secret_token="Hush_1-x", max_connections=5) is True
    await ana.say("one")
    await ana.say("two")
    assert await bot.brought(3) == ["before", "one", "two"]
    headers, update = bot.requests[0]
    assert headers["X-Telegram-Bot-Api-Secret-Token"] == "Hush_1-x"
    assert headers["Content-Type"] == "application/json"
    assert set(update) == {"update_id", "message"}
    await all_is_taken(api)
    info = await api.ok("getWebhookInfo")
    assert (info["url"], info["max_connections"]) == (bot.url, 5)
    assert "last_error_message" not in info


async def test_a_slow_chat_holds_up_no_other(api: Api, ana: Person, person: Callable[..., Person], bot: Bot) -> None:
    bot.holds = "slow"
    await api.ok("setWebhook", url=bot.url)
    await ana.say("slow")
    await ana.say("after it")
    await bot.brought(1)
    await person(1002).say("quick")
    assert await bot.brought(2) == ["slow", "quick"]
    bot.hold.set()
    assert await bot.brought(3) == ["slow", "quick", "after it"]
    assert "X-Telegram-Bot-Api-Secret-Token" not in bot.requests[0][0]


@pytest.mark.parametrize(
    "answer", [(503, {}), (500, {"Retry-After": "0"}), (302, {"Location": "/elsewhere"}), (403, {})]
)
async def test_what_is_not_answered_with_2xx_is_brought_again_and_the_next_waits(
    api: Api, ana: Person, bot: Bot, answer: tuple[int, dict[str, str]]
) -> None:
    bot.answers = [answer, answer, (204, {})]
    await api.ok("setWebhook", url=bot.url)
    await ana.say("one")
    await ana.say("two")
    assert await bot.brought(4) == ["one", "one", "one", "two"]
    assert bot.requests[0][1] == bot.requests[1][1]
    info = await api.ok("getWebhookInfo")
    assert info["last_error_message"].startswith(f"Wrong response from the webhook: {answer[0]} ")


async def test_an_answer_that_is_lost_brings_the_update_again(api: Api, ana: Person, bot: Bot) -> None:
    await api.local("faults", {"method": "webhook", "drop": True, "after": True})
    await api.ok("setWebhook", url=bot.url)
    await ana.say("one")
    assert await bot.brought(2) == ["one", "one"]
    await all_is_taken(api)
    await api.local("faults", {"duplicate_update": bot.requests[0][1]["update_id"]})
    assert await bot.brought(3) == ["one", "one", "one"]


async def test_while_a_webhook_is_set_updates_cannot_be_asked_for(api: Api, ana: Person, bot: Bot) -> None:
    poll = asyncio.create_task(api.refused("getUpdates", timeout=20))
    await until(lambda: api.server.call_counts["getUpdates"])
    await api.ok("setWebhook", url=bot.url)
    assert await asyncio.wait_for(poll, PATIENCE) == "409 Conflict: terminated by setWebhook request"
    assert await api.refused("getUpdates") == ACTIVE
    assert await api.ok("deleteWebhook") is True
    await ana.say("one")
    assert [update["message"]["text"] for update in await api.ok("getUpdates")] == ["one"]
    assert (await api.ok("getWebhookInfo"))["url"] == ""
    assert bot.requests == []


async def test_what_was_not_taken_can_be_asked_for_once_the_webhook_is_gone(api: Api, ana: Person, bot: Bot) -> None:
    bot.answers = [(500, {"Retry-After": "3600"})]
    await api.ok("setWebhook", url=bot.url, allowed_updates=["message"])
    await ana.say("one")
    await bot.brought(1)
    await ana.edit_last("changed")
    await api.ok("setWebhook", url="")
    assert [update["message"]["text"] for update in await api.ok("getUpdates")] == ["one"]


async def test_dropping_what_waits_forgets_it(api: Api, ana: Person, bot: Bot) -> None:
    await ana.say("one")
    await api.ok("setWebhook", url=bot.url, drop_pending_updates=True)
    await ana.say("two")
    assert await bot.brought(1) == ["two"]


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"url": "hook"}, "invalid webhook URL specified"),
        ({"url": "http://example.org/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://example.org/"}, "bad webhook: Failed to resolve host: Name or service not known"),
        ({"secret_token": "hush hush"}, "secret token contains unallowed characters"),
        ({"secret_token": "x" * 257}, "secret token is too long"),
    ],
)
async def test_a_webhook_that_is_wrong_is_refused(api: Api, params: dict[str, str], words: str) -> None:
    refused = await api.refused("setWebhook", **{"url": "http://127.0.0.1:9/hook", **params})
    assert refused == f"400 Bad Request: {words}"
    assert (await api.ok("getWebhookInfo"))["url"] == ""


def test_the_webhook_and_what_it_took_outlive_the_server(tmp_path: Path) -> None:
    store = tmp_path / "telegram.jsonl"
    before = State("1:x", store)
    before.put_webhook(WebhookWish("http://127.0.0.1:9/hook", "hush", 40))
    for number in (1001, 1002):
        before.put_person(number, "Ana", "en")
        before.say(number, "hello")
    before.brought(before.last_update_id)
    before.close()
    after = State("1:x", store)
    assert after.webhook == before.webhook
    assert list(after.queue) == list(before.queue)
    assert len(after.queue) == 1
    after.close()
