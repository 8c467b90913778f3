"""What random walks through the chat ran into, each as the few messages that led there."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conversations.chat import Chat
from tests.conversations.test_profile import SHORT

TO_THE_SCALE = ("/start", "[Start]", "31 3 1991", "none", "bachelor", "[TEF Canada]")


# --- the scale of a TEF ---


@pytest.mark.parametrize("put_off", ["[I don't know yet]", "[Skip]"])
async def test_the_scores_of_a_tef_are_not_asked_while_nobody_knows_their_scale(chat: Chat, put_off: str) -> None:
    text = await chat.goes_through(*TO_THE_SCALE, put_off)
    assert "What are the four scores" not in text
    assert "What is the date of the result" not in text
    assert "result in the other official language" in text


async def test_the_scores_of_a_tef_are_asked_once_the_scale_is_known(chat: Chat) -> None:
    await chat.goes_through(*TO_THE_SCALE, "[I don't know yet]", "no", "0", "1", "no", "no", "no", "no")
    assert "TEF scale: not known yet" in chat.text
    text = await chat.goes_through("[Ask me what is missing]", "[Older scale]")
    assert "What are the four scores" in text


async def test_a_tef_without_its_scale_is_no_result_in_the_profile(chat: Chat) -> None:
    await chat.goes_through(
        *SHORT, "/profile", "[2. Language tests]", "[Add a test result]", "[TEF Canada]", "[I don't know yet]"
    )
    text = await chat.presses("Save")
    assert "To keep this I need: TEF scale" in text
    await chat.goes_through("[Ask me what is missing]", "[Older scale]", "L280 R240 W310 S320", "1 Oct 2026", "[Save]")
    facts: Any = (await chat.candidate()).facts  # type: ignore[union-attr]
    assert [test["kind"] for test in facts["tests"]] == ["ielts_general", "tef_canada"]
