"""Every script there is, by key. A key may carry what the script is about: "retest:own:english"."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Final

from conversations import occupation_scripts, short_interview
from conversations.documents import scripts as documents
from conversations.events import scripts as events
from conversations.hours import QUIET
from conversations.invitation import scripts as invitation
from conversations.kinds import City, Day
from conversations.partners import scripts as of_partners
from conversations.profile.scripts import find_part
from conversations.questions import Question, Script
from conversations.short_interview import ENGLISH_TESTS, FRENCH_TESTS, language_test
from conversations.what_if import scripts as what_if
from locales import N_
from rules.facts import Language

ZONE: Final = Script(
    key="zone",
    version=1,
    title=N_("Time zone"),
    confirm=N_("Save"),
    review=False,
    questions=(
        Question(
            key="time_zone",
            topic=N_("time zone"),
            name=N_("Time zone"),
            wording=N_("Which city's clock do you live by?"),
            hint=N_(
                "Type a large city in your time zone, for example “Lagos”, “Delhi” or “Montréal”. Or share a location: "
                "only its time zone is kept."
            ),
            kind=City(
                (
                    "America/Toronto",
                    "America/Vancouver",
                    "Europe/Paris",
                    "Africa/Lagos",
                    "Asia/Kolkata",
                    "Asia/Manila",
                )
            ),
            why=N_(
                "So that reminders come in the morning where you are, and never at night. Only the zone is kept, not "
                "where you live."
            ),
        ),
    ),
)


def family(key: str) -> str:
    """The kind of script a key names: "retest" of "retest:own:english"."""
    return key.partition(":")[0]


FAMILY_OF_BOOKED: Final = "booked"
BOOKED_ON: Final = "on"
FARTHEST_BOOKED: Final = timedelta(days=365)
"""How far ahead the day of a booked test can lie."""


@cache
def find(key: str) -> Script:
    """The script of a key; KeyError for one that does not exist."""
    match key.split(":"):
        case ["short"]:
            return short_interview.SCRIPT
        case ["zone"]:
            return ZONE
        case ["noc"]:
            return occupation_scripts.FIND
        case ["noc", code]:
            return occupation_scripts.check(code)
        case [events.FAMILY, key] if key in events.SCRIPTS:
            return events.SCRIPTS[key]
        case ["invitation"]:
            return invitation.LETTER
        case [invitation.OUTCOME, outcome] if outcome in invitation.OUTCOMES:
            return invitation.OUTCOMES[outcome]
        case ["quiet"]:
            return QUIET
        case [what_if.GOAL_FAMILY]:
            return what_if.GOAL
        case [what_if.ACCOUNT_FAMILY]:
            return what_if.ACCOUNT
        case [what_if.FAMILY, *of] if what_if.can_be_supposed(of):
            return what_if.supposed(find(":".join(of)))
        case ["booked", "own" | "partner", "english_test" | "french_test"]:
            return _booked(key)
        case ["retest", ("own" | "partner") as whose, language]:
            return _retest(whose, Language(language))
        case [("partner_code" | "partner_alias" | "partner_share") as one]:
            return of_partners.SCRIPTS[one]
        case ["facts", ("own" | "partner") as whose, part, *_] if (found := find_part(part)) is not None:
            return found.script(key, whose)
    if (of_documents := documents.find(key)) is not None:
        return of_documents
    raise KeyError(key)


def _booked(key: str) -> Script:
    """The one question: on which day the test is."""
    asked = Question(
        BOOKED_ON,
        N_("booked test"),
        N_("Day of the test"),
        N_("On which day is the test?"),
        Day(
            lambda today: today,
            lambda today: today + FARTHEST_BOOKED,
            N_("{day} has passed. A booked test lies ahead. Example: {example}."),
            N_("{day} is too far away for a booked test. Example: {example}."),
            lambda today: today + timedelta(days=30),
        ),
        N_("On the day after I ask you for the result. Without a day I only stop saying that it is to be booked."),
    )
    return Script(key, 1, N_("A booked test"), N_("Keep the day"), (asked,), review=False)


def _retest(whose: str, language: Language) -> Script:
    kinds = ENGLISH_TESTS if language is Language.english else FRENCH_TESTS
    return Script(
        key=f"retest:{whose}:{language}",
        version=1,
        title=N_("The new result"),
        confirm=N_("Save the new result"),
        questions=language_test(
            "test",
            topic=N_("new result"),
            wording=N_("Which test is the new result from?"),
            name=N_("Language test"),
            scores=N_("Scores"),
            result_date=N_("Date of the result"),
            why=N_("The points and the two years are counted from the new result."),
            applies=lambda _answers: True,
            offered=lambda kind: lambda _answers: kind in kinds,
        ),
    )
