"""Settings: kept with the candidate, whatever wrote the row, and refused when no person can have chosen them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from storage import candidates
from storage.candidates import PROFILE
from storage.database import Database
from storage.settings import DEFAULTS, Settings
from storage.unit import Unit
from tests.storage.people import candidate

CHOSEN = Settings(
    quiet_from=23,
    quiet_until=10,
    urgent_any_hour=True,
    muted=frozenset({"language_test"}),
    simple=True,
    discreet=True,
    paused_through=date(2026, 12, 23),
    paused_wholly=True,
)


async def sealed(unit: Unit, profile: list[Any]) -> None:
    """Puts a profile into the row of chat 7 as another program wrote it."""
    await candidates.save(unit, candidate())
    await unit.queries.candidates.save(
        unit.connection,
        chat_id=7,
        created_at=0,
        seen_at=0,
        blocked_at=None,
        notice_version=1,
        profile=unit.keys.seal(PROFILE, 7, profile),
    )


@pytest.mark.parametrize("settings", [DEFAULTS, CHOSEN, Settings(quiet_from=0, quiet_until=0)])
async def test_settings_are_read_as_saved(database: Database, settings: Settings) -> None:
    async with database.unit() as unit:
        await candidates.save(unit, candidate(settings=settings))
        loaded = await candidates.load(unit, 7)
    assert loaded == candidate(settings=settings)


async def test_a_row_of_before_there_were_settings_has_the_usual_ones(database: Database) -> None:
    async with database.unit() as unit:
        await sealed(unit, ["fr", "America/Toronto", {"birth_date": "1990-03-31"}])
        loaded = await candidates.load(unit, 7)
    assert loaded is not None
    assert (loaded.language, loaded.time_zone, loaded.settings) == ("fr", "America/Toronto", DEFAULTS)


async def test_what_a_newer_program_keeps_there_is_not_looked_at_and_not_lost(database: Database) -> None:
    async with database.unit() as unit:
        await sealed(unit, ["fr", None, None, {"digest": "sunday", "discreet": True}])
        loaded = await candidates.load(unit, 7)
        assert loaded is not None
        assert loaded.settings.discreet
        await candidates.save(unit, loaded)
        again = await candidates.load(unit, 7)
    assert again is not None
    assert again.settings.to_json() == {"digest": "sunday", "discreet": True}


def test_only_what_was_chosen_is_written() -> None:
    assert DEFAULTS.to_json() == {}
    assert Settings(muted=frozenset({"b", "a"})).to_json() == {"muted": ["a", "b"]}
    assert Settings.from_json(CHOSEN.to_json()) == CHOSEN


@pytest.mark.parametrize(
    "row",
    [
        {"quiet_from": 24},
        {"quiet_until": -1},
        {"quiet_from": "21"},
        {"quiet_from": True},
        {"simple": 1},
        {"muted": [3]},
        {"paused_through": 20261223},
        {"paused_wholly": "yes"},
    ],
)
def test_a_damaged_row_is_an_error_and_not_a_guess(row: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"hours|choice|kind"):
        Settings.from_json(row)


@pytest.mark.parametrize(
    ("quiet_from", "quiet_until", "quiet"),
    [
        (21, 8, {21, 22, 23, 0, 1, 2, 3, 4, 5, 6, 7}),
        (9, 12, {9, 10, 11}),
        (0, 6, {0, 1, 2, 3, 4, 5}),
        (7, 7, set()),
    ],
)
def test_quiet_hours_may_run_past_midnight_or_not_be_there(quiet_from: int, quiet_until: int, quiet: set[int]) -> None:
    settings = Settings(quiet_from=quiet_from, quiet_until=quiet_until)
    assert {hour for hour in range(24) if settings.is_quiet(hour)} == quiet
