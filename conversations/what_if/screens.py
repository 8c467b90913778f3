"""The screens of the sandbox: the comparison, what can be supposed, and each list to choose from.

Every screen says that nothing is saved. A button is about the plan it was shown for (`wi:A:t:mark`), also an old one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import blake2s
from typing import Final

from conversations.events import catalogue, express_entry
from conversations.events.event import Event
from conversations.events.room import offered
from conversations.improve.screens import invited
from conversations.lever_words import on_button
from conversations.messages import Button, Keyboard, Outgoing, enumerated, in_messages, in_rows, paragraphs
from conversations.paging import page_of, row_of
from conversations.profile import screens
from conversations.profile.chapters import CHAPTERS, Chapter
from conversations.profile.parts import Sheet
from conversations.visits import Visit
from conversations.what_if import words
from conversations.what_if.scripts import BANNER, FAMILY
from conversations.what_if.steps import NEW, Sandbox, laid, questioned
from conversations.what_if.words import LETTERS
from conversations.where_to import SCORE
from locales import N_, NOTHING, Html, plain, say
from rules.facts import Facts
from rules.improvements import Group, group_of
from rules.taps import Tap, taps

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

WITHOUT: Final = ("documents", "partner_documents", "pool")
"""The chapters of the profile that change no score, program or category."""

ON_A_PAGE: Final = 12
"""Choices of one screen where there can be many: one message, and a list that can be looked over."""

NO_GROUP: Final = express_entry.GROUP
"""What happens to a profile or an application is told when it happens: it changes no score."""

NOT_SUPPOSED: Final = ("partner_not_coming",)
"""Who comes is told as it is planned: both figures stand on a screen of their own, once, with what goes with them."""


def _data(sandbox: Sandbox, rest: str) -> str:
    """The data of a button that is about the plan being changed: an old one stays about its own plan."""
    return f"{PREFIX}:{LETTERS[sandbox.at]}:{rest}"


def compared(visit: Visit, facts: Facts, sandbox: Sandbox, note: Html = NOTHING) -> tuple[Outgoing, ...]:
    """The plans beside one another; without a plan begun, what can be supposed."""
    if not sandbox.begun() and not note:
        return (menu(visit, facts, sandbox),)
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


def menu(visit: Visit, facts: Facts, sandbox: Sandbox, note: Html = NOTHING) -> Outgoing:
    """What can be supposed: groups of taps, then the questions that stand already."""
    there = {group_on(tap) for tap in offers(visit, facts, sandbox)}
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


def offers(visit: Visit, facts: Facts, sandbox: Sandbox) -> tuple[Tap, ...]:
    """What can be tapped over all that the plan supposes."""
    found = laid(facts, sandbox.steps(), visit.today)
    return taps(found.facts, found.day)


def group_on(tap: Tap) -> str:
    """The group a tap stands in."""
    return SCREENS[group_of(tap.lever, tap.whose, tap.detail)]


def mark(key: str) -> str:
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


def of_group(visit: Visit, facts: Facts, sandbox: Sandbox, group: str, note: Html = NOTHING) -> Outgoing:
    """What can be tapped of a group."""
    found = [tap for tap in offers(visit, facts, sandbox) if group_on(tap) == group]
    title = say("<b>{group}: suppose one of these</b>", group=say(GROUPS[group]))
    worded = ((words.of_tap(tap), tap) for tap in found)
    return _choices(
        visit,
        title,
        ((line, _label(n, tap), _data(sandbox, f"t:{mark(tap.key)}")) for n, (line, tap) in enumerate(worded, 1)),
        _data(sandbox, MENU),
        note=note,
    )


def _label(n: int, tap: Tap) -> str:
    return plain("{n}. {name}", n=n, name=on_button(tap.lever, tap.whose, tap.detail))


def life(visit: Visit, facts: Facts, sandbox: Sandbox, group: str = "") -> Outgoing:
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


def answers(visit: Visit, facts: Facts, sandbox: Sandbox, key: str = "", page: int = 0) -> Outgoing:
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
