"""The screens of a goal: set, looked at, changed, given up; what its plan supposed stands with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from conversations import reminders
from conversations.engine import Interview
from conversations.home import SCORE, untold
from conversations.messages import Button, Keyboard, Outgoing, Reply, enumerated, paragraphs
from conversations.questions import ITEM as OF_PLAN
from conversations.visits import Visit, open_script
from conversations.what_if import words
from conversations.what_if.goals import ITEM, Goal, line, of
from conversations.what_if.scripts import BY, GOAL_FAMILY, POINTS
from conversations.what_if.steps import Sandbox, laid, readable
from locales import NOTHING, Html, day, listed, number, plain, say
from rules import crs
from rules.facts import Facts
from storage import notifications, what_ifs

FAMILY: Final = GOAL_FAMILY
SHOW: Final = "wi:goal:show"


async def show(visit: Visit) -> Reply:
    """The goal and how far it is, or how one is set."""
    facts = visit.facts
    if facts is None:
        return untold(visit)
    return Reply((screen(visit, facts),))


def screen(visit: Visit, facts: Facts, note: Html = NOTHING) -> Outgoing:
    """The goal, how far it is and the plan it came with; without one, what a goal is."""
    goal = of(visit.candidate)
    if goal is None:
        text = say(
            "<b>You have no goal</b>\nA goal is a CRS score you want to reach by a day. I show how far it is, and "
            "remind you two weeks before and on the day."
        )
        rows: Keyboard = (
            (Button(plain("Set a goal"), "wi:goal:set", style="primary"),),
            (Button(plain("What if"), "wi:show"), Button(plain("My score"), SCORE)),
        )
        return Outgoing(paragraphs((note, text)), rows, edit=visit.pressed)
    blocks = [note, say("<b>Your goal</b>"), line(visit.candidate, facts, visit.day)]
    if goal.steps:
        found = laid(facts, readable(goal.steps), visit.today)
        steps = enumerated(words.of_step(one, visit.today) for one in found.steps)
        then = crs.score(found.facts, max(found.day, visit.day)).total
        whole = say("With all of it the score would be {total} today.", total=number(then))
        if found.day > visit.day:
            whole = say("With all of it the score would be {total} on {day}.", total=number(then), day=day(found.day))
        blocks.append(Html("\n".join([say("<b>Its plan, as you supposed it</b>"), *steps, whole])))
    rows = (
        (Button(plain("Change the goal"), "wi:goal:set"), Button(plain("Give up the goal"), "wi:goal:drop")),
        (Button(plain("What if"), "wi:show"), Button(plain("My score"), SCORE)),
    )
    return Outgoing(paragraphs(blocks), rows, edit=visit.pressed)


async def press(visit: Visit, facts: Facts, sandbox: Sandbox, what: Sequence[str]) -> Reply:
    """A button about goals: keep makes one of the plan that is being changed, set asks, drop gives it up."""
    goal = of(visit.candidate)
    match what:
        case ["keep"] if sandbox.steps():
            found = laid(facts, sandbox.steps(), visit.today)
            total = crs.score(found.facts, max(found.day, visit.day)).total
            note = say(
                "The plan comes to {total} points. By which day do you want to reach that? I keep the plan with the "
                "goal; your answers stay as they are.",
                total=number(total),
            )
            return open_script(visit, FAMILY, {POINTS: total, OF_PLAN: sandbox.at}, note)
        case ["set"]:
            return open_script(visit, FAMILY, {} if goal is None else {POINTS: goal.points, BY: goal.by.isoformat()})
        case ["drop"] if goal is not None:
            await _set(visit, facts, None)
            return Reply((screen(visit, facts, say("The goal is given up. Its reminders are gone too.")),))
    return Reply((screen(visit, facts),))


async def finished(visit: Visit, state: Interview) -> Reply:
    """A goal that was confirmed takes the place of the one before."""
    facts = visit.facts
    if facts is None:
        return untold(visit)
    before, sandbox = of(visit.candidate), Sandbox.from_json(await what_ifs.load(visit.unit, visit.incoming.chat_id))
    plan = state.answers.get(OF_PLAN)
    steps = tuple(step.to_json() for step in sandbox.steps(plan)) if plan else () if before is None else before.steps
    goal = Goal(state.answers[POINTS], date.fromisoformat(state.answers[BY]), visit.today, steps)
    await _set(visit, facts, goal)
    return Reply((screen(visit, facts, await _kept(visit)),))


async def _kept(visit: Visit) -> Html:
    """That a goal is kept, and when its reminders come: none once it is reached, or where they were turned off."""
    pending = await notifications.pending(visit.unit, visit.candidate.chat_id)
    zone = ZoneInfo(visit.zone)
    days = [each.due_at.astimezone(zone).date() for each in pending if each.item == ITEM]
    if not days:
        return say("Kept. No reminder of it is to come.")
    return say("Kept. I remind you of it on {days}.", days=listed([day(each) for each in days]))


async def _set(visit: Visit, facts: Facts, goal: Goal | None) -> None:
    """Keeps a goal in place of any before, with its reminders."""
    visit.candidate = replace(visit.candidate, goal=None if goal is None else goal.to_json())
    await notifications.resume(visit.unit, visit.candidate.chat_id, ITEM)  # what was stopped was the goal before
    await reminders.replan(visit.unit, visit.candidate, facts, visit.now)
