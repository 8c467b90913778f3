"""Whole lives of a person's data over HTTP: exported, deleted, brought back; silent for a year and forgotten."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from storage import candidates, inbox, journal, notifications
from storage.candidates import Candidate
from tests.end_to_end.running import FAST, TOKEN, Companion, companion
from tests.end_to_end.story import KEPT, LONG, SOON, TALK, finishes, moves_the_clock, talks, times_shown
from tests.postgresql import PostgresqlServer, postgresql_server
from tests.storage.looking import tables_of
from tests.telegram_person import Person

__all__ = ["postgresql_server"]

MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)
BOTH = pytest.mark.parametrize("bot", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
async def bot(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Companion]:
    """The bot on Monday 23 November 2026; a story that has to hold on either database is told on both."""
    settings = dict(FAST)
    if getattr(request, "param", "sqlite") == "postgresql":
        server: PostgresqlServer = request.getfixturevalue("postgresql_server")
        settings["DATABASE_URL"] = server.new_database()
    async with companion(tmp_path, MONDAY, **settings) as running:
        yield running


async def kept(bot: Companion, person: Person) -> Candidate | None:
    async with bot.store() as database, database.reader() as unit:
        return await candidates.load(unit, person.id)


async def everything_else(bot: Companion, person: Person) -> list[Any]:
    async with bot.store() as database, database.reader() as unit:
        return [*await journal.entries(unit, person.id), *await notifications.pending(unit, person.id)]


async def files_of(person: Person) -> dict[str, bytes]:
    """The files in the chat, downloaded by the addresses that the page links to; the latest of each kind."""
    found = {}
    async with aiohttp.ClientSession() as session:
        for message in await person.messages():
            if message.from_bot and (document := message.wire.get("document")):
                url = f"{person._server}/local/files/{document['file_id']}"
                async with session.get(url) as response:
                    assert response.status == 200
                    assert response.headers["Content-Disposition"].startswith("attachment")
                    found[document["file_name"].rpartition(".")[2]] = await response.read()
    return found


async def sends(person: Person, content: bytes) -> None:
    await person.send("document", content=base64.b64encode(content).decode(), name="copy.json", mime="application/json")


async def becomes(true: Callable[[], Awaitable[bool]]) -> None:
    """Returns when it has become true, by the work that a moved clock sets going."""
    async with asyncio.timeout(LONG):
        while not await true():  # noqa: ASYNC110 - a look at another process
            await asyncio.sleep(0.05)


@BOTH
async def test_export_then_delete_then_import_gives_back_the_same_facts(bot: Companion) -> None:
    ana = Person(bot.telegram.url, 1001)
    await talks(ana, *SOON)
    await finishes(ana, "Lagos")
    before, reminders = await kept(bot, ana), len(await everything_else(bot, ana))
    assert before is not None
    assert before.facts is not None
    assert KEPT.items() <= before.facts.items()

    await ana.say("/export")
    await ana.wait_for("/import reads it back")
    files = await files_of(ana)
    told = json.loads(files["json"])
    assert (told["format"], told["version"]) == ("express-entry-companion", 1)
    assert told["facts"] == before.facts
    assert told["journal"][0]["score"] == 384
    assert "Date of birth: Monday 31 March 1997" in files["html"].decode()
    assert str(ana.id).encode() not in files["json"] + files["html"]

    await talks(ana, ("/delete", "Delete everything?"), ("[Delete my data]", "type the word"), ("delete", "UTC"))
    assert await kept(bot, ana) is None
    assert await everything_else(bot, ana) == []

    await talks(ana, ("/start", "No name, passport"), ("[Start]", "date of birth"), ("/import", "Take over a copy"))
    await sends(ana, files["json"])
    shown = await ana.wait_for("In this copy")
    assert "Date of birth: Monday 31 March 1997" in shown.text
    assert "Time zone: Lagos" in shown.text
    await ana.press("Take over this copy")
    await ana.wait_for("CRS score, estimated: 384 out of 1,200")
    await ana.wait_for("Your English test result: Wednesday 9 December 2026.")
    after = await kept(bot, ana)
    assert after is not None
    assert after.facts == before.facts
    assert (after.language, after.time_zone) == (before.language, before.time_zone)
    assert len(await everything_else(bot, ana)) == reminders
    await moves_the_clock(bot, to="2026-11-25T08:00:30Z")
    await ana.wait_for("Your English test result: 14 days left", LONG)


async def test_nothing_of_a_file_stays_in_the_inbox_and_none_that_was_not_asked_for_is_fetched(bot: Companion) -> None:
    ana = Person(bot.telegram.url, 1001)
    await talks(ana, *TALK[:3])
    await sends(ana, b'{"a": "document of mine"}')
    await ana.wait_for("I do not read files, and I kept nothing of it")
    assert bot.telegram.call_counts["getFile"] == 0
    await talks(ana, ("/import", "Take over a copy"))
    await sends(ana, b"\xff\xfe not a copy")
    await ana.wait_for("Nothing was changed. Send the file once more")
    assert bot.telegram.call_counts["getFile"] == 1
    await talks(ana, ("/export", "to read"))
    await ana.wait_for("/import reads it back")
    await bot.stop()
    async with bot.store() as database, database.reader() as unit:
        assert await inbox.open_rows(unit) == []
    table = (await tables_of(bot.database_url))["inbox"]
    assert {row[table.columns.index("body")] for row in table.rows} == {None}
    assert {row[table.columns.index("chat_id")] for row in table.rows} == {None}
    for private in ("document of mine", "not a copy", TOKEN.split(":")[1], "1997"):
        assert private not in bot.log


@BOTH
async def test_a_year_of_silence_is_announced_twice_and_then_everything_is_gone(bot: Companion) -> None:
    ana = Person(bot.telegram.url, 1001, language="fr")
    await talks(ana, ("/start", "passeport"), ("[Commencer]", "date de naissance"), ("31 mars 1997", "conjoint"))
    await moves_the_clock(bot, to="2027-10-25T14:00:00Z")
    notice = await ana.wait_for("Vos données seront supprimées le mercredi 24 novembre 2027", LONG)
    assert notice.labels == ("Garder mes données", "Exporter mes données")
    assert await kept(bot, ana) is not None
    await moves_the_clock(bot, to="2027-11-17T14:30:00Z")

    async def told_twice() -> bool:
        return await times_shown(ana, "Vos données seront supprimées") == 2

    await becomes(told_twice)
    await moves_the_clock(bot, to="2027-11-24T15:00:00Z")

    async def gone() -> bool:
        return await kept(bot, ana) is None

    await becomes(gone)
    assert await everything_else(bot, ana) == []
    assert await times_shown(ana, "Vos données seront supprimées") == 2
    await talks(ana, ("/start", "passeport"))


async def test_a_press_on_the_notice_keeps_everything_for_another_year(bot: Companion) -> None:
    ana = Person(bot.telegram.url, 1001)
    await talks(ana, *TALK[:3])
    await moves_the_clock(bot, to="2027-10-25T14:00:00Z")
    await ana.wait_for("Your data will be deleted on Wednesday 24 November 2027", LONG)
    await ana.press("Keep my data")
    await ana.wait_for("You were here, so I keep it")
    await moves_the_clock(bot, to="2028-06-01T15:00:00Z")
    await ana.say("/start")
    await ana.wait_for("spouse", LONG)
    assert await times_shown(ana, "Your data will be deleted") == 1
