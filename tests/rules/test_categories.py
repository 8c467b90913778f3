"""Categories of rounds: which are held, who is eligible, from when and until when."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.categories import CategoryResult, Listing, categories, change_days, changes, listings
from rules.facts import Facts, Job, Language, Period
from rules.parameters import FOLDER, ParameterError, book, load
from rules.shapes.categories import Categories, Opening
from rules.shapes.dated import Status
from tests.rules.situations import result

DAY = timedelta(days=1)
ON = date(2026, 11, 23)
NURSE, COOK, BUTCHER, WELDER, PHYSICIAN, PROFESSOR, BAKER = (
    "31301",
    "63200",
    "63201",
    "72106",
    "31102",
    "41200",
    "63202",
)
ALL_LISTED = sorted(
    {
        code
        for name in Categories.model_fields
        for one in getattr(book().categories.categories, name).values
        for code in one.occupations
    }
)


def job(noc: str | None, start: date, end: date | None = None, **told: Any) -> Job:
    """Full-time, paid, authorised, employed work in Canada unless told otherwise."""
    usual: dict[str, Any] = {
        "country": "CA",
        "hours_per_week": 40,
        "paid": True,
        "self_employed": False,
        "authorised": True,
        "studying": (),
    }
    return Job.model_validate({"noc": noc, "start": start, "end": end, **usual, **told})


def worker(*jobs: Job, **told: Any) -> Facts:
    return Facts(jobs=jobs, **told)


def one(facts: Facts, category: str, on: date) -> CategoryResult:
    (found,) = [one for one in categories(facts, on) if one.category == category]
    return found


def held(on: date) -> dict[str, int]:
    """The categories held on a day with the number of their occupations."""
    in_force = {name: getattr(book().categories.categories, name) for name in Categories.model_fields}
    return {found.category: len(in_force[found.category].on(on).occupations) for found in categories(Facts(), on)}


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2023, 5, 30), {}),
        (
            date(2023, 5, 31),
            {"french": 0, "healthcare": 35, "stem": 24, "trades": 10, "transport": 10, "agriculture": 3},
        ),
        (
            date(2024, 6, 1),
            {"french": 0, "healthcare": 35, "stem": 24, "trades": 10, "transport": 10, "agriculture": 3},
        ),
        (
            date(2025, 2, 26),
            {"french": 0, "healthcare": 35, "stem": 24, "trades": 10, "transport": 10, "agriculture": 3},
        ),
        (
            date(2025, 2, 27),
            {"french": 0, "healthcare": 37, "stem": 11, "trades": 25, "agriculture": 1, "education": 5},
        ),
        (
            date(2025, 12, 8),
            {
                "french": 0,
                "healthcare": 37,
                "stem": 11,
                "trades": 25,
                "agriculture": 1,
                "education": 5,
                "physicians": 3,
            },
        ),
        (
            date(2026, 2, 18),
            {
                "french": 0,
                "healthcare": 37,
                "stem": 11,
                "trades": 25,
                "transport": 4,
                "education": 5,
                "physicians": 3,
                "senior_managers": 4,
                "researchers": 2,
                "military": 3,
            },
        ),
    ],
)
def test_the_categories_of_a_day_and_how_many_occupations_each_lists(on: date, expected: dict[str, int]) -> None:
    assert held(on) == expected


# Each list written a second time, by what left and what joined since the one before.
FIRST = {
    "healthcare": """31100 31101 31102 31103 31110 31111 31112 31121 31200 31201 31202 31203 31204 31209 31300 31301
        31302 31303 32101 32102 32103 32109 32120 32121 32122 32200 32201 32209 33101 33102 33103 33109 41301 41320
        42203""",
    "stem": """20010 20011 20012 21200 21201 21202 21203 21210 21211 21220 21221 21222 21223 21230 21231 21232 21233
        21234 21300 21310 21311 21321 21322 41400""",
    "trades": "72014 72106 72200 72300 72310 72400 72402 72405 72406 73200",
    "transport": "70020 72403 72404 72600 72601 72602 72603 72604 73300 93200",
    "agriculture": "63201 82030 82031",
    "education": "41220 41221 42202 42203 43100",
    "physicians": "31100 31101 31102",
    "senior_managers": "00012 00013 00014 00015",
    "researchers": "41200 41201",
    "military": "40042 42102 43204",
}
STEPS = {
    # category: day, gone, new
    "healthcare": [
        (date(2025, 2, 27), "31204 32200 32209 33109 41320 42203", "31120 32104 32111 32123 32124 32129 41300 42201"),
        (date(2026, 2, 18), "", ""),
    ],
    "stem": [
        (
            date(2025, 2, 27),
            """20010 20012 21200 21201 21202 21203 21210 21211 21221 21222 21223 21230 21231 21232 21233 21234 21311
            21322 41400""",
            "21301 21331 22300 22301 22310 63100",
        ),
        (date(2026, 2, 18), "", ""),
    ],
    "trades": [
        (
            date(2025, 2, 27),
            "72014 72405 72406 73200",
            """22303 63200 70010 70011 72100 72102 72201 72302 72311 72320 72401 72422 72501 72999 73100 73110 73112
            73113 82021""",
        ),
        (date(2026, 2, 18), "63200", "63201"),
    ],
    "transport": [
        (date(2025, 2, 27), "70020 72403 72404 72600 72601 72602 72603 72604 73300 93200", ""),
        (date(2026, 2, 18), "", "22313 72404 72410 72600"),
    ],
    "agriculture": [(date(2025, 2, 27), "82030 82031", ""), (date(2026, 2, 18), "63201", "")],
    "education": [(date(2026, 2, 18), "", "")],
    "physicians": [(date(2026, 2, 18), "", "")],
}


@pytest.mark.parametrize("category", FIRST)
def test_every_list_is_the_one_before_less_what_left_and_with_what_joined(category: str) -> None:
    values: tuple[Opening, ...] = getattr(book().categories.categories, category).values
    listed = {*FIRST[category].split()}
    assert {*values[0].occupations} == listed
    assert [value.start for value in values[1:]] == [day for day, _, _ in STEPS.get(category, [])]
    for value, (_, gone, new) in zip(values[1:], STEPS.get(category, []), strict=True):
        assert {*gone.split()} <= listed
        assert not {*new.split()} & listed
        listed = listed - {*gone.split()} | {*new.split()}
        assert {*value.occupations} == listed


def test_the_lists_of_2026_hold_91_occupations_physicians_twice() -> None:
    lists = [getattr(book().categories.categories, name).on(ON).occupations for name in Categories.model_fields]
    count = Counter(code for codes in lists for code in codes)
    assert len(count) == 91
    assert {code for code, times in count.items() if times > 1} == {"31100", "31101", "31102"}


def test_a_list_says_since_when_it_holds_and_how_sure_it_is() -> None:
    sure = {found.category: (found.since, found.status) for found in categories(Facts(), ON)}
    assert sure["trades"] == (date(2026, 2, 18), Status.CONFIRMED)
    assert sure["healthcare"] == (date(2026, 2, 18), Status.REPORTED)
    assert sure["french"] == (date(2023, 5, 31), Status.CONFIRMED)
    assert one(Facts(), "physicians", date(2026, 1, 5)).status is Status.EXPECTED
    assert one(Facts(), "agriculture", date(2024, 1, 1)).status is Status.REPORTED


def test_that_lists_may_change_and_no_instructions_were_found_is_said_from_its_day() -> None:
    assert one(Facts(), "stem", date(2026, 2, 17)).to_check == ()
    assert one(Facts(), "stem", date(2026, 11, 2)).to_check == ("lists_may_change_within_the_year",)
    assert one(Facts(), "stem", date(2026, 11, 3)).to_check == (
        "lists_may_change_within_the_year",
        "no_new_instructions_found",
    )


def test_what_the_sources_leave_open_about_one_list_is_said_of_that_list() -> None:
    assert one(Facts(), "trades", date(2026, 2, 17)).to_check == ()
    assert one(Facts(), "trades", date(2026, 11, 2)).to_check == (
        "lists_may_change_within_the_year",
        "cooks_or_butchers",
    )


# Experience


def test_s52_nine_months_of_nursing_were_enough_and_are_not_from_2026_02_18() -> None:
    nurse = worker(job(NURSE, date(2025, 5, 18)))
    before, after = one(nurse, "healthcare", date(2026, 2, 17)), one(nurse, "healthcare", date(2026, 2, 18))
    assert (before.eligible, before.eligible_until) == (True, date(2026, 2, 17))
    assert (after.eligible, after.occupation, after.eligible_from, after.eligible_until) == (
        False,
        NURSE,
        date(2026, 5, 18),
        None,
    )
    listed, experience = after.requirements
    assert (listed.key, listed.met, listed.found) == ("listed_occupation", True, NURSE)
    assert (experience.key, experience.met, experience.needed) == ("experience", False, 1560)
    assert experience.found == 276 * 30 // 7  # 276 days at 30 hours a week
    assert experience.reason.rule == "work.purposes.category"
    assert experience.reason.since == date(2026, 2, 18)
    assert dict(experience.reason.facts)["months"] == 12
    (change,) = changes(nurse, date(2026, 2, 17), date(2026, 2, 18))
    assert (change.category, change.before, change.after) == ("healthcare", before, after)
    assert change_days(nurse, date(2026, 2, 17), date(2027, 2, 17)) == (date(2026, 2, 18), date(2026, 5, 18))


def test_a_running_job_says_from_which_day_it_is_enough() -> None:
    found = one(worker(job(WELDER, date(2026, 3, 14))), "trades", ON)
    assert (found.eligible, found.eligible_from, found.eligible_until) == (False, date(2027, 3, 14), None)
    assert one(worker(job(WELDER, date(2026, 3, 14))), "trades", date(2027, 3, 13)).eligible is False
    assert one(worker(job(WELDER, date(2026, 3, 14))), "trades", date(2027, 3, 14)).eligible is True


def test_a_past_job_says_until_which_day_it_stays_in_the_window() -> None:
    facts = worker(job(WELDER, date(2024, 1, 8), date(2025, 1, 7)))
    found = one(facts, "trades", ON)
    # 366 days, of which 364 make 1,560 hours
    assert (found.eligible, found.eligible_from, found.eligible_until) == (True, None, date(2027, 1, 10))
    assert one(facts, "trades", date(2027, 1, 10)).eligible is True
    assert one(facts, "trades", date(2027, 1, 11)).eligible is False


def test_six_months_had_to_be_without_a_break_and_twelve_need_not() -> None:
    halves = worker(job(WELDER, date(2024, 1, 1), date(2024, 5, 31)), job(WELDER, date(2024, 8, 1), date(2024, 12, 31)))
    assert one(halves, "trades", date(2025, 6, 1)).eligible is False
    whole = worker(job(WELDER, date(2024, 1, 1), date(2024, 7, 31)))
    assert one(whole, "trades", date(2025, 6, 1)).eligible is True
    assert one(whole, "trades", date(2026, 2, 18)).eligible is False
    year = worker(job(WELDER, date(2024, 1, 1), date(2024, 7, 31)), job(WELDER, date(2025, 3, 1), date(2025, 8, 31)))
    assert one(year, "trades", date(2026, 2, 18)).eligible is True


def test_two_listed_occupations_are_not_added_up() -> None:
    divided = worker(
        job("72200", date(2025, 1, 1), date(2025, 7, 31)), job("72300", date(2025, 8, 1), date(2026, 6, 30))
    )
    found = one(divided, "trades", ON)
    assert (found.eligible, found.occupation) == (False, "72300")
    assert found.eligible_from is None


def test_work_abroad_counts_but_not_for_physicians_professors_and_senior_managers() -> None:
    for code, anywhere, in_canada in (
        (PHYSICIAN, "healthcare", "physicians"),
        (PROFESSOR, None, "researchers"),
        ("00013", None, "senior_managers"),
    ):
        abroad, here = (worker(job(code, date(2025, 1, 1), country=country)) for country in ("IN", "CA"))
        assert one(abroad, in_canada, ON).eligible is False
        assert one(here, in_canada, ON).eligible is True
        if anywhere:
            assert one(abroad, anywhere, ON).eligible is True


def test_cooks_left_the_trades_and_butchers_moved_from_agriculture_on_2026_02_18() -> None:
    cook, butcher = worker(job(COOK, date(2024, 1, 1))), worker(job(BUTCHER, date(2024, 1, 1)))
    before, after = date(2026, 2, 17), date(2026, 2, 18)
    assert one(cook, "trades", before).eligible is True
    assert one(cook, "trades", before).eligible_until == before
    assert one(cook, "trades", after).eligible is False
    assert one(cook, "trades", after).requirements[0].found is None
    assert [(change.category, change.after) for change in changes(butcher, before, after) if change.after is None] == [
        ("agriculture", None)
    ]
    assert one(butcher, "agriculture", before).eligible_until == before
    assert one(butcher, "trades", after).eligible is True


def test_what_would_be_enough_only_under_a_list_that_is_gone_by_then_is_not_promised() -> None:
    cook = worker(job(COOK, date(2025, 9, 1)))
    assert one(cook, "trades", date(2025, 12, 1)).eligible_from is None


def test_an_unlisted_occupation_is_no_category_and_nothing_is_open() -> None:
    found = categories(worker(job(BAKER, date(2020, 1, 1)), tests=(result(Language.english, 9, ON),)), ON)
    assert not any(one.eligible for one in found)
    assert {one.category for one in found if one.eligible is None} == set()
    assert all(one.open == () for one in found if one.category != "military")


def test_of_several_listed_occupations_the_one_that_stays_longest_is_named() -> None:
    facts = worker(job("72200", date(2024, 3, 1), date(2025, 2, 28)), job("72300", date(2025, 4, 1), date(2026, 3, 31)))
    found = one(facts, "trades", ON)
    assert (found.occupation, found.eligible, found.eligible_until) == ("72300", True, date(2028, 4, 2))


# What is not known


def test_without_jobs_told_in_full_it_is_open_and_not_guessed() -> None:
    facts = Facts(canadian_work_years=3, foreign_work_years=2, tests=(result(Language.english, 9, ON),))
    for found in categories(facts, ON):
        if found.category == "french":
            continue
        assert found.eligible is None
        assert "jobs" in found.open
        assert found.eligible_from is None


@pytest.mark.parametrize(
    ("unknown", "fact"),
    [
        ({"noc": None}, "jobs.0.noc"),
        ({"hours_per_week": None}, "jobs.0.hours_per_week"),
        ({"paid": None}, "jobs.0.paid"),
    ],
)
def test_an_answer_that_is_missing_is_named(unknown: dict[str, Any], fact: str) -> None:
    told = {"noc": WELDER, **unknown}
    found = one(worker(job(told.pop("noc"), date(2024, 1, 1), **told)), "trades", ON)
    assert found.eligible is None
    assert found.open == (fact,)


def test_enough_without_the_open_job_leaves_nothing_open() -> None:
    facts = worker(job(WELDER, date(2024, 1, 1)), job(None, date(2020, 1, 1), date(2022, 1, 1)))
    found = one(facts, "trades", ON)
    assert (found.eligible, found.open) == (True, ())


def test_military_stays_open_on_what_is_not_asked_and_fails_without_a_listed_occupation() -> None:
    officer = one(worker(job("40042", date(2020, 1, 1), country="FR")), "military", ON)
    assert officer.eligible is None
    assert officer.open == ("armed_forces_offer", "foreign_service_years")
    assert (officer.eligible_from, officer.eligible_until) == (None, None)
    assert {requirement.key: requirement.needed for requirement in officer.requirements[2:]} == {
        "armed_forces_offer": True,
        "foreign_service_years": 10,
    }
    assert one(worker(job(WELDER, date(2020, 1, 1))), "military", ON).eligible is False


# French


def test_french_needs_seven_in_all_four_of_one_set_and_has_no_list() -> None:
    for weak in range(4):
        levels = [10, 10, 10, 10]
        levels[weak] = 6
        assert one(Facts(tests=(result(Language.french, levels, ON),)), "french", ON).eligible is False
    found = one(Facts(tests=(result(Language.french, 7, ON),)), "french", ON)
    assert (found.eligible, found.occupation) == (True, None)
    assert found.requirements[0].needed == 7
    two = tuple(result(Language.french, levels, ON) for levels in ((7, 7, 6, 7), (6, 7, 7, 7)))
    assert one(Facts(tests=two), "french", ON).eligible is False


def test_french_lasts_as_long_as_the_result_of_the_longest_set() -> None:
    older = result(Language.french, 9, ON, result_date=date(2025, 1, 10))
    newer = result(Language.french, 7, ON, result_date=date(2025, 6, 1))
    assert one(Facts(tests=(older, newer)), "french", ON).eligible_until == date(2027, 5, 31)
    assert one(Facts(tests=(older,)), "french", ON).eligible_until == date(2027, 1, 9)
    assert one(Facts(tests=(older,)), "french", date(2027, 1, 10)).eligible is False
    assert change_days(Facts(tests=(older,)), ON, date(2028, 1, 1)) == (date(2027, 1, 10),)


def test_english_is_no_french_and_no_test_at_all_is_open() -> None:
    assert one(Facts(tests=(result(Language.english, 10, ON),)), "french", ON).eligible is False
    nothing = one(Facts(), "french", ON)
    assert (nothing.eligible, nothing.open) == (None, ("tests",))


# Laws


@st.composite
def working_lives(draw: st.DrawFn) -> Facts:
    jobs = []
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.dates(date(2022, 6, 1), date(2026, 12, 31)))
        end = draw(st.none() | st.integers(20, 700).map(lambda days, start=start: start + days * DAY))
        leave = ()
        if end is not None and draw(st.booleans()):
            leave = (Period(start=start + 5 * DAY, end=start + 15 * DAY),)
        jobs.append(
            job(
                draw(st.sampled_from([NURSE, COOK, BUTCHER, PHYSICIAN, PROFESSOR, BAKER, None])),
                start,
                end,
                country=draw(st.sampled_from(["CA", "CA", "IN"])),
                hours_per_week=draw(st.sampled_from([15, 30, 40, None])),
                unpaid_leave=leave,
            )
        )
    return worker(
        *jobs,
        tests=tuple(
            result(Language.french, 7, day, result_date=day)
            for day in draw(st.lists(st.dates(date(2023, 1, 1), date(2026, 1, 1)), max_size=1))
        ),
    )


def answers(facts: Facts, on: date) -> dict[str, bool | None]:
    return {found.category: found.eligible for found in categories(facts, on)}


@settings(deadline=None, max_examples=40)  # 200 days each
@given(working_lives(), st.dates(date(2023, 5, 31), date(2026, 6, 1)))
def test_on_a_day_that_is_no_change_day_no_answer_changes(facts: Facts, after: date) -> None:
    until = after + 200 * DAY
    days = {*change_days(facts, after, until)}
    yesterday = answers(facts, after)
    for number in range(1, 201):
        today = answers(facts, after + number * DAY)
        assert today == yesterday or after + number * DAY in days
        yesterday = today


@given(working_lives(), st.dates(date(2025, 6, 1), date(2027, 6, 1)))
def test_eligible_from_and_until_are_the_days_on_which_the_answer_turns(facts: Facts, on: date) -> None:
    for found in categories(facts, on):
        if found.eligible_from is not None:
            assert found.eligible is not True
            assert found.eligible_from > on
            assert answers(facts, found.eligible_from).get(found.category) is True
            assert answers(facts, found.eligible_from - DAY).get(found.category) is not True
        if found.eligible_until is not None and found.eligible is True:
            assert answers(facts, found.eligible_until).get(found.category) is True


@given(st.sampled_from(ALL_LISTED), st.sampled_from([date(2024, 1, 1), date(2025, 6, 1), ON]))
def test_a_whole_year_of_full_time_work_in_canada_is_enough_in_exactly_the_lists_that_name_it(
    code: str, on: date
) -> None:
    facts = worker(job(code, on - 400 * DAY))
    for found in categories(facts, on):
        listed = getattr(book().categories.categories, found.category).on(on).occupations
        if found.category not in ("french", "military"):
            assert found.eligible is (code in listed)


# A file that cannot be


# The lists of an occupation


def test_the_lists_of_an_occupation_follow_one_another_with_their_days_and_how_sure_they_are() -> None:
    assert [(one.since, one.until, one.status) for one in listings(NURSE, ON)] == [
        (date(2023, 5, 31), date(2025, 2, 26), Status.CONFIRMED),
        (date(2025, 2, 27), date(2026, 2, 17), Status.CONFIRMED),
        (date(2026, 2, 18), None, Status.REPORTED),
    ]
    assert {one.category for one in listings(NURSE, ON)} == {"healthcare"}
    assert [one.until for one in listings(COOK, ON)][-1] == date(2026, 2, 17)
    assert listings("11100", ON) == ()
    assert {one.category for one in listings(PHYSICIAN, ON)} == {"healthcare", "physicians"}


@pytest.mark.parametrize("on", [date(2024, 1, 1), date(2026, 2, 17), ON])
def test_a_list_asks_for_what_counts_on_the_nearest_day_of_its_life(on: date) -> None:
    asked = [(one.months, one.window, one.continuous) for one in listings(NURSE, on)]
    assert asked == [(6, 3, True), (6, 3, True), (12, 3, False)]
    (manager,) = listings("00012", on)
    assert manager == Listing(
        "senior_managers",
        date(2026, 2, 18),
        None,
        Status.CONFIRMED,
        12,
        3,
        False,
        in_canada=True,
        armed_forces_offer=False,
    )
    assert [one.in_canada for one in listings(NURSE, on)] == [False] * 3
    assert [one.armed_forces_offer for one in listings("40042", on)] == [True]


@pytest.mark.parametrize("on", [date(2023, 5, 31), date(2025, 2, 26), date(2025, 12, 8), ON])
def test_the_lists_of_a_day_are_those_that_work_in_them_is_looked_for(on: date) -> None:
    for code in ALL_LISTED:
        facts = Facts(jobs=(job(code, on - timedelta(days=1_000)),))
        named = {one.category for one in listings(code, on) if one.since <= on and (one.until or on) >= on}
        worked = {
            one.category
            for one in categories(facts, on)
            for requirement in one.requirements
            if requirement.key == "listed_occupation" and requirement.met
        }
        assert worked == named, code


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            '["41200", "41201"]',
            '["41200", "41299"]',
            ["researchers.values.0.occupations.1", "'41299' is not a unit group"],
        ),
        ('["41200", "41201"]', '["41201", "41200"]', ["researchers.values.0.occupations", "rise, each once"]),
        ('["41200", "41201"]', '["41200", "41200"]', ["researchers.values.0.occupations", "rise, each once"]),
        ("        french: 7\n", "        french: 11\n", ["french.values.0.french", "10"]),
        ("        french: 7\n", "        held: true\n", ["french.values.0", "goes with occupations or french"]),
        ("        held: false\n", "        held: false\n        french: 7\n", ["transport.values.1", "has neither"]),
        ("        experience: category\n", "", ["healthcare.values.0", "experience: goes with occupations"]),
        ("        experience: category\n", "        experience: crs_canadian\n", ["healthcare.values.0.experience"]),
        ("foreign_service_years: 10", "foreign_service_years: 0", ["military.values.0.foreign_service_years"]),
    ],
)
def test_a_mistake_in_the_file_is_refused_by_file_and_key(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    folder = tmp_path / "parameters"
    shutil.copytree(FOLDER, folder)
    text = (folder / "categories.yaml").read_text("utf-8")
    assert old in text, "the mistake has to be made in what the file holds"
    (folder / "categories.yaml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ParameterError) as refused:
        load(folder)
    for word in ["categories.yaml", *words]:
        assert word in str(refused.value)
