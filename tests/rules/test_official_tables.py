"""Every number of the rule book, looked up through the formulas, is the one on the official page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from pydantic import BaseModel

from rules import (
    canadian_experience_class,
    crs,
    education,
    federal_skilled_worker,
    language,
    language_tests,
    skilled_trades,
    work,
)
from rules.arranged_employment import arranged_employment
from rules.deadlines import Deadline, deadlines
from rules.facts import (
    Ability,
    Child,
    Credential,
    Facts,
    Job,
    Language,
    LanguageTest,
    LanguageTestKind,
    Offer,
    Partner,
    TefScale,
)
from rules.family import couple_from, is_dependent, settlement_funds
from rules.fees import fees
from rules.months import add_months
from rules.occupations import unit_groups
from rules.parameters import RuleBook, book
from rules.reasons import CrsResult, Line
from rules.shapes.dated import Dated
from tests.rules import official_tables as official
from tests.rules.official_tables import WITH, WITHOUT
from tests.rules.situations import born, candidate, companion, result

FIRST_DAY = date(2015, 1, 1)
DAY = date(2026, 11, 2)
ERAS = [start for start, _ in official.RULE_SETS]
EDUCATION_WORDS = dict(
    zip(
        official.EDUCATION,
        ("none", "secondary", "one_year", "two_year", "bachelor", "two_or_more", "master_or_professional", "doctoral"),
        strict=True,
    )
)


def line(found: CrsResult, key: str) -> Line:
    return next(one for one in found.lines if one.key == key)


def in_columns(on: date, **described: Any) -> tuple[CrsResult, CrsResult]:
    """The scores of the same candidate with a partner who adds nothing, and without."""
    alone = candidate(on, **described)
    return crs.score(alone.model_copy(update={"partner": companion(on)}), on), crs.score(alone, on)


# --- Comprehensive Ranking System


def test_each_rule_set_begins_on_its_day() -> None:
    for (start, complete), (following, _) in pairwise([*official.RULE_SETS, (date(2030, 1, 1), True)]):
        for day in (start, following - timedelta(days=1)):
            found = crs.score(Facts(), day)
            assert found.complete == complete
            named = found.rule_set if found.incomplete is None else found.incomplete.rule_set
            assert named == f"CRS-{start}"
            assert (found.rule_from if found.incomplete is None else found.incomplete.since) == start
    with pytest.raises(ValueError, match="2014-12-31"):
        crs.score(Facts(), FIRST_DAY - timedelta(days=1))


@pytest.mark.parametrize("on", [FIRST_DAY, DAY])
def test_the_core_factors(on: date) -> None:
    for age, points in official.AGE.items():
        assert tuple(found.factors["age"] for found in in_columns(on, age=age)) == points
    for level, points in official.LEVEL_OF_EDUCATION.items():
        found = in_columns(on, education=EDUCATION_WORDS[level])
        assert tuple(one.factors["education"] for one in found) == points
    for level, points in official.FIRST_OFFICIAL_LANGUAGE.items():
        found = in_columns(on, english=level)
        assert tuple(one.factors["first_language"] for one in found) == tuple(4 * each for each in points)
        found = in_columns(on, english=(10, level, 10, 10))
        ten = official.FIRST_OFFICIAL_LANGUAGE[10]
        assert found[WITH].factors["first_language"] == 3 * ten[WITH] + points[WITH]
        assert found[WITHOUT].factors["first_language"] == 3 * ten[WITHOUT] + points[WITHOUT]
    for level, points in official.SECOND_OFFICIAL_LANGUAGE.items():
        found = in_columns(on, english=10, french=(level, 0, 0, level))
        assert tuple(one.factors["second_language"] for one in found) == tuple(2 * each for each in points)
    for years, points in official.CANADIAN_WORK_EXPERIENCE.items():
        assert tuple(found.factors["canadian_work"] for found in in_columns(on, canadian=years)) == points
    most = in_columns(on, age=25, education="doctoral", english=10, french=10, canadian=9)
    assert tuple(found.factors["second_language"] for found in most) == official.MOST_FOR_SECOND_LANGUAGE
    assert tuple(line(found, "second_language").most for found in most) == official.MOST_FOR_SECOND_LANGUAGE
    assert tuple(found.section("core").points for found in most) == official.MOST_FOR_CORE
    assert tuple(found.section("core").most for found in most) == official.MOST_FOR_CORE


@pytest.mark.parametrize("on", [FIRST_DAY, DAY])
def test_the_partners_factors(on: date) -> None:
    def factors(**partner: Any) -> dict[str, int]:
        return crs.score(candidate(on, partner=partner), on).factors

    for level, points in official.PARTNERS_EDUCATION.items():
        assert factors(education=EDUCATION_WORDS[level])["partner_education"] == points
    for level, points in official.PARTNERS_LANGUAGE.items():
        for spoken in ("english", "french"):
            assert factors(**{spoken: level})["partner_language"] == 4 * points
            assert factors(**{spoken: (level, 0, 0, 0)})["partner_language"] == points
    for years, points in official.PARTNERS_CANADIAN_WORK.items():
        assert factors(canadian=years)["partner_canadian_work"] == points
    most = crs.score(candidate(on, partner={"education": "doctoral", "english": 10, "canadian": 9}), on)
    assert most.section("partner").points == most.section("partner").most == official.MOST_FOR_PARTNER


@pytest.mark.parametrize("on", [FIRST_DAY, DAY])
def test_the_transferability_tables(on: date) -> None:
    def factors(**described: Any) -> dict[str, int]:
        return crs.score(candidate(on, **described), on).factors

    for name, row in official.ROW_OF_EDUCATION.items():
        for level, points in official.BY_LANGUAGE.items():
            found = factors(education=EDUCATION_WORDS[name], english=(10, 10, level, 10))
            assert found["transfer_education_language"] == points[row]
        for years, points in official.BY_CANADIAN_WORK.items():
            found = factors(education=EDUCATION_WORDS[name], canadian=years)
            assert found["transfer_education_canadian_work"] == points[row]
    for abroad, row in official.ROW_OF_FOREIGN_WORK.items():
        for level, points in official.BY_LANGUAGE.items():
            assert factors(foreign=abroad, english=(10, 10, level, 10))["transfer_foreign_language"] == points[row]
        for years, points in official.BY_CANADIAN_WORK.items():
            assert factors(foreign=abroad, canadian=years)["transfer_foreign_canadian_work"] == points[row]
    for level, worth in official.CERTIFICATE_OF_QUALIFICATION.items():
        assert factors(certificate=True, english=(10, 10, level, 10))["transfer_certificate"] == worth


@pytest.mark.parametrize("on", [FIRST_DAY, DAY])
def test_the_caps_of_transferability(on: date) -> None:
    most = crs.score(candidate(on, education="doctoral", english=10, canadian=9, foreign=9, certificate=True), on)
    for key, cap in (
        ("transfer_education", official.MOST_FOR_EDUCATION_PAIR),
        ("transfer_foreign", official.MOST_FOR_FOREIGN_WORK_PAIR),
        ("transfer_certificate", official.MOST_FOR_CERTIFICATE),
    ):
        assert line(most, key).points == line(most, key).most == cap
    section = most.section("transferability")
    assert section.points == section.most == official.MOST_FOR_TRANSFERABILITY
    # The table of certificates and its cap hide each other's numbers: both are looked up.
    parameters = book().crs.parameters
    assert parameters.transferability_caps.on(on).value.certificate == official.MOST_FOR_CERTIFICATE
    rows = parameters.transfer_certificate.on(on).rows
    assert max(row.points for row in rows) == max(official.CERTIFICATE_OF_QUALIFICATION.values())


def in_force(history: dict[date, Any], day: date) -> tuple[date, Any]:
    start = max(start for start in history if start <= day)
    return start, history[start]


@pytest.mark.parametrize("on", [*ERAS, *(start - timedelta(days=1) for start in ERAS[1:]), date(2028, 1, 1)])
def test_the_additional_points_of_each_era(on: date) -> None:
    def worth(key: str, **described: Any) -> tuple[date, int]:
        found = line(crs.score(candidate(on, **described), on), key)
        return found.reason.since, found.points

    assert worth("nomination", nomination=True) == in_force(official.NOMINATION, on)
    since, (senior, other, assessment) = in_force(official.JOB_OFFER, on)
    for kind, points in (("senior_manager", senior), ("other_skilled", other)):
        assert worth("job_offer", job_offer=kind, job_offer_assessed=True) == (since, points)
        assert worth("job_offer", job_offer=kind) == (since, 0 if assessment else points)
    assert worth("sibling", sibling=True) == in_force(official.SIBLING, on)
    since, (alone, with_english) = in_force(official.FRENCH, on)
    assert worth("french", french=7) == (since, alone)
    assert worth("french", french=7, english=(10, 10, 10, 4)) == (since, alone)
    assert worth("french", french=7, english=5) == (since, with_english)
    assert worth("french", french=(10, 10, 6, 10), english=10) == (since, 0)
    since, by_length = in_force(official.CANADIAN_STUDY, on)
    for length, points in zip(("one_year", "two_year", "three_years_or_more"), by_length, strict=True):
        assert worth("canadian_study", study=length) == (since, points)
    assert worth("canadian_study", study="none") == (since, 0)
    nominated = crs.score(candidate(on, nomination=True, sibling=True, french=10, job_offer="senior_manager"), on)
    additional = nominated.section("additional")
    assert additional.points == additional.most == official.MOST_FOR_ADDITIONAL


def test_the_levels_of_the_french_points_are_those_of_every_era() -> None:
    # Before 2017-06-06 they decide nothing, and stand there for the later ones.
    for value in book().crs.parameters.french.values:
        assert (value.value.french_level, value.value.english_level) == (7, 5)


def first_days(model: BaseModel, at: str = "") -> Iterator[tuple[str, tuple[date, ...]]]:
    """Every dated parameter below a file, by its path, with the days its values begin on."""
    for name in type(model).model_fields:
        value, key = getattr(model, name), f"{at}.{name}" if at else name
        if isinstance(value, BaseModel):
            yield from first_days(value, key)
        elif isinstance(value, tuple) and value and all(isinstance(one, Dated) for one in value):
            yield key.removesuffix(".values"), tuple(one.start for one in value)
        elif isinstance(value, (tuple, dict)):
            for place, item in value.items() if isinstance(value, dict) else enumerate(value):
                if isinstance(item, BaseModel):
                    yield from first_days(item, f"{key}.{place}")


@pytest.mark.parametrize("file", [field.name for field in fields(RuleBook)])
def test_every_value_begins_on_its_day(file: str) -> None:
    found = {f"{file}.{key}": days for key, days in first_days(getattr(book(), file))}
    expected = {key: official.FIRST_DAYS.get(key, (FIRST_DAY,)) for key in found}
    assert found == expected
    assert {key for key in official.FIRST_DAYS if key.startswith(f"{file}.")} <= set(found)


# --- Federal Skilled Worker


@pytest.mark.parametrize("on", [FIRST_DAY, DAY])
def test_the_selection_grid(on: date) -> None:
    def points(key: str, **described: Any) -> int:
        return federal_skilled_worker.grid(candidate(on, **described), on).factors[key]

    for level, each in official.FSW_FIRST_LANGUAGE.items():
        assert points("first_language", english=level) == 4 * each
        assert points("first_language", english=(9, 9, level, 9)) == 3 * official.FSW_FIRST_LANGUAGE[9] + each
    for level, worth in official.FSW_SECOND_LANGUAGE.items():
        assert points("second_language", english=9, french=(9, level, 9, 9)) == worth
    for name, worth in official.FSW_EDUCATION.items():
        assert points("education", education=EDUCATION_WORDS[name]) == worth
    for years, worth in official.FSW_EXPERIENCE.items():
        assert points("experience", foreign=years) == worth
    for age, worth in official.FSW_AGE.items():
        assert points("age", age=age) == worth
    assert points("arranged_employment", arranged_employment=True) == official.FSW_ARRANGED_EMPLOYMENT


@pytest.mark.parametrize("on", [FIRST_DAY, DAY])
def test_the_ties_of_adaptability(on: date) -> None:
    def adaptability(**described: Any) -> dict[str, int]:
        found = federal_skilled_worker.grid(candidate(on, **{"full_time_year_in_canada": False, **described}), on)
        return {
            key.removeprefix("adaptability_"): points
            for key, points in found.factors.items()
            if key.startswith("adaptability_") and points
        }

    spoken = result(Language.english, official.FSW_PARTNERS_LANGUAGE, on)
    # PTE Core names a level below 4; in 2015 it was not taken yet, and the test is one without.
    not_enough = result(Language.english, (10, 10, 10, official.FSW_PARTNERS_LANGUAGE - 1), on, chart=2)
    ties: dict[str, dict[str, Any]] = {
        "partner_language": {"partner": Partner(status="accompanying", tests=(spoken,))},
        "own_study": {"two_years_of_study_in_canada": True},
        "partner_study": {"partner": Partner(status="accompanying", two_years_of_study_in_canada=True)},
        "own_work": {"full_time_year_in_canada": True},
        "partner_work": {"partner": Partner(status="accompanying", full_time_year_in_canada=True)},
        "relative": {"relative_in_canada": True},
        "arranged_employment": {"arranged_employment": True},
    }
    alone = candidate(on, full_time_year_in_canada=False)
    for name, facts in ties.items():
        found = federal_skilled_worker.grid(alone.model_copy(update=facts), on)
        parts = {part.key.removeprefix("adaptability_"): part.points for part in found.lines[-1].parts if part.points}
        assert parts == {name: official.FSW_ADAPTABILITY[name]}
        assert found.factors["adaptability"] == official.FSW_ADAPTABILITY[name]
    near = alone.model_copy(update={"partner": Partner(status="accompanying", tests=(not_enough,))})
    assert federal_skilled_worker.grid(near, on).factors["adaptability"] == 0
    assert set(
        adaptability(**{key: value for facts in ties.values() for key, value in facts.items() if key != "partner"})
    ) == {"own_study", "own_work", "relative", "arranged_employment"}
    most = alone.model_copy(update={key: value for facts in ties.values() for key, value in facts.items()})
    found = federal_skilled_worker.grid(most, on)
    assert found.factors["adaptability"] == found.lines[-1].most == official.FSW_MOST_FOR_ADAPTABILITY


@pytest.mark.parametrize("on", [FIRST_DAY, DAY])
def test_the_minimums_and_the_pass_mark(on: date) -> None:
    # 12 for age, 21 for a bachelor's, 24 for English: with one year of work 66, with two 68.
    for years, reached in ((1, False), (2, True)):
        found = federal_skilled_worker.grid(candidate(on, english=9, foreign=years), on)
        assert (found.pass_mark, found.reached) == (official.PASS_MARK, reached)
    needed = official.MINIMUM_LANGUAGE
    for level, met in ((needed, True), (needed - 1, False)):
        found = federal_skilled_worker.grid(candidate(on, english=(10, level, 10, 10), foreign=1), on)
        assert ("minimum_language" not in found.failed) == met
        minimum = next(one for one in found.minimums if one.key == "minimum_language")
        assert (minimum.found, minimum.needed) == (level, needed)


# --- Language tests


def scored(kind: str, scale: str | None, scores: tuple[float, ...], day: date) -> LanguageTest:
    return LanguageTest(
        kind=kind, scale=scale, scores=dict(zip(map(str, Ability), scores, strict=True)), result_date=day
    )


@pytest.mark.parametrize(("kind", "scale", "day", "chart"), official.CHARTS)
def test_both_ends_of_every_band_have_the_level_of_the_chart(
    kind: str, scale: str | None, day: date, chart: official.Chart
) -> None:
    for level, reading, writing, listening, speaking in chart:
        for end in (0, -1):
            scores = tuple(float(band.split("-")[end]) for band in (listening, reading, writing, speaking))
            assert language.levels(scored(kind, scale, scores, day)) == (level,) * 4
    _, reading, writing, listening, speaking = chart[-1]
    step = official.SCORES[kind, scale][0][2]
    below = tuple(float(band.split("-")[0]) - step for band in (listening, reading, writing, speaking))
    assert language.levels(scored(kind, scale, below, day)) == (0,) * 4


@pytest.mark.parametrize(("test", "printed"), official.SCORES.items())
def test_what_a_test_can_print(test: tuple[str, str | None], printed: tuple[tuple[float, float, float], ...]) -> None:
    kind, scale = LanguageTestKind(test[0]), TefScale(test[1]) if test[1] else None
    assert tuple(language_tests.limits(kind, scale, ability) for ability in Ability) == printed


@pytest.mark.parametrize(("kind", "since"), official.ACCEPTED_SINCE.items())
def test_from_when_a_test_is_accepted(kind: str, since: date) -> None:
    lowest = tuple(lowest for lowest, _, _ in official.SCORES[kind, "older" if kind == "tef_canada" else None])
    test = scored(kind, "older" if kind == "tef_canada" else None, lowest, since - timedelta(days=30))
    assert language.usable(test, since)
    assert not language.usable(test, since - timedelta(days=1))


def test_a_scale_out_of_699_is_printed_since_october_2019() -> None:
    first = date(2019, 10, 1)
    language_tests.check_day(LanguageTestKind.tef_canada, TefScale.out_of_699, first)
    with pytest.raises(language_tests.ScaleError):
        language_tests.check_day(LanguageTestKind.tef_canada, TefScale.out_of_699, first - timedelta(days=1))


# --- How long a document counts, and when to act


def test_how_long_a_language_result_counts() -> None:
    test = scored("ielts_general", None, (8, 7, 7, 7), date(2020, 6, 15))
    assert official.LANGUAGE_RESULT_MONTHS == 24
    assert language.last_usable_day(test) == date(2022, 6, 14)
    assert language.partners_last_usable_day(test, DAY) == date(2022, 6, 14)
    since = official.PARTNERS_RESULT_EXPIRES_SINCE
    assert language.partners_last_usable_day(test, since) == date(2022, 6, 14)
    assert language.partners_last_usable_day(test, since - timedelta(days=1)) is None


def test_how_early_to_act_on_a_language_test() -> None:
    facts = Facts(
        birth_date=born(30, DAY),
        tests=(
            scored("ielts_general", None, (8, 7, 7, 7), date(2026, 6, 15)),
            scored("tcf_canada", None, (503, 499, 12, 12), date(2026, 6, 15)),
        ),
    )
    acting = {clock.key: clock.act_by for clock in deadlines(facts, DAY)}
    last = date(2028, 6, 14)
    assert acting["language_test:own:english"] == last - timedelta(weeks=official.ENGLISH_TEST_WEEKS)
    assert acting["language_test:own:french"] == last - timedelta(weeks=official.FRENCH_TEST_WEEKS)


# --- Fees and settlement funds


def family(size: int, **more: Any) -> Facts:
    """A principal applicant with so many small children less one."""
    children = tuple(Child(birth_date=date(2014, 6, 1) - timedelta(days=place)) for place in range(size - 1))
    return Facts(birth_date=date(1990, 1, 1), children=children, **more)


@pytest.mark.parametrize(("since", "amounts"), official.FEES.items())
def test_the_fees_of_a_family(since: date, amounts: tuple[int, int, int, int]) -> None:
    principal, partner, child, right = amounts
    couple = family(3, partner=Partner(status="accompanying", birth_date=date(1990, 1, 1)))
    found = {part.key: (part.people, part.each, part.reason.since) for part in fees(couple, since).parts}
    assert found == {
        "processing_principal": (1, principal, since),
        "processing_partner": (1, partner, since),
        "processing_child": (2, child, since),
        "right_of_permanent_residence": (2, right, since),
        "biometrics_family": (2, official.BIOMETRICS[1], date(2020, 4, 30)),
    }
    alone = {part.key: part.each for part in fees(family(1), since).parts}
    assert alone["biometrics_person"] == official.BIOMETRICS[0]


@pytest.mark.parametrize("on", [date(2020, 4, 29), DAY])
def test_the_ages_at_which_biometrics_are_given(on: date) -> None:
    first, last = official.BIOMETRICS_AGES
    for age, gives in ((first - 1, False), (first, True), (last, True), (last + 1, False)):
        parts = fees(Facts(birth_date=born(age, on), children=()), on).parts
        assert any(part.key == "biometrics_person" for part in parts) == gives, age


@pytest.mark.parametrize(("since", "amounts"), official.SETTLEMENT_FUNDS.items())
def test_the_settlement_funds_of_a_family(since: date, amounts: tuple[int, ...]) -> None:
    *by_size, more = amounts
    expected = [*by_size, by_size[-1] + more, by_size[-1] + 2 * more]
    found = [settlement_funds(family(size), since) for size in range(1, 10)]
    assert [one.needed for one in found] == expected
    assert {(one.table_from, one.update_by) for one in found} == {(since, official.UPDATE_PROFILE_BY.get(since))}


# --- Family, education, work


def test_from_when_a_couple_is_common_law_and_until_when_a_child_is_dependent() -> None:
    partner = Partner(status="accompanying", living_together_since=date(2025, 3, 10))
    assert couple_from(partner) == add_months(date(2025, 3, 10), official.COMMON_LAW_MONTHS)
    for since, under in official.DEPENDENT_CHILD_UNDER.items():
        for age, dependent in ((under - 1, True), (under, False)):
            assert is_dependent(Child(birth_date=born(age, since)), since) == dependent


def test_how_long_an_assessment_counts_and_how_many_credentials_are_several() -> None:
    abroad = Credential(level="secondary", country="IN", completed=date(2010, 5, 1), assessed=date(2020, 6, 15))
    end = add_months(date(2020, 6, 15), official.ASSESSMENT_MONTHS)
    assert education.last_usable_day(abroad) == end - timedelta(days=1)
    three_years = Credential(level="bachelors_or_three_plus_year_program", country="CA", completed=date(2015, 5, 1))
    one_year = Credential(level="one_year_post_secondary", country="CA", completed=date(2016, 5, 1))
    several = (three_years, *[one_year] * (official.TWO_OR_MORE - 1))
    assert education.counted(several, DAY).level == "two_or_more_credentials_one_three_plus_years"
    assert education.counted(several[1:], DAY).level == "one_year_post_secondary"
    assert education.counted(several[:-1], DAY).level == "bachelors_or_three_plus_year_program"


TEER_CODES = ("10010", "21231", "22100", "63200", "64100", "65100")  # one unit group of each TEER, 0 to 5


def worked(start: date, code: str = "21231", country: str = "CA", **more: Any) -> Job:
    told = {"noc": code, "country": country, "start": start, "hours_per_week": 40, "paid": True}
    told |= {"self_employed": False, "authorised": True, "studying": (), "qualified_from": start}
    return Job.model_validate(told | more)


@pytest.mark.parametrize(("purpose", "since"), official.WORK)
def test_what_work_counts(purpose: Any, since: date) -> None:
    back, teers, months = official.WORK[purpose, since]
    account = work.ledger((), purpose, since)
    assert (account.since, account.window_start) == (since, add_months(since, -12 * back))
    assert work.minimum((), purpose, since).needed_months == months
    country = "IN" if purpose == "crs_foreign" else "CA"
    start = date(2014, 1, 1)
    counting = [
        teer
        for teer, code in enumerate(TEER_CODES)
        if work.ledger((worked(start, code, country),), purpose, since).hours > 0
    ]
    assert counting == [int(teer) for teer in teers.split()]
    for code in official.PHYSICIANS_OCCUPATIONS.split():
        doctor = worked(start, code, self_employed=True, publicly_funded_physician=True)
        counts = work.ledger((doctor,), purpose, since).hours > 0
        in_canada_only = purpose in ("crs_canadian", "canadian_experience_class", "category_in_canada", "high_wage")
        assert counts == (purpose != "crs_foreign" and (not in_canada_only or since >= official.PHYSICIANS))


def test_a_year_of_work_is_its_hours() -> None:
    start = date(2024, 1, 1)
    account = work.ledger((worked(start),), "crs_canadian", start + timedelta(weeks=10))
    assert account.hours == 10 * official.FULL_TIME_HOURS
    # At 26 hours a week sixty weeks make exactly a year.
    part_time = (worked(start, hours_per_week=26),)
    full = start + timedelta(weeks=official.YEAR_OF_WORK_HOURS // 26)
    assert work.years(part_time, "crs_canadian", full) == 1
    assert work.years(part_time, "crs_canadian", full - timedelta(days=1)) == 0


def test_a_day_without_work_breaks_a_continuous_year() -> None:
    assert official.DAYS_THAT_LEAVE_WORK_CONTINUOUS == 0
    first = worked(date(2024, 1, 1), end=date(2024, 6, 30))
    for gap, met in ((0, True), (1, False)):
        second = worked(date(2024, 7, 1) + timedelta(days=gap))
        found = work.continuous_year((first, second), "21231", date(2025, 1, 2 + gap))
        assert found.met == met, gap


# --- Canadian Experience Class and Federal Skilled Trades


@pytest.mark.parametrize("on", [date(2016, 1, 1), official.NOC_2021 - timedelta(days=1), official.NOC_2021, DAY])
def test_the_language_of_the_canadian_experience_class_and_of_skilled_trades(on: date) -> None:
    for teer, level in official.CEC_LANGUAGE.items():
        facts = Facts(jobs=(worked(date(2014, 1, 1), TEER_CODES[teer]),))
        assert canadian_experience_class.needed_level(facts, on) == level
    assert skilled_trades.needed_levels(on) == official.FST_LANGUAGE


@pytest.mark.parametrize("on", [FIRST_DAY, official.NOC_2021 - timedelta(days=1), official.NOC_2021, DAY])
def test_the_occupations_of_skilled_trades(on: date) -> None:
    within = (*official.FST_MAJOR_GROUPS.split(), *official.FST_OTHERS.split())
    expected = {
        code
        for code in unit_groups()
        if code.startswith(within) and not code.startswith(tuple(official.FST_WITHOUT.split()))
    }
    assert skilled_trades.occupations(on) == expected


@pytest.mark.parametrize("on", [FIRST_DAY, official.NOC_2021 - timedelta(days=1), official.NOC_2021, DAY])
def test_the_occupations_of_a_job_offer(on: date) -> None:
    for teer, code in enumerate(TEER_CODES):
        offer = Offer(noc=code, full_time=True, year_after_visa=True, assessed=True)
        met = arranged_employment(Facts(offer=offer), on).met
        assert bool(met) == (str(teer) in official.OFFER_TEERS.split())


# --- Categories


@pytest.mark.parametrize(("category", "since"), official.OCCUPATIONS_OF_CATEGORIES)
def test_the_occupations_of_a_category(category: str, since: date) -> None:
    count, codes = official.OCCUPATIONS_OF_CATEGORIES[category, since]
    found = getattr(book().categories.categories, category).on(since).occupations
    assert (len(found), found) == (count, tuple(codes.split()))


def test_what_else_categories_ask_for() -> None:
    asked = book().categories.categories
    for category, since in official.NO_LONGER_HELD:
        assert not getattr(asked, category).on(since).held
    assert asked.french.on(DAY).french == official.FRENCH_CATEGORY_LEVEL
    assert asked.military.on(DAY).foreign_service_years == official.MILITARY_YEARS_ABROAD


# --- Periods and documents


def clock(kind: str, on: date, **told: Any) -> Deadline:
    """The one clock of a kind that runs for someone of whom this is told."""
    found = deadlines(Facts.model_validate({"birth_date": "1990-01-01", **told}), on)
    (one,) = [each for each in found if each.kind == kind]
    return one


@pytest.mark.parametrize(("since", "days"), official.INVITATION_DAYS.items())
def test_the_days_of_an_invitation(since: date, days: int) -> None:
    found = clock("invitation", since, invitation={"issued": since})
    assert found.last_safe_day == since + timedelta(days=days)
    assert found.act_by == found.last_safe_day - timedelta(days=official.INVITATION_DAYS_BEFORE)


def test_the_periods_of_a_profile_a_draft_and_a_nomination() -> None:
    day = date(2026, 3, 10)
    profile = clock("profile", day, profile={"submitted": day})
    assert profile.last_safe_day == add_months(day, official.PROFILE_MONTHS) - timedelta(days=1)
    draft = clock("profile_draft", day, profile={"draft_opened": day})
    assert draft.last_safe_day == day + timedelta(days=official.DRAFT_DAYS)
    answer = clock("nomination_answer", day, nomination={"province": "ON", "notified": day})
    assert answer.last_safe_day == day + timedelta(days=official.NOMINATION_ANSWER_DAYS)


def test_the_age_of_documents_and_how_early_to_renew_them() -> None:
    day, later = date(2026, 3, 10), date(2026, 4, 1)
    told = {
        "medical_exam": day,
        "police_certificates": [{"country": "IN", "issued": day}],
        "stays": [{"country": "IN", "start": "2010-01-01"}],
        "invitation": {"issued": later},
    }
    for kind, months, weeks in (
        ("medical_exam", official.MEDICAL_EXAM_MONTHS, official.MEDICAL_EXAM_WEEKS),
        ("police_certificate", official.POLICE_CERTIFICATE_MONTHS, official.POLICE_CERTIFICATE_WEEKS),
    ):
        found = clock(kind, later, **told)
        assert found.last_safe_day == add_months(day, months) - timedelta(days=1)
        assert found.act_by == found.last_safe_day - timedelta(weeks=weeks)
