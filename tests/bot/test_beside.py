"""An answer that needs work which takes long: nobody else waits for it, and it takes effect once."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.local.server import LocalTelegram
from bot.talk import companions_talk
from conversations import beside, changes, privacy
from conversations.beside import at_hand, drawn
from conversations.messages import Incoming, Outgoing, Reply
from rules.remembered import forget
from storage import candidates
from storage.candidates import Candidate
from storage.unit import Unit
from tests.bot.harness import companion, database_of, heard
from tests.bot.simple_talk import MARKER, SIMPLE, answer
from tests.bot.test_together import all_heard, all_say, said
from tests.conversations.full_facts import full
from tests.telegram_person import Person
from tests.waiting import PATIENCE, until

PEOPLE = range(1, 9)


class Slow:
    """The simple talk, whose answers need work: of those that say “slow” it ends only when it is let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.worked: list[str] = []
        self.asked: list[tuple[int, datetime]] = []
        self.talk = replace(SIMPLE, answer=self._answer)

    def _work(self, text: str) -> str:
        self.worked.append(text)
        if "slow" in text:
            assert self.let_go.wait(PATIENCE)
        if "broken" in text:
            raise ValueError(MARKER)
        return text.upper()

    async def _answer(self, unit: Unit, incoming: Incoming, now: datetime) -> Reply:
        self.asked.append((incoming.chat_id, now))
        reply = await answer(unit, incoming, now)  # what it writes is to be taken back with everything else
        if "at hand" in incoming.text:
            found = at_hand(self._work, incoming.text)
        elif "picture" in incoming.text:
            found = await drawn(self._work, incoming.text)
        else:
            found = await beside.beside(self._work, incoming.text)
        return replace(reply, messages=tuple(Outgoing(f"{each.text} {found}") for each in reply.messages))


@pytest.mark.parametrize("text", ["slow", "slow, at hand", "slow picture"])
async def test_nobody_waits_for_the_work_of_somebody_else(local: LocalTelegram, tmp_path: Path, text: str) -> None:
    slow = Slow()
    async with companion(local, tmp_path, slow.talk):
        ana, ben = Person(local.url, 1001), Person(local.url, 1002)
        await ana.say(text)
        await until(lambda: slow.worked == [text])
        for turn in range(1, 4):
            await ben.say("hello")
            await ben.wait_for(f"{turn}: hello HELLO")
        assert heard(local, 1001) == []
        slow.let_go.set()
        await ana.wait_for(f"1: {text} {text.upper()}")
    assert slow.worked.count(text) == 1, "what is worked out is not worked out again"
    assert len({now for chat, now in slow.asked if chat == 1001}) == 1, "both times at the same instant"
    assert await said(tmp_path, range(1001, 1003)) == [1, 3]


async def test_the_others_of_a_unit_are_answered_without_the_one_whose_work_goes_on(
    local: LocalTelegram, tmp_path: Path
) -> None:
    slow = Slow()
    all_say(local, PEOPLE, "hello", p2="slow", p7="slow too")
    others = [number for number in PEOPLE if number not in (2, 7)]
    async with companion(local, tmp_path, slow.talk):
        await until(lambda: all(heard(local, number) for number in others))
        assert heard(local, 2) == heard(local, 7) == []
        slow.let_go.set()
        await until(lambda: all_heard(local, PEOPLE, 1))
    assert heard(local, 7) == ["1: slow too SLOW TOO"]
    assert await said(tmp_path, PEOPLE) == [1] * 8


async def test_a_chat_whose_work_goes_on_keeps_its_order(local: LocalTelegram, tmp_path: Path) -> None:
    slow = Slow()
    async with companion(local, tmp_path, slow.talk):
        ana = Person(local.url, 1001)
        for text in ("one", "two, slow", "three", "four"):
            await ana.say(text)
        await until(lambda: "two, slow" in slow.worked)
        slow.let_go.set()
        await ana.wait_for("4: four FOUR")
    assert heard(local, 1001) == ["1: one ONE", "2: two, slow TWO, SLOW", "3: three THREE", "4: four FOUR"]


async def test_however_many_wait_for_a_picture_there_is_a_thread_for_other_work(
    local: LocalTelegram, tmp_path: Path
) -> None:
    slow, many = Slow(), range(1, 41)
    all_say(local, many, "one picture", p1="slow picture")
    async with companion(local, tmp_path, slow.talk):
        await until(lambda: {chat for chat, _ in slow.asked} == {*many})
        ana = Person(local.url, 1001)
        await ana.say("hello")
        await ana.wait_for("1: hello HELLO")
        assert slow.worked == ["slow picture", "hello"], "one picture at a time"
        slow.let_go.set()
        await until(lambda: all_heard(local, many, 1))
    assert await said(tmp_path, many) == [1] * 40


async def test_work_that_is_done_soon_holds_the_unit_and_nothing_is_taken_back(
    local: LocalTelegram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "SOON", PATIENCE)
    slow = Slow()
    async with companion(local, tmp_path, slow.talk):
        ana = Person(local.url, 1001)
        await ana.say("hello")
        await ana.wait_for("1: hello HELLO")
    assert len(slow.asked) == 1


async def test_work_that_fails_is_tried_again_once_and_then_the_person_is_told(
    local: LocalTelegram, tmp_path: Path
) -> None:
    slow = Slow()
    slow.let_go.set()
    async with companion(local, tmp_path, slow.talk):
        ana = Person(local.url, 1001)
        await ana.say("broken")
        await ana.wait_for("Sorry.")
        await ana.say("hello")
        await ana.wait_for("1: hello HELLO")
    assert slow.worked == ["broken", "broken", "hello"]


async def test_what_is_not_answered_at_a_stop_is_answered_after_the_next_start(
    local: LocalTelegram, tmp_path: Path
) -> None:
    slow = Slow()
    async with companion(local, tmp_path, slow.talk):
        ana = Person(local.url, 1001)
        await ana.say("slow")
        await until(lambda: slow.worked == ["slow"])
    assert heard(local, 1001) == []
    slow.let_go.set()
    async with companion(local, tmp_path, slow.talk):
        await ana.wait_for("1: slow SLOW")
    assert await said(tmp_path, range(1001, 1002)) == [1]


async def test_work_on_what_cannot_be_found_again_is_done_within_the_unit(local: LocalTelegram, tmp_path: Path) -> None:
    asked: list[int] = []

    async def lists(unit: Unit, incoming: Incoming, now: datetime) -> Reply:
        asked.append(incoming.chat_id)
        found = await beside.beside(sorted, [3, 1, 2])
        return Reply((Outgoing(f"{found} {at_hand(sorted, [2, 1])}"),))

    async with companion(local, tmp_path, replace(SIMPLE, answer=lists)):
        ana = Person(local.url, 1001)
        await ana.say("hello")
        await ana.wait_for("[1, 2, 3] [1, 2]")
    assert asked == [1001]


async def test_so_much_of_one_answer_is_worked_out_outside_and_then_it_is_given(
    local: LocalTelegram, tmp_path: Path
) -> None:
    """Work that is another each time would be taken back for ever."""
    asked: list[int] = []

    async def another(unit: Unit, incoming: Incoming, now: datetime) -> Reply:
        asked.append(incoming.chat_id)
        return Reply((Outgoing(f"done {at_hand(str, len(asked))}"),))

    async with companion(local, tmp_path, replace(SIMPLE, answer=another)):
        ana = Person(local.url, 1001)
        await ana.say("hello")
        await ana.wait_for("done")
    assert len(asked) == beside.MOST + 1


SAID = (
    *("/start", "/score", "/why", "/risks", "/calendar", "/improve", "/french", "/nomination", "/whatif", "/goal"),
    *("/compare 478", "/couple", "/rounds", "/dates", "/journey", "/documents", "/invitation", "/practice", "/history"),
    *("/profile", "/programs", "hello", "Score as a picture", "Calendar as a picture", "Score calendar file"),
    *("/whatif", "My English", "5", "/whatif", "/export", "/nosuchcommand"),
)
"""Commands and words of somebody who told everything."""


async def heard_with(local: LocalTelegram, folder: Path, chat_id: int) -> list[str]:
    """What they hear to all of it."""
    now = datetime(2026, 11, 23, 15, tzinfo=UTC)
    known = Candidate(chat_id=chat_id, created_at=now, seen_at=now, language="en", notice_version=privacy.VERSION)
    async with companion(local, folder, companions_talk(), COMPANION_NOW=now.isoformat()):
        async with database_of(folder) as database, database.unit() as unit:
            await candidates.save(unit, await changes.keep(unit, known, full(), now, now.date(), "interview"))
        ana = Person(local.url, chat_id)
        for text in SAID:
            await ana.say(text)
        await ana.wait_for("I do not know that command")
    messages = local.state.chats[chat_id].messages.values()
    return [message.get("text") or message.get("caption") or "" for message in messages if message["from"]["is_bot"]]


async def test_every_screen_is_the_same_where_all_of_its_work_is_done_outside_the_unit(
    local: LocalTelegram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "SOON", PATIENCE)
    monkeypatch.setattr(beside, "AT_ONCE", PATIENCE)
    within = await heard_with(local, tmp_path / "within", 1001)
    forget()
    monkeypatch.setattr(beside, "SOON", 0.0)
    monkeypatch.setattr(beside, "AT_ONCE", 0.0)
    assert await heard_with(local, tmp_path / "outside", 1002) == within
    assert len(within) >= len(SAID)


async def test_outside_the_program_it_is_worked_out_on_the_spot() -> None:
    assert await beside.beside(sum, (1, 2)) == 3
    assert await drawn(sum, (1, 2)) == 3
    assert at_hand(sum, (1, 2)) == 3
