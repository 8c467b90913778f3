"""What the letter says: the questions of an invitation, of which only its date is needed."""

from __future__ import annotations

from typing import Final

from conversations.invitation.kinds import PROGRAM_NAMES, Category, KnownRound, LastDay, Moment, chosen, near
from conversations.kinds import Choice, Option
from conversations.profile.days import TOO_EARLY, TOO_LATE, past
from conversations.profile_kinds import CRS_SCORE
from conversations.program_words import CEC, FSW, TRADES
from conversations.questions import Answers, Question, known
from locales import N_
from rules.facts import InvitedProgram

KEY: Final = "invitation"
"""The key of the script, and its family."""

BEFORE_ISSUED: Final = N_("{day} is before the letter itself, {other}. Please check both.")

_TOPIC: Final = N_("your invitation")
_DAY: Final = past(years=2, near=True)
_PROGRAM_WORDS: Final = {
    CEC: ("cec", "canadian experience", "experience canadienne"),
    FSW: ("fsw", "fswp", "skilled worker", "ptqf", "travailleurs qualifies"),
    TRADES: ("fst", "fstp", "trades", "ptmsf", "metiers specialises"),
    InvitedProgram.provincial_nominee: ("pnp", "pcp", "nominee", "candidats des provinces"),
}


_PROGRAM_BUTTONS: Final = {
    CEC: N_("CEC: Canadian Experience"),
    FSW: N_("FSW: Federal Skilled Worker"),
    TRADES: N_("FST: Federal Skilled Trades"),
    InvitedProgram.provincial_nominee: N_("PNP: Provincial Nominee"),
}
"""The programs as short as a button on a phone; the text of the question names them in full."""


def _typed(answers: Answers) -> bool:
    """Whether what was published of the round has to be told, as no known one was chosen."""
    return chosen(answers) is None


QUESTIONS: Final = (
    Question(
        "issued",
        _TOPIC,
        N_("Date of the invitation"),
        N_("Which date does your invitation letter carry?"),
        _DAY,
        N_("It is day 0. The 60 days are counted from it, in UTC."),
        N_("You can also paste its text here: I read it, and keep nothing of it. I never need a number from it."),
    ),
    Question(
        "deadline",
        _TOPIC,
        N_("Last day by the letter"),
        N_("By which date do you have to apply, as the letter or your account prints it?"),
        LastDay(
            _DAY.earliest,
            lambda today: today.replace(year=today.year + 1, month=12, day=31),
            TOO_EARLY,
            TOO_LATE,
            _DAY.example,
            follows=(("issued", BEFORE_ISSUED),),
        ),
        N_("The date in your own letter wins over the one I compute."),
        N_("Type it with its time, for example “17 January 2027, 11:59 PM UTC”. Or press Skip: then I count 60 days."),
    ),
    Question(
        "program",
        _TOPIC,
        N_("Program of the invitation"),
        N_("For which program are you invited?"),
        Choice(
            tuple(
                Option(key.value, _PROGRAM_BUTTONS[key], PROGRAM_NAMES[key], words=_PROGRAM_WORDS[key])
                for key in (CEC, FSW, TRADES, InvitedProgram.provincial_nominee)
            )
        ),
        N_("The invitation names one program; its conditions have to hold on the day you apply."),
    ),
    Question(
        "round",
        _TOPIC,
        N_("Round"),
        N_("Which round was it?"),
        KnownRound(),
        N_("With the round I know its cut-off and its tie-break."),
        N_("These are the rounds I know around the day of your letter."),
        applies=lambda answers: bool(near(answers)),
        after=("issued", "program"),
    ),
    Question(
        "category",
        _TOPIC,
        N_("Category of the round"),
        N_("Was the round for a category?"),
        Category(),
        N_("Who is invited by a category has to meet it on the day they apply too."),
        applies=_typed,
    ),
    Question(
        "cut_off",
        _TOPIC,
        N_("Cut-off of the round"),
        N_("What was the lowest score invited in that round?"),
        CRS_SCORE,
        N_("A loss of points is measured against it."),
        N_("It stands on the official page of rounds, and often in the letter."),
        applies=_typed,
    ),
    Question(
        "tie_break",
        _TOPIC,
        N_("Tie-break of the round"),
        N_("Which tie-break time was published with the round?"),
        Moment(),
        N_("Exactly at the cut-off, only profiles submitted before that time were invited."),
        N_("Type the day and the time in UTC, for example “2026-08-02 03:11:45”."),
        applies=lambda answers: _typed(answers) and known(answers, "cut_off") is not None,
    ),
    Question(
        "score",
        _TOPIC,
        N_("Score in the letter"),
        N_("Which CRS score does the letter name?"),
        CRS_SCORE,
        N_("I compare it with the score I compute from your answers, before you apply."),
    ),
)
