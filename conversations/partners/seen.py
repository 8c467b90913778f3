"""What each of two linked people sees of the other: dates that concern both, and the answers that the other shares."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from conversations.messages import Button, Outgoing, enumerated, paragraphs
from conversations.partners.screens import link_of
from conversations.partners.scripts import PARTS
from conversations.profile.screens import told
from conversations.visits import Visit
from conversations.where_to import PARTNER
from locales import N_, Html, count, day, number, plain, say
from rules import crs, deadlines
from rules.clocks import Deadline
from rules.facts import Facts
from rules.ranges import is_least
from storage import candidates
from storage.unit import Unit

NAMES: Final[Mapping[str, str]] = {
    "language_test:english": N_("English test result"),
    "language_test:french": N_("French test result"),
    "education_assessment": N_("Educational credential assessment (ECA)"),
    "profile": N_("Express Entry profile"),
    "invitation": N_("Invitation to apply (ITA)"),
    "passport": N_("Passport"),
    "permit": N_("Work permit"),
    "permit:study": N_("Study permit"),
    "permit:visitor": N_("Permission to stay as a visitor"),
}
"""The clocks that concern both of a couple, of those each has for themselves: by kind, and by what the kind is told
apart by.
"""

SHARED: Final = frozenset(key.partition(":")[0] for key in NAMES)


async def their_dates(visit: Visit) -> tuple[Outgoing, ...]:
    """The other's dates that concern both, in a message of their own; nothing without a link that stands."""
    link = await link_of(visit)
    if link is None or not link.stands:
        return ()
    facts = await facts_of(visit.unit, link.theirs.chat_id)
    lines = [] if facts is None else [_date(clock, visit.today) for clock in shared_clocks(facts, visit.today)]
    numbered = enumerated(dict.fromkeys(lines))
    blocks = [
        say("<b>Your partner's dates</b>"),
        Html("\n".join(numbered)) if numbered else say("I know of no date of your partner's that runs out."),
    ]
    blocks.append(say("<i>I do not remind you of these: each of you sees to their own dates.</i>"))
    return (Outgoing(paragraphs(blocks), ((Button(plain("Partner link"), PARTNER),),)),)


async def their_clocks(visit: Visit) -> list[Deadline]:
    """The other's clocks that concern both; empty without a link that stands."""
    link = await link_of(visit)
    facts = None if link is None or not link.stands else await facts_of(visit.unit, link.theirs.chat_id)
    return [] if facts is None else shared_clocks(facts, visit.today)


def shared_clocks(facts: Facts, on: date) -> list[Deadline]:
    """The clocks of a person that a linked partner sees: of their own documents, and none about the partner."""
    found = deadlines.deadlines(facts, on)
    return [clock for clock in found if clock.whose == "own" and clock.kind in SHARED]


def _date(clock: Deadline, on: date) -> Html:
    left = (clock.last_safe_day - on).days
    if left < 0:
        when = say("That day has passed.")
    elif left == 0:
        when = say("Today is the last day.")
    else:
        when = count("{n} day left.", "{n} days left.", left)
    last = say("{what}: last day {day}.", what=named(clock), day=day(clock.last_safe_day, weekday=True))
    return Html(f"{last} {when}")


def named(clock: Deadline) -> Html:
    """What a shared clock is about."""
    _kind, _whose, part, *_ = [*clock.key.split(":"), ""]
    return say(NAMES.get(f"{clock.kind}:{part}") or NAMES[clock.kind])


def summary(facts: Facts, shares: frozenset[str], on: date) -> list[Html]:
    """The shared parts of a person's answers, a block each: the score in a line, of a chapter what is known."""
    blocks = [_score(facts, on)] if "score" in shares else []
    for key, part in PARTS.items():
        if key in shares and key != "score":
            lines = told(facts, key) or [say("not known yet")]
            blocks.append(Html("\n".join([f"<b>{say(part.name)}</b>", *lines])))
    return blocks


def _score(facts: Facts, on: date) -> Html:
    result = crs.score(facts, on)
    values = {"day": day(on), "total": number(result.total), "most": number(result.most)}
    if is_least(facts, result):
        return say("CRS score, estimated for {day}: at least <b>{total}</b> out of {most}.", **values)
    return say("CRS score, estimated for {day}: <b>{total}</b> out of {most}.", **values)


async def facts_of(unit: Unit, chat_id: int) -> Facts | None:
    other = await candidates.load(unit, chat_id)
    return None if other is None or other.facts is None else Facts.model_validate(other.facts)
