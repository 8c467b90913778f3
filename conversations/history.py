"""/history: what was told and when, from which score to which; the last change undone, an entry deleted, the log.

The journal is shown the newest first, a page at a time, so that a long one answers as fast as a short one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from conversations import copies, journal_words, privacy, score
from conversations import undo as undoing
from conversations.beside import beside
from conversations.events import plans
from conversations.events.catalogue import EVENTS
from conversations.home import again, home
from conversations.messages import Button, Keyboard, Outgoing, Reply, in_rows, paragraphs
from conversations.paging import Page, row_of
from conversations.undo import No
from conversations.visits import Room, Visit
from locales import N_, NOTHING, Html, count, plain, say
from storage import journal
from storage.journal import Entry

PREFIX: Final = "hy"
"""What the data of the buttons here begin with: `hy:p:page`, `hy:e:entry`, `hy:d:entry`, `hy:log`."""

FIRST: Final = f"{PREFIX}:p:0"

A_PAGE: Final = 5
LINES_IN_A_LIST: Final = 3
"""So many changed facts of an entry stand in the list; all of them where it is opened."""

ROOM_IN_A_MESSAGE: Final = 3000
"""Characters for the changes of one entry, in a message of at most 4,096."""

ROOM_IN_A_LIST: Final = 600
"""Characters for one entry of a page of five."""

DELETING: Final = "journal"
"""What `Visit.asked` says while the word is waited for that deletes an entry."""

WHY_NOT: Final[Mapping[No, str]] = {
    No.first: N_("This is what you told me first: there is nothing before it to go back to. /restart begins anew."),
    No.copy: N_("A copy brought settings too, and cannot be undone in one step. You can change your profile."),
    No.undo: N_("An undo is not undone itself. Enter the change once more if it was right after all."),
    No.old: N_(
        "This entry was made before I noted what an undo needs, so I cannot undo it. Your profile can be changed."
    ),
    No.nothing: N_("This entry changed none of your answers."),
    No.already: N_("This change was undone already."),
    No.later: N_("Something was changed after this. Only the last change can be undone."),
    No.plan_gone: N_("This plan is no longer there: it was taken out, or its day has come."),
}


async def show(visit: Visit) -> Reply:
    """The newest entries."""
    if visit.candidate.notice_version is None:
        return again(visit, NOTHING)
    return Reply((await _page(visit, 0),))


async def _press(visit: Visit, rest: str) -> Reply:
    if visit.candidate.notice_version is None:
        return again(visit, NOTHING)
    match rest.split(":"):
        case ["p", page] if page.isdecimal() and len(page) <= 6:
            return Reply((replace(await _page(visit, int(page)), edit=visit.pressed),))
        case ["log"]:
            return await _log(visit)
        case ["e", key] if entry := await journal.find(visit.unit, visit.candidate.chat_id, key):
            return Reply((replace(await _opened(visit, entry), edit=visit.pressed),))
        case ["d", key] if entry := await journal.find(visit.unit, visit.candidate.chat_id, key):
            visit.asked = {"what": DELETING, "entry": key}
            return Reply((_ask_word(visit, entry),))
        case ["e" | "d", _]:
            return Reply((await _page(visit, 0, say("That entry is no longer in your history.")),))
    return again(visit, say("This menu is old. Here is the current one."))


# --- a page ---


async def _page(visit: Visit, page: int, note: Html = NOTHING) -> Outgoing:
    unit, chat_id = visit.unit, visit.candidate.chat_id
    there = await journal.count(unit, chat_id)
    pages = max(1, -(-there // A_PAGE))
    page = min(page, pages - 1)
    if not there:
        text = say("<b>Your history</b>\n\nNothing is in it yet: it begins with the first answers you confirm.")
        return Outgoing(paragraphs((note, text)))
    entries = await journal.newest(unit, chat_id, A_PAGE + 1, skip=page * A_PAGE)
    title = count("{n} entry, the newest first.", "{n} entries, the newest first.", there)
    head = Html(f"{say('<b>Your history</b>')}\n{title}")
    older = entries.pop() if len(entries) > A_PAGE else None
    turned = Page(entries, page, pages)
    if which := turned.in_words():
        head = Html(f"{head} {which}")
    worded = await beside(_worded, older, entries)  # a whole profile is many words
    blocks = [_listed(n, entry, worded[entry.key], visit.zone) for n, entry in enumerate(entries, 1)]
    buttons = [Button(plain("Open {n}", n=n), f"{PREFIX}:e:{entry.key}") for n, entry in enumerate(entries, 1)]
    rows: list[tuple[Button, ...]] = [*in_rows(buttons)]
    if page == 0 and await undoing.refusal(unit, chat_id, visit.candidate.facts, entries[0]) is None:
        rows.append((Button(plain("Undo the last change"), f"c:undo:{entries[0].key}"),))
    turning = turned.turning(N_("Newer"), N_("Older"), lambda to: f"{PREFIX}:p:{to}")
    keyboard = (*rows, *row_of(*turning), (Button(plain("My log as a file"), f"{PREFIX}:log"),))
    text = paragraphs((note, head, *blocks))
    return Outgoing(text, keyboard, numbered=len(buttons))


def _worded(older: Entry | None, entries: list[Entry]) -> dict[str, list[Html]]:
    """What each entry of a page changed; `older` is the entry before them."""
    words = journal_words.Words()
    if older is not None:
        words.after(older)
    return {entry.key: words.changes(entry) for entry in reversed(entries)}


def _listed(n: int, entry: Entry, changed: list[Html], zone: str) -> Html:
    lines = [say("{n}. {choice}", n=n, choice=journal_words.heading(entry, zone)), *journal_words.scores(entry)]
    shown = _that_fit(changed[:LINES_IN_A_LIST], ROOM_IN_A_LIST)
    lines += [Html(f"• {line}") for line in shown]
    if more := len(changed) - len(shown):
        lines.append(count("• and {n} more answer", "• and {n} more answers", more))
    return Html("\n".join(lines))


def _that_fit(lines: list[Html], room: int) -> list[Html]:
    shown: list[Html] = []
    for line in lines:
        room -= len(line) + 3
        if room < 0:
            break
        shown.append(line)
    return shown


# --- one entry ---


async def _opened(visit: Visit, entry: Entry, note: Html = NOTHING) -> Outgoing:
    words = journal_words.Words()
    if undoing.before(entry) is None and (
        older := await journal.newest(visit.unit, visit.candidate.chat_id, 1, before=entry.number)
    ):
        words.after(older[0])
    changed = words.changes(entry)
    shown = _that_fit(changed, ROOM_IN_A_MESSAGE)
    lines = [Html(f"• {line}") for line in shown]
    if more := len(changed) - len(shown):
        lines.append(count("• and {n} more, which your log tells", "• and {n} more, which your log tells", more))
    parts = [
        note,
        Html(f"<b>{journal_words.heading(entry, visit.zone)}</b>"),
        Html("\n".join([*journal_words.scores(entry), *(f"<i>{each}</i>" for each in journal_words.receipt(entry))])),
        Html("\n".join(lines)),
    ]
    no = await undoing.refusal(visit.unit, visit.candidate.chat_id, visit.candidate.facts, entry)
    if no is not None:
        parts.append(say(WHY_NOT[no]))
    rows: list[tuple[Button, ...]] = []
    if no is None:
        rows.append((_undo_button(entry),))
    rows.append((Button(plain("Back to the history"), FIRST),))
    rows.append((Button(plain("Delete this entry"), f"{PREFIX}:d:{entry.key}"),))
    return Outgoing(paragraphs(parts), tuple(rows))


# --- undo ---


def _undo_button(entry: Entry) -> Button:
    return Button(plain("Undo this change"), f"c:undo:{entry.key}")


async def undo_button(visit: Visit) -> Keyboard:
    """The button that undoes the change that was just kept."""
    [entry] = await journal.newest(visit.unit, visit.candidate.chat_id, 1)
    return ((_undo_button(entry),),)


async def undo(visit: Visit, key: str) -> Reply:
    """Undoes the change of an entry, if it can be; says what came of it."""
    if visit.candidate.notice_version is None:
        return again(visit, NOTHING)
    after = visit.facts
    entry = await journal.find(visit.unit, visit.candidate.chat_id, key)
    if entry is None:
        note = say("That entry is no longer in your history, so it cannot be undone.")
        return Reply((await _page(visit, 0, note),))
    if no := await undoing.undo(visit, entry):
        return Reply((await _page(visit, 0, say(WHY_NOT[no])),))
    visit.confirmed = visit.incoming.text
    before = visit.facts
    done = say("Undone: {what}.", what=journal_words.what(entry))
    blocks = [done]
    if undoing.family(entry.kind) == plans.PLANNED:
        blocks.append(say("Your answers did not change."))
    else:
        blocks.append(say("Your answers and your reminders are again as they were before."))
        if after is not None and before is not None and not _gentle(entry):
            blocks.append(Html(score.moved(after, before, visit.day, NOTHING).strip()))
    shown = Outgoing(Html("\n\n".join(blocks)), edit=visit.pressed)
    return Reply((shown,)) if _gentle(entry) else Reply((shown, home(visit)))


def _gentle(entry: Entry) -> bool:
    event = EVENTS.get(entry.kind.partition(":")[2])
    return undoing.family(entry.kind) in ("event", plans.PLANNED) and event is not None and event.gentle


# --- an entry deleted ---


def _ask_word(visit: Visit, entry: Entry) -> Outgoing:
    """The second of two different actions is typed."""
    text = say(
        "<b>Delete this entry of your history?</b>\n\n{entry}\n\nYour answers, your score and your reminders stay as "
        "they are. Only this note goes, and it cannot be brought back. A change whose entry is deleted can no longer "
        "be undone.\n\nTo delete it, type “{word}”. Anything else keeps it.",
        entry=journal_words.heading(entry, visit.zone),
        word=plain(privacy.DELETE_WORD),
    )
    return Outgoing(text, ((Button(plain("Keep this entry"), f"{PREFIX}:e:{entry.key}", style="primary"),),))


async def hear(visit: Visit, text: str) -> Reply | None:
    """Words typed while the word is waited for; None when no entry is to be deleted."""
    if visit.asked.get("what") != DELETING:
        return None
    key, visit.asked = visit.asked["entry"], {}
    if not privacy.says_delete(text):
        return Reply((await _page(visit, 0, say("Nothing was deleted.")),))
    gone = await journal.delete(visit.unit, visit.candidate.chat_id, key)
    note = say("The entry is deleted. Your answers did not change.") if gone else say("That entry is gone already.")
    return Reply((await _page(visit, 0, note),))


# --- the log ---


async def _log(visit: Visit) -> Reply:
    """The whole journal as a file to read."""
    if visit.candidate.notice_version is None:
        return again(visit, NOTHING)
    kept = copies.Kept(
        candidate=visit.candidate,
        facts=visit.facts,
        open=(),
        journal=tuple(await journal.entries(visit.unit, visit.candidate.chat_id)),
        reminders=(),
    )
    # A long journal takes a second or two to put into words: not on the event loop, where everybody else waits.
    file = await beside(copies.log, kept, visit.now)
    text = say(
        "<b>Your log: what you told me, day by day, with the score it led to and the rules it was computed under.</b> "
        "Your name and the number of this chat are not in it. It opens in any browser, and can be printed or handed to "
        "a lawyer or a licensed consultant.\n\nThe file now stands in this chat: whoever can open the chat can read "
        "it. I keep no copy of it."
    )
    return Reply((Outgoing(text, file=file),))


ROOM: Final = Room(
    commands={"history": show},
    presses={PREFIX: _press},
    words=(
        (
            (
                N_("Show my history"),
                N_("history"),
                N_("what did I tell you?"),
                N_("undo"),
                N_("Undo this change"),
                N_("Undo the last change"),
            ),
            show,
        ),
        ((N_("My log as a file"), N_("my log"), N_("a log for my lawyer")), _log),
    ),
)
