"""`python -m bot score` in its three forms."""

from __future__ import annotations

import argparse
import io
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.command_line import add_score_command
from rules.facts import Facts

S01: dict[str, Any] = {
    "birth_date": "1997-03-01",
    "education": "bachelors_or_three_plus_year_program",
    "tests": [
        {
            "kind": "ielts_general",
            "scores": {"listening": 8, "reading": 7, "writing": 6.5, "speaking": 7},
            "result_date": "2026-01-10",
        }
    ],
    "canadian_work_years": 0,
    "foreign_work_years": 3,
}
S01_YAML = """\
birth_date: 1997-03-01
education: bachelors_or_three_plus_year_program
canadian_work_years: 0
foreign_work_years: 3
tests:
  - kind: ielts_general
    scores: {listening: 8, reading: 7, writing: 6.5, speaking: 7}
    result_date: 2026-01-10
"""


def score(*arguments: str) -> int:
    parser = argparse.ArgumentParser(prog="bot")
    add_score_command(parser.add_subparsers())
    args = parser.parse_args(["score", *arguments])
    status: int = args.run(args)
    return status


def answers(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *lines: object) -> list[Any]:
    written = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(written.encode())))
    assert score("--jsonl") == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture
def facts_file(tmp_path: Path) -> Path:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(S01), "utf-8")
    return path


def test_a_file_of_facts_is_scored_in_words(facts_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert score(str(facts_file), "--on", "2026-11-02") == 0
    lines = capsys.readouterr().out.splitlines()
    for expected in (
        "Comprehensive Ranking System (CRS), an estimate: 384 of 1200",
        "  Core / human capital factors: 346 of 500",
        "    First official language: 116 of 136",
        "  Skill transferability factors: 38 of 100",
        "      with the first official language: 13 of 50",
        "  Rules: CRS-2025-03-25, in force from 2025-03-25 through 2026-11-02. Computed for 2026-11-02.",
        "Nearest cliff: ielts_general writing 7 instead of 6.5: +45, 429 in all",
        "  First official language: 116 -> 124",
        "Federal Skilled Worker selection grid: 67 of 100 (67 needed: reached)",
        "  language_test:own:english: last safe day 2028-01-09, plan to act by 2027-12-05",
        (
            "  From 384 to 479, as what is not known turns out: Certificate of qualification (50), "
            "Post-secondary education in Canada (30), Brother or sister in Canada (15)"
        ),
        "  Federal Skilled Worker: met",
        "  Canadian Experience Class: not met",
        "    Minimum experience: needed 1, found 0",
        "  French language skills: not eligible",
        "  2027-03-01: Birthday; CRS 384 -> 379",
        "  2028-01-10: Language result too old; CRS 379 -> 225",
        "    lost: Federal Skilled Worker",
        "  +600, 984 in all: Provincial nomination",
    ):
        assert expected in lines
    # The two scores never share a line, and a single candidate has no partner's section.
    assert not any("CRS" in line and "Federal" in line for line in lines)
    assert not any("partner factors" in line for line in lines)
    assert not any("not included" in line for line in lines)


def test_after_the_reported_change_the_words_say_it_is_not_included(
    facts_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert score(str(facts_file), "--on", "2026-11-03") == 0
    said = capsys.readouterr().out
    assert "A change reported in force from 2026-11-03 is not included" in said
    assert "check-score.html" in said


def test_what_a_candidate_does_not_meet_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "facts.json"
    path.write_text("{}", "utf-8")
    assert score(str(path), "--on", "2026-11-02") == 0
    said = capsys.readouterr().out
    assert "estimate: 0 of 1200" in said
    assert "Not eligible as a Federal Skilled Worker on these facts" in said
    assert "Not met: Minimum language (needed 7, found None)" in said
    assert "Not known, counted at the lowest: Birth date, Education, Tests" in said


def test_the_day_to_apply_by_is_that_of_what_ends_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = {**S01, "provincial_nomination": False, "invitation": {"issued": "2026-11-18", "cut_off": 300}}
    told["tests"] = [{**S01["tests"][0], "result_date": "2025-01-10"}]
    path = tmp_path / "invited.json"
    path.write_text(json.dumps(told), "utf-8")

    assert score(str(path), "--on", "2026-11-23") == 0
    written = capsys.readouterr().out
    assert "To apply by: 2027-01-09, day 52 of 60 of the invitation (language_test:own:english)" in written
    assert score(str(path), "--on", "2026-11-23", "--json") == 0
    assert json.loads(capsys.readouterr().out)["effective_deadline"]["last_safe_day"] == "2027-01-09"


def test_with_two_languages_the_declaration_that_meets_a_program_has_its_own_total(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    english = dict.fromkeys(("listening", "reading", "writing"), 10) | {"speaking": 6}
    french = {"listening": 458, "reading": 453, "writing": 10, "speaking": 10}
    told = {
        **S01,
        "foreign_work_years": 1,
        "sibling_in_canada": True,
        "tests": [
            {"kind": "celpip_general", "scores": english, "result_date": "2026-01-10"},
            {"kind": "tcf_canada", "scores": french, "result_date": "2026-01-10"},
        ],
    }
    path = tmp_path / "two.json"
    path.write_text(json.dumps(told), "utf-8")

    assert score(str(path), "--on", "2026-11-02") == 0
    written = capsys.readouterr().out
    assert "an estimate: 418 of 1200" in written
    assert "With the declaration under which a program is met: 408" in written


def test_a_file_of_facts_is_scored_as_json_with_reasons(facts_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert score(str(facts_file), "--on", "2026-11-02", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["on"] == "2026-11-02"
    assert (found["crs"]["total"], found["crs"]["complete"]) == (384, True)
    assert found["crs"]["factors"]["transfer_foreign"] == 25
    assert found["crs"]["sections"][0]["lines"][0]["reason"]["rule"] == "crs.age"
    assert found["federal_skilled_worker"]["total"] == 67
    assert found["federal_skilled_worker"]["eligible"]
    assert found["nearest_cliff"]["gain"] == 45
    days = {one["key"]: one["last_safe_day"] for one in found["deadlines"]}
    assert days["language_test:own:english"] == "2028-01-09"


@pytest.mark.parametrize("name", ["facts.yaml", "facts.yml"])
def test_facts_may_be_written_in_yaml(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / name
    path.write_text(S01_YAML, "utf-8")
    assert score(str(path), "--on", "2026-11-02", "--json") == 0
    assert json.loads(capsys.readouterr().out)["crs"]["total"] == 384


def test_without_a_day_today_in_utc_is_taken(facts_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = datetime.now(UTC).date().isoformat()
    assert score(str(facts_file), "--json") == 0
    after = datetime.now(UTC).date().isoformat()
    assert before <= json.loads(capsys.readouterr().out)["on"] <= after


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("facts.json", '{"birth_date": "1991-02-29"}', "birth_date"),
        ("facts.json", '{"age": 29}', "age: Extra inputs are not permitted"),
        ("facts.json", "{", "not readable as JSON or YAML"),
        ("facts.json", "[" * 100_000, "not readable as JSON or YAML"),
        ("facts.json", "[]", "facts: Input should be a valid dictionary"),
        ("facts.yaml", "birth_date: [", "not readable as JSON or YAML"),
        ("facts.yaml", "birth_date: 1991-02-29", "birth_date"),
        ("facts.yaml", "education: doctoral\neducation: secondary", "'education' is written twice"),
        (
            "facts.json",
            (
                '{"tests": [{"kind": "tef_canada", "scores": {"listening": 300, "reading": 250, "writing": 380, '
                '"speaking": 380}, "result_date": "2026-01-10"}]}'
            ),
            "tests.0.scale: the scale of tef_canada has to be said",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_one_line_and_status_2(
    name: str, content: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    assert score(str(path)) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(str(path))
    assert said.err.count("\n") == 1
    assert words in said.err


def test_a_file_that_is_not_there_is_one_line_and_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert score(str(tmp_path / "none.json")) == 2
    assert "No such file" in capsys.readouterr().err


def test_a_day_before_express_entry_is_refused(facts_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert score(str(facts_file), "--on", "2014-12-31") == 2
    assert "--on: no rule is known for 2014-12-31" in capsys.readouterr().err


def test_a_day_that_is_none_is_refused(facts_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        score(str(facts_file), "--on", "2026-02-30")
    assert stopped.value.code == 2
    assert "a day is written like 2026-11-02, not '2026-02-30'" in capsys.readouterr().err


def test_without_a_file_the_command_says_what_it_needs(capsys: pytest.CaptureFixture[str]) -> None:
    assert score() == 2
    assert "name a FILE of facts" in capsys.readouterr().err


def test_each_line_is_answered_by_a_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    raised = json.loads(json.dumps(S01))
    raised["tests"][0]["scores"]["writing"] = 7
    found = answers(
        monkeypatch,
        capsys,
        {"facts": S01, "on": "2026-11-02"},
        "",
        {"facts": raised, "on": "2026-11-02"},
    )
    assert [answer["crs"]["total"] for answer in found] == [384, 429]


def test_a_bad_line_is_answered_by_its_field_and_the_next_is_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = answers(
        monkeypatch,
        capsys,
        {"facts": {"tests": [{**S01["tests"][0], "scores": {**S01["tests"][0]["scores"], "writing": 9.5}}]}},
        {"facts": {}, "on": "2026-13-01"},
        {"facts": {}, "on": "2014-01-01"},
        {"facts": {}, "when": "2026-11-02"},
        {"on": "2026-11-02"},
        "not json",
        '"text"',
        "[" * 100_000,
        {"facts": S01, "on": "2026-11-02"},
    )
    assert [answer["error"]["field"] for answer in found[:-1]] == [
        "facts.tests.0.scores",
        "on",
        "on",
        "when",
        "facts",
        "line",
        "line",
        "line",
    ]
    assert [answer["error"]["line"] for answer in found[:-1]] == list(range(1, 9))
    assert "writing: 9.5" in found[0]["error"]["why"]
    assert found[-1]["crs"]["total"] == 384


def test_bytes_that_are_no_text_are_a_bad_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'\xff\xfe{"facts"\n{"facts": {}}\n')))
    assert score("--jsonl", "--on", "2026-11-02") == 0
    first, second = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert first["error"]["line"] == 1
    assert (second["on"], second["crs"]["total"]) == ("2026-11-02", 0)


def test_facts_that_do_not_go_together_are_refused_with_the_field_and_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = {**S01, "foreign_work_years": 25}
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(wrong))
    assert score(str(path), "--on", "2026-11-02") == 2
    why = "work_years_above_age: does not go with birth_date on 2026-11-02"
    assert capsys.readouterr().err == f"{path}: foreign_work_years: {why}\n"
    study = {**S01, "education": "secondary", "canadian_study": "three_years_or_more"}
    told = [{"facts": facts, "on": "2026-11-02"} for facts in (wrong, study, S01)]
    found = answers(monkeypatch, capsys, *told)
    assert found[0] == {"error": {"line": 1, "field": "foreign_work_years", "why": why}}
    assert (found[1]["error"]["line"], found[1]["error"]["field"]) == (2, "education")
    assert "crs" in found[2]


def test_the_schema_describes_the_facts(capsys: pytest.CaptureFixture[str]) -> None:
    assert score("--schema") == 0
    schema = json.loads(capsys.readouterr().out)
    assert set(schema["properties"]) == set(Facts.model_fields)
    assert schema["additionalProperties"] is False
    assert schema["$defs"]["LanguageTestKind"]["enum"][0] == "ielts_general"
