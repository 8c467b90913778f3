"""The results of one language side by side: which set of four scores counts and why, and until when each does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from conversations.short_interview import TEST_NAMES
from locales import N_, NOTHING, Html, day, number, say
from rules.facts import Facts, Language, LanguageTest
from rules.language import WhyNotUsable
from rules.sittings import Compared, compared

TITLES: Final = {
    Language.english: N_("<b>Your English results: which one counts</b>"),
    Language.french: N_("<b>Your French results: which one counts</b>"),
}

WHY_NOT: Final = {
    WhyNotUsable.not_out_yet: N_("does not count yet: its date is still to come."),
    WhyNotUsable.expired: N_("does not count any more: its last usable day was {until}."),
    WhyNotUsable.not_accepted: N_("does not count: Express Entry did not take this test on that day."),
}

HIGHER: Final = N_(
    "The set with the higher CRS score counts, and with equal scores the one that stays usable longer; the other is "
    "kept. Sets are never mixed: the four scores of one report belong together."
)


MOST_SHOWN: Final = 6
"""Results of one language in one message."""


def block(facts: Facts, on: date, only: Language | None = None) -> Html:
    """Every own result with its score and last usable day, of one language or of both; empty without one."""
    found = compared(facts, on)
    of_each = {
        language: [one for one in found if one.sitting.test.kind.language is language]
        for language in TITLES
        if only in (None, language)
    }
    return Html("\n\n".join(_language(language, of_it) for language, of_it in of_each.items() if of_it))


def mixed(facts: Facts, on: date) -> Html:
    """The same for who would like to take the best of several; empty where no language has several."""
    languages = [test.kind.language for test in facts.tests]
    return block(facts, on) if len(languages) > len(set(languages)) else NOTHING


def _language(language: Language, found: Sequence[Compared]) -> Html:
    lines = [say(TITLES[language])]
    # Where there are many: the one that counts, those that could, then those told last
    first = sorted(found, key=lambda one: (not one.used, not one.sitting.usable, -one.sitting.place))[:MOST_SHOWN]
    for one in sorted(first, key=lambda one: one.sitting.place):
        n = one.sitting.place + 1  # as in the list of the chapter, which goes through both languages
        lines.append(say("{n}. {test}: {standing}", n=n, test=_named(one), standing=_standing(one)))
    if sum(one.sitting.usable for one in found) > 1:
        lines.append(say(HIGHER))
    return Html("\n".join(lines))


def _named(one: Compared) -> Html:
    test: LanguageTest = one.sitting.test
    name = say(TEST_NAMES[test.kind])
    if test.result_date is None:
        return name
    return say("{test}, result of {day}", test=name, day=day(test.result_date))


def _standing(one: Compared) -> Html:
    until = one.sitting.until
    if one.sitting.why_not is not None:
        return say(WHY_NOT[one.sitting.why_not], until=day(until) if until else "")
    total = number(one.total or 0)
    worded = (
        say("this set counts, with a CRS score of {total};", total=total)
        if one.used
        else say("kept beside it; alone it would give a CRS score of {total};", total=total)
    )
    if until is None:
        return Html(f"{worded} {say('until when is not known without the date of the result.')}")
    return Html(f"{worded} {say('usable through {until}.', until=day(until, weekday=True))}")
