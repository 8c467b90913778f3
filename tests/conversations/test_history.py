"""/history: what was told and when, a page at a time; entries opened, undone, deleted; the log as a file."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any

import pytest

from conversations import changes
from rules.facts import Facts
from storage import candidates, journal
from storage.journal import Entry
from tests.conversations.chat import Chat
from tests.conversations.full_facts import FULL
from tests.conversations.sound import assert_sound
from tests.rules.situations import candidate

FACTS: dict[str, Any] = {"birth_date": "1991-03-31", "education": "secondary", "tests": [], "settlement_funds": 1}


async def tells(chat: Chat, why: str = "profile:funds", **facts: Any) -> None:
    """Facts kept as any conversation keeps them."""
    chat.now += timedelta(hours=1)
    async with chat.database.unit() as unit:
        candidate = await candidates.load(unit, chat.chat_id)
        assert candidate is not None
        told = Facts.model_validate({**(candidate.facts or {}), **facts})
        await candidates.save(unit, await changes.keep(unit, candidate, told, chat.now, chat.now.date(), why))


async def entries(chat: Chat) -> list[Entry]:
    async with chat.database.reader() as unit:
        return await journal.entries(unit, chat.chat_id)


async def test_the_history_tells_when_what_and_from_which_score_to_which(chat: Chat) -> None:
    await chat.knows(FACTS)
    await tells(chat, "profile:education", education="doctoral")
    text = await chat.says("/history")
    assert "2 entries, the newest first." in text
    newest, _, oldest = text.partition("2. ")
    assert "1. 23 November 2026, 11:00\u202fa.m.: Changed in the profile: Your education" in newest
    assert "before: at least 107 (rules CRS-2025-03-25)" in newest
    assert "Education: Doctorate (PhD) (before: Secondary school (high school) diploma)" in newest
    assert "Settlement funds" not in newest
    assert "Answers confirmed" in oldest


async def test_the_history_is_told_on_the_person_s_clock_and_in_their_language(conversation: Chat) -> None:
    await conversation.knows(FACTS, "America/Vancouver")
    await conversation.says("/historique")
    assert "1. 23 novembre 2026, 7\u00a0h\u00a0: Réponses confirmées" in conversation.text


async def test_a_change_of_the_partner_is_told_as_the_partner_s(chat: Chat) -> None:
    await chat.knows({**FACTS, "partner": {"status": "accompanying"}})
    await tells(chat, "profile:education", partner={"status": "accompanying", "education": "doctoral"})
    assert "Changed in the profile: Your partner's education" in await chat.says("/history")
    await chat.presses("Undo the last change")
    assert "Undone: Changed in the profile: Your partner's education" in await chat.says("/history")


async def test_a_long_history_comes_in_pages(chat: Chat) -> None:
    await chat.knows(FACTS)
    for n in range(12):
        await tells(chat, settlement_funds=100 + n)
    assert "13 entries, the newest first. Page 1 of 3." in await chat.says("/history")
    assert chat.labels.count("Older") == 1
    assert "Newer" not in chat.labels
    assert "Page 2 of 3." in await chat.presses("Older")
    assert {"Older", "Newer"} <= {*chat.labels}
    assert "Page 3 of 3." in await chat.presses("Older")
    assert "Older" not in chat.labels
    assert "Answers confirmed" in chat.text
    assert "Page 2 of 3." in await chat.presses("Newer")
    assert "Page 3 of 3." in await chat.presses_data("hy:p:999")
    assert_sound(chat.reply)


async def test_an_entry_is_opened_by_its_number(chat: Chat) -> None:
    await chat.knows(FACTS)
    await tells(chat, settlement_funds=20_000)
    await chat.says("/history")
    await chat.says("2")
    assert "Answers confirmed" in chat.text
    assert "Rule set CRS-2025-03-25, in force since 25 March 2025; computed for 23 November 2026." in chat.text
    assert "nothing before it to go back to" in chat.text
    assert "Undo this change" not in chat.labels
    await chat.presses("Back to the history")
    await chat.presses("Open 1")
    assert "Undo this change" in chat.labels
    assert "(before: " in chat.text


async def test_the_last_change_is_undone_from_the_first_page(chat: Chat) -> None:
    await chat.knows(FACTS)
    assert "Undo the last change" not in await chat.says("/history") + " ".join(chat.labels)
    await tells(chat, settlement_funds=20_000)
    await chat.says("/history")
    assert "Undone" in await chat.presses("Undo the last change")
    candidate = await chat.candidate()
    assert candidate is not None
    assert candidate.facts == (await entries(chat))[0].entry["facts"]


async def test_an_entry_is_deleted_by_a_button_and_a_typed_word_and_no_answer_changes(chat: Chat) -> None:
    await chat.knows(FACTS)
    await tells(chat, settlement_funds=20_000)
    candidate = await chat.candidate()
    await chat.goes_through("/history", "[Open 1]")
    text = await chat.presses("Delete this entry")
    assert "To delete it, type “delete”. Anything else keeps it." in text
    assert len(await entries(chat)) == 2
    assert "The entry is deleted. Your answers did not change." in await chat.says("delete")
    assert len(await entries(chat)) == 1
    now = await chat.candidate()
    assert candidate is not None
    assert now is not None
    assert now.facts == candidate.facts


@pytest.mark.parametrize("instead", ["no", "/history", "[Keep this entry]", "later"])
async def test_anything_but_the_word_keeps_the_entry(chat: Chat, instead: str) -> None:
    await chat.knows(FACTS)
    await chat.goes_through("/history", "[Open 1]", "[Delete this entry]", instead)
    assert len(await entries(chat)) == 1
    await chat.says("delete")
    assert len(await entries(chat)) == 1


async def test_a_button_of_a_deleted_entry_says_that_it_is_gone(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.goes_through("/history", "[Open 1]")
    data = chat.button("Delete this entry").data
    await chat.goes_through("[Delete this entry]", "delete")
    assert "no longer in your history" in await chat.presses_data(data)
    assert "Nothing is in it yet" in chat.text
    assert await chat.says("delete")
    assert_sound(chat.reply)


async def test_the_history_of_another_cannot_be_reached(chat: Chat) -> None:
    await chat.knows(FACTS)
    [theirs] = await entries(chat)
    other = Chat(chat.database, chat_id=8, now=chat.now)
    await other.knows({**FACTS, "settlement_funds": 77})
    other.now += timedelta(hours=3)
    await tells(chat, settlement_funds=20_000)
    for action in ("e", "d"):
        assert "no longer in your history" in await other.presses_data(f"hy:{action}:{(await entries(chat))[1].key}")
    assert theirs in await entries(chat)


async def test_the_log_tells_everything_in_order_with_its_rules_and_no_number_of_the_chat(chat: Chat) -> None:
    chat.chat_id = 8_117_306_442
    await chat.knows(FACTS)
    for n in range(7):
        await tells(chat, settlement_funds=100 + n)
    await chat.says("/history")
    text = await chat.presses("My log as a file")
    assert "a lawyer or a licensed consultant" in text
    assert_sound(chat.reply)
    page = chat.files["html"].decode()
    assert page.count("<h3>") == 8
    assert page.count("Rule set CRS-2025-03-25, in force since 25 March 2025") == 8
    assert page.index("Answers confirmed") < page.index("100 Canadian dollars (") < page.index("106 Canadian dollars (")
    assert "8117306442" not in page
    assert 'lang="en-CA"' in page


async def test_the_log_is_in_the_language_of_the_person(conversation: Chat) -> None:
    await conversation.knows(FACTS)
    await conversation.presses_data("hy:log")
    page = conversation.files["html"].decode()
    assert 'lang="fr-CA"' in page
    assert "SCG-2025-03-25" in page


async def test_two_hundred_entries_answer_as_fast_as_two(chat: Chat) -> None:
    async def taken() -> float:
        """Seconds of the processor; the best of three."""
        found = []
        for _ in range(3):
            begun = time.process_time()
            await chat.says("/history")
            found.append(time.process_time() - begun)
        return min(found)

    await chat.knows(FULL)
    await tells(chat, settlement_funds=1_000)
    of_two = await taken()
    for n in range(200):
        await tells(chat, settlement_funds=n)
    assert await taken() < 5 * of_two
    assert_sound(chat.reply)
    await chat.presses("Open 5")
    assert_sound(chat.reply)


async def test_the_first_entry_of_a_full_profile_fits_one_message(chat: Chat) -> None:
    await chat.knows(FULL)
    await chat.says("/history")
    assert "more answers" in chat.text
    assert_sound(chat.reply)
    await chat.says("1")
    assert "which your log tells" in chat.text
    assert_sound(chat.reply)


async def test_an_entry_older_than_the_undo_is_told_by_the_one_before_it(chat: Chat) -> None:
    await chat.knows(FACTS)
    async with chat.database.unit() as unit:
        for n in range(7):
            told = {"facts": {**FACTS, "settlement_funds": 300 + n}, "score": 1, "rule_set": "CRS-2025-03-25"}
            await journal.append(unit, chat.chat_id, chat.now, "profile:funds", told)
    text = await chat.says("/history")
    assert text.count("before: ") == 5
    assert "Date of birth" not in text
    await chat.says("5")
    assert chat.text.count("• ") == 1


async def test_who_told_nothing_has_an_empty_history(chat: Chat) -> None:
    assert "No name, passport" in await chat.says("/history")
    await chat.goes_through("/start", "[Start]")
    assert "Nothing is in it yet" in await chat.says("/history")
    assert_sound(chat.reply)


async def test_simple_messages_can_be_walked_by_numbers(chat: Chat) -> None:
    await chat.knows(FACTS)
    await tells(chat, settlement_funds=20_000)
    await chat.says("/simple")
    await chat.says("/history")
    assert "To choose, type a number:" in chat.text
    number = next(line.partition(".")[0] for line in chat.text.splitlines() if line.endswith("My log as a file"))
    await chat.says(number)
    assert chat.files


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("history", "Your history"),
        ("Undo the last change", "Your history"),
        ("Undo this change", "Your history"),
        ("my log", "Your log"),
        ("what is planned?", "Nothing is planned."),
    ],
)
async def test_words_lead_where_the_buttons_lead(chat: Chat, words: str, said: str) -> None:
    await chat.knows(FACTS)
    assert said in await chat.says(words)
    assert "Your history" in await chat.goes_through("/change", "[Show my history]")


async def test_a_score_with_facts_missing_is_at_least_as_much_as_the_board_says(conversation: Chat) -> None:
    await conversation.knows({**FACTS, "canadian_work_years": None})
    await tells(conversation, "profile:education", education="doctoral")
    board, history = await conversation.says("/score"), await conversation.says("/history")
    least = "at least 227" if conversation.language == "en" else "au moins 227"
    assert least in board
    assert re.search(rf"{least}, .*{'at least' if conversation.language == 'en' else 'au moins'} 107 ", history)


async def test_a_score_with_a_partner_unknown_is_not_called_the_least_where_the_board_does_not(chat: Chat) -> None:
    """With a partner who comes the same answers give less."""
    told = candidate(chat.now.date(), age=29, english=9).model_dump(mode="json")
    await chat.knows({**told, "partner": None, "partner_unknown": True})
    board, history = await chat.says("/score"), await chat.says("/history")
    assert "at least" not in board.split("\n")[0]
    assert "at least" not in history


async def test_an_old_entry_says_at_least_by_what_it_rests_on(chat: Chat) -> None:
    await chat.knows(FACTS)
    for assumed, told in ((["education"], "at least 5 "), (["partner"], ": 5 "), ([], ": 5 ")):
        entry = {"facts": FACTS, "score": 5, "rule_set": "CRS-2025-03-25", "assumed": assumed, "on": "2026-11-23"}
        async with chat.database.unit() as unit:
            await journal.append(unit, chat.chat_id, chat.now, "interview", entry)
        newest = (await chat.says("/history")).partition("2. ")[0]
        assert f"CRS score, estimated{told if told.startswith(':') else ': ' + told}(rules" in newest
