"""Notifications: when due, once, outside quiet hours, in the person's language, however the clock moves."""

from __future__ import annotations

import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local.server import LocalTelegram
from conversations.quiet import end_of_quiet
from storage import candidates, notifications
from storage.candidates import Candidate
from storage.notifications import Notification, State
from storage.settings import DEFAULTS, Settings
from tests.bot.harness import Process, companion, database_of, heard
from tests.waiting import until

START = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # 10:00 in Toronto
ITEM = "language_test:own:english"


async def person_with(
    data: Path,
    local: LocalTelegram,
    due: list[datetime],
    chat_id: int = 1001,
    zone: str | None = "America/Toronto",
    language: str = "fr",
    rung: str = "rung",
    settings: Settings = DEFAULTS,
    last_safe_day: str = "2027-01-01",
) -> list[int]:
    """A candidate with notifications at these instants; returns their ids."""
    local.state.put_person(chat_id, "Ana", language)
    local.state.say(chat_id, "hello")  # a bot may write only to who wrote first
    rows = [
        Notification(
            chat_id=chat_id,
            item=ITEM,
            rung=f"{rung} {number}",
            due_at=at,
            kind="language_test",
            arguments={"last_safe_day": last_safe_day},
        )
        for number, at in enumerate(due)
    ]
    async with database_of(data) as database, database.unit() as unit:
        candidate = Candidate(
            chat_id=chat_id,
            created_at=START,
            seen_at=START,
            language=language,
            time_zone=zone,
            facts={"said": 0},
            settings=settings,
        )
        await candidates.save(unit, candidate)
        await notifications.replace(unit, chat_id, ITEM, rows)
    return [row.id for row in rows]


async def state_of(data: Path, id_: int) -> Notification:
    async with database_of(data) as database, database.reader() as unit:
        found = await notifications.load(unit, id_)
    assert found is not None
    return found


def pushed(local: LocalTelegram, chat_id: int = 1001) -> list[str]:
    return [text for text in heard(local, chat_id) if text.startswith(ITEM)]


def move_to(local: LocalTelegram, instant: datetime) -> None:
    local.state.move_clock(round((instant - datetime.now(UTC)).total_seconds()))


async def test_a_notification_that_is_due_is_sent_in_the_persons_language_and_marked(
    local: LocalTelegram, tmp_path: Path
) -> None:
    (id_,) = await person_with(tmp_path, local, [START])
    move_to(local, START + timedelta(seconds=61))
    async with companion(local, tmp_path):
        await until(lambda: pushed(local))
    assert pushed(local) == [f"{ITEM} rung 0 fr 2026-11-23 15:01"]
    assert (await state_of(tmp_path, id_)).state is State.SENT


async def test_moving_the_local_clock_brings_the_reminders_at_once_and_each_once(
    local: LocalTelegram, tmp_path: Path
) -> None:
    due = [START + timedelta(days=days) for days in (10, 20, 30)]
    await person_with(tmp_path, local, due)
    move_to(local, START)
    async with companion(local, tmp_path):
        await until(lambda: local.state.clock.next_reminder == due[0])
        assert pushed(local) == []
        for number, instant in enumerate(due):
            move_to(local, instant + timedelta(seconds=2))
            await until(lambda: len(pushed(local)) == number + 1, within=20)  # noqa: B023 - a sweep comes every 30 s in any case
        move_to(local, START)
        move_to(local, due[-1] + timedelta(days=1))
        await until(lambda: local.state.clock.next_reminder is None)
    assert [text.split()[2] for text in pushed(local)] == ["0", "1", "2"]


async def test_of_several_rungs_of_one_ladder_that_are_due_only_the_last_is_sent(
    local: LocalTelegram, tmp_path: Path
) -> None:
    ids = await person_with(tmp_path, local, [START + timedelta(hours=hours) for hours in range(5)])
    move_to(local, START + timedelta(days=1))
    async with companion(local, tmp_path):
        await until(lambda: pushed(local))
        await until(lambda: local.state.clock.next_reminder is None)
    assert [text.split()[2] for text in pushed(local)] == ["4"]
    assert {(await state_of(tmp_path, id_)).state for id_ in ids} == {State.SENT}


async def test_a_sweep_at_night_waits_for_the_persons_morning(local: LocalTelegram, tmp_path: Path) -> None:
    (id_,) = await person_with(tmp_path, local, [START], zone="America/Vancouver")
    move_to(local, datetime(2026, 11, 24, 6, 30, tzinfo=UTC))  # 22:30 in Vancouver
    morning = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
    async with companion(local, tmp_path):
        await until(lambda: local.state.clock.next_reminder == morning)
        assert pushed(local) == []
        move_to(local, morning + timedelta(seconds=1))
        await until(lambda: pushed(local))
    assert (await state_of(tmp_path, id_)).state is State.SENT


async def test_the_quiet_hours_are_the_ones_the_person_chose(local: LocalTelegram, tmp_path: Path) -> None:
    await person_with(tmp_path, local, [START], settings=Settings(quiet_from=9, quiet_until=17))
    await person_with(tmp_path, local, [START], chat_id=1002, settings=Settings(quiet_from=0, quiet_until=0))
    move_to(local, START + timedelta(minutes=1))  # 10:01 in Toronto
    evening = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
    async with companion(local, tmp_path):
        await until(lambda: local.state.clock.next_reminder == evening)
        assert (len(pushed(local)), len(pushed(local, 1002))) == (0, 1)
        move_to(local, evening + timedelta(seconds=1))
        await until(lambda: pushed(local))


@pytest.mark.parametrize(
    ("chosen", "last_safe_day", "wakes"),
    [
        (True, "2026-11-24", True),  # 20 hours and a half are left, to midnight UTC
        (True, "2026-11-25", True),  # 44 and a half
        (True, "2026-11-26", False),  # 68 and a half
        (True, "2026-11-22", False),  # it is over: no hurry any more
        (False, "2026-11-24", False),
    ],
)
async def test_only_what_has_less_than_48_hours_left_comes_at_night_and_only_if_chosen(
    local: LocalTelegram, tmp_path: Path, chosen: bool, last_safe_day: str, wakes: bool
) -> None:
    settings = Settings(urgent_any_hour=chosen)
    await person_with(tmp_path, local, [START], settings=settings, last_safe_day=last_safe_day)
    move_to(local, datetime(2026, 11, 24, 3, 30, tzinfo=UTC))  # 22:30 in Toronto
    async with companion(local, tmp_path):
        morning = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
        await until(lambda: bool(pushed(local)) or local.state.clock.next_reminder == morning)
        assert bool(pushed(local)) is wakes


@pytest.mark.parametrize(
    ("hour", "wakes"),
    [
        ("20:59:59", None),
        ("21:00:00", "24 08:00"),
        ("23:59:59", "24 08:00"),
        ("07:59:59", "23 08:00"),
        ("08:00:00", None),
    ],
)
def test_quiet_hours_are_from_nine_in_the_evening_to_eight_in_the_morning(hour: str, wakes: str | None) -> None:
    zone = ZoneInfo("America/Toronto")
    now = datetime.fromisoformat(f"2026-11-23T{hour}").replace(tzinfo=zone).astimezone(UTC)
    end = end_of_quiet(now, None)
    assert (None if end is None else end.astimezone(zone).strftime("%d %H:%M")) == wakes


@given(
    now=st.integers(0, 4 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes)),
    quiet=st.tuples(st.integers(0, 23), st.integers(0, 23)),
    zone=st.sampled_from(["America/St_Johns", "Asia/Kolkata", "Pacific/Kiritimati", "Africa/Cairo", "Asia/Manila"]),
)
def test_no_quiet_hour_is_without_an_end(now: datetime, quiet: tuple[int, int], zone: str) -> None:
    settings = Settings(quiet_from=quiet[0], quiet_until=quiet[1])
    end = end_of_quiet(now, zone, settings)
    assert (end is not None) is settings.is_quiet(now.astimezone(ZoneInfo(zone)).hour)
    if end is not None:
        assert timedelta(0) < end - now <= timedelta(hours=24)
        assert end_of_quiet(end, zone, settings) is None


@given(
    now=st.integers(0, 4 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes)),
    zone=st.sampled_from(["America/St_Johns", "Asia/Kolkata", "Pacific/Kiritimati", "Africa/Cairo", "Asia/Manila"]),
)
def test_the_end_of_quiet_hours_is_the_next_eight_in_the_morning_on_any_clock(now: datetime, zone: str) -> None:
    end = end_of_quiet(now, zone)
    local = now.astimezone(ZoneInfo(zone))
    if end is None:
        assert 8 <= local.hour < 21
    else:
        assert end.astimezone(ZoneInfo(zone)).strftime("%H:%M:%S") == "08:00:00"
        assert timedelta(0) < end - now <= timedelta(hours=12)  # 11, and one more where clocks go back
        assert end_of_quiet(end, zone) is None


async def test_a_person_who_blocked_the_bot_hears_nothing_until_they_take_it_back(
    local: LocalTelegram, tmp_path: Path
) -> None:
    first, second = await person_with(tmp_path, local, [START, START + timedelta(hours=1)])
    local.state.block(1001, blocked=True)
    local.state.confirm(local.state.last_update_id + 1)  # as if the word about it had been lost
    move_to(local, START + timedelta(minutes=1))
    async with companion(local, tmp_path):
        await until(lambda: local.call_counts["sendMessage"] == 1)
        move_to(local, START + timedelta(hours=2))
        await until(lambda: local.state.clock.next_reminder is None)
        assert local.call_counts["sendMessage"] == 1
        local.state.block(1001, blocked=False)
        await until(lambda: local.state.clock.next_reminder is not None)
        move_to(local, START + timedelta(hours=3))
        await until(lambda: pushed(local))
        await until(lambda: local.state.clock.next_reminder is None)
    assert len(pushed(local)) == 1, "the later rung says it all"
    assert {(await state_of(tmp_path, id_)).state for id_ in (first, second)} == {State.SENT}


async def test_one_that_cannot_be_worded_comes_as_a_bare_word_and_holds_up_nobody(
    local: LocalTelegram, tmp_path: Path
) -> None:
    (broken,) = await person_with(tmp_path, local, [START], chat_id=1001, rung="fail")
    await person_with(tmp_path, local, [START + timedelta(minutes=1)], chat_id=1002)
    move_to(local, START + timedelta(minutes=2))
    async with companion(local, tmp_path):
        await until(lambda: pushed(local, 1002))
        await until(lambda: "bare: something waits" in heard(local, 1001))
    assert (await state_of(tmp_path, broken)).state is State.SENT


@pytest.mark.parametrize(
    ("fault", "times"),
    [
        ({"status": 500}, 1),
        ({"drop": True}, 1),
        ({"status": 429, "retry_after": 1}, 1),
        ({"drop": True, "after": True}, 2),  # it arrived and nobody could know: repeated once at most
        ({"drop": True, "after": True, "times": 5}, 2),
    ],
)
async def test_a_notification_survives_bad_weather(
    local: LocalTelegram, tmp_path: Path, fault: dict[str, object], times: int
) -> None:
    (id_,) = await person_with(tmp_path, local, [START])
    local.state.confirm(local.state.last_update_id + 1)  # nothing to answer: the fault is for the push
    local.faults.add({"method": "sendMessage", **fault})
    move_to(local, START + timedelta(minutes=1))
    async with companion(local, tmp_path):
        await until(lambda: len(pushed(local)) == times)
        await until(lambda: local.state.clock.next_reminder is None)
    assert len(pushed(local)) == times
    assert (await state_of(tmp_path, id_)).state is State.SENT


async def test_a_hundred_pushes_leave_at_the_set_rate_while_an_answer_is_not_kept_waiting(
    local: LocalTelegram, tmp_path: Path
) -> None:
    for chat_id in range(1, 101):
        await person_with(tmp_path, local, [START], chat_id=chat_id)
    local.state.confirm(local.state.last_update_id + 1)
    local.state.put_person(5000, "Jean", "fr")
    move_to(local, START + timedelta(minutes=1))
    async with companion(local, tmp_path, MESSAGES_PER_SECOND="30"):
        await until(lambda: local.call_counts["sendMessage"] >= 30)
        local.state.say(5000, "hello")
        asked = local.calls[-1]["at"]
        await until(lambda: heard(local, 5000))
        answered = next(c["at"] for c in local.calls if str(c["params"].get("chat_id")) == "5000")
        await until(lambda: all(pushed(local, chat_id) for chat_id in range(1, 101)))
    pushes = [c["at"] for c in local.calls if c["method"] == "sendMessage" and c["params"]["chat_id"] != 5000]
    assert sum(asked < at < answered for at in pushes) < 20, "it did not stand in line with them"
    assert pushes[-1] - pushes[0] >= 90 / 30


async def test_killed_in_the_middle_no_notification_is_lost_and_at_most_one_a_kill_is_repeated(
    local: LocalTelegram, tmp_path: Path, process: Callable[..., Process]
) -> None:
    people = range(1, 61)
    for chat_id in people:
        await person_with(tmp_path, local, [START], chat_id=chat_id)
    local.state.confirm(local.state.last_update_id + 1)
    move_to(local, START)
    one, kills = process(MESSAGES_PER_SECOND="30"), 3

    def arrived() -> int:
        return sum(len(pushed(local, chat_id)) for chat_id in people)

    for _ in range(kills):
        before = arrived()
        await one.start()
        await until(lambda: arrived() >= before + 12)  # noqa: B023
        await one.end(signal.SIGKILL)
        local.state.move_clock(local.state.clock.offset + 31)  # what the killed one had claimed is free again
    await one.start()
    await until(lambda: all(pushed(local, chat_id) for chat_id in people))
    assert await one.end(signal.SIGTERM) == 0
    assert arrived() <= len(people) + kills
