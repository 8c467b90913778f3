"""Faults on demand, each as a bot would meet it."""

from __future__ import annotations

import asyncio
import time

import aiohttp
import pytest

from tests.local.conftest import Api
from tests.telegram_person import Person
from tests.waiting import held, until


async def test_a_status_hits_one_method_so_many_times(api: Api, ana: Person) -> None:
    await api.local("faults", {"method": "sendMessage", "status": 502, "times": 2})
    assert await api.ok("getMe")
    for _ in range(2):
        assert await api.refused("sendMessage", chat_id=ana.id, text="x") == "502 Bad Gateway"
    await api.ok("sendMessage", chat_id=ana.id, text="x")
    assert [message.text for message in await ana.messages()] == ["hello", "x"]


async def test_retry_after_comes_in_words_and_as_a_number(api: Api, ana: Person) -> None:
    await api.local("faults", {"method": "sendMessage", "status": 429, "retry_after": 7})
    status, body = await api.raw("sendMessage", chat_id=ana.id, text="x")
    assert (status, body) == (
        429,
        {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 7",
            "parameters": {"retry_after": 7},
        },
    )


async def test_a_group_may_have_moved(api: Api, ana: Person) -> None:
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    fault = {"method": "*", "status": 400, "description": words, "migrate_to_chat_id": -1009}
    await api.local("faults", fault)
    _, body = await api.raw("sendMessage", chat_id=ana.id, text="x")
    assert body["description"] == words
    assert body["parameters"] == {"migrate_to_chat_id": -1009}


async def test_a_connection_dropped_before_leaves_nothing_behind(api: Api, ana: Person) -> None:
    await api.local("faults", {"method": "sendMessage", "drop": True})
    with pytest.raises(aiohttp.ClientConnectionError):
        await api.raw("sendMessage", chat_id=ana.id, text="x")
    assert len(await ana.messages()) == 1


async def test_a_connection_dropped_after_leaves_the_message(api: Api, ana: Person) -> None:
    await api.local("faults", {"method": "sendMessage", "drop": True, "after": True})
    with pytest.raises(aiohttp.ClientConnectionError):
        await api.raw("sendMessage", chat_id=ana.id, text="x")
    assert await ana.last_text() == "x"
    assert [call["status"] for call in (await api.local("calls?method=sendMessage"))[1]["calls"]] == [-1]


async def test_a_late_gateway_error_leaves_the_message(api: Api, ana: Person) -> None:
    await api.local("faults", {"method": "sendMessage", "status": 504, "after": True})
    assert await api.refused("sendMessage", chat_id=ana.id, text="x") == "504 Gateway Timeout"
    assert await ana.last_text() == "x"


async def test_a_delay_makes_one_call_slow_and_not_its_neighbour(api: Api, ana: Person) -> None:
    async with held(api.server.faults, "sendMessage") as fault:
        slow = asyncio.create_task(api.ok("sendMessage", chat_id=ana.id, text="slow"))
        await fault.begun.wait()
        await api.ok("sendMessage", chat_id=ana.id, text="quick")
    await slow
    assert [message.text for message in await ana.messages()] == ["hello", "quick", "slow"]


async def test_a_delay_is_as_long_as_it_was_asked_for(api: Api, ana: Person) -> None:
    await api.local("faults", {"method": "sendMessage", "delay": 0.2})
    start = time.monotonic()
    await api.ok("sendMessage", chat_id=ana.id, text="slow")
    assert time.monotonic() - start >= 0.2


async def test_a_fault_may_wait_for_one_chat(api: Api, ana: Person) -> None:
    await api.local("faults", {"method": "*", "status": 500, "chat_id": 4})
    await api.ok("sendMessage", chat_id=ana.id, text="x")
    assert (await api.local("faults"))[1]["faults"][0]["chat_id"] == 4
    await api.local("faults", method="DELETE")
    assert (await api.local("faults"))[1] == {"faults": []}


async def test_a_confirmed_update_may_come_twice(api: Api, ana: Person) -> None:
    await api.local("faults", {"duplicate_update": True})
    await ana.say("one")
    (update,) = await api.ok("getUpdates")
    await ana.say("two")
    later = await api.ok("getUpdates", offset=update["update_id"] + 1)
    assert [one["message"]["text"] for one in later] == ["one", "two"]
    assert later[0] == update
    later = await api.ok("getUpdates", offset=update["update_id"] + 1)
    assert [one["message"]["text"] for one in later] == ["two"], "it comes twice, not for ever"


async def test_an_old_update_may_be_delivered_once_more_by_its_id(api: Api, ana: Person) -> None:
    await ana.say("one")
    (update,) = await api.ok("getUpdates")
    await api.ok("getUpdates", offset=update["update_id"] + 1)
    poll = asyncio.create_task(api.ok("getUpdates", offset=update["update_id"] + 1, timeout=50))
    await until(lambda: api.server.call_counts["getUpdates"] == 3)
    status, _ = await api.local("faults", {"duplicate_update": update["update_id"]})
    assert status == 200
    assert await asyncio.wait_for(poll, 40) == [update]
    status, body = await api.local("faults", {"duplicate_update": 5})
    assert (status, "not among" in body["error"]) == (404, True)


@pytest.mark.parametrize("wish", [{}, {"method": "getMe"}, {"status": 500, "sometimes": True}])
async def test_a_fault_that_says_nothing_is_refused(api: Api, wish: dict[str, object]) -> None:
    status, body = await api.local("faults", wish)
    assert status == 400
    assert body["error"].startswith("a fault ")
