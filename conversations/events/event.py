"""What an event is: questions, and what their answers make of the facts.

The first question of an event asks since when. What the rules date themselves (a wedding, a birth, the last day of a
job) is kept at once even where the day is to come, because from that day on the rules see it by themselves. What they
cannot date is kept as a planned change, and takes effect on its day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from conversations.kinds import Day
from conversations.profile.days import IN_FUTURE, TOO_EARLY, TOO_LATE
from conversations.questions import Answers, Question, known
from locales import N_, NOTHING, Html
from rules.facts import Facts, Told

SINCE: Final = "since"
"""The key of the question on the day of an event."""

FAMILY: Final = "change"
"""The family of the scripts of events: "change:marriage"."""

Change = Callable[[Facts, Answers, date], Facts]


class RefusedError(ValueError):
    """What cannot be, in words for the person: raised by the change of an event."""

    def __init__(self, why: Html) -> None:
        super().__init__(str(why))
        self.why = why


@dataclass(frozen=True, slots=True)
class Lacking:
    """What has to be told before an event can be: why, and the button to where it is told. Texts are message ids."""

    why: str
    label: str
    data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happens in a life. Texts are message ids.

    `change` makes the facts of the answers (those that are known), as they are from the day of the event on; it raises
    pydantic's ValidationError for what cannot be, or `RefusedError` with the reason. `applies` is whether it can happen
    to a person of these facts at all, and `why_not` says why where it cannot.
    `seen` is what its questions offer of these facts, by name (`conversations.questions.seen`); `existing` are the
    things told already that it can be about on a day ("which job?"), by name (`conversations.events.asking`).

    `lacking` is what has to be told first; `filled` the answers the facts tell already, so that only what differs is
    changed; `needed` the questions without which nothing can be kept. `means` says what it comes to, beside before and
    after: (facts before, facts after, day).

    An event is a door where the questions stand elsewhere: it has none of its own, and `leads_to` is the key of the
    script that asks ("retest:partner:english", "facts:own:offer"), which also keeps what is told; of a list in the
    profile ("facts:partner:credentials"), of the list, and "…:new" of what is added to it.
    """

    key: str
    group: str
    title: str  # "I got married"
    questions: tuple[Question, ...] = ()
    change: Change = lambda facts, _given, _today: facts
    leads_to: str = ""
    applies: Callable[[Facts, date], bool] = lambda _facts, _on: True
    why_not: Callable[[Facts, date], Html] = lambda _facts, _on: NOTHING
    seen: Callable[[Facts], Mapping[str, Any]] = lambda _facts: {}
    existing: Callable[[Facts, date], Mapping[str, Sequence[Told]]] = lambda _facts, _on: {}
    lacking: Callable[[Facts, date], Lacking | None] = lambda _facts, _on: None
    filled: Callable[[Facts], Answers] = lambda _facts: {}
    needed: tuple[str, ...] = ()
    means: Callable[[Facts, Facts, date], Html] = lambda _before, _after, _on: NOTHING
    meant_once: bool = False  # `means` is said before it is kept; what has to be told says it again
    from_day: str = SINCE  # the question whose answer is the day of the event
    opening: str = ""  # said before the first question
    gentle: bool = False  # grief and separation: no number before it is asked for
    dated: bool = False  # the rules read the day themselves
    words: tuple[str, ...] = ()  # what can be typed instead, beside the title
    report: str = ""  # what has to be told of it, by the key of reporting.yaml; that of the event where it is the same

    @property
    def script_key(self) -> str:
        """The key of its script."""
        return f"{FAMILY}:{self.key}"

    @property
    def report_key(self) -> str:
        """What has to be told of it, by the key of `parameters/reporting.yaml`."""
        return self.report or self.key

    def day(self, given: Answers, today: date) -> date:
        """The day from which it holds; today where that was not told."""
        told = given.get(self.from_day)
        question = next((each for each in self.questions if each.key == self.from_day), None)
        if told is None or question is None or not isinstance(question.kind, Day):
            return today
        return question.kind.day(told)

    def missing(self, given: Answers) -> tuple[Question, ...]:
        """The questions that have to be answered first; one that does not apply to these answers is not among them."""
        asked = [question for question in self.questions if question.applies(given)]
        return tuple(each for each in asked if each.key in self.needed and known(given, each.key) is None)


def since(
    wording: str,
    why: str,
    *,
    name: str = N_("Since when"),
    topic: str = N_("day"),
    hint: str = "",
    back: int = 5,
    ahead: int = 2,
    near: bool = True,
) -> Question:
    """The question on the day of an event: years back and ahead are bounds against slips, not rules."""
    kind = Day(
        lambda today: date(today.year - back, 1, 1),
        (lambda today: date(today.year + ahead, 12, 31)) if ahead else (lambda today: today),
        TOO_EARLY,
        TOO_LATE if ahead else IN_FUTURE,
        lambda today: date(today.year + (1 if ahead else -1), 3, 14),
        near=near,
    )
    return Question(SINCE, topic, name, wording, kind, why, hint)
