"""The listener: /healthz for a supervisor, /metrics for Prometheus, and in webhook mode a path for Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Final

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.clock import Clock
from bot.delivery import Delivery
from bot.logs import name_of
from bot.metrics import Metrics
from storage import notifications
from storage.unit import Database

_log = structlog.get_logger(__name__)

LONGEST_BODY: Final = 1_048_576
"""Bytes of a request; an update of text and buttons has a few thousand."""

_DATABASE_PATIENCE: Final = 2.0


class Web:
    """Serves health and metrics, and whatever else it is given, on one address."""

    def __init__(
        self,
        database: Database,
        metrics: Metrics,
        clock: Clock,
        delivery: Delivery,
        poll_age: Callable[[], float],
        longest_silence: float,
        routes: Iterable[web.RouteDef] = (),
    ) -> None:
        """`poll_age`: seconds since Telegram last answered; above `longest_silence` is unhealthy."""
        self._database = database
        self._metrics = metrics
        self._clock = clock
        self._delivery = delivery
        self._poll_age = poll_age
        self._longest_silence = longest_silence
        self._routes = routes
        self._runner: web.AppRunner | None = None

    async def start(self, host: str, port: int) -> int:
        """Listens, and returns the port (which differs where 0 was asked for). Raises OSError."""
        app = web.Application(client_max_size=LONGEST_BODY)
        app.add_routes([web.get("/healthz", self._health), web.get("/metrics", self._show_metrics), *self._routes])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        bound: int = self._runner.addresses[0][1]
        return bound

    async def stop(self) -> None:
        """Stops listening; safe to call twice."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def _health(self, _: web.Request) -> web.Response:
        database = await self._database_answers()
        age = self._poll_age()
        healthy = database and age <= self._longest_silence
        state = {
            "healthy": healthy,
            "database": database,
            "last_poll_seconds": round(age, 1),
            "last_sweep_seconds": round(self._delivery.age, 1),
        }
        return web.json_response(state, status=200 if healthy else 503)

    async def _database_answers(self) -> bool:
        try:
            async with asyncio.timeout(_DATABASE_PATIENCE), self._database.reader() as unit:
                await notifications.next_due(unit)
        except Exception as error:
            _log.error("database does not answer", error=name_of(error))
            return False
        return True

    async def _show_metrics(self, _: web.Request) -> web.Response:
        self._metrics.sweep_age.set(self._delivery.age)
        try:
            async with asyncio.timeout(_DATABASE_PATIENCE), self._database.reader() as unit:
                self._metrics.show_due(await notifications.count_due(unit, self._clock.now()))
        except Exception as error:  # the other numbers are all the more of interest
            _log.error("due notifications not counted", error=name_of(error))
        body = generate_latest(self._metrics.registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})
