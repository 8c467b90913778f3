"""Changes that are known beforehand: kept until their day, applied on it once, told that morning."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest

from conversations import changes, notices
from conversations.events import plans
from conversations.messages import Kind
from rules import crs
from rules.facts import Facts
from storage import candidates, inbox, journal, notifications, planned
from storage.notifications import Notification, State
from storage.planned import Planned
from tests.conversations.chat import Chat
from tests.conversations.events.made_up import FACTS, made_up_events
from tests.conversations.sound import assert_sound

__all__ = ["made_up_events"]

FIRST_OF_FEBRUARY = datetime(2027, 2, 1, 5, tzinfo=UTC)  # midnight in Toronto
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


async def plans_to_part(chat: Chat, on: str = "1 February 2027") -> str:
    await chat.presses_data("c:e:parting")
    await chat.says(on)
    return await chat.presses("Save this change")


async def plans_to_save(chat: Chat, on: str = "1 February 2027", means: str = "1") -> str:
    await chat.presses_data("c:e:savings")
    await chat.says(on)
    await chat.says(means)
    return await chat.presses("Save this change")


async def the_job_runs(chat: Chat, at: datetime) -> None:
    """What the schedule does every quarter of an hour."""
    chat.now = at
    more = True
    while more:
        async with chat.database.unit() as unit:
            more = await plans.apply_due(unit, at)


async def facts_of(chat: Chat) -> dict[str, object]:
    candidate = await chat.candidate()
    assert candidate is not None
    assert candidate.facts is not None
    return candidate.facts


async def waiting(chat: Chat) -> list[Planned]:
    async with chat.database.reader() as unit:
        return await planned.of(unit, chat.chat_id)


async def kinds(chat: Chat) -> list[str]:
    async with chat.database.reader() as unit:
        return [entry.kind for entry in await journal.entries(unit, chat.chat_id)]


async def last_entry(chat: Chat) -> journal.Entry:
    async with chat.database.reader() as unit:
        [entry] = await journal.newest(unit, chat.chat_id, 1)
    return entry


async def notices_of(chat: Chat) -> list[Notification]:
    return [each for each in await chat.reminders() if each.kind == plans.KIND]


async def worded(chat: Chat, notice: Notification) -> str:
    """The notice as its person reads it; its buttons can be pressed from then on."""
    candidate = await chat.candidate()
    assert candidate is not None
    message = notices.word(notice, candidate, notice.due_at)
    chat.seen.append(message)
    return html.unescape(re.sub("<[^>]+>", "", message.text))


# --- until the day ---


async def test_a_change_in_the_future_changes_nothing_before_its_day(chat: Chat) -> None:
    await chat.knows(FACTS)
    before, reminders = await facts_of(chat), await chat.reminders()
    text = await plans_to_part(chat)
    assert "Planned: We part, Monday 1 February 2027." in text
    assert "Until then your answers, your score and your reminders stay as they are." in text
    assert await facts_of(chat) == before
    assert await chat.reminders() == reminders
    assert await kinds(chat) == ["interview", "planned:parting"]
    [change] = await waiting(chat)
    assert (change.event, change.day, change.due_at) == ("parting", date(2027, 2, 1), FIRST_OF_FEBRUARY)
    await the_job_runs(chat, FIRST_OF_FEBRUARY - MINUTE)
    assert "at least" in await chat.says("/score")
    assert await facts_of(chat) == before


async def test_a_change_of_today_or_earlier_is_kept_at_once(chat: Chat) -> None:
    await chat.knows(FACTS)
    assert "Saved: We part" in await plans_to_part(chat, "23 November 2026")
    assert "partner" not in await facts_of(chat)
    assert await waiting(chat) == []


async def test_a_dated_event_is_kept_at_once_and_says_from_when_it_counts(chat: Chat) -> None:
    await chat.knows({"birth_date": "1991-03-31", "education": "secondary", "tests": []})
    await chat.presses_data("c:e:marriage")
    await chat.goes_through("14 March 2027", "1")
    text = await chat.presses("Save this change")
    assert "It counts from that day on. Until then your score stays as it is." in text
    assert await waiting(chat) == []
    assert (await facts_of(chat))["partner"] == {"status": "accompanying", "married": "2027-03-14"}


async def test_change_shows_what_is_planned_and_takes_it_out_in_two_steps(chat: Chat) -> None:
    await chat.knows(FACTS)
    assert "Planned" not in await chat.says("/change")
    await plans_to_part(chat)
    assert "Planned\n• We part: Monday 1 February 2027" in await chat.says("/change")
    await chat.presses("Planned changes")
    await chat.presses("Take out 1")
    assert "Take this planned change out?" in chat.text
    assert "Parting: Monday 1 February 2027" in chat.text
    assert len(await waiting(chat)) == 1
    data = chat.button("Take this plan out now").data
    text = await chat.presses_data(data)
    assert "Taken out: We part: Monday 1 February 2027. Your answers did not change." in text
    assert "Nothing is planned." in text
    assert await waiting(chat) == []
    assert await kinds(chat) == ["interview", "planned:parting", "undone"]
    assert "no longer there" in await chat.presses_data(data)
    await the_job_runs(chat, FIRST_OF_FEBRUARY)
    assert "partner" in await facts_of(chat)


async def test_the_same_change_for_another_day_takes_the_place_of_the_first(chat: Chat) -> None:
    await chat.knows(FACTS)
    await plans_to_part(chat)
    await plans_to_part(chat, "10 February 2027")
    assert [change.day for change in await waiting(chat)] == [date(2027, 2, 10)]
    await plans_to_save(chat, means="1")
    await plans_to_save(chat, means="2")  # not the same: another amount
    assert len(await waiting(chat)) == 3


async def test_there_are_at_most_ten_plans(chat: Chat) -> None:
    await chat.knows(FACTS)
    async with chat.database.unit() as unit:
        for n in range(plans.MOST):
            day = date(2027, 3, 1 + n)
            change = Planned(
                chat_id=chat.chat_id, event="savings", day=day, answers={"n": n}, due_at=plans.begins(day, None)
            )
            await planned.add(unit, change)
    assert "There are 10 planned changes already" in await plans_to_part(chat)
    assert len(await waiting(chat)) == plans.MOST
    await chat.presses("Planned changes")
    assert_sound(chat.reply)


# --- on the day ---


@pytest.mark.parametrize("by", ["message", "press", "photo", "job"])
async def test_it_takes_effect_on_its_day_by_a_message_or_by_the_job(chat: Chat, by: str) -> None:
    await chat.knows(FACTS)
    await plans_to_part(chat)
    chat.now = FIRST_OF_FEBRUARY
    match by:
        case "message":
            assert "Your partner" not in await chat.says("/score")
        case "press":
            await chat.presses_data("go:score")
        case "photo":
            await chat.sends(Kind.PHOTO)
        case _:
            await the_job_runs(chat, FIRST_OF_FEBRUARY)
    facts = await facts_of(chat)
    assert "partner" not in facts
    assert await waiting(chat) == []
    assert await kinds(chat) == ["interview", "planned:parting", "event:parting"]
    async with chat.database.reader() as unit:
        [entry] = await journal.newest(unit, chat.chat_id, 1)
    assert entry.entry["facts"] == facts
    assert entry.entry["score"] == crs.score(Facts.model_validate(facts), date(2027, 2, 1)).total
    [notice] = await notices_of(chat)
    assert notice.due_at == datetime(2027, 2, 1, 14, tzinfo=UTC)  # nine in the morning
    await the_job_runs(chat, FIRST_OF_FEBRUARY + DAY)
    await chat.says("/start")
    assert await kinds(chat) == ["interview", "planned:parting", "event:parting"]
    assert await notices_of(chat) == [notice]


async def test_the_notice_says_what_counts_now_and_how_to_undo_it(chat: Chat) -> None:
    await chat.knows(FACTS)
    await plans_to_save(chat)
    before = await facts_of(chat)
    await the_job_runs(chat, FIRST_OF_FEBRUARY)
    [notice] = await notices_of(chat)
    text = await worded(chat, notice)
    assert "“I have saved up” now counts, from Monday 1 February 2027." in text
    assert "Your CRS score stays at" in text
    assert "If it was not so, or not on that day, undo it" in text
    assert "Funds" in await chat.presses("Show what it changed") or "funds" in chat.text
    assert "Undone: I have saved up (planned" in await chat.presses_data(chat.button("Undo this change").data)
    assert await facts_of(chat) == before
    assert await notices_of(chat) == []


async def test_a_parting_is_told_without_a_number(chat: Chat) -> None:
    await chat.knows(FACTS)
    text = await plans_to_part(chat)
    assert "before:" not in text.partition("Your CRS score")[0]
    await the_job_runs(chat, FIRST_OF_FEBRUARY)
    [notice] = await notices_of(chat)
    assert "score" not in await worded(chat, notice)


async def test_the_notice_is_in_the_language_of_the_person(conversation: Chat) -> None:
    await conversation.knows(FACTS)
    await conversation.presses_data("c:e:parting")
    await conversation.says("1er février 2027")
    assert "Prévu" in await conversation.presses("Enregistrer")
    await the_job_runs(conversation, FIRST_OF_FEBRUARY)
    [notice] = await notices_of(conversation)
    assert "compte à partir du lundi 1er février 2027" in await worded(conversation, notice)


async def test_what_no_longer_fits_changes_nothing_and_asks(chat: Chat) -> None:
    await chat.knows(FACTS)
    await plans_to_part(chat)
    async with chat.database.unit() as unit:  # it came sooner, and was told
        candidate = await candidates.load(unit, chat.chat_id)
        assert candidate is not None
        alone = Facts.model_validate({key: value for key, value in (candidate.facts or {}).items() if key != "partner"})
        await candidates.save(
            unit, await changes.keep(unit, candidate, alone, chat.now, chat.now.date(), "profile:couple")
        )
    before = await facts_of(chat)
    await the_job_runs(chat, FIRST_OF_FEBRUARY)
    assert await facts_of(chat) == before
    assert (await kinds(chat))[-1] == "not_applied:parting"
    assert await waiting(chat) == []
    [notice] = await notices_of(chat)
    text = await worded(chat, notice)
    assert "“We part”, planned for Monday 1 February 2027, was not taken over" in text
    assert "Nothing was changed." in text
    await chat.presses("Enter it: We part")
    assert "does not fit" in chat.text


async def test_a_change_that_cannot_be_made_of_the_answers_changes_nothing(chat: Chat) -> None:
    await chat.knows({**FACTS, "education": "doctoral"})
    async with chat.database.unit() as unit:
        for event in ("misfit", "long gone"):
            change = Planned(
                chat_id=chat.chat_id, event=event, day=date(2027, 2, 1), answers={}, due_at=FIRST_OF_FEBRUARY
            )
            await planned.add(unit, change)
    before = await facts_of(chat)
    await the_job_runs(chat, FIRST_OF_FEBRUARY)
    assert await facts_of(chat) == before
    [notice] = await notices_of(chat)
    text = await worded(chat, notice)
    assert text.count("was not taken over") == 2
    assert "A change" in text


async def test_two_plans_of_one_day_both_take_effect_and_are_told_together(chat: Chat) -> None:
    await chat.knows(FACTS)
    await plans_to_part(chat)
    await plans_to_save(chat)
    await the_job_runs(chat, FIRST_OF_FEBRUARY)
    facts = await facts_of(chat)
    assert "partner" not in facts
    assert facts["settlement_funds"] == 15000
    [notice] = await notices_of(chat)
    text = await worded(chat, notice)
    assert "“We part” now counts" in text
    assert "“I have saved up” now counts" in text
    assert "Your history" in await chat.presses("Show my history")


async def test_two_plans_of_two_days_that_passed_unseen_take_effect_in_their_order(chat: Chat) -> None:
    await chat.knows(FACTS)
    await plans_to_save(chat, "5 February 2027", "2")
    await plans_to_save(chat, "1 February 2027", "1")
    chat.now = datetime(2027, 2, 20, 15, tzinfo=UTC)
    await chat.says("/score")
    assert (await facts_of(chat))["settlement_funds"] == 30000
    [notice] = await notices_of(chat)
    assert notice.due_at == chat.now  # its morning is over


async def test_another_time_zone_moves_the_instant_and_not_the_day(chat: Chat) -> None:
    await chat.knows(FACTS)
    await plans_to_part(chat)
    await chat.says("/timezone")
    await chat.says("Vancouver")
    midnight = datetime(2027, 2, 1, 8, tzinfo=UTC)
    assert [change.due_at for change in await waiting(chat)] == [midnight]
    await the_job_runs(chat, midnight - MINUTE)
    assert "partner" in await facts_of(chat)
    await the_job_runs(chat, midnight)
    assert "partner" not in await facts_of(chat)


async def test_a_row_whose_day_has_not_come_where_the_person_is_waits_on(chat: Chat) -> None:
    await chat.knows(FACTS, "America/Vancouver")
    async with chat.database.unit() as unit:
        change = Planned(
            chat_id=chat.chat_id, event="parting", day=date(2027, 2, 1), answers={}, due_at=FIRST_OF_FEBRUARY
        )
        await planned.add(unit, change)
    await the_job_runs(chat, FIRST_OF_FEBRUARY)
    assert "partner" in await facts_of(chat)
    assert [each.due_at for each in await waiting(chat)] == [FIRST_OF_FEBRUARY + timedelta(hours=3)]
    assert await notices_of(chat) == []


async def test_a_transaction_that_fails_leaves_the_plan_and_the_facts(chat: Chat) -> None:
    await chat.knows(FACTS)
    await plans_to_part(chat)
    before = await facts_of(chat)
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 - the unit is what raises
        async with chat.database.unit() as unit:
            await plans.apply_due(unit, FIRST_OF_FEBRUARY)
            raise ZeroDivisionError
    assert await facts_of(chat) == before
    assert len(await waiting(chat)) == 1
    assert await notices_of(chat) == []
    await the_job_runs(chat, FIRST_OF_FEBRUARY)
    assert (await kinds(chat)).count("event:parting") == 1


async def test_who_read_the_row_before_another_applied_it_goes_on_with_what_that_one_kept(chat: Chat) -> None:
    await chat.knows(FACTS)
    await plans_to_part(chat)
    stale = await chat.candidate()
    assert stale is not None
    assert plans.is_due(stale, FIRST_OF_FEBRUARY)
    await the_job_runs(chat, FIRST_OF_FEBRUARY)
    async with chat.database.unit() as unit:
        fresh = await plans.ripen(unit, stale, FIRST_OF_FEBRUARY)
    assert fresh.facts == await facts_of(chat)
    assert (await kinds(chat)).count("event:parting") == 1


async def test_the_job_leaves_who_is_just_being_answered_to_that_answer(chat: Chat) -> None:
    await chat.knows(FACTS)
    await plans_to_part(chat)
    async with chat.database.unit() as unit:
        await inbox.receive(unit, [(999, chat.chat_id, b"{}")], FIRST_OF_FEBRUARY)
    await the_job_runs(chat, FIRST_OF_FEBRUARY)
    assert len(await waiting(chat)) == 1
    await chat.says("/score")
    assert "partner" not in await facts_of(chat)


async def test_many_people_are_seen_to_in_small_transactions(chat: Chat) -> None:
    people = [Chat(chat.database, chat_id=n) for n in range(1, 2 * plans.BATCH + 3)]
    for person in people:
        await person.knows(FACTS)
        async with chat.database.unit() as unit:
            change = Planned(
                chat_id=person.chat_id, event="parting", day=date(2027, 2, 1), answers={}, due_at=FIRST_OF_FEBRUARY
            )
            await planned.add(unit, change)
    transactions, more = 0, True
    while more:
        async with chat.database.unit() as unit:
            more = await plans.apply_due(unit, FIRST_OF_FEBRUARY)
        transactions += 1
    assert transactions == 4  # the last finds nothing
    assert not [person for person in people if "partner" in await facts_of(person)]


async def test_who_has_blocked_the_bot_has_their_facts_right_and_hears_of_it_when_back(chat: Chat) -> None:
    await chat.knows(FACTS)
    await plans_to_part(chat)
    await chat.sends(Kind.BLOCKED)
    await the_job_runs(chat, FIRST_OF_FEBRUARY)
    assert "partner" not in await facts_of(chat)
    assert [notice.state for notice in await notices_of(chat)] == [State.HELD]
    await chat.sends(Kind.UNBLOCKED)
    assert [notice.state for notice in await notices_of(chat)] == [State.PENDING]


async def test_a_discreet_notice_shows_nothing_until_it_is_asked_for(chat: Chat) -> None:
    await chat.knows(FACTS)
    await plans_to_part(chat)
    await chat.presses_data("set:discreet:on")
    await the_job_runs(chat, FIRST_OF_FEBRUARY)
    [notice] = await notices_of(chat)
    assert await worded(chat, notice) == "A reminder is waiting for you."
    async with chat.database.unit() as unit:
        await notifications.sent(unit, notice.id, notice.due_at)
    assert "“We part” now counts" in await chat.presses("Show the reminder")


# --- with everything else ---


@pytest.mark.parametrize("how", ["delete", "restart"])
async def test_plans_go_with_everything_that_was_told(chat: Chat, how: str) -> None:
    await chat.knows(FACTS)
    await plans_to_part(chat)
    if how == "delete":
        await chat.goes_through("/delete", "[Delete]", "delete")
    else:
        await chat.goes_through("/restart", "[Start over now]")
    assert await waiting(chat) == []
    await the_job_runs(chat, FIRST_OF_FEBRUARY)
    assert await notices_of(chat) == []


async def test_a_copy_brings_the_plans_that_are_still_to_come(chat: Chat) -> None:
    await chat.knows(FACTS)
    await plans_to_part(chat)
    await plans_to_save(chat, "10 February 2027")
    await chat.says("/export")
    page, copy = chat.files["html"].decode(), chat.files["json"]
    assert "We part: Monday 1 February 2027" in page
    assert [each["event"] for each in json.loads(copy)["planned"]] == ["parting", "savings"]
    other = Chat(chat.database, chat_id=8, now=datetime(2027, 2, 5, 15, tzinfo=UTC))
    await other.knows({"birth_date": "1990-01-01"}, "America/Vancouver")
    await other.says("/import")
    assert "Planned: I have saved up, Wednesday 10 February 2027" in await other.sends_file(copy)
    await other.presses("Take over this copy")
    [change] = await waiting(other)
    assert (change.event, change.answers) == ("savings", {"since": "2027-02-10", "means": "15000"})
    assert change.due_at == datetime(2027, 2, 10, 5, tzinfo=UTC)  # the copy brought the time zone too


@pytest.mark.parametrize(
    "row",
    [
        7,
        {},
        {"event": "parting", "day": "2027-02-01"},
        {"event": "parting", "day": "2027-02-02", "answers": {"since": "2027-02-01"}},
        {"event": "parting", "day": "1", "answers": {"since": "1"}},
        {"event": "parting", "day": "2027-02-01", "answers": {"since": "2027-02-01", "more": 1}},
        {"event": "parting", "day": "2027-02-01", "answers": {"since": ["2027-02-01"]}},
        {"event": "marriage", "day": "2027-02-01", "answers": {"since": "2027-02-01"}},
        {"event": "unheard of", "day": "2027-02-01", "answers": {"since": "2027-02-01"}},
        {"event": "savings", "day": "2027-02-01", "answers": {"since": "2027-02-01", "means": "a million"}},
        {"event": ["parting"], "day": None, "answers": []},
    ],
)
async def test_a_plan_that_nobody_can_have_made_is_refused(chat: Chat, row: object) -> None:
    await chat.knows(FACTS)
    await chat.says("/import")
    told = {"format": "express-entry-companion", "version": 1, "facts": FACTS, "planned": [row]}
    assert "planned.0" in await chat.sends_file(json.dumps(told).encode())
    assert "Nothing was changed" in chat.text


async def test_a_copy_without_plans_leaves_those_that_are_here(chat: Chat) -> None:
    await chat.knows(FACTS)
    await plans_to_part(chat)
    await chat.says("/import")
    told = {"format": "express-entry-companion", "version": 1, "facts": FACTS, "settings": {"time_zone": "Asia/Manila"}}
    await chat.sends_file(json.dumps(told).encode())
    await chat.presses("Take over this copy")
    assert [change.due_at for change in await waiting(chat)] == [datetime(2027, 1, 31, 16, tzinfo=UTC)]


async def test_a_parting_leads_to_no_score_when_it_is_planned_nor_when_it_is_undone(chat: Chat) -> None:
    await chat.knows(FACTS)
    await plans_to_part(chat)
    assert "score, estimated" not in chat.text
    await chat.presses_data(f"c:undo:{(await last_entry(chat)).key}")
    assert "Undone" in chat.text
    assert "score, estimated" not in chat.text
