"""A candidate's sittings beside one another: which count on a day, and which of them scores best.

The four scores of a result belong together: sittings are never mixed. Of several usable sets of a language the CRS
uses the one that gives the higher total, and of equal ones the one that stays usable longer.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rules.crs import score
from rules.facts import Facts
from rules.language import Sitting, sets
from rules.parameters import RuleBook, book


class Compared(NamedTuple):
    """A sitting with the CRS total it gives as the only one of its language; None when it does not count.

    `used` says that the CRS of the day is computed with it.
    """

    sitting: Sitting
    total: int | None
    used: bool


def compared(facts: Facts, on: date, *, rules: RuleBook | None = None) -> tuple[Compared, ...]:
    """The candidate's own sittings on a day, in the order told; those of the other language are left as they are.

    `NoRuleError` for a day before the first CRS.
    """
    rules = rules or book()
    now = score(facts, on, rules=rules)
    found = []
    for sitting in sets(facts.tests, on, rules=rules):
        test, total = sitting.test, None
        if sitting.usable:
            others = tuple(other for other in facts.tests if other.kind.language is not test.kind.language)
            total = score(facts.model_copy(update={"tests": (*others, test)}), on, rules=rules).total
        found.append(Compared(sitting, total, test is now.english_test or test is now.french_test))
    return tuple(found)
