"""`python -m bot rounds` as an operator calls it: what it says, where it says it, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.__main__ import main
from rules.rounds import as_plain, shipped
from tests.bot.harness import KEYS
from tests.feed_files import a_round, feed_file, feed_object, file_of, only_shipped_rounds

__all__ = ["only_shipped_rounds"]
pytestmark = pytest.mark.usefixtures("only_shipped_rounds")

Said = tuple[int, str, str]


class Command:
    """The command in a folder of its own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def __call__(self, *arguments: str) -> Said:
        """Exit status, standard output and standard error."""
        status = main(["rounds", *arguments])
        return status, *self._capsys.readouterr()

    def file(self, content: bytes) -> str:
        path = self.folder / "rounds.json"
        path.write_bytes(content)
        return str(path)


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    for name in ("TELEGRAM_BOT_TOKEN", "DATABASE_URL", "COMPANION_NOW"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COMPANION_KEYS", KEYS)
    return Command(tmp_path, capsys)


NEW = a_round()
CORRECTED = shipped()[-1]._replace(cut_off=475)


def test_a_file_is_imported_and_said_to_be(command: Command) -> None:
    file = command.file(file_of([*shipped()[-5:-1], CORRECTED, NEW]))
    status, out, err = command("import", file)
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "Rows in English: 6; taken: 6; held: 0",
        "New:  448  2026-10-05    2000   517  2026-04-12 04:32:26  Canadian Experience Class",
        "Round 447: cut_off 476 -> 475",
    ]
    status, out, _ = command("list")
    assert (status, len(out.splitlines())) == (0, 449)
    assert out.splitlines()[-1] == " 448  2026-10-05    2000   517  2026-04-12 04:32:26  Canadian Experience Class"
    assert command("import", file)[1] == "Rows in English: 6; taken: 6; held: 0\n"


def test_each_row_that_is_held_is_named_with_its_reason(command: Command) -> None:
    objects = [feed_object(NEW), feed_object(a_round("449")) | {"drawCRS": "5,17"}, {"drawNumber": "next"}]
    status, out, err = command("import", command.file(feed_file(objects)))
    assert (status, out.splitlines()[0]) == (1, "Rows in English: 3; taken: 1; held: 2")
    assert err.splitlines() == [
        "Round 449: held. drawCRS: '5,17' is no whole number",
        "Row 3: held. drawNumber: 'next' is no number of a round",
    ]
    status, out, _ = command("held")
    lines = out.splitlines()
    assert status == 0
    assert lines[0].startswith("by hand, Round 449: held since ")
    assert lines[0].endswith(" UTC. drawCRS: '5,17' is no whole number")
    shown = json.dumps({name.lower(): value for name, value in objects[1].items()})
    assert lines[1] == f"    {shown[:300]}"
    assert lines[2].startswith("by hand, Row 3: held since ")


def test_an_unlikely_round_is_taken_when_it_is_accepted_by_its_number(command: Command) -> None:
    file = command.file(file_of([a_round(cut_off=950)]))
    assert command("import", file)[0] == 1
    status, out, _ = command("import", file, "--accept", "448")
    assert (status, out.splitlines()[0]) == (0, "Rows in English: 1; taken: 1; held: 0")
    # Known by now, it is not doubted again.
    assert command("import", file)[0] == 0
    assert command("held")[1] == ""


def test_what_is_set_aside_is_said_and_kept_for_the_operator(command: Command) -> None:
    odd = feed_object(NEW) | {"drawDateTime": "September 1, 2026 at 14:12:15 UTC", "drawName": "High-wage occupations"}
    odd["drawText2"] = "Federal Skilled Worker Program, Canadian Experience Class and Federal Skilled Trades Program"
    status, out, _ = command("import", command.file(feed_file([odd])))
    assert status == 0
    assert "Round 448: drawDateTime: " in out
    assert "Round 448: drawName: 'High-wage occupations' is no category that is known" in out
    assert out.splitlines()[1].endswith("High-wage occupations (unknown category)")
    assert command("held")[1].startswith("by hand, Round 448: part set aside since ")


def test_the_list_as_json_is_every_round_whole(command: Command) -> None:
    command("import", command.file(file_of([NEW])))
    status, out, _ = command("list", "--json")
    assert status == 0
    assert json.loads(out) == [as_plain(one) for one in (*shipped(), NEW)]


def test_looking_makes_no_database(command: Command) -> None:
    assert len(command("list")[1].splitlines()) == len(shipped())
    assert command("held") == (0, "", "")
    assert not (command.folder / "data").exists()


@pytest.mark.parametrize("content", [b"", b"number,date\n1,2015-01-31\n", b'{"rounds": []}'])
def test_a_file_that_holds_no_rounds_is_one_line_and_status_2(command: Command, content: bytes) -> None:
    file = command.file(content)
    status, out, err = command("import", file)
    assert (status, out) == (2, "")
    assert err.startswith(f"{file}: ")
    assert err.count("\n") == 1


def test_a_file_that_is_not_there_is_one_line_and_status_2(command: Command) -> None:
    status, out, err = command("import", str(command.folder / "none.json"))
    assert (status, out) == (2, "")
    assert err == f"{command.folder / 'none.json'}: cannot be read (No such file or directory)\n"


def test_a_database_that_cannot_be_opened_names_its_setting(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{command.folder}")
    status, out, err = command("list")
    assert (status, out) == (2, "")
    assert err.startswith("DATABASE_URL: ")


def test_accept_wants_the_number_of_a_round(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command("import", "x", "--accept", "all")
    assert ended.value.code == 2
    assert "'all' is no number of a round" in capsys.readouterr().err
