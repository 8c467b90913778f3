"""The scripts of the events, each with before and after below its summary."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Final

from pydantic import ValidationError

from conversations.events import before_after
from conversations.events.catalogue import EVENTS
from conversations.events.event import FAMILY, Event, RefusedError
from conversations.messages import paragraphs
from conversations.questions import Answers, Script
from locales import N_, NOTHING, Html, say
from rules.facts import Facts

__all__ = ["FAMILY", "SCRIPTS"]


def _preview(event: Event, facts: Facts, given: Answers, today: date) -> Html:
    """Before and after, on the day of the event where that is to come."""
    try:
        after = event.change(facts, given, today)
    except ValidationError:
        return NOTHING  # said when the answers are confirmed
    except RefusedError as refused:
        return refused.why
    if event.gentle:
        return say("If you wish, I show what it changes after this is saved.")
    on = max(today, event.day(given, today))
    told = (before_after.words(facts, after, on, today, short=True), event.means(facts, after, on))
    return paragraphs(told)


SCRIPTS: Final[Mapping[str, Script]] = {
    key: Script(
        event.script_key,
        1,
        event.title,
        N_("Save this change"),
        event.questions,
        preview=partial(_preview, event),
    )
    for key, event in EVENTS.items()
    if not event.leads_to
}
