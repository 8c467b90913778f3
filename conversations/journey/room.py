"""/journey: the stage and its date, what it means, what to do now, what comes by itself, what can be told next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from conversations.beside import beside
from conversations.events import express_entry, nomination
from conversations.events.catalogue import EVENTS
from conversations.events.room import MENU as CHANGES
from conversations.footing import worded
from conversations.home import again, untold
from conversations.journey import couple, to_do, waiting
from conversations.messages import Button, Outgoing, Reply, enumerated, paragraphs
from conversations.score import link
from conversations.stages import ENDS, NAMES, clock
from conversations.visits import Room, Visit
from conversations.where_to import DATES, INVITATION
from locales import N_, NOTHING, Html, day, plain, say
from rules.deadlines import Kind
from rules.facts import Facts
from rules.footing import footing
from rules.journey import Phase, State, by_calendar, enterable, stage_on
from rules.knock_outs import knock_outs

PREFIX: Final = "j"
"""What the data of the buttons here begin with: `j:show`, `j:wait`, `j:couple`."""

SHOW: Final = f"{PREFIX}:show"
WAIT: Final = f"{PREFIX}:wait"
COUPLE: Final = f"{PREFIX}:couple"

RE_ENTRY: Final = "re:show"

TITLES: Final[Mapping[State, tuple[str, str]]] = {
    **{State(event.key): (event.title, f"c:e:{event.key}") for event in express_entry.STEPS},
    # An application that came back after the last day of the invitation is told like one that came back before.
    State.invitation_expired: next(
        (event.title, f"c:e:{event.key}") for event in express_entry.STEPS if event.key == State.returned_incomplete
    ),
    State.nomination_pending: (nomination.RECEIVED.title, f"c:e:{nomination.RECEIVED.key}"),
    State.invited: (N_("I was invited to apply"), "i:new"),
    State.applied: (N_("I have sent the application"), "i:applied"),
    State.declined: (N_("I declined the invitation"), "i:decline"),
    State.profile_expired: (N_("I declined the invitation"), "i:decline"),
    State.cancelled_by_minister: (N_("IRCC cancelled the invitation"), "i:cancelled"),
}
"""What can be told of each state that can follow, in the words of the person, and what asks for its day."""

ANSWERS: Final = tuple((event.title, f"c:e:{event.key}") for event in (nomination.ACCEPT, nomination.REFUSE))
"""The way back to the pool from a nomination that waits."""

ENDED: Final = (State.no_longer_eligible, State.profile_expired, State.withdrawn, State.invitation_expired)
"""No profile is there any more, and a new one may be made."""

SOON: Final = 60
"""Days before the end of a profile from which the re-entry sheet has a button of its own."""

PAGES: Final[Mapping[Phase, tuple[str, str]]] = {
    Phase.before_pool: ("come_to_canada_tool", N_("The official questions on eligibility")),
    Phase.in_pool: ("submit_profile", N_("The official page on the profile")),
    Phase.invited: ("invited_respond", N_("The official page on invitations")),
    Phase.applied: ("after_you_apply", N_("The official page on what comes after applying")),
    Phase.approved: ("after_you_apply", N_("The official page on what comes after applying")),
}
"""One official page for each phase."""


def news(facts: Facts, on: date) -> tuple[tuple[str, str], ...]:
    """What can be told as new, with the data of its button."""
    pending = stage_on(facts, on).state is State.nomination_pending
    found: list[tuple[str, str]] = []
    for state in enterable(facts, on):
        found += ANSWERS if pending and state in (State.in_pool, State.re_entered) else [TITLES[state]]
    return tuple(dict.fromkeys(one for one in found if _can_be(one[1], facts, on)))


def _can_be(data: str, facts: Facts, on: date) -> bool:
    """Whether the event behind a button can happen to this person: a nomination that stands is not received again."""
    key = data.removeprefix("c:e:")
    return key not in EVENTS or EVENTS[key].applies(facts, on)


def screen(facts: Facts, on: date, note: Html = NOTHING) -> Outgoing:
    """Where somebody is."""
    stage = stage_on(facts, on)
    title = say("<b>Where you are: {stage}</b>", stage=say(NAMES[stage.state]))
    since = say("Since {day}.", day=day(stage.since, weekday=True)) if stage.since is not None else NOTHING
    stands_on = footing(facts, on)
    fallen = stands_on is not None and stands_on.clock is None
    meaning = NOTHING if fallen else say(to_do.MEANS[stage.state])
    steps = enumerated(to_do.lines(facts, on, stage.state))
    blocks = [
        note,
        Html("\n".join(part for part in (title, since, meaning) if part)),
        NOTHING if stands_on is None else worded(stands_on, facts, on),
        Html("\n".join([say("<b>What to do now</b>"), *steps])) if steps else NOTHING,
        _by_itself(facts, on),
        _news(facts, on),
        _page(facts, on, stage.phase),
    ]
    told = news(facts, on)
    rows = [(Button(plain(label), data),) for label, data in told]
    text = paragraphs(blocks)
    doors = _doors(facts, on, stage.state, stage.phase)
    if stands_on is not None and not any(button.data == RE_ENTRY for row in doors for button in row):
        doors = ((Button(plain("The re-entry sheet"), RE_ENTRY),), *doors)
    return Outgoing(text, (*rows, *doors), numbered=len(told))


def _by_itself(facts: Facts, on: date) -> Html:
    lines = [
        say("On {day} {what}, if nothing else happens.", day=day(when, weekday=True), what=say(ENDS[state]))
        for state, when in by_calendar(facts, on)
    ]
    return Html("\n".join([say("<b>What comes by itself</b>"), *lines])) if lines else NOTHING


def _news(facts: Facts, on: date) -> Html:
    told = news(facts, on)
    if not told:
        return NOTHING
    lines = enumerated(say(label) for (label, _) in told)
    return Html("\n".join([say("<b>Something new?</b> Press it, or type its words:"), *lines]))


def _page(facts: Facts, on: date, phase: Phase) -> Html:
    if phase not in PAGES:
        return NOTHING
    key, words = PAGES[phase]
    closing = say("Your account always wins over what I compute.")
    if knock_outs(facts, on) and phase is Phase.before_pool:
        return closing
    return Html(f"{closing} {link(key, say(words))}")


def _doors(facts: Facts, on: date, state: State, phase: Phase) -> tuple[tuple[Button, ...], ...]:
    """What else helps at this stage, below what is new."""
    rows: list[tuple[Button, ...]] = []
    if phase.waits:
        rows.append((Button(plain("What I wait for"), WAIT),))
    if phase is Phase.invited:
        rows.append((Button(plain("My invitation"), INVITATION),))
    if state in ENDED or _ends_soon(facts, on, phase):
        rows.append((Button(plain("The re-entry sheet"), RE_ENTRY),))
    if couple.concerns(facts, phase):
        rows.append((Button(plain("My partner has a profile too"), COUPLE),))
    if phase is not Phase.landed:
        rows.append((Button(plain("My dates"), DATES), Button(plain("Something changed"), CHANGES)))
    return tuple(rows)


def _ends_soon(facts: Facts, on: date, phase: Phase) -> bool:
    """Whether the profile in the pool is near enough to its end for the sheet to be made."""
    profile = clock(facts, on, Kind.profile)
    return phase is Phase.in_pool and profile is not None and (profile.last_safe_day - on).days <= SOON


async def show(visit: Visit) -> Reply:
    """The first screen."""
    facts = visit.facts
    if facts is None:
        return untold(visit)
    return Reply((await beside(screen, facts, visit.day),))


async def show_waiting(visit: Visit) -> Reply:
    """What is waited for; before an application, where the person is."""
    facts = visit.facts
    if facts is None:
        return untold(visit)
    if not stage_on(facts, visit.day).phase.waits:
        note = say("This is for the time after applying.")
        return Reply((await beside(screen, facts, visit.day, note),))
    return Reply((await beside(waiting.screen, facts, visit.day, SHOW),))


async def show_couple(visit: Visit) -> Reply:
    """Two profiles in one couple."""
    facts = visit.facts
    if facts is None:
        return untold(visit)
    if facts.partner is None:
        note = say("This is for two partners. You told me of none.")
        return Reply((await beside(screen, facts, visit.day, note),))
    return Reply((await couple.screen(visit, facts, back=SHOW),))


SHOWS: Final = {"show": show, "wait": show_waiting, "couple": show_couple}


async def _press(visit: Visit, rest: str) -> Reply:
    shown = SHOWS.get(rest)
    if shown is None or visit.candidate.notice_version is None:
        return again(visit, say("This menu is old. Here is the current one."))
    reply = await shown(visit)
    if len(reply.messages) != 1 or visit.facts is None:
        return reply
    return Reply((replace(reply.messages[0], edit=visit.pressed),))


ROOM: Final = Room(
    commands={"journey": show},
    presses={PREFIX: _press},
    words=(
        ((N_("Where am I?"), N_("My journey"), N_("what can I do now?"), N_("what next?")), show),
        ((N_("What I wait for"), N_("after applying")), show_waiting),
        ((N_("My partner has a profile too"), N_("we both have a profile")), show_couple),
    ),
)
