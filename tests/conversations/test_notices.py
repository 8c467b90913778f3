"""Reminders: when they come, what they say, and what their buttons do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from conversations import changes, notices, reminders
from conversations.clock_texts import WORDS
from conversations.ladders import ladders
from conversations.messages import Outgoing
from rules.facts import Facts
from storage import notifications
from storage.candidates import Candidate
from storage.notifications import Notification, State
from storage.settings import Settings
from tests.conversations.chat import MONDAY, Chat
from tests.conversations.test_desk import SAVED

TODAY = MONDAY.date()
LAST = date(2028, 9, 30)
BOOK_BY = date(2028, 8, 26)

FACTS = Facts.model_validate_json(
    '{"birth_date": "1997-03-31", "tests": [{"kind": "ielts_general", "result_date": "2026-10-01",'
    ' "scores": {"listening": 8, "reading": 7, "writing": 6.5, "speaking": 7}}]}'
)


ONE_BY_ONE = Settings(weekly=False)


def candidate(zone: str | None = "America/Toronto", language: str = "en", settings: Settings = ONE_BY_ONE) -> Candidate:
    return Candidate(chat_id=7, created_at=MONDAY, seen_at=MONDAY, language=language, time_zone=zone, settings=settings)


def plan(zone: str | None = "America/Toronto", now: datetime = MONDAY) -> list[Notification]:
    """The reminders of the English test."""
    return reminders.planned(candidate(zone), FACTS, now).get("language_test:own:english", [])


def worded(day: date, *, language: str = "en", zone: str | None = "America/Toronto", rung: str = "30") -> Outgoing:
    """The reminder as it reads at nine in the morning of a day."""
    notification = next(each for each in plan() if each.rung == rung)
    return notices.word(notification, candidate(zone, language), reminders.morning(day, zone or "America/Toronto"))


def test_the_ladder_of_a_language_test_is_that_of_the_design_and_the_day_to_book_by() -> None:
    days = {each.rung: each.due_at.astimezone(ZoneInfo("America/Toronto")).date() for each in plan()}
    expected = {str(n): LAST - timedelta(n) for n in (180, 120, 90, 60, 30, 14, 7, 1, 0)}
    assert days == expected | {"act_by": BOOK_BY}


@pytest.mark.parametrize("zone", ["America/Toronto", "Asia/Kolkata", "Pacific/Auckland", "America/St_Johns", None])
def test_every_reminder_comes_at_nine_on_the_persons_clock_summer_and_winter(zone: str | None) -> None:
    for each in plan(zone):
        assert each.due_at.astimezone(ZoneInfo(zone or "America/Toronto")).strftime("%H:%M") == "09:00"


@pytest.mark.parametrize(
    ("quiet", "hour"),
    [((21, 8), "09:00"), ((22, 10), "10:00"), ((8, 20), "20:00"), ((9, 8), "08:00"), ((9, 9), "09:00")],
)
def test_a_reminder_is_planned_for_an_hour_that_is_not_quiet_on_its_day(quiet: tuple[int, int], hour: str) -> None:
    settings = Settings(quiet_from=quiet[0], quiet_until=quiet[1], weekly=False)
    found = reminders.planned(candidate(settings=settings), FACTS, MONDAY)["language_test:own:english"]
    due = {each.rung: each.due_at.astimezone(ZoneInfo("America/Toronto")) for each in found}
    assert {each.strftime("%H:%M") for each in due.values()} == {hour}
    assert due["0"].date() == LAST


def test_a_kind_that_was_turned_off_has_no_reminders() -> None:
    settings = Settings(muted=frozenset({"language_test"}))
    found = reminders.planned(candidate(settings=settings), FACTS, MONDAY)
    assert found
    assert not [item for item in found if item.startswith("language_test")]


def test_every_kind_of_reminder_can_be_named_and_turned_off() -> None:
    assert set(WORDS) == set(ladders())
    assert {ladder.topic for ladder in ladders().values()} == set(reminders.TOPICS)


def test_a_discreet_reminder_says_no_more_than_that_it_waits() -> None:
    for language, waiting in (("en", "A reminder is waiting for you."), ("fr", "Un rappel vous attend.")):
        shown = notices.word(plan()[0], candidate(language=language, settings=Settings(discreet=True)), MONDAY)
        assert shown.text == waiting
        assert len(shown.keyboard) == 1


async def test_the_button_of_a_discreet_reminder_shows_it_whole(chat: Chat) -> None:
    first = await a_reminder(chat)
    text = await chat.presses_data(f"n:{first.id:x}:show")
    assert "Your English test result: 180 days left" in text
    assert chat.labels == ["I have a new result", "Remind me in 3 days", "Why", "I have booked it", "Not mine"]
    assert chat.reply.messages[0].edit is not None


@pytest.mark.parametrize(
    ("due", "hour", "last", "said"),
    [(-15, 8, LAST, True), (0, 9, LAST, False), (-15, 8, LAST + timedelta(9), False)],
)
def test_a_reminder_that_waited_for_the_morning_says_so_if_little_time_is_left(
    due: int, hour: int, last: date, said: bool
) -> None:
    now = datetime(2028, 9, 30, hour, tzinfo=ZoneInfo("America/Toronto"))
    arguments = {**plan()[0].arguments, "last_safe_day": last.isoformat()}
    late = replace(plan()[0], due_at=now + timedelta(hours=due), arguments=arguments)
    assert ("waited for the end of your quiet hours" in notices.word(late, candidate(), now).text) is said


def test_rungs_that_have_passed_are_not_made_up_for() -> None:
    late = datetime(2028, 9, 1, 12, tzinfo=UTC)
    assert [each.rung for each in plan(now=late)] == ["14", "7", "1", "0"]


def test_the_day_to_book_by_takes_the_place_of_a_rung_on_the_same_day() -> None:
    [clock] = [one for one in reminders.clocks_of(FACTS, TODAY) if one.kind == "language_test"]
    deadline = clock._replace(act_by=LAST - timedelta(30))
    days = reminders.rungs(deadline)
    assert "30" not in days
    assert days["act_by"] == LAST - timedelta(30)


@pytest.mark.parametrize(
    ("day", "title"),
    [
        (LAST - timedelta(30), "Your English test result: 30 days left"),
        (LAST - timedelta(1), "Your English test result: 1 day left"),
        (LAST, "Your English test result: today is the last usable day"),
        (LAST + timedelta(1), "Your English test result: no longer usable"),
    ],
)
def test_a_reminder_counts_the_days_from_the_day_it_is_read(day: date, title: str) -> None:
    text = worded(day).text
    assert title in text
    assert "Saturday 30 September 2028" in text


@pytest.mark.parametrize(
    ("day", "to_do"),
    [
        (BOOK_BY - timedelta(1), "book a new test by Saturday 26 August 2028"),
        (BOOK_BY, "To do today: book a new test"),
        (BOOK_BY + timedelta(1), "Our planning margin has passed"),
    ],
)
def test_a_reminder_names_one_thing_to_do(day: date, to_do: str) -> None:
    assert to_do in worded(day).text


def test_a_reminder_reads_in_the_language_chosen_by_then() -> None:
    text = worded(LAST - timedelta(1), language="fr").text
    assert "30 septembre 2028" in text
    assert "day" not in text


def test_a_result_that_only_a_program_rests_on_has_reminders_of_its_own() -> None:
    told = {
        "birth_date": "1997-03-31",
        "education": "doctoral",
        "foreign_work_years": 1,
        "sibling_in_canada": True,
        "tests": [
            {"kind": "celpip_general", "result_date": "2026-10-10", "scores": scores(10, 10, 10, 6)},
            {"kind": "celpip_general", "result_date": "2026-02-10", "scores": scores(7, 7, 7, 7)},
        ],
    }
    found = reminders.planned(candidate(), Facts.model_validate(told), MONDAY)
    used = "language_test:own:english"
    kept = "language_test:own:english:federal_skilled_worker"
    assert {used, kept} <= set(found)
    other = found[kept][0]
    assert other.arguments["missed"] == "eligibility_lost"
    assert notices.word(other, candidate(), MONDAY).text.startswith("<b>Your other English test result:")
    assert "autres résultats" in notices.word(other, candidate(language="fr"), MONDAY).text


def scores(listening: float, reading: float, writing: float, speaking: float) -> dict[str, float]:
    return {"listening": listening, "reading": reading, "writing": writing, "speaking": speaking}


def test_without_a_zone_the_reminder_says_whose_clock_it_goes_by() -> None:
    assert "/timezone" in worded(LAST, zone=None).text
    assert "/timezone" not in worded(LAST).text


async def of_the_test(chat: Chat) -> list[Notification]:
    """The reminders to come about the language test, the first due first."""
    return [each for each in await chat.reminders() if each.kind == "language_test"]


async def a_reminder(chat: Chat) -> Notification:
    """Saves the story's answers and brings the first reminder to the chat."""
    await chat.goes_through(*SAVED, "Toronto", "Turn off the weekly summary")
    first = (await of_the_test(chat))[0]
    chat.now = first.due_at
    shown = await chat.candidate()
    assert shown is not None
    chat.seen.append(notices.word(first, shown, chat.now))
    async with chat.database.unit() as unit:
        await notifications.sent(unit, first.id, chat.now)
    return first


async def test_snooze_moves_this_delivery_and_never_the_date(chat: Chat) -> None:
    first = await a_reminder(chat)
    text = await chat.presses("Remind me in 3 days")
    assert "Thursday 6 April 2028" in text
    assert "The date itself stays the same" in text
    assert "Your English test result: 180 days left" in text, "the reminder stays readable"
    again = next(each for each in await chat.reminders() if each.id == first.id)
    assert again.due_at == first.due_at + timedelta(days=3)
    assert again.arguments == first.arguments


async def put_off(chat: Chat) -> Notification:
    """A reminder that was put off by three days."""
    first = await a_reminder(chat)
    await chat.presses("Remind me in 3 days")
    return first


async def test_a_reminder_that_was_put_off_stays_whatever_else_is_told(chat: Chat) -> None:
    first = await put_off(chat)
    await chat.goes_through("/settings", "[Turn on the weekly summary]")
    await chat.presses_data("c:e:funds_changed")
    await chat.goes_through("[Today]", "20000", "[Save this change]")
    again = next(each for each in await chat.reminders() if each.id == first.id)
    assert again.due_at == first.due_at + timedelta(days=3)


async def test_a_reminder_that_was_put_off_goes_with_its_kind(chat: Chat) -> None:
    first = await put_off(chat)
    await chat.goes_through("/settings", "[Choose the reminders]", "[Stop: language tests]", "2")
    assert first.id not in {each.id for each in await chat.reminders()}


async def test_a_reminder_that_was_put_off_goes_when_its_date_moves(chat: Chat) -> None:
    first = await put_off(chat)
    shown = await chat.candidate()
    assert shown is not None
    assert shown.facts is not None
    english = next(each for each in shown.facts["tests"] if each["kind"] == "ielts_general")
    later = {**shown.facts, "tests": [{**english, "result_date": "2028-01-10"}]}
    async with chat.database.unit() as unit:
        await changes.keep(unit, shown, Facts.model_validate(later), chat.now, chat.now.date(), "profile:tests")
    assert first.id not in {each.id for each in await chat.reminders()}


async def test_what_is_due_and_not_out_yet_goes_out_although_something_was_told_first(chat: Chat) -> None:
    await chat.goes_through(*SAVED, "Toronto", "Turn off the weekly summary")
    [first, *_] = await of_the_test(chat)
    chat.now = first.due_at + timedelta(hours=1)
    await chat.presses_data("c:e:funds_changed")
    await chat.goes_through("[Today]", "20000", "[Save this change]")
    assert first in await chat.reminders()


@pytest.mark.parametrize(("left", "label"), [(5, "in 3 days"), (2, "in 2 days"), (1, "in 1 day"), (0, ""), (-9, "")])
def test_a_reminder_can_be_put_off_only_up_to_the_last_usable_day(left: int, label: str) -> None:
    labels = [button.label for row in worded(LAST - timedelta(left)).keyboard for button in row]
    assert [each for each in labels if each.startswith("Remind")] == ([f"Remind me {label}"] if label else [])


async def test_snooze_never_goes_past_the_last_usable_day(chat: Chat) -> None:
    first = await a_reminder(chat)
    chat.now = reminders.morning(LAST - timedelta(1), "America/Toronto")
    assert "Saturday 30 September 2028" in await chat.presses("Remind me in 3 days")
    again = next(each for each in await chat.reminders() if each.id == first.id)
    assert again.due_at == reminders.morning(LAST, "America/Toronto")
    chat.now = reminders.morning(LAST, "America/Toronto")
    assert "There is no later day" in await chat.presses("Remind me in 3 days")


async def test_why_gives_the_rule_and_the_official_page(chat: Chat) -> None:
    await a_reminder(chat)
    text = await chat.presses("Why")
    assert "less than two years old" in text
    assert "section 75(2)(d)" in text
    assert "https://www.canada.ca/en/" in chat.reply.messages[0].text


async def test_not_mine_asks_once_more_before_the_series_ends(chat: Chat) -> None:
    await a_reminder(chat)
    before = await of_the_test(chat)
    assert "Stop all reminders about “Your English test result”?" in await chat.presses("Not mine")
    assert await of_the_test(chat) == before
    await chat.presses("Keep reminding me")
    assert await of_the_test(chat) == before
    await chat.presses("Stop these reminders")
    assert await of_the_test(chat) == []


async def test_a_series_that_was_ended_stays_ended_until_a_new_result(chat: Chat) -> None:
    await a_reminder(chat)
    await chat.goes_through("[Not mine]", "[Stop these reminders]", "/timezone", "Vancouver")
    assert await of_the_test(chat) == []
    await chat.goes_through("[I have a new result]", "celpip", "CELPIP 9 all", "1 April 2028", "[Save the new result]")
    assert {each.item for each in await of_the_test(chat)} == {"language_test:own:english"}


async def test_done_asks_for_the_new_result_and_counts_from_its_date(chat: Chat) -> None:
    await a_reminder(chat)
    await chat.goes_through("[I have a new result]", "ielts", "L8.5 R8 W7.5 S7.5", "1 April 2028")
    assert "1. Language test: IELTS General Training (English)" in chat.text
    text = await chat.presses("Save the new result")
    assert "before: 373" in text, "29 at the interview, 31 by now"
    assert "Your English test result: Sunday 31 March 2030" in text
    assert {each.arguments["last_safe_day"] for each in await of_the_test(chat)} == {"2030-03-31"}


async def test_done_in_the_middle_of_other_questions_returns_to_them(chat: Chat) -> None:
    await a_reminder(chat)
    await chat.goes_through("/start", "/profile", "[3. Education]", "[Change: Your education in short]", "1")
    assert "highest completed level" in chat.text
    await chat.goes_through("[I have a new result]", "celpip", "CELPIP 9 all", "1 April 2028", "[Save the new result]")
    assert "highest completed level" in await chat.says("/start")


async def test_a_button_of_somebody_elses_reminder_does_nothing(chat: Chat) -> None:
    first = await a_reminder(chat)
    other = Chat(chat.database, chat_id=8, now=chat.now)
    for action in notices.ACTIONS:
        await other.presses_data(f"n:{first.id:x}:{action}")
    async with chat.database.reader() as unit:
        kept = await notifications.load(unit, first.id)
    assert kept is not None
    assert kept.state is State.SENT


async def arrives(chat: Chat) -> None:
    """The next message that comes by itself is out."""
    first = next(each for each in await chat.reminders() if each.kind != reminders.SELF_CHECK)
    chat.now = first.due_at + timedelta(seconds=5)
    async with chat.database.unit() as unit:
        await notifications.due(unit, chat.now, 10, chat.now + timedelta(minutes=1))
        await notifications.sent(unit, first.id, chat.now)


async def test_the_buttons_of_a_reminder_can_be_typed_until_something_else_was_said(chat: Chat) -> None:
    await chat.knows(FACTS.model_dump(mode="json", exclude_defaults=True))
    await chat.says("/score")
    await arrives(chat)
    assert "The CRS counts age" in await chat.says("Why?")
    assert "Rule since" in await chat.says("/why")
    assert "Rule since" in await chat.says("why")  # of the score, which was shown last


@pytest.mark.parametrize("word", ["Done", "done.", "C’est fait"])
async def test_a_bare_done_under_a_reminder_is_its_first_button(chat: Chat, word: str) -> None:
    await chat.knows(FACTS.model_dump(mode="json", exclude_defaults=True))
    await arrives(chat)
    text = await chat.says(word)
    assert "I am not sure what you mean" not in text
    assert "What has changed" not in text


async def test_a_bare_done_with_nothing_to_be_done_is_no_biometrics(chat: Chat) -> None:
    await chat.knows(FACTS.model_dump(mode="json", exclude_defaults=True))
    assert "I am not sure what you mean. Please choose:" in await chat.says("Done")


@pytest.mark.parametrize("silent", [reminders.CALENDAR, reminders.UNANSWERED, reminders.SELF_CHECK])
async def test_what_says_nothing_takes_no_button_from_the_reminder_before_it(chat: Chat, silent: str) -> None:
    await chat.knows(FACTS.model_dump(mode="json", exclude_defaults=True))
    await chat.says("/settings")
    await chat.presses("Turn off the weekly summary")
    await arrives(chat)
    nothing = Notification(chat_id=7, item=silent, rung="x", due_at=chat.now, kind=silent, arguments={})
    async with chat.database.unit() as unit:
        await notifications.add(unit, [nothing])
        await notifications.sent(unit, nothing.id, chat.now + timedelta(minutes=1))
    assert "The CRS counts age" in await chat.says("Why?")


async def test_a_reminder_is_put_off_by_typing(chat: Chat) -> None:
    await chat.knows(FACTS.model_dump(mode="json", exclude_defaults=True))
    await arrives(chat)
    assert "I remind you again" in await chat.says("remind me in 3 days")


async def test_the_buttons_of_a_reminder_can_be_typed_while_a_question_is_open(chat: Chat) -> None:
    await chat.knows(FACTS.model_dump(mode="json", exclude_defaults=True))
    await chat.says("/profile")
    await chat.says("8")
    question = await chat.presses("Express Entry profile")
    await arrives(chat)
    assert "I remind you again" in await chat.says("remind me in 3 days")
    assert "Noted." in await chat.says("No profile"), question


async def test_the_controls_of_an_open_question_stay_its_own_when_a_reminder_came(chat: Chat) -> None:
    await chat.knows(FACTS.model_dump(mode="json", exclude_defaults=True))
    await chat.says("/profile")
    await chat.says("8")
    await chat.presses("Express Entry profile")
    await arrives(chat)
    assert "The CRS counts age" not in await chat.says("why")


async def test_the_buttons_of_a_reminder_can_be_typed_while_an_interview_waits(chat: Chat) -> None:
    await chat.knows(FACTS.model_dump(mode="json", exclude_defaults=True))
    await chat.says("/profile")
    await chat.says("8")
    await chat.presses("Express Entry profile")
    await chat.says("/stop")
    await arrives(chat)
    assert "I remind you again" in await chat.says("remind me in 3 days")


async def test_the_buttons_of_any_screen_can_be_typed(chat: Chat) -> None:
    await chat.knows(FACTS.model_dump(mode="json", exclude_defaults=True))
    await chat.says("/dates")
    assert "Your dates of the next 24 months" in await chat.says("as a picture")
    await chat.says("/dates")
    assert "The CRS counts age" in await chat.says("Open 1")
