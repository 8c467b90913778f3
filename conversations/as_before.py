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
from storage.notifications import Notification
from storage.unit import Unit

Told = list[tuple[str, str, dict[str, Any]]]
"""Item, rung and arguments of reminders that tell more, or something else, than the facts do."""


async def told_besides(unit: Unit, candidate: Candidate, facts: Facts, now: datetime) -> Told:
    """The reminders to come that tell something besides what follows from these facts."""
    plain = _plain(reminders.planned(candidate, facts, now))
    return [
        (each.item, each.rung, each.arguments)
        for each in await notifications.pending(unit, candidate.chat_id)
        if each.arguments != plain.get(_which(each), each.arguments)
    ]


async def put_back(unit: Unit, candidate: Candidate, facts: Facts, now: datetime, entry: Mapping[str, Any]) -> None:
    """Makes the reminders that the facts have brought back tell what they told, and come again when they were to.

    `entry` is the journal's on the change that was undone: its `told_besides`, and its `put_off`.
    """
    besides = {(item, rung, told["last_safe_day"]): told for item, rung, told in entry.get("told_besides", ())}
    waiting = await notifications.pending(unit, candidate.chat_id)
    plan = reminders.plan(candidate, facts, now)
    rows = reminders.with_overdue(plan.rows, waiting, candidate, facts, now)
    pending = {_which(each): each.arguments for each in waiting}
    for item, planned in rows.items():
        # What follows from the facts is as it is today, also where a day has gone by since the reminder was planned.
        wanted = [replace(row, arguments={**besides.get(_which(row), {}), **row.arguments}) for row in planned]
        if any(row.arguments != pending.get(_which(row), row.arguments) for row in wanted):
            standing = plan.standing.get(item)
            await notifications.replace(unit, candidate.chat_id, item, wanted, standing=standing)
    for id_, due_at in entry.get("put_off", ()):
        again = datetime.fromisoformat(due_at)
        if again > now:
            await notifications.snooze(unit, id_, again)


def _plain(plan: Mapping[str, Iterable[Notification]]) -> dict[tuple[str, str, str], dict[str, Any]]:
    return {_which(row): row.arguments for rows in plan.values() for row in rows}


def _which(row: Notification) -> tuple[str, str, str]:
    """Item, rung and the day it is about: of a birthday that is just over and the next one, each has its own."""
    return row.item, row.rung, row.arguments.get("last_safe_day", "")
