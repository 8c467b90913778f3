from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from storage import candidates, groups, inbox, interviews, journal, links, notifications, planned, what_ifs
from storage.database import Database
from storage.encryption import Tampered
from storage.unit import Unit
from tests.storage.looking import execute, tables_of
from tests.storage.people import ITEM, NOW, candidate, notification, planned_change


async def test_an_unknown_chat_has_no_candidate_and_no_interview(database: Database) -> None:
    async with database.reader() as unit:
        assert await candidates.load(unit, 7) is None
        assert await interviews.load(unit, 7) is None
        assert await candidates.load_with_interview(unit, 7) == (None, None)


async def test_a_candidate_is_read_as_saved(database: Database) -> None:
    saved = candidate(
        language="fr",
        time_zone="America/Toronto",
        notice_version=3,
        facts={"birth_date": "1990-03-31", "tests": [{"scores": {"writing": 6.5}}], "partner": None},
    )
    async with database.unit() as unit:
        await candidates.save(unit, saved)
        assert await candidates.load(unit, 7) == saved
    async with database.reader() as unit:
        assert await candidates.load(unit, 7) == saved


async def test_no_facts_and_empty_facts_are_two_things(database: Database) -> None:
    async with database.unit() as unit:
        await candidates.save(unit, candidate(1, facts=None))
        await candidates.save(unit, candidate(2, facts={}))
    async with database.reader() as unit:
        assert [getattr(await candidates.load(unit, chat), "facts", "none") for chat in (1, 2)] == [None, {}]


async def test_a_chat_id_may_need_more_than_32_bits(database: Database) -> None:
    async with database.unit() as unit:
        await candidates.save(unit, candidate(2**52 - 1))
        await candidates.save(unit, candidate(-(10**13)))
    async with database.reader() as unit:
        assert await candidates.load(unit, 2**52 - 1) == candidate(2**52 - 1)
        assert await candidates.load(unit, -(10**13)) == candidate(-(10**13))


async def test_instants_are_kept_to_the_microsecond_whatever_their_zone(database: Database) -> None:
    seen = datetime(2026, 11, 1, 1, 30, 0, 123457, tzinfo=timezone(timedelta(hours=-4)))
    async with database.unit() as unit:
        await candidates.save(unit, candidate(seen_at=seen))
    async with database.reader() as unit:
        loaded = await candidates.load(unit, 7)
    assert loaded is not None
    assert loaded.seen_at == seen
    assert loaded.seen_at.tzinfo is UTC


async def test_an_instant_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="time zone"):
        async with database.unit() as unit:
            await candidates.save(unit, candidate(seen_at=datetime(2026, 11, 1)))  # noqa: DTZ001


async def test_saving_again_keeps_the_day_of_the_first_visit_and_the_block(database: Database) -> None:
    async with database.unit() as unit:
        await candidates.save(unit, candidate())
        await candidates.set_blocked(unit, 7, NOW)
        later = NOW + timedelta(days=9)
        await candidates.save(unit, candidate(created_at=later, seen_at=later, language="en"))
        assert await candidates.load(unit, 7) == candidate(seen_at=later, language="en", blocked_at=NOW)
        await candidates.set_blocked(unit, 7, None)
        assert await candidates.load(unit, 7) == candidate(seen_at=later, language="en")


async def test_candidate_and_interview_come_together_or_apart(database: Database) -> None:
    async with database.unit() as unit:
        await candidates.save(unit, candidate(1))
        await interviews.save(unit, 2, {"step": "birth_date"})
        await candidates.save(unit, candidate(3))
        await interviews.save(unit, 3, {"step": "partner"})
    async with database.reader() as unit:
        assert await candidates.load_with_interview(unit, 1) == (candidate(1), None)
        assert await candidates.load_with_interview(unit, 2) == (None, {"step": "birth_date"})
        assert await candidates.load_with_interview(unit, 3) == (candidate(3), {"step": "partner"})


async def test_what_is_read_ahead_is_what_reading_each_would_have_found(database: Database) -> None:
    async with database.unit() as unit:
        await candidates.save(unit, candidate(1, language="fr", blocked_at=NOW))
        await interviews.save(unit, -(10**13), {"step": "birth_date"})
        await candidates.save(unit, candidate(2**52 - 1))
        await interviews.save(unit, 2**52 - 1, {"step": "partner"})
    chats = (1, -(10**13), 2**52 - 1, 4)
    async with database.reader() as unit:
        alone = [await candidates.load_with_interview(unit, chat) for chat in chats]
        await candidates.read_ahead(unit, chats)
        assert set(unit.ahead) == set(chats)
        assert [await candidates.load_with_interview(unit, chat) for chat in chats] == alone
        assert not unit.ahead


@pytest.mark.parametrize(
    "write",
    [
        lambda unit: candidates.save(unit, candidate(7, language="fr")),
        lambda unit: candidates.set_blocked(unit, 7, NOW),
        lambda unit: candidates.delete(unit, 7),
        lambda unit: candidates.move(unit, 7, 8),
        lambda unit: candidates.move(unit, 9, 8),
        lambda unit: interviews.save(unit, 7, {"step": "partner"}),
        lambda unit: interviews.close(unit, 7),
    ],
    ids=["save", "block", "delete", "move_away", "move_here", "interview", "close"],
)
async def test_what_was_read_ahead_and_written_since_is_read_anew(
    database: Database, write: Callable[[Unit], Awaitable[None]]
) -> None:
    async with database.unit() as unit:
        for chat in (7, 9):
            await candidates.save(unit, candidate(chat))
            await interviews.save(unit, chat, {"step": "birth_date"})
    async with database.unit() as unit:
        await candidates.read_ahead(unit, (7, 8, 9))
        await write(unit)
        ahead = [await candidates.load_with_interview(unit, chat) for chat in (7, 8, 9)]
    async with database.reader() as unit:
        assert [await candidates.load_with_interview(unit, chat) for chat in (7, 8, 9)] == ahead


async def test_an_interview_is_replaced_whole_and_gone_when_closed(database: Database) -> None:
    async with database.unit() as unit:
        await interviews.save(unit, 7, {"step": "birth_date", "draft": "31"})
        await interviews.save(unit, 7, {"step": "partner"})
        await interviews.save(unit, 8, {"step": "other"})
    async with database.unit() as unit:
        assert await interviews.load(unit, 7) == {"step": "partner"}
        await interviews.close(unit, 7)
        assert await interviews.load(unit, 7) is None
        assert await interviews.load(unit, 8) == {"step": "other"}


async def test_the_journal_keeps_its_order_even_within_one_instant(database: Database) -> None:
    async with database.unit() as unit:
        for number in range(5):
            await journal.append(unit, 7, NOW, "fact_changed", {"number": number})
        await journal.append(unit, 8, NOW, "fact_changed", {"number": 99})
    async with database.unit() as unit:
        # A clock that was set back does not put an entry before those that were there.
        await journal.append(unit, 7, NOW - timedelta(days=400), "clock_moved", {"number": 5})
    async with database.reader() as unit:
        entries = await journal.entries(unit, 7)
    assert [entry.entry["number"] for entry in entries] == [0, 1, 2, 3, 4, 5]
    assert (entries[-1].kind, entries[-1].at) == ("clock_moved", NOW - timedelta(days=400))


async def test_a_group_is_told_only_once(database: Database) -> None:
    async with database.unit() as unit:
        assert await groups.first_time(unit, -100, NOW)
        assert not await groups.first_time(unit, -100, NOW)
        assert await groups.first_time(unit, -200, NOW)
    async with database.unit() as unit:
        assert not await groups.first_time(unit, -100, NOW + timedelta(days=1))


async def test_a_value_copied_to_another_chat_is_not_read_as_that_chat_s(database: Database, database_url: str) -> None:
    async with database.unit() as unit:
        await candidates.save(unit, candidate(1, facts={"birth_date": "1990-03-31"}))
        await candidates.save(unit, candidate(2, facts={}))
    await execute(
        database_url,
        "UPDATE candidate SET profile = (SELECT profile FROM candidate WHERE chat_id = 1) WHERE chat_id = 2",
    )
    async with database.reader() as unit:
        with pytest.raises(Tampered, match="table candidate, column profile, row of 2"):
            await candidates.load(unit, 2)


PARTNER_OF = {7: 1007, 8: 1008}
"""Who the people of these tests are linked with: chats that are in no other table."""


async def fill(database: Database, chat_id: int, updates: tuple[int, ...]) -> None:
    """Puts something of this chat into every table."""
    async with database.unit() as unit:
        await candidates.save(unit, candidate(chat_id, facts={"canadian_work_years": chat_id}))
        await interviews.save(unit, chat_id, {"step": "partner"})
        await journal.append(unit, chat_id, NOW, "first", {"number": 1})
        await journal.append(unit, chat_id, NOW, "second", {"number": 2})
        await notifications.replace(
            unit, chat_id, ITEM, [notification(rung, chat_id=chat_id) for rung in ("180", "90", "30")]
        )
        await planned.add(unit, planned_change(chat_id=chat_id))
        await what_ifs.save(unit, chat_id, {"at": "a", "plans": {"a": []}})
        await inbox.receive(unit, [(update, chat_id, b"body") for update in updates], NOW)
        await groups.first_time(unit, chat_id, NOW)
        await links.use_code(unit, chat_id, "BCDFGHJK", NOW)
        await links.use_code(unit, chat_id, await links.make_code(unit, PARTNER_OF[chat_id], NOW), NOW)
        await links.make_code(unit, chat_id, NOW)


async def test_a_deleted_chat_stands_in_no_table_any_more(database: Database, database_url: str) -> None:
    await fill(database, 7, (1, 2))
    await fill(database, 8, (3,))
    of_chats = {name: table for name, table in (await tables_of(database_url)).items() if "chat_id" in table.columns}
    for name, table in of_chats.items():
        there = {row[table.columns.index("chat_id")] for row in table.rows} - {*PARTNER_OF.values()}
        assert there == {7, 8}, f"{name}: a table with a chat_id that this test does not fill"

    async with database.unit() as unit:
        await candidates.delete(unit, 7)

    for name, table in (await tables_of(database_url)).items():
        if name in of_chats:
            there = {row[table.columns.index("chat_id")] for row in table.rows}
            assert there - {None, PARTNER_OF[8]} == {8}, f"{name} still knows the chat"


async def test_a_repeat_of_an_update_of_a_deleted_chat_is_still_recognised(database: Database) -> None:
    await fill(database, 7, (1, 2))
    async with database.unit() as unit:
        await candidates.delete(unit, 7)
    async with database.unit() as unit:
        assert await inbox.open_rows(unit) == []
        assert await inbox.receive(unit, [(1, 7, b"again"), (2, 7, b"again")], NOW) == []


async def test_deleting_leaves_the_update_that_asked_for_it_and_the_later_ones(database: Database) -> None:
    await fill(database, 7, (1, 2, 3))
    await fill(database, 8, (4,))
    async with database.unit() as unit:
        await candidates.delete(unit, 7, handling=2)
        await inbox.applied(unit, 2, b"all is deleted")
    async with database.reader() as unit:
        rows = [(row.update_id, row.state, row.body) for row in await inbox.open_rows(unit)]
        assert rows == [(2, "applied", b"all is deleted"), (3, "received", b"body"), (4, "received", b"body")]


async def test_a_chat_deleted_in_a_unit_that_fails_is_whole(database: Database, database_url: str) -> None:
    await fill(database, 7, (1,))
    before = await tables_of(database_url)
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 - the unit is what raises
        async with database.unit() as unit:
            await candidates.delete(unit, 7)
            assert await candidates.load(unit, 7) is None
            raise ZeroDivisionError
    assert await tables_of(database_url) == before


async def test_a_chat_that_got_another_id_takes_everything_along(database: Database, database_url: str) -> None:
    await fill(database, 7, (1,))
    async with database.reader() as unit:
        reminders = await notifications.pending(unit, 7)
    async with database.unit() as unit:
        await candidates.move(unit, 7, -10007)
    async with database.unit() as unit:
        assert await candidates.load_with_interview(unit, -10007) == (
            candidate(-10007, facts={"canadian_work_years": 7}, planned_at=planned_change().due_at),
            {"step": "partner"},
        )
        assert [change.answers for change in await planned.of(unit, -10007)] == [planned_change().answers]
        assert [entry.entry["number"] for entry in await journal.entries(unit, -10007)] == [1, 2]
        moved = await notifications.pending(unit, -10007)
        assert moved == [replace(reminder, chat_id=-10007) for reminder in reminders]
        assert [row.chat_id for row in await inbox.open_rows(unit)] == [-10007]
        assert not await groups.first_time(unit, -10007, NOW)
    for table in (await tables_of(database_url)).values():
        if "chat_id" in table.columns:
            there = {row[table.columns.index("chat_id")] for row in table.rows}
            assert there - {PARTNER_OF[7]} == {-10007}


async def test_a_chat_moved_onto_one_that_is_known_changes_nothing_of_that_one(database: Database) -> None:
    await fill(database, 7, (1,))
    await fill(database, 8, (2,))
    async with database.unit() as unit:
        await candidates.move(unit, 7, 8)
        assert await candidates.load(unit, 7) is None
        known = candidate(8, facts={"canadian_work_years": 8}, planned_at=planned_change().due_at)
        assert await candidates.load(unit, 8) == known
        assert len(await planned.of(unit, 8)) == 1
        assert len(await journal.entries(unit, 8)) == 2
        assert len(await notifications.pending(unit, 8)) == 3
        assert [row.chat_id for row in await inbox.open_rows(unit)] == [8, 8]


def test_a_candidate_can_be_looked_up_and_is_equal_only_in_all() -> None:
    one = replace(candidate(7), facts={"birth_date": "1990-01-01"})
    other = replace(candidate(7), facts={"birth_date": "1991-01-01"})
    assert {one: 1, other: 2}[replace(one)] == 1
    assert len({one, other}) == 2
