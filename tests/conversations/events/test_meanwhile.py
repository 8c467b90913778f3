"""Two changes open at once: what one saved, the other does not take back, and is not saved over another thing."""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.conversations.chat import Chat
from tests.conversations.events.people import job, person

TWO_JOBS: Final = person(jobs=[job(), job(start="2026-03-02", noc="65200")])
COUPLE: Final = person(partner={"status": "accompanying", "living_together_since": "2024-05-01"})
THREE: Final = person(children=[{"birth_date": f"201{n}-01-01"} for n in (0, 2, 4)])


async def _facts(chat: Chat) -> dict[str, Any]:
    candidate = await chat.candidate()
    assert candidate is not None
    assert candidate.facts is not None
    return candidate.facts


async def test_a_job_ended_twice_does_not_end_the_other_one(chat: Chat) -> None:
    await chat.knows(TWO_JOBS)
    await chat.presses_data("c:e:job_ended")
    await chat.goes_through("1", "20 November 2026")
    await chat.presses_data("c:e:laid_off")
    await chat.goes_through("1", "10 November 2026", "For good", "[Save this change]", "/start")
    assert "Nothing was changed" in await chat.presses("Save this change")
    assert [each.get("end") for each in (await _facts(chat))["jobs"]] == ["2026-11-10", None]


async def test_the_only_job_ended_meanwhile_is_not_taken_for_the_new_one(chat: Chat) -> None:
    await chat.knows(person())
    await chat.presses_data("c:e:job_ended")
    await chat.says("20 November 2026")
    await chat.knows(TWO_JOBS | {"jobs": [job(end="2026-11-10"), job(start="2026-11-16", noc="65200")]})
    assert "Nothing was changed" in await chat.says("Save this change")
    assert [each.get("end") for each in (await _facts(chat))["jobs"]] == ["2026-11-10", None]


async def test_a_second_job_told_meanwhile_is_asked_which_it_is(chat: Chat) -> None:
    await chat.knows(person())
    await chat.presses_data("c:e:job_ended")
    await chat.says("20 November 2026")
    await chat.knows(TWO_JOBS)
    assert "Which job is it?" in await chat.says("Save this change")
    await chat.goes_through("2", "[Save this change]")
    assert [each.get("end") for each in (await _facts(chat))["jobs"]] == [None, "2026-11-20"]


async def test_a_wedding_confirmed_after_the_partner_was_told_to_be_gone_asks_for_the_new_one(chat: Chat) -> None:
    await chat.knows(COUPLE)
    await chat.presses_data("c:e:marriage")
    await chat.says("20 November 2026")
    save = chat.button("Save this change").data
    await chat.presses_data("c:e:separation")
    await chat.goes_through("10 November 2026", "[Save this change]")
    assert "Is your partner a Canadian citizen" in await chat.presses_data(save)
    assert "partner" not in await _facts(chat)
    await chat.goes_through("1", "[Save this change]")
    assert (await _facts(chat))["partner"] == {"married": "2026-11-20", "status": "accompanying"}


async def test_a_day_before_what_was_told_meanwhile_is_asked_again(chat: Chat) -> None:
    await chat.knows(person(partner={"status": "accompanying", "married": "2020-06-01"}))
    await chat.presses_data("c:e:separation")
    await chat.says("5 November 2020")
    await chat.knows(person(partner={"status": "accompanying", "married": "2021-06-01"}))
    assert "Since when have you lived apart" in await chat.says("Save this change")
    assert "partner" in await _facts(chat)


async def test_a_child_meant_is_the_same_one_after_another_was_taken_out(chat: Chat) -> None:
    await chat.knows(THREE)
    await chat.presses_data("c:e:child_canadian")
    await chat.goes_through("2", "20 November 2026")
    await chat.presses_data("c:e:child_died")
    await chat.goes_through("1", "19 November 2026", "[Save this change]", "/start", "[Save this change]")
    assert (await _facts(chat))["children"] == [
        {"birth_date": "2012-01-01", "canadian": True},
        {"birth_date": "2014-01-01"},
    ]


async def test_a_plan_for_a_child_who_is_gone_is_not_kept_for_the_only_one_left(chat: Chat) -> None:
    await chat.knows(person(children=[{"birth_date": "2010-01-01"}, {"birth_date": "2012-01-01"}]))
    await chat.presses_data("c:e:child_canadian")
    await chat.goes_through("1", "25 November 2026", "[Save this change]")
    assert "Planned" in chat.text
    await chat.presses_data("c:e:child_died")
    await chat.goes_through("1", "20 November 2026", "[Save this change]")
    chat.now = chat.now.replace(day=26)
    await chat.says("/start")
    assert (await _facts(chat))["children"] == [{"birth_date": "2012-01-01"}]


@pytest.mark.parametrize("event", ["separation", "divorce", "partner_died"])
async def test_a_parting_without_its_day_says_that_the_day_is_needed(chat: Chat, event: str) -> None:
    await chat.knows(person(partner={"status": "accompanying", "married": "2020-06-01"}))
    await chat.presses_data(f"c:e:{event}")
    await chat.says("skip")
    assert "To keep this I need" in await chat.says("Save this change")
    assert "partner" in await _facts(chat)


async def test_of_two_plans_for_one_day_the_one_told_first_takes_effect_first(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = iter(range(1000, 0, -1))  # as chance has it
    monkeypatch.setattr("secrets.randbits", lambda _bits: next(ids))
    await chat.knows(person(partner={"status": "accompanying", "married": "2020-06-01"}))
    for event in ("partner_not_coming", "partner_canadian"):
        await chat.presses_data(f"c:e:{event}")
        await chat.goes_through("1 December 2026", "[Save this change]")
    chat.now = chat.now.replace(month=12, day=2)
    assert "not taken over" not in await chat.says("/history")
    assert (await _facts(chat))["partner"]["status"] == "canadian"
