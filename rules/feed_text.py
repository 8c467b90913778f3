"""Text from outside made plain: no markup, no invisible characters, one space where several were.

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
    """The text without tags, entities and characters that are not seen; spaces of every width become one."""
    text = html.unescape(_TAG.sub(" ", text)) if "<" in text or "&" in text else text
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept = (" " if each.isspace() else each for each in unicodedata.normalize("NFC", text))
    return " ".join("".join(each for each in kept if unicodedata.category(each)[0] != "C").split())


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


_NUMBER: Final = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2}|[0-9]{1,3}(?: [0-9]{3}){1,2}")
