"""Keeping facts: in one transaction with the journal entry and the reminders that follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from conversations import as_before, reminders
from rules import crs
from rules.facts import Facts
from rules.ranges import is_least
from storage import journal
from storage.candidates import Candidate
from storage.unit import Unit


async def keep(
    unit: Unit,
    candidate: Candidate,
    facts: Facts,
    now: datetime,
    today: date,
    why: str,
    more: Mapping[str, Any] = MappingProxyType({}),
) -> Candidate:
    """Takes the facts over; the candidate is for the caller to save.

    The journal tells what changed, from which score to which, and under which rules, and `more` where there is more to
    tell. It holds what an undo needs: each field before and after, and what reminders told besides or had been put off.
    """
    before = None if candidate.facts is None else Facts.model_validate(candidate.facts)
    result, was = crs.score(facts, today), None if before is None else crs.score(before, today)
    told = facts.model_dump(mode="json", exclude_defaults=True)
    entry = {
        "facts": told,
        "changed": _changed(candidate.facts or {}, told),
        "score": result.total,
        "score_before": None if was is None else was.total,
        "least": is_least(facts, result),
        "least_before": before is not None and was is not None and is_least(before, was),
        "rule_set": result.rule_set,
        "rule_from": result.rule_from.isoformat(),
        "assumed": list(result.assumed),
        "on": today.isoformat(),
    }
    if before and (besides := await as_before.told_besides(unit, candidate, before, now)):
        entry["told_besides"] = [list(each) for each in besides]
    candidate = replace(candidate, facts=told)
    if put_off := await reminders.replan(unit, candidate, facts, now):
        entry["put_off"] = [[each.id, each.due_at.isoformat()] for each in put_off]
    await journal.append(unit, candidate.chat_id, now, why, {**entry, **more})
    return candidate


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Each field of the facts that differs, before and after; None where it was not told."""
    return {
        name: [before.get(name), after.get(name)]
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    }
