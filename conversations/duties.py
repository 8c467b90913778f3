"""The duties check: is the code of an occupation really that of the work? A title alone does not decide.

The person compares three things done most weeks with the lead statement and the main duties of the official page. That
they do not fit is a good answer: found out now, it costs another search; found out by an officer, a refusal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from conversations.kinds import Choice, Option
from conversations.occupation_kind import spoken
from conversations.questions import Accepted, Answers, Question, Reading, known
from conversations.score import link
from locales import N_, NOTHING, Html, say
from rules.facts import DutiesCheck
from rules.occupations import UnitGroup, unit_groups

OPTIONS: Final = (
    Option(
        DutiesCheck.fits,
        N_("The duties fit"),
        N_("The lead statement and most of the main duties fit"),
        ("fits", "yes", "oui"),
    ),
    Option(
        DutiesCheck.does_not_fit,
        N_("They do not fit"),
        N_("They do not fit, which is good to find out now"),
        ("no", "non", "does not fit"),
    ),
    Option(
        DutiesCheck.not_sure,
        N_("I am not sure"),
        N_("I am not sure, or have not compared them yet"),
        ("not sure", "maybe", "peut-etre", "pas sur"),
    ),
)

SAYS: Final = {
    DutiesCheck.fits: N_("Keep the three things: the letter of the employer has to describe such duties."),
    DutiesCheck.does_not_fit: N_(
        "That is a good answer: it saves you a refusal later, when an officer compares the duties with the code."
    ),
    DutiesCheck.not_sure: N_(
        "Nothing changes for now. A job description from the employer helps to compare. You can change this answer at "
        "any time."
    ),
}
"""What each answer means."""

NOT_KNOWN: Final = N_("Until another code fits, I count the occupation of this job as not known.")

OF_WORK: Final = N_(
    "Name three things you did most weeks. Then open {page}, search for {code} and compare them with the lead "
    "statement and the main duties."
)

Of = Literal["own", "partner", "offer"]

WORDINGS: Final[Mapping[Of, tuple[str, str]]] = {
    "own": (N_("Do the duties of this code fit what you did?"), OF_WORK),
    "partner": (
        N_("Do the duties of this code fit what your partner did?"),
        N_(
            "Name three things your partner did most weeks. Then open {page}, search for {code} and compare them with "
            "the lead statement and the main duties."
        ),
    ),
    "offer": (
        N_("Do the duties of this code fit the job offered?"),
        N_(
            "Name three things you will do most weeks. Then open {page}, search for {code} and compare them with the "
            "lead statement and the main duties."
        ),
    ),
}
"""The question and what to compare, by whose work it is."""


def how(group: UnitGroup, wording: str = OF_WORK) -> Html:
    """What to compare, and where."""
    page = link("noc_site_statcan", say("the official page of the classification"))
    return say(wording, page=page, code=group.code)


@dataclass(frozen=True, slots=True)
class Duties(Choice):
    """Whether the duties fit the code that another question holds; kept as a `DutiesCheck`."""

    noc_key: str = ""

    def _group(self, answers: Answers) -> UnitGroup | None:
        return unit_groups().get(str(known(answers, self.noc_key)))

    def hint(self, hint: str, answers: Answers) -> Html:
        group = self._group(answers)
        return Html(f"{spoken(group)}\n{how(group, hint)}") if group else NOTHING

    def read(self, text: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        return _with_meaning(super(Duties, self).read(text, answers, pending, today))

    def press(self, value: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        return _with_meaning(super(Duties, self).press(value, answers, pending, today))


def _with_meaning(reading: Reading) -> Reading:
    match reading:
        case Accepted(DutiesCheck.does_not_fit as value):
            return Accepted(value, Html(f"{say(SAYS[DutiesCheck.does_not_fit])} {say(NOT_KNOWN)}"))
        case Accepted(value):
            return Accepted(value, say(SAYS[DutiesCheck(value)]))
        case unclear:
            return unclear


def duties(key: str, noc_key: str, *, topic: str = N_("occupation"), of: Of = "own") -> Question:
    """Whether the duties fit the code of `noc_key`, asked once that is known: of own work, a partner's, or an offer."""

    def coded(answers: Answers) -> bool:
        return known(answers, noc_key) in unit_groups()

    wording, hint = WORDINGS[of]
    return Question(
        key=key,
        topic=topic,
        name=N_("Duties"),
        wording=wording,
        kind=Duties(OPTIONS, noc_key=noc_key),
        why=N_(
            "An officer compares the duties in a reference letter with those of the code. A code chosen by its title "
            "alone is often another occupation, and then the experience does not count."
        ),
        hint=hint,
        applies=coded,
        after=(noc_key,),
    )
