"""What another rule book, or a rule that starts, moves for somebody: before and after, and nothing for the others."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from bench.rules import candidates
from rules.facts import Facts, Job, JobOffer
from rules.parameters import FOLDER, RuleBook, book, load
from rules.rule_changes import differing, experience, of_books, of_day
from rules.standing import Moved
from tests.rules.situations import candidate
from tests.yardstick import lengths

ON = date(2026, 10, 5)
Another = Callable[..., RuleBook]


@pytest.fixture
def another(tmp_path: Path) -> Another:
    """The rule book with one piece of text of one file replaced."""

    def make(file: str, old: str, new: str, name: str = "parameters") -> RuleBook:
        shutil.copytree(FOLDER, tmp_path / name)
        text = (tmp_path / name / file).read_text("utf-8")
        assert old in text
        (tmp_path / name / file).write_text(text.replace(old, new, 1), "utf-8")
        return load(tmp_path / name)

    return make


def nurse(until: date, months: int) -> Facts:
    """Six years abroad in another occupation, then so many months as a nurse up to a day."""
    told: dict[str, Any] = {"country": "IN", "hours_per_week": 40, "paid": True, "self_employed": False, "studying": ()}
    start = until - timedelta(days=31 * months)
    jobs = (
        Job.model_validate({**told, "noc": "31301", "start": start}),
        Job.model_validate({**told, "noc": "21231", "start": start - timedelta(2200), "end": start - timedelta(1)}),
    )
    return candidate(until, english=9).model_copy(update={"jobs": jobs, "children": ()})


BONUS = ("crs.yaml", "with_english: 50, otherwise: 25}", "with_english: 60, otherwise: 25}")


def test_who_has_the_points_is_told_of_them_with_before_and_after_and_nobody_else(another: Another) -> None:
    new = another(*BONUS)
    assert differing(book(), new) == {"crs"}
    found = of_books(candidate(ON, english=9, french=8), ON, book(), new)
    assert found is not None
    assert found.crs_before is not None
    assert (found.crs_after, found.moved) == (found.crs_before + 10, (Moved("french", 50, 60),))
    assert (found.programs_gained, found.programs_lost, found.categories, found.dates) == ((), (), (), ())
    assert of_books(candidate(ON, english=9), ON, book(), new) is None
    assert of_books(candidate(ON, english=9, french=8), ON, book(), book()) is None


def test_a_book_that_says_the_same_moves_nothing_for_anybody(another: Another) -> None:
    same = another("crs.yaml", "about: Comprehensive", "about: The Comprehensive")
    for facts in islice(candidates(ON), 40):
        assert of_books(facts, ON, book(), same) is None


OF_2026 = """      - from: 2026-02-18
        status: reported
        source: [ircc_categories, own]
        window: 3
        where: anywhere
        teers: [0, 1, 2, 3, 4, 5]
        self_employed: abroad
        student: abroad
        unauthorised: false
        physicians: ["31100", "31101", "31102"]
        months: {months}
"""


def test_a_list_that_asks_for_less_gives_the_category_to_who_has_enough(another: Another) -> None:
    """S79 and S52: nine months instead of the twelve of this book, and the other way round."""
    milder = another("work.yaml", OF_2026.format(months=12), OF_2026.format(months=9))
    assert differing(book(), milder) == {"work"}
    found = of_books(nurse(ON, 10), ON, book(), milder)
    assert found is not None
    (moved,) = found.categories
    assert moved.category == "healthcare"
    asked = [experience(one) for one in (moved.before, moved.after)]
    assert [(one.months, one.hours) for one in asked if one is not None] == [(12, 1560), (9, 1170)]
    assert [one.eligible for one in (moved.before, moved.after) if one is not None] == [False, True]
    assert of_books(nurse(ON, 20), ON, book(), milder) is None, "enough before and after"
    back = of_books(nurse(ON, 10), ON, milder, book())
    assert back is not None
    assert [one.after.eligible for one in back.categories if one.after is not None] == [False]


def test_a_program_that_opens_and_a_clock_that_ends_earlier(another: Another) -> None:
    lower = another("federal_skilled_worker.yaml", "value: 67", "value: 60")
    nearly = candidate(ON, age=35, english=9, canadian=0, foreign=1)
    found = of_books(nearly, ON, book(), lower)
    assert found is not None
    assert (found.programs_gained, found.programs_lost) == (("federal_skilled_worker",), ())
    assert found.crs_before is None, "no rule of the score is another one"
    shorter = another(
        "validity.yaml",
        "source: [irpr, ministerial_instructions], value: 24}",
        "source: [irpr, ministerial_instructions], value: 18}",
        name="shorter",
    )
    moved = of_books(nearly, ON, book(), shorter)
    assert moved is not None
    (dated,) = [one for one in moved.dates if one.kind == "language_test"]
    assert dated.before is not None
    assert dated.after is not None
    assert dated.after < dated.before


def test_fees_and_addresses_move_nothing_of_a_candidate(another: Another) -> None:
    dearer = another("planning_margins.yaml", "value: 5", "value: 6")
    assert differing(book(), dearer) == {"planning_margins"}
    found = of_books(candidate(ON, english=9), ON, book(), dearer)
    assert found is None, "a margin of ours moves no last day"


def test_the_list_of_2026_02_18_is_told_to_the_nurse_of_nine_months() -> None:
    """S52: enough for six months, not for twelve; another candidate hears nothing of it."""
    day = date(2026, 2, 18)
    found = of_day(nurse(day, 9), day)
    assert found is not None
    (moved,) = found.categories
    asked = [experience(one) for one in (moved.before, moved.after)]
    assert [(one.months, one.hours) for one in asked if one is not None] == [(6, 780), (12, 1560)]
    assert moved.after is not None
    assert moved.after.eligible is False
    assert moved.after.eligible_from is not None
    assert moved.after.eligible_from > day
    assert of_day(candidate(day, english=9, canadian=0, foreign=3), day) is None


def test_the_end_of_the_points_for_a_job_offer_is_told_to_who_had_them() -> None:
    day = date(2025, 3, 25)
    offered = candidate(day, english=9).model_copy(update={"job_offer": JobOffer.other_skilled})
    found = of_day(offered, day)
    assert found is not None
    assert found.crs_before is not None
    assert found.crs_after == found.crs_before - 50
    assert of_day(offered, day + timedelta(1)) is None, "no rule starts on that day"


def test_a_birthday_of_the_same_day_is_no_change_of_the_rules() -> None:
    day = date(2025, 3, 25)
    turns_thirty = candidate(day, english=9, age=30)
    assert of_day(turns_thirty, day) is None


def test_the_comparison_of_many_is_quick_where_one_file_differs(another: Another) -> None:
    new = another(*BONUS)
    people = list(islice(candidates(ON), 200))
    of_books(people[0], ON, book(), new)
    assert lengths(lambda: [of_books(facts, ON, book(), new) for facts in people], tries=1) / len(people) < 200
