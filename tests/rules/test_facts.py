"""Facts that cannot be are refused with the field and the reason; the others survive a trip through JSON."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from rules import education, knock_outs
from rules.countries import countries
from rules.facts import (
    CanadianStudy,
    Contradiction,
    Credential,
    EducationLevel,
    Facts,
    Partner,
    Permit,
    Refusal,
    contradictions,
    refusals,
)
from rules.language_tests import unusable_tests
from rules.parameters import book
from rules.shapes.categories import Categories
from tests.rules.situations import candidate

IELTS = {"listening": 8, "reading": 7, "writing": 6.5, "speaking": 7}


def of_test(**changed: Any) -> dict[str, Any]:
    return {"tests": [{"kind": "ielts_general", "scores": IELTS, "result_date": "2025-01-10", **changed}]}


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"birth_date": "1991-02-29"}, "birth_date", "day"),
        ({"birth_date": "1899-12-31"}, "birth_date", "1900-01-01"),
        ({"birth_date": 19900101}, "birth_date", "a day is written like"),
        ({"birthdate": "1990-01-01"}, "birthdate", "not permitted"),
        ({"education": "phd"}, "education", "doctoral"),
        ({"canadian_work_years": -1}, "canadian_work_years", "greater than or equal to 0"),
        ({"canadian_work_years": True}, "canadian_work_years", "integer"),
        ({"foreign_work_years": 61}, "foreign_work_years", "less than or equal to 60"),
        ({"foreign_work_years": 1.5}, "foreign_work_years", "integer"),
        ({"provincial_nomination": "yes"}, "provincial_nomination", "boolean"),
        ({"partner": {"status": "married"}}, "partner.status", "accompanying"),
        ({"partner": {}}, "partner.status", "required"),
        (
            of_test(kind="tef_canada"),
            "tests.0.scale",
            "the scale of tef_canada has to be said: older or out_of_699",
        ),
        (of_test(scale="older"), "tests.0.scale", "ielts_general has no scale older"),
        (of_test(kind="ielts_academic"), "tests.0.kind", "ielts_general"),
        (of_test(scores={**IELTS, "writing": 9.5}), "tests.0.scores", "writing: 9.5"),
        (of_test(scores={**IELTS, "writing": 6.3}), "tests.0.scores", "from 0 to 9 by 0.5"),
        (of_test(scores={**IELTS, "writing": -1}), "tests.0.scores.writing", "greater than or equal to 0"),
        (of_test(scores={**IELTS, "writing": "NaN"}), "tests.0.scores.writing", "number"),
        (of_test(scores={"listening": 8}), "tests.0.scores.reading", "required"),
        (
            of_test(test_date="2025-02-01"),
            "tests.0.result_date",
            "the result of 2025-01-10 is older than the test of 2025-02-01",
        ),
        (
            {
                "tests": [
                    {
                        "kind": "tef_canada",
                        "scale": "out_of_699",
                        "scores": dict.fromkeys(IELTS, 500),
                        "result_date": "2019-09-30",
                    }
                ]
            },
            "tests.0.result_date",
            "tef_canada was not printed on the scale out_of_699 before 2019-10-01",
        ),
        (
            {"birth_date": "2025-01-10", **of_test()},
            "tests",
            "result_date 2025-01-10 of test 1 is not after birth_date 2025-01-10",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_the_field_and_why(given: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Facts.model_validate(given)
    found = refusals(refused.value)
    assert found[0].field == field
    assert words in found[0].why


BORN = {"birth_date": "1990-05-10"}
TWO_YEARS = {"two_academic_years": True}
DEGREE = {"level": "bachelors_or_three_plus_year_program", "country": "IN"}
SCHOOL = {"level": "secondary", "country": "IN"}
COMING = {"status": "accompanying"}
# What cannot be beside what is told, and what can, a day or a word away: facts, the field refused, and why
CANNOT_BE: dict[str, tuple[dict[str, Any], dict[str, Any], str, str]] = {
    "Quebec": ({"nomination": {"province": "QC"}}, {"nomination": {"province": "NB"}}, "nomination.province", "'QC'"),
    "Nunavut": ({"nomination": {"province": "NU"}}, {"nomination": {"province": "NT"}}, "nomination.province", "'NU'"),
    "no province": (
        {"nomination": {"province": "ZZ"}},
        {"nomination": {"province": "ON"}},
        "nomination.province",
        "does not nominate through Express Entry",
    ),
    "a child as old as its only parent": (
        {**BORN, "children": [{"birth_date": "1990-05-10"}]},
        {**BORN, "children": [{"birth_date": "1990-05-11"}]},
        "children",
        "birth_date 1990-05-10 of child 1 is not after that of a parent",
    ),
    "a child older than both": (
        {**BORN, "partner": {**COMING, "birth_date": "1985-01-01"}, "children": [{"birth_date": "1984-01-01"}]},
        {**BORN, "partner": {**COMING, "birth_date": "1960-01-01"}, "children": [{"birth_date": "1984-01-01"}]},
        "children",
        "of child 1",
    ),
    "a child before the candidate, and no partner": (
        {**BORN, "children": [{"birth_date": "1984-01-01"}]},
        {**BORN, "partner": COMING, "children": [{"birth_date": "1984-01-01"}]},
        "children",
        "of child 1",
    ),
    "a child before the candidate, and perhaps a partner": (
        {**BORN, "partner_unknown": False, "children": [{"birth_date": "1984-01-01"}]},
        {**BORN, "partner_unknown": True, "children": [{"birth_date": "1984-01-01"}]},
        "children",
        "of child 1",
    ),
    "a passport of before": (
        {**BORN, "passport_expires": "1990-05-10"},
        {**BORN, "passport_expires": "1990-05-11"},
        "passport_expires",
        "passport_expires 1990-05-10 is not after birth_date 1990-05-10",
    ),
    "a permit of before": (
        {**BORN, "permits": [{"kind": "study", "until": "1990-05-10"}]},
        {**BORN, "permits": [{"kind": "study", "until": "1990-05-11"}]},
        "permits",
        "until 1990-05-10 of permit 1 is not after birth_date",
    ),
    "a certificate of before": (
        {**BORN, "police_certificates": [{"country": "IN", "issued": "1990-05-10"}]},
        {**BORN, "police_certificates": [{"country": "IN", "issued": "1990-05-11"}]},
        "police_certificates",
        "issued 1990-05-10 of certificate 1 is not after birth_date",
    ),
    "a degree at 13": (
        {**BORN, "credentials": [{**DEGREE, "completed": "2004-05-09"}]},
        {**BORN, "credentials": [{**DEGREE, "completed": "2004-05-10"}]},
        "credentials",
        "completed 2004-05-09 of credential 1 is at an age below 14: birth_date is 1990-05-10",
    ),
    "a school diploma at 9": (
        {**BORN, "credentials": [{**SCHOOL, "completed": "2000-05-09"}]},
        {**BORN, "credentials": [{**SCHOOL, "completed": "2000-05-10"}]},
        "credentials",
        "at an age below 10",
    ),
    "a job at 9": (
        {**BORN, "jobs": [{"country": "IN", "start": "2000-05-09"}]},
        {**BORN, "jobs": [{"country": "IN", "start": "2000-05-10"}]},
        "jobs",
        "start 2000-05-09 of job 1 is at an age below 10",
    ),
    "a partner's job at 9": (
        {"partner": {**COMING, **BORN, "jobs": [{"country": "IN", "start": "2000-05-09"}]}},
        {"partner": {**COMING, **BORN, "jobs": [{"country": "IN", "start": "2000-05-10"}]}},
        "partner.jobs",
        "of job 1",
    ),
    "together before the candidate was born": (
        {**BORN, "partner": {**COMING, "living_together_since": "1990-05-10"}},
        {**BORN, "partner": {**COMING, "living_together_since": "1990-05-11"}},
        "partner",
        "living_together_since 1990-05-10 is not after birth_date",
    ),
    "married before the candidate was born": (
        {**BORN, "partner": {**COMING, "married": "1990-05-10"}},
        {**BORN, "partner": {**COMING, "married": "1990-05-11"}},
        "partner",
        "married 1990-05-10 is not after birth_date",
    ),
    "a partner not known to be": (
        {"partner": COMING, "partner_unknown": True},
        {"partner": COMING, "partner_unknown": False},
        "partner_unknown",
        "a partner is told",
    ),
    "UK": (
        {"jobs": [{"country": "UK", "start": "2020-01-01"}]},
        {"jobs": [{"country": "GB", "start": "2020-01-01"}]},
        "jobs.0.country",
        "'UK' is no country by ISO 3166-1",
    ),
    "a degree of nowhere": (
        {"credentials": [{**DEGREE, "country": "ZZ", "completed": "2020-01-01"}]},
        {"credentials": [{**DEGREE, "country": "XK", "completed": "2020-01-01"}]},
        "credentials.0.country",
        "'ZZ'",
    ),
    "a stay nowhere": (
        {"stays": [{"country": "EU", "start": "2020-01-01"}]},
        {"stays": [{"country": "GG", "start": "2020-01-01"}]},
        "stays.0.country",
        "'EU'",
    ),
    "a certificate of nowhere": (
        {"police_certificates": [{"country": "in", "issued": "2020-01-01"}]},
        {"police_certificates": [{"country": "IN", "issued": "2020-01-01"}]},
        "police_certificates.0.country",
        "'in'",
    ),
    "a category of no year": (
        {"invitation": {"issued": "2024-05-01", "category": "health"}},
        {"invitation": {"issued": "2024-05-01", "category": "agriculture"}},
        "invitation.category",
        "'health' is no category of rounds, which are french, healthcare",
    ),
    "two years in one": (
        {"credentials": [{**DEGREE, "level": "one_year_post_secondary", "completed": "2020-01-01"} | TWO_YEARS]},
        {"credentials": [{**DEGREE, "level": "two_year_post_secondary", "completed": "2020-01-01"} | TWO_YEARS]},
        "credentials.0.two_academic_years",
        "a program of one year has no two academic years",
    ),
    "a letter that gives for ever": (
        {"invitation": {"issued": "2026-01-01", "deadline": "2026-05-02"}},
        {"invitation": {"issued": "2026-01-01", "deadline": "2026-05-01"}},
        "invitation.deadline",
        "2026-05-02 is more than 120 days after issued 2026-01-01",
    ),
    "a letter that ran out before it came": (
        {"invitation": {"issued": "2026-01-02", "deadline": "2026-01-01"}},
        {"invitation": {"issued": "2026-01-02", "deadline": "2026-01-02"}},
        "invitation.deadline",
        "2026-01-01 is before issued 2026-01-02",
    ),
    "a test that is usable": (
        {"tests_not_usable": ["toefl_ibt", "ielts_general"]},
        {"tests_not_usable": ["toefl_ibt", "ielts_academic"]},
        "tests_not_usable.1",
        "'ielts_general' is not kept as a test that cannot be used, which are ielts_academic",
    ),
}


@pytest.mark.parametrize("name", CANNOT_BE)
def test_what_cannot_be_beside_what_is_told_is_refused_and_what_is_nearest_to_it_is_not(name: str) -> None:
    wrong, right, field, words = CANNOT_BE[name]
    with pytest.raises(ValidationError) as refused:
        Facts.model_validate(wrong)
    found = refusals(refused.value)
    assert [one.field for one in found] == [field]
    assert words in found[0].why
    assert Facts.model_validate(right)


def test_a_province_a_category_and_a_test_of_the_book_are_all_taken() -> None:
    provinces = book().programs.parameters.nominating_provinces.values[-1].value
    assert len(provinces) == 13 - len(["QC", "NU"])
    for province in provinces:
        assert Facts.model_validate({"nomination": {"province": province}})
    for category in Categories.model_fields:
        assert Facts.model_validate({"invitation": {"issued": "2024-05-01", "category": category}})
    assert Facts(tests_not_usable=tuple(unusable_tests())).tests_not_usable == tuple(unusable_tests())


def test_the_countries_are_those_of_iso_3166_and_kosovo() -> None:
    assert len(countries()) == 249 + len({"XK"})
    assert {"CA", "IN", "GB", "PS", "HK", "SJ", "XK"} <= countries()
    assert countries().isdisjoint({"UK", "EU", "ZZ", "XX", "AN", "SU", "EN"})


# Kept before these rules were made, and still to be read: each by itself can be.
@pytest.mark.parametrize(
    ("told", "found"),
    [
        (
            {"birth_date": date(2000, 1, 1), "canadian_work_years": 7, "foreign_work_years": 10},
            [("work_years_above_age", ("birth_date", "canadian_work_years", "foreign_work_years"))],
        ),
        ({"birth_date": date(2000, 1, 1), "canadian_work_years": 6, "foreign_work_years": 10}, []),
        (
            {"birth_date": date(2000, 1, 1), "foreign_work_years": 17},
            [("work_years_above_age", ("birth_date", "foreign_work_years"))],
        ),
        ({"foreign_work_years": 60}, []),
        ({"birth_date": date(2020, 1, 1), "foreign_work_years": 0}, []),
        ({"birth_date": date(2000, 1, 1), "foreign_work_years": 60, "jobs": ()}, []),
        (
            {"canadian_study": CanadianStudy.three_years_or_more, "education": EducationLevel.secondary},
            [("study_above_education", ("canadian_study", "education"))],
        ),
        (
            {"canadian_study": CanadianStudy.three_years_or_more, "education": EducationLevel.two_year_post_secondary},
            [("study_above_education", ("canadian_study", "education"))],
        ),
        (
            {"canadian_study": CanadianStudy.one_year, "education": EducationLevel.secondary},
            [("study_above_education", ("canadian_study", "education"))],
        ),
        ({"canadian_study": CanadianStudy.two_year, "education": EducationLevel.doctoral}, []),
        ({"canadian_study": CanadianStudy.two_year, "education": EducationLevel.two_year_post_secondary}, []),
        ({"canadian_study": CanadianStudy.none, "education": EducationLevel.less_than_secondary}, []),
        ({"canadian_study": CanadianStudy.two_year}, []),
        (
            {"canadian_study": CanadianStudy.two_year, "education": EducationLevel.secondary, "credentials": ()},
            [],
        ),
    ],
)
def test_facts_told_in_sum_that_do_not_go_together_are_taken_and_named(
    told: dict[str, Any], found: list[tuple[str, tuple[str, ...]]]
) -> None:
    on = date(2026, 1, 1)  # 26 years old on this day: 16 years since the age of 10
    facts = Facts(**told)
    assert Facts.model_validate_json(facts.model_dump_json()) == facts
    assert list(contradictions(facts, on)) == found
    partner = Partner(status="accompanying", **told)
    of_partner = [(key, tuple(f"partner.{name}" for name in names)) for key, names in found]
    assert list(contradictions(Facts(partner=partner), on)) == of_partner


def test_the_years_since_the_age_of_ten_are_complete_on_the_birthday() -> None:
    facts = Facts(birth_date=date(2000, 1, 1), foreign_work_years=16)
    assert contradictions(facts, date(2025, 12, 31)) == (
        Contradiction("work_years_above_age", ("birth_date", "foreign_work_years")),
    )
    assert contradictions(facts, date(2026, 1, 1)) == ()


def test_something_that_is_no_set_of_facts_is_refused_as_such() -> None:
    with pytest.raises(ValidationError) as refused:
        Facts.model_validate(["1990-01-01"])
    assert refusals(refused.value)[0].field == "facts"


def test_every_fault_is_reported() -> None:
    with pytest.raises(ValidationError) as refused:
        Facts.model_validate({"education": "phd", "canadian_work_years": -1})
    assert [refusal.field for refusal in refusals(refused.value)] == ["education", "canadian_work_years"]
    assert isinstance(refusals(refused.value)[0], Refusal)


def test_a_birth_on_29_february_of_a_leap_year_is_accepted() -> None:
    assert Facts.model_validate({"birth_date": "1992-02-29"}).birth_date == date(1992, 2, 29)


def test_facts_come_back_from_json_as_they_were() -> None:
    facts = candidate(
        date(2026, 11, 2),
        english=[9, 9, 8, 9],
        french=7,
        chart=2,
        partner={"education": "bachelor", "english": 6, "canadian": None},
        certificate=True,
    )
    written = json.dumps(facts.model_dump(mode="json", exclude_defaults=True))
    assert Facts.model_validate(json.loads(written)) == facts
    assert Facts.model_validate_json(facts.model_dump_json()) == facts


def test_facts_cannot_be_changed_and_nothing_is_known_at_first() -> None:
    facts = Facts()
    assert facts.model_dump(exclude_defaults=True) == {}
    with pytest.raises(ValidationError):
        facts.birth_date = date(1990, 1, 1)  # type: ignore[misc]


# --- how it was told ---


def test_what_is_told_by_its_month_names_the_day_it_is_about() -> None:
    permit = Permit(kind="open_work", until=date(2027, 1, 1), approximate=("until",))
    assert Permit.model_validate(permit.model_dump(mode="json")) == permit
    assert_refused(Permit, {"kind": "open_work", "until": "2027-01-01", "approximate": ["moon"]}, "approximate")


def test_that_there_is_none_is_told_apart_from_not_known_and_gives_way_to_what_is_told_later() -> None:
    nothing = Facts(none_of=("passport_expires", "medical_exam", "passport_expires"))
    assert nothing.none_of == ("medical_exam", "passport_expires")
    assert nothing.has_none("passport_expires")
    assert not Facts().has_none("passport_expires")
    assert not nothing.model_copy(update={"passport_expires": date(2030, 1, 1)}).has_none("passport_expires")
    assert_refused(Facts, {"none_of": ["moon"]}, "none_of")


def assert_refused(model: type[BaseModel], told: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(told)
    assert [refusal.field for refusal in refusals(caught.value)] == [field]


def test_the_score_an_account_showed_is_from_express_entry() -> None:
    assert Facts(official_score=467, official_score_on=date(2026, 11, 1)).official_score == 467
    assert_refused(Facts, {"official_score": 1201}, "official_score")
    assert_refused(Facts, {"official_score_on": "2014-12-31"}, "official_score_on")


def test_a_bar_said_not_to_exist_is_no_longer_presumed_away() -> None:
    presumed = knock_outs.presumed_of(Facts())
    assert "no_misrepresentation_bar" in presumed
    said = knock_outs.presumed_of(Facts(none_of=("misrepresentation_bar_until",)))
    assert said == tuple(key for key in presumed if key != "no_misrepresentation_bar")


def test_a_diploma_said_not_to_be_assessed_leaves_nothing_open() -> None:
    diploma = Credential(level="doctoral", country="IN", completed=date(2020, 5, 1))
    on = date(2026, 11, 23)
    assert education.counted((diploma,), on).open == ("credentials.0.assessed",)
    without = diploma.model_copy(update={"none_of": ("assessed",)})
    assert education.counted((without,), on).open == ()
