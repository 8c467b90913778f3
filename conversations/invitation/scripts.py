"""The scripts of an invitation: what the letter says, and the day of what became of it."""

from __future__ import annotations

from typing import Final

from conversations.invitation import telling
from conversations.invitation.questions import KEY, QUESTIONS
from conversations.profile.days import past
from conversations.questions import Question, Script
from locales import N_

LETTER: Final = Script(KEY, 1, N_("Your invitation"), N_("Save the invitation"), QUESTIONS, preview=telling.preview)

DAY: Final = "day"

OUTCOME: Final = "invitation_outcome"
"""The family of the scripts that ask for a day."""


def _day(outcome: str, wording: str, name: str, why: str) -> Script:
    question = Question(
        DAY,
        N_("your invitation"),
        name,
        wording,
        past(years=2, near=True),
        why,
        N_("Counted in UTC, as in your account."),
    )
    return Script(f"{OUTCOME}:{outcome}", 1, name, N_("Save"), (question,), review=False)


OUTCOMES: Final = {
    "applied": _day(
        "applied",
        N_("On which day did you submit the application for permanent residence?"),
        N_("Day of the application"),
        N_("From that day on other rules hold, and what the invitation rests on is looked at for that day."),
    ),
    "declined": _day(
        "declined",
        N_("On which day did you decline the invitation in your account?"),
        N_("Day of declining"),
        N_("From that day on the profile is back in the pool, if it is still eligible."),
    ),
    "cancelled": _day(
        "cancelled",
        N_("On which day did IRCC cancel the invitation?"),
        N_("Day of the cancellation"),
        N_("An invitation issued in error can be cancelled; the account says what becomes of the profile."),
    ),
}
"""What can have become of an invitation: its field, and the script that asks for the day."""
