"""What holds for all tests."""

from __future__ import annotations

import gc
import sys
from collections.abc import Generator, Iterator
from functools import lru_cache
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from rules import parameters

# No property is about how long an example takes, nor its making: on a busy machine one can take ten times as long as
# the next. The examples of `make test` are the same on every machine and in every run; those of `make soak` are others
# each time (--hypothesis-profile).
settings.register_profile("the same", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.register_profile("others", settings.get_profile("the same"), derandomize=False)
settings.load_profile("the same")

TESTS = Path(__file__).parent


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Nearly all that is made while tests are read stays to the end.

    To look through it again and again for what could go takes a third of the time, so that waits, and what was made
    by then is never looked through.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        _begin_with_a_share(session.config)
        return (yield)
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


def _begin_with_a_share(config: pytest.Config) -> None:
    """Workers begin with different files: what one has compiled, and written beside it, the others only read.

    All in the same order, they would compile every file at the same time, and each for itself. A file that cannot be
    read is left for pytest to tell of.
    """
    worker = getattr(config, "workerinput", None)
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
