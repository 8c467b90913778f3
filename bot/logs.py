"""Structured logs: JSON lines, or readable ones on a terminal; no secret and no person's words in either.

What a line may hold: ids, kinds, counts, durations, names of errors. Three things keep it so:
- an exception is logged as its class and the places it passed; its message may quote a person;
- a line of a library is logged by its template, without the values meant for it, and only from WARNING on;
- whatever is left passes a filter that takes out the token and the other secrets.
"""

from __future__ import annotations

import asyncio
import logging
import re
import sys
import traceback
from collections.abc import Iterable, MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final, TextIO

import structlog

_ROOT: Final = Path(__file__).resolve().parents[1]
_HIDDEN: Final = "[hidden]"
# What a bot's token looks like inside an address, should one that is not ours come along.
_ANY_TOKEN: Final = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}")
WEBHOOK_ACTIVE: Final = "webhook is active"
# Telegram's refusals that may be told apart in a log; anything else in them could quote a person.
_REASONS: Final = (
    "bot was blocked by the user",
    "user is deactivated",
    "chat not found",
    "message is too long",
    "message is not modified",
    "message to edit not found",
    "message can't be edited",
    "message text is empty",
    "can't parse entities",
    "BUTTON_DATA_INVALID",
    "query is too old",
    "terminated by other getUpdates request",
    WEBHOOK_ACTIVE,
)

Event = MutableMapping[str, Any]


def set_up(level: int, secrets: Iterable[str] = (), *, stream: TextIO | None = None) -> None:
    """Routes structlog and the standard library's logging to `stream` (standard error) from `level` on."""
    out = stream or sys.stderr
    hide = _Hide(secrets)
    renderer: Any = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if out.isatty()
        else structlog.processors.JSONRenderer()
    )
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        _exception_without_words,
        hide,
    ]
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(out),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_template_only, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=max(level, logging.WARNING), force=True)


def name_of(error: BaseException) -> str:
    """The class of an error, with what caused it: "NotSentError" or "InboxError < OSError"."""
    names = [type(error).__name__]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    while cause is not None and len(names) < 4:
        names.append(type(cause).__name__)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return " < ".join(names)


def reason_of(error: BaseException) -> str:
    """The part of Telegram's refusal that quotes nobody, or ""."""
    text = str(error).lower()
    return next((reason for reason in _REASONS if reason.lower() in text), "")


def places(trace: TracebackType | None, most: int = 12) -> list[str]:
    """Where an exception passed, outermost first: "bot/intake.py:120 _handle". No source lines, no values."""
    found = []
    for frame, line in traceback.walk_tb(trace):
        path = Path(frame.f_code.co_filename)
        shown = path.relative_to(_ROOT) if path.is_relative_to(_ROOT) else Path(*path.parts[-2:])
        found.append(f"{shown}:{line} {frame.f_code.co_name}")
    return found[-most:]


def watch(loop: asyncio.AbstractEventLoop) -> None:
    """Logs what escapes from tasks; asyncio's own report prints the exception with its message."""
    log = structlog.get_logger(__name__)

    def report(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        log.error("escaped from a task", exc_info=error if isinstance(error, BaseException) else None)

    loop.set_exception_handler(report)


class _Hide:
    """Takes secrets out of every string of a line, however deep."""

    def __init__(self, secrets: Iterable[str]) -> None:
        parts = {part for secret in secrets for part in (secret, *secret.split(","), *_password(secret))}
        # The half of a token after the colon is the secret half, and may stand alone.
        parts |= {secret.partition(":")[2] for secret in secrets if re.fullmatch(r"\d+:[\w-]+", secret)}
        known = sorted((re.escape(part) for part in parts if len(part) >= 4), key=len, reverse=True)
        self._pattern = re.compile("|".join([*known, _ANY_TOKEN.pattern]))

    def __call__(self, _: Any, __: str, event: Event) -> Event:
        for key, value in event.items():
            event[key] = self._clean(value)
        return event

    def _clean(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._pattern.sub(_HIDDEN, value)
        if value is None or isinstance(value, (bool, int, float)):
            return value
        if isinstance(value, (list, tuple)):
            return [self._clean(item) for item in value]
        if isinstance(value, dict):
            return {str(key): self._clean(item) for key, item in value.items()}
        return self._pattern.sub(_HIDDEN, str(value))


def _password(secret: str) -> tuple[str, ...]:
    found = re.match(r"\w+://[^:/@]*:(.+)@", secret)
    return (found[1],) if found else ()


def _exception_without_words(_: Any, __: str, event: Event) -> Event:
    given = event.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    if isinstance(given, tuple):
        given = given[1]
    if isinstance(given, BaseException):
        event["error"] = name_of(given)
        event["places"] = places(given.__traceback__)
    return event


def _template_only(_: Any, __: str, event: Event) -> Event:
    """A library's line without its values; one put together beforehand is known by its place alone."""
    record = event.get("_record")
    if isinstance(record, logging.LogRecord):
        template = bool(record.args) or "%" in str(record.msg)
        place = f"{record.module}:{record.lineno} {record.funcName}"
        event["event"] = str(record.msg) if template else place
        event["logger"] = record.name
    return event
