"""Without a token: the bot beside a Telegram of its own, in one process."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import aiohttp

from tests.bot.harness import ROOT
from tests.telegram_person import Person
from tests.waiting import PATIENCE


async def test_it_prints_one_line_with_the_pages_address_and_answers_there(tmp_path: Path) -> None:
    variables = {
        "PATH": os.environ["PATH"],
        "COMPANION_DATA": str(tmp_path / "data"),
        "COMPANION_NOW": "2027-03-01T12:00:00Z",
        "LOCAL_PORT": "0",
        "WEB_LISTEN": "127.0.0.1:0",
    }
    one = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bot.simple_talk", env=variables, cwd=ROOT, stdout=PIPE, stderr=PIPE
    )
    try:
        assert one.stdout is not None
        async with asyncio.timeout(PATIENCE):
            line = (await one.stdout.readline()).decode()
        found = re.search(r"http://127\.0\.0\.1:\d+/", line)
        assert found is not None
        address = found[0]
        async with aiohttp.ClientSession() as session:
            async with session.get(address) as page:
                assert page.status == 200
            async with session.get(f"{address}local/clock") as clock:
                assert (await clock.json())["now"].startswith("2027-03-01T12:0")
        ana = Person(address, 1001)
        await ana.say("hello")
        await ana.wait_for("1: hello")
        one.send_signal(signal.SIGINT)
        async with asyncio.timeout(PATIENCE):
            rest, errors = await one.communicate()
        assert (one.returncode, rest, errors) == (0, b"", b"")
    finally:
        if one.returncode is None:
            one.kill()
            await one.communicate()
