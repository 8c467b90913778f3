"""What an invitation rests on, from its day to the last one: the program, the category and the score, and what is lost.

Whatever takes a program away counts: a document that dies, experience that leaves its window, a level of language that
rises with the work that is left, a permit behind an offer. The age is kept as it was at the invitation, because the Act
forgives a birthday (IRPA 11.2(2)(a)). A score is lost below the cut-off of the round, and at it unless the profile is
known to come before the tie-break; where the cut-off is not known, below the score of the invitation, which was enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from rules.age import ages
from rules.facts import Facts, Invitation, InvitedProgram, Profile
from rules.invitation_window import DAY, Window, came_before, window_of
from rules.parameters import RuleBook
from rules.rounds import round_of
from rules.standing import Standing, standing
from rules.timeline import Cause, timeline

NOTHING: frozenset[str] = frozenset()
CATEGORY = "category"
SCORE = "score"
SHORTEST_MONTH = 28


class Turn(NamedTuple):
    """The state from a day on: its score, what is lost of what the invitation rests on, and why that day.

    `lost` are keys of programs, "category" and "score".
    """

    day: date
    score: int
    lost: frozenset[str]
    causes: tuple[Cause, ...]


class Basis(NamedTuple):
    """The states from the day of the invitation to its last day, the earliest first.

    `shown` says that the facts show the program invited for, and the category, to be met on the day of the invitation;
    otherwise nothing can be told of what would be kept without a document.
    """

    turns: tuple[Turn, ...]
    shown: bool

    def on(self, day: date) -> Turn:
        """The state of a day; that of the invitation for any day before."""
        return next((turn for turn in reversed(self.turns) if turn.day <= day), self.turns[0])

    def first_lost(self, today: date) -> Turn | None:
        """The first state in which something is lost: of the losses that go on today, otherwise of those to come."""
        place = self.turns.index(self.on(today))
        if self.turns[place].lost:
            while self.turns[place - 1].lost:  # nothing is on the day of the invitation
                place -= 1
            return self.turns[place]
        return next((turn for turn in self.turns[place:] if turn.lost), None)


def basis_of(facts: Facts, invitation: Invitation, rules: RuleBook) -> Basis:
    """What the invitation rests on, as the facts show it; jobs without an end are taken to go on unchanged."""
    window = window_of(invitation, rules)
    frozen = with_frozen_age(facts, window, rules)
    then = standing(frozen, window.issued, rules=rules)
    category = invitation.category if invitation.category in then.eligible_categories else None
    floor = floor_of(facts.profile, invitation, then.crs.total)
    return Basis(
        tuple(_turns(frozen, then, invitation, category, floor, window, rules)),
        bool(programs_to_keep(invitation.program, then.eligible_programs)) and category == invitation.category,
    )


def floor_of(profile: Profile | None, invitation: Invitation, then: int) -> int:
    """The lowest score that is still enough for the round."""
    cut_off = invitation.cut_off
    if cut_off is None or then <= cut_off:
        return then
    if invitation.score == cut_off:  # invited with exactly the cut-off: before the tie-break
        return cut_off
    held = None if invitation.round is None else round_of(invitation.round)
    tie_break = invitation.tie_break or (None if held is None else held.tie_break)
    none_asked = tie_break is None and held is not None
    before = none_asked or (tie_break is not None and came_before(profile, tie_break) is True)
    return cut_off if before else cut_off + 1


def with_frozen_age(facts: Facts, window: Window, rules: RuleBook) -> Facts:
    """The facts with the birthday moved behind the last day, so that the age stays that of the invitation.

    What the Act forgives (IRPA 11.2(2)(a)) is then left out of everything that is worked out from them.
    """
    born = facts.birth_date
    if born is None or not rules.clocks.clocks.birthday_forgiven.on(window.issued).value:
        return facts
    then = ages(born, window.issued)
    if ages(born, window.last) == then:
        return facts
    after = window.last + DAY
    if (after.month, after.day) == (2, 29):
        after += DAY
    return facts.model_copy(update={"birth_date": after.replace(year=after.year - max(then) - 1)})


def _turns(
    frozen: Facts,
    then: Standing,
    invitation: Invitation,
    category: str | None,
    floor: int,
    window: Window,
    rules: RuleBook,
) -> Iterator[Turn]:
    needed = programs_to_keep(invitation.program, then.eligible_programs)
    yield Turn(window.issued, then.crs.total, NOTHING, ())
    months = window.days // SHORTEST_MONTH + 1
    for step in timeline(frozen, window.issued, months=months, rules=rules):
        if step.day > window.last:
            return
        if all(cause.kind == "rules_start" for cause in step.causes):
            # Rounds go by the instructions of their day: later ones take no qualification away.
            floor += min(step.change, 0)
            category = None if category in step.categories_lost else category
        lost = needed - programs_to_keep(invitation.program, step.programs_after)
        if category is not None and category not in step.categories_after:
            lost |= {CATEGORY}
        if step.crs_after < floor:
            lost |= {SCORE}
        yield Turn(step.day, step.crs_after, lost, step.causes)


def programs_to_keep(invited: InvitedProgram | None, met: tuple[str, ...]) -> frozenset[str]:
    """Of the programs met those to keep: the one invited for, all where none is named; for a nominee any will do."""
    if invited is None:
        return frozenset(met)
    if invited is InvitedProgram.provincial_nominee:
        return frozenset({invited.value} if met else ())
    return frozenset(met) & {invited.value}
