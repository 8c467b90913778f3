"""The parts of the profile as scripts of the engine: "facts:own:jobs:2" is the third job, "…:new" one to be added."""

from __future__ import annotations

from functools import cache
from typing import Final

from conversations.profile.chapters import CHAPTERS
from conversations.profile.parts import Part, Whose

FAMILY: Final = "facts"


@cache
def find_part(key: str) -> Part | None:
    """The part of that key, if there is one."""
    return next((part for chapter in CHAPTERS for part, _ in chapter.parts if part.key == key), None)


def key_of(whose: Whose, key: str, place: str = "") -> str:
    """The key of the script that asks a part, or one item of it."""
    return ":".join(each for each in (FAMILY, whose, key, place) if each)


def script_of(key: str) -> tuple[Whose, str, str]:
    """Whose part a script asks, which part, and which item of it."""
    _, whose, part, *place = key.split(":")
    return ("partner" if whose == "partner" else "own"), part, place[0] if place else ""
