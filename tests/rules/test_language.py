"""Scores, levels, bands and the two years of a result."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from pydantic import ValidationError

from rules import crs, deadlines, federal_skilled_worker, language, language_tests, sittings
from rules.facts import Ability, Facts, Language, LanguageTest, LanguageTestKind, Partner, Scores, TefScale
from rules.language import Levels, NextBand, WhyNotUsable
from rules.language_tests import ScaleError, ScoreError
from rules.months import add_months

OLD, MIDDLE, NEW = date(2019, 9, 30), date(2023, 12, 10), date(2023, 12, 11)


def sitting(
    kind: str,
    *scores: float,
    scale: str | None = None,
    result_date: date = date(2025, 1, 10),
    test_date: date | None = None,
) -> LanguageTest:
    return LanguageTest.model_validate(
        {
            "kind": kind,
            "scale": scale,
            "scores": dict(zip(Ability, scores, strict=True)),
            "result_date": result_date,
            "test_date": test_date,
        }
    )


# The first score of each level from 4 to 10 (IRCC, language test equivalency charts).
FIRST_SCORES: list[tuple[str, str | None, date, dict[str, list[float]]]] = [
    (
        "ielts_general",
        None,
        NEW,
        {
            "listening": [4.5, 5, 5.5, 6, 7.5, 8, 8.5],
            "reading": [3.5, 4, 5, 6, 6.5, 7, 8],
            "writing": [4, 5, 5.5, 6, 6.5, 7, 7.5],
            "speaking": [4, 5, 5.5, 6, 6.5, 7, 7.5],
        },
    ),
    ("celpip_general", None, NEW, {each: [4, 5, 6, 7, 8, 9, 10] for each in Ability}),
    (
        "pte_core",
        None,
        NEW,
        {
            "listening": [28, 39, 50, 60, 71, 82, 89],
            "reading": [33, 42, 51, 60, 69, 78, 88],
            "writing": [41, 51, 60, 69, 79, 88, 90],
            "speaking": [42, 51, 59, 68, 76, 84, 89],
        },
    ),
    (
        "tef_canada",
        "older",
        OLD,
        {
            "listening": [145, 181, 217, 249, 280, 298, 316],
            "reading": [121, 151, 181, 207, 233, 248, 263],
            "writing": [181, 226, 271, 310, 349, 371, 393],
            "speaking": [181, 226, 271, 310, 349, 371, 393],
        },
    ),
    ("tef_canada", "out_of_699", MIDDLE, {each: [300, 350, 400, 450, 500, 533, 566] for each in Ability}),
    (
        "tef_canada",
        "out_of_699",
        NEW,
        {
            "listening": [306, 352, 393, 434, 462, 503, 546],
            "reading": [306, 352, 393, 434, 462, 503, 546],
            "writing": [268, 330, 379, 428, 472, 512, 558],
            "speaking": [328, 387, 422, 456, 494, 518, 556],
        },
    ),
    (
        "tcf_canada",
        None,
        NEW,
        {
            "listening": [331, 369, 398, 458, 503, 523, 549],
            "reading": [342, 375, 406, 453, 499, 524, 549],
            "writing": [4, 6, 7, 10, 12, 14, 16],
            "speaking": [4, 6, 7, 10, 12, 14, 16],
        },
    ),
]
HIGHEST = {
    ("ielts_general", None): (9, 9, 9, 9),
    ("celpip_general", None): (12, 12, 12, 12),
    ("pte_core", None): (90, 90, 90, 90),
    ("tef_canada", "older"): (360, 300, 450, 450),
    ("tef_canada", "out_of_699"): (699, 699, 699, 699),
    ("tcf_canada", None): (699, 699, 20, 20),
}


@pytest.mark.parametrize(("kind", "scale", "day", "charts"), FIRST_SCORES)
def test_each_ability_reaches_a_level_at_its_first_score_and_not_one_step_below(
    kind: str, scale: str | None, day: date, charts: dict[str, list[float]]
) -> None:
    step = 0.5 if kind == "ielts_general" else 1
    below = 3 if kind == "pte_core" else 0
    for place, ability in enumerate(Ability):
        for level, first in zip(range(4, 11), charts[ability], strict=True):
            for score, expected in ((first, level), (first - step, level - 1 if level > 4 else below)):
                scores = [float(charts[each][0]) for each in Ability]
                scores[place] = score
                levels = language.levels(sitting(kind, *scores, scale=scale, result_date=day))
                assert levels[place] == expected, (ability, score)
                assert set(levels[:place] + levels[place + 1 :]) == {4}


@pytest.mark.parametrize(("kind", "scale", "day", "charts"), FIRST_SCORES)
def test_the_next_band_is_the_first_score_of_the_next_level(
    kind: str, scale: str | None, day: date, charts: dict[str, list[float]]
) -> None:
    for ability in Ability:
        firsts = charts[ability]
        for level, (first, following) in enumerate(pairwise(firsts), 4):
            scores = [first if each is ability else float(charts[each][0]) for each in Ability]
            test = sitting(kind, *scores, scale=scale, result_date=day)
            assert language.next_band(test, ability) == NextBand(following, level + 1)


@pytest.mark.parametrize(("chart", "highest"), HIGHEST.items())
def test_there_is_no_band_above_the_best_score_and_no_score_above_it(
    chart: tuple[str, str | None], highest: tuple[float, ...]
) -> None:
    kind, scale = chart
    test = sitting(kind, *highest, scale=scale)
    assert language.levels(test) == Levels(10, 10, 10, 10)
    for place, ability in enumerate(Ability):
        assert language.next_band(test, ability) is None
        with pytest.raises(ScoreError) as refused:
            language_tests.check_score(
                LanguageTestKind(kind), TefScale(scale) if scale else None, ability, highest[place] + 1
            )
        assert refused.value.ability is ability
        assert refused.value.highest == highest[place]


def test_an_overall_look_at_the_four_scores_is_never_taken() -> None:
    assert language.levels(sitting("ielts_general", 8, 7, 6.5, 7)) == Levels(9, 9, 8, 9)
    assert language.levels(sitting("ielts_general", 7.5, 6.5, 6.5, 6.5)) == Levels(8, 8, 8, 8)


def test_a_band_between_two_minimums_has_the_lower_level() -> None:
    assert language.levels(sitting("ielts_general", 7, 7.5, 4.5, 4.5)) == Levels(7, 9, 4, 4)


def test_writing_needs_seven_to_leave_six_and_a_half() -> None:
    assert language.next_band(sitting("ielts_general", 8, 7, 6.5, 7), Ability.writing) == NextBand(7.0, 9)


def test_below_the_chart_the_next_band_is_the_lowest_of_the_chart() -> None:
    assert language.next_band(sitting("tcf_canada", 0, 0, 0, 0), Ability.speaking) == NextBand(4, 4)
    assert language.next_band(sitting("pte_core", 10, 10, 10, 10), Ability.reading) == NextBand(24, 3)
    assert language.levels(sitting("pte_core", 18, 24, 32, 34)) == Levels(3, 3, 3, 3)
    assert language.levels(sitting("pte_core", 17, 23, 31, 33)) == Levels(0, 0, 0, 0)


def test_the_same_number_is_another_level_on_each_tef_scale() -> None:
    four = (316, 263, 393, 393)
    assert language.levels(sitting("tef_canada", *four, scale="older")) == Levels(10, 10, 10, 10)
    assert language.levels(sitting("tef_canada", *four, scale="out_of_699")) == Levels(4, 0, 6, 5)
    assert language.levels(sitting("tef_canada", *four, scale="out_of_699", result_date=MIDDLE)) == Levels(4, 0, 5, 5)


def test_the_day_of_the_sitting_chooses_the_tef_chart_where_it_is_known() -> None:
    late = sitting("tef_canada", 450, 450, 450, 450, scale="out_of_699", result_date=NEW, test_date=MIDDLE)
    assert language.levels(late) == Levels(7, 7, 7, 7)
    assert language.levels(late.model_copy(update={"test_date": None})) == Levels(7, 7, 7, 6)


@pytest.mark.parametrize(
    ("kind", "scale", "given", "words"),
    [
        ("ielts_general", None, (9.5, 7, 7, 7), "listening: 9.5"),
        ("ielts_general", None, (8, 7.25, 7, 7), "reading: 7.25"),
        ("celpip_general", None, (8, 8, 13, 8), "writing: 13"),
        ("celpip_general", None, (8, 8, 8, 7.5), "speaking: 7.5"),
        ("pte_core", None, (9, 60, 60, 60), "listening: 9"),
        ("tef_canada", "older", (300, 301, 300, 300), "reading: 301"),
        ("tef_canada", "out_of_699", (300, 300, 700, 300), "writing: 700"),
        ("tcf_canada", None, (400, 400, 10, 21), "speaking: 21"),
    ],
)
def test_a_score_the_test_does_not_print_is_refused_with_its_ability(
    kind: str, scale: str | None, given: tuple[float, ...], words: str
) -> None:
    scores = dict(zip(map(str, Ability), given, strict=True))
    with pytest.raises(ValidationError, match=words) as found:
        LanguageTest(kind=LanguageTestKind(kind), scale=TefScale(scale) if scale else None, scores=Scores(**scores))
    refused = found.value.errors()[0]["ctx"]["error"]
    assert isinstance(refused, ScoreError)
    assert refused.given == given[list(Ability).index(refused.ability)]
    limits = language_tests.limits(LanguageTestKind(kind), TefScale(scale) if scale else None, refused.ability)
    assert (refused.lowest, refused.highest, refused.step) == limits


def test_only_the_tef_has_a_scale_and_it_has_to_be_said() -> None:
    assert LanguageTestKind.tef_canada.scales == (TefScale.older, TefScale.out_of_699)
    assert LanguageTestKind.tcf_canada.scales == ()
    with pytest.raises(ScaleError, match=r"^the scale of tef_canada has to be said: older or out_of_699$"):
        language_tests.check_scale(LanguageTestKind.tef_canada, None)
    with pytest.raises(ScaleError, match="ielts_general has no scale older"):
        language_tests.check_scale(LanguageTestKind.ielts_general, TefScale.older)


def test_a_day_before_a_test_or_its_scale_is_refused_with_the_first_that_can_be() -> None:
    with pytest.raises(ScaleError, match=r"^tef_canada was not printed on the scale out_of_699 before 2019-10-01$"):
        language_tests.check_day(LanguageTestKind.tef_canada, TefScale.out_of_699, date(2019, 9, 30))
    with pytest.raises(ScaleError, match=r"^ielts_general was not printed before 1900-01-01$"):
        language_tests.check_day(LanguageTestKind.ielts_general, None, date(1899, 12, 31))


def test_each_kind_of_test_is_of_one_language() -> None:
    assert {kind.value: kind.language.value for kind in LanguageTestKind} == {
        "ielts_general": "english",
        "celpip_general": "english",
        "pte_core": "english",
        "tef_canada": "french",
        "tcf_canada": "french",
    }


@pytest.mark.parametrize(
    ("result_date", "last"),
    [
        (date(2025, 1, 10), date(2027, 1, 9)),
        (date(2024, 12, 2), date(2026, 12, 1)),
        (date(2024, 2, 29), date(2026, 2, 27)),  # two years on, February ends on the 28th: too old from then
        (date(2022, 2, 28), date(2024, 2, 27)),
        (date(2026, 2, 28), date(2028, 2, 27)),
        (date(2025, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_result_two_years_old_is_too_old(result_date: date, last: date) -> None:
    test = sitting("ielts_general", 8, 7, 7, 7, result_date=result_date)
    assert language.last_usable_day(test) == last
    assert language.usable(test, last)
    assert not language.usable(test, last + timedelta(days=1))


def test_a_result_counts_from_its_own_date_on() -> None:
    test = sitting("ielts_general", 8, 7, 7, 7)
    assert language.usable(test, date(2025, 1, 10))
    assert not language.usable(test, date(2025, 1, 9))


def test_pte_core_counts_from_the_day_it_was_accepted() -> None:
    test = sitting("pte_core", 60, 60, 69, 68, result_date=date(2024, 1, 15))
    assert not language.usable(test, date(2024, 1, 29))
    assert language.usable(test, date(2024, 1, 30))


def test_a_partners_old_result_counted_through_18_november_2016() -> None:
    test = sitting("ielts_general", 8, 7, 7, 7, result_date=date(2013, 6, 1))
    assert language.usable_by_partner(test, date(2016, 11, 18))
    assert not language.usable_by_partner(test, date(2016, 11, 19))
    assert not language.usable(test, date(2016, 11, 18))


def test_a_partners_result_dies_after_two_years_like_ones_own() -> None:
    test = sitting("ielts_general", 8, 7, 7, 7)
    assert language.usable_by_partner(test, date(2027, 1, 9))
    assert not language.usable_by_partner(test, date(2027, 1, 10))
    assert not language.usable_by_partner(test, date(2025, 1, 9))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
    ],
)
def test_months_end_on_the_same_day_number_or_the_last_of_the_month(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_whole_sets_of_one_language_are_found_and_never_mixed() -> None:
    a = sitting("ielts_general", 8.5, 7, 6.5, 7)
    b = sitting("celpip_general", 7, 9, 9, 9)
    c = sitting("tcf_canada", 500, 500, 12, 12)
    dead = sitting("ielts_general", 9, 9, 9, 9, result_date=date(2020, 1, 1))
    on = date(2026, 1, 1)
    assert language.usable_sets((a, c, dead, b), Language.english, on) == (a, b)
    assert language.usable_sets((a, c, dead, b), Language.french, on) == (c,)


def test_a_tef_scored_out_of_699_is_to_be_checked_on_the_certificate() -> None:
    assert language.scale_to_check(sitting("tef_canada", 500, 500, 500, 500, scale="out_of_699"))
    assert not language.scale_to_check(sitting("tef_canada", 300, 250, 380, 380, scale="older"))


def test_a_chart_that_does_not_reach_back_to_a_test_is_said() -> None:
    test: Any = sitting("tef_canada", 500, 500, 500, 500, scale="out_of_699")
    before = test.model_copy(update={"result_date": OLD})
    with pytest.raises(ScaleError, match="2019-09-30"):
        language.levels(before)


def test_a_result_whose_date_is_not_known_counts_and_has_no_last_day() -> None:
    undated = LanguageTest.model_validate(
        {
            "kind": "tef_canada",
            "scale": "out_of_699",
            "scores": {"listening": 462, "reading": 462, "writing": 472, "speaking": 494},
        }
    )
    assert language.usable(undated, date(2026, 11, 23))
    assert language.last_usable_day(undated) is None
    assert language.levels(undated) == (8, 8, 8, 8), "read with the chart of today's tests"
    facts = Facts.model_validate({"tests": [undated.model_dump()]})
    assert "result_is_recent" in crs.score(facts, date(2026, 11, 23)).presumed
    assert deadlines.deadlines(facts, date(2026, 11, 23)) == ()


A = sitting("ielts_general", 8.5, 7, 6.5, 7, result_date=date(2025, 1, 10))
B = sitting("ielts_general", 7.5, 7, 7, 7, result_date=date(2026, 3, 1))


def test_every_sitting_is_kept_with_its_levels_and_why_it_does_not_count() -> None:
    dead = sitting("celpip_general", 9, 9, 9, 9, result_date=date(2020, 1, 1))
    later = sitting("tcf_canada", 500, 500, 12, 12, result_date=date(2026, 12, 1))
    undated = LanguageTest(kind=LanguageTestKind.celpip_general, scores=dead.scores)
    found = language.sets((A, dead, later, undated), date(2026, 11, 23))
    assert [one.place for one in found] == [0, 1, 2, 3]
    assert [one.test for one in found] == [A, dead, later, undated]
    assert [one.levels for one in found] == [(10, 9, 8, 9), (9, 9, 9, 9), (7, 8, 8, 8), (9, 9, 9, 9)]
    assert [one.usable for one in found] == [True, False, False, True]
    assert [one.why_not for one in found] == [None, WhyNotUsable.expired, WhyNotUsable.not_out_yet, None]
    assert [one.until for one in found] == [date(2027, 1, 9), date(2021, 12, 31), date(2028, 11, 30), None]


def test_a_sitting_of_a_test_not_yet_taken_by_express_entry_says_so() -> None:
    pte = sitting("pte_core", 60, 60, 69, 68, result_date=date(2024, 1, 15))
    assert language.sets((pte,), date(2024, 1, 29))[0].why_not is WhyNotUsable.not_accepted
    assert language.sets((pte,), date(2024, 1, 30))[0].usable


def test_a_partners_sitting_had_no_last_day_before_19_november_2016() -> None:
    old = sitting("ielts_general", 8, 7, 7, 7, result_date=date(2013, 6, 1))
    (before,) = language.sets((old,), date(2016, 11, 18), partner=True)
    (after,) = language.sets((old,), date(2016, 11, 19), partner=True)
    assert (before.usable, before.until) == (True, None)
    assert (after.why_not, after.until) == (WhyNotUsable.expired, date(2015, 5, 31))
    assert language.sets((old,), date(2016, 11, 18))[0].why_not is WhyNotUsable.expired


def test_of_two_sittings_the_better_whole_one_is_used_and_both_are_figured() -> None:
    # S06: the best of both would be CLB 10, 9, 9, 9; that set was never sat.
    on = date(2026, 11, 2)
    facts = Facts(
        birth_date=date(1997, 3, 1),
        education="bachelors_or_three_plus_year_program",
        foreign_work_years=3,
        canadian_work_years=0,
        tests=(A, B),
    )
    first, second = sittings.compared(facts, on)
    assert (first.sitting.levels, first.total, first.used) == ((10, 9, 8, 9), 387, True)
    assert (second.sitting.levels, second.total, second.used) == ((8, 9, 9, 9), 384, False)
    assert crs.score(facts, on).total == 387
    assert (first.sitting.until, second.sitting.until) == (date(2027, 1, 9), date(2028, 2, 29))


def test_the_choice_between_sittings_goes_to_the_other_when_the_better_one_is_too_old() -> None:
    facts = Facts(tests=(A, B))
    assert [one.used for one in sittings.compared(facts, date(2027, 1, 9))] == [True, False]
    first, second = sittings.compared(facts, date(2027, 1, 10))
    assert (first.total, first.used) == (None, False)
    assert (second.total, second.used) == (crs.score(Facts(tests=(B,)), date(2027, 1, 10)).total, True)


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize(("kind", "scores"), [("ielts_general", (8, 7, 7, 7)), ("tcf_canada", (458, 453, 10, 10))])
def test_of_two_sittings_with_the_same_scores_the_one_that_stays_usable_longer_is_used(
    kind: str, scores: tuple[float, ...], place: int
) -> None:
    later = sitting(kind, *scores, result_date=date(2026, 3, 1))
    tests = [sitting(kind, *scores)]
    tests.insert(place, later)
    for compute in (crs.score, federal_skilled_worker.grid):
        used = compute(Facts(tests=tuple(tests)), date(2026, 11, 2))
        assert later in (used.english_test, used.french_test)


def test_of_a_partners_results_worth_the_same_the_one_usable_longer_is_used_then_the_first_told() -> None:
    older = sitting("ielts_general", 7.5, 6.5, 6.5, 6.5)
    later = sitting("celpip_general", 8, 8, 8, 8, result_date=date(2026, 3, 1))
    alike = sitting("ielts_general", 7.5, 6.5, 6.5, 6.5, result_date=date(2026, 3, 1))
    better = sitting("ielts_general", 8, 7, 7, 7)
    for tests, used in (
        ((older, later), later),
        ((later, older), later),
        ((later, alike), later),
        ((alike, later), alike),
        ((later, better), better),
    ):
        facts = Facts(partner=Partner(status="accompanying", tests=tests))
        found = crs.score(facts, date(2026, 11, 2))
        assert found.partner_test == used
        line = next(one for one in found.lines if one.key == "partner_language")
        assert line.reason.facts == (
            ("partner.tests", used.kind),
            *zip(map(str, Ability), language.levels(used), strict=True),
        )


def test_where_both_first_languages_score_the_same_the_one_spoken_better_is_first() -> None:
    # English first: 3 x 6 + 9 and 4 x 1; French first: 2 x 6 + 2 x 9 and 1.
    english, french = sitting("celpip_general", 4, 4, 4, 6), sitting("tcf_canada", 369, 375, 7, 7)
    assert (language.levels(english), language.levels(french)) == ((4, 4, 4, 6), (5, 5, 6, 6))
    for tests in ((english, french), (french, english)):
        found = crs.score(Facts(tests=tests), date(2026, 11, 2))
        assert found.total == found.other_choice_total == 31
        assert found.first_official_language is Language.french


def test_sittings_of_the_other_language_stay_while_those_of_one_are_compared() -> None:
    french = sitting("tcf_canada", 458, 453, 10, 10)
    facts, on = Facts(tests=(A, french, B)), date(2026, 11, 2)
    totals = [one.total for one in sittings.compared(facts, on)]
    assert totals == [
        crs.score(Facts(tests=(A, french)), on).total,
        crs.score(facts, on).total,
        crs.score(Facts(tests=(B, french)), on).total,
    ]
    assert [one.used for one in sittings.compared(facts, on)] == [True, True, False]


@pytest.mark.parametrize(("kind", "scale", "day", "charts"), FIRST_SCORES)
def test_the_bands_of_a_test_are_the_first_scores_of_all_levels(
    kind: str, scale: str | None, day: date, charts: dict[str, list[float]]
) -> None:
    test = sitting(kind, *[charts[ability][2] for ability in Ability], scale=scale, result_date=day)
    found = language.bands(test)
    assert [band.ability for band in found] == list(Ability)
    for band in found:
        firsts = charts[band.ability]
        assert (band.score, band.level, band.following) == (firsts[2], 6, NextBand(firsts[3], 7))
        named = [threshold for threshold in band.thresholds if threshold.level >= 4]
        assert named == [NextBand(first, level) for level, first in enumerate(firsts, 4)]
        assert (len(band.thresholds) == 8) == (kind == "pte_core"), "only PTE Core names a level below 4"


def test_the_bands_at_the_top_and_below_the_chart() -> None:
    listening, reading, writing, speaking = language.bands(sitting("ielts_general", 9, 0, 7, 3.5))
    assert (listening.level, listening.following) == (10, None)
    assert (reading.level, reading.following) == (0, NextBand(3.5, 4))
    assert (writing.level, writing.following) == (9, NextBand(7.5, 10))
    assert (speaking.level, speaking.following) == (0, NextBand(4, 4))


def test_tests_that_express_entry_does_not_take_are_named_with_the_reason() -> None:
    found = language_tests.unusable_tests()
    assert {key: str(test.because) for key, test in found.items()} == {
        "ielts_academic": "not_designated",
        "celpip_general_ls": "two_abilities_only",
        "pte_academic": "not_designated",
        "toefl_ibt": "not_designated",
        "duolingo": "not_designated",
        "cambridge": "not_designated",
        "delf": "not_designated",
        "dalf": "not_designated",
        "toefl_essentials": "no_chart_known",
    }
    assert {key for key, test in found.items() if test.language == "french"} == {"delf", "dalf"}
    assert found["toefl_essentials"].status == "reported"
    assert not set(found) & {str(kind) for kind in LanguageTestKind}
