"""Money: the settlement funds go up or down."""

from __future__ import annotations

from datetime import date
from typing import Final

from conversations.events import moves
from conversations.events.asking import reused
from conversations.events.event import Event, since
from conversations.profile.parts import with_changes
from conversations.profile.you import ABOUT_YOU
from conversations.program_words import PROGRAMS
from conversations.questions import known
from locales import N_, NOTHING, Html, count, day, listed, number, say
from rules.facts import Facts, InvitedProgram
from rules.family import Funds, settlement_funds
from rules.programs import programs

GROUP: Final = moves.GROUP
FUNDS: Final = "settlement_funds"
MONEY: Final = N_("settlement funds")


def _against_the_table(_before: Facts, after: Facts, on: date) -> Html:
    """The amount for this family, who asks for it, and what is short."""
    funds = settlement_funds(after, on)
    if funds.needed is None or funds.table_from is None:
        return NOTHING
    table = count(
        "For {n} person the table asks for {needed} Canadian dollars.",
        "For a family of {n} the table asks for {needed} Canadian dollars.",
        funds.size,
        needed=number(funds.needed),
    )
    of_day = say("It is the table of {day}.", day=day(funds.table_from))
    if funds.unknown_because is not None:
        of_day = say(
            "It is the table of {day}, the last one I know: a newer one may be there.", day=day(funds.table_from)
        )
    return Html("\n".join([f"{table} {of_day}", *_short(after, funds, on)]))


def _short(after: Facts, funds: Funds, on: date) -> list[Html]:
    asking = [say(PROGRAMS[one]) for one in (_asking(after, on))]
    if not asking:
        return [say("None of the programs asks you for funds as things stand.")]
    names = listed(asking)
    if funds.short_by is None:
        return []
    if not funds.short_by:
        return [
            say(
                "That is enough for: {programs}. It has to be there when you apply and when the visa is issued.",
                programs=names,
            )
        ]
    short = say(
        "You are {amount} Canadian dollars short for: {programs}.", amount=number(funds.short_by), programs=names
    )
    still = say(
        "The Canadian Experience Class asks for none. Below the table a profile can leave the pool, so keep the amount "
        "in your profile true, and have the money itself before you apply: your own, not borrowed."
    )
    return [short, still]


def _asking(facts: Facts, on: date) -> list[InvitedProgram]:
    """The programs that ask this candidate for funds."""
    found = []
    for one in programs(facts, on):
        asked = next((each for each in one.requirements if each.key == FUNDS), None)
        if asked is not None and not dict(asked.reason.facts).get("exempt"):
            found.append(one.program)
    return found


CHANGED: Final = Event(
    key="funds_changed",
    group=GROUP,
    title=N_("My settlement funds go up or down"),
    words=(N_("my funds changed"), N_("settlement funds"), N_("my savings changed")),
    questions=(
        since(
            N_("Since which day is the amount different?"),
            N_("The funds are looked at on the day you apply, and again when the visa is issued."),
            topic=MONEY,
            name=N_("Different since"),
        ),
        *reused([one for one in ABOUT_YOU.questions if one.key == FUNDS], MONEY),
    ),
    change=lambda facts, given, _today: with_changes(facts, "own", {FUNDS: known(given, FUNDS)}),
    needed=(FUNDS,),
    means=_against_the_table,
)

EVENTS: Final = (CHANGED,)
