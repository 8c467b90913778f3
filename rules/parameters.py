"""The dated numbers of Express Entry: read from `parameters/*.yaml`, checked, and found by day.

Every number stands beside the day it starts on (`from`), its status and its source. A file that does not hold
together is refused with `ParameterError`, whose words name the file and the key. `book()` is what the
formulas work from; a folder of other files can be read with `load`. What a file has to look like stands in
`rules/shapes/`: a new file is a shape there, a line in `RuleBook`, and the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

import yaml
from pydantic import BaseModel, ValidationError

from rules.shapes.clocks import MarginsFile, ValidityFile
from rules.shapes.crs import CrsFile, CrsParameters
from rules.shapes.dated import Dated, File, Parameter
from rules.shapes.federal_skilled_worker import FederalSkilledWorkerFile
from rules.shapes.language_tests import LanguageTests, LanguageTestsFile
from rules.shapes.links import Link, LinksFile

FOLDER = Path(__file__).resolve().parent / "parameters"


class ParameterError(ValueError):
    """A parameter file that cannot be used; says which file, which key and why."""

    def __init__(self, file: str, faults: list[tuple[str, str]]) -> None:
        self.file = file
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{file}: {key}: {why}" if key else f"{file}: {why}" for key, why in faults))


@dataclass(frozen=True, eq=False)
class RuleBook:
    """All parameter files of one folder, checked: a field a file, of the same name.

    Two books are never equal: what is compiled from one is cached by its identity.
    """

    crs: CrsFile
    federal_skilled_worker: FederalSkilledWorkerFile
    language_tests: LanguageTestsFile
    validity: ValidityFile
    planning_margins: MarginsFile
    links: LinksFile


# The reader written in C is some five times faster, and not in every build of PyYAML.
_Fastest: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Reader(_Fastest):  # type: ignore[misc]  # either is a SafeLoader
    """YAML in which a key written twice is an error instead of a silent choice of the last, and a day stays text.

    A day is then read by the model, which names the key when there is no such day.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} is written twice", key_node.start_mark
                )
            seen.add(key)
        found: dict[Any, Any] = super().construct_mapping(node, deep)
        return found


_Reader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_yaml(text: str) -> Any:
    """Plain values from YAML, days as text; `ValueError` with the place when it cannot be read."""
    try:
        # _Reader is a SafeLoader: no tag of a file can make anything but plain values.
        return yaml.load(text, Loader=_Reader)  # noqa: S506
    except (yaml.YAMLError, RecursionError, TypeError) as error:
        raise ValueError(" ".join(str(error).split())) from error


F = TypeVar("F", bound=File)


def _read(folder: Path, name: str, shape: type[F]) -> F:
    file = f"{name}.yaml"
    try:
        content = read_yaml((folder / file).read_text("utf-8"))
    except FileNotFoundError:
        raise ParameterError(file, [("", f"is not in {folder}")]) from None
    except ValueError as error:
        raise ParameterError(file, [("", str(error))]) from error
    try:
        read = shape.model_validate(content)
    except ValidationError as error:
        raise ParameterError(file, _faults(error)) from error
    faults = [
        (key, f"source {source!r} is not listed under sources")
        for key, cited in _citations(read)
        for source in cited
        if source not in read.sources
    ]
    if faults:
        raise ParameterError(file, faults)
    return read


def _faults(error: ValidationError) -> list[tuple[str, str]]:
    found = error.errors(include_url=False)
    # A list whose only item is refused is reported as empty too, which nobody wrote.
    places = [one["loc"] for one in found if one["type"] != "too_short"]
    return [
        (".".join(map(str, one["loc"])), one["msg"].removeprefix("Value error, "))
        for one in found
        if one["type"] != "too_short" or not any(place[: len(one["loc"])] == one["loc"] for place in places)
    ]


def _citations(model: BaseModel, at: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every `source` in a file, with the key it stands under."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        key = f"{at}.{name}" if at else name
        if name == "source":
            yield key, value
        elif isinstance(value, BaseModel):
            yield from _citations(value, key)
        elif isinstance(value, (tuple, dict)):
            items = value.items() if isinstance(value, dict) else enumerate(value)
            for place, item in items:
                if isinstance(item, BaseModel):
                    yield from _citations(item, f"{key}.{place}")


def _check_eras(crs: CrsFile) -> None:
    """Rule sets and values have to tell the same story about when something changed."""
    starts = [rule_set.start for rule_set in crs.rule_sets]
    faults = []
    if sorted(set(starts)) != starts:
        faults.append(("rule_sets", "the days have to rise"))
    if not crs.rule_sets[0].complete:
        faults.append(("rule_sets.0.complete", "the first rule set has to be complete"))
    for name in CrsParameters.model_fields:
        parameter: Parameter[Dated] = getattr(crs.parameters, name)
        if parameter.values[0].start != starts[0]:
            faults.append((f"parameters.{name}.values.0.from", f"has to be {starts[0]}, the first rule set's day"))
        for place, value in enumerate(parameter.values):
            if value.start not in starts:
                faults.append((f"parameters.{name}.values.{place}.from", f"no rule set starts on {value.start}"))
    if faults:
        raise ParameterError("crs.yaml", faults)


def _check_scales(tests: LanguageTestsFile) -> None:
    """TEF Canada has its two scales, every other test one."""
    for kind in LanguageTests.model_fields:
        wanted = {"older", "out_of_699"} if kind == "tef_canada" else {"only"}
        if set(tests.tests.of(kind).scales) != wanted:
            raise ParameterError(
                "language_tests.yaml", [(f"tests.{kind}.scales", f"has to hold {', '.join(sorted(wanted))}")]
            )


def load(folder: Path) -> RuleBook:
    """Read and check all parameter files of a folder.

    `ParameterError` names the first file that is wrong, with every fault found in it.
    """
    shapes = get_type_hints(RuleBook)
    read = RuleBook(**{field.name: _read(folder, field.name, shapes[field.name]) for field in fields(RuleBook)})
    _check_eras(read.crs)
    _check_scales(read.language_tests)
    return read


@cache
def book() -> RuleBook:
    """The rule book of this program, read once."""
    return load(FOLDER)


def links() -> Mapping[str, Link]:
    """The only addresses that may be shown, by key."""
    return book().links.links
