"""The screen people come back to, and help by task."""

from __future__ import annotations

import re

import pytest

from conversations import menu
from conversations.desk import COMMANDS, ROOMS, SPOKEN
from conversations.home import DOORS
from conversations.tasks import TASKS, TESTS, Task
from locales import LANGUAGES, Language, everywhere, plain, use
from tests.conversations.chat import Chat
from tests.conversations.test_desk import SAVED, TO_THE_SCORES

OLD = "This menu is old"


async def test_who_comes_back_sees_where_they_stand_what_comes_next_and_the_doors(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Toronto")
    text = await chat.says("/start")
    assert "Your CRS score, estimated for 23 November 2026: 384 out of 1,200." in text
    assert "Your next date: your birthday and your points, Wednesday 31 March 2027. 128 days left." in text
    assert "Not known yet" not in text
    assert chat.labels[1:] == ["My score", "My dates", "My programs", "Something changed", "Settings", "Help"]
    assert [len(row) for row in chat.reply.messages[0].keyboard] == [1, 2, 2, 2]


@pytest.mark.parametrize(
    ("language", "invitation", "button", "first"),
    [
        ("en", "two minutes now, the rest whenever you like", "Make it exact", "Do you plan to live in Quebec?"),
        (
            "fr",
            "deux minutes maintenant, la suite quand vous voulez",
            "Préciser ma note",
            "Prévoyez-vous vivre au Québec?",
        ),
    ],
)
async def test_the_first_screen_after_the_score_invites_to_make_it_exact(
    chat: Chat, language: str, invitation: str, button: str, first: str
) -> None:
    await chat.goes_through(*SAVED, f"/{language}")
    assert invitation in await chat.says("Toronto")
    assert chat.labels[0] == button
    assert first in await chat.says(button)


async def test_who_has_no_date_is_invited_below_the_score(chat: Chat) -> None:
    await chat.goes_through(
        "/start", "[Start]", "31 3 2006", "none", "secondary", "none", "0", "0", "no", "no", "no", "no"
    )
    assert "two minutes now" in await chat.presses("Compute my score")
    assert chat.labels[0] == "Make it exact"


@pytest.mark.parametrize(("greeting", "answer"), [("hi", "Welcome back."), ("Bonjour", "Welcome back.")])
async def test_a_greeting_is_answered_with_the_home_screen(chat: Chat, greeting: str, answer: str) -> None:
    await chat.goes_through(*SAVED, "Toronto")
    text = await chat.says(greeting)
    assert text.startswith(answer)
    assert "I am not sure" not in text


async def test_home_names_what_is_not_known_yet(chat: Chat) -> None:
    told = [each if each not in ("bachelor", "3") else "I don't know" for each in SAVED]
    await chat.goes_through(*told, "Toronto")
    text = await chat.says("/start")
    assert "Not known yet: education and work outside Canada." in text
    assert "Your CRS score, estimated for 23 November 2026: at least 2" in text
    assert "estimée pour le 23 novembre 2026 : au moins 2" in (await chat.says("/fr")).replace("\u00a0", " ")


async def test_home_says_when_an_interview_waits(chat: Chat) -> None:
    await chat.goes_through(*TO_THE_SCORES)
    text = await chat.says("/stop")
    assert "Your interview waits where you stopped." in text
    assert chat.labels == ["Go on with the questions", "Settings", "Help"]


async def test_home_without_a_date_says_nothing_of_dates(chat: Chat) -> None:
    await chat.goes_through(
        "/start", "[Start]", "31 3 1997", "none", "bachelor", "none", "0", "3", "no", "no", "no", "no"
    )
    await chat.presses("Compute my score")
    assert "Your next date" not in await chat.says("/start")


async def test_something_changed_asks_what(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Toronto", "/start")
    assert "What has changed, or will change?" in await chat.presses("Something changed")


async def test_every_door_leads_somewhere(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Toronto")
    for door in DOORS:
        assert OLD not in await chat.presses_data(door.data), door.label
        assert chat.reply.messages


def test_the_doors_are_never_more_than_eight_and_can_all_be_typed() -> None:
    assert len(DOORS) <= 11, "of “Go on”, “Begin” and “Make it exact” one is there, of invitation and journey one too"
    spoken = {word for words, _handler in SPOKEN for message in words for word in everywhere(message)}
    with use("fr"):
        assert {plain(door.label) for door in DOORS} <= spoken


# --- help ---


async def test_help_is_by_task_and_each_has_its_number(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Toronto")
    text = await chat.says("/help")
    for number, task in enumerate(TASKS, 1):
        assert f"{number}. {task.words}" in text
    assert "/" not in text
    assert "IRCC" in text


@pytest.mark.parametrize("number", range(1, len(TASKS) + 1))
async def test_every_task_leads_to_a_screen_by_button_and_by_number(chat: Chat, number: int) -> None:
    await chat.goes_through(*SAVED, "Toronto", "/help")
    by_number = await chat.says(str(number))
    await chat.goes_through("/stop", "/help")
    by_button = await chat.presses_data(TASKS[number - 1].data)
    assert by_button == by_number
    assert OLD not in by_number
    assert "I am not sure what you mean" not in by_number


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.label)
async def test_a_newcomer_who_asks_for_help_is_led_to_the_notice_or_the_questions(chat: Chat, task: Task) -> None:
    await chat.says("/help")
    await chat.presses_data(task.data)
    assert OLD not in chat.text
    assert chat.labels[-1] == "Français"


async def test_a_new_result_is_entered_for_the_test_that_was_taken_again(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Toronto", "/help", "3")
    assert chat.labels == [TESTS["own:english"], TESTS["own:french"]]
    assert "1. IELTS" in await chat.says("1")
    text = await chat.goes_through("celpip", "CELPIP 9 all", "1 November 2026", "[Save the new result]")
    assert "before: 384" in text


async def test_the_tests_of_a_partner_are_offered_where_there_is_one(chat: Chat) -> None:
    with_partner = [each if each != "none" else "[Yes, coming" for each in SAVED[:4]]
    await chat.goes_through(*with_partner)
    await chat.goes_through("bachelor", "ielts", "L8 R7 W6.5 S7", "1 Oct 2026", "no", "0", "3", "no", "no", "no", "no")
    await chat.goes_through("bachelor", "no result yet", "0", "[Compute my score]", "Toronto", "new result")
    assert chat.labels == list(TESTS.values())
    assert "1. IELTS" in await chat.says("3")


async def test_the_second_layer_of_help_names_what_can_be_typed(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Toronto", "/help")
    text = await chat.presses("What I can type")
    assert set(re.findall(r"^/(\w+): ", text, re.MULTILINE)) == {*menu.COMMANDS, *menu.TYPED}
    assert "“back”, “skip”, “I don't know”, “why” and “stop”" in text
    assert "What do you want to do?" in await chat.presses("Back to the tasks")


async def test_help_in_french_names_the_commands_in_french(conversation: Chat) -> None:
    await conversation.says("/aide")
    text = await conversation.presses("Ce que je peux écrire")
    named = set(re.findall(r"^/(\w+)\N{NO-BREAK SPACE}: ", text, re.MULTILINE))
    assert {"note", "dates", "fiche", "travail", "reglages"} <= named
    assert not named & set(menu.IN_FRENCH.values())
    assert len(named) == len(menu.COMMANDS) + len(menu.TYPED)


def test_the_menu_has_at_most_eight_commands_and_every_command_is_described() -> None:
    assert len(menu.COMMANDS) <= 8
    assert {*menu.COMMANDS, *menu.TYPED} == {*COMMANDS} - set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_described_in_both_languages(language: Language) -> None:
    with use(language):
        told = [plain(what) for what in (*menu.COMMANDS.values(), *menu.TYPED.values())]
    assert all(told)
    assert len(set(told)) == len(told)


def test_no_two_rooms_have_the_same_prefix() -> None:
    prefixes = [prefix for room in ROOMS for prefix in room.presses]
    assert len(set(prefixes)) == len(prefixes)


@pytest.mark.parametrize(
    "application", [{}, {"approved": "2026-11-20"}, {"approved": "2026-11-20", "landed": "2026-11-21"}]
)
async def test_once_applied_the_home_screen_works_towards_no_score(chat: Chat, application: dict[str, str]) -> None:
    person = {"birth_date": "1993-03-12", "profile": {"submitted": "2026-03-01"}}
    invited = {"invitation": {"issued": "2026-11-01", "applied": "2026-11-10"}, "application": application}
    await chat.knows({**person, **invited})
    text = await chat.says("/start")
    assert "Where you are:" in text
    for never in ("CRS score", "Not known yet", "To make it exact"):
        assert never not in text
    assert "Make it exact" not in chat.labels
    assert "My journey" in chat.labels


async def test_home_does_not_list_all_that_somebody_who_knows_nothing_does_not_know(chat: Chat) -> None:
    await chat.knows({"partner_unknown": True})
    text = await chat.says("/start")
    assert "Not known yet: date of birth, education, language test, and 7 other answers." in text
