"""The privacy notice in two layers, and the words of deleting everything: what is asked first, the receipt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from conversations.messages import Button, Keyboard, Outgoing, paragraphs
from locales import N_, NOTHING, Html, current, day, everywhere, plain, say
from storage.candidates import Candidate

VERSION: Final = 2
"""The version of the notice, which is kept with a person's agreement."""

DATED: Final = date(2026, 11, 29)

SAME_PURPOSE_SINCE: Final = 1
"""The first version with today's purpose: whoever agreed to that one or a later one is not asked again."""

EXPORT: Final = "d:export"
START, MORE, ASK_DELETE, KEEP = "p:start", "p:more", "p:delete", "p:keep"

GOOD_FOR: Final = timedelta(days=1)

DELETE_WORD: Final = N_("delete")
"""The word that has to be typed: the second of two different actions."""

OTHER_LANGUAGE: Final = {"en": ("Français", "l:fr"), "fr": ("English", "l:en")}
"""Each language offers the other one in the other's own words, so this pair is not for translation."""


def asked_anew(candidate: Candidate) -> Candidate:
    """The candidate as one who has not agreed yet, if the purpose has changed since they did."""
    agreed = candidate.notice_version
    return replace(candidate, notice_version=None) if agreed and agreed < SAME_PURPOSE_SINCE else candidate


def notice(note: Html = NOTHING) -> Outgoing:
    """The first layer, before the first question."""
    parts = [
        note,
        say("<b>Express Entry Companion</b>"),
        say(
            "I work out your score, explain it, and remind you in time. I keep the answers you give me, to compute a "
            "score and send reminders. No name, passport, UCI (client number) or file is needed; please do not send "
            "any. No other user sees them: only you, and a partner you link, as far as you choose. /export and /delete "
            "work at any time."
        ),
        say(
            "I am not IRCC (Immigration, Refugees and Citizenship Canada) and not a representative. What I say is "
            "information, not advice, and free."
        ),
    ]
    return Outgoing(paragraphs(parts), _doors(more=True))


def more() -> Outgoing:
    """The second layer: what, why, how long, where, who."""
    parts = [
        say("<b>Privacy, in full</b>\nVersion {n}, {day}", n=VERSION, day=day(DATED)),
        say(
            "<b>What I keep:</b> your answers (date of birth, partner, education, test scores and dates, years of "
            "work, family, documents and dates as far as you tell them), the changes you plan, what you suppose and a "
            "goal you set, a journal of all changes, your language, time zone and other settings, the reminders that "
            "follow, the day of your last visit, the number Telegram gives this chat, and, if you link a partner, "
            "that link. I do not keep your name."
        ),
        say(
            "<b>Why:</b> to compute your score and to send you reminders. Nothing else, no advertising, no sale. If "
            "that purpose ever changes, I ask you again first."
        ),
        say(
            "<b>Where and who can read it:</b> in the database of whoever runs this bot, encrypted. The operator holds "
            "the key. No other user sees your answers, but for a partner you link. Logs hold no answers. What you "
            "typed is dropped as soon as it is answered."
        ),
        say(
            "<b>A partner you link</b> (/partner) sees dates of yours that concern both of you: what runs out, and its "
            "last day. They see answers only if you choose so. Both of you have to agree first, and each can unlink at "
            "once."
        ),
        say(
            "<b>How long:</b> until you send /delete, which removes everything at once, reminders included; or until "
            "you have not written for 12 months. Before that I tell you twice, 30 and 7 days ahead."
        ),
        say(
            "<b>In your hands:</b> /export gives you everything in two files, /import takes a copy back, /restart "
            "forgets your answers and begins anew, /delete removes everything."
        ),
        say(
            "<b>Telegram</b> keeps the messages and files of this chat on its own terms, and chats with bots are not "
            "end-to-end encrypted. Deleting here does not delete them there: clear the chat in Telegram too."
        ),
        say(
            "<b>To complain:</b> first to whoever runs this bot; in Canada, to the Office of the Privacy Commissioner "
            "of Canada, and in Quebec to the Commission d'accès à l'information."
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
        "<b>Delete everything?</b>\n\nThis removes at once: your answers, your score, your goal and what you "
        "supposed, the journal of changes, all reminders, also those about to be sent, the link with a partner, your "
        "language and all settings. Nothing can be brought back, unless from a copy made with /export, and no "
        "reminder will come any more. The dates themselves go on: a test still runs out on its day."
    )
    return Outgoing(
        Html(f"{note}\n\n{text}") if note else text,
        (
            (Button(plain("Keep my data"), KEEP, style="primary"), Button(plain("Export my data"), EXPORT)),
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
