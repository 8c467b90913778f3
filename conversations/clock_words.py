"""A reminder put together from the entry of its kind (`clock_texts`): what, how far away, what follows, what to do.

A reminder is worded from its row alone (its item, its day, the facts behind it), so that one that comes late still says
what it was planned for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from html import unescape
from typing import Final

from conversations import clock_names
from conversations.clock_texts import WORDS, Told, Words
from conversations.reminders import HEARTBEAT, SELF_CHECK
from locales import N_, NOTHING, Html, count, day, say


def words_of(kind: str) -> Words:
    """The words of a kind; KeyError for one that has none."""
    return WORDS[kind]


def named(item: str) -> Html:
    """What a reminder is about, by its key."""
    if item == SELF_CHECK:
        return say("The monthly message that reminders work")
    return clock_names.named(item.removeprefix(f"{HEARTBEAT}:"))


OF_PARTNER: Final[Mapping[str, str]] = {
    "f:c:documents": "f:c:partner_documents",
    "f:c:education": "f:c:partner_education",
}
"""Where what is new of the partner is told, by where one's own is."""


def door(item: str) -> str:
    """Where it is told that a thing is dealt with; "" where a press says it all.

    No day is kept of a child's documents: that they are there ends it.
    """
    kind, *parts = item.split(":")
    leads_to = WORDS[kind].done[1]
    if parts[:1] == ["child"]:
        return ""
    return OF_PARTNER.get(leads_to, leads_to) if parts[:1] == ["partner"] else leads_to


def plain_of(text: Html) -> str:
    """A text without markup, for where none is read: a calendar, a picture."""
    return unescape(re.sub(r"<[^>]+>", "", text))


TO_GET: Final = "application_incomplete"
"""What follows where a document is still to be got: nothing ends with the day but the time for it."""


def consequence(kind: str, missed: str | None, told: Told, *, invited: bool = False) -> Html:
    """What follows, and what stands behind it."""
    words = WORDS[kind]
    texts = {**words.missed, **words.invited} if invited else words.missed
    after = texts.get(missed) if missed is not None else None
    return Html(" ".join(each for each in (words.detail(told), say(after) if after else NOTHING) if each))


def to_do(kind: str, act_by: date | None, today: date, the_day: date | None = None, missed: str | None = None) -> Html:
    """The one thing to do, as the day to act by is to come, today or over; on the day itself, what is said of that."""
    words = WORDS[kind]
    if missed is not None and missed in words.instead:
        return say(words.instead[missed])
    if words.on_the_day and the_day == today:
        return say(words.on_the_day)
    before, *later = words.to_do
    if not later:
        return say(before)
    on_the_day, after = later
    if act_by is None:
        return NOTHING
    if act_by > today:
        return say(before, day=day(act_by, weekday=True))
    return say(on_the_day if act_by == today else after)


def title(item: str, the_day: date, today: date, missed: str | None = None) -> Html:
    """What it is, and how far away its day is."""
    words, name, left = WORDS[item.partition(":")[0]], named(item), (the_day - today).days
    if words.again:
        return Html(f"<b>{name}</b>")
    if words.event:
        if left > 0:
            return count("<b>{what}: in {n} day</b>", "<b>{what}: in {n} days</b>", left, what=name)
        if words.answers and left < 0:  # it may not have happened
            return say("<b>{what}: {day}</b>", what=name, day=day(the_day))
        since = say("<b>{what}: since {day}</b>", what=name, day=day(the_day))
        return since if left else say("<b>{what}: today</b>", what=name)
    if left > 0:
        return count("<b>{what}: {n} day left</b>", "<b>{what}: {n} days left</b>", left, what=name)
    if words.usable and missed != TO_GET:
        over = say("<b>{what}: no longer usable</b>", what=name)
        return over if left else say("<b>{what}: today is the last usable day</b>", what=name)
    over = say("<b>{what}: the last day has passed</b>", what=name)
    return over if left else say("<b>{what}: today is the last day</b>", what=name)


def the_day_in_words(kind: str, the_day: date, missed: str | None = None) -> Html:
    """The day as a sentence of its own; nothing where no day matters."""
    words, told = WORDS[kind], day(the_day, weekday=True)
    if words.again:
        return NOTHING
    if words.event:
        return say("The day: {day}.", day=told)
    usable = words.usable and missed != TO_GET
    return say("Last usable day: {day}.", day=told) if usable else say("Last day: {day}.", day=told)


def past(kind: str, the_day: date, missed: str | None = None) -> tuple[Html, ...]:
    """What is said of a day that has passed."""
    words, told = WORDS[kind], day(the_day, weekday=True)
    if words.event or words.again:
        return tuple(map(say, words.over))
    if missed == TO_GET:
        return (say("Its last day was {day}.", day=told), say(OTHER_WAYS))
    was = say("Its last usable day was {day}.", day=told) if words.usable else say("Its last day was {day}.", day=told)
    return (was, *map(say, words.over))


OTHER_WAYS: Final = N_("What you can still do: see the ways that are open: /invitation")
