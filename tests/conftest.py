"""What holds for all tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from rules import parameters

# No property is about how long an example takes, nor its making: on a busy machine one can take ten times as long as
# the next.
settings.register_profile("whatever the clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("whatever the clock")

TESTS = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Workers begin with different files: what one has compiled, and written beside it, the others only read.

    All in the same order, they would compile every file at the same time, and each for itself. A file that cannot be
    read is left for pytest to tell of.
    """
    worker = getattr(session.config, "workerinput", None)
    if worker is None or sys.dont_write_bytecode:
        return
    files = sorted(TESTS.rglob("test_*.py"))
    for file in files[int(worker["workerid"].removeprefix("gw")) :: worker["workercount"]]:
        try:
            import_module(".".join(("tests", *file.relative_to(TESTS).with_suffix("").parts)))
        except (Exception, pytest.skip.Exception):
            return


@pytest.fixture(scope="session", autouse=True)
def files_of_rules_read_once() -> Iterator[None]:
    """A test that changes one file of the rule book reads the others as they were read before, by their text."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parameters, "read_yaml", lru_cache(100)(parameters.read_yaml))
        yield
