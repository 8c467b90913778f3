"""Killed, stopped, started again: nothing acknowledged is lost, nothing is applied twice."""

from __future__ import annotations

import base64
import random
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.local.server import LocalTelegram
from storage import candidates, inbox
from tests.bot.harness import Process, companion, database_of, heard
from tests.telegram_person import Person
from tests.waiting import until

Make = Callable[..., Process]
KILLS = 10


def answers(local: LocalTelegram, people: range) -> int:
    return sum(len(heard(local, number)) for number in people)


async def said(data: Path, chat_id: int) -> int:
    """How many messages of the chat took effect."""
    async with database_of(data) as database, database.reader() as unit:
        candidate = await candidates.load(unit, chat_id)
    return 0 if candidate is None or candidate.facts is None else int(candidate.facts["said"])


@pytest.mark.soak
async def test_killed_ten_times_no_message_is_lost_and_none_is_applied_twice(
    local: LocalTelegram, tmp_path: Path, process: Make
) -> None:
    chance = random.Random(8)
    people = range(1, 21)
    for number in people:
        local.state.put_person(number, f"Person {number}", "en")
    sent = 0
    one = process()
    for _ in range(KILLS):
        answered = answers(local, people)
        await one.start()
        for number in people:
            for _ in range(5):
                local.state.say(number, f"message {sent // len(people)}")
        sent += 5
        wanted = answered + chance.randrange(1, 80)
        await until(lambda: answers(local, people) >= wanted)  # noqa: B023 - awaited at once
        await one.end(signal.SIGKILL)
    await one.start()
    await until(lambda: all(heard(local, n) and heard(local, n)[-1].startswith(f"{sent}: ") for n in people))
    assert await one.end(signal.SIGTERM) == 0
    for number in people:
        assert await said(tmp_path, number) == sent
        counted = [int(text.partition(":")[0]) for text in heard(local, number)]
        assert sorted(set(counted)) == list(range(1, sent + 1))
    async with database_of(tmp_path) as database, database.reader() as unit:
        assert await inbox.open_rows(unit) == []


async def test_a_reply_that_was_committed_and_not_sent_is_sent_at_the_next_start(
    local: LocalTelegram, tmp_path: Path, process: Make
) -> None:
    local.faults.add({"method": "sendMessage", "status": 500, "times": 1000})
    one = process()
    await one.start()
    ana = Person(local.url, 1001)
    await ana.say("hello")
    await until(lambda: local.call_counts["sendMessage"] >= 1)
    await one.end(signal.SIGKILL)
    local.faults.waiting.clear()
    await one.start()
    await ana.wait_for("1: hello")
    await one.end(signal.SIGTERM)
    assert await said(tmp_path, 1001) == 1


async def test_a_stop_under_load_does_not_wait_for_what_is_left_and_loses_nothing(
    local: LocalTelegram, tmp_path: Path, process: Make
) -> None:
    people = range(1, 201)
    for number in people:
        local.state.put_person(number, f"Person {number}", "en")
        for turn in range(5):
            local.state.say(number, f"message {turn}")
    one = process(MESSAGES_PER_SECOND="10")  # a minute and a half for all of it
    await one.start()
    await until(lambda: local.call_counts["sendMessage"] >= 5)
    began, sent = time.monotonic(), local.call_counts["sendMessage"]
    assert await one.end(signal.SIGTERM) == 0
    assert time.monotonic() - began < 60
    assert local.call_counts["sendMessage"] - sent < 100, "what six seconds hold, and some more"
    one = process()
    await one.start()
    await until(lambda: all(len(set(heard(local, number))) == 5 for number in people))
    await one.end(signal.SIGTERM)
    assert {await said(tmp_path, number) for number in (1, 77, 200)} == {5}


async def test_an_idle_stop_is_immediate_although_a_poll_is_open(
    local: LocalTelegram, tmp_path: Path, process: Make
) -> None:
    one = process()
    await one.start()
    await until(lambda: local.call_counts["getUpdates"] >= 1)
    began = time.monotonic()
    assert await one.end(signal.SIGINT) == 0
    assert time.monotonic() - began < 20, "the poll is open for half a minute"


async def test_a_stop_while_telegram_is_unreachable_at_the_start_is_heeded(
    local: LocalTelegram, tmp_path: Path, process: Make
) -> None:
    local.faults.add({"method": "getMe", "status": 502, "times": 1000})
    one = process()
    await one.start()
    await until(lambda: local.call_counts["getMe"] >= 1)
    began = time.monotonic()
    await one.end(signal.SIGTERM)
    assert time.monotonic() - began < 45, "Telegram is waited for for a minute and a half"


async def test_another_poller_ends_the_companion_with_a_clear_line(
    local: LocalTelegram, tmp_path: Path, process: Make
) -> None:
    local.faults.add({"method": "getUpdates", "status": 409, "times": 1000})
    one = process()
    await one.start()
    await until(lambda: local.call_counts["getUpdates"] >= 5)
    assert await one.end(None) == 1
    assert b"another process polls for the same bot (409 Conflict)" in one.errors
    assert b"Traceback" not in one.errors


async def test_a_refused_token_is_a_wrong_setting(local: LocalTelegram, tmp_path: Path, process: Make) -> None:
    one = process(TELEGRAM_BOT_TOKEN="42:not-the-token")
    await one.start()
    assert await one.end(None) == 2
    assert one.errors.startswith(b"TELEGRAM_BOT_TOKEN: ")
    assert b"not-the-token" not in one.errors


async def test_a_second_process_on_the_same_database_is_refused(
    local: LocalTelegram, tmp_path: Path, process: Make
) -> None:
    async with companion(local, tmp_path):
        one = process()
        await one.start()
        assert await one.end(None) == 2
    assert one.errors.startswith(b"DATABASE_URL: another process")


async def test_the_menu_is_set_in_both_languages(local: LocalTelegram, tmp_path: Path, process: Make) -> None:
    async with companion(local, tmp_path):
        await until(lambda: local.call_counts["setMyShortDescription"] == 2)
        ana, jean = Person(local.url, 1001, "es"), Person(local.url, 1002, "fr")
        assert await ana.menu() == {"start": "Start"}
        assert await jean.menu() == {"start": "Commencer"}
        assert local.state.profile_text("description", "fr") == "Une description"


async def test_a_database_whose_key_is_missing_is_a_wrong_setting(
    local: LocalTelegram, tmp_path: Path, process: Make
) -> None:
    async with database_of(tmp_path) as database, database.unit() as unit:
        await inbox.receive(unit, [(1, 1001, b'{"update_id": 1}')], datetime.now(UTC))
    one = process(COMPANION_KEYS=base64.b64encode(b"x" * 32).decode())
    await one.start()
    assert await one.end(None) == 2
    assert one.errors.startswith(b"COMPANION_KEYS: ")
