"""What ends an invitation early, and what an application needs, in words: the clocks of `rules.effective_deadline`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from conversations.profile_kinds import country
from locales import N_, NOTHING, Html, day, say
from rules.deadlines import Deadline, Kind
from rules.effective_deadline import ToGet
from rules.facts import Facts, Paper, PaperState
from rules.police_certificates import Asking

BECAUSE: Final[Mapping[str, str]] = {
    Kind.language_test: N_("A result counts while it is less than two years old; the last usable day is {last}."),
    Kind.education_assessment: N_("It counts while it is less than five years old; its last usable day is {last}."),
    Kind.nomination: N_("Its certificate runs through {last}, and the application has to be made while it lasts."),
    Kind.police_certificate: N_(
        "Of the country you live in, it may not be older than six months when you apply: the last day is {last}."
    ),
    Kind.medical_exam: N_("An exam serves for 12 months; the last day is {last}."),
    Kind.passport: N_("It runs through {last}, and the application needs a valid one."),
    Kind.permit: N_("It runs through {last}, and your job offer rests on it."),
    Kind.work_window: N_("Its oldest days leave the years that count; all of it counts through {last}."),
    Kind.funds_table: N_("A new table asks for more from the day after {last} on."),
    Kind.child_ages_out: N_(
        "The child is a dependent child through {last}; the application, not the invitation, fixes the age."
    ),
    Kind.invited_program: N_("By what you told me, they are met through {last}."),
    Kind.invited_category: N_("By what you told me, they are met through {last}."),
    Kind.invited_score: N_("By what you told me, it is enough for your round through {last}."),
}
"""Why a clock ends the invitation early."""


GIVES_POINTS: Final = (Kind.language_test, Kind.education_assessment, Kind.work_window)
PARTNERS_POINTS: Final = N_(
    "By what you told me, the cut-off or the program cannot do without the points of your partner."
)
"""Said where it is the partner's: what gives points that are needed."""


def because(clock: Deadline) -> Html:
    """Why it ends when it ends; nothing for the invitation itself."""
    if clock.kind is Kind.invitation:
        return NOTHING
    why = say(BECAUSE[clock.kind], last=day(clock.last_safe_day, weekday=True))
    return Html(f"{why} {say(PARTNERS_POINTS)}") if clock.whose == "partner" and clock.kind in GIVES_POINTS else why


# --- what is to be got ---

TO_GET: Final[Mapping[str, Mapping[str, str]]] = {
    "medical_exam": {
        "own": N_("your medical exam, before you apply"),
        "partner": N_("your partner's medical exam, before you apply"),
        "child": N_("the medical exam of your child born on {born}, before you apply"),
    },
    "reference_letter": {"own": N_("the reference letters of your employers")},
    "bank_letter": {"own": N_("the bank letter on your settlement funds")},
}
CERTIFICATE: Final[Mapping[str, str]] = {
    "own": N_("your police certificate of {country}"),
    "partner": N_("your partner's police certificate of {country}"),
    "child": N_("the police certificate of {country} for your child born on {born}"),
}
CERTIFICATE_TO_CHECK: Final[Mapping[str, str]] = {
    "own": N_("check whether you need a police certificate of {country}"),
    "partner": N_("check whether your partner needs a police certificate of {country}"),
    "child": N_("check whether your child born on {born} needs a police certificate of {country}"),
}
CERTIFICATES_UNKNOWN: Final[Mapping[str, str]] = {
    "own": N_("your police certificates (tell me in your profile where you lived, and I name the countries)"),
    "partner": N_("your partner's police certificates (the countries they lived in are not known to me)"),
    "child": N_("the police certificates of your child of 18 or more, born on {born} (check where they lived)"),
}
"""What an application needs, for whom."""


def to_get(one: ToGet, facts: Facts) -> Html:
    """Something the application needs, in the middle of a line."""
    whose = "child" if one.whose.startswith("children.") else one.whose
    told = {"country": "" if one.country is None else country(one.country), "born": _born(one.whose, facts)}
    if one.what == Kind.police_certificate:
        words = CERTIFICATE if one.asking is Asking.needed else CERTIFICATE_TO_CHECK
        return say((words if one.country is not None else CERTIFICATES_UNKNOWN)[whose], **told)
    return say(TO_GET[one.what][whose], **told)


def paper(one: ToGet, facts: Facts) -> Paper | None:
    """How far it has come, as told for the document of that key (`rules.facts.Paper`)."""
    key = ":".join(part for part in (one.what, one.whose, one.country) if part)
    return next((each for each in facts.papers if each.key == key), None)


def missing(needed: Iterable[ToGet], facts: Facts) -> tuple[ToGet, ...]:
    """What is still to be got: without what was told to be there already."""
    found = ((one, paper(one, facts)) for one in needed)
    return tuple(one for one, told in found if told is None or told.state is not PaperState.there)


def _born(whose: str, facts: Facts) -> str:
    place = whose.removeprefix("children.")
    children = facts.children or ()
    return day(children[int(place)].birth_date) if place.isdecimal() and int(place) < len(children) else ""
