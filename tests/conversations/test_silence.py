"""Twelve months of silence: two notices, then everything is forgotten, unless a word comes in between."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta

import pytest

from conversations import notices, reminders, silence
from conversations.messages import Kind
from rules.facts import Facts
from storage import candidates, inbox, notifications
from storage.notifications import Notification, State
from storage.unit import Database
from tests.conversations.chat import MONDAY, Chat
from tests.conversations.test_desk import SAVED

DAY = timedelta(days=1)
SEEN = "23 November 2026"
END = datetime(2027, 11, 24, 14, tzinfo=UTC)  # 9 in the morning in Toronto, a year and the day of the visit later


async def daily_work(database: Database, now: datetime) -> None:
    """What the schedule does once a day."""
    more = True
    while more:
        async with database.unit() as unit:
            more = await silence.forget(unit, now)


async def notices_of(chat: Chat) -> list[Notification]:
    return [each for each in await chat.reminders() if each.kind == silence.KIND]


async def delivered(chat: Chat, now: datetime) -> list[str]:
    """Sends what is due of the notices, and says how it was worded."""
    texts = []
    candidate = await chat.candidate()
    assert candidate is not None
    for each in await notices_of(chat):
        if each.due_at <= now and each.state is State.PENDING:
            texts.append(html.unescape(re.sub("<[^>]+>", "", notices.word(each, candidate, now).text)))
            async with chat.database.unit() as unit:
                await notifications.sent(unit, each.id, now)
    return texts


async def lives_through(chat: Chat, until: datetime, since: datetime = MONDAY, step: timedelta = DAY) -> list[str]:
    """The days one after the other, with the daily work and the delivery; what the person was told."""
    told = []
    now = since
    while now <= until:
        await daily_work(chat.database, now)
        if await chat.candidate() is None:
            return [*told, f"forgotten on {now:%Y-%m-%d}"]
        told += await delivered(chat, now)
        now += step
    return told


async def test_a_silent_person_is_told_30_and_7_days_before_and_then_forgotten(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Toronto")
    told = await lives_through(chat, END + 10 * DAY)
    assert len(told) == 3
    for notice in told[:2]:
        assert "Your data will be deleted on Wednesday 24 November 2027" in notice
        assert f"You last wrote to me on {SEEN}" in notice
        assert "Keep my data" in notice
    assert told[2] == "forgotten on 2027-11-24"
    assert await chat.place() is None
    assert not await chat.reminders()
    assert "No name, passport" in await chat.says("/start")


async def test_the_notices_come_on_their_days_in_the_morning(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Lagos")
    await daily_work(chat.database, MONDAY + 334 * DAY)
    due = [each.due_at for each in await notices_of(chat)]
    assert due == [datetime(2027, 10, 25, 8, tzinfo=UTC), datetime(2027, 11, 17, 8, tzinfo=UTC)]


@pytest.mark.parametrize("what", ["text", "button", "photo"])
async def test_any_message_of_the_person_cancels(chat: Chat, what: str) -> None:
    await chat.goes_through(*SAVED, "Toronto")
    await lives_through(chat, MONDAY + 340 * DAY, MONDAY + 330 * DAY)
    assert await notices_of(chat)
    chat.now = MONDAY + 341 * DAY
    if what == "text":
        await chat.says("hello")
    elif what == "photo":
        await chat.sends(Kind.PHOTO)
    else:
        assert "You were here, so I keep it" in await chat.presses_data("d:stay")
    assert not await notices_of(chat)
    assert await lives_through(chat, MONDAY + 341 * DAY + 300 * DAY, chat.now) == []
    assert await chat.candidate() is not None


async def test_a_second_silence_is_announced_like_the_first(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Toronto")
    await lives_through(chat, MONDAY + 350 * DAY, MONDAY + 330 * DAY)
    chat.now = MONDAY + 351 * DAY
    await chat.says("hello")
    told = await lives_through(chat, MONDAY + 800 * DAY, chat.now)
    assert len(told) == 3
    assert told[-1].startswith("forgotten")


async def test_nobody_who_writes_once_a_year_less_a_day_is_ever_forgotten(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Toronto")
    for year in range(3):
        await lives_through(chat, chat.now + 364 * DAY, chat.now, 7 * DAY)
        chat.now += 364 * DAY
        assert "CRS score" in await chat.says("/score"), year


async def test_after_a_long_outage_the_person_still_gets_thirty_days(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Toronto")
    back = MONDAY + 500 * DAY
    told = await lives_through(chat, back + 60 * DAY, back)
    assert len(told) == 3
    first_day = (back + 30 * DAY).date()
    assert f"{first_day.day} May 2028" in told[0]
    assert told[2] == f"forgotten on {first_day}"


async def test_an_outage_between_the_notices_leaves_a_week_after_the_last(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Toronto")
    assert len(await lives_through(chat, END - 20 * DAY, END - 31 * DAY)) == 1
    back = END + 15 * DAY
    told = await lives_through(chat, back + 20 * DAY, back)
    assert len(told) == 2
    assert "deleted on Thursday 16 December 2027" in told[0]  # a week from the day it was told
    assert told[1] == "forgotten on 2027-12-16"


async def test_a_notice_that_cannot_be_delivered_postpones_the_end(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Toronto")
    for days in range(330, 450):
        await daily_work(chat.database, MONDAY + days * DAY)
    assert await chat.candidate() is not None


async def test_who_blocked_the_bot_goes_on_the_day_without_a_notice(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Toronto")
    await chat.sends(Kind.BLOCKED)
    assert await lives_through(chat, END + 5 * DAY) == ["forgotten on 2027-11-24"]


async def test_who_never_agreed_to_the_notice_is_forgotten_without_a_message(chat: Chat) -> None:
    await chat.says("/start")
    assert await lives_through(chat, END + 5 * DAY) == ["forgotten on 2027-11-24"]


async def test_a_word_that_is_just_being_answered_holds_the_end_back(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Toronto")
    await lives_through(chat, END - DAY, MONDAY + 330 * DAY)
    async with chat.database.unit() as unit:
        await inbox.receive(unit, [(77, chat.chat_id, b"{}")], END + DAY)
    await daily_work(chat.database, END + DAY)
    assert await chat.candidate() is not None


async def test_the_notice_is_in_the_language_of_the_person(conversation: Chat) -> None:
    await conversation.goes_through("/start", "[Commencer]")
    [first, _] = await lives_through(conversation, END - DAY, MONDAY + 330 * DAY)
    assert "Vos données seront supprimées le mercredi 24 novembre 2027" in first
    assert "Garder mes données" in first


async def test_replanning_the_dates_leaves_the_notices_alone(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Toronto")
    await daily_work(chat.database, MONDAY + 340 * DAY)
    async with chat.database.unit() as unit:
        candidate = await candidates.load(unit, chat.chat_id)
        assert candidate is not None
        await reminders.replan(unit, candidate, Facts.model_validate(candidate.facts), MONDAY + 341 * DAY)
    assert len(await notices_of(chat)) == 2


async def test_many_silent_people_are_gone_through_in_batches(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silence, "BATCH", 3)
    people = [Chat(chat.database, chat_id=100 + n) for n in range(7)]
    for person in people:
        await person.says("/start")
    await daily_work(chat.database, MONDAY + 340 * DAY)
    await daily_work(chat.database, END + DAY)
    assert [await person.candidate() for person in people] == [None] * 7
