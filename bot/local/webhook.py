"""Brings updates to the bot's webhook as Telegram does: those of a chat one after the other, chats side by side.

What is not answered with 2xx is brought again, at once and then after pauses that double; `Retry-After` is heeded.
A fault of the method "webhook" hits an update on its way, or, with `after`, the bot's answer to it.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from typing import Any, Final

import aiohttp

from bot.local.faults import Faults
from bot.local.state import State, WebhookWish

METHOD: Final = "webhook"

_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
_PATIENCE: Final = aiohttp.ClientTimeout(total=60)
_FIRST_PAUSE: Final = 0.1  # seconds; Telegram's is longer, and nobody here wants to wait
_LONGEST_PAUSE: Final = 60.0


class Bringer:
    """Works while the state holds a webhook."""

    def __init__(self, state: State, faults: Faults) -> None:
        self._state = state
        self._faults = faults
        self._lanes: dict[int, deque[tuple[int, bytes]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore()
        self._newest = 0  # the newest update of the queue that stands in a lane
        self._session: aiohttp.ClientSession | None = None

    def begin(self) -> None:
        """Starts afresh with what waits: the webhook was set, changed or taken away, or the updates were."""
        for task in self._tasks:
            task.cancel()
        self._lanes.clear()
        self._newest = 0
        if self._state.webhook is not None:
            self._places = asyncio.Semaphore(self._state.webhook.max_connections)
        self.wake()

    def wake(self) -> None:
        """Takes up what has come to wait since."""
        wish = self._state.webhook
        if wish is None:
            return
        fresh: list[tuple[int, bytes]] = []
        for update in reversed(self._state.queue):
            if update[0] <= self._newest:
                break
            fresh.append(update)
        fresh.extend(reversed(self._state.again))
        self._state.again.clear()
        for update in reversed(fresh):
            self._newest = max(self._newest, update[0])
            chat_id = _chat_of(update[1])
            lane = self._lanes.get(chat_id)
            if lane is None:
                lane = self._lanes[chat_id] = deque()
                task = asyncio.get_running_loop().create_task(self._work(chat_id, lane, wish))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            lane.append(update)

    async def stop(self) -> None:
        """Ends; what is on its way may have arrived or not."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _work(self, chat_id: int, lane: deque[tuple[int, bytes]], wish: WebhookWish) -> None:
        pause = 0.0
        while lane:
            update_id, body = lane[0]
            async with self._places:
                why, asked = await self._bring(wish, body)
            if why is None:
                pause = 0.0
                lane.popleft()
                self._state.brought(update_id)
                self.wake()  # it may have been wished for twice
            else:
                self._state.webhook_error = int(time.time()), why
                await asyncio.sleep(asked or pause)
                pause = min(max(_FIRST_PAUSE, 2 * pause), _LONGEST_PAUSE)
        if self._lanes.get(chat_id) is lane:
            del self._lanes[chat_id]

    async def _bring(self, wish: WebhookWish, body: bytes) -> tuple[str | None, float]:
        """Why an update did not arrive (None: it did), and the pause that the bot asked for."""
        fault = self._faults.take(METHOD, "") if self._faults.waiting else None
        if fault is not None:
            await fault.wait()
        lost = fault is not None and (fault.drop or fault.status)
        if lost and fault is not None and not fault.after:
            return "Connection refused", 0.0
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=_PATIENCE, cookie_jar=aiohttp.DummyCookieJar())
        headers = {"Content-Type": "application/json"}
        if wish.secret_token:
            headers[_HEADER] = wish.secret_token
        try:
            async with self._session.post(wish.url, data=body, headers=headers, allow_redirects=False) as answer:
                if lost:
                    return "Connection reset by peer", 0.0
                if 200 <= answer.status < 300:
                    return None, 0.0
                after = answer.headers.get("Retry-After", "")
                why = f"Wrong response from the webhook: {answer.status} {answer.reason}"
                return why, float(after) if after.isdecimal() else 0.0
        except TimeoutError:
            return "Read timeout expired", 0.0
        except (aiohttp.ClientError, OSError) as error:
            return "Connection refused" if isinstance(error, aiohttp.ClientConnectorError) else "Connection closed", 0.0


def _chat_of(body: bytes) -> int:
    """What keeps an update in order with others; all of an unknown shape stand in one line."""
    update: dict[str, Any] = json.loads(body)
    content: Any = next((value for key, value in update.items() if key != "update_id"), None)
    try:
        return int((content.get("message") or content)["chat"]["id"])
    except (AttributeError, KeyError, TypeError, ValueError):
        return 0
