"""The feed asked for over real HTTP: what is new is kept and known, what goes wrong is waited out, nothing is lost."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from prometheus_client import generate_latest

from bot import rounds_feed
from bot.clock import Clock
from bot.local.server import LocalTelegram
from bot.metrics import Metrics
from bot.rounds_feed import ENGLISH, FRENCH, OTTAWA, RoundsFeed, addresses, load, pause, take
from bot.settings import ROUNDS
from rules.feed import LARGEST
from rules.rounds import known_until, round_of, shipped
from storage import rounds
from storage.database import open_database
from storage.encryption import KeyRing
from storage.rounds import FeedState
from storage.unit import Database
from tests.bot.harness import companion
from tests.feed_files import NOW, a_round, feed_file, feed_object, file_of, only_shipped_rounds
from tests.waiting import until

__all__ = ["only_shipped_rounds"]
pytestmark = pytest.mark.usefixtures("only_shipped_rounds")

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
ROUND = a_round()
FILE = file_of([*shipped()[-20:], ROUND])


class Server:
    """A web server that answers as it is told, and what it was asked."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[web.Request] = []
        self.answer: Answer = self.with_file(FILE)

    def with_file(self, content: bytes, **headers: str) -> Answer:
        async def answer(_: web.Request) -> web.Response:
            return web.Response(body=content, headers={"Content-Type": "application/json", **headers})

        return answer

    def with_status(self, status: int, **headers: str) -> Answer:
        async def answer(_: web.Request) -> web.Response:
            return web.Response(status=status, headers=headers)

        return answer

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        return await self.answer(request)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    one = Server()
    app = web.Application()
    app.router.add_get("/{name}", one.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    one.url = f"http://127.0.0.1:{runner.addresses[0][1]}/rounds.json"
    yield one
    await runner.cleanup()


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/companion.db"


KEYS = KeyRing([bytes(32)])


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    async with open_database(url, KEYS) as database:
        yield database


def feed_of(database: Database, url: str | None, metrics: Metrics | None = None) -> RoundsFeed:
    return RoundsFeed(database, Clock(NOW), metrics or Metrics(), url)


async def state_of(database: Database, source: str = ENGLISH) -> FeedState:
    async with database.reader() as unit:
        found = await rounds.feed(unit, source)
    assert found is not None
    return found


async def make_due(database: Database, source: str = ENGLISH, *, whole_before: timedelta = timedelta()) -> None:
    """As if the feed had been asked long ago, and read whole `whole_before` now."""
    long_ago = datetime.now(UTC) - timedelta(hours=7)
    state = await state_of(database, source)
    whole = None if state.whole is None else datetime.now(UTC) - whole_before
    async with database.unit() as unit:
        await rounds.save_feed(unit, source, state._replace(tried=long_ago, whole=whole))


async def news(database: Database) -> list[str]:
    async with database.reader() as unit:
        return [one.after.number for one in await rounds.news(unit)]


@asynccontextmanager
async def failing(database: Database, server: Server) -> AsyncIterator[None]:
    """What the feed answers inside counts as one failure, and leaves what is known alone."""
    await feed_of(database, server.url).look()
    before = round_of("448")
    assert (await state_of(database)).failures == 0
    await make_due(database)
    yield
    await feed_of(database, server.url).look()
    state = await state_of(database)
    assert state.failures == 1
    assert state.etag is None
    assert round_of("448") == before == ROUND
    assert await news(database) == ["448"]


async def test_a_new_round_is_kept_known_and_marked_to_be_told(database: Database, server: Server) -> None:
    assert round_of("448") is None
    await feed_of(database, server.url).look()
    assert round_of("448") == ROUND
    assert known_until() == ROUND.day
    assert await news(database) == ["448"]
    async with database.reader() as unit:
        assert [one.round for one in await rounds.published(unit)] == [ROUND]


async def test_after_a_restart_the_round_is_known_before_anything_is_asked(url: str, server: Server) -> None:
    from rules import rounds as table

    async with open_database(url, KEYS) as database:
        await feed_of(database, server.url).look()
    table.know(())
    async with open_database(url, KEYS) as database:
        await feed_of(database, None).load()
        assert round_of("448") == ROUND
        assert await news(database) == ["448"]


async def test_the_feed_is_told_who_asks(database: Database, server: Server) -> None:
    await feed_of(database, server.url).look()
    assert "ExpressEntryCompanion" in server.asked[0].headers["User-Agent"]


async def test_it_is_asked_again_only_when_it_is_time(database: Database, server: Server) -> None:
    feed = feed_of(database, server.url)
    await feed.load()
    for _ in range(3):
        await feed.look()
    assert len(server.asked) == 1
    await feed_of(database, server.url).look()  # nor after a restart
    assert len(server.asked) == 1
    await make_due(database)
    await feed.look()
    assert len(server.asked) == 2


async def test_a_file_that_has_not_changed_is_not_sent_again(database: Database, server: Server) -> None:
    at = "Mon, 05 Oct 2026 15:00:00 GMT"
    server.answer = server.with_file(FILE, ETag='"one"', **{"Last-Modified": at})
    await feed_of(database, server.url).look()
    assert "If-None-Match" not in server.asked[0].headers
    await make_due(database)
    server.answer = server.with_status(304)
    await feed_of(database, server.url).look()
    assert server.asked[1].headers["If-None-Match"] == '"one"'
    assert server.asked[1].headers["If-Modified-Since"] == at
    state = await state_of(database)
    assert (state.etag, state.last_modified, state.failures) == ('"one"', at, 0)


async def test_once_a_day_the_file_is_read_whole_whatever_its_server_says(database: Database, server: Server) -> None:
    server.answer = server.with_file(FILE, ETag='"one"')
    await feed_of(database, server.url).look()
    await make_due(database, whole_before=timedelta(hours=25))
    await feed_of(database, server.url).look()
    assert "If-None-Match" not in server.asked[1].headers
    assert (await state_of(database)).whole == (await state_of(database)).read


async def test_not_changed_is_no_answer_to_who_asked_for_the_whole_file(database: Database, server: Server) -> None:
    async with failing(database, server):
        server.answer = server.with_status(304)


@pytest.mark.parametrize("status", [403, 404, 429, 500, 503, 520])
async def test_a_refusal_is_waited_out(database: Database, server: Server, status: int) -> None:
    async with failing(database, server):
        server.answer = server.with_status(status)


async def test_a_page_instead_of_the_file_changes_nothing(database: Database, server: Server) -> None:
    async with failing(database, server):
        server.answer = server.with_file(b"<!DOCTYPE html><title>Just a moment</title>")


async def test_a_file_without_end_is_given_up(database: Database, server: Server) -> None:
    sent = 0

    async def answer(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        while sent < 4 * LARGEST:
            await response.write(b" " * 2**16)
            sent += 2**16
        return response

    async with failing(database, server):
        server.answer = answer
    assert sent < 3 * LARGEST


async def test_a_few_bytes_are_not_blown_up_to_many(database: Database, server: Server) -> None:
    async with failing(database, server):
        server.answer = server.with_file(gzip.compress(b" " * (LARGEST + 1)), **{"Content-Encoding": "gzip"})


async def test_a_packed_file_is_unpacked(database: Database, server: Server) -> None:
    server.answer = server.with_file(gzip.compress(FILE), **{"Content-Encoding": "gzip"})
    await feed_of(database, server.url).look()
    assert server.asked[0].headers["Accept-Encoding"] == "gzip"
    assert round_of("448") == ROUND


@pytest.mark.parametrize("packed", [gzip.compress(FILE)[:-2000], b"no gzip at all"])
async def test_a_packed_file_that_is_broken_changes_nothing(database: Database, server: Server, packed: bytes) -> None:
    async with failing(database, server):
        server.answer = server.with_file(packed, **{"Content-Encoding": "gzip"})


async def test_an_encoding_nobody_asked_for_changes_nothing(database: Database, server: Server) -> None:
    async with failing(database, server):
        server.answer = server.with_file(FILE, **{"Content-Encoding": "br"})


async def test_a_connection_that_breaks_in_the_middle_changes_nothing(database: Database, server: Server) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(len(FILE))})
        await response.prepare(request)
        await response.write(FILE[: len(FILE) // 2])
        assert request.transport is not None
        request.transport.close()
        return response

    async with failing(database, server):
        server.answer = answer


async def test_a_server_that_does_not_go_on_is_given_up(
    database: Database, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(FILE[:1000])
        await asyncio.sleep(5)
        return response

    async with failing(database, server):
        server.answer = answer
        monkeypatch.setattr(rounds_feed, "_TIMEOUT", aiohttp.ClientTimeout(total=0.3))


async def test_a_server_that_is_not_there_is_waited_for(database: Database) -> None:
    await feed_of(database, "http://127.0.0.1:1/rounds.json").look()
    state = await state_of(database)
    assert (state.failures, state.read) == (1, None)


async def test_a_circle_of_addresses_is_left(database: Database, server: Server) -> None:
    async with failing(database, server):
        server.answer = server.with_status(302, Location="/again")
    assert len(server.asked) < 10


@pytest.mark.parametrize("charset", ["utf-16", "ascii", "no-such-charset"])
async def test_the_charset_a_server_tells_is_not_what_is_read_by(
    database: Database, server: Server, charset: str
) -> None:
    server.answer = server.with_file(FILE, **{"Content-Type": f"text/plain; charset={charset}"})
    await feed_of(database, server.url).look()
    assert round_of("448") == ROUND


async def test_a_fault_of_our_own_is_waited_out_and_not_asked_for_again_every_minute(
    database: Database, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at_fault(*_: object) -> None:
        raise ZeroDivisionError

    async with failing(database, server):
        monkeypatch.setattr(rounds_feed, "read", at_fault)
    await feed_of(database, server.url).look()
    assert len(server.asked) == 2


async def test_a_server_may_say_when_to_come_again(database: Database, server: Server) -> None:
    server.answer = server.with_status(503, **{"Retry-After": "7200"})
    feed = feed_of(database, server.url)
    await feed.look()
    state = await state_of(database)
    assert not feed._is_due(ENGLISH, state, state.tried + timedelta(hours=1, minutes=59))
    assert feed._is_due(ENGLISH, state, state.tried + timedelta(hours=2, minutes=20))


async def test_after_failures_it_goes_on_as_before(database: Database, server: Server) -> None:
    server.answer = server.with_status(500)
    for failures in (1, 2, 3):
        await feed_of(database, server.url).look()
        assert (await state_of(database)).failures == failures
        await make_due(database)
    server.answer = server.with_file(FILE)
    await feed_of(database, server.url).look()
    assert (await state_of(database)).failures == 0
    assert round_of("448") == ROUND


async def test_a_row_that_is_held_stops_no_other_and_is_there_for_the_operator(
    database: Database, server: Server
) -> None:
    crooked = feed_object(a_round("449")) | {"drawCRS": "5,17"}
    server.answer = server.with_file(feed_file([crooked, feed_object(ROUND)]))
    metrics = Metrics()
    await feed_of(database, server.url, metrics).look()
    assert round_of("448") == ROUND
    async with database.reader() as unit:
        (held,) = await rounds.held(unit)
    assert (held.source, held.name) == (ENGLISH, "449")
    shown = generate_latest(metrics.registry).decode()
    assert "companion_rounds_held 1.0" in shown
    assert "companion_rounds_known 449.0" in shown
    assert 'companion_rounds_reads_total{outcome="read",source="english"} 1.0' in shown
    assert 'companion_rounds_last_success_timestamp_seconds{source="english"}' in shown


async def test_a_corrected_round_is_told_with_what_was_known_before(database: Database, server: Server) -> None:
    last = shipped()[-1]
    corrected = last._replace(cut_off=last.cut_off - 1)
    server.answer = server.with_file(file_of([*shipped()[-20:-1], corrected]))
    await feed_of(database, server.url).look()
    assert round_of("447") == corrected
    async with database.reader() as unit:
        (one,) = await rounds.news(unit)
    assert (one.before, one.after) == (last, corrected)


async def test_the_same_file_again_is_no_news(database: Database, server: Server) -> None:
    await feed_of(database, server.url).look()
    async with database.unit() as unit:
        (one,) = await rounds.news(unit)
        await rounds.told(unit, [one.after.number])
        stamp = await rounds.stamp(unit)
    await make_due(database)
    await feed_of(database, server.url).look()
    assert await news(database) == []
    async with database.reader() as unit:
        assert await rounds.stamp(unit) == stamp


async def test_what_another_process_imports_is_seen(database: Database, url: str) -> None:
    feed = feed_of(database, None)
    await feed.load()
    async with open_database(url, KEYS) as another:
        await take(another, FILE, "by hand", NOW)
    assert round_of("448") is None
    await feed.look()
    assert round_of("448") == ROUND


async def test_two_readers_at_once_make_one_piece_of_news(database: Database, url: str) -> None:
    async with open_database(url, KEYS) as another:
        corrected = file_of([*shipped()[-20:], ROUND._replace(cut_off=516)])
        await asyncio.gather(take(database, FILE, ENGLISH, NOW), take(another, corrected, "by hand", NOW))
    async with database.reader() as unit:
        (one,) = await rounds.news(unit)
        (kept,) = await rounds.published(unit)
    assert one.before is None
    assert one.after == kept.round


async def test_the_french_file_beside_it_brings_the_french_name(database: Database, server: Server) -> None:
    named = ROUND._replace(name_fr="Catégorie de l’expérience canadienne")
    objects = [feed_object(one, french=True) for one in (*shipped()[-3:], named)]
    french = json.dumps({"rounds": objects}, ensure_ascii=False).encode("cp1252")

    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=french if request.path.endswith("_fr.json") else FILE)

    server.answer = answer
    await feed_of(database, server.url.replace("rounds.json", "rounds_en.json")).look()
    assert round_of("448") == named
    assert await news(database) == ["448"]
    assert (await state_of(database, FRENCH)).failures == 0


async def test_a_french_file_that_fails_leaves_the_english_one_alone(database: Database, server: Server) -> None:
    async def answer(request: web.Request) -> web.Response:
        if request.path.endswith("_fr.json"):
            return web.Response(status=404)
        return web.Response(body=FILE)

    server.answer = answer
    await feed_of(database, server.url.replace("rounds.json", "rounds_en.json")).look()
    assert round_of("448") == ROUND
    assert (await state_of(database)).failures == 0
    assert (await state_of(database, FRENCH)).failures == 1


def test_the_french_file_stands_beside_the_official_one() -> None:
    assert addresses(ROUNDS) == {ENGLISH: ROUNDS, FRENCH: ROUNDS.replace("_en.", "_fr.")}
    assert addresses("https://example.org/rounds") == {ENGLISH: "https://example.org/rounds"}
    assert addresses(None) == {}


@pytest.mark.parametrize(
    ("there", "minutes"),
    [
        ("2026-11-24T08:00", 15),  # a Tuesday
        ("2026-11-24T19:59", 15),
        ("2026-11-24T20:00", 60),
        ("2026-11-24T07:59", 60),
        ("2026-11-28T12:00", 60),  # a Saturday
        ("2026-07-14T08:00", 15),  # in summer time as well
        ("2026-07-14T07:59", 60),
    ],
)
def test_it_is_asked_often_in_the_working_hours_of_ottawa(there: str, minutes: int) -> None:
    now = datetime.fromisoformat(there).replace(tzinfo=OTTAWA)
    assert pause(now.astimezone(UTC)) == timedelta(minutes=minutes)


def test_each_failure_doubles_the_pause_up_to_six_hours() -> None:
    noon = datetime.combine(date(2026, 11, 24), datetime.min.time().replace(hour=12), OTTAWA)
    found = [pause(noon, failures) / timedelta(minutes=1) for failures in range(8)]
    assert found == [15, 30, 60, 120, 240, 360, 360, 360]
    assert pause(noon, 10**9) == timedelta(hours=6)


async def test_the_pauses_are_not_all_of_one_length(database: Database, server: Server) -> None:
    lengths = set()
    for _ in range(5):
        feed = feed_of(database, server.url)
        await feed._ask(ENGLISH, server.url, None)
        lengths.add(feed._stretch[ENGLISH])
    assert len(lengths) == 5
    assert all(0.9 <= length <= 1.1 for length in lengths)


async def test_an_address_without_https_is_not_followed(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds_feed, "is_loopback", lambda _: False)
    monkeypatch.delenv("HTTP_PROXY", raising=False)
    monkeypatch.delenv("http_proxy", raising=False)

    async def handle(_: web.Request) -> web.Response:
        return web.Response(body=FILE)

    app = web.Application()
    app.router.add_get("/rounds.json", handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await feed_of(database, f"http://127.0.0.1:{runner.addresses[0][1]}/rounds.json").look()
    await runner.cleanup()
    assert (await state_of(database)).failures == 1
    assert round_of("448") is None


async def test_a_running_companion_reads_the_feed_it_is_given(
    local: LocalTelegram, server: Server, tmp_path: Path
) -> None:
    async with companion(local, tmp_path, ROUNDS_FEED_URL=server.url):
        await until(lambda: round_of("448") == ROUND)
    assert len(server.asked) == 1


async def test_loading_gives_the_stamp_of_what_was_loaded(database: Database) -> None:
    assert await load(database) == 0
    await take(database, FILE, ENGLISH, NOW)
    async with database.reader() as unit:
        assert await load(database) == await rounds.stamp(unit) > 0
