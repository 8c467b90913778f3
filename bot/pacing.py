"""When a message may leave: so many a second in all, one a second within a chat, answers before pushes.

Telegram's limits are about 30 messages a second for a bot and one a second in a chat, short bursts
tolerated (core.telegram.org/bots/faq). When it asks to wait, exactly what it named waits: the chat,
or everything when several chats are told so at nearly the same time.

A push that is out and not yet marked as sent is repeated after a kill: nobody can know that it arrived. So pushes go
one by one over a road of their own, which is wider only where many wait and Telegram is too far away for one at a time.
"""

from __future__ import annotations

import asyncio
from collections import deque
from math import ceil
from statistics import median
from typing import Final

ANSWER_BURST: Final = 5
"""Messages that may answer a person at once before a second a message is kept."""

_TOLD: Final = 3  # this many different chats told to wait ...
_WITHIN: Final = 10.0  # ... within so many seconds mean that the bot as a whole is meant
_BEHIND: Final = 2  # turns that a message may be late and is still counted as having left on time

PATIENCE: Final = 2.0
"""Seconds that a push waits because Telegram said so; one that would wait longer is better put off."""

_SWEEP: Final = 4096  # chats remembered before those that owe nothing are forgotten
_WIDEST: Final = 8  # pushes out and not yet marked, however far away Telegram is
LONG: Final = 2.0
"""Seconds of waiting that make a line long: a day's few reminders need no hurry, and a kill then repeats one."""

_LOOKED_AT: Final = 15  # pushes whose time says how far away it is; the median, so that one that was slow is no reason


class PausedError(Exception):
    """Telegram wants nothing for so many seconds, which is longer than a push waits."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:.1f} s")
        self.seconds = seconds


class Road:
    """Lets pushes out one at a time; once the line has become long, as many as it takes to keep so many a second."""

    def __init__(self, per_second: float) -> None:
        """`per_second`: the pace to be kept."""
        self._per_second = per_second
        self._took: deque[float] = deque([0.0] * _LOOKED_AT, maxlen=_LOOKED_AT)
        self._out = 0
        self._line: deque[tuple[asyncio.Future[None], float]] = deque()  # each with the time it began to wait
        self._long = False

    @property
    def width(self) -> int:
        """How many may be out at once."""
        if not self._long:
            return 1
        return min(_WIDEST, max(1, ceil(self._per_second * median(self._took))))

    async def enter(self) -> None:
        """Returns when there is room for one more."""
        if self._out < self.width and not self._line:
            self._out += 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._line.append((turn, asyncio.get_running_loop().time()))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._leave()  # it had just been let in
            raise

    def leave(self, took: float | None) -> None:
        """One is marked, or did not get out; `took` seconds from its departure to its mark, if it was marked."""
        if took is not None:
            self._took.append(took)
        self._leave()

    def _leave(self) -> None:
        self._out -= 1
        if not self._line:
            self._long = False
        elif asyncio.get_running_loop().time() - self._line[0][1] > LONG:
            self._long = True
        while self._line and self._out < self.width:
            turn, _ = self._line.popleft()
            if not turn.done():  # cancelled while waiting
                self._out += 1
                turn.set_result(None)


class Place:
    """One push's place on the road: taken for a try, given back when it failed or is marked."""

    def __init__(self, road: Road) -> None:
        self._road = road
        self._taken = False
        self._left_at: float | None = None

    async def take(self) -> None:
        """Waits for room; the place is then held."""
        await self._road.enter()
        self._taken, self._left_at = True, None

    def departs(self) -> None:
        """The push leaves now."""
        self._left_at = asyncio.get_running_loop().time()

    def give_back(self, *, marked: bool = False) -> None:
        """Makes room for the next; safe to call twice."""
        if self._taken:
            self._taken = False
            left = self._left_at if marked else None
            self._road.leave(None if left is None else asyncio.get_running_loop().time() - left)


class Pace:
    """Hands out turns to send; time is the running loop's."""

    def __init__(self, per_second: float, per_second_per_chat: float) -> None:
        """`per_second` in all chats together, `per_second_per_chat` within one."""
        self.road = Road(per_second)
        self._interval = 1.0 / per_second
        self._chat_interval = 1.0 / per_second_per_chat
        # A tenth of a second's worth may leave at once, so that answers need not queue for a tick.
        self._burst = max(1.0, per_second / 10)
        self._due = 0.0  # when the next message in all would leave if they left evenly
        self._chat_due: dict[int, float] = {}
        self._chat_pause: dict[int, float] = {}
        self._pause = 0.0
        self._told: deque[tuple[float, int]] = deque()
        self._answers: deque[asyncio.Future[None]] = deque()
        self._pushes: deque[asyncio.Future[None]] = deque()
        self._timer: asyncio.TimerHandle | None = None

    async def turn(self, chat_id: int, *, answer: bool, place: Place | None = None) -> None:
        """Returns when a message to the chat may leave; an answer to a person goes before a push.

        `place` is taken once the chat has no more reason to wait, so that no chat holds up another. Raises
        PausedError for a push that would have to wait for long.
        """
        while (wait := self._chat_wait(chat_id, answer)) > 0:
            if not answer:
                self._not_for_long(self._pause_of(chat_id))
            await asyncio.sleep(wait)  # and once more: others of the same chat may have gone first
        now = asyncio.get_running_loop().time()
        self._chat_due[chat_id] = max(self._chat_due.get(chat_id, 0.0), now) + self._chat_interval
        if len(self._chat_due) > _SWEEP:
            self._forget(now)
        if place is not None:
            await place.take()
        await self._turn_in_all(answer)

    @property
    def pause(self) -> float:
        """Seconds for which Telegram wants nothing at all."""
        return max(self._pause - asyncio.get_running_loop().time(), 0.0)

    def told_to_wait(self, chat_id: int, seconds: float) -> None:
        """Telegram said `retry_after` to a message for the chat."""
        now = asyncio.get_running_loop().time()
        self._chat_pause[chat_id] = max(self._chat_pause.get(chat_id, 0.0), now + seconds)
        self._told.append((now, chat_id))
        while self._told[0][0] < now - _WITHIN:
            self._told.popleft()
        if len({chat for _, chat in self._told}) >= _TOLD:
            self.told_to_wait_in_all(seconds)

    def told_to_wait_in_all(self, seconds: float) -> None:
        """Telegram said `retry_after` to something that is not about one chat."""
        self._pause = max(self._pause, asyncio.get_running_loop().time() + seconds)
        while self._pushes and self.pause > PATIENCE:
            turn = self._pushes.popleft()
            if not turn.done():
                turn.set_exception(PausedError(self.pause))
        self._arm()

    def _pause_of(self, chat_id: int) -> float:
        return self._chat_pause.get(chat_id, 0.0) - asyncio.get_running_loop().time()

    def _not_for_long(self, seconds: float) -> None:
        if seconds > PATIENCE:
            raise PausedError(seconds)

    def _chat_wait(self, chat_id: int, answer: bool) -> float:
        now = asyncio.get_running_loop().time()
        pause = self._chat_pause.get(chat_id, 0.0) - now
        if pause <= 0:
            self._chat_pause.pop(chat_id, None)
        # A push keeps the even rhythm; an answer may run ahead of it by a short burst.
        ahead = (ANSWER_BURST - 1) * self._chat_interval if answer else 0.0
        return max(pause, self._chat_due.get(chat_id, 0.0) - ahead - now)

    async def _turn_in_all(self, answer: bool) -> None:
        if not answer:
            self._not_for_long(self.pause)
        if not self._answers and (answer or not self._pushes) and self._wait_in_all(answer) <= 0:
            self._take()
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        (self._answers if answer else self._pushes).append(turn)
        self._arm()
        await turn

    def _wait_in_all(self, answer: bool) -> float:
        now = asyncio.get_running_loop().time()
        # Pushes leave evenly and never use up the burst that answers live on.
        ahead = (self._burst - 1) * self._interval if answer else 0.0
        return max(self._pause - now, self._due - ahead - now)

    def _take(self) -> None:
        now = asyncio.get_running_loop().time()
        # Who leaves a little late, because the loop was busy, does not move the turns of those behind.
        late = now - self._due
        self._due = (self._due if late <= _BEHIND * self._interval else now) + self._interval

    def _arm(self) -> None:
        """Sets the timer for whoever is first in line."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._answers or self._pushes:
            wait = self._wait_in_all(bool(self._answers))
            self._timer = asyncio.get_running_loop().call_later(max(wait, 0.0), self._release)

    def _release(self) -> None:
        self._timer = None
        for line, answer in ((self._answers, True), (self._pushes, False)):
            while line and self._wait_in_all(answer) <= 1e-9:
                turn = line.popleft()
                if not turn.done():  # cancelled while waiting
                    turn.set_result(None)
                    self._take()
            if line:
                break
        self._arm()

    def _forget(self, now: float) -> None:
        self._chat_due = {chat: due for chat, due in self._chat_due.items() if due > now}
