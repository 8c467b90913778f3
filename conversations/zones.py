"""Time zones as people name them: by a city or a country, in either language, with small typing mistakes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location
from rapidfuzz import fuzz, process

from conversations.answers import fold
from locales import LOCALES, current

USUAL: Final = "America/Toronto"
"""The zone reminders go by until the person names one."""

LONGEST_PLACE: Final = 80
"""Characters from which a text names no place."""

MOST_OFFERED: Final = 6

CITIES: Final = {
    "Africa/Abidjan": "Bouaké, Yamoussoukro",
    "Africa/Accra": "Kumasi, Tema",
    "Africa/Algiers": "Constantine, Oran",
    "Africa/Bamako": "Timbuktu, Tombouctou",
    "Africa/Cairo": "Alexandria, Alexandrie, Giza",
    "Africa/Casablanca": "Agadir, Fes, Fez, Marrakech, Marrakesh, Meknes, Rabat, Tanger, Tangier",
    "Africa/Dar_es_Salaam": "Arusha, Dodoma, Zanzibar",
    "Africa/Douala": "Yaoundé",
    "Africa/Johannesburg": "Cape Town, Durban, Le Cap, Pretoria",
    "Africa/Lagos": "Abuja, Benin City, Enugu, Ibadan, Ikeja, Kaduna, Kano, Port Harcourt",
    "Africa/Nairobi": "Mombasa",
    "Africa/Porto-Novo": "Cotonou",
    "Africa/Tunis": "Sfax, Sousse",
    "America/Argentina/Buenos_Aires": "Rosario",
    "America/Bogota": "Barranquilla, Cali, Medellín",
    "America/Chicago": "Austin, Dallas, Houston",
    "America/Edmonton": "Calgary, Red Deer, Yellowknife",
    "America/Halifax": "Charlottetown",
    "America/Los_Angeles": "San Diego, San Francisco, Seattle",
    "America/Mexico_City": "Ciudad de Mexico, Guadalajara, Puebla",
    "America/Moncton": "Fredericton, Saint John",
    "America/New_York": "Atlanta, Boston, Miami, New York City, Philadelphia, Washington",
    "America/Port-au-Prince": "Cap-Haïtien",
    "America/Regina": "Saskatoon",
    "America/Sao_Paulo": "Belo Horizonte, Brasilia, Curitiba, Porto Alegre, Rio, Rio de Janeiro",
    "America/St_Johns": "Corner Brook",
    "America/Toronto": (
        "Barrie, Brampton, Etobicoke, Gatineau, Guelph, Hamilton, Kitchener, Laval, Longueuil, Markham, Mississauga, "
        "Montreal, Niagara Falls, North York, Oakville, Oshawa, Ottawa, Quebec City, Saguenay, Scarborough, "
        "Sherbrooke, Sudbury, Thunder Bay, Trois-Rivières, Vaughan, Ville de Québec, Waterloo, Windsor"
    ),
    "America/Vancouver": "Abbotsford, Burnaby, Coquitlam, Kelowna, Nanaimo, Surrey, Victoria",
    "Asia/Dhaka": "Chattogram, Chittagong, Sylhet",
    "Asia/Dubai": "Abou Dabi, Abu Dhabi, Sharjah",
    "Asia/Ho_Chi_Minh": "Hanoi, Saigon",
    "Asia/Jerusalem": "Haifa, Tel Aviv",
    "Asia/Karachi": "Faisalabad, Islamabad, Lahore, Multan, Peshawar, Rawalpindi",
    "Asia/Kathmandu": "Pokhara",
    "Asia/Kolkata": (
        "Ahmedabad, Amritsar, Bangalore, Bengaluru, Bhopal, Bombay, Calcutta, Chandigarh, Chennai, Cochin, Coimbatore, "
        "Delhi, Goa, Gurgaon, Hyderabad, Indore, Jaipur, Jalandhar, Kochi, Lucknow, Ludhiana, Madras, Mumbai, Nagpur, "
        "New Delhi, Noida, Patna, Pune, Surat, Thiruvananthapuram, Trivandrum, Vadodara, Visakhapatnam"
    ),
    "Asia/Manila": "Cebu, Cebu City, Davao, Davao City, Quezon City",
    "Asia/Qatar": "Doha",
    "Asia/Riyadh": "Djeddah, Jeddah, Mecca, Medina",
    "Asia/Seoul": "Busan, Incheon",
    "Asia/Shanghai": "Beijing, Canton, Chongqing, Guangzhou, Harbin, Pékin, Shenzhen, Wuhan",
    "Asia/Tehran": "Isfahan, Ispahan, Karaj, Mashhad, Shiraz, Tabriz",
    "Asia/Tokyo": "Kyoto, Nagoya, Osaka, Yokohama",
    "Asia/Yangon": "Mandalay, Rangoon",
    "Australia/Sydney": "Canberra",
    "Europe/Berlin": "Cologne, Francfort, Frankfurt, Hambourg, Hamburg, Munich, Stuttgart",
    "Europe/Brussels": "Antwerp, Anvers, Liège",
    "Europe/Istanbul": "Ankara, Izmir",
    "Europe/Kyiv": "Kharkiv, Kiev, Lviv, Odesa, Odessa",
    "Europe/London": "Belfast, Birmingham, Edimbourg, Edinburgh, Glasgow, Leeds, Liverpool, Manchester",
    "Europe/Madrid": "Barcelona, Barcelone, Seville",
    "Europe/Moscow": "Saint Petersburg, Saint-Pétersbourg",
    "Europe/Paris": (
        "Bordeaux, Grenoble, Lille, Lyon, Marseille, Montpellier, Nantes, Nice, Rennes, Strasbourg, Toulouse"
    ),
    "Europe/Rome": "Milan, Naples, Turin",
    "Europe/Zurich": "Basel, Bern, Berne, Geneva, Genève, Lausanne",
}
"""Cities that candidates write from and the zone database has under another name or not at all, by their zone."""

AS_CHOICES: Final = {
    "EST, ET, HNE, East, Eastern, Est": "America/Toronto America/New_York America/Jamaica",
    "EDT, HAE": "America/Toronto America/New_York",
    "CST, HNC, Center, Central, Centre": "America/Winnipeg America/Regina America/Chicago America/Mexico_City",
    "CT, CDT, HAC": "America/Winnipeg America/Chicago",
    "MST, HNR, Mountain, Rocheuses": "America/Edmonton America/Whitehorse America/Denver America/Phoenix",
    "MT, MDT, HAR": "America/Edmonton America/Denver",
    "PST": "America/Vancouver America/Los_Angeles Asia/Manila",
    "PT, PDT, HNP, HAP, Pacific, Pacifique": "America/Vancouver America/Los_Angeles",
    "AST, HNA, Atlantic, Atlantique": "America/Halifax America/Moncton America/Puerto_Rico",
    "ADT, HAA": "America/Halifax America/Moncton",
    "NST, NDT, HNT, HAT": "America/St_Johns",
    "IST": "Asia/Kolkata Europe/Dublin Asia/Jerusalem",
    "Congo": "Africa/Kinshasa Africa/Lubumbashi Africa/Brazzaville",
    "Georgia": "Asia/Tbilisi America/New_York",
    "Kingston": "America/Toronto America/Jamaica",
    "Saint-Jean": "America/St_Johns America/Toronto",
    "San José": "America/Costa_Rica America/Los_Angeles",
    "San Juan": "America/Puerto_Rico America/Argentina/San_Juan",
}
"""Names that are not one place's own: the zones to offer, never taken without asking."""

PROVINCES: Final = {
    "Alberta, AB": "America/Edmonton",
    "British Columbia, Colombie-Britannique, BC, CB": (
        "America/Vancouver America/Creston America/Dawson_Creek America/Fort_Nelson"
    ),
    "Manitoba, MB": "America/Winnipeg",
    "New Brunswick, Nouveau-Brunswick, NB": "America/Moncton",
    "Newfoundland, Newfoundland and Labrador, Terre-Neuve, Terre-Neuve-et-Labrador, NL, TNL": (
        "America/St_Johns America/Goose_Bay"
    ),
    "Northwest Territories, Territoires du Nord-Ouest, NT, NWT": "America/Edmonton America/Inuvik",
    "Nova Scotia, Nouvelle-Écosse, NS": "America/Halifax America/Glace_Bay",
    "Ontario, ON": "America/Toronto America/Atikokan America/Winnipeg",
    "Prince Edward Island, Île-du-Prince-Édouard, PE, PEI": "America/Halifax",
    "Quebec, QC": "America/Toronto America/Blanc-Sablon",
    "Saskatchewan, SK": "America/Regina America/Swift_Current",
    "Yukon, YT": "America/Whitehorse America/Dawson",
}
"""Provinces and territories of one usual time; first the zone most people there live by, then its other ones.

The postal codes among the names count only after a city: "London, ON".
"""

MAIN_ZONES: Final = {
    "AR": "America/Argentina/Buenos_Aires",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "KZ": "Asia/Almaty",
    "MH": "Pacific/Majuro",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "UA": "Europe/Kyiv",
    "UZ": "Asia/Tashkent",
}
"""The zone meant by a country's name where it has others that hardly anybody lives by, or that keep the same time."""

OFFERED_ZONES: Final = {
    "AU": "Australia/Sydney Australia/Brisbane Australia/Adelaide Australia/Perth",
    "BR": "America/Sao_Paulo America/Fortaleza America/Manaus America/Rio_Branco",
    "CA": "America/Toronto America/Vancouver America/Edmonton America/Winnipeg America/Halifax America/St_Johns",
    "CD": "Africa/Kinshasa Africa/Lubumbashi",
    "ID": "Asia/Jakarta Asia/Makassar Asia/Jayapura",
    "MX": "America/Mexico_City America/Tijuana America/Hermosillo America/Cancun",
    "RU": "Europe/Moscow Europe/Samara Asia/Yekaterinburg Asia/Novosibirsk Asia/Vladivostok",
    "US": "America/New_York America/Chicago America/Denver America/Los_Angeles America/Phoenix America/Anchorage",
}
"""The zones to choose from where a country lives by several; where it is not here, all of its zones if they are few."""

COUNTRIES: Final = {
    "AE": "Émirats, Emirates, UAE",
    "CD": "Congo Kinshasa, Democratic Republic of the Congo, DR Congo, DRC, RDC, République démocratique du Congo",
    "CG": "Republic of the Congo, République du Congo",
    "CI": "Ivory Coast",
    "CZ": "Czech Republic, République tchèque",
    "GB": "Angleterre, Britain, Écosse, England, Grande-Bretagne, Great Britain, Scotland, UK, Wales",
    "HK": "Hong Kong",
    "KR": "Corée, Korea",
    "MM": "Birmanie, Burma, Myanmar",
    "MO": "Macao, Macau",
    "NL": "Holland, Hollande",
    "PS": "Palestine",
    "RU": "Russian Federation",
    "SZ": "Swaziland",
    "TR": "Turkey",
    "US": "États-Unis d'Amérique, United States of America, US, USA",
}
"""Names of countries in use beside those of CLDR, by their ISO 3166 code."""


@dataclass(frozen=True, slots=True)
class ZoneFound:
    """A zone that the text may mean; `sure` when the name is the place's own."""

    zone: str
    sure: bool


Found = tuple[ZoneFound, ...]


class Region(NamedTuple):
    """A country or province: what its name alone means, and every zone in it."""

    found: Found
    zones: frozenset[str]


class Names(NamedTuple):
    """All that people may type, made plain by `_plain`, and what it means."""

    places: dict[str, Found]
    regions: dict[str, Region]
    zones: dict[str, str]  # "america toronto" to "America/Toronto"
    areas: frozenset[str]  # "america", the first part of the zones' names


_AROUND = re.compile(
    r"^(?:heure (?:normale |avancee )?(?:de l'|de la |de |du |des |d')|(?:the|le|la|les|in|a|au|en) |l')"
    r"|(?: standard| daylight)? time$"
)
_APOSTROPHE_OR_FULL_STOP = re.compile(r"['.]")
_NOT_LETTERS = re.compile(r"[\W_]+")
_SAINT = re.compile(r"\bst(e?)\b")
_CODE: Final = 3
"""The longest a postal code of a province is."""
_SHORTEST_GUESSED: Final = 5
_NEAR: Final = 80
_VERY_NEAR: Final = 90


def find_zones(text: str) -> list[ZoneFound]:
    """The zones a typed place may mean, best first, at most six; empty when none is near.

    A place is a city, alone or with its country or province ("Paris, France"), or a country. Only a single zone can
    be `sure`. Offsets ("UTC+5") are no places: they do not say what happens when the clocks change.
    """
    if len(text) > LONGEST_PLACE:
        return []
    folded = fold(text)
    if any(character.isdigit() for character in folded):
        return []
    names = _names()
    if zone := names.zones.get(_plain(folded)):
        return [ZoneFound(zone, True)]
    area, _, inside = folded.partition("/")
    if inside and (_plain(area) in names.areas or _plain(area) in names.regions):
        folded = inside.rpartition("/")[2]
    without = _AROUND.sub("", folded)
    for each in dict.fromkeys((folded, without)):
        if found := names.places.get(_plain(each)):
            return list(found)
    city, comma, rest = without.partition(",")
    if comma:
        return list(_city_and_more(_plain(city), [_plain(part) for part in rest.split(",")]))
    return list(_words_in_a_row(_plain(without)))


def place(zone: str) -> str:
    """The zone's city in the language of the moment ("Toronto", « Le Caire »)."""
    return get_timezone_location(zone, LOCALES[current()], return_city=True)


def _city_and_more(city: str, more: list[str]) -> Found:
    """What "London, Ontario" or "Delhi, near the airport" means."""
    names = _names()
    known = names.places.get(city, ())
    found = known or _guessed(city)
    for part in more:
        if region := names.regions.get(part):
            return _inside(region, found, known=bool(known))
    return _unsure(found)


def _words_in_a_row(wanted: str) -> Found:
    """What "London Ontario" or a mistyped name means."""
    names = _names()
    words = wanted.split()
    ends = [(" ".join(words[:at]), names.regions.get(" ".join(words[at:]))) for at in range(1, len(words))]
    for city, region in ends:
        if region and (found := names.places.get(city)):
            return _inside(region, found, known=True)
    if guessed := _guessed(wanted):
        return guessed
    # "Jaipur India" is an answer, "New Jersey" is not Jersey: so the person is asked.
    return next((_unsure(region.found) for _, region in ends if region), ())


def _inside(region: Region, found: Found, *, known: bool) -> Found:
    """The zones found that are in the region; else it is a namesake or a smaller city, and the region decides."""
    inside = tuple(each for each in found if each.zone in region.zones)
    return (_meaning(each.zone for each in inside) if known else inside) or region.found


def _guessed(wanted: str) -> Found:
    """What a mistyped name may be. Short words are not guessed at: almost any four letters are near some city."""
    if len(wanted) < _SHORTEST_GUESSED:
        return ()
    places = _names().places
    near = process.extract(wanted, places.keys(), scorer=fuzz.ratio, limit=MOST_OFFERED, score_cutoff=_NEAR)
    found = tuple(dict.fromkeys(each for name, _, _ in near for each in places[name]))
    if len(found) == 1 and near[0][1] >= _VERY_NEAR:
        return found
    return _unsure(found)[:MOST_OFFERED]


def _unsure(found: Found) -> Found:
    return tuple(ZoneFound(zone, False) for zone in dict.fromkeys(each.zone for each in found))


def _plain(folded: str) -> str:
    """The words of a folded name, one space between them: "St. John's" is "saint johns", "Porto-Novo" "porto novo"."""
    words = _NOT_LETTERS.sub(" ", _APOSTROPHE_OR_FULL_STOP.sub("", folded)).strip()
    return _SAINT.sub(r"saint\1", words)


def _listed(names: str) -> Iterator[str]:
    return (_plain(fold(name)) for name in names.split(","))


def _meaning(zones: Iterable[str]) -> Found:
    zones = tuple(zones)
    return tuple(ZoneFound(zone, len(zones) == 1) for zone in zones)


@cache
def _names() -> Names:
    by_country = _zones_by_country()
    zones = sorted(zone for inside in by_country.values() for zone in inside)
    locales = (*LOCALES.values(), Locale("en"), Locale("fr"))
    countries = _countries(by_country, locales)
    provinces = dict(_provinces(by_country))
    places = _database_cities(zones, locales)
    places |= {name: region.found for name, region in countries.items()}
    places |= {name: region.found for name, region in provinces.items() if len(name) > _CODE}
    places |= {name: _meaning([zone]) for zone, cities in CITIES.items() for name in _listed(cities)}
    for several, offered in AS_CHOICES.items():
        places |= dict.fromkeys(_listed(several), _unsure(_meaning(offered.split())))
    return Names(
        places={name: found for name, found in places.items() if found},
        regions=countries | provinces,
        zones={_plain(fold(zone)): zone for zone in zones},
        areas=frozenset(fold(zone.partition("/")[0]) for zone in zones),
    )


def _zones_by_country() -> dict[str, list[str]]:
    """The zones that the database (zone.tab, in CLDR's copy) ties to a country, by its ISO 3166 code.

    That leaves out its aliases, many of which are no cities: Australia/West, America/Virgin, Etc/GMT+5.
    """
    territories = get_global("territory_zones")
    return {code: zones for code, zones in territories.items() if code.isalpha() and code != "ZZ"}


def _database_cities(zones: list[str], locales: Iterable[Locale]) -> dict[str, Found]:
    """The cities of the zones, in the database's spelling and as CLDR names them.

    CLDR's table is read itself, because asking Babel for one city after another opens every zone: half a second.
    """
    aliases = get_global("zone_aliases")
    kept = set(zones)
    named = [
        (info["city"], zone)
        for locale in locales
        for key, info in locale.time_zones.items()
        if "city" in info and (zone := aliases.get(key, key)) in kept
    ]
    # Where CLDR says "Vincennes, Indiana", better known places have the same name.
    namesakes = {zone for city, zone in named if "," in city}
    spelled = [(zone.rpartition("/")[2], zone) for zone in zones if zone not in namesakes]
    cities: dict[str, Found] = {}
    for city, zone in spelled + named:
        cities.setdefault(_plain(fold(city)), _meaning([zone]))
    return cities


def _countries(by_country: dict[str, list[str]], locales: Iterable[Locale]) -> dict[str, Region]:
    regions: dict[str, Region] = {}
    for code, zones in by_country.items():
        if code in MAIN_ZONES:
            found = _meaning([MAIN_ZONES[code]])
        elif code in OFFERED_ZONES:
            found = _meaning(OFFERED_ZONES[code].split())
        else:
            found = _meaning(zones if len(zones) <= MOST_OFFERED else ())
        region = Region(found, frozenset(zones))
        names = {_plain(fold(locale.territories[code])) for locale in locales if code in locale.territories}
        names.update(_listed(COUNTRIES[code]) if code in COUNTRIES else ())
        regions |= dict.fromkeys(names, region)
    return regions


def _provinces(by_country: dict[str, list[str]]) -> Iterator[tuple[str, Region]]:
    for names, listed in PROVINCES.items():
        zones = listed.split()
        for name in _listed(names):
            # After a city, NL is the Netherlands as well as Newfoundland and Labrador, and PE also Peru.
            abroad = by_country.get(name.upper(), [])
            yield name, Region(_meaning([*zones[:1], *abroad]), frozenset(zones + abroad))
