"""Webhook mode: what Telegram brings is kept before it is answered, once, and only with the secret."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from telegram.error import NetworkError

from bot.application import Companion
from bot.local.server import LocalTelegram
from bot.metrics import Metrics
from bot.receiving import Receiver
from bot.settings import SettingError
from bot.talk import companions_talk
from bot.webhook import Webhook, WebhookFailed
from storage import inbox
from storage.unit import Database
from tests.bot.harness import Process, companion, database_of, environment, heard, settings_from
from tests.bot.simple_talk import DIES_WHEN_KEPT, SIMPLE
from tests.end_to_end.story import TALK, talks
from tests.telegram_person import Person
from tests.waiting import PATIENCE, until

Make = Callable[..., Process]
HEADER = "X-Telegram-Bot-Api-Secret-Token"
SECRET = "Nobody-guesses_this"
HELLO = {"update_id": 5, "message": {"message_id": 1, "chat": {"id": 1001, "type": "private"}, "text": "hello"}}


@pytest.fixture
def port() -> Iterator[int]:
    """A port for the companion: held, without listening, so that nobody else is given it meanwhile."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        yield int(held.getsockname()[1])


def webhook_at(port: int, **changes: str) -> dict[str, str]:
    """The settings of webhook mode."""
    return {
        "WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
        "WEBHOOK_SECRET": SECRET,
        "WEB_LISTEN": f"127.0.0.1:{port}",
        **changes,
    }


class Door:
    """A webhook of its own on a real database, and a Telegram that says what it is told to."""

    def __init__(self, database: Database, looks: float = 30.0) -> None:
        self.database = database
        self.taken: list[int] = []
        self.kept_together: list[int] = []
        self.room = True
        self.came = 0
        self.calls: list[str] = []
        self.said_url = ["http://127.0.0.1/telegram"]
        self.failures: list[BaseException] = []
        receiver = Receiver(database, Metrics(), lambda updates: self.taken.extend(u["update_id"] for _, u in updates))

        async def keep(updates: list[dict[str, Any]]) -> None:
            self.kept_together.append(len(updates))
            await receiver.keep(updates)

        async def call(method: str, parameters: dict[str, Any]) -> Any:
            self.calls.append(method)
            if method == "getWebhookInfo":
                return {"url": self.said_url.pop(0)}
            return True

        def has_room() -> bool:
            self.came += 1
            return self.room

        self.keep = keep
        self.webhook = Webhook(
            self.said_url[0],
            SECRET,
            call,
            lambda updates: self.keep(updates),
            has_room,
            self.failures.append,
            looks=looks,
        )
        self.url = ""

    async def post(self, update: Any = HELLO, **changes: Any) -> int:
        headers = {"Content-Type": "application/json", HEADER: SECRET, **changes.pop("headers", {})}
        headers = {name: value for name, value in headers.items() if value is not None}
        data = update if isinstance(update, bytes) else json.dumps(update).encode()
        async with (
            aiohttp.ClientSession(skip_auto_headers=["Content-Type"]) as session,
            session.request(changes.get("method", "POST"), self.url, data=data, headers=headers) as answer,
        ):
            return answer.status

    async def rows(self) -> list[int]:
        async with self.database.reader() as unit:
            return [row.update_id for row in await inbox.open_rows(unit)]


@asynccontextmanager
async def door_at(folder: Path) -> AsyncIterator[Door]:
    async with database_of(folder) as database:
        door = Door(database)
        app = web.Application(client_max_size=100_000)
        app.add_routes([door.webhook.route])
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        door.url = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
        try:
            yield door
        finally:
            await runner.cleanup()


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    async with door_at(tmp_path) as one:
        await one.webhook.start()
        yield one


# The door


@pytest.mark.parametrize(
    ("status", "update", "changes"),
    [
        (403, HELLO, {"headers": {HEADER: None}}),
        (403, HELLO, {"headers": {HEADER: ""}}),
        (403, HELLO, {"headers": {HEADER: SECRET[:-1]}}),
        (403, HELLO, {"headers": {HEADER: SECRET + "x"}}),
        (403, HELLO, {"headers": {HEADER: "Devinez-l’été"}}),
        (403, b"x" * 200_000, {"headers": {HEADER: "guessed"}}),
        (405, HELLO, {"method": "GET"}),
        (413, b" " * 200_000, {}),
        (415, HELLO, {"headers": {"Content-Type": "text/plain"}}),
        (415, HELLO, {"headers": {"Content-Type": None}}),
        (400, b"", {}),
        (400, b"{", {}),
        (400, b"\xff", {}),
        (400, [HELLO], {}),
        (400, {**HELLO, "update_id": "5"}, {}),
        (400, {**HELLO, "update_id": True}, {}),
        (400, {**HELLO, "update_id": 2**63}, {}),
        (400, {"message": {}}, {}),
        (200, {"update_id": 6, "message": ["of no shape that is known"]}, {}),
        (200, {"update_id": 6, "unknown": {}}, {}),
    ],
)
async def test_what_is_no_update_with_the_secret_is_not_kept(
    door: Door, status: int, update: Any, changes: dict[str, Any]
) -> None:
    assert await door.post(update, **changes) == status
    assert await door.rows() == []
    assert door.taken == []


async def test_an_update_is_committed_before_it_is_answered_and_once(door: Door) -> None:
    keep, committed = door.keep, asyncio.Event()

    async def keep_slowly(updates: list[dict[str, Any]]) -> None:
        await committed.wait()
        await keep(updates)

    door.keep = keep_slowly
    posting = asyncio.create_task(door.post())
    await until(lambda: door.came)
    await asyncio.sleep(0.01)
    assert not posting.done()
    committed.set()
    assert await posting == 200
    assert await door.rows() == door.taken == [5]
    assert await door.post() == 200
    assert await door.rows() == door.taken == [5]


async def test_what_comes_at_once_is_committed_together_in_order_and_repeats_count_once(door: Door) -> None:
    keep, first = door.keep, asyncio.Event()

    async def keep_slowly(updates: list[dict[str, Any]]) -> None:
        await first.wait()
        await keep(updates)

    door.keep = keep_slowly
    numbers = [5, 9, 7, 8, 7, 6, 9, 5]
    posts = [asyncio.create_task(door.post({**HELLO, "update_id": number})) for number in numbers]
    await until(lambda: door.came == 8)
    first.set()
    assert await asyncio.gather(*posts) == [200] * 8
    assert sorted(door.taken) == [5, 6, 7, 8, 9]
    assert await door.rows() == [5, 6, 7, 8, 9]
    assert sum(door.kept_together) == 8
    assert len(door.kept_together) <= 2, "what came first, and then all the rest"


async def test_without_room_telegram_is_asked_to_come_again(door: Door) -> None:
    door.room = False
    assert await door.post() == 503
    assert await door.rows() == []
    door.room = True
    assert await door.post() == 200
    assert await door.rows() == [5]


async def test_what_cannot_be_kept_is_not_acknowledged_and_ends_the_companion(door: Door) -> None:
    async def no_disk(updates: list[dict[str, Any]]) -> None:
        raise OSError("the disk is full")

    door.keep = no_disk
    assert await door.post() == 503
    assert [str(error) for error in door.failures] == ["the disk is full"]


async def test_at_a_stop_it_finishes_what_it_took_and_takes_no_more(door: Door) -> None:
    keep, go_on = door.keep, asyncio.Event()

    async def keep_slowly(updates: list[dict[str, Any]]) -> None:
        await go_on.wait()
        await keep(updates)

    door.keep = keep_slowly
    posting = asyncio.create_task(door.post())
    await until(lambda: door.came)
    stopping = asyncio.create_task(door.webhook.stop())
    await asyncio.sleep(0.01)
    assert not stopping.done()
    assert await door.post({**HELLO, "update_id": 6}) == 503
    go_on.set()
    await stopping
    assert await posting == 200
    assert await door.rows() == [5]


async def test_before_the_start_nothing_is_taken_in(tmp_path: Path) -> None:
    async with door_at(tmp_path) as door:
        assert await door.post() == 503


# Kept set


async def test_a_webhook_that_was_changed_is_set_again_until_that_is_hopeless(tmp_path: Path) -> None:
    async with database_of(tmp_path) as database:
        door = Door(database, looks=0.0)
        ours = "http://127.0.0.1:80/telegram"  # Telegram may write it in another way
        once, hopeless = ["", ours], ["https://other.example.org", ours, *(["", ours] * 3), ""]
        door.said_url = [ours, ours, *once, ours, *hopeless]
        await door.webhook.start()
        with pytest.raises(WebhookFailed, match="another program"):
            await asyncio.wait_for(door.webhook.run(), PATIENCE)
    assert door.calls.count("setWebhook") == 6
    assert door.said_url == []


async def test_a_telegram_that_cannot_be_reached_is_asked_again(tmp_path: Path) -> None:
    asked = 0

    async def call(method: str, parameters: dict[str, Any]) -> Any:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise NetworkError("no route")
        if method == "getWebhookInfo":
            return {"url": "http://127.0.0.1/"}
        assert parameters["secret_token"] == SECRET
        assert parameters["allowed_updates"]
        return True

    async def keep(updates: list[dict[str, Any]]) -> None:
        raise AssertionError

    webhook = Webhook("http://127.0.0.1/", SECRET, call, keep, lambda: True, lambda error: None)
    await webhook.start()
    assert asked == 3
    assert webhook.age < webhook.longest_silence


# The companion


async def test_an_interview_is_answered_through_the_webhook(local: LocalTelegram, tmp_path: Path, port: int) -> None:
    async with companion(local, tmp_path, companions_talk(), **webhook_at(port)):
        ana = Person(local.url, 1001)
        summary = await talks(ana, *TALK)
        assert "31 March 1997" in summary.text
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
                assert (await answer.json())["healthy"]
            async with session.post(f"http://127.0.0.1:{port}/telegram", json=HELLO) as answer:
                assert answer.status == 403
    assert local.call_counts["getUpdates"] == 0
    assert not local.state.queue


async def test_the_mode_can_be_changed_both_ways_without_a_loss(
    local: LocalTelegram, tmp_path: Path, port: int
) -> None:
    ana = Person(local.url, 1001)
    for number, settings in enumerate(({}, webhook_at(port), {}, webhook_at(port)), 1):
        await ana.say(f"while it was away {number}")
        async with companion(local, tmp_path, **settings):
            await ana.wait_for(f"{2 * number - 1}: while it was away {number}")
            await ana.say(f"here {number}")
            await ana.wait_for(f"{2 * number}: here {number}")
            assert (local.state.webhook is None) == (not settings)
    assert len(heard(local, 1001)) == 8
    assert local.call_counts["deleteWebhook"] == 1


async def test_a_kill_between_the_commit_and_the_answer_leads_to_one_answer(
    local: LocalTelegram, tmp_path: Path, process: Make, port: int
) -> None:
    settings = webhook_at(port)
    local.state.put_person(1001, "Ana", "en")
    local.state.say(1001, "hello")
    killed = process(**settings, **{DIES_WHEN_KEPT: "yes"})
    await killed.start()
    assert await killed.end(None) == -signal.SIGKILL
    assert len(local.state.queue) == 1, "Telegram has not heard that it arrived"
    async with database_of(tmp_path) as database, database.reader() as unit:
        assert len(await inbox.open_rows(unit)) == 1
    async with companion(local, tmp_path, **settings):
        await until(lambda: not local.state.queue and heard(local, 1001))
        local.state.say(1001, "and more")
        await until(lambda: len(heard(local, 1001)) == 2)
    assert heard(local, 1001) == ["1: hello", "2: and more"]


async def test_an_address_that_telegram_does_not_take_is_a_wrong_setting(local: LocalTelegram, tmp_path: Path) -> None:
    settings = webhook_at(0, WEBHOOK_URL="https://bot.example.org/telegram")
    one = Companion(settings_from(environment(local, tmp_path, **settings)), SIMPLE)
    with pytest.raises(SettingError, match=r"^WEBHOOK_URL: .*[Ff]ailed to resolve host"):
        await one.serve(asyncio.Event())
