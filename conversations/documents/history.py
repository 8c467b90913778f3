"""The months nothing was told of: a personal history of ten years, filled gap by gap."""

from __future__ import annotations

from datetime import date
from typing import Final

from conversations.documents.screens import OVERVIEW, PREFIX
from conversations.documents.words import mark
from conversations.kinds import Choice, Option
from conversations.messages import Button, Outgoing, enumerated, in_rows, paragraphs
from conversations.profile.documents import ACTIVITIES, WHAT
from conversations.profile.parts import Whose, person
from conversations.questions import Script
from locales import N_, NOTHING, Html, count, day, month, number, plain, say
from rules.facts import Facts, PartnerStatus
from rules.family import partner_on
from rules.gaps import Gap, Radar, gaps
from rules.months import add_months

FAMILY: Final = "gap"
"""The family of the scripts: "gap:own", "gap:partner"."""

JOB: Final = "job"
"""What was done in a gap when it was a job: no activity, but an entry of the jobs."""

SHOWN: Final = 10

SOON: Final = 3
"""Months after a gap in which a diploma is likely of studies in it: only pointed out, nothing is taken from it."""

TITLES: Final = {
    "own": N_("<b>Months I know nothing of</b>"),
    "partner": N_("<b>Months I know nothing of, of your partner</b>"),
}

ASKED: Final = {
    "own": N_("What were you doing from {first} to {last} ({length})?"),
    "partner": N_("What was your partner doing from {first} to {last} ({length})?"),
}


def radar(facts: Facts, on: date, whose: Whose) -> Radar | None:
    """The gaps of one of the two; None where nobody asks for them: a partner who is not coming, somebody under 18."""
    told_of = person(facts, whose)
    if whose == "partner":
        told_of = partner_on(facts, on)
        if told_of is None or told_of.status is not PartnerStatus.accompanying:
            return None
    return None if told_of is None else gaps(told_of, on)


def script(key: str, whose: Whose) -> Script:
    """The questions of one time without a job."""
    return ACTIVITIES.script(key, whose)


def overview(facts: Facts, on: date, whose: Whose, note: Html = NOTHING) -> Outgoing:
    """All gaps of one of the two, and the way through them."""
    found = radar(facts, on, whose)
    blocks = [note, say(TITLES[whose])]
    rows: list[tuple[Button, ...]] = []
    if found is None:
        blocks.append(say("Nobody asks for a history there."))
    else:
        blocks += _blocks(found)
        if found.gaps:
            rows.append((Button(plain("Ask me one by one"), f"{PREFIX}:q:{whose}:0", style="primary"),))
        if not found.jobs_told:
            rows.append((Button(plain("Add a job"), f"f:i:{whose}:jobs:new"),))
    rows.append(_others(facts, on, whose))
    return Outgoing(paragraphs(blocks), tuple(rows))


def _blocks(found: Radar) -> list[Html]:
    why = say(
        "IRCC asks for a personal history without gaps, from {first} on: ten years back, but not before the age of 18. "
        "Jobs and times without a job make it up.",
        first=day(found.first),
    )
    blocks = [why]
    if not found.jobs_told:
        blocks.append(say("Your work is told in short so far. Jobs told one by one, with dates, fill most of it."))
    if not found.gaps:
        blocks.append(say("No month is missing."))
    lines = [
        say("{n}. {first} to {last}: {length}", n=n, first=day(gap.first), last=day(gap.last), length=length(gap))
        for n, gap in enumerate(found.gaps[:SHOWN], 1)
    ]
    if len(found.gaps) > SHOWN:
        lines.append(count("and {n} more", "and {n} more", len(found.gaps) - SHOWN))
    if lines:
        blocks.append(Html("\n".join(lines)))
    if found.short:
        blocks.append(_short(found.short))
    return blocks


def _short(short: tuple[Gap, ...]) -> Html:
    days = [
        say("{first} to {last}", first=day(gap.first), last=day(gap.last)) if gap.first != gap.last else day(gap.first)
        for gap in short[:SHOWN]
    ]
    if len(short) > SHOWN:
        days.append(count("and {n} more", "and {n} more", len(short) - SHOWN))
    return say("Shorter than a month, as between two jobs: {days}.", days=Html("; ".join(days)))


def length(gap: Gap) -> Html:
    """ "3 months and 6 days"."""
    months = count("{n} month", "{n} months", gap.months)
    if not gap.days:
        return months
    return say("{months} and {days}", months=months, days=count("{n} day", "{n} days", gap.days))


def _others(facts: Facts, on: date, whose: Whose) -> tuple[Button, ...]:
    buttons = [Button(plain("All documents"), OVERVIEW)]
    other: Whose = "partner" if whose == "own" else "own"
    if (found := radar(facts, on, other)) is not None and found.gaps:
        label = N_("Your partner's months") if other == "partner" else N_("Your months")
        buttons.insert(0, Button(plain(label), f"{PREFIX}:g:{other}"))
    return tuple(buttons)


def question(facts: Facts, on: date, whose: Whose, n: int, note: Html = NOTHING) -> Outgoing:
    """The gap of that place, from 0 on, asked for; after the last one, what is left."""
    found = radar(facts, on, whose)
    if found is None or n >= len(found.gaps):
        left = 0 if found is None else len(found.gaps)
        end = (
            count("That was the last one. {n} stays open.", "That was the last one. {n} stay open.", left)
            if left
            else say("That was the last one.")
        )
        return overview(facts, on, whose, paragraphs((note, end)))
    gap = found.gaps[n]
    options = [*_options(), (JOB, N_("A job"), N_("A job that I have not told you of"))]
    asked = say(ASKED[whose], first=day(gap.first), last=day(gap.last), length=length(gap))
    lines = enumerated(say(detail or label) for _, label, detail in options)
    progress = say("Gap {n} of {all}", n=number(n + 1), all=number(len(found.gaps)))
    hint = say("If it was several things, choose the first one: the dates can be changed before it is saved.")
    studies = _studies(facts, whose, gap)
    buttons = [Button(plain(label), f"{PREFIX}:k:{whose}:{n}:{at(gap)}:{value}") for value, label, _ in options]
    aside = (
        Button(plain("I don't know yet"), f"{PREFIX}:q:{whose}:{n + 1}"),
        Button(plain("Skip"), f"{PREFIX}:q:{whose}:{n + 1}"),
    )
    parts = (note, Html(f"<i>{progress}</i>"), Html(f"<b>{asked}</b>"), hint, studies, "\n".join(lines))
    text = paragraphs(parts)
    rows = (*in_rows(buttons), aside, (Button(plain("All documents"), OVERVIEW),))
    return Outgoing(text, rows, numbered=len(buttons))


def _studies(facts: Facts, whose: Whose, gap: Gap) -> Html:
    """The diploma completed in a gap or soon after it: when its studies began is not known."""
    told_of = person(facts, whose)
    for credential in (told_of.credentials or ()) if told_of is not None else ():
        if gap.first <= credential.completed <= add_months(gap.last, SOON):
            return say(
                "A diploma was completed in {month}. When those studies began I do not know.",
                month=month(credential.completed),
            )
    return NOTHING


def at(gap: Gap) -> str:
    """What tells a gap in a button from another in its place."""
    return mark(f"{gap.first}:{gap.last}")


def _options() -> list[tuple[str, str, str]]:
    """Value, label and longer line of each activity."""
    kind = WHAT.kind
    options: tuple[Option, ...] = kind.options if isinstance(kind, Choice) else ()
    return [(str(option.value), option.label, option.detail) for option in options]
