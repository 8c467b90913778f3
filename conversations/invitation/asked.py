"""Free words about an invitation: what answers somebody with one of their own."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from conversations import answers as typed
from conversations.invitation import screen
from conversations.invitation.recording import decline
from conversations.invitation.room import SHOWS, check_shown, missed, plan, tell
from conversations.invitation.standing import course, has_open, shown, the_day
from conversations.messages import Reply
from conversations.visits import Visit
from locales import NOTHING, Html, say


async def _on_missed(visit: Visit) -> Reply | None:
    """ "I missed it by two hours"; None for somebody of whom nothing is known."""
    facts = visit.facts
    return None if facts is None else await missed(visit, facts)


async def _on_lapse(visit: Visit) -> Reply | None:
    facts = visit.facts
    return await SHOWS[screen.LAPSE](visit, facts) if facts is not None and has_open(visit) else None


async def _on_decline(visit: Visit) -> Reply | None:
    facts = visit.facts
    return await decline(visit, facts) if facts is not None and has_open(visit) else None


RECEIVED: Final = re.compile(r"\b(?:got|received|have|recu|j'ai|have an)\b")
"""Said of an invitation that came, rather than asked about them."""


async def _on_invitation(visit: Visit) -> Reply | None:
    facts = visit.facts
    if facts is None:
        return None
    if course(facts, the_day(visit, facts)) is not None:
        return Reply(shown(visit, facts))
    busy = bool(visit.open) and not visit.open[-1].paused
    return await tell(visit) if RECEIVED.search(typed.fold(visit.incoming.text)) and not busy else None


async def _on_check(visit: Visit) -> Reply | None:
    facts = visit.facts
    return await check_shown(visit, facts) if facts is not None and has_open(visit) else None


NAMED: Final = re.compile(r"\b(?:ita|ipd|invit\w+)\b")
"""An invitation, named in a question about something else."""


async def _if_named(visit: Visit) -> Reply | None:
    """The check, for a question about hours of work that names the invitation."""
    return await _on_check(visit) if NAMED.search(typed.fold(visit.incoming.text)) else None


async def _on_plan(visit: Visit) -> Reply | None:
    facts = visit.facts
    return await plan(visit, facts) if facts is not None and has_open(visit) else None


WORDS_FIRST: Final = frozenset({"birthday_after_invitation", "medical_exam", "hours"})
"""The subjects whose usual words come before the person's own screen."""


ANSWERS: Final[Mapping[str, Callable[[Visit], Awaitable[Reply | None]]]] = {
    "missed_deadline": _on_missed,
    "lapsed_invitation": _on_lapse,
    "decline_invitation": _on_decline,
    "invitation": _on_invitation,
    "birthday_after_invitation": _on_check,
    "medical_exam": _on_plan,
    "hours": _if_named,
}
"""What answers free words about an invitation, by the key of the subject; None where the usual words do."""


def hint(visit: Visit, key: str) -> Html:
    """Below the usual words, for somebody with answers and no invitation: what there is for them."""
    facts = visit.facts
    if facts is None or key in WORDS_FIRST or course(facts, the_day(visit, facts)) is not None:
        return NOTHING
    return say(
        "When you get one, /invitation shows your own dates. /practice shows what would be late if one came today."
    )
