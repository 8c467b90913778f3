"""The conversation about how work counts: /work, and the button on the screen of the work chapter."""

from __future__ import annotations

from typing import Final

from conversations.home import again, untold
from conversations.messages import Button, Reply, in_messages
from conversations.profile import screens, work_words
from conversations.profile.parts import Whose, person
from conversations.visits import Room, Visit
from conversations.where_to import PROGRAMS
from locales import N_, plain, say

TITLES: Final[dict[Whose, str]] = {
    "own": N_("How my work counts"),
    "partner": N_("How my partner's work counts"),
}


def _shown(visit: Visit, whose: Whose) -> Reply:
    facts = visit.facts
    if facts is None:
        return untold(visit)
    told_of = person(facts, whose)
    if told_of is None:
        return again(visit, say("You told me of no partner."))
    chapter = "work" if whose == "own" else "partner_work"
    rows: list[tuple[Button, ...]] = [
        (Button(plain("Work"), f"{screens.PREFIX}:c:{chapter}"), Button(plain("My programs"), PROGRAMS))
    ]
    if not told_of.jobs:
        add = Button(plain("Add a job"), f"{screens.PREFIX}:i:{whose}:jobs:new", style="primary")
        rows.insert(0, (add,))
    other: Whose = "partner" if whose == "own" else "own"
    if person(facts, other) is not None and facts.partner is not None:
        rows.append((Button(plain(TITLES[other]), f"{screens.WORK}:{other}"),))
    return Reply(in_messages(work_words.account(told_of, whose, visit.day), tuple(rows)))


async def own(visit: Visit) -> Reply:
    """How the candidate's work counts."""
    return _shown(visit, "own")


async def partners(visit: Visit) -> Reply:
    """How the partner's work counts."""
    return _shown(visit, "partner")


async def _press(visit: Visit, rest: str) -> Reply:
    match rest:
        case "own" | "partner":
            return _shown(visit, rest)
    return again(visit, say("This menu is old. Here is the current one."))


ROOM: Final = Room(
    commands={"work": own},
    presses={screens.WORK: _press},
    words=(
        ((N_("How my work counts"), N_("my work"), N_("how does my work count?"), N_("my hours of work")), own),
        ((N_("How my partner's work counts"), N_("my partner's work")), partners),
    ),
)
