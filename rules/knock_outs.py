"""What shuts a person out of the programs whatever the points; with it a score is an estimate, "as if".

Quebec chooses its own immigrants; someone in Canada without status is not admissible until that is mended; someone
inadmissible for misrepresentation may not enter the pool through the last day of the bar.
"""

from __future__ import annotations

from datetime import date

from rules.facts import Facts, InvitedProgram
from rules.parameters import RuleBook, book
from rules.reasons import KnockOut, Reason

# Each knock-out, the fact that tells it, and what is presumed while nobody has asked.
_ASKED = (
    ("quebec", "intends_to_live_in_quebec", "outside_quebec"),
    ("without_status", "without_status_in_canada", "status_in_canada"),
    ("misrepresentation", "misrepresentation_bar_until", "no_misrepresentation_bar"),
)


def knock_outs(facts: Facts, on: date, *, rules: RuleBook | None = None) -> tuple[KnockOut, ...]:
    """Every knock-out of a candidate on a day, with the programs it shuts and its last day where it has one.

    `NoRuleError` for a day before 2015-01-01.
    """
    parameters = (rules or book()).programs.parameters
    found = []
    for key, name, _ in _ASKED:
        told = getattr(facts, name)
        until = told if isinstance(told, date) else None
        if told is True or (until is not None and on <= until):
            programs = getattr(parameters, key).on(on)
            reason = Reason(f"programs.{key}", programs.start, ((name, told),))
            found.append(KnockOut(key, until, tuple(map(InvitedProgram, programs.value)), reason))
    return tuple(found)


def presumed_of(facts: Facts) -> tuple[str, ...]:
    """What nobody asked about and is taken as well: a plan outside Quebec, a status where one is needed, no bar."""
    return tuple(key for _, name, key in _ASKED if getattr(facts, name) is None)
