"""Files out, each exactly as a message is sent; files in, only when one was asked for."""

from __future__ import annotations

import asyncio
import base64
import json
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from telegram import InputFile
from telegram.error import BadRequest, NetworkError, TelegramError

from bot.fetching import Fetcher
from bot.local.server import LocalTelegram
from bot.sending import parameters_of
from bot.transport import NotSentError, TooLongError
from bot.updates import pack_reply, unpack_reply
from conversations.messages import LARGEST_FILE, Attachment, Button, FileSent, Outgoing, Reply
from storage import inbox
from tests.bot.harness import Process, companion, database_of, heard
from tests.bot.simple_talk import MARKER, PICTURE
from tests.bot.test_transport import server, transport
from tests.storage.looking import bytes_on_disk, tables_of
from tests.telegram_person import Person, Seen
from tests.waiting import held, until

Make = Callable[..., Process]
FILE = Attachment("données.json", b'{"a": 1}')


def documents(local: LocalTelegram, chat_id: int) -> list[tuple[str, bytes]]:
    """The files the bot has sent to a chat: what stands under each, and its content."""
    messages = local.state.chats[chat_id].messages.values()
    return [
        (message["caption"], local.state.files[message["document"]["file_id"]].data)
        for message in messages
        if message["from"]["is_bot"] and "document" in message
    ]


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


# --- out ---


def test_a_reply_with_a_file_is_the_same_after_waiting_in_the_inbox() -> None:
    reply = Reply((Outgoing("one", ((Button("b", "d"),),), file=FILE), Outgoing("two", edit=4)), "toast")
    assert unpack_reply(pack_reply(reply, "q")) == (reply, "q")


def test_a_reply_packed_before_there_were_files_is_still_read() -> None:
    old = json.dumps(
        {"messages": [{"text": "x", "keyboard": [], "edit": None}], "toast": "", "callback": None}
    ).encode()
    assert unpack_reply(old) == (Reply((Outgoing("x"),)), None)


async def test_a_file_is_sent_as_a_form_with_its_name_and_kind() -> None:
    seen: list[Any] = []

    async def handler(request: web.BaseRequest) -> web.Response:
        form = await request.post()
        document = form["document"]
        assert isinstance(document, web.FileField)
        fields = {name: value for name, value in form.items() if name != "document"}
        seen.append((fields, document.filename, document.content_type, document.file.read()))
        return web.json_response({"ok": True, "result": {"message_id": 1}})

    message = Outgoing("<b>x</b>", ((Button("b", "d"),),), file=FILE)
    async with server(handler) as url, transport() as request:
        for _ in range(2):  # a second try sends the whole file again
            assert await request.call(url, {"chat_id": 7} | parameters_of(message)) == {"message_id": 1}
    markup = '{"inline_keyboard": [[{"text": "b", "callback_data": "d"}]]}'
    fields = {"chat_id": "7", "parse_mode": "HTML", "caption": "<b>x</b>", "reply_markup": markup}
    assert seen == [(fields, "données.json", "application/json", b'{"a": 1}')] * 2


async def test_what_telegram_refuses_of_a_file_is_told_like_any_refusal() -> None:
    async def handler(request: web.BaseRequest) -> web.Response:
        await request.post()
        return web.json_response({"ok": False, "error_code": 400, "description": "Bad Request: x"}, status=400)

    async with server(handler) as url, transport() as request:
        with pytest.raises(BadRequest):
            await request.call(url, {"chat_id": 7, "document": InputFile(b"x", filename="x.json")})


async def test_two_files_arrive_in_their_order_with_their_words(local: LocalTelegram, tmp_path: Path) -> None:
    async with companion(local, tmp_path):
        ana = Person(local.url, 1001)
        await ana.say("a file please")
        await ana.wait_for("2.json")
    assert documents(local, 1001) == [
        ("1: 1.json", f"{MARKER} 1 of 1".encode()),
        ("1: 2.json", f"{MARKER} 2 of 1".encode()),
    ]


async def test_a_picture_is_shown_in_the_chat_and_not_sent_as_a_file(local: LocalTelegram, tmp_path: Path) -> None:
    async with companion(local, tmp_path):
        ana = Person(local.url, 1001)
        await ana.say("a picture please")
        await ana.wait_for("a picture")
    [photo] = [message["photo"][0] for message in local.state.chats[1001].messages.values() if "photo" in message]
    assert (photo["width"], photo["height"]) == (2, 3)
    assert local.state.files[photo["file_id"]].data == PICTURE


async def test_a_file_that_was_committed_and_not_sent_is_sent_at_the_next_start_and_waits_sealed(
    local: LocalTelegram, tmp_path: Path, process: Make
) -> None:
    local.faults.add({"method": "sendDocument", "status": 500, "times": 1000})
    one = process()
    await one.start()
    ana = Person(local.url, 1001)
    await ana.say("a file please")
    await until(lambda: local.call_counts["sendDocument"] >= 1)
    await one.end(signal.SIGKILL)
    url = f"sqlite:///{tmp_path / 'companion.db'}"
    on_disk = bytes_on_disk(url)
    assert MARKER.encode() not in on_disk
    assert base64.b64encode(MARKER.encode())[:8] not in on_disk
    local.faults.waiting.clear()
    await one.start()
    await ana.wait_for("2.json")
    await one.end(signal.SIGTERM)
    assert [caption for caption, _ in documents(local, 1001)] == ["1: 1.json", "1: 2.json"]


async def test_killed_between_two_files_only_the_second_is_left_to_send(
    local: LocalTelegram, tmp_path: Path, process: Make
) -> None:
    one = process()
    await one.start()
    ana = Person(local.url, 1001)
    await ana.say("hello")
    await ana.wait_for("1: hello")
    local.faults.add({"method": "sendDocument", "delay": 0.01, "times": 1})
    local.faults.add({"method": "sendDocument", "status": 500, "times": 1000})
    await ana.say("a file please")
    await until(lambda: local.call_counts["sendDocument"] >= 2)
    await one.end(signal.SIGKILL)
    local.faults.waiting.clear()
    await one.start()
    await ana.wait_for("2.json")
    await one.end(signal.SIGTERM)
    assert [caption for caption, _ in documents(local, 1001)] == ["2: 1.json", "2: 2.json"]


async def test_inbox_rows_keep_nothing_of_files_in_or_out_once_they_are_done(
    local: LocalTelegram, tmp_path: Path
) -> None:
    async with companion(local, tmp_path):
        ana = Person(local.url, 1001)
        await ana.say("a file please")
        await ana.wait_for("2.json")
        await ana.send("document", content=encoded("what I keep"), name="my.json", caption="mine")
        await ana.wait_for("what I keep")
    async with database_of(tmp_path) as database:
        async with database.reader() as unit:
            assert await inbox.open_rows(unit) == []
        await database.checkpoint()
    table = (await tables_of(f"sqlite:///{tmp_path / 'companion.db'}"))["inbox"]
    bodies = [row[table.columns.index("body")] for row in table.rows]
    assert bodies == [None] * len(table.rows)
    assert len(bodies) >= 2


# --- in ---


def fetched(local: LocalTelegram) -> int:
    return local.call_counts["getFile"]


async def test_a_file_that_was_asked_for_is_fetched_and_handed_over(local: LocalTelegram, tmp_path: Path) -> None:
    async with companion(local, tmp_path):
        ana = Person(local.url, 1001)
        await ana.send("document", content=encoded("été"), name="copy.json")
        await ana.wait_for("1: été")


async def test_a_file_nobody_asked_for_is_not_even_fetched(local: LocalTelegram, tmp_path: Path) -> None:
    async with companion(local, tmp_path):
        ana = Person(local.url, 1002)
        await ana.send("document", content=encoded("my passport"))
        await ana.wait_for("1: no file")
    assert fetched(local) == 0


async def test_a_file_too_large_is_not_fetched() -> None:
    async def call(method: str, parameters: dict[str, Any]) -> Any:
        return {"file_path": "documents/x"}

    async def download(path: str, most: int) -> bytes:
        return b"content"

    fetcher = Fetcher(call, download)
    assert await fetcher.content(FileSent("f", LARGEST_FILE)) == b"content"
    assert await fetcher.content(FileSent("f", LARGEST_FILE + 1)) is None


async def test_the_weather_is_waited_out_and_a_refusal_is_not(local: LocalTelegram, tmp_path: Path) -> None:
    async with companion(local, tmp_path):
        ana = Person(local.url, 1001)
        local.faults.add({"method": "getFile", "drop": True})
        await ana.send("document", content=encoded("at last"))
        await ana.wait_for("1: at last")
        local.faults.add({"method": "getFile", "status": 400, "times": 5})
        before = fetched(local)
        await ana.send("document", content=encoded("never"))
        await ana.wait_for("2: no file")
        assert fetched(local) == before + 1


async def test_a_slow_file_holds_up_nobody_else(local: LocalTelegram, tmp_path: Path) -> None:
    async with companion(local, tmp_path), held(local.faults, "getFile") as slow:
        ana, ben = Person(local.url, 1001), Person(local.url, 1003)
        await ana.send("document", content=encoded("slow"))
        await ana.say("after it")
        await slow.begun.wait()
        await ben.say("hello")
        await ben.wait_for("1: hello")
        assert heard(local, 1001) == []
        slow.go_on.set()
        await ana.wait_for("1: slow")
        await ana.wait_for("2: after it")


async def test_killed_while_a_file_is_fetched_it_is_fetched_again(
    local: LocalTelegram, tmp_path: Path, process: Make
) -> None:
    local.faults.add({"method": "getFile", "delay": 30, "times": 1})
    one = process()
    await one.start()
    ana = Person(local.url, 1001)
    await ana.send("document", content=encoded("once more"))
    await until(lambda: fetched(local) == 1)
    await one.end(signal.SIGKILL)
    await one.start()
    await ana.wait_for("1: once more")
    await one.end(signal.SIGTERM)


async def test_a_download_stops_at_its_limit_whatever_the_size_was_said_to_be() -> None:
    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(body=b"x" * 5000)

    async with server(handler) as url, transport() as request:
        assert len(await request.download(url, 5000)) == 5000
        with pytest.raises(TooLongError):
            await request.download(url, 4999)


async def test_a_download_that_is_not_there_is_an_error_without_the_address() -> None:
    async def handler(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(status=404, text="nothing")

    async with server(handler) as url, transport() as request:
        with pytest.raises(NetworkError) as caught:
            await request.download(url, 10)
    assert "http" not in str(caught.value)


async def test_fetching_gives_up_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.fetching._PAUSE", 0.0)
    tries: list[TelegramError] = []

    async def call(method: str, parameters: dict[str, Any]) -> Any:
        tries.append(NotSentError("ClientConnectorError"))
        raise tries[-1]

    async def never(path: str, most: int) -> bytes:
        await asyncio.sleep(60)
        return b""

    async def found(method: str, parameters: dict[str, Any]) -> Any:
        return {"file_path": "documents/x"}

    assert await Fetcher(call, never).content(FileSent("f", 1)) is None
    assert len(tries) == 3
    monkeypatch.setattr("bot.fetching._PATIENCE", 0.05)
    assert await Fetcher(found, never).content(FileSent("f", 1)) is None


def seen_documents(messages: list[Seen]) -> list[str]:
    return [message.wire["document"]["file_name"] for message in messages if "document" in message.wire]


async def test_the_names_of_files_reach_the_person(local: LocalTelegram, tmp_path: Path) -> None:
    async with companion(local, tmp_path):
        ana = Person(local.url, 1001)
        await ana.say("a file please")
        await ana.wait_for("2.json")
        assert seen_documents(await ana.messages()) == ["1.json", "2.json"]
