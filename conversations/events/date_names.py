"""The names of all clocks, by their keys ("police_certificate:own:FR"), as before and after speaks of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from conversations import clock_words
from conversations.profile_kinds import country
from conversations.program_words import CATEGORIES
from locales import N_, Html, say
from rules.deadlines import Kind

OWN: Final[Mapping[Kind, str]] = {
    Kind.education_assessment: N_("your educational credential assessment"),
    Kind.profile: N_("your profile in the pool"),
    Kind.profile_draft: N_("your profile form"),
    Kind.invitation: N_("your invitation"),
    Kind.nomination_answer: N_("your answer to the nomination"),
    Kind.nomination: N_("your nomination"),
    Kind.police_certificate: N_("your police certificate"),
    Kind.medical_exam: N_("your medical exam"),
    Kind.passport: N_("your passport"),
    Kind.permit: N_("your permit"),
    Kind.birthday: N_("the day before the birthday that takes CRS points"),
    Kind.selection_grid_birthday: N_("the day before the birthday that takes you below the pass mark"),
    Kind.funds_table: N_("your settlement funds by the new table"),
    Kind.misrepresentation_bar: N_("your bar for misrepresentation"),
    Kind.invited_program: N_("the program you were invited for"),
    Kind.invited_category: N_("the category you were invited by"),
    Kind.invited_score: N_("the score at the cut-off of your round"),
}
"""What is the candidate's own."""

PARTNERS: Final[Mapping[Kind, str]] = {
    Kind.education_assessment: N_("your partner's educational credential assessment"),
    Kind.police_certificate: N_("your partner's police certificate"),
    Kind.medical_exam: N_("your partner's medical exam"),
    Kind.passport: N_("your partner's passport"),
    Kind.permit: N_("your partner's permit"),
    Kind.misrepresentation_bar: N_("your partner's bar for misrepresentation"),
    Kind.common_law_day: N_("the day before you are common-law partners"),
}

CHILDS: Final[Mapping[Kind, str]] = {
    Kind.police_certificate: N_("a child's police certificate"),
    Kind.medical_exam: N_("a child's medical exam"),
    Kind.child_ages_out: N_("the last day on which a child is young enough to be dependent"),
}

RULES: Final[Mapping[Kind, str]] = {Kind.rule_change: N_("the rules as they are now")}

TESTS: Final[Mapping[str, str]] = {
    "language_test:own:english": N_("your English test result"),
    "language_test:own:french": N_("your French test result"),
    "language_test:partner:english": N_("your partner's English test result"),
    "language_test:partner:french": N_("your partner's French test result"),
}

WORK: Final[Mapping[str, str]] = {
    "crs_canadian": N_("your years of work in Canada, for the score"),
    "crs_foreign": N_("your years of work outside Canada, for the score"),
    "canadian_experience_class": N_("your experience for the Canadian Experience Class"),
    "federal_skilled_worker": N_("your experience for the Federal Skilled Worker Program"),
    "skilled_trades": N_("your experience for the Federal Skilled Trades Program"),
}

PARTNERS_WORK: Final = N_("your partner's years of work in Canada")

_BY_WHOSE: Final = {"own": OWN, "partner": PARTNERS, "child": CHILDS, "rules": RULES}


def named(key: str) -> Html:
    """What a clock is about, in the middle of a sentence."""
    kind, whose, *parts = key.split(":")
    part = parts[0] if parts else ""
    if kind == Kind.language_test:
        return say(TESTS[":".join((kind, whose, part))]) if len(parts) == 1 else clock_words.named(key)
    if kind == Kind.work_window:
        if part == "category":
            return say("your work for the category {category}", category=say(CATEGORIES[parts[1]]))
        return say(PARTNERS_WORK) if whose == "partner" else say(WORK[part])
    words = say(_BY_WHOSE[whose][Kind(kind)])
    if kind == Kind.police_certificate and whose != "child" and part:
        return say("{certificate} ({country})", certificate=words, country=country(part))
    return words
