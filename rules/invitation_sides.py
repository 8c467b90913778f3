"""The two days an invitation is looked at, its own and that of the application: what the facts show for each.

The score is taken under the tables of the round, the category under the list of its day or a later one, and the age as
it was at the invitation where a birthday since then takes points (IRPA 11.2(2)(a)).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from rules.categories import CategoryResult, categories
from rules.crs import score
from rules.facts import Facts, Invitation, InvitedProgram, Profile
from rules.family import settlement_funds
from rules.invitation_basis import with_frozen_age
from rules.invitation_window import DAY, Window, came_before, window_of
from rules.parameters import RuleBook
from rules.programs import named_by_invitation, programs
from rules.ranges import ScoreRange, crs_range
from rules.reasons import CrsResult, ProgramResult
from rules.rounds import Round, asked_no_tie_break, round_of
from rules.summary import nominated

NOMINEE = InvitedProgram.provincial_nominee


class Side(NamedTuple):
    """What the facts show for one of the two days: the score with its lines, and the range where facts are open;
    whether the program and the category are met, None while that is not known.

    `category` is None too where the invitation names none. `open_score`, `open_program` and `open_category` are the
    facts not known behind each, `presumed` the conditions nobody asked about that are taken as met.
    """

    on: date
    crs: CrsResult
    lowest: int
    highest: int
    program: bool | None
    category: bool | None
    programs: tuple[ProgramResult, ...]
    open_score: tuple[str, ...]
    open_program: tuple[str, ...]
    open_category: tuple[str, ...]
    presumed: tuple[str, ...]


class Asked(NamedTuple):
    """What both days are held against."""

    invitation: Invitation
    window: Window
    round: Round | None
    cut_off: int | None
    tie_break: datetime | None
    program: InvitedProgram | None
    category: str | None
    rules: RuleBook


def asked_of(facts: Facts, invitation: Invitation, rules: RuleBook) -> Asked:
    """What an invitation is held against: as told, otherwise as its round says.

    The program that nobody told is the one such an invitation would name.
    """
    held = None if invitation.round is None else round_of(invitation.round)
    cut_off, tie_break = invitation.cut_off, invitation.tie_break
    if held is not None:
        cut_off = held.cut_off if cut_off is None else cut_off
        tie_break = held.tie_break if tie_break is None else tie_break
    program = invitation.program
    if program is None and held is not None and len(held.programs) == 1:
        program = held.programs[0]
    if program is None:
        program = named_by_invitation(facts, invitation.issued, rules=rules)
    category = invitation.category
    if category is None and held is not None:
        category = held.category
    return Asked(invitation, window_of(invitation, rules), held, cut_off, tie_break, program, category, rules)


def best_age(facts: Facts, on: date, asked: Asked) -> Facts:
    """The facts with the birthday since the invitation forgiven, unless it is one that gives points."""
    frozen = with_frozen_age(facts, asked.window, asked.rules)
    issued = asked.invitation.issued
    kept = score(frozen, on, under=issued, rules=asked.rules).total
    return frozen if kept >= score(facts, on, under=issued, rules=asked.rules).total else facts


def side_on(facts: Facts, on: date, asked: Asked) -> Side:
    """What the facts show for a day."""
    rules, invitation = asked.rules, asked.invitation
    crs = score(facts, on, under=invitation.issued, rules=rules)
    spread = crs_range(facts, on, under=invitation.issued, rules=rules)
    found = programs(facts, on, rules=rules)
    program, open_program = _program_met(facts, found, on, asked)
    category, open_category = _category_met(facts, on, asked)
    would_add = sum(one.points for one in spread.would_add)
    return Side(
        on=on,
        crs=crs,
        lowest=spread.lowest,
        highest=spread.highest + would_add,
        program=program,
        category=category,
        programs=found,
        open_score=_open_in_score(spread),
        open_program=tuple(dict.fromkeys(open_program)),
        open_category=tuple(dict.fromkeys(open_category)),
        presumed=_presumed(crs, found, asked),
    )


def _presumed(crs: CrsResult, found: Iterable[ProgramResult], asked: Asked) -> tuple[str, ...]:
    """What is taken as met in the score, and in the program looked at."""
    of_programs = (name for one in looked_at_by(found, asked) for name in one.presumed)
    return tuple(dict.fromkeys((*crs.presumed, *of_programs)))


def looked_at_by(found: Iterable[ProgramResult], asked: Asked) -> tuple[ProgramResult, ...]:
    """The results of the program invited under; of every one where none is named, and for a nominee."""
    return tuple(one for one in found if asked.program in (None, NOMINEE, one.program))


def _open_in_score(spread: ScoreRange) -> tuple[str, ...]:
    return (*(one.fact for one in spread.unknown), *(one.fact for one in spread.would_add))


def _program_met(
    facts: Facts, found: tuple[ProgramResult, ...], on: date, asked: Asked
) -> tuple[bool | None, tuple[str, ...]]:
    """Whether the program invited under is met; a nominee needs one of the three besides the nomination."""
    met, open_ = _any(looked_at_by(found, asked), facts, on, asked.rules)
    if asked.program is not NOMINEE or met is False:
        return met, open_
    nominated = nominated_on(facts, on)
    if nominated is None:
        return None, (*open_, "nomination.accepted")
    return (met, open_) if nominated else (False, ())


def nominated_on(facts: Facts, on: date) -> bool | None:
    """Whether a nomination counts on a day; None while that is not known."""
    return facts.provincial_nomination if facts.nomination is None else nominated(facts.nomination, on)


def _any(
    found: tuple[ProgramResult, ...], facts: Facts, on: date, rules: RuleBook
) -> tuple[bool | None, tuple[str, ...]]:
    """Whether the requirements of one of several are met; what shuts a person out of all is told apart.

    Money that was not told is presumed by a program: here it is open.
    """
    met = [one for one in found if one.met]
    if any("settlement_funds" not in one.presumed for one in met):
        return True, ()
    undecided = [one for one in found if one.met is None]
    if not met and not undecided:
        return False, ()
    open_ = [path for one in undecided for path in one.open]
    if met:
        open_ += settlement_funds(facts, on, rules=rules).open
    return None, tuple(dict.fromkeys(open_))


def _category_met(facts: Facts, on: date, asked: Asked) -> tuple[bool | None, tuple[str, ...]]:
    """Whether the category is met under the list of the day of the invitation, or a later one."""
    key = asked.category
    if key is None:
        return None, ()
    days = dict.fromkeys((on, min(on, _list_until(key, asked))))
    found = [one for day in days for one in categories(facts, day, rules=asked.rules) if one.category == key]
    return _best(found)


def _best(found: list[CategoryResult]) -> tuple[bool | None, tuple[str, ...]]:
    if any(one.eligible for one in found):
        return True, ()
    undecided = [one for one in found if one.eligible is None]
    if undecided or not found:
        return None, tuple(path for one in undecided for path in one.open)
    return False, ()


def _list_until(category: str, asked: Asked) -> date:
    """The last day of the list, and of the months it asks for, that were in force on the day of the invitation."""
    openings = getattr(asked.rules.categories.categories, category).values
    purposes = (asked.rules.work.purposes.category, asked.rules.work.purposes.category_in_canada)
    starts = [value.start for value in (*openings, *(one for purpose in purposes for one in purpose.values))]
    return min((start - DAY for start in starts if start > asked.invitation.issued), default=date.max)


def before_tie_break(profile: Profile | None, then: Side, now: Side, asked: Asked) -> bool | None:
    """Whether the profile came in before the tie-break of the round; None where that is not known.

    Who was invited with exactly the cut-off came in before it. Rounds that had no tie-break asked for none.
    """
    if asked.cut_off is None:
        return None
    had = asked.invitation.score
    if had is None and then.crs.total == now.crs.total:
        had = then.crs.total
    if had == asked.cut_off:
        return True
    if asked.tie_break is None:
        return True if asked.round is not None and asked_no_tie_break(asked.round) else None
    return came_before(profile, asked.tie_break)
