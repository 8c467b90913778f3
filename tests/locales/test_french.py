"""The French catalogue reads as an editor in Québec would leave it."""

from __future__ import annotations

import pytest

from tests.locales.catalogues import texts
from tests.locales.french import FAULTS, NBSP, faults


def test_the_editor_finds_nothing_to_correct() -> None:
    worded = [form for text in texts("fr") for form in text.forms]
    assert {form: found for form in worded if (found := faults(form))} == {}


WRONG = {
    "Votre note : 429": "a colon without its no-break space",
    "Votre note: 429": "a colon without its no-break space",
    "<b>Votre note :</b> 429": "a colon without its no-break space",
    "Exemple :": "a colon without its no-break space",
    f"« oui{NBSP}»": "an opening guillemet without its no-break space",
    f"«oui{NBSP}»": "an opening guillemet without its no-break space",
    f"«{NBSP}oui »": "a closing guillemet without its no-break space",
    "Quel jour ?": "a space before ; ! or ?",
    f"Quel jour{NBSP}?": "a space before ; ! or ?",
    "gratuit ; rapide": "a space before ; ! or ?",
    'Écrivez "oui".': "a straight or English quotation mark",
    "Écrivez “oui”.": "a straight or English quotation mark",
    "l'offre": "a straight apostrophe",
    "Bravo!": "an exclamation mark",
    "et ainsi de suite...": "three full stops for an ellipsis",
    "un  espace de trop": "two spaces",
    "Encore {n} jours.": "a number that can be torn from its unit",
    "dès 18 ans": "a number that can be torn from its unit",
    "au moins NCLC 7": "a level that can be torn from its scale",
    "les 24 prochains mois": "a number that can be torn from the months it counts",
    "Si vous êtes invité, répondez.": "a person invited or not by gender",
    f"1 560{NBSP}heures": "a number that can be torn in two",
    "25 %": "a % or $ without its no-break space",
    "1525$": "a % or $ without its no-break space",
    "Écris ton âge.": "a familiar form of address",
    "Je t’écris.": "a familiar form of address",
    "Votre note CRS": "an English short form",
    "un niveau CLB 7": "an English short form",
    "votre ITA": "an English short form",
    "une ECA valide": "an English short form",
    "le bassin d’Express Entry": "an English short form",
    "Votre note and vos dates": "an English word",
    "un(e) candidat(e)": "a gendered ending in brackets",
}


@pytest.mark.parametrize(("text", "fault"), WRONG.items())
def test_the_editor_sees_each_fault(text: str, fault: str) -> None:
    assert fault in faults(text)


def test_every_fault_has_been_seen_at_least_once() -> None:
    assert set(WRONG.values()) == set(FAULTS)


@pytest.mark.parametrize(
    "text",
    [
        f"<b>Note SCG estimée{NBSP}: {{total}} sur {{most}}</b>",
        f"Écrivez «{NBSP}oui{NBSP}» ou «{NBSP}18{NBSP}mois{NBSP}».",
        "Quel jour voulez-vous dire?",
        "À 15:00:00 UTC; voir /start ou https://www.canada.ca",
        f"Une année, c’est 1{NBSP}560{NBSP}heures.",
        "Votre conjoint a-t-il des résultats? Par exemple 31 3 1990.",
        f"une hausse de 25{NBSP}%",
        "{language}, {your_place}",
        "Il reste à préciser votre attestation, tant pis.",
    ],
)
def test_the_editor_leaves_good_french_alone(text: str) -> None:
    assert faults(text) == []


def test_our_readers_are_addressed_by_the_official_short_forms() -> None:
    worded = " ".join(form for text in texts("fr") for form in text.forms)
    for term in ("SCG", "EDE", "NCLC", "FÉER", "Entrée express", "Système de classement global", "bassin"):
        assert term in worded
