"""A picture as it is sent: the file, the words below it, and the button to the same on the other ground."""

from __future__ import annotations

from typing import Final

from conversations.charts.canvas import DARK as ON_DARK
from conversations.charts.canvas import LIGHT as ON_LIGHT
from conversations.charts.canvas import Palette
from conversations.messages import Attachment, Button, Outgoing
from locales import Html, plain

DARK: Final = "dark"
"""The last part of the data of a button that asks for the dark picture."""


def is_dark(how: list[str]) -> bool:
    """Whether the rest of the data of a button asks for the dark picture."""
    return how == [DARK]


def palette(*, dark: bool) -> Palette:
    """The colours of a picture."""
    return ON_DARK if dark else ON_LIGHT


def picture(name: str, content: bytes, caption: Html, data: str, *beside: Button, dark: bool) -> Outgoing:
    """The message with a PNG; `data` leads to the picture, `beside` stand beside the button to the other ground."""
    other = Button(plain("Light picture"), f"{data}:light") if dark else Button(plain("Dark picture"), f"{data}:{DARK}")
    return Outgoing(caption, ((other, *beside),), file=Attachment(f"{name}.png", content))
