"""/delete: everything is deleted after a button and a typed word, because nothing brings it back."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from conversations import answers as typed
from conversations import privacy
from conversations.home import again
from conversations.invitation import standing
from conversations.messages import Reply
from conversations.partners.news import forget
from conversations.visits import Visit
from locales import N_, everywhere, say

WORDS: Final = (
    N_("delete my data"),
    N_("delete everything"),
    N_("delete all my data"),
    N_("delete everything you know about me"),
)


def is_asked(text: str) -> bool:
    """« supprime mes données », at any point."""
    return typed.fold(text) in {typed.fold(each) for message in WORDS for each in everywhere(message)}


async def ask(visit: Visit) -> Reply:
    """What deleting means, and the first of the two actions it takes."""
    return Reply((privacy.ask_delete(visit.now, standing.before_deleting(visit)),))


async def ask_word(visit: Visit) -> Reply:
    """The second one; a button of yesterday asks for the first again."""
    if privacy.is_old(visit.incoming.text, visit.now):
        return Reply((privacy.ask_delete(visit.now, say("This menu is old. Here is the current one.")),))
    visit.deleting = True
    return Reply((privacy.ask_word(),))


async def keep(visit: Visit) -> Reply:
    visit.deleting = False
    return Reply((replace(privacy.kept(), edit=visit.pressed),))


async def hear(visit: Visit, text: str) -> Reply | None:
    """The word, or anything else, which deletes nothing; None for a command, which is then followed."""
    visit.deleting = False
    if not privacy.says_delete(text):
        return None if text.startswith("/") else again(visit, say("Nothing was deleted."))
    await forget(visit.unit, visit.incoming.chat_id, visit.now, handling=visit.incoming.update_id)
    visit.gone = True
    return Reply((privacy.receipt(visit.now),))
