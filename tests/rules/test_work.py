"""Which work counts for what, how much of it, and when it is enough."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from pydantic import ValidationError

from rules import work
from rules.facts import Facts, Job, Period, refusals
from rules.parameters import FOLDER, ParameterError, RuleBook, book, load
from rules.shapes.dated import NoRuleError, Status
from rules.shapes.work import Where
from rules.work import NotCounted, PurposeKey, Span
from rules.work_course import Course, History

CEC: PurposeKey = "canadian_experience_class"
FSW: PurposeKey = "federal_skilled_worker"
NURSE = frozenset({"31301"})


def job(start: date, end: date | None = None, **changed: Any) -> Job:
    """Full-time work that counts everywhere it can: a software engineer in Canada, employed, authorised, paid."""
    told: dict[str, Any] = {
        "noc": "21231",
        "country": "CA",
        "hours_per_week": 40,
        "paid": True,
        "self_employed": False,
        "authorised": True,
        "studying": (),
    }
    return Job(start=start, end=end, **(told | changed))


def why(jobs: tuple[Job, ...], purpose: PurposeKey, on: date, **given: Any) -> set[str]:
    return {reason.why for span in work.ledger(jobs, purpose, on, **given).spans for reason in span.why_not}


# What people ask


def test_forty_five_hours_for_thirty_five_weeks_are_not_a_year() -> None:
    start = date(2026, 1, 5)
    jobs = (job(start, hours_per_week=45),)
    account = work.ledger(jobs, CEC, start + timedelta(weeks=35))
    assert (account.worked_hours, account.hours, account.years) == (1575, 1050, 0)
    assert (account.hours_missing, account.weeks_missing) == (510, 17)
    # 17 weeks later the hours are there, and the twelve months on the day after
    assert account.next_completion == (1, date(2027, 1, 5))
    assert account.next_completion is not None
    assert account.next_completion.last_day == date(2027, 1, 4)
    assert [span.why_not for span in account.spans] == [(NotCounted(None, "over_thirty_hours"),)]
    assert (account.spans[0].worked, account.spans[0].counted) == (45, 30)


@pytest.mark.parametrize(("hours", "reasons"), [(20, set()), (30, set()), (30.5, {"over_thirty_hours"})])
def test_only_hours_above_thirty_are_cut(hours: float, reasons: set[str]) -> None:
    assert why((job(date(2026, 1, 5), hours_per_week=hours),), CEC, date(2026, 6, 1)) == reasons


def test_fifteen_and_twenty_hours_in_the_same_weeks_count_thirty() -> None:
    start = date(2026, 1, 5)
    jobs = (job(start, hours_per_week=15), job(start, hours_per_week=20, noc="21232"))
    account = work.ledger(jobs, CEC, start + timedelta(weeks=40))
    assert (account.worked_hours, account.hours) == (1400, 1200)
    assert (account.hours_missing, account.weeks_missing) == (360, 12)
    assert {week.counted for week in work.weeks(account)} == {30}
    assert {week.worked for week in work.weeks(account)} == {35}
    assert len(work.weeks(account)) == 40


def test_eight_months_of_co_op_leave_four_for_the_canadian_experience_class() -> None:
    study = Period(start=date(2025, 1, 1), end=date(2025, 8, 31))
    jobs = (job(date(2025, 1, 1), date(2025, 12, 31), studying=(study,)),)
    account = work.ledger(jobs, CEC, date(2026, 3, 1))
    assert [(span.start, span.end, span.counted) for span in account.spans] == [
        (date(2025, 1, 1), date(2025, 8, 31), 0),
        (date(2025, 9, 1), date(2025, 12, 31), 30),
    ]
    assert account.spans[0].why_not == (NotCounted(0, "student", "jobs.0.studying"),)
    assert (account.portal_months, account.portal_days) == (4, ())
    assert account.hours == pytest.approx(122 * 30 / 7, abs=0.001)
    assert work.years(jobs, "crs_canadian", date(2026, 3, 1)) == 0
    assert work.years(jobs, "crs_foreign", date(2026, 3, 1)) == 0
    assert work.years(jobs, FSW, date(2026, 3, 1)) == 1


def test_a_freelancer_has_two_ledgers_and_nothing_for_the_canadian_experience_class() -> None:
    jobs = (
        job(date(2019, 1, 1), date(2021, 12, 31), country="FR", self_employed=True, authorised=None),
        job(date(2023, 1, 1), date(2024, 12, 31), self_employed=True),
    )
    on = date(2025, 6, 1)
    assert work.years(jobs, CEC, on) == work.years(jobs, "crs_canadian", on) == 0
    assert work.years(jobs, "crs_foreign", on) == 3
    assert work.years(jobs, FSW, on) == 5
    assert why(jobs, CEC, on) == {"abroad", "self_employed", "out_of_window"}
    assert why(jobs, "crs_foreign", on) == {"in_canada", "over_thirty_hours"}


def test_remote_work_from_lagos_for_a_canadian_firm_is_foreign() -> None:
    jobs = (job(date(2024, 1, 1), country="NG", authorised=None),)
    on = date(2025, 6, 1)
    assert (work.years(jobs, "crs_canadian", on), work.years(jobs, "crs_foreign", on)) == (0, 1)
    assert work.ledger(jobs, "crs_canadian", on).spans[0].why_not == (NotCounted(0, "abroad", "jobs.0.country"),)
    assert work.ledger(jobs, "crs_canadian", on).open == ()


def test_a_job_lost_in_its_eleventh_month_stops_at_its_last_paid_day() -> None:
    start, last_paid = date(2026, 1, 12), date(2026, 11, 27)
    on = date(2027, 2, 1)
    lost = work.ledger((job(start, last_paid),), CEC, on)
    assert lost.hours == round(((last_paid - start).days + 1) * 30 / 7, 3)
    assert (lost.years, lost.next_completion) == (0, None)
    assert (lost.hours_missing, lost.weeks_missing) == (188.571, 7)
    again = (job(start, last_paid), job(date(2027, 3, 1)))
    # 320 days are done and 364 are needed: 44 more, begun on 1 March
    assert work.ledger(again, CEC, on).next_completion == (1, date(2027, 3, 1) + timedelta(days=44))
    assert work.years(again, CEC, date(2027, 4, 13)) == 0
    assert work.years(again, CEC, date(2027, 4, 14)) == 1


def test_a_nurse_of_nine_months_is_eligible_under_the_old_rule_and_waits_under_the_new() -> None:
    jobs = (job(date(2025, 5, 10), noc="31301"),)
    before = work.minimum(jobs, "category", date(2026, 2, 17), occupations=NURSE)
    assert (before.needed_months, before.continuous, before.met) == (6, True, True)
    assert (before.completed, before.met_from) == (date(2025, 11, 9), date(2025, 11, 10))
    # The rule of 18 February asks for twelve months: what is met is lost, and comes again in May
    assert before.lost_on == date(2026, 2, 18)
    after = work.minimum(jobs, "category", date(2026, 2, 18), occupations=NURSE)
    assert (after.needed_months, after.continuous, after.met, after.since) == (12, False, False, date(2026, 2, 18))
    assert after.met_from == date(2026, 5, 10)
    assert work.minimum_changes(jobs, "category", date(2025, 10, 1), date(2027, 1, 1), occupations=NURSE) == (
        (date(2025, 11, 10), True),
        (date(2026, 2, 18), False),
        (date(2026, 5, 10), True),
    )


# Twelve months


def test_the_portal_shows_twelve_months_before_the_year_is_complete() -> None:
    jobs = (job(date(2026, 1, 31)),)
    account = work.ledger(jobs, CEC, date(2026, 12, 1))
    assert (account.portal_months, account.years) == (12, 0)
    assert account.portal_days == (
        (12, date(2026, 12, 1)),
        (24, date(2027, 12, 1)),
        (36, date(2028, 12, 1)),
    )
    assert account.next_completion is not None
    assert account.next_completion.last_day == date(2027, 1, 30)
    assert work.years(jobs, CEC, date(2027, 1, 30)) == 0
    assert work.years(jobs, CEC, date(2027, 1, 31)) == 1
    assert work.ledger(jobs, CEC, date(2026, 11, 30)).portal_months == 11
    assert work.ledger(jobs, CEC, date(2027, 1, 31)).completions == (date(2027, 1, 30),)


@pytest.mark.parametrize(
    ("start", "last_day"),
    [
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2023, 3, 1), date(2024, 2, 29)),
        (date(2024, 3, 1), date(2025, 2, 28)),
        (date(2025, 8, 31), date(2026, 8, 30)),
    ],
)
def test_a_year_of_full_time_work_ends_the_day_before_its_anniversary(start: date, last_day: date) -> None:
    (completion,) = work.ledger((job(start),), "crs_canadian", start + timedelta(days=500)).completions
    assert completion == last_day


def test_full_time_years_are_complete_on_their_anniversaries() -> None:
    jobs = (job(date(2020, 1, 31)),)
    assert work.ledger(jobs, "crs_canadian", date(2025, 6, 1)).completions == tuple(
        date(year, 1, 30) for year in range(2021, 2026)
    )


def test_half_time_work_takes_twice_the_time() -> None:
    start = date(2023, 1, 2)
    jobs = (job(start, hours_per_week=15),)
    assert work.changes(jobs, CEC, start, date(2027, 1, 1)) == ((start + timedelta(weeks=104), 1),)


def test_a_year_begun_after_a_gap_takes_its_own_twelve_months() -> None:
    jobs = (job(date(2020, 1, 1), date(2020, 12, 31)), job(date(2022, 1, 1)))
    assert work.ledger(jobs, "crs_canadian", date(2023, 6, 1)).completions == (date(2020, 12, 31), date(2022, 12, 31))


def test_hours_done_in_fewer_than_twelve_months_wait_for_the_months() -> None:
    # 364 days at 30 hours are 1,560 hours; the twelve months end two days later, in a leap year
    jobs = (job(date(2024, 1, 1), date(2024, 12, 29)),)
    account = work.ledger(jobs, CEC, date(2024, 12, 31))
    assert (account.hours, account.hours_missing, account.weeks_missing, account.years) == (1560, 0, 0, 0)
    assert work.changes(jobs, CEC, date(2024, 1, 1), date(2026, 1, 1)) == ((date(2025, 1, 1), 1),)


# The window


def test_a_past_job_leaves_the_window_day_by_day_and_the_year_with_it() -> None:
    jobs = (job(date(2023, 6, 1), date(2024, 5, 31)),)
    account = work.ledger(jobs, CEC, date(2026, 1, 15))
    assert (account.window_start, account.years) == (date(2023, 1, 15), 1)
    # 366 days are two more than 1,560 hours take
    assert (account.leaves_from, account.falls_on) == (date(2026, 6, 2), date(2026, 6, 4))
    assert work.years(jobs, CEC, date(2026, 6, 3)) == 1
    assert work.years(jobs, CEC, date(2026, 6, 4)) == 0
    gone = work.ledger(jobs, CEC, date(2028, 1, 1))
    assert (gone.hours, gone.leaves_from, gone.falls_on) == (0, None, None)
    assert gone.spans == (
        Span(date(2023, 6, 1), date(2024, 5, 31), (0,), (), 40, 0, (NotCounted(None, "out_of_window"),)),
    )


def test_months_above_a_year_can_leave_before_the_year_falls() -> None:
    account = work.ledger((job(date(2023, 6, 1), date(2024, 8, 31)),), CEC, date(2026, 1, 15))
    assert (account.leaves_from, account.falls_on) == (date(2026, 6, 2), date(2026, 9, 4))


def test_a_job_that_goes_on_never_makes_the_years_fall() -> None:
    jobs = (job(date(2019, 5, 1)),)
    assert work.ledger(jobs, CEC, date(2026, 1, 15)).falls_on is None
    assert work.changes(jobs, CEC, date(2019, 5, 1), date(2040, 1, 1)) == (
        (date(2020, 5, 1), 1),
        (date(2021, 5, 1), 2),
        (date(2022, 5, 1), 3),
    )


def test_the_end_of_a_contract_is_looked_for_beyond_the_window() -> None:
    jobs = (job(date(2025, 1, 1), date(2029, 12, 31)),)
    assert work.ledger(jobs, CEC, date(2026, 6, 1)).falls_on == date(2030, 1, 6)
    found = work.minimum((job(date(2031, 1, 1)),), CEC, date(2026, 6, 1))
    assert (found.met, found.met_from) == (False, date(2032, 1, 1))
    found = work.minimum(jobs, CEC, date(2026, 6, 1))
    assert (found.met, found.met_from, found.lost_on) == (True, date(2026, 1, 1), date(2032, 1, 3))


@pytest.mark.parametrize("after", [date(2022, 6, 1), date(2023, 2, 10), date(2023, 2, 28)])
def test_two_years_that_only_a_leap_year_has_the_days_for_come_and_go_with_it(after: date) -> None:
    # 3,120 hours at 19.93 a week take 1,096 days; three years have as many only where a 29 February is among them.
    jobs = (job(date(2016, 1, 1), hours_per_week=19.93),)
    assert work.changes(jobs, CEC, after, date(2028, 6, 1)) == (
        (date(2023, 3, 1), 1),
        (date(2024, 2, 29), 2),
        (date(2027, 3, 1), 1),
        (date(2028, 2, 29), 2),
    )


def test_the_years_rise_again_once_an_older_job_has_left_the_window() -> None:
    # While the days of 2020 leave, new ones only replace them; two years from 1 January 2022 end with their months.
    jobs = (job(date(2020, 1, 1), date(2020, 6, 30)), job(date(2022, 1, 1)))
    assert work.changes(jobs, CEC, date(2023, 1, 15), date(2025, 6, 30)) == (
        (date(2024, 1, 1), 2),
        (date(2025, 1, 1), 3),
    )


def test_a_year_that_loses_its_first_days_may_have_the_hours_and_not_yet_the_months() -> None:
    jobs = (job(date(2020, 12, 1), date(2020, 12, 30)), job(date(2022, 1, 1)))
    assert work.changes(jobs, CEC, date(2023, 6, 1), date(2024, 6, 1)) == (
        # Begun with the 30 days of 2020 the first year ends on 30 November 2022, the second a year later.
        (date(2023, 12, 1), 2),
        # Without them, 728 days of work are done; the twelve months of the second year end with the year.
        (date(2023, 12, 31), 1),
        (date(2024, 1, 1), 2),
    )


def test_a_year_may_wait_for_its_months_while_the_window_loses_as_much_as_it_gains() -> None:
    jobs = (job(date(2020, 6, 1), date(2021, 12, 30)), job(date(2023, 1, 1)))
    # On 31 December 2023 the window holds 365 days of the first job, whose year ends with it, and 364 of the second.
    assert work.changes(jobs, CEC, date(2023, 12, 31), date(2024, 6, 1)) == ((date(2024, 1, 1), 2),)


def test_six_months_of_a_category_leave_the_window_by_months() -> None:
    # From 1 August to 31 January are six months; from 2 August they are not
    jobs = (job(date(2020, 6, 1), date(2021, 1, 31), noc="31301"),)
    found = work.minimum_changes(jobs, "category", date(2023, 6, 1), date(2024, 6, 1), occupations=NURSE)
    assert found == ((date(2023, 8, 2), False),)


@pytest.mark.parametrize("until", [date(2025, 6, 1), date(2027, 6, 1)])
def test_a_continuous_year_leaves_the_window_although_hours_enough_are_left(until: date) -> None:
    jobs = (job(date(2015, 1, 1), date(2016, 3, 31)), job(date(2016, 5, 1), date(2016, 8, 31)))
    engineer = frozenset({"21231"})
    found = work.minimum_changes(jobs, FSW, date(2024, 6, 1), until, occupations=engineer)
    assert found == ((date(2025, 4, 2), False),)


@pytest.mark.parametrize(
    ("purpose", "window"),
    [
        ("crs_canadian", 10),
        ("crs_foreign", 10),
        (FSW, 10),
        (CEC, 3),
        ("skilled_trades", 5),
        ("category", 3),
        ("category_in_canada", 3),
        ("high_wage", 10),
    ],
)
def test_each_purpose_looks_back_its_own_number_of_years(purpose: PurposeKey, window: int) -> None:
    on = date(2026, 11, 23)
    assert work.ledger((), purpose, on).window_start == date(2026 - window, 11, 23)


# What counts


UNCOUNTED: list[tuple[PurposeKey, dict[str, Any], str, str]] = [
    (CEC, {"country": "IN"}, "abroad", "country"),
    ("crs_foreign", {}, "in_canada", "country"),
    (CEC, {"noc": "65100"}, "not_skilled", "noc"),
    (FSW, {"noc": "75101"}, "not_skilled", "noc"),
    (FSW, {"paid": False}, "unpaid", "paid"),
    (CEC, {"self_employed": True}, "self_employed", "self_employed"),
    ("crs_canadian", {"self_employed": True}, "self_employed", "self_employed"),
    ("category_in_canada", {"self_employed": True}, "self_employed", "self_employed"),
    ("high_wage", {"self_employed": True}, "self_employed", "self_employed"),
    (CEC, {"authorised": False}, "unauthorised", "authorised"),
    (FSW, {"authorised": False}, "unauthorised", "authorised"),
    ("skilled_trades", {"authorised": False, "qualified_from": date(2020, 1, 1)}, "unauthorised", "authorised"),
    ("category", {"authorised": False}, "unauthorised", "authorised"),
    (CEC, {"noc": None}, "not_known", "noc"),
    (CEC, {"hours_per_week": None}, "not_known", "hours_per_week"),
    (CEC, {"paid": None}, "not_known", "paid"),
    (CEC, {"self_employed": None}, "not_known", "self_employed"),
    (CEC, {"authorised": None}, "not_known", "authorised"),
    (CEC, {"studying": None}, "not_known", "studying"),
    ("crs_canadian", {"studying": None}, "not_known", "studying"),
    ("skilled_trades", {}, "not_known", "qualified_from"),
]


@pytest.mark.parametrize(("purpose", "told", "reason", "fact"), UNCOUNTED)
def test_work_that_does_not_count_says_why_and_by_which_fact(
    purpose: PurposeKey, told: dict[str, Any], reason: str, fact: str
) -> None:
    on = date(2026, 11, 23)
    account = work.ledger((job(date(2025, 1, 1), **told),), purpose, on)
    assert (account.years, account.hours, account.next_completion) == (0, 0, None)
    assert [span.why_not for span in account.spans] == [((0, reason, f"jobs.0.{fact}"),)]
    assert account.open == ((f"jobs.0.{fact}",) if reason == "not_known" else ())
    assert account.open == work.open_facts((job(date(2025, 1, 1), **told),), purpose, on)
    # Hours that are not known are none worked.
    assert (account.worked_hours == 0) == (fact == "hours_per_week")


COUNTED: list[tuple[PurposeKey, dict[str, Any]]] = [
    ("crs_foreign", {"country": "IN", "authorised": None, "self_employed": True, "studying": None}),
    (FSW, {"self_employed": None, "studying": None}),
    (FSW, {"self_employed": True, "country": "IN", "authorised": None}),
    ("category", {"noc": "65100", "country": "IN", "self_employed": True, "studying": None}),
    ("category", {"noc": "31102", "self_employed": True, "publicly_funded_physician": True}),
    ("adaptability_own", {"self_employed": True, "studying": None}),
    ("adaptability_partner", {"noc": "65200", "self_employed": True, "studying": None}),
    ("skilled_trades", {"qualified_from": date(2025, 1, 1), "self_employed": True, "studying": None}),
    (CEC, {"noc": "62200"}),
    (CEC, {"noc": "00012"}),
]


@pytest.mark.parametrize(("purpose", "told"), COUNTED)
def test_what_a_purpose_does_not_exclude_counts(purpose: PurposeKey, told: dict[str, Any]) -> None:
    account = work.ledger((job(date(2025, 1, 1), **told),), purpose, date(2026, 11, 23))
    assert (account.years, account.open) == (1, ())


def test_unpaid_leave_does_not_count_and_puts_the_year_off() -> None:
    leave = Period(start=date(2025, 3, 1), end=date(2025, 3, 31))
    jobs = (job(date(2025, 1, 1), unpaid_leave=(leave,)),)
    account = work.ledger(jobs, CEC, date(2025, 6, 1))
    assert [(span.worked, span.counted) for span in account.spans] == [(40, 30), (0, 0), (40, 30)]
    assert account.spans[1].why_not == (NotCounted(0, "unpaid_leave", "jobs.0.unpaid_leave"),)
    # 364 days of work and 31 of leave
    assert account.next_completion == (1, date(2025, 1, 1) + timedelta(days=364 + 31))


def test_leave_and_study_are_left_out_together_where_they_overlap_and_where_not() -> None:
    leave = Period(start=date(2025, 3, 1), end=date(2025, 3, 31))
    within = Period(start=date(2025, 3, 10), end=date(2025, 3, 20))
    later = Period(start=date(2025, 5, 1), end=date(2025, 5, 7))
    jobs = (job(date(2025, 1, 1), date(2025, 6, 30), unpaid_leave=(leave,), studying=(within, later)),)
    # 181 days without the 31 of March and 7 of May
    assert work.ledger(jobs, CEC, date(2026, 1, 1)).hours == round(143 * 30 / 7, 3)


def test_days_in_canada_and_leave_are_left_out_of_foreign_work_together() -> None:
    leave = Period(start=date(2025, 2, 1), end=date(2025, 2, 28))
    jobs = (
        job(date(2025, 1, 1), date(2025, 6, 30), country="IN", authorised=None, unpaid_leave=(leave,)),
        job(date(2025, 4, 1), date(2025, 4, 10)),
        job(date(2025, 6, 1), date(2025, 6, 10)),
    )
    # 181 days without the 28 of February and twice ten in Canada
    assert work.ledger(jobs, "crs_foreign", date(2026, 1, 1)).hours == 570


def test_a_trade_counts_from_the_day_it_could_be_practised_independently() -> None:
    jobs = (job(date(2022, 1, 1), noc="72310", qualified_from=date(2023, 1, 1)),)
    trade = frozenset({"72310"})
    found = work.minimum(jobs, "skilled_trades", date(2024, 6, 1), occupations=trade)
    assert (found.needed_months, found.met, found.met_from) == (24, False, date(2025, 1, 1))
    spans = work.ledger(jobs, "skilled_trades", date(2024, 6, 1), occupations=trade).spans
    assert [span.why_not for span in spans] == [
        (NotCounted(0, "not_qualified", "jobs.0.qualified_from"),),
        (NotCounted(None, "over_thirty_hours"),),
    ]
    assert not work.minimum(jobs, "skilled_trades", date(2026, 1, 1), occupations=frozenset({"72320"})).met
    other = work.ledger(jobs, "skilled_trades", date(2024, 6, 1), occupations=frozenset({"72320"})).spans[-1]
    assert other.why_not == (NotCounted(0, "other_occupation", "jobs.0.noc"),)


def test_the_second_year_in_a_trade_takes_twelve_months_of_its_own() -> None:
    told: dict[str, Any] = {"noc": "72310", "qualified_from": date(2020, 1, 1)}
    # 363 days and one more make the first year, on 1 July 2022; the second has its hours a year later, its months a day
    # after that.
    jobs = (job(date(2021, 1, 1), date(2021, 12, 29), **told), job(date(2022, 7, 1), **told))
    found = work.minimum(jobs, "skilled_trades", date(2023, 1, 1), occupations=frozenset({"72310"}))
    assert found.met_from == date(2023, 7, 2)


def test_a_day_in_canada_is_not_foreign_even_if_it_does_not_count_there() -> None:
    abroad = job(date(2024, 1, 1), date(2025, 12, 31), country="IN", authorised=None)
    away = Period(start=date(2025, 4, 1), end=date(2025, 4, 30))
    in_canada = job(date(2025, 1, 1), date(2025, 6, 30), self_employed=True, unpaid_leave=(away,))
    account = work.ledger((abroad, in_canada), "crs_foreign", date(2026, 2, 1))
    assert [(span.start, span.counted) for span in account.spans] == [
        (date(2024, 1, 1), 30),
        (date(2025, 1, 1), 0),
        (date(2025, 4, 1), 30),
        (date(2025, 5, 1), 0),
        (date(2025, 7, 1), 30),
    ]
    assert NotCounted(0, "same_day_in_canada", "jobs.1.country") in account.spans[1].why_not
    assert work.ledger((abroad, in_canada), "crs_canadian", date(2026, 2, 1)).hours == 0


@pytest.mark.parametrize("code", ["31100", "31101", "31102"])
@pytest.mark.parametrize("purpose", ["crs_canadian", CEC])
def test_physicians_paid_by_public_health_count_although_self_employed_since_25_april_2023(
    purpose: PurposeKey, code: str
) -> None:
    told = {"noc": code, "self_employed": True, "publicly_funded_physician": True}
    jobs = (job(date(2022, 1, 1), **told),)
    assert work.changes(jobs, purpose, date(2022, 1, 1), date(2023, 12, 31)) == ((date(2023, 4, 25), 1),)
    assert work.years((job(date(2022, 1, 1), **told | {"noc": "31103"}),), purpose, date(2023, 12, 31)) == 0
    not_public = job(date(2022, 1, 1), **told | {"publicly_funded_physician": False})
    assert work.years((not_public,), purpose, date(2023, 12, 31)) == 0


@pytest.mark.parametrize("code", ["31100", "31101", "31102"])
@pytest.mark.parametrize("purpose", ["category_in_canada", "high_wage"])
def test_the_same_physicians_count_for_what_is_newer(purpose: PurposeKey, code: str) -> None:
    told = {"noc": code, "self_employed": True, "publicly_funded_physician": True}
    assert work.years((job(date(2025, 6, 1), **told),), purpose, date(2026, 11, 23)) == 1


def test_hours_are_told_apart_by_teer_and_the_cap_cuts_in_proportion() -> None:
    jobs = (
        job(date(2025, 1, 6), date(2025, 3, 30), noc="62200", hours_per_week=40),
        job(date(2025, 3, 31), date(2025, 6, 22), noc="21231", hours_per_week=20),
        job(date(2025, 3, 31), date(2025, 6, 22), noc="31301", hours_per_week=25),
        job(date(2025, 3, 31), date(2025, 6, 22), noc="72310", hours_per_week=15),
    )
    # 12 weeks of 30 hours each; in the second twelve 45 of 60 hours are TEER 1
    assert work.summed_by_teer(work.hours_by_occupation(jobs, CEC, date(2025, 8, 1))) == {1: 270, 2: 450}


# Continuous work


def test_a_continuous_year_is_one_without_a_day_missing() -> None:
    on = date(2026, 1, 1)
    first = job(date(2024, 1, 1), date(2024, 6, 28), country="IN", authorised=None)
    next_day = job(date(2024, 6, 29), date(2025, 3, 31), country="IN", authorised=None)
    monday = next_day.model_copy(update={"start": date(2024, 7, 1)})
    joined = work.continuous_year((first, next_day), "21231", on)
    assert (joined.met, joined.completed, joined.met_from) == (True, date(2024, 12, 31), date(2025, 1, 1))
    broken = work.continuous_year((first, monday), "21231", on)
    assert (broken.met, broken.completed, broken.met_from) == (False, None, None)
    # All of it is missing: it has to begin anew
    assert (broken.hours, broken.hours_missing, broken.weeks_missing) == (0, 1560, 52)
    assert work.years((first, monday), FSW, on) == 1


def test_a_continuous_year_is_in_the_primary_occupation() -> None:
    jobs = (job(date(2023, 1, 1), date(2023, 7, 31)), job(date(2023, 8, 1), date(2024, 5, 31), noc="21232"))
    assert not work.continuous_year(jobs, "21231", date(2025, 1, 1)).met
    assert not work.continuous_year(jobs, "21232", date(2025, 1, 1)).met
    assert work.years(jobs, FSW, date(2025, 1, 1)) == 1


def test_part_time_work_without_a_break_is_continuous_too() -> None:
    start = date(2024, 1, 1)
    found = work.continuous_year((job(start, hours_per_week=20),), "21231", date(2025, 1, 6))
    assert (found.met, found.met_from) == (False, start + timedelta(weeks=78))
    assert (found.hours, found.hours_missing, found.weeks_missing) == (1060, 500, 17)


def test_a_continuous_year_has_to_last_its_twelve_months() -> None:
    # 1,560 hours in 364 days, and then nothing
    job_of_364_days = job(date(2025, 1, 1), date(2025, 12, 30))
    assert not work.continuous_year((job_of_364_days,), "21231", date(2026, 6, 1)).met
    job_of_365_days = job(date(2025, 1, 1), date(2025, 12, 31))
    assert work.continuous_year((job_of_365_days,), "21231", date(2026, 6, 1)).met
    # Where it need not be continuous the months pass without work too
    assert work.minimum((job_of_364_days,), CEC, date(2026, 6, 1)).met


@pytest.mark.parametrize(("days_between", "to_check"), [(0, False), (1, True), (3, True), (4, False), (30, False)])
def test_a_few_days_between_two_jobs_leave_it_to_be_checked(days_between: int, to_check: bool) -> None:
    first = job(date(2024, 1, 1), date(2024, 6, 28))
    second = job(date(2024, 6, 29) + timedelta(days=days_between), date(2025, 3, 31))
    found = work.continuous_year((first, second), "21231", date(2026, 1, 1))
    assert (found.met, found.to_check) == (days_between == 0, to_check)


def test_a_year_not_worked_is_not_left_to_be_checked_for_a_week_end() -> None:
    jobs = (job(date(2024, 1, 1), date(2024, 6, 28)), job(date(2024, 7, 1), date(2024, 12, 20)))
    assert not work.continuous_year(jobs, "21231", date(2026, 1, 1)).to_check


def test_how_work_is_counted_may_change_on_a_day_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "parameters"
    copytree(FOLDER, folder)
    text = (folder / "work.yaml").read_text("utf-8")
    more = "value: 1560}\n      - {from: 2020-01-01, status: expected, source: own, value: 1500}"
    (folder / "work.yaml").write_text(text.replace("value: 1560}", more, 1), "utf-8")
    rules = load(folder)
    jobs = (job(date(2019, 1, 1), date(2019, 12, 17)), job(date(2020, 12, 1), date(2020, 12, 1)))
    # 351 days are 1,504 hours and a day is 4: enough from the day on which a year has 1,500.
    assert work.changes(jobs[:1], FSW, date(2019, 6, 1), date(2021, 1, 1), rules=rules) == ((date(2020, 1, 1), 1),)
    assert work.years(jobs, FSW, date(2021, 1, 1), rules=rules) == 1
    assert work.years(jobs, FSW, date(2021, 1, 1)) == 0


# Occupations before NOC 2021

SKILL_ANSWERS = ("crs_canadian", "crs_foreign", FSW, CEC, "skilled_trades", "adaptability_own")
NOC_2021 = date(2022, 11, 16)


def levels_in_2016() -> dict[str, set[bool]]:
    """Of each unit group of NOC 2021: whether the groups of NOC 2016 it is made of were skilled.

    The first digit 0 is management; otherwise the second says the level: 0 and 1 are A, 2 and 3 are B.
    """
    found: dict[str, set[bool]] = {}
    with (FOLDER.parent / "data" / "noc2016.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for code in row["became"].split():
                found.setdefault(code, set()).add(row["code"][0] == "0" or row["code"][1] in "0123")
    return found


def test_the_groups_that_were_not_skilled_before_are_those_of_the_concordance() -> None:
    skilled_now = {code: levels for code, levels in levels_in_2016().items() if code[1] in "0123"}
    counting = book().work.counting
    before, after = NOC_2021 - timedelta(days=1), NOC_2021
    assert counting.level_c_or_d.on(before).value == {code for code, levels in skilled_now.items() if levels == {False}}
    assert counting.partly_level_c_or_d.on(before).value == {
        code for code, levels in skilled_now.items() if levels == {False, True}
    }
    assert not counting.level_c_or_d.on(after).value | counting.partly_level_c_or_d.on(after).value


@pytest.mark.parametrize("purpose", SKILL_ANSWERS)
def test_a_truck_driver_is_skilled_from_the_day_of_the_new_classification(purpose: PurposeKey) -> None:
    country = "IN" if purpose == "crs_foreign" else "CA"
    drives = job(date(2020, 1, 1), noc="73300", country=country, qualified_from=date(2020, 1, 1))
    before, from_ = (
        work.ledger((drives,), purpose, NOC_2021 - timedelta(days=1)),
        work.years((drives,), purpose, NOC_2021),
    )
    assert (before.years, before.hours, before.open, from_) == (0, 0, (), 2)
    assert before.spans[-1].why_not[-1] == NotCounted(0, "not_skilled", "jobs.0.noc")
    assert before.next_completion == (2, NOC_2021)
    assert work.changes((drives,), purpose, date(2022, 1, 1), date(2022, 12, 31)) == ((NOC_2021, 2),)
    assert not work.may_count("73300", purpose, NOC_2021 - timedelta(days=1))
    assert work.may_count("73300", purpose, NOC_2021)


@pytest.mark.parametrize("purpose", SKILL_ANSWERS)
def test_a_group_that_was_skilled_in_part_is_open_until_the_new_classification(purpose: PurposeKey) -> None:
    country = "IN" if purpose == "crs_foreign" else "CA"
    jobs = (job(date(2020, 1, 1), noc="62100", country=country, qualified_from=date(2020, 1, 1)),)
    before = work.ledger(jobs, purpose, NOC_2021 - timedelta(days=1))
    assert (before.years, before.open) == (0, ("jobs.0.noc",))
    now = work.ledger(jobs, purpose, NOC_2021)
    assert (now.years, now.open) == (2, ())


def test_a_partner_needs_no_skilled_work_whatever_the_classification() -> None:
    for code in ("73300", "62100", "65200"):
        assert work.years((job(date(2018, 1, 1), noc=code),), "adaptability_partner", date(2021, 1, 1)) == 3


def test_a_full_time_year_for_adaptability_is_never_too_long_ago() -> None:
    long_ago = (job(date(1926, 11, 24), date(1927, 11, 23)),)
    for purpose in ("adaptability_own", "adaptability_partner"):
        assert work.years(long_ago, purpose, date(2026, 11, 24)) == 1  # type: ignore[arg-type]
        assert work.ledger(long_ago, purpose, date(2026, 11, 24)).window_start == date(1926, 11, 24)  # type: ignore[arg-type]
    assert work.years((job(date(2012, 1, 1), date(2014, 1, 1)),), "crs_canadian", date(2026, 11, 24)) == 0


@pytest.mark.parametrize("on", [date(2026, 2, 17), date(2026, 11, 23)])
@pytest.mark.parametrize(
    ("told", "why_not"),
    [
        ({"self_employed": True}, "self_employed"),
        ({"self_employed": None}, "not_known"),
        ({"studying": (Period(start=date(2024, 1, 1)),)}, "student"),
        ({"studying": None}, "not_known"),
    ],
)
def test_what_the_class_in_canada_excludes_counts_for_a_category_only_abroad(
    told: dict[str, Any], why_not: str, on: date
) -> None:
    at_home = work.ledger((job(date(2024, 6, 1), noc="65100", **told),), "category", on)
    assert (at_home.years, [one.why for one in at_home.spans[-1].why_not]) == (0, [why_not])
    abroad = work.ledger((job(date(2024, 6, 1), noc="65100", country="IN", **told),), "category", on)
    assert (abroad.years > 0, abroad.open) == (True, ())


def counting_with(**values: int) -> RuleBook:
    """The rule book with other numbers for how work is counted, on every day."""
    rules = book()
    counting = rules.work.counting
    changed = {}
    for name, value in values.items():
        parameter = getattr(counting, name)
        dated = tuple(one.model_copy(update={"value": value}) for one in parameter.values)
        changed[name] = parameter.model_copy(update={"values": dated})
    of_work = rules.work.model_copy(update={"counting": counting.model_copy(update=changed)})
    return RuleBook(**{**vars(rules), "work": of_work})


def test_a_gap_that_the_rule_allows_leaves_work_continuous() -> None:
    lenient = counting_with(gap=2)
    jobs = (job(date(2024, 1, 1), date(2024, 6, 28)), job(date(2024, 7, 1), date(2025, 3, 31)))
    assert work.continuous_year(jobs, "21231", date(2026, 1, 1), rules=lenient).met
    assert not work.continuous_year(jobs, "21231", date(2026, 1, 1)).met
    going_on = (jobs[0], jobs[1].model_copy(update={"end": None}))
    for on in (date(2025, 3, 1), date(2026, 1, 1)):  # by the two together, and by the second alone
        assert work.continuous_year(going_on, "21231", on, rules=lenient).met
    three_days = (jobs[0], jobs[1].model_copy(update={"start": date(2024, 7, 2)}))
    assert not work.continuous_year(three_days, "21231", date(2026, 1, 1), rules=lenient).met


def test_six_months_for_a_category_had_to_be_continuous() -> None:
    first = job(date(2025, 1, 1), date(2025, 4, 30), noc="31301")
    second = job(date(2025, 6, 1), date(2025, 9, 30), noc="31301")
    on = date(2025, 10, 15)
    assert work.years((first, second), "category", on, occupations=NURSE) == 0
    assert not work.minimum((first, second), "category", on, occupations=NURSE).met
    # 780 hours take 182 days, one more than the first half of a year has
    january = work.minimum((job(date(2025, 1, 1), noc="31301"),), "category", on, occupations=NURSE)
    assert (january.needed_months, january.completed) == (6, date(2025, 7, 1))
    # Six months begun on 31 August wait for the end of February
    found = work.minimum((job(date(2024, 8, 31), noc="31301"),), "category", on, occupations=NURSE)
    assert found.completed == date(2025, 2, 28)


def test_six_months_that_need_not_be_continuous_add_up_over_a_gap() -> None:
    rules = book()
    category = rules.work.purposes.category
    eras = tuple(era.model_copy(update={"continuous": False}) for era in category.values)
    purposes = rules.work.purposes.model_copy(update={"category": category.model_copy(update={"values": eras})})
    lenient = RuleBook(**{**vars(rules), "work": rules.work.model_copy(update={"purposes": purposes})})
    jobs = (
        job(date(2025, 1, 1), date(2025, 4, 30), noc="31301"),
        job(date(2025, 6, 1), date(2025, 9, 30), noc="31301"),
    )
    # 780 hours take 182 days: 120 of the first job and 62 of the second
    found = work.minimum(jobs, "category", date(2025, 10, 15), occupations=NURSE, rules=lenient)
    assert (found.met, found.completed) == (True, date(2025, 8, 1))


def test_six_months_that_end_with_the_rule_that_asked_for_them_are_not_enough() -> None:
    # Begun on 18 August 2025 they are over on 18 February 2026, the first day of the rule of twelve months.
    jobs = (job(date(2025, 8, 18), noc="31301"),)
    found = work.minimum_changes(jobs, "category", date(2025, 12, 1), date(2026, 12, 31), occupations=NURSE)
    assert found == ((date(2026, 8, 18), True),)


def test_experience_in_a_category_does_not_add_up_over_occupations() -> None:
    jobs = (job(date(2025, 1, 1), date(2025, 7, 31)), job(date(2025, 8, 1), date(2026, 5, 31), noc="31301"))
    on = date(2026, 6, 15)
    assert work.minimum(jobs, "category", on, occupations=frozenset({"31301", "21231"})).met
    assert not work.minimum(jobs, "category", on, occupations=NURSE).met


# The week-by-week view, and results


def test_hours_of_part_of_a_week_are_kept_to_the_thousandth() -> None:
    # One day of 40 hours a week is 5.714… hours, of which the cap leaves 4.285…; two occupations share them in halves.
    day = date(2026, 1, 7)
    (week,) = work.weeks(work.ledger((job(day, day),), CEC, date(2026, 3, 1)))
    assert (week.worked, week.counted) == (5.714, 4.286)
    both = (job(day, day), job(day, day, noc="72310"))
    assert work.hours_by_occupation(both, CEC, date(2026, 3, 1)) == {"21231": 2.143, "72310": 2.143}


def test_hours_by_teer_follow_the_rule_book_given() -> None:
    jobs = (job(date(2026, 1, 5), date(2026, 1, 11)),)
    assert work.summed_by_teer(work.hours_by_occupation(jobs, CEC, date(2026, 3, 1))) == {1: 30}
    assert work.summed_by_teer(work.hours_by_occupation(jobs, CEC, date(2026, 3, 1), rules=counting_with(week=20))) == {
        1: 20
    }


def test_years_can_be_asked_for_in_some_occupations_only() -> None:
    jobs = (job(date(2024, 1, 1)), job(date(2022, 1, 3), date(2023, 6, 30), country="IN", noc="31301"))
    assert work.years(jobs, "crs_foreign", date(2026, 3, 1)) == 1
    assert work.years(jobs, "crs_foreign", date(2026, 3, 1), occupations=NURSE) == 1
    assert work.years(jobs, "crs_canadian", date(2026, 3, 1)) == 2
    assert work.years(jobs, "crs_canadian", date(2026, 3, 1), occupations=NURSE) == 0


def test_a_year_worked_to_its_last_day_and_not_a_day_longer_is_a_year() -> None:
    year = work.continuous_year((job(date(2025, 1, 1), date(2025, 12, 31)),), "21231", date(2026, 3, 1))
    assert (year.met, year.completed) == (True, date(2025, 12, 31))
    short = work.continuous_year((job(date(2025, 1, 1), date(2025, 12, 30)),), "21231", date(2026, 3, 1))
    assert not short.met


def test_a_stretch_of_work_that_ended_yesterday_no_longer_goes_on() -> None:
    jobs = (job(date(2026, 1, 5), date(2026, 2, 1)),)
    assert work.continuous_year(jobs, "21231", date(2026, 2, 1)).hours > 0
    assert work.continuous_year(jobs, "21231", date(2026, 2, 2)).hours == 0


def test_weeks_run_from_monday_and_carry_every_reason() -> None:
    # From Thursday 1 to Wednesday 14 January 2026, on leave from Sunday 11
    leave = Period(start=date(2026, 1, 11), end=date(2026, 1, 14))
    account = work.ledger(
        (job(date(2026, 1, 1), date(2026, 1, 14), hours_per_week=35, unpaid_leave=(leave,)),), CEC, date(2026, 3, 1)
    )
    found = work.weeks(account)
    assert [(week.monday, week.worked, week.counted) for week in found] == [
        (date(2025, 12, 29), 20, 17.143),
        (date(2026, 1, 5), 30, 25.714),
        (date(2026, 1, 12), 0, 0),
    ]
    assert [[reason.why for reason in week.why_not] for week in found] == [
        ["over_thirty_hours"],
        ["over_thirty_hours", "unpaid_leave"],
        ["unpaid_leave"],
    ]


def test_days_on_which_the_same_jobs_count_alike_are_one_span() -> None:
    # The trade could be practised from a day after its job had ended, which changes nothing for the other job.
    jobs = (
        job(date(2022, 1, 1), date(2022, 6, 30), noc="72310", qualified_from=date(2022, 9, 1)),
        job(date(2022, 3, 1), date(2022, 12, 31), noc="72310", qualified_from=date(2020, 1, 1)),
    )
    spans = work.ledger(jobs, "skilled_trades", date(2023, 2, 1)).spans
    assert [(span.start, span.end, span.jobs, span.counting) for span in spans] == [
        (date(2022, 1, 1), date(2022, 2, 28), (0,), ()),
        (date(2022, 3, 1), date(2022, 6, 30), (0, 1), (1,)),
        (date(2022, 7, 1), date(2022, 12, 31), (1,), (1,)),
    ]


def test_work_of_the_day_itself_is_not_done_yet() -> None:
    on = date(2026, 1, 5)
    assert work.ledger((job(on),), CEC, on).spans == ()
    (span,) = work.ledger((job(on),), CEC, on + timedelta(days=1)).spans
    assert (span.start, span.end, span.days, span.jobs, span.counting) == (on, on, 1, (0,), (0,))


def test_a_result_names_its_rule_the_day_it_is_from_and_how_sure_it_is() -> None:
    account = work.ledger((), "category", date(2026, 11, 23))
    assert (account.rule, account.since, account.status) == (
        "work.purposes.category",
        date(2026, 2, 18),
        Status.REPORTED,
    )
    assert work.minimum((), "high_wage", date(2026, 11, 23)).status is Status.EXPECTED
    assert work.minimum((), "high_wage", date(2026, 11, 23)).rule == "work.purposes.high_wage"


@pytest.mark.parametrize(
    ("purpose", "first"),
    [
        ("crs_canadian", date(2015, 1, 1)),
        ("crs_foreign", date(2015, 1, 1)),
        (FSW, date(2015, 1, 1)),
        (CEC, date(2015, 1, 1)),
        ("skilled_trades", date(2015, 1, 1)),
        ("adaptability_own", date(2015, 1, 1)),
        ("adaptability_partner", date(2015, 1, 1)),
        ("category", date(2023, 5, 31)),
        ("category_in_canada", date(2025, 12, 8)),
        ("high_wage", date(2026, 11, 3)),
    ],
)
def test_a_purpose_has_no_answer_before_its_first_rule(purpose: PurposeKey, first: date) -> None:
    with pytest.raises(NoRuleError, match=str(first)) as refused:
        work.years((), purpose, first - timedelta(days=1))
    assert (refused.value.day, refused.value.first) == (first - timedelta(days=1), first)
    assert work.years((), purpose, first) == 0


def test_an_answer_still_open_is_asked_for_only_while_its_job_is_in_the_window() -> None:
    jobs = (job(date(2020, 1, 1), date(2021, 1, 1), paid=None), job(date(2026, 1, 1), authorised=None, paid=None))
    assert work.open_facts(jobs, CEC, date(2026, 6, 1)) == ("jobs.1.paid", "jobs.1.authorised")
    assert work.open_facts(jobs, CEC, date(2026, 1, 1)) == ()
    assert work.open_facts(jobs, CEC, date(2023, 12, 31)) == ("jobs.0.paid",)
    assert work.open_facts(jobs, CEC, date(2024, 1, 1)) == ("jobs.0.paid",)
    assert work.open_facts(jobs, CEC, date(2024, 1, 2)) == ()


@pytest.mark.parametrize("rate", [15, 27.01, 29.85, 29.95, 30])
def test_a_window_full_of_work_is_not_walked_through_day_by_day(rate: float, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    progress = Course.progress

    def counting(course: Course, start: int, on: int, of_minimum: bool) -> tuple[int, int]:
        asked.append(on)
        return progress(course, start, on, of_minimum)

    monkeypatch.setattr(Course, "progress", counting)
    jobs = (job(date(2012, 1, 1), hours_per_week=rate),)
    until = date(2028, 11, 23)
    History(jobs, "crs_canadian", None, book()).changes(date(2026, 11, 23), until, of_minimum=False)
    assert 0 < len(asked) <= 30


def test_each_day_that_is_looked_at_changes_the_count(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[date] = []
    tried: list[int] = []
    progress, reached = Course.progress, Course.reached

    def looking(course: Course, start: int, on: int, of_minimum: bool) -> tuple[int, int]:
        looked_at.append(date.fromordinal(on))
        return progress(course, start, on, of_minimum)

    def trying(course: Course, start: int, number: int, of_minimum: bool) -> int:
        tried.append(start)
        return reached(course, start, number, of_minimum)

    monkeypatch.setattr(Course, "progress", looking)
    monkeypatch.setattr(Course, "reached", trying)
    # 730 days, of which two years need 728: begun on 3 January 2021 or 2 January 2022 they are there just so.
    jobs = (job(date(2021, 1, 1), date(2022, 12, 31)),)
    falls = ((date(2024, 1, 4), 1), (date(2025, 1, 3), 0))
    known = History(jobs, CEC, None, book())
    assert known.changes(date(2023, 6, 1), date(2026, 6, 1), of_minimum=False) == falls
    assert looked_at == [date(2023, 6, 1), date(2024, 1, 4), date(2025, 1, 3)]
    # At each fall: whether the last window still reaches it, and whether the last that has the hours does.
    assert len(tried) == 4
    for day, number in falls:
        to_the_day = History(jobs, CEC, None, book()).changes(date(2023, 6, 1), day, of_minimum=False)
        assert to_the_day[-1] == (day, number)


def test_what_was_asked_for_before_is_not_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    known = History((job(date(2021, 1, 1), date(2022, 12, 31)),), CEC, None, book())
    after, until = date(2023, 6, 1), date(2026, 6, 1)
    found = known.changes(after, until, of_minimum=False)
    ahead = known.minimum_ahead(after)
    assert known.course(after) is known.course(until)
    monkeypatch.delattr(Course, "progress")
    assert known.changes(after, until, of_minimum=False) == found
    assert [known.count(day, of_minimum=False) for day in (after, date(2024, 1, 4), until)] == [2, 1, 0]
    assert known.minimum_ahead(after) == ahead


def test_years_are_the_same_whether_or_not_their_changes_were_asked_for_before() -> None:
    jobs = (job(date(2015, 4, 7), date(2024, 2, 29)), job(date(2026, 6, 1), hours_per_week=20))
    after, until = date(2024, 8, 1), date(2029, 8, 1)
    days = [after + timedelta(days=number) for number in range(-30, (until - after).days + 30)]
    asked = History(jobs, CEC, None, book())
    assert len(asked.changes(after, until, of_minimum=False)) > 1
    alone = [History(jobs, CEC, None, book()).count(day, of_minimum=False) for day in days]
    assert [asked.count(day, of_minimum=False) for day in days] == alone
    middle = date(2026, 3, 3)
    part = History(jobs, CEC, None, book()).changes(middle, until, of_minimum=False)
    assert asked.changes(middle, until, of_minimum=False) == part
    for day, number in asked.changes(after, until, of_minimum=False):
        assert asked.changes(day - timedelta(days=1), day, of_minimum=False) == ((day, number),)


def test_no_more_than_two_turns_of_the_minimum_are_looked_for() -> None:
    nine_months = History((job(date(2025, 5, 10), noc="31301"),), "category", NURSE, book())
    # Six months, the rule of a year, and the year
    assert nine_months.minimum_ahead(date(2025, 10, 1)) == ((date(2025, 11, 10), 1), (date(2026, 2, 18), 0))
    assert nine_months.minimum_ahead(date(2026, 2, 17)) == ((date(2026, 2, 18), 0), (date(2026, 5, 10), 1))


def test_a_count_of_the_minimum_is_not_one_of_years() -> None:
    jobs = (job(date(2024, 1, 1), date(2024, 8, 31)), job(date(2025, 1, 1), date(2025, 8, 31)))
    broken = History(jobs, FSW, None, book())
    assert broken.count(date(2026, 1, 1), of_minimum=False) == 1
    assert broken.count(date(2026, 1, 1), of_minimum=True) == 0


# The parameters, and jobs that cannot be


def test_the_purposes_are_those_of_the_readings() -> None:
    purposes = book().work.purposes
    latest = {name: getattr(purposes, name).values[-1] for name in type(purposes).model_fields}
    assert {name: (one.window, one.where, one.months, one.continuous) for name, one in latest.items()} == {
        "crs_canadian": (10, Where.canada, 12, False),
        "crs_foreign": (10, Where.abroad, 12, False),
        "federal_skilled_worker": (10, Where.anywhere, 12, True),
        "canadian_experience_class": (3, Where.canada, 12, False),
        "skilled_trades": (5, Where.anywhere, 24, False),
        "adaptability_own": (100, Where.canada, 12, False),
        "adaptability_partner": (100, Where.canada, 12, False),
        "category": (3, Where.anywhere, 12, False),
        "category_in_canada": (3, Where.canada, 12, False),
        "high_wage": (10, Where.canada, 12, False),
    }
    every_teer = {0, 1, 2, 3, 4, 5}
    assert {name for name, one in latest.items() if one.teers == every_teer} == {"category", "adaptability_partner"}
    assert all(one.teers in (every_teer, {0, 1, 2, 3}) for one in latest.values())
    for name in latest:
        for one in getattr(purposes, name).values:
            assert one.physicians in (frozenset(), frozenset({"31100", "31101", "31102"}))
            assert (one.window, one.where) == (latest[name].window, latest[name].where)
            assert one.teers == latest[name].teers


@pytest.mark.parametrize(
    ("written", "instead", "words"),
    [
        ("months: 24", "months: 18", "purposes.skilled_trades.values.0: months: above a year only whole years"),
        ("window: 5", "window: 0", "purposes.skilled_trades.values.0.window: Input should be greater than 0"),
        ("teers: [0, 1, 2, 3, 4, 5]", "teers: [0, 6]", "purposes.adaptability_partner.values.0.teers"),
        ('"31100"', '"3110"', "is not a unit group of NOC 2021"),
        ("qualified: true", "qualified: 1", "purposes.skilled_trades.values.0.qualified"),
        ("where: abroad", "where: elsewhere", "purposes.crs_foreign.values.0.where"),
        ("self_employed: abroad", "self_employed: away", "purposes.category.values.0.self_employed"),
        ('"73300"', '"7330"', "counting.level_c_or_d.values.0.value"),
        (
            "- from: 2025-12-08",
            "- from: 2014-12-08",
            "purposes.category_in_canada.values.0.from: begins before counting",
        ),
    ],
)
def test_a_broken_work_file_is_refused_with_its_key(written: str, instead: str, words: str, tmp_path: Path) -> None:
    folder = tmp_path / "parameters"
    copytree(FOLDER, folder)
    text = (folder / "work.yaml").read_text("utf-8")
    assert written in text
    (folder / "work.yaml").write_text(text.replace(written, instead, 1), "utf-8")
    with pytest.raises(ParameterError) as refused:
        load(folder)
    assert "work.yaml: " in str(refused.value)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("told", "field", "words"),
    [
        ({"end": "2024-12-31"}, "jobs.0.end", "ends on 2024-12-31, before it starts on 2025-01-01"),
        ({"noc": "99999"}, "jobs.0.noc", "is not a unit group of NOC 2021"),
        ({"hours_per_week": 0}, "jobs.0.hours_per_week", "greater than 0"),
        ({"hours_per_week": 169}, "jobs.0.hours_per_week", "less than or equal to 168"),
        ({"country": "Canada"}, "jobs.0.country", "no country by ISO 3166-1"),
        ({"paid": "yes"}, "jobs.0.paid", "boolean"),
        (
            {"studying": [{"start": "2025-05-01", "end": "2025-04-01"}]},
            "jobs.0.studying.0.end",
            "ends on 2025-04-01, before it starts on 2025-05-01",
        ),
        ({"unpaid_leave": [{"start": "2024-12-01"}]}, "jobs.0.unpaid_leave", "begins before the job of 2025-01-01"),
        (
            {"end": "2025-06-30", "unpaid_leave": [{"start": "2025-06-01"}]},
            "jobs.0.unpaid_leave",
            "ends after the job of 2025-06-30",
        ),
    ],
)
def test_a_job_that_cannot_be_is_refused_with_its_field(told: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Facts.model_validate({"jobs": [{"start": "2025-01-01", "country": "CA", **told}]})
    assert any(one.field == field and words in one.why for one in refusals(refused.value))


def test_a_job_before_its_worker_was_born_is_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        Facts.model_validate({"birth_date": "1990-05-05", "jobs": [{"start": "1990-05-05", "country": "CA"}]})
    (one,) = refusals(refused.value)
    assert (one.field, one.why) == ("jobs", "start 1990-05-05 of job 1 is not after birth_date 1990-05-05")


def test_every_question_can_be_asked_of_some_occupations_only() -> None:
    jobs = (
        job(date(2024, 1, 1), date(2024, 12, 31), noc="21231", hours_per_week=None),
        job(date(2025, 1, 1), date(2026, 6, 30), noc="31301"),
    )
    nurse, on = frozenset({"31301"}), date(2026, 7, 1)

    assert work.open_facts(jobs, CEC, on) == ("jobs.0.hours_per_week",)
    assert work.open_facts(jobs, CEC, on, occupations=nurse) == ()
    engineer = frozenset({"21231"})
    assert [day for day, _ in work.changes(jobs, CEC, date(2025, 1, 1), on)] == [date(2026, 1, 1)]
    assert work.changes(jobs, CEC, date(2025, 1, 1), on, occupations=engineer) == ()
    assert [day for day, _ in work.minimum_changes(jobs, "category", date(2025, 1, 1), on, occupations=nurse)]
    assert work.minimum_changes(jobs, "category", date(2025, 1, 1), on, occupations=engineer) == ()
    assert set(work.summed_by_teer(work.hours_by_occupation(jobs, CEC, on, occupations=engineer))) == set()
    assert set(work.summed_by_teer(work.hours_by_occupation(jobs, CEC, on, occupations=nurse))) == {1}


def test_work_under_a_code_whose_duties_do_not_fit_waits_for_another_code() -> None:
    start, on = date(2025, 1, 6), date(2026, 11, 23)
    jobs = (job(start, noc="31301", duties="does_not_fit"),)
    for purpose in (CEC, FSW, "category"):
        account = work.ledger(jobs, purpose, on)
        assert (account.years, account.hours, account.open) == (0, 0, ("jobs.0.noc",))
        assert account.spans[0].why_not == (NotCounted(0, "not_known", "jobs.0.noc"),)
    assert not work.minimum(jobs, "category", on, occupations=NURSE).met
    assert work.hours_by_occupation(jobs, CEC, on) == {}
    # What is told stays: a person who compares again finds the code.
    assert (jobs[0].noc, jobs[0].occupation) == ("31301", None)


@pytest.mark.parametrize("duties", ["fits", "not_sure", None])
def test_work_counts_while_its_duties_fit_or_nobody_is_sure(duties: str | None) -> None:
    start, on = date(2025, 1, 6), date(2026, 11, 23)
    account = work.ledger((job(start, noc="31301", duties=duties),), CEC, on)
    assert (account.years, account.open) == (1, ())
    assert account == work.ledger((job(start, noc="31301"),), CEC, on)


def test_an_unknown_answer_to_the_duties_check_is_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        job(date(2025, 1, 6), duties="more or less")
    (one,) = refusals(refused.value)
    assert one.field == "duties"
