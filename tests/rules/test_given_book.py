"""A function that is given a rule book reads that one and no other, all the way down."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

import rules
from rules import crs
from rules.differences import Differences
from rules.facts import Ability, Facts, InvitedProgram, Language, LanguageTestKind
from rules.improvements import levers
from rules.invitation_sides import Asked
from rules.invitation_window import Window
from rules.journey import State
from rules.parameters import FOLDER, RuleBook, load
from rules.rounds import rounds
from rules.shapes.dated import Dated
from rules.standing import standing
from rules.taps import Tap
from rules.timeline import change_days
from rules.what_if import nearest_cliff

ON = date(2026, 11, 2)
FACTS = Facts.model_validate(
    {
        "birth_date": "1994-05-20",
        "tests": [
            {
                "kind": "ielts_general",
                "scores": {"listening": 7, "reading": 6.5, "writing": 6, "speaking": 6.5},
                "result_date": "2025-06-01",
            },
            {
                "kind": "tcf_canada",
                "scores": {"listening": 400, "reading": 410, "writing": 8, "speaking": 8},
                "result_date": "2025-07-01",
            },
            {
                "kind": "celpip_general",
                "scores": {"listening": 9, "reading": 9, "writing": 9, "speaking": 9},
                "result_date": "2023-07-01",
            },
        ],
        "jobs": [
            {
                "noc": "21231",
                "country": "CA",
                "start": "2025-03-01",
                "hours_per_week": 40,
                "paid": True,
                "self_employed": False,
                "authorised": True,
                "studying": [],
            },
            {
                "noc": "72200",
                "country": "IN",
                "start": "2019-01-01",
                "end": "2022-06-30",
                "hours_per_week": 40,
                "paid": True,
                "self_employed": False,
                "studying": [],
                "qualified_from": "2019-01-01",
            },
        ],
        "primary_occupation": "72200",
        "credentials": [
            {
                "level": "bachelors_or_three_plus_year_program",
                "country": "IN",
                "completed": "2016-05-01",
                "assessed": "2024-01-10",
            }
        ],
        "offer": {"noc": "21231", "full_time": True, "year_after_visa": True, "from_permit_employer": True},
        "permits": [{"kind": "employer_assessed", "until": "2027-03-01"}],
        "partner": {
            "status": "accompanying",
            "birth_date": "1995-01-01",
            "living_together_since": "2020-01-01",
            "education": "secondary",
            "tests": [
                {
                    "kind": "ielts_general",
                    "scores": {"listening": 6, "reading": 6, "writing": 6, "speaking": 6},
                    "result_date": "2025-06-01",
                }
            ],
            "jobs": [],
        },
        "children": [{"birth_date": "2006-03-03"}],
        "settlement_funds": 20_000,
        "passport_expires": "2027-01-01",
        "medical_exam": "2026-09-01",
        "stays": [{"country": "IN", "start": "1994-05-20", "end": "2022-12-31"}],
        "police_certificates": [{"country": "IN", "issued": "2026-08-01"}],
        "profile": {"submitted": "2026-02-01"},
        "invitation": {"issued": "2026-10-20", "program": "canadian_experience"},
    }
)
ASSUMED: dict[str, Any] = {  # what a parameter of that name is given
    "facts": FACTS,
    "person": FACTS,
    "on": ON,
    "day": ON,
    "before": date(2026, 2, 1),
    "after": ON,
    "until": date(2028, 11, 2),
    "by": date(2027, 6, 1),
    "points": 1100,
    "test": FACTS.tests[0],
    "result": crs.score(FACTS, ON),
    "lever": next(each for each in levers(FACTS, ON) if each.arrives is not None),
    "tests": FACTS.tests,
    "language": Language.english,
    "ability": Ability.writing,
    "kind": LanguageTestKind.ielts_general,
    "scale": None,
    "level": 9,
    "needed": (7, 7, 7, 7),
    "credential": (FACTS.credentials or ())[0],
    "credentials": FACTS.credentials,
    "partner": FACTS.partner,
    "child": (FACTS.children or ())[0],
    "jobs": FACTS.jobs,
    "purpose": "crs_canadian",
    "occupation": "72200",
    "code": "72200",
    "which": InvitedProgram.skilled_trades,
    "program": InvitedProgram.federal_skilled_worker,
    "held": rounds()[-1],
    "was": rounds()[-1],
    "now": rounds()[-2],
    "invitation": FACTS.invitation,
    "today": ON,
    "state": State.declined,
    "window": Window(date(2026, 10, 20), date(2026, 12, 19), date(2026, 12, 19), date(2026, 12, 18)),
}
OTHERWISE: dict[str, dict[str, Any]] = {
    "improvement_plans.aims": {"supposed": FACTS.tests[0], "own": FACTS.tests},
    "improvement_plans.aims_at": {"first": LanguageTestKind.ielts_general, "own": FACTS.tests},
    "improvement_plans.weighed_step": {"cliff": nearest_cliff(FACTS, ON), "now": standing(FACTS, ON)},
    "one_more.one_more": {"before": None, "after": FACTS},
    "categories.category": {"key": "stem"},
    "journey.day_of": {"now": datetime(2026, 11, 3, 1, 30, tzinfo=UTC)},
    "standing.in_pool": {"now": standing(FACTS, ON)},
    "rounds_met.rounds_met": {"now": standing(FACTS, ON)},
    "ranges.is_least": {"result": standing(FACTS, ON).crs},
    "differences.differences": {"account": standing(FACTS, ON).crs.total + 30},
    "taps.tap_of": {"key": "band_up:own:english:writing"},
    "taps.reached": {"key": "language_level:own:english:9"},
    "timeline.rooms_moved": {"causes": next(iter(change_days(FACTS, ON, date(2028, 11, 2)).values()))},
    "invitation_basis.with_frozen_age": {"window": Window(date(2026, 10, 20), *3 * (date(2026, 12, 19),))},
    "reporting.held_to_invitation": {"before": FACTS, "after": FACTS, "today": ON},
    "reporting.report": {"key": "living_together"},
    "what_if.compare": {"before": FACTS, "after": FACTS.model_copy(update={"sibling_in_canada": True})},
}
# The same function asked in another way, which takes another way through it.
BESIDES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("language.sets", {"partner": True}),
    ("crs.score", {"first_language": Language.french}),
    ("federal_skilled_worker.grid", {"first_language": Language.french}),
    ("arranged_employment.arranged_employment", {"occupations": frozenset({"21231", "72200"})}),
    ("work.years", {"occupations": frozenset({"21231"})}),
    ("work.ledger", {"occupations": frozenset({"21231"}), "purpose": "category"}),
    ("work.minimum", {"purpose": "skilled_trades"}),
    ("work.changes", {"purpose": "crs_foreign"}),
    ("family.is_dependent", {"locked": date(2026, 1, 1)}),
)
# Inner parts that are given what only their callers make.
LEFT_OUT = {"high_wage.high_wage", "requirements.program_result", "standing.standing_after"}


def public_functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every function of the rules that takes a rule book."""
    for found in pkgutil.iter_modules(rules.__path__):
        module = importlib.import_module(f"rules.{found.name}")
        for name, function in vars(module).items():
            if name.startswith("_") or "__" in name or not inspect.isfunction(function):
                continue
            here = function.__module__ == module.__name__
            if here and "rules" in inspect.signature(function).parameters:
                yield f"{found.name}.{name}", function


FUNCTIONS = {name: function for name, function in public_functions() if name not in LEFT_OUT}


@pytest.fixture(scope="module")
def other() -> RuleBook:
    """A book of its own: nothing computed from the usual one can be taken for something computed from it."""
    return load(FOLDER)


@pytest.fixture(scope="module")
def usual() -> RuleBook:
    """The same numbers in another book."""
    return load(FOLDER)


@pytest.mark.parametrize(("name", "besides"), [*((name, {}) for name in FUNCTIONS), *BESIDES])
def test_a_function_reads_no_other_book_than_the_one_it_is_given(
    name: str, besides: dict[str, Any], other: RuleBook, usual: RuleBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    function = FUNCTIONS[name]
    given = ASSUMED | OTHERWISE.get(name, {})
    asked = {
        parameter.name: given[parameter.name]
        for parameter in inspect.signature(function).parameters.values()
        if parameter.default is parameter.empty and parameter.name != "rules"
    }
    asked |= besides
    expected = plain(function(**asked, rules=usual))

    def another() -> RuleBook:
        raise AssertionError("another book is read than the one given")

    for module in list(sys.modules.values()):
        if module.__name__.startswith("rules.") and hasattr(module, "book"):
            monkeypatch.setattr(module, "book", another)
    assert plain(function(**asked, rules=other)) == expected


def plain(found: Any) -> Any:
    """A result that can be compared: listed where it is made one by one, the day alone for a part of a book, and what
    holds a book without it.
    """
    if inspect.isgenerator(found):
        return [one._replace(apply=None) for one in found]
    if isinstance(found, Differences):
        explained = [[slip._replace(apply=None) for slip in one.slips] for one in (*found.single, *found.pairs)]
        return found.computed, found.account, found.cut, explained
    if isinstance(found, Tap):
        return found._replace(apply=None)
    if isinstance(found, tuple) and found and isinstance(found[0], Tap):
        return [plain(one) for one in found]
    if isinstance(found, Dated):
        return found.start
    if isinstance(found, Asked):
        return found[:-1]
    return found if not hasattr(found, "tables") else found.start


def test_the_functions_of_every_subject_are_among_them() -> None:
    assert {"crs.score", "language.levels", "work.years", "timeline.timeline", "categories.categories"} <= set(
        FUNCTIONS
    )
    assert {name for name, _ in public_functions()} >= LEFT_OUT
