"""The companion as a whole: everything started in order, and stopped in exactly the reverse."""

from __future__ import annotations

import asyncio
import errno
import gc
import math
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import structlog
from telegram import Bot, BotCommand
from telegram.error import InvalidToken, TelegramError

from bot import logs
from bot.clock import Clock, LocalClock
from bot.delivery import Delivery
from bot.fetching import Fetcher
from bot.intake import Intake
from bot.metrics import Metrics
from bot.pacing import Pace
from bot.polling import Poller, PollingFailed
from bot.receiving import Receiver
from bot.rounds_feed import RoundsFeed
from bot.schedule import Schedule
from bot.sending import Sender, backoff
from bot.settings import LOCAL_CHATS_FILE, SettingError, Settings, data_folder, key_ring
from bot.talk import Talk, companions_talk
from bot.transport import AiohttpRequest
from bot.watching import ClockWatch, Watchdog
from bot.web import Web
from bot.webhook import Webhook, WebhookFailed, WebhookRefused
from conversations.reminders import WORDLESS
from locales import LANGUAGES
from storage import notifications, planned
from storage.database import open_database
from storage.encryption import UnknownKey
from storage.unit import AnotherProcess, Database, DatabaseTooNew, LeadLost, MigrationChanged

_log = structlog.get_logger(__name__)

_IN_HAND: Final = 4.0  # seconds, at a stop, for what workers hold and what they send
_ON_THE_WAY: Final = 2.0  # seconds, at a stop, for notifications on their way
_GREETING_PATIENCE: Final = 90.0  # seconds at the start until Telegram has to be reachable


def run(settings: Settings, talk: Talk | None = None) -> int:
    """Runs until SIGTERM or SIGINT and returns the exit status; raises SettingError for a wrong setting."""
    logs.set_up(settings.log_number, settings.secrets)
    talk = talk or companions_talk()
    # The rule book and the occupations stay for ever: to look through them again and again for what can be freed would
    # stop everything for a sixth of a second each time.
    gc.freeze()
    gc.enable()
    try:
        return asyncio.run(_supervise(settings, talk))
    except SettingError:
        raise
    except (PollingFailed, WebhookFailed) as error:
        _log.error("stopped", why=str(error))
    except LeadLost:
        _log.error("stopped", why="another process took over the database")
    except Exception as error:
        _log.error("stopped by an error", error=logs.name_of(error), places=logs.places(error.__traceback__))
    return 1


async def _supervise(settings: Settings, talk: Talk) -> int:
    """Lets a signal end the companion at any moment, also while it is still starting."""
    loop = asyncio.get_running_loop()
    logs.watch(loop)
    stop = asyncio.Event()
    serving = asyncio.create_task(Companion(settings, talk).serve(stop))

    def asked_to_stop() -> None:
        if stop.is_set():
            serving.cancel()  # asked twice: no more patience
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked_to_stop)
    try:
        await serving
    except asyncio.CancelledError:
        return 1
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
    return 0


class Companion:
    """One running companion."""

    def __init__(self, settings: Settings, talk: Talk) -> None:
        self._settings = settings
        self._talk = talk
        self._failure: asyncio.Future[None] | None = None

    async def serve(self, stop: asyncio.Event) -> None:
        """Starts, works until `stop` is set, stops. Raises SettingError, or what it could not go on with."""
        self._failure = asyncio.get_running_loop().create_future()
        stopping = asyncio.create_task(stop.wait())
        async with AsyncExitStack() as stack:
            stack.callback(stopping.cancel)
            starting = asyncio.create_task(self._start(stack))
            try:
                await asyncio.wait([starting, stopping], return_when=asyncio.FIRST_COMPLETED)
            finally:
                if not starting.done():
                    starting.cancel()
                    await asyncio.gather(starting, return_exceptions=True)
            if starting.cancelled():
                return
            starting.result()
            ends: list[asyncio.Future[Any]] = [stopping, self._failure]
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            _log.info("stopping")
        if self._failure.done():
            self._failure.result()

    def _failed(self, error: BaseException) -> None:
        if self._failure is not None and not self._failure.done():
            self._failure.set_exception(error)

    async def _start(self, stack: AsyncExitStack) -> None:
        settings = self._settings
        data = data_folder(settings)
        keys = key_ring(settings)
        clock = Clock(None if settings.local else settings.companion_now)
        page = None
        if settings.local:
            api_url, token = await self._start_local(stack, data)
            page = f"{api_url}/"
        else:
            api_url, token = settings.telegram_api_url, _token(settings)

        database = await self._open(stack, keys)
        metrics = Metrics()
        feed = RoundsFeed(database, clock, metrics, settings.rounds_feed)
        await feed.load()

        proxy = not settings.api_on_loopback
        sending = AiohttpRequest(connections=64, use_proxy_of_environment=proxy)
        polling = AiohttpRequest(connections=2, use_proxy_of_environment=proxy)
        for transport in (sending, polling):
            await transport.initialize()
            stack.push_async_callback(transport.shutdown)
        base = f"{api_url}/bot{token}"

        async def call(method: str, parameters: dict[str, Any]) -> Any:
            return await sending.call(f"{base}/{method}", parameters)

        async def poll(parameters: dict[str, Any], read_timeout: float) -> Any:
            return await polling.call(f"{base}/getUpdates", parameters, read_timeout)

        async def download(path: str, most: int) -> bytes:
            return await sending.download(f"{api_url}/file/bot{token}/{quote(path)}", most)

        bot = Bot(token, base_url=f"{api_url}/bot", request=sending, get_updates_request=polling)

        sender = Sender(call, Pace(settings.messages_per_second, settings.messages_per_second_per_chat), metrics)
        fetcher = Fetcher(call, download)
        intake = Intake(database, sender, fetcher, clock, metrics, self._talk, self._failed)
        delivery = Delivery(database, sender, clock, metrics, self._talk)
        receiver = Receiver(database, metrics, intake.take)
        source: Poller | Webhook
        if settings.webhook_url is None:
            source = Poller(poll, receiver.keep, metrics, intake.room, lambda: call("deleteWebhook", {}))
        else:
            secret = _secret(settings)
            source = Webhook(settings.webhook_url, secret, call, receiver.keep, lambda: intake.has_room, self._failed)

        routes = [source.route] if isinstance(source, Webhook) else []
        web = Web(database, metrics, clock, delivery, lambda: source.age, source.longest_silence, routes)
        host, port = settings.web_address
        stack.push_async_callback(web.stop)
        try:
            listening = await web.start(host, port)
        except OSError as error:
            raise SettingError("WEB_LISTEN", _not_listening(port, error)) from None
        await _greet(bot)

        # The right time comes before the first answer and the first sweep.
        if settings.api_on_loopback:
            set_already = not settings.local and settings.companion_now is not None
            local_clock = LocalClock(api_url, clock, lambda: _next_due(database), starts_at_its_own=set_already)
            await local_clock.start()
            stack.push_async_callback(local_clock.stop)

        try:
            await intake.start()
        except UnknownKey as error:
            raise SettingError("COMPANION_KEYS", f"a key of this database is missing: {error}") from None
        stack.push_async_callback(intake.stop, _IN_HAND)

        schedule = Schedule(database, delivery, clock, self._talk, feed)
        schedule.start()
        stack.push_async_callback(delivery.stop, _ON_THE_WAY)
        stack.push_async_callback(schedule.stop)
        clock.on_move(delivery.sweep_soon)
        clock.on_move(schedule.clock_jumped)
        watchdog = Watchdog(lambda: delivery.age)
        watchdog.start()
        stack.callback(watchdog.stop)
        if isinstance(source, Webhook):
            # Stopped before the intake: what was taken in is then still answered.
            stack.push_async_callback(source.stop)
            try:
                await source.start()
            except WebhookRefused as error:
                raise SettingError("WEBHOOK_URL", f"the Bot API server does not take it ({error})") from None
        for work in (source.run, lambda: _introduce(bot, self._talk), ClockWatch(clock).run):
            self._spawn(stack, work)
        _log.info("started", local=settings.local, web_port=listening)
        if page is not None:
            sys.stdout.write(f"Express Entry Companion: open {page} in a browser (Ctrl+C stops it)\n")
            sys.stdout.flush()

    async def _start_local(self, stack: AsyncExitStack, data: Path) -> tuple[str, str]:
        """Starts the Telegram of our own; its address, which is also the page's, and its token."""
        from bot.local.server import LocalTelegram  # with a token nobody needs it

        settings = self._settings
        try:
            local = LocalTelegram(port=settings.local_port, store=data / LOCAL_CHATS_FILE)
            await local.start()
        except OSError as error:
            raise SettingError("LOCAL_PORT", _not_listening(settings.local_port, error)) from None
        stack.push_async_callback(local.stop)
        if settings.companion_now is not None:
            # The clock of the page is the bot's clock: both begin there.
            local.state.move_clock(math.ceil((settings.companion_now - datetime.now(UTC)).total_seconds()))
        return local.url, local.token

    def _spawn(self, stack: AsyncExitStack, work: Callable[[], Awaitable[None]]) -> None:
        async def guarded() -> None:
            try:
                await work()
            except Exception as error:
                self._failed(error)

        task = asyncio.create_task(guarded())

        async def end() -> None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        stack.push_async_callback(end)

    async def _open(self, stack: AsyncExitStack, keys: Any) -> Database:
        try:
            database = await stack.enter_async_context(open_database(self._settings.database, keys))
            await _lead(database)
        except AnotherProcess:
            raise SettingError("DATABASE_URL", "another process already works on this database") from None
        except (DatabaseTooNew, MigrationChanged) as error:
            raise SettingError("DATABASE_URL", str(error)) from None
        except Exception as error:
            # Whatever the driver says may quote the address, and with it a password.
            _log.debug("database not opened", error=logs.name_of(error), places=logs.places(error.__traceback__))
            raise SettingError("DATABASE_URL", f"the database cannot be opened ({type(error).__name__})") from None
        return database


async def _lead(database: Database) -> None:
    """Becomes the active process; a standby says that it waits."""
    leading = asyncio.create_task(database.lead())
    try:
        done, _ = await asyncio.wait([leading], timeout=1.0)
        if not done:
            _log.info("standing by: another process is active")
        await leading
    finally:
        leading.cancel()


def _not_listening(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use by another program; choose another"
    return f"cannot listen on port {port} ({os.strerror(error.errno) if error.errno else 'no such address'})"


async def _greet(bot: Bot) -> None:
    """Makes sure the token is good, waiting a while for Telegram to be reachable."""
    loop = asyncio.get_running_loop()
    until = loop.time() + _GREETING_PATIENCE
    failures = 0
    while True:
        try:
            await bot.get_me()
            return
        except InvalidToken:
            raise SettingError("TELEGRAM_BOT_TOKEN", "the Bot API server does not know this token") from None
        except TelegramError as error:
            failures += 1
            _log.warning("Telegram not reached", error=logs.name_of(error), failures=failures)
            if loop.time() > until:
                raise PollingFailed("the Bot API server cannot be reached") from None
            await asyncio.sleep(backoff(failures, 0.5, 10.0))


async def _introduce(bot: Bot, talk: Talk) -> None:
    """Commands and descriptions in both languages; English also for everyone whose language is neither."""
    failures = 0
    while not await _introduced(bot, talk):
        failures += 1
        await asyncio.sleep(backoff(failures, 2.0, 300.0))


async def _introduced(bot: Bot, talk: Talk) -> bool:
    whole = True
    for language in LANGUAGES:
        code = None if language == "en" else language
        commands = [BotCommand(name, text) for name, text in talk.commands(language)]
        try:
            await bot.set_my_commands(commands, language_code=code)
            await bot.set_my_description(talk.description(language), language_code=code)
            await bot.set_my_short_description(talk.short_description(language), language_code=code)
        except TelegramError as error:
            # The menu of the last start still stands; answering people matters more.
            _log.warning("menu not set", language=language, error=logs.name_of(error))
            whole = False
    return whole


async def _next_due(database: Database) -> Any:
    """When the next message leaves by itself, or the next planned change begins."""
    async with database.reader() as unit:
        coming = (await notifications.next_due(unit, but=WORDLESS), await planned.next_due(unit))
    return min((at for at in coming if at is not None), default=None)


def _token(settings: Settings) -> str:
    if settings.telegram_bot_token is None:
        raise SettingError("TELEGRAM_BOT_TOKEN", "needed to talk to Telegram")
    return settings.telegram_bot_token.get_secret_value()


def _secret(settings: Settings) -> str:
    if settings.webhook_secret is None:
        raise SettingError("WEBHOOK_SECRET", "needed with WEBHOOK_URL")
    return settings.webhook_secret.get_secret_value()
