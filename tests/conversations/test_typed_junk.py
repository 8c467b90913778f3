"""Odd texts, typed into every question there is: read or asked again, and whatever is said of them can be sent."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import pytest

from conversations import scripts
from conversations.messages import Outgoing
from conversations.profile.chapters import CHAPTERS
from conversations.profile.scripts import key_of
from conversations.questions import Accepted, Question, Unclear
from locales import LANGUAGES, Language, use
from tests.conversations.chat import Chat
from tests.conversations.sound import faults_of

TODAY: Final = date(2026, 11, 23)

JUNK: Final = (
    *("<b>bold</b> & co", "<i>", "&", "&lt;b&gt;", "<a href='x'>", "\"quoted\" 'text'", "{x} %s {0} }{", "\\", "\x00"),
    *(
        "\u202e31 3 1990",
        "\u200f\u200e",
        "\u200b",
        "L\u200b8 R7 W7 S7",
        "31\u00a03\u00a01990",
        "\u2028",
        "🇨🇦",
        "😀" * 60,
    ),
    *("x" * 4000, "1" * 4000, "<" * 4000, "1 " * 2000, "a b " * 1000, "&amp;" * 800, "; " * 2000, "L8 " * 1300),
    *(
        "٣١ ٣ ١٩٩٠",
        "３１ ３ １９９０",
        "०१",
        "一",
        "²",
        "½",
        "Ⅳ",
        "①",
        "٣",
        "３",
        "-0",
        "0",
        "00",
        "+1",
        "1e9",
        "1_000",
        "0x10",
    ),
    *("NaN", "inf", "-inf", "9" * 30, "1.2.3.4", "1,2,3", "1/0", "0/0/0", "99 99 9999", "1 1 0000", "31 12 99999"),
    *("1 1 1 1", "٨ ٧ ٦ ٧", "8 7 6.5", "8,7,6,5,4", "NaN NaN NaN NaN", "L1e9 R1 W1 S1", "L-8 R-7 W-6 S-7", "inf 1 1 1"),
    *("1 May 2024 to", "to", "du au", "May 2024 to May 9999", "1 1 0001 to 31 12 9999", "~", "?", "-", "all", "search"),
    *(
        "e\u0301" * 30,
        "é" * 21,
        "ß",
        "İstanbul",
        "ﬁn",
        "\u0301\u0302\u0303",
        "Ａ" * 10,
        "' OR 1=1 --",
        "None",
        "null",
        "[]",
    ),
)

GIVEN: Final[dict[str, Any]] = {
    "kind": "ielts_general",
    **{f"{path}.kind": "ielts_general" for path in ("first_test", "partner.test", "test")},
    "second_test.kind": "tef_canada",
    "second_test.scale": "older",
    "start": "2020-01-01",
    "end": "2024-01-01",
}
"""Answers that the questions about tests and stretches look at."""


def _questions() -> Iterator[Question]:
    keys = ["short", "zone", "noc", "noc:21232", "quiet", "retest:own:english"]
    keys += ["partner_code", "partner_alias", "partner_share"]
    keys += [key_of(whose, part.key) for chapter in CHAPTERS for part, whose in chapter.parts]
    for key in keys:
        yield from scripts.find(key).questions


QUESTIONS: Final = {(question.key, question.kind): question for question in _questions()}
"""Every question; those of the same key and kind once."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_typed_at_a_question_is_read_or_asked_again(language: Language) -> None:
    assert len(QUESTIONS) > 60
    for question in QUESTIONS.values():
        pending = [None, *({"so_far": {}} for _ in [0] if type(question.kind).__name__ == "FourScores")]
        for text in JUNK:
            for half_given in pending:
                with use(language):
                    _sound(question, text, half_given)


def _sound(question: Question, text: str, pending: dict[str, Any] | None, *, deeper: bool = True) -> None:
    kind = question.kind
    match kind.read(text, GIVEN, pending, TODAY):
        case Accepted(value, note):
            assert json.loads(json.dumps(value)) == value
            said = kind.words(value, GIVEN)
            assert said or isinstance(value, dict), (question.key, text)  # a search: nothing to say back
            assert faults_of(Outgoing(f"{note}\n{said or 0}")) == [], (question.key, text)
        case Unclear(note, left):
            shown = [offer.label for offer in kind.offers(GIVEN, left)]
            assert faults_of(Outgoing(f"{note}\n-")) == [], (question.key, text)
            assert len(note) < 1000, (question.key, text)
            assert all(label.strip() for label in shown)
            assert json.loads(json.dumps(left)) == left
            if left and deeper:
                _sound(question, text, left, deeper=False)


async def test_a_message_of_the_greatest_length_keeps_nobody_waiting(chat: Chat) -> None:
    await chat.knows({"birth_date": "1990-01-01"})
    await chat.says("hello")
    chance = random.Random(1)
    ranges = (range(32, 127), range(0xA0, 0x300), range(0x600, 0x700), (10,))
    text = "".join(chr(chance.choice(chance.choice(ranges))) for _ in range(4096))
    begun = time.thread_time()
    await chat.says(text)
    assert time.thread_time() - begun < 0.2
