"""What is supposed: steps, kept as answers and never as facts, and laid over the facts whenever they are looked at.

So a plan goes along with the facts: what has changed since is in both, and what no longer fits is said to. The answers
to questions are laid first, in their order, and what was tapped after them: a tap supposes a result nobody has sat,
which no question could be asked about.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from conversations import engine, filled, scripts
from conversations.engine import Interview
from conversations.events.catalogue import EVENTS
from conversations.events.event import FAMILY as OF_EVENTS
from conversations.events.plans import changed
from conversations.profile import screens
from conversations.profile.parts import Items, Row, with_changes
from conversations.profile.scripts import FAMILY as OF_PARTS
from conversations.profile.scripts import script_of
from conversations.questions import ITEM, Answers
from rules.facts import Facts
from rules.taps import Tap, reached, tap_of

PLANS: Final = ("a", "b", "c")
"""Up to three plans stand beside one another."""

LONGEST: Final = 20_000
"""Characters of the answers of one step in a copy that is read: more than any questions ask."""

PLAN: Final = "~plan"
"""Among the answers of an open script of what if: the plan it was begun for."""

NEW: Final = "new"
"""The place of a thing that is added, in the key of its script."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing supposed: a tap by its key, or the answers of a script of what if by the key of the script it is of."""

    tap: str = ""
    script: str = ""
    answers: Answers = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The step as a row keeps it."""
        return {"tap": self.tap} if self.tap else {"script": self.script, "answers": dict(self.answers)}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Step:
        """The step of a row; ValueError for what none is."""
        if {*row} == {"tap"} and isinstance(row["tap"], str):
            return cls(tap=row["tap"])
        if {*row} != {"script", "answers"} or not isinstance(row["answers"], dict):
            raise ValueError("no step of a plan")
        if len(json.dumps(row["answers"])) > LONGEST:
            raise ValueError("more than any questions ask")
        try:
            scripts.find(f"wi:{row['script']}")
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError("questions that are none") from error
        return cls(script=row["script"], answers=row["answers"])


@dataclass(frozen=True, slots=True)
class Sandbox:
    """The plans by their letters, and the one that is being changed."""

    at: str = "a"
    plans: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)

    def steps(self, plan: str = "") -> tuple[Step, ...]:
        """What a plan supposes; the one that is being changed, where none is named."""
        return tuple(self.plans.get(plan or self.at, ()))

    def with_steps(self, steps: Sequence[Step]) -> Sandbox:
        """The sandbox with other steps in the plan that is being changed."""
        return replace(self, plans={**self.plans, self.at: tuple(steps)})

    def begun(self) -> tuple[str, ...]:
        """The plans that suppose something."""
        return tuple(plan for plan in PLANS if self.steps(plan))

    def to_json(self) -> dict[str, Any]:
        """The sandbox as a row keeps it."""
        return {"at": self.at, "plans": {plan: [step.to_json() for step in self.steps(plan)] for plan in self.begun()}}

    @classmethod
    def from_json(cls, row: Mapping[str, Any] | None) -> Sandbox:
        """The sandbox of a row; a step this program cannot read any more is left out."""
        if row is None:
            return cls()
        return cls(row["at"], {plan: tuple(readable(steps)) for plan, steps in row["plans"].items() if plan in PLANS})


NOTHING_SUPPOSED: Final = Sandbox()


def readable(rows: Sequence[Mapping[str, Any]]) -> list[Step]:
    """The steps of rows, without those that this program cannot read any more."""
    found = []
    for row in rows:
        try:
            found.append(Step.from_json(row))
        except ValueError:
            continue
    return found


class Laid(NamedTuple):
    """One step as it lies over the facts: whether it fits them, what was tapped, and whether it is so already."""

    step: Step
    fits: bool
    tap: Tap | None
    reached: bool = False


class Supposed(NamedTuple):
    """The facts of a plan, the day from which all of it holds, and its steps in the order they were supposed."""

    facts: Facts
    day: date
    steps: tuple[Laid, ...]


def laid(facts: Facts, steps: Sequence[Step], today: date) -> Supposed:
    """A plan laid over the facts of a day; what is tapped is there on the day from which its answers hold."""
    found: dict[int, Laid] = {}
    day = today
    for place, step in enumerate(steps):
        if step.script:
            after = _answered(facts, step, today)
            found[place] = Laid(step, after is not None, None)
            if after is not None:
                facts, day = after, max(day, day_of(step, today))
    for place, step in enumerate(steps):
        if step.tap:
            tap = tap_of(facts, day, step.tap)
            found[place] = Laid(step, tap is not None, tap, tap is None and reached(facts, day, step.tap))
            facts = facts if tap is None else tap.apply(facts, day)
    return Supposed(facts, day, tuple(found[place] for place in range(len(steps))))


def questioned(facts: Facts, steps: Sequence[Step], today: date) -> Facts:
    """The facts with what was answered, and without what was tapped: what further questions are asked about."""
    return laid(facts, [step for step in steps if step.script], today).facts


def day_of(step: Step, today: date) -> date:
    """The day from which a step holds."""
    family, _, key = step.script.partition(":")
    return EVENTS[key].day(step.answers, today) if family == OF_EVENTS and key in EVENTS else today


def _answered(facts: Facts, step: Step, today: date) -> Facts | None:
    """The facts after the answers of a script; None where they no longer fit, or change nothing."""
    family, _, key = step.script.partition(":")
    try:
        if family == OF_EVENTS:
            return changed(facts, key, step.answers, today)
        after = _of_part(facts, step) if family == OF_PARTS else _retested(facts, step, today)
    except (ValidationError, ValueError, LookupError, TypeError, AttributeError):
        return None  # answers of another day, under another version of the questions: the step is said not to fit
    return None if after == facts else after


def _retested(facts: Facts, step: Step, today: date) -> Facts:
    script = scripts.find(step.script)
    return filled.with_test(facts, replace(engine.begin(script, ""), answers=step.answers), today)


def _of_part(facts: Facts, step: Step) -> Facts | None:
    """A part of the profile with these answers; a thing of a list is known again by its mark."""
    whose, key, which = script_of(step.script)
    place = screens.place_of(facts, whose, key)
    if place is None:
        return None
    given = engine.kept(scripts.find(step.script), step.answers)
    if not isinstance(place.part, Items):
        return with_changes(facts, whose, place.part.changes(place.told_of, given))
    part, things = place.part, screens.items(place.part, place.told_of)
    told: list[Row] = [one.model_dump() for one in things]
    if which == NEW:
        told.append(part.item(given))
    else:
        at = next((n for n, one in enumerate(things) if screens.mark(one) == step.answers.get(ITEM)), None)
        if at is None:
            return None
        told[at] = part.item(given, things[at])
    return with_changes(facts, whose, {part.key: told, "none_of": place.told_of.none_but(part.key)})


def step_of(state: Interview) -> Step:
    """What the confirmed answers of a script of what if suppose."""
    key = state.script.partition(":")[2]
    script = scripts.find(key)
    aside = {name: value for name, value in state.answers.items() if name.startswith("~") and name != PLAN}
    return Step(script=key, answers={**engine.kept(script, state.answers), **aside})
