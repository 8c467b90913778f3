"""Gaps in a personal history, exact by days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rules.facts import Facts, Person
from rules.gaps import Gap, gaps

ON = date(2026, 11, 29)
DAY = timedelta(days=1)


def found(given_facts: dict[str, Any], on: date = ON) -> list[tuple[date, date, int, int]]:
    radar = gaps(Facts.model_validate(given_facts), on)
    assert radar is not None
    return [(gap.first, gap.last, gap.months, gap.days) for gap in radar.gaps]


def job(start: str, end: str | None = None, **more: Any) -> dict[str, Any]:
    return {"country": "IN", "start": start, **({"end": end} if end else {}), **more}


# --- laws ---


@st.composite
def histories(draw: st.DrawFn) -> Person:
    day = st.integers(-4200, 30).map(lambda shift: ON + timedelta(days=shift))

    def period(more: dict[str, Any]) -> dict[str, Any]:
        start = draw(day)
        end = draw(st.one_of(st.none(), st.integers(0, 900).map(lambda days: start + timedelta(days=days))))
        return {"start": start, "end": end, "approximate": draw(st.sampled_from([(), ("start",), ("end",)])), **more}

    return Facts.model_validate(
        {
            "birth_date": draw(st.dates(date(1970, 1, 1), date(2004, 11, 1))),
            "jobs": [period({"country": "IN"}) for _ in range(draw(st.integers(0, 4)))],
            "activities": [period({"what": "study"}) for _ in range(draw(st.integers(0, 3)))],
        }
    )


@given(st.one_of(histories()))
def test_every_day_is_either_told_or_in_one_gap(person: Person) -> None:
    radar = gaps(person, ON)
    assert radar is not None
    free = {
        gap.first + timedelta(days=n)
        for gap in (*radar.gaps, *radar.short)
        for n in range((gap.last - gap.first).days + 1)
    }
    told = [*(person.jobs or ()), *(person.activities or ())]
    day = radar.first
    while day <= radar.last:
        covered = any(
            _month(each.start, "start" in each.approximate, day) <= day
            and (
                each.end is None
                or day <= each.end
                or ("end" in each.approximate and (day.year, day.month) == (each.end.year, each.end.month))
            )
            for each in told
        )
        assert covered != (day in free), day
        day += DAY
    assert all(gap.months for gap in radar.gaps)
    assert not any(gap.months for gap in radar.short)


def _month(start: date, approximate: bool, _day: date) -> date:
    return start.replace(day=1) if approximate else start


@given(st.one_of(histories()))
def test_telling_a_gap_as_an_activity_closes_it(person: Person) -> None:
    radar = gaps(person, ON)
    assert radar is not None
    told = [{"start": gap.first, "end": gap.last, "what": "travel"} for gap in (*radar.gaps, *radar.short)]
    after = Facts.model_validate(
        {**person.model_dump(), "activities": [*(each.model_dump() for each in person.activities or ()), *told]}
    )
    closed = gaps(after, ON)
    assert closed is not None
    assert (closed.gaps, closed.short) == ((), ())


# --- by hand ---


def test_a_gap_is_its_whole_months_and_the_days_besides() -> None:
    jobs = [job("2010-01-01", "2018-03-14"), job("2018-06-21", "2026-11-30")]
    assert found({"birth_date": "1985-01-01", "jobs": jobs}) == [(date(2018, 3, 15), date(2018, 6, 20), 3, 6)]


def test_a_week_end_between_two_jobs_is_short() -> None:
    radar = gaps(Facts.model_validate({"jobs": [job("2010-01-01", "2022-04-01"), job("2022-04-04")]}), ON)
    assert radar is not None
    assert radar.gaps == ()
    assert radar.short == (Gap(date(2022, 4, 2), date(2022, 4, 3), 0, 2, False),)


def test_the_history_begins_at_eighteen_where_that_is_later() -> None:
    jobs = [job("2020-01-01")]
    assert found({"birth_date": "2001-05-10", "jobs": jobs}) == [(date(2019, 5, 10), date(2019, 12, 31), 7, 22)]
    assert gaps(Facts.model_validate({"birth_date": "2010-05-10"}), ON) is None


def test_what_goes_on_leaves_no_gap_and_what_is_to_come_fills_none() -> None:
    assert found({"jobs": [job("2010-01-01")]}) == []
    assert found({"jobs": [job("2010-01-01", "2026-09-30"), job("2026-12-01")]}) == [
        (date(2026, 10, 1), date(2026, 11, 28), 1, 28)
    ]


def test_where_only_months_are_known_the_months_are_taken_as_told() -> None:
    # Kept at the ends that promise least: May 2023 as its first day, June 2023 as its last
    jobs = [
        job("2010-01-01", "2023-05-01", approximate=["end"]),
        job("2023-06-30", approximate=["start"]),
    ]
    assert found({"jobs": jobs}) == []


def test_studies_with_a_diploma_are_asked_for_and_not_guessed() -> None:
    diploma = {"level": "doctoral", "country": "IN", "completed": "2019-06-30"}
    told = {"birth_date": "1990-01-01", "jobs": [job("2019-07-01")], "credentials": [diploma]}
    assert found(told) == [(date(2016, 11, 29), date(2019, 6, 30), 31, 2)]
    study = {"what": "study", "start": "2014-09-01", "end": "2019-06-30"}
    assert found({**told, "activities": [study]}) == []


def test_jobs_told_in_sum_fill_nothing() -> None:
    radar = gaps(Facts.model_validate({"canadian_work_years": 5}), ON)
    assert radar is not None
    assert not radar.jobs_told
    assert radar.months == 120
