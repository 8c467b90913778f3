"""Undoing the last change of the facts: they are again exactly as before, and with them score and reminders.

The journal entry of a change tells each field before and after, so nothing else is needed. Only the last change that
stands can be undone, and only while the facts are still those that it left; then the one before it is the last.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from pydantic import ValidationError

from conversations import as_before, changes
from conversations.events import plans
from conversations.visits import Visit
from rules.facts import Facts
from storage import journal, planned
from storage.journal import Entry
from storage.unit import Unit

_LOOK_BACK: Final = 8
"""Entries read at a time to find the last that changed facts: most entries did."""


class No(StrEnum):
    """Why a change cannot be undone."""

    first = "first"  # it is what the person told first; there was nothing before
    copy = "copy"  # a copy brought settings too
    undo = "undo"  # it is an undo
    old = "old"  # it was noted before entries told both sides
    nothing = "nothing"  # it changed no fact
    already = "already"
    later = "later"  # something was changed since
    plan_gone = "plan_gone"  # the plan was removed, or its day has come


def family(kind: str) -> str:
    """The kind of an entry without what it was about."""
    return kind.partition(":")[0]


def before(entry: Entry) -> dict[str, Any] | None:
    """The facts before the change of an entry; None for an entry that does not tell."""
    if "changed" not in entry.entry or "facts" not in entry.entry:
        return None
    facts: dict[str, Any] = dict(entry.entry["facts"])
    for name, (was, _now) in entry.entry["changed"].items():
        facts.pop(name, None)
        if was is not None:
            facts[name] = was
    return facts


async def refusal(unit: Unit, chat_id: int, facts: Mapping[str, Any] | None, entry: Entry) -> No | None:
    """Why this change cannot be undone over these facts; None when it can."""
    kind = family(entry.kind)
    if kind == plans.PLANNED:
        waiting = {change.id for change in await planned.of(unit, chat_id)}
        return None if entry.entry[plans.PLANNED]["id"] in waiting else No.plan_gone
    if kind == plans.UNDONE:
        return No.undo
    if kind == "import":
        return No.copy
    if "changed" not in entry.entry:
        return No.old
    if not entry.entry["changed"]:
        return No.nothing
    if entry.entry.get("score_before") is None:
        return No.first
    last, undone = await _last_change(unit, chat_id)
    if entry.key in undone:
        return No.already
    return None if last == entry and facts == entry.entry["facts"] else No.later


async def _last_change(unit: Unit, chat_id: int) -> tuple[Entry | None, frozenset[str]]:
    """The last entry whose change still stands, and the keys of those after it that were undone.

    Old entries do not tell whether they changed anything, so they may have.
    """
    undone: set[str] = set()
    skip = 0
    while found := await journal.newest(unit, chat_id, _LOOK_BACK, skip=skip):
        for entry in found:
            if not entry.entry.get("changed", True) or entry.key in undone:
                continue
            if family(entry.kind) != plans.UNDONE:
                return entry, frozenset(undone)
            undone.add(entry.entry[plans.UNDONE]["entry"])
        skip += len(found)
    return None, frozenset(undone)


async def undo(visit: Visit, entry: Entry) -> No | None:
    """Undoes a change, in the unit of the visit; why not, if it cannot be."""
    unit, chat_id = visit.unit, visit.candidate.chat_id
    if no := await refusal(unit, chat_id, visit.candidate.facts, entry):
        return no
    if family(entry.kind) == plans.PLANNED:
        id_ = entry.entry[plans.PLANNED]["id"]
        change = next(each for each in await planned.of(unit, chat_id) if each.id == id_)
        await plans.withdraw(visit, change)
        await plans.bring(visit, entry.entry[plans.PLANNED].get("instead", ()))
        return None
    try:
        facts = Facts.model_validate(before(entry))
    except ValidationError:  # what was told then can be told no more
        return No.old
    told = {key: entry.entry[key] for key in (plans.PLANNED,) if key in entry.entry}
    more = {plans.UNDONE: {"entry": entry.key, "kind": entry.kind, **told}}
    visit.candidate = await changes.keep(unit, visit.candidate, facts, visit.now, visit.today, plans.UNDONE, more)
    await as_before.put_back(unit, visit.candidate, facts, visit.now, entry.entry)
    await plans.unsay(unit, chat_id, entry.key)
    return None
