"""/dates: all dates in order, some a page; each opens, and its reminders stop and come again."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from conversations import calendars, dates, reminders
from conversations.beside import beside, drawn
from conversations.charts import timelines
from conversations.charts.sent import is_dark, palette, picture
from conversations.clock_words import named, plain_of
from conversations.home import old, untold
from conversations.messages import Outgoing, Reply
from conversations.partners.seen import their_dates
from conversations.visits import Room, Visit
from locales import N_, NOTHING, Html, count, day, plain, say, short_month
from rules.facts import Facts
from rules.months import add_months
from rules.watched import Watched
from storage import notifications


async def show(visit: Visit) -> Reply:
    """One's own dates, and those of a linked partner."""
    facts = visit.facts
    theirs = await their_dates(visit)
    if facts is None:
        return Reply((*theirs, *untold(visit).messages))
    return Reply((await dates.screen(visit.unit, visit.candidate, facts, visit.day), *theirs))


async def _press(visit: Visit, rest: str) -> Reply:
    facts = visit.facts
    if facts is None:
        return untold(visit)
    match rest.split(":"):
        case ["page", n] if n.isdecimal():
            shown = await dates.screen(visit.unit, visit.candidate, facts, visit.day, int(n))
            return Reply((replace(shown, edit=visit.pressed),))
        case ["item", which]:
            return await _item(visit, facts, which)
        case ["off", which]:
            return await _switch(visit, facts, which, on=False)
        case ["on", which]:
            return await _switch(visit, facts, which, on=True)
        case ["picture", *how]:
            return await _picture(visit, facts, dark=is_dark(how))
        case ["file", *which]:
            return await _file(visit, facts, which[0] if which else "")
    return old(visit)


async def _listed(visit: Visit, facts: Facts) -> list[Watched]:
    """The dates; many jobs take long, so they are worked out beside the event loop."""
    return await beside(dates.listed, facts, visit.day, visit.candidate)


async def _item(visit: Visit, facts: Facts, which: str, note: Html | None = None) -> Reply:
    shown: Outgoing | None = await dates.item(visit.unit, visit.candidate, facts, visit.day, which, note or Html(""))
    return old(visit) if shown is None else Reply((replace(shown, edit=visit.pressed),))


async def _switch(visit: Visit, facts: Facts, which: str, *, on: bool) -> Reply:
    """Stops the reminders of one date, or has them come again; the date itself stays in the list."""
    one = next((each for each in await _listed(visit, facts) if dates.mark(each) == which), None)
    if one is None:
        return old(visit)
    if on:
        await notifications.resume(visit.unit, visit.incoming.chat_id, one.key)
        await reminders.replan(visit.unit, visit.candidate, facts, visit.now)
        return await _item(visit, facts, which, say("Its reminders come again."))
    await notifications.finish(visit.unit, visit.incoming.chat_id, one.key)
    return await _item(visit, facts, which, say("No more reminders about it come, until its date changes."))


async def _file(visit: Visit, facts: Facts, which: str) -> Reply:
    """One date, or all of them, for the calendar of the phone."""
    found = [one for one in await _listed(visit, facts) if dates.the_day(one) >= visit.day]
    if which:
        found = [one for one in found if dates.mark(one) == which]
    if not found:
        return old(visit)
    file = await beside(calendars.file_of, tuple(found), visit.candidate, visit.day, visit.now)
    text = say(
        "<b>For your calendar.</b> Open the file on your phone, and it adds the dates with alarms of its own: phones "
        "can drop messages. When a date changes, ask me for a new file: it replaces the old dates."
    )
    return Reply((Outgoing(text, file=file),))


MONTHS: Final = 24
"""How far the picture of the dates looks ahead."""


async def _picture(visit: Visit, facts: Facts, *, dark: bool) -> Reply:
    """The next 24 months as a picture; /dates says the same in words."""
    today = visit.day
    months = tuple(add_months(today.replace(day=1), n) for n in range(1, MONTHS + 2))
    found = [one for one in await _listed(visit, facts) if today <= dates.the_day(one) < months[-1]]
    if not found:
        return Reply((Outgoing(say("No date of yours falls into the next 24 months.")),))
    bars = [
        timelines.Bar(
            plain_of(say("{what}: {day}", what=named(one.key), day=day(dates.the_day(one)))),
            dates.the_day(one),
            one.act_by,
        )
        for one in sorted(found, key=dates.the_day)
    ]
    shown = timelines.Timeline(
        title=plain("Your dates from {day} on", day=day(today)),
        note=plain_of(say("A bar ends on its day. A diamond is the day to act by, our planning margin.")),
        today=today,
        months=tuple((each, short_month(each)) for each in months),
        bars=tuple(bars),
    )
    content = await drawn(timelines.timeline, shown, palette(dark=dark))
    left_out = len(bars) - timelines.MOST_ROWS
    more = count("And {n} more date: /dates", "And {n} more dates: /dates", left_out) if left_out > 0 else NOTHING
    text = say("Your dates of the next 24 months. In words: /dates")
    caption = Html(" ".join(each for each in (text, more) if each))
    return Reply((picture(f"dates-{today}", content, caption, f"{dates.PREFIX}:picture", dark=dark),))


async def _all_to_calendar(visit: Visit) -> Reply:
    return untold(visit) if visit.facts is None else await _file(visit, visit.facts, "")


ROOM: Final = Room(
    commands={"dates": show},
    presses={dates.PREFIX: _press},
    words=(((N_("Calendar file"), N_("calendar"), N_("add my dates to my calendar")), _all_to_calendar),),
)
