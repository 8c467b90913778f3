"""The score of the account: typed in a sentence or after the command, compared, explained to the point, not kept."""

from __future__ import annotations

import html
import re

import pytest

from conversations.what_if import account
from conversations.what_if.account import SLIPS, score_said
from locales import use
from rules import crs
from rules.differences import MOST_KEPT, differences, slips
from rules.facts import Facts
from tests.conversations.chat import Chat
from tests.conversations.what_if.people import COUPLE, FACTS
from tests.conversations.what_if.test_what_if import TODAY
from tests.rules.situations import candidate


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
    assert not (await chat.place() or {}).get("open")


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
        ("my account shows 1200", 1200),
    ],
)
def test_the_score_of_the_account_is_read_from_a_sentence(text: str, said: int | None) -> None:
    assert score_said(text) == said


async def test_the_highest_score_there_is_can_be_compared(chat: Chat) -> None:
    await chat.knows(FACTS)
    assert "Your account shows 1,200" in await chat.says("/compare 1200")
    assert "Your account shows 1,200" in await chat.presses_data(f"{account.PREFIX}:pairs:1200")


async def test_what_is_no_score_is_said_not_to_be_one(chat: Chat) -> None:
    await chat.knows(FACTS)
    for typed in ("/compare 1201", "/compare -5", "/compare four hundred", "my account shows 1201"):
        text = await chat.says(typed)
        assert "I could not read a score. It is a whole number from 0 to 1,200." in text, typed
        assert "Which CRS score does your account show?" in text


@pytest.mark.parametrize(
    "typed", ["/compare 470 points", "/compare CRS 470", "/compare 470/1200", "my account shows 470 points"]
)
async def test_a_score_is_read_with_what_people_write_around_it(chat: Chat, typed: str) -> None:
    await chat.knows(FACTS)
    assert "Your account shows 470" in await chat.says(typed)


async def test_a_score_above_a_thousand_is_read_as_it_is_printed(chat: Chat) -> None:
    await chat.knows({**FACTS, "provincial_nomination": True})
    for typed in ("/compare 1,016", "/compare 1 016", "my account shows 1,016"):
        assert "Your account shows 1,016" in await chat.says(typed), typed
    await chat.says("/compare")
    assert "Your account shows 1,016" in await chat.says("1,016")


async def test_a_sentence_answers_the_open_question_once(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.says("/compare")
    text = await chat.says("my account says 470")
    assert "Your account shows 470" in text
    assert "Which CRS score does your account show?" not in text
    assert not (await chat.place() or {}).get("open")


async def test_the_other_score_is_told_apart(chat: Chat) -> None:
    await chat.knows(FACTS)
    text = await chat.says("/compare 79")
    assert "Is 79 your Federal Skilled Worker points? They are another score, out of 100; I compute 79 there." in text
    assert "What is compared here is the CRS score, out of 1,200." in text
    assert "Is 100 your Federal Skilled Worker points?" in await chat.says("/compare 100")
    assert "Federal Skilled Worker" not in await chat.says("/compare 101")


async def test_what_was_never_told_comes_before_guesses(chat: Chat) -> None:
    few = {"birth_date": "1994-03-14", "tests": FACTS["tests"]}
    await chat.knows(few)
    text = await chat.says("/compare 461")
    assert "I compute at least 210" in text
    assert text.index("Not known to me, so counted as nothing here: education") < text.index("None of the usual slips")
    assert "Any of these can be the whole difference. Tell me them first, then compare again." in text


UNKNOWN = "Not known to me, so counted as nothing here"


@pytest.mark.parametrize(("shown", "guess"), [(480, False), (440, False), (220, True), (200, False)])
async def test_only_a_higher_score_can_come_of_what_was_never_told(chat: Chat, shown: int, guess: bool) -> None:
    told = FACTS if shown > 300 else {"birth_date": "1994-03-14", "tests": FACTS["tests"]}
    await chat.knows(told)
    text = await chat.says(f"/compare {shown}")
    assert text.count(UNKNOWN) == (shown < 300)
    assert ("Any of these can be the whole difference" in text) == guess


async def test_one_thing_alone_is_never_left_out(chat: Chat) -> None:
    facts, shown = many_single()
    await chat.knows(facts.model_dump(mode="json", exclude_none=True))
    text = await chat.says(f"/compare {shown}")
    found = differences(facts, TODAY, shown)
    assert len(found.single) > account.MOST_SHOWN
    with use("en"):
        assert "less likely" not in text
        assert "\n\n2. " not in text
        for each in found.single:
            assert html.unescape(account.of_slip(each.slips[0])) in text


def many_single() -> tuple[Facts, int]:
    """A couple with two languages each: a good dozen of single slips are worth the same two points."""
    partner = {"education": "one_year", "english": 8, "french": 8, "canadian": 1}
    facts = candidate(TODAY, education="none", english=9, french=6, canadian=1, foreign=2, partner=partner)
    return facts, crs.score(facts, TODAY).total + 2


async def test_of_more_pairs_than_are_kept_no_number_is_said(chat: Chat) -> None:
    facts, _ = many_single()
    total = crs.score(facts, TODAY).total
    shown = next(n for n in range(total + 1, total + 60) if len(differences(facts, TODAY, n).pairs) == MOST_KEPT)
    await chat.knows(facts.model_dump(mode="json", exclude_none=True))
    await chat.presses_data(f"{account.PREFIX}:pairs:{shown}")
    assert "\nand more, less likely" in chat.text
    pairs = chat.text[chat.text.index("Two things together") :]
    assert "\n6. " in pairs
    assert "\n7. " not in pairs


@pytest.mark.parametrize(("shown", "beyond"), [(450, 1), (468, 3), (470, 0)])
async def test_of_the_pairs_beyond_the_sixth_the_number_is_said(chat: Chat, shown: int, beyond: int) -> None:
    await chat.knows(FACTS)
    text = await chat.says(f"/compare {shown}")
    assert re.findall(r"and (\d+) more, less likely", text) == ([str(beyond)] if beyond else [])
    assert "\n\n2. " in text, "a space between pairs"


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
