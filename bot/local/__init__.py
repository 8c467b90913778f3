"""A Telegram Bot API server of our own on loopback, with a chat page in the browser."""

from bot.local.server import LOCAL_TOKEN, LocalTelegram

__all__ = ["LOCAL_TOKEN", "LocalTelegram"]
