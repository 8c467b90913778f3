"""What is missing for the French points and the French-language category: which ability, and what it would give."""

from __future__ import annotations

from datetime import date

from conversations.kinds import ABILITIES
from locales import NOTHING, Html, count, listed, number, say, signed
from rules import crs
from rules.categories import categories
from rules.facts import Facts, Language
from rules.language import levels
from rules.parameters import book
from rules.suppose import sitting_at


def told(facts: Facts, on: date) -> Html:
    """The abilities below the level asked for, and the score without that gap; empty without a French result."""
    now = crs.score(facts, on)
    test = now.french_test
    if test is None:
        return NOTHING
    needed = book().crs.parameters.french.on(on).value.french_level
    reached = levels(test)
    below = [
        say("{ability} (NCLC {level})", ability=say(name), level=level)
        for ability, name in ABILITIES.items()
        if (level := getattr(reached, ability.value)) < needed
    ]
    if not below:
        return say("Your French result has NCLC {needed} or more in all four abilities.", needed=needed)
    raised = sitting_at(Language.french, needed, on, book(), test)
    total = crs.score(facts.model_copy(update={"tests": (*facts.tests, raised)}), on).total
    lines = [
        count(
            "In your French result {n} ability is below NCLC {needed}: {abilities}.",
            "In your French result {n} abilities are below NCLC {needed}: {abilities}.",
            len(below),
            needed=needed,
            abilities=listed(below),
        ),
        say(
            "With NCLC {needed} there, your CRS score would be {total} instead of {now} ({gain}).",
            needed=needed,
            total=number(total),
            now=number(now.total),
            gain=signed(total - now.total),
        ),
    ]
    if any(one.category == "french" and one.eligible is False for one in categories(facts, on)):
        lines.append(say("The French-language category of rounds asks for the same, so it is not open to you today."))
    return Html(" ".join(lines))
