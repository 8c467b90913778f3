"""What people can do with what is kept of them: a copy in two files, taking one over, starting over, staying.

What has been asked for stands in `Visit.asked`: `what`, and for a confirmation the `run` that its button carries, so
that a button of last week does nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from typing import Any, Final

from conversations import answers as typed
from conversations import changes, copies, dates, deleting, privacy, silence
from conversations.beside import beside
from conversations.copies import NotReadable
from conversations.events import plans
from conversations.home import again, home
from conversations.messages import LARGEST_FILE, Button, Keyboard, Outgoing, Reply
from conversations.partners import news as partner_news
from conversations.score import board
from conversations.visits import Handler, Room, Visit, open_script
from locales import N_, NOTHING, Html, count, everywhere, negotiate, plain, say, use
from rules import remembered
from rules.facts import Facts
from storage import candidates

PREFIX: Final = "d:"
IMPORT, RESTART = "import", "restart"

TAKE_OVER: Final = N_("Take over this copy")
DO_NOT: Final = N_("Keep what is here")
START_OVER: Final = N_("Start over now")
KEEP: Final = N_("Keep my answers")

START_OVER_WORDS: Final = (N_("start over"), N_("start again from the beginning"), N_("restart"), N_("begin anew"))

ROOM_IN_A_MESSAGE: Final = 3000
"""Characters for the lines of a copy, in a message of at most 4,096."""


# --- a copy of everything ---


async def export(visit: Visit) -> Reply:
    """Two files: one to read, one for the program."""
    if visit.candidate.notice_version is None:
        return again(visit, NOTHING)
    kept = await copies.gather(visit.unit, visit.candidate, visit.open, visit.now)
    # A long journal takes a second or two to put into words: not on the event loop, where everybody else waits.
    to_read = await beside(copies.for_reading, kept, visit.now)
    for_the_program = await beside(copies.for_the_program, kept, visit.now)
    return Reply(
        (
            Outgoing(
                say("<b>Everything I keep about you, to read.</b> It opens in any browser, without a connection."),
                file=to_read,
            ),
            Outgoing(
                say(
                    "<b>The same for this program.</b> /import reads it back, in this account or another.\n\nBoth "
                    "files now stand in this chat: whoever can open the chat can read them. I keep no copy of them. "
                    "Delete them here when you have saved them."
                ),
                file=for_the_program,
            ),
        )
    )


# --- taking one over ---


async def ask_for_file(visit: Visit) -> Reply:
    if visit.candidate.notice_version is None:
        note = say("Please read this and press Start. Then send /import once more.")
        return again(visit, note)
    visit.asked = {"what": IMPORT}
    text = say(
        "<b>Take over a copy</b>\n\nSend me the file that /export made for this program; its name ends in “.json”. I "
        "show you what is in it before anything changes. I look at no other file."
    )
    return Reply((Outgoing(text, ((_button(DO_NOT, "not"),),)),))


def waits_for_file(asked: dict[str, Any]) -> bool:
    """Whether the person was asked for a file: the one time that one is read."""
    return asked.get("what") == IMPORT


async def read_file(visit: Visit) -> Reply:
    """Reads the file, and shows what is in it or what is wrong with it. Nothing changes yet."""
    visit.asked = {"what": IMPORT}
    file = visit.incoming.file
    if file is not None and file.size > LARGEST_FILE:
        return _not_taken(say("That file is too large to be a copy made with /export."))
    if file is None or file.content is None:
        return _not_taken(say("I could not get that file from Telegram just now."))
    try:
        copy = copies.read(file.content)
    except NotReadable as problem:
        entries = Html(", ".join(f"<code>{escape(each, quote=False)}</code>" for each in problem.entries[:3]))
        return _not_taken(say(copies.PROBLEMS[problem.why], entries=entries))
    visit.asked |= {
        "run": _run(visit),
        "facts": copy.facts.model_dump(mode="json", exclude_defaults=True),
        "settings": dict(copy.settings),
        "planned": None if copy.planned is None else [dict(each) for each in copy.planned],
    }
    return Reply((_shown(visit, copy),))


def _not_taken(why: Html) -> Reply:
    text = say(
        "{why}\n\nNothing was changed. Send the file once more, as /export made it, or press “{keep}”.",
        why=why,
        keep=plain(DO_NOT),
    )
    return Reply((Outgoing(text, ((_button(DO_NOT, "not"),),)),))


def _shown(visit: Visit, copy: copies.Copy) -> Outgoing:
    planned = [plans.in_words(each) for each in copy.planned or ()]
    lines = [*copies.settings_in_words(copy.settings), *planned, *copies.facts_in_words(copy.facts)]
    shown: list[Html] = []
    room = ROOM_IN_A_MESSAGE
    for line in lines:
        room -= len(line) + 2
        if room < 0:
            break
        shown.append(Html(f"• {line}"))
    if left := len(lines) - len(shown):
        shown.append(count("and {n} more line, which is taken over too", "and {n} more, taken over too", left))
    goes = (
        say("It takes the place of the answers you have here; the reminders are made anew from it.")
        if visit.facts is not None
        else say("The reminders are made from it.")
    )
    if visit.open:
        goes = Html(f"{goes} {say('The questions you have open here are closed.')}")
    parts = [
        say("<b>In this copy</b>"),
        Html("\n".join(shown)),
        goes,
        say("The journal of changes in it is not taken over: it stays in your file."),
        say("Press “{take}” or “{keep}”.", take=plain(TAKE_OVER), keep=plain(DO_NOT)),
    ]
    take = _button(TAKE_OVER, f"take:{visit.asked['run']}", style="success")
    return Outgoing(Html("\n\n".join(parts)), ((take,), (_button(DO_NOT, "not"),)))


async def _take_over(visit: Visit) -> Reply:
    """One change: the settings, the facts, the entry in the journal and the reminders that follow."""
    facts, settings = Facts.model_validate(visit.asked["facts"]), visit.asked["settings"]
    planned = visit.asked.get("planned")
    visit.asked = {}
    visit.open = ()
    visit.candidate = copies.take(visit.candidate, settings)
    await (plans.redate(visit.unit, visit.candidate) if planned is None else plans.take_over(visit, planned))
    visit.candidate = await changes.keep(visit.unit, visit.candidate, facts, visit.now, visit.today, IMPORT)
    with use(negotiate(visit.candidate.language)):
        closing = Outgoing(say("The copy is taken over. Here is your score."), edit=visit.pressed)
        announced = dates.announcement(facts, visit.candidate, visit.today, None)
        told = (dates.announced(announced),) if announced else ()
        return Reply((closing, *board.screens(facts, visit.day), *told))


async def _not_taken_over(visit: Visit) -> Reply:
    visit.asked = {}
    return Reply((replace(home(visit, say("Nothing was changed.")), edit=visit.pressed),))


# --- starting over ---


def asks_to_start_over(text: str) -> bool:
    """ "Start over", « recommencer à zéro », at any point."""
    return typed.fold(text) in {typed.fold(each) for message in START_OVER_WORDS for each in everywhere(message)}


async def ask_to_start_over(visit: Visit) -> Reply:
    if visit.candidate.notice_version is None:
        return again(visit, NOTHING)
    visit.asked = {"what": RESTART, "run": _run(visit)}
    text = say(
        "<b>Start over?</b>\n\nThis removes at once: your answers, the changes you planned, your score, your goal and "
        "what you supposed, the journal of changes, the questions under way and all reminders. Your language and your "
        "other settings stay. Nothing can be brought back, unless from a copy made with /export. Then the questions "
        "begin anew."
    )
    rows = (
        (_button(KEEP, "not", style="primary"), Button(plain("Export my data"), privacy.EXPORT)),
        (_button(START_OVER, f"over:{visit.asked['run']}", style="danger"),),
    )
    return Reply((Outgoing(text, rows),))


async def _start_over(visit: Visit) -> Reply:
    visit.asked = {}
    visit.open = ()
    remembered.forget()
    await candidates.start_over(visit.unit, visit.candidate.chat_id, keep=partner_news.NOTICE)
    visit.candidate = replace(visit.candidate, facts=None, goal=None)
    begun = open_script(visit, "short", {})
    gone = say("Your answers, the journal and all reminders are gone. Here is the first question.")
    return Reply((Outgoing(gone, edit=visit.pressed), *begun.messages))


# --- buttons and words ---


DOORS: Final[Mapping[str, tuple[str, Handler]]] = {
    "export": (N_("Export my data"), export),
    "import": (N_("Take over a copy"), ask_for_file),
    "restart": (N_("Start over"), ask_to_start_over),
    "delete": (N_("Delete my data"), deleting.ask),
}
"""The buttons under the privacy notice, once it is agreed to: the label and where it leads."""


def doors() -> Keyboard:
    """What a person can do with their data, two a row."""
    buttons = [_button(label, word) for word, (label, _) in DOORS.items()]
    return tuple(tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2))


CONFIRMED: Final = {
    "take": (IMPORT, TAKE_OVER, _take_over),
    "over": (RESTART, START_OVER, _start_over),
}
"""By the word in the button's data: what must have been asked for, the label, and what then happens."""


async def press(visit: Visit, rest: str) -> Reply:
    """A button of this room; one whose question is no longer open does nothing."""
    word, _, run = rest.partition(":")
    if word == "export":
        return await export(visit)
    asked, visit.asked = visit.asked, {}
    if word in DOORS:
        return await DOORS[word][1](visit)
    if word == "stay":
        return Reply((home(visit, say(silence.KEPT)),))
    if word == "not":
        return await _not_taken_over(visit)
    if word in CONFIRMED and asked.get("what") == CONFIRMED[word][0] and run and asked.get("run") == run:
        visit.asked = asked
        return await CONFIRMED[word][2](visit)
    return again(visit, say("This menu is old. Here is the current one."))


async def hear(visit: Visit, text: str) -> Reply | None:
    """Words typed while a confirmation or a file is waited for; None for anything else, which ends the waiting."""
    asked = visit.asked
    for what, label, handler in CONFIRMED.values():
        if asked["what"] == what and "run" in asked and _says(text, label):
            return await handler(visit)
    if _says(text, DO_NOT) or _says(text, KEEP) or typed.read_yes_no(text) is False:
        return await _not_taken_over(visit)
    if asked["what"] == IMPORT:
        return _not_taken(say("I am waiting for the file, or for one of the two choices above."))
    visit.asked = {}
    return None


def _says(text: str, label: str) -> bool:
    return typed.fold(text) in {typed.fold(each) for each in everywhere(label)}


def _run(visit: Visit) -> str:
    return f"{visit.incoming.update_id:x}"


def _button(label: str, rest: str, style: str = "") -> Button:
    return Button(plain(label), PREFIX + rest, style=style)


ROOM: Final = Room(
    commands={"export": export, "import": ask_for_file, "restart": ask_to_start_over},
    presses={"d": press},
    words=(
        ((N_("Export my data"), N_("export"), N_("a copy of my data"), N_("what do you know about me?")), export),
        ((N_("import"), N_("Take over a copy")), ask_for_file),
    ),
)
