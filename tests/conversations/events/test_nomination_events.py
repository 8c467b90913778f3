"""A nomination counts from the day it is accepted until the day it is withdrawn; then the profile is made anew."""

from __future__ import annotations

from typing import Any

import pytest

from rules.clocks import Kind
from rules.deadlines import deadlines
from rules.facts import Facts
from tests.conversations.chat import Chat
from tests.conversations.events.people import person

GROUP = ("/change", "[A job offer or a nomination]")
NOTIFIED = {"province": "ON", "notified": "2026-11-16"}
ACCEPTED = {**NOTIFIED, "accepted": True}
ENDS = (*GROUP, "[A nomination withdrawn or given up]", "[Today]")


async def nomination(chat: Chat) -> dict[str, Any]:
    """What is kept of the nomination."""
    kept = await chat.candidate()
    assert kept is not None
    assert kept.facts is not None
    found: dict[str, Any] = kept.facts["nomination"]
    return found


async def clocks(chat: Chat) -> set[Kind]:
    """What of the nomination is watched."""
    kept = await chat.candidate()
    assert kept is not None
    found = deadlines(Facts.model_validate(kept.facts), chat.now.date())
    return {one.kind for one in found} & {Kind.nomination_answer, Kind.nomination}


async def test_a_nomination_received_gives_nothing_yet_and_has_thirty_days(chat: Chat) -> None:
    """Day 0 is 16 November; thirty days later it is 16 December."""
    await chat.knows(person())
    await chat.goes_through(*GROUP, "[I received a nomination]", "Ontario", "16 November 2026")
    text = await chat.goes_through("[Not yet]", "1 May 2027", "10 June 2026")
    assert "Your CRS score stays as it is: at least 386" in text
    assert "It gives 600 CRS points, from the day you accept it" in text
    assert "you have 30 days for that: through Wednesday 16 December 2026" in text
    assert "cannot be taken out of the profile again" in text
    await chat.presses("Save this change")
    assert "accepted" not in await nomination(chat)
    assert await clocks(chat) == {Kind.nomination_answer, Kind.nomination}


async def test_accepted_it_gives_six_hundred_and_withdrawn_it_takes_them_back(chat: Chat) -> None:
    await chat.knows(person(nomination=NOTIFIED))
    text = await chat.goes_through(*GROUP, "[I accepted the nomination]", "[Today]")
    assert "986, before: 386 (+600)" in text
    assert "cannot be taken out of the profile" in text
    await chat.presses("Save this change")
    assert await nomination(chat) == ACCEPTED
    text = await chat.goes_through(*ENDS)
    assert "386, before: 986 (−600)" in text
    assert "Withdraw the profile and make a new one without it." in text
    assert "between equal scores it comes later" in text
    await chat.presses("Save this change")
    assert (await nomination(chat))["withdrawn"] == "2026-11-23"


async def test_withdrawn_after_the_invitation_it_is_said_not_to_apply_before_it_is_settled(chat: Chat) -> None:
    invited = {"issued": "2026-11-18", "program": "provincial_nominee"}
    await chat.knows(person(nomination=ACCEPTED, invitation=invited))
    text = await chat.goes_through(*ENDS)
    assert "Your invitation counted the points of the nomination. Do not apply on it before this is settled" in text
    assert "decline the invitation before it runs out" in text


async def test_withdrawn_after_applying_ircc_is_told_first(chat: Chat) -> None:
    invited = {"issued": "2026-11-04", "program": "provincial_nominee", "applied": "2026-11-20"}
    await chat.knows(person(nomination={**ACCEPTED, "notified": "2026-10-01"}, invitation=invited))
    assert "Tell IRCC without delay, and get licensed help" in await chat.goes_through(*ENDS)


async def test_what_was_never_accepted_gave_nothing_to_lose(chat: Chat) -> None:
    await chat.knows(person(nomination=NOTIFIED))
    text = await chat.goes_through(*ENDS)
    assert "It was not accepted, so it gave no points" in text
    await chat.presses("Save this change")
    assert not await clocks(chat)


async def test_refused_by_you_nothing_waits_any_more(chat: Chat) -> None:
    await chat.knows(person(nomination=NOTIFIED))
    await chat.goes_through(*GROUP, "[I refused the nomination]", "[Today]", "[Save this change]")
    assert (await nomination(chat))["accepted"] is False
    assert not await clocks(chat)


async def test_nothing_of_an_earlier_nomination_stays_in_a_new_one(chat: Chat) -> None:
    await chat.knows(person(nomination={**ACCEPTED, "withdrawn": "2026-11-20", "expires": "2027-02-01"}))
    await chat.goes_through(*GROUP, "[I received a nomination]", "Alberta", "[Today]", "[Accepted]")
    await chat.goes_through("[Skip]", "[Skip]", "[Save this change]")
    assert await nomination(chat) == {"province": "AB", "notified": "2026-11-23", "accepted": True}


@pytest.mark.parametrize("said", ["I accepted my nomination", "I rejected the nomination", "I lost my nomination"])
async def test_a_nomination_never_told_is_told_first(chat: Chat, said: str) -> None:
    await chat.knows(person())
    assert "I do not know the nomination yet." in await chat.says(said)
    assert "Which province or territory nominated you?" in await chat.presses("I received a nomination")


async def test_it_cannot_be_accepted_before_it_appeared(chat: Chat) -> None:
    await chat.knows(person(nomination=NOTIFIED))
    await chat.goes_through(*GROUP, "[I accepted the nomination]", "13 November 2026")
    assert "Friday 13 November 2026 is before the nomination appeared in the account" in chat.text
