"""The clock that can be moved."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.local import LocalTelegram
from tests.local.conftest import Api
from tests.telegram_person import Person
from tests.waiting import until


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


async def test_the_clock_moves_by_seconds_and_dates_of_messages_follow(api: Api, ana: Person) -> None:
    before = (await api.local("clock"))[1]
    moved = await ana.move_clock(by_seconds=86_400)
    assert moved["offset_seconds"] == before["offset_seconds"] + 86_400
    assert moved["version"] == before["version"] + 1
    await ana.say("tomorrow")
    sent = await api.ok("sendMessage", chat_id=ana.id, text="indeed")
    hello, tomorrow, _ = [message.wire["date"] for message in await ana.messages()]
    assert 86_400 <= tomorrow - hello < 86_400 + 300
    assert sent["date"] >= tomorrow


@pytest.mark.parametrize(
    ("start", "months", "day"),
    [
        ("2027-01-31T12:00:00Z", 1, "2027-02-28"),
        ("2027-11-15T12:00:00Z", 2, "2028-01-15"),
        ("2027-03-31T12:00:00Z", -1, "2027-02-28"),
    ],
)
async def test_a_month_is_a_month_of_the_calendar(api: Api, start: str, months: int, day: str) -> None:
    await api.local("clock", {"to": start})
    _, body = await api.local("clock", {"by_months": months})
    assert body["now"].startswith(day)


async def test_the_clock_goes_to_an_instant_and_back(api: Api) -> None:
    _, body = await api.local("clock", {"to": "2030-05-01T12:00:00+02:00"})
    assert timedelta(0) <= moment(body["now"]) - datetime(2030, 5, 1, 10, tzinfo=UTC) < timedelta(minutes=5)
    _, body = await api.local("clock", {"reset": True})
    assert body["offset_seconds"] == 0


async def test_a_server_may_start_with_a_moved_clock() -> None:
    start = datetime(2026, 11, 3, 9, tzinfo=UTC)
    async with LocalTelegram(now=start) as server:
        assert timedelta(seconds=-1) < server.state.clock.now() - start < timedelta(minutes=5)


async def test_waiting_for_the_clock_ends_with_its_move(api: Api) -> None:
    _, body = await api.local("clock")
    wait = asyncio.create_task(api.local(f"clock?version={body['version']}&timeout=50"))
    await until(lambda: api.server.state.watchers)
    assert not wait.done()
    await api.local("clock", {"by_seconds": 60})
    _, moved = await asyncio.wait_for(wait, 40)
    assert moved["version"] == body["version"] + 1
    _, again = await asyncio.wait_for(api.local("clock?version=0&timeout=50"), 40)
    assert again["version"] == moved["version"], "a move that was missed is told at once"


async def test_the_clock_goes_just_past_the_next_reminder(api: Api) -> None:
    due = datetime(2031, 3, 4, 14, 0, tzinfo=UTC)
    await api.local("next_reminder", {"at": due.isoformat()})
    assert (await api.local("clock"))[1]["next_reminder"] == "2031-03-04T14:00:00Z"
    _, body = await api.local("clock", {"to": "next_reminder"})
    assert timedelta(seconds=1) <= moment(body["now"]) - due < timedelta(minutes=5)
    status, body = await api.local("clock", {"to": "next_reminder"})
    assert (status, "due already" in body["error"]) == (409, True)


async def test_without_a_reminder_the_wish_is_refused_kindly(api: Api) -> None:
    status, body = await api.local("clock", {"to": "next_reminder"})
    assert status == 409
    assert body["error"] == "No reminder is planned."
    await api.local("next_reminder", {"at": "2031-03-04T14:00:00Z"})
    await api.local("next_reminder", {"at": None})
    assert (await api.local("clock", {"to": "next_reminder"}))[0] == 409


@pytest.mark.parametrize("wish", [{}, {"to": "tomorrow"}, {"by_seconds": "a day"}])
async def test_a_wish_that_is_no_time_is_refused(api: Api, wish: dict[str, object]) -> None:
    assert (await api.local("clock", wish))[0] == 400
