"""The time zone of a location: that of the nearest city; several where a city near by keeps another time."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from conversations.zones import MOST_OFFERED

DATA: Final = Path(__file__).parent / "data" / "cities_by_zone.csv"

EARTH: Final = 6371
"""Kilometres from its middle."""

ALSO_NEAR: Final = (1.5, 30)
"""A city of another time is near too if it is at most so many times as far as the nearest one, and so many km more."""

QUARTERS: Final = tuple(timedelta(days) for days in (0, 91, 182, 273))
"""Two zones that agree at these distances from now keep the same time, summer and winter."""


class _City(NamedTuple):
    latitude: float
    longitude: float
    zone: str


def zones_near(latitude: float, longitude: float, now: datetime) -> list[str]:
    """The zones a place may be in, the nearest first; one of each time that is kept there, at most six."""
    far = sorted((_kilometres(latitude, longitude, city), city.zone) for city in _cities())
    times, more = ALSO_NEAR
    limit = far[0][0] * times + more
    kept: dict[tuple[timedelta | None, ...], str] = {}
    for kilometres, zone in far:
        if kilometres > limit:
            break
        kept.setdefault(_clock(zone, now), zone)
    return list(kept.values())[:MOST_OFFERED]


def _clock(zone: str, now: datetime) -> tuple[timedelta | None, ...]:
    return tuple((now + quarter).astimezone(ZoneInfo(zone)).utcoffset() for quarter in QUARTERS)


def _kilometres(latitude: float, longitude: float, city: _City) -> float:
    """Along the surface of the earth (haversine formula)."""
    here, there = radians(latitude), radians(city.latitude)
    north, east = (there - here) / 2, radians(city.longitude - longitude) / 2
    return 2 * EARTH * asin(sqrt(sin(north) ** 2 + cos(here) * cos(there) * sin(east) ** 2))


@cache
def _cities() -> tuple[_City, ...]:
    return tuple(_read())


def _read() -> Iterator[_City]:
    with DATA.open(encoding="utf-8", newline="") as rows:
        for zone, *places in csv.reader(rows):
            for place in places:
                latitude, longitude = place.split()
                yield _City(float(latitude), float(longitude), zone)
