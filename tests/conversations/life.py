"""A life lived in the chat by the roll of dice: questions answered, days that pass, plans that ripen, restarts.

Everything goes through the desk, as a person's messages do. What a machine of hypothesis rolls is a number: the same
number leads to the same answers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final
from zoneinfo import ZoneInfo

from conversations import desk, pushes, reminders, scripts
from conversations.engine import Interview, at_summary
from conversations.events import plans
from conversations.kinds import Choice, Day, FourScores, YesNo
from conversations.messages import Incoming, Kind, Reply
from conversations.questions import SEEN, Question
from locales import use
from rules.facts import Facts
from storage import candidates, journal, notifications, planned
from storage.candidates import Candidate
from storage.database import open_database
from storage.journal import Entry
from storage.planned import Planned
from storage.unit import Database
from tests.conversations.chat import Chat
from tests.conversations.conftest import KEYS
from tests.conversations.sound import assert_sound, faults_of

TYPED: Final[Mapping[str, tuple[str, ...]]] = {
    "Occupation": ("21232", "65200", "31301", "72310", "41220"),
    "Country": ("India", "Canada", "France", "Nigeria", "CA"),
    "Amount": ("9 500", "15 000", "23 000", "48 000"),
    "Hours": ("37.5", "15", "40"),
    "SomeHours": ("37.5", "15", "40"),
    "Whole": ("386", "455", "467", "503", "540"),
    "City": ("Toronto", "Delhi", "Vancouver", "Tokyo", "Auckland", "Honolulu"),
    "Years": ("1", "3"),
}
"""What fits a kind of question that is better typed than pressed."""

SCORES: Final = {
    "ielts_general": ("L8 R7 W7 S7", "L9 R8 W7.5 S8", "L6 R6 W6 S6"),
    "celpip_general": ("9 9 9 9", "7 7 7 7", "10 10 10 10"),
    "pte_core": ("82 78 88 84", "60 60 69 68"),
    "tef_canada": ("CO 503 CE 503 EE 520 EO 520", "CO 400 CE 400 EE 400 EO 400"),
    "tcf_canada": ("503 499 12 12", "400 410 8 8"),
}
WORDS: Final = {"withdrawn": "withdrawn", "application_withdrawn": "application withdrawn"}
"""What has to be typed for a step that cannot be taken back."""

BORN: Final = ("birth_date",)
AHEAD: Final = ("until", "expires", "passport_expires", "deadline", "back")

MOST_MESSAGES: Final = 60
"""In one walk through questions; every script is shorter."""

COUNTED_TO_THE_DAY: Final = ("days_in_total", "first_day")
"""Of the stays behind a police certificate: of the last ten years, which end on the day of planning."""

Reminder = tuple[str, str, datetime, str]


@dataclass(frozen=True)
class Moment:
    """All that is kept of the person at an instant."""

    now: datetime
    candidate: Candidate
    entries: tuple[Entry, ...]
    reminders: tuple[notifications.Notification, ...]
    plans: tuple[Planned, ...]

    @property
    def told(self) -> dict[str, Any]:
        """The facts as they are kept."""
        return self.candidate.facts or {}

    @property
    def facts(self) -> Facts:
        """The facts as the rules read them."""
        return Facts.model_validate(self.told)

    @property
    def zone(self) -> str:
        """The zone the person lives in."""
        return self.candidate.time_zone or "America/Toronto"

    @property
    def today(self) -> date:
        """The person's day."""
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    @property
    def clock_reminders(self) -> frozenset[Reminder]:
        """The reminders that follow from clocks, without what names a row."""
        return frozenset(as_row(each) for each in self.reminders if each.kind != plans.KIND)

    def to_come(self, after: datetime) -> frozenset[Reminder]:
        """Those of an hour that has not come yet."""
        return frozenset(row for row in self.clock_reminders if row[2] > after)


def as_row(reminder: notifications.Notification) -> Reminder:
    """Item, rung, hour and what it tells: all but the name of its row, from which day its day has moved, and what is
    counted to the day of planning.
    """
    told = {name: value for name, value in reminder.arguments.items() if name != "moved_from"}
    if "facts" in told:
        told["facts"] = {name: value for name, value in told["facts"].items() if name not in COUNTED_TO_THE_DAY}
    return reminder.item, reminder.rung, reminder.due_at, json.dumps(told, sort_keys=True)


class _CarefulChat(Chat):
    """Every answer is held against what Telegram takes."""

    async def _send(self, kind: Kind, text: str, **more: Any) -> str:
        said = await super()._send(kind, text, **more)
        assert_sound(self.reply)
        del self.seen[:-6]
        return said


class Life:
    """One person, the clock on the wall and the database, which can be closed and opened again."""

    def __init__(self, folder: Path, language: str = "en") -> None:
        self._folder, self._stack = folder, AsyncExitStack()
        self._language = language
        self.answers: dict[str, Mapping[str, Any]] = {}
        """The answers of the scripts walked last, by their keys, as they stood when they were confirmed."""
        self.ahead = False
        """Whether what is told lies ahead."""
        self.sent: set[tuple[str, str, str]] = set()
        """Item, rung and last safe day of reminders that went out."""
        self.planned_anew: datetime | None = None
        """When the word of the month last had the reminders planned anew."""

    async def begins(self, facts: dict[str, Any], zone: str) -> None:
        """Opens everything; the person has told these facts."""
        self.chat = _CarefulChat(await self._opened(), language=self._language)
        await self.chat.knows(facts, zone)

    async def ends(self) -> None:
        """Closes everything."""
        await self._stack.aclose()

    async def restarts(self) -> None:
        """The program ends, and is there again."""
        await self._stack.aclose()
        self._stack = AsyncExitStack()
        self.chat.database = await self._opened()

    async def _opened(self) -> Database:
        return await self._stack.enter_async_context(open_database(f"sqlite:///{self._folder}/companion.db", KEYS))

    async def moment(self) -> Moment:
        """What is kept now."""
        async with self.chat.database.reader() as unit:
            candidate = await candidates.load(unit, self.chat.chat_id)
            assert candidate is not None
            return Moment(
                self.chat.now,
                candidate,
                tuple(await journal.entries(unit, self.chat.chat_id)),
                tuple(await notifications.pending(unit, self.chat.chat_id)),
                tuple(await planned.of(unit, self.chat.chat_id)),
            )

    # --- questions ---

    async def open(self) -> Interview | None:
        """The questions that are open, if they were not put aside."""
        rows = (await self.chat.place() or {}).get("open", ())
        state = Interview.from_json(rows[-1]) if rows else None
        return None if state is None or state.paused else state

    async def walks(self, dice: Random, begin: str, *, plainly: bool = False) -> None:
        """Presses a button, and answers whatever it asks until it is saved or put aside.

        `plainly`: everything is answered and saved, what has a day happened today.
        """
        before = await self.open()
        await self.chat.presses_data(begin)
        await self.finishes(dice, before, plainly=plainly)

    async def finishes(self, dice: Random, before: Interview | None = None, *, plainly: bool = False) -> None:
        """Answers what is open until it is saved or put aside."""
        self.answers = {}
        stuck: tuple[Any, ...] = ()
        tries = 0
        for n in range(MOST_MESSAGES):
            state = await self.open()
            if state is None or (before is not None and state.run == before.run):
                return
            place = (state.script, state.at, state.serial)
            tries = tries + 1 if place == stuck else 0
            stuck = place
            self.answers[state.script] = state.answers
            script = scripts.find(state.script)
            question = script.question(state.at)
            if n == MOST_MESSAGES - 1 or tries > 4:
                await self._control(state, "!")
            elif question is None or at_summary(script, state):
                await self._confirms(dice, state, tries, plainly=plainly)
            elif tries > 2:
                await self._control(state, "?" if tries == 3 else ">")
            else:
                await self._answers(dice, state, question, plainly=plainly)
        state = await self.open()
        assert state is None or (before is not None and state.run == before.run)

    async def _control(self, state: Interview, value: str) -> None:
        await self.chat.presses_data(f"q:{state.run}.{state.serial}:{value}")

    async def _confirms(self, dice: Random, state: Interview, tries: int, *, plainly: bool) -> None:
        if tries > 0 or (not plainly and dice.random() < 0.06):
            await self._control(state, "!")
        elif not plainly and dice.random() < 0.06:
            asked = scripts.find(state.script).asked(state.answers)
            await self._control(state, f"={dice.choice(asked).key}")
        else:
            await self._control(state, "ok")

    async def _answers(self, dice: Random, state: Interview, question: Question, *, plainly: bool) -> None:
        if not plainly and dice.random() < 0.06:
            await self._control(state, dice.choice("?>i<"))
            return
        today = self.today
        kind = question.kind
        with use("fr" if self._language.startswith("fr") else "en"):
            offers = kind.offers(state.answers, state.pending)
        name = type(kind).__name__
        if isinstance(kind, Day):
            typed = self._day(dice, state, question, today, plainly=plainly)
            if (state.pending and offers) or (offers and not plainly and dice.random() < 0.3):
                await self._control(state, f"={dice.choice(offers).value}")
            else:
                await self.chat.says(typed)
        elif isinstance(kind, FourScores):
            told = state.answers.get("kind", "ielts_general")
            await self.chat.says(dice.choice(SCORES.get(str(told), SCORES["ielts_general"])))
        elif name == "TheWord":
            await self.chat.says(WORDS[state.script.partition(":")[2]] if dice.random() < 0.9 else "no")
        elif name == "Moment":
            moment = self.chat.now.astimezone(UTC) - timedelta(days=dice.randrange(60))
            await self.chat.says(f"{moment:%Y-%m-%d %H:%M:%S} UTC")
        elif name in TYPED and not (state.pending and offers):
            await self.chat.says(dice.choice(TYPED[name]))
        elif offers:
            first = plainly and isinstance(kind, Choice | YesNo)
            await self._control(state, f"={(offers[0] if first else dice.choice(offers)).value}")
        else:
            await self.chat.says("none")

    def _day(self, dice: Random, state: Interview, question: Question, today: date, *, plainly: bool) -> str:
        key = question.key
        if plainly and key not in (*BORN, *AHEAD):
            return today.isoformat()
        if key in BORN:
            return (today - timedelta(days=dice.randrange(1, 25 * 365))).isoformat()
        if key in AHEAD:
            return (today + timedelta(days=dice.randrange(1, 900))).isoformat()
        if self.ahead and key == "since":
            return (today + timedelta(days=dice.randrange(2, 60))).isoformat()
        spans = ((0, 1), (-40, 1), (-400, 1), (1, 60), (1, 400), (-1500, 1))
        first, last = dice.choice(spans)
        return (today + timedelta(days=dice.randrange(first, last))).isoformat()

    @property
    def today(self) -> date:
        """The day in UTC, near enough to the person's for an answer."""
        return self.chat.now.date()

    # --- time ---

    async def passes(self, dice: Random, days: int) -> None:
        """Time goes by: what is planned takes effect on its day, reminders go out; sometimes the program was down."""
        until = self.chat.now + timedelta(days=days, seconds=dice.randrange(86_400))
        down = dice.random() < 0.2
        while not down and (following := await self._next(until)) is not None:
            self.chat.now = following + timedelta(minutes=dice.randrange(1, 300))
            await self.works()
        self.chat.now = max(until, self.chat.now)
        if not down:
            await self.works()

    async def _next(self, until: datetime) -> datetime | None:
        candidate = await self.chat.candidate()
        at = None if candidate is None else candidate.planned_at
        return at if at is not None and self.chat.now < at <= until else None

    async def works(self) -> None:
        """What the program does by itself: plans that are due, and reminders."""
        async with self.chat.database.unit() as unit:
            await plans.apply_due(unit, self.chat.now)
        async with self.chat.database.unit() as unit:
            lease = self.chat.now + timedelta(minutes=5)
            due = await notifications.due(unit, self.chat.now, 500, lease)
            for each in due:
                if each.kind == plans.KIND:
                    with use("fr" if self._language.startswith("fr") else "en"):
                        assert faults_of(plans.word(each)) == []
                self.sent.add((each.item, each.rung, str(each.arguments.get("last_safe_day"))))
                await notifications.sent(unit, each.id, self.chat.now)
            if any(each.kind in (reminders.CALENDAR, reminders.SELF_CHECK) for each in due):
                self.planned_anew = self.chat.now
            await pushes.after(unit, self.chat.chat_id, due, self.chat.now)

    async def hears_again(self, data: str) -> Reply:
        """A press that comes twice, as when the first answer was lost on its way."""
        async with self.chat.database.unit() as unit:
            incoming = Incoming(
                self.chat._update, self.chat.chat_id, Kind.PRESS, data, 1000, language_code=self._language
            )
            reply = await desk.answer(unit, incoming, self.chat.now)
        assert_sound(reply)
        return reply

    async def asked(self) -> dict[str, Any]:
        """What the last message asked to be typed."""
        asked: dict[str, Any] = (await self.chat.place() or {}).get("asked", {})
        return asked


def without_names(plan: Planned) -> tuple[str, date, str]:
    """A plan, but for what names its row."""
    answers = {key: value for key, value in plan.answers.items() if key != SEEN}
    return plan.event, plan.day, repr(sorted(answers.items()))
