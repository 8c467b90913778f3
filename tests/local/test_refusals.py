"""Every refusal that a bot may meet, in Telegram's own words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.local import LocalTelegram
from tests.local.conftest import Api
from tests.telegram_person import Person

ROCKET = "\N{ROCKET}"  # one character, two UTF-16 units


def buttons(*row: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(row)]}


async def test_a_wrong_token_is_unauthorized(server: LocalTelegram, api: Api) -> None:
    async with api.session.get(f"{server.url}/bot123:wrong/getMe") as answer:
        assert answer.status == 401
        assert await answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_an_unknown_method_is_not_found(api: Api) -> None:
    assert await api.refused("sendTelegram") == "404 Not Found"


@pytest.mark.parametrize("text", ["", "   \n ", "<b></b>", "<b>  </b>"])
async def test_an_empty_text_is_refused(api: Api, ana: Person, text: str) -> None:
    words = await api.refused("sendMessage", chat_id=ana.id, text=text, parse_mode="HTML")
    assert words == "400 Bad Request: message text is empty"


async def test_a_text_is_counted_in_utf16_units_after_its_markup_is_read(api: Api, ana: Person) -> None:
    longest = f"<b>{'x' * 4094}</b>{ROCKET}"
    message = await api.ok("sendMessage", chat_id=ana.id, text=longest, parse_mode="HTML")
    assert len(message["text"]) == 4095
    words = await api.refused("sendMessage", chat_id=ana.id, text="x" * 4095 + ROCKET)
    assert words == "400 Bad Request: message is too long"
    edit = {"chat_id": ana.id, "message_id": message["message_id"], "text": ROCKET * 2049}
    assert await api.refused("editMessageText", **edit) == "400 Bad Request: message is too long"


async def test_a_caption_has_at_most_1024_units(api: Api, ana: Person) -> None:
    await ana.send("document")
    sent = (await ana.messages())[-1].wire["document"]["file_id"]
    await api.ok("sendDocument", chat_id=ana.id, document=sent, caption="é" * 1024)
    words = await api.refused("sendDocument", chat_id=ana.id, document=sent, caption="é" * 1025)
    assert words == "400 Bad Request: message caption is too long"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("été <br>", 'Unsupported start tag "br" at byte offset 6'),
        ("<b>open", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("5 <", "Unclosed start tag at byte offset 2"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        (
            "&#xDFDF;",
            (
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            ),
        ),
    ],
)
async def test_broken_markup_is_refused_with_its_place(api: Api, ana: Person, text: str, reason: str) -> None:
    words = await api.refused("sendMessage", chat_id=ana.id, text=text, parse_mode="HTML")
    assert words == f"400 Bad Request: can't parse entities: {reason}"


async def test_given_entities_must_lie_in_the_text(api: Api, ana: Person) -> None:
    late = [{"type": "bold", "offset": 100, "length": 1}]
    words = await api.refused("sendMessage", chat_id=ana.id, text="hello", entities=late)
    assert words == "400 Bad Request: entity begins after the end of the text at UTF-16 offset 100"
    long = [{"type": "bold", "offset": 0, "length": 100}]
    words = await api.refused("sendMessage", chat_id=ana.id, text="hello", entities=long)
    assert words.endswith("offset 0 ends after the end of the text at UTF-16 offset 100")


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"text": "x", "callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "", "callback_data": "x"}, "REPLY_MARKUP_INVALID"),
        (
            {"text": "x"},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "x", "callback_data": ""},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        ({"callback_data": "x"}, "can't parse inline keyboard button: Can't find field \"text\""),
        (
            {"text": "x", "url": "not-a-url"},
            "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "x", "url": "ftp://example.com"},
            "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
        ),
        (
            {"text": "x", "callback_data": "x", "style": "purple"},
            "can't parse inline keyboard button: invalid button style specified",
        ),
    ],
)
async def test_a_bad_button_is_refused(api: Api, ana: Person, button: dict[str, Any], words: str) -> None:
    answer = await api.refused("sendMessage", chat_id=ana.id, text="x", reply_markup=buttons(button))
    assert answer == f"400 Bad Request: {words}"
    assert len(await ana.messages()) == 1, "a refused message must not be shown"


async def test_64_bytes_of_button_data_are_allowed(api: Api, ana: Person) -> None:
    markup = buttons({"text": "x", "callback_data": "é" * 32})
    message = await api.ok("sendMessage", chat_id=ana.id, text="x", reply_markup=markup)
    assert message["reply_markup"] == markup


async def test_more_than_100_buttons_are_refused(api: Api, ana: Person) -> None:
    rows = [[{"text": "x", "callback_data": str(number)}] for number in range(101)]
    markup = {"inline_keyboard": rows}
    words = await api.refused("sendMessage", chat_id=ana.id, text="x", reply_markup=markup)
    assert words == "400 Bad Request: REPLY_MARKUP_TOO_LONG"


async def test_an_edit_that_changes_nothing_is_refused(api: Api, ana: Person) -> None:
    markup = buttons({"text": "Yes", "callback_data": "y"})
    same = {"text": "<b>Sure?</b>", "parse_mode": "HTML", "reply_markup": markup}
    message = await api.ok("sendMessage", chat_id=ana.id, **same)
    where = {"chat_id": ana.id, "message_id": message["message_id"]}
    refusal = (
        "400 Bad Request: message is not modified: specified new message content and reply markup are exactly "
        "the same as a current content and reply markup of the message"
    )
    assert await api.refused("editMessageText", **where, **same) == refusal
    assert await api.refused("editMessageReplyMarkup", **where, reply_markup=markup) == refusal
    changed = await api.ok("editMessageText", **where, text="Sure?", reply_markup=markup)
    assert "entities" not in changed
    assert changed["edit_date"] >= changed["date"]
    assert await api.refused("editMessageText", **where, text="Sure?", reply_markup=markup) == refusal


async def test_an_edit_without_buttons_takes_them_away(api: Api, ana: Person) -> None:
    markup = buttons({"text": "Yes", "callback_data": "y"})
    message = await api.ok("sendMessage", chat_id=ana.id, text="Sure?", reply_markup=markup)
    edited = await api.ok("editMessageText", chat_id=ana.id, message_id=message["message_id"], text="Done")
    assert "reply_markup" not in edited
    assert (await ana.last()).buttons == ()


async def test_only_existing_messages_of_the_bot_can_be_edited(api: Api, ana: Person) -> None:
    own = (await ana.messages())[0].id
    words = await api.refused("editMessageText", chat_id=ana.id, message_id=own, text="x")
    assert words == "400 Bad Request: message can't be edited"
    words = await api.refused("editMessageText", chat_id=ana.id, message_id=999, text="x")
    assert words == "400 Bad Request: message to edit not found"
    words = await api.refused("deleteMessage", chat_id=ana.id, message_id=999)
    assert words == "400 Bad Request: message to delete not found"


async def test_a_message_can_be_deleted_for_two_days(api: Api, ana: Person) -> None:
    first = await api.ok("sendMessage", chat_id=ana.id, text="first")
    second = await api.ok("sendMessage", chat_id=ana.id, text="second")
    assert await api.ok("deleteMessage", chat_id=ana.id, message_id=first["message_id"]) is True
    assert [message.text for message in await ana.messages()] == ["hello", "second"]
    await ana.move_clock(by_seconds=2 * 86_400 + 60)
    words = await api.refused("deleteMessage", chat_id=ana.id, message_id=second["message_id"])
    assert words == "400 Bad Request: message can't be deleted for everyone"


async def _pressed(api: Api, ana: Person) -> str:
    await api.ok("sendMessage", chat_id=ana.id, text="Go?", reply_markup=buttons({"text": "Go", "callback_data": "go"}))
    await ana.press("Go")
    updates = await api.ok("getUpdates")
    query: str = updates[-1]["callback_query"]["id"]
    return query


TOO_OLD = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"


async def test_a_press_is_answered_once(api: Api, ana: Person) -> None:
    query = await _pressed(api, ana)
    assert await api.ok("answerCallbackQuery", callback_query_id=query, text="Going") is True
    assert await ana.toasts() == ["Going"]
    assert await api.refused("answerCallbackQuery", callback_query_id=query) == TOO_OLD
    assert await api.refused("answerCallbackQuery", callback_query_id="12345") == TOO_OLD


async def test_a_press_older_than_a_quarter_of_an_hour_cannot_be_answered(api: Api, ana: Person) -> None:
    query = await _pressed(api, ana)
    await ana.move_clock(by_seconds=15 * 60 + 5)
    assert await api.refused("answerCallbackQuery", callback_query_id=query) == TOO_OLD


async def test_the_words_over_a_button_have_at_most_200_characters(api: Api, ana: Person) -> None:
    query = await _pressed(api, ana)
    words = await api.refused("answerCallbackQuery", callback_query_id=query, text="x" * 201)
    assert words == "400 Bad Request: MESSAGE_TOO_LONG"
    assert await api.ok("answerCallbackQuery", callback_query_id=query, text="x" * 200) is True


async def test_a_chat_that_does_not_exist_is_not_found(api: Api) -> None:
    assert await api.refused("sendMessage", chat_id=77, text="x") == "400 Bad Request: chat not found"
    assert await api.refused("sendMessage", chat_id="@x", text="x") == "400 Bad Request: chat not found"
    assert await api.refused("sendMessage", text="x") == "400 Bad Request: chat_id is empty"


async def test_a_bot_may_not_write_first(api: Api, person: Callable[..., Person]) -> None:
    luc = person(1002)
    await luc.arrive()
    words = await api.refused("sendMessage", chat_id=1002, text="x")
    assert words == "403 Forbidden: bot can't initiate conversation with a user"
    await luc.say("hello")
    await api.ok("sendMessage", chat_id=1002, text="x")


async def test_a_bot_that_was_blocked_is_told(api: Api, ana: Person) -> None:
    await ana.block()
    update = (await api.ok("getUpdates"))[-1]["my_chat_member"]
    assert update["old_chat_member"]["status"] == "member"
    assert update["new_chat_member"]["status"] == "kicked"
    words = await api.refused("sendMessage", chat_id=ana.id, text="x")
    assert words == "403 Forbidden: bot was blocked by the user"
    with pytest.raises(AssertionError, match="blocked the bot"):
        await ana.say("hello?")
    await ana.unblock()
    update = (await api.ok("getUpdates"))[-1]["my_chat_member"]
    assert (update["old_chat_member"]["status"], update["new_chat_member"]["status"]) == ("kicked", "member")
    await api.ok("sendMessage", chat_id=ana.id, text="x")


async def test_floods_are_refused_if_asked_for(api: Api, ana: Person) -> None:
    for number in range(10):
        await api.ok("sendMessage", chat_id=ana.id, text=str(number))
    await api.local("flood_limits", {"enforced": True})
    answers = [await api.raw("sendMessage", chat_id=ana.id, text=str(number)) for number in range(5)]
    assert [status for status, _ in answers[:3]] == [200, 200, 200]
    status, body = answers[4]
    assert status == 429
    assert body["description"] == f"Too Many Requests: retry after {body['parameters']['retry_after']}"


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ({"command": "Start", "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "start", "description": ""}, "command description must be non-empty"),
        ({"command": "start", "description": "x" * 257}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ],
)
async def test_bad_commands_are_refused(api: Api, command: dict[str, str], words: str) -> None:
    assert await api.refused("setMyCommands", commands=[command]) == f"400 Bad Request: {words}"


async def test_a_language_code_has_two_letters(api: Api) -> None:
    command = {"command": "start", "description": "x"}
    words = await api.refused("setMyCommands", commands=[command], language_code="fr-CA")
    assert words == "400 Bad Request: invalid language code specified"


async def test_an_unknown_chat_action_is_refused(api: Api, ana: Person) -> None:
    await api.ok("sendChatAction", chat_id=ana.id, action="typing")
    words = await api.refused("sendChatAction", chat_id=ana.id, action="thinking")
    assert words == "400 Bad Request: wrong parameter action in request"


async def test_a_reply_to_a_message_that_is_not_there_is_refused(api: Api, ana: Person) -> None:
    words = await api.refused("sendMessage", chat_id=ana.id, text="x", reply_parameters={"message_id": 999})
    assert words == "400 Bad Request: message to be replied not found"
    own = (await ana.messages())[0].id
    message = await api.ok("sendMessage", chat_id=ana.id, text="x", reply_parameters={"message_id": own})
    assert message["reply_to_message"]["text"] == "hello"
