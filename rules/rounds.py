"""The rounds of invitations that are known, from the first of 2015 on: their day, cut-off, tie-break and pool.

The number of a round is text: two rounds of 2018-05-30 are 91a and 91b. A day is no key, since several rounds may share
one. `data/README.md` says where the rounds that are shipped come from. What was published since is laid over them by
`know`, which swaps the whole table: whoever took `rounds()` before goes on with the one they took.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from rules.facts import InvitedProgram

DATA = Path(__file__).resolve().parent / "data" / "rounds.csv"
TIE_BREAKS_FROM = date(2017, 6, 6)
"""From that day on the instructions rank equal scores by the time of the profile (MI 2017-1), published or not."""


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
    it may be of the day after. `category` is a key of `parameters/categories.yaml`; None in a round for a category
    means one that this program does not know (`of_unknown_category`), to be shown by its published name; its
    `programs` may be unknown as well, and are none then. `version` is the number of the list as the name of the round
    gives it. `tie_break` is the instant before which a profile at the
    cut-off had to be submitted; None in the first rounds, which had none. `pool` is None where it was not published.
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

    @property
    def of_unknown_category(self) -> bool:
        """Whether it was for a category under a name that says nothing to this program."""
        return self.kind is RoundKind.category and self.category is None


class _Table(NamedTuple):
    in_order: tuple[Round, ...]
    by_number: Mapping[str, Round]


_table: _Table | None = None


def know(published: Iterable[Round]) -> None:
    """Lays rounds over those that are shipped: of the same number instead of them, others besides; all, or none.

    What an earlier call laid over them is gone: `know(())` leaves the shipped rounds alone.
    """
    global _table
    _table = _laid_over(published)


def order_of(number: str) -> tuple[int, str]:
    """What rounds are sorted by: 90, 91a, 91b, 92. Raises ValueError for what is no number of a round."""
    parts = _NUMBER.fullmatch(number)
    if parts is None:
        raise ValueError(f"{number!r} is no number of a round")
    return int(parts[1]), parts[2]


_NUMBER = re.compile(r"([1-9][0-9]{0,3})([a-z]?)")


def rounds() -> tuple[Round, ...]:
    """All rounds that are known, in the order they were held."""
    return _known().in_order


def round_of(number: str) -> Round | None:
    """The round of a number ("287", "91a"); None for one that is not known."""
    return _known().by_number.get(number)


def issued_between(first: date, last: date) -> tuple[Round, ...]:
    """The rounds published for a day from `first` through `last`, in the order they were held."""
    return tuple(one for one in rounds() if first <= one.day <= last)


def asked_no_tie_break(one: Round) -> bool:
    """Whether a round invited everybody at its cut-off, as the first ones did; a later one without is incomplete."""
    return one.tie_break is None and one.day < TIE_BREAKS_FROM


def known_until() -> date:
    """The day of the newest round that is known; there may have been others since."""
    return rounds()[-1].day


def as_plain(one: Round) -> dict[str, Any]:
    """A round as JSON holds it; `of_plain` reads it back."""
    pool = one.pool
    return {
        "number": one.number,
        "day": one.day.isoformat(),
        "instant": _written(one.instant),
        "kind": one.kind.value,
        "name_en": one.name_en,
        "name_fr": one.name_fr,
        "programs": [program.value for program in one.programs],
        "category": one.category,
        "version": one.version,
        "invitations": one.invitations,
        "cut_off": one.cut_off,
        "tie_break": _written(one.tie_break),
        "pool": None
        if pool is None
        else {"as_of": pool.as_of.isoformat(), "bands": [[*band] for band in pool.bands], "total": pool.total},
    }


def of_plain(plain: Mapping[str, Any]) -> Round:
    """The round that `as_plain` wrote down. Raises KeyError, TypeError or ValueError for anything else."""
    pool = plain["pool"]
    return Round(
        number=plain["number"],
        day=date.fromisoformat(plain["day"]),
        instant=_instant(plain["instant"] or ""),
        kind=RoundKind(plain["kind"]),
        name_en=plain["name_en"],
        name_fr=plain["name_fr"],
        programs=tuple(map(InvitedProgram, plain["programs"])),
        category=plain["category"],
        version=plain["version"],
        invitations=plain["invitations"],
        cut_off=plain["cut_off"],
        tie_break=_instant(plain["tie_break"] or ""),
        pool=None
        if pool is None
        else Pool(date.fromisoformat(pool["as_of"]), tuple(Band(*band) for band in pool["bands"]), pool["total"]),
    )


def _known() -> _Table:
    global _table
    if _table is None:
        _table = _laid_over(())
    return _table


def _laid_over(published: Iterable[Round]) -> _Table:
    by_number = {one.number: one for one in (*shipped(), *published)}
    in_order = sorted(by_number.values(), key=lambda one: order_of(one.number))
    return _Table(tuple(in_order), by_number)


@cache
def shipped() -> tuple[Round, ...]:
    """The rounds of the file that comes with the program."""
    with DATA.open(encoding="utf-8", newline="") as lines:
        return tuple(_round(row) for row in csv.DictReader(lines))


def _written(instant: datetime | None) -> str | None:
    return None if instant is None else instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


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
