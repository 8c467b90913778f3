"""The privacy notice in two layers, and the end: everything deleted, with a receipt."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from conversations.messages import Button, Keyboard, Outgoing
from locales import N_, NOTHING, Html, current, day, everywhere, plain, say

VERSION: Final = 1
"""The version of the notice; a person is asked again only when the purpose changes."""

START, MORE, ASK_DELETE, KEEP = "p:start", "p:more", "p:delete", "p:keep"

GOOD_FOR: Final = timedelta(days=1)

DELETE_WORD: Final = N_("delete")
"""The word that has to be typed: the second of two different actions."""

OTHER_LANGUAGE: Final = {"en": ("Français", "l:fr"), "fr": ("English", "l:en")}
"""Each language offers the other one in the other's own words, so this pair is not for translation."""


def notice(note: Html = NOTHING) -> Outgoing:
    """The first layer, before the first question."""
    parts = [
        note,
        say("<b>Express Entry Companion</b>"),
        say(
            "I work out your score, explain it, and remind you in time. I keep the answers you give me, to compute a "
            "score and send reminders. No name, passport, UCI (client number) or file is needed; please do not send "
            "any. No other user sees your answers. /delete removes everything at any time."
        ),
        say(
            "I am not IRCC (Immigration, Refugees and Citizenship Canada) and not a representative. What I say is "
            "information, not advice, and free."
        ),
    ]
    return Outgoing("\n\n".join(part for part in parts if part), _doors(more=True))


def more() -> Outgoing:
    """The second layer: what, why, how long, where, who."""
    parts = [
        say("<b>Privacy, in full</b>\nVersion 1, 23 November 2026"),
        say(
            "<b>What I keep:</b> your answers (date of birth, partner, education, test scores and dates, years of "
            "work, additional points), your language and time zone, the reminders that follow, and the number Telegram "
            "gives this chat. I do not keep your name."
        ),
        say("<b>Why:</b> to compute your score and to send you reminders. Nothing else, no advertising, no sale."),
        say(
            "<b>Where and who:</b> in the database of whoever runs this bot, encrypted. The operator holds the key; no "
            "other user sees your answers. Logs hold no answers."
        ),
        say("<b>How long:</b> until you send /delete. It removes everything at once, reminders included."),
        say(
            "<b>Telegram</b> keeps the messages of this chat on its own terms; deleting here does not delete them "
            "there. Clear the chat in Telegram too if you wish."
        ),
        say(
            "<b>To complain:</b> first to whoever runs this bot; in Canada, to the Office of the Privacy Commissioner "
            "of Canada."
        ),
    ]
    return Outgoing("\n\n".join(parts), _doors(more=False))


def _doors(*, more: bool) -> Keyboard:
    start = Button(plain("Start"), START, style="primary")
    other = Button(*OTHER_LANGUAGE[current()])
    return ((start, Button(plain("Read more"), MORE)), (other,)) if more else ((start,), (other,))


def ask_delete(now: datetime, note: Html = NOTHING) -> Outgoing:
    """The first of the two actions; its button is good for a day."""
    text = say(
        "<b>Delete everything?</b>\n\nThis removes at once: your answers, your score, the journal of changes, all "
        "reminders, your language and your time zone. Nothing can be brought back, and no reminder will come any more. "
        "The dates themselves go on: a test still runs out on its day."
    )
    return Outgoing(
        Html(f"{note}\n\n{text}") if note else text,
        (
            (Button(plain("Keep my data"), KEEP, style="primary"),),
            (Button(plain("Delete my data"), f"{ASK_DELETE}:{now:%Y%m%d%H%M}", style="danger"),),
        ),
    )


def is_old(data: str, now: datetime) -> bool:
    """Whether a delete button was shown more than a day ago: such a one may be meant no longer."""
    shown = data.removeprefix(f"{ASK_DELETE}:")
    return not f"{now - GOOD_FOR:%Y%m%d%H%M}" <= shown <= f"{now + GOOD_FOR:%Y%m%d%H%M}"


def ask_word() -> Outgoing:
    """The second: a typed word."""
    return Outgoing(
        say(
            "To delete everything now, type the word <b>{word}</b>. Anything else keeps your data.",
            word=plain(DELETE_WORD),
        )
    )


def says_delete(text: str) -> bool:
    """Whether the word was typed, in either language."""
    return text.strip().strip("«»“”\"'. \N{NO-BREAK SPACE}").casefold() in {
        word.casefold() for word in everywhere(DELETE_WORD)
    }


def receipt(now: datetime) -> Outgoing:
    """What the person keeps: that it is gone, and when (UTC)."""
    return Outgoing(
        say(
            "Everything you told me was deleted on {day} at {time} UTC. No message will come any more. If you write "
            "/start, you begin as a new person.",
            day=day(now.date()),
            time=f"{now:%H:%M:%S}",
        )
    )


def kept() -> Outgoing:
    """The person thought better of it."""
    return Outgoing(say("Nothing was deleted."))
