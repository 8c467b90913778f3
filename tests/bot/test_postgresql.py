"""The same companion on PostgreSQL."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

from bot.local.server import LocalTelegram
from tests.bot.harness import Process, companion, heard
from tests.postgresql import PostgresqlServer
from tests.telegram_person import Person
from tests.waiting import until


async def test_a_standby_takes_over_when_the_first_process_is_killed(
    local: LocalTelegram, process: Callable[..., Process], postgresql_server: PostgresqlServer
) -> None:
    url = postgresql_server.new_database()
    first, standby = process(DATABASE_URL=url), process(DATABASE_URL=url)
    await first.start()
    ana = Person(local.url, 1001)
    await ana.say("hello")
    await ana.wait_for("1: hello")
    await standby.start()
    await until(lambda: b"standing by" in standby.errors)
    for number in range(1, 6):
        await ana.say(f"message {number}")
    await until(lambda: len(heard(local, 1001)) >= 3)
    await first.end(signal.SIGKILL)
    await ana.say("and you?")
    await ana.wait_for("7: and you?")
    assert list(dict.fromkeys(heard(local, 1001)))[-1] == "7: and you?"
    assert len(set(heard(local, 1001))) == 7
    assert await standby.end(signal.SIGTERM) == 0


async def test_a_standby_that_waits_can_be_stopped(
    local: LocalTelegram, process: Callable[..., Process], postgresql_server: PostgresqlServer
) -> None:
    url = postgresql_server.new_database()
    first, standby = process(DATABASE_URL=url), process(DATABASE_URL=url)
    await first.start()
    await until(lambda: local.call_counts["getUpdates"])
    await standby.start()
    await until(lambda: b"standing by" in standby.errors)
    assert await standby.end(signal.SIGTERM) == 0
    assert local.call_counts["getMe"] == 1
    assert await first.end(signal.SIGTERM) == 0


async def test_an_update_that_fails_among_others_harms_none_of_them(
    local: LocalTelegram, tmp_path: Path, postgresql_server: PostgresqlServer
) -> None:
    people = range(1, 21)
    for number in people:
        local.state.put_person(number, f"Person {number}", "en")
        local.state.say(number, "please fail" if number == 5 else "hello")
        local.state.say(number, "again")
    async with companion(local, tmp_path, DATABASE_URL=postgresql_server.new_database()):
        await until(lambda: all(len(heard(local, number)) == 2 for number in people))
    assert heard(local, 5) == ["Sorry.", "1: again"]
    assert {tuple(heard(local, number)) for number in people if number != 5} == {("1: hello", "2: again")}
