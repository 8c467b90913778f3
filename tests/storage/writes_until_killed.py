"""A process that writes units, each with the next number in four tables, and says so, until it is killed."""

from __future__ import annotations

import asyncio
import sys

from storage import candidates, inbox, interviews, journal
from storage.database import open_database
from storage.encryption import KeyRing
from tests.storage.people import NOW, candidate


async def write(url: str) -> None:
    async with open_database(url, KeyRing([bytes(32)])) as database:
        async with database.reader() as reader:
            known = await candidates.load(reader, 7)
        number = known.facts["number"] if known and known.facts else 0
        while True:
            number += 1
            async with database.unit() as unit:
                await candidates.save(unit, candidate(facts={"number": number}))
                await inbox.receive(unit, [(number, 7, b"body")], NOW)
                await interviews.save(unit, 7, {"number": number, "draft": "x" * 5_000})
                await journal.append(unit, 7, NOW, "number", {"number": number})
                await inbox.applied(unit, number, str(number).encode())
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1]))
