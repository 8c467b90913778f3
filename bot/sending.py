"""Puts one message before a person: paced, repeated when the network fails, never repeated when refused.

An answer that was lost leaves open whether the message arrived. Somebody waits for a reply, so that is tried a few
times. A push is sent once more at most, and only when Telegram has been seen to answer again: in an outage nothing
that was lost on the way is taken for said.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

import structlog
from telegram import InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.logs import name_of, reason_of
from bot.metrics import Metrics
from bot.pacing import PATIENCE, Pace, PausedError, Place
from bot.transport import AnswerLostError, NotSentError
from conversations.messages import Button, Outgoing

_log = structlog.get_logger(__name__)

Call = Callable[[str, dict[str, Any]], Awaitable[Any]]
"""Calls a Bot API method with its parameters: `AiohttpRequest.call` bound to the bot's address."""

_TRIES: Final = 8  # of a message that Telegram fails to take; with the pauses below, about a minute
_PATIENT_TRIES: Final = 80  # of an answer somebody waits for: about a quarter of an hour
# How much lost answers may weigh before trying again does more harm than good. A message that timed out has most
# likely arrived, so it is sent once more at most; a connection that broke off has most likely brought nothing.
_LOST: Final = 4
_TIMED_OUT: Final = 3
_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 15.0
_GONE: Final = ("message to edit not found", "message can't be edited", "message_id_invalid")


class Outcome(StrEnum):
    """How sending ended."""

    SENT = "sent"
    PERHAPS = "perhaps"  # the answer was lost twice; a third try could repeat it
    BLOCKED = "blocked"  # the person stopped the bot or no longer exists
    REFUSED = "refused"  # Telegram does not take this message; it never will
    UNREACHABLE = "unreachable"  # Telegram takes nothing just now
    PAUSED = "paused"  # Telegram named a time to wait, longer than a push waits here


@dataclass(frozen=True, slots=True)
class Sent:
    """The end of one message; `chat_id` differs from the one asked for when the chat moved.

    `wait`: seconds to wait, if PAUSED. `doubtful`: the message may have arrived, although it did not end as sent.
    """

    outcome: Outcome
    chat_id: int
    wait: float = 0.0
    doubtful: bool = False


@dataclass(slots=True)
class _Push:
    """What is special about a push under way: its place on the road, and whether it may have arrived before."""

    place: Place
    doubtful: bool


PICTURE: Final = ".png"


class Sender:
    """The one way out to people."""

    def __init__(self, call: Call, pace: Pace, metrics: Metrics) -> None:
        self._call = call
        self._pace = pace
        self._metrics = metrics

    async def message(self, chat_id: int, message: Outgoing) -> Sent:
        """Answers a person: sends a message or changes one in place; one to change that is gone is sent anew.

        It waits for as long as Telegram cannot be reached.
        """
        return await self._message(chat_id, message, None)

    async def push(
        self, chat_id: int, message: Outgoing, settle: Callable[[Sent], Awaitable[None]], *, doubtful: bool = False
    ) -> Sent:
        """Sends a message unasked; gives up after a while, or at once where it would have to wait for long.

        `settle` marks how it ended, while the message still counts as on its way: a kill before that repeats it.
        `doubtful` says that it may have arrived before, when its answer was lost: then it is sent once more at most.
        """
        push = _Push(Place(self._pace.road), doubtful)
        marked = False
        try:
            sent = await self._message(chat_id, message, push)
            await settle(sent)
            marked = True
        finally:
            push.place.give_back(marked=marked)
        return sent

    @property
    def pause(self) -> float:
        """Seconds for which Telegram wants no push at all."""
        left = self._pace.pause
        return left if left > PATIENCE else 0.0

    async def _message(self, chat_id: int, message: Outgoing, push: _Push | None) -> Sent:
        try:
            if message.edit is not None and message.file is None and await self._edit(chat_id, message, push):
                return Sent(Outcome.SENT, chat_id)
            await self._attempt(method_of(message), chat_id, parameters_of(message), push)
        except ChatMigrated as moved:
            there = await self._message(moved.new_chat_id, message, push)
            return replace(there, chat_id=moved.new_chat_id)
        except PausedError as paused:
            return Sent(Outcome.PAUSED, chat_id, paused.seconds, doubtful=push is not None and push.doubtful)
        except TelegramError as error:
            outcome = _outcome_of(error)
            level = _log.info if outcome is Outcome.BLOCKED else _log.warning
            level(
                "not sent",
                chat_id=chat_id,
                error=name_of(error),
                reason=reason_of(error),
                outcome=str(outcome),
            )
            return Sent(outcome, chat_id, doubtful=push is not None and push.doubtful)
        self._metrics.sent.labels("answer" if push is None else "push").inc()
        return Sent(Outcome.SENT, chat_id)

    async def toast(self, callback_id: str, text: str) -> None:
        """Ends the waiting circle on a pressed button; a press too old for that needs none."""
        parameters = {"callback_query_id": callback_id}
        if text:
            parameters["text"] = text
        for pause in (_FIRST_PAUSE, None):
            try:
                await self._call("answerCallbackQuery", parameters)
                return
            except (BadRequest, Forbidden, RetryAfter):
                return
            except TelegramError as error:
                self._metrics.send_failures.labels(type(error).__name__).inc()
                if pause is not None:
                    await asyncio.sleep(pause)

    async def _edit(self, chat_id: int, message: Outgoing, push: _Push | None) -> bool:
        parameters = parameters_of(message) | {"message_id": message.edit}
        try:
            await self._attempt("editMessageText", chat_id, parameters, push)
        except BadRequest as error:
            text = str(error).lower()
            if "message is not modified" in text:
                return True  # the person already sees it; sending it again would double it
            if any(gone in text for gone in _GONE):
                return False
            raise
        self._metrics.sent.labels("edit").inc()
        return True

    async def _attempt(self, method: str, chat_id: int, parameters: dict[str, Any], push: _Push | None) -> None:
        """Raises what ended the attempts: a refusal, weather that did not clear, or a time to wait."""
        parameters = {"chat_id": chat_id} | parameters
        tries = _PATIENT_TRIES if push is None else _TRIES
        failures = lost = 0
        if push is not None and push.doubtful:
            await self._reached()
        while True:
            await self._turn(chat_id, push)
            try:
                await self._call(method, parameters)
                return
            except RetryAfter as error:
                self._metrics.send_failures.labels("RetryAfter").inc()
                seconds = _seconds(error)
                _log.warning("told to wait", chat_id=chat_id, seconds=seconds)
                self._pace.told_to_wait(chat_id, seconds)
                failures += 1
                if failures >= tries:
                    raise
            except (BadRequest, Forbidden, ChatMigrated) as error:
                self._metrics.send_failures.labels(type(error).__name__).inc()
                raise
            except NetworkError as error:
                self._metrics.send_failures.labels(type(error).__name__).inc()
                failures += 1
                weight = _weight(error)
                lost += weight
                if push is not None:
                    push.place.give_back()
                    if weight and push.doubtful:
                        raise
                    push.doubtful = push.doubtful or weight > 0
                waits = push is None and isinstance(error, NotSentError)
                if lost > _LOST or (failures >= tries and not waits):
                    raise
                await asyncio.sleep(backoff(failures, _FIRST_PAUSE, _LONGEST_PAUSE))
                if push is not None and weight:
                    await self._reached()

    async def _turn(self, chat_id: int, push: _Push | None) -> None:
        """Waits for the turn; raises PausedError for a push that would wait for long."""
        if push is None:
            await self._pace.turn(chat_id, answer=True)
            return
        push.place.give_back()
        await self._pace.turn(chat_id, answer=False, place=push.place)
        push.place.departs()

    async def _reached(self) -> None:
        """Returns when Telegram answers; raises _NotReached when it does not for about a minute."""
        failures = 0
        while True:
            try:
                await self._call("getMe", {})
                return
            except (TelegramError, TimeoutError):
                failures += 1
                if failures >= _TRIES:
                    raise _NotReachedError("Telegram does not answer") from None
                await asyncio.sleep(backoff(failures, _FIRST_PAUSE, _LONGEST_PAUSE))


class _NotReachedError(NetworkError):
    """Telegram was asked whether it is there and did not answer."""


def backoff(failures: int, first: float, longest: float) -> float:
    """Seconds to wait after so many failures in a row: doubled each time, with jitter of a half."""
    return min(longest, first * 2.0 ** min(failures - 1, 16)) * random.uniform(0.5, 1.0)  # noqa: S311


def method_of(message: Outgoing) -> str:
    """The method of the Bot API that sends a message: a picture is shown in the chat, any other file is one to open."""
    if message.file is None:
        return "sendMessage"
    return "sendPhoto" if message.file.name.endswith(PICTURE) else "sendDocument"


def parameters_of(message: Outgoing) -> dict[str, Any]:
    """A message as the Bot API takes it, without the chat."""
    parameters: dict[str, Any] = {"parse_mode": "HTML"}
    if message.file is None:
        parameters |= {"text": message.text, "link_preview_options": {"is_disabled": True}}
    else:
        file = InputFile(message.file.content, filename=message.file.name)
        kind = "photo" if message.file.name.endswith(PICTURE) else "document"
        parameters |= {"caption": message.text, kind: file}
    if message.keyboard:
        rows = [[_button(button) for button in row] for row in message.keyboard]
        parameters["reply_markup"] = {"inline_keyboard": rows}
    return parameters


def _button(button: Button) -> dict[str, str]:
    shown = {"text": button.label}
    shown |= {"url": button.url} if button.url else {"callback_data": button.data}
    if button.style:
        shown["style"] = button.style
    return shown


def _weight(error: TelegramError) -> int:
    if isinstance(error, AnswerLostError):
        return 1
    return _TIMED_OUT if isinstance(error, TimedOut) else 0


def _outcome_of(error: TelegramError) -> Outcome:
    if isinstance(error, Forbidden):
        return Outcome.BLOCKED
    if isinstance(error, BadRequest):
        return Outcome.BLOCKED if "chat not found" in str(error).lower() else Outcome.REFUSED
    if isinstance(error, (TimedOut, AnswerLostError)):
        return Outcome.PERHAPS
    return Outcome.UNREACHABLE


def _seconds(error: RetryAfter) -> float:
    given = error.retry_after
    return float(given) if isinstance(given, int) else given.total_seconds()
