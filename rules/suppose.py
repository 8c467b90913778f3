"""Facts as they would be if something were so: a test passed at a level, a fact that is still open answered.

Suppositions are made for a comparison and never kept: they are not checked as an answer of a person is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from rules.facts import Ability, Facts, Language, LanguageTest, LanguageTestKind, Scores, TefScale
from rules.language import levels
from rules.parameters import RuleBook
from rules.shapes.dated import TOP_LEVEL

# The test supposed where none of the language is known; all tests of a language lead to the same levels.
_USUAL: dict[Language, tuple[LanguageTestKind, TefScale | None]] = {
    Language.english: (LanguageTestKind.ielts_general, None),
    Language.french: (LanguageTestKind.tef_canada, TefScale.older),
}


def with_value(facts: Facts, path: str, value: object) -> Facts:
    """The facts with another value at a path ("partner.education", "jobs.0.noc"), unchecked.

    Every step but the last has to be there.
    """
    found: Facts = _put(facts, path.split("."), value)
    return found


def _put(holder: Any, steps: Sequence[str], value: object) -> Any:
    name, rest = steps[0], steps[1:]
    if isinstance(holder, tuple):
        place = int(name)
        return (*holder[:place], _put(holder[place], rest, value) if rest else value, *holder[place + 1 :])
    update = {name: _put(getattr(holder, name), rest, value) if rest else value}
    if name == "noc":
        update["duties"] = None  # the check was of another code
    return holder.model_copy(update=update)


def sitting_at(
    language: Language, level: int, day: date, rules: RuleBook, like: LanguageTest | None = None
) -> LanguageTest:
    """A sitting whose result is of `day` with every ability at `level` or above.

    `like` is a sitting of the same language: it gives the kind of test, and where its scores are better they stay.
    """
    kind, scale = (like.kind, like.scale) if like is not None else _USUAL[language]
    tables = rules.language_tests.tests.of(kind).scales[scale or "only"].values
    table = next((table for table in reversed(tables) if table.start <= day), tables[0])
    row = next(row for row in table.rows if row.level == min(level, TOP_LEVEL))
    scores = {
        ability.value: max(row.of(ability)[0], like.scores.of(ability) if like is not None else 0)
        for ability in Ability
    }
    return LanguageTest.model_construct(
        kind=kind, scale=scale, scores=Scores.model_validate(scores), test_date=None, result_date=day
    )


def raised(test: LanguageTest, ability: Ability, to: float, day: date | None = None) -> LanguageTest:
    """The sitting with one other score; as a new result of `day`, where one is given."""
    update: dict[str, object] = {"scores": test.scores.model_copy(update={ability.value: to})}
    if day is not None:
        update |= {"test_date": None, "result_date": day}
    return test.model_copy(update=update)


def best_of(tests: Sequence[LanguageTest], rules: RuleBook) -> LanguageTest | None:
    """The sitting with the highest lowest ability, then the most levels, then the newest; None of none."""
    return max(
        tests,
        key=lambda test: (min(levels(test, rules)), sum(levels(test, rules)), test.result_date or date.min),
        default=None,
    )
