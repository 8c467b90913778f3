"""From the clocks of a candidate to the reminders to come: ladders are data, hours are the person's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from conversations.zones import USUAL
from locales import N_
from rules import crs, deadlines
from rules.deadlines import Deadline
from rules.facts import Facts, Language
from rules.family import couple_from
from rules.invitation_window import window_of
from rules.journey import Phase, stage_on
from rules.parameters import book
from storage import notifications
from storage.candidates import Candidate
from storage.notifications import Notification, PutOff
from storage.settings import DEFAULTS, Settings
from storage.unit import Unit

LADDERS: Final[Mapping[str, tuple[int, ...]]] = {
    "language_test": (180, 120, 90, 60, 30, 14, 7, 1, 0),
}
"""Days before the last safe day, by kind of clock; the day to act by comes on top."""

KINDS: Final[Mapping[str, str]] = {
    "language_test": N_("language tests"),
}
"""What the reminders of each kind are about: each kind can be turned off."""

HOUR: Final = time(9)
"""When a reminder comes, on the person's clock, if that is no quiet hour of theirs."""

ACT_BY: Final = "act_by"
"""The rung of the day by which to act, so that a new document is there in time."""

AFTER_PAUSE: Final = "after_pause"
"""The rung of the first day after a pause in which a reminder was kept back."""


def hour_of(settings: Settings) -> time:
    """The hour of the day at which reminders come: the usual one, or the next that is not quiet, else the last."""
    hours = (*range(HOUR.hour, 24), *range(HOUR.hour - 1, -1, -1))
    return time(next(hour for hour in hours if not settings.is_quiet(hour)))


def morning(day: date, zone: str, settings: Settings = DEFAULTS) -> datetime:
    """The instant (UTC) of the reminder hour of a day on the person's clock."""
    return datetime.combine(day, hour_of(settings), ZoneInfo(zone)).astimezone(UTC)


def clocks_of(facts: Facts, today: date) -> tuple[Deadline, ...]:
    """The clocks that are spoken of: those of a kind that has a ladder."""
    return tuple(clock for clock in deadlines.deadlines(facts, today) if clock.kind in LADDERS)


def rungs(deadline: Deadline) -> dict[str, date]:
    """The days of a clock's reminders, by rung. On the day to act by, that is what the reminder is about."""
    ladder = {str(days): deadline.last_safe_day - timedelta(days) for days in LADDERS[deadline.kind]}
    if deadline.act_by is None:
        return ladder
    return {rung: day for rung, day in ladder.items() if day != deadline.act_by} | {ACT_BY: deadline.act_by}


def planned(candidate: Candidate, facts: Facts, now: datetime) -> dict[str, list[Notification]]:
    """The reminders still to come, by clock; none of a kind that was turned off, nor in a pause but what may not."""
    zone = candidate.time_zone or USUAL
    today = now.astimezone(ZoneInfo(zone)).date()
    running = clocks_of(facts, today)
    begins, coming = _with_a_couple(facts, today, running)
    clocks = (*running, *coming)
    first = crs.score(facts, today).first_official_language
    roles = {clock.key: _role(clock, first) for clock in clocks}
    return {
        deadline.key: [
            Notification(
                chat_id=candidate.chat_id,
                item=deadline.key,
                rung=rung,
                due_at=due_at,
                kind=deadline.kind,
                arguments={
                    "role": roles[deadline.key],
                    "last_safe_day": deadline.last_safe_day.isoformat(),
                    "act_by": deadline.act_by.isoformat() if deadline.act_by else None,
                },
            )
            for rung, day in _outside_a_pause(deadline, candidate.settings, facts, today).items()
            if (due_at := morning(day, zone, candidate.settings)) > now and (deadline not in coming or day >= begins)
        ]
        for deadline in clocks
        if deadline.kind not in candidate.settings.muted
    }


def _with_a_couple(facts: Facts, today: date, running: tuple[Deadline, ...]) -> tuple[date, tuple[Deadline, ...]]:
    """The day two people become a couple by themselves, by a wedding or after twelve months, and the clocks it begins.

    Nothing is told on that day from which reminders could be planned anew, so they are planned beforehand.
    """
    begins = None if facts.partner is None else couple_from(facts.partner)
    if begins is None or begins <= today:
        return today, ()
    known = {clock.key for clock in running}
    coming = (clock for clock in clocks_of(facts, begins) if clock.whose == "partner")
    return begins, tuple(clock for clock in coming if clock.key not in known)


def _outside_a_pause(deadline: Deadline, settings: Settings, facts: Facts, today: date) -> dict[str, date]:
    """The days of a clock's reminders without those of a pause; what was kept back is said once the pause is over."""
    ladder = rungs(deadline)
    if settings.paused_through is None or stays_in_a_pause(deadline, settings, facts, today):
        return ladder
    back = settings.paused_through + timedelta(1)
    left = {rung: day for rung, day in ladder.items() if not settings.is_paused(day)}
    kept_back = any(today <= day for day in ladder.values() if settings.is_paused(day))
    if kept_back and back <= deadline.last_safe_day and back not in left.values():
        left[AFTER_PAUSE] = back
    return left


def stays_in_a_pause(deadline: Deadline, settings: Settings, facts: Facts, today: date) -> bool:
    """Whether a clock is spoken of in a pause too: what ends while an invitation is open, unless the person said so."""
    return not settings.paused_wholly and rests_an_invitation_on(deadline, facts, today)


def rests_an_invitation_on(deadline: Deadline, facts: Facts, today: date) -> bool:
    """Whether an invitation is open on a day and the clock ends before it does."""
    invitation = facts.invitation
    if invitation is None or stage_on(facts, today).phase is not Phase.invited:
        return False
    return deadline.last_safe_day <= window_of(invitation, book()).last


def _role(deadline: Deadline, first: Language | None) -> str:
    """What rests on a language result: a profile rests on the "first" language; "second" and "partner" give points.

    A result beside the one the score uses has a clock because a program rests on it, and with it the profile.
    """
    if deadline.whose == "partner":
        return "partner"
    _kind, _whose, language, *program = deadline.key.split(":")
    return "first" if program or language == first else "second"


async def replan(unit: Unit, candidate: Candidate, facts: Facts, now: datetime) -> list[PutOff]:
    """Makes the reminders to come what the facts, the zone and the rules say now; what was sent is not sent again.

    What the person had put off and comes no more is told, so that it can come back with the facts it was about.
    """
    plan = planned(candidate, facts, now)
    pending = await notifications.pending(unit, candidate.chat_id)
    waiting = {notification.item for notification in pending if notification.kind in LADDERS}
    put_off: list[PutOff] = []
    for item in waiting | set(plan):
        put_off += await notifications.replace(unit, candidate.chat_id, item, plan.get(item, []))
    return put_off
