"""Load for the benches: many updates, and how long each waits for its reply."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.local.state import Message, State, encode

FIRST_CHAT = 5_000_000_000
_LOOKS_AGAIN = 0.005  # seconds


@dataclass(frozen=True, slots=True)
class Ask:
    """What a person does, and what the reply to it has to show.

    `text` is typed; or `press` is the data of a button: it need not be there yet, but where it ends with `*` the
    newest button is pressed whose data begin so. Only a message that holds all of `shows`, in its text or its buttons,
    is a reply; who looks for something presses a button only once all they asked before is answered. What has a `name`
    is counted under it as well.
    """

    text: str = ""
    press: str = ""
    shows: tuple[str, ...] = ()
    name: str = ""

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Ask:
        """From the JSON of a wish."""
        words = {key: str(body.get(key, "")) for key in ("text", "press", "name")}
        return cls(**words, shows=tuple(str(each) for each in body.get("shows", ())))

    def is_answered_by(self, message: Message) -> bool:
        """Whether a message of the bot is a reply."""
        if not self.shows:
            return True
        told = message.get("text") or message.get("caption") or ""
        shown = f"{told}\n{encode(message.get('reply_markup', {}))}"
        return all(words in shown for words in self.shows)


@dataclass(slots=True)
class _Waiting:
    ask: Ask
    created: float
    replies: int  # still to come


@dataclass(slots=True)
class _Named:
    expected: int = 0
    latencies: list[float] = field(default_factory=list)


class Load:
    """Counts updates made by `run` and closes each with the reply that answers it.

    The reply to an update is the `replies`-th message, new or edited, to its chat after the one before it in the
    same chat was answered (one reply an update by default).
    """

    def __init__(self) -> None:
        self.expected = 0
        self.latencies: list[float] = []
        self.named: dict[str, _Named] = {}
        self.waiting: dict[int, deque[_Waiting]] = {}
        self._first = 0.0
        self._last = 0.0

    def replied(self, message: Message) -> None:
        """The bot wrote this, or changed it."""
        open_updates = self.waiting.get(message["chat"]["id"])
        if not open_updates or not open_updates[0].ask.is_answered_by(message):
            return
        oldest = open_updates[0]
        oldest.replies -= 1
        if oldest.replies <= 0:
            open_updates.popleft()
            self._last = time.perf_counter()
            self.latencies.append(self._last - oldest.created)
            if oldest.ask.name:
                self.named[oldest.ask.name].latencies.append(self.latencies[-1])

    async def run(
        self,
        state: State,
        *,
        n: int,
        chats: int,
        rate: float,
        asks: Sequence[Ask],
        first_chat: int,
        stride: int,
        replies: int,
        language: str,
    ) -> None:
        """Queue `n` updates, chat after chat, each asking `asks` in turn; `rate` a second, 0 all at once.

        Chat ids begin at `first_chat`, `stride` apart. A button is pressed under the bot's last message.
        """
        self.expected += n
        for number in range(n):
            if name := asks[number // chats % len(asks)].name:
                self.named.setdefault(name, _Named()).expected += 1
        ids = range(first_chat, first_chat + min(n, chats) * stride, stride)
        for place, chat_id in enumerate(ids, 1):
            if chat_id not in state.people:
                state.put_person(chat_id, f"Load {place}", language)
        start = time.perf_counter()
        self._first = self._first or start
        for number in range(n):
            chat_id, turn = first_chat + number % chats * stride, number // chats
            ask = asks[turn % len(asks)]
            while ask.press and ask.shows and self.waiting.get(chat_id):  # noqa: ASYNC110 - a look at many chats
                await asyncio.sleep(_LOOKS_AGAIN)  # what is pressed has to be there
            self.waiting.setdefault(chat_id, deque()).append(_Waiting(ask, time.perf_counter(), replies))
            if not ask.press:
                state.say(chat_id, ask.text)
            elif data := _button(state, chat_id, ask.press):
                state.press(chat_id, _last_of_bot(state, chat_id), data, stale=True)
            if rate:
                ahead = start + (number + 1) / rate - time.perf_counter()
                if ahead > 0:
                    await asyncio.sleep(ahead)

    def as_json(self) -> dict[str, object]:
        """Counts, throughput (per second) and latencies from creation to reply (milliseconds)."""
        span = self._last - self._first
        done = len(self.latencies)
        return {
            "expected": self.expected,
            "done": done,
            "span_seconds": round(max(span, 0.0), 4),
            "per_second": round(done / span, 1) if span > 0 else None,
            "latency_ms": _percentiles(self.latencies),
            "named": {
                name: {
                    "expected": one.expected,
                    "done": len(one.latencies),
                    "latency_ms": _percentiles(one.latencies),
                }
                for name, one in self.named.items()
            },
        }


def _percentiles(latencies: Sequence[float]) -> dict[str, float | None]:
    ordered = sorted(latencies)

    def percentile(share: float) -> float | None:
        if not ordered:
            return None
        return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1e3, 3)

    return {"p50": percentile(0.5), "p99": percentile(0.99), "max": percentile(1.0)}


def _last_of_bot(state: State, chat_id: int) -> int:
    messages = state.chat(chat_id).messages
    return next((number for number in reversed(messages) if messages[number]["from"]["is_bot"]), 0)


def _button(state: State, chat_id: int, data: str) -> str:
    """The data to press: as it is, or of the newest button that begins so; empty where there is none."""
    if not data.endswith("*"):
        return data
    for message in reversed(state.chat(chat_id).messages.values()):
        for row in message.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                if (found := str(button.get("callback_data", ""))).startswith(data[:-1]):
                    return found
    return ""
