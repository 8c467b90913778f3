"""A small bot for the tests of the page: real python-telegram-bot calls, fixed answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import telegram
from telegram import BotCommandScopeAllPrivateChats, InlineKeyboardButton, InlineKeyboardMarkup, Update

from bot.local import LocalTelegram

WELCOME = "<b>Welcome.</b> I work out your score and remind you of your dates. Which language do you write in?"
FORMATTED = (
    "<b>bold</b> <i>italic</i> <u>underlined</u> <s>struck</s> <b>bold <i>and italic</i></b> <code>code</code> "
    '<a href="https://www.canada.ca/">a link</a> <tg-spoiler>hidden words</tg-spoiler> /help\n'
    "<blockquote>A short quote.</blockquote>"
    "<blockquote expandable>One line of a long source.\nA second line of it.\nA third line.\nA fourth line that is "
    "folded away until somebody asks for it.</blockquote>"
    '<pre><code class="language-python">print("pre")</code></pre>'
    "&lt;img src=x onerror=\"document.title='broken into'\"&gt;"
)


def keyboard(*rows: list[tuple[str, str, str]]) -> InlineKeyboardMarkup:
    """A keyboard of (label, data, style) in rows."""
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(label, callback_data=data, style=style or None) for label, data, style in row]
            for row in rows
        ]
    )


async def _message(bot: telegram.Bot, update: Update, server: LocalTelegram) -> None:
    message = update.message
    assert message is not None
    chat, text = message.chat_id, message.text or ""
    if text == "/start":
        await bot.send_message(
            chat,
            WELCOME,
            parse_mode="HTML",
            reply_markup=keyboard(
                [("Keep English", "english", "success"), ("Passer au français", "french", "primary")],
                [("Delete my data", "delete", "danger"), ("Read more", "more", "")],
            ),
        )
    elif text == "/format":
        await bot.send_message(chat, FORMATTED, parse_mode="HTML")
    elif text == "/file":
        await bot.send_document(
            chat, b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", filename="dates.ics", caption="Your dates"
        )
    elif text == "/dates":
        due = server.state.clock.now() + timedelta(days=30)
        server.state.put_next_reminder(due)
        await bot.send_message(chat, f"Your next date: {due:%d %B %Y}.")
    elif message.photo:
        await bot.send_photo(chat, message.photo[-1].file_id, caption="I saw this picture.")
    elif message.location or message.sticker or message.voice or message.contact:
        await bot.send_message(chat, "Thank you, I do not need that.")
    else:
        await bot.send_chat_action(chat, "typing")
        await bot.send_message(chat, f"You said: {text}")


async def _press(query: telegram.CallbackQuery) -> None:
    if query.data == "english":
        await query.answer("English it is")
        await query.edit_message_text("Welcome. You chose English.")
        message = query.message
        assert message is not None
        await query.get_bot().send_message(
            message.chat.id, "Have you a partner?", reply_markup=keyboard([("Yes", "yes", ""), ("No", "no", "")])
        )
    elif query.data == "french":
        await query.answer()
        await query.edit_message_text(
            "Bienvenue. Vous avez choisi le français pour la suite de notre conversation.",
            reply_markup=keyboard([("Continuer avec la première question", "go", "")]),
        )
    elif query.data == "delete":
        await query.answer("Nothing was deleted.", show_alert=True)
    else:
        await query.answer()


async def _handle(bot: telegram.Bot, update: Update, server: LocalTelegram) -> None:
    if update.message is not None:
        await _message(bot, update, server)
    elif update.callback_query is not None:
        await _press(update.callback_query)
    elif update.edited_message is not None:
        await bot.send_message(update.edited_message.chat_id, f"You changed it to: {update.edited_message.text}")


async def _serve(bot: telegram.Bot, server: LocalTelegram) -> None:
    offset = 0
    while True:
        try:
            updates = await bot.get_updates(offset=offset, timeout=20)
        except telegram.error.NetworkError:  # the server is being restarted
            await asyncio.sleep(0.05)
            continue
        for update in updates:
            offset = update.update_id + 1
            with suppress(telegram.error.Forbidden):
                await _handle(bot, update, server)


@asynccontextmanager
async def scripted_bot(server: LocalTelegram) -> AsyncIterator[telegram.Bot]:
    """The bot, at work as long as the context lasts; its commands are set in both languages."""
    async with telegram.Bot(server.token, base_url=f"{server.url}/bot") as bot:
        await bot.set_my_commands(
            [
                ("start", "Begin"),
                ("score", "Show my score"),
                ("dates", "Show my dates"),
                ("help", "What I can do for you"),
            ]
        )
        french = [
            ("start", "Commencer"),
            ("score", "Afficher ma note"),
            ("dates", "Afficher mes dates"),
            ("help", "Ce que je peux faire pour vous"),
        ]
        await bot.set_my_commands(french, scope=BotCommandScopeAllPrivateChats(), language_code="fr")
        await bot.set_my_description(
            "I keep your answers to work out a score and to remind you of your dates.\nI am not IRCC."
        )
        task = asyncio.create_task(_serve(bot, server))
        try:
            yield bot
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
