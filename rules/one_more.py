"""What one more step of what was just told would bring: a band of the new test, a year of the work, a step of study.

Asked of two sets of facts, before and after a change, on a day; every number is a score of the rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from rules import crs
from rules.facts import Ability, Facts, LanguageTest, LanguageTestKind, PartnerStatus, Person
from rules.improvements import Detail, Lever, band_detail, gain_then, levers
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
    total = crs.points(after, on, rules=rules)
    found: list[OneMore] = []
    for whose in ("own", "partner"):
        was, now = _person(before, whose), _person(after, whose)
        if now is None:
            continue
        asked = _Asked(after, whose, on, total, rules)
        if now.tests != (was.tests if was else ()):
            found += _of_tests(asked, was, now)
        changed = [name for name in (*_WORK, *_STUDY) if getattr(now, name, None) != getattr(was, name, None)]
        if any(name in _WORK for name in changed):
            found += _best(asked, ("canadian_work_year", "foreign_work_year"))
        if any(name in _STUDY for name in changed):
            found += _of_study(asked)
    return tuple(found)


class _Asked(NamedTuple):
    """The facts after the change, which of the two is looked at, and the score of the day."""

    facts: Facts
    whose: str
    on: date
    total: int
    rules: RuleBook

    def points(self, supposed: Facts) -> int:
        """The score of the day with other facts."""
        return crs.points(supposed, self.on, rules=self.rules)


def _person(facts: Facts | None, whose: str) -> Person | None:
    """The candidate, or the partner where that one counts."""
    if facts is None or whose == "own":
        return facts
    partner = facts.partner
    return partner if partner is not None and partner.status is PartnerStatus.accompanying else None


def _of_tests(asked: _Asked, was: Person | None, now: Person) -> Iterator[OneMore]:
    known = was.tests if was else ()
    counts = usable if asked.whose == "own" else usable_by_partner
    for place, test in enumerate(now.tests):
        if test in known or not counts(test, asked.on, asked.rules):
            continue
        best = max(_bands(asked, place, test), key=lambda one: one.gain, default=None)
        if best is None:
            continue
        if best.gain > 0:
            yield best
        else:
            detail = (("language", test.kind.language),)
            yield from _best(asked, ("language_level",), smallest=True, holds=detail)


def _bands(asked: _Asked, place: int, test: LanguageTest) -> Iterator[OneMore]:
    path = f"tests.{place}" if asked.whose == "own" else f"partner.tests.{place}"
    for ability, band in next_bands(test, asked.rules):
        scored = asked.points(with_value(asked.facts, path, raised(test, ability, band.score)))
        yield OneMore(
            key="band_up",
            whose=asked.whose,
            detail=band_detail(test, ability, band),
            gain=scored - asked.total,
            total=scored,
            kind=test.kind,
            ability=ability,
            score_now=test.scores.of(ability),
            score_needed=band.score,
        )


def _of_study(asked: _Asked) -> Iterator[OneMore]:
    """The assessment that is missing; otherwise the smallest step further, in Canada where that counts."""
    found = [*_best(asked, ("assessment",))]
    yield from found or _best(asked, ("credential", "canadian_credential"), smallest=True)


def _best(asked: _Asked, keys: tuple[str, ...], *, smallest: bool = False, holds: Detail = ()) -> Iterator[OneMore]:
    """Of the levers of these keys the one that gains most, or with `smallest` the first that gains."""
    tried = [
        lever
        for lever in levers(asked.facts, asked.on, rules=asked.rules)
        if lever.key in keys and lever.whose == asked.whose and {*holds} <= {*lever.detail}
    ]
    found = [one for one in (_tried(asked, lever) for lever in tried) if one.gain > 0]
    if found:
        yield found[0] if smallest else max(found, key=lambda one: one.gain)


def _tried(asked: _Asked, lever: Lever) -> OneMore:
    then = gain_then(lever, asked.facts, rules=asked.rules)
    if lever.arrives is not None and then is not None:
        scored = crs.points(asked.facts, lever.arrives, rules=asked.rules)
        return OneMore(lever.key, lever.whose, lever.detail, then, scored, lever.arrives)
    scored = asked.points(lever.apply(asked.facts, asked.on))
    return OneMore(lever.key, lever.whose, lever.detail, scored - asked.total, scored)
