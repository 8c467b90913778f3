"""The dates of a candidate: what runs out when, and when the next reminder comes."""

from __future__ import annotations

from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from conversations import reminders, stages
from conversations.clock_names import named
from conversations.footing import worded
from conversations.messages import Button, Outgoing
from conversations.zones import USUAL, place
from locales import NOTHING, Html, count, day, hour, plain, say
from rules.deadlines import Deadline
from rules.facts import Facts
from rules.footing import footing
from storage import notifications
from storage.candidates import Candidate
from storage.unit import Unit

RE_ENTRY: Final = "re:show"
"""The data of the button to `conversations.re_entry`."""


async def screen(unit: Unit, candidate: Candidate, facts: Facts, today: date) -> Outgoing:
    """All dates in order, the earliest first, with days left and the next reminder of each."""
    found = reminders.clocks_of(facts, today)
    where = stages.line(facts, today)
    stands_on = footing(facts, today)
    if not found and stands_on is None:
        nothing = say("No date of yours runs out: I know of no test result that still counts.")
        return Outgoing(Html("\n\n".join(part for part in (where, nothing) if part)))
    waiting = await notifications.pending(unit, candidate.chat_id)
    zone = candidate.time_zone or USUAL
    blocks = [say("<b>Your dates</b>\nReminders go by {place} time.", place=place(zone))]
    fallen = stands_on is not None and stands_on.clock is None
    if where and not fallen:
        blocks.append(where)
    through = candidate.settings.paused_through
    if through is not None and candidate.settings.is_paused(today):
        blocks.append(say("Reminders are paused through {day}.", day=_weekday(through)))
    if stands_on is not None and fallen:
        blocks.append(worded(stands_on, facts, today))
    for n, deadline in enumerate(found, 1):
        coming = next((each for each in waiting if each.item == deadline.key), None)
        lines = [
            say(
                "{n}. {what}: last usable day {day}.",
                n=n,
                what=named(deadline.key),
                day=_weekday(deadline.last_safe_day),
            ),
            _days_left((deadline.last_safe_day - today).days),
        ]
        if stands_on is not None and stands_on.clock is not None and stands_on.clock.key == deadline.key:
            lines.append(worded(stands_on, facts, today))
        elif deadline.act_by:
            lines.append(_act_by(deadline, today))
        if deadline.kind in candidate.settings.muted:
            lines.append(say("You stopped the reminders of this kind: /settings"))
        elif coming:
            there = coming.due_at.astimezone(ZoneInfo(zone)).date()
            lines.append(say("Next reminder: at {hour} on {day}.", hour=hour(coming.due_at, zone), day=_weekday(there)))
        blocks.append(Html("\n".join(lines)))
    doors = (Button(plain("My score"), "go:score"),)
    sheet = () if stands_on is None else ((Button(plain("The re-entry sheet"), RE_ENTRY),),)
    return Outgoing(Html("\n\n".join(blocks)), (*sheet, doors))


def next_line(facts: Facts, today: date) -> Html:
    """The next date in one line, for the home screen; empty when there is none.

    Where the stage has an earlier date, which is said before this line, it is the one after that.
    """
    coming = [clock for clock in reminders.clocks_of(facts, today) if clock.last_safe_day >= today]
    if not coming:
        return NOTHING
    first = min(coming, key=lambda clock: clock.last_safe_day)
    of_the_stage = stages.coming(facts, today)
    later = of_the_stage is not None and of_the_stage[1] < first.last_safe_day
    what, last = named(first.key), _weekday(first.last_safe_day)
    line = (
        say("Later: {what}, last usable day {day}.", what=what, day=last)
        if later
        else say("Your next date: {what}, last usable day {day}.", what=what, day=last)
    )
    return Html(f"{line} {_days_left((first.last_safe_day - today).days)}")


def announcement(facts: Facts, candidate: Candidate, today: date, before: Facts | None) -> Html:
    """Said before the first push: who will write, about what, and what it will never ask.

    Later, when the facts were others `before`, only what has changed of the dates; empty when there is nothing to say.
    """
    found = reminders.clocks_of(facts, today)
    if not found or (before is not None and _dates(reminders.clocks_of(before, today)) == _dates(found)):
        return NOTHING
    zone = candidate.time_zone or USUAL
    lines = [say("<b>Your reminders</b>")]
    if before is None:
        lines.append(say("From now on I write to you in this chat, and nowhere else:"))
    for n, deadline in enumerate(found, 1):
        first = min((each for each in reminders.rungs(deadline).values() if each > today), default=None)
        text = say(
            "{n}. {what} is usable through {day}.",
            n=n,
            what=named(deadline.key),
            day=_weekday(deadline.last_safe_day),
        )
        if deadline.kind in candidate.settings.muted:
            text = Html(f"{text} {say('You stopped the reminders of this kind: /settings')}")
        elif first:
            when = say(
                "First reminder: {day}, at {hour}, {place} time.",
                day=day(first),
                hour=hour(reminders.morning(first, zone, candidate.settings), zone),
                place=place(zone),
            )
            text = Html(f"{text} {when}")
        lines.append(text)
    if before is None:
        lines.append(say("I never ask for money, a password or a UCI."))
    return Html("\n".join(lines))


def _dates(clocks: tuple[Deadline, ...]) -> list[tuple[str, date]]:
    return [(clock.key, clock.last_safe_day) for clock in clocks]


def _days_left(days: int) -> Html:
    return count("{n} day left.", "{n} days left.", days) if days else say("Today is the last usable day.")


def _act_by(deadline: Deadline, today: date) -> Html:
    if deadline.act_by is None:
        return NOTHING
    if deadline.act_by >= today:
        return say(
            "To have a new result in time, book a test by {day} (our planning margin).",
            day=_weekday(deadline.act_by),
        )
    return say("Our planning margin for booking a new test has passed: book the earliest sitting you can get.")


def _weekday(value: date) -> str:
    return day(value, weekday=True)
