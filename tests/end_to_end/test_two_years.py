"""Fifteen candidates over two simulated years: every message that comes unasked, by day, hour and kind.

Each file of `two_years/` is one life: what was told and when, and under `expected` the whole list of messages. A line
is the day and the hour on the person's clock and what the message is about: the clock (kind, whose, which) with its
rung, several where one message says several. A rung is a number of days before the day, `d30` a number of days since
the beginning, `act_by` the day to act by; `(late)`, `(moved)` and `(waited)` is what the message says besides.

How the lists were made: from the facts by hand, never from what the program said. The comment at the head of each file
names every clock with its last safe day and the reading behind it (the names in brackets are those of the project's
readings, now in rules/parameters), then the days of its ladder were counted back on a calendar (Python's `date` as a
calendar, nothing of this program) and put at nine, at eight on a last morning, or on the first Sunday at six in the
evening for what is more than 30 days away. Where list and program differed, the rule decided who was right: the program
was, three times (the hours of a year of work; a grid that reaches its pass mark; a clock that had been overlooked);
everything else was mended in the program.

All lives go through the desk, the real delivery and a real database, with a recorder in Telegram's place, so that two
years take a second. Three of them are lived once more at the same time with the program as it is run, over HTTP.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.database import open_database
from tests.conversations.conftest import KEYS
from tests.end_to_end.lives import FOLDER, Lived, read
from tests.end_to_end.lives_over_http import Resident, live_together
from tests.end_to_end.running import FAST, companion

LIVES = sorted(FOLDER.glob("*.yaml"))
OVER_HTTP = ("casablanca", "kolkata", "sydney")


@pytest.mark.parametrize("path", LIVES, ids=lambda path: path.stem)
async def test_what_comes_in_two_years_is_what_was_reckoned_by_hand(path: Path, tmp_path: Path) -> None:
    life = read(path)
    async with open_database(f"sqlite:///{tmp_path}/companion.db", KEYS) as database:
        lived = Lived(life, database)
        await lived.lives()
    assert sorted(each.line(life.zone) for each in lived.came) == sorted(life.expected)
    assert sorted(each.line(life.zone) for each in lived.partner_got) == sorted(life.partner_gets)


async def test_three_of_them_at_once_over_http(tmp_path: Path) -> None:
    lives = [read(FOLDER / f"{name}.yaml") for name in OVER_HTTP]
    async with companion(tmp_path, min(life.begins for life in lives), **FAST) as bot, bot.store() as store:
        residents = [Resident(life, bot, store, 7001 + n) for n, life in enumerate(lives)]
        await live_together(bot, store, residents)
    assert {one.life.name: one.differences() for one in residents} == {life.name: [] for life in lives}


def test_the_lives_are_different_enough() -> None:
    lives = [read(path) for path in LIVES]
    assert len(lives) >= 12
    assert len({life.zone for life in lives}) == len(lives)
    told = " ".join(line for life in lives for line in life.expected)
    for item in (
        *("language_test:own", "language_test:partner", "education_assessment", "profile_draft", "profile:own"),
        *("invitation:own", "effective_deadline", "account_look", "nomination_answer", "nomination:own"),
        *("police_certificate", "medical_exam", "passport:own", "passport:partner", "permit", "birthday:own"),
        *("selection_grid_birthday", "work_gain", "category_day", "work_window", "child_ages_out", "common_law_day"),
        *("funds_table", "misrepresentation_bar", "rule_change", "heartbeat", "self_check", "partner asked"),
    ):
        assert item in told, f"no life has a message about {item}"
