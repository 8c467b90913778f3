"""Improvements weighed: by group, by when, against the rounds of the last year; the results each test has to show."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from rules import crs
from rules.dangers import booked_by
from rules.facts import Ability, Facts, Invitation, Language, LanguageTest, LanguageTestKind, Profile, TefScale
from rules.improvement_plans import aims, next_drop, outlook, weighed_step
from rules.improvements import Group, improvements
from rules.language import Levels, first_scores, levels
from rules.language_tests import limits
from rules.rounds import RoundKind, issued_between
from rules.rounds_met import rounds_in_reach
from rules.standing import in_pool, standing
from rules.timeline import timeline
from rules.what_if import nearest_cliff
from tests.rules.situations import candidate
from tests.rules.test_improvements import job
from tests.rules.test_properties import candidates

DAY = date(2026, 11, 23)
some = settings(deadline=None, max_examples=25, database=None)


def test_the_cliff_of_s01_is_the_one_ability_that_moves_three_things() -> None:
    found = outlook(candidate(DAY, english=[9, 9, 8, 9], foreign=3), DAY)
    assert found.cliff is not None
    assert (found.cliff.improvement.gain, len(found.cliff.improvement.moved)) == (45, 3)
    assert found.cliff.group is Group.english


def test_without_a_band_that_moves_several_factors_there_is_no_cliff() -> None:
    assert outlook(candidate(DAY, english=9, foreign=3), DAY).cliff is None


def test_a_level_that_one_band_reaches_is_told_once() -> None:
    found = outlook(candidate(DAY, english=[9, 9, 8, 9], foreign=3), DAY)
    gains = [one.improvement.gain for one in found.weighed if one.group is Group.english]
    assert gains.count(45) == 1


def test_an_improvement_is_begun_early_enough_to_be_there_the_day_before_the_next_loss() -> None:
    facts = candidate(DAY, age=31, english=[9, 9, 8, 9], foreign=3)
    birthday = facts.birth_date.replace(year=2027) if facts.birth_date else DAY
    found = outlook(facts, DAY)
    assert found.drop is not None
    assert (found.drop.day, found.drop.points_lost) == (birthday, 5)
    writing = next(one for one in found.weighed if one.improvement.key == "band_up")
    assert writing.begin_by == birthday - timedelta(days=1, weeks=5)
    assert writing.in_time is True


def test_an_improvement_that_cannot_be_there_before_the_next_loss_says_so() -> None:
    born = date(1996, 12, 10)  # 30 in seventeen days
    facts = candidate(DAY, english=[9, 9, 8, 9], foreign=3).model_copy(update={"birth_date": born})
    writing = next(one for one in outlook(facts, DAY).weighed if one.improvement.key == "band_up")
    assert writing.in_time is False


def test_nothing_to_lose_sets_no_day() -> None:
    found = outlook(Facts(), DAY)
    assert found.drop is None
    assert all(one.begin_by is None and one.in_time is None for one in found.weighed)


def test_the_next_loss_of_s35_is_the_birthday_that_takes_five_points() -> None:
    facts = candidate(date(2026, 6, 15), age=29, education="master_or_professional", english=9, canadian=1, foreign=1)
    facts = facts.model_copy(update={"birth_date": date(1996, 9, 10)})
    drop = next_drop(facts, date(2026, 6, 15))
    assert drop is not None
    assert (drop.day, drop.points_lost) == (date(2026, 9, 10), 5)


def test_a_birthday_that_is_forgiven_after_an_invitation_is_no_loss_on_any_screen() -> None:
    on = date(2026, 8, 20)
    facts = candidate(on, age=29, education="master_or_professional", english=9, canadian=1, foreign=1)
    facts = facts.model_copy(update={"birth_date": date(1996, 9, 10), "profile": Profile(submitted=date(2026, 6, 1))})
    assert [next_drop(facts, on), booked_by(facts, on, "english").drop] != [None, None]
    invited = facts.model_copy(update={"invitation": Invitation(issued=date(2026, 8, 12))})
    drop, booked = next_drop(invited, on), booked_by(invited, on, "english")
    assert drop is None or drop.day > date(2026, 9, 10)
    assert booked.drop == (None if drop is None else drop.day)


@some
@given(facts=candidates(DAY), on=st.dates(DAY, date(2028, 1, 1)))
def test_every_screen_names_the_same_next_loss(facts: Facts, on: date) -> None:
    drop = next_drop(facts, on)
    assert booked_by(facts, on, "french").drop == (None if drop is None else drop.day)


def test_s50_without_a_program_the_ways_to_one_stand_there_and_english_opens_it() -> None:
    facts = candidate(DAY, age=33, french=8, foreign=3)
    found = outlook(facts, DAY)
    assert found.standing.eligible_programs == ()
    assert any(miss.program == "federal_skilled_worker" and miss.ways for miss in found.misses)
    opens = next(one for one in found.weighed if one.group is Group.english and one.improvement.programs)
    assert opens.improvement.programs == ("federal_skilled_worker",)
    assert opens.rounds > 0


def test_with_a_program_no_nearest_miss_is_looked_for() -> None:
    assert outlook(candidate(DAY, english=9, foreign=3), DAY).misses == ()


def test_points_only_is_what_opens_nothing_and_reaches_no_round() -> None:
    found = outlook(candidate(DAY, english=[9, 9, 8, 9], foreign=3), DAY)
    english = next(one for one in found.weighed if one.improvement.key == "band_up")
    french = next(one for one in found.weighed if one.group is Group.french and one.improvement.categories)
    assert english.changes_points_only
    assert not french.changes_points_only


def test_a_round_of_a_category_is_reached_by_its_members_with_a_program_alone() -> None:
    first = date(2025, 11, 23)
    held = [one for one in issued_between(first, DAY) if one.category == "french"]
    lowest = min(one.cut_off for one in held)
    programs, number = {"federal_skilled_worker"}, {one.number for one in held if one.cut_off == lowest}
    assert number <= rounds_in_reach(programs, {"french"}, lowest, DAY)
    assert not number & rounds_in_reach(programs, {"french"}, lowest - 1, DAY)
    assert not number & rounds_in_reach(programs, set(), lowest, DAY)
    assert not rounds_in_reach((), {"french"}, 1200, DAY)
    nominees = {one.number for one in issued_between(first, DAY) if one.programs == ("provincial_nominee",)}
    assert nominees
    assert not nominees & rounds_in_reach(programs, set(), 1200, DAY)
    assert nominees <= rounds_in_reach({"provincial_nominee"}, set(), 1200, DAY)
    assert all(one.kind is not RoundKind.category for one in issued_between(first, DAY) if one.number in nominees)


def test_a_nomination_reaches_the_rounds_for_nominees_of_who_can_be_in_the_pool() -> None:
    with_program = outlook(candidate(DAY, english=9, foreign=3), DAY)
    without = outlook(candidate(DAY, age=33, french=8, foreign=3), DAY)
    assert next(one.rounds for one in with_program.weighed if one.group is Group.nomination) > 0
    assert next(one.rounds for one in without.weighed if one.group is Group.nomination) == 0


def test_a_year_a_running_job_completes_has_no_day_to_begin_by() -> None:
    facts = candidate(DAY, english=9, foreign=3).model_copy(
        update={"jobs": (job(date(2026, 3, 1)),), "canadian_work_years": None, "foreign_work_years": None}
    )
    years = [one for one in outlook(facts, DAY).weighed if one.improvement.key == "canadian_work_year"]
    assert years
    assert all(one.begin_by is None for one in years)


@some
@given(st.data())
def test_every_improvement_is_weighed_once_with_the_numbers_of_the_rules(data: st.DataObject) -> None:
    facts = data.draw(candidates(DAY))
    found = outlook(facts, DAY)
    told = {one.improvement: one for one in found.weighed}
    assert len(told) == len(found.weighed)
    all_of_them = improvements(facts, DAY)
    assert set(told) <= set(all_of_them)
    left_out = [one for one in all_of_them if one not in told]
    assert all(one.key == "language_level" for one in left_out)
    if (cliff := nearest_cliff(facts, DAY)) is not None:
        step = weighed_step(cliff, facts, DAY, now=found.standing)
        assert (step.improvement.gain, step.rounds) == (cliff.gain, told[step.improvement].rounds)
    steps = [step for step in timeline(facts, DAY) if step.change < 0 or step.programs_lost]
    assert (found.drop.day if found.drop else None) == (steps[0].day if steps else None)
    for one in found.weighed:
        if found.drop is not None and one.begin_by is not None and one.improvement.weeks is not None:
            assert one.begin_by + timedelta(weeks=one.improvement.weeks) == found.drop.day - timedelta(days=1)
            assert one.in_time is (one.begin_by >= DAY)


# --- what to reach in a test ---


def test_the_results_to_reach_stand_in_the_persons_own_test_first() -> None:
    facts = candidate(DAY, english=[9, 9, 8, 9], foreign=3)
    sitting = outlook(facts, DAY).cliff
    assert sitting is not None
    assert sitting.improvement.sitting is not None
    own, celpip, pte = aims(sitting.improvement.sitting, facts.tests, DAY)
    assert (own.kind, own.own, own.scores) == (LanguageTestKind.ielts_general, True, (8.0, 7.0, 7.0, 7.0))
    assert (celpip.kind, celpip.own, celpip.scores) == (LanguageTestKind.celpip_general, False, (9, 9, 9, 9))
    assert (pte.kind, pte.own, pte.scores) == (LanguageTestKind.pte_core, False, (82, 78, 88, 84))


def test_a_test_that_was_not_accepted_on_the_day_is_not_named() -> None:
    facts = candidate(date(2023, 6, 1), english=[9, 9, 8, 9], foreign=3)
    kinds = [one.kind for one in aims(facts.tests[0], facts.tests, date(2023, 6, 1))]
    assert LanguageTestKind.pte_core not in kinds
    assert LanguageTestKind.celpip_general in kinds


def test_any_score_will_do_for_a_level_below_the_chart() -> None:
    assert first_scores(LanguageTestKind.ielts_general, None, Levels(0, 4, 5, 10), DAY)[0] is None


def test_a_level_that_a_chart_does_not_name_asks_for_the_next_one_it_names() -> None:
    three = first_scores(LanguageTestKind.ielts_general, None, Levels(3, 3, 3, 3), DAY)
    assert three == first_scores(LanguageTestKind.ielts_general, None, Levels(4, 4, 4, 4), DAY)


@some
@given(st.sampled_from(LanguageTestKind), st.tuples(*[st.integers(4, 10)] * 4))
def test_the_lowest_results_of_a_test_are_worth_the_levels_and_one_step_less_is_not(
    kind: LanguageTestKind, needed: tuple[int, int, int, int]
) -> None:
    scale = TefScale.older if kind.scales else None
    scores = first_scores(kind, scale, Levels(*needed), DAY)

    def of(values: dict[Ability, float]) -> Levels:
        written = {ability.value: value for ability, value in values.items()}
        raw = {"kind": kind, "scale": scale, "scores": written, "test_date": DAY}
        return levels(LanguageTest.model_validate(raw))

    lowest = {ability: score for ability, score in zip(Ability, scores, strict=True) if score is not None}
    assert of(lowest) == Levels(*needed)
    for ability in Ability:
        less = {**lowest, ability: lowest[ability] - limits(kind, scale, ability).step}
        assert of(less)[list(Ability).index(ability)] < needed[list(Ability).index(ability)]


@some
@given(st.data())
def test_a_result_with_the_scores_to_reach_has_the_total_that_was_promised_in_every_test(data: st.DataObject) -> None:
    facts = data.draw(candidates(DAY))
    for one in outlook(facts, DAY).weighed:
        sitting = one.improvement.sitting
        if sitting is None or one.improvement.whose != "own" or sitting.scale is TefScale.out_of_699:
            continue
        for aim in aims(sitting, facts.tests, DAY):
            lowest = {
                ability.value: limits(aim.kind, aim.scale, ability).lowest if score is None else score
                for ability, score in zip(Ability, aim.scores, strict=True)
            }
            raw = {"kind": aim.kind, "scale": aim.scale, "scores": lowest, "result_date": DAY}
            after = facts.model_copy(update={"tests": (*facts.tests, LanguageTest.model_validate(raw))})
            assert crs.score(after, DAY).total >= one.improvement.total
        assert {aim.kind.language for aim in aims(sitting, facts.tests, DAY)} == {Language(sitting.kind.language)}


def test_facts_that_nobody_told_have_an_outlook_too() -> None:
    found = outlook(Facts(), DAY)
    assert found.standing.eligible_programs == ()
    assert found.weighed


@some
@given(st.data())
def test_the_rounds_of_an_improvement_are_those_of_a_profile_that_is_eligible_then(data: st.DataObject) -> None:
    facts = data.draw(candidates(DAY))
    for one in outlook(facts, DAY).weighed:
        sitting = one.improvement.sitting
        if sitting is None or one.improvement.whose != "own":
            continue
        after = facts.model_copy(update={"tests": (*facts.tests, sitting)})
        pool = in_pool(after, standing(after, DAY))
        assert one.improvement.in_pool == (None if pool is None else pool.total)
        assert pool is not None or one.rounds == 0
