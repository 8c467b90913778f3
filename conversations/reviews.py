"""The rules are others than when reminders were planned: everybody's are planned anew, a few at a time.

Which rule book they were planned by stands in the database. A program that starts with another one reviews all
candidates in the order of their chats, once; killed, it goes on where it was. Whose score, eligibility or dates are
others by the new book than by the one before is told of it, with both.
"""

from __future__ import annotations

import asyncio
import zlib
from contextlib import suppress
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from typing import Any, Final
from zoneinfo import ZoneInfo

import structlog

from conversations import ladders, reminders, rule_news
from conversations.zones import USUAL
from rules import parameters, rule_changes
from rules.facts import Facts
from rules.parameters import RuleBook
from storage import candidates, inbox, notifications, rule_book
from storage.candidates import Candidate
from storage.unit import Unit

_log = structlog.get_logger(__name__)

BATCH: Final = 2
"""People looked at in one transaction: less than a tenth of a second, for which an answer may have to wait."""


@cache
def digest() -> str:
    """What tells the rules and ladders of this program, an operator's own files included, from any others."""
    found = sha256(parameters.digest().encode())
    found.update(ladders.FILE.read_bytes())
    return found.hexdigest()


async def candidate(unit: Unit, candidate: Candidate, now: datetime, packed: bytes | None) -> None:
    """What a change of the rules has for one person: their reminders follow it, and a date that moved says so.

    Where their score, what they are eligible for or a date is another than by the book before (`packed`), they are
    told. Of a book that an interrupted review had begun to tell of, what was not sent yet is never said, and what was
    is taken back where the book before is in use again.
    """
    if candidate.facts is None:
        return
    facts = Facts.model_validate(candidate.facts)
    await reminders.replan(unit, candidate, facts, now)
    if packed is None or candidate.notice_version is None:
        return
    today = now.astimezone(ZoneInfo(candidate.time_zone or USUAL)).date()
    change = await asyncio.to_thread(_change, facts, today, packed)  # many jobs take long: not on the event loop
    item = rule_news.item(packed)
    begun = await rule_book.begun(unit)
    if change is None and begun and (said := await notifications.last_said(unit, candidate.chat_id, item, begun)):
        change = rule_news.taken_back(said)
    rows = [] if change is None else [rule_news.notice(candidate.chat_id, change, packed, now)]
    await notifications.replace(unit, candidate.chat_id, item, rows)


def _change(facts: Facts, today: date, packed: bytes) -> dict[str, Any] | None:
    """What moves from the book before to this one; None where nothing does, or that book cannot be read."""
    before = _read(packed)
    found = None if before is None else rule_changes.of_books(facts, today, before, parameters.book())
    return None if found is None else rule_changes.as_plain(found)


@cache
def _read(book: bytes) -> RuleBook | None:
    """The rule book before; None where this program reads its files otherwise, which the log says."""
    try:
        return parameters.of_written(rule_book.unpacked(book))
    except parameters.ParameterError as error:
        _log.warning("rules before not compared", faults=len(error.faults))
    except (ValueError, LookupError, TypeError, AttributeError, OSError, zlib.error) as error:
        # Written in another way, or damaged: nobody's reminders wait for it.
        _log.warning("rules before not compared", error=type(error).__name__)
    return None


async def some(unit: Unit, now: datetime) -> bool:
    """Reviews a batch of people under the rule book of this program; True while there are more."""
    if not await rule_book.begin(unit, digest(), parameters.written, now):
        return False
    packed = await rule_book.before(unit)
    waiting = await rule_book.to_review(unit, BATCH)
    for chat_id in waiting:
        if await inbox.is_open(unit, chat_id):
            return True  # a word of theirs is just being answered: it is their turn after that
        found = await candidates.load(unit, chat_id)
        if found is not None:
            # One whose facts no rule can work with any more keeps what was planned, and holds up nobody.
            with suppress(ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
                await candidate(unit, found, now, packed)
        await rule_book.reviewed(unit, chat_id)
    if not waiting:
        await rule_book.reviewed(unit, None)
    return bool(waiting)
