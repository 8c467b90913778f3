"""Order within a chat, chats side by side, and what happens when an answer fails."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot import application, intake
from bot.local.server import LocalTelegram
from conversations.messages import Incoming, Reply
from storage.unit import Unit
from tests.bot.harness import companion, database_of, heard
from tests.bot.simple_talk import SIMPLE, answer
from tests.telegram_person import Person
from tests.waiting import until


def everybody(local: LocalTelegram, people: range, language: str = "en") -> None:
    for number in people:
        local.state.put_person(number, f"Person {number}", language)


async def test_a_message_is_answered_over_http(local: LocalTelegram, tmp_path: Path) -> None:
    async with companion(local, tmp_path):
        ana = Person(local.url, 1001)
        await ana.say("hello")
        assert (await ana.wait_for("1: hello")).labels == ("Press",)


async def test_a_press_ends_the_waiting_circle_and_changes_the_message_in_place(
    local: LocalTelegram, tmp_path: Path
) -> None:
    async with companion(local, tmp_path):
        ana = Person(local.url, 1001)
        await ana.say("hello")
        await ana.wait_for("1: hello")
        await ana.press("Press")
        changed = await ana.wait_for("pressed data 1")
        assert changed.edited
        assert await ana.wait_for_toast() == "noted"
        assert len(heard(local, 1001)) == 1


async def test_the_same_button_pressed_twice_does_not_make_a_second_message(
    local: LocalTelegram, tmp_path: Path
) -> None:
    async with companion(local, tmp_path):
        ana = Person(local.url, 1001)
        await ana.say("hello")
        await ana.press("Press")
        await ana.wait_for("pressed data 1")
        await ana.press_again()
        await ana.wait_for_toast(2)
        assert heard(local, 1001) == ["pressed data 1"]


async def test_a_message_to_change_that_is_gone_is_sent_anew(local: LocalTelegram, tmp_path: Path) -> None:
    async with companion(local, tmp_path):
        ana = Person(local.url, 1001)
        await ana.say("hello")
        shown = await ana.wait_for("1: hello")
        data = shown.data_of("Press")
        local.faults.add(
            {"method": "editMessageText", "status": 400, "description": "Bad Request: message to edit not found"}
        )
        await ana.press_data(shown.id, data)
        again = await ana.wait_for("pressed data 1")
        assert again.id != shown.id


async def test_a_hundred_people_with_five_messages_at_once_are_all_answered_in_order(
    local: LocalTelegram, tmp_path: Path
) -> None:
    people = range(1, 101)
    everybody(local, people)
    for turn in range(1, 6):
        for number in people:
            local.state.say(number, f"message {turn}")
    async with companion(local, tmp_path):
        await until(lambda: all(len(heard(local, number)) == 5 for number in people))
    for number in people:
        assert heard(local, number) == [f"{turn}: message {turn}" for turn in range(1, 6)]


async def test_one_busy_chat_does_not_hold_the_places_of_others(local: LocalTelegram, tmp_path: Path) -> None:
    """Each answer to the busy chat takes long; others must not wait for its whole pile."""
    order: list[int] = []

    async def slow(unit: Unit, incoming: Incoming, now: datetime) -> Reply:
        order.append(incoming.chat_id)
        await asyncio.sleep(0.01)
        return await answer(unit, incoming, now)

    everybody(local, range(1, 12))
    for turn in range(50):
        local.state.say(1, f"busy {turn}")
    for number in range(2, 12):
        local.state.say(number, "quiet")
    async with companion(local, tmp_path, replace(SIMPLE, answer=slow)):
        await until(lambda: len(order) == 60)
        await until(lambda: all(heard(local, number) for number in range(2, 12)))
    busy_before_the_last_quiet_one = order[: max(i for i, chat in enumerate(order) if chat != 1)].count(1)
    assert busy_before_the_last_quiet_one <= 2


async def test_chats_that_have_to_wait_for_their_pace_hold_nobodys_place(
    local: LocalTelegram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application, "_IN_HAND", 0.0)  # nothing is waited for at the end
    waiting = range(1, 31)  # more than there are workers
    everybody(local, waiting)
    for number in waiting:
        for turn in range(7):  # the first five leave at once, the others after minutes
            local.state.say(number, f"message {turn}")
    async with companion(local, tmp_path, MESSAGES_PER_SECOND_PER_CHAT="0.01"):
        await until(lambda: all(len(heard(local, number)) == 5 for number in waiting))
        ana = Person(local.url, 1001)
        await ana.say("quick")
        await ana.wait_for("1: quick")
        assert all(len(heard(local, number)) == 5 for number in waiting)


async def test_an_answer_that_fails_is_rolled_back_and_the_person_is_told_in_their_language(
    local: LocalTelegram, tmp_path: Path
) -> None:
    async with companion(local, tmp_path):
        ana = Person(local.url, 1001, language="fr")
        await ana.say("bonjour")
        await ana.wait_for("1: bonjour")
        await ana.say("please fail")
        await ana.wait_for("Désolé.")
        await ana.say("encore")
        await ana.wait_for("2: encore")  # not 3: the failed one left nothing behind
        assert len(heard(local, 1001)) == 3


async def test_an_answer_that_fails_once_is_tried_again_without_a_word(local: LocalTelegram, tmp_path: Path) -> None:
    tries: list[int] = []

    async def fails_once(unit: Unit, incoming: Incoming, now: datetime) -> Reply:
        reply = await answer(unit, incoming, now)
        tries.append(incoming.update_id)
        if len(tries) == 1:
            raise OSError("the disk was busy")
        return reply

    async with companion(local, tmp_path, replace(SIMPLE, answer=fails_once)):
        ana = Person(local.url, 1001)
        await ana.say("hello")
        await ana.wait_for("1: hello")
    assert len(tries) == 2


async def test_an_update_that_telegram_repeats_takes_effect_once(local: LocalTelegram, tmp_path: Path) -> None:
    async with companion(local, tmp_path):
        ana = Person(local.url, 1001)
        local.state.duplicate_next = 1
        await ana.say("hello")
        await ana.wait_for("1: hello")
        await ana.say("again")
        await ana.wait_for("2: again")
    assert heard(local, 1001) == ["1: hello", "2: again"]


async def test_a_person_who_blocked_the_bot_is_marked_when_a_message_bounces(
    local: LocalTelegram, tmp_path: Path
) -> None:
    from storage import candidates

    async with companion(local, tmp_path):
        ana = Person(local.url, 1001)
        await ana.say("hello")
        await ana.wait_for("1: hello")
        local.faults.add({"method": "sendMessage", "status": 403})
        await ana.say("more")
        await until(lambda: local.call_counts["sendMessage"] == 2)
    async with database_of(tmp_path) as database, database.reader() as unit:
        candidate = await candidates.load(unit, 1001)
    assert candidate is not None
    assert candidate.blocked_at is not None


async def test_everything_is_done_in_the_inbox_once_the_answers_are_out(local: LocalTelegram, tmp_path: Path) -> None:
    from storage import inbox

    async with companion(local, tmp_path):
        ana = Person(local.url, 1001)
        await ana.say("hello")
        await ana.wait_for("1: hello")
    async with database_of(tmp_path) as database, database.reader() as unit:
        assert await inbox.open_rows(unit) == []


@pytest.mark.parametrize(
    ("fault", "sent"),
    [
        ({"status": 500}, 1),
        ({"status": 502}, 1),
        ({"drop": True}, 1),
        ({"drop": True, "after": True}, 2),  # it arrived, and nobody could know: at most one repeat
        ({"status": 429, "retry_after": 1}, 1),
    ],
)
async def test_a_message_survives_bad_weather(
    local: LocalTelegram, tmp_path: Path, fault: dict[str, object], sent: int
) -> None:
    async with companion(local, tmp_path):
        ana = Person(local.url, 1001)
        await ana.say("hello")
        await ana.wait_for("1: hello")
        local.faults.add({"method": "sendMessage", **fault})
        await ana.say("more")
        await ana.wait_for("2: more")
        await until(lambda: local.call_counts["sendMessage"] == 3)
        await ana.say("last")
        await ana.wait_for("3: last")
    assert heard(local, 1001).count("2: more") == sent


@pytest.mark.parametrize("odd", [("poll", {"id": "1"}), ("message", {"text": "no chat"}), ("message", [])])
async def test_updates_of_an_unknown_shape_are_confirmed_and_harm_nothing(
    local: LocalTelegram, tmp_path: Path, odd: tuple[str, Any]
) -> None:
    local.state.add_update(*odd)
    async with companion(local, tmp_path):
        ana = Person(local.url, 1001)
        await ana.say("hello")
        await ana.wait_for("1: hello")
    assert not local.state.queue


async def test_no_more_updates_are_asked_for_than_can_be_worked_on(
    local: LocalTelegram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "_FULL", 50)
    monkeypatch.setattr(intake, "_ROOM", 20)
    go_on, started = asyncio.Event(), []

    async def held_up(unit: Unit, incoming: Incoming, now: datetime) -> Reply:
        started.append(incoming.chat_id)
        await go_on.wait()
        return await answer(unit, incoming, now)

    people = range(1, 51)
    everybody(local, people)
    for turn in range(10):
        for number in people:
            local.state.say(number, f"message {turn}")
    async with companion(local, tmp_path, replace(SIMPLE, answer=held_up)):
        await until(lambda: started)
        await asyncio.sleep(0.1)
        assert local.call_counts["getUpdates"] == 1  # a hundred taken, the rest left where it is safe
        assert len(local.state.queue) == 500  # and not even these confirmed
        go_on.set()
        await until(lambda: all(len(heard(local, number)) == 10 for number in people))
