"""Who was silent for long is found, in order and no more at once than asked for; a visit takes the day away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from storage import candidates, inbox, interviews, journal, notifications
from storage.candidates import TABLES, TOLD
from storage.database import Database
from tests.storage.people import ITEM, NOW, candidate, notification

DAY = timedelta(days=1)


async def test_the_longest_silent_come_first_and_each_is_announced_once(database: Database) -> None:
    async with database.unit() as unit:
        for chat_id in range(1, 6):
            await candidates.save(unit, replace(candidate(chat_id), seen_at=NOW - chat_id * DAY))
        assert await candidates.silent(unit, NOW - 2 * DAY, 2) == [5, 4]
        await candidates.forget_at(unit, 5, NOW + DAY)
        await candidates.forget_at(unit, 4, NOW + 2 * DAY)
        assert await candidates.silent(unit, NOW - 2 * DAY, 2) == [3]
        assert await candidates.to_forget(unit, NOW, 9) == []
        assert await candidates.to_forget(unit, NOW + DAY, 9) == [5]
        assert await candidates.to_forget(unit, NOW + 9 * DAY, 1) == [5]


async def test_a_visit_takes_the_day_away_and_another_change_does_not(database: Database) -> None:
    async with database.unit() as unit:
        await candidates.save(unit, candidate())
        await candidates.forget_at(unit, 7, NOW)
        await candidates.save(unit, candidate(language="fr"))
        assert await candidates.to_forget(unit, NOW, 9) == [7]
        await candidates.save(unit, replace(candidate(), seen_at=NOW + DAY))
        assert await candidates.to_forget(unit, NOW + 9 * DAY, 9) == []
        assert await candidates.silent(unit, NOW + 2 * DAY, 9) == [7]


async def test_the_day_goes_with_a_chat_that_moves(database: Database) -> None:
    async with database.unit() as unit:
        await candidates.save(unit, candidate())
        await candidates.forget_at(unit, 7, NOW)
        await candidates.move(unit, 7, 9)
        assert await candidates.to_forget(unit, NOW, 9) == [9]


async def test_starting_over_leaves_the_person_and_nothing_they_told(database: Database) -> None:
    async with database.unit() as unit:
        for chat_id in (7, 8):
            await candidates.save(unit, candidate(chat_id))
            await interviews.save(unit, chat_id, {"open": []})
            await journal.append(unit, chat_id, NOW, "interview", {})
        await notifications.replace(unit, 7, ITEM, [notification("180")])
        of_the_link = replace(notification("1", item="partner"), kind="partner")
        await notifications.replace(unit, 7, "partner", [of_the_link])
        await candidates.start_over(unit, 7, keep="partner")
        assert await candidates.load(unit, 7) == candidate(7)
        assert await interviews.load(unit, 7) is None
        assert await journal.entries(unit, 7) == []
        assert await notifications.pending(unit, 7) == [of_the_link]
        assert await journal.entries(unit, 8)
    assert set(TOLD) < set(TABLES)


async def test_the_last_notice_of_an_item_is_remembered(database: Database) -> None:
    async with database.unit() as unit:
        rows = [notification("180"), notification("90", days=1)]
        await notifications.replace(unit, 7, ITEM, rows)
        assert await notifications.last_sent_of(unit, 7, ITEM) is None
        for days, row in enumerate(rows):
            await notifications.sent(unit, row.id, NOW + days * DAY)
        assert await notifications.last_sent_of(unit, 7, ITEM) == NOW + DAY
        assert await notifications.last_sent_of(unit, 7, "another") is None


async def test_an_update_is_open_until_it_is_done(database: Database) -> None:
    async with database.unit() as unit:
        await inbox.receive(unit, [(1, 7, b"x")], NOW)
        assert await inbox.is_open(unit, 7)
        assert not await inbox.is_open(unit, 8)
        await inbox.applied(unit, 1, b"y")
        assert await inbox.is_open(unit, 7)
        await inbox.done(unit, [1])
        assert not await inbox.is_open(unit, 7)
