"""`python -m bot backup` and `restore` as an operator calls them, and a companion before and after."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.local.server import LocalTelegram
from storage import candidates, inbox, notifications
from tests.bot.harness import companion, database_of, heard
from tests.bot.test_delivery import ITEM, START, move_to, person_with
from tests.telegram_person import Person
from tests.waiting import PATIENCE, until

Said = tuple[int, str, str]


class Command:
    """The commands, on the database of a folder and with no key set."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, command: str, file: Path, data: Path) -> Said:
        """Exit status, standard output and standard error."""
        self._monkeypatch.setenv("COMPANION_DATA", str(data))
        self._capsys.readouterr()
        status = main([command, str(file)])
        return status, *self._capsys.readouterr()


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    for name in ("TELEGRAM_BOT_TOKEN", "DATABASE_URL", "COMPANION_NOW", "COMPANION_KEYS"):
        monkeypatch.delenv(name, raising=False)
    return Command(capsys, monkeypatch)


async def all_is_marked(data: Path) -> None:
    """Returns once the first message was answered and the first reminder said, and both are known to have been."""
    async with database_of(data) as database, asyncio.timeout(PATIENCE):
        while True:
            async with database.reader() as unit:
                waiting = await notifications.pending(unit, 1001)
                person = await candidates.load(unit, 1001)
                if len(waiting) == 2 and person and person.facts == {"said": 1} and not await inbox.open_rows(unit):
                    return
            await asyncio.sleep(0.01)


async def test_a_companion_that_was_backed_up_at_work_goes_on_in_an_empty_folder(
    local: LocalTelegram, tmp_path: Path, command: Command
) -> None:
    """What was sent is not said again, and what fell due in between comes with the first sweep."""
    file, first, second = tmp_path / "companion.backup", tmp_path / "first", tmp_path / "second"
    move_to(local, START + timedelta(minutes=5))
    await person_with(first, local, [START, START + timedelta(hours=1), START + timedelta(days=3)])
    async with companion(local, first):
        await all_is_marked(first)
        status, out, err = await asyncio.to_thread(command, "backup", file, first)
        assert (status, err) == (0, "")
        assert out.startswith(f"{file}: 1 person, 2 reminders to come, ")
        assert "COMPANION_KEYS" in out.splitlines()[1]
        refused = await asyncio.to_thread(command, "restore", file, first)
        assert refused == (2, "", "DATABASE_URL: a companion is running on this database; stop it first\n")
    move_to(local, START + timedelta(hours=4))
    status, out, err = command("restore", file, second)
    assert (status, err) == (0, "")
    assert out.splitlines()[0] == "Restored: 1 person, 2 reminders to come"
    async with companion(local, second):
        await Person(local.url, 1001).say("and now")
        await until(lambda: len(heard(local, 1001)) == 4)
    said = heard(local, 1001)
    assert [text for text in said if not text.startswith(ITEM)] == ["1: hello", "2: and now"]
    assert [text.split()[2] for text in said if text.startswith(ITEM)] == ["0", "1"]
    status, out, err = command("restore", file, second)
    assert (status, out) == (2, "")
    assert err.startswith("DATABASE_URL: this database holds people already (1); name an empty one")
    assert err.count("\n") == 1


def test_a_wrong_use_is_one_line_and_status_2_and_makes_nothing(command: Command, tmp_path: Path) -> None:
    file, data = tmp_path / "some.backup", tmp_path / "data"
    missing = f"DATABASE_URL: there is no database at {data / 'companion.db'}\n"
    assert command("backup", file, data) == (2, "", missing)
    assert command("restore", file, data) == (2, "", f"{file}: cannot be used (No such file or directory)\n")
    nowhere = tmp_path / "no folder" / "some.backup"
    assert command("backup", nowhere, data) == (2, "", f"{nowhere}: cannot be used (No such file or directory)\n")
    file.write_text("Dear candidate")
    assert command("restore", file, data) == (2, "", f"{file}: is not a backup made by this program\n")
    there = f"{file}: is there already, and is not overwritten; name another file\n"
    assert command("backup", file, data) == (2, "", there)
    assert sorted(tmp_path.iterdir()) == [file]


def test_a_database_that_is_no_file_is_named_by_its_setting(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tmp_path / "whole.backup"

    async def make() -> None:
        async with database_of(tmp_path):
            pass

    asyncio.run(make())
    assert command("backup", whole, tmp_path)[0] == 0
    for address in (f"sqlite:///{tmp_path}", f"sqlite:///{whole}/companion.db"):
        monkeypatch.setenv("DATABASE_URL", address)
        for name, file in (("backup", tmp_path / "some.backup"), ("restore", whole)):
            status, out, err = command(name, file, tmp_path)
            assert (status, out, err.count("\n")) == (2, "", 1)
            assert err.startswith("DATABASE_URL: ")
            assert "None" not in err


@pytest.mark.parametrize("command_line", [["backup"], ["restore"], ["backup", "one", "two"]])
def test_both_want_one_file(command_line: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(command_line)
    assert ended.value.code == 2
