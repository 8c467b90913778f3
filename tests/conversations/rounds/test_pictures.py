"""The picture of the cut-offs: the size of a phone, what stands in it, and the copies in docs/."""

from __future__ import annotations

import struct
from dataclasses import replace
from datetime import timedelta

import pytest

from conversations.charts.canvas import DARK, LIGHT, Palette
from conversations.charts.cut_offs import MARKS, MOST_LINES, CutOffs, cut_offs
from conversations.rounds.curves import caption, cut_offs_of
from locales import LANGUAGES, Language, use
from rules.facts import Facts
from rules.round_history import held_by
from tests.conversations.rounds.pictures import NOW, NURSE, drawn, path


def shown(language: Language = "en", facts: Facts | None = None) -> CutOffs:
    with use(language):
        found, _ = cut_offs_of(facts or Facts.model_validate(NURSE), held_by(NOW), NOW, NOW.date())
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pictures_in_docs_are_those_the_program_draws(language: Language) -> None:
    assert path(language).read_bytes() == drawn(language), (
        "draw them anew: python -m tests.conversations.rounds.pictures"
    )


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_it_is_as_wide_as_a_phone_and_no_longer_than_two_of_its_screens(palette: Palette) -> None:
    png = cut_offs(shown(), palette)
    width, height = struct.unpack(">II", png[16:24])
    assert width == 1080
    assert 900 < height < 1600


def test_the_kinds_they_may_enter_stand_in_it_the_highest_first_with_the_own_score() -> None:
    found = shown()
    assert [line.words for line in found.lines] == [
        "Canadian Experience Class: 518 on 29 September 2026",
        "Health care and social services: 475 on 4 September 2026",
        "French-language proficiency: 382 on 19 August 2026",
    ]
    assert found.score_words == "Your score today: 508"
    cec = found.lines[0].rounds
    assert (cec[0][0], cec[-1]) == (min(day for day, _ in cec), (found.last - timedelta(2), 518))
    assert all(found.first <= day <= found.last for line in found.lines for day, _ in line.rounds)


def test_without_answers_the_most_frequent_kinds_stand_in_it_and_no_score() -> None:
    with use("en"):
        found, left_out = cut_offs_of(None, held_by(NOW), NOW, NOW.date())
        assert f"{left_out} other kinds of round are not drawn." in caption(found, left_out)
    assert found.score is None
    assert len(found.lines) == MOST_LINES == len(MARKS)
    assert not any("Provincial" in line.words for line in found.lines), "their scale is another"


def test_the_same_picture_is_drawn_once_and_another_score_is_another_picture() -> None:
    assert cut_offs(shown(), LIGHT) is cut_offs(shown(), LIGHT)
    assert cut_offs(replace(shown(), score=500), LIGHT) != cut_offs(shown(), LIGHT)
