"""Every moment a SIGKILL can fall in, one by one, held open by a fault of the local Telegram.

An update comes, is committed to the inbox, is confirmed to Telegram by the next poll; it takes effect in a
transaction together with its replies; each reply is sent; the update is marked done.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import candidates, inbox, interviews, journal, notifications
from tests.end_to_end.running import FAST, Companion, companion, companion_to_be
from tests.end_to_end.story import (
    KEPT,
    LONG,
    SOON,
    TALK,
    arrives_at,
    finishes,
    goes_on_from,
    moves_the_clock,
    talks,
    times_shown,
)
from tests.telegram_person import Person
from tests.waiting import until

MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)
FOR_EVER = 100_000


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def bot(standing_bot: Companion) -> Companion:
    return standing_bot


async def restarts(bot: Companion) -> None:
    """Killed now; the weather has cleared when it starts again."""
    await bot.kill()
    bot.mends()
    await bot.start()


async def kept_exactly_once(bot: Companion, chat_id: int) -> None:
    """Looks into the database: the facts as said, one entry in the journal, nothing left to do."""
    await bot.all_done()
    async with bot.store() as database, database.reader() as unit:
        candidate = await candidates.load(unit, chat_id)
        assert candidate is not None
        assert candidate.facts is not None
        assert {name: candidate.facts.get(name) for name in KEPT} == KEPT
        assert [entry.kind for entry in await journal.entries(unit, chat_id)] == ["interview"]


async def test_killed_before_the_update_was_fetched(bot: Companion, ana: Person) -> None:
    await arrives_at(ana, "spouse")
    await bot.polls()
    polls = bot.telegram.call_counts["getUpdates"]
    bot.breaks("getUpdates", delay=600, times=1)
    await ana.say("no partner")  # fetched by the poll that is open
    await ana.wait_for("highest completed")
    await bot.called("getUpdates", polls + 1)
    await ana.say("5")  # asked for by a poll that is held
    await restarts(bot)
    await ana.wait_for("Which language test", LONG)
    await goes_on_from(ana, "Which language test")
    await finishes(ana)
    await kept_exactly_once(bot, ana.id)


async def test_killed_after_the_answer_and_before_the_update_was_confirmed(bot: Companion, ana: Person) -> None:
    await arrives_at(ana, "skilled work do you have in Canada")
    await bot.polls()
    polls = bot.telegram.call_counts["getUpdates"]
    bot.breaks("getUpdates", delay=600, times=1)
    await ana.say("0")
    await ana.wait_for("outside Canada")
    await bot.called("getUpdates", polls + 1)
    assert bot.telegram.state.queue, "Telegram must not have been told yet"
    await bot.has_answered()
    await restarts(bot)
    await until(lambda: not bot.telegram.state.queue)
    # Given out once more by Telegram, "0" is not taken for the years outside Canada.
    await ana.hears_nothing()
    await goes_on_from(ana, "outside Canada")
    await finishes(ana)
    await kept_exactly_once(bot, ana.id)


@pytest.mark.parametrize("said", ["0", "[0]"])
async def test_killed_between_the_effect_and_the_reply(bot: Companion, ana: Person, said: str) -> None:
    await arrives_at(ana, "skilled work do you have in Canada")
    for method in ("sendMessage", "editMessageText"):
        bot.breaks(method, status=500, times=FOR_EVER)
    before = sum(bot.telegram.call_counts[method] for method in ("sendMessage", "editMessageText"))
    await (ana.press("0") if said == "[0]" else ana.say(said))
    counts = bot.telegram.call_counts
    await until(lambda: counts["sendMessage"] + counts["editMessageText"] > before)
    await restarts(bot)
    await ana.wait_for("outside Canada", LONG)
    assert await times_shown(ana, "outside Canada?") == 1
    await goes_on_from(ana, "outside Canada")
    await finishes(ana)
    await kept_exactly_once(bot, ana.id)


async def test_killed_between_the_reply_and_the_mark_repeats_it_once(bot: Companion, ana: Person) -> None:
    await arrives_at(ana, "skilled work do you have in Canada")
    # The message arrives, its answer does not: for the bot it is under way until it asks again.
    sent = bot.telegram.call_counts["sendMessage"]
    bot.breaks("sendMessage", drop=True, after=True)
    bot.breaks("sendMessage", status=500, times=FOR_EVER)
    await ana.say("0")
    await bot.called("sendMessage", sent + 1)
    await restarts(bot)
    await bot.all_done()
    assert await times_shown(ana, "outside Canada?") == 2
    await goes_on_from(ana, "outside Canada")
    await finishes(ana)
    await kept_exactly_once(bot, ana.id)


async def test_killed_between_an_edit_and_the_mark_makes_no_second_message(bot: Companion, ana: Person) -> None:
    await arrives_at(ana, "skilled work do you have in Canada")
    bot.breaks("editMessageText", drop=True, after=True)
    bot.breaks("editMessageText", status=500, times=FOR_EVER)
    edits = bot.telegram.call_counts["editMessageText"]
    await ana.press("0")
    await bot.called("editMessageText", edits + 1)
    await restarts(bot)
    await bot.called("editMessageText", edits + 2)
    await bot.all_done()
    assert await times_shown(ana, "outside Canada?") == 1
    await goes_on_from(ana, "outside Canada")
    await finishes(ana)
    await kept_exactly_once(bot, ana.id)


async def test_killed_in_the_middle_of_the_score_the_rest_of_it_comes(bot: Companion, ana: Person) -> None:
    await arrives_at(ana, "Your answers")
    sent = bot.telegram.call_counts["sendMessage"]
    bot.breaks("sendMessage", delay=0.001, times=1)  # the first message of the score passes
    bot.breaks("sendMessage", status=500, times=FOR_EVER)
    await ana.press("Compute my score")
    await bot.called("sendMessage", sent + 2)
    assert await times_shown(ana, "Federal Skilled Worker points") == 0
    await restarts(bot)
    await ana.wait_for("Which city's clock", LONG)
    assert await times_shown(ana, "CRS score, estimated") <= 2
    assert await times_shown(ana, "Federal Skilled Worker points") == 1
    await talks(ana, ("Toronto", "Toronto time"))
    await kept_exactly_once(bot, ana.id)


async def test_the_button_that_saves_pressed_on_both_sides_of_a_kill_saves_once(bot: Companion, ana: Person) -> None:
    await arrives_at(ana, "Your answers")
    bot.breaks("editMessageText", status=500, times=FOR_EVER)
    edits = bot.telegram.call_counts["editMessageText"]
    await ana.press("Compute my score")
    await bot.called("editMessageText", edits + 1)
    await bot.kill()
    await ana.press_again()
    bot.mends()
    await bot.start()
    await ana.wait_for("Which city's clock", LONG)
    await talks(ana, ("Toronto", "Toronto time"))
    await kept_exactly_once(bot, ana.id)


async def test_what_was_typed_while_the_bot_was_away_is_answered_in_order(bot: Companion, ana: Person) -> None:
    await arrives_at(ana, "four scores")
    await bot.kill()
    for said, _ in TALK[6:11]:
        await ana.say("no" if said == "[No]" else said)
    await bot.start()
    await ana.wait_for("certificate of qualification", LONG)
    await goes_on_from(ana, "certificate of qualification")
    await finishes(ana)
    await kept_exactly_once(bot, ana.id)


@pytest.mark.soak
async def test_killed_while_it_starts_at_any_moment_and_on_an_empty_folder(tmp_path: Path) -> None:
    async with companion_to_be(tmp_path, MONDAY, **FAST) as bot:
        ana = Person(bot.telegram.url, 1001)
        await ana.say("/start")
        for tenths in range(2, 14, 2):
            await bot.launch()
            await asyncio.sleep(tenths / 10)
            await bot.kill()
        await bot.start()
        await until(lambda: not bot.telegram.state.queue)
        await ana.press("Start", LONG)
        await ana.wait_for("date of birth", LONG)
        await goes_on_from(ana, "date of birth")
        await finishes(ana)
        await kept_exactly_once(bot, ana.id)


@pytest.mark.soak
async def test_killed_while_it_stops_in_good_order(bot: Companion, ana: Person) -> None:
    await arrives_at(ana, "skilled work do you have in Canada")
    bot.breaks("sendMessage", status=500, times=FOR_EVER)
    sent = bot.telegram.call_counts["sendMessage"]
    await ana.say("0")
    await bot.called("sendMessage", sent + 1)
    assert bot.process is not None
    bot.process.send_signal(signal.SIGTERM)
    await asyncio.sleep(0.5)
    await restarts(bot)
    await ana.wait_for("outside Canada", LONG)
    await goes_on_from(ana, "outside Canada")
    await finishes(ana)
    await kept_exactly_once(bot, ana.id)


# Deleting


async def test_killed_between_the_deletion_and_its_receipt(bot: Companion, ana: Person) -> None:
    await arrives_at(ana, "Your answers")
    await finishes(ana)
    await talks(ana, ("/delete", "Delete everything?"), ("[Delete my data]", "type the word"))
    bot.breaks("sendMessage", status=500, times=FOR_EVER)
    sent = bot.telegram.call_counts["sendMessage"]
    await ana.say("delete")
    await bot.called("sendMessage", sent + 1)
    await bot.kill()
    await holds_nothing_of(bot, ana.id, receipt_owed=True)
    bot.mends()
    await bot.start()
    await ana.wait_for("was deleted", LONG)
    await bot.all_done()
    await holds_nothing_of(bot, ana.id, receipt_owed=False)


async def test_an_answer_that_telegram_repeats_after_the_deletion_brings_nothing_back(
    bot: Companion, ana: Person
) -> None:
    await arrives_at(ana, "spouse")
    update_id = bot.telegram.state.last_update_id  # the date of birth
    await talks(ana, ("/delete", "Delete everything?"), ("[Delete my data]", "type the word"))
    await talks(ana, ("delete", "was deleted"))
    await bot.all_done()
    await restarts(bot)
    bot.telegram.state.redeliver(update_id)
    await ana.hears_nothing()
    await holds_nothing_of(bot, ana.id, receipt_owed=False)


async def holds_nothing_of(bot: Companion, chat_id: int, *, receipt_owed: bool) -> None:
    async with bot.store() as database, database.reader() as unit:
        assert await candidates.load_with_interview(unit, chat_id) == (None, None)
        assert await journal.entries(unit, chat_id) == []
        assert await notifications.pending(unit, chat_id) == []
        owed = [row for row in await inbox.open_rows(unit) if row.chat_id == chat_id]
        assert [row.state for row in owed] == (["applied"] if receipt_owed else [])
        assert not any(b"1997" in row.body for row in owed)
        assert await interviews.load(unit, chat_id) is None


# Reminders: these move the clock, so each has a bot of its own


@pytest.fixture
async def moving_bot(tmp_path: Path) -> AsyncIterator[Companion]:
    async with companion(tmp_path, MONDAY, **FAST) as running:
        yield running


async def people_with_reminders(bot: Companion, count: int) -> list[Person]:
    people = [Person(bot.telegram.url, 1001 + number) for number in range(count)]

    async def whole(person: Person) -> None:
        await talks(person, *SOON)
        await finishes(person)

    await asyncio.gather(*(whole(person) for person in people))
    await bot.page_knows()
    return people


@pytest.mark.asyncio(loop_scope="function")
async def test_killed_before_reminders_left_they_come_once_the_lease_is_over(moving_bot: Companion) -> None:
    bot = moving_bot
    people = await people_with_reminders(bot, 3)
    bot.breaks("sendMessage", status=500, times=FOR_EVER)
    sent = bot.telegram.call_counts["sendMessage"]
    await moves_the_clock(bot, to="next_reminder")
    await bot.called("sendMessage", sent + 3)
    await restarts(bot)
    await moves_the_clock(bot, by_seconds=600)
    for person in people:
        await person.wait_for("14 days left", LONG)
        assert await times_shown(person, "14 days left") == 1


@pytest.mark.asyncio(loop_scope="function")
async def test_killed_in_the_middle_of_many_reminders_none_is_lost_and_each_repeats_once_at_most(
    moving_bot: Companion,
) -> None:
    bot = moving_bot
    people = await people_with_reminders(bot, 12)
    bot.breaks("sendMessage", delay=0.001, times=5)
    bot.breaks("sendMessage", drop=True, after=True, times=2)
    bot.breaks("sendMessage", status=500, times=FOR_EVER)
    sent = bot.telegram.call_counts["sendMessage"]
    await moves_the_clock(bot, to="next_reminder")
    await bot.called("sendMessage", sent + 8)
    await restarts(bot)
    await moves_the_clock(bot, by_seconds=600)
    for person in people:
        await person.wait_for("days left", LONG)
    await bot.has_reminded()
    shown = [await times_shown(person, "14 days left") for person in people]
    assert set(shown) <= {1, 2}
    assert shown.count(2) <= 8  # those under way at once
    await moves_the_clock(bot, by_seconds=86_400)
    await bot.has_reminded()
    assert [await times_shown(person, "14 days left") for person in people] == shown


@pytest.mark.asyncio(loop_scope="function")
async def test_a_reminder_that_was_snoozed_before_a_kill_comes_when_it_was_promised(moving_bot: Companion) -> None:
    bot = moving_bot
    [ana] = await people_with_reminders(bot, 1)
    await moves_the_clock(bot, to="next_reminder")
    await ana.wait_for("14 days left", LONG)
    bot.breaks("editMessageText", status=500, times=FOR_EVER)
    edits = bot.telegram.call_counts["editMessageText"]
    await ana.press("Remind me in 3 days")
    await bot.called("editMessageText", edits + 1)
    await restarts(bot)
    await ana.wait_for("I remind you again", LONG)
    await moves_the_clock(bot, by_seconds=3 * 86_400)
    await ana.wait_for("11 days left", LONG)
    assert await times_shown(ana, "11 days left") == 1


# Others


async def test_a_group_is_told_once_although_the_bot_was_killed_before_it_could_say_so(
    bot: Companion, ana: Person
) -> None:
    bot.breaks("sendMessage", status=500, times=FOR_EVER)
    sent = bot.telegram.call_counts["sendMessage"]
    await ana.say_in_group(-500, "hello bot")
    await bot.called("sendMessage", sent + 1)
    await restarts(bot)
    group = bot.telegram.state.chats[-500]

    def told() -> int:
        return sum(message["from"]["is_bot"] for message in group.messages.values())

    await until(lambda: told() == 1, LONG)
    await ana.say_in_group(-500, "are you there?")
    await bot.all_done()
    assert told() == 1
