"""Before and after a change, in words: by hand on the shared numbers, and within the room there is."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any, get_args

import pytest

from conversations import clock_names
from conversations.clock_names import named
from conversations.events import before_after
from locales import LANGUAGES, Language, use
from rules.categories import categories
from rules.deadlines import Kind, deadlines
from rules.facts import Child, Facts, Invitation, InvitedProgram, Partner
from rules.facts import Language as OfTest
from rules.shapes.categories import Categories
from rules.work import PurposeKey
from tests.conversations.full_facts import full
from tests.rules.situations import candidate, companion, result

ON = date(2026, 11, 23)


def read(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", text))


def shown(before: Facts, after: Facts, on: date = ON, today: date = ON, **more: Any) -> str:
    return read(before_after.words(before, after, on, today, **more))


def s40(**more: Any) -> Facts:
    """32, a master's degree, CLB 9, a year here and a year abroad."""
    told = {"settlement_funds": 16_000, "children": (), **more}
    return candidate(ON, age=32, education="master_or_professional", english=9, canadian=1, foreign=1, **told)


def with_spouse(facts: Facts, **more: Any) -> Facts:
    return facts.model_copy(update={"partner": companion(ON, education="secondary", **more)})


def test_s40_a_spouse_with_secondary_school_takes_29_points_factor_by_factor() -> None:
    text = shown(s40(), with_spouse(s40()))
    assert text.splitlines()[:6] == [
        "Your CRS score, estimated for 23 November 2026: 452, before: 481 (−29).",
        "Age: 85, before: 94 (−9)",
        "Education: 126, before: 135 (−9)",
        "First official language: 116, before: 124 (−8)",
        "Work in Canada: 35, before: 40 (−5)",
        "Partner's education: 2, before: 0 (+2)",
    ]


def test_s40_the_funds_are_told_for_the_larger_family_with_the_day_of_the_table() -> None:
    text = shown(s40(), with_spouse(s40()))
    assert (
        "Settlement funds: $19,001 for a family of 2, before: $15,263 for 1 (table of 7 July 2025).\n"
        "You told me $16,000: $3,001 short."
    ) in text
    assert "Federal Skilled Worker Program: no longer met.\n" in text
    assert (
        "As before: the Federal Skilled Worker points, what is met (Canadian Experience Class) and your dates." in text
    )


def test_after_the_application_the_points_are_said_to_decide_nothing() -> None:
    applied = s40().model_copy(update={"invitation": Invitation(issued=date(2026, 9, 1), applied=date(2026, 9, 30))})
    text = shown(applied, with_spouse(applied))
    assert text.startswith("Your application is made: the points of your invitation are not counted again.")
    assert "only there to compare" not in shown(s40(), with_spouse(s40()))


def test_who_is_asked_for_no_funds_reads_of_none() -> None:
    in_canada = s40(settlement_funds=None).model_copy(
        update={"invitation": Invitation(issued=ON, program=InvitedProgram.canadian_experience)}
    )
    assert "Settlement funds:" not in shown(in_canada, with_spouse(in_canada))


def test_a_day_to_come_is_compared_on_that_day_and_both_days_are_named() -> None:
    on = date(2027, 12, 1)  # 33 by then
    text = shown(s40(), with_spouse(s40(), married=on), on)
    assert "Today, 23 November 2026, your CRS score is 481, estimated." in text
    assert "compares the day from which it holds, Wednesday 1 December 2027." in text
    assert "estimated for 1 December 2027: 447, before: 475 (−28)." in text


def test_a_birthday_on_the_way_is_not_part_of_the_difference() -> None:
    facts, on = s40(), date(2027, 12, 1)
    text = shown(facts, facts.model_copy(update={"relative_in_canada": True}), on)
    assert "Your CRS score stays at 475, estimated for 1 December 2027." in text
    assert "Age:" not in text


def test_the_two_scores_never_stand_on_one_line() -> None:
    before = candidate(ON, english=9, foreign=3)
    text = shown(before, with_spouse(before, english=5).model_copy(update={"relative_in_canada": True}))
    # 12 for age, 21, 24 and 11 make 68; a relative and the spouse's language 5 each for adaptability.
    assert "Federal Skilled Worker points, another score: 78, before: 68 (+10)." in text
    assert "Adaptability: 10, before: 0 (+10)" in text
    for line in text.splitlines():
        assert not ("CRS" in line and "Federal Skilled Worker" in line)


def test_open_facts_make_both_sums_the_least_there_is() -> None:
    before = Facts(birth_date=date(1991, 3, 31))
    after = before.model_copy(update={"partner": Partner(status="accompanying")})
    text = shown(before, after)
    assert "at least 70, before: 77 (−7)" in text
    assert "Not known yet, so counted as nothing: " in text


def test_a_sum_that_is_not_open_any_more_is_told_beside_one_that_was() -> None:
    after = s40()
    text = shown(after.model_copy(update={"tests": ()}), after)
    assert "481, before: at least" in text


def test_a_pass_mark_that_is_missed_and_a_program_that_is_shut_say_so() -> None:
    before = candidate(ON, age=33, french=8, english=6, foreign=3, settlement_funds=100_000)
    text = shown(before, before.model_copy(update={"tests": before.tests[1:]}))
    assert "The pass mark of 67 is missed." in text
    assert "Federal Skilled Worker Program: no longer met." in text
    text = shown(s40(), s40(intends_to_live_in_quebec=True))
    assert "Canadian Experience Class: no longer met. You plan to live in Quebec" in text


def test_a_category_that_opens_is_named() -> None:
    before = candidate(ON, age=30, english=9, french=[7, 7, 6, 7], foreign=3)
    after = candidate(ON, age=30, english=9, french=7, foreign=3)
    assert "Categories of rounds gained: French-language proficiency." in shown(before, after)
    assert "Categories of rounds lost: French-language proficiency." in shown(after, before)


def test_dates_move_appear_and_fall_away() -> None:
    invited = s40(passport_expires=date(2030, 1, 1)).model_copy(
        update={"invitation": Invitation(issued=ON, program=InvitedProgram.canadian_experience)}
    )
    after = invited.model_copy(update={"passport_expires": date(2026, 12, 20), "partner": companion(ON)})
    text = shown(invited, after)
    assert "The day to apply by: 20 December 2026, before: 22 January 2027" in text
    assert "Your passport: 20 December 2026, before: 1 January 2030" in text
    assert "Your partner's medical exam: new, 22 January 2027" in text
    assert "Your partner's medical exam: 22 January 2027 no longer matters" in shown(after, invited)
    assert "the day to apply by, 22 January 2027" in shown(invited, invited)


def test_a_child_of_three_days_brings_no_date_of_the_year_2048() -> None:
    baby = s40(children=(Child(birth_date=date(2026, 11, 20)),))
    assert "2048" not in shown(s40(), baby)


def test_nothing_that_does_not_exist_is_said_to_stay() -> None:
    text = shown(Facts(), Facts(relative_in_canada=False))
    for absent in ("your dates", "categories", "the day to apply by", "Class"):
        assert absent not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_most_that_can_change_at_once_fits_below_a_summary_and_in_a_message(language: Language) -> None:
    everything = full()
    nothing = Facts(birth_date=everything.birth_date, tests=(result(OfTest.english, 4, ON),))
    with use(language):
        for before, after in ((nothing, everything), (everything, nothing)):
            assert len(before_after.words(before, after, ON, date(2026, 11, 1), short=True)) <= 1700
            assert len(before_after.words(before, after, ON, date(2026, 11, 1))) <= 2300


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_clock_there_can_be_has_a_name(language: Language) -> None:
    assert {*Kind} <= {*clock_names.NAMES}
    with use(language):
        for clock in deadlines(full(), ON):
            assert named(clock.key)
        for purpose in ("crs_canadian", "crs_foreign", *(program.value for program in InvitedProgram)):
            if purpose in clock_names.WINDOWS:
                assert named(f"work_window:own:{purpose}")
        assert {*clock_names.WINDOWS} <= {*get_args(PurposeKey)}
        for category in Categories.model_fields:
            assert named(f"work_window:own:category:{category}")
        assert named("police_certificate:child:2008-01-01:2")
        assert named("language_test:own:english:canadian_experience")
    assert {one.category for one in categories(full(), ON)} <= {*Categories.model_fields}
