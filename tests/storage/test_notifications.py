from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from storage import candidates, notifications
from storage.database import Database
from storage.notifications import Notification, State
from tests.storage.people import ITEM, NOW, candidate, notification

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LATER_DAY = "2028-06-30"


async def keep(database: Database, *rows: Notification, chat_id: int = 7, item: str = ITEM) -> None:
    async with database.unit() as unit:
        await notifications.replace(unit, chat_id, item, rows)


async def claim(database: Database, now: datetime = NOW, limit: int = 100) -> list[Notification]:
    async with database.unit() as unit:
        return await notifications.due(unit, now, limit, now + MINUTE)


async def send(database: Database, now: datetime = NOW) -> list[str]:
    """Claims and sends what is due; returns the rungs."""
    rows = await claim(database, now)
    async with database.unit() as unit:
        for row in rows:
            await notifications.sent(unit, row.id, now)
    return [row.rung for row in rows]


async def rungs(database: Database, chat_id: int = 7) -> list[str]:
    async with database.reader() as unit:
        return [row.rung for row in await notifications.pending(unit, chat_id)]


# What is due


async def test_what_is_due_is_claimed_earliest_first_and_read_as_it_was_kept(database: Database) -> None:
    first, second, third = notification("180", days=-3, whose="own"), notification("90", days=-2), notification("30")
    await keep(database, third, first, notification("7", days=1), second)
    assert await claim(database) == [first, second, third]


async def test_no_more_chats_are_claimed_than_asked_for_and_each_with_all_that_is_due_in_it(database: Database) -> None:
    for chat_id in range(1, 6):
        rows = (notification(str(rung), days=-chat_id, chat_id=chat_id) for rung in range(3))
        await keep(database, *rows, chat_id=chat_id)
    assert [row.chat_id for row in await claim(database, limit=4)] == [5, 5, 5, 4, 4, 4]
    assert [row.chat_id for row in await claim(database, limit=1)] == [3, 3, 3]


async def test_a_claimed_reminder_is_not_claimed_again_until_its_lease_has_run_out(database: Database) -> None:
    await keep(database, notification())
    assert len(await claim(database, NOW)) == 1
    assert await claim(database, NOW + 0.9 * MINUTE) == []
    assert len(await claim(database, NOW + MINUTE)) == 1


async def test_two_sweeps_at_once_never_claim_the_same_reminder(database: Database) -> None:
    await keep(database, *(notification(str(rung)) for rung in range(40)))
    claimed = [row.id for rows in await asyncio.gather(*(claim(database, limit=15) for _ in range(4))) for row in rows]
    claimed += [row.id for row in await claim(database)]
    assert len(claimed) == len(set(claimed)) == 40


async def test_a_claim_in_a_unit_that_fails_is_no_claim(database: Database) -> None:
    await keep(database, notification())
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 - the unit is what raises
        async with database.unit() as unit:
            assert len(await notifications.due(unit, NOW, 10, NOW + MINUTE)) == 1
            raise ZeroDivisionError
    assert len(await claim(database)) == 1


async def test_a_sent_reminder_is_not_due_any_more(database: Database) -> None:
    await keep(database, notification("180"), notification("90", days=1))
    assert await send(database) == ["180"]
    assert await rungs(database) == ["90"]
    assert await send(database, NOW + DAY) == ["90"]
    assert await send(database, NOW + 9 * DAY) == []


async def test_a_reminder_given_back_is_claimed_again_later_and_stays_due_since_its_hour(
    database: Database,
) -> None:
    await keep(database, notification())
    (row,) = await claim(database)
    async with database.unit() as unit:
        await notifications.release(unit, row.id, NOW + DAY)
    assert await claim(database, NOW + DAY - MINUTE) == []
    assert await claim(database, NOW + DAY) == [row]


async def test_a_reminder_that_failed_is_settled_for_its_date(database: Database) -> None:
    await keep(database, notification())
    (row,) = await claim(database)
    async with database.unit() as unit:
        await notifications.failed(unit, row.id, NOW)
        assert await notifications.load(unit, row.id) == replace(row, state=State.FAILED)
    await keep(database, notification())
    assert await claim(database, NOW + 9 * DAY) == []


async def test_what_should_be_out_is_counted_by_kind_also_while_it_is_claimed(database: Database) -> None:
    async def count(now: datetime) -> dict[str, int]:
        async with database.reader() as unit:
            return await notifications.count_due(unit, now)

    await keep(database, notification("180"), notification("90"), notification("60", days=1))
    await keep(database, notification("180", chat_id=8), chat_id=8)
    kind = notification().kind
    assert await count(NOW - MINUTE) == {}
    assert await count(NOW) == {kind: 3}
    await claim(database, limit=1)
    assert await count(NOW) == {kind: 3}
    assert await send(database, NOW + MINUTE)
    assert await count(NOW + MINUTE) == {}
    assert await count(NOW + DAY) == {kind: 1}


async def test_the_next_due_time_is_that_of_the_first_reminder_that_can_be_claimed(database: Database) -> None:
    async def next_due() -> datetime | None:
        async with database.reader() as unit:
            return await notifications.next_due(unit)

    assert await next_due() is None
    await keep(database, notification("180"), notification("90", days=3))
    assert await next_due() == NOW
    await claim(database)
    assert await next_due() == NOW + MINUTE
    assert await send(database, NOW + MINUTE) == ["180"]
    assert await next_due() == NOW + 3 * DAY
    async with database.unit() as unit:
        await candidates.save(unit, candidate())
        await candidates.set_blocked(unit, 7, NOW)
    assert await next_due() is None


async def test_the_next_due_time_can_leave_out_kinds(database: Database) -> None:
    silent = replace(notification("180"), kind="calendar")
    await keep(database, silent, notification("90", days=3))
    async with database.reader() as unit:
        assert await notifications.next_due(unit, but=("calendar",)) == NOW + 3 * DAY
        assert await notifications.next_due(unit) == NOW


async def test_a_reminder_is_found_by_its_id_whatever_became_of_it(database: Database) -> None:
    row = notification()
    await keep(database, row)
    await send(database)
    async with database.unit() as unit:
        assert await notifications.load(unit, row.id) == replace(row, state=State.SENT)
        await notifications.finish(unit, 7, ITEM)
        assert await notifications.load(unit, row.id) == replace(row, state=State.FINISHED)
        assert await notifications.load(unit, row.id + 1) is None


def test_ids_are_positive_and_do_not_follow_each_other() -> None:
    ids = [notifications.new_id() for _ in range(1_000)]
    assert all(0 < id_ < 2**63 for id_ in ids)
    assert len(set(ids)) == 1_000
    assert sorted(ids) != ids


@pytest.mark.parametrize("statement", ["claim", "next_due", "count_due"])
async def test_the_sweep_reads_the_index_of_what_is_due_and_not_the_table(database: Database, statement: str) -> None:
    async with database.unit() as unit:
        query = getattr(unit.queries.notifications, statement).sql
        values = {"claim": [0, 0, 1], "next_due": [], "count_due": [0, 0]}[statement]
        if hasattr(unit.connection, "fetchrow"):  # asyncpg
            await unit.connection.execute("SET LOCAL enable_seqscan = off")
            await unit.connection.execute("SET LOCAL enable_bitmapscan = off")
            plan = await unit.connection.fetch("EXPLAIN " + query, *values)
        else:
            named = {"lease_until": 0, "now": 0, "most": 1, "until": 0}
            plan = await unit.connection.fetch("EXPLAIN QUERY PLAN " + query, named)
    shown = str([tuple(line) for line in plan])
    assert "notification_due" in shown
    if statement == "claim" and not hasattr(unit.connection, "fetchrow"):
        assert "notification_of_chat" in shown, "it goes by the chats, not by all that is due"


# Blocked chats


async def test_reminders_of_a_chat_that_blocked_the_bot_wait_and_come_when_it_is_back(database: Database) -> None:
    async with database.unit() as unit:
        await candidates.save(unit, candidate(7))
        await candidates.save(unit, candidate(8))
    await keep(database, notification("180"), notification("90", days=1))
    await keep(database, notification("180", chat_id=8), chat_id=8)
    async with database.unit() as unit:
        await candidates.set_blocked(unit, 7, NOW)
    assert [row.chat_id for row in await claim(database)] == [8]
    assert await rungs(database) == ["180", "90"]
    async with database.unit() as unit:
        assert {row.state for row in await notifications.pending(unit, 7)} == {State.HELD}
        await candidates.set_blocked(unit, 7, None)
    assert await send(database, NOW + DAY) == ["180", "180", "90"]


async def test_reminders_made_for_a_blocked_chat_wait_as_well(database: Database) -> None:
    async with database.unit() as unit:
        await candidates.save(unit, candidate(7))
        await candidates.set_blocked(unit, 7, NOW)
    await keep(database, notification())
    assert await claim(database) == []
    async with database.unit() as unit:
        await candidates.set_blocked(unit, 7, None)
    assert len(await claim(database)) == 1


async def test_a_snooze_pressed_in_a_blocked_chat_waits_as_well(database: Database) -> None:
    async with database.unit() as unit:
        await candidates.save(unit, candidate(7))
    await keep(database, notification())
    (row,) = await claim(database)
    async with database.unit() as unit:
        await notifications.sent(unit, row.id, NOW)
        await candidates.set_blocked(unit, 7, NOW)
        await notifications.snooze(unit, row.id, NOW + DAY)
    assert await claim(database, NOW + DAY) == []


# What came last


async def test_the_last_notice_of_a_chat_is_the_one_that_came_last_and_still_stands(database: Database) -> None:
    async with database.reader() as unit:
        assert await notifications.last_sent(unit, 7, but=("calendar",)) is None
    first, second, later = notification("180"), notification("90", days=1), notification("30", days=9)
    await keep(database, first, second, later)
    await keep(database, notification(chat_id=8, days=2), chat_id=8)
    for days in range(3):
        await send(database, NOW + days * DAY)
    async with database.unit() as unit:
        found = await notifications.last_sent(unit, 7, but=("calendar",))
        assert found is not None
        assert ([each.rung for each in found.notifications], found.sent_at) == (["90"], NOW + DAY)
        await notifications.snooze(unit, second.id, NOW + 5 * DAY)
        found = await notifications.last_sent(unit, 7, but=("calendar",))
        assert found is not None
        assert [each.rung for each in found.notifications] == ["180"], "the other one is to come again"
        await notifications.finish(unit, 7, ITEM)
        assert await notifications.last_sent(unit, 7, but=("calendar",)) is None


# Snooze and done


async def test_a_snoozed_reminder_comes_again_and_nothing_of_it_has_changed_but_the_hour(
    database: Database,
) -> None:
    row = notification(whose="own")
    await keep(database, row)
    await send(database)
    async with database.unit() as unit:
        await notifications.snooze(unit, row.id, NOW + DAY)
    assert await claim(database, NOW + DAY - MINUTE) == []
    assert await claim(database, NOW + DAY) == [replace(row, due_at=NOW + DAY)]


async def test_a_snooze_pressed_before_the_sending_was_noted_is_not_lost(database: Database) -> None:
    await keep(database, notification())
    (row,) = await claim(database)
    async with database.unit() as unit:
        await notifications.snooze(unit, row.id, NOW + DAY)
    async with database.unit() as unit:
        await notifications.sent(unit, row.id, NOW)
    assert await send(database, NOW + DAY) == ["180"]
    assert await send(database, NOW + 9 * DAY) == []


async def test_a_finished_item_says_nothing_more(database: Database) -> None:
    await keep(database, notification("180"), notification("90", days=1), notification("30", days=2))
    other = notification("180", item="passport:own", days=3)
    await keep(database, other, item="passport:own")
    await send(database)
    async with database.unit() as unit:
        await notifications.finish(unit, 7, ITEM)
    assert await send(database, NOW + 9 * DAY) == ["180"]
    async with database.reader() as unit:
        assert await notifications.load(unit, other.id) == replace(other, state=State.SENT)


async def test_done_pressed_before_the_sending_was_noted_is_not_lost(database: Database) -> None:
    await keep(database, notification())
    (row,) = await claim(database)
    async with database.unit() as unit:
        await notifications.finish(unit, 7, ITEM)
        await notifications.snooze(unit, row.id, NOW + DAY)
        await notifications.sent(unit, row.id, NOW)
    assert await claim(database, NOW + 9 * DAY) == []
    async with database.reader() as unit:
        assert await notifications.load(unit, row.id) == replace(row, state=State.FINISHED)


# Replacing what is pending


async def test_what_is_pending_becomes_exactly_the_new_rows(database: Database) -> None:
    await keep(database, notification("180", days=1), notification("90", days=2), notification("30", days=3))
    stays = notification("90", days=2)
    moved = notification("30", days=5, whose="partner")
    await keep(database, stays, moved, notification("7", days=6))
    async with database.reader() as unit:
        pending = await notifications.pending(unit, 7)
    assert [(row.rung, row.due_at, row.arguments) for row in pending] == [
        ("90", NOW + 2 * DAY, stays.arguments),
        ("30", NOW + 5 * DAY, moved.arguments),
        ("7", NOW + 6 * DAY, stays.arguments),
    ]


async def test_a_row_that_stays_keeps_its_id(database: Database) -> None:
    first = notification("180", days=1)
    await keep(database, first)
    await keep(database, notification("180", days=4), notification("90", days=5))
    async with database.reader() as unit:
        assert await notifications.load(unit, first.id) == replace(first, due_at=NOW + 4 * DAY)


async def test_replacing_by_nothing_leaves_nothing_pending(database: Database) -> None:
    await keep(database, notification("180"), notification("90", days=1))
    await keep(database)
    assert await rungs(database) == []
    assert await claim(database) == []


async def test_other_items_and_other_chats_are_left_alone(database: Database) -> None:
    await keep(database, notification("180"))
    await keep(database, notification("60", item="passport:own"), item="passport:own")
    await keep(database, notification("180", chat_id=8), chat_id=8)
    await keep(database)
    assert await rungs(database, 7) == ["60"]
    assert await rungs(database, 8) == ["180"]


async def test_a_rung_that_was_sent_is_not_made_again_for_the_same_date(database: Database) -> None:
    ladder = [notification("180", days=-1), notification("90", days=1)]
    await keep(database, *ladder)
    assert await send(database) == ["180"]
    await keep(database, *(replace(row, id=notifications.new_id()) for row in ladder))
    assert await rungs(database) == ["90"]
    assert await send(database) == []


async def test_a_rung_that_was_sent_is_made_again_when_the_date_moves(database: Database) -> None:
    await keep(database, notification("180", days=-1))
    await send(database)
    await keep(database, notification("180", days=500, last_safe_day=LATER_DAY))
    assert await rungs(database) == ["180"]


async def test_a_date_that_moves_and_comes_back_does_not_repeat_what_was_sent(database: Database) -> None:
    await keep(database, notification("180", days=-1))
    await send(database)
    await keep(database, notification("180", days=500, last_safe_day=LATER_DAY))
    await keep(database, notification("180", days=-1))
    assert await rungs(database) == []


async def test_a_finished_item_stays_finished_for_its_date_even_for_new_rungs(database: Database) -> None:
    ladder = [notification("180", days=1), notification("90", days=2)]
    await keep(database, *ladder)
    async with database.unit() as unit:
        await notifications.finish(unit, 7, ITEM)
    await keep(database, *(replace(row, id=notifications.new_id()) for row in ladder), notification("60", days=3))
    assert await rungs(database) == []


async def test_an_item_finished_after_its_last_rung_stays_finished_for_its_date(database: Database) -> None:
    await keep(database, notification("180"))
    await send(database)
    async with database.unit() as unit:
        await notifications.finish(unit, 7, ITEM)
    await keep(database, notification("180"), notification("1", days=3))
    assert await rungs(database) == []


async def test_a_finished_item_begins_anew_when_the_date_moves(database: Database) -> None:
    await keep(database, notification("180", days=1), notification("90", days=2))
    async with database.unit() as unit:
        await notifications.finish(unit, 7, ITEM)
    await keep(
        database,
        notification("180", days=500, last_safe_day=LATER_DAY),
        notification("90", days=590, last_safe_day=LATER_DAY),
    )
    assert await rungs(database) == ["180", "90"]


async def test_a_reminder_that_is_on_its_way_is_not_made_a_second_time(database: Database) -> None:
    await keep(database, notification())
    (row,) = await claim(database)
    await keep(database, notification())
    assert await claim(database) == []
    await keep(database, notification(days=-1))  # its hour was reckoned anew meanwhile
    assert await claim(database) == []
    async with database.unit() as unit:
        await notifications.sent(unit, row.id, NOW)
    assert await rungs(database) == []


async def test_a_snoozed_reminder_keeps_its_hour_while_its_date_stays(database: Database) -> None:
    row = notification()
    await keep(database, row)
    await send(database)
    async with database.unit() as unit:
        await notifications.snooze(unit, row.id, NOW + DAY)
    await keep(database, notification())
    assert await claim(database, NOW + DAY - MINUTE) == []
    assert await send(database, NOW + DAY) == ["180"]


async def snoozed(database: Database) -> Notification:
    """A reminder that went out, and was put off by a day."""
    row = notification(whose="own")
    await keep(database, row)
    await send(database)
    async with database.unit() as unit:
        await notifications.snooze(unit, row.id, NOW + DAY)
    return row


async def test_a_snoozed_reminder_stays_while_its_item_has_that_date_even_if_no_rung_is_to_come(
    database: Database,
) -> None:
    row = await snoozed(database)
    for later in ((), (notification("90", days=5),)):
        async with database.unit() as unit:
            assert await notifications.replace(unit, 7, ITEM, later, standing=row.arguments) == []
    assert await claim(database, NOW + DAY) == [replace(row, due_at=NOW + DAY)]


async def test_a_snoozed_reminder_tells_what_is_so_now(database: Database) -> None:
    row = await snoozed(database)
    now = {**row.arguments, "whose": "partner"}
    async with database.unit() as unit:
        await notifications.replace(unit, 7, ITEM, [], standing=now)
    assert await claim(database, NOW + DAY) == [replace(row, due_at=NOW + DAY, arguments=now)]
    async with database.unit() as unit:  # on its way: as it is
        await notifications.replace(unit, 7, ITEM, [], standing=row.arguments)
        await notifications.sent(unit, row.id, NOW + DAY)
    assert await rungs(database) == []


@pytest.mark.parametrize("standing", [None, {"last_safe_day": LATER_DAY}])
async def test_a_snoozed_reminder_goes_with_its_item_and_with_its_date(
    database: Database, standing: dict[str, str] | None
) -> None:
    row = await snoozed(database)
    async with database.unit() as unit:
        [gone] = await notifications.replace(unit, 7, ITEM, [], standing=standing)
    assert (gone.id, gone.due_at) == (row.id, NOW + DAY)
    assert await rungs(database) == []


async def test_a_snoozed_reminder_of_a_date_that_moved_does_not_come(database: Database) -> None:
    row = notification()
    await keep(database, row)
    await send(database)
    async with database.unit() as unit:
        await notifications.snooze(unit, row.id, NOW + DAY)
    await keep(database, notification("180", days=500, last_safe_day=LATER_DAY))
    assert await send(database, NOW + 9 * DAY) == []
    await keep(database, notification())
    assert await rungs(database) == []


@pytest.mark.parametrize(
    "rows",
    [
        [notification(chat_id=8)],
        [notification(item="passport:own")],
        [notification("180"), notification("180", days=1)],
    ],
)
async def test_rows_that_do_not_belong_together_are_refused(database: Database, rows: list[Notification]) -> None:
    with pytest.raises(ValueError, match=ITEM):
        await keep(database, *rows)
    assert await rungs(database) == []
