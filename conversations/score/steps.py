"""What a day of the timeline is about, in the middle of a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from conversations.events.by_itself import caused, told
from locales import Html, listed
from rules.timeline import Cause, Step


def because(step: Step) -> Html:
    """Why a day is a step: of the work of each person the cause that matters most, and every other once."""
    return in_words(step.causes)


def in_words(causes: Iterable[Cause]) -> Html:
    """Causes as a list: "you turn 30 and your result is two years old (English)"."""
    return listed(list(dict.fromkeys(caused(cause) for cause in told(causes))))
