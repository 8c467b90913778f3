"""Days to come: a bar from today to each, with its words and its day above it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import fill
from typing import TYPE_CHECKING, Final

from conversations.charts.canvas import Palette, bare, png, sheet
from rules.remembered import remembered

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROW: Final = 0.72  # inches a row
MOST_ROWS: Final = 14
LONGEST: Final = 76
"""Characters of a row, in the smallest letters."""

LETTERS: Final = 13.5  # points: on a phone a third less
SMALLEST: Final = 10.5
FULL_SIZE: Final = 64
"""Characters of a row that fit in letters of the full size; a longer one is written smaller."""

NOTE_WIDTH: Final = 72
"""Characters of a line of the note."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a timeline: what it is with its day, in words, and its days; `act_by` is marked on it."""

    words: str
    day: date
    act_by: date | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the picture of the next months shows; texts are worded already."""

    title: str
    note: str
    today: date
    months: tuple[tuple[date, str], ...]  # first days of months with their short names
    bars: tuple[Bar, ...]


@remembered(64)
def timeline(shown: Timeline, palette: Palette) -> bytes:
    """A PNG: a bar from today to each day, the words above it."""
    return png(lambda: drawn(shown, palette), palette)


def drawn(shown: Timeline, palette: Palette) -> Figure:
    """The figure of which `timeline` makes a file."""
    bars = shown.bars[:MOST_ROWS]
    height = 1.75 + ROW * len(bars)
    figure = sheet(height, palette)
    axes = figure.add_axes((0.05, 0.87 / height, 0.9, 1 - 1.67 / height))
    end = max((month for month, _ in shown.months), default=shown.today + timedelta(30))
    axes.set_xlim(_number(shown.today), _number(end))
    axes.set_ylim(len(bars) - 0.35, -0.75)
    bare(axes, palette)
    for month, name in _ticks(shown.months):
        axes.axvline(_number(month), color=palette.quiet, linewidth=0.5, alpha=0.35, zorder=0)
        axes.text(_number(month), len(bars) - 0.3, name, color=palette.quiet, fontsize=12, ha="center", va="top")
    for row, bar in enumerate(bars):
        until = min(bar.day, end)
        axes.plot(
            [_number(shown.today), _number(until)],
            [row + 0.18, row + 0.18],
            color=palette.bar,
            linewidth=7,
            solid_capstyle="butt",
        )
        axes.plot([_number(until)], [row + 0.18], marker="|", color=palette.text, markersize=15, markeredgewidth=2)
        if bar.act_by is not None and shown.today <= bar.act_by <= end:
            axes.plot([_number(bar.act_by)], [row + 0.18], marker="D", color=palette.act, markersize=7)
        axes.text(
            _number(shown.today),
            row - 0.06,
            _short(bar.words),
            color=palette.text,
            fontsize=_letters(bar.words),
            ha="left",
            va="bottom",
        )
    figure.text(0.05, 1 - 0.36 / height, shown.title, color=palette.text, fontsize=16, weight="bold", va="center")
    note = fill(shown.note, NOTE_WIDTH)
    figure.text(0.05, 0.1 / height, note, color=palette.quiet, fontsize=11, va="bottom")
    return figure


def _ticks(months: tuple[tuple[date, str], ...]) -> Iterator[tuple[date, str]]:
    """Every sixth month has its name: more would touch in letters that a phone shows."""
    yield from months[2:-1:6]


def _letters(words: str) -> float:
    return max(SMALLEST, LETTERS * min(1.0, FULL_SIZE / len(_short(words))))


def _short(words: str) -> str:
    """What would run out of the picture loses its beginning, not its day."""
    return words if len(words) <= LONGEST else f"…{words[-LONGEST + 1 :]}"


def _number(day: date) -> int:
    return day.toordinal()
