"""What a result says for itself, as data: sections, lines, and the reason of each line.

Keys only, never text for people. The small pieces are named tuples because a score makes some thirty of them
and is to take less than 100 µs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from pydantic import BaseModel

from rules.facts import Language, LanguageTest

FactValue = str | int | bool | date | None


class Reason(NamedTuple):
    """Why a line has its points: the key of the rule, the day it is in force from, and the facts looked at.

    `facts` are (name, value) pairs: names of `Facts` fields, followed by what was derived from them.
    """

    rule: str
    since: date
    facts: tuple[tuple[str, FactValue], ...]


class Line(NamedTuple):
    """One factor: its points, the most it can give in this column, and why.

    `before_cap` is the sum before the factor's own cap; `parts` are the tables that were added up, if
    several.
    """

    key: str
    points: int
    most: int
    reason: Reason
    before_cap: int
    parts: tuple[Line, ...] = ()


class Section(NamedTuple):
    """A group of factors with a cap of its own; `before_cap` is the sum of its lines."""

    key: str
    points: int
    most: int
    lines: tuple[Line, ...]
    before_cap: int


class Incomplete(NamedTuple):
    """A rule set in force that is not known to its last number: which, from when, why, and what is known of
    it.
    """

    rule_set: str
    since: date
    because: str
    known: tuple[str, ...]


class Requirement(NamedTuple):
    """A plain minimum: whether it is met, what was found and what is needed."""

    key: str
    met: bool
    found: FactValue
    needed: FactValue
    reason: Reason


def _factors(sections: tuple[Section, ...]) -> dict[str, int]:
    found = {}
    for section in sections:
        for line in section.lines:
            found[line.key] = line.points
            for part in line.parts:
                found[part.key] = part.points
    return found


@dataclass(frozen=True, slots=True)
class CrsResult:
    """A CRS score of one candidate on one day.

    `rule_set` names the tables used, in force from `rule_from` through `rule_until`. On a day whose own rule
    set is not complete, `complete` is False and `incomplete` says why; the tables are then those of the last
    complete one. `first_official_language` is the choice that scores best; `other_choice_total` is the total
    with the other one, None when there is no usable test in it. `assumed` are facts not known, scored at the
    lowest; `presumed` are conditions nobody asked about, taken as met; `to_check` names what the official
    profile may read differently.
    """

    total: int
    most: int
    sections: tuple[Section, ...]
    rule_set: str
    rule_from: date
    rule_until: date | None
    on: date
    complete: bool
    incomplete: Incomplete | None
    column: str
    first_official_language: Language | None
    other_choice_total: int | None
    english_test: LanguageTest | None
    french_test: LanguageTest | None
    partner_test: LanguageTest | None
    assumed: tuple[str, ...]
    presumed: tuple[str, ...]
    to_check: tuple[str, ...]

    @property
    def factors(self) -> dict[str, int]:
        """Points by factor key, the parts of combined factors included."""
        return _factors(self.sections)

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines of all sections, in order."""
        return tuple(line for section in self.sections for line in section.lines)

    def section(self, key: str) -> Section:
        """The section of a key: core, partner, transferability or additional."""
        return next(section for section in self.sections if section.key == key)


@dataclass(frozen=True, slots=True)
class FederalSkilledWorkerResult:
    """The 67-point grid of one candidate on one day, apart from the CRS.

    The points decide nothing unless every one of `minimums` is met: `eligible` asks for both.
    """

    total: int
    most: int
    pass_mark: int
    reached: bool
    eligible: bool
    sections: tuple[Section, ...]
    minimums: tuple[Requirement, ...]
    rule_from: date
    on: date
    first_official_language: Language | None
    english_test: LanguageTest | None
    french_test: LanguageTest | None
    assumed: tuple[str, ...]
    presumed: tuple[str, ...]

    @property
    def factors(self) -> dict[str, int]:
        """Points by factor key, the parts of adaptability included."""
        return _factors(self.sections)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The six selection factors, the two languages on a line each."""
        return self.sections[0].lines

    @property
    def failed(self) -> tuple[str, ...]:
        """The keys of the minimums that are not met."""
        return tuple(minimum.key for minimum in self.minimums if not minimum.met)


def to_plain(value: object) -> Any:
    """A result as dicts, lists, numbers and text, ready for JSON; a reason's facts become an object."""
    if isinstance(value, Reason):
        return {
            "rule": value.rule,
            "since": value.since.isoformat(),
            "facts": {name: to_plain(fact) for name, fact in value.facts},
        }
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {name: to_plain(item) for name, item in zip(value._fields, value, strict=True)}
    if isinstance(value, (tuple, list)):
        return [to_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_defaults=True)
    if hasattr(value, "__dataclass_fields__"):
        plain = {name: to_plain(getattr(value, name)) for name in value.__dataclass_fields__}
        if isinstance(value, (CrsResult, FederalSkilledWorkerResult)):
            plain["factors"] = value.factors
        return plain
    return value
