"""Diplomas and assessments, one by one or in short."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from conversations.kinds import Cautious, Choice, Option, YesNo
from conversations.profile.days import ASSESSED_BEFORE, CANADA, in_canada, of_short, past
from conversations.profile.parts import Items, Row, Sheet, ask
from conversations.profile_kinds import Country
from conversations.questions import NONE, UNKNOWN, Answers, known
from conversations.short_interview import EDUCATION
from locales import N_
from rules.facts import Credential, CredentialLevel, Told

LEVELS: Final = tuple(
    replace(option, value=CredentialLevel(option.value))
    for option in EDUCATION.options
    if option.value in set(CredentialLevel)
)
"""The levels of one credential: those of education but for "less" and "two or more"."""


def _abroad(answers: Answers) -> bool:
    return known(answers, "country") not in (None, CANADA)


def _assessed(answers: Answers) -> bool:
    return _abroad(answers) and known(answers, "assessed") not in (None, NONE)


def _more_than_a_year(answers: Answers) -> bool:
    short = (CredentialLevel.secondary, CredentialLevel.one_year_post_secondary)
    return in_canada(answers) and known(answers, "level") not in (None, *short)


def _beyond_school_in_canada(answers: Answers) -> bool:
    return in_canada(answers) and known(answers, "level") not in (None, CredentialLevel.secondary)


SAME_LEVEL: Final = "same"


def _as_reported(told: Row) -> Row:
    return {**told, "assessed_as": None if told.get("assessed_as") == SAME_LEVEL else told.get("assessed_as")}


def _as_asked(filled: dict[str, Any], _item: Told) -> dict[str, Any]:
    told = filled.get("assessed_as", UNKNOWN)
    return {**filled, "assessed_as": SAME_LEVEL if told == UNKNOWN and _assessed(filled) else told}


CREDENTIALS: Final = Items(
    key="credentials",
    title=N_("Your diplomas and assessments"),
    topic=N_("diploma"),
    partner_title=N_("Your partner's diplomas and assessments"),
    partner_topic=N_("partner's diploma"),
    model=Credential,
    add=N_("Add a diploma"),
    none=N_("No completed diploma"),
    needed=("level", "country", "completed"),
    line=("level", "country", "completed", "assessed"),
    instead=N_(
        "From now on I go by the diplomas told one by one, and no longer by the level told in short. Please add the "
        "other completed diplomas too."
    ),
    shape=_as_reported,
    unshape=_as_asked,
    questions=(
        ask(
            "level",
            N_("Level"),
            N_("What level is this diploma, certificate or degree?"),
            Choice(LEVELS),
            N_("Each completed credential is told by itself; two or more together can give a level of their own."),
        ),
        ask(
            "country",
            N_("Country"),
            N_("In which country was it earned?"),
            Country(),
            N_("A credential from outside Canada counts with an assessment. One earned in Canada needs none."),
        ),
        ask(
            "completed",
            N_("Completed"),
            N_("When was it completed?"),
            past(cautious=Cautious.last),
            N_("Only completed credentials count."),
            hint=N_("The day on the diploma. If you know only the month, type the month."),
        ),
        ask(
            "assessed",
            N_("Assessment (ECA)"),
            N_("What is the date of the report of the educational credential assessment (ECA)?"),
            past(years=15, cautious=Cautious.first, none=N_("Not assessed"), follows=(("completed", ASSESSED_BEFORE),)),
            N_("An assessment counts for five years from its date."),
            hint=N_("The date of the first report, even if it was issued again later."),
            applies=_abroad,
        ),
        ask(
            "assessed_as",
            N_("Level in the report"),
            N_("Which Canadian level does the report name?"),
            Choice((Option(SAME_LEVEL, N_("The same level"), words=("same", "pareil", "le meme")), *LEVELS)),
            N_("The level the report names is the one that counts."),
            applies=_assessed,
            after=("level",),
        ),
        ask(
            "eight_months_in_person",
            N_("Eight months in Canada"),
            N_("Was it full-time study of at least eight months, in person in Canada?"),
            YesNo(N_("Yes, eight months or more"), N_("No, not all of this")),
            N_("These are the conditions of points for study in Canada."),
            applies=_beyond_school_in_canada,
        ),
        ask(
            "mostly_language_study",
            N_("Mostly language courses"),
            N_("Was more than half of it the study of English or French?"),
            YesNo(N_("Yes, more than half"), N_("No, half or less")),
            N_("Studies that are mostly language courses give no points for study in Canada."),
            applies=_beyond_school_in_canada,
        ),
        ask(
            "two_academic_years",
            N_("Two academic years"),
            N_("Was it full-time study of at least two academic years, in a program of two years or more?"),
            YesNo(N_("Yes, two years or more"), N_("No, less than two years")),
            N_("It gives points for adaptability in the Federal Skilled Worker Program."),
            applies=_more_than_a_year,
        ),
    ),
)

EDUCATION_IN_SUM: Final = Sheet(
    key="education",
    title=N_("Your education in short"),
    topic=N_("education"),
    partner_title=N_("Your partner's education in short"),
    partner_topic=N_("partner's education"),
    applies=lambda person: person.credentials is None,
    questions=(
        ask(
            "education",
            N_("Education"),
            N_("What is the highest completed level of education?"),
            EDUCATION,
            of_short("education").why,
        ),
        ask(
            "canadian_study",
            N_("Study in Canada"),
            N_("Was a post-secondary program completed in Canada?"),
            of_short("canadian_study").kind,
            of_short("canadian_study").why,
            hint=of_short("canadian_study").hint,
        ),
        ask(
            "two_years_of_study_in_canada",
            N_("Two years of study in Canada"),
            N_("Were two academic years of full-time study in Canada completed, in a program of two years or more?"),
            YesNo(N_("Yes, two years"), N_("No, not two years")),
            N_("It gives points for adaptability in the Federal Skilled Worker Program, even without a diploma."),
        ),
    ),
)
