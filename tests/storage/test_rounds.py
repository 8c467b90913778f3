"""Published rounds are kept beside the shipped ones, news of them is told once, and what was held says since when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import rounds
from storage.database import Database, open_database
from storage.encryption import KeyRing
from storage.rounds import FeedState, HeldRow, News, Published
from tests.feed_files import a_round
from tests.storage.people import NOW

LATER = NOW + timedelta(hours=1)
ROUND = a_round()
CORRECTED = ROUND._replace(cut_off=516)


async def test_a_round_is_read_as_it_was_kept(database: Database) -> None:
    bare = a_round("91c", pool=None, instant=None, tie_break=None, name_fr="Catégorie")
    async with database.unit() as unit:
        await rounds.keep(unit, [(None, ROUND), (None, bare)], NOW)
    async with database.reader() as unit:
        assert await rounds.published(unit) == [Published(bare, NOW, NOW), Published(ROUND, NOW, NOW)]


async def test_a_correction_keeps_when_a_round_was_first_seen(database: Database) -> None:
    async with database.unit() as unit:
        await rounds.keep(unit, [(None, ROUND)], NOW)
        await rounds.keep(unit, [(ROUND, CORRECTED)], LATER)
        assert await rounds.published(unit) == [Published(CORRECTED, NOW, LATER)]


async def test_the_stamp_changes_with_every_change_even_within_an_instant(database: Database) -> None:
    async with database.unit() as unit:
        stamps = [await rounds.stamp(unit)]
        for before, after in ((None, ROUND), (ROUND, CORRECTED), (CORRECTED, ROUND)):
            await rounds.keep(unit, [(before, after)], NOW)
            stamps.append(await rounds.stamp(unit))
        assert stamps == sorted({*stamps})
        await rounds.keep(unit, [], LATER)
        assert await rounds.stamp(unit) == stamps[-1]


async def test_news_stays_until_everybody_was_told(database_url: str, keys: KeyRing) -> None:
    first, second = a_round("447", cut_off=9), ROUND
    async with open_database(database_url, keys) as database:
        async with database.unit() as unit:
            await rounds.keep(unit, [(None, second), (a_round("447"), first)], NOW)
        expected = [News(a_round("447"), first, NOW), News(None, second, NOW)]
        async with database.unit() as unit:
            assert await rounds.news(unit) == expected
            await rounds.told_through(unit, ["447", second.number], 7)
    async with open_database(database_url, keys) as database, database.unit() as unit:
        assert await rounds.news(unit) == [one._replace(told_through=7) for one in expected]
        await rounds.told(unit, ["447", second.number])
        assert await rounds.news(unit) == []
        assert len(await rounds.published(unit)) == 2


async def test_what_is_news_waits_while_people_are_told_of_the_last_and_the_rest_does_not(database: Database) -> None:
    async with database.unit() as unit:
        await rounds.keep(unit, [(None, ROUND)], NOW)
        await rounds.told_through(unit, [ROUND.number], 7)
        with pytest.raises(rounds.StillTelling):
            await rounds.keep(unit, [(ROUND, CORRECTED)], LATER)
        await rounds.keep(unit, [(ROUND, ROUND._replace(name_fr="CEC"))], LATER)
        await rounds.told(unit, [ROUND.number])
        await rounds.keep(unit, [(ROUND, CORRECTED)], LATER)
        assert await rounds.news(unit) == [News(ROUND, CORRECTED, LATER)]


async def test_what_changes_again_before_it_was_told_is_one_piece_of_news(database: Database) -> None:
    async with database.unit() as unit:
        await rounds.keep(unit, [(None, ROUND)], NOW)
        await rounds.keep(unit, [(ROUND, CORRECTED)], LATER)
        assert await rounds.news(unit) == [News(None, CORRECTED, NOW)]
        await rounds.told(unit, [ROUND.number])
        await rounds.keep(unit, [(CORRECTED, ROUND)], LATER)
        assert await rounds.news(unit) == [News(CORRECTED, ROUND, LATER)]


async def test_what_was_corrected_back_before_it_was_told_is_no_news(database: Database) -> None:
    async with database.unit() as unit:
        await rounds.keep(unit, [(ROUND, CORRECTED)], NOW)
        await rounds.keep(unit, [(CORRECTED, ROUND)], LATER)
        assert await rounds.news(unit) == []
        await rounds.keep(unit, [(ROUND, CORRECTED)], LATER)
        assert await rounds.news(unit) == [News(ROUND, CORRECTED, NOW)]


async def test_a_name_a_pool_or_an_instant_that_was_not_known_is_no_news(database: Database) -> None:
    before = ROUND._replace(instant=None)
    after = ROUND._replace(name_en="CEC", name_fr="CEC", pool=None, version=2)
    async with database.unit() as unit:
        await rounds.keep(unit, [(before, after)], NOW)
        assert await rounds.news(unit) == []
        assert [one.round for one in await rounds.published(unit)] == [after]
    assert rounds.is_news(ROUND, ROUND._replace(instant=NOW))


async def test_what_is_held_takes_the_place_of_what_was_and_keeps_since_when(database: Database) -> None:
    first, second = ("448", "drawCRS: none", "{}", False), ("row 3", "is no object", "é", False)
    remark = ("357", "drawDateTime: off", "", True)
    async with database.unit() as unit:
        assert await rounds.hold(unit, "english", [first, remark], NOW)
        assert await rounds.hold(unit, "by hand", [first], NOW)
        assert not await rounds.hold(unit, "english", [remark, first], LATER)
        assert await rounds.hold(unit, "english", [second, remark], LATER)
    async with database.reader() as unit:
        assert await rounds.held(unit) == [
            HeldRow("by hand", *first, NOW),
            HeldRow("english", *second, LATER),
            HeldRow("english", *remark, NOW),
        ]
    async with database.unit() as unit:
        assert await rounds.hold(unit, "english", [], LATER)
        assert [one.source for one in await rounds.held(unit)] == ["by hand"]


async def test_how_a_source_stands_is_kept(database: Database) -> None:
    fresh = FeedState(None, None, NOW, None, None, 1)
    well = FeedState('"abc"', "Mon, 05 Oct 2026 15:00:00 GMT", LATER, LATER, NOW, 0)
    async with database.unit() as unit:
        assert await rounds.feed(unit, "english") is None
        for state in (fresh, well):
            await rounds.save_feed(unit, "english", state)
            assert await rounds.feed(unit, "english") == state
        assert await rounds.feed(unit, "french") is None
