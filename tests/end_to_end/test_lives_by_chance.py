"""A few months of people by the roll of dice, the program away at times: nothing twice, nothing lost, no quiet hour."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations import reminders
from conversations.quiet import is_urgent
from storage import notifications
from storage.database import open_database
from storage.notifications import Notification
from tests.conversations.conftest import KEYS
from tests.conversations.test_reminder_laws import SETTINGS, ZONES, told
from tests.end_to_end.lives import Act, Life, Lived

BEGINS = datetime(2027, 2, 20, 15, tzinfo=UTC)
"""Both days on which clocks change in spring lie in the months after it, and in the south the end of summer time."""

ENDS = BEGINS + timedelta(days=75)
NEAR = st.dates(BEGINS.date() + timedelta(days=2), ENDS.date())
AWAY = st.lists(st.tuples(st.integers(0, 70 * 24), st.integers(1, 90)), max_size=4)
"""Hours after the beginning at which the program goes away, and for how many hours."""


async def lived(life: Life) -> tuple[Lived, list[Notification]]:
    """The life, and what was planned at its beginning."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_database(f"sqlite:///{folder}/companion.db", KEYS) as database:
            one = Lived(life, database)
            await one.begins()
            async with database.reader() as unit:
                planned = await notifications.pending(unit, one.chat.chat_id)
            await one.lives()
            candidate = await one.chat.candidate()
            assert candidate is not None
            for each in one.came:
                there = each.at.astimezone(ZoneInfo(life.zone))
                urgent = candidate.settings.urgent_any_hour and any(
                    is_urgent(row, candidate, each.at) for row in each.covers
                )
                assert urgent or not candidate.settings.is_quiet(there.hour), (there, each.line(life.zone))
            return one, planned


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    zone=st.sampled_from(ZONES),
    chosen=SETTINGS,
    result=NEAR,
    passport=NEAR,
    issued=st.dates(date(2027, 1, 20), date(2027, 2, 20)),
    born=st.dates(date(1980, 1, 1), date(2000, 12, 31)),
    away=AWAY,
)
def test_whenever_the_program_is_away_everything_comes_once_in_its_order(
    zone: str,
    chosen: Any,
    result: date,
    passport: date,
    issued: date,
    born: date,
    away: list[tuple[int, int]],
) -> None:
    starts = sorted(away)
    acts: list[Act] = []
    back = BEGINS
    for after, hours in starts:
        leaves = BEGINS + timedelta(hours=after)
        if leaves >= back:
            back = leaves + timedelta(hours=hours)
            until = back.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
            acts.append(Act(leaves, {"away_until": f"{until:%Y-%m-%d %H:%M}"}))
    life = Life(
        name="by chance",
        zone=zone,
        begins=BEGINS,
        ends=ENDS,
        facts=told(result.replace(year=result.year - 2), passport, issued, born),
        acts=tuple(acts),
        expected=(),
        settings=chosen.to_json(),
    )
    one, planned = asyncio.run(lived(life))

    said = Counter(
        (row.item, row.rung, row.arguments["last_safe_day"])
        for each in one.came
        for row in each.covers
        if row.kind != reminders.SELF_CHECK
    )
    assert not said or max(said.values()) == 1, said.most_common(1)
    days = Counter(
        (row.item, each.at.astimezone(ZoneInfo(zone)).date())
        for each in one.came
        for row in each.covers
        if not acts  # what comes late may meet the next one on its day
    )
    assert not days or max(days.values()) == 1, days.most_common(1)
    # Of each thing, what was planned before the last message about it is said or is said by it.
    last = {row.item: max(e.at for e in one.came if row in e.covers) for each in one.came for row in each.covers}
    for row in planned:
        if row.kind in (*reminders.WORDLESS, reminders.SELF_CHECK) or row.due_at > ENDS - timedelta(days=5):
            continue
        assert row.item in last, f"nothing came about {row.item}"
        assert last[row.item] >= row.due_at, f"{row.item} {row.rung} of {row.due_at} never came"
