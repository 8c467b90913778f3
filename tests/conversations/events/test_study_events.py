"""Tests and studies: each result whole, the better set counts, the other stays; diplomas with their assessment."""

from __future__ import annotations

from typing import Any

from tests.conversations.chat import Chat
from tests.conversations.events.people import IELTS, person

RETAKE = ("/change", "[My tests and studies]", "[I have new language test results]", "[IELTS General]")
BACHELOR = {
    "level": "bachelors_or_three_plus_year_program",
    "country": "IN",
    "completed": "2013-05-31",
    "assessed": "2025-02-03",
}


async def told(chat: Chat, name: str) -> Any:
    """What is kept under a name."""
    kept = await chat.candidate()
    assert kept is not None
    assert kept.facts is not None
    return kept.facts.get(name)


async def test_a_retake_lower_than_before_changes_no_score_and_the_old_one_may_stay(chat: Chat) -> None:
    """CLB 9, 9, 7 and 8 give 31 + 31 + 17 + 23 = 102 and 25 with education: alone 386 − 22 − 25 = 339."""
    await chat.knows(person())
    text = await chat.goes_through(*RETAKE, "L8 R7 W6 S6.5", "14 Nov 2026")
    assert "Your CRS score stays as it is: at least 386" in text
    assert "the one you had goes on counting" in text
    assert "You may leave it in your profile while it is usable, through Sunday 9 January 2028" in text
    assert "result of 14 November 2026: kept beside it; alone it would give a CRS score of 339" in text
    await chat.presses("Save this change")
    assert [test["result_date"] for test in await told(chat, "tests")] == ["2026-01-10", "2026-11-14"]


async def test_a_better_result_counts_at_once_and_the_old_one_is_kept(chat: Chat) -> None:
    """CLB 10 in all four is 4 × 34 = 136 instead of 124."""
    await chat.knows(person())
    text = await chat.goes_through(*RETAKE, "L8.5 R8 W7.5 S7.5", "14 Nov 2026")
    assert "398, before: 386 (+12)" in text
    assert "The new result counts from now on" in text
    assert "Enter the new set whole in your profile." in text
    await chat.presses("Save this change")
    assert len(await told(chat, "tests")) == 2


async def test_better_before_worse_the_better_counts_until_its_last_day(chat: Chat) -> None:
    old = {**IELTS, "result_date": "2025-01-10"}
    await chat.knows(person(tests=[old], jobs=[]))
    text = await chat.goes_through(*RETAKE, "L8 R7 W6 S6.5", "14 Nov 2026")
    assert "through Saturday 9 January 2027; from then on the new one counts, whole" in text
    await chat.presses("Save this change")
    chat.now = chat.now.replace(year=2027, month=1, day=10)
    assert "at least 339 out of 1,200" in await chat.says("/score")  # still 35


async def test_sets_of_two_sittings_are_never_mixed(chat: Chat) -> None:
    """The best of both would be 8, 8, 7, 7.5; the new set alone is CLB 9, 10, 9, 10 with its own four scores."""
    await chat.knows(person())
    text = await chat.goes_through(*RETAKE, "L8 R8 W6.5 S7.5", "14 Nov 2026")
    assert "Sets are never mixed" in text
    assert "386" in text


async def test_without_the_scores_nothing_is_kept(chat: Chat) -> None:
    await chat.knows(person())
    await chat.goes_through(*RETAKE, "[Skip]", "[Skip]")
    assert "To keep this I need: Scores. It waits here." in await chat.presses("Save this change")
    assert len(await told(chat, "tests")) == 1


async def test_a_new_diploma_from_abroad_waits_for_its_assessment(chat: Chat) -> None:
    await chat.knows({**person(credentials=[BACHELOR]), "education": None})
    await chat.goes_through(
        "/change", "[My tests and studies]", "[I completed a diploma]", "[Master's degree]", "India"
    )
    text = await chat.goes_through("30 June 2026", "[Not assessed]")
    assert "A diploma from outside Canada counts once an assessment for immigration (ECA) is there." in text
    assert "stays as it is" in text
    await chat.presses("Save this change")
    await chat.goes_through("/change", "[My tests and studies]", "[A diploma of mine was assessed (ECA)]", "2")
    assert "before the studies were completed" in await chat.says("1 June 2026")
    text = await chat.goes_through("2 Nov 2026", "[The same level]")
    assert "Education: 135, before: 120 (+15)" in text  # a master's instead of a bachelor's degree
    await chat.presses("Save this change")
    first, second = await told(chat, "credentials")
    assert first == BACHELOR
    assert second["assessed"] == "2026-11-02"


async def test_an_assessment_needs_a_diploma_on_file(chat: Chat) -> None:
    await chat.knows(person())
    await chat.goes_through("/change", "[My tests and studies]", "[A diploma of mine was assessed (ECA)]")
    assert "I know of no diploma from outside Canada that was told by itself." in chat.text
    assert chat.labels == ["Add a diploma", "Back"]


async def test_a_certificate_in_a_trade_is_kept(chat: Chat) -> None:
    await chat.knows(person())
    await chat.goes_through("/change", "[My tests and studies]", "[A certificate of qualification]", "[Yesterday]")
    await chat.presses("Save this change")
    assert await told(chat, "certificate_of_qualification") is True
    await chat.goes_through("/change", "[My tests and studies]")
    assert not [label for label in chat.labels if "certificate" in label]
