"""From what is watched of a candidate to the reminders to come: ladders are data, hours are the person's."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from conversations.beside import beside
from conversations.ladders import DAY, LAST, first_sunday, ladders
from conversations.quiet import SILENT, leaves_little_time
from conversations.what_if import goals
from conversations.zones import USUAL
from locales import N_
from rules.facts import Facts
from rules.family import couple_from
from rules.invitation_window import window_of
from rules.journey import Phase, stage_on
from rules.months import add_months
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
    "goal": N_("your goal"),
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

UNANSWERED: Final = "unanswered"
"""The kind of a silent notice, and what its item begins with: by then a press should have answered the questions."""

PAUSE_DAYS: Final = 30
"""How long a pause is, from the day it is set."""

AFTER_PAUSE: Final = "after_pause"
"""The rung of the first day after a pause in which a reminder was kept back."""

SELF_CHECK: Final = "self_check"
"""The kind, and the item, of the word that comes once a month: that reminders work, and which is the next."""


CALENDAR: Final = SILENT
"""The kind, and the item, of a silent notice: on the day after the next date has passed, reminders are planned anew."""

WORDLESS: Final = (CALENDAR, UNANSWERED)
"""The kinds of the notices of which no message is made."""

PLANNED: Final = (*ladders(), HEARTBEAT, UNANSWERED, SELF_CHECK, CALENDAR)
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


def clocks_of(facts: Facts, today: date, months: int = 24) -> tuple[Watched, ...]:
    """What is spoken of: everything that has a ladder; gains and birthdays of the months to come."""
    return tuple(one for one in watched(facts, today, months=months) if one.kind in ladders())


def day_of(kind: str, last: date) -> date:
    """The day that matters to a person: the last safe one, or the first on which something is different."""
    return last + DAY if ladders()[kind].counted_from == "first_day" else last


def the_day(row: Notification) -> date:
    """The same of a reminder, by its row."""
    return day_of(row.kind, row.last_safe_day)


def act_by(row: Notification) -> date | None:
    """The day by which to do what a reminder asks for; None where there is none."""
    told = row.arguments.get("act_by")
    return date.fromisoformat(told) if told else None


def rungs(one: Watched) -> dict[str, date]:
    """The days of a thing's reminders, by rung. On the day to act by, that is what the reminder is about."""
    return ladders()[one.kind].rungs(one)


class Plan(NamedTuple):
    """The reminders still to come, by what they are about; and what is true of each now, also where none is to come.

    None are of a topic that was turned off, nor in a pause but what may not wait: `waits` are the things that do.
    """

    rows: dict[str, list[Notification]]
    standing: dict[str, dict[str, Any]]
    waits: frozenset[str]


def planned(candidate: Candidate, facts: Facts, now: datetime) -> dict[str, list[Notification]]:
    """The reminders still to come, by what they are about."""
    return plan(candidate, facts, now).rows


def plan(candidate: Candidate, facts: Facts, now: datetime) -> Plan:
    """The one way from facts to reminders."""
    zone = candidate.time_zone or USUAL
    today = now.astimezone(ZoneInfo(zone)).date()
    told = _of_today(facts, today) if now < morning(today, zone, candidate.settings) else clocks_of(facts, today)
    running = (*told, *goals.watched(candidate, facts, today))
    begins, coming = _with_a_couple(facts, today, running)
    since = max(now, datetime.combine(begins, time(), ZoneInfo(zone)).astimezone(UTC))
    heard = [
        _Heard(one, since if one in coming else now, stays_in_a_pause(one, candidate.settings, facts, today))
        for one in (*running, *coming)
        if topic_of(one.kind) not in candidate.settings.muted
    ]
    early = {each.one.day for each in heard if _is_early(each.one)}
    invited = is_invited(facts, today)
    # What comes twice (a year lost and completed again) comes first the first time.
    standing = {each.one.key: _arguments(each.one, invited=invited) for each in reversed(heard)}
    rows = {each.one.key: _reminders(each, candidate, standing[each.one.key], early) for each in reversed(heard)}
    asked = {item: questions for each in heard for item, questions in _questions(each, candidate)}
    rows |= {item: questions for item, questions in asked.items() if questions}
    rows |= _by_the_calendar((*running, *coming), begins, candidate, now)
    paused = candidate.settings.paused_through is not None
    waits = {each.one.key for each in heard if paused and not each.stays}
    for one, _, _ in heard:
        if one.key in waits and candidate.settings.is_paused(one.day):
            standing.pop(one.key, None)  # it would be over before it can be spoken of again
        else:
            standing |= {
                f"{kind}:{one.key}": {"last_safe_day": one.day.isoformat()} for kind in (HEARTBEAT, UNANSWERED)
            }
    return Plan(rows, standing, frozenset(waits))


class _Heard(NamedTuple):
    """A thing that is spoken of, from an instant on; `stays` says that it is in a pause too."""

    one: Watched
    since: datetime
    stays: bool


def _reminders(
    heard: _Heard, candidate: Candidate, told: Mapping[str, Any], early: Container[date]
) -> list[Notification]:
    """The reminders of a thing that are to come."""
    one, zone = heard.one, candidate.time_zone or USUAL
    instants = _one_a_day(_instants(one, candidate, early), zone)
    if not heard.stays:
        instants = _outside_a_pause(one, instants, candidate)
    return [
        Notification(
            chat_id=candidate.chat_id, item=one.key, rung=rung, due_at=due_at, kind=one.kind, arguments=dict(told)
        )
        for rung, due_at in instants.items()
        if due_at > heard.since
    ]


def _by_the_calendar(
    found: Sequence[Watched], begins: date, candidate: Candidate, now: datetime
) -> dict[str, list[Notification]]:
    """The word of the month; and when all is planned anew: on the day after the next date, or as a couple begins."""
    today = now.astimezone(ZoneInfo(candidate.time_zone or USUAL)).date()
    last_days = (day_of(one.kind, one.day) for one in found)
    days = {day + DAY for day in last_days if day >= today} | ({begins} if begins > today else set())
    return {
        SELF_CHECK: [_self_check(candidate, now)],
        CALENDAR: [_turn(candidate, min(days))] if days else [],
    }


def _instants(one: Watched, candidate: Candidate, early: Container[date]) -> dict[str, datetime]:
    return {rung: due(one, rung, day, candidate, day in early) for rung, day in rungs(one).items()}


def _one_a_day(instants: dict[str, datetime], zone: str) -> dict[str, datetime]:
    """The instants with one a day: what comes with others of its week gives way to a rung of that very day, and of two
    of them stays the nearer to the day itself.
    """
    kept: dict[date, tuple[str, datetime]] = {}
    for rung, due_at in instants.items():  # the earliest day first
        there = due_at.astimezone(ZoneInfo(zone)).date()
        if there not in kept or due_at <= kept[there][1]:
            kept[there] = rung, due_at
    return dict(kept.values())


def _of_today(facts: Facts, today: date) -> tuple[Watched, ...]:
    """What there is to be reminded of while the morning is still to come: also that of which today is the first day.

    From that day on the rules know it no more, or only the next of its kind, which waits until tomorrow. What a step of
    the journey has taken away overnight stays away.
    """
    running, yesterday = clocks_of(facts, today), today - DAY
    if stage_on(facts, yesterday).phase is not stage_on(facts, today).phase:
        return running
    known = {(one.key, one.day) for one in running}
    begun = {
        one.key: one
        for one in clocks_of(facts, yesterday, months=1)
        if day_of(one.kind, one.day) == today and (one.key, one.day) not in known
    }
    return (*begun.values(), *(one for one in running if one.key not in begun))


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


def _outside_a_pause(one: Watched, instants: dict[str, datetime], candidate: Candidate) -> dict[str, datetime]:
    """A thing's reminders without those of a pause; what was kept back is said once the pause is over."""
    settings, zone = candidate.settings, candidate.time_zone or USUAL
    through = settings.paused_through
    if through is None:
        return instants
    days = {rung: due_at.astimezone(ZoneInfo(zone)).date() for rung, due_at in instants.items()}
    left = {rung: due_at for rung, due_at in instants.items() if not settings.is_paused(days[rung])}
    # By the day the pause began, not by today: reminders are planned anew in a pause too.
    back, began = through + DAY, through - timedelta(PAUSE_DAYS)
    kept_back = any(began <= day <= through for day in days.values())
    if kept_back and back <= one.day and back not in days.values():
        left[AFTER_PAUSE] = morning(back, zone, settings)
    return left


def stays_in_a_pause(one: Watched, settings: Settings, facts: Facts, today: date) -> bool:
    """Whether a thing is spoken of in a pause too: what ends while an invitation is open, unless the person said so."""
    return not settings.paused_wholly and rests_an_invitation_on(one, facts, today)


def rests_an_invitation_on(one: Watched, facts: Facts, today: date) -> bool:
    """Whether an invitation is open on a day and the thing ends before it does."""
    invitation = facts.invitation
    if invitation is None or not is_invited(facts, today):
        return False
    return one.day <= window_of(invitation, book()).last


def _questions(heard: _Heard, candidate: Candidate) -> Iterator[tuple[str, list[Notification]]]:
    """The questions whether messages reach the person, which a press ends, and the look whether one was answered.

    Those of a pause are kept back, but of what stays in one.
    """
    one, settings, zone = heard.one, candidate.settings, candidate.time_zone or USUAL
    ladder = ladders()[one.kind]
    for kind, before in ((HEARTBEAT, ladder.heartbeat), (UNANSWERED, ladder.unanswered)):
        item = f"{kind}:{one.key}"
        yield (
            item,
            [
                Notification(
                    chat_id=candidate.chat_id,
                    item=item,
                    rung=str(days),
                    due_at=due_at,
                    kind=kind,
                    arguments={"last_safe_day": one.day.isoformat()},
                )
                for days in before
                if (due_at := morning(one.day - days * DAY, zone, settings)) > heard.since
                and (heard.stays or not settings.is_paused(one.day - days * DAY))
            ],
        )


def due(one: Watched, rung: str, day: date, candidate: Candidate, early: bool = False) -> datetime:
    """When a reminder comes: in the morning of its day, or with the others of its week; on an `early` day with the one
    of a last morning, so that a day has one message. What is urgent waits for no quiet hours, if the person chose so.
    """
    zone, settings = candidate.time_zone or USUAL, candidate.settings
    if settings.weekly and rung.isdecimal() and int(rung) > FAR:
        return morning(sunday(day), zone, settings, EVENING)
    if ladders()[one.kind].monthly:
        return morning(day, zone, settings, EVENING)
    usual = EARLY if early or (rung == LAST and _is_early(one)) else HOUR
    wished = datetime.combine(day, usual, ZoneInfo(zone)).astimezone(UTC)
    if settings.urgent_any_hour and leaves_little_time(one.kind, one.day, zone, wished):
        return wished
    return morning(day, zone, settings, usual)


def _is_early(one: Watched) -> bool:
    return ladders()[one.kind].early


def sunday(day: date) -> date:
    """The first Sunday from a day on."""
    return day + (6 - day.weekday()) * DAY


def _self_check(candidate: Candidate, now: datetime) -> Notification:
    """The next word of the month: on its first Sunday, of this month while that is still to come."""
    zone = candidate.time_zone or USUAL
    month = now.astimezone(ZoneInfo(zone)).date().replace(day=1)
    evenings = (morning(first_sunday(add_months(month, n)), zone, candidate.settings, EVENING) for n in (0, 1))
    due_at = next(evening for evening in evenings if evening > now)
    first = due_at.astimezone(ZoneInfo(zone)).date()
    return Notification(
        chat_id=candidate.chat_id,
        item=SELF_CHECK,
        rung=first.isoformat(),
        due_at=due_at,
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


def is_invited(facts: Facts, on: date) -> bool:
    """Whether an invitation is open on a day, or from the next one on: its day is one of UTC, and can be tomorrow's."""
    if facts.invitation is None:
        return False
    return stage_on(facts, max(on, min(facts.invitation.issued, on + DAY))).phase is Phase.invited


def _arguments(one: Watched, *, invited: bool = False) -> dict[str, Any]:
    """What a reminder is worded from: nothing in it is text for people."""
    told: dict[str, Any] = {
        "last_safe_day": one.day.isoformat(),
        "act_by": one.act_by.isoformat() if one.act_by else None,
        "missed": one.missed,
        "facts": {name: _plain(value) for name, value in one.facts},
    }
    if invited:
        told["invited"] = True
    return told


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


async def replan(unit: Unit, candidate: Candidate, facts: Facts, now: datetime) -> list[PutOff]:
    """Makes the reminders to come what the facts, the zone and the rules say now; what was sent is not sent again.

    Where the day of a thing has moved, the next reminder about it says so. What the person had put off and comes no
    more is told, so that it can come back with the facts it was about.
    """
    today = now.astimezone(ZoneInfo(candidate.time_zone or USUAL)).date()
    pending = await notifications.pending(unit, candidate.chat_id)
    found = await beside(plan, candidate, facts, now)  # many jobs take long: not on the event loop
    wanted = with_overdue(found.rows, pending, candidate, facts, now)
    waiting: dict[str, Notification] = {}
    for notification in pending:
        if notification.kind in PLANNED:
            waiting.setdefault(notification.item, notification)
    put_off: list[PutOff] = []
    for item in {*waiting, *wanted}:
        rows = wanted.get(item, [])
        if rows and item in waiting:
            _say_moved(rows, waiting[item].arguments, today)
        standing = found.standing.get(item)
        put_off += await notifications.replace(unit, candidate.chat_id, item, rows, standing=standing)
    await _after_the_pause(unit, candidate, found, pending)
    return put_off


async def _after_the_pause(unit: Unit, candidate: Candidate, found: Plan, pending: Sequence[Notification]) -> None:
    """What the person had put off to a day of a pause comes on the first morning after it."""
    settings, zone = candidate.settings, candidate.time_zone or USUAL
    if settings.paused_through is None:
        return
    back = morning(settings.paused_through + DAY, zone, settings)
    for each in pending:
        planned_still = any(row.rung == each.rung for row in found.rows.get(each.item, ()))
        there = each.due_at.astimezone(ZoneInfo(zone)).date()
        if each.item in found.waits and not planned_still and settings.is_paused(there):
            await notifications.snooze(unit, each.id, back)


def with_overdue(
    plan: dict[str, list[Notification]],
    pending: Sequence[Notification],
    candidate: Candidate,
    facts: Facts,
    now: datetime,
) -> dict[str, list[Notification]]:
    """The plan with what is due and could not be sent yet (an outage, a block, quiet hours), if by these facts it was
    rightly planned for its day; and with what another hour or another zone has overtaken, at the hour it had.
    """
    _with_overtaken(plan, pending, candidate, facts, now)
    zone = ZoneInfo(candidate.time_zone or USUAL)
    known: dict[date, set[tuple[str, str]]] = {}
    for each in pending:
        if each.due_at > now or each.kind not in PLANNED or each.kind == CALENDAR:
            continue
        rows = plan.setdefault(each.item, [])
        date_of_it = each.arguments["last_safe_day"]
        if any(_which(row) == _which(each) for row in rows):
            continue
        if each.kind == SELF_CHECK:
            rows.append(each)
            continue
        key = each.item.removeprefix(f"{HEARTBEAT}:").removeprefix(f"{UNANSWERED}:")
        if topic_of(key.partition(":")[0]) in candidate.settings.muted:
            continue
        there = each.due_at.astimezone(zone).date()
        if there not in known:
            known[there] = {(one.key, one.day.isoformat()) for one in _of_today(facts, there)}
        if (key, date_of_it) in known[there]:
            rows.insert(0, each)
    return plan


def _with_overtaken(
    plan: dict[str, list[Notification]],
    pending: Sequence[Notification],
    candidate: Candidate,
    facts: Facts,
    now: datetime,
) -> None:
    """Keeps a reminder still to come whose hour, by the settings of now, has passed without it: at nine in the zone of
    before, when it is past nine in the new one.
    """
    known = {_which(row) for rows in plan.values() for row in rows}
    left = [
        each
        for each in pending
        if each.due_at > now and each.kind in ladders() and each.item in plan and _which(each) not in known
    ]
    if not left:
        return
    zone = ZoneInfo(candidate.time_zone or USUAL)
    today = now.astimezone(zone).date()
    running = {(one.key, one.day.isoformat()): one for one in _of_today(facts, today)}
    invited = is_invited(facts, today)
    for each in left:
        one = running.get((each.item, each.arguments["last_safe_day"]))
        day = None if one is None else rungs(one).get(each.rung)
        if one is None or day is None or due(one, each.rung, day, candidate) > now:
            continue
        paused = candidate.settings.is_paused(each.due_at.astimezone(zone).date())
        if not paused or stays_in_a_pause(one, candidate.settings, facts, today):
            plan[each.item].insert(0, replace(each, arguments=_arguments(one, invited=invited)))


def _which(row: Notification) -> tuple[str, str, str]:
    """Item, rung and the day it is about."""
    return row.item, row.rung, row.arguments["last_safe_day"]


def _say_moved(rows: list[Notification], before: Mapping[str, Any], today: date) -> None:
    """Has the first of the reminders say from which day the day has moved, if it has since the last one was planned.

    Nothing has moved where the day before has come: this is the next one of its kind.
    """
    if rows[0].kind not in ladders():
        return
    day, moved = rows[0].arguments["last_safe_day"], before["last_safe_day"]
    if moved == day:
        moved = before.get("moved_from")
    elif date.fromisoformat(moved) < today:
        return
    if moved is not None and moved != day:
        rows[0].arguments["moved_from"] = moved
