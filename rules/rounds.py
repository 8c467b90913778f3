"""The rounds of invitations that are known, from the first of 2015 on: their day, cut-off, tie-break and pool.

The number of a round is text: two rounds of 2018-05-30 are 91a and 91b. A day is no key, since several rounds may share
one. `data/README.md` says where the rounds come from.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rules.facts import InvitedProgram

DATA = Path(__file__).resolve().parent / "data" / "rounds.csv"


class RoundKind(StrEnum):
    """Whom a round was for."""

    general = "general"  # everybody in the pool
    program = "program"  # those eligible for one program
    category = "category"  # those eligible for a category, under the first three programs


class Band(NamedTuple):
    """How many candidates in the pool had a score from `first` through `last`."""

    first: int
    last: int
    people: int


class Pool(NamedTuple):
    """The pool as published with a round: its day, which is before the round as a rule, its bands from the top, and
    their sum.

    The bands are those of ten points where these are known, and the wider ones otherwise; they never overlap.
    """

    as_of: date
    bands: tuple[Band, ...]
    total: int


class Round(NamedTuple):
    """One round of invitations.

    `day` is the day as published; `instant` is when the invitations were issued, in UTC, None where that is not known:
    it may be of the day after. `category` is a key of `parameters/categories.yaml` and `version` the number of its list
    as the name of the round gives it. `tie_break` is the instant before which a profile at the cut-off had to be
    submitted; None in the first rounds, which had none. `pool` is None where it was not published.
    """

    number: str
    day: date
    instant: datetime | None
    kind: RoundKind
    name_en: str
    name_fr: str | None
    programs: tuple[InvitedProgram, ...]
    category: str | None
    version: int | None
    invitations: int
    cut_off: int
    tie_break: datetime | None
    pool: Pool | None

    @property
    def issued(self) -> date:
        """The day of the invitations in UTC, as far as it is known."""
        return self.day if self.instant is None else self.instant.date()


def rounds() -> tuple[Round, ...]:
    """All rounds that are known, in the order they were held."""
    return _rounds()


def round_of(number: str) -> Round | None:
    """The round of a number ("287", "91a"); None for one that is not known."""
    return _by_number().get(number)


def rounds_on(day: date) -> tuple[Round, ...]:
    """The rounds of a day: as published, or as their instant falls in UTC."""
    return tuple(one for one in _rounds() if day in (one.day, one.issued))


def issued_between(first: date, last: date) -> tuple[Round, ...]:
    """The rounds published for a day from `first` through `last`, in the order they were held."""
    return tuple(one for one in _rounds() if first <= one.day <= last)


def asked_no_tie_break(one: Round) -> bool:
    """Whether a round invited everybody at its cut-off, as the first ones did; a later one without is incomplete."""
    return one.tie_break is None and one.day < min((each.day for each in rounds() if each.tie_break), default=one.day)


def known_until() -> date:
    """The day of the newest round that is known; there may have been others since."""
    return _rounds()[-1].day


@cache
def _by_number() -> Mapping[str, Round]:
    return {one.number: one for one in _rounds()}


@cache
def _rounds() -> tuple[Round, ...]:
    with DATA.open(encoding="utf-8", newline="") as lines:
        return tuple(_round(row) for row in csv.DictReader(lines))


def _round(row: Mapping[str, str]) -> Round:
    return Round(
        number=row["number"],
        day=date.fromisoformat(row["date"]),
        instant=_instant(row["instant"]),
        kind=RoundKind(row["kind"]),
        name_en=row["name_en"],
        name_fr=row["name_fr"] or None,
        programs=tuple(map(InvitedProgram, row["programs"].split())),
        category=row["category"] or None,
        version=int(row["version"]) if row["version"] else None,
        invitations=int(row["invitations"]),
        cut_off=int(row["cut_off"]),
        tie_break=_instant(row["tie_break"]),
        pool=_pool(row),
    )


def _instant(text: str) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def _pool(row: Mapping[str, str]) -> Pool | None:
    if not row["pool_total"]:
        return None
    return Pool(date.fromisoformat(row["pool_as_of"]), tuple(_bands(row)), int(row["pool_total"]))


def _bands(row: Mapping[str, str]) -> Iterator[Band]:
    """The bands from the top; a wide one only where its parts are not known, which stand before it in the file."""
    lowest_told = 0
    for name, people in row.items():
        _, _, ends = name.partition("pool_")
        if not ends or ends in ("as_of", "total") or not people:
            continue
        first, last = map(int, ends.split("_"))
        if lowest_told != first:
            yield Band(first, last, int(people))
        lowest_told = first
