"""A test that Express Entry does not take: said so, kept apart, shown, and taken back when it was a slip (S07)."""

from __future__ import annotations

import pytest

from conversations.short_interview import NOT_ACCEPTED, NOT_USABLE
from rules.facts import Facts
from rules.language_tests import unusable_tests
from tests.conversations.chat import Chat

TO_THE_TEST = ("/start", "[Start]", "31 3 1997", "none", "bachelor")
AFTER_THE_TEST = ("0", "3", "no", "no", "no", "no", "[Compute my score]")
WITH_A_RESULT = ("[IELTS General]", "L8 R7 W6.5 S7", "1 Oct 2026", "no")


async def kept(chat: Chat) -> Facts:
    """The facts that are kept."""
    candidate = await chat.candidate()
    assert candidate is not None
    return Facts.model_validate(candidate.facts)


def test_every_test_of_the_rule_book_that_cannot_be_used_has_its_words_and_no_other() -> None:
    assert set(NOT_USABLE) == set(unusable_tests())
    assert len(NOT_ACCEPTED) == len(NOT_USABLE)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("IELTS Academic", "ielts_academic"),
        ("PTE Academic", "pte_academic"),
        ("TOEFL", "toefl_ibt"),
        ("toefl essentials", "toefl_essentials"),
        ("CELPIP-General LS", "celpip_general_ls"),
        ("duolingo", "duolingo"),
        ("Cambridge C1", "cambridge"),
        ("DELF B2", "delf"),
        ("dalf", "dalf"),
    ],
)
async def test_a_test_that_is_not_accepted_is_said_to_be_and_kept_once_the_answers_are(
    chat: Chat, said: str, key: str
) -> None:
    await chat.goes_through(*TO_THE_TEST)
    text = await chat.says(said)
    assert "not usable" in text, said
    assert "Which language test do you have" in text, "the interview goes on"
    await chat.goes_through("[I don't know yet]", *AFTER_THE_TEST)
    assert "CRS score, estimated: at least" in chat.text
    facts = await kept(chat)
    assert (facts.tests_not_usable, facts.tests) == ((key,), ())


async def test_a_test_named_before_the_accepted_one_is_kept_beside_it(chat: Chat) -> None:
    await chat.goes_through(*TO_THE_TEST, "toefl", "IELTS academic", "toefl", *WITH_A_RESULT, *AFTER_THE_TEST)
    facts = await kept(chat)
    assert facts.tests_not_usable == ("toefl_ibt", "ielts_academic")
    assert [test.kind for test in facts.tests] == ["ielts_general"]


async def test_nothing_is_kept_before_the_answers_are_confirmed(chat: Chat) -> None:
    await chat.goes_through(*TO_THE_TEST, "toefl", "/stop")
    candidate = await chat.candidate()
    assert candidate is not None
    assert candidate.facts is None


async def test_what_was_named_survives_a_pause_and_a_change_of_language(chat: Chat) -> None:
    await chat.goes_through(*TO_THE_TEST, "toefl", "/stop", "/start", "/fr", "je ne sais pas", "/en", *AFTER_THE_TEST)
    assert (await kept(chat)).tests_not_usable == ("toefl_ibt",)


async def test_the_partners_test_is_kept_with_the_partner(chat: Chat) -> None:
    await chat.goes_through("/start", "[Start]", "31 3 1997", "[Yes, coming with me]", "bachelor", *WITH_A_RESULT)
    await chat.goes_through("0", "3", "no", "no", "no", "no", "bachelor", "duolingo", "[No result yet]", "0")
    await chat.goes_through("[Compute my score]")
    facts = await kept(chat)
    assert facts.partner is not None
    assert (facts.tests_not_usable, facts.partner.tests_not_usable) == ((), ("duolingo",))


async def test_the_chapter_of_tests_shows_it_and_it_can_be_taken_back(chat: Chat) -> None:
    await chat.goes_through(*TO_THE_TEST, "toefl", "delf", *WITH_A_RESULT, *AFTER_THE_TEST, "Toronto", "/profile")
    shown = await chat.goes_through("[2. Language tests]")
    assert "Not usable for Express Entry: TOEFL iBT" in shown
    assert "Not usable for Express Entry: DELF" in shown
    shown = await chat.goes_through("[Remove: TOEFL iBT]")
    assert "Removed." in shown
    assert "TOEFL" not in shown
    assert "Not usable for Express Entry: DELF" in shown
    facts = await kept(chat)
    assert facts.tests_not_usable == ("delf",)
    assert len(facts.tests) == 1
    removed = chat.button("Remove: TOEFL iBT").data
    assert "This menu is old" in await chat.presses_data(removed)


async def test_in_the_profile_a_test_that_cannot_be_used_is_kept_without_a_result(chat: Chat) -> None:
    await chat.goes_through(*TO_THE_TEST, "[No result yet]", *AFTER_THE_TEST, "/profile", "[2. Language tests]")
    await chat.goes_through("[Add a test result]", "pte academic", "[I don't know yet]")
    shown = await chat.goes_through("[Save]")
    assert "Saved." in shown
    assert "Not usable for Express Entry: PTE Academic" in shown
    facts = await kept(chat)
    assert (facts.tests_not_usable, facts.tests) == (("pte_academic",), ())


async def test_in_the_profile_it_is_kept_beside_the_result_that_follows(chat: Chat) -> None:
    await chat.goes_through(*TO_THE_TEST, "[No result yet]", *AFTER_THE_TEST, "/profile", "[2. Language tests]")
    await chat.goes_through("[Add a test result]", "pte academic", "[PTE Core]", "L82 R78 W88 S84", "1 Oct 2026")
    await chat.goes_through("[Save]")
    facts = await kept(chat)
    assert facts.tests_not_usable == ("pte_academic",)
    assert [test.kind for test in facts.tests] == ["pte_core"]


async def test_a_new_result_of_a_test_that_cannot_be_used_is_noted_and_no_result_is_lost(chat: Chat) -> None:
    await chat.goes_through(*TO_THE_TEST, *WITH_A_RESULT, *AFTER_THE_TEST, "Toronto", "New test result")
    await chat.goes_through("[Your English test]", "toefl", "[I don't know yet]", "[Save the new result]")
    facts = await kept(chat)
    assert facts.tests_not_usable == ("toefl_ibt",)
    assert [test.kind for test in facts.tests] == ["ielts_general"]
