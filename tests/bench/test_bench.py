"""The bench itself, on tiny numbers: does it measure what it says, and does it notice a lost answer?"""

from __future__ import annotations

import base64
import secrets
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest

from bench import in_process, persons, reminders, report, rules, screens, stores
from bench.processes import NotMeasuredError, Telegram, local_telegram
from bench.runs import Load, Measured, Size, Subject, measure, middle, passes, steps_taken
from conversations.score.pictures import stack
from locales import use
from rules import crs
from storage.encryption import KeyRing
from tests.postgresql import PostgresqlServer, postgresql_server

__all__ = ["postgresql_server"]

TOKEN = "4200:bench"
TINY = Size(updates=26, seconds=0.2, warm_up=13, patience=60)
ECHO = Path(__file__).resolve().parents[2] / "bench" / "peers" / "ptb_echo.py"
MUTE = """
import json, sys, urllib.request
address, offset = sys.argv[1], 0
while True:
    with urllib.request.urlopen(f"{address}/bot4200:bench/getUpdates?timeout=5&offset={offset}") as answer:
        for update in json.load(answer)["result"]:
            offset = update["update_id"] + 1
"""


@pytest.fixture(scope="module")
def telegram(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Telegram]:
    log = tmp_path_factory.mktemp("telegram") / "log"
    with local_telegram(sys.executable, TOKEN, log, None) as running:
        yield running


@pytest.mark.parametrize("pressed", [False, True], ids=["typed", "pressed"])
async def test_every_step_of_the_companion_is_answered_and_kept(
    telegram: Telegram, tmp_path: Path, pressed: bool
) -> None:
    today = datetime.now(UTC).date()
    states = persons.pressed_states(today) if pressed else persons.typed_states(today)
    load = Load(presses=persons.PRESSED) if pressed else Load(texts=persons.TYPED)
    key = secrets.token_bytes(32)
    stored = await stores.make(tmp_path / "people.db", KeyRing([key]), 40, TINY.chats(load.steps), states)
    environment = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": telegram.url,
        "COMPANION_DATA": str(tmp_path),
        "COMPANION_KEYS": base64.b64encode(key).decode(),
        "DATABASE_URL": f"sqlite:///{stored.path}",
        "WEB_LISTEN": "127.0.0.1:0",
        "MESSAGES_PER_SECOND": "1000000",
        "MESSAGES_PER_SECOND_PER_CHAT": "1000000",
    }
    ours = Subject("ours", [sys.executable, "-m", "bot", "run"], load, environment, 40, stored.stride)

    measured = measure(ours, telegram, TINY, tmp_path / "log", None)

    assert measured.per_second > 0
    assert 0 < measured.p50 <= measured.p99
    assert 20 < measured.memory_at_start <= measured.memory_after + 5
    assert 50 < measured.cpu < 100_000
    expected = {
        stored.busy_chat(first + place): states[steps_taken(n, chats, place)]
        for n, chats, first in passes(TINY, load.steps)
        for place in range(chats)
    }
    assert await stores.wrong_places(stored.path, KeyRing([key]), expected) == []
    one = stored.busy_chat(0)
    assert await stores.wrong_places(stored.path, KeyRing([key]), {one: states[0]}) == [one]


def test_an_echo_is_measured_the_same_way(telegram: Telegram, tmp_path: Path) -> None:
    echo = Subject("echo", [sys.executable, ECHO, telegram.url, TOKEN], Load(texts=["one", "two"]))
    measured = measure(echo, telegram, TINY, tmp_path / "log", None)
    assert measured.per_second > 0
    assert measured.server_cpu > 0


def test_a_reply_that_never_comes_is_a_failure_of_the_bench(telegram: Telegram, tmp_path: Path) -> None:
    mute = Subject("mute", [sys.executable, "-c", MUTE, telegram.url], Load(texts=["hello"]))
    with pytest.raises(NotMeasuredError, match="answering 3 updates took over 1 s"):
        measure(mute, telegram, Size(updates=5, seconds=0.1, warm_up=3, patience=1), tmp_path / "log", None)


def test_a_bot_that_does_not_start_is_a_failure_that_shows_why(telegram: Telegram, tmp_path: Path) -> None:
    broken = Subject("broken", [sys.executable, "-c", "raise SystemExit('no such thing')"], Load(texts=["hello"]))
    with pytest.raises(NotMeasuredError, match="no such thing"):
        measure(broken, telegram, TINY, tmp_path / "log", None)


def test_the_rules_are_timed() -> None:
    crs, computed, worded = in_process.time_rules(datetime.now(UTC).date(), calls=10)
    assert 0 < crs < computed < worded


async def test_the_sweep_is_timed_on_both_databases(tmp_path: Path, postgresql_server: PostgresqlServer) -> None:
    keys = KeyRing([secrets.token_bytes(32)])
    swept = {
        "SQLite": await reminders.time_sqlite(tmp_path, keys, 1_400, due=20),
        "PostgreSQL": await reminders.time_postgresql(postgresql_server.new_database(), keys, 1_400, due=20),
    }
    for one in swept.values():
        assert 0 < one.idle < one.claim
        assert (one.pending, one.due) == (1_400, 20)
    drained = reminders.Drained(100_000, 60, 29.7, 1_500, 300, 20, 199)
    assert [check.cells[-1] for check in report.reminders(swept, drained)[-2:]] == ["met", "met"]
    drained = reminders.Drained(100_000, 60, 29.3, 1_500, 300, 20, 201)
    assert [check.cells[-1] for check in report.reminders(swept, drained)[-2:]] == ["missed", "missed"]


async def test_reminders_leave_at_thirty_a_second_and_an_interview_goes_on_beside_them(
    telegram: Telegram, tmp_path: Path
) -> None:
    today = datetime.now(UTC).date()
    key = secrets.token_bytes(32)
    stored = await stores.make(tmp_path / "people.db", KeyRing([key]), 700, 140, persons.typed_states(today))
    environment = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "COMPANION_DATA": str(tmp_path),
        "COMPANION_KEYS": base64.b64encode(key).decode(),
        "WEB_LISTEN": "127.0.0.1:0",
    }
    drained = reminders.drain(telegram, TOKEN, stored, tmp_path / "due.db", environment, 2.0, tmp_path / "log", None)
    assert drained.due == 700
    assert drained.answers == 10
    assert 0 < drained.per_second < 32
    assert 0 < drained.p50 <= drained.p99


@pytest.fixture
def store(tmp_path: Path) -> tuple[Path, KeyRing, dict[str, str]]:
    """A database to be made, its keys, and what the companion on it is told."""
    key = secrets.token_bytes(32)
    path = tmp_path / "screens.db"
    environment = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "COMPANION_DATA": str(tmp_path),
        "COMPANION_KEYS": base64.b64encode(key).decode(),
        "DATABASE_URL": f"sqlite:///{path}",
        "WEB_LISTEN": "127.0.0.1:0",
        "MESSAGES_PER_SECOND": "1000000",
        "MESSAGES_PER_SECOND_PER_CHAT": "1000000",
    }
    return path, KeyRing([key]), environment


def test_every_screen_of_the_score_is_asked_for_and_timed(
    telegram: Telegram, store: tuple[Path, KeyRing, dict[str, str]]
) -> None:
    shown = screens.measure(telegram, *store, screens.Size(each=1, pictures=1, answering=1), None)
    counts = {one.name: one.count for one in shown.screens}
    asked = [ask.name for part in screens.SCREENS for ask in part]
    assert {name: counts[name] for name in asked} == dict.fromkeys(asked, 3)
    assert all(counts[ask.name] == 2 for part in screens.OF_A_COUPLE for ask in part)
    assert all(0 < one.p50 <= one.p99 <= one.slowest for one in shown.screens)
    for drawn, kept in zip(shown.pictures, shown.kept, strict=True):
        assert (drawn.name, drawn.count, kept.count) == (kept.name, 1, 1)
    quickest_kept, quickest_drawn = (min(one.p50 for one in them) for them in (shown.kept, shown.pictures))
    assert quickest_kept < quickest_drawn, "what was drawn once is not drawn again"
    assert shown.typed.count == len(persons.TYPED)
    lines = report.screens_asked(shown).splitlines()
    assert len(lines) == 2 + len(shown.screens) + 2 * len(screens.PICTURES) + 1


def test_a_screen_that_is_another_than_asked_for_is_a_failure_of_the_bench(
    telegram: Telegram, store: tuple[Path, KeyRing, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screens, "PATIENCE", 3.0)
    monkeypatch.setattr(
        screens, "SCREENS", ((screens.typed("/goal", "You have no goal"), screens.typed("/risks", "?!")),)
    )
    with pytest.raises(
        NotMeasuredError, match=r"missing or others than expected: (/goal \([12] of 3\), )?/risks \(0 of 3\)"
    ):
        screens.measure(telegram, *store, screens.Size(each=1, pictures=1, answering=1), None)


def test_everybody_who_asks_for_screens_is_another_with_a_picture_of_their_own() -> None:
    told = list(screens.people(datetime.now(UTC).date(), 7))
    assert [facts.partner is not None for facts in told] == [True] * 14 + [False] * 7
    with use("en"):
        shown = {stack(facts, datetime.now(UTC).date())[0] for facts in told}
    assert len(shown) == len(told) == 21


def test_the_slowest_screen_and_picture_are_held_against_their_budgets() -> None:
    def timed(name: str, slowest: float) -> screens.Timed:
        return screens.Timed(name, 9, 1.0, slowest - 1, slowest)

    quick, slow = timed("quick", 20), timed("slow", 152)
    shown = screens.Shown([quick, slow], [timed("one", 999), timed("other", 500)], [quick], timed("typed", 80))
    assert [check.cells[-1] for check in report.screens(shown)] == ["missed", "met", "met", "met"]
    assert report.screens(shown)[0].what.endswith("slow")
    assert report.screens(shown)[1].measured == 999


def test_the_rule_book_is_timed_on_candidates_who_are_all_different() -> None:
    today = datetime.now(UTC).date()
    timed = rules.time_book(today, count=30, answers=2, searches=30)
    assert timed.count == 30
    assert timed.search > 0
    assert 0 < timed.rescored * 1e3 < 30 * timed.answer, "a score is part of an answer"
    assert 0 < timed.verdicts * 1e3 < 30 * timed.answer, "so is what a verdict looks at"
    told = list(islice(rules.candidates(today), 200))
    assert len({facts.model_dump_json() for facts in told}) == 200
    assert sum(facts.jobs is not None for facts in told) == 100
    assert {facts.partner is None for facts in told} == {True, False}
    scores = {crs.score(facts, today).total for facts in told}
    assert len(scores) > 100, "their scores differ too"
    checks = report.book(timed)
    assert [check.at_most for check in checks] == pytest.approx([5, 0.009, 0.006, 20])


@pytest.mark.parametrize("updates", [1, 12, 13, 14, 5_000])
def test_the_loads_speak_to_different_people_and_give_each_at_most_the_whole_script(updates: int) -> None:
    size = Size(updates, 3)
    seen: set[int] = set()
    for n, chats, first in passes(size, 13):
        taken = [steps_taken(n, chats, place) for place in range(chats)]
        assert sum(taken) == n
        assert max(taken) <= 13
        assert seen.isdisjoint(range(first, first + chats))
        seen.update(range(first, first + chats))
    assert len(seen) == size.chats(13)


def test_a_missed_budget_is_called_missed() -> None:
    assert report.Check("a", 101, 100, "µs").cells == ["a", "101 µs", "budget: under 100 µs", "missed"]
    assert report.Check("b", 1.0, 1).cells == ["b", "1.00", "budget: at most 1", "met"]
    assert report.Check("c", 1.01, 1, aim=True).cells == ["c", "1.01", "aim: at most 1", "missed"]


def test_the_columns_of_a_table_stand_under_each_other() -> None:
    lines = report.table(["what", "µs"], [["a", "1,000"], ["longer", "2"]], 1).splitlines()
    assert lines == ["| what   |    µs |", "| ------ | ----: |", "| a      | 1,000 |", "| longer |     2 |"]


def test_the_median_of_the_rounds_counts() -> None:
    rounds = [Measured(*[float(number)] * 9) for number in (3, 100, 1)]
    assert middle(rounds) == Measured(*[3.0] * 9)
