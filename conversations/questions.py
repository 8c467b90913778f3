"""What a question is: data. A script is a list of questions; the engine asks any of them.

A question's key is also the path of the fact it fills ("partner.education"), so a new question of a kind that exists is
one entry in one script and its words in two languages. The kinds of answer (choice, years, day, four scores, city) know
how to offer, read and say a value, whether it is tapped or typed.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from locales import NOTHING, Html, say
from rules.facts import Facts

Answers = Mapping[str, Any]
"""Answers by question key, as JSON values; a question put off is `UNKNOWN` or `SKIPPED`."""

UNKNOWN: Final = "?"
SKIPPED: Final = "-"

NONE: Final = "~"
"""The answer that there is no such thing: no assessment, no end, no passport. No option has this value."""


def known(answers: Answers, key: str) -> Any:
    """The answer of a question, or None when it is not known (not asked, skipped, "I don't know yet")."""
    value = answers.get(key)
    return None if value in (UNKNOWN, SKIPPED) else value


SEEN: Final = "~seen"
"""Not a question: what was told elsewhere and may be the answer again, by kind ("countries", "occupations")."""


def seen(answers: Answers, what: str) -> list[str]:
    """What was told elsewhere, to be offered on buttons."""
    found: list[str] = answers.get(SEEN, {}).get(what, [])
    return found


PUT_OFF: Final = "~put_off"
"""Not a question: those asked because they were missing; once answers are kept, those of them left for later."""

ITEM: Final = "~item"
"""Not a question: the mark of the thing of a list that the answers are about."""


NOTED: Final = "~noted"
"""Not a question: what was named and could not be the answer, by question key, to be kept with the answers."""


def noted(answers: Answers, key: str) -> tuple[str, ...]:
    """What was named at a question and is to be kept although it cannot be its answer, each once."""
    return tuple(answers.get(NOTED, {}).get(key, ()))


def noting(answers: Answers, key: str, what: str) -> dict[str, Any]:
    """The answers, with one more thing noted at a question."""
    before = answers.get(NOTED, {})
    return {**answers, NOTED: {**before, key: [*dict.fromkeys((*noted(answers, key), what))]}}


def at(path: str, name: str) -> str:
    """The key of a part of what is at a path; at the top the name alone."""
    return f"{path}.{name}" if path else name


def always(_answers: Answers) -> bool:
    """Asked of everybody."""
    return True


@dataclass(frozen=True, slots=True)
class Offer:
    """A value offered on a button, worded in the language of the moment."""

    value: str
    label: str
    detail: str = ""  # the line in the text, where the label alone is too short


@dataclass(frozen=True, slots=True)
class Accepted:
    """The answer was understood; `note` says what should be known about it at once."""

    value: Any
    note: Html = NOTHING


@dataclass(frozen=True, slots=True)
class Unclear:
    """Ask again: what was not understood, and what to remember of it (two possible days, the scores so far).

    `noted` is what cannot be the answer and is kept beside it once the answers are confirmed (`noted`).
    """

    note: Html
    pending: dict[str, Any] | None = None
    noted: str = ""


Reading = Accepted | Unclear


class AnswerKind(ABC):
    """How an answer of this kind is offered, read and said."""

    numbered: bool = False  # the offers are numbered in the text, and a typed number means the offer of that number

    def lists(self, pending: dict[str, Any] | None) -> bool:
        """Whether the offers are numbered at this step."""
        return self.numbered

    @abstractmethod
    def offers(self, answers: Answers, pending: dict[str, Any] | None) -> Sequence[Offer]:
        """The values to show as buttons."""

    @abstractmethod
    def read(self, text: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        """Understands what was typed."""

    @abstractmethod
    def words(self, value: Any, answers: Answers) -> Html:
        """The value as the summary says it."""

    def press(self, value: str, answers: Answers, pending: dict[str, Any] | None, today: date) -> Reading:
        """Understands a button; any value that is not offered (an old program's button) is asked again."""
        if any(offer.value == value for offer in self.offers(answers, pending)):
            return Accepted(value)
        return Unclear(say("This button no longer fits the question. Please choose again."))

    def hint(self, hint: str, answers: Answers) -> Html:
        """The example or the explanation under the question, if there is one."""
        return say(hint) if hint else NOTHING

    def asks(self, wording: str, pending: dict[str, Any] | None) -> Html:
        """The question's sentence; a kind that asks in steps words the step it is at."""
        return say(wording)


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Texts are message ids of the catalogue."""

    key: str  # the path of the fact it fills
    topic: str  # what the progress line calls this part
    name: str  # the answer's name in summaries
    wording: str
    kind: AnswerKind
    why: str  # why we ask
    hint: str = ""  # an example, or what counts
    applies: Callable[[Answers], bool] = always
    after: tuple[str, ...] = ()  # keys whose change makes this answer void
    must: bool = False  # neither skipped nor put off: without it nothing is saved


@dataclass(frozen=True, slots=True)
class Script:
    """A list of questions with a version: an interview begun under another one goes on with the answers that fit."""

    key: str
    version: int
    title: str
    confirm: str  # the button that saves
    questions: tuple[Question, ...]
    review: bool = True  # ends in a summary; a script of one question does without
    in_utc: bool = False  # its days are those of UTC, and “today” is the day there
    banner: str = ""  # said above every question of it
    preview: Callable[[Facts, Answers, date], Html] | None = None
    """Said below the summary, before it is confirmed: what the answers would do to these facts on that day."""

    def asked(self, answers: Answers) -> tuple[Question, ...]:
        """The questions that apply, given the answers so far."""
        return tuple(question for question in self.questions if question.applies(answers))

    def question(self, key: str) -> Question | None:
        """The question of that key, if the script has it."""
        return next((question for question in self.questions if question.key == key), None)
