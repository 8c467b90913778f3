"""How many rounds that were held a candidate's points would have been enough for: counts of what was, no forecast.

Looked at with one standing: its score, programs and categories are held against every round of a time, as if it had
been so on the day of each. What was so on the day of a round itself is not asked here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from rules.facts import Facts, InvitedProgram
from rules.language import add_months
from rules.parameters import RuleBook, book
from rules.rounds import Round, issued_between, known_until
from rules.standing import Standing, in_pool
from rules.summary import summed_up

MONTHS = 12


class Kind(NamedTuple):
    """The rounds of one kind ("general", a program or a category) that are open to the candidate.

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
    kinds: tuple[Kind, ...]

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
    rules = rules or book()
    first, last = add_months(until, -MONTHS), min(until, known_until())
    place = in_pool(facts, now, rules=rules)
    if place is None:
        return RoundsMet(first, last, None, ())
    programs = {InvitedProgram(one) for one in now.eligible_programs}
    if summed_up(facts, now.on, rules=rules).provincial_nomination:
        programs.add(InvitedProgram.provincial_nominee)
    open_ = [one for one in issued_between(first, last) if _is_open(one, programs, now.eligible_categories)]
    kinds = (_kind(key, place.total, open_) for key in dict.fromkeys(map(_key, open_)))
    return RoundsMet(first, last, place.total, tuple(sorted(kinds, key=lambda one: -one.held)))


def _is_open(one: Round, programs: set[InvitedProgram], categories: Iterable[str]) -> bool:
    return not programs.isdisjoint(one.programs) and (one.category is None or one.category in categories)


def _key(one: Round) -> str:
    if one.category is not None:
        return one.category
    return one.programs[0].value if len(one.programs) == 1 else "general"


def _kind(key: str, total: int, open_: Iterable[Round]) -> Kind:
    cut_offs = [one.cut_off for one in open_ if _key(one) == key]
    return Kind(key, len(cut_offs), sum(each < total for each in cut_offs), cut_offs.count(total))
