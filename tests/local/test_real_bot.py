"""python-telegram-bot, as it is, against the local Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import telegram
from telegram import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MenuButtonCommands,
    MessageEntity,
)
from telegram.constants import ChatMemberStatus, KeyboardButtonStyle, ParseMode

from bot.local import LocalTelegram
from bot.local.samples import SAMPLES
from tests.telegram_person import Person


@pytest.fixture
async def bot(server: LocalTelegram) -> AsyncIterator[telegram.Bot]:
    async with telegram.Bot(server.token, base_url=f"{server.url}/bot", base_file_url=f"{server.url}/file/bot") as bot:
        yield bot


async def test_a_conversation_with_buttons(bot: telegram.Bot, ana: Person) -> None:
    await ana.say("/start fr_ita")
    (update,) = await bot.get_updates(timeout=2)
    assert update.message is not None
    assert update.message.text == "/start fr_ita"
    assert update.message.entities[0].type == MessageEntity.BOT_COMMAND
    assert update.effective_user is not None
    assert update.effective_user.language_code == "en"
    keep = InlineKeyboardButton("Keep", callback_data="v1:keep", style=KeyboardButtonStyle.SUCCESS)
    sent = await bot.send_message(
        ana.id,
        "<b>10 January 2025</b> \N{ROCKET} &amp; <tg-spoiler>x</tg-spoiler>",
        parse_mode=ParseMode.HTML,
        reply_markup=InlineKeyboardMarkup([[keep]]),
    )
    assert sent.parse_entities([MessageEntity.BOLD]) == {sent.entities[0]: "10 January 2025"}
    assert sent.from_user is not None
    assert sent.from_user.id == bot.id
    assert sent.reply_markup is not None
    assert sent.reply_markup.inline_keyboard[0][0].style == "success"
    await ana.press("Keep")
    (pressed,) = await bot.get_updates(offset=update.update_id + 1)
    query = pressed.callback_query
    assert query is not None
    assert query.data == "v1:keep"
    await query.answer("Kept", show_alert=True)
    edited = await query.edit_message_text("Kept.")
    assert isinstance(edited, telegram.Message)
    assert edited.edit_date is not None
    with pytest.raises(telegram.error.BadRequest, match="Message is not modified"):
        await query.edit_message_text("Kept.")
    with pytest.raises(telegram.error.BadRequest, match="Query is too old"):
        await query.answer()
    assert await ana.last_text() == "Kept."


async def test_errors_become_the_right_exceptions(
    server: LocalTelegram, bot: telegram.Bot, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # without it the library warns at every RetryAfter
    server.faults.add({"method": "sendMessage", "status": 429, "retry_after": 3})
    with pytest.raises(telegram.error.RetryAfter) as late:
        await bot.send_message(ana.id, "x")
    assert late.value.retry_after == timedelta(seconds=3)
    server.faults.add({"method": "sendMessage", "status": 400, "migrate_to_chat_id": -1009})
    with pytest.raises(telegram.error.ChatMigrated) as moved:
        await bot.send_message(ana.id, "x")
    assert moved.value.new_chat_id == -1009
    server.faults.add({"method": "sendMessage", "status": 409})
    with pytest.raises(telegram.error.Conflict):
        await bot.send_message(ana.id, "x")
    server.faults.add({"method": "sendMessage", "drop": True})
    with pytest.raises(telegram.error.NetworkError):
        await bot.send_message(ana.id, "x")
    with pytest.raises(telegram.error.BadRequest, match="Can't parse entities"):
        await bot.send_message(ana.id, "<x>", parse_mode=ParseMode.HTML)
    await ana.block()
    with pytest.raises(telegram.error.Forbidden):
        await bot.send_message(ana.id, "x")
    async with telegram.Bot(server.token, base_url=f"{server.url}/bot") as good:
        assert good.username == "express_entry_companion_bot"
    stranger = telegram.Bot("1:other", base_url=f"{server.url}/bot")
    with pytest.raises(telegram.error.InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()


async def test_membership_updates_are_understood(bot: telegram.Bot, ana: Person) -> None:
    await ana.block()
    (update,) = await bot.get_updates()
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == ChatMemberStatus.BANNED
    assert update.my_chat_member.difference()["status"] == ("member", "kicked")


async def test_commands_are_resolved_by_scope_and_language(bot: telegram.Bot, ana: Person) -> None:
    await bot.set_my_commands([BotCommand("start", "Begin")])
    await bot.set_my_commands([BotCommand("start", "Commencer")], language_code="fr")
    assert await ana.menu() == {"start": "Begin"}
    await ana.change_language("fr-CA")
    assert await ana.menu() == {"start": "Commencer"}
    private = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand("score", "Score")], scope=private)
    assert await ana.menu() == {"score": "Score"}, "a narrower scope wins over a fitting language"
    own = BotCommandScopeChat(ana.id)
    await bot.set_my_commands([BotCommand("dates", "Dates")], scope=own)
    assert await ana.menu() == {"dates": "Dates"}
    assert await bot.get_my_commands(private) == (BotCommand("score", "Score"),)
    await bot.delete_my_commands(own)
    await bot.delete_my_commands(private)
    assert await ana.menu() == {"start": "Commencer"}


async def test_name_and_descriptions_have_languages(bot: telegram.Bot) -> None:
    await bot.set_my_description("What I do")
    await bot.set_my_description("Ce que je fais", language_code="fr")
    assert (await bot.get_my_description("fr")).description == "Ce que je fais"
    assert (await bot.get_my_description()).description == "What I do"
    await bot.set_my_short_description("Short")
    assert (await bot.get_my_short_description()).short_description == "Short"
    await bot.set_my_name("Companion")
    assert (await bot.get_my_name()).name == "Companion"
    assert (await bot.get_me()).first_name == "Companion"
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert (await bot.get_chat_menu_button()).type == "commands"


async def test_files_go_both_ways(bot: telegram.Bot, ana: Person) -> None:
    sent = await bot.send_document(
        ana.id, b"BEGIN:VCALENDAR", filename="dates é.ics", caption="<i>Your</i> dates", parse_mode="HTML"
    )
    assert sent.document is not None
    assert (sent.document.file_name, sent.caption) == ("dates é.ics", "Your dates")
    assert bytes(await (await sent.document.get_file()).download_as_bytearray()) == b"BEGIN:VCALENDAR"
    picture = await bot.send_photo(ana.id, SAMPLES["photo"].data, caption="A picture")
    assert (picture.photo[-1].width, picture.photo[-1].height) == (320, 200)
    caption = await bot.edit_message_caption(ana.id, picture.message_id, caption="Another")
    assert isinstance(caption, telegram.Message)
    assert caption.caption == "Another"
    with pytest.raises(telegram.error.BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(ana.id, b"not a picture")
    with pytest.raises(telegram.error.BadRequest, match="no text in the message to edit"):
        await bot.edit_message_text("x", ana.id, sent.message_id)


async def test_a_chat_is_described(bot: telegram.Bot, ana: Person) -> None:
    chat = await bot.get_chat(ana.id)
    assert (chat.id, chat.first_name, chat.type) == (ana.id, "Ana", "private")


async def test_a_webhook_is_set_looked_at_and_deleted(bot: telegram.Bot) -> None:
    assert (await bot.get_webhook_info()).url == ""
    url = "http://127.0.0.1:9/hook"
    assert await bot.set_webhook(url, secret_token="hush", max_connections=200, allowed_updates=["message"]) is True
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections, info.allowed_updates) == (url, 100, ("message",))
    with pytest.raises(telegram.error.Conflict, match="webhook is active"):
        await bot.get_updates()
    assert await bot.delete_webhook() is True
    assert (await bot.get_webhook_info()).url == ""
