"""Recording what became of an invitation: applied, declined, cancelled, or the choice to let it run out.

What was done in the account at IRCC is recorded here, never done from here. Declining takes two different actions: a
button, and then a typed word; so does choosing to let the invitation run out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from conversations import answers as typed
from conversations import changes, engine, scripts
from conversations.beside import beside
from conversations.engine import Interview
from conversations.home import again, home
from conversations.invitation import afterwards, screen, ways
from conversations.invitation.questions import KEY
from conversations.invitation.scripts import DAY, OUTCOME
from conversations.invitation.standing import Show, course, is_open, none_open, shown
from conversations.messages import Outgoing, Reply
from conversations.visits import Visit, open_script
from locales import N_, NOTHING, Html, day, everywhere, plain, say
from rules.effective_deadline import effective_deadline
from rules.facts import Facts, Invitation
from rules.invitation_ways import outcomes
from rules.invitation_window import window_of
from rules.journey import answered
from rules.parameters import book

DECLINE_WORD: Final = N_("declined")
LAPSE_WORD: Final = N_("run out")
"""The words that have to be typed: the second of two different actions."""


LAPSE: Final = "lapse"


def asks_day(outcome: str) -> Show:
    async def asked(visit: Visit, facts: Facts) -> Reply:
        if course(facts, visit.day) is None:
            return none_open(visit, facts)
        if impossible := _impossible(facts, outcome):
            return Reply(shown(visit, facts, impossible))
        return open_script(visit, f"{OUTCOME}:{outcome}", {})

    return asked


async def decline(visit: Visit, facts: Facts) -> Reply:
    """How declining goes: in the account first, and only then recorded here."""
    on = visit.day
    found = await beside(outcomes, facts, on) if is_open(facts, on) else None
    if found is None:
        return none_open(visit, facts)
    blocks = [
        say(
            "<b>Declining</b>\nI cannot do it for you: it is done in your account at IRCC, and cannot be taken back "
            "there."
        ),
        say("The check today: {verdict}", verdict=say(ways.RISKS[found.applying.verdict])),
        ways.declining(found.declining),
        say("When you have done it there, record it here. If you are not sure, check the invitation first."),
    ]
    doors = ((N_("Check my invitation"), screen.CHECK), (N_("My invitation"), screen.SHOW))
    done = screen.buttons((N_("I declined in my account"), screen.DECLINED))
    return Reply((Outgoing(Html("\n\n".join(blocks)), (*screen.buttons(*doors), *done)),))


async def choose_lapse(visit: Visit, facts: Facts) -> Reply:
    if not is_open(facts, visit.day):
        return none_open(visit, facts)
    visit.asked = {"what": KEY, "outcome": LAPSE}
    text = say(
        "To note that you choose to let the invitation run out, type <b>{word}</b>. Anything else changes nothing.",
        word=plain(LAPSE_WORD),
    )
    return Reply((Outgoing(text),))


async def undo(visit: Visit, facts: Facts) -> Reply:
    """What was recorded of the invitation is taken back: it was a mistake here, not at IRCC."""
    invitation = facts.invitation
    if invitation is None or not (invitation.applied or invitation.declined or invitation.cancelled):
        return none_open(visit, facts)
    after = answered(facts, "applied", None)
    await keep(visit, after, f"{KEY}:undone")
    return Reply(shown(visit, after, say("Taken back. What you did in your account at IRCC stays as it is.")))


async def outcome_told(visit: Visit, state: Interview) -> Reply:
    """The day of what became of the invitation."""
    facts, outcome = visit.facts, state.script.partition(":")[2]
    told = engine.kept(scripts.find(state.script), state.answers).get(DAY)
    if facts is None or facts.invitation is None or told is None:
        return again(visit, say("Nothing was changed."))
    on = date.fromisoformat(told)
    if impossible := _impossible(facts, outcome):  # told in the meantime
        return Reply(shown(visit, facts, impossible))
    if refused := _refused(facts.invitation, outcome, on):
        return Reply((replace(refused, edit=visit.pressed),))
    if outcome == "declined":
        visit.asked = {"what": KEY, "outcome": outcome, "on": told}
        text = say(
            "You say that you declined on {day}, in your account at IRCC. To record it, type <b>{word}</b>. Anything "
            "else changes nothing.",
            day=day(on, weekday=True),
            word=plain(DECLINE_WORD),
        )
        return Reply((Outgoing(text, edit=visit.pressed),))
    return await _record(visit, facts, outcome, on)


ANSWERED: Final[Mapping[str, str]] = {
    "applied": N_(
        "You told me that you applied on {day}. After that an invitation is neither declined nor cancelled; an "
        "application can be withdrawn in your account."
    ),
    "declined": N_(
        "You told me that you declined on {day}. A declined invitation cannot be used or declined once more."
    ),
    "cancelled": N_("You told me that IRCC cancelled it on {day}. A cancelled invitation cannot be used or declined."),
}
"""Why nothing else can follow what was recorded of an invitation."""


def _impossible(facts: Facts, outcome: str) -> Html:
    """Why an outcome cannot follow the one recorded; nothing where it can. The day of the same one may be told anew."""
    invitation, returned = facts.invitation, facts.application is not None and facts.application.returned is not None
    for name, words in ANSWERED.items():
        told: date | None = getattr(invitation, name)
        if told is not None and name != outcome and not (name == "applied" and returned):
            mistake = say("If that is not so, press “{mistake}” first.", mistake=plain(afterwards.MISTAKE[0]))
            return Html(f"{say(words, day=day(told, weekday=True))} {mistake}")
    return NOTHING


def _refused(invitation: Invitation, outcome: str, on: date) -> Outgoing | None:
    """Why it cannot have been on that day; None where it can."""
    last = window_of(invitation, book()).last
    another = screen.buttons((N_("Another day"), f"{screen.PREFIX}:{outcome}"), (N_("My invitation"), screen.SHOW))
    if on < invitation.issued:
        text = say(
            "{day} is before the invitation, {issued}. Please check both.",
            day=day(on, weekday=True),
            issued=day(invitation.issued, weekday=True),
        )
        return Outgoing(text, another)
    if on <= last:
        return None
    told = say("{day} is after the last day of the invitation, {last}.", day=day(on), last=day(last, weekday=True))
    if outcome == "applied":
        why = say(
            "An application made then is none: the invitation had run out (section 10.1(6) of the Act). Nothing was "
            "changed. If your account shows an earlier day, tell me that one."
        )
    else:
        why = say("By then it had run out by itself. Nothing was changed.")
    missed = screen.buttons((N_("What can I do now?"), screen.MISSED))
    return Outgoing(Html(f"{told} {why}"), (*another, *missed))


async def _record(visit: Visit, facts: Facts, outcome: str, on: date) -> Reply:
    """Kept in one transaction with its entry in the journal and the reminders; shown with what follows."""
    invitation = facts.invitation
    if invitation is None:
        return again(visit, say("Nothing was changed."))
    effective = effective_deadline(facts, max(on, invitation.issued)) if outcome == "applied" else None
    after = answered(facts, outcome, on)
    await keep(visit, after, f"{KEY}:{outcome}")
    note = say("Recorded.")
    if effective is not None and effective.last_safe_day < on:
        note = Html(f"{note}\n\n{screen.applied_late(effective)}")
    return Reply(shown(visit, after, note))


async def keep(visit: Visit, after: Facts, why: str) -> None:
    visit.candidate = await changes.keep(visit.unit, visit.candidate, after, visit.now, visit.today, why)


async def hear(visit: Visit, text: str) -> Reply | None:
    """The word that records declining, or the choice to let it run out; None for what is not waited for here."""
    asked, facts = visit.asked, visit.facts
    if asked.get("what") != KEY or facts is None:
        return None
    visit.asked = {}
    word = LAPSE_WORD if asked["outcome"] == LAPSE else DECLINE_WORD
    if not _says(text, word):
        return None
    if not is_open(facts, visit.day) and asked["outcome"] == LAPSE:
        return none_open(visit, facts)
    if asked["outcome"] == LAPSE:
        return await _note_lapse(visit, facts)
    return await _record(visit, facts, asked["outcome"], date.fromisoformat(asked["on"]))


def _says(text: str, word: str) -> bool:
    return typed.fold(text.strip().strip("«»“”\"'. \N{NO-BREAK SPACE}")) in {
        typed.fold(each) for each in everywhere(word)
    }


async def _note_lapse(visit: Visit, facts: Facts) -> Reply:
    """The choice stands in the journal; the facts stay, because until the last day everything is still open."""
    await keep(visit, facts, f"{KEY}:lapse_chosen")
    invitation = facts.invitation
    last = NOTHING if invitation is None else day(window_of(invitation, book()).last, weekday=True)
    text = say(
        "Noted today, {day}: you choose to let the invitation run out. Nothing has happened at IRCC. Through {last} "
        "you can still change your mind, apply or decline; the reminders go on until then.",
        day=day(visit.today, weekday=True),
        last=last,
    )
    return Reply((Outgoing(text, screen.buttons((N_("My invitation"), screen.SHOW))), home(visit)))
