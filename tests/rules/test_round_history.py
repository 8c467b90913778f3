"""The rounds by themselves: of a kind, counted, the pool; and nothing of after the moment asked at."""

from __future__ import annotations

from datetime import UTC, date, datetime

from rules.facts import InvitedProgram
from rules.round_history import (
    Above,
    Kind,
    around,
    held_by,
    how_many_reached,
    invites,
    kind_of,
    last_of_each,
    last_pool,
    of_kind,
)
from rules.rounds import RoundKind, round_of, rounds

CEC = Kind(RoundKind.program, "canadian_experience")
AUGUST = datetime(2026, 8, 20, 15, tzinfo=UTC)


def test_the_last_ten_of_the_canadian_experience_class_in_august() -> None:
    """S53: 507 509 515 514 518 516 517 516 516 523, and three of them at or below 514."""
    ten = of_kind(held_by(AUGUST), CEC)[:10]
    assert [one.cut_off for one in reversed(ten)] == [507, 509, 515, 514, 518, 516, 517, 516, 516, 523]
    found = how_many_reached(ten, 514)
    assert found is not None
    assert (found.reached, found.of, found.last) == (3, 10, date(2026, 8, 18))
    assert how_many_reached((), 514) is None


def test_a_round_exists_from_its_instant_on() -> None:
    instant = datetime(2026, 8, 18, 10, 13, 44, tzinfo=UTC)
    assert held_by(instant)[0].number == "436"
    assert held_by(instant.replace(second=43))[0].number == "435"
    assert held_by(datetime(2026, 9, 29, 0, 0, tzinfo=UTC))[0].number == "446", "its hour is not known"


def test_every_round_is_of_one_kind_and_the_last_of_each_comes_newest_first() -> None:
    last = last_of_each(held_by(AUGUST))
    assert [one.number for one in last[:3]] == ["437", "436", "435"]
    assert len({kind_of(one) for one in last}) == len(last)
    assert {kind_of(one) for one in held_by(AUGUST)} == {kind_of(one) for one in last}
    known = held_by(datetime(2100, 1, 1, tzinfo=UTC))
    assert sum(len(of_kind(known, kind_of(one))) for one in last_of_each(known)) == len(rounds())
    assert invites(CEC) is InvitedProgram.canadian_experience
    assert invites(Kind(RoundKind.category, "french")) is None


def test_a_category_nobody_knows_goes_by_its_name() -> None:
    one = round_of("447")
    assert one is not None
    named = one._replace(category=None, name_en="High-wage occupations")
    assert kind_of(named) == Kind(RoundKind.category, "High-wage occupations")
    assert kind_of(one._replace(kind=RoundKind.program, programs=())) == Kind(RoundKind.program, one.name_en)


def test_who_stands_above_in_the_last_published_pool() -> None:
    pool = last_pool(held_by(AUGUST))
    assert pool is not None
    assert pool.as_of == date(2026, 8, 16)
    found = around(pool, 485)
    assert isinstance(found, Above)
    assert found.band == (481, 490)
    assert found.above == sum(each.people for each in pool.bands if each.first > 490)
    assert around(pool, 1300) is None
    assert last_pool(()) is None
