"""What a part of the profile is: facts asked together, and the way between them and the answers of their questions.

A `Sheet` is asked once (the passport and the medical exam; the job offer), `Items` is a list of like things (jobs, test
results). Questions are named by the fields they fill, so a new question of an existing kind is one entry in
`conversations.profile.chapters`: it is asked, kept, shown and changed from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal

from conversations.kinds import Day
from conversations.profile_kinds import ALL_OF_IT, Stretches
from conversations.questions import NONE, PUT_OFF, UNKNOWN, AnswerKind, Answers, Question, Script, always, known
from locales import N_
from rules.facts import Facts, Person
from rules.facts import Told as Told

Whose = Literal["own", "partner"]
Row = dict[str, Any]


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


def fields(questions: Sequence[Question], answers: Answers, before: Told | None = None) -> Row:
    """The fields that the answers tell, over those of `before`; None for what is asked and not known.

    Questions that do not apply change nothing: what was told of them earlier is kept, and the rules know if it counts.
    """
    asked = [question for question in questions if question.applies(answers)]
    keys = {question.key for question in asked}
    told: Row = before.model_dump() if before is not None else {}
    how = {name: [key for key in told.get(name, ()) if key not in keys] for name in ("approximate", "none_of")}
    how["put_off"] = left_for_later(told.get("put_off", ()), answers)
    for question in asked:
        value = known(answers, question.key)
        if value == NONE and isinstance(question.kind, Stretches):
            value = ()
        elif value == NONE:
            how["none_of"].append(question.key)
            value = None
        elif isinstance(question.kind, Day) and value is not None:
            counted = question.kind.day(value).isoformat()
            if counted != value:
                how["approximate"].append(question.key)
            value = counted
        elif isinstance(question.kind, Stretches) and value is not None:
            value = _stretches(question.kind, value, told)
        told[question.key] = value
    return {**told, **how}


def left_for_later(before: Iterable[tuple[str, date]], answers: Answers) -> list[tuple[str, date]]:
    """The questions left for later, each with its day: those of before that still have no answer, and those of now."""
    return [*((key, day) for key, day in before if known(answers, key) is None), *answers.get(PUT_OFF, ())]


def _stretches(kind: Stretches, value: Any, told: Row) -> list[Row]:
    if value == ALL_OF_IT:
        return [{"start": told.get(kind.start), "end": told.get(kind.end)}]
    return [{"start": first, "end": last} for first, last in value]


def answers(questions: Sequence[Question], told: Told, *, asked: bool) -> dict[str, Any]:
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
    return with_unknown(questions, found) if asked or found else found


def with_unknown(questions: Sequence[Question], found: Answers) -> dict[str, Any]:
    """The answers, with "not known yet" for the others that apply: a summary then opens, and not the first gap."""
    return {**{question.key: UNKNOWN for question in questions if question.applies(found)}, **found}


def _told_stretches(kind: Stretches, value: list[Row], row: Row) -> Any:
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
    of_partner: tuple[Question, ...] = ()  # the questions that have other words for the partner

    def of(self, whose: Whose) -> tuple[str, str]:
        """Title and topic."""
        return (self.title, self.topic) if whose == "own" else (self.partner_title, self.partner_topic)

    def script(self, key: str, whose: Whose) -> Script:
        """The part as a list of questions for the engine."""
        title, topic = self.of(whose)
        others = {each.key: each for each in self.of_partner if whose == "partner"}
        asked = tuple(replace(others.get(each.key, each), topic=topic) for each in self.questions)
        return Script(key, 1, title, N_("Save"), asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet(_Part):
    """Facts asked once.

    `tell` makes the person of the answers; `told` the answers of the person. As a rule each question is a field of the
    person. `applies` is whether the part has a place in these facts at all.
    """

    model: type[Told] = Facts  # whose fields the questions are, where that is not the person
    tell: Callable[[Sheet, Person, Answers], Row] | None = None
    told: Callable[[Sheet, Person], dict[str, Any]] | None = None
    applies: Callable[[Person], bool] = lambda _person: True

    def changes(self, person: Person, given: Answers) -> Row:
        """The fields of the person that the answers set."""
        if self.tell is not None:
            return {**self.tell(self, person, given), "put_off": left_for_later(person.put_off, given)}
        return fields(self.questions, given, person)

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

    model: type[Told]
    add: str  # "Add a job"
    none: str  # "No job"
    needed: tuple[str, ...]
    line: tuple[str, ...]
    instead: str = ""  # said when the first is told and a sum of them was told before
    shape: Callable[[Row], Row] | None = None
    unshape: Callable[[dict[str, Any], Any], dict[str, Any]] | None = None

    def item(self, given: Answers, before: Told | None = None) -> Row:
        """One of them, as the answers tell it over what it was before; what is not known is left to the model."""
        told = fields(self.questions, given, before)
        # A job without an end goes on; that there is none needs no saying where None cannot mean "not known".
        told["none_of"] = [name for name in told["none_of"] if name not in self.needed]
        told = self.shape(told) if self.shape else told
        return {name: value for name, value in told.items() if value is not None}

    def filled(self, item: Told) -> dict[str, Any]:
        """The answers that one of them tells. What it cannot be without was told, so nothing there is a none."""
        found = answers(self.questions, item, asked=True)
        found |= {key: NONE for key in self.needed if found.get(key) == UNKNOWN}
        return self.unshape(found, item) if self.unshape else found

    def missing(self, given: Answers) -> tuple[Question, ...]:
        """The questions that have to be answered first; one that does not apply to these answers is not among them."""
        asked = [question for question in self.questions if question.applies(given)]
        return tuple(each for each in asked if each.key in self.needed and known(given, each.key) is None)


Part = Sheet | Items

MOST_SEEN: Final = 4


def person(facts: Facts, whose: Whose) -> Person | None:
    """Whose facts these are; None where there is no partner."""
    return facts if whose == "own" else facts.partner


def seen(facts: Facts) -> Mapping[str, list[str]]:
    """Countries and occupations told anywhere, the latest told first: often the answer to a question again."""
    countries: list[str] = []
    occupations: list[str] = []
    for told_of in (facts, facts.partner):
        if told_of is None:
            continue
        countries += [each.country for each in told_of.credentials or ()]
        countries += [each.country for each in told_of.jobs or ()]
        countries += [each.country for each in told_of.stays or ()]
        occupations += [job.noc for job in told_of.jobs or () if job.noc]
    return {
        "countries": list(dict.fromkeys(reversed(countries)))[:MOST_SEEN],
        "occupations": list(dict.fromkeys(reversed(occupations)))[:MOST_SEEN],
    }


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
