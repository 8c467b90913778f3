"""What is booked or ordered and not there yet: a new test, an assessment. Nobody is told to do again what is done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from rules.facts import BookedThing, Booking, Facts
from rules.improvements import KINDS, Detail

# A booking whose result was never told is taken for one that came to nothing.
_FORGOTTEN = timedelta(days=120)


def open_bookings(facts: Facts, whose: str, on: date) -> Iterator[Booking]:
    """What somebody ("own", "partner") has booked or ordered, as far as its result was not told by a day."""
    holder = facts.partner if whose == "partner" else facts
    if holder is None:
        return
    for each in holder.booked:
        if each.what is BookedThing.assessment:
            days = [credential.assessed for credential in holder.credentials or ()]
        else:
            days = [test.result_date for test in holder.tests if each.what == f"{test.kind.language}_test"]
        there = any(day is not None and day >= (each.on or each.noted) for day in days)
        if not there and on <= (each.on or each.noted) + _FORGOTTEN:
            yield each


def booked(facts: Facts, whose: str, what: BookedThing, on: date) -> Booking | None:
    """The booking of one thing; None where none is open on a day."""
    return next((each for each in open_bookings(facts, whose, on) if each.what is what), None)


def thing_of(lever: str, detail: Detail) -> BookedThing | None:
    """What is booked or ordered for a lever, if anything is."""
    if not KINDS[lever].booked:
        return None
    return BookedThing.assessment if lever == "assessment" else BookedThing(f"{dict(detail)['language']}_test")
