"""`python -m bot.local`: the local Telegram as a process of its own."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.local.server import LOCAL_TOKEN, LocalTelegram


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


async def _serve(arguments: argparse.Namespace) -> int:
    server = LocalTelegram(
        port=arguments.port,
        token=arguments.token,
        store=arguments.store,
        now=arguments.now,
        flood_limits=arguments.flood_limits,
    )
    try:
        await server.start()
    except OSError as error:
        sys.stderr.write(f"The local Telegram cannot listen on port {arguments.port}: {error.strerror}\n")
        return 2
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    sys.stdout.write(f"Local Telegram: {server.url}/\n")
    sys.stdout.flush()
    await stopped.wait()
    await server.stop()
    return 0


def main() -> int:
    """Run until SIGTERM or Ctrl-C; exit status 2 if the port is taken."""
    parser = argparse.ArgumentParser(prog="python -m bot.local", description=__doc__)
    parser.add_argument("--port", type=int, default=8080, help="port on loopback, 0 for a free one (default 8080)")
    parser.add_argument("--store", type=Path, help="file that keeps chats and updates over restarts")
    parser.add_argument("--token", default=LOCAL_TOKEN, help="the bot's token")
    parser.add_argument("--now", type=_instant, help="start with the clock moved here, e.g. 2026-11-23T20:08:00Z")
    parser.add_argument("--flood-limits", action="store_true", help="enforce Telegram's limits")
    return asyncio.run(_serve(parser.parse_args()))


if __name__ == "__main__":
    sys.exit(main())
