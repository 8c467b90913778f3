"""Updates of several chats in one transaction: no chat can tell."""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import application, intake
from bot.local.server import LocalTelegram
from bot.talk import companions_talk
from conversations import privacy
from conversations.messages import Incoming, Outgoing, Reply
from locales import Language
from storage import candidates, inbox, interviews
from storage.candidates import Candidate
from storage.inbox import State
from storage.unit import Unit
from tests.bot.harness import Process, companion, database_of, heard
from tests.bot.simple_talk import MAY_DIE, SIMPLE, TalkError, answer
from tests.telegram_person import Person
from tests.waiting import until

PEOPLE = range(1, 9)


class Watched:
    """The simple talk, and which chats it answered in which unit."""

    def __init__(self) -> None:
        self.units: list[tuple[Unit, list[int]]] = []
        self.talk = replace(SIMPLE, answer=self._answer)

    @property
    def chats(self) -> list[list[int]]:
        return [chats for _, chats in self.units]

    async def _answer(self, unit: Unit, incoming: Incoming, now: datetime) -> Reply:
        if not self.units or self.units[-1][0] is not unit:
            self.units.append((unit, []))
        self.units[-1][1].append(incoming.chat_id)
        return await answer(unit, incoming, now)


def all_say(local: LocalTelegram, people: range, text: str, **instead: str) -> None:
    """Everybody says the text; `p5="..."` lets number 5 say something else."""
    for number in people:
        if number not in local.state.people:
            local.state.put_person(number, f"Person {number}", "en")
        local.state.say(number, instead.get(f"p{number}", text))


def all_heard(local: LocalTelegram, people: range, messages: int) -> bool:
    return all(len(heard(local, number)) >= messages for number in people)


async def said(data: Path, people: range) -> list[int]:
    """How many messages of each took effect."""
    async with database_of(data) as database, database.reader() as unit:
        found = [await candidates.load(unit, number) for number in people]
    return [0 if one is None or one.facts is None else int(one.facts["said"]) for one in found]


async def test_chats_that_wait_side_by_side_are_answered_in_one_unit(local: LocalTelegram, tmp_path: Path) -> None:
    all_say(local, PEOPLE, "hello")
    watched = Watched()
    async with companion(local, tmp_path, watched.talk):
        await until(lambda: all_heard(local, PEOPLE, 1))
    assert watched.chats == [list(PEOPLE)]


async def test_a_chat_that_waits_alone_has_a_unit_of_its_own(local: LocalTelegram, tmp_path: Path) -> None:
    watched = Watched()
    async with companion(local, tmp_path, watched.talk):
        ana = Person(local.url, 1001)
        for turn in range(1, 4):
            await ana.say("hello")
            await ana.wait_for(f"{turn}: hello")
    assert watched.chats == [[1001]] * 3


async def test_under_load_no_unit_holds_two_updates_of_a_chat_and_each_chat_keeps_its_order(
    local: LocalTelegram, tmp_path: Path
) -> None:
    people = range(1, 61)
    turns = range(1, 8)
    for turn in turns:
        all_say(local, people, f"message {turn}")
    watched = Watched()
    async with companion(local, tmp_path, watched.talk):
        await until(lambda: all_heard(local, people, len(turns)))
    for number in people:
        assert heard(local, number) == [f"{turn}: message {turn}" for turn in turns]
    assert all(len(set(chats)) == len(chats) <= intake._TOGETHER for chats in watched.chats)
    assert len(watched.chats) < len(people) * len(turns) / 2


async def test_an_update_that_fails_among_others_harms_none_of_them_and_has_its_apology(
    local: LocalTelegram, tmp_path: Path
) -> None:
    all_say(local, PEOPLE, "hello", p5="please fail")
    all_say(local, PEOPLE, "again")
    watched = Watched()
    async with companion(local, tmp_path, watched.talk):
        await until(lambda: all_heard(local, PEOPLE, 2))
    assert watched.chats[0] == [1, 2, 3, 4, 5]  # here it failed, and was undone
    assert heard(local, 5) == ["Sorry.", "1: again"]
    assert {tuple(heard(local, number)) for number in PEOPLE if number != 5} == {("1: hello", "2: again")}
    assert await said(tmp_path, PEOPLE) == [2, 2, 2, 2, 1, 2, 2, 2]


async def test_an_update_that_cannot_even_be_closed_holds_up_its_own_chat_alone(
    local: LocalTelegram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_apology(language: Language) -> Outgoing:
        raise TalkError

    monkeypatch.setattr(application, "_IN_HAND", 0.0)  # the next try is not waited for at the end
    all_say(local, PEOPLE, "hello", p1="please fail")
    others = range(2, 9)
    async with companion(local, tmp_path, replace(SIMPLE, apology=no_apology)):
        await until(lambda: all_heard(local, others, 1))
        all_say(local, others, "again")
        await until(lambda: all_heard(local, others, 2))
        assert heard(local, 1) == []


async def test_a_unit_of_many_that_cannot_be_committed_is_done_one_by_one(
    local: LocalTelegram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The writes wait on SQLite, so their error comes out of the commit, long after the answers."""

    async def applied(unit: Unit, update_id: int, replies: bytes) -> None:
        together = units[-1:] == [unit]
        units.append(unit)
        await inbox_applied(unit, update_id, replies)
        if together and len(units) == len(PEOPLE):  # the last of the first unit
            unit.connection.write("INSERT INTO no_such_table VALUES (1)", ())

    units: list[Unit] = []
    inbox_applied = inbox.applied
    monkeypatch.setattr(inbox, "applied", applied)
    all_say(local, PEOPLE, "hello")
    async with companion(local, tmp_path):
        await until(lambda: all_heard(local, PEOPLE, 1))
    assert {tuple(heard(local, number)) for number in PEOPLE} == {("1: hello",)}
    assert await said(tmp_path, PEOPLE) == [1] * 8
    assert len(units) == 16  # all together, and each alone


async def test_killed_in_the_middle_of_a_unit_of_many_nothing_is_lost_and_nothing_is_done_twice(
    local: LocalTelegram, tmp_path: Path, process: Callable[..., Process]
) -> None:
    all_say(local, PEOPLE, "hello", p5="die")
    one = process(**{MAY_DIE: "yes"})
    await one.start()
    assert await one.end(None) < 0
    async with database_of(tmp_path) as database, database.reader() as unit:
        rows = await inbox.open_rows(unit)
    assert [(row.chat_id, row.state) for row in rows] == [(number, State.RECEIVED) for number in PEOPLE]
    assert await said(tmp_path, PEOPLE) == [0] * 8
    another = process()
    await another.start()
    await until(lambda: all_heard(local, PEOPLE, 1))
    assert await another.end(signal.SIGTERM) == 0
    assert {tuple(heard(local, number)) for number in PEOPLE if number != 5} == {("1: hello",)}
    assert heard(local, 5) == ["1: die"]
    assert await said(tmp_path, PEOPLE) == [1] * 8


async def test_a_chat_that_deletes_everything_touches_none_of_those_answered_with_it(
    local: LocalTelegram, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    async with database_of(tmp_path) as database, database.unit() as unit:
        for number in PEOPLE:
            one = Candidate(chat_id=number, created_at=now, seen_at=now, language="en", notice_version=privacy.VERSION)
            await candidates.save(unit, one)
            await interviews.save(unit, number, {"deleting": number == 4, "open": []})
    all_say(local, PEOPLE, "/fr", p4="DELETE")
    async with companion(local, tmp_path, companions_talk()):
        await until(lambda: all_heard(local, PEOPLE, 1))
    async with database_of(tmp_path) as database, database.reader() as unit:
        found = {number: await candidates.load_with_interview(unit, number) for number in PEOPLE}
        assert await inbox.open_rows(unit) == []
    assert found.pop(4) == (None, None)
    assert {one.language if one else None for one, _ in found.values()} == {"fr"}
