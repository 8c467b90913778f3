"""Yes and no, the controls, the wish for a language, and what must not be kept."""

from __future__ import annotations

from datetime import date

import pytest
from babel import Locale
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from conversations.answers import (
    Control,
    Secret,
    looks_secret,
    read_control,
    read_language_wish,
    read_yes_no,
)


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Yes!",
        "yep",
        "y",
        "oui",
        "OUI",
        "ouais",
        "o",
        "true",
        "yesss",
        "ouiii",
        "yes please",
        "oui, merci",
        "oui, j’en ai un",
        "yes, I have one",
        "bien sûr",
        "I do",
        "👍",
        "👍🏽",
        "✔️",
    ],
)
def test_a_yes_is_a_yes(text: str) -> None:
    assert read_yes_no(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "No.",
        "non",
        "nope",
        "n",
        "false",
        "noooo",
        "non merci",
        "no thanks",
        "no, I don't",
        "not yet",
        "pas encore",
        "non, je n'en ai pas",
        "👎",
    ],
)
def test_a_no_is_a_no(text: str) -> None:
    assert read_yes_no(text) is False


@pytest.mark.parametrize(
    "text",
    [
        "",
        "none",
        "maybe",
        "ok",
        "yes but no",
        "yes and no",
        "no idea",
        "no problem",
        "Yes, not coming",
        "oui je l'ai pas",
        "31 3 1990",
        "yes " * 1000,
        "😀",
    ],
)
def test_what_is_neither_or_both_is_not_guessed(text: str) -> None:
    assert read_yes_no(text) is None


@pytest.mark.parametrize(
    ("control", "texts"),
    [
        (Control.back, ["back", "Go back", "retour", "Précédent", "precedant", "previous", "/back"]),
        (Control.skip, ["skip", "/skip", "passer", "Skip this question.", "suivant", "skip svp"]),
        (
            Control.dont_know,
            [
                "I don't know yet",
                "I don’t know",
                "I dont know",
                "idk",
                "not sure",
                "no idea",
                "Je ne sais pas encore",
                "je ne sais pas !",
                "j’sais pas",
                "aucune idée",
                "pas sûr",
                "je ne sait pas",
                "I dont knwo",
            ],
        ),
        (Control.stop, ["stop", "STOP!", "stop please", "arrêter", "arrete", "Cancel", "annuler"]),
        (Control.why, ["why?", "pourquoi ?", "Why do you ask?"]),
        (Control.confirm, ["confirm", "OK", "confirmer", "d’accord", "c'est bon", "Enregistrer"]),
    ],
)
def test_controls_are_understood_in_both_languages(control: Control, texts: list[str]) -> None:
    assert {text: read_control(text) for text in texts} == dict.fromkeys(texts, control)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no",
        "none",
        "aucun",
        "non",
        "yes",
        "zero",
        "I stopped in May",
        "passport",
        "bachelor",
        "single",
        "2",
        "31 3 1990",
        "not coming",
        "stop " * 1000,
        "I skip breakfast",
        "en arrêt de travail",
    ],
)
def test_controls_never_swallow_an_answer(text: str) -> None:
    assert read_control(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "en français svp",
        "français",
        "Francais",
        "/fr",
        "fr",
        "in French please",
        "switch to French",
        "en français, s’il vous plaît",
        "parlez français",
        "I want it in French",
    ],
)
def test_a_wish_for_french_is_heard(text: str) -> None:
    assert read_language_wish(text) == "fr"


@pytest.mark.parametrize(
    "text", ["in English please", "English", "/en", "en anglais", "En anglais s'il vous plait", "speak english"]
)
def test_a_wish_for_english_is_heard(text: str) -> None:
    assert read_language_wish(text) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "IELTS in English",
        "english test",
        "no english",
        "English or French",
        "en 2025",
        "TEF",
        "",
        "please",
        "my French is better than my English",
        "french " * 1000,
    ],
)
def test_other_talk_of_languages_is_no_wish(text: str) -> None:
    assert read_language_wish(text) is None


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("12345678", Secret.client_number),
        ("1234-5678", Secret.client_number),
        ("1234567890", Secret.client_number),
        ("11-2345-6789", Secret.client_number),
        ("my UCI is 1234-5678", Secret.client_number),
        ("IUC : 12 3456 7890", Secret.client_number),
        ("E001234567", Secret.client_number),
        ("AB123456", Secret.passport),
        ("my passport is K1234567.", Secret.passport),
        ("passport no C01X00T47", Secret.passport),
        ("passeport : 12AB34567", Secret.passport),
        ("P123456AA", Secret.passport),
        ("P<CANMARTIN<<SARAH<<<<", Secret.passport),
        ("my password is hunter2", Secret.password),
        ("Password=abcdef", Secret.password),
        ("mot de passe : Soleil2024!", Secret.password),
        ("mdp soleil99", Secret.password),
    ],
)
def test_what_must_not_be_kept_is_recognised(text: str, secret: Secret) -> None:
    assert looks_secret(text) is secret


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "UCI",
        "I forgot my password",
        "c'est quoi le mot de passe ?",
        "2019 2023",
        "20250110",
        "31031990",
        "le20250110",
        "10jan2025",
        "passport expires on 10 Jan 2025",
        "mon passeport expire le 2025-01-10",
        "8/7/6.5/7",
        "L8R7W6.5S7",
        "CO280CE240EE310EO320",
        "280 240 310 320",
        "65 75 80 90",
        "10 10 10 10",
        "TEF 2024",
        "NOC 21231",
        "18 months",
        "I have 2 tests",
    ],
)
def test_answers_are_not_taken_for_secrets(text: str) -> None:
    assert looks_secret(text) is None


@given(
    st.dates(date(1932, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["en_CA", "fr_CA"]),
    st.sampled_from(
        [
            "short",
            "medium",
            "long",
            "full",
            "d/M/y",
            "dd-MM-y",
            "yyyyMMdd",
            "ddMMyyyy",
            "MMddyyyy",
            "dd MM y",
            "y MM dd",
            "dMMMy",
            "dMMMMyyyy",
            "'le' d MMMM yy",
        ]
    ),
)
def test_no_date_looks_secret(day: date, locale: str, pattern: str) -> None:
    assert looks_secret(format_date(day, pattern, locale=Locale.parse(locale))) is None


@given(st.lists(st.integers(0, 699), min_size=4, max_size=4), st.sampled_from([" ", "/", "-", ", "]), st.booleans())
def test_no_scores_look_secret(scores: list[int], separator: str, labelled: bool) -> None:
    parts = [f"{label}{score}" for label, score in zip("LRWS", scores, strict=True)] if labelled else map(str, scores)
    assert looks_secret(separator.join(parts)) is None


@given(st.text(max_size=80))
def test_no_text_makes_the_phrase_readers_fail(text: str) -> None:
    assert read_yes_no(text) in (True, False, None)
    assert read_control(text) in (*Control, None)
    assert read_language_wish(text) in ("en", "fr", None)
    assert looks_secret(text) in (*Secret, None)
