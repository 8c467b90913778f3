"""/documents: what an application will need, how far each document is, the letter check and the months not told of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from pydantic import ValidationError

from conversations import changes, engine, scripts
from conversations.beside import at_hand, beside
from conversations.documents import history, letter, screens
from conversations.documents.scripts import PAPER
from conversations.documents.words import job_of, mark, named
from conversations.engine import Interview
from conversations.home import again, untold
from conversations.messages import Outgoing, Reply
from conversations.profile.documents import ACTIVITIES, PAPERS, POLICE
from conversations.profile.parts import Whose, person, seen, with_changes
from conversations.profile.scripts import key_of
from conversations.questions import NONE, SEEN, known
from conversations.questions import seen as seen_in
from conversations.visits import Room, Visit, open_script, screen_of
from locales import N_, NOTHING, Html, say
from rules.documents import Document, DocumentKind, documents
from rules.facts import Facts, Paper, PaperState

NEW, ON_THE_WAY = "new", "on"
"""The place of a thing being added to a list, and of a sheet asked on the way, in the keys of the profile's scripts."""


async def show(visit: Visit) -> Reply:
    """The list, from where everything about documents is reached."""
    facts = visit.facts
    if facts is None:
        return untold(visit)
    return Reply((await beside(screens.overview, facts, visit.day),))


async def show_route(visit: Visit) -> Reply:
    """The order in which to start what takes time."""
    facts = visit.facts
    if facts is None:
        return untold(visit)
    return Reply((await beside(screens.route_screen, facts, visit.day),))


async def show_history(visit: Visit) -> Reply:
    """The months nothing was told of."""
    facts = visit.facts
    if facts is None:
        return untold(visit)
    return Reply((await beside(history.overview, facts, visit.day, "own"),))


async def _press(visit: Visit, rest: str) -> Reply:
    facts = visit.facts
    if facts is None or visit.candidate.notice_version is None:
        return untold(visit)
    on = visit.day
    match rest.split(":"):
        case ["o"]:
            return _in_place(visit, await beside(screens.overview, facts, on))
        case ["r"]:
            return _in_place(visit, await beside(screens.route_screen, facts, on))
        case ["l", ("own" | "partner" | "child") as whose, page] if page.isdecimal():
            return _in_place(visit, await beside(screens.list_screen, facts, on, whose, int(page)))
        case ["g", ("own" | "partner") as whose]:
            return _in_place(visit, await beside(history.overview, facts, on, _whose(whose)))
        case ["q", ("own" | "partner") as whose, n] if n.isdecimal():
            return _in_place(visit, await beside(history.question, facts, on, _whose(whose), int(n)))
        case ["k", ("own" | "partner") as whose, n, at, what] if n.isdecimal():
            return _fill(visit, facts, _whose(whose), int(n), at, what)
        case [what, at] if (one := _found(facts, on, at)) is not None:
            return await _of_document(visit, facts, one, what)
    note = say("This list is old. Here is the current one.")
    return Reply((await beside(screens.overview, facts, on, note),))


def _whose(whose: str) -> Whose:
    return "partner" if whose == "partner" else "own"


def _in_place(visit: Visit, shown: Outgoing) -> Reply:
    return Reply((replace(shown, edit=visit.pressed),))


def _found(facts: Facts, on: date, at: str) -> Document | None:
    """The document a button means; None when it is not on the list any more."""
    # Many jobs take long: not on the event loop.
    return next((one for one in at_hand(documents, facts, on) if mark(one.key) == at), None)


async def _of_document(visit: Visit, facts: Facts, one: Document, what: str) -> Reply:
    """A button of one document: d shows it, a asks since when it is asked for, h has it, n has it not."""
    job = job_of(facts, one)
    match what:
        case "d":
            return _in_place(visit, screens.document_screen(facts, one, visit.day))
        case "a":
            return open_script(visit, f"{PAPER}:{mark(one.key)}", {}, Html(f"<b>{named(facts, one)}</b>"))
        case "h" if screens.asks_its_day(one):
            return _in_profile(visit, facts, one)
        case "h":
            return await _keep(visit, facts, one, Paper(key=one.key, state=PaperState.there))
        case "n":
            return await _keep(visit, facts, one, None)
        case "letter" if job is not None:
            return Reply((letter.screen(facts, one, job),))
        case "check" if job is not None:
            return open_script(visit, f"{letter.FAMILY}:{mark(one.key)}", {SEEN: letter.told(job)}, _nothing_kept())
    return Reply((screens.overview(facts, visit.day, say("This list is old. Here is the current one.")),))


def _nothing_kept() -> Html:
    return say("Have the letter before you. I ask for each point whether it is there; nothing of the letter is kept.")


def _in_profile(visit: Visit, facts: Facts, one: Document) -> Reply:
    """The part of the profile that holds the day of a document, opened for it."""
    whose = _whose(one.whose)
    told_of = person(facts, whose)
    if one.kind is DocumentKind.police_certificate:
        given: dict[str, Any] = {"country": one.country, SEEN: seen(facts)}
        return open_script(visit, key_of(whose, POLICE.key, NEW), given, _its_day(facts, one))
    part = PAPERS
    filled = part.filled(told_of) if told_of is not None else {}
    asked = {"passport": "passport_expires", "medical_exam": "medical_exam"}[one.kind.value]
    answered = {key: value for key, value in filled.items() if key != asked}
    # The same sheet begun on the way through the profile would be kept a second time, with what was known before this.
    visit.open = tuple(each for each in visit.open if each.script != key_of(whose, part.key, ON_THE_WAY))
    return open_script(visit, key_of(whose, part.key), {**answered, SEEN: seen(facts)}, _its_day(facts, one))


def _its_day(facts: Facts, one: Document) -> Html:
    return say("{document}: I need its day, so that I can say how long it serves.", document=named(facts, one))


async def _keep(visit: Visit, facts: Facts, one: Document, paper: Paper | None) -> Reply:
    """Keeps how far a document is, in place of what was told of it before, and shows it."""
    others = [each.model_dump() for each in facts.papers if each.key != one.key]
    told = [*others, *([paper.model_dump()] if paper is not None else [])]
    after = with_changes(facts, "own", {"papers": told})
    note = NOTHING
    if after != facts:
        why = "document"
        visit.candidate = await changes.keep(visit.unit, visit.candidate, after, visit.now, visit.today, why)
        note = say("Saved.")
    changed = _found(after, visit.day, mark(one.key)) or one
    return _in_place(visit, screens.document_screen(after, changed, visit.day, note))


# --- what finished questions lead to ---


async def _asked_for(visit: Visit, state: Interview) -> Reply:
    """Since when a document is asked for."""
    facts = visit.facts
    one = None if facts is None else _found(facts, visit.day, state.script.partition(":")[2])
    if facts is None or one is None:
        return again(visit, say("This document is no longer on your list, so nothing was changed."))
    on = known(state.answers, "on")
    paper = Paper(key=one.key, state=PaperState.asked_for, on=None if on is None else date.fromisoformat(on))
    return await _keep(visit, facts, one, paper)


async def _checked(visit: Visit, state: Interview) -> Reply:
    """The result of a check; the answers are gone with it."""
    facts = visit.facts
    one = None if facts is None else _found(facts, visit.day, state.script.partition(":")[2])
    job = None if facts is None or one is None else job_of(facts, one)
    if one is None or job is None:
        return again(visit, say("This document is no longer on your list, so nothing was changed."))
    return Reply((letter.result(one, job, state.answers),))


# --- the months not told of ---


def _fill(visit: Visit, facts: Facts, whose: Whose, n: int, at: str, what: str) -> Reply:
    """A gap filled: its activity with the days of the gap, to be confirmed; or the questions of a job."""
    found = history.radar(facts, visit.day, whose)
    gap = found.gaps[n] if found is not None and n < len(found.gaps) else None
    if gap is None or history.at(gap) != at:
        return Reply((history.question(facts, visit.day, whose, n, say("This has changed in the meantime.")),))
    # What reaches yesterday goes on.
    days = {"start": gap.first.isoformat(), "end": NONE if gap.open_ended else gap.last.isoformat()}
    if what == history.JOB:
        return open_script(visit, key_of(whose, "jobs", NEW), {**days, SEEN: seen(facts)})
    given = {"what": what, **days, SEEN: {"gap": [str(n)]}}
    return open_script(visit, f"{history.FAMILY}:{whose}", given, say("The days can still be changed."))


async def _filled(visit: Visit, state: Interview) -> Reply:
    """A time without a job is kept, and the next gap asked for."""
    facts, whose = visit.facts, _whose(state.script.partition(":")[2])
    told_of = None if facts is None else person(facts, whose)
    if facts is None or told_of is None:
        return again(visit, say("This part no longer fits what you told me, so nothing was changed."))
    given = engine.kept(scripts.find(state.script), state.answers)
    item = ACTIVITIES.item(given)
    listed = [*(each.model_dump() for each in told_of.activities or ()), item]
    try:
        after = with_changes(facts, whose, {ACTIVITIES.key: listed, "none_of": told_of.none_but(ACTIVITIES.key)})
    except ValidationError:
        visit.open = (*visit.open, state)
        note = say("This needs the activity and both days, in order. Please check them.")
        return Reply((replace(screen_of(visit, state, note), edit=visit.pressed),))
    why = f"profile:{ACTIVITIES.key}"
    visit.candidate = await changes.keep(visit.unit, visit.candidate, after, visit.now, visit.today, why)
    n = next((int(each) for each in seen_in(state.answers, "gap")), 0)
    return _in_place(visit, history.question(after, visit.day, whose, n, say("Saved.")))


ROOM: Final = Room(
    commands={"documents": show},
    presses={screens.PREFIX: _press},
    words=(
        ((N_("My documents"), N_("documents"), N_("All documents"), N_("document checklist")), show),
        ((N_("What to start, and when"), N_("what do I start first?")), show_route),
        ((N_("Months I know nothing of"), N_("my last ten years"), N_("gaps in my history")), show_history),
    ),
    finishes={PAPER: _asked_for, letter.FAMILY: _checked, history.FAMILY: _filled},
)
