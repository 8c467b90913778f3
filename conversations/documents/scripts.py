"""The scripts of the documents: the day one was asked for, the check of a letter, a time without a job."""

from __future__ import annotations

from typing import Final

from conversations.documents import history, letter
from conversations.kinds import Day
from conversations.profile.days import IN_FUTURE, TOO_EARLY
from conversations.profile.parts import Whose
from conversations.questions import Question, Script
from locales import N_

PAPER: Final = "paper"
"""The family of the scripts that ask since when: "paper:<mark of the document>"."""

ON: Final = Question(
    "on",
    N_("document"),
    N_("Asked for on"),
    N_("On which day did you ask for it?"),
    Day(
        earliest=lambda today: today.replace(year=today.year - 3, month=1, day=1),
        latest=lambda today: today,
        too_early=TOO_EARLY,
        too_late=IN_FUTURE,
        example=lambda today: today.replace(month=1, day=14),
        near=True,
    ),
    N_("With that day I can say when it comes by our planning margin. Keep the proof of the request yourself."),
)


def find(key: str) -> Script | None:
    """The script of a key of these families; None for any other."""
    match key.split(":"):
        case ["paper", _]:
            return Script(key, 1, N_("Asked for"), N_("Save"), (ON,), review=False)
        case ["letter", _]:
            return letter.script(key)
        case ["gap", ("own" | "partner") as whose]:
            of: Whose = "partner" if whose == "partner" else "own"
            return history.script(key, of)
    return None
