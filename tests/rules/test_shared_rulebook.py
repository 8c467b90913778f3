"""Every number of ours against the collected facts beside the project, where they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
import yaml

from rules.parameters import book, links
from rules.shapes.dated import ABILITIES, Status, by_number
from rules.shapes.journey import Phase, State
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


RENAMED = {"withdrawn": {"withdrawn", "application_withdrawn"}, "expired_12_months": {"profile_expired"}}
"""States that are called otherwise here: the withdrawal of a profile and that of an application are two."""

ANEW = {"profile_draft", "re_entered"}
"""Where a new profile begins: its form, or the profile itself."""


def our_states(theirs: str, left: str) -> set[str]:
    """Our names of what follows a state: a new profile is a new form or a new entry into the pool."""
    if theirs == "new_profile":
        return ANEW
    if theirs == "withdrawn":  # of an application, or of a profile
        return {"application_withdrawn"} if left == "applied" else {"withdrawn"}
    return RENAMED.get(theirs, {theirs})


def test_every_state_of_the_journey_is_one_of_ours() -> None:
    ours = {state.value for state in book().journey.states}
    for theirs in collected("journey.yaml")["states"]:
        assert RENAMED.get(theirs, {theirs}) <= ours, theirs


def test_whatever_can_follow_a_state_can_follow_it_here() -> None:
    table = {state.value: {after.value for after in row.next} for state, row in book().journey.states.items()}
    looked_at = 0
    for left, row in collected("journey.yaml")["states"].items():
        for following in (*row.get("next", ()), *row.get("leaves_by", ())):
            for name in our_states(following, left):
                assert name in table[left], (left, following)
                looked_at += 1
    assert looked_at > 20


def test_what_is_said_of_a_state_without_a_next_leads_there_too() -> None:
    """Of these the effect is a sentence: back to the pool, or a new profile."""
    theirs = collected("journey.yaml")["states"]
    states = {state.value: row for state, row in book().journey.states.items()}
    assert "back in pool" in theirs["declined"]["effect"]
    assert states["declined"].phase is Phase.in_pool
    for name in ("invitation_expired", "withdrawn"):
        assert "new profile" in (theirs[name].get("effect") or theirs[name]["fact"])
        assert {after.value for after in states[name].next} >= ANEW
    assert "time in the ITA window keeps running" in theirs["returned_incomplete"]["effect"]
    assert {"applied", "invitation_expired"} <= {after.value for after in states["returned_incomplete"].next}


def sure(theirs: Any) -> bool:
    """Whether a confidence as collected is that of a statute or of official text, and of nothing else."""
    return str(theirs) == "primary"


def test_no_state_is_surer_here_than_where_it_was_collected() -> None:
    for name, row in collected("journey.yaml")["states"].items():
        told = [row[key] for key in ("conf", "conf_60_days") if key in row]
        if told and not any("primary" in str(one) for one in told):
            for state in RENAMED.get(name, {name}):
                assert book().journey.states[State(state)].status is not Status.CONFIRMED, name


REPORTED_AS: Mapping[str, tuple[str, ...]] = {
    "marriage or common-law partner joins": ("marriage", "common_law"),
    "divorce or separation": ("divorce", "separation"),
    "spouse will not accompany": ("partner_not_coming",),
    "spouse becomes citizen or PR": ("partner_canadian",),
    "new child": ("child",),
    "job offer gained": ("offer_gained",),
    "job offer lost": ("offer_lost",),
    "job change": ("job_changed",),
    "new language test": ("test",),
    "new education credential": ("credential",),
    "nomination gained": ("nomination",),
    "nomination lost or refused": ("nomination_lost", "nomination_refused"),
    "move to Quebec": ("quebec",),
    "work permit change or expiry": ("permit",),
    "passport renewed": ("passport",),
}
"""A change as it was collected, and what it is called in the table of what has to be told."""

BY_ITSELF = {"work anniversary"}
"""What comes by the calendar is no change that somebody tells: the timeline has it."""


def test_every_change_that_was_collected_is_in_the_table_of_what_has_to_be_told() -> None:
    theirs = [row["event"] for row in collected("journey.yaml")["changes_to_report"]]
    assert {*theirs} == {*REPORTED_AS} | BY_ITSELF
    for names in REPORTED_AS.values():
        for name in names:
            assert book().reporting.key_of(name)


CLOCKS_NOT_SURE: Mapping[str, tuple[str, ...]] = {
    "draft_profile": ("clocks.draft",),
    "nomination_accept_in_account": ("clocks.nomination_answer",),
    "nomination_certificate": ("validity.nomination",),
    "police_certificate_current_country": (
        "clocks.police_stay_in_a_row",
        "clocks.police_look_back",
        "clocks.police_from_age",
        "validity.police_certificate",
    ),
    "medical_upfront": ("clocks.medical_upfront", "validity.medical_exam_used_again"),
}
"""Periods that were only reported, or not verified, and the parameters that carry them here."""


def test_no_period_is_surer_here_than_where_it_was_collected() -> None:
    theirs = {one["id"]: one for one in collected("clocks.yaml")["clocks"] if "id" in one}
    for clock, paths in CLOCKS_NOT_SURE.items():
        assert not sure(theirs[clock]["conf"]), clock
        for path in paths:
            file, _, name = path.partition(".")
            values = getattr(getattr(getattr(book(), file), file), name).values
            assert {value.status for value in values} <= {Status.REPORTED, Status.EXPECTED}, path


def test_the_lengths_of_the_periods_agree() -> None:
    clocks, validity, margins = book().clocks.clocks, book().validity.validity, book().planning_margins.margins
    theirs = {one["id"]: str(one) for one in collected("clocks.yaml")["clocks"] if "id" in one}
    assert "60 days" in theirs["draft_profile"]
    assert clocks.draft.values[-1].value == 60
    assert "12 months" in theirs["pool_validity"]
    assert clocks.profile.values[-1].value == 12
    assert "30 calendar days" in theirs["nomination_accept_in_account"]
    assert clocks.nomination_answer.values[-1].value == 30
    invitation = {value.start.isoformat(): value.value for value in clocks.invitation.values}
    for start, days in (("2015-01-01", 60), ("2016-11-19", 90), ("2018-06-26", 60), ("2021-06-29", 60)):
        assert f"{start}" in theirs["ita_window"]
        assert invitation[start] == days
    assert "UNDER 2 years" in theirs["language_results"]
    assert validity.language_result.values[-1].value == 24
    assert "previous 12 months" in theirs["medical_validity"]
    assert validity.medical_exam.values[-1].value == 12
    assert "6 months" in theirs["police_certificate_current_country"]
    assert validity.police_certificate.values[-1].value == clocks.police_stay_in_a_row.values[-1].value == 6
    read = (FOLDER / "DECISIONS.md").read_text("utf-8")
    lead = next(line for line in read.splitlines() if line.startswith("| `lead.*`"))
    for words, weeks in (
        ("English test {} weeks", margins.english_test),
        ("French test {},", margins.french_test),
        ("ECA {},", margins.education_assessment),
        ("medical {},", margins.medical_exam),
        ("reference letter {},", margins.reference_letter),
        ("bank letter {}.", margins.bank_letter),
    ):
        assert words.format(weeks.values[-1].value) in lead
    assert f"police certificate {margins.police_certificate.values[-1].value.usual} " in lead


def test_the_fees_agree_and_are_no_surer_than_where_they_were_collected() -> None:
    ours = book().fees.parameters
    assert "biometrics 85 per person, 170 per family (IRPR 315.1)" in collected("journey.yaml")["fees_cad_rules"]
    assert (ours.biometrics_person.values[-1].value, ours.biometrics_family.values[-1].value) == (85, 170)
    for row in collected("journey.yaml")["fees_cad"]:
        start = date.fromisoformat(str(row["from"])[:10])
        fees = (ours.processing_principal, ours.processing_partner, ours.processing_child)
        for parameter, amount in zip(fees, row["processing"], strict=True):
            value = next(one for one in parameter.values if one.start == start)
            assert str(value.value) in str(amount)
            if "inferred" in str(amount):
                assert value.status is Status.EXPECTED
            elif "secondary" in row["src"]:
                assert value.status is not Status.CONFIRMED
        assert ours.right_of_permanent_residence.on(start).value == row["rprf"]
