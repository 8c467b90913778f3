"""The rules are others than before: everybody's reminders are planned anew, once, and dates that moved say so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from conversations import reviews
from rules import parameters
from storage import candidates
from storage.candidates import Candidate
from storage.database import Database
from storage.unit import Unit
from tests.conversations.chat import MONDAY, Chat

TOLD: dict[str, Any] = {
    "birth_date": "1997-03-31",
    "tests": [
        {
            "kind": "ielts_general",
            "result_date": "2026-06-02",
            "scores": {"listening": 8, "reading": 7, "writing": 6.5, "speaking": 7},
        }
    ],
}

OF_18_MONTHS = """
sources:
  reported: {title: "A test of the program", seen: 2026-11-01}
validity:
  language_result:
    values:
      - {from: 2026-11-20, value: 18, status: reported, source: reported}
"""


@pytest.fixture
def other_rules(tmp_path: Path) -> Iterator[None]:
    """From here on a result serves eighteen months."""
    folder = tmp_path / "my-rules"
    folder.mkdir()
    (folder / "validity.yaml").write_text(OF_18_MONTHS, encoding="utf-8")
    parameters.use(folder)
    reviews.digest.cache_clear()
    yield
    parameters.use(None)
    reviews.digest.cache_clear()


async def reviewed(database: Database) -> int:
    """How many transactions the review takes, the last one included."""
    for n in range(1, 100):
        async with database.unit() as unit:
            if not await reviews.some(unit, MONDAY):
                return n
    raise AssertionError("a review without an end")


async def ends(chat: Chat) -> set[str]:
    return {each.arguments["last_safe_day"] for each in await chat.reminders() if each.kind == "language_test"}


async def test_under_the_same_rules_everybody_is_looked_at_once(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    async def noted(_unit: Unit, candidate: Candidate, _now: object) -> None:
        seen.append(candidate.chat_id)

    monkeypatch.setattr(reviews, "candidate", noted)
    for chat_id in range(1, 10):
        await Chat(chat.database, chat_id=chat_id).knows(TOLD)
    assert await reviewed(chat.database) == 6
    assert seen == [*range(1, 10)]
    assert await reviewed(chat.database) == 1
    assert seen == [*range(1, 10)]


async def test_under_other_rules_the_reminders_follow_and_say_that_the_day_moved(
    chat: Chat, request: pytest.FixtureRequest
) -> None:
    await chat.knows(TOLD)
    await reviewed(chat.database)
    assert await ends(chat) == {"2028-06-01"}
    request.getfixturevalue("other_rules")
    await reviewed(chat.database)
    assert await ends(chat) == {"2027-12-01"}
    first = next(each for each in await chat.reminders() if each.kind == "language_test")
    assert first.arguments["moved_from"] == "2028-06-01"


async def test_one_who_cannot_be_planned_for_holds_up_nobody(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    async def fails(_unit: Unit, candidate: Candidate, _now: object) -> None:
        if candidate.chat_id == 2:
            raise ValueError("facts of another time")
        seen.append(candidate.chat_id)

    monkeypatch.setattr(reviews, "candidate", fails)
    for chat_id in (1, 2, 3):
        await Chat(chat.database, chat_id=chat_id).knows(TOLD)
    await reviewed(chat.database)
    assert seen == [1, 3]


async def test_who_told_nothing_is_passed_over(chat: Chat) -> None:
    await chat.says("/start")
    await reviewed(chat.database)
    async with chat.database.reader() as unit:
        assert await candidates.load(unit, chat.chat_id) is not None


def test_the_rules_of_an_operator_make_another_rule_book(request: pytest.FixtureRequest) -> None:
    before = reviews.digest()
    request.getfixturevalue("other_rules")
    assert reviews.digest() != before


def test_another_ladder_makes_another_rule_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = reviews.digest()
    other = tmp_path / "ladders.yaml"
    other.write_text(reviews.ladders.FILE.read_text("utf-8") + "\n# one more line\n", encoding="utf-8")
    monkeypatch.setattr(reviews.ladders, "FILE", other)
    reviews.digest.cache_clear()
    try:
        assert reviews.digest() != before
    finally:
        reviews.digest.cache_clear()


async def test_a_program_that_was_killed_in_the_middle_goes_on_with_the_next(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    async def dies(_unit: Unit, candidate: Candidate, _now: object) -> None:
        if candidate.chat_id == 6 and len(seen) < 6:
            raise KeyboardInterrupt
        seen.append(candidate.chat_id)

    monkeypatch.setattr(reviews, "candidate", dies)
    for chat_id in range(1, 8):
        await Chat(chat.database, chat_id=chat_id).knows(TOLD)
    with pytest.raises(KeyboardInterrupt):
        await reviewed(chat.database)
    assert seen == [1, 2, 3, 4, 5]
    await reviewed(chat.database)
    assert seen[5:] == [5, 6, 7], "the transaction that was broken off is done anew, and no other"


A_NEW_TABLE = """
sources:
  reported: {title: "A test of the program", seen: 2026-11-01}
parameters:
  needed:
    values:
      - from: 2027-07-05
        status: reported
        source: reported
        value: {by_size: [16000, 19900, 24500, 29700, 33700, 38000, 42300], each_more: 4300, update_by: 2027-07-26}
"""


@pytest.fixture
def new_table(tmp_path: Path) -> Iterator[None]:
    """From here on the table of settlement funds of July 2027 is known."""
    folder = tmp_path / "my-rules"
    folder.mkdir()
    (folder / "settlement_funds.yaml").write_text(A_NEW_TABLE, encoding="utf-8")
    parameters.use(folder)
    reviews.digest.cache_clear()
    yield
    parameters.use(None)
    reviews.digest.cache_clear()


async def of_the_funds(chat: Chat) -> list[tuple[str, str, str]]:
    found = [each for each in await chat.reminders() if each.kind.startswith("funds_")]
    return [(each.kind, each.rung, f"{each.due_at:%Y-%m-%d}") for each in found]


async def test_a_new_table_of_funds_is_told_when_it_is_known_before_it_and_on_its_day(
    chat: Chat, request: pytest.FixtureRequest
) -> None:
    told = {**TOLD, "settlement_funds": 15_500, "children": []}
    await chat.knows(told)
    await reviewed(chat.database)
    assert await of_the_funds(chat) == []
    request.getfixturevalue("new_table")
    await reviewed(chat.database)
    ahead = [("funds_table", "14", "2027-06-21"), ("funds_table", "0", "2027-07-05")]
    known, *others = await of_the_funds(chat)
    assert known == ("funds_table", "known", "2026-11-24")
    assert [each for each in others if each[1] != "act_by"] == ahead
    await chat.knows({**told, "passport_expires": "2036-01-15"})
    assert known in await of_the_funds(chat), "it stays, whatever else is told"
    await chat.knows({**told, "settlement_funds": 16_000})
    assert await of_the_funds(chat) == [], "nothing is short any more"


async def test_once_a_new_table_is_in_force_its_last_day_is_told_until_new_funds_are(
    chat: Chat, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("new_table")
    chat.now = datetime(2027, 7, 6, 15, tzinfo=UTC)
    told = {**TOLD, "settlement_funds": 15_500, "children": []}
    await chat.knows(told)
    assert ("funds_update", "0", "2027-07-26") in await of_the_funds(chat)
    await chat.knows({**told, "settlement_funds": 16_000})
    assert await of_the_funds(chat) == []
