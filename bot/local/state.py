"""What the local Telegram knows: people, chats, messages, updates waiting, the clock; no HTTP in here.

Every change is one record applied by `_commit`. With a store the record is first appended to a file of JSON
lines and flushed, so that killing the process loses nothing: the next start applies the same records again.
Messages, users, chats and updates are kept as the plain dicts that go over the wire.
"""

from __future__ import annotations

import base64
import json
import random
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from bot.local.entities import Entity, found_entities, utf16_length
from bot.local.refusals import BLOCKED, CHAT_ID_EMPTY, CHAT_NOT_FOUND, NEVER_WROTE, bad_request, forbidden

Message = dict[str, Any]
Update = dict[str, Any]
Watcher = Callable[[str, int, Any], None]

QUERY_LIFE = 15 * 60  # seconds after which a press can no longer be answered
LONGEST_TEXT = 4096  # UTF-16 units in one message; a longer text is split by the person's app
_REMEMBERED_UPDATES = 1_000  # confirmed ones, kept so that one can be delivered twice
_EPOCH = 1_767_225_600  # 2026-01-01: update ids count from here, so that they fit in 31 bits

encode = json.JSONEncoder(separators=(",", ":")).encode


class SlipError(Exception):
    """A wish of the person at the page, or of a test, that cannot be done; `status` is the HTTP status."""

    def __init__(self, words: str, status: int = 409) -> None:
        super().__init__(words)
        self.status = status


@dataclass(slots=True)
class Person:
    """Somebody with Telegram in the hand. `language_code` is their app's IETF tag, None if it sends none."""

    id: int
    first_name: str
    language_code: str | None = None
    started: bool = False
    blocked: bool = False

    def user(self) -> dict[str, Any]:
        """The person as `from` of an update."""
        user: dict[str, Any] = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        if self.language_code:
            user["language_code"] = self.language_code
        return user


@dataclass(slots=True)
class Chat:
    """A conversation. `changed` maps message ids to the number of their last change, latest last."""

    id: int
    wire: dict[str, Any]
    messages: dict[int, Message] = field(default_factory=dict)
    changed: dict[int, int] = field(default_factory=dict)
    reply_keyboard: dict[str, Any] | None = None


@dataclass(slots=True)
class Query:
    """One press of a button, waiting for its answer."""

    chat_id: int
    person_id: int
    at: float
    answered: bool = False


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file somebody sent."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class WebhookWish:
    """Where the bot wants its updates brought, as it said in setWebhook."""

    url: str
    secret_token: str
    max_connections: int


class Clock:
    """The moved clock: real time plus an offset in whole seconds. `version` grows with every move."""

    def __init__(self, start: datetime | None) -> None:
        self.initial = 0 if start is None else round(start.timestamp() - time.time())
        self.offset = self.initial
        self.version = 0
        self.next_reminder: datetime | None = None

    def timestamp(self) -> float:
        return time.time() + self.offset

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.timestamp(), UTC)


class State:
    """Everything the server knows about one bot and the people around it."""

    def __init__(self, token: str, store: Path | None = None, now: datetime | None = None) -> None:
        bot_id = token.partition(":")[0]
        self.me: dict[str, Any] = {
            "id": int(bot_id) if bot_id.isdigit() else 1,
            "is_bot": True,
            "first_name": "Express Entry Companion",
            "username": "express_entry_companion_bot",
        }
        self.clock = Clock(now)
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.queue: deque[tuple[int, bytes]] = deque()
        self.confirmed: deque[tuple[int, bytes]] = deque(maxlen=_REMEMBERED_UPDATES)
        self.again: deque[tuple[int, bytes]] = deque()
        self.duplicate_next = 0
        self.allowed_updates: frozenset[str] = frozenset()
        self.webhook: WebhookWish | None = None
        self.webhook_error: tuple[int, str] | None = None  # when a delivery last failed, and why
        self.queries: dict[str, Query] = {}
        self.toasts: dict[int, list[dict[str, Any]]] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int, dict[str, Any]] = {}
        self.files: dict[str, StoredFile] = {}
        self.last_message_id = 0
        # Ids follow the calendar: a server without a store must not repeat ids to a bot that has one.
        self.last_update_id = int((time.time() - _EPOCH) * 32) % 2_000_000_000
        self.change = 0
        self.watchers: set[Watcher] = set()
        self.wake: Callable[[], None] = lambda: None
        self._random = random.SystemRandom()
        self._journal: IO[bytes] | None = None
        if store is not None:
            self._open(store)

    # The journal

    def _open(self, store: Path) -> None:
        store.parent.mkdir(parents=True, exist_ok=True)
        whole = 0
        if store.exists():
            data = store.read_bytes()
            whole = data.rfind(b"\n") + 1
            for line in data[:whole].splitlines():
                kind, *values = json.loads(line)
                getattr(self, f"_on_{kind}")(*values)
        self._journal = store.open("ab")
        self._journal.truncate(whole)  # a line torn by a kill is as if it had never been written

    def close(self) -> None:
        """Close the store, if any."""
        if self._journal is not None:
            self._journal.close()
            self._journal = None

    def _commit(self, kind: str, *values: Any) -> None:
        if self._journal is not None:
            self._journal.write(encode([kind, *values]).encode() + b"\n")
            self._journal.flush()
        getattr(self, f"_on_{kind}")(*values)

    def _tell(self, event: str, chat_id: int, data: Any) -> None:
        for watcher in tuple(self.watchers):
            watcher(event, chat_id, data)

    # People and chats

    def person(self, person_id: int) -> Person:
        """The person of this id; SlipError 404 if there is none."""
        found = self.people.get(person_id)
        if found is None:
            raise SlipError(f"there is no person {person_id}", 404)
        return found

    def put_person(self, person_id: int, first_name: str, language_code: str | None) -> Person:
        """Make a person, or change the name and language of one."""
        old = self.people.get(person_id)
        person = Person(
            person_id,
            first_name,
            language_code,
            started=old is not None and old.started,
            blocked=old is not None and old.blocked,
        )
        self._commit("person", asdict(person))
        return self.people[person_id]

    def _on_person(self, fields: dict[str, Any]) -> None:
        person = Person(**fields)
        self.people[person.id] = person
        wire = {"id": person.id, "first_name": person.first_name, "type": "private"}
        chat = self.chats.get(person.id)
        if chat is None:
            self.chats[person.id] = Chat(person.id, wire)
        else:
            chat.wire = wire
        if self.watchers:
            self._tell("people", 0, None)

    def _change_person(self, person: Person, **fields: Any) -> None:
        self._commit("person", {**asdict(person), **fields})

    def put_group(self, group_id: int, title: str, kind: str) -> Chat:
        """Make a group; `kind` is "group" or "supergroup"."""
        if group_id >= 0:
            raise SlipError("a group's id is negative", 400)
        self._commit("group", group_id, {"id": group_id, "title": title, "type": kind})
        return self.chats[group_id]

    def _on_group(self, group_id: int, wire: dict[str, Any]) -> None:
        if group_id in self.chats:
            self.chats[group_id].wire = wire
        else:
            self.chats[group_id] = Chat(group_id, wire)

    def chat(self, chat_id: int) -> Chat:
        """The chat of this id; SlipError 404 if there is none."""
        found = self.chats.get(chat_id)
        if found is None:
            raise SlipError(f"there is no chat {chat_id}", 404)
        return found

    def chat_for_bot(self, chat_id: Any) -> Chat:
        """The chat a bot may write to, or the refusal Telegram would give."""
        if chat_id in (None, ""):
            raise bad_request(CHAT_ID_EMPTY)
        try:
            chat = self.chats.get(int(chat_id))
        except (TypeError, ValueError):
            chat = None
        if chat is None:
            raise bad_request(CHAT_NOT_FOUND)
        person = self.people.get(chat.id)
        if person is not None:
            if person.blocked:
                raise forbidden(BLOCKED)
            if not person.started:
                raise forbidden(NEVER_WROTE)
        return chat

    # Messages

    def date(self) -> int:
        """The present second of the moved clock."""
        return int(self.clock.timestamp())

    def put_message(self, chat: Chat, message: Message) -> Message:
        """Keep a message, new or changed."""
        self._commit("message", chat.id, message)
        return message

    def _on_message(self, chat_id: int, message: Message) -> None:
        chat = self.chats[chat_id]
        number = message["message_id"]
        if number > self.last_message_id:
            self.last_message_id = number
        chat.messages[number] = message
        chat.changed.pop(number, None)
        self.change += 1
        chat.changed[number] = self.change
        if self.watchers:
            self._tell("message", chat_id, message)

    def delete_message(self, chat: Chat, message_id: int) -> None:
        """Take a message away for everybody."""
        self._commit("gone", chat.id, message_id)

    def _on_gone(self, chat_id: int, message_id: int) -> None:
        chat = self.chats[chat_id]
        del chat.messages[message_id]
        chat.changed.pop(message_id)
        self.change += 1
        chat.changed[message_id] = self.change
        self._tell("gone", chat_id, message_id)

    def next_message_id(self) -> int:
        """One sequence for all chats of the bot, as in Telegram's private chats."""
        return self.last_message_id + 1

    def put_reply_keyboard(self, chat: Chat, keyboard: dict[str, Any] | None) -> None:
        """Show or hide the keyboard that stands in place of the person's own."""
        self._commit("keyboard", chat.id, keyboard)

    def _on_keyboard(self, chat_id: int, keyboard: dict[str, Any] | None) -> None:
        self.chats[chat_id].reply_keyboard = keyboard
        self._tell("keyboard", chat_id, keyboard)

    # Updates

    def add_update(self, kind: str, body: dict[str, Any]) -> int:
        """Queue an update for the bot; returns its id (not queued if the bot asked not to get this kind)."""
        if self.allowed_updates and kind not in self.allowed_updates:
            return 0
        update_id = self.last_update_id + 1
        self._commit("update", {"update_id": update_id, kind: body})
        return update_id

    def _on_update(self, update: Update) -> None:
        update_id: int = update["update_id"]
        self.last_update_id = update_id
        self.queue.append((update_id, encode(update).encode()))
        self.wake()

    def confirm(self, offset: int) -> None:
        """Forget what a getUpdates offset confirms: all before it, or if negative all but the last few."""
        queue = self.queue
        if offset < 0:
            count = max(0, len(queue) + offset)
        elif offset > self.last_update_id + 10:
            return  # an offset from another life of the server confirms nothing
        else:
            count = 0
            for update_id, _ in queue:
                if update_id >= offset:
                    break
                count += 1
        if count:
            self._commit("confirmed", queue[count - 1][0])

    def _on_confirmed(self, update_id: int) -> None:
        while self.queue and self.queue[0][0] <= update_id:
            self._arrived(self.queue.popleft())

    def _arrived(self, gone: tuple[int, bytes]) -> None:
        self.confirmed.append(gone)
        if self.duplicate_next > 0:
            self.duplicate_next -= 1
            self.again.append(gone)

    def put_webhook(self, wish: WebhookWish | None) -> None:
        """From now on updates are brought there; None: they are asked for."""
        self._commit("webhook", None if wish is None else asdict(wish))

    def _on_webhook(self, fields: dict[str, Any] | None) -> None:
        self.webhook = None if fields is None else WebhookWish(**fields)
        self.webhook_error = None

    def brought(self, update_id: int) -> None:
        """Forget an update that the webhook has taken; the others of other chats may still wait."""
        self._commit("brought", update_id)

    def _on_brought(self, update_id: int) -> None:
        for place, waiting in enumerate(self.queue):
            if waiting[0] == update_id:
                del self.queue[place]
                self._arrived(waiting)
                return

    def redeliver(self, update_id: int) -> None:
        """Hand out a confirmed update once more."""
        for old in self.confirmed:
            if old[0] == update_id:
                self.again.append(old)
                self.wake()
                return
        raise SlipError(f"update {update_id} is not among the {_REMEMBERED_UPDATES} confirmed last", 404)

    def pending(self, limit: int) -> list[bytes]:
        """The updates to hand out now, oldest first, each encoded; duplicates asked for come first, once."""
        out = [self.again.popleft()[1] for _ in range(min(limit, len(self.again)))]
        for _, body in self.queue:
            if len(out) >= limit:
                break
            out.append(body)
        return out

    # What a person does

    def _active(self, person_id: int) -> tuple[Person, Chat]:
        person = self.person(person_id)
        if person.blocked:
            raise SlipError(f"{person.first_name} has blocked the bot; unblock it first")
        if not person.started:
            self._change_person(person, started=True)
            person = self.people[person_id]
        return person, self.chats[person_id]

    def _says(self, person: Person, chat: Chat, content: dict[str, Any]) -> tuple[Message, int]:
        message: Message = {
            "message_id": self.next_message_id(),
            "from": person.user(),
            "chat": chat.wire,
            "date": self.date(),
            **content,
        }
        self.put_message(chat, message)
        return message, self.add_update("message", message)

    def say(self, person_id: int, text: str) -> list[tuple[Message, int]]:
        """The person types a text, which the app cuts in pieces if long. Returns messages and update ids."""
        text = text.strip()
        if not text:
            raise SlipError("an empty message cannot be sent", 400)
        person, chat = self._active(person_id)
        return [self._says(person, chat, _text_content(piece)) for piece in _pieces(text)]

    def send(self, person_id: int, content: dict[str, Any]) -> tuple[Message, int]:
        """The person sends something other than text; `content` is the message's own fields."""
        person, chat = self._active(person_id)
        return self._says(person, chat, content)

    def say_in_group(self, group_id: int, person_id: int, text: str) -> tuple[Message, int]:
        """The person says something in a group the bot is in."""
        person, chat = self.person(person_id), self.chat(group_id)
        if not text.strip():
            raise SlipError("an empty message cannot be sent", 400)
        return self._says(person, chat, _text_content(text.strip()))

    def add_to_group(self, group_id: int, person_id: int) -> int:
        """The person adds the bot to a group; returns the id of the `my_chat_member` update."""
        person, chat = self.person(person_id), self.chat(group_id)
        return self._membership(person, chat, {"status": "left"}, {"status": "member"})

    def edit(self, person_id: int, message_id: int | None, text: str) -> tuple[Message, int]:
        """The person changes a message of their own, the last one if none is named."""
        text = text.strip()
        _, chat = self._active(person_id)
        own = [
            message
            for message in chat.messages.values()
            if not message["from"]["is_bot"] and "text" in message and message_id in (None, message["message_id"])
        ]
        if not own:
            raise SlipError("there is no such message of one's own to edit", 404)
        if not text or text == own[-1]["text"]:
            raise SlipError("the text must be new and not empty", 400)
        old = own[-1]
        kept = {key: value for key, value in old.items() if key not in ("text", "entities")}
        message = {**kept, "edit_date": self.date(), **_text_content(text[:LONGEST_TEXT])}
        self.put_message(chat, message)
        return message, self.add_update("edited_message", message)

    def press(self, person_id: int, message_id: int, data: str, *, stale: bool = False) -> tuple[str, int]:
        """The person presses the button with this data; returns the query's id and the update's.

        With `stale` the button need not be there any more: a finger may be slower than an edit.
        """
        person, chat = self._active(person_id)
        message = chat.messages.get(message_id)
        if message is None:
            raise SlipError(f"there is no message {message_id}", 404)
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        if not stale and not any(button.get("callback_data") == data for row in rows for button in row):
            raise SlipError(f"message {message_id} has no button with the data {data!r}", 404)
        query_id = str(self._random.getrandbits(62))
        self._commit("query", query_id, chat.id, person.id, self.clock.timestamp())
        update_id = self.add_update(
            "callback_query",
            {
                "id": query_id,
                "from": person.user(),
                "message": message,
                "chat_instance": str(chat.id),
                "data": data,
            },
        )
        return query_id, update_id

    def _on_query(self, query_id: str, chat_id: int, person_id: int, at: float) -> None:
        self.queries[query_id] = Query(chat_id, person_id, at)

    def answer_query(self, query_id: str, text: str, *, alert: bool) -> bool:
        """Answer a press; False if it is unknown, answered, or older than a quarter of an hour."""
        query = self.queries.get(query_id)
        if query is None or query.answered or self.clock.timestamp() - query.at > QUERY_LIFE:
            return False
        self._commit("answered", query_id, text, alert)
        return True

    def _on_answered(self, query_id: str, text: str, alert: bool) -> None:
        query = self.queries[query_id]
        query.answered = True
        toast = {"callback_query_id": query_id, "text": text, "show_alert": alert}
        self.toasts.setdefault(query.chat_id, []).append(toast)
        self._tell("toast", query.chat_id, toast)

    def block(self, person_id: int, *, blocked: bool) -> int:
        """The person stops the bot or takes it back; returns the id of the `my_chat_member` update."""
        person = self.person(person_id)
        if person.blocked == blocked:
            raise SlipError(f"{person.first_name} has {'already' if blocked else 'not'} blocked the bot")
        if not person.started:
            raise SlipError(f"{person.first_name} has not started the bot yet")
        self._change_person(person, blocked=blocked)
        member, kicked = {"status": "member"}, {"status": "kicked", "until_date": 0}
        before, after = (member, kicked) if blocked else (kicked, member)
        return self._membership(self.people[person_id], self.chats[person_id], before, after)

    def _membership(self, person: Person, chat: Chat, before: dict[str, Any], after: dict[str, Any]) -> int:
        return self.add_update(
            "my_chat_member",
            {
                "chat": chat.wire,
                "from": person.user(),
                "date": self.date(),
                "old_chat_member": {"user": self.me, **before},
                "new_chat_member": {"user": self.me, **after},
            },
        )

    # The bot's own face

    def put_commands(self, scope: str, language: str, commands: list[dict[str, str]]) -> None:
        """Set the commands of a scope and language; an empty list takes them away."""
        self._commit("commands", scope, language, commands)

    def _on_commands(self, scope: str, language: str, commands: list[dict[str, str]]) -> None:
        if commands:
            self.commands[scope, language] = commands
        else:
            self.commands.pop((scope, language), None)
        self._tell("commands", 0, None)

    def commands_for(self, person: Person) -> list[dict[str, str]]:
        """The commands in this person's menu: the narrowest scope first, within it their language first."""
        language = (person.language_code or "").partition("-")[0].lower()
        for scope in (f"chat:{person.id}", "all_private_chats", "default"):
            for spoken in (language, ""):
                if (scope, spoken) in self.commands:
                    return self.commands[scope, spoken]
        return []

    def put_profile(self, field_name: str, language: str, text: str) -> None:
        """Set name, description or short description in a language ("" for all others)."""
        self._commit("profile", field_name, language, text)

    def _on_profile(self, field_name: str, language: str, text: str) -> None:
        if text:
            self.profile[field_name, language] = text
        else:
            self.profile.pop((field_name, language), None)
        self._tell("commands", 0, None)

    def profile_text(self, field_name: str, language: str) -> str:
        """Name, description or short description as somebody of this language sees it."""
        default = self.me["first_name"] if field_name == "name" else ""
        spoken = language.partition("-")[0].lower()
        return self.profile.get((field_name, spoken)) or self.profile.get((field_name, "")) or default

    # Files

    def put_file(self, name: str, mime: str, data: bytes) -> str:
        """Keep a file; returns its file_id."""
        file_id = f"local-{len(self.files) + 1}-{self._random.getrandbits(48):012x}"
        self._commit("file", file_id, name, mime, base64.b64encode(data).decode())
        return file_id

    def _on_file(self, file_id: str, name: str, mime: str, data: str) -> None:
        self.files[file_id] = StoredFile(name, mime, base64.b64decode(data))

    # The clock

    def move_clock(self, offset: int) -> None:
        """Set the clock's distance from real time, in whole seconds."""
        self._commit("clock", offset)

    def _on_clock(self, offset: int) -> None:
        self.clock.offset = offset
        self.clock.version += 1
        self._tell("clock", 0, None)

    def put_next_reminder(self, at: datetime | None) -> None:
        """The bot tells when its next push is due."""
        self._commit("next", None if at is None else at.isoformat())

    def _on_next(self, at: str | None) -> None:
        self.clock.next_reminder = None if at is None else datetime.fromisoformat(at)
        self._tell("clock", 0, None)

    # All over again

    def reset(self) -> None:
        """Forget people, chats, updates and files and put the clock back; commands and profile stay."""
        self._commit("reset", self.clock.initial)

    def _on_reset(self, offset: int) -> None:
        for held in (self.people, self.chats, self.queries, self.toasts, self.files, self.menu_buttons):
            held.clear()
        for waiting in (self.queue, self.confirmed, self.again):
            waiting.clear()
        self.duplicate_next = 0
        self.clock.next_reminder = None
        self._on_clock(offset)
        self._tell("reset", 0, None)


def _text_content(text: str) -> dict[str, Any]:
    entities: list[Entity] = found_entities(text, [])
    return {"text": text, "entities": entities} if entities else {"text": text}


def _pieces(text: str) -> list[str]:
    """A text as an app sends it: pieces of at most 4096 UTF-16 units."""
    if utf16_length(text) <= LONGEST_TEXT:
        return [text]
    pieces: list[str] = []
    piece: list[str] = []
    size = 0
    for character in text:
        width = 2 if ord(character) > 0xFFFF else 1
        if size + width > LONGEST_TEXT:
            pieces.append("".join(piece))
            piece, size = [], 0
        piece.append(character)
        size += width
    pieces.append("".join(piece))
    return [stripped for piece_text in pieces if (stripped := piece_text.strip())]
