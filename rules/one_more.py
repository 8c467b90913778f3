"""What one more step of what was just told would bring: a band of the new test, a year of the work, a step of study.

Asked of two sets of facts, before and after a change, on a day; every number is a score of the rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from rules import crs
from rules.facts import Ability, Facts, LanguageTest, LanguageTestKind, PartnerStatus, Person
from rules.improvements import Detail, Lever, gain_then, levers
from rules.language import next_bands, usable, usable_by_partner
from rules.parameters import RuleBook, book
from rules.suppose import raised, with_value


class OneMore(NamedTuple):
    """One step more: its `key` and `detail` are those of a lever ("band_up", "canadian_work_year", "assessment" …).

    Of a band, `kind`, `ability`, `score_now` and `score_needed` say which. `day` is when a running job completes its
    year: `gain` is then what it brings on that day, and `total` the score of it.
    """

    key: str
    whose: str
    detail: Detail
    gain: int
    total: int
    day: date | None = None
    kind: LanguageTestKind | None = None
    ability: Ability | None = None
    score_now: float | None = None
    score_needed: float | None = None


_WORK = ("jobs", "canadian_work_years", "foreign_work_years")
_STUDY = ("credentials", "education", "canadian_study")


def one_more(before: Facts | None, after: Facts, on: date, *, rules: RuleBook | None = None) -> tuple[OneMore, ...]:
    """For each kind of thing a change told anew, the step more that gains most; nothing where none gains a point.

    Of a new test that is at its highest in every ability nothing is said; of one that no single band would lift, the
    level in all four abilities that would.
    """
    rules = rules or book()
    found: list[OneMore] = []
    for whose in ("own", "partner"):
        was, now = _person(before, whose), _person(after, whose)
        if now is None:
            continue
        if now.tests != (was.tests if was else ()):
            found += _of_tests(was, now, after, whose, on, rules)
        changed = [name for name in (*_WORK, *_STUDY) if getattr(now, name, None) != getattr(was, name, None)]
        if any(name in _WORK for name in changed):
            found += _best(after, on, whose, ("canadian_work_year", "foreign_work_year"), rules)
        if any(name in _STUDY for name in changed):
            found += _of_study(after, on, whose, rules)
    return tuple(found)


def _person(facts: Facts | None, whose: str) -> Person | None:
    """The candidate, or the partner where that one counts."""
    if facts is None or whose == "own":
        return facts
    partner = facts.partner
    return partner if partner is not None and partner.status is PartnerStatus.accompanying else None


def _of_tests(
    was: Person | None, now: Person, facts: Facts, whose: str, on: date, rules: RuleBook
) -> Iterator[OneMore]:
    total = crs.points(facts, on, rules=rules)
    known = was.tests if was else ()
    counts = usable if whose == "own" else usable_by_partner
    for place, test in enumerate(now.tests):
        if test in known or not counts(test, on, rules):
            continue
        best = max(_bands(facts, place, test, whose, on, total, rules), key=lambda one: one.gain, default=None)
        if best is None:
            continue
        if best.gain > 0:
            yield best
        else:
            detail = (("language", test.kind.language),)
            yield from _best(facts, on, whose, ("language_level",), rules, smallest=True, holds=detail)


def _bands(
    facts: Facts, place: int, test: LanguageTest, whose: str, on: date, total: int, rules: RuleBook
) -> Iterator[OneMore]:
    path = f"tests.{place}" if whose == "own" else f"partner.tests.{place}"
    for ability, band in next_bands(test, rules):
        scored = crs.points(with_value(facts, path, raised(test, ability, band.score)), on, rules=rules)
        yield OneMore(
            key="band_up",
            whose=whose,
            detail=(("language", test.kind.language), ("ability", ability), ("level", band.level)),
            gain=scored - total,
            total=scored,
            kind=test.kind,
            ability=ability,
            score_now=test.scores.of(ability),
            score_needed=band.score,
        )


def _of_study(facts: Facts, on: date, whose: str, rules: RuleBook) -> Iterator[OneMore]:
    """The assessment that is missing; otherwise the smallest step further, in Canada where that counts."""
    found = [*_best(facts, on, whose, ("assessment",), rules)]
    yield from found or _best(facts, on, whose, ("credential", "canadian_credential"), rules, smallest=True)


def _best(
    facts: Facts,
    on: date,
    whose: str,
    keys: tuple[str, ...],
    rules: RuleBook,
    *,
    smallest: bool = False,
    holds: Detail = (),
) -> Iterator[OneMore]:
    """Of the levers of these keys the one that gains most, or with `smallest` the first that gains."""
    total = crs.points(facts, on, rules=rules)
    tried = [
        lever
        for lever in levers(facts, on, rules=rules)
        if lever.key in keys and lever.whose == whose and {*holds} <= {*lever.detail}
    ]
    found = [one for one in (_tried(lever, facts, on, total, rules) for lever in tried) if one.gain > 0]
    if found:
        yield found[0] if smallest else max(found, key=lambda one: one.gain)


def _tried(lever: Lever, facts: Facts, on: date, total: int, rules: RuleBook) -> OneMore:
    then = gain_then(lever, facts, rules=rules)
    if lever.arrives is not None and then is not None:
        scored = crs.points(facts, lever.arrives, rules=rules)
        return OneMore(lever.key, lever.whose, lever.detail, then, scored, lever.arrives)
    scored = crs.points(lever.apply(facts, on), on, rules=rules)
    return OneMore(lever.key, lever.whose, lever.detail, scored - total, scored)
