"""Every number of ours against the collected facts beside the project, where they are."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from rules.parameters import book, links
from rules.shapes.dated import ABILITIES, by_number
from tests.rules.situations import SHARED

FOLDER = SHARED / "rulebook"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no collected facts in {FOLDER}")

KINDS = {
    "ielts_general": ("english", "IELTS_General_Training"),
    "celpip_general": ("english", "CELPIP_General"),
    "pte_core": ("english", "PTE_Core"),
    "tcf_canada": ("french", "TCF_Canada"),
}
TIERS = {"mid": "middle"}


def collected(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text("utf-8"))


@pytest.fixture(scope="module")
def grid() -> Any:
    return collected("crs.yaml")["ruleset_CRS_2025_03_25"]


def both(columns: Any) -> list[int]:
    return [columns.with_partner, columns.without_partner]


def spread(table: dict[Any, Any], wanted: int) -> list[Any]:
    """A collected table by number (18, "20-29", "45_or_more", "17_or_less") as one entry per number from 0."""
    found: dict[int, Any] = {}
    for key, value in table.items():
        first, _, rest = str(key).partition("_or_")
        if rest == "less":
            found |= dict.fromkeys(range(int(first) + 1), value)
        elif rest == "more":
            found |= dict.fromkeys(range(int(first), wanted), value)
        else:
            low, _, high = first.partition("-")
            found |= dict.fromkeys(range(int(low), int(high or low) + 1), value)
    return [found[number] for number in range(wanted)]


def long(rows: Any, take: Any, wanted: int) -> list[Any]:
    dense = by_number(rows, take)
    return [dense[min(number, len(dense) - 1)] for number in range(wanted)]


def test_the_core_tables_agree(grid: Any) -> None:
    ours, core = book().crs.parameters, grid["A_core_human_capital"]
    assert long(ours.age.values[-1].rows, both, 60) == spread(core["age"], 60)
    assert {level: both(columns) for level, columns in ours.education.values[-1].value.items()} == core["education"]
    assert long(ours.canadian_work.values[-1].rows, both, 9) == spread(core["canadian_work_experience_years"], 9)
    first = core["first_official_language_per_ability"]
    assert long(ours.first_language.values[-1].rows, both, 11) == (
        [first["clb_below_4"]] * 4
        + [first["clb_4_or_5"]] * 2
        + [first[f"clb_{level}"] for level in (6, 7, 8, 9)]
        + [first["clb_10_or_more"]]
    )
    second = core["second_official_language_per_ability"]
    assert long(ours.second_language.values[-1].rows, both, 11) == (
        [second["clb_4_or_less"]] * 5
        + [second["clb_5_or_6"]] * 2
        + [second["clb_7_or_8"]] * 2
        + [second["clb_9_or_more"]] * 2
    )
    assert both(ours.second_language_cap.values[-1].value) == list(second["cap"].values())
    assert both(ours.core_cap.values[-1].value) == list(grid["max"]["A_core"].values())


def test_the_partners_tables_agree(grid: Any) -> None:
    ours, partner = book().crs.parameters, grid["B_spouse"]
    assert ours.partner_education.values[-1].value == partner["education"]
    language = partner["first_official_language_per_ability"]
    assert long(ours.partner_language.values[-1].rows, lambda row: row.points, 11) == (
        [language["clb_4_or_less"]] * 5
        + [language["clb_5_or_6"]] * 2
        + [language["clb_7_or_8"]] * 2
        + [language["clb_9_or_more"]] * 2
    )
    work = long(ours.partner_canadian_work.values[-1].rows, lambda row: row.points, 8)
    assert work == spread(partner["canadian_work_years"], 8)
    assert ours.partner_cap.values[-1].value == partner["cap"]


def test_the_transferability_tables_agree(grid: Any) -> None:
    ours, theirs = book().crs.parameters, grid["C_transferability"]
    education, foreign = theirs["education_block"], theirs["foreign_work_block"]
    tiers = {level: TIERS.get(tier, tier) for tier, levels in education["tiers"].items() for level in levels}
    assert ours.education_tiers.values[-1].value == tiers
    assert [row.tier for row in ours.foreign_work_tiers.values[-1].rows] == ["low", "middle", "high"]
    for parameter, table, low in (
        (ours.transfer_education_language, education["C1_with_language"], "low"),
        (ours.transfer_education_canadian_work, education["C2_with_canadian_work"], "low"),
        (ours.transfer_foreign_language, foreign["C3_with_language"], "none"),
        (ours.transfer_foreign_canadian_work, foreign["C4_with_canadian_work"], "none"),
    ):
        rows = [(row.low, row.middle, row.high) for row in parameter.values[-1].rows]
        assert rows == [(0, 0, 0)] + [(row[low], row["mid"], row["high"]) for row in table.values()]
    caps = ours.transferability_caps.values[-1].value
    assert (caps.education, caps.foreign_work, caps.all) == (
        education["cap"],
        foreign["cap"],
        theirs["section_cap"],
    )
    certificate = theirs["certificate_block"]
    assert long(ours.transfer_certificate.values[-1].rows, lambda row: row.points, 11) == (
        [0] * 5 + [certificate["all_5_plus_but_some_below_7"]] * 2 + [certificate["all_7_plus"]] * 4
    )


def test_the_additional_points_agree(grid: Any) -> None:
    ours, theirs = book().crs.parameters, grid["D_additional"]
    french, study = ours.french.values[-1].value, ours.canadian_study.values[-1].value
    assert ours.nomination.values[-1].value == theirs["provincial_nomination"]
    assert ours.sibling.values[-1].value == theirs["sibling_in_canada"]
    assert (french.otherwise, french.with_english) == (
        theirs["french"]["english_clb4_or_lower_or_no_english_test"],
        theirs["french"]["english_clb5_plus_in_all_four"],
    )
    of_study = theirs["canadian_post_secondary_study"]
    assert (study.one_year, study.two_year, study.three_years_or_more) == (
        of_study["one_or_two_year_credential"],
        of_study["one_or_two_year_credential"],
        of_study["three_plus_year_or_masters_or_professional_or_doctoral"],
    )
    assert ours.additional_cap.values[-1].value == theirs["cap"]


def test_the_rule_sets_agree() -> None:
    theirs = [(one["id"], one["from"]) for one in collected("crs.yaml")["rulesets"]]
    assert [(one.id, one.start) for one in book().crs.rule_sets] == theirs


@pytest.mark.parametrize("kind", KINDS)
def test_the_chart_of_a_test_agrees(kind: str) -> None:
    language, name = KINDS[kind]
    charts_agree(book().language_tests.tests.of(kind).scales["only"].values[-1], collected_chart(language, name))


def collected_chart(language: str, name: str) -> Any:
    return collected("language.yaml")[language][name]["table"]


def charts_agree(ours: Any, theirs: Any) -> None:
    assert {row.level for row in ours.rows} == set(theirs)
    for row in ours.rows:
        for ability in ABILITIES:
            first = float(str(theirs[row.level][ability]).partition("-")[0])
            assert row.of(ability)[0] == first, (row.level, ability)


def test_the_charts_of_the_three_tef_scales_agree() -> None:
    theirs = collected("language.yaml")["french"]["TEF_Canada"]
    scales = book().language_tests.tests.tef_canada.scales
    charts_agree(scales["older"].values[0], theirs["scale_A_old"]["table"])
    same = theirs["scale_B"]["same_for_all_four_abilities"]
    charts_agree(
        scales["out_of_699"].values[0],
        {level: dict.fromkeys(ABILITIES, scores) for level, scores in same.items()},
    )
    charts_agree(scales["out_of_699"].values[1], theirs["scale_C"]["table"])


def test_the_selection_grid_agrees() -> None:
    ours, theirs = book().federal_skilled_worker.parameters, collected("programs.yaml")["fsw"]
    grid = theirs["grid"]
    ages = long(ours.age.values[-1].rows, lambda row: row.points, 60)
    wanted = {("0-17" if key == "under_18" else key): points for key, points in grid["age_12"].items()}
    assert ages == spread({("47_or_more" if key == "47_plus" else key): p for key, p in wanted.items()}, 60)
    assert list(ours.education.values[-1].value.values()) == [0, *grid["education_25"].values()]
    assert [row.points for row in ours.experience.values[-1].rows] == [0, 9, 11, 13, 15]
    assert [row.points for row in ours.first_language.values[-1].rows] == [
        0,
        *grid["language_28"]["first_language_per_ability"].values(),
    ]
    assert ours.pass_mark.values[-1].value == theirs["pass_mark"]["points"]
    adaptability = ours.adaptability.values[-1].value
    collected_points = grid["adaptability_10"]
    assert adaptability.model_dump() == {
        "partner_language": collected_points["spouse_language_clb4_all_four"],
        "own_study": collected_points["own_past_study_in_canada"],
        "partner_study": collected_points["spouse_past_study_in_canada"],
        "own_work": collected_points["own_work_in_canada_one_year_full_time"],
        "partner_work": collected_points["spouse_work_in_canada_one_year_full_time"],
        "relative": collected_points["relative_in_canada"],
        "arranged_employment": collected_points["arranged_employment"],
        "cap": collected_points["cap"],
    }


def test_no_address_is_shown_that_was_not_collected() -> None:
    theirs = collected("links.yaml")["links"]
    assert {key: (link.en, link.fr, link.exact_fr) for key, link in links().items()} == {
        key: (link["en"], link["fr"], link["exact_fr"]) for key, link in theirs.items()
    }
