"""Mutants of the rules are judged by every test that reaches them, so nothing may be remembered from another test."""

from __future__ import annotations

import os

import pytest

from rules import federal_skilled_worker, language_tests, months, summary, work, work_course

# What is remembered of a person's jobs, and what is made of the book; the files themselves are read once all the same.
_REMEMBERED = (
    work_course.history,
    work_course.window_start,
    work_course.months_after,
    work_course._starts,
    work._ledger,
    work._minimum,
    summary._worked,
    federal_skilled_worker._grids,
    language_tests.charts,
    months.last_day,
)


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Under mutmut only: it notes which functions a test calls, and an answer from a cache calls none."""
    if "MUTANT_UNDER_TEST" in os.environ:
        for remembered in _REMEMBERED:
            remembered.cache_clear()
