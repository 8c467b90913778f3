"""The partner, the children, the relatives in Canada."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from conversations.kinds import Cautious, Choice, Option, YesNo
from conversations.profile.days import any_day, of_short, past
from conversations.profile.parts import Items, Row, Sheet, answers, ask, fields
from conversations.questions import NONE, Answers, known
from conversations.short_interview import NO_PARTNER
from locales import N_
from rules.facts import Child, Facts, Partner, Person, Told


def _coupled(answers: Answers) -> bool:
    return known(answers, "status") not in (None, NO_PARTNER)


def _tell_partner(part: Sheet, person: Person, given: Answers) -> Row:
    status = known(given, "status")
    if status is None:
        return {"partner": None, "partner_unknown": True}
    if status == NO_PARTNER:
        return {"partner": None, "partner_unknown": False}
    before = person.partner if isinstance(person, Facts) else None
    return {"partner": fields(part.questions, given, before), "partner_unknown": False}


def _told_partner(part: Sheet, person: Person) -> dict[str, Any]:
    if not isinstance(person, Facts) or person.partner_unknown:
        return {}
    if person.partner is None:
        return {"status": NO_PARTNER}
    return answers(part.questions, person.partner, asked=True)


_STATUS: Final = of_short("partner.status")

COUPLE: Final = Sheet(
    key="couple",
    title=N_("Your partner"),
    topic=N_("family"),
    model=Partner,
    tell=_tell_partner,
    told=_told_partner,
    questions=(
        replace(_STATUS, key="status"),
        ask(
            "married",
            N_("Married since"),
            N_("When did you marry, or when is the wedding?"),
            any_day(back=80, ahead=3, none=N_("Not married, no date")),
            N_("From that day on you count as spouses."),
            applies=_coupled,
        ),
        ask(
            "living_together_since",
            N_("Living together since"),
            N_("Since when have you lived together without a break?"),
            past(years=80, cautious=Cautious.last, none=N_("Not living together")),
            N_(
                "Twelve months of living together make you common-law partners, by themselves. A short separation for "
                "work or travel does not break them."
            ),
            applies=lambda answers: _coupled(answers) and known(answers, "married") in (None, NONE),
        ),
    ),
)

NEITHER: Final = "neither"
IN_COUPLE: Final = "in_couple"
BY_CONDITION: Final = "dependent_by_condition"


def _child(told: Row) -> Row:
    case = told.pop("case")
    return {**told, IN_COUPLE: case == IN_COUPLE, BY_CONDITION: case == BY_CONDITION}


def _case_of(filled: dict[str, Any], item: Told) -> dict[str, Any]:
    case = next((name for name in (IN_COUPLE, BY_CONDITION) if getattr(item, name)), NEITHER)
    return {**filled, "case": case}


CHILDREN: Final = Items(
    key="children",
    title=N_("Your children"),
    topic=N_("child"),
    model=Child,
    add=N_("Add a child"),
    none=N_("No children"),
    needed=("birth_date",),
    line=("birth_date", "accompanying"),
    shape=_child,
    unshape=_case_of,
    questions=(
        ask(
            "birth_date",
            N_("Date of birth"),
            N_("What is the child's date of birth?"),
            past(near=True),
            N_(
                "Every child is declared and examined, also one who does not come. The age decides whether it is a "
                "dependent child, and the size of the family decides the settlement funds."
            ),
            hint=N_("Your own, your partner's, adopted, or living with the other parent."),
        ),
        ask(
            "accompanying",
            N_("Coming along"),
            N_("Does the child come to Canada with you?"),
            YesNo(N_("Yes, coming along"), N_("No, not coming")),
            N_("A child who does not come is still declared and examined."),
        ),
        ask(
            "canadian",
            N_("Canadian"),
            N_("Is the child a citizen or permanent resident of Canada?"),
            YesNo(N_("Yes, Canadian or resident"), N_("No, neither")),
            N_("Such a child does not immigrate with you."),
        ),
        ask(
            "case",
            N_("Special case"),
            N_("Is the child in a couple, or dependent on you because of a condition?"),
            Choice(
                (
                    Option(NEITHER, N_("Neither"), words=("no", "none", "non", "aucun")),
                    Option(IN_COUPLE, N_("In a couple"), N_("Married or in a common-law relationship"), ("married",)),
                    Option(
                        BY_CONDITION,
                        N_("A condition"),
                        N_("Dependent since before 22 because of a physical or mental condition"),
                    ),
                )
            ),
            N_(
                "A child in a couple is no dependent child. One who depends on the parents because of a condition "
                "since before 22 stays one at any age."
            ),
        ),
    ),
)


def _tell_relatives(part: Sheet, person: Person, given: Answers) -> Row:
    """The question is about both: that there is no relative says so of the partner's too."""
    told = fields(part.questions, given, person)
    if isinstance(person, Facts) and person.partner is not None and told["relative_in_canada"] is False:
        told["partner"] = {**person.partner.model_dump(), "relative_in_canada": False}
    return told


RELATIVES: Final = Sheet(
    tell=_tell_relatives,
    key="relatives",
    title=N_("Relatives in Canada"),
    topic=N_("relatives"),
    questions=(
        of_short("sibling_in_canada"),
        ask(
            "relative_in_canada",
            N_("Relative in Canada"),
            N_("Does another close relative, 18 or older, live in Canada as a citizen or permanent resident?"),
            YesNo(N_("Yes, a relative"), N_("No relative there")),
            N_("A relative gives 5 points for adaptability in the Federal Skilled Worker Program."),
            hint=N_(
                "A parent, grandparent, child, grandchild, brother, sister, aunt, uncle, niece or nephew, of you or of "
                "a partner who comes along."
            ),
        ),
    ),
)
