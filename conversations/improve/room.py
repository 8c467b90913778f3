"""/improve: the ranked list, its groups, the plan of each, and the two paths."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial

from conversations.beside import beside
from conversations.home import after_the_notice, of_facts, old
from conversations.improve import paths, plan, screens, words
from conversations.messages import Outgoing, Reply
from conversations.visits import Handler, Room, Visit
from locales import N_, say
from rules.facts import Facts
from rules.improvement_plans import Outlook, outlook
from rules.improvements import Group
from rules.parameters import RuleBook, book
from rules.paths import french_path, nomination_path
from rules.remembered import remembered
from rules.rounds import Round, rounds

Shown = Callable[[Visit, Facts], Awaitable[tuple[Outgoing, ...]]]


@remembered(128)  # from the list to a group and a plan nothing changes
def _weighed(facts: Facts, on: date, rules: RuleBook, _rounds: tuple[Round, ...]) -> Outlook:
    return outlook(facts, on, rules=rules)


async def _outlook(visit: Visit, facts: Facts) -> Outlook:
    # Many jobs take long: not on the event loop.
    return await beside(_weighed, facts, visit.day, book(), rounds())


async def _main(visit: Visit, facts: Facts) -> tuple[Outgoing, ...]:
    return await beside(screens.main, facts, await _outlook(visit, facts))


async def _french(visit: Visit, facts: Facts) -> tuple[Outgoing, ...]:
    found = await beside(french_path, facts, visit.day)
    return await beside(paths.french, facts, found)


async def _nomination(visit: Visit, facts: Facts) -> tuple[Outgoing, ...]:
    found = await beside(nomination_path, facts, visit.day)
    return await beside(paths.nomination, facts, found)


async def _group(visit: Visit, facts: Facts, group: Group) -> tuple[Outgoing, ...]:
    found = await _outlook(visit, facts)
    return await beside(screens.group, facts, found, group)


async def _plan(visit: Visit, facts: Facts, code: str) -> tuple[Outgoing, ...]:
    """The plan of a button; where the list has changed since, the list of today."""
    found = await _outlook(visit, facts)
    one = next((one for one in found.weighed if words.code(one.improvement) == code), None)
    if one is None:
        note = say("This has changed since that list. Here is the list of today.")
        return (Outgoing(note), *await beside(screens.main, facts, found))
    return await beside(plan.screen, facts, found, one)


def _shows(shown: Shown) -> Handler:
    """What leads to screens of points; where none are worked towards any more, that is said."""

    async def answer(visit: Visit, facts: Facts) -> Reply:
        ended = screens.over(facts, visit.day)
        return Reply(await shown(visit, facts) if ended is None else (ended,))

    return after_the_notice(of_facts(answer))


_show, _show_french, _show_nomination = _shows(_main), _shows(_french), _shows(_nomination)


async def _press(visit: Visit, rest: str) -> Reply:
    match rest.split(":"):
        case ["show"]:
            return await _show(visit)
        case ["fr"]:
            return await _show_french(visit)
        case ["pn"]:
            return await _show_nomination(visit)
        case ["g", key] if key in [*Group]:
            return await _shows(partial(_group, group=Group(key)))(visit)
        case ["p", code]:
            return await _shows(partial(_plan, code=code))(visit)
    return old(visit)


ROOM = Room(
    commands={"improve": _show, "french": _show_french, "nomination": _show_nomination},
    presses={words.PREFIX: _press},
    words=(
        ((N_("More points"), N_("Improve my score"), N_("improve")), _show),
        ((N_("French path"), N_("the French path")), _show_french),
        ((N_("Nomination path"), N_("the nomination path")), _show_nomination),
    ),
)
"""The commands /improve, /french and /nomination, what is typed instead, and the buttons of its screens."""
