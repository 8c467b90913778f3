"""A letter of invitation or a list of points pasted into the chat: compared, filled in, and gone."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from conversations import pasted
from conversations.letter_reading import Letter, reads_letter
from conversations.pasted import Compared, compared
from rules.facts import Facts
from storage.encryption import KeyRing
from tests.conversations.chat import Chat
from tests.conversations.letters import FRENCH_LETTER, GRADUATE, LETTER, TOOL

THEN = datetime(2026, 8, 20, 15, tzinfo=UTC)
MARKER = "Quintero"
ROUND = "436"
CHECKED = "12 lines agree"
ALL_AGREE = "16 lines agree with my count."


async def invited(chat: Chat, **more: Any) -> Chat:
    chat.now = THEN
    await chat.knows({**GRADUATE, **more})
    return chat


async def facts_of(chat: Chat) -> Facts:
    person = await chat.candidate()
    assert person is not None
    assert person.facts is not None
    return Facts.model_validate(person.facts)


def comparison(text: str, **more: Any) -> Compared:
    letter = reads_letter(text, THEN.date())
    assert isinstance(letter, Letter)
    found = compared(letter, Facts.model_validate({**GRADUATE, **more}), THEN.date())
    assert found is not None
    return found


# Compared with the facts


@pytest.mark.parametrize("text", [LETTER, FRENCH_LETTER, TOOL])
def test_what_the_facts_give_too_agrees(text: str) -> None:
    found = comparison(text)
    assert (found.differ, found.open, found.unknown, found.missing) == ((), (), (), ())
    assert (found.ours, found.total) == (527, 527)
    assert found.summed == 527


def test_a_line_with_other_points_differs() -> None:
    found = comparison(LETTER, canadian_work_years=0)
    assert {(one.points.key, one.points.points, one.ours) for one in found.differ} == {
        ("canadian_work", 40, 0),
        ("transfer_foreign", 38, 25),
    }
    assert "transfer_education" in found.same  # its cap hides the difference


def test_a_line_behind_which_something_is_not_known_cannot_be_reproduced() -> None:
    found = comparison(LETTER, education=None, sibling_in_canada=None)
    assert {one.points.key: one.open for one in found.open} == {
        "education": ("education",),
        "transfer_education": ("education",),
    }
    assert found.differ == ()
    # Nothing is open where the facts agree all the same.
    assert "sibling" in found.same


def test_what_gives_points_here_and_has_no_line_there_is_missing() -> None:
    without = "\n".join(line for line in LETTER.splitlines() if "Canadian Education" not in line)
    found = comparison(without)
    assert [line.key for line in found.missing] == ["canadian_study"]
    assert (found.summed, found.total) == (497, 527)


def test_the_day_of_the_letter_is_the_day_that_counts() -> None:
    birthday = {"birth_date": "1996-08-19"}  # 30 on the day after the letter
    assert "age" in comparison(LETTER, **birthday).same
    assert comparison(LETTER, **birthday).on.isoformat() == "2026-08-18"
    assert [one.points.key for one in comparison(TOOL, **birthday).differ] == ["age", "section:core"]


# In the chat


async def test_a_pasted_letter_fills_the_questions_and_is_saved_when_confirmed(chat: Chat) -> None:
    await invited(chat)
    text = await chat.says(LETTER)
    assert ALL_AGREE in text
    assert "Date of the invitation: Tuesday 18 August 2026" in text
    assert "Last day by the letter: Saturday 17 October 2026" in text
    assert "Score in the letter: 527 points" in text
    assert "please delete that message from this chat" in text
    assert "Which round was it?" in text
    assert (await facts_of(chat)).invitation is None
    await chat.presses(f"Round {ROUND}")
    await chat.presses("Save the invitation")
    invitation = (await facts_of(chat)).invitation
    assert invitation is not None
    assert (invitation.issued.isoformat(), str(invitation.deadline)) == ("2026-08-18", "2026-10-17")
    assert (invitation.program, invitation.score, invitation.cut_off) == ("canadian_experience", 527, 523)


async def test_a_french_letter_is_read_in_french(conversation: Chat) -> None:
    await invited(conversation)
    text = await conversation.says(FRENCH_LETTER)
    assert "12 lignes concordent avec mon calcul." in text
    assert "veuillez supprimer ce message" in text


async def test_a_letter_with_personal_numbers_is_read_and_not_refused(chat: Chat) -> None:
    await invited(chat)
    assert "That looks like a personal number" in await chat.says("UCI: 11-2345-6789")
    text = await chat.says(LETTER)
    assert "Your letter, read" in text
    for secret in (MARKER, "Zebulon", "6789", "E0045"):
        assert secret not in text


async def test_a_line_that_differs_is_named_with_both_counts(chat: Chat) -> None:
    await invited(chat, canadian_work_years=0)
    text = await chat.says(LETTER)
    assert "Work in Canada: 40 in the text, 0 by your answers" in text
    assert "one of them is not right" in text


async def test_a_list_of_points_is_compared_and_changes_nothing(chat: Chat) -> None:
    await invited(chat)
    text = await chat.says(TOOL)
    assert "Your list of points, read" in text
    assert "24 lines agree with my count." in text
    assert "one of them is not right" not in text
    assert (await facts_of(chat)).official_score is None
    place = await chat.place() or {}
    assert "open" not in place


async def test_an_open_question_is_asked_again_after_a_list_of_points(chat: Chat) -> None:
    await invited(chat)
    await chat.says("I got an invitation")
    text = await chat.says(TOOL)
    assert "Your list of points, read" in text
    assert "Which date does your invitation letter carry?" in text


async def test_a_letter_in_two_parts_is_read_part_by_part(chat: Chat) -> None:
    await invited(chat)
    at = LETTER.index("Your overall points")
    first = await chat.says(LETTER[:at])
    assert ALL_AGREE in first
    second = await chat.says(LETTER[at:])
    assert "Last day by the letter: Saturday 17 October 2026" in second
    assert "Score in the letter: 527 points" in second
    assert "Which round was it?" in second
    # The second half of the chart adds its score to what the first one began.
    await chat.says("/stop")
    at = LETTER.index("CRS \N{EN DASH} Skill")
    await chat.says(LETTER[:at])
    text = await chat.says(LETTER[at:])
    assert "by your answers for 18 August 2026" in text
    await chat.presses(f"Round {ROUND}")
    assert "Score in the letter: 527" in chat.text


async def test_what_is_pasted_right_after_a_letter_replaces_nothing_of_it(chat: Chat) -> None:
    await invited(chat)
    await chat.says(LETTER)
    await chat.says(TOOL.replace("Grand total = 527", "Grand total = 1,035"))
    await chat.presses(f"Round {ROUND}")
    assert "Score in the letter: 527 points" in chat.text


async def test_the_rest_of_a_letter_is_waited_for_some_minutes_only(chat: Chat) -> None:
    await invited(chat)
    rest = "\n".join(["You may want to ask a representative for help with this. " * 3] * 4)
    await chat.says(LETTER)
    assert "the rest of the letter" in await chat.says(rest)
    chat.now = chat.now.replace(hour=18)
    assert "the rest of the letter" not in await chat.says(rest)


async def test_a_word_right_after_a_letter_answers_the_question(chat: Chat) -> None:
    await invited(chat)
    await chat.says(LETTER)
    assert "I do not know that round" in await chat.says("no")


async def test_a_letter_of_the_invitation_that_is_known_changes_its_summary(chat: Chat) -> None:
    await invited(chat, invitation={"issued": "2026-08-18", "program": "canadian_experience", "round": ROUND})
    text = await chat.says(LETTER)
    assert "Save the invitation" in chat.labels
    assert "Score in the letter: 527" in text
    await chat.presses("Save the invitation")
    invitation = (await facts_of(chat)).invitation
    assert invitation is not None
    assert (invitation.round, invitation.score) == (ROUND, 527)


async def test_somebody_without_answers_is_told_what_is_needed_first(chat: Chat) -> None:
    chat.now = THEN
    await chat.goes_through("/start", "[Start]")
    text = await chat.says(LETTER)
    assert "please delete that message" in text
    assert "I need your answers first." in text
    assert MARKER not in text


async def test_how_a_letter_is_pasted_is_said_when_asked(chat: Chat) -> None:
    await invited(chat)
    assert "paste it here as a message" in await chat.says("Can I paste my letter?")


async def test_a_score_far_from_the_facts_is_shown_with_both(chat: Chat) -> None:
    await invited(chat)
    text = await chat.says(TOOL.replace("Grand total = 527", "Grand total = 1,035"))
    assert "Score: 1,035 in the text, 527 by your answers." in text
    assert "add up to 527" in text


async def test_a_line_without_a_factor_is_named_by_its_place(chat: Chat) -> None:
    await invited(chat)
    text = await chat.says(LETTER.replace("Your overall", "CRS \N{EN DASH} Wages <b>x</b> 20\nYour overall"))
    assert "These lines I do not know" in text
    assert "<b>x</b> 20”: 20" in text


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_whatever_is_pasted_the_answer_fits_its_messages(chat: Chat, language: str) -> None:
    chat.language = language
    await invited(chat, sibling_in_canada=None, education=None)
    lines = [*LETTER.splitlines(), *TOOL.splitlines(), *(f"CRS & < > {'&' * 70} {n}" for n in range(60))]
    more = [line.replace(" = 0", " = 150").replace(" 0", " 150") for line in lines]
    await chat.says("\n".join(more))
    assert len(chat.reply.messages) >= 2
    assert all(len(message.text) <= 4096 for message in chat.reply.messages)
    assert re.search(r"\b(?:and \d+ more|et \d+ autres)$", chat.text, re.MULTILINE)


# What is kept


async def test_nothing_of_the_text_is_ever_sealed_or_written(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed: list[bytes] = []
    encrypt = KeyRing.encrypt

    def noting(self: KeyRing, place: str, owner: int, value: bytes) -> bytes:
        sealed.append(value)
        return encrypt(self, place, owner, value)

    monkeypatch.setattr(KeyRing, "encrypt", noting)
    await invited(chat)
    marked = LETTER.replace("PR or Canadian Sibling", "PR or Canadian Sibling of Marguerite")
    at = marked.index("CRS \N{EN DASH} Skill")
    for part in (marked, marked[:at], marked[at:], "\n".join([f"Marguerite {MARKER} may apply. " * 6] * 4)):
        await chat.says(part)
        await chat.says("/stop")
    assert sealed
    kept = b"".join(sealed).decode("utf-8", "replace")
    for secret in ("Marguerite", MARKER, "Zebulon", "6789", "E0045", "Human Capital"):
        assert secret not in kept, secret
    assert "Marguerite" not in json.dumps(await chat.place())


async def test_a_part_of_a_letter_leaves_no_more_than_the_time_it_came(chat: Chat) -> None:
    await invited(chat)
    await chat.says(LETTER)
    place = await chat.place() or {}
    assert place["asked"] == {"what": pasted.WHAT, "at": chat.now.isoformat()}
