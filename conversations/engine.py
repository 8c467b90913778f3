"""The engine of questions: one pure step, whatever the script.

    step(script, state, event, today) -> Turn(state, note, outcome)      what happened
    show(script, state, note) -> Outgoing                                what the person sees

The state is one small value: which question is open, the answers so far, and a serial that every button carries.
Nothing else is remembered, so a restart, a change of language or a redelivered message shows the same question again
and loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from conversations import answers as typed
from conversations.answers import Control
from conversations.messages import Button, Keyboard, Outgoing, abreast, enumerated, paragraphs
from conversations.questions import (
    ITEM,
    NOTED,
    SKIPPED,
    UNKNOWN,
    Accepted,
    Offer,
    Question,
    Reading,
    Script,
    Unclear,
    known,
    noting,
)
from locales import N_, NOTHING, Html, everywhere, plain, say

MISSING: Final = "missing"
"""The summary's button that asks what is not known yet; no question has this key."""

ASK_MISSING: Final = N_("Ask me what is missing")

SUMMARY: Final = ""
"""The place after the last question: everything at a glance, each line with its edit button, one Confirm."""

WIDE: Final = 18
"""Labels up to this many characters stand two a row."""

NAMED: Final = 8
"""Up to this many lines of a summary have buttons with their names; more would push its text off a phone."""

ABREAST: Final = 3
"""Buttons that carry only a line's number stand this many a row."""

PREFIX: Final = "q"
"""What the data of the engine's buttons begin with: `q:run.serial:value`."""

MOST_LISTED: Final = 3000
"""Characters of the choices of a question, so that it stays one message, also with what is to be said first."""

A_LINE: Final = 50

CHOSEN: Final = "="
"""What stands before a value in a button's data, so that no value can be taken for a control."""

CONTROLS: Final[Mapping[str, Control]] = {
    "<": Control.back,
    ">": Control.skip,
    "?": Control.dont_know,
    "!": Control.stop,
    "i": Control.why,
    "ok": Control.confirm,
}


@dataclass(frozen=True, slots=True)
class Interview:
    """Where a person is in a script.

    `run` tells this interview from every earlier one, `serial` this screen from the last.
    """

    script: str
    version: int
    run: str
    at: str  # the key of the open question, or SUMMARY
    answers: Mapping[str, Any]
    serial: int = 0
    pending: dict[str, Any] | None = None  # what a half-given answer left: two possible days, the scores so far
    before: dict[str, Any] | None = None  # while a line of the summary is changed: the answers to go back to
    paused: bool = False
    straight: bool = False  # ends with the last answer, without a summary

    def to_json(self) -> dict[str, Any]:
        """The state as a row keeps it: what is at its default is left out."""
        row = {field: getattr(self, field) for field in self.__slots__}
        return {field: value for field, value in row.items() if value not in (None, False)}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Interview:
        """The state of a row; TypeError for a field this program does not know: an error, not a guess."""
        return cls(**row)


@dataclass(frozen=True, slots=True)
class Typed:
    """Words the person typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button of a screen of this engine."""

    run: str
    serial: int
    value: str

    @classmethod
    def of(cls, data: str) -> Pressed | None:
        """The press that a button's data stand for, or None when they are not the engine's."""
        prefix, _, rest = data.partition(":")
        screen, _, value = rest.partition(":")
        run, _, serial = screen.partition(".")
        return cls(run, int(serial), value) if prefix == PREFIX and serial.isdecimal() else None


Event = Typed | Pressed


class Outcome(StrEnum):
    """What a step led to."""

    ASK = "ask"  # show the state
    DONE = "done"  # confirmed: the answers can be kept
    STOPPED = "stopped"  # put aside; everything is kept
    REPEATED = "repeated"  # the button just pressed was pressed again
    OLD = "old"  # a button of an earlier screen or interview


@dataclass(frozen=True, slots=True)
class Turn:
    """The result of a step: the new state, what is to be said first, and what it led to."""

    state: Interview
    note: Html = NOTHING
    outcome: Outcome = Outcome.ASK
    below: Html = NOTHING  # said under the question, where the eye is


def begin(script: Script, run: str, answers: Mapping[str, Any] | None = None) -> Interview:
    """A new interview. With answers it opens where the first one is missing, or at the summary."""
    answers = dict(answers or {})
    return Interview(script.key, script.version, run, _first_open(script, answers), answers)


def resume(script: Script, state: Interview) -> Turn:
    """An interview taken up again, perhaps under a newer version of its script: what still fits stays."""
    if state.version == script.version:
        return Turn(replace(state, paused=False), _last_answer(script, state))
    kept = {key: value for key, value in state.answers.items() if key in (ITEM, NOTED) or script.question(key)}
    moved = replace(
        state,
        version=script.version,
        answers=kept,
        pending=None,
        before=None,
        paused=False,
        serial=state.serial + 1,
    )
    note = say("The questions have been renewed since your last visit. Your answers are kept.")
    return Turn(replace(moved, at=_first_open(script, kept)), note)


def _last_answer(script: Script, state: Interview) -> Html:
    """The answer before the open question, so that a person sees what was kept; empty at the first and at the end."""
    asked = [question.key for question in script.asked(state.answers)]
    if state.at not in asked[1:]:
        return NOTHING
    before = script.question(asked[asked.index(state.at) - 1])
    if before is None or before.key not in state.answers:
        return NOTHING
    answer = _said(before, state.answers)
    return say("Your last answer: {name}: {answer}.", name=say(before.name), answer=answer)


def step(script: Script, state: Interview, event: Event, today: date) -> Turn:
    """One message of the person: the same state, event and day always lead to the same turn."""
    if isinstance(event, Pressed):
        if (event.run, event.serial) != (state.run, state.serial):
            again = event.run == state.run and event.serial == state.serial - 1
            return Turn(state, outcome=Outcome.REPEATED if again else Outcome.OLD)
        control, value = CONTROLS.get(event.value), event.value.removeprefix(CHOSEN)
    else:
        control, value = typed.read_control(event.text), ""
    state = replace(state, paused=False)
    if control is Control.stop:
        return Turn(replace(state, paused=True), outcome=Outcome.STOPPED)
    question = script.question(state.at)
    if question is None or at_summary(script, state):
        return _at_summary(script, state, event, control, value)
    if question.must and control in (Control.skip, Control.dont_know):
        return _heard(script, state, question, _read(question, state, event, value, today))
    match control:
        case Control.back:
            return _back(script, state, question)
        case Control.skip if question.key in state.answers:
            return _answer(script, state, question, Accepted(state.answers[question.key]), NOTHING)
        case Control.skip:
            return _answer(script, state, question, Accepted(SKIPPED), say("Skipped: {name}.", name=say(question.name)))
        case Control.dont_know:
            return _answer(
                script,
                state,
                question,
                Accepted(UNKNOWN),
                say("Not known yet: {name}.", name=say(question.name)),
            )
        case Control.why:
            return Turn(state, below=say(question.why))
    return _heard(script, state, question, _read(question, state, event, value, today))


def kept(script: Script, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that count: of questions that apply, and known."""
    return {
        question.key: answers[question.key]
        for question in script.asked(answers)
        if known(answers, question.key) is not None
    }


# --- the step, case by case ---


def _read(question: Question, state: Interview, event: Event, value: str, today: date) -> Reading:
    if isinstance(event, Typed):
        return question.kind.read(event.text, state.answers, state.pending, today)
    return question.kind.press(value, state.answers, state.pending, today)


def _heard(script: Script, state: Interview, question: Question, reading: Reading) -> Turn:
    if isinstance(reading, Unclear) and reading.noted:
        state = replace(state, answers=noting(state.answers, question.key, reading.noted))
    match reading:
        case Accepted(value, remark):
            answers = {**state.answers, question.key: value}
            noted = say(
                "Noted. {name}: {answer}.",
                name=say(question.name),
                answer=question.kind.words(value, answers),
            )
            return _answer(script, state, question, reading, Html(f"{noted} {remark}".strip()))
        case Unclear(note, pending) if pending != state.pending:
            return Turn(replace(state, pending=pending, serial=state.serial + 1), note)
        case Unclear(note):
            return Turn(state, note)


def _answer(script: Script, state: Interview, question: Question, accepted: Accepted, note: Html) -> Turn:
    answers = dict(state.answers)
    if answers.get(question.key) != accepted.value:
        for other in script.questions:
            if question.key in other.after:
                answers.pop(other.key, None)
    answers[question.key] = accepted.value
    at = _first_open(script, answers, after=question.key if state.before is None else None)
    before = state.before if at != SUMMARY else None
    review = script.review and not state.straight
    outcome = Outcome.ASK if review or at != SUMMARY else Outcome.DONE
    return Turn(
        replace(state, at=at, answers=answers, pending=None, before=before, serial=state.serial + 1),
        note,
        outcome,
    )


def _first_open(script: Script, answers: Mapping[str, Any], after: str | None = None) -> str:
    """The next question without an answer: first behind `after`, then anywhere, else the summary."""
    keys = [question.key for question in script.asked(answers)]
    start = keys.index(after) + 1 if after in keys else 0
    return next((key for key in (*keys[start:], *keys[:start]) if key not in answers), SUMMARY)


def _back(script: Script, state: Interview, question: Question) -> Turn:
    if state.pending:
        return Turn(replace(state, pending=None, serial=state.serial + 1))
    if state.before is not None:
        unchanged = replace(state, at=SUMMARY, answers=state.before, before=None, serial=state.serial + 1)
        return Turn(unchanged, say("Nothing was changed."))
    asked = script.asked(state.answers)
    place = asked.index(question)
    if place == 0:
        return Turn(state, say("This is the first question."))
    return Turn(replace(state, at=asked[place - 1].key, serial=state.serial + 1))


def _at_summary(script: Script, state: Interview, event: Event, control: Control | None, value: str) -> Turn:
    asked = script.asked(state.answers)
    if control is Control.back:
        return Turn(replace(state, at=asked[-1].key, serial=state.serial + 1))
    if control is Control.confirm or (isinstance(event, Typed) and _confirms(script, event.text)):
        return Turn(replace(state, serial=state.serial + 1), outcome=Outcome.DONE)
    if value == MISSING or (isinstance(event, Typed) and typed.fold(event.text) in _asking()):
        return _ask_missing(script, state)
    if isinstance(event, Typed):
        index = typed.read_choice(event.text, [everywhere(question.name) for question in asked])
        chosen = asked[index].key if isinstance(index, int) else ""
    else:
        chosen = value
    if chosen not in {question.key for question in asked}:
        return Turn(
            state,
            say(
                "I did not understand that. Type the number of the line to change, or press “{save}”.",
                save=say(script.confirm),
            ),
        )
    return Turn(replace(state, at=chosen, before=dict(state.answers), serial=state.serial + 1))


def _asking() -> set[str]:
    return {typed.fold(each) for each in everywhere(ASK_MISSING)}


def _ask_missing(script: Script, state: Interview) -> Turn:
    """What was put off is asked again, and nothing else."""
    answered = {key: value for key, value in state.answers.items() if value not in (UNKNOWN, SKIPPED)}
    at = _first_open(script, answered)
    return Turn(replace(state, at=at, answers=answered, serial=state.serial + 1))


def _confirms(script: Script, text: str) -> bool:
    """Whether it says yes, or what the button that saves says."""
    return bool(typed.read_yes_no(text)) or typed.fold(text) in {
        typed.fold(each) for each in everywhere(script.confirm)
    }


# --- the screen ---


def at_summary(script: Script, state: Interview) -> bool:
    """Whether the summary is what the person sees: no question is open, or the open one applies no more."""
    question = script.question(state.at)
    return question is None or not question.applies(state.answers)


def show(script: Script, state: Interview, note: Html = NOTHING, below: Html = NOTHING) -> Outgoing:
    """The screen of a state, between what is to be said first and what is to be said below it."""
    question = script.question(state.at)
    if question is None or at_summary(script, state):
        body, rows, numbered = _summary(script, state)
    else:
        body, rows, numbered = _question(script, state, question)
    banner = say(script.banner) if script.banner else NOTHING
    return Outgoing(paragraphs((banner, note, body, below)), rows, numbered=numbered)


def _question(script: Script, state: Interview, question: Question) -> tuple[str, Keyboard, int]:
    offers = question.kind.offers(state.answers, state.pending)
    lines = [
        f"<i>{_progress(script, state, question)}</i>",
        f"<b>{question.kind.asks(question.wording, state.pending)}</b>",
    ]
    if not state.pending:
        lines += [line for line in (question.kind.hint(question.hint, state.answers), _so_far(question, state)) if line]
    if question.kind.lists(state.pending) and offers:
        lines.append(_listed(offers))
    rows = _rows(state, [(offer.label, CHOSEN + offer.value) for offer in offers])
    put_off = [] if question.must else [(plain("I don't know yet"), "?")]
    aside = _rows(state, [*put_off, (plain("Why we ask"), "i")], wide=99)
    numbered = len(offers) if question.kind.lists(state.pending) else 0
    return "\n\n".join(lines), (*rows, *aside, *_ways_out(state, skip=not question.must)), numbered


def _listed(offers: Sequence[Offer]) -> str:
    """The choices with a number each; of so many that they fill a message, no more than fits a line."""
    whole = enumerated(offer.detail or offer.label for offer in offers)
    if sum(map(len, whole)) <= MOST_LISTED:
        return "\n".join(whole)
    labels = [offer.label if len(offer.label) <= A_LINE else f"{offer.label[: A_LINE - 1]}…" for offer in offers]
    return "\n".join(enumerated(labels))


def _so_far(question: Question, state: Interview) -> Html:
    """The answer there is already, when a person comes back to a question."""
    if question.key not in state.answers:
        return NOTHING
    return say("Your answer so far: {answer}. Skip keeps it.", answer=_said(question, state.answers))


def _progress(script: Script, state: Interview, question: Question) -> Html:
    topic = say(question.topic)
    if state.before is not None:
        return say("Changing an answer · {topic}", topic=topic)
    asked = script.asked(state.answers)
    if len(asked) == 1:
        return topic
    return say("Question {n} of {all} · {topic}", n=asked.index(question) + 1, all=len(asked), topic=topic)


def _summary(script: Script, state: Interview) -> tuple[str, Keyboard, int]:
    asked = script.asked(state.answers)
    several = len({question.topic for question in asked}) > 1
    lines = [f"<b>{say(script.title)}</b>", *([] if several else [""])]
    topic = ""
    for n, question in enumerate(asked, 1):
        if several and question.topic != topic:
            topic = question.topic
            lines.append(f"\n<i>{say(topic)}</i>")
        name = say(question.name)
        lines.append(say("{n}. {name}: {answer}", n=n, name=name, answer=_said(question, state.answers)))
    lines.append("\n" + say("Press a line to change it, or “{save}”.", save=say(script.confirm)))
    rows = _lines_to_change(state, asked)
    if any(known(state.answers, question.key) is None for question in asked):
        rows = (*rows, (Button(plain(ASK_MISSING), _data(state, CHOSEN + MISSING)),))
    confirm = Button(plain(script.confirm), _data(state, "ok"), style="success")
    return "\n".join(lines), (*rows, (confirm,), *_ways_out(state, skip=False)), len(asked)


def _lines_to_change(state: Interview, asked: Sequence[Question]) -> Keyboard:
    """A button for each line: with its name while all fit on a phone, else three a row by the number of the line."""
    if len(asked) <= NAMED:
        return _rows(
            state,
            [(plain("{n}. {name}", n=n, name=plain(each.name)), CHOSEN + each.key) for n, each in enumerate(asked, 1)],
        )
    buttons = [Button(plain("Change {n}", n=n), _data(state, CHOSEN + each.key)) for n, each in enumerate(asked, 1)]
    return abreast(buttons, ABREAST)


def _said(question: Question, answers: Mapping[str, Any]) -> Html:
    if question.key not in answers:
        return say("not answered yet")
    value = answers[question.key]
    if value == UNKNOWN:
        return say("not known yet")
    if value == SKIPPED:
        return say("skipped")
    return question.kind.words(value, answers)


def _data(state: Interview, value: str) -> str:
    return f"{PREFIX}:{state.run}.{state.serial}:{value}"


def _rows(state: Interview, buttons: list[tuple[str, str]], wide: int = WIDE) -> Keyboard:
    """Two short labels a row, a long one on a row of its own."""
    rows: list[tuple[Button, ...]] = []
    for label, value in buttons:
        button = Button(label, _data(state, value))
        if rows and len(rows[-1]) == 1 and max(len(label), len(rows[-1][0].label)) <= wide:
            rows[-1] = (*rows[-1], button)
        else:
            rows.append((button,))
    return tuple(rows)


def _ways_out(state: Interview, *, skip: bool) -> Keyboard:
    back, stop = Button(plain("Back"), _data(state, "<")), Button(plain("Stop"), _data(state, "!"))
    return ((back, Button(plain("Skip"), _data(state, ">")), stop),) if skip else ((back, stop),)
