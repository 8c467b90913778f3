"""The full profile: its chapters, in the order they are asked and shown.

A question stands in the module of its chapter: a new one of a kind that exists is one entry there (and its words in two
languages), and is asked, kept, shown and changed from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from conversations.profile.documents import ACTIVITIES, PAPERS, PERMITS, POLICE, STAYS
from conversations.profile.education import CREDENTIALS, EDUCATION_IN_SUM
from conversations.profile.family import CHILDREN, COUPLE, RELATIVES
from conversations.profile.language import TESTS
from conversations.profile.offers import NOMINATION, OFFER
from conversations.profile.parts import Part, Whose
from conversations.profile.pool import POOL
from conversations.profile.work import JOBS, OCCUPATION, WORK_IN_SUM
from conversations.profile.you import ABOUT_PARTNER, ABOUT_YOU
from locales import N_


@dataclass(frozen=True, slots=True)
class Chapter:
    """Parts that stand together on one screen, each with whose it is."""

    key: str
    title: str
    parts: tuple[tuple[Part, Whose], ...]
    within: str = ""  # the chapter from whose screen it is reached; "" stands in the overview


CHAPTERS: Final = (
    Chapter("you", N_("About you and your plans"), ((ABOUT_YOU, "own"),)),
    Chapter("tests", N_("Language tests"), ((TESTS, "own"),)),
    Chapter("education", N_("Education"), ((EDUCATION_IN_SUM, "own"), (CREDENTIALS, "own"))),
    Chapter("work", N_("Work"), ((WORK_IN_SUM, "own"), (JOBS, "own"), (OCCUPATION, "own"))),
    Chapter("family", N_("Family"), ((COUPLE, "own"), (CHILDREN, "own"), (RELATIVES, "own"))),
    Chapter("offer", N_("Job offer and nomination"), ((OFFER, "own"), (NOMINATION, "own"))),
    Chapter(
        "documents",
        N_("Documents and stays"),
        ((PAPERS, "own"), (PERMITS, "own"), (STAYS, "own"), (POLICE, "own"), (ACTIVITIES, "own")),
    ),
    Chapter("pool", N_("Express Entry profile"), ((POOL, "own"),)),
    Chapter("partner", N_("Partner: age and tests"), ((ABOUT_PARTNER, "partner"), (TESTS, "partner")), "family"),
    Chapter(
        "partner_education",
        N_("Partner: education"),
        ((EDUCATION_IN_SUM, "partner"), (CREDENTIALS, "partner")),
        "family",
    ),
    Chapter(
        "partner_work",
        N_("Partner: work"),
        ((WORK_IN_SUM, "partner"), (JOBS, "partner"), (OCCUPATION, "partner")),
        "family",
    ),
    Chapter(
        "partner_documents",
        N_("Partner: documents"),
        ((PAPERS, "partner"), (PERMITS, "partner"), (STAYS, "partner"), (POLICE, "partner"), (ACTIVITIES, "partner")),
        "family",
    ),
)
"""The profile, in the order it is asked and shown. The partner's chapters have a place where there is a partner."""
