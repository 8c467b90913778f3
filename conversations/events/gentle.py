"""After a loss: nothing is shown that was not asked for, and what can be done waits on buttons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from conversations import undo
from conversations.events import before_after, report_words
from conversations.events.event import Event
from conversations.home import again
from conversations.messages import Button, Outgoing, Reply, enumerated
from conversations.settings import ASK_PAUSE, PAUSE
from conversations.visits import Visit
from conversations.where_to import PARTNER
from locales import N_, Html, plain, say
from rules.facts import Facts
from storage import journal, links

SHOW: Final = N_("Show what it changes")
LATER: Final = N_("Leave it for today")
TELL: Final = N_("Tell it now")


async def closing(visit: Visit, before: Facts, after: Facts, shown: str, later: str) -> Outgoing:
    """What can be done next, none of it a number. `shown` and `later` are the data of its two buttons."""
    blocks = []
    buttons = [Button(plain(SHOW), shown), Button(plain(PAUSE), ASK_PAUSE)]
    if before.partner is not None and after.partner is None:
        blocks.append(
            say(
                "What you told me of your partner is no longer among your answers. It stays in your journal, and "
                "undoing this change brings it back."
            )
        )
        link = await links.find(visit.unit, visit.incoming.chat_id, visit.now)
        if link is not None and link.stands:
            blocks.append(say("The link with your partner's chat stands until one of you ends it."))
            buttons.append(Button(plain("Show the link"), PARTNER))
    if len(after.children or ()) < len(before.children or ()):
        blocks.append(
            say(
                "The child is no longer among your answers. What you told me stays in your journal, and undoing this "
                "change brings it back."
            )
        )
    blocks.append(say("Whenever you wish:"))
    buttons.append(Button(plain(LATER), later))
    blocks.append(_numbered(buttons))
    return Outgoing(Html("\n\n".join(blocks)), tuple((button,) for button in buttons), numbered=len(buttons))


def offered(note: Html, tell: str, later: str) -> Outgoing:
    """What is said to somebody who writes of a loss: that nothing has to be done, and what can be. `tell` and `later`
    are the data of the buttons that begin it and that leave it.
    """
    buttons = (Button(plain(TELL), tell), Button(plain(PAUSE), ASK_PAUSE), Button(plain(LATER), later))
    text = Html(f"{note}\n\n{_numbered(buttons)}")
    return Outgoing(text, tuple((button,) for button in buttons), numbered=len(buttons))


def _numbered(buttons: tuple[Button, ...] | list[Button]) -> Html:
    return Html("\n".join(enumerated(each.label for each in buttons)))


async def left(visit: Visit) -> Reply:
    """Nothing more today."""
    return Reply(
        (Outgoing(say("That is fine. Your answers stay as they are; /start brings you back."), edit=visit.pressed),)
    )


async def show(visit: Visit, events: Mapping[str, Event], later: str) -> Reply:
    """What the last change did, as it is asked for now; `later` is the data of the button that leaves it."""
    newest = await journal.newest(visit.unit, visit.incoming.chat_id, 1)
    facts = visit.facts
    event = events.get(newest[0].kind.removeprefix("event:")) if newest else None
    told = undo.before(newest[0]) if newest else None
    if facts is None or event is None or told is None:
        return again(visit, say("This menu is old. Here is the current one."))
    before = Facts.model_validate(told)
    shown = Outgoing(before_after.words(before, facts, visit.day))
    told_of = report_words.added(shown, event, before, facts, visit.day, visit.day, asked=True)
    return Reply((replace(told_of, keyboard=(*told_of.keyboard, (Button(plain(LATER), later),))),))
