"""`python -m bot rules check`, and COMPANION_RULES: an operator's own files over those of the rule book."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.__main__ import main
from rules import crs, parameters
from rules.parameters import FOLDER, ParameterError, book, load, overridden
from tests.rules.situations import candidate

DAY = date(2026, 11, 2)
SIBLING = "{from: 2017-06-06, status: reported, source: made_up, value: 7}"
SOURCES = "sources: {made_up: {title: Made up, seen: 2026-11-01}}\n"
Own = Callable[..., Path]


@pytest.fixture(autouse=True)
def _the_book_inside() -> Iterator[None]:
    yield
    parameters.use(None)


@pytest.fixture
def own(tmp_path: Path) -> Own:
    """A folder of an operator's own files, by name without ending."""

    def write(**files: str) -> Path:
        folder = tmp_path / "own"
        folder.mkdir()
        for name, text in files.items():
            (folder / f"{name}.yaml").write_text(text, "utf-8")
        return folder

    return write


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A copy of all parameter files."""
    return Path(shutil.copytree(FOLDER, tmp_path / "whole"))


def sibling(value: str = SIBLING) -> str:
    return f"{SOURCES}parameters: {{sibling: {{values: [{value}]}}}}\n"


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str], list[str]]:
    """The status, the lines written, and the lines of faults; on a fixed day."""
    status = main(["rules", "check", *arguments, "--on", "2026-12-01"])
    written = capsys.readouterr()
    return status, written.out.splitlines(), written.err.splitlines()


# What it prints


def test_the_files_inside_are_sound_and_shown_in_two_tables(capsys: pytest.CaptureFixture[str]) -> None:
    status, lines, faults = check(capsys)
    assert (status, faults) == (0, [])
    cells = {line.split()[0]: line.split() for line in lines if line.strip()}
    for rule_set in book().crs.rule_sets:
        assert cells[rule_set.id][1] == str(rule_set.start)
    assert cells["CRS-2015-01-01"][2:] == ["2015-01-29", "confirmed", "yes", "all"]
    assert cells["CRS-2020-10-20"][2:] == ["2022-11-15", "confirmed", "yes", "french"]
    assert cells["CRS-2022-11-16"][2:] == ["2025-03-24", "confirmed", "yes"]
    assert cells["CRS-2026-11-03"][2:] == ["-", "reported", "no", "high", "wage", "(not", "known)"]
    assert cells["file"] == ["file", "confirmed", "reported", "expected", "unknown", "sources"]
    assert cells["planning_margins.yaml"][1:3] == ["0", "0"]
    assert cells["crs.yaml"][3:5] == ["0", "1"]
    assert {file.name for file in FOLDER.iterdir()} <= set(cells)


def test_under_a_rule_set_stands_what_it_is_about_and_why_it_is_not_complete(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, lines, _ = check(capsys)
    place = next(place for place, line in enumerate(lines) if line.strip().startswith("CRS-2026-11-03"))
    assert lines[place + 1].strip() == book().crs.rule_sets[-1].about
    assert lines[place + 2].strip() == "Not complete: reported change not known."


def test_dated_values_are_counted_by_their_status(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (whole / "planning_margins.yaml").read_text("utf-8")
    expected = text.count("status: expected")
    (whole / "planning_margins.yaml").write_text(text.replace("status: expected", "status: reported", 1), "utf-8")
    _, lines, _ = check(capsys, str(whole))
    row = next(line.split() for line in lines if "planning_margins.yaml" in line)
    assert row[1:5] == ["0", "1", str(expected - 1), "0"]


# What it refuses


def test_every_fault_of_every_file_is_a_line_with_file_and_key(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    crs_file, links = whole / "crs.yaml", whole / "links.yaml"
    crs_file.write_text(crs_file.read_text("utf-8").replace("without_partner: 99", "without_partner: many", 1), "utf-8")
    links.write_text(links.read_text("utf-8").replace("en: https", "en: http", 1), "utf-8")
    (whole / "validity.yaml").rename(whole / "validity.yml")

    status, lines, faults = check(capsys, str(whole))

    assert (status, lines) == (2, [])
    assert [fault.rsplit(": ", 1)[0] for fault in faults] == [
        "validity.yml",
        "crs.yaml: parameters.age.values.0.rows.1.without_partner",
        "validity.yaml",
        "links.yaml: links.express_entry_home.en",
    ]


def test_a_source_cannot_have_been_read_in_the_future(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = whole / "federal_skilled_worker.yaml"
    file.write_text(file.read_text("utf-8").replace("seen: 2026-07-23", "seen: 2062-07-23", 1), "utf-8")
    status, _, faults = check(capsys, str(whole))
    assert status == 2
    assert faults == ["federal_skilled_worker.yaml: sources.irpr.seen: 2062-07-23 is after 2026-12-01"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, faults = check(capsys, str(tmp_path / "nowhere"))
    assert status == 2
    assert faults == [f"{tmp_path / 'nowhere'}: is no folder to read: No such file or directory"]


def test_a_day_that_is_none_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["rules", "check", "--on", "today"])
    assert ended.value.code == 2
    assert "a day is written like 2026-11-02" in capsys.readouterr().err


# An operator's own files


def test_own_values_take_the_place_of_those_of_the_same_day_and_the_rest_stays(own: Own) -> None:
    rules = load(FOLDER, own(crs=sibling()))
    facts = candidate(DAY, english=9, sibling=True)
    assert crs.score(facts, DAY, rules=rules).factors["sibling"] == 7
    assert crs.score(facts, DAY, rules=rules).total == crs.score(facts, DAY).total - 15 + 7
    assert rules.crs.parameters.sibling.values[0] == book().crs.parameters.sibling.values[0]
    assert rules.crs.parameters.age == book().crs.parameters.age
    assert rules.language_tests == book().language_tests


def test_own_values_of_another_day_are_added_in_the_order_of_days(own: Own) -> None:
    added = sibling("{from: 2025-03-25, status: reported, source: made_up, value: 7}")
    rules = load(FOLDER, own(crs=added))
    assert [value.value for value in rules.crs.parameters.sibling.values] == [0, 15, 7]


def test_mappings_are_merged_key_by_key_and_dated_items_by_their_day_as_a_whole() -> None:
    inside = {"a": {"b": 1, "c": [1, 2]}, "values": [{"from": "2015-01-01", "value": 1, "status": "confirmed"}]}
    own = {"a": {"c": [3]}, "d": 4, "values": [{"from": "2014-01-01", "value": 0}, {"from": "2015-01-01", "value": 2}]}
    assert overridden(inside, own) == {
        "a": {"b": 1, "c": [3]},
        "d": 4,
        "values": [{"from": "2014-01-01", "value": 0}, {"from": "2015-01-01", "value": 2}],
    }


@pytest.mark.parametrize("file", parameters.shapes())
def test_a_file_put_over_itself_changes_nothing(file: str) -> None:
    inside = parameters.read_yaml((FOLDER / file).read_text("utf-8"))
    assert overridden(inside, inside) == inside
    assert overridden(inside, {}) == inside


def test_two_own_values_of_one_day_are_refused(own: Own) -> None:
    with pytest.raises(ParameterError, match=r"crs\.yaml: parameters\.sibling: values: the days have to rise"):
        load(FOLDER, own(crs=sibling(f"{SIBLING}, {SIBLING}")))


def test_an_own_value_brings_its_own_source_and_status(own: Own) -> None:
    with pytest.raises(ParameterError) as refused:
        load(FOLDER, own(crs="parameters: {sibling: {values: [{from: 2017-06-06, value: 7}]}}"))
    assert [fault.key for fault in refused.value.faults] == [
        "parameters.sibling.values.2017-06-06.status",
        "parameters.sibling.values.2017-06-06.source",
    ]


def test_a_source_inside_that_is_no_longer_cited_is_no_fault(own: Own) -> None:
    day = "from: 2022-11-16, id: CRS-2022-11-16"
    rule_set = f"{{{day}, complete: true, status: confirmed, source: made_up, about: NOC 2021}}"
    found = load(FOLDER, own(crs=f"{SOURCES}rule_sets: [{rule_set}]")).crs
    assert "noc_2021" in found.sources
    assert [one.about for one in found.rule_sets].count("NOC 2021") == 1
    assert len(found.rule_sets) == len(book().crs.rule_sets)


def test_an_own_source_that_nothing_cites_is_refused(own: Own) -> None:
    with pytest.raises(ParameterError, match=r"^crs\.yaml: sources\.made_up: is cited by nothing$"):
        load(FOLDER, own(crs=SOURCES))


REFUSED = {
    "a source that is not listed": (
        {"crs": sibling().replace(SOURCES, "")},
        "crs.yaml: parameters.sibling.values.2017-06-06.source: source 'made_up' is not listed",
    ),
    "a day on which no rule set starts": (
        {"crs": sibling(SIBLING.replace("2017-06-06", "2018-06-06"))},
        "crs.yaml: parameters.sibling.values.2018-06-06.from: no rule set starts on 2018-06-06",
    ),
    "a fault in a value": (
        {"crs": sibling(SIBLING.replace("7}", "many}"))},
        "crs.yaml: parameters.sibling.values.2017-06-06.value",
    ),
    "an unknown key": ({"crs": "parameters: {siblings: 1}"}, "crs.yaml: parameters.siblings"),
    "a name of no parameter file": ({"cars": "about: Cars"}, "cars.yaml: is not the name of a parameter file"),
    "text that is not YAML": ({"crs": "about: [Ours"}, "crs.yaml: "),
    "an empty file": ({"crs": ""}, "crs.yaml: has to hold keys"),
}


@pytest.mark.parametrize(("files", "words"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize(
    "command", [["rules", "check"], ["score", "--schema"], ["run"]], ids=lambda command: command[0]
)
def test_own_files_are_refused_at_the_start_of_every_command_for(
    command: list[str],
    files: dict[str, str],
    words: str,
    own: Own,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COMPANION_RULES", str(own(**files)))
    assert main(command) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("COMPANION_RULES: ")
    assert words in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    "command", [["rules", "check"], ["score", "--schema"], ["run"]], ids=lambda command: command[0]
)
def test_a_folder_of_own_files_that_is_not_there_ends_every_command(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (tmp_path / "nowhere", Path(__file__)):
        monkeypatch.setenv("COMPANION_RULES", str(path))
        assert main(command) == 2
        assert capsys.readouterr().err.startswith(f"COMPANION_RULES: {path}: is no folder to read: ")


def test_hidden_files_in_the_own_folder_do_not_count(own: Own) -> None:
    folder = own(crs=sibling())
    (folder / ".git").mkdir()
    assert load(FOLDER, folder).crs.parameters.sibling.values[1].value == 7


def test_the_score_of_the_command_line_and_the_check_use_the_own_files(
    own: Own, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(candidate(DAY, sibling=True).model_dump_json(exclude_defaults=True), "utf-8")

    def scored() -> int:
        assert main(["score", str(facts), "--on", str(DAY), "--json"]) == 0
        found: int = json.loads(capsys.readouterr().out)["crs"]["factors"]["sibling"]
        return found

    assert scored() == 15
    monkeypatch.setenv("COMPANION_RULES", str(own(crs=sibling())))
    assert scored() == 7
    _, lines, _ = check(capsys)
    row = next(line.split() for line in lines if line.strip().startswith("crs.yaml"))
    assert int(row[-1]) == len(parameters.load(FOLDER).crs.sources) + 1


def test_one_call_puts_the_own_files_over_the_book_for_the_whole_process_and_a_fault_leaves_it(own: Own) -> None:
    facts = candidate(DAY, sibling=True)
    folder = own(crs=sibling())
    parameters.use(folder)
    assert crs.score(facts, DAY).factors["sibling"] == 7
    assert book() is book()
    (folder / "crs.yaml").write_text("nonsense: 1", "utf-8")
    with pytest.raises(ParameterError):
        parameters.use(folder)
    assert crs.score(facts, DAY).factors["sibling"] == 7
    parameters.use(None)
    assert crs.score(facts, DAY).factors["sibling"] == 15


def test_an_empty_setting_is_no_setting(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COMPANION_RULES", "")
    assert check(capsys)[0] == 0
