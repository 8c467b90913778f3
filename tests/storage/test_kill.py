from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import time
from pathlib import Path

from storage import candidates, inbox, journal
from storage.database import open_database
from storage.encryption import KeyRing

KILLS = 10
ROOT = Path(__file__).resolve().parents[2]


async def test_a_process_killed_in_the_middle_loses_nothing_it_kept_and_keeps_nothing_by_half(
    database_url: str, keys: KeyRing
) -> None:
    chance = random.Random(2)
    said = 0
    for _ in range(KILLS):
        said = max(said, await asyncio.to_thread(_write_and_kill, database_url, chance.uniform(0.002, 0.08)))
        async with open_database(database_url, keys) as database, database.reader() as reader:
            candidate, interview = await candidates.load_with_interview(reader, 7)
            numbers = [entry.entry["number"] for entry in await journal.entries(reader, 7)]
            bodies = [int(row.body) for row in await inbox.open_rows(reader)]
        assert candidate is not None
        assert candidate.facts is not None
        kept = candidate.facts["number"]
        assert said <= kept <= said + 1
        assert interview is not None
        assert interview["number"] == kept
        assert numbers == bodies == list(range(1, kept + 1))
        said = kept
    assert said >= KILLS


def _write_and_kill(url: str, seconds: float) -> int:
    """Lets the process work that long, kills it with SIGKILL, and returns the last number it said was kept."""
    command = [sys.executable, "-m", "tests.storage.writes_until_killed", url]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    with process:
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        time.sleep(seconds)
        process.kill()
        lines += process.stdout.read().splitlines()
    whole = [int(line) for line in lines if line.strip()]
    return whole[-1]
