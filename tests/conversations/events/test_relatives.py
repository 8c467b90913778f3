"""Relatives in Canada: who moved there, who left, and who does not count."""

from __future__ import annotations

from tests.conversations.chat import Chat
from tests.conversations.events.test_couple import COUPLE, SINGLE, facts, opens


async def test_a_brother_who_moved_to_canada_gives_fifteen_points(chat: Chat) -> None:
    await chat.knows(SINGLE)
    await chat.says("my brother moved to Canada")
    await chat.presses("Today")
    text = await chat.presses("Yes, all of that")
    assert "496" in text  # 481 + 15
    await chat.presses("Save this change")
    assert (await facts(chat))["sibling_in_canada"] is True


async def test_a_brother_with_a_permit_does_not_count_and_changes_nothing(chat: Chat) -> None:
    await chat.knows(SINGLE)
    await opens(chat, "My relatives in Canada", "A sibling now lives in Canada")
    await chat.goes_through("[Today]", "[No, not all of it]")
    assert "Such a relative does not count yet, so nothing was changed." in await chat.presses("Save this change")
    assert (await facts(chat))["sibling_in_canada"] is False


async def test_when_no_brother_or_sister_is_left_there_the_points_of_both_go(chat: Chat) -> None:
    partner = {**COUPLE["partner"], "sibling_in_canada": True}
    await chat.knows({**COUPLE, "sibling_in_canada": None, "partner": partner})
    await opens(chat, "My relatives in Canada", "No sibling in Canada any more")
    text = await chat.presses("Today")
    assert "452" in text
    assert "467" in text
    await chat.presses("Save this change")
    told = await facts(chat)
    assert told["sibling_in_canada"] is False
    assert told["partner"]["sibling_in_canada"] is False


async def test_an_aunt_in_canada_counts_in_the_grid_only(chat: Chat) -> None:
    await chat.knows(SINGLE)
    await opens(chat, "My relatives in Canada", "A relative now lives in Canada")
    await chat.presses("Today")
    text = await chat.presses("Yes, all of that")
    assert "481" in text
    await chat.presses("Save this change")
    assert (await facts(chat))["relative_in_canada"] is True
