"""Keeping facts: in one transaction with the journal entry and the reminders that follow from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from conversations import reminders
from rules import crs
from rules.facts import Facts
from storage import journal
from storage.candidates import Candidate
from storage.unit import Unit


async def keep(unit: Unit, candidate: Candidate, facts: Facts, now: datetime, today: date, why: str) -> Candidate:
    """Takes the facts over; the candidate is for the caller to save.

    The journal tells from which score to which, and under which rules.
    """
    before = None if candidate.facts is None else Facts.model_validate(candidate.facts)
    result = crs.score(facts, today)
    entry = {
        "facts": facts.model_dump(mode="json", exclude_defaults=True),
        "score": result.total,
        "score_before": crs.score(before, today).total if before else None,
        "rule_set": result.rule_set,
        "on": today.isoformat(),
    }
    await journal.append(unit, candidate.chat_id, now, why, entry)
    candidate = replace(candidate, facts=facts.model_dump(mode="json", exclude_defaults=True))
    await reminders.replan(unit, candidate, facts, now)
    return candidate
