"""/invitation: telling of one, its days and plan, the check, and recording what became of it.

What was done in the account at IRCC is recorded here, never done from here. Declining takes two different actions: a
button, and then a typed word; so does choosing to let the invitation run out.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from pydantic import ValidationError

from conversations import answers as typed
from conversations import changes, dates, engine, scripts
from conversations.engine import Interview
from conversations.home import again, home
from conversations.invitation import afterwards, checking, practising, screen, telling, ways
from conversations.invitation.day import day_of
from conversations.invitation.questions import KEY
from conversations.invitation.scripts import DAY, OUTCOME
from conversations.messages import Outgoing, Reply
from conversations.profile.parts import with_changes
from conversations.questions import ITEM
from conversations.visits import Room, Visit, open_script, screen_of
from locales import N_, NOTHING, Html, day, everywhere, plain, say
from rules.effective_deadline import EffectiveDeadline, effective_deadline
from rules.facts import Facts, Invitation
from rules.invitation_check import check, outcomes, practice
from rules.invitation_window import window_of
from rules.journey import Course, begun_anew, course_of
from rules.parameters import book

DECLINE_WORD: Final = N_("declined")
LAPSE_WORD: Final = N_("run out")
"""The words that have to be typed: the second of two different actions."""

LAPSE: Final = "lapse"

Show = Callable[[Visit, Facts], Awaitable[Reply]]


def course(facts: Facts, today: date) -> Course | None:
    """What became of the invitation; None without one, or with one that an older profile led to."""
    if begun_anew(facts.profile, facts.invitation, today):
        return None
    return course_of(facts, today)


def is_open(facts: Facts, today: date) -> bool:
    """Whether an invitation waits for an application."""
    found = course(facts, today)
    return found is not None and found.open


def deadline(facts: Facts, today: date) -> EffectiveDeadline | None:
    """By when to apply, of an invitation that is open."""
    return effective_deadline(facts, today) if is_open(facts, today) else None


def has_open(visit: Visit) -> bool:
    """Whether the person has an invitation that waits for an application."""
    facts = visit.facts
    return facts is not None and is_open(facts, _on(visit, facts))


def _on(visit: Visit, facts: Facts) -> date:
    """The day that counts."""
    return day_of(facts, visit.now, visit.today)


# --- the screens ---


async def show(visit: Visit) -> Reply:
    """The invitation as it stands, or what this is for."""
    facts = visit.facts
    return _needs_answers(visit) if facts is None else Reply(_shown(visit, facts))


def _needs_answers(visit: Visit) -> Reply:
    note = say(
        "With an invitation to apply I show the day to apply by, the plan and a check. I need your answers first."
    )
    return again(visit, note)


def _shown(visit: Visit, facts: Facts, note: Html = NOTHING) -> tuple[Outgoing, ...]:
    found = course(facts, _on(visit, facts))
    if found is None:
        return (_introduction(note),)
    if not found.open:
        shown = afterwards.screen(facts, found, _on(visit, facts), visit.zone)
        return (replace(shown, text=f"{note}\n\n{shown.text}") if note else shown,)
    applying = deadline(facts, _on(visit, facts))
    if applying is None:
        return (_introduction(note),)
    if facts.invitation is not None and facts.invitation.applied is not None:
        returned = say("Your application came back as incomplete and counts as not made: the time runs on.")
        note = Html(f"{note}\n\n{returned}") if note else returned
    return screen.screens(facts, applying, visit.now, visit.zone, note)


def _introduction(note: Html = NOTHING) -> Outgoing:
    """What this screen is for, said to somebody without an invitation."""
    text = say(
        "<b>An invitation to apply (ITA)</b>\nWhen one has come, tell me its date: I show by when you really have to "
        "apply, which may be before the 60 days are over, what to begin when, and whether the invitation still "
        "holds.\n\nNone has come? A practice invitation shows which paper would be late if one came today."
    )
    return Outgoing(
        Html(f"{note}\n\n{text}") if note else text,
        screen.buttons((N_("I got an invitation"), screen.GOT), afterwards.REHEARSE),
    )


async def tell(visit: Visit) -> Reply:
    """ "I got an invitation": the questions, or the one that is open already."""
    facts = visit.facts
    if facts is None:
        return _needs_answers(visit)
    return Reply(_shown(visit, facts)) if is_open(facts, _on(visit, facts)) else _ask(visit, facts, anew=True)


def _ask(visit: Visit, facts: Facts, *, anew: bool) -> Reply:
    invitation = facts.invitation
    if anew or invitation is None:
        return open_script(visit, KEY, {})
    return open_script(visit, KEY, {ITEM: invitation.issued.isoformat(), **telling.filled(invitation)})


async def _tell_or_change(visit: Visit, facts: Facts) -> Reply:
    return _ask(visit, facts, anew=facts.invitation is None)


async def _tell_new(visit: Visit, facts: Facts) -> Reply:
    return _ask(visit, facts, anew=True)


async def _plan(visit: Visit, facts: Facts) -> Reply:
    applying = deadline(facts, _on(visit, facts))
    return _none_open(visit, facts) if applying is None else Reply((screen.plan(facts, applying, _on(visit, facts)),))


async def _check(visit: Visit, facts: Facts) -> Reply:
    found = check(facts, _on(visit, facts))
    return _none_open(visit, facts) if found is None else Reply((checking.screen(found),))


async def _lines(visit: Visit, facts: Facts) -> Reply:
    found = check(facts, _on(visit, facts))
    return _none_open(visit, facts) if found is None else Reply((checking.lines(found),))


def _of_ways(worded: Callable[..., Outgoing]) -> Show:
    async def shown(visit: Visit, facts: Facts) -> Reply:
        found = outcomes(facts, _on(visit, facts)) if is_open(facts, _on(visit, facts)) else None
        return _none_open(visit, facts) if found is None else Reply((worded(found, visit.zone),))

    return shown


def _none_open(visit: Visit, facts: Facts) -> Reply:
    """What an old button led to is over: how it stands now."""
    return Reply(_shown(visit, facts))


async def rehearse(visit: Visit) -> Reply:
    """A practice invitation."""
    facts = visit.facts
    return _needs_answers(visit) if facts is None else await _practice(visit, facts)


async def _practice(visit: Visit, facts: Facts) -> Reply:
    return Reply((practising.shown(practice(facts, _on(visit, facts))),))


# --- before applying, and what became of it ---


async def _apply(visit: Visit, facts: Facts) -> Reply:
    """What is missing by the facts, before the day of an application is asked for."""
    applying = deadline(facts, _on(visit, facts))
    if applying is None:
        return _none_open(visit, facts)
    return Reply((screen.before_applying(facts, applying, _on(visit, facts)),))


def _asks_day(outcome: str) -> Show:
    async def asked(visit: Visit, facts: Facts) -> Reply:
        if course(facts, _on(visit, facts)) is None:
            return _none_open(visit, facts)
        if impossible := _impossible(facts, outcome):
            return Reply(_shown(visit, facts, impossible))
        return open_script(visit, f"{OUTCOME}:{outcome}", {})

    return asked


async def _decline(visit: Visit, facts: Facts) -> Reply:
    """How declining goes: in the account first, and only then recorded here."""
    found = outcomes(facts, _on(visit, facts)) if is_open(facts, _on(visit, facts)) else None
    if found is None:
        return _none_open(visit, facts)
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


async def _choose_lapse(visit: Visit, facts: Facts) -> Reply:
    if not is_open(facts, _on(visit, facts)):
        return _none_open(visit, facts)
    visit.asked = {"what": KEY, "outcome": LAPSE}
    text = say(
        "To note that you choose to let the invitation run out, type <b>{word}</b>. Anything else changes nothing.",
        word=plain(LAPSE_WORD),
    )
    return Reply((Outgoing(text),))


async def _undo(visit: Visit, facts: Facts) -> Reply:
    """What was recorded of the invitation is taken back: it was a mistake here, not at IRCC."""
    invitation = facts.invitation
    if invitation is None or not (invitation.applied or invitation.declined or invitation.cancelled):
        return _none_open(visit, facts)
    row = {**invitation.model_dump(), **dict.fromkeys(("applied", "declined", "cancelled"))}
    after = with_changes(facts, "own", {"invitation": row, "application": None})
    await _keep(visit, after, f"{KEY}:undone")
    return Reply(_shown(visit, after, say("Taken back. What you did in your account at IRCC stays as it is.")))


# --- what finished answers lead to ---


async def _told(visit: Visit, state: Interview) -> Reply:
    """The letter, as told: kept, and its days shown."""
    before = visit.facts
    if before is None:
        return again(visit, say("I need your answers first."))
    given = engine.kept(scripts.find(state.script), state.answers)
    if "issued" not in given:
        visit.open = (*visit.open, replace(state, at="issued"))
        note = say("I need the date of the invitation: everything is counted from it.")
        return Reply((replace(screen_of(visit, visit.open[-1], note), edit=visit.pressed),))
    corrects = state.answers.get(ITEM)
    try:
        after = telling.told(before, given, None if corrects is None else date.fromisoformat(corrects))
    except ValidationError:
        visit.open = (*visit.open, state)
        note = say("This does not fit with a date you told me before. Please check the dates.")
        return Reply((replace(screen_of(visit, state, note), edit=visit.pressed),))
    if after == before:
        return Reply((Outgoing(say("Nothing was changed."), edit=visit.pressed), *_shown(visit, after)))
    await _keep(visit, after, KEY)
    saved = Outgoing(say("Saved."), edit=visit.pressed)
    announced = dates.announcement(after, visit.candidate, visit.today, before)
    return Reply((saved, *((Outgoing(announced),) if announced else ()), *_shown(visit, after)))


async def _outcome(visit: Visit, state: Interview) -> Reply:
    """The day of what became of the invitation."""
    facts, outcome = visit.facts, state.script.partition(":")[2]
    told = engine.kept(scripts.find(state.script), state.answers).get(DAY)
    if facts is None or facts.invitation is None or told is None:
        return again(visit, say("Nothing was changed."))
    on = date.fromisoformat(told)
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
    row: dict[str, Any] = {
        **invitation.model_dump(),
        **dict.fromkeys(("applied", "declined", "cancelled")),
        outcome: on,
    }
    after = with_changes(facts, "own", {"invitation": row, "application": None})
    await _keep(visit, after, f"{KEY}:{outcome}")
    note = say("Recorded.")
    if effective is not None and effective.last_safe_day < on:
        note = Html(f"{note}\n\n{screen.applied_late(effective)}")
    return Reply(_shown(visit, after, note))


async def _keep(visit: Visit, after: Facts, why: str) -> None:
    visit.candidate = await changes.keep(visit.unit, visit.candidate, after, visit.now, visit.today, why)


# --- typed words ---


async def hear(visit: Visit, text: str) -> Reply | None:
    """The word that records declining, or the choice to let it run out; None for what is not waited for here."""
    asked, facts = visit.asked, visit.facts
    if asked.get("what") != KEY or facts is None:
        return None
    visit.asked = {}
    word = LAPSE_WORD if asked["outcome"] == LAPSE else DECLINE_WORD
    if not _says(text, word):
        return None
    if not is_open(facts, _on(visit, facts)) and asked["outcome"] == LAPSE:
        return _none_open(visit, facts)
    if asked["outcome"] == LAPSE:
        return await _note_lapse(visit, facts)
    return await _record(visit, facts, asked["outcome"], date.fromisoformat(asked["on"]))


def _says(text: str, word: str) -> bool:
    return typed.fold(text.strip().strip("«»“”\"'. \N{NO-BREAK SPACE}")) in {
        typed.fold(each) for each in everywhere(word)
    }


async def _note_lapse(visit: Visit, facts: Facts) -> Reply:
    """The choice stands in the journal; the facts stay, because until the last day everything is still open."""
    await _keep(visit, facts, f"{KEY}:lapse_chosen")
    invitation = facts.invitation
    last = NOTHING if invitation is None else day(window_of(invitation, book()).last, weekday=True)
    text = say(
        "Noted today, {day}: you choose to let the invitation run out. Nothing has happened at IRCC. Through {last} "
        "you can still change your mind, apply or decline; the reminders go on until then.",
        day=day(visit.today, weekday=True),
        last=last,
    )
    return Reply((Outgoing(text, screen.buttons((N_("My invitation"), screen.SHOW))), home(visit)))


# --- buttons ---


async def _missed(visit: Visit, facts: Facts) -> Reply:
    """What can be done when the last day has passed; where it has not, how long there still is."""
    if is_open(facts, _on(visit, facts)):
        note = say("By what you told me, your invitation is still open. Your account decides; please look there first.")
        return Reply(_shown(visit, facts, note))
    return Reply((afterwards.missed(facts, _on(visit, facts), visit.zone),))


async def _got(visit: Visit, _facts: Facts) -> Reply:
    return await tell(visit)


async def _show(visit: Visit, facts: Facts) -> Reply:
    return Reply(_shown(visit, facts))


SHOWS: Final[Mapping[str, Show]] = {
    screen.SHOW: _show,
    screen.GOT: _got,
    screen.TELL: _tell_or_change,
    screen.TELL_NEW: _tell_new,
    screen.CHECK: _check,
    screen.CHECK_LINES: _lines,
    screen.PLAN: _plan,
    screen.WAYS: _of_ways(ways.screen),
    screen.LEAVE: _of_ways(ways.leaving),
    screen.LAPSE: _of_ways(ways.nothing_done),
    screen.LAPSED: _choose_lapse,
    screen.APPLY: _apply,
    screen.APPLIED: _asks_day("applied"),
    screen.DECLINE: _decline,
    screen.DECLINED: _asks_day("declined"),
    screen.CANCELLED: _asks_day("cancelled"),
    screen.UNDO: _undo,
    screen.MISSED: _missed,
    screen.PRACTICE: _practice,
}
"""What each button leads to."""


async def _press(visit: Visit, rest: str) -> Reply:
    if visit.candidate.notice_version is None:
        return again(visit, NOTHING)
    facts, shown = visit.facts, SHOWS.get(f"{screen.PREFIX}:{rest}")
    if shown is None:
        return again(visit, say("This menu is old. Here is the current one."))
    return _needs_answers(visit) if facts is None else await shown(visit, facts)


def _leads(data: str) -> Callable[[Visit], Awaitable[Reply]]:
    """What is typed leads where the button does."""

    async def handler(visit: Visit) -> Reply:
        return await _press(visit, data.partition(":")[2])

    return handler


# --- free words, and deleting ---


async def _on_missed(visit: Visit) -> Reply | None:
    """ "I missed it by two hours"; None for somebody of whom nothing is known."""
    facts = visit.facts
    return None if facts is None else await _missed(visit, facts)


async def _on_lapse(visit: Visit) -> Reply | None:
    facts = visit.facts
    return await SHOWS[screen.LAPSE](visit, facts) if facts is not None and has_open(visit) else None


async def _on_decline(visit: Visit) -> Reply | None:
    facts = visit.facts
    return await _decline(visit, facts) if facts is not None and has_open(visit) else None


RECEIVED: Final = re.compile(r"\b(?:got|received|have|recu|j'ai|have an)\b")
"""Said of an invitation that came, rather than asked about them."""


async def _on_invitation(visit: Visit) -> Reply | None:
    facts = visit.facts
    if facts is None:
        return None
    if course(facts, _on(visit, facts)) is not None:
        return Reply(_shown(visit, facts))
    busy = bool(visit.open) and not visit.open[-1].paused
    return await tell(visit) if RECEIVED.search(typed.fold(visit.incoming.text)) and not busy else None


async def _on_check(visit: Visit) -> Reply | None:
    facts = visit.facts
    return await _check(visit, facts) if facts is not None and has_open(visit) else None


NAMED: Final = re.compile(r"\b(?:ita|ipd|invit\w+)\b")
"""An invitation, named in a question about something else."""


async def _if_named(visit: Visit) -> Reply | None:
    """The check, for a question about work, a job or a nomination that names the invitation."""
    return await _on_check(visit) if NAMED.search(typed.fold(visit.incoming.text)) else None


async def _on_plan(visit: Visit) -> Reply | None:
    facts = visit.facts
    return await _plan(visit, facts) if facts is not None and has_open(visit) else None


WORDS_FIRST: Final = frozenset(
    {"birthday_after_invitation", "medical_exam", "hours", "job_change", "nomination", "nomination_ended"}
)
"""The subjects whose usual words come before the person's own screen."""

ANSWERS: Final[Mapping[str, Callable[[Visit], Awaitable[Reply | None]]]] = {
    "missed_deadline": _on_missed,
    "lapsed_invitation": _on_lapse,
    "decline_invitation": _on_decline,
    "invitation": _on_invitation,
    "birthday_after_invitation": _on_check,
    "medical_exam": _on_plan,
    "hours": _if_named,
    "job_change": _if_named,
    "nomination": _if_named,
    "nomination_ended": _if_named,
}
"""What answers free words about an invitation, by the key of the subject; None where the usual words do."""


def hint(visit: Visit, key: str) -> Html:
    """Below the usual words, for somebody with answers and no invitation: what there is for them."""
    facts = visit.facts
    if facts is None or key in WORDS_FIRST or course(facts, _on(visit, facts)) is not None:
        return NOTHING
    return say(
        "When you get one, /invitation shows your own dates. /practice shows what would be late if one came today."
    )


def before_deleting(visit: Visit) -> Html:
    """Said once to somebody with an open invitation who asks to delete everything; empty for anybody else."""
    facts = visit.facts
    found = None if facts is None else deadline(facts, _on(visit, facts))
    if found is None:
        return NOTHING
    return say(
        "<b>Your invitation is open:</b> apply by {day}, or decline by {last}, 23:59 UTC. Its reminders stop with "
        "everything else, and the time runs on at IRCC. Please write down both days first.",
        day=day(found.last_safe_day, weekday=True),
        last=day(found.invitation.last_safe_day, weekday=True),
    )


ROOM: Final = Room(
    commands={"invitation": show, "practice": rehearse},
    presses={screen.PREFIX: _press},
    words=(
        ((N_("I got an invitation"), N_("I received an invitation"), N_("I got an ITA")), tell),
        ((N_("My invitation"), N_("the invitation")), show),
        ((N_("Check my invitation"),), _leads(screen.CHECK)),
        ((N_("Practice invitation"), N_("rehearsal")), rehearse),
        ((N_("I have applied"), N_("I applied")), _leads(screen.APPLY)),
        ((N_("I want to decline"),), _leads(screen.DECLINE)),
        ((N_("IRCC cancelled my invitation"),), _leads(screen.CANCELLED)),
    ),
    finishes={KEY: _told, OUTCOME: _outcome},
)
"""The commands /invitation and /practice, what is typed instead, and the buttons of an invitation."""
