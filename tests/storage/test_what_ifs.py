"""What a person supposes, and the goal they set themselves: kept sealed, beside their facts, and gone with them."""

from __future__ import annotations

from storage import candidates, what_ifs
from storage.database import Database
from tests.storage.looking import bytes_on_disk
from tests.storage.people import candidate

PLANS = {"at": "b", "plans": {"a": [], "b": [{"tap": "band_up:own:english:writing", "answers": None}]}}
GOAL = {"points": 505, "by": "2027-05-01", "since": "2026-11-23", "steps": []}


async def test_plans_are_read_as_they_were_kept_and_replaced_whole(database: Database) -> None:
    async with database.unit() as unit:
        assert await what_ifs.load(unit, 7) is None
        await what_ifs.save(unit, 7, {"at": "a", "plans": {}})
        await what_ifs.save(unit, 7, PLANS)
    async with database.reader() as unit:
        assert await what_ifs.load(unit, 7) == PLANS
        assert await what_ifs.load(unit, 8) is None


async def test_plans_that_were_emptied_are_gone(database: Database) -> None:
    async with database.unit() as unit:
        await what_ifs.save(unit, 7, PLANS)
        await what_ifs.save(unit, 8, PLANS)
        await what_ifs.empty(unit, 7)
        assert await what_ifs.load(unit, 7) is None
        assert await what_ifs.load(unit, 8) == PLANS


async def test_what_is_supposed_stands_nowhere_in_clear(database: Database, database_url: str) -> None:
    async with database.unit() as unit:
        await what_ifs.save(unit, 7, PLANS)
        await candidates.save(unit, candidate(goal=GOAL))
    if database_url.startswith("sqlite"):
        kept = bytes_on_disk(database_url)
        assert b"band_up" not in kept
        assert b"2027-05-01" not in kept


async def test_a_goal_is_read_with_the_row_of_its_person(database: Database) -> None:
    async with database.unit() as unit:
        await candidates.save(unit, candidate(goal=GOAL))
        await candidates.save(unit, candidate(8))
    async with database.reader() as unit:
        assert await candidates.load(unit, 7) == candidate(goal=GOAL)
        assert await candidates.load(unit, 8) == candidate(8)


async def test_starting_over_empties_the_plans(database: Database) -> None:
    async with database.unit() as unit:
        await what_ifs.save(unit, 7, PLANS)
        await candidates.start_over(unit, 7, keep="partner")
        assert await what_ifs.load(unit, 7) is None


async def test_plans_go_with_a_chat_that_got_another_id(database: Database) -> None:
    async with database.unit() as unit:
        await candidates.save(unit, candidate(goal=GOAL))
        await what_ifs.save(unit, 7, PLANS)
        await candidates.move(unit, 7, 70)
    async with database.reader() as unit:
        assert await what_ifs.load(unit, 70) == PLANS
        assert await what_ifs.load(unit, 7) is None
        moved = await candidates.load(unit, 70)
    assert moved is not None
    assert moved.goal == GOAL
