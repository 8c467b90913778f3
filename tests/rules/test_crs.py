"""What a CRS result says beside its points: choices, reasons, assumptions, receipts."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice

import pytest

from bench.rules import candidates
from rules import crs
from rules.facts import (
    MOST_CRS,
    CanadianStudy,
    Credential,
    CredentialLevel,
    Facts,
    Job,
    Language,
    Nomination,
    Offer,
    PartnerStatus,
    Permit,
    PermitKind,
)
from rules.reasons import Incomplete, to_plain
from rules.shapes.dated import NoRuleError
from tests.rules.situations import candidate, companion, result

DAY = date(2026, 11, 2)


def test_the_better_first_language_is_chosen_and_named_with_the_other_total() -> None:
    facts = candidate(DAY, english=7, french=9)
    found = crs.score(facts, DAY)
    as_english = crs.score(facts, DAY, first_language=Language.english)
    as_french = crs.score(facts, DAY, first_language=Language.french)
    assert found.first_official_language is Language.french
    assert (found.total, found.other_choice_total) == (as_french.total, as_english.total)
    assert as_french.total > as_english.total
    assert as_english.first_official_language is Language.english


def test_with_equal_totals_the_set_with_better_levels_is_used() -> None:
    # CLB 4 and 5 give the same in the first language.
    better = result(Language.english, 5, DAY, result_date=date(2025, 3, 1))
    newer = result(Language.english, 4, DAY, result_date=date(2026, 3, 1))
    for tests in ((better, newer), (newer, better)):
        facts = candidate(DAY).model_copy(update={"tests": tests})
        assert crs.score(facts, DAY).english_test == better


def test_equal_in_everything_english_comes_first() -> None:
    found = crs.score(candidate(DAY, english=9, french=9), DAY)
    assert found.first_official_language is Language.english
    assert found.other_choice_total == found.total


def test_with_one_language_there_is_no_other_choice() -> None:
    found = crs.score(candidate(DAY, french=7), DAY)
    assert found.first_official_language is Language.french
    assert found.other_choice_total is None
    assert found.english_test is None
    assert crs.score(candidate(DAY, english=7), DAY).other_choice_total is None


def test_without_a_test_no_first_language_is_claimed() -> None:
    found = crs.score(candidate(DAY), DAY)
    assert found.first_official_language is None
    assert found.factors["first_language"] == 0


def test_of_two_sets_the_one_that_scores_best_is_used_whole() -> None:
    a = result(Language.english, [10, 9, 8, 9], DAY)
    b = result(Language.english, [8, 9, 9, 9], DAY)
    c = result(Language.english, [9, 9, 9, 9], DAY, chart=1)
    facts = candidate(DAY).model_copy(update={"tests": (a, b)})
    assert crs.score(facts, DAY).english_test == a
    assert crs.score(facts, DAY).factors["transfer_education"] == 13
    with_third = facts.model_copy(update={"tests": (a, b, c)})
    assert crs.score(with_third, DAY).english_test == c
    assert crs.score(with_third, DAY).factors["transfer_education"] == 25


@pytest.mark.parametrize(("language", "name"), [(Language.english, "english_test"), (Language.french, "french_test")])
def test_of_equal_sets_the_one_usable_longer_is_used(language: Language, name: str) -> None:
    older = result(language, 9, DAY, result_date=date(2025, 3, 1))
    newer = result(language, 9, DAY, result_date=date(2026, 3, 1))
    for tests in ((older, newer), (newer, older)):
        facts = candidate(DAY).model_copy(update={"tests": tests})
        assert getattr(crs.score(facts, DAY), name) == newer
        partner = companion(DAY).model_copy(update={"tests": tests})
        assert crs.score(candidate(DAY).model_copy(update={"partner": partner}), DAY).partner_test == newer


def test_of_a_partners_sets_that_are_equal_in_everything_the_first_is_used() -> None:
    sets = (result(Language.english, 7, DAY), result(Language.english, 7, DAY, chart=1))
    for tests in (sets, sets[::-1]):
        partner = companion(DAY).model_copy(update={"tests": tests})
        assert crs.score(candidate(DAY).model_copy(update={"partner": partner}), DAY).partner_test == tests[0]


def test_with_equal_totals_the_language_spoken_better_is_the_first() -> None:
    # First English: 23 and 1 for the 6 in French; first French: 6, 6 and 9, and 3 for the 8 in English.
    found = crs.score(candidate(DAY, education="none", english=[8, 0, 0, 0], french=[4, 4, 6, 0]), DAY)
    assert found.other_choice_total == found.total
    assert (found.factors["first_language"], found.factors["second_language"]) == (21, 3)
    assert found.first_official_language is Language.french


def test_a_set_that_died_leaves_its_place_to_the_weaker_one() -> None:
    strong = result(Language.english, 10, DAY, result_date=date(2024, 12, 2))
    weak = result(Language.english, 7, DAY, result_date=date(2026, 3, 1))
    facts = candidate(DAY).model_copy(update={"tests": (strong, weak)})
    last = date(2026, 12, 1)
    assert crs.score(facts, last).english_test == strong
    assert crs.score(facts, last + timedelta(days=1)).english_test == weak


def test_a_dead_result_scores_nothing() -> None:
    facts = candidate(DAY, english=9)
    dead = facts.tests[0].result_date.replace(year=2028)
    assert crs.score(facts, dead - timedelta(days=1)).factors["first_language"] == 124
    assert crs.score(facts, dead).factors["first_language"] == 0


def test_of_a_partners_tests_the_one_that_gives_most_is_used() -> None:
    weak = result(Language.english, 5, DAY)
    strong = result(Language.french, 7, DAY)
    partner = companion(DAY).model_copy(update={"tests": (strong, weak)})
    found = crs.score(candidate(DAY).model_copy(update={"partner": partner}), DAY)
    assert found.partner_test == strong
    assert found.factors["partner_language"] == 12


def test_the_sections_and_their_most_are_those_of_the_column() -> None:
    single = crs.score(candidate(DAY, english=9), DAY)
    couple = crs.score(candidate(DAY, english=9, partner={}), DAY)
    assert [(section.key, section.most) for section in single.sections] == [
        ("core", 500),
        ("partner", 0),
        ("transferability", 100),
        ("additional", 600),
    ]
    assert [section.most for section in couple.sections] == [460, 40, 100, 600]
    assert single.most == couple.most == MOST_CRS == 1200
    assert (single.column, couple.column) == ("without_partner", "with_partner")
    assert single.section("partner").lines == ()


def test_every_factor_says_the_most_it_can_give() -> None:
    couple = crs.score(candidate(DAY, english=9, partner={}), DAY)
    single = crs.score(candidate(DAY, english=9), DAY)
    most = {line.key: line.most for line in couple.lines}
    assert most == {
        "age": 100,
        "education": 140,
        "first_language": 128,
        "second_language": 22,
        "canadian_work": 70,
        "partner_education": 10,
        "partner_language": 20,
        "partner_canadian_work": 10,
        "transfer_education": 50,
        "transfer_foreign": 50,
        "transfer_certificate": 50,
        "nomination": 600,
        "job_offer": 0,
        "sibling": 15,
        "french": 50,
        "canadian_study": 30,
    }
    assert {line.key: line.most for line in single.section("core").lines} == {
        "age": 110,
        "education": 150,
        "first_language": 136,
        "second_language": 24,
        "canadian_work": 80,
    }
    assert [part.most for line in single.lines for part in line.parts] == [50, 50, 50, 50]


def test_a_reason_names_the_rule_its_day_and_the_facts_looked_at() -> None:
    found = crs.score(candidate(DAY, english=[9, 9, 8, 9], french=7), DAY)
    reasons = {line.key: line.reason for line in found.lines}
    assert reasons["age"].rule == "crs.age"
    assert reasons["age"].facts == (
        ("birth_date", date(1997, 11, 2)),
        ("age", 29),
        ("partner", "without_partner"),
    )
    assert dict(reasons["first_language"].facts) == {
        "tests": "ielts_general",
        "listening": 9,
        "reading": 9,
        "writing": 8,
        "speaking": 9,
        "partner": "without_partner",
    }
    assert reasons["french"].since == date(2020, 10, 20)
    assert dict(reasons["french"].facts) == {
        "tests": "tcf_canada",
        "lowest_french_level": 7,
        "lowest_english_level": 8,
    }
    assert reasons["job_offer"].since == date(2025, 3, 25)
    assert reasons["sibling"].since == date(2017, 6, 6)
    assert dict(reasons["transfer_education"].facts) == {
        "education": "bachelors_or_three_plus_year_program",
        "tests": "ielts_general",
        "lowest_level": 8,
        "canadian_work_years": 0,
    }


def test_every_line_and_every_part_of_a_couple_names_its_rule_its_day_and_the_facts_looked_at() -> None:
    facts = candidate(
        DAY,
        age=35,
        english=[9, 9, 8, 9],
        french=[5, 6, 5, 7],
        canadian=2,
        foreign=3,
        certificate=True,
        nomination=True,
        sibling=True,
        study="two_year",
        job_offer="other_skilled",
        partner={"english": [5, 5, 4, 5], "canadian": 1, "education": "one_year"},
    )
    found = crs.score(facts, DAY)
    english = (("tests", "ielts_general"), ("listening", 9), ("reading", 9), ("writing", 8), ("speaking", 9))
    french = (("tests", "tcf_canada"), ("listening", 5), ("reading", 6), ("writing", 5), ("speaking", 7))
    lowest = (("tests", "ielts_general"), ("lowest_level", 8))
    coming = (("partner", "with_partner"),)
    education = (("education", "bachelors_or_three_plus_year_program"),)
    in_canada, abroad = (("canadian_work_years", 2),), (("foreign_work_years", 3),)
    certificate = (("certificate_of_qualification", True),)
    first, offers, siblings, french_bonus = date(2015, 1, 1), date(2025, 3, 25), date(2017, 6, 6), date(2020, 10, 20)
    assert [(one.key, one.reason) for one in found.lines] == [
        ("age", ("crs.age", first, (("birth_date", date(1991, 11, 2)), ("age", 35), *coming))),
        ("education", ("crs.education", first, (*education, *coming))),
        ("first_language", ("crs.first_language", first, (*english, *coming))),
        ("second_language", ("crs.second_language_cap", first, (*french, *coming))),
        ("canadian_work", ("crs.canadian_work", first, (*in_canada, *coming))),
        (
            "partner_education",
            ("crs.partner_education", first, (("partner.education", "one_year_post_secondary"),)),
        ),
        (
            "partner_language",
            (
                "crs.partner_language",
                first,
                (
                    ("partner.tests", "ielts_general"),
                    ("listening", 5),
                    ("reading", 5),
                    ("writing", 4),
                    ("speaking", 5),
                ),
            ),
        ),
        ("partner_canadian_work", ("crs.partner_canadian_work", first, (("partner.canadian_work_years", 1),))),
        ("transfer_education", ("crs.transferability_caps.education", first, (*education, *lowest, *in_canada))),
        ("transfer_foreign", ("crs.transferability_caps.foreign_work", first, (*abroad, *lowest, *in_canada))),
        ("transfer_certificate", ("crs.transfer_certificate", first, (*certificate, *lowest))),
        ("nomination", ("crs.nomination", first, (("provincial_nomination", True),))),
        ("job_offer", ("crs.job_offer", offers, (("job_offer", "other_skilled"),))),
        (
            "sibling",
            ("crs.sibling", siblings, (("sibling_in_canada", True), ("partner.sibling_in_canada", None))),
        ),
        (
            "french",
            (
                "crs.french",
                french_bonus,
                (("tests", "tcf_canada"), ("lowest_french_level", 5), ("lowest_english_level", 8)),
            ),
        ),
        ("canadian_study", ("crs.canadian_study", date(2016, 11, 19), (("canadian_study", "two_year"),))),
    ]
    assert [(part.key, part.reason) for line in found.lines for part in line.parts] == [
        ("transfer_education_language", ("crs.transfer_education_language", first, (*education, *lowest))),
        ("transfer_education_canadian_work", ("crs.transfer_education_canadian_work", first, (*education, *in_canada))),
        ("transfer_foreign_language", ("crs.transfer_foreign_language", first, (*abroad, *lowest))),
        ("transfer_foreign_canadian_work", ("crs.transfer_foreign_canadian_work", first, (*abroad, *in_canada))),
    ]
    assert all(part.before_cap == part.points for line in found.lines for part in line.parts)
    # 6 for a year of study, 1 for each 5 of the language, 5 for a year of work
    assert found.section("partner").points == 6 + 3 + 5


def test_with_french_as_the_first_language_its_test_stands_behind_what_combines_with_language() -> None:
    found = crs.score(candidate(DAY, english=[5, 6, 5, 7], french=9, foreign=1), DAY)
    assert found.first_official_language is Language.french
    lines = {line.key: line for line in found.lines}
    assert lines["first_language"].reason.facts[0] == ("tests", "tcf_canada")
    assert lines["second_language"].reason.facts[0] == ("tests", "ielts_general")
    for key in ("transfer_education", "transfer_foreign", "transfer_certificate"):
        looked_at = dict(lines[key].reason.facts)
        assert (looked_at["tests"], looked_at["lowest_level"]) == ("tcf_canada", 9)


def test_without_a_test_the_lines_of_language_name_none() -> None:
    found = crs.score(candidate(DAY, partner={}), DAY)
    looked_at = {line.key: dict(line.reason.facts) for line in found.lines}
    assert looked_at["first_language"] == looked_at["second_language"] == {"tests": None, "partner": "with_partner"}
    assert looked_at["partner_language"] == {"partner.tests": None}
    assert looked_at["transfer_foreign"]["lowest_level"] == 0
    assert looked_at["french"] == {"tests": None, "lowest_french_level": 0, "lowest_english_level": 0}


def test_an_offer_named_its_assessment_while_it_needed_one() -> None:
    for assessed, points in ((True, 600), (False, 0), (None, 0)):
        on = date(2016, 6, 1)
        facts = candidate(on, job_offer="other_skilled", job_offer_assessed=assessed)
        (line,) = [line for line in crs.score(facts, on).lines if line.key == "job_offer"]
        assert line.points == points
        assert line.reason.facts == (("job_offer", "other_skilled"), ("job_offer_assessed", assessed))


def test_more_years_than_a_table_has_rows_give_what_its_last_row_gives() -> None:
    found = crs.score(candidate(DAY, age=60, english=9, canadian=30, foreign=30, partner={"canadian": 30}), DAY).factors
    assert (found["canadian_work"], found["partner_canadian_work"]) == (70, 10)
    assert (found["transfer_education"], found["transfer_foreign"]) == (50, 50)


def test_a_cap_that_bites_shows_what_it_cut() -> None:
    found = crs.score(candidate(DAY, english=10, french=9, partner={}, canadian=2, foreign=3), DAY)
    lines = {line.key: line for line in found.lines}
    assert (lines["second_language"].points, lines["second_language"].before_cap) == (22, 24)
    assert (lines["transfer_foreign"].points, lines["transfer_foreign"].before_cap) == (50, 100)
    everything = candidate(DAY, education="doctoral", english=9, foreign=3, certificate=True)
    section = crs.score(everything, DAY).section("transferability")
    assert (section.points, section.before_cap) == (100, 150)


def test_what_is_not_known_is_counted_at_the_lowest_and_named() -> None:
    found = crs.score(Facts(), DAY)
    assert found.total == 0
    assert found.assumed == (
        "birth_date",
        "education",
        "tests",
        "canadian_work_years",
        "foreign_work_years",
        "certificate_of_qualification",
        "provincial_nomination",
        "sibling_in_canada",
        "canadian_study",
    )
    assert found.presumed == ()


def test_only_facts_that_could_give_points_on_the_day_are_assumed() -> None:
    assert "job_offer" in crs.score(Facts(), date(2025, 3, 24)).assumed
    assert "job_offer" not in crs.score(Facts(), date(2025, 3, 25)).assumed
    assert "canadian_study" not in crs.score(Facts(), date(2016, 11, 18)).assumed
    assert "sibling_in_canada" not in crs.score(Facts(), date(2017, 6, 5)).assumed
    offered = candidate(date(2015, 6, 1), job_offer="other_skilled")
    assert crs.score(offered, date(2015, 6, 1)).assumed == ("tests", "job_offer_assessed")
    assert crs.score(offered, date(2017, 1, 1)).assumed == ("tests",)


def test_an_offer_on_a_permit_leaves_open_whether_it_was_assessed() -> None:
    on = date(2016, 6, 1)
    offer = Offer(noc="21231", full_time=True, year_after_visa=True, from_permit_employer=True, year_with_employer=True)
    permit = Permit(kind=PermitKind.employer_interest, until=date(2017, 1, 1))
    told = candidate(on, job_offer="none").model_copy(update={"offer": offer, "permits": (permit,)})
    assert "offer.assessed" in crs.score(told, on).assumed
    in_sum = candidate(on, job_offer="other_skilled")
    assert "job_offer_assessed" in crs.score(in_sum, on).assumed


def test_whether_there_is_a_partner_is_assumed_away_only_while_it_is_not_known() -> None:
    assert crs.score(Facts(partner_unknown=True), DAY).assumed[5] == "partner"
    assert "partner" not in crs.score(Facts(), DAY).assumed


def test_a_coming_partners_missing_facts_are_assumed_and_others_are_not() -> None:
    coming = candidate(DAY, english=9, partner={"education": None, "canadian": None})
    staying = candidate(DAY, english=9, partner={"status": "not_accompanying", "education": None, "canadian": None})
    assert crs.score(coming, DAY).assumed == ("partner.education", "partner.canadian_work_years")
    assert crs.score(staying, DAY).assumed == ()


def test_what_nobody_asked_is_presumed() -> None:
    facts = candidate(DAY, english=9, foreign=1, partner={"education": "bachelor"})
    assert crs.score(facts, DAY).presumed == (
        "education_assessed",
        "partner.education_assessed",
        "work_is_skilled",
    )
    # Less than secondary school, or none told, has nothing to be assessed; no year of work was skilled.
    for education in ("none", None):
        nothing = candidate(DAY, education=education, english=9, partner={"education": education, "english": 5})
        assert crs.score(nothing, DAY).presumed == ()
    in_canada = candidate(DAY, education="none", canadian=1)
    assert crs.score(in_canada, DAY).presumed == ("work_is_skilled",)
    undated = candidate(DAY, education="none").model_copy(
        update={"tests": (result(Language.english, 9, DAY).model_copy(update={"result_date": None}),)}
    )
    assert crs.score(undated, DAY).presumed == ("result_is_recent",)


@pytest.mark.parametrize(
    ("own", "partners", "status", "points"),
    [
        (True, True, "accompanying", 15),
        (False, True, "accompanying", 15),
        (None, True, "accompanying", 15),
        (True, False, "accompanying", 15),
        (False, False, "accompanying", 0),
        (False, None, "accompanying", 0),
        (False, True, "not_accompanying", 0),
        (False, True, "canadian", 0),
        (True, True, "not_accompanying", 15),
    ],
)
def test_a_sibling_counts_once_and_that_of_a_partner_only_while_the_partner_comes(
    own: bool | None, partners: bool | None, status: str, points: int
) -> None:
    partner = {"status": status, "sibling_in_canada": partners}
    facts = candidate(DAY, partner=partner).model_copy(update={"sibling_in_canada": own})
    found = crs.score(facts, DAY)
    assert found.factors["sibling"] == points
    assert "sibling_in_canada" not in found.assumed
    reason = next(line.reason for line in found.lines if line.key == "sibling")
    told = {name: value for name, value in reason.facts if value is not None}
    coming = {"partner.sibling_in_canada": partners} if status == "accompanying" else {}
    expected = {"sibling_in_canada": own, **coming}
    assert told == {name: value for name, value in expected.items() if value is not None}


def test_a_sibling_is_assumed_away_only_while_it_could_still_give_points() -> None:
    asked = candidate(DAY, partner={}).model_copy(update={"sibling_in_canada": None})
    assert crs.score(asked, DAY).assumed == ("tests", "sibling_in_canada")


def test_what_is_told_in_full_is_summed_up_for_the_day_and_presumes_nothing() -> None:
    job = Job(
        start=date(2024, 11, 2),
        noc="21231",
        country="CA",
        hours_per_week=40,
        paid=True,
        self_employed=False,
        authorised=True,
        studying=(),
    )
    degree = Credential(
        level=CredentialLevel.masters_or_entry_to_practice_professional,
        country="IN",
        completed=date(2020, 5, 1),
        assessed=date(2025, 5, 1),
    )
    facts = candidate(DAY, education=None, english=9, canadian=None, foreign=None, partner={"education": None})
    assert facts.partner is not None
    partner = facts.partner.model_copy(update={"credentials": (degree,), "jobs": (job,)})
    facts = facts.model_copy(update={"jobs": (job,), "credentials": (degree,), "partner": partner})

    found = crs.score(facts, DAY)

    assert found.factors["education"] == 126
    assert found.factors["canadian_work"] == 46
    assert found.factors["partner_education"] == 10
    assert found.factors["partner_canadian_work"] == 7
    assert (found.presumed, found.assumed) == ((), ())


def test_open_answers_of_what_is_told_in_full_are_counted_at_the_lowest_and_named() -> None:
    job = Job(start=date(2024, 11, 2), noc="21231", country="CA", hours_per_week=40, paid=True, self_employed=False)
    degree = Credential(level=CredentialLevel.doctoral, country="IN", completed=date(2020, 5, 1))
    facts = candidate(DAY, education=None, english=9, canadian=None, foreign=None, partner={"education": None})
    assert facts.partner is not None
    partner = facts.partner.model_copy(update={"credentials": (degree,)})
    nomination = Nomination(province="ON")
    facts = facts.model_copy(update={"jobs": (job,), "partner": partner, "offer": Offer(), "nomination": nomination})

    coming = crs.score(facts, DAY)
    staying = facts.model_copy(
        update={"partner": partner.model_copy(update={"status": PartnerStatus.not_accompanying})}
    )
    before_offers_ended = crs.score(facts, date(2025, 3, 24)).assumed

    assert (coming.factors["canadian_work"], coming.factors["partner_education"]) == (0, 0)
    assert set(coming.assumed) == {
        "education",
        "jobs.0.authorised",
        "jobs.0.studying",
        "nomination.accepted",
        "partner.credentials.0.assessed",
    }
    assert len(coming.assumed) == 5
    assert "partner.credentials.0.assessed" not in crs.score(staying, DAY).assumed
    assert any(path.startswith("offer.") for path in before_offers_ended)


def test_one_account_told_in_full_is_enough_to_name_what_is_open_in_it() -> None:
    job = Job(start=date(2024, 11, 2), noc="21231", country="CA", hours_per_week=40, self_employed=False, studying=())
    work = candidate(DAY, english=9, canadian=None, foreign=None).model_copy(update={"jobs": (job,)})
    assert crs.score(work, DAY).assumed == ("jobs.0.paid", "jobs.0.authorised")
    # Whether its two years were academic ones is asked for by the selection grid alone.
    diploma = Credential(
        level=CredentialLevel.two_year_post_secondary,
        country="CA",
        completed=date(2020, 5, 1),
        mostly_language_study=False,
    )
    study = candidate(DAY, english=9, education=None).model_copy(update={"credentials": (diploma,)})
    assert crs.score(study, DAY).assumed == ("credentials.0.eight_months_in_person",)


def everything_told_in_full() -> Facts:
    job = {"hours_per_week": 40, "paid": True, "self_employed": False, "authorised": True, "studying": []}
    degree = {"level": "doctoral", "country": "IN", "completed": "2010-05-01", "assessed": "2014-01-01"}
    person = {
        "birth_date": "1985-03-01",
        "credentials": [degree, degree | {"country": "CA", "completed": "2013-05-01"}],
        "jobs": [
            job | {"noc": "21231", "country": "IN", "start": "2010-06-01", "end": "2012-05-31"},
            job | {"noc": "20010", "country": "CA", "start": "2014-01-01"},
        ],
        "offer": {"noc": "00010", "full_time": True, "year_after_visa": True, "assessed": True},
        "nomination": {"province": "ON", "notified": "2026-01-01", "accepted": True, "expires": "2026-06-30"},
    }
    told = person | {"partner": person | {"status": "accompanying", "married": "2016-06-01"}, "children": []}
    return Facts.model_validate(told)


def test_there_is_a_score_for_every_day_from_the_first_on_however_much_is_told() -> None:
    facts = everything_told_in_full()
    first = date(2015, 1, 1)
    for days in range(0, 14 * 366, 13):
        on = first + timedelta(days=days)
        found = crs.score(facts, on)
        assert (found.on, found.complete) == (on, on < date(2026, 11, 3))
        assert 0 < found.total <= found.most == MOST_CRS
    with pytest.raises(NoRuleError, match=r"2014-12-31.*2015-01-01"):
        crs.score(facts, first - timedelta(days=1))


def test_a_tef_out_of_699_is_marked_to_check() -> None:
    facts = candidate(DAY, french=7, chart=2, partner={"french": 7})
    assert crs.score(facts, DAY).to_check == ("tef_older_scale", "partner.tef_older_scale")
    assert crs.score(candidate(DAY, french=7, chart=1), DAY).to_check == ()


def test_the_receipt_names_the_rule_set_and_the_days_it_is_in_force() -> None:
    found = crs.score(candidate(DAY), DAY)
    assert (found.rule_set, found.rule_from, found.rule_until, found.on) == (
        "CRS-2025-03-25",
        date(2025, 3, 25),
        date(2026, 11, 2),
        DAY,
    )
    assert found.incomplete is None


def test_from_3_november_2026_the_result_is_not_complete_and_says_why() -> None:
    on = date(2026, 11, 23)
    found = crs.score(candidate(on, english=9), on)
    assert not found.complete
    assert found.incomplete == Incomplete(
        "CRS-2026-11-03",
        date(2026, 11, 3),
        "reported_change_not_known",
        ("occupations_at_three_wage_levels", "through_canadian_work_or_job_offer", "nomination_keeps_600"),
    )
    assert (found.rule_set, found.rule_until) == ("CRS-2025-03-25", date(2026, 11, 2))


@pytest.mark.parametrize(
    ("on", "rule_set"),
    [
        (date(2015, 1, 1), "CRS-2015-01-01"),
        (date(2015, 1, 29), "CRS-2015-01-01"),
        (date(2015, 1, 30), "CRS-2015-01-30"),
        (date(2015, 5, 29), "CRS-2015-01-30"),
        (date(2015, 5, 30), "CRS-2015-05-30"),
        (date(2016, 11, 18), "CRS-2015-05-30"),
        (date(2016, 11, 19), "CRS-2016-11-19"),
        (date(2017, 6, 5), "CRS-2016-11-19"),
        (date(2017, 6, 6), "CRS-2017-06-06"),
        (date(2020, 10, 19), "CRS-2017-06-06"),
        (date(2020, 10, 20), "CRS-2020-10-20"),
        (date(2022, 11, 15), "CRS-2020-10-20"),
        (date(2022, 11, 16), "CRS-2022-11-16"),
        (date(2025, 3, 24), "CRS-2022-11-16"),
        (date(2025, 3, 25), "CRS-2025-03-25"),
        (date(2026, 11, 3), "CRS-2025-03-25"),
    ],
)
def test_each_era_of_the_crs_starts_on_its_day(on: date, rule_set: str) -> None:
    found = crs.score(Facts(), on)
    assert found.rule_set == rule_set
    assert found.rule_from <= on


def test_a_day_before_express_entry_has_no_rule() -> None:
    with pytest.raises(NoRuleError, match=r"2014-12-31.*2015-01-01") as refused:
        crs.score(Facts(), date(2014, 12, 31))
    assert (refused.value.day, refused.value.first) == (date(2014, 12, 31), date(2015, 1, 1))


@pytest.mark.parametrize(
    ("on", "total"),
    [
        (date(2027, 2, 27), 470),
        (date(2027, 2, 28), 464),
        (date(2027, 3, 1), 464),
        (date(2028, 2, 28), 464),
        (date(2028, 2, 29), 459),
    ],
)
def test_someone_born_on_29_february_loses_points_from_28_february(on: date, total: int) -> None:
    facts = candidate(on, age=None, education="master_or_professional", english=9, canadian=1, foreign=1).model_copy(
        update={"birth_date": date(1992, 2, 29)}
    )
    assert crs.score(facts, on).total == total


def test_someone_born_on_29_february_gains_points_from_1_march() -> None:
    facts = Facts(birth_date=date(2008, 2, 29))
    assert crs.score(facts, date(2026, 2, 28)).factors["age"] == 0
    assert crs.score(facts, date(2026, 3, 1)).factors["age"] == 99


# Every age of both columns (IRCC, CRS criteria).
AGES = {
    17: (0, 0),
    18: (99, 90),
    19: (105, 95),
    20: (110, 100),
    29: (110, 100),
    30: (105, 95),
    31: (99, 90),
    32: (94, 85),
    33: (88, 80),
    34: (83, 75),
    35: (77, 70),
    36: (72, 65),
    37: (66, 60),
    38: (61, 55),
    39: (55, 50),
    40: (50, 45),
    41: (39, 35),
    42: (28, 25),
    43: (17, 15),
    44: (6, 5),
    45: (0, 0),
    99: (0, 0),
}


@pytest.mark.parametrize(("age", "points"), AGES.items())
def test_each_age_has_its_points_in_both_columns(age: int, points: tuple[int, int]) -> None:
    assert crs.score(candidate(DAY, age=age), DAY).factors["age"] == points[0]
    assert crs.score(candidate(DAY, age=age, partner={}), DAY).factors["age"] == points[1]


EDUCATION = {
    "none": (0, 0, 0, 0),
    "secondary": (30, 28, 2, 0),
    "one_year": (90, 84, 6, 25),
    "two_year": (98, 91, 7, 25),
    "bachelor": (120, 112, 8, 25),
    "two_or_more": (128, 119, 9, 50),
    "master_or_professional": (135, 126, 10, 50),
    "doctoral": (150, 140, 10, 50),
}


@pytest.mark.parametrize(("level", "points"), EDUCATION.items())
def test_each_level_of_education_has_its_points(level: str, points: tuple[int, int, int, int]) -> None:
    single = crs.score(candidate(DAY, education=level, english=9), DAY).factors
    couple = crs.score(candidate(DAY, education=level, partner={"education": level}), DAY).factors
    assert (
        single["education"],
        couple["education"],
        couple["partner_education"],
        single["transfer_education_language"],
    ) == points


LEVELS = {
    3: (0, 0, 0, 0, 0),
    4: (6, 6, 0, 0, 0),
    5: (6, 6, 1, 1, 1),
    6: (9, 8, 1, 1, 1),
    7: (17, 16, 3, 3, 3),
    8: (23, 22, 3, 3, 3),
    9: (31, 29, 6, 6, 5),
    10: (34, 32, 6, 6, 5),
}


@pytest.mark.parametrize(("level", "points"), LEVELS.items())
def test_each_language_level_has_its_points_for_each_ability(
    level: int, points: tuple[int, int, int, int, int]
) -> None:
    for place in range(4):
        four = [3, 3, 3, 3]
        four[place] = level
        english = Language.english
        single = crs.score(candidate(DAY, english=four, french=four), DAY, first_language=english).factors
        facts = candidate(DAY, english=four, french=four, partner={"english": four})
        couple = crs.score(facts, DAY, first_language=english).factors
        assert (
            single["first_language"],
            couple["first_language"],
            single["second_language"],
            couple["second_language"],
            couple["partner_language"],
        ) == points


YEARS = {
    0: (0, 0, 0, 0, 0),
    1: (40, 35, 5, 25, 25),
    2: (53, 46, 7, 50, 25),
    3: (64, 56, 8, 50, 50),
    4: (72, 63, 9, 50, 50),
    5: (80, 70, 10, 50, 50),
    6: (80, 70, 10, 50, 50),
}


@pytest.mark.parametrize(("years", "points"), YEARS.items())
def test_each_year_of_work_has_its_points(years: int, points: tuple[int, int, int, int, int]) -> None:
    doctor = candidate(DAY, education="doctoral", canadian=years)
    single = crs.score(doctor, DAY).factors
    couple = crs.score(candidate(DAY, canadian=years, partner={"canadian": years}), DAY).factors
    abroad = crs.score(candidate(DAY, english=9, foreign=years), DAY).factors
    assert (
        single["canadian_work"],
        couple["canadian_work"],
        couple["partner_canadian_work"],
        single["transfer_education_canadian_work"],
        abroad["transfer_foreign_language"],
    ) == points


TRANSFER = [
    # level, education, years abroad, Canadian years, with language, with work, abroad with language, with work
    (6, "doctoral", 3, 0, 0, 0, 0, 0),
    (7, "bachelor", 1, 1, 13, 13, 13, 13),
    (8, "doctoral", 3, 1, 25, 25, 25, 25),
    (9, "one_year", 2, 2, 25, 25, 25, 25),
    (10, "two_or_more", 3, 3, 50, 50, 50, 50),
    (10, "secondary", 0, 5, 0, 0, 0, 0),
]


@pytest.mark.parametrize(("level", "education", "foreign", "canadian", "el", "ew", "fl", "fw"), TRANSFER)
def test_each_table_of_transferability_has_its_points(
    level: int, education: str, foreign: int, canadian: int, el: int, ew: int, fl: int, fw: int
) -> None:
    facts = candidate(DAY, english=level, education=education, foreign=foreign, canadian=canadian)
    found = crs.score(facts, DAY).factors
    assert (
        found["transfer_education_language"],
        found["transfer_education_canadian_work"],
        found["transfer_foreign_language"],
        found["transfer_foreign_canadian_work"],
    ) == (el, ew, fl, fw)


@pytest.mark.parametrize(
    ("study", "points"),
    [("none", 0), ("one_year", 15), ("two_year", 15), ("three_years_or_more", 30)],
)
def test_each_length_of_canadian_study_has_its_points(study: str, points: int) -> None:
    found = crs.score(Facts(canadian_study=CanadianStudy(study)), DAY)
    assert found.factors["canadian_study"] == points == found.total


def test_a_result_becomes_plain_data() -> None:
    found = to_plain(crs.score(candidate(DAY, english=9, partner={}), DAY))
    assert found["total"] == 353
    assert found["on"] == "2026-11-02"
    assert found["factors"]["age"] == 100
    assert found["sections"][0]["lines"][0]["reason"] == {
        "rule": "crs.age",
        "since": "2015-01-01",
        "facts": {"birth_date": "1997-11-02", "age": 29, "partner": "with_partner"},
    }
    assert found["english_test"]["kind"] == "ielts_general"
    assert found["incomplete"] is None


def test_the_points_alone_are_the_total_of_the_score_whatever_is_told_and_under_whatever_tables() -> None:
    day = date(2026, 11, 29)
    for facts in islice(candidates(day, seed=17), 120):
        assert crs.points(facts, day) == crs.score(facts, day).total
        for under in (date(2018, 1, 1), date(2024, 6, 1)):
            assert crs.points(facts, day, under=under) == crs.score(facts, day, under=under).total
    with pytest.raises(NoRuleError):
        crs.points(candidate(day), date(2014, 12, 31))
