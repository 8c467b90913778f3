"""The time zone of a shared location."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest

from conversations.nearest_zone import _cities, zones_near
from tests.conversations.chat import MONDAY


@pytest.mark.parametrize(
    ("place", "latitude", "longitude", "zone"),
    [
        ("Montréal", 45.50, -73.57, "America/Toronto"),
        ("Thunder Bay", 48.38, -89.25, "America/Toronto"),
        ("Kelowna", 49.88, -119.49, "America/Vancouver"),
        ("Moose Jaw", 50.39, -105.53, "America/Regina"),
        ("Moncton", 46.09, -64.77, "America/Moncton"),
        ("Delhi", 28.61, 77.21, "Asia/Kolkata"),
        ("a village in Kerala", 10.09, 77.06, "Asia/Kolkata"),
        ("Lagos", 6.45, 3.39, "Africa/Lagos"),
        ("Suva", -18.14, 178.44, "Pacific/Fiji"),
        ("the sea west of the date line", -17.5, -179.8, "Pacific/Fiji"),
    ],
)
def test_a_place_has_the_zone_of_the_nearest_city(place: str, latitude: float, longitude: float, zone: str) -> None:
    assert zones_near(latitude, longitude, MONDAY) == [zone], place


def test_between_two_times_both_are_named_the_nearest_first() -> None:
    assert zones_near(31.58, 74.55, MONDAY) == ["Asia/Karachi", "Asia/Kolkata"], "between Lahore and Amritsar"


def test_of_two_zones_that_keep_the_same_time_all_year_only_the_nearest_is_named() -> None:
    assert zones_near(42.2, -82.9, MONDAY) == ["America/Toronto"], "Windsor, opposite Detroit"
    assert zones_near(42.6, -83.1, MONDAY) == ["America/Detroit"]


def test_every_zone_of_the_table_is_one_of_the_zone_database_and_every_place_is_on_earth() -> None:
    cities = _cities()
    assert len(cities) > 5000
    assert {city.zone for city in cities} <= available_timezones()
    assert all(-90 <= city.latitude <= 90 and -180 <= city.longitude <= 180 for city in cities)
