"""/whatif: facts changed in a sandbox by tapping or by the questions that stand already; up to three plans compared.

Nothing here touches the facts. The sandbox is kept sealed, beside them, and every screen says that nothing is saved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2s
from typing import Final

from pydantic import ValidationError

from conversations import engine, scripts
from conversations.beside import beside
from conversations.engine import Interview
from conversations.events import catalogue, express_entry, meanwhile
from conversations.events.event import FAMILY as OF_EVENTS
from conversations.events.event import Event, RefusedError
from conversations.events.room import offered
from conversations.home import after_the_notice, again, untold
from conversations.improve.screens import invited, over
from conversations.lever_words import on_button
from conversations.messages import Button, Keyboard, Outgoing, Reply, enumerated, in_messages, in_rows, paragraphs
from conversations.paging import page_of, row_of
from conversations.profile import screens
from conversations.profile.chapters import CHAPTERS, Chapter
from conversations.profile.parts import Items, Sheet, seen, with_unknown
from conversations.profile.scripts import FAMILY as OF_PARTS
from conversations.profile.scripts import find_part, key_of, script_of
from conversations.questions import ITEM, SEEN
from conversations.visits import Room, Visit, open_script, screen_of
from conversations.what_if import goal_room, words
from conversations.what_if.goals import MOST_STEPS
from conversations.what_if.scripts import BANNER, FAMILY
from conversations.what_if.steps import NEW, PLAN, PLANS, Sandbox, Step, laid, questioned, step_of
from conversations.what_if.words import LETTERS
from conversations.where_to import SCORE
from locales import N_, NOTHING, Html, listed, plain, say
from rules.facts import Facts
from rules.improvements import Group, group_of
from rules.taps import Tap, reached, taps
from storage import what_ifs

_beside: Final = beside
"""Where what takes long is worked out: a plan over many jobs and a year of rounds, not on the event loop."""

PREFIX: Final = FAMILY
"""What the data of the buttons here begin with: `wi:show`, `wi:A:g:work`, `wi:A:t:mark`, `wi:B:e:marriage`."""

SHOW: Final = f"{PREFIX}:show"
MENU: Final = "menu"
LIFE: Final = "life"
ANSWERS: Final = "answers"
"""The screens that belong to a plan (`_data`)."""

GROUPS: Final = {
    "english": N_("My English"),
    "french": N_("My French"),
    "work": N_("A year of work"),
    "studies": N_("A diploma or its assessment"),
    "others": N_("A nomination, a certificate"),
    "partner": N_("My partner"),
}
"""What can be tapped, in groups of one screen each."""

SCREENS: Final[Mapping[Group, str]] = {
    Group.english: "english",
    Group.french: "french",
    Group.experience: "work",
    Group.education: "studies",
    Group.certificate: "others",
    Group.nomination: "others",
    Group.partner: "partner",
}
"""On which of these screens the levers of a group stand."""

PLAN_OF: Final = {letter: plan for plan, letter in LETTERS.items()}
"""The plan that a button is about, by the letter in its data: capitals, as a chapter's begins with `c`."""

WITHOUT: Final = ("documents", "partner_documents", "pool")
"""The chapters of the profile that change no score, program or category."""

ON_A_PAGE: Final = 12
"""Choices of one screen where there can be many: one message, and a list that can be looked over."""

NO_GROUP: Final = express_entry.GROUP
"""What happens to a profile or an application is told when it happens: it changes no score."""

NOT_SUPPOSED: Final = ("partner_not_coming",)
"""Who comes is told as it is planned: both figures stand on a screen of their own, once, with what goes with them."""


# --- the sandbox ---


async def load(visit: Visit) -> Sandbox:
    """The person's sandbox; an empty one where there is none."""
    return Sandbox.from_json(await what_ifs.load(visit.unit, visit.incoming.chat_id))


async def _keep(visit: Visit, sandbox: Sandbox) -> None:
    if sandbox.begun() or sandbox.at != PLANS[0]:
        await what_ifs.save(visit.unit, visit.incoming.chat_id, sandbox.to_json())
    else:
        await what_ifs.empty(visit.unit, visit.incoming.chat_id)


def _data(sandbox: Sandbox, rest: str) -> str:
    """The data of a button that is about the plan being changed: an old one stays about its own plan."""
    return f"{PREFIX}:{LETTERS[sandbox.at]}:{rest}"


# --- the screens ---


async def show(visit: Visit) -> Reply:
    """The comparison, or where to begin."""
    facts = visit.facts
    if facts is None:
        return untold(visit)
    if ended := over(facts, visit.day):
        return Reply((ended,))
    return Reply(await _beside(_compared, visit, facts, await load(visit)))


def _compared(visit: Visit, facts: Facts, sandbox: Sandbox, note: Html = NOTHING) -> tuple[Outgoing, ...]:
    if not sandbox.begun() and not note:
        return (_menu(visit, facts, sandbox),)
    found = words.columns(facts, sandbox, visit.today, visit.day)
    table = not visit.candidate.settings.simple
    blocks = [say(BANNER), note, invited(facts, visit.day), *words.comparison(found, visit.today, table=table)]
    return in_messages(blocks, _below(sandbox), pressed=visit.pressed)


def _below(sandbox: Sandbox) -> Keyboard:
    letter, many = LETTERS[sandbox.at], len(sandbox.steps())
    rows: list[tuple[Button, ...]] = [
        (Button(plain("Suppose more in plan {letter}", letter=letter), _data(sandbox, MENU), style="primary"),)
    ]
    if many:
        # With how many there are: pressed twice, it takes back one.
        back = _data(sandbox, f"back:{many}")
        rows.append((Button(plain("Take back the last of plan {letter}", letter=letter), back),))
        rows.append((Button(plain("Empty plan {letter}", letter=letter), _data(sandbox, "empty")),))
        rows.append((Button(plain("Make plan {letter} my goal", letter=letter), _data(sandbox, "goal:keep")),))
    others = []
    for plan in words.letters_left(sandbox):
        worded = N_("Change plan {letter}") if sandbox.steps(plan) else N_("Begin plan {letter}")
        others.append(Button(plain(worded, letter=LETTERS[plan]), f"{PREFIX}:plan:{plan}"))
    return (*rows, *in_rows(others), (Button(plain("My score"), SCORE),))


def _menu(visit: Visit, facts: Facts, sandbox: Sandbox, note: Html = NOTHING) -> Outgoing:
    """What can be supposed: groups of taps, then the questions that stand already."""
    there = {_group(tap) for tap in _offered(visit, facts, sandbox)}
    choices = [(label, _data(sandbox, f"g:{key}")) for key, label in GROUPS.items() if key in there]
    choices += [
        (N_("Something that can happen in my life"), _data(sandbox, LIFE)),
        (N_("Another answer in my profile"), _data(sandbox, ANSWERS)),
    ]
    lines = enumerated(say(label) for (label, _) in choices)
    blocks = [
        say(BANNER),
        note,
        say(
            "Change what you like, several things at once. You see the score, the programs, the categories and the "
            "rounds it would have met. Your answers stay as they are."
        ),
        Html(
            "\n".join([say("<b>Plan {letter}: what do you want to suppose?</b>", letter=LETTERS[sandbox.at]), *lines])
        ),
    ]
    rows: Keyboard = in_rows(Button(plain(label), data) for label, data in choices)
    back = ((Button(plain("Back"), SHOW),),) if sandbox.begun() else ()
    text = paragraphs(blocks)
    return Outgoing(text, (*rows, *back), edit=visit.pressed, numbered=len(choices))


def _offered(visit: Visit, facts: Facts, sandbox: Sandbox) -> tuple[Tap, ...]:
    """What can be tapped over all that the plan supposes."""
    found = laid(facts, sandbox.steps(), visit.today)
    return taps(found.facts, found.day)


def _group(tap: Tap) -> str:
    return SCREENS[group_of(tap.lever, tap.whose, tap.detail)]


def _mark(key: str) -> str:
    """What a button carries for a tap: its key alone can be longer than Telegram takes."""
    return blake2s(key.encode(), digest_size=6).hexdigest()


def _choices(
    visit: Visit,
    title: Html,
    choices: Iterable[tuple[Html, str, str]],
    back: str,
    *,
    note: Html = NOTHING,
    here: str = "",
    page: int = 0,
) -> Outgoing:
    """A list to choose from: what the text says, the label, the data; a long one, which stands at `here`, by pages.

    A page beyond the end is the last one.
    """
    found = list(choices)
    paged = page_of(found, page, ON_A_PAGE if here else max(len(found), 1))
    shown = paged.shown
    lines = enumerated(line for line, _, _ in shown)
    text = paragraphs((say(BANNER), note, Html("\n".join([title, *lines]))))
    same = {label for label, times in Counter(label for _, label, _ in shown).items() if times > 1}
    rows: Keyboard = tuple(
        (Button(plain("{n}. {name}", n=n, name=label) if label in same else label, data),)
        for n, (_, label, data) in enumerate(shown, 1)
    )
    turning = row_of(*paged.turning(N_("Previous page"), N_("Next page"), lambda to: f"{here}:{to}"))
    return Outgoing(text, (*rows, *turning, (Button(plain("Back"), back),)), edit=visit.pressed, numbered=len(shown))


def _taps(visit: Visit, facts: Facts, sandbox: Sandbox, group: str, note: Html = NOTHING) -> Outgoing:
    found = [tap for tap in _offered(visit, facts, sandbox) if _group(tap) == group]
    title = say("<b>{group}: suppose one of these</b>", group=say(GROUPS[group]))
    worded = ((words.of_tap(tap), tap) for tap in found)
    return _choices(
        visit,
        title,
        ((line, _label(n, tap), _data(sandbox, f"t:{_mark(tap.key)}")) for n, (line, tap) in enumerate(worded, 1)),
        _data(sandbox, MENU),
        note=note,
    )


def _label(n: int, tap: Tap) -> str:
    return plain("{n}. {name}", n=n, name=on_button(tap.lever, tap.whose, tap.detail))


def _life(visit: Visit, facts: Facts, sandbox: Sandbox, group: str = "") -> Outgoing:
    """The events of a group, or the groups; those that can happen to somebody of the facts supposed so far."""
    of_plan = questioned(facts, sandbox.steps(), visit.today)
    if not group:
        there = [(key, title) for key, title in catalogue.GROUPS.items() if _events(of_plan, visit, key)]
        title = say("<b>Suppose something happens: what is it about?</b>")
        return _choices(
            visit,
            title,
            ((say(each), plain(each), _data(sandbox, f"l:{key}")) for key, each in there),
            _data(sandbox, MENU),
        )
    events = _events(of_plan, visit, group)
    return _choices(
        visit,
        say("<b>{group}: suppose one of these</b>", group=say(catalogue.GROUPS[group])),
        ((say(each.title), plain(each.title), _data(sandbox, f"e:{each.key}")) for each in events),
        _data(sandbox, LIFE),
    )


def _events(facts: Facts, visit: Visit, group: str) -> list[Event]:
    """The events of a group that can be supposed: no loss, and no partner who stays behind."""
    if group == NO_GROUP:
        return []
    return [each for each in offered(facts, visit.day, group) if not each.gentle and each.key not in NOT_SUPPOSED]


def _answers(visit: Visit, facts: Facts, sandbox: Sandbox, key: str = "", page: int = 0) -> Outgoing:
    """The parts of a chapter of the profile, or the chapters."""
    of_plan = questioned(facts, sandbox.steps(), visit.today)
    places = [each for each in screens.places(of_plan) if each.chapter.key not in WITHOUT]
    if not key:
        chapters = {each.chapter.key: each.chapter for each in places}
        title = say("<b>Suppose another answer: in which part of your profile?</b>")
        found = ((say(each.title), plain(each.title), _data(sandbox, f"c:{each.key}")) for each in chapters.values())
        return _choices(visit, title, found, _data(sandbox, MENU))
    choices: list[tuple[Html, str, str]] = []
    for place in (each for each in places if each.chapter.key == key):
        part, at = place.part, _data(sandbox, f"p:{place.whose}:{place.part.key}")
        if isinstance(part, Sheet):
            choices.append((say(part.of(place.whose)[0]), plain(part.of(place.whose)[0]), at))
            continue
        choices.append((say(part.add), plain(part.add), f"{at}:{NEW}"))
        for n, item in enumerate(screens.items(part, place.told_of)):
            line = screens.in_a_line(part, item) or say(part.of(place.whose)[1])
            choices.append(
                (
                    say("Another answer about: {what}", what=line),
                    plain("Change: {what}", what=words.short(line, len(plain("Change: {what}", what="")))),
                    f"{at}:{n}:{screens.mark(item)}",
                )
            )
    chapter = _chapter(key)
    title = say("<b>{group}: suppose one of these</b>", group=say(chapter.title))
    return _choices(visit, title, choices, _data(sandbox, ANSWERS), here=_data(sandbox, f"c:{key}"), page=page)


def _chapter(key: str) -> Chapter:
    return next(each for each in CHAPTERS if each.key == key)


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
            return Reply(await _beside(_compared, visit, facts, sandbox))
        case ["which"]:
            note = say("I am not sure which change you mean. These can be supposed:")
            return Reply((await _beside(_menu, visit, facts, sandbox, note),))
        case ["menu"]:
            return Reply((await _beside(_menu, visit, facts, sandbox),))
        case ["g", group] if group in GROUPS:
            return Reply((await _beside(_taps, visit, facts, sandbox, group),))
        case ["t", mark]:
            return await _tap(visit, facts, sandbox, mark)
        case ["suppose", group, lever, whose, *named] if group in GROUPS:
            return await _said(visit, facts, sandbox, group, (lever, whose, *named))
        case ["life"]:
            return Reply((await _beside(_life, visit, facts, sandbox),))
        case ["l", group] if group in catalogue.GROUPS:
            return Reply((await _beside(_life, visit, facts, sandbox, group),))
        case ["answers"]:
            return Reply((await _beside(_answers, visit, facts, sandbox),))
        case ["c", chapter] if any(each.key == chapter for each in CHAPTERS):
            return Reply((await _beside(_answers, visit, facts, sandbox, chapter),))
        case ["c", chapter, page] if page.isdecimal() and any(each.key == chapter for each in CHAPTERS):
            return Reply((await _beside(_answers, visit, facts, sandbox, chapter, int(page)),))
        case ["e", key] if key in catalogue.EVENTS and key not in NOT_SUPPOSED:
            return await _beside(_begin, visit, facts, sandbox, catalogue.EVENTS[key])
        case ["p", whose, key, *which]:
            return await _beside(_part, visit, facts, sandbox, whose, key, which)
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
    return Reply((await _beside(_menu, visit, facts, sandbox, say("This menu is old. Here is the current one.")),))


async def _changed(visit: Visit, facts: Facts, sandbox: Sandbox, note: Html) -> Reply:
    await _keep(visit, sandbox)
    return Reply(await _beside(_compared, visit, facts, sandbox, note))


def _last(visit: Visit, facts: Facts, sandbox: Sandbox) -> Html:
    return words.of_step(laid(facts, sandbox.steps(), visit.today).steps[-1], visit.today)


async def _to(visit: Visit, facts: Facts, sandbox: Sandbox, plan: str) -> Reply:
    """Another plan is changed from now on; one that is empty begins with what can be supposed."""
    sandbox = replace(sandbox, at=plan)
    await _keep(visit, sandbox)
    if not sandbox.steps():
        return Reply((await _beside(_menu, visit, facts, sandbox),))
    note = say("From now on you change plan {letter}.", letter=LETTERS[plan])
    return Reply(await _beside(_compared, visit, facts, sandbox, note))


def _full(visit: Visit, facts: Facts, sandbox: Sandbox) -> Reply | None:
    """What is said where a plan holds no more."""
    if len(sandbox.steps()) < MOST_STEPS:
        return None
    note = say("A plan holds at most {most} things. Take one back first, or begin another plan.", most=MOST_STEPS)
    return Reply(_compared(visit, facts, sandbox, note))


def _already_done() -> Reply:
    """A second tap on the same button: what the first one showed stays."""
    return Reply(toast=plain("Already done"))


async def _tap(visit: Visit, facts: Facts, sandbox: Sandbox, mark: str) -> Reply:
    if any(step.tap and _mark(step.tap) == mark for step in sandbox.steps()):
        return _already_done()
    offered_now = await _beside(_offered, visit, facts, sandbox)
    tap = next((each for each in offered_now if _mark(each.key) == mark), None)
    if tap is None:
        note = say("This menu is old. Here is the current one.")
        return Reply((await _beside(_menu, visit, facts, sandbox, note),))
    if full := await _beside(_full, visit, facts, sandbox):
        return full
    note = say("Supposed in plan {letter}: {what}.", letter=LETTERS[sandbox.at], what=words.of_tap(tap))
    return await _changed(visit, facts, sandbox.with_steps((*sandbox.steps(), Step(tap=tap.key))), note)


async def _said(visit: Visit, facts: Facts, sandbox: Sandbox, group: str, named: Sequence[str]) -> Reply:
    """What was said in words: supposed where they name exactly one thing, otherwise the list it is in."""
    offered_now = await _beside(_offered, visit, facts, sandbox)
    meant = [tap for tap in offered_now if _names(tap, named)]
    if len(meant) == 1:
        return await _tap(visit, facts, sandbox, _mark(meant[0].key))
    key, whole = ":".join(named), laid(facts, sandbox.steps(), visit.today)
    note = NOTHING
    if reached(facts, visit.day, key):
        note = say("By what you told me, you have that already.")
    elif reached(whole.facts, whole.day, key):
        note = say("Plan {letter} supposes that already.", letter=LETTERS[sandbox.at])
        return Reply(await _beside(_compared, visit, facts, sandbox, note))
    if not any(_group(tap) == group for tap in offered_now):
        note = note or say("There is nothing of it to suppose for you.")
        return Reply((await _beside(_menu, visit, facts, sandbox, note),))
    return Reply((await _beside(_taps, visit, facts, sandbox, group, note),))


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
        return Reply((_menu(visit, facts, sandbox, say(lacking.why)),))
    if not event.applies(of_plan, visit.day):
        why = event.why_not(of_plan, visit.today) or say(
            "“{event}” does not fit with what you told me so far.", event=say(event.title)
        )
        return Reply((_menu(visit, facts, sandbox, why),))
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
        return Reply((_answers(visit, facts, sandbox, place.chapter.key),))
    return _part(visit, facts, sandbox, whose, part, [which] if which else [])


def _part(visit: Visit, facts: Facts, sandbox: Sandbox, whose: str, key: str, which: list[str]) -> Reply:
    """The questions of a part of the profile: a sheet, a thing that is added, or one that is told already."""
    if full := _full(visit, facts, sandbox):
        return full
    of_plan = questioned(facts, sandbox.steps(), visit.today)
    place = screens.place_of(of_plan, "partner" if whose == "partner" else "own", key)
    old = Reply((_menu(visit, facts, sandbox, say("This menu is old. Here is the current one.")),))
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
    if full := await _beside(_full, visit, facts, sandbox):
        return full
    of_plan = await _beside(questioned, facts, sandbox.steps(), visit.today)
    if why := _refused(of_plan, step, visit):
        return _again(visit, state, why)
    with_it = (*sandbox.steps(), step)
    if not laid(of_plan, [step], visit.today).steps[0].fits:
        note = say("That changes nothing, so it was not added to the plan.")
        return Reply(await _beside(_compared, visit, facts, sandbox, note))
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
    presses={PREFIX: _press},
    words=(
        ((N_("What if"), N_("what if something changed?"), N_("suppose something")), after_the_notice(show)),
        ((N_("My goal"), N_("goal")), after_the_notice(goal_room.show)),
    ),
    finishes={FAMILY: _finished, goal_room.FAMILY: goal_room.finished},
)
