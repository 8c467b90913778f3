"""The nearest cliff: one ability, one band."""

from __future__ import annotations

from datetime import date, timedelta

from rules import crs
from rules.facts import Ability, Facts, Language, LanguageTest, LanguageTestKind
from rules.what_if import Cliff, Moved, moves, nearest_cliff, renewed
from tests.rules.situations import candidate, companion, result

DAY = date(2026, 11, 23)


def ielts(*scores: float, result_date: date = date(2026, 1, 10)) -> LanguageTest:
    return LanguageTest.model_validate(
        {
            "kind": "ielts_general",
            "scores": dict(zip(Ability, scores, strict=True)),
            "result_date": result_date,
        }
    )


def test_s01_writing_seven_instead_of_six_and_a_half_gives_45_because_three_things_move() -> None:
    facts = candidate(DAY, foreign=3).model_copy(update={"tests": (ielts(8, 7, 6.5, 7),)})
    assert nearest_cliff(facts, DAY) == Cliff(
        language=Language.english,
        kind=LanguageTestKind.ielts_general,
        ability=Ability.writing,
        score_now=6.5,
        score_needed=7.0,
        level_needed=9,
        total_now=384,
        total_after=429,
        gain=45,
        moved=(
            Moved("first_language", 116, 124),
            Moved("transfer_education", 13, 25),
            Moved("transfer_foreign", 25, 50),
        ),
    )


def test_s02_the_french_ability_at_six_gives_52() -> None:
    facts = candidate(DAY, age=30, english=9, french=[7, 7, 6, 7], foreign=3)
    found = nearest_cliff(facts, DAY)
    assert found is not None
    assert (found.language, found.ability, found.level_needed) == (Language.french, Ability.writing, 7)
    assert (found.total_now, found.total_after, found.gain) == (434, 486, 52)
    assert found.moved == (Moved("second_language", 10, 12), Moved("french", 0, 50))


def test_the_raise_is_looked_for_in_every_usable_set_of_ones_own() -> None:
    used = result(Language.english, [9, 9, 9, 8], DAY)
    other = result(Language.english, [10, 10, 8, 10], DAY, chart=1)
    facts = candidate(DAY, foreign=3).model_copy(update={"tests": (used, other)})
    assert crs.score(facts, DAY).english_test == other
    found = nearest_cliff(facts, DAY)
    assert found is not None
    assert (found.kind, found.ability) == (LanguageTestKind.celpip_general, Ability.writing)
    assert (found.score_now, found.score_needed) == (8, 9)


def test_the_sets_are_not_mixed() -> None:
    a = result(Language.english, [9, 9, 8, 8], DAY)
    b = result(Language.english, [8, 8, 9, 9], DAY, chart=1)
    facts = candidate(DAY, foreign=3).model_copy(update={"tests": (a, b)})
    found = nearest_cliff(facts, DAY)
    assert found is not None
    # One band more leaves either set with an ability at 8: only the ability itself gains.
    assert found.gain == 8


def test_of_equal_gains_the_first_ability_is_named() -> None:
    found = nearest_cliff(candidate(DAY, english=7), DAY)
    assert found is not None
    assert (found.ability, found.gain) == (Ability.listening, 6)


def test_with_the_best_scores_or_no_usable_test_there_is_no_cliff() -> None:
    assert nearest_cliff(candidate(DAY, english=10), DAY) is None
    assert nearest_cliff(Facts(), DAY) is None
    dead = candidate(DAY).model_copy(update={"tests": (ielts(8, 7, 6.5, 7, result_date=date(2024, 1, 10)),)})
    assert nearest_cliff(dead, DAY) is None


def test_a_raise_that_gains_nothing_is_no_cliff() -> None:
    # From below the chart of PTE Core one band leads to CLB 3, which is worth nothing yet.
    facts = candidate(DAY, english=[0, 0, 0, 0], chart=2)
    assert crs.score(facts, DAY).total == 230
    assert nearest_cliff(facts, DAY) is None


def test_a_partners_tests_are_not_looked_at() -> None:
    assert nearest_cliff(candidate(DAY, partner={"english": 4}), DAY) is None


def test_where_a_section_is_cut_the_section_stands_for_its_factors() -> None:
    before = candidate(DAY, education="doctoral", english=8, foreign=3, certificate=True)
    after = candidate(DAY, education="doctoral", english=9, foreign=3, certificate=True)
    found = moves(crs.score(before, DAY), crs.score(after, DAY))
    assert found == (Moved("first_language", 92, 124),)
    less = crs.score(candidate(DAY, education="doctoral", english=7, foreign=1, certificate=True), DAY)
    assert moves(less, crs.score(after, DAY))[1] == Moved("transferability", 88, 100)


def test_the_cliff_is_that_of_the_day() -> None:
    facts = candidate(DAY).model_copy(update={"tests": (ielts(8, 7, 6.5, 7, result_date=date(2025, 1, 10)),)})
    last = date(2027, 1, 9)
    assert nearest_cliff(facts, last) is not None
    assert nearest_cliff(facts, last + timedelta(days=1)) is None


def test_dead_results_are_renewed_with_the_same_scores_and_living_ones_are_left() -> None:
    dead = ielts(8, 7, 6.5, 7, result_date=date(2024, 1, 10))
    living = result(Language.french, 7, DAY)
    partner = companion(DAY).model_copy(update={"tests": (dead,)})
    facts = candidate(DAY).model_copy(update={"tests": (dead, living), "partner": partner})
    as_if = renewed(facts, DAY)
    assert as_if is not None
    assert as_if.tests == (ielts(8, 7, 6.5, 7, result_date=DAY), living)
    assert as_if.partner is not None
    assert as_if.partner.tests == (ielts(8, 7, 6.5, 7, result_date=DAY),)
    assert renewed(as_if, DAY) is None
