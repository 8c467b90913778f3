"""The command line as a whole."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.__main__ import main
from tests.bot.harness import ROOT


def test_without_a_command_it_shows_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    shown = capsys.readouterr().out
    for command in ("run", "score", "rules"):
        assert command in shown


def test_an_unknown_command_is_a_wrong_call() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["fly"])
    assert ended.value.code == 2


def test_the_score_needs_neither_telegram_nor_a_database() -> None:
    code = (
        "import sys\n"
        "from bot.__main__ import main\n"
        "try:\n    main(['score', '--schema'])\n"
        "finally:\n    heavy = {'telegram', 'aiohttp', 'sqlite3', 'aiosqlite', 'apscheduler'} & set(sys.modules)\n"
        "    sys.stderr.write(f'heavy: {sorted(heavy)}')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.stderr == "heavy: []"
