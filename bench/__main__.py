"""`python -m bench`: one run, three tables. Exit status 0 unless something could not be measured."""

from __future__ import annotations

import argparse
import asyncio
import base64
import os
import platform
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from bench import in_process, persons, reminders, report, rules, screens, stores
from bench.in_process import Timed
from bench.processes import ROOT, NotMeasuredError, Telegram, local_telegram
from bench.runs import Load, Measured, Size, Subject, measure, middle, passes, steps_taken
from bench.stores import Stored
from bot.local.server import LOCAL_TOKEN
from storage.encryption import KeyRing

PEERS: Final = Path(__file__).with_name("peers")
PEERS_PYTHON: Final = ROOT / ".venv" / "peers" / "bin" / "python"
FEW: Final = 1_000
TYPED: Final = "interview step, typed"
PRESSED: Final = "interview step, pressed (two calls)"
PTB: Final = "python-telegram-bot echo"
AIOGRAM: Final = "aiogram echo"
AT_ONCE: Final = {"MESSAGES_PER_SECOND": "1000000", "MESSAGES_PER_SECOND_PER_CHAT": "1000000"}
LONGEST: Final = 300.0  # seconds; no round begins that would not end by then, as the last one went


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small numbers, one round: does everything still run?")
    parser.add_argument("--updates", type=int, help="updates at once (default 5,000)")
    parser.add_argument("--seconds", type=float, help="seconds at 100 updates a second, over all rounds (default 12)")
    parser.add_argument("--chats", type=int, help="chats stored in the larger store (default 100,000)")
    parser.add_argument("--pending", type=int, help="pending reminders, on both databases (default 1,000,000)")
    parser.add_argument("--drain", type=float, help="seconds of an interview while reminders leave (default 60)")
    parser.add_argument("--candidates", type=int, help="candidates scored again (default 100,000)")
    parser.add_argument("--rounds", type=int, help="rounds, of which the median counts (default 3)")
    parser.add_argument("--peers", type=Path, default=PEERS_PYTHON, help="the peers' Python")
    usual = {"updates": 5_000, "seconds": 12.0, "chats": 100_000, "candidates": 100_000, "rounds": 3}
    quick = {"updates": 300, "seconds": 1.0, "chats": 10_000, "candidates": 2_000, "rounds": 1}
    usual |= {"pending": 1_000_000, "drain": 60.0}
    quick |= {"pending": 100_000, "drain": 5.0}
    given = parser.parse_args(arguments)
    given.screens = screens.Size(each=1, pictures=1, answering=1) if given.quick else screens.Size()
    for name, value in (quick if given.quick else usual).items():
        if getattr(given, name) is None:
            setattr(given, name, value)
    if min(given.updates, given.rounds, given.candidates) < 1 or given.seconds <= 0:
        parser.error("--updates, --rounds, --candidates and --seconds begin at 1")
    if given.chats < report.FEWEST:
        parser.error(f"--chats begins at {report.FEWEST}")
    if given.pending < reminders.DUE * reminders.EACH * 8 or given.drain <= 0:
        parser.error(f"--pending begins at {reminders.DUE * reminders.EACH * 8}, --drain above 0")
    return given


class Bench:
    """One run of everything, in a folder of its own."""

    def __init__(self, folder: Path, wish: argparse.Namespace) -> None:
        self._folder = folder
        self._wish = wish
        self._size = Size(wish.updates, wish.seconds / wish.rounds)
        self._cores = sorted(os.sched_getaffinity(0))
        key = secrets.token_bytes(32)
        self._key_text = base64.b64encode(key).decode()
        self._keys = KeyRing([key])
        self._today = datetime.now(UTC).date()

    def run(self) -> str:
        """Measures everything and words it; NotMeasuredError where that cannot be."""
        began = time.monotonic()
        versions = self._peer_versions()
        typed, pressed = persons.typed_states(self._today), persons.pressed_states(self._today)
        say(f"storing {self._wish.chats:,} chats")
        few = self._store("few", FEW, typed)
        buttons = self._store("buttons", FEW, pressed)
        many = self._store("many", self._wish.chats, typed)
        subjects: list[tuple[Subject, Stored | None, list[dict[str, Any]]]] = [
            (self._ours(TYPED, Load(texts=persons.TYPED), few), few, typed),
            (self._peer(PTB, "ptb_echo.py"), None, []),
            (self._peer(AIOGRAM, "aiogram_echo.py"), None, []),
            (self._ours(TYPED, Load(texts=persons.TYPED), many), many, typed),
            (self._ours(PRESSED, Load(presses=persons.PRESSED), buttons), buttons, pressed),
        ]
        rounds: list[list[Measured]] = [[] for _ in subjects]
        server = self._cores[0] if len(self._cores) > 1 else None
        if server is not None:
            os.sched_setaffinity(0, {server})  # what drives the run keeps off the bot's core, too
        with local_telegram(sys.executable, LOCAL_TOKEN, self._folder / "telegram.log", server) as telegram:
            for number in range(self._wish.rounds):
                round_began = time.monotonic()
                for (subject, stored, states), found in zip(subjects, rounds, strict=True):
                    say(f"round {number + 1} of {self._wish.rounds}: {subject.name}")
                    found.append(self._measure(telegram, subject, stored, states))
                now = time.monotonic()
                if number + 1 < self._wish.rounds and now - began + now - round_began > LONGEST:
                    say("the machine is slow today: no further round")
                    break
            say("an interview while reminders leave")
            drained = self._drained(telegram, many)
            say("the screens of the score")
            shown = self._shown(telegram)
        say(f"storing {self._wish.pending:,} reminders on both databases")
        swept = self._swept()
        say("timing the rules")
        timed = Timed(*in_process.time_rules(self._today))
        say("timing the rule book")
        booked = rules.time_book(self._today, self._wish.candidates)
        measured = [
            (replace(subject, name=subject.name + versions.get(subject.name, "")), middle(found))
            for (subject, _, _), found in zip(subjects, rounds, strict=True)
        ]
        more = [*report.reminders(swept, drained), *report.screens(shown)]
        return self._report(measured, timed, booked, more, shown, len(rounds[0]))

    def _report(
        self,
        measured: Sequence[tuple[Subject, Measured]],
        timed: Timed,
        booked: rules.BookTimed,
        more: Sequence[report.Check],
        shown: screens.Shown,
        rounds: int,
    ) -> str:
        ours, ptb, aiogram, ours_many, _ = (one for _, one in measured)
        checks = report.ratios(ours, ours_many, ptb, aiogram, (FEW, self._wish.chats))
        checks += report.book(booked)
        checks += report.timings(timed)
        checks += more
        where = f"{_processor()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
        return "\n\n".join(
            [
                f"Measured {datetime.now(UTC):%Y-%m-%d %H:%M} UTC on {where}",
                report.bots(measured),
                report.checks(checks),
                report.screens_asked(shown),
                report.footnotes(self._size, rounds, self._cores, self._wish.drain),
            ]
        )

    # The bots

    def _store(self, name: str, chats: int, states: list[dict[str, Any]]) -> Stored:
        busy = self._size.chats(len(states) - 1)
        return asyncio.run(stores.make(self._folder / f"{name}.db", self._keys, max(chats, busy), busy, states))

    def _ours(self, name: str, load: Load, stored: Stored) -> Subject:
        environment = {**self._environment(self._folder / "measured.db"), **AT_ONCE}
        command = [sys.executable, "-m", "bot", "run"]
        return Subject(name, command, load, environment, stored.chats, stored.stride)

    def _environment(self, database: Path) -> dict[str, str]:
        return {
            "TELEGRAM_BOT_TOKEN": LOCAL_TOKEN,
            "COMPANION_DATA": str(self._folder / "data"),
            "COMPANION_KEYS": self._key_text,
            "DATABASE_URL": f"sqlite:///{database}",
            "WEB_LISTEN": "127.0.0.1:0",
        }

    def _peer(self, name: str, script: str) -> Subject:
        return Subject(name, [self._wish.peers, PEERS / script], Load(texts=persons.TYPED))

    def _measure(
        self, telegram: Telegram, subject: Subject, stored: Stored | None, states: list[dict[str, Any]]
    ) -> Measured:
        environment = dict(subject.environment)
        command = list(subject.command)
        path = self._folder / "measured.db"
        if stored is None:
            command += [telegram.url, LOCAL_TOKEN]
        else:
            environment["TELEGRAM_API_URL"] = telegram.url
            for file in self._folder.glob("measured.db*"):
                file.unlink()
            shutil.copy(stored.path, path)
        core = self._cores[1] if len(self._cores) > 1 else None
        subject = replace(subject, command=command, environment=environment)
        measured = measure(subject, telegram, self._size, self._folder / "bot.log", core)
        if stored is not None:
            expected = {
                stored.busy_chat(first + place): states[steps_taken(n, chats, place)]
                for n, chats, first in passes(self._size, subject.load.steps)
                for place in range(chats)
            }
            wrong = asyncio.run(stores.wrong_places(path, self._keys, expected))
            if wrong:
                raise NotMeasuredError(f"{subject.name}: {len(wrong)} of {len(expected)} people are at a wrong place")
        return measured

    def _drained(self, telegram: Telegram, stored: Stored) -> reminders.Drained:
        core = self._cores[1] if len(self._cores) > 1 else None
        path, log = self._folder / "measured.db", self._folder / "bot.log"
        return reminders.drain(
            telegram, LOCAL_TOKEN, stored, path, self._environment(path), self._wish.drain, log, core
        )

    def _shown(self, telegram: Telegram) -> screens.Shown:
        core = self._cores[1] if len(self._cores) > 1 else None
        path = self._folder / "screens.db"
        environment = {**self._environment(path), **AT_ONCE}
        return screens.measure(telegram, path, self._keys, environment, self._wish.screens, core)

    def _swept(self) -> dict[str, reminders.Swept]:
        pending = self._wish.pending
        found = {"SQLite": asyncio.run(reminders.time_sqlite(self._folder, self._keys, pending))}
        with reminders.postgresql() as url:
            found["PostgreSQL"] = asyncio.run(reminders.time_postgresql(url, self._keys, pending))
        return found

    def _peer_versions(self) -> dict[str, str]:
        names = {PTB: "python-telegram-bot", AIOGRAM: "aiogram"}
        ask = "import sys, importlib.metadata as m; print(*map(m.version, sys.argv[1:]))"
        try:
            told = subprocess.run(
                [self._wish.peers, "-c", ask, *names.values()], capture_output=True, text=True, check=True, timeout=60
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise NotMeasuredError(f"the peers are not installed ({error}); `make bench` installs them") from None
        return {name: f" {version}" for name, version in zip(names, told.stdout.split(), strict=True)}


def say(what: str) -> None:
    """A word on the way, apart from the table."""
    print(f"[{time.strftime('%H:%M:%S')}] {what}", file=sys.stderr, flush=True)


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the bench and prints its tables."""
    wish = options(arguments)
    if not sys.platform.startswith("linux"):
        say("the bench reads CPU time and memory of other processes as Linux gives them")
        return 1
    try:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            text = Bench(Path(folder), wish).run()
    except NotMeasuredError as error:
        say(f"not measured: {error}")
        return 1
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
