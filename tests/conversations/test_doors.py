"""The buttons under every kind of reminder: where "done" leads, what "why" says, and what follows a new day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from conversations import clock_words, reminders
from conversations.clock_texts import WORDS
from conversations.ladders import ladders
from rules.facts import Facts
from storage import notifications
from storage.notifications import Notification
from tests.conversations.chat import Chat

JOB = {"start": "2024-01-08", "country": "CA", "noc": "21231", "hours_per_week": 40, "paid": True, "authorised": True}
TEST = {
    "kind": "ielts_general",
    "result_date": "2025-06-02",
    "scores": {"listening": 8, "reading": 8, "writing": 8, "speaking": 8},
}
DIPLOMA = {
    "level": "masters_or_entry_to_practice_professional",
    "country": "IN",
    "completed": "2014-06-30",
    "assessed": "2025-01-10",
}
PERSON: dict[str, Any] = {
    "birth_date": "1991-03-31",
    "education": "bachelors_or_three_plus_year_program",
    "tests": [TEST],
    "credentials": [DIPLOMA],
    "jobs": [JOB],
    "profile": {"submitted": "2026-05-04"},
    "settlement_funds": 12_000,
    "children": [{"birth_date": "2019-07-07"}],
    "stays": [{"country": "IN", "start": "2010-01-01", "end": "2025-11-30"}],
    "permits": [{"kind": "open_work", "until": "2027-08-31"}],
    "passport_expires": "2027-10-01",
    "nomination": {"province": "ON", "notified": "2026-11-10", "expires": "2027-05-01"},
    "partner": {
        "status": "accompanying",
        "married": "2021-06-12",
        "education": "secondary",
        "tests": [TEST],
        "credentials": [DIPLOMA],
        "passport_expires": "2027-09-09",
        "permits": [{"kind": "study", "until": "2027-08-31"}],
    },
}
INVITED = {**PERSON, "invitation": {"issued": "2026-11-18", "program": "canadian_experience"}}
DRAFT = {**PERSON, "profile": {"draft_opened": "2026-11-10"}}
BOOKED = {**PERSON, "booked": [{"what": "english_test", "on": "2027-01-15", "noted": "2026-11-20"}]}
TOLD_AT = {
    "language_test:own:english": PERSON,
    "language_test:partner:english": PERSON,
    "education_assessment:own:IN:2014-06-30": PERSON,
    "education_assessment:partner:IN:2014-06-30": PERSON,
    "profile:own": PERSON,
    "profile_draft:own": DRAFT,
    "nomination:own:ON": PERSON,
    "nomination_answer:own:ON": PERSON,
    "passport:own": PERSON,
    "passport:partner": PERSON,
    "permit:own:open_work": PERSON,
    "permit:partner:study": PERSON,
    "invitation:own": INVITED,
    "medical_exam:own": INVITED,
    "medical_exam:partner": INVITED,
    "police_certificate:own:IN": INVITED,
    "booked_test:own:english": BOOKED,
}


async def came(chat: Chat, item: str) -> Notification:
    """A reminder of the item, as it went out."""
    row = next(each for each in await chat.reminders() if each.item == item)
    chat.now = row.due_at
    async with chat.database.unit() as unit:
        await notifications.sent(unit, row.id, chat.now)
    return row


@pytest.mark.parametrize("item", TOLD_AT)
async def test_done_leads_to_where_the_new_day_is_told(chat: Chat, item: str) -> None:
    await chat.knows(TOLD_AT[item])
    row = await came(chat, item)
    text = await chat.presses_data(f"n:{row.id:x}:done")
    if "Tell me what is new" in chat.labels:
        text = await chat.presses("Tell me what is new")
    assert "This menu is old" not in text
    assert "no longer fits" not in text
    assert chat.labels
    if ":partner" in item:
        assert "partner" in text.lower(), text


def test_every_kind_that_leads_somewhere_is_tried() -> None:
    leading = {kind for kind, words in WORDS.items() if words.done[1]}
    tried = {item.partition(":")[0] for item in TOLD_AT}
    # The same doors as those of the nomination and of the day to apply, and one that is pressed below.
    assert leading - tried == {"effective_deadline", "funds_table", "funds_update"}
    assert clock_words.door("effective_deadline:own") == clock_words.door("invitation:own")


async def test_the_door_of_the_funds_asks_for_the_funds(chat: Chat) -> None:
    await chat.knows(PERSON)
    await chat.presses_data(clock_words.door("funds_table:own:2027-07-01"))
    await chat.goes_through("[Today]", "30000", "[Save this change]")
    shown = await chat.candidate()
    assert shown is not None
    assert shown.facts is not None
    assert shown.facts["settlement_funds"] == 30_000


async def test_the_reminders_follow_the_new_day(chat: Chat) -> None:
    await chat.knows(PERSON)
    row = await came(chat, "passport:own")
    await chat.knows({**PERSON, "passport_expires": "2036-01-15"})
    days = [each.arguments["last_safe_day"] for each in await chat.reminders() if each.item == row.item]
    assert {*days} == {"2036-01-15"}


@pytest.mark.parametrize("kind", ladders())
async def test_why_gives_a_reason_and_an_official_page(chat: Chat, kind: str) -> None:
    await chat.knows(PERSON)
    row = Notification(
        chat_id=chat.chat_id,
        item=f"{kind}:own",
        rung="0",
        due_at=chat.now + timedelta(days=1),
        kind=kind,
        arguments={"last_safe_day": "2027-01-01"},
    )
    async with chat.database.unit() as unit:
        await notifications.replace(unit, chat.chat_id, row.item, [row])
    await chat.presses_data(f"n:{row.id:x}:why")
    assert "https://" in chat.reply.messages[0].text


async def test_not_mine_ends_the_reminders_of_the_thing_and_of_no_other(chat: Chat) -> None:
    await chat.knows(PERSON)
    row = await came(chat, "passport:own")
    await chat.presses_data(f"n:{row.id:x}:not_mine")
    await chat.presses("Stop these reminders")
    items = {each.item for each in await chat.reminders()}
    assert "passport:own" not in items
    assert "passport:partner" in items


def test_what_only_gives_points_says_so_otherwise_while_an_invitation_is_open() -> None:
    told = {**INVITED, "partner": {**INVITED["partner"], "tests": [{**TEST, "result_date": "2024-12-20"}]}}
    facts = Facts.model_validate(told)
    for on, says in ((date(2026, 11, 24), "you still need the score you were invited with"),):
        one = next(each for each in reminders.clocks_of(facts, on) if each.key == "language_test:partner:english")
        text = clock_words.consequence(one.kind, one.missed, {}, invited=reminders.is_invited(facts, on))
        assert says in text
        assert "Your profile stays in the pool" not in text
