"""How many rounds that were held a candidate's points would have been enough for: counts of what was, no forecast.

Looked at with one standing: its score, programs and categories are held against every round of a year, as if it had
been so on the day of each. So a plan or one step more is compared, whose facts are of no day that was. What was so on
the day of a round, for a profile that was in the pool or not, is `rules.round_verdicts`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from rules.facts import Facts, InvitedProgram
from rules.months import add_months
from rules.parameters import RuleBook, book
from rules.round_history import kind_of
from rules.rounds import Round, RoundKind, issued_between, known_until
from rules.standing import Standing, in_pool

MONTHS = 12

GENERAL = "general"


class Counted(NamedTuple):
    """The rounds of one kind (`GENERAL`, a program or a category) that are open to the candidate.

    `below` is how many had a cut-off below the score, `at` how many had just that score, where the tie-break decides.
    """

    key: str
    held: int
    below: int
    at: int


class RoundsMet(NamedTuple):
    """The rounds from `first` through `last`, the day up to which rounds are known.

    `total` is the score held against them, None for who has no place in the pool: then no round is open. `kinds` are in
    the order of how many were held.
    """

    first: date
    last: date
    total: int | None
    kinds: tuple[Counted, ...]

    @property
    def held(self) -> int:
        """All rounds that were open to the candidate."""
        return sum(one.held for one in self.kinds)

    @property
    def below(self) -> int:
        """Those whose cut-off was below the score."""
        return sum(one.below for one in self.kinds)

    @property
    def at(self) -> int:
        """Those whose cut-off was the score."""
        return sum(one.at for one in self.kinds)


def rounds_met(facts: Facts, now: Standing, *, until: date, rules: RuleBook | None = None) -> RoundsMet:
    """The rounds of the twelve months up to a day that this standing would have met."""
    first, last = add_months(until, -MONTHS), min(until, known_until())
    place = in_pool(facts, now, rules=rules or book())
    if place is None:
        return RoundsMet(first, last, None, ())
    open_ = open_to(programs_of(now), now.eligible_categories, until)
    kinds = (_kind(key, place.total, open_) for key in dict.fromkeys(map(_key, open_)))
    return RoundsMet(first, last, place.total, tuple(sorted(kinds, key=lambda one: -one.held)))


def last_year(until: date) -> tuple[Round, ...]:
    """The rounds of the twelve months up to a day, both days included, in the order they were held."""
    return issued_between(add_months(until, -MONTHS), until)


def programs_of(now: Standing) -> frozenset[str]:
    """The programs by which a standing is in a round: those it is eligible for, and a nominee's."""
    nominee = {InvitedProgram.provincial_nominee} if now.crs.factors["nomination"] else set()
    return frozenset({*now.eligible_programs, *nominee})


def open_to(programs: Collection[str], categories: Collection[str], until: date) -> list[Round]:
    """The rounds of the last year that were open to who meets these programs and belongs to these categories.

    A nominee has `InvitedProgram.provincial_nominee` among the programs. A round for a category that this program does
    not know is open to nobody.
    """
    return [
        one
        for one in last_year(until)
        if any(program in programs for program in one.programs)
        and (one.kind is not RoundKind.category or one.category in categories)
    ]


def rounds_in_reach(programs: Collection[str], categories: Collection[str], total: int, until: date) -> frozenset[str]:
    """The numbers of the rounds of the last year for which a candidate of these programs and categories had the points.

    At the cut-off itself the tie-break decides as well, which is not looked at: nobody can say when a profile that
    might have been there would have been submitted.
    """
    return frozenset(one.number for one in open_to(programs, categories, until) if one.cut_off <= total)


def _key(one: Round) -> str:
    return kind_of(one).of or GENERAL


def _kind(key: str, total: int, open_: Iterable[Round]) -> Counted:
    cut_offs = [one.cut_off for one in open_ if _key(one) == key]
    return Counted(key, len(cut_offs), sum(each < total for each in cut_offs), cut_offs.count(total))
