"""Time zones as people name them: by a city of the zone database, in either language, with small typing mistakes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from babel.dates import get_timezone_location
from rapidfuzz import fuzz, process

from conversations.answers import fold
from locales import LOCALES, current

USUAL: Final = "America/Toronto"
"""The zone reminders go by until the person names one."""

NOT_IN_THE_DATABASE: Final = {
    "abuja": "Africa/Lagos",
    "ahmedabad": "Asia/Kolkata",
    "ankara": "Europe/Istanbul",
    "bangalore": "Asia/Kolkata",
    "beijing": "Asia/Shanghai",
    "bengaluru": "Asia/Kolkata",
    "brasilia": "America/Sao_Paulo",
    "calgary": "America/Edmonton",
    "chandigarh": "Asia/Kolkata",
    "chennai": "Asia/Kolkata",
    "delhi": "Asia/Kolkata",
    "douala": "Africa/Douala",
    "fes": "Africa/Casablanca",
    "geneve": "Europe/Zurich",
    "guangzhou": "Asia/Shanghai",
    "hyderabad": "Asia/Kolkata",
    "islamabad": "Asia/Karachi",
    "lahore": "Asia/Karachi",
    "lyon": "Europe/Paris",
    "marseille": "Europe/Paris",
    "montreal": "America/Toronto",
    "mumbai": "Asia/Kolkata",
    "new delhi": "Asia/Kolkata",
    "ottawa": "America/Toronto",
    "pekin": "Asia/Shanghai",
    "pune": "Asia/Kolkata",
    "quebec": "America/Toronto",
    "rabat": "Africa/Casablanca",
    "rio de janeiro": "America/Sao_Paulo",
    "saint john": "America/Moncton",
    "san francisco": "America/Los_Angeles",
    "saskatoon": "America/Regina",
    "shenzhen": "Asia/Shanghai",
    "victoria": "America/Vancouver",
    "washington": "America/New_York",
    "yaounde": "Africa/Douala",
}
"""Large cities that candidates write from and the zone database has under another name."""


@dataclass(frozen=True, slots=True)
class ZoneFound:
    """A zone that the text may mean; `sure` when the name is the city's own."""

    zone: str
    sure: bool


@cache
def _cities() -> dict[str, str]:
    """Folded city name, in the database's spelling and in both languages, to zone."""
    cities: dict[str, str] = {}
    for zone in sorted(available_timezones()):
        area, _, city = zone.rpartition("/")
        if not area or area.split("/")[0] in {
            "Etc",
            "SystemV",
            "US",
            "Canada",
            "Mexico",
            "Brazil",
            "Chile",
            "posix",
            "right",
        }:
            continue
        cities.setdefault(fold(city.replace("_", " ")), zone)
    for zone in list(cities.values()):
        for locale in LOCALES.values():
            cities.setdefault(fold(get_timezone_location(zone, locale, return_city=True)), zone)
    return cities | NOT_IN_THE_DATABASE


def find_zones(text: str) -> list[ZoneFound]:
    """The zones a typed city may mean, best first, at most four; empty when none is near."""
    wanted = fold(text.replace("_", " ").rpartition("/")[2])
    if not wanted:
        return []
    cities = _cities()
    if zone := cities.get(wanted):
        return [ZoneFound(zone, True)]
    close = process.extract(wanted, cities.keys(), scorer=fuzz.ratio, limit=4, score_cutoff=72)
    zones = list(dict.fromkeys(cities[name] for name, _score, _index in close))
    sure = len(zones) == 1 and close[0][1] >= 85
    return [ZoneFound(zone, sure) for zone in zones]


def place(zone: str) -> str:
    """The zone's city in the language of the moment ("Toronto", « Le Caire »)."""
    return get_timezone_location(zone, LOCALES[current()], return_city=True)
