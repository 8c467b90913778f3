"""Changes for a day to come: found when they are due, handed out once, seen with the row of their person."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from storage import candidates, planned
from storage.database import Database
from tests.storage.people import NOW, candidate, planned_change

DAY = timedelta(days=1)


async def test_a_planned_change_is_read_as_it_was_kept(database: Database) -> None:
    change = planned_change(status="accompanying")
    async with database.unit() as unit:
        await planned.add(unit, change)
        assert await planned.of(unit, 7) == [change]
    async with database.reader() as unit:
        assert await planned.of(unit, 7) == [change]
        assert await planned.of(unit, 8) == []


async def test_what_comes_first_stands_first(database: Database) -> None:
    late, soon = planned_change(days=70), planned_change(days=10)
    async with database.unit() as unit:
        for change in (late, soon):
            await planned.add(unit, change)
        assert await planned.of(unit, 7) == [soon, late]


async def test_the_first_day_is_seen_with_the_row_of_the_person(database: Database) -> None:
    async with database.unit() as unit:
        await candidates.save(unit, candidate())
        for days in (70, 10):
            await planned.add(unit, planned_change(days=days))
    async with database.unit() as unit:
        known = candidate(planned_at=NOW + 10 * DAY)
        assert await candidates.load(unit, 7) == known
        assert await candidates.load_with_interview(unit, 7) == (known, None)
        await candidates.read_ahead(unit, [7])
        assert await candidates.load_with_interview(unit, 7) == (known, None)
        await candidates.save(unit, replace(known, planned_at=None))  # not written with the row
        assert await candidates.load(unit, 7) == known


async def test_what_was_read_ahead_is_read_anew_when_a_plan_is_kept_or_goes(database: Database) -> None:
    async with database.unit() as unit:
        await candidates.save(unit, candidate())
    change = planned_change(days=10)
    async with database.unit() as unit:
        await candidates.read_ahead(unit, [7])
        await planned.add(unit, change)
        assert (await candidates.load_with_interview(unit, 7))[0] == candidate(planned_at=change.due_at)
        await candidates.read_ahead(unit, [7])
        await planned.move_day(unit, change, NOW)
        assert (await candidates.load_with_interview(unit, 7))[0] == candidate(planned_at=NOW)
        await candidates.read_ahead(unit, [7])
        await planned.remove(unit, 7, change.id)
        assert (await candidates.load_with_interview(unit, 7))[0] == candidate()


async def test_people_whose_day_has_come_are_found_each_once_and_no_more_than_asked_for(database: Database) -> None:
    async with database.unit() as unit:
        for chat_id, days in ((1, 4), (2, 3), (3, 1), (3, 2), (4, 9)):
            await planned.add(unit, planned_change(chat_id, days))
        assert await planned.due(unit, NOW, 9) == []
        assert await planned.due(unit, NOW + 4 * DAY, 9) == [3, 2, 1]
        assert await planned.due(unit, NOW + 4 * DAY, 3) == [3, 2]


async def test_what_is_due_is_handed_out_once_in_the_order_of_its_days(database: Database) -> None:
    changes = [planned_change(days=days) for days in (2, 1, 9)]
    async with database.unit() as unit:
        for change in changes:
            await planned.add(unit, change)
        assert await planned.take_due(unit, 7, NOW + 2 * DAY) == [changes[1], changes[0]]
        assert await planned.take_due(unit, 7, NOW + 2 * DAY) == []
        assert await planned.of(unit, 7) == [changes[2]]


async def test_two_transactions_at_the_same_moment_do_not_both_get_it(database: Database) -> None:
    async with database.unit() as unit:
        await planned.add(unit, planned_change(days=1))

    async def take() -> int:
        async with database.unit() as unit:
            taken = await planned.take_due(unit, 7, NOW + DAY)
            await asyncio.sleep(0.05)
            return len(taken)

    assert sorted(await asyncio.gather(take(), take())) == [0, 1]


async def test_what_was_taken_in_a_unit_that_fails_is_there_again(database: Database) -> None:
    change = planned_change(days=1)
    async with database.unit() as unit:
        await planned.add(unit, change)
    try:
        async with database.unit() as unit:
            assert await planned.take_due(unit, 7, NOW + DAY) == [change]
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    async with database.reader() as unit:
        assert await planned.of(unit, 7) == [change]


async def test_only_its_own_chat_takes_a_plan_out(database: Database) -> None:
    change = planned_change()
    async with database.unit() as unit:
        await planned.add(unit, change)
        assert not await planned.remove(unit, 8, change.id)
        assert await planned.remove(unit, 7, change.id)
        assert not await planned.remove(unit, 7, change.id)
