"""Companions that start at once, for tests that start one again and again.

Most of a start is reading the program. A process reads it once and forks for each start: what runs then is `python -m
bot run` from its settings on, a process of its own to be killed as any other.
"""

from __future__ import annotations

import asyncio
import json
import math
import os
import random
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from bot.local.server import LocalTelegram
from tests.end_to_end.running import ROOT, TOKEN, Companion


class Born:
    """A companion that was forked; as much of a process as `Companion` uses."""

    def __init__(self, nursery: asyncio.subprocess.Process, pid: int) -> None:
        self._nursery = nursery
        self._ended = asyncio.create_task(self._end())
        self.pid = pid
        self.returncode: int | None = None

    async def _end(self) -> None:
        assert self._nursery.stdout is not None
        self.returncode = int(await self._nursery.stdout.readline())

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    async def wait(self) -> int:
        await self._ended
        assert self.returncode is not None
        return self.returncode


class QuickCompanion(Companion):
    """A companion out of the nursery."""

    nursery: asyncio.subprocess.Process

    async def _launch(self, log: BinaryIO) -> None:
        wish = {"environment": self.environment, "log": log.name}
        assert self.nursery.stdin is not None
        assert self.nursery.stdout is not None
        self.nursery.stdin.write(json.dumps(wish).encode() + b"\n")
        await self.nursery.stdin.drain()
        self.process = Born(self.nursery, int(await self.nursery.stdout.readline()))  # type: ignore[assignment]


@asynccontextmanager
async def quick_companion_to_be(
    folder: Path, now: datetime | None = None, **settings: str
) -> AsyncIterator[QuickCompanion]:
    """`companion_to_be`, but each start takes a fraction of a second; the first waits for the program to be read."""
    telegram = LocalTelegram(token=TOKEN, now=now)
    await telegram.start()
    running = QuickCompanion(telegram, folder, **settings)
    pipe = asyncio.subprocess.PIPE
    running.nursery = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.end_to_end.nursery", cwd=ROOT, stdin=pipe, stdout=pipe
    )
    try:
        yield running
    finally:
        try:
            running.mends()
            await running.stop()
        finally:
            if running.process is not None and running.process.returncode is None:
                await running.kill()
            assert running.nursery.stdin is not None
            running.nursery.stdin.close()
            await running.nursery.wait()
            await telegram.stop()


def _warm_up() -> None:
    """Reads the program and what it reads the first time that it works."""
    from bot import application, pacing
    from bot.talk import companions_talk
    from conversations import reminders
    from rules.facts import Facts
    from storage.candidates import Candidate
    from tests.conversations.full_facts import FULL

    assert application
    pacing.LONG = math.inf  # a slow machine is no far Telegram, for which more than one push would leave at a time
    talk = companions_talk()
    now = datetime.fromisoformat("2026-11-23T15:00:00Z")
    someone = Candidate(chat_id=1, created_at=now, seen_at=now, time_zone="America/Toronto")
    for language in ("en", "fr"):
        talk.commands(language)
    plan = reminders.planned(someone, Facts.model_validate(FULL), now)
    for rows in plan.values():
        talk.push(rows[:1], rows, someone, now)


def _bear(wish: dict[str, object]) -> None:
    from bot.__main__ import main

    environment = wish["environment"]
    assert isinstance(environment, dict)
    os.environ.clear()
    os.environ.update(environment)
    log = os.open(str(wish["log"]), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for one, other in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(one, other)
    random.seed()
    status = 1
    try:
        status = main(["run"])
    finally:
        sys.stdout.flush()
        os._exit(status)


def _run() -> None:
    """For each line a companion: its pid is printed, and its status when it has ended."""
    _warm_up()
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _bear(json.loads(line))
        print(pid, flush=True)  # noqa: T201
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)  # noqa: T201


if __name__ == "__main__":
    _run()
