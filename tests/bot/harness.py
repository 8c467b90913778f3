"""Starts companions for these tests: inside the test's own loop, or as a process that can be killed."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.application import Companion
from bot.local.server import LocalTelegram
from bot.settings import Settings, read_settings
from bot.talk import Talk
from storage.database import open_database
from storage.encryption import KeyRing
from storage.unit import Database
from tests.bot.simple_talk import SIMPLE
from tests.waiting import PATIENCE, until

ROOT = Path(__file__).resolve().parents[2]
KEYS = base64.b64encode(b"k" * 32).decode()
PLENTY = "100000"


def environment(local: LocalTelegram, data: Path, **changes: str) -> dict[str, str]:
    """What a companion beside this local Telegram needs to be told; no pacing unless asked for."""
    return {
        "TELEGRAM_BOT_TOKEN": local.token,
        "TELEGRAM_API_URL": local.url,
        "COMPANION_DATA": str(data),
        "COMPANION_KEYS": KEYS,
        "WEB_LISTEN": "127.0.0.1:0",
        "MESSAGES_PER_SECOND": PLENTY,
        "MESSAGES_PER_SECOND_PER_CHAT": PLENTY,
        **changes,
    }


def settings_from(variables: dict[str, str]) -> Settings:
    """The settings these variables alone make."""
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(variables)
    try:
        return read_settings()
    finally:
        os.environ.clear()
        os.environ.update(before)


@asynccontextmanager
async def companion(
    local: LocalTelegram, data: Path, talk: Talk = SIMPLE, **changes: str
) -> AsyncIterator[asyncio.Task[None]]:
    """A companion in this loop, stopped at the end; what it could not go on with is raised."""
    stop = asyncio.Event()
    one = Companion(settings_from(environment(local, data, **changes)), talk)
    serving = asyncio.create_task(one.serve(stop))
    try:
        await until(lambda: serving.done() or local.call_counts["getUpdates"] or local.state.webhook is not None)
        yield serving
    finally:
        stop.set()
        with contextlib.suppress(asyncio.CancelledError):
            await serving


@asynccontextmanager
async def database_of(data: Path) -> AsyncIterator[Database]:
    """The companion's database, opened beside it or after it."""
    url = f"sqlite:///{data / 'companion.db'}"
    async with open_database(url, KeyRing.from_text(KEYS)) as database:
        yield database


class Process:
    """A companion with the simple talk in a process of its own."""

    def __init__(self, variables: dict[str, str]) -> None:
        self._variables = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **variables}
        self._process: asyncio.subprocess.Process | None = None
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed by kill

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.bot.simple_talk",
            env=self._variables,
            cwd=ROOT,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=self._errors,
        )

    @property
    def errors(self) -> bytes:
        """All it has written to standard error so far, over all its starts."""
        return os.pread(self._errors.fileno(), 1_000_000, 0)

    async def end(self, how: signal.Signals | None) -> int:
        """Sends the signal, or only waits for the end, and returns the exit status."""
        assert self._process is not None
        if how is not None and self._process.returncode is None:
            self._process.send_signal(how)
        async with asyncio.timeout(PATIENCE):
            return await self._process.wait()

    async def kill(self) -> None:
        """Makes sure that it is gone."""
        if self._process is not None and self._process.returncode is None:
            await self.end(signal.SIGKILL)
        self._errors.close()


def heard(local: LocalTelegram, chat_id: int) -> list[str]:
    """What the bot has said in the chat, oldest first."""
    chat = local.state.chats[chat_id]
    return [message["text"] for message in chat.messages.values() if message["from"]["is_bot"]]
