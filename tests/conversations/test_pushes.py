"""What goes out unasked: due together is one message, late ones say so, the word of the month, the heartbeat."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from conversations import pushes, reminders
from conversations.ladders import ladders
from conversations.messages import Kind
from conversations.pushes import Push
from rules.facts import Facts
from storage import notifications
from storage.candidates import Candidate
from storage.notifications import Notification, State
from storage.settings import DEFAULTS, Settings
from tests.conversations.chat import MONDAY, Chat

# Everything ends on 1 June 2027 but the birthday.
TOLD: dict[str, Any] = {
    "birth_date": "1997-03-31",
    "passport_expires": "2027-06-01",
    "permits": [{"kind": "open_work", "until": "2027-06-01"}],
    "tests": [
        {
            "kind": "ielts_general",
            "result_date": "2025-06-02",
            "scores": {"listening": 8, "reading": 7, "writing": 6.5, "speaking": 7},
        }
    ],
}
FACTS = Facts.model_validate(TOLD)


def person(settings: Settings = DEFAULTS, language: str = "en") -> Candidate:
    return Candidate(
        chat_id=7,
        created_at=MONDAY,
        seen_at=MONDAY,
        language=language,
        time_zone="America/Toronto",
        settings=settings,
        facts=TOLD,
    )


def plan(settings: Settings = DEFAULTS) -> list[Notification]:
    found = reminders.planned(person(settings), FACTS, MONDAY)
    return sorted((each for rows in found.values() for each in rows), key=lambda each: each.due_at)


def due_by(instant: datetime, since: datetime = MONDAY, settings: Settings = DEFAULTS) -> list[Notification]:
    return [each for each in plan(settings) if since < each.due_at <= instant]


def sent(due: list[Notification], now: datetime, settings: Settings = DEFAULTS) -> tuple[Push, ...]:
    return pushes.pushes(due, [each for each in plan(settings) if each.due_at > now], person(settings), now)


def text_of(found: tuple[Push, ...]) -> str:
    texts = [push.message.text for push in found if push.message is not None]
    return html.unescape(re.sub(r"<[^>]+>", "", "\n\n".join(texts)))


AT_NINE = datetime(2027, 5, 2, 13, tzinfo=UTC)  # 30 days before 1 June, a Sunday


def test_what_is_due_together_is_one_message_with_the_most_urgent_first() -> None:
    due = due_by(AT_NINE, AT_NINE - timedelta(hours=1))
    assert {each.kind for each in due} == {"language_test", "passport", "permit"}
    found = sent(due, AT_NINE)
    assert len(found) == 1
    assert sorted(each.id for each in found[0].covers) == sorted(each.id for each in due)
    text = text_of(found)
    assert text.startswith("3 reminders")
    assert "1. Your English test result: 30 days left" in text
    assert "Last usable day: Tuesday 1 June 2027." in text
    assert "This comes late" not in text


def test_a_reminder_that_is_due_alone_is_itself() -> None:
    due = [each for each in due_by(AT_NINE, AT_NINE - timedelta(hours=1)) if each.kind == "passport"]
    found = sent(due, AT_NINE)
    assert text_of(found).startswith("Your passport: 30 days left")
    assert found[0].message is not None
    assert [button.label for row in found[0].message.keyboard for button in row] == [
        "I have a new passport",
        "Remind me in 3 days",
        "Why",
        "Not mine",
    ]


def test_after_an_outage_of_nine_hours_one_message_says_so_and_says_nothing_twice() -> None:
    """S33: two due times, 30 days and one day before two dates."""
    now = AT_NINE + timedelta(hours=9)
    rows = [each for each in due_by(now, AT_NINE - timedelta(days=20)) if each.kind in ladders()]
    found = sent(rows, now)
    said = [push for push in found if push.message is not None]
    assert len(said) == 1
    assert "This comes late: it was due at 9:00 a.m. on Sunday 2 May 2027" in text_of(found).replace("\u202f", " ")
    assert sorted(each.id for push in found for each in push.covers) == sorted(each.id for each in rows)


def test_a_day_that_passed_meanwhile_is_said_plainly() -> None:
    now = datetime(2027, 6, 2, 13, tzinfo=UTC)
    rows = [each for each in due_by(now, datetime(2027, 5, 31, tzinfo=UTC)) if each.kind in ladders()]
    text = text_of(sent(rows, now))
    assert "Your English test result: no longer usable" in text
    assert "Its last usable day was Tuesday 1 June 2027." in text


def test_what_is_far_away_comes_together_on_sunday_evening() -> None:
    far = [each for each in plan() if each.kind == "passport" and each.rung in ("180", "90", "60")]
    assert [each.due_at.astimezone(UTC).strftime("%a %H:%M") for each in far] == ["Sun 23:00", "Sun 23:00", "Sun 22:00"]
    due = due_by(far[1].due_at, far[1].due_at - timedelta(hours=1))
    assert {each.kind for each in due} == {"language_test", "passport", "permit"}
    text = text_of(sent(due, far[1].due_at))
    assert text.startswith("Your week")
    assert "Your passport: 86 days left" in text


def test_without_the_weekly_summary_each_comes_in_the_morning_of_its_day() -> None:
    settings = replace(DEFAULTS, weekly=False)
    [one] = [each for each in plan(settings) if each.kind == "passport" and each.rung == "90"]
    assert one.due_at == datetime(2027, 3, 3, 14, tzinfo=UTC)


def test_the_day_to_act_by_never_waits_for_sunday() -> None:
    [book] = [each for each in plan() if each.kind == "language_test" and each.rung == "act_by"]
    assert book.due_at == datetime(2027, 4, 27, 13, tzinfo=UTC)


def test_once_a_month_it_says_that_reminders_work_and_which_is_next() -> None:
    [check] = [each for each in plan() if each.kind == reminders.SELF_CHECK]
    assert check.due_at == datetime(2026, 12, 6, 23, tzinfo=UTC)
    text = text_of(sent([check], check.due_at))
    assert "Once a month: I am still here" in text
    assert "The next one: your birthday and your points, on Sunday 3 January 2027." in text
    assert "Toronto time" in text


def test_the_word_of_the_month_names_the_rules_as_french_does() -> None:
    [check] = [each for each in plan() if each.kind == reminders.SELF_CHECK]
    [push] = pushes.pushes([check], plan(), person(language="fr"), check.due_at)
    assert push.message is not None
    assert "Règles de la note\N{NO-BREAK SPACE}: SCG-2025-03-25." in push.message.text
    assert "CRS" not in push.message.text


def test_who_wants_no_weekly_summary_gets_no_word_of_the_month() -> None:
    settings = replace(DEFAULTS, weekly=False)
    [check] = [each for each in plan(settings) if each.kind == reminders.SELF_CHECK]
    [push] = sent([check], check.due_at, settings)
    assert push.message is None
    assert push.covers == (check,)


async def test_the_word_of_the_month_plans_the_next_one(chat: Chat) -> None:
    await chat.knows(TOLD)
    [check] = [each for each in await chat.reminders() if each.kind == reminders.SELF_CHECK]
    async with chat.database.unit() as unit:
        await notifications.sent(unit, check.id, check.due_at)
        await pushes.after(unit, chat.chat_id, [check], check.due_at)
    [following] = [each for each in await chat.reminders() if each.kind == reminders.SELF_CHECK]
    assert following.due_at == datetime(2027, 1, 3, 23, tzinfo=UTC)


def test_of_two_rungs_of_one_thing_only_the_last_is_said() -> None:
    rows = [each for each in plan() if each.kind == "permit"][:3]
    found = sent(rows, rows[-1].due_at)
    assert [len(push.covers) for push in found] == [1, 2]
    assert found[0].covers == (rows[-1],)
    assert found[1].message is None


def test_a_discreet_message_of_several_says_nothing() -> None:
    settings = replace(DEFAULTS, discreet=True)
    due = due_by(AT_NINE, AT_NINE - timedelta(hours=1), settings)
    assert text_of(sent(due, AT_NINE, settings)) == "Reminders are waiting for you."


async def test_a_heartbeat_before_a_date_that_costs_most_ends_with_a_press(chat: Chat) -> None:
    await chat.knows({**TOLD, "profile": {"submitted": "2026-06-30"}})
    asked = [each for each in await chat.reminders() if each.item == "heartbeat:profile:own"]
    # The last safe day is 29 June 2027: 21 and 18 days before.
    assert [each.due_at.date() for each in asked] == [date(2027, 6, 8), date(2027, 6, 11)]
    chat.now = asked[0].due_at
    found = pushes.pushes(asked[:1], [], person(), chat.now)
    assert "Do my messages reach you?" in text_of(found)
    assert "your profile in the pool, Tuesday 29 June 2027" in text_of(found)
    await chat.presses_data(f"n:{asked[0].id:x}:here")
    assert not [each for each in await chat.reminders() if each.item == "heartbeat:profile:own"]
    async with chat.database.reader() as unit:
        kept = await notifications.load(unit, asked[1].id)
    assert kept is not None
    assert kept.state is State.FINISHED


async def test_two_questions_of_one_morning_are_one_message_and_one_press_answers_both(chat: Chat) -> None:
    """45 days before 9 January 2027, and 21 before 16 December: both on 25 November."""
    tests = [{**TOLD["tests"][0], "result_date": "2025-01-10"}]
    await chat.knows({"birth_date": "1997-03-31", "tests": tests, "profile": {"submitted": "2025-12-17"}})
    asked = [each for each in await chat.reminders() if each.kind == reminders.HEARTBEAT]
    morning = min(each.due_at for each in asked)
    due = [each for each in asked if each.due_at == morning]
    candidate = await chat.candidate()
    assert candidate is not None
    assert len({each.item for each in due}) == 2
    [push] = pushes.pushes(due, asked, candidate, morning)
    assert push.message is not None
    assert len(push.covers) == 2
    chat.now = morning
    async with chat.database.unit() as unit:
        for each in due:
            await notifications.sent(unit, each.id, morning)
    assert "Good. My messages reach you." in await chat.presses_data(push.message.keyboard[0][0].data)
    assert not [each for each in await chat.reminders() if each.kind == reminders.HEARTBEAT]


async def test_a_date_that_moves_says_so_once(chat: Chat) -> None:
    await chat.knows({"birth_date": "1997-03-31", "passport_expires": "2027-06-01"})
    before = [each for each in await chat.reminders() if each.kind == "passport"]
    await chat.knows({"birth_date": "1997-03-31", "passport_expires": "2027-07-01"})
    after = [each for each in await chat.reminders() if each.kind == "passport"]
    assert len(after) == len(before)
    assert [each.arguments.get("moved_from") for each in after] == ["2027-06-01", *[None] * (len(after) - 1)]
    text = text_of(pushes.pushes(after[:1], [], person(replace(DEFAULTS, weekly=False)), after[0].due_at))
    assert "This day has moved: it was Tuesday 1 June 2027 before." in text


@pytest.mark.parametrize("kind", ladders())
def test_every_ladder_ends_before_or_with_its_day_but_for_the_day_after(kind: str) -> None:
    ladder = ladders()[kind]
    assert all(days >= 0 for days in ladder.before if days != -1)
    assert ladder.topic in reminders.TOPICS


async def test_who_was_blocked_and_comes_back_gets_what_became_due_as_one_message_that_says_why_it_is_late(
    chat: Chat,
) -> None:
    await chat.knows(TOLD)
    chat.now = AT_NINE - timedelta(days=10)
    for each in await chat.reminders():
        if each.due_at <= chat.now:
            async with chat.database.unit() as unit:
                await notifications.sent(unit, each.id, chat.now)
    await chat.sends(Kind.BLOCKED)
    back = AT_NINE + timedelta(days=10)
    async with chat.database.unit() as unit:
        assert await notifications.due(unit, back, 100, back) == [], "nothing is tried meanwhile"
    chat.now = back
    await chat.says("/start")
    async with chat.database.unit() as unit:
        due = await notifications.due(unit, chat.now, 100, chat.now)
    assert {each.kind for each in due} >= {"language_test", "passport", "permit"}
    candidate = await chat.candidate()
    assert candidate is not None
    found = [push for push in pushes.pushes(due, [], candidate, chat.now) if push.message is not None]
    assert len(found) == 1
    text = text_of(tuple(found))
    assert "3 reminders" in text
    assert "This comes late" in text
    assert "this chat was blocked, or I was not running" in text
    assert "/settings" in text
