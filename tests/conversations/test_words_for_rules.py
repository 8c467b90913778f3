"""Every key the rules can name has its words: a result never meets a missing text."""

from __future__ import annotations

from datetime import date

from conversations import clock_names, score
from conversations.clock_texts import WORDS
from conversations.improve import plan
from conversations.improve import words as improve
from conversations.kinds import EXAMPLES, FourScores
from conversations.ladders import ladders
from conversations.lever_words import of_lever, on_button
from conversations.score import upcoming, why
from conversations.short_interview import TEST_LABELS
from conversations.what_if import goals
from locales import use
from rules import crs, federal_skilled_worker
from rules.clocks import Kind
from rules.dangers import ENDING, PREVENTED_BY
from rules.facts import Credential, CredentialLevel, Facts, Language, LanguageTestKind, Partner, PartnerStatus, TefScale
from rules.improvements import KINDS, improvements, levers
from rules.parameters import links
from rules.watched import (
    ACCOUNT,
    APPLIED_LOOK,
    BIRTH,
    BOOKED,
    CATEGORY,
    EFFECTIVE,
    GAIN,
    JOB_END,
    JOB_START,
    RULE_START,
    WEDDING,
)
from tests.rules.situations import candidate

ON = date(2026, 11, 23)
NOTHING_KNOWN = Facts(partner=Partner(status=PartnerStatus.accompanying))
ALL_PRESUMED = Facts.model_validate(
    {
        "education": "doctoral",
        "canadian_work_years": 1,
        "tests": [
            {"kind": "celpip_general", "scores": {"listening": 9, "reading": 9, "writing": 9, "speaking": 9}},
        ],
        "partner": {"status": "accompanying", "education": "doctoral"},
    }
)


def test_every_factor_and_section_has_a_name() -> None:
    result = crs.score(NOTHING_KNOWN, ON)
    assert {section.key for section in result.sections} == set(score.SECTIONS)
    grid = federal_skilled_worker.grid(NOTHING_KNOWN, ON)
    lines = {line.key for line in (*result.lines, *grid.lines)} | {
        part.key for line in result.lines for part in line.parts
    }
    assert lines <= set(score.FACTORS)


def test_every_assumption_has_words() -> None:
    for day in (ON, date(2016, 1, 1)):
        for facts in (NOTHING_KNOWN, ALL_PRESUMED):
            assert set(crs.score(facts, day).assumed) <= set(score.ASSUMED)
            assert set(federal_skilled_worker.grid(facts, day).assumed) <= set(score.ASSUMED)
    presumed = {*crs.score(ALL_PRESUMED, ON).presumed, *federal_skilled_worker.grid(ALL_PRESUMED, ON).presumed}
    assert presumed == set(score.PRESUMED)


def test_every_minimum_has_words() -> None:
    grid = federal_skilled_worker.grid(NOTHING_KNOWN, ON)
    assert {minimum.key for minimum in grid.minimums} == set(score.MINIMUMS)


def test_every_test_has_a_label_and_an_example_that_can_be_read() -> None:
    assert set(TEST_LABELS) == set(LanguageTestKind)
    for (kind, scale), example in EXAMPLES.items():
        answers = {"t.kind": kind, "t.scale": scale or "-"}
        reading = FourScores("t").read(example, answers, None, ON)
        assert set(getattr(reading, "value", {})) == {"listening", "reading", "writing", "speaking"}, (kind, reading)
    assert {kind for kind, _ in EXAMPLES} == set(LanguageTestKind)
    assert {scale for kind, scale in EXAMPLES if kind is LanguageTestKind.tef_canada} == set(TefScale)


UNASSESSED = Credential(
    level=CredentialLevel.bachelors_or_three_plus_year_program, country="IN", completed=date(2020, 6, 1)
)
LIVES = (
    candidate(ON, english=7, canadian=1, primary_occupation="72310", partner={"english": 5, "education": "bachelor"}),
    candidate(ON, english=(7, 7, 6, 7), foreign=1, education="secondary", credentials=(UNASSESSED,)),
)


def test_every_lever_has_its_words_wherever_it_is_named() -> None:
    found = [lever for facts in LIVES for lever in levers(facts, ON)]
    assert {lever.key for lever in found} == set(KINDS)
    for lever in found:
        assert set(lever.takes) <= set(plan.TAKES)
        assert of_lever(lever.key, lever.whose, lever.detail)
        assert on_button(lever.key, lever.whose, lever.detail)
    for facts in LIVES:
        for one in improvements(facts, ON):
            assert improve.title(one)
            assert improve.label(one)


def test_whatever_prevents_a_danger_has_its_words() -> None:
    assert {*PREVENTED_BY.values(), "forgiven"} == set(upcoming.UNDATED)
    tests = {f"new_test:{whose}:{language}" for whose in ("own", "partner") for language in Language}
    begun = {f"{key}:own" for key in ENDING.values()} | {f"new_assessment:{whose}" for whose in ("own", "partner")}
    assert tests | begun == set(upcoming.DO)


def test_every_link_that_is_shown_is_in_the_rule_book() -> None:
    assert {"crs_tool", "crs_criteria", "language_tests"} <= set(links())


def test_every_clock_with_reminders_has_a_name_and_a_ladder() -> None:
    for whose in ("own", "partner"):
        for language in ("english", "french"):
            assert (whose, language) in clock_names.TESTS
    watched = {EFFECTIVE, GAIN, CATEGORY, ACCOUNT, APPLIED_LOOK, BOOKED, WEDDING, BIRTH, JOB_START, JOB_END, RULE_START}
    of_an_effective_deadline_only = {kind for kind in Kind if kind.startswith("invited_")}
    watched |= {goals.KIND}
    assert set(WORDS) == set(ladders()) == {*Kind} - of_an_effective_deadline_only | watched
    assert set(clock_names.NAMES) == set(ladders()) | of_an_effective_deadline_only


def test_a_sibling_of_the_partner_that_nobody_asked_about_is_not_spoken_of() -> None:
    told = {"sibling_in_canada": False, "partner": {"status": "accompanying"}}
    with use("en"):
        (told_why,) = why.reasons(Facts.model_validate(told), date(2026, 11, 24))
    assert (
        "Brother or sister in Canada: 0. Looked at: brother or sister in Canada: no. Rule since 6 June 2017."
        in told_why.text
    )
