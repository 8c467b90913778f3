"""Published rounds are kept beside the shipped ones, news of them is told once, and what was held says since when."""

from __future__ import annotations

import asyncio
from datetime import timedelta

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


async def test_news_is_handed_out_once(database: Database) -> None:
    async with database.unit() as unit:
        await rounds.keep(unit, [(None, ROUND), (a_round("447"), a_round("447", cut_off=9))], NOW)
    expected = [News(a_round("447"), a_round("447", cut_off=9), NOW), News(None, ROUND, NOW)]
    async with database.unit() as unit:
        assert await rounds.news(unit) == expected
        assert await rounds.take_news(unit) == expected
        assert await rounds.take_news(unit) == []
    async with database.reader() as unit:
        assert await rounds.news(unit) == []
        assert len(await rounds.published(unit)) == 2


async def test_news_taken_in_a_unit_that_fails_is_there_again_after_a_restart(database_url: str, keys: KeyRing) -> None:
    async with open_database(database_url, keys) as database:
        async with database.unit() as unit:
            await rounds.keep(unit, [(None, ROUND)], NOW)
        try:
            async with database.unit() as unit:
                assert len(await rounds.take_news(unit)) == 1
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass
    async with open_database(database_url, keys) as database, database.unit() as unit:
        assert await rounds.take_news(unit) == [News(None, ROUND, NOW)]


async def test_two_transactions_at_the_same_moment_do_not_both_get_the_news(database: Database) -> None:
    async with database.unit() as unit:
        await rounds.keep(unit, [(None, ROUND)], NOW)

    async def take() -> int:
        async with database.unit() as unit:
            taken = await rounds.take_news(unit)
            await asyncio.sleep(0.05)
            return len(taken)

    assert sorted(await asyncio.gather(take(), take())) == [0, 1]


async def test_what_changes_again_before_it_was_told_is_one_piece_of_news(database: Database) -> None:
    async with database.unit() as unit:
        await rounds.keep(unit, [(None, ROUND)], NOW)
        await rounds.keep(unit, [(ROUND, CORRECTED)], LATER)
        assert await rounds.news(unit) == [News(None, CORRECTED, NOW)]
        await rounds.take_news(unit)
        await rounds.keep(unit, [(CORRECTED, ROUND)], LATER)
        assert await rounds.news(unit) == [News(CORRECTED, ROUND, LATER)]


async def test_what_was_corrected_back_before_it_was_told_is_no_news(database: Database) -> None:
    async with database.unit() as unit:
        await rounds.keep(unit, [(ROUND, CORRECTED)], NOW)
        await rounds.keep(unit, [(CORRECTED, ROUND)], LATER)
        assert await rounds.news(unit) == []
        assert await rounds.take_news(unit) == []


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
