"""What a log line may hold: never the token, never a person's words."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from telegram.error import BadRequest

from bot import logs
from bot.local.server import LocalTelegram
from tests.bot.harness import KEYS, companion, environment, heard, settings_from
from tests.bot.simple_talk import MARKER
from tests.telegram_person import Person
from tests.waiting import until

TOKEN = "123456:a-token-nobody-may-read"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """The log at its most talkative; everything is put back afterwards."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    stream = io.StringIO()
    logs.set_up(logging.DEBUG, (TOKEN, KEYS, "postgresql://me:s3cret-word@host/name"), stream=stream)
    yield stream
    root.handlers[:], root.level = before[0], before[1]
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_json_with_its_level_and_instant(written: io.StringIO) -> None:
    structlog.get_logger("bot").info("applied", update_id=5)
    (line,) = lines(written)
    assert line["event"] == "applied"
    assert line["update_id"] == 5
    assert line["level"] == "info"
    assert line["at"].endswith("Z")


def test_secrets_are_taken_out_wherever_they_stand(written: io.StringIO) -> None:
    log = structlog.get_logger("bot")
    log.info(f"calling https://api.telegram.org/bot{TOKEN}/getMe", deep=[{"url": TOKEN}], path=Path(TOKEN))
    log.info("another's", url="https://api.telegram.org/bot7654321:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/getMe")
    log.info("password", address="postgresql://me:s3cret-word@host/name", only="s3cret-word")
    logging.getLogger("aiohttp").error("lost %s", TOKEN)
    logging.getLogger("aiohttp").error(f"lost {TOKEN}")
    text = written.getvalue()
    assert len(lines(written)) == 5
    for secret in (TOKEN, TOKEN.partition(":")[2], "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw", "s3cret-word", KEYS):
        assert secret not in text


def test_an_exception_is_its_class_and_its_places_without_its_message(written: io.StringIO) -> None:
    def answer(text: str) -> None:
        try:
            int(text)
        except ValueError as error:
            raise BadRequest(f"can't parse {text}") from error

    try:
        answer(MARKER)
    except BadRequest:
        structlog.get_logger("bot").exception("failed")
        logging.getLogger("apscheduler").exception("Job %s raised", MARKER)
    assert MARKER not in written.getvalue()
    ours, theirs = lines(written)
    assert ours["error"] == theirs["error"] == "BadRequest < ValueError"
    assert any("test_logs.py" in place and "answer" in place for place in ours["places"])


def test_a_librarys_line_comes_without_the_values_meant_for_it(written: io.StringIO) -> None:
    logging.getLogger("aiosqlite").warning("executing %s", MARKER)
    logging.getLogger("asyncio").error(f"Task exception was never retrieved: {MARKER}")
    logging.getLogger("telegram").debug("Calling endpoint with %s", MARKER)
    logging.getLogger("aiosqlite").info("executing %s", MARKER)
    assert lines(written)[0]["event"] == "executing %s"
    assert len(lines(written)) == 2
    assert MARKER not in written.getvalue()


async def test_what_escapes_from_a_task_is_reported_without_its_message(written: io.StringIO) -> None:
    loop = asyncio.get_running_loop()
    logs.watch(loop)
    try:
        loop.call_exception_handler(
            {"message": f"Task failed: {MARKER}", "exception": ValueError(MARKER), "task": MARKER}
        )
    finally:
        loop.set_exception_handler(None)
    assert lines(written)[0]["error"] == "ValueError"
    assert MARKER not in written.getvalue()


def test_telegrams_reason_is_told_but_not_what_it_quotes() -> None:
    error = BadRequest(f'Bad Request: can\'t parse entities: Unsupported start tag "{MARKER}" at byte offset 3')
    assert logs.reason_of(error) == "can't parse entities"


async def test_a_whole_conversation_leaves_no_word_and_no_token_in_the_log(
    written: io.StringIO, local: LocalTelegram, tmp_path: Path
) -> None:
    async with companion(local, tmp_path):
        ana = Person(local.url, 1001)
        await ana.say(f"{MARKER} hello")
        await ana.wait_for("1: ")
        await ana.say(f"{MARKER} fail")
        await ana.wait_for("Sorry.")
        for fault in (
            {"status": 400, "description": f"Bad Request: can't parse entities near {MARKER}"},
            {"status": 500},
            {"drop": True},
            {"status": 403},
        ):
            local.faults.add({"method": "sendMessage", **fault})
            await ana.say(f"{MARKER} {fault}")
        await until(lambda: not local.faults.waiting)
        await until(lambda: len(heard(local, 1001)) >= 4)
    text = written.getvalue()
    assert "an update failed" in text
    assert "not sent" in text
    assert MARKER not in text
    for secret in settings_from(environment(local, tmp_path)).secrets:
        assert secret not in text
