"""The French path and the nomination path: what each brings, asks for and opens."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from rules import crs
from rules.facts import Facts, Language, LanguageTestKind
from rules.parameters import book
from rules.paths import french_path, nomination_path, streams
from rules.rounds import rounds
from tests.rules.situations import candidate, result
from tests.rules.test_properties import candidates

DAY = date(2026, 11, 23)
some = settings(deadline=None, max_examples=25, database=None)


def test_s02_french_at_six_in_one_ability_brings_no_bonus_and_seven_opens_the_category() -> None:
    found = french_path(candidate(DAY, age=30, english=9, french=[7, 7, 6, 7], foreign=3), DAY)
    assert (found.needed, found.category, found.eligible) == (7, 7, False)
    assert found.reached == (7, 7, 6, 7)
    seven = found.steps[0]
    assert (seven.level, seven.improvement.gain, seven.improvement.total) == (7, 52, 486)
    assert seven.improvement.categories == ("french",)
    assert not seven.first_language


def test_the_lowest_results_for_the_category_are_those_of_nclc_7() -> None:
    found = french_path(candidate(DAY, english=9), DAY)
    assert [(one.kind, one.own, one.scores) for one in found.aims] == [
        (LanguageTestKind.tef_canada, False, (249, 207, 310, 310)),
        (LanguageTestKind.tcf_canada, False, (458, 453, 10, 10)),
    ]


def test_french_becomes_the_first_language_where_that_scores_more() -> None:
    steps = {step.level: step.first_language for step in french_path(candidate(DAY, english=5, foreign=3), DAY).steps}
    assert steps[10] is True
    assert steps[5] is False


def test_the_bonus_asks_for_english_in_all_four() -> None:
    assert french_path(candidate(DAY, english=5), DAY).has_english
    weak = french_path(candidate(DAY, english=[5, 5, 4, 5]), DAY)
    assert (weak.has_english, weak.with_english, weak.otherwise, weak.english) == (False, 50, 25, 5)


def test_french_that_is_at_its_highest_has_no_step_left() -> None:
    assert french_path(candidate(DAY, english=9, french=10), DAY).steps == ()


def test_before_the_category_was_held_french_opened_none() -> None:
    found = french_path(candidate(date(2022, 6, 1), english=9, french=7), date(2022, 6, 1))
    assert (found.category, found.eligible, found.rounds) == (None, False, ())


def test_the_rounds_of_french_are_those_of_the_last_twelve_months() -> None:
    found = french_path(candidate(DAY), DAY)
    assert found.rounds
    assert all(one.category == "french" and date(2025, 11, 23) <= one.day <= DAY for one in found.rounds)


@some
@given(st.data())
def test_what_french_brings_today_is_what_is_lost_without_it(data: st.DataObject) -> None:
    facts = data.draw(candidates(DAY))
    found = french_path(facts, DAY)
    without = facts.model_copy(update={"tests": tuple(t for t in facts.tests if t.kind.language is Language.english)})
    assert found.brings == found.standing.crs.total - crs.score(without, DAY).total
    for step in found.steps:
        assert step.improvement.sitting is not None
        after = facts.model_copy(update={"tests": (*facts.tests, step.improvement.sitting)})
        scored = crs.score(after, DAY)
        assert (scored.total, scored.first_official_language is Language.french) == (
            step.improvement.total,
            step.first_language,
        )


# --- a nomination ---


def test_a_nomination_brings_600_to_who_has_none() -> None:
    found = nomination_path(candidate(DAY, english=9, foreign=3), DAY)
    assert found.improvement is not None
    assert (found.points, found.improvement.gain, found.answer_within, found.nominated) == (600, 600, 30, False)


def test_who_is_nominated_is_told_so_and_gains_nothing_more() -> None:
    facts = candidate(DAY, english=9, foreign=3).model_copy(update={"provincial_nomination": True})
    found = nomination_path(facts, DAY)
    assert (found.nominated, found.improvement) == (True, None)


def test_the_rounds_for_nominees_are_for_them_alone() -> None:
    found = nomination_path(Facts(), DAY)
    assert found.rounds
    assert all([*one.programs] == ["provincial_nominee"] for one in found.rounds)
    assert {one.number for one in found.rounds} <= {one.number for one in rounds()}


def test_every_stream_is_of_a_province_that_nominates_and_has_the_day_it_was_seen() -> None:
    provinces = book().programs.parameters.nominating_provinces.on(DAY).value
    assert {one.province for one in streams()} <= {*provinces}
    assert all(one.name and one.seen <= DAY for one in streams())
    assert [one.name for one in streams() if not one.sure] == ["Labour Market Priorities"]


def test_a_french_result_of_the_path_keeps_the_scale_of_the_persons_test() -> None:
    facts = candidate(DAY, english=9).model_copy(
        update={"tests": (result(Language.french, [7, 7, 6, 7], DAY, chart=2),)}
    )
    first = french_path(facts, DAY).aims[0]
    assert (first.kind, first.scale, first.own) == (LanguageTestKind.tef_canada, "out_of_699", True)
