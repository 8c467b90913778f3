"""The rounds that are known: what they say of each other, and that they are those of the collected data."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta

import pytest

from rules.facts import InvitedProgram
from rules.rounds import RoundKind, issued_between, known_until, round_of, rounds
from rules.shapes.categories import Categories
from tests.rules.situations import SHARED

COLLECTED = SHARED / "data" / "rounds.csv"
PROGRAMS = {
    "FSW": InvitedProgram.federal_skilled_worker,
    "CEC": InvitedProgram.canadian_experience,
    "FST": InvitedProgram.skilled_trades,
    "PNP": InvitedProgram.provincial_nominee,
}


def test_the_rounds_are_in_the_order_they_were_held_each_once() -> None:
    days = [one.day for one in rounds()]
    assert days == sorted(days)
    numbers = [one.number for one in rounds()]
    assert len({*numbers}) == len(numbers)
    plain = [int(number) for number in numbers if number.isdecimal()]
    assert plain == sorted(plain)
    assert {*range(1, plain[-1] + 1)} - {*plain} == {91}
    assert [number for number in numbers if not number.isdecimal()] == ["91a", "91b"]


def test_what_a_round_says_can_be() -> None:
    for one in rounds():
        assert 0 < one.cut_off <= 1200
        assert one.invitations > 0
        assert one.name_en
        assert one.day <= one.issued <= one.day + timedelta(days=1)
        assert one.tie_break is None or one.tie_break.date() <= one.issued
        assert (one.tie_break is None) == (one.number.isdecimal() and int(one.number) <= 76)
        assert one.instant is None or one.instant.tzinfo is not None


def test_a_round_is_for_everybody_for_a_program_or_for_a_category_that_is_known() -> None:
    for one in rounds():
        assert (one.kind is RoundKind.category) == (one.category is not None)
        assert one.category is None or one.category in Categories.model_fields
        assert (one.version is not None) == (one.kind is RoundKind.category)
        of_its_kind = {RoundKind.general: 4, RoundKind.program: 1, RoundKind.category: 3}
        assert len(one.programs) == of_its_kind[one.kind]
        assert one.kind is not RoundKind.category or InvitedProgram.provincial_nominee not in one.programs


def test_the_bands_of_a_pool_touch_each_other_and_make_its_total() -> None:
    published = [(one.number, one.pool) for one in rounds() if one.pool is not None]
    assert len(published) > 200
    for number, pool in published:
        assert (pool.bands[0].last, pool.bands[-1].first) == (1200, 0)
        assert all(above.first == below.last + 1 for above, below in zip(pool.bands, pool.bands[1:], strict=False))
        # The ten-point bands of this one were published with 180 people fewer than their sum.
        missing = 180 if number == "247" else 0
        assert sum(band.people for band in pool.bands) == pool.total - missing


def test_a_round_is_found_by_its_number_and_its_day() -> None:
    found = round_of("436")
    assert found is not None
    assert (found.day, found.cut_off, found.invitations) == (date(2026, 8, 18), 523, 1000)
    assert found.programs == (InvitedProgram.canadian_experience,)
    assert [one.number for one in issued_between(date(2018, 5, 30), date(2018, 5, 30))] == ["91a", "91b"]
    assert issued_between(date(2018, 5, 31), date(2018, 5, 31)) == ()
    assert round_of("91") is None
    assert [one.number for one in issued_between(date(2026, 9, 28), date(2026, 10, 1))] == ["445", "446", "447"]
    assert known_until() == date(2026, 10, 1)


def test_a_round_in_the_evening_of_ottawa_was_issued_on_the_next_day_in_utc() -> None:
    found = round_of("7")
    assert found is not None
    assert found.issued == found.day + timedelta(days=1)


@pytest.mark.skipif(not COLLECTED.exists(), reason=f"no collected rounds in {COLLECTED}")
def test_the_rounds_are_those_that_were_collected() -> None:
    with COLLECTED.open(encoding="utf-8", newline="") as lines:
        collected = [*csv.DictReader(lines)]
    assert [one["number"] for one in collected] == [one.number for one in rounds()]
    for row, one in zip(collected, rounds(), strict=True):
        assert row["date"] == one.day.isoformat()
        assert row["name"] == one.name_en
        assert (row["name_fr"] or None) == one.name_fr
        assert row["round_type"] == one.kind
        assert tuple(PROGRAMS[name] for name in row["programs"].split(";")) == one.programs
        assert (row["category"] or None) == one.category
        assert (int(row["invitations"]), int(row["crs_cutoff"])) == (one.invitations, one.cut_off)
        assert _instant(row["datetime_utc"]) == one.instant
        assert _instant(row["tie_break_datetime_utc"]) == one.tie_break
        bands = {} if one.pool is None else {f"pool_{band.first}_{band.last}": band.people for band in one.pool.bands}
        assert {name: int(row[name]) for name in bands} == bands
        assert int(row["pool_total"] or 0) == (0 if one.pool is None else one.pool.total)


def _instant(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
