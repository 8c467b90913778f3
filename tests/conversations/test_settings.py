"""Settings as a person meets them: each said in words, each with its own change, and each with its effect."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from conversations import notices, reminders, scripts
from conversations.hours import FullHour
from conversations.messages import Button, Kind, Outgoing, Reply
from conversations.numbering import simple
from conversations.questions import Accepted, Unclear
from locales import LANGUAGES, Language, use
from storage import notifications
from storage.notifications import Notification
from storage.settings import DEFAULTS, Settings
from tests.conversations.chat import Chat
from tests.conversations.test_desk import SAVED

TODAY = date(2026, 11, 23)
NNBSP = "\N{NARROW NO-BREAK SPACE}"


ONE_BY_ONE = replace(DEFAULTS, weekly=False)


async def settled(chat: Chat) -> Chat:
    """The story's answers saved, in Toronto; each reminder comes by itself."""
    await chat.goes_through(*SAVED, "Toronto", "Turn off the weekly summary")
    return chat


async def settings_of(chat: Chat) -> Settings:
    candidate = await chat.candidate()
    assert candidate is not None
    return candidate.settings


async def local_hours(chat: Chat, zone: str = "America/Toronto") -> set[str]:
    found = [each for each in await chat.reminders() if each.kind not in (reminders.SELF_CHECK, reminders.CALENDAR)]
    return {each.due_at.astimezone(ZoneInfo(zone)).strftime("%H:%M") for each in found}


# --- the screen ---


async def test_the_screen_says_every_setting_in_words_each_with_its_change(chat: Chat) -> None:
    await settled(chat)
    text = (await chat.says("/settings")).replace(NNBSP, " ")
    for line in (
        "1. Language: English.",
        "2. Time zone: Toronto time. It is 10:00 a.m. there.",
        "3. Quiet hours: from 9:00 p.m. to 8:00 a.m., without exception.",
        "4. Reminders: all kinds.",
        "5. Simple messages, for screen readers: off.",
        "6. Discreet reminders, for lock screens: off.",
        "7. Weekly summary: off. Each reminder comes by itself.",
    ):
        assert line in text.split("\n")
    assert len(chat.labels) == 8


@pytest.mark.parametrize(
    ("number", "leads_to"),
    [
        ("1", "Je vous écris maintenant en français"),
        ("2", "Which city's clock do you live by?"),
        ("three", "From which hour on should no reminder come?"),
        ("quatre", "Kinds of reminders"),
        ("5", "Simple messages from now on"),
        ("6", "Discreet reminders from now on"),
    ],
)
async def test_a_typed_number_changes_the_setting_of_that_line(chat: Chat, number: str, leads_to: str) -> None:
    await settled(chat)
    await chat.says("/settings")
    assert leads_to in await chat.says(number)


@pytest.mark.parametrize("words", ["settings", "réglages", "préférences", "Notification settings", "mode discret"])
async def test_the_settings_can_be_asked_for_in_words_of_both_languages(chat: Chat, words: str) -> None:
    await settled(chat)
    assert "To change one, press its button or type its number." in await chat.says(words)


async def test_before_the_notice_is_accepted_there_are_no_settings(chat: Chat) -> None:
    assert "No name, passport, UCI" in await chat.says("/settings")
    assert "No name, passport, UCI" in await chat.presses_data("set:discreet:on")
    assert await settings_of(chat) == DEFAULTS


async def test_a_change_is_shown_where_it_was_asked_for(chat: Chat) -> None:
    await settled(chat)
    await chat.says("/settings")
    await chat.presses("Turn on discreet reminders")
    assert [message.edit is not None for message in chat.reply.messages] == [True]
    assert "6. Discreet reminders, for lock screens: on." in chat.text
    assert (await settings_of(chat)).discreet


async def test_pressing_an_old_switch_again_changes_nothing_more(chat: Chat) -> None:
    await settled(chat)
    for _ in range(2):
        await chat.presses_data("set:discreet:on")
    assert (await settings_of(chat)).discreet
    await chat.presses_data("set:discreet:off")
    assert not (await settings_of(chat)).discreet


@pytest.mark.parametrize("data", ["set:", "set:home", "set:nonsense:on", "set:stop:nonsense", "set:simple:perhaps"])
async def test_a_button_of_another_program_shows_the_settings(chat: Chat, data: str) -> None:
    await settled(chat)
    assert "To change one, press its button" in await chat.presses_data(data)
    assert await settings_of(chat) == ONE_BY_ONE


# --- quiet hours ---


async def test_quiet_hours_are_chosen_by_start_and_end_and_reminders_follow(chat: Chat) -> None:
    await settled(chat)
    assert await local_hours(chat) == {"09:00"}
    text = await chat.goes_through("/settings", "[Change the quiet hours]", "11 pm", "[10:00", "No, it waits")
    assert "Reminders come at 10:00 a.m." in text.replace(NNBSP, " ")
    assert "from 11:00 p.m. to 10:00 a.m., without exception" in text.replace(NNBSP, " ")
    assert await settings_of(chat) == Settings(quiet_from=23, quiet_until=10, weekly=False)
    assert await local_hours(chat) == {"10:00"}


async def test_what_is_urgent_may_come_at_night_only_if_chosen(chat: Chat) -> None:
    await settled(chat)
    text = await chat.goes_through("quiet hours", "22:00", "7:00", "yes")
    assert "except if less than 48 hours are left" in text
    assert await settings_of(chat) == Settings(quiet_from=22, quiet_until=7, urgent_any_hour=True, weekly=False)


async def test_there_may_be_no_quiet_hours_at_all(chat: Chat) -> None:
    await settled(chat)
    assert "3. Quiet hours: none." in await chat.goes_through("quiet hours", "no quiet hours")
    settings = await settings_of(chat)
    assert not any(settings.is_quiet(hour) for hour in range(24))


async def test_quiet_hours_that_are_left_open_stay_as_they_were(chat: Chat) -> None:
    await settled(chat)
    await chat.goes_through("quiet hours", "skip")
    assert await settings_of(chat) == ONE_BY_ONE
    await chat.goes_through("quiet hours", "23:00", "I don't know", "I don't know")
    assert await settings_of(chat) == ONE_BY_ONE


async def test_quiet_hours_cannot_end_where_they_begin(chat: Chat) -> None:
    await settled(chat)
    text = await chat.goes_through("quiet hours", "10 p.m.", "22:00")
    assert "That is the hour they begin at" in text


async def test_les_heures_de_silence_en_francais(conversation: Chat) -> None:
    await conversation.goes_through(*SAVED[:1], "[Commencer]", *SAVED[2:-1], "confirmer", "Toronto")
    text = await conversation.goes_through("heures de silence", "22 h", "8 heures du matin", "non")
    assert "de 22 h à 8 h, sans exception" in text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("21:00", 21), ("21 h", 21), ("21h00", 21), ("9 pm", 21), ("9 P.M.", 21), ("9 heures du soir", 21),
        ("8:00 a.m.", 8), ("8 du matin", 8), ("à 8 h du matin", 8), ("08:00", 8), ("at 7 in the morning", 7),
        ("midnight", 0), ("minuit", 0), ("12 am", 0), ("24 h", 0), ("0 h", 0), ("noon", 12), ("midi", 12),
        ("12 p.m.", 12), ("3 de l’après-midi", 15), ("10 at night", 22),
    ],
)  # fmt: skip
def test_an_hour_is_read_as_people_write_it(typed: str, hour: int) -> None:
    assert FullHour((20,)).read(typed, {}, None, TODAY) == Accepted(hour)


@pytest.mark.parametrize(("typed", "hours"), [("9", [9, 21]), ("12", [0, 12]), ("7 h", [7, 19])])
def test_an_hour_that_may_be_of_the_morning_or_the_evening_is_asked(typed: str, hours: list[int]) -> None:
    read = FullHour((20,)).read(typed, {}, None, TODAY)
    assert isinstance(read, Unclear)
    assert read.pending == {"hours": hours}


@pytest.mark.parametrize("typed", ["21:30", "25", "late", "", "9 9", "soir"])
def test_what_is_no_full_hour_is_asked_again(typed: str) -> None:
    read = FullHour((20,)).read(typed, {}, None, TODAY)
    assert isinstance(read, Unclear)
    assert read.pending is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_hour_on_a_button_is_understood_when_typed(language: Language) -> None:
    with use(language):
        for question in scripts.find("quiet").questions[:2]:
            for offer in question.kind.offers({}, None):
                read = question.kind.read(offer.label, {}, None, TODAY)
                assert isinstance(read, Accepted)
                assert str(read.value) == offer.value


# --- kinds of reminders ---


async def of_the_tests(chat: Chat) -> list[Notification]:
    """The reminders to come about language tests, the first due first."""
    return [each for each in await chat.reminders() if each.kind == "language_test"]


async def test_stopping_a_kind_says_first_what_is_lost_and_by_when(chat: Chat) -> None:
    await settled(chat)
    planned = await of_the_tests(chat)
    text = await chat.goes_through("/settings", "[Choose the reminders]", "[Stop: language tests]")
    assert "The next one would come on Monday 3 April 2028" in text
    assert "your English test result, Saturday 30 September 2028" in text
    assert await of_the_tests(chat) == planned
    await chat.presses("Keep these reminders")
    assert await of_the_tests(chat) == planned
    text = await chat.goes_through("[Stop: language tests]", "2")
    assert "Stopped: language tests." in text
    assert await of_the_tests(chat) == []
    assert "4. Reminders stopped: language tests." in await chat.says("/settings")
    assert "You stopped the reminders of this kind: /settings" in await chat.says("/dates")


async def test_a_stopped_kind_stays_stopped_whatever_changes_and_comes_back_whole(chat: Chat) -> None:
    await settled(chat)
    planned = {(each.rung, each.due_at) for each in await of_the_tests(chat)}
    await chat.goes_through("kinds of reminders", "1", "2", "/timezone", "Vancouver")
    assert await of_the_tests(chat) == []
    await chat.goes_through("/timezone", "Toronto", "kinds of reminders")
    text = await chat.presses("Resume: language tests")
    assert "The next one: Monday 3 April 2028." in text
    assert {(each.rung, each.due_at) for each in await of_the_tests(chat)} == planned


async def test_new_facts_promise_no_reminder_of_a_stopped_kind(chat: Chat) -> None:
    await settled(chat)
    await chat.goes_through("kinds of reminders", "1", "2", "new result", "1", "celpip", "CELPIP 9 all", "1 Nov 2026")
    text = await chat.presses("Save the new result")
    assert "Your English test result: Tuesday 31 October 2028" in text
    assert "You stopped the reminders of this kind" in text


# --- time zone ---


async def test_a_shared_location_sets_the_time_zone_and_is_not_kept(chat: Chat) -> None:
    await settled(chat)
    text = await chat.shares_location(28.61, 77.21)
    assert "Kolkata time" in text
    assert "/timezone" in text
    assert "which I did not keep" in text
    candidate = await chat.candidate()
    assert candidate is not None
    assert candidate.time_zone == "Asia/Kolkata"
    assert "28.6" not in str(candidate)
    assert "28.6" not in str(await chat.place())
    assert await local_hours(chat, "Asia/Kolkata") == {"09:00"}


async def test_a_location_answers_the_open_question_about_the_city(chat: Chat) -> None:
    await chat.goes_through(*SAVED)
    assert "Which city's clock do you live by?" in chat.text
    text = await chat.shares_location(49.26, -123.11)
    assert "Vancouver time" in text
    assert "Your interview waits" not in text


async def test_a_location_between_two_times_is_asked_about(chat: Chat) -> None:
    await settled(chat)
    text = await chat.shares_location(31.58, 74.55)
    assert "More than one time zone is near your location" in text
    assert "1. Karachi\n2. Kolkata" in text
    await chat.says("2")
    candidate = await chat.candidate()
    assert candidate is not None
    assert candidate.time_zone == "Asia/Kolkata"


async def test_a_location_in_the_middle_of_a_question_leaves_the_question_open(chat: Chat) -> None:
    await chat.goes_through("/start", "[Start]")
    text = await chat.shares_location(45.5, -73.6)
    assert "Toronto time" in text
    assert "What is your date of birth" in text


async def test_a_location_before_the_notice_is_accepted_is_not_used(chat: Chat) -> None:
    assert "I kept nothing of it" in await chat.shares_location(28.61, 77.21)
    candidate = await chat.candidate()
    assert candidate is not None
    assert candidate.time_zone is None


async def test_story_s31_a_move_of_clocks_keeps_the_legal_dates(chat: Chat) -> None:
    await settled(chat)
    before = {each.rung: each.arguments["last_safe_day"] for each in await of_the_tests(chat)}
    text = await chat.goes_through("/timezone", "Delhi", "/settings")
    assert "2. Time zone: Kolkata time. It is 8:30 p.m. there." in text.replace(NNBSP, " ")
    assert {each.rung: each.arguments["last_safe_day"] for each in await of_the_tests(chat)} == before
    assert await local_hours(chat, "Asia/Kolkata") == {"09:00"}


# --- simple messages ---


async def test_story_s72_a_person_with_a_screen_reader(chat: Chat) -> None:
    await chat.says("/simple")
    assert chat.text.count("To choose, type a number:") == 1
    assert "1. Start\n2. Read more\n3. Français" in chat.text
    assert "What is your date of birth" in await chat.says("1")
    assert "Question 1 of 1" in chat.text
    assert " · " not in chat.text
    await chat.goes_through("31 3 1997", "two")
    assert "1. No partner" not in chat.text, "“two” answered the question"
    assert "You can also type: “I don't know yet”, “Why we ask”, “Back”, “Skip” and “Stop”." in chat.text


async def test_in_simple_messages_nothing_is_changed_in_place_and_every_button_has_a_number(chat: Chat) -> None:
    await settled(chat)
    await chat.says("/simple")
    for data in (
        "go:score",
        "go:why",
        "go:dates",
        "e:programs",
        "go:help",
        "h:type",
        "set:home",
        "set:kinds",
        "set:quiet",
    ):
        await chat.presses_data(data)
        assert {message.edit for message in chat.reply.messages} == {None}
        labels = [button.label for message in chat.reply.messages for row in message.keyboard for button in row]
        assert labels, data
        if data == "set:quiet":
            assert all(f"“{label}”" in chat.text for label in labels), "numbers are hours there"
        else:
            assert all(f"\n{number}. " in chat.text for number in range(1, len(labels) + 1)), data


async def test_in_simple_messages_any_typed_number_presses_its_button(chat: Chat) -> None:
    await settled(chat)
    text = await chat.says("/simple")
    assert "To choose, type a number:\n1. Make it exact\n2. My score\n3. My dates" in text
    assert "Your dates" in await chat.says("three")
    await chat.says("/start")
    assert "Settings\nTo change one" in await chat.says("6")
    assert "Messages are as usual again." in await chat.says("5")
    assert "I am not sure what you mean" in await chat.goes_through("/start", "2")


async def test_the_numbers_of_the_profile_stand_in_its_text(chat: Chat) -> None:
    await settled(chat)
    await chat.goes_through("/simple", "/profile")
    for number, chapter in enumerate(("About you and your plans", "Language tests", "Education", "Work"), 1):
        assert f"{number}. {chapter}\n" in chat.text
    assert "To choose, type a number:\n9. Ask me what is missing" in chat.text
    assert "Change language test 1" in await chat.says("2")


async def test_simple_again_says_how_to_turn_it_off(chat: Chat) -> None:
    await settled(chat)
    await chat.says("/simple")
    text = await chat.says("/simple")
    assert "5. Simple messages, for screen readers: on." in text
    assert "Turn off simple messages" in chat.labels


async def test_a_number_that_answers_a_question_is_never_taken_for_a_button(chat: Chat) -> None:
    await chat.goes_through("/simple", "1", "31 3 1997", "none", "bachelor", "1", "L8 R7 W6.5 S7", "1 Oct 2026", "no")
    assert "How many complete years" in chat.text
    assert "To choose, type a number" not in chat.text
    assert "“0”, “1”, “2”" in chat.text
    assert "Noted." in await chat.says("1")
    assert "1 complete year" in chat.text


def test_simple_messages_have_no_emoji() -> None:
    sent = Outgoing("📅 Your dates ✅", ((Button("⚠️ Stop", "x:1"),),))
    reply, numbers = simple(Reply((sent,)))
    assert reply.messages[0].text == "Your dates \n\nTo choose, type a number:\n1. Stop"
    assert reply.messages[0].keyboard[0][0].label == "Stop"
    assert numbers == ("x:1",)


def test_numbers_that_no_longer_fit_into_a_message_follow_in_one_of_their_own() -> None:
    reply, _numbers = simple(Reply((Outgoing("a" * 4090, ((Button("Stop", "x:1"),),)),)))
    assert [len(message.text) for message in reply.messages] == [4090, len("To choose, type a number:\n1. Stop")]
    assert [bool(message.keyboard) for message in reply.messages] == [False, True]


async def a_push(chat: Chat) -> Notification:
    """The first reminder comes, as it is worded for the person."""
    first = (await of_the_tests(chat))[0]
    chat.now = first.due_at
    candidate = await chat.candidate()
    assert candidate is not None
    chat.seen.append(notices.word(first, candidate, chat.now))
    async with chat.database.unit() as unit:
        await notifications.sent(unit, first.id, chat.now)
    return first


async def test_a_reminder_in_simple_messages_is_answered_by_number(chat: Chat) -> None:
    await settled(chat)
    await chat.says("/simple")
    first = await a_push(chat)
    assert (
        "1. I have a new result\n2. Remind me in 3 days\n3. Why\n4. I have booked it\n5. Not mine" in chat.seen[-1].text
    )
    assert "Thursday 6 April 2028" in await chat.says("2")
    again = next(each for each in await of_the_tests(chat) if each.id == first.id)
    assert again.due_at == first.due_at + timedelta(days=3)


async def test_in_simple_messages_the_order_of_four_scores_is_confirmed_by_number(chat: Chat) -> None:
    await chat.goes_through("/start", "/simple", "[Start]", "31 3 1990", "none", "bachelor", "1")
    text = await chat.says("8 7 6.5 7")
    assert "1. Keep these scores\n2. Enter them one by one" in text
    assert "What is the score in listening?" in await chat.says("2")
    assert "Is this the right order?" in await chat.goes_through("back", "8 7 6.5 7")
    assert "Noted. Scores: listening 8.0, reading 7.0, writing 6.5, speaking 7.0." in await chat.says("1")


async def test_in_simple_messages_a_country_on_a_button_can_be_typed(chat: Chat) -> None:
    await settled(chat)
    text = await chat.goes_through("/simple", "/profile", "[3. Education]", "[Add a diploma]", "[Master's degree]")
    assert "In which country was it earned?" in text
    assert "You can also type: “Canada”" in text


async def test_after_another_answer_a_number_is_no_longer_for_the_reminder(chat: Chat) -> None:
    await settled(chat)
    await chat.says("/simple")
    await a_push(chat)
    await chat.says("/start")
    assert "Your dates" in await chat.says("3")


async def test_a_discreet_reminder_in_simple_messages_is_shown_by_number_too(chat: Chat) -> None:
    await settled(chat)
    await chat.goes_through("/simple", "Turn on discreet reminders")
    await a_push(chat)
    assert chat.seen[-1].text == "A reminder is waiting for you.\n\nTo choose, type a number:\n1. Show the reminder"
    text = await chat.says("1")
    assert "Your English test result: 180 days left" in text
    assert "2. Remind me in 3 days" in text


async def test_answers_in_the_chat_are_not_discreet(chat: Chat) -> None:
    await settled(chat)
    await chat.says("Turn on discreet reminders")
    assert "Your English test result" in await chat.says("/dates")


async def test_a_photo_in_the_middle_keeps_every_setting(chat: Chat) -> None:
    await settled(chat)
    await chat.goes_through("/simple", "Turn on discreet reminders")
    before = await settings_of(chat)
    await chat.sends(Kind.PHOTO)
    assert await settings_of(chat) == before


def test_the_reminder_hour_is_the_one_the_planning_uses() -> None:
    at = reminders.morning(TODAY, "America/Toronto", Settings(quiet_from=21, quiet_until=11))
    assert at == datetime(2026, 11, 23, 16, tzinfo=UTC)


async def test_the_words_named_under_a_question_are_understood_when_typed(chat: Chat) -> None:
    await chat.goes_through("/simple", "1", *SAVED[2:6])
    assert "You can also type: “One by one”, “I don't know yet”" in chat.text
    assert "What is the score in listening?" in await chat.says("One by one")
    await chat.goes_through("8", "7", "6.5", "7", *SAVED[7:-1])
    assert "You can also type: “Compute my score”, “Back” and “Stop”." in chat.text
    assert "Saved. Here is your score." in await chat.says("compute my score")


async def test_the_numbers_are_always_those_of_the_last_answer(chat: Chat) -> None:
    await settled(chat)
    await chat.says("/simple")
    await chat.says("/score")
    assert "What to do next" in await chat.says("1")
    assert "CRS score, estimated" in await chat.says("4")
