"""Does a test notice when a number of the law is wrong? `python -m tests.rules.every_number` (`make numbers`).

Every number and day of `rules/parameters/*.yaml` is changed by one, up and down, one at a time, and the tests of the
rules run against a book with that one change until the first of them fails. What the reader of the files refuses
counts as noticed. A change that nothing notices is printed, and the exit status is 1.

A test that takes its expectation from the book itself proves nothing: such a test passes with any number. Modules that
read the book while they are imported would notice a change only because they were imported before it; they are left
out, and named. So are the tests that compare with a copy beside the project, which other machines do not have.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import re
import select
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
import yaml

import rules.parameters as parameters

ROOT: Final = Path(__file__).resolve().parents[2]
TESTS: Final = ROOT / "tests" / "rules"
SLOW: Final = 1.0  # seconds of CPU time; a test that takes longer is not asked
LIKELY: Final = ("test_official_tables.py", "test_situations.py")  # asked first
UNNOTICED: Final = 1
UNUSABLE: Final = 2

LEFT_OUT: Final = {
    "test_shared_*.py": "compares with a copy that other machines do not have",
    "test_parameters.py": "breaks the files as they are written, and would notice any edit",
    "test_every_number.py": "runs this program",
}

# Numbers that no test has to know: (file, path, why). A path is matched from its beginning to its end.
EXCEPTIONS: Final[tuple[tuple[str, str, str], ...]] = (
    (r".*", r"sources\.[^.]+\.seen", "the day on which a source was read, not a rule"),
    (
        r"language_tests\.yaml",
        r"tests\.\w+\.scales\.\w+\.values\.0\.from=1900-01-01",
        "stands for: ever since the test exists",
    ),
)


class Change(NamedTuple):
    """One number of a file changed: its path, what stands there, what is put there, and the whole changed text."""

    file: str
    path: str
    was: str
    now: str
    text: str


class _Book:
    """Stands for `rules.parameters.book` in every module imported after it: the book can be exchanged under them."""

    def __init__(self, read: Callable[[], parameters.RuleBook]) -> None:
        self._read = read
        self.changed: parameters.RuleBook | None = None
        self.importing = True
        self.read_by: dict[str, int] = {}  # test modules that read the book while imported, and in which line

    def __call__(self) -> parameters.RuleBook:
        if self.importing:
            self._note()
        return self.changed or self._read()

    def cache_clear(self) -> None:
        """The book in use is exchanged by hand only."""

    def _note(self) -> None:
        frame = sys._getframe(2)
        if frame.f_code.co_name in ("limits", "check_day", "check_scale"):
            return  # facts are checked as they are told, and keep nothing of the book
        while frame is not None:
            path = Path(frame.f_code.co_filename)
            if path.parent == TESTS and path.name != Path(__file__).name and frame.f_code.co_name == "<module>":
                self.read_by.setdefault(path.name, frame.f_lineno)
            frame = frame.f_back  # type: ignore[assignment]


_NUMBER = re.compile(r"\d+(\.\d+)?")
_NUMBERS = re.compile(r"\d+(\.\d+)?([-+]|-\d+(\.\d+)?)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def scalars(node: yaml.Node, path: str = "") -> Iterator[tuple[str, yaml.ScalarNode]]:
    """Every scalar of a file with its path; keys that are numbers too."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = f"{path}.{key.value}" if path else key.value
            yield f"{below}:key", key
            yield from scalars(value, below)
    elif isinstance(node, yaml.SequenceNode):
        for place, item in enumerate(node.value):
            yield from scalars(item, f"{path}.{place}")
    elif isinstance(node, yaml.ScalarNode):
        yield path, node


def one_more_and_one_less(written: str) -> Iterator[str]:
    """The scalar with each of its numbers changed by one; nothing when it is not made of numbers."""
    if _DAY.fullmatch(written):
        try:
            day = date.fromisoformat(written)
        except ValueError:
            return
        yield from (str(day + timedelta(days=days)) for days in (1, -1))
    elif _NUMBERS.fullmatch(written):
        for found in _NUMBER.finditer(written):
            for by in (1, -1):
                number = Decimal(found.group()) + by
                if number >= 0:
                    text = str(number).rjust(len(found.group()), "0") if found.group()[0] == "0" else str(number)
                    yield written[: found.start()] + text + written[found.end() :]


def changes(folder: Path, file: str) -> Iterator[Change]:
    """All changes of one file that are no exception."""
    text = (folder / file).read_text("utf-8")
    places = set()
    for path, node in scalars(yaml.compose(text, Loader=yaml.CSafeLoader)):
        if node.start_mark.index in places:
            continue  # written once, and taken over by an alias
        places.add(node.start_mark.index)
        if excepted(file, f"{path}={node.value}"):
            continue
        quote = text[node.start_mark.index] if node.style else ""
        for now in one_more_and_one_less(node.value):
            changed = text[: node.start_mark.index] + quote + now + quote + text[node.end_mark.index :]
            yield Change(file, path, node.value, now, changed)


def excepted(file: str, written: str) -> bool:
    """Whether a number, written path=number, is one that no test has to know."""
    return any(
        re.fullmatch(of, file) and re.fullmatch(path if "=" in path else f"{path}=.*", written)
        for of, path, _ in EXCEPTIONS
    )


@dataclass
class Found:
    """What came of the changes of one file."""

    noticed: int = 0
    refused: int = 0
    unnoticed: list[Change] = field(default_factory=list)


class _Trial:
    """A plugin of pytest that, in place of running the collected tests once, runs them against every changed book."""

    def __init__(self, book: _Book, wished: list[Change], folder: Path, wish: argparse.Namespace) -> None:
        self._book = book
        self._wished = wished
        self._folder = folder
        self._processes: int = wish.processes
        self._measure = not wish.tests
        self._anyway: bool = wish.anyway
        self._failed = False
        self._slow = False
        self.found: dict[str, Found] = {change.file: Found() for change in wished}
        self.by: Counter[str] = Counter()
        self.problem = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._failed = self._failed or report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._book.importing = False
        session.config.pluginmanager.unregister(name="terminalreporter")
        for name, line in self._book.read_by.items():
            say(f"left out: {name}, which reads the book while it is imported (line {line})")
        items = [item for item in session.items if item.path.name not in self._book.read_by]
        if self._measure:
            items = self._fast(items)
        items.sort(key=lambda item: item.path.name not in LIKELY)
        if not self.problem:
            self._try_all(items)
        return True

    def _fast(self, items: list[pytest.Item]) -> list[pytest.Item]:
        """The tests that are not slow, the fastest first, after all have passed with the book as it is."""
        shares = [items[first :: self._processes] for first in range(self._processes)]
        calls = [lambda share=share: self._times(share) for share in shares]  # type: ignore[misc]
        told = {name: each for part in _results(calls, self._processes) for name, each in part.items()}
        slow = [name for name, (_, what) in told.items() if what == "slow"]
        failed = [name for name, (_, what) in told.items() if what == "fails"]
        if failed:
            say(f"with the book as it is {len(failed)} tests fail: {', '.join(failed)}")
            self.problem = "" if self._anyway else "nothing is tried while tests fail (--anyway goes on without them)"
        took = {name: seconds for name, (seconds, _) in told.items()}
        say(f"{len(items)} tests take {sum(took.values()):.1f} s")
        for name in slow:
            say(f"not asked, as it takes more than {SLOW:g} s: {name}")
        left = [item for item in items if item.nodeid not in {*slow, *failed}]
        return sorted(left, key=lambda item: took[item.nodeid])

    def _times(self, items: list[pytest.Item]) -> dict[str, tuple[float, str]]:
        signal.signal(signal.SIGPROF, self._too_slow)
        told = {}
        for item, following in zip(items, [*items[1:], None], strict=True):
            began, self._failed, self._slow = time.process_time(), False, False
            signal.setitimer(signal.ITIMER_PROF, SLOW)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            signal.setitimer(signal.ITIMER_PROF, 0)
            told[item.nodeid] = (time.process_time() - began, "slow" if self._slow else "fails" if self._failed else "")
        return told

    def _too_slow(self, number: int, frame: object) -> None:
        self._slow = True
        raise _TooSlowError

    def _try_all(self, items: list[pytest.Item]) -> None:
        """Each change in a process of its own. Tests that noticed a number of the same table before go first."""
        by_name = {item.nodeid: item for item in items}
        noticed: dict[str, list[str]] = {}
        began = time.monotonic()

        def trials() -> Iterator[Callable[[], Any]]:
            for change in self._wished:
                likely = dict.fromkeys((*noticed.get(_table(change), ()), *noticed.get(change.file, ())))
                yield lambda change=change, likely=likely: self._try(  # type: ignore[misc]
                    change, [*(by_name[name] for name in likely), *(i for i in items if i.nodeid not in likely)]
                )

        for place, told in enumerate(_results(trials(), self._processes)):
            number, what, name = told
            change = self._wished[number]
            found = self.found[change.file]
            if what == "noticed":
                found.noticed += 1
                self.by[name.partition("::")[0]] += 1
                for of in (_table(change), change.file):
                    known = noticed.setdefault(of, [])
                    if name in known:
                        known.remove(name)
                    known.insert(0, name)
            elif what == "refused":
                found.refused += 1
            else:
                found.unnoticed.append(change)
                say(f"nothing notices {worded(change)}")
            if place % 200 == 199:
                say(f"{place + 1} of {len(self._wished)} changes in {time.monotonic() - began:.0f} s")

    def _try(self, change: Change, items: list[pytest.Item]) -> tuple[int, str, str]:
        number = self._wished.index(change)
        with tempfile.TemporaryDirectory() as written:
            folder = Path(written)
            for path in self._folder.glob("*.yaml"):
                if path.name != change.file:
                    (folder / path.name).symlink_to(path)
            (folder / change.file).write_text(change.text, "utf-8")
            try:
                self._book.changed = parameters.load(folder)
            except parameters.ParameterError as error:
                return number, "refused", str(error)
        self._failed = False
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self._failed:
                return number, "noticed", item.nodeid
        return number, "unnoticed", ""


class _TooSlowError(BaseException):
    """Ends a test that takes too long; nothing in it catches this."""


def _table(change: Change) -> str:
    """The table a number stands in: its path as far as it is named alike for the whole table."""
    return f"{change.file}:{'.'.join(change.path.split('.')[:2])}"


def _results(calls: Any, processes: int) -> Iterator[Any]:
    """What each call returns, each made in a forked process, so many at a time; in the order in which they end."""
    waiting: dict[int, tuple[int, bytearray]] = {}
    calls = iter(calls)
    more = True
    while more or waiting:
        while more and len(waiting) < processes:
            call = next(calls, None)
            if call is None:
                more = False
                break
            reading, writing = os.pipe()
            child = os.fork()
            if child == 0:
                os.close(reading)
                _answer(call, writing)
            os.close(writing)
            waiting[reading] = (child, bytearray())
        for pipe in select.select(list(waiting), [], [])[0] if waiting else ():
            child, told = waiting[pipe]
            part = os.read(pipe, 1 << 16)
            told += part
            if not part:
                os.close(pipe)
                del waiting[pipe]
                os.waitpid(child, 0)
                if not told:
                    raise RuntimeError("a process ended without an answer")
                yield json.loads(told)


def _answer(call: Callable[[], Any], pipe: int) -> None:
    """In the forked process: the answer as JSON into the pipe, nothing on the terminal, and no way back."""
    try:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        written = json.dumps(call()).encode()
        while written:
            written = written[os.write(pipe, written) :]
    finally:
        os._exit(0)


def worded(change: Change) -> str:
    """A change as a line."""
    return f"{change.file}: {change.path}: {change.was} -> {change.now}"


def say(what: str) -> None:
    """A word on the way, apart from the result."""
    sys.stderr.write(what + "\n")
    sys.stderr.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the changes; 0 when all are noticed, 1 when one is not, 2 when they could not be tried."""
    parser = argparse.ArgumentParser(prog="python -m tests.rules.every_number", description=__doc__.split("\n")[0])
    parser.add_argument("--file", action="append", metavar="NAME", help="only this file of parameters, as in crs.yaml")
    parser.add_argument("--path", metavar="PATTERN", help="only numbers whose path holds this regular expression")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth change")
    parser.add_argument("--tests", action="append", metavar="FILE", help="only these tests, in the order of the file")
    parser.add_argument("--anyway", action="store_true", help="go on without tests that fail as it is")
    parser.add_argument("--processes", type=int, default=len(os.sched_getaffinity(0)))
    wish = parser.parse_args(arguments)
    folder = parameters.FOLDER
    files = wish.file or sorted(path.name for path in folder.glob("*.yaml"))
    if missing := [file for file in files if not (folder / file).is_file()]:
        parser.error(f"{', '.join(missing)} not in {folder}")
    wished = [change for file in files for change in changes(folder, file)]
    wished = [change for change in wished if wish.path is None or re.search(wish.path, change.path)][:: wish.every]
    say(f"{len(wished)} changes in {len(files)} files")

    book = _Book(parameters.book)
    parameters.book = book  # type: ignore[assignment]
    parameters.read_yaml = cache(parameters.read_yaml)  # the files that are not changed are read again and again
    trial = _Trial(book, wished, folder, wish)
    gc.disable()  # a collection would copy the pages that forked processes share
    began = time.monotonic()
    status = pytest.main(
        [
            *(wish.tests or [str(TESTS)]),
            *(f"--ignore-glob={TESTS / name}" for name in LEFT_OUT),
            *("-q", "--assert=plain", "--tb=no", "--no-header", "-p", "no:cacheprovider"),
        ],
        plugins=[trial],
    )
    if trial.problem or status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        say(trial.problem or "the tests could not be collected")
        return UNUSABLE
    return _report(trial, time.monotonic() - began)


def _report(trial: _Trial, seconds: float) -> int:
    unnoticed = [change for found in trial.found.values() for change in found.unnoticed]
    for file, found in trial.found.items():
        sys.stdout.write(
            f"{file}: {found.noticed} noticed, {found.refused} refused, {len(found.unnoticed)} not noticed\n"
        )
    for change in unnoticed:
        sys.stdout.write(f"not noticed: {worded(change)}\n")
    sys.stdout.write(f"{len(unnoticed)} of {sum(map(_tried, trial.found.values()))} changes are noticed by nothing ")
    sys.stdout.write(f"({seconds:.0f} s)\n")
    for name, count in trial.by.most_common():
        say(f"first to notice: {name}, {count} times")
    return UNNOTICED if unnoticed else 0


def _tried(found: Found) -> int:
    return found.noticed + found.refused + len(found.unnoticed)


if __name__ == "__main__":
    sys.exit(main())
