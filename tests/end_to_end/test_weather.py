"""What Telegram's side can do to the bot, fault by fault: what the person sees, and that nothing is applied twice."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bot.local.refusals import NOT_MODIFIED, QUERY_TOO_OLD
from storage import candidates, inbox
from tests.end_to_end.running import FAST, TOKEN, Companion, companion
from tests.end_to_end.story import LONG, arrives_at, goes_on_from, talks, times_shown
from tests.telegram_person import Person
from tests.waiting import held, until

MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def bot(standing_bot: Companion) -> Companion:
    return standing_bot


@pytest.fixture
def ben(bot: Companion, ana: Person) -> Person:
    return Person(bot.telegram.url, ana.id + 10_000)


async def ends_as_if_nothing_had_happened(ana: Person, question: str) -> None:
    """The rest of the interview: had an answer been lost or doubled, the summary would show it."""
    summary = await goes_on_from(ana, question)
    for line in (
        "Monday 31 March 1997",
        "listening 8.0, reading 7.0, writing 6.5, speaking 7.0",
        "Work in Canada: no complete year",
        "Work outside Canada: 3 complete years",
        "Provincial nomination: No",
        "Study in Canada: No",
    ):
        assert line in summary.text
    # The number in the buttons moves on by one with every answer taken, and there were thirteen.
    assert summary.data_of("Compute my score").split(":")[1].rpartition(".")[2] == "13"


def sent_to(bot: Companion, person: Person) -> list[tuple[float, int]]:
    """When messages were sent to a person, and with what status each ended."""
    return [
        (call["at"], call["status"])
        for call in bot.telegram.calls
        if call["method"] == "sendMessage" and call["params"].get("chat_id") == person.id
    ]


async def test_told_to_wait_it_waits_so_long(bot: Companion, ana: Person) -> None:
    await arrives_at(ana, "skilled work do you have in Canada")
    bot.breaks("sendMessage", status=429, retry_after=1, chat_id=ana.id)
    before = len(sent_to(bot, ana))
    await ana.say("0")
    await ana.wait_for("outside Canada", LONG)
    (refused_at, refused), (sent_at, sent) = sent_to(bot, ana)[before:]
    assert (refused, sent) == (429, 200)
    assert sent_at - refused_at >= 1.0
    await ends_as_if_nothing_had_happened(ana, "outside Canada")


async def test_told_to_wait_it_waits_in_that_chat_alone(bot: Companion, ana: Person, ben: Person) -> None:
    await arrives_at(ana, "skilled work do you have in Canada")
    await arrives_at(ben, "skilled work do you have in Canada")
    bot.breaks("sendMessage", status=429, retry_after=3_600, chat_id=ana.id)
    before = len(sent_to(bot, ana))
    await ana.say("0")
    await until(lambda: len(sent_to(bot, ana)) > before)
    await talks(ben, ("0", "outside Canada"), ("3", "certificate of qualification"))
    assert [status for _, status in sent_to(bot, ana)[before:]] == [429]
    await bot.kill()
    await bot.start()  # which does not know of it
    await ana.wait_for("outside Canada", LONG)
    await ends_as_if_nothing_had_happened(ana, "outside Canada")


@pytest.mark.parametrize(
    ("weather", "shown"),
    [
        ({"status": 500, "times": 3}, 1),
        pytest.param({"status": 502, "description": "Bad Gateway", "times": 2}, 1, marks=pytest.mark.soak),
        ({"drop": True}, 1),
        ({"drop": True, "after": True}, 2),
        pytest.param({"status": 500, "after": True}, 2, marks=pytest.mark.soak),
        ({"delay": 1.5}, 1),
    ],
    ids=["three 500s", "two 502s", "dropped before", "dropped after", "500 after", "slow"],
)
async def test_a_message_comes_through(bot: Companion, ana: Person, weather: dict[str, object], shown: int) -> None:
    await arrives_at(ana, "skilled work do you have in Canada")
    bot.breaks("sendMessage", chat_id=ana.id, **weather)
    await ana.say("0")
    await ana.wait_for("outside Canada", LONG)
    await bot.all_done()
    assert await times_shown(ana, "outside Canada?") == shown
    await ends_as_if_nothing_had_happened(ana, "outside Canada")


@pytest.mark.parametrize(
    "weather",
    [
        pytest.param({"status": 500, "times": 2}, marks=pytest.mark.soak),
        {"drop": True},
        {"drop": True, "after": True},
        pytest.param({"delay": 1.0}, marks=pytest.mark.soak),
        pytest.param({"status": 429, "retry_after": 1}, marks=pytest.mark.soak),
        {"status": 400, "description": f"Bad Request: {NOT_MODIFIED}", "after": True},
    ],
    ids=["two 500s", "dropped before", "dropped after", "slow", "told to wait", "not modified"],
)
async def test_an_edit_comes_through_and_is_never_sent_as_a_second_message(
    bot: Companion, ana: Person, weather: dict[str, object]
) -> None:
    shown = await arrives_at(ana, "skilled work do you have in Canada")
    bot.breaks("editMessageText", chat_id=ana.id, **weather)
    await ana.press("0")
    seen = await ana.wait_for("outside Canada", LONG)
    assert seen.id == shown.id
    await bot.all_done()
    assert await times_shown(ana, "outside Canada?") == 1
    await ends_as_if_nothing_had_happened(ana, "outside Canada")


async def test_a_slow_chat_holds_up_nobody_else(bot: Companion, ana: Person, ben: Person) -> None:
    await arrives_at(ana, "skilled work do you have in Canada")
    await arrives_at(ben, "skilled work do you have in Canada")
    async with held(bot.telegram.faults, "sendMessage", chat_id=ana.id) as slow:
        await ana.say("0")
        await slow.begun.wait()
        await talks(ben, ("0", "outside Canada"), ("3", "certificate of qualification"))
    await ana.wait_for("outside Canada", LONG)


async def test_an_edit_of_a_message_that_is_gone_comes_as_a_new_one(bot: Companion, ana: Person) -> None:
    shown = await arrives_at(ana, "skilled work do you have in Canada")
    state = bot.telegram.state
    async with held(bot.telegram.faults, "editMessageText", chat_id=ana.id) as slow:
        await ana.press("0")
        await slow.begun.wait()
        state.delete_message(state.chats[ana.id], shown.id)
    seen = await ana.wait_for("outside Canada", LONG)
    assert seen.id != shown.id
    await ends_as_if_nothing_had_happened(ana, "outside Canada")


@pytest.mark.parametrize(
    "weather",
    [
        {"status": 400, "description": f"Bad Request: {QUERY_TOO_OLD}"},
        {"status": 429, "retry_after": 3_600},
        pytest.param({"status": 500, "times": 2}, marks=pytest.mark.soak),
        pytest.param({"drop": True, "times": 2}, marks=pytest.mark.soak),
    ],
    ids=["too old", "told to wait", "500s", "dropped"],
)
async def test_a_press_counts_although_its_waiting_circle_cannot_be_ended(
    bot: Companion, ana: Person, weather: dict[str, object]
) -> None:
    await arrives_at(ana, "skilled work do you have in Canada")
    bot.breaks("answerCallbackQuery", **weather)
    await ana.press("0")
    await ana.wait_for("outside Canada")
    await ends_as_if_nothing_had_happened(ana, "outside Canada")


async def test_a_press_counts_before_its_waiting_circle_has_ended(bot: Companion, ana: Person) -> None:
    await arrives_at(ana, "skilled work do you have in Canada")
    async with held(bot.telegram.faults, "answerCallbackQuery") as slow:
        await ana.press("0")
        await slow.begun.wait()
        await ana.wait_for("outside Canada")
    await ends_as_if_nothing_had_happened(ana, "outside Canada")


@pytest.mark.parametrize(
    "weather",
    [
        {"status": 502, "times": 3},
        {"drop": True, "times": 2},
        pytest.param({"drop": True, "after": True, "times": 2}, marks=pytest.mark.soak),
        pytest.param({"status": 429, "retry_after": 1}, marks=pytest.mark.soak),
        pytest.param({"delay": 1.0, "times": 2}, marks=pytest.mark.soak),
    ],
    ids=["502s", "dropped before", "dropped after", "told to wait", "slow"],
)
async def test_polling_that_failed_for_a_while_loses_nothing(
    bot: Companion, ana: Person, weather: dict[str, object]
) -> None:
    await arrives_at(ana, "skilled work do you have in Canada")
    bot.breaks("getUpdates", **weather)
    await ana.say("0")
    await ana.say("3")
    await ana.wait_for("certificate of qualification", LONG)
    await ends_as_if_nothing_had_happened(ana, "certificate of qualification")
    await bot.is_healthy()


async def test_an_update_that_comes_again_after_it_was_confirmed_changes_nothing(bot: Companion, ana: Person) -> None:
    await arrives_at(ana, "skilled work do you have in Canada")
    await talks(ana, ("0", "outside Canada"))
    update_id = bot.telegram.state.last_update_id
    await until(lambda: not bot.telegram.state.queue)
    for number in (update_id, update_id - 1, update_id):
        bot.telegram.state.redeliver(number)
    await ana.hears_nothing()
    await ends_as_if_nothing_had_happened(ana, "outside Canada")


async def test_a_person_who_blocks_the_bot_before_its_answer_finds_their_place_again(
    bot: Companion, ana: Person
) -> None:
    await arrives_at(ana, "skilled work do you have in Canada")
    async with held(bot.telegram.faults, "sendMessage", chat_id=ana.id) as slow:
        await ana.say("0")
        await slow.begun.wait()
        await ana.block()
    async with bot.store() as database, asyncio.timeout(LONG):
        while True:
            async with database.reader() as unit:
                candidate = await candidates.load(unit, ana.id)
                if candidate is not None and candidate.blocked_at and not await inbox.open_rows(unit):
                    break
            await asyncio.sleep(0.05)
    assert await times_shown(ana, "outside Canada?") == 0
    await ana.unblock()
    await talks(ana, ("/start", "outside Canada"))
    await ends_as_if_nothing_had_happened(ana, "outside Canada")


@contextlib.asynccontextmanager
async def rival(bot: Companion) -> AsyncIterator[None]:
    """Another program that polls with the same token, without end."""

    async def poll() -> None:
        async with aiohttp.ClientSession() as session:
            while True:
                address = f"{bot.telegram.url}/bot{TOKEN}/getUpdates"
                async with session.post(address, json={"timeout": 20}) as response:
                    await response.read()

    polling = asyncio.create_task(poll())
    try:
        yield
    finally:
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)


@pytest.mark.soak  # it gives the other a while to go away; tests/bot has a shorter one
@pytest.mark.asyncio(loop_scope="function")
async def test_a_second_poller_ends_the_bot_with_one_clear_line(tmp_path: Path) -> None:
    async with companion(tmp_path, MONDAY, **FAST) as bot:
        async with rival(bot):
            assert await bot.ends(40) == 1
        assert "another process polls for the same bot (409 Conflict)" in bot.log
        assert "Traceback" not in bot.log
        assert TOKEN not in bot.log
        # Once the rival is gone the bot can be started again, and nothing was lost in between.
        ana = Person(bot.telegram.url, 1001)
        await ana.say("/start")
        await bot.start()
        await ana.wait_for("No name, passport", LONG)
