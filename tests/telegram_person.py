"""A person with Telegram in the hand, for tests that read as stories: talks to the local server over HTTP only.

    ana = Person(server.url, 1001, language="fr")
    await ana.say("/start")
    await ana.wait_for("Bienvenue")
    await ana.press("Commencer")
    score = await ana.wait_for(lambda message: "points" in message.text)

Nothing has to be closed. Whatever fails raises AssertionError with the chat as the person sees it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.waiting import PATIENCE


@dataclass(frozen=True)
class Seen:
    """A message as it stands in the chat now. `buttons`: labels in rows; `wire`: Telegram's own form."""

    id: int
    text: str
    from_bot: bool
    edited: bool
    buttons: tuple[tuple[str, ...], ...]
    wire: dict[str, Any]

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels, row after row."""
        return tuple(label for row in self.buttons for label in row)

    def data_of(self, label: str) -> str:
        """The callback data behind a label of this message."""
        rows = self.wire.get("reply_markup", {}).get("inline_keyboard", [])
        return next(str(button.get("callback_data", "")) for row in rows for button in row if button["text"] == label)


Wanted = str | Callable[[Seen], bool]


def _seen(wire: dict[str, Any]) -> Seen:
    rows = wire.get("reply_markup", {}).get("inline_keyboard", [])
    return Seen(
        id=wire["message_id"],
        text=wire.get("text") or wire.get("caption") or "",
        from_bot=wire["from"]["is_bot"],
        edited="edit_date" in wire,
        buttons=tuple(tuple(button["text"] for button in row) for row in rows),
        wire=wire,
    )


def _shown(messages: list[Seen], last: int = 12) -> str:
    lines = []
    for message in messages[-last:]:
        who = "bot" if message.from_bot else "me "
        what = message.text or "/".join(set(message.wire) - {"message_id", "from", "chat", "date"})
        lines.append(f"  {who} {message.id}{' (edited)' if message.edited else ''}: {what}")
        lines.extend("        " + "  ".join(f"[{label}]" for label in row) for row in message.buttons)
    return "\n".join(["The chat:", *lines]) if lines else "The chat is empty."


class Person:
    """Somebody using the bot. `language` is the IETF tag of their app (None: the app sends none).

    `wait_for` looks only at what the bot wrote or changed since the person last did something, so that an old
    message never passes for an answer.
    """

    def __init__(
        self,
        server_url: str,
        id: int,  # noqa: A002 - as Telegram names it
        language: str | None = "en",
        name: str | None = None,
    ) -> None:
        self.id = id
        self.language = language
        self.name = name or f"Person {id}"
        self._server = server_url.rstrip("/")
        self._mark = 0
        self._known = False
        self._pressed: tuple[int, str] | None = None

    # Doing

    async def say(self, text: str) -> None:
        """Type a message."""
        await self._act("say", {"text": text})

    async def press(self, label: str, within: float = PATIENCE) -> Seen:
        """Press the button with this label under the newest message carrying it, waiting for one.

        The label may be given in part if only one button contains it. Returns the message as it was.
        """
        end = time.monotonic() + within
        while True:
            messages, change = await self._chat()
            for message in reversed(messages):
                whole = [one for one in message.labels if one == label]
                found = whole or [one for one in message.labels if label in one]
                if len(found) > 1 and not whole:
                    raise AssertionError(f"{label!r} may be any of {found}.\n{_shown(messages)}")
                if found:
                    self._pressed = (message.id, message.data_of(found[0]))
                    await self._act("press", {"message_id": message.id, "data": self._pressed[1]})
                    return message
            if not await self._changed(change, end):
                raise AssertionError(f"No button {label!r} within {within} s.\n{_shown(messages)}")

    async def press_again(self) -> None:
        """Press the same button once more, even if it is gone by now."""
        assert self._pressed is not None, "nothing was pressed yet"
        message_id, data = self._pressed
        await self.press_data(message_id, data)

    async def press_data(self, message_id: int, data: str) -> None:
        """Press a button by its data, even if it is gone by now: a finger may be slower than an edit."""
        await self._act("press", {"message_id": message_id, "data": data, "stale": True})

    async def edit_last(self, text: str) -> None:
        """Change one's own last message."""
        await self._act("edit", {"text": text})

    async def send(self, kind: str, **fields: Any) -> None:
        """Send a photo, voice, document, sticker, video, location or contact; `fields` as /local takes them."""
        await self._act("send", {"kind": kind, **fields})

    async def block(self) -> None:
        """Stop the bot."""
        await self._act("block", {})

    async def unblock(self) -> None:
        """Take the stop back."""
        await self._act("unblock", {})

    async def say_in_group(self, group_id: int, text: str) -> None:
        """Say something in a group (a negative id); the bot is added to it the first time."""
        await self.arrive()
        await self._post(f"groups/{group_id}/say", {"person": self.id, "text": text})

    async def change_language(self, language: str | None) -> None:
        """Switch the language of the person's Telegram app."""
        self.language = language
        await self._act("", {"language_code": language})

    async def move_clock(self, **how: Any) -> dict[str, Any]:
        """Move the clock: by_seconds=…, by_months=…, to="next_reminder" or an instant, or reset=True."""
        await self._begin()
        return await self._post("clock", how)

    # Seeing

    async def messages(self) -> list[Seen]:
        """The whole chat, oldest first."""
        return (await self._chat())[0]

    async def last(self) -> Seen:
        """The bot's newest message."""
        messages = await self.messages()
        for message in reversed(messages):
            if message.from_bot:
                return message
        raise AssertionError(f"The bot has said nothing yet.\n{_shown(messages)}")

    async def last_text(self) -> str:
        """The words of the bot's newest message."""
        return (await self.last()).text

    async def wait_for(self, wanted: Wanted, within: float = PATIENCE) -> Seen:
        """The first message new or changed since the person last acted that has these words (or passes)."""
        test = wanted if callable(wanted) else (lambda message: wanted in message.text)
        end = time.monotonic() + within
        while True:
            messages, change = await self._chat()
            fresh = {one["message_id"] for one in (await self._get(self._path(after=self._mark)))["messages"]}
            for message in messages:
                if message.from_bot and message.id in fresh and test(message):
                    return message
            if not await self._changed(change, end):
                sought = repr(wanted) if isinstance(wanted, str) else "what was waited for"
                raise AssertionError(f"{self.name} did not see {sought} within {within} s.\n{_shown(messages)}")

    async def hears_nothing(self, during: float = 0.5) -> None:
        """Nothing new comes from the bot for a while; what comes fails at once."""
        change = (await self._chat())[1]
        end = time.monotonic() + during
        over = False
        while not over:
            left = end - time.monotonic()
            over = left <= 0
            fresh = (await self._get(self._path(after=change, timeout=max(left, 0.0))))["messages"]
            assert not fresh, f"{self.name} heard something.\n{_shown([_seen(one) for one in fresh])}"

    async def toasts(self) -> list[str]:
        """The words shown over pressed buttons so far, oldest first; "" where the bot only ended the wait."""
        return [toast["text"] for toast in (await self._get(self._path()))["toasts"]]

    async def wait_for_toast(self, count: int = 1, within: float = PATIENCE) -> str:
        """The words of the `count`-th answer to a press, waited for."""
        end = time.monotonic() + within
        while True:
            chat = await self._get(self._path())
            if len(chat["toasts"]) >= count:
                return str(chat["toasts"][count - 1]["text"])
            if time.monotonic() > end:
                raise AssertionError(f"Press {count} was not answered within {within} s.\n{await self.shown()}")
            await asyncio.sleep(0.02)

    async def menu(self) -> dict[str, str]:
        """The commands in this person's menu with their descriptions."""
        await self.arrive()
        commands = (await self._get(f"commands?person={self.id}"))["commands"]
        return {command["command"]: command["description"] for command in commands}

    async def shown(self) -> str:
        """The chat in plain text, for messages of failing tests."""
        return _shown(await self.messages())

    async def arrive(self) -> None:
        """Make sure that the server knows this person; done by itself before the first action."""
        if not self._known:
            known = {"id": self.id, "first_name": self.name, "language_code": self.language}
            await self._post("people", known)
            self._known = True

    # HTTP

    async def _begin(self) -> None:
        await self.arrive()
        self._mark = (await self._get(self._path()))["change"]

    async def _act(self, what: str, body: dict[str, Any]) -> None:
        await self._begin()
        await self._post(f"people/{self.id}/{what}".rstrip("/"), body)

    def _path(self, **query: float) -> str:
        return f"people/{self.id}/messages?" + "&".join(f"{key}={value}" for key, value in query.items())

    async def _chat(self) -> tuple[list[Seen], int]:
        await self.arrive()
        chat = await self._get(self._path())
        return [_seen(wire) for wire in chat["messages"]], chat["change"]

    async def _changed(self, change: int, end: float) -> bool:
        """Wait for any change after `change`; False once the time is over."""
        left = end - time.monotonic()
        if left <= 0:
            return False
        await self._get(self._path(after=change, timeout=left))
        return True

    async def _get(self, path: str) -> dict[str, Any]:
        return await self._call("GET", path, None)

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return await self._call("POST", path, body)

    async def _call(self, method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, f"{self._server}/local/{path}", json=body) as answer,
        ):
            result: dict[str, Any] = await answer.json()
            if answer.status != 200:
                raise AssertionError(f"{self.name} could not {path}: {answer.status} {result.get('error')}")
            return result
