"""Reminders exactly as they were before a change: what the facts alone do not bring back.

A plan of reminders follows from the facts, so with the facts it comes back by itself, but for what a single reminder
has to tell besides (that a date was moved, say), and for what the person had put off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from conversations import reminders
from rules.facts import Facts
from storage import notifications
from storage.candidates import Candidate
from storage.unit import Unit

Told = list[tuple[str, str, dict[str, Any]]]
"""Item, rung and arguments of reminders that tell more, or something else, than the facts do."""


async def told_besides(unit: Unit, candidate: Candidate, facts: Facts, now: datetime) -> Told:
    """The reminders to come that tell something besides what follows from these facts."""
    plain = _plain(reminders.planned(candidate, facts, now))
    return [
        (each.item, each.rung, each.arguments)
        for each in await notifications.pending(unit, candidate.chat_id)
        if each.arguments != plain.get((each.item, each.rung), each.arguments)
    ]


async def put_back(unit: Unit, candidate: Candidate, facts: Facts, now: datetime, entry: Mapping[str, Any]) -> None:
    """Makes the reminders that the facts have brought back tell what they told, and come again when they were to.

    `entry` is the journal's on the change that was undone: its `told_besides`, and its `put_off`.
    """
    besides = {(item, rung): arguments for item, rung, arguments in entry.get("told_besides", ())}
    plan = reminders.plan(candidate, facts, now)
    pending = {(each.item, each.rung): each.arguments for each in await notifications.pending(unit, candidate.chat_id)}
    for item, rows in plan.rows.items():
        wanted = [replace(row, arguments=besides.get((item, row.rung), row.arguments)) for row in rows]
        if any(row.arguments != pending.get((item, row.rung), row.arguments) for row in wanted):
            standing = plan.standing.get(item)
            await notifications.replace(unit, candidate.chat_id, item, wanted, standing=standing)
    for id_, due_at in entry.get("put_off", ()):
        again = datetime.fromisoformat(due_at)
        if again > now:
            await notifications.snooze(unit, id_, again)


def _plain(plan: Mapping[str, Iterable[notifications.Notification]]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(row.item, row.rung): row.arguments for rows in plan.values() for row in rows}
