"""A test that is booked, an assessment that is ordered: no more reminders to do it, and a word on the day after."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from conversations import notices
from rules.dangers import dangers
from rules.facts import BookedThing, Booking, Facts, Language
from rules.watched import watched
from storage.notifications import Notification
from tests.conversations.chat import Chat
from tests.rules.situations import candidate, result

ON = date(2026, 11, 23)
THE_DAY = date(2027, 1, 15)


def told(**more: Any) -> dict[str, Any]:
    """An English result that is to be replaced within half a year, and an assessment that is."""
    english = result(Language.english, 9, ON, result_date=ON - timedelta(days=540))
    facts = candidate(ON, **more).model_copy(update={"tests": (english,)})
    diploma = {"level": "doctoral", "country": "IN", "completed": "2018-05-01", "assessed": "2022-05-01"}
    return {**facts.model_dump(mode="json"), "credentials": [{**diploma, "assessed_as": "doctoral"}]}


async def rows(chat: Chat, item: str) -> list[Notification]:
    return [each for each in await chat.reminders() if each.item == item]


async def shown(chat: Chat, row: Notification) -> tuple[str, list[str]]:
    person = await chat.candidate()
    assert person is not None
    message = notices.word(row, person, row.due_at)
    return html.unescape(re.sub(r"<[^>]+>", "", message.text)), [b.label for line in message.keyboard for b in line]


async def facts_of(chat: Chat) -> Facts:
    person = await chat.candidate()
    assert person is not None
    return Facts.model_validate(person.facts)


async def test_a_booked_test_ends_its_book_by_and_asks_for_the_result_the_day_after(chat: Chat) -> None:
    await chat.knows(told())
    [to_book] = [each for each in await rows(chat, "language_test:own:english") if each.rung == "act_by"]
    text, labels = await shown(chat, to_book)
    assert "book a new test" in text
    assert "I have booked it" in labels
    assert "On which day is the test?" in await chat.presses_data("booked:own:english_test")
    text = await chat.says("15 January 2027")
    assert "On Saturday 16 January 2027, the day after it, I ask you for the result." in text
    left = await rows(chat, "language_test:own:english")
    assert left
    assert "act_by" not in {each.rung for each in left}
    text, labels = await shown(chat, left[0])
    assert "A new test is booked for 15 January 2027, by what you told me." in text
    assert "To do: book" not in text
    assert "I have booked it" not in labels
    [asks] = await rows(chat, "booked_test:own:english")
    assert asks.due_at == datetime(2027, 1, 16, 14, tzinfo=UTC)
    text, labels = await shown(chat, asks)
    assert text.startswith("Your booked English test: 15 January 2027")
    assert "Enter my results" in labels
    chat.now = asks.due_at + timedelta(minutes=1)
    assert "Which test is the new result from?" in await chat.presses_data(f"n:{asks.id:x}:done")


async def test_the_day_may_be_left_out(chat: Chat) -> None:
    await chat.knows(told())
    await chat.presses_data("booked:own:english_test")
    assert "I no longer say that it is to be booked." in await chat.presses("Skip")
    [booking] = (await facts_of(chat)).booked
    assert booking.on is None
    assert not await rows(chat, "booked_test:own:english")
    assert "act_by" not in {each.rung for each in await rows(chat, "language_test:own:english")}


async def test_an_ordered_assessment_ends_its_order_by(chat: Chat) -> None:
    await chat.knows(told())
    [item] = {each.item for each in await chat.reminders() if each.kind == "education_assessment"}
    [to_order] = [each for each in await rows(chat, item) if each.rung == "act_by"]
    assert "I have ordered it" in (await shown(chat, to_order))[1]
    assert "I no longer say that it is to be ordered." in await chat.presses_data("booked:own:assessment")
    assert "act_by" not in {each.rung for each in await rows(chat, item)}


async def test_the_plan_of_more_points_takes_the_booking_too(chat: Chat) -> None:
    await chat.knows(told(foreign=3))
    await chat.says("/improve")
    await chat.presses("Listening")
    assert "On which day is the test?" in await chat.presses("I have booked it")


async def test_a_booking_stands_in_the_history_and_the_export_and_can_be_undone(chat: Chat) -> None:
    await chat.knows(told())
    await chat.presses_data("booked:own:english_test")
    await chat.says("15 January 2027")
    assert "A test booked, or an assessment ordered" in await chat.says("/history")
    await chat.says("/export")
    assert any(b"2027-01-15" in content for content in chat.files.values())
    await chat.says("/history")
    await chat.presses("Undo the last change")
    assert (await facts_of(chat)).booked == ()
    assert "act_by" in {each.rung for each in await rows(chat, "language_test:own:english")}


BOOKED = Booking(what=BookedThing.english_test, on=THE_DAY, noted=ON)


@pytest.mark.parametrize(
    ("day", "more", "is_open"),
    [
        (ON, {}, True),
        (THE_DAY + timedelta(days=1), {}, True),
        (THE_DAY + timedelta(days=120), {}, True),
        (THE_DAY + timedelta(days=121), {}, False),
        (THE_DAY + timedelta(days=20), {"result_date": THE_DAY + timedelta(days=10)}, False),
    ],
)
def test_a_booking_is_over_with_its_result_and_after_four_months(
    day: date, more: dict[str, date], is_open: bool
) -> None:
    facts = Facts.model_validate(told()).model_copy(update={"booked": (BOOKED,)})
    if more:
        new = result(Language.english, 9, ON, result_date=more["result_date"])
        facts = facts.model_copy(update={"tests": (*facts.tests, new)})
    clocks = [one for one in watched(facts, day) if one.key == "language_test:own:english"]
    assert [one.act_by is None for one in clocks] == [is_open] * len(clocks)


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_what_is_booked_is_not_to_be_done_again(chat: Chat, language: str) -> None:
    english = language == "en"
    chat.language = "en" if english else "fr-CA"
    await chat.knows(told())
    await chat.says("/score")
    book = "book a new English test" if english else "réserver un nouveau test d’anglais"
    following = "What to do next" if english else "Quoi faire maintenant"
    by = "By" if english else "Au plus tard"
    before = await chat.presses(following)
    [asked] = [line for line in before.splitlines() if book in line]
    assert by in asked
    await chat.presses_data("booked:own:english_test")
    await chat.says("15 January 2027" if english else "15 janvier 2027")
    await chat.says("/score")
    after = await chat.presses(following)
    [done] = [line for line in after.splitlines() if book in line]
    assert by not in done
    assert ("Done, by what you told me" if english else "C’est fait, d’après vos réponses") in done
    assert ("15 January 2027" if english else "15 janvier 2027") in done
    risks = await chat.says("/risks")
    done_too = "What prevents it is done" if english else "Pour l’éviter, c’est déjà fait"
    assert done_too in risks


def test_a_test_booked_for_the_day_of_the_loss_or_later_prevents_nothing() -> None:
    facts = Facts.model_validate(told())
    [ends] = [one for one in dangers(facts, ON) if any(way.key == "new_test" for way in one.prevented_by)]
    for day, counts in ((ends.day - timedelta(days=1), True), (ends.day, False), (None, True)):
        booking = Booking(what=BookedThing.english_test, on=day, noted=ON)
        found = dangers(facts.model_copy(update={"booked": (booking,)}), ON)
        [way] = [way for one in found for way in one.prevented_by if way.key == "new_test"]
        assert (way.booking == booking) is counts


# --- on from it, and typed ---

ON_FROM: dict[str, list[str]] = {
    "en": ["Undo this change", "It is another day", "What to do next", "My dates"],
    "fr": ["Annuler ce changement", "C’est un autre jour", "Quoi faire maintenant", "Mes dates"],
}


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_from_what_is_noted_there_is_a_way_on_and_a_way_back(chat: Chat, language: str) -> None:
    chat.language = language
    await chat.knows(told())
    await chat.presses_data("booked:own:english_test")
    await chat.says("15 January 2027" if language == "en" else "15 janvier 2027")
    assert chat.labels == ON_FROM[language]
    await chat.presses(ON_FROM[language][1])
    text = await chat.says("20/1/2027")
    assert ("Thursday 21 January 2027" if language == "en" else "jeudi 21 janvier 2027") in text
    [booking] = (await facts_of(chat)).booked
    assert booking.on == date(2027, 1, 20)
    await chat.presses(ON_FROM[language][0])
    [booking] = (await facts_of(chat)).booked
    assert booking.on == THE_DAY


async def test_an_ordered_assessment_has_no_other_day(chat: Chat) -> None:
    await chat.knows(told())
    await chat.presses_data("booked:own:assessment")
    assert chat.labels == ["Undo this change", "What to do next", "My dates"]


@pytest.mark.parametrize(
    ("language", "said", "asked", "keep"),
    [
        (
            "en",
            "I booked my IELTS for 12 May",
            "Your English test\nIs it on Wednesday 12 May 2027?",
            "Keep 12 May 2027",
        ),
        (
            "fr",
            "J’ai réservé mon TEF le 12 mai",
            "Votre test de français\nEst-ce le mercredi 12 mai",
            "Garder le 12 mai",
        ),
    ],
)
async def test_a_test_booked_in_words_is_noted_once_its_day_is_confirmed(
    chat: Chat, language: str, said: str, asked: str, keep: str
) -> None:
    chat.language = language
    await chat.knows(told())
    assert asked in (await chat.says(said)).replace("\xa0", " ")
    assert (await facts_of(chat)).booked == ()
    await chat.presses(keep)
    [booking] = (await facts_of(chat)).booked
    assert booking.on == date(2027, 5, 12)
    assert booking.what == ("english_test" if language == "en" else "french_test")


async def test_it_is_the_one_that_has_to_be_booked_by_a_day(chat: Chat) -> None:
    await chat.knows(told())
    text = await chat.says("I have booked it")
    assert text.startswith("Your English test")
    assert "On which day is the test?" in text


async def test_where_no_test_has_to_be_booked_that_is_said_and_which_one_is_asked(chat: Chat) -> None:
    await chat.knows({"birth_date": "1995-01-02"})
    text = await chat.says("I have booked it")
    assert "By what you told me, nothing of this has to be done by a day.\nWhich one is it?" in text
    assert chat.labels == ["Your English test", "Your French test"]
    assert "Your French test" in await chat.presses("Your French test")
    assert "You told me of no partner" in await chat.says("my wife booked her IELTS")


async def test_another_test_is_no_answer_to_the_day_that_is_asked(chat: Chat) -> None:
    await chat.knows(told())
    await chat.says("I have booked it")
    assert (await chat.says("I booked my TEF for 12 May")).startswith("Your French test\nIs it on")
    await chat.presses("Keep")
    assert [each.what for each in (await facts_of(chat)).booked] == [BookedThing.french_test]


async def test_a_booking_that_came_to_nothing_is_taken_out_in_words(chat: Chat) -> None:
    await chat.knows(told())
    assert "You told me of no booked test" in await chat.says("my test was cancelled")
    await chat.goes_through("I booked my IELTS for 12 May", "[Keep]", "my IELTS was cancelled")
    assert "1. Your English test: Wednesday 12 May 2027" in chat.text
    assert "Taken out." in await chat.presses("1. Not any more")
    assert (await facts_of(chat)).booked == ()
    assert "act_by" in {each.rung for each in await rows(chat, "language_test:own:english")}


async def test_the_plan_of_a_step_and_what_to_do_next_do_not_say_to_book_what_is_booked(chat: Chat) -> None:
    await chat.knows(told(foreign=3))
    await chat.goes_through("I booked my IELTS for 12 May", "[Keep]", "[What to do next]")
    assert "A test is booked for Wednesday 12 May 2027, by what you told me." in chat.text
    await chat.says("/improve")
    text = await chat.presses("Listening")
    assert "A test is booked for Wednesday 12 May 2027, by what you told me." in text
    assert "Book by" not in text
    assert "I have booked it" not in chat.labels
    assert "It is another day" in chat.labels
