"""The National Occupational Classification 2021: 516 unit groups by their five-digit codes, with TEER.

Source: Statistics Canada, National Occupational Classification (NOC) 2021 Version 1.0.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).resolve().parent / "data"


class UnitGroup(NamedTuple):
    """An occupation: its code as text ("00010" keeps its zeros), TEER 0 to 5, and its official titles."""

    code: str
    teer: int
    title_en: str
    title_fr: str


@cache
def unit_groups() -> Mapping[str, UnitGroup]:
    """All 516 unit groups by code."""
    with (DATA / "occupations.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: UnitGroup(row["code"], int(row["teer"]), row["title_en"], row["title_fr"])
            for row in csv.DictReader(file)
        }


def check_code(code: str) -> str:
    """The code, or `ValueError` when NOC 2021 has no such unit group."""
    if code not in unit_groups():
        raise ValueError(f"{code!r} is not a unit group of NOC 2021, which has five digits, as in 21231")
    return code
