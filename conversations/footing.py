"""A profile in the pool that a document ends before its twelve months do: what follows, and what to do by when."""

from __future__ import annotations

from datetime import date

from conversations.clock_words import named
from conversations.stages import fallen
from locales import Html, day, say
from rules.clocks import Kind
from rules.facts import Facts
from rules.footing import Footing
from rules.invitation_window import submitted


def worded(found: Footing, facts: Facts, on: date) -> Html:
    """The fact, the consequence, what can still be done and by when."""
    return Html("\n".join([_fact(found), _cost(facts), *_steps(found, on)]))


def _fact(found: Footing) -> Html:
    if found.clock is None:
        return fallen(found.lost)
    return say(
        "<b>What your profile in the pool rests on</b>\n{what}: usable through {last}. Without a new one, from {day} "
        "on the profile meets no program, by what you told me: it is not eligible any more and is removed from the "
        "pool.",
        what=named(found.clock.key),
        last=day(found.clock.last_safe_day, weekday=True),
        day=day(found.lost, weekday=True),
    )


def _cost(facts: Facts) -> Html:
    received = None if facts.profile is None else submitted(facts.profile)
    if received is None:
        return say("A new profile then has a new tie-break time, later than the one you have.")
    return say(
        "A new profile then has a new tie-break time: that of {before} is lost, and at the same score everybody who "
        "submitted earlier comes first.",
        before=day(received),
    )


def _steps(found: Footing, on: date) -> list[Html]:
    clock = found.clock
    if clock is None:
        return [
            say("First: look into your account, which says whether the profile is still there."),
            say("Then: book the earliest test you can get, or order the new assessment."),
            say("If the profile was removed: tell me the day; the re-entry sheet has your answers for the new one."),
        ]
    return [
        _book(clock.act_by, on, test=clock.kind is Kind.language_test),
        say(
            "Then: enter the new result in the profile you have by {day}: the profile stays, and so does its tie-break "
            "time.",
            day=day(clock.last_safe_day, weekday=True),
        ),
        say("If it comes too late: submit a new profile once the new result is there. The re-entry sheet is ready."),
    ]


def _book(act_by: date | None, on: date, *, test: bool) -> Html:
    if act_by is not None and act_by >= on:
        by = day(act_by, weekday=True)
        if test:
            return say("First: book a new test by {day} (our planning margin).", day=by)
        return say("First: order the new assessment by {day} (our planning margin).", day=by)
    first = say("First: book the earliest test you can get.") if test else say("First: order the new assessment today.")
    if act_by is None:
        return first
    passed = say(
        "By our planning margin, the day to do it by was {day}: a new one may come too late.",
        day=day(act_by, weekday=True),
    )
    return Html(f"{first} {passed}")
