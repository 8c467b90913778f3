"""What could hurt: what ends the profile, what prevents each day, and by when to begin it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rules import crs
from rules.clocks import Kind
from rules.dangers import Danger, Prevention, ahead, booked_by, by_weight, dangers, ending, to_do
from rules.facts import (
    Credential,
    CredentialLevel,
    Facts,
    Invitation,
    Job,
    Language,
    Nomination,
    Partner,
    PartnerStatus,
    Profile,
)
from tests.rules.situations import candidate, result

DAY = date(2026, 11, 23)


def alone(**told: object) -> Facts:
    """35, a bachelor's degree, CLB 9 of June 2025, three years abroad and enough funds."""
    facts = candidate(DAY, age=35, english=9, foreign=3, settlement_funds=100_000)
    return facts.model_copy(
        update={
            "tests": (result(Language.english, 9, DAY, result_date=date(2025, 6, 1)),),
            "birth_date": date(1991, 3, 1),
            **told,
        }
    )


def at(found: tuple[Danger, ...], day: date) -> Danger:
    return next(one for one in found if one.day == day)


def test_the_loss_of_the_last_program_ends_the_profile_and_says_by_which_points() -> None:
    one = at(dangers(alone(), DAY), date(2027, 6, 1))
    assert (one.ends_profile, one.pass_mark_lost, one.pass_mark) == (True, True, 67)
    assert one.crs_before - one.crs_after == one.points_lost
    assert (one.grid_before, one.grid_after) == (67, 43)
    assert one.prevented_by == (Prevention("new_test", "own", date(2027, 4, 26), "english"),)


def test_a_birthday_below_the_pass_mark_ends_the_profile_and_cannot_be_prevented() -> None:
    facts = alone(birth_date=date(1990, 3, 1))  # at 37 the grid of 67 falls to 66
    one = at(dangers(facts, DAY), date(2027, 3, 1))
    assert (one.grid_before, one.grid_after) == (67, 66)
    assert one.pass_mark_lost
    assert one.ends_profile
    assert one.act_by is None
    assert one.prevented_by == (Prevention("birthday", "own", None),)


def test_what_ends_the_profile_stands_first_then_programs_then_points() -> None:
    found = by_weight(dangers(alone(), DAY))
    assert [(one.day, one.ends_profile) for one in found] == [
        (date(2027, 6, 1), True),
        (date(2027, 3, 1), False),
        (date(2028, 3, 1), False),
    ]


def test_the_partners_result_is_prevented_by_a_test_of_the_partner() -> None:
    test = result(Language.french, 7, DAY, result_date=date(2025, 3, 10))
    partner = Partner(status=PartnerStatus.accompanying, tests=(test,), married=date(2020, 1, 1))
    one = at(dangers(alone(partner=partner), DAY), date(2027, 3, 10))
    # The planning margin of a French test is eight weeks.
    assert one.prevented_by == (Prevention("new_test", "partner", date(2027, 1, 12), "french"),)
    assert one.act_by == date(2027, 1, 12)


def test_an_assessment_too_old_is_prevented_by_a_new_one() -> None:
    degree = Credential(
        level=CredentialLevel.bachelors_or_three_plus_year_program,
        country="IN",
        completed=date(2015, 6, 30),
        assessed=date(2022, 9, 1),
        assessed_as=CredentialLevel.bachelors_or_three_plus_year_program,
    )
    one = at(dangers(alone(credentials=(degree,)), DAY), date(2027, 9, 1))
    assert one.prevented_by == (Prevention("new_assessment", "own", date(2027, 6, 22)),)


def test_a_nomination_that_ends_is_for_the_province() -> None:
    told = Nomination(province="ON", notified=date(2026, 6, 1), accepted=True, expires=date(2027, 1, 31))
    one = at(dangers(alone(nomination=told), DAY), date(2027, 2, 1))
    assert one.points_lost == 600
    assert one.prevented_by == (Prevention("province", "own", None),)


def test_the_end_of_a_profile_is_a_danger_of_its_own() -> None:
    (one,) = ending(alone(profile=Profile(submitted=date(2026, 9, 1))), DAY)
    assert one.clock is not None
    assert (one.clock.kind, one.day, one.ends_profile) == (Kind.profile, date(2027, 9, 1), True)
    assert one.prevented_by == (Prevention("new_profile", "own", date(2027, 8, 31)),)
    assert ending(alone(), DAY) == ()


def test_a_profile_that_ends_with_its_program_is_told_beside_it_and_a_funds_table_once() -> None:
    facts = alone(profile=Profile(submitted=date(2026, 6, 1)))
    same_day = [one for one in ahead(facts, DAY) if one.day == date(2027, 6, 1)]
    assert [one.clock is not None for one in same_day] == [False, True]
    # The table of July 2025 asks for 15,263 dollars, the one before for 14,690.
    (table,) = [one for one in ahead(alone(settlement_funds=15_000), date(2025, 6, 15)) if one.day.year == 2025]
    assert table.day == date(2025, 7, 7)
    assert table.programs_lost == ("federal_skilled_worker",)
    # Two weeks for a letter of the bank
    assert table.prevented_by == (Prevention("funds", "own", date(2025, 6, 22)),)


def test_an_invitation_is_a_danger_until_it_is_answered() -> None:
    facts = alone(profile=Profile(submitted=date(2026, 9, 1)), invitation=Invitation(issued=date(2026, 11, 18)))
    assert "apply" in [way.key for one in ending(facts, DAY) for way in one.prevented_by]


def test_what_ends_after_the_months_asked_about_is_left_out() -> None:
    facts = alone(profile=Profile(submitted=date(2026, 9, 1)))
    assert ending(facts, DAY, months=9) == ()
    assert [one.day for one in dangers(facts, DAY, months=5)] == [date(2027, 3, 1)]


def test_what_to_do_comes_once_and_the_earliest_first() -> None:
    facts = alone(profile=Profile(submitted=date(2026, 9, 1)))
    found = (*dangers(facts, DAY), *ending(facts, DAY))
    assert [(one.prevention.key, one.prevention.by, one.late) for one in to_do(found, DAY)] == [
        ("new_test", date(2027, 4, 26), False),
        ("new_profile", date(2027, 8, 31), False),
    ]
    assert [one.late for one in to_do(found, date(2027, 4, 27))] == [True, False]
    assert len(to_do((*found, *found), DAY)) == 2


def test_a_test_is_booked_before_the_next_loss() -> None:
    ahead = booked_by(alone(), DAY, "english")
    # The day before the birthday, less five weeks
    assert (ahead.drop, ahead.by, ahead.late) == (date(2027, 3, 1), date(2027, 1, 24), False)
    assert booked_by(alone(), date(2027, 1, 25), "english").late
    assert booked_by(alone(), DAY, "french").by == date(2027, 1, 3)
    assert booked_by(alone(), DAY, "english", found=()) == (None, None, False)


@pytest.mark.parametrize("column", [0, 1])
def test_what_each_factor_can_give_is_that_of_its_lines(column: int) -> None:
    partner = Partner(status=PartnerStatus.accompanying, married=date(2020, 1, 1)) if column else None
    found = crs.score(alone(partner=partner), DAY)
    most = crs.most_by_factor(DAY)
    for line in found.lines:
        assert line.most == most[line.key][column]
    assert most["age"] == (110, 100)
    assert crs.most_by_factor(date(2024, 1, 1))["job_offer"] == (200, 200)


def test_a_loss_is_the_difference_between_two_days() -> None:
    facts = alone()
    for one in dangers(facts, DAY):
        assert one.crs_before == crs.score(facts, one.day - timedelta(1)).total
        assert one.crs_after == crs.score(facts, one.day).total


def test_of_a_day_that_gives_and_takes_only_what_takes_is_prevented() -> None:
    """A year of work completes on the day the partner's result gets too old: work prevents nothing of that."""
    job = Job(
        noc="21231",
        country="CA",
        start=date(2024, 2, 1),
        hours_per_week=40,
        paid=True,
        self_employed=False,
        authorised=True,
        studying=(),
    )
    test = result(Language.english, 8, DAY, result_date=date(2025, 2, 1))
    partner = Partner(status=PartnerStatus.accompanying, tests=(test,), married=date(2020, 1, 1))
    one = at(dangers(alone(jobs=(job,), partner=partner), DAY), date(2027, 2, 1))
    assert {cause.kind for cause in one.causes} >= {"work_years", "language_result_too_old"}
    assert [(way.key, way.whose) for way in one.prevented_by] == [("new_test", "partner")]


def test_work_that_leaves_its_window_is_prevented_by_work() -> None:
    job = Job(
        noc="21231",
        country="CA",
        start=date(2016, 1, 1),
        end=date(2017, 12, 31),
        hours_per_week=40,
        paid=True,
        self_employed=False,
        authorised=True,
        studying=(),
    )
    found = dangers(alone(jobs=(job,), tests=()), date(2026, 12, 1))
    by_work = [one for one in found if one.causes[0].kind == "work_years"]
    assert by_work
    assert all(Prevention("work", "own", None) in one.prevented_by for one in by_work)
