"""What the other of two linked people is told by itself: a code entered, a link made or ended, messages not seen.

A row carries the event, and of a name at most what the other knows already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from conversations import reminders
from conversations.messages import Button, Outgoing, paragraphs
from conversations.partners.screens import link_of
from conversations.visits import Visit
from conversations.where_to import DATES, PARTNER
from conversations.zones import USUAL
from locales import Html, plain, say
from rules import remembered
from storage import candidates, links, notifications
from storage.notifications import Notification
from storage.unit import Unit

NOTICE: Final = "partner"
"""The kind, and the item, of what the other is told: of several events only the last one is still to be said."""

SILENT: Final = "partner_silent"
"""The item of the word that a person may not see the messages: at most one to be said."""

PATIENCE: Final = timedelta(days=1)
"""The least time between the last question whether messages arrive and a word to the partner, also after an outage."""


async def forget(unit: Unit, chat_id: int, now: datetime, *, handling: int | None = None) -> None:
    """Deletes everything of a person (see `storage.candidates.delete`), and has a linked partner told of the end.

    What was worked out for them and is still in memory goes too.
    """
    remembered.forget()
    linked = await candidates.delete(unit, chat_id, handling=handling)
    if linked is not None:
        await tell_ended(unit, linked, now)


async def tell_ended(unit: Unit, chat_id: int, now: datetime) -> None:
    """Has the other told that the link has ended: on the morning of their next day, so that the hour tells nothing.

    All ends are told alike, also that of who deletes everything.
    """
    other = await candidates.load(unit, chat_id)
    zone = (other.time_zone if other else None) or USUAL
    tomorrow = now.astimezone(ZoneInfo(zone)).date() + timedelta(1)
    await tell(unit, chat_id, "ended", reminders.morning(tomorrow, zone))
    await notifications.replace(unit, chat_id, SILENT, [])


async def unanswered(unit: Unit, about: Notification, now: datetime) -> None:
    """The questions whether messages arrive have had their time: the partner hears it, if the person allowed that.

    Nothing is told of who pressed, wrote since, or has blocked this chat, nor to who has blocked theirs; and once only,
    until the person was here again.
    """
    chat_id = about.chat_id
    candidate = await candidates.load(unit, chat_id)
    question = f"{reminders.HEARTBEAT}:{about.item.partition(':')[2]}"
    asked_at = await notifications.last_sent_of(unit, chat_id, question)
    if candidate is None or asked_at is None or candidate.blocked_at is not None or candidate.seen_at >= asked_at:
        return
    if now - asked_at < PATIENCE:  # the question came late
        await notifications.snooze(unit, about.id, asked_at + PATIENCE)
        return
    link = await links.find(unit, chat_id, now)
    if link is None or not link.stands or not link.mine.tells:
        return
    other = await candidates.load(unit, link.theirs.chat_id)
    told_at = await notifications.last_sent_of(unit, link.theirs.chat_id, SILENT)
    if other is None or other.blocked_at is not None or (told_at is not None and told_at > candidate.seen_at):
        return
    await tell(unit, link.theirs.chat_id, "silent", now, SILENT, alias=link.mine.alias)


async def answered(visit: Visit) -> None:
    """The person sees the messages: what was still to be told to the partner is not."""
    link = await link_of(visit)
    if link is not None and link.stands:
        await notifications.replace(visit.unit, link.theirs.chat_id, SILENT, [])


async def tell(
    unit: Unit, chat_id: int, event: str, due_at: datetime, item: str = NOTICE, alias: str | None = None
) -> None:
    """One row, in place of any that has not gone out yet; of a name it carries at most what the other knows already."""
    id_ = notifications.new_id()
    row = Notification(
        id=id_,
        chat_id=chat_id,
        item=item,
        rung=f"{id_:x}",
        due_at=due_at,
        kind=NOTICE,
        arguments={"event": event} if alias is None else {"event": event, "alias": alias},
    )
    await notifications.replace(unit, chat_id, item, [row])


async def heard(visit: Visit) -> None:
    """The person acted on it: what was still to be told them about the link is told by that."""
    await notifications.replace(visit.unit, visit.incoming.chat_id, NOTICE, [])


def word(notification: Notification) -> Outgoing:
    """What is told to the other of the two, in the language of the moment."""
    if notification.arguments["event"] == "silent":
        return _told_silent(notification.arguments.get("alias"))
    blocks, buttons = WORDED[notification.arguments["event"]]()
    return Outgoing(paragraphs(blocks), (buttons,))


def _told_asked() -> tuple[list[Html], tuple[Button, ...]]:
    return [
        say("<b>Your code was entered</b>"),
        say("Somebody asks to link with you. Nothing is shown to anybody unless you agree."),
    ], (Button(plain("See who asks"), PARTNER),)


def _told_linked() -> tuple[list[Html], tuple[Button, ...]]:
    return [
        say("<b>You are linked: both of you have agreed</b>"),
        say("/dates shows the dates of both. /partner is where you choose what you share, and where you unlink."),
    ], (Button(plain("My dates"), DATES), Button(plain("Partner link"), PARTNER))


def _told_ended() -> tuple[list[Html], tuple[Button, ...]]:
    return [
        say("<b>The link has ended</b>"),
        say("Your own answers, dates and reminders are unchanged."),
    ], (Button(plain("My dates"), DATES),)


def _told_silent(alias: str | None) -> Outgoing:
    """No fact, no date, no reason: the person themself sees these."""
    who = (
        say("Your partner may not see my messages.")
        if alias is None
        else say("“{alias}” may not see my messages.", alias=alias)
    )
    blocks = [
        Html(f"<b>{who}</b>"),
        say("I asked, and no answer came. Please ask them to open their chat with me and to press the button there."),
        say("They allowed me to tell you this. I tell you nothing else about it."),
    ]
    return Outgoing(paragraphs(blocks), ((Button(plain("Partner link"), PARTNER),),))


WORDED: Final[Mapping[str, Callable[[], tuple[list[Html], tuple[Button, ...]]]]] = {
    "asked": _told_asked,
    "linked": _told_linked,
    "ended": _told_ended,
}
