"""`python -m bot rules check`: are the parameter files of the rule book sound, and what do they hold?

    rules check             the files inside, with those of COMPANION_RULES over them
    rules check FOLDER      a whole folder of parameter files instead
    rules check --on DAY    no source can have been read after that day (default: today in UTC)

Status 0 with two tables on standard output: the rule sets of the CRS, and each file with the number of its dated values
by status. Status 2 with a line for each fault on standard error: file, key, and why.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel

from bot.command_line import UNUSABLE, a_day
from bot.settings import RuleBookSettings
from rules import parameters
from rules.parameters import Fault, ParameterError, RuleBook
from rules.shapes.crs import CrsParameters
from rules.shapes.dated import File, Status

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_rules_command(subparsers: Subparsers) -> None:
    """Add `rules` to the commands of a parser."""
    parser = subparsers.add_parser("rules", help="check the rule book and show what it holds")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="check every parameter file")
    check.add_argument(
        "folder",
        nargs="?",
        type=Path,
        metavar="FOLDER",
        help="a whole folder of parameter files (default: those inside)",
    )
    check.add_argument("--on", type=a_day, metavar="DAY", help="the day of the check (default: today in UTC)")


def run_rules(args: argparse.Namespace) -> int:
    """Run `rules check` as its arguments say and return the exit status."""
    own = RuleBookSettings().companion_rules if args.folder is None else None
    try:
        book = _checked(args.folder, own, args.on or datetime.now(UTC).date())
    except ParameterError as error:
        setting = "" if own is None else "COMPANION_RULES: "
        sys.stderr.writelines(f"{setting}{fault}\n" for fault in error.faults)
        return UNUSABLE
    sys.stdout.writelines(f"{line}\n" for line in _report(book))
    return 0


def _checked(folder: Path | None, own: Path | None, on: date) -> RuleBook:
    """The book, held to more than a start of the bot is: a strange file or a source of the future stops no bot."""
    folder = folder or parameters.FOLDER
    faults: list[Fault] = []
    try:
        faults += parameters.strangers(folder)
    except OSError as error:
        raise ParameterError([Fault(str(folder), "", f"is no folder to read: {error.strerror}")]) from error
    try:
        book = parameters.load(folder, own)
    except ParameterError as error:
        raise ParameterError([*faults, *error.faults]) from error
    for name, file in _files(book):
        faults += (
            Fault(name, f"sources.{key}.seen", f"{source.seen} is after {on}")
            for key, source in file.sources.items()
            if source.seen > on
        )
    if faults:
        raise ParameterError(faults)
    return book


def _files(book: RuleBook) -> Iterator[tuple[str, File]]:
    for name in parameters.shapes():
        yield name, getattr(book, name.removesuffix(".yaml"))


def _report(book: RuleBook) -> Iterator[str]:
    yield "Rule sets of the Comprehensive Ranking System (CRS)"
    lines = _table(("rule set", "from", "through", "status", "complete", "values that changed"), _rule_sets(book))
    yield next(lines)
    for line, rule_set in zip(lines, book.crs.rule_sets, strict=True):
        yield line
        yield f"    {rule_set.about}"
        if rule_set.incomplete_because is not None:
            yield f"    Not complete: {_words(rule_set.incomplete_because)}."
    yield ""
    yield "Parameter files, with their dated values by status"
    yield from _table(("file", *Status, "sources"), _by_status(book))


def _rule_sets(book: RuleBook) -> Iterator[Sequence[str]]:
    rule_sets = book.crs.rule_sets
    for place, rule_set in enumerate(rule_sets):
        following = rule_sets[place + 1].start if place + 1 < len(rule_sets) else None
        yield (
            rule_set.id,
            str(rule_set.start),
            str(following - timedelta(days=1)) if following else "-",
            rule_set.status,
            "yes" if rule_set.complete else "no",
            ", ".join(_changed(book, rule_set.start)) if place else "all",
        )


def _changed(book: RuleBook, day: date) -> Iterator[str]:
    """The factors with a value of that day."""
    for name in CrsParameters.model_fields:
        for value in getattr(book.crs.parameters, name).values:
            if value.start == day:
                yield f"{_words(name)} (not known)" if value.status is Status.UNKNOWN else _words(name)


def _by_status(book: RuleBook) -> Iterator[Sequence[str]]:
    for name, file in _files(book):
        found = Counter(_statuses(file))
        yield name, *(str(found[status]) for status in Status), str(len(file.sources))


def _statuses(part: object) -> Iterator[Status]:
    """The status of everything in a file that has one."""
    if isinstance(part, BaseModel):
        status = getattr(part, "status", None)
        if isinstance(status, Status):
            yield status
        for name in type(part).model_fields:
            yield from _statuses(getattr(part, name))
    elif isinstance(part, (tuple, dict)):
        for item in part.values() if isinstance(part, dict) else part:
            yield from _statuses(item)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Lines in columns as wide as their widest cell, the last one as it comes."""
    lines = [head, *rows]
    widths = [max(map(len, column)) for column in list(zip(*lines, strict=True))[:-1]]
    for line in lines:
        cells = [cell.ljust(width) for cell, width in zip(line, widths, strict=False)]
        yield f"  {'  '.join([*cells, line[-1]])}".rstrip()


def _words(key: str) -> str:
    return key.replace("_", " ")
