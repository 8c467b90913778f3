"""The shape of `parameters/links.yaml`."""

from __future__ import annotations

from pydantic import Field

from rules.shapes.dated import File, Shape, Sources, Status


class Link(Shape):
    """An official address in both languages; `exact_fr` is False where the French one is the page above."""

    en: str = Field(pattern=r"^https://[a-z0-9.-]+/")
    fr: str = Field(pattern=r"^https://[a-z0-9.-]+/")
    exact_fr: bool
    status: Status
    source: Sources


class LinksFile(File):
    links: dict[str, Link] = Field(min_length=1)
