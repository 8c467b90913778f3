"""HTTP to the Bot API over aiohttp, for python-telegram-bot.

The library's own transport (httpx) costs several times more CPU once dozens of requests run at
once, and its errors hold the address, which holds the token. Here no error text holds anything but
the name of what went wrong.

`AiohttpRequest` serves the library's methods. `AiohttpRequest.call` is the short way for the few
methods called for every message: it skips the library's objects, which cost more than the request.
"""

from __future__ import annotations

import json
import os
from typing import Any, Final

import aiohttp

# The library moves from numbers to timedeltas for `retry_after`, and warns until asked for them.
os.environ.setdefault("PTB_TIMEDELTA", "true")

from telegram import InputFile
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
from telegram.request import BaseRequest, RequestData

_JSON: Final = {"Content-Type": "application/json"}
_REFUSALS: Final[dict[int, type[TelegramError]]] = {
    400: BadRequest,
    401: InvalidToken,
    403: Forbidden,
    404: InvalidToken,  # what Telegram says to a token it does not know
    409: Conflict,
}


class NotSentError(NetworkError):
    """No connection was made: the request certainly had no effect, so it may be repeated at will."""


class AnswerLostError(NetworkError):
    """The connection broke after the request may have left: it may or may not have had its effect."""


class TooLongError(NetworkError):
    """What was to be fetched is longer than it may be; the rest was not read."""


class AiohttpRequest(BaseRequest):
    """A pool of kept-alive connections to one Bot API server."""

    def __init__(
        self,
        *,
        connections: int = 64,
        connect_timeout: float = 5.0,
        read_timeout: float = 15.0,
        write_timeout: float = 30.0,
        use_proxy_of_environment: bool = True,
    ) -> None:
        """Timeouts in seconds; `connections` bounds the requests under way at once, the rest wait."""
        self._connections = connections
        self._connect_timeout = connect_timeout
        self._read_timeout = read_timeout
        self._write_timeout = write_timeout
        self._use_proxy = use_proxy_of_environment
        self._session: aiohttp.ClientSession | None = None
        self._timeouts: dict[tuple[float | None, float | None, float | None], aiohttp.ClientTimeout] = {}

    @property
    def read_timeout(self) -> float | None:
        """Seconds of silence after which an answer is given up."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Makes the pool; the second call does nothing."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                trust_env=self._use_proxy,
            )

    async def shutdown(self) -> None:
        """Closes the pool; safe to call twice."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # bounded by the connect timeout here
    ) -> tuple[int, bytes]:
        """One request: status and body. Raises NotSentError, AnswerLostError or TimedOut."""
        timeout = self._timeout(
            self._read_timeout if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout,
            self._write_timeout if write_timeout is BaseRequest.DEFAULT_NONE else write_timeout,
            self._connect_timeout if connect_timeout is BaseRequest.DEFAULT_NONE else connect_timeout,
        )
        if request_data is None:
            return await self._exchange(method, url, None, None, timeout)
        if not request_data.contains_files:
            body = json.dumps(request_data.parameters).encode()
            return await self._exchange(method, url, body, _JSON, timeout)
        form = aiohttp.FormData()
        for name, value in request_data.json_parameters.items():
            form.add_field(name, value)
        for name, (filename, content, mime) in request_data.multipart_data.items():
            form.add_field(name, content, filename=filename, content_type=mime)
        return await self._exchange(method, url, form, None, timeout)

    async def call(self, url: str, parameters: dict[str, Any], read_timeout: float | None = None) -> Any:
        """Calls a Bot API method and gives its `result` as JSON; a file among the parameters makes it a form.

        Raises the library's errors as its own methods do, and NotSentError or AnswerLostError; an
        answer that is not the Bot API's (a proxy's page, say) is a plain NetworkError.
        """
        timeout = self._timeout(read_timeout or self._read_timeout, self._write_timeout, self._connect_timeout)
        if any(isinstance(value, InputFile) for value in parameters.values()):
            status, payload = await self._exchange("POST", url, _form(parameters), None, timeout)
        else:
            status, payload = await self._exchange("POST", url, json.dumps(parameters).encode(), _JSON, timeout)
        try:
            answer = json.loads(payload)
            if status == 200 and answer["ok"]:
                return answer["result"]
            description = str(answer["description"])
            more = answer.get("parameters") or {}
            retry_after, new_chat_id = more.get("retry_after"), more.get("migrate_to_chat_id")
        except (ValueError, KeyError, TypeError, AttributeError):
            # A proxy's 403, say, must not pass for a person who blocked the bot.
            raise NetworkError(f"not an answer of a Bot API server (status {status})") from None
        if new_chat_id:
            raise ChatMigrated(int(new_chat_id))
        if retry_after:
            raise RetryAfter(int(retry_after))
        raise _REFUSALS.get(status, NetworkError)(description)

    async def download(self, url: str, most: int) -> bytes:
        """What stands at an address of the Bot API server, if it is at most so many bytes.

        Raises TooLongError, NotSentError, AnswerLostError or TimedOut, and NetworkError for any status but 200.
        """
        timeout = self._timeout(self._read_timeout, self._write_timeout, self._connect_timeout)
        status, payload = await self._exchange("GET", url, None, None, timeout, most)
        if status != 200:
            raise NetworkError(f"no file (status {status})")
        return payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as JSON. The library's own version logs what it cannot read: a person's words."""
        try:
            answer = json.loads(payload)
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or not ("result" in answer or answer.get("ok") is False):
            raise NetworkError("not an answer of a Bot API server")
        return answer

    def _timeout(self, read: float | None, write: float | None, connect: float | None) -> aiohttp.ClientTimeout:
        key = (read, write, connect)
        timeout = self._timeouts.get(key)
        if timeout is None:
            # The total bounds a server that drips a byte now and then; sock_read bounds silence.
            total = None if None in key else sum(part or 0.0 for part in key)
            timeout = aiohttp.ClientTimeout(total=total, connect=connect, sock_connect=connect, sock_read=read)
            self._timeouts[key] = timeout
        return timeout

    async def _exchange(
        self,
        method: str,
        url: str,
        body: Any,
        headers: dict[str, str] | None,
        limits: aiohttp.ClientTimeout,
        most: int | None = None,
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("the transport is used before it is initialised or after it was shut down")
        failure: NetworkError
        try:
            async with self._session.request(method, url, data=body, headers=headers, timeout=limits) as answer:
                if most is None:
                    return answer.status, await answer.read()
                return answer.status, await _at_most(answer, most)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
            failure = NotSentError(type(error).__name__)
        except TimeoutError:
            failure = TimedOut()
        except (aiohttp.ClientError, OSError) as error:
            failure = AnswerLostError(type(error).__name__)
        raise failure  # outside the handlers: what aiohttp raised holds the address, and with it the token


def _form(parameters: dict[str, Any]) -> aiohttp.FormData:
    """Parameters as a form, each file a part with its name; made anew for each try, as a form can be sent once."""
    form = aiohttp.FormData(quote_fields=False)  # names as they are, in UTF-8: quoted ones would be shown quoted
    for name, value in parameters.items():
        if isinstance(value, InputFile):
            filename, content, mime = value.field_tuple
            form.add_field(name, content, filename=filename, content_type=mime)
        else:
            form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    return form


async def _at_most(answer: aiohttp.ClientResponse, most: int) -> bytes:
    content = bytearray()
    async for piece in answer.content.iter_chunked(65_536):
        content += piece
        if len(content) > most:
            raise TooLongError("longer than it may be")
    return bytes(content)
