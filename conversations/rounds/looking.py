"""What is looked up for somebody about the rounds of before a moment; pure, and done beside the event loop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from rules.facts import Facts, InvitedProgram
from rules.round_history import LATELY, Kind, Reached, held_by, how_many_reached, kind_of, last_of_each, of_kind
from rules.round_verdicts import Part, RoundVerdict, WhyKey, short, verdict
from rules.rounds import Round, RoundKind

SHOWN: Final = 5
"""Rounds on the first screen: the last ones they could have entered."""

LOOKED_BACK: Final = timedelta(days=366)
"""No profile stays in the pool for longer, and kinds without a round in a year are of another time."""

STALE: Final = timedelta(days=14)
"""Rounds are held about every week: after this long some are missing for certain enough to say so."""


class Counted(NamedTuple):
    """The last rounds of a kind, and how many of them were at or below the score of today."""

    kind: Kind
    last: Round
    score: int
    exact: bool  # False: it may be higher, as facts are not known
    reached: Reached


class Open(NamedTuple):
    """A kind of round that cannot be said to be open to them, and the facts it depends on."""

    last: Round
    facts: tuple[str, ...]


class Found(NamedTuple):
    """Everything the first screen shows.

    `entered` are the last rounds they could have entered, the newest first; where `as_if` says why the profile was in
    none, those they could have entered had it been there. `program` is why no program of a general round is met today,
    None where one is.
    """

    entered: tuple[RoundVerdict, ...]
    as_if: WhyKey | None
    counted: tuple[Counted, ...]
    open: tuple[Open, ...]
    program: Part | None
    known_until: date


def look(facts: Facts, now: datetime, today: date) -> Found:
    """The rounds of the year before a moment held against somebody; `today` is the day their score is shown for."""
    held = held_by(now)
    year = [one for one in held if one.day > now.astimezone(UTC).date() - LOOKED_BACK]
    entered = tuple(_entered(facts, year))
    as_if = None
    if year and not entered and (facts.profile is not None or facts.has_none("profile")):
        without = facts.model_copy(update={"profile": None, "none_of": facts.none_but("profile")})
        entered = tuple(_entered(without, year))
        as_if = verdict(facts, year[0]).pool.why
    now_of_each = [(one, verdict(facts, one._replace(day=today, instant=None))) for one in last_of_each(year)]
    return Found(
        entered=entered,
        as_if=as_if,
        counted=tuple(_counted(held, now_of_each)),
        open=tuple(_told_open(now_of_each)),
        program=_no_program([each for _, each in now_of_each]),
        known_until=held[0].day if held else today,
    )


def _entered(facts: Facts, held: list[Round]) -> Iterator[RoundVerdict]:
    """The newest rounds they could have entered: for certain, or but for a profile that was not told of."""
    found = 0
    for one in held:
        if short(facts, one).entered is False:
            continue
        whole = verdict(facts, one)
        if whole.eligible and (whole.entered or whole.pool.met is None):
            yield whole
            found += 1
            if found == SHOWN:
                return


def _counted(held: tuple[Round, ...], now_of_each: list[tuple[Round, RoundVerdict]]) -> Iterator[Counted]:
    for one, today in now_of_each:
        if today.eligible and today.lowest is not None:
            lately = of_kind(held, kind_of(one))[:LATELY]
            found = how_many_reached(lately, today.lowest)
            if found is not None:
                yield Counted(kind_of(one), one, today.lowest, today.lowest == today.highest, found)


def score_today(facts: Facts, now: datetime, today: date) -> int | None:
    """The score that past rounds are counted against, at its lowest; None without a program."""
    held = held_by(now)
    if not held:
        return None
    for_all = held[0]._replace(
        kind=RoundKind.general, category=None, programs=tuple(InvitedProgram), day=today, instant=None
    )
    return verdict(facts, for_all).lowest


def _told_open(now_of_each: list[tuple[Round, RoundVerdict]]) -> Iterator[Open]:
    """But for a category that asks for something nobody is asked about."""
    for one, today in now_of_each:
        facts = _open(today)
        if today.eligible is None and not _NEVER_ASKED & {*facts}:
            yield Open(one, facts)


_NEVER_ASKED: Final = {"armed_forces_offer", "foreign_service_years"}


def _open(found: RoundVerdict) -> tuple[str, ...]:
    parts = [found.program, *([found.category] if found.category is not None else [])]
    return tuple(dict.fromkeys(path for part in parts if part.met is None for path in part.open))


def _no_program(today: list[RoundVerdict]) -> Part | None:
    """Why no program is met, where none is: of the rounds that are for nominees alone nothing is said."""
    looked_at = [one.program for one in today if one.program.why not in _OF_NOMINEES]
    if not looked_at or any(part.met for part in looked_at):
        return None
    return max(looked_at, key=lambda part: (part.met is None, len(part.facts)))


_OF_NOMINEES: Final = (WhyKey.not_nominated, WhyKey.nomination_open, WhyKey.nominated)


def is_stale(known_until: date, now: datetime) -> bool:
    """Whether rounds are missing: the newest known is older than two weeks."""
    return now.astimezone(UTC).date() - known_until > STALE
