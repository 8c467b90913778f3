"""The methods of the Bot API that this server knows, but for getUpdates, which waits and is in server.py."""

from __future__ import annotations

import json
import mimetypes
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from bot.local.entities import formatted, utf16_length
from bot.local.keyboards import read_markup
from bot.local.refusals import (
    ACTION_WRONG,
    CANNOT_DELETE,
    CANNOT_EDIT,
    CAPTION_TOO_LONG,
    CHAT_NOT_FOUND,
    COMMAND_DESCRIPTION_EMPTY,
    COMMAND_DESCRIPTION_INVALID,
    COMMAND_INVALID,
    COMMANDS_TOO_MUCH,
    DELETE_NOT_FOUND,
    EDIT_NOT_FOUND,
    FILE_EMPTY,
    LANGUAGE_CODE_INVALID,
    NOT_MODIFIED,
    NOTHING_TO_EDIT,
    QUERY_TOO_OLD,
    REPLY_NOT_FOUND,
    SECRET_TOKEN_INVALID,
    SECRET_TOKEN_TOO_LONG,
    TEXT_EMPTY,
    TEXT_TOO_LONG,
    TOAST_TOO_LONG,
    WEBHOOK_HOST_UNKNOWN,
    WEBHOOK_NEEDS_HTTPS,
    WEBHOOK_URL_INVALID,
    WRONG_FILE_ID,
    bad_request,
)
from bot.local.state import LONGEST_TEXT, Chat, Message, State, WebhookWish

Params = Mapping[str, Any]
Method = Callable[[State, Params], Any]

LONGEST_CAPTION = 1024  # UTF-16 units
LONGEST_TOAST = 200
_DELETABLE_SECONDS = 48 * 3600
_LONGEST_PROFILE = {"name": 64, "short_description": 120, "description": 512}
_ACTIONS = frozenset(
    {
        *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice"),
        *("upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note"),
    }
)
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_LONGEST_SECRET = 256
_CONNECTIONS = 40  # of a webhook, if the bot does not say
_MOST_CONNECTIONS = 100
_LANGUAGE = re.compile(r"[a-z]{2}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a multipart request."""

    name: str
    mime: str
    data: bytes


def _string(params: Params, key: str) -> str:
    value = params.get(key)
    return "" if value is None else value if isinstance(value, str) else str(value)


def _integer(params: Params, key: str) -> int:
    try:
        return int(params.get(key) or 0)
    except (TypeError, ValueError):
        return 0


def _true(params: Params, key: str) -> bool:
    return str(params.get(key, "")).lower() in ("true", "1", "yes")


def _json(params: Params, key: str) -> Any:
    value = params.get(key)
    if not isinstance(value, str) or not value:
        return value or None
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(f"can't parse {key.replace('_', ' ')} JSON object") from None


def _text(params: Params, key: str, longest: int, refusal: str) -> tuple[str, list[dict[str, Any]]]:
    text, entities = formatted(
        _string(params, key),
        _string(params, "parse_mode"),
        _json(params, "caption_entities" if key == "caption" else "entities"),
    )
    if len(text) > longest // 2 and utf16_length(text) > longest:
        raise bad_request(refusal)
    return text, entities


def _replied(chat: Chat, params: Params) -> Message | None:
    given = _json(params, "reply_parameters")
    if not given:
        return None
    number = given.get("message_id")
    if number is None:
        raise bad_request('can\'t find field "message_id"')
    message = chat.messages.get(number)
    if message is None and not given.get("allow_sending_without_reply"):
        raise bad_request(REPLY_NOT_FOUND)
    return None if message is None else {k: v for k, v in message.items() if k != "reply_to_message"}


def _sent(state: State, chat: Chat, content: dict[str, Any], params: Params) -> Message:
    markup = read_markup(params.get("reply_markup"))
    replied = _replied(chat, params) if "reply_parameters" in params else None
    message: Message = {
        "message_id": state.next_message_id(),
        "from": state.me,
        "chat": chat.wire,
        "date": state.date(),
        **content,
    }
    if replied is not None:
        message["reply_to_message"] = replied
    if markup is not None:
        if "inline_keyboard" in markup:
            message["reply_markup"] = markup
        elif "keyboard" in markup or "remove_keyboard" in markup:
            state.put_reply_keyboard(chat, markup if "keyboard" in markup else None)
    return state.put_message(chat, message)


def send_message(state: State, params: Params) -> Message:
    """Send a text."""
    chat = state.chat_for_bot(params.get("chat_id"))
    text, entities = _text(params, "text", LONGEST_TEXT, TEXT_TOO_LONG)
    if not text:
        raise bad_request(TEXT_EMPTY)
    return _sent(state, chat, {"text": text, "entities": entities} if entities else {"text": text}, params)


def _file(state: State, params: Params, key: str, name: str) -> tuple[str, Upload]:
    given = params.get(key)
    if isinstance(given, str) and given.startswith("attach://"):
        given = params.get(given.removeprefix("attach://"))
    if isinstance(given, Upload):
        if not given.data:
            raise bad_request(FILE_EMPTY)
        return state.put_file(given.name or name, given.mime, given.data), given
    known = state.files.get(str(given))
    if known is None:
        raise bad_request(f"there is no {key} in the request" if not given else WRONG_FILE_ID)
    return str(given), Upload(known.name, known.mime, known.data)


def file_fields(file_id: str, size: int) -> dict[str, Any]:
    """The fields every kind of file has."""
    return {"file_id": file_id, "file_unique_id": file_id.replace("-", ""), "file_size": size}


def _captioned(params: Params) -> dict[str, Any]:
    text, entities = _text(params, "caption", LONGEST_CAPTION, CAPTION_TOO_LONG)
    return {**({"caption": text} if text else {}), **({"caption_entities": entities} if entities else {})}


def send_document(state: State, params: Params) -> Message:
    """Send a file."""
    chat = state.chat_for_bot(params.get("chat_id"))
    caption = _captioned(params)
    file_id, upload = _file(state, params, "document", "document")
    document = {
        "file_name": upload.name,
        "mime_type": upload.mime or mimetypes.guess_type(upload.name)[0] or "application/octet-stream",
        **file_fields(file_id, len(upload.data)),
    }
    return _sent(state, chat, {"document": document, **caption}, params)


def image_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG or JPEG; (0, 0) for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if data.startswith(b"\xff\xd8"):
        at = 2
        while at + 9 < len(data) and data[at] == 0xFF:
            if 0xC0 <= data[at + 1] <= 0xC3:
                return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return 0, 0


def send_photo(state: State, params: Params) -> Message:
    """Send a picture (PNG or JPEG)."""
    chat = state.chat_for_bot(params.get("chat_id"))
    caption = _captioned(params)
    file_id, upload = _file(state, params, "photo", "photo.png")
    width, height = image_size(upload.data)
    if not width:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    photo = [{"width": width, "height": height, **file_fields(file_id, len(upload.data))}]
    return _sent(state, chat, {"photo": photo, **caption}, params)


def _to_edit(state: State, params: Params) -> tuple[Chat, Message]:
    chat = state.chat_for_bot(params.get("chat_id"))
    message = chat.messages.get(_integer(params, "message_id"))
    if message is None:
        raise bad_request(EDIT_NOT_FOUND)
    if not message["from"]["is_bot"]:
        raise bad_request(CANNOT_EDIT)
    return chat, message


def _edited(
    state: State, chat: Chat, old: Message, replaced: tuple[str, ...], content: dict[str, Any], params: Params
) -> Message:
    markup = read_markup(params.get("reply_markup"))
    dropped = (*replaced, "reply_markup", "edit_date")
    message = {key: value for key, value in old.items() if key not in dropped} | content
    if markup is not None and "inline_keyboard" in markup:
        message["reply_markup"] = markup
    if message == {key: value for key, value in old.items() if key != "edit_date"}:
        raise bad_request(NOT_MODIFIED)
    message["edit_date"] = state.date()
    return state.put_message(chat, message)


def edit_message_text(state: State, params: Params) -> Message:
    """Change the text of a message of the bot's own; without reply_markup its buttons go."""
    chat, old = _to_edit(state, params)
    text, entities = _text(params, "text", LONGEST_TEXT, TEXT_TOO_LONG)
    if not text:
        raise bad_request(TEXT_EMPTY)
    if "text" not in old:
        raise bad_request(NOTHING_TO_EDIT)
    content: dict[str, Any] = {"text": text, "entities": entities} if entities else {"text": text}
    return _edited(state, chat, old, ("text", "entities"), content, params)


def edit_message_caption(state: State, params: Params) -> Message:
    """Change the words under a picture or file."""
    chat, old = _to_edit(state, params)
    if "text" in old:
        raise bad_request("there is no caption in the message to edit")
    return _edited(state, chat, old, ("caption", "caption_entities"), _captioned(params), params)


def edit_message_reply_markup(state: State, params: Params) -> Message:
    """Change only the buttons under a message; without reply_markup they go."""
    chat, old = _to_edit(state, params)
    return _edited(state, chat, old, (), {}, params)


def delete_message(state: State, params: Params) -> bool:
    """Take away a message not older than 48 hours."""
    chat = state.chat_for_bot(params.get("chat_id"))
    number = _integer(params, "message_id")
    message = chat.messages.get(number)
    if message is None:
        raise bad_request(DELETE_NOT_FOUND)
    if state.date() - message["date"] > _DELETABLE_SECONDS:
        raise bad_request(CANNOT_DELETE)
    state.delete_message(chat, number)
    return True


def answer_callback_query(state: State, params: Params) -> bool:
    """End the wait of a pressed button, with or without words shown over the chat."""
    text = _string(params, "text")
    if utf16_length(text) > LONGEST_TOAST:
        raise bad_request(TOAST_TOO_LONG)
    if not state.answer_query(_string(params, "callback_query_id"), text, alert=_true(params, "show_alert")):
        raise bad_request(QUERY_TOO_OLD)
    return True


def send_chat_action(state: State, params: Params) -> bool:
    """Show "typing…" for five seconds."""
    chat = state.chat_for_bot(params.get("chat_id"))
    action = _string(params, "action")
    if action not in _ACTIONS:
        raise bad_request(ACTION_WRONG)
    for watcher in tuple(state.watchers):
        watcher("typing", chat.id, action)
    return True


def _language(params: Params) -> str:
    language = _string(params, "language_code")
    if language and not _LANGUAGE.fullmatch(language):
        raise bad_request(LANGUAGE_CODE_INVALID)
    return language


def _scope(params: Params) -> str:
    scope = _json(params, "scope") or {"type": "default"}
    kind = scope.get("type")
    if kind in ("default", "all_private_chats", "all_group_chats", "all_chat_administrators"):
        return str(kind)
    if kind in ("chat", "chat_administrators", "chat_member"):
        if not str(scope.get("chat_id", "")).lstrip("-").isdigit():
            raise bad_request(CHAT_NOT_FOUND)
        return f"{kind}:{scope['chat_id']}" + (f":{scope['user_id']}" if kind == "chat_member" else "")
    raise bad_request("can't parse BotCommandScope: Unsupported type specified")


def set_my_commands(state: State, params: Params) -> bool:
    """Set the menu of a scope and a language."""
    commands = _json(params, "commands") or []
    kept: list[dict[str, str]] = []
    for command in commands:
        name = str(command.get("command", "")).removeprefix("/")
        description = str(command.get("description", ""))
        if not _COMMAND.fullmatch(name):
            raise bad_request(COMMAND_INVALID)
        if not description:
            raise bad_request(COMMAND_DESCRIPTION_EMPTY)
        if utf16_length(description) > 256:
            raise bad_request(COMMAND_DESCRIPTION_INVALID)
        kept.append({"command": name, "description": description})
    if len(kept) > 100:
        raise bad_request(COMMANDS_TOO_MUCH)
    state.put_commands(_scope(params), _language(params), kept)
    return True


def get_my_commands(state: State, params: Params) -> list[dict[str, str]]:
    """The menu of exactly this scope and language."""
    return state.commands.get((_scope(params), _language(params)), [])


def delete_my_commands(state: State, params: Params) -> bool:
    """Take the menu of a scope and language away."""
    state.put_commands(_scope(params), _language(params), [])
    return True


def _profile_setter(field: str) -> Method:
    def setter(state: State, params: Params) -> bool:
        text = _string(params, field)
        if utf16_length(text) > _LONGEST_PROFILE[field]:
            raise bad_request(f"{field.replace('_', ' ')} is too long")
        state.put_profile(field, _language(params), text)
        return True

    return setter


def _profile_getter(field: str) -> Method:
    def getter(state: State, params: Params) -> dict[str, str]:
        return {field: state.profile_text(field, _language(params))}

    return getter


def get_me(state: State, _params: Params) -> dict[str, Any]:
    """The bot itself."""
    return {
        **state.me,
        "first_name": state.profile_text("name", ""),
        "can_join_groups": True,
        "can_read_all_group_messages": True,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_chat(state: State, params: Params) -> dict[str, Any]:
    """A chat in full."""
    chat = state.chat_for_bot(params.get("chat_id"))
    gifts = {
        "unlimited_gifts": True,
        "limited_gifts": True,
        "unique_gifts": True,
        "premium_subscription": True,
        "gifts_from_channels": True,
    }
    return {**chat.wire, "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


def set_chat_menu_button(state: State, params: Params) -> bool:
    """Choose what the button beside the message field opens; commands by default."""
    button = _json(params, "menu_button") or {"type": "default"}
    if button.get("type") not in ("default", "commands", "web_app"):
        raise bad_request("can't parse MenuButton: Unsupported type specified")
    state.menu_buttons[_integer(params, "chat_id")] = button
    return True


def get_chat_menu_button(state: State, params: Params) -> dict[str, Any]:
    """What the button beside the message field opens."""
    default: dict[str, Any] = state.menu_buttons.get(0, {"type": "commands"})
    return state.menu_buttons.get(_integer(params, "chat_id"), default)


def get_file(state: State, params: Params) -> dict[str, Any]:
    """Where a file can be downloaded."""
    file_id = _string(params, "file_id")
    known = state.files.get(file_id)
    if known is None:
        raise bad_request("invalid file_id")
    return {**file_fields(file_id, len(known.data)), "file_path": f"documents/{file_id}"}


def set_webhook(state: State, params: Params) -> bool:
    """Have updates brought to an address. This server brings them to this machine only, there without TLS too."""
    url = _string(params, "url").strip()
    if not url:
        return delete_webhook(state, params)
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise bad_request(WEBHOOK_URL_INVALID)
    if not _on_this_machine(parts.hostname):
        raise bad_request(WEBHOOK_NEEDS_HTTPS if parts.scheme == "http" else WEBHOOK_HOST_UNKNOWN)
    secret = _string(params, "secret_token")
    if len(secret) > _LONGEST_SECRET:
        raise bad_request(SECRET_TOKEN_TOO_LONG)
    if not _SECRET.fullmatch(secret):
        raise bad_request(SECRET_TOKEN_INVALID)
    if "allowed_updates" in params:
        state.allowed_updates = frozenset(_json(params, "allowed_updates") or ())
    if _true(params, "drop_pending_updates"):
        state.confirm(state.last_update_id + 1)
    most = min(max(_integer(params, "max_connections") or _CONNECTIONS, 1), _MOST_CONNECTIONS)
    state.put_webhook(WebhookWish(url, secret, most))
    return True


def _on_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def delete_webhook(state: State, params: Params) -> bool:
    """Have updates asked for again; with drop_pending_updates those that wait are forgotten."""
    if state.webhook is not None:
        state.put_webhook(None)
    if _true(params, "drop_pending_updates"):
        state.confirm(state.last_update_id + 1)
    return True


def get_webhook_info(state: State, _params: Params) -> dict[str, Any]:
    """Where updates are brought, how many wait, and what last went wrong with it."""
    info: dict[str, Any] = {"url": "", "has_custom_certificate": False, "pending_update_count": len(state.queue)}
    if state.webhook is not None:
        info |= {"url": state.webhook.url, "max_connections": state.webhook.max_connections}
    if state.webhook_error is not None:
        info["last_error_date"], info["last_error_message"] = state.webhook_error
    if state.allowed_updates:
        info["allowed_updates"] = sorted(state.allowed_updates)
    return info


METHODS: dict[str, Method] = {
    "getme": get_me,
    "sendmessage": send_message,
    "senddocument": send_document,
    "sendphoto": send_photo,
    "editmessagetext": edit_message_text,
    "editmessagecaption": edit_message_caption,
    "editmessagereplymarkup": edit_message_reply_markup,
    "deletemessage": delete_message,
    "answercallbackquery": answer_callback_query,
    "sendchataction": send_chat_action,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "setmyname": _profile_setter("name"),
    "setmydescription": _profile_setter("description"),
    "setmyshortdescription": _profile_setter("short_description"),
    "getmyname": _profile_getter("name"),
    "getmydescription": _profile_getter("description"),
    "getmyshortdescription": _profile_getter("short_description"),
    "getchat": get_chat,
    "setchatmenubutton": set_chat_menu_button,
    "getchatmenubutton": get_chat_menu_button,
    "getfile": get_file,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
}
