"""Your data when you are linked with a partner: the copy tells your side, and an end is told to the other."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from conversations import silence
from conversations.partners import news
from storage import candidates, links
from tests.conversations.chat import MONDAY, Chat
from tests.conversations.test_partners import ana, link, sam, told
from tests.conversations.test_silence import daily_work

__all__ = ["ana", "sam"]

DAY = timedelta(days=1)


@pytest.mark.parametrize("who", ["maker", "other"])
async def test_the_copy_tells_the_link_and_nothing_of_the_other(ana: Chat, sam: Chat, who: str) -> None:
    await link(ana, sam, alias="Sam")
    person = ana if who == "maker" else sam
    await person.says("/export")
    content = json.loads(person.files["json"])
    assert content["partner"]["stands"] is True
    assert content["partner"]["shares"] == []
    assert content["partner"]["alias"] == ("Sam" if who == "other" else None)
    page = person.files["html"].decode()
    assert "both of you have agreed" in page
    assert "You share dates only." in page
    assert ("Sam" in page) is (who == "other")


async def test_a_copy_with_a_link_in_it_is_taken_over_without_the_link(ana: Chat, sam: Chat) -> None:
    await link(ana, sam)
    await ana.says("/export")
    other = Chat(ana.database, chat_id=9)
    await other.goes_through("/start", "[Start]", "/import")
    assert "In this copy" in await other.sends_file(ana.files["json"])
    await other.presses("Take over")
    async with ana.database.reader() as unit:
        assert await links.find(unit, 9, other.now) is None
        assert await links.find(unit, ana.chat_id, ana.now) is not None


async def test_who_starts_over_stays_linked_and_is_still_told_of_the_link(ana: Chat, sam: Chat) -> None:
    await link(ana, sam)
    await ana.goes_through("/restart", "[Start over now]", "/stop")
    async with ana.database.reader() as unit:
        assert await links.find(unit, ana.chat_id, ana.now) is not None
    async with ana.database.unit() as unit:
        await news.tell_ended(unit, ana.chat_id, ana.now)
    await ana.goes_through("/restart", "[Start over now]")
    assert [each.kind for each in await told(ana)] == [news.NOTICE]


async def test_the_partner_of_somebody_forgotten_is_told_that_the_link_has_ended(ana: Chat, sam: Chat) -> None:
    await link(ana, sam)
    async with ana.database.unit() as unit:
        await candidates.set_blocked(unit, sam.chat_id, MONDAY)
    await daily_work(ana.database, MONDAY + 334 * DAY)
    ana.now = MONDAY + 340 * DAY
    await ana.says("/start")
    await daily_work(ana.database, silence_ends())
    assert await sam.candidate() is None
    assert [each.arguments["event"] for each in await told(ana)] == ["ended"]
    async with ana.database.reader() as unit:
        assert await links.find(unit, ana.chat_id, ana.now) is None


def silence_ends() -> datetime:
    """The day after the twelve months of somebody last seen on that Monday."""
    return MONDAY + timedelta((silence.last_day(MONDAY) - MONDAY.date()).days + 1)
