"""The feed of rounds of invitations: asked for on time, read by `rules.feed`, kept, and put into the table of this
process.

Every 15 minutes in the working hours of Ottawa and hourly otherwise, a little more or less each time, and with longer
and longer pauses while it fails. The official file rewrites its past, so it is always read whole, but only when it
changed (ETag, If-Modified-Since) or was not read whole for a day: then a newer program reads it with new eyes, too.
Beside a file `…_en.json` its French sibling is asked for, which brings the French names.

What an operator imports by hand in another process is seen within a minute. The fan-out of news to people is not here:
it begins with `storage.rounds.news` (`conversations.rounds.news`).
"""

from __future__ import annotations

import asyncio
import random
import re
import zlib
from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta
from typing import Final, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import aiohttp
import structlog

from bot.clock import Clock
from bot.logs import name_of, places
from bot.metrics import Metrics
from bot.settings import is_loopback
from rules import rounds as table
from rules.feed import LARGEST, Reading, Unreadable, read
from rules.rounds import Round
from storage import rounds
from storage.rounds import FeedState, StillTelling
from storage.unit import Database, Unit

_log = structlog.get_logger(__name__)

LOOK_EVERY: Final = timedelta(minutes=1)
OFTEN: Final = timedelta(minutes=15)
SELDOM: Final = timedelta(hours=1)
LONGEST_PAUSE: Final = timedelta(hours=6)
WHOLE_EVERY: Final = timedelta(days=1)
OTTAWA: Final = ZoneInfo("America/Toronto")
WORKING_HOURS: Final = (time(8), time(20))
USER_AGENT: Final = "ExpressEntryCompanion/0.1 (Telegram bot for candidates; reads the rounds of invitations)"
ENGLISH, FRENCH = "english", "french"

_TIMEOUT: Final = aiohttp.ClientTimeout(total=60, connect=10, sock_read=20)
_PIECE: Final = 64 * 1024
_MOST_REDIRECTS: Final = 3
_LONGEST_VALIDATOR: Final = 300


class Outcome(NamedTuple):
    """What came of a file: how it was read, which rounds are new, and which say something else, before and after.

    `held_anew` says that not the same is held as when this source was last read.
    """

    reading: Reading
    new: tuple[Round, ...]
    changed: tuple[tuple[Round, Round], ...]
    held_anew: bool


class _Answer(NamedTuple):
    """`content` is None for a file that has not changed."""

    content: bytes | None
    etag: str | None
    last_modified: str | None


class _NotRead(Exception):  # noqa: N818 - never leaves this module
    """The feed could not be read; `str()` is why, and `again_in` when the server wants to be asked again."""

    def __init__(self, why: str, again_in: timedelta = timedelta()) -> None:
        super().__init__(why)
        self.again_in = again_in


async def load(database: Database) -> int:
    """Lays the rounds that are kept over those that were shipped, for this process; their stamp."""
    async with database.reader() as unit:
        kept = await rounds.published(unit)
        stamp = await rounds.stamp(unit)
    table.know(one.round for one in kept)
    return stamp


async def take(database: Database, content: bytes, source: str, now: datetime, accept: Collection[str] = ()) -> Outcome:
    """Reads a file and keeps what is new in it, in one transaction with what it held. Raises Unreadable.

    The table of the process is not touched: `load` comes after.
    """
    while True:
        async with database.reader() as unit:
            known, stamp = await _known(unit), await rounds.stamp(unit)
        # Half a tenth of a second of work, which the answers to people do not wait for.
        reading = await asyncio.to_thread(read, content, known.values(), now, accept)
        differing = [(known.get(one.number), one) for one in reading.rounds if known.get(one.number) != one]
        held = [
            *((one.row, one.why, one.text, False) for one in reading.held),
            *((one.number, one.why, "", True) for one in reading.remarks),
        ]
        async with database.unit() as unit:
            if await rounds.stamp(unit) != stamp:
                continue  # another process was quicker: read against what it kept
            await rounds.keep(unit, differing, now)
            held_anew = await rounds.hold(unit, source, held, now)
        return Outcome(
            reading,
            tuple(after for before, after in differing if before is None),
            tuple((before, after) for before, after in differing if before is not None),
            held_anew,
        )


async def _known(unit: Unit) -> dict[str, Round]:
    kept = await rounds.published(unit)
    return {one.number: one for one in (*table.shipped(), *(each.round for each in kept))}


class RoundsFeed:
    """The feed at an address, and its French sibling; without an address only what is kept is looked at."""

    def __init__(self, database: Database, clock: Clock, metrics: Metrics, url: str | None) -> None:
        self._database = database
        self._clock = clock
        self._metrics = metrics
        self._addresses = addresses(url)
        self._stamp = 0
        self._not_before: dict[str, datetime] = {}
        self._stretch: dict[str, float] = {}

    async def load(self) -> None:
        """Puts what is kept into the table; at the start, before anybody is answered."""
        self._stamp = await load(self._database)
        self._metrics.rounds_known.set(len(table.rounds()))
        await self._count_held()

    async def look(self) -> None:
        """Asks for what is due, and follows what another process kept."""
        for source, url in self._addresses.items():
            async with self._database.reader() as unit:
                state = await rounds.feed(unit, source)
            if self._is_due(source, state, datetime.now(UTC)):
                await self._ask(source, url, state)
        async with self._database.reader() as unit:
            stamp = await rounds.stamp(unit)
        if stamp != self._stamp:
            await self.load()

    def _is_due(self, source: str, state: FeedState | None, now: datetime) -> bool:
        """By the machine's clock: the feed does not live in a time that was moved."""
        if state is None:
            return True
        if now < state.tried:  # the clock went back
            return now < state.tried - LONGEST_PAUSE
        wait = pause(now, state.failures) * self._stretch.get(source, 1.0)
        return now >= max(state.tried + wait, self._not_before.get(source, now))

    async def _ask(self, source: str, url: str, before: FeedState | None) -> None:
        now = datetime.now(UTC)
        self._stretch[source] = random.uniform(0.9, 1.1)  # noqa: S311 - only not to be there with everybody
        again = before is not None and before.whole is not None and now - before.whole < WHOLE_EVERY
        try:
            answer = await _fetch(url, before if again else None)
            outcome = None
            if answer.content is not None:
                outcome = await take(self._database, answer.content, source, self._clock.now())
        except (_NotRead, Unreadable) as error:
            await self._failed(source, before, now, str(error), getattr(error, "again_in", timedelta()))
            return
        except StillTelling:
            return  # asked for again in a minute
        except Exception as error:
            # A fault of our own is waited out like any other: the file is not to be fetched every minute for it.
            _log.error("rounds feed not taken", source=source, error=name_of(error), places=places(error.__traceback__))
            await self._failed(source, before, now, name_of(error))
            return
        whole = now if outcome is not None or before is None else before.whole
        await self._save(source, FeedState(answer.etag, answer.last_modified, now, now, whole, 0))
        self._metrics.rounds_reads.labels(source, "unchanged" if outcome is None else "read").inc()
        self._metrics.rounds_success.labels(source).set(now.timestamp())
        if before is not None and before.failures:
            _log.info("rounds feed read again", source=source, failures=before.failures)
        if outcome is not None:
            _tell(source, outcome)
            await self._count_held()

    async def _failed(
        self, source: str, before: FeedState | None, now: datetime, why: str, again_in: timedelta = timedelta()
    ) -> None:
        state = before or FeedState(None, None, now, None, None, 0)
        failures = state.failures + 1
        # Whatever came instead of the file, the next answer is to be a whole one.
        await self._save(source, state._replace(tried=now, failures=failures, etag=None, last_modified=None))
        self._metrics.rounds_reads.labels(source, "failed").inc()
        self._not_before[source] = now + min(again_in, LONGEST_PAUSE)
        if failures & (failures - 1) == 0:  # the first, the second, the fourth, the eighth …
            _log.warning("rounds feed not read", source=source, why=why, failures=failures)

    async def _save(self, source: str, state: FeedState) -> None:
        async with self._database.unit() as unit:
            await rounds.save_feed(unit, source, state)

    async def _count_held(self) -> None:
        async with self._database.reader() as unit:
            self._metrics.rounds_held.set(sum(not one.taken for one in await rounds.held(unit)))


def addresses(url: str | None) -> dict[str, str]:
    """The sources at an address: itself, and beside a file `…_en.json` the French one."""
    if url is None:
        return {}
    french = re.sub(r"_en\.json$", "_fr.json", url)
    return {ENGLISH: url} | ({} if french == url else {FRENCH: french})


def pause(now: datetime, failures: int = 0) -> timedelta:
    """How long to wait from one question to the next: by the time in Ottawa, and doubled with each failure."""
    there = now.astimezone(OTTAWA)
    begin, end = WORKING_HOURS
    working = there.weekday() < 5 and begin <= there.time() < end
    usual = OFTEN if working else SELDOM
    return min(usual * (1 << min(failures, 10)), LONGEST_PAUSE)


def _tell(source: str, outcome: Outcome) -> None:
    """One line, when there is something an operator would want to know."""
    corrected = [after.number for before, after in outcome.changed if rounds.is_news(before, after)]
    if outcome.new or corrected or (outcome.held_anew and outcome.reading.held):
        _log.info(
            "rounds read",
            source=source,
            rows=outcome.reading.rows,
            new=[one.number for one in outcome.new][-20:],
            corrected=corrected,
            held=len(outcome.reading.held),
            remarks=len(outcome.reading.remarks),
        )


async def _fetch(url: str, before: FeedState | None) -> _Answer:
    headers = {"User-Agent": USER_AGENT, "Accept": "application/json", "Accept-Encoding": "gzip"}
    validators: dict[str, str] = {}
    if before is not None and before.etag:
        validators["If-None-Match"] = before.etag
    if before is not None and before.last_modified:
        validators["If-Modified-Since"] = before.last_modified
    loopback = is_loopback(urlsplit(url).hostname or "")
    try:
        # Nothing is taken apart on the way: a few bytes could be blown up to more than there is room for.
        async with (
            aiohttp.ClientSession(
                timeout=_TIMEOUT, trust_env=not loopback, auto_decompress=False, cookie_jar=aiohttp.DummyCookieJar()
            ) as session,
            session.get(url, headers=headers | validators, max_redirects=_MOST_REDIRECTS) as answer,
        ):
            if not loopback and any(hop.url.scheme != "https" for hop in (*answer.history, answer)):
                raise _NotRead("led to an address without https")
            if answer.status == 304 and before is not None and validators:
                return _Answer(None, before.etag, before.last_modified)
            if answer.status != 200:
                raise _NotRead(f"status {answer.status}", _again_in(answer.headers.get("Retry-After", "")))
            content = _unpacked(await _body(answer), answer.headers.get("Content-Encoding", ""))
            return _Answer(content, _validator(answer, "ETag"), _validator(answer, "Last-Modified"))
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise _NotRead(name_of(error)) from None


async def _body(answer: aiohttp.ClientResponse) -> bytes:
    found = bytearray()
    async for piece in answer.content.iter_chunked(_PIECE):
        found += piece
        if len(found) > LARGEST:
            raise _NotRead(f"is larger than {LARGEST} bytes")
    return bytes(found)


def _unpacked(content: bytes, encoding: str) -> bytes:
    if encoding.strip().lower() in ("", "identity"):
        return content
    if encoding.strip().lower() != "gzip":
        raise _NotRead("comes in an encoding that was not asked for")
    unpacking = zlib.decompressobj(wbits=31)
    try:
        found = unpacking.decompress(content, LARGEST + 1)
    except zlib.error:
        raise _NotRead("is packed in a way that cannot be undone") from None
    if len(found) > LARGEST:
        raise _NotRead(f"is larger than {LARGEST} bytes")
    if not unpacking.eof:
        raise _NotRead("ends too early")
    return found


def _validator(answer: aiohttp.ClientResponse, name: str) -> str | None:
    value = answer.headers.get(name)
    return value if value and len(value) <= _LONGEST_VALIDATOR and value.isprintable() else None


def _again_in(text: str) -> timedelta:
    return timedelta(seconds=int(text)) if re.fullmatch(r"[0-9]{1,6}", text) else timedelta()
