"""Which police certificates are needed, as the chapter of documents says it (S24)."""

from __future__ import annotations

from datetime import date
from typing import Any

from conversations.profile import screens
from conversations.profile.chapters import CHAPTERS
from conversations.profile.police_words import certificates
from locales import use
from rules.facts import Facts

ON = date(2026, 11, 23)
STAYS = (
    {"country": "AE", "start": date(2018, 1, 1), "end": date(2018, 5, 31)},  # five months: 151 days
    {"country": "AE", "start": date(2020, 1, 1), "end": date(2020, 4, 30)},  # four months: 121 days
    {"country": "FR", "start": date(2021, 2, 1), "end": date(2021, 8, 31)},  # seven months
    {"country": "CA", "start": date(2021, 9, 1), "end": date(2022, 8, 31)},  # a year
    {"country": "IN", "start": date(2022, 9, 1), "end": None},
)


def said(facts: dict[str, Any], whose: Any = "own", language: Any = "en") -> str:
    """What the chapter says of the certificates."""
    with use(language):
        return certificates(Facts.model_validate({"birth_date": date(1991, 3, 31), **facts}), ON, whose)


def test_france_and_india_are_needed_the_emirates_to_be_checked_and_canada_is_never_asked() -> None:
    lines = said({"stays": STAYS}).split("\n")
    assert lines[0] == "<b>Which police certificates are needed, on Monday 23 November 2026</b>"
    assert "1. United Arab Emirates: to be checked. No stay there reaches 6 months in a row" in lines[1]
    assert "together they come to 272 days" in lines[1]
    assert lines[2] == (
        "2. France: needed, because of a stay of 6 months or more in a row. It has to be issued after the stay, so "
        "after 31 August 2021. No certificate that serves was told yet."
    )
    assert lines[3] == (
        "3. India: needed, because of a stay of 6 months or more in a row. It is the country lived in now: on the day "
        "of the application the certificate may not be older than 6 months. No certificate that serves was told yet."
    )
    assert "never for Canada" in lines[4]
    assert "as read on 23 November 2026" in lines[4], "the day of the wording is shown"
    assert not any(line.startswith("4.") for line in lines)


def test_a_certificate_that_serves_is_named_with_its_last_day() -> None:
    told = {
        "stays": STAYS,
        "police_certificates": [
            {"country": "IN", "issued": date(2026, 11, 2)},
            {"country": "FR", "issued": date(2021, 8, 31)},
        ],
    }
    text = said(told)
    assert "The one issued on 2 November 2026 serves through 1 May 2027." in text
    assert "France: needed, because of a stay of 6 months or more in a row. It has to be issued after" in text
    assert "31 August 2021 serves" not in text, "issued on the last day of the stay is not after it"
    told["police_certificates"] = [{"country": "FR", "issued": date(2021, 9, 1)}]
    assert "The one issued on 1 September 2021 serves." in said(told)


def test_a_stay_that_goes_on_says_from_when_it_asks_for_a_certificate() -> None:
    text = said({"stays": [{"country": "IN", "start": date(2026, 9, 1), "end": None}]})
    assert "India: not needed so far: less than 6 months in a row." in text
    assert "If the stay goes on, 6 months are reached on 28 February 2027." in text


def test_a_short_stay_needs_none_and_days_before_eighteen_are_to_be_checked() -> None:
    assert "1. France: not needed: less than 6 months." in said(
        {"stays": [{"country": "FR", "start": date(2020, 1, 1), "end": date(2020, 3, 1)}]}
    )
    young = {
        "birth_date": date(2004, 3, 31),
        "stays": [{"country": "FR", "start": date(2021, 10, 1), "end": date(2022, 8, 31)}],
    }
    assert "only with days before 31 March 2022, from when on stays are looked at" in said(young)


def test_what_is_not_known_is_said_and_nothing_is_guessed() -> None:
    assert "I need the countries you lived in since the age of 18" in said({})
    assert "By the stays you told me, none is needed." in said({"stays": ()})
    partner = {"partner": {"status": "not_accompanying"}}
    assert "I need the countries your partner lived in" in said(partner, "partner")
    assert said({"partner": {"status": "canadian"}}, "partner") == ""


def test_a_grown_child_is_to_be_checked_even_when_not_coming() -> None:
    child = {"birth_date": date(2008, 11, 23), "accompanying": False}
    assert "1 child is 18 or older" in said({"stays": (), "children": [child]})
    assert "18 or older" not in said({"stays": (), "children": [{**child, "birth_date": date(2008, 11, 24)}]})


def test_it_is_said_in_french_too() -> None:
    text = said({"stays": STAYS}, language="fr")
    assert "France\N{NO-BREAK SPACE}: nécessaire, en raison d’un séjour de 6\N{NO-BREAK SPACE}mois" in text
    assert "Il doit être délivré après le séjour, donc après le 31 août 2021." in text


def test_the_chapter_of_documents_shows_it_and_each_partner_has_their_own() -> None:
    facts = Facts.model_validate({"stays": STAYS, "partner": {"status": "accompanying", "stays": STAYS[2:3]}})
    chapters = {chapter.key: chapter for chapter in CHAPTERS}
    (own,) = screens.chapter_screen(facts, chapters["documents"], ON)
    (partners,) = screens.chapter_screen(facts, chapters["partner_documents"], ON)
    assert "3. India: needed" in own.text
    assert "1. France: needed" in partners.text
    assert "India" not in partners.text
    assert (own.text.count("<a href="), partners.text.count("<a href=")) == (1, 1)
