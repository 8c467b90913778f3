"""Small files for a person to send when no file of their own is at hand."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Sample:
    """A file and the fields Telegram gives with its kind."""

    name: str
    mime: str
    data: bytes
    fields: dict[str, Any] = field(default_factory=dict)


def _png(width: int, height: int, colours: int, rows: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, colours, 0, 0, 0)
    data = zlib.compress(rows, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def _picture(width: int = 320, height: int = 200) -> bytes:
    """A PNG of a sky over a lake, drawn here so that no binary file is needed."""

    rows = bytearray()
    for y in range(height):
        rows.append(0)
        depth = y / height
        colour = (int(120 + 100 * depth), int(170 + 50 * depth), 235) if depth < 0.6 else (40, 92, 140)
        rows += bytes(colour) * width
    return _png(width, height, 2, bytes(rows))


def _smile(size: int = 128) -> bytes:
    """A PNG of a smiling face on nothing, in the same way."""
    rows = bytearray()
    middle = (size - 1) / 2
    for y in range(size):
        rows.append(0)
        for x in range(size):
            across, down = (x - middle) / middle, (y - middle) / middle
            far = across * across + down * down
            eye = (abs(across) - 0.35) ** 2 + (down + 0.25) ** 2 < 0.014
            mouth = down > 0.15 and 0.36 < far < 0.48
            rows += bytes((90, 60, 20, 255) if (eye or mouth) and far < 1 else (255, 204, 64, 255 * (far < 1)))
    return _png(size, size, 6, bytes(rows))


_OGG = b"OggS\x00\x02" + bytes(58)

SAMPLES: dict[str, Sample] = {
    "photo": Sample("photo.png", "image/png", _picture()),
    "voice": Sample("voice.ogg", "audio/ogg", _OGG, {"duration": 3, "mime_type": "audio/ogg"}),
    "document": Sample("test-report.txt", "text/plain", b"A document sent from the local Telegram page.\n"),
    "sticker": Sample(
        "sticker.png",
        "image/png",
        _smile(),
        {
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": "\N{SMILING FACE WITH OPEN MOUTH}",
        },
    ),
    "video": Sample(
        "video.mp4",
        "video/mp4",
        b"\x00\x00\x00\x18ftypmp42" + bytes(12),
        {"width": 320, "height": 200, "duration": 2, "mime_type": "video/mp4"},
    ),
}
