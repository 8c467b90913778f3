"""A job offer has three effects, and each is said by itself: the grid of one program, the funds, the CRS."""

from __future__ import annotations

from datetime import date
from typing import Any

from conversations.events.offers import LACKS
from rules.arranged_employment import arranged_employment
from rules.facts import Facts
from tests.conversations.chat import Chat
from tests.conversations.events.people import person

GROUP = ("/change", "[A job offer or a nomination]")
OPEN_PERMIT = [{"kind": "open_work", "until": "2027-12-31"}]
ASSESSED = {
    "noc": "21232",
    "duties": "fits",
    "full_time": True,
    "year_after_visa": True,
    "assessed": True,
    "from_permit_employer": False,
}
TELLS_IT = ("21232", "1", "[Yes, full-time]", "[Yes, a year or more]", "[Yes, an LMIA]", "[No, or no such permit]")


async def offer(chat: Chat) -> dict[str, Any] | None:
    """What is kept of the offer."""
    kept = await chat.candidate()
    assert kept is not None
    assert kept.facts is not None
    found: dict[str, Any] | None = kept.facts.get("offer")
    return found


async def test_an_offer_gained_says_its_three_effects_apart(chat: Chat) -> None:
    """An open permit and an assessed offer: case d, 10 points and 5 of adaptability, no funds asked, no CRS points."""
    await chat.knows(person(permits=OPEN_PERMIT))
    await chat.goes_through(*GROUP, "[I have a job offer]", "[Today]", *TELLS_IT)
    text = await chat.presses("No, neither")
    assert "1. Federal Skilled Worker points, out of 100 in all:" in text
    assert "Arranged employment: 10 out of 10, before: 0." in text
    assert "Adaptability: 5 out of 10, before: 0." in text
    assert "2. Settlement funds:" in text
    assert "Federal Skilled Worker Program: none are asked for, because of this offer" in text
    assert "Federal Skilled Trades Program: still asked for." in text  # the offer is in no trade
    assert "3. CRS points: none. A job offer has given none since 25 March 2025." in text
    assert "A change is reported since 3 November 2026" in text
    assert "Your CRS score stays as it is: at least 386" in text
    assert not [line for line in text.split("\n") if "CRS" in line and "Federal Skilled Worker points" in line]
    await chat.presses("Save this change")
    assert await offer(chat) == ASSESSED


async def test_before_the_reported_change_nothing_is_said_of_it(chat: Chat) -> None:
    chat.now = chat.now.replace(month=10)
    await chat.knows(person(permits=OPEN_PERMIT))
    await chat.goes_through(*GROUP, "[I have a job offer]", "[Today]", *TELLS_IT)
    text = await chat.presses("No, neither")
    assert "3. CRS points: none." in text
    assert "A change is reported" not in text


async def test_an_offer_lost_takes_back_what_it_gave(chat: Chat) -> None:
    await chat.knows(person(permits=OPEN_PERMIT, offer=ASSESSED))
    text = await chat.goes_through(*GROUP, "[I no longer have my job offer]", "[Today]")
    assert "Arranged employment: 0 out of 10, before: 10." in text
    assert "Adaptability: 0 out of 10, before: 5." in text
    assert "Federal Skilled Worker Program: asked for again." in text
    await chat.presses("Save this change")
    assert await offer(chat) is None


async def test_of_an_offer_that_changes_only_what_differs_is_told(chat: Chat) -> None:
    await chat.knows(person(permits=OPEN_PERMIT, offer=ASSESSED))
    await chat.goes_through(*GROUP, "[My job offer changes]")
    assert "Press the lines that are different" in chat.text
    await chat.goes_through("[Today]", "[For at least a year]")
    text = await chat.presses("No, shorter")
    assert "Arranged employment: 0 out of 10, before: 10." in text
    await chat.presses("Save this change")
    assert await offer(chat) == {**ASSESSED, "year_after_visa": False}


async def test_only_what_can_happen_is_offered(chat: Chat) -> None:
    await chat.knows(person())
    await chat.goes_through(*GROUP)
    assert chat.labels == [
        "I have a job offer",
        "I received a nomination",
        "Back",
    ]
    assert "does not fit with what you told me" in await chat.says("I lost my job offer")


async def test_an_offer_without_an_assessment_says_what_is_missing(chat: Chat) -> None:
    await chat.knows(person(permits=OPEN_PERMIT))
    await chat.goes_through(*GROUP, "[I have a job offer]", "[Today]", *TELLS_IT[:4], "[No LMIA]", TELLS_IT[5])
    text = await chat.presses("No, neither")
    assert "Arranged employment: 0 out of 10, before: 0." in text
    assert "It is no arranged employment as it stands:" in text
    assert "– No impact assessment (LMIA) names you and the job; only the employer can ask for one." in text


def test_everything_an_offer_can_lack_has_its_words() -> None:
    found = arranged_employment(Facts.model_validate({"offer": ASSESSED}), date(2026, 11, 23))
    assert {need.key for case in found.cases for need in case.requirements} == set(LACKS)


async def test_an_offer_that_will_be_gone_is_planned_and_kept_until_then(chat: Chat) -> None:
    await chat.knows(person(permits=OPEN_PERMIT, offer=ASSESSED))
    await chat.goes_through(*GROUP, "[I no longer have my job offer]", "10 January 2027")
    assert "Arranged employment: 0 out of 10, before: 10." in chat.text
    assert "Planned: I no longer have my job offer, Sunday 10 January 2027." in await chat.presses("Save this change")
    assert await offer(chat) == ASSESSED
