"""The rule book that reminders are planned by, and how far a review has come."""

from __future__ import annotations

from dataclasses import replace

from storage import candidates, rule_book
from storage.database import Database
from tests.storage.people import NOW, candidate


async def people(database: Database, *chat_ids: int) -> None:
    async with database.unit() as unit:
        for chat_id in chat_ids:
            await candidates.save(unit, replace(candidate(), chat_id=chat_id))


async def batch(database: Database, digest: str, most: int = 2) -> list[int] | None:
    """One batch under a rule book; None when there is nothing to do under it."""
    async with database.unit() as unit:
        if not await rule_book.begin(unit, digest, lambda: f"the files of {digest}", NOW):
            return None
        found = await rule_book.to_review(unit, most)
        await rule_book.reviewed(unit, found[-1] if found else None)
    return found


async def test_everybody_is_reviewed_once_under_a_rule_book(database: Database) -> None:
    await people(database, 9, 7, -3, 8)
    assert [await batch(database, "a") for _ in range(5)] == [[-3, 7], [8, 9], [], None, None]


async def test_a_review_that_was_interrupted_goes_on_where_it_was(database: Database) -> None:
    await people(database, 7, 8, 9)
    assert await batch(database, "a") == [7, 8]
    assert await batch(database, "a") == [9]


async def test_another_rule_book_begins_anew_also_in_the_middle_and_also_when_it_is_an_old_one(
    database: Database,
) -> None:
    await people(database, 7, 8, 9)
    assert [await batch(database, "a", 5) for _ in range(3)] == [[7, 8, 9], [], None]
    assert await batch(database, "b") == [7, 8]
    assert await batch(database, "a") == [7, 8]


async def test_without_people_nothing_is_left_to_do(database: Database) -> None:
    assert [await batch(database, "a") for _ in range(2)] == [[], None]
    await people(database, 7)
    assert await batch(database, "a") is None


async def test_the_files_of_the_book_before_are_kept_until_everybody_was_compared(database: Database) -> None:
    async def before() -> str | None:
        async with database.reader() as unit:
            found = await rule_book.before(unit)
        return None if found is None else rule_book.unpacked(found)

    await people(database, 7, 8, 9)
    while await batch(database, "a") is not None:
        assert await before() is None, "nobody was compared with anything"
    await batch(database, "b")
    assert await before() == "the files of a"
    await batch(database, "c")
    assert await before() == "the files of a", "some were not compared with those of b"
    while await batch(database, "c") is not None:
        pass
    await batch(database, "a")
    assert await before() == "the files of c"
