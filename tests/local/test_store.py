"""What survives when the process is killed."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.local import LOCAL_TOKEN, LocalTelegram
from bot.local.state import State
from tests.telegram_person import Person
from tests.waiting import PATIENCE

ROOT = Path(__file__).resolve().parents[2]


@asynccontextmanager
async def process(*options: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """`python -m bot.local` and its address."""
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.local", "--port", "0", *options),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert running.stdout is not None
    try:
        line = (await asyncio.wait_for(running.stdout.readline(), PATIENCE)).decode()
        assert line.startswith("Local Telegram: http://127.0.0.1:")
        yield running, line.removeprefix("Local Telegram: ").strip().rstrip("/")
    finally:
        if running.returncode is None:
            running.kill()
        await running.wait()


async def call(url: str, method: str, **params: Any) -> Any:
    async with aiohttp.ClientSession() as session:
        address = f"{url}/bot{LOCAL_TOKEN}/{method}"
        async with session.post(address, json=params) as answer:
            body = await answer.json()
            assert body["ok"], body
            return body["result"]


async def polled(url: str) -> bool:
    """Whether a poll has come."""
    async with aiohttp.ClientSession() as session, session.get(f"{url}/local/calls?method=getUpdates") as answer:
        return bool((await answer.json())["calls"])


async def test_a_killed_server_has_lost_nothing(tmp_path: Path) -> None:
    store = tmp_path / "telegram.jsonl"
    async with process("--store", str(store)) as (running, url):
        ana = Person(url, 1001, name="Ana", language="fr")
        await ana.say("one")
        await ana.say("two")
        await call(url, "setMyCommands", commands=[{"command": "start", "description": "Begin"}])
        (first, _) = await call(url, "getUpdates", limit=2)
        await call(url, "getUpdates", offset=first["update_id"] + 1)
        markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
        sent = await call(url, "sendMessage", chat_id=1001, text="Go?", reply_markup=markup)
        await ana.move_clock(by_seconds=1_000_000)
        await ana.press("Go")
        await call(url, "editMessageText", chat_id=1001, message_id=sent["message_id"], text="Gone")
        await ana.send("photo")
        before = [message.wire for message in await ana.messages()]
        running.send_signal(signal.SIGKILL)
        await running.wait()

    async with process("--store", str(store)) as (_, url):
        again = Person(url, 1001, name="Ana", language="fr")
        assert [message.wire for message in await again.messages()] == before
        assert await again.menu() == {"start": "Begin"}
        two, pressed, photo = await call(url, "getUpdates")
        assert two["message"]["text"] == "two"
        assert two["update_id"] == first["update_id"] + 1
        assert await call(url, "answerCallbackQuery", callback_query_id=pressed["callback_query"]["id"])
        assert await call(url, "getFile", file_id=photo["message"]["photo"][0]["file_id"])
        await again.say("three")
        ids = [update["update_id"] for update in await call(url, "getUpdates")]
        assert ids == list(range(ids[0], ids[0] + 4)), "ids go on where they were"
        assert (await again.messages())[-1].id == before[-1]["message_id"] + 1
        moved = await again.move_clock(by_seconds=0)
        assert moved["offset_seconds"] == 1_000_000


async def test_a_torn_last_line_is_as_if_never_written(tmp_path: Path) -> None:
    store = tmp_path / "telegram.jsonl"
    async with LocalTelegram(store=store) as server:
        ana = Person(server.url, 1001)
        await ana.say("one")
        await ana.say("two")
    whole = store.read_bytes()
    store.write_bytes(whole + b'["message",1001,{"message_id":3,"fro')
    async with LocalTelegram(store=store) as server:
        again = Person(server.url, 1001)
        assert [message.text for message in await again.messages()] == ["one", "two"]
        await again.say("three")
    async with LocalTelegram(store=store) as server:
        last = Person(server.url, 1001)
        assert [message.text for message in await last.messages()] == ["one", "two", "three"]


async def test_sigterm_ends_the_process_in_good_order() -> None:
    async with process() as (running, url):
        poll = asyncio.create_task(call(url, "getUpdates", timeout=50))
        while not await polled(url):
            pass
        running.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(running.wait(), 40) == 0
        assert await poll == []


async def test_a_taken_port_is_one_clear_line() -> None:
    async with LocalTelegram() as server:
        second = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.local", "--port", str(server.port)),
            cwd=ROOT,
            stderr=asyncio.subprocess.PIPE,
        )
        _, error = await second.communicate()
    assert second.returncode == 2
    assert error.decode().count("\n") == 1
    assert f"port {server.port}" in error.decode()


def test_a_server_without_a_store_does_not_repeat_update_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    start = time.time()
    monkeypatch.setattr(time, "time", lambda: start)
    first = State(LOCAL_TOKEN)
    first.put_person(1, "A", None)
    for _ in range(300):
        first.say(1, "x")
    monkeypatch.setattr(time, "time", lambda: start + 10)
    second = State(LOCAL_TOKEN)
    assert second.last_update_id >= first.last_update_id
    assert second.last_update_id < 2**31 - 1_000_000
