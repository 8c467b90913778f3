"""Reminders in words, made at delivery in the person's language, and what their buttons do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from html import unescape
from typing import Final
from zoneinfo import ZoneInfo

from conversations import booked, clock_words, numbering, reminders, rule_news, silence
from conversations.clock_words import named
from conversations.events import plans
from conversations.home import home
from conversations.ladders import LAST, ladders
from conversations.messages import Button, Keyboard, Outgoing, Reply, paragraphs
from conversations.partners import news as partner_news
from conversations.quiet import has_waited, is_urgent
from conversations.score import link
from conversations.visits import Visit, open_script
from conversations.what_if import goals
from conversations.zones import USUAL, place
from locales import NOTHING, Html, Language, count, day, hour, inside, plain, say, use
from rules.facts import Facts
from storage import notifications
from storage.candidates import Candidate
from storage.notifications import Notification

PREFIX: Final = "n:"
"""What the data of a reminder's buttons begin with: `n:id:action`."""

SNOOZE_DAYS: Final = 3

RETEST: Final = "retest"
"""The family of the scripts that ask a new test result."""


def word(notification: Notification, candidate: Candidate, now: datetime) -> Outgoing:
    """A reminder in the person's language: what, whose, the date in words, days left, one thing to do, the answers.

    For a lock screen that others may see, no more than that a reminder is there.
    """
    language: Language = "fr" if candidate.language == "fr" else "en"
    with use(language):
        shown = _waiting(notification) if candidate.settings.discreet else _whole(notification, candidate, now)
        if candidate.settings.simple:
            reply, _numbers = numbering.simple(Reply((shown,)))
            [shown] = reply.messages  # a reminder is far from the longest message there can be
        return shown


def _waiting(notification: Notification) -> Outgoing:
    show = Button(plain("Show the reminder"), f"{PREFIX}{notification.id:x}:show", style="primary")
    return Outgoing(say("A reminder is waiting for you."), ((show,),))


def _whole(notification: Notification, candidate: Candidate, now: datetime) -> Outgoing:
    if notification.kind == silence.KIND:
        return silence.word(notification, candidate, now)
    if notification.kind == partner_news.NOTICE:
        return partner_news.word(notification)
    if notification.kind == reminders.HEARTBEAT:
        return _heartbeat(notification)
    if notification.kind == plans.KIND:
        return plans.word(notification)
    if notification.kind == rule_news.KIND:
        return rule_news.word(notification)
    today = now.astimezone(ZoneInfo(candidate.time_zone or USUAL)).date()
    text = _text(notification, candidate, today)
    if is_urgent(notification, candidate, now) and has_waited(notification, candidate, _wished(notification), now):
        waited = say("This reminder waited for the end of your quiet hours. /settings changes that.")
        text = Html(f"{text}\n\n{waited}")
    return Outgoing(text, _buttons(notification, _put_off(notification, today)))


def _wished(notification: Notification) -> time:
    """The hour a reminder comes at, if that is no quiet one."""
    ladder = ladders().get(notification.kind)
    is_last_morning = ladder is not None and ladder.early and notification.rung == LAST
    return reminders.EARLY if is_last_morning else reminders.HOUR


def _heartbeat(notification: Notification) -> Outgoing:
    """Whether messages reach the person, before a date that costs most."""
    text = say(
        "<b>Do my messages reach you?</b>\nA date of yours comes near: {what}, {day}. I write to you before it. Please "
        "press here once, so that I know you see these messages.",
        what=inside(named(notification.item)),
        day=day(notification.last_safe_day, weekday=True),
    )
    here = Button(plain("I see these messages"), f"{PREFIX}{notification.id:x}:here", style="primary")
    return Outgoing(text, ((here,),))


def _text(notification: Notification, candidate: Candidate, today: date) -> Html:
    """Title, day and what follows, one thing to do; of a day that has passed what can still be done."""
    told, kind = notification.arguments, notification.kind
    missed = told.get("missed")
    the_day = reminders.the_day(notification)
    blocks = [clock_words.title(notification.item, the_day, today, missed)]
    if (the_day - today).days < 0:
        blocks += clock_words.past(kind, the_day, missed)
    else:
        when = clock_words.the_day_in_words(kind, the_day, missed)
        follows = clock_words.consequence(kind, missed, told.get("facts", {}), invited=told.get("invited", False))
        blocks.append(Html(" ".join(each for each in (when, follows) if each)))
        blocks.append(clock_words.to_do(kind, reminders.act_by(notification), today, the_day, missed))
    if kind == goals.KIND and candidate.facts is not None:
        blocks.append(goals.line(candidate, Facts.model_validate(candidate.facts), today))
    blocks.append(moved(notification))
    if candidate.time_zone is None:
        blocks.append(say("I go by {place} time until you tell me your city: /timezone", place=place(USUAL)))
    return paragraphs(blocks)


def moved(notification: Notification) -> Html:
    """That the day has moved since the last reminder about it was planned; empty where it has not."""
    before = notification.arguments.get("moved_from")
    if before is None:
        return NOTHING
    that_day = reminders.day_of(notification.kind, date.fromisoformat(before))
    return say("This day has moved: it was {day} before.", day=day(that_day, weekday=True))


def _put_off(notification: Notification, today: date) -> int:
    """How many days the reminder can be put off: never past its day."""
    return max(0, min(SNOOZE_DAYS, (reminders.the_day(notification) - today).days))


def _buttons(notification: Notification, put_off: int) -> Keyboard:
    def button(label: str, action: str) -> Button:
        return Button(label, f"{PREFIX}{notification.id:x}:{action}")

    words = clock_words.words_of(notification.kind)
    if words.answers and not put_off:
        answers = ((plain(label), data) for label, data in words.answers)
        rows = tuple((Button(label, data) if data else button(label, "done"),) for label, data in answers)
        return (*rows, (button(plain("Why"), "why"),))
    to_book = booked.thing(notification.item) if notification.arguments.get("act_by") else None
    again = unescape(count("Remind me in {n} day", "Remind me in {n} days", put_off))
    return (
        (button(plain(words.done[0]), "done"),),
        (*([button(again, "snooze")] if put_off else []), button(plain("Why"), "why")),
        *([(booked.button(*to_book),)] if to_book else []),
        (button(plain("Not mine"), "not_mine"),),
    )


async def press(visit: Visit, data: str) -> Reply | None:
    """Answers a reminder's button; None when the data are not one, or the reminder is not there any more."""
    if not data.startswith(PREFIX):
        return None
    number, _, action = data.removeprefix(PREFIX).partition(":")
    try:
        notification = await notifications.load(visit.unit, int(number, 16))
    except ValueError:
        return None
    handler = ACTIONS.get(action)
    if notification is None or notification.chat_id != visit.incoming.chat_id or handler is None:
        return None
    return await handler(visit, notification)


def is_done(data: str) -> bool:
    """Whether a button says of a reminder that what it asks for is done."""
    return data.startswith(PREFIX) and data.endswith(":done")


async def _done(visit: Visit, notification: Notification) -> Reply:
    """ "Done" asks for what is new, where its question stands; what only had to be seen ends with it."""
    words = clock_words.words_of(notification.kind)
    if words.answers and reminders.the_day(notification) <= visit.today:
        await notifications.finish(visit.unit, notification.chat_id, notification.item)
        return Reply((Outgoing(say("Good. It counts as you told me: /score"), edit=visit.pressed),))
    leads_to = clock_words.door(notification.item)
    if leads_to == RETEST:
        _kind, whose, language, *_program = notification.item.split(":")
        note = (
            say("Good. Tell me your partner's new result, and I count from its date.")
            if whose == "partner"
            else say("Good. Tell me the new result, and I count from its date.")
        )
        return open_script(visit, f"{RETEST}:{whose}:{language}", {}, note)
    if not leads_to and ladders()[notification.kind].again:
        return Reply((Outgoing(say("The reminders go on."), edit=visit.pressed),))  # seen to once, and due again
    if not leads_to:
        await notifications.finish(visit.unit, notification.chat_id, notification.item)
        return Reply((Outgoing(say("Good. No more reminders about this come for that day."), edit=visit.pressed),))
    tell = Button(plain("Tell me what is new"), leads_to, style="primary")
    note = say("Good. Tell me what is new, and I count from it. Until then the reminders go on.")
    return Reply((Outgoing(note, ((tell,),)),))


async def _show(visit: Visit, notification: Notification) -> Reply:
    """What a discreet notice held back, in its place."""
    if notification.kind == silence.KIND:
        return Reply((replace(home(visit, say(silence.KEPT)), edit=visit.pressed),))
    return Reply((replace(_whole(notification, visit.candidate, visit.now), edit=visit.pressed),))


async def _snooze(visit: Visit, notification: Notification) -> Reply:
    """Moves this one delivery, never the date; the reminder stays readable."""
    put_off = _put_off(notification, visit.today)
    told = notification.arguments
    last = clock_words.the_day_in_words(notification.kind, reminders.the_day(notification), told.get("missed"))
    if not put_off:
        return Reply((Outgoing(Html(f"{say('There is no later day left for a reminder.')} {last}")),))
    again = visit.today + timedelta(put_off)
    due_at = reminders.morning(again, visit.zone, visit.candidate.settings)
    await notifications.snooze(visit.unit, notification.id, due_at)
    line = say(
        "I remind you again at {hour} on {day}. The date itself stays the same.",
        day=day(again, weekday=True),
        hour=hour(due_at, visit.zone),
    )
    reminder = _text(notification, visit.candidate, visit.today)
    return Reply((Outgoing(Html(f"{reminder}\n\n{line}"), _buttons(notification, 0), edit=visit.pressed),))


async def _why(visit: Visit, notification: Notification) -> Reply:
    """The rule, and the official page."""
    words = clock_words.words_of(notification.kind)
    page = link(words.link, say("The official page"))
    return Reply((Outgoing(Html(f"{say(words.why)} {page}")),))


async def _not_mine(visit: Visit, notification: Notification) -> Reply:
    """Asks once more before the series ends: a wrong press must not cost a year."""
    yes = Button(plain("Stop these reminders"), f"{PREFIX}{notification.id:x}:end", style="danger")
    keep = Button(plain("Keep reminding me"), f"{PREFIX}{notification.id:x}:keep", style="primary")
    text = say("Stop all reminders about “{what}”?", what=named(notification.item))
    return Reply((Outgoing(text, ((keep,), (yes,))),))


async def _end(visit: Visit, notification: Notification) -> Reply:
    await notifications.finish(visit.unit, notification.chat_id, notification.item)
    return Reply(
        (Outgoing(say("No more reminders about this come, until you enter a new result."), edit=visit.pressed),)
    )


async def _here(visit: Visit, notification: Notification) -> Reply:
    await notifications.finish(visit.unit, notification.chat_id, notification.item)
    await notifications.finish_sent(visit.unit, notification.chat_id, reminders.HEARTBEAT)
    await partner_news.answered(visit)
    return Reply((Outgoing(say("Good. My messages reach you."), edit=visit.pressed),))


async def _keep(visit: Visit, notification: Notification) -> Reply:
    return Reply((Outgoing(say("The reminders go on."), edit=visit.pressed),))


ACTIONS: Final[Mapping[str, Callable[[Visit, Notification], Awaitable[Reply]]]] = {
    "show": _show,
    "done": _done,
    "snooze": _snooze,
    "why": _why,
    "not_mine": _not_mine,
    "end": _end,
    "keep": _keep,
    "here": _here,
}
