"""What a change of the rules changes for one candidate, with before and after; nothing where nothing of theirs moves.

The rules change in two ways: another rule book takes the place of one (a new version of the program, or other files of
the operator), and a rule that the book has held for a while starts on its day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from rules import crs
from rules.categories import CategoryResult, categories
from rules.clocks import Kind
from rules.deadlines import deadlines
from rules.facts import Facts
from rules.parameters import RuleBook, book
from rules.programs import PROGRAMS
from rules.reasons import CrsResult
from rules.standing import Moved, Room, gained, moves
from rules.summary import summed_up
from rules.timeline import rooms_of_file, rule_starts

DAY = timedelta(days=1)


class Experience(NamedTuple):
    """What a category asks of work in one listed occupation, in months and hours, and the hours there are."""

    months: int | None
    hours: int
    worked: int


class CategoryMoved(NamedTuple):
    """A category whose answer differs, or the day from which it will be met; None where it is not held."""

    category: str
    before: CategoryResult | None
    after: CategoryResult | None


class DateMoved(NamedTuple):
    """A clock that ends on another day, begins to run, or runs no more (None)."""

    kind: Kind
    whose: str
    key: str
    before: date | None
    after: date | None


class RuleChange(NamedTuple):
    """What moves for a candidate on a day; programs are told by their keys, factors of the score as in `moves`.

    The scores are None where no rule of the score is another one.
    """

    on: date
    crs_before: int | None
    crs_after: int | None
    moved: tuple[Moved, ...]
    programs_gained: tuple[str, ...]
    programs_lost: tuple[str, ...]
    categories: tuple[CategoryMoved, ...]
    dates: tuple[DateMoved, ...]

    @property
    def anything(self) -> bool:
        """Whether the score, the eligibility or a date moves."""
        counted = (self.moved, self.programs_gained, self.programs_lost, self.categories, self.dates)
        return self.crs_before != self.crs_after or any(counted)


class _Side(NamedTuple):
    """One side of the change: the rules, the day they are asked about, and the day whose tables score it."""

    rules: RuleBook
    day: date
    under: date


def differing(before: RuleBook, after: RuleBook) -> frozenset[str]:
    """The files of the book that say something else in another one."""
    names = type(before).__dataclass_fields__
    return frozenset(name for name in names if getattr(before, name) != getattr(after, name))


def of_books(facts: Facts, on: date, before: RuleBook, after: RuleBook) -> RuleChange | None:
    """What another rule book changes for a candidate on a day; None where nothing of theirs moves.

    `NoRuleError` for a day before 2015-01-01.
    """
    files = _differing(before, after)
    found = _compared(facts, on, _Side(before, on, on), _Side(after, on, on), files)
    return found if found.anything else None


def of_day(facts: Facts, day: date, *, rules: RuleBook | None = None) -> RuleChange | None:
    """What the rules that start on a day change for a candidate; None where nothing of theirs moves.

    The score is that of the day by the tables of both; programs and categories are compared with those of the day
    before, of the files alone that have something new. `NoRuleError` up to 2015-01-01.
    """
    rules = rules or book()
    files = frozenset(rule_starts(rules).get(day, ()))
    found = _compared(facts, day, _Side(rules, day - DAY, day - DAY), _Side(rules, day, day), files)
    return found if found.anything else None


def experience(found: CategoryResult | None) -> Experience | None:
    """What a category asks of work and finds; None for one that asks for none, or is not held."""
    requirements = () if found is None else found.requirements
    asked = next((one for one in requirements if one.key == "experience"), None)
    if asked is None or not isinstance(asked.needed, int) or not isinstance(asked.found, int):
        return None
    months = dict(asked.reason.facts).get("months")
    return Experience(months if isinstance(months, int) else None, asked.needed, asked.found)


def as_plain(change: RuleChange) -> dict[str, Any]:
    """A change as plain values, as JSON holds them: what a notice of it is worded from."""
    return {
        "on": change.on.isoformat(),
        "crs": [change.crs_before, change.crs_after],
        "moved": [[one.key, one.before, one.after] for one in change.moved],
        "gained": [*change.programs_gained],
        "lost": [*change.programs_lost],
        "categories": [_plain_category(one) for one in change.categories],
        "dates": [[one.key, _iso(one.before), _iso(one.after)] for one in change.dates],
    }


def _plain_category(one: CategoryMoved) -> dict[str, Any]:
    was, now = experience(one.before), experience(one.after)
    return {
        "key": one.category,
        "met": [None if side is None else side.eligible for side in (one.before, one.after)],
        "held": [one.before is not None, one.after is not None],
        "from": _iso(None if one.after is None else one.after.eligible_from),
        "months": [_months(was), _months(now)],
    }


def _months(found: Experience | None) -> list[int] | None:
    """Months of work there are and months asked for; None where none are asked for."""
    if found is None or found.months is None or not found.hours:
        return None
    return [min(found.worked * found.months // found.hours, found.months), found.months]


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


@cache
def _differing(before: RuleBook, after: RuleBook) -> frozenset[str]:
    return differing(before, after)


def _compared(facts: Facts, on: date, before: _Side, after: _Side, files: frozenset[str]) -> RuleChange:
    rooms = frozenset(room for name in files for room in rooms_of_file(name))
    was, now = (_score(facts, on, side) if "crs" in rooms else None for side in (before, after))
    met_before, met_after = (tuple(_met(facts, side, rooms)) for side in (before, after))
    return RuleChange(
        on=on,
        crs_before=None if was is None else was.total,
        crs_after=None if now is None else now.total,
        moved=() if was is None or now is None else moves(was, now),
        programs_gained=gained(met_before, met_after),
        programs_lost=gained(met_after, met_before),
        categories=tuple(_categories(facts, before, after)) if "categories" in rooms else (),
        dates=tuple(_dates(facts, on, before, after)) if before.day == after.day and files - _WITHOUT_DATES else (),
    )


_WITHOUT_DATES = frozenset({"fees", "links", "categories", "reporting"})


def _score(facts: Facts, on: date, side: _Side) -> CrsResult:
    return crs.score(facts, on, under=side.under, rules=side.rules)


def _met(facts: Facts, side: _Side, rooms: frozenset[Room]) -> Iterator[str]:
    asked = [which for which in PROGRAMS if which.value in rooms]
    if asked:
        known = summed_up(facts, side.day, rules=side.rules)
        yield from (which.value for which in asked if PROGRAMS[which](known, side.day, rules=side.rules).eligible)


def _categories(facts: Facts, before: _Side, after: _Side) -> Iterator[CategoryMoved]:
    was, will = (
        {one.category: one for one in categories(facts, side.day, rules=side.rules)} for side in (before, after)
    )
    for name in {**was, **will}:
        then, now = was.get(name), will.get(name)
        if _answer(then) != _answer(now):
            yield CategoryMoved(name, then, now)


def _answer(found: CategoryResult | None) -> tuple[bool, date | None]:
    """Whether it is met for certain: one that is open moves nothing yet."""
    return (False, None) if found is None else (found.eligible is True, found.eligible_from)


def _dates(facts: Facts, on: date, before: _Side, after: _Side) -> Iterator[DateMoved]:
    was, will = (
        {one.key: one for one in deadlines(facts, on, rules=side.rules) if one.kind is not Kind.rule_change}
        for side in (before, after)
    )
    for key in {**was, **will}:
        then, now = was.get(key), will.get(key)
        some = now or then
        ends = tuple(None if one is None else one.last_safe_day for one in (then, now))
        if some is not None and ends[0] != ends[1]:
            yield DateMoved(some.kind, some.whose, key, *ends)
