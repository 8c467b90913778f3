"""A bare echo with aiogram as it comes: aiohttp, a task for every update.

Run by the peers' Python: `python aiogram_echo.py ADDRESS TOKEN`.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from aiogram import Bot, Dispatcher  # type: ignore[import-not-found]
from aiogram.client.session.aiohttp import AiohttpSession  # type: ignore[import-not-found]
from aiogram.client.telegram import TelegramAPIServer  # type: ignore[import-not-found]


async def echo(message: Any) -> None:
    """Says what was said."""
    await message.answer(message.text)


async def main(address: str, token: str) -> None:
    """Runs until it is told to stop."""
    dispatcher = Dispatcher()
    dispatcher.message.register(echo)
    await dispatcher.start_polling(Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(address))))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
