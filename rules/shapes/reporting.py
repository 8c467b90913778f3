"""The shape of `parameters/reporting.yaml`: what has to be told when something changes, phase by phase."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from rules.shapes.dated import File, Key, KnownStatus, Shape, Sources
from rules.shapes.journey import Phase

Law = Annotated[str, Field(pattern=r"^(IRPA|IRPR) \d+(\.\d+)?(\(\d+(\.\d+)?\))*(\([a-z](\.\d+)?\))*$")]


class Place(StrEnum):
    """Where something is told; none of them is where nothing has to be."""

    profile = "profile"  # the profile in the account
    invitation = "invitation"  # nothing is told there: what it rests on is compared before applying
    application = "application"  # the form of the application, or the account once it is made
    web_form = "web_form"
    officer = "officer"  # at the landing
    province = "province"


class By(StrEnum):
    """Until when it is told."""

    when_made = "when_made"  # with the profile, once one is made
    at_once = "at_once"
    before_applying = "before_applying"
    before_landing = "before_landing"
    never = "never"  # nothing has to be told


class Duty(Shape):
    """What holds for every change of a phase that has no rule of its own."""

    where: tuple[Place, ...]
    by: By
    law: tuple[Law, ...]
    status: KnownStatus
    source: Sources

    @model_validator(mode="after")
    def _is_told_somewhere_by_some_time(self) -> Duty:
        if bool(self.where) == (self.by is By.never):
            raise ValueError("where: what is told has a place and a time, and what is not has neither")
        return self


class Change(Shape):
    """A kind of change. `says` are the keys of what is worth knowing, by phase; `where` are places other than the usual
    ones of a phase, none where nothing has to be told. `as_couple` is the change it is once two people are a couple;
    `also` are changes of other names of which the same is said.
    """

    about: str
    also: tuple[Key, ...] = ()
    says: dict[Phase, tuple[Key, ...]]
    where: dict[Phase, tuple[Place, ...]] = Field(default_factory=dict)
    law: tuple[Law, ...]
    as_couple: Key | None = None
    status: KnownStatus
    source: Sources

    @model_validator(mode="after")
    def _speaks_of_every_phase(self) -> Change:
        missing = [phase.value for phase in Phase if phase not in self.says]
        if missing:
            raise ValueError(f"says: {', '.join(missing)} is missing")
        return self


class ReportingFile(File):
    phases: dict[Phase, Duty]
    changes: dict[Key, Change]

    def key_of(self, name: str) -> str:
        """The change that is meant by a name; `KeyError` for one that is not listed."""
        if name in self.changes:
            return name
        for key, change in self.changes.items():
            if name in change.also:
                return key
        raise KeyError(name)

    def faults(self) -> Iterator[tuple[str, str]]:
        """Phases without a duty, a change that becomes one that is not listed, and a name that is there twice."""
        yield from (("phases", f"{phase.value} is missing") for phase in Phase if phase not in self.phases)
        for key, change in self.changes.items():
            if change.as_couple is not None and change.as_couple not in self.changes:
                yield f"changes.{key}.as_couple", f"{change.as_couple!r} is no change"
        names = [*self.changes, *(name for change in self.changes.values() for name in change.also)]
        yield from ((f"changes.{name}", "is there twice") for name in {*names} if names.count(name) > 1)
