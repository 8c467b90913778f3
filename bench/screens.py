"""The screens of the score, asked of the running program by people who told everything: how long each answer takes.

Every person is another one and asks each screen once, so that nothing is measured that was worked out before. The
pictures are asked for by themselves, first drawn and then again, while other people type answers of an interview.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from bench import persons, stores
from bench.processes import NotMeasuredError, Running, Telegram, started
from bot.local.load import FIRST_CHAT, Ask
from conversations.score.board import PICTURE
from conversations.score.upcoming import COURSE
from rules.facts import Facts
from storage.database import open_database
from storage.encryption import KeyRing

PER_SECOND: Final = 25.0
"""How many screens are asked for in a second; it is far from what the program can do."""

PICTURES_A_SECOND: Final = 2.0
ACCOUNT: Final = 478
"""The score that the account of each of them shows."""

TYPED: Final = "an answer of another person while pictures are drawn"
_STARTING: Final = 0.7  # seconds after the first poll in which the program ends its start
_SETTLING: Final = 0.3  # seconds in which it ends what follows a reply
PATIENCE: Final = 30.0
"""Seconds that answers may take longer than they are asked for."""


def typed(command: str, *shows: str) -> Ask:
    """Words typed, and what has to come."""
    return Ask(text=command, shows=shows, name=command)


def pressed(name: str, data: str, *shows: str) -> Ask:
    """A button pressed, and what has to come."""
    return Ask(press=data, shows=shows, name=name)


SCREENS: Final = (
    (
        typed("/score", "Federal Skilled Worker points", PICTURE),
        pressed("what to do next", "sc:next", "What to do next, and by when"),
        typed("/why", "sc:why:fsw"),
        pressed("Why? of a line", "sc:line:crs:first_language", "First official language: ", "Looked at for"),
        pressed("Why? of the FSW points", "sc:why:fsw", "Why these Federal Skilled Worker points"),
    ),
    (
        typed("/risks", "What could hurt your score"),
        typed("/calendar", "Your score in the next 24 months", COURSE),
        pressed("the calendar as a file", "sc:file", "Your score in your calendar"),
        typed(f"/compare {ACCOUNT}", f"Your account shows {ACCOUNT}"),
    ),
    (
        typed("/improve", "More points: what would bring them"),
        pressed("a group of /improve", "im:g:*", "what would bring points", "im:p:"),
        pressed("a plan of /improve", "im:p:*", "im:show"),
        typed("/french", "The French path"),
        typed("/nomination", "The nomination path"),
    ),
    (
        typed("/whatif", "Plan A: what do you want to suppose?"),
        pressed("what can be supposed", "wi:A:g:english", "My English: suppose one of these"),
        pressed("a plan with a changed fact", "wi:A:t:*", "Take back the last of plan A"),
        pressed("a second plan begun", "wi:plan:b", "Plan B: what do you want to suppose?"),
        pressed("what can be supposed in it", "wi:B:g:french", "My French: suppose one of these"),
        pressed("two plans compared", "wi:B:t:*", "Take back the last of plan B"),
        typed("/goal", "You have no goal"),
        pressed("the question of a goal", "wi:goal:set", "Which CRS score do you want to reach?"),
        typed("1200", "By which day do you want to reach it?"),
        typed("in 2 years", "Please confirm it"),
        typed("1", "Keep this goal"),
        Ask(text="Keep this goal", shows=("To reach 1,200 by",), name="the ways to a goal"),
    ),
)
"""What everybody asks, each of these in its order: each answer has to come with these words or buttons.

What ends with * is the newest button there whose data begin so.
"""

OF_A_COUPLE: Final = (
    (
        typed("/couple", "Your partner as principal applicant"),
        pressed("the partner's points", "e:points", "Your partner's points, for"),
        pressed("the partner not coming", "e:staying", "e:couple"),
        typed("/partner", "Link with your partner"),
    ),
)
"""What people with a partner ask as well."""

PICTURES: Final = (
    Ask(press=PICTURE, shows=("CRS score, estimated for", f"{PICTURE}:dark"), name="picture of the score"),
    Ask(press=COURSE, shows=("if nothing is done", f"{COURSE}:dark"), name="picture of the calendar"),
)


@dataclass(frozen=True, slots=True)
class Timed:
    """Answers to one thing asked; milliseconds."""

    name: str
    count: int
    p50: float
    p99: float
    slowest: float


@dataclass(frozen=True, slots=True)
class Shown:
    """What was measured: the screens, the pictures drawn and from what is kept, and answers typed meanwhile."""

    screens: Sequence[Timed]
    pictures: Sequence[Timed]
    kept: Sequence[Timed]
    typed: Timed


@dataclass(frozen=True, slots=True)
class Size:
    """How many people of each kind ask, how many of them for pictures, and how many others answer an interview."""

    each: int = 7
    pictures: int = 10
    answering: int = 8


# --- the people ---


def people(today: date, each: int) -> Iterator[Facts]:
    """So many of each kind, each of another age: couples, people who told everything, people alone."""
    for told in (_couple(today), _in_full(today), _alone(today)):
        for number in range(each):
            yield Facts.model_validate({**told, "birth_date": told["birth_date"] - timedelta(400 * number)})


def _english(today: date, days: int = 300) -> dict[str, Any]:
    scores = {"listening": 8, "reading": 7, "writing": 6.5, "speaking": 7}
    return {"kind": "ielts_general", "scores": scores, "result_date": today - timedelta(days)}


def _alone(today: date) -> dict[str, Any]:
    """Alone, abroad, with one language and three years of work."""
    return {
        "birth_date": today - timedelta(32 * 365 + 40),
        "education": "bachelors_or_three_plus_year_program",
        "tests": [_english(today)],
        "canadian_work_years": 0,
        "foreign_work_years": 3,
        "certificate_of_qualification": False,
        "provincial_nomination": False,
        "sibling_in_canada": False,
        "canadian_study": "none",
    }


def _couple(today: date) -> dict[str, Any]:
    """With a partner who comes, both with a test."""
    partner = {
        "status": "accompanying",
        "birth_date": today - timedelta(31 * 365),
        "education": "secondary",
        "tests": [_english(today, 200)],
        "canadian_work_years": 1,
    }
    return {**_alone(today), "canadian_work_years": 2, "partner": partner}


def _in_full(today: date) -> dict[str, Any]:
    """A couple with children, jobs, diplomas and stays, each told with its days, and a profile in the pool."""

    def ago(days: int) -> date:
        return today - timedelta(days)

    def job(begins: int, ends: int | None, country: str) -> dict[str, Any]:
        told: dict[str, Any] = {
            "noc": "21231",
            "duties": "fits",
            "country": country,
            "hours_per_week": 40,
            "paid": True,
        }
        told |= {"start": ago(begins), "end": None if ends is None else ago(ends), "studying": []}
        return {**told, "self_employed": False, "authorised": True if country == "CA" else None}

    partner = {
        "status": "accompanying",
        "birth_date": ago(33 * 365),
        "education": "two_year_post_secondary",
        "tests": [_english(today, 150)],
        "jobs": [job(2000, 900, "IN"), job(800, None, "CA")],
    }
    return {
        "birth_date": ago(36 * 365),
        "credentials": [
            {
                "level": "masters_or_entry_to_practice_professional",
                "country": "IN",
                "completed": ago(4500),
                "assessed": ago(400),
                "assessed_as": "masters_or_entry_to_practice_professional",
            }
        ],
        "tests": [_english(today, 100)],
        "jobs": [job(4000, 2900, "IN"), job(2800, 1500, "IN"), job(1400, 700, "CA"), job(650, None, "CA")],
        "primary_occupation": "21231",
        "certificate_of_qualification": False,
        "provincial_nomination": False,
        "sibling_in_canada": False,
        "canadian_study": "none",
        "permits": [{"kind": "open_work", "until": today + timedelta(500)}],
        "passport_expires": today + timedelta(900),
        "stays": [{"country": "FR", "start": ago(4400), "end": ago(4100)}],
        "police_certificates": [{"country": "IN", "issued": ago(90)}],
        "partner": partner,
        "children": [{"birth_date": ago(1500)}, {"birth_date": ago(700)}],
        "settlement_funds": 30_000,
        "intends_to_live_in_quebec": False,
        "profile": {"submitted": ago(120)},
    }


# --- what is asked ---


def measure(
    telegram: Telegram, path: Path, keys: KeyRing, environment: Mapping[str, str], size: Size, core: int | None
) -> Shown:
    """Starts the companion on a new store and asks; NotMeasuredError if an answer is missing or another."""
    today = datetime.now(UTC).date()
    told = list(people(today, size.each))
    asyncio.run(_store(path, keys, told, persons.typed_states(today)[0], size.answering))
    telegram.post("reset")
    command, log = [sys.executable, "-m", "bot", "run"], path.with_suffix(".log")
    with started(command, log, core, {**environment, "TELEGRAM_API_URL": telegram.url}) as bot:
        telegram.wait("the start", 60, lambda stats: stats["calls"].get("getUpdates", 0) > 0, bot)
        time.sleep(_STARTING)
        run = _Run(telegram, bot)
        screens = [*run.screens(SCREENS, len(told)), *run.screens(OF_A_COUPLE, 2 * size.each)]  # couples come first
        *pictures, typed = run.pictures(size.pictures, len(told), size.answering)
        kept = run.pictures(size.pictures)
    return Shown(screens, pictures, kept, typed)


async def _store(path: Path, keys: KeyRing, told: Sequence[Facts], state: dict[str, Any], answering: int) -> None:
    """Those who ask first, then those at the beginning of an interview."""
    now = datetime.now(UTC)
    async with open_database(f"sqlite:///{path}", keys) as database:
        async with database.unit() as unit:
            for number, facts in enumerate(told):
                row = facts.model_dump(mode="json", exclude_defaults=True)
                await stores.put(unit, FIRST_CHAT + number, now, row, None)
            for number in range(len(told), len(told) + answering):
                row = persons.told_facts(now.date()).model_dump(mode="json", exclude_defaults=True)
                await stores.put(unit, FIRST_CHAT + number, now, row, state)
        await database.checkpoint()


class _Run:
    """What is asked of one companion."""

    def __init__(self, telegram: Telegram, bot: Running) -> None:
        self._telegram = telegram
        self._bot = bot
        self._expected = 0
        self._seconds = 0.0

    def screens(self, parts: Sequence[Sequence[Ask]], chats: int) -> list[Timed]:
        """Has so many chats ask everything: at a time some ask one part and some another."""
        self._anew()
        for place in range(min(len(parts), chats)):
            asks = [ask for part in (*parts[place:], *parts[:place]) for ask in part]
            of_them = len(range(place, chats, len(parts)))
            self._post(asks, of_them, PER_SECOND / len(parts), FIRST_CHAT + place, stride=len(parts))
            time.sleep(1 / PER_SECOND)  # so that they do not all ask at the same instant
        return self._answered()

    def pictures(self, chats: int, first_of_others: int = 0, others: int = 0) -> list[Timed]:
        """Has chats ask for pictures, and others type answers meanwhile."""
        self._anew()
        self._post(PICTURES, chats, PICTURES_A_SECOND if others else PER_SECOND, FIRST_CHAT)
        if others:
            seconds = chats * len(PICTURES) / PICTURES_A_SECOND
            typed = [Ask(text=text, name=TYPED) for text in persons.TYPED]
            self._post(typed, others, others * len(typed) / seconds, FIRST_CHAT + first_of_others)
        return self._answered()

    def _anew(self) -> None:
        self._telegram.post("load", n=0, anew=True)
        self._expected = 0
        self._seconds = 0.0

    def _post(self, asks: Sequence[Ask], chats: int, rate: float, first_chat: int, stride: int = 1) -> None:
        n = len(asks) * chats
        told = [asdict(ask) for ask in asks]
        self._telegram.post("load", n=n, chats=chats, rate=rate, asks=told, first_chat=first_chat, stride=stride)
        self._expected += n
        self._seconds = max(self._seconds, n / rate)

    def _answered(self) -> list[Timed]:
        n, seconds = self._expected, self._seconds + PATIENCE
        try:
            self._telegram.wait(f"{n} answers", seconds, lambda stats: stats["load"]["done"] >= n, self._bot)
        except NotMeasuredError as error:
            named = self._telegram.stats()["load"]["named"]
            missing = [
                f"{name} ({one['done']} of {one['expected']})"
                for name, one in named.items()
                if one["done"] < one["expected"]
            ]
            raise NotMeasuredError(f"answers are missing or others than expected: {', '.join(missing)}") from error
        time.sleep(_SETTLING)
        named = self._telegram.stats()["load"]["named"]
        if "not sent" in self._bot.log or "failed" in self._bot.log:
            raise NotMeasuredError(f"something could not be answered:\n{self._bot.log}")
        return [_timed(name, one) for name, one in named.items()]


def _timed(name: str, one: Mapping[str, Any]) -> Timed:
    latency = one["latency_ms"]
    return Timed(name, one["done"], latency["p50"], latency["p99"], latency["max"])
