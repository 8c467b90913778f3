"""The conversation about the profile: /profile, its chapters, and what finished answers lead to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from pydantic import ValidationError

from conversations import changes, dates, engine, program_words, score
from conversations.beside import beside
from conversations.engine import Interview
from conversations.home import again, untold
from conversations.improve import entry
from conversations.messages import Button, Outgoing, Reply, paragraphs
from conversations.profile import screens, sittings
from conversations.profile.language import TESTS
from conversations.profile.parts import NOTHING_TOLD, Items, Part, Row, Sheet, person, seen, with_changes, with_unknown
from conversations.profile.screens import OVERVIEW, PREFIX, Place, places
from conversations.profile.scripts import FAMILY, key_of, script_of
from conversations.questions import ITEM, PUT_OFF, SEEN, SKIPPED, UNKNOWN
from conversations.short_interview import not_usable
from conversations.visits import Room, Visit, open_script, screen_of
from locales import N_, NOTHING, Html, count, inside, listed, plain, say
from rules.facts import Facts, Person, Told, contradictions, refusals

NEW: Final = "new"
"""The place of an item that is being added, in the key of its script."""

ON: Final = "on"
"""The place of a sheet that was asked on the way through the profile: the next part follows by itself."""

LATE: Final = "late"
"""The same on the way through what was put off before."""


# --- what a person can send ---


async def overview(visit: Visit) -> Reply:
    """The whole profile, from where everything told can be changed."""
    facts = visit.facts
    if facts is None:
        return untold(visit)
    return Reply(await beside(screens.overview, facts, visit.day))


async def onwards(visit: Visit) -> Reply:
    """What is still missing, from the first part on."""
    return untold(visit) if visit.facts is None else _next(visit, visit.facts, -1)


async def opened(visit: Visit, key: str) -> Reply:
    """The questions of a part by the key of its script, as its button opens them.

    "facts:own:jobs:new" adds to a list; "facts:own:jobs" shows the list to change or add to, where it has something.
    """
    whose, part, which = script_of(key)
    facts = visit.facts or NOTHING_TOLD
    place = screens.place_of(facts, whose, part)
    if place is None:
        return again(visit, say("This part no longer fits what you told me, so nothing was changed."))
    if isinstance(place.part, Sheet):
        return await _part(visit, facts, place, "p", [])
    if not which and screens.items(place.part, place.told_of):
        return Reply(screens.chapter_screen(facts, place.chapter, visit.day))
    return await _part(visit, facts, place, "i", [NEW])


async def _press(visit: Visit, rest: str) -> Reply:
    if visit.candidate.notice_version is None:
        return again(visit, NOTHING)
    facts = visit.facts or NOTHING_TOLD
    match rest.split(":"):
        case ["o"]:
            return await overview(visit)
        case ["next", *after]:
            return _next(visit, facts, int(after[0]) if after else -1)
        case ["c", key] if chapter := next((each.chapter for each in places(facts) if each.chapter.key == key), None):
            return Reply(screens.chapter_screen(facts, chapter, visit.day))
        case [what, ("own" | "partner") as whose, key, *which] if place := screens.place_of(facts, whose, key):
            return await _part(visit, facts, place, what, which)
    return _old(visit)


def _old(visit: Visit) -> Reply:
    return again(visit, say("This menu is old. Here is the current one."))


async def _part(visit: Visit, facts: Facts, place: Place, what: str, which: list[str]) -> Reply:
    """A button of one part: p opens a sheet, i an item, r asks before x removes one, z says that there is none.

    l turns to a page of a long list; u takes back a test that cannot be used.
    """
    part = place.part
    if isinstance(part, Sheet):
        return _ask(visit, facts, place, "", part.filled(place.told_of)) if what == "p" else _old(visit)
    if what == "l" and which and which[0].isdecimal() and screens.items(part, place.told_of):
        return Reply(screens.page_screen(place, part, int(which[0])))
    if (what, which) == ("i", [NEW]):
        if len(screens.items(part, place.told_of)) >= screens.MOST_IN_A_LIST:
            return Reply((screens.list_screen(part, place, _full()),))
        return _ask(visit, facts, place, NEW, {})
    if what == "z" and not screens.items(part, place.told_of):
        return await _none(visit, facts, part, place, int(which[0]) if which else None)
    found = _item(part, place, which)
    if found is not None:
        n, item = found
        match what:
            case "i":
                return _ask(visit, facts, place, str(n), part.filled(item))
            case "r":
                return Reply((screens.removal(part, place.whose, n, item),))
            case "x":
                return await _remove(visit, facts, part, place, n)
    if what == "u" and set(which) & {*place.told_of.tests_not_usable}:
        left = [test for test in place.told_of.tests_not_usable if test not in which]
        after = with_changes(facts, place.whose, {"tests_not_usable": left})
        return await _keep(visit, facts, after, place, say("Removed."))
    return _old(visit)


def _full() -> Html:
    return say("I keep at most {most} in one list. To add another, remove one first.", most=screens.MOST_IN_A_LIST)


def _ask(visit: Visit, facts: Facts, place: Place, which: str, filled: Mapping[str, Any]) -> Reply:
    """The questions of a part: from the first one, or from the summary where something of it is told."""
    if filled:
        filled = with_unknown(place.part.questions, filled)
    known = {**filled, **_marked(place, which), SEEN: seen(facts)}
    return _open(visit, place, which, known)


def _open(
    visit: Visit, place: Place, which: str, known: Mapping[str, Any], note: Html = NOTHING, *, straight: bool = False
) -> Reply:
    """Begins the questions of a part, in place of those of the same sheet that were begun in another way.

    A sheet open twice would be kept twice, the second time with what was known before the first.
    """
    if isinstance(place.part, Sheet):
        ways = {key_of(place.whose, place.part.key, way) for way in ("", ON, LATE)}
        visit.open = tuple(each for each in visit.open if each.script not in ways)
    return open_script(visit, key_of(place.whose, place.part.key, which), known, note, straight=straight)


def _marked(place: Place, which: str) -> dict[str, str]:
    """What tells the item that is changed from any other that may stand in its place when the change is kept."""
    if not which.isdecimal() or not isinstance(place.part, Items):
        return {}
    return {ITEM: screens.mark(screens.items(place.part, place.told_of)[int(which)])}


def _still_there(part: Items, told_of: Person, which: str, state: Interview) -> int | None:
    """Where the item that was changed stands now; None where it is gone or has been changed in another way since."""
    found = screens.items(part, told_of)
    mark = state.answers.get(ITEM)
    if mark is None:  # begun before items were marked
        return int(which) if int(which) < len(found) else None
    return next((n for n, item in enumerate(found) if screens.mark(item) == mark), None)


def _item(part: Items, place: Place, which: list[str]) -> tuple[int, Told] | None:
    """The item a button means, or None when it is not there any more: buttons carry its place and its mark."""
    if len(which) != len(("place", "mark")) or not which[0].isdecimal():
        return None
    n, found = int(which[0]), screens.items(part, place.told_of)
    return (n, found[n]) if n < len(found) and screens.mark(found[n]) == which[1] else None


def _next(visit: Visit, facts: Facts, after: int, note: Html = NOTHING, *, late: bool = False) -> Reply:
    """What is still missing, after a place in the order; then what was left for later before today; at the end, the
    whole profile.

    `late` says that it has come to the latter.
    """
    for place in places(facts):
        if not late and place.n > after and (reply := _missing(visit, facts, place, note)):
            return reply
    told = NOTHING if late else say("You put this off before. You can put it off again.")
    for place in places(facts):
        if reply := _missing(visit, facts, place, paragraphs((note, told)), left_before=visit.today):
            return reply
    shown = screens.overview(facts, visit.day)
    end = say("That was the last part. What is not known yet can be added at any time.")
    return Reply((replace(shown[0], text=paragraphs((note, end, _left(facts), shown[0].text))), *shown[1:]))


LEFT_NAMED: Final = 4


def _left(facts: Facts) -> Html:
    """What was asked and left for later, which is asked again on another day, after all else."""
    names: list[Html] = []
    for place in places(facts):
        items = (place.told_of,) if isinstance(place.part, Sheet) else screens.items(place.part, place.told_of)
        left = {key for item in items for key, _day in item.put_off}
        names += [inside(say(question.name)) for question in place.part.questions if question.key in left]
    if len(names) > LEFT_NAMED:
        more = len(names) - LEFT_NAMED
        names = [*names[:LEFT_NAMED], count("{n} other answer", "{n} other answers", more)]
    return (
        say("Put off: {names}. I ask again on another day, after everything else.", names=listed(names))
        if names
        else NOTHING
    )


def _missing(visit: Visit, facts: Facts, place: Place, note: Html, *, left_before: date | None = None) -> Reply | None:
    """The questions of a part that have no answer and were not left for later, or those that were, before a day; None
    where there are none.
    """
    part, told_of = place.part, place.told_of
    if isinstance(part, Sheet):
        way = ON if left_before is None else LATE
        return _ask_missing(visit, facts, place, way, part.filled(told_of), told_of, note, left_before)
    if screens.untouched(part, told_of):
        return Reply((screens.list_screen(part, place, note),)) if left_before is None else None
    for n, item in enumerate(screens.items(part, told_of)):
        if reply := _ask_missing(visit, facts, place, str(n), part.filled(item), item, note, left_before):
            return reply
    return None


def _ask_missing(
    visit: Visit,
    facts: Facts,
    place: Place,
    which: str,
    filled: Mapping[str, Any],
    told: Told,
    note: Html,
    left_before: date | None,
) -> Reply | None:
    answered = {key: value for key, value in filled.items() if value != UNKNOWN}
    missing = [each.key for each in place.part.questions if each.applies(answered) and each.key not in answered]
    left = dict(told.put_off)
    asked = [
        key for key in missing if (key not in left if left_before is None else key in left and left[key] < left_before)
    ]
    if not asked:
        return None
    others = {key: UNKNOWN for key in missing if key not in asked}
    known = {**answered, **others, **_marked(place, which), SEEN: seen(facts), PUT_OFF: asked}
    return _open(visit, place, which, known, note, straight=len(asked) == 1)


async def _remove(visit: Visit, facts: Facts, part: Items, place: Place, n: int) -> Reply:
    visit.confirmed = visit.incoming.text  # the next of two that are alike now stands in its place, with its mark
    left = [item.model_dump() for at, item in enumerate(screens.items(part, place.told_of)) if at != n]
    empty = type(place.told_of).model_fields[part.key].default
    after = with_changes(facts, place.whose, {part.key: left or empty})
    # Changes under way of one thing of this list, whose places have moved
    moved = key_of(place.whose, part.key)
    visit.open = tuple(
        each for each in visit.open if not each.script.startswith(f"{moved}:") or each.script.endswith(f":{NEW}")
    )
    return await _keep(visit, facts, after, place, say("Removed."))


async def _none(visit: Visit, facts: Facts, part: Items, place: Place, after: int | None) -> Reply:
    said = [*place.told_of.none_but(part.key), part.key]
    kept = with_changes(facts, place.whose, {part.key: (), "none_of": said})
    if after is None:
        return await _keep(visit, facts, kept, place, say("Saved."))
    await _take_over(visit, kept, part)
    return _next(visit, kept, after)


# --- what finished answers lead to ---


async def _finished(visit: Visit, state: Interview) -> Reply:
    whose, key, which = script_of(state.script)
    facts = visit.facts or NOTHING_TOLD
    place = screens.place_of(facts, whose, key)
    if place is None:
        return again(visit, say("This part no longer fits what you told me, so nothing was changed."))
    part = place.part
    given = engine.kept(part.script(state.script, whose), state.answers)
    left = [key for key in state.answers.get(PUT_OFF, ()) if state.answers.get(key) in (UNKNOWN, SKIPPED)]
    given[PUT_OFF] = [[key, visit.today.isoformat()] for key in left]
    noted = _noted(place, state)
    if isinstance(part, Items) and which != NEW:
        still = _still_there(part, place.told_of, which, state)
        if still is None:
            note = say(
                "What you were changing has been changed or removed in the meantime, so nothing was changed. Here is "
                "the list."
            )
            return Reply((screens.list_screen(part, place, note),))
        which = str(still)
    if noted and "kind" not in given:
        return await _keep(visit, facts, with_changes(facts, whose, noted), place, say("Saved."))
    if isinstance(part, Items) and (missing := part.missing(given)):
        names = listed([say(question.name) for question in missing])
        return _back(visit, place, state, say("To keep this I need: {names}. It waits here.", names=names))
    try:
        if isinstance(part, Sheet):
            after = with_changes(facts, whose, part.changes(place.told_of, given))
        else:
            after = with_changes(facts, whose, {**_listed(part, place.told_of, which, given), **noted})
    except ValidationError as error:
        return _back(visit, place, state, _refused(part, error))
    return await _keep(visit, facts, after, place, say("Saved."), on=which in (ON, LATE), late=which == LATE)


def _noted(place: Place, state: Interview) -> Row:
    """The tests that cannot be used, where one was named at the questions."""
    if place.part is not TESTS or not (named := not_usable(state.answers, "")):
        return {}
    return {"tests_not_usable": [*dict.fromkeys((*place.told_of.tests_not_usable, *named))]}


def _listed(part: Items, told_of: Person, which: str, given: Mapping[str, Any]) -> Row:
    """The list with one item changed or added."""
    found = [item.model_dump() for item in screens.items(part, told_of)]
    if which == NEW:
        found.append(part.item(given))
    else:
        found[int(which)] = part.item(given, screens.items(part, told_of)[int(which)])
    return {part.key: found, "none_of": told_of.none_but(part.key)}


def _back(visit: Visit, place: Place, state: Interview, note: Html) -> Reply:
    """The summary again: nothing is lost."""
    visit.open = (*visit.open, state)
    shown = screen_of(visit, state, note)
    return Reply((replace(shown, edit=visit.pressed),))


def _refused(part: Part, error: ValidationError) -> Html:
    """Which answers cannot be, by the names of their questions."""
    names = {question.key: question.name for question in part.questions}
    found = dict.fromkeys(
        names[step] for refusal in refusals(error) for step in refusal.field.split(".") if step in names
    )
    if not found:
        return say("These answers do not fit with the date of birth or with one another. Please check the dates.")
    return say(
        "This cannot be as it stands: {names}. It does not fit with the date of birth or with another answer. Please "
        "check the dates.",
        names=listed([say(name) for name in found]),
    )


async def _take_over(visit: Visit, facts: Facts, part: Part) -> None:
    why = f"profile:{part.key}"
    visit.candidate = await changes.keep(visit.unit, visit.candidate, facts, visit.now, visit.today, why)


async def _keep(
    visit: Visit, before: Facts, after: Facts, place: Place, done: Html, *, on: bool = False, late: bool = False
) -> Reply:
    """Keeps the facts, says what they did to the score, and shows where the person is, or what comes next."""
    if after == before:
        notes = [say("Nothing was changed.")]
    else:
        turned = program_words.turned(before, after, visit.day)
        still = on and not turned and score.stays(before, after, visit.day)  # one sentence less after every part
        notes = [*([turned] if turned else []), done if still else score.moved(before, after, visit.day, done)]
        await _take_over(visit, after, place.part)
        if (place.part.key, place.whose) == (TESTS.key, "own") and (told := sittings.mixed(after, visit.day)):
            notes.append(told)
        if more := entry.line(before, after, visit.day):
            notes.append(more)
    if isinstance(place.part, Items) and _first_of_list(place.part, after, place):
        notes.append(say(place.part.instead))
    if place.part.key == "pool" and after != before and (compared := screens.compared(after)):
        notes.append(compared)
    shut = score.warning(after, visit.day)
    if shut and shut != score.warning(before, visit.day):
        notes.append(shut)
    known_before = contradictions(before, visit.day)
    notes += [screens.fit_together(each.facts) for each in contradictions(after, visit.day) if each not in known_before]
    if announced := dates.announcement(after, visit.candidate, visit.today, before):
        notes.append(announced)
    note = Html("\n\n".join(notes))
    if on:
        return _next(visit, after, place.n, note, late=late)
    shown = _shown(after, place, note)
    return Reply((replace(shown, edit=visit.pressed),))


def _first_of_list(part: Items, after: Facts, place: Place) -> bool:
    """Whether a list was begun whose sum was told before: from now on the list decides."""
    now = person(after, place.whose)
    if not part.instead or now is None:
        return False
    return not screens.items(part, place.told_of) and bool(screens.items(part, now))


def _shown(facts: Facts, before: Place, note: Html) -> Outgoing:
    """Where a person goes on from a part."""
    place = screens.place_of(facts, before.whose, before.part.key)
    if place is not None and isinstance(place.part, Items):
        return screens.list_screen(place.part, place, note)
    later = say("You can go on, or do the rest another day: it waits.")
    return Outgoing(
        Html(f"{note}\n\n{later}"),
        (
            (screens.onwards(before.n if place is None else place.n),),
            (
                Button(plain(before.chapter.title), f"{PREFIX}:c:{before.chapter.key}"),
                Button(plain("My profile"), OVERVIEW),
            ),
        ),
    )


WORDS: Final = (
    N_("My profile"),
    N_("profile"),
    N_("my answers"),
    N_("my facts"),
    N_("Change an answer"),
    N_("Correct an answer"),
)

ROOM: Final = Room(
    commands={"profile": overview},
    presses={PREFIX: _press},
    words=((WORDS, overview),),
    finishes={FAMILY: _finished},
)
