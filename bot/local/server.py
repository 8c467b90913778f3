"""The HTTP side of the local Telegram: the Bot API at /bot<token>/…, the page at /, its driver at /local/…"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter, deque
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from bot.local.control import Control
from bot.local.faults import Fault, Faults, FloodLimits
from bot.local.load import Load
from bot.local.methods import METHODS, Upload
from bot.local.refusals import (
    RefusalError,
    conflict,
    not_found,
    terminated_by_webhook,
    too_many_requests,
    unauthorized,
    webhook_is_active,
)
from bot.local.state import State, encode
from bot.local.webhook import Bringer

# The bot started without a token uses this one; it opens nothing but the server beside it.
LOCAL_TOKEN = "1000000001:Local-Telegram-on-this-computer-only"  # noqa: S105

_MOST_CALLS = 10_000  # remembered for /local/calls
_LONGEST_BODY = 64 * 1024 * 1024
_LONGEST_POLL = 50.0  # seconds; Telegram cuts longer polls as well
_JSON = "application/json"
_WEBHOOK_METHODS = frozenset({"setwebhook", "deletewebhook"})
_REPLIES = frozenset({"sendmessage", "editmessagetext", "sendphoto", "senddocument"})


class LocalTelegram:
    """A Telegram of one's own on loopback, strict as the real one; also an async context manager.

    `port` 0 takes a free one; `url` is known after `start`. `store` is the file that keeps everything over
    restarts (None: nothing is kept). `now` sets the moved clock at the start. With `flood_limits` Telegram's
    limits are enforced. OSError from `start` means that the port is taken; ValueError that `host` is not loopback.
    """

    def __init__(
        self,
        port: int = 0,
        host: str = "127.0.0.1",
        token: str = LOCAL_TOKEN,
        store: Path | None = None,
        now: datetime | None = None,
        *,
        flood_limits: bool = False,
    ) -> None:
        if host != "localhost" and not ip_address(host).is_loopback:
            raise ValueError(f"the local Telegram listens on loopback only, not on {host}")
        self.host = host
        self.port = port
        self.token = token
        self.state = State(token, store, now)
        self.faults = Faults()
        self.load = Load()
        self.flood = FloodLimits() if flood_limits else None
        self.calls: deque[dict[str, Any]] = deque(maxlen=_MOST_CALLS)
        self.call_counts: Counter[str] = Counter()
        self.stopping = asyncio.Event()
        self._prefix = f"/bot{token}/"
        self._poll: asyncio.Future[RefusalError | None] | None = None  # the poll that waits
        self._runner: web.ServerRunner | None = None
        self._hosts: frozenset[str] = frozenset()
        self._control = Control(self)
        self.bringer = Bringer(self.state, self.faults)
        self.state.wake = self._wake

    @property
    def url(self) -> str:
        """The address of both the page and the Bot API, e.g. http://127.0.0.1:8080."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    async def start(self) -> None:
        """Listen. OSError if the port is taken."""
        loop = asyncio.get_running_loop()

        def request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
            return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=_LONGEST_BODY)

        server = web.Server(self._handle, request_factory=request, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=2.0)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self.host, self.port).start()
        except OSError:
            await self._runner.cleanup()
            raise
        self.port = self._runner.addresses[0][1]
        names = ("127.0.0.1", "localhost", "[::1]")
        self._hosts = frozenset({f"{name}:{self.port}" for name in names})
        self.bringer.begin()

    async def stop(self) -> None:
        """Answer who waits, stop listening and close the store."""
        self.stopping.set()
        self._wake()
        await self.bringer.stop()
        await self._control.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        self.state.close()

    async def __aenter__(self) -> LocalTelegram:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.stop()

    # Requests

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        headers = request.headers
        # A page elsewhere must not drive this server, neither across origins nor by a name for loopback.
        if headers.get("Host") not in self._hosts:
            return web.json_response({"error": "this server answers on loopback only"}, status=403)
        origin = headers.get("Origin")
        if origin is not None and origin.removeprefix("http://") not in self._hosts:
            return web.json_response({"error": "this server is driven from its own page only"}, status=403)
        if headers.get("Sec-Fetch-Site") in ("cross-site", "same-site") and not (
            path == "/" and request.method == "GET"
        ):
            return web.json_response({"error": "this server is driven from its own page only"}, status=403)
        if path.startswith("/bot"):
            return await self._bot_call(request, path)
        return await self._control.handle(request, path)

    @staticmethod
    async def _params(request: web.BaseRequest) -> dict[str, Any]:
        params: dict[str, Any] = dict(request.query) if request.query_string else {}
        if request.method != "POST":
            return params
        kind = request.content_type
        if kind == "multipart/form-data":
            for name, value in (await request.post()).items():
                if isinstance(value, web.FileField):
                    params[name] = Upload(value.filename, value.content_type, value.file.read())
                    value.file.close()
                else:
                    params[name] = value
            return params
        body = await request.read()
        if not body:
            return params
        if kind == _JSON:
            try:
                given = json.loads(body)
            except ValueError:
                given = None
            if not isinstance(given, dict):
                raise RefusalError(400, "Bad Request: can't parse request body as JSON object")
            params.update(given)
        else:
            params.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        return params

    async def _bot_call(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        if not path.startswith(self._prefix):
            return _refused(unauthorized() if path.count("/") >= 2 else not_found())
        name = path[len(self._prefix) :]
        try:
            params = await self._params(request)
        except RefusalError as refusal:
            return _refused(refusal)
        method = name.lower()
        self.call_counts[name] += 1
        call = {"method": name, "at": time.time(), "params": params, "status": 0}
        self.calls.append(call)
        fault = self.faults.take(method, str(params.get("chat_id", ""))) if self.faults.waiting else None
        if fault is not None:
            await fault.wait()
        if fault is not None and not fault.after and (fault.drop or fault.status):
            return self._fail(request, fault, call)
        try:
            if method == "getupdates":
                body = await self._get_updates(params)
            else:
                body = self._call(method, params)
            status = 200
        except RefusalError as refusal:
            status = refusal.code
            body = _refusal_body(refusal)
        call["status"] = status
        if fault is not None and fault.after and status == 200:
            return self._fail(request, fault, call)
        return web.Response(body=body, status=status, content_type=_JSON)

    def _call(self, method: str, params: dict[str, Any]) -> bytes:
        known = METHODS.get(method)
        if known is None:
            raise not_found()
        if self.flood is not None and method.startswith("send") and method != "sendchataction":
            chat_id = self.state.chat_for_bot(params.get("chat_id")).id
            if wait := self.flood.wait(chat_id, time.monotonic()):
                raise too_many_requests(wait)
        result = known(self.state, params)
        if method in _WEBHOOK_METHODS:
            if self.state.webhook is not None:
                self._end_poll(terminated_by_webhook())
            self.bringer.begin()
        if self.load.waiting and method in _REPLIES:
            self.load.replied(result)
        return b'{"ok":true,"result":' + encode(result).encode() + b"}"

    @staticmethod
    def _fail(request: web.BaseRequest, fault: Fault, call: dict[str, Any]) -> web.StreamResponse:
        if fault.drop:
            call["status"] = -1
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
        call["status"] = fault.status
        return _refused(RefusalError(fault.status, fault.words(), fault.parameters() or None))

    # Polling

    def _wake(self) -> None:
        self._end_poll(None)
        self.bringer.wake()

    def _end_poll(self, refusal: RefusalError | None) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(refusal)

    async def _get_updates(self, params: dict[str, Any]) -> bytes:
        def number(key: str, default: int) -> int:
            try:
                return int(params.get(key) or default)
            except (TypeError, ValueError):
                return default

        state = self.state
        if state.webhook is not None:
            raise webhook_is_active()
        if (offset := number("offset", 0)) != 0:
            state.confirm(offset)
        if "allowed_updates" in params:
            given = params["allowed_updates"]
            kinds = json.loads(given) if isinstance(given, str) and given else given
            state.allowed_updates = frozenset(kinds or ())
        limit = min(max(number("limit", 100), 1), 100)
        timeout = min(float(number("timeout", 0)), _LONGEST_POLL)
        self._end_poll(conflict())  # the older poller loses
        found = state.pending(limit)
        if not found and timeout > 0 and not self.stopping.is_set():
            poll: asyncio.Future[RefusalError | None] = asyncio.get_running_loop().create_future()
            self._poll = poll
            try:
                refusal = await asyncio.wait_for(poll, timeout)
            except TimeoutError:
                refusal = None
            finally:
                if self._poll is poll:
                    self._poll = None
            if refusal is not None:
                raise refusal
            found = state.pending(limit)
        return b'{"ok":true,"result":[' + b",".join(found) + b"]}"


def _refusal_body(refusal: RefusalError) -> bytes:
    body: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return encode(body).encode()


def _refused(refusal: RefusalError) -> web.Response:
    return web.Response(body=_refusal_body(refusal), status=refusal.code, content_type=_JSON)
