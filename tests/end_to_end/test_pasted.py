"""A pasted letter over HTTP: read, and then nowhere any more, neither in the inbox nor in the files of the database."""

from __future__ import annotations

import asyncio

import pytest

from storage import candidates, inbox, interviews, journal
from tests.conversations.letters import LETTER
from tests.end_to_end.running import Companion
from tests.end_to_end.story import LONG, TALK, finishes, talks
from tests.storage.looking import bytes_on_disk, tables_of
from tests.telegram_person import Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

MARKER = "Marguerite Quintero"
PRIVATE = ("Marguerite", "Quintero", "11-2345-6789", "E004512345", "Human Capital")


@pytest.fixture
def bot(standing_bot: Companion) -> Companion:
    return standing_bot


def letter() -> str:
    """The letter of a week ago, to somebody with a name that is nowhere else."""
    text = LETTER.replace("Zebulon Quintero", MARKER).replace("August 18, 2026", "November 18, 2026")
    return text.replace("10/18/2026", "01/18/2027")


async def test_a_pasted_letter_is_read_and_gone(bot: Companion, ana: Person) -> None:
    await talks(ana, *TALK)
    await finishes(ana)
    read = await talks(ana, (letter(), "Your letter, read"))
    assert "Last day by the letter: Sunday 17 January 2027" in read.text
    await ana.wait_for("Was the round for a category?", LONG)
    assert not any(private in read.text for private in PRIVATE)

    async def answered() -> bool:
        async with bot.store() as database, database.reader() as unit:
            return not await inbox.is_open(unit, ana.id)

    async with asyncio.timeout(LONG):
        while not await answered():  # noqa: ASYNC110 - a look at another process
            await asyncio.sleep(0.05)
    table = (await tables_of(bot.database_url))["inbox"]
    assert {row[table.columns.index("body")] for row in table.rows} == {None}
    async with bot.store() as database, database.reader() as unit:
        kept = repr(
            [
                await candidates.load(unit, ana.id),
                await interviews.load(unit, ana.id),
                *await journal.entries(unit, ana.id),
            ]
        )
    on_disk = bytes_on_disk(bot.database_url)
    for private in PRIVATE:
        assert private not in kept
        assert private.encode() not in on_disk
        assert private not in bot.log
    assert "2027-01-17" in kept  # what was read of it waits to be confirmed
