"""/score, /next, /why, /risks and /calendar: what leads to the screens of the score, their pictures and their file.

What takes long (many jobs, a picture) is worked out beside the event loop.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from hashlib import blake2s
from typing import Final

from conversations import calendars
from conversations.beside import beside, drawn
from conversations.charts.sent import is_dark, palette, picture
from conversations.events import by_itself
from conversations.home import of_facts, old, shows, untold
from conversations.messages import Button, Outgoing, Reply, in_rows
from conversations.score import board, drawing, pictures, upcoming, why
from conversations.visits import Room, Visit
from conversations.what_if import goals
from conversations.where_to import SCORE
from locales import N_, Html, number, plain, say, signed
from rules.facts import Facts
from rules.journey import Stage, stage_on
from rules.timeline import Step


async def _show(visit: Visit, facts: Facts) -> Reply:
    """/score; a goal stands below the points it is about, in one line."""
    goal = await beside(goals.line, visit.candidate, facts, visit.day)
    return Reply(await beside(board.screens, facts, visit.day, goal))


show = of_facts(_show)
show_why = shows(why.reasons)
show_why_of_the_grid = shows(why.reasons_of_the_grid)
show_hurt = shows(upcoming.hurt)
show_next = shows(upcoming.following)
show_calendar = shows(upcoming.calendar)


async def _press(visit: Visit, rest: str) -> Reply:
    facts = visit.facts
    if facts is None:
        return untold(visit)
    match rest.split(":"):
        case ["why", "fsw"]:
            return await show_why_of_the_grid(visit)
        case ["line", of, key]:
            return await _line(visit, facts, of, key)
        case ["hurt"]:
            return await show_hurt(visit)
        case ["next"]:
            return await show_next(visit)
        case ["ahead"]:
            return await show_calendar(visit)
        case ["ahead", page] if page.isdecimal():
            shown = await beside(upcoming.calendar, facts, visit.day, int(page))
            return Reply((replace(shown, edit=visit.pressed),))
        case ["picture", *how]:
            return await _stack(visit, facts, dark=is_dark(how))
        case ["course", *how]:
            return await _course(visit, facts, dark=is_dark(how))
        case ["file"]:
            return await _file(visit, facts)
    return old(visit)


async def _line(visit: Visit, facts: Facts, of: str, key: str) -> Reply:
    shown = await beside(why.one_line, facts, visit.day, of, key)
    return old(visit) if shown is None else Reply((replace(shown, edit=visit.pressed),))


# --- pictures and the file ---


async def _stack(visit: Visit, facts: Facts, *, dark: bool) -> Reply:
    shown, told = await beside(pictures.stack, facts, visit.day)
    content = await drawn(drawing.stack, shown, palette(dark=dark))
    return _picture(f"score-{visit.day}", content, told, board.PICTURE, dark=dark)


async def _course(visit: Visit, facts: Facts, *, dark: bool) -> Reply:
    found = await beside(pictures.course, facts, visit.day)
    if found is None:
        return await show_calendar(visit)
    shown, told = found
    content = await drawn(drawing.course, shown, palette(dark=dark))
    return _picture(f"score-calendar-{visit.day}", content, told, upcoming.COURSE, dark=dark)


def _picture(name: str, content: bytes, told: Html, data: str, *, dark: bool) -> Reply:
    return Reply((picture(name, content, told, data, Button(plain("My score"), SCORE), dark=dark),))


async def _file(visit: Visit, facts: Facts) -> Reply:
    """The steps of the next 24 months for the calendar of the phone."""
    steps = await beside(upcoming.steps_ahead, facts, visit.day)
    if not steps:
        return await show_calendar(visit)
    stage = stage_on(facts, visit.day)
    entries = [
        calendars.on_a_day(_mark(step), step.day, _summary(step), _description(step, facts, stage), visit.candidate)
        for step in steps
    ]
    name, file = plain("Express Entry score"), f"{plain('express-entry-score')}-{visit.day}"
    written = await beside(calendars.written, tuple(entries), name, file, visit.day, visit.now)
    text = say(
        "<b>Your score in your calendar.</b> Open the file on your phone, and it adds the days on which your score, a "
        "program or a category changes, if nothing is done. When something changes, ask me for a new file: it replaces "
        "the old days."
    )
    onward = in_rows((Button(plain("Score calendar"), board.AHEAD), Button(plain("My score"), SCORE)))
    return Reply((Outgoing(text, onward, file=written),))


def _mark(step: Step) -> str:
    """The same for the same things on the same day, whatever they move."""
    causes = ";".join(f"{cause.kind}:{cause.whose}:{cause.fact}:{cause.about}" for cause in step.causes)
    return f"score-{blake2s(f'{step.day}:{causes}'.encode(), digest_size=6).hexdigest()}"


def _summary(step: Step) -> str:
    if step.change:
        return plain("CRS score {gain}: {total}", gain=signed(step.change), total=number(step.crs_after))
    return plain("Express Entry: a day that matters") if not step.document_only else plain("Express Entry: a document")


def _description(step: Step, facts: Facts, stage: Stage) -> tuple[Html, ...]:
    return (say("Because: {causes}.", causes=by_itself.because(step.causes)), *by_itself.moves(step, facts, stage))


ROOM: Final = Room(
    commands={"score": show, "next": show_next, "why": show_why, "risks": show_hurt, "calendar": show_calendar},
    presses={board.PREFIX: _press},
    words=(
        ((N_("What to do next"), N_("what should I do next?"), N_("next steps")), show_next),
        ((N_("What could hurt me"), N_("what could hurt my score?"), N_("risks")), show_hurt),
        ((N_("Score as a picture"),), of_facts(partial(_stack, dark=False))),
        ((N_("Calendar as a picture"),), of_facts(partial(_course, dark=False))),
        ((N_("Score calendar file"),), of_facts(_file)),
        ((N_("The Federal Skilled Worker points"),), show_why_of_the_grid),
        ((N_("The CRS points"), N_("All lines")), show_why),
        ((N_("Score calendar"), N_("my score in the next months"), N_("when does my score change?")), show_calendar),
    ),
)
