"""Four scores as people write them in one line."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.answers import (
    LevelsNotScores,
    NotScores,
    OneNumber,
    ScoresRead,
    SomeScores,
    WhyNot,
    read_scores,
)
from rules.facts import Ability, LanguageTestKind
from tests.yardstick import lengths

IELTS = LanguageTestKind.ielts_general
CELPIP = LanguageTestKind.celpip_general
PTE = LanguageTestKind.pte_core
TEF = LanguageTestKind.tef_canada
ORDER = (Ability.listening, Ability.reading, Ability.writing, Ability.speaking)


def four(*values: str, labelled: bool) -> ScoresRead:
    return ScoresRead(dict(zip(ORDER, map(Decimal, values), strict=True)), labelled)


@pytest.mark.parametrize(
    "text",
    [
        "8/7/6.5/7", "8 7 6,5 7", "8-7-6.5-7", "8, 7, 6.5, 7", "8,7,6.5,7", "8;7;6,5;7", "8 / 7 / 6,5 / 7", "8|7|6.5|7",
        "(8, 7, 6.5, 7)", "8 7 6½ 7", "IELTS 8 7 6.5 7", "8.0/7.0/6.5/7.0", "8/9 7/9 6.5/9 7/9", "8 7 6.5 7 overall 7",
        "7 overall, 8 7 6.5 7", "toutes mes notes : 8 7 6,5 7", "eight, seven, six and a half, seven",
        "huit sept six et demi sept", "٨ ٧ ٦٫٥ ٧", "８／７／６．５／７",
    ],
)  # fmt: skip
def test_four_scores_without_labels_are_in_the_usual_order_and_say_so(text: str) -> None:
    assert read_scores(text, IELTS) == four("8", "7", "6.5", "7", labelled=False)


@pytest.mark.parametrize(
    "text",
    [
        "L8 R7 W6.5 S7", "l 8, r 7, w 6.5, s 7", "L8R7W6.5S7", "L8,R7,W6,5,S7", "8L 7R 6.5W 7S", "S7 W6.5 R7 L8",
        "Listening: 8.0 Reading: 7.0 Writing: 6.5 Speaking: 7.0", "listenning 8 reding 7 writting 6.5 speeking 7",
        "8 listening, 7 reading, 6.5 writing and 7 speaking", "8/7/6.5/7 LRWS", "LRWS 8 7 6.5 7", "8/7/7/6.5 LRSW",
        "L R W S: 8 7 6.5 7", "my listening was 8 but reading only 7, writing 6.5 and speaking 7",
        "écoute 8, lecture 7, écriture 6,5, parler 7", "overall 7, L8 R7 W6.5 S7", "L8 R7 W6.5 S7 (CLB 9)",
        "L8 R7 W6.5 S7, all from one report", "L8/9 R7/9 W6.5/9 S7/9", "CO 8 CE 7 EE 6,5 EO 7",
    ],
)  # fmt: skip
def test_labels_give_the_order(text: str) -> None:
    assert read_scores(text, IELTS) == four("8", "7", "6.5", "7", labelled=True)


@pytest.mark.parametrize(
    "text",
    [
        "CO 280 CE 240 EE 310 EO 320",
        "CO:280\nCE:240\nEE:310\nEO:320",
        "EO=320, EE=310, CE=240, CO=280",
        "c.o. 280 c.e. 240 e.e. 310 e.o. 320",
        "CO 280/360 CE 240/300 EE 310/450 EO 320/450",
        "CO 280 B2 CE 240 B2 EE 310 B2 EO 320 B2",
        "compréhension de l'oral 280, compréhension de l’écrit 240, expression écrite 310, expression orale 320",
        "Compréhension orale : 280 ; compréhension écrite : 240 ; expression écrite : 310 ; expression orale : 320",
        "PO 320 PE 310 CE 240 CO 280",
        "listening 280 reading 240 writing 310 speaking 320",
    ],
)
def test_french_labels_are_read(text: str) -> None:
    assert read_scores(text, TEF) == four("280", "240", "310", "320", labelled=True)


@pytest.mark.parametrize(
    "text",
    [
        "280/240/310/320", "280,240,310,320", "280.240.310.320", "280 240 310 320", "280/360 240/300 310/450 320/450",
        "280 sur 360, 240 sur 300, 310 sur 450, 320 sur 450", "ce sont mes notes : 280 240 310 320",
    ],
)  # fmt: skip
def test_a_comma_is_never_decimal_in_a_test_of_whole_numbers(text: str) -> None:
    assert read_scores(text, TEF) == four("280", "240", "310", "320", labelled=False)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("8,5/7/6,5/7", ("8.5", "7", "6.5", "7")),
        ("8,5,7,6,5,7", ("8.5", "7", "6.5", "7")),
        ("8.5.7.6.5.7", ("8.5", "7", "6.5", "7")),
        ("5,5,5,5", ("5", "5", "5", "5")),
        ("9/9/9/9", ("9", "9", "9", "9")),
        ("7,5 7,5 7,5 7,5", ("7.5", "7.5", "7.5", "7.5")),
        ("8 7 6 7 7", ("8", "7", "6", "7")),  # the overall of these four is 7, printed last on the report
    ],
)
def test_commas_are_read_by_what_makes_four_numbers(text: str, values: tuple[str, ...]) -> None:
    assert read_scores(text, IELTS) == four(*values, labelled=False)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("CELPIP 9 all", CELPIP, "9"), ("9 partout", CELPIP, "9"), ("level 9 in all", CELPIP, "9"),
        ("all 9s", CELPIP, "9"),
        ("all 7", IELTS, "7"), ("7,5 each", IELTS, "7.5"),
    ],
)  # fmt: skip
def test_one_score_for_all_is_four_equal_scores(text: str, kind: LanguageTestKind, value: str) -> None:
    assert read_scores(text, kind) == four(value, value, value, value, labelled=True)


@pytest.mark.parametrize(
    "text", ["IELTS 7.5 overall", "overall 7.5", "note globale 7,5", "Overall band: 7.5", "moyenne 7,5"]
)
def test_an_overall_band_is_one_number_that_says_so(text: str) -> None:
    assert read_scores(text, IELTS) == OneNumber(Decimal("7.5"), overall=True)


@pytest.mark.parametrize(
    ("text", "value"), [("7.5", "7.5"), ("7,5", "7.5"), ("7", "7"), ("7 out of 9", "7"), ("seven", "7")]
)
def test_a_number_alone_is_one_number(text: str, value: str) -> None:
    assert read_scores(text, IELTS) == OneNumber(Decimal(value))


def test_a_half_stays_a_half_where_the_test_has_none_so_that_it_can_be_refused_by_name() -> None:
    assert read_scores("9.5", CELPIP) == OneNumber(Decimal("9.5"))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("9/9/8,5/8", ("9", "9", "8.5", "8")),
        ("9 9 8,5 8", ("9", "9", "8.5", "8")),
        ("9,9,8.5,8", ("9", "9", "8.5", "8")),
        ("8,5/12 9/12 9/12 8/12", ("8.5", "9", "9", "8")),
    ],
)
def test_a_half_beside_three_whole_scores_is_one_of_the_four(text: str, values: tuple[str, ...]) -> None:
    assert read_scores(text, CELPIP) == four(*values, labelled=False)


def test_a_half_with_a_label_stays_with_its_label() -> None:
    assert read_scores("L9, R9, W8,5, S8", CELPIP) == four("9", "9", "8.5", "8", labelled=True)
    assert read_scores("W 8,5", CELPIP) == SomeScores({Ability.writing: Decimal("8.5")})
    assert read_scores("8,5 partout", CELPIP) == four("8.5", "8.5", "8.5", "8.5", labelled=True)
    assert read_scores("8,5", CELPIP) == OneNumber(Decimal("8.5"))


@pytest.mark.parametrize("text", ["9,9 8,5", "9,9,8,5", "9,9/8,5", "9 9 8,5", "9,9 8,5 overall 8"])
def test_a_comma_separates_whole_scores_where_only_that_makes_four(text: str) -> None:
    assert read_scores(text, CELPIP) == four("9", "9", "8", "5", labelled=False)


def test_a_nought_after_a_comma_is_no_score() -> None:
    assert read_scores("9,0 8,0", CELPIP) == NotScores(WhyNot.too_few)
    assert read_scores("9,0/9,0/8,0/8,0", CELPIP) == four("9", "9", "8", "8", labelled=False)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("9/9/8/7/8", IELTS),
        ("9/9/8/7/8", CELPIP),
        ("9/9/9/9/9", CELPIP),
        ("90/90/80/85/86", PTE),
        ("12/12/9/9/9/9", CELPIP),
        ("280/300/240/310/320", TEF),
        ("L9/9 R8 W7 S8", IELTS),
        ("9 partout 9/9", CELPIP),
    ],
)
def test_no_score_is_taken_for_the_most_of_another(text: str, kind: LanguageTestKind) -> None:
    assert isinstance(read_scores(text, kind), NotScores)


@pytest.mark.parametrize("text", ["9/9/8/7/8", "90/90/80/85/86"])
def test_five_numbers_are_too_many(text: str) -> None:
    assert read_scores(text, PTE) == NotScores(WhyNot.too_many)


@pytest.mark.parametrize("text", ["9/12 partout", "9/12 9/12 9/12 9/12", "all 9/12", "9/12/9/12/9/12/9/12"])
def test_the_most_may_be_named_with_every_score(text: str) -> None:
    read = read_scores(text, CELPIP)
    assert isinstance(read, ScoresRead)
    assert set(read.values.values()) == {Decimal(9)}


@given(st.lists(st.integers(0, 90), min_size=5, max_size=7), st.sampled_from(["/", " / ", " ", ", "]))
def test_more_than_four_whole_numbers_are_never_four_scores(scores: list[int], separator: str) -> None:
    assert read_scores(separator.join(map(str, scores)), PTE) == NotScores(WhyNot.too_many)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("L8 R7", {Ability.listening: 8, Ability.reading: 7}),
        ("Speaking 7", {Ability.speaking: 7}),
        ("CE 6/9", {Ability.reading: 6}),
        ("l'écoute 8", {Ability.listening: 8}),
    ],
)
def test_fewer_than_four_labels_give_some_scores(text: str, values: dict[Ability, int]) -> None:
    assert read_scores(text, IELTS) == SomeScores({ability: Decimal(value) for ability, value in values.items()})


@pytest.mark.parametrize(
    "text", ["CLB 9 in all", "NCLC 7 partout", "C1", "B2 in all four", "CLB 9 8 8 8", "clb9", "L C1 R B2"]
)
def test_levels_are_told_apart_from_scores(text: str) -> None:
    assert read_scores(text, IELTS) == LevelsNotScores()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", WhyNot.nothing),
        ("hello", WhyNot.nothing),
        ("😀", WhyNot.nothing),
        ("8 7", WhyNot.too_few),
        ("8 7 6.5", WhyNot.too_few),
        ("8 7 6.5 7 8", WhyNot.too_many),
        ("7 in all except writing 6.5", WhyNot.too_many),
        ("L8 L7 W6 S7", WhyNot.repeated),
        ("L8 R7 W6.5 S7 L9", WhyNot.repeated),
        ("8,5,5,5,5", WhyNot.unclear),
        ("L8 7 R W6.5 S7", WhyNot.unclear),
        ("1234", WhyNot.unclear),
        ("10 Jan 2025", WhyNot.unclear),
        ("8 " * 2500, WhyNot.unclear),
    ],
)
def test_what_cannot_be_read_says_why(text: str, reason: WhyNot) -> None:
    assert read_scores(text, IELTS) == NotScores(reason)


BANDS = st.lists(st.integers(0, 18).map(lambda halves: Decimal(halves) / 2), min_size=4, max_size=4)
LABELS = [
    ("L", "R", "W", "S"), ("listening", "reading", "writing", "speaking"), ("CO", "CE", "EE", "EO"),
    ("Écoute", "Lecture", "Écriture", "Parler"), ("Listening:", "Reading:", "Writing:", "Speaking:"),
    ("compréhension de l’oral", "compréhension de l’écrit", "expression écrite", "expression orale"),
]  # fmt: skip


@given(BANDS, st.sampled_from([" ", "/", "-", ", ", " / ", ";", " ; ", "\u00a0", "\n"]), st.booleans())
def test_four_bands_round_trip_with_any_separator(bands: list[Decimal], separator: str, comma: bool) -> None:
    text = separator.join(f"{band.normalize():f}" for band in bands)
    text = text.replace(".", ",") if comma else text
    assert read_scores(text, IELTS) == four(*map(str, bands), labelled=False)


@given(
    BANDS, st.sampled_from(LABELS), st.permutations(range(4)), st.sampled_from([" ", ", ", "\n", " / "]), st.booleans()
)
def test_labelled_bands_round_trip_in_any_order(
    bands: list[Decimal], labels: tuple[str, ...], order: list[int], separator: str, label_first: bool
) -> None:
    pairs = [(labels[i], f"{bands[i].normalize():f}") for i in order]
    text = separator.join(f"{a} {b}" if label_first else f"{b} {a.rstrip(':')}" for a, b in pairs)
    assert read_scores(text, IELTS) == four(*map(str, bands), labelled=True)
    assert read_scores(text.upper(), IELTS) == read_scores(text, IELTS)


@given(BANDS, st.permutations("LRWS"))
def test_an_order_given_in_letters_is_followed(bands: list[Decimal], letters: list[str]) -> None:
    by_letter = dict(zip("LRWS", bands, strict=True))
    text = "/".join(f"{by_letter[letter].normalize():f}" for letter in letters) + " " + "".join(letters)
    assert read_scores(text, IELTS) == four(*map(str, bands), labelled=True)


@given(st.lists(st.integers(21, 699), min_size=4, max_size=4), st.sampled_from([" ", "/", ",", ".", "-", ", "]))
def test_four_whole_scores_round_trip_with_any_separator(scores: list[int], separator: str) -> None:
    assert read_scores(separator.join(map(str, scores)), TEF) == four(*map(str, scores), labelled=False)


SOUP = st.lists(
    st.one_of(
        st.text(max_size=5),
        st.integers(0, 9999).map(str),
        st.sampled_from(
            ["L", "R", "CO", "all", "overall", "7,5", "6.5", "8,5,7", "...", ",", "/9", "CLB", "s", "LRWS", "½", "c1"]
        ),
    ),
    max_size=10,
)


@given(SOUP.map(" ".join), st.sampled_from([None, *LanguageTestKind]))
def test_no_text_makes_the_score_reader_fail(text: str, kind: LanguageTestKind | None) -> None:
    read = read_scores(text, kind)
    assert isinstance(read, ScoresRead | SomeScores | OneNumber | LevelsNotScores | NotScores)
    if isinstance(read, ScoresRead):
        assert set(read.values) == set(ORDER)


@pytest.mark.parametrize(
    "text", ["5" * 5000, "8," * 2500, "8," * 149, "8.5," * 74, "l8 " * 1600, "compr de l' " * 25, "😀" * 5000]
)
def test_no_text_takes_long_to_refuse(text: str) -> None:
    assert lengths(lambda: read_scores(text, IELTS)) < 200
