"""What a part of the profile is: facts asked together, and the way between them and the answers of their questions.

A `Sheet` is asked once (the passport and the medical exam; the job offer), `Items` is a list of like things (jobs, test
results). Questions are named by the fields they fill, so a new question of an existing kind is one entry in
`conversations.profile.chapters`: it is asked, kept, shown and changed from there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from pydantic import BaseModel

from conversations.kinds import Day
from conversations.profile_kinds import ALL_OF_IT, Stretches
from conversations.questions import NONE, UNKNOWN, AnswerKind, Answers, Question, Script, always, known
from locales import N_
from rules.facts import Facts, Person

Whose = Literal["own", "partner"]
Told = dict[str, Any]


def ask(
    key: str,
    name: str,
    wording: str,
    kind: AnswerKind,
    why: str,
    *,
    hint: str = "",
    applies: Callable[[Answers], bool] = always,
    after: tuple[str, ...] = (),
) -> Question:
    """A question of a part; its topic is the part's."""
    return Question(key, "", name, wording, kind, why, hint, applies, after)


# --- between answers and fields ---


def fields(questions: Sequence[Question], answers: Answers) -> Told:
    """The fields that the answers tell, for a model: questions that do not apply or are not known tell nothing."""
    told: Told = {question.key: None for question in questions}
    approximate, none_of = [], []
    for question in questions:
        value = known(answers, question.key) if question.applies(answers) else None
        if value == NONE:
            none_of.append(question.key)
            value = [] if isinstance(question.kind, Stretches) else None
        elif isinstance(question.kind, Day) and value is not None:
            counted = question.kind.day(value).isoformat()
            if counted != value:
                approximate.append(question.key)
            value = counted
        elif isinstance(question.kind, Stretches) and value is not None:
            value = _stretches(question.kind, value, told)
        told[question.key] = value
    return {**told, "approximate": approximate, "none_of": none_of}


def _stretches(kind: Stretches, value: Any, told: Told) -> list[Told]:
    if value == ALL_OF_IT:
        return [{"start": told[kind.start], "end": told[kind.end]}]
    return [{"start": first, "end": last} for first, last in value]


def answers(questions: Sequence[Question], told: BaseModel, *, asked: bool) -> dict[str, Any]:
    """The answers that a model's fields tell. Where everything was `asked`, what is not there is not known."""
    row = told.model_dump(mode="json")
    found: dict[str, Any] = {}
    for question in questions:
        value = row.get(question.key)
        if question.key in row["none_of"] and not value:
            value = NONE
        elif isinstance(question.kind, Day) and value is not None and question.key in row["approximate"]:
            value = value[: len("2024-12")]
        elif isinstance(question.kind, Stretches) and value is not None:
            value = _told_stretches(question.kind, value, row)
        if value is not None:
            found[question.key] = value
    if asked or found:
        found = {**{question.key: UNKNOWN for question in questions}, **found}
    return found


def _told_stretches(kind: Stretches, value: list[Told], row: Told) -> Any:
    if not value:
        return NONE
    if value == [{**value[0], "start": row[kind.start], "end": row[kind.end]}]:
        return ALL_OF_IT
    return [[each["start"], each["end"]] for each in value]


# --- parts ---


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """Facts asked together. Texts are message ids; `topic` is what the progress line says, for each of the two."""

    key: str
    title: str
    topic: str
    questions: tuple[Question, ...]
    partner_title: str = ""  # "" is a part that only the candidate has
    partner_topic: str = ""

    def of(self, whose: Whose) -> tuple[str, str]:
        """Title and topic."""
        return (self.title, self.topic) if whose == "own" else (self.partner_title, self.partner_topic)

    def script(self, key: str, whose: Whose) -> Script:
        """The part as a list of questions for the engine."""
        title, topic = self.of(whose)
        return Script(key, 1, title, N_("Save"), tuple(replace(each, topic=topic) for each in self.questions))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet(_Part):
    """Facts asked once.

    `tell` makes the person of the answers; `told` the answers of the person. As a rule each question is a field of the
    person. `applies` is whether the part has a place in these facts at all.
    """

    tell: Callable[[Sheet, Person, Answers], Told] | None = None
    told: Callable[[Sheet, Person], dict[str, Any]] | None = None
    applies: Callable[[Person], bool] = lambda _person: True

    def changes(self, person: Person, given: Answers) -> Told:
        """The fields of the person that the answers set."""
        if self.tell is not None:
            return self.tell(self, person, given)
        return self.beside(person, fields(self.questions, given))

    def beside(self, person: Person, told: Told, names: Sequence[str] | None = None) -> Told:
        """The told fields, with what was said of other fields of the same person kept."""
        names = [question.key for question in self.questions] if names is None else names
        for how in ("approximate", "none_of"):
            kept = [name for name in getattr(person, how) if name not in names]
            told[how] = [*kept, *told.get(how, ())]
        return told

    def filled(self, person: Person) -> dict[str, Any]:
        """The answers that the person's facts tell; empty for a part never told."""
        if self.told is not None:
            return self.told(self, person)
        return answers(self.questions, person, asked=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Items(_Part):
    """A list of like things: `key` is the field of the person that holds them, `model` what one of them is.

    `needed` are the questions without which one cannot be kept, `line` those whose answers say in one line which it
    is. `shape` and `unshape` are for models that are not one field an answer.
    """

    model: type[BaseModel]
    add: str  # "Add a job"
    none: str  # "No job"
    needed: tuple[str, ...]
    line: tuple[str, ...]
    instead: str = ""  # said when the first is told and a sum of them was told before
    shape: Callable[[Told], Told] | None = None
    unshape: Callable[[dict[str, Any], BaseModel], dict[str, Any]] | None = None

    def item(self, given: Answers) -> Told:
        """One of them, as the answers tell it; what is not known is left to the model."""
        told = fields(self.questions, given)
        told = self.shape(told) if self.shape else told
        return {name: value for name, value in told.items() if value is not None}

    def filled(self, item: BaseModel) -> dict[str, Any]:
        """The answers that one of them tells. What it cannot be without was told, so nothing there is a none."""
        found = answers(self.questions, item, asked=True)
        found |= {key: NONE for key in self.needed if found[key] == UNKNOWN}
        return self.unshape(found, item) if self.unshape else found

    def missing(self, given: Answers) -> tuple[Question, ...]:
        """The questions that have to be answered first."""
        return tuple(each for each in self.questions if each.key in self.needed and known(given, each.key) is None)


Part = Sheet | Items


def person(facts: Facts, whose: Whose) -> Person | None:
    """Whose facts these are; None where there is no partner."""
    return facts if whose == "own" else facts.partner


def with_changes(facts: Facts, whose: Whose, told: Mapping[str, Any]) -> Facts:
    """The facts with some fields of one of the two set; pydantic's ValidationError for what cannot be."""
    if whose == "own":
        return Facts.model_validate({**facts.model_dump(exclude={*told}), **told})
    if facts.partner is None:
        raise ValueError("there is no partner to tell something of")
    partner = {**facts.partner.model_dump(exclude={*told}), **told}
    return Facts.model_validate({**facts.model_dump(exclude={"partner"}), "partner": partner})


NOTHING_TOLD: Final = Facts(partner_unknown=True)
"""The facts of somebody who told nothing yet."""
