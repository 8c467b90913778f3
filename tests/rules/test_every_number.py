"""The program that changes every number by one: does it find the numbers, and the holes?"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from rules.parameters import FOLDER
from tests.rules.every_number import EXCEPTIONS, LEFT_OUT, ROOT, TESTS, changes, one_more_and_one_less

TABLES = ("crs.yaml", "federal_skilled_worker.yaml", "language_tests.yaml", "fees.yaml", "settlement_funds.yaml")


def tried(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.rules.every_number", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("67", ["68", "66"]),
        ("0", ["1"]),
        ("20-29", ["21-29", "19-29", "20-30", "20-28"]),
        ("45+", ["46+", "44+"]),
        ("8.5-9", ["9.5-9", "7.5-9", "8.5-10", "8.5-8"]),
        ("2025-03-25", ["2025-03-26", "2025-03-24"]),
        ("00012", ["00013", "00011"]),
        ("CRS-2025-03-25", []),
        ("confirmed", []),
        ("irpr_2014", []),
    ],
)
def test_each_number_of_a_scalar_is_changed_up_and_down(written: str, expected: list[str]) -> None:
    assert list(one_more_and_one_less(written)) == expected


def test_one_change_is_one_place_of_the_file(tmp_path: Path) -> None:
    text = 'about: two\nvalues:\n  - {from: 2015-01-01, at: 4-5, codes: &some ["72"]}\n  - {7: *some}\n'
    (tmp_path / "made_up.yaml").write_text(text, "utf-8")
    found = list(changes(tmp_path, "made_up.yaml"))
    assert [(one.path, one.now) for one in found] == [
        ("values.0.from", "2015-01-02"),
        ("values.0.from", "2014-12-31"),
        ("values.0.at", "5-5"),
        ("values.0.at", "3-5"),
        ("values.0.at", "4-6"),
        ("values.0.at", "4-4"),
        ("values.0.codes.0", "73"),
        ("values.0.codes.0", "71"),
        ("values.1.7:key", "8"),
        ("values.1.7:key", "6"),
    ]
    assert found[6].text == text.replace('"72"', '"73"')


@pytest.mark.parametrize("exception", EXCEPTIONS, ids=lambda exception: exception[1])
def test_an_exception_excepts_something_and_says_why(exception: tuple[str, str, str]) -> None:
    of, path, why = exception
    assert why
    written = "".join(file.read_text("utf-8") for file in FOLDER.glob("*.yaml") if re.fullmatch(of, file.name))
    last = re.split(r"\\\.", path)[-1]
    assert re.search(last.partition("=")[0] + ":", written)
    assert last.partition("=")[2] in written


def test_what_is_left_out_is_there() -> None:
    assert [name for name in LEFT_OUT if not list(TESTS.glob(name))] == []


def test_a_number_that_no_test_knows_is_found_out() -> None:
    blind = ("--file", "federal_skilled_worker.yaml", "--path", "pass_mark.*value$", "--tests")
    found = tried(*blind, str(TESTS / "test_age.py"))
    assert found.returncode == 1, found.stderr
    assert "not noticed: federal_skilled_worker.yaml: parameters.pass_mark.values.0.value: 67 -> 68" in found.stdout
    found = tried(*blind, str(TESTS / "test_official_tables.py"))
    assert found.returncode == 0, found.stderr
    assert "federal_skilled_worker.yaml: 2 noticed, 0 refused, 0 not noticed" in found.stdout


def test_a_sample_of_the_numbers_of_the_official_tables_is_noticed() -> None:
    files = [argument for file in TABLES for argument in ("--file", file)]
    found = tried(*files, "--every", "120", "--tests", str(TESTS / "test_official_tables.py"))
    assert found.returncode == 0, found.stdout + found.stderr
    assert "0 of " in found.stdout
