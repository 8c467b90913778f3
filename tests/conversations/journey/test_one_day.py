"""The stage and the days of an invitation agree on every screen, wherever the person lives."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from rules.facts import Facts
from rules.journey import State, day_of, stage_on
from tests.conversations.chat import Chat
from tests.conversations.journey.test_journey import POOL

WEST = (datetime(2027, 1, 18, 1, 30, tzinfo=UTC), "America/Vancouver")  # over in UTC, the evening before at home
EAST = (datetime(2027, 1, 17, 20, 0, tzinfo=UTC), "Asia/Kolkata")  # open in UTC, the next day at home


@pytest.mark.parametrize(
    ("where", "stage"),
    [(WEST, "invitation expired, out of the pool"), (EAST, "invited to apply")],
    ids=["west", "east"],
)
async def test_every_screen_goes_by_the_same_day_of_an_invitation(
    chat: Chat, where: tuple[datetime, str], stage: str
) -> None:
    chat.now, zone = where
    await chat.knows({**POOL, "invitation": {"issued": "2026-11-18"}}, zone=zone)
    for command in ("/start", "/journey", "/dates"):
        assert f"Where you are: {stage}" in await chat.says(command), command
    over = stage != "invited to apply"
    assert ("It ended on" in await chat.says("/invitation")) is over
    assert ("An invitation of yours is open" not in await chat.says("/reentry")) is over
    assert ("You have no profile in the pool now" in await chat.says("/score")) is over
    await chat.says("/change")
    assert ("My Express Entry application" in chat.labels) is over


async def test_without_an_invitation_the_day_is_the_persons_own(chat: Chat) -> None:
    chat.now, zone = WEST
    await chat.knows({**POOL, "profile": {"submitted": "2026-01-18"}}, zone=zone)
    for command in ("/start", "/journey", "/dates"):
        assert "Where you are: in the pool" in await chat.says(command), command


def test_an_answer_to_the_invitation_ends_what_utc_has_to_say() -> None:
    # In Delhi it is the 18th, in UTC the 17th: told today, the application is there today.
    applied = Facts.model_validate({**POOL, "invitation": {"issued": "2026-12-01", "applied": "2027-01-18"}})
    on = day_of(applied, EAST[0], date(2027, 1, 18))
    assert stage_on(applied, on).state is State.applied


def test_an_invitation_that_ran_out_long_ago_leaves_the_day_to_the_person() -> None:
    over = Facts.model_validate({**POOL, "invitation": {"issued": "2026-01-10"}})
    assert day_of(over, WEST[0], date(2027, 1, 17)) == date(2027, 1, 17)
