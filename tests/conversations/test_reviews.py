"""The rules are others than before: everybody's reminders are planned anew, once, and dates that moved say so."""

from __future__ import annotations

import html
import json
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from conversations import notices, reviews, rule_news, score
from conversations.program_words import CATEGORIES
from rules import parameters
from storage import notifications, rule_book
from storage.candidates import Candidate
from storage.database import Database
from storage.notifications import Notification
from storage.settings import DEFAULTS
from storage.unit import Unit
from tests.conversations.chat import MONDAY, Chat
from tests.conversations.sound import faults_of

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


@contextmanager
def rules_of_18_months() -> Iterator[None]:
    """Inside, a result serves eighteen months."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "validity.yaml").write_text(OF_18_MONTHS, encoding="utf-8")
        parameters.use(Path(folder))
        reviews.digest.cache_clear()
        try:
            yield
        finally:
            parameters.use(None)
            reviews.digest.cache_clear()


@pytest.fixture
def other_rules() -> Iterator[None]:
    """From here on a result serves eighteen months."""
    with rules_of_18_months():
        yield


async def reviewed(database: Database, now: datetime = MONDAY) -> int:
    """How many transactions the review takes, the last one included."""
    for n in range(1, 100):
        async with database.unit() as unit:
            if not await reviews.some(unit, now):
                return n
    raise AssertionError("a review without an end")


async def ends(chat: Chat) -> set[str]:
    return {each.arguments["last_safe_day"] for each in await chat.reminders() if each.kind == "language_test"}


async def test_under_the_same_rules_everybody_is_looked_at_once(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    async def noted(_unit: Unit, candidate: Candidate, _now: object, _before: object) -> None:
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

    async def fails(_unit: Unit, candidate: Candidate, _now: object, before: object) -> None:
        if candidate.chat_id == 2:
            raise ValueError("facts of another time")
        seen.append(candidate.chat_id)

    monkeypatch.setattr(reviews, "candidate", fails)
    for chat_id in (1, 2, 3):
        await Chat(chat.database, chat_id=chat_id).knows(TOLD)
    await reviewed(chat.database)
    assert seen == [1, 3]


async def test_who_told_nothing_is_passed_over(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    planned: list[int] = []

    async def replan(_unit: Unit, candidate: Candidate, *_: object) -> None:
        planned.append(candidate.chat_id)

    monkeypatch.setattr(reviews.reminders, "replan", replan)
    await Chat(chat.database, chat_id=2).says("/start")
    await chat.knows(TOLD)
    planned.clear()
    await reviewed(chat.database)
    assert planned == [chat.chat_id]


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

    async def dies(_unit: Unit, candidate: Candidate, _now: object, before: object) -> None:
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


async def told(chat: Chat) -> list[str]:
    return [
        html.unescape(re.sub(r"<[^>]+>", "", rule_news.word(each).text))
        for each in await chat.reminders()
        if each.kind == rule_news.KIND
    ]


async def test_whose_dates_are_others_by_the_new_rules_is_told_once_with_both(chat: Chat) -> None:
    await chat.knows(TOLD)
    await Chat(chat.database, chat_id=8).knows({"birth_date": "1997-03-31"})
    await reviewed(chat.database)
    assert await told(chat) == []
    with rules_of_18_months():
        await reviewed(chat.database)
        [text] = await told(chat)
        await reviewed(chat.database)
        assert await told(chat) == [text]
        assert await told(Chat(chat.database, chat_id=8)) == []
    assert text.startswith("The rules have changed, and something of yours with them\n\n")
    assert "Your answers by the rules of before and by the new ones, on 23 November 2026:" in text
    assert "• Your English test result: Wednesday 1 December 2027, before: Thursday 1 June 2028." in text
    assert "Nothing you told me was changed." in text


async def test_a_book_before_that_this_program_cannot_read_is_not_compared(chat: Chat) -> None:
    await chat.knows(TOLD)
    async with chat.database.unit() as unit:
        await rule_book.begin(unit, "of another program", lambda: '{"inside": {"crs.yaml": "a: 1"}, "own": {}}', MONDAY)
        await rule_book.reviewed(unit, None)
    await reviewed(chat.database)
    assert await told(chat) == []
    assert await chat.reminders()


@pytest.mark.parametrize(
    "book",
    [b"", b"not packed", zlib.compress(b"\xff"), zlib.compress(b"[]"), zlib.compress(b"null"), zlib.compress(b"{}")]
    + [
        zlib.compress(json.dumps(each).encode()) for each in ({"inside": []}, {"inside": {"crs.yaml": None}, "own": {}})
    ],
)
async def test_a_book_before_of_any_shape_keeps_nobody_from_being_planned_for(chat: Chat, book: bytes) -> None:
    await chat.knows(TOLD)
    reviews._read.cache_clear()
    async with chat.database.unit() as unit:
        await rule_book.begin(unit, "of another program", lambda: "", MONDAY)
        await rule_book.reviewed(unit, None)
    async with chat.database.unit() as unit:
        await rule_book.begin(unit, reviews.digest(), parameters.written, MONDAY)

    async def stands(_unit: Unit) -> bytes:
        return book

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rule_book, "before", stands)
        await reviewed(chat.database)
    assert await told(chat) == []
    assert await ends(chat) == {"2028-06-01"}


async def all_are_sent(chat: Chat) -> None:
    async with chat.database.unit() as unit:
        for each in await notifications.pending(unit, chat.chat_id):
            if each.kind == rule_news.KIND:
                await notifications.sent(unit, each.id, MONDAY + timedelta(minutes=5))


async def test_a_book_that_comes_back_is_news_each_time(chat: Chat) -> None:
    await chat.knows(TOLD)
    await reviewed(chat.database)
    for minute in range(2):
        with rules_of_18_months():
            await reviewed(chat.database, MONDAY + timedelta(hours=2 * minute + 1))
            [text] = await told(chat)
            assert "Wednesday 1 December 2027, before: Thursday 1 June 2028." in text
            await all_are_sent(chat)
        await reviewed(chat.database, MONDAY + timedelta(hours=2 * minute + 2))
        [text] = await told(chat)
        assert "Thursday 1 June 2028, before: Wednesday 1 December 2027." in text
        await all_are_sent(chat)


async def begins_a_review(chat: Chat, now: datetime) -> None:
    """Looks at the first two people under the book in use, and stops."""
    async with chat.database.unit() as unit:
        assert await reviews.some(unit, now)


async def of_three(chat: Chat) -> None:
    """Two people before the one of the chat, and one after."""
    for chat_id in (1, 8):
        await Chat(chat.database, chat_id=chat_id).knows(TOLD)
    await chat.knows(TOLD)
    await reviewed(chat.database)


async def test_a_book_taken_away_while_people_are_told_of_it_is_not_told_of_if_that_was_not_sent(chat: Chat) -> None:
    await of_three(chat)
    with rules_of_18_months():
        await begins_a_review(chat, MONDAY)
        assert len(await told(chat)) == 1
    await reviewed(chat.database)
    for chat_id in (1, 7, 8):
        assert await told(Chat(chat.database, chat_id=chat_id)) == []
    assert await ends(chat) == {"2028-06-01"}


async def test_what_was_sent_of_a_book_that_is_taken_away_is_taken_back_once(chat: Chat) -> None:
    await of_three(chat)
    with rules_of_18_months():
        await begins_a_review(chat, MONDAY)
        await all_are_sent(chat)
    await begins_a_review(chat, MONDAY + timedelta(hours=1))
    [text] = await told(chat)
    assert "• Your English test result: Thursday 1 June 2028, before: Wednesday 1 December 2027." in text
    await all_are_sent(chat)
    await reviewed(chat.database)
    assert await told(chat) == []
    assert await told(Chat(chat.database, chat_id=8)) == []


def everything_moves() -> str:
    """More than anybody's change: each factor, program, category, and many dates."""
    dates = ("language_test:own:english", "language_test:partner:french", "profile:own", "invitation:own")
    return json.dumps(
        {
            "on": "2026-09-30",
            "crs": [1100, 1000],
            "moved": [[key, 100, 0] for key in score.NAMES],
            "gained": ["canadian_experience"],
            "lost": ["federal_skilled_worker", "skilled_trades"],
            "categories": [
                {
                    "key": key,
                    "met": [True, False],
                    "held": [True, True],
                    "from": "2026-09-30",
                    "months": [[11, 6], [11, 12]],
                }
                for key in CATEGORIES
            ],
            "dates": [[key, "2026-09-30", "2027-09-29"] for key in dates * 4],
        }
    )


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("simple", [False, True])
def test_however_much_moves_it_is_one_message_that_can_be_sent(language: str, simple: bool) -> None:
    notification = Notification(
        chat_id=7,
        item="rule_news:x",
        rung="0",
        due_at=MONDAY,
        kind=rule_news.KIND,
        arguments={rule_news.CHANGE: everything_moves()},
    )
    person = Candidate(
        chat_id=7,
        created_at=MONDAY,
        seen_at=MONDAY,
        language=language,
        settings=replace(DEFAULTS, simple=simple),
    )
    assert faults_of(notices.word(notification, person, MONDAY)) == []


async def test_story_s52_the_list_asks_for_more_months_and_the_person_saved_before_is_told_on_the_day(
    chat: Chat,
) -> None:
    """A nurse with seven months: enough for the list of before 18 February 2026, which asked for six; now twelve."""
    chat.now = datetime(2026, 2, 1, 15, 0, tzinfo=UTC)
    job = {"country": "IN", "hours_per_week": 40, "paid": True, "self_employed": False, "studying": []}
    jobs = [
        {**job, "noc": "31301", "start": "2025-07-01", "duties": "fits"},
        {**job, "noc": "21231", "start": "2019-07-01", "end": "2025-06-30", "duties": "fits"},
    ]
    await chat.knows({**TOLD, "jobs": jobs, "tests": [{**TOLD["tests"][0], "result_date": "2025-06-02"}]})
    due = [each for each in await chat.reminders() if each.item == "rule_start:rules:2026-02-18"]
    assert [(each.rung, each.due_at.date()) for each in due] == [("14", date(2026, 2, 4)), ("0", date(2026, 2, 18))]
    candidate = await chat.candidate()
    assert candidate is not None
    text = html.unescape(re.sub(r"<[^>]+>", "", notices.word(due[1], candidate, due[1].due_at).text))
    assert "New rules that concern you: today" in text
    assert "the category “health care and social services” is not open to you; by those before, it was." in text
    assert "Months of work in its occupations: 7 of 12, before: 6 of 6." in text
    assert "You meet it from 1 July 2026 on, if you go on working as now." in text


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
    short = {**TOLD, "settlement_funds": 15_500, "children": []}
    await chat.knows(short)
    await reviewed(chat.database)
    assert await of_the_funds(chat) == []
    request.getfixturevalue("new_table")
    await reviewed(chat.database)
    ahead = [("funds_table", "14", "2027-06-21"), ("funds_table", "0", "2027-07-05")]
    assert [each for each in await of_the_funds(chat) if each[1] != "act_by"] == ahead
    [news] = await told(chat)
    assert "The new table of settlement funds: " in news
    await chat.knows({**short, "settlement_funds": 16_000})
    assert await of_the_funds(chat) == [], "nothing is short any more"


async def test_once_a_new_table_is_in_force_its_last_day_is_told_until_new_funds_are(
    chat: Chat, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("new_table")
    chat.now = datetime(2027, 7, 6, 15, tzinfo=UTC)
    short = {**TOLD, "settlement_funds": 15_500, "children": []}
    await chat.knows(short)
    assert ("funds_update", "0", "2027-07-26") in await of_the_funds(chat)
    await chat.knows({**short, "settlement_funds": 16_000})
    assert await of_the_funds(chat) == []
