"""What follows from each thing that can be done with an invitation, with its dates; and the same rehearsed without one.

Nothing is decided here for the person: the check of the day (`rules.invitation_check`) is one line of it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from rules.clocks import Kind
from rules.deadlines import deadlines
from rules.effective_deadline import EffectiveDeadline, ToGet, effective_deadline
from rules.facts import Facts, Invitation, InvitedProgram, Profile
from rules.fees import Fees, fees
from rules.invitation_check import Verdict, check
from rules.invitation_window import DAY, submitted
from rules.parameters import RuleBook, book
from rules.programs import named_by_invitation
from rules.shapes.dated import Status
from rules.standing import InPool, in_pool, standing


class Practice(NamedTuple):
    """An invitation of today supposed, to see what would be late.

    `supposed` are the facts with it, which are never kept. `program` is the one such an invitation would name, None
    where no program is met: the deadline then is that of the days alone. `late` are the things to get whose start day,
    by the planning margins of this program, has passed already, the latest first to be there; `in_time` the others.
    """

    on: date
    supposed: Facts
    program: InvitedProgram | None
    deadline: EffectiveDeadline
    late: tuple[ToGet, ...]
    in_time: tuple[ToGet, ...]


def practice(facts: Facts, on: date, *, rules: RuleBook | None = None) -> Practice:
    """A dress rehearsal of an invitation issued on a day; `NoRuleError` for a day before 2015-01-01."""
    rules = rules or book()
    program = named_by_invitation(facts, on, rules=rules)
    supposed = facts.model_copy(
        update={
            "invitation": Invitation(issued=on, program=program),
            "application": None,
            "profile": _of_by(facts.profile, on),
        }
    )
    deadline = effective_deadline(supposed, on, rules=rules)
    if deadline is None:
        raise LookupError(f"an invitation supposed for {on} is not open on that day")
    late = tuple(one for one in deadline.to_get if one.start_by < on)
    return Practice(on, supposed, program, deadline, late, tuple(one for one in deadline.to_get if one not in late))


def _of_by(profile: Profile | None, on: date) -> Profile | None:
    """The profile, unless it was not in the pool by the day."""
    received = None if profile is None else submitted(profile)
    return None if received is not None and received > on else profile


class Declining(NamedTuple):
    """Back to the pool, without a penalty (IRPA 10.1(7)): until which day it can be done, the score and programs of the
    profile there today, None where it is not eligible for certain, and the last safe day of the profile, None where
    that is not known. `in_vain` says that this day has passed, so that nothing goes back.
    """

    by: date
    pool: InPool | None
    profile_until: date | None
    in_vain: bool


class Lapsing(NamedTuple):
    """Out of the pool from a day on (IRPA 10.1(6)): a new profile is needed, with a new time stamp.

    `time_stamp` is the one that is lost, the instant or the day the profile was submitted; None where not known.
    """

    out_from: date
    time_stamp: datetime | date | None


class Applying(NamedTuple):
    """An application all the same: by when, what the check of the day says of it, and what it costs.

    A refusal is the risk. `fees_returned` says whether the processing fee comes back once processing has begun, and
    `status` how sure that is; the right of permanent residence fee does come back.
    """

    by: date
    verdict: Verdict
    fees: Fees
    fees_returned: bool
    status: Status


class Outcomes(NamedTuple):
    """What follows from each thing that can be done with an invitation that is open."""

    on: date
    declining: Declining
    lapsing: Lapsing
    applying: Applying


def outcomes(facts: Facts, on: date, *, rules: RuleBook | None = None) -> Outcomes | None:
    """The dated consequences of each way; None without an invitation that is open on the day."""
    rules = rules or book()
    found = check(facts, on, rules=rules)
    if found is None or found.verdict in (Verdict.answered, Verdict.too_late):
        return None
    deadline = effective_deadline(facts, on, rules=rules)
    profile = facts.profile
    clock = next((one for one in deadlines(facts, on, rules=rules) if one.kind is Kind.profile), None)
    stamp = None if profile is None else profile.submitted_at or profile.submitted
    until = None if clock is None else clock.last_safe_day
    in_vain = until is not None and until < on
    returned = rules.fees.parameters.processing_returned.on(on)
    return Outcomes(
        on,
        Declining(
            found.window.last,
            None if in_vain else in_pool(facts, standing(facts, on, rules=rules), rules=rules),
            until,
            in_vain,
        ),
        Lapsing(found.window.last + DAY, stamp),
        Applying(
            found.window.last if deadline is None else deadline.last_safe_day,
            found.verdict,
            fees(facts, on, rules=rules),
            returned.value,
            returned.status,
        ),
    )
