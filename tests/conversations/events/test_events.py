"""Something changed: asked, shown before and after, kept on confirmation."""

from __future__ import annotations

import pytest

from conversations import scripts
from conversations.events.catalogue import EVENTS, GROUPS
from conversations.events.event import Event
from tests.conversations.chat import Chat


async def test_a_wedding_shows_before_and_after_and_is_kept_when_confirmed(chat: Chat) -> None:
    await chat.knows({"birth_date": "1991-03-31", "education": "secondary", "tests": []})
    assert "1. My partner" in await chat.says("/change")
    await chat.presses("My partner")
    await chat.presses("I got married")
    await chat.says("14 March 2026")
    text = await chat.presses("Yes, coming with me")
    assert "Wedding: Saturday 14 March 2026" in text
    assert "98, before: 107 (−9)" in text
    kept = await chat.candidate()
    assert kept is not None
    assert kept.facts is not None
    assert "partner" not in kept.facts
    assert "Saved: I got married" in await chat.presses("Save this change")
    kept = await chat.candidate()
    assert kept is not None
    assert kept.facts is not None
    assert kept.facts["partner"] == {"status": "accompanying", "married": "2026-03-14"}


@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS)
def test_every_event_belongs_to_a_group_and_asks_something(event: Event) -> None:
    assert event.group in GROUPS
    assert bool(event.questions) is not bool(event.leads_to)


@pytest.mark.parametrize("event", [each for each in EVENTS.values() if each.leads_to], ids=lambda event: event.key)
def test_every_door_leads_to_a_script_there_is(event: Event) -> None:
    assert scripts.find(event.leads_to).questions


async def test_a_door_opens_the_questions_that_stand_elsewhere(chat: Chat) -> None:
    await chat.knows({"birth_date": "1991-03-31", "partner": {"status": "accompanying"}, "tests": []})
    await chat.says("/change")
    await chat.presses("My partner's tests or studies")
    assert "Which test is the new result from?" in await chat.presses("Partner's new English result")
    await chat.says("/change")
    await chat.presses("My partner's tests or studies")
    assert "What level is this diploma" in await chat.presses("Partner's new diploma")


async def test_an_assessment_of_a_diploma_that_is_listed_is_told_from_the_list(chat: Chat) -> None:
    diploma = {"level": "secondary", "country": "IN", "completed": "2010-05-01"}
    await chat.knows({"birth_date": "1991-03-31", "partner": {"status": "accompanying", "credentials": [diploma]}})
    await chat.says("/change")
    await chat.presses("My partner's tests or studies")
    await chat.presses("Partner's new diploma")
    assert "Change partner's diploma 1" in chat.labels


async def test_who_told_nothing_yet_is_asked_that_first(chat: Chat) -> None:
    await chat.says("/start")
    await chat.presses("Start")
    assert "I need your answers first." in await chat.says("/change")
