"""The rules are others than when reminders were planned: everybody's are planned anew, a few at a time.

Which rule book they were planned by stands in the database. A program that starts with another one reviews all
candidates in the order of their chats, once; killed, it goes on where it was.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Final
from zoneinfo import ZoneInfo

from conversations import ladders, reminders
from conversations.zones import USUAL
from rules import parameters
from rules.facts import Facts
from storage import candidates, inbox, notifications, rule_book
from storage.candidates import Candidate
from storage.notifications import Notification
from storage.unit import Unit

BATCH: Final = 2
"""People looked at in one transaction: less than a tenth of a second, for which an answer may have to wait."""


KNOWN: Final = "known"
"""The rung of the morning after the rules have come to know a day."""


@cache
def digest() -> str:
    """What tells the rules and ladders of this program, an operator's own files included, from any others."""
    found = sha256(parameters.digest().encode())
    found.update(ladders.FILE.read_bytes())
    return found.hexdigest()


async def candidate(unit: Unit, candidate: Candidate, now: datetime) -> None:
    """What a change of the rules has for one person: their reminders follow it, and a date that moved says so."""
    if candidate.facts is None:
        return
    before = {each.item for each in await notifications.pending(unit, candidate.chat_id)}
    await reminders.replan(unit, candidate, Facts.model_validate(candidate.facts), now)
    await _tell_what_is_known_now(unit, candidate, before, now)


async def _tell_what_is_known_now(unit: Unit, candidate: Candidate, before: set[str], now: datetime) -> None:
    """A day that the rules have just come to know is told on the next morning, however far away it is.

    The reminder counts as one that was put off to then: it stays as long as its day does, whatever is told besides.
    """
    zone = candidate.time_zone or USUAL
    tomorrow = now.astimezone(ZoneInfo(zone)).date() + ladders.DAY
    due_at = reminders.morning(tomorrow, zone, candidate.settings)
    coming: dict[str, list[Notification]] = {}
    for each in await notifications.pending(unit, candidate.chat_id):
        if each.item not in before and each.kind in ladders.ladders() and ladders.ladders()[each.kind].known:
            coming.setdefault(each.item, []).append(each)
    for item, rows in coming.items():
        if any(row.due_at <= due_at for row in rows) or candidate.settings.is_paused(tomorrow):
            continue
        known = replace(rows[0], id=notifications.new_id(), rung=KNOWN, due_at=now)
        await notifications.replace(unit, candidate.chat_id, item, [known, *rows])
        await notifications.snooze(unit, known.id, due_at)


async def some(unit: Unit, now: datetime) -> bool:
    """Reviews a batch of people under the rule book of this program; True while there are more."""
    if not await rule_book.begin(unit, digest(), now):
        return False
    waiting = await rule_book.to_review(unit, BATCH)
    for chat_id in waiting:
        if await inbox.is_open(unit, chat_id):
            return True  # a word of theirs is just being answered: it is their turn after that
        found = await candidates.load(unit, chat_id)
        if found is not None:
            # One whose facts no rule can work with any more keeps what was planned, and holds up nobody.
            with suppress(ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
                await candidate(unit, found, now)
        await rule_book.reviewed(unit, chat_id)
    if not waiting:
        await rule_book.reviewed(unit, None)
    return bool(waiting)
