"""Occupations by code, old code and words of a job title, as people type them."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.occupations import Found, Match, TitleLanguage, gender_forms, search, titles, unit_groups

# What a person types, and the group that has to be among the first three.
TYPED = {
    # plain
    "software engineer": "21231",
    "software developer": "21232",
    "data scientist": "21211",
    "truck driver": "73300",
    "welder": "72106",
    "cook": "63200",
    "plumber": "72300",
    "electrician": "72200",
    "registered nurse": "31301",
    "early childhood educator": "42202",
    "high school teacher": "41220",
    "police officer": "42100",
    "family physician": "31102",
    "administrative assistant": "13110",
    "flight attendant": "64311",
    "human resources manager": "10011",
    "restaurant manager": "60030",
    "project manager construction": "70010",
    "boulanger": "63202",
    "soudeur": "72106",
    "pharmacien": "31120",
    "comptable": "11100",
    "plombier": "72300",
    "dentiste": "31110",
    "médecin de famille": "31102",
    "chef de cuisine": "62200",
    "conducteur de camion": "73300",
    "éducatrice de la petite enfance": "42202",
    "travailleuse sociale": "41300",
    # without accents, in capitals, without the little words, in another order
    "infirmiere": "31301",
    "INFIRMIÈRE AUXILIAIRE": "32101",
    "chef cuisine": "62200",
    "developpeur web": "21234",
    "educatrice petite enfance": "42202",
    "engineer, software": "21231",
    "chauffeur d’autobus": "73301",
    "X-RAY TECHNICIAN": "32121",
    # the other gender, one or many, inclusive writing
    "camionneuse": "73300",
    "directrice financière": "10010",
    "directeurs financiers": "10010",
    "ingénieure civile": "21300",
    "alderwoman": "00010",
    "headmistress": "40021",
    "waitress": "65200",
    "électriciennes": "72200",
    "nurses": "31301",
    "technicien(ne) en informatique": "22221",
    "ingénieur·e logiciel": "21231",
    "pharmaciens": "31120",
    # typing mistakes
    "sofware enginer": "21231",
    "electrican": "72200",
    "eletricien": "72200",
    "accontant": "11100",
    "dental hygenist": "32111",
    "butchr": "63201",
    "infirmer": "31301",
    "pharamcien": "31120",
    "mechancial engineer": "21301",
    "receptionnist": "14101",
    "charpentire": "72310",
    # two words as one, one as two
    "truckdriver": "73300",
    "web master": "21234",
    # the beginning of words, as on a phone
    "soft eng": "21231",
    "pharmacy tech": "32124",
    "medical lab technologist": "32120",
    "infirmi": "31301",
    # short forms
    "RN": "31301",
    "L.P.N.": "32101",
    "devops": "21231",
    "CPA": "11100",
    # more than the title holds
    "senior software engineer at Acme": "21231",
    # codes
    "21231": "21231",
    "NOC 21231": "21231",
    "CNP : 00012": "00012",
    "2173": "21231",
    "0213": "20012",
    # begins with a number and is no code
    "911 dispatcher": "14404",
    "2D animator": "52120",
}


@pytest.mark.parametrize(("typed", "code"), TYPED.items())
def test_what_a_person_types_finds_the_group_among_the_first_three(typed: str, code: str) -> None:
    found = search(typed)
    assert code in [one.code for one in found[:3]], found


@pytest.mark.parametrize(("typed", "language"), [("welder", "fr"), ("soudeuse", "en"), ("infirmière", "en")])
def test_with_one_language_named_the_titles_of_the_other_are_not_searched(typed: str, language: TitleLanguage) -> None:
    assert all(one.language == language for one in search(typed, language))
    assert search(typed)[0].match is Match.exact
    assert not any(one.match is Match.exact for one in search(typed, language))


def test_a_group_is_found_with_its_teer_and_the_title_that_matched() -> None:
    assert search("camionneuse")[0] == Found("73300", 3, "camionneur/camionneuse", "fr", Match.exact)
    assert search("sofware enginer")[0] == Found("21231", 1, "software engineer", "en", Match.near)


def test_a_code_is_shown_with_its_official_title_in_the_language_asked_for() -> None:
    assert search("NOC 21231") == (Found("21231", 1, "Software engineers and designers", "en", Match.code),)
    assert search("21231", "fr")[0].title == unit_groups()["21231"].title_fr


def test_the_beginning_of_a_code_lists_the_codes_in_order() -> None:
    assert [one.code for one in search("7210")] == ["72100", "72101", "72102", "72103", "72104", "72105", "72106"]


def test_an_old_code_comes_before_the_new_ones_that_begin_like_it() -> None:
    found = search("2123")  # agricultural representatives in NOC 2016, the beginning of 21230 to 21234 in NOC 2021
    assert found[0] == Found(
        "21112", 1, "Agricultural representatives, consultants and specialists", "en", Match.code_2016
    )
    assert [one.code for one in found[1:]] == ["21230", "21231", "21232", "21233", "21234"]
    assert {one.match for one in found[1:]} == {Match.code}


def test_an_old_code_that_was_divided_gives_all_it_became() -> None:
    assert [one.code for one in search("2173")] == ["21231", "21211"]


def test_an_exact_title_comes_before_one_that_holds_the_words_and_a_near_one_is_not_shown_beside_them() -> None:
    found = search("welder", limit=50)
    kinds = [one.match for one in found]
    assert kinds[0] is Match.exact
    assert kinds == sorted(kinds, key=list(Match).index)
    assert Match.near not in kinds
    assert {one.match for one in search("weldre")} == {Match.near}


def test_a_title_that_begins_with_the_words_comes_before_one_that_only_holds_them() -> None:
    codes = [one.code for one in search("agent de bord", "fr")]
    assert codes.index("64311") < codes.index(
        "41210"
    )  # agent/agente de bord - …, formateur/formatrice d'agents de bord


def test_each_group_is_found_once_and_no_more_than_asked_for() -> None:
    for typed in ("operator", "directeur", "nurse", "1"):
        codes = [one.code for one in search(typed, limit=5)]
        assert len(codes) == len(set(codes)) == 5


@pytest.mark.parametrize("typed", ["", "   ", "?!", "99999", "zzzzzz", "Ж", "𝟘", "la de l'"])
def test_what_means_nothing_finds_nothing_or_little_and_never_fails(typed: str) -> None:
    assert len(search(typed)) <= 8
    if typed.strip(" ?!") in ("", "99999", "zzzzzz", "Ж"):
        assert search(typed) == ()


@given(st.text(max_size=60))
def test_no_text_breaks_the_search(typed: str) -> None:
    for one in search(typed):
        assert one.code in unit_groups()


@pytest.mark.parametrize(
    ("text", "language", "not_by_exclusion"),
    [("physician", "en", "21210"), ("software engineer", "en", "21311"), ("cadre supérieur", "fr", "42100")],
)
def test_a_group_is_not_found_by_what_a_title_leaves_out(
    text: str, language: TitleLanguage, not_by_exclusion: str
) -> None:
    # "epidemiologist (except physician and veterinarian)", "computer engineer (except software)"
    assert not_by_exclusion not in [one.code for one in search(text, language, limit=50)]


@pytest.mark.parametrize(
    ("text", "first"),
    [("physician", ["31100", "31102"]), ("epidemiologist", ["21210", "31103"]), ("police officer", ["42100", "40040"])],
)
def test_who_is_named_before_a_dash_comes_before_who_is_named_after_it(text: str, first: list[str]) -> None:
    # "osteopath - physician" is an osteopath.
    assert [one.code for one in search(text, "en")][:2] == first


@pytest.mark.parametrize(
    "text",
    ["Electricians (except industrial and power system)", "electricians except industrial", "Électriciens (sauf"],
)
def test_a_title_said_with_what_it_leaves_out_is_found_by_what_it_names(text: str) -> None:
    assert search(text)[0].code == "72200"
    assert "except" not in search("electrician")[0].title


def test_an_official_title_in_both_genders_finds_its_group() -> None:
    missed = [code for code, group in unit_groups().items() if search(group.title_fr, "fr")[0].code != code]
    assert missed == ["21222", "95101"]  # in the singular, what they say is an example title of their neighbours


@given(st.data())
def test_every_title_finds_its_group_in_either_gender(data: st.DataObject) -> None:
    language: TitleLanguage = data.draw(st.sampled_from(["en", "fr"]))
    title, code = data.draw(st.sampled_from(_titles(language)))
    for form in gender_forms(title):
        assert code in [one.code for one in search(form, language, limit=20)]


@pytest.mark.parametrize(
    ("title", "forms"),
    [
        ("pharmacien/pharmacienne", ("pharmacien", "pharmacienne")),
        ("directeur/directrice - banque", ("directeur - banque", "directrice - banque")),
        ("infirmier autorisé/infirmière autorisée", ("infirmier autorisé", "infirmière autorisée")),
        (
            "ingénieur mécanicien/ingénieure mécanicienne en énergie",
            ("ingénieur mécanicien en énergie", "ingénieure mécanicienne en énergie"),
        ),
        ("homme/femme de journée", ("homme de journée", "femme de journée")),
        ("aide-soudeur/aide-soudeuse", ("aide-soudeur", "aide-soudeuse")),
        (
            "directeurs adjoints/directrices adjointes et conseillers/conseillères",
            ("directeurs adjoints et conseillers", "directrices adjointes et conseillères"),
        ),
        ("alderman/woman", ("alderman", "alderwoman")),
        ("cleaning man/woman", ("cleaning man", "cleaning woman")),
        ("waiter/waitress", ("waiter", "waitress")),
        ("private school headmaster/mistress", ("private school headmaster", "private school headmistress")),
        ("welder", ("welder",)),
    ],
)
def test_a_title_with_a_slash_is_taken_apart_into_its_two_forms(title: str, forms: tuple[str, ...]) -> None:
    assert gender_forms(title) == forms


@cache
def _titles(language: TitleLanguage) -> list[tuple[str, str]]:
    return [(title, code) for code, examples in titles(language).items() for title in examples]
