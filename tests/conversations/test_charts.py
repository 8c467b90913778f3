"""The picture of the dates: the size of a phone, light and dark, kept by what it shows; and its twin in words."""

from __future__ import annotations

import struct
from datetime import date, timedelta
from itertools import pairwise

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from conversations.charts import timelines
from conversations.charts.canvas import DARK, LIGHT, Palette
from conversations.charts.timelines import Bar, Timeline, timeline
from tests.conversations.chat import Chat
from tests.conversations.full_facts import FULL

TODAY = date(2026, 11, 23)
MONTHS = tuple((date(2027 + n // 12, n % 12 + 1, 1), f"month {n}") for n in range(24))


def shown(rows: int, words: str = "Your passport: 30 June 2027") -> Timeline:
    bars = tuple(Bar(words, TODAY + timedelta(30 * n), TODAY + timedelta(20 * n)) for n in range(1, rows + 1))
    return Timeline("Your dates", "A note", TODAY, MONTHS, bars)


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("rows", [1, 7, 40])
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_it_is_as_wide_as_a_phone_and_no_longer_than_telegram_takes(rows: int, palette: Palette) -> None:
    width, height = size(timeline(shown(rows, "A name " * 30), palette))
    assert width == 1080
    assert 300 < height < 2000


def test_no_text_of_it_runs_out_or_is_smaller_than_a_phone_shows() -> None:
    """A phone shows the picture at a third of its size: eleven points are about seven of its own."""
    partners = "Les résultats de votre conjoint au test d’anglais : 2 mai 2027"
    note = "Une barre se termine à sa date. Un losange marque le jour où agir, notre marge de planification."
    bars = (Bar("Votre anniversaire", TODAY + timedelta(200), None), Bar(partners, TODAY + timedelta(90), None))
    months = tuple((month, "sept. 2027") for month, _ in MONTHS)
    figure = timelines.drawn(Timeline("Vos dates", note, TODAY, months, bars), LIGHT)
    renderer = FigureCanvasAgg(figure).get_renderer()
    texts = [each for each in figure.findobj(Text) if isinstance(each, Text) and each.get_text()]
    assert min(each.get_fontsize() for each in texts) >= 11
    boxes = [each.get_window_extent(renderer) for each in texts]
    assert all(box.x0 >= 0 and box.x1 <= 1080 and box.y0 >= 0 for box in boxes)
    named = [box for each, box in zip(texts, boxes, strict=True) if each.get_text() == "sept. 2027"]
    named.sort(key=lambda box: box.x0)
    assert len(named) > 2
    assert all(left.x1 < right.x0 for left, right in pairwise(named))


def test_the_same_picture_is_drawn_once() -> None:
    assert timeline(shown(3), LIGHT) is timeline(shown(3), LIGHT)
    assert timeline(shown(3), LIGHT) != timeline(shown(3), DARK)


def luminance(colour: str) -> float:
    """As WCAG counts it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_stands_out_from_its_ground(palette: Palette) -> None:
    marks = [(colour, 3.0) for colour in (palette.bar, palette.act, *palette.lines)]
    for colour, least in ((palette.text, 4.5), (palette.quiet, 4.5), *marks):
        lighter, darker = sorted((luminance(colour), luminance(palette.ground)), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= least, colour


async def test_the_picture_comes_with_a_word_about_its_twin_and_turns_dark(chat: Chat) -> None:
    await chat.knows(FULL)
    await chat.says("/dates")
    assert "In words: /dates" in await chat.presses("As a picture")
    light = chat.files["png"]
    await chat.presses("Dark picture")
    assert chat.files["png"] != light
    assert chat.labels == ["Light picture"]


async def test_without_a_date_there_is_no_empty_picture(chat: Chat) -> None:
    await chat.knows({"birth_date": "2006-01-01"})
    assert "No date of yours" in await chat.presses_data("dt:picture")
