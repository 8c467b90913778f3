"""What the result of the selection grid says beside its points."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rules import federal_skilled_worker
from rules.facts import CanadianStudy, Facts, Language, Offer
from rules.reasons import to_plain
from rules.shapes.dated import NoRuleError
from tests.rules.situations import EDUCATION, candidate, companion, result

DAY = date(2026, 11, 2)

AGES = {17: 0, 18: 12, 35: 12, 36: 11, 37: 10, 38: 9, 39: 8, 40: 7, 41: 6, 42: 5, 43: 4, 44: 3, 45: 2, 46: 1, 47: 0}
LEVELS = {4: 0, 6: 0, 7: 4, 8: 5, 9: 6, 10: 6}
YEARS = {0: 0, 1: 9, 2: 11, 3: 11, 4: 13, 5: 13, 6: 15, 20: 15}
POINTS = {
    "none": 0,
    "secondary": 5,
    "one_year": 15,
    "two_year": 19,
    "bachelor": 21,
    "two_or_more": 22,
    "master_or_professional": 23,
    "doctoral": 25,
}


@pytest.mark.parametrize(("age", "points"), AGES.items())
def test_each_age_has_its_points(age: int, points: int) -> None:
    assert federal_skilled_worker.grid(candidate(DAY, age=age), DAY).factors["age"] == points


@pytest.mark.parametrize(("level", "points"), LEVELS.items())
def test_each_level_has_its_points_for_each_ability(level: int, points: int) -> None:
    for place in range(4):
        four = [4, 4, 4, 4]
        four[place] = level
        found = federal_skilled_worker.grid(candidate(DAY, english=four), DAY)
        assert found.factors["first_language"] == points


@pytest.mark.parametrize(("years", "points"), YEARS.items())
def test_each_year_has_its_points(years: int, points: int) -> None:
    assert federal_skilled_worker.grid(candidate(DAY, foreign=years), DAY).factors["experience"] == points


@pytest.mark.parametrize(("level", "points"), POINTS.items())
def test_each_level_of_education_has_its_points(level: str, points: int) -> None:
    assert federal_skilled_worker.grid(candidate(DAY, education=level), DAY).factors["education"] == points


def test_every_factor_says_the_most_it_can_give_and_they_make_a_hundred() -> None:
    found = federal_skilled_worker.grid(candidate(DAY), DAY)
    assert {line.key: line.most for line in found.lines} == {
        "first_language": 24,
        "second_language": 4,
        "education": 25,
        "experience": 15,
        "age": 12,
        "arranged_employment": 10,
        "adaptability": 10,
    }
    assert sum(line.most for line in found.lines) == found.most == 100
    assert found.pass_mark == 67


def test_each_tie_to_canada_says_its_own_most() -> None:
    found = federal_skilled_worker.grid(candidate(DAY, partner={}), DAY)
    assert {part.key: part.most for part in found.lines[-1].parts} == {
        "adaptability_own_study": 5,
        "adaptability_own_work": 10,
        "adaptability_relative": 5,
        "adaptability_arranged_employment": 5,
        "adaptability_partner_language": 5,
        "adaptability_partner_study": 5,
        "adaptability_partner_work": 5,
    }


def test_adaptability_is_cut_at_ten_and_shows_what_was_cut() -> None:
    facts = candidate(DAY, canadian=1, sibling=True, arranged_employment=True, two_years_of_study_in_canada=True)
    line = federal_skilled_worker.grid(facts, DAY).lines[-1]
    assert (line.points, line.before_cap) == (10, 25)


def test_the_minimums_name_what_is_needed_and_what_was_found() -> None:
    facts = candidate(DAY, education="none", english=[9, 9, 6, 9])
    found = federal_skilled_worker.grid(facts, DAY)
    assert [(one.key, one.met, one.found, one.needed) for one in found.minimums] == [
        ("minimum_language", False, 6, 7),
        ("minimum_experience", False, 0, 1),
        ("minimum_education", False, "less_than_secondary", "secondary"),
    ]
    assert dict(found.minimums[0].reason.facts)["writing"] == 6
    assert found.minimums[0].reason.rule == "federal_skilled_worker.minimum_language"


def test_the_class_is_open_at_sixty_seven_points_with_every_minimum_met() -> None:
    # 24 + 9 + 12 and 22 for two credentials; 21 for one make 66.
    found = federal_skilled_worker.grid(candidate(DAY, age=35, english=9, foreign=1, education="two_or_more"), DAY)
    assert (found.total, found.reached, found.eligible) == (67, True, True)
    found = federal_skilled_worker.grid(candidate(DAY, age=35, english=9, foreign=1), DAY)
    assert (found.total, found.reached, found.eligible) == (66, False, False)
    # 18 + 15 + 12 + 23, and a language below the minimum
    uneven = candidate(DAY, english=[10, 10, 10, 6], foreign=6, education="master_or_professional")
    found = federal_skilled_worker.grid(uneven, DAY)
    assert (found.total, found.reached, found.eligible) == (68, True, False)


def test_unknown_facts_meet_no_minimum() -> None:
    found = federal_skilled_worker.grid(Facts(), DAY)
    assert found.failed == ("minimum_language", "minimum_experience", "minimum_education")
    assert [one.found for one in found.minimums] == [None, 0, None]
    assert found.total == 0


def test_the_first_language_is_the_one_that_reaches_the_minimum() -> None:
    facts = candidate(DAY, english=[10, 10, 10, 6], french=7, foreign=3)
    found = federal_skilled_worker.grid(facts, DAY)
    assert found.first_official_language is Language.french
    assert found.failed == ()
    as_english = federal_skilled_worker.grid(facts, DAY, first_language=Language.english)
    assert as_english.total > found.total
    assert as_english.failed == ("minimum_language",)


def test_where_no_language_reaches_the_minimum_the_one_with_most_points_is_shown() -> None:
    found = federal_skilled_worker.grid(candidate(DAY, english=6, french=[9, 9, 9, 6]), DAY)
    assert found.first_official_language is Language.french
    assert found.factors["first_language"] == 18
    assert found.factors["second_language"] == 4


def test_of_two_sets_the_one_that_reaches_the_minimum_is_used() -> None:
    high = result(Language.english, [10, 10, 10, 6], DAY)
    even = result(Language.english, 7, DAY, chart=1)
    facts = candidate(DAY, foreign=3).model_copy(update={"tests": (high, even)})
    assert federal_skilled_worker.grid(facts, DAY).english_test == even


def test_a_dead_result_meets_no_minimum() -> None:
    facts = candidate(DAY, english=9, foreign=3)
    assert federal_skilled_worker.grid(facts, DAY).failed == ()
    assert federal_skilled_worker.grid(facts, date(2028, 11, 2)).failed == ("minimum_language",)


def test_a_partners_results_older_than_two_years_give_no_adaptability() -> None:
    partner = companion(DAY).model_copy(
        update={"tests": (result(Language.english, 9, DAY, result_date=date(2024, 11, 2)),)}
    )
    facts = candidate(DAY).model_copy(update={"partner": partner})
    assert federal_skilled_worker.grid(facts, date(2026, 11, 1)).factors["adaptability"] == 5
    assert federal_skilled_worker.grid(facts, DAY).factors["adaptability"] == 0


def test_of_a_partners_tests_any_at_the_minimum_is_enough() -> None:
    tests = (result(Language.english, 5, DAY), result(Language.french, [9, 9, 9, 3], DAY))
    for order in (tests, tests[::-1]):
        partner = companion(DAY).model_copy(update={"tests": order})
        facts = candidate(DAY).model_copy(update={"partner": partner})
        assert federal_skilled_worker.grid(facts, DAY).factors["adaptability_partner_language"] == 5


@pytest.mark.parametrize(("told", "points"), [({"english": 3}, 0), ({"english": 4}, 5), ({"french": [4, 4, 4, 3]}, 0)])
def test_a_partners_language_counts_from_level_4_in_every_ability(told: dict[str, Any], points: int) -> None:
    found = federal_skilled_worker.grid(candidate(DAY, partner=told), DAY)
    assert found.factors["adaptability_partner_language"] == points


def test_a_partners_result_that_reaches_no_level_is_named_all_the_same() -> None:
    part = federal_skilled_worker.grid(candidate(DAY, partner={"english": 0}), DAY).lines[-1].parts[4]
    assert part.reason.facts[0] == ("partner.tests", "ielts_general")


@pytest.mark.parametrize(("told", "points"), [(True, 5), (False, 0), (None, 0)])
def test_two_years_of_study_of_a_partner_are_a_tie(told: bool | None, points: int) -> None:
    found = federal_skilled_worker.grid(candidate(DAY, partner={"two_years_of_study_in_canada": told}), DAY)
    assert found.factors["adaptability_partner_study"] == points


def test_a_full_time_year_long_ago_counts_for_adaptability_only() -> None:
    found = federal_skilled_worker.grid(candidate(DAY, full_time_year_in_canada=True), DAY)
    assert found.factors["adaptability"] == 10
    assert found.factors["experience"] == 0


def test_what_is_not_known_is_named_and_what_a_fact_settles_is_not() -> None:
    unknown = federal_skilled_worker.grid(Facts(partner=companion(DAY, education=None, canadian=None)), DAY)
    assert unknown.assumed == (
        "birth_date",
        "education",
        "tests",
        "canadian_work_years",
        "foreign_work_years",
        "arranged_employment",
        "two_years_of_study_in_canada",
        "relative_in_canada",
        "partner.canadian_work_years",
    )
    settled = Facts(
        birth_date=date(1990, 1, 1),
        education=EDUCATION["bachelor"],
        tests=(result(Language.english, 9, DAY),),
        canadian_work_years=0,
        foreign_work_years=1,
        arranged_employment=False,
        sibling_in_canada=True,
        canadian_study=CanadianStudy.none,
        partner=companion(DAY, canadian=None, two_years_of_study_in_canada=None),
    )
    assert federal_skilled_worker.grid(settled, DAY).assumed == (
        "partner.two_years_of_study_in_canada",
        "partner.canadian_work_years",
    )


def test_what_nobody_asked_is_presumed() -> None:
    assert federal_skilled_worker.grid(Facts(), DAY).presumed == ("settlement_funds",)
    assert federal_skilled_worker.grid(candidate(DAY, education="none"), DAY).presumed == ("settlement_funds",)
    assert federal_skilled_worker.grid(candidate(DAY, foreign=1), DAY).presumed == (
        "education_assessed",
        "work_is_skilled",
        "work_is_continuous",
        "settlement_funds",
    )


def test_someone_born_on_29_february_loses_points_from_28_february() -> None:
    facts = Facts(birth_date=date(1992, 2, 29))
    points = [
        federal_skilled_worker.grid(facts, on).factors["age"]
        for on in (date(2029, 2, 27), date(2029, 2, 28), date(2029, 3, 1))
    ]
    assert points == [11, 10, 10]


def test_a_day_before_express_entry_has_no_rule() -> None:
    with pytest.raises(NoRuleError, match=r"2014-12-31.*2015-01-01"):
        federal_skilled_worker.grid(Facts(), date(2014, 12, 31))


def test_a_result_becomes_plain_data() -> None:
    found = to_plain(federal_skilled_worker.grid(candidate(DAY, english=9, foreign=1), DAY))
    assert (found["total"], found["reached"], found["factors"]["experience"]) == (66, False, 9)
    assert found["minimums"][1]["reason"]["facts"] == {
        "canadian_work_years": 0,
        "foreign_work_years": 1,
        "years": 1,
    }


def test_the_grid_names_its_day_its_rules_and_the_test_behind_each_language() -> None:
    found = federal_skilled_worker.grid(candidate(DAY, english=7, french=9), DAY)

    (section,) = found.sections
    assert (found.on, found.rule_from) == (DAY, date(2015, 1, 1))
    assert (section.key, section.points, section.most) == ("selection_factors", found.total, 100)
    assert (section.before_cap, section.lines) == (found.total, found.lines)
    lines = {line.key: line for line in found.lines}
    # French is the better first language, with 24 points, and English the second.
    assert [(lines[key].points, lines[key].most) for key in ("first_language", "second_language")] == [(24, 24), (4, 4)]
    assert lines["first_language"].reason.facts[0] == ("tests", "tcf_canada")
    assert lines["second_language"].reason.facts[0] == ("tests", "ielts_general")
    assert lines["arranged_employment"].most == 10


def test_every_line_and_every_tie_names_its_rule_its_day_and_the_facts_looked_at() -> None:
    facts = candidate(
        DAY,
        age=35,
        english=9,
        french=[5, 6, 5, 7],
        canadian=1,
        foreign=1,
        sibling=True,
        arranged_employment=True,
        partner={"english": 5, "canadian": 1},
    )
    found = federal_skilled_worker.grid(facts, DAY)
    nine = (("listening", 9), ("reading", 9), ("writing", 9), ("speaking", 9))
    five = (("listening", 5), ("reading", 5), ("writing", 5), ("speaking", 5))
    own_study = (("two_years_of_study_in_canada", False),)
    own_work = (("full_time_year_in_canada", None), ("canadian_work_years", 1))
    relative = (
        ("relative_in_canada", False),
        ("sibling_in_canada", True),
        ("partner.relative_in_canada", None),
        ("partner.sibling_in_canada", None),
    )
    arranged = (("arranged_employment", True),)
    partners = (
        (("partner.tests", "ielts_general"), *five),
        (("partner.two_years_of_study_in_canada", False),),
        (("partner.full_time_year_in_canada", None), ("partner.canadian_work_years", 1)),
    )
    ties = (*own_study, *own_work, *relative, *arranged, *partners[0], *partners[1], *partners[2])
    assert [(line.key, line.reason.rule, line.reason.facts) for line in found.lines] == [
        ("first_language", "federal_skilled_worker.first_language", (("tests", "ielts_general"), *nine)),
        (
            "second_language",
            "federal_skilled_worker.second_language",
            (("tests", "tcf_canada"), ("listening", 5), ("reading", 6), ("writing", 5), ("speaking", 7)),
        ),
        (
            "education",
            "federal_skilled_worker.education",
            (("education", "bachelors_or_three_plus_year_program"),),
        ),
        (
            "experience",
            "federal_skilled_worker.experience",
            (("canadian_work_years", 1), ("foreign_work_years", 1), ("years", 2)),
        ),
        ("age", "federal_skilled_worker.age", (("birth_date", date(1991, 11, 2)), ("age", 35))),
        ("arranged_employment", "federal_skilled_worker.arranged_employment", arranged),
        ("adaptability", "federal_skilled_worker.adaptability.cap", ties),
    ]
    adaptability = "federal_skilled_worker.adaptability"
    assert [(part.key, part.points, part.reason.rule, part.reason.facts) for part in found.lines[-1].parts] == [
        ("adaptability_own_study", 0, f"{adaptability}.own_study", own_study),
        ("adaptability_own_work", 10, f"{adaptability}.own_work", own_work),
        ("adaptability_relative", 5, f"{adaptability}.relative", relative),
        ("adaptability_arranged_employment", 5, f"{adaptability}.arranged_employment", arranged),
        ("adaptability_partner_language", 5, f"{adaptability}.partner_language", partners[0]),
        ("adaptability_partner_study", 0, f"{adaptability}.partner_study", partners[1]),
        ("adaptability_partner_work", 5, f"{adaptability}.partner_work", partners[2]),
    ]
    every = [one for line in found.lines for one in (line, *line.parts)]
    assert {one.reason.since for one in every} == {date(2015, 1, 1)}
    assert all(one.before_cap == one.points for one in every if one.key != "adaptability")


def test_an_offer_told_in_full_names_its_case() -> None:
    offer = Offer(noc="21231", full_time=True, year_after_visa=True, assessed=True)
    lines = {line.key: line for line in federal_skilled_worker.grid(candidate(DAY, offer=offer), DAY).lines}
    # Without a work permit: case c
    named = (("arranged_employment", True), ("arranged_employment_case", "c"))
    assert lines["arranged_employment"].reason.facts == named
    assert lines["arranged_employment"].points == 10


def test_of_equal_sets_of_either_language_the_one_usable_longer_is_used() -> None:
    for language, name in ((Language.english, "english_test"), (Language.french, "french_test")):
        older = result(language, 9, DAY, result_date=date(2025, 3, 1))
        newer = result(language, 9, DAY, result_date=date(2026, 3, 1))
        for order in ((older, newer), (newer, older)):
            found = federal_skilled_worker.grid(candidate(DAY).model_copy(update={"tests": order}), DAY)
            assert getattr(found, name) == newer


def test_of_two_sets_of_the_second_language_the_one_that_gives_points_is_used() -> None:
    enough = result(Language.french, 5, DAY, result_date=date(2025, 3, 1))
    newer = result(Language.french, [10, 10, 10, 4], DAY, result_date=date(2026, 3, 1))
    for order in ((enough, newer), (newer, enough)):
        facts = candidate(DAY, english=9).model_copy(update={"tests": (result(Language.english, 9, DAY), *order)})
        assert federal_skilled_worker.grid(facts, DAY).french_test == enough


def test_equal_in_points_the_language_with_the_better_levels_is_the_first() -> None:
    # Six points for 9 and for 10 alike
    found = federal_skilled_worker.grid(candidate(DAY, english=9, french=10), DAY)
    assert found.first_official_language is Language.french
    assert found.factors["first_language"] == 24
