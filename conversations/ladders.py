"""The ladders of reminders: on which days before, since or after each thing a reminder comes. Data, in one file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

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
    counted_from: Literal["last_safe_day", "first_day"] = Field(default="last_safe_day", alias="from")
    act_by: bool = False
    heartbeat: tuple[int, ...] = ()
    unanswered: tuple[int, ...] = ()
    early: bool = False

    @model_validator(mode="after")
    def _has_a_rung(self) -> Ladder:
        if not (self.before or self.since or self.every):
            raise ValueError("a ladder without a rung")
        if len({*self.before}) < len(self.before) or len({*self.since}) < len(self.since):
            raise ValueError("a rung that stands twice")
        return self

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
        found |= {counted - n * DAY: str(n) for n in self.before}
        if self.act_by and one.act_by is not None:
            found[one.act_by] = ACT_BY
        return {rung: day for day, rung in sorted(found.items())}


@cache
def ladders() -> Mapping[str, Ladder]:
    """The ladder of each kind."""
    return TypeAdapter(dict[str, Ladder]).validate_python(read_yaml(FILE.read_text("utf-8")))
