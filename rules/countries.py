"""Countries and territories by their codes: ISO 3166-1, and XK for Kosovo, which IRCC uses and ISO has not given.

Source: ISO 3166-1 (alpha-2) and the list of countries of IRCC's forms; `data/README.md` says how the file was made.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_LIST = Path(__file__).resolve().parent / "data" / "countries.txt"


@cache
def countries() -> frozenset[str]:
    """Every code of two letters that names a country or territory."""
    return frozenset(_LIST.read_text("utf-8").split())


def check_country(code: str) -> str:
    """The code, or `ValueError` when no country has it."""
    if code not in countries():
        raise ValueError(f"{code!r} is no country by ISO 3166-1, which writes CA, IN, FR or GB")
    return code
