"""What each clock, and everything else with a day, is called: one table, by the key ("police_certificate:own:FR").

A name stands at the beginning of a line or sentence; `locales.inside` makes of it the one within a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from conversations.profile.offers import PROVINCES
from conversations.profile_kinds import country
from conversations.program_words import CATEGORIES, PROGRAMS
from locales import N_, Html, day, say
from rules.facts import InvitedProgram

Parts = tuple[str, ...]
"""The parts of a key behind its kind: whose, and what tells it from others of that person."""


def named(key: str) -> Html:
    """What something is called; KeyError for a kind without a name."""
    kind, *parts = key.split(":")
    return NAMES[kind](tuple(parts))


def _always(name: str) -> Callable[[Parts], Html]:
    return lambda _parts: say(name)


def _of_two(own: str, partners: str) -> Callable[[Parts], Html]:
    return lambda parts: say(partners if parts[:1] == ("partner",) else own)


TESTS: Final[Mapping[Parts, str]] = {
    ("own", "english"): N_("Your English test result"),
    ("own", "french"): N_("Your French test result"),
    ("partner", "english"): N_("Your partner's English test result"),
    ("partner", "french"): N_("Your partner's French test result"),
}

OTHER_TESTS: Final[Mapping[str, str]] = {
    "english": N_("Your other English test result"),
    "french": N_("Your other French test result"),
}
"""Results beside the ones the score uses: a program rests on them, which is the fourth part of the clock's key."""


def _test(parts: Parts) -> Html:
    return say(OTHER_TESTS[parts[1]] if parts[2:] else TESTS[parts[:2]])


def _assessment(parts: Parts) -> Html:
    place = country(parts[1])
    if parts[0] == "partner":
        return say("The assessment (ECA) of your partner's diploma ({country})", country=place)
    return say("The assessment (ECA) of your diploma ({country})", country=place)


def _province(name: str) -> Callable[[Parts], Html]:
    return lambda parts: say(name, province=say(PROVINCES[parts[1]]))


def _certificate(parts: Parts) -> Html:
    whose, place = parts[0], parts[1] if len(parts) > 1 else ""
    if whose == "child":
        return say("A police certificate for your child born on {day}", day=_born(parts))
    if not place:
        return say("Your partner's police certificates") if whose == "partner" else say("Your police certificates")
    if whose == "partner":
        return say("Your partner's police certificate ({country})", country=country(place))
    return say("Your police certificate ({country})", country=country(place))


def _exam(parts: Parts) -> Html:
    if parts[0] == "child":
        return say("The medical exam of your child born on {day}", day=_born(parts))
    return say("Your partner's medical exam") if parts[0] == "partner" else say("Your medical exam")


def _born(parts: Parts) -> str:
    return day(date.fromisoformat(parts[1]))


PERMITS: Final[Mapping[str, tuple[str, str]]] = {
    "study": (N_("Your study permit"), N_("Your partner's study permit")),
    "visitor": (N_("Your visitor record"), N_("Your partner's visitor record")),
}
"""Permits that are not for work."""

WORK_PERMIT: Final = (N_("Your work permit"), N_("Your partner's work permit"))

WINDOWS: Final[Mapping[str, str]] = {
    "crs_canadian": N_("Your years of work in Canada"),
    "crs_foreign": N_("Your years of work outside Canada"),
    "canadian_experience_class": N_("Your work for the Canadian Experience Class"),
    "federal_skilled_worker": N_("Your work for the Federal Skilled Worker Program"),
    "skilled_trades": N_("Your work for the Federal Skilled Trades Program"),
}
"""By the purpose that the work serves (`rules.work.PurposeKey`)."""


def _window(parts: Parts) -> Html:
    if parts[1] == "category":
        return say("Your work for the category “{category}”", category=say(CATEGORIES[parts[2]]))
    if parts[0] == "partner":
        return say("Your partner's years of work in Canada")
    return say(WINDOWS[parts[1]])


NAMES: Final[Mapping[str, Callable[[Parts], Html]]] = {
    "language_test": _test,
    "education_assessment": _assessment,
    "profile": _always(N_("Your profile in the pool")),
    "profile_draft": _always(N_("Your profile form")),
    "nomination_answer": _province(N_("The answer to your nomination ({province})")),
    "nomination": _province(N_("Your nomination certificate ({province})")),
    "invitation": _always(N_("Your invitation to apply")),
    "effective_deadline": _always(N_("Your last safe day to apply")),
    "account_look": _always(N_("A look into your account")),
    "application_look": _always(N_("A look into your account")),
    "police_certificate": _certificate,
    "medical_exam": _exam,
    "passport": _of_two(N_("Your passport"), N_("Your partner's passport")),
    "permit": lambda parts: say(PERMITS.get(parts[1], WORK_PERMIT)[parts[0] == "partner"]),
    "birthday": _always(N_("Your birthday and your points")),
    "selection_grid_birthday": _always(N_("Your birthday and the Federal Skilled Worker Program")),
    "work_gain": _of_two(
        N_("Another year of your work is complete"), N_("Another year of your partner's work is complete")
    ),
    "category_day": lambda parts: say("The category “{category}” opens to you", category=say(CATEGORIES[parts[1]])),
    "work_window": _window,
    "child_ages_out": lambda parts: say("The age of your child born on {day}", day=_born(parts)),
    "common_law_day": _always(N_("Living together for a year")),
    "wedding_day": _always(N_("Your wedding")),
    "birth_expected": _always(N_("A birth you told me of")),
    "job_start": lambda parts: say("The first day of your job ({country})", country=country(parts[1])),
    "job_end": lambda parts: say("The last paid day of your job ({country})", country=country(parts[1])),
    "funds_table": _always(N_("The new table of settlement funds")),
    "funds_update": _always(N_("Your settlement funds by the new table")),
    "misrepresentation_bar": _of_two(N_("The end of your bar"), N_("The end of your partner's bar")),
    "goal": _always(N_("Your goal")),
    "rule_start": _always(N_("New rules that concern you")),
    "rule_change": _always(N_("A change of the rules of the score")),
    "invited_program": lambda parts: say(
        "The conditions of the program ({program})", program=say(PROGRAMS[InvitedProgram(parts[-1])])
    ),
    "invited_category": _always(N_("The conditions of the category")),
    "invited_score": _always(N_("Your score")),
}
"""By kind: those of `rules.clocks.Kind` and of `rules.watched`."""
