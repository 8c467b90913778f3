"""Planned changes: kept until their day, applied on it, told once that morning.

On its day a change is applied by whatever comes first, a message of the person or the job that looks for what is due.
Both take the row out before they do anything, so it happens once; in the same transaction stand the facts, the journal
entry, the reminders and the notice. What no longer fits the facts of that day changes nothing, and the person is asked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from conversations import changes, reminders
from conversations.events import asking
from conversations.events.catalogue import EVENTS
from conversations.events.event import SINCE, Event
from conversations.messages import Button, Outgoing
from conversations.questions import SEEN, Answers
from conversations.visits import Visit
from conversations.zones import USUAL
from locales import Html, day, number, plain, say, signed
from rules import crs
from rules.facts import Facts
from storage import candidates, inbox, journal, notifications, planned
from storage.candidates import Candidate
from storage.notifications import Notification, new_id
from storage.planned import Planned
from storage.unit import Unit

KIND: Final = "planned_change"
"""The kind of the notices of the day."""

PLANNED: Final = "planned"
"""Why the journal has an entry: a change was planned; and where an entry tells which."""

UNDONE: Final = "undone"
"""The kind of the journal entry of an undo; in it, what was undone."""

NOT_APPLIED: Final = "not_applied"
"""The kind of the journal entry on a plan whose day has come and which did not fit any more."""

MOST: Final = 10
"""So many planned changes a person can have at a time: a bound against slips, and one screen."""

LONGEST: Final = 20_000
"""Characters of the answers of one plan in a copy that is read: more than any event asks."""

BATCH: Final = 10
"""People looked at in one transaction: a tenth of a second."""


def begins(on: date, zone: str | None) -> datetime:
    """The instant (UTC) at which a day begins on the person's clock."""
    return datetime.combine(on, time(0), ZoneInfo(zone or USUAL)).astimezone(UTC)


def named(key: str) -> Html:
    """What an event is called, by its key; a general word for one that a later version has no more."""
    event = EVENTS.get(key)
    return say(event.title) if event else say("A change")


def label(change: Planned) -> str:
    """What it is called, on a button."""
    event = EVENTS.get(change.event)
    return plain(event.title) if event else plain("A change")


def line(change: Planned) -> Html:
    """One planned change in a line."""
    return say("{event}: {day}", event=named(change.event), day=day(change.day, weekday=True))


def in_words(told: Mapping[str, Any]) -> Html:
    """One planned change of a copy in a line."""
    on = day(date.fromisoformat(told["day"]), weekday=True)
    return say("Planned: {event}, {day}", event=named(told["event"]), day=on)


# --- kept until the day ---


async def add(visit: Visit, event: str, given: Answers, on: date) -> Planned | None:
    """Keeps a change for a day to come, in place of the same one for another day; None when there are too many.

    The caller has checked that it fits the facts as they are.
    """
    unit, candidate = visit.unit, visit.candidate
    waiting = await planned.of(unit, candidate.chat_id)
    given = _what_differs(event, candidate.facts, given)
    same = [
        each
        for each in waiting
        if (each.event, _but_for_the_day(each.answers, each.day)) == (event, _but_for_the_day(given, on))
    ]
    if len(waiting) - len(same) >= MOST:
        return None
    for each in same:
        await planned.remove(unit, candidate.chat_id, each.id)
    change = Planned(
        chat_id=candidate.chat_id,
        event=event,
        day=on,
        answers=dict(given),
        due_at=begins(on, candidate.time_zone),
        made=_told_at(visit.now),
    )
    await planned.add(unit, change)
    if visit.facts is not None:
        instead = [{"event": each.event, "day": each.day.isoformat(), "answers": dict(each.answers)} for each in same]
        more = {PLANNED: {"id": change.id, "day": on.isoformat(), "instead": instead}}
        why = f"{PLANNED}:{event}"
        visit.candidate = await changes.keep(unit, candidate, visit.facts, visit.now, visit.today, why, more)
    return change


def _told_at(now: datetime) -> int:
    return int(now.timestamp() * 1_000_000)


def about(answers: Answers) -> dict[str, Any]:
    """What the answers speak of besides themselves: it puts them into words even when the facts are others."""
    return {SEEN: answers[SEEN]} if answers.get(SEEN) else {}


def _what_differs(key: str, told: Mapping[str, Any] | None, given: Answers) -> dict[str, Any]:
    """The answers without those that the facts told already: what is told of these until the day stays as it is."""
    filled = EVENTS[key].filled(Facts.model_validate(told or {}))
    return {name: value for name, value in given.items() if name not in filled or filled[name] != value}


def _but_for_the_day(given: Answers, on: date) -> dict[str, Any]:
    return {key: value for key, value in given.items() if key not in (SINCE, SEEN) and value != on.isoformat()}


async def withdraw(visit: Visit, change: Planned) -> None:
    """Takes a planned change out before its day; the journal tells that too."""
    await planned.remove(visit.unit, visit.candidate.chat_id, change.id)
    if visit.facts is not None:
        more = {UNDONE: {"kind": f"{PLANNED}:{change.event}", PLANNED: {"day": change.day.isoformat()}}}
        visit.candidate = await changes.keep(
            visit.unit, visit.candidate, visit.facts, visit.now, visit.today, UNDONE, more
        )


async def redate(unit: Unit, candidate: Candidate) -> None:
    """The person's clock is another: the day of each planned change begins when it begins there."""
    for change in await planned.of(unit, candidate.chat_id):
        due_at = begins(change.day, candidate.time_zone)
        if due_at != change.due_at:
            await planned.move_day(unit, change, due_at)


# --- in a copy of everything ---


def answers_in_words(key: str, given: Answers) -> list[tuple[Html, Html]]:
    """The answers about a planned change, each with its name; none for an event that a later version has no more."""
    event = EVENTS.get(key)
    if event is None:
        return []
    return [
        (say(question.name), question.kind.words(given[question.key], given))
        for question in event.questions
        if question.key in given
    ]


def can_be_read(told: Any) -> bool:
    """Whether this, out of a file that may hold anything, is a planned change that the events know."""
    if not isinstance(told, dict) or {*told} != {"event", "day", "answers"} or not isinstance(told["event"], str):
        return False
    event, given = EVENTS.get(told["event"]), told["answers"]
    if event is None or event.dated or not isinstance(given, dict):
        return False
    try:
        worded = answers_in_words(event.key, given)
        on = date.fromisoformat(told["day"])
        whole = len(worded) == len({*given} - {SEEN}) and all(words for _, words in worded)
        return whole and event.day(given, date.min) == on and len(json.dumps(given)) <= LONGEST
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
        return False


async def take_over(visit: Visit, told: Sequence[Mapping[str, Any]]) -> None:
    """The planned changes of a copy (each `can_be_read`) in place of those here, but for those whose day is over."""
    for each in await planned.of(visit.unit, visit.candidate.chat_id):
        await planned.remove(visit.unit, visit.candidate.chat_id, each.id)
    await bring(visit, told)


async def bring(visit: Visit, told: Sequence[Mapping[str, Any]]) -> None:
    """Keeps changes as a copy or the journal tells them, but for those whose day is over."""
    candidate = visit.candidate
    for n, row in enumerate(told):
        on = date.fromisoformat(row["day"])
        if on > visit.today:
            change = Planned(
                chat_id=candidate.chat_id,
                event=row["event"],
                day=on,
                answers=row["answers"],
                due_at=begins(on, candidate.time_zone),
                made=_told_at(visit.now) + n,  # in the order they are given in
            )
            await planned.add(visit.unit, change)


# --- the day ---


def is_due(candidate: Candidate, now: datetime) -> bool:
    """Whether a planned change of theirs waits to be applied; it is known without asking the database again."""
    return candidate.planned_at is not None and candidate.planned_at <= now


async def apply_due(unit: Unit, now: datetime) -> bool:
    """Applies what is due, for a batch of people who did not write; True when there may be more to do."""
    seen_to = 0
    for chat_id in await planned.due(unit, now, BATCH):
        candidate = await candidates.load(unit, chat_id)
        if candidate is None or await inbox.is_open(unit, chat_id):
            continue  # a word of theirs is just being answered, and that applies it
        await candidates.save(unit, await ripen(unit, candidate, now))
        seen_to += 1
    return seen_to > 0


async def ripen(unit: Unit, candidate: Candidate, now: datetime) -> Candidate:
    """Applies the planned changes of the person whose day has come; the candidate is for the caller to save."""
    taken = await planned.take_due(unit, candidate.chat_id, now)
    # Where another transaction was at the same, its changes are in the row by now.
    candidate = await candidates.load(unit, candidate.chat_id) or candidate
    zone = candidate.time_zone or USUAL
    today = now.astimezone(ZoneInfo(zone)).date()
    told: list[dict[str, Any]] = []
    before = None if candidate.facts is None else crs.score(Facts.model_validate(candidate.facts), today).total
    for change in taken:
        if change.day > today:  # not their day yet where they are now
            await planned.add(unit, replace(change, due_at=begins(change.day, zone)))
            continue
        candidate, row = await _take_effect(unit, candidate, change, now, today)
        told.append(row)
    if told and candidate.facts is not None:
        scores = {"before": before, "after": crs.score(Facts.model_validate(candidate.facts), today).total}
        due_at = max(now, reminders.morning(today, zone, candidate.settings))
        await _tell(unit, candidate.chat_id, due_at, {"on": today.isoformat(), "changes": told, **scores})
    return candidate


async def _take_effect(
    unit: Unit, candidate: Candidate, change: Planned, now: datetime, today: date
) -> tuple[Candidate, dict[str, Any]]:
    """The candidate after one change, and what the notice tells of it: with its journal entry, if it took effect."""
    row: dict[str, Any] = {"event": change.event, "day": change.day.isoformat()}
    if candidate.facts is None:
        return candidate, row
    facts = Facts.model_validate(candidate.facts)
    after = changed(facts, change.event, change.answers, today)
    kind = NOT_APPLIED if after is None else "event"
    more = {PLANNED: {"day": change.day.isoformat()}}
    candidate = await changes.keep(unit, candidate, after or facts, now, today, f"{kind}:{change.event}", more)
    if after is not None:
        [entry] = await journal.newest(unit, candidate.chat_id, 1)
        row["entry"] = entry.key
    return candidate, row


def changed(facts: Facts, key: str, given: Answers, today: date) -> Facts | None:
    """The facts after an event that was told on another day; None where it no longer fits them, or changes nothing."""
    event = EVENTS.get(key)
    if event is None:
        return None
    try:
        if not event.applies(facts, today) or not _about_the_same(event, facts, given, today):
            return None
        after = event.change(facts, {**event.filled(facts), **given}, today)
    except (ValueError, LookupError, TypeError, AttributeError):
        # Answers of months ago, over facts that have changed since and under a later version of the questions: whatever
        # is wrong with them, the person is asked, and nobody else's change waits for it.
        return None
    return None if after == facts else after


def _about_the_same(event: Event, facts: Facts, given: Answers, today: date) -> bool:
    """Whether the only thing the event can be about now is one it could be about when it was planned.

    Where there are several, the answers say which by its mark, and the change finds none that is gone or is another.
    """
    then = given.get(SEEN, {})
    return all(
        len(rows) != 1 or rows[0][asking.MARK] in {row.get(asking.MARK) for row in then.get(name, ())}
        for name, rows in asking.rows(event.existing(facts, today)).items()
    )


# --- the notice ---


async def _tell(unit: Unit, chat_id: int, due_at: datetime, arguments: Mapping[str, Any]) -> None:
    item = f"{KIND}:{new_id():x}"
    row = Notification(chat_id=chat_id, item=item, rung="day", due_at=due_at, kind=KIND, arguments=dict(arguments))
    await notifications.replace(unit, chat_id, item, [row])


async def unsay(unit: Unit, chat_id: int, entry: str) -> None:
    """A change that took effect was undone: a notice still to come does not speak of it."""
    for each in await notifications.pending(unit, chat_id):
        if each.kind != KIND:
            continue
        left = [change for change in each.arguments["changes"] if change.get("entry") != entry]
        if len(left) == len(each.arguments["changes"]):
            continue
        told = {**each.arguments, "changes": left, "before": None}
        await notifications.replace(unit, chat_id, each.item, [replace(each, arguments=told)] if left else [])


def word(notification: Notification) -> Outgoing:
    """The notice in the language of the moment: what took effect, what it did, how it is undone; what did not fit."""
    told = notification.arguments
    done = [change for change in told["changes"] if "entry" in change]
    failed = [change for change in told["changes"] if "entry" not in change]
    blocks = [say("<b>Your planned change: the day has come</b>")]
    blocks += [
        say("“{event}” now counts, from {day}.", event=named(change["event"]), day=_day(change)) for change in done
    ]
    buttons: list[tuple[Button, ...]] = []
    if done:
        if told["before"] is not None and not any(_gentle(change) for change in done):
            blocks.append(_score(told))
        blocks.append(say("If it was not so, or not on that day, undo it: your answers are then as they were before."))
    if len(done) == 1:
        buttons += [
            (Button(plain("Show what it changed"), f"hy:e:{done[0]['entry']}"),),
            (Button(plain("Undo this change"), f"c:undo:{done[0]['entry']}"),),
        ]
    elif done:
        buttons.append((Button(plain("Show my history"), "hy:p:0"),))
    for change in failed:
        blocks.append(
            say(
                "“{event}”, planned for {day}, was not taken over: it does not fit with what you told me since, or it "
                "stands there already. Nothing was changed. If it happened, please enter it once more.",
                event=named(change["event"]),
                day=_day(change),
            )
        )
        if change["event"] in EVENTS:
            label = plain("Enter it: {event}", event=plain(EVENTS[change["event"]].title))
            buttons.append((Button(label, f"c:e:{change['event']}"),))
    return Outgoing(Html("\n\n".join(blocks)), tuple(buttons))


def _day(change: Mapping[str, Any]) -> str:
    return day(date.fromisoformat(change["day"]), weekday=True)


def _gentle(change: Mapping[str, Any]) -> bool:
    event = EVENTS.get(change["event"])
    return event is not None and event.gentle


def _score(told: Mapping[str, Any]) -> Html:
    on = day(date.fromisoformat(told["on"]))
    if told["before"] == told["after"]:
        return say("Your CRS score stays at {now}, estimated for {day}.", day=on, now=number(told["after"]))
    return say(
        "Your CRS score, estimated for {day}: <b>{now}</b>, before: {was} ({gain}).",
        day=on,
        now=number(told["after"]),
        was=number(told["before"]),
        gain=signed(told["after"] - told["before"]),
    )
