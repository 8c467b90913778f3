"""The companion as a process of its own, against a local Telegram in the test: HTTP between them, nothing else."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import aiohttp

from bot.application import _next_due
from bot.local.server import LocalTelegram
from storage import inbox, notifications
from storage.database import open_database
from storage.encryption import KeyRing
from storage.unit import Database
from tests.waiting import PATIENCE, until

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "4200:end-to-end"
KEYS = base64.b64encode(bytes(range(32))).decode()

FAST = {"MESSAGES_PER_SECOND": "100000", "MESSAGES_PER_SECOND_PER_CHAT": "100000"}
"""Settings for tests of something else than the pace."""

SLOWEST_START = 120.0  # seconds, on a machine with other work


class Companion:
    """`python -m bot run`, which can be stopped, killed and started again on the same data."""

    def __init__(self, telegram: LocalTelegram, folder: Path, **settings: str) -> None:
        self.telegram = telegram
        self.folder = folder
        self._read = 0  # of the log, when the process was launched
        self.settings = settings
        self.process: asyncio.subprocess.Process | None = None

    @property
    def log(self) -> str:
        """Everything the process has written, over all its lives."""
        return (self.folder / "log").read_text(encoding="utf-8")

    @property
    def database_url(self) -> str:
        """Where the bot keeps what it knows."""
        return self.settings.get("DATABASE_URL") or f"sqlite:///{self.folder / 'data' / 'companion.db'}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of the process."""
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith(("COMPANION_", "TELEGRAM_"))},
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.telegram.url,
            "COMPANION_DATA": str(self.folder / "data"),
            "COMPANION_KEYS": KEYS,
            "WEB_LISTEN": "127.0.0.1:0",
            **self.settings,
        }

    async def launch(self) -> None:
        """Starts the process and does not wait for it."""
        with (self.folder / "log").open("ab") as log:
            self._read = log.tell()
            await self._launch(log)

    async def _launch(self, log: BinaryIO) -> None:
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=ROOT, env=self.environment, stdout=log, stderr=log
        )

    async def start(self) -> None:
        """Starts the process and waits until it is healthy."""
        await self.launch()
        await self.is_healthy()

    async def is_healthy(self) -> None:
        """Returns when it says that it is."""
        assert self.process is not None
        async with asyncio.timeout(SLOWEST_START):
            while await self.health() != 200:
                if self.process.returncode is not None:
                    raise AssertionError(f"the bot ended with {self.process.returncode}:\n{self.log[-3000:]}")
                await asyncio.sleep(0.05)

    async def health(self) -> int:
        """The status of /healthz; 0 when nobody listens."""
        try:
            async with aiohttp.ClientSession() as session, session.get(f"{self._web()}/healthz") as response:
                return response.status
        except (aiohttp.ClientError, LookupError):
            return 0

    async def metrics(self) -> str:
        """The text of /metrics."""
        async with aiohttp.ClientSession() as session, session.get(f"{self._web()}/metrics") as response:
            return await response.text()

    def _web(self) -> str:
        """Where the process says that it serves both, once it has started; LookupError before that."""
        with (self.folder / "log").open("rb") as log:
            log.seek(self._read)
            for line in log:
                if b'"web_port": ' in line:
                    return f"http://127.0.0.1:{json.loads(line)['web_port']}"
        raise LookupError("it has not started yet")

    async def kill(self) -> None:
        """SIGKILL: no chance to tidy up."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)
        await self.process.wait()

    async def ends(self, within: float = PATIENCE) -> int:
        """Waits for the process to end by itself; the exit status."""
        assert self.process is not None
        async with asyncio.timeout(within):
            return await self.process.wait()

    async def stop(self) -> int:
        """SIGTERM; the exit status."""
        if self.process is None or self.process.returncode is not None:
            return 0
        self.process.terminate()
        return await self.ends()

    def breaks(self, method: str, **how: Any) -> None:
        """Has the local Telegram fail the next calls of a method (`bot.local.faults.Fault`)."""
        self.telegram.faults.add({"method": method, **how})

    def mends(self) -> None:
        """No more faults."""
        self.telegram.faults.waiting.clear()

    async def called(self, method: str, times: int, within: float = PATIENCE) -> None:
        """Returns when the bot has called a method so many times since the local Telegram started."""
        await until(lambda: self.telegram.call_counts[method] >= times, within)

    async def polls(self) -> None:
        """Returns when the bot has fetched all there is and asks for more."""
        state = self.telegram.state
        await until(lambda: not state.queue and self.telegram._poll is not None)

    async def has_answered(self) -> None:
        """Returns when everything the bot has fetched is answered, and marked as done."""
        await self._kept(_is_answered)

    async def all_done(self) -> None:
        """Returns when nothing is left to fetch or to answer."""
        await until(lambda: not self.telegram.state.queue)
        await self.has_answered()

    async def has_reminded(self) -> None:
        """Returns when every reminder that is due is out, and marked as sent."""

        async def reminded(database: Database) -> bool:
            async with database.reader() as unit:
                return not await notifications.count_due(unit, self.telegram.state.clock.now())

        await self._kept(reminded)

    async def page_knows(self) -> None:
        """Returns when the local page has heard of the next reminder, as it stands in the database."""

        async def known(database: Database) -> bool:
            due = await _next_due(database)
            return due is not None and due == self.telegram.state.clock.next_reminder

        await self.has_reminded()
        await self._kept(known)

    async def _kept(self, true: Callable[[Database], Awaitable[bool]]) -> None:
        """Returns when it has become true of what the bot keeps."""
        async with self.store() as database, asyncio.timeout(PATIENCE):
            while not await true(database):  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.02)

    @asynccontextmanager
    async def store(self) -> AsyncIterator[Database]:
        """What the bot keeps, opened with its keys beside it or after it."""
        async with open_database(self.database_url, KeyRing.from_text(KEYS)) as database:
            yield database


async def _is_answered(database: Database) -> bool:
    async with database.reader() as unit:
        return not await inbox.open_rows(unit)


@asynccontextmanager
async def companion(folder: Path, now: datetime | None = None, **settings: str) -> AsyncIterator[Companion]:
    """A local Telegram, whose clock may start elsewhere, and the companion talking to it; both are gone at the end."""
    async with companion_to_be(folder, now, **settings) as running:
        await running.start()
        yield running


@asynccontextmanager
async def companion_to_be(folder: Path, now: datetime | None = None, **settings: str) -> AsyncIterator[Companion]:
    """The same, but the companion is still to be started."""
    telegram = LocalTelegram(token=TOKEN, now=now)
    await telegram.start()
    running = Companion(telegram, folder, **settings)
    try:
        yield running
    finally:
        try:
            running.mends()
            await running.stop()
        finally:
            if running.process is not None and running.process.returncode is None:
                await running.kill()
            await telegram.stop()
