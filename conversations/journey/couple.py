"""Two profiles in one couple: one of the two is invited, the other still in the pool.

No source says in so many words what becomes of the second profile: what is law is named as such, the rest is marked as
the reading of this program.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from conversations.messages import Button, Outgoing, paragraphs
from conversations.partners.seen import named, their_clocks
from conversations.score import link
from conversations.visits import Visit
from conversations.where_to import PARTNER
from locales import NOTHING, Html, day, plain, say
from rules.deadlines import Kind
from rules.facts import Facts
from rules.journey import Phase, stage_on

PRINCIPAL: Final = "e:couple"
"""Who of the two should be the principal applicant."""

PHASES: Final = (Phase.in_pool, Phase.invited, Phase.applied)


def concerns(facts: Facts, phase: Phase) -> bool:
    """Whether there can be two profiles: a partner is known, and a profile or an application of one's own."""
    return facts.partner is not None and phase in PHASES


async def screen(visit: Visit, facts: Facts, back: str) -> Outgoing:
    """What to do with the other's profile, by the stage; the other's own dates where both linked and agreed."""
    stage = stage_on(facts, visit.day)
    blocks = [
        say("<b>Two profiles in one couple</b>"),
        say(
            "Each of you may have a profile of your own, one at a time (IRPA 10.1(5)). In each, the other is declared "
            "as the partner."
        ),
        _now(stage.phase),
        say(
            "<b>My reading, not a rule I found:</b> you come to Canada in one application, one of you as principal "
            "applicant and the other as the accompanying partner. So nobody should stand in two applications for "
            "permanent residence at once, and an invitation of the other is then declined, not used."
        ),
        say(
            "What each told IRCC has to agree: marriage, children, who comes. A change in one profile is a change in "
            "the other."
        ),
        await _theirs(visit, visit.day),
        Html(
            f"{say('Before you withdraw or apply twice, a licensed person can look at it.')} "
            f"{link('representative_registers', say('The registers of licensed people'))}"
        ),
    ]
    rows = (
        (Button(plain("Who should apply?"), PRINCIPAL), Button(plain("Partner link"), PARTNER)),
        (Button(plain("Back"), back),),
    )
    return Outgoing(paragraphs(blocks), rows)


def _now(phase: Phase) -> Html:
    """What to do with the partner's profile at this stage."""
    match phase:
        case Phase.invited:
            lines = [
                say("<b>You are invited, your partner is in the pool</b>"),
                say("1. Leave your partner's profile where it is until you have applied: you may still decline."),
                say("2. Compare once more who should be the principal applicant. After applying it is settled."),
                say(
                    "3. Once you have applied with your partner in the application, your partner withdraws their own "
                    "profile, or declines an invitation that comes."
                ),
                say("4. If your partner is invited too before that: choose one, and decline the other in time."),
            ]
        case Phase.applied:
            lines = [
                say("<b>You have applied, your partner is in the pool</b>"),
                say(
                    "1. If your partner is in your application, they withdraw their own profile, or decline an "
                    "invitation that comes."
                ),
                say("2. No second application for the same two people: fees are paid twice, and answers can differ."),
                say(
                    "3. A profile withdrawn loses its time stamp. If your application ended, your partner would begin "
                    "anew; that is the price of this step, and the choice is theirs."
                ),
            ]
        case _:
            lines = [
                say("<b>Both of you are in the pool</b>"),
                say("1. Both profiles may stay. Whoever is invited first may still decline."),
                say("2. Only once one has applied with the other in the application does the other profile end."),
            ]
    return Html("\n".join(lines))


async def _theirs(visit: Visit, on: date) -> Html:
    """The other's profile and invitation, where both agreed to a link; nothing of anybody else."""
    clocks = await their_clocks(visit)
    told = [
        say("{what}: last day {day}.", what=named(clock), day=day(clock.last_safe_day, weekday=True))
        for clock in clocks
        if clock.kind in (Kind.profile, Kind.invitation) and not clock.over(on)
    ]
    return Html("\n".join([say("<b>Your partner's dates</b>"), *told])) if told else NOTHING
