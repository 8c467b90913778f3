"""What a change of the rules moves for one person: as a notice keeps it, and in words.

Only who is concerned gets one (`rules.rule_changes` says nothing of the others), with before and after.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final

from conversations import clock_names, program_words, score
from conversations.messages import Button, Outgoing, in_rows
from conversations.program_words import CATEGORIES
from conversations.where_to import DATES, PROGRAMS, SCORE
from locales import NOTHING, Html, count, day, number, plain, say, signed
from storage.notifications import Notification

KIND: Final = "rule_news"

CHANGE: Final = "change"
"""Where a change stands among what a notice was told, as JSON."""

BACK: Final = "back"
"""Marks a change that takes another one back."""

LINES: Final = (8, 5, 3)
"""Lines of one sort: as many as leave the whole in `LONGEST`; the others stand on the screens that the buttons open."""

LONGEST: Final = 3000
"""Characters, so that a message with it and with its numbered choices stays one that Telegram takes."""


def item(before: bytes) -> str:
    """What a notice is about, by the book that the one in use is compared with: another one takes its place."""
    return f"{KIND}:{sha256(before).hexdigest()[:12]}"


def notice(chat_id: int, change: Mapping[str, Any], before: bytes, now: datetime) -> Notification:
    """The notice that another rule book is in use than `before`; a change as `rules.rule_changes.as_plain` gives it.

    Its rung is the moment: a book that was in use before and is again is news each time.
    """
    return Notification(
        chat_id=chat_id,
        item=item(before),
        rung=f"{int(now.timestamp() * 1_000_000)}",
        due_at=now,
        kind=KIND,
        arguments={CHANGE: json.dumps(change)},
    )


def taken_back(told: Mapping[str, Any]) -> dict[str, Any] | None:
    """The change that a notice told of, the other way round: it is so no more. None where that was told already."""
    change: Mapping[str, Any] = json.loads(told[CHANGE])
    if change.get(BACK):
        return None
    return {
        BACK: True,
        "on": change["on"],
        "crs": change["crs"][::-1],
        "moved": [[key, now, was] for key, was, now in change["moved"]],
        "gained": change["lost"],
        "lost": change["gained"],
        "categories": [
            {**one, **{name: one[name][::-1] for name in ("met", "held", "months")}, "from": None}
            for one in change["categories"]
        ],
        "dates": [[key, now, was] for key, was, now in change["dates"]],
    }


# --- in words ---


def word(notification: Notification) -> Outgoing:
    """The message that another rule book is in use."""
    title = say("<b>The rules have changed, and something of yours with them</b>")
    buttons = [
        Button(plain("My score"), SCORE, style="primary"),
        Button(plain("My programs"), PROGRAMS),
        Button(plain("My dates"), DATES),
    ]
    return Outgoing(Html(f"{title}\n\n{moves(notification.arguments)}"), in_rows(buttons))


def moves(told: Mapping[str, Any]) -> Html:
    """What moves, before and after, of a change kept among what was told."""
    change: Mapping[str, Any] = json.loads(told[CHANGE])
    worded = (_moves(change, most) for most in LINES)
    return next((text for text in worded if len(text) <= LONGEST), NOTHING) or _moves(change, LINES[-1])


def _moves(change: Mapping[str, Any], most: int) -> Html:
    day_ = day(date.fromisoformat(change["on"]))
    since = say("Your answers by the rules of before and by the new ones, on {day}:", day=day_)
    sections = (_score(change, most), _programs(change), _categories(change, most), _dates(change, most))
    blocks = [since, *(Html("\n".join(lines)) for lines in map(list, sections) if lines)]
    blocks.append(say("Nothing you told me was changed. Your account and the official pages decide."))
    return Html("\n\n".join(blocks))


def _score(change: Mapping[str, Any], most: int) -> Iterator[Html]:
    before, after = change["crs"]
    if before is None or after is None or before == after:
        return
    yield say(
        "Your CRS score, estimated: {after}, before: {before} ({change}).",
        before=number(before),
        after=number(after),
        change=signed(after - before),
    )
    for key, was, now in change["moved"][:most]:
        if key in score.NAMES:
            yield say(
                "• {factor}: {now}, before: {was} ({change})",
                factor=say(score.NAMES[key]),
                was=was,
                now=now,
                change=signed(now - was),
            )


def _programs(change: Mapping[str, Any]) -> Iterator[Html]:
    if gained := change["gained"]:
        yield say("By the new rules, you meet the conditions of: {programs}.", programs=program_words.names(gained))
    if lost := change["lost"]:
        yield say(
            "By the new rules, you no longer meet the conditions of: {programs}. A profile in the pool that meets no "
            "program is removed: please look at /programs today.",
            programs=program_words.names(lost),
        )


def _categories(change: Mapping[str, Any], most: int) -> Iterator[Html]:
    found = change["categories"]
    for one in found[:most]:
        if one["key"] in CATEGORIES:
            yield _of_category(one)
    if len(found) > most:
        more = len(found) - most
        yield count("And {n} more category: /rounds", "And {n} more categories: /rounds", more)


def _of_category(one: Mapping[str, Any]) -> Html:
    name, (was, now) = say(CATEGORIES[one["key"]]), one["met"]
    if now:
        head = say("By the new rules, the category “{category}” is open to you.", category=name)
    elif not one["held"][1]:
        head = say("By the new rules, the category “{category}” has no rounds any more.", category=name)
    elif was:
        head = say(
            "By the new rules, the category “{category}” is not open to you; by those before, it was.", category=name
        )
    else:
        head = say("The category “{category}”: the conditions have changed.", category=name)
    months = _of_months(*one["months"])
    opens = NOTHING
    if one["from"] is not None and not now:
        opens = say("You meet it from {day} on, if you go on working as now.", day=day(date.fromisoformat(one["from"])))
    return Html(" ".join(part for part in (head, months, opens) if part))


def _of_months(was: list[int] | None, now: list[int] | None) -> Html:
    if was is None or now is None or was == now:
        return NOTHING
    return say(
        "Months of work in its occupations: {there} of {needed}, before: {there_before} of {needed_before}.",
        there=now[0],
        needed=now[1],
        there_before=was[0],
        needed_before=was[1],
    )


def _dates(change: Mapping[str, Any], most: int) -> Iterator[Html]:
    found = change["dates"]
    for key, was, now in found[:most]:
        name = clock_names.named(key)
        if now is None:
            yield say("• {what}: no date runs any more.", what=name)
        elif was is None:
            yield say("• {what}: {day}.", what=name, day=_day(now))
        else:
            yield say("• {what}: {day}, before: {before}.", what=name, day=_day(now), before=_day(was))
    if len(found) > most:
        yield count("And {n} more date: /dates", "And {n} more dates: /dates", len(found) - most)


def _day(text: str) -> str:
    return day(date.fromisoformat(text), weekday=True)
