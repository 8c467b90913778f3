"""A question whether messages arrive that is not answered: a word to the partner, once, where the person allowed it."""

from __future__ import annotations

import html
import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from conversations import pushes, reminders
from conversations.partners import news
from rules.facts import Facts
from storage import candidates, links, notifications
from storage.database import Database
from storage.notifications import Notification
from tests.conversations.chat import MONDAY, Chat

# The last safe day of the profile is 29 June 2027: asked on 8 and 11 June, looked at on 13 June.
TOLD: dict[str, Any] = {"birth_date": "1997-03-31", "profile": {"submitted": "2026-06-30"}}
LOOKED_AT = datetime(2027, 6, 13, 13, 1, tzinfo=MONDAY.tzinfo)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def ana(chat: Chat) -> Chat:
    await chat.knows(TOLD)
    return chat


@pytest.fixture
async def sam(ana: Chat) -> Chat:
    other = Chat(ana.database, chat_id=8)
    await other.knows({"birth_date": "1995-01-01"})
    return other


async def link(ana: Chat, sam: Chat, *, allowed: bool = True) -> None:
    """Both agree; Ana entered the code, and is called that."""
    found = re.search(r"Your code: (\S{4}-\S{4})", await sam.goes_through("/partner", "[Make a code]"))
    assert found is not None
    await ana.goes_through(f"/partner {found[1]}", "[Agree and link]", "Ana")
    await sam.goes_through("/partner", "[Agree and link]")
    await goes_by(ana.database, MONDAY, MONDAY + HOUR)
    if allowed:
        await ana.goes_through("/partner", "[Let my partner be told]")


async def delivered(database: Database, now: datetime) -> dict[int, list[str]]:
    """What is due goes out to everybody; the texts, by chat."""
    texts: dict[int, list[str]] = {}
    async with database.unit() as unit:
        by_chat: dict[int, list[Notification]] = {}
        for each in await notifications.due(unit, now, 500, now + timedelta(minutes=5)):
            by_chat.setdefault(each.chat_id, []).append(each)
        for chat_id, due in by_chat.items():
            candidate = await candidates.load(unit, chat_id)
            assert candidate is not None
            for push in pushes.pushes(due, await notifications.pending(unit, chat_id), candidate, now):
                if push.message is not None:
                    texts.setdefault(chat_id, []).append(html.unescape(re.sub("<[^>]+>", "", push.message.text)))
                for each in push.covers:
                    await notifications.sent(unit, each.id, now)
                await pushes.after(unit, chat_id, push.covers, now)
    return texts


async def goes_by(database: Database, since: datetime, until: datetime) -> list[str]:
    """Time goes by; what Sam is told in it."""
    told = []
    now = since
    while now < until:
        now = min(now + timedelta(hours=12), until)
        for _ in range(2):
            told += (await delivered(database, now)).get(8, [])
    return [text for text in told if "may not see" in text or "peut-être pas mes messages" in text]


async def test_nobody_is_told_unless_the_person_said_so(ana: Chat, sam: Chat) -> None:
    await link(ana, sam, allowed=False)
    assert "If you do not answer, nobody is told." in await ana.says("/partner")
    assert await goes_by(ana.database, MONDAY, LOOKED_AT + 5 * DAY) == []


async def test_the_partner_hears_once_that_the_messages_may_not_be_seen_and_nothing_else(ana: Chat, sam: Chat) -> None:
    await link(ana, sam)
    assert "If you do not answer twice, I tell your partner only that" in await ana.says("/partner")
    assert await goes_by(ana.database, MONDAY, LOOKED_AT - HOUR) == []
    [told] = await goes_by(ana.database, LOOKED_AT - HOUR, LOOKED_AT + 20 * DAY)
    assert told.startswith("“Ana” may not see my messages.")
    assert "open their chat with me" in told
    assert not re.search(r"profile|June|29|date", told)


async def test_in_french(ana: Chat, sam: Chat) -> None:
    await link(ana, sam)
    await sam.says("/fr")
    [told] = await goes_by(ana.database, MONDAY, LOOKED_AT + HOUR)
    assert "ne voit peut-être pas mes messages" in told


async def test_a_press_ends_it(ana: Chat, sam: Chat) -> None:
    await link(ana, sam)
    asked = next(each for each in await ana.reminders() if each.item == "heartbeat:profile:own")
    assert await goes_by(ana.database, MONDAY, asked.due_at + HOUR) == []
    await ana.presses_data(f"n:{asked.id:x}:here")
    assert await goes_by(ana.database, asked.due_at + HOUR, LOOKED_AT + 20 * DAY) == []


async def test_a_press_takes_back_a_word_that_has_not_gone_out(ana: Chat, sam: Chat) -> None:
    await link(ana, sam)
    asked = [each for each in await ana.reminders() if each.item == "heartbeat:profile:own"]
    assert await goes_by(ana.database, MONDAY, LOOKED_AT - HOUR) == []
    await delivered(ana.database, LOOKED_AT)  # the word is due now, and waits
    assert [each.item for each in await sam.reminders() if each.kind == news.NOTICE] == [news.SILENT]
    ana.now = LOOKED_AT
    await ana.presses_data(f"n:{asked[1].id:x}:here")
    assert await goes_by(ana.database, LOOKED_AT, LOOKED_AT + 20 * DAY) == []


async def test_who_wrote_since_the_question_is_here(ana: Chat, sam: Chat) -> None:
    await link(ana, sam)
    ana.now = LOOKED_AT - DAY
    assert await goes_by(ana.database, MONDAY, ana.now) == []
    await ana.says("/score")
    assert await goes_by(ana.database, ana.now, LOOKED_AT + 20 * DAY) == []


async def test_without_a_partner_nothing_is_told(ana: Chat) -> None:
    assert await goes_by(ana.database, MONDAY, LOOKED_AT + 20 * DAY) == []


@pytest.mark.parametrize("who", ["ana", "sam"])
async def test_a_link_that_ended_meanwhile_tells_nothing(ana: Chat, sam: Chat, who: str) -> None:
    await link(ana, sam)
    assert await goes_by(ana.database, MONDAY, LOOKED_AT - HOUR) == []
    await delivered(ana.database, LOOKED_AT)
    await {"ana": ana, "sam": sam}[who].says("/unlink")
    assert await goes_by(ana.database, LOOKED_AT, LOOKED_AT + 20 * DAY) == []


async def test_what_was_allowed_to_one_partner_is_not_to_the_next(ana: Chat, sam: Chat) -> None:
    await link(ana, sam)
    await ana.says("/unlink")
    await link(ana, sam, allowed=False)
    assert await goes_by(ana.database, MONDAY, LOOKED_AT + 20 * DAY) == []


async def test_taking_it_back_holds_at_once(ana: Chat, sam: Chat) -> None:
    await link(ana, sam)
    assert await goes_by(ana.database, MONDAY, LOOKED_AT - HOUR) == []
    await delivered(ana.database, LOOKED_AT)
    await ana.goes_through("/partner", "[Do not tell my partner]")
    assert await goes_by(ana.database, LOOKED_AT, LOOKED_AT + 20 * DAY) == []


@pytest.mark.parametrize("chat_id", [7, 8])
async def test_of_a_chat_that_blocked_the_bot_nothing_is_told_and_nothing_to_it(
    ana: Chat, sam: Chat, chat_id: int
) -> None:
    await link(ana, sam)
    assert await goes_by(ana.database, MONDAY, LOOKED_AT - HOUR) == []
    async with ana.database.unit() as unit:
        await candidates.set_blocked(unit, chat_id, LOOKED_AT - HOUR)
    assert await goes_by(ana.database, LOOKED_AT - HOUR, LOOKED_AT + 3 * DAY) == []
    back = {7: ana, 8: sam}[chat_id]
    back.now = LOOKED_AT + 3 * DAY
    await back.says("/start")
    assert await goes_by(ana.database, LOOKED_AT + 3 * DAY, LOOKED_AT + 20 * DAY) == []


async def test_a_question_that_came_late_has_its_time(ana: Chat, sam: Chat) -> None:
    await link(ana, sam)
    late = LOOKED_AT + HOUR  # the program was down since before the first question
    assert "may not see" not in str((await delivered(ana.database, late)).get(8))
    assert await goes_by(ana.database, late, late + DAY - HOUR) == []
    assert len(await goes_by(ana.database, late + DAY - HOUR, late + 2 * DAY)) == 1


async def test_a_link_written_before_there_was_a_choice_allows_nothing(ana: Chat, sam: Chat) -> None:
    await link(ana, sam)
    async with ana.database.unit() as unit:
        found = await links.find(unit, 7, MONDAY)
        assert found is not None
        assert found.mine.tells
        assert not found.theirs.tells
        sides = [[each.chat_id, each.made_the_code, each.agreed, each.alias, []] for each in (found.mine, found.theirs)]
        row = {"id": found.id, "asked_at": int(found.asked_at.timestamp() * 1_000_000), "sides": sides}
        sealed = unit.keys.seal(links.LINK, 7, row)
        await unit.queries.links.save(unit.connection, chat_id=7, link=sealed, over_on=None)
        found = await links.find(unit, 7, MONDAY)
    assert found is not None
    assert not found.mine.tells


def test_the_look_follows_the_questions() -> None:
    plan = reminders.planned(_person(), Facts.model_validate(TOLD), MONDAY)
    [look] = plan["unanswered:profile:own"]
    assert look.due_at == LOOKED_AT.replace(minute=0)


def _person() -> candidates.Candidate:
    return candidates.Candidate(chat_id=7, created_at=MONDAY, seen_at=MONDAY, time_zone="America/Toronto")
