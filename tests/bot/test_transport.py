"""The transport against a real server that drops, delays, refuses and talks nonsense."""

from __future__ import annotations

import asyncio
import json
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot, InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.transport import AiohttpRequest, AnswerLostError, NotSentError
from tests.waiting import PATIENCE

TOKEN = "123456:a-token-nobody-may-read"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def server(handler: Handler) -> AsyncIterator[str]:
    runner = web.ServerRunner(web.Server(handler), shutdown_timeout=0.2)  # type: ignore[arg-type]
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/bot{TOKEN}/sendMessage"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def transport(**options: Any) -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest(**options) as request:
        yield request


def says(status: int, body: object) -> Handler:
    async def handler(_: web.BaseRequest) -> web.Response:
        text = body if isinstance(body, str) else json.dumps(body)
        return web.Response(status=status, text=text)

    return handler


async def drops(request: web.BaseRequest) -> web.Response:
    await request.read()
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def is_slow(_: web.BaseRequest) -> web.Response:
    await asyncio.sleep(PATIENCE)
    return web.Response()


async def drips(request: web.BaseRequest) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    for _ in range(100):
        await response.write(b" ")
        await asyncio.sleep(0.05)
    return response


def whole_story(error: BaseException) -> str:
    return "".join(traceback.format_exception(error)) + repr(error)


async def test_parameters_travel_as_json_and_the_result_comes_back() -> None:
    seen: list[Any] = []

    async def handler(request: web.BaseRequest) -> web.Response:
        seen.append((request.content_type, await request.json()))
        return web.json_response({"ok": True, "result": {"message_id": 5}})

    async with server(handler) as url, transport() as request:
        assert await request.call(url, {"chat_id": 1, "text": "é\u00a0"}) == {"message_id": 5}
    assert seen == [("application/json", {"chat_id": 1, "text": "é\u00a0"})]


async def test_connections_are_kept_and_their_number_is_bounded() -> None:
    connections: set[Any] = set()
    at_once = most = 0
    three = asyncio.Barrier(3)

    async def handler(request: web.BaseRequest) -> web.Response:
        nonlocal at_once, most
        connections.add(request.transport)
        at_once += 1
        most = max(most, at_once)
        await three.wait()
        await asyncio.sleep(0.001)
        at_once -= 1
        return web.json_response({"ok": True, "result": True})

    async with server(handler) as url, transport(connections=3) as request:
        await asyncio.gather(*(request.call(url, {}) for _ in range(30)))
    assert most == 3
    assert len(connections) == 3


@pytest.mark.parametrize(
    ("status", "description", "expected"),
    [
        (400, "Bad Request: message is too long", BadRequest),
        (401, "Unauthorized", InvalidToken),
        (403, "Forbidden: bot was blocked by the user", Forbidden),
        (404, "Not Found", InvalidToken),
        (409, "Conflict: terminated by other getUpdates request", Conflict),
        (500, "Internal Server Error", NetworkError),
        (502, "Bad Gateway", NetworkError),
    ],
)
async def test_refusals_become_the_librarys_errors(
    status: int, description: str, expected: type[TelegramError]
) -> None:
    body = {"ok": False, "error_code": status, "description": description}
    async with server(says(status, body)) as url, transport() as request:
        with pytest.raises(expected) as caught:
            await request.call(url, {})
    assert type(caught.value) is expected


async def test_too_many_requests_says_exactly_how_long_to_wait() -> None:
    body = {"ok": False, "error_code": 429, "description": "…", "parameters": {"retry_after": 17}}
    async with server(says(429, body)) as url, transport() as request:
        with pytest.raises(RetryAfter) as caught:
            await request.call(url, {})
    assert caught.value.retry_after == timedelta(seconds=17)


async def test_a_moved_chat_says_where_to() -> None:
    body = {"ok": False, "error_code": 400, "description": "…", "parameters": {"migrate_to_chat_id": -100}}
    async with server(says(400, body)) as url, transport() as request:
        with pytest.raises(ChatMigrated) as caught:
            await request.call(url, {})
    assert caught.value.new_chat_id == -100


@pytest.mark.parametrize("status", [200, 403, 502])
@pytest.mark.parametrize("body", ["<html>maintenance</html>", "", "[]", "null", '"x"', "{}", '{"ok": true}'])
async def test_an_answer_that_is_not_the_bot_apis_is_weather_and_not_a_refusal(status: int, body: str) -> None:
    async with server(says(status, body)) as url, transport() as request:
        with pytest.raises(NetworkError) as caught:
            await request.call(url, {})
    assert type(caught.value) is NetworkError


async def test_a_closed_port_is_known_not_to_have_been_reached() -> None:
    with socket.socket() as taken:  # and nobody listens
        taken.bind(("127.0.0.1", 0))
        async with transport() as request:
            with pytest.raises(NotSentError) as caught:
                await request.call(f"http://127.0.0.1:{taken.getsockname()[1]}/bot{TOKEN}/getMe", {})
    assert TOKEN not in whole_story(caught.value)


async def test_a_dropped_connection_leaves_open_whether_the_request_arrived() -> None:
    async with server(drops) as url, transport() as request:
        with pytest.raises(AnswerLostError) as caught:
            await request.call(url, {})
    assert TOKEN not in whole_story(caught.value)


async def test_silence_is_a_timeout() -> None:
    async with server(is_slow) as url, transport(read_timeout=0.1) as request:
        with pytest.raises(TimedOut) as caught:
            await request.call(url, {})
    assert TOKEN not in whole_story(caught.value)


async def test_a_server_that_drips_a_byte_now_and_then_is_given_up_as_well() -> None:
    answers: list[Handler] = [says(200, ""), drips]
    limits = {"read_timeout": 0.2, "connect_timeout": 0.1, "write_timeout": 0.1}
    async with server(lambda asked: answers.pop(0)(asked)) as url, transport(**limits) as request:
        await request.do_request(url, "POST", read_timeout=PATIENCE, connect_timeout=PATIENCE)  # connected from now on
        with pytest.raises(TimedOut):
            await request.call(url, {})


async def test_a_long_poll_may_take_longer_than_other_calls() -> None:
    async def handler(_: web.BaseRequest) -> web.Response:
        await asyncio.sleep(0.3)
        return web.json_response({"ok": True, "result": []})

    async with server(handler) as url, transport(read_timeout=0.1) as request:
        assert await request.call(url, {}, read_timeout=PATIENCE) == []


async def test_the_library_works_over_it_with_parameters_and_files() -> None:
    seen: dict[str, Any] = {}

    async def handler(request: web.BaseRequest) -> web.Response:
        method = request.path.rpartition("/")[2]
        if request.content_type == "multipart/form-data":
            fields = await request.post()
            document = fields["document"]
            assert isinstance(document, web.FileField)
            seen[method] = (fields["chat_id"], document.filename, document.file.read())
            document.file.close()
        else:
            seen[method] = await request.json()
        if method == "getMe":
            return web.json_response(
                {"ok": True, "result": {"id": 123456, "is_bot": True, "first_name": "B", "username": "b_bot"}}
            )
        chat = {"id": 7, "type": "private"}
        return web.json_response({"ok": True, "result": {"message_id": 1, "date": 1, "chat": chat}})

    async with server(handler) as url:
        base = url.rpartition(f"/bot{TOKEN}")[0]
        requests = AiohttpRequest(), AiohttpRequest()
        async with Bot(TOKEN, base_url=f"{base}/bot", request=requests[0], get_updates_request=requests[1]) as bot:
            await bot.send_message(7, "hello", parse_mode="HTML")
            await bot.send_document(7, InputFile(BytesIO(b"BEGIN:VCALENDAR"), filename="dates.ics"))
    assert seen["sendMessage"] == {"chat_id": 7, "text": "hello", "parse_mode": "HTML"}
    assert seen["sendDocument"] == ("7", "dates.ics", b"BEGIN:VCALENDAR")


async def test_the_library_never_logs_what_it_could_not_read(caplog: pytest.LogCaptureFixture) -> None:
    async with server(says(200, "zanzibar")) as url, transport() as request:
        with pytest.raises(NetworkError):
            await request.post(url)
    assert "zanzibar" not in caplog.text


async def test_it_can_be_shut_down_twice_and_says_so_when_used_afterwards() -> None:
    request = AiohttpRequest()
    await request.initialize()
    await request.shutdown()
    await request.shutdown()
    with pytest.raises(RuntimeError, match="shut down"):
        await request.call("http://127.0.0.1:1/", {})
