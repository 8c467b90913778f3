"""Folding, numbers, and choices among labels."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.answers import Several, fold, read_choice, read_number, read_points
from tests.yardstick import lengths


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Fin\u00a0DÉCEMBRE\u202f2024 ", "fin decembre 2024"),
        ("l’œuvre d´août", "l'oeuvre d'aout"),
        ("１２ ٣٤ ५६", "12 34 56"),
        ("2️⃣ choix ✅", "2 choix"),
        ("6½ – 7", "6.5 - 7"),
        ("a\u200bb\u00adc", "abc"),
        ("« Oui »", '" oui "'),
    ],
)
def test_folding_takes_away_what_people_vary(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="abcdeéèêàâçôùûîïœ 0123456789/-.,", max_size=40))
def test_case_changes_nothing_after_folding(text: str) -> None:
    assert fold(text.upper()) == fold(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", "3"), ("3 years", "3"), ("trois ans", "3"), ("3 ans.", "3"), ("two and a half", "2.5"), ("2,5", "2.5"),
        ("2.5", "2.5"), ("2 1/2", "2.5"), ("2½", "2.5"), ("3 ans et demi", "3.5"), ("un an et demi", "1.5"),
        ("half", "0.5"),
        ("a year", "1"), ("a year and a half", "1.5"), ("une année", "1"), ("none", "0"), ("aucun", "0"), ("zéro", "0"),
        ("none yet", "0"), ("pas d'expérience", "0"), ("jamais", "0"), ("une", "1"), ("vingt et un", "21"),
        ("twenty-one", "21"), ("dix-sept", "17"), ("quatres ans", "4"), ("thre years", "3"), ("5+", "5"), ("-3", "-3"),
        ("about 3 years", "3"), ("environ 3 ans", "3"), ("j’ai 3 ans d’expérience", "3"), ("18 months", "18"),
        ("14th", "14"),
        ("le 14", "14"), ("1 500", "1500"), ("٣", "3"), ("５", "5"),
    ],
)  # fmt: skip
def test_a_number_is_read_in_figures_and_in_words(text: str, value: str) -> None:
    assert read_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["", "hello", "years", "3 or 4", "3-4", "3 4", "more than 3", "plus de 3 ans", "3%", "1,500", "three hundred",
     "2 years and 6 months", "1" * 5000, "😀", "10/12", "half half", "1e5", "v2"],
)  # fmt: skip
def test_what_is_not_one_number_is_refused(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("18 months", "1.5"),
        ("six mois", "0.5"),
        ("2 years and 6 months", "2.5"),
        ("2 ans 6 mois", "2.5"),
        ("12 months", "1"),
        ("3", "3"),
    ],
)
def test_months_count_as_twelfths_of_a_year_where_years_are_asked(text: str, years: str) -> None:
    assert read_number(text, in_years=True) == Decimal(years)


def test_eleven_months_are_never_rounded_up_to_a_year() -> None:
    assert Decimal("0.91") < (read_number("11 months", in_years=True) or 0) < 1


@given(
    st.decimals(0, 99999, places=2, allow_nan=False),
    st.sampled_from([".", ","]),
    st.sampled_from(["", " ans", " years", " !"]),
)
def test_figures_round_trip(value: Decimal, mark: str, after: str) -> None:
    assert read_number(str(value).replace(".", mark) + after) == value


EDUCATION = [
    ["Less than secondary", "Less than secondary school (high school)", "Moins que le secondaire"],
    ["Secondary", "Secondary school (high school) diploma", "high school", "Secondaire"],
    ["One-year program", "Post-secondary program of one year", "Programme d’un an"],
    ["Two-year program", "Post-secondary program of two years", "Programme de deux ans"],
    ["Bachelor's degree", "Bachelor's degree, or a program of three years or more", "Baccalauréat"],
    ["Two or more", "Two or more credentials, one of them of three years or more", "Deux diplômes ou plus"],
    ["Master's degree", "Master's degree, or a professional degree (medicine, law)", "msc", "Maîtrise"],
    ["Doctorate", "Doctorate (PhD)", "phd", "Doctorat"],
]
PARTNER = [
    ["No partner", "none", "single", "no", "aucun", "célibataire"],
    ["Yes, coming with me", "Yes, coming with me, and not Canadian", "Oui, m’accompagne"],
    ["Yes, not coming", "Yes, not coming to Canada with me", "Oui, n’accompagne pas"],
    ["Yes, Canadian", "Yes, a citizen or permanent resident of Canada"],
]
TESTS = [
    ["IELTS General", "ielts"],
    ["CELPIP-General", "celpip"],
    ["PTE Core", "pte"],
    ["TEF Canada", "tef"],
    ["TCF Canada", "tcf"],
]


@pytest.mark.parametrize("text", ["5", "5.", "(5)", "#5", "5️⃣", "five", "cinq", "option 5", "choix 5", "no 5",
                                  "the fifth",
                                  "la cinquième", "5th", "5e", "٥", "5 please"])  # fmt: skip
def test_a_choice_is_named_by_its_place(text: str) -> None:
    assert read_choice(text, EDUCATION) == 4


def test_the_last_is_the_last() -> None:
    assert read_choice("the last one", TESTS) == read_choice("la dernière", TESTS) == 4


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("Bachelor's degree", 4), ("bachelor’s DEGREE", 4), ("bachelor", 4), ("baccalaureat", 4), ("bachlor", 4),
        ("I have a master's degree", 6), ("MSc", 6), ("maitrise", 6), ("law degree", 6), ("PhD", 7), ("Ph.D.", 7),
        ("doctorte", 7),
        ("high school", 1), ("two years", 3), ("one year program", 2), ("deux diplomes", 5), ("✅ Doctorate", 7),
    ],
)  # fmt: skip
def test_a_choice_is_named_by_its_words(text: str, index: int) -> None:
    assert read_choice(text, EDUCATION) == index


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("no", 0), ("célibataire", 0), ("sinlge", 0), ("not coming", 2), ("she is not coming", 2),
        ("she isn't coming", 2),
        ("he’s coming", 1), ("coming with me", 1), ("canadian", 3), ("permanent resident", 3), ("n'accompagne pas", 2),
    ],
)  # fmt: skip
def test_a_negation_is_never_lost(text: str, index: int) -> None:
    assert read_choice(text, PARTNER) == index


def test_a_bare_no_is_only_a_label_of_its_own() -> None:
    options = [["No diploma", "Aucun diplôme"], ["Diploma"]]
    assert read_choice("no", options) is read_choice("aucun", options) is None
    assert read_choice("no diploma", options) == 0
    assert read_choice("no", [["No"], ["Yes"]]) == 0


@pytest.mark.parametrize("text", ["not canadian", "never coming back", "he is not a citizen"])
def test_a_negation_that_no_label_has_is_not_guessed_away(text: str) -> None:
    assert read_choice(text, PARTNER) is None


@pytest.mark.parametrize(
    ("text", "options", "indexes"),
    [
        ("degree", EDUCATION, (4, 6)),
        ("two", EDUCATION, (1, 3, 5)),  # the second, or "Two-year program", or "Two or more"
        ("master and bachelor", EDUCATION, (4, 6)),
        ("yes", PARTNER, (1, 2, 3)),
        ("canada", TESTS, (3, 4)),
        ("genral", TESTS, (0, 1)),
    ],
)
def test_two_equally_good_readings_are_both_told(text: str, options: list[list[str]], indexes: tuple[int, ...]) -> None:
    assert read_choice(text, options) == Several(indexes)


def test_a_bare_figure_is_the_number_in_the_list_whatever_the_labels_begin_with() -> None:
    assert [read_choice(text, [["none"], ["1 year"], ["2 years"]]) for text in ("1", "2.", "(3)")] == [0, 1, 2]
    assert read_choice("1 year", [["none"], ["1 year"], ["2 years"]]) == 1


@pytest.mark.parametrize(
    "text",
    ["", "9", "0", "2.5", "99999", "hello", "tff", "no degree", "I don't have a degree", "👍", "x" * 5000, "the of"],
)
def test_what_fits_no_choice_is_refused(text: str) -> None:
    assert read_choice(text, EDUCATION) is None


def test_two_tests_of_nearly_the_same_name_are_never_mixed_up() -> None:
    assert read_choice("tef", TESTS) == 3
    assert read_choice("tcf", TESTS) == 4
    assert read_choice("tdf", TESTS) is None
    assert read_choice("celpp", TESTS) == 1


@given(st.sampled_from([EDUCATION, PARTNER, TESTS]), st.data())
def test_every_label_chooses_its_option_in_any_case_and_spacing(options: list[list[str]], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(options) - 1))
    label = data.draw(st.sampled_from(options[index]))
    for variant in (label, label.upper(), f"  {label}. ", label.replace(" ", "\u00a0"), f"➡️ {label}", fold(label)):
        assert read_choice(variant, options) == index


@given(
    st.lists(st.one_of(st.text(max_size=8), st.sampled_from(["no", "2", "the", "bachelor", "second"])), max_size=8).map(
        " ".join
    )
)
def test_no_text_makes_the_word_readers_fail(text: str) -> None:
    choice = read_choice(text, EDUCATION)
    assert choice is None or isinstance(choice, Several) or 0 <= choice < len(EDUCATION)
    assert isinstance(read_number(text), Decimal | None)
    assert isinstance(read_number(text, in_years=True), Decimal | None)


@pytest.mark.parametrize(
    "text", ["x" * 5000, "e" + "\u0323\u0301" * 2500, "\ufdfa" * 5000, "no " * 66, "bachlor " * 25, "1 " * 40]
)
def test_no_text_takes_long_to_refuse(text: str) -> None:
    assert lengths(lambda: (read_choice(text, EDUCATION), read_number(text))) < 400


@pytest.mark.parametrize("text", ["yes", "Yes please", "oui"])
def test_a_yes_is_no_beginning_of_yesterday(text: str) -> None:
    assert read_choice(text, [["Today"], ["Yesterday"]]) is None


@pytest.mark.parametrize(
    ("text", "points"),
    [
        *(("505", 505), ("505 points", 505), ("CRS 480", 480), ("SCG : 480", 480), ("461.0", 461), ("470.", 470)),
        *(("1,016", 1016), ("1 016", 1016), ("1\u202f016", 1016), ("1.016", 1016), ("480/1200", 480)),
        *(("480 out of 1,200", 480), ("480 sur 1 200", 480), ("my score is 470", 470), ("ma note est de 470", 470)),
        *(("-5", None), ("4 61", None), ("461.5", None), ("470 or 480", None), ("31 May", None), ("12345", None)),
        *(("", None), ("four hundred", None), ("score -5", None), ("470 years", None)),
    ],
)
def test_a_score_is_read_with_what_people_write_around_it(text: str, points: int | None) -> None:
    assert read_points(text) == points
