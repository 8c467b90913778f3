"""The rounds a standing would have met: those open to it, by their cut-offs, and none without a program."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rules.facts import Facts
from rules.rounds import issued_between, know, known_until
from rules.rounds_met import RoundsMet, rounds_in_reach, rounds_met
from rules.standing import standing
from tests.rules.situations import candidate

ON = date(2026, 10, 1)


def met(facts: Facts, until: date = ON) -> RoundsMet:
    return rounds_met(facts, standing(facts, until), until=until)


def test_a_year_of_rounds_up_to_the_day_is_looked_at() -> None:
    found = met(candidate(ON, english=9, canadian=1))
    assert (found.first, found.last) == (date(2025, 10, 1), ON)
    assert met(candidate(date(2026, 11, 23), english=9, canadian=1), date(2026, 11, 23)).last == known_until()


def test_each_round_of_the_class_is_held_against_the_score() -> None:
    found = met(candidate(ON, english=9, canadian=1, foreign=3, education="master_or_professional"))
    [cec] = [one for one in found.kinds if one.key == "canadian_experience"]
    held = [one for one in issued_between(found.first, found.last) if one.name_en == "Canadian Experience Class"]
    assert cec.held == len(held)
    assert found.total is not None
    assert cec.below == sum(one.cut_off < found.total for one in held)
    assert cec.at == sum(one.cut_off == found.total for one in held)


def test_without_a_program_no_round_is_open() -> None:
    found = met(candidate(ON, english=4))
    assert (found.total, found.kinds, found.held) == (None, (), 0)


def test_french_opens_the_rounds_of_its_category() -> None:
    without, with_french = (met(candidate(ON, english=9, canadian=1, french=level)) for level in ((7, 7, 6, 7), 7))
    assert "french" not in {one.key for one in without.kinds}
    assert "french" in {one.key for one in with_french.kinds}
    assert with_french.held > without.held


def test_a_nominee_is_in_the_rounds_for_nominees() -> None:
    one = candidate(ON, english=9, canadian=1, nomination=True)
    found = {each.key: each for each in met(one).kinds}
    assert found["provincial_nominee"].below == found["provincial_nominee"].held > 0
    assert "provincial_nominee" not in {each.key for each in met(candidate(ON, english=9, canadian=1)).kinds}


@pytest.mark.parametrize("points", [0, 1])
def test_the_cut_off_itself_is_counted_apart(points: int) -> None:
    facts = candidate(ON, english=9, canadian=1, foreign=3, education="master_or_professional")
    now = standing(facts, ON)
    held = [one for one in issued_between(date(2025, 10, 1), ON) if one.name_en == "Canadian Experience Class"]
    cut_off = held[0].cut_off
    found = rounds_met(facts, now._replace(crs=replace(now.crs, total=cut_off + points)), until=ON)
    [cec] = [one for one in found.kinds if one.key == "canadian_experience"]
    assert cec.at == sum(one.cut_off == cut_off + points for one in held)
    assert found.below == sum(one.cut_off < cut_off + points for one in held)


def test_a_round_of_a_category_this_program_does_not_know_is_open_to_nobody() -> None:
    facts = candidate(ON, english=9, canadian=1)
    now = standing(facts, ON)
    open_before = met(facts)
    known = next(one for one in reversed(issued_between(open_before.first, ON)) if one.category == "french")
    know([known._replace(number="999", day=ON, category=None, name_en="Veterans of the merchant navy", cut_off=1)])
    try:
        assert met(facts) == open_before
        assert "999" not in rounds_in_reach({*now.eligible_programs}, {*now.eligible_categories}, 1200, ON)
    finally:
        know(())
