"""/whatif: facts changed in a sandbox by tapping or by the questions that stand already; up to three plans compared.

Nothing here touches the facts. The sandbox is kept sealed, beside them, and every screen says that nothing is saved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pydantic import ValidationError

from conversations import engine, scripts
from conversations.beside import beside
from conversations.engine import Interview
from conversations.events import catalogue, meanwhile
from conversations.events.event import FAMILY as OF_EVENTS
from conversations.events.event import Event, RefusedError
from conversations.home import after_the_notice, again, untold
from conversations.improve.screens import over
from conversations.messages import Reply
from conversations.profile import screens
from conversations.profile.chapters import CHAPTERS
from conversations.profile.parts import Items, Sheet, seen, with_unknown
from conversations.profile.scripts import FAMILY as OF_PARTS
from conversations.profile.scripts import find_part, key_of, script_of
from conversations.questions import ITEM, SEEN
from conversations.visits import Room, Visit, open_script, screen_of
from conversations.what_if import goal_room, words
from conversations.what_if import screens as shown
from conversations.what_if.goals import MOST_STEPS
from conversations.what_if.scripts import FAMILY
from conversations.what_if.steps import NEW, PLAN, PLANS, Sandbox, Step, laid, questioned, step_of
from conversations.what_if.words import LETTERS
from locales import N_, NOTHING, Html, listed, plain, say
from rules.facts import Facts
from rules.taps import Tap, reached
from storage import what_ifs

PLAN_OF: Final = {letter: plan for plan, letter in LETTERS.items()}
"""The plan that a button is about, by the letter in its data: capitals, as a chapter's begins with `c`."""


# --- the sandbox ---


async def load(visit: Visit) -> Sandbox:
    """The person's sandbox; an empty one where there is none."""
    return Sandbox.from_json(await what_ifs.load(visit.unit, visit.incoming.chat_id))


async def _keep(visit: Visit, sandbox: Sandbox) -> None:
    if sandbox.begun() or sandbox.at != PLANS[0]:
        await what_ifs.save(visit.unit, visit.incoming.chat_id, sandbox.to_json())
    else:
        await what_ifs.empty(visit.unit, visit.incoming.chat_id)


async def show(visit: Visit) -> Reply:
    """The comparison, or where to begin."""
    facts = visit.facts
    if facts is None:
        return untold(visit)
    if ended := over(facts, visit.day):
        return Reply((ended,))
    return Reply(await beside(shown.compared, visit, facts, await load(visit)))


# --- what is pressed ---


async def _press(visit: Visit, rest: str) -> Reply:
    facts = visit.facts
    if visit.candidate.notice_version is None:
        return again(visit, NOTHING)
    if facts is None:
        return untold(visit)
    sandbox, (first, *others) = await load(visit), rest.split(":")
    if first != "goal" and (ended := over(facts, visit.day)):
        return Reply((replace(ended, edit=visit.pressed),))
    if others and first in PLAN_OF:
        sandbox = replace(sandbox, at=PLAN_OF[first])
    match others if others and first in PLAN_OF else [first, *others]:
        case ["show"]:
            return Reply(await beside(shown.compared, visit, facts, sandbox))
        case ["which"]:
            note = say("I am not sure which change you mean. These can be supposed:")
            return Reply((await beside(shown.menu, visit, facts, sandbox, note),))
        case ["menu"]:
            return Reply((await beside(shown.menu, visit, facts, sandbox),))
        case ["g", group] if group in shown.GROUPS:
            return Reply((await beside(shown.of_group, visit, facts, sandbox, group),))
        case ["t", mark]:
            return await _tap(visit, facts, sandbox, mark)
        case ["suppose", group, lever, whose, *named] if group in shown.GROUPS:
            return await _said(visit, facts, sandbox, group, (lever, whose, *named))
        case ["life"]:
            return Reply((await beside(shown.life, visit, facts, sandbox),))
        case ["l", group] if group in catalogue.GROUPS:
            return Reply((await beside(shown.life, visit, facts, sandbox, group),))
        case ["answers"]:
            return Reply((await beside(shown.answers, visit, facts, sandbox),))
        case ["c", chapter] if any(each.key == chapter for each in CHAPTERS):
            return Reply((await beside(shown.answers, visit, facts, sandbox, chapter),))
        case ["c", chapter, page] if page.isdecimal() and any(each.key == chapter for each in CHAPTERS):
            return Reply((await beside(shown.answers, visit, facts, sandbox, chapter, int(page)),))
        case ["e", key] if key in catalogue.EVENTS and key not in shown.NOT_SUPPOSED:
            return await beside(_begin, visit, facts, sandbox, catalogue.EVENTS[key])
        case ["p", whose, key, *which]:
            return await beside(_part, visit, facts, sandbox, whose, key, which)
        case ["plan", plan] if plan in PLANS:
            return await _to(visit, facts, sandbox, plan)
        case ["back", many] if sandbox.steps() and many == str(len(sandbox.steps())):
            note = say("Taken back: {what}.", what=_last(visit, facts, sandbox))
            return await _changed(visit, facts, sandbox.with_steps(sandbox.steps()[:-1]), note)
        case ["back", many] if many == str(len(sandbox.steps()) + 1):
            return _already_done()
        case ["empty"] if not sandbox.steps():
            return _already_done()
        case ["empty"]:
            note = say("Plan {letter} is empty.", letter=LETTERS[sandbox.at])
            return await _changed(visit, facts, sandbox.with_steps(()), note)
        case ["goal", *what]:
            return await goal_room.press(visit, facts, sandbox, what)
    return Reply((await beside(shown.menu, visit, facts, sandbox, say("This menu is old. Here is the current one.")),))


async def _changed(visit: Visit, facts: Facts, sandbox: Sandbox, note: Html) -> Reply:
    await _keep(visit, sandbox)
    return Reply(await beside(shown.compared, visit, facts, sandbox, note))


def _last(visit: Visit, facts: Facts, sandbox: Sandbox) -> Html:
    return words.of_step(laid(facts, sandbox.steps(), visit.today).steps[-1], visit.today)


async def _to(visit: Visit, facts: Facts, sandbox: Sandbox, plan: str) -> Reply:
    """Another plan is changed from now on; one that is empty begins with what can be supposed."""
    sandbox = replace(sandbox, at=plan)
    await _keep(visit, sandbox)
    if not sandbox.steps():
        return Reply((await beside(shown.menu, visit, facts, sandbox),))
    note = say("From now on you change plan {letter}.", letter=LETTERS[plan])
    return Reply(await beside(shown.compared, visit, facts, sandbox, note))


def _full(visit: Visit, facts: Facts, sandbox: Sandbox) -> Reply | None:
    """What is said where a plan holds no more."""
    if len(sandbox.steps()) < MOST_STEPS:
        return None
    note = say("A plan holds at most {most} things. Take one back first, or begin another plan.", most=MOST_STEPS)
    return Reply(shown.compared(visit, facts, sandbox, note))


def _already_done() -> Reply:
    """A second tap on the same button: what the first one showed stays."""
    return Reply(toast=plain("Already done"))


async def _tap(visit: Visit, facts: Facts, sandbox: Sandbox, mark: str) -> Reply:
    if any(step.tap and shown.mark(step.tap) == mark for step in sandbox.steps()):
        return _already_done()
    offered_now = await beside(shown.offers, visit, facts, sandbox)
    tap = next((each for each in offered_now if shown.mark(each.key) == mark), None)
    if tap is None:
        note = say("This menu is old. Here is the current one.")
        return Reply((await beside(shown.menu, visit, facts, sandbox, note),))
    if full := await beside(_full, visit, facts, sandbox):
        return full
    note = say("Supposed in plan {letter}: {what}.", letter=LETTERS[sandbox.at], what=words.of_tap(tap))
    return await _changed(visit, facts, sandbox.with_steps((*sandbox.steps(), Step(tap=tap.key))), note)


async def _said(visit: Visit, facts: Facts, sandbox: Sandbox, group: str, named: Sequence[str]) -> Reply:
    """What was said in words: supposed where they name exactly one thing, otherwise the list it is in."""
    offered_now = await beside(shown.offers, visit, facts, sandbox)
    meant = [tap for tap in offered_now if _names(tap, named)]
    if len(meant) == 1:
        return await _tap(visit, facts, sandbox, shown.mark(meant[0].key))
    key, whole = ":".join(named), laid(facts, sandbox.steps(), visit.today)
    note = NOTHING
    if reached(facts, visit.day, key):
        note = say("By what you told me, you have that already.")
    elif reached(whole.facts, whole.day, key):
        note = say("Plan {letter} supposes that already.", letter=LETTERS[sandbox.at])
        return Reply(await beside(shown.compared, visit, facts, sandbox, note))
    if not any(shown.group_on(tap) == group for tap in offered_now):
        note = note or say("There is nothing of it to suppose for you.")
        return Reply((await beside(shown.menu, visit, facts, sandbox, note),))
    return Reply((await beside(shown.of_group, visit, facts, sandbox, group, note),))


def _names(tap: Tap, named: Sequence[str]) -> bool:
    """Whether words name a tap: its lever, whose it is, and further of its details, a score as it is printed."""
    lever, whose, *others = named
    reached_then = [value for name, value in tap.detail if name != "score_now"]
    told = [f"{value:g}" if isinstance(value, float) else str(value) for value in reached_then]
    return (tap.lever, tap.whose) == (lever, whose) and all(each.removesuffix(".0") in told for each in others)


# --- the questions that stand already ---


def _begin(visit: Visit, facts: Facts, sandbox: Sandbox, event: Event) -> Reply:
    """The questions of an event over what is supposed so far."""
    of_plan = questioned(facts, sandbox.steps(), visit.today)
    if full := _full(visit, facts, sandbox):
        return full
    if lacking := event.lacking(of_plan, visit.today):
        return Reply((shown.menu(visit, facts, sandbox, say(lacking.why)),))
    if not event.applies(of_plan, visit.day):
        why = event.why_not(of_plan, visit.today) or say(
            "“{event}” does not fit with what you told me so far.", event=say(event.title)
        )
        return Reply((shown.menu(visit, facts, sandbox, why),))
    if event.leads_to:
        return _through(visit, facts, sandbox, event.leads_to)
    offers = meanwhile.offers(event, of_plan, visit.today)
    return open_script(visit, f"{FAMILY}:{event.script_key}", {**event.filled(of_plan), SEEN: offers, PLAN: sandbox.at})


def _through(visit: Visit, facts: Facts, sandbox: Sandbox, key: str) -> Reply:
    """The questions that a door leads to; of a list without a place in it, the chapter where one is chosen."""
    if scripts.family(key) != OF_PARTS:
        return open_script(visit, f"{FAMILY}:{key}", {PLAN: sandbox.at})
    whose, part, which = script_of(key)
    place = screens.place_of(questioned(facts, sandbox.steps(), visit.today), whose, part)
    if place is not None and isinstance(place.part, Items) and not which:
        return Reply((shown.answers(visit, facts, sandbox, place.chapter.key),))
    return _part(visit, facts, sandbox, whose, part, [which] if which else [])


def _part(visit: Visit, facts: Facts, sandbox: Sandbox, whose: str, key: str, which: list[str]) -> Reply:
    """The questions of a part of the profile: a sheet, a thing that is added, or one that is told already."""
    if full := _full(visit, facts, sandbox):
        return full
    of_plan = questioned(facts, sandbox.steps(), visit.today)
    place = screens.place_of(of_plan, "partner" if whose == "partner" else "own", key)
    old = Reply((shown.menu(visit, facts, sandbox, say("This menu is old. Here is the current one.")),))
    if place is None:
        return old
    aside = {SEEN: seen(of_plan), PLAN: sandbox.at}
    if isinstance(place.part, Sheet):
        told = place.part.filled(place.told_of)
        told = with_unknown(place.part.questions, told) if told else told
        return open_script(visit, f"{FAMILY}:{key_of(place.whose, key)}", {**told, **aside})
    if which == [NEW]:
        return open_script(visit, f"{FAMILY}:{key_of(place.whose, key, NEW)}", aside)
    things = screens.items(place.part, place.told_of)
    if len(which) != len(("place", "mark")) or not which[0].isdecimal() or int(which[0]) >= len(things):
        return old
    thing = things[int(which[0])]
    if screens.mark(thing) != which[1]:
        return old
    told = with_unknown(place.part.questions, place.part.filled(thing))
    return open_script(visit, f"{FAMILY}:{key_of(place.whose, key, which[0])}", {**told, ITEM: which[1], **aside})


async def _finished(visit: Visit, state: Interview) -> Reply:
    """Confirmed answers of a script of what if: they are supposed, and nothing is saved."""
    facts = visit.facts
    if facts is None:
        return untold(visit)
    sandbox, step = await load(visit), step_of(state)
    sandbox = replace(sandbox, at=state.answers.get(PLAN, sandbox.at))
    if missing := _missing(step, state):
        return _again(visit, state, say("To suppose this I need: {names}. It waits here.", names=missing))
    if full := await beside(_full, visit, facts, sandbox):
        return full
    of_plan = await beside(questioned, facts, sandbox.steps(), visit.today)
    if why := _refused(of_plan, step, visit):
        return _again(visit, state, why)
    with_it = (*sandbox.steps(), step)
    if not laid(of_plan, [step], visit.today).steps[0].fits:
        note = say("That changes nothing, so it was not added to the plan.")
        return Reply(await beside(shown.compared, visit, facts, sandbox, note))
    found = laid(facts, with_it, visit.today).steps[-1]
    letter = LETTERS[sandbox.at]
    note = say("Supposed in plan {letter}: {what}.", letter=letter, what=words.of_step(found, visit.today))
    return await _changed(visit, facts, sandbox.with_steps(with_it), note)


def _missing(step: Step, state: Interview) -> Html:
    """The questions that have to be answered first, in words; empty where there are none."""
    family, _, key = step.script.partition(":")
    given = engine.kept(scripts.find(step.script), state.answers)
    lacking: tuple[str, ...] = ()
    if family == OF_EVENTS:
        lacking = tuple(each.name for each in catalogue.EVENTS[key].missing({**state.answers, **given}))
    elif family == OF_PARTS:
        part = find_part(script_of(step.script)[1])
        lacking = tuple(each.name for each in part.missing(given)) if isinstance(part, Items) else ()
    return listed([say(name) for name in lacking]) if lacking else NOTHING


def _refused(facts: Facts, step: Step, visit: Visit) -> Html:
    """Why an event cannot be supposed with these answers; empty where it can."""
    family, _, key = step.script.partition(":")
    if family != OF_EVENTS:
        return NOTHING
    event = catalogue.EVENTS[key]
    try:
        event.change(facts, step.answers, visit.today)
    except ValidationError:
        return say("This does not fit with a date you told me before. Please check the dates.")
    except RefusedError as refused:
        return refused.why
    except (LookupError, TypeError, AttributeError):
        return NOTHING  # about something that is there no more: it is then said to change nothing
    return NOTHING


def _again(visit: Visit, state: Interview, note: Html) -> Reply:
    """The summary again: nothing is lost."""
    visit.open = (*visit.open, state)
    return Reply((replace(screen_of(visit, state, note), edit=visit.pressed),))


ROOM: Final = Room(
    commands={"whatif": after_the_notice(show), "goal": after_the_notice(goal_room.show)},
    presses={shown.PREFIX: _press},
    words=(
        ((N_("What if"), N_("what if something changed?"), N_("suppose something")), after_the_notice(show)),
        ((N_("My goal"), N_("goal")), after_the_notice(goal_room.show)),
    ),
    finishes={FAMILY: _finished, goal_room.FAMILY: goal_room.finished},
)
