"""What the dates of documents are called: results of language tests, assessments of diplomas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from locales import N_, Html, say
from rules.deadlines import Deadline, Kind

NAMES: Final[Mapping[str, str]] = {
    "language_test:own:english": N_("Your English test result"),
    "language_test:own:french": N_("Your French test result"),
    "language_test:partner:english": N_("Your partner's English test result"),
    "language_test:partner:french": N_("Your partner's French test result"),
}
"""What each clock is about."""

OTHERS: Final[Mapping[str, str]] = {
    "english": N_("Your other English test result"),
    "french": N_("Your other French test result"),
}
"""Results beside the ones the score uses: a program rests on them, which is the fourth part of the clock's key."""


def named(item: str) -> Html:
    """What a clock is about, by its key."""
    _kind, _whose, language, *program = item.split(":")
    return say(OTHERS[language] if program else NAMES[item])


def called(clock: Deadline) -> Html:
    """A language result or an assessment that something rests on."""
    if clock.kind is Kind.language_test:
        return named(clock.key)
    if clock.whose == "partner":
        return say("Your partner's educational credential assessment")
    return say("Your educational credential assessment")
