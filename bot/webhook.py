"""Updates that Telegram brings: committed to the inbox before they are answered, so that nothing acknowledged is lost.

Telegram brings those of a chat one after the other, and brings again what was not answered with 2xx. What comes at the
same moment is committed together.
"""

from __future__ import annotations

import asyncio
import hmac
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.logs import name_of, places
from bot.polling import Keep
from bot.sending import backoff
from bot.updates import ALLOWED

_log = structlog.get_logger(__name__)

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of the header

_CONNECTIONS: Final = 40  # that Telegram may use at once
_LOOKS: Final = 30.0  # seconds between looks at what Telegram says of the webhook
_LOSSES: Final = 5  # looks in a row that find it taken away before whoever does it is believed to be there to stay
_PATIENCE: Final = 90.0  # seconds at the start until it has to be set
_NO_ANSWER: Final = (TelegramError, TimeoutError, KeyError, TypeError)  # or none that a Bot API server gives
_BUSY: Final = {"Retry-After": "1"}
_LARGEST_ID: Final = 2**63 - 1

Call = Callable[[str, dict[str, Any]], Awaitable[Any]]
"""Calls a method of the Bot API."""


class WebhookRefused(Exception):  # noqa: N818 - named for what happened
    """Telegram does not take this address; `str()` says why, in its words."""


class WebhookFailed(Exception):  # noqa: N818
    """The webhook cannot be kept; `str()` says why, for the operator."""


class Webhook:
    """What Telegram posts to, and what keeps it set."""

    def __init__(
        self,
        url: str,
        secret: str,
        call: Call,
        keep: Keep,
        has_room: Callable[[], bool],
        failed: Callable[[BaseException], None],
        *,
        looks: float = _LOOKS,
    ) -> None:
        """`failed` is told what it cannot go on with; `looks`: seconds between looks at what Telegram says of it."""
        self._url = url
        self._secret = secret.encode()
        self._call = call
        self._keep = keep
        self._has_room = has_room
        self._failed = failed
        self._looks = looks
        self._open = False
        self._waiting: list[tuple[dict[str, Any], asyncio.Future[None]]] = []
        self._keeping: asyncio.Task[None] | None = None
        self._good = time.monotonic()
        self._called = url  # as Telegram names the address: it adds a missing slash, say
        self._last_error = 0

    @property
    def age(self) -> float:
        """Seconds since Telegram last said that it brings updates here."""
        return time.monotonic() - self._good

    @property
    def longest_silence(self) -> float:
        """Seconds without an answer after which the webhook counts as broken."""
        return 3 * self._looks + 30

    @property
    def route(self) -> web.RouteDef:
        """Where the listener has to take it in: the path of the address, which a proxy passes on as it is."""
        return web.post(urlsplit(self._url).path or "/", self._take_in)

    # Set, and kept set

    async def start(self) -> None:
        """Takes updates in from now on, and tells Telegram to bring them.

        Raises WebhookRefused, WebhookFailed if Telegram cannot be reached for long, or InvalidToken.
        """
        self._open = True
        until = time.monotonic() + _PATIENCE
        failures = 0
        while True:
            try:
                await self._set()
                return
            except BadRequest as error:
                raise WebhookRefused(str(error)) from None
            except InvalidToken:
                raise
            except _NO_ANSWER as error:
                failures += 1
                _log.warning("webhook not set", error=name_of(error), failures=failures)
                if time.monotonic() > until:
                    raise WebhookFailed("the Bot API server cannot be reached") from None
                await asyncio.sleep(backoff(failures, 0.5, 10.0))

    async def run(self) -> None:
        """Looks after it until cancelled; raises WebhookFailed when others take it away again and again."""
        losses = 0
        while True:
            await asyncio.sleep(self._looks)
            try:
                info = await self._call("getWebhookInfo", {})
                if info["url"] == self._called:
                    losses = 0
                    self._good = time.monotonic()
                    self._say_what_failed(info)
                    continue
                losses += 1
                _log.error("the webhook was changed by another program", times=losses)
                if losses >= _LOSSES:
                    raise WebhookFailed("another program changes the webhook of this bot again and again")
                await self._set()
            except InvalidToken:
                raise
            except _NO_ANSWER as error:
                _log.warning("the webhook was not looked at", error=name_of(error))

    async def _set(self) -> None:
        await self._call(
            "setWebhook",
            {
                "url": self._url,
                "secret_token": self._secret.decode(),
                "allowed_updates": ALLOWED,
                "max_connections": _CONNECTIONS,
            },
        )
        self._called = (await self._call("getWebhookInfo", {}))["url"] or self._url
        self._good = time.monotonic()

    def _say_what_failed(self, info: dict[str, Any]) -> None:
        """Telegram keeps the last error of its deliveries: a certificate it does not take, say."""
        at = info.get("last_error_date", 0)
        if at > self._last_error:
            self._last_error = at
            _log.warning(
                "Telegram could not bring an update",
                why=str(info.get("last_error_message", ""))[:200],
                waiting=info.get("pending_update_count"),
            )

    # What it brings

    async def stop(self) -> None:
        """Takes nothing in any more; returns when what it took is committed. Telegram brings the rest again."""
        self._open = False
        if self._keeping is not None:
            await asyncio.wait([self._keeping])

    async def _take_in(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            raise web.HTTPForbidden
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType
        try:
            update = await request.json()
        except ValueError:
            update = None
        if not _is_update(update):
            raise web.HTTPBadRequest
        if not (self._open and self._has_room()):
            return web.Response(status=503, headers=_BUSY)
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((update, kept))
        if self._keeping is None:
            self._keeping = asyncio.create_task(self._keep_waiting())
        try:
            await kept
        except Exception:
            return web.Response(status=503, headers=_BUSY)
        return web.Response()

    async def _keep_waiting(self) -> None:
        """Commits what waits, and then what has come meanwhile: one transaction at a time."""
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                await self._keep(sorted((update for update, _ in batch), key=lambda update: int(update["update_id"])))
            except Exception as error:
                _log.error("updates not kept", error=name_of(error), places=places(error.__traceback__))
                _settle(batch, error)
                # It may have been committed all the same, and would then be known when it is brought again: only a
                # new start finds it in the inbox.
                self._failed(error)
            else:
                _settle(batch, None)
        self._keeping = None


def _is_update(update: Any) -> bool:
    if not isinstance(update, dict):
        return False
    number = update.get("update_id")
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= _LARGEST_ID


def _settle(batch: list[tuple[dict[str, Any], asyncio.Future[None]]], error: Exception | None) -> None:
    for _, kept in batch:
        if kept.done():
            continue  # whoever brought it has gone
        if error is None:
            kept.set_result(None)
        else:
            kept.set_exception(error)
