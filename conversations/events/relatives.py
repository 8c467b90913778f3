"""Your relatives in Canada: a brother or sister gives points in the score, another close relative in the grid only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

from conversations.events.event import SINCE, Event, since
from conversations.kinds import YesNo
from conversations.profile.family import RELATIVES
from conversations.profile.parts import Row, with_changes
from conversations.questions import Answers, Question, known
from locales import N_, NOTHING, Html, say
from rules.facts import Facts

GROUP: Final = "relatives"
TOPIC: Final = N_("relatives")

COUNTS: Final = "counts"

WHO_COUNTS: Final = Question(
    COUNTS,
    TOPIC,
    N_("Counts"),
    N_("Is that person 18 or older, a citizen or permanent resident of Canada, and living in Canada?"),
    YesNo(N_("Yes, all of that"), N_("No, not all of it")),
    N_("All three are needed; a student or a worker with a permit does not count."),
    N_("Yours, or your partner's if the partner comes with you; 18 or older."),
)


OF_WHOM: Final = next(each.hint for each in RELATIVES.questions if each.key == "relative_in_canada")


def _since(wording: str, name: str) -> Question:
    why = N_("From that day on the points are counted so.")
    return replace(since(wording, why, name=name, back=60), topic=TOPIC)


def _there(field: str, facts: Facts, given: Answers, _today: date) -> Facts:
    return with_changes(facts, "own", {field: True}) if known(given, COUNTS) else facts


def _gone(field: str, facts: Facts, _given: Answers, _today: date) -> Facts:
    """There is none any more, of either of the two."""
    told: Row = {field: False}
    if facts.partner is not None and getattr(facts.partner, field):
        told["partner"] = {**facts.partner.model_dump(), field: False}
    return with_changes(facts, "own", told)


def _has(field: str, facts: Facts, _on: date) -> bool:
    return bool(getattr(facts, field) or (facts.partner is not None and getattr(facts.partner, field)))


def _has_not(field: str, facts: Facts, on: date) -> bool:
    return not _has(field, facts, on)


def _does_not_count(before: Facts, after: Facts, _on: date) -> Html:
    if before != after:
        return NOTHING
    return say("Such a relative does not count yet, so nothing was changed. Tell me when all three are so.")


SIBLING: Final = "sibling_in_canada"
RELATIVE: Final = "relative_in_canada"

EVENTS: Final = (
    Event(
        key="sibling_there",
        group=GROUP,
        title=N_("A sibling now lives in Canada"),
        words=(N_("my brother moved to Canada"), N_("my sister moved to Canada")),
        questions=(
            _since(
                N_("Since when is a brother or sister there as a citizen or permanent resident, or from when on?"),
                N_("Sibling in Canada since"),
            ),
            WHO_COUNTS,
        ),
        change=partial(_there, SIBLING),
        applies=partial(_has_not, SIBLING),
        needed=(SINCE, COUNTS),
        means=_does_not_count,
    ),
    Event(
        key="sibling_gone",
        group=GROUP,
        title=N_("No sibling in Canada any more"),
        words=(N_("my brother left Canada"), N_("my sister left Canada")),
        questions=(
            _since(N_("Since when is no brother or sister there any more, or from when on?"), N_("No sibling since")),
        ),
        change=partial(_gone, SIBLING),
        applies=partial(_has, SIBLING),
        needed=(SINCE,),
    ),
    Event(
        key="relative_there",
        group=GROUP,
        title=N_("A relative now lives in Canada"),
        words=(N_("my aunt moved to Canada"), N_("my uncle moved to Canada")),
        questions=(
            _since(
                N_("Since when is a close relative there as a citizen or permanent resident, or from when on?"),
                N_("Relative in Canada since"),
            ),
            replace(WHO_COUNTS, hint=OF_WHOM),
        ),
        change=partial(_there, RELATIVE),
        applies=partial(_has_not, RELATIVE),
        needed=(SINCE, COUNTS),
        means=_does_not_count,
    ),
    Event(
        key="relative_gone",
        group=GROUP,
        title=N_("No relative in Canada any more"),
        words=(N_("my aunt left Canada"), N_("my uncle left Canada")),
        questions=(
            _since(N_("Since when is no close relative there any more, or from when on?"), N_("No relative since")),
        ),
        change=partial(_gone, RELATIVE),
        applies=partial(_has, RELATIVE),
        needed=(SINCE,),
    ),
)
