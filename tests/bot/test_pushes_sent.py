"""How pushes leave: against a Telegram that answers as it is told to, and a store that fails on demand."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from bot import delivery as delivery_module
from bot import pacing, sending
from bot.clock import Clock
from bot.delivery import Delivery
from bot.metrics import Metrics
from bot.pacing import Pace
from bot.sending import Sender, Sent
from bot.talk import Talk
from bot.transport import AnswerLostError, NotSentError
from conversations.messages import Outgoing
from locales import Html
from storage import candidates, notifications
from storage.candidates import Candidate
from storage.database import open_database
from storage.encryption import KeyRing
from storage.notifications import Notification, State
from storage.unit import Database, Unit
from tests.bot import virtual_time
from tests.bot.simple_talk import SIMPLE, SimplePush
from tests.bot.test_delivery import ITEM, START
from tests.waiting import until

NOW = START + timedelta(minutes=1)
Answer = Exception | None


def merged(
    due: Sequence[Notification], waiting: Sequence[Notification], candidate: Candidate, now: datetime
) -> list[SimplePush]:
    """All that is due in one message, as the companion does it."""
    return [SimplePush(Outgoing(Html(" + ".join(sorted(each.item for each in due)))), tuple(due))]


@dataclass
class World:
    """A delivery with all that is around it."""

    database: Database
    clock: Clock
    metrics: Metrics
    pace: Pace
    talk: Talk
    answers: dict[int, list[Answer]] = field(default_factory=dict)  # by chat; then what is sent arrives
    arrived: list[tuple[int, str]] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    held: asyncio.Event | None = None  # what is sent arrives when it is set
    machine: datetime = NOW
    delivery: Delivery = field(init=False)

    def __post_init__(self) -> None:
        self.delivery = Delivery(
            self.database, Sender(self._call, self.pace, self.metrics), self.clock, self.metrics, self.talk
        )

    async def _call(self, method: str, parameters: dict[str, Any]) -> Any:
        self.calls[method] += 1
        if method == "getMe":
            await self._answer(0)
            return {}
        if self.held is not None:
            await self.held.wait()
        waiting = self.answers.get(parameters["chat_id"])
        # An answer that is lost says nothing about the message: here it has arrived.
        if not waiting or isinstance(waiting[0], (AnswerLostError, TimedOut)):
            self.arrived.append((parameters["chat_id"], parameters["text"]))
        await self._answer(parameters["chat_id"])
        return {}

    async def _answer(self, chat_id: int) -> None:
        waiting = self.answers.get(chat_id)
        if waiting and (error := waiting.pop(0)) is not None:
            raise error

    async def person(self, chat_id: int, *items: str, due_at: datetime = START) -> list[int]:
        rows = [
            Notification(
                chat_id=chat_id,
                item=item,
                rung="1",
                due_at=due_at,
                kind="language_test",
                arguments={"last_safe_day": "2027-01-01"},
            )
            for item in items or (ITEM,)
        ]
        async with self.database.unit() as unit:
            await candidates.save(
                unit,
                Candidate(chat_id=chat_id, created_at=START, seen_at=START, language="en", time_zone="America/Toronto"),
            )
            for row in rows:
                await notifications.replace(unit, chat_id, row.item, [row])
        return [row.id for row in rows]

    async def state(self, id_: int) -> State:
        async with self.database.reader() as unit:
            found = await notifications.load(unit, id_)
        assert found is not None
        return found.state

    async def next_due(self) -> datetime | None:
        async with self.database.reader() as unit:
            return await notifications.next_due(unit)

    def counted(self, name: str) -> float:
        return self.metrics.registry.get_sample_value(f"companion_notifications_{name}_total", KIND) or 0.0


KIND = {"kind": "language_test"}


@asynccontextmanager
async def a_world(tmp_path: Path, pace: Pace | None = None, talk: Talk | None = None) -> AsyncIterator[World]:
    async with open_database(f"sqlite:///{tmp_path}/companion.db", KeyRing([bytes(32)])) as database:
        pace = pace or Pace(100_000, 100_000)
        clock = Clock(machine=lambda: one.machine)  # time passes when the test says so
        one = World(database, clock, Metrics(), pace, talk or replace(SIMPLE, push=merged))
        try:
            yield one
        finally:
            await one.delivery.stop(1.0)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with a_world(tmp_path) as one:
        yield one


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "_FIRST_PAUSE", 0.001)
    monkeypatch.setattr(sending, "_LONGEST_PAUSE", 0.01)


# What Telegram refuses


async def test_a_refused_message_never_comes_again_and_its_notices_come_one_by_one(world: World) -> None:
    ids = await world.person(1, "passport", "profile")
    world.answers[1] = [BadRequest("message is too long")]
    await world.delivery.sweep()
    assert sorted(world.arrived) == [(1, "passport"), (1, "profile")]
    assert [await world.state(id_) for id_ in ids] == [State.SENT, State.SENT]
    assert world.counted("failed") == 2


async def test_a_notice_refused_by_itself_comes_as_a_bare_word(world: World) -> None:
    (id_,) = await world.person(1)
    world.answers[1] = [BadRequest("can't parse entities")]
    await world.delivery.sweep()
    assert world.arrived == [(1, "bare: something waits")]
    assert await world.state(id_) is State.SENT


async def test_what_is_refused_in_every_form_is_given_up_by_name_and_counted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[tuple[str, dict[str, Any]]] = []
    log = SimpleNamespace(error=lambda event, **more: said.append((event, more)))
    monkeypatch.setattr(delivery_module, "_log", log)
    (id_,) = await world.person(1)
    world.answers[1] = [BadRequest("no"), BadRequest("no")]
    await world.delivery.sweep()
    assert await world.state(id_) is State.FAILED
    assert await world.next_due() is None
    assert world.counted("failed") == 2
    assert said[-1] == ("notification given up", {"ids": [id_], "kinds": ["language_test"]})
    await world.delivery.sweep()
    assert world.calls["sendMessage"] == 2


async def test_who_has_blocked_the_bot_is_left_alone_at_once(world: World) -> None:
    ids = await world.person(1, "passport", "profile")
    world.answers[1] = [Forbidden("bot was blocked by the user")]
    await world.delivery.sweep()
    assert [await world.state(id_) for id_ in ids] == [State.HELD, State.HELD]
    assert world.calls["sendMessage"] == 1
    async with world.database.unit() as unit:
        await candidates.set_blocked(unit, 1, None)
    await world.delivery.sweep()
    assert world.arrived == [(1, "passport + profile")]


async def test_a_notice_that_cannot_be_worded_comes_as_a_bare_word_and_harms_none_beside_it(tmp_path: Path) -> None:
    def push(due: Sequence[Notification], *rest: Any) -> list[SimplePush]:
        if any(each.item == "broken" for each in due):
            raise ValueError("cannot word")
        return merged(due, *rest)

    async with a_world(tmp_path, talk=replace(SIMPLE, push=push)) as world:
        await world.person(1, "broken", "passport")
        await world.delivery.sweep()
        assert sorted(world.arrived) == [(1, "bare: something waits"), (1, "passport")]
        assert world.counted("failed") == 1


# What gets lost on the way


@pytest.mark.parametrize("lost", [AnswerLostError("x"), TimedOut()])
async def test_a_message_whose_answer_is_lost_again_and_again_is_repeated_once(world: World, lost: Exception) -> None:
    (id_,) = await world.person(1)
    world.answers[1] = [lost] * 9
    await world.delivery.sweep()
    assert world.arrived == [(1, ITEM)] * 2
    assert await world.state(id_) is State.SENT


async def test_in_an_outage_what_was_lost_is_not_taken_for_said(world: World) -> None:
    (id_,) = await world.person(1)
    world.answers[1] = [AnswerLostError("x")]
    world.answers[0] = [NotSentError("x")] * 8  # Telegram does not say that it is there either
    await world.delivery.sweep()
    assert await world.state(id_) is State.PENDING
    assert len(world.arrived) == 1
    world.clock.move(timedelta(minutes=2))
    world.answers[1] = [AnswerLostError("x")] * 9
    await world.delivery.sweep()
    assert world.arrived == [(1, ITEM)] * 2, "the repeat it was allowed"
    assert await world.state(id_) is State.SENT


async def test_bad_weather_puts_off_and_the_hour_it_was_due_stays(world: World) -> None:
    (id_,) = await world.person(1)
    world.answers[1] = [NetworkError("502")] * 8
    await world.delivery.sweep()
    put_off = await world.next_due()
    assert put_off is not None
    assert timedelta(seconds=45) <= put_off - NOW <= timedelta(seconds=75)
    async with world.database.reader() as unit:
        row = await notifications.load(unit, id_)
    assert row is not None
    assert row.due_at == START, "a late one has to say since when"
    world.clock.move(timedelta(hours=1))
    await world.delivery.sweep()
    assert world.arrived == [(1, ITEM)]
    assert world.counted("late") == 1


@pytest.mark.parametrize(("after_eight", "late"), [(5, 0), (11, 1)])
async def test_quiet_hours_are_no_delay(world: World, after_eight: int, late: int) -> None:
    night = datetime(2026, 11, 24, 4, tzinfo=UTC)  # 23:00 in Toronto
    await world.person(1, due_at=night)
    world.clock.move(night - NOW)
    await world.delivery.sweep()
    assert world.arrived == []
    assert await world.next_due() == night + timedelta(hours=9)
    world.clock.move(night + timedelta(hours=9, minutes=after_eight) - NOW)
    await world.delivery.sweep()
    assert world.arrived == [(1, ITEM)]
    assert world.counted("late") == late


# What cannot be marked


async def test_a_message_that_is_out_does_not_come_again_although_what_follows_fails(tmp_path: Path) -> None:
    async def after(unit: Unit, chat_id: int, said: Sequence[Notification], now: datetime) -> None:
        raise ZeroDivisionError

    async with a_world(tmp_path, talk=replace(SIMPLE, push=merged, after=after)) as world:
        (id_,) = await world.person(1)
        await world.delivery.sweep()
        assert await world.state(id_) is State.SENT
        assert world.counted("failed") == 1
        await world.delivery.sweep()
        assert world.arrived == [(1, ITEM)]


async def test_what_needs_no_words_is_tried_again_when_what_follows_from_it_fails(tmp_path: Path) -> None:
    fails = [True, True]

    async def after(unit: Unit, chat_id: int, said: Sequence[Notification], now: datetime) -> None:
        if fails:
            fails.pop()
            raise ZeroDivisionError

    def push(due: Sequence[Notification], *_: Any) -> list[SimplePush]:
        return [SimplePush(None, tuple(due))]

    async with a_world(tmp_path, talk=replace(SIMPLE, push=push, after=after)) as world:
        (id_,) = await world.person(1)
        await world.delivery.sweep()
        assert await world.state(id_) is State.PENDING
        world.clock.move(timedelta(hours=2))
        await world.delivery.sweep()
        assert await world.state(id_) is State.SENT
        assert world.calls == {}


async def test_a_message_that_is_out_does_not_come_again_although_the_store_fails(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    (id_,) = await world.person(1)
    broken = [3]

    async def sent(*args: Any) -> None:
        if broken[0]:
            broken[0] -= 1
            raise OSError("no space left")
        await marked(*args)

    marked = notifications.sent
    monkeypatch.setattr(notifications, "sent", sent)
    await world.delivery.sweep()
    assert await world.state(id_) is State.PENDING
    world.clock.move(timedelta(minutes=1))
    await world.delivery.sweep()
    assert await world.state(id_) is State.SENT
    assert world.arrived == [(1, ITEM)]


# Who waits for whom


async def test_told_to_wait_long_a_chat_waits_exactly_so_long_and_nobody_else(world: World) -> None:
    (id_,) = await world.person(1)
    for chat_id in range(2, 12):
        await world.person(chat_id)
    world.answers[1] = [RetryAfter(timedelta(seconds=40))]
    began = asyncio.get_running_loop().time()
    await world.delivery.sweep()
    took = asyncio.get_running_loop().time() - began
    assert took < 30, "nobody waits for it"
    assert sorted(chat for chat, _ in world.arrived) == list(range(2, 12))
    again = await world.next_due()
    assert again is not None
    assert 40 - took <= (again - NOW).total_seconds() <= 40
    assert await world.state(id_) is State.PENDING


async def test_chats_told_to_wait_a_moment_are_waited_for_beside_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacing, "PATIENCE", 600.0)
    for chat_id in (1, 2):
        await world.person(chat_id)
        world.answers[chat_id] = [RetryAfter(timedelta(seconds=300))]
    await world.person(9, due_at=START + timedelta(seconds=1))
    sweep = asyncio.create_task(world.delivery.sweep())
    await until(lambda: world.arrived)
    assert world.arrived == [(9, ITEM)]
    assert not sweep.done()
    await world.delivery.stop(0.0)


async def test_a_chat_told_to_wait_a_moment_hears_in_the_same_sweep(world: World) -> None:
    await world.person(1)
    world.answers[1] = [RetryAfter(timedelta(seconds=0.2))]
    await world.delivery.sweep()
    assert world.arrived == [(1, ITEM)]


async def test_told_to_wait_in_three_chats_no_push_leaves_until_the_time_is_over(world: World) -> None:
    for chat_id in range(1, 31):
        await world.person(chat_id)
        world.answers[chat_id] = [RetryAfter(timedelta(seconds=30))]
    await world.delivery.sweep()
    tried = world.calls["sendMessage"]
    assert 3 <= tried <= 8 + 3
    await world.delivery.sweep()
    assert world.calls["sendMessage"] == tried
    assert world.pace.pause > 20
    assert world.arrived == []


@pytest.mark.parametrize(
    ("people", "far", "most"),
    [
        (1_000, 0.001, range(1, 2)),  # Telegram is near
        (1_000, 0.05, range(5, 9)),  # many wait, and it is far: as many as the pace needs
        (10, 0.05, range(1, 2)),  # few wait
    ],
)
def test_one_push_is_on_its_way_at_a_time_unless_many_wait_and_telegram_is_far(
    people: int, far: float, most: range
) -> None:
    out = out_at_once = 0

    async def call(method: str, parameters: dict[str, Any]) -> Any:
        nonlocal out, out_at_once
        out += 1
        out_at_once = max(out_at_once, out)
        await asyncio.sleep(far)
        out -= 1

    async def marked(sent: Sent) -> None:
        await asyncio.sleep(0.001)

    async def pushes() -> float:
        loop = asyncio.get_running_loop()
        sender, began = Sender(call, Pace(100, 1), Metrics()), loop.time()
        await asyncio.gather(*(sender.push(chat_id, Outgoing("push"), marked) for chat_id in range(people)))
        return loop.time() - began

    took = virtual_time.run(pushes())
    assert out_at_once in most
    assert took < people / 100 + 3, "the pace is kept but for the first two seconds"


async def test_what_falls_due_in_a_moment_leaves_then_and_not_with_the_next_sweep(world: World) -> None:
    await world.person(1, due_at=NOW + timedelta(seconds=0.2))
    await world.delivery.sweep()
    assert world.arrived == []
    world.machine += timedelta(seconds=0.2)
    await until(lambda: world.arrived, within=20)


@asynccontextmanager
async def its_message_on_the_way(world: World) -> AsyncIterator[None]:
    """Inside, a message is out and not answered; another sweep then looks before it is, and all is delivered."""
    world.held = asyncio.Event()
    sweep = asyncio.create_task(world.delivery.sweep())
    await until(lambda: world.calls["sendMessage"])
    yield
    first = next(iter(world.delivery._in_hand.values()))
    world.delivery.sweep_soon()
    await until(lambda: world.delivery._in_hand[1] is not first)  # its next turn waits
    world.held.set()
    await sweep


async def test_a_chat_that_takes_long_is_not_delivered_to_twice(world: World) -> None:
    await world.person(1)
    async with its_message_on_the_way(world):
        world.clock.move(timedelta(minutes=5))  # its lease is over
    assert world.arrived == [(1, ITEM)]


async def test_what_falls_due_of_a_chat_that_is_in_hand_is_its_next_turn(world: World) -> None:
    await world.person(1)
    async with its_message_on_the_way(world):
        await world.person(1, "passport:own")
    assert [chat_id for chat_id, _ in world.arrived] == [1, 1]
    assert await world.next_due() is None


async def test_what_takes_long_and_needs_no_words_is_done_one_by_one_with_room_for_answers(tmp_path: Path) -> None:
    at_work, most = 0, 0
    in_turn: list[str] = []

    async def after(unit: Unit, chat_id: int, said: Sequence[Notification], now: datetime) -> None:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        time.sleep(0.02)  # noqa: ASYNC251 - planning anew computes
        await asyncio.sleep(0)
        at_work -= 1
        in_turn.append("plan")

    def push(due: Sequence[Notification], *_: Any) -> list[SimplePush]:
        return [SimplePush(None, tuple(due))]

    async with a_world(tmp_path, talk=replace(SIMPLE, push=push, after=after)) as world:
        for chat_id in range(1, 21):
            await world.person(chat_id)
        sweep = asyncio.create_task(world.delivery.sweep())
        while not sweep.done():
            async with world.database.unit() as unit:
                await candidates.load(unit, 1)
            in_turn.append("answer")
            await asyncio.sleep(0.005)
        assert most == 1
        plans = "".join(each[0] for each in in_turn).strip("a").split("a")
        assert sorted(map(len, plans))[len(plans) // 2] <= 1, "an answer goes between one and the next"
        assert in_turn.count("answer") > 20
        assert await world.next_due() is None


# When the clock jumps


@pytest.mark.parametrize("seed", range(6))
async def test_however_the_clock_jumps_each_notice_comes_exactly_once(world: World, seed: int) -> None:
    chance = random.Random(seed)
    hours = [chance.uniform(0, 24) for _ in range(30)]
    for chat_id, later in enumerate(hours, 1):
        await world.person(chat_id, due_at=START + timedelta(hours=later))
    at = 0.0
    for _ in range(12):
        # A step of the network's time back or forward, an hour of work, a night's sleep of the machine.
        at = min(24.0, max(0.0, at + chance.choice((-3.0, -0.2, 0.2, 1.0, 8.0))))
        world.clock.move(timedelta(hours=at))
        world.delivery.sweep_soon()
        await asyncio.sleep(0.01)
    world.clock.move(timedelta(hours=30))  # past every lease
    await world.delivery.sweep()
    world.clock.move(timedelta(hours=48))
    await world.delivery.sweep()
    assert Counter(chat for chat, _ in world.arrived) == Counter(range(1, 31))
