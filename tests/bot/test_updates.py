"""Telegram's updates as conversations see them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.updates import chat_of, incoming_of, pack_reply, unpack_reply
from conversations.messages import Button, Incoming, Kind, Outgoing, Reply

ANA = {"id": 7, "is_bot": False, "first_name": "Ana", "language_code": "fr-CA"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Ana"}
GROUP = {"id": -100, "type": "supergroup", "title": "Friends"}


def message(chat: dict[str, Any] = PRIVATE, **content: Any) -> dict[str, Any]:
    return {"message_id": 3, "date": 1, "chat": chat, "from": ANA, **content}


def member(chat: dict[str, Any], status: str) -> dict[str, Any]:
    bot = {"id": 42, "is_bot": True, "first_name": "B"}
    return {"chat": chat, "from": ANA, "date": 1, "new_chat_member": {"user": bot, "status": status}}


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ({"message": message(text="bonjour")}, {"kind": Kind.TEXT, "text": "bonjour"}),
        ({"edited_message": message(text="bonsoir")}, {"kind": Kind.EDITED, "text": "bonsoir"}),
        ({"message": message(photo=[{}], caption="my passport")}, {"kind": Kind.PHOTO}),
        ({"message": message(voice={})}, {"kind": Kind.VOICE}),
        ({"message": message(document={})}, {"kind": Kind.DOCUMENT}),
        ({"message": message(sticker={})}, {"kind": Kind.OTHER}),
        ({"message": message(contact={})}, {"kind": Kind.OTHER}),
        ({"edited_message": message(photo=[{}])}, {"kind": Kind.EDITED}),
        (
            {"message": message(location={"latitude": 45.5, "longitude": -73.6})},
            {"kind": Kind.LOCATION, "latitude": 45.5, "longitude": -73.6},
        ),
        ({"message": message(GROUP, text="hello")}, {"kind": Kind.GROUP, "chat_id": -100}),
        ({"edited_message": message(GROUP, text="hello")}, {"kind": Kind.GROUP, "chat_id": -100}),
        ({"my_chat_member": member(PRIVATE, "kicked")}, {"kind": Kind.BLOCKED}),
        ({"my_chat_member": member(PRIVATE, "member")}, {"kind": Kind.UNBLOCKED}),
        ({"my_chat_member": member(GROUP, "member")}, {"kind": Kind.GROUP, "chat_id": -100}),
        (
            {"callback_query": {"id": "q", "from": ANA, "data": "v1:2", "message": message(text="?")}},
            {"kind": Kind.PRESS, "text": "v1:2", "message_id": 3, "callback_id": "q"},
        ),
        (
            {"callback_query": {"id": "q", "from": ANA, "data": "v1:2"}},
            {"kind": Kind.PRESS, "text": "v1:2", "message_id": None, "callback_id": "q"},
        ),
        (
            {"callback_query": {"id": "q", "from": ANA, "data": "x", "message": message(GROUP)}},
            {"kind": Kind.GROUP, "chat_id": -100, "message_id": 3, "callback_id": "q"},
        ),
    ],
)
def test_every_update_becomes_a_message_in(update: dict[str, Any], expected: dict[str, Any]) -> None:
    update = {"update_id": 1, **update}
    wanted = {"update_id": 1, "chat_id": 7, "language_code": "fr-CA", **expected}
    assert incoming_of(update) == Incoming(**wanted)
    assert chat_of(update) == wanted["chat_id"]


def test_being_put_out_of_a_group_needs_no_answer() -> None:
    assert incoming_of({"update_id": 1, "my_chat_member": member(GROUP, "kicked")}) is None


def test_a_location_shared_live_is_answered_once_and_not_at_every_step() -> None:
    moved = message(location={"latitude": 45.5, "longitude": -73.6, "live_period": 900})
    assert incoming_of({"update_id": 1, "edited_message": moved}) is None


def test_an_update_without_a_chat_has_none() -> None:
    assert chat_of({"update_id": 1, "poll": {"id": "5"}}) is None


def test_a_person_whose_app_sends_no_language_has_none() -> None:
    bare = message(text="x") | {"from": {"id": 7, "is_bot": False, "first_name": "Ana"}}
    incoming = incoming_of({"update_id": 1, "message": bare})
    assert incoming is not None
    assert incoming.language_code is None


def test_a_reply_comes_out_of_the_inbox_as_it_went_in() -> None:
    reply = Reply(
        (
            Outgoing(
                "<b>Écoute</b>\u00a0: 8", ((Button("Oui", "v1:1", style="success"), Button("IRCC", url="https://a")),)
            ),
            Outgoing("changed", edit=12),
        ),
        toast="noté",
    )
    assert unpack_reply(pack_reply(reply, "q1")) == (reply, "q1")
    assert unpack_reply(pack_reply(Reply(), None)) == (Reply(), None)
