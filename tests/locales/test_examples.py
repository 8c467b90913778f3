"""Every example that a text gives is one that our readers accept, in the language it is given in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from conversations import kinds, scripts
from conversations.answers import (
    Control,
    DateRead,
    ScoresRead,
    fold,
    read_control,
    read_date,
    read_number,
    read_scores,
    read_yes_no,
)
from conversations.kinds import Choice, YesNo
from conversations.questions import Accepted, Question
from conversations.zones import ZoneFound, find_zones
from locales import LANGUAGES, Language, everywhere, plain, use
from rules import language_tests as tests
from tests.locales.catalogues import texts

TODAY = date(2026, 11, 23)
BOTH = pytest.mark.parametrize("language", LANGUAGES)
QUOTED = re.compile("[“«]\N{NO-BREAK SPACE}?([^”»{}]+?)\N{NO-BREAK SPACE}?[”»]")


def wordings(language: Language, beginning: str) -> list[str]:
    """How the texts that begin so in English are worded in a language."""
    found = [form for text in texts(language) if text.key[0].startswith(beginning) for form in text.forms]
    assert found, beginning
    return found


def quoted(language: Language, beginning: str) -> list[str]:
    """What stands in quotation marks there."""
    found = [example for wording in wordings(language, beginning) for example in QUOTED.findall(wording)]
    assert found, beginning
    return found


@BOTH
def test_the_control_words_of_the_help_are_understood(language: Language) -> None:
    said = [read_control(word) for word in quoted(language, "In every question: ")]
    assert said == [Control.back, Control.skip, Control.dont_know, Control.why, Control.stop]


@BOTH
def test_the_labels_of_the_controls_are_understood_when_typed(language: Language) -> None:
    with use(language):
        typed = [read_control(plain(label)) for label in ("Back", "Skip", "I don't know yet", "Stop", "Why we ask")]
    assert typed == [Control.back, Control.skip, Control.dont_know, Control.stop, Control.why]


@BOTH
def test_every_choice_is_understood_when_its_words_are_typed(language: Language) -> None:
    misread = []
    with use(language):
        for question in scripts.find("short").questions:
            for value, words in choices(question):
                read = question.kind.read(words, {"first_test.kind": "ielts_general"}, None, TODAY)
                if read != Accepted(value):
                    misread.append((question.key, words, read))
    assert misread == []


def choices(question: Question) -> Iterator[tuple[str | bool, str]]:
    """What is kept for each button or line of a question, and its words in the language of the moment."""
    match question.kind:
        case Choice():
            for option in question.kind.offers({"first_test.kind": "ielts_general"}, None):
                yield option.value, option.label
                yield option.value, option.detail or option.label
        case YesNo(yes=yes, no=no):
            yield True, plain(yes)
            yield False, plain(no)


@BOTH
def test_yes_and_no_are_understood(language: Language) -> None:
    said = quoted(language, "I did not understand that. Press a button, or type “yes”")
    assert [read_yes_no(word) for word in said] == [True, False]


@BOTH
def test_the_numbers_of_years_are_understood(language: Language) -> None:
    for beginning in ("I could not read a number of years", "That is more years than a working life"):
        said = [read_number(example, in_years=True) for example in quoted(language, beginning)]
        assert said == [Decimal(2), Decimal("1.5")]


@BOTH
def test_the_cities_are_understood(language: Language) -> None:
    for beginning in ("I do not know that city", "Type a large city in your time zone"):
        for city in quoted(language, beginning):
            assert [found.sure for found in find_zones(city)] == [True], city


def test_an_invented_city_is_not_understood() -> None:
    assert ZoneFound("America/Toronto", True) in find_zones("Montréal")
    assert not any(found.sure for found in find_zones("Saint-Glinglin-des-Meuh-Meuh"))


@pytest.mark.parametrize("word", everywhere("Begin") + everywhere("Start"))
def test_the_word_that_begins_is_one_the_desk_takes(word: str) -> None:
    assert fold(word) in {"begin", "start", "commencer"}


@BOTH
def test_the_dates_of_birth_are_read(language: Language) -> None:
    (hint,) = wordings(language, "For example 31 3 1990")
    figures = re.search(r"\d+ \d+ \d{4}", hint)
    letters = re.search(r"\d+\s[a-zA-Zéû]+\s\d{4}", hint)
    assert figures is not None
    assert letters is not None
    for example in (figures[0], letters[0]):
        assert read_date(example, TODAY) == DateRead(date(1990, 3, 31))


@BOTH
def test_the_date_of_a_result_is_read(language: Language) -> None:
    (hint,) = wordings(language, "The date of the result on the report")
    assert read_date(hint.split(". ", 1)[1], TODAY) == DateRead(date(2025, 1, 10))


@BOTH
def test_each_tests_own_example_is_read_and_on_its_scale(language: Language) -> None:
    for (kind, scale), example in kinds.EXAMPLES.items():
        with use(language):
            read = read_scores(plain(example), kind)
        assert isinstance(read, ScoresRead)
        assert read.labelled
        for ability, score in read.values.items():
            tests.check_score(kind, scale, ability, float(score))


def test_both_languages_give_the_same_scores_as_examples() -> None:
    for example in kinds.EXAMPLES.values():
        english, french = (read_scores(worded) for worded in everywhere(example))
        assert english == french
