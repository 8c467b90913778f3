"""The maps in front of the two large floors name every module, so that a new one is not lost."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

import conversations
import rules


@pytest.mark.parametrize("floor", [rules, conversations], ids=lambda floor: floor.__name__)
def test_the_map_of_a_floor_names_every_module(floor: ModuleType) -> None:
    assert floor.__file__ is not None
    inside = Path(floor.__file__).parent.iterdir()
    modules = {each.stem for each in inside if each.suffix == ".py" or (each / "__init__.py").exists()}
    unnamed = {name for name in modules if f"`{name}`" not in (floor.__doc__ or "")}
    readers = {name for name in unnamed if name.startswith("typed_")}  # behind the one door, `answers`
    assert unnamed - readers == {"__init__"} | ({"shapes"} & modules)
