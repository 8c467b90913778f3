"""From the answers about a letter to the facts of an invitation, and back; and what they mean, below the summary."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import ValidationError

from conversations.invitation import screen
from conversations.invitation.questions import QUESTIONS
from conversations.profile.parts import answers, fields, with_changes
from conversations.questions import Answers, known
from locales import NOTHING, Html
from rules.effective_deadline import effective_deadline
from rules.facts import Facts, Invitation
from rules.rounds import round_of


def told(facts: Facts, given: Answers, corrects: date | None) -> Facts:
    """The facts with the invitation of these answers; pydantic's ValidationError for what cannot be.

    What became of an invitation stays with it: an invitation of another day is a new one, unless `corrects` is the day
    of the one that is there, whose date was then wrong.
    """
    before = facts.invitation
    issued = date.fromisoformat(given["issued"])
    same = before is not None and before.issued in (issued, corrects)
    row = fields(QUESTIONS, given, before if same else None)
    found = round_of(known(given, "round") or "")
    if found is not None:
        row |= {"cut_off": found.cut_off, "tie_break": found.tie_break, "category": found.category}
        row["none_of"] = [name for name in row["none_of"] if name not in ("cut_off", "tie_break", "category")]
    if not same:
        row |= dict.fromkeys(("applied", "declined", "cancelled"))
    return with_changes(facts, "own", {"invitation": row, **({} if same else {"application": None})})


def filled(invitation: Invitation) -> dict[str, Any]:
    """The answers that an invitation tells, so that the summary opens."""
    return answers(QUESTIONS, invitation, asked=True)


def preview(facts: Facts, given: Answers, today: date) -> Html:
    """By when to apply, below the summary."""
    try:
        after = told(facts, given, None)  # a date that is corrected leads to the same days as a new one
    except (ValidationError, KeyError):
        return NOTHING  # said when the answers are confirmed
    found = effective_deadline(after, today)
    return NOTHING if found is None else screen.in_short(found, today)
