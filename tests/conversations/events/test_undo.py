"""Undo of the last change: facts, score and reminders exactly as before, once, and only of the last."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from conversations import changes, reminders
from conversations.events import plans
from rules import crs
from rules.facts import Facts
from storage import candidates, journal, notifications, planned
from storage.candidates import Candidate
from storage.journal import Entry
from storage.notifications import PutOff
from storage.unit import Unit
from tests.conversations.chat import Chat
from tests.conversations.events.made_up import FACTS, made_up_events
from tests.conversations.full_facts import FULL

__all__ = ["made_up_events"]

DAY = timedelta(days=1)

State = tuple[dict[str, Any], list[tuple[Any, ...]], int]


async def state(chat: Chat) -> State:
    """The facts as they are kept, the reminders to come, the score."""
    candidate = await chat.candidate()
    assert candidate is not None
    assert candidate.facts is not None
    reminders = [
        (each.item, each.rung, each.due_at, each.kind, each.arguments, each.state) for each in await chat.reminders()
    ]
    score = crs.score(Facts.model_validate(candidate.facts), chat.now.date()).total
    return candidate.facts, sorted(reminders, key=str), score


async def last(chat: Chat) -> Entry:
    async with chat.database.reader() as unit:
        [entry] = await journal.newest(unit, chat.chat_id, 1)
    return entry


async def all_entries(chat: Chat) -> list[Entry]:
    async with chat.database.reader() as unit:
        return await journal.entries(unit, chat.chat_id)


async def undoes(chat: Chat, entry: Entry) -> str:
    return await chat.presses_data(f"c:undo:{entry.key}")


async def plans_anew(chat: Chat) -> None:
    """The reminders as any delivery or visit plans them, so that a later plan differs by what a change did alone."""
    async with chat.database.unit() as unit:
        candidate = await candidates.load(unit, chat.chat_id)
        assert candidate is not None
        await reminders.replan(unit, candidate, Facts.model_validate(candidate.facts), chat.now)


async def marries(chat: Chat) -> None:
    await chat.presses_data("c:e:marriage")
    await chat.goes_through("14 March 2026", "1", "[Save this change]")


async def keeps(chat: Chat, facts: dict[str, Any], why: str) -> None:
    """Facts kept as any conversation keeps them."""
    async with chat.database.unit() as unit:
        candidate = await candidates.load(unit, chat.chat_id)
        assert candidate is not None
        told = Facts.model_validate(facts)
        await candidates.save(unit, await changes.keep(unit, candidate, told, chat.now, chat.now.date(), why))


ALONE: dict[str, Any] = {key: value for key, value in FACTS.items() if key != "partner"}


async def test_the_button_under_a_saved_change_undoes_it(chat: Chat) -> None:
    await chat.knows(ALONE)
    before = await state(chat)
    await marries(chat)
    assert await state(chat) != before
    text = await chat.presses("Undo this change")
    assert "Undone: I got married" in text
    assert "Your answers and your reminders are again as they were before." in text
    assert "before: " in text
    assert await state(chat) == before
    entry = await last(chat)
    assert entry.kind == "undone"
    assert entry.entry["facts"] == before[0]
    assert entry.entry["changed"]["partner"][1] is None


async def test_a_second_tap_is_already_done_and_a_later_one_says_so(chat: Chat) -> None:
    await chat.knows(ALONE)
    await marries(chat)
    data = chat.button("Undo this change").data
    await chat.presses_data(data)
    after = await state(chat)
    await chat.presses_data(data)
    assert chat.reply.toast == "Already done"
    await chat.says("/dates")
    assert "This change was undone already." in await chat.presses_data(data)
    assert await state(chat) == after
    assert (await last(chat)).kind == "undone"


async def test_only_the_last_change_can_be_undone(chat: Chat) -> None:
    await chat.knows(ALONE)
    await marries(chat)
    data = chat.button("Undo this change").data
    facts = (await state(chat))[0]
    await keeps(chat, {**facts, "settlement_funds": 5}, "profile:funds")
    after = await state(chat)
    text = await chat.presses_data(data)
    assert "Something was changed after this. Only the last change can be undone." in text
    assert "Your history" in text
    assert await state(chat) == after


async def test_when_the_last_change_is_undone_the_one_before_it_is_the_last(chat: Chat) -> None:
    await chat.knows(ALONE)
    states, made = [await state(chat)], []
    for funds in (5, 6, 7):
        await keeps(chat, {**ALONE, "settlement_funds": funds}, "profile:funds")
        states.append(await state(chat))
        made.append(await last(chat))
    await undoes(chat, made[2])
    assert await state(chat) == states[2]
    await keeps(chat, {**ALONE, "settlement_funds": 8}, "profile:funds")
    assert "Something was changed after this" in await undoes(chat, made[1])
    await undoes(chat, await last(chat))
    for place in (1, 0):
        await undoes(chat, made[place])
        assert await state(chat) == states[place]
    assert "nothing before it" in await undoes(chat, (await all_entries(chat))[0])
    for entry in made:
        await chat.says("/start")
        assert "undone already" in await undoes(chat, entry)


async def test_a_plan_made_since_does_not_stand_in_the_way(chat: Chat) -> None:
    await chat.knows(FACTS)
    facts = (await state(chat))[0]
    await keeps(chat, {**facts, "settlement_funds": 5}, "profile:funds")
    entry = await last(chat)
    await chat.presses_data("c:e:parting")
    await chat.goes_through("1 February 2027", "[Save this change]")
    assert "Undone" in await undoes(chat, entry)
    assert (await state(chat))[0] == facts


async def test_a_change_whose_entry_was_deleted_can_no_longer_be_undone(chat: Chat) -> None:
    await chat.knows(ALONE)
    await marries(chat)
    after, entry = await state(chat), await last(chat)
    async with chat.database.unit() as unit:
        await journal.delete(unit, chat.chat_id, entry.key)
    assert "no longer in your history" in await undoes(chat, entry)
    assert await state(chat) == after
    # and the one before it is not the last change either, though it now stands last
    assert "nothing before it" in await undoes(chat, await last(chat))


async def test_an_earlier_change_does_not_become_the_last_when_a_later_entry_is_deleted(chat: Chat) -> None:
    await chat.knows(ALONE)
    await keeps(chat, {**ALONE, "settlement_funds": 5}, "profile:funds")
    earlier = await last(chat)
    await marries(chat)
    async with chat.database.unit() as unit:
        await journal.delete(unit, chat.chat_id, (await last(chat)).key)
    after = await state(chat)
    assert "Something was changed after this" in await undoes(chat, earlier)
    assert await state(chat) == after


@pytest.mark.parametrize(
    ("kind", "said"),
    [("interview", "This is what you told me first"), ("import", "A copy brought settings too")],
)
async def test_what_cannot_be_undone_says_why(chat: Chat, kind: str, said: str) -> None:
    await chat.knows(ALONE)
    if kind != "interview":
        await keeps(chat, {**ALONE, "settlement_funds": 5}, kind)
    after = await state(chat)
    assert said in await undoes(chat, await last(chat))
    assert await state(chat) == after


async def test_an_undo_is_not_undone(chat: Chat) -> None:
    await chat.knows(ALONE)
    await marries(chat)
    await chat.presses("Undo this change")
    after = await state(chat)
    assert "An undo is not undone itself" in await undoes(chat, await last(chat))
    assert await state(chat) == after


async def test_an_entry_older_than_the_undo_says_so(chat: Chat) -> None:
    await chat.knows(ALONE)
    async with chat.database.unit() as unit:
        told = {"facts": ALONE, "score": 1, "score_before": 1, "rule_set": "CRS-2025-03-25", "on": "2026-11-23"}
        await journal.append(unit, chat.chat_id, chat.now, "profile:about", told)
    entry = await last(chat)
    assert "so I cannot undo it" in await undoes(chat, entry)
    assert "so I cannot undo it" in await chat.presses_data(f"hy:e:{entry.key}")


@pytest.mark.parametrize("key", ["", "1", "1-1", "zz-zz", "1-1-1"])
async def test_a_button_of_no_entry_undoes_nothing(chat: Chat, key: str) -> None:
    await chat.knows(ALONE)
    await marries(chat)
    after = await state(chat)
    await chat.presses_data(f"c:undo:{key}")
    assert await state(chat) == after


async def test_a_reminder_that_was_put_off_is_put_off_again(chat: Chat) -> None:
    await chat.knows(ALONE)
    reminder = next(each for each in await chat.reminders() if each.kind == "language_test")
    chat.now = reminder.due_at + timedelta(minutes=1)
    async with chat.database.unit() as unit:
        await notifications.sent(unit, reminder.id, chat.now)
    await plans_anew(chat)
    async with chat.database.unit() as unit:
        await notifications.snooze(unit, reminder.id, chat.now + 3 * DAY)
    before = await state(chat)
    assert reminder.id in {each.id for each in await chat.reminders()}
    await keeps(chat, {**ALONE, "tests": []}, "profile:tests")
    assert reminder.id not in {each.id for each in await chat.reminders()}
    await undoes(chat, await last(chat))
    assert await state(chat) == before
    assert reminder.id in {each.id for each in await chat.reminders()}


async def test_what_a_reminder_tells_besides_comes_back_and_what_the_change_made_it_tell_goes(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await chat.knows(ALONE)

    async def tells_more(unit: Unit, what: str) -> None:
        pending = await notifications.pending(unit, chat.chat_id)
        [first, *others] = [each for each in pending if each.kind == "language_test"]
        told = replace(first, arguments={**first.arguments, "besides": what})
        same = [each for each in others if each.item == first.item]
        await notifications.replace(unit, chat.chat_id, first.item, [told, *same])

    async with chat.database.unit() as unit:
        await tells_more(unit, "before")
    before = await state(chat)
    assert "'besides': 'before'" in str(before)
    replan = reminders.replan

    async def and_tells_more(unit: Unit, candidate: Candidate, facts: Facts, now: datetime) -> list[PutOff]:
        put_off = await replan(unit, candidate, facts, now)
        await tells_more(unit, "the change")
        return put_off

    monkeypatch.setattr(reminders, "replan", and_tells_more)
    later = {**ALONE["tests"][0], "test_date": "2026-10-01", "result_date": "2026-10-10"}
    await keeps(chat, {**ALONE, "tests": [later]}, "profile:tests")
    assert "'besides': 'the change'" in str(await state(chat))
    await undoes(chat, await last(chat))
    assert await state(chat) == before


async def test_what_was_sent_is_not_sent_again(chat: Chat) -> None:
    await chat.knows(ALONE)
    reminder = next(each for each in await chat.reminders() if each.kind == "language_test")
    chat.now = reminder.due_at + timedelta(minutes=1)
    async with chat.database.unit() as unit:
        await notifications.sent(unit, reminder.id, chat.now)
    await plans_anew(chat)
    before = await state(chat)
    await keeps(chat, {**ALONE, "tests": []}, "profile:tests")
    await undoes(chat, await last(chat))
    assert await state(chat) == before
    assert (reminder.item, reminder.rung) not in {(each.item, each.rung) for each in await chat.reminders()}


async def test_a_planned_change_is_undone_by_taking_it_out(chat: Chat) -> None:
    await chat.knows(FACTS)
    before = await state(chat)
    await chat.presses_data("c:e:parting")
    await chat.goes_through("1 February 2027", "[Save this change]")
    entry = await last(chat)
    assert "Undone: Planned for Monday 1 February 2027: We part." in await undoes(chat, entry)
    async with chat.database.reader() as unit:
        assert await planned.of(unit, chat.chat_id) == []
    assert await state(chat) == before
    await chat.says("/start")
    assert "This plan is no longer there" in await undoes(chat, entry)


async def test_undoing_another_day_for_a_plan_brings_the_first_day_back(chat: Chat) -> None:
    await chat.knows(FACTS)
    for day in ("1 February 2027", "10 February 2027"):
        await chat.presses_data("c:e:parting")
        await chat.goes_through(day, "[Save this change]")
    await undoes(chat, await last(chat))
    async with chat.database.reader() as unit:
        [change] = await planned.of(unit, chat.chat_id)
    assert (change.event, change.day.isoformat()) == ("parting", "2027-02-01")


async def test_a_planned_change_that_took_effect_is_undone_like_any_other(chat: Chat) -> None:
    await chat.knows(FACTS)
    await chat.presses_data("c:e:parting")
    await chat.goes_through("2 February 2027", "[Save this change]")
    chat.now = datetime(2027, 2, 2, 4, 59, tzinfo=UTC)
    await plans_anew(chat)
    before = await state(chat)
    chat.now += timedelta(minutes=1)
    async with chat.database.unit() as unit:
        await plans.apply_due(unit, chat.now)
    assert [each.kind for each in await chat.reminders()].count(plans.KIND) == 1
    text = await undoes(chat, await last(chat))
    assert "Undone: We part (planned, counted from its day on)." in text
    assert "before:" not in text.partition("Your CRS score")[0]
    assert await state(chat) == before


async def test_of_two_plans_told_together_the_one_undone_is_told_no_more(chat: Chat) -> None:
    await chat.knows(FACTS)
    for key, answers in (("parting", ()), ("savings", ("1",))):
        await chat.presses_data(f"c:e:{key}")
        await chat.goes_through("1 February 2027", *answers, "[Save this change]")
    chat.now = datetime(2027, 2, 1, 6, tzinfo=UTC)
    await chat.says("/score")
    undone = await last(chat)
    await undoes(chat, undone)
    [notice] = [each for each in await chat.reminders() if each.kind == plans.KIND]
    [left] = notice.arguments["changes"]
    assert left["event"] == ("parting" if undone.kind == "event:savings" else "savings")
    assert "Undone" in await chat.presses_data(f"c:undo:{left['entry']}")
    assert not [each for each in await chat.reminders() if each.kind == plans.KIND]


# --- whatever happened before ---

Step = Callable[[Chat, random.Random], Awaitable[None]]


async def _told(chat: Chat) -> dict[str, Any]:
    return dict((await state(chat))[0])


async def _edits(chat: Chat, chance: random.Random) -> None:
    """Some fields of a full profile come, go, or become others."""
    facts = await _told(chat)
    for name in chance.sample(sorted({*FULL, *FACTS} - {"birth_date", "partner", "children"}), 3):
        match chance.randrange(3):
            case 0:
                facts.pop(name, None)
            case 1 if name in FULL:
                facts[name] = FULL[name]
            case _ if name in FACTS:
                facts[name] = FACTS[name]
    facts["settlement_funds"] = chance.randrange(100_000)
    await keeps(chat, facts, "profile:any")


async def _marries(chat: Chat, chance: random.Random) -> None:
    facts = await _told(chat)
    if not facts.get("partner", {}).get("married"):
        await marries(chat)
    else:
        await _edits(chat, chance)


async def _parts(chat: Chat, chance: random.Random) -> None:
    if "partner" not in await _told(chat):
        return await _edits(chat, chance)
    await chat.presses_data("c:e:parting")
    day = chance.choice(["today", "in 3 weeks"])
    await chat.says("Today" if day == "today" else f"{(chat.now + 21 * DAY):%-d %B %Y}")
    await chat.presses("Save this change")
    return None


async def _tests_again(chat: Chat, chance: random.Random) -> None:
    facts = await _told(chat)
    sat = chat.now.date() - chance.randrange(20, 400) * DAY
    test = {
        "kind": "celpip_general",
        "scores": dict.fromkeys(("listening", "reading", "writing", "speaking"), chance.randrange(4, 12)),
        "test_date": sat.isoformat(),
        "result_date": (sat + 9 * DAY).isoformat(),
    }
    await keeps(chat, {**facts, "tests": [*(facts.get("tests") or []), test][-2:]}, "language_test")


async def _time_passes(chat: Chat, chance: random.Random) -> None:
    """Days go by; what is due goes out, and some of it is put off or finished."""
    chat.now += chance.randrange(1, 40) * DAY
    async with chat.database.unit() as unit:
        await plans.apply_due(unit, chat.now)
        for row in await notifications.due(unit, chat.now, 100, chat.now + timedelta(minutes=5)):
            await notifications.sent(unit, row.id, chat.now)
            match chance.randrange(4):
                case 0:
                    await notifications.snooze(unit, row.id, chat.now + 3 * DAY)
                case 1:
                    await notifications.finish(unit, chat.chat_id, row.item)
    await plans_anew(chat)


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_happened_undo_is_exactly_the_state_before(chat: Chat, seed: int) -> None:
    chance = random.Random(seed)
    await chat.knows({**FACTS, "birth_date": FULL["birth_date"]})
    undone = 0
    steps: list[Step] = [_edits, _marries, _parts, _tests_again]
    for _ in range(8):
        await _time_passes(chat, chance)
        before, entry_before = await state(chat), await last(chat)
        await chance.choice(steps)(chat, chance)
        entry = await last(chat)
        if entry.key == entry_before.key:  # the same as before: nothing was kept
            continue
        text = await undoes(chat, entry)
        assert "Undone" in text, (seed, entry.kind)
        undone += 1
        assert await state(chat) == before, (seed, entry.kind)
        await chance.choice(steps)(chat, chance)
    assert undone >= 4


@pytest.mark.parametrize("seed", range(4))
async def test_a_row_of_changes_is_undone_one_after_the_other_back_to_where_it_began(chat: Chat, seed: int) -> None:
    chance = random.Random(100 + seed)
    await chat.knows({**FACTS, "birth_date": FULL["birth_date"]})
    await _time_passes(chat, chance)
    states, made = [await state(chat)], []
    for _ in range(6):
        before = await last(chat)
        await chance.choice([_edits, _marries, _parts, _tests_again])(chat, chance)
        if (entry := await last(chat)).key != before.key:
            made.append(entry)
            states.append(await state(chat))
    for place in reversed(range(len(made))):
        assert "Undone" in await undoes(chat, made[place])
        assert await state(chat) == states[place], (seed, made[place].kind)
