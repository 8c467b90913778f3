"""The screens of a goal: set, looked at, changed, given up; what its plan supposed stands with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from conversations import answers as typed
from conversations import reminders
from conversations.beside import beside
from conversations.engine import Interview
from conversations.expiries import day_ahead
from conversations.home import again, untold
from conversations.improve.screens import invited, over
from conversations.improve.words import SHOW as MORE
from conversations.messages import Button, Keyboard, Outgoing, Reply, enumerated, in_rows, paragraphs
from conversations.questions import ITEM as OF_PLAN
from conversations.score.board import AHEAD
from conversations.visits import Visit, open_script
from conversations.what_if import ways, words
from conversations.what_if.goals import ITEM, Goal, line, of
from conversations.what_if.scripts import BY, GOAL_FAMILY, MOST_YEARS, POINTS
from conversations.what_if.steps import Sandbox, laid, readable
from conversations.where_to import SCORE
from locales import N_, NOTHING, Html, count, day, listed, number, plain, say
from rules import crs
from rules.facts import MOST_CRS, Facts
from rules.journey import Phase, stage_on
from storage import notifications

FAMILY: Final = GOAL_FAMILY
SHOW: Final = "wi:goal:show"


async def show(visit: Visit) -> Reply:
    """The goal and how far it is, or how one is set; "/goal 505" asks for its day at once."""
    facts = visit.facts
    if facts is None:
        return untold(visit)
    if ended := _over(visit, facts):
        return Reply((ended,))
    points = typed.read_points(visit.incoming.text.strip().partition(" ")[2])
    if points and points <= MOST_CRS:
        return _ask(visit, of(visit.candidate), points)
    return Reply((await screen(visit, facts),))


SAID: Final = re.compile(r"(?<![\d.,])(?:1[ ,.]\d{3}|\d{3,4})(?![\d.,]*\d)")
"""A score in a sentence; a year is one that is too high."""


async def heard(visit: Visit, text: str) -> Reply:
    """ "My goal is 505 by 1 May": what was said is filled in, and has to be confirmed."""
    said = [typed.read_points(each) or 0 for each in SAID.findall(text)]
    points = [each for each in said if 0 < each <= MOST_CRS]
    facts = visit.facts
    if visit.candidate.notice_version is None or facts is None or over(facts, visit.day) or len(points) != 1:
        visit.incoming = replace(visit.incoming, text="/goal")
        return again(visit, NOTHING) if visit.candidate.notice_version is None else await show(visit)
    last = date(visit.today.year + MOST_YEARS, 12, 31)
    return _ask(visit, of(visit.candidate), points[0], by=day_ahead(text, visit.today, last))


def _over(visit: Visit, facts: Facts) -> Outgoing | None:
    """What is said once an application is sent; a goal there is can be given up."""
    ended = over(facts, visit.day)
    if ended is None or of(visit.candidate) is None:
        return ended
    kept = say("Your goal is kept, and no reminder of it comes any more.")
    drop = (Button(plain("Give up the goal"), "wi:goal:drop"),)
    return replace(ended, text=Html(f"{ended.text}\n\n{kept}"), keyboard=(drop, *ended.keyboard))


async def screen(visit: Visit, facts: Facts, note: Html = NOTHING) -> Outgoing:
    """The goal, how far it is, the plan it came with and the ways to it; without one, what a goal is."""
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
    blocks = [note, say("<b>Your goal</b>"), line(visit.candidate, facts, visit.day), invited(facts, visit.day)]
    if goal.steps:
        blocks.append(_plan(visit, facts, goal))
    elif goal.by > visit.day and (then := crs.score(facts, goal.by).total) != crs.score(facts, visit.day).total:
        blocks.append(_on_its_day(goal, then))
    blocks.append(await _ways(visit, facts, goal))
    rows = in_rows(
        Button(plain(label), data)
        for label, data in (
            (N_("More points"), MORE),
            (N_("Change the goal"), "wi:goal:set"),
            (N_("Give up the goal"), "wi:goal:drop"),
            (N_("What if"), "wi:show"),
            (N_("My score"), SCORE),
            (N_("Score calendar"), AHEAD),
        )
    )
    return Outgoing(paragraphs(blocks), rows, edit=visit.pressed)


def _plan(visit: Visit, facts: Facts, goal: Goal) -> Html:
    """What the plan supposes, the score with it today, and on the day of the goal: a birthday may lie between."""
    found = laid(facts, readable(goal.steps), visit.today)
    steps = enumerated(words.of_step(one, visit.today) for one in found.steps)
    on = max(found.day, visit.day)
    result = crs.score(found.facts, on)
    then = say("at least {total}", total=number(result.total)) if result.assumed else number(result.total)
    whole = say("With all of it the score would be {total} today.", total=then)
    if on > visit.day:
        whole = say("With all of it the score would be {total} on {day}.", total=then, day=day(on))
    lines = [say("<b>Its plan, as you supposed it</b>"), *steps, whole]
    if goal.by > on:
        lines.append(_on_its_day(goal, crs.score(found.facts, goal.by).total))
    return Html("\n".join(lines))


async def _ways(visit: Visit, facts: Facts, goal: Goal) -> Html:
    """The ways to a goal that lies ahead; none where its plan is one, or points add nothing any more."""
    if goal.by < visit.day or stage_on(facts, visit.day).phase is Phase.invited:
        return NOTHING
    found = laid(facts, readable(goal.steps), visit.today)
    if found.steps and crs.score(found.facts, max(found.day, goal.by)).total >= goal.points:
        return NOTHING
    return await beside(ways.told, facts, visit.day, goal.points, goal.by)


def _on_its_day(goal: Goal, total: int) -> Html:
    """The score of the day of a goal, beside it."""
    told = {"day": day(goal.by), "total": number(total)}
    if total >= goal.points:
        return say("If nothing else changes, the score is {total} on {day}: the goal is reached.", **told)
    short = count("{n} point is missing", "{n} points are missing", goal.points - total)
    return say(
        "If nothing else changes, the score is {total} on {day}: {short}. “Score calendar” says why.",
        short=short,
        **told,
    )


async def press(visit: Visit, facts: Facts, sandbox: Sandbox, what: Sequence[str]) -> Reply:
    """A button about goals: keep makes one of the plan that is being changed, set asks, drop gives it up."""
    goal = of(visit.candidate)
    if what != ["drop"] and (ended := _over(visit, facts)):
        return Reply((replace(ended, edit=visit.pressed),))
    match what:
        case ["keep"] if sandbox.steps():
            found = laid(facts, sandbox.steps(), visit.today)
            total = crs.score(found.facts, max(found.day, visit.day)).total
            note = say(
                "The plan comes to {total} points. By which day do you want to reach that? I keep the plan with the "
                "goal; your answers stay as they are.",
                total=number(total),
            )
            steps = [step.to_json() for step in sandbox.steps()]  # those looked at, whatever becomes of the plan
            return open_script(visit, FAMILY, {OF_PLAN: steps, **({POINTS: total} if total else {})}, note)
        case ["set"]:
            return _ask(visit, goal)
        case ["drop"] if goal is not None:
            await _set(visit, facts, None)
            note = say("The goal is given up. Its reminders are gone too.")
            if ended := over(facts, visit.day):
                return Reply((replace(ended, text=Html(f"{note}\n\n{ended.text}"), edit=visit.pressed),))
            return Reply((await screen(visit, facts, note),))
    return Reply((await screen(visit, facts),))


def _ask(visit: Visit, goal: Goal | None, points: int | None = None, *, by: date | None = None) -> Reply:
    """The questions, filled in as far as they are known: a day that has passed is asked for anew."""
    told: dict[str, object] = {} if goal is None else {POINTS: goal.points}
    if points is not None:
        told[POINTS] = points
    if by is None and goal is not None and goal.by >= visit.today:
        by = goal.by
    if by is not None:
        told[BY] = by.isoformat()
    return open_script(visit, FAMILY, told)


async def finished(visit: Visit, state: Interview) -> Reply:
    """A goal that was confirmed takes the place of the one before; of a day that has passed, the day is asked again."""
    facts = visit.facts
    if facts is None:
        return untold(visit)
    if ended := _over(visit, facts):
        return Reply((ended,))
    by = date.fromisoformat(state.answers[BY])
    if by < visit.today:
        told = {key: value for key, value in state.answers.items() if key != BY}
        return open_script(visit, FAMILY, told, say("{day} has passed. A goal lies ahead.", day=day(by, weekday=True)))
    before, of_plan = of(visit.candidate), state.answers.get(OF_PLAN)
    steps = tuple(of_plan) if isinstance(of_plan, list) else () if before is None else before.steps
    goal = Goal(state.answers[POINTS], by, visit.today, steps)
    await _set(visit, facts, goal)
    return Reply((await screen(visit, facts, await _kept(visit)),))


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
