"""Every event of work, studies, offers, nominations and moves is supposed: the plan holds just what it does."""

from __future__ import annotations

import pytest

from conversations.events.event import Event
from conversations.what_if.steps import Sandbox, laid
from rules.facts import Facts
from storage import what_ifs
from tests.conversations.chat import Chat
from tests.conversations.events.test_walked import EVENTS, FACTS, WITH, walk
from tests.conversations.what_if.test_what_if import TODAY


@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS)
async def test_what_an_event_does_is_what_supposing_it_does(chat: Chat, event: Event) -> None:
    told = {**FACTS, **WITH.get(event.key, {})}
    await chat.knows(told)
    before = await chat.candidate()
    await walk(chat, event, begun_with="wi:e", ends_with="Suppose this")
    after = await chat.candidate()
    assert before is not None
    assert before.facts is not None
    assert after is not None
    assert after.facts == before.facts, "nothing is saved"
    async with chat.database.reader() as unit:
        sandbox = Sandbox.from_json(await what_ifs.load(unit, chat.chat_id))
    supposed = laid(Facts.model_validate(before.facts), sandbox.steps(), TODAY)
    assert all(step.fits for step in supposed.steps)

    other = Chat(chat.database, chat_id=8)
    await other.knows(told)
    await walk(other, event)
    lived = await other.candidate()
    assert lived is not None
    assert supposed.facts == Facts.model_validate(lived.facts)
