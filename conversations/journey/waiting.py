"""After applying: what is waited for, each tellable with its day; what to report; what it costs; no invented times."""

from __future__ import annotations

from datetime import date
from typing import Final

from conversations.events import express_entry
from conversations.events.catalogue import EVENTS
from conversations.events.room import MENU as CHANGES
from conversations.messages import Button, Outgoing, enumerated, paragraphs
from conversations.score import link
from conversations.stages import NAMES
from locales import N_, NOTHING, Html, day, number, plain, say
from rules.deadlines import Deadline, Kind, deadlines
from rules.facts import Application, Facts
from rules.fees import fees
from rules.journey import Phase, State, stage_on
from rules.shapes.dated import Status

WAITED_FOR: Final = (
    ("biometrics_asked", N_("Biometrics asked for")),
    ("biometrics_given", N_("Biometrics given")),
    ("medical_asked", N_("Medical exam asked for")),
    ("documents_asked", N_("More documents asked for")),
    ("passport_asked", N_("Passport asked for")),
    ("approved", N_("Visa or confirmation of permanent residence")),
)
"""What can come after applying, by the field of `rules.facts.Application`; it need not come in this order."""

PERSONS: Final = {
    Kind.medical_exam: {
        "own": N_("Your medical exam counts through {day}."),
        "partner": N_("Your partner's medical exam counts through {day}."),
    },
    Kind.passport: {
        "own": N_("Your passport is valid through {day}."),
        "partner": N_("Your partner's passport is valid through {day}."),
    },
}


def screen(facts: Facts, on: date, back: str) -> Outgoing:
    """What has come and what has not, the dates that matter at landing, what to report and how."""
    stage = stage_on(facts, on)
    approved = stage.phase is Phase.approved
    blocks = [
        say("<b>After applying: {stage}</b>", stage=say(NAMES[stage.state])),
        _came(facts, on),
        NOTHING if approved else _how_long(),
        NOTHING if approved else _biometrics(),
        _landing(facts, on),
        NOTHING if approved else _fee(facts, on),
        _report(),
        Html(
            f"{say('Look into your account once a week, and into the spam folder: a request has its own last day.')} "
            f"{link('after_you_apply', say('The official page on what comes after applying'))}"
        ),
    ]
    told = [event for event in express_entry.ASKED if event.applies(facts, on)]
    told += [EVENTS[state] for state in (State.approved, State.landed) if EVENTS[state].applies(facts, on)]
    rows = [(Button(plain(event.title), f"c:e:{event.key}"),) for event in told]
    lines = enumerated(say(event.title) for event in told)
    if lines:
        blocks.append(Html("\n".join([say("<b>Something new?</b> Press it, or type its words:"), *lines])))
    other = (Button(plain("Something changed"), CHANGES), Button(plain("Back"), back))
    return Outgoing(paragraphs(blocks), (*rows, other), numbered=len(told))


def _came(facts: Facts, on: date) -> Html:
    application = facts.application or Application()
    applied = None if facts.invitation is None else facts.invitation.applied
    lines = [] if applied is None else [say("Applied: {day}.", day=day(applied, weekday=True))]
    for field, name in WAITED_FOR:
        told = getattr(application, field)
        if told is not None and told <= on:
            lines.append(say("{what}: {day}.", what=say(name), day=day(told, weekday=True)))
        elif application.approved is None and (field != "biometrics_given" or application.biometrics_asked):
            lines.append(say("{what}: not told yet.", what=say(name)))
    return Html("\n".join([say("<b>What has come</b>"), *lines]))


def _how_long() -> Html:
    return say(
        "<b>How long?</b> I do not know, and I do not guess. IRCC names six months as its standard for most complete "
        "applications, as far as reported; it is no right and no promise. Not every request comes to everybody."
    )


def _biometrics() -> Html:
    return say(
        "<b>Biometrics:</b> plan on giving them, also where you gave them for a permit: the Regulations let earlier "
        "ones be used again for temporary residence, and do not name permanent residence (IRPR 12.7). Nobody under 14 "
        "or over 79 gives them (IRPR 12.2). Your letter wins."
    )


def _landing(facts: Facts, on: date) -> Html:
    """What has to be valid on the day of landing, of those whose days were told."""
    lines = [told for clock in deadlines(facts, on) if not clock.over(on) and (told := _valid(clock))]
    lines.append(
        say(
            "At landing, tell the officer of any change in your marital status and of any other fact that matters "
            "(IRPR 51)."
        )
    )
    return Html("\n".join([say("<b>For the day of landing</b>"), *lines]))


def _valid(clock: Deadline) -> Html:
    sentence = PERSONS.get(clock.kind, {}).get(clock.whose)
    return NOTHING if sentence is None else say(sentence, day=day(clock.last_safe_day, weekday=True))


def _fee(facts: Facts, on: date) -> Html:
    """The fee that may still be open, and by which day's list."""
    part = next(each for each in fees(facts, on).parts if each.key == "right_of_permanent_residence")
    if part.amount is None:
        return NOTHING
    told = say(
        "<b>The right of permanent residence fee</b>, if you have not paid it yet: {amount} dollars by the list of "
        "{day} ({people} × {each}). It is needed before permanent residence, and none is asked for a dependent child.",
        amount=number(part.amount),
        day=day(on),
        people=part.people,
        each=number(part.each or 0),
    )
    return told if part.status is Status.CONFIRMED else Html(f"{told} {say('The amount is reported, not confirmed.')}")


def _report() -> Html:
    return say(
        "<b>What to report:</b> every change that concerns the application: marriage, separation, a child, a new "
        "address, passport, job. At once, through your account or the web form. “Something changed” asks for it and "
        "says what it means."
    )
