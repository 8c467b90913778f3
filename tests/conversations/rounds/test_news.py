"""New and corrected rounds: who is told, once, in which words, whatever happens in between."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from conversations import privacy, pushes
from conversations.rounds import news
from rules import rounds as table
from rules.facts import Facts, InvitedProgram
from rules.round_verdicts import Short
from rules.rounds import Round, RoundKind
from storage import candidates, notifications
from storage import rounds as store
from storage.candidates import Candidate
from storage.notifications import Notification
from storage.settings import DEFAULTS, Settings
from storage.unit import Database
from tests.conversations.chat import Chat
from tests.conversations.rounds.test_room import person
from tests.conversations.sound import faults_of

NOW = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
SEEN = NOW - timedelta(minutes=3)

CEC = Round(
    number="460",
    day=date(2026, 11, 24),
    instant=datetime(2026, 11, 24, 15, 30, tzinfo=UTC),
    kind=RoundKind.program,
    name_en="Canadian Experience Class",
    name_fr="Catégorie de l’expérience canadienne",
    programs=(InvitedProgram.canadian_experience,),
    category=None,
    version=None,
    invitations=1_000,
    cut_off=523,
    tie_break=datetime(2026, 2, 13, 21, 15, 14, tzinfo=UTC),
    pool=None,
)
LOWER = CEC._replace(number="461", cut_off=515, tie_break=datetime(2026, 3, 1, tzinfo=UTC))

AT_THE_CUT_OFF = person()
"""523, and in the pool 13 min 33 s before the tie-break."""

BELOW = person(canadian_work_years=1)

NO_CEC = person(canadian_work_years=0)


@pytest.fixture(autouse=True)
def known() -> Iterator[None]:
    """Two rounds more than were shipped."""
    table.know([CEC, LOWER])
    yield
    table.know(())


async def joins(database: Database, chat_id: int, facts: dict[str, Any] | None, settings: Settings = DEFAULTS) -> None:
    async with database.unit() as unit:
        await candidates.save(
            unit,
            Candidate(
                chat_id=chat_id,
                created_at=NOW,
                seen_at=NOW,
                language="en",
                time_zone="America/Toronto",
                notice_version=privacy.VERSION,
                facts=None if facts is None else Facts.model_validate(facts).model_dump(mode="json"),
                settings=settings,
            ),
        )


async def published(database: Database, *changes: tuple[Round | None, Round], at: datetime = SEEN) -> None:
    async with database.unit() as unit:
        await store.keep(unit, changes, at)


async def everybody_is_told(database: Database) -> int:
    steps = 0
    while await news.tell(database, NOW):
        steps += 1
    return steps


async def queued(database: Database, *chats: int) -> list[Notification]:
    async with database.reader() as unit:
        return [each for chat in chats for each in await notifications.pending(unit, chat)]


async def told(database: Database, chat: int) -> list[str]:
    return [each.rung.partition(":")[0] for each in await queued(database, chat)]


def read(pushed: tuple[pushes.Push, ...]) -> str:
    """All of it as a person reads it, in plain spaces."""
    text = "\n\n".join(push.message.text for push in pushed if push.message)
    plain = html.unescape(re.sub(r"<[^>]+>", "", text))
    return plain.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("choice", "hear"), [("mine", {1, 2}), ("invited", {1}), ("all", {1, 2, 3, 4}), ("none", set())]
)
async def test_a_round_reaches_those_it_concerns_by_their_choice(chat: Chat, choice: str, hear: set[int]) -> None:
    for n, facts in enumerate((AT_THE_CUT_OFF, BELOW, NO_CEC, None), 1):
        await joins(chat.database, n, facts, replace(DEFAULTS, rounds=choice))
    await published(chat.database, (None, CEC))
    await everybody_is_told(chat.database)
    assert {each.chat_id for each in await queued(chat.database, 1, 2, 3, 4)} == hear


@pytest.mark.parametrize(
    ("found", "mine", "invited"),
    [
        (Short(True, True), True, True),
        (Short(True, None), True, True),
        (Short(True, False), True, False),
        (Short(None, None), True, False),
        (Short(None, False), False, False),
        (Short(False, False), False, False),
    ],
)
def test_what_is_not_known_is_told_only_where_an_invitation_may_be(found: Short, mine: bool, invited: bool) -> None:
    assert (news.concerns("mine", found), news.concerns("invited", found)) == (mine, invited)


async def test_who_would_have_been_invited_is_told_first(chat: Chat) -> None:
    await joins(chat.database, 1, BELOW)
    await joins(chat.database, 2, AT_THE_CUT_OFF)
    await published(chat.database, (None, CEC))
    await everybody_is_told(chat.database)
    async with chat.database.unit() as unit:
        found = await notifications.due(unit, NOW, 10, NOW + timedelta(minutes=1))
    assert [each.chat_id for each in found] == [2, 1]


async def test_a_restart_in_the_middle_loses_nobody_and_tells_nobody_twice(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "BATCH", 3)
    for n in range(1, 11):
        await joins(chat.database, n, AT_THE_CUT_OFF)
    await published(chat.database, (None, CEC))
    await news.tell(chat.database, NOW)  # and now the process is killed
    assert await everybody_is_told(chat.database) == 4  # three steps with people, and the one that ends it
    assert [each.chat_id for each in await queued(chat.database, *range(1, 11))] == [*range(1, 11)]
    assert not await news.tell(chat.database, NOW)


async def test_a_step_that_was_done_but_not_noted_tells_nobody_twice(chat: Chat) -> None:
    """As after a copy of the database was put back: the queue itself knows."""
    await joins(chat.database, 1, AT_THE_CUT_OFF)
    await published(chat.database, (None, CEC))
    await everybody_is_told(chat.database)
    [row] = await queued(chat.database, 1)
    async with chat.database.unit() as unit:
        await notifications.add(unit, [replace(row, id=notifications.new_id())])
    assert await queued(chat.database, 1) == [row]


async def test_a_person_deleted_in_the_meantime_leaves_no_row_behind(chat: Chat) -> None:
    await joins(chat.database, 1, AT_THE_CUT_OFF)
    await published(chat.database, (None, CEC))
    await everybody_is_told(chat.database)
    [row] = await queued(chat.database, 1)
    async with chat.database.unit() as unit:
        await candidates.delete(unit, 1)
        await notifications.add(unit, [row])
    assert await queued(chat.database, 1) == []


async def test_a_corrected_round_is_told_only_where_the_answer_changes(chat: Chat) -> None:
    await joins(chat.database, 1, AT_THE_CUT_OFF)
    await joins(chat.database, 2, person(canadian_work_years=5))  # far above in both
    before = CEC._replace(tie_break=datetime(2026, 2, 13, 21, 1, 41, tzinfo=UTC))
    await published(chat.database, (before, CEC))
    await everybody_is_told(chat.database)
    assert (await told(chat.database, 1), await told(chat.database, 2)) == (["corrected"], [])


async def test_a_round_that_is_corrected_before_a_person_heard_of_it_is_new_to_them(chat: Chat) -> None:
    await joins(chat.database, 1, AT_THE_CUT_OFF)
    first = CEC._replace(cut_off=530)
    await published(chat.database, (None, first))
    await everybody_is_told(chat.database)
    await published(chat.database, (first, CEC))
    await everybody_is_told(chat.database)
    assert await told(chat.database, 1) == ["new"]
    text = read(await worded(chat.database, 1))
    assert text.startswith("A new round")
    assert "Cut-off: 523" in text


async def test_in_a_pause_and_before_the_notice_nothing_comes(chat: Chat) -> None:
    await joins(chat.database, 1, AT_THE_CUT_OFF, replace(DEFAULTS, paused_through=date(2026, 11, 30)))
    await published(chat.database, (None, CEC))
    await everybody_is_told(chat.database)
    assert await queued(chat.database, 1) == []


@pytest.mark.parametrize(
    ("before", "days", "tells"),
    [(None, 7, True), (None, 8, False), (CEC._replace(cut_off=530), 60, True), (CEC._replace(cut_off=530), 61, False)],
)
async def test_history_that_is_read_for_the_first_time_is_no_news(
    chat: Chat, before: Round | None, days: int, tells: bool
) -> None:
    await joins(chat.database, 1, AT_THE_CUT_OFF)
    await published(chat.database, (before, CEC), at=SEEN + timedelta(days))
    await everybody_is_told(chat.database)
    assert bool(await queued(chat.database, 1)) is tells


# --- the message ---


async def worded(database: Database, chat_id: int, now: datetime = NOW) -> tuple[pushes.Push, ...]:
    async with database.reader() as unit:
        someone = await candidates.load(unit, chat_id)
        due = await notifications.pending(unit, chat_id)
    assert someone is not None
    return pushes.pushes(due, due, someone, now)


async def test_the_message_has_the_verdict_to_the_second_and_the_way_on(chat: Chat) -> None:
    await joins(chat.database, 1, AT_THE_CUT_OFF)
    await published(chat.database, (None, CEC))
    await everybody_is_told(chat.database)
    [push] = await worded(chat.database, 1)
    text = read((push,))
    assert text.startswith("A new round: Canadian Experience Class, Tuesday 24 November 2026\n")
    assert "Round 460. Cut-off: 523. Invitations: 1,000." in text
    assert "523 = the cut-off." in text
    assert "in time, by 13 min 33 s. You would have been invited." in text
    assert "Look into your account: it alone says whether you were invited." in text
    assert "Read on IRCC's page at 10:57 a.m., sent to you at 11:00 a.m., Toronto time." in text
    assert push.message is not None
    data = [button.data for row in push.message.keyboard for button in row]
    assert data == ["i:got", "ro:one:460", "ro:home", "set:rounds"]


async def test_two_rounds_of_a_day_are_one_message_with_the_invitation_first(chat: Chat) -> None:
    await joins(chat.database, 1, BELOW)
    lowest = LOWER._replace(cut_off=450)
    table.know([CEC, lowest])
    await published(chat.database, (None, CEC), (None, lowest))
    await everybody_is_told(chat.database)
    [push] = await worded(chat.database, 1)
    text = read((push,))
    assert text.index("Round 461") < text.index("Round 460")
    assert text.count("Read on IRCC's page") == 1
    assert len(push.covers) == 2


async def test_a_correction_says_what_stood_there_before(chat: Chat) -> None:
    await joins(chat.database, 1, AT_THE_CUT_OFF)
    await published(chat.database, (CEC._replace(cut_off=530), CEC))
    await everybody_is_told(chat.database)
    text = read(await worded(chat.database, 1))
    assert "A round was corrected: Canadian Experience Class" in text
    assert "Before, the page said: cut-off 530, invitations 1,000." in text


async def test_a_discreet_message_tells_nothing_of_the_rounds(chat: Chat) -> None:
    await joins(chat.database, 1, AT_THE_CUT_OFF, replace(DEFAULTS, discreet=True))
    await published(chat.database, (None, CEC))
    await everybody_is_told(chat.database)
    assert read(await worded(chat.database, 1)) == "News about rounds of invitations is waiting for you."


@pytest.mark.parametrize("discreet", [False, True])
@pytest.mark.parametrize(
    "by_now", [{"rounds": "none"}, {"rounds": "invited"}, {"paused_through": date(2026, 11, 24)}, {"rounds": "all"}]
)
async def test_what_was_chosen_while_quiet_hours_held_the_message_counts(
    chat: Chat, by_now: dict[str, Any], discreet: bool
) -> None:
    """A round they would not have been invited in."""
    await joins(chat.database, 1, BELOW)
    await published(chat.database, (None, CEC))
    await everybody_is_told(chat.database)
    await joins(chat.database, 1, BELOW, replace(DEFAULTS, discreet=discreet, **by_now))
    pushed = await worded(chat.database, 1)
    assert [push.message is not None for push in pushed] == [by_now == {"rounds": "all"}]
    assert len(pushed[0].covers) == 1, "it is settled either way"


@pytest.mark.parametrize("choice", ["mine", "all"])
async def test_one_whose_answers_no_rule_can_work_with_holds_up_nobody(
    chat: Chat, monkeypatch: pytest.MonkeyPatch, choice: str
) -> None:
    def fails(facts: Facts, one: Round) -> Short:
        if facts.canadian_work_years == 1:
            raise ArithmeticError
        return Short(True, True)

    monkeypatch.setattr(news, "short", fails)
    for n, facts in enumerate((AT_THE_CUT_OFF, BELOW, AT_THE_CUT_OFF), 1):
        await joins(chat.database, n, facts, replace(DEFAULTS, rounds=choice))
    await published(chat.database, (None, CEC))
    await everybody_is_told(chat.database)
    assert [each.chat_id for each in await queued(chat.database, 1, 2, 3)] == [1, 3]


async def test_answers_of_another_program_do_not_stop_the_message(chat: Chat) -> None:
    await joins(chat.database, 1, AT_THE_CUT_OFF, replace(DEFAULTS, rounds="all"))
    await published(chat.database, (None, CEC))
    await everybody_is_told(chat.database)
    async with chat.database.unit() as unit:
        someone = await candidates.load(unit, 1)
        assert someone is not None
        await candidates.save(unit, replace(someone, facts={"of": "another time"}))
    text = read(await worded(chat.database, 1))
    assert "Round 460. Cut-off: 523." in text
    assert "would have been" not in text


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("simple", [False, True])
async def test_names_as_published_are_no_markup_and_many_rounds_are_one_message(
    chat: Chat, language: str, simple: bool
) -> None:
    named = '<b>&"x" </i> <script>alert(1)</script> %s {0} ' * 4
    every = [
        CEC._replace(
            number=f"{470 + n}", kind=RoundKind.category, category=key, programs=(), name_en=named, name_fr=named
        )
        for n, key in enumerate(("healthcare", "not_known", "french", None, "stem", "trades", "also_not_known"))
    ]
    table.know(every)
    await joins(chat.database, 1, AT_THE_CUT_OFF, replace(DEFAULTS, rounds="all", simple=simple))
    async with chat.database.unit() as unit:
        someone = await candidates.load(unit, 1)
        assert someone is not None
        await candidates.save(unit, replace(someone, language=language, time_zone="Pacific/Kiritimati"))
    await published(chat.database, *((None, one) for one in every))
    await everybody_is_told(chat.database)
    [push] = await worded(chat.database, 1)
    assert push.message is not None
    assert faults_of(push.message) == []
    assert "&lt;script&gt;" in push.message.text
    assert len(push.covers) == 7


async def test_the_choice_is_made_in_the_settings_and_said_there(chat: Chat) -> None:
    await chat.knows(AT_THE_CUT_OFF)
    assert "8. New rounds: you hear about those you could have entered." in await chat.says("/settings")
    assert "1. Those I could have entered" in await chat.presses("Choose the rounds")
    assert "8. New rounds: you hear about those you would have been invited in." in await chat.says("2")
    candidate = await chat.candidate()
    assert candidate is not None
    assert candidate.settings.rounds == "invited"
