"""Two years of a candidate's life by the moved clock: what was told when, and every message that came unasked.

A life stands in a file of `two_years/`. Its facts go through `changes.keep`, its words and presses through the desk,
its reminders through the real delivery, all on a real database. What Telegram would get is written down in its place,
so that two years pass in a second; `test_two_years.py` has some of the same lives over HTTP.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml
from telegram.error import Forbidden

from bot.clock import Clock
from bot.delivery import Delivery
from bot.metrics import Metrics
from bot.pacing import Pace
from bot.sending import Sender
from bot.talk import companions_talk
from conversations import changes, privacy, reminders
from conversations.events import plans
from conversations.messages import Kind
from conversations.partners import news
from conversations.pushes import Push
from rules.facts import Facts
from storage import candidates, notifications
from storage.candidates import Candidate
from storage.notifications import Notification
from storage.settings import Settings
from storage.unit import Database
from tests.conversations.chat import Chat

FOLDER: Final = Path(__file__).resolve().parent / "two_years"

HOUR: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")


@dataclass(frozen=True)
class Act:
    """Something the person, or the world, does at an hour of the person's clock."""

    at: datetime
    does: Mapping[str, Any]


@dataclass(frozen=True)
class Life:
    """One file of `two_years/`; hours are those of the person's clock."""

    name: str
    zone: str
    begins: datetime
    ends: datetime
    facts: dict[str, Any]
    acts: tuple[Act, ...]
    expected: tuple[str, ...]
    settings: dict[str, Any] = field(default_factory=dict)
    language: str = "en"
    partner_gets: tuple[str, ...] = ()

    def at(self, hour: str) -> datetime:
        """An hour of the person's clock as an instant."""
        return datetime.fromisoformat(hour).replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)


def read(path: Path) -> Life:
    """A life from its file; a day of the list that is not in order is refused."""
    row = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    plain = yaml.safe_load(path.read_text(encoding="utf-8"))
    zone = ZoneInfo(row["zone"])

    def instant(hour: str) -> datetime:
        return datetime.fromisoformat(hour).replace(tzinfo=zone).astimezone(UTC)

    acts = [
        Act(instant(told["at"]), _as_json({name: value for name, value in does.items() if name != "at"}))
        for told, does in zip(row.get("life") or (), plain.get("life") or (), strict=True)
    ]
    expected = tuple(line for line in row["expected"])
    if list(expected) != sorted(expected, key=lambda line: line[:16]):
        raise ValueError(f"{path.name}: the list is not in the order of its days")
    return Life(
        name=path.stem,
        zone=row["zone"],
        begins=instant(row["begins"]),
        ends=instant(row["ends"]),
        facts=_as_json(plain["facts"]),
        acts=tuple(acts),
        expected=expected,
        settings=_as_json(plain.get("settings") or {}),
        language=row.get("language", "en"),
        partner_gets=tuple(row.get("expected_of_the_partner") or ()),
    )


def _as_json(value: Any) -> Any:
    """What YAML reads as days, as the text a row keeps."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _as_json(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_as_json(each) for each in value]
    return value


@dataclass(frozen=True)
class Arrived:
    """A message that came unasked."""

    at: datetime
    covers: tuple[Notification, ...]
    text: str

    def line(self, zone: str) -> str:
        """As the files write it: hour on the person's clock, then each thing with its rung."""
        things = sorted(
            f"{each.item} {each.arguments['event'] if each.kind == news.NOTICE else each.rung}"
            for each in self.covers
            if each.kind != reminders.SELF_CHECK
        )
        if any(each.kind == reminders.SELF_CHECK for each in self.covers):
            things.append("self_check")
        return f"{self.at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {', '.join(things)}{self.says}"

    @property
    def says(self) -> str:
        """What a message says besides."""
        besides = {
            "late": ("This comes late", "en retard"),
            "moved": ("This day has moved", "Cette date a changé"),
            "waited": ("waited for the end of your quiet hours", "la fin de vos heures de silence"),
        }
        return "".join(f" ({name})" for name, words in besides.items() if any(each in self.text for each in words))


class StillClock(Clock):
    """A clock that stands where it was put."""

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self.stands_at = now

    def now(self) -> datetime:
        return self.stands_at


class Lived:
    """A life, lived: `came` is what arrived."""

    def __init__(self, life: Life, database: Database, chat_id: int = 7) -> None:
        self.life, self.database = life, database
        self.chat = Chat(database, chat_id=chat_id, language=life.language, now=life.begins)
        self.clock = StillClock(life.begins)
        self.came: list[Arrived] = []
        self.partner_got: list[Arrived] = []
        self.blocked = False
        self._pushed: dict[str, Push] = {}
        self._messages = 0
        self.talk = replace(companions_talk(), push=self._push)
        sender = Sender(self._call, Pace(100_000, 100_000), Metrics())
        self.delivery = Delivery(database, sender, self.clock, Metrics(), self.talk)

    def _push(
        self, due: Sequence[Notification], waiting: Sequence[Notification], candidate: Candidate, now: datetime
    ) -> Sequence[Push]:
        found: Sequence[Push] = companions_talk().push(due, waiting, candidate, now)  # type: ignore[assignment]
        self._pushed |= {push.message.text: push for push in found if push.message is not None}
        return found

    async def _call(self, method: str, parameters: dict[str, Any]) -> Any:
        assert method == "sendMessage", method
        own = parameters["chat_id"] == self.chat.chat_id
        if own and self.blocked:
            raise Forbidden("Forbidden: bot was blocked by the user")
        push = self._pushed.pop(str(parameters["text"]))
        assert push.message is not None
        plain = html.unescape(re.sub(r"<[^>]+>", "", push.message.text))
        (self.came if own else self.partner_got).append(Arrived(self.clock.now(), push.covers, plain))
        if own:
            self.chat.seen.append(push.message)
        self._messages += 1
        return {"message_id": self._messages}

    async def begins(self) -> None:
        """The person agrees to the notice, chooses the settings and tells the facts."""
        life = self.life
        person = Candidate(
            chat_id=self.chat.chat_id,
            created_at=life.begins,
            seen_at=life.begins,
            language="fr" if life.language.startswith("fr") else "en",
            time_zone=life.zone,
            notice_version=privacy.VERSION,
            settings=Settings.from_json(life.settings),
        )
        await self._keeps(person, life.facts)

    async def _keeps(self, person: Candidate, facts: Mapping[str, Any]) -> None:
        now = self.clock.now()
        today = now.astimezone(ZoneInfo(self.life.zone)).date()
        async with self.database.unit() as unit:
            told = Facts.model_validate(facts)
            person = await changes.keep(unit, person, told, now, today, "interview")
            await candidates.save(unit, replace(person, seen_at=now))

    async def lives(self) -> None:
        """From the first day to the last; the clock goes from one hour at which something is due to the next."""
        await self.begins()
        acts = list(self.life.acts)
        while True:
            due = await self._next_due()
            act = acts[0].at if acts else self.life.ends
            if due is not None and due < act and due <= self.life.ends:
                await self._it_is(due)
            elif acts:
                await self._does(acts.pop(0))
            else:
                return

    async def _next_due(self) -> datetime | None:
        async with self.database.reader() as unit:
            found = [await notifications.next_due(unit)]
            person = await candidates.load(unit, self.chat.chat_id)
        if person is not None:
            found += [person.planned_at]
        return min((each for each in found if each is not None), default=None)

    async def _it_is(self, now: datetime) -> None:
        """What the program does by itself when the clock has come to an instant."""
        self.clock.stands_at = max(now, self.clock.stands_at)
        async with self.database.unit() as unit:
            await plans.apply_due(unit, self.clock.now())
        await self.delivery.sweep()

    async def _links_with(self, name: str) -> None:
        """The partner, in a chat of their own, takes the code and agrees, and so does the person."""
        partner = Chat(self.database, chat_id=self.chat.chat_id + 1, now=self.clock.now())
        await partner.goes_through("/start", "[Start]")
        await self.chat.goes_through("/partner", "[Make a code]")
        code = re.search(r"Your code: (\S{4}-\S{4})", self.chat.text)
        assert code is not None
        await partner.goes_through(f"/partner {code[1]}", "[Agree", name)
        await self._it_is(partner.now)
        await self.chat.goes_through("[See who asks]", "[Agree and link]")

    async def _does(self, act: Act) -> None:
        self.clock.stands_at = self.chat.now = act.at
        for what, how in act.does.items():
            match what:
                case "told":
                    person = await self.chat.candidate()
                    assert person is not None
                    await self._keeps(person, merged(person.facts or {}, how))
                case "away_until":
                    await self._it_is(self.life.at(how))
                case "says":
                    await self.chat.goes_through(*([how] if isinstance(how, str) else how))
                case "presses":
                    await self.chat.presses(how)
                case "links_with":
                    await self._links_with(how)
                case "blocks":
                    await self.chat.sends(Kind.BLOCKED)
                    self.blocked = True
                case "unblocks":
                    self.blocked = False
                    await self.chat.says("/start")
                case _:
                    raise ValueError(f"nobody knows how to do {what!r}")


def merged(facts: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with what is told now: of what has parts, the parts named; null takes a fact away."""
    found = dict(facts)
    for name, value in told.items():
        if value is None:
            found.pop(name, None)
        elif isinstance(value, dict) and isinstance(found.get(name), dict):
            found[name] = merged(found[name], value)
        else:
            found[name] = value
    return found
