"""Text from outside made plain: no markup, no characters of no width, one space where several were.

Nothing here trusts what it reads: tags are taken out and entities resolved once, so that what is left is text, to be
escaped like any other when it is shown.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

_TAG: Final = re.compile(r"<[^<>]*>")


def plain(text: str) -> str:
    """The text without tags, entities and characters of no width; spaces of every width become one.

    What is no character to be read (a control, half of a pair) leaves a mark, so that it is not read over.
    """
    text = html.unescape(_TAG.sub(" ", text)) if "<" in text or "&" in text else text
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept = (" " if each.isspace() else each for each in unicodedata.normalize("NFC", text))
    return " ".join("".join(map(_readable, kept)).split())


def storable(text: str) -> str:
    """The text as a database can hold it, to be looked at by an operator."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "\N{REPLACEMENT CHARACTER}")


def _readable(character: str) -> str:
    kind = unicodedata.category(character)
    if kind == "Cf":
        return ""
    return "\N{REPLACEMENT CHARACTER}" if kind[0] == "C" else character


def folded(text: str) -> str:
    """The text made plain, in small letters, without accents."""
    text = plain(text).lower()
    if text.isascii():
        return text
    return "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each))


def whole_number(text: str) -> int | None:
    """A number of at most nine digits, its thousands set off by commas, by spaces or not at all; otherwise None."""
    text = plain(text)
    if _NUMBER.fullmatch(text) is None:
        return None
    return int(text.replace(",", "").replace(" ", ""))


_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,8}|[1-9][0-9]{0,2}(?:(?:,[0-9]{3}){1,2}|(?: [0-9]{3}){1,2})")
