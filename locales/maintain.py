"""Keeps the catalogues in step with the code: `make messages`.

Collects the texts, merges them into both catalogues without guessing, fills the English one with the ids themselves.
New texts stay empty in the French catalogue until somebody writes them; a test refuses to pass while one is.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from locales import DOMAIN, FOLDER, LANGUAGES, LOCALES, Language

ROOT = FOLDER.parent
BEGUN = datetime(2026, 11, 23, tzinfo=UTC)
"""The date in the headers: a date of the day would change the files without a change of text."""

SINGULAR = {"say", "plain", "N_"}
PLURAL = {"count"}
SOURCES = ("bot", "conversations", "locales")


def collect() -> Catalog:
    """Every text of the code, with the files it stands in (line numbers would change with every edit).

    Read from the syntax tree: Babel's own extractor passes over a text inside the arguments of another one.
    """
    template = Catalog(project="Express Entry Companion", charset="utf-8", creation_date=BEGUN, revision_date=BEGUN)
    files = sorted(file for source in SOURCES for file in (ROOT / source).rglob("*.py"))
    for file in files:
        for message in texts(file.read_text(encoding="utf-8")):
            template.add(message, locations=[(file.relative_to(ROOT).as_posix(), 0)])
    return template


def texts(code: str) -> Iterator[str | tuple[str, str]]:
    """The texts marked in a piece of code, in the order they stand in it; a plural one as a pair."""
    calls = [
        node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        match call.func, call.args:
            case ast.Name(name), [ast.Constant(str(text)), *_] if name in SINGULAR:
                yield text
            case ast.Name(name), [ast.Constant(str(one)), ast.Constant(str(many)), *_] if name in PLURAL:
                yield one, many


def path(language: Language) -> Path:
    """The catalogue's source."""
    return FOLDER / str(LOCALES[language]) / "LC_MESSAGES" / f"{DOMAIN}.po"


def merged(language: Language, template: Catalog) -> Catalog:
    """The catalogue of a language with exactly the texts of `template`, and what was written for them."""
    file = path(language)
    written = Catalog()
    if file.exists():
        with file.open("rb") as source:
            written = read_po(source, locale=LOCALES[language], domain=DOMAIN)
    catalogue = Catalog(
        locale=LOCALES[language],
        domain=DOMAIN,
        charset="utf-8",
        fuzzy=False,
        project="Express Entry Companion",
        version="0.1",
        header_comment=f"# The texts of the Express Entry Companion, {LOCALES[language]}. Kept by `make messages`.",
        creation_date=BEGUN,
        revision_date=BEGUN,
        last_translator="",
        language_team="",
        msgid_bugs_address="",
    )
    for message in template:
        if message.id:
            known = written.get(message.id)
            string = message.id if language == "en" else known.string if known else ""
            catalogue.add(message.id, string, locations=message.locations)
    return catalogue


def write(language: Language, catalogue: Catalog) -> None:
    """Writes the source, in a form that does not change when nothing changed."""
    file = path(language)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as target:
        write_po(target, catalogue, width=110, sort_by_file=True, include_lineno=False, omit_header=False)


if __name__ == "__main__":
    for each in LANGUAGES:
        write(each, merged(each, collect()))
