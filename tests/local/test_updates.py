"""Polling: confirmed by offset exactly as Telegram does it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from tests.local.conftest import Api
from tests.telegram_person import Person
from tests.waiting import until

CONFLICT = "409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def polls(api: Api, times: int) -> None:
    """Returns when so many polls have come to the server; one that is not answered is open then."""
    await until(lambda: api.server.call_counts["getUpdates"] == times)


async def test_updates_stay_until_a_later_offset_confirms_them(api: Api, ana: Person) -> None:
    for word in ("one", "two", "three"):
        await ana.say(word)
    first = await api.ok("getUpdates")
    assert texts(first) == ["one", "two", "three"]
    assert texts(await api.ok("getUpdates")) == ["one", "two", "three"], "asking again gives them again"
    ids = [update["update_id"] for update in first]
    assert ids == [ids[0], ids[0] + 1, ids[0] + 2]
    assert texts(await api.ok("getUpdates", offset=ids[1])) == ["two", "three"]
    assert texts(await api.ok("getUpdates")) == ["two", "three"], "one is confirmed for ever"
    assert await api.ok("getUpdates", offset=ids[2] + 1) == []
    assert (await api.ok("getWebhookInfo"))["pending_update_count"] == 0


async def test_the_limit_is_kept(api: Api, ana: Person) -> None:
    for number in range(5):
        await ana.say(str(number))
    assert texts(await api.ok("getUpdates", limit=2)) == ["0", "1"]


async def test_a_negative_offset_forgets_all_but_the_last(api: Api, ana: Person) -> None:
    for number in range(5):
        await ana.say(str(number))
    assert texts(await api.ok("getUpdates", offset=-2)) == ["3", "4"]
    assert texts(await api.ok("getUpdates")) == ["3", "4"]
    assert texts(await api.ok("getUpdates", offset=-9)) == ["3", "4"]


async def test_an_offset_from_another_life_confirms_nothing(api: Api, ana: Person) -> None:
    await ana.say("one")
    (update,) = await api.ok("getUpdates", offset=api.server.state.last_update_id + 1_000)
    assert update["message"]["text"] == "one"


async def test_a_long_poll_ends_with_the_first_update(api: Api, ana: Person) -> None:
    poll = asyncio.create_task(api.ok("getUpdates", timeout=50))
    await polls(api, 1)
    assert not poll.done()
    await ana.say("here")
    assert texts(await asyncio.wait_for(poll, 40)) == ["here"]


async def test_a_long_poll_without_updates_ends_empty(api: Api) -> None:
    assert await asyncio.wait_for(api.ok("getUpdates", timeout=1), 40) == []


async def test_of_two_pollers_the_older_is_refused(api: Api, ana: Person) -> None:
    older = asyncio.create_task(api.refused("getUpdates", timeout=50))
    await polls(api, 1)
    newer = asyncio.create_task(api.ok("getUpdates", timeout=50))
    assert await asyncio.wait_for(older, 40) == CONFLICT
    await ana.say("here")
    assert texts(await asyncio.wait_for(newer, 40)) == ["here"]


async def test_allowed_updates_are_remembered(api: Api, ana: Person) -> None:
    await api.ok("getUpdates", allowed_updates=["message"])
    await ana.say("one")
    await ana.edit_last("two")
    assert ["message" in update for update in await api.ok("getUpdates")] == [True]
    await api.ok("getUpdates", allowed_updates=[])
    await ana.edit_last("three")
    assert (await api.ok("getUpdates"))[-1]["edited_message"]["text"] == "three"


async def test_dropping_the_pending_updates_forgets_them(api: Api, ana: Person) -> None:
    await ana.say("one")
    assert await api.ok("deleteWebhook", drop_pending_updates=True) is True
    assert await api.ok("getUpdates") == []


async def test_a_message_carries_what_telegram_sends(api: Api, person: Callable[..., Person]) -> None:
    await person(1003, language="fr", name="Luc").say("/start fr_ita please \N{ROCKET}")
    ((update,),) = [await api.ok("getUpdates")]
    message = update["message"]
    assert message["from"] == {"id": 1003, "is_bot": False, "first_name": "Luc", "language_code": "fr"}
    assert message["chat"] == {"id": 1003, "first_name": "Luc", "type": "private"}
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert 0 <= api.server.state.clock.timestamp() - message["date"] < 300


async def test_an_app_may_send_no_language(api: Api, person: Callable[..., Person]) -> None:
    await person(1003, language=None).say("hello")
    assert "language_code" not in (await api.ok("getUpdates"))[0]["message"]["from"]


async def test_a_changed_language_goes_with_the_next_message(api: Api, ana: Person) -> None:
    await ana.change_language("fr-CA")
    await ana.say("bonjour")
    assert (await api.ok("getUpdates"))[0]["message"]["from"]["language_code"] == "fr-CA"


async def test_5000_characters_arrive_as_two_messages(api: Api, ana: Person) -> None:
    await ana.say("x" * 5000)
    assert [len(text) for text in texts(await api.ok("getUpdates"))] == [4096, 904]


async def test_message_ids_are_one_sequence_over_all_chats(api: Api, person: Callable[..., Person]) -> None:
    await person(1).say("a")
    await person(2).say("b")
    await api.ok("sendMessage", chat_id=1, text="c")
    await person(2).say("d")
    ids = [(await person(number).messages())[-1].id for number in (1, 2)]
    assert ids == [3, 4]


@pytest.mark.parametrize("kind", ["photo", "voice", "document", "sticker", "video", "location", "contact"])
async def test_everything_a_person_can_attach_arrives(api: Api, ana: Person, kind: str) -> None:
    await ana.send(kind)
    (update,) = await api.ok("getUpdates")
    assert kind in update["message"]
    if kind not in ("location", "contact"):
        held = update["message"][kind]
        file = await api.ok("getFile", file_id=(held[-1] if kind == "photo" else held)["file_id"])
        address = f"{api.server.url}/file/bot{api.server.token}/{file['file_path']}"
        async with api.session.get(address) as answer:
            assert len(await answer.read()) == file["file_size"]


async def test_a_message_in_a_group_comes_after_the_bot_was_added(api: Api, ana: Person) -> None:
    await ana.say_in_group(-100_5, "/start@express_entry_companion_bot")
    added, said = await api.ok("getUpdates")
    assert added["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert said["message"]["chat"] == {"id": -1005, "title": "A group", "type": "group"}
    assert said["message"]["from"]["id"] == ana.id
    message = await api.ok("sendMessage", chat_id=-1005, text="Only in private chats, please.")
    assert message["chat"]["type"] == "group"


async def test_a_press_carries_its_message(api: Api, ana: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "v1:go"}]]}
    sent = await api.ok("sendMessage", chat_id=ana.id, text="Go?", reply_markup=markup)
    await ana.press("Go")
    query = (await api.ok("getUpdates"))[-1]["callback_query"]
    assert query["data"] == "v1:go"
    assert query["message"] == sent
    await api.ok("editMessageText", chat_id=ana.id, message_id=sent["message_id"], text="Gone")
    with pytest.raises(AssertionError, match="No button 'Go'"):
        await ana.press("Go", within=0.1)
    await ana.press_again()
    assert (await api.ok("getUpdates"))[-1]["callback_query"]["data"] == "v1:go"
