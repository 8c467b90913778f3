"""Every event of work, studies, offers, nominations and moves is walked to its end, in both languages.

The first button is pressed where there is one, otherwise something that fits is typed. At the end it is saved or says
what it needs, nothing else of the facts has changed, and every message has its place in Telegram.
"""

from __future__ import annotations

from typing import Any, Final

import pytest

from conversations import scripts
from conversations.engine import CHOSEN, SUMMARY
from conversations.events import means, moves, nomination, offers, studies, work
from conversations.events.event import Event
from conversations.kinds import Day
from locales import plain, use
from tests.conversations.chat import Chat
from tests.conversations.events.people import JOB, person

EVENTS: Final = {
    event.key: event
    for event in (
        *work.EVENTS,
        *offers.EVENTS,
        *studies.EVENTS,
        *nomination.EVENTS,
        *means.EVENTS,
        *moves.EVENTS,
    )
}

FACTS: Final[dict[str, Any]] = person(
    jobs=[JOB, {**JOB, "start": "2026-03-02", "noc": "65200"}],
    permits=[{"kind": "open_work", "until": "2027-08-31"}, {"kind": "study", "until": "2027-04-30"}],
    credentials=[{"level": "doctoral", "country": "IN", "completed": "2014-06-30"}],
    stays=[{"country": "FR", "start": "2016-01-01"}],
    passport_expires="2030-01-01",
    intends_to_live_in_quebec=False,
)
WITH: Final[dict[str, dict[str, Any]]] = {
    "offer_changed": {"offer": {"noc": "21231", "full_time": True}},
    "offer_lost": {"offer": {"noc": "21231", "full_time": True}},
    "nomination_accepted": {"nomination": {"province": "ON", "notified": "2026-11-10"}},
    "nomination_refused": {"nomination": {"province": "ON", "notified": "2026-11-10"}},
    "nomination_ended": {"nomination": {"province": "ON", "notified": "2026-11-10", "accepted": True}},
}
"""What somebody has to whom an event can happen."""

TYPED: Final = {
    "Day": "12 November 2026",
    "Occupation": "21232",
    "Amount": "23 000",
    "FourScores": "L8 R7 W6.5 S7",
    "Stretches": "none",
}
CHANGES: Final = {
    "work": {"jobs"},
    "offer": {"offer", "arranged_employment", "job_offer", "nomination", "provincial_nomination"},
    "studies": {"tests", "credentials", "certificate_of_qualification"},
    "moves": {"jobs", "stays", "permits", "settlement_funds", "passport_expires"}
    | {"intends_to_live_in_quebec", "without_status_in_canada"},
}
"""The facts that the events of a group may touch."""


async def walk(chat: Chat, event: Event, *, begun_with: str = "c:e", ends_with: str = "Save this change") -> str:
    """Answers whatever is asked, then saves; what was said last."""
    text = await chat.presses_data(f"{begun_with}:{event.key}")
    for _ in range(30):
        (state,) = (await chat.place() or {}).get("open", [None])
        assert state is not None
        question = scripts.find(state["script"]).question(state["at"])
        if state["at"] == SUMMARY or question is None:
            break
        buttons = [button for row in chat.reply.messages[-1].keyboard for button in row if f":{CHOSEN}" in button.data]
        kind = "Day" if isinstance(question.kind, Day) else type(question.kind).__name__
        if buttons and kind not in ("FourScores", "Occupation", "Day"):
            text = await chat.presses_data(buttons[0].data)
        else:
            text = await chat.says(TYPED[kind])
        assert all(len(message.text) < 4096 for message in chat.reply.messages)
    with use("fr" if chat.language.startswith("fr") else "en"):
        save = plain(ends_with)
    assert save in "".join(chat.labels), text
    text = await chat.presses(save)
    assert all(len(message.text) < 4096 for message in chat.reply.messages)
    return text


@pytest.mark.parametrize("language", ["en", "fr-CA"])
@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS)
async def test_every_event_is_walked_to_its_end(chat: Chat, event: Event, language: str) -> None:
    chat.language = language
    told = {**FACTS, **WITH.get(event.key, {})}
    await chat.knows(told)
    before = await chat.candidate()
    await walk(chat, event)
    after = await chat.candidate()
    assert before is not None
    assert before.facts is not None
    assert after is not None
    assert after.facts is not None
    names = {*before.facts, *after.facts}
    changed = {name for name in names if before.facts.get(name) != after.facts.get(name)}
    assert changed or event.key == "offer_changed", chat.text  # there the answers are filled in, and stay
    assert changed <= CHANGES[event.group] | {"none_of", "put_off"}
