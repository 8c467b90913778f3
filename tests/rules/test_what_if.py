"""The nearest cliff, a change before and after, and the dangers ahead."""

from __future__ import annotations

from datetime import date, timedelta

from rules import crs
from rules.dangers import dangers
from rules.facts import Ability, Facts, Invitation, InvitedProgram, Language, LanguageTest, LanguageTestKind
from rules.improvement_plans import weighed_step
from rules.standing import Moved, moves, standing
from rules.what_if import Cliff, compare, nearest_cliff, renewed
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


def test_a_step_is_read_by_the_chart_of_a_test_taken_now() -> None:
    """Out of 699, 300 was level 4 in listening up to 2023-12-10, and is below it since."""
    scores = dict.fromkeys(("listening", "reading", "writing", "speaking"), 0)
    test = {"kind": "tef_canada", "scale": "out_of_699", "scores": scores, "result_date": "2023-12-10"}
    facts, day = Facts.model_validate({"tests": [test]}), date(2024, 7, 1)
    found = nearest_cliff(facts, day)
    assert found is not None
    assert (found.ability, found.total_after) == (Ability.writing, 6)
    step = weighed_step(found, facts, day, now=standing(facts, day))
    assert step.improvement.total == found.total_after


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


def test_a_score_that_is_computed_already_is_taken() -> None:
    facts = candidate(DAY, english=[9, 9, 8, 9], foreign=3)
    assert nearest_cliff(facts, DAY, now=crs.score(facts, DAY)) == nearest_cliff(facts, DAY)


def test_s50_english_beside_french_makes_the_program_before_it_makes_points() -> None:
    day = date(2026, 8, 19)
    before = candidate(day, age=33, french=8, foreign=3, settlement_funds=100_000)
    after = candidate(day, age=33, french=8, english=6, foreign=3, settlement_funds=100_000)
    found = compare(before, after, day)
    assert (found.before.grid.total, found.after.grid.total) == (64, 68)
    assert found.programs_gained == ("federal_skilled_worker",)
    assert (found.before.crs.total, found.after.crs.total, found.difference) == (363, 392, 29)
    assert found.moved == (Moved("second_language", 0, 4), Moved("french", 25, 50))
    back = compare(after, before, day)
    assert (back.programs_lost, back.programs_gained, back.difference) == (("federal_skilled_worker",), (), -29)


def test_s02_one_ability_opens_the_french_category() -> None:
    before = candidate(DAY, age=30, english=9, french=[7, 7, 6, 7], foreign=3)
    after = candidate(DAY, age=30, english=9, french=7, foreign=3)
    found = compare(before, after, DAY)
    assert (found.difference, found.categories_gained, found.categories_lost) == (52, ("french",), ())
    assert compare(after, before, DAY).categories_lost == ("french",)


def test_a_new_result_moves_its_deadline_and_starts_a_clock_that_was_not_there() -> None:
    old = result(Language.english, 9, DAY, result_date=date(2025, 6, 1))
    new = result(Language.english, 9, DAY, result_date=date(2026, 11, 1))
    before = candidate(DAY).model_copy(update={"tests": (old,)})
    after = candidate(DAY).model_copy(update={"tests": (new, result(Language.french, 7, DAY))})
    found = {one.key: (one.before, one.after) for one in compare(before, after, DAY).deadlines}
    assert found["language_test:own:english"] == (date(2027, 5, 31), date(2028, 10, 31))
    assert found["language_test:own:french"][0] is None
    assert compare(before, before, DAY).deadlines == ()


def test_the_same_facts_compared_differ_in_nothing() -> None:
    facts = candidate(DAY, english=9, foreign=3, partner={"english": 5})
    found = compare(facts, facts, DAY)
    assert (found.difference, found.moved, found.programs_gained, found.programs_lost) == (0, (), (), ())


def test_dangers_are_what_the_calendar_takes_with_the_day_to_begin_to_prevent_it() -> None:
    facts = candidate(DAY, age=35, english=9, foreign=3, settlement_funds=100_000).model_copy(
        update={
            "tests": (result(Language.english, 9, DAY, result_date=date(2025, 6, 1)),),
            "birth_date": date(1991, 3, 1),
        }
    )
    found = dangers(facts, DAY)
    assert [(one.day, one.causes[0].kind) for one in found] == [
        (date(2027, 3, 1), "birthday"),
        (date(2027, 6, 1), "language_result_too_old"),
        (date(2028, 3, 1), "birthday"),
    ]
    birthday, test, _ = found
    # At 36 the selection grid falls from 68 to 67, which still passes.
    assert (birthday.points_lost, birthday.programs_lost, birthday.act_by) == (5, (), None)
    assert test.points_lost > 100
    assert test.programs_lost == ("federal_skilled_worker",)
    # The last safe day is 31 May; the planning margin of an English test five weeks.
    assert test.act_by == date(2027, 4, 26)


def test_what_only_gains_is_no_danger() -> None:
    facts = candidate(DAY, age=17, english=9).model_copy(update={"birth_date": date(2009, 6, 1)})
    undated = tuple(test.model_copy(update={"result_date": None}) for test in facts.tests)
    assert dangers(facts.model_copy(update={"tests": undated}), DAY) == ()


def test_s34_a_birthday_between_invitation_and_application_is_forgiven() -> None:
    day = date(2026, 8, 19)
    facts = candidate(
        day, education="master_or_professional", english=9, canadian=1, foreign=1, study="three_years_or_more"
    ).model_copy(update={"birth_date": date(1996, 9, 10)})
    assert crs.score(facts, day).total == 527
    invited = facts.model_copy(update={"invitation": Invitation(issued=date(2026, 8, 18), cut_off=523)})
    first, second = dangers(facts, day)[0], dangers(invited, day)[0]
    assert (first.day, first.points_lost, first.forgiven) == (date(2026, 9, 10), 5, False)
    assert (second.day, second.points_lost, second.forgiven) == (date(2026, 9, 10), 5, True)
    # The birthday of the year after falls behind the last day to apply.
    assert [one.forgiven for one in dangers(invited, day) if one.day == date(2027, 9, 10)] == [False]


# --- settlement funds, the grid and the day to apply by ---


def test_a_spouse_makes_the_family_for_funds_larger_and_the_program_that_asks_is_named() -> None:
    before = candidate(DAY, english=9, foreign=3, settlement_funds=16_000, children=())
    after = before.model_copy(update={"partner": companion(DAY, education="secondary")})
    funds = compare(before, after, DAY).funds
    assert funds is not None
    assert funds.moved
    assert (funds.before.size, funds.after.size) == (1, 2)
    assert (funds.before.needed, funds.after.needed) == (15_263, 19_001)
    assert (funds.before.short_by, funds.after.short_by) == (0, 3_001)
    assert funds.after.table_from == date(2025, 7, 7)
    # Too little money alone does not make it a program that asks nothing.
    assert funds.before.programs == funds.after.programs == ("federal_skilled_worker",)


def test_who_is_asked_for_no_funds_is_told_of_none() -> None:
    in_canada = candidate(DAY, english=7, education="none", canadian=1, foreign=0)
    with_partner = in_canada.model_copy(update={"partner": companion(DAY)})
    assert compare(in_canada, with_partner, DAY).funds is None
    invited = Invitation(issued=DAY, program=InvitedProgram.canadian_experience)
    both = candidate(DAY, english=9, canadian=1, foreign=1, settlement_funds=100_000)
    assert compare(both, both, DAY).funds is not None
    for_one = both.model_copy(update={"invitation": invited})
    assert compare(for_one, for_one, DAY).funds is None


def test_the_points_of_the_grid_move_apart_from_the_score() -> None:
    before = candidate(DAY, english=9, foreign=3)
    found = compare(before, before.model_copy(update={"relative_in_canada": True}), DAY)
    assert (found.difference, found.moved) == (0, ())
    assert found.grid_moved == (Moved("adaptability", 0, 5),)


def test_the_day_to_apply_by_is_told_of_an_open_invitation_and_of_no_other() -> None:
    before = candidate(DAY, english=9, canadian=1, foreign=1).model_copy(
        update={"invitation": Invitation(issued=DAY, program=InvitedProgram.canadian_experience)}
    )
    last = DAY + timedelta(days=60)
    found = compare(before, before, DAY).apply_by
    assert found is not None
    assert (found.before, found.after) == (last, last)
    dies = date(2026, 12, 20)
    older = before.model_copy(update={"passport_expires": dies})
    found = compare(before, older, DAY).apply_by
    assert found is not None
    assert (found.before, found.after) == (last, dies)
    assert compare(candidate(DAY), candidate(DAY), DAY).apply_by is None


def test_a_birthday_between_two_days_is_on_both_sides_of_a_comparison() -> None:
    facts = candidate(DAY, age=32, english=9, foreign=1)
    on = DAY.replace(year=DAY.year + 1)
    assert crs.score(facts, on).total < crs.score(facts, DAY).total
    assert compare(facts, facts, on).difference == 0


def test_dates_that_stay_are_told_apart_from_those_that_move() -> None:
    facts = candidate(DAY, english=9)
    found = compare(facts, facts.model_copy(update={"passport_expires": date(2027, 5, 1)}), DAY)
    assert "language_test:own:english" in found.deadlines_kept
    assert [one.key for one in found.deadlines] == ["passport:own"]
