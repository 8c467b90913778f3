"""The ladders of reminders: on which days before, since or after each thing a reminder comes. Data, in one file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from rules.months import add_months
from rules.parameters import read_yaml
from rules.watched import Watched

FILE: Final = Path(__file__).resolve().parent / "data" / "ladders.yaml"

ACT_BY: Final = "act_by"
"""The rung of the day by which to act, so that a new document is there in time."""

LAST: Final = "0"
"""The rung of the day itself."""

DAY: Final = timedelta(days=1)


class Ladder(BaseModel):
    """The days on which reminders about one kind of thing come."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    topic: str
    before: tuple[int, ...] = ()
    since: tuple[Annotated[int, Field(ge=1)], ...] = ()
    every: Annotated[int, Field(ge=1)] | None = None
    monthly: bool = False
    counted_from: Literal["last_safe_day", "first_day"] = Field(default="last_safe_day", alias="from")
    act_by: bool = False
    heartbeat: tuple[int, ...] = ()
    unanswered: tuple[int, ...] = ()
    early: bool = False

    @model_validator(mode="after")
    def _has_a_rung(self) -> Ladder:
        if not (self.before or self.since or self.again):
            raise ValueError("a ladder without a rung")
        if len({*self.before}) < len(self.before) or len({*self.since}) < len(self.since):
            raise ValueError("a rung that stands twice")
        return self

    @property
    def again(self) -> bool:
        """Whether it is about something that comes again and again."""
        return self.monthly or self.every is not None

    def day_of(self, one: Watched) -> date:
        """The day its rungs before are counted from."""
        return one.day + DAY if self.counted_from == "first_day" else one.day

    def rungs(self, one: Watched) -> dict[str, date]:
        """The days of the reminders, by rung: "30" days before, "d45" since the beginning, "act_by".

        Of several rungs of one day one is left: that to act by, then the nearest to the day itself.
        """
        counted = self.day_of(one)
        found: dict[date, str] = {}
        if one.started is not None:
            found |= {day: f"d{n}" for n in self.since if (day := one.started + n * DAY) <= one.day}
            if self.every is not None:
                weeks = range(self.every, (one.day - one.started).days + 1, self.every)
                found |= {one.started + n * DAY: f"d{n}" for n in weeks}
            if self.monthly:
                found |= {day: f"d{(day - one.started).days}" for day in _first_sundays(one.started, one.day)}
        found |= {counted - n * DAY: str(n) for n in self.before}
        if self.act_by and one.act_by is not None:
            found[one.act_by] = ACT_BY
        return {rung: day for day, rung in sorted(found.items())}


def first_sunday(month: date) -> date:
    """The first Sunday of the month that a day is in."""
    first = month.replace(day=1)
    return first + (6 - first.weekday()) * DAY


def _first_sundays(after: date, until: date) -> Iterator[date]:
    """The first Sunday of each month, after a day and not after another."""
    month = after.replace(day=1)
    while (found := first_sunday(month)) <= until:
        if found > after:
            yield found
        month = add_months(month, 1)


@cache
def ladders() -> Mapping[str, Ladder]:
    """The ladder of each kind."""
    return TypeAdapter(dict[str, Ladder]).validate_python(read_yaml(FILE.read_text("utf-8")))
