"""The laws of pacing, in virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from itertools import pairwise
from typing import Any

import pytest

from bot.pacing import ANSWER_BURST, Pace
from tests.bot.virtual_time import VirtualLoop, run

Send = Callable[[int, bool], Coroutine[Any, Any, None]]


def leaving_times(pace: Callable[[], Pace], script: Callable[[Pace, Send], Awaitable[None]]) -> list[float]:
    """Runs the script and returns, in order, the seconds from the start at which messages left."""
    left: list[float] = []

    async def play() -> None:
        start = asyncio.get_running_loop().time()
        made = pace()

        async def send(chat_id: int, answer: bool) -> None:
            await made.turn(chat_id, answer=answer)
            left.append(asyncio.get_running_loop().time() - start)

        await script(made, send)

    run(play())
    return left


def test_no_second_holds_more_than_thirty_messages_after_the_first_burst() -> None:
    async def script(_: Pace, send: Send) -> None:
        await asyncio.gather(*(send(chat, True) for chat in range(300)))

    left = leaving_times(lambda: Pace(30, 1), script)
    assert len(left) == 300
    assert left[-1] == pytest.approx((300 - 3) / 30, abs=0.05)
    for second in range(1, 9):
        assert sum(second <= moment < second + 1 for moment in left) <= 31


def test_pushes_leave_evenly() -> None:
    async def script(_: Pace, send: Send) -> None:
        await asyncio.gather(*(send(chat, False) for chat in range(61)))

    left = leaving_times(lambda: Pace(30, 1), script)
    gaps = [later - earlier for earlier, later in pairwise(left)]
    assert min(gaps) == pytest.approx(1 / 30, abs=1e-6)
    assert left[-1] == pytest.approx(2.0, abs=0.05)


def test_a_loop_that_is_busy_now_and_then_does_not_slow_the_pace_down() -> None:
    async def script(_: Pace, send: Send) -> None:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, VirtualLoop)

        async def others() -> None:
            while True:
                await asyncio.sleep(0.007)
                loop.seconds += 0.009  # at work

        busy = asyncio.create_task(others())
        await asyncio.gather(*(send(chat, False) for chat in range(151)))
        busy.cancel()

    left = leaving_times(lambda: Pace(30, 1), script)
    assert left[-1] == pytest.approx(5.0, abs=0.1)
    for second in range(5):
        assert sum(second <= moment < second + 1 for moment in left) <= 32


def test_a_chat_gets_a_short_burst_of_answers_and_then_one_a_second() -> None:
    async def script(_: Pace, send: Send) -> None:
        await asyncio.gather(*(send(7, True) for _ in range(8)))

    left = leaving_times(lambda: Pace(1000, 1), script)
    assert [round(moment) for moment in left] == [0] * ANSWER_BURST + [1, 2, 3]


def test_a_chat_gets_pushes_one_a_second_from_the_first_on() -> None:
    async def script(_: Pace, send: Send) -> None:
        await asyncio.gather(*(send(7, False) for _ in range(4)))

    assert [round(moment) for moment in leaving_times(lambda: Pace(1000, 1), script)] == [0, 1, 2, 3]


def test_an_answer_leaves_at_once_while_a_thousand_pushes_wait() -> None:
    waited: list[float] = []

    async def script(_: Pace, send: Send) -> None:
        loop = asyncio.get_running_loop()
        pushes = [asyncio.create_task(send(chat, False)) for chat in range(1, 1001)]
        for turn in range(10):
            await asyncio.sleep(1.3)
            asked = loop.time()
            await send(5000 + turn, True)
            waited.append(loop.time() - asked)
        await asyncio.gather(*pushes)

    leaving_times(lambda: Pace(30, 1), script)
    assert max(waited) < 0.05


def test_retry_after_holds_only_the_chat_it_was_said_for() -> None:
    times: dict[int, float] = {}

    async def script(pace: Pace, _: Send) -> None:
        loop = asyncio.get_running_loop()
        start = loop.time()
        pace.told_to_wait(1, 17)

        async def one(chat: int) -> None:
            await pace.turn(chat, answer=True)
            times[chat] = loop.time() - start

        await asyncio.gather(one(1), one(2), one(3))

    leaving_times(lambda: Pace(30, 1), script)
    assert times[1] == pytest.approx(17)
    assert times[2] < 0.1
    assert times[3] < 0.1


def test_three_chats_told_to_wait_within_ten_seconds_hold_everybody() -> None:
    async def script(pace: Pace, send: Send) -> None:
        for chat in (1, 2, 3):
            pace.told_to_wait(chat, 8)
        await send(4, True)

    assert leaving_times(lambda: Pace(30, 1), script) == [pytest.approx(8)]


def test_the_same_chat_told_to_wait_again_and_again_holds_nobody_else() -> None:
    async def script(pace: Pace, send: Send) -> None:
        for _ in range(5):
            pace.told_to_wait(1, 8)
        await send(4, True)

    assert leaving_times(lambda: Pace(30, 1), script) == [pytest.approx(0)]


def test_chats_told_to_wait_now_and_then_hold_only_themselves() -> None:
    async def script(pace: Pace, send: Send) -> None:
        for chat in (1, 2, 3, 4):
            pace.told_to_wait(chat, 3)
            await asyncio.sleep(6)
        pace.told_to_wait(5, 50)
        await send(6, True)

    assert leaving_times(lambda: Pace(30, 1), script) == [pytest.approx(24)]


def test_who_gives_up_waiting_takes_nobodys_turn() -> None:
    async def script(_: Pace, send: Send) -> None:
        given_up = [asyncio.create_task(send(chat, False)) for chat in range(1, 20)]
        await asyncio.sleep(0)
        for task in given_up:
            task.cancel()
        await asyncio.gather(*given_up, return_exceptions=True)
        await send(99, False)

    assert leaving_times(lambda: Pace(1, 1), script)[-1] <= 1.01


def test_chats_that_owe_nothing_are_forgotten() -> None:
    async def script(pace: Pace, send: Send) -> None:
        for chat in range(10_000):
            await send(chat, True)
            if chat % 1000 == 0:
                await asyncio.sleep(2)
        assert len(pace._chat_due) < 6_000

    leaving_times(lambda: Pace(100_000, 1), script)
