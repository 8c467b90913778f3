"""Children: born, adopted, expected, and what becomes of them. Funds by hand from the table of 7 July 2025."""

from __future__ import annotations

from typing import Any

import pytest

from rules.facts import Facts
from rules.family import settlement_funds
from tests.conversations.chat import MONDAY, Chat
from tests.conversations.events.test_couple import COUPLE, SINGLE, facts, opens

ONE = {"birth_date": "2020-05-05"}
GROWN = {"birth_date": "2005-05-05"}
"""21 years old in November 2026: a dependent child until 4 May 2027."""


async def family(chat: Chat) -> tuple[int, int | None]:
    """The size of the family that the funds are counted for, and the amount."""
    funds = settlement_funds(Facts.model_validate(await facts(chat)), MONDAY.date())
    return funds.size, funds.needed


# --- a child more ---


async def test_story_s43_a_baby_after_the_application_is_declared_and_the_funds_are_counted_anew(chat: Chat) -> None:
    applied = {"issued": "2026-10-01", "program": "federal_skilled_worker", "applied": "2026-11-10"}
    await chat.knows({**COUPLE, "children": [ONE], "child_expected": "2026-11-25", "invitation": applied})
    assert await family(chat) == (3, 23_360)
    assert "When was the child born?" in await opens(chat, "My children", "A child was born")
    await chat.goes_through("20 Nov 2026", "[No, neither]")
    text = await chat.presses("Yes, coming along")
    assert "A child is declared and examined at every stage, whether it comes along or not." in text
    assert "shut out of family sponsorship for good (section 117(9)(d) of the Regulations)" in text
    assert "452" in text  # a child gives no points and takes none
    assert "$28,362 for a family of 4, before: $23,360 for 3" in text
    text = await chat.presses("Save this change")
    assert "The child is added to the application, coming or not: a form, the fee, the medical exam." in text
    told = await facts(chat)
    assert told["children"] == [ONE, {"birth_date": "2026-11-20"}]
    assert "child_expected" not in told
    assert await family(chat) == (4, 28_362)


async def test_mistake_8_a_baby_told_in_words_opens_its_questions_with_the_day(conversation: Chat) -> None:
    await conversation.knows({**COUPLE, "children": []})
    assert "citoyenneté canadienne" in await conversation.says("notre bébé est né le 20 novembre 2026")
    await conversation.presses("Non, rien de cela")
    text = await conversation.presses("Oui, m’accompagne")
    assert "vendredi 20 novembre 2026" in text
    assert "alinéa 117(9)d) du Règlement" in text
    await conversation.presses("Enregistrer ce changement")
    assert await family(conversation) == (3, 23_360)


async def test_a_canadian_baby_is_declared_and_not_asked_whether_it_comes(chat: Chat) -> None:
    await chat.knows({**COUPLE, "children": []})
    await chat.says("our baby was born on 20 November 2026")
    text = await chat.presses("Yes, Canadian or resident")
    assert "It does not immigrate with you." in text
    assert "examined" not in text
    await chat.presses("Save this change")
    assert (await facts(chat))["children"] == [{"birth_date": "2026-11-20", "canadian": True}]
    assert await family(chat) == (3, 23_360)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("1 Dec 2026", "Tuesday 1 December 2026 is still to come. A child counts from the birth on"),
        ("1 Dec 1995", "Friday 1 December 1995 is too long ago"),
    ],
)
async def test_a_birth_that_cannot_be_is_asked_again_with_the_reason(chat: Chat, said: str, why: str) -> None:
    await chat.knows(SINGLE)
    await opens(chat, "My children", "A child was born")
    text = await chat.says(said)
    assert why in text
    assert "When was the child born?" in text


async def test_a_child_is_never_born_before_its_parents(chat: Chat) -> None:
    await chat.knows({**SINGLE, "birth_date": "2003-01-01", "tests": []})
    await opens(chat, "My children", "A child was born")
    assert "is not after the date of birth of a parent, Wednesday 1 January 2003" in await chat.says("1 May 2002")


async def test_an_adopted_child_has_its_own_date_of_birth(chat: Chat) -> None:
    await chat.knows(COUPLE)
    await chat.says("we adopted a child on 20 November 2026")
    assert "What is the child's date of birth?" in chat.text
    await chat.goes_through("3 April 2019", "[No, neither]", "[No, not coming]", "[Save this change]")
    assert (await facts(chat))["children"] == [{"birth_date": "2019-04-03", "accompanying": False}]


# --- a child expected ---


async def test_a_child_that_is_expected_counts_for_nobody_before_its_birth(chat: Chat) -> None:
    await chat.knows({**COUPLE, "children": [ONE]})
    await chat.says("my wife is pregnant")
    text = await chat.says("3 March 2027")
    assert "Until the birth nothing is counted differently: neither the score nor the family." in text
    assert "Family size for the settlement funds: 4, before: 3." in text
    assert "28,362 instead of 23,360" in text
    await chat.presses("Save this change")
    assert (await facts(chat))["child_expected"] == "2027-03-03"
    assert await family(chat) == (3, 23_360)


async def test_a_child_that_is_expected_no_more_is_taken_out_without_a_number(chat: Chat) -> None:
    await chat.knows({**COUPLE, "child_expected": "2027-03-03"})
    heard = [await chat.says("I had a miscarriage")]
    assert "Nothing has to be done here today: nobody is counted before a birth" in heard[0]
    heard.append(await chat.presses("Tell it now"))
    heard.append(await chat.presses("Yes, take it out"))
    heard.append(await chat.presses("Save this change"))
    for text in heard:
        for never in ("score", "CRS", "452", "!"):
            assert never not in text
    assert "child_expected" not in await facts(chat)


async def test_an_expected_day_that_is_kept_changes_nothing(chat: Chat) -> None:
    await chat.knows({**COUPLE, "child_expected": "2027-03-03"})
    await chat.goes_through("we lost the baby", "[Tell it now]", "[No, keep it]")
    assert await chat.presses("Save this change") == "Nothing was changed."
    assert (await facts(chat))["child_expected"] == "2027-03-03"


# --- what becomes of a child ---


async def test_the_child_that_is_meant_is_asked_for_where_there_are_several(chat: Chat) -> None:
    await chat.knows({**COUPLE, "children": [ONE, GROWN]})
    assert "Which child is it?" in await opens(chat, "My children", "A child married, or parted")
    await chat.goes_through("2", "1 October 2026")
    text = await chat.presses("Yes, in a couple")
    assert "is not a dependent child" in text
    await chat.presses("Save this change")
    assert (await facts(chat))["children"] == [ONE, {**GROWN, "in_couple": True}]
    assert await family(chat) == (3, 23_360)


async def test_a_child_that_is_in_no_couple_any_more_is_dependent_again(chat: Chat) -> None:
    await chat.knows({**COUPLE, "children": [{**GROWN, "in_couple": True}]})
    await opens(chat, "My children", "A child married, or parted")
    await chat.goes_through("1 October 2026", "[No, not any more]", "[Save this change]")
    assert (await facts(chat))["children"] == [GROWN]
    assert await family(chat) == (3, 23_360)


async def test_a_child_who_does_not_come_is_still_declared_and_counted(chat: Chat) -> None:
    await chat.knows({**COUPLE, "children": [ONE]})
    await opens(chat, "My children", "Whether a child comes")
    await chat.presses("Today")
    text = await chat.presses("No, not coming")
    assert "declared and examined at every stage, whether it comes along or not" in text
    await chat.presses("Save this change")
    assert (await facts(chat))["children"] == [{**ONE, "accompanying": False}]
    assert await family(chat) == (3, 23_360)


async def test_a_child_that_became_a_citizen_does_not_immigrate(chat: Chat) -> None:
    await chat.knows({**COUPLE, "children": [ONE]})
    await opens(chat, "My children", "A child: citizen or resident")
    assert "It does not immigrate with you." in await chat.presses("Today")
    await chat.presses("Save this change")
    assert (await facts(chat))["children"] == [{**ONE, "canadian": True}]


@pytest.mark.parametrize(
    ("answers", "left"),
    [
        (("[My own child]", "[No, not coming]"), [{**ONE, "accompanying": False}]),
        (("[A former partner's]",), []),
    ],
)
async def test_a_child_that_lives_elsewhere_stays_mine_and_a_former_partners_does_not(
    chat: Chat, answers: tuple[str, ...], left: list[dict[str, Any]]
) -> None:
    await chat.knows({**SINGLE, "children": [ONE]})
    await opens(chat, "My children", "A child lives elsewhere now")
    await chat.goes_through("1 October 2026", *answers, "[Save this change]")
    assert (await facts(chat))["children"] == left


async def test_nothing_happens_to_a_child_before_its_birth(chat: Chat) -> None:
    await chat.knows({**SINGLE, "children": [ONE]})
    await opens(chat, "My children", "A child lives elsewhere now")
    assert "is before the birth of the child, Tuesday 5 May 2020" in await chat.says("1 May 2020")


async def test_the_death_of_a_child_has_words_of_its_own(chat: Chat) -> None:
    await chat.knows({**COUPLE, "children": [ONE]})
    heard = [await chat.says("our daughter died")]
    assert "I am so sorry." in heard[0]
    heard.append(await chat.presses("Tell it now"))
    assert "3 December 2026 is in the future" in await chat.says("3 December 2026")
    heard.append(await chat.says("3 October 2026"))
    heard.append(await chat.presses("Save this change"))
    for text in heard:
        for never in ("score", "CRS", "points", "452", "!"):
            assert never not in text
    assert "undoing this change brings it back" in heard[-1]
    assert (await facts(chat))["children"] == []
