"""Reply markup as Telegram takes it: inline keyboards, and keyboards in place of the person's own."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from bot.local.entities import checked_url
from bot.local.refusals import (
    BUTTON_DATA_INVALID,
    REPLY_MARKUP_INVALID,
    REPLY_MARKUP_TOO_LONG,
    RefusalError,
    bad_request,
)

LONGEST_DATA = 64  # bytes of UTF-8 in callback_data
MOST_BUTTONS = 100
_ACTIONS = (
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_STYLES = ("primary", "success", "danger")


def read_markup(value: Any) -> dict[str, Any] | None:
    """The markup as it will be kept, or None; refuses what Telegram refuses."""
    if value in (None, ""):
        return None
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise bad_request("can't parse reply keyboard markup JSON object") from None
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in value:
        return _inline(value["inline_keyboard"])
    if "keyboard" in value:
        return {**value, "keyboard": _replies(value["keyboard"])}
    if value.get("remove_keyboard") or value.get("force_reply"):
        return value
    return None


def _rows(rows: Any, kind: str) -> list[list[Any]]:
    if not isinstance(rows, list):
        raise bad_request(f'field "{kind}" of the {kind} markup must be of type Array')
    for row in rows:
        if not isinstance(row, list):
            raise bad_request(f'field "{kind}" must be an Array of Arrays')
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise bad_request(REPLY_MARKUP_TOO_LONG)
    return list(rows)


def _inline(rows: Any) -> dict[str, Any] | None:
    kept = [[_inline_button(button) for button in row] for row in _rows(rows, "inline_keyboard") if row]
    return {"inline_keyboard": kept} if kept else None


def _cannot_parse(reason: str) -> RefusalError:
    return bad_request(f"can't parse inline keyboard button: {reason}")


def _inline_button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise _cannot_parse("InlineKeyboardButton must be an Object")
    if "text" not in button:
        raise _cannot_parse('Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise _cannot_parse('Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request(REPLY_MARKUP_INVALID)
    given = [action for action in _ACTIONS if action in button]
    if not given or (given[0] == "callback_data" and button["callback_data"] == ""):
        raise _cannot_parse("Text buttons are unallowed in the inline keyboard")
    if "style" in button and button["style"] not in _STYLES:
        raise _cannot_parse("invalid button style specified")
    action, value = given[0], button[given[0]]
    if action in ("callback_data", "url") and not isinstance(value, str):
        raise _cannot_parse(f'Field "{action}" must be of type String')
    if action == "callback_data" and len(value.encode()) > LONGEST_DATA:
        raise bad_request(BUTTON_DATA_INVALID)
    if action == "url":
        return {**button, "url": _button_url(value)}
    return dict(button)


def _button_url(url: str) -> str:
    checked = checked_url(url)
    if checked is None:
        strange = "://" in url and urlsplit(url).scheme not in ("http", "https", "tg", "ton")
        reason = "Unsupported URL protocol" if strange else "Wrong HTTP URL" if url else "URL host is empty"
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {reason}")
    return checked


def _replies(rows: Any) -> list[list[dict[str, Any]]]:
    kept: list[list[dict[str, Any]]] = []
    for row in _rows(rows, "keyboard"):
        buttons = [{"text": button} if isinstance(button, str) else button for button in row]
        for button in buttons:
            if not isinstance(button, dict) or not isinstance(button.get("text"), str):
                raise bad_request('can\'t parse keyboard button: Field "text" must be of type String')
            if not button["text"].strip():
                raise bad_request(REPLY_MARKUP_INVALID)
        kept.append(buttons)
    return kept
