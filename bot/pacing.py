"""When a message may leave: so many a second in all, one a second within a chat, answers before pushes.

Telegram's limits are about 30 messages a second for a bot and one a second in a chat, short bursts
tolerated (core.telegram.org/bots/faq). When it asks to wait, exactly what it named waits: the chat,
or everything when several chats are told so at nearly the same time.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Final

ANSWER_BURST: Final = 5
"""Messages that may answer a person at once before a second a message is kept."""

_TOLD: Final = 3  # this many different chats told to wait ...
_WITHIN: Final = 10.0  # ... within so many seconds mean that the bot as a whole is meant
_SWEEP: Final = 4096  # chats remembered before those that owe nothing are forgotten


class Pace:
    """Hands out turns to send; time is the running loop's."""

    def __init__(self, per_second: float, per_second_per_chat: float) -> None:
        """`per_second` in all chats together, `per_second_per_chat` within one."""
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

    async def turn(self, chat_id: int, *, answer: bool) -> None:
        """Returns when a message to the chat may leave; an answer to a person goes before a push."""
        wait = self._chat_wait(chat_id, answer)
        while wait > 0:  # again after each sleep: others of the same chat may have gone first
            await asyncio.sleep(wait)
            wait = self._chat_wait(chat_id, answer)
        now = asyncio.get_running_loop().time()
        self._chat_due[chat_id] = max(self._chat_due.get(chat_id, 0.0), now) + self._chat_interval
        if len(self._chat_due) > _SWEEP:
            self._forget(now)
        await self._turn_in_all(answer)

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

    def _chat_wait(self, chat_id: int, answer: bool) -> float:
        now = asyncio.get_running_loop().time()
        pause = self._chat_pause.get(chat_id, 0.0) - now
        if pause <= 0:
            self._chat_pause.pop(chat_id, None)
        # A push keeps the even rhythm; an answer may run ahead of it by a short burst.
        ahead = (ANSWER_BURST - 1) * self._chat_interval if answer else 0.0
        return max(pause, self._chat_due.get(chat_id, 0.0) - ahead - now)

    async def _turn_in_all(self, answer: bool) -> None:
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
        self._due = max(self._due, asyncio.get_running_loop().time()) + self._interval

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
