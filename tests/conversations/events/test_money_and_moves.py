"""Funds against the table of the day, and what a move, a permit or a plan for Quebec changes."""

from __future__ import annotations

from typing import Any

from tests.conversations.chat import Chat
from tests.conversations.events.people import person

GROUP = ("/change", "[Money, home, permits, passport]")
PERMITS = [{"kind": "open_work", "until": "2026-12-31"}, {"kind": "study", "until": "2027-04-30"}]


async def told(chat: Chat, name: str) -> Any:
    """What is kept under a name."""
    kept = await chat.candidate()
    assert kept is not None
    assert kept.facts is not None
    return kept.facts.get(name)


async def test_funds_below_the_table_are_said_with_the_amount_and_who_asks(chat: Chat) -> None:
    """For one person the table of 2025 asks for 15,263: 12,000 are 3,263 short."""
    await chat.knows(person())
    await chat.goes_through(*GROUP, "[My settlement funds go up or down]", "[Today]")
    text = await chat.says("12,000")
    assert "For 1 person the table asks for 15,263 Canadian dollars." in text
    assert "You are 3,263 Canadian dollars short for: Federal Skilled Worker Program and Federal Skilled Trades" in text
    assert "The Canadian Experience Class asks for none." in text
    await chat.presses("Save this change")
    assert await told(chat, "settlement_funds") == 12_000


async def test_enough_funds_are_said_to_be_enough_for_a_family_of_three(chat: Chat) -> None:
    family = {"partner": {"status": "not_accompanying"}, "children": [{"birth_date": "2020-05-01"}]}
    await chat.knows(person(**family))
    await chat.goes_through(*GROUP, "[My settlement funds go up or down]", "[Today]")
    text = await chat.says("23,360")
    assert "For a family of 3 the table asks for 23,360 Canadian dollars." in text
    assert "That is enough for: Federal Skilled Worker Program" in text


async def test_a_plan_for_quebec_shuts_the_programs_and_is_taken_back(chat: Chat) -> None:
    await chat.knows(person())
    text = await chat.goes_through(*GROUP, "[I plan to live in Quebec, or not]", "[Today]", "[Yes, in Quebec]")
    assert "Express Entry does not lead there." in text
    await chat.presses("Save this change")
    assert await told(chat, "intends_to_live_in_quebec") is True
    await chat.goes_through(*GROUP, "[I plan to live in Quebec, or not]", "[Today]", "[No, outside Quebec]")
    assert "does not lead there" not in chat.text
    await chat.presses("Save this change")
    assert not await told(chat, "intends_to_live_in_quebec")


async def test_a_move_to_another_province_gives_no_points_and_says_what_to_do(chat: Chat) -> None:
    await chat.knows(person(intends_to_live_in_quebec=False, nomination={"province": "ON", "accepted": True}))
    await chat.goes_through(*GROUP, "[I move within Canada]", "[Today]", "[No, outside Quebec]")
    text = await chat.presses("Save this change")
    assert "The province you live in gives no CRS points." in text
    assert "A nomination rests on your plan to live in the province that gave it." in text


async def test_a_move_ends_one_stay_and_begins_the_next(chat: Chat) -> None:
    await chat.knows(person(stays=[{"country": "FR", "start": "2020-01-01"}]))
    await chat.goes_through(*GROUP, "[I move to another country]", "1 December 2019")
    assert "is before the start, Wednesday 1 January 2020" in chat.text
    text = await chat.goes_through("1 November 2026", "India", "[No, none]")
    assert "from the day of the move on, work you go on with is work in the new country" in text
    await chat.presses("Save this change")
    assert await told(chat, "stays") == [
        {"country": "FR", "start": "2020-01-01", "end": "2026-10-31"},
        {"country": "IN", "start": "2026-11-01"},
    ]


async def test_a_permit_that_ends_without_another_status_shuts_the_programs(chat: Chat) -> None:
    await chat.knows(person(permits=PERMITS))
    text = await chat.goes_through(*GROUP, "[My permit ends, or ended]", "1", "[Today]", "[Yes, without status]")
    assert "You are in Canada without status: until that is mended, no program is open." in text
    assert "registers of licensed people" in text
    await chat.presses("Save this change")
    assert [one["until"] for one in await told(chat, "permits")] == ["2026-11-23", "2027-04-30"]
    assert await told(chat, "without_status_in_canada") is True


async def test_a_permit_renewed_has_a_new_last_day_and_its_reminders(chat: Chat) -> None:
    await chat.knows(person(permits=PERMITS))
    await chat.goes_through(*GROUP, "[My permit was renewed]", "2", "30 April 2029", "[Save this change]")
    assert [one["until"] for one in await told(chat, "permits")] == ["2026-12-31", "2029-04-30"]


async def test_a_new_permit_ends_only_the_one_it_takes_the_place_of(chat: Chat) -> None:
    await chat.knows(person(permits=PERMITS))
    await chat.goes_through(*GROUP, "[I have a new or different", "[Today]", "1", "22 November 2028", "1")
    await chat.presses("Save this change")
    assert [(one["kind"], one["until"]) for one in await told(chat, "permits")] == [
        ("open_work", "2026-11-22"),
        ("study", "2027-04-30"),
        ("employer_assessed", "2028-11-22"),
    ]


async def test_a_new_passport_is_kept_with_its_last_day(chat: Chat) -> None:
    await chat.knows(person(passport_expires="2026-12-01"))
    await chat.goes_through(*GROUP, "[I have a new passport]", "[Yesterday]", "1 Nov 2036", "[Save this change]")
    assert await told(chat, "passport_expires") == "2036-11-01"


async def test_a_job_that_goes_on_from_another_country_is_work_there_from_the_move_on(chat: Chat) -> None:
    """44 weeks from 29 December to 1 November are 1,320 hours in Canada; what follows is work in India."""
    await chat.knows(person())
    await chat.goes_through(
        *GROUP, "[I move to another country]", "2 November 2026", "India", "1", "[Save this change]"
    )
    assert [(one["country"], one["start"], one.get("end")) for one in await told(chat, "jobs")] == [
        ("CA", "2025-12-29", "2026-11-01"),
        ("IN", "2026-11-02", None),
    ]
    assert "1,320 of 1,560 hours" in await chat.says("/work")
