"""What free words ask of the rounds to come: no forecast, but the last ten of the kind they name, counted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from conversations.answers import fold
from conversations.beside import beside
from conversations.rounds import screens, words
from conversations.rounds.looking import score_today
from conversations.visits import Visit
from locales import NOTHING, Html, day, listed, number, say
from rules.facts import MOST_CRS, InvitedProgram
from rules.round_history import LATELY, Kind, held_by, of_kind
from rules.rounds import RoundKind

NAMES: Final[Mapping[Kind, str]] = {
    Kind(RoundKind.program, InvitedProgram.canadian_experience): r"cec|canadian experience|experience canadienne",
    Kind(RoundKind.program, InvitedProgram.provincial_nominee): r"pnp|pcp|nominees?|provincial\w*|provinces?",
    Kind(RoundKind.category, "french"): r"french|francais\w*|francophones?",
    Kind(RoundKind.category, "healthcare"): r"health ?care|health|sante|nurses?|infirmier\w*",
    Kind(RoundKind.category, "physicians"): r"physicians?|doctors?|medecins?",
    Kind(RoundKind.category, "stem"): r"stem|stim",
    Kind(RoundKind.category, "trades"): r"trades?|metiers?",
    Kind(RoundKind.category, "transport"): r"transport\w*",
    Kind(RoundKind.category, "education"): r"education|teachers?|enseign\w+",
    Kind(RoundKind.category, "senior_managers"): r"senior managers?|cadres superieurs",
}
"""How people name a kind of round; the first of these that is said counts, and the first at all where none is."""

_SCORE: Final = re.compile(r"\b[1-9]\d{2,3}\b")
"""What may be a score; a year is one that is too high."""


async def counts(visit: Visit) -> Html:
    """The last ten rounds of the kind named, and how many were at or below the score named, or the person's own."""
    said = fold(visit.incoming.text)
    held = held_by(visit.now)
    lately = of_kind(held, _kind(said))[:LATELY]
    if not lately:
        return NOTHING
    lines = [
        say(
            "The last {of} rounds ({whom}), {first} to {last}, the oldest first: {cut_offs}.",
            of=len(lately),
            whom=words.named(lately[0]),
            first=day(lately[-1].day),
            last=day(lately[0].day),
            cut_offs=", ".join(number(one.cut_off) for one in reversed(lately)),
        )
    ]
    score = await _score(visit, said)
    if score is not None:
        at_most = [one.cut_off for one in reversed(lately) if one.cut_off <= score]
        lines.append(
            say(
                "{reached} of {of} were at or below {score}: {cut_offs}.",
                reached=len(at_most),
                of=len(lately),
                score=number(score),
                cut_offs=listed([number(one) for one in at_most]),
            )
            if at_most
            else say("None of them was at or below {score}.", score=number(score))
        )
    lines += [screens.data_end(held[0].day, visit.now), say("Your own rounds: /rounds")]
    return Html("\n".join(lines))


def _kind(said: str) -> Kind:
    return next((kind for kind, name in NAMES.items() if re.search(rf"\b(?:{name})\b", said)), next(iter(NAMES)))


async def _score(visit: Visit, said: str) -> int | None:
    named = [points for points in map(int, _SCORE.findall(said)) if points <= MOST_CRS]
    if named:
        return named[0]
    facts = visit.facts
    return None if facts is None else await beside(score_today, facts, visit.now, visit.day)
