"""What every picture is made of: its width, its colours, and how it becomes a file.

Matplotlib takes most of a second to import: the first picture brings it in, in the thread that draws it, so that the
bot is back sooner after a restart.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH: Final = 7.2  # inches: 1,080 points of a phone's screen
DOTS: Final = 150  # an inch

_drawing = Lock()
"""Matplotlib keeps state of the whole process; one picture is drawn at a time."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a picture; each text stands out from its ground by 4.5 to 1 at least."""

    ground: str
    text: str
    quiet: str
    bar: str
    act: str
    lines: tuple[str, ...]  # of several lines in one picture, each with a mark of its own besides


_ON_LIGHT: Final = ("#2f6197", "#7a4b94", "#1d7146", "#96374f", "#6b5a00", "#456068")
_ON_DARK: Final = ("#7fb2e5", "#cba4e6", "#7fd1a3", "#f19db2", "#e0cb6a", "#a5c4cd")

LIGHT: Final = Palette("#ffffff", "#1a1a1a", "#5c5c5c", "#3b6ea5", "#b3470f", _ON_LIGHT)
DARK: Final = Palette("#17212b", "#f2f2f2", "#a9b4bf", "#7fb2e5", "#ffb27a", _ON_DARK)


def sheet(height: float, palette: Palette) -> Figure:
    """An empty figure as wide as a phone, so many inches high."""
    from matplotlib.figure import Figure

    return Figure(figsize=(WIDTH, height), dpi=DOTS, facecolor=palette.ground)


def bare(axes: Any, palette: Palette) -> None:
    """Axes without frame and ticks."""
    axes.set_facecolor(palette.ground)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)


def png(draw: Callable[[], Figure], palette: Palette) -> bytes:
    """The file of a figure, drawn while no other is."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    with _drawing:
        figure = draw()
        FigureCanvasAgg(figure)
        into = BytesIO()
        figure.savefig(into, format="png", facecolor=palette.ground)
        return into.getvalue()
