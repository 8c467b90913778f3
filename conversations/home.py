"""The screen people come back to, and the place they are at: what is said when nothing else fits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

from conversations import engine, privacy, score, scripts
from conversations.messages import Button, Outgoing, Reply
from conversations.visits import Handler, Visit
from locales import NOTHING, Html, plain, say
from rules.facts import Facts

GO_ON: Final = "go:on"
SCORE: Final = "go:score"
WHY: Final = "go:why"
DATES: Final = "go:dates"
CHANGE: Final = "go:change"
HELP: Final = "go:help"
PROGRAMS: Final = "e:programs"
PARTNER: Final = "pa:show"


def again(visit: Visit, note: Html) -> Reply:
    """What is to be said, and then the place the person is at: nothing a person sends ends a flow."""
    if visit.candidate.notice_version is None:
        return Reply((privacy.notice(note),))
    if visit.open and not visit.open[-1].paused:
        state = visit.open[-1]
        return Reply((engine.show(scripts.find(state.script), state, note),))
    return Reply((home(visit, note),))


def shows(screens: Callable[[Facts, date], tuple[Outgoing, ...]]) -> Handler:
    """What leads to screens that follow from the facts and the day alone; without facts it says what is needed."""

    async def handler(visit: Visit) -> Reply:
        facts = visit.facts
        if facts is None:
            return again(visit, say("I need your answers first."))
        return Reply(screens(facts, visit.today))

    return handler


def home(visit: Visit, note: Html = NOTHING) -> Outgoing:
    """The screen people come back to."""
    lines = [note] if note else []
    buttons: list[tuple[Button, ...]] = []
    if visit.open:
        lines.append(say("Your interview waits where you stopped."))
        buttons.append((Button(plain("Go on with the questions"), GO_ON, style="primary"),))
    facts = visit.facts
    if facts is not None:
        lines.append(score.line(facts, visit.today))
        buttons.append((Button(plain("My score"), SCORE), Button(plain("My dates"), DATES)))
        buttons.append((Button(plain("My programs"), PROGRAMS),))
        buttons.append((Button(plain("Change an answer"), CHANGE),))
        if facts.partner is not None:
            buttons.append((Button(plain("Partner link"), PARTNER),))
    elif not visit.open:
        lines.append(say("About ten questions lead to your score."))
        buttons.append((Button(plain("Begin"), GO_ON, style="primary"),))
    return Outgoing("\n\n".join(lines), tuple(buttons))


def stopped(visit: Visit) -> Outgoing:
    return replace(home(visit, say("Stopped. Your answers are kept as they are.")), edit=visit.pressed)
