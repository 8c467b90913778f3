"""Parameter files: what they hold, and that a mistake in one is refused by file and key."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from rules.parameters import FOLDER, ParameterError, RuleBook, book, links, load
from rules.shapes.dated import Parameter, Status, ValueOrUnknown, Whole

Alter = Callable[..., Path]


@pytest.fixture
def altered(tmp_path: Path) -> Alter:
    """A copy of the parameters with one piece of text of one file replaced."""

    def alter(file: str, old: str, new: str) -> Path:
        folder = tmp_path / "parameters"
        shutil.copytree(FOLDER, folder)
        text = (folder / file).read_text("utf-8")
        assert old in text, "the mistake has to be made in what the file holds"
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")
        return folder

    return alter


CRS, FSW, TESTS = "crs.yaml", "federal_skilled_worker.yaml", "language_tests.yaml"
MISTAKES = {
    "a key that nobody knows": (CRS, "  sibling:\n", "  siblings:\n", ["parameters.siblings", "not permitted"]),
    "a key that is missing": (FSW, "  pass_mark:\n", "  mark:\n", ["parameters.pass_mark", "required"]),
    "a key written twice": (
        FSW,
        "          secondary: 5\n",
        "          secondary: 5\n          secondary: 6\n",
        ["'secondary' is written twice"],
    ),
    "text that is not YAML": (FSW, "about: Federal", "about: [Federal", ["federal_skilled_worker.yaml"]),
    "two columns that are swapped": (
        CRS,
        "{at: 18, without_partner: 99, with_partner: 90}",
        "{at: 18, without_partner: 90, with_partner: 99}",
        ["parameters.age.values.0.rows.1", "with_partner: 99 is more than without_partner, 90"],
    ),
    "points that fall with more years": (
        CRS,
        "{at: 2, without_partner: 53, with_partner: 46}",
        "{at: 2, without_partner: 35, with_partner: 35}",
        ["parameters.canadian_work.values.0", "without_partner must not fall at 2"],
    ),
    "points that rise again with age": (
        CRS,
        "{at: 36, without_partner: 72,",
        "{at: 36, without_partner: 78,",
        ["parameters.age.values.0", "without_partner must not rise again at 36"],
    ),
    "points that fall with more education": (
        CRS,
        "doctoral: {without_partner: 150, with_partner: 140}",
        "doctoral: {without_partner: 134, with_partner: 126}",
        ["parameters.education.values.0.value", "doctoral: must not give less than masters"],
    ),
    "a tier that falls with more education": (
        CRS,
        "masters_or_entry_to_practice_professional: high",
        "masters_or_entry_to_practice_professional: low",
        ["parameters.education_tiers.values.0.value", "must not give less than two_or_more"],
    ),
    "points that fall with a higher tier": (
        CRS,
        "{at: 7-8, low: 0, middle: 13, high: 25}",
        "{at: 7-8, low: 0, middle: 31, high: 25}",
        ["transfer_education_language.values.0.rows.1", "low, middle, high: must not fall"],
    ),
    "a tier that falls with more years": (
        CRS,
        "{at: 0, tier: low}",
        "{at: 0, tier: high}",
        ["parameters.foreign_work_tiers.values.0", "tier must not fall at 1"],
    ),
    "French worth less with English": (
        CRS,
        "with_english: 50, otherwise: 25",
        "with_english: 25, otherwise: 50",
        ["parameters.french.values.2.value", "with_english: must not be less than otherwise"],
    ),
    "longer study in Canada worth less": (
        CRS,
        "one_year: 15, two_year: 15, three_years_or_more: 30",
        "one_year: 15, two_year: 30, three_years_or_more: 15",
        ["parameters.canadian_study.values.1.value", "must not fall"],
    ),
    "a column that is missing": (
        CRS,
        "{at: 18, without_partner: 99, with_partner: 90}",
        "{at: 18, without_partner: 99}",
        ["parameters.age.values.0.rows.1.with_partner", "required"],
    ),
    "points that are no whole number": (
        CRS,
        "without_partner: 99",
        "without_partner: 99.5",
        ["parameters.age.values.0.rows.1.without_partner", "integer"],
    ),
    "points in words": (CRS, "without_partner: 99", "without_partner: many", ["rows.1.without_partner", "integer"]),
    "negative points": (CRS, "without_partner: 99", "without_partner: -99", ["rows.1.without_partner", "0"]),
    "a gap between ranges": (CRS, "{at: 20-29,", "{at: 21-29,", ["parameters.age.values.0", "gap at 21, 20 was"]),
    "ranges that overlap": (CRS, "{at: 20-29,", "{at: 19-29,", ["parameters.age.values.0", "overlap at 19, 20 was"]),
    "ranges that do not begin at 0": (CRS, "{at: 0-17,", "{at: 1-17,", ["parameters.age.values.0", "gap at 1"]),
    "a table that ends": (CRS, "{at: 45+,", "{at: 45-99,", ["parameters.age.values.0", "has to be open, as in 99+"]),
    "a row after an open one": (
        CRS,
        "{at: 44, without_partner: 6",
        "{at: 44+, without_partner: 6",
        ["parameters.age.values.0", "nothing may follow an open range"],
    ),
    "a range that is none": (CRS, "{at: 20-29,", "{at: 29-20,", ["rows.3.at", "a range is written 18, 20-29 or 45+"]),
    "a range of words": (CRS, "{at: 20-29,", "{at: young,", ["rows.3.at", "not 'young'"]),
    "days that do not rise": (
        CRS,
        "{from: 2017-06-06, status: confirmed, source: [mi_2017_1, ircc_crs_criteria], value: 15}",
        "{from: 2015-01-01, status: confirmed, source: [mi_2017_1, ircc_crs_criteria], value: 15}",
        ["parameters.sibling", "the days have to rise"],
    ),
    "a day that is none": (CRS, "{from: 2017-06-06,", "{from: 2017-06-31,", ["parameters.sibling.values.1.from"]),
    "a day written as a number": (
        CRS,
        "{from: 2017-06-06,",
        "{from: 20170606,",
        ["parameters.sibling.values.1.from", "a day is written 2015-01-01, not 20170606"],
    ),
    "a day with an hour": (
        CRS,
        "{from: 2017-06-06,",
        "{from: 2017-06-06T00:00:00,",
        ["parameters.sibling.values.1.from", "a day is written 2015-01-01"],
    ),
    "a day of a source that is none": (
        CRS,
        "seen: 2026-08-24",
        "seen: last August",
        ["sources.ircc_crs_criteria.seen"],
    ),
    "a change on a day without a rule set": (
        CRS,
        "{from: 2017-06-06, status: confirmed, source: [mi_2017_1, ircc_crs_criteria], value: 15}",
        "{from: 2017-06-07, status: confirmed, source: [mi_2017_1, ircc_crs_criteria], value: 15}",
        ["parameters.sibling.values.1.from", "no rule set starts on 2017-06-07"],
    ),
    "a factor that begins too late": (
        CRS,
        "{from: 2015-01-01, status: confirmed, source: ministerial_instructions, value: 0}",
        "{from: 2015-01-30, status: confirmed, source: ministerial_instructions, value: 0}",
        ["parameters.sibling.values.0.from", "has to be 2015-01-01"],
    ),
    "a source that nothing cites": (
        CRS,
        "    seen: 2026-11-23\n",
        "    seen: 2026-11-23\n  hearsay:\n    title: Somebody said so\n    seen: 2026-11-23\n",
        ["sources.hearsay", "is cited by nothing"],
    ),
    "a source without a title": (
        FSW,
        "    title: Immigration",
        '    title: " "\n    titel: Immigration',
        ["sources.irpr.title", "pattern"],
    ),
    "a source named twice": (
        CRS,
        "source: [mi_2017_1, ircc_crs_criteria]",
        "source: [mi_2017_1, mi_2017_1]",
        ["parameters.sibling.values.1.source", "a source is named twice"],
    ),
    "a file without sources": (
        "validity.yaml",
        "sources:\n",
        "sources: {}\nspare:\n",
        ["validity.yaml: sources", "at least 1 item"],
    ),
    "a source that is not listed": (
        CRS,
        "source: mi_2016_1\n        value: {senior",
        "source: hearsay\n        value: {senior",
        ["parameters.job_offer.values.1.source", "'hearsay' is not listed"],
    ),
    "a value without a source": (
        FSW,
        "{from: 2015-01-01, status: confirmed, source: minister, value: 67}",
        "{from: 2015-01-01, status: confirmed, value: 67}",
        ["parameters.pass_mark.values.0.source", "required"],
    ),
    "an empty list of sources": (
        FSW,
        "source: minister, value: 67",
        "source: [], value: 67",
        ["parameters.pass_mark.values.0.source", "a source is needed"],
    ),
    "a status nobody knows": (
        FSW,
        "status: confirmed, source: minister, value: 67",
        "status: certain, source: minister, value: 67",
        ["parameters.pass_mark.values.0.status", "confirmed"],
    ),
    "a value without a status": (
        FSW,
        "status: confirmed, source: minister, value: 67",
        "source: minister, value: 67",
        ["parameters.pass_mark.values.0.status", "required"],
    ),
    "a value without a day": (
        FSW,
        "{from: 2015-01-01, status: confirmed, source: minister, value: 67}",
        "{status: confirmed, source: minister, value: 67}",
        ["parameters.pass_mark.values.0.from", "required"],
    ),
    "a parameter without values": (
        CRS,
        "{from: 2015-01-01, status: confirmed, source: [ircc_crs_criteria, ministerial_instructions], value: 40}",
        "",
        ["parameters.partner_cap.values"],
    ),
    "a parameter without a unit": (CRS, "unit: points by age", 'unit: ""', ["parameters.age.unit", "pattern"]),
    "a parameter that says nothing about itself": (
        CRS,
        "about: age in completed years",
        "about:",
        ["parameters.age.about", "valid string"],
    ),
    "a number that the rules need and that is said to be unknown": (
        FSW,
        "status: confirmed, source: minister, value: 67",
        "status: unknown, source: minister, value: 67",
        ["parameters.pass_mark.values.0.status", "the rules cannot do without this"],
    ),
    "an unknown value that has a value": (
        CRS,
        "unknown_because: reported_change_not_known,",
        "unknown_because: reported_change_not_known, value: {},",
        ["parameters.high_wage.values.0.value"],
    ),
    "an unknown value without a reason": (
        CRS,
        " unknown_because: reported_change_not_known,",
        "",
        ["parameters.high_wage.values.0", "unknown_because: belongs to a value whose status is unknown"],
    ),
    "a known value that is not there": (
        CRS,
        "status: unknown, unknown_because: reported_change_not_known,",
        "status: reported,",
        ["parameters.high_wage.values.0", "value: a value whose status is reported has to be there"],
    ),
    "a reason in words for people": (
        CRS,
        "unknown_because: reported_change_not_known,",
        "unknown_because: Nobody knows.,",
        ["parameters.high_wage.values.0.unknown_because", "pattern"],
    ),
    "a level of education that is missing": (
        FSW,
        "          doctoral: 25\n",
        "",
        ["parameters.education.values.0.value", "doctoral"],
    ),
    "a level of education nobody knows": (FSW, "doctoral: 25", "habilitation: 25", ["education.values.0.value"]),
    "a tier nobody knows": (CRS, "{at: 1-2, tier: middle}", "{at: 1-2, tier: mid}", ["foreign_work_tiers", "middle"]),
    "a level above ten": (
        FSW,
        "source: minister, value: 7}",
        "source: minister, value: 11}",
        ["minimum_language", "10"],
    ),
    "a rule set not named after its day": (
        CRS,
        "id: CRS-2020-10-20",
        "id: CRS-2020",
        ["rule_sets.5", "CRS-2020-10-20"],
    ),
    "rule sets whose days do not rise": (
        CRS,
        "  - id: CRS-2015-05-30\n    from: 2015-05-30",
        "  - id: CRS-2015-01-30\n    from: 2015-01-30",
        ["rule_sets", "the days have to rise"],
    ),
    "a rule set that says complete in its own words": (
        CRS,
        "    complete: false",
        "    complete: partly",
        ["rule_sets.8.complete", "boolean"],
    ),
    "a rule set that is incomplete without a reason": (
        CRS,
        "    incomplete_because: reported_change_not_known\n",
        "",
        ["rule_sets.8", "incomplete_because"],
    ),
    "a complete rule set with a reason why it is not": (
        CRS,
        "    complete: false",
        "    complete: true",
        ["rule_sets.8", "incomplete_because"],
    ),
    "a first rule set that is not complete": (
        CRS,
        "    complete: true\n",
        "    complete: false\n    incomplete_because: nobody_knows\n",
        ["rule_sets.0.complete", "the first rule set has to be complete"],
    ),
    "a yes that is a number": (
        CRS,
        "assessment_needed: true",
        "assessment_needed: 1",
        ["assessment_needed", "boolean"],
    ),
    "a file in which a list stands for keys": (
        "planning_margins.yaml",
        "margins:\n",
        "margins: []\nspare:\n",
        ["margins"],
    ),
    "a file that holds something else": (
        "validity.yaml",
        "about: How long documents are valid\n",
        "- 1\n- 2\n---\n",
        ["validity.yaml", "document"],
    ),
    "a band that leaves a gap": (
        TESTS,
        "{level: 9, listening: 82-88,",
        "{level: 9, listening: 82-87,",
        ["tests.pte_core.scales.only", "level 9, listening", "has to end at 88, not 87"],
    ),
    "a best band below the highest score": (
        TESTS,
        "{level: 10, listening: 89-90, reading: 88-90, writing: 90,",
        "{level: 10, listening: 89-90, reading: 88-90, writing: 89,",
        ["tests.pte_core.scales.only", "level 10, writing", "has to end at 90, not 89"],
    ),
    "a band below the lowest score": (
        TESTS,
        "scores: {listening: 10-90, reading: 10-90, writing: 10-90, speaking: 10-90}",
        "scores: {listening: 20-90, reading: 10-90, writing: 10-90, speaking: 10-90}",
        ["tests.pte_core.scales.only", "listening", "goes below the lowest score 20"],
    ),
    "a level that is left out": (
        TESTS,
        "              - {level: 8, listening: 71-81, reading: 69-77, writing: 79-87, speaking: 76-83}\n",
        "",
        ["tests.pte_core.scales.only", "the levels have to fall one by one"],
    ),
    "a TEF without its older scale": (TESTS, "      older:\n", "      only:\n", ["tests.tef_canada.scales", "older"]),
    "charts whose days do not rise": (
        TESTS,
        "- from: 2023-12-11",
        "- from: 2019-10-01",
        ["tests.tef_canada.scales.out_of_699", "the days have to rise"],
    ),
    "a test without a language": (TESTS, "    language: english\n", "", ["tests.ielts_general.language", "required"]),
    "a validity in words": (
        "validity.yaml",
        "source: [irpr, ministerial_instructions], value: 24}",
        "source: [irpr, ministerial_instructions], value: two years}",
        ["validity.language_result.values.0.value", "integer"],
    ),
    "a margin that is negative": ("planning_margins.yaml", "value: 8}", "value: -8}", ["margins.french_test", "0"]),
    "an address that is not secure": (
        "links.yaml",
        "en: https://www.canada.ca",
        "en: http://www.canada.ca",
        ["links.express_entry_home.en", "https"],
    ),
    "an address under the other language": (
        "links.yaml",
        "fr: https://www.canada.ca/fr/",
        "fr: https://www.canada.ca/en/",
        ["links.express_entry_home", "stands under the other language"],
    ),
    "an address whose status is unknown": (
        "links.yaml",
        "status: confirmed",
        "status: unknown",
        ["links.express_entry_home.status", "has to be confirmed, reported or expected"],
    ),
    "selection points that fall with a higher level": (
        FSW,
        "{at: 8, points: 5}",
        "{at: 8, points: 3}",
        ["parameters.first_language.values.0", "points must not fall at 8"],
    ),
    "an address in one language only": (
        "links.yaml",
        "    fr: https://www.canada.ca/fr/immigration-refugies-citoyennete/services/immigrer-canada/entree-express.html\n",
        "",
        ["links.express_entry_home.fr", "required"],
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_parameter_file_is_refused_for(file: str, old: str, new: str, words: list[str], altered: Alter) -> None:
    with pytest.raises(ParameterError) as refused:
        load(altered(file, old, new))
    said = str(refused.value)
    assert {fault.file for fault in refused.value.faults} == {file}
    assert said.startswith(file)
    for word in words:
        assert word in said


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "parameters")
    (tmp_path / "parameters" / "validity.yaml").unlink()
    with pytest.raises(ParameterError, match=r"validity\.yaml: is not in"):
        load(tmp_path / "parameters")


def test_every_fault_of_a_file_is_listed(altered: Alter) -> None:
    folder = altered(CRS, "without_partner: 99", "without_partner: many")
    text = (folder / CRS).read_text("utf-8")
    (folder / CRS).write_text(text.replace("without_partner: 105", "without_partner: more", 1), "utf-8")
    with pytest.raises(ParameterError) as refused:
        load(folder)
    assert [fault.key for fault in refused.value.faults] == [
        "parameters.age.values.0.rows.1.without_partner",
        "parameters.age.values.0.rows.2.without_partner",
    ]


def test_the_book_is_read_once() -> None:
    assert book() is book()
    assert isinstance(book(), RuleBook)


def test_the_faults_of_all_files_are_listed(altered: Alter) -> None:
    folder = altered(CRS, "without_partner: 99", "without_partner: many")
    (folder / FSW).write_text("about: nothing\n", "utf-8")
    (folder / "validity.yaml").unlink()
    with pytest.raises(ParameterError) as refused:
        load(folder)
    assert [(fault.file, fault.key) for fault in refused.value.faults] == [
        (CRS, "parameters.age.values.0.rows.1.without_partner"),
        (FSW, "sources"),
        (FSW, "parameters"),
        ("validity.yaml", ""),
    ]


def test_a_rule_set_is_not_complete_while_something_in_it_is_unknown(altered: Alter) -> None:
    folder = altered(CRS, "    complete: false\n", "    complete: true\n")
    text = (folder / CRS).read_text("utf-8")
    start, end = text.index("    incomplete_because"), text.index("\nparameters:")
    (folder / CRS).write_text(text[:start] + text[end:], "utf-8")
    with pytest.raises(
        ParameterError, match=r"^crs\.yaml: rule_sets\.8\.complete: high_wage is unknown on 2026-11-03$"
    ):
        load(folder)


def test_what_may_be_unknown_may_begin_late_and_end_in_the_unknown() -> None:
    found = Parameter[ValueOrUnknown[Whole]].model_validate(
        {
            "about": "an amount",
            "unit": "dollars",
            "values": [
                {"from": "2020-01-01", "status": "confirmed", "source": "somewhere", "value": 0},
                {"from": "2021-01-01", "status": "unknown", "source": "somewhere", "unknown_because": "not_published"},
            ],
        }
    )
    assert found.found_on(date(2019, 12, 31)) is None
    assert found.on(date(2020, 12, 31)).value == 0
    last = found.on(date(2021, 1, 1))
    assert (last.value, last.status, last.unknown_because) == (None, Status.UNKNOWN, "not_published")


def test_every_address_is_there_in_both_languages() -> None:
    assert len(links()) == 38
    tool = links()["crs_tool"]
    assert tool.en.startswith("https://www.canada.ca/en/")
    assert tool.fr.startswith("https://www.canada.ca/fr/")
    assert tool.exact_fr
    assert not links()["submit_profile"].exact_fr


def test_planning_margins_are_marked_as_our_own_expectation() -> None:
    margins = book().planning_margins.margins
    for margin, weeks in ((margins.english_test, 5), (margins.french_test, 8)):
        assert margin.values[0].status is Status.EXPECTED
        assert margin.values[0].value == weeks


def test_the_reported_rule_set_says_so() -> None:
    last = book().crs.rule_sets[-1]
    assert (last.id, last.complete, last.status) == ("CRS-2026-11-03", False, Status.REPORTED)
