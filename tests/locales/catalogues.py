"""The catalogues as data, and what two wordings of one text must have in common."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from locales import DOMAIN, LOCALES, Language
from locales.maintain import PLURAL, ROOT, SINGULAR, SOURCES, collect, path

TELEGRAM_TAGS: Final = frozenset(["b", "i", "u", "s", "a", "code", "pre", "tg-spoiler", "blockquote"])

MARKERS: Final = SINGULAR | PLURAL | {"everywhere"}

Key = tuple[str, ...]
"""The forms of an id: one text, or singular and plural."""


@dataclass(frozen=True)
class Text:
    """One message of a catalogue: the forms of its id and of its wording."""

    key: Key
    forms: Key
    fuzzy: bool


@cache
def read(language: Language) -> Catalog:
    """The source of a catalogue, read once for all tests: nobody changes it."""
    with path(language).open("rb") as source:
        return read_po(source, locale=LOCALES[language], domain=DOMAIN)


@cache
def texts(language: Language) -> tuple[Text, ...]:
    """All messages of a catalogue but its header."""
    return tuple(Text(_forms(each.id), _forms(each.string), each.fuzzy) for each in read(language) if each.id)


@cache
def collected() -> Catalog:
    """The texts of the code, collected once for all tests: nobody changes them."""
    return collect()


def wordings(catalogue: Catalog) -> dict[Key, Key]:
    """What each id is worded as."""
    return {_forms(each.id): _forms(each.string) for each in catalogue if each.id}


def ids(catalogue: Catalog) -> set[Key]:
    """The ids of a catalogue."""
    return {_forms(each.id) for each in catalogue if each.id}


def _forms(text: str | list[str] | tuple[str, ...] | None) -> Key:
    return (text or "",) if isinstance(text, str) or text is None else tuple(text)


def escaping(code: str) -> Iterator[str]:
    """The places where a text is marked in a way that collecting it cannot see.

    A text that is put together, one that is not marked where it stands, or a marker called under another name.
    """
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Call(func=ast.Name(name), args=[ast.JoinedStr() | ast.BinOp(), *_]) if name in MARKERS:
                yield ast.unparse(node)
            case ast.Call(func=ast.Name("N_"), args=[text, *_]) if not isinstance(text, ast.Constant):
                yield ast.unparse(node)
            case ast.Attribute(value=ast.Name("locales"), attr=name) if name in MARKERS:
                yield ast.unparse(node)
            case ast.ImportFrom(module="locales", names=names):
                yield from (f"import {name.name} as {name.asname}" for name in names if name.asname)


def code() -> Iterator[str]:
    """The modules that word things."""
    for source in SOURCES:
        for module in sorted((ROOT / source).rglob("*.py")):
            yield module.read_text(encoding="utf-8")


def places(text: str) -> Counter[str]:
    """The places to fill in, by name."""
    return Counter(name for _, name, _, _ in Formatter().parse(text) if name is not None)


_TAG: Final = re.compile(r"<(/?)([a-z-]*)([^<>]*)>?")


def tags(text: str) -> Counter[str]:
    """The tags of a text with what they carry; ValueError where they do not nest or Telegram knows none such."""
    open_tags: list[str] = []
    found: Counter[str] = Counter()
    for closing, name, rest in _TAG.findall(text):
        if name not in TELEGRAM_TAGS:
            raise ValueError(f"no such tag: {name!r}")
        if not closing:
            open_tags.append(name)
            found[f"{name}{rest}"] += 1
        elif not open_tags or open_tags.pop() != name:
            raise ValueError(f"{name} is closed but not open")
    if open_tags:
        raise ValueError(f"{open_tags} not closed")
    return found


def utf16_units(text: str) -> int:
    """The length Telegram counts."""
    return len(text.encode("utf-16-le")) // 2
