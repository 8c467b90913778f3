"""The driver under /local/: who may use it, what it tells, how load is measured."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import aiohttp
import pytest

from bot.local import LOCAL_TOKEN, LocalTelegram
from bot.local.faults import FloodLimits
from bot.local.state import State
from tests.local.conftest import Api
from tests.telegram_person import Person
from tests.waiting import until
from tests.yardstick import lengths


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Host": "evil.example"},
        {"Host": "evil.example:80"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
@pytest.mark.parametrize("path", ["local/people", "bot{token}/getMe"])
async def test_a_foreign_page_cannot_drive_the_server(api: Api, headers: dict[str, str], path: str) -> None:
    address = f"{api.server.url}/{path.format(token=api.server.token)}"
    body = {"id": 5, "first_name": "Eve"}
    async with api.session.post(address, json=body, headers=headers) as answer:
        assert answer.status == 403
    assert api.server.state.people == {}
    async with api.session.get(address, headers=headers) as answer:
        assert answer.status == 403


async def test_the_own_page_may_drive_the_server(api: Api) -> None:
    for name in ("127.0.0.1", "localhost"):
        own = f"{name}:{api.server.port}"
        headers = {"Origin": f"http://{own}", "Host": own, "Sec-Fetch-Site": "same-origin"}
        async with api.session.post(
            f"{api.server.url}/local/people", json={"id": 5, "first_name": "Eva"}, headers=headers
        ) as answer:
            assert answer.status == 200


async def test_only_json_is_taken(api: Api) -> None:
    address = f"{api.server.url}/local/people"
    async with api.session.post(address, data='{"id": 5}', headers={"Content-Type": "text/plain"}) as answer:
        assert answer.status == 415
    async with api.session.post(address, data="[5", headers={"Content-Type": "application/json"}) as answer:
        assert answer.status == 400
    assert api.server.state.people == {}


def test_it_listens_on_loopback_only() -> None:
    with pytest.raises(ValueError, match="loopback only"):
        LocalTelegram(host="0.0.0.0")


async def test_the_page_forbids_scripts_from_elsewhere(api: Api) -> None:
    for path, kind in (("", "text/html"), ("chat.css", "text/css"), ("chat.js", "text/javascript")):
        async with api.session.get(f"{api.server.url}/{path}") as answer:
            assert answer.status == 200
            assert answer.content_type == kind
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'; script-src 'self'" in policy
            assert "unsafe" not in policy


async def test_a_file_is_never_shown_as_a_page(api: Api, ana: Person) -> None:
    form = aiohttp.FormData({"chat_id": str(ana.id)})
    form.add_field("document", b"<script>alert(1)</script>", filename='a"b.html', content_type="text/html")
    async with api.session.post(f"{api.server.url}/bot{api.server.token}/sendDocument", data=form) as answer:
        file_id = (await answer.json())["result"]["document"]["file_id"]
    async with api.session.get(f"{api.server.url}/local/files/{file_id}") as answer:
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment; ")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_parameters_come_as_form_query_or_json(api: Api, ana: Person) -> None:
    address = f"{api.server.url}/bot{api.server.token}/sendMessage"
    markup = json.dumps({"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]})
    params = {"chat_id": str(ana.id), "text": "é & +", "reply_markup": markup}
    async with api.session.get(address, params=params) as answer:
        assert answer.status == 200
    async with api.session.post(address, data=params) as answer:
        assert answer.status == 200
    with aiohttp.MultipartWriter("form-data") as form:
        for name, value in params.items():
            form.append(value).set_content_disposition("form-data", name=name)
    async with api.session.post(address, data=form) as answer:
        assert answer.status == 200
    assert [(one.text, one.labels) for one in (await ana.messages())[1:]] == [("é & +", ("Go",))] * 3
    async with api.session.post(address, data=b"[", headers={"Content-Type": "application/json"}) as answer:
        assert answer.status == 400


async def test_every_call_is_told(api: Api, ana: Person) -> None:
    before = time.time()
    await api.ok("sendMessage", chat_id=ana.id, text="x")
    await api.refused("sendMessage", chat_id=ana.id, text="")
    _, body = await api.local(f"calls?method=sendMessage&since={before}")
    told = [(call["params"]["text"], call["status"]) for call in body["calls"]]
    assert told == [("x", 200), ("", 400)]
    assert before <= body["calls"][0]["at"] <= time.time()


async def test_people_are_listed_changed_and_unknown_ones_refused(api: Api) -> None:
    await api.local("people", {"id": 7, "first_name": "Ana", "language_code": "en"})
    _, luc = await api.local("people", {"first_name": "Luc", "language_code": "fr"})
    assert luc["id"] > 7
    await api.local("people/7", {"language_code": "es"})
    _, body = await api.local("people")
    listed = [(one["first_name"], one["language_code"], one["started"]) for one in body["people"]]
    assert listed == [("Ana", "es", False), ("Luc", "fr", False)]
    for path in ("people/99/say", "people/99", "people/99/send"):
        assert (await api.local(path, {"text": "x", "kind": "photo"}))[0] == 404
    assert (await api.local("people/7/say", {"text": "  "}))[0] == 400
    assert (await api.local("people/7/send", {"kind": "poem"}))[0] == 400
    assert (await api.local("people/7/dance", {}))[0] == 404


async def test_an_edited_message_is_an_update_of_its_own(api: Api, ana: Person) -> None:
    await ana.say("IELTS 8")
    await ana.edit_last("IELTS 7")
    _, edited = await api.ok("getUpdates")
    assert edited["edited_message"]["text"] == "IELTS 7"
    assert edited["edited_message"]["edit_date"] >= edited["edited_message"]["date"]
    assert (await ana.messages())[-1].edited
    status, _ = await api.local("people/1001/edit", {"text": "IELTS 7"})
    assert status == 400, "an edit that changes nothing never leaves the app"


async def test_a_reset_forgets_people_and_faults_but_no_update_id(api: Api, ana: Person) -> None:
    last = api.server.state.last_update_id
    await ana.move_clock(by_seconds=60)
    await api.local("faults", {"status": 500})
    await ana.say("pending")
    await api.local("reset", {})
    assert (await api.local("people"))[1] == {"people": []}
    assert await api.ok("getUpdates") == []
    assert (await api.local("clock"))[1]["offset_seconds"] == 0
    await Person(api.server.url, 1001).say("again")
    assert (await api.ok("getUpdates"))[0]["update_id"] > last + 1


async def _echo(api: Api, stop: asyncio.Event, replies: int = 1) -> None:
    offset = 0
    while not stop.is_set():
        for update in await api.ok("getUpdates", offset=offset, timeout=1):
            offset = update["update_id"] + 1
            message = update["message"]
            for _ in range(replies):
                await api.ok("sendMessage", chat_id=message["chat"]["id"], text=message["text"])


@pytest.mark.parametrize(("rate", "replies"), [(0, 1), (400, 1), (0, 2)])
async def test_load_is_counted_and_timed(api: Api, rate: int, replies: int) -> None:
    stop = asyncio.Event()
    bot = asyncio.create_task(_echo(api, stop, replies))
    wish: dict[str, Any] = {"n": 60, "chats": 20, "rate": rate, "texts": ["a", "b"], "first_chat": 100}
    await api.local("load", {**wish, "replies": replies})
    await until(lambda: len(api.server.load.latencies) >= 60)
    _, stats = await api.local("stats")
    stop.set()
    await bot
    load = stats["load"]
    assert (load["expected"], load["done"]) == (60, 60)
    assert 0 < load["latency_ms"]["p50"] <= load["latency_ms"]["p99"] <= load["latency_ms"]["max"]
    assert load["per_second"] > 0
    assert stats["calls"]["sendMessage"] == 60 * replies
    if rate:
        assert load["span_seconds"] >= 59 / rate
    said = [message.text for message in await Person(api.server.url, 119).messages() if not message.from_bot]
    assert said == ["a", "b", "a"], "each chat says the texts in turn"


async def test_only_what_shows_the_words_asked_for_is_a_reply(api: Api) -> None:
    """The first of two messages is not yet the screen; a button is pressed once the screen is there."""
    asks = [
        {"name": "list", "text": "list", "shows": ["the list", "open:"]},
        {"name": "open", "press": "open:*", "shows": ["pressed open:2"]},
        {"name": "never", "text": "list", "shows": ["something else"]},
    ]
    await api.local("load", {"n": 6, "chats": 2, "first_chat": 100, "asks": asks})
    offset, keyboard = 0, {"inline_keyboard": [[{"text": "2", "callback_data": "open:2"}]]}
    answered = 0
    while answered < 6:
        for update in await api.ok("getUpdates", offset=offset, timeout=20):
            offset = update["update_id"] + 1
            answered += 1
            if query := update.get("callback_query"):
                await api.ok("sendMessage", chat_id=query["from"]["id"], text=f"pressed {query['data']}")
                continue
            chat_id = update["message"]["chat"]["id"]
            await api.ok("sendMessage", chat_id=chat_id, text="wait for the list")
            await api.ok("sendMessage", chat_id=chat_id, text="the list", reply_markup=keyboard)
    _, stats = await api.local("stats")
    named = stats["load"]["named"]
    assert [(name, one["expected"], one["done"]) for name, one in named.items()] == [
        ("list", 2, 2),
        ("open", 2, 2),
        ("never", 2, 0),
    ]
    assert 0 < named["open"]["latency_ms"]["p50"] <= named["open"]["latency_ms"]["max"]
    assert (stats["load"]["expected"], stats["load"]["done"]) == (6, 4)


def test_flood_limits_fill_up_again() -> None:
    flood = FloodLimits()
    assert [flood.wait(1, 0.0) for _ in range(4)] == [0, 0, 0, 1]
    assert flood.wait(1, 1.1) == 0
    assert flood.wait(-5, 1.1) == 0
    burst = [flood.wait(chat, 2.0) for chat in range(100, 140)]
    assert burst.count(0) == 30, "30 a second over all chats"


async def test_the_person_of_the_tests_says_what_went_wrong(api: Api, ana: Person) -> None:
    await api.ok("sendMessage", chat_id=ana.id, text="Old words")
    await ana.say("next")
    with pytest.raises(AssertionError, match=r"did not see 'Old words' within 0\.1 s\.\nThe chat:\n  me  1: hello"):
        await ana.wait_for("Old words", within=0.1)
    with pytest.raises(AssertionError, match="No button 'Yes'"):
        await ana.press("Yes", within=0.1)
    with pytest.raises(AssertionError, match="was not answered"):
        await ana.wait_for_toast(within=0.1)
    await ana.hears_nothing(0.05)
    task = asyncio.create_task(ana.hears_nothing(60))
    await until(lambda: api.server.state.watchers)  # they listen
    await api.ok("sendMessage", chat_id=ana.id, text="New words")
    with pytest.raises(AssertionError, match="heard something"):
        await task
    assert (await ana.wait_for("New words")).from_bot


async def test_a_button_is_found_under_the_newest_message(api: Api, ana: Person) -> None:
    for data in ("old", "new"):
        markup = {"inline_keyboard": [[{"text": "Keep 10 January", "callback_data": data}]]}
        await api.ok("sendMessage", chat_id=ana.id, text=data, reply_markup=markup)
    await ana.press("Keep")
    assert (await api.ok("getUpdates"))[-1]["callback_query"]["data"] == "new"


def test_sending_a_message_is_cheap() -> None:
    """The bench puts thousands of updates through this server; the state's own share must stay small."""
    from bot.local.methods import send_message

    state = State(LOCAL_TOKEN)
    state.put_person(1, "A", "en")
    state.say(1, "x")
    params = {"chat_id": 1, "text": "<b>Question 3 of 10.</b> When were you born?", "parse_mode": "HTML"}
    assert lengths(lambda: [send_message(state, params) for _ in range(100)]) < 100
