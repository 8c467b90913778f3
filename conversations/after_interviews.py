"""What the short interview and a new test result lead to: kept, and shown with the score."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pydantic import ValidationError

from conversations import changes, dates, engine, filled, program_words, score, scripts
from conversations.engine import Interview
from conversations.home import home, untold
from conversations.improve import entry
from conversations.messages import Outgoing, Reply, paragraphs
from conversations.profile import sittings
from conversations.score import board
from conversations.visits import Room, Visit, open_script, screen_of
from locales import say
from rules import crs


async def _finished_short(visit: Visit, state: Interview) -> Reply:
    before = visit.facts
    script = scripts.find(state.script)
    try:
        facts = filled.facts(engine.kept(script, state.answers), before, named=state.answers)
    except ValidationError:
        # Each answer was possible alone; the only two of them that can exclude each other are these.
        visit.open = (*visit.open, state)
        note = say("A test result cannot be older than you are. Please check your date of birth and the result's date.")
        return Reply((replace(screen_of(visit, state, note), edit=visit.pressed),))
    visit.candidate = await changes.keep(visit.unit, visit.candidate, facts, visit.now, visit.today, "interview")
    little = board.too_little(crs.score(facts, visit.day))  # what is shown then says what is needed for a score
    closing = Outgoing(say("Saved.") if little else say("Saved. Here is your score."), edit=visit.pressed)
    shown = (closing, *board.screens(facts, visit.day))
    announced = dates.announcement(facts, visit.candidate, visit.today, before)
    if not announced:
        return Reply((*shown, home(visit)) if before is None else shown)
    if visit.candidate.time_zone is None and before is None:
        return Reply((*shown, *open_script(visit, "zone", {}, announced).messages))
    return Reply((*shown, dates.announced(announced)))


async def _finished_retest(visit: Visit, state: Interview) -> Reply:
    """A new result: kept beside the older ones while those still count; the score before and after."""
    before = visit.facts
    if before is None:
        return untold(visit)
    facts = filled.with_test(before, state, visit.today)
    if facts == before:
        return Reply((Outgoing(say("Nothing was changed."), edit=visit.pressed),))
    visit.candidate = await changes.keep(visit.unit, visit.candidate, facts, visit.now, visit.today, "language_test")
    notes = (
        program_words.turned(before, facts, visit.day),
        score.moved(before, facts, visit.day),
        sittings.mixed(facts, visit.day),
        entry.line(before, facts, visit.day),
    )
    shown = Outgoing(paragraphs(notes), edit=visit.pressed)
    announced = dates.announcement(facts, visit.candidate, visit.today, before)
    return Reply((shown, dates.announced(announced)) if announced else (shown,))


ROOM: Final = Room(finishes={"short": _finished_short, "retest": _finished_retest})
