"""The dated steps of the next months."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from rules import crs
from rules.facts import Credential, CredentialLevel, Facts, Language, Nomination, Partner, PartnerStatus
from rules.standing import Moved
from rules.timeline import Cause, Step, rule_starts, timeline
from tests.rules.situations import candidate, result
from tests.rules.test_high_wage import Complete, completed  # noqa: F401
from tests.rules.test_improvements import job

DAY = date(2026, 6, 15)


def known(on: date, **more: Any) -> Facts:
    """A candidate whose result does not age on the way."""
    facts = candidate(on, **more)
    return facts.model_copy(update={"tests": tuple(_undated(test) for test in facts.tests)})


def _undated(test: Any) -> Any:
    return test.model_copy(update={"result_date": None})


def on_day(steps: tuple[Step, ...], day: date) -> Step:
    return next(step for step in steps if step.day == day)


def test_s35_a_birthday_before_an_invitation_is_a_dated_step_down() -> None:
    facts = known(
        DAY,
        education="master_or_professional",
        english=9,
        canadian=1,
        foreign=1,
        study="three_years_or_more",
    ).model_copy(update={"birth_date": date(1996, 9, 10)})
    first = timeline(facts, DAY)[0]
    assert first.day == date(2026, 9, 10)
    assert (first.crs_before, first.crs_after, first.change) == (527, 522, -5)
    assert first.causes == (Cause("birthday", "own", "birth_date", value=30),)
    assert first.moved == (Moved("age", 110, 105),)


def test_s27_born_on_29_february_both_days_are_candidates_and_the_loss_is_on_the_earlier() -> None:
    facts = known(DAY, education="master_or_professional", english=9, canadian=1, foreign=1).model_copy(
        update={"birth_date": date(1992, 2, 29)}
    )
    steps = timeline(facts, DAY, months=12)
    assert [(step.day, step.crs_before, step.crs_after) for step in steps] == [(date(2027, 2, 28), 470, 464)]
    assert steps[0].causes == (Cause("birthday_losing", "own", "birth_date", "2027-03-01", 35),)


def test_born_on_29_february_a_gain_comes_on_the_first_of_march() -> None:
    facts = known(DAY, english=9).model_copy(update={"birth_date": date(2008, 2, 29)})
    day = date(2025, 6, 1)
    steps = timeline(facts, day, months=12)
    gaining = [step for step in steps if step.change > 0]
    assert [(step.day, step.causes[0].kind) for step in gaining] == [(date(2026, 3, 1), "birthday_gaining")]


def test_s39_a_common_law_couple_is_one_from_the_same_date_a_year_later() -> None:
    facts = known(
        DAY,
        english=9,
        foreign=3,
        partner={"living_together_since": date(2026, 5, 3)},
    )
    step = on_day(timeline(facts, DAY), date(2027, 5, 3))
    assert step.causes == (Cause("common_law", "partner", "partner.living_together_since"),)
    assert (step.crs_before - step.crs_after) == 26 + (crs.score(facts, DAY).total - step.crs_before)


def test_a_wedding_counts_from_its_day() -> None:
    facts = known(DAY, english=9, partner={"married": date(2026, 8, 1)})
    step = on_day(timeline(facts, DAY), date(2026, 8, 1))
    assert step.causes == (Cause("wedding", "partner", "partner.married"),)
    assert step.change < 0


def test_a_language_result_that_dies_takes_points_and_programs_on_the_day_after_its_last() -> None:
    facts = candidate(DAY, english=9, foreign=3, settlement_funds=100_000)
    facts = facts.model_copy(
        update={"tests": (result(Language.english, 9, DAY, result_date=date(2025, 1, 10)),), "birth_date": None}
    )
    facts = facts.model_copy(update={"birth_date": date(1999, 6, 14)})
    step = on_day(timeline(facts, DAY), date(2027, 1, 10))
    assert step.causes[0] == Cause("language_result_too_old", "own", "tests.0", "english")
    assert step.programs_lost == ("federal_skilled_worker",)
    assert step.programs_after == ()
    assert step.grid_after < step.grid_before
    assert step.crs_after == crs.score(facts, date(2027, 1, 10)).total
    assert step.change == step.crs_after - step.crs_before < -100


def test_a_result_that_is_not_used_dies_without_moving_anything_and_is_still_named() -> None:
    old = result(Language.english, 7, DAY, result_date=date(2025, 1, 10))
    new = result(Language.english, 9, DAY).model_copy(update={"result_date": None})
    facts = candidate(DAY).model_copy(update={"tests": (old, new), "birth_date": None})
    step = on_day(timeline(facts, DAY), date(2027, 1, 10))
    assert step.document_only
    assert (step.change, step.moved, step.programs_lost) == (0, (), ())


def test_a_partners_result_dies_on_its_own_day() -> None:
    facts = known(DAY, english=9, partner={"english": 9}).model_copy(update={"birth_date": None})
    day = DAY - timedelta(days=100)
    step = on_day(timeline(facts, DAY), day.replace(year=day.year + 2))
    assert step.causes == (Cause("language_result_too_old", "partner", "partner.tests.0", "english"),)
    assert step.moved == (Moved("partner_language", 20, 0),)


def test_a_running_job_completes_a_year_and_the_step_says_it_is_taken_to_go_on() -> None:
    facts = known(DAY, english=9, foreign=3).model_copy(
        update={"jobs": (job(date(2026, 1, 31)),), "birth_date": date(1998, 7, 1)}
    )
    step = on_day(timeline(facts, DAY), date(2027, 1, 31))
    assert Cause("work_years", "own", "jobs", "crs_canadian", 1) in step.causes
    assert Cause("work_years", "own", "jobs", "canadian_experience_class", 1) in step.causes
    assert step.assumes == ("jobs.0",)
    assert "canadian_experience" in step.programs_gained
    assert step.change > 30


def test_past_work_leaves_its_window_and_takes_the_program_with_it() -> None:
    # Of the 366 days of 2024 the hours of a year are 364: the class loses it with the third day out of its three years.
    facts = known(DAY, english=9).model_copy(
        update={"jobs": (job(date(2024, 1, 1), date(2024, 12, 31)),), "birth_date": None}
    )
    lost = [step for step in timeline(facts, DAY) if "canadian_experience" in step.programs_lost]
    assert [step.day for step in lost] == [date(2027, 1, 4)]
    assert lost[0].assumes == ()


def test_an_assessment_too_old_takes_the_education() -> None:
    bachelor = Credential(
        level=CredentialLevel.bachelors_or_three_plus_year_program,
        country="IN",
        completed=date(2015, 6, 1),
        assessed=date(2022, 3, 1),
    )
    facts = known(DAY, english=9, foreign=3).model_copy(update={"credentials": (bachelor,), "birth_date": None})
    step = on_day(timeline(facts, DAY), date(2027, 3, 1))
    assert (step.causes[0].kind, step.causes[0].about) == ("education", "less_than_secondary")
    assert Moved("education", 120, 0) in step.moved


def test_a_nomination_ends_on_the_day_after_its_certificate_expires() -> None:
    facts = known(DAY, english=9).model_copy(
        update={
            "nomination": Nomination(province="ON", accepted=True, expires=date(2026, 10, 31)),
            "provincial_nomination": None,
            "birth_date": None,
        }
    )
    step = on_day(timeline(facts, DAY), date(2026, 11, 1))
    assert step.moved == (Moved("nomination", 600, 0),)


def test_the_end_of_a_bar_gives_the_programs_back() -> None:
    facts = known(DAY, english=9, foreign=3, settlement_funds=100_000).model_copy(
        update={"misrepresentation_bar_until": date(2026, 12, 31), "birth_date": date(1999, 6, 14)}
    )
    step = on_day(timeline(facts, DAY), date(2027, 1, 1))
    assert step.programs_gained == ("federal_skilled_worker",)
    assert step.change == 0
    assert not step.document_only


def test_a_bar_of_the_partner_takes_the_programs_from_the_wedding_until_its_end() -> None:
    facts = known(DAY, english=9, foreign=3, canadian=2, settlement_funds=100_000).model_copy(
        update={
            "birth_date": date(1999, 6, 14),
            "partner": Partner(
                status=PartnerStatus.not_accompanying,
                married=date(2026, 12, 12),
                misrepresentation_bar_until=date(2027, 2, 28),
            ),
        }
    )
    found = timeline(facts, DAY)
    both = ("canadian_experience", "federal_skilled_worker")
    assert on_day(found, date(2026, 12, 12)).programs_lost == both
    ended = on_day(found, date(2027, 3, 1))
    assert ended.programs_gained == both
    cause = Cause("misrepresentation_bar_ends", "partner", "partner.misrepresentation_bar_until")
    assert ended.causes == (cause,)


def test_a_rule_that_starts_is_a_step_where_it_moves_something() -> None:
    day = date(2025, 1, 1)
    facts = candidate(day, english=9, job_offer="other_skilled").model_copy(update={"birth_date": None})
    step = on_day(timeline(facts, day), date(2025, 3, 25))
    assert Cause("rules_start", "rules", "crs") in step.causes
    assert step.moved == (Moved("job_offer", 50, 0),)
    without = candidate(day, english=9).model_copy(update={"birth_date": None})
    assert all(step.day != date(2025, 3, 25) or step.change == 0 for step in timeline(without, day))


def test_nothing_happens_to_someone_whose_facts_have_no_days() -> None:
    facts = known(DAY, age=None, english=9)
    assert timeline(facts, date(2027, 1, 1), months=1) == ()


def test_the_last_day_is_the_same_date_so_many_months_later() -> None:
    facts = known(DAY, english=9).model_copy(update={"birth_date": date(1996, 7, 15)})
    assert [step.day for step in timeline(facts, DAY, months=1)] == [date(2026, 7, 15)]
    assert timeline(facts, date(2026, 6, 14), months=1) == ()


def test_every_start_in_the_rule_book_is_known_by_its_file() -> None:
    from rules.parameters import book

    starts = rule_starts(book())
    assert "crs" in starts[date(2025, 3, 25)]
    assert "validity" in starts[date(2016, 11, 19)]
    assert list(starts) == sorted(starts)


def test_a_year_in_a_high_wage_occupation_is_a_step_once_the_book_knows_the_tiers(completed: Complete) -> None:  # noqa: F811
    rules = completed(months=6, in_one_occupation=False)
    day = date(2027, 1, 4)
    facts = known(day, english=9).model_copy(
        update={"jobs": (job(date(2026, 10, 12), noc="21231"),), "birth_date": None}
    )
    steps = timeline(facts, day, rules=rules)
    step = on_day(steps, date(2027, 4, 12))
    assert Cause("work_years", "own", "jobs", "high_wage", 1) in step.causes
    assert step.moved == (Moved("high_wage", 0, 70),)
    one = timeline(facts, day, rules=completed(months=6, in_one_occupation=True))
    assert on_day(one, date(2027, 4, 12)).change == 70
    assert all(step.change != 70 for step in timeline(facts, day))


def test_s52_a_nurse_is_eligible_for_the_category_from_the_day_her_year_is_complete() -> None:
    day = date(2026, 11, 23)
    facts = known(day, english=9).model_copy(update={"jobs": (job(date(2026, 2, 25), noc="31301"),)})
    step = next(step for step in timeline(facts, day) if step.categories_gained)
    assert step.day == date(2027, 2, 25)
    assert step.categories_gained == ("healthcare",)
    assert Cause("category_work", "own", "jobs") in step.causes
    assert step.assumes == ("jobs.0",)


def test_the_class_asks_for_another_level_once_the_balance_of_hours_has_tipped() -> None:
    # Six months of TEER 3 first, then TEER 1: after as many hours of TEER 1 the class asks for 7 instead of 5.
    facts = known(DAY, english=6).model_copy(
        update={
            "jobs": (
                job(date(2025, 7, 1), date(2026, 4, 30), noc="62020", hours_per_week=30),
                job(date(2026, 5, 1), noc="21231", hours_per_week=30),
            ),
            "birth_date": None,
        }
    )
    steps = timeline(facts, DAY)
    gained = next(step for step in steps if "canadian_experience" in step.programs_gained)
    lost = next(step for step in steps if "canadian_experience" in step.programs_lost)
    assert gained.day == date(2026, 7, 1)
    # 304 days of the one; 304 days of the other are worked at the end of 28 February 2027.
    assert lost.day == date(2027, 3, 1)
    assert [cause.kind for cause in lost.causes] == ["language_level_of_the_work"]
