"""What happened, told in free words, leads to the questions of its event, with the day that was named filled in."""

from __future__ import annotations

import pytest

from conversations import answers, desk, free_words
from conversations.events.catalogue import EVENTS
from locales import everywhere
from tests.conversations.chat import Chat
from tests.conversations.events.people import person


def test_every_event_that_free_words_name_is_there() -> None:
    named = {key for entry in free_words.subjects().all() for key in entry.events}
    assert {"laid_off", "job_changed", "nomination_received", "nomination_ended"} <= named <= set(EVENTS)


def test_the_words_of_an_event_mean_no_other_button() -> None:
    spoken = [[word for text in texts for word in everywhere(text)] for texts, _ in desk.SPOKEN]
    begun = [
        place for place, words in enumerate(spoken) if any(everywhere(e.title)[0] in words for e in EVENTS.values())
    ]
    for place in begun:
        for word in spoken[place]:
            assert answers.read_choice(word, spoken) == place, word


@pytest.mark.parametrize("said", ["I lost my job", "I was laid off", "I was fired"])
async def test_a_job_lost_begins_its_questions(chat: Chat, said: str) -> None:
    await chat.knows(person())
    assert "What was, or will be, the last paid day?" in await chat.says(said)


async def test_a_day_that_was_named_is_filled_in_and_waits_to_be_confirmed(chat: Chat) -> None:
    await chat.knows(person())
    text = await chat.says("I was laid off yesterday")
    assert "stands, also after an invitation" in text
    assert "I filled in the day you named: Sunday 22 November 2026." in await chat.presses("I am laid off")
    await chat.presses("For good")
    assert "Last paid day: Sunday 22 November 2026" in chat.text
    kept = await chat.candidate()
    assert kept is not None
    assert kept.facts is not None
    assert "end" not in kept.facts["jobs"][0]


async def test_a_day_that_cannot_be_is_asked_again(chat: Chat) -> None:
    await chat.knows(person())
    await chat.says("I was laid off on 3 March 2020")
    assert "What was, or will be, the last paid day?" in await chat.presses("I am laid off")


@pytest.mark.parametrize(
    ("said", "button", "asked"),
    [
        ("new job since 3 March", "I start a job", "Question 2 of"),
        ("changed job after ITA, update profile or only e-APR?", "I move to another employer", "last paid day"),
        ("I got a nomination from Ontario", "I received a nomination", "Which province"),
    ],
)
async def test_the_answer_stays_and_the_event_stands_below(chat: Chat, said: str, button: str, asked: str) -> None:
    await chat.knows(person())
    assert "/change" not in await chat.says(said)
    assert asked in await chat.presses(button)


async def test_the_province_cancelled_my_nomination(chat: Chat) -> None:
    accepted = {"province": "ON", "notified": "2026-11-16", "accepted": True}
    await chat.knows(person(nomination=accepted))
    assert "Since which day is it withdrawn" in await chat.says("province cancelled my nomination")
    assert "386, before: 986 (−600)" in await chat.says("yesterday")


async def test_a_question_about_it_is_answered_before_anything_is_asked(chat: Chat) -> None:
    accepted = {"province": "ON", "notified": "2026-11-16", "accepted": True}
    await chat.knows(person(nomination=accepted))
    assert "600 points are gone" in await chat.says("what if the province cancelled my nomination?")
    assert chat.labels == ["A nomination withdrawn or given up"]


async def test_who_told_nothing_yet_gets_the_answer_alone(chat: Chat) -> None:
    await chat.goes_through("/start", "[Start]")
    assert "Work that was counted up to the last paid day stands" in await chat.says("I quit my job, what now?")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("j'ai perdu mon emploi hier", "reste acquis, même après une invitation"),
        ("j'ai changé d'emploi après l'IPD", "reste acquis, même après une invitation"),
        ("la province a annulé ma désignation, que faire ?", "ses 600\u00a0points disparaissent"),
    ],
)
async def test_the_same_in_french(conversation: Chat, said: str, answer: str) -> None:
    accepted = {"province": "ON", "notified": "2026-11-16", "accepted": True}
    await conversation.knows(person(nomination=accepted))
    assert answer in await conversation.says(said)
    assert conversation.labels
