"""Planned changes of the catalogue's own events: what was told in between is neither lost nor mistaken for another."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from conversations import changes
from conversations.events import plans
from conversations.events.catalogue import EVENTS
from conversations.messages import Incoming, Kind
from conversations.visits import Visit
from rules.facts import Facts
from storage import candidates, journal
from tests.conversations.chat import Chat

FACTS: dict[str, Any] = {"birth_date": "1991-03-31", "education": "secondary", "tests": []}


async def tells(chat: Chat, **facts: Any) -> None:
    async with chat.database.unit() as unit:
        candidate = await candidates.load(unit, chat.chat_id)
        assert candidate is not None
        told = Facts.model_validate({**(candidate.facts or {}), **facts})
        kept = await changes.keep(unit, candidate, told, chat.now, chat.now.date(), "profile:any")
        await candidates.save(unit, kept)


async def on(chat: Chat, now: datetime) -> tuple[dict[str, Any], str]:
    """The day comes: the facts, and the kind of the last entry."""
    chat.now = now
    async with chat.database.unit() as unit:
        await plans.apply_due(unit, now)
        candidate = await candidates.load(unit, chat.chat_id)
        [entry] = await journal.newest(unit, chat.chat_id, 1)
    assert candidate is not None
    return candidate.facts or {}, entry.kind


CHILD = {"birth_date": "2015-05-05", "accompanying": False}
OTHER = {"birth_date": "2018-08-08", "accompanying": False}
FEBRUARY = datetime(2027, 2, 1, 12, tzinfo=UTC)


async def plans_that_the_child_comes(chat: Chat) -> None:
    await chat.presses_data("c:e:child_coming")
    for _ in range(4):
        if "Save this change" in chat.labels:
            break
        await (chat.says("1 February 2027") if "Today" in chat.labels else chat.says("1"))
    assert "Planned" in await chat.presses("Save this change")


async def test_a_plan_about_the_only_child_is_not_applied_to_another(chat: Chat) -> None:
    await chat.knows({**FACTS, "children": [CHILD]})
    await plans_that_the_child_comes(chat)
    await tells(chat, children=[OTHER])
    facts, kind = await on(chat, FEBRUARY)
    assert (facts["children"], kind) == ([OTHER], "not_applied:child_coming")


async def test_a_plan_about_the_only_child_is_applied_to_that_child(chat: Chat) -> None:
    await chat.knows({**FACTS, "children": [CHILD]})
    await plans_that_the_child_comes(chat)
    facts, kind = await on(chat, FEBRUARY)
    assert facts["children"] == [{"birth_date": "2015-05-05"}]  # who comes is what is taken as said
    assert kind == "event:child_coming"


async def test_a_plan_that_changes_one_line_leaves_what_was_told_of_the_others_since(chat: Chat) -> None:
    offer = {"noc": "21232", "full_time": True, "year_after_visa": False, "assessed": False}
    await chat.knows({**FACTS, "offer": offer})
    given = {**EVENTS["offer_changed"].filled(Facts.model_validate({**FACTS, "offer": offer})), "since": "2027-02-01"}
    async with chat.database.unit() as unit:
        candidate = await candidates.load(unit, chat.chat_id)
        assert candidate is not None
        visit = Visit(unit, Incoming(99, chat.chat_id, Kind.TEXT), chat.now, candidate, ())
        assert await plans.add(visit, "offer_changed", {**given, "assessed": True}, date(2027, 2, 1))
        await candidates.save(unit, visit.candidate)
    await tells(chat, offer={**offer, "year_after_visa": True})
    facts, kind = await on(chat, FEBRUARY)
    assert kind == "event:offer_changed"
    assert facts["offer"] == {**offer, "assessed": True, "year_after_visa": True}
