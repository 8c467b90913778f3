"""What a change of the rules moves for one person: as a notice keeps it, and in words.

Only who is concerned gets one (`rules.rule_changes` says nothing of the others), with before and after.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from conversations import clock_names, home, score
from conversations.messages import Button, Outgoing, in_rows
from conversations.program_words import CATEGORIES, PROGRAMS
from locales import NOTHING, Html, count, day, listed, number, plain, say, signed
from rules.facts import InvitedProgram
from rules.rule_changes import CategoryMoved, Experience, RuleChange, experience
from storage.notifications import Notification

KIND: Final = "rule_news"

LINES: Final = 8
"""Lines of one sort; the others stand on the screens that the buttons open."""


def told(change: RuleChange) -> dict[str, Any]:
    """A change as plain values, for the row of its notice."""
    return {
        "on": change.on.isoformat(),
        "crs": [change.crs_before, change.crs_after],
        "moved": [[one.key, one.before, one.after] for one in change.moved],
        "gained": [*change.programs_gained],
        "lost": [*change.programs_lost],
        "categories": [_category(one) for one in change.categories],
        "dates": [[one.key, _iso(one.before), _iso(one.after)] for one in change.dates],
    }


def _category(one: CategoryMoved) -> dict[str, Any]:
    was, now = experience(one.before), experience(one.after)
    return {
        "key": one.category,
        "met": [None if side is None else side.eligible for side in (one.before, one.after)],
        "from": _iso(None if one.after is None else one.after.eligible_from),
        "months": [_months(was), _months(now)],
    }


def _months(found: Experience | None) -> list[int] | None:
    """Months of work there are and months asked for; None where none are asked for."""
    if found is None or found.months is None or not found.hours:
        return None
    return [min(found.worked * found.months // found.hours, found.months), found.months]


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


# --- in words ---


def word(notification: Notification) -> Outgoing:
    """The message of a notice."""
    change: Mapping[str, Any] = notification.arguments
    on = date.fromisoformat(change["on"])
    title = say("<b>The rules have changed, and something of yours with them</b>")
    since = say("Compared for {day}: what you told me by the rules of before, and by those in force now.", day=day(on))
    sections = (_score(change), _programs(change), _categories(change), _dates(change))
    blocks = [Html(f"{title}\n{since}"), *(Html("\n".join(lines)) for lines in map(list, sections) if lines)]
    blocks.append(say("Nothing you told me was changed. Your account and the official pages decide."))
    buttons = [
        Button(plain("My score"), "go:score", style="primary"),
        Button(plain("My programs"), home.PROGRAMS),
        Button(plain("My dates"), "go:dates"),
    ]
    return Outgoing(Html("\n\n".join(blocks)), in_rows(buttons))


def _score(change: Mapping[str, Any]) -> Iterator[Html]:
    before, after = change["crs"]
    if before is None or after is None or before == after:
        return
    yield say(
        "Your CRS score, estimated: {after}, before: {before} ({change}).",
        before=number(before),
        after=number(after),
        change=signed(after - before),
    )
    for key, was, now in change["moved"][:LINES]:
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
        yield say("You now meet the conditions of: {programs}.", programs=_named(gained))
    if lost := change["lost"]:
        yield say(
            "You no longer meet the conditions of: {programs}. A profile in the pool that meets no program is removed: "
            "please look at /programs today.",
            programs=_named(lost),
        )


def _named(programs: list[str]) -> Html:
    return listed([say(PROGRAMS[InvitedProgram(each)]) for each in programs])


def _categories(change: Mapping[str, Any]) -> Iterator[Html]:
    found = change["categories"]
    for one in found[:LINES]:
        if one["key"] in CATEGORIES:
            yield _of_category(one)
    if len(found) > LINES:
        more = len(found) - LINES
        yield count("And {n} more category: /rounds", "And {n} more categories: /rounds", more)


def _of_category(one: Mapping[str, Any]) -> Html:
    name, (was, now) = say(CATEGORIES[one["key"]]), one["met"]
    if now:
        head = say("The category “{category}” is open to you now.", category=name)
    elif was and now is None:
        head = say("The category “{category}” has no rounds any more by the rules in force.", category=name)
    elif was:
        head = say("The category “{category}” is not open to you any more.", category=name)
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


def _dates(change: Mapping[str, Any]) -> Iterator[Html]:
    found = change["dates"]
    for key, was, now in found[:LINES]:
        name = clock_names.named(key)
        if now is None:
            yield say("• {what}: no date runs any more.", what=name)
        elif was is None:
            yield say("• {what}: {day}.", what=name, day=_day(now))
        else:
            yield say("• {what}: {day}, before: {before}.", what=name, day=_day(now), before=_day(was))
    if len(found) > LINES:
        yield count("And {n} more date: /dates", "And {n} more dates: /dates", len(found) - LINES)


def _day(text: str) -> str:
    return day(date.fromisoformat(text), weekday=True)
