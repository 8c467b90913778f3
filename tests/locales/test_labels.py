"""Labels and menu texts are as short as the places they stand in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from conversations import menu, scripts
from conversations.events.catalogue import EVENTS, GROUPS
from conversations.home import DOORS
from conversations.kinds import Choice, YesNo
from conversations.questions import Question
from conversations.reminders import TOPICS
from conversations.settings import SWITCHES
from conversations.tasks import TASKS, TESTS
from conversations.what_if.words import LONGEST_LABEL
from locales import LANGUAGES, Language, day, plain, use
from locales.maintain import ROOT
from tests.locales.catalogues import places, utf16_units

BUTTON = 30
"""What a button as wide as a phone shows whole."""

NAMED_BUTTON = BUTTON + len("12. ")
"""The buttons of a summary carry the number of their line; what is cut off there stands in full in the text."""

BOTH = pytest.mark.parametrize("language", LANGUAGES)


def plain_texts(source: str) -> Iterator[str]:
    """The literal labels of a module: the first argument of `plain`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "plain":
            label = node.args[0]
            if isinstance(label, ast.Constant) and isinstance(label.value, str):
                yield label.value


def questions() -> list[Question]:
    keys = ["short", "zone", "quiet", "noc", "noc:21232"] + [
        f"retest:{whose}:{language}" for whose in ("own", "partner") for language in ("english", "french")
    ]
    return [question for key in keys for question in scripts.find(key).questions]


def labels() -> set[str]:
    """The texts of buttons that stand alone, as message ids."""
    found = {
        text
        for module in sorted((ROOT / "conversations").glob("*.py"))
        for text in plain_texts(module.read_text(encoding="utf-8"))
        if not places(text)
    }
    found |= {scripts.find(key).confirm for key in ("short", "zone", "retest:own:english")}
    found |= {door.label for door in DOORS} | {task.label for task in TASKS} | set(TESTS.values())
    found |= {leave for states in SWITCHES.values() for _said, leave, _entered in states}
    for question in questions():
        match question.kind:
            case Choice(options=options):
                found |= {option.label for option in options}
            case YesNo(yes=yes, no=no):
                found |= {yes, no}
    return found


def test_labels_are_found_wherever_they_stand() -> None:
    found = labels()
    assert {"Back", "Skip", "Stop", "My score", "Start", "Save", "Not mine"} <= found  # written in the screens
    assert {"IELTS General", "No partner", "Yes, nominated", "Two-year program"} <= found  # written in the questions


@BOTH
def test_every_button_shows_its_whole_label(language: Language) -> None:
    with use(language):
        assert [worded for text in labels() if len(worded := plain(text)) > BUTTON] == []


@BOTH
def test_what_may_have_changed_is_not_cut_on_a_button_over_the_whole_width(language: Language) -> None:
    with use(language):
        titles = [plain(text) for text in (*GROUPS.values(), *(event.title for event in EVENTS.values()))]
    assert [title for title in titles if len(title) > LONGEST_LABEL] == []


def test_in_french_what_may_have_changed_and_how_it_is_told_fit_their_buttons() -> None:
    questions = [question for event in EVENTS.values() for question in event.questions]
    choices = {option.label for question in questions for option in getattr(question.kind, "options", ())}
    with use("fr"):
        titles = [plain(text) for text in (*GROUPS.values(), *(event.title for event in EVENTS.values()), *choices)]
        assert [title for title in titles if len(title) > BUTTON] == []
        names = {plain("{n}. {name}", n=1, name=plain(question.name)) for question in questions}
        assert [name for name in names if len(name) > NAMED_BUTTON] == []


@BOTH
def test_the_programs_of_an_invitation_fit_their_buttons(language: Language) -> None:
    kind = next(question.kind for question in scripts.find("invitation").questions if question.key == "program")
    assert isinstance(kind, Choice)
    with use(language):
        assert [label for option in kind.options if len(label := plain(option.label)) > BUTTON] == []


@BOTH
def test_every_line_of_a_summary_fits_its_button(language: Language) -> None:
    with use(language):
        names = {plain("{n}. {name}", n=12, name=plain(question.name)) for question in questions()}
    assert [name for name in names if len(name) > NAMED_BUTTON] == []


@BOTH
def test_a_button_that_keeps_a_day_shows_any_day(language: Language) -> None:
    with use(language):
        kept = [plain("Keep {day}", day=day(date(2028, 1, 1) + timedelta(n))) for n in range(366)]
    assert max(map(len, kept)) <= BUTTON


@BOTH
def test_the_buttons_of_every_kind_of_reminder_show_it_whole(language: Language) -> None:
    with use(language):
        buttons = [
            plain(text, kind=plain(kind)) for kind in TOPICS.values() for text in ("Stop: {kind}", "Resume: {kind}")
        ]
    assert [label for label in buttons if len(label) > BUTTON] == []


@BOTH
def test_the_three_ways_out_fit_side_by_side(language: Language) -> None:
    with use(language):
        assert max(len(plain(text)) for text in ("Back", "Skip", "Stop")) <= 10


@BOTH
def test_every_command_has_a_description_of_at_most_256_characters(language: Language) -> None:
    described = menu.commands(language)
    assert len(described) <= 8
    assert all(0 < utf16_units(description) <= 256 for _name, description in described)


@BOTH
def test_what_the_bot_says_it_is_fits_its_profile(language: Language) -> None:
    assert 0 < utf16_units(menu.description(language)) <= 512
    assert 0 < utf16_units(menu.short_description(language)) <= 120


def test_what_the_bot_says_it_is_differs_by_language() -> None:
    assert menu.commands("en") != menu.commands("fr")
    assert "Entrée express" in menu.description("fr")
    assert "Entrée express" in menu.short_description("fr")
