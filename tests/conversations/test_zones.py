"""Time zones as people name them."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.zones import (
    AS_CHOICES,
    CITIES,
    COUNTRIES,
    MAIN_ZONES,
    MOST_OFFERED,
    OFFERED_ZONES,
    PROVINCES,
    ZoneFound,
    find_zones,
    place,
)
from locales import LANGUAGES, use
from tests.yardstick import lengths


def sure(zone: str) -> list[ZoneFound]:
    return [ZoneFound(zone, True)]


def offered(text: str) -> list[str]:
    """The zones offered for the text; none of them may be sure."""
    found = find_zones(text)
    assert not any(each.sure for each in found)
    return [each.zone for each in found]


EVERY_LISTED_ZONE = {
    *CITIES,
    *MAIN_ZONES.values(),
    *(zone for table in (AS_CHOICES, PROVINCES, OFFERED_ZONES) for zones in table.values() for zone in zones.split()),
}


def test_every_zone_in_the_tables_is_one_of_the_zone_database() -> None:
    assert available_timezones() >= EVERY_LISTED_ZONE


@pytest.mark.parametrize("zone", CITIES)
def test_the_cities_listed_under_a_zone_mean_it(zone: str) -> None:
    for city in CITIES[zone].split(","):
        assert find_zones(city) == sure(zone), city


@pytest.mark.parametrize("names", AS_CHOICES)
def test_names_of_several_places_are_always_a_choice(names: str) -> None:
    for name in names.split(","):
        assert offered(name) == AS_CHOICES[names].split(), name


@pytest.mark.parametrize("code", COUNTRIES)
def test_every_other_name_of_a_country_means_something(code: str) -> None:
    for name in COUNTRIES[code].split(","):
        assert find_zones(name), name


@pytest.mark.parametrize("names", PROVINCES)
def test_a_province_means_the_time_of_most_of_its_people(names: str) -> None:
    for name in (each.strip() for each in names.split(",")):
        assert find_zones(name) == ([] if name.isupper() else sure(PROVINCES[names].split()[0])), name


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Toronto", "America/Toronto"), ("montréal", "America/Toronto"), ("QUÉBEC", "America/Toronto"),
        ("St. John's", "America/St_Johns"), ("St John’s", "America/St_Johns"), ("St John", "America/Moncton"),
        ("Saint-Jean de Terre-Neuve", "America/St_Johns"), ("Saint-Jean, Terre-Neuve", "America/St_Johns"),
        ("Le Caire", "Africa/Cairo"), ("porto novo", "Africa/Porto-Novo"), ("Port-au-Prince", "America/Port-au-Prince"),
        ("ho chi minh", "Asia/Ho_Chi_Minh"), ("Mexico City", "America/Mexico_City"), ("ABIDJAN !", "Africa/Abidjan"),
        ("London", "Europe/London"), ("America/Toronto", "America/Toronto"), ("asia/calcutta", "Asia/Kolkata"),
        ("Africa/Porto-Novo", "Africa/Porto-Novo"), ("Canada/Vancouver", "America/Vancouver"),
        ("Toronto time", "America/Toronto"), ("heure de Toronto", "America/Toronto"), ("in Lagos", "Africa/Lagos"),
    ],
)  # fmt: skip
def test_a_city_means_its_zone(text: str, zone: str) -> None:
    assert find_zones(text) == sure(zone)


@pytest.mark.parametrize(
    ("english", "french", "zone"),
    [
        ("India", "Inde", "Asia/Kolkata"), ("Nigeria", "Nigéria", "Africa/Lagos"), ("Iran", "l'Iran", "Asia/Tehran"),
        ("Japan", "Japon", "Asia/Tokyo"), ("Ghana", "le Ghana", "Africa/Accra"),
        ("Benin", "Bénin", "Africa/Porto-Novo"),
        ("the Philippines", "Philippines", "Asia/Manila"), ("Pakistan", "au Pakistan", "Asia/Karachi"),
        ("Morocco", "Maroc", "Africa/Casablanca"), ("Algeria", "Algérie", "Africa/Algiers"),
        ("Tunisia", "Tunisie", "Africa/Tunis"), ("Cameroon", "Cameroun", "Africa/Douala"),
        ("Senegal", "Sénégal", "Africa/Dakar"), ("Ivory Coast", "Côte d’Ivoire", "Africa/Abidjan"),
        ("France", "la France", "Europe/Paris"), ("Germany", "Allemagne", "Europe/Berlin"),
        ("UK", "Royaume-Uni", "Europe/London"), ("Egypt", "Égypte", "Africa/Cairo"),
        ("Kenya", "Kenya", "Africa/Nairobi"),
        ("Ethiopia", "Éthiopie", "Africa/Addis_Ababa"), ("Bangladesh", "Bangladesh", "Asia/Dhaka"),
        ("Nepal", "Népal", "Asia/Kathmandu"), ("Sri Lanka", "Sri Lanka", "Asia/Colombo"),
        ("Vietnam", "Viêt Nam", "Asia/Ho_Chi_Minh"), ("Colombia", "Colombie", "America/Bogota"),
        ("Haiti", "Haïti", "America/Port-au-Prince"), ("Lebanon", "Liban", "Asia/Beirut"),
        ("China", "Chine", "Asia/Shanghai"), ("Turkey", "Turquie", "Europe/Istanbul"),
        ("United Arab Emirates", "Émirats arabes unis", "Asia/Dubai"), ("South Korea", "Corée du Sud", "Asia/Seoul"),
        ("Niger", "Niger", "Africa/Niamey"), ("Ukraine", "Ukraine", "Europe/Kyiv"),
    ],
)  # fmt: skip
def test_a_country_of_one_time_means_it_in_both_languages(english: str, french: str, zone: str) -> None:
    assert find_zones(english) == find_zones(french) == sure(zone)


@pytest.mark.parametrize(
    ("english", "french", "first"),
    [
        ("Canada", "Canada", "America/Toronto"),
        ("United States", "États-Unis", "America/New_York"),
        ("Brazil", "Brésil", "America/Sao_Paulo"),
        ("Australia", "Australie", "Australia/Sydney"),
        ("Russia", "Russie", "Europe/Moscow"),
        ("Mexico", "Mexique", "America/Mexico_City"),
        ("Congo - Kinshasa", "RDC", "Africa/Kinshasa"),
    ],
)
def test_a_country_of_several_times_is_a_choice(english: str, french: str, first: str) -> None:
    assert 1 < len(offered(english)) <= MOST_OFFERED
    assert offered(english) == offered(french)
    assert offered(english)[0] == first


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("EST", "America/Toronto"), ("edt", "America/Toronto"), ("HNE", "America/Toronto"), ("HAE", "America/Toronto"),
        ("PST", "America/Vancouver"), ("PDT", "America/Vancouver"), ("HNP", "America/Vancouver"),
        ("MST", "America/Edmonton"), ("HNR", "America/Edmonton"), ("CST", "America/Winnipeg"),
        ("HNC", "America/Winnipeg"), ("AST", "America/Halifax"), ("HNA", "America/Halifax"),
        ("NST", "America/St_Johns"), ("Eastern time", "America/Toronto"), ("US/Eastern", "America/Toronto"),
        ("Eastern Standard Time", "America/Toronto"), ("heure de l’Est", "America/Toronto"),
        ("heure normale du Pacifique", "America/Vancouver"), ("heure avancée du Centre", "America/Winnipeg"),
    ],
)  # fmt: skip
def test_a_clock_by_its_letters_or_its_name_is_offered_and_never_taken(text: str, first: str) -> None:
    assert offered(text)[0] == first


@pytest.mark.parametrize(
    "text",
    [
        "", " ", ",", "/", "😀", "west", "West", "Australia/West", "ACT", "NSW", "LHI", "GB", "Virgin", "Etc", "Zulu",
        "UTC", "UTC+5", "utc-05:00", "GMT", "GMT+1", "Etc/GMT+5", "GMT plus five", "+05:30", "5", "Lagos 5",
        "Pari", "Lim", "yes", "oui", "skip", "hello", "bonjour", "merci", "je ne sais pas", "World", "Monde", "Mars",
        "Toronto/Vancouver", "Toronto " * 2000,
    ],
)  # fmt: skip
def test_what_names_no_place_finds_nothing(text: str) -> None:
    assert find_zones(text) == []


@pytest.mark.parametrize("text", ["Vincennes", "Petersburg", "Center", "Knox", "Monticello"])
def test_a_small_namesake_in_the_zone_database_is_not_taken(text: str) -> None:
    assert not any(each.sure for each in find_zones(text))


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Paris, France", "Europe/Paris"), ("Lagos Nigeria", "Africa/Lagos"),
        ("Toronto, ON, Canada", "America/Toronto"),
        ("London, Ontario", "America/Toronto"), ("London ON", "America/Toronto"), ("London, UK", "Europe/London"),
        ("Hamilton, Bermuda", "Atlantic/Bermuda"), ("Hyderabad, Pakistan", "Asia/Karachi"),
        ("Vancouver, BC", "America/Vancouver"), ("Dawson Creek, BC", "America/Dawson_Creek"),
        ("Ranchi, India", "Asia/Kolkata"), ("Tornto, Canada", "America/Toronto"),
        ("Kingston, Jamaica", "America/Jamaica"),
        ("Amsterdam, NL", "Europe/Amsterdam"), ("Lima, PE", "America/Lima"), ("St. John's, NL", "America/St_Johns"),
        ("San Juan, Puerto Rico", "America/Puerto_Rico"),
    ],
)  # fmt: skip
def test_a_country_or_province_after_the_city_tells_namesakes_apart(text: str, zone: str) -> None:
    assert [each.zone for each in find_zones(text)] == [zone]


@pytest.mark.parametrize("text", ["Paris, France", "London, Ontario", "Ranchi, India", "Toronto Canada"])
def test_a_city_with_its_country_is_sure(text: str) -> None:
    assert [each.sure for each in find_zones(text)] == [True]


@pytest.mark.parametrize("text", ["Paris, Texas", "New Jersey", "Rotterdam, NL", "Kamloops Canada", "Ranchi India"])
def test_a_city_that_may_be_elsewhere_is_asked_about(text: str) -> None:
    assert offered(text)


@pytest.mark.parametrize(
    ("text", "zone"),
    [("Torronto", "America/Toronto"), ("Vancuver", "America/Vancouver"), ("Pakisthan", "Asia/Karachi")],
)
def test_a_slip_in_a_long_name_is_forgiven(text: str, zone: str) -> None:
    assert find_zones(text) == sure(zone)


@pytest.mark.parametrize(
    ("text", "zone"), [("Mumbay", "Asia/Kolkata"), ("Laggs", "Africa/Lagos"), ("Nigera", "Africa/Lagos")]
)
def test_a_name_that_is_only_near_is_asked_about(text: str, zone: str) -> None:
    assert zone in offered(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_name_a_zone_is_shown_by_means_that_zone_or_offers_it(language: str) -> None:
    with use("fr" if language == "fr" else "en"):
        unknown = {
            zone: place(zone)
            for zone in EVERY_LISTED_ZONE
            if zone not in {each.zone for each in find_zones(place(zone))}
        }
    assert unknown == {}


@given(st.text(max_size=100))
def test_no_text_makes_the_search_fail(text: str) -> None:
    found = find_zones(text)
    assert len(found) == len({each.zone for each in found}) <= MOST_OFFERED
    assert len(found) == 1 or not any(each.sure for each in found)


@pytest.mark.parametrize(
    "text", ["Toronto", "Torronto", "a b c d e f g h i j k l m n o p q r s t u v w", "India " * 13]
)
def test_a_place_is_found_at_once(text: str) -> None:
    assert lengths(lambda: find_zones(text)) < 10
