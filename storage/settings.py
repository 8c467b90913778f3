"""What a person chose about messages: when they may come, about what, and how they read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Final

HOURS: Final = range(24)

ROUNDS: Final = ("mine", "invited", "all", "none")
"""Of which new rounds a person wants to hear: those they could have entered, those they would have been invited in, all
of them, or none.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One person's choices; ValueError for an hour that no clock has. Language and time zone stand beside them.

    Nothing comes from `quiet_from` to `quiet_until` (full hours on the person's clock); where both are the same, there
    are no quiet hours. Through `paused_through` no reminder comes; those that an open invitation hangs on come all the
    same, unless `paused_wholly`. `newer` holds what a newer program keeps here: not looked at, and kept.
    """

    quiet_from: int = 21
    quiet_until: int = 8
    urgent_any_hour: bool = False  # what has less than 48 hours left comes in quiet hours too
    muted: frozenset[str] = frozenset()  # the kinds of notices that are not wanted
    simple: bool = False  # for screen readers: no emoji, no message changed in place, every button numbered
    discreet: bool = False  # for lock screens: a notice says no more than that it waits
    weekly: bool = True  # what is far away comes together once a week, and not by itself
    rounds: str = "mine"  # one of ROUNDS
    paused_through: date | None = None
    paused_wholly: bool = False
    newer: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuses what only a damaged row can hold."""
        hours = (self.quiet_from, self.quiet_until)
        if not all(type(hour) is int and hour in HOURS for hour in hours):
            raise ValueError(f"quiet hours {hours}: not two full hours of a day")
        if not all(
            type(chosen) is bool
            for chosen in (self.urgent_any_hour, self.simple, self.discreet, self.weekly, self.paused_wholly)
        ):
            raise ValueError("a choice of two that is neither")
        if not all(isinstance(kind, str) for kind in self.muted):
            raise ValueError("a kind of notice that is no name")
        if self.rounds not in ROUNDS:
            raise ValueError("a choice of rounds that there is not")
        if self.paused_through is not None and type(self.paused_through) is not date:
            raise ValueError("a choice of a day that is none")

    def is_quiet(self, hour: int) -> bool:
        """Whether this hour of the day is one of the quiet ones; they may run past midnight."""
        return (hour - self.quiet_from) % 24 < (self.quiet_until - self.quiet_from) % 24

    def is_paused(self, on: date) -> bool:
        """Whether this day lies in a pause of the reminders."""
        return self.paused_through is not None and on <= self.paused_through

    def to_json(self) -> dict[str, Any]:
        """The choices as a row keeps them: what is at its default is left out."""
        row = {name: getattr(self, name) for name in _OWN if getattr(self, name) != getattr(DEFAULTS, name)}
        if "muted" in row:
            row["muted"] = sorted(self.muted)
        if self.paused_through is not None:
            row["paused_through"] = self.paused_through.isoformat()
        return {**self.newer, **row}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Settings:
        """The choices of a row."""
        if not row:
            return DEFAULTS  # nearly everybody, and on every message
        known = {name: row[name] for name in _OWN if name in row}
        if "muted" in known:
            known["muted"] = frozenset(known["muted"])
        if isinstance(day := known.get("paused_through"), str):
            known["paused_through"] = date.fromisoformat(day)
        return cls(**known, newer={name: value for name, value in row.items() if name not in _OWN})


_OWN: Final = tuple(each.name for each in fields(Settings) if each.name != "newer")

DEFAULTS: Final = Settings()
"""What holds for a person who chose nothing."""
