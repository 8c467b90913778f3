"""What shuts a person out of the programs whatever the points; with it a score is an estimate, "as if".

Quebec chooses its own immigrants; someone in Canada without status is not admissible until that is mended; someone
inadmissible for misrepresentation may not enter the pool through the last day of the bar. A spouse or common-law
partner who is inadmissible makes the candidate inadmissible, coming or not (IRPA 42(1)(a), IRPR 23), unless that one is
a citizen or permanent resident of Canada.
"""

from __future__ import annotations

from datetime import date

from rules.facts import Facts, InvitedProgram, Partner, PartnerStatus, Person
from rules.family import partner_on
from rules.parameters import RuleBook, book
from rules.reasons import FactValue, KnockOut, Reason

# Each knock-out, the fact that tells it, and what is presumed while nobody has asked.
_ASKED = (
    ("quebec", "intends_to_live_in_quebec", "outside_quebec"),
    ("without_status", "without_status_in_canada", "status_in_canada"),
    ("misrepresentation", "misrepresentation_bar_until", "no_misrepresentation_bar"),
)


# Those that are a partner's too
_OF_PARTNER = tuple(asked for asked in _ASKED if asked[0] in ("without_status", "misrepresentation"))


def knock_outs(facts: Facts, on: date, *, rules: RuleBook | None = None) -> tuple[KnockOut, ...]:
    """Every knock-out of a candidate on a day, with the programs it shuts and its last day where it has one.

    A partner's has a key of its own: "partner.misrepresentation". `NoRuleError` for a day before 2015-01-01.
    """
    rules = rules or book()
    parameters = rules.programs.parameters
    found = []
    for key, name, _ in _ASKED:
        if (told := _holds(facts, name, on)) is not None:
            programs = getattr(parameters, key).on(on)
            reason = Reason(f"programs.{key}", programs.start, ((name, told),))
            found.append(KnockOut(key, _until(told), tuple(map(InvitedProgram, programs.value)), reason))
    partner = _looked_at(partner_on(facts, on, rules=rules))
    for key, name, _ in _OF_PARTNER:
        if partner is not None and (told := _holds(partner, name, on)) is not None:
            programs = parameters.inadmissible_partner.on(on)
            looked_at = ((f"partner.{name}", told), ("partner.status", partner.status))
            reason = Reason("programs.inadmissible_partner", programs.start, looked_at)
            found.append(KnockOut(f"partner.{key}", _until(told), tuple(map(InvitedProgram, programs.value)), reason))
    return tuple(found)


def presumed_of(facts: Facts) -> tuple[str, ...]:
    """What nobody asked about and is taken as well: a plan outside Quebec, a status where one is needed, no bar."""
    own = tuple(key for _, name, key in _ASKED if _unsaid(facts, name))
    partner = _looked_at(facts.partner)
    if partner is None:
        return own
    return (*own, *(f"partner.{key}" for _, name, key in _OF_PARTNER if _unsaid(partner, name)))


def _unsaid(person: Person, name: str) -> bool:
    return getattr(person, name) is None and not person.has_none(name)


def _looked_at(partner: Partner | None) -> Partner | None:
    return None if partner is None or partner.status is PartnerStatus.canadian else partner


def _holds(person: Person, name: str, on: date) -> FactValue:
    """The fact where it shuts somebody out on a day: a yes, or a last day that has not passed; None otherwise."""
    told: bool | date | None = getattr(person, name)
    holds = on <= told if isinstance(told, date) else told
    return told if holds else None


def _until(told: FactValue) -> date | None:
    return told if isinstance(told, date) else None
