"""Whatever a person sends in the middle of the interview has its answer, and the same question comes again."""

from __future__ import annotations

import asyncio

import pytest

from tests.end_to_end.running import Companion
from tests.end_to_end.story import LONG, TALK, arrives_at, finishes, goes_on_from, talks, times_shown
from tests.telegram_person import Person, Seen
from tests.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="module")

CANADA = "skilled work do you have in Canada"


@pytest.fixture
def bot(standing_bot: Companion) -> Companion:
    return standing_bot


async def test_files_pictures_and_places_are_named_and_the_question_comes_again(ana: Person) -> None:
    await arrives_at(ana, CANADA)
    for kind, words in (
        ("photo", "I do not read photos"),
        ("voice", "I cannot listen to voice messages"),
        ("document", "I do not read files"),
        ("sticker", "I can only read typed messages and buttons"),
        ("video", "I can only read typed messages and buttons"),
        ("contact", "I can only read typed messages and buttons"),
        ("location", "your location, which I did not keep"),
    ):
        await ana.send(kind)
        answer = await ana.wait_for(words, LONG)
        assert CANADA in answer.text, kind
    await ana.send("photo", caption="0")
    assert CANADA in (await ana.wait_for("I do not read photos")).text
    await goes_on_from(ana, CANADA)


async def test_a_message_changed_afterwards_changes_no_answer(ana: Person) -> None:
    await arrives_at(ana, CANADA)
    await talks(ana, ("1", "outside Canada"))
    await ana.edit_last("0")
    answer = await ana.wait_for("a message changed afterwards does not change an answer", LONG)
    assert "outside Canada?" in answer.text
    summary = await goes_on_from(ana, "outside Canada")
    assert "Work in Canada: 1 complete year" in summary.text


@pytest.mark.parametrize(
    "said",
    [
        "\N{PARTY POPPER}\N{PARTY POPPER}",
        "\N{FAMILY}" * 300,
        "blah " * 1000,
        "7" * 5000,
        "<b>&amp; {n} %s \\ </i>",
        "/nonsense",
        "/",
        "\N{ZERO WIDTH JOINER}",
        "\N{RIGHT-TO-LEFT OVERRIDE}evas",
        "-1",
        "1e400",
        "nan",
        "inf",
        "\N{ARABIC-INDIC DIGIT FIVE}x",
        "q:x.1:=0",
    ],
)
async def test_words_that_say_nothing_get_an_answer_and_the_question_again(ana: Person, said: str) -> None:
    shown = await arrives_at(ana, CANADA)
    await ana.say(said)
    answer = await ana.wait_for(CANADA, LONG)
    assert answer.id != shown.id
    assert "went wrong" not in answer.text
    summary = await goes_on_from(ana, CANADA)
    assert "Work in Canada: no complete year" in summary.text


@pytest.mark.parametrize(
    ("question", "said", "words"),
    [
        ("date of birth", "29 February 1991", "does not exist"),
        ("date of birth", "5 March 2030", "cannot be the date of birth"),
        ("date of birth", "1 January 1890", "more than 100 years old"),
        ("date of birth", "4 5 1990", "Which one?"),
        ("date of birth", "March 1990", "I need the day too"),
        ("date of birth", "12345678901234567890", "could not read"),
        ("four scores", "9.5 9 9 9", "is not a possible score in listening"),
        ("four scores", "L8 R7", "So far"),
        ("four scores", "7", "overall band is not used"),
        ("four scores", "L8 R7 W6.7 S7", "is not a possible score in writing"),
        ("date of the result", "1 December 2026", "in the future"),
        ("Which language test", "toefl", "not accepted"),
        ("Which language test", "99", "did not understand"),
    ],
)
async def test_an_impossible_answer_is_asked_again_with_what_is_wrong(
    ana: Person, question: str, said: str, words: str
) -> None:
    await arrives_at(ana, question)
    await talks(ana, (said, words))
    assert await times_shown(ana, "went wrong") == 0
    await ana.say("back")  # out of what was half answered
    summary = await _from_wherever(ana, question)
    assert "Monday 31 March 1997" in summary.text
    assert "listening 8.0, reading 7.0, writing 6.5, speaking 7.0" in summary.text


async def _from_wherever(ana: Person, question: str) -> Seen:
    """On to the summary from the question, or from the one before it, where "back" may have led."""
    asked = [then for _, then in TALK]
    place = next(place for place, then in enumerate(asked) if question in then)
    before = asked[max(place - 1, 1)]
    seen = await ana.wait_for(lambda message: question in message.text or before in message.text, LONG)
    return await goes_on_from(ana, question if question in seen.text else before)


async def test_two_presses_of_one_button_at_once_count_once(ana: Person) -> None:
    shown = await arrives_at(ana, CANADA)
    data = shown.data_of("0")
    before = len(await ana.toasts())
    await asyncio.gather(ana.press_data(shown.id, data), ana.press_data(shown.id, data))
    await ana.wait_for_toast(before + 2, LONG)
    assert sorted((await ana.toasts())[before:]) == ["", "Already answered"]
    assert await times_shown(ana, "outside Canada?") == 1
    summary = await goes_on_from(ana, "outside Canada")
    assert "Work in Canada: no complete year" in summary.text
    assert "Work outside Canada: 3 complete years" in summary.text


async def test_two_buttons_of_one_question_pressed_at_once_count_once(ana: Person) -> None:
    shown = await arrives_at(ana, CANADA)
    before = len(await ana.toasts())
    await ana.press_data(shown.id, shown.data_of("2"))
    await ana.press_data(shown.id, shown.data_of("4"))
    await ana.wait_for_toast(before + 2, LONG)
    summary = await goes_on_from(ana, "outside Canada")
    assert "Work in Canada: 2 complete years" in summary.text


async def test_a_button_of_an_interview_long_gone_shows_where_the_person_is(ana: Person) -> None:
    old = await arrives_at(ana, CANADA)
    summary = await goes_on_from(ana, CANADA)
    await finishes(ana)
    await ana.press_data(old.id, old.data_of("4"))
    await ana.wait_for("This menu is old", LONG)
    await talks(
        ana,
        ("[Change an answer]", "Your profile"),
        ("[4. Work]", "Work in Canada: no complete year"),
        ("[Change: Your work in short]", "Press a line to change it"),
    )
    await ana.press_data(old.id, old.data_of("4"))
    again = await ana.wait_for("This menu is old", LONG)
    assert "Work in Canada: no complete year" in again.text
    await ana.press_data(summary.id, summary.data_of("Compute my score"))
    again = await ana.wait_for("This menu is old", LONG)
    assert "Your work in short" in again.text


@pytest.mark.parametrize("data", ["", "q:", "q:x.:", "q:x.y:z", "n:1:done", "unknown", "q:x.99999999999999999999:=0"])
async def test_a_button_nobody_made_shows_where_the_person_is(ana: Person, data: str) -> None:
    shown = await arrives_at(ana, CANADA)
    await ana.press_data(shown.id, data)
    answer = await ana.wait_for(CANADA, LONG)
    assert "went wrong" not in answer.text
    await goes_on_from(ana, CANADA)


async def test_a_group_hears_once_that_the_bot_is_for_private_chats_and_the_interview_goes_on(
    bot: Companion, ana: Person
) -> None:
    await arrives_at(ana, CANADA)
    group_id = -ana.id
    await ana.say_in_group(group_id, "4")
    group = bot.telegram.state.chats[group_id]

    def told() -> list[str]:
        return [message["text"] for message in group.messages.values() if message["from"]["is_bot"]]

    await until(told, LONG)
    await ana.say_in_group(group_id, "/start")
    await ana.hears_nothing()
    assert len(told()) == 1
    assert "private chats only" in told()[0]
    summary = await goes_on_from(ana, CANADA)
    assert "Work in Canada: no complete year" in summary.text
