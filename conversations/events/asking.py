"""What the questions of events share: which of the things told already is meant, days within it, questions of parts.

An event hands its questions the things it can be about as rows under a name ("jobs"); a question on which of them is
meant is asked only where there are several.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import unescape
from typing import Any, Final

from conversations import answers as typed
from conversations.events.event import SINCE, Event
from conversations.kinds import Day, Option
from conversations.profile import screens
from conversations.profile.days import ENDS_BEFORE, TOO_EARLY, TOO_LATE
from conversations.profile.parts import Items, Row
from conversations.questions import (
    SEEN,
    Accepted,
    AnswerKind,
    Answers,
    Offer,
    Question,
    Reading,
    Unclear,
    known,
)
from locales import N_, NOTHING, Html, day, plain, say
from rules.facts import Facts, Told

LONGEST_LABEL: Final = 60
"""Characters of a thing on its button; the line in the text has them all."""

BACK: Final = 10
AHEAD: Final = 2
"""Years a day of an event may lie back or ahead: bounds against slips, not rules."""

MARK: Final = "~mark"
"""In a row: what tells the thing from any other."""

AFTER_END: Final = N_("{day} is after the last day, {other}. Please check both. Example: {example}.")


# --- the things told already ---


def rows(existing: Mapping[str, Sequence[Told]]) -> dict[str, list[Row]]:
    """The things by name, as an interview keeps them beside its answers."""
    return {
        name: [{**one.model_dump(mode="json", exclude_defaults=True), MARK: screens.mark(one)} for one in things]
        for name, things in existing.items()
    }


def _rows(answers: Answers, name: str) -> list[Row]:
    found: list[Row] = answers.get(SEEN, {}).get(name, [])
    return found


def several(name: str) -> Callable[[Answers], bool]:
    """Asked where more than one thing can be meant."""
    return lambda answers: len(_rows(answers, name)) > 1


def there(name: str) -> Callable[[Answers], bool]:
    """Asked where there is such a thing at all."""
    return lambda answers: bool(_rows(answers, name))


def chosen(answers: Answers, name: str, key: str) -> Row | None:
    """The row of the thing that is meant: the one chosen, or the only one."""
    found = _rows(answers, name)
    if len(found) == 1:
        return found[0]
    return next((row for row in found if row[MARK] == known(answers, key)), None)


def place_of(things: Sequence[Told], possible: Sequence[Told], given: Answers, key: str) -> int | None:
    """Where the thing that is meant stands among all; None where it is gone or has been changed since."""
    if len(possible) == 1:
        return things.index(possible[0])
    return next((n for n, one in enumerate(things) if screens.mark(one) == known(given, key)), None)


@dataclass(frozen=True, slots=True)
class Existing(AnswerKind):
    """One of the things of a part told already; kept as its mark. `name` is that of the rows. `besides` are options
    of none of them.
    """

    name: str
    part: Items
    besides: tuple[Option, ...] = ()

    numbered = True

    def _told(self, row: Row) -> Told:
        return self.part.model.model_validate({name: value for name, value in row.items() if name != MARK})

    def _line(self, row: Row) -> Html:
        return screens.in_a_line(self.part, self._told(row)) or say(self.part.topic)

    def offers(self, answers: Answers, pending: dict[str, Any] | None) -> Sequence[Offer]:
        found = [
            Offer(row[MARK], plain("{n}. {name}", n=n, name=_short(self._line(row))), self._line(row))
            for n, row in enumerate(_rows(answers, self.name), 1)
        ]
        return [*found, *(Offer(option.value, plain(option.label)) for option in self.besides)]

    def read(self, text: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        offers = self.offers(answers, pending)
        match typed.read_choice(text, [[offer.label, offer.detail] for offer in offers]):
            case int(index):
                return Accepted(offers[index].value)
        return Unclear(say("I did not understand that. Press a button, or type its number."))

    def words(self, value: Any, answers: Answers) -> Html:
        row = next((row for row in _rows(answers, self.name) if row[MARK] == value), None)
        if row is not None:
            return self._line(row)
        return next((say(option.label) for option in self.besides if option.value == value), NOTHING)


def _short(line: Html) -> str:
    text = unescape(line)
    return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…"


# --- days within a thing ---


@dataclass(frozen=True, slots=True)
class DayWithin(Day):
    """A day that cannot be before the thing that is meant began, nor, where `last` is named, after it ended."""

    name: str = ""  # of the rows
    key: str = ""  # of the question which of them it is
    first: str = "start"
    last: str = ""
    before: str = ENDS_BEFORE
    after: str = AFTER_END

    def _problem(self, value: str, answers: Answers, today: date) -> Html | None:
        problem = super(DayWithin, self)._problem(value, answers, today)
        row = chosen(answers, self.name, self.key)
        if problem is not None or row is None:
            return problem
        counted = self.day(value)
        for field, sentence, wrong in ((self.first, self.before, date.__lt__), (self.last, self.after, date.__gt__)):
            told = row.get(field)
            if told and field in row.get("approximate", ()) and told[: len("2024-12")] == value[: len("2024-12")]:
                continue  # of that one only the month is known
            if told and wrong(counted, other := date.fromisoformat(told)):
                words = {"day": day(counted, weekday=True), "example": day(self.example(today))}
                return say(sentence, **words, other=day(other, weekday=True))
        return None


def day_within(name: str, *, last: str = "", none: str = "", follows: tuple[tuple[str, str], ...] = ()) -> DayWithin:
    """A day, past or to come, of something that happens to a thing told already."""
    return DayWithin(
        lambda today: date(today.year - BACK, 1, 1),
        lambda today: date(today.year + AHEAD, 12, 31),
        TOO_EARLY,
        TOO_LATE,
        lambda today: date(today.year + 1, 3, 14),
        none=none,
        near=not none,
        follows=follows,
        name=name,
        key=name,
        last=last,
    )


def since_within(wording: str, why: str, name: str, *, topic: str, label: str, last: str = "end") -> Question:
    """The question on the day of something that happens to a thing told already."""
    return Question(SINCE, topic, label, wording, day_within(name, last=last), why)


# --- the questions of the parts, in events ---


def reused(
    questions: Sequence[Question],
    topic: str,
    *,
    without: Sequence[str] = (),
    fixed: Mapping[str, Any] | None = None,
    kinds: Mapping[str, AnswerKind] | None = None,
    wordings: Mapping[str, str] | None = None,
) -> tuple[Question, ...]:
    """Questions of a part with their own names, asked in an event; `fixed` are answers that the event itself gives."""
    found = []
    for question in questions:
        if question.key in without:
            continue
        found.append(
            replace(
                question,
                topic=topic,
                kind=(kinds or {}).get(question.key, question.kind),
                wording=(wordings or {}).get(question.key, question.wording),
                applies=_with(question, fixed or {}),
            )
        )
    return tuple(found)


def _with(question: Question, fixed: Mapping[str, Any]) -> Callable[[Answers], bool]:
    if not fixed:
        return question.applies
    return lambda answers: question.applies({**answers, **fixed})


def filled_in(event: Event, read: str, facts: Facts, today: date) -> dict[str, Any]:
    """A day read in free words as the answer of the event's question on it; nothing where it cannot be one."""
    question = next((each for each in event.questions if each.key == event.from_day), None)
    try:
        told = date.fromisoformat(read)
    except ValueError:
        return {}
    if question is None or not isinstance(question.kind, Day):
        return {}
    offers = {**event.seen(facts), **rows(event.existing(facts, today))}
    heard = question.kind.read(told.isoformat(), {SEEN: offers}, None, today)
    return {event.from_day: heard.value} if isinstance(heard, Accepted) else {}


def at_since(given: Answers, today: date) -> date:
    """The day of an event; today where it was not told."""
    told = known(given, SINCE)
    return date.fromisoformat(told) if told else today
