"""A sheet as a PDF that a phone opens: headings, lines, page numbers; set in a font that has œ and no-break spaces.

Drawing a page takes some tenths of a second, and so does the library's import: callers do it beside the event loop.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from locales import LOCALES, Html, current

if TYPE_CHECKING:
    from fpdf import FPDF

FAMILY: Final = "DejaVu"
SIZE: Final = 11.0  # points
MARGIN: Final = 18.0  # millimetres


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading and what stands below it."""

    heading: Html
    lines: Sequence[Html]


def pdf(title: Html, opening: Sequence[Html], chapters: Sequence[Chapter], made: datetime) -> bytes:
    """The document; texts are those of the language of the moment, without their markup."""
    page = _numbered()
    for style, name in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
        page.add_font(FAMILY, style, _fonts() / name)
    page.set_creation_date(made)
    page.set_title(_bare(title))
    page.set_lang(str(LOCALES[current()]).replace("_", "-"))
    page.set_margin(MARGIN)
    page.set_auto_page_break(True, MARGIN + 6)
    page.add_page()
    _write(page, title, bold=True, size=SIZE + 5)
    for line in opening:
        _write(page, line)
    for chapter in chapters:
        page.ln(3)
        page.start_section(_bare(chapter.heading))
        _write(page, chapter.heading, bold=True, size=SIZE + 2)
        for line in chapter.lines:
            _write(page, line)
    return bytes(page.output())


def _numbered() -> FPDF:
    """A document each of whose pages ends with its number."""
    from fpdf import FPDF

    class Page(FPDF):
        def footer(self) -> None:
            self.set_y(-MARGIN)
            self.set_font(FAMILY, size=SIZE - 2)
            self.cell(0, 8, str(self.page_no()), align="R")

    return Page(format="Letter")


def _write(page: FPDF, text: Html, *, bold: bool = False, size: float = SIZE) -> None:
    from fpdf.enums import XPos, YPos

    page.set_font(FAMILY, "B" if bold else "", size)
    page.multi_cell(0, size * 0.55, _bare(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")


def _bare(text: Html) -> str:
    """The text without markup."""
    return html.unescape(re.sub(r"<[^>]+>", "", text))


def _fonts() -> Path:
    """The folder of the fonts that come with matplotlib; finding it does not load it."""
    found = find_spec("matplotlib")
    if found is None or found.origin is None:
        raise FileNotFoundError("matplotlib, whose fonts the sheet is set in")
    return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"
