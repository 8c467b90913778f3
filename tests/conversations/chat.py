"""A chat with the desk, without wiring: every message is one committed transaction on a real SQLite database."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from conversations import changes, desk, privacy, reminders
from conversations.messages import Button, FileSent, Incoming, Kind, Outgoing, Reply
from rules.facts import Facts
from storage import candidates, interviews, notifications
from storage.candidates import Candidate
from storage.notifications import Notification
from storage.unit import Database

MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


class Chat:
    """One person writing to the bot; `text` is all that was answered to the last message, without markup."""

    def __init__(self, database: Database, *, chat_id: int = 7, language: str = "en", now: datetime = MONDAY) -> None:
        self.database = database
        self.chat_id = chat_id
        self.language = language
        self.now = now
        self.reply = Reply()
        self.seen: list[Outgoing] = []
        self._update = 0

    async def knows(self, facts: dict[str, Any], zone: str = "America/Toronto") -> None:
        """Begins the story with a person who has agreed to the notice and told these facts."""
        language = "fr" if self.language.startswith("fr") else "en"
        person = Candidate(
            chat_id=self.chat_id,
            created_at=self.now,
            seen_at=self.now,
            language=language,
            time_zone=zone,
            notice_version=privacy.VERSION,
        )
        async with self.database.unit() as unit:
            today = self.now.astimezone(ZoneInfo(zone)).date()
            told = Facts.model_validate(facts)
            await candidates.save(unit, await changes.keep(unit, person, told, self.now, today, "interview"))

    async def says(self, text: str) -> str:
        """The person types."""
        return await self._send(Kind.TEXT, text)

    async def sends(self, kind: Kind, text: str = "") -> str:
        """The person sends something that is not typed, or changes what was."""
        return await self._send(kind, text)

    async def shares_location(self, latitude: float, longitude: float) -> str:
        """The person shares where they are."""
        return await self._send(Kind.LOCATION, "", latitude=latitude, longitude=longitude)

    async def sends_file(self, content: bytes | None, size: int | None = None) -> str:
        """The person sends a document, which is fetched if the bot wants it (None: Telegram does not give it)."""
        file = FileSent("file-1", len(content or b"") if size is None else size)
        incoming = Incoming(self._update + 1, self.chat_id, Kind.DOCUMENT, file=file)
        async with self.database.reader() as unit:
            if await desk.wants_file(unit, incoming):
                file = replace(file, content=content)
        return await self._send(Kind.DOCUMENT, "", file=file)

    @property
    def files(self) -> dict[str, bytes]:
        """The files of the last answer, by the ends of their names."""
        return {
            message.file.name.rpartition(".")[2]: message.file.content
            for message in self.reply.messages
            if message.file
        }

    async def presses(self, words: str) -> str:
        """The person presses the latest button whose label has these words."""
        return await self.presses_data(self.button(words).data)

    async def presses_data(self, data: str) -> str:
        """The person presses a button that may be long gone."""
        return await self._send(Kind.PRESS, data)

    async def goes_through(self, *answers: str) -> str:
        """Several messages in a row; [words] presses a button."""
        for answer in answers:
            await (self.presses(answer[1:-1]) if answer.startswith("[") else self.says(answer))
        return self.text

    def button(self, words: str) -> Button:
        """The latest button whose label has these words."""
        for message in reversed(self.seen):
            for row in message.keyboard:
                for button in row:
                    if words in button.label:
                        return button
        raise AssertionError(f"no button “{words}” in: {[b.label for m in self.seen for r in m.keyboard for b in r]}")

    @property
    def labels(self) -> list[str]:
        """The buttons under the last message."""
        return [button.label for row in self.reply.messages[-1].keyboard for button in row]

    @property
    def text(self) -> str:
        """All messages of the last answer, as a person reads them."""
        return html.unescape(re.sub(r"<[^>]+>", "", "\n\n".join(message.text for message in self.reply.messages)))

    async def candidate(self) -> Candidate | None:
        """What is kept of the person."""
        async with self.database.reader() as unit:
            return await candidates.load(unit, self.chat_id)

    async def place(self) -> dict[str, object] | None:
        """The kept state of what is open."""
        async with self.database.reader() as unit:
            return await interviews.load(unit, self.chat_id)

    async def reminders(self) -> list[Notification]:
        """The messages to come by themselves; what has no words is none."""
        async with self.database.reader() as unit:
            coming = await notifications.pending(unit, self.chat_id)
        return [each for each in coming if each.kind not in reminders.WORDLESS]

    async def _send(self, kind: Kind, text: str, **more: Any) -> str:
        self._update += 1
        self.now += timedelta(seconds=1)
        message_id = 1000 + self._update if kind is Kind.PRESS else None
        incoming = Incoming(self._update, self.chat_id, kind, text, message_id, language_code=self.language, **more)
        async with self.database.unit() as unit:
            self.reply = await desk.answer(unit, incoming, self.now)
        self.seen += self.reply.messages
        return self.text
