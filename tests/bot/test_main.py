"""The command line as a whole."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

import pytest

from bot import application, logs
from bot.__main__ import main
from bot.local.server import LocalTelegram
from bot.settings import Settings
from bot.talk import Talk
from tests.bot.harness import ROOT, environment, settings_from
from tests.bot.simple_talk import SIMPLE


def test_without_a_command_it_shows_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    shown = capsys.readouterr().out
    for command in ("run", "score", "rules", "rounds", "backup", "restore"):
        assert command in shown


def test_what_stays_for_ever_is_not_looked_through_for_garbage(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    async def counted(settings: Settings, talk: Talk) -> int:
        return gc.get_freeze_count()

    monkeypatch.setattr(application, "_supervise", counted)
    monkeypatch.setattr(logs, "set_up", lambda level, secrets: None)
    gc.unfreeze()
    try:
        assert application.run(settings_from(environment(LocalTelegram(port=8080), tmp_path)), SIMPLE) > 10_000
    finally:
        gc.unfreeze()


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
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.stderr == "heavy: []"
