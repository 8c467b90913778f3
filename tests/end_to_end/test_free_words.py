"""Free words and guards over HTTP: the answer, the question again, and nothing of a secret left behind."""

from __future__ import annotations

import sqlite3

import pytest

from tests.end_to_end.running import Companion
from tests.end_to_end.story import LONG, arrives_at, goes_on_from
from tests.telegram_person import Person
from tests.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="module")

CANADA = "skilled work do you have in Canada"


async def test_a_secret_a_coaching_request_and_a_question_leave_the_interview_where_it_was(ana: Person) -> None:
    await arrives_at(ana, CANADA)
    for said, words in (
        ("my portal password is Soleil2024", "change the password today"),
        ("my UCI is 1122-3344", "did not keep it"),
        ("How do I write that my wife stays in India though she comes?", "five years"),
        ("are you IRCC?", "No, this is not official"),
        ("suis-je admissible ?", "I need your answers first"),
        ("I read that ITA gives 90 days", "it was so until 28 June 2021"),
        ("how do I claim asylum", "outside what I know"),
    ):
        await ana.say(said)
        answer = await ana.wait_for(words, LONG)
        assert CANADA in answer.text, said
    summary = await goes_on_from(ana, CANADA)
    assert "Work in Canada: no complete year" in summary.text


async def test_the_inbox_and_the_log_keep_no_text_once_a_message_is_answered(
    standing_bot: Companion, ana: Person
) -> None:
    await arrives_at(ana, CANADA)
    await ana.say("my portal password is Wolkenkuckuck77")
    await ana.wait_for("change the password today", LONG)
    database = standing_bot.folder / "data" / "companion.db"

    def texts_left() -> int:
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
            (left,) = connection.execute("SELECT count(*) FROM inbox WHERE body IS NOT NULL").fetchone()
            return int(left)

    await until(lambda: texts_left() == 0, LONG)
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        states = connection.execute("SELECT DISTINCT state, chat_id FROM inbox").fetchall()
    assert states == [("done", None)]
    kept = b"".join(file.read_bytes() for file in database.parent.iterdir() if file.is_file())
    assert b"Wolkenkuckuck77" not in kept
    assert "Wolkenkuckuck77" not in standing_bot.log
