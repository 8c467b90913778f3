"""The questions of what if: those of the events and of the profile, asked for the sandbox; a goal; the account's score.

A question is never written twice: a script of what if is the script of an event or of a part of the profile under a
key of its own ("wi:change:marriage"), whose confirmed answers lead to the sandbox.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from conversations.events.event import FAMILY as EVENTS
from conversations.kinds import Day
from conversations.profile.scripts import FAMILY as PARTS
from conversations.profile_kinds import CRS_SCORE, Whole
from conversations.questions import Question, Script
from locales import N_
from rules.facts import MOST_CRS

FAMILY: Final = "wi"
RETEST: Final = "retest"
GOAL_FAMILY: Final = "goal"
ACCOUNT_FAMILY: Final = "account"

POINTS: Final = "points"
BY: Final = "by"
SHOWN: Final = "shown"
"""The keys of the questions on a goal and on the score of the account."""

MOST_YEARS: Final = 3
"""A goal lies at most so many years ahead: a bound against slips."""

BANNER: Final = N_("<b>What if: nothing of this is saved</b>")


def can_be_supposed(of: Sequence[str]) -> bool:
    """Whether the questions of this script lead to facts that can be supposed."""
    return bool(of) and of[0] in (EVENTS, PARTS, RETEST)


def supposed(script: Script) -> Script:
    """The same questions for the sandbox; what they change is shown there, and not below the summary."""
    return replace(
        script,
        key=f"{FAMILY}:{script.key}",
        confirm=N_("Suppose this"),
        banner=BANNER,
        preview=None,
    )


GOAL: Final = Script(
    key=GOAL_FAMILY,
    version=1,
    title=N_("Your goal"),
    confirm=N_("Keep this goal"),
    questions=(
        Question(
            POINTS,
            N_("goal"),
            N_("Points to reach"),
            N_("Which CRS score do you want to reach?"),
            Whole(
                1,
                MOST_CRS,
                N_("{n} points"),
                N_("I could not read a score. It is a whole number from {lowest} to {highest}. Example: “505”."),
            ),
            N_("I show how far it is, and remind you before its day."),
            hint=N_("A whole number, for example “505”."),
            must=True,
        ),
        Question(
            BY,
            N_("goal"),
            N_("By which day"),
            N_("By which day do you want to reach it?"),
            Day(
                lambda today: today,
                lambda today: date(today.year + MOST_YEARS, 12, 31),
                N_("{day} has passed. A goal lies ahead. Example: {example}."),
                N_("{day} is too far away for a goal. Example: {example}."),
                lambda today: date(today.year + 1, 5, 1),
            ),
            N_("I remind you two weeks before it, and on the day."),
            hint=N_("Type the day, the month and the year; or how far ahead, for example “in 6 months”."),
            must=True,
        ),
    ),
)

ACCOUNT: Final = Script(
    key=ACCOUNT_FAMILY,
    version=1,
    title=N_("The score of your account"),
    confirm=N_("Compare"),
    review=False,
    questions=(
        Question(
            SHOWN,
            N_("score of your account"),
            N_("Score in your account"),
            N_("Which CRS score does your account show?"),
            CRS_SCORE,
            N_("I look for what would explain the difference. The account wins. The number is not kept."),
            hint=N_("A whole number, for example “467”."),
            must=True,
        ),
    ),
)
