"""What a change did, shown when it is asked for: grief and separation begin with no number."""

from __future__ import annotations

from conversations.events import before_after, report_words
from conversations.events.event import EVENT
from conversations.home import again, home
from conversations.messages import Outgoing, Reply
from conversations.visits import Visit
from locales import Html, say
from rules.facts import Facts
from rules.reporting import held_to_invitation
from storage import journal


async def show(visit: Visit) -> Reply:
    """Before and after of the last event in the journal, on the person's day."""
    entries = await journal.entries(visit.unit, visit.candidate.chat_id)
    places = [place for place, each in enumerate(entries) if place and each.kind.startswith(EVENT)]
    if not places:
        return again(visit, say("There is no change to show."))
    before, after = (Facts.model_validate(entries[place].entry["facts"]) for place in (places[-1] - 1, places[-1]))
    blocks = [before_after.words(before, after, visit.today)]
    held = held_to_invitation(before, after, visit.today, visit.today)
    if held is not None:
        blocks.append(report_words.invitation_words(held, visit.today, visit.today))
    return Reply((Outgoing(Html("\n\n".join(blocks))), home(visit)))
