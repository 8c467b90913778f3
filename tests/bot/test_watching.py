"""The watchdog over the sweep, and the watch over the machine's clock."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import application, watching
from bot.clock import Clock
from bot.delivery import Delivery
from bot.local.server import LocalTelegram
from bot.watching import ClockWatch, Watchdog
from tests.bot.harness import companion
from tests.bot.test_delivery import START, move_to, person_with, pushed
from tests.waiting import PATIENCE, until


class Log:
    """What was said, by event."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str, dict[str, Any]]] = []

    def error(self, event: str, **more: Any) -> None:
        self.said.append(("error", event, more))

    def warning(self, event: str, **more: Any) -> None:
        self.said.append(("warning", event, more))

    @property
    def events(self) -> list[str]:
        return [event for _, event, _ in self.said]


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Log:
    made = Log()
    monkeypatch.setattr(watching, "_log", made)
    return made


NONE, AGAIN = "no sweep for reminders has run", "the sweep for reminders runs again"


def test_it_is_said_once_that_no_sweep_has_run_for_two_minutes_and_again_that_one_runs(log: Log) -> None:
    age = 0.0
    watchdog = Watchdog(lambda: age)
    for age in (5, 119, 121, 131, 500, 3, 30, 10):  # noqa: B007 - the watchdog reads it
        watchdog.look()
    assert log.said == [("error", NONE, {"seconds": 121}), ("warning", AGAIN, {"after_seconds": 500})]


def test_it_is_said_every_ten_minutes_while_it_lasts(log: Log) -> None:
    age = 0.0
    watchdog = Watchdog(lambda: age)
    for age in range(0, 2_000, 10):  # noqa: B007
        watchdog.look()
    assert [more["seconds"] for _, _, more in log.said] == [130, 730, 1330, 1930]


async def test_it_is_said_even_while_the_loop_itself_is_blocked(log: Log) -> None:
    began = time.monotonic()
    watchdog = Watchdog(lambda: time.monotonic() - began, silence=0.1, every=0.02)
    watchdog.start()
    try:
        while not log.events and time.monotonic() - began < PATIENCE:
            time.sleep(0.01)  # noqa: ASYNC251 - the loop is to be blocked
        assert log.events == [NONE]
    finally:
        watchdog.stop()
    watchdog.stop()


async def test_a_companion_whose_sweep_hangs_says_so_and_says_when_it_goes_on(
    local: LocalTelegram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log: Log
) -> None:
    go_on = asyncio.Event()

    async def hangs(self: Delivery) -> bool:
        await go_on.wait()
        return await takes_up(self)

    takes_up = Delivery._take_up
    monkeypatch.setattr(Delivery, "_take_up", hangs)
    monkeypatch.setattr(application, "Watchdog", lambda age: Watchdog(age, silence=0.3, every=0.05))
    await person_with(tmp_path, local, [START])
    move_to(local, START + timedelta(minutes=1))
    async with companion(local, tmp_path):
        await until(lambda: NONE in log.events)
        assert pushed(local) == []
        go_on.set()
        await until(lambda: pushed(local))
        await until(lambda: AGAIN in log.events)


class Machine:
    """A machine whose clock can be set, and which can sleep."""

    def __init__(self) -> None:
        self.wall = datetime(2026, 11, 23, 9, tzinfo=UTC)
        self.even = 1_000.0
        self.jumps = 0
        clock = Clock(machine=lambda: self.wall)
        clock.on_move(self._jumped)
        self.watch = ClockWatch(clock, lambda: self.even)

    def _jumped(self) -> None:
        self.jumps += 1

    def passes(self, seconds: float, clock_goes: float | None = None) -> None:
        self.even += seconds
        self.wall += timedelta(seconds=seconds if clock_goes is None else clock_goes)
        self.watch.look()


@pytest.mark.parametrize("clock_goes", [8 * 3600.0, 5 + 600.0, 5 - 600.0, 5 - 7200.0])
def test_a_sleep_of_the_machine_and_a_clock_that_is_set_are_noticed_once(log: Log, clock_goes: float) -> None:
    machine = Machine()
    for _ in range(10):
        machine.passes(5)
    machine.passes(5, clock_goes)
    for _ in range(10):
        machine.passes(5)
    assert machine.jumps == 1
    assert log.said == [("warning", "the machine's clock jumped", {"seconds": round(clock_goes - 5)})]


def test_a_clock_that_runs_a_little_fast_is_no_jump(log: Log) -> None:
    machine = Machine()
    for _ in range(100):
        machine.passes(5, 5.01)
    assert log.events == []
