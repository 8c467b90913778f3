"""What the rounds held so far say by themselves: the last of each kind, counts of them, and the pool.

Counts of past rounds only: nothing here looks ahead. Every function takes the moment it is asked at, after which no
round exists.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import NamedTuple

from rules.facts import InvitedProgram
from rules.rounds import Pool, Round, RoundKind, rounds

LATELY = 10


class Kind(NamedTuple):
    """Rounds that are compared with each other: `of` is the program or the category, empty for general ones.

    A category that no rule is known about goes by the name as published.
    """

    kind: RoundKind
    of: str


class Reached(NamedTuple):
    """How many `of` some past rounds were at or below a score; `first` and `last` are the days they lie between."""

    reached: int
    of: int
    first: date
    last: date


class Above(NamedTuple):
    """The candidates of a published pool around a score: those in bands wholly above it, and in the band it is in.

    A pool is published in bands, so how many of the band stand above the score is not known.
    """

    above: int
    in_band: int
    band: tuple[int, int]


def kind_of(one: Round) -> Kind:
    """The kind of a round."""
    if one.kind is RoundKind.program and len(one.programs) == 1:
        return Kind(one.kind, one.programs[0].value)
    if one.kind is RoundKind.category:
        return Kind(one.kind, one.category or one.name_en)
    return Kind(one.kind, "" if one.kind is RoundKind.general else one.name_en)


def held_by(now: datetime) -> tuple[Round, ...]:
    """The rounds of before a moment, the newest first; one whose hour is not known counts from its day on."""
    today = now.astimezone(UTC).date()
    return tuple(one for one in reversed(rounds()) if (one.day <= today if one.instant is None else one.instant <= now))


def of_kind(held: Iterable[Round], kind: Kind) -> tuple[Round, ...]:
    """The rounds of a kind, in the order given."""
    return tuple(one for one in held if kind_of(one) == kind)


def last_of_each(held: Iterable[Round]) -> tuple[Round, ...]:
    """The last round of each kind, the newest first; `held` has the newest first."""
    found: dict[Kind, Round] = {}
    for one in held:
        found.setdefault(kind_of(one), one)
    return tuple(found.values())


def how_many_reached(held: Iterable[Round], score: int) -> Reached | None:
    """How many rounds had a cut-off at or below a score; None where there were none."""
    counted = list(held)
    if not counted:
        return None
    days = [one.day for one in counted]
    return Reached(sum(one.cut_off <= score for one in counted), len(counted), min(days), max(days))


def last_pool(held: Iterable[Round]) -> Pool | None:
    """The newest pool that was published; `held` has the newest first."""
    pools = [one.pool for one in held if one.pool is not None]
    return max(pools, key=lambda pool: pool.as_of, default=None)


def around(pool: Pool, score: int) -> Above | None:
    """Who stands above a score in a published pool; None for a score that no band holds."""
    band = next((each for each in pool.bands if each.first <= score <= each.last), None)
    if band is None:
        return None
    above = sum(each.people for each in pool.bands if each.first > score)
    return Above(above, band.people, (band.first, band.last))


def invites(kind: Kind) -> InvitedProgram | None:
    """The program a kind of round is for; None for a general or category round, or an unknown one."""
    return next((one for one in InvitedProgram if kind.kind is RoundKind.program and one.value == kind.of), None)
