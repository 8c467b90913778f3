"""The language tests: every sitting by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from conversations.kinds import Cautious
from conversations.profile.days import BEFORE_TEST, past
from conversations.profile.parts import Items, Row, ask
from conversations.questions import known
from conversations.short_interview import language_test
from locales import N_
from rules.facts import LanguageTest, TefScale, Told

_KIND, _SCALE, _SCORES, _RESULT_DATE = language_test(
    "",
    topic="",
    wording=N_("Which test is it?"),
    name=N_("Language test"),
    scores=N_("Scores"),
    result_date=N_("Date of the result"),
    why=N_("Only these five tests are accepted, each with its own scale. Every sitting is kept by itself."),
    applies=lambda _answers: True,
    offered=lambda _kind: lambda _answers: True,
)


def _scored(told: Row) -> Row:
    scores = told.get("scores")
    return {**told, "scores": scores and {ability: float(score) for ability, score in scores.items()}}


def _as_printed(filled: dict[str, Any], _item: Told) -> dict[str, Any]:
    scores = filled["scores"]
    return {**filled, "scores": {ability: f"{score:g}" for ability, score in scores.items()}}


TESTS: Final = Items(
    key="tests",
    title=N_("Your language tests"),
    topic=N_("language test"),
    partner_title=N_("Your partner's language tests"),
    partner_topic=N_("partner's language test"),
    model=LanguageTest,
    add=N_("Add a test result"),
    none=N_("No result yet"),
    needed=("kind", "scale", "scores"),
    line=("kind", "scores", "result_date"),
    shape=_scored,
    unshape=_as_printed,
    questions=(
        _KIND,
        _SCALE,
        replace(_SCORES, after=("kind", "scale")),
        ask(
            "test_date",
            N_("Day of the test"),
            N_("On which day was the test taken?"),
            past(years=15),
            N_("The day of the test decides which table converts scores out of 699."),
            applies=lambda answers: known(answers, "scale") == TefScale.out_of_699,
        ),
        replace(
            _RESULT_DATE,
            kind=past(years=15, cautious=Cautious.first, follows=(("test_date", BEFORE_TEST),)),
        ),
    ),
)
