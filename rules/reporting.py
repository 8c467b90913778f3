"""What has to be told when something changes: where and by when, by the phase of the journey; and what a change leaves
of an invitation.

The table stands in `parameters/reporting.yaml`, one entry a change.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rules.crs import score
from rules.facts import Application, Facts, Invitation, InvitedProgram
from rules.family import partner_on
from rules.invitation_basis import floor_of, with_frozen_age
from rules.invitation_window import Window, window_of
from rules.journey import stage_on
from rules.parameters import RuleBook, book
from rules.ranges import is_least
from rules.shapes.dated import Status
from rules.shapes.journey import Phase, State
from rules.shapes.reporting import By, Place
from rules.standing import Standing, gained, standing

__all__ = ["STEPS", "By", "Held", "Place", "Report", "held_to_invitation", "report"]

STEPS: frozenset[str] = frozenset({*(state.value for state in State), *Application.model_fields})
"""What is itself a step of the journey or of the application: IRCC knows of it, and nothing has to be told."""


class Report(NamedTuple):
    """What has to be told of a change in a phase.

    `where` is empty and `by` is `never` where nothing has to be. `says` are the keys of what is worth knowing, `laws`
    the sections of the Act and the Regulations ("IRPA 16(1)"), `sources` those of the duty and of the change
    ("reporting.irpa"). `status` is `confirmed` only where both are.
    """

    change: str
    phase: Phase
    where: tuple[Place, ...]
    by: By
    says: tuple[str, ...]
    laws: tuple[str, ...]
    status: Status
    sources: tuple[str, ...]


def report(key: str, facts: Facts, on: date, *, phase: Phase | None = None, rules: RuleBook | None = None) -> Report:
    """What has to be told of a change of a day, by the facts after it.

    `phase` is that of the facts on the day unless it is given. `KeyError` for a change that is not in the table.
    """
    rules = rules or book()
    table = rules.reporting
    key = table.key_of(key)
    change = table.changes[key]
    if change.as_couple is not None and partner_on(facts, on, rules=rules) is not None:
        key = change.as_couple
        change = table.changes[key]
    phase = phase or stage_on(facts, on, rules=rules).phase
    duty = table.phases[phase]
    where = change.where.get(phase, duty.where)
    told = bool(where)
    confirmed = change.status is Status.CONFIRMED and (not told or duty.status is Status.CONFIRMED)
    return Report(
        change=key,
        phase=phase,
        where=where,
        by=duty.by if told else By.never,
        says=change.says[phase],
        laws=tuple(dict.fromkeys((*(duty.law if told else ()), *(change.law if change.says[phase] else ())))),
        status=Status.CONFIRMED if confirmed else Status.REPORTED,
        sources=tuple(dict.fromkeys(f"reporting.{source}" for source in (*duty.source, *change.source))),
    )


class Held(NamedTuple):
    """An open invitation after a change, looked at on a day with the age kept as it was at the invitation.

    `below` is None where the cut-off of the round is not known. `tie` says that the score is the cut-off itself, and
    `tie_lost` that it fell to it and the profile is not known to come before the tie-break. `at_least` says that facts
    not known could give more, `forgiven` that a birthday since the invitation would cost points and is left out.
    `program_lost` and `category_lost` are what it names and the change takes away. `last_day` is the last day to
    decline it or to apply.
    """

    score: int
    at_least: bool
    cut_off: int | None
    below: bool | None
    tie: bool
    tie_lost: bool
    forgiven: bool
    program_lost: str | None
    category_lost: str | None
    last_day: date

    @property
    def at_risk(self) -> bool:
        """Whether something that the invitation rests on is not there any more, as far as it is known."""
        return bool(self.below) or self.tie_lost or self.program_lost is not None or self.category_lost is not None


def held_to_invitation(
    before: Facts, after: Facts, today: date, on: date, *, rules: RuleBook | None = None
) -> Held | None:
    """What a change that holds from `on` leaves of an invitation (IRPA 11.2); None where none is open today, and where
    the change comes after its last day.
    """
    rules = rules or book()
    invitation = after.invitation
    if invitation is None or stage_on(after, today, rules=rules).phase is not Phase.invited:
        return None
    window = window_of(invitation, rules)
    day = max(on, today)
    if day > window.last:
        return None
    kept = with_frozen_age(after, window, rules)
    then = standing(with_frozen_age(before, window, rules), day, rules=rules)
    now = standing(kept, day, rules=rules)
    return Held(
        score=now.crs.total,
        at_least=is_least(kept, now.crs, rules=rules),
        cut_off=invitation.cut_off,
        below=None if invitation.cut_off is None else now.crs.total < invitation.cut_off,
        tie=now.crs.total == invitation.cut_off,
        tie_lost=_tie_lost(before, after, invitation, window, now.crs.total, rules),
        forgiven=now.crs.total != score(after, day, rules=rules).total,
        program_lost=_program_lost(invitation.program, then, now),
        category_lost=next(
            (one for one in gained(now.eligible_categories, then.eligible_categories) if one == invitation.category),
            None,
        ),
        last_day=window.last,
    )


def _tie_lost(before: Facts, after: Facts, invitation: Invitation, window: Window, total: int, rules: RuleBook) -> bool:
    if total != invitation.cut_off:
        return False
    invited_with = score(with_frozen_age(before, window, rules), window.issued, rules=rules).total
    return floor_of(after.profile, invitation, invited_with) > total


def _program_lost(invited: InvitedProgram | None, then: Standing, now: Standing) -> str | None:
    """The program invited for, where the change takes it away; a nominee needs any of them."""
    lost = gained(now.eligible_programs, then.eligible_programs)
    if invited is InvitedProgram.provincial_nominee:
        return invited.value if lost and not now.eligible_programs else None
    return next((one for one in lost if invited is not None and one == invited.value), None)
