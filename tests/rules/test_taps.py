"""What is supposed with one tap: keys that stay, taps that add up, and every number that of the score."""

from __future__ import annotations

from datetime import date

import pytest

from rules import crs
from rules.facts import Ability, Facts, Job
from rules.improvements import Improvement, improvements
from rules.taps import NEVER, Tap, of_key, reached, tap_of, taps
from tests.rules.situations import candidate

ON = date(2026, 11, 23)
ONE = candidate(ON, english=(9, 9, 8, 9), canadian=1, foreign=2, partner={"education": "bachelor", "english": 5})


def of(facts: Facts, key: str) -> Tap:
    found = tap_of(facts, ON, key)
    assert found is not None, [one.key for one in taps(facts, ON)]
    return found


def supposing(facts: Facts, *keys: str) -> Facts:
    for key in keys:
        facts = of(facts, key).apply(facts, ON)
    return facts


def test_every_key_stands_once_and_leads_back_to_its_tap() -> None:
    found = taps(ONE, ON)
    keys = [one.key for one in found]
    assert len(keys) == len({*keys})
    assert [of(ONE, key).detail for key in keys] == [one.detail for one in found]


def test_one_band_more_is_the_score_of_that_test() -> None:
    after = supposing(ONE, "band_up:own:english:writing")
    assert (
        crs.score(after, ON).total
        == crs.score(
            candidate(ON, english=9, canadian=1, foreign=2, partner={"education": "bachelor", "english": 5}), ON
        ).total
    )


def test_bands_tapped_one_after_another_add_up_in_one_result() -> None:
    after = supposing(ONE, "band_up:own:english:writing", "band_up:own:english:speaking")
    levels = crs.score(after, ON).english_test
    assert levels is not None
    raised = {ability: levels.scores.of(ability) - ONE.tests[0].scores.of(ability) for ability in Ability}
    assert [ability for ability, by in raised.items() if by > 0] == [Ability.writing, Ability.speaking]


def test_a_band_of_the_top_cannot_be_tapped() -> None:
    best = candidate(ON, english=10)
    assert not [one for one in taps(best, ON) if one.lever == "band_up"]


@pytest.mark.parametrize("improvement", improvements(ONE, ON), ids=lambda one: f"{one.key}-{one.whose}-{one.gain}")
def test_a_tap_brings_what_the_list_of_improvements_says(improvement: Improvement) -> None:
    if improvement.key in NEVER:
        assert not [each for each in taps(ONE, ON) if each.lever == improvement.key]
        return
    wanted = {name: value for name, value in improvement.detail if name != "day"}
    found = [
        each
        for each in taps(ONE, ON)
        if (each.lever, each.whose) == (improvement.key, improvement.whose)
        and wanted.items() <= dict(each.detail).items()
    ]
    assert found, improvement
    assert crs.score(found[0].apply(ONE, ON), ON).total == improvement.total


def test_one_more_year_of_work_counts_over_jobs_told_one_by_one() -> None:
    job = Job(
        start=date(2024, 1, 8),
        end=date(2025, 3, 1),
        country="CA",
        noc="21232",
        hours_per_week=40,
        paid=True,
        self_employed=False,
        authorised=True,
        studying=(),
    )
    worked = candidate(ON, english=9, canadian=None, foreign=None, jobs=(job,))
    after = supposing(worked, "canadian_work_year:own")
    assert crs.score(after, ON).total > crs.score(worked, ON).total


def test_a_key_of_other_facts_fits_no_more() -> None:
    assert tap_of(candidate(ON, english=9), ON, "language_level:partner:english:9") is None
    assert tap_of(ONE, ON, "nothing of the kind") is None


@pytest.mark.parametrize("tap", taps(ONE, ON), ids=lambda one: one.key)
def test_what_was_tapped_is_reached_with_it_and_not_before(tap: Tap) -> None:
    assert not reached(ONE, ON, tap.key)
    after = tap.apply(ONE, ON)
    assert reached(after, ON, tap.key)
    assert tap_of(after, ON, tap.key) is None, "it is not supposed twice"


def test_a_key_says_what_is_reached() -> None:
    assert of_key("band_up:own:english:writing:9") == (
        "band_up",
        "own",
        (("language", "english"), ("ability", "writing"), ("level", "9")),
    )
    assert of_key("canadian_work_year:partner:2") == ("canadian_work_year", "partner", (("years", "2"),))


def test_a_level_and_a_year_are_the_same_after_facts_that_are_worse() -> None:
    lower = candidate(ON, english=(9, 9, 6, 9), canadian=0, foreign=2, partner={"education": "bachelor", "english": 5})
    for key in ("band_up:own:english:writing:9", "canadian_work_year:own:2", "canadian_work_year:partner:3"):
        after = of(lower, key).apply(lower, ON)
        assert reached(after, ON, key)
    before = supposing(ONE, "band_up:own:english:writing:9", "canadian_work_year:own:2")
    after = supposing(lower, "band_up:own:english:writing:9", "canadian_work_year:own:2")
    assert crs.score(after, ON).total == crs.score(before, ON).total


@pytest.mark.parametrize(
    "key",
    [
        *("", ":", "band_up", "band_up:own", "band_up:own:english:writing:x", "band_up:own:klingon:writing:9"),
        *(
            f"canadian_work_year:own:{'9' * 5000}",
            "canadian_work_year:own:100",
            "band_up:own:english:writing:" + "9" * 5000,
        ),
        *("canadian_work_year:own:many", "assessment:own:x", "credential:own:x:y", "credential:somebody:x:y", "no:own"),
        *("language_level:own:english:", "partner_as_principal:partner", "band_up:own:english:writing:9:9"),
    ],
)
def test_a_key_that_nobody_made_is_nothing(key: str) -> None:
    assert not reached(ONE, ON, key)
    if len(key.split(":")) > 2:
        assert tap_of(ONE, ON, key) is None
