"""A new or corrected round of invitations: whom it concerns, and the message that tells them.

Everybody is looked at once, chat by chat (`tell`), and who is concerned gets a row in the queue; it is worded when it
leaves, by the facts of that moment. Who would have been invited is told first. Rounds that are due together for a
person are one message.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from conversations.messages import Button, Keyboard, Outgoing, abreast
from conversations.rounds import screens, words
from conversations.where_to import GOT_INVITATION
from conversations.zones import USUAL, place
from locales import N_, NOTHING, Html, count, day, hour, number, plain, say
from rules.facts import Facts
from rules.round_verdicts import RoundVerdict, Short, short, verdict
from rules.rounds import Round, round_of
from storage import candidates, notifications
from storage import rounds as store
from storage.candidates import Candidate
from storage.notifications import Notification
from storage.rounds import News
from storage.unit import Database

KIND: Final = "round"

SETTINGS: Final = "set:rounds"
"""The data of the button to what a person chose about rounds."""

BATCH: Final = 250
"""Chats of one step: a tenth of a second of work beside the event loop, and a short transaction."""

AFTER: Final = timedelta(minutes=1)
"""How much later those are told who would not have been invited, and again those who could not have entered."""

FRESH: Final = timedelta(days=7)
"""A round first seen later than this is history: a new installation reads all those since the shipped ones at once."""

OPEN: Final = timedelta(days=60)
"""A correction that comes later finds no invitation of the round open any more."""

SHOWN: Final = 5

ROUNDS_TOLD: Final[Mapping[str, str]] = {
    "mine": N_("New rounds: you hear about those you could have entered."),
    "invited": N_("New rounds: you hear about those you would have been invited in."),
    "all": N_("New rounds: you hear about all of them."),
    "none": N_("New rounds: you hear about none."),
}
ROUNDS_CHOSEN: Final[Mapping[str, str]] = {
    "mine": N_("Those I could have entered"),
    "invited": N_("Only if I would have been invited"),
    "all": N_("All rounds"),
    "none": N_("None"),
}
"""Of which new rounds a person hears (`storage.settings.ROUNDS`): how each choice is said, and its button."""


async def tell(database: Database, now: datetime) -> bool:
    """One step of telling what is new; True while something is left. What a step has done survives whatever follows."""
    async with database.reader() as unit:
        news = await store.news(unit)
        begun = [one for one in news if one.told_through is not None]  # which is ended before anything else begins
        telling = begun or news
        people = await candidates.page(unit, telling[0].told_through, BATCH) if telling else []
    if not telling:
        return False
    told = await asyncio.to_thread(_told, people, telling, now)
    numbers = [one.after.number for one in telling]
    async with database.unit() as unit:
        await notifications.add(unit, told)
        if people:
            await store.told_through(unit, numbers, people[-1].chat_id)
        else:
            await store.told(unit, numbers)
    return True


def _told(people: Sequence[Candidate], news: Sequence[News], now: datetime) -> list[Notification]:
    found: list[Notification] = []
    for person in people:
        # One whose facts no rule can work with holds up nobody.
        with suppress(ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
            found += [*_of_person(person, news, now)]
    return found


def _readable(person: Candidate) -> Facts | None:
    try:
        return None if person.facts is None else Facts.model_validate(person.facts)
    except ValidationError:
        return None


def _of_person(person: Candidate, news: Sequence[News], now: datetime) -> Iterator[Notification]:
    settings = person.settings
    today = now.astimezone(ZoneInfo(person.time_zone or USUAL)).date()
    if person.notice_version is None or settings.rounds == "none" or settings.is_paused(today):
        return
    facts = _readable(person)
    if facts is None and person.facts is not None:
        return  # of an older program; they are asked for what is missing when they come back
    for one in filter(_in_time, news):
        found = None if facts is None else short(facts, one.after)
        before = None if facts is None or one.before is None else short(facts, one.before)
        if one.before is not None and before == found:
            continue  # a correction that changes nothing for them
        if concerns(settings.rounds, found) or (before is not None and concerns(settings.rounds, before)):
            yield _row(person, one, found)


def _in_time(one: News) -> bool:
    """Whether there is still something to do about it."""
    return one.seen.date() - one.after.day <= (FRESH if one.before is None else OPEN)


def concerns(choice: str, found: Short | RoundVerdict | None) -> bool:
    """Whether a person wants to hear of a round, by what they chose; `found` is None for one without facts."""
    if choice == "all" or found is None:
        return choice == "all"
    if choice == "invited":
        return found.invited is True or (found.invited is None and found.entered is True)
    return found.entered is True or (found.entered is None and found.invited is not False)


def _row(person: Candidate, one: News, found: Short | None) -> Notification:
    later = 2 if found is None or not found.entered else 0 if found.invited is not False else 1
    seen = int(one.seen.timestamp() * 1_000_000)
    told: dict[str, Any] = {"round": one.after.number, "seen": one.seen.isoformat()}
    if one.before is not None:
        told |= {"cut_off": one.before.cut_off, "invitations": one.before.invitations}
    return Notification(
        chat_id=person.chat_id,
        item=f"{KIND}:{one.after.number}",
        rung=f"new:{seen}" if one.before is None else f"corrected:{seen}",
        due_at=one.seen + later * AFTER,
        kind=KIND,
        arguments=told,
    )


# --- in words ---


def word(due: Sequence[Notification], candidate: Candidate, now: datetime) -> Outgoing | None:
    """The rounds that are due for a person in one message, those with an invitation first.

    None where none is known any more, or they want to hear of none of them by now: quiet hours can lie in between.
    """
    choice, zone = candidate.settings.rounds, candidate.time_zone or USUAL
    if choice == "none" or candidate.settings.is_paused(now.astimezone(ZoneInfo(zone)).date()):
        return None
    facts = _readable(candidate)
    rows = {each.arguments["round"]: each for each in due}
    found = [(rows[name], one, _verdict(facts, one)) for name in rows if (one := round_of(name)) is not None]
    found = [each for each in found if _is_correction(each[0]) or concerns(choice, each[2])]
    if not found:
        return None
    found.sort(key=lambda each: (not (each[2] and each[2].invited), each[1].day))
    blocks = [_one(row, one, verdict_, zone) for row, one, verdict_ in found[:SHOWN]]
    if len(found) > SHOWN:
        blocks.append(count("And {n} more round: /rounds", "And {n} more rounds: /rounds", len(found) - SHOWN))
    invited = any(verdict_ is not None and verdict_.invited for _, _, verdict_ in found)
    if invited:
        blocks.append(
            say("Look into your account: it alone says whether you were invited. If so, press “I got an invitation”.")
        )
    first = min(datetime.fromisoformat(row.arguments["seen"]) for row, _, _ in found)
    blocks.append(_when(first, now, zone))
    return Outgoing(Html("\n\n".join(blocks)), _keyboard([one for _, one, _ in found[:SHOWN]], invited=invited))


def _is_correction(row: Notification) -> bool:
    return "cut_off" in row.arguments


def _verdict(facts: Facts | None, one: Round) -> RoundVerdict | None:
    return None if facts is None else verdict(facts, one)


def _one(row: Notification, one: Round, found: RoundVerdict | None, zone: str) -> Html:
    corrected = _is_correction(row)
    title = (
        say("<b>A round was corrected: {whom}, {day}</b>", whom=words.named(one), day=day(one.day, weekday=True))
        if corrected
        else say("<b>A new round: {whom}, {day}</b>", whom=words.named(one), day=day(one.day, weekday=True))
    )
    lines = [
        title,
        say(
            "Round {number}. Cut-off: {cut_off}. Invitations: {n}.",
            number=one.number,
            cut_off=number(one.cut_off),
            n=number(one.invitations),
        ),
        _before(row, one) if corrected else NOTHING,
        NOTHING if found is None else _answer(found, zone),
    ]
    return Html("\n".join(line for line in lines if line))


def _before(row: Notification, one: Round) -> Html:
    """What was published before, where that was another number."""
    was = row.arguments
    if (was["cut_off"], was["invitations"]) == (one.cut_off, one.invitations):
        return say("Other details of it were changed.")
    return say(
        "Before, the page said: cut-off {cut_off}, invitations {n}.",
        cut_off=number(was["cut_off"]),
        n=number(was["invitations"]),
    )


def _answer(found: RoundVerdict, zone: str) -> Html:
    if found.entered:
        return screens.short_verdict(found, zone)
    return words.head(found)


def _when(seen: datetime, now: datetime, zone: str) -> Html:
    """When it stood on the page, and when this leaves: many are told, one after the other."""
    told = {"read": hour(seen, zone), "sent": hour(now, zone), "place": place(zone)}
    there = seen.astimezone(ZoneInfo(zone)).date()
    if there == now.astimezone(ZoneInfo(zone)).date():
        return say("Read on IRCC's page at {read}, sent to you at {sent}, {place} time.", **told)
    return say(
        "Read on IRCC's page at {read} on {day}, sent to you at {sent}, {place} time.",
        day=day(there),
        **told,
    )


def _keyboard(shown: Sequence[Round], *, invited: bool) -> Keyboard:
    first = (Button(plain("I got an invitation"), GOT_INVITATION, style="primary"),) if invited else ()
    opened = [Button(plain("Round {number}", number=one.number), screens.of(one.number)) for one in shown]
    last = (Button(plain("My rounds"), screens.HOME), Button(plain("Which rounds I hear about"), SETTINGS))
    return tuple(row for row in (first, *abreast(opened, 3), last) if row)
