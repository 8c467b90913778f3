"""The pictures of the score: its factors stacked against what is possible, and its course over the next months.

Drawn for a phone held upright. Nothing is said by colour alone: what is stacked has a number or a letter, and a row
beneath with its words and points.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

from conversations.charts.canvas import WIDTH, Palette, bare, png, sheet
from rules.remembered import remembered

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LEFT: Final = 0.3  # inches, as everything here
RIGHT: Final = WIDTH - 0.3
BAR: Final = 0.42
LINE: Final = 0.36
GAP: Final = 0.22
RISE: Final = 0.22
"""From the top of a line to the foot of its letters: accents do not move them."""
SIGN: Final = 0.135
"""A character of a sign in a bar; a piece that is narrower than its sign goes without."""

WORDS: Final = 44
"""Characters of a row beside its points."""
WIDE: Final = 57
"""Characters of a row without any, and of the line below the title."""
BIG: Final = 36
"""Characters of a title."""

TITLE: Final = 20  # points, as all letters here: a phone shows them at two thirds or less
HEAD: Final = 17
TEXT: Final = 16
SMALL: Final = 15


@dataclass(frozen=True, slots=True)
class Row:
    """A factor: its sign in the bar, its words, its points, and both as text ("110 / 110")."""

    sign: str
    words: str
    points: int
    said: str


@dataclass(frozen=True, slots=True)
class Block:
    """A bar of factors against what is possible, with a row for each."""

    sign: str
    words: str
    most: int
    said: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Stack:
    """What the picture of a score shows; the first block is the whole score by its sections."""

    title: str
    note: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A day on which the score moves, what it is from then on, that as text, and the day in words with its reason."""

    day: date
    total: int
    said: str
    words: str


@dataclass(frozen=True, slots=True)
class Course:
    """What the picture of the next months shows: from the score of a day, as text too, through its steps."""

    title: str
    note: str
    today: date
    until: date
    total: int
    said: str
    months: tuple[tuple[date, str], ...]  # first days of months with their short names
    points: tuple[Point, ...]


@remembered(64)
def stack(shown: Stack, palette: Palette) -> bytes:
    """A PNG: a bar a section, its factors stacked against what is possible, and a row for each."""
    return png(lambda: stacked(shown, palette), palette)


@remembered(64)
def course(shown: Course, palette: Palette) -> bytes:
    """A PNG: the score as a line of steps, each with a number, and a row for each number."""
    return png(lambda: coursed(shown, palette), palette)


# --- the stack ---


def stacked(shown: Stack, palette: Palette) -> Figure:
    """The figure of which `stack` makes a file."""
    figure, axes, y = _page(shown.title, shown.note, 0.1 + sum(map(_height, shown.blocks)), palette)
    for block in shown.blocks:
        y = _block(axes, block, y, palette)
    return figure


def _height(block: Block) -> float:
    lines = sum(len(wrap(row.words, WORDS)) for row in block.rows if row.words)
    return LINE + BAR + 0.12 + LINE * lines + GAP


def _block(axes: Any, block: Block, y: float, palette: Palette) -> float:
    """Draws a block from a height down; the height below it."""
    from matplotlib.patches import Rectangle

    head = f"{block.sign}  {block.words}" if block.sign else block.words
    axes.text(LEFT, y + RISE, head, color=palette.text, fontsize=HEAD, weight="bold", va="baseline")
    axes.text(RIGHT, y + RISE, block.said, color=palette.text, fontsize=HEAD, weight="bold", va="baseline", ha="right")
    y += LINE
    scale = (RIGHT - LEFT) / max(block.most, 1)
    axes.add_patch(Rectangle((LEFT, y), RIGHT - LEFT, BAR, fill=False, edgecolor=palette.quiet, linewidth=1.2))
    x = LEFT
    for row in block.rows:
        width = min(row.points * scale, RIGHT - x)
        if not width:
            continue
        axes.add_patch(
            Rectangle((x, y), width, BAR, facecolor=palette.bar, edgecolor=palette.ground, linewidth=1.6, zorder=2)
        )
        if width >= SIGN * len(row.sign):
            middle = x + width / 2, y + BAR / 2
            axes.text(*middle, row.sign, color=palette.ground, fontsize=SMALL, ha="center", va="center", zorder=3)
        x += width
    y += BAR + 0.12
    for row in block.rows:
        for n, words in enumerate(wrap(row.words, WORDS)):
            if not n:
                axes.text(LEFT, y + RISE, row.sign, color=palette.quiet, fontsize=TEXT, va="baseline")
                axes.text(RIGHT, y + RISE, row.said, color=palette.text, fontsize=TEXT, va="baseline", ha="right")
            axes.text(LEFT + 0.36, y + RISE, words, color=palette.text, fontsize=TEXT, va="baseline")
            y += LINE
    return y + GAP


# --- the course ---

PLOT: Final = 3.0
NEAR: Final = 9  # points between a mark and its number
FAR: Final = 25


def coursed(shown: Course, palette: Palette) -> Figure:
    """The figure of which `course` makes a file."""
    rows = [wrap(point.words, WIDE) for point in shown.points]
    figure, axes, y = _page(shown.title, shown.note, PLOT + 0.75 + LINE * sum(map(len, rows)), palette)
    height = figure.get_figheight()
    _line(figure.add_axes((0.115, 1 - (y + PLOT) / height, 0.845, PLOT / height)), shown, palette)
    y += PLOT + 0.55
    for n, row in enumerate(rows, 1):
        for place, words in enumerate(row):
            if not place:
                axes.text(LEFT, y + RISE, str(n), color=palette.quiet, fontsize=SMALL, va="baseline")
            axes.text(LEFT + 0.36, y + RISE, words, color=palette.text, fontsize=SMALL, va="baseline")
            y += LINE
    return figure


def _line(axes: Any, shown: Course, palette: Palette) -> None:
    bare(axes, palette)
    totals = [shown.total, *(point.total for point in shown.points)]
    lowest, highest = min(totals), max(totals)
    room = max((highest - lowest) * 0.27, 12)
    axes.set_xlim(shown.today.toordinal(), shown.until.toordinal())
    axes.set_ylim(lowest - room, highest + room)
    for month, name in shown.months[2:-1:6]:
        axes.axvline(month.toordinal(), color=palette.quiet, linewidth=0.5, alpha=0.35, zorder=0)
        axes.annotate(
            name,
            (month.toordinal(), 0),
            xycoords=("data", "axes fraction"),
            xytext=(0, -6),
            textcoords="offset points",
            color=palette.quiet,
            fontsize=SMALL,
            ha="center",
            va="top",
        )
    said = {shown.total: shown.said} | {point.total: point.said for point in shown.points}
    for total in _apart(totals, (highest - lowest + 2 * room) / 9):
        axes.axhline(total, color=palette.quiet, linewidth=0.5, alpha=0.35, zorder=0)
        axes.annotate(
            said[total],
            (0, total),
            xycoords=("axes fraction", "data"),
            xytext=(-6, 0),
            textcoords="offset points",
            color=palette.text,
            fontsize=SMALL,
            ha="right",
            va="center",
        )
    days = [shown.today, *(point.day for point in shown.points), shown.until]
    axes.step(
        [day.toordinal() for day in days], [*totals, totals[-1]], where="post", color=palette.bar, linewidth=3, zorder=1
    )
    before, near = shown.total, (shown.until - shown.today) / 24
    last: dict[bool, tuple[date, int]] = {}  # the number before on either side, and how far from its point it stands
    for n, point in enumerate(shown.points, 1):
        # The line comes down to a loss and up to a gain: the number stands on the other side.
        above = point.total > before
        day, distance = last.get(above, (date.min, FAR))
        away = FAR if point.day - day < near and distance == NEAR else NEAR
        last[above] = point.day, away
        axes.plot([point.day.toordinal()], [point.total], marker="o", color=palette.act, markersize=8, zorder=2)
        axes.annotate(
            str(n),
            (point.day.toordinal(), point.total),
            xytext=(0, away if above else -away),
            textcoords="offset points",
            color=palette.text,
            fontsize=SMALL,
            weight="bold",
            ha="center",
            va="bottom" if above else "top",
        )
        before = point.total


def _apart(totals: Iterable[int], distance: float) -> list[int]:
    """Scores far enough from one another for their numbers to be read, today's first."""
    found: list[int] = []
    for total in totals:
        if all(abs(total - other) >= distance for other in found):
            found.append(total)
    return found


# --- a page ---


def _page(title: str, note: str, content: float, palette: Palette) -> tuple[Figure, Any, float]:
    """A figure with its title, axes over all of it in inches from the top left, and where its content begins."""
    titles, notes = wrap(title, BIG), wrap(note, WIDE)
    begins = 0.4 + 0.42 * len(titles) + LINE * len(notes)
    height = begins + content
    figure = sheet(height, palette)
    axes = figure.add_axes((0, 0, 1, 1))
    bare(axes, palette)
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    y = 0.26
    for words in titles:
        axes.text(LEFT, y + RISE, words, color=palette.text, fontsize=TITLE, weight="bold", va="baseline")
        y += 0.42
    for words in notes:
        axes.text(LEFT, y + RISE, words, color=palette.quiet, fontsize=SMALL, va="baseline")
        y += LINE
    return figure, axes, begins
