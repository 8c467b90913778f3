"""What can be supposed with one tap: a band more, a test at a level, a year of work, a diploma, a nomination.

Each tap has a key that stays the same whatever the facts are, so that a list of keys can be kept and laid over the
facts of another day. The levers are those of `rules.improvements`, and besides them one band more of one ability over
what was supposed before, so that taps add up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from rules.facts import Facts, Language
from rules.improvements import KINDS, Detail, Lever, levers
from rules.language import next_bands, usable
from rules.parameters import RuleBook, book
from rules.suppose import best_of, raised

BAND = "band_up"
NEVER = ("partner_as_principal",)  # it swaps whose facts they are: both ways stand on a screen of their own


class Tap(NamedTuple):
    """One thing to suppose; `detail` says which, as that of a lever does."""

    key: str
    lever: str
    whose: str
    detail: Detail
    apply: Callable[[Facts, date], Facts]


def taps(facts: Facts, on: date, *, rules: RuleBook | None = None) -> tuple[Tap, ...]:
    """Everything that can be supposed of these facts on a day."""
    found: dict[str, Tap] = {}
    for one in _each(facts, on, rules or book()):
        found.setdefault(one.key, one)
    return tuple(found.values())


def tap_of(facts: Facts, on: date, key: str, *, rules: RuleBook | None = None) -> Tap | None:
    """The tap of a key; None where it does not fit these facts (any more)."""
    return next((one for one in _each(facts, on, rules or book()) if one.key == key), None)


def _each(facts: Facts, on: date, rules: RuleBook) -> Iterator[Tap]:
    yield from _bands(facts, on, rules)
    for lever in levers(facts, on, rules=rules):
        if lever.key != BAND and lever.key not in NEVER:
            yield _of_lever(lever)


def _of_lever(lever: Lever) -> Tap:
    told = dict(lever.detail)
    parts = (lever.key, lever.whose, *(str(told[name]) for name in KINDS[lever.key].tells))
    return Tap(":".join(parts), lever.key, lever.whose, lever.detail, lever.apply)


def _bands(facts: Facts, on: date, rules: RuleBook) -> Iterator[Tap]:
    """One ability one band above the best result of the language, in a sitting that gives the other three again."""
    for language in Language:
        test = best_of([one for one in facts.tests if one.kind.language is language and usable(one, on, rules)], rules)
        if test is None:
            continue
        for ability, band in next_bands(test, rules):
            detail: Detail = (
                ("language", language),
                ("kind", test.kind),
                ("ability", ability),
                ("level", band.level),
                ("score_now", test.scores.of(ability)),
                ("score", band.score),
            )
            yield Tap(
                f"{BAND}:own:{language}:{ability}",
                BAND,
                "own",
                detail,
                lambda some, day, test=test, ability=ability, to=band.score: some.model_copy(  # type: ignore[misc]
                    update={"tests": (*some.tests, raised(test, ability, to, day))}
                ),
            )
