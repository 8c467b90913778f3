"""Both catalogues are whole, say the same things, and fit into Telegram."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

from locales import LANGUAGES, Language, maintain
from locales.maintain import merged, path
from tests.locales.catalogues import (
    code,
    collected,
    escaping,
    ids,
    places,
    read,
    tags,
    texts,
    utf16_units,
    wordings,
)

BOTH = pytest.mark.parametrize("language", LANGUAGES)
TESTS = {"IELTS General", "CELPIP-General", "PTE Core", "TEF Canada", "TCF Canada"}
PLACES = {"Alberta", "Manitoba", "Ontario", "Saskatchewan", "Yukon"}
WORDS = {"dates", "documents", "points", "Dates", "document", "{n} document"}
NAMES = TESTS | PLACES | WORDS
"""Texts that are the same in French: proper names, and words the two languages share."""


@BOTH
def test_the_catalogue_holds_exactly_the_texts_of_the_code(language: Language) -> None:
    assert ids(read(language)) == ids(collected())


def test_a_text_that_is_missing_or_left_over_or_worded_anew_is_seen() -> None:
    catalogue, other = Catalog(), Catalog()
    catalogue.add("Back", "Retour")
    other.add("Back", "Arrière")
    assert ids(catalogue) == ids(other)
    assert wordings(catalogue) != wordings(other)
    other.add("Skip")
    assert ids(catalogue) != ids(other)


@BOTH
def test_collecting_again_changes_nothing(language: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path(language).read_bytes()
    again = merged(language, collected())
    monkeypatch.setattr(maintain, "path", lambda _language: tmp_path / "again.po")
    maintain.write(language, again)
    assert (tmp_path / "again.po").read_bytes() == before


def test_no_text_of_the_code_escapes_the_collection() -> None:
    assert [place for module in code() for place in escaping(module)] == []


@pytest.mark.parametrize(
    "marked",
    [
        'say(f"Hello {name}")',
        'plain("Hello " + name)',
        "N_(text)",
        'locales.say("Hello")',
        "from locales import say as _",
    ],
)
def test_a_text_that_escapes_is_seen(marked: str) -> None:
    assert list(escaping(marked)) != []


def test_a_text_held_elsewhere_is_no_escape() -> None:
    assert list(escaping('say(question.wording); plain("Back"); count("{n} day", "{n} days", n)')) == []


def test_a_text_inside_another_texts_call_is_collected() -> None:
    source = 'say("Read {link}", link=page(say("The page"))); x = f"{say(\'Cut\')}"; count("{n} day", "{n} days", 2)'
    assert set(maintain.texts(source)) == {"Read {link}", "The page", "Cut", ("{n} day", "{n} days")}


def test_a_text_recognised_in_every_language_is_in_the_catalogue() -> None:
    known = {key[0] for key in ids(collected())}
    asked = set(re.findall(r'\beverywhere\("([^"]+)"\)', "".join(code())))
    assert asked
    assert asked - known == set()


@BOTH
def test_every_text_is_worded_in_every_form(language: Language) -> None:
    missing = [text.key for text in texts(language) if len(text.forms) != len(text.key) or not all(text.forms)]
    assert missing == []


@BOTH
def test_no_wording_is_a_guess(language: Language) -> None:
    assert not read(language).fuzzy
    assert [text.key for text in texts(language) if text.fuzzy] == []


def test_the_english_wording_is_the_id() -> None:
    assert [text.key for text in texts("en") if text.forms != text.key] == []


def test_french_differs_from_english_except_for_names_and_patterns() -> None:
    same = {text.key[0] for text in texts("fr") if set(text.forms) & set(text.key)}
    assert {text for text in same if has_words(text)} <= NAMES


def has_words(text: str) -> bool:
    """Whether anything is left to translate between the places to fill in."""
    for place in places(text):
        text = text.replace(f"{{{place}}}", "")
    return any(character.isalpha() for character in text)


def test_a_pattern_has_no_words() -> None:
    assert not has_words("{n}. {choice}")
    assert has_words("{n}. choice")


def test_both_languages_fill_in_the_same_places() -> None:
    worded = [(text.key[-1], form) for text in texts("fr") for form in text.forms]
    assert [form for english, form in worded if places(form) != places(english)] == []


def test_both_languages_have_the_same_tags() -> None:
    worded = [(text.key[-1], form) for text in texts("fr") for form in text.forms]
    assert [form for english, form in worded if tags(form) != tags(english)] == []


def test_a_lost_place_or_tag_is_seen() -> None:
    assert places("{n} jours avant le {day}") != places("{n} jours")
    assert places("{n}. {n}") != places("{n}.")
    assert tags("<b>oui</b>") != tags("<i>oui</i>")
    assert tags("<b>oui</b> <b>non</b>") != tags("<b>oui</b>")
    for broken in ("<b>oui", "oui</b>", "<b><i>oui</b></i>", "<p>oui</p>", "2 < 3"):
        with pytest.raises(ValueError, match=r"tag|closed"):
            tags(broken)


@BOTH
def test_every_text_fits_into_one_message(language: Language) -> None:
    assert [text.key for text in texts(language) for form in text.forms if utf16_units(form) > 4096] == []


def test_length_is_counted_as_telegram_counts_it() -> None:
    assert utf16_units("é") == 1
    assert utf16_units("🍁") == 2


@BOTH
def test_the_compiled_catalogue_is_up_to_date(language: Language) -> None:
    compiled = path(language).with_suffix(".mo")
    assert compiled.exists(), "make builds it"
    with compiled.open("rb") as source:
        built = wordings(read_mo(source))
    assert built == wordings(read(language))
