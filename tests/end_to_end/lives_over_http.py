"""Lives of `two_years/` lived at once by several people with the program as it is run, HTTP in between."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from conversations import changes, clock_words, privacy, reminders
from locales import use
from rules.facts import Facts
from storage import candidates, notifications
from storage.candidates import Candidate
from storage.settings import Settings
from storage.unit import Database
from tests.end_to_end.lives import Act, Life, merged
from tests.end_to_end.running import Companion
from tests.telegram_person import Person
from tests.waiting import PATIENCE

SOON = timedelta(seconds=2)
"""How far behind an hour the clock is put, so that what is due then is due."""


class Resident:
    """Somebody living a life with the program: `came` are the hours and words of what came unasked."""

    def __init__(self, life: Life, bot: Companion, store: Database, id_: int) -> None:
        self.life, self._bot, self._store, self.id = life, bot, store, id_
        self.person = Person(bot.telegram.url, id_, language=life.language)
        self.came: list[tuple[str, str]] = []
        self._seen: set[int] = set()

    async def begins(self) -> None:
        """The person has agreed to the notice and told the facts, and writes for the first time."""
        life = self.life
        candidate = Candidate(
            chat_id=self.id,
            created_at=life.begins,
            seen_at=life.begins,
            language="fr" if life.language.startswith("fr") else "en",
            time_zone=life.zone,
            notice_version=privacy.VERSION,
            settings=Settings.from_json(life.settings),
        )
        await self._keeps(candidate, life.facts, life.begins)
        await self.person.say("/dates")
        await self.person.wait_for(lambda message: True, PATIENCE)
        self.has_answers()

    async def _keeps(self, candidate: Candidate, facts: Mapping[str, Any], now: datetime) -> None:
        today = now.astimezone(ZoneInfo(self.life.zone)).date()
        async with self._store.unit() as unit:
            kept = await changes.keep(unit, candidate, Facts.model_validate(facts), now, today, "interview")
            await candidates.save(unit, replace(kept, seen_at=now))

    async def does(self, act: Act) -> None:
        """Types, presses, or has told something; answers are no reminders."""
        for what, how in act.does.items():
            match what:
                case "told":
                    async with self._store.reader() as unit:
                        candidate = await candidates.load(unit, self.id)
                    assert candidate is not None
                    await self._keeps(candidate, merged(candidate.facts or {}, how), act.at)
                case "says":
                    await self.person.say(how)
                    await self.person.wait_for(lambda message: True, PATIENCE)
                case "presses":
                    await self.person.press(how, PATIENCE)
                    await self.person.wait_for(lambda message: True, PATIENCE)
                case _:
                    raise ValueError(f"nobody does {what!r} over HTTP")
        self.has_answers()

    def has_answers(self) -> None:
        """What stands in the chat by now did not come unasked."""
        self._seen |= self._messages().keys()

    def looks(self, now: datetime) -> None:
        """Notes what has come since the last look."""
        hour = f"{now.astimezone(ZoneInfo(self.life.zone)):%Y-%m-%d %H:%M}"
        self.came += [(hour, text) for id_, text in self._messages().items() if id_ not in self._seen]
        self.has_answers()

    def _messages(self) -> dict[int, str]:
        chat = self._bot.telegram.state.chats.get(self.id)
        found = {} if chat is None else chat.messages
        return {id_: message["text"] for id_, message in found.items() if message["from"]["is_bot"]}

    async def waits(self, now: datetime) -> bool:
        """Whether something that is due has not gone out yet."""
        async with self._store.reader() as unit:
            return any(each.due_at <= now for each in await notifications.pending(unit, self.id))

    def differences(self) -> list[str]:
        """The lines of the file to which no message answers, and the messages to which no line does."""
        left = list(self.came)
        missing = []
        with use("fr" if self.life.language.startswith("fr") else "en"):
            for line in self.life.expected:
                words = words_of(line)
                then = [one for one in left if one[0] == line[:16]]
                found = next((one for one in then if all(word.casefold() in one[1].casefold() for word in words)), None)
                if found is None:
                    missing.append(line)
                else:
                    left.remove(found)
        return missing + [f"{hour} {text}" for hour, text in left]


def words_of(line: str) -> list[str]:
    """What a message has to say to answer to a line of a file, in a title or inside a sentence."""
    found = []
    for thing in line[17:].partition(" (")[0].split(", "):
        item = thing.split(" ")[0]
        if item == reminders.SELF_CHECK:
            found.append("Once a month")
        else:
            found.append(clock_words.plain_of(clock_words.named(item)))
    return found


async def live_together(bot: Companion, store: Database, residents: Sequence[Resident]) -> None:
    """The clock of the local page goes from one hour at which somebody does something, or is told, to the next."""
    for one in residents:
        await one.begins()
    clock = residents[0].person
    acts = [(act.at, n, act) for n, one in enumerate(residents) for act in one.life.acts]
    acts.sort(key=lambda each: each[:2])
    ends = min(one.life.ends for one in residents)
    while True:
        async with store.reader() as unit:
            due = await notifications.next_due(unit)
        act = acts[0][0] if acts else ends
        now = act if due is None else min(due, act)
        if now >= ends:
            return
        await clock.move_clock(to=(now + SOON).astimezone(UTC).isoformat())
        async with asyncio.timeout(PATIENCE):
            while any([await one.waits(now) for one in residents]):  # noqa: ASYNC110 - a look at another process
                await asyncio.sleep(0.002)
        for one in residents:
            one.looks(now)
        if acts and now == act:
            _, whose, what = acts.pop(0)
            await residents[whose].does(what)
