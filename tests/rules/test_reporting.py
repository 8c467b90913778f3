"""What has to be told of a change, by phase, and what a change leaves of an invitation."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rules import crs
from rules.facts import Facts, Invitation, InvitedProgram, Partner, PartnerStatus
from rules.parameters import FOLDER, ParameterError, book, load
from rules.reporting import By, Place, held_to_invitation, report
from rules.shapes.dated import Status
from rules.shapes.journey import Phase
from tests.rules.situations import candidate, companion

ISSUED = date(2026, 8, 18)
DAY = date(2026, 11, 23)
CHANGES = book().reporting.changes


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("key", CHANGES)
def test_every_change_has_a_place_and_a_time_in_every_phase_or_neither(key: str, phase: Phase) -> None:
    found = report(key, Facts(), DAY, phase=phase)
    assert bool(found.where) is (found.by is not By.never)
    if found.where:
        assert found.laws
    if phase is not Phase.landed:
        assert found.says


@pytest.mark.parametrize("key", CHANGES)
def test_every_change_names_where_it_was_read(key: str) -> None:
    for phase in Phase:
        found = report(key, Facts(), DAY, phase=phase)
        assert found.sources
        assert {source.partition(".")[2] for source in found.sources} <= {*book().reporting.sources}
        assert found.status in (Status.CONFIRMED, Status.REPORTED)


def test_each_phase_has_its_place_and_its_time() -> None:
    told = {phase: report("marriage", Facts(), DAY, phase=phase) for phase in Phase}
    assert (told[Phase.in_pool].where, told[Phase.in_pool].by) == ((Place.profile,), By.at_once)
    assert Place.invitation in told[Phase.invited].where
    assert told[Phase.invited].by is By.before_applying
    assert "IRPA 11.2" in told[Phase.invited].laws
    assert (told[Phase.applied].where[0], told[Phase.applied].by) == (Place.web_form, By.at_once)
    assert Place.officer in told[Phase.approved].where
    assert "IRPR 51" in told[Phase.approved].laws
    assert told[Phase.landed].where == ()


def test_the_phase_follows_from_the_facts() -> None:
    facts = Facts(invitation=Invitation(issued=ISSUED, applied=date(2026, 9, 1)))
    assert report("child", facts, date(2026, 8, 31)).phase is Phase.invited
    assert report("child", facts, date(2026, 9, 1)).phase is Phase.applied
    assert report("child", Facts(), DAY).phase is Phase.before_pool


def test_living_together_is_to_be_told_from_the_common_law_day_on() -> None:
    facts = Facts(partner=Partner(status=PartnerStatus.accompanying, living_together_since=date(2026, 5, 3)))
    before = report("living_together", facts, date(2027, 5, 2), phase=Phase.in_pool)
    after = report("living_together", facts, date(2027, 5, 3), phase=Phase.in_pool)
    assert (before.change, before.where, before.by) == ("living_together", (), By.never)
    assert (after.change, after.where, after.by) == ("common_law", (Place.profile,), By.at_once)


def test_a_change_is_found_by_its_other_names_too() -> None:
    assert report("adoption", Facts(), DAY) == report("child", Facts(), DAY)
    with pytest.raises(KeyError):
        report("weather", Facts(), DAY)


def test_a_pregnancy_is_told_nowhere_and_a_birth_everywhere() -> None:
    for phase in (Phase.before_pool, Phase.in_pool, Phase.invited, Phase.applied, Phase.approved):
        assert report("pregnancy", Facts(), DAY, phase=phase).where == ()
        assert report("child", Facts(), DAY, phase=phase).where
    assert "IRPR 117(9)(d)" in report("child", Facts(), DAY, phase=Phase.applied).laws


def test_what_is_only_reported_of_the_way_or_of_the_change_is_not_called_confirmed() -> None:
    assert report("marriage", Facts(), DAY, phase=Phase.approved).status is Status.CONFIRMED
    assert report("marriage", Facts(), DAY, phase=Phase.applied).status is Status.REPORTED
    assert report("nomination", Facts(), DAY, phase=Phase.invited).status is Status.REPORTED


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"phases": {"invited": {"where": []}}}, "what is told has a place and a time"),
        ({"changes": {"permit": {"law": ["the Act"]}}}, "String should match pattern"),
        ({"changes": {"permit": {"as_couple": "nothing"}}}, "'nothing' is no change"),
        ({"changes": {"permit": {"source": "hearsay"}}}, "is not listed under sources"),
        ({"changes": {"permit": {"also": ["passport"]}}}, "passport: is there twice"),
    ],
)
def test_a_table_that_does_not_hold_together_is_refused(tmp_path: Path, change: object, words: str) -> None:
    import json

    (tmp_path / "reporting.yaml").write_text(json.dumps(change), "utf-8")
    with pytest.raises(ParameterError, match=words):
        load(FOLDER, tmp_path)


# --- an invitation ---


def invited(**more: object) -> Facts:
    facts = candidate(
        ISSUED,
        age=29,
        education="master_or_professional",
        english=9,
        canadian=1,
        foreign=1,
        study="three_years_or_more",
    )
    invitation = Invitation.model_validate(
        {"issued": ISSUED, "program": InvitedProgram.canadian_experience, "cut_off": 523, **more}
    )
    return facts.model_copy(update={"birth_date": date(1996, 9, 10), "invitation": invitation})


def test_s34_a_birthday_after_the_invitation_is_left_out_of_what_is_compared() -> None:
    facts = invited()
    on = date(2026, 9, 20)
    assert (crs.score(facts, ISSUED).total, crs.score(facts, on).total) == (527, 522)
    found = held_to_invitation(facts, facts, on, on)
    assert found is not None
    assert (found.score, found.cut_off, found.below, found.at_risk) == (527, 523, False, False)
    assert found.last_day == date(2026, 10, 17)


def test_a_change_that_lowers_the_score_below_the_cut_off_is_told_without_the_birthday() -> None:
    before, on = invited(), date(2026, 9, 20)
    after = before.model_copy(update={"partner": companion(on, education="secondary", english=None)})
    found = held_to_invitation(before, after, on, on)
    assert found is not None
    single = crs.score(after.model_copy(update={"birth_date": date(1997, 9, 10)}), on).total
    assert found.score == single
    assert found.score < 523
    assert found.below is True
    assert (found.program_lost, found.at_risk) == (None, True)


def test_without_a_cut_off_nothing_is_said_of_below_and_at_the_cut_off_the_tie_counts() -> None:
    on = date(2026, 8, 20)
    unknown, tied = invited(cut_off=None), invited(cut_off=527)
    found = held_to_invitation(unknown, unknown, on, on)
    assert found is not None
    assert (found.below, found.tie, found.at_risk) == (None, False, False)
    found = held_to_invitation(tied, tied, on, on)
    assert found is not None
    assert (found.below, found.tie) == (False, True)


def test_a_program_invited_for_that_the_change_takes_away_is_named() -> None:
    before, on = invited(cut_off=300), date(2026, 8, 20)
    after = before.model_copy(update={"canadian_work_years": 0})
    found = held_to_invitation(before, after, on, on)
    assert found is not None
    assert (found.below, found.program_lost, found.at_risk) == (False, "canadian_experience", True)
    nominee = before.model_copy(update={"invitation": Invitation(issued=ISSUED, program="provincial_nominee")})
    found = held_to_invitation(nominee, nominee.model_copy(update={"canadian_work_years": 0}), on, on)
    assert found is not None
    assert found.program_lost is None


def test_a_category_invited_by_that_the_change_takes_away_is_named() -> None:
    on = date(2026, 8, 20)
    french = candidate(ISSUED, age=29, english=9, french=7, foreign=3)
    invitation = Invitation(issued=ISSUED, program=InvitedProgram.federal_skilled_worker, category="french")
    before = french.model_copy(update={"invitation": invitation})
    after = before.model_copy(update={"tests": before.tests[:1]})
    found = held_to_invitation(before, after, on, on)
    assert found is not None
    assert found.category_lost == "french"


def test_what_comes_after_the_last_day_or_after_the_application_is_not_compared() -> None:
    facts, on = invited(), date(2026, 9, 20)
    assert held_to_invitation(facts, facts, on, date(2026, 10, 17)) is not None
    assert held_to_invitation(facts, facts, on, date(2026, 10, 18)) is None
    applied = invited(applied=date(2026, 9, 1))
    assert held_to_invitation(applied, applied, on, on) is None
    assert held_to_invitation(Facts(), Facts(), on, on) is None
