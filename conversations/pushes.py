"""What goes out unasked: the notices that are due for a person made into as few messages as they need.

Of several rungs of one thing the last one says it all. Reminders that are due together are one message, the most urgent
first, each to be opened by its number; so they are when they come late, after an outage or a block. A notice of another
kind (a partner's, a silence) is a message of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from conversations import clock_words, notices, numbering, reminders
from conversations.ladders import DAY, ladders
from conversations.messages import Button, Outgoing, Reply, abreast
from conversations.partners.news import unanswered
from conversations.rounds import news
from conversations.score import rule_set_name
from conversations.where_to import DATES
from conversations.zones import USUAL, place
from locales import Html, Language, count, day, hour, inside, plain, say, use
from rules import crs
from rules.facts import Facts
from storage import candidates, notifications
from storage.candidates import Candidate
from storage.notifications import Notification
from storage.unit import Unit

MOST: Final = 9
"""Reminders of one message, so that it stays one that Telegram takes and a phone shows; the others are named."""

LATE: Final = timedelta(minutes=10)
"""A notice that comes later than this says so."""


@dataclass(frozen=True, slots=True)
class Push:
    """A message and the notices it delivers; None where they need no words any more."""

    message: Outgoing | None
    covers: tuple[Notification, ...]


def pushes(
    due: Sequence[Notification], waiting: Sequence[Notification], candidate: Candidate, now: datetime
) -> tuple[Push, ...]:
    """The messages of what is due; `waiting` is what is still to come for the person, for the word of the month."""
    language: Language = "fr" if candidate.language == "fr" else "en"
    with use(language):
        said, passed = _last_of_each(due)
        passed += [each for each in said if each.kind == reminders.CALENDAR]
        looked = [each for each in said if each.kind == reminders.UNANSWERED]
        said = [each for each in said if each.kind not in (reminders.CALENDAR, reminders.UNANSWERED)]
        together = [each for each in said if each.kind in ladders() or each.kind == reminders.SELF_CHECK]
        rounds = [each for each in said if each.kind == news.KIND]
        asked = (each for each in said if each.kind == reminders.HEARTBEAT)
        hearts = sorted(asked, key=lambda each: (each.last_safe_day, each.item))
        alone = [each for each in said if each not in (*together, *rounds, *hearts)]
        found = [Push(_of_rounds(rounds, candidate, now), tuple(rounds))] if rounds else []
        if hearts:  # one question is enough, about the nearest date; its answer ends the others too
            found.append(Push(notices.word(hearts[0], candidate, now), tuple(hearts)))
        found += [Push(notices.word(each, candidate, now), (each,)) for each in alone]
        if together:
            found.append(Push(_together(together, waiting, candidate, now), tuple(together)))
        if looked:  # after the question they look at, where both come at once after an outage
            found.append(Push(None, tuple(looked)))
        if passed:  # last, as reminders are planned anew after the turn of the calendar
            found.append(Push(None, tuple(passed)))
    return tuple(found)


def _of_rounds(due: Sequence[Notification], candidate: Candidate, now: datetime) -> Outgoing | None:
    shown = news.word(due, candidate, now)
    if shown is None:
        return None
    if candidate.settings.discreet:
        show = Button(plain("Show them"), "ro:home", style="primary")
        shown = Outgoing(say("News about rounds of invitations is waiting for you."), ((show,),))
    return _simple(shown, candidate)


def _last_of_each(due: Sequence[Notification]) -> tuple[list[Notification], list[Notification]]:
    """Of each item the rung that was planned last, and the others."""
    last: dict[str, Notification] = {}
    for each in sorted(due, key=lambda one: (one.due_at, one.id)):
        last[each.item] = each
    return list(last.values()), [each for each in due if last[each.item].id != each.id]


def _together(
    due: list[Notification], waiting: Sequence[Notification], candidate: Candidate, now: datetime
) -> Outgoing | None:
    """One message: the reminder itself where there is one, a list of them where there are more."""
    planned = (each for each in due if each.kind in ladders())
    found = sorted(planned, key=lambda each: (reminders.the_day(each), each.item))
    check = next((each for each in due if each.kind == reminders.SELF_CHECK), None)
    checked = None if check is None or not candidate.settings.weekly else _self_check(waiting, candidate, now)
    if not found and checked is None:
        return None
    if len(found) == 1 and checked is None:
        [one] = found
        shown = notices.word(one, candidate, now)
        late = _late(one, candidate, now)
        return _with_line(shown, late) if late else shown
    if candidate.settings.discreet:
        return _simple(bare(), candidate)
    return _simple(_listed(found, checked, candidate, now), candidate)


def bare() -> Outgoing:
    """That something waits, and not what: on a lock screen, or when it could not be said."""
    show = Button(plain("Show them"), DATES, style="primary")
    return Outgoing(say("Reminders are waiting for you."), ((show,),))


def _listed(found: list[Notification], checked: Html | None, candidate: Candidate, now: datetime) -> Outgoing:
    today = now.astimezone(ZoneInfo(candidate.time_zone or USUAL)).date()
    weekly = all(_is_weekly(each) for each in found)
    title = say("<b>Your week</b>") if weekly else count("<b>{n} reminder</b>", "<b>{n} reminders</b>", len(found))
    blocks = [title] if found else []
    late = max((each for each in found), key=lambda each: now - each.due_at, default=None)
    if late is not None and (line := _late(late, candidate, now)):
        blocks.append(line)
    shown, more = found[:MOST], len(found) - MOST
    blocks += [_one(n, each, today) for n, each in enumerate(shown, 1)]
    if more > 0:
        blocks.append(count("And {n} more date: /dates", "And {n} more dates: /dates", more))
    if checked is not None:
        blocks.append(checked)
    buttons = [Button(plain("Open {n}", n=n), f"{notices.PREFIX}{each.id:x}:show") for n, each in enumerate(shown, 1)]
    dates = (Button(plain("My dates"), DATES),)
    return Outgoing(Html("\n\n".join(blocks)), (*abreast(buttons, 3), dates), numbered=len(buttons))


def _one(n: int, notification: Notification, today: date) -> Html:
    """A reminder in two or three lines: what, how far away, its day, the one thing to do."""
    the_day, missed = reminders.the_day(notification), notification.arguments.get("missed")
    lines = [
        say("{n}. {title}", n=n, title=clock_words.title(notification.item, the_day, today, missed)),
        clock_words.the_day_in_words(notification.kind, the_day, missed),
    ]
    if the_day < today:
        lines = [lines[0], *clock_words.past(notification.kind, the_day, missed)]
    else:
        act_by = reminders.act_by(notification)
        lines.append(clock_words.to_do(notification.kind, act_by, today, the_day, missed))
    lines.append(notices.moved(notification))
    return Html("\n".join(line for line in lines if line))


def _is_weekly(notification: Notification) -> bool:
    return notification.rung.isdecimal() and int(notification.rung) > reminders.FAR


def _late(notification: Notification, candidate: Candidate, now: datetime) -> Html | None:
    """That a notice comes late, and since when it was due."""
    if now - notification.due_at <= LATE:
        return None
    zone = candidate.time_zone or USUAL
    there = notification.due_at.astimezone(ZoneInfo(zone)).date()
    late = say(
        "This comes late: it was due at {hour} on {day}. Between then and now this chat was blocked, or I was not "
        "running.",
        hour=hour(notification.due_at, zone),
        day=day(there, weekday=True),
    )
    if now - notification.due_at < DAY:
        return late
    return Html(f"{late} {say('Which reminders come, and whether any do, you choose here: /settings')}")


def _with_line(shown: Outgoing, line: Html) -> Outgoing:
    return Outgoing(Html(f"{shown.text}\n\n{line}"), shown.keyboard, shown.edit, shown.numbered)


def _simple(shown: Outgoing, candidate: Candidate) -> Outgoing:
    if not candidate.settings.simple:
        return shown
    reply, _numbers = numbering.simple(Reply((shown,)))
    return reply.messages[0]


def _self_check(waiting: Sequence[Notification], candidate: Candidate, now: datetime) -> Html:
    """That the reminders work: how many are planned, the next one, the clock they go by, the rules behind."""
    zone = candidate.time_zone or USUAL
    today = now.astimezone(ZoneInfo(zone)).date()
    coming = [each for each in waiting if each.due_at > now and each.kind in ladders()]
    lines = [say("<b>Once a month: I am still here</b>")]
    if coming:
        following = min(coming, key=lambda each: each.due_at)
        lines.append(count("{n} reminder is planned.", "{n} reminders are planned.", len(coming)))
        lines.append(
            say(
                "The next one: {what}, on {day}.",
                what=inside(clock_words.named(following.item)),
                day=day(following.due_at.astimezone(ZoneInfo(zone)).date(), weekday=True),
            )
        )
    else:
        lines.append(say("No reminder is planned at the moment."))
    lines.append(say("Reminders go by {place} time.", place=place(zone)))
    if candidate.facts is not None:
        found = crs.score(Facts.model_validate(candidate.facts), today)
        lines.append(say("Rules of the score: {rule_set}.", rule_set=rule_set_name(found)))
    return Html("\n".join(lines))


async def after(unit: Unit, chat_id: int, said: Sequence[Notification], now: datetime) -> None:
    """Reminders are planned anew once a date has passed, and once a month at least: the calendar has gone on.

    A question whether messages arrive that was not answered is told to the partner, where that was allowed.
    """
    for each in said:
        if each.kind == reminders.UNANSWERED:
            await unanswered(unit, each, now)
    if not any(each.kind in (reminders.CALENDAR, reminders.SELF_CHECK) for each in said):
        return
    candidate = await candidates.load(unit, chat_id)
    if candidate is not None and candidate.facts is not None:
        await reminders.replan(unit, candidate, Facts.model_validate(candidate.facts), now)


async def newer_buttons(unit: Unit, candidate: Candidate, since: datetime | None) -> list[Button]:
    """The buttons under the message that came last by itself, if it came after that instant: they can be typed too."""
    silent = (*reminders.WORDLESS, *([] if candidate.settings.weekly else [reminders.SELF_CHECK]))
    found = await notifications.last_sent(unit, candidate.chat_id, but=silent)
    if found is None or (since is not None and found.sent_at <= since):
        return []
    said = pushes(found.notifications, (), candidate, found.sent_at)
    last = next((push.message for push in reversed(said) if push.message is not None), None)
    return [] if last is None else numbering.buttons_of(last)
