"""Load for the benches: many updates, and how long each waits for its reply."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Sequence

from bot.local.state import State

FIRST_CHAT = 5_000_000_000


class Load:
    """Counts updates made by `run` and closes each with the reply that answers it.

    The reply to an update is the `replies`-th sendMessage or editMessageText to its chat after the one before
    it in the same chat was answered (one reply an update by default).
    """

    def __init__(self) -> None:
        self.expected = 0
        self.latencies: list[float] = []
        self.waiting: dict[int, deque[list[float]]] = {}  # chat id -> [created, replies still to come]
        self._first = 0.0
        self._last = 0.0

    def replied(self, chat_id: int) -> None:
        """The bot wrote to this chat."""
        open_updates = self.waiting.get(chat_id)
        if not open_updates:
            return
        oldest = open_updates[0]
        oldest[1] -= 1
        if oldest[1] <= 0:
            open_updates.popleft()
            self._last = time.perf_counter()
            self.latencies.append(self._last - oldest[0])

    async def run(
        self,
        state: State,
        *,
        n: int,
        chats: int,
        rate: float,
        texts: Sequence[str],
        presses: Sequence[str],
        first_chat: int,
        stride: int,
        replies: int,
        language: str,
    ) -> None:
        """Queue `n` updates, chat after chat, each saying `texts` in turn; `rate` a second, 0 all at once.

        With `presses`, data of buttons, each chat presses those in turn instead, under the bot's last message in
        it; the button of the data need not be there yet. Chat ids begin at `first_chat`, `stride` apart.
        """
        self.expected += n
        ids = range(first_chat, first_chat + min(n, chats) * stride, stride)
        for place, chat_id in enumerate(ids, 1):
            if chat_id not in state.people:
                state.put_person(chat_id, f"Load {place}", language)
        start = time.perf_counter()
        self._first = self._first or start
        for number in range(n):
            chat_id, turn = first_chat + number % chats * stride, number // chats
            self.waiting.setdefault(chat_id, deque()).append([time.perf_counter(), replies])
            if presses:
                state.press(chat_id, _last_of_bot(state, chat_id), presses[turn % len(presses)], stale=True)
            else:
                state.say(chat_id, texts[turn % len(texts)])
            if rate:
                ahead = start + (number + 1) / rate - time.perf_counter()
                if ahead > 0:
                    await asyncio.sleep(ahead)

    def as_json(self) -> dict[str, object]:
        """Counts, throughput (per second) and latencies from creation to reply (milliseconds)."""
        span = self._last - self._first
        ordered = sorted(self.latencies)

        def percentile(share: float) -> float | None:
            if not ordered:
                return None
            return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1e3, 3)

        return {
            "expected": self.expected,
            "done": len(ordered),
            "span_seconds": round(max(span, 0.0), 4),
            "per_second": round(len(ordered) / span, 1) if span > 0 else None,
            "latency_ms": {"p50": percentile(0.5), "p99": percentile(0.99), "max": percentile(1.0)},
        }


def _last_of_bot(state: State, chat_id: int) -> int:
    messages = state.chat(chat_id).messages
    return next((number for number in reversed(messages) if messages[number]["from"]["is_bot"]), 0)
