"""Every fact has a name and words in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from conversations import fact_words
from conversations.fact_words import ASKED, NO_LINE, NOT_ASKED, VALUES, name_of
from conversations.profile.offers import PROVINCES
from conversations.program_words import CATEGORIES
from locales import LANGUAGES, Language, use
from rules.facts import Facts
from rules.parameters import book
from rules.shapes.categories import Categories
from tests.conversations.full_facts import full


def types_in(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type):
        yield annotation
    for inner in get_args(annotation):
        yield from types_in(inner)


def models_and_lists(model: type[BaseModel], seen: set[type]) -> set[type]:
    """Every model and closed list that facts are made of."""
    seen.add(model)
    for field in model.model_fields.values():
        for each in types_in(field.annotation):
            if issubclass(each, BaseModel) and each not in seen:
                models_and_lists(each, seen)
            elif issubclass(each, StrEnum):
                seen.add(each)
    return seen


PARTS = models_and_lists(Facts, set())


def test_every_field_of_every_model_of_the_facts_has_a_name() -> None:
    models = {each for each in PARTS if issubclass(each, BaseModel)}
    for model in models:
        assert all(name_of(model, field) for field in set(model.model_fields) - NO_LINE), model


def test_every_value_of_every_list_of_choices_has_the_words_of_its_question() -> None:
    found = 0
    for model, questions in ASKED.items():
        for field, question in questions.items():
            for values in types_in(model.model_fields[field].annotation) if field in model.model_fields else ():
                if issubclass(values, StrEnum):
                    found += 1
                    assert all(question.kind.words(str(value), {}) for value in values), (model, field)
    assert found >= 10


def test_nothing_is_named_that_a_question_names_or_that_is_no_fact() -> None:
    for model, names in NOT_ASKED.items():
        for field, name in names.items():
            assert field in model.model_fields
            assert any(name_of(each, field) == name for each in (model, Facts) if field in each.model_fields), field


def test_every_value_of_every_closed_list_has_words() -> None:
    for each in VALUES:
        assert {*map(str, each)} <= {*map(str, VALUES[each])}, each
    assert set(PROVINCES) == set(book().programs.parameters.nominating_provinces.values[-1].value)
    assert set(CATEGORIES) == set(Categories.model_fields)


@pytest.mark.parametrize("language", LANGUAGES)
def test_someone_who_told_everything_reads_a_line_for_each_fact(language: Language) -> None:
    with use(language):
        lines = fact_words.lines(full())
    assert len({line.path for line in lines}) == len(lines)
    assert {*_told(full().model_dump(exclude_defaults=True))} == {line.path for line in lines}
    assert all(line.name and line.words for line in lines)


def test_a_line_can_be_read_alone() -> None:
    said = {line.name: line.words for line in fact_words.lines(full())}
    assert said["Date of birth"] == "Saturday 31 March 1990"
    assert said["Job 1, occupation"] == "21231 Software engineers and designers (TEER 1)"
    assert said["Job 1, country of the work"] == "Canada"
    assert said["Job 1, full-time studies meanwhile"] == "from 1 March 2021 to 30 June 2021"
    assert said["Job 2, full-time studies meanwhile"] == "none"
    assert said["Language test 1, scores"] == "listening 8, reading 7, writing 6.5, speaking 7"
    assert said["Job 1, duties"] == "The lead statement and most of the main duties fit"
    assert said["Job 2, qualified in the trade"] == "none"
    assert said["Diploma 1, completed"] == "June 2014, the day is not known"
    assert said["Score in your account"] == "470 points"
    assert said["Settlement funds"] == "25,000 Canadian dollars"
    assert said["Child 1, coming along"] == "no"
    assert said["Partner, language test 1, language test"] == "TEF Canada (French)"
    assert said["Nomination, province or territory"] == "Ontario"


def test_whether_there_is_a_partner_is_always_said() -> None:
    assert fact_words.lines(Facts())[-1].words == "No partner"
    assert fact_words.lines(Facts(partner_unknown=True))[-1].words == "not known yet"


def _told(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The paths of what was told, down to what has one line: scores, lists of plain values and of periods."""
    for name in value.get("none_of", ()):
        yield (*path, name)
    for key, each in value.items():
        at = (*path, key)
        if key in NO_LINE:
            continue
        if isinstance(each, dict) and key != "scores":
            yield from _told(each, at)
        elif isinstance(each, tuple | list) and key not in ("studying", "unpaid_leave", "tests_not_usable"):
            for place, one in enumerate(each):
                yield from _told(one, (*at, place))
        else:
            yield at
