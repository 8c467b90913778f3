"""Cut-offs of past rounds over time, a line a kind, with one's own score across them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from conversations.charts.canvas import Palette, bare, png, sheet
from rules.remembered import remembered

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_LINES: Final = 6
MARKS: Final = ("o", "s", "^", "D", "v", "P")
"""Each line has its mark, so that none is told by its colour alone."""

PLOT: Final = 5.0  # inches
LINE: Final = 0.34  # inches of a line of words below
FITS: Final = 63
"""Characters of a line of words; a longer one goes on in the next."""

LETTERS: Final = 13  # points
STEPS: Final = (5, 10, 20, 50, 100)
MARGIN: Final = 12  # points above the highest and below the lowest


@dataclass(frozen=True, slots=True)
class Line:
    """The rounds of one kind: its name in words, and the day and cut-off of each, the oldest first."""

    words: str
    rounds: tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class CutOffs:
    """What the picture shows; texts are worded already, `score` is None for who has none."""

    title: str
    note: str
    first: date
    last: date
    months: tuple[tuple[date, str], ...]  # first days of some months with their names
    lines: tuple[Line, ...]
    score: int | None
    score_words: str


@remembered(64)
def cut_offs(shown: CutOffs, palette: Palette) -> bytes:
    """A PNG: a point a round, joined by kind; below, what each mark stands for."""
    return png(lambda: drawn(shown, palette), palette)


def drawn(shown: CutOffs, palette: Palette) -> Figure:
    """The figure of which `cut_offs` makes a file."""
    lines = shown.lines[:MOST_LINES]
    rows = sum(len(_folded(line.words)) for line in lines) + (shown.score is not None)
    below = 0.75 + LINE * rows + 0.3
    height = 0.75 + PLOT + below
    figure = sheet(height, palette)
    axes = figure.add_axes((0.1, below / height, 0.86, PLOT / height))
    bare(axes, palette)
    axes.set_xlim(shown.first.toordinal(), (shown.last + timedelta(10)).toordinal())
    _scale(axes, shown, lines, palette)
    for month, name in shown.months:
        axes.axvline(month.toordinal(), color=palette.quiet, linewidth=0.5, alpha=0.3, zorder=0)
        axes.annotate(
            name,
            (month.toordinal(), 0),
            xycoords=("data", "axes fraction"),
            xytext=(0, -8),
            textcoords="offset points",
            color=palette.quiet,
            fontsize=12,
            ha="center",
            va="top",
        )
    for line, mark, colour in zip(lines, MARKS, palette.lines, strict=False):
        days, points = zip(*((day.toordinal(), cut_off) for day, cut_off in line.rounds), strict=True)
        axes.plot(days, points, marker=mark, markersize=7, linewidth=1.6, color=colour)
    if shown.score is not None:
        axes.axhline(shown.score, color=palette.act, linewidth=2.4, linestyle=(0, (5, 2)))
    figure.text(0.04, 1 - 0.38 / height, shown.title, color=palette.text, fontsize=15, weight="bold", va="center")
    key = figure.add_axes((0.04, 0.4 / height, 0.92, (below - 1.0) / height))
    bare(key, palette)
    key.set_xlim(0, 1)
    key.set_ylim(rows, 0)
    _key(key, shown, lines, palette)
    figure.text(0.04, 0.2 / height, shown.note, color=palette.quiet, fontsize=12, va="center")
    return figure


def _scale(axes: Any, shown: CutOffs, lines: tuple[Line, ...], palette: Palette) -> None:
    """The points, from below the lowest to above the highest, own score included."""
    points = [cut_off for line in lines for _, cut_off in line.rounds]
    points += [] if shown.score is None else [shown.score]
    low, high = min(points) - MARGIN, max(points) + MARGIN
    axes.set_ylim(low, high)
    step = next((each for each in STEPS if (high - low) / each <= 9), STEPS[-1])
    for tick in range(-(-low // step) * step, high + 1, step):
        axes.axhline(tick, color=palette.quiet, linewidth=0.5, alpha=0.3, zorder=0)
        axes.annotate(
            str(tick),
            (0, tick),
            xycoords=("axes fraction", "data"),
            xytext=(-5, 0),
            textcoords="offset points",
            color=palette.quiet,
            fontsize=12,
            ha="right",
            va="center",
        )


def _key(axes: Any, shown: CutOffs, lines: tuple[Line, ...], palette: Palette) -> None:
    """What each mark stands for, a line of words each; one's own score first."""
    row = 0.5
    if shown.score is not None:
        axes.plot([0, 0.06], [row, row], color=palette.act, linewidth=2.4, linestyle=(0, (5, 2)))
        _words(axes, row, shown.score_words, palette.act, weight="bold")
        row += 1
    for line, mark, colour in zip(lines, MARKS, palette.lines, strict=False):
        axes.plot([0.03], [row], marker=mark, markersize=9, color=colour, clip_on=False)
        for words in _folded(line.words):
            _words(axes, row, words, palette.text)
            row += 1


def _folded(words: str) -> list[str]:
    """The lines that words take; a non-breaking space does not break."""
    return wrap(words, FITS) or [""]


def _words(axes: Any, row: float, words: str, colour: str, weight: str = "normal") -> None:
    axes.text(0.085, row, words, color=colour, fontsize=LETTERS, weight=weight, va="center")
