"""The clock of the bot: where it starts, and who may move it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.clock import Clock, LocalClock
from bot.local.server import LocalTelegram
from tests.bot.harness import companion, heard
from tests.telegram_person import Person
from tests.waiting import until

THEN = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


async def nothing_due() -> datetime | None:
    return None


def near(one: datetime, other: datetime) -> bool:
    return abs(one - other) < timedelta(minutes=5)


def test_the_clock_starts_where_it_is_told_and_runs() -> None:
    machine = datetime(2026, 11, 23, 9, tzinfo=UTC)
    clock = Clock(THEN, machine=lambda: machine)
    assert clock.now() == THEN
    machine += timedelta(minutes=1)
    assert clock.now() == THEN + timedelta(minutes=1)
    assert Clock(THEN).now().tzinfo is UTC


def test_the_clock_is_the_machines_if_nobody_moves_it() -> None:
    assert near(Clock().now(), datetime.now(UTC))


def test_a_move_wakes_the_listeners_and_no_move_does_not() -> None:
    clock, calls = Clock(), []
    clock.on_move(lambda: calls.append(1))
    clock.move(timedelta(days=1))
    clock.move(timedelta(days=1))
    assert len(calls) == 1
    assert near(clock.now(), datetime.now(UTC) + timedelta(days=1))


async def test_it_follows_the_local_telegram_from_the_start_on(local: LocalTelegram) -> None:
    local.state.move_clock(86_400)
    clock = Clock()
    following = LocalClock(local.url, clock, nothing_due, starts_at_its_own=False)
    assert await following.start()
    try:
        assert near(clock.now(), datetime.now(UTC) + timedelta(days=1))
        local.state.move_clock(-86_400)
        await until(lambda: near(clock.now(), datetime.now(UTC) - timedelta(days=1)), within=15)
    finally:
        await following.stop()


async def test_a_clock_set_by_the_operator_counts_only_later_moves(local: LocalTelegram) -> None:
    local.state.move_clock(86_400)
    clock = Clock(THEN)
    following = LocalClock(local.url, clock, nothing_due, starts_at_its_own=True)
    assert await following.start()
    try:
        assert near(clock.now(), THEN)
        local.state.move_clock(2 * 86_400)
        await until(lambda: near(clock.now(), THEN + timedelta(days=1)), within=15)
    finally:
        await following.stop()


async def test_the_page_hears_of_the_next_reminder_on_its_own_clock(local: LocalTelegram) -> None:
    async def in_a_day() -> datetime | None:
        return due_at

    due_at = THEN + timedelta(days=1)
    following = LocalClock(local.url, Clock(THEN), in_a_day, starts_at_its_own=True)
    assert await following.start()
    try:
        await until(lambda: local.state.clock.next_reminder is not None, within=15)
        assert near(local.state.clock.next_reminder or THEN, datetime.now(UTC) + timedelta(days=1))
    finally:
        await following.stop()


async def test_a_server_without_a_clock_is_left_alone() -> None:
    async def nothing_here(_: web.BaseRequest) -> web.Response:
        return web.Response(status=404)

    runner = web.ServerRunner(web.Server(nothing_here), shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    clock = Clock()
    try:
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        assert not await LocalClock(url, clock, nothing_due, starts_at_its_own=False).start()
    finally:
        await runner.cleanup()
    assert clock.moved == timedelta(0)


@pytest.mark.parametrize("start", ["2024-02-29T12:00:00Z", "2031-05-05T05:05:05-04:00"])
async def test_a_companion_may_start_at_another_time_each_time_without_loss_or_repeat(
    local: LocalTelegram, tmp_path: Path, start: str
) -> None:
    ana = Person(local.url, 1001)
    for number, now in enumerate(("2026-11-23T20:08:00Z", start, "2026-11-23T20:08:00Z"), 1):
        local.state.say(1001, f"hello {number}") if number > 1 else None
        async with companion(local, tmp_path, COMPANION_NOW=now):
            if number == 1:
                await ana.say("hello 1")
            await until(lambda: len(heard(local, 1001)) == number)  # noqa: B023
    assert heard(local, 1001) == [f"{number}: hello {number}" for number in (1, 2, 3)]
