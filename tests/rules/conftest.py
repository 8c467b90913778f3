"""Mutants of the rules are judged by every test that reaches them, so nothing may be remembered from another test."""

from __future__ import annotations

import os

import pytest

from rules import summary, work, work_course

# What is remembered of a person's jobs; the parameter and data files are read once all the same.
_OF_A_PERSON = (work_course.history, work._ledger, work._minimum, summary._worked)


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Under mutmut only: it notes which functions a test calls, and an answer from a cache calls none."""
    if "MUTANT_UNDER_TEST" in os.environ:
        for remembered in _OF_A_PERSON:
            remembered.cache_clear()
