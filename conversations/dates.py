"""The dates of a candidate: what runs out or happens when, and when the next reminder comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hashlib import blake2s
from typing import Final
from zoneinfo import ZoneInfo

from conversations import clock_words, reminders, stages
from conversations.beside import beside
from conversations.clock_words import named
from conversations.footing import worded
from conversations.ladders import ladders
from conversations.messages import Button, Outgoing, abreast, in_rows, paragraphs
from conversations.paging import page_of, row_of
from conversations.what_if import goals
from conversations.where_to import DATES, EXACT, SCORE
from conversations.zones import USUAL, place
from locales import N_, NOTHING, Html, count, day, hour, inside, plain, say
from rules.facts import Facts
from rules.footing import Footing, footing
from rules.watched import EFFECTIVE, Watched
from storage import notifications
from storage.candidates import Candidate
from storage.notifications import Notification
from storage.unit import Unit

"""The data of the button that asks what is missing of the profile."""

RE_ENTRY: Final = "re:show"
"""The data of the button to `conversations.re_entry`."""

PREFIX: Final = "dt"
"""What the data of the buttons here begin with: `dt:page:n`, `dt:item:mark`, `dt:off:mark`, `dt:file:mark`."""

A_PAGE: Final = 6
ANNOUNCED: Final = 4
"""Dates named when the reminders are announced; the others stand in /dates."""


def listed(facts: Facts, today: date, candidate: Candidate | None = None) -> list[Watched]:
    """The dates in their order: the day by which to apply comes first, a look that comes again has no date.

    With the candidate, the day of their goal is among them until it is reached.
    """
    found = [one for one in reminders.clocks_of(facts, today) if not ladders()[one.kind].again]
    found += () if candidate is None else goals.watched(candidate, facts, today)
    return sorted(found, key=lambda one: (one.kind != EFFECTIVE, the_day(one), one.key))


def the_day(one: Watched) -> date:
    """The day that matters to a person."""
    return reminders.day_of(one.kind, one.day)


def mark(one: Watched) -> str:
    """What a button carries for a date: short, and the same for the same thing."""
    return blake2s(one.key.encode(), digest_size=6).hexdigest()


def _looked_up(facts: Facts, today: date, candidate: Candidate) -> tuple[list[Watched], Html, Footing | None]:
    """What the screen is made of; many jobs take long, so it is done beside the event loop."""
    return listed(facts, today, candidate), stages.line(facts, today), footing(facts, today)


async def screen(unit: Unit, candidate: Candidate, facts: Facts, today: date, page: int = 0) -> Outgoing:
    """All dates in order, with days left and the next reminder of each; some a page."""
    found, where, stands_on = await beside(_looked_up, facts, today, candidate)
    if not found and stands_on is None:
        nothing = say(
            "I know of no date of yours that runs out. Dates come from what you tell me: a test result, an assessment, "
            "a passport, a profile in the pool."
        )
        ways = (Button(plain("Make it exact"), EXACT), Button(plain("My score"), SCORE))
        return Outgoing(paragraphs((where, nothing)), (ways,))
    paged = page_of(found, page, A_PAGE)
    shown = paged.shown
    waiting = await notifications.pending(unit, candidate.chat_id)
    zone = candidate.time_zone or USUAL
    title = say("<b>Your dates</b>\nReminders go by {place} time.", place=place(zone))
    if of_pages := paged.in_words():
        title = Html(f"{title} {of_pages}")
    fallen = stands_on is not None and stands_on.clock is None
    blocks = [title, *([where] if where and not fallen else [])]
    through = candidate.settings.paused_through
    if through is not None and candidate.settings.is_paused(today):
        blocks.append(say("Reminders are paused through {day}.", day=day(through, weekday=True)))
    if stands_on is not None and fallen:
        blocks.append(worded(stands_on, facts, today))
    for n, one in enumerate(shown, 1):
        lines = [say("{n}. {what}: {day}.", n=n, what=named(one.key), day=day(the_day(one), weekday=True))]
        lines.append(_days_left(one, today))
        if stands_on is not None and stands_on.clock is not None and stands_on.clock.key == one.key:
            lines.append(worded(stands_on, facts, today))
        elif one.act_by:
            lines.append(clock_words.to_do(one.kind, one.act_by, today))
        lines.append(_next_reminder(one, candidate, waiting))
        blocks.append(Html("\n".join(line for line in lines if line)))
    items = [Button(plain("Open {n}", n=n), f"{PREFIX}:item:{mark(one)}") for n, one in enumerate(shown, 1)]
    turning = row_of(*paged.turning(N_("Earlier dates"), N_("Later dates"), lambda to: f"{PREFIX}:page:{to}"))
    others = (Button(plain("Calendar file"), f"{PREFIX}:file"), Button(plain("As a picture"), f"{PREFIX}:picture"))
    sheet = () if stands_on is None else ((Button(plain("The re-entry sheet"), RE_ENTRY),),)
    keyboard = (*abreast(items, 3), *turning, others, *sheet, (Button(plain("My score"), SCORE),))
    return Outgoing(Html("\n\n".join(blocks)), keyboard, numbered=len(items))


async def item(
    unit: Unit, candidate: Candidate, facts: Facts, today: date, which: str, note: Html = NOTHING
) -> Outgoing | None:
    """One date: what follows, what to do, its reminders, on or off; None for one that is not there any more."""
    there = await beside(listed, facts, today, candidate)
    one = next((each for each in there if mark(each) == which), None)
    if one is None:
        return None
    waiting = await notifications.pending(unit, candidate.chat_id)
    told = {name: value.isoformat() if isinstance(value, date) else value for name, value in one.facts}
    when = clock_words.the_day_in_words(one.kind, the_day(one), one.missed)
    invited = reminders.is_invited(facts, today)
    follows = clock_words.consequence(one.kind, one.missed, told, invited=invited)
    blocks = [
        note,
        clock_words.title(one.key, the_day(one), today, one.missed),
        Html(" ".join(each for each in (when, follows) if each)),
        clock_words.to_do(one.kind, one.act_by, today, the_day(one), one.missed),
        _next_reminder(one, candidate, waiting),
        say(clock_words.words_of(one.kind).why),
    ]
    stopped = await notifications.is_finished(unit, candidate.chat_id, one.key)
    switch = (
        Button(plain("Remind me again"), f"{PREFIX}:on:{which}")
        if stopped
        else Button(plain("Stop these reminders"), f"{PREFIX}:off:{which}")
    )
    text = paragraphs(blocks)
    to_calendar = Button(plain("Calendar file"), f"{PREFIX}:file:{which}")
    return Outgoing(text, in_rows([switch, to_calendar, Button(plain("My dates"), DATES)]))


def _next_reminder(one: Watched, candidate: Candidate, waiting: Sequence[Notification]) -> Html:
    """When the next reminder of a date comes, or that none does."""
    if reminders.topic_of(one.kind) in candidate.settings.muted:
        return say("You stopped the reminders of this kind: /settings")
    coming = next((each for each in waiting if each.item == one.key), None)
    if coming is None:
        return say("No reminder about it is to come.")
    zone = candidate.time_zone or USUAL
    there = coming.due_at.astimezone(ZoneInfo(zone)).date()
    return say("Next reminder: at {hour} on {day}.", hour=hour(coming.due_at, zone), day=day(there, weekday=True))


def next_line(facts: Facts, today: date) -> Html:
    """The next date in one line, for the home screen; empty when there is none.

    Where the stage has an earlier date, which is said before this line, it is the one after that.
    """
    of_the_stage = stages.coming(facts, today)
    stage_day = None if of_the_stage is None else of_the_stage[1]
    coming = [one for one in listed(facts, today) if the_day(one) >= today and the_day(one) != stage_day]
    if not coming:
        return NOTHING
    first = coming[0] if coming[0].kind == EFFECTIVE else min(coming, key=the_day)
    what, when = inside(named(first.key)), day(the_day(first), weekday=True)
    line = (
        say("Later: {what}, {day}.", what=what, day=when)
        if stage_day is not None and stage_day < the_day(first)
        else say("Your next date: {what}, {day}.", what=what, day=when)
    )
    return Html(f"{line} {_days_left(first, today)}")


def announcement(facts: Facts, candidate: Candidate, today: date, before: Facts | None) -> Html:
    """Said before the first push: who will write, about what, and what it will never ask.

    Later, when the facts were others `before`, only what has changed of the dates: new ones, those that moved, and
    those that are gone; empty when there is nothing to say.
    """
    found = listed(facts, today)
    known: dict[str, Watched] = {}
    gone: list[Watched] = []
    if before is not None:
        known = {one.key: one for one in listed(before, today)}
        there = {one.key for one in found}
        gone = [one for one in known.values() if one.key not in there and the_day(one) >= today]
        found = [one for one in found if one.key not in known or known[one.key].day != one.day]
    if not found and not gone:
        return NOTHING
    lines = [say("<b>Your reminders</b>")]
    if before is None:
        lines.append(say("From now on I write to you in this chat, and nowhere else:"))
    for n, one in enumerate(found[:ANNOUNCED], 1):
        told = say("{n}. {what}: {day}.", n=n, what=named(one.key), day=day(the_day(one), weekday=True))
        moved = NOTHING
        if one.key in known:
            moved = say("It was {day} before.", day=day(the_day(known[one.key]), weekday=True))
        lines.append(Html(" ".join(each for each in (told, moved, _first_reminder(one, candidate, today)) if each)))
    if len(found) > ANNOUNCED:
        lines.append(count("And {n} more date: /dates", "And {n} more dates: /dates", len(found) - ANNOUNCED))
    for one in gone[:ANNOUNCED]:
        was = day(the_day(one), weekday=True)
        lines.append(say("{what}, {day}: this date is gone, and its reminders with it.", what=named(one.key), day=was))
    if before is None:
        lines.append(say("I never ask for money, a password or a UCI."))
    return Html("\n".join(lines))


def announced(text: Html) -> Outgoing:
    """The announcement as the last message of an answer, with the way to all dates."""
    return Outgoing(text, ((Button(plain("My dates"), DATES),),))


def _first_reminder(one: Watched, candidate: Candidate, today: date) -> Html:
    if reminders.topic_of(one.kind) in candidate.settings.muted:
        return say("You stopped the reminders of this kind: /settings")
    instants = (reminders.due(one, rung, day, candidate) for rung, day in reminders.rungs(one).items() if day > today)
    due = min(instants, default=None)
    if due is None:
        return NOTHING
    zone = candidate.time_zone or USUAL
    first = due.astimezone(ZoneInfo(zone)).date()
    return say(
        "First reminder: {day}, at {hour}, {place} time.", day=day(first), hour=hour(due, zone), place=place(zone)
    )


def _days_left(one: Watched, today: date) -> Html:
    left = (the_day(one) - today).days
    if left > 0:
        return count("{n} day left.", "{n} days left.", left)
    return say("That is today.") if left == 0 else say("That day has passed.")


def edited(shown: Outgoing, message: int | None) -> Outgoing:
    """The screen in place of the one whose button was pressed."""
    return replace(shown, edit=message)
