"""From what is watched of a candidate to the reminders to come: ladders are data, hours are the person's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from conversations.ladders import DAY, LAST, ladders
from conversations.zones import USUAL
from locales import N_
from rules import crs
from rules.facts import Facts, Language
from rules.family import couple_from
from rules.invitation_window import window_of
from rules.journey import Phase, stage_on
from rules.language import add_months
from rules.parameters import book
from rules.watched import Watched, watched
from storage import notifications
from storage.candidates import Candidate
from storage.notifications import Notification, PutOff
from storage.settings import DEFAULTS, Settings
from storage.unit import Unit

TOPICS: Final[Mapping[str, str]] = {
    "language_test": N_("language tests"),
    "education_assessment": N_("assessments (ECA)"),
    "profile": N_("the profile"),
    "invitation": N_("the invitation"),
    "documents": N_("documents"),
    "birthday": N_("birthdays"),
    "work": N_("work"),
    "family": N_("family, funds"),
}
"""What reminders are about, as a person can stop them: each topic has one or more kinds."""

HOUR: Final = time(9)
"""When a reminder comes, on the person's clock, if that is no quiet hour of theirs."""

EARLY: Final = time(8)
"""When the reminder of a last morning comes."""

EVENING: Final = time(18)
"""When the weekly summary comes, on Sundays."""

FAR: Final = 30
"""What is more days away than this belongs into the weekly summary, but for the days to act by."""

HEARTBEAT: Final = "heartbeat"
"""The kind of the questions whether messages reach the person, before a date that costs most; and what an item of such
questions begins with.
"""

AFTER_PAUSE: Final = "after_pause"
"""The rung of the first day after a pause in which a reminder was kept back."""

SELF_CHECK: Final = "self_check"
"""The kind, and the item, of the word that comes once a month: that reminders work, and which is the next."""


CALENDAR: Final = "calendar"
"""The kind, and the item, of a silent notice: on the day after the next date has passed, reminders are planned anew."""

PLANNED: Final = (*ladders(), HEARTBEAT, SELF_CHECK, CALENDAR)
"""The kinds that follow from facts and settings, and from them alone."""


def topic_of(kind: str) -> str | None:
    """What a kind of notice is stopped with; None for one that no ladder plans."""
    ladder = ladders().get(kind)
    return None if ladder is None else ladder.topic


def hour_of(settings: Settings, usual: time = HOUR) -> time:
    """The hour of the day at which reminders come: the usual one, or the next that is not quiet, else the last."""
    hours = (*range(usual.hour, 24), *range(usual.hour - 1, -1, -1))
    return time(next(hour for hour in hours if not settings.is_quiet(hour)))


def morning(day: date, zone: str, settings: Settings = DEFAULTS, usual: time = HOUR) -> datetime:
    """The instant (UTC) of the reminder hour of a day on the person's clock."""
    return datetime.combine(day, hour_of(settings, usual), ZoneInfo(zone)).astimezone(UTC)


def clocks_of(facts: Facts, today: date) -> tuple[Watched, ...]:
    """What is spoken of: everything that has a ladder."""
    return tuple(one for one in watched(facts, today) if one.kind in ladders())


def day_of(kind: str, last: date) -> date:
    """The day that matters to a person: the last safe one, or the first on which something is different."""
    return last + DAY if ladders()[kind].counted_from == "first_day" else last


def day_told(notification: Notification) -> date:
    """The day a reminder is worded by: its own where it comes again and again, otherwise the day that matters."""
    own = notification.arguments.get("on")
    if own is not None:
        return date.fromisoformat(own)
    return day_of(notification.kind, date.fromisoformat(notification.arguments["last_safe_day"]))


def rungs(one: Watched) -> dict[str, date]:
    """The days of a thing's reminders, by rung. On the day to act by, that is what the reminder is about."""
    return ladders()[one.kind].rungs(one)


def planned(candidate: Candidate, facts: Facts, now: datetime) -> dict[str, list[Notification]]:
    """The reminders still to come, by what they are about; none of a topic that was turned off, nor in a pause but what
    may not wait.
    """
    zone = candidate.time_zone or USUAL
    today = now.astimezone(ZoneInfo(zone)).date()
    running = clocks_of(facts, today)
    begins, coming = _with_a_couple(facts, today, running)
    found = (*running, *coming)
    since = max(now, datetime.combine(begins, time(), ZoneInfo(zone)).astimezone(UTC))
    first = crs.score(facts, today).first_official_language
    early = {one.day for one in found if _is_early(one)}
    plan = {
        one.key: [
            Notification(
                chat_id=candidate.chat_id,
                item=one.key,
                rung=rung,
                due_at=due_at,
                kind=one.kind,
                arguments=_arguments(one, day, first),
            )
            for rung, day in _outside_a_pause(one, candidate.settings, facts, today).items()
            if (due_at := due(one, rung, day, candidate, day in early)) > (since if one in coming else now)
        ]
        for one in found
        if topic_of(one.kind) not in candidate.settings.muted
    }
    asked = {
        f"{HEARTBEAT}:{one.key}": _heartbeats(one, candidate, since if one in coming else now)
        for one in found
        if one.key in plan
    }
    days = {one.day + DAY for one in found if one.day >= today} | ({begins} if begins > today else set())
    by_the_calendar = {
        SELF_CHECK: [_self_check(candidate, today)],
        CALENDAR: [_turn(candidate, min(days))] if days else [],
    }
    return {**plan, **{item: rows for item, rows in asked.items() if rows}, **by_the_calendar}


def _with_a_couple(facts: Facts, today: date, running: tuple[Watched, ...]) -> tuple[date, tuple[Watched, ...]]:
    """The day two people become a couple by themselves, by a wedding or after twelve months, and the clocks it begins.

    Nothing is told on that day from which reminders could be planned anew, so they are planned beforehand.
    """
    begins = None if facts.partner is None else couple_from(facts.partner)
    if begins is None or begins <= today:
        return today, ()
    known = {clock.key for clock in running}
    coming = (clock for clock in clocks_of(facts, begins) if clock.whose == "partner")
    return begins, tuple(clock for clock in coming if clock.key not in known)


def _outside_a_pause(one: Watched, settings: Settings, facts: Facts, today: date) -> dict[str, date]:
    """The days of a thing's reminders without those of a pause; what was kept back is said once the pause is over."""
    ladder = rungs(one)
    if settings.paused_through is None or stays_in_a_pause(one, settings, facts, today):
        return ladder
    back = settings.paused_through + DAY
    left = {rung: day for rung, day in ladder.items() if not settings.is_paused(day)}
    kept_back = any(today <= day for day in ladder.values() if settings.is_paused(day))
    if kept_back and back <= one.day and back not in left.values():
        left[AFTER_PAUSE] = back
    return left


def stays_in_a_pause(one: Watched, settings: Settings, facts: Facts, today: date) -> bool:
    """Whether a thing is spoken of in a pause too: what ends while an invitation is open, unless the person said so."""
    return not settings.paused_wholly and rests_an_invitation_on(one, facts, today)


def rests_an_invitation_on(one: Watched, facts: Facts, today: date) -> bool:
    """Whether an invitation is open on a day and the thing ends before it does."""
    invitation = facts.invitation
    if invitation is None or stage_on(facts, today).phase is not Phase.invited:
        return False
    return one.day <= window_of(invitation, book()).last


def _heartbeats(one: Watched, candidate: Candidate, now: datetime) -> list[Notification]:
    """The questions whether messages reach the person; a press ends them."""
    zone = candidate.time_zone or USUAL
    return [
        Notification(
            chat_id=candidate.chat_id,
            item=f"{HEARTBEAT}:{one.key}",
            rung=str(days),
            due_at=due_at,
            kind=HEARTBEAT,
            arguments={"last_safe_day": one.day.isoformat()},
        )
        for days in ladders()[one.kind].heartbeat
        if (due_at := morning(one.day - days * DAY, zone, candidate.settings)) > now
        and not candidate.settings.is_paused(one.day - days * DAY)
    ]


def due(one: Watched, rung: str, day: date, candidate: Candidate, early: bool = False) -> datetime:
    """When a reminder comes: in the morning of its day, or with the others of its week; on an `early` day with the one
    of a last morning, so that a day has one message.
    """
    zone, settings = candidate.time_zone or USUAL, candidate.settings
    if settings.weekly and rung.isdecimal() and int(rung) > FAR:
        return morning(sunday(day), zone, settings, EVENING)
    return morning(day, zone, settings, EARLY if early or (rung == LAST and _is_early(one)) else HOUR)


def _is_early(one: Watched) -> bool:
    return ladders()[one.kind].early


def sunday(day: date) -> date:
    """The first Sunday from a day on."""
    return day + (6 - day.weekday()) * DAY


def _self_check(candidate: Candidate, today: date) -> Notification:
    """The next word of the month: on the first Sunday of the month to come."""
    first = sunday(add_months(today.replace(day=1), 1))
    return Notification(
        chat_id=candidate.chat_id,
        item=SELF_CHECK,
        rung=first.isoformat(),
        due_at=morning(first, candidate.time_zone or USUAL, candidate.settings, EVENING),
        kind=SELF_CHECK,
        arguments={"last_safe_day": first.isoformat()},
    )


def _turn(candidate: Candidate, day: date) -> Notification:
    """The first moment of the day on which the calendar itself changes what there is to be reminded of."""
    return Notification(
        chat_id=candidate.chat_id,
        item=CALENDAR,
        rung=day.isoformat(),
        due_at=datetime.combine(day, time(), ZoneInfo(candidate.time_zone or USUAL)).astimezone(UTC),
        kind=CALENDAR,
        arguments={"last_safe_day": day.isoformat()},
    )


def _arguments(one: Watched, day: date, first: Language | None) -> dict[str, Any]:
    """What a reminder is worded from: nothing in it is text for people."""
    told: dict[str, Any] = {
        "last_safe_day": one.day.isoformat(),
        "act_by": one.act_by.isoformat() if one.act_by else None,
        "started": one.started.isoformat() if one.started else None,
        "missed": one.missed,
        "facts": {name: _plain(value) for name, value in one.facts},
    }
    if ladders()[one.kind].every is not None:
        told["on"] = day.isoformat()
    if one.kind == "language_test":
        told["role"] = _role(one, first)
    return told


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _role(one: Watched, first: Language | None) -> str:
    """What rests on a language result: a profile rests on the "first" language; "second" and "partner" give points.

    A result beside the one the score uses has a clock because a program rests on it, and with it the profile.
    """
    if one.whose == "partner":
        return "partner"
    _kind, _whose, language, *program = one.key.split(":")
    return "first" if program or language == first else "second"


async def replan(unit: Unit, candidate: Candidate, facts: Facts, now: datetime) -> list[PutOff]:
    """Makes the reminders to come what the facts, the zone and the rules say now; what was sent is not sent again.

    Where the day of a thing has moved, the next reminder about it says so. What the person had put off and comes no
    more is told, so that it can come back with the facts it was about.
    """
    plan = planned(candidate, facts, now)
    pending = await notifications.pending(unit, candidate.chat_id)
    waiting: dict[str, Notification] = {}
    for notification in pending:
        if notification.kind in PLANNED:
            waiting.setdefault(notification.item, notification)
    put_off: list[PutOff] = []
    for item in {*waiting, *plan}:
        rows = plan.get(item, [])
        if rows and item in waiting:
            _say_moved(rows, waiting[item].arguments)
        put_off += await notifications.replace(unit, candidate.chat_id, item, rows)
    return put_off


def _say_moved(rows: list[Notification], before: Mapping[str, Any]) -> None:
    """Has the first of the reminders say from which day the day has moved, if it has since the last one was planned."""
    if rows[0].kind not in ladders() or "on" in rows[0].arguments:
        return
    day = rows[0].arguments["last_safe_day"]
    moved = before.get("moved_from") if before["last_safe_day"] == day else before["last_safe_day"]
    if moved is not None and moved != day:
        rows[0].arguments["moved_from"] = moved
