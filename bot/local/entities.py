"""From Telegram's HTML to plain text with entities, counted in UTF-16 code units as Telegram counts them.

The grammar is the one of https://core.telegram.org/bots/api#html-style; the order of the checks and the words
of the refusals follow TDLib, so that a message refused here is refused there for the same reason.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from bot.local.refusals import RefusalError, bad_request, cannot_parse

Entity = dict[str, Any]

_SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
_GIVEN_TYPES = {*_SIMPLE.values(), "expandable_blockquote", "text_mention"}
_FOUND_TYPES = {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ORDER = ["expandable_blockquote", "blockquote", "pre", "code", "text_link", "text_mention", "bold", "italic"]
_HTML_ENTITY = re.compile(r"&(?:#[xX]([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+));?")
_MARK = re.compile("[<&]")
_SPACE = " \t\r\n\0\v"
_COMMAND = re.compile(r"(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])", re.ASCII)
_URL = re.compile(r"(?<![\w@])https?://[^\s<>«»\"“”]+", re.IGNORECASE)


def utf16_length(text: str) -> int:
    """The length as Telegram counts it: characters outside the basic plane (most emoji) count twice."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _byte_offset(source: str, position: int) -> int:
    return len(source[:position].encode("utf-8", "surrogatepass"))


def _decode(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        return _NAMED.get(name, match[0])
    digits = hexadecimal or decimal
    number = int(digits, 16 if hexadecimal else 10) if len(digits) < 12 else 0
    if 0xD800 <= number <= 0xDFFF:
        raise cannot_parse(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return chr(number) if 0 < number <= 0x10FFFF else match[0]


def _skip_space(source: str, position: int) -> int:
    while position < len(source) and source[position] in _SPACE:
        position += 1
    return position


def _attributes(source: str, position: int, tag: str, begin: int) -> tuple[dict[str, str], int]:
    """The attributes of a start tag and the position behind its '>'."""
    found: dict[str, str] = {}
    end = len(source)
    while True:
        position = _skip_space(source, position)
        if position >= end:
            raise cannot_parse(f'Unclosed start tag "{tag}" at byte offset {_byte_offset(source, begin)}')
        if source[position] == ">":
            return found, position + 1
        start = position
        while position < end and source[position] not in _SPACE and source[position] not in "=>":
            position += 1
        name = source[start:position].lower()
        if not name:
            at = _byte_offset(source, begin)
            raise cannot_parse(f'Empty attribute name in the tag "{tag}" at byte offset {at}')
        position = _skip_space(source, position)
        if position < end and source[position] != "=":
            found[name] = ""
            continue
        position = _skip_space(source, position + 1)
        if position >= end:
            raise cannot_parse(f'Unclosed start tag "{tag}" at byte offset {_byte_offset(source, begin)}')
        if source[position] in "\"'":
            close = source.find(source[position], position + 1)
            if close < 0:
                raise cannot_parse(f"Unclosed start tag at byte offset {_byte_offset(source, begin)}")
            found[name] = _HTML_ENTITY.sub(_decode, source[position + 1 : close])
            position = close + 1
            continue
        start = position
        while position < end and (source[position].isalnum() or source[position] in ".-_/:?&=#%+,~"):
            position += 1
        if position >= end or (source[position] not in _SPACE and source[position] != ">"):
            at = _byte_offset(source, position if position < end else start)
            raise cannot_parse(f"Unexpected end of name token at byte offset {at}")
        found[name] = source[start:position]


def _link(url: str) -> Entity | None:
    """The entity of a link, or None for an address Telegram silently drops."""
    url = url.strip()
    if url.startswith("tg://user?id="):
        number = url.removeprefix("tg://user?id=")
        if number.isdigit():
            return {"type": "text_mention", "user": {"id": int(number), "is_bot": False, "first_name": ""}}
        return None
    checked = checked_url(url)
    return None if checked is None else {"type": "text_link", "url": checked}


def checked_url(url: str) -> str | None:
    """The address as Telegram stores it, or None if it is not one: "canada.ca" becomes "http://canada.ca/"."""
    if not url or any(sign in url for sign in " \n\t"):
        return None
    if "://" not in url:
        url = f"http://{url}"
    parts = urlsplit(url)
    if parts.scheme.lower() not in ("http", "https", "tg", "ton"):
        return None
    if parts.scheme.lower() in ("http", "https"):
        host = parts.hostname or ""
        if not host or ("." not in host and host != "localhost"):
            return None
        if not parts.path:
            return f"{parts.scheme}://{parts.netloc}/" + (f"?{parts.query}" if parts.query else "")
    return url


def _made_of(tag: str, attributes: dict[str, str], inner: str) -> Entity | None:
    kind = _SIMPLE[tag]
    if tag == "a":
        return _link(attributes.get("href") or inner)
    if tag == "blockquote" and "expandable" in attributes:
        return {"type": "expandable_blockquote"}
    if tag == "code" and attributes.get("class", "").startswith("language-"):
        language = attributes["class"].removeprefix("language-")
        return {"type": "code", "language": language} if language else {"type": "code"}
    if tag == "tg-emoji":
        return {"type": kind, "custom_emoji_id": attributes.get("emoji-id", "")}
    if tag == "tg-time":
        unix = attributes.get("unix", "").rstrip(",")
        if not unix.isdigit():
            raise cannot_parse("Invalid Unix time specified")
        made: Entity = {"type": kind, "unix_time": int(unix)}
        if attributes.get("format"):
            made["date_time_format"] = attributes["format"]
        return made
    return {"type": kind}


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Plain text and its entities; refuses broken markup in Telegram's words."""
    if "<" not in source and "&" not in source:
        return source, []
    pieces: list[str] = []
    offset = 0  # UTF-16 units written so far
    entities: list[Entity] = []
    stack: list[tuple[str, dict[str, str], int, int]] = []  # tag, attributes, its offset, its first piece
    position = 0
    while match := _MARK.search(source, position):
        at = match.start()
        if at > position:
            pieces.append(source[position:at])
            offset += utf16_length(pieces[-1])
        if source[at] == "&":
            entity = _HTML_ENTITY.match(source, at)
            written = _decode(entity) if entity else "&"
            pieces.append(written)
            offset += utf16_length(written)
            position = entity.end() if entity else at + 1
            continue
        position = at + 1
        while position < len(source) and source[position] not in _SPACE and source[position] != ">":
            position += 1
        name = source[at + 1 : position].lower()
        if not name.startswith("/"):
            if position >= len(source):
                raise cannot_parse(f"Unclosed start tag at byte offset {_byte_offset(source, at)}")
            if name not in _SIMPLE:
                raise cannot_parse(f'Unsupported start tag "{name}" at byte offset {_byte_offset(source, at)}')
            attributes, position = _attributes(source, position, name, at)
            if name == "span" and attributes.get("class") != "tg-spoiler":
                raise cannot_parse(f'Tag "span" must have class "tg-spoiler" at byte offset {_byte_offset(source, at)}')
            stack.append((name, attributes, offset, len(pieces)))
            continue
        if not stack:
            raise cannot_parse(f"Unexpected end tag at byte offset {_byte_offset(source, at)}")
        position = _skip_space(source, position)
        if position >= len(source) or source[position] != ">":
            raise cannot_parse(f"Unclosed end tag at byte offset {_byte_offset(source, at)}")
        position += 1
        tag, attributes, begin, first = stack.pop()
        if name != "/" and name[1:] != tag:
            raise cannot_parse(
                f'Unmatched end tag at byte offset {_byte_offset(source, at)}, expected "</{tag}>", found "<{name}>"'
            )
        made = _made_of(tag, attributes, "".join(pieces[first:])) if offset > begin else None
        if made is not None:
            entities.append({"offset": begin, "length": offset - begin, **made})
    if stack:
        raise cannot_parse(f'Can\'t find end tag corresponding to start tag "{stack[-1][0]}"')
    pieces.append(source[position:])
    return "".join(pieces), _tidy(entities)


def _order(entity: Entity) -> tuple[int, int, int]:
    kind = entity["type"]
    return entity["offset"], -entity["length"], _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _tidy(entities: list[Entity]) -> list[Entity]:
    """Sorted; a code block with a language becomes one `pre`; nothing else lives inside code."""
    kept: list[Entity] = []
    blocks = [entity for entity in entities if entity["type"] in ("pre", "code")]
    for entity in sorted(entities, key=_order):
        begin, end = entity["offset"], entity["offset"] + entity["length"]
        same = kept[-1] if kept else None
        if entity["type"] == "code" and same is not None and same["type"] == "pre":
            if "language" in entity and (same["offset"], same["length"]) == (begin, entity["length"]):
                same["language"] = entity["language"]
            if begin >= same["offset"] and end <= same["offset"] + same["length"]:
                continue
        if entity["type"] not in ("pre", "code") and any(
            block["offset"] <= begin and end <= block["offset"] + block["length"] for block in blocks
        ):
            continue
        if entity["type"] == "code":
            entity.pop("language", None)
        kept.append(entity)
    return kept


def given_entities(text: str, entities: list[Any]) -> list[Entity]:
    """Entities handed over ready-made, checked as Telegram checks them."""
    length = utf16_length(text)
    kept: list[Entity] = []
    for entity in entities:
        if not isinstance(entity, dict) or entity.get("type") not in _GIVEN_TYPES | _FOUND_TYPES:
            raise bad_request("can't parse MessageEntity: Unsupported type specified")
        offset, size = entity.get("offset"), entity.get("length")
        if not isinstance(offset, int) or not isinstance(size, int):
            raise bad_request('can\'t parse MessageEntity: Field "offset" must be of type Number')
        if offset < 0:
            raise bad_request(f"receive an entity with incorrect offset {offset}")
        if offset > length:
            raise bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
        if offset + size > length:
            raise bad_request(
                f"entity beginning at UTF-16 offset {offset} "
                f"ends after the end of the text at UTF-16 offset {offset + size}"
            )
        if entity["type"] == "text_link":
            url = checked_url(str(entity.get("url", "")))
            if url is None:
                reason = "Wrong HTTP URL" if entity.get("url") else "URL host is empty"
                raise bad_request(f"entity URL '{entity.get('url', '')}' is invalid: {reason}")
            entity = {**entity, "url": url}
        if size > 0 and entity["type"] in _GIVEN_TYPES:
            kept.append(entity)
    return _tidy(kept)


def found_entities(text: str, taken: list[Entity]) -> list[Entity]:
    """Commands and web addresses that Telegram marks by itself, outside what is code or link already."""
    if "/" not in text:
        return []
    found: list[Entity] = []
    for kind, pattern in (("bot_command", _COMMAND), ("url", _URL)):
        for match in pattern.finditer(text):
            words = match[0].rstrip(".,;:!?)'") if kind == "url" else match[0]
            offset = utf16_length(text[: match.start()])
            length = utf16_length(words)
            if any(
                other["offset"] < offset + length and offset < other["offset"] + other["length"]
                for other in (*taken, *found)
                if other["type"] in ("code", "pre", "text_link", "text_mention", "url", "bot_command")
            ):
                continue
            found.append({"offset": offset, "length": length, "type": kind})
    return found


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """The text without the spaces and line ends around it, its entities moved along."""
    text = text.replace("\r", "") if "\r" in text and not entities else text
    short = text.rstrip()
    lead = len(short) - len(short.lstrip(" \n"))
    if entities:
        lead = min(lead, entities[0]["offset"])
        if len(short) != len(text) or lead:
            size = utf16_length(short)
            moved = []
            for entity in entities:
                end = min(entity["offset"] + entity["length"], size)
                if end > entity["offset"]:
                    moved.append({**entity, "offset": entity["offset"] - lead, "length": end - entity["offset"]})
            entities = moved
    return short[lead:], entities


def formatted(text: str, parse_mode: str, entities: list[Any] | None) -> tuple[str, list[Entity]]:
    """What a bot's text becomes: `parse_mode` is "" or "HTML"; otherwise `entities` as given, if any."""
    mode = parse_mode.lower()
    if mode == "html":
        text, marked = parse_html(text)
    elif mode in ("", "none"):
        marked = given_entities(text, entities) if entities else []
    elif mode in ("markdown", "markdownv2"):
        raise RefusalError(501, "Not Implemented: the local server reads parse_mode HTML only")
    else:
        raise bad_request("unsupported parse_mode")
    text, marked = trimmed(text, marked)
    found = found_entities(text, marked)
    return text, sorted([*marked, *found], key=_order) if found else marked
