"""The rules are others than when reminders were planned: everybody's are planned anew, a few at a time.

Which rule book they were planned by stands in the database. A program that starts with another one reviews all
candidates in the order of their chats, once; killed, it goes on where it was.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Final

from conversations import ladders, reminders
from rules import parameters
from rules.facts import Facts
from storage import candidates, inbox, rule_book
from storage.candidates import Candidate
from storage.unit import Unit

BATCH: Final = 2
"""People looked at in one transaction: less than a tenth of a second, for which an answer may have to wait."""


@cache
def digest() -> str:
    """What tells the rules and ladders of this program, an operator's own files included, from any others."""
    found = sha256(parameters.digest().encode())
    found.update(ladders.FILE.read_bytes())
    return found.hexdigest()


async def candidate(unit: Unit, candidate: Candidate, now: datetime) -> None:
    """What a change of the rules has for one person: their reminders follow it, and a date that moved says so."""
    if candidate.facts is not None:
        await reminders.replan(unit, candidate, Facts.model_validate(candidate.facts), now)


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
