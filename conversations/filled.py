"""From the short interview's answers, and those about a new test result, to facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from conversations import engine, scripts
from conversations.engine import Interview
from conversations.profile.language import TESTS
from conversations.questions import Answers, at
from conversations.short_interview import NO_PARTNER, NO_TEST, not_usable
from rules import language
from rules.facts import Facts, Language, LanguageTest, Partner, Person

ASKED: Final = (
    "birth_date",
    "education",
    "canadian_work_years",
    "foreign_work_years",
    "certificate_of_qualification",
    "provincial_nomination",
    "sibling_in_canada",
    "canadian_study",
)
"""The facts of the short interview that are one answer each."""

NOTHING_NAMED: Final[Answers] = {}

PARTNER_ASKED: Final = ("education", "canadian_work_years")


def facts(answers: Mapping[str, Any], before: Facts | None = None, *, named: Answers = NOTHING_NAMED) -> Facts:
    """The facts that known answers tell (`engine.kept`); what the interview does not ask stays as it was before.

    `named` are all its answers, with the tests that were named and cannot be used.
    """
    told: dict[str, Any] = {key: answers.get(key) for key in ASKED}
    tests = [_test(answers, path) for path in ("first_test", "second_test")]
    told["tests"] = _beside([test for test in tests if test], before.tests if before else ())
    told["partner"] = _partner(answers, before.partner if before else None)
    told["partner_unknown"] = "partner.status" not in answers
    kept = before.model_dump(exclude={*told}) if before else {}
    told["tests_not_usable"] = _noted(before, not_usable(named, "first_test", "second_test"))
    if told["partner"]:
        partner = before.partner if before else None
        told["partner"]["tests_not_usable"] = _noted(partner, not_usable(named, "partner.test"))
    return Facts.model_validate({**kept, **told})


def _noted(person: Person | None, named: Iterable[str]) -> list[str]:
    """The tests of a person that cannot be used, those named now last."""
    return [*dict.fromkeys((*(person.tests_not_usable if person else ()), *named))]


def with_test(known: Facts, state: Interview, today: date) -> Facts:
    """The facts with a new result (of the retest script): older results stay beside it while they still count."""
    _family, whose, _language = state.script.split(":")
    test = _test(engine.kept(scripts.find(state.script), state.answers), "test")
    person = known if whose == "own" else known.partner
    if person is None:
        return known
    told: dict[str, Any] = {"tests_not_usable": _noted(person, not_usable(state.answers, "test"))}
    if test is not None:
        told["tests"] = _and([test], _counting(person.tests, today))
    if whose == "own":
        return Facts.model_validate({**known.model_dump(), **told})
    partner = Partner.model_validate({**person.model_dump(), **told})
    return Facts.model_validate({**known.model_dump(), "partner": partner})


def _test(answers: Mapping[str, Any], path: str) -> dict[str, Any] | None:
    """A result as the profile's questions tell it, of which these are some."""
    told = {
        question.key: answers[at(path, question.key)]
        for question in TESTS.questions
        if at(path, question.key) in answers
    }
    if told.get("kind") in (None, NO_TEST) or "scores" not in told:
        return None
    return TESTS.item(told)


def _partner(answers: Mapping[str, Any], before: Partner | None) -> dict[str, Any] | None:
    status = answers.get("partner.status")
    if status in (None, NO_PARTNER):
        return None
    kept = before.model_dump() if before else {}
    told = {key: answers.get(f"partner.{key}") for key in PARTNER_ASKED}
    test = _test(answers, "partner.test")
    told["tests"] = _beside([test] if test else [], before.tests if before else ())
    if not any(key.startswith("partner.") and key != "partner.status" for key in answers):
        told = {}  # not asked: the partner does not count for points, and what was told earlier stays
    return {**kept, **told, "status": status}


def _two(tests: Iterable[LanguageTest]) -> tuple[LanguageTest | None, LanguageTest | None]:
    """The latest result of each language, the one told first in front."""
    latest: dict[Language, LanguageTest] = {}
    for test in tests:
        if test.kind.language not in latest or _day(test) >= _day(latest[test.kind.language]):
            latest[test.kind.language] = test
    first, second, *_ = [*latest.values(), None, None]
    return first, second


def _beside(told: list[Any], before: Iterable[LanguageTest]) -> list[Any]:
    """The results told now, and those of before that they do not replace: other sittings, whole and never mixed."""
    shown = [test for test in _two(before) if test]
    return [*told, *(test.model_dump() for test in before if test not in shown)]


def _and(told: list[Any], before: Iterable[LanguageTest]) -> list[Any]:
    """A new sitting and the older ones, each whole; one told again is there once."""
    new = [LanguageTest.model_validate(each) for each in told]
    return [*told, *(test.model_dump() for test in before if test not in new)]


def _counting(tests: Iterable[LanguageTest], today: date) -> tuple[LanguageTest, ...]:
    return tuple(test for test in tests if language.usable(test, today))


def _day(test: LanguageTest) -> date:
    return test.result_date or date.max  # a result whose date is not known yet is taken for a recent one
