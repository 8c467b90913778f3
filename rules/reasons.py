"""What a result says for itself, as data: sections, lines, and the reason of each line.

Keys only, never text for people. The small pieces are named tuples because a score makes some thirty of them
and is to take less than 100 µs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from pydantic import BaseModel

from rules.facts import InvitedProgram, Language, LanguageTest

FactValue = str | int | bool | date | None
# Facts looked at, by name
Named = tuple[tuple[str, FactValue], ...]
# What a requirement found or needs: one value, or several (the four levels, the occupations that will do)
Asked = FactValue | tuple[str | int, ...]


class Reason(NamedTuple):
    """Why a line has its points: the key of the rule, the day it is in force from, and the facts looked at.

    `facts` are (name, value) pairs: names of `Facts` fields, followed by what was derived from them.
    """

    rule: str
    since: date
    facts: Named


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
    """A plain minimum: whether it is met, what was found and what is needed.

    `open` are facts not known that decide it: one that is not met is then not known to fail.
    """

    key: str
    met: bool
    found: Asked
    needed: Asked
    reason: Reason
    open: tuple[str, ...] = ()

    @property
    def fails(self) -> bool:
        """Not met, whatever the open facts turn out to be."""
        return not self.met and not self.open


def all_met(requirements: Iterable[Requirement]) -> bool | None:
    """Whether every requirement is met; None when none fails for certain and some depend on open facts."""
    found: bool | None = True
    for requirement in requirements:
        if requirement.fails:
            return False
        if not requirement.met:
            found = None
    return found


class KnockOut(NamedTuple):
    """What shuts a person out whatever the points, with the last day it holds; without one, as long as it is so."""

    key: str
    until: date | None
    programs: tuple[InvitedProgram, ...]
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


@dataclass(frozen=True, slots=True)
class ProgramResult:
    """One of the three programs for one candidate on one day.

    `met` speaks of the requirements alone: None is not known, because it depends on facts that are open. `eligible`
    asks for no knock-out besides. With a knock-out what is computed is an estimate, "as if". `presumed` are conditions
    nobody asked about, taken as met. Requirements are in the order of the regulations; the Federal Skilled Worker
    result holds its `grid`.
    """

    program: InvitedProgram
    on: date
    rule_from: date
    met: bool | None
    eligible: bool
    requirements: tuple[Requirement, ...]
    knock_outs: tuple[KnockOut, ...]
    presumed: tuple[str, ...]
    grid: FederalSkilledWorkerResult | None = None

    @property
    def estimate(self) -> bool:
        """Whether a knock-out makes this an "as if"."""
        return bool(self.knock_outs)

    @property
    def failed(self) -> tuple[str, ...]:
        """The keys of the requirements that are not met, whatever is open."""
        return tuple(requirement.key for requirement in self.requirements if requirement.fails)

    @property
    def open(self) -> tuple[str, ...]:
        """The facts not known that decide a requirement, each once, in the order of the requirements."""
        return tuple(dict.fromkeys(name for requirement in self.requirements for name in requirement.open))

    def requirement(self, key: str) -> Requirement:
        """The requirement of a key."""
        return next(requirement for requirement in self.requirements if requirement.key == key)


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
