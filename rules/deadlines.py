"""All clocks of a candidate on a day: one function, from the facts to what runs out and when.

A clock whose last safe day has passed is not listed: what it belonged to does not count any more, which the score and
the programs say. Three stay, because something has to be done about them: an invitation without an application, a
profile whose year is over (both until there is a newer profile), and a nomination nobody answered.
"""

from __future__ import annotations

from datetime import date

from rules.clocks import Asked, Deadline, Kind, Missed, last_day_before, last_moment
from rules.document_clocks import education_assessments, language_tests, medical_exams, passports, permits
from rules.facts import Facts
from rules.invitation_window import window_of
from rules.journey import course_of
from rules.life_clocks import bars, birthdays, children, common_law_days, funds_tables, rule_changes
from rules.parameters import RuleBook, book
from rules.police_certificates import police_certificates
from rules.profile_clocks import invitations, nominations, profiles
from rules.remembered import remembered
from rules.standing import standing
from rules.summary import summed_up
from rules.work_clocks import work_windows

__all__ = ["Deadline", "Kind", "Missed", "deadlines", "last_day_before", "last_moment"]

_MAKERS = (
    language_tests,
    education_assessments,
    profiles,
    invitations,
    nominations,
    police_certificates,
    medical_exams,
    passports,
    permits,
    work_windows,
    birthdays,
    children,
    common_law_days,
    funds_tables,
    bars,
    rule_changes,
)
_STAYS = (Kind.invitation, Kind.profile, Kind.nomination_answer)


def deadlines(facts: Facts, on: date, *, rules: RuleBook | None = None) -> tuple[Deadline, ...]:
    """All clocks of a candidate on a day, the earliest last safe day first; `NoRuleError` before 2015-01-01."""
    return _deadlines(facts, on, rules or book())


@remembered(128)
def _deadlines(facts: Facts, on: date, rules: RuleBook) -> tuple[Deadline, ...]:
    seen = summed_up(facts, on, rules=rules)
    window = None if facts.invitation is None else window_of(facts.invitation, rules)
    course = course_of(facts, on, rules=rules)
    asked = Asked(facts, seen, on, standing(facts, on, rules=rules), window, course, rules)
    found = [clock for make in _MAKERS for clock in make(asked) if clock.kind in _STAYS or not clock.over(on)]
    return tuple(sorted(found, key=lambda deadline: (deadline.last_safe_day, deadline.key)))
