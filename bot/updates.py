"""Telegram's updates as conversations see them, and replies as they wait in the inbox.

The few fields needed are read straight from the JSON: the library's `Update.de_json` takes over 100 µs
an update to build what nobody here looks at.
"""

from __future__ import annotations

import base64
import json
from typing import Any, Final

from conversations.messages import Attachment, Button, FileSent, Incoming, Kind, Outgoing, Reply

ALLOWED: Final = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update asked for; Telegram keeps back the rest."""

_GONE: Final = ("left", "kicked")
_KINDS: Final = (
    ("location", Kind.LOCATION),
    ("photo", Kind.PHOTO),
    ("voice", Kind.VOICE),
    ("document", Kind.DOCUMENT),
)


def chat_of(update: dict[str, Any]) -> int | None:
    """The chat an update belongs to, which keeps it in order with its neighbours; None if it has none."""
    message = update.get("message") or update.get("edited_message") or update.get("my_chat_member")
    if message is None:
        press = update.get("callback_query")
        if press is None:
            return None
        # A button under a message sent by way of another chat carries no message, only who pressed it.
        message = press.get("message") or {"chat": press["from"]}
    return int(message["chat"]["id"])


def incoming_of(update: dict[str, Any]) -> Incoming | None:
    """An update as a message in; None for one that nobody has to answer (the bot was put out of a group, say)."""
    if "callback_query" in update:
        return _press(update["update_id"], update["callback_query"])
    if "my_chat_member" in update:
        return _membership(update["update_id"], update["my_chat_member"])
    edited = "edited_message" in update
    message = update["edited_message"] if edited else update["message"]
    if edited and "location" in message:
        return None  # a location that is shared live moves every few seconds; the first one was answered
    kind = Kind.EDITED if edited else _kind(message)
    if message["chat"].get("type", "private") != "private":
        kind = Kind.GROUP
    place = message.get("location") or {}
    return Incoming(
        update_id=update["update_id"],
        chat_id=message["chat"]["id"],
        kind=kind,
        text=message.get("text", "") if kind in (Kind.TEXT, Kind.EDITED) else "",
        language_code=message.get("from", {}).get("language_code"),
        latitude=place.get("latitude"),
        longitude=place.get("longitude"),
        file=_file(message) if kind is Kind.DOCUMENT else None,
    )


def _file(message: dict[str, Any]) -> FileSent | None:
    document = message["document"]
    if "file_id" not in document:
        return None
    return FileSent(document["file_id"], document.get("file_size", 0))


def _kind(message: dict[str, Any]) -> Kind:
    if "text" in message:
        return Kind.TEXT
    return next((kind for field, kind in _KINDS if field in message), Kind.OTHER)


def _press(update_id: int, press: dict[str, Any]) -> Incoming:
    message = press.get("message") or {"chat": press["from"]}
    private = message["chat"].get("type", "private") == "private"
    return Incoming(
        update_id=update_id,
        chat_id=message["chat"]["id"],
        kind=Kind.PRESS if private else Kind.GROUP,
        text=press.get("data", "") if private else "",
        message_id=message.get("message_id"),
        callback_id=press["id"],
        language_code=press["from"].get("language_code"),
    )


def _membership(update_id: int, change: dict[str, Any]) -> Incoming | None:
    gone = change["new_chat_member"]["status"] in _GONE
    if change["chat"].get("type", "private") == "private":
        kind = Kind.BLOCKED if gone else Kind.UNBLOCKED
    elif gone:
        return None
    else:
        kind = Kind.GROUP
    return Incoming(
        update_id=update_id,
        chat_id=change["chat"]["id"],
        kind=kind,
        language_code=change.get("from", {}).get("language_code"),
    )


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))  # made once: json.dumps would make one a call


def pack_reply(reply: Reply, callback_id: str | None) -> bytes:
    """A reply as it waits in the inbox until it is sent; `callback_id` names the press it answers."""
    messages = [_packed(message) for message in reply.messages]
    return _ENCODER.encode({"messages": messages, "toast": reply.toast, "callback": callback_id}).encode()


def unpack_reply(packed: bytes) -> tuple[Reply, str | None]:
    """The reply and the press it answers, as they were packed."""
    held = json.loads(packed)
    messages = tuple(
        Outgoing(
            text=message["text"],
            keyboard=tuple(tuple(Button(**button) for button in row) for row in message["keyboard"]),
            edit=message["edit"],
            file=_unpacked(message.get("file")),  # a reply packed by an older program has none
        )
        for message in held["messages"]
    )
    return Reply(messages, held["toast"]), held["callback"]


def _packed(message: Outgoing) -> dict[str, Any]:
    rows = [
        [{"label": b.label, "data": b.data, "url": b.url, "style": b.style} for b in row] for row in message.keyboard
    ]
    packed: dict[str, Any] = {"text": message.text, "keyboard": rows, "edit": message.edit}
    if message.file is not None:
        packed["file"] = [message.file.name, base64.b64encode(message.file.content).decode()]
    return packed


def _unpacked(file: list[str] | None) -> Attachment | None:
    if file is None:
        return None
    name, content = file
    return Attachment(name, base64.b64decode(content))
