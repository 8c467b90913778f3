"""The clocks that run for a candidate on a day. So far: the two years of language results.

A clock is that of the set of scores the CRS uses on the day: the candidate's in each official language, and
the accompanying partner's. A set that is not used, or is no longer usable, has no clock.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from rules.crs import score
from rules.facts import Facts, Language, LanguageTest
from rules.language import last_usable_day
from rules.parameters import RuleBook, book
from rules.shapes.dated import Status


class Deadline(NamedTuple):
    """One clock.

    `key` is stable while the facts behind the clock keep their meaning ("language_test:own:english").
    `act_by` is the last safe day less the planning margin of this program, which is not IRCC's; None where
    there is no margin. `rule` and `confidence` are those of the last safe day.
    """

    kind: str
    whose: str  # "own" or "partner"
    key: str
    started: date
    last_safe_day: date
    first_unusable_day: date
    act_by: date | None
    rule: str
    since: date
    confidence: Status


def deadlines(facts: Facts, on: date, *, rules: RuleBook | None = None) -> tuple[Deadline, ...]:
    """All clocks of a candidate on a day, the earliest last safe day first."""
    rules = rules or book()
    used = score(facts, on, rules=rules)
    found = [
        clock
        for test, whose in (
            (used.english_test, "own"),
            (used.french_test, "own"),
            (used.partner_test, "partner"),
        )
        if test is not None and (clock := _language_test(test, whose, on, rules)) is not None
    ]
    return tuple(sorted(found, key=lambda deadline: (deadline.last_safe_day, deadline.key)))


def _language_test(test: LanguageTest, whose: str, on: date, rules: RuleBook) -> Deadline | None:
    """The clock of a result; None while the date of the result is not known."""
    last = last_usable_day(test, rules)
    if last is None or test.result_date is None:
        return None
    language = test.kind.language
    margins = rules.planning_margins.margins
    margin = margins.french_test if language is Language.french else margins.english_test
    name = "language_result" if whose == "own" else "partner_language_result"
    in_force = getattr(rules.validity.validity, name).on(on)
    return Deadline(
        kind="language_test",
        whose=whose,
        key=f"language_test:{whose}:{language}",
        started=test.result_date,
        last_safe_day=last,
        first_unusable_day=last + timedelta(days=1),
        act_by=last - timedelta(weeks=margin.on(on).value),
        rule=f"validity.{name}",
        since=in_force.start,
        confidence=in_force.status,
    )
