"""Credentials: which of them count on a day, and what they make together."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from rules import education
from rules.education import Why
from rules.facts import CanadianStudy, Credential, CredentialLevel, EducationLevel, Facts, refusals
from rules.parameters import book
from rules.shapes.education import CREDENTIAL_LEVELS, CredentialRule

DAY = date(2026, 11, 2)
unhurried = settings(deadline=None, max_examples=50, database=None)

SHORT = {
    "school": CredentialLevel.secondary,
    "one_year": CredentialLevel.one_year_post_secondary,
    "two_year": CredentialLevel.two_year_post_secondary,
    "bachelor": CredentialLevel.bachelors_or_three_plus_year_program,
    "master": CredentialLevel.masters_or_entry_to_practice_professional,
    "doctor": CredentialLevel.doctoral,
}


def abroad(level: str, assessed: date | None = date(2024, 6, 3), **more: Any) -> Credential:
    return Credential(level=SHORT[level], country="IN", completed=date(2015, 6, 30), assessed=assessed, **more)


def in_canada(level: str, *, in_person: bool | None = True, language: bool | None = False, **more: Any) -> Credential:
    told: dict[str, Any] = {"completed": date(2022, 4, 29), "two_academic_years": False, **more}
    return Credential(
        level=SHORT[level],
        country="CA",
        eight_months_in_person=in_person,
        mostly_language_study=language,
        **told,
    )


def level(*credentials: Credential, on: date = DAY) -> EducationLevel:
    return education.counted(credentials, on).level


def study(*credentials: Credential, on: date = DAY) -> CanadianStudy:
    return education.counted(credentials, on).canadian_study


def test_the_two_lists_of_credential_levels_and_of_kinds_of_study_are_one() -> None:
    assert set(CREDENTIAL_LEVELS) == set(CredentialLevel)
    assert set(get_args(CredentialRule.model_fields["canadian_study"].annotation)) == set(CanadianStudy)


def test_without_a_credential_education_is_less_than_secondary() -> None:
    found = education.counted((), DAY)
    assert found == (EducationLevel.less_than_secondary, CanadianStudy.none, False, (), ())


@pytest.mark.parametrize("name", SHORT)
def test_one_credential_is_its_own_level_at_home_and_assessed_abroad(name: str) -> None:
    assert level(in_canada(name)) == level(abroad(name)) == SHORT[name].value


def test_a_canadian_credential_counts_from_its_completion_and_for_good() -> None:
    diploma = in_canada("two_year", completed=date(2022, 4, 29))
    assert level(diploma, on=date(2022, 4, 28)) is EducationLevel.less_than_secondary
    assert level(diploma, on=date(2022, 4, 29)) is EducationLevel.two_year_post_secondary
    assert level(diploma, on=date(2060, 1, 1)) is EducationLevel.two_year_post_secondary
    [one] = education.counted((diploma,), date(2022, 4, 28)).credentials
    assert (one.counts, one.why, one.counts_from, one.usable_until) == (
        False,
        Why.not_completed,
        date(2022, 4, 29),
        None,
    )


def test_a_report_of_10_january_2022_is_usable_through_9_january_2027() -> None:
    degree = abroad("bachelor", assessed=date(2022, 1, 10))
    assert education.last_usable_day(degree) == date(2027, 1, 9)
    for on, why in (
        (date(2015, 6, 29), Why.not_completed),
        (date(2022, 1, 9), Why.not_assessed_yet),
        (date(2022, 1, 10), Why.assessed),
        (date(2027, 1, 9), Why.assessed),
        (date(2027, 1, 10), Why.assessment_too_old),
    ):
        [one] = education.counted((degree,), on).credentials
        assert (one.why, one.counts) == (why, why is Why.assessed)
        assert (one.counts_from, one.usable_until) == (date(2022, 1, 10), date(2027, 1, 9))
        assert (level(degree, on=on) is EducationLevel.bachelors_or_three_plus_year_program) == one.counts


def test_a_report_of_29_february_is_too_old_on_28_february_five_years_later() -> None:
    assert education.last_usable_day(abroad("bachelor", assessed=date(2024, 2, 29))) == date(2029, 2, 27)


def test_a_foreign_degree_without_an_assessment_counts_for_nothing_and_is_open() -> None:
    found = education.counted((abroad("bachelor", assessed=None),), DAY)
    assert found.level is EducationLevel.less_than_secondary
    assert found.credentials[0].why is Why.not_assessed
    assert found.open == ("credentials.0.assessed",)


def test_foreign_secondary_school_needs_its_assessment_too() -> None:
    assert level(abroad("school", assessed=None)) is EducationLevel.less_than_secondary
    assert level(abroad("school")) is EducationLevel.secondary


def test_a_foreign_degree_counts_at_the_level_its_report_names() -> None:
    degree = abroad("bachelor", assessed_as=CredentialLevel.two_year_post_secondary)
    assert level(degree) is EducationLevel.two_year_post_secondary
    assert education.counted((degree,), DAY).credentials[0].level is CredentialLevel.two_year_post_secondary


def test_an_assessment_changes_nothing_about_a_canadian_degree() -> None:
    degree = in_canada("bachelor", assessed=date(2022, 5, 2), assessed_as=CredentialLevel.secondary)
    assert level(degree, on=date(2035, 1, 1)) is EducationLevel.bachelors_or_three_plus_year_program
    assert education.last_usable_day(degree) is None


@pytest.mark.parametrize(
    ("credentials", "expected"),
    [
        ((abroad("bachelor"), abroad("one_year")), "two_or_more_credentials_one_three_plus_years"),
        ((abroad("bachelor"), in_canada("one_year")), "two_or_more_credentials_one_three_plus_years"),
        ((abroad("bachelor"), abroad("bachelor")), "two_or_more_credentials_one_three_plus_years"),
        # neither is from a program of three years
        ((abroad("two_year"), in_canada("two_year")), "two_year_post_secondary"),
        ((abroad("two_year"), in_canada("two_year"), in_canada("one_year")), "two_year_post_secondary"),
        # secondary school is not post-secondary
        ((abroad("bachelor"), abroad("school")), "bachelors_or_three_plus_year_program"),
        # only one of the two is assessed
        ((abroad("bachelor"), abroad("one_year", assessed=None)), "bachelors_or_three_plus_year_program"),
        ((abroad("bachelor", assessed=None), in_canada("one_year")), "one_year_post_secondary"),
        # higher than two or more by itself
        ((abroad("master"), abroad("bachelor")), "masters_or_entry_to_practice_professional"),
        ((abroad("master"), abroad("one_year")), "masters_or_entry_to_practice_professional"),
        ((in_canada("doctor"), abroad("bachelor")), "doctoral"),
    ],
)
def test_two_or_more_are_two_post_secondary_credentials_one_of_three_years_each_counted(
    credentials: tuple[Credential, ...], expected: str
) -> None:
    for order in permutations(credentials):
        assert level(*order) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("school", "none"),
        ("one_year", "one_year"),
        ("two_year", "two_year"),
        ("bachelor", "three_years_or_more"),
        ("master", "three_years_or_more"),
        ("doctor", "three_years_or_more"),
    ],
)
def test_study_in_canada_has_its_class_by_level(name: str, expected: str) -> None:
    assert study(in_canada(name)) == expected
    assert study(abroad(name)) is CanadianStudy.none


def test_only_the_highest_canadian_credential_that_fulfils_the_conditions_gives_study_points() -> None:
    assert study(in_canada("one_year"), in_canada("bachelor"), in_canada("two_year")) == "three_years_or_more"
    assert study(in_canada("one_year"), in_canada("bachelor", in_person=False)) == "one_year"
    assert study(in_canada("one_year"), in_canada("bachelor", language=True)) == "one_year"
    assert study(in_canada("bachelor"), on=date(2022, 4, 28)) == "none"


def test_conditions_of_study_that_are_not_known_give_nothing_and_are_open() -> None:
    found = education.counted((in_canada("one_year"), in_canada("bachelor", in_person=None, language=None)), DAY)
    assert found.canadian_study is CanadianStudy.one_year
    assert found.open == ("credentials.1.eight_months_in_person", "credentials.1.mostly_language_study")


def test_a_condition_that_could_not_change_the_answer_is_not_asked_about() -> None:
    for one in (
        in_canada("bachelor", in_person=None, language=True),
        in_canada("bachelor", in_person=False, language=None),
        in_canada("school", in_person=None, language=None),
        in_canada("bachelor", in_person=None, language=None, completed=date(2027, 4, 29)),
    ):
        assert education.counted((one,), DAY).open == ()
    better_known = (in_canada("bachelor"), in_canada("master", in_person=None))
    assert education.counted(better_known, DAY).open == ()


def test_two_academic_years_in_canada_count_once_the_credential_is_earned() -> None:
    two_years = in_canada("two_year", two_academic_years=True)
    assert education.counted((two_years,), date(2022, 4, 28)).two_academic_years is False
    assert education.counted((two_years,), date(2022, 4, 29)).two_academic_years is True
    unknown = in_canada("two_year", two_academic_years=None)
    found = education.counted((unknown,), DAY)
    assert (found.two_academic_years, found.open) == (None, ("credentials.0.two_academic_years",))
    found = education.counted((unknown, two_years), DAY)
    assert (found.two_academic_years, found.open) == (True, ())
    assert education.counted((abroad("bachelor", two_academic_years=True),), DAY).two_academic_years is False


def test_the_reason_names_the_rule_since_when_and_the_facts() -> None:
    ours, theirs = education.counted((in_canada("bachelor"), abroad("bachelor")), DAY).credentials
    assert (ours.reason.rule, ours.reason.since) == ("education.levels", date(2015, 1, 1))
    assert dict(ours.reason.facts)["credentials.0.completed"] == date(2022, 4, 29)
    assert theirs.reason.rule == "education.assessment_validity"
    assert dict(theirs.reason.facts)["credentials.1.assessed"] == date(2024, 6, 3)


def test_the_days_on_which_the_education_changes() -> None:
    degree = abroad("bachelor", assessed=date(2022, 1, 10))
    diploma = in_canada("one_year", completed=date(2026, 4, 29))
    found = education.changes((degree, diploma), date(2022, 1, 10), date(2027, 1, 10))
    assert [(day, new.level, new.canadian_study) for day, new in found] == [
        (date(2026, 4, 29), EducationLevel.two_or_more_credentials_one_three_plus_years, CanadianStudy.one_year),
        (date(2027, 1, 10), EducationLevel.one_year_post_secondary, CanadianStudy.one_year),
    ]


days = st.dates(date(2015, 1, 1), date(2032, 12, 31))
knowns = st.sampled_from([None, False, True])


@st.composite
def credentials(draw: st.DrawFn) -> Credential:
    completed = draw(days)
    assessed = draw(st.one_of(st.none(), st.integers(0, 1000)))
    level = draw(st.sampled_from(CredentialLevel))
    one_year = level is CredentialLevel.one_year_post_secondary
    return Credential(
        level=level,
        country=draw(st.sampled_from(["CA", "FR"])),
        completed=completed,
        assessed=None if assessed is None else completed + timedelta(days=assessed),
        assessed_as=draw(st.one_of(st.none(), st.sampled_from(CredentialLevel))),
        eight_months_in_person=draw(knowns),
        mostly_language_study=draw(knowns),
        two_academic_years=draw(st.sampled_from([None, False]) if one_year else knowns),
    )


several = st.lists(credentials(), max_size=4).map(tuple)
LEVELS, STUDIES = list(EducationLevel), list(CanadianStudy)


@unhurried
@given(several, days, st.integers(0, 1500))
def test_the_changes_are_those_seen_by_looking_at_every_day(
    told: tuple[Credential, ...], after: date, length: int
) -> None:
    until = after + timedelta(days=length)
    seen = []
    before = education.counted(told, after)
    for place in range(1, length + 1):
        day = after + timedelta(days=place)
        now = education.counted(told, day)
        if now[:3] != before[:3]:
            seen.append((day, now))
        before = now
    assert education.changes(told, after, until) == tuple(seen)


def plainly(told: tuple[Credential, ...], on: date) -> tuple[str, str]:
    """Level and study by the plain words of the rule, one credential after the other."""
    levels, best_study = [], 0
    for one in told:
        if one.completed > on:
            continue
        if one.country == "CA":
            levels.append(one.level)
            if one.level != "secondary" and one.eight_months_in_person and one.mostly_language_study is False:
                short = {"one_year_post_secondary": 1, "two_year_post_secondary": 2}
                best_study = max(best_study, short.get(one.level, 3))
        elif one.assessed is not None and one.assessed <= on:
            # Five years on the calendar; a 29 February ends on 28 February.
            try:
                too_old = one.assessed.replace(year=one.assessed.year + 5)
            except ValueError:
                too_old = date(one.assessed.year + 5, 2, 28)
            if on < too_old:
                levels.append(one.assessed_as or one.level)
    ranks = [LEVELS.index(EducationLevel(one.value)) for one in levels]
    best = max(ranks, default=0)
    beyond = [rank for rank in ranks if rank >= LEVELS.index(EducationLevel.one_year_post_secondary)]
    three = LEVELS.index(EducationLevel.bachelors_or_three_plus_year_program)
    if len(beyond) >= 2 and max(beyond) >= three:
        best = max(best, three + 1)
    return LEVELS[best], STUDIES[best_study]


@settings(unhurried, max_examples=200)
@given(several, days)
def test_education_is_what_the_plain_words_of_the_rule_make_of_it(told: tuple[Credential, ...], on: date) -> None:
    found = education.counted(told, on)
    assert (found.level, found.canadian_study) == plainly(told, on)


@unhurried
@given(several, credentials(), days)
def test_one_credential_more_never_lowers_the_education(
    told: tuple[Credential, ...], more: Credential, on: date
) -> None:
    before, after = education.counted(told, on), education.counted((*told, more), on)
    assert LEVELS.index(after.level) >= LEVELS.index(before.level)
    assert STUDIES.index(after.canadian_study) >= STUDIES.index(before.canadian_study)


@unhurried
@given(several, days)
def test_nothing_that_is_known_is_open(told: tuple[Credential, ...], on: date) -> None:
    for path in education.counted(told, on).open:
        _, place, name = path.split(".")
        assert getattr(told[int(place)], name) is None


def test_a_credential_that_cannot_be_is_refused_with_the_field_and_why() -> None:
    given = {
        "birth_date": "1990-05-01",
        "credentials": [{"level": "secondary", "country": "CA", "completed": "1990-05-01"}],
    }
    with pytest.raises(ValidationError) as refused:
        Facts.model_validate(given)
    assert refusals(refused.value)[0] == (
        "credentials",
        "completed 1990-05-01 of credential 1 is not after birth_date 1990-05-01",
    )
    one = {"level": "secondary", "country": "IN", "completed": "2015-06-30", "assessed": "2015-06-29"}
    with pytest.raises(ValidationError) as refused:
        Facts.model_validate({"credentials": [one]})
    assert refusals(refused.value)[0] == (
        "credentials.0.assessed",
        "assessed on 2015-06-29, before it was completed on 2015-06-30",
    )


def test_the_figures_of_the_book() -> None:
    parameters = book().education.parameters
    assert parameters.assessment_validity.values[-1].value == 60
    assert parameters.two_or_more.values[-1].value == 2
