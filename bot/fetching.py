"""Fetches a file a person sent, when the conversation has asked for one; never kept, never anywhere but in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

import structlog
from telegram.error import BadRequest, TelegramError

from bot.logs import name_of
from bot.sending import Call
from conversations.messages import LARGEST_FILE, FileSent

_log = structlog.get_logger(__name__)

_TRIES: Final = 3
_PAUSE: Final = 0.5
_PATIENCE: Final = 20.0  # seconds in all: somebody waits for the answer, and the chat with them

Download = Callable[[str, int], Awaitable[bytes]]
"""The bytes under a file's path on the Bot API server, at most so many."""


class Fetcher:
    """The one way in for files."""

    def __init__(self, call: Call, download: Download) -> None:
        self._call = call
        self._download = download

    async def content(self, file: FileSent) -> bytes | None:
        """The file's bytes; None when it is too long, or Telegram does not give it in time."""
        if file.size > LARGEST_FILE:
            return None
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self._tried(file)
        except (TelegramError, TimeoutError) as error:
            _log.warning("file not fetched", error=name_of(error))
            return None

    async def _tried(self, file: FileSent) -> bytes:
        for _ in range(_TRIES - 1):
            try:
                return await self._once(file)
            except BadRequest:
                raise
            except TelegramError:
                await asyncio.sleep(_PAUSE)
        return await self._once(file)

    async def _once(self, file: FileSent) -> bytes:
        found: dict[str, Any] = await self._call("getFile", {"file_id": file.file_id})
        path = found.get("file_path")
        if not isinstance(path, str):
            raise BadRequest("the file cannot be downloaded")
        return await self._download(path, LARGEST_FILE)
