"""Health and metrics."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.clock import Clock
from bot.delivery import Delivery
from bot.local.server import LocalTelegram
from bot.metrics import Metrics
from bot.pacing import Pace
from bot.sending import Sender
from bot.web import Web
from storage.unit import Database
from tests.bot.harness import companion, database_of
from tests.bot.simple_talk import MARKER, SIMPLE
from tests.bot.test_delivery import START, move_to, person_with
from tests.telegram_person import Person
from tests.waiting import PATIENCE, until


async def get(port: int, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.status, await answer.text()


@pytest.fixture
def ports(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Where the companions of the test listen, each where there was a free port."""
    found: list[int] = []
    start = Web.start

    async def told(self: Web, host: str, port: int) -> int:
        found.append(await start(self, host, port))
        return found[-1]

    monkeypatch.setattr(Web, "start", told)
    return found


async def metrics_with(port: int, *lines: str) -> str:
    """/metrics, once these lines stand in it."""
    text = ""
    async with asyncio.timeout(PATIENCE):
        while not all(f"{line}\n" in text for line in lines):
            _, text = await get(port, "/metrics")
    return text


async def nothing_sent(method: str, parameters: dict[str, Any]) -> Any:
    raise AssertionError("nothing is sent here")


async def health(database: Any, age: float) -> tuple[int, str]:
    metrics, clock = Metrics(), Clock()
    delivery = Delivery(database, Sender(nothing_sent, Pace(30, 1), metrics), clock, metrics, SIMPLE)
    web = Web(database, metrics, clock, delivery, lambda: age, 90.0)
    port = await web.start("127.0.0.1", 0)
    try:
        return await get(port, "/healthz")
    finally:
        await web.stop()


async def test_a_companion_at_work_is_healthy_and_counts(
    local: LocalTelegram, tmp_path: Path, ports: list[int]
) -> None:
    lines = (
        'companion_updates_received_total{kind="message"} 1.0',
        'companion_updates_received_total{kind="callback_query"} 1.0',
        'companion_updates_applied_total{kind="text"} 1.0',
        'companion_messages_sent_total{why="answer"} 1.0',
        'companion_messages_sent_total{why="edit"} 1.0',
        "companion_step_seconds_count 2.0",
        "companion_backlog 0.0",
    )
    async with companion(local, tmp_path):
        ana = Person(local.url, 1001)
        await ana.say(f"hello {MARKER}")
        await ana.press("Press")
        await ana.wait_for("pressed")
        await until(lambda: local.call_counts["answerCallbackQuery"])
        status, text = await get(ports[0], "/healthz")
        assert status == 200
        assert '"healthy": true' in text
        metrics = await metrics_with(ports[0], *lines)
    assert MARKER not in metrics


async def test_operators_see_what_is_due_sent_late_and_failed_by_kind_and_nobody_in_it(
    local: LocalTelegram, tmp_path: Path, ports: list[int]
) -> None:
    def counts(**numbers: float) -> list[str]:
        kind = '{kind="language_test"}'
        return [f"companion_notifications_{name}{kind} {number}" for name, number in numbers.items()]

    for chat_id in (700_001, 700_002, 700_003):
        await person_with(tmp_path, local, [START], chat_id=chat_id)
    await person_with(tmp_path, local, [START + timedelta(hours=1)], chat_id=700_004)
    local.state.confirm(local.state.last_update_id + 1)
    refusal = {"method": "sendMessage", "status": 400, "description": "Bad Request: message is too long"}
    local.faults.add({**refusal, "chat_id": 700_001, "times": 2})
    local.faults.add({"method": "sendMessage", "status": 429, "retry_after": 600, "chat_id": 700_002})
    move_to(local, START + timedelta(minutes=30))
    async with companion(local, tmp_path):
        await until(lambda: local.call_counts["sendMessage"] >= 4)
        text = await metrics_with(ports[0], *counts(due=1.0, sent_total=1.0, late_total=1.0, failed_total=2.0))
        move_to(local, START + timedelta(minutes=62))
        await until(lambda: local.call_counts["sendMessage"] >= 5)
        await metrics_with(ports[0], *counts(due=1.0, sent_total=2.0, late_total=1.0))
        _, health_text = await get(ports[0], "/healthz")
    assert "companion_sweep_age_seconds " in text
    assert '"last_sweep_seconds": ' in health_text
    assert "70000" not in text


async def test_a_companion_whose_polls_are_not_answered_is_not_healthy(tmp_path: Path) -> None:
    async with database_of(tmp_path) as database:
        assert (await health(database, 89.0))[0] == 200
        assert (await health(database, 91.0))[0] == 503


async def test_a_companion_whose_database_does_not_answer_is_not_healthy() -> None:
    class Broken:
        def reader(self) -> Database:
            raise OSError("the disk is gone")

    status, text = await health(Broken(), 0.0)
    assert status == 503
    assert '"database": false' in text


async def test_a_companion_that_cannot_send_counts_it_by_error(
    local: LocalTelegram, tmp_path: Path, ports: list[int]
) -> None:
    async with companion(local, tmp_path):
        ana = Person(local.url, 1001)
        local.faults.add({"method": "sendMessage", "status": 400, "description": "Bad Request: message is too long"})
        await ana.say("fail")
        await ana.say("hello")
        await ana.wait_for("1: hello")
        _, metrics = await get(ports[0], "/metrics")
    assert 'companion_send_failures_total{error="BadRequest"} 1.0' in metrics
    assert "companion_updates_failed_total 1.0" in metrics
