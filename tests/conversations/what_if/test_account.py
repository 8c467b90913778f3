"""The score of the account: typed in a sentence or after the command, compared, explained to the point, not kept."""

from __future__ import annotations

import re

import pytest

from conversations.what_if import account
from conversations.what_if.account import SLIPS, score_said
from rules import crs
from rules.differences import slips
from rules.facts import Facts
from tests.conversations.chat import Chat
from tests.conversations.what_if.people import COUPLE, FACTS
from tests.conversations.what_if.test_what_if import TODAY


def total_of(**changes: object) -> int:
    return crs.score(Facts.model_validate({**FACTS, **changes}), TODAY).total


async def test_a_sentence_with_the_score_starts_the_search(chat: Chat) -> None:
    await chat.knows(FACTS)
    shown = total_of(canadian_work_years=2)
    text = await chat.says(f"my account shows {shown}")
    assert f"Your account shows {shown}, I compute 461" in text
    assert "The account counts one year more of work in Canada than you told me." in text
    assert "Your account wins." in text


async def test_the_question_asks_where_no_score_was_said(chat: Chat) -> None:
    await chat.knows(FACTS)
    assert "Which CRS score does your account show?" in await chat.says("/compare")
    shown = total_of(sibling_in_canada=True)
    assert "The account counts a brother or sister in Canada." in await chat.says(str(shown))
    assert await chat.place() in (None, {}) or "open" not in (await chat.place() or {})


async def test_the_score_is_compared_and_not_kept(chat: Chat) -> None:
    await chat.knows(FACTS)
    before = await chat.candidate()
    await chat.says("/compare 490")
    after = await chat.candidate()
    assert before is not None
    assert after is not None
    assert after.facts == before.facts
    assert "490" not in str(await chat.place())


async def test_the_same_score_leaves_nothing_to_look_for(chat: Chat) -> None:
    await chat.knows(FACTS)
    assert "I compute the same" in await chat.says("/compare 461")


async def test_a_score_that_nothing_explains_is_said_to_be_so(chat: Chat) -> None:
    await chat.knows(FACTS)
    text = await chat.says("/compare 1199")
    assert "None of the usual slips, alone or two together, gives 1,199 to the point." in text
    assert "Why these points?" in text


async def test_a_change_of_the_rules_that_is_not_known_may_be_the_difference(chat: Chat) -> None:
    await chat.knows(FACTS)
    text = await chat.says("/compare 1199")
    assert "in force since 3 November 2026" in text
    assert "Your account may count it: that would be a difference too." in text


async def test_two_things_together_stand_behind_a_button(chat: Chat) -> None:
    await chat.knows(FACTS)
    shown = total_of(canadian_work_years=2)
    text = await chat.says(f"/compare {shown}")
    assert "Two things together that would explain" not in text
    text = await chat.presses("Two things together")
    assert "Two things together that would explain it exactly" in text
    assert "One thing that would explain it exactly" in text


async def test_a_partner_left_out_is_named(chat: Chat) -> None:
    await chat.knows(COUPLE)
    text = await chat.says("mon compte affiche 461")
    assert "The account counts no partner who comes with you." in text


async def test_without_answers_it_says_what_is_needed(chat: Chat) -> None:
    await chat.goes_through("/start", "[Start]", "/stop")
    assert "I need your answers first." in await chat.says("/compare 478")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("my account shows 478", 478),
        ("calculator says 486, profile says 474", 474),
        ("mon compte affiche 478", 478),
        ("le calculateur dit 486, le profil 474", 474),
        ("the official score is 490", 490),
        ("compare with my account", None),
        ("my account says 4780", None),
    ],
)
def test_the_score_of_the_account_is_read_from_a_sentence(text: str, said: int | None) -> None:
    assert score_said(text) == said


def test_every_slip_of_the_rules_has_its_words() -> None:
    assert set(SLIPS) == {slip.key for slip in slips()}


async def test_every_number_of_the_answer_is_of_the_rules(conversation: Chat) -> None:
    await conversation.knows(COUPLE)
    computed = crs.score(Facts.model_validate(COUPLE), TODAY).total
    for shown in (computed - 20, computed + 15, computed + 45):
        text = await conversation.says(f"/compare {shown}")
        assert {str(shown), str(computed), str(abs(shown - computed))} <= set(re.findall(r"\d+", text))


async def test_an_old_button_asks(chat: Chat) -> None:
    await chat.knows(FACTS)
    assert "Which CRS score does your account show?" in await chat.presses_data(f"{account.PREFIX}:pairs:x")
