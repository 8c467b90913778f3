"""Every fact in words, one line each that can be read alone: "Job 2, start: Monday 4 March 2024".

The names stand beside the models of `rules.facts`, field by field; a fact without a name fails a test. What was not
told has no line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from html import escape
from typing import Any, Final

from pydantic import BaseModel

from conversations import duties
from conversations.kinds import ABILITIES, count_of_years
from conversations.occupation_kind import spoken
from conversations.program_words import PROGRAMS
from conversations.short_interview import EDUCATION, TEST_LABELS
from locales import LOCALES, N_, Html, count, current, day, hour, listed, month, number, say
from rules import facts as told
from rules.facts import Facts, Partner, Period, Scores
from rules.occupations import unit_groups

PERSON: Final[Mapping[str, str]] = {
    "birth_date": N_("Date of birth"),
    "education": N_("Education"),
    "credentials": N_("Diploma"),
    "tests": N_("Language test"),
    "tests_not_usable": N_("Tests that Express Entry does not take"),
    "canadian_work_years": N_("Work in Canada"),
    "foreign_work_years": N_("Work outside Canada"),
    "jobs": N_("Job"),
    "primary_occupation": N_("Main occupation"),
    "certificate_of_qualification": N_("Certificate of qualification"),
    "provincial_nomination": N_("Provincial nomination"),
    "nomination": N_("Nomination"),
    "sibling_in_canada": N_("Sibling in Canada"),
    "canadian_study": N_("Study in Canada"),
    "job_offer": N_("Level of the job offer"),
    "job_offer_assessed": N_("Labour market impact assessment of the job offer"),
    "offer": N_("Job offer"),
    "arranged_employment": N_("Arranged employment"),
    "relative_in_canada": N_("Relative in Canada"),
    "two_years_of_study_in_canada": N_("Two years of study in Canada"),
    "full_time_year_in_canada": N_("One full-time year of work in Canada"),
    "permits": N_("Permit"),
    "passport_expires": N_("Passport valid until"),
    "medical_exam": N_("Medical exam"),
    "police_certificates": N_("Police certificate"),
    "stays": N_("Stay in a country"),
    "misrepresentation_bar_until": N_("Bar for misrepresentation until"),
    "without_status_in_canada": N_("In Canada without status"),
}

_PERIOD: Final[Mapping[str, str]] = {"start": N_("start"), "end": N_("end")}

NAMES: Final[Mapping[type[BaseModel], Mapping[str, str]]] = {
    Facts: {
        **PERSON,
        "partner": N_("Partner"),
        "children": N_("Child"),
        "settlement_funds": N_("Settlement funds"),
        "intends_to_live_in_quebec": N_("Plan to live in Quebec"),
        "profile": N_("Express Entry profile"),
        "official_score": N_("Score in your account"),
        "official_score_on": N_("Day of that score"),
        "invitation": N_("Invitation to apply"),
    },
    Partner: {
        **PERSON,
        "status": N_("Status"),
        "living_together_since": N_("Living together since"),
        "married": N_("Married on"),
    },
    told.LanguageTest: {
        "kind": N_("name"),
        "scale": N_("scale"),
        "scores": N_("scores"),
        "test_date": N_("day of the test"),
        "result_date": N_("date of the result"),
    },
    Scores: {ability.value: name for ability, name in ABILITIES.items()},
    Period: _PERIOD,
    told.Job: {
        **_PERIOD,
        "noc": N_("occupation"),
        "duties": N_("its main duties"),
        "country": N_("country"),
        "hours_per_week": N_("hours a week"),
        "paid": N_("paid"),
        "self_employed": N_("self-employed"),
        "authorised": N_("authorised"),
        "studying": N_("while a full-time student"),
        "unpaid_leave": N_("unpaid leave"),
        "publicly_funded_physician": N_("physician paid by the public health system"),
        "qualified_from": N_("qualified in the trade since"),
    },
    told.Credential: {
        "level": N_("level"),
        "country": N_("country"),
        "completed": N_("completed"),
        "assessed": N_("date of the educational credential assessment (ECA)"),
        "assessed_as": N_("level by the assessment"),
        "eight_months_in_person": N_("at least eight months, full-time and in person"),
        "mostly_language_study": N_("mostly language courses"),
        "two_academic_years": N_("two academic years in Canada"),
    },
    told.Permit: {"kind": N_("kind"), "until": N_("last day")},
    told.Offer: {
        "noc": N_("occupation"),
        "duties": N_("its main duties"),
        "full_time": N_("full-time"),
        "year_after_visa": N_("for at least a year after permanent residence"),
        "assessed": N_("labour market impact assessment"),
        "excluded_employer": N_("employer that cannot make a valid offer"),
        "from_permit_employer": N_("from the employer on the work permit"),
        "year_with_employer": N_("a full-time year with this employer already"),
    },
    told.Child: {
        "birth_date": N_("date of birth"),
        "accompanying": N_("coming to Canada"),
        "canadian": N_("citizen or permanent resident of Canada"),
        "in_couple": N_("living as a couple"),
        "dependent_by_condition": N_("dependent because of a condition"),
    },
    told.Stay: {**_PERIOD, "country": N_("country")},
    told.PoliceCertificate: {"country": N_("country"), "issued": N_("date of issue")},
    told.Profile: {
        "draft_opened": N_("form begun"),
        "submitted": N_("submitted"),
        "submitted_at": N_("time of submission"),
        "valid_until": N_("valid until"),
    },
    told.Nomination: {
        "province": N_("province or territory"),
        "notified": N_("date of the nomination"),
        "accepted": N_("accepted"),
        "applied_to_province": N_("application to the province"),
        "expires": N_("last day"),
    },
    told.Invitation: {
        "issued": N_("date of the letter"),
        "program": N_("program"),
        "category": N_("category"),
        "cut_off": N_("cut-off of the round"),
        "deadline": N_("deadline in the letter"),
        "applied": N_("application submitted"),
    },
}
"""What each fact is called, by model. Names of a whole are capitalised; those of its parts follow a comma."""

_LEVELS: Final = {option.value: option.detail or option.label for option in EDUCATION.options}

VALUES: Final[Mapping[type[StrEnum], Mapping[Any, str]]] = {
    told.DutiesCheck: {option.value: option.label for option in duties.OPTIONS},
    told.EducationLevel: _LEVELS,
    told.CredentialLevel: _LEVELS,
    told.LanguageTestKind: {kind: option.detail or option.label for kind, option in TEST_LABELS.items()},
    told.TefScale: {
        told.TefScale.older: N_("The older-scale score (« Équivalence ancien score »)"),
        told.TefScale.out_of_699: N_("Only the scores out of 699"),
    },
    told.PartnerStatus: {
        told.PartnerStatus.accompanying: N_("Yes, coming with me; not a citizen or permanent resident of Canada"),
        told.PartnerStatus.not_accompanying: N_("Yes, not coming to Canada with me"),
        told.PartnerStatus.canadian: N_("Yes, a citizen or permanent resident of Canada"),
    },
    told.CanadianStudy: {
        told.CanadianStudy.none: N_("none"),
        told.CanadianStudy.one_year: N_("A program of one year"),
        told.CanadianStudy.two_year: N_("A program of two years"),
        told.CanadianStudy.three_years_or_more: N_(
            "A program of three years or more, or a master's, professional or doctoral degree"
        ),
    },
    told.JobOffer: {
        told.JobOffer.none: N_("none"),
        told.JobOffer.senior_manager: N_("senior manager (major group 00)"),
        told.JobOffer.other_skilled: N_("other skilled occupation"),
    },
    told.PermitKind: {
        told.PermitKind.employer_assessed: N_("work permit for one employer, on a labour market impact assessment"),
        told.PermitKind.employer_agreement: N_("work permit for one employer, under an international agreement"),
        told.PermitKind.employer_interest: N_("work permit for one employer, in the interest of Canada"),
        told.PermitKind.open_work: N_("open work permit"),
        told.PermitKind.study: N_("study permit"),
        told.PermitKind.visitor: N_("visitor status"),
    },
    told.InvitedProgram: {**PROGRAMS, told.InvitedProgram.provincial_nominee: N_("Provincial Nominee Program")},
}
"""What each value of a closed list is called."""

NOT_USABLE: Final[Mapping[str, str]] = {
    "ielts_academic": "IELTS Academic",
    "celpip_general_ls": "CELPIP-General LS",
    "pte_academic": "PTE Academic",
    "toefl_ibt": "TOEFL iBT",
    "toefl_essentials": "TOEFL Essentials",
}
"""Tests that are kept and never counted: proper names, the same in both languages."""

PROVINCES: Final[Mapping[str, str]] = {
    "AB": N_("Alberta"),
    "BC": N_("British Columbia"),
    "MB": N_("Manitoba"),
    "NB": N_("New Brunswick"),
    "NL": N_("Newfoundland and Labrador"),
    "NS": N_("Nova Scotia"),
    "NT": N_("Northwest Territories"),
    "ON": N_("Ontario"),
    "PE": N_("Prince Edward Island"),
    "SK": N_("Saskatchewan"),
    "YT": N_("Yukon"),
}

CATEGORIES: Final[Mapping[str, str]] = {
    "french": N_("French-language proficiency"),
    "healthcare": N_("Health care and social services"),
    "stem": N_("Science, technology, engineering and mathematics"),
    "trades": N_("Trades"),
    "transport": N_("Transport"),
    "agriculture": N_("Agriculture and agri-food"),
    "education": N_("Education occupations"),
    "physicians": N_("Physicians with Canadian work experience"),
    "senior_managers": N_("Senior managers with Canadian work experience"),
    "researchers": N_("Researchers with Canadian work experience"),
    "military": N_("Skilled military recruits"),
}


NO_LINE: Final = frozenset({"partner_unknown", "approximate", "none_of"})
"""Fields that say how something was told; they are in the words of what they are about."""


@dataclass(frozen=True, slots=True)
class Line:
    """One fact: the fields that lead to it, what it is called, what was told."""

    path: tuple[str | int, ...]
    name: Html
    words: Html


def lines(facts: Facts) -> tuple[Line, ...]:
    """What was told, in the order of the facts; the partner's after one's own."""
    own = [*_of(facts, (), Html(""))]
    if facts.partner is None:
        words = say("not known yet") if facts.partner_unknown else say("No partner")
        return (*own, Line(("partner",), say("Partner"), words))
    return (*own, *_of(facts.partner, ("partner",), say("Partner")))


def _of(model: BaseModel, path: tuple[str | int, ...], of: Html) -> Iterator[Line]:
    for field in type(model).model_fields:
        value = getattr(model, field)
        if isinstance(value, Partner) or field in NO_LINE:
            continue
        at = (*path, field)
        called = _part(of, say(NAMES[type(model)][field]))
        if _is_untold(model, field, value):
            if field in getattr(model, "none_of", ()):
                yield Line(at, called, say("none"))
            continue
        if isinstance(value, tuple) and value and isinstance(value[0], BaseModel) and type(value[0]) is not Period:
            for place, one in enumerate(value):
                yield from _of(one, (*at, place), say("{what} {n}", what=called, n=place + 1))
        elif isinstance(value, BaseModel) and not isinstance(value, Scores):
            yield from _of(value, at, called)
        else:
            vague = isinstance(value, date) and field in getattr(model, "approximate", ())
            words = say("{month}, the day is not known", month=month(value)) if vague else _worded(field, value)
            yield Line(at, called, words)


def _is_untold(model: BaseModel, field: str, value: Any) -> bool:
    return value is None or (value in (False, ()) and value == type(model).model_fields[field].default)


def _part(of: Html, name: Html) -> Html:
    """ "Partner, date of birth": a name behind another begins small, unless it is a short form."""
    if not of:
        return name
    small = name if name[1:2].isupper() else name[:1].lower() + name[1:]
    return Html(f"{of}, {small}")


def _worded(field: str, value: Any) -> Html:
    if field in _BY_FIELD:
        return _BY_FIELD[field](value)
    match value:
        case bool():
            return say("yes") if value else say("no")
        case StrEnum():
            return say(VALUES[type(value)][value])
        case datetime():
            return say("{day} at {time} UTC", day=day(value.date(), weekday=True), time=hour(value, "UTC"))
        case date():
            return Html(day(value, weekday=True))
        case Scores():
            return _scores(value)
        case ():
            return say("none")
        case tuple():
            return Html("; ".join(_period(each) for each in value))
        case _:
            return Html(number(value))


def _scores(scores: Scores) -> Html:
    named = [
        say("{ability} {score}", ability=say(name), score=number(Decimal(str(scores.of(ability)))))
        for ability, name in ABILITIES.items()
    ]
    return Html(", ".join(named))


def _period(period: Period) -> Html:
    if period.end is None:
        return say("since {day}", day=day(period.start))
    return say("from {start} to {end}", start=day(period.start), end=day(period.end))


def _country(code: str) -> Html:
    return Html(escape(LOCALES[current()].territories.get(code, code), quote=False))


def _occupation(code: str) -> Html:
    return spoken(unit_groups()[code])


def _not_usable(keys: tuple[str, ...]) -> Html:
    return listed([NOT_USABLE[key] for key in keys])


_BY_FIELD: Final[Mapping[str, Callable[[Any], Html]]] = {
    "country": _country,
    "noc": _occupation,
    "primary_occupation": _occupation,
    "province": lambda code: say(PROVINCES[code]),
    "category": lambda key: say(CATEGORIES[key]),
    "tests_not_usable": _not_usable,
    "canadian_work_years": count_of_years,
    "foreign_work_years": count_of_years,
    "settlement_funds": lambda amount: say("{amount} Canadian dollars", amount=number(amount)),
    "official_score": lambda points: count("{n} point", "{n} points", points),
    "cut_off": lambda points: count("{n} point", "{n} points", points),
}
"""Facts whose value is a code or carries a unit."""
