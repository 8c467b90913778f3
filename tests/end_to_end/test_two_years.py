"""x"""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.database import open_database
from tests.conversations.conftest import KEYS
from tests.end_to_end.lives import FOLDER, Lived, read

LIVES = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("path", LIVES, ids=lambda path: path.stem)
async def test_what_comes_in_two_years_is_what_was_reckoned_by_hand(path: Path, tmp_path: Path) -> None:
    life = read(path)
    async with open_database(f"sqlite:///{tmp_path}/companion.db", KEYS) as database:
        lived = Lived(life, database)
        await lived.lives()
    came = sorted(each.line(life.zone) for each in lived.came)
    assert came == list(life.expected)
