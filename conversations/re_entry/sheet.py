"""The re-entry sheet: everything told, in the order in which the form of a profile asks it.

IRCC keeps nothing of a profile that has ended. The sheet is made of the same lines as the copy of everything
(`conversations.fact_words`); here is only which section of the form each belongs to, and what the form asks that is not
kept at all. A fact without a section and without a reason to have none fails a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from conversations import fact_words
from conversations.fact_words import Line
from locales import N_, NOTHING, Html, say
from rules.facts import Facts


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the form: its facts, and what it asks that is for the person alone to know."""

    title: str
    facts: tuple[str, ...]
    yours: str = ""


SECTIONS: Final = (
    Section(
        N_("Personal details"),
        (
            *("birth_date", "passport_expires", "partner", "former_partner", "status", "married"),
            *("living_together_since", "children"),
        ),
        N_("name, sex, country of birth, citizenship, passport number, and the same for your family"),
    ),
    Section(N_("Contact details"), (), N_("address, e-mail, telephone")),
    Section(
        N_("Study and languages"),
        (
            *("credentials", "education", "canadian_study", "two_years_of_study_in_canada", "tests"),
            "tests_not_usable",
        ),
        N_("names of schools, numbers of the assessment report and of the test reports"),
    ),
    Section(
        N_("Application details"),
        (
            *("settlement_funds", "nomination", "provincial_nomination", "sibling_in_canada", "relative_in_canada"),
            *("intends_to_live_in_quebec", "certificate_of_qualification", "offer", "arranged_employment"),
            *("job_offer", "job_offer_assessed", "permits", "misrepresentation_bar_until", "without_status_in_canada"),
        ),
        N_("provinces you are interested in, number of the nomination certificate"),
    ),
    Section(N_("Representative"), (), N_("whether somebody represents you, and who")),
    Section(
        N_("Work history"),
        (
            *("primary_occupation", "jobs", "canadian_work_years", "foreign_work_years"),
            "full_time_year_in_canada",
        ),
        N_("names of employers, titles, cities"),
    ),
)
"""The form of a profile, section by section."""

NOT_IN_THE_FORM: Final = frozenset(
    {
        # asked after an invitation, in the application
        *("medical_exam", "police_certificates", "stays", "activities", "papers", "child_expected"),
        # what is not there yet
        "booked",
        # about the profile itself, and what came of it
        *("profile", "official_score", "official_score_on", "invitation", "application"),
    }
)
"""Facts that the form of a profile does not ask for."""

_SECTION_OF: Final[Mapping[str, int]] = {name: n for n, section in enumerate(SECTIONS) for name in section.facts}


@dataclass(frozen=True, slots=True)
class Filled:
    """A section with what was told of it, in words; `lines` are empty where nothing was, or where nothing is kept."""

    title: Html
    lines: tuple[Html, ...]
    yours: Html
    kept: bool  # whether the section has facts at all

    @property
    def body(self) -> tuple[Html, ...]:
        """What stands below the title."""
        told = self.lines or ((say("Nothing told yet."),) if self.kept else ())
        return (*told, *([self.yours] if self.yours else []))

    def as_text(self) -> Html:
        """The section as it stands in a message."""
        return Html("\n".join([Html(f"<b>{self.title}</b>"), *self.body]))


def filled(facts: Facts) -> tuple[Filled, ...]:
    """The sections of the form in their order, in the language of the moment."""
    found: list[list[Html]] = [[] for _ in SECTIONS]
    for line in fact_words.lines(facts):
        place = _SECTION_OF.get(_fact(line))
        if place is not None:
            found[place].append(say("{name}: {value}", name=line.name, value=line.words))
    return tuple(
        Filled(
            say("{n}. {title}", n=n, title=say(section.title)),
            tuple(lines),
            _for_you(section),
            bool(section.facts),
        )
        for n, (section, lines) in enumerate(zip(SECTIONS, found, strict=True), 1)
    )


def _for_you(section: Section) -> Html:
    if not section.yours:
        return NOTHING
    return say("For you to fill in, I keep none of it: {what}.", what=say(section.yours))


def _fact(line: Line) -> str:
    """The fact a line is about; of a partner's, the one within."""
    head, *rest = line.path
    return str(rest[0]) if head == "partner" and rest else str(head)
