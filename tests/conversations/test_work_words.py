"""How work counts, as the screen says it: the stories of section B by hand, and what holds for every life."""

from __future__ import annotations

import re
import time
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.messages import split
from conversations.profile import work_words
from conversations.profile.parts import Whose
from locales import LANGUAGES, use
from rules import work
from rules.facts import Facts, Partner
from rules.work import WhyNot
from tests.conversations.chat import Chat
from tests.conversations.test_profile import SHORT
from tests.rules.test_timeline_properties import lives

ON = date(2026, 11, 23)
NBSP = "\N{NO-BREAK SPACE}"


def job(start: date, end: date | None = None, **told: Any) -> dict[str, Any]:
    """Work that counts everywhere it can: a software engineer in Canada, 30 hours, employed, authorised, paid."""
    usual = {
        "noc": "21231",
        "country": "CA",
        "hours_per_week": 30,
        "paid": True,
        "self_employed": False,
        "authorised": True,
        "studying": (),
    }
    return {**usual, "start": start, "end": end, **told}


def blocks(*jobs: dict[str, Any], language: Any = "en", whose: Whose = "own", **told: Any) -> list[str]:
    """The blocks of the screen without markup: title, in Canada, outside, programs."""
    with use(language):
        found = work_words.account(Facts.model_validate({"jobs": jobs, **told}), whose, ON)
    return [re.sub(r"<[^>]+>", "", block) for block in found]


# --- the stories ---


def test_forty_five_hours_for_thirty_five_weeks_are_1050_hours_and_17_weeks_short() -> None:
    # Monday 23 March to Sunday 22 November 2026: 35 weeks
    _, in_canada, abroad, programs = blocks(job(date(2026, 3, 23), hours_per_week=45))
    assert "Hours worked in the last 10 years: 1,575. Hours counted: 1,050." in in_canada
    assert "Complete years: 0." in in_canada
    assert "Hours missing to the next year: 510, which are 17 weeks at 30 hours." in in_canada
    assert "Not in full: of more than 30 hours a week, 30 count, all jobs together." in in_canada
    # 52 weeks are over on Sunday 21 March 2027, the twelve months on Monday
    assert "the complete years will be 1 at the end of Monday 22 March 2027" in in_canada
    # March to November are nine calendar months; the twelfth is February
    assert "calendar months with such work: 9 so far, and 12 from 1 February 2027 on" in in_canada
    assert "leave the last 10 years on Monday 24 March 2036" in in_canada
    assert abroad == "Work outside Canada\nNo job outside Canada was told."
    assert "not enough, 1,050 of 1,560 hours; 17 weeks at 30 hours are missing" in programs
    assert "enough from Tuesday 23 March 2027 on" in programs
    assert "leave the three years on Saturday 24 March 2029" in programs


def test_two_part_time_jobs_come_to_thirty_hours_a_week_together() -> None:
    # Monday 16 February to Sunday 22 November 2026: 40 weeks
    begun = date(2026, 2, 16)
    _, in_canada, _, programs = blocks(job(begun, hours_per_week=15), job(begun, hours_per_week=20))
    assert "Hours worked in the last 10 years: 1,400. Hours counted: 1,200." in in_canada
    assert "Hours missing to the next year: 360, which are 12 weeks at 30 hours." in in_canada
    assert "the complete years will be 1 at the end of Monday 15 February 2027" in in_canada
    assert "Worked: 600, counted: 514.2" in in_canada, "15 of 35 hours, cut to 30"
    assert "Worked: 800, counted: 685.7" in in_canada
    assert "not enough, 1,200 of 1,560 hours; 12 weeks at 30 hours are missing" in programs


def test_of_twelve_months_with_eight_of_co_op_four_count_for_the_canadian_experience_class() -> None:
    co_op = {"start": date(2025, 11, 1), "end": date(2026, 6, 30)}
    _, in_canada, abroad, programs = blocks(job(date(2025, 11, 1), date(2026, 10, 31), studying=[co_op]))
    # 365 days and the 123 from July to October, at 30 hours a week
    assert "Hours worked in the last 10 years: 1,564.2. Hours counted: 527.1." in in_canada
    assert "calendar months with such work: 4 so far" in in_canada
    assert "– 1 November 2025 to 30 June 2026: during full-time studies." in in_canada
    assert "no further year is coming up" in in_canada
    assert "No job outside Canada was told." in abroad, "it is not taken for work outside Canada instead"
    assert "one year in Canada within three years: not enough, 527.1 of 1,560 hours" in programs


def test_self_employment_counts_nothing_in_canada_and_may_count_abroad() -> None:
    _, in_canada, abroad, programs = blocks(
        job(date(2024, 11, 23), self_employed=True),
        job(date(2021, 11, 1), date(2024, 10, 31), country="FR", self_employed=True),
    )
    assert "Hours counted: 0." in in_canada
    assert "– Does not count: self-employment in Canada." in in_canada
    assert "Complete years: 3." in abroad
    assert "Self-employment outside Canada can count" in abroad
    assert "It has to be proven" in abroad
    assert "one year in Canada within three years: not enough, 0 of 1,560 hours; 52 weeks" in programs
    assert "in the main occupation (21231 Software engineers and designers): enough." in programs


def test_remote_work_from_lagos_is_work_outside_canada() -> None:
    _, in_canada, abroad, programs = blocks(job(date(2024, 11, 23), country="NG"))
    assert in_canada == "Work in Canada\nNo job in Canada was told."
    assert "Job 1: 21231 Software engineers and designers (TEER 1); Nigeria; since 23 November 2024." in abroad
    assert "Complete years: 2." in abroad
    assert "remote work for a Canadian employer is work outside Canada" in abroad
    assert "A day is Canadian or foreign, never both." in abroad
    assert "one year in Canada within three years: not enough, 0 of 1,560 hours" in programs


def test_days_worked_in_both_countries_are_canadian_only() -> None:
    _, _, abroad, _ = blocks(
        job(date(2026, 3, 1), date(2026, 3, 31)), job(date(2026, 1, 1), date(2026, 6, 30), country="NG")
    )
    assert "– 1 March 2026 to 31 March 2026: there was work in Canada on the same days" in abroad
    assert "Worked: 775.7, counted: 642.8" in abroad, "181 days, and 31 fewer"


# --- each reason ---


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"paid": False}, "Does not count: unpaid."),
        ({"authorised": False}, "Does not count: not allowed the whole time."),
        ({"noc": "65100"}, "Does not count: the occupation is not of TEER 0 to 3."),
        ({"duties": "does_not_fit"}, "Does not count: its duties do not fit the code, so the occupation is not known."),
        ({"noc": None}, "Does not count: not known yet: Occupation."),
        (
            {"paid": None, "authorised": None, "hours_per_week": None},
            "Does not count: not known yet: Hours a week, Paid and Allowed to work.",
        ),
        (
            {"unpaid_leave": [{"start": date(2026, 5, 1), "end": date(2026, 5, 31)}]},
            "– 1 May 2026 to 31 May 2026: unpaid leave.",
        ),
    ],
)
def test_what_does_not_count_is_said_with_its_reason(told: dict[str, Any], said: str) -> None:
    _, in_canada, _, _ = blocks(job(date(2026, 1, 1), date(2026, 10, 31), **told))
    assert said in in_canada


def test_what_is_older_than_ten_years_is_said_to_be_too_old() -> None:
    _, in_canada, _, _ = blocks(job(date(2015, 11, 23), date(2017, 11, 22)))
    assert "– 23 November 2015 to 22 November 2016: too long ago." in in_canada
    assert "Complete years: 1." in in_canada


def test_a_month_told_without_its_day_is_said_to_be_counted_with_care() -> None:
    _, in_canada, _, _ = blocks(job(date(2026, 1, 31), approximate=("start",)))
    assert "Only the month is known of its first or last day" in in_canada
    _, in_canada, _, _ = blocks(job(date(2026, 1, 31)))
    assert "Only the month" not in in_canada


def test_old_work_that_leaves_takes_a_year_with_it_on_a_day_that_is_said() -> None:
    # One year to the end of 2024: for the class it is lost when its first day leaves the three years
    _, _, _, programs = blocks(job(date(2024, 1, 1), date(2024, 12, 31)))
    assert "one year in Canada within three years: enough. If nothing is added, it is enough through" in programs
    assert "begins to leave the three years on Saturday 2 January 2027" in programs


# --- the programs ---


def test_the_trades_program_names_the_trade_and_what_is_missing() -> None:
    welder = {"noc": "72106", "qualified_from": date(2020, 1, 1)}
    *_, programs = blocks(job(date(2025, 11, 23), **welder))
    trade = next(line for line in programs.split("\n") if line.startswith("Federal Skilled Trades Program"))
    assert "(72106 Welders and related machine operators): not enough" in trade
    assert "1,564.2 of 3,120 hours; 52 weeks at 30 hours are missing" in trade
    assert "enough from Tuesday 23 November 2027 on" in trade
    *_, programs = blocks(job(date(2025, 11, 23)))
    assert (
        "Federal Skilled Trades Program, two years in one skilled trade within five years: not enough, none" in programs
    )


def test_a_program_that_hangs_on_an_open_answer_names_it() -> None:
    *_, programs = blocks(job(date(2025, 1, 1), paid=None))
    assert "one year in Canada within three years: not known yet, it depends on: Paid (job 1)." in programs


def test_the_main_occupation_that_was_named_decides_the_year_without_a_break() -> None:
    jobs = (job(date(2024, 1, 1), date(2025, 12, 31)), job(date(2026, 1, 1), noc="21232"))
    *_, programs = blocks(*jobs, primary_occupation="21232")
    assert "(21232 Software developers and programmers): not enough" in programs
    *_, programs = blocks(*jobs)
    assert "(21231 Software engineers and designers): enough." in programs


def test_a_canadian_partner_is_told_of_no_program() -> None:
    told = {"jobs": [job(date(2026, 1, 1))]}
    with use("en"):
        canadian = work_words.account(Partner.model_validate({**told, "status": "canadian"}), "partner", ON)
        coming = work_words.account(Partner.model_validate({**told, "status": "accompanying"}), "partner", ON)
    assert (len(canadian), len(coming)) == (3, 4)
    assert "with your partner as principal applicant" in coming[3]


# --- told in short, or not at all ---


def test_years_told_in_short_say_what_they_cannot_say() -> None:
    with use("en"):
        _, said = work_words.account(Facts(canadian_work_years=1, foreign_work_years=0), "own", ON)
    assert said.startswith("Work in Canada: 1 complete year\nWork outside Canada: no complete year\n")
    assert "Tell me the jobs one by one" in said
    assert "no job in the last ten years" in blocks()[1]


async def test_the_command_the_words_and_the_button_of_the_chapter_lead_there(chat: Chat) -> None:
    assert "I need your answers first." in await chat.goes_through("/start", "[Start]", "/stop", "/work")
    await chat.goes_through("/start", *SHORT[2:])
    for said in ("/work", "my work", "How my work counts", "how does my work count?"):
        assert "How the work counts on Monday 23 November 2026" in await chat.says(said), said
    assert "Work outside Canada: 1 complete year" in chat.text
    assert chat.labels == ["Add a job", "Work", "My programs"]
    await chat.presses("Work")
    assert "How the work counts" in await chat.presses("How my work counts")
    assert "What was the occupation" in await chat.presses("Add a job")
    assert "This menu is old" in await chat.presses_data("w:nobody")


async def test_each_partner_has_their_own_ledger(chat: Chat) -> None:
    short = ("/start", "[Start]", "31 3 1991", "[Yes, coming with me]", "bachelor", "[I don't know yet]")
    await chat.goes_through(*short, "1", "0", "no", "no", "no", "no", "bachelor", "[No result yet]", "2")
    await chat.goes_through("[Compute my score]", "Toronto", "/work")
    assert "Work in Canada: 1 complete year" in chat.text
    said = await chat.presses("How my partner's work counts")
    assert "Work in Canada: 2 complete years" in said
    assert "How the work counts" in await chat.says("my partner's work")
    assert "Work in Canada: 1 complete year" in await chat.presses("How my work counts")
    await chat.goes_through("/profile", "[5. Family]", "[Partner: work]")
    assert "Work in Canada: 2 complete years" in await chat.presses("How my partner's work counts")


async def test_without_a_partner_it_says_so(chat: Chat) -> None:
    await chat.goes_through(*SHORT)
    assert "You told me of no partner." in await chat.says("my partner's work")


# --- in French ---


def test_the_numbers_are_the_same_in_french() -> None:
    _, in_canada, abroad, programs = blocks(job(date(2026, 3, 23), hours_per_week=45), language="fr")
    assert f"Heures travaillées depuis 10{NBSP}ans{NBSP}: 1{NBSP}575. Heures comptées{NBSP}: 1{NBSP}050." in in_canada
    assert f"510, soit 17{NBSP}semaines à 30{NBSP}heures." in in_canada
    assert "sera de 1 à la fin du lundi 22 mars 2027" in in_canada
    assert "à partir du 1er février 2027" in in_canada
    assert "Aucun emploi hors du Canada" in abroad
    assert f"c’est insuffisant, 1{NBSP}050 sur 1{NBSP}560{NBSP}heures" in programs


# --- what holds for every life ---


def test_every_reason_has_its_words() -> None:
    assert set(work_words.WHY_NOT) == set(get_args(WhyNot))


@settings(deadline=None, max_examples=60, database=None)
@given(st.data(), st.sampled_from(LANGUAGES))
def test_every_life_can_be_told_and_what_is_said_is_what_the_rules_count(data: st.DataObject, language: Any) -> None:
    facts = data.draw(lives(ON))
    for whose in ("own", "partner"):
        told_of = facts if whose == "own" else facts.partner
        if told_of is None:
            continue
        with use(language):
            found = work_words.account(told_of, whose, ON)  # type: ignore[arg-type]
            messages = split(found)
        assert all(0 < len(message) <= 4096 for message in messages)
        assert not any(re.search(r"\{\w*\}|: \.|  ", block) for block in found)
        if told_of.jobs and language == "en":
            for block, purpose in zip(found[1:3], ("crs_canadian", "crs_foreign"), strict=True):
                years = work.years(told_of.jobs, purpose, ON)  # type: ignore[arg-type]
                assert f"Complete years: {years}." in block or (years == 0 and "was told." in block)


@pytest.mark.soak
def test_no_screen_of_two_hundred_lives_takes_fifty_milliseconds() -> None:
    taken: list[float] = []

    @settings(deadline=None, max_examples=200, database=None)
    @given(lives(ON))
    def every(facts: Facts) -> None:
        work.history.cache_clear()
        began = time.process_time()
        with use("fr"):
            split(work_words.account(facts, "own", ON))
        taken.append(time.process_time() - began)

    every()
    assert sorted(taken)[len(taken) * 99 // 100] < 0.050
