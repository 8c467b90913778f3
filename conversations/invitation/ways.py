"""What follows from each thing that can be done with an open invitation, with its dates; and of nothing done at all.

Nothing here is done at IRCC: these are the words a person decides by.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from conversations.invitation.screen import (
    APPLY,
    CANCELLED,
    CHECK,
    DECLINE,
    LAPSE,
    LAPSED,
    SHOW,
    buttons,
    end_of,
    two_clocks,
)
from conversations.messages import Button, Outgoing, in_rows
from conversations.program_words import name
from conversations.score import licensed, link
from locales import N_, NOTHING, Html, day, hour, listed, number, plain, say
from rules.facts import InvitedProgram
from rules.invitation_check import Applying, Declining, Lapsing, Outcomes, Verdict
from rules.shapes.dated import Status

DECISION: Final = N_("Which way you take is for you to decide.")

RISKS: Final = {
    Verdict.go_ahead: N_("By what you told me, the invitation holds."),
    Verdict.mend_first: N_("As things stand today it does not hold: mend that first, or a refusal is the risk."),
    Verdict.decline: N_("By what you told me, the invitation does not hold: a refusal is the risk."),
    Verdict.licensed_help: N_("Whether the invitation holds is open: have a licensed person look first."),
}
"""What the check says of an application."""


def screen(found: Outcomes, zone: str) -> Outgoing:
    """The three ways side by side."""
    ways = (applying(found.applying), declining(found.declining), lapsing(found.lapsing, zone))
    blocks = [
        say("<b>What follows from each way</b>"),
        *ways,
        say(DECISION),
        *([licensed()] if found.applying.verdict in (Verdict.decline, Verdict.licensed_help) else []),
    ]
    doors = ((N_("I have applied"), APPLY), (N_("I want to decline"), DECLINE), (N_("What if I do nothing?"), LAPSE))
    return Outgoing(Html("\n\n".join(blocks)), buttons(*doors, (N_("My invitation"), SHOW)))


def leaving(found: Outcomes, zone: str) -> Outgoing:
    """Declining or letting it lapse: the two side by side, before anything is recorded."""
    blocks = [
        say("<b>Decline, or do nothing: the two are not the same</b>"),
        declining(found.declining),
        lapsing(found.lapsing, zone),
        say(DECISION),
    ]
    doors = (
        (N_("I want to decline"), DECLINE),
        (N_("What if I do nothing?"), LAPSE),
        (N_("Check my invitation"), CHECK),
        (N_("IRCC cancelled it"), CANCELLED),
    )
    return Outgoing(Html("\n\n".join(blocks)), buttons(*doors, (N_("My invitation"), SHOW)))


def applying(found: Applying) -> Html:
    """An application, by when, at what risk and cost."""
    told = [
        say("<b>Apply</b> by {day}.", day=day(found.by, weekday=True)),
        say(RISKS[found.verdict]) if found.verdict in RISKS else NOTHING,
    ]
    if found.fees.total is not None:
        sure = found.fees.status is Status.CONFIRMED
        told.append(
            say("The fees of your family: ${total}.", total=number(found.fees.total))
            if sure
            else say("The fees of your family, as far as reported: ${total}.", total=number(found.fees.total))
        )
    if not found.fees_returned:
        told.append(say("As far as reported, the processing fee does not come back once processing has begun."))
    return Html(" ".join(part for part in told if part))


def declining(found: Declining) -> Html:
    """Back to the pool, and until when."""
    told = [say("<b>Decline</b> in your account, by {day}. There is no penalty.", day=day(found.by, weekday=True))]
    if found.pool is None:
        told.append(
            say(
                "The profile goes back to the pool only if it is eligible; by what you told me that is not certain "
                "today."
            )
        )
    else:
        programs = [name(InvitedProgram(key)) for key in found.pool.programs]
        told.append(
            say(
                "The profile goes back to the pool, with {n} points today, eligible for: {programs}. It keeps its "
                "tie-break time.",
                n=number(found.pool.total),
                programs=listed(programs),
            )
        )
    if found.profile_until is None:
        told.append(say("It stays there until its own expiry date, which you have not told me."))
    else:
        told.append(say("It stays there through {day}, its own last day.", day=day(found.profile_until, weekday=True)))
    return Html(" ".join(told))


def lapsing(found: Lapsing, zone: str) -> Html:
    """Out of the pool, for a new profile."""
    told = [
        say(
            "<b>Do nothing:</b> from {day} on the invitation is over, and the profile leaves the pool with it (section "
            "10.1(6) of the Act). To be invited again you need a new profile, with a new tie-break time.",
            day=day(found.out_from, weekday=True),
        )
    ]
    if isinstance(found.time_stamp, datetime):
        told.append(
            say(
                "The time of {day}, {time}, is lost.",
                day=day(found.time_stamp.astimezone(ZoneInfo(zone)).date()),
                time=hour(found.time_stamp, zone),
            )
        )
    elif isinstance(found.time_stamp, date):
        told.append(say("The time of {day} is lost.", day=day(found.time_stamp)))
    return Html(" ".join(told))


def nothing_done(found: Outcomes, zone: str) -> Outgoing:
    """What happens if nothing is done, beside what declining keeps; a choice for it has to be written."""
    last = found.declining.by
    blocks = [
        say("<b>If you do nothing</b>\nThe invitation ends on {clocks}", clocks=two_clocks(end_of(last), zone)),
        lapsing(found.lapsing, zone),
        declining(found.declining),
        say(
            "Until then both are open, and so is applying. Which way you take is for you to decide; I do nothing at "
            "IRCC. If you choose to let it run out, I note it once you have written so."
        ),
        link("decline_or_accept", say("The official page")),
    ]
    rows = in_rows(
        [
            Button(plain("I want to decline"), DECLINE),
            Button(plain("Check my invitation"), CHECK),
            Button(plain("My invitation"), SHOW),
        ]
    )
    lapse = (Button(plain("I let it run out"), LAPSED, style="danger"),)
    return Outgoing(Html("\n\n".join(blocks)), (*rows, lapse))
