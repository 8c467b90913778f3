"""The shape of `parameters/links.yaml`."""

from __future__ import annotations

from pydantic import Field, model_validator

from rules.shapes.dated import File, KnownStatus, Shape, Sources, YesNo


class Link(Shape):
    """An official address in both languages; `exact_fr` is False where the French one is the page above."""

    en: str = Field(pattern=r"^https://[a-z0-9.-]+/")
    fr: str = Field(pattern=r"^https://[a-z0-9.-]+/")
    exact_fr: YesNo
    status: KnownStatus
    source: Sources

    @model_validator(mode="after")
    def _each_in_its_language(self) -> Link:
        if "/fr/" in self.en or "/en/" in self.fr:
            raise ValueError("en, fr: an address stands under the other language")
        return self


class LinksFile(File):
    links: dict[str, Link] = Field(min_length=1)
