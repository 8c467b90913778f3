"""The timeline against a slow reference: every day of the months looked at by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rules import canadian_experience_class, crs
from rules.categories import categories
from rules.facts import (
    CanadianStudy,
    Child,
    Credential,
    CredentialLevel,
    EducationLevel,
    Facts,
    Job,
    Language,
    LanguageTest,
    Nomination,
    Offer,
    Partner,
    PartnerStatus,
    Period,
    Permit,
    PermitKind,
)
from rules.months import add_months
from rules.parameters import book
from rules.programs import programs
from rules.standing import Standing, standing, standing_after
from rules.timeline import change_days, rooms_moved, timeline
from tests.rules.situations import result

# The processor is shared: how long one example takes says nothing here.
unhurried = settings(deadline=None, max_examples=12, database=None)

# Half a year before the last known change of rules, and far enough for two years of days.
days = st.dates(date(2024, 7, 1), date(2026, 12, 31))
OCCUPATIONS = ("21231", "31301", "72106", "62020", "65100", "00012", "42202")
maybe = st.sampled_from([None, False, True])


@st.composite
def periods(draw: st.DrawFn, on: date) -> Period:
    start = on - timedelta(days=draw(st.integers(-200, 1400)))
    return Period(start=start, end=start + timedelta(days=draw(st.integers(0, 900))))


@st.composite
def jobs(draw: st.DrawFn, on: date) -> Job:
    """Mostly skilled full-time work of the last four years, that counts and goes on."""
    start = (
        on
        - timedelta(days=draw(st.sampled_from([300, 200, 900, 1500, 3900, -60])))
        - timedelta(draw(st.integers(0, 150)))
    )
    length = draw(st.one_of(st.none(), st.integers(300, 800), st.integers(0, 1500)))
    end = None if length is None else start + timedelta(days=length)
    leave: tuple[Period, ...] = ()
    if end is not None and draw(st.integers(0, 3)) == 3:
        first = start + timedelta(days=draw(st.integers(0, (end - start).days)))
        leave = (Period(start=first, end=min(end, first + timedelta(days=draw(st.integers(0, 120))))),)
    studying: tuple[Period, ...] = ()
    if draw(st.integers(0, 4)) == 4:
        studying = (draw(periods(on)),)
    return Job(
        noc=draw(st.sampled_from(OCCUPATIONS)),
        start=start,
        end=end,
        country=draw(st.sampled_from(["CA", "CA", "IN"])),
        hours_per_week=draw(st.sampled_from([40, 30, 20, 12])),
        paid=draw(st.sampled_from([True, True, True, True, None])),
        self_employed=draw(st.sampled_from([False, False, False, False, True])),
        authorised=draw(st.sampled_from([True, True, True, True, False])),
        studying=studying,
        unpaid_leave=leave,
        qualified_from=start + timedelta(days=draw(st.sampled_from([0, 90]))),
    )


@st.composite
def results(draw: st.DrawFn, on: date) -> LanguageTest:
    """A result that reaches what some program asks for, and is out, or dies, at some time of the two years."""
    language = draw(st.sampled_from(Language))
    levels = draw(st.one_of(st.sampled_from([9, 7, 6, 5]), st.tuples(*[st.integers(4, 10)] * 4)))
    day = on - timedelta(days=draw(st.integers(-100, 720)))
    return result(language, levels, on, chart=draw(st.integers(0, 1)), result_date=day)


@st.composite
def credentials(draw: st.DrawFn, on: date) -> Credential:
    completed = on - timedelta(days=draw(st.integers(-300, 4000)))
    assessed = None
    if draw(st.booleans()):
        assessed = max(completed, on - timedelta(days=draw(st.integers(-200, 2000))))
    level = draw(st.sampled_from(CredentialLevel))
    one_year = level is CredentialLevel.one_year_post_secondary
    return Credential(
        level=level,
        country=draw(st.sampled_from(["CA", "IN"])),
        completed=completed,
        assessed=assessed,
        eight_months_in_person=draw(maybe),
        mostly_language_study=draw(st.sampled_from([None, False])),
        two_academic_years=None if one_year else draw(maybe),
    )


@st.composite
def people(draw: st.DrawFn, on: date) -> dict[str, Any]:
    in_full = draw(st.integers(0, 3))
    return {
        "tests": tuple(draw(st.lists(results(on), min_size=1, max_size=3))),
        "jobs": tuple(draw(st.lists(jobs(on), min_size=1, max_size=3))) if in_full != 3 else None,
        "credentials": tuple(draw(st.lists(credentials(on), max_size=2))) if in_full > 1 else None,
        "education": draw(st.sampled_from([*EducationLevel][::-1])),
        "canadian_work_years": draw(st.integers(0, 4)),
        "foreign_work_years": draw(st.integers(0, 4)),
        "canadian_study": draw(st.sampled_from(CanadianStudy)),
    }


@st.composite
def lives(draw: st.DrawFn, on: date) -> Facts:
    """Facts with days of every kind before and behind the day asked about."""
    near = st.integers(-800, 800).map(lambda shift: on + timedelta(days=shift))
    births = st.one_of(
        st.dates(date(1976, 1, 1), date(2009, 12, 31)), st.sampled_from([date(1988, 2, 29), date(1992, 2, 29)])
    )
    partner = None
    if draw(st.booleans()):
        partner = Partner.model_construct(
            **draw(people(on)),
            status=draw(st.sampled_from(PartnerStatus)),
            living_together_since=draw(st.one_of(st.none(), near.map(lambda day: day - timedelta(days=300)))),
            married=draw(st.one_of(st.none(), near)),
        )
    nomination = None
    if draw(st.integers(0, 3)) == 3:
        nomination = Nomination.model_construct(
            province="ON",
            accepted=True,
            notified=draw(st.one_of(st.none(), near)),
            expires=draw(st.one_of(st.none(), near)),
        )
    return Facts.model_construct(
        **draw(people(on)),
        birth_date=draw(births),
        partner=partner,
        children=tuple(
            Child(birth_date=on - timedelta(days=age))
            for age in draw(st.lists(st.one_of(st.integers(7400, 8300), st.integers(-500, -1)), max_size=2))
        ),
        settlement_funds=draw(st.sampled_from([100_000, None, 18_000, 23_000])),
        certificate_of_qualification=draw(st.sampled_from([True, False, None])),
        nomination=nomination,
        offer=draw(
            st.sampled_from(
                [
                    None,
                    None,
                    Offer(
                        noc="21231",
                        full_time=True,
                        year_after_visa=True,
                        assessed=True,
                        from_permit_employer=True,
                        year_with_employer=True,
                    ),
                ]
            )
        ),
        permits=tuple(draw(st.lists(st.builds(Permit, kind=st.sampled_from(PermitKind), until=near), max_size=2))),
        misrepresentation_bar_until=draw(near) if draw(st.integers(0, 7)) == 7 else None,
        sibling_in_canada=False,
        primary_occupation=draw(st.sampled_from([None, "21231", "72106"])),
        intends_to_live_in_quebec=False,
    )


def every_day(after: date, until: date) -> Iterator[date]:
    day = after
    while day < until:
        day += timedelta(days=1)
        yield day


@unhurried
@given(st.data())
def test_the_timeline_tells_of_every_day_what_that_day_tells_by_itself(data: st.DataObject) -> None:
    on = data.draw(days)
    facts = data.draw(lives(on))
    steps = {step.day: step for step in timeline(facts, on)}
    now = standing(facts, on)
    total, grid = now.crs.total, now.grid.total
    eligible, in_categories = set(now.eligible_programs), set(now.eligible_categories)
    for day in every_day(on, add_months(on, 24)):
        if day in steps:
            step = steps[day]
            assert (step.crs_before, step.grid_before) == (total, grid)
            assert set(step.programs_before) == eligible
            assert set(step.categories_before) == in_categories
            total, grid = step.crs_after, step.grid_after
            eligible, in_categories = set(step.programs_after), set(step.categories_after)
        found = programs(facts, day)
        assert (day, crs.score(facts, day).total) == (day, total)
        assert (day, {one.program.value for one in found if one.eligible}) == (day, eligible)
        assert (day, next(one.grid.total for one in found if one.grid is not None)) == (day, grid)
        assert (day, {one.category for one in categories(facts, day) if one.eligible}) == (day, in_categories)


def told(of: Standing) -> dict[str, object]:
    """What each room tells a timeline: all that moves a score or makes eligible, and not what else is open."""
    rooms: dict[str, object] = {
        one.program.value: (
            one.eligible,
            [each.key for each in one.knock_outs],
            one.grid and (one.grid.total, one.grid.factors, one.grid.first_official_language),
        )
        for one in of.programs
    }
    rooms["crs"] = (
        of.crs.total,
        of.crs.factors,
        [section.points for section in of.crs.sections],
        (of.crs.column, of.crs.rule_set, of.crs.complete),
        of.crs.first_official_language,
    )
    rooms["categories"] = [(one.category, one.eligible) for one in of.categories]
    return rooms


@settings(deadline=None, max_examples=40, database=None)
@given(st.data())
def test_what_a_day_is_not_said_to_move_stands_as_it_was_and_the_rest_as_that_day_tells_it(data: st.DataObject) -> None:
    on = data.draw(days)
    facts = data.draw(lives(on))
    before = standing(facts, on)
    for day, causes in change_days(facts, on, add_months(on, 24)).items():
        rooms = rooms_moved(causes)
        in_full, narrow = standing(facts, day), standing_after(before, facts, day, rooms)
        assert (day, causes, told(narrow)) == (day, causes, told(in_full))
        was = told(before)
        assert {room for room, says in told(in_full).items() if says != was[room]} <= rooms
        before = narrow


TEERS_0_TO_3 = ("00012", "21231", "21232", "31301", "22220", "72106", "62020", "63200")


@st.composite
def skilled_jobs(draw: st.DrawFn) -> Job:
    """Skilled work in Canada of three months to two years, by the hours a week that make balances tip."""
    start = draw(st.dates(date(2023, 1, 1), date(2027, 3, 1)))
    end = start + timedelta(days=draw(st.integers(90, 700)))
    return Job(
        noc=draw(st.sampled_from(TEERS_0_TO_3)),
        country="CA",
        start=start,
        end=draw(st.sampled_from([end, end, end, None])),
        hours_per_week=draw(st.sampled_from([10, 15, 30, 40])),
        paid=True,
        self_employed=False,
        authorised=True,
        studying=(),
    )


@settings(deadline=None, max_examples=25, database=None)
@given(st.lists(skilled_jobs(), min_size=2, max_size=6).map(tuple), st.dates(date(2025, 6, 1), date(2027, 6, 1)))
def test_the_language_of_the_work_turns_on_the_days_told_and_on_no_other(jobs: tuple[Job, ...], on: date) -> None:
    facts = Facts(jobs=jobs)
    until = add_months(on, 12)
    told = {
        day
        for day, causes in change_days(facts, on, until).items()
        if any(cause.kind == "language_level_of_the_work" for cause in causes)
    }
    level = canadian_experience_class.needed_level(facts, on)
    turned = set()
    for day in every_day(on, until):
        before, level = level, canadian_experience_class.needed_level(facts, day)
        if level != before:
            turned.add(day)
    assert told == turned


@unhurried
@given(st.data())
def test_every_step_changes_something_or_names_a_document(data: st.DataObject) -> None:
    on = data.draw(days)
    facts = data.draw(lives(on))
    steps = timeline(facts, on)
    assert [step.day for step in steps] == sorted({step.day for step in steps})
    candidates = change_days(facts, on, add_months(on, 24))
    for step in steps:
        assert on < step.day <= add_months(on, 24)
        assert step.causes == candidates[step.day] != ()
        assert sum(move.after - move.before for move in step.moved) == step.change
        moved = step.moved or step.grid_before != step.grid_after
        moved = moved or step.programs_lost or step.programs_gained or step.categories_lost or step.categories_gained
        assert step.document_only == (not moved)


@unhurried
@given(st.data())
def test_a_timeline_begun_later_is_the_rest_of_the_one_begun_before(data: st.DataObject) -> None:
    on = data.draw(days)
    facts = data.draw(lives(on))
    steps = timeline(facts, on)
    later = on + timedelta(days=data.draw(st.integers(1, 300)))
    until = add_months(on, 24)
    rest = [step for step in timeline(facts, later) if step.day <= until]
    assert rest == [step for step in steps if step.day > later]


def test_a_standing_is_what_its_rooms_say() -> None:
    on = date(2026, 6, 15)
    facts = Facts()
    assert standing(facts, on) == Standing(
        on, crs.score(facts, on), programs(facts, on), categories(facts, on, rules=book())
    )
