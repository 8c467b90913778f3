"""/rounds: the last rounds somebody could have entered, those of each kind, one of them, the pool, and the picture."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final

from conversations.beside import beside, drawn
from conversations.charts.sent import is_dark, palette, picture
from conversations.home import again, old
from conversations.messages import Button, Outgoing, Reply
from conversations.rounds import curves, screens
from conversations.rounds.looking import look, score_today
from conversations.rounds.screens import PREFIX
from conversations.visits import Room, Visit
from locales import N_, NOTHING, plain, say
from rules.round_history import held_by
from rules.round_verdicts import verdict
from rules.rounds import round_of


async def show(visit: Visit) -> Reply:
    """The rounds as they concern this person; without answers, those there were. "/rounds 446" opens one."""
    if visit.candidate.notice_version is None:
        return again(visit, NOTHING)
    command, _, number = visit.incoming.text.partition(" ")
    if command.startswith("/") and round_of(number.strip()) is not None:
        return await _one(visit, number.strip())
    return Reply((await _home(visit),))


async def _home(visit: Visit) -> Outgoing:
    facts, held = visit.facts, held_by(visit.now)
    if facts is None or not held:
        note = say("With your answers I can say which of these you could have entered, and whether you were above.")
        return screens.kinds(held, visit.now, note=note, told=False)
    found = await beside(look, facts, visit.now, visit.day)  # a year of rounds: not on the event loop
    return screens.first(facts, found, held, visit.now, visit.zone)


async def kinds(visit: Visit, page: int = 0) -> Reply:
    """The last round of each kind."""
    return Reply((screens.kinds(held_by(visit.now), visit.now, page, told=visit.facts is not None),))


async def _score(visit: Visit) -> int | None:
    """The score that past rounds are counted against; None without a program, which has no score in the pool."""
    facts = visit.facts
    return None if facts is None else await beside(score_today, facts, visit.now, visit.day)


async def _kind(visit: Visit, number: str, page: int) -> Reply:
    one, held = round_of(number), held_by(visit.now)
    if one is None or one not in held:
        return old(visit)
    return Reply((screens.of_one_kind(one, held, visit.now, await _score(visit), page),))


async def _one(visit: Visit, number: str) -> Reply:
    """A round opened: what was published, and the verdict."""
    one, facts = round_of(number), visit.facts
    if one is None or one not in held_by(visit.now):
        return old(visit)
    found = None if facts is None else await beside(verdict, facts, one)
    return Reply((screens.opened(one, found, visit.zone, own_zone=visit.candidate.time_zone is not None),))


async def _pool(visit: Visit) -> Reply:
    return Reply((screens.pool(held_by(visit.now), await _score(visit), visit.now),))


async def _chart(visit: Visit, *, dark: bool) -> Reply:
    """The cut-offs of two years as a picture; the last of each kind say the same in words."""
    facts, held = visit.facts, held_by(visit.now)
    if not held:
        return await kinds(visit)
    png, caption = await drawn(curves.picture, facts, held, visit.now, visit.day, palette(dark=dark))
    in_words = Button(plain("In words"), screens.KINDS)
    return Reply((picture(f"rounds-{visit.day}", png, caption, screens.CHART, in_words, dark=dark),))


async def _press(visit: Visit, rest: str) -> Reply:
    if visit.candidate.notice_version is None:
        return again(visit, NOTHING)
    match rest.split(":"):
        case ["home"]:
            return await show(visit)
        case ["kinds"]:
            return await kinds(visit)
        case ["kinds", page] if page.isdecimal():
            return _in_place(visit, await kinds(visit, int(page)))
        case ["kind", number, page] if page.isdecimal():
            reply = await _kind(visit, number, int(page))
            return _in_place(visit, reply) if int(page) else reply
        case ["one", number]:
            return await _one(visit, number)
        case ["pool"]:
            return await _pool(visit)
        case ["chart", *how]:
            return await _chart(visit, dark=is_dark(how))
    return old(visit)


def _in_place(visit: Visit, reply: Reply) -> Reply:
    """A page that is turned takes the place of the one before."""
    return Reply(tuple(replace(shown, edit=visit.pressed) for shown in reply.messages))


def _leads(rest: str) -> Callable[[Visit], Awaitable[Reply]]:
    """What is typed leads where the button does."""

    async def handler(visit: Visit) -> Reply:
        return await _press(visit, rest)

    return handler


ROOM: Final = Room(
    commands={"rounds": show},
    presses={PREFIX: _press},
    words=(
        ((N_("My rounds"), N_("rounds"), N_("draws")), show),
        ((N_("The last of each kind"), N_("cut-offs")), _leads("kinds")),
        ((N_("The pool"),), _leads("pool")),
    ),
)
"""The command /rounds, what is typed instead, and the buttons of the rounds."""
