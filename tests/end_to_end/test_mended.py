"""Faults that were found once by killing and by bad weather; each test failed until its fault was mended."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.end_to_end.running import FAST, Companion, companion, companion_to_be
from tests.end_to_end.story import LONG, SOON, TALK, arrives_at, finishes, moves_the_clock, talks
from tests.postgresql import PostgresqlServer, postgresql_server
from tests.telegram_person import Person
from tests.waiting import until

__all__ = ["postgresql_server"]
MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Companion]:
    async with companion(tmp_path, MONDAY, **FAST) as running:
        yield running


@pytest.fixture
def ana(bot: Companion) -> Person:
    return Person(bot.telegram.url, 1001)


async def test_a_score_whose_nearest_step_meets_the_cap_of_a_section_is_shown(ana: Person) -> None:
    await talks(
        ana,
        *TALK[:2],
        ("20 December 1978", "spouse"),
        ("3", "highest completed"),
        ("4", "Which language test"),
        ("ielts", "four scores"),
        ("L5.5 R7.5 W6.5 S8.5", "date of the result"),
        ("2026-07-27", "other official language"),
        ("none", "do you have in Canada"),
        ("1", "outside Canada"),
        ("6", "certificate of qualification"),
        ("yes", "nomination"),
        ("no", "brother or sister"),
        ("no", "post-secondary program in Canada"),
        ("4", "Your answers"),
        ("[Compute my score]", "CRS score, estimated"),
    )


async def test_two_connections_lost_in_a_row_do_not_silence_the_bot(bot: Companion, ana: Person) -> None:
    await arrives_at(ana, "skilled work do you have in Canada")
    bot.breaks("sendMessage", drop=True, times=2, chat_id=ana.id)
    await ana.say("0")
    await ana.wait_for("outside Canada", LONG)


async def test_a_lost_connection_and_failures_after_it_do_not_lose_a_reminder(bot: Companion, ana: Person) -> None:
    """What may have arrived is repeated once only, but what Telegram refused for its own reasons is no repeat."""
    await talks(ana, *SOON)
    await finishes(ana)
    bot.breaks("sendMessage", drop=True, times=1, chat_id=ana.id)
    bot.breaks("sendMessage", status=502, times=2, chat_id=ana.id)
    await moves_the_clock(bot, to="next_reminder")
    await until(lambda: not bot.telegram.faults.waiting)
    await moves_the_clock(bot, by_seconds=600)
    await ana.wait_for("14 days left", LONG)


@pytest.mark.soak
async def test_a_minute_of_500s_does_not_silence_the_bot(bot: Companion, ana: Person) -> None:
    await arrives_at(ana, "skilled work do you have in Canada")
    bot.breaks("sendMessage", status=500, times=9, chat_id=ana.id)
    await ana.say("0")
    await ana.wait_for("outside Canada", 90)


@pytest.mark.soak
async def test_told_to_wait_ten_times_in_a_row_it_still_answers(bot: Companion, ana: Person) -> None:
    await arrives_at(ana, "skilled work do you have in Canada")
    bot.breaks("sendMessage", status=429, retry_after=1, times=10, chat_id=ana.id)
    await ana.say("0")
    await ana.wait_for("outside Canada", 30)


async def test_a_kill_repeats_one_message_of_a_chat_at_most_after_five_answers_at_once(
    bot: Companion, ana: Person
) -> None:
    await arrives_at(ana, "four scores")
    first = len(await ana.messages())
    for said, _ in TALK[6:11]:
        await ana.say("no" if said == "[No]" else said)
    chat = bot.telegram.state.chats[ana.id]
    await until(lambda: any("certificate of qual" in each.get("text", "") for each in chat.messages.values()), LONG)
    await bot.kill()
    await bot.start()
    await bot.all_done()
    texts = [message.text for message in (await ana.messages())[first:] if message.from_bot]
    assert len(texts) - len(set(texts)) <= 1


async def test_a_kill_repeats_one_message_of_a_chat_at_most_in_the_middle_of_the_score(
    bot: Companion, ana: Person
) -> None:
    await arrives_at(ana, "Your answers")
    first = len(await ana.messages())
    sent = bot.telegram.call_counts["sendMessage"]
    bot.breaks("sendMessage", delay=0.001, times=2)
    bot.breaks("sendMessage", status=500, times=1000)
    await ana.press("Compute my score")
    await bot.called("sendMessage", sent + 3)
    await bot.kill()
    bot.mends()
    await bot.start()
    await ana.wait_for("Which city's clock", LONG)
    texts = [message.text for message in (await ana.messages())[first:] if message.from_bot]
    assert len(texts) - len(set(texts)) <= 1


async def test_a_menu_that_could_not_be_set_at_the_start_is_set_later(tmp_path: Path) -> None:
    async with companion_to_be(tmp_path, MONDAY, **FAST) as bot:
        bot.breaks("setMyCommands", status=502, times=2)
        await bot.start()
        ana = Person(bot.telegram.url, 1001)
        async with asyncio.timeout(LONG):
            while "start" not in await ana.menu():  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.1)


class LosesCommit:
    """Between the bot and PostgreSQL: when armed, the answer to the n-th COMMIT of a writing transaction is lost."""

    def __init__(self, socket: str) -> None:
        self.socket = socket
        self.left = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_unix_connection(self.socket)
        state = {"writing": False, "cut": False}

        async def up() -> None:
            while data := await reader.read(65536):
                if b"BEGIN" in data:
                    state["writing"] = b"READ ONLY" not in data
                if b"COMMIT" in data and state["writing"] and self.left > 0:
                    self.left -= 1
                    state["cut"] = self.left == 0
                there_writer.write(data)
                await there_writer.drain()

        async def down() -> None:
            while data := await there_reader.read(65536):
                if state["cut"]:
                    return
                writer.write(data)
                await writer.drain()

        tasks = [asyncio.create_task(up()), asyncio.create_task(down())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for end in (writer, there_writer):
                end.close()


@asynccontextmanager
async def losing_commits(url: str) -> AsyncIterator[tuple[LosesCommit, str]]:
    parts = urlsplit(url)
    proxy = LosesCommit(parse_qs(parts.query)["host"][0] + "/.s.PGSQL.5432")
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    try:
        port = server.sockets[0].getsockname()[1]
        yield proxy, f"postgresql://postgres:x@127.0.0.1:{port}{parts.path}"
    finally:
        server.close()


async def test_an_answer_whose_commit_was_not_confirmed_by_the_database_is_applied_once(
    tmp_path: Path, postgresql_server: PostgresqlServer
) -> None:
    async with (
        losing_commits(postgresql_server.new_database()) as (proxy, url),
        companion(tmp_path, MONDAY, DATABASE_URL=url, **FAST) as bot,
    ):
        ana = Person(bot.telegram.url, 1001)
        await arrives_at(ana, "skilled work do you have in Canada")
        await bot.all_done()
        proxy.left = 2  # the first takes the update into the inbox, the second applies it
        await ana.say("0")
        shown = await ana.wait_for(lambda message: "Canada" in message.text or "cert" in message.text, LONG)
        await bot.all_done()
        shown = await ana.last()
        assert "outside Canada?" in shown.text, shown.text


@pytest.mark.parametrize("question", ["post-secondary program in Canada", "highest completed"])
async def test_the_number_of_a_choice_is_taken_as_the_bot_asks_for_it(ana: Person, question: str) -> None:
    """ "Please press one, or type its number": the number must then lead on, once it was asked back at the latest."""
    await arrives_at(ana, question)
    await ana.say("1")
    seen = await ana.wait_for(lambda message: message.from_bot, LONG)
    if question in seen.text:
        await ana.say("1")
        seen = await ana.wait_for(lambda message: message.from_bot, LONG)
    assert question not in seen.text
