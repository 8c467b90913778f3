"""What the page and the tests ask for under /local/: act as a person, look, move the clock, break things.

All JSON; a wish that cannot be done is answered `{"error": words}` with 400, 404 or 409.

    GET  people · POST people {id?, first_name?, language_code?} · POST people/ID {first_name?, language_code?}
    POST people/ID/say {text} · press {message_id, data, stale?} · edit {text, message_id?} · block · unblock
    POST people/ID/send {kind, content? (base64), name?, mime?, caption?, latitude?, longitude?}
    POST groups/ID/say {person, text, title?, type?}
    GET  people/ID/messages?after=CHANGE&timeout=S (groups/ID alike): messages changed since, waited for
    GET  commands?person=ID · calls?method=&since= · stats · events?person=ID (server-sent events)
    GET  clock?version=N&timeout=S · POST clock {by_seconds | by_months | to: instant or "next_reminder" | reset}
    POST next_reminder {at: instant or null} (the bot tells)
    GET, POST, DELETE faults: a `Fault` (method "webhook": of an update on its way), or {duplicate_update: true or an
    update_id, times?}
    POST load {n, chats?, rate?, texts? | presses? | asks?: a list of `Ask`, first_chat?, stride?, replies?, anew?,
    language_code?} · flood_limits {enforced} · reset
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import calendar
import secrets
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from math import ceil, isnan, nan
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.local.faults import FloodLimits
from bot.local.load import FIRST_CHAT, Ask, Load
from bot.local.methods import Upload, file_fields, image_size
from bot.local.samples import SAMPLES
from bot.local.state import Chat, Message, Person, SlipError, encode

if TYPE_CHECKING:
    from bot.local.server import LocalTelegram

_PAGE = Path(__file__).with_name("page")
_PAGE_FILES = {
    "/": ("index.html", "text/html"),
    "/chat.css": ("chat.css", "text/css"),
    "/chat.js": ("chat.js", "text/javascript"),
}
_PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_SHOWN_IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_LONGEST_WAIT = 60.0
_HEARTBEAT = 15.0  # seconds between signs of life on an idle event stream
_MOST_EVENTS = 5_000  # waiting for a slow page, after which its stream is closed and it starts afresh

Body = dict[str, Any]
Handler = Callable[[Body], Any]


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise SlipError(f"{text!r} is not an instant such as 2026-11-23T20:08:00Z", 400) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _months_later(moment: datetime, months: int) -> datetime:
    count = moment.year * 12 + moment.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return moment.replace(year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1]))


def _number(body: Body, key: str) -> int:
    try:
        return int(body[key])
    except KeyError:
        raise SlipError(f"{key} is missing", 400) from None
    except (TypeError, ValueError):
        raise SlipError(f"{key} must be a whole number", 400) from None


def _text(body: Body, key: str = "text") -> str:
    value = body.get(key)
    if not isinstance(value, str):
        raise SlipError(f"{key} must be text", 400)
    return value


class Control:
    """The driver of the page and of the tests, for one server."""

    def __init__(self, server: LocalTelegram) -> None:
        self.server = server
        self.epoch = secrets.token_hex(6)  # tells a page that the server has started afresh
        self._tasks: set[asyncio.Task[None]] = set()
        self._posts: dict[str, Handler] = {
            "people": self._put_person,
            "clock": self._move_clock,
            "next_reminder": self._next_reminder,
            "faults": self._add_fault,
            "load": self._load,
            "reset": self._reset,
            "flood_limits": self._flood_limits,
        }
        self._person_posts: dict[str, Callable[[int, Body], Any]] = {
            "": self._change_person,
            "say": self._say,
            "press": self._press,
            "edit": self._edit,
            "send": self._send,
            "block": self._block,
            "unblock": self._unblock,
        }
        self._gets: dict[str, Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]] = {
            "people": self._get_people,
            "clock": self._get_clock,
            "commands": self._get_commands,
            "calls": self._get_calls,
            "faults": self._get_faults,
            "stats": self._get_stats,
            "events": self._events,
        }

    async def stop(self) -> None:
        """End what runs in the background."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def handle(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        """Answer one request outside the Bot API."""
        if path in _PAGE_FILES and request.method == "GET":
            name, kind = _PAGE_FILES[path]
            return web.Response(
                body=(_PAGE / name).read_bytes(), content_type=kind, charset="utf-8", headers=_PAGE_HEADERS
            )
        if path.startswith((f"/file/bot{self.server.token}/", "/local/files/")):
            return self._file(path.rpartition("/")[2])
        if not path.startswith("/local/"):
            return _slip("there is nothing here", 404)
        try:
            return await self._local(request, path.removeprefix("/local/").rstrip("/").split("/"))
        except SlipError as slip:
            return _slip(str(slip), slip.status)

    async def _local(self, request: web.BaseRequest, parts: list[str]) -> web.StreamResponse:
        head = parts[0]
        if request.method == "GET":
            if head in ("people", "groups") and len(parts) == 3 and parts[2] == "messages":
                return await self._get_messages(request, _chat_id(parts[1]))
            if head in self._gets and len(parts) == 1:
                return await self._gets[head](request)
        elif request.method == "DELETE" and parts == ["faults"]:
            self.server.faults.waiting.clear()
            return _json({"ok": True})
        elif request.method == "POST":
            body = await _body(request)
            if head == "people" and len(parts) in (2, 3) and "".join(parts[2:]) in self._person_posts:
                return _json(self._person_posts["".join(parts[2:])](_chat_id(parts[1]), body))
            if head == "groups" and len(parts) == 3 and parts[2] == "say":
                return _json(self._say_in_group(_chat_id(parts[1]), body))
            if head in self._posts and len(parts) == 1:
                return _json(self._posts[head](body))
        return _slip("there is nothing here", 404)

    # People

    def _person_json(self, person: Person) -> Body:
        chat = self.server.state.chats[person.id]
        last = next(reversed(chat.messages.values()), None)
        return {
            "id": person.id,
            "first_name": person.first_name,
            "language_code": person.language_code,
            "started": person.started,
            "blocked": person.blocked,
            "last": None if last is None else _summary(last),
        }

    async def _get_people(self, _request: web.BaseRequest) -> web.StreamResponse:
        return _json({"people": [self._person_json(person) for person in self.server.state.people.values()]})

    def _put_person(self, body: Body) -> Body:
        people = self.server.state.people
        number = _number(body, "id") if body.get("id") is not None else max([1000, *people]) + 1
        if number <= 0:
            raise SlipError("a person's id is positive", 400)
        old = people.get(number)
        name = body.get("first_name") or (old.first_name if old else f"Person {number}")
        language = body.get("language_code", old.language_code if old else "en") or None
        return self._person_json(self.server.state.put_person(number, str(name), language))

    def _change_person(self, person_id: int, body: Body) -> Body:
        self.server.state.person(person_id)
        return self._put_person({**body, "id": person_id})

    def _say(self, person_id: int, body: Body) -> Body:
        said = self.server.state.say(person_id, _text(body))
        return {"messages": [message for message, _ in said], "update_ids": [number for _, number in said]}

    def _press(self, person_id: int, body: Body) -> Body:
        query_id, update_id = self.server.state.press(
            person_id, _number(body, "message_id"), _text(body, "data"), stale=bool(body.get("stale"))
        )
        return {"callback_query_id": query_id, "update_id": update_id}

    def _edit(self, person_id: int, body: Body) -> Body:
        number = _number(body, "message_id") if body.get("message_id") is not None else None
        message, update_id = self.server.state.edit(person_id, number, _text(body))
        return {"messages": [message], "update_ids": [update_id]}

    def _send(self, person_id: int, body: Body) -> Body:
        self.server.state.person(person_id)
        message, update_id = self.server.state.send(person_id, self._content(person_id, body))
        return {"messages": [message], "update_ids": [update_id]}

    def _content(self, person_id: int, body: Body) -> Body:
        kind = _text(body, "kind")
        if kind == "location":
            place = {
                "latitude": float(body.get("latitude", 43.65107)),
                "longitude": float(body.get("longitude", -79.347015)),
            }
            return {"location": place}
        if kind == "contact":
            name = self.server.state.person(person_id).first_name
            return {"contact": {"phone_number": "+16135550100", "first_name": name, "user_id": person_id}}
        if kind not in SAMPLES:
            raise SlipError(f"kind must be one of {', '.join([*SAMPLES, 'location', 'contact'])}", 400)
        sample = SAMPLES[kind]
        upload = Upload(sample.name, sample.mime, sample.data)
        if body.get("content") is not None:
            try:
                data = base64.b64decode(_text(body, "content"), validate=True)
            except binascii.Error:
                raise SlipError("content must be base64", 400) from None
            upload = Upload(
                str(body.get("name") or sample.name),
                str(body.get("mime") or "application/octet-stream"),
                data,
            )
        file_id = self.server.state.put_file(upload.name, upload.mime, upload.data)
        fields = file_fields(file_id, len(upload.data))
        if kind == "photo":
            width, height = image_size(upload.data)
            content: Body = {"photo": [{**fields, "width": width or 640, "height": height or 480}]}
        elif kind == "document":
            content = {"document": {**fields, "file_name": upload.name, "mime_type": upload.mime}}
        else:
            content = {kind: {**fields, **sample.fields}}
        caption = str(body.get("caption") or "").strip()
        return {**content, "caption": caption} if caption and kind != "sticker" else content

    def _block(self, person_id: int, _body: Body) -> Body:
        return {"update_id": self.server.state.block(person_id, blocked=True)}

    def _unblock(self, person_id: int, _body: Body) -> Body:
        return {"update_id": self.server.state.block(person_id, blocked=False)}

    def _say_in_group(self, group_id: int, body: Body) -> Body:
        state = self.server.state
        person_id = _number(body, "person")
        if group_id not in state.chats:
            state.person(person_id)
            state.put_group(group_id, str(body.get("title") or "A group"), str(body.get("type") or "group"))
            state.add_to_group(group_id, person_id)
        message, update_id = state.say_in_group(group_id, person_id, _text(body))
        return {"messages": [message], "update_ids": [update_id]}

    # Looking

    async def _until(self, wanted: Callable[[str, int], bool], seconds: float, ready: Callable[[], bool]) -> None:
        """Wait until something wanted happens, the time is over or the server stops."""
        if seconds <= 0 or ready() or self.server.stopping.is_set():
            return
        happened = asyncio.Event()

        def watcher(event: str, chat_id: int, _data: Any) -> None:
            if wanted(event, chat_id):
                happened.set()

        state = self.server.state
        state.watchers.add(watcher)
        ends = [asyncio.ensure_future(happened.wait()), asyncio.ensure_future(self.server.stopping.wait())]
        try:
            await asyncio.wait(ends, timeout=min(seconds, _LONGEST_WAIT), return_when=asyncio.FIRST_COMPLETED)
        finally:
            state.watchers.discard(watcher)
            for end in ends:
                end.cancel()

    async def _get_messages(self, request: web.BaseRequest, chat_id: int) -> web.StreamResponse:
        state = self.server.state
        after = _query_number(request, "after", 0)
        state.chat(chat_id)
        await self._until(
            lambda event, where: where == chat_id and event in ("message", "gone", "toast"),
            _query_seconds(request),
            lambda: next(reversed(state.chat(chat_id).changed.values()), 0) > after,
        )
        chat = state.chat(chat_id)
        gone = [number for number, change in chat.changed.items() if change > after and number not in chat.messages]
        changed = [message for number, message in chat.messages.items() if after <= 0 or chat.changed[number] > after]
        return _json(
            {
                "epoch": self.epoch,
                "change": next(reversed(chat.changed.values()), 0),
                "messages": changed,
                "gone": gone,
                "toasts": state.toasts.get(chat_id, []),
                "reply_keyboard": chat.reply_keyboard,
            }
        )

    def _menu(self, person: Person) -> Body:
        state = self.server.state
        language = person.language_code or ""
        return {
            "commands": state.commands_for(person),
            "name": state.profile_text("name", language),
            "username": state.me["username"],
            "description": state.profile_text("description", language),
            "short_description": state.profile_text("short_description", language),
        }

    async def _get_commands(self, request: web.BaseRequest) -> web.StreamResponse:
        return _json(self._menu(self.server.state.person(_query_number(request, "person", 0))))

    async def _get_calls(self, request: web.BaseRequest) -> web.StreamResponse:
        method = request.query.get("method", "").lower()
        since = float(request.query.get("since", 0))
        calls = [
            {**call, "params": {key: _shown(value) for key, value in call["params"].items()}}
            for call in self.server.calls
            if (not method or call["method"].lower() == method) and call["at"] >= since
        ]
        return _json({"calls": calls})

    async def _get_stats(self, _request: web.BaseRequest) -> web.StreamResponse:
        state = self.server.state
        return _json(
            {
                "calls": dict(self.server.call_counts),
                "pending_updates": len(state.queue),
                "people": len(state.people),
                "load": self.server.load.as_json(),
            }
        )

    def _file(self, file_id: str) -> web.StreamResponse:
        known = self.server.state.files.get(file_id)
        if known is None:
            return _slip("there is no such file", 404)
        shown = known.mime in _SHOWN_IMAGES or known.mime in ("audio/ogg", "audio/wav")
        response = web.Response(body=known.data, content_type=known.mime if shown else "application/octet-stream")
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        if not shown:
            name = "".join(
                letter if letter.isascii() and (letter.isalnum() or letter in "._- ") else "_" for letter in known.name
            )
            response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    # The clock

    def _clock_json(self) -> Body:
        clock = self.server.state.clock
        due = clock.next_reminder
        return {
            "now": _iso(clock.now()),
            "offset_seconds": clock.offset,
            "version": clock.version,
            "next_reminder": None if due is None else _iso(due),
        }

    async def _get_clock(self, request: web.BaseRequest) -> web.StreamResponse:
        clock = self.server.state.clock
        version = _query_number(request, "version", -1)
        await self._until(
            lambda event, _chat: event in ("clock", "reset"),
            _query_seconds(request),
            lambda: clock.version != version,
        )
        return _json(self._clock_json())

    def _move_clock(self, body: Body) -> Body:
        state = self.server.state
        clock = state.clock
        if body.get("reset"):
            offset = clock.initial
        elif "by_seconds" in body:
            offset = clock.offset + _number(body, "by_seconds")
        elif "by_months" in body:
            now = clock.now()
            offset = clock.offset + round((_months_later(now, _number(body, "by_months")) - now).total_seconds())
        elif body.get("to") == "next_reminder":
            due = clock.next_reminder
            if due is None:
                raise SlipError("No reminder is planned.")
            if due <= clock.now():
                raise SlipError("The next reminder is due already. Give the bot a moment.")
            offset = ceil(due.timestamp() + 1 - time.time())
        elif "to" in body:
            offset = ceil(_moment(body["to"]).timestamp() - time.time())
        else:
            raise SlipError("say by_seconds, by_months, to or reset", 400)
        state.move_clock(offset)
        return self._clock_json()

    def _next_reminder(self, body: Body) -> Body:
        at = body.get("at")
        self.server.state.put_next_reminder(None if at is None else _moment(at))
        return self._clock_json()

    # Breaking and measuring

    async def _get_faults(self, _request: web.BaseRequest) -> web.StreamResponse:
        return _json({"faults": self.server.faults.as_json()})

    def _add_fault(self, body: Body) -> Body:
        wish = body.get("duplicate_update")
        if wish is not None:
            if isinstance(wish, bool):
                self.server.state.duplicate_next += int(body.get("times", 1))
            else:
                self.server.state.redeliver(int(wish))
            return {"ok": True}
        try:
            self.server.faults.add(body)
        except (TypeError, ValueError) as error:
            raise SlipError(str(error), 400) from None
        return {"faults": self.server.faults.as_json()}

    def _flood_limits(self, body: Body) -> Body:
        self.server.flood = FloodLimits() if body.get("enforced", True) else None
        return {"enforced": self.server.flood is not None}

    def _load(self, body: Body) -> Body:
        asks = [Ask.of(ask) for ask in body.get("asks") or []]
        asks = asks or [Ask(press=str(data)) for data in body.get("presses") or []]
        asks = asks or [Ask(text=str(text)) for text in body.get("texts") or ["hello"]]
        if body.get("anew"):  # counts of this load alone
            self.server.load = Load()
        task = asyncio.ensure_future(
            self.server.load.run(
                self.server.state,
                n=_number(body, "n"),
                chats=int(body.get("chats", 1000)),
                rate=float(body.get("rate", 0)),
                asks=asks,
                first_chat=int(body.get("first_chat", FIRST_CHAT)),
                stride=int(body.get("stride", 1)),
                replies=int(body.get("replies", 1)),
                language=str(body.get("language_code", "en")),
            )
        )
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return {"ok": True}

    def _reset(self, _body: Body) -> Body:
        server = self.server
        for task in self._tasks:
            task.cancel()
        server.state.reset()
        server.bringer.begin()
        server.faults.waiting.clear()
        server.calls.clear()
        server.call_counts.clear()
        server.load = Load()
        return {"ok": True}

    # The page's live stream

    def _snapshot(self, chat: Chat, person: Person) -> Body:
        people = [self._person_json(other) for other in self.server.state.people.values()]
        return {
            "epoch": self.epoch,
            "person": self._person_json(person),
            "people": people[-100:],
            "menu": self._menu(person),
            "clock": self._clock_json(),
            "messages": list(chat.messages.values()),
            "reply_keyboard": chat.reply_keyboard,
        }

    async def _events(self, request: web.BaseRequest) -> web.StreamResponse:
        state = self.server.state
        person = state.person(_query_number(request, "person", 0))
        events: asyncio.Queue[tuple[str, Any] | None] = asyncio.Queue()

        def watcher(event: str, chat_id: int, data: Any) -> None:
            if events.qsize() >= _MOST_EVENTS or event == "reset":
                events.put_nowait(None)
            elif event == "clock":
                events.put_nowait(("clock", self._clock_json()))
            elif event in ("people", "commands"):
                events.put_nowait((event, None))
            elif chat_id == person.id:
                events.put_nowait((event, data))
            elif event == "message" and chat_id in state.people:
                events.put_nowait(("elsewhere", {"id": chat_id, "last": _summary(data)}))

        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        state.watchers.add(watcher)
        stopping = asyncio.ensure_future(self.server.stopping.wait())
        stopping.add_done_callback(lambda _done: events.put_nowait(None))
        try:
            await response.write(_event("state", self._snapshot(state.chat(person.id), person)))
            while True:
                try:
                    item = await asyncio.wait_for(events.get(), _HEARTBEAT)
                except TimeoutError:
                    await response.write(b": still here\n\n")
                    continue
                if item is None:
                    break
                event, data = item
                if event == "people":
                    others = [self._person_json(other) for other in state.people.values()]
                    data = {"people": others[-100:], "person": self._person_json(state.people[person.id])}
                    await response.write(_event("menu", self._menu(state.people[person.id])))
                elif event == "commands":
                    event, data = "menu", self._menu(state.people[person.id])
                await response.write(_event(event, data))
        except (ConnectionError, KeyError):
            pass  # the page went away, or the person did
        finally:
            state.watchers.discard(watcher)
            stopping.cancel()
        return response


def _summary(message: Message) -> Body:
    text = message.get("text") or message.get("caption") or ""
    if not text:
        text = next((kind for kind in (*SAMPLES, "location", "contact") if kind in message), "")
    return {"text": text[:80], "date": message["date"], "from_bot": message["from"]["is_bot"]}


def _shown(value: Any) -> Any:
    return f"a file of {len(value.data)} bytes: {value.name}" if isinstance(value, Upload) else value


def _event(name: str, data: Any) -> bytes:
    return f"event: {name}\ndata: {encode(data)}\n\n".encode()


def _json(data: Any) -> web.Response:
    return web.Response(body=encode(data).encode(), content_type="application/json")


def _slip(words: str, status: int) -> web.Response:
    return web.Response(body=encode({"error": words}).encode(), status=status, content_type="application/json")


async def _body(request: web.BaseRequest) -> Body:
    raw = await request.read()
    if not raw:
        return {}
    if request.content_type != "application/json":
        raise SlipError("the body must be application/json", 415)
    try:
        body = await request.json()
    except ValueError:
        raise SlipError("the body is not JSON", 400) from None
    if not isinstance(body, dict):
        raise SlipError("the body must be a JSON object", 400)
    return body


def _chat_id(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise SlipError(f"{text!r} is not an id", 400) from None


def _query_seconds(request: web.BaseRequest) -> float:
    """How long a look may wait for news: `timeout`, a fraction of a second too."""
    try:
        seconds = float(request.query.get("timeout", 0))
    except ValueError:
        seconds = nan
    if isnan(seconds):
        raise SlipError("timeout must be a number", 400)
    return seconds


def _query_number(request: web.BaseRequest, key: str, default: int) -> int:
    try:
        return int(float(request.query.get(key, default)))
    except ValueError:
        raise SlipError(f"{key} must be a number", 400) from None
