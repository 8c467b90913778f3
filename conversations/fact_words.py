"""Every fact in words, one line each that can be read alone: "Job 2, start: Monday 4 March 2024".

Names and words are those of the profile's questions; what no question asks is named here. A fact without a name fails
a test. What was not told has no line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from pydantic import BaseModel

from conversations.documents.words import key_named
from conversations.kinds import ABILITIES
from conversations.profile.chapters import CHAPTERS
from conversations.program_words import CATEGORIES, PROGRAMS
from conversations.questions import Question
from conversations.short_interview import NOT_USABLE
from locales import N_, Html, count, day, hour, listed, number, say
from rules import facts as told
from rules.facts import Facts, Partner, Period, Scores

NOT_ASKED: Final[Mapping[type[BaseModel], Mapping[str, str]]] = {
    told.Person: {
        "credentials": N_("Diploma"),
        "tests": N_("Language test"),
        "tests_not_usable": N_("Tests that Express Entry does not take"),
        "jobs": N_("Job"),
        "provincial_nomination": N_("Provincial nomination"),
        "nomination": N_("Nomination"),
        "sibling_in_canada": N_("Sibling in Canada"),
        "relative_in_canada": N_("Relative in Canada"),
        "job_offer": N_("Level of the job offer"),
        "job_offer_assessed": N_("Labour market impact assessment of the job offer"),
        "offer": N_("Job offer"),
        "arranged_employment": N_("Arranged employment"),
        "permits": N_("Permit"),
        "police_certificates": N_("Police certificate"),
        "stays": N_("Stay in a country"),
        "activities": N_("Time without a job"),
    },
    Facts: {
        "partner": N_("Partner"),
        "children": N_("Child"),
        "profile": N_("Express Entry profile"),
        "invitation": N_("Invitation to apply"),
        "application": N_("Application for permanent residence"),
        "former_partner": N_("Former partner"),
        "child_expected": N_("Child expected on"),
        "papers": N_("Document of the application"),
    },
    told.FormerPartner: {"how": N_("what happened"), "since": N_("since")},
    told.Paper: {"key": N_("which one"), "state": N_("status"), "on": N_("asked for on")},
    Scores: {ability.value: name for ability, name in ABILITIES.items()},
    Period: {"start": N_("start"), "end": N_("end")},
    told.Child: {
        "in_couple": N_("living as a couple"),
        "dependent_by_condition": N_("dependent because of a condition"),
    },
    told.Profile: {
        "submitted_at": N_("time of submission"),
        "eligibility_answered": N_("eligibility questions answered"),
        "ended": N_("ended on"),
        "ended_by": N_("how it ended"),
        "follows": N_("follows an earlier profile that ended on"),
    },
    told.Nomination: {"withdrawn": N_("withdrawn on")},
    told.Invitation: {
        "issued": N_("date of the letter"),
        "program": N_("program"),
        "category": N_("category"),
        "round": N_("number of the round"),
        "cut_off": N_("cut-off of the round"),
        "tie_break": N_("tie-break of the round"),
        "score": N_("score in the letter"),
        "deadline": N_("deadline in the letter"),
        "applied": N_("application submitted"),
        "declined": N_("declined on"),
        "cancelled": N_("cancelled by the Minister on"),
    },
    told.Application: {
        "returned": N_("returned as incomplete on"),
        "biometrics_asked": N_("biometrics asked for on"),
        "biometrics_given": N_("biometrics given on"),
        "medical_asked": N_("medical exam asked for on"),
        "documents_asked": N_("further documents asked for on"),
        "passport_asked": N_("passport asked for on"),
        "approved": N_("approved on"),
        "refused": N_("refused on"),
        "withdrawn": N_("withdrawn on"),
        "landed": N_("permanent resident since"),
    },
}
"""What the profile's questions do not name: lists as a whole, and facts that follow from other answers."""


def _asked() -> dict[type[BaseModel], dict[str, Question]]:
    """The profile's question of every field that has one, by model."""
    found: dict[type[BaseModel], dict[str, Question]] = {}
    for chapter in CHAPTERS:
        for part, whose in chapter.parts:
            person = Facts if whose == "own" else Partner
            model = person if part.model is Facts else part.model
            for question in part.questions:
                of = model if question.key in model.model_fields else person
                found.setdefault(of, {}).setdefault(question.key, question)
    return found


ASKED: Final = _asked()


def name_of(model: type[BaseModel], field: str) -> str:
    """What a fact is called, as in the question that asks it; KeyError for one without a name."""
    if field in ASKED.get(model, {}):
        return ASKED[model][field].name
    for each in model.__mro__:
        if field in NOT_ASKED.get(each, {}):
            return NOT_ASKED[each][field]
    raise KeyError(field)


VALUES: Final[Mapping[type[StrEnum], Mapping[Any, str]]] = {
    told.JobOffer: {
        told.JobOffer.none: N_("none"),
        told.JobOffer.senior_manager: N_("senior manager (major group 00)"),
        told.JobOffer.other_skilled: N_("other skilled occupation"),
    },
    told.PaperState: {
        told.PaperState.asked_for: N_("asked for"),
        told.PaperState.there: N_("there"),
    },
    told.Parting: {
        told.Parting.separated: N_("separated"),
        told.Parting.divorced: N_("divorced"),
        told.Parting.died: N_("died"),
    },
    told.ProfileEnd: {
        told.ProfileEnd.not_eligible: N_("found not eligible"),
        told.ProfileEnd.withdrawn: N_("withdrawn"),
        told.ProfileEnd.removed: N_("removed from the pool"),
    },
    told.InvitedProgram: {**PROGRAMS, told.InvitedProgram.provincial_nominee: N_("Provincial Nominee Program")},
}
"""What each value of a closed list is called that no question asks for."""

NO_LINE: Final = frozenset({"partner_unknown", "approximate", "none_of", "put_off"})
"""Fields that say how something was told; they are in the words of what they are about."""


@dataclass(frozen=True, slots=True)
class Line:
    """One fact: the fields that lead to it, what it is called, what was told."""

    path: tuple[str | int, ...]
    name: Html
    words: Html


Worded = dict[tuple[BaseModel, tuple[str | int, ...]], tuple[Line, ...]]
"""The lines of things that stand in a list, once worded: from one state of the facts to the next few of them change."""


def lines(facts: Facts, worded: Worded | None = None) -> tuple[Line, ...]:
    """What was told, in the order of the facts; the partner's after one's own.

    `worded` is for somebody who words several states of one person's facts in one language, and is filled.
    """
    worded = {} if worded is None else worded
    own = [*_of(facts, (), Html(""), worded)]
    if facts.partner is None:
        words = say("not known yet") if facts.partner_unknown else say("No partner")
        return (*own, Line(("partner",), say("Partner"), words))
    return (*own, *_of(facts.partner, ("partner",), say("Partner"), worded))


def _of(model: BaseModel, path: tuple[str | int, ...], of: Html, worded: Worded) -> Iterator[Line]:
    for field in type(model).model_fields:
        value = getattr(model, field)
        if isinstance(value, Partner) or field in NO_LINE:
            continue
        at = (*path, field)
        called = _part(of, say(name_of(type(model), field)))
        if _is_untold(model, field, value):
            if field in getattr(model, "none_of", ()):
                yield Line(at, called, say("none"))
            continue
        if isinstance(value, tuple) and value and isinstance(value[0], BaseModel) and type(value[0]) is not Period:
            for place, one in enumerate(value):
                key = (one, (*at, place))
                if key not in worded:
                    worded[key] = (*_of(one, (*at, place), say("{what} {n}", what=called, n=place + 1), worded),)
                yield from worded[key]
        elif isinstance(value, BaseModel) and not isinstance(value, Scores):
            yield from _of(value, at, called, worded)
        else:
            yield Line(at, called, _of_field(model, field, value))


def _is_untold(model: BaseModel, field: str, value: Any) -> bool:
    return value is None or (value in (False, ()) and value == type(model).model_fields[field].default)


def _part(of: Html, name: Html) -> Html:
    """ "Partner, date of birth": a name behind another begins small, unless it is a short form."""
    if not of:
        return name
    small = name if name[1:2].isupper() else name[:1].lower() + name[1:]
    return Html(f"{of}, {small}")


def _of_field(model: BaseModel, field: str, value: Any) -> Html:
    """A value as the question that asks it says it."""
    question = ASKED.get(type(model), {}).get(field)
    if question is None or isinstance(value, bool | Scores | tuple):
        return _worded(field, value)
    row = model.model_dump(mode="json")
    if isinstance(value, date) and field in row.get("approximate", ()):
        row[field] = row[field][: len("2024-12")]
    return question.kind.words(row[field], row)


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


def _not_usable(keys: tuple[str, ...]) -> Html:
    return listed([say(NOT_USABLE[key]) for key in keys])


_BY_FIELD: Final[Mapping[str, Callable[[Any], Html]]] = {
    "category": lambda key: say(CATEGORIES[key]),
    "tests_not_usable": _not_usable,
    "cut_off": lambda points: count("{n} point", "{n} points", points),
    "score": lambda points: count("{n} point", "{n} points", points),
    "round": Html,
    "key": key_named,
}
"""Facts that no question asks for and whose value is a code or carries a unit."""
