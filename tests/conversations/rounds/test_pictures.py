"""The picture of the cut-offs: the size of a phone, what stands in it, and the copies in docs/."""

from __future__ import annotations

import struct
from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from conversations.charts.canvas import DARK, LIGHT, Palette
from conversations.charts.cut_offs import FITS, LETTERS, MARKS, MOST_LINES, CutOffs, cut_offs
from conversations.charts.cut_offs import drawn as figure_of
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
    assert [line.words.replace("\N{NO-BREAK SPACE}", " ") for line in found.lines] == [
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_name_goes_on_in_the_next_line_and_is_not_written_smaller(language: Language) -> None:
    with use(language):
        found, _ = cut_offs_of(None, held_by(NOW), NOW, NOW.date())
    names = " ".join(line.words for line in found.lines)
    assert all(line.words[-4:].isdecimal() and " " not in line.words[-12:] for line in found.lines), "a day is not cut"
    assert max(len(line.words) for line in found.lines) > FITS
    page = figure_of(found, LIGHT)
    renderer = FigureCanvasAgg(page).get_renderer()
    texts = [each for each in page.findobj(Text) if isinstance(each, Text) and each.get_text()]
    told = [each for each in texts if each.get_text() in names and not each.get_text().isdecimal()]
    assert " ".join(each.get_text() for each in told) == names
    assert {each.get_fontsize() for each in told} == {LETTERS}
    boxes = [each.get_window_extent(renderer) for each in texts]
    assert all(box.x0 >= 0 and box.x1 <= renderer.width and box.y0 >= 0 for box in boxes)
    assert not [(one, other) for one, other in combinations(boxes, 2) if one.overlaps(other)]
