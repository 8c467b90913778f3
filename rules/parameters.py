"""The dated numbers of Express Entry: read from `parameters/*.yaml`, checked, and found by day.

Every number stands beside the day it starts on (`from`), its status and its source. Files that do not hold together
are refused with `ParameterError`, whose words name each file and key. `book()` is what the formulas work from; `use`
puts an operator's own files over those inside, for the whole process. What a file has to look like stands in
`rules/shapes/`: a new file is a shape there, a line in `RuleBook`, and the file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, get_type_hints

import yaml
from pydantic import BaseModel, ValidationError

from rules.shapes.categories import CategoriesFile
from rules.shapes.clocks import ClocksFile, MarginsFile, ValidityFile
from rules.shapes.crs import CrsFile
from rules.shapes.dated import File
from rules.shapes.documents import DocumentsFile
from rules.shapes.education import EducationFile
from rules.shapes.family import FamilyFile, SettlementFundsFile
from rules.shapes.federal_skilled_worker import FederalSkilledWorkerFile
from rules.shapes.fees import FeesFile
from rules.shapes.journey import JourneyFile
from rules.shapes.language_tests import LanguageTestsFile
from rules.shapes.links import Link, LinksFile
from rules.shapes.programs import CanadianExperienceClassFile, ProgramsFile, SkilledTradesFile
from rules.shapes.reporting import ReportingFile
from rules.shapes.work import WorkFile

FOLDER = Path(__file__).resolve().parent / "parameters"
DATA = FOLDER.with_name("data")


class Fault(NamedTuple):
    """What is wrong in a parameter file: the file, the key ("" is the file as a whole) and why."""

    file: str
    key: str
    why: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.why}" if self.key else f"{self.file}: {self.why}"


class ParameterError(ValueError):
    """Parameter files that cannot be used; `faults` are all that was found in all of them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(map(str, self.faults)))


@dataclass(frozen=True, eq=False)
class RuleBook:
    """All parameter files of one folder, checked: a field a file, of the same name.

    Two books are never equal: what is compiled from one is cached by its identity.
    """

    crs: CrsFile
    federal_skilled_worker: FederalSkilledWorkerFile
    canadian_experience_class: CanadianExperienceClassFile
    skilled_trades: SkilledTradesFile
    work: WorkFile
    programs: ProgramsFile
    categories: CategoriesFile
    language_tests: LanguageTestsFile
    validity: ValidityFile
    clocks: ClocksFile
    documents: DocumentsFile
    education: EducationFile
    family: FamilyFile
    settlement_funds: SettlementFundsFile
    fees: FeesFile
    journey: JourneyFile
    reporting: ReportingFile
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


def _content(folder: Path, file: str) -> Any:
    try:
        return read_yaml((folder / file).read_text("utf-8"))
    except FileNotFoundError:
        raise ParameterError([Fault(file, "", f"is not in {folder}")]) from None
    except (OSError, ValueError) as error:
        raise ParameterError([Fault(file, "", " ".join(str(error).split()))]) from error


def _dated(written: Any) -> bool:
    return (
        isinstance(written, list)
        and len(written) > 0
        and all(isinstance(item, dict) and "from" in item for item in written)
    )


def overridden(inside: Any, own: Any) -> Any:
    """What is written inside with an operator's own over it.

    Mappings are merged key by key. A dated item, one of a list of items with a `from`, takes the place of the one of
    the same day as a whole, so that a value keeps no status or source of the value it replaces; or it is added in the
    order of days. Anything else is replaced.
    """
    if isinstance(inside, dict) and isinstance(own, dict):
        return inside | {key: overridden(inside[key], item) if key in inside else item for key, item in own.items()}
    if _dated(inside) and _dated(own):
        days = [item["from"] for item in own]
        return sorted([item for item in inside if item["from"] not in days] + own, key=lambda item: str(item["from"]))
    return own


def _read(shape: type[File], file: str, content: Any, own: Any) -> File:
    """The checked content of a file; `own` is what an operator wrote over it, or None."""
    try:
        read = shape.model_validate(content)
    except ValidationError as error:
        raise ParameterError(Fault(file, key, why) for key, why in _refused(error)) from error
    cited = {source for _, sources in _citations(read) for source in sources}
    written = read.sources if own is None else own.get("sources", {})
    faults = [
        *(
            (key, f"source {source!r} is not listed under sources")
            for key, sources in _citations(read)
            for source in sources
            if source not in read.sources
        ),
        *((f"sources.{source}", "is cited by nothing") for source in written if source not in cited),
        *read.faults(),
    ]
    if faults:
        raise ParameterError(Fault(file, key, why) for key, why in faults)
    return read


def _refused(error: ValidationError) -> Iterator[tuple[str, str]]:
    found = error.errors(include_url=False)
    # A list whose only item is refused is reported as empty too, which nobody wrote.
    places = [one["loc"] for one in found if one["type"] != "too_short"]
    for one in found:
        loc = one["loc"]
        if one["type"] == "too_short" and any(place[: len(loc)] == loc for place in places):
            continue
        yield ".".join(map(str, loc)), one["msg"].removeprefix("Value error, ")


def _by_day(content: Any, key: str) -> Iterator[str]:
    """The steps of a key, a dated item named by its day instead of its place."""
    for step in key.split("."):
        item = None
        if isinstance(content, dict):
            item = content.get(step)
        elif isinstance(content, list) and step.isdecimal() and int(step) < len(content):
            item = content[int(step)]
            if isinstance(item, dict) and "from" in item:
                step = str(item["from"])
        yield step
        content = item


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


def shapes() -> Mapping[str, type[File]]:
    """The shape of each parameter file, by the file's name."""
    found = get_type_hints(RuleBook)
    return {f"{field.name}.yaml": found[field.name] for field in fields(RuleBook)}


def strangers(folder: Path) -> tuple[Fault, ...]:
    """What lies in a folder of parameter files and is none; a hidden file does not count."""
    return tuple(
        Fault(found.name, "", "is not the name of a parameter file, as crs.yaml is")
        for found in sorted(folder.iterdir())
        if found.name not in shapes() and not found.name.startswith(".")
    )


def load(folder: Path, own: Path | None = None) -> RuleBook:
    """Read and check all parameter files of a folder, with the files of an operator's `own` folder over them.

    `ParameterError` names every fault of every file. In the own folder a file may be missing, and hold only what
    differs; a file that is no parameter file is a fault there.
    """
    faults: list[Fault] = []
    if own is not None:
        try:
            faults += strangers(own)
        except OSError as error:
            raise ParameterError([Fault(str(own), "", f"is no folder to read: {error.strerror}")]) from error
    read: dict[str, Any] = {}  # a field of the book each, of the shape that the field names
    for file, shape in shapes().items():
        content, over = None, None
        try:
            content = _content(folder, file)
            if own is not None and (own / file).exists():
                over = _content(own, file)
                if not isinstance(over, dict):
                    raise ParameterError([Fault(file, "", "has to hold keys, as the file inside does")])
                content = overridden(content, over)
            read[file] = _read(shape, file, content, over)
        except ParameterError as error:
            # In a merged list an item does not stand where the operator wrote it: it is named by its day.
            faults += (
                fault if over is None else fault._replace(key=".".join(_by_day(content, fault.key)))
                for fault in error.faults
            )
    if faults:
        raise ParameterError(faults)
    return RuleBook(**{file.removesuffix(".yaml"): checked for file, checked in read.items()})


def use(own: Path | None) -> None:
    """Makes `book()` the rule book with an operator's own files over it, or without them (None).

    Called once, when a process starts and before anything is computed. `ParameterError` leaves the book as it was.
    """
    global _book, _own
    _book = load(FOLDER, own)
    _own = own


_book: RuleBook | None = None
_own: Path | None = None


def book() -> RuleBook:
    """The rule book of this program, read once."""
    global _book
    if _book is None:
        _book = load(FOLDER)
    return _book


def written() -> str:
    """The files of this rule book as they stand, an operator's own included: `of_written` reads them again."""
    own = {} if _own is None else _texts(_own)
    return json.dumps({"inside": _texts(FOLDER), "own": own}, ensure_ascii=False)


def of_written(text: str) -> RuleBook:
    """A rule book from what `written` gave, by this program or an earlier one.

    `ParameterError` where this program reads its files otherwise. The lists of occupations are those of this program.
    """
    files: Mapping[str, Mapping[str, str]] = json.loads(text)
    with TemporaryDirectory() as folder:
        for part, texts in files.items():
            (Path(folder) / part).mkdir()
            for name, content in texts.items():
                (Path(folder) / part / Path(name).name).write_text(content, "utf-8")
        return load(Path(folder) / "inside", Path(folder) / "own")


def _texts(folder: Path) -> dict[str, str]:
    return {name: (folder / name).read_text("utf-8") for name in shapes() if (folder / name).exists()}


def digest() -> str:
    """What tells this rule book from any other: every file of it, an operator's own included, and the lists it names.

    Past rounds are no rule: no date follows from them.
    """
    found = hashlib.sha256()
    for folder in (FOLDER, DATA, *([_own] if _own is not None else [])):
        for file in sorted(folder.iterdir()):
            if file.is_file() and file.suffix in (".yaml", ".csv", ".txt") and file.name != "rounds.csv":
                content = file.read_bytes()
                found.update(f"{file.name} {len(content)}\n".encode() + content)
    return found.hexdigest()


def links() -> Mapping[str, Link]:
    """The only addresses that may be shown, by key."""
    return book().links.links
