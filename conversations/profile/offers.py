"""What an employer or a province gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from conversations.duties import duties
from conversations.kinds import Cautious, Choice, Option, YesNo
from conversations.occupation_kind import Occupation
from conversations.profile.days import BEFORE_NOTIFIED, any_day, of_short, past
from conversations.profile.parts import Row, Sheet, answers, ask, fields
from conversations.questions import Answers, known
from locales import N_
from rules.facts import JobOffer, Nomination, Offer, Person

HAS_OFFER: Final = "has_offer"


def _offered(answers: Answers) -> bool:
    return known(answers, HAS_OFFER) is True


def _tell_offer(part: Sheet, person: Person, given: Answers) -> Row:
    has = known(given, HAS_OFFER)
    if has is not True:
        none = None if has is None else False
        return {"offer": None, "arranged_employment": none, "job_offer": None if has is None else JobOffer.none}
    told = fields(part.questions[1:], given, person.offer)
    told["excluded_employer"] = bool(told.get("excluded_employer"))
    return {"offer": told, "arranged_employment": None, "job_offer": None}


def _told_offer(part: Sheet, person: Person) -> dict[str, Any]:
    if person.offer is not None:
        return {HAS_OFFER: True, **answers(part.questions[1:], person.offer, asked=True)}
    if person.arranged_employment is False:
        return {HAS_OFFER: False}
    return {HAS_OFFER: True} if person.arranged_employment else {}


_DUTIES: Final = duties("duties", "noc", of="offer")

OFFER: Final = Sheet(
    key="offer",
    title=N_("Job offer"),
    topic=N_("job offer"),
    model=Offer,
    tell=_tell_offer,
    told=_told_offer,
    questions=(
        ask(
            HAS_OFFER,
            N_("Job offer"),
            N_("Do you have a job offer from an employer in Canada?"),
            YesNo(N_("Yes, an offer"), N_("No offer")),
            N_(
                "Since 25 March 2025 a job offer gives no CRS points. It can still give points in the Federal Skilled "
                "Worker Program, free you from settlement funds, and open the Federal Skilled Trades Program."
            ),
        ),
        ask(
            "noc",
            N_("Occupation offered"),
            N_("Which occupation is offered? Type the job title or its NOC code."),
            Occupation(),
            N_("The offer has to be in an occupation of TEER 0 to 3."),
            applies=_offered,
        ),
        replace(_DUTIES, applies=lambda answers: _offered(answers) and _DUTIES.applies(answers)),
        ask(
            "full_time",
            N_("Full-time and continuous"),
            N_("Is the job full-time (30 hours a week or more) and not seasonal?"),
            YesNo(N_("Yes, full-time"), N_("No, part-time or seasonal")),
            N_("Only a full-time, continuous job counts."),
            applies=_offered,
        ),
        ask(
            "year_after_visa",
            N_("For at least a year"),
            N_("Is the job for at least one year after you become a permanent resident?"),
            YesNo(N_("Yes, a year or more"), N_("No, shorter")),
            N_("A shorter job does not count."),
            applies=_offered,
        ),
        ask(
            "assessed",
            N_("Impact assessment (LMIA)"),
            N_("Is there a positive labour market impact assessment (LMIA) that names you and the job?"),
            YesNo(N_("Yes, an LMIA"), N_("No LMIA")),
            N_("Which case of arranged employment it is depends on it."),
            applies=_offered,
        ),
        ask(
            "from_permit_employer",
            N_("Employer named on the permit"),
            N_("Is it the employer that your work permit names?"),
            YesNo(N_("Yes, the same employer"), N_("No, or no such permit")),
            N_("Which case of arranged employment it is depends on it."),
            applies=_offered,
        ),
        ask(
            "year_with_employer",
            N_("A year with this employer"),
            N_("Have you already worked full-time for this employer for a year?"),
            YesNo(N_("Yes, a full-time year"), N_("No, not a year")),
            N_("Some work permits without an LMIA ask for it."),
            applies=lambda answers: _offered(answers) and known(answers, "from_permit_employer") is not False,
        ),
        ask(
            "excluded_employer",
            N_("Embassy or barred employer"),
            N_("Is the employer an embassy or consulate, or on the government's list of barred employers?"),
            YesNo(N_("Yes, one of these"), N_("No, neither")),
            N_("An offer of such an employer does not count."),
            applies=_offered,
        ),
    ),
)

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
"""The provinces and territories that nominate through Express Entry."""

HAS_NOMINATION: Final = "has_nomination"


def _nominated(answers: Answers) -> bool:
    return known(answers, HAS_NOMINATION) is True


def _tell_nomination(part: Sheet, person: Person, given: Answers) -> Row:
    has = known(given, HAS_NOMINATION)
    if has is not True or known(given, "province") is None:
        return {"nomination": None, "provincial_nomination": has}
    told = fields(part.questions[1:], given, person.nomination)
    return {"nomination": told, "provincial_nomination": None}


def _told_nomination(part: Sheet, person: Person) -> dict[str, Any]:
    if person.nomination is None:
        return {} if person.provincial_nomination is None else {HAS_NOMINATION: person.provincial_nomination}
    return {HAS_NOMINATION: True, **answers(part.questions[1:], person.nomination, asked=True)}


NOMINATION: Final = Sheet(
    key="nomination",
    title=N_("Provincial nomination"),
    topic=N_("nomination"),
    model=Nomination,
    tell=_tell_nomination,
    told=_told_nomination,
    questions=(
        ask(
            HAS_NOMINATION,
            N_("Provincial nomination"),
            of_short("provincial_nomination").wording,
            of_short("provincial_nomination").kind,
            of_short("provincial_nomination").why,
        ),
        ask(
            "province",
            N_("Province or territory"),
            N_("Which province or territory nominated you?"),
            Choice(tuple(Option(code, name, words=(code.lower(),)) for code, name in PROVINCES.items())),
            N_("Each has its own program; Quebec and Nunavut do not nominate through Express Entry."),
            applies=_nominated,
        ),
        ask(
            "notified",
            N_("In the account since"),
            N_("On which day did the nomination appear in your account?"),
            past(years=3, near=True),
            N_("From that day you have 30 days to accept it or not."),
            applies=_nominated,
        ),
        ask(
            "accepted",
            N_("Accepted"),
            N_("Have you accepted it in your account?"),
            YesNo(N_("Yes, accepted"), N_("No, not accepted")),
            N_("Only an accepted nomination gives the 600 points."),
            applies=_nominated,
        ),
        ask(
            "expires",
            N_("Valid until"),
            N_("What is the last day on the nomination certificate?"),
            any_day(back=3, ahead=3, follows=(("notified", BEFORE_NOTIFIED),)),
            N_("After that day the nomination no longer counts."),
            applies=_nominated,
        ),
        ask(
            "applied_to_province",
            N_("Applied to the province"),
            N_("On which day did you apply to the province for the nomination?"),
            past(years=5, cautious=Cautious.last),
            N_("With a nomination, that day fixes the age of your children."),
            applies=_nominated,
        ),
    ),
)
